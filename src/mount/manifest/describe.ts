import type { Target } from "../../images/target.ts";
import type { Options } from "../../inputs/options.ts";
import type { Location } from "../../plan/location.ts";
import { MANIFEST_SCHEMA } from "../../plan/schema-versions.ts";
import { withoutCredentials } from "../../util/credentials.ts";
import { getOwn } from "../../util/get-own.ts";
import { VERSION } from "../../util/version.ts";
import { type Inventory, ownerOf } from "../inventory/inventory.ts";
import type { Mount } from "../mount.ts";
import { mountDigest } from "./digest.ts";
import type { Manifest, ManifestDistribution } from "./manifest.ts";

/** The manifest of a mount that was just built. */
export function describe(
  mount: Mount,
  location: Location,
  target: Target & { readonly imageDigest?: string | undefined },
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
      ...(target.imageDigest === undefined ? {} : { imageDigest: target.imageDigest }),
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
    ...(mount.removedByStaging.slim === undefined ? {} : { slim: mount.removedByStaging.slim }),
    files: files.map(({ path, size, executable, sha256 }) => ({ path, size, executable, sha256 })),
  };
}

/** The distributions of a mount, each with the size of the files it owns. */
export function distributionsOf({ inventory, removedByStaging, build }: Mount): ManifestDistribution[] {
  const sizes = sizesOf(inventory);
  return inventory.distributions.map(({ name, version, directory }) => ({
    name,
    version,
    size: sizes.get(directory)?.bytes ?? 0,
    files: sizes.get(directory)?.files ?? 0,
    outside: (getOwn(removedByStaging.outside, name) ?? []).map(({ path }) => path),
    directUrl: portableDirectUrl(getOwn(removedByStaging.directUrls, name)),
    fromSource: build?.fromSource.includes(name) ?? false,
    yanked: build?.yanked.includes(name) ?? false,
  }));
}

/** Bytes and number of files by metadata directory; bytecode counts towards the distribution of its source. */
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

/** A path of the build machine is meaningless elsewhere; the file's name and hash are not. */
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
