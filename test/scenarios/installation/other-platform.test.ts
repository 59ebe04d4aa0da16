import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { type Cleanup, createWorkspace, writeFiles } from "../../support/machine/workspace.ts";
import { fixturePackages } from "../../support/packages/fixture-packages.ts";
import type { IndexFile } from "../../support/packages/package-index.ts";
import { skipWithoutIndex } from "../../support/packages/real-index.ts";
import { makeSdist } from "../../support/packages/sdists.ts";
import { makeWheel } from "../../support/packages/wheels.ts";
import {
  alpine,
  appleSilicon,
  armLinux,
  type OtherPlatform,
  pythonOn,
  windows,
} from "../../support/python/other-platform.ts";
import { uvFromRealIndex } from "../../support/python/uv-on-index.ts";
import { build, createScenario, onLinux, python, readJson, run } from "../../support/scenario/scenario.ts";

const skip = await skipWithoutIndex();

/** Releases of one project for every platform, and a requirement that only macOS has. */
const forPlatforms = [
  makeWheel({
    name: "native",
    version: "1.0",
    tag: "cp38-cp38-macosx_11_0_arm64",
    files: { "native.py": "MAC = 1\n" },
  }),
  makeWheel({ name: "native", version: "1.0", tag: "cp38-cp38-win_amd64", files: { "native.py": "WINDOWS = 1\n" } }),
  makeWheel({
    name: "native",
    version: "1.0",
    tag: "cp38-cp38-manylinux_2_17_x86_64",
    files: { "native.py": "LINUX = 1\n", "native-data/run.sh": "#!/bin/sh\n" },
    executables: ["native-data/run.sh"],
  }),
  makeWheel({ name: "native", version: "2.0", tag: "cp38-cp38-manylinux_2_38_x86_64", files: { "native.py": "" } }),
  makeWheel({ name: "mac-only", version: "1.0", files: { "mac_only.py": "" } }),
];

const requirements =
  'fast==1.0\ngreet[loud]==1.0\nnative\npoliteness==2.0\nshout.loudly==1.0\nmac-only==1.0; platform_system == "Darwin"\n';

const cleanups: (() => void | Promise<void>)[] = [];
const suite: Cleanup = { after: (clean) => cleanups.push(clean) };
let tools: IndexFile[] = [];
/** Keeps uv, so that only the first run downloads it. */
let home = "";
/** Outputs of a build on this machine. */
let here: Record<string, string> = {};

async function scenarioOf(t: Cleanup, text = requirements, more: IndexFile[] = []) {
  const packages = [...fixturePackages(), ...forPlatforms, ...tools, ...more];
  return { ...(await createScenario(t, { packages, requirements: text })), home };
}

describe("on another platform than the image's", { ...onLinux, skip: onLinux.skip || skip }, () => {
  before(async () => {
    tools = uvFromRealIndex(suite);
    home = createWorkspace(suite);
    here = await build(suite, await scenarioOf(suite), "--cache", "off");
  });
  after(async () => {
    for (const clean of cleanups.reverse()) await clean();
  });

  const platforms: Record<string, OtherPlatform> = {
    "macOS arm64": appleSilicon,
    "Windows AMD64": windows,
    "Linux aarch64": armLinux,
    "Linux x86_64 with musl": alpine,
  };
  for (const [name, platform] of Object.entries(platforms)) {
    it(`${name} builds the same mount as Linux x86_64`, async (t) => {
      const there = await scenarioOf(t);
      const { exitCode, stderr, json } = await run(t, there, [
        "build",
        "--cache",
        "off",
        "--python",
        pythonOn(t, python, platform),
      ]);
      assert.equal(exitCode, 0, stderr);
      assert.equal(json["mount-digest"], here["mount-digest"]);
      assert.equal(here.verified, "simulated");
      assert.equal(json.verified, "files");
      assert.match(stderr, new RegExp(`^notice: The packages are not imported, because this machine is ${name} `, "m"));
      const files = readJson(json["manifest-file"]).files as [path: string, size: number, executable: number][];
      const executable = files.filter(([, , isExecutable]) => isExecutable === 1).map(([path]) => path);
      assert.deepEqual(executable, ["fast/run-me.sh", "native-data/run.sh"]);
    });
  }

  it("what has no wheel is refused with its line, before anything is installed", async (t) => {
    const scenario = await scenarioOf(
      t,
      "./libs/own\ngreet @ https://example.com/greet-1.0.tar.gz\n--no-binary fast\n",
    );
    writeFiles(scenario.workspace, { "libs/own/setup.py": "from setuptools import setup\nsetup(name='own')\n" });
    const mac = pythonOn(t, python, appleSilicon);
    const { exitCode, stderr } = await run(t, scenario, ["build", "--python", mac, "--packages", "politeness==1.0"]);
    assert.equal(exitCode, 2, stderr);
    assert.match(
      stderr,
      /^error: requirements\.txt:1: \S*libs\/own is installed from source\. This machine is macOS arm64/m,
    );
    assert.match(stderr, /^error: requirements\.txt:2: greet is installed from source\. .*only wheels\.$/m);
    assert.match(stderr, /^error: requirements\.txt:3: --no-binary fast forbids the wheels of fast\. /m);
    assert.match(stderr, /^ {2}Name a release with a wheel\. Everything else needs Linux x86_64: /m);
    assert.ok(scenario.index.requests.every(({ path }) => !path.includes("politeness")));
  });

  it("a release without a wheel is refused with its name", async (t) => {
    const sdist = await makeSdist({ name: "from-source", version: "1.0", files: { "from_source.py": "" } });
    const scenario = await scenarioOf(t, "greet==1.0\nfrom-source==1.0\n", [sdist]);
    const mac = pythonOn(t, python, appleSilicon);
    const { exitCode, stderr } = await run(t, scenario, ["build", "--python", mac]);
    assert.equal(exitCode, 3, stderr);
    assert.match(
      stderr,
      /^error: requirements\.txt:2 \(from-source==1\.0\): .*from-source==1\.0 has no usable wheels/m,
    );
    assert.match(
      stderr,
      /^ {2}There is no wheel that fits\. This machine is macOS arm64, where .* Pin a release with a wheel/m,
    );
  });

  it("pip and mode dynamic are refused", async (t) => {
    const scenario = await scenarioOf(t);
    const mac = pythonOn(t, python, appleSilicon);
    const byPip = await run(t, scenario, ["build", "--python", mac, "--installer", "pip"]);
    assert.equal(byPip.exitCode, 2, byPip.stderr);
    assert.match(
      byPip.stderr,
      /^error: --installer: pip installs for the machine that it runs on\. This machine is macOS/m,
    );
    const dynamic = await run(t, scenario, ["build", "--mode", "dynamic", "--python", mac]);
    assert.equal(dynamic.exitCode, 2, dynamic.stderr);
    assert.match(dynamic.stderr, /^error: Mode dynamic runs the image's pip\. This machine is macOS arm64/m);
  });

  it("without uv there is no installer", async (t) => {
    const scenario = await createScenario(t);
    const { exitCode, stderr } = await run(t, scenario, ["build", "--python", pythonOn(t, python, appleSilicon)]);
    assert.equal(exitCode, 3, stderr);
    assert.match(stderr, /^error: uv \S+ is not available: .*\n {2}Add uv to the package index\.$/m);
  });
});
