// What the command line says without doing anything.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CHECKS } from "../src/checks/catalogue.ts";
import { OPTIONS } from "../src/options/table.ts";
import { IMAGES } from "../src/target/image-catalogue.ts";
import { runCli } from "./support/cli.ts";
import { createWorkspace } from "./support/workspace.ts";

test("help lists the commands, and every flag of one", async (t) => {
  const options = { cwd: createWorkspace(t) };
  const { exitCode, stdout } = await runCli(t, ["help"], options);
  assert.equal(exitCode, 0);
  for (const command of ["build", "restore", "verify", "images", "explain"])
    assert.match(stdout, RegExp(`^ {2}${command} `, "m"));
  const build = await runCli(t, ["help", "build"], options);
  const flags = OPTIONS.filter(
    (option) => option.name !== "mode" && (!("modes" in option) || option.modes.includes("preinstalled" as never)),
  );
  for (const { name } of flags) assert.match(build.stdout, RegExp(`^ {2}--${name}\\b`, "m"));
  assert.ok(build.stdout.split("\n").every((line) => line.length <= 120));
});

test("images lists the catalogue, as a table or as JSON", async (t) => {
  const options = { cwd: createWorkspace(t) };
  const table = await runCli(t, ["images"], options);
  assert.equal(table.exitCode, 0);
  assert.equal(table.stdout.trimEnd().split("\n").length, IMAGES.length + 1);
  const { json } = await runCli(t, ["images", "--json"], options);
  assert.deepEqual(
    (json as unknown as { name: string }[]).map(({ name }) => name),
    IMAGES.map(({ name }) => name),
  );
});

test("explain tells of one check or of all, and of an id that is none", async (t) => {
  const options = { cwd: createWorkspace(t) };
  const all = await runCli(t, ["explain"], options);
  assert.equal(all.stdout.trimEnd().split("\n").length, CHECKS.length);
  const one = await runCli(t, ["explain", "p3"], options);
  assert.match(one.stdout, /^P3 \(error\): compiled code needs a newer glibc/);
  const none = await runCli(t, ["explain", "P99"], options);
  assert.equal(none.exitCode, 2);
  assert.match(none.stderr, /^error: There is no check "P99"\.\n {2}The ids are /);
});

test("a reader that goes away does not break a command off", async (t) => {
  const { exitCode } = await runCli(t, ["verify"], {
    cwd: createWorkspace(t),
    onStart: (child) => child.stderr?.destroy(),
  });
  assert.equal(exitCode, 2);
});
