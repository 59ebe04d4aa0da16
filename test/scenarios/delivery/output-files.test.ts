import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { createWorkspace, readTree } from "../../support/machine/workspace.ts";
import { listing, uncompressed } from "../../support/scenario/archive.ts";
import {
  asText,
  build,
  createScenario,
  onLinux,
  readJson,
  run,
  type Scenario,
  steady,
  step,
} from "../../support/scenario/scenario.ts";

describe("what a build hands over", onLinux, () => {
  const cleanups: (() => void | Promise<void>)[] = [];
  const whole = { after: (clean: () => void | Promise<void>) => cleanups.push(clean) };
  let scenario: Scenario;
  let outputs: Record<string, string>;
  before(async () => {
    scenario = await createScenario(whole, { requirements: "greet==1.0\npoliteness==1.0\nfast==1.0\n" });
    outputs = await build(whole, scenario, "--installer", "pip");
  });
  after(async () => {
    for (const clean of cleanups.reverse()) await clean();
  });

  it("every output, each with a value", (t) => {
    t.assert.snapshot(steady(JSON.stringify(outputs, undefined, 2), scenario), asText);
  });

  it("the files of the output directory", () => {
    const files = Object.keys(readTree(dirname(outputs["archive-file"] ?? "")));
    assert.deepEqual(files, [
      "build-record.json",
      "findings.sarif",
      "manifest.json",
      "mount.tar.zst",
      "plan.json",
      "provenance.json",
      "report.json",
      "requirements.lock.txt",
      "sbom.cdx.json",
    ]);
  });

  it("the manifest: what the mount is, and every file of it", (t) => {
    const manifest = readFileSync(outputs["manifest-file"] ?? "", "utf8");
    t.assert.snapshot(steady(manifest, scenario).replace(/\["(.*)",[0-9]+,/g, '["$1",<size>,'), asText);
    assert.equal(readJson(outputs["manifest-file"]).mountDigest, outputs["mount-digest"]);
  });

  it("the report", (t) => {
    const { times, ...report } = readJson(outputs["report-file"]);
    assert.deepEqual(Object.keys(times), ["plan", "restore", "build", "verify", "imports", "deliver"]);
    report.installer.version = "<version>";
    const { upload } = report;
    assert.equal(upload.bytes - upload.mount.bytes, 158 + 54 + 37);
    assert.ok(upload.mount.bytes > report.bytes, "the manifest is uploaded too");
    // It names the version of the interpreter.
    upload.bytes = upload.mount.bytes = "<bytes>";
    t.assert.snapshot(steady(JSON.stringify(report, undefined, 2), scenario), asText);
  });

  it("the lock, with the hash of each file that was installed", (t) => {
    t.assert.snapshot(steady(readFileSync(outputs["lock-file"] ?? "", "utf8"), scenario), asText);
  });

  it("the lock builds the same mount again", async (t) => {
    const again = await createScenario(t, { requirements: readFileSync(outputs["lock-file"] ?? "", "utf8") });
    assert.equal((await build(t, again))["mount-digest"], outputs["mount-digest"]);
  });

  it("the archive: manifest first, then the files in byte order, below the environment's name", async (t) => {
    t.assert.snapshot((await listing(uncompressed(outputs["archive-file"] ?? ""))).join("\n"), asText);
  });

  it("the same archive from another directory, under another user", async (t) => {
    const other = await createScenario(t, { requirements: "# other words\nfast==1.0\ngreet==1.0\npoliteness==1.0\n" });
    const same = await build(t, { ...other, workspace: other.workspace }, "--installer", "pip");
    assert.equal(same["mount-digest"], outputs["mount-digest"]);
    const third = await createScenario(t, {
      requirements: readFileSync(join(scenario.workspace, "requirements.txt"), "utf8"),
    });
    const { "archive-file": archive = "" } = await build(t, third, "--installer", "pip");
    assert.deepEqual(uncompressed(archive), uncompressed(outputs["archive-file"] ?? ""));
  });

  it("a tar.gz for those who have no zstd", async (t) => {
    const other = await createScenario(t, {
      requirements: readFileSync(join(scenario.workspace, "requirements.txt"), "utf8"),
    });
    const { "archive-file": archive = "" } = await build(t, other, "--artifact-format", "tar.gz");
    assert.equal(basename(archive), "mount.tar.gz");
    assert.deepEqual(uncompressed(archive), uncompressed(outputs["archive-file"] ?? ""));
  });

  it("to the directory that was asked for", async (t) => {
    const directory = join(createWorkspace(t), "handed over");
    const handed = await build(t, scenario, "--output-directory", directory);
    for (const name of ["lock-file", "archive-file", "report-file"])
      assert.equal(dirname(handed[name] ?? ""), directory);
  });

  it("nothing into the code directory, which would be uploaded", async (t) => {
    const { exitCode, stderr } = await run(t, scenario, ["build", "--output-directory", "out"]);
    assert.equal(exitCode, 2);
    assert.match(stderr, /^error: --output-directory: .*out is in the code directory\.$/m);
  });
});

describe(".amlignore", { ...onLinux, concurrency: 2 }, () => {
  it("lets the mount in, and keeps out what .gitignore and the client keep out", async (t) => {
    const gitignore = "*.so\nlib/\nmyenv/\n__pycache__/\n.env\n";
    const scenario = await createScenario(t, { files: { ".gitignore": gitignore } });
    await build(t, scenario);
    t.assert.snapshot(readFileSync(join(scenario.workspace, ".amlignore"), "utf8"), asText);
  });

  it("of the user's own stays as it is", async (t) => {
    const scenario = await createScenario(t, { files: { ".amlignore": "data/\n" } });
    await build(t, scenario);
    assert.equal(readFileSync(join(scenario.workspace, ".amlignore"), "utf8"), "data/\n");
  });

  it("that the client cannot read is an error, and nothing is placed", async (t) => {
    const scenario = await createScenario(t, { files: { ".amlignore/rules": "" } });
    const { exitCode, stderr } = await run(t, scenario, ["build"]);
    assert.equal(exitCode, 1, stderr);
    assert.match(
      stderr,
      /^error: .*\.amlignore is a directory: the client ends with an error before it uploads anything\./m,
    );
    assert.ok(!existsSync(join(scenario.workspace, "myenv")));
  });

  it("decides what the summary lists: the mount, and the largest files beside it", async (t) => {
    const files = { "data/big.bin": "x".repeat(2_000_000), ".env": "A=1", ".gitignore": "*.csv\n", "a.csv": "1" };
    const scenario = await createScenario(t, { files });
    const { summary, annotations, exitCode } = await step(t, scenario);
    assert.equal(exitCode, 0);
    assert.match(
      summary,
      /<summary>The deployment uploads [0-9]+ files \(filtered by \.amlignore\), 2\.0[01] MB; the mount is /,
    );
    assert.match(
      summary,
      /\| file \| size \|\n\| --- \| ---: \|\n\| myenv\/ \(\d+ files\) \| .*\n\| data\/big\.bin \| 2\.00 MB \|\n/,
    );
    assert.doesNotMatch(summary, /a\.csv/);
    assert.match(
      JSON.stringify(annotations),
      /Exclude what [^}]* The upload includes 1 environment file: \.env\.[^}]*"title":"H25"/,
    );
  });
});
