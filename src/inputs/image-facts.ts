import { readFileSync } from "node:fs";
import { messageOf, UserError } from "../util/errors.ts";
import { count, list, oneOf, optional, orNull, record, row, type Shape, table, text } from "../util/shape.ts";
import type { ImagePackage } from "./image-packages.ts";

/** What an image told about itself: `images --inspect NAME --json` prints it. */
export interface ImageFacts {
  readonly schema: 1;
  /** As it was asked for. */
  readonly name: string;
  /** In the registry, `sha256:…`; `""` for an image that comes from no registry. */
  readonly digest: string;
  /** Hash of its configuration, `sha256:…`. */
  readonly id: string;
  /** When, in ISO 8601. */
  readonly inspected: string;
  readonly architecture: "x86_64" | "aarch64";
  /** Size on disk. */
  readonly bytes: number;
  /** Such as `Ubuntu 22.04.5 LTS`. */
  readonly os: string | null;
  /** `""` for root. */
  readonly user: string;
  readonly entryPoint: readonly string[];
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly python: {
    readonly path: string;
    readonly version: string;
    /** `SOABI`, such as `cpython-39-x86_64-linux-gnu`. */
    readonly abi: string;
    readonly prefix: string;
    readonly isConda: boolean;
    /** Tags of the wheels that its pip takes, the best first. */
    readonly tags: readonly string[];
  };
  /** [major, minor] */
  readonly glibc: readonly [number, number];
  /** By family, such as `GLIBCXX`: the newest version that its libraries define. */
  readonly symbolVersions: Readonly<Record<string, string>>;
  /** Sonames that its loader finds. */
  readonly libraries: readonly string[];
  readonly packages: readonly (ImagePackage & { readonly version: string; readonly requires: readonly string[] })[];
  /** Version of azureml-inference-server-http. */
  readonly server: string | null;
  readonly readsVariables: {
    readonly libraryPath: ReadsVariable;
    readonly requirements: ReadsVariable;
    /** Of an image that does not read the first: whether a relative `PYTHONPATH` has the same effect. */
    readonly pythonPath?: ReadsVariable | undefined;
    /** Whether containers were started with the variables, rather than the run script only read. */
    readonly tried: boolean;
  };
}

export type ReadsVariable = "yes" | "no" | "unknown";

/**
 * Reads a file that `images --inspect NAME --json` wrote.
 *
 * @param file absolute
 * @throws UserError if it is something else
 */
export function readImageFacts(file: string): ImageFacts {
  try {
    return parseImageFacts(readFileSync(file, "utf8"));
  } catch (error) {
    throw new UserError(`Input image-facts: ${file} does not have the facts of an image: ${messageOf(error)}.`, {
      file,
      hint: "Write it where a container engine has the image: images --inspect <image> --json > image-facts.json",
      cause: error,
    });
  }
}

const TEXTS = ["name", "digest", "id", "inspected", "architecture", "user", "python.version", "python.prefix"];
const LISTS = ["glibc", "libraries", "packages", "python.tags"];
const TABLES = ["environment", "symbolVersions", "python", "readsVariables"];

/** Fields without which other code would fail, or that have another type. */
function missingFields(facts: ImageFacts): string[] {
  const at = (path: string) =>
    path.split(".").reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], facts);
  const isTable = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);
  return [
    ...TEXTS.filter((path) => typeof at(path) !== "string"),
    ...LISTS.filter((path) => !Array.isArray(at(path))),
    ...TABLES.filter((path) => !isTable(at(path))),
  ];
}

/** @throws Error that says what is missing */
export function parseImageFacts(content: string): ImageFacts {
  const facts = JSON.parse(content) as ImageFacts;
  if (facts?.schema !== 1) throw new Error(`it has schema ${JSON.stringify(facts?.schema)}, and this version reads 1`);
  const missing = missingFields(facts);
  if (missing.length > 0) throw new Error(`it has no ${missing.join(", no ")}`);
  if (!/^3\.\d+\.\d+/.test(facts.python.version))
    throw new Error(`"${facts.python.version}" is no version of Python 3`);
  if (!["x86_64", "aarch64"].includes(facts.architecture))
    throw new Error(`its architecture is "${facts.architecture}", and this version knows x86_64 and aarch64`);
  if (!facts.packages.every((one) => typeof one?.name === "string" && Array.isArray(one.requires))) {
    throw new Error("an entry of packages has no name or no requires");
  }
  const difference = IMAGE_FACTS(facts, "");
  if (difference !== undefined) throw new Error(difference);
  return facts;
}

const READS = oneOf("yes", "no", "unknown");

/** What other code relies on. */
export const IMAGE_FACTS: Shape = record({
  schema: oneOf(1),
  name: text,
  digest: text,
  id: text,
  inspected: text,
  architecture: oneOf("x86_64", "aarch64"),
  os: orNull(text),
  user: text,
  entryPoint: optional(list(text)),
  command: optional(list(text)),
  environment: table(text),
  python: record({ version: text, prefix: text, tags: list(text) }),
  glibc: row(count, count),
  symbolVersions: table(text),
  libraries: list(text),
  packages: list(record({ name: text, version: text, requires: list(text) })),
  server: orNull(text),
  readsVariables: record({ libraryPath: READS, requirements: READS, pythonPath: optional(READS) }),
});
