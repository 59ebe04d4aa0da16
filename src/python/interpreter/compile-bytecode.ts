import { availableParallelism } from "node:os";
import { settleAll } from "../../util/schedule.ts";
import { cleanEnvironment } from "../child-environment.ts";
import { probe } from "../questions.ts";
import type { Interpreter } from "./interpreter.ts";

export interface Source {
  /** POSIX, relative to the mount. */
  readonly path: string;
  readonly size: number;
}

/**
 * Compiles every module of a mount, with one interpreter per core, to deterministic unchecked-hash bytecode.
 * @returns the modules that do not compile with this Python, sorted
 */
export async function compileBytecode(
  root: string,
  sources: readonly Source[],
  python: Interpreter,
  environment: NodeJS.ProcessEnv,
): Promise<string[]> {
  const shares = share(sources, availableParallelism());
  const answers = await settleAll(
    shares.map((files) =>
      probe<{ failed: string[] }>(
        python.path,
        "compile",
        { root, files },
        {
          environment: cleanEnvironment(environment),
          switches: ["-s", "-S", "-B"], // -I would ignore PYTHONHASHSEED
          timeout: 1_800_000,
        },
      ),
    ),
  );
  return answers.flatMap(({ failed }) => failed).sort();
}

/** Equal shares by size: largest file first, each to the share that has least. */
function share(sources: readonly Source[], workers: number): string[][] {
  const shares = Array.from({ length: workers }, () => ({ bytes: 0, files: [] as string[] }));
  for (const { path, size } of [...sources].sort((a, b) => b.size - a.size)) {
    const least = shares.reduce((one, other) => (other.bytes < one.bytes ? other : one));
    least.bytes += size;
    least.files.push(path);
  }
  return shares.map(({ files }) => files).filter((files) => files.length > 0);
}
