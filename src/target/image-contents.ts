import type { ImagePackage } from "../options/image-packages.ts";
import { IMAGE_CLOSURES } from "./image-closures.ts";
import { importNamesOf } from "./import-names.ts";
import { lastServerVersionFor, SERVER, SERVER_CLOSURE, serverRelease } from "./server.ts";
import { serverEra } from "./server-needs.ts";
import type { Target } from "./target.ts";

/** A distribution that the image has. */
export interface ImageDistribution {
  /** Normalised. */
  readonly name: string;
  readonly version: string | undefined;
  /** Requires-Dist, where it is known. */
  readonly requires: readonly string[];
}

/** What an image holds, as far as it is known: the second half of the merged world. */
export interface ImageContents {
  /**
   * `listed` by the input `image-packages`; `catalogued` for an image that was named; `assumed` where none was: then it
   * is what every image has, the server with its closure.
   */
  readonly known: "listed" | "catalogued" | "assumed";
  /** How messages call it. */
  readonly label: string;
  /** `undefined` for a list without the server, and for a Python that no release supports. */
  readonly server: ServerInImage | undefined;
  /** By normalised name. */
  readonly distributions: ReadonlyMap<string, ImageDistribution>;
}

export interface ServerInImage {
  readonly version: string;
  readonly requires: readonly string[];
  /** Modules that it brings besides its own package. */
  readonly ownModules: readonly string[];
  /** False for the newest release of that Python, where nobody said which one the image has. */
  readonly certain: boolean;
}

/** @param listed what the input `image-packages` says, which beats the catalogue */
export function contentsOf(target: Target, listed: readonly ImagePackage[] | undefined): ImageContents {
  return listed === undefined ? catalogued(target) : fromList(listed);
}

function fromList(listed: readonly ImagePackage[]): ImageContents {
  const distributions = new Map(
    listed.map(({ name, version, requires }) => [name, { name, version, requires: requires ?? [] }]),
  );
  const found = listed.find(({ name }) => name === SERVER);
  const version = found?.version;
  const requires = found?.requires ?? (version === undefined ? [] : (serverRelease(version)?.requires ?? []));
  const ownModules = version === undefined ? [] : serverEra(version).ownModules;
  const server = found && { version: version ?? "of unknown version", requires, ownModules, certain: true };
  return { known: "listed", label: "the image of image-packages", server, distributions };
}

function catalogued({ image, python }: Target): ImageContents {
  const version = image?.server ?? lastServerVersionFor(python);
  const names = new Set(version === undefined ? [] : closureOfServer(version));
  for (const name of Object.keys(image?.packages ?? {})) {
    names.add(name);
    for (const other of wordsOf(IMAGE_CLOSURES[name])) names.add(other);
  }
  const known = version === undefined ? {} : serverEra(version).requires;
  const distributions = [...names].map((name): [string, ImageDistribution] => {
    const pinned = /^==([^*]+)$/.exec(image?.packages[name] ?? "")?.[1];
    return [name, { name, version: name === SERVER ? version : pinned, requires: known[name] ?? [] }];
  });
  return {
    known: image ? "catalogued" : "assumed",
    label: image?.name ?? `an image with the last server for Python ${python}`,
    server: version === undefined ? undefined : catalogueServer(version, image?.server !== undefined),
    distributions: new Map(distributions),
  };
}

function catalogueServer(version: string, certain: boolean): ServerInImage {
  const { ownModules } = serverEra(version);
  return { version, requires: serverRelease(version)?.requires ?? [], ownModules, certain };
}

function closureOfServer(version: string): string[] {
  const { without } = serverEra(version);
  return [...SERVER_CLOSURE].filter((name) => !without.includes(name));
}

function wordsOf(text: string | undefined): string[] {
  return (text ?? "").split(/\s+/).filter((word) => word !== "");
}

/**
 * The distribution of the image that provides a module, or lies below it.
 *
 * @param module dotted
 */
export function providerInImage(module: string, contents: ImageContents): string | undefined {
  if (contents.server?.ownModules.some((own) => fits(own, module))) return SERVER;
  for (const name of contents.distributions.keys()) {
    if (importNamesOf(name).some((own) => fits(own, module))) return name;
  }
  return undefined;
}

function fits(own: string, module: string): boolean {
  return own === module || module.startsWith(`${own}.`) || own.startsWith(`${module}.`);
}

/** The namespace packages that the image has a share in, each with the distributions that hold it. */
export function namespacesOf(contents: ImageContents): ReadonlyMap<string, readonly string[]> {
  const shares = new Map<string, string[]>();
  const add = (module: string, name: string) => {
    const parts = module.split(".");
    for (let length = 1; length < parts.length; length++) {
      const namespace = parts.slice(0, length).join(".");
      shares.set(namespace, [...new Set([...(shares.get(namespace) ?? []), name])]);
    }
  };
  for (const name of contents.distributions.keys()) for (const module of importNamesOf(name)) add(module, name);
  for (const module of contents.server?.ownModules ?? []) add(module, SERVER);
  return shares;
}
