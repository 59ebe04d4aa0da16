// Known failures that need no real index: a mount made by hand does not pass, or its problem is reported; a container
// fails with it if the finding says so; and following the hint literally gives a build that passes and works.
// What needs real packages is in test/packages/known-failures.test.ts.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { writeFiles } from "../../support/machine/workspace.ts";
import { fixturePackages } from "../../support/packages/fixture-packages.ts";
import { makeWheel } from "../../support/packages/wheels.ts";
import { byHand, find, fix, hintOf, IMAGE, load, SCORE } from "../../support/scenario/known-failures.ts";
import { build, createScenario, mountOf, onLinux } from "../../support/scenario/scenario.ts";

describe("directories that a .pth file puts on the path", onLinux, () => {
  /** Laid out like pywin32. */
  const winlike = makeWheel({
    name: "winlike",
    version: "306",
    files: {
      "winlike.pth": "# .pth file for the extensions\nwinlike\nwinlike/lib\n",
      "winlike/winapi.py": "import wincon\n\nSIZE = wincon.SIZE\n",
      "winlike/lib/wincon.py": "SIZE = 7\n",
    },
  });

  it("are I6: the container does not have them, and the lines of the hint pass and work", async (t) => {
    const score = SCORE("winapi", "assert winapi.SIZE == 7");
    const scenario = await createScenario(t, {
      packages: [winlike],
      requirements: "winlike==306\n",
      files: { "score.py": score },
    });
    await byHand(scenario, ["winlike"]);
    // Where it was installed everything is fine, as site-packages is where .pth files run.
    execFileSync(join(scenario.workspace, "myenv", "bin", "python"), ["-c", "import winapi"]);
    const failed = await load(t, scenario);
    assert.match(failed.stderr, /ModuleNotFoundError: No module named 'winapi'/);
    const { exitCode, findings } = await find(t, scenario);
    assert.equal(exitCode, 1);
    const lost = findings.filter(({ check }) => check === "I6");
    assert.deepEqual(
      lost.map(({ severity, distribution, file }) => [severity, distribution, file]),
      [
        ["error", "winlike", "winlike.pth"],
        ["error", "winlike", "winlike.pth"],
      ],
    );
    const lines = lost.map(({ hint = "" }) => /at the top of the scoring script: `(.+)`/.exec(hint)?.[1] ?? hint);
    await fix(t, scenario, { "score.py": `${lines.join("\n")}\n${score}` });
  });

  it("stay I6, with a line of the hint too few", async (t) => {
    const scenario = await createScenario(t, { packages: [winlike], requirements: "winlike==306\n" });
    const { findings } = await find(t, scenario, "build");
    const line = /`(.+)`/.exec(hintOf(findings, "I6"))?.[1];
    writeFiles(scenario.workspace, { "score.py": `${line}\n${SCORE("winapi")}` });
    const again = await find(t, scenario, "build");
    assert.equal(again.exitCode, 1);
    const [left, ...others] = again.findings.filter(({ check }) => check === "I6");
    assert.deepEqual(others, []);
    assert.match(left?.message ?? "", /would add winlike\/lib to the path/);
    // What the first directory holds needs the second one.
    assert.match(
      hintOf(again.findings, "I11"),
      /^Follow the hint of I6: wincon is in winlike\/lib, which only a \.pth file adds to the path\.$/,
    );
  });
});

/** A project with a build backend of its own that can install it editably (PEP 660). */
const PROJECT = {
  "our-project/pyproject.toml":
    '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n\n[project]\nname = "ours"\nversion = "1.0"\n',
  "our-project/src/ours.py": "SECRET = 42\n",
  "our-project/backend.py": `import os, zipfile

SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "src")


def wheel(directory, files):
    files["ours-1.0.dist-info/METADATA"] = "Metadata-Version: 2.1\\nName: ours\\nVersion: 1.0\\n"
    files["ours-1.0.dist-info/WHEEL"] = "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"
    files["ours-1.0.dist-info/RECORD"] = "".join("%s,,\\n" % path for path in [*files, "ours-1.0.dist-info/RECORD"])
    with zipfile.ZipFile(os.path.join(directory, "ours-1.0-py3-none-any.whl"), "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return "ours-1.0-py3-none-any.whl"


def build_wheel(directory, config_settings=None, metadata_directory=None):
    with open(os.path.join(SOURCE, "ours.py")) as stream:
        return wheel(directory, {"ours.py": stream.read()})


def build_editable(directory, config_settings=None, metadata_directory=None):
    return wheel(directory, {"__editable__.ours-1.0.pth": SOURCE + "\\n"})
`,
};

describe("an editable install", onLinux, () => {
  it("is I4: the container does not see its code; a build installs a copy", async (t) => {
    const requirements = "-e ./our-project\n";
    const files = { ...PROJECT, "score.py": SCORE("ours", "assert ours.SECRET == 42") };
    const scenario = await createScenario(t, { requirements, files });
    await byHand(scenario, ["-e", "./our-project"]);
    execFileSync(join(scenario.workspace, "myenv", "bin", "python"), ["-c", "import ours"]);
    assert.match((await load(t, scenario)).stderr, /ModuleNotFoundError: No module named 'ours'/);
    const { exitCode, findings } = await find(t, scenario);
    assert.equal(exitCode, 1);
    assert.deepEqual(
      findings.filter(({ check }) => check === "I4").map(({ severity, distribution }) => [severity, distribution]),
      [["error", "ours"]],
    );
    assert.match(hintOf(findings, "I4"), /^Remove the -e,/);
    rmSync(join(scenario.workspace, "myenv"), { recursive: true });
    const built = await find(t, scenario, "build");
    assert.equal(built.exitCode, 0, built.stderr);
    assert.match(built.stderr, /requirements\.txt:1: \.\/our-project is installed as a copy, not editable\./);
    assert.equal((await load(t, scenario)).exitCode, 0);
  });
});

describe("a RECORD that somebody removed", onLinux, () => {
  const removeRecord = (mount: string) => {
    const info = readdirSync(mount).find((name) => /^greet-.*\.dist-info$/.test(name)) ?? "";
    rmSync(join(mount, info, "RECORD"));
  };
  const score = SCORE("greet", "from importlib import metadata; assert metadata.files('greet')");

  it("is reported as R7 in a mount made by hand; what reads it fails in the container, and installing again fixes it", async (t) => {
    const scenario = await createScenario(t, { packages: fixturePackages(), files: { "score.py": score } });
    await byHand(scenario, ["greet==1.0"]);
    assert.equal((await load(t, scenario)).exitCode, 0);
    removeRecord(mountOf(scenario));
    // The modules themselves are there, and importing them works: this is why R7 is a warning.
    assert.match((await load(t, scenario)).stderr, /line 5, in init\n[^\n]*\nAssertionError/);
    const { findings } = await find(t, scenario);
    const [found, ...others] = findings.filter(({ check }) => check === "R7");
    assert.deepEqual(others, []);
    assert.deepEqual([found?.severity, found?.distribution], ["warning", "greet"]);
    // Without RECORD nobody misses a file that is removed as well.
    rmSync(join(mountOf(scenario), "greet", "words.txt"));
    const now = (await find(t, scenario)).findings.map(({ check }) => check);
    assert.deepEqual([now.includes("R7"), now.includes("R1")], [true, false], now.join());
    assert.match(found?.hint ?? "", /^Install greet again/);
    await fix(t, scenario, {});
    assert.deepEqual(
      (await find(t, scenario)).findings.filter(({ check }) => check === "R7"),
      [],
    );
  });

  it("fails as T1 in a mount of ours, and building again fixes it", async (t) => {
    const scenario = await createScenario(t, { packages: fixturePackages(), files: { "score.py": score } });
    await build(t, scenario, ...IMAGE);
    removeRecord(mountOf(scenario));
    const { exitCode, findings } = await find(t, scenario);
    assert.equal(exitCode, 1);
    const found = findings.filter(({ severity }) => severity === "error");
    assert.deepEqual(
      found.map(({ check, file }) => [check, file]),
      [["T1", "greet-1.0.dist-info/RECORD"]],
    );
    assert.match(hintOf(findings, "T1"), /^Build or restore the mount again/);
    await build(t, scenario, ...IMAGE);
    assert.equal((await find(t, scenario)).exitCode, 0);
    assert.equal((await load(t, scenario)).exitCode, 0);
  });
});
