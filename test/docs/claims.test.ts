// The pages about threats and reliability name a test for each claim: each must exist.
import assert from "node:assert/strict";
import { existsSync, globSync, readFileSync } from "node:fs";
import { test } from "node:test";

const page = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), "utf8");
const here = (path: string) => new URL(`../${path}`, import.meta.url);

test("every test that the threat model names exists", () => {
  const named = [...page("threat-model.md").matchAll(/`([\w/-]+\.test\.ts)`/g)].map(([, path = ""]) => path);
  assert.ok(named.length > 20, String(named.length));
  assert.deepEqual(
    named.filter((path) => !existsSync(here(path))),
    [],
  );
});

test("every row of the threat model's tables names a test", () => {
  const rows = page("threat-model.md")
    .split("\n")
    .filter((line) => line.startsWith("| ") && !/^\| (claim|measure|-)/.test(line));
  assert.deepEqual(
    rows.filter((row) => !/\.test\.ts`/.test(row)),
    [],
  );
});

test("every command of the page on reliability selects tests", () => {
  const files = globSync("**/*.test.ts", { cwd: here("") }).map((path) => `test/${path}`);
  const others = /^test\/(faults|field|hostile|packages|clients|act|engine)\//;
  const commands = [...page("reliability.md").matchAll(/`npm test -- --only (\w+)([^`]*)`/g)];
  assert.ok(commands.length > 8, String(commands.length));
  for (const [command, suite = "", parts = ""] of commands) {
    const own = files.filter((path) => (suite === "hermetic" ? !others.test(path) : path.startsWith(`test/${suite}/`)));
    assert.ok(own.length > 0, command);
    for (const part of parts.split(" ").filter((one) => one !== ""))
      assert.ok(
        own.some((path) => path.includes(part)),
        `${command}: ${part}`,
      );
  }
});

test("every promise of the page on reliability has a command, which this repository has", () => {
  const [, table = ""] = /\n(\| promise .*?)\n\n/s.exec(page("reliability.md")) ?? [];
  const rows = table.split("\n").slice(2);
  assert.ok(rows.length > 10, String(rows.length));
  assert.deepEqual(
    rows.filter((row) => !/`npm (test|run) [^`]+` +\|$/.test(row)),
    [],
  );
  const { scripts } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  for (const [, script = ""] of table.matchAll(/`npm run (\S+)[^`]*`/g)) assert.ok(scripts[script], script);
});
