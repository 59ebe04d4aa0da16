// Fails when an import of src/ leads to a room above, or in a circle; when a folder holds more than 15 source files, or a
// source file more than 200 lines.
//   npm run check:imports
//   npm run check:imports -- --table   how many imports lead from each room to each other one
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readImports, roomArrows, violations } from "./import-rules.ts";

const source = fileURLToPath(new URL("../src", import.meta.url));
const imports = readImports(source);
const found = violations(imports, (file) => readFileSync(join(source, file), "utf8").split("\n").length - 1);

if (process.argv.includes("--table")) {
  for (const [from, row] of roomArrows(imports))
    for (const [to, count] of row) process.stdout.write(`${from} → ${to}: ${count}\n`);
}
for (const sentence of found) process.stderr.write(`${sentence}\n`);
if (found.length > 0) process.exitCode = 1;
else process.stdout.write(`The imports of ${imports.size} source files run one way.\n`);
