import { posix, relative } from "node:path";
import { contentsOf } from "../../images/contents/image-contents.ts";
import { SERVER, SERVER_CLOSURE } from "../../images/server/server.ts";
import { deployedVariables } from "../../inputs/deployment-file/deployed-variables.ts";
import type { Mount } from "../../mount/mount.ts";
import type { RunningImage } from "../../python/running-image.ts";
import { slashed } from "../../util/text.ts";
import { ownerOfModule } from "../importable/imported-distributions.ts";
import { importable } from "../importable/modules.ts";
import { Providers } from "../importable/providers.ts";
import type { ScoringImport, ScoringImports, ScoringStep } from "../scoring-script.ts";
import type { Subject } from "../subject.ts";
import type { FailedStep, NamedInSource } from "./import-probe.ts";
import { runScriptImports, type Shown, type Step } from "./run-script-imports.ts";
import { isLacking, type WantedLibrary, wantedFrom, withoutDoubles } from "./wanted-libraries.ts";

/** An import of the scoring script, or of a module of the user's own, that failed when it was run. */
export interface ScriptFailure extends Pick<ScoringImport, "line" | "when"> {
  /** What was imported, dotted: `sklearn.externals.joblib`. */
  readonly module: string;
  /** POSIX, relative to the scoring directory. */
  readonly file: string;
  readonly error: string;
  /** The module that was not found, if that is the cause. */
  readonly missing: string | null;
  /** Whether a module was imported and does not have the name. */
  readonly isName: boolean;
  /** Whether the script does something before that may prevent the failure. */
  readonly isUncertain: boolean;
}

/** What running the imports of the scoring script showed. */
export interface ScriptView {
  readonly failures: readonly ScriptFailure[];
  /** Dotted names of the modules that were imported, and of the names in them. */
  readonly imported: readonly string[];
  readonly wanted: readonly WantedLibrary[];
  /** Libraries that neither the mount nor the image has, and that the imported modules open by name in their sources. */
  readonly named: readonly NamedInSource[];
  /** Normalised names of the distributions whose modules the script imports, directly or through other packages. */
  readonly used: readonly string[];
}

type Asked = Pick<Subject, "options" | "target"> & { readonly mount: Pick<Mount, "inventory"> };

/**
 * Runs the imports of other people's modules that the scoring script and the user's own modules make, in one process. The
 * user's own modules are not run: they may need a model, a secret or the network.
 * @param appended absolute directories, in the image, for the end of `sys.path`
 */
export async function tryScriptImports(
  scoring: ScoringImports,
  subject: Asked,
  image: RunningImage,
  appended: readonly string[],
): Promise<ScriptView> {
  const steps = stepsOf(scoring, subject, image);
  if (!steps.some((step) => "id" in step)) return { failures: [], imported: [], wanted: [], named: [], used: [] };
  const answer = await runScriptImports({ steps, appended, imports: scoring.imports }, image);
  const providers = providersOf(subject);
  // The simulated image does not have the packages of the image.
  const isThere = (missing: string | null) =>
    image.source.kind === "simulated" && missing !== null && providers.inImageOnly(missing) !== undefined;
  return viewOf(answer, scoring, subject, (failed) => isThere(failed.missing));
}

function stepsOf({ imports, steps, beside }: ScoringImports, subject: Asked, image: RunningImage): Step[] {
  const { options, target, mount } = subject;
  const providers = providersOf(subject);
  const own = new Set([...beside.scoring, ...beside.code, ...beside.added].map(([name]) => name));
  const isRun = ({ module, local }: ScoringImport) => {
    const first = module.split(".")[0] ?? "";
    const isOwn =
      own.has(first) && !["package", "module"].includes(importable(first, mount.inventory, target)?.kind ?? "");
    if (local || isOwn || first === "" || first === "__main__") return false;
    return image.source.kind === "image" || isHere(providers.inImageOnly(module), image);
  };
  return [...deployedVariables(options), ...steps].flatMap((step): Step[] => {
    if (!("import" in step)) return "alters" in step || step.value === null ? [] : [step];
    const one = imports[step.import] as ScoringImport;
    const { module, names } = one;
    const unless =
      one.when === "fallback" ? replacedBy(one, imports).filter((id) => isRun(imports[id] as ScoringImport)) : [];
    if (!isRun(one) || (one.when === "fallback" && unless.length === 0)) return [];
    return [{ id: step.import, module, names, unless }];
  });
}

/** Whether a simulated image has what provides a module; `undefined` if the mount does. */
function isHere(provider: string | undefined, { server }: Pick<RunningImage, "server">): boolean {
  return provider === undefined || (server !== undefined && SERVER_CLOSURE.has(provider));
}

/** Whether the script takes names from packages that only the image's server brings. */
export function needsServer({ imports }: ScoringImports, subject: Asked): boolean {
  return imports.some(({ module, names, local, when }) => {
    if (local || names.length === 0 || when === "guarded" || when === "fallback") return false;
    const provider = serverPackageOf(module, subject);
    return provider !== undefined && !INTERFACE.has(provider);
  });
}

/** What the server itself offers to scripts is known. */
const INTERFACE: ReadonlySet<string> = new Set([SERVER, "inference-schema"]);

/** The distribution that provides a module, if only the image's server brings it. */
export function serverPackageOf(module: string, subject: Asked): string | undefined {
  const provider = providersOf(subject).inImageOnly(module);
  return provider !== undefined && SERVER_CLOSURE.has(provider) ? provider : undefined;
}

function providersOf({ options, target, mount }: Asked): Providers {
  return new Providers(mount.inventory, target, contentsOf(target, options.imagePackages));
}

/** Indexes of the imports that a fallback replaces. */
function replacedBy({ file, instead }: ScoringImport, imports: readonly ScoringImport[]): number[] {
  return imports.flatMap((other, id) =>
    other.when === "guarded" && other.file === file && instead.includes(other.module) ? [id] : [],
  );
}

function viewOf(
  answer: Shown,
  scoring: ScoringImports,
  { options, target, mount: { inventory } }: Asked,
  isIgnored: (failed: FailedStep) => boolean,
): ScriptView {
  const failures = answer.failed.flatMap((one): ScriptFailure[] => {
    const { id, ...found } = one;
    const imported = scoring.imports[id];
    if (imported === undefined || imported.when === "guarded" || isIgnored(one)) return [];
    const { line, when } = imported;
    const file = posix.normalize(slashed(relative(options.scoringDirectory, imported.file)));
    return [{ ...found, line, when, file, isUncertain: mayBePrevented(one, scoring.steps) }];
  });
  const imported = answer.imported.flatMap((id) => namesOf(scoring.imports[id]));
  const ofStep = (id: number) => {
    const one = scoring.imports[id];
    const error = one?.when === "guarded" ? undefined : answer.failed.find((other) => other.id === id)?.error;
    const distribution = one && ownerOfModule(one.module, inventory, target)?.name;
    return one && { distribution, module: one.module, error, isStart: one.when !== "call" };
  };
  const wanted = withoutDoubles(wantedFrom(answer.wanted, ofStep, inventory, target));
  const named = answer.named.filter(({ library }) => isLacking(library, inventory, target));
  const owners = answer.used.flatMap((path) => inventory.owners.get(path) ?? []);
  const used = [...new Set(owners.map(({ name }) => name))].sort();
  return { failures, imported: [...new Set(imported)].sort(), wanted, named, used };
}

function namesOf(one: ScoringImport | undefined): string[] {
  return one === undefined ? [] : [one.module, ...one.names.map((name) => `${one.module}.${name}`)];
}

/** Calls that prepare a library for what is imported afterwards: `django.setup()`, `jpype.startJVM()`. */
const PREPARES = /setup|install|config|apply|patch|start|enable|register|init|use|fix/i;

function mayBePrevented({ id, error, missing, isName }: FailedStep, steps: readonly ScoringStep[]): boolean {
  const before = steps.slice(
    0,
    steps.findIndex((step) => "import" in step && step.import === id),
  );
  return before.some((step) => {
    if ("variable" in step) return step.value === null && error.includes(step.variable);
    if (!("alters" in step)) return false;
    const last = step.alters.split(".").at(-1) ?? "";
    if (step.alters === "sys.modules" || error.includes(last)) return true;
    return missing === null && !isName && PREPARES.test(last);
  });
}
