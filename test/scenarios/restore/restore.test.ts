import assert from "node:assert/strict";
import { appendFileSync, existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { ActionOptions, ActionResult } from "../../support/github/runner/action-runner.ts";
import { contentOf } from "../../support/github/services/blob-store.ts";
import { type ResultsService, startResultsService } from "../../support/github/services/results-service.ts";
import { type Cleanup, compareTrees, createWorkspace, readTree, writeFiles } from "../../support/machine/workspace.ts";
import { readZip } from "../../support/packages/zip.ts";
import {
  build,
  createScenario,
  libraryPath,
  mountOf,
  onLinux,
  readJson,
  run,
  type Scenario,
  step,
} from "../../support/scenario/scenario.ts";

const name = "azureml-scoring-myenv-py3.8-x86_64";
const requirements = "greet==1.0\npoliteness==1.0\nfast==1.0\n";
const unchanged = { added: [], removed: [], changed: [] };

/** A build job has uploaded; each test is a deploy job with a checkout of its own. */
describe("restore, in a deploy job", { ...onLinux, concurrency: 2 }, () => {
  const cleanups: (() => void | Promise<void>)[] = [];
  const whole = { after: (clean: () => void | Promise<void>) => cleanups.push(clean) };
  let service: ResultsService;
  let built: ActionResult;
  let shop: Scenario;
  before(async () => {
    service = await startResultsService();
    whole.after(() => service.close());
    shop = await createScenario(whole, { requirements });
    built = await step(whole, shop, { service, with: { "require-hashes": "" } });
    assert.equal(built.exitCode, 0, built.log);
  });
  after(async () => {
    for (const clean of cleanups.reverse()) await clean();
  });

  const deploy = async (
    t: Cleanup,
    inputs: Record<string, string> = {},
    more: { [K in keyof ActionOptions]?: ActionOptions[K] | undefined } = {},
  ) => {
    const scenario = await createScenario(t, { requirements });
    const options = { service, strictInputs: true, ...more, with: { mode: "restore", ...inputs } };
    const ended = await step(t, scenario, options as Partial<ActionOptions>);
    return { scenario, ...ended };
  };
  const another = () => ({ runId: 2002, with: { "run-id": "1001", "github-token": service.githubToken } });

  it("by the default name: every output as the build set it, every byte in its place", async (t) => {
    const { scenario, exitCode, outputs, log, summary } = await deploy(t);
    assert.equal(exitCode, 0, log);
    assert.deepEqual(compareTrees(readTree(mountOf(shop)), readTree(mountOf(scenario))), unchanged);
    assert.equal(outputs.verified, "simulated");
    const paths = ["mount-directory", "manifest-file", "archive-file", "lock-file", "report-file"];
    for (const [output, value] of Object.entries(built.outputs)) {
      if (paths.includes(output)) assert.ok(existsSync(outputs[output] ?? ""), output);
      else assert.equal(outputs[output], output === "cache-outcome" ? "off" : value, output);
    }
    assert.equal(
      readFileSync(outputs["lock-file"] ?? "", "utf8"),
      readFileSync(built.outputs["lock-file"] ?? "", "utf8"),
    );
    assert.ok(existsSync(join(scenario.workspace, ".amlignore")));
    assert.match(summary, /^- Built from commit `0123456789abcdef0123456789abcdef01234567` of octo-org\/scoring/m);
    assert.equal(scenario.index.requests.length, 0);
  });

  it("by id, and by the name that it has", async (t) => {
    const id = built.outputs["artifact-id"] ?? "";
    const { exitCode, outputs, log } = await deploy(t, { "artifact-id": id, "artifact-name": name });
    assert.equal(exitCode, 0, log);
    assert.equal(outputs["artifact-id"], id);
  });

  it("from another run, with a token that no log shows", async (t) => {
    const { runId, with: inputs } = another();
    const { exitCode, outputs, log } = await deploy(t, { ...inputs, repository: "octo-org/scoring" }, { runId });
    assert.equal(exitCode, 0, log);
    assert.equal(outputs["mount-digest"], built.outputs["mount-digest"]);
    assert.match(outputs["artifact-url"] ?? "", /octo-org\/scoring\/actions\/runs\/1001\/artifacts\//);
    assert.equal(log.includes(service.githubToken), false);
  });

  it("with '' for every other input, as a reusable workflow passes it", async (t) => {
    const inputs = Object.keys(readInputs()).map((input) => [input, ""]);
    const { exitCode, outputs, log } = await deploy(t, { ...Object.fromEntries(inputs), mode: "restore" });
    assert.equal(exitCode, 0, log);
    assert.equal(outputs["mount-digest"], built.outputs["mount-digest"]);
  });

  it("the digest that was approved, and no other", async (t) => {
    const digest = built.outputs["mount-digest"] ?? "";
    assert.equal((await deploy(t, { "expected-digest": digest })).exitCode, 0);
    const { scenario, exitCode, outputs, log } = await deploy(t, { "expected-digest": `sha256:${"0".repeat(64)}` });
    assert.equal(exitCode, 1, log);
    assert.equal(outputs.AZUREML_EXTRA_PYTHON_LIB_PATH, "");
    assert.match(log, /but sha256:0{64} was expected\./);
    assert.deepEqual(Object.keys(readTree(scenario.workspace)), ["requirements.txt", "score.py"]);
  });

  it("relative to another scoring script, below another directory", async (t) => {
    const scenario = await createScenario(t, { requirements, files: { "online/src/score.py": "" } });
    const inputs = {
      "code-directory": "online",
      "scoring-script": "src/score.py",
      "mount-parent": ".",
      "artifact-name": name,
    };
    const { exitCode, outputs, log } = await step(t, scenario, { service, with: { mode: "restore", ...inputs } });
    assert.equal(exitCode, 0, log);
    assert.equal(outputs.AZUREML_EXTRA_PYTHON_LIB_PATH, `../${libraryPath}`);
    assert.equal(outputs["mount-directory"], join(scenario.workspace, "online", libraryPath));
  });

  it("over an earlier mount; a failed one leaves that as it was", async (t) => {
    const scenario = await createScenario(t, { requirements });
    const restore = (inputs = {}) => step(t, scenario, { service, with: { mode: "restore", ...inputs } });
    assert.equal((await restore()).exitCode, 0);
    const first = readTree(scenario.workspace);
    assert.equal((await restore()).exitCode, 0);
    assert.equal((await restore({ "expected-digest": `sha256:${"0".repeat(64)}` })).exitCode, 1);
    assert.deepEqual(compareTrees(first, readTree(scenario.workspace)), unchanged);
  });

  it("never over a directory that somebody else made", async (t) => {
    const scenario = await createScenario(t, { requirements, files: { "myenv/bin/python": "" } });
    const { exitCode, log } = await step(t, scenario, { service, with: { mode: "restore" } });
    assert.equal(exitCode, 2, log);
    assert.ok(existsSync(join(scenario.workspace, "myenv", "bin", "python")));
  });

  it("from another commit is a notice, from other requirements an error with file and line", async (t) => {
    const commit = await deploy(t, {}, { env: { GITHUB_SHA: "f".repeat(40) } });
    assert.equal(commit.exitCode, 0, commit.log);
    const notices = commit.annotations.filter(({ level }) => level === "notice").map(({ message }) => message);
    const words = /^The mount was built from commit 0123456789abcdef[^\s,]+, but f{40} is checked out here\.$/m;
    assert.match(notices.join("\n"), words);
    const commented = await createScenario(t, { requirements: `# pinned\r\n${requirements.replaceAll("\n", "\r\n")}` });
    assert.equal((await step(t, commented, { service, with: { mode: "restore" } })).exitCode, 0);
    writeFiles(commit.scenario.workspace, { "requirements.txt": "greet\n" });
    const verified = await step(t, commit.scenario, { with: { mode: "verify" } });
    assert.match(verified.log, /requirements\.txt has changed since the mount was built\./);
    rmSync(join(commit.scenario.workspace, "requirements.txt"));
    assert.equal((await step(t, commit.scenario, { with: { mode: "verify" } })).exitCode, 0);
    const other = await createScenario(t, { requirements: "greet==1.1\npoliteness==1.0\nfast==1.0\n" });
    const { exitCode, annotations } = await step(t, other, { service, with: { mode: "restore" } });
    assert.equal(exitCode, 1);
    const [error] = annotations.filter(({ level }) => level === "error");
    assert.equal(error?.file, "requirements.txt");
    assert.match(error?.message ?? "", /\. requirements\.txt has changed since the mount was built\.$/);
    assert.equal(existsSync(join(other.workspace, "myenv")), false);
  });

  it("for another Python is an error", async (t) => {
    const { exitCode, log } = await deploy(t, { "python-version": "3.9", "artifact-name": name });
    assert.equal(exitCode, 1, log);
    assert.match(log, /The mount was built for Python 3\.8; the input python-version is 3\.9\./);
    const image = await deploy(t, { image: "minimal-py39-inference", "artifact-name": name });
    assert.equal(image.exitCode === 0, false, image.log);
  });

  it("names what is there when the name is not", async (t) => {
    const { exitCode, log } = await deploy(t, { "artifact-name": `${name}-arm` });
    assert.equal(exitCode, 2);
    assert.match(log, new RegExp(`Artifact ${name}-arm is not in this run\\.`));
    assert.match(log, new RegExp(`Did you mean ${name}\\?`));
    const wrong = await deploy(t, { "artifact-id": built.outputs["artifact-id"] ?? "", "artifact-name": "models" });
    assert.match(wrong.log, new RegExp(`is named ${name}, but the input artifact-name is models\\.`));
  });

  it("says what a token lacks", async (t) => {
    const { exitCode, log } = await deploy(
      t,
      { "run-id": "1001", "github-token": "ghs_of_somebody_else" },
      { runId: 2002 },
    );
    assert.equal(exitCode, 4, log);
    assert.match(log, /permissions: \{ actions: read, contents: read \}/);
    assert.equal(log.includes("ghs_of_somebody_else"), false);
  });

  it("names every input that contradicts another, at once", async (t) => {
    const inputs = {
      archive: "no/such.tar.zst",
      "artifact-name": "a",
      "artifact-id": "1",
      "run-id": "x",
      repository: "o",
    };
    const { exitCode, log } = await deploy(t, inputs);
    assert.equal(exitCode, 2);
    for (const input of ["artifact-name", "artifact-id", "run-id", "repository"]) {
      assert.match(log, new RegExp(`Inputs archive and ${input} contradict each other`));
    }
    assert.match(log, /Input archive: \S+no\/such\.tar\.zst does not exist\./);
    const run = await deploy(t, { "run-id": "12345678901", repository: "o", "artifact-id": "first" });
    assert.match(run.log, /the input github-token is empty/);
    assert.match(run.log, /"o" is not of the form owner\/name/);
    assert.match(run.log, /"first" is not an id/);
    const alone = await deploy(t, { repository: "octo-org/scoring" });
    assert.match(alone.log, /Input repository: the input run-id is required as well/);
  });

  it("wants an archive where there is no artifact service", async (t) => {
    const { exitCode, log } = await deploy(t, {}, { service: undefined });
    assert.equal(exitCode, 2);
    assert.match(log, /No artifact service is available to restore from, and the input archive is empty/);
  });

  it("from the artifact's zip, its directory or its archive, as they were downloaded by hand", async (t) => {
    const zip = contentOf(service.artifacts.find((one) => one.name === name)?.blob ?? assert.fail());
    const files = Object.fromEntries(readZip(zip));
    assert.deepEqual(Object.keys(files).sort(), [
      "manifest.json",
      "mount.tar.zst",
      "provenance.json",
      "requirements.lock.txt",
      "sbom.cdx.json",
    ]);
    const downloads = createWorkspace(t, { "artifact.zip": zip, ...files });
    for (const archive of [join(downloads, "artifact.zip"), downloads, join(downloads, "mount.tar.zst")]) {
      const scenario = await createScenario(t, { requirements });
      const { exitCode, json, stderr } = await run(t, scenario, ["restore", "--archive", archive]);
      assert.equal(exitCode, 0, stderr);
      assert.equal(json["mount-digest"], built.outputs["mount-digest"]);
      assert.equal(basename(json["archive-file"] ?? ""), "mount.tar.zst");
      assert.equal(readFileSync(json["lock-file"] ?? "", "utf8"), files["requirements.lock.txt"]?.toString());
    }
  });

  it("without a provenance that is not plain, and without a link to another server", async (t) => {
    const zip = contentOf(service.artifacts.find((one) => one.name === name)?.blob ?? assert.fail());
    const files = Object.fromEntries(readZip(zip));
    const known = JSON.parse(files["provenance.json"]?.toString() ?? "");
    const link = "](https://evil.example/) <img src=x>";
    const restored = async (provenance: object) => {
      const scenario = await createScenario(t, { requirements });
      writeFiles(scenario.workspace, {
        ...prefixed("dist/", files),
        "dist/provenance.json": JSON.stringify(provenance),
      });
      const ended = await step(t, scenario, { with: { mode: "restore", archive: "dist" } });
      assert.equal(ended.exitCode, 0, ended.log);
      assert.doesNotMatch(ended.summary + ended.log, /evil\.example/);
      return ended;
    };
    for (const field of ["repository", "commit", "run"]) {
      const { log, summary } = await restored({ ...known, [field]: `${known[field]}${link}` });
      assert.match(log, new RegExp(`The file provenance\\.json of the artifact is not used: ${field} is not `));
      assert.doesNotMatch(summary, /Built from commit/);
    }
    const other = await restored({ ...known, run: "https://evil.example/octo-org/scoring/actions/runs/1" });
    assert.match(
      other.summary,
      /^- Built from commit `0123456789abcdef0123456789abcdef01234567` of octo-org\/scoring$/m,
    );
    const plain = await restored(known);
    assert.match(plain.summary, /^- Built from commit `\w+` of octo-org\/scoring by \[this run\]\(/m);
    await restored([null]);
  });

  const damages: Record<string, (file: string) => void> = {
    "cut short": (file) => truncateSync(file, 300),
    "added to": (file) => appendFileSync(file, "more"),
    emptied: (file) => truncateSync(file, 0),
  };
  for (const [what, damage] of Object.entries(damages)) {
    it(`not what was ${what} in the store: nothing is unpacked, the earlier mount stands`, async (t) => {
      const scenario = { ...(await createScenario(t, { requirements })), env: shop.env };
      const inputs = { "artifact-name": `was-${what.replace(" ", "-")}` };
      const sent = await step(t, scenario, { service, with: inputs }); // out of the cache
      assert.equal(sent.outputs["cache-outcome"], "hit", sent.log);
      const before = readTree(scenario.workspace);
      damage(service.artifacts.find((one) => one.name === inputs["artifact-name"])?.blob.file ?? "");
      const { exitCode, log, outputs } = await step(t, scenario, { service, with: { mode: "restore", ...inputs } });
      assert.equal(exitCode, 1, log);
      assert.match(log, /differs from what was uploaded: its digest is not sha256:[0-9a-f]{64}\./);
      assert.equal(outputs.AZUREML_EXTRA_PYTHON_LIB_PATH, "");
      assert.deepEqual(compareTrees(before, readTree(scenario.workspace)), unchanged);
    });
  }

  it("the same digest under another umask, readable for every user", async (t) => {
    const { exitCode, outputs, scenario } = await deploy(t, {}, { node: strict(t) });
    assert.equal(exitCode, 0);
    assert.equal(outputs["mount-digest"], built.outputs["mount-digest"]);
    assert.deepEqual(
      compareTrees(readTree(join(shop.workspace, "myenv")), readTree(join(scenario.workspace, "myenv"))),
      unchanged,
    );
    const strictly = await createScenario(t, { requirements });
    const again = await step(
      t,
      { ...strictly, env: shop.env },
      { with: { upload: "false", cache: "off" }, node: strict(t) },
    );
    assert.equal(again.outputs["mount-digest"], built.outputs["mount-digest"], again.log);
    assert.deepEqual(
      compareTrees(readTree(join(shop.workspace, "myenv")), readTree(join(strictly.workspace, "myenv"))),
      unchanged,
    );
  });
});

/** A node that runs under `umask 077`. */
function strict(t: Cleanup): string {
  const directory = createWorkspace(t);
  const script = join(directory, "node");
  writeFileSync(script, `#!/bin/sh\numask 077\nexec "${process.execPath}" "$@"\n`, { mode: 0o755 });
  return script;
}

function readInputs(): Record<string, unknown> {
  const action = readFileSync(new URL("../../../action.yml", import.meta.url), "utf8");
  const inputs = action.slice(action.indexOf("\ninputs:"), action.indexOf("\noutputs:"));
  return Object.fromEntries([...inputs.matchAll(/^ {2}([a-z-]+):$/gm)].map(([, input = ""]) => [input, ""]));
}

describe("restore, of several mounts", { ...onLinux, concurrency: 2 }, () => {
  it("two code directories with a mount each, in one job that builds and one that deploys", async (t) => {
    const service = await startResultsService();
    t.after(() => service.close());
    const files = {
      "one/score.py": "",
      "one/requirements.txt": "politeness==1.0\n",
      "two/score.py": "",
      "two/requirements.txt": "tool==1.0\n",
    };
    const [here, there] = [await createScenario(t, { files }), await createScenario(t, { files })];
    for (const code of ["one", "two"]) {
      const { exitCode, log } = await step(t, here, { service, with: { "code-directory": code } });
      assert.equal(exitCode, 0, log);
    }
    for (const code of ["one", "two"]) {
      const { exitCode, log } = await step(t, there, { service, with: { "code-directory": code, mode: "restore" } });
      assert.equal(exitCode, 0, log);
      assert.deepEqual(
        compareTrees(readTree(join(here.workspace, code)), readTree(join(there.workspace, code))),
        unchanged,
      );
    }
  });

  it("the newest of a name, when a later attempt replaced it; a clash within an attempt names the matrix", async (t) => {
    const service = await startResultsService();
    t.after(() => service.close());
    const files = { "score.py": "import politeness\n" };
    const scenario = await createScenario(t, { requirements: "politeness==1.0\n", files });
    const first = await step(t, scenario, { service });
    assert.equal(first.exitCode, 0, first.log);
    const clash = await step(t, scenario, { service });
    assert.equal(clash.exitCode, 4, clash.log);
    assert.match(clash.log, /already exists: another job or step of this run uploaded it\./);
    assert.match(clash.log, new RegExp(`artifact-name: ${name}-\\$\\{\\{ strategy\\.job-index \\}\\}`));
    writeFiles(scenario.workspace, { "requirements.txt": "politeness==2.0\n" });
    const env = { GITHUB_RUN_ATTEMPT: "2" };
    const second = await step(t, scenario, { service, env });
    assert.equal(second.exitCode, 0, second.log);
    assert.match(second.log, /of an earlier attempt of this run is replaced/);
    const restored = await step(t, await createScenario(t, { requirements: "politeness==2.0\n", files }), {
      service,
      with: { mode: "restore" },
    });
    assert.equal(restored.outputs["mount-digest"], second.outputs["mount-digest"], restored.log);
  });

  it("loose files, whose modes the artifact lost", async (t) => {
    const service = await startResultsService();
    t.after(() => service.close());
    const scenario = await createScenario(t, { requirements });
    const built = await step(t, scenario, { service, with: { "artifact-format": "directory" } });
    assert.equal(built.exitCode, 0, built.log);
    const there = await createScenario(t, { requirements });
    const { exitCode, log, outputs } = await step(t, there, { service, with: { mode: "restore" } });
    assert.equal(exitCode, 0, log);
    assert.equal(outputs["mount-digest"], built.outputs["mount-digest"]);
    assert.deepEqual(compareTrees(readTree(mountOf(scenario)), readTree(mountOf(there))), unchanged);
  });
});

describe("compare-with", { ...onLinux, concurrency: 2 }, () => {
  it("shows in summary and report what was added, removed and changed, also over the very manifest it names", async (t) => {
    const scenario = await createScenario(t, {
      requirements: "politeness==1.0\ntool==1.0\n",
      files: { "score.py": "import politeness\n" },
    });
    await build(t, scenario);
    writeFiles(scenario.workspace, { "requirements.txt": "greet==1.0\npoliteness==2.0\n" });
    const ended = await step(t, scenario, { with: { "compare-with": "myenv/manifest.json" } });
    assert.equal(ended.exitCode, 0, ended.log);
    const { comparison } = readJson(ended.outputs["report-file"]);
    assert.deepEqual(
      comparison.added.map((one: { name: string }) => one.name),
      ["greet"],
    );
    assert.deepEqual(
      comparison.removed.map((one: { name: string }) => one.name),
      ["tool"],
    );
    assert.deepEqual(
      comparison.changed.map(({ name, from, to }: Record<string, string>) => [name, from, to]),
      [["politeness", "1.0", "2.0"]],
    );
    assert.match(
      ended.summary,
      /^### Changes since the earlier mount\n\n3 distributions: 1 added, 1 removed, 1 changed\. /m,
    );
    assert.match(ended.summary, /^\| politeness \| 1\.0 \| 2\.0 \| [+−][0-9.]+ B \|$/m);
    const same = await run(t, scenario, ["verify", "--compare-with", "myenv/manifest.json"]);
    assert.equal(same.exitCode, 0, same.stderr);
    assert.equal(readJson(same.json["report-file"]).comparison.same, true);
  });

  it("refuses what is no manifest, before it builds", async (t) => {
    const scenario = await createScenario(t, { files: { "old.json": "{}" } });
    const { exitCode, stderr } = await run(t, scenario, ["build", "--compare-with", "old.json"]);
    assert.equal(exitCode, 2);
    assert.match(stderr, /^error: .*old\.json is not a manifest: files is not a list\.$/m);
    assert.equal(scenario.index.requests.length, 0);
    const missing = await run(t, scenario, ["build", "--compare-with", "older.json"]);
    assert.equal(missing.exitCode, 2);
    assert.match(missing.stderr, /Did you mean \S+old\.json\?/);
  });
});

const prefixed = <T>(prefix: string, files: Record<string, T>) =>
  Object.fromEntries(Object.entries(files).map(([path, content]) => [prefix + path, content]));
