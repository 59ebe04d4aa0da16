import type { Target } from "../target/target.ts";

/**
 * A Dockerfile that extends the image by system libraries, which neither variable can bring. It keeps the image's entry
 * point, and goes back to its user: a root server would be another image.
 *
 * @param packages Debian package names
 * @returns `undefined` when there is nothing to install
 */
export function dockerfile(packages: readonly string[], { image, python }: Target): string | undefined {
  if (packages.length === 0) return undefined;
  const from = image?.mcrPath ?? `<the image of your deployment, Python ${python}>`;
  return `FROM ${from}
USER root
RUN apt-get update \\
 && apt-get install --yes --no-install-recommends ${[...packages].sort().join(" ")} \\
 && rm -rf /var/lib/apt/lists/*
USER dockeruser
`;
}
