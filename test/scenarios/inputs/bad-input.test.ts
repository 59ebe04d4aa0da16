import assert from "node:assert/strict";
import { chmodSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { compareTrees, createWorkspace, readTree, type Tree, writeFiles } from "../../support/machine/workspace.ts";
import type { Files } from "../../support/packages/zip.ts";
import { findPython } from "../../support/python/interpreters.ts";
import {
  asText,
  build,
  createScenario,
  onLinux,
  run,
  type Scenario,
  steady,
  step,
} from "../../support/scenario/scenario.ts";

interface Mistake {
  flags?: string[];
  /** Files of the repository, written for this mistake alone. */
  files?: Files;
  /** Where pip's own words, which change with its version, follow. */
  says?: RegExp;
}

const latin = Buffer.from("greet==1.0\n# caf\xe9\n", "latin1");
const mistakes: Record<string, Mistake> = {
  "a requirements file that is not there": { flags: ["--requirements", "requirement.txt"] },
  "a code directory that is not there": { flags: ["--code-directory", "scr"], files: { "src/": "" } },
  "a requirements file that is not text": { files: { "latin.txt": latin }, flags: ["--requirements", "latin.txt"] },
  "a line that is no requirement": {
    files: { "bad.txt": "greet==1.0\n\ngreet=1.0\n" },
    flags: ["--requirements", "bad.txt"],
    says: /^error: bad\.txt:3: Invalid requirement: '?greet=1\.0.*\n$/,
  },
  "a line that is no requirement, in a nested file": {
    files: { "top.txt": "-r deep/er.txt\n", "deep/er.txt": "# one\n# two\nfine==1.0\n!!!\n" },
    flags: ["--requirements", "top.txt"],
    says: /^error: deep\/er\.txt:4: Invalid requirement: '?!!!.*\n$/,
  },
  "an include that is not there": {
    files: { "top.txt": "greet==1.0\n-r gone.txt\n" },
    flags: ["--requirements", "top.txt"],
  },
  "a path that is relative to the requirements file": {
    files: { "app/r.txt": "-e ../libs/ours\n./nothere[x] ; python_version > '3'\n", "libs/ours/setup.py": "" },
    flags: ["--requirements", "app/r.txt"],
    says: /^error: app\/r\.txt:1: .* \.\.\/libs\/ours does not exist: a path counts from the current directory .*\n {2}Write instead: \.\/libs\/ours\nerror: app\/r\.txt:2: .*nothere\S* does not exist on this machine/,
  },
  "an unknown option in a requirements file": {
    files: { "top.txt": "greet==1.0\n--turbo\n" },
    flags: ["--requirements", "top.txt"],
    says: /^error: top\.txt:2: Invalid requirement: --turbo no such option: --turbo\n$/,
  },
  "a package that is no requirement": {
    flags: ["--packages", "greet==1.0", "--packages", "gree t"],
    says: /^error: --packages, line 2: Invalid requirement: '?gree t.*\n$/,
  },
  "an option among the packages": { flags: ["--packages=--pre"] },
  "no such Python": { flags: ["--python-version", "3.6"] },
  "an interpreter of another minor version": { flags: ["--python", findPython("3.9") ?? "/usr/bin/python3"] },
  "an interpreter that is none": { flags: ["--python", "/bin/true"] },
  "an environment name with a slash": { flags: ["--environment-name", "my/env"] },
  "an environment name that climbs": { flags: ["--environment-name", ".."] },
  "an environment directory of the user's own": {
    files: { "venv/pyvenv.cfg": "home = /usr\n" },
    flags: ["--environment-name", "venv"],
  },
  "a scoring script outside the code directory": { flags: ["--scoring-script", "../score.py"] },
  "a scoring script that is not there": { flags: ["--scoring-script", "scoer.py"] },
  "a mount parent outside the code directory": { flags: ["--mount-parent", ".."] },
  "a mount parent that is a file": {
    flags: ["--mount-parent", "score.py"],
    says: /^error: --mount-parent: \S+score\.py is not a directory\.\n {2}Name a directory.*\n$/,
  },
  "a mount parent below a file": {
    flags: ["--mount-parent", "score.py/packages/deep"],
    says: /^error: --mount-parent: \S+score\.py is not a directory\.\n {2}Name a directory.*\n$/,
  },
  "a code directory that is a file": {
    flags: ["--code-directory", "requirements.txt"],
    says: /^error: --code-directory: \S+requirements\.txt is not a directory\.\n {2}Name the directory .*\n/,
  },
  "a code directory below a file": {
    flags: ["--code-directory", "score.py/code"],
    says: /^error: --code-directory: \S+score\.py\/code is not a directory\.\n {2}\S+score\.py is not a directory\.\n/,
  },
  "a code directory that exists below one directory of the repository": {
    files: {
      "ml/scoring/score.py": "",
      "ml/node_modules/ml/scoring/score.py": "",
      "env/lib/scoring/a.py": "",
      "env/pyvenv.cfg": "",
    },
    flags: ["--code-directory", "scoring"],
    says: /^error: --code-directory: \S+\/scoring is not a directory\.\n {2}Set --code-directory to ml\/scoring: the path is relative to \S+\.\n$/,
  },
  "a code directory that exists below several directories of the repository": {
    files: { "one/inference/score.py": "", "two/inference/score.py": "" },
    flags: ["--code-directory", "inference"],
    says: /^error: --code-directory: \S+\/inference is not a directory\.\n {2}Name the directory that the deployment uploads\.\n$/,
  },
  "a requirements file below a file": {
    flags: ["--requirements", "score.py/requirements.txt"],
    says: /^error: --requirements: \S+ is not a file\.\n {2}\S+score\.py is not a directory\.\n$/,
  },
  "a deployment file that is a directory": {
    files: { "deploy/a": "" },
    flags: ["--deployment-file", "deploy"],
    says: /^error: --deployment-file: \S+deploy is not a file\.\n {2}Name the YAML of the deployment\.\n$/,
  },
  "a manifest to compare with that is none": {
    files: { "old.json": "" },
    flags: ["--compare-with", "old.json"],
    says: /^error: (old\.json: )?--compare-with: \S+old\.json is not a manifest: .*\n {2}Name the manifest\.json of /,
  },
  "an unknown image": {
    flags: ["--image", "minimal-ubuntu20.04-py38-cpu-inferense"],
    // Why no engine answers depends on what the machine has.
    says: /^error: --image: "minimal-ubuntu20\.04-py38-cpu-inferense" is not in the catalogue\. Docker [^\n]+ Podman [^\n]+\.\n {2}Did you mean minimal-ubuntu20\.04-py38-cpu-inference or minimal-ubuntu22\.04-py39-cpu-inference or minimal-ubuntu18\.04-py37-cpu-inference\? The command "images" lists all images\. For an image of your own, pull it where a container engine runs, or give its facts with --image-facts\. Without an image, the oldest glibc ever shipped for that Python is assumed\.\n$/,
  },
  "an unknown choice": { flags: ["--installer", "pipp"] },
  "a size that is none": { flags: ["--max-size", "big"] },
  "a check rule without a reason": { flags: ["--checks", "M14=off"] },
  "a check rule that is none": { flags: ["--checks", "be kind"] },
  "a digest that is none": { flags: ["--expected-digest", "abc"] },
  "an unknown flag": { flags: ["--scoring-scirpt", "score.py"] },
  "a flag without its value": { flags: ["--image"] },
  "a stray word": { flags: ["score.py"] },
  "several at once": {
    flags: ["--scoring-script", "no.py", "--environment-name", "a/b", "--installer", "maybe", "--max-size", "1 ton"],
  },
};

describe("bad input: each problem on one line, with its place and a way out", onLinux, () => {
  const cleanups: (() => void | Promise<void>)[] = [];
  const whole = { after: (clean: () => void | Promise<void>) => cleanups.push(clean) };
  let scenario: Scenario;
  let mount: Tree;
  before(async () => {
    scenario = await createScenario(whole, { requirements: "politeness==1.0\n" });
    await build(whole, scenario);
    mount = readTree(join(scenario.workspace, "myenv"));
  });
  after(async () => {
    for (const clean of cleanups.reverse()) await clean();
  });

  for (const [name, { flags = [], files = {}, says }] of Object.entries(mistakes)) {
    it(name, async (t) => {
      writeFiles(scenario.workspace, files);
      const asked = scenario.index.requests.length;
      const { exitCode, stderr, stdout } = await run(t, scenario, ["build", ...flags, "--cache", "off"]);
      if (says) assert.match(stderr, says);
      else t.assert.snapshot(steady(stderr, scenario), asText);
      assert.equal(exitCode, 2, stderr);
      assert.doesNotMatch(stderr, /^\s+at |Traceback|node:internal|bug in azureml/m);
      assert.doesNotMatch(stdout, /Traceback/);
      assert.equal(scenario.index.requests.length, asked);
      const after = readTree(join(scenario.workspace, "myenv"));
      assert.deepEqual(compareTrees(mount, after), { added: [], removed: [], changed: [] });
    });
  }

  it("a path that is a link to itself", async (t) => {
    const link = join(scenario.workspace, "circle");
    symlinkSync("circle", link);
    t.after(() => rmSync(link));
    for (const input of ["requirements", "deployment-file", "smoke-test"]) {
      const { exitCode, stderr } = await run(t, scenario, ["build", `--${input}`, "circle"]);
      assert.equal(exitCode, 2, stderr);
      assert.match(stderr, new RegExp(`^error: --${input}: \\S+circle is not a file\\.\n`));
    }
  });

  it("no interpreter at all", async (t) => {
    const empty = createWorkspace(t);
    const env = { PATH: empty, PYENV_ROOT: empty, RUNNER_TOOL_CACHE: empty, AGENT_TOOLSDIRECTORY: empty };
    const { exitCode, stderr } = await run(t, scenario, ["build", "--python-version", "3.7"], { env });
    assert.equal(exitCode, 2, stderr);
    t.assert.snapshot(steady(stderr, scenario), asText);
  });

  it("a requirements file that may not be read", {
    skip: process.getuid?.() === 0 && "root reads everything",
  }, async (t) => {
    writeFiles(scenario.workspace, { "secret.txt": "greet\n" });
    chmodSync(join(scenario.workspace, "secret.txt"), 0);
    const { exitCode, stderr } = await run(t, scenario, ["build", "--requirements", "secret.txt"]);
    assert.equal(exitCode, 2);
    assert.match(stderr, /^error: secret\.txt: /m);
  });

  it("in a workflow: a workspace without a checkout", async (t) => {
    const workspace = join(createWorkspace(t), "scoring");
    mkdirSync(workspace);
    const { exitCode, annotations } = await step(t, { ...scenario, workspace });
    assert.equal(exitCode, 2);
    assert.match(annotations[0]?.message ?? "", /^The workspace \S+ is empty\.\n.*actions\/checkout/);
  });

  it("in a workflow: a code directory outside the workspace", async (t) => {
    const { exitCode, annotations } = await step(t, scenario, { with: { "code-directory": "../" } });
    assert.equal(exitCode, 2);
    assert.match(
      annotations.find(({ level }) => level === "error")?.message ?? "",
      /^Input code-directory: \.\.\/ is outside the workspace /,
    );
  });

  it("in a workflow: an input that does not exist is a warning with the nearest name", async (t) => {
    const { exitCode, annotations } = await step(t, scenario, { with: { "dry-run": "true", "python-versoin": "3.8" } });
    assert.equal(exitCode, 0);
    const ours = annotations.find(({ message }) => message.startsWith("There is no input"));
    assert.deepEqual(ours, {
      level: "warning",
      message: 'There is no input "python-versoin". Did you mean "python-version"?',
    });
  });

  it("in a workflow: problems are annotations on file and line, and every output is set", async (t) => {
    writeFiles(scenario.workspace, { "bad.txt": "greet==1.0\n\ngreet=1.0\n" });
    const { exitCode, annotations, outputs, summary } = await step(t, scenario, { with: { requirements: "bad.txt" } });
    assert.equal(exitCode, 2);
    const { level, file, line } = annotations.find((one) => one.level === "error") ?? assert.fail();
    assert.deepEqual({ level, file, line }, { level: "error", file: "bad.txt", line: 3 });
    assert.deepEqual([outputs.verified, outputs["mount-directory"], outputs["cache-hit"]], ["no", "", "false"]);
    assert.match(
      summary,
      /^## ❌ scoring\/myenv: not built: bad\.txt:3: Invalid requirement.*\n\n> bad\.txt:3: Invalid requirement: /,
    );
  });
});
