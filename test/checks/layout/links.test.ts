import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { linkSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ask, evidenceOf, lookAgain } from "../../support/scenario/evidence.ts";

const onPosix = { skip: process.platform === "win32" };
const files = { "demo/data.txt": "x", "demo/sub/more.txt": "y" };
type Context = Parameters<typeof evidenceOf>[0];

function linked(t: Context, links: Record<string, string>): Record<string, string[]> {
  const evidence = evidenceOf(t, { wheels: [{ name: "demo", version: "1.0", files }] });
  for (const [path, target] of Object.entries(links)) symlinkSync(target, join(evidence.location.directory, path));
  const found = ask("H5", lookAgain(evidence));
  return Object.fromEntries(
    found.map(({ file, severity, message }) => [file, [severity ?? "", message.replace(/^.* to /, "")]]),
  );
}

test("H5 finds links that are absolute, escape, dangle or go in a circle", onPosix, (t) => {
  const found = linked(t, {
    absolute: "/etc/passwd",
    escape: "demo/../../x",
    dangling: "demo/none",
    loop: "loop",
    "demo/one": "two",
    "demo/two": "one",
    through: "demo/up/x",
    "demo/up": "../../..",
  });
  assert.deepEqual(found, {
    absolute: ["error", "/etc/passwd, an absolute path."],
    escape: ["error", "demo/../../x, outside the mount."],
    dangling: ["error", "nothing."],
    loop: ["error", "itself, in a circle."],
    "demo/one": ["error", "itself, in a circle."],
    "demo/two": ["error", "itself, in a circle."],
    through: ["error", "../../.., outside the mount."],
    "demo/up": ["error", "../../.., outside the mount."],
  });
});

test("H5 finds links to files and directories of the mount as a warning", onPosix, (t) => {
  const found = linked(t, {
    "demo/link.txt": "data.txt",
    folder: "demo/sub",
    chain: "folder/more.txt",
    "demo/.x": "../demo",
  });
  assert.deepEqual(
    Object.values(found).map(([severity]) => severity),
    ["warning", "warning", "warning", "warning"],
  );
  assert.equal(found["demo/link.txt"]?.[1], "data.txt.");
});

test("H5 leaves alone plain files, and pipes, which H7 reports", onPosix, (t) => {
  const evidence = evidenceOf(t, { files });
  execFileSync("mkfifo", [join(evidence.location.directory, "pipe")]);
  assert.deepEqual(ask("H5", lookAgain(evidence)), []);
});

test("H6 finds hard links", onPosix, (t) => {
  const evidence = evidenceOf(t, { files });
  const { directory, environmentDirectory } = evidence.location;
  linkSync(join(directory, "demo/data.txt"), join(environmentDirectory, "outside.txt"));
  assert.deepEqual(
    ask("H6", lookAgain(evidence)).map(({ file, message }) => [file, message]),
    [["demo/data.txt", "1 file of the mount is a hard link: demo/data.txt."]],
  );
});

test("H6 leaves alone files with one name", (t) => {
  assert.deepEqual(ask("H6", evidenceOf(t, { files })), []);
});

test("H7 finds a pipe, and does not wait for it", onPosix, (t) => {
  const evidence = evidenceOf(t, { files });
  execFileSync("mkfifo", [join(evidence.location.directory, "demo/pipe")]);
  assert.deepEqual(
    ask("H7", lookAgain(evidence)).map(({ file }) => file),
    ["demo/pipe"],
  );
});

test("H7 leaves alone links, which H5 reports", onPosix, (t) => {
  const evidence = evidenceOf(t, { files });
  symlinkSync("demo", join(evidence.location.directory, "link"));
  assert.deepEqual(ask("H7", lookAgain(evidence)), []);
});
