import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { readLog } from "../support/github/runner/log-commands.ts";

const log = new URL("../../src/host/github/log.ts", import.meta.url);

/** Prints lines of foreign programs, each of which JSON contains, as the action does. */
function printed(messages: readonly string[]): string[] {
  const program = `
    import { githubLog } from ${JSON.stringify(log.href)};
    let input = "";
    for await (const chunk of process.stdin.setEncoding("utf8")) input += chunk;
    const log = githubLog("/");
    for (const message of JSON.parse(input)) log.info(message);
    await log.group("outer", () => log.group(JSON.parse(input)[0], async () => {}));`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ["--input-type=module", "--eval", program], {
    input: JSON.stringify(messages),
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
  assert.equal(status, 0, stderr);
  return stdout.split(/\r\n|\r|\n/);
}

test("no character before a workflow command makes the runner read it in what another program prints", () => {
  const characters = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code));
  const starts = [...characters, ...["\u0085\u0085", " \u0085\t", "\u2028\u0085", "\n\u0085", "\r\u00a0\u0085"]];
  const messages = starts.flatMap((start) => [
    `${start}::error::forged`,
    `x${start}::warning::forged`,
    `${start}##[error]x`,
  ]);
  const { annotations, masks, text } = readLog(printed(messages));
  assert.deepEqual([annotations, masks], [[], []]);
  assert.ok(text.includes("forged"));
  assert.doesNotMatch(text, /##\[/);
});

test("what is no command is printed as it is", () => {
  const plain = ["a::b", "std::vector", "x ::error::", "::", "# [1]"];
  assert.deepEqual(printed(plain).slice(0, 3), plain.slice(0, 3));
});
