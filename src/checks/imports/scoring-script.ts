import { relative } from "node:path";
import type { Evidence } from "../../evidence/evidence.ts";
import { importable } from "../../evidence/importable/modules.ts";
import { foldersOfScript, folderWith } from "../../evidence/importable/path-folders.ts";
import { Providers } from "../../evidence/importable/providers.ts";
import type { ScoringImport, ScoringImports } from "../../evidence/scoring-script.ts";
import type { Check, FindingDetails } from "../../findings/check.ts";
import { contentsOf, type ImageContents } from "../../images/contents/image-contents.ts";
import { unknownEnvironment } from "../../images/contents/unknown-environment.ts";
import { SERVER } from "../../images/server/server.ts";
import { slashed } from "../../util/text.ts";
import { absentFromOwn } from "./failures/absent-names.ts";
import { failedWhenRun } from "./failures/executed-imports.ts";
import { adviceFor, providerOf } from "./missing-module.ts";

/** Does the container have what the scoring script imports? */

export const importNotProvided: Check = {
  id: "S1",
  name: "unresolved-import",
  severity: "error",
  modes: ["preinstalled", "dynamic", "restore", "verify"],
  title: "the scoring script imports what the container does not have",
  what: "An import of the scoring script or its modules is not provided or fails when run (your own modules are only read), or a file cannot be parsed. Milder where no start reaches it, or the environment is unknown.",
  inContainer:
    "The import raises ModuleNotFoundError or ImportError, the worker ends with exit code 3, and the container restarts again and again. A module of the mount comes before one of yours with the same name.",
  fix: "Add the distribution to the requirements, or correct the name. Rename a module of yours that the mount hides, or move it beside the scoring script. I6's hint makes directories of the mount importable.",
  waive:
    "Safe for an import that the image provides although the catalogue does not know it. Better list its packages in `image-packages`.",
  find: (evidence) => {
    const { scoring, inventory, target, options } = evidence;
    if (scoring === undefined) return [];
    const image = contentsOf(target, options.imagePackages);
    const providers = new Providers(inventory, target, image);
    const notProvided = once(scoring.imports.flatMap((one) => missing(one, scoring, providers, image, evidence)));
    const isReported = ({ place }: FindingDetails) =>
      notProvided.some((other) => other.place?.file === place?.file && other.place?.line === place?.line);
    return [
      ...scoring.errors.map(({ message, ...place }) => unreadable(message, place, evidence)),
      ...once(scoring.imports.flatMap((one) => hidden(one, evidence))),
      ...once(scoring.imports.flatMap((one) => absentFromOwn(one, evidence))),
      ...notProvided,
      ...once(failedWhenRun(evidence)).filter((one) => !isReported(one)),
      ...once(scoring.imports.flatMap((one) => fromServer(one, providers, image))),
    ];
  },
};

/** One finding per message: for the first line with that problem. */
function once(findings: readonly FindingDetails[]): FindingDetails[] {
  return [...new Map([...findings].reverse().map((finding) => [finding.message, finding])).values()].reverse();
}

function unreadable(
  message: string,
  place: { file: string; line: number },
  { options, target }: Evidence,
): FindingDetails {
  const name = relative(options.codeDirectory, place.file);
  return { place, message: `Python ${target.python} cannot load ${name}: ${message}.` };
}

function hidden(
  { module, file, line, local }: ScoringImport,
  { inventory, target, scoring }: Evidence,
): FindingDetails[] {
  const name = module.split(".")[0] ?? "";
  const own = local && scoring?.beside.scoring.some(([one]) => one === name);
  const found = own ? importable(name, inventory, target) : undefined;
  if (found === undefined || found.kind === "directory") return [];
  const owner = inventory.owners.get(found.path)?.[0];
  return [
    {
      place: { file, line },
      distribution: owner?.name,
      message: `import ${name} imports ${found.path} of the mount${owner ? ` (${owner.name})` : ""} instead of your module, because the mount comes first.`,
      hint: `Rename your module ${name}.`,
    },
  ];
}

function missing(
  one: ScoringImport,
  { imports, beside, unknownPaths }: ScoringImports,
  providers: Providers,
  image: ImageContents,
  evidence: Evidence,
): FindingDetails[] {
  const { target, options } = evidence;
  const { module, names, file, line, when, instead, local } = one;
  if (local || when === "guarded" || module === "") return [];
  const name = module.split(".")[0];
  if ([...beside.scoring, ...beside.added].some(([known]) => known === name)) return [];
  const absent = providers.missing(module, names);
  const covered = instead.some((other) => isThere(other, imports, providers));
  if (absent === undefined || (when === "fallback" && covered)) return [];
  if (evidence.container?.script?.imported.includes(absent)) return [];
  if (isAdded(absent, one, providers, evidence)) return [];
  const place = { file, line };
  if (beside.code.some(([known]) => known === name)) return [onlyInRoot(absent, place, options.codeDirectory)];
  const environment = unknownEnvironment(target, options);
  if (environment !== undefined) return [perhapsThere(absent, one, environment, evidence)];
  return [
    {
      ...((when === "call" || unknownPaths.length > 0) && { severity: "warning" as const }),
      place,
      distribution: providerOf(absent, names),
      message: `${slashed(relative(options.codeDirectory, file))} imports ${absent}, which nothing in the container provides: neither the mount, ${image.label}, Python ${target.python} nor the scoring directory.${inUnknownPath(unknownPaths, options)}`,
      hint: adviceFor(absent, names, evidence),
    },
  ];
}

/** A directory that is not known here may have the module: of the model, or one whose name is computed. */
function inUnknownPath([first]: ScoringImports["unknownPaths"], { codeDirectory }: Evidence["options"]): string {
  if (first === undefined) return "";
  const place = `${slashed(relative(codeDirectory, first.file))}:${first.line}`;
  return ` Unless the directory has it that ${place} adds to sys.path, which is not known here.`;
}

function perhapsThere(
  absent: string,
  { file, line, names }: ScoringImport,
  environment: string,
  evidence: Evidence,
): FindingDetails {
  return {
    severity: "notice",
    place: { file, line },
    distribution: providerOf(absent, names),
    message: `The mount does not provide ${absent}, and it is not known whether ${environment} does.`,
    hint: `If it does not: ${adviceFor(absent, names, evidence)}`,
  };
}

/** Whether the missing module is in a directory of the mount that the scoring script adds to the path. */
function isAdded(absent: string, { module, names }: ScoringImport, providers: Providers, evidence: Evidence): boolean {
  const { inventory, target } = evidence;
  const folders = foldersOfScript(evidence);
  const folder = folderWith(absent, folders, evidence);
  if (folder === undefined) return false;
  const kind = importable(`${folder.replaceAll("/", ".")}.${absent}`, inventory, target)?.kind;
  // A namespace package has only the names in its directories, so each name must exist there.
  const wanted = absent === module && kind !== "directory" ? [] : names.map((name) => `${module}.${name}`);
  return wanted.every((name) => folderWith(name, folders, evidence) ?? providers.missing(name, []) === undefined);
}

function isThere(module: string, imports: readonly ScoringImport[], providers: Providers): boolean {
  const local = imports.some((other) => other.module === module && other.local);
  return local || providers.missing(module, []) === undefined;
}

function onlyInRoot(module: string, place: { file: string; line: number }, codeDirectory: string): FindingDetails {
  return {
    severity: "warning",
    place,
    message: `${module} is in the root of the code directory, ${codeDirectory}; only the scoring directory is sure to be on the path.`,
    hint: `Move ${module} beside the scoring script, or set PYTHONPATH in the deployment.`,
  };
}

/** Meant for scoring scripts. */
const INTERFACE = [SERVER, "inference-schema"];

function fromServer({ module, file, line, local, when }: ScoringImport, providers: Providers, image: ImageContents) {
  const provider = local || when === "guarded" || module === "" ? undefined : providers.inImageOnly(module);
  if (image.known !== "assumed" || provider === undefined || INTERFACE.includes(provider)) return [];
  const finding: FindingDetails = {
    severity: "notice",
    place: { file, line },
    message: `${module} comes with the image's server (${provider}), in the version that the image has.`,
    hint: `Name the image, or add ${provider} to the requirements to decide the version.`,
  };
  return [finding];
}
