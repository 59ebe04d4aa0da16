// The deletion of the endpoint: when it fails, and when signals come.
import assert from "node:assert/strict";
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { writeFiles } from "../../support/machine/workspace.ts";
import { assertNothingLeft, commandsOf, deploy, factsIn, NAME, onLinux, prepare, WORKSPACE } from "./machine.ts";

describe("deploy-example's deletion", onLinux, () => {
  it("counts as done if it fails and the endpoint is gone", async (t) => {
    const machine = prepare(t, { fails: { "online-endpoint delete": 1 } });
    assert.equal((await machine.run(deploy)).exitCode, 0);
    assertNothingLeft(machine);
  });

  for (const [what, fails] of [
    ["passed", {}],
    ["failed", { "online-deployment create": 1 }],
  ] as const) {
    it(`has exit code 3 if it fails twice, after a run that ${what}`, async (t) => {
      const answers = { "online-endpoint list": `other\n${NAME}\n` };
      const machine = prepare(t, { fails: { ...fails, "online-endpoint delete": 9 }, answers });
      const { exitCode, stderr } = await machine.run(deploy);
      assert.equal(exitCode, 3);
      assert.match(stderr, new RegExp(`^The endpoint ${NAME} may still exist\\. Delete it by hand\\.`, "m"));
      const deletions = commandsOf(machine).filter((command) => command === "online-endpoint delete");
      assert.equal(deletions.length, 2);
    });
  }

  it("has exit code 3 if nothing is known about the endpoint", async (t) => {
    const machine = prepare(t);
    chmodSync(join(machine.directory, "bin", "az"), 0o644);
    const { exitCode, stderr } = await machine.run(deploy);
    assert.equal(exitCode, 3);
    assert.match(stderr, /may still exist/);
  });

  it("is all that --delete does, also for an endpoint that does not exist", async (t) => {
    const machine = prepare(t);
    writeFiles(machine.directory, { [`endpoints/${NAME}`]: "{}", "endpoints/other": "{}" });
    for (const _ of ["exists", "is gone"]) {
      const { exitCode, stderr } = await machine.run(["--delete", "--endpoint", NAME, ...WORKSPACE]);
      assert.equal(exitCode, 0, stderr);
      assert.deepEqual(machine.endpoints(), ["other"]);
    }
    const [first, ...others] = commandsOf(machine);
    assert.equal(first, "online-endpoint delete");
    assert.ok(others.every((command) => /(delete|list)$/.test(command)));
  });

  for (const command of [
    "online-endpoint create",
    "online-deployment create",
    "online-endpoint invoke report-request.json",
    "online-endpoint invoke sample-request.json",
  ]) {
    for (const [signal, code] of [
      ["SIGINT", 130],
      ["SIGTERM", 143],
    ] as const) {
      it(`is requested at ${signal} during ${command}`, async (t) => {
        const machine = prepare(t, { takes: { [command]: 120 } });
        const { exitCode, stderr } = await machine.run(deploy, [[signal, command]]);
        assert.equal(exitCode, code, stderr);
        assert.match(stderr, /^Stopped by a signal\.$/m);
        const { command: last, words } = machine.calls().at(-1) ?? assert.fail();
        // A command that was ended before its effect leaves nothing to delete.
        if (last === "online-endpoint delete") assert.ok(words.includes("--no-wait"));
        else assert.equal(last, "online-endpoint list");
        assertNothingLeft(machine);
      });
    }
  }

  it("is not ended by further signals", async (t) => {
    const machine = prepare(t, { takes: { "online-deployment create": 120, "online-endpoint delete": 1 } });
    const { exitCode, stderr } = await machine.run(deploy, [
      ["SIGINT", "online-deployment create"],
      ["SIGTERM", "online-endpoint delete"],
    ]);
    assert.equal(exitCode, 130, stderr);
    assert.equal(commandsOf(machine).at(-1), "online-endpoint delete");
    assertNothingLeft(machine);
  });

  it("is finished if the signal comes while it runs", async (t) => {
    const machine = prepare(t, { takes: { "online-endpoint delete": 1 } });
    const { exitCode } = await machine.run(deploy, [["SIGTERM", "online-endpoint delete"]]);
    assert.equal(exitCode, 143);
    assert.deepEqual(factsIn(machine).answer, { value: 7 });
    assertNothingLeft(machine);
  });
});
