// The command lines of a program and of all its children, also of those that live for a millisecond: a library built by
// this machine's compiler, which the loader loads into each of them. A statically linked program is not recorded.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Cleanup, createWorkspace } from "./workspace.ts";

export interface CommandLines {
  env: { LD_PRELOAD: string };
  /** The words of each program that was started, in that order. */
  started(): string[][];
}

export function recordCommandLines(t: Cleanup): CommandLines {
  const directory = createWorkspace(t);
  const [library, record] = [join(directory, "command-lines.so"), join(directory, "command-lines")];
  const source = fileURLToPath(new URL("./command-lines.c", import.meta.url));
  execFileSync("gcc", ["-shared", "-fPIC", "-O1", `-DRECORD=${JSON.stringify(record)}`, "-o", library, source]);
  return {
    env: { LD_PRELOAD: library },
    started: () => {
      const text = existsSync(record) ? readFileSync(record, "utf8") : "";
      return text.split("\x1e").map((line) => line.split("\0"));
    },
  };
}
