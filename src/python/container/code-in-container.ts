import { posix, relative } from "node:path";
import { codeInAppRoot } from "../../images/run-script/container-paths.ts";
import type { Options } from "../../inputs/options.ts";
import { slashed } from "../../util/text.ts";

/** Where the deployment's files are in a container, as the run script and the SDK's local endpoints have them. */
export interface CodeInContainer {
  /** The code directory. */
  readonly root: string;
  /** `AML_APP_ROOT`: the scoring directory. */
  readonly scoringDirectory: string;
  /** The path in the container of a path in the code directory. */
  place(path: string): string;
}

export function codeInContainer({ codeDirectory, scoringDirectory }: Places): CodeInContainer {
  const root = codeInAppRoot(codeDirectory);
  const place = (path: string) => posix.join(root, slashed(relative(codeDirectory, path)));
  return { root, scoringDirectory: place(scoringDirectory), place };
}

export type Places = Pick<Options, "codeDirectory" | "scoringDirectory">;
