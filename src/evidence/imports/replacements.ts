import { standardLibrary } from "../../images/contents/standard-library.ts";
import { SERVER_STANDARD_LIBRARY } from "../../images/server/server-generation.ts";
import type { Target } from "../../images/target.ts";
import type { Mount } from "../../mount/mount.ts";
import type { RunningImage } from "../../python/running-image.ts";
import { orNothing } from "../../util/errors.ts";
import { replacedModules } from "../importable/replaced-modules.ts";

/** What importing the modules that replace those of the standard library showed. */
export interface Replacements {
  readonly replaced: Readonly<Record<string, Replacement>>;
  /** The first other module that the server imports from the standard library and that cannot be imported with them. */
  readonly failed: { readonly module: string; readonly error: string } | null;
}

export interface Replacement {
  /** Why it cannot be imported. */
  readonly error: string | null;
  /** Names that only the original has; of classes too, dotted. */
  readonly missing: readonly string[];
}

interface Asked {
  readonly mount: Pick<Mount, "inventory">;
  readonly target: Target;
}

/** @returns `undefined` if nothing is replaced, or nothing can be said of it */
export async function tryReplacements(
  { mount: { inventory }, target }: Asked,
  image: RunningImage,
): Promise<Replacements | undefined> {
  const replaced = replacedModules(inventory, target).map(({ module }) => module);
  if (replaced.length === 0) return undefined;
  const standard = standardLibrary(target.python);
  const needed = [...SERVER_STANDARD_LIBRARY].filter((module) => standard.has(module));
  const run = await image.probe("replaced_modules", { replaced, needed });
  return run.exitCode === 0 ? orNothing(() => readReplacements(run.output)) : undefined;
}

/** @throws when the output has another format: a module that was imported may have written it */
function readReplacements(output: string): Replacements {
  const { replaced, failed } = JSON.parse(output) as Replacements;
  const read = ({ error, missing }: Replacement) => ({ error: error && String(error), missing: missing.map(String) });
  return {
    replaced: Object.fromEntries(Object.entries(replaced).map(([module, one]) => [module, read(one)])),
    failed: failed && { module: String(failed.module), error: String(failed.error) },
  };
}
