import { mkdirSync, readFileSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import type { Host } from "../../host/host.ts";
import type { Plan } from "../../plan/plan.ts";
import { compileBytecode, type Source } from "../../python/interpreter/compile-bytecode.ts";
import { Pauses } from "../../util/pauses.ts";
import { sha256 } from "../../util/sha256.ts";
import { plural } from "../../util/text.ts";
import { move } from "../directories.ts";
import { listFiles } from "../inventory/inventory.ts";
import type { CompiledModules, SimilarModules } from "./similar-modules.ts";

/** Bytes of source that a core compiles in a millisecond: 10 to 15 kB were measured. */
const PACE = 20e3;

/**
 * Gives every module of a site-packages its bytecode: from a similar mount if its source is the same there, otherwise
 * compiled.
 * @param directory absolute
 */
export async function compile(directory: string, similar: SimilarModules, plan: Plan, host: Host): Promise<void> {
  const sources = sourcesIn(directory);
  const bytes = sources.reduce((sum, { size }) => sum + size, 0);
  const known = await similar.within(bytes / PACE / availableParallelism());
  const rest = known === undefined ? sources : await withoutKnown(directory, sources, known);
  const taken = sources.length - rest.length;
  if (known !== undefined) {
    const what = taken === 1 ? "1 module, whose source is" : `${taken} modules, whose sources are`;
    host.log.info(`Cache: the bytecode of ${what} unchanged, is from the entry ${known.key}.`);
  }
  const title = `Compiling ${plural(rest.length, "module")} to bytecode`;
  const failed = await host.progress(title, () => compileBytecode(directory, rest, plan.python, host.environment));
  host.log.info(`Compiled ${plural(rest.length - failed.length, "module")} to bytecode.`);
  if (failed.length > 0)
    host.log.debug(`Not compiled, because not valid Python ${plan.python.minor}: ${failed.join(", ")}`);
}

/** Moves the bytecode of unchanged modules to their sources. @returns the other modules */
async function withoutKnown(
  directory: string,
  sources: readonly Source[],
  { modules, directory: from }: CompiledModules,
): Promise<Source[]> {
  const rest: Source[] = [];
  const pauses = new Pauses();
  for (const source of sources) {
    const { path } = source;
    const known = modules.get(path);
    if (known?.source === sha256(readFileSync(join(directory, path)))) {
      const target = join(directory, known.bytecode);
      mkdirSync(dirname(target), { recursive: true });
      move(join(from, known.bytecode), target);
    } else rest.push(source);
    if (pauses.isDue) await pauses.take();
  }
  return rest;
}

function sourcesIn(directory: string): Source[] {
  const paths = listFiles(directory).filter((path) => path.endsWith(".py"));
  return paths.map((path) => ({ path, size: statSync(join(directory, path)).size }));
}
