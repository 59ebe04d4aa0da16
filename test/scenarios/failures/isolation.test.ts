// Code of packages while it is imported or built: what it may do to the mount, to the runner, and for how long.
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { hasLandlock } from "../../support/machine/landlock.ts";
import { type Cleanup, compareTrees, createWorkspace, readTree } from "../../support/machine/workspace.ts";
import { fixturePackages } from "../../support/packages/fixture-packages.ts";
import { makeSdist } from "../../support/packages/sdists.ts";
import { makeWheel } from "../../support/packages/wheels.ts";
import {
  build,
  createScenario,
  mountOf,
  onLinux,
  python,
  readJson,
  run,
  type Scenario,
  step,
} from "../../support/scenario/scenario.ts";

/** The beginning of such code: where it lies, and the modules beside it. */
const PRELUDE = `
import glob, mmap, multiprocessing, os, subprocess, sys, tempfile
HERE = os.path.dirname(os.path.abspath(__file__))
MOUNT = os.path.dirname(HERE)
`;

/** A repository with a package for each name, which runs the code when it is imported. */
async function scenarioOf(t: Cleanup, codes: Record<string, string>): Promise<Scenario> {
  const wheels = Object.entries(codes).map(([name, code]) =>
    makeWheel({
      name,
      version: "1.0",
      files: { [`${name}/__init__.py`]: PRELUDE + code, [`${name}/data.txt`]: "data\n" },
    }),
  );
  const requirements = wheels.map(({ name, version }) => `${name}==${version}\n`).join("");
  return await createScenario(t, { requirements, packages: wheels });
}

/** For code that is to get out of its confinement: it seems to need a file that the container might let it write. */
function unconfined(t: Cleanup): string {
  return `open(${JSON.stringify(join(createWorkspace(t), "elsewhere"))}, "w").close()\n`;
}

interface Finding {
  check: string;
  severity: string;
  distribution?: string;
  message: string;
}
const findingsOf = (json: Record<string, string>): Finding[] => readJson(json["report-file"]).findings;
const idsOf = (json: Record<string, string>) => findingsOf(json).map(({ check }) => check);

/** Whether a program with this word among its arguments runs on this machine. */
function isRunning(word: string): boolean {
  return readdirSync("/proc")
    .filter((entry) => /^[0-9]+$/.test(entry) && Number(entry) !== process.pid)
    .some((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(word);
      } catch {
        return false; // it has ended
      }
    });
}

/** Starts a process that has left everything by which it could be found: parent, session, environment, open files. */
const daemon = (word: string) => `
import os, sys
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.closerange(0, 64)
        os.execve(sys.executable, [sys.executable, "-c", "import time; time.sleep(600)", ${JSON.stringify(word)}], {})
    os._exit(0)
`;

const FORGERIES = {
  GITHUB_OUTPUT: "mount-digest=sha256:forged",
  GITHUB_ENV: "LD_PRELOAD=/forged.so",
  GITHUB_PATH: "/forged",
  GITHUB_STATE: "forged=1",
  GITHUB_STEP_SUMMARY: "# Forged",
};

/** Finds the runner's files, which no variable of its own names, in the environments of its ancestors, and writes to them. */
const hunting = `
import json, os
pid = os.getpid()
while pid > 1:
    with open("/proc/%d/environ" % pid, "rb") as stream:
        found = dict(one.split(b"=", 1) for one in stream.read().split(bytes(1)) if b"=" in one)
    for name, line in json.loads(r'''${JSON.stringify(FORGERIES)}''').items():
        if name.encode() in found:
            with open(found[name.encode()], "a") as stream:
                print(line, file=stream)
    with open("/proc/%d/stat" % pid, "rb") as stream:
        pid = int(stream.read().rpartition(b")")[2].split()[1])
`;

const noLandlock = !hasLandlock(python) && "this kernel has no Landlock";

describe("packages whose import does more than define names", onLinux, () => {
  it("pass, leave nothing behind, and find no way into the mount", async (t) => {
    const word = `left-by-import-${process.pid}`;
    const scenario = await scenarioOf(t, {
      quiet: 'try:\n    open(HERE + "/cache.nbi", "w").close()\nexcept OSError:\n    pass\n',
      caching: `
for name in ("HOME", "TMPDIR", "NUMBA_CACHE_DIR", "MPLCONFIGDIR"):
    os.makedirs(os.environ[name], exist_ok=True)
    open(os.environ[name] + "/written", "w").close()
tempfile.NamedTemporaryFile().close()
multiprocessing.Lock()
`,
      watchful: `assert not set(${JSON.stringify(Object.keys(FORGERIES))}) & set(os.environ)\n`,
      chatty: 'for _ in range(100):\n    sys.stdout.write("x" * 2 ** 20)\n    sys.stderr.write("y" * 2 ** 20)\n',
      holding: `subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)", ${JSON.stringify(word)}])\n`,
      demonic: daemon(word),
    });
    const { exitCode, outputs, log } = await step(t, scenario);
    assert.equal(exitCode, 0, log);
    assert.match(log, /Imports run under Landlock|Landlock, a Linux sandbox, is not available/);
    assert.deepEqual(
      idsOf(outputs).filter((id) => /^[IT]/.test(id)),
      noLandlock ? ["T8"] : [],
    );
    assert.ok(!isRunning(word));
    assert.deepEqual(readdirSync(join(mountOf(scenario), "quiet")).sort(), ["__init__.py", "__pycache__", "data.txt"]);
    const before = readTree(scenario.workspace);
    const verified = await run(t, scenario, ["verify"]);
    assert.equal(verified.exitCode, 0, verified.stderr);
    assert.deepEqual(compareTrees(before, readTree(scenario.workspace)), { added: [], removed: [], changed: [] });
    assert.ok(!isRunning(word));
  });

  it("fail as they do in the container where they must write to the mount", { skip: noLandlock }, async (t) => {
    const answer = `b'{"trying": "forging"}\\n{"done": true}\\n'`;
    const scenario = await scenarioOf(t, {
      writing: 'open(HERE + "/cache.bin", "w").close()\n',
      forging: `
for descriptor in range(1, 32):
    try:
        os.write(descriptor, ${JSON.stringify(answer).slice(1, -1)})
    except OSError:
        pass
os._exit(0)
`,
    });
    const ended = await run(t, scenario, ["build"]);
    assert.equal(ended.exitCode, 1, ended.stderr);
    assert.match(ended.stderr, /import writing fails in the container: PermissionError/);
    assert.match(ended.stderr, /in the container the code directory belongs to another user/);
    assert.match(ended.stderr, /import forging fails in the container: it exits the process with code 0/);
  });

  it("cannot read the environment or the memory of the processes above them", { skip: noLandlock }, async (t) => {
    const scenario = await scenarioOf(t, {
      curious: `
pid = os.getppid()
while pid > 1:
    for name in ("environ", "maps", "mem"):
        try:
            open("/proc/%d/%s" % (pid, name), "rb").close()
        except OSError:
            continue
        sys.exit("read %s of an ancestor" % name)
    with open("/proc/%d/stat" % pid, "rb") as stream:
        pid = int(stream.read().rpartition(b")")[2].split()[1])
`,
    });
    const ended = await run(t, scenario, ["build"]);
    assert.equal(ended.exitCode, 0, ended.stderr);
  });

  it("fail like any other when they write nonsense into the probe's answer", async (t) => {
    const nonsense = [
      "nonsense",
      "null",
      "3",
      "[]",
      '{"failed": null}',
      '{"failed": 3}',
      '{"mapped": 4}',
      '{"done": "no"}',
    ];
    const lines = nonsense.map((line) => `answer.write(nonce + ${JSON.stringify(` ${line}\n`)})\n`).join("");
    const scenario = await scenarioOf(t, {
      garbling: `answer, nonce = sys.modules["__main__"].answer, sys.modules["__main__"].question["nonce"]\n${lines}raise ValueError("no")\n`,
    });
    const ended = await run(t, scenario, ["build"]);
    assert.equal(ended.exitCode, 1, ended.stderr);
    assert.match(ended.stderr, /import garbling fails in the container: ValueError: no/);
    const shadow = makeWheel({
      name: "shadow",
      version: "1.0",
      files: {
        "json.py":
          "from ast import literal_eval\ndef load(stream):\n    return literal_eval(stream.read())\ndef dumps(what):\n    return 'nonsense'\n",
      },
    });
    const other = await createScenario(t, { requirements: "shadow==1.0\n", packages: [shadow] });
    const shadowed = await run(t, other, ["build"]);
    assert.equal(shadowed.exitCode, 1, shadowed.stderr);
    assert.match(shadowed.stderr, /Python does not start with the mount on its path/);
  });

  it("are reported when they wrote to the mount after all, and what they wrote is removed", async (t) => {
    const scenario = await scenarioOf(t, {
      adding: `${unconfined(t)}os.makedirs(HERE + "/cache/deep")\nopen(HERE + "/cache/deep/a.bin", "w").close()\n`,
    });
    const ended = await run(t, scenario, ["build"]);
    assert.equal(ended.exitCode, 0, ended.stderr);
    const added = findingsOf(ended.json).find(({ check }) => check === "T8");
    assert.equal(added?.distribution, "adding");
    assert.match(added?.message ?? "", /^adding\/cache of adding was added/);
    assert.deepEqual(readdirSync(join(mountOf(scenario), "adding")).sort(), ["__init__.py", "__pycache__", "data.txt"]);
    const before = readTree(scenario.workspace);
    const verified = await run(t, scenario, ["verify"]);
    assert.equal(verified.exitCode, 0, verified.stderr);
    assert.ok(idsOf(verified.json).includes("T8"));
    assert.deepEqual(compareTrees(before, readTree(scenario.workspace)), { added: [], removed: [], changed: [] });
  });

  /** How one package changes a module of another; the time of the last modification is set back afterwards. */
  const changes: Record<string, string> = {
    inplace: 'open(FILE, "r+").write("#")',
    mapping: 'file = open(FILE, "r+b")\nmmap.mmap(file.fileno(), 0)[:1] = b"#"',
    replacing: 'open(FILE + "~", "w").write("")\nos.replace(FILE + "~", FILE)',
    linking: 'os.remove(FILE)\nos.symlink("/dev/null", FILE)',
    removing: "os.remove(FILE)",
    mode: "os.chmod(FILE, 0o755)",
    bytecode: 'open(glob.glob(os.path.dirname(FILE) + "/__pycache__/*.pyc")[0], "r+").write("x")',
  };

  for (const verb of ["build", "verify"]) {
    it(`cannot change each other unnoticed, during ${verb}`, async (t) => {
      const code = Object.entries(changes).map(
        ([name, change]) => `FILE = MOUNT + "/${name}/__init__.py"\nstat = os.stat(FILE)\n${change}
if os.path.exists(FILE):
    os.utime(FILE, ns=(stat.st_atime_ns, stat.st_mtime_ns))\n`,
      );
      const others = Object.fromEntries(Object.keys(changes).map((name) => [name, ""]));
      const scenario = await scenarioOf(t, { ...others, rude: unconfined(t) + code.join("") });
      if (verb === "verify") await build(t, scenario, "--evidence", "files");
      const ended = await run(t, scenario, [verb]);
      assert.equal(ended.exitCode, 1, ended.stderr);
      const found = findingsOf(ended.json).filter(({ check }) => check === "T7");
      assert.deepEqual(found.map(({ distribution }) => distribution).sort(), Object.keys(changes).sort(), ended.stderr);
      if (verb === "build") assert.deepEqual(readdirSync(scenario.workspace).sort(), ["requirements.txt", "score.py"]);
    });
  }

  const around: Record<string, string> = {
    "the mode of the mount": "os.chmod(MOUNT, 0o700)\n", // Landlock has no say in this
    "the mount's manifest": 'open(os.path.abspath(MOUNT + "/../../../manifest.json"), "a").write(" ")\n',
  };
  for (const [what, code] of Object.entries(around)) {
    it(`cannot change ${what} unnoticed`, async (t) => {
      const scenario = await scenarioOf(t, { rude: (what.includes("mode") ? "" : unconfined(t)) + code });
      const ended = await run(t, scenario, ["build"]);
      assert.equal(ended.exitCode, 1, ended.stderr);
      assert.ok(idsOf(ended.json).includes("T7"), ended.stderr);
      assert.deepEqual(readdirSync(scenario.workspace).sort(), ["requirements.txt", "score.py"]);
    });
  }

  it("cannot change the archive of the mount unnoticed, neither a new one nor that of the cache", async (t) => {
    const truncate = `
for archive in glob.glob(os.path.dirname(os.path.dirname(os.environ["HOME"])) + "/packed/mount.tar.*") + glob.glob(os.environ.get("OUT", "") + "/mount.tar.*"):
    open(archive, "wb").close()
`;
    const scenario = await scenarioOf(t, {
      rude: `${unconfined(t)}if "OUT" in os.environ:${truncate.replaceAll("\n", "\n    ")}\n`,
    });
    const isRefused = async (OUT: string) => {
      const ended = await run(t, scenario, ["build"], { env: { OUT } });
      assert.equal(ended.exitCode, 4, ended.stderr);
      assert.match(ended.stderr, /mount\.tar\.\w+ was changed while packages were imported/);
    };
    await isRefused("/nowhere");
    assert.deepEqual(readdirSync(scenario.workspace).sort(), ["requirements.txt", "score.py"]);
    await build(t, scenario, "--evidence", "files"); // a later build tries the imports
    const before = readTree(scenario.workspace);
    await isRefused(join(scenario.home, ".cache/azureml-extra-packages/output/*"));
    assert.deepEqual(compareTrees(before, readTree(scenario.workspace)), { added: [], removed: [], changed: [] });
  });

  it("find the runner's files in vain: that is reported, and undone", async (t) => {
    const scenario = await scenarioOf(t, { hunting });
    const { exitCode, outputs, env, path, state, summary, log } = await step(t, scenario);
    assert.equal(exitCode, 1, log);
    const finding = findingsOf(outputs).find(({ check }) => check === "T10");
    for (const name of Object.keys(FORGERIES)) assert.ok(finding?.message.includes(name), log);
    assert.doesNotMatch(JSON.stringify([outputs, env, path, state, summary]), /[Ff]orged/);
  });
});

describe("packages that are built from source", onLinux, () => {
  it("leave no process behind, and nothing in the runner's files", async (t) => {
    const word = `left-by-build-${process.pid}`;
    const buildCode = hunting + daemon(word);
    const sdist = await makeSdist({ name: "built", version: "1.0", files: { "built.py": "" }, buildCode });
    const scenario = await createScenario(t, { requirements: "built==1.0\n", packages: [...fixturePackages(), sdist] });
    const { exitCode, outputs, env, log } = await step(t, scenario);
    assert.equal(exitCode, 1, log);
    assert.ok(idsOf(outputs).includes("T10"), log);
    assert.deepEqual(env, {});
    assert.ok(!isRunning(word));
  });
});

describe("packages whose build prints without end", onLinux, () => {
  it("fail with the installer's words, however much it is", async (t) => {
    const buildCode = `
import sys
for _ in range(540):
    sys.stderr.write("y" * 10 ** 6)
raise SystemExit("no")
`;
    const sdist = await makeSdist({ name: "chatty", version: "1.0", files: { "chatty.py": "" }, buildCode });
    const scenario = await createScenario(t, { requirements: "chatty==1.0\n", packages: [sdist] });
    const ended = await run(t, scenario, ["build", "--installer", "pip"]);
    assert.equal(ended.exitCode, 3, ended.stderr.slice(-2000));
  });
});

describe("restore", onLinux, () => {
  /** An archive whose package leaves a file when it is imported; `hasRun` says whether it did, and forgets. */
  async function prepare(t: Cleanup) {
    const file = join(createWorkspace(t), "ran");
    const scenario = await scenarioOf(t, { telling: `open(${JSON.stringify(file)}, "w").close()\n` });
    const outputs = await build(t, scenario);
    const hasRun = () => {
      const ran = existsSync(file);
      rmSync(file, { force: true });
      return ran;
    };
    assert.ok(hasRun(), "the package does not say that it is imported");
    rmSync(join(scenario.workspace, "myenv"), { recursive: true });
    return { scenario, archive: outputs["archive-file"] ?? "", digest: outputs["mount-digest"] ?? "", hasRun };
  }

  it("starts nothing of another mount than the expected one", async (t) => {
    const { archive, hasRun } = await prepare(t);
    const place = await scenarioOf(t, {});
    const other = `sha256:${"0".repeat(64)}`;
    for (const evidence of ["auto", "files"]) {
      const flags = ["--archive", archive, "--expected-digest", other, "--evidence", evidence];
      const ended = await run(t, place, ["restore", ...flags]);
      assert.equal(ended.exitCode, 1, ended.stderr);
      assert.deepEqual(idsOf(ended.json), ["T2"]);
      assert.ok(!hasRun());
      assert.equal(ended.json.verified, "no");
      assert.equal(ended.json["python-version"], "", "an interpreter was started");
      assert.deepEqual(readdirSync(place.workspace).sort(), ["requirements.txt", "score.py"]);
    }
  });

  it("notices a package that changes the archive which is handed on", async (t) => {
    const code = `if "HANDED" in os.environ:\n    open(os.environ["HANDED"], "ab").write(b"more")\n`;
    const scenario = await scenarioOf(t, { rude: unconfined(t) + code });
    const HANDED = (await build(t, scenario))["archive-file"] ?? "";
    const ended = await run(t, scenario, ["restore", "--archive", HANDED], { env: { HANDED } });
    assert.equal(ended.exitCode, 4, ended.stderr);
    assert.match(ended.stderr, /mount\.tar\.\w+ was changed while packages were imported\. Nothing was placed/);
  });

  it("places the expected mount and starts nothing of it with evidence files, else tries its imports", async (t) => {
    const { scenario, archive, digest, hasRun } = await prepare(t);
    const given = { mode: "restore", archive, "expected-digest": digest, evidence: "files" };
    const { exitCode, outputs, summary, log } = await step(t, scenario, { with: given });
    assert.equal(exitCode, 0, log);
    assert.ok(!hasRun());
    assert.equal(outputs.verified, "files");
    assert.equal(outputs["mount-digest"], digest);
    assert.match(summary, /The mount has the digest in `expected-digest`\. Nothing was imported here/);
    assert.ok(existsSync(mountOf(scenario)));
    const ended = await run(t, scenario, ["restore", "--archive", archive]);
    assert.equal(ended.exitCode, 0, ended.stderr);
    assert.ok(hasRun());
    assert.ok(idsOf(ended.json).includes("T9"), ended.stderr);
  });
});

describe("evidence files", onLinux, () => {
  it("contradicts a smoke test", async (t) => {
    const scenario = await scenarioOf(t, {});
    writeFileSync(join(scenario.workspace, "request.json"), "{}");
    const ended = await run(t, scenario, ["build", "--evidence", "files", "--smoke-test", "request.json"]);
    assert.equal(ended.exitCode, 2, ended.stderr);
    assert.match(ended.stderr, /--evidence and --smoke-test contradict each other/);
  });

  it("does not serve a later build that is to try the imports", async (t) => {
    const scenario = await scenarioOf(t, { failing: "raise ValueError('no')\n" });
    const first = await run(t, scenario, ["build", "--evidence", "files"]);
    assert.equal(first.json.verified, "files", first.stderr);
    const second = await run(t, scenario, ["build"]);
    assert.equal(second.json["cache-outcome"], "hit", second.stderr);
    assert.equal(second.exitCode, 1, second.stderr);
    assert.ok(idsOf(second.json).includes("I11"));
  });
});
