import type { ImageFacts } from "../inputs/image-facts.ts";
import type { Image } from "./catalogue/image.ts";

/** The image that facts describe. What they do not say is as in the catalogue, if it has the image. */
export function imageOfFacts(facts: ImageFacts, catalogued: Image | undefined): Image {
  const minor = /^3\.\d+/.exec(facts.python.version)?.[0] ?? "";
  return {
    name: catalogued?.name ?? nameOf(facts.name),
    mcrPath: catalogued?.mcrPath ?? facts.name,
    aliases: catalogued?.aliases ?? [],
    os: facts.os === null ? catalogued?.os : { name: facts.os, glibc: facts.glibc },
    glibc: facts.glibc,
    python: minor,
    pythonFull: facts.python.version,
    architecture: facts.architecture,
    accelerator: catalogued?.accelerator ?? "cpu",
    user: facts.user,
    condaEnvironment: facts.python.prefix,
    server: facts.server ?? undefined,
    packages: Object.fromEntries(facts.packages.map(({ name, version }) => [name, `==${version}`])),
    readsVariables: facts.readsVariables.libraryPath,
    status: catalogued?.status ?? { state: "current", date: facts.inspected.slice(0, 10) },
    appRoot: facts.environment.AML_APP_ROOT ?? catalogued?.appRoot,
    readsModelCondaFile: catalogued?.readsModelCondaFile ?? false,
    sources: {},
  };
}

/** `mcr.microsoft.com/azureml/minimal:latest` → `minimal:latest`. */
function nameOf(reference: string): string {
  return reference.replace(/^mcr\.microsoft\.com\/azureml\//, "");
}
