// Bundles src/ into dist/: what the action and the command line run, committed, with nothing to install.
import { copyFileSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
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
  const modules = [...modulesIn(output), ...(await buildPage(`${directory}/page`))];
  writeFileSync(`${directory}/licenses.txt`, licensesOf(modules));
  writeFileSync(`${directory}/package.json`, '{ "type": "module" }\n');
  cpSync(`${root}/src/python/probes`, `${directory}/probes`, {
    recursive: true,
    filter: (path) => !path.includes("__pycache__"),
  });
}

/** Writes what a report page contains into `directory`. @returns the modules of its script */
async function buildPage(directory) {
  const bundle = await rolldown({
    cwd: root,
    input: "src/report/page/browser/main.ts",
    platform: "browser",
    external: ["node:path"], // in helpers that the page does not use
    treeshake: { moduleSideEffects: false },
    tsconfig: "tsconfig.browser.json",
    logLevel: "warn",
  });
  const { output } = await bundle.generate({ format: "iife", comments: false });
  await bundle.close();
  const modules = modulesIn(output);
  mkdirSync(directory);
  // The page is passed on without licenses.txt.
  const notices = licensesOf(modules).replaceAll("*/", "* /");
  writeFileSync(`${directory}/page.js`, `/*\n${notices}*/\n${output[0].code}`);
  copyFileSync(`${root}/src/report/page/page.css`, `${directory}/page.css`);
  return modules;
}

function modulesIn(output) {
  return output.flatMap((chunk) => (chunk.type === "chunk" ? chunk.moduleIds : []));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build(`${root}/dist`);
