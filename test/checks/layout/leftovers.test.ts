import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ownIdentity } from "../../../src/host/process/linux.ts";
import { readTree } from "../../support/machine/workspace.ts";
import { ask, evidenceOf } from "../../support/scenario/evidence.ts";

type Code = Record<string, string>;
const left: Code = { ".myenv.incoming/lib/a.py": "12345", ".myenv.outgoing-0a1b2c/b.py": "", ".myenv.lock": "" };

const verified = (t: Parameters<typeof evidenceOf>[0], code: Code, mode: "verify" | "preinstalled" = "verify") => {
  const evidence = evidenceOf(t, { code });
  return { ...evidence, options: { ...evidence.options, mode } };
};

/** An empty lock is one that is being written, for as long as it is young. */
const heldBy = (evidence: ReturnType<typeof verified>, pid: number, more: object = {}) =>
  writeFileSync(
    join(evidence.location.environmentDirectory, "..", ".myenv.lock"),
    JSON.stringify({ ...ownIdentity(), id: "another", pid, ...more }),
  );

test("H29 finds what a killed run left beside the mount, and removes nothing", (t) => {
  const evidence = verified(t, left);
  heldBy(evidence, process.pid, { started: "1", boot: "an earlier one" });
  const before = readTree(evidence.options.codeDirectory);
  const found = ask("H29", evidence);
  assert.deepEqual(
    found.map(({ message }) => /left (\S+)/.exec(message)?.[1]),
    [".myenv.incoming", ".myenv.lock", ".myenv.outgoing-0a1b2c"],
  );
  assert.match(found[0]?.message ?? "", /\.myenv\.incoming \(5 B\) beside the mount; the deployment may upload it\.$/);
  assert.match(found[0]?.hint ?? "", /^Remove \/.*\/\.myenv\.incoming, or build again\.$/);
  assert.deepEqual(readTree(evidence.options.codeDirectory), before);
});

test("H29 leaves alone what a run at work has there, builds, and other files", (t) => {
  const evidence = verified(t, left);
  heldBy(evidence, process.pid);
  assert.deepEqual(ask("H29", evidence), []);
  assert.deepEqual(ask("H29", verified(t, { ".myenv.incoming/a.py": "" }, "preinstalled")), []);
  const others = { ".myenv.incoming-mine/a": "", ".other.incoming/a": "", "myenv.lock": "", ".myenv.locks": "" };
  assert.deepEqual(ask("H29", verified(t, others)), []);
});
