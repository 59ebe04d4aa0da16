import { existsSync, lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Location } from "../../plan/location.ts";
import { orNothing } from "../../util/errors.ts";

/** Other contents of the environment directory than the mount: all of it is uploaded. */
export interface EnvironmentDirectory {
  /** Text of `pyvenv.cfg`; `undefined` if there is none. */
  readonly configuration: string | undefined;
  /** Whether there is a `src` directory, which editable installs from repositories leave. */
  readonly hasSources: boolean;
  /** Relative path of the mount's counterpart below `lib64`, if that is not a link to `lib`. */
  readonly secondLibrary: string | undefined;
  /** Texts of files in which installers keep passwords, by name. */
  readonly credentialFiles: ReadonlyMap<string, string>;
}

const CREDENTIAL_FILES = ["pip.conf", "pip.ini", "uv.toml", ".netrc", "_netrc", ".pypirc"];

export function readEnvironmentDirectory({ environmentDirectory, inside }: Location): EnvironmentDirectory {
  const path = (name: string) => join(environmentDirectory, name);
  const texts = CREDENTIAL_FILES.map((name) => [name, textOf(path(name))] as const);
  return {
    configuration: textOf(path("pyvenv.cfg")),
    hasSources: existsSync(path("src")),
    secondLibrary: secondLibrary(environmentDirectory, inside),
    credentialFiles: new Map(texts.filter((pair): pair is [string, string] => pair[1] !== undefined)),
  };
}

function secondLibrary(environmentDirectory: string, inside: string): string | undefined {
  if (!inside.startsWith("lib/")) return undefined;
  const other = inside.replace(/^lib/, "lib64");
  if (orNothing(() => lstatSync(join(environmentDirectory, "lib64")).isSymbolicLink())) return undefined;
  return existsSync(join(environmentDirectory, other)) ? other : undefined;
}

function textOf(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
