import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { runChild } from "../machine/child.ts";
import { childEnvironment } from "../machine/environment.ts";
import { type Cleanup, createWorkspace } from "../machine/workspace.ts";
import { findAnyPython } from "../python/interpreters.ts";
import { makeElf } from "./elf/elf.ts";
import { type PackageIndex, packagesFromFolder, startIndex } from "./package-index.ts";
import { makeSdist } from "./sdists.ts";
import { makeWheel } from "./wheels.ts";

const python = findAnyPython();
const hasUv = commandExists("uv");

const base = makeWheel({
  name: "Base.Package",
  version: "1.0",
  files: {
    "base/__init__.py": "answer = 42\n",
    "base/_x.so": makeElf({ needed: ["libc.so.6"], versionNeeds: { "libc.so.6": ["GLIBC_2.14"] } }),
  },
  requires: ["always", 'never; python_version < "3"'],
  extras: { more: ['extra-part; python_version >= "3"'] },
  entryPoints: { console_scripts: { "base-tool": "base:main" } },
  scripts: { "base-script": "#!python\nprint('script')\n" },
  data: { "share/base.txt": "data" },
  distInfo: { "direct_url.json": '{"url": "file:///elsewhere", "dir_info": {"editable": true}}' },
});
const module = (name: string, version = "1.0") =>
  makeWheel({ name, version, files: { [`${name.replaceAll("-", "_")}.py`]: `version = "${version}"\n` } });

let index: PackageIndex;

before(async () => {
  const newer = makeWheel({ name: "always", version: "2.0", requiresPython: ">=4", files: { "always.py": "" } });
  const sdist = await makeSdist({ name: "from-source", version: "3.1", files: { "from_source/__init__.py": "" } });
  const broken = await makeSdist({ name: "does-not-build", version: "1.0", buildError: "error: command 'gcc' failed" });
  const yanked = { ...module("always", "1.5"), yanked: "broken on Tuesdays" };
  const lying = { ...module("lying"), sha256: "0".repeat(64) };
  index = await startIndex({
    packages: [base, module("always"), newer, yanked, module("extra-part"), sdist, broken, lying],
  });
});
after(() => index.close());

async function pipInstall(t: Cleanup, requirements: string[], url = index.url) {
  const directory = createWorkspace(t);
  const site = join(directory, "site");
  const args = [
    "-m",
    "pip",
    "install",
    "--no-input",
    "--no-compile",
    "--target",
    site,
    "--index-url",
    url,
    ...requirements,
  ];
  const env = childEnvironment({ home: join(directory, "home") });
  return { ...(await runChild(python, args, { cwd: directory, env })), site };
}

const installed = (site: string) =>
  readdirSync(site)
    .filter((name) => name.endsWith(".dist-info"))
    .sort();

describe("package index, asked by pip", () => {
  it("serves a wheel with extra and markers, without yanked files and those of another Python", async (t) => {
    const { exitCode, stderr, site } = await pipInstall(t, ["base-package[more]"]);
    assert.equal(exitCode, 0, stderr);
    const expected = ["Base_Package-1.0.dist-info", "always-1.0.dist-info", "extra_part-1.0.dist-info"];
    assert.deepEqual(installed(site), expected);
    assert.ok(existsSync(join(site, "base", "_x.so")));
    assert.ok(existsSync(join(site, "share", "base.txt")));
    assert.ok(statSync(join(site, "bin", "base-script")).mode & 0o100);
    assert.match(readFileSync(join(site, "bin", "base-tool"), "utf8"), /from base import main/);
    assert.ok(existsSync(join(site, "Base_Package-1.0.dist-info", "direct_url.json")));
  });

  it("serves an sdist that builds without network", async (t) => {
    const { exitCode, stderr, site } = await pipInstall(t, ["from-source"]);
    assert.equal(exitCode, 0, stderr);
    assert.deepEqual(installed(site), ["from_source-3.1.dist-info"]);
  });

  it("serves an sdist that does not build, a file with another hash, and no unknown project", async (t) => {
    const results = await Promise.all(
      [["does-not-build"], ["lying"], ["unknown-project"]].map((requirements) => pipInstall(t, requirements)),
    );
    const patterns = [
      /command 'gcc' failed/,
      /DO NOT MATCH THE HASHES/,
      /No matching distribution found for unknown-project/,
    ];
    results.forEach(({ exitCode, stdout, stderr }, at) => {
      assert.equal(exitCode, 1);
      assert.match(stdout + stderr, patterns[at] as RegExp);
    });
  });

  it("asks for credentials", async (t) => {
    const packages = [module("always")];
    const secured = await startIndex({ packages, credentials: { user: "me@example.com", password: "p/w" } });
    t.after(() => secured.close());
    assert.equal((await pipInstall(t, ["always"], secured.url)).exitCode === 0, false);
    assert.ok(secured.requests.every(({ status }) => status === 401));
    assert.equal((await pipInstall(t, ["always"], secured.urlWithCredentials)).exitCode, 0);
  });

  it("fails for the configured paths, and serves what the test adds", async (t) => {
    const failing = await startIndex({ fail: (path) => (path.startsWith("/files/") ? 403 : undefined) });
    t.after(() => failing.close());
    failing.packages.push(module("always"));
    const { exitCode, stderr } = await pipInstall(t, ["always"], failing.url);
    assert.equal(exitCode, 1);
    assert.match(stderr, /403/);
  });

  it("serves the files of a folder", async (t) => {
    const { filename, bytes } = module("always");
    const folder = createWorkspace(t, { [filename]: bytes, "README.txt": "" });
    const served = await startIndex({ packages: packagesFromFolder(folder) });
    t.after(() => served.close());
    assert.equal((await pipInstall(t, ["always"], served.url)).exitCode, 0);
  });
});

describe("package index, asked by uv", { skip: hasUv ? false : "uv is not on PATH" }, () => {
  it("serves wheels and an sdist", async (t) => {
    const directory = createWorkspace(t);
    const site = join(directory, "site");
    const args = ["pip", "install", "--python", python, "--target", site, "--default-index", index.url];
    const env = childEnvironment({ home: join(directory, "home") });
    const result = await runChild("uv", [...args, "base-package[more]", "from-source"], { cwd: directory, env });
    assert.equal(result.exitCode, 0, result.stderr);
    assert.equal(installed(site).length, 4);
  });
});

function commandExists(command: string): boolean {
  try {
    execFileSync(command, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
