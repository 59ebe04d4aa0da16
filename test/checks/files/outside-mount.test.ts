import assert from "node:assert/strict";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Evidence } from "../../../src/evidence/evidence.ts";
import { ask, evidenceOf, lookAgain } from "../../support/scenario/evidence.ts";

const demo = { name: "demo", version: "1.0", files: { "demo/__init__.py": "x = 1\n" } };

type Context = Parameters<typeof evidenceOf>[0];

/** The demo with rows that staging has taken away. */
function staged(t: Context, paths: readonly string[], size?: number): Evidence {
  const rows = paths.map((path) => ({ path, hash: undefined, size }));
  return evidenceOf(t, { wheels: [demo], evidence: { removedByStaging: { outside: { demo: rows }, directUrls: {} } } });
}

/** The demo with rows that are still in its RECORD. */
function raw(t: Context, ...paths: string[]): Evidence {
  const evidence = evidenceOf(t, { wheels: [demo] });
  const rows = paths.map((path) => `"${path}",,\n`).join("");
  appendFileSync(join(evidence.location.directory, "demo-1.0.dist-info/RECORD"), rows);
  return lookAgain(evidence);
}

const brief = (evidence: Evidence) => ask("R3", evidence).map(({ severity, message }) => [severity, message]);

test("R3 finds data files outside the mount, staged away or still in RECORD", (t) => {
  const expected = [["warning", "demo has 1 file outside the mount: share/demo/model.bin."]];
  assert.deepEqual(brief(staged(t, ["../../../share/demo/model.bin"])), expected);
  assert.deepEqual(brief(raw(t, "../../../share/demo/model.bin")), expected);
});

test("R3 finds programs, manuals, headers and Jupyter's files as a notice", (t) => {
  const paths = ["bin/demo", "share/man/man1/demo.1", "include/site/python3.8/demo/demo.h", "etc/jupyter/demo.json"];
  assert.deepEqual(
    brief(
      staged(
        t,
        paths.map((path) => `../../../${path}`),
      ),
    ),
    [
      [
        "notice",
        "demo has 4 files outside the mount: bin/demo, share/man/man1/demo.1, include/site/python3.8/demo/demo.h and 1 more.",
      ],
    ],
  );
});

test("R3 leaves alone what is in the mount after all", (t) => {
  const evidence = evidenceOf(t, { wheels: [demo], files: { "bin/demo": "" } });
  appendFileSync(
    join(evidence.location.directory, "demo-1.0.dist-info/RECORD"),
    "../../bin/demo,,\ndemo/../demo/__init__.py,,\n",
  );
  assert.deepEqual(ask("R3", lookAgain(evidence)), []);
});

test("R3 leaves alone hostile rows, which are R4's", (t) => {
  assert.deepEqual(ask("R3", raw(t, "/etc/passwd", "../../../../../etc/passwd")), []);
});

test("R4 finds absolute, climbing, drive-letter, backslash and NUL paths", (t) => {
  const paths = ["/etc/passwd", "../../../../outside.txt", "C:/Windows/x.dll", "demo\\\\..\\\\x.py", "demo/\0.py"];
  const found = ask("R4", raw(t, ...paths));
  assert.deepEqual(
    found.map(({ message }) => /demo (is|starts|has|holds|leads)[^:]*/.exec(message)?.[0]),
    [
      "demo is absolute",
      "demo leads out of the environment",
      "demo starts with a drive letter",
      "demo has backslashes",
      "demo holds a NUL byte",
    ],
  );
  assert.ok(found.every(({ file }) => file === "demo-1.0.dist-info/RECORD"));
});

test("R4 finds a path that is longer than any can be", (t) => {
  const [found] = ask("R4", raw(t, `../${"x".repeat(5000)}`));
  assert.match(found?.message ?? "", /demo is longer than a path can be: /);
});

test("R4 finds what staging took away", (t) => {
  assert.equal(ask("R4", staged(t, ["/opt/x", "../../../../up"])).length, 2);
});

test("R4 leaves alone programs of the environment, and a leading slash before a file of the mount", (t) => {
  assert.deepEqual(ask("R4", raw(t, "../../../bin/demo", "/demo/__init__.py")), []);
});

const names = (evidence: Evidence) => ask("R10", evidence).map(({ distribution, message }) => [distribution, message]);

test("R10 finds a distribution whose program outweighs its modules", (t) => {
  assert.deepEqual(names(staged(t, ["../../../bin/demo"], 20_000_000)), [
    ["demo", "demo is a program (demo, 20.0 MB), which is not in the mount."],
  ]);
});

test("R10 finds a distribution that has no module at all, in any mount", (t) => {
  const only = { name: "only", version: "1.0", files: {} };
  const evidence = evidenceOf(t, { wheels: [only] });
  appendFileSync(join(evidence.location.directory, "only-1.0.dist-info/RECORD"), "../../../bin/only,,\n");
  assert.equal(ask("R10", lookAgain(evidence)).length, 1);
});

test("R10 leaves alone the script of an entry point, however small the module", (t) => {
  const wheels = [{ ...demo, entryPoints: { console_scripts: { run: "demo:main" } } }];
  const outside = { demo: [{ path: "../../../bin/run", hash: undefined, size: 240 }] };
  assert.deepEqual(
    ask("R10", evidenceOf(t, { wheels, evidence: { removedByStaging: { outside, directUrls: {} } } })),
    [],
  );
});

test("R10 leaves alone small scripts, and distributions without programs", (t) => {
  assert.deepEqual(ask("R10", staged(t, ["../../../bin/demo"], 5)), []);
  assert.deepEqual(ask("R10", staged(t, ["../../../bin/demo"], undefined)), []);
  assert.deepEqual(ask("R10", staged(t, ["../../../share/demo/big"], 1_000_000)), []);
  assert.deepEqual(ask("R10", evidenceOf(t, { wheels: [{ name: "meta", version: "1", files: {} }] })), []);
});
