import type { Closure } from "../../evidence/dependencies.ts";
import type { Inventory } from "../../mount/inventory/inventory.ts";
import type { Manifest } from "../../mount/manifest/manifest.ts";
import { VERSION } from "../../util/version.ts";
import { componentOf, filesByOwner, hashOf, list, NAMESPACE } from "./components.ts";
import { dependencyGraph, requirementsFor } from "./origins.ts";

const HASHES =
  "SHA-256 over the files of a component in byte order of their paths: path, NUL, x or -, NUL, SHA-256 of the content in hexadecimal, LF";

/**
 * A bill of materials (CycloneDX 1.6 JSON) of the mount. It contains no time, so the same mount from the same requirements
 * gives the same bytes.
 *
 * @param closure absent if no interpreter could be asked for the dependencies
 */
export function billOfMaterials(inventory: Inventory, manifest: Manifest, closure: Closure | undefined): string {
  const listed = list(inventory.distributions);
  const mount = mountComponent(manifest);
  const files = filesByOwner(inventory);
  const components = listed.map((one) => {
    const pulledBy = requirementsFor(one.distribution.name, manifest.requirements, closure);
    return componentOf(one, { manifest, files: files.get(one.distribution.directory) ?? [], pulledBy });
  });
  const dependencies = dependencyGraph(mount["bom-ref"], listed, closure);
  const document = {
    $schema: "http://cyclonedx.org/schema/bom-1.6.schema.json",
    bomFormat: "CycloneDX",
    specVersion: "1.6",
    serialNumber: `urn:uuid:${uuidOf(manifest.mountDigest)}`,
    version: 1,
    metadata: {
      tools: { components: [{ type: "application", name: "azureml-extra-packages", version: VERSION }] },
      component: mount,
      properties: [{ name: `${NAMESPACE}:hashes`, value: HASHES }],
    },
    components,
    ...(dependencies === undefined ? {} : { dependencies }),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function mountComponent({ environmentName, mountDigest, libraryPath, target, pythonVersion }: Manifest) {
  const facts = {
    "library-path": libraryPath,
    image: target.image,
    "image-digest": target.imageDigest ?? "",
    python: target.python,
    "python-version": pythonVersion,
    glibc: target.glibc,
    architecture: target.architecture,
  };
  const known = Object.entries(facts).filter(([, value]) => value !== "");
  return {
    // CycloneDX recommends it for what is neither an application nor a framework.
    type: "library",
    "bom-ref": mountDigest,
    name: environmentName,
    version: mountDigest,
    description: "Python packages that an Azure ML inference container mounts and puts on its path",
    hashes: [hashOf(mountDigest)],
    properties: known.map(([name, value]) => ({ name: `${NAMESPACE}:${name}`, value })),
  };
}

/** A UUID of version 8 (RFC 9562, for one's own use): the start of the digest, but for the six fixed bits. */
function uuidOf(digest: string): string {
  const bytes = Buffer.from(digest.replace(/^sha256:/, ""), "hex").subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
