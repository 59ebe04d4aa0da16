import { relative } from "node:path";
import { contentsOf } from "../../images/contents/image-contents.ts";
import { ownerOf } from "../../mount/inventory/inventory.ts";
import { plural, slashed } from "../../util/text.ts";
import type { Evidence } from "../evidence.ts";
import { importable } from "../importable/modules.ts";
import { foldersOfScript, folderWith } from "../importable/path-folders.ts";
import { Providers } from "../importable/providers.ts";
import { readersOf, surelyFrom } from "./model-libraries.ts";
import type { SavedModel } from "./saved-models.ts";

/** A module that loading a file of the model imports, and some of the names that are taken from it. */
export interface ModelNeed {
  readonly model: SavedModel;
  /** Dotted. */
  readonly module: string;
  readonly names: readonly string[];
}

/** What a file of the model needs and the container does not have. */
export type Lack =
  | { readonly kind: "distribution"; readonly distribution: string }
  /** The mount or the image has another release of the distribution, without this module. */
  | { readonly kind: "other-release"; readonly distribution: string; readonly version: string; readonly holder: string }
  /** The script or notebook that saved it. */
  | { readonly kind: "main" }
  /** A module of the user that is only in the root of the code directory. */
  | { readonly kind: "code-root" }
  | { readonly kind: "unknown" };

export type LackingNeed = ModelNeed & { readonly lack: Lack };

/** What the model's files need and the container does not have. */
export function lackingNeeds(evidence: Evidence): LackingNeed[] {
  const { savedModels, inventory, target, options } = evidence;
  const image = contentsOf(target, options.imagePackages);
  const providers = new Providers(inventory, target, image);
  const folders = foldersOfScript(evidence);
  return (savedModels?.files ?? []).flatMap((model) =>
    Object.entries(model.modules).flatMap(([module, names]) => {
      const isAdded = folderWith(module.split(".")[0] ?? "", folders, evidence) !== undefined;
      const lack = isAdded ? undefined : lackOf(module, providers, evidence);
      return lack === undefined ? [] : [{ model, module, names, lack }];
    }),
  );
}

function lackOf(module: string, providers: Providers, evidence: Evidence): Lack | undefined {
  const root = module.split(".")[0] ?? "";
  if (root === "__main__") {
    const isAssigned = evidence.scoring?.imports.some((one) => one.module === "__main__");
    return isAssigned ? undefined : { kind: "main" };
  }
  if (isBeside(module, "scoring", evidence)) return undefined;
  if (providers.missing(module, []) === undefined) return otherRelease(module, evidence);
  const distribution = surelyFrom(module);
  if (distribution !== undefined) return { kind: "distribution", distribution };
  return { kind: isBeside(module, "code", evidence) ? "code-root" : "unknown" };
}

/** A directory without modules of its own, such as one named `model`, has only modules below it. */
function isBeside(module: string, where: "scoring" | "code", { scoring }: Evidence): boolean {
  const root = module.split(".")[0];
  const found = scoring?.beside[where].find(([name]) => name === root);
  return found !== undefined && (found[1] !== "directory" || module !== root);
}

function otherRelease(module: string, evidence: Evidence): Lack | undefined {
  const { inventory, target, options } = evidence;
  const parts = module.split(".");
  for (let length = 1; length <= parts.length; length++) {
    const found = importable(parts.slice(0, length).join("."), inventory, target);
    if (found?.kind === "package" && !changesItsPath(found.path, evidence)) continue;
    if (found !== undefined) return undefined;
    if (length === 1) break; // the standard library or the image has it
    const owner = ownerOf(`${parts[0]}/__init__.py`, inventory);
    return owner && { kind: "other-release", distribution: owner.name, version: owner.version, holder: "the mount" };
  }
  const image = contentsOf(target, options.imagePackages);
  const numpy = image.distributions.get("numpy")?.version;
  if (!module.startsWith("numpy._core") || numpy === undefined || !/^(0|1\.(\d|1\d|2[0-5])(\.|$))/.test(numpy)) return;
  return { kind: "other-release", distribution: "numpy", version: numpy, holder: image.label };
}

/** Whether a package may have modules elsewhere than in its directory. */
function changesItsPath(path: string, { inventory }: Evidence): boolean {
  return /__path__|sys\.modules|meta_path/.test(inventory.sources.get(path) ?? "");
}

/** The files of formats that no module of the container can load, each with the distribution that usually does. */
export function unreadableFormats(evidence: Evidence): { readonly model: SavedModel; readonly distribution: string }[] {
  const { savedModels, inventory, target, options } = evidence;
  const providers = new Providers(inventory, target, contentsOf(target, options.imagePackages));
  return (savedModels?.files ?? []).flatMap((model) => {
    const readers = readersOf(model.kind ?? "");
    const [usual] = readers;
    const isLoadable = readers.some((reader) => providers.missing(reader, []) === undefined);
    return usual === undefined || isLoadable ? [] : [{ model, distribution: surelyFrom(usual) ?? usual }];
  });
}

/** The subject of a sentence, with its verb: `model.pkl needs`, `model.pkl and 2 more files need`. */
export function sentenceStart(
  models: readonly SavedModel[],
  [one, many]: readonly [string, string],
  { options, savedModels }: Evidence,
): string {
  const different = [...new Set(models.map(({ path }) => path))];
  const path = different[0] ?? "";
  const inWorkspace = slashed(relative(options.workspace, path));
  const name = inWorkspace.startsWith("..") ? slashed(relative(savedModels?.root ?? "", path)) || path : inWorkspace;
  return different.length === 1 ? `${name} ${one}` : `${name} and ${plural(different.length - 1, "more file")} ${many}`;
}

export function placeOf(models: readonly SavedModel[]): { file: string; line: number } {
  return { file: models[0]?.path ?? "", line: 1 };
}

/** The version that a distribution had when the model was saved, without its local part, from the first file that says so. */
export function savedVersion(models: readonly SavedModel[], distribution: string): string | undefined {
  return models.map(({ versions }) => versions[distribution]?.split("+")[0]).find((version) => version !== undefined);
}

/** `scikit-learn==1.3.2`; of an incomplete version, such as `4`, it is a lower limit. */
export function requirementFor(distribution: string, version: string): string {
  return `${distribution}${/^\d+\.\d/.test(version) ? "==" : ">="}${version}`;
}
