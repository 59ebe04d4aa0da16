// What evidence from a container costs: imports in a container of an image, and its facts. A stand-in image is made for it,
// whose Python is 3.9; the packages for it come from the real index before the clock runs.
import { cpSync, mkdtempSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Engine, findEngine } from "../test/support/container/engines.ts";
import { standIn } from "../test/support/container/images.ts";
import { runCli } from "../test/support/machine/cli.ts";
import { skipWithoutIndex } from "../test/support/packages/real-index.ts";

const REQUIREMENTS = "joblib==1.4.2\npandas==2.0.3\nscikit-learn==1.3.2\nnumpy==1.24.4\nscipy==1.10.1\n";
const EXAMPLE = fileURLToPath(new URL("../examples/iris", import.meta.url));

/** False, or why nothing can be measured in an image on this machine. */
export async function noImage(): Promise<string | false> {
  const { skip } = await standIn(await findEngine("docker"), "documented");
  return skip || (await skipWithoutIndex());
}

/** A code directory whose mount was verified in the image once, so that the facts of the image are known. */
export class InImage {
  readonly #directory: string;
  readonly #engine: Engine;
  readonly #image: string;

  private constructor(directory: string, engine: Engine, image: string) {
    this.#directory = directory;
    this.#engine = engine;
    this.#image = image;
  }

  /** @param parent of its files */
  static async prepare(parent: string): Promise<InImage> {
    const directory = mkdtempSync(join(parent, "in-image-"));
    const engine = await findEngine("docker");
    const { image } = await standIn(engine, "documented");
    const code = join(directory, "iris");
    cpSync(EXAMPLE, code, { recursive: true, filter: (path) => !path.includes("myenv") });
    writeFileSync(join(code, "requirements.txt"), REQUIREMENTS);
    const prepared = new InImage(directory, engine, image);
    await prepared.#run("build", "--code-directory", "iris", "--image", image, "--cache", "off", "--evidence", "image");
    const { stdout } = await prepared.#run("images", "--inspect", image);
    writeFileSync(join(directory, "facts.json"), stdout);
    return prepared;
  }

  /** Both know the facts of the image: only where the imports run is different. */
  async verify(evidence: "image" | "simulated"): Promise<number> {
    const facts = evidence === "simulated" ? ["--image-facts", "facts.json"] : [];
    const words = ["verify", "--code-directory", "iris", "--image", this.#image, "--evidence", evidence];
    return (await this.#run(...words, ...facts)).milliseconds;
  }

  /** @param home `fresh`: one in which no facts are kept */
  async facts(home: "known" | "fresh"): Promise<number> {
    const name = home === "known" ? "home" : basename(mkdtempSync(join(this.#directory, "home-")));
    return (await this.#runIn(name, "images", "--inspect", this.#image)).milliseconds;
  }

  async #run(...words: string[]) {
    return await this.#runIn("home", ...words);
  }

  async #runIn(home: string, ...words: string[]) {
    const start = performance.now();
    const where = { cwd: this.#directory, home: join(this.#directory, home), inheritIndex: true };
    const options = { ...where, env: this.#engine.env, timeout: 600_000 };
    const { exitCode, stdout, stderr } = await runCli({ after: () => {} }, [...words, "--json"], options);
    if (exitCode !== 0) throw new Error(stderr);
    return { milliseconds: performance.now() - start, stdout };
  }
}
