import { nearest } from "../text.ts";
import { IMAGES } from "./image-catalogue.ts";
import type { OperatingSystem } from "./systems.ts";

/**
 * What an image does with `AZUREML_EXTRA_PYTHON_LIB_PATH` and `AZUREML_EXTRA_REQUIREMENTS_TXT`: its run script reads
 * them, or was built without the lines that do and ignores them in silence, or nobody could tell.
 */
export type Honours = "honours" | "cut" | "unknown";

/** What something in the catalogue was read from. */
export interface Source {
  readonly label: string;
  /** Of the document or commit, `YYYY-MM-DD`. */
  readonly date: string;
}

/** The facts of an image that are worth a source. */
export type Fact = "mcrPath" | "os" | "python" | "accelerator" | "condaEnvironment" | "server" | "packages" | "honours";

/** A prebuilt inference image. A fact that could not be established is `undefined`, never a guess. */
export interface Image {
  /** Its path in the registry below `azureml/`, such as `curated/minimal-py311-inference`. */
  readonly name: string;
  /** Without tag. */
  readonly mcrPath: string;
  /** Other names that it goes or went by: earlier names, names of curated environments. */
  readonly aliases: readonly string[];
  readonly os: OperatingSystem | undefined;
  readonly glibc: readonly [number, number] | undefined;
  /** Minor version, such as `3.8`. */
  readonly python: string;
  /** Such as `3.8.13`. */
  readonly pythonFull: string | undefined;
  readonly architecture: "x86_64";
  readonly accelerator: "cpu" | `cuda ${string}`;
  readonly user: "dockeruser";
  /** Root of the conda environment that the server runs in. */
  readonly condaEnvironment: string;
  /** Version of azureml-inference-server-http. */
  readonly server: string | undefined;
  /**
   * What was installed by name beside the server: project name → version specifier, `""` where it has none. Their
   * dependencies and the server's are there too and are not listed.
   */
  readonly packages: Readonly<Record<string, string>>;
  readonly honours: Honours;
  /** On Microsoft's list of supported images; else built and published; else gone, though old tags can be pulled. */
  readonly status: { readonly state: "supported" | "current" | "removed"; readonly date: string };
  /** `AML_APP_ROOT` where the image itself sets it. */
  readonly appRoot: string | undefined;
  /** Its run script always names a conda file, the model's, which comes before a requirements file. */
  readonly readsModelCondaFile: boolean;
  readonly sources: Readonly<Partial<Record<Fact, Source>>>;
}

const MICROSOFT_REGISTRY = /^(https?:\/\/)?mcr\.microsoft\.com\//;
const CURATED_ENVIRONMENT = /^azureml:\/\/registries\/azureml\/environments\/([^/]+)(\/.*)?$/;

/**
 * The image that a reference means: a catalogue name, with or without registry, `azureml/`, tag and digest, or the
 * address of a curated environment. A name without `curated/` means the image outside `curated/` if there are both.
 */
export function findImage(reference: string): Image | undefined {
  const name = catalogueName(reference);
  return named(name) ?? named(`curated/${name}`);
}

/** Names of up to `count` images that a reference may have meant, the nearest first. */
export function nearestImages(reference: string, count = 3): readonly string[] {
  const name = catalogueName(reference);
  let left = IMAGES.map((image) => image.name).filter((each) => name.startsWith("curated/") || !isSecondCopy(each));
  const found: string[] = [];
  while (found.length < count) {
    const next = nearest(name, left) ?? nearest(`curated/${name}`, left);
    if (next === undefined) break;
    found.push(next);
    left = left.filter((each) => each !== next);
  }
  return found;
}

function named(name: string): Image | undefined {
  return IMAGES.find((image) => image.name === name || image.aliases.some((alias) => alias.toLowerCase() === name));
}

/** True for `curated/x` where the catalogue has `x` as well. */
function isSecondCopy(name: string): boolean {
  return name.startsWith("curated/") && IMAGES.some((image) => `curated/${image.name}` === name);
}

function catalogueName(reference: string): string {
  const plain = reference.trim().toLowerCase();
  const environment = CURATED_ENVIRONMENT.exec(plain)?.[1];
  if (environment !== undefined) return `curated/${environment}`;
  return plain
    .replace(MICROSOFT_REGISTRY, "")
    .replace(/@sha256:.*$/, "")
    .replace(/:[^/]*$/, "")
    .replace(/^azureml\//, "");
}
