// Bundles src/ into dist/: what the action and the command line run, committed, with nothing to install.
import { cpSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { licensesOf } from "./licenses.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Writes the bundle into `directory` (absolute path, emptied first). */
export async function build(directory) {
  const bundle = await rolldown({
    cwd: root,
    input: { main: "src/main.ts", cli: "src/cli.ts", "archive-thread": "src/mount/archive/thread.ts" },
    platform: "node",
    logLevel: "warn",
  });
  const { output } = await bundle.write({
    dir: directory,
    format: "esm",
    cleanDir: true,
    comments: false,
    chunkFileNames: "[name].js",
  });
  await bundle.close();
  const modules = output.flatMap((chunk) => (chunk.type === "chunk" ? chunk.moduleIds : []));
  writeFileSync(`${directory}/licenses.txt`, licensesOf(modules));
  writeFileSync(`${directory}/package.json`, '{ "type": "module" }\n');
  cpSync(`${root}/src/python/probes`, `${directory}/probes`, {
    recursive: true,
    filter: (path) => !path.includes("__pycache__"),
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build(`${root}/dist`);
