// Updates the image catalogue from what images themselves contain, and prints what changed.
//   node dist/cli.js images --inspect mcr.microsoft.com/azureml/NAME:latest --json > facts.json
//   node scripts/node24.mjs scripts/refresh-images.ts facts.json …   writes the catalogue
//   … --check                                                        only says what would change; exit code 1 if anything would
//   … --catalogue FILE                                               another file than that of src/
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Catalogue, catalogueText, withoutUnused } from "./refresh-images/catalogue.ts";
import { type Facts, readFacts } from "./refresh-images/facts.ts";
import { refresh } from "./refresh-images/refresh.ts";

const CATALOGUE = "src/images/catalogue/image-catalogue.json";

try {
  process.exitCode = main();
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 2;
}

function main(): number {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { check: { type: "boolean" }, catalogue: { type: "string" } },
  });
  if (positionals.length === 0) throw new Error("Name at least one facts file.");
  const path = values.catalogue ?? fileURLToPath(new URL(`../${CATALOGUE}`, import.meta.url));
  const { catalogue, count } = refreshAll(JSON.parse(readFileSync(path, "utf8")), readAll(positionals));
  if (count === 0) process.stdout.write("The catalogue agrees with the images: nothing changes.\n");
  else if (!values.check) {
    writeFileSync(path, catalogueText(withoutUnused(catalogue)));
    process.stdout.write(`Wrote ${values.catalogue ?? CATALOGUE}.\n`);
  }
  return values.check && count > 0 ? 1 : 0;
}

/** All files are read before anything is changed, so that one message names everything that is wrong. */
function readAll(paths: readonly string[]): Facts[] {
  const problems: string[] = [];
  const facts = paths.flatMap((path) => {
    try {
      return [readFacts(path)];
    } catch (error) {
      problems.push((error as Error).message);
      return [];
    }
  });
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return facts;
}

/** Prints, for each image, what changes and what a person must decide. */
function refreshAll(before: Catalogue, facts: readonly Facts[]): { catalogue: Catalogue; count: number } {
  let catalogue = before;
  let count = 0;
  for (const one of facts) {
    const { changes, notes, ...after } = refresh(catalogue, one);
    catalogue = after.catalogue;
    count += changes.length;
    const lines = [...changes, ...notes.map((note) => `Note: ${note}`)].map((line) => `- ${line}\n`);
    if (lines.length > 0) process.stdout.write(`${one.name}\n\n${lines.join("")}\n`);
  }
  return { catalogue, count };
}
