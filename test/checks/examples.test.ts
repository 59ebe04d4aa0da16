// The examples of docs/checks.md are complete and true. Those that a whole run shows are in test/scenarios/examples.
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import table from "../../src/checks/examples.json" with { type: "json" };
import { diffOf, EXAMPLES, whyNoExample } from "../../src/checks/examples.ts";
import { CHECKS } from "../../src/checks/registry.ts";
import type { Evidence } from "../../src/evidence/evidence.ts";
import { repositoryRoot } from "../support/github/runner/action-runner.ts";
import { makeElf } from "../support/packages/elf/elf.ts";
import type { WheelOptions } from "../support/packages/wheels.ts";
import { ask, evidenceOf, withClosure, withContext } from "../support/scenario/evidence.ts";
import { exampleOf, SIDES, type Side, textOf } from "../support/scenario/examples.ts";

type Cleaner = Parameters<typeof evidenceOf>[0];

test("every check has either lines before and after, or a reason why it has none", () => {
  const reasons = table.without.flatMap(({ checks }) => checks);
  const named = [...Object.keys(EXAMPLES), ...reasons];
  assert.deepEqual(named.sort(), CHECKS.map(({ id }) => id).sort());
  for (const id of reasons) assert.match(whyNoExample(id), /^\S.*\.$/, id);
  for (const id of Object.keys(EXAMPLES)) assert.equal(whyNoExample(id), "", id);
});

test("an example changes something", () => {
  for (const [id, { before, after }] of Object.entries(EXAMPLES)) assert.notDeepEqual(before, after, id);
});

test("a diff shows once what stays", () => {
  const diff = (before: string, after: string) =>
    diffOf({ file: "a", before: before.split(" "), after: after.split(" ") }).join(" ");
  assert.equal(diff("a", "b"), "-a +b");
  assert.equal(diff("a", "a b"), " a +b");
  assert.equal(diff("a b", "b"), "-a  b");
  assert.equal(diff("a b c", "a x y c"), " a -b +x +y  c");
  assert.equal(diff("a a", "a a a"), " a  a +a");
});

/** What an index has of the distributions that the lines name, in each version. */
const WHEELS: Readonly<Record<string, Partial<WheelOptions>>> = {
  "pandas==2.0.3": { requires: ["numpy>=1.20.3", "pytz>=2020.1"] },
  "networkx==3.2.1": { requiresPython: ">=3.9" },
  "networkx==3.1": { requiresPython: ">=3.8" },
  "fastmath==2.0": { files: { "fastmath.abi3.so": elf("GLIBC_2.34") }, tag: "cp38-abi3-linux_x86_64" },
  "fastmath==1.9": { files: { "fastmath.abi3.so": elf("GLIBC_2.17") }, tag: "cp38-abi3-linux_x86_64" },
};

function elf(version: string): Uint8Array {
  return makeElf({ exports: ["PyInit_fastmath"], needed: ["libc.so.6"], versionNeeds: { "libc.so.6": [version] } });
}

/** A mount with the distributions that the lines name, and with `more` of them. */
function installed(t: Cleaner, id: string, side: Side, more: readonly string[] = []): Evidence {
  const lines = [...exampleOf(id)[side], ...more];
  const wheels = lines.map((line): WheelOptions => {
    const [name = "", version = ""] = line.split(/==| @ /);
    const files = { [`${name.replaceAll("-", "_")}.py`]: "" };
    return { name, version: /^[\d.]+$/.test(version) ? version : "1.0", files, ...WHEELS[line] };
  });
  return evidenceOf(t, { wheels, requirements: lines });
}

/** A distribution that does not come from the index. */
function direct(t: Cleaner, id: string, side: Side, directUrl: (line: string) => unknown): Evidence {
  const [line = ""] = exampleOf(id)[side];
  const directUrls = { helpers: directUrl(line) };
  const wheels = [{ name: "helpers", version: "1.2.0", files: { "helpers.py": "" } }];
  return evidenceOf(t, {
    wheels,
    requirements: ["helpers"],
    evidence: { removedByStaging: { outside: {}, directUrls } },
  });
}

const repository = (line: string) =>
  line.includes(" @ git+")
    ? { url: "https://example.com/team/helpers", vcs_info: { vcs: "git", commit_id: "0".repeat(40) } }
    : null;

const folder = (line: string) => ({ url: "file:///helpers", dir_info: { editable: line.startsWith("-e ") } });

/** What a check reads, on each side of its example. */
const EVIDENCE: Readonly<Record<string, (t: Cleaner, side: Side) => Evidence | Promise<Evidence>>> = {
  H22: (t, side) => installed(t, "H22", side),
  // B1 starts a server; I2 knows from trials which servers answered with a version.
  I2: (t, side) => withContext(installed(t, "I2", side)),
  I4: (t, side) => direct(t, "I4", side, folder),
  I6: (t, side) => {
    const files = { "legacy.pth": "legacy_modules\n", "legacy_modules/legacy.py": "" };
    const code = { "score.py": textOf("I6", side) };
    return withContext(evidenceOf(t, { wheels: [{ name: "legacy", version: "1.0", files }], code }));
  },
  M3: (t, side) => withClosure(installed(t, "M3", side, ["numpy==1.24.4"])),
  M4: (t, side) => withClosure(installed(t, "M4", side, ["pytz==2024.2"])),
  M5: (t, side) => withClosure(installed(t, "M5", side)),
  M12: (t, side) => direct(t, "M12", side, repository),
  P3: (t, side) => installed(t, "P3", side),
};

for (const [id, make] of Object.entries(EVIDENCE)) {
  test(`the lines of ${id} are found before and not after, except as a notice`, async (t) => {
    const found = async (side: Side) => ask(id, await make(t, side)).filter(({ severity }) => severity !== "notice");
    assert.notDeepEqual(await found("before"), []);
    assert.deepEqual(await found("after"), []);
  });
}

test("a mode that an example changes to does not have the check", () => {
  for (const { id, modes } of CHECKS) {
    const [, mode] = /^mode: (\S+)/m.exec(EXAMPLES[id]?.after.join("\n") ?? "") ?? [];
    if (mode !== undefined && mode !== "restore") assert.ok(!modes.includes(mode as (typeof modes)[number]), id);
  }
});

/** Examples without a run of their own, and why. */
const NOT_RUN: Readonly<Record<string, string>> = {
  B1: "the same lines as I2's",
  B2: "the test of the modes; an installation would have to take minutes",
  H23: "files are in another directory, which model.test.ts has",
  M17: "advisories change; vulnerabilities.test.ts has versions before and after a fix",
  M18: "the lines name a database, which test/scenarios/audit has",
};

test("every example is run, or there is a reason why not", () => {
  const texts = globSync("test/scenarios/examples/*.test.ts", { cwd: repositoryRoot }).map((file) =>
    readFileSync(join(repositoryRoot, file), "utf8"),
  );
  const isRun = (id: string) => id in EVIDENCE || id in NOT_RUN || texts.some((text) => text.includes(`"${id}"`));
  assert.deepEqual(
    Object.keys(EXAMPLES).filter((id) => !isRun(id)),
    [],
  );
  for (const id of Object.keys(NOT_RUN)) for (const side of SIDES) assert.ok(textOf(id, side).length > 1, id);
  assert.deepEqual(exampleOf("B1"), exampleOf("I2"));
});
