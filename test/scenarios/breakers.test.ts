// Known breakers that need nothing of a real index: a mount made by hand is red, or what is found in it is told; a
// container does fail with it, where it does; and the hint, taken word by word, makes a build that is green and works.
// What needs real packages is in test/packages/breakers-mended.test.ts.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { makeWheel } from "../support/wheels.ts";
import { writeFiles } from "../support/workspace.ts";
import { byHand, find, hintOf, IMAGE, load, mend, SCORE } from "./mending.ts";
import { build, mountOf, onLinux, setScene } from "./scene.ts";
import { shelf } from "./shelf.ts";

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

  it("are I6: the container does not have them, and the lines of the hint are green and work", async (t) => {
    const score = SCORE("winapi", "assert winapi.SIZE == 7");
    const scene = await setScene(t, {
      packages: [winlike],
      requirements: "winlike==306\n",
      files: { "score.py": score },
    });
    await byHand(scene, ["winlike"]);
    // Where it was installed everything is fine, as site-packages is where .pth files run.
    execFileSync(join(scene.workspace, "myenv", "bin", "python"), ["-c", "import winapi"]);
    const failed = await load(t, scene);
    assert.match(failed.stderr, /ModuleNotFoundError: No module named 'winapi'/);
    const { exitCode, findings } = await find(t, scene);
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
    await mend(t, scene, { "score.py": `${lines.join("\n")}\n${score}` });
  });

  it("stay I6, with a line of the hint too few", async (t) => {
    const scene = await setScene(t, { packages: [winlike], requirements: "winlike==306\n" });
    const { findings } = await find(t, scene, "build");
    const line = /`(.+)`/.exec(hintOf(findings, "I6"))?.[1];
    writeFiles(scene.workspace, { "score.py": `${line}\n${SCORE("winapi")}` });
    const again = await find(t, scene, "build");
    assert.equal(again.exitCode, 1);
    const [left, ...others] = again.findings.filter(({ check }) => check === "I6");
    assert.deepEqual(others, []);
    assert.match(left?.message ?? "", /would put winlike\/lib on the path/);
    // What the first directory holds needs the second one.
    assert.match(
      hintOf(again.findings, "I11"),
      /^wincon is in winlike\/lib, which only a \.pth file puts on the path: see I6\.$/,
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
  it("is I4: the container does not see its code, and without -e the build is green", async (t) => {
    const requirements = "-e ./our-project\n";
    const files = { ...PROJECT, "score.py": SCORE("ours", "assert ours.SECRET == 42") };
    const scene = await setScene(t, { requirements, files });
    await byHand(scene, ["-e", "./our-project"]);
    execFileSync(join(scene.workspace, "myenv", "bin", "python"), ["-c", "import ours"]);
    assert.match((await load(t, scene)).stderr, /ModuleNotFoundError: No module named 'ours'/);
    const { exitCode, findings } = await find(t, scene);
    assert.equal(exitCode, 1);
    assert.deepEqual(
      findings.filter(({ check }) => check === "I4").map(({ severity, distribution }) => [severity, distribution]),
      [["error", "ours"]],
    );
    assert.match(hintOf(findings, "I4"), /^Remove the -e,/);
    rmSync(join(scene.workspace, "myenv"), { recursive: true });
    const built = await find(t, scene, "build");
    assert.equal(built.exitCode, 1);
    assert.match(built.stderr, /^error: requirements\.txt:1: I4: /m);
    writeFiles(scene.workspace, { "myenv/": "" });
    await mend(t, scene, { "requirements.txt": requirements.replace("-e ", "") });
  });
});

describe("a RECORD that somebody removed", onLinux, () => {
  const removeRecord = (mount: string) => {
    const info = readdirSync(mount).find((name) => /^greet-.*\.dist-info$/.test(name)) ?? "";
    rmSync(join(mount, info, "RECORD"));
  };
  const score = SCORE("greet", "from importlib import metadata; assert metadata.files('greet')");

  it("is told as R7 in a mount made by hand; what reads it fails in the container, and installing again mends it", async (t) => {
    const scene = await setScene(t, { packages: shelf(), files: { "score.py": score } });
    await byHand(scene, ["greet==1.0"]);
    assert.equal((await load(t, scene)).exitCode, 0);
    removeRecord(mountOf(scene));
    // The modules themselves are there, and importing them works: this is why R7 is a warning.
    assert.match((await load(t, scene)).stderr, /line 5, in init\n[^\n]*\nAssertionError/);
    const { findings } = await find(t, scene);
    const [found, ...others] = findings.filter(({ check }) => check === "R7");
    assert.deepEqual(others, []);
    assert.deepEqual([found?.severity, found?.distribution], ["warning", "greet"]);
    // Without RECORD nobody misses a file that is removed as well.
    rmSync(join(mountOf(scene), "greet", "words.txt"));
    assert.ok((await find(t, scene)).findings.every(({ check }) => check !== "R1"));
    assert.match(found?.hint ?? "", /^Install greet again/);
    await mend(t, scene, {});
    assert.deepEqual(
      (await find(t, scene)).findings.filter(({ check }) => check === "R7"),
      [],
    );
  });

  it("is red as T1 in a mount of ours, and building again mends it", async (t) => {
    const scene = await setScene(t, { packages: shelf(), files: { "score.py": score } });
    await build(t, scene, ...IMAGE);
    removeRecord(mountOf(scene));
    const { exitCode, findings } = await find(t, scene);
    assert.equal(exitCode, 1);
    const found = findings.filter(({ severity }) => severity === "error");
    assert.deepEqual(
      found.map(({ check, file }) => [check, file]),
      [["T1", "greet-1.0.dist-info/RECORD"]],
    );
    assert.match(hintOf(findings, "T1"), /^Build or restore the mount again/);
    await build(t, scene, ...IMAGE);
    assert.equal((await find(t, scene)).exitCode, 0);
    assert.equal((await load(t, scene)).exitCode, 0);
  });
});
