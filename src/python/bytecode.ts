import { availableParallelism } from "node:os";
import { allEnded } from "../all-ended.ts";
import { cleanEnvironment } from "./environment.ts";
import type { Interpreter } from "./interpreter.ts";
import { probe } from "./probe.ts";

interface Source {
  /** POSIX, relative to the mount. */
  readonly path: string;
  readonly size: number;
}

/**
 * Compiles every source of a mount, one interpreter per core, into deterministic unchecked-hash bytecode.
 * @returns the sources that do not compile under this Python, sorted
 */
export async function compileBytecode(
  root: string,
  sources: readonly Source[],
  python: Interpreter,
  environment: NodeJS.ProcessEnv,
): Promise<string[]> {
  const shares = share(sources, availableParallelism());
  const answers = await allEnded(
    shares.map((files) =>
      probe<{ failed: string[] }>(
        python.path,
        "compile",
        { root, files },
        {
          environment: cleanEnvironment(environment),
          switches: ["-s", "-S", "-B"], // -I would drop the hash seed
          timeout: 1_800_000,
        },
      ),
    ),
  );
  return answers.flatMap(({ failed }) => failed).sort();
}

/** Equal shares by bytes, the longest file first: whoever has least gets the next. */
function share(sources: readonly Source[], workers: number): string[][] {
  const shares = Array.from({ length: workers }, () => ({ bytes: 0, files: [] as string[] }));
  for (const { path, size } of [...sources].sort((a, b) => b.size - a.size)) {
    const least = shares.reduce((one, other) => (other.bytes < one.bytes ? other : one));
    least.bytes += size;
    least.files.push(path);
  }
  return shares.map(({ files }) => files).filter((files) => files.length > 0);
}
