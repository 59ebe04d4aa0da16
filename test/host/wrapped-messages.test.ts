// Messages on a terminal: as wide as it is, broken between words. With a pipe, a message is one line.
import assert from "node:assert/strict";
import { test } from "node:test";
import { wrappedLines } from "../../src/util/text.ts";
import { runCli } from "../support/machine/cli.ts";
import { createWorkspace } from "../support/machine/workspace.ts";
import { runCliInTerminal } from "../support/terminal/terminal.ts";

test("lines are filled with whole words, and code stays together", () => {
  assert.deepEqual(wrappedLines("one two three four", 9), ["one two", "three", "four"]);
  assert.deepEqual(wrappedLines("run `lock --image x` now", 10), ["run", "`lock --image x`", "now"]);
  assert.deepEqual(wrappedLines("an unpaired ` sign here", 12), ["an unpaired", "` sign here"]);
  assert.deepEqual(wrappedLines("abcdefgh", 3), ["abcdefgh"]);
  assert.deepEqual(wrappedLines("", 3), [""]);
});

test("a message on a terminal is broken between words, and its further lines are indented", {
  skip: process.platform === "win32" && "Windows has no pseudo-terminals",
}, async (t) => {
  const cwd = createWorkspace(t, { "scoring/score.py": "" });
  const columns = 72;
  const args = ["build", "--python-version", "3.8", "--code-directory", "."];
  const { screen } = await runCliInTerminal(t, args, { cwd, columns });
  const piped = await runCli(t, args, { cwd });
  const [first = ""] = piped.stderr.split("\n");
  assert.ok(first.startsWith("error: --scoring-script: ") && first.length > columns, first);
  const end = screen.findIndex((line, index) => index > 0 && line.startsWith("  There is"));
  const lines = screen.slice(0, end);
  assert.ok(lines.length > 1);
  assert.ok(lines.slice(1).every((line) => line.startsWith("  ")));
  assert.equal(lines.map((line) => line.trim()).join(" "), first);
});
