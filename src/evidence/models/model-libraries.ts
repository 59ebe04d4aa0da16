import { distributionOf } from "../../images/contents/import-names.ts";
import { getOwn } from "../../util/get-own.ts";
import data from "./model-libraries.json" with { type: "json" };

const READERS: Readonly<Record<string, readonly string[]>> = data.readers;
const MLFLOW_VERSIONS: Readonly<Record<string, string>> = data.mlflowVersions;
const OWN_NAMES = new Map(data.importedByOwnName.map((name) => [name.replaceAll("-", "_"), name]));

/** The modules that can load a format, the usual one first; none if it is loaded by the modules that the file names. */
export function readersOf(format: string): readonly string[] {
  return getOwn(READERS, format) ?? [];
}

/** The distribution whose version a flavor of an MLmodel file has under this key. */
export function distributionOfVersion(key: string): string | undefined {
  return getOwn(MLFLOW_VERSIONS, key);
}

/**
 * The distribution that is sure to provide a module. A name such as `utils` is also one of a distribution on the index,
 * but hardly of the one that is meant.
 *
 * @param module dotted name
 */
export function surelyFrom(module: string): string | undefined {
  return distributionOf(module) ?? OWN_NAMES.get(module.split(".")[0] ?? "");
}
