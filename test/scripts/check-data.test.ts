import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, test } from "node:test";
import advice from "../../src/images/abi/library-advice.json" with { type: "json" };
import libraries from "../../src/images/abi/system-libraries.json" with { type: "json" };
import catalogue from "../../src/images/catalogue/image-catalogue.json" with { type: "json" };
import imports from "../../src/images/contents/import-names.json" with { type: "json" };
import conda from "../../src/inputs/sources/conda/conda-names.json" with { type: "json" };
import { repositoryRoot } from "../support/github/runner/action-runner.ts";
import { createWorkspace } from "../support/machine/workspace.ts";

const SCHEMA = JSON.stringify({
  $schema: "https://json-schema.org/draft/2020-12/schema",
  type: "object",
  properties: { glibc: { type: "array", items: { type: "integer" } } },
  additionalProperties: false,
});

function check(directory: string): { status: number | null; stderr: string; stdout: string } {
  const script = join(repositoryRoot, "scripts", "check-data.mjs");
  return spawnSync(process.execPath, [script, directory], { cwd: directory, encoding: "utf8" });
}

describe("check:data", () => {
  test("passes for the tables of src", () => {
    const { status, stdout, stderr } = check(join(repositoryRoot, "src"));
    assert.equal(status, 0, stderr);
    assert.ok(Number.parseInt(stdout, 10) >= 9, stdout);
  });

  for (const [what, files, problem] of [
    ["a table without a schema", { "a.json": "{}" }, /^deep\/a\.json: its schema, a\.schema\.json, is missing\.$/m],
    [
      "a table that does not fit",
      { "a.json": '{ "glibc": [2, "31"], "more": 1 }', "a.schema.json": SCHEMA },
      /^deep\/a\.json: \/ must NOT have additional properties .*\ndeep\/a\.json: \/glibc\/1 must be integer/m,
    ],
    ["a table that is not JSON", { "a.json": "{", "a.schema.json": SCHEMA }, /^deep\/a\.json: .*JSON/m],
    ["a schema that is none", { "a.json": "{}", "a.schema.json": '{ "type": "objekt" }' }, /^deep\/a\.json: .*type/m],
  ] as const) {
    test(`fails on ${what}`, (t) => {
      const deep = Object.entries(files).map(([name, text]) => [`deep/${name}`, text]);
      const { status, stderr } = check(createWorkspace(t, Object.fromEntries(deep)));
      assert.equal(status, 1);
      assert.match(stderr, problem);
    });
  }
});

/** What a schema cannot say: that a name in a table is one of another list in it. */
describe("names in the tables", () => {
  test("sources and systems of images exist, and each is used", () => {
    const used = catalogue.images.flatMap(({ source, sources }) => [source, ...Object.values(sources ?? {})]);
    assert.deepEqual(new Set([...used, catalogue.withoutServer.source]), new Set(Object.keys(catalogue.sources)));
    const systems = catalogue.images.flatMap(({ os }) => os ?? []);
    assert.deepEqual(new Set(systems), new Set(Object.keys(catalogue.systems.glibc)));
  });

  test("sources of symbol versions exist, and each is used", () => {
    const markers = Object.values(libraries.markers).map(({ source }) => source);
    const used = [...libraries.generations.flatMap(({ sources }) => sources), ...markers];
    assert.deepEqual(new Set(used), new Set(Object.keys(libraries.sources)));
  });

  test("sources of conda names exist, and each is used", () => {
    const projects = Object.values({ ...conda.renamed, ...conda.sameName });
    const used = [conda.extraInfix.source, ...projects.map(({ source }) => source)];
    assert.deepEqual(new Set(used), new Set(Object.keys(conda.sources)));
  });

  test("shared advice exists, and each is used", () => {
    const rows = Object.values(advice.libraries).flat();
    const used = rows.flatMap((row) => ("sharedAdvice" in row ? row.sharedAdvice : []));
    assert.deepEqual(new Set(used), new Set(Object.keys(advice.sharedAdvice)));
  });

  test("a module that several distributions provide has a preferred one", () => {
    const modules = Object.values(imports.names).flat();
    const repeated = modules.filter((module, index) => modules.indexOf(module) !== index);
    for (const module of repeated) assert.ok(Object.hasOwn(imports.preferred, module), module);
    for (const [module, distribution] of Object.entries(imports.preferred)) {
      const names: Readonly<Record<string, readonly string[]>> = imports.names;
      const provided = names[distribution] ?? [];
      assert.ok(
        provided.some((name) => `${name}.`.startsWith(`${module}.`)),
        distribution,
      );
    }
  });
});
