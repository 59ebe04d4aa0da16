import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { knownMount } from "../../src/commands/existing-mount.ts";
import { targetOf } from "../../src/images/target.ts";
import { takeInventory, withExecutables } from "../../src/mount/inventory/inventory.ts";
import { mountDigest } from "../../src/mount/manifest/digest.ts";
import type { Manifest } from "../../src/mount/manifest/manifest.ts";
import { wheelFiles } from "../../src/python/packaging/wheel-files.ts";
import { executableInWheel } from "../../src/python/platform/executable-files.ts";
import { isOnPlatform, pipPlatform, platformName } from "../../src/python/platform/platform.ts";
import { createWorkspace } from "../support/machine/workspace.ts";
import { fixturePackages } from "../support/packages/fixture-packages.ts";
import { startIndex } from "../support/packages/package-index.ts";
import { makeWheel } from "../support/packages/wheels.ts";
import { findPython } from "../support/python/interpreters.ts";
import { interpreter, silentHost } from "../support/scenario/evidence.ts";

const target = targetOf({ python: "3.8" });

describe("a platform", () => {
  const cases = [
    ["linux", "x86_64", "gnu", true, "Linux x86_64"],
    ["linux", "x86_64", "musl", false, "Linux x86_64 with musl"],
    ["linux", "aarch64", "gnu", false, "Linux aarch64"],
    ["darwin", "arm64", "none", false, "macOS arm64"],
    ["darwin", "x86_64", "none", false, "macOS x86_64"],
    ["win32", "AMD64", "none", false, "Windows AMD64"],
    ["freebsd", "amd64", "none", false, "freebsd amd64"],
  ] as const;
  for (const [platform, machine, libc, isTarget, name] of cases) {
    it(`${name} ${isTarget ? "is" : "is not"} the target's`, () => {
      assert.equal(isOnPlatform({ platform, machine, libc }, target), isTarget);
      assert.equal(platformName({ platform, machine, libc }), name);
    });
  }

  it("is the target's for an image on ARM", () => {
    const arm = { platform: "linux", machine: "aarch64", libc: "gnu" } as const;
    assert.equal(isOnPlatform(arm, { ...target, architecture: "aarch64" }), true);
  });
});

describe("the wheels of another platform", { skip: findPython("3.8") === undefined && "no Python 3.8" }, () => {
  it("are downloaded for the target, up to its glibc", async (t) => {
    const on = (tag: string) => makeWheel({ name: "native", version: "1.0", tag, files: { "native.py": "" } });
    const tags = ["cp38-cp38-macosx_11_0_arm64", "cp38-cp38-manylinux_2_35_x86_64", "cp38-abi3-manylinux_2_28_x86_64"];
    const index = await startIndex({ packages: [...fixturePackages(), ...tags.map(on)] });
    t.after(() => index.close());
    const workspace = createWorkspace(t);
    const host = { ...silentHost(workspace), temporary: workspace, environment: { ...process.env, ...index.env() } };
    const python = { ...(await interpreter("3.8")), platform: "darwin", machine: "arm64" };
    const found = await wheelFiles(["native==1.0", "fast==1.0"], target, [], python, host);
    const names = found.map((path) => path.slice(path.lastIndexOf("/") + 1)).sort();
    assert.deepEqual(names, [
      "fast-1.0-cp38-cp38-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
      "native-1.0-cp38-abi3-manylinux_2_28_x86_64.whl",
    ]);
  });

  it("are chosen from the newest glibc of the target to the oldest", () => {
    const args = pipPlatform(targetOf({ python: "3.7" })).join(" ");
    assert.match(args, /^--platform manylinux_2_27_x86_64 --platform manylinux_2_26_x86_64 /);
    assert.match(args, / --platform manylinux_2_5_x86_64 --platform manylinux2014_x86_64 /);
    assert.match(args, / --python-version 3\.7 --implementation cp --abi cp37 --abi cp37m --abi abi3 --abi none$/);
  });
});

describe("executable files", () => {
  it("are those of the wheel, also of its purelib", async (t) => {
    const wheel = makeWheel({
      name: "demo",
      version: "1.0",
      files: { "demo/run.sh": "", "demo/plain.sh": "", "demo-1.0.data/purelib/demo/more.sh": "" },
      scripts: { tool: "" },
      executables: ["demo/run.sh", "demo-1.0.data/purelib/demo/more.sh"],
    });
    const folder = createWorkspace(t, { "demo.whl": wheel.bytes });
    assert.deepEqual((await executableInWheel(join(folder, "demo.whl"))).sort(), ["demo/more.sh", "demo/run.sh"]);
  });

  it("of a mount on a file system that makes every file executable are those of the manifest", {
    skip: process.platform === "win32",
  }, (t) => {
    const root = createWorkspace(t, { "demo.py": "", "run.sh": "", "other.txt": "" });
    chmodSync(join(root, "run.sh"), 0o755);
    const built = takeInventory(root);
    execFileSync("chmod", ["-R", "777", root]);
    assert.equal(statSync(join(root, "demo.py")).mode & 0o777, 0o777);
    const manifest = { files: [...built.files.values()], distributions: [], requirements: [] } as unknown as Manifest;
    const location = { directory: root } as never;
    const { inventory } = knownMount(location, takeInventory(root), manifest);
    assert.equal(mountDigest(inventory.files.values()), mountDigest(built.files.values()));
    const again = withExecutables(takeInventory(root), new Set(["run.sh"]));
    assert.equal(mountDigest(again.files.values()), mountDigest(built.files.values()));
  });
});
