import type { Options } from "../options/options.ts";
import { own } from "../own.ts";
import { withoutCredentials } from "../python/settings.ts";
import type { Target } from "../target/target.ts";
import { VERSION } from "../version.ts";
import { mountDigest } from "./digest.ts";
import { type Inventory, ownerOf } from "./inventory.ts";
import type { Location } from "./location.ts";
import { MANIFEST_SCHEMA, type Manifest, type ManifestDistribution } from "./manifest.ts";
import type { Mount } from "./mount.ts";

/** The manifest of a mount that was just built. */
export function describe(
  mount: Mount,
  location: Location,
  target: Target,
  pythonVersion: string,
  options: Options,
): Manifest {
  const files = [...mount.inventory.files.values()];
  return {
    schema: MANIFEST_SCHEMA,
    tool: `azureml-extra-packages ${VERSION}`,
    environmentName: options.environmentName,
    inside: location.inside,
    libraryPath: location.libraryPath,
    target: {
      image: target.image?.name ?? "",
      python: target.python,
      glibc: target.glibc.join("."),
      architecture: target.architecture,
    },
    pythonVersion,
    bytecode: "unchecked-hash",
    mountDigest: mountDigest(files),
    requirements: mount.requirements,
    requirementsFiles: mount.build?.requirementsFiles ?? [],
    distributions: distributionsOf(mount),
    freeze: mount.build?.freeze.map(portableFreeze) ?? [],
    files: files.map(({ path, size, executable, sha256 }) => ({ path, size, executable, sha256 })),
  };
}

/** The distributions of a mount, each with the bytes it owns. */
export function distributionsOf({ inventory, stagedAway, build }: Mount): ManifestDistribution[] {
  const sizes = sizesOf(inventory);
  return inventory.distributions.map(({ name, version, directory }) => ({
    name,
    version,
    size: sizes.get(directory)?.bytes ?? 0,
    files: sizes.get(directory)?.files ?? 0,
    outside: (own(stagedAway.outside, name) ?? []).map(({ path }) => path),
    directUrl: portableDirectUrl(own(stagedAway.directUrls, name)),
    fromSource: build?.fromSource.includes(name) ?? false,
    yanked: build?.yanked.includes(name) ?? false,
  }));
}

/** Bytes and files by metadata directory; bytecode counts for its source's distribution. */
export function sizesOf(inventory: Inventory): Map<string, { bytes: number; files: number }> {
  const sizes = new Map<string, { bytes: number; files: number }>();
  for (const { path, size } of inventory.files.values()) {
    const directory = ownerOf(path, inventory)?.directory ?? "";
    const sum = sizes.get(directory) ?? { bytes: 0, files: 0 };
    sum.bytes += size;
    sum.files += 1;
    sizes.set(directory, sum);
  }
  return sizes;
}

/** A path of the build machine says nothing elsewhere; the file's name and hash do. */
function portableDirectUrl(directUrl: unknown): unknown {
  if (typeof directUrl !== "object" || directUrl === null) return null;
  const { url, vcs_info, dir_info } = directUrl as Record<string, unknown>;
  const text = withoutCredentials(String(url ?? ""));
  const place = text.startsWith("file:") ? `file:${text.split("/").at(-1)}` : text;
  return { url: place, ...(vcs_info ? { vcs_info } : {}), ...(dir_info ? { dir_info } : {}) };
}

function portableFreeze(line: string): string {
  return withoutCredentials(line.replace(/file:\/\/\S*\//g, "file:"));
}
