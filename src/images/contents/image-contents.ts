import type { ImagePackage } from "../../inputs/image-packages.ts";
import { lastServerVersionFor, SERVER, SERVER_CLOSURE, serverRelease } from "../server/server.ts";
import { serverGeneration } from "../server/server-generation.ts";
import type { Target } from "../target.ts";
import data from "./image-contents.json" with { type: "json" };
import { importNamesOf } from "./import-names.ts";

/** What installing a package of the catalogue brings besides itself, by normalised name. */
const DEPENDENCIES: Readonly<Record<string, readonly string[]>> = data.dependencies;

/** A distribution that the image has. */
export interface ImageDistribution {
  /** Normalised. */
  readonly name: string;
  readonly version: string | undefined;
  /** Requires-Dist, where it is known. */
  readonly requires: readonly string[];
}

/** What an image contains, as far as it is known: beside the mount, what the container can import. */
export interface ImageContents {
  /**
   * `listed` by the input `image-packages`; `catalogued` for an image that was named; `assumed` if none was named: then
   * it is what every image has, the server with its dependencies.
   */
  readonly known: "listed" | "catalogued" | "assumed";
  /** Its name in messages. */
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
  /** False for the newest release of that Python, if it is not known which one the image has. */
  readonly certain: boolean;
}

/** @param listed from the input `image-packages`, which takes precedence over the image's own facts and the catalogue */
export function contentsOf(target: Target, listed: readonly ImagePackage[] | undefined): ImageContents {
  if (listed !== undefined) return fromList(listed, "the image that image-packages lists");
  const { facts, image } = target;
  return facts === undefined ? catalogued(target) : fromList(facts.packages, image?.name ?? facts.name);
}

function fromList(listed: readonly ImagePackage[], label: string): ImageContents {
  const distributions = new Map(
    listed.map(({ name, version, requires }) => [name, { name, version, requires: requires ?? [] }]),
  );
  const found = listed.find(({ name }) => name === SERVER);
  const version = found?.version;
  const requires = found?.requires ?? (version === undefined ? [] : (serverRelease(version)?.requires ?? []));
  const ownModules = version === undefined ? [] : serverGeneration(version).ownModules;
  const server = found && { version: version ?? "of unknown version", requires, ownModules, certain: true };
  return { known: "listed", label, server, distributions };
}

function catalogued({ image, python }: Target): ImageContents {
  const version = image?.server ?? lastServerVersionFor(python);
  const names = new Set(version === undefined ? [] : closureOfServer(version));
  for (const name of Object.keys(image?.packages ?? {})) {
    names.add(name);
    for (const other of DEPENDENCIES[name] ?? []) names.add(other);
  }
  const known = version === undefined ? {} : serverGeneration(version).requires;
  const distributions = [...names].map((name): [string, ImageDistribution] => {
    const pinned = /^==([^*]+)$/.exec(image?.packages[name] ?? "")?.[1];
    return [name, { name, version: name === SERVER ? version : pinned, requires: known[name] ?? [] }];
  });
  return {
    known: image ? "catalogued" : "assumed",
    label: image?.name ?? `an image with the newest server for Python ${python}`,
    server: version === undefined ? undefined : catalogueServer(version, image?.server !== undefined),
    distributions: new Map(distributions),
  };
}

function catalogueServer(version: string, certain: boolean): ServerInImage {
  const { ownModules } = serverGeneration(version);
  return { version, requires: serverRelease(version)?.requires ?? [], ownModules, certain };
}

function closureOfServer(version: string): string[] {
  const { without } = serverGeneration(version);
  return [...SERVER_CLOSURE].filter((name) => !without.includes(name));
}

/**
 * The distribution of the image that provides a module or a part of it.
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

/** What one distribution of the image has in a namespace package. */
export interface NamespaceShare {
  readonly holder: string;
  /** Dotted names. */
  readonly modules: readonly string[];
}

/** The namespace packages that the image has a share in. */
export function namespacesOf(contents: ImageContents): ReadonlyMap<string, readonly NamespaceShare[]> {
  const shares = new Map<string, NamespaceShare[]>();
  for (const [holder, modules] of modulesOf(contents)) {
    for (const namespace of new Set(modules.flatMap(parentsOf))) {
      const own = modules.filter((module) => module.startsWith(`${namespace}.`));
      shares.set(namespace, [...(shares.get(namespace) ?? []), { holder, modules: own }]);
    }
  }
  return shares;
}

function modulesOf({ distributions, server }: ImageContents): ReadonlyMap<string, readonly string[]> {
  const modules = new Map([...distributions.keys()].map((name) => [name, importNamesOf(name)]));
  return modules.set(SERVER, [...(modules.get(SERVER) ?? []), ...(server?.ownModules ?? [])]);
}

/** `a` and `a.b` of `a.b.c`. */
function parentsOf(module: string): string[] {
  const parts = module.split(".");
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("."));
}
