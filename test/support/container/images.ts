// Stand-in images: what a test needs of Microsoft's images, and broken ones; made on demand and kept in the engine.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { askEngine, type Engine, runEngine } from "./engine-program.ts";
import { withLock, withScratch } from "./stand-in/cache.ts";
import { writeProgram } from "./stand-in/files.ts";
import { writeImageArchive } from "./stand-in/image-archive.ts";
import { type Derived, type Imported, RECIPES, type StandInName } from "./stand-in/recipes.ts";

export type { StandInName } from "./stand-in/recipes.ts";

export interface StandIn {
  /** Name of the image in the engine. */
  image: string;
  /** For `{ skip: standIn.skip }`: false, or the reason why there is none. */
  skip: string | false;
}

const MAKE_WITHIN = 300_000;

/**
 * The image of this name, made when the engine lacks it. The first Debian image of a machine takes three minutes, each
 * further image seconds.
 */
export async function standIn(engine: Engine, name: StandInName): Promise<StandIn> {
  const image = imageName(name);
  if (engine.skip !== false) return { image, skip: engine.skip };
  if (await isPresent(engine, image)) return { image, skip: false };
  const skip = RECIPES[name].lacks();
  if (skip !== false) return { image, skip };
  try {
    await withLock(`${engine.name}-${name}`, async () => {
      if (!(await isPresent(engine, image))) await make(engine, name);
    });
    return { image, skip: false };
  } catch (error) {
    return { image, skip: `the stand-in image ${name} cannot be made: ${(error as Error).message}` };
  }
}

/** On a host that is no registry: an engine that lacks the image gets it nowhere else. */
function imageName(name: StandInName): string {
  recipeHash ??= hashOfRecipes();
  return `localhost/azureml-stand-in:${name}-${recipeHash}`;
}

let recipeHash: string | undefined;

function hashOfRecipes(): string {
  const directory = fileURLToPath(new URL("./stand-in", import.meta.url));
  const hash = createHash("sha256");
  for (const file of readdirSync(directory).sort()) hash.update(file).update(readFileSync(join(directory, file)));
  return hash.digest("hex").slice(0, 12);
}

async function isPresent(engine: Engine, image: string): Promise<boolean> {
  return (await runEngine(engine, ["image", "inspect", "--format", "{{.Id}}", image])).exitCode === 0;
}

async function make(engine: Engine, name: StandInName): Promise<void> {
  const recipe = RECIPES[name];
  await withScratch(async (scratch) => {
    if (recipe.kind === "imported") await load(engine, imageName(name), recipe, scratch);
    else await derive(engine, imageName(name), recipe, scratch);
  });
}

async function load(engine: Engine, image: string, recipe: Imported, scratch: string): Promise<void> {
  const [layer, archive] = [join(scratch, "layer.tar"), join(scratch, "image.tar")];
  await recipe.pack(layer);
  await writeImageArchive(archive, image, layer, recipe);
  await askEngine(engine, ["load", "--input", archive], MAKE_WITHIN);
}

/** Shares the layers of its base. */
async function derive(engine: Engine, image: string, recipe: Derived, scratch: string): Promise<void> {
  const base = await standIn(engine, recipe.of);
  if (base.skip !== false) throw new Error(base.skip);
  const container = await askEngine(engine, ["create", "--network", "none", base.image]);
  try {
    for (const [path, text] of Object.entries(recipe.programs)) {
      await writeProgram(join(scratch, path), await text());
      await askEngine(engine, ["cp", join(scratch, path), `${container}:${path}`]);
    }
    const changes = recipe.changes.flatMap((change) => ["--change", change]);
    await askEngine(engine, ["commit", ...changes, container, image], MAKE_WITHIN);
  } finally {
    await runEngine(engine, ["rm", "--force", container]);
  }
}
