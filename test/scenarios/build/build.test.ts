import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { runChild } from "../../support/machine/child.ts";
import { childEnvironment } from "../../support/machine/environment.ts";
import { createWorkspace, readTree } from "../../support/machine/workspace.ts";
import {
  build,
  createScenario,
  libraryPath,
  mountOf,
  onLinux,
  python,
  readJson,
  type Scenario,
} from "../../support/scenario/scenario.ts";

/** What the container would answer: a Python with the mount on its path and nothing else. */
async function inContainer(
  t: Parameters<typeof createWorkspace>[0],
  scenario: Scenario,
  code: string,
): Promise<string> {
  const env = childEnvironment({ home: createWorkspace(t), env: { PYTHONPATH: `${mountOf(scenario)}:` } });
  const { exitCode, stdout, stderr } = await runChild(python, ["-s", "-B", "-c", code], {
    cwd: scenario.workspace,
    env,
  });
  assert.equal(exitCode, 0, stderr);
  return stdout.trim();
}

const versions = (outputs: Record<string, string>) =>
  readJson(outputs["manifest-file"]).distributions.map(
    (one: { name: string; version: string }) => `${one.name} ${one.version}`,
  );

describe("build", { ...onLinux, concurrency: 2 }, () => {
  it("installs what is asked for, with extras, and what the markers of the target let in", async (t) => {
    const requirements = 'greet[loud]==1.0\npoliteness==1.0\nfamily-first==1.0; sys_platform == "win32"\n';
    const scenario = await createScenario(t, { requirements });
    const outputs = await build(t, scenario);
    assert.deepEqual(versions(outputs), ["greet 1.0", "politeness 1.0", "shout-loudly 1.0"]);
    assert.equal(await inContainer(t, scenario, "import greet, shout; print(greet.hello(), shout.LOUD)"), "hello 11");
  });

  it("follows -r and -c, and takes further requirements from the input packages", async (t) => {
    const scenario = await createScenario(t, {
      requirements: "-r more/base.txt\n",
      files: { "more/base.txt": "greet\n-c pins/limits.txt\n", "more/pins/limits.txt": "greet==1.0\npoliteness<2\n" },
    });
    const outputs = await build(t, scenario, "--packages", "tool==1.0", "--packages", "family-first==1.0");
    assert.deepEqual(versions(outputs), ["family-first 1.0", "greet 1.0", "politeness 1.0", "tool 1.0"]);
  });

  it("needs no requirements file where packages are named", async (t) => {
    const scenario = await createScenario(t, { files: { "src/score.py": "" } });
    const outputs = await build(t, scenario, "--scoring-script", "src/score.py", "--packages", "politeness==1.0");
    assert.deepEqual(versions(outputs), ["politeness 1.0"]);
    assert.equal(outputs["mount-directory"], join(scenario.workspace, "src", libraryPath));
    assert.equal(outputs.AZUREML_EXTRA_PYTHON_LIB_PATH, libraryPath);
  });

  it("keeps both halves of a namespace package", async (t) => {
    const scenario = await createScenario(t, { requirements: "family-second==1.0\nfamily-first==1.0\n" });
    await build(t, scenario);
    assert.equal(existsSync(join(mountOf(scenario), "family", "__init__.py")), false);
    await inContainer(t, scenario, "import family.second");
  });

  it("leaves scripts and data outside, and remembers them in the manifest", async (t) => {
    const scenario = await createScenario(t, { requirements: "tool==1.0\n" });
    const outputs = await build(t, scenario);
    const tree = Object.keys(readTree(join(scenario.workspace, "myenv")));
    assert.deepEqual(
      tree.filter((path) => !path.startsWith("lib/python3.8/site-packages/tool")),
      ["lib/python3.8/site-packages/__pycache__/tool.cpython-38.pyc", "manifest.json"],
    );
    const record = readFileSync(join(mountOf(scenario), "tool-1.0.dist-info", "RECORD"), "utf8");
    assert.equal(record.includes(".."), false, record);
    const [tool] = readJson(outputs["manifest-file"]).distributions;
    assert.deepEqual(tool.outside, ["../../../bin/tool", "../../../bin/tool.sh", "../../../share/tool/manual.txt"]);
  });

  it("takes compiled wheels, and keeps the executable bit of data files", async (t) => {
    const scenario = await createScenario(t, { requirements: "fast==1.0\n" });
    await build(t, scenario);
    const mode = (path: string) => statSync(join(mountOf(scenario), "fast", path)).mode & 0o777;
    assert.equal(mode("run-me.sh"), 0o755);
    assert.equal(mode("_core.cpython-38-x86_64-linux-gnu.so"), 0o644);
  });

  it("replaces the mount of an earlier build as a whole", async (t) => {
    const scenario = await createScenario(t, { requirements: "tool==1.0\n" });
    await build(t, scenario);
    const outputs = await build(t, scenario, "--requirements", "requirements.txt", "--packages", "greet==1.0");
    assert.deepEqual(versions(outputs), ["greet 1.0", "politeness 2.0", "tool 1.0"]);
    const beside = Object.keys(readTree(scenario.workspace)).filter((path) => !path.startsWith("myenv/"));
    assert.deepEqual(beside, [".amlignore", "requirements.txt", "score.py"]);
  });

  it("puts one mount beside several scoring scripts", async (t) => {
    const scenario = await createScenario(t, { files: { "first/score.py": "", "second/score.py": "" } });
    const flags = ["--scoring-script", "first/score.py", "--mount-parent", ".", "--requirements", "requirements.txt"];
    const outputs = await build(t, scenario, ...flags);
    assert.equal(outputs.AZUREML_EXTRA_PYTHON_LIB_PATH, `../${libraryPath}`);
    assert.equal(outputs["mount-directory"], mountOf(scenario));
  });
});
