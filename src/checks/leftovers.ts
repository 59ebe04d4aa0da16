import { lstatSync } from "node:fs";
import { basename, join } from "node:path";
import { orNothing } from "../errors.ts";
import { listFiles } from "../mount/inventory.ts";
import { lockOf, siblingsOf } from "../mount/location.ts";
import { isHeld } from "../mount/lock.ts";
import { humanBytes } from "../text.ts";
import type { Check } from "./check.ts";

/** What a run that was killed left beside the mount. */

export const leftBehind: Check = {
  id: "H29",
  severity: "warning",
  title: "an interrupted run left files beside the mount",
  explanation:
    "Beside the environment directory there is `.<environment name>.incoming`, `.outgoing` or `.lock`, and no run that needs it: a build or restore was killed. The deployment uploads them unless an ignore file names them, which may double the upload. The container does not read them. Remove them, or build again, which does so. Safe to turn off when the size does not matter.",
  *find({ options, location }) {
    const { environmentDirectory } = location;
    // A build and a restore make such files themselves, and end what an earlier one left.
    if (options.mode !== "verify" || isHeld(lockOf(environmentDirectory))) return;
    for (const path of siblingsOf(environmentDirectory)) {
      yield {
        message: `An interrupted run left ${basename(path)} (${humanBytes(bytesIn(path))}) beside the mount; the deployment may upload it.`,
        hint: `Remove ${path}, or build again.`,
      };
    }
  },
};

/** Of the files below a directory, or of a file. */
function bytesIn(path: string): number {
  const sizeOf = (file: string) => orNothing(() => lstatSync(file).size) ?? 0;
  if (!lstatSync(path).isDirectory()) return sizeOf(path);
  return listFiles(path).reduce((sum, file) => sum + sizeOf(join(path, file)), 0);
}
