import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { startResultsService } from "../../support/github/services/results-service.ts";
import type { Cleanup } from "../../support/machine/workspace.ts";
import { readZip } from "../../support/packages/zip.ts";
import { listing, uncompressed } from "../../support/scenario/archive.ts";
import { asText, createScenario, onLinux, steady, step } from "../../support/scenario/scenario.ts";

async function stage(t: Cleanup) {
  const service = await startResultsService();
  t.after(() => service.close());
  const scenario = await createScenario(t, { requirements: "greet==1.0\npoliteness==1.0\n" });
  return { service, scenario };
}

describe("the artifact", { ...onLinux, concurrency: 2 }, () => {
  it("holds one archive beside manifest, lock and bill of materials, and is what the outputs say", async (t) => {
    const { service, scenario } = await stage(t);
    const { exitCode, outputs, log, summary } = await step(t, scenario, { service, with: { "retention-days": "3" } });
    assert.equal(exitCode, 0, log);
    const [artifact] = service.artifacts;
    const zip = readFileSync(artifact?.blob.file ?? "");
    const files = readZip(zip);
    assert.deepEqual([...files.keys()].sort(), [
      "manifest.json",
      "mount.tar.zst",
      "provenance.json",
      "requirements.lock.txt",
      "sbom.cdx.json",
    ]);
    assert.ok(zip.includes(files.get("manifest.json") ?? "none"), "stored, not compressed once more");
    const tar = uncompressed(files.get("mount.tar.zst") ?? Buffer.alloc(0), "mount.tar.zst");
    const members = await listing(tar);
    assert.ok(members.length > 10, members.join("\n"));
    for (const member of members) assert.match(member, / myenv\//);
    assert.equal(artifact?.name, "azureml-scoring-myenv-py3.8-x86_64");
    assert.deepEqual(
      [outputs["artifact-name"], outputs["artifact-id"], outputs["artifact-digest"]],
      [artifact.name, String(artifact.id), `sha256:${createHash("sha256").update(zip).digest("hex")}`],
    );
    assert.equal(
      outputs["artifact-url"],
      `https://github.com/octo-org/scoring/actions/runs/1001/artifacts/${artifact.id}`,
    );
    assert.ok(artifact.expiresAt !== undefined);
    t.assert.snapshot(
      steady(summary, scenario)
        // The manifest, which is uploaded too, names the version of the interpreter.
        .replace(/(?<=\.amlignore, |mount is |files\) \| )[0-9.]+ kB/g, "<size>")
        .replaceAll(String(artifact.id), "<id>"),
      asText,
    );
  });

  it("as a directory holds the loose files, with the environment's name at the top", async (t) => {
    const { service, scenario } = await stage(t);
    const { exitCode, log } = await step(t, scenario, { service, with: { "artifact-format": "directory" } });
    assert.equal(exitCode, 0, log);
    const names = [...readZip(readFileSync(service.artifacts[0]?.blob.file ?? "")).keys()];
    assert.ok(names.includes("myenv/manifest.json"), names.join());
    assert.ok(names.includes("myenv/lib/python3.8/site-packages/greet/__init__.py"));
  });

  it("as tar.gz", async (t) => {
    const { service, scenario } = await stage(t);
    await step(t, scenario, { service, with: { "artifact-format": "tar.gz", "artifact-name": "mine" } });
    const [artifact] = service.artifacts;
    assert.equal(artifact?.name, "mine");
    assert.ok(readZip(readFileSync(artifact.blob.file)).has("mount.tar.gz"));
  });

  it("whose name another job took is an error that shows the way out", async (t) => {
    const { service, scenario } = await stage(t);
    assert.equal((await step(t, scenario, { service })).exitCode, 0);
    const { exitCode, annotations, outputs } = await step(t, scenario, { service });
    assert.equal(exitCode, 4);
    t.assert.snapshot(annotations.find(({ level }) => level === "error")?.message, asText);
    assert.equal(outputs.AZUREML_EXTRA_PYTHON_LIB_PATH, "");
  });

  it("is skipped with a warning on GitHub Enterprise Server, which has no such service", async (t) => {
    const { service, scenario } = await stage(t);
    const env = { GITHUB_SERVER_URL: "https://github.example.com" };
    const { exitCode, outputs, annotations, log } = await step(t, scenario, { service, env });
    assert.equal(exitCode, 0, log);
    assert.equal(service.artifacts.length, 0);
    assert.deepEqual([outputs["artifact-id"], outputs["artifact-url"]], ["", ""]);
    assert.notEqual(outputs["archive-file"], "");
    assert.ok(
      annotations.some(
        ({ level, message }) => level === "warning" && /^No artifact service is available/.test(message),
      ),
    );
    const insisting = await step(t, scenario, { service, env, with: { upload: "true" } });
    assert.equal(insisting.exitCode, 2);
  });

  it("that the service refuses fails the job: it was promised", async (t) => {
    const { service, scenario } = await stage(t);
    service.fail("CreateArtifact", { status: 403 });
    const { exitCode, annotations } = await step(t, scenario, { service });
    assert.equal(exitCode, 4);
    assert.match(annotations.find(({ level }) => level === "error")?.message ?? "", /could not be uploaded/);
  });
});
