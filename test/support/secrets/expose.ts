// Runs the bundle with secrets, and searches everything that leaves it: output, files, requests and command lines.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot, runAction } from "../github/runner/action-runner.ts";
import { type Call, type ResultsService, startResultsService } from "../github/services/results-service.ts";
import { runCli } from "../machine/cli.ts";
import { recordCommandLines } from "../machine/command-lines.ts";
import { type Cleanup, createWorkspace, writeFiles } from "../machine/workspace.ts";
import type { IndexFile } from "../packages/package-index.ts";
import { addBytes, addFiles, type Places } from "./collect.ts";
import { Draft, decoded } from "./draft.ts";
import { leakIn, makeSecret, type Secret } from "./secret.ts";

/** One way by which a secret gets into a run. */
export interface Entrance {
  name: string;
  /** Unusual characters in the middle of the secret. */
  between: string;
  put(draft: Draft, secret: Secret): Promise<void> | void;
}

export type HostKind = "command line" | "action";

export interface Exposed {
  exitCode: number | null;
  /** Everything that was printed. */
  text: string;
  /** `<entrance>: <place>: <what stands there>` */
  leaks: string[];
  counts: { entrances: number; bytes: number; places: number; commandLines: number; requests: number };
}

export interface Exposure {
  host: HostKind;
  /** `build` on the command line is `preinstalled` in the action. */
  mode?: "build" | "lock" | "dynamic" | "restore" | "verify";
  inputs?: Record<string, string>;
  /** Of the action; runs with different ids see each other's artifacts through GitHub's REST interface alone. */
  runId?: number;
}

/** A repository with secrets, in which several runs may follow each other. */
export class Exposing {
  readonly draft: Draft;
  readonly secrets: { entrance: Entrance; secret: Secret }[] = [];
  readonly #t: Cleanup;
  readonly #workspace: string;
  readonly #machine: string;
  service: ResultsService | undefined;

  constructor(t: Cleanup) {
    this.#t = t;
    this.draft = new Draft(t);
    this.#workspace = join(createWorkspace(t), "scoring");
    this.#machine = createWorkspace(t, { "home/": "", "temporary/": "", "runner/": "" });
  }

  /** @param tools further packages of the index of the first entrance */
  async add(entrances: readonly Entrance[], tools: readonly IndexFile[] = []): Promise<this> {
    for (const entrance of entrances) {
      const secret = makeSecret(entrance.between);
      this.secrets.push({ entrance, secret });
      await entrance.put(this.draft, secret);
    }
    this.draft.indexes[0]?.index.packages.push(...tools);
    writeFiles(this.#workspace, { "score.py": SCORE, ...this.draft.repository() });
    writeFiles(join(this.#machine, "home"), this.draft.home);
    return this;
  }

  async run({ host, mode = "build", inputs: given = {}, runId }: Exposure): Promise<Exposed> {
    const { draft } = this;
    const record = recordCommandLines(this.#t);
    const inputs = {
      ...draft.inputs,
      ...(draft.packages.length > 0 && { packages: draft.packages.join("\n") }),
      ...given,
    };
    const home = join(this.#machine, "home");
    const index = draft.indexes[0]?.index.url ?? NOWHERE;
    const env = {
      PIP_RETRIES: "0",
      ...(!draft.env.PIP_CONFIG_FILE && { PIP_INDEX_URL: index }),
      ...draft.env,
      ...record.env,
      HOME: home,
      TMPDIR: join(this.#machine, "temporary"),
    };
    const places: Places = new Map();
    const run =
      host === "action" ? this.#inAction(mode, inputs, env, runId) : this.#inTerminal(mode, inputs, env, home);
    const { exitCode, text, shown } = await run;
    for (const [name, content] of Object.entries(shown)) places.set(name, Buffer.from(content));
    this.#addWhatIsLeft(places);
    const started = record.started().filter((words) => !isOwn(words));
    for (const words of started) addLine(places, nameOf(words, mode), words.join(" "));
    const bytes = [...places.values()].reduce((sum, content) => sum + content.length, 0);
    const requests = draft.indexes.flatMap(({ index }) => index.requests).length + (this.service?.calls.length ?? 0);
    const counts = {
      entrances: this.secrets.length,
      bytes,
      places: places.size,
      commandLines: started.length,
      requests,
    };
    return { exitCode, text, leaks: [...this.#leaks(places), ...this.#strayHeaders()], counts };
  }

  async #inTerminal(mode: string, inputs: Record<string, string>, env: Record<string, string>, home: string) {
    const verb = mode === "dynamic" ? ["build", "--mode=dynamic"] : [mode];
    const flags = Object.entries(inputs).flatMap(([name, value]) =>
      value.split("\n").map((line) => `--${name}=${line}`),
    );
    const cwd = this.#workspace;
    const { exitCode, stdout, stderr } = await runCli(this.#t, [...verb, ...flags, "--json"], { cwd, home, env });
    return { exitCode, text: stderr, shown: { "standard output": stdout, "standard error": stderr } };
  }

  async #inAction(mode: string, inputs: Record<string, string>, env: Record<string, string>, runId?: number) {
    const t = this.#t;
    this.service ??= await startResultsService(inputs["github-token"]);
    const { service } = this;
    t.after(() => service.close());
    const ended = await runAction(t, {
      workspace: this.#workspace,
      temp: join(this.#machine, "runner"),
      toolCache: join(this.#machine, "tools"),
      with: { ...inputs, mode: mode === "build" ? "preinstalled" : mode },
      service,
      ...(runId !== undefined && { runId }),
      env,
      debug: true,
    });
    assert.deepEqual(ended.droppedOutputs, [], "GitHub drops outputs that contain a masked word");
    const { exitCode, lines, summary, outputs, state, env: set, path, log } = ended;
    const shown = {
      "the log": lines.filter((line) => !line.startsWith("::add-mask::")).join("\n"),
      "the summary": summary,
      "what the runner is told": JSON.stringify([outputs, state, set, path]),
      "requests to the cache and artifact services": JSON.stringify(service.calls.map(withoutToken)),
      "keys of the cache": JSON.stringify(service.caches),
    };
    return { exitCode, text: log, shown };
  }

  /** Files, except those that hold the secret because the user wrote it there. */
  #addWhatIsLeft(places: Places): void {
    const blobs = [...(this.service?.caches ?? []), ...(this.service?.artifacts ?? [])].map(({ blob }) => blob.file);
    for (const file of new Set(blobs)) addBytes(places, `${file}.zip`, readFileSync(file));
    for (const directory of [this.#workspace, this.#machine]) addFiles(places, directory);
    const written = Object.keys(this.draft.repository()).map((path) => join(this.#workspace, path));
    for (const path of Object.keys(this.draft.home)) written.push(join(this.#machine, "home", path));
    for (const file of written) places.delete(file);
  }

  #leaks(places: Places): string[] {
    return this.secrets.flatMap(({ entrance, secret }) =>
      [...places].flatMap(([place, content]) => {
        const leak = leakIn(content, secret);
        return leak === undefined || SAID.get(place)?.test(entrance.name)
          ? []
          : [`${entrance.name}: ${place}: ${leak}`];
      }),
    );
  }

  /** A header may have the secret of this index alone. */
  #strayHeaders(): string[] {
    return this.draft.indexes.flatMap(({ index, secret: own }) =>
      this.secrets
        .filter(({ secret }) => secret !== own)
        .filter(({ secret }) => index.requests.some((one) => leakIn(decoded(one.authorization), secret)))
        .map(({ entrance }) => `${entrance.name}: Authorization at the index of another secret`),
    );
  }

  /** The entrances of passwords whose index or repository did not get them: they test nothing. */
  notUsed(): string[] {
    const arrived = [
      ...this.draft.indexes.flatMap(({ index }) => index.requests.map(({ authorization }) => decoded(authorization))),
      ...this.draft.gits.flatMap(({ git }) => git.authorizations.map(decoded)),
    ].join("\n");
    const owners = [...this.draft.indexes, ...this.draft.gits].map(({ secret }) => secret);
    return this.secrets
      .filter(({ entrance, secret }) => owners.includes(secret) && !/^query|constraints/.test(entrance.name))
      .filter(({ secret }) => !arrived.includes(secret.halves[0]))
      .map(({ entrance }) => entrance.name);
  }
}

/** Nothing listens on this port. */
const NOWHERE = "http://127.0.0.1:9/simple/";
const SCORE = "def init():\n    pass\n\n\ndef run(data):\n    return data\n";

const PIPS_OWN = "a command line of pip, which installs what a build requires";
const GITS_IN_DYNAMIC = "a command line of git, which pip starts for the file as the image reads it";
const UVS_OWN = "a command line of uv, which asks a build what it requires";

/** What SECURITY.md says of pip and uv: which secrets their own children show. */
const SAID = new Map([
  [PIPS_OWN, /(INDEX_URL|FIND_LINKS|--extra-index-url|--find-links)/],
  [UVS_OWN, /^--config-settings/],
  [GITS_IN_DYNAMIC, /^user info of git\+http/],
]);

function nameOf(words: readonly string[], mode: string): string {
  if (mode === "dynamic" && /(^|\/)git(-|$)/.test(words[0] ?? "")) return GITS_IN_DYNAMIC;
  if (words.some((word) => /\/pip-build-env-\w+\//.test(word))) return PIPS_OWN;
  const isScript =
    words.includes("-c") && words.some((word) => /_(for_build|build)_wheel|backend\.build_wheel/.test(word));
  return isScript ? UVS_OWN : "a command line";
}

/** GitHub's REST interface asks for the token in this header, and nowhere else. */
function withoutToken({ operation, authorization, ...call }: Call): object {
  const isRest = operation === "ListRunArtifacts" || operation === "DownloadRunArtifact";
  return { operation, ...call, ...(!isRest && { authorization }) };
}

function addLine(places: Places, name: string, line: string): void {
  places.set(name, Buffer.concat([places.get(name) ?? Buffer.alloc(0), Buffer.from(`${line}\n`)]));
}

/** The user's own command, who wrote it there. */
function isOwn(words: readonly string[]): boolean {
  return words[1]?.startsWith(join(repositoryRoot, "dist")) === true;
}
