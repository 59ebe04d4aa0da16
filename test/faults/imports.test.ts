// Imports that leave a process behind or print without measure, one row each: the run ends with its verdict, and soon.
import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import type { Cleanup } from "../support/machine/workspace.ts";
import { makeWheel } from "../support/packages/wheels.ts";
import { build, createScenario, onLinux, readJson, run, type Scenario, step } from "../support/scenario/scenario.ts";

/** Seconds: such a build takes a few; a process that is waited for would cost minutes. */
const LIMIT_SECONDS = 60;
let rows = 0;

/** @param word among the arguments of every process that the package leaves behind */
const prelude = (word: string) => `
import os, subprocess, sys
WORD = ${JSON.stringify(word)}
SLEEP = [sys.executable, "-c", "import time; time.sleep(600)", WORD]
`;

/** A process that leaves its parent and its session, and keeps the descriptors but not the environment. */
const orphan = (program: string) => `
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.execve(sys.executable, [sys.executable, "-c", ${JSON.stringify(program)}, WORD], {})
    os._exit(0)
`;
const ignoring = "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\ntime.sleep(600)";
const printing = "import os\nwhile True: os.write(2, b'y' * 2 ** 16)";
/** Each process lives for a few milliseconds: who lists processes never sees the one that runs. */
const forking =
  "import os, time\nend = time.time() + 600\nwhile time.time() < end:\n  if os.fork(): os._exit(0)\n  os.setsid()";

/** Code of a package; each one passes. */
const LEAVING: Readonly<Record<string, string>> = {
  "a child in a session of its own holds both outputs": "subprocess.Popen(SLEEP, start_new_session=True)\n",
  "an orphan without environment holds both outputs": orphan("import time; time.sleep(600)"),
  "an orphan ignores SIGTERM": orphan(ignoring),
  "an orphan prints without end": orphan(printing),
  "an orphan forks without end": orphan(forking),
  "fifty children hold both outputs": "for _ in range(50): subprocess.Popen(SLEEP, start_new_session=True)\n",
  "a thread waits for a child": `
import threading
threading.Thread(target=subprocess.Popen(SLEEP, start_new_session=True).wait).start()
`,
};

const PRINTING: Readonly<Record<string, string>> = {
  "400 MB in lines on standard output": 'for _ in range(400): sys.stdout.write(("x" * 99 + "\\n") * 10 ** 4)\n',
  "400 MB without a line end on standard error": 'for _ in range(400): sys.stderr.write("y" * 10 ** 6)\n',
  "400 MB of bytes that are no text": "for _ in range(400): os.write(1, bytes(range(256)) * 4000)\n",
  "400 MB of a child": `
subprocess.check_call([sys.executable, "-c", "import os\\nfor _ in range(6400): os.write(1, b'z' * 62500)", WORD])
`,
};

interface Leaving extends Scenario {
  /** Command lines of the processes that the package has left behind. */
  alive(): string[];
}

async function scenarioOf(t: Cleanup, code: string): Promise<Leaving> {
  const word = `left-by-fault-${randomUUID()}`;
  const files = { "leaving/__init__.py": prelude(word) + code };
  const packages = [makeWheel({ name: "leaving", version: "1.0", files })];
  const score = "import leaving\n\n\ndef init():\n    pass\n\n\ndef run(data):\n    return data\n";
  const scenario = await createScenario(t, { packages, requirements: "leaving==1.0\n", files: { "score.py": score } });
  return { ...scenario, alive: () => commandLinesWith(word) };
}

function commandLinesWith(word: string): string[] {
  const lines = readdirSync("/proc").map((entry) => {
    if (!/^\d+$/.test(entry) || Number(entry) === process.pid) return "";
    try {
      return readFileSync(join("/proc", entry, "cmdline"), "utf8").replaceAll("\0", " ");
    } catch {
      return ""; // it has ended
    }
  });
  return lines.filter((line) => line.includes(word));
}

async function timed<T>(work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const ended = await work();
  const seconds = (performance.now() - started) / 1_000;
  assert.ok(seconds < LIMIT_SECONDS, `${seconds} seconds`);
  rows += 1;
  return ended;
}

function assertPassed(json: Record<string, string>, text: string): void {
  const { verdict, findings } = readJson(json["report-file"]);
  assert.equal(verdict, "passed", text);
  const found = findings.filter(({ check }: { check: string }) => /^[IS]/.test(check));
  assert.deepEqual(found, []);
  assert.equal(json.verified, "simulated", text);
}

describe("a package whose import leaves a process", { ...onLinux, concurrency: 2 }, () => {
  for (const [name, code] of Object.entries(LEAVING)) {
    it(name, async (t) => {
      const scenario = await scenarioOf(t, code);
      const ended = await timed(() => run(t, scenario, ["build"]));
      assert.equal(ended.exitCode, 0, ended.stderr);
      assertPassed(ended.json, ended.stderr);
      assert.deepEqual(scenario.alive(), []);
    });
  }
});

describe("after such an import", { ...onLinux, concurrency: 2 }, () => {
  const code = LEAVING["a child in a session of its own holds both outputs"] ?? "";
  it("verify ends, too", async (t) => {
    const scenario = await scenarioOf(t, code);
    await build(t, scenario);
    const ended = await timed(() => run(t, scenario, ["verify"]));
    assert.equal(ended.exitCode, 0, ended.stderr);
    assert.deepEqual(scenario.alive(), []);
  });

  it("so does a step that ends with a finding", async (t) => {
    const scenario = await scenarioOf(t, `${code}raise ValueError("no")\n`);
    const ended = await timed(() => step(t, scenario));
    assert.equal(ended.exitCode, 1, ended.log);
    assert.match(ended.log, /import leaving fails in the container: ValueError: no/);
    assert.deepEqual(scenario.alive(), []);
  });

  it("so does a step whose import ends the process", async (t) => {
    const scenario = await scenarioOf(t, `${code}os._exit(3)\n`);
    const ended = await timed(() => step(t, scenario));
    assert.equal(ended.exitCode, 1, ended.log);
    assert.match(ended.log, /import leaving fails in the container: it exits the process with code 3/);
    assert.deepEqual(scenario.alive(), []);
  });
});

describe("a package that prints at import", { ...onLinux, concurrency: 2 }, () => {
  for (const [name, code] of Object.entries(PRINTING)) {
    it(name, async (t) => {
      const scenario = await scenarioOf(t, code);
      const ended = await timed(() => run(t, scenario, ["build"]));
      assert.equal(ended.exitCode, 0, ended.stderr.slice(-4_000));
      assertPassed(ended.json, ended.stderr.slice(-4_000));
      assert.ok(ended.stderr.length < 100_000, `${ended.stderr.length} characters in the log`);
    });
  }
});

after(() => console.log(`\nFaults of imports: ${rows} rows.`));
