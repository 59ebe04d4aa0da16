import type { ImageFacts } from "../inputs/image-facts.ts";
import { findImage } from "./catalogue/find-image.ts";
import { imageReference } from "./image-reference.ts";

/** How facts and the image that a deployment names do not belong together. */
export interface Mismatch {
  /** `error`: they are of another image. `warning`: they are of another version of it. */
  readonly severity: "error" | "warning";
  /** What each of the two is, as clauses. */
  readonly facts: string;
  readonly image: string;
}

/**
 * Compares the image that facts describe with the one that is named. The same digest means the same image, whatever the
 * registry is.
 * @param named the input `image`, or the image of the deployment file
 * @returns `undefined` if they belong together, or the named image is not known
 */
export function mismatchOf(facts: ImageFacts, named: string): Mismatch | undefined {
  const reference = imageReference(named);
  if (reference === undefined) return undefined;
  const described = imageReference(facts.name) ?? facts.name;
  const digest = digestIn(reference);
  if (digest !== undefined && digest === facts.digest) return undefined;
  const names = { facts: described, image: reference };
  if (!isSameRepository(described, reference)) return { severity: "error", ...names };
  const [own, known] = [minorOf(facts), findImage(named)?.python];
  if (known !== undefined && known !== own) {
    const withPython = (name: string, python: string) => `${name} with Python ${python}`;
    return { severity: "error", facts: withPython(described, own), image: withPython(reference, known) };
  }
  // The version of a curated environment is not a tag.
  if (versionOf(described) === versionOf(reference) || /^azureml:/i.test(named.trim())) return undefined;
  return { severity: "warning", ...names };
}

/** Both have a tag or a digest, as every `imageReference`. */
const VERSION = /(@sha256:[0-9a-f]{64}|:[\w.-]+)$/;

function versionOf(reference: string): string | undefined {
  return VERSION.exec(reference)?.[0];
}

function isSameRepository(one: string, other: string): boolean {
  const image = findImage(one);
  return repositoryOf(one) === repositoryOf(other) || (image !== undefined && image === findImage(other));
}

/** Docker Hub may be left out of a name. */
function repositoryOf(reference: string): string {
  const path = reference.replace(VERSION, "").replace(VERSION, ""); // a digest may follow a tag
  return path.replace(/^docker\.io\/(library\/)?/, "").toLowerCase();
}

function digestIn(reference: string): string | undefined {
  return /@(sha256:[0-9a-f]{64})$/.exec(reference)?.[1];
}

function minorOf(facts: ImageFacts): string {
  return /^3\.\d+/.exec(facts.python.version)?.[0] ?? "";
}
