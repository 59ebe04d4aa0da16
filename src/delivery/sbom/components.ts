import type { Distribution } from "../../mount/inventory/distribution.ts";
import { type Inventory, ownerOf } from "../../mount/inventory/inventory.ts";
import type { MountFile } from "../../mount/inventory/reader.ts";
import { mountDigest } from "../../mount/manifest/digest.ts";
import type { Manifest } from "../../mount/manifest/manifest.ts";
import { withoutCredentials } from "../../util/credentials.ts";
import { groupBy } from "../../util/group-by.ts";
import { licencesOf } from "./licences.ts";

/** A distribution, and its place in the bill of materials. */
export interface Listed {
  readonly distribution: Distribution;
  /** Unique in the document. */
  readonly ref: string;
}

interface Property {
  readonly name: string;
  readonly value: string;
}

/** Names of properties begin with it, as CycloneDX recommends for one's own. */
export const NAMESPACE = "azureml-extra-packages";

/** A damaged mount may contain a distribution twice. */
export function list(distributions: readonly Distribution[]): Listed[] {
  const used = new Set<string>();
  return distributions.map((distribution) => {
    const purl = purlOf(distribution);
    const ref = used.has(purl) ? `${purl}#${encodeURIComponent(distribution.directory)}` : purl;
    used.add(ref);
    return { distribution, ref };
  });
}

/** What is known of a distribution besides its metadata. */
interface Facts {
  readonly manifest: Manifest;
  /** Those that it owns, bytecode included. */
  readonly files: readonly MountFile[];
  /** The requirements that brought it in, as text with their place. */
  readonly pulledBy: readonly string[];
}

export function componentOf({ distribution, ref }: Listed, { manifest, files, pulledBy }: Facts) {
  const { displayName, name, version, directory, metadata } = distribution;
  const direct = directUrlOf(manifest.distributions.find((one) => one.name === name)?.directUrl);
  return {
    type: "library",
    "bom-ref": ref,
    name: displayName || directory,
    ...(version === "" ? {} : { version }),
    hashes: [hashOf(mountDigest(files))],
    ...optional("licenses", licencesOf(metadata)),
    // A directory of the repository is no project of the index, which may have another one of that name.
    ...(direct?.type === "directory" ? {} : { purl: purlOf(distribution) }),
    ...optional("externalReferences", direct?.references),
    ...optional("properties", pulledBy.length > 0 ? pulledBy.map(requirementProperty) : undefined),
  };
}

/** The files of each distribution, by its metadata directory. */
export function filesByOwner(inventory: Inventory): ReadonlyMap<string, readonly MountFile[]> {
  return groupBy([...inventory.files.values()], ({ path }) => ownerOf(path, inventory)?.directory ?? "");
}

export function hashOf(digest: string) {
  return { alg: "SHA-256", content: digest.replace(/^sha256:/, "") };
}

function optional<K extends string, V>(key: K, value: V | undefined): { readonly [Key in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [Key in K]?: V });
}

function requirementProperty(value: string): Property {
  return { name: `${NAMESPACE}:requirement`, value };
}

function purlOf({ name, version, directory }: Distribution): string {
  const at = version === "" ? "" : `@${encodeURIComponent(version)}`;
  return `pkg:pypi/${encodeURIComponent(name || directory)}${at}`;
}

interface DirectUrl {
  readonly url?: unknown;
  readonly vcs_info?: { readonly vcs?: unknown; readonly commit_id?: unknown };
  readonly dir_info?: unknown;
}

/** The source of a distribution that is not from an index, as `direct_url.json` has it. */
function directUrlOf(value: unknown) {
  if (typeof value !== "object" || value === null) return undefined;
  const { url, vcs_info: vcs, dir_info: directory } = value as DirectUrl;
  if (directory !== undefined && vcs === undefined) return { type: "directory" } as const;
  const address = withoutCredentials(String(url ?? ""));
  if (!URL.canParse(address) || address.startsWith("file:")) return { type: "file" } as const;
  const commit = typeof vcs?.commit_id === "string" ? { comment: `commit ${vcs.commit_id}` } : {};
  const references = [{ type: vcs === undefined ? "distribution" : "vcs", url: address, ...commit }];
  return { type: "address", references } as const;
}
