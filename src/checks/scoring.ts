import { relative } from "node:path";
import { contentsOf, type ImageContents } from "../target/image-contents.ts";
import { distributionOf } from "../target/import-names.ts";
import { SERVER } from "../target/server.ts";
import type { Answer, Check, Evidence } from "./check.ts";
import { importable } from "./importable.ts";
import { foldersOfScript, folderWith } from "./path-folders.ts";
import { Providers } from "./providers.ts";
import type { ScoringImport, ScoringImports } from "./scoring-probe.ts";

/** Does the container have what the scoring script imports? */

export const importNotProvided: Check = {
  id: "S1",
  severity: "error",
  title: "the scoring script imports what the container does not have",
  explanation:
    "The imports of the scoring script, and of the modules beside it that it imports, are read from the syntax tree by a Python of the target. Each must come from the mount, the standard library, the scoring directory or the image. What comes from nowhere raises ModuleNotFoundError: the server cannot load the scoring script, its worker ends with exit code 3, and the container starts again and again. It is an error on the line of the import for what runs at start (the module itself, init and run), a warning for other functions and for a module that only the root of the code directory has, which is not on the path when the scoring script lies below it. Also found: a file that this Python cannot parse, a relative import in the scoring script (it is loaded as no part of a package), and a module of yours that one of the mount hides, because the mount comes first. As a notice, without `image`: what only the server's own packages provide, in a version that is the image's affair. Left alone: imports for type checking, below `if __name__ == \"__main__\"`, for other platforms, those whose ImportError is caught, and what lies in a directory of the mount that the scoring script appends to the path before it imports any package, in the words of I6's hint. Add the distribution to the requirements. Safe to turn off for an import that the image provides and the catalogue does not know of; better, say so with `image-packages`.",
  find: (evidence) => {
    const { scoring, inventory, target, options } = evidence;
    if (scoring === undefined) return [];
    const image = contentsOf(target, options.imagePackages);
    const providers = new Providers(inventory, target, image);
    return [
      ...scoring.errors.map(({ message, ...place }) => unreadable(message, place, evidence)),
      ...once(scoring.imports.flatMap((one) => hidden(one, evidence))),
      ...once(scoring.imports.flatMap((one) => missing(one, scoring, providers, image, evidence))),
      ...once(scoring.imports.flatMap((one) => fromServer(one, providers, image))),
    ];
  },
};

/** One answer per message: the first line that it holds for. */
function once(answers: readonly Answer[]): Answer[] {
  return [...new Map([...answers].reverse().map((answer) => [answer.message, answer])).values()].reverse();
}

function unreadable(message: string, place: { file: string; line: number }, { options, target }: Evidence): Answer {
  const name = relative(options.codeDirectory, place.file);
  return { place, message: `Python ${target.python} cannot load ${name}: ${message}.` };
}

function hidden({ module, file, line, local }: ScoringImport, { inventory, target, scoring }: Evidence): Answer[] {
  const name = module.split(".")[0] ?? "";
  const own = local && scoring?.beside.scoring.some(([one]) => one === name);
  const found = own ? importable(name, inventory, target) : undefined;
  if (found === undefined || found.kind === "directory") return [];
  const owner = inventory.owners.get(found.path)?.[0];
  return [
    {
      place: { file, line },
      distribution: owner?.name,
      message: `import ${name} takes ${found.path} of the mount${owner ? ` (${owner.name})` : ""}, not yours beside the scoring script: the mount comes first.`,
      hint: "Rename your module.",
    },
  ];
}

function missing(
  one: ScoringImport,
  { imports, beside }: ScoringImports,
  providers: Providers,
  image: ImageContents,
  evidence: Evidence,
): Answer[] {
  const { target, options } = evidence;
  const { module, names, file, line, when, instead, local } = one;
  if (local || when === "guarded" || module === "") return [];
  const name = module.split(".")[0];
  if (beside.scoring.some(([known]) => known === name)) return [];
  const absent = providers.missing(module, names);
  const covered = instead.some((other) => isThere(other, imports, providers));
  if (absent === undefined || (when === "fallback" && covered)) return [];
  if (isAdded(absent, one, providers, evidence)) return [];
  const place = { file, line };
  if (beside.code.some(([known]) => known === name)) return [onlyInRoot(absent, place, options.codeDirectory)];
  return [
    {
      ...(when === "call" && { severity: "warning" as const }),
      place,
      distribution: distributionOf(absent),
      message: `Nothing in the container provides ${absent}: not the mount, not ${image.label}, not Python ${target.python}, not the scoring directory.`,
      hint: adviceFor(absent),
    },
  ];
}

/** Whether what is missing lies in the directories of the mount that the scoring script puts on the path. */
function isAdded(absent: string, { module, names }: ScoringImport, providers: Providers, evidence: Evidence): boolean {
  const { inventory, target } = evidence;
  const folders = foldersOfScript(evidence);
  const folder = folderWith(absent, folders, evidence);
  if (folder === undefined) return false;
  const kind = importable(`${folder.replaceAll("/", ".")}.${absent}`, inventory, target)?.kind;
  // A namespace has only what its directories show: each name must be there by itself.
  const wanted = absent === module && kind !== "directory" ? [] : names.map((name) => `${module}.${name}`);
  return wanted.every((name) => folderWith(name, folders, evidence) ?? providers.missing(name, []) === undefined);
}

function isThere(module: string, imports: readonly ScoringImport[], providers: Providers): boolean {
  const local = imports.some((other) => other.module === module && other.local);
  return local || providers.missing(module, []) === undefined;
}

function onlyInRoot(module: string, place: { file: string; line: number }, codeDirectory: string): Answer {
  return {
    severity: "warning",
    place,
    message: `${module} is in the root of the code directory, ${codeDirectory}, which need not be on the path: the scoring directory is.`,
    hint: "Move it beside the scoring script, or set PYTHONPATH in the deployment.",
  };
}

function adviceFor(module: string): string {
  if (module.startsWith("azureml.contrib.services")) {
    return "Servers from 1.4 on have it as azureml_inference_server_http.api: import from there.";
  }
  const known = distributionOf(module);
  if (known !== undefined) return `Add ${known} to the requirements.`;
  return `Add the distribution that provides ${module} to the requirements; often it is called ${module.split(".")[0]}.`;
}

/** Meant for scoring scripts. */
const INTERFACE = [SERVER, "inference-schema"];

function fromServer({ module, file, line, local, when }: ScoringImport, providers: Providers, image: ImageContents) {
  const provider = local || when === "guarded" || module === "" ? undefined : providers.inImageOnly(module);
  if (image.known !== "assumed" || provider === undefined || INTERFACE.includes(provider)) return [];
  const answer: Answer = {
    severity: "notice",
    place: { file, line },
    message: `${module} comes with the image's server (${provider}), in the version that the image has.`,
    hint: `Name the image, or add ${provider} to the requirements to decide the version.`,
  };
  return [answer];
}
