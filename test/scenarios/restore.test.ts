import assert from "node:assert/strict";
import { appendFileSync, existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { ActionOptions, ActionResult } from "../support/action-runner.ts";
import { contentOf } from "../support/blob-store.ts";
import { type ResultsService, startResultsService } from "../support/results-service.ts";
import { type Cleanup, compareTrees, createWorkspace, readTree, writeFiles } from "../support/workspace.ts";
import { readZip } from "../support/zip.ts";
import { build, libraryPath, mountOf, onLinux, readJson, run, type Scene, setScene, step } from "./scene.ts";

const name = "azureml-scoring-myenv-py3.8-x86_64";
const requirements = "greet==1.0\npoliteness==1.0\nfast==1.0\n";
const unchanged = { added: [], removed: [], changed: [] };

/** A build job has uploaded; each test is a deploy job with a checkout of its own. */
describe("restore, in a deploy job", { ...onLinux, concurrency: 2 }, () => {
  const cleanups: (() => void | Promise<void>)[] = [];
  const whole = { after: (clean: () => void | Promise<void>) => cleanups.push(clean) };
  let service: ResultsService;
  let built: ActionResult;
  let shop: Scene;
  before(async () => {
    service = await startResultsService();
    whole.after(() => service.close());
    shop = await setScene(whole, { requirements });
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
    const scene = await setScene(t, { requirements });
    const options = { service, strictInputs: true, ...more, with: { mode: "restore", ...inputs } };
    const ended = await step(t, scene, options as Partial<ActionOptions>);
    return { scene, ...ended };
  };
  const another = () => ({ runId: 2002, with: { "run-id": "1001", "github-token": service.githubToken } });

  it("by the default name: every output as the build set it, every byte in its place", async (t) => {
    const { scene, exitCode, outputs, log, summary } = await deploy(t);
    assert.equal(exitCode, 0, log);
    assert.deepEqual(compareTrees(readTree(mountOf(shop)), readTree(mountOf(scene))), unchanged);
    assert.equal(outputs.verified, "full");
    const paths = ["mount-directory", "manifest-file", "archive-file", "lock-file", "report-file"];
    for (const [output, value] of Object.entries(built.outputs)) {
      if (paths.includes(output)) assert.ok(existsSync(outputs[output] ?? ""), output);
      else assert.equal(outputs[output], output === "cache-outcome" ? "off" : value, output);
    }
    assert.equal(
      readFileSync(outputs["lock-file"] ?? "", "utf8"),
      readFileSync(built.outputs["lock-file"] ?? "", "utf8"),
    );
    assert.ok(existsSync(join(scene.workspace, ".amlignore")));
    assert.match(summary, /^- Built from commit `0123456789abcdef0123456789abcdef01234567` of octo-org\/scoring/m);
    assert.equal(scene.index.requests.length, 0);
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
    const { scene, exitCode, outputs, log } = await deploy(t, { "expected-digest": `sha256:${"0".repeat(64)}` });
    assert.equal(exitCode, 1, log);
    assert.equal(outputs.AZUREML_EXTRA_PYTHON_LIB_PATH, "");
    assert.match(log, /expected was sha256:0{64}\./);
    assert.deepEqual(Object.keys(readTree(scene.workspace)), ["requirements.txt", "score.py"]);
  });

  it("relative to another scoring script, below another directory", async (t) => {
    const scene = await setScene(t, { requirements, files: { "online/src/score.py": "" } });
    const inputs = {
      "code-directory": "online",
      "scoring-script": "src/score.py",
      "mount-parent": ".",
      "artifact-name": name,
    };
    const { exitCode, outputs, log } = await step(t, scene, { service, with: { mode: "restore", ...inputs } });
    assert.equal(exitCode, 0, log);
    assert.equal(outputs.AZUREML_EXTRA_PYTHON_LIB_PATH, `../${libraryPath}`);
    assert.equal(outputs["mount-directory"], join(scene.workspace, "online", libraryPath));
  });

  it("over an earlier mount; a red one leaves that as it was", async (t) => {
    const scene = await setScene(t, { requirements });
    const restore = (inputs = {}) => step(t, scene, { service, with: { mode: "restore", ...inputs } });
    assert.equal((await restore()).exitCode, 0);
    const first = readTree(scene.workspace);
    assert.equal((await restore()).exitCode, 0);
    assert.equal((await restore({ "expected-digest": `sha256:${"0".repeat(64)}` })).exitCode, 1);
    assert.deepEqual(compareTrees(first, readTree(scene.workspace)), unchanged);
  });

  it("never over a directory that somebody else made", async (t) => {
    const scene = await setScene(t, { requirements, files: { "myenv/bin/python": "" } });
    const { exitCode, log } = await step(t, scene, { service, with: { mode: "restore" } });
    assert.equal(exitCode, 2, log);
    assert.ok(existsSync(join(scene.workspace, "myenv", "bin", "python")));
  });

  it("from another commit is a notice, from other requirements an error with file and line", async (t) => {
    const commit = await deploy(t, {}, { env: { GITHUB_SHA: "f".repeat(40) } });
    assert.equal(commit.exitCode, 0, commit.log);
    const notices = commit.annotations.filter(({ level }) => level === "notice").map(({ message }) => message);
    const words = /^The mount was built from commit 0123456789abcdef\S+; f{40} is checked out here\.$/m;
    assert.match(notices.join("\n"), words);
    const commented = await setScene(t, { requirements: `# pinned\r\n${requirements.replaceAll("\n", "\r\n")}` });
    assert.equal((await step(t, commented, { service, with: { mode: "restore" } })).exitCode, 0);
    writeFiles(commit.scene.workspace, { "requirements.txt": "greet\n" });
    const verified = await step(t, commit.scene, { with: { mode: "verify" } });
    assert.match(verified.log, /requirements\.txt is not as it was when the mount was built\./);
    rmSync(join(commit.scene.workspace, "requirements.txt"));
    assert.equal((await step(t, commit.scene, { with: { mode: "verify" } })).exitCode, 0);
    const other = await setScene(t, { requirements: "greet==1.1\npoliteness==1.0\nfast==1.0\n" });
    const { exitCode, annotations } = await step(t, other, { service, with: { mode: "restore" } });
    assert.equal(exitCode, 1);
    const [error] = annotations.filter(({ level }) => level === "error");
    assert.equal(error?.file, "requirements.txt");
    assert.match(error?.message ?? "", /^requirements\.txt is not as it was when the mount was built\./);
    assert.equal(existsSync(join(other.workspace, "myenv")), false);
  });

  it("for another Python is an error", async (t) => {
    const { exitCode, log } = await deploy(t, { "python-version": "3.9", "artifact-name": name });
    assert.equal(exitCode, 1, log);
    assert.match(log, /The mount was built for Python 3\.8; the input python-version says 3\.9\./);
    const image = await deploy(t, { image: "minimal-py39-inference", "artifact-name": name });
    assert.equal(image.exitCode === 0, false, image.log);
  });

  it("names what is there when the name is not", async (t) => {
    const { exitCode, log } = await deploy(t, { "artifact-name": `${name}-arm` });
    assert.equal(exitCode, 2);
    assert.match(log, new RegExp(`Artifact ${name}-arm is not in this run\\.`));
    assert.match(log, new RegExp(`Did you mean ${name}\\?`));
    const wrong = await deploy(t, { "artifact-id": built.outputs["artifact-id"] ?? "", "artifact-name": "models" });
    assert.match(wrong.log, new RegExp(`is called ${name}, and the input artifact-name says models\\.`));
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
    assert.match(log, /Input archive: \S+no\/such\.tar\.zst is not there\./);
    const run = await deploy(t, { "run-id": "12345678901", repository: "o", "artifact-id": "first" });
    assert.match(run.log, /github-token is empty/);
    assert.match(run.log, /"o" is not of the form owner\/name/);
    assert.match(run.log, /"first" is not an id/);
    const alone = await deploy(t, { repository: "octo-org/scoring" });
    assert.match(alone.log, /without run-id nobody knows which run of it is meant/);
  });

  it("wants an archive where there is no artifact service", async (t) => {
    const { exitCode, log } = await deploy(t, {}, { service: undefined });
    assert.equal(exitCode, 2);
    assert.match(log, /there is no artifact service here, and no archive is named/);
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
      const scene = await setScene(t, { requirements });
      const { exitCode, json, stderr } = await run(t, scene, ["restore", "--archive", archive]);
      assert.equal(exitCode, 0, stderr);
      assert.equal(json["mount-digest"], built.outputs["mount-digest"]);
      assert.equal(basename(json["archive-file"] ?? ""), "mount.tar.zst");
      assert.equal(readFileSync(json["lock-file"] ?? "", "utf8"), files["requirements.lock.txt"]?.toString());
    }
  });

  const damages: Record<string, (file: string) => void> = {
    "cut short": (file) => truncateSync(file, 300),
    "added to": (file) => appendFileSync(file, "more"),
    emptied: (file) => truncateSync(file, 0),
  };
  for (const [what, damage] of Object.entries(damages)) {
    it(`not what was ${what} in the store: nothing is unpacked, the earlier mount stands`, async (t) => {
      const scene = { ...(await setScene(t, { requirements })), env: shop.env };
      const inputs = { "artifact-name": `was-${what.replace(" ", "-")}` };
      const sent = await step(t, scene, { service, with: inputs }); // out of the cache
      assert.equal(sent.outputs["cache-outcome"], "hit", sent.log);
      const before = readTree(scene.workspace);
      damage(service.artifacts.find((one) => one.name === inputs["artifact-name"])?.blob.file ?? "");
      const { exitCode, log, outputs } = await step(t, scene, { service, with: { mode: "restore", ...inputs } });
      assert.equal(exitCode, 1, log);
      assert.match(log, /is not as it was uploaded: its digest is not sha256:[0-9a-f]{64}\./);
      assert.equal(outputs.AZUREML_EXTRA_PYTHON_LIB_PATH, "");
      assert.deepEqual(compareTrees(before, readTree(scene.workspace)), unchanged);
    });
  }

  it("the same digest under another umask, readable for every user", async (t) => {
    const { exitCode, outputs, scene } = await deploy(t, {}, { node: strict(t) });
    assert.equal(exitCode, 0);
    assert.equal(outputs["mount-digest"], built.outputs["mount-digest"]);
    assert.deepEqual(
      compareTrees(readTree(join(shop.workspace, "myenv")), readTree(join(scene.workspace, "myenv"))),
      unchanged,
    );
    const strictly = await setScene(t, { requirements });
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
  const action = readFileSync(new URL("../../action.yml", import.meta.url), "utf8");
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
    const [here, there] = [await setScene(t, { files }), await setScene(t, { files })];
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
    const scene = await setScene(t, { requirements: "politeness==1.0\n", files });
    const first = await step(t, scene, { service });
    assert.equal(first.exitCode, 0, first.log);
    const clash = await step(t, scene, { service });
    assert.equal(clash.exitCode, 4, clash.log);
    assert.match(clash.log, /exists already: another job or step of this run uploaded that name\./);
    assert.match(clash.log, new RegExp(`artifact-name: ${name}-\\$\\{\\{ strategy\\.job-index \\}\\}`));
    writeFiles(scene.workspace, { "requirements.txt": "politeness==2.0\n" });
    const env = { GITHUB_RUN_ATTEMPT: "2" };
    const second = await step(t, scene, { service, env });
    assert.equal(second.exitCode, 0, second.log);
    assert.match(second.log, /of an earlier attempt of this run is replaced/);
    const restored = await step(t, await setScene(t, { requirements: "politeness==2.0\n", files }), {
      service,
      with: { mode: "restore" },
    });
    assert.equal(restored.outputs["mount-digest"], second.outputs["mount-digest"], restored.log);
  });

  it("loose files, whose modes the artifact lost", async (t) => {
    const service = await startResultsService();
    t.after(() => service.close());
    const scene = await setScene(t, { requirements });
    const built = await step(t, scene, { service, with: { "artifact-format": "directory" } });
    assert.equal(built.exitCode, 0, built.log);
    const there = await setScene(t, { requirements });
    const { exitCode, log, outputs } = await step(t, there, { service, with: { mode: "restore" } });
    assert.equal(exitCode, 0, log);
    assert.equal(outputs["mount-digest"], built.outputs["mount-digest"]);
    assert.deepEqual(compareTrees(readTree(mountOf(scene)), readTree(mountOf(there))), unchanged);
  });
});

describe("compare-with", { ...onLinux, concurrency: 2 }, () => {
  it("shows in summary and report what was added, removed and changed, also over the very manifest it names", async (t) => {
    const scene = await setScene(t, {
      requirements: "politeness==1.0\ntool==1.0\n",
      files: { "score.py": "import politeness\n" },
    });
    await build(t, scene);
    writeFiles(scene.workspace, { "requirements.txt": "greet==1.0\npoliteness==2.0\n" });
    const ended = await step(t, scene, { with: { "compare-with": "myenv/manifest.json" } });
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
    assert.match(ended.summary, /^### Since the earlier mount\n\n3 distributions: 1 added, 1 removed, 1 changed\. /m);
    assert.match(ended.summary, /^\| politeness \| 1\.0 \| 2\.0 \| [+−][0-9.]+ B \|$/m);
    const same = await run(t, scene, ["verify", "--compare-with", "myenv/manifest.json"]);
    assert.equal(same.exitCode, 0, same.stderr);
    assert.equal(readJson(same.json["report-file"]).comparison.same, true);
  });

  it("refuses what is no manifest, before it builds", async (t) => {
    const scene = await setScene(t, { files: { "old.json": "{}" } });
    const { exitCode, stderr } = await run(t, scene, ["build", "--compare-with", "old.json"]);
    assert.equal(exitCode, 2);
    assert.match(stderr, /^error: .*old\.json is not a manifest: it lists no files\.$/m);
    assert.equal(scene.index.requests.length, 0);
    const missing = await run(t, scene, ["build", "--compare-with", "older.json"]);
    assert.equal(missing.exitCode, 2);
    assert.match(missing.stderr, /Did you mean \S+old\.json\?/);
  });
});
