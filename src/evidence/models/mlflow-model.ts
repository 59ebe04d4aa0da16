import { statSync } from "node:fs";
import { readUtf8 } from "../../inputs/deployment-file/read-utf8.ts";
import { isRecord, parseYaml } from "../../inputs/deployment-file/yaml-file.ts";
import { distributionOfVersion } from "./model-libraries.ts";

/** The versions that an MLmodel file records. */
export interface MlflowModel {
  /** By normalised name of the distribution. */
  readonly versions: Readonly<Record<string, string>>;
  /** Full version of the Python that saved it. */
  readonly python: string | undefined;
}

/** Bytes; the example of an input can make it long. */
const LARGEST = 2 ** 20;
const VERSION = /^\d+(\.\w+)*([.+!-]\w+)*$/;

/**
 * @param file absolute
 * @returns `undefined` if it is not YAML, or too large
 */
export function readMlflowModel(file: string): MlflowModel | undefined {
  try {
    if (statSync(file).size > LARGEST) return undefined;
    const { value } = parseYaml(file, readUtf8(file), "failsafe");
    if (!isRecord(value)) return undefined;
    const flavors = isRecord(value.flavors) ? Object.values(value.flavors).filter(isRecord) : [];
    const found = flavors.flatMap((flavor) => Object.entries(flavor));
    const named = found.flatMap(([key, version]) => {
      const distribution = distributionOfVersion(key);
      return distribution !== undefined && isVersion(version) ? [[distribution, version] as const] : [];
    });
    const python = found.find(([key]) => key === "python_version")?.[1];
    const own = isVersion(value.mlflow_version) ? [["mlflow", value.mlflow_version] as const] : [];
    return { versions: Object.fromEntries([...own, ...named]), python: isVersion(python) ? python : undefined };
  } catch {
    return undefined;
  }
}

function isVersion(value: unknown): value is string {
  return typeof value === "string" && value.length <= 40 && VERSION.test(value);
}
