// Parts of the runner that a scenario meets only when something goes wrong.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import http from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { runJob } from "../src/boundary.ts";
import { UserError } from "../src/errors.ts";
import type { Interpreter } from "../src/python/interpreter.ts";
import { ownPip } from "../src/python/own-pip.ts";
import { beforeDeadline } from "../src/runner/deadline.ts";
import type { Host } from "../src/runner/host.ts";
import { startProgram } from "../src/runner/program.ts";
import { silentHost } from "./support/evidence.ts";
import { findPython } from "./support/interpreters.ts";
import { listen } from "./support/loopback.ts";
import { createWorkspace } from "./support/workspace.ts";

test("a program that cannot be started is told with the reason", async (t) => {
  const directory = createWorkspace(t, { plain: "no program\n" });
  const environment = { PATH: process.env.PATH };
  const why = async (command: string, options: { directory?: string } = {}) =>
    await startProgram(command, [], { environment, ...options }).then(
      () => assert.fail("it was started"),
      (error) => (error instanceof UserError ? error.message : assert.fail(String(error))),
    );
  assert.equal(await why("no-such-program"), "no-such-program cannot be started: there is no such program.");
  assert.match(await why(join(directory, "plain")), /: it may not be executed\.$/);
  assert.match(await why("sh", { directory: join(directory, "gone") }), /: the directory .*gone does not exist\.$/);
});

test("a request that hangs is broken off at the deadline", async (t) => {
  const server = await listen(() => {});
  t.after(() => server.close());
  let broken: Error | undefined;
  const work = () =>
    new Promise<never>((_, reject) => {
      http.get(server.origin).on("error", (error) => {
        broken = error;
        reject(error);
      });
    });
  await assert.rejects(beforeDeadline(0.002, work), /no end after 0\.002 minutes/);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.match(broken?.message ?? "", /the deadline has passed/);
});

test("what is no fault of the user is told as a bug of ours", async (t) => {
  const errors: string[] = [];
  const host = silentHost(createWorkspace(t, { "requirements.txt": "", "score.py": "" }));
  const broken: Host = {
    ...host,
    log: { ...host.log, error: (message) => errors.push(message) },
    outputDirectory: () => {
      throw new Error("the machine is gone");
    },
    publish: async () => {},
    dispose: async () => {},
  };
  assert.equal(await runJob({ mode: "preinstalled" }, broken), 70);
  assert.match(errors.join(), /This is a bug of azureml-extra-packages: the machine is gone\nPlease report it/);
});

const python = findPython("3.8");

test("the wheel that ensurepip would install serves as pip", { skip: !python && "no Python 3.8 here" }, async (t) => {
  const code = "import ensurepip, os; print(os.path.join(os.path.dirname(ensurepip.__file__), '_bundled'))";
  const folder = execFileSync(python ?? "", ["-c", code], { encoding: "utf8" }).trim();
  const wheel = existsSync(folder) ? readdirSync(folder).find((name) => /^pip-.*\.whl$/.test(name)) : undefined;
  if (wheel === undefined) return t.skip("this Python comes without ensurepip's wheels");
  const directory = createWorkspace(t);
  const host = { ...silentHost(directory), temporary: directory };
  const pip = { path: join(folder, wheel), version: wheel.split("-")[1] ?? "" };
  const own = await ownPip({ path: python, minor: "3.8", pip } as Interpreter, host);
  assert.deepEqual(readdirSync(own.path), ["pip"]);
  assert.match(execFileSync(python ?? "", [join(own.path, "pip"), "--version"], { encoding: "utf8" }), /^pip /);
});

test("a Python without any pip is refused", async (t) => {
  const none = { path: "/opt/python", minor: "3.8", pip: undefined } as Interpreter;
  await assert.rejects(ownPip(none, silentHost(createWorkspace(t))), /\/opt\/python has neither pip nor ensurepip/);
});
