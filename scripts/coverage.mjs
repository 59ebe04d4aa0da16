// Which functions of src/ ran, in whichever process: in the shipped bundle, or in a test that imports them. Node writes
// a file for each process that ends on its own (NODE_V8_COVERAGE); one that a signal ends writes none.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
/** Runs in browsers; test/report/page/in-browser.test.ts requires that each of its functions ran. */
const IN_BROWSER = "src/report/page/browser/";
/** What the bundler writes before each module, such as `// src/plan/plan.ts`. */
const MODULE = /^\/\/ (\S+\.(?:ts|js|mjs|cjs))$/gm;

/** A copy of the bundle in a directory of a test, as a checkout of this repository by others has it. */
const COPY = /\/azureml-extra-packages-test-[^/]+\/(?:.*\/)?(dist\/[^/]+\.js)$/;

/**
 * Every function of src/ that has a name, by its file: whether it ran.
 * @param directory where Node wrote its files
 * @returns Map of file, such as `src/plan/plan.ts`, to Map of function to boolean
 */
export function coverageIn(directory) {
  const files = new Map(sources().map((file) => [file, new Map()]));
  const bundles = new Map();
  for (const name of readdirSync(directory)) {
    for (const script of JSON.parse(readFileSync(`${directory}/${name}`, "utf8")).result) {
      const fileOf = locator(script.url, bundles);
      if (fileOf !== undefined) note(script.functions, fileOf, files);
    }
  }
  return files;
}

/** Files of src/ whose functions are in no bundle, so that none of them can run. */
export function unbundled() {
  const bundled = new Set(
    readdirSync(`${root}dist`)
      .filter((name) => name.endsWith(".js"))
      .flatMap((name) => modulesIn(readFileSync(`${root}dist/${name}`, "utf8")).map(({ file }) => file)),
  );
  return sources().filter((file) => !bundled.has(file) && hasFunctions(readFileSync(root + file, "utf8")));
}

function sources() {
  const paths = readdirSync(`${root}src`, { recursive: true }).map((path) => `src/${path.split(sep).join("/")}`);
  return paths.filter((path) => path.endsWith(".ts") && !path.startsWith(IN_BROWSER)).sort();
}

/** Constants alone are put where they are used. */
function hasFunctions(source) {
  return /^(export )?(async )?(function\*?|class) /m.test(source);
}

/** From a place in a script to the file of src/ that it comes from; `undefined` for a script of somebody else. */
function locator(url, bundles) {
  if (!url.startsWith("file:")) return undefined;
  const path = relative(root, fileURLToPath(url)).split(sep).join("/");
  if (/^src\/.*\.ts$/.test(path)) return () => path;
  const bundle = path.startsWith("dist/") ? path : (COPY.exec(path)?.[1] ?? "");
  if (!/^dist\/[^/]+\.js$/.test(bundle) || !existsSync(root + bundle)) return undefined;
  if (!bundles.has(bundle)) bundles.set(bundle, modulesIn(readFileSync(root + bundle, "utf8")));
  const modules = bundles.get(bundle);
  return (offset) => modules.findLast(({ start }) => start <= offset)?.file;
}

function modulesIn(bundle) {
  return [...bundle.matchAll(MODULE)].map(({ index, 1: file }) => ({ start: index, file }));
}

/** TypeScript's own, in packages that were compiled to CommonJS: the bundler puts their entry into the importing module. */
const HELPERS = new Set(["__createBinding", "__setModuleDefault", "__importStar", "__exportStar", "ownKeys"]);

function note(functions, fileOf, files) {
  for (const { functionName, ranges } of functions) {
    // Two modules of a bundle may have a function of one name: then the bundler counts.
    const name = functionName.replace(/\$\d+$/, "");
    const isOurs = name !== "" && !name.startsWith("<") && !HELPERS.has(name);
    const known = isOurs ? files.get(fileOf(ranges[0].startOffset)) : undefined;
    if (known !== undefined) known.set(name, known.get(name) === true || ranges[0].count > 0);
  }
}
