// Faults of the file system, one row each: no room, what is in the way, and what must make no difference. A row has the
// exit code, the one sentence, the outputs, and what is on the disk afterwards.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { noSmallDisk, type SmallDisk, smallDisk } from "../support/machine/small-disk.ts";
import { type Cleanup, createWorkspace, readTree, type Tree } from "../support/machine/workspace.ts";
import { fixturePackages } from "../support/packages/fixture-packages.ts";
import { makeWheel } from "../support/packages/wheels.ts";
import {
  build,
  createScenario,
  type Ended,
  onLinux,
  python,
  run,
  type Scenario,
  step,
} from "../support/scenario/scenario.ts";

let rows = 0;
const many = { ...onLinux, concurrency: 4 };
const FULL = /^The disk is full or its quota is exceeded: .*(ENOSPC|No space left on device)/;
const MEGABYTES = 12;

/** Twelve megabytes that cannot be compressed, and some modules. */
const large = makeWheel({
  name: "large",
  version: "1.0",
  files: {
    "large/__init__.py": "",
    "large/noise.bin": randomBytes(MEGABYTES * 2 ** 20),
    ...Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`large/m${index}.py`, `N = ${index}\n`])),
  },
});

const largeScenario = (t: Cleanup) =>
  createScenario(t, { requirements: "large==1.0\n", packages: [...fixturePackages(), large], files: { "small/": "" } });

/** A mount from before, at `parent`, which a run that fails must leave alone. */
async function withMount(t: Cleanup, parent = "."): Promise<Scenario & { mount: Tree }> {
  const scenario = await largeScenario(t);
  writeFileSync(join(scenario.workspace, "first.txt"), "politeness==1.0\n");
  await build(t, scenario, "--requirements", "first.txt", "--mount-parent", parent, "--cache", "off");
  return { ...scenario, mount: readTree(join(scenario.workspace, parent, "myenv")) };
}

const below = (directory: string, tree: Tree): Tree => {
  const inside = Object.entries(tree).filter(([path]) => path.startsWith(`${directory}/`));
  return Object.fromEntries(inside.map(([path, what]) => [path.slice(directory.length + 1), what]));
};
const beside = (tree: Tree) => Object.keys(tree).filter((path) => /(^|\/)\.myenv\./.test(path));

function pythonWithoutPip(t: Cleanup): string {
  const directory = join(createWorkspace(t), "bare");
  execFileSync(python, ["-m", "venv", "--without-pip", directory]);
  return join(directory, "bin", "python");
}

/** It says one thing, why and what to do; a later step of the workflow finds nothing to deploy. */
function assertRefused({ exitCode, json, stderr }: Ended, expected: number, says: RegExp): void {
  assert.equal(exitCode, expected, stderr);
  assert.match(json.error ?? "", says);
  assert.equal(stderr.match(/^error: /gm)?.length, 1, stderr);
  assert.doesNotMatch(stderr, /This is a bug|\n\s+at |Traceback/);
  assert.equal(json.AZUREML_EXTRA_PYTHON_LIB_PATH, "");
  assert.equal(json.verified, "no");
  rows += 1;
}

interface NoRoom {
  readonly megabytes: number;
  readonly inodes?: number;
  /** The interpreter has no pip but the wheel of ensurepip, which is unpacked. */
  readonly isBare?: boolean;
  readonly exitCode: number;
  readonly says: RegExp;
  /** Nothing but this is left on the disk. */
  readonly left?: RegExp;
}

const NO_ROOM_TO_INSTALL = /large==1\.0.*No space left on device.*\n.*Free disk space/;

const NO_ROOM_FOR_TEMPORARY: Readonly<Record<string, NoRoom>> = {
  nothing: { megabytes: 1, inodes: 2, exitCode: 4, says: FULL },
  "the virtual environment": { megabytes: 100, inodes: 10, exitCode: 4, says: FULL },
  "a part of the download": { megabytes: 4, exitCode: 3, says: NO_ROOM_TO_INSTALL },
  "the download": { megabytes: MEGABYTES + 2, exitCode: 3, says: NO_ROOM_TO_INSTALL },
  "the download and a part of the package": { megabytes: 2 * MEGABYTES - 4, exitCode: 3, says: NO_ROOM_TO_INSTALL },
  "the download and the first files of the package": {
    megabytes: 100,
    inodes: 60,
    exitCode: 3,
    says: NO_ROOM_TO_INSTALL,
  },
  "some files of the pip of ensurepip": { megabytes: 100, inodes: 60, isBare: true, exitCode: 4, says: FULL },
  "some bytes of the pip of ensurepip": { megabytes: 4, isBare: true, exitCode: 4, says: FULL },
  "the environment": { megabytes: 100, inodes: 300, exitCode: 4, says: FULL },
};

describe("a temporary directory with room for", { ...many, skip: onLinux.skip || noSmallDisk }, () => {
  for (const [name, { megabytes, inodes, isBare, exitCode, says }] of Object.entries(NO_ROOM_FOR_TEMPORARY)) {
    it(`${name} alone`, async (t) => {
      const scenario = await withMount(t);
      const TMPDIR = createWorkspace(t);
      const { node, left } = smallDisk(t, TMPDIR, megabytes, { inodes });
      const words = ["--installer", "pip", ...(isBare ? ["--python", pythonWithoutPip(t)] : [])];
      const ended = await run(t, scenario, ["build", ...words], { node, env: { TMPDIR } });
      assertRefused(ended, exitCode, says);
      assert.deepEqual(left(), []);
      const tree = readTree(scenario.workspace);
      assert.deepEqual([below("myenv", tree), beside(tree)], [scenario.mount, []]);
    });
  }
});

describe("a disk of the mount", { ...many, skip: onLinux.skip || noSmallDisk }, () => {
  const onDisk = async (t: Cleanup, scenario: Scenario, megabytes: number, inodes?: number) => {
    const disk = smallDisk(t, join(scenario.workspace, "small"), megabytes, { inodes, isCopied: true });
    return { disk, ended: await run(t, scenario, ["build", "--mount-parent", "small"], { node: disk.node }) };
  };
  const assertAsBefore = (disk: SmallDisk, { mount }: { mount: Tree }) =>
    assert.deepEqual(disk.tree(), Object.fromEntries(Object.entries(mount).map(([path, is]) => [`myenv/${path}`, is])));

  for (const megabytes of [1, 6, MEGABYTES]) {
    it(`of ${megabytes} MB: the earlier mount stays`, async (t) => {
      const scenario = await withMount(t, "small");
      const { disk, ended } = await onDisk(t, scenario, megabytes);
      assertRefused(ended, 4, FULL);
      assertAsBefore(disk, scenario);
    });
  }

  it("lacks one of the files that the mount needs, whichever that is", async (t) => {
    const first = await withMount(t, "small");
    const passed = await onDisk(t, first, 100);
    assert.equal(passed.ended.exitCode, 0, passed.ended.stderr);
    // Both mounts, the directory of the disk, and the lock.
    const needed = passed.disk.left().length + 2 + Object.keys(await pathsOf(t)).length;
    for (const missing of [1, 2, 20]) {
      const scenario = await withMount(t, "small");
      const { disk, ended } = await onDisk(t, scenario, 100, needed - missing);
      assertRefused(ended, 4, FULL);
      assertAsBefore(disk, scenario);
    }
  });

  it("has room, but that of the code directory has none for .amlignore", async (t) => {
    const scenario = await withMount(t, "small");
    const { workspace } = scenario;
    rmSync(join(workspace, ".amlignore"));
    const before = readTree(workspace);
    const packages = smallDisk(t, join(workspace, "small"), 100, { isCopied: true });
    const entries = readdirSync(workspace, { recursive: true }).length;
    const code = smallDisk(t, workspace, 100, { inodes: entries + 1, isCopied: true, program: packages.node });
    const ended = await run(t, scenario, ["build", "--mount-parent", "small"], { node: code.node });
    assertRefused(ended, 4, /^The disk is full .*ENOSPC.*\.amlignore/);
    assert.equal(ended.json["archive-file"], "");
    assertAsBefore(packages, scenario);
    assert.deepEqual(code.tree(), before);
  });

  for (const earlier of [
    undefined,
    "# Written by azureml-extra-packages; remove this line to keep your own changes.\n",
  ]) {
    const was = earlier === undefined ? "absent" : "as it was";
    it(`is the earlier mount, which cannot be moved aside: it stays, and .amlignore is ${was}`, async (t) => {
      const scenario = await withMount(t);
      const ignoreFile = join(scenario.workspace, ".amlignore");
      if (earlier === undefined) rmSync(ignoreFile);
      else writeFileSync(ignoreFile, earlier);
      const before = readTree(scenario.workspace);
      const disk = smallDisk(t, join(scenario.workspace, "myenv"), 100, { isCopied: true });
      const ended = await run(t, scenario, ["build"], { node: disk.node });
      assertRefused(ended, 4, /^The directory of packages cannot be written: EBUSY.*myenv/);
      assert.deepEqual(disk.tree(), scenario.mount);
      assert.deepEqual(readTree(scenario.workspace), before);
    });
  }

  it("is full when an archive is restored", async (t) => {
    const archive = (await build(t, await largeScenario(t)))["archive-file"] ?? "";
    const scenario = await withMount(t, "small");
    for (const [megabytes, inodes, exitCode, says] of [
      [6, undefined, 1, /lists files of 12\.\d MB; only \d\.\d+ MB are free on the disk of the mount/],
      [100, 30, 4, FULL],
    ] as const) {
      const disk = smallDisk(t, join(scenario.workspace, "small"), megabytes, { inodes, isCopied: true });
      const words = ["restore", "--archive", archive, "--mount-parent", "small"];
      assertRefused(await run(t, scenario, words, { node: disk.node }), exitCode, says);
      assertAsBefore(disk, scenario);
    }
  });

  /** What the earlier mount takes. */
  async function pathsOf(t: Cleanup): Promise<string[]> {
    const scenario = await withMount(t, "small");
    const disk = smallDisk(t, join(scenario.workspace, "small"), 100, { isCopied: true });
    await run(t, scenario, ["verify", "--mount-parent", "small"], { node: disk.node });
    return disk.left();
  }
});

describe("a disk of the output directory, or of the cache", { ...many, skip: onLinux.skip || noSmallDisk }, () => {
  for (const [megabytes, inodes] of [
    [1, 2],
    [6, undefined],
    [100, 5],
  ] as const) {
    it(`has ${megabytes} MB and ${inodes ?? "enough"} inodes: everything is as it was`, async (t) => {
      const scenario = await withMount(t);
      rmSync(join(scenario.workspace, ".amlignore"));
      const before = readTree(scenario.workspace);
      const output = createWorkspace(t);
      const disk = smallDisk(t, output, megabytes, { inodes });
      const archive = (await build(t, await largeScenario(t), "--cache", "off"))["archive-file"] ?? "";
      const restore = ["restore", "--archive", dirname(archive)]; // the archive stays where it is, and needs no room
      for (const words of [["build", "--cache", "off"], ...(inodes === undefined ? [] : [restore])]) {
        const ended = await run(t, scenario, [...words, "--output-directory", output], { node: disk.node });
        assertRefused(ended, 4, FULL);
        assert.equal(ended.json["mount-directory"], "");
        assert.equal(ended.json["archive-file"], "");
        assert.deepEqual(readTree(scenario.workspace), before);
        assert.deepEqual(
          disk.left().filter((path) => !/^report\.|^findings\.sarif$/.test(path)),
          [],
        );
      }
    });
  }

  it("keeps the files of an earlier run, and so does the code directory", async (t) => {
    const scenario = await withMount(t);
    const output = createWorkspace(t);
    const words = ["--output-directory", output, "--cache", "off"];
    await build(t, scenario, "--requirements", "first.txt", ...words);
    const before = [readTree(scenario.workspace), readTree(output)];
    const disk = smallDisk(t, output, 6, { isCopied: true });
    assertRefused(await run(t, scenario, ["build", ...words], { node: disk.node }), 4, FULL);
    const reports = /^(report\.json|findings\.sarif)$/;
    const without = (tree: Tree) => Object.entries(tree).filter(([path]) => !reports.test(path));
    assert.deepEqual([readTree(scenario.workspace), without(disk.tree())], [before[0], without(before[1] ?? {})]);
  });

  it("has no room for the cache entry: a warning, and everything else is there", async (t) => {
    const scenario = await largeScenario(t);
    const output = createWorkspace(t);
    const words = ["build", "--output-directory", output];
    const env = { PIP_CACHE_DIR: createWorkspace(t) };
    const small = smallDisk(t, scenario.home, MEGABYTES - 6);
    const ended = await run(t, scenario, words, { node: small.node, env });
    assert.equal(ended.exitCode, 0, ended.stderr);
    assert.match(ended.stderr, /^warning: The cache entry was not saved: .*ENOSPC/m);
    assert.equal(ended.json.verified, "simulated");
    assert.ok(existsSync(ended.json["archive-file"] ?? ""));
    rows += 1;
    assert.deepEqual(
      small.left().filter((path) => /entries\/./.test(path)),
      [],
    );
  });
});

interface InTheWay {
  readonly prepare: (workspace: string, t: Cleanup) => void;
  readonly flags?: readonly string[];
  readonly says: RegExp;
}

const IN_THE_WAY: Readonly<Record<string, InTheWay>> = {
  "a link to nothing": {
    prepare: (workspace) => symlinkSync("nothing", join(workspace, "myenv")),
    says: /myenv already exists and has no manifest\.json of this tool; it will not be overwritten/,
  },
  "a link to itself": {
    prepare: (workspace) => symlinkSync("myenv", join(workspace, "myenv")),
    says: /myenv already exists and has no manifest\.json/,
  },
  "a link to somebody's environment": {
    prepare: (workspace, t) => symlinkSync(createWorkspace(t, { "pyvenv.cfg": "" }), join(workspace, "myenv")),
    says: /myenv already exists and has no manifest\.json/,
  },
  "a file": {
    prepare: (workspace) => writeFileSync(join(workspace, "myenv"), "mine"),
    says: /myenv already exists and has no manifest\.json/,
  },
  "a lock that is a directory": {
    prepare: (workspace) => mkdirSync(join(workspace, ".myenv.lock")),
    says: /lock file \S+\.myenv\.lock/,
  },
};

describe("what is in the way of the mount ends the run before anything is downloaded:", many, () => {
  for (const [name, { prepare, says }] of Object.entries(IN_THE_WAY)) {
    it(name, async (t) => {
      const scenario = await createScenario(t);
      prepare(scenario.workspace, t);
      const before = readTree(scenario.workspace);
      assertRefused(await run(t, scenario, ["build"]), 2, says);
      assertUntouched(scenario);
      assert.deepEqual(readTree(scenario.workspace), before);
    });
  }

  for (const flags of [[], ["--mount-parent", "packages"], ["--mount-parent", "packages/of/mine"]]) {
    it(`a read-only code directory ${flags.at(-1) ?? ""}`, { skip: noSmallDisk }, async (t) => {
      const scenario = await createScenario(t);
      const disk = smallDisk(t, scenario.workspace, 10, { isCopied: true, isReadOnly: true });
      const ended = await run(t, scenario, ["build", ...flags], { node: disk.node });
      assertRefused(ended, 2, /^The packages cannot be placed in \S+: EROFS.*\n.*mount-parent\.$/);
      assertUntouched(scenario);
    });
  }

  it("a read-only output directory or cache", { skip: noSmallDisk }, async (t) => {
    const scenario = await createScenario(t);
    const disk = smallDisk(t, scenario.home, 10, { isReadOnly: true });
    assertRefused(await run(t, scenario, ["build"], { node: disk.node }), 2, /EROFS/);
    const output = createWorkspace(t);
    const other = smallDisk(t, output, 10, { isReadOnly: true });
    const ended = await run(t, scenario, ["build", "--output-directory", output], { node: other.node });
    assertRefused(ended, 2, /output-directory: \S+ cannot be written: EROFS/);
    assertUntouched(scenario);
  });

  const assertUntouched = ({ index, workspace }: Scenario) => {
    assert.deepEqual(
      index.requests.filter(({ path }) => path.startsWith("/files/")),
      [],
    );
    assert.deepEqual(
      beside(readTree(workspace)).filter((path) => path !== ".myenv.lock"),
      [],
    );
  };
});

/** Directories of one machine; what is missing here is what it usually is. */
interface Places {
  readonly workspace?: string;
  readonly home?: string;
  readonly temporary?: string;
}

const LONG = Array.from({ length: 8 }, (_, index) => `${index}${"long-name".repeat(6)}`.slice(0, 50)).join("/");
const ODD = "mein Projekt – 模型 #1 'x' \"y\" %41 & (ü)";

const NO_DIFFERENCE: Readonly<Record<string, Places>> = {
  "400 characters in the path of the workspace": { workspace: LONG },
  "400 characters in the path of the temporary directory": { temporary: LONG },
  "400 characters in the path of the cache": { home: LONG },
  "spaces, quotes and letters of all scripts in the workspace": { workspace: `${ODD} $HOME` },
  "spaces, quotes and letters of all scripts in the temporary directory": { temporary: ODD },
  "spaces, quotes and letters of all scripts in the cache": { home: `${ODD} $HOME` },
  "all of that at once": { workspace: `${ODD}/${LONG}`, temporary: `t ${ODD}`, home: `h ${ODD}` },
};

describe("the same mount, with", many, () => {
  const cleanups: (() => void | Promise<void>)[] = [];
  const whole = { after: (clean: () => void | Promise<void>) => cleanups.push(clean) };
  let digest = "";
  before(async () => {
    digest = (await build(whole, await createScenario(whole)))["mount-digest"] ?? "";
    assert.match(digest, /^sha256:/);
  });
  after(async () => {
    for (const clean of cleanups.reverse()) await clean();
  });

  const assertSame = ({ exitCode, json, stderr }: Ended) => {
    assert.equal(exitCode, 0, stderr);
    assert.equal(json["mount-digest"], digest);
    assert.doesNotMatch(stderr, /^warning/m);
    assert.ok(existsSync(json["archive-file"] ?? ""), json["archive-file"]);
    rows += 1;
  };
  const moved = async (t: Cleanup, { workspace, home, temporary }: Places) => {
    const scenario = await createScenario(t);
    const there = (below: string) => {
      const path = join(createWorkspace(t), below);
      mkdirSync(dirname(path), { recursive: true });
      return path;
    };
    const place = workspace === undefined ? scenario.workspace : there(`${workspace}/scoring`);
    if (workspace !== undefined) renameSync(scenario.workspace, place);
    const TMPDIR = there(temporary ?? "temporary");
    mkdirSync(TMPDIR, { recursive: true });
    const own = { ...scenario, workspace: place, home: home === undefined ? scenario.home : there(home) };
    return { own, TMPDIR };
  };

  for (const [name, places] of Object.entries(NO_DIFFERENCE)) {
    it(name, async (t) => {
      const { own, TMPDIR } = await moved(t, places);
      assertSame(await run(t, own, ["build"], { env: { TMPDIR } }));
      const verified = await run(t, own, ["verify"], { env: { TMPDIR } });
      assert.equal(verified.exitCode, 0, verified.stderr);
      assert.deepEqual(readTree(TMPDIR), {});
      assert.deepEqual(beside(readTree(own.workspace)), []);
    });
  }

  it("a workspace that is a link", async (t) => {
    const scenario = await createScenario(t);
    const link = join(createWorkspace(t), "scoring");
    symlinkSync(scenario.workspace, link);
    assertSame(await run(t, scenario, ["build"], { cwd: link, env: { PWD: link } }));
    const ended = await step(t, { ...scenario, workspace: link });
    assert.equal(ended.exitCode, 0, ended.log);
    assert.equal(ended.outputs["mount-digest"], digest);
    assert.deepEqual(beside(readTree(scenario.workspace)), []);
  });

  it("umask 077", async (t) => {
    const scenario = await createScenario(t);
    const node = join(createWorkspace(t), "node");
    writeFileSync(node, `#!/bin/sh\numask 077\nexec "${process.execPath}" "$@"\n`);
    chmodSync(node, 0o755);
    assertSame(await run(t, scenario, ["build"], { node }));
    const modes = Object.entries(readTree(join(scenario.workspace, "myenv"))).map(([, what]) => what.split(" ")[0]);
    assert.deepEqual([...new Set(modes)], ["644"]);
  });

  it("a temporary directory that does not exist yet", async (t) => {
    const scenario = await createScenario(t);
    const TMPDIR = join(createWorkspace(t), "not/yet");
    assertSame(await run(t, scenario, ["build"], { env: { TMPDIR } }));
    const ended = await step(t, scenario, { temp: join(createWorkspace(t), "not/yet") });
    assert.equal(ended.outputs["mount-digest"], digest, ended.log);
  });

  it("an empty HOME, an empty TMPDIR, and none in a step", async (t) => {
    const scenario = await createScenario(t);
    const before = readTree(scenario.workspace);
    const caches = { PIP_CACHE_DIR: createWorkspace(t), UV_CACHE_DIR: createWorkspace(t) };
    const TMPDIR = createWorkspace(t);
    assertSame(await run(t, scenario, ["build"], { env: { ...caches, HOME: "", TMPDIR } }));
    const added = Object.keys(readTree(scenario.workspace)).filter((path) => !path.startsWith("myenv/"));
    assert.deepEqual(added.sort(), [...Object.keys(before), ".amlignore"].sort());
    const env = { ...caches, HOME: undefined, TMPDIR: undefined, RUNNER_TEMP: undefined };
    const ended = await step(t, scenario, { env });
    assert.equal(ended.outputs["mount-digest"], digest, ended.log);
  });
});

describe("directories of the user that cannot be made", many, () => {
  for (const name of ["HOME", "TMPDIR", "RUNNER_TEMP"]) {
    it(name, async (t) => {
      const scenario = await createScenario(t);
      const value = join(createWorkspace(t, { file: "" }), "file", "below");
      if (name === "RUNNER_TEMP") {
        const ended = await step(t, scenario, { env: { [name]: value } });
        assert.equal(ended.exitCode, 2, ended.log);
        const errors = ended.annotations.filter(({ level }) => level === "error").map(({ message }) => message);
        assert.equal(errors.length, 1, ended.log);
        assert.match(errors[0] ?? "", /^No temporary directory can be created in \S+: ENOTDIR.*\n.*RUNNER_TEMP/);
        rows += 1;
      } else if (name === "TMPDIR") {
        const ended = await run(t, scenario, ["build"], { env: { [name]: value } });
        assert.equal(ended.exitCode, 2, ended.stderr);
        assert.match(ended.json.error ?? "", /^No temporary directory can be created in \S+: ENOTDIR.*\n.*TMPDIR/);
        rows += 1;
      } else {
        const ended = await run(t, scenario, ["build"], { env: { [name]: value } });
        assertRefused(ended, 2, /ENOTDIR/);
      }
      assert.deepEqual(beside(readTree(scenario.workspace)), []);
    });
  }

  it("a temporary directory with a dollar sign, which distutils replaces", async (t) => {
    const scenario = await createScenario(t);
    const TMPDIR = join(createWorkspace(t), "a $HOME");
    mkdirSync(TMPDIR);
    const ended = await run(t, scenario, ["build"], { env: { TMPDIR } });
    assert.equal(ended.exitCode, 2, ended.stderr);
    assert.match(ended.json.error ?? "", /^The path of the temporary directory \S+ \$HOME has the character "\$"/);
    assert.deepEqual(readTree(dirname(TMPDIR)), { "a $HOME": "755 directory" });
    rows += 1;
  });
});

after(() => console.log(`\nFaults of the file system: ${rows} rows.`));
