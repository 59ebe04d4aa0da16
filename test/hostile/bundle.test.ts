// The worst inputs, which the shipped bundle reads as a user would pass them: each ends in time, with an exit code that
// the documentation has, without a stack trace and without a file outside the repository.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { passOn, readCorpus, SIZE } from "../support/hostile/corpus.ts";
import { runCli } from "../support/machine/cli.ts";
import { createWorkspace } from "../support/machine/workspace.ts";
import { onLinux } from "../support/scenario/scenario.ts";

/** Milliseconds: ten seconds, threefold. */
const PATIENCE = 30_000;
const STACK_TRACE = /^\s+at .*:\d+:\d+\)?$|^Traceback \(most recent|This is a bug in/m;

const corpus = readCorpus();
const formats = [...new Set(corpus.map(({ format }) => format))];

describe("the worst inputs, read by the shipped bundle", { ...onLinux, concurrency: 2 }, () => {
  for (const format of formats) {
    const inputs = corpus.filter((one) => one.format === format);
    it(`${format}: ${inputs.length} inputs`, async (t) => {
      for (const input of inputs) {
        const outside = createWorkspace(t, { "workspace/": "", "home/": "", "tmp/": "" });
        const args = passOn(input, join(outside, "workspace"));
        const ended = await runCli(t, args, {
          cwd: join(outside, "workspace"),
          home: join(outside, "home"),
          env: { TMPDIR: join(outside, "tmp"), PIP_NO_INDEX: "1" },
          timeout: PATIENCE,
        });
        const about = `${args.join(" ")}\n${input.base64}\n${ended.stderr}`;
        assert.ok([0, 1, 2, 3].includes(ended.exitCode ?? -1), about);
        assert.doesNotMatch(ended.stderr + ended.stdout, STACK_TRACE, about);
        assert.deepEqual(readdirSync(outside).sort(), ["home", "tmp", "workspace"], about);
        assert.deepEqual(readdirSync(join(outside, "tmp")), [], about);
      }
    });
  }

  it("are as many as promised", () => {
    assert.equal(corpus.length, SIZE);
  });
});
