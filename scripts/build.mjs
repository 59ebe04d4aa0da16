// Bundles src/ into dist/: what the action and the command line run, committed, with nothing to install.
import { copyFileSync, cpSync, mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { licensesOf } from "./licenses.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Modules that do nothing but define what they export; their packages do not say so. */
const WITHOUT_SIDE_EFFECTS = /node_modules\/(@actions\/(core|exec|http-client|io)|tunnel|undici)\//;

/**
 * An `import` of `node:http` reads all its exports, and one of them loads Node's own fetch (40 ms). `require` does not.
 */
const httpByRequire = {
  name: "http-by-require",
  resolveId(source, _importer, { kind }) {
    const [, name] = /^(?:node:)?(https?)$/.exec(source) ?? [];
    return name !== undefined && kind === "import-statement" ? `\0by-require:${name}` : undefined;
  },
  load(id) {
    const [, name] = /^\0by-require:(.*)$/.exec(id) ?? [];
    if (name === undefined) return undefined;
    const names = "Agent, globalAgent, request";
    return `import { createRequire } from "node:module";
      const module = createRequire(import.meta.url)("node:${name}");
      export default module;
      export const { ${names} } = module;`;
  },
};

/** Writes the bundle into `directory` (absolute path, emptied first). */
export async function build(directory) {
  const bundle = await rolldown({
    cwd: root,
    input: { main: "src/main.ts", cli: "src/cli.ts", "archive-thread": "src/mount/archive/thread.ts" },
    platform: "node",
    plugins: [httpByRequire],
    // Most of @actions/core is not used; the HTTP client of the rest would be loaded and never called.
    treeshake: { moduleSideEffects: [{ test: WITHOUT_SIDE_EFFECTS, sideEffects: false }] },
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
