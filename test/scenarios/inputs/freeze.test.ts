// What pip freeze writes on other machines, and projects of the same repository.
import assert from "node:assert/strict";
import { cpSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { createWorkspace, writeFiles } from "../../support/machine/workspace.ts";
import { build, createScenario, onLinux, run, type Scenario } from "../../support/scenario/scenario.ts";

const FREEZE = `greet==1.0
numpy @ file:///croot/numpy_and_numpy_base_1682520569166/work
scipy[extra] @ file:///C:/b/abs_3bf4/croot/scipy_1/work
pkg-resources==0.0.0
pywin32==306
pyobjc-framework-Cocoa==9.0
en-core-web-sm==3.5.0
ubuntu-advantage-tools==8001
distro-info===0.23ubuntu1
json==1.0
conda==4.12.0
appnope==0.1.3 ; sys_platform == "darwin"
-e /home/me/project
-e c:\\users\\me\\project
-e ./nothere
./gone ; python_version > "3"
ours @ file:///databricks/ours-1.0-py3-none-any.whl
dataclasses==0.8
PyGObject==3.42.1
`;

const ADD =
  "dd its wheel or its sources to the repository, and write that path. A relative path counts from the current directory.";

describe("a freeze of another machine", onLinux, () => {
  it("is reported line by line, all at once, each with what to write", async (t) => {
    const scenario = await createScenario(t, { requirements: FREEZE });
    const { exitCode, stderr } = await run(t, scenario, ["build"]);
    assert.equal(exitCode, 2);
    const lines = [...stderr.matchAll(/^error: requirements\.txt:(\d+): .*\n {2}(.*)$/gm)];
    assert.deepEqual(
      lines.map(([, line, hint = ""]) => `${line} ${hint}`),
      [
        "2 Write instead: numpy. With its version: pip list --format=freeze, run in the conda environment, prints it.",
        "3 Write instead: scipy[extra]. With its version: pip list --format=freeze, run in the conda environment, prints it.",
        "4 Remove the line.",
        "5 Remove the line.",
        "6 Remove the line.",
        "7 Write instead: en-core-web-sm @ https://github.com/explosion/spacy-models/releases/download/en_core_web_sm-3.5.0/en_core_web_sm-3.5.0-py3-none-any.whl",
        "8 Remove the line.",
        "9 Write instead: distro-info. With a version that PyPI has.",
        "10 Remove the line.",
        "11 Remove the line.",
        ...[13, 14, 15, 16].map((line) => `${line} Remove the line. A${ADD}`),
        `17 Remove the line. If an index has your ours, write ours with its version. Otherwise, a${ADD}`,
        "18 Remove the line.",
        "19 Remove the line.",
      ],
    );
    assert.deepEqual(scenario.index.requests, []);
  });

  it("with local versions names their index, unless another index may have them", async (t) => {
    const requirements = "torch==1.13.1+cu117\nlib==2.0+local.1\n";
    const scenario = await createScenario(t, { requirements });
    const pypi = { PIP_INDEX_URL: "https://pypi.org/simple", PIP_EXTRA_INDEX_URL: "", PIP_FIND_LINKS: "" };
    const { exitCode, stderr } = await run(t, scenario, ["build"], { env: pypi });
    assert.equal(exitCode, 2, stderr);
    assert.match(
      stderr,
      /:1: torch.*\n {2}Write instead: --extra-index-url https:\/\/download\.pytorch\.org\/whl\/cu117 and, on a line of its own, torch==1\.13\.1\+cu117\. Or/,
    );
    assert.match(
      stderr,
      /:2: lib.* no local versions such as \+local\.1\.\n {2}Write instead: lib==2\.0\. Or name the index/,
    );
    const other = await run(t, scenario, ["build"]);
    assert.equal(other.exitCode, 3, other.stderr);
  });
});

/** A project with a build backend of its own. */
const project = (value: number) => ({
  "libs/ours/pyproject.toml": '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n',
  "libs/ours/ours.py": `VALUE = ${value}\n`,
  "libs/ours/backend.py": `import os, zipfile

HERE = os.path.dirname(os.path.abspath(__file__))


def build_wheel(directory, config_settings=None, metadata_directory=None):
    with open(os.path.join(HERE, "ours.py")) as stream:
        files = {"ours.py": stream.read()}
    files["ours-1.0.dist-info/METADATA"] = "Metadata-Version: 2.1\\nName: ours\\nVersion: 1.0\\n"
    files["ours-1.0.dist-info/WHEEL"] = "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"
    files["ours-1.0.dist-info/RECORD"] = "".join("%s,,\\n" % path for path in [*files, "ours-1.0.dist-info/RECORD"])
    with zipfile.ZipFile(os.path.join(directory, "ours-1.0-py3-none-any.whl"), "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return "ours-1.0-py3-none-any.whl"
`,
});

describe("a project of the same repository", onLinux, () => {
  const score = { "score.py": "import ours\n" };

  it("is installed as a copy, cached by its sources, and gives the same digest wherever it is", async (t) => {
    const requirements = "-e ./libs/ours\ngreet==1.0\n";
    const first = await createScenario(t, { requirements, files: { ...project(1), ...score } });
    const digest = (await build(t, first))["mount-digest"];
    assert.equal((await build(t, first))["cache-outcome"], "hit");
    const elsewhere: Scenario = {
      ...first,
      workspace: join(createWorkspace(t), "another place"),
      home: createWorkspace(t),
    };
    cpSync(first.workspace, elsewhere.workspace, { recursive: true });
    rmSync(join(elsewhere.workspace, "myenv"), { recursive: true });
    const again = await build(t, elsewhere);
    assert.deepEqual([again["cache-outcome"], again["mount-digest"]], ["miss", digest]);
    writeFiles(elsewhere.workspace, { "requirements.txt": requirements.replace("-e ", "") });
    assert.equal((await build(t, elsewhere))["mount-digest"], digest);
    writeFiles(first.workspace, project(2));
    const changed = await build(t, first);
    assert.equal(changed["cache-outcome"], "miss");
    assert.notEqual(changed["mount-digest"], digest);
  });

  it("is said to be a copy, with its line", async (t) => {
    const requirements = "# ours\n-e ./libs/ours\n";
    const scenario = await createScenario(t, { requirements, files: { ...project(1), ...score } });
    const { exitCode, stderr } = await run(t, scenario, ["build"]);
    assert.equal(exitCode, 0, stderr);
    assert.match(stderr, /^notice: requirements\.txt:2: \.\/libs\/ours is installed as a copy, not editable\.$/m);
    assert.match(stderr, /M12: .*ours 1\.0 comes from a directory \(\.\/libs\/ours\), not from an index/);
    assert.doesNotMatch(stderr, /M14/);
  });

  it("is installed as a copy by its lock as well", async (t) => {
    const requirements = "-e ./libs/ours\ngreet==1.0\n";
    const scenario = await createScenario(t, { requirements, files: { ...project(1), ...score } });
    const locked = await run(t, scenario, ["lock"]);
    assert.equal(locked.exitCode, 0, locked.stderr);
    const { stderr, exitCode } = await run(t, scenario, ["build"]);
    assert.equal(exitCode, 0, stderr);
    assert.doesNotMatch(stderr, /I4/);
  });

  it("is built from a copy, without what an earlier build left, and nothing is written beside its sources", async (t) => {
    const backend = project(1)["libs/ours/backend.py"].replace(
      "    with open(",
      `    import shutil
    os.makedirs("ours.egg-info", exist_ok=True)
    shutil.copytree("lib", "build/lib", dirs_exist_ok=True)
    with open(`,
    );
    const files = {
      ...project(1),
      ...score,
      "libs/ours/lib/one.py": "",
      "libs/ours/build/lib/old.py": "",
      "libs/ours/backend.py": backend.replace(
        "    files[",
        '    files.update((name, "") for name in os.listdir("build/lib"))\n    files[',
      ),
    };
    for (const [requirements, ...more] of [
      ["./libs/ours\n"],
      ["greet\n", "--packages", "./libs/ours", "--installer", "pip"],
    ] as [string, ...string[]][]) {
      const scenario = await createScenario(t, { requirements, files });
      for (const command of ["build", "lock", "build"]) {
        const { exitCode, stderr, json } = await run(t, scenario, [command, ...more]);
        assert.equal(exitCode, 0, stderr);
        const there = readdirSync(join(scenario.workspace, "libs/ours")).sort();
        assert.deepEqual(there, ["backend.py", "build", "lib", "ours.py", "pyproject.toml"]);
        assert.match(
          readFileSync(json["lock-file"] ?? "", "utf8"),
          /^(\.\/libs\/ours|ours @ file:\/\/.*\/libs\/ours)$/m,
        );
        if (command === "lock") continue;
        const mount = readdirSync(json["mount-directory"] ?? "");
        assert.deepEqual([mount.includes("one.py"), mount.includes("old.py")], [true, false]);
        assert.match(stderr, /ours 1\.0 comes from a directory \(\.\/libs\/ours\)/);
      }
    }
  });

  it("keeps the options and constraints of the files around it", async (t) => {
    const files = {
      ...project(1),
      ...score,
      "more.txt": "-c limits.txt\npoliteness\n",
      "limits.txt": "politeness<2\n",
    };
    const scenario = await createScenario(t, { requirements: "-e ./libs/ours\n-r more.txt\n--prefer-binary\n", files });
    const { exitCode, stderr } = await run(t, scenario, ["build"]);
    assert.equal(exitCode, 0, stderr);
    assert.match(stderr, /politeness-1\.0-py3/);
  });
});
