import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import semver from "semver";
import type { Host, ToolOptions } from "../../host/host.ts";
import { withoutCredentials } from "../../util/credentials.ts";
import { ExitCode, messageOf, UserError } from "../../util/errors.ts";
import { normalisedName } from "../../util/text.ts";
import { installerEnvironment } from "../child-environment.ts";
import { supervised } from "../confinement.ts";
import { errorsIn, onlyInLog } from "../packaging/pip-log.ts";
import { glibcLimit, type Pip, pipArguments, pipEnvironment } from "../packaging/pip-program.ts";
import { originsIn, pinnedLines, type ReportedDistribution, readReport } from "../packaging/pip-report.ts";
import { timeoutIn } from "../packaging/pip-settings.ts";
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
import { pipCacheEnvironment } from "./installer-cache.ts";
import type { InstallJob } from "./job.ts";
import { askInstaller, runInstaller } from "./limits/run-installer.ts";
import { stallSeconds } from "./limits/stall-limit.ts";

const QUIET = ["--no-warn-script-location", "--progress-bar", "off"];

export class PipInstaller implements Installer {
  readonly name = "pip";
  readonly version: string;
  readonly pip: Pip;
  readonly #job: InstallJob;
  readonly #host: Host;
  /** Absolute; log, reports and constraints of this installer. */
  readonly #files: string;

  constructor(pip: Pip, job: InstallJob, host: Host) {
    this.pip = pip;
    this.version = pip.version;
    this.#job = job;
    this.#host = host;
    this.#files = mkdtempSync(join(host.temporary, "pip-"));
  }

  async install({ python, compile }: TargetEnvironment, wanted: Wanted): Promise<InstallerRun> {
    const flags = ["--ignore-installed", ...(compile ? [] : ["--no-compile"])];
    const directory = this.#job.options.workspace;
    return await this.#run(
      python,
      [...flags, ...requirementArguments(wanted)],
      this.#options(directory, this.#cache()),
    );
  }

  /** Installs over the packages that an environment has, as the image does at its start: with nothing cached. */
  async installOver(python: string, files: readonly string[]): Promise<InstallerRun> {
    const args = requirementArguments({ files, requireHashes: false });
    const directory = this.#host.temporary; // the image has not yet changed to the scoring directory
    return await this.#run(python, ["--no-cache-dir", ...args], this.#options(directory));
  }

  async #run(python: string, args: readonly string[], options: ToolOptions): Promise<InstallerRun> {
    const log = this.#log;
    const report = canReport(this.pip) ? ["--report", this.#report] : [];
    const all = pipArguments(this.pip, ["install", ...QUIET, "--log", log, ...report, ...args]);
    const how = { ...options, isolation: supervised(this.#job.python) };
    const run = await runInstaller(this.#host, python, all, how, this.#limits());
    const more = run.exitCode === 0 ? "" : onlyInLog(log);
    if (more !== "") this.#host.log.info(more.trimEnd());
    return runOf(this, { ...run, output: run.output + more }, this.#job.settings);
  }

  get #log(): string {
    return join(this.#files, "pip.log");
  }

  get #report(): string {
    return join(this.#files, "report.json");
  }

  #limits() {
    return { stall: stallSeconds("pip", timeoutIn(this.#job.settings)) };
  }

  #cache(): NodeJS.ProcessEnv {
    return pipCacheEnvironment(this.#job, this.#host);
  }

  #options(directory: string, cache: NodeJS.ProcessEnv = {}): ToolOptions {
    const environment = {
      ...installerEnvironment(this.#host),
      ...gitEnvironment(this.#job.requirements.gitUsers, this.#host.environment),
      ...pipEnvironment(this.#job.settings),
      ...cache,
      ...glibcLimit(this.#job.target, this.#host),
    };
    return { directory, environment };
  }

  /** What pip installed last; empty for a pip that cannot write a report. */
  installed(): readonly ReportedDistribution[] {
    return readReport(this.#report);
  }

  async pin(_: TargetEnvironment, frozen: readonly string[]): Promise<string> {
    const installed = this.installed();
    if (installed.length === 0) return `${frozen.join("\n")}\n`;
    return pinnedLines(installed);
  }

  /** pip keeps a version only as a constraint, which may contradict the requirements: then it resolves anew. */
  async lock({ files, constraints, previous, upgrade, upgradePackages }: ResolveRequest): Promise<string> {
    if (!canReport(this.pip)) {
      throw new UserError(`pip ${this.pip.version} cannot resolve without installing: that needs 22.2 or later.`, {
        hint: "Set the input installer to uv, or use an interpreter with a newer pip.",
        exitCode: ExitCode.install,
      });
    }
    const kept = join(this.#files, "kept.txt");
    const changing = upgradePackages.map(normalisedName);
    const pins = upgrade ? [] : readFileSync(previous, "utf8").split("\n");
    const isKept = (pin: string): boolean => pin !== "" && !changing.includes(normalisedName(pin.split("==")[0] ?? ""));
    const lines = pins.filter(isKept).map((pin) => `${pin}\n`);
    writeFileSync(kept, lines.join(""));
    const limits = constraints === undefined ? [] : [constraints];
    const asked = { python: this.#job.python.path, files, directory: this.#job.options.workspace };
    const found =
      (await this.#resolved({ ...asked, constraints: [kept, ...limits] }).catch(() => undefined)) ??
      (await this.#resolved({ ...asked, constraints: limits }).catch((error) => this.#explain(error)));
    return pinnedLines(found);
  }

  /** @throws UserError with the reason that pip wrote to its log */
  #explain(error: unknown): never {
    const { requirements, options, settings } = this.#job;
    const output = withoutCredentials(`${messageOf(error)}\n${errorsIn(this.#log)}${onlyInLog(this.#log)}`);
    throw failedInstall(runOf(this, { exitCode: 1, output }, settings), requirements, options, this.#host);
  }

  origins() {
    return originsIn(this.installed());
  }

  /**
   * What pip would install for the same requirements files into an empty environment. Nothing is installed. The files are
   * read again because their lines about indexes hold here too.
   *
   * @param constraints lines `name==version`
   */
  async resolve(python: string, constraints: readonly string[]): Promise<readonly ReportedDistribution[]> {
    const { options, requirements } = this.#job;
    const file = join(this.#files, "constraints.txt");
    writeFileSync(file, `${constraints.join("\n")}\n`);
    const asked = { python, files: requirements.installable, constraints: [file], directory: options.scoringDirectory };
    return await this.#resolved(asked).catch((error) => {
      this.#host.log.debug(`pip could not resolve the requirements without installing them: ${messageOf(error)}`);
      return [];
    });
  }

  /** pip builds what is available only as source, which runs code of packages. */
  async #resolved({ python, files, constraints, directory }: Question): Promise<readonly ReportedDistribution[]> {
    const report = join(this.#files, "resolved.json");
    const limits = constraints.flatMap((file) => ["--constraint", file]);
    const wanted = requirementArguments({ files, requireHashes: false });
    rmSync(this.#log, { force: true });
    const args = [
      "--dry-run",
      "--ignore-installed",
      "--quiet",
      "--log",
      this.#log,
      "--report",
      report,
      ...limits,
      ...wanted,
    ];
    const options = { ...this.#options(directory, this.#cache()), isolation: supervised(this.#job.python) };
    await askInstaller(this.#host, python, pipArguments(this.pip, ["install", ...args]), options, this.#limits());
    return readReport(report);
  }
}

/** What pip is to resolve, and where it runs. Paths are absolute. */
interface Question {
  readonly python: string;
  readonly files: readonly string[];
  readonly constraints: readonly string[];
  readonly directory: string;
}

function canReport({ version }: Pip): boolean {
  return semver.gte(semver.coerce(version) ?? "0.0.0", "22.2.0");
}
