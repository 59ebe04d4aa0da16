import type { Inventory } from "../mount/inventory.ts";
import { VERSION } from "../version.ts";

/** A bill of materials (CycloneDX 1.5 JSON) of what lies in the mount, read from the mount itself. */
export function billOfMaterials({ distributions }: Inventory): string {
  const components = distributions.map(({ name, displayName, version, metadata }) => {
    const purl = `pkg:pypi/${name}@${encodeURIComponent(version)}`;
    const expression = metadata.get("license-expression")?.[0];
    const license = metadata.get("license")?.[0]?.split("\n")[0]?.slice(0, 200);
    const licenses = expression ? [{ expression }] : license ? [{ license: { name: license } }] : undefined;
    return { type: "library", "bom-ref": purl, name: displayName, version, purl, ...(licenses ? { licenses } : {}) };
  });
  const tool = { type: "application", name: "azureml-extra-packages", version: VERSION };
  const document = {
    bomFormat: "CycloneDX",
    specVersion: "1.5",
    version: 1,
    metadata: { tools: { components: [tool] } },
    components,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
