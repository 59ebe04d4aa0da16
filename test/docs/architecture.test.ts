// docs/architecture.md describes the source code, so it is compared with the imports.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { readImports, roomOf } from "../../scripts/import-rules.ts";
import { ROOMS } from "../../scripts/rooms.ts";
import { repositoryRoot } from "../support/github/runner/action-runner.ts";

const page = readFileSync(join(repositoryRoot, "docs", "architecture.md"), "utf8");
const imports = readImports(join(repositoryRoot, "src"));
const rankOf = (file: string) => ROOMS.findIndex(({ name }) => name === roomOf(file));
const linksIn = (text: string) => [...text.matchAll(/\]\(\.\.\/src\/([^)#]+)\)/g)].map(([, path = ""]) => path);

describe("docs/architecture.md", () => {
  const [, walk = ""] = page.split("## From action.yml to check P4");
  const files = linksIn(walk);

  test("its path to P4 follows imports and never leads back up", () => {
    assert.ok(files.length > 10);
    for (const [index, file] of files.entries()) {
      const above = files.slice(0, index);
      assert.ok(index === 0 || above.some((one) => imports.get(one)?.includes(file)), `nothing above imports ${file}`);
      assert.ok(index === 0 || rankOf(files[index - 1] ?? "") <= rankOf(file), `${file} leads back up`);
    }
  });

  test("names the functions of the flow and the files that define them", () => {
    const rows = [...page.matchAll(/^\| \w+ +\| `(\w+)` +\| (`.+?) in \[\w+\]\(\.\.\/(src\/[^)]+)\)/gm)];
    assert.equal(rows.length, 7);
    for (const [, type, names = "", path = ""] of rows) {
      const source = readFileSync(join(repositoryRoot, path), "utf8");
      for (const [, name] of names.matchAll(/`(\w+)`/g)) assert.match(source, new RegExp(`function ${name}\\b`));
      assert.match(source, new RegExp(`\\b${type}\\b`), `${path}: ${type}`);
    }
  });

  test("links to files that exist", () => {
    for (const path of linksIn(page)) assert.ok(existsSync(join(repositoryRoot, "src", path)), path);
  });
});
