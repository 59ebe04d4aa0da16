// How long a run takes to leave at a signal, at several moments, while other programs keep every core busy; and that it
// leaves the code directory as it was.
import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { runCli } from "../../support/machine/cli.ts";
import { type Cleanup, createWorkspace, pathsLeft, readTree } from "../../support/machine/workspace.ts";
import { fixturePackages } from "../../support/packages/fixture-packages.ts";
import { makeWheel, type Wheel } from "../../support/packages/wheels.ts";
import { build, createScenario, onLinux, type Scenario, step } from "../../support/scenario/scenario.ts";

/** Milliseconds. GitHub's runner sends its second signal after 7.5 s, and kills 2.5 s later. */
const PROMISED = 7_500;

/** Many small modules, as scientific packages have them; one waits in its import. */
const modules = Object.fromEntries(
  Array.from({ length: 2_500 }, (_, index) => [
    `large/part${index % 50}/m${index}.py`,
    `NUMBER = ${index}\n`.repeat(60),
  ]),
);
const PACKAGES: Wheel[] = [
  makeWheel({ name: "large", version: "1.0", files: { "large/__init__.py": "", ...modules } }),
  makeWheel({ name: "sleepy", version: "1.0", files: { "sleepy.py": "import time\ntime.sleep(600)\n" } }),
];

interface Moment {
  readonly requirements?: string;
  /** Whether the moment has come; called every few milliseconds. */
  readonly hasCome: (seen: { scenario: Scenario; room: string; log: () => string }) => boolean;
}

const incoming = ({ workspace }: Scenario) => join(workspace, ".myenv.incoming");
const inTemporary = (room: string, name: string) => readdirSync(room).some((own) => existsSync(join(room, own, name)));

const MOMENTS: Record<string, Moment> = {
  "while packages are installed": {
    hasCome: ({ room }) => inTemporary(room, "environment/lib/python3.8/site-packages/large"),
  },
  "while bytecode is compiled": {
    hasCome: ({ room }) =>
      inTemporary(room, "environment/lib/python3.8/site-packages/large-1.0.dist-info/RECORD") &&
      inTemporary(room, "environment/lib/python3.8/site-packages/large/__pycache__"),
  },
  "after the modules were compiled": { hasCome: ({ log }) => /^Compiled \d+ modules/m.test(log()) },
  "while the packages are staged": { hasCome: ({ scenario }) => existsSync(incoming(scenario)) },
  "while the archive is packed": {
    hasCome: ({ room }) => readdirSync(room).some((own) => readdirIn(join(room, own, "packed")).length > 0),
  },
  "while imports are tried": {
    requirements: "large==1.0\nsleepy==1.0\n",
    hasCome: ({ room }) => programsWith(room).some((line) => line.includes("/probes/imports.py")),
  },
};

function readdirIn(directory: string): string[] {
  return existsSync(directory) ? readdirSync(directory) : [];
}

/** Command lines of the processes that have `text` in their command line or their environment. */
function programsWith(text: string): string[] {
  const read = (pid: string, name: string) => {
    try {
      return readFileSync(`/proc/${pid}/${name}`, "utf8").replaceAll("\0", " ");
    } catch {
      return ""; // it has ended meanwhile
    }
  };
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => read(pid, "environ").includes(text)).map((pid) => read(pid, "cmdline"));
}

/** For `onStart`: sends the signal when the moment has come, and notes how long leaving takes. */
function interruptAt(moment: Moment, signal: NodeJS.Signals, scenario: Scenario, room: string) {
  const took = { milliseconds: Number.NaN };
  const onStart = async (child: ChildProcess) => {
    let written = "";
    for (const stream of [child.stdout, child.stderr]) stream?.on("data", (text: string) => (written += text));
    const seen = { scenario, room, log: () => written };
    while (child.exitCode === null && child.signalCode === null && !moment.hasCome(seen)) await delay(5);
    const start = performance.now();
    child.kill(signal);
    child.once("exit", () => (took.milliseconds = performance.now() - start));
  };
  return { took, onStart };
}

describe("a run that is interrupted leaves in time, and leaves nothing behind", onLinux, () => {
  const busy: ChildProcess[] = [];
  before(() => {
    for (let core = 0; core < availableParallelism(); core += 1) {
      busy.push(spawn(process.execPath, ["-e", "for (;;);"], { stdio: "ignore" }));
    }
  });
  after(() => {
    for (const program of busy) program.kill("SIGKILL");
  });

  const start = async (t: Cleanup, requirements = "large==1.0\n") => {
    const files = { "next.txt": "greet==1.0\n" };
    const scenario = await createScenario(t, {
      requirements,
      files,
      packages: [...fixturePackages(), ...PACKAGES],
    });
    return { scenario, room: createWorkspace(t) };
  };
  const interruptedBuild = async (
    t: Cleanup,
    moment: Moment,
    scenario: Scenario,
    room: string,
    flags: string[] = [],
  ) => {
    const before = readTree(scenario.workspace);
    const { took, onStart } = interruptAt(moment, "SIGINT", scenario, room);
    const options = { cwd: scenario.workspace, home: scenario.home, env: { ...scenario.env, TMPDIR: room }, onStart };
    const { exitCode, stderr } = await runCli(t, ["build", ...flags], options);
    assert.equal(exitCode, 130, stderr);
    assert.ok(took.milliseconds < PROMISED, `leaving took ${Math.round(took.milliseconds)} ms`);
    // What could not be renamed into the temporary directory is still being removed.
    if (isOtherDisk(room, scenario.workspace))
      await pathsLeft(scenario.workspace, (path) => !path.startsWith(".myenv.outgoing-"));
    assert.deepEqual(readTree(scenario.workspace), before);
    return took.milliseconds;
  };

  for (const [name, moment] of Object.entries(MOMENTS)) {
    it(name, async (t) => {
      const { scenario, room } = await start(t, moment.requirements);
      const took = await interruptedBuild(t, moment, scenario, room);
      t.diagnostic(`leaving took ${Math.round(took)} ms`);
      assert.deepEqual(await pathsLeft(room), []);
    });
  }

  const uncaught = ["while packages are installed", "while the packages are staged", "while imports are tried"];
  for (const [name, moment] of Object.entries(MOMENTS).filter(([name]) => uncaught.includes(name))) {
    it(`${name}, by a signal that cannot be caught: the next run removes what is left`, async (t) => {
      const { scenario, room } = await start(t, moment.requirements);
      const { onStart } = interruptAt(moment, "SIGKILL", scenario, room);
      const options = { cwd: scenario.workspace, home: scenario.home, env: { ...scenario.env, TMPDIR: room } };
      const killed = await runCli(t, ["build"], { ...options, onStart });
      assert.equal(killed.signal, "SIGKILL", killed.stderr);
      const left = readdirSync(room);
      assert.equal(left.length, 1, String(left));
      const after = await runCli(t, ["build", "--requirements", "next.txt"], options);
      assert.equal(after.exitCode, 0, after.stderr);
      assert.deepEqual(await pathsLeft(room), []);
      const notOurs = (path: string) => /^(myenv|score\.py|requirements\.txt|next\.txt|\.amlignore)$/.test(path);
      assert.deepEqual(await pathsLeft(scenario.workspace, notOurs), []);
    });
  }

  it("while a mount is in its place, which stays", async (t) => {
    const { scenario, room } = await start(t, "greet==1.0\n");
    await build(t, scenario);
    await interruptedBuild(t, MOMENTS["while the packages are staged"] as Moment, scenario, room, [
      "--cache",
      "off",
      "--packages",
      "large==1.0",
    ]);
  });

  it("where the temporary directory is on another file system", async (t) => {
    const { scenario } = await start(t);
    const other = ["/dev/shm", "/run/user/0"].find((path) => isOtherDisk(path, scenario.workspace));
    if (other === undefined) return t.skip("there is one file system here");
    const room = realpathSync(mkdtempSync(join(other, "azureml-extra-packages-test-")));
    t.after(() => rmSync(room, { recursive: true, force: true }));
    await interruptedBuild(t, MOMENTS["while the packages are staged"] as Moment, scenario, room);
    assert.deepEqual(await pathsLeft(room), []);
  });

  it("while an archive is restored", async (t) => {
    const { scenario, room } = await start(t);
    const archive = (await build(t, scenario))["archive-file"] ?? "";
    rmSync(join(scenario.workspace, "myenv"), { recursive: true });
    const before = readTree(scenario.workspace);
    const { took, onStart } = interruptAt(
      MOMENTS["while the packages are staged"] as Moment,
      "SIGTERM",
      scenario,
      room,
    );
    const options = { cwd: scenario.workspace, home: scenario.home, env: { ...scenario.env, TMPDIR: room }, onStart };
    const { exitCode, stderr } = await runCli(t, ["restore", "--archive", archive], options);
    assert.equal(exitCode, 143, stderr);
    assert.ok(took.milliseconds < PROMISED, `leaving took ${Math.round(took.milliseconds)} ms`);
    assert.deepEqual(readTree(scenario.workspace), before);
  });

  it("on GitHub's runner", async (t) => {
    const { scenario, room } = await start(t);
    const before = readTree(scenario.workspace);
    const { took, onStart } = interruptAt(MOMENTS["while the packages are staged"] as Moment, "SIGINT", scenario, room);
    const { exitCode, log } = await step(t, scenario, { temp: room, onStart });
    assert.equal(exitCode, 130, log);
    assert.ok(took.milliseconds < PROMISED, `leaving took ${Math.round(took.milliseconds)} ms`);
    assert.deepEqual(readTree(scenario.workspace), before);
    assert.deepEqual(await pathsLeft(room, (path) => path === "_github_workflow"), []);
  });
});

function isOtherDisk(path: string, than: string): boolean {
  return existsSync(path) && statSync(path).dev !== statSync(than).dev;
}
