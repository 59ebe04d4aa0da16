// Writes what npm publishes into a directory: the bundle, which needs no other package, so that `npx` installs nothing else.
//   node scripts/npm-package.mjs DIRECTORY
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const KEPT = ["name", "version", "description", "license", "keywords", "repository", "type", "bin", "engines"];
const COPIED = ["dist", "README.md", "CHANGELOG.md", "LICENSE"];

const [target] = process.argv.slice(2);
if (target === undefined) {
  process.stderr.write("Usage: node scripts/npm-package.mjs DIRECTORY\n");
  process.exitCode = 2;
} else write(resolve(target));

function write(directory) {
  mkdirSync(directory, { recursive: true });
  const project = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const kept = Object.fromEntries(KEPT.filter((name) => name in project).map((name) => [name, project[name]]));
  const manifest = { ...kept, files: COPIED };
  writeFileSync(join(directory, "package.json"), `${JSON.stringify(manifest, undefined, 2)}\n`);
  for (const name of COPIED) cpSync(join(root, name), join(directory, name), { recursive: true });
}
