import { mkdirSync, readFileSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import type { Host } from "../../host/host.ts";
import type { Plan } from "../../plan/plan.ts";
import { compileBytecode, type Source } from "../../python/interpreter/compile-bytecode.ts";
import { isDiskFull } from "../../util/errors.ts";
import { Pauses } from "../../util/pauses.ts";
import { sha256 } from "../../util/sha256.ts";
import { plural } from "../../util/text.ts";
import { move } from "../directories.ts";
import { listFiles } from "../inventory/inventory.ts";
import type { CompiledModule, CompiledModules, SimilarModules } from "./similar-modules.ts";

/** Bytes of source that a core compiles in a millisecond. */
const PACE = 6e3;
/** Bytes of source: fewer are compiled sooner than bytecode of another entry could be awaited. */
const SMALL = 300e3;

/**
 * Gives every module of a site-packages its bytecode: from a similar mount if its source is the same there, otherwise
 * compiled.
 * @param directory absolute
 */
export async function compile(directory: string, similar: SimilarModules, plan: Plan, host: Host): Promise<void> {
  const sources = sourcesIn(directory);
  const bytes = sources.reduce((sum, { size }) => sum + size, 0);
  const known = bytes < SMALL ? undefined : await similar.within(bytes / PACE / availableParallelism());
  const rest = known === undefined ? sources : await withoutKnown(directory, sources, known);
  if (known !== undefined && rest.length < sources.length) {
    const taken = sources.length - rest.length;
    const what = taken === 1 ? "1 module, whose source is" : `${taken} modules, whose sources are`;
    host.log.info(`Cache: the bytecode of ${what} unchanged, is from the most similar entry.`);
    host.log.debug(`Cache: that entry is ${known.key}.`);
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
  { modules }: CompiledModules,
): Promise<Source[]> {
  const rest: Source[] = [];
  const pauses = new Pauses();
  for (const source of sources) {
    const known = modules.get(source.path);
    const isUnchanged = known?.source === sha256(readFileSync(join(directory, source.path)));
    if (!isUnchanged || !take(known, directory)) rest.push(source);
    if (pauses.isDue) await pauses.take();
  }
  return rest;
}

/** @returns false if it cannot be used: the module is compiled then */
function take({ file, sha256: expected, path }: CompiledModule, directory: string): boolean {
  try {
    if (sha256(readFileSync(file)) !== expected) return false; // builds of packages ran since it was unpacked
    const target = join(directory, path);
    mkdirSync(dirname(target), { recursive: true });
    move(file, target);
    return true;
  } catch (error) {
    if (isDiskFull(error)) throw error;
    return false;
  }
}

function sourcesIn(directory: string): Source[] {
  const paths = listFiles(directory).filter((path) => path.endsWith(".py"));
  return paths.map((path) => ({ path, size: statSync(join(directory, path)).size }));
}
