import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Host, ToolOptions } from "../../host/host.ts";
import { installerEnvironment } from "../child-environment.ts";
import { supervised } from "../confinement.ts";
import { notOverruled, withIndexes } from "../packaging/indexes.ts";
import { UV } from "../packaging/pins.ts";
import type { Origins } from "../packaging/pip-report.ts";
import { type PipSettings, timeoutIn } from "../packaging/pip-settings.ts";
import { type Requirement, requested } from "../packaging/requirements.ts";
import { uvPlatform } from "../packaging/wheel-tags.ts";
import { isOnPlatform } from "../platform/platform.ts";
import { gitEnvironment } from "../sources/git-users.ts";
import { failedInstall } from "./failed-install.ts";
import {
  type Installer,
  type InstallerRun,
  type ResolveRequest,
  requirementArguments,
  runOf,
  type TargetEnvironment,
  type Wanted,
} from "./installer.ts";
import { dropUnsharedArchives, uvCacheEnvironment } from "./installer-cache.ts";
import type { InstallJob } from "./job.ts";
import { askInstaller, runInstaller } from "./limits/run-installer.ts";
import { stallSeconds } from "./limits/stall-limit.ts";
import { dropReplacedWheels } from "./replaced-wheels.ts";

export class UvInstaller implements Installer {
  readonly name = "uv";
  readonly version = UV.version;
  readonly #program: string;
  readonly #job: InstallJob;
  readonly #host: Host;

  /** @param program absolute path */
  constructor(program: string, job: InstallJob, host: Host) {
    this.#program = program;
    this.#job = job;
    this.#host = host;
  }

  async install(environment: TargetEnvironment, asked: Wanted): Promise<InstallerRun> {
    const wanted = { ...asked, files: this.#readable(asked.files) };
    const { options, requirements, settings, python } = this.#job;
    const how: ToolOptions = {
      directory: options.workspace,
      // For uv, the environment has priority over the requirements files; for pip, the files have.
      environment: this.#environment(notOverruled(settings, requirements.options)),
      isolation: supervised(python),
    };
    const compile = this.#command("compile", environment);
    await dropReplacedWheels(this.#job, wanted, this.#host, (args) => this.#capture([...compile, ...args], how));
    const args = [...this.#command("install", environment), ...requirementArguments(wanted)];
    const run = await runInstaller(this.#host, this.#program, args, how, this.#limits());
    dropUnsharedArchives(this.#job, this.#host);
    return runOf(this, run, this.#job.settings);
  }

  /** uv asks the index for the hashes of every file of each version. */
  async pin(environment: TargetEnvironment, frozen: readonly string[]): Promise<string> {
    const { options, requirements, settings, python } = this.#job;
    const list = join(environment.directory, "freeze.txt");
    writeFileSync(list, `${frozen.join("\n")}\n`);
    const flags = ["--quiet", "--generate-hashes", "--no-deps", "--no-header", "--no-annotate"];
    // uv asks the interpreter; that of the environment would run the `.pth` files of what was installed.
    const target = this.#command("compile", { ...environment, python: python.path });
    return await this.#capture([...target, ...flags, list], {
      environment: this.#environment(withIndexes(settings, requirements.options, options.workspace)),
    });
  }

  async lock({ files, constraints, previous, upgrade, upgradePackages }: ResolveRequest): Promise<string> {
    const { options, requirements, settings, python } = this.#job;
    const environment = this.#environment(notOverruled(settings, requirements.options));
    const how = { directory: options.workspace, environment, isolation: supervised(python) };
    const target = this.#command("compile", { directory: "", python: python.path, compile: false });
    const flags = ["--quiet", "--generate-hashes", "--no-header", "--no-annotate", "--output-file", previous];
    const changes = [
      ...(upgrade ? ["--upgrade"] : []),
      ...upgradePackages.flatMap((name) => ["--upgrade-package", name]),
    ];
    const limits = constraints === undefined ? [] : ["--constraint", constraints];
    const run = await runInstaller(
      this.#host,
      this.#program,
      [...target, ...flags, ...changes, ...limits, ...this.#readable(files)],
      how,
      this.#limits(),
    );
    if (run.exitCode !== 0)
      throw failedInstall(runOf(this, run, this.#job.settings), requirements, options, this.#host);
    return readFileSync(previous, "utf8");
  }

  origins({ output }: InstallerRun): Origins {
    return { fromSource: [], yanked: yankedIn(output) };
  }

  #command(name: "install" | "compile", { python }: TargetEnvironment): string[] {
    const platform = uvPlatform(this.#job.target);
    // What is built from source is for this machine.
    const wheels = isOnPlatform(this.#job.python, this.#job.target) ? [] : ["--only-binary", ":all:"];
    const target = ["--python", python, ...(platform ? ["--python-platform", platform] : []), ...wheels];
    return ["pip", name, ...target];
  }

  /** The requirements files of the job, as uv can read them, in place of those that pip reads. */
  #readable(files: readonly string[]): string[] {
    const { installable, installableByUv = installable } = this.#job.requirements;
    return [...files.filter((file) => !installable.includes(file)), ...installableByUv];
  }

  /** `--config-settings` of the requirements: uv does not read them there, and a command line is not private. */
  #settings(): NodeJS.ProcessEnv {
    const all = requested(this.#job.requirements.requirements);
    const tables = all.flatMap(({ name, settings }) =>
      Object.keys(settings ?? {}).length === 0 ? [] : [`${JSON.stringify(name)} = ${inlineTable(settings ?? {})}\n`],
    );
    if (tables.length === 0) return {};
    const file = join(this.#host.temporary, "uv.toml");
    writeFileSync(file, `[pip.config-settings-package]\n${tables.join("")}`, { mode: 0o600 });
    return { UV_CONFIG_FILE: file };
  }

  #environment(settings: PipSettings): NodeJS.ProcessEnv {
    return {
      ...installerEnvironment(this.#host),
      ...gitEnvironment(this.#job.requirements.gitUsers, this.#host.environment),
      ...uvEnvironment(settings),
      ...this.#settings(),
      ...uvCacheEnvironment(this.#job, this.#host),
    };
  }

  #limits() {
    const timeout = timeoutIn(this.#job.settings) ?? this.#host.environment.UV_HTTP_TIMEOUT;
    return { stall: stallSeconds("uv", timeout) };
  }

  async #capture(args: readonly string[], options: ToolOptions): Promise<string> {
    return await askInstaller(this.#host, this.#program, args, options, this.#limits());
  }
}

/** TOML, whose strings may be written as in JSON. */
function inlineTable(settings: NonNullable<Requirement["settings"]>): string {
  const pairs = Object.entries(settings).map(([key, value]) => `${JSON.stringify(key)} = ${JSON.stringify(value)}`);
  return `{ ${pairs.join(", ")} }`;
}

/** The releases that uv warns about. */
export function yankedIn(output: string): string[] {
  return [...output.matchAll(/`([A-Za-z0-9._-]+)==[^`]*` is yanked/g)].map((match) => match[1] ?? "");
}

const UV_NAMES: Readonly<Record<string, string>> = {
  "index-url": "UV_DEFAULT_INDEX",
  "extra-index-url": "UV_EXTRA_INDEX_URL",
  "find-links": "UV_FIND_LINKS",
  "no-index": "UV_NO_INDEX",
  "trusted-host": "UV_INSECURE_HOST",
  timeout: "UV_HTTP_TIMEOUT",
  "default-timeout": "UV_HTTP_TIMEOUT",
  retries: "UV_HTTP_RETRIES",
  cert: "SSL_CERT_FILE",
  "client-cert": "SSL_CLIENT_CERT",
};

/** Environment variables that mean to uv what the settings mean to pip. */
function uvEnvironment(settings: PipSettings): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = {
    UV_NO_CONFIG: "1", // no other than UV_CONFIG_FILE
    UV_NO_PROGRESS: "1",
    UV_PYTHON_DOWNLOADS: "never",
    UV_LINK_MODE: "copy", // with a link, a later change of the cache would change the mount
    UV_INDEX_STRATEGY: "unsafe-best-match", // as pip does: the best version over all indexes
  };
  if (settings["keyring-provider"] === "subprocess") environment.UV_KEYRING_PROVIDER = "subprocess"; // all it has
  for (const [name, value] of Object.entries(settings)) {
    const variable = UV_NAMES[name];
    if (variable === "UV_FIND_LINKS") environment[variable] = value.split(/\s+/).filter(isThere).join(",");
    else if (variable === "UV_EXTRA_INDEX_URL") environment[variable] = value.split(/\s+/).join(" ");
    else if (variable !== undefined) environment[variable] = value;
    if (name === "proxy") environment.ALL_PROXY = value;
  }
  return environment;
}

/** pip ignores a local folder of wheels that does not exist; uv would fail. */
function isThere(place: string): boolean {
  return /^[a-z]+:/i.test(place) || existsSync(place);
}
