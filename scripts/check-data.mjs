// Fails when a table of src/ (a JSON file) has no JSON schema beside it, or does not fit it.
//   node scripts/check-data.mjs [directory instead of src …]
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const given = process.argv.slice(2);
const tables = (given.length > 0 ? given : [join(root, "src")]).flatMap(tablesIn);

report(tables.flatMap(problemsOf));

function tablesIn(directory) {
  const paths = readdirSync(directory, { recursive: true }).map((path) => join(directory, path));
  return paths.filter((path) => path.endsWith(".json") && !path.endsWith(".schema.json")).sort();
}

/** What is wrong with a table, one line each. */
function problemsOf(table) {
  const name = relative(process.cwd(), table);
  const schema = table.replace(/\.json$/, ".schema.json");
  if (!existsSync(schema)) return [`${name}: its schema, ${basename(schema)}, is missing.`];
  try {
    const validate = new Ajv2020({ allErrors: true, strict: true, strictRequired: false }).compile(read(schema));
    validate(read(table));
    return (validate.errors ?? []).map((error) => `${name}: ${inWords(error)}`);
  } catch (error) {
    return [`${name}: ${error.message}`];
  }
}

function inWords({ instancePath, message, params }) {
  return `${instancePath || "/"} ${message} ${JSON.stringify(params)}`;
}

function read(path) {
  return JSON.parse(readFileSync(path, "utf8"));
}

function report(lines) {
  if (lines.length === 0) return process.stdout.write(`${tables.length} tables fit their schemas.\n`);
  process.stderr.write(`${lines.join("\n")}\n`);
  process.exitCode = 1;
}
