import type { Target } from "../images/target.ts";

/**
 * A Dockerfile that adds libraries and programs to the image, which neither variable can do. It keeps the image's entry point
 * and its user, so that the server does not run as root.
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
