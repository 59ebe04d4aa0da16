import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { appendFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ask, evidenceOf, lookAgain } from "../../support/scenario/evidence.ts";

const demo = { name: "demo", version: "1.0", files: { "demo/__init__.py": "x = 1\n", "demo/data.txt": "y\n" } };
const RECORD = "demo-1.0.dist-info/RECORD";

/** The demo with more rows in its RECORD. */
function withRows(t: Parameters<typeof evidenceOf>[0], rows: string) {
  const evidence = evidenceOf(t, { wheels: [demo] });
  appendFileSync(join(evidence.location.directory, RECORD), rows);
  return lookAgain(evidence);
}

test("R1 finds a file that RECORD lists and that does not exist", (t) => {
  const evidence = evidenceOf(t, { wheels: [demo] });
  rmSync(join(evidence.location.directory, "demo/data.txt"));
  assert.deepEqual(
    ask("R1", lookAgain(evidence)).map(({ file, distribution, requirement }) => [
      file,
      distribution,
      requirement?.line,
    ]),
    [["demo/data.txt", "demo", 1]],
  );
});

test("R1 finds the line that asked for the distribution: no constraint, and no line for another system", (t) => {
  const evidence = evidenceOf(t, { wheels: [demo], requirements: ["demo<2", "demo==0.9", "demo==1.0"] });
  rmSync(join(evidence.location.directory, "demo/data.txt"));
  const lines = { 1: { constraint: true }, 2: { applies: false } } as Record<number, object>;
  const requirements = evidence.requirements.map((one) => ({ ...one, ...lines[one.line ?? 0] }));
  const [found] = ask("R1", { ...lookAgain(evidence), requirements });
  assert.equal(found?.requirement?.line, 3);
  const none = ask("R1", { ...lookAgain(evidence), requirements: requirements.slice(0, 2) });
  assert.deepEqual(
    none.map(({ requirement }) => requirement),
    [undefined],
  );
});

test("R1 finds the line that asked for the distribution through another", (t) => {
  const evidence = evidenceOf(t, { wheels: [demo], requirements: ["other==1.0", "top==1.0"] });
  rmSync(join(evidence.location.directory, "demo/data.txt"));
  const reached = { demo: { root: 1, by: "top" } };
  const closure = { roots: evidence.requirements, problems: [], reached, needs: {} };
  assert.equal(ask("R1", { ...lookAgain(evidence), closure })[0]?.requirement?.name, "top");
  assert.equal(ask("R1", lookAgain(evidence))[0]?.requirement, undefined);
});

test("R1 finds bytecode that is recorded with a hash", (t) => {
  const found = ask("R1", withRows(t, "demo/secret.pyc,sha256=abc,3\n"));
  assert.deepEqual(
    found.map(({ file }) => file),
    ["demo/secret.pyc"],
  );
});

test("R1 finds a file without a hash, too", (t) => {
  assert.equal(ask("R1", withRows(t, "demo/more.py,,\n")).length, 1);
});

test("R1 leaves alone a bytecode row without a hash", (t) => {
  assert.deepEqual(ask("R1", withRows(t, "demo/__pycache__/__init__.cpython-38.pyc,,\n")), []);
});

test("R1 leaves alone rows outside the mount, and spellings of rows inside", (t) => {
  assert.deepEqual(
    ask("R1", withRows(t, "../../../bin/demo,,\n./demo/data.txt,,\n/demo/data.txt,,\ndemo\\data.txt,,\n")),
    [],
  );
});

test("R1 leaves alone a symbolic link, which H5 reports", { skip: process.platform === "win32" }, (t) => {
  const evidence = evidenceOf(t, { wheels: [demo] });
  rmSync(join(evidence.location.directory, "demo/data.txt"));
  symlinkSync("__init__.py", join(evidence.location.directory, "demo/data.txt"));
  assert.deepEqual(ask("R1", lookAgain(evidence)), []);
});

test("R1 finds a hundred files one by one, and counts the rest", (t) => {
  const rows = Array.from({ length: 130 }, (_, index) => `demo/gone${index}.py,,\n`).join("");
  const found = ask("R1", withRows(t, rows));
  assert.equal(found.length, 101);
  assert.match(found[100]?.message ?? "", /^30 more files of demo are missing/);
});

/** The demo with its text file replaced by a link, and what R1 and R2 say of it. */
function withLink(t: Parameters<typeof evidenceOf>[0], target: string, files: Record<string, string> = {}) {
  const evidence = evidenceOf(t, { wheels: [demo], files });
  const path = join(evidence.location.directory, "demo/data.txt");
  rmSync(path);
  symlinkSync(target, path);
  const again = lookAgain(evidence);
  return ["R1", "R2"].flatMap((id) => ask(id, again).map(({ file, severity }) => [id, file, severity]));
}

test("R2 finds a symbolic link to other bytes in the mount", { skip: process.platform === "win32" }, (t) => {
  const found = [["R2", "demo/data.txt", "error"]];
  assert.deepEqual(withLink(t, "__init__.py"), found);
  assert.deepEqual(withLink(t, "one", { "demo/two": "z\n" }), []);
  assert.deepEqual(withLink(t, "../link/file", { "link/file": "z\n" }), found);
  assert.deepEqual(withLink(t, "../link/file", { "link/file": "y\n" }), []);
});

test("R1 and R2 look through a link to a directory of the mount", { skip: process.platform === "win32" }, (t) => {
  const evidence = evidenceOf(t, { wheels: [demo] });
  const root = evidence.location.directory;
  renameSync(join(root, "demo"), join(root, "elsewhere"));
  symlinkSync("elsewhere", join(root, "demo"));
  assert.deepEqual([...ask("R1", lookAgain(evidence)), ...ask("R2", lookAgain(evidence))], []);
  writeFileSync(join(root, "elsewhere/data.txt"), "z\n");
  assert.deepEqual(
    ask("R2", lookAgain(evidence)).map(({ file }) => file),
    ["demo/data.txt"],
  );
});

test("R2 finds a file whose content RECORD does not know", (t) => {
  const evidence = evidenceOf(t, { wheels: [{ ...demo, record: "broken-hash" }] });
  assert.deepEqual(
    ask("R2", evidence).map(({ file, severity }) => [file, severity]),
    [["demo/__init__.py", "error"]],
  );
});

test("R2 finds the right hash beside a wrong size, and a wrong size without a hash as a notice", (t) => {
  const hash = createHash("sha256").update("y\n").digest("base64url");
  const wrongSize = ask("R2", withRows(t, `demo/data.txt,sha256=${hash},3\n`));
  assert.deepEqual(
    wrongSize.map(({ severity }) => severity),
    ["error"],
  );
  const noHash = ask("R2", withRows(t, "demo/data.txt,,3\n"));
  assert.deepEqual(
    noHash.map(({ severity, message }) => [severity, message]),
    [["notice", "demo/data.txt of demo is recorded with 3 bytes, but has 2."]],
  );
});

test("R2 finds a hash that it cannot recompute, as a notice", (t) => {
  assert.deepEqual(
    ask("R2", withRows(t, "demo/data.txt,rot13=abc,2\n")).map(({ severity }) => severity),
    ["notice"],
  );
});

test("R2 leaves alone rows without a hash, padding, and other algorithms that are right", (t) => {
  assert.deepEqual(ask("R2", evidenceOf(t, { wheels: [{ ...demo, record: "no-hash" }] })), []);
  const digest = (name: string, coding: "base64" | "base64url") => createHash(name).update("y\n").digest(coding);
  const rows = `demo/data.txt,sha384=${digest("sha384", "base64url")},2\ndemo/data.txt,sha256=${digest("sha256", "base64url")}=,2\ndemo/data.txt,,2\n`;
  assert.deepEqual(ask("R2", withRows(t, rows)), []);
});

test("R2 finds another content under another algorithm", (t) => {
  const other = createHash("sha384").update("z\n").digest("base64url");
  assert.equal(ask("R2", withRows(t, `demo/data.txt,sha384=${other},2\n`))[0]?.severity, "error");
});

test("R5 finds a file in no RECORD", (t) => {
  const evidence = evidenceOf(t, { wheels: [demo], files: { "demo/extra.py": "", "alone.py": "", "alone.txt": "" } });
  assert.deepEqual(
    ask("R5", evidence).map(({ file, distribution }) => [file, distribution]),
    [
      ["alone.py", undefined],
      ["alone.txt", undefined],
      ["demo/extra.py", "demo"],
    ],
  );
});

test("R5 finds a .lock that is not uv's: uv's is empty and at the top", (t) => {
  const evidence = evidenceOf(t, { wheels: [demo], files: { ".lock": "pid 7\n", "demo/.lock": "" } });
  assert.deepEqual(
    ask("R5", evidence).map(({ file }) => file),
    [".lock", "demo/.lock"],
  );
});

test("R5 finds the bytecode of a source without an owner", (t) => {
  const evidence = evidenceOf(t, { wheels: [demo], files: { "demo/__pycache__/extra.cpython-38.pyc": "" } });
  assert.deepEqual(
    ask("R5", evidence).map(({ file }) => file),
    ["demo/__pycache__/extra.cpython-38.pyc"],
  );
});

test("R5 leaves alone the bytecode of an owned source, and what installers add", (t) => {
  const evidence = evidenceOf(t, {
    wheels: [demo],
    files: {
      "demo/__pycache__/__init__.cpython-38.pyc": "",
      "demo/__pycache__/__init__.cpython-38.opt-1.pyc": "",
      "demo-1.0.dist-info/INSTALLER": "pip\n",
      "demo-1.0.dist-info/REQUESTED": "",
      "_virtualenv.pth": "",
      "distutils-precedence.pth": "",
      ".lock": "",
    },
  });
  assert.deepEqual(ask("R5", evidence), []);
});

test("R5 leaves alone the files of a distribution without RECORD", (t) => {
  const evidence = evidenceOf(t, {
    files: {
      "old.egg-info/PKG-INFO": "Name: old\nVersion: 1\n",
      "old.egg-info/top_level.txt": "old\nolder\n",
      "old/__init__.py": "",
      "older.py": "",
    },
  });
  assert.deepEqual(ask("R5", evidence), []);
});

test("R5 leaves alone scripts that pip --target puts into the mount", (t) => {
  const evidence = evidenceOf(t, {
    wheels: [demo],
    files: { "bin/demo": "#!/usr/bin/python3\n", "bin/other": "", "demo/more.py": "" },
  });
  appendFileSync(join(evidence.location.directory, RECORD), "../../bin/demo,,\n");
  assert.deepEqual(
    ask("R5", lookAgain(evidence)).map(({ file }) => file),
    ["bin/other", "demo/more.py"],
  );
});
