// Evidence of an earlier run is reused only while it is still valid.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { type Cleanup, writeFiles } from "../../support/machine/workspace.ts";
import { makeWheel } from "../../support/packages/wheels.ts";
import { createScenario, onLinux, readJson, run } from "../../support/scenario/scenario.ts";

const needy = makeWheel({ name: "needy", version: "1.0", files: { "needy/__init__.py": "import helper\n" } });
/** V1 is about the image, which these builds do not name. */
const found = (report: string | undefined) =>
  readJson(report)
    .findings.map(({ check }: { check: string }) => check)
    .filter((check: string) => check !== "V1");

describe("cached evidence", onLinux, () => {
  it("does not outlive the user's own module that made an import work", async (t) => {
    const options = { packages: [needy], requirements: "needy==1.0\n", files: { "helper.py": "x = 1\n" } };
    const scenario = await createScenario(t, { ...options, files: { ...options.files, "score.py": "import needy\n" } });
    const first = await run(t, scenario, ["build"]);
    assert.equal(first.exitCode, 0, first.stderr);
    rmSync(join(scenario.workspace, "helper.py"));
    const second = await run(t, scenario, ["build"]);
    assert.equal(second.json["cache-outcome"], "hit");
    assert.equal(second.exitCode, 1);
    assert.ok(found(second.json["report-file"]).includes("I11"));
  });

  it("is collected anew if it is not what a run writes", async (t) => {
    const scenario = await createScenario(t);
    const first = await run(t, scenario, ["build"]);
    assert.equal(first.exitCode, 0, first.stderr);
    const entries = join(scenario.home, ".cache", "azureml-extra-packages", "entries");
    const entry = join(entries, readdirSync(entries)[0] ?? "");
    const record = readJson(join(entry, "build-record.json"));
    const { container } = record.evidence;
    const evidence = { ...record.evidence, container: { ...container, importFailures: [null] } };
    writeFileSync(join(entry, "build-record.json"), JSON.stringify({ ...record, evidence }));
    const second = await run(t, scenario, ["build"]);
    assert.equal(second.json["cache-outcome"], "hit");
    assert.equal(second.exitCode, 0, second.stderr);
    const words =
      /evidence in the cache is collected anew: evidence\.container\.importFailures\[0\] is not a table\.$/m;
    assert.match(second.stderr, words);
  });

  /** An entry that another job of the branch could have written: its evidence hides that the import fails. */
  async function forged(t: Cleanup, requirements = "needy==1.0\n") {
    const scenario = await createScenario(t, { packages: [needy], requirements });
    const built = await run(t, scenario, ["build"]);
    assert.equal(built.exitCode, 1, built.stderr);
    const entries = join(scenario.home, ".cache", "azureml-extra-packages", "entries");
    const honest = await run(t, scenario, ["build", "--checks", "I11=warning # it is to be cached"]);
    assert.equal(honest.exitCode, 0, honest.stderr);
    const entry = join(entries, readdirSync(entries)[0] ?? "");
    const record = readJson(join(entry, "build-record.json"));
    const { container } = record.evidence;
    const evidence = { ...record.evidence, container: { ...container, importFailures: [] } };
    writeFileSync(join(entry, "build-record.json"), JSON.stringify({ ...record, evidence }));
    return { scenario, digest: honest.json["mount-digest"] ?? "" };
  }

  it("is believed if nothing of it can be checked", async (t) => {
    const { scenario } = await forged(t);
    const hit = await run(t, scenario, ["build"]);
    assert.deepEqual([hit.json["cache-outcome"], hit.exitCode], ["hit", 0], hit.stderr);
  });

  it("of dependencies and imports is collected anew if hashes are required", async (t) => {
    const hash = createHash("sha256")
      .update(needy.bytes as Uint8Array)
      .digest("hex");
    const { scenario } = await forged(t, `needy==1.0 --hash=sha256:${hash}\n`);
    const hit = await run(t, scenario, ["build"]);
    assert.deepEqual([hit.json["cache-outcome"], hit.exitCode], ["hit", 1], hit.stderr);
    assert.match(hit.stderr, /collected anew: dependencies and imports, because hashes are required\./);
    assert.ok(found(hit.json["report-file"]).includes("I11"));
  });

  it("is collected anew if the digest is expected, and nothing runs if it differs", async (t) => {
    const { scenario, digest } = await forged(t);
    const hit = await run(t, scenario, ["build", "--expected-digest", digest]);
    assert.deepEqual([hit.json["cache-outcome"], hit.exitCode], ["hit", 1], hit.stderr);
    assert.match(hit.stderr, /collected anew: all of it, because expected-digest is set/);
    const other = await run(t, scenario, ["build", "--expected-digest", `sha256:${"0".repeat(64)}`]);
    assert.equal(other.exitCode, 1);
    assert.deepEqual(found(other.json["report-file"]), ["T2"]);
    assert.doesNotMatch(other.stderr, /Imports run under|imports the requested/);
  });

  it("of another version of this tool is collected anew", async (t) => {
    const scenario = await createScenario(t);
    assert.equal((await run(t, scenario, ["build"])).exitCode, 0);
    const entries = join(scenario.home, ".cache", "azureml-extra-packages", "entries");
    const entry = join(entries, readdirSync(entries)[0] ?? "", "build-record.json");
    const record = readJson(entry);
    writeFileSync(entry, JSON.stringify({ ...record, evidence: { ...record.evidence, tool: "0".repeat(64) } }));
    const hit = await run(t, scenario, ["build"]);
    assert.deepEqual([hit.json["cache-outcome"], hit.exitCode], ["hit", 0], hit.stderr);
    assert.match(hit.stderr, /collected anew: all of it, because another version made the entry\./);
  });

  it("does not outlive the image whose server liked the packages", async (t) => {
    const pydantic = makeWheel({ name: "pydantic", version: "1.10.1", files: { "pydantic/__init__.py": "" } });
    const server = (version: string) => ({ "image.txt": `azureml-inference-server-http==${version}\n` });
    const files = { "score.py": "import pydantic\n", ...server("1.0.0") };
    const scenario = await createScenario(t, { packages: [pydantic], requirements: "pydantic==1.10.1\n", files });
    const build = ["build", "--image-packages", "image.txt"];
    const first = await run(t, scenario, build);
    assert.equal(first.exitCode, 0, first.stderr);
    writeFiles(scenario.workspace, server("1.3.4"));
    const second = await run(t, scenario, build);
    assert.equal(second.json["cache-outcome"], "hit");
    assert.equal(second.exitCode, 1);
    assert.deepEqual(found(second.json["report-file"]), ["I2"]);
  });

  it("keeps what only the build could see of the machine's own places", async (t) => {
    const scenario = await createScenario(t, { requirements: "leaky==1.0\n", files: { "score.py": "import leaky\n" } });
    const files = { "leaky.py": `ROOT = "${scenario.workspace}/data"\n` };
    scenario.index.packages.push(makeWheel({ name: "leaky", version: "1.0", files }));
    const first = await run(t, scenario, ["build"]);
    assert.equal(first.exitCode, 0, first.stderr);
    assert.deepEqual(found(first.json["report-file"]), ["H3"]);
    const second = await run(t, scenario, ["build", "--checks", "H3=error # nothing of this machine"]);
    assert.equal(second.json["cache-outcome"], "hit");
    assert.equal(second.exitCode, 1);
    assert.deepEqual(found(second.json["report-file"]), ["H3"]);
  });

  it("a folder of wheels that a requirements file names counts by its wheels' content", async (t) => {
    const requirements = "--find-links wheels\nneedy==1.0\n";
    const files = { "score.py": "import needy\n", "helper.py": "", [`wheels/${needy.filename}`]: needy.bytes };
    const scenario = await createScenario(t, { packages: [], requirements, files });
    assert.equal((await run(t, scenario, ["build"])).exitCode, 0);
    const other = makeWheel({ name: "needy", version: "1.0", files: { "needy/__init__.py": "import helpes\n" } });
    writeFiles(scenario.workspace, { [`wheels/${needy.filename}`]: other.bytes, "helpes.py": "" });
    assert.equal((await run(t, scenario, ["build"])).json["cache-outcome"], "miss");
  });

  it("a directory with another program's manifest.json is never replaced", async (t) => {
    const scenario = await createScenario(t, { files: { "static/manifest.json": '{ "name": "web app" }\n' } });
    writeFileSync(join(scenario.workspace, "static", "index.html"), "");
    const { exitCode, stderr } = await run(t, scenario, ["build", "--environment-name", "static"]);
    assert.equal(exitCode, 2);
    assert.match(stderr, /static already exists/);
  });
});
