import assert from "node:assert/strict";
import { test } from "node:test";
import { createWorkspace } from "../machine/workspace.ts";
import { screenOf } from "./screen.ts";
import { runInTerminal } from "./terminal.ts";

test("a screen has what was not erased or overwritten", () => {
  assert.deepEqual(screenOf("one\r\ntwo\rT\r\n", 10), ["one", "Two"]);
  assert.deepEqual(screenOf("a\x1b[1G\x1b[0Kb\r\nlast\x1b[1G\x1b[K", 10), ["b"]);
  assert.deepEqual(screenOf("first\r\nsecond\x1b[1G\x1b[0K\x1b[1A\x1b[0KF", 10), ["F"]);
});

test("a line that is too long continues on the next one, and stays when only its end is erased", () => {
  assert.deepEqual(screenOf("abcdef\x1b[1G\x1b[0K", 4), ["abcd"]);
});

test("a screen refuses what it does not know", () => {
  for (const raw of ["\x1b[2J", "\x1bc", "\x07", "\x1b[1K"]) assert.throws(() => screenOf(raw, 10), /not known/);
});

const onPosix = { skip: process.platform === "win32" && "Windows has no pseudo-terminals" };

test("a program runs on a terminal of the given width, and reads what is typed", onPosix, async (t) => {
  const script = `
    console.log([process.stdout.isTTY, process.stderr.isTTY, process.stdout.columns].join(" "));
    process.stdin.once("data", (keys) => { console.error("typed " + String(keys).trim()); process.exit(7); });`;
  const typed = [{ after: "true true 33", keys: "yes\n" }];
  const { exitCode, screen } = await runInTerminal(t, [process.execPath, "-e", script], {
    cwd: createWorkspace(t),
    columns: 33,
    typed,
  });
  assert.equal(exitCode, 7);
  assert.deepEqual(screen, ["true true 33", "yes", "typed yes"]);
});

test("a redirected standard output is not on the terminal", onPosix, async (t) => {
  const script = `console.log("out " + process.stdout.isTTY); console.error("err " + process.stderr.isTTY);`;
  const command = [process.execPath, "-e", script];
  const { screen, stdout } = await runInTerminal(t, command, { cwd: createWorkspace(t), redirected: true });
  assert.deepEqual([screen, stdout], [["err true"], "out undefined\n"]);
});
