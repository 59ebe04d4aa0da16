// Parts of the runner that a scenario meets only when something goes wrong.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import http from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { SideService } from "../../src/host/github/side-service.ts";
import type { Host } from "../../src/host/host.ts";
import { spawnForeign } from "../../src/host/process/spawn.ts";
import type { Interpreter } from "../../src/python/interpreter/interpreter.ts";
import { bundledPip } from "../../src/python/packaging/bundled-pip.ts";
import { runJob } from "../../src/run.ts";
import { UserError } from "../../src/util/errors.ts";
import { listen } from "../support/machine/loopback.ts";
import { createWorkspace } from "../support/machine/workspace.ts";
import { findPython } from "../support/python/interpreters.ts";
import { silentHost } from "../support/scenario/evidence.ts";

test("a program that cannot be started is reported with the reason", async (t) => {
  const directory = createWorkspace(t, { plain: "no program\n" });
  const environment = { PATH: process.env.PATH };
  const why = async (command: string, options: { directory?: string } = {}) =>
    await spawnForeign(command, [], { environment, ...options }).then(
      () => assert.fail("it was started"),
      (error) => (error instanceof UserError ? error.message : assert.fail(String(error))),
    );
  assert.equal(await why("no-such-program"), "no-such-program cannot be started: no such program was found.");
  assert.match(await why(join(directory, "plain")), /: it is not executable\.$/);
  assert.match(await why("sh", { directory: join(directory, "gone") }), /: the directory .*gone does not exist\.$/);
});

test("a request that hangs is aborted at the limit", async (t) => {
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
  const service = new SideService({ SEGMENT_DOWNLOAD_TIMEOUT_MINS: "0.002" });
  await assert.rejects(service.call(work), /no answer within 0\.12 seconds/);
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.match(broken?.message ?? "", /aborted: no progress/);
});

test("an error that is not the user's fault is reported as a bug of this tool", async (t) => {
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
  assert.match(errors.join(), /This is a bug in azureml-extra-packages: the machine is gone\nPlease report it/);
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
  const own = await bundledPip({ path: python, minor: "3.8", pip } as Interpreter, host);
  assert.deepEqual(readdirSync(own.path), ["pip"]);
  assert.match(execFileSync(python ?? "", [join(own.path, "pip"), "--version"], { encoding: "utf8" }), /^pip /);
});

test("a Python without any pip is refused", async (t) => {
  const none = { path: "/opt/python", minor: "3.8", pip: undefined } as Interpreter;
  await assert.rejects(bundledPip(none, silentHost(createWorkspace(t))), /\/opt\/python has neither pip nor ensurepip/);
});
