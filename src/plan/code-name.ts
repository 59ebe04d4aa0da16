import { basename, relative } from "node:path";
import { shortHash } from "../host/user-directories.ts";
import type { Options } from "../inputs/options.ts";
import { isInside } from "../inputs/paths.ts";
import { slashed } from "../util/text.ts";

type Places = Pick<Options, "codeDirectory" | "workspace">;

/** The code directory for people: `examples/iris`, relative to the workspace; the workspace itself by its own name. */
export function codePath(places: Places): string {
  return relativePath(places) || basename(places.workspace);
}

/** Longer names would exceed the limits of file systems. */
const LONGEST = 100;

/**
 * Code directory and environment as a part of file and artifact names: `examples--iris-myenv` for `examples/iris`. If
 * another directory or environment could have the same name, a hash is added: `my-model-3f2a1c0b9d8e-myenv`.
 */
export function codeName(options: Places & Pick<Options, "environmentName">): string {
  const { codeDirectory, workspace, environmentName } = options;
  const path = relativePath(options);
  const parts = isInside(codeDirectory, workspace) ? codePath(options).split("/") : ["..", basename(path)];
  const name = nameOf(parts);
  const isTheRoots = path !== "" && name === nameOf([basename(workspace)]);
  const isUnique = parts.every(isPlain) && !environmentName.includes("-") && !isTheRoots && name.length <= LONGEST;
  const hash = isUnique ? "" : shortHash(`${path}\n${environmentName}`);
  return [name.slice(-LONGEST), hash, environmentName].filter((part) => part !== "").join("-");
}

function relativePath({ codeDirectory, workspace }: Places): string {
  return slashed(relative(workspace, codeDirectory));
}

/** Artifact names may not have every character; directories are separated by two dashes, which names rarely have. */
function nameOf(parts: readonly string[]): string {
  return parts
    .map((part) => part.replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[.-]+|-+$/g, ""))
    .filter((part) => part !== "")
    .join("--");
}

/** Whether the name of a directory is unchanged in `nameOf` and cannot be taken for several directories. */
function isPlain(part: string): boolean {
  return /^[A-Za-z0-9._-]+$/.test(part) && !/^[.-]|--|-$/.test(part);
}
