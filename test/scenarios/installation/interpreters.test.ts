import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, it } from "node:test";
import { pinnedPip, UV } from "../../../src/python/packaging/pins.ts";
import { type Cleanup, createWorkspace, writeFiles } from "../../support/machine/workspace.ts";
import { fixturePackages } from "../../support/packages/fixture-packages.ts";
import { packagesFromFolder } from "../../support/packages/package-index.ts";
import { indexReachable } from "../../support/packages/real-index.ts";
import { build, createScenario, libraryPath, onLinux, python, readJson, run } from "../../support/scenario/scenario.ts";

const sitePackages = libraryPath.replace("myenv/", "");

/** A Python with a pip of its own; what is named below is put into its packages. */
function pythonWith(t: Cleanup, files: Record<string, string>): string {
  const directory = join(createWorkspace(t), "python");
  execFileSync(python, ["-m", "venv", directory], { stdio: "pipe" });
  writeFiles(join(directory, sitePackages), files);
  return join(directory, "bin", "python");
}

/** As distributions do that keep pip's libraries outside of pip: only this very Python can run it. */
function pythonWithoutVendored(t: Cleanup): string {
  const path = pythonWith(t, {});
  const site = join(path, "../..", sitePackages);
  const flags = join(site, "pip/_vendor/__init__.py");
  writeFileSync(flags, readFileSync(flags, "utf8").replace("DEBUNDLED = False", "DEBUNDLED = True"));
  renameSync(join(site, "pip/_vendor/packaging"), join(site, "packaging"));
  return path;
}

const skip = !(await indexReachable()) && "no package index here, thus no uv and no pip";

describe("a Python", onLinux, () => {
  it("that cannot make an environment is the last word of the log", async (t) => {
    const scenario = await createScenario(t);
    const refuses = `
import os
with open("/proc/self/cmdline") as stream:
    if "\\0venv\\0" in stream.read():
        os.write(2, b"no environments today\\n")
        os._exit(1)
`;
    const broken = pythonWith(t, { "sitecustomize.py": refuses });
    const { exitCode, stderr } = await run(t, scenario, ["build", "--python", broken]);
    assert.equal(exitCode, 3, stderr);
    const [, after = "nothing of it was said"] = stderr.split(/^error: .*no environments today$/m);
    assert.doesNotMatch(after, /is not available|nothing/);
  });

  it("is started once to look at it, where two folders of PATH are one", async (t) => {
    const scenario = await createScenario(t);
    const place = createWorkspace(t, { "usr/bin/": "" });
    const starts = join(place, "starts");
    writeFileSync(join(place, "usr/bin/python3.8"), `#!/bin/sh\necho start >> "${starts}"\nexit 1\n`, { mode: 0o755 });
    symlinkSync("usr/bin", join(place, "bin"));
    const PATH = [join(place, "usr/bin"), join(place, "bin"), process.env.PATH].join(delimiter);
    const { exitCode, stderr } = await run(t, scenario, ["build"], { env: { PATH } });
    assert.equal(exitCode, 0, stderr);
    assert.equal(readFileSync(starts, "utf8"), "start\n");
  });

  it("with an old editable installation of a package does not make that of the mount editable", async (t) => {
    const scenario = await createScenario(t, { requirements: "greet==1.0\n" });
    const other = pythonWith(t, { "greet.egg-link": "/home/me/greet\n." });
    const { exitCode, stderr, json } = await run(t, scenario, ["build", "--python", other]);
    assert.equal(exitCode, 0, stderr);
    assert.deepEqual(readJson(json["manifest-file"]).freeze, ["greet==1.0", "politeness==2.0"]);
  });

  it("whose pip runs nowhere else is reported if the index has none", async (t) => {
    const scenario = await createScenario(t);
    const { exitCode, stderr } = await run(t, scenario, ["build", "--python", pythonWithoutVendored(t)]);
    assert.equal(exitCode, 3, stderr);
    assert.match(
      stderr,
      /^error: pip \S+ is not available: no wheel was found \(asked: .* answered HTTP 404\)\. The pip of \S+ does not contain its libraries.*\n {2}Add pip /m,
    );
  });

  it("whose pip runs nowhere else is helped out by the index", { skip }, async (t) => {
    const folder = createWorkspace(t);
    const tools = [UV, pinnedPip("3.8")].map(({ name, version }) => `${name}==${version}`);
    execFileSync(python, ["-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, ...tools], {
      stdio: "pipe",
    });
    const scenario = await createScenario(t, { packages: [...fixturePackages(), ...packagesFromFolder(folder)] });
    const outputs = await build(t, scenario, "--python", pythonWithoutVendored(t));
    assert.match(readFileSync(outputs["lock-file"] ?? "", "utf8"), /^greet==1\.0/m);
  });

  it("whose pip is the last for its version is asked like any other", { skip }, async (t) => {
    const path = pythonWith(t, {});
    const { name, version } = pinnedPip("3.8");
    execFileSync(path, ["-m", "pip", "install", "--quiet", "--upgrade", `${name}==${version}`], { stdio: "pipe" });
    const scenario = await createScenario(t, { requirements: "-r more.txt\n", files: { "more.txt": "greet==1.0\n" } });
    const { "lock-file": lock } = await build(t, scenario, "--python", path);
    assert.match(readFileSync(lock ?? "", "utf8"), /^greet==1\.0/m);
    writeFileSync(join(scenario.workspace, "more.txt"), Buffer.from("greet==1.0\ngr\xe9et\n", "latin1"));
    const { exitCode, stderr } = await run(t, scenario, ["build", "--python", path]);
    assert.equal(exitCode, 2, stderr);
    assert.match(stderr, /^error: more\.txt:2: it is not UTF-8 text/m);
  });
});
