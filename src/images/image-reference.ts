import { findImage } from "./catalogue/find-image.ts";

/**
 * What a container engine pulls for an image as a user names it: a name of the catalogue stands for its newest tag in
 * Microsoft's registry, anything else for itself.
 * @param named the input `image`, or the image of the deployment file
 * @returns `undefined` for an environment of Azure ML whose image is not known
 */
export function imageReference(named: string): string | undefined {
  const plain = named.trim().replace(/^https?:\/\//, "");
  const image = findImage(plain);
  // The version of a curated environment is not a tag of its image.
  if (/^azureml:/i.test(plain)) return image && `${image.mcrPath}:latest`;
  // A path in a registry keeps its tag or digest.
  const isPath = /^[^/]+[.:][^/]*\//.test(plain) || plain.startsWith("localhost/");
  if (isPath) return hasTag(plain) ? plain : `${plain}:latest`;
  if (image !== undefined) return `${image.mcrPath}${/(@sha256:[0-9a-f]{64}|:[\w.-]+)$/.exec(plain)?.[0] ?? ":latest"}`;
  return hasTag(plain) ? plain : `${plain}:latest`;
}

function hasTag(reference: string): boolean {
  return /(:[\w.-]+|@sha256:[0-9a-f]{64})$/.test(reference.split("/").at(-1) ?? "");
}
