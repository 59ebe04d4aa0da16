import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Host } from "../../host/host.ts";
import type { Target } from "../../images/target.ts";
import type { Options } from "../../inputs/options.ts";
import type { Interpreter } from "../interpreter/interpreter.ts";
import type { PipSettings } from "../packaging/pip-settings.ts";
import type { Requirements } from "../packaging/requirements.ts";
import { withoutGitUser } from "../sources/git-users.ts";
import { fromCopy } from "../sources/local-copies.ts";
import { textOf } from "../sources/plain-files.ts";

/** What an installation needs to know. */
export interface InstallJob {
  readonly options: Options;
  readonly target: Target;
  readonly python: Interpreter;
  readonly requirements: Requirements;
  readonly settings: PipSettings;
  readonly requireHashes: boolean;
}

/**
 * The input `packages` as a requirements file, because every user of the machine can read a command line: with copies of
 * local projects in their place, and other paths absolute.
 * @returns absolute; empty if the input is
 */
export function packagesFile({ options, requirements }: InstallJob, { temporary }: Host): readonly string[] {
  if (options.packages.length === 0) return [];
  const lines = options.packages.map((text, index) => {
    const found = requirements.requirements.find(({ file, line }) => file === null && line === index + 1);
    if (found?.url?.startsWith("file:")) return textOf(fromCopy(found, requirements.copies ?? []));
    return withoutGitUser(text, requirements.gitUsers);
  });
  const path = join(temporary, "packages.txt");
  writeFileSync(path, lines.map((line) => `${line}\n`).join(""), { mode: 0o600 });
  return [path];
}
