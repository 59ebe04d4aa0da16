// Another time of day for a program and all its children: a library built by this machine's compiler, which the loader
// loads before libc. It does not affect a statically linked program.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Cleanup, createWorkspace } from "./workspace.ts";

export const DAY = 24 * 60 * 60;

const compiler = ["cc", "gcc", "clang"].find((name) => spawnSync(name, ["--version"]).status === 0);

/** For `describe`: false, or the reason. */
export const withoutCompiler = compiler === undefined && "no C compiler on this machine";

export interface OtherClock {
  env: { LD_PRELOAD: string };
  /** Names of the programs that started with this clock. */
  witnesses(): string[];
}

/** @param shift seconds from the true time */
export function otherClock(t: Cleanup, shift: number): OtherClock {
  const directory = createWorkspace(t);
  const [library, list] = [join(directory, "clock.so"), join(directory, "witnesses.txt")];
  const source = fileURLToPath(new URL("./other-clock.c", import.meta.url));
  const definitions = [`-DSHIFT=${shift}`, `-DWITNESSES=${JSON.stringify(list)}`];
  execFileSync(compiler ?? "cc", ["-shared", "-fPIC", "-Wall", ...definitions, "-o", library, source]);
  return {
    env: { LD_PRELOAD: library },
    witnesses: () => {
      const lines = existsSync(list) ? readFileSync(list, "utf8").trim().split("\n") : [];
      return [...new Set(lines.map((line) => basename(line)))];
    },
  };
}
