// Fails when dist/ is not, byte by byte, what a build of src/ gives now.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "./build.mjs";

const dist = fileURLToPath(new URL("../dist", import.meta.url));
const fresh = mkdtempSync(join(tmpdir(), "azureml-dist-"));
try {
  await build(fresh);
  report(differences());
} finally {
  rmSync(fresh, { recursive: true, force: true });
}

function differences() {
  const [built, committed] = [filesOf(fresh), filesOf(dist)];
  const names = [...new Set([...built, ...committed])].sort();
  return names.flatMap((name) => {
    if (!committed.includes(name)) return [`dist/${name} is missing`];
    if (!built.includes(name)) return [`dist/${name} is left over`];
    return readFileSync(join(fresh, name)).equals(readFileSync(join(dist, name))) ? [] : [`dist/${name} differs`];
  });
}

function filesOf(directory) {
  if (!existsSync(directory)) return [];
  const paths = readdirSync(directory, { recursive: true });
  return paths.filter((path) => statSync(join(directory, path)).isFile()).map((path) => path.split(sep).join("/"));
}

function report(lines) {
  if (lines.length === 0) return process.stdout.write("dist/ is what src/ builds.\n");
  process.stderr.write(`${lines.join("\n")}\nRun \`npm run build\` and commit dist/.\n`);
  process.exitCode = 1;
}
