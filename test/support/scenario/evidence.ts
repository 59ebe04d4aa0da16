// Evidence for the checks, over a real directory of unpacked wheels: what an installer would have left there.
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CHECKS, requireCheck } from "../../../src/checks/registry.ts";
import { decidedByImports } from "../../../src/evidence/compiled-code/decided-by-imports.ts";
import { compiledCodeProblems, needingNewerSystem } from "../../../src/evidence/compiled-code/problems.ts";
import { walkClosure } from "../../../src/evidence/dependencies.ts";
import { collectDisk } from "../../../src/evidence/disk/collect-disk.ts";
import type { Evidence } from "../../../src/evidence/evidence.ts";
import { findOwnModules } from "../../../src/evidence/importable/own-modules.ts";
import { foldersOfScript } from "../../../src/evidence/importable/path-folders.ts";
import { isLoaded } from "../../../src/evidence/imports/is-loaded.ts";
import { tryReplacements } from "../../../src/evidence/imports/replacements.ts";
import { tryScriptImports } from "../../../src/evidence/imports/script-imports.ts";
import { tryImportsWithScript } from "../../../src/evidence/imports/try-imports.ts";
import { withoutDoubles } from "../../../src/evidence/imports/wanted-libraries.ts";
import { findNewestWheels } from "../../../src/evidence/newest-wheels.ts";
import { NOTHING_READ, readScoringImports } from "../../../src/evidence/scoring-script.ts";
import { findServerConflicts } from "../../../src/evidence/server-conflicts.ts";
import { compareSharedSources } from "../../../src/evidence/shared-sources.ts";
import type { Finding, FindingDetails } from "../../../src/findings/check.ts";
import { applyRules, type RatedFindings } from "../../../src/findings/severity.ts";
import type { Host } from "../../../src/host/host.ts";
import { terminalHost } from "../../../src/host/terminal/terminal-host.ts";
import { targetOf } from "../../../src/images/target.ts";
import type { Options } from "../../../src/inputs/options.ts";
import { readOptions } from "../../../src/inputs/read-options.ts";
import type { RawOptions } from "../../../src/inputs/table.ts";
import { takeInventory } from "../../../src/mount/inventory/inventory.ts";
import { libraryNamesIn } from "../../../src/mount/inventory/library-names.ts";
import type { ManifestRequirement } from "../../../src/mount/manifest/manifest.ts";
import { locate } from "../../../src/plan/location.ts";
import { findInterpreter, type Interpreter } from "../../../src/python/interpreter/interpreter.ts";
import { hideLibraries } from "../../../src/python/simulated-image/hidden-libraries.ts";
import { simulateImage } from "../../../src/python/simulated-image/simulated-image.ts";
import { normalisedName } from "../../../src/util/text.ts";
import { createWorkspace, writeFiles } from "../machine/workspace.ts";
import { makeWheel, type WheelOptions } from "../packages/wheels.ts";
import { type Files, readZip } from "../packages/zip.ts";

interface Scenario {
  /** Wheels to unpack into the mount. */
  readonly wheels?: readonly WheelOptions[];
  /** Files written into the mount afterwards, owned by no distribution. */
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
export function evidenceOf(t: Cleaner, scenario: Scenario): Evidence {
  const workspace = createWorkspace(t, { "score.py": "def init(): ...\n", ...scenario.code });
  const host = silentHost(workspace);
  const options: Options = readOptions({ mode: "verify", ...scenario.options }, host, requireCheck);
  const python = scenario.python ?? "3.8";
  const location = locate(options, python);
  mkdirSync(location.directory, { recursive: true });
  for (const wheel of scenario.wheels ?? []) {
    unpack(makeWheel(wheel).bytes, location.directory);
    for (const path of wheel.executables ?? []) chmodSync(join(location.directory, path), 0o755);
  }
  writeFiles(location.directory, scenario.files ?? {});
  const mount = {
    options,
    target: targetOf({ python }),
    location,
    inventory: takeInventory(location.directory),
    requirements: requirementsOf(scenario),
    removedByStaging: { outside: {}, directUrls: {} },
    manifest: undefined,
    build: undefined,
  };
  return {
    ...mount,
    ...collectDisk(mount),
    compiledCode: [],
    scoringDirectory: "",
    closure: undefined,
    container: undefined,
    server: undefined,
    scoring: undefined,
    ...scenario.evidence,
  };
}

/** The same evidence after Python walked the closure. */
export async function withClosure(evidence: Evidence): Promise<Evidence> {
  const python = await interpreter(evidence.target.python);
  const { inventory, requirements, target } = evidence;
  return {
    ...evidence,
    closure: await walkClosure(inventory, requirements, target, python, silentHost(process.cwd())),
  };
}

/** The same evidence after Python compared the modules that several distributions own. */
export async function withSharedSources(evidence: Evidence): Promise<Evidence> {
  const { target, options } = evidence;
  const host = silentHost(options.workspace);
  const question = { target, mount: evidence };
  return { ...evidence, sharedSources: await compareSharedSources(question, await interpreter(target.python), host) };
}

/**
 * The same evidence after Python was asked about the image's server and the scoring script, and the index about wheels.
 */
export async function withContext(evidence: Evidence): Promise<Evidence> {
  const { options, target } = evidence;
  const python = await interpreter(target.python);
  const host = silentHost(options.workspace);
  const server = await findServerConflicts({ options, target, mount: evidence }, python, host);
  const scoring = await readScoringImports(options, python, host);
  const names = needingNewerSystem(compiledCodeProblems(evidence.inventory, target), evidence.inventory);
  const newestWheels = await findNewestWheels(names, target, undefined, python, host);
  return { ...evidence, server, scoring, ownModules: findOwnModules(scoring, options), newestWheels };
}

/**
 * The same evidence after the container was simulated.
 *
 * @param patience milliseconds for the imports of one distribution
 */
export async function withContainer(evidence: Evidence, patience?: number): Promise<Evidence> {
  const { options, target, location, inventory } = evidence;
  const host = silentHost(options.workspace);
  const python = await interpreter(target.python);
  const hidden = await hideLibraries(target, libraryNamesIn(inventory), python, host);
  const image = await simulateImage(python, location.directory, options.scoringDirectory, hidden, host);
  const appended = async () => foldersOfScript(evidence).map((folder) => join(location.directory, folder));
  const asked = { inventory, target };
  const tried = await tryImportsWithScript(inventory.distributions, asked, image, appended, patience);
  const { failures: importFailures } = tried;
  const subject = { ...evidence, mount: evidence };
  const script = await tryScriptImports(evidence.scoring ?? NOTHING_READ, subject, image, await appended());
  const replacements = await tryReplacements({ mount: evidence, target }, image);
  const wanted = withoutDoubles([...tried.wanted, ...script.wanted]);
  await host.dispose();
  return {
    ...evidence,
    container: {
      source: { kind: "simulated" as const },
      searchPath: [],
      distributions: [],
      importFailures,
      script,
      replacements,
      wanted,
    },
  };
}

/** The same evidence after the mount was changed on disk. `places`: paths of the build machine to search for. */
export function lookAgain(evidence: Evidence, places: readonly string[] = []): Evidence {
  return { ...evidence, inventory: takeInventory(evidence.location.directory, places) };
}

/** What one check finds in the evidence, once what follows from the disk and from the compiled code is up to date. */
export function ask(id: string, evidence: Evidence): FindingDetails[] {
  const check = CHECKS.find((one) => one.id === id);
  if (check === undefined) throw new Error(`There is no check ${id}.`);
  return [...check.find(derived(evidence))];
}

/** The findings of a check as a run reports them: one for each cause. */
export function reported(id: string, evidence: Evidence): readonly Finding[] {
  return rated(id, evidence, []).findings;
}

/** The same with what rules of the input `checks` turn off. */
export function rated(id: string, evidence: Evidence, rules = evidence.options.checks): RatedFindings {
  const found = ask(id, evidence).map((details): Finding => {
    return { check: id, severity: requireCheck(id).severity, ...details };
  });
  return applyRules(found, rules);
}

function derived(evidence: Evidence): Evidence {
  const { inventory, target } = evidence;
  const problems = compiledCodeProblems(inventory, target, (path) => isLoaded(path, evidence));
  return { ...evidence, ...collectDisk(evidence), compiledCode: decidedByImports(problems, evidence) };
}

const interpreters = new Map<string, Promise<Interpreter>>();

export function interpreter(minor: string): Promise<Interpreter> {
  const known = interpreters.get(minor) ?? findInterpreter(minor, "", silentHost(process.cwd()));
  interpreters.set(minor, known);
  return known;
}

const shared = await terminalHost({ json: true, workspace: process.cwd() });

export function silentHost(workspace: string): Host {
  const host = { ...shared, workspace };
  const nothing = () => {};
  const log = { ...host.log, info: nothing, debug: nothing, notice: nothing, warning: nothing, error: nothing };
  return { ...host, log };
}

/** The layout that an installer gives a wheel: `purelib`, `platlib` at the root, the rest outside the mount. */
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

function requirementsOf({ requirements, wheels = [] }: Scenario): ManifestRequirement[] {
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
