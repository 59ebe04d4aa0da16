// What series build on, each made once, outside every clock.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundled } from "./bundled.ts";
import { InImage } from "./in-image.ts";
import { artifact, type OurRun, ours, peer, type Runners, type Timed } from "./runners.ts";
import { makeTree } from "./tree.ts";
import type { Work } from "./works.ts";

export class Prepared {
  readonly runners: Runners;
  readonly #made = new Map<string, Promise<unknown>>();

  constructor(runners: Runners) {
    this.runners = runners;
  }

  once<T>(name: string, make: () => Promise<T>): Promise<T> {
    const made = this.#made.get(name) ?? make();
    this.#made.set(name, made);
    return made as Promise<T>;
  }

  /** A build of ours: it has filled the cache and uploaded its artifact. */
  ours(work: Work, inputs: Record<string, string> = {}): Promise<OurRun> {
    return this.once(`ours, ${work.name}`, () => ours(this.runners, work, inputs));
  }

  /** The address of one of the bench's own programs as a bundle. */
  bundled(script: string): Promise<string> {
    return this.once(`bundle, ${script}`, () => bundled(script, join(this.runners.directory, "bundle", script)));
  }

  /** The environment of the document's way, uploaded loosely. */
  document(work: Work): Promise<Timed> {
    return this.once(`document, ${work.name}`, () => peer(this.runners, "document.sh", work));
  }

  /** The directory of packages as a deploy job of ours hands it over. */
  oursAfterTrip(work: Work): Promise<string> {
    return this.once(`ours after the trip, ${work.name}`, async () => {
      const { run } = await this.ours(work);
      const { outputs } = await ours(this.runners, work, { mode: "restore" }, run);
      return outputs["mount-directory"] ?? "";
    });
  }

  /** A code directory whose mount has as many small files, in distributions of some hundred. */
  tree(count: number): Promise<{ readonly codeDirectory: string; readonly mount: string }> {
    return this.once(`tree, ${count}`, async () => {
      const codeDirectory = join(this.runners.directory, `tree-${count}`);
      const mount = join(codeDirectory, "myenv", "lib", "python3.8", "site-packages");
      makeTree(mount, count, 300);
      writeFileSync(join(codeDirectory, "score.py"), "def init(): ...\ndef run(data): return data\n");
      return { codeDirectory, mount };
    });
  }

  /** A code directory for the rows about an image. */
  inImage(): Promise<InImage> {
    return this.once("in an image", () => InImage.prepare(this.runners.directory));
  }

  /** The same of the document's way. */
  documentAfterTrip(work: Work): Promise<string> {
    return this.once(`document after the trip, ${work.name}`, async () => {
      const { run } = await this.document(work);
      const directory = join(this.runners.directory, `trip-${work.name}`);
      mkdirSync(directory);
      await artifact(this.runners, run, directory, "download", "packages", ".");
      return join(directory, "myenv", "lib", "python3.8", "site-packages");
    });
  }
}
