// A run that fails says what was done and what was not, names what is there, and leads no later step to a deployment.
import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { ActionResult } from "../../support/github/runner/action-runner.ts";
import {
  type Operation,
  type ResultsService,
  startResultsService,
} from "../../support/github/services/results-service.ts";
import { type Cleanup, compareTrees, createWorkspace, readTree, writeFiles } from "../../support/machine/workspace.ts";
import { ARTIFACT, assertFailure, PLACED } from "../../support/scenario/failure.ts";
import { build, createScenario, mountOf, onLinux, readJson, run, step } from "../../support/scenario/scenario.ts";

const WRITTEN = ["python-version", "archive-file", "lock-file", ...PLACED];
const requirements = "greet==1.0\npoliteness==1.0\n";
const inTheWay = { "report.json/": "" };

async function stage(t: Cleanup, files: Record<string, string> = {}) {
  const service = await startResultsService();
  t.after(() => service.close());
  const scenario = await createScenario(t, { requirements, files });
  return { service, scenario, output: join(createWorkspace(t), "output") };
}

const warnings = ({ annotations }: ActionResult) =>
  annotations.filter(({ level }) => level === "warning").map(({ message }) => message);

describe("a build that fails", { ...onLinux, concurrency: 2 }, () => {
  const refusals: [Operation, RegExp][] = [
    ["CreateArtifact", /could not be uploaded: .*\n.*see the output archive-file\.$/],
    ["FinalizeArtifact", /could not be uploaded/],
    ["PutBlob", /could not be uploaded/],
  ];
  for (const [operation, error] of refusals) {
    it(`at the upload (${operation}): everything else is there, and the next run takes it`, async (t) => {
      const { scenario, service } = await stage(t);
      service.fail(operation, { status: 403, times: 1 });
      // The cache has a blob too: without one the fault meets the artifact alone.
      if (operation === "PutBlob") service.fail("PutBlockList", { status: 403 });
      const inputs = operation === "PutBlob" ? { cache: "off" } : {};
      const failed = await step(t, scenario, { service, with: inputs });
      const cache = operation === "PutBlob" ? "off" : "miss";
      const known = [...WRITTEN, "report-file"];
      assertFailure(failed, { exitCode: 4, headline: "Built and verified, not uploaded", error, known, cache });
      assert.equal(failed.outputs["mount-directory"], mountOf(scenario));
      assert.deepEqual(readJson(failed.outputs["report-file"]).counts.errors, 0);
      if (cache === "off") return;
      assert.equal(service.caches.filter(({ complete }) => complete).length, 1);
      const again = await step(t, scenario, { service, with: { "artifact-name": "again" } });
      assert.equal(again.exitCode, 0, again.log);
      assert.deepEqual([again.outputs["cache-outcome"], again.outputs.error], ["hit", ""]);
    });
  }

  it("at the upload keeps its findings: annotations, summary, report", async (t) => {
    const { scenario, service } = await stage(t);
    writeFiles(scenario.workspace, { "requirements.txt": "greet==1.0\n" });
    service.fail("CreateArtifact", { status: 403 });
    const failed = await step(t, scenario, { service });
    assert.ok(
      failed.annotations.some(({ message }) => /politeness/.test(message)),
      failed.log,
    );
    assert.match(failed.summary, /<details><summary>\d notices<\/summary>\n\n- ℹ️ \*\*/);
    assert.ok(readJson(failed.outputs["report-file"]).findings.length > 0);
  });

  it("at the upload, whose cache entry was not saved either: both are said", async (t) => {
    const { scenario, service } = await stage(t);
    service.fail("CreateArtifact", { status: 403 });
    service.fail("CreateCacheEntry", { status: 403 });
    const failed = await step(t, scenario, { service });
    assert.equal(failed.exitCode, 4);
    assert.ok(
      warnings(failed).some((message) => /^The cache entry was not saved/.test(message)),
      failed.log,
    );
  });

  it("at the installer", async (t) => {
    const { scenario, service } = await stage(t);
    const how = { exitCode: 3, headline: "Not built", error: /absent/, known: ["python-version", "report-file"] };
    assertFailure(await step(t, scenario, { service, with: { packages: "absent==1.0" } }), { ...how, cache: "miss" });
    assertFailure(await run(t, scenario, ["build", "--packages", "absent==1.0"]), { ...how, cache: "miss" });
    assert.equal(existsSync(join(scenario.workspace, ".amlignore")), false);
  });

  it("by an input, before anything is known", async (t) => {
    const { scenario } = await stage(t);
    const how = { exitCode: 2, headline: "Not built", error: /^(Input |--)image: /, known: [] };
    assertFailure(await step(t, scenario, { with: { image: "no-such" } }), how);
    assertFailure(await run(t, scenario, ["build", "--image", "no-such"]), how);
    const flag = await run(t, scenario, ["build", "--no-such-flag", "x"]);
    assertFailure(flag, { ...how, error: /no-such-flag/ });
  });

  it("by findings", async (t) => {
    const { scenario, service } = await stage(t);
    writeFiles(scenario.workspace, { "score.py": "import politeness, not_there\n" });
    const how = {
      exitCode: 1,
      headline: "scoring/myenv: (1 error|[0-9]+ errors, first)",
      error: /^1 finding of severity error:\n[A-Z]\d+: .*not_there/,
      known: ["python-version", "report-file"],
    };
    assertFailure(await step(t, scenario, { service }), { ...how, cache: "miss" });
    const ended = await run(t, scenario, ["build"]);
    assertFailure(ended, { ...how, cache: "miss" });
    assert.deepEqual(
      [readJson(ended.json["report-file"]).result, readJson(ended.json["report-file"]).error],
      ["Built, not verified", ""],
    );
  });

  it("as the output directory is a file: nothing is built for it", async (t) => {
    const { scenario, output } = await stage(t);
    appendFileSync(output, "");
    const how = {
      exitCode: 2,
      headline: "Not built",
      error: /^(Input |--)output-directory: .*is not a directory/,
      known: ["python-version"],
    };
    assertFailure(await step(t, scenario, { with: { "output-directory": output } }), how);
    assert.deepEqual(
      scenario.index.requests.filter(({ path }) => path.includes("greet")),
      [],
    );
  });

  it("as something is in the way of an output file", async (t) => {
    const { scenario, service, output } = await stage(t);
    const inputs = { "output-directory": output };
    writeFiles(output, { "requirements.lock.txt/": "" });
    const known = ["python-version", "report-file"];
    const error = /^The output directory cannot be written: \S+requirements\.lock\.txt is a directory/;
    const how = { exitCode: 4, headline: "Built and verified, output files not written", error, known };
    assertFailure(await step(t, scenario, { service, with: inputs }), { ...how, cache: "miss" });
    assertFailure(await run(t, scenario, ["build", "--output-directory", output]), { ...how, cache: "miss" });
    assert.equal(service.artifacts.length, 0);
  });

  it("as something is in the way of the report", async (t) => {
    const { scenario, service, output } = await stage(t);
    writeFiles(output, inTheWay);
    const how = { exitCode: 4, error: /^The output directory cannot be written: EISDIR/, cache: "miss" } as const;
    const uploaded = await step(t, scenario, { service, with: { "output-directory": output } });
    const headline = "Built, verified and uploaded, report not written";
    assertFailure(uploaded, { ...how, headline, known: [...WRITTEN, ...ARTIFACT] });
    const words = ["build", "--output-directory", output];
    assertFailure(await run(t, scenario, words), {
      ...how,
      headline: "Built and verified, report not written",
      known: WRITTEN,
    });
  });

  it("as the outputs cannot be written: the summary says so", async (t) => {
    const { scenario, service } = await stage(t);
    const failed = await step(t, scenario, { service, env: { GITHUB_OUTPUT: createWorkspace(t) } });
    assert.equal(failed.exitCode, 4, failed.log);
    assert.match(
      failed.summary,
      /^## ✅ scoring\/myenv: built, verified and uploaded, ❌ outputs not written: The outputs cannot .*\n\n> The outputs cannot/,
    );
  });

  it("by a signal", async (t) => {
    const scenario = await createScenario(t, { requirements, hold: (path) => path.startsWith("/files/greet-") });
    const isWaiting = () => scenario.index.requests.some(({ path }) => path.startsWith("/files/greet-"));
    const onStart = (child: ChildProcess) => {
      const timer = setInterval(() => {
        if (isWaiting()) child.kill("SIGTERM");
        if (isWaiting() || child.exitCode !== null) clearInterval(timer);
      }, 50);
    };
    const how = {
      exitCode: 143,
      headline: "Not built",
      error: /^The run was interrupted by SIGTERM\.$/,
      known: ["python-version"],
    };
    assertFailure(await step(t, scenario, { onStart }), how);
    scenario.index.requests.length = 0;
    assertFailure(await run(t, scenario, ["build"], { onStart }), { ...how, cache: "miss" });
  });
});

describe("a build that goes on without", { ...onLinux, concurrency: 2 }, () => {
  it("its cache entry", async (t) => {
    const { scenario, service } = await stage(t);
    service.fail("CreateCacheEntry", { status: 403 });
    const ended = await step(t, scenario, { service });
    assert.equal(ended.exitCode, 0, ended.log);
    assert.ok(warnings(ended).some((message) => /^The cache entry was not saved/.test(message)));
    assert.deepEqual(
      [ended.outputs["cache-outcome"], ended.outputs.error, ended.outputs.verified],
      ["miss", "", "simulated"],
    );
    const report = readJson(ended.outputs["report-file"]);
    assert.deepEqual([report.verdict, report.result, report.error], ["passed", "Built, verified and uploaded", ""]);
  });

  it("its summary", async (t) => {
    const { scenario } = await stage(t);
    const ended = await step(t, scenario, { env: { GITHUB_STEP_SUMMARY: createWorkspace(t) } });
    assert.equal(ended.exitCode, 0, ended.log);
    assert.ok(warnings(ended).some((message) => /^The job summary could not be written: EISDIR/.test(message)));
    assert.notEqual(ended.outputs.AZUREML_EXTRA_PYTHON_LIB_PATH, "");
  });
});

describe("a restore that fails", { ...onLinux, concurrency: 2 }, () => {
  const cleanups: (() => void | Promise<void>)[] = [];
  const whole = { after: (clean: () => void | Promise<void>) => cleanups.push(clean) };
  let service: ResultsService;
  let built: ActionResult;
  before(async () => {
    const shop = await stage(whole);
    service = shop.service;
    built = await step(whole, shop.scenario, { service, with: { cache: "off" } });
    assert.equal(built.exitCode, 0, built.log);
  });
  after(async () => {
    for (const clean of cleanups.reverse()) await clean();
  });
  const restore = async (t: Cleanup, inputs: Record<string, string> = {}) => {
    const scenario = await createScenario(t, { requirements });
    return { scenario, ended: await step(t, scenario, { service, with: { mode: "restore", ...inputs } }) };
  };
  const copyOfArchive = (t: Cleanup) => {
    const file = join(createWorkspace(t), "mount.tar.zst");
    appendFileSync(file, readFileSync(built.outputs["archive-file"] ?? ""));
    return file;
  };

  it("as there is no artifact of that name", async (t) => {
    const { ended } = await restore(t, { "artifact-name": "absent" });
    assertFailure(ended, { exitCode: 2, headline: "Not restored", error: /absent is not in this run/, known: [] });
  });

  it("as the archive is damaged", async (t) => {
    const archive = copyOfArchive(t);
    truncateSync(archive, 500);
    const how = { exitCode: 1, headline: "Not unpacked", error: /mount\.tar\.zst/, known: ["report-file"] };
    const { scenario, ended } = await restore(t, { archive });
    assertFailure(ended, how);
    assertFailure(await run(t, scenario, ["restore", "--archive", archive]), how);
    assert.equal(existsSync(join(scenario.workspace, "myenv")), false);
  });

  it("as another mount was expected: the artifact is named, nothing is placed", async (t) => {
    const { scenario, ended } = await restore(t, { "expected-digest": `sha256:${"0".repeat(64)}` });
    const known = ["report-file", "python-version", ...ARTIFACT].filter((name) => ended.outputs[name] !== "");
    assert.ok(
      ARTIFACT.every((name) => known.includes(name)),
      ended.log,
    );
    assertFailure(ended, {
      exitCode: 1,
      headline: "scoring/myenv: (1 error|[0-9]+ errors, first)",
      error: /expected-digest|0{64}/,
      known,
    });
    assert.equal(existsSync(join(scenario.workspace, "myenv")), false);
  });

  it("as the output directory is a file", async (t) => {
    const file = join(createWorkspace(t, { output: "" }), "output");
    const { ended } = await restore(t, { "output-directory": file });
    const error = /^(Input |--)output-directory: /;
    assertFailure(ended, { exitCode: 2, headline: "Not restored", error, known: ARTIFACT });
  });

  it("as something is in the way of an output file or of the report", async (t) => {
    const output = join(createWorkspace(t, { "output/manifest.json/": "" }), "output");
    const { ended } = await restore(t, { "output-directory": output });
    const known = ["python-version", "report-file", ...ARTIFACT];
    const headline = "Unpacked and verified, output files not written";
    assertFailure(ended, { exitCode: 4, headline, error: /manifest\.json is a directory/, known });
    rmSync(join(output, "manifest.json"), { recursive: true });
    rmSync(join(output, "report.json"), { force: true });
    mkdirSync(join(output, "report.json"));
    const { ended: unreported } = await restore(t, { "output-directory": output });
    assertFailure(unreported, {
      exitCode: 4,
      headline: "Unpacked and verified, report not written",
      error: /^The output directory cannot be written: EISDIR/,
      known: [...WRITTEN, ...ARTIFACT],
    });
  });
});

describe("a verify that fails", { ...onLinux, concurrency: 2 }, () => {
  it("as there is no mount", async (t) => {
    const { scenario } = await stage(t);
    const how = { exitCode: 2, headline: "Not verified", error: /^There is no mount at /, known: [] };
    assertFailure(await step(t, scenario, { with: { mode: "verify" } }), how);
    assertFailure(await run(t, scenario, ["verify"]), how);
  });

  it("by findings: the mount that is in place is named", async (t) => {
    const { scenario, output } = await stage(t);
    await build(t, scenario);
    const before = readTree(join(scenario.workspace, "myenv"));
    appendFileSync(join(mountOf(scenario), "greet", "words.txt"), "more\n");
    const known = ["report-file", ...PLACED];
    const how = {
      exitCode: 1,
      headline: "scoring/myenv: (1 error|[0-9]+ errors, first)",
      error: /finding.* of severity error:\n/,
      known,
    };
    assertFailure(await step(t, scenario, { with: { mode: "verify" } }), how);
    assertFailure(await run(t, scenario, ["verify"]), how);
    writeFiles(output, inTheWay);
    const unreported = await step(t, scenario, { with: { mode: "verify", "output-directory": output } });
    assertFailure(unreported, {
      exitCode: 1,
      headline: "Not verified, report not written",
      error: /EISDIR/,
      known: PLACED,
    });
    assert.equal(compareTrees(before, readTree(join(scenario.workspace, "myenv"))).changed.length, 1);
  });

  it("as something is in the way of the report", async (t) => {
    const { scenario, output } = await stage(t);
    await build(t, scenario);
    writeFiles(output, inTheWay);
    const ended = await step(t, scenario, { with: { mode: "verify", "output-directory": output } });
    const known = ["python-version", ...PLACED];
    assertFailure(ended, { exitCode: 4, headline: "Verified, report not written", error: /EISDIR/, known });
  });
});
