// One of the bench's own programs, bundled as the action is: the threads of a bundle start in a third of the time.
import { basename, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { rolldown } from "rolldown";

const THREAD = fileURLToPath(new URL("../src/mount/archive/thread.ts", import.meta.url));

/**
 * @param script of this folder
 * @param directory absolute, fresh
 * @returns the address of the bundled program
 */
export async function bundled(script: string, directory: string): Promise<string> {
  const name = basename(script, ".ts");
  const input = { [name]: fileURLToPath(new URL(script, import.meta.url)), "archive-thread": THREAD };
  const bundle = await rolldown({ input, platform: "node", logLevel: "warn" });
  await bundle.write({ dir: directory, format: "esm", comments: false, chunkFileNames: "[name].js" });
  await bundle.close();
  return pathToFileURL(join(directory, `${name}.js`)).href;
}
