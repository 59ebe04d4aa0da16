// Evidence for the checks, over a real directory of unpacked wheels: what an installer would have left there.
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CHECKS } from "../../src/checks/catalogue.ts";
import type { Answer, Evidence } from "../../src/checks/check.ts";
import { walkClosure } from "../../src/checks/closure-probe.ts";
import { tryImportsWithScript } from "../../src/checks/import-probe.ts";
import { foldersOfScript } from "../../src/checks/path-folders.ts";
import { askServer } from "../../src/checks/server-probe.ts";
import { compareSharedSources } from "../../src/checks/shared-sources.ts";
import { lookAround } from "../../src/checks/testimony.ts";
import { takeInventory } from "../../src/mount/inventory.ts";
import { locate } from "../../src/mount/location.ts";
import type { ManifestRequirement } from "../../src/mount/manifest.ts";
import { readUpload } from "../../src/mount/upload/upload.ts";
import type { Options } from "../../src/options/options.ts";
import { readOptions } from "../../src/options/read.ts";
import type { RawOptions } from "../../src/options/table.ts";
import { findInterpreter, type Interpreter } from "../../src/python/interpreter.ts";
import { normalisedName } from "../../src/python/names.ts";
import { playImage } from "../../src/python/played-image.ts";
import type { Host } from "../../src/runner/host.ts";
import { terminalHost } from "../../src/runner/terminal.ts";
import { targetOf } from "../../src/target/target.ts";
import { makeWheel, type WheelOptions } from "./wheels.ts";
import { createWorkspace, writeFiles } from "./workspace.ts";
import { type Files, readZip } from "./zip.ts";

interface Scene {
  /** Wheels to unpack into the mount. */
  readonly wheels?: readonly WheelOptions[];
  /** Files written into the mount afterwards, by nobody. */
  readonly files?: Files;
  /** Files of the code directory. */
  readonly code?: Files;
  /** Requirement lines, each `name[extra]specifier`; the default asks for every wheel by name and version. */
  readonly requirements?: readonly string[];
  readonly options?: RawOptions;
  readonly python?: string;
  /** Anything of the evidence, as it is. */
  readonly evidence?: Partial<Evidence>;
}

/** `t` removes the directory after the test. */
interface Cleaner {
  after(work: () => void): void;
}

/** A mount of unpacked wheels in a temporary code directory, and all that the checks may ask of it. */
export function stageScene(t: Cleaner, scene: Scene): Evidence {
  const workspace = createWorkspace(t, { "score.py": "def init(): ...\n", ...scene.code });
  const host = silentHost(workspace);
  const options: Options = readOptions({ mode: "verify", ...scene.options }, host);
  const python = scene.python ?? "3.8";
  const location = locate(options, python);
  mkdirSync(location.directory, { recursive: true });
  for (const wheel of scene.wheels ?? []) unpack(makeWheel(wheel).bytes, location.directory);
  writeFiles(location.directory, scene.files ?? {});
  return {
    options,
    target: targetOf({ python }),
    location,
    inventory: takeInventory(location.directory),
    requirements: requirementsOf(scene),
    stagedAway: { outside: {}, directUrls: {} },
    upload: readUpload(options),
    manifest: undefined,
    build: undefined,
    closure: undefined,
    container: undefined,
    server: undefined,
    scoring: undefined,
    ...scene.evidence,
  };
}

/** The same evidence after Python walked the closure. */
export async function withClosure(evidence: Evidence): Promise<Evidence> {
  const python = await interpreter(evidence.target.python);
  const { inventory, requirements, target } = evidence;
  return { ...evidence, closure: await walkClosure(inventory, requirements, target, python, process.env) };
}

/** The same evidence after Python compared the modules that several distributions own. */
export async function withSharedSources(evidence: Evidence): Promise<Evidence> {
  const { target, options } = evidence;
  const host = silentHost(options.workspace);
  const question = { target, mount: evidence };
  return { ...evidence, sharedSources: await compareSharedSources(question, await interpreter(target.python), host) };
}

/** The same evidence after Python was asked about the image's server and the scoring script. */
export async function withSurroundings(evidence: Evidence): Promise<Evidence> {
  const { options, target } = evidence;
  const python = await interpreter(target.python);
  const host = silentHost(options.workspace);
  const subject = { options, target, mount: evidence };
  const server = await askServer(subject, python, host.environment);
  return { ...evidence, server, ...(await lookAround(subject, python, host)) };
}

/**
 * The same evidence after the container was played.
 *
 * @param patience milliseconds for the imports of one distribution
 */
export async function withContainer(evidence: Evidence, patience?: number): Promise<Evidence> {
  const { options, target, location, inventory } = evidence;
  const host = silentHost(options.workspace);
  const image = await playImage(await interpreter(target.python), location.directory, options.scoringDirectory, host);
  const appended = async () => foldersOfScript(evidence).map((folder) => join(location.directory, folder));
  const importFailures = await tryImportsWithScript(inventory.distributions, inventory, image, appended, patience);
  await host.dispose();
  return { ...evidence, container: { searchPath: [], distributions: [], importFailures } };
}

/** The same evidence after the mount was changed on disk. `places`: paths of the building machine to look for. */
export function lookAgain(evidence: Evidence, places: readonly string[] = []): Evidence {
  return { ...evidence, inventory: takeInventory(evidence.location.directory, places) };
}

/** What one check answers. */
export function ask(id: string, evidence: Evidence): Answer[] {
  const check = CHECKS.find((one) => one.id === id);
  if (check === undefined) throw new Error(`There is no check ${id}.`);
  return [...check.find(evidence)];
}

const interpreters = new Map<string, Promise<Interpreter>>();

export function interpreter(minor: string): Promise<Interpreter> {
  const known = interpreters.get(minor) ?? findInterpreter(minor, "", silentHost(process.cwd()));
  interpreters.set(minor, known);
  return known;
}

let shared: Host | undefined;

export function silentHost(workspace: string): Host {
  shared ??= terminalHost({ json: true, workspace });
  const host = { ...shared, workspace };
  const nothing = () => {};
  const log = { ...host.log, info: nothing, debug: nothing, notice: nothing, warning: nothing, error: nothing };
  return { ...host, log };
}

/** As an installer lays a wheel out: `purelib`, `platlib` at the root, the rest outside the mount. */
export function unpack(wheel: Uint8Array, root: string): void {
  for (const [path, content] of readZip(Buffer.from(wheel))) {
    const match = /^[^/]+\.data\/([a-z]+)\/(.*)$/.exec(path);
    if (match && !["purelib", "platlib"].includes(match[1] ?? "")) continue;
    const file = join(root, match?.[2] ?? path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    chmodSync(file, 0o644);
  }
}

function requirementsOf({ requirements, wheels = [] }: Scene): ManifestRequirement[] {
  const texts = requirements ?? wheels.map(({ name, version }) => `${name}==${version}`);
  return texts.map((text, index) => {
    const [, name = "", extras = "", specifier = ""] = /^([A-Za-z0-9._-]+)(?:\[([^\]]*)\])?(.*)$/.exec(text) ?? [];
    return {
      file: "requirements.txt",
      line: index + 1,
      text,
      name: normalisedName(name),
      extras: extras
        .split(",")
        .filter((extra) => extra !== "")
        .map(normalisedName),
      specifier,
      constraint: false,
      editable: false,
      applies: true,
      pinned: /^==[^*]*$/.test(specifier),
    };
  });
}
