import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { zstdDecompressSync } from "node:zlib";
import { startResultsService } from "../../support/github/services/results-service.ts";
import { type Cleanup, createWorkspace } from "../../support/machine/workspace.ts";
import { fixturePackages } from "../../support/packages/fixture-packages.ts";
import { startIndex } from "../../support/packages/package-index.ts";
import { readZip } from "../../support/packages/zip.ts";
import { build, createScenario, onLinux, run, type Scenario, step } from "../../support/scenario/scenario.ts";

const password = "p4ss/w0rd with space";
const spellings = [password, encodeURIComponent(password), Buffer.from(`robot:${password}`).toString("base64")];

async function guardedScenario(t: Cleanup, requirements?: (url: string) => string): Promise<Scenario> {
  const index = await startIndex({ packages: fixturePackages(), credentials: { user: "robot", password } });
  t.after(() => index.close());
  const lines = requirements?.(index.urlWithCredentials);
  const scenario = await createScenario(t, lines === undefined ? {} : { requirements: lines });
  const env = lines === undefined ? { PIP_INDEX_URL: index.urlWithCredentials } : {};
  return { ...scenario, index, env: { PIP_RETRIES: "0", ...scenario.env, ...env } };
}

function requireSilence(text: string | Buffer, where: string): void {
  for (const spelling of spellings) assert.equal(text.includes(spelling), false, `${where} holds ${spelling}`);
}

/** Every file below these directories, archives unpacked. */
function requireSilentFiles(...directories: string[]): void {
  for (const directory of directories) {
    let files = 0;
    for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || entry.name === "requirements.txt") continue;
      files += 1;
      const file = join(entry.parentPath, entry.name);
      const bytes = readFileSync(file);
      requireSilence(file.endsWith(".zst") ? zstdDecompressSync(bytes) : bytes, file);
    }
    assert.ok(files > 0, `nothing was read in ${directory}`);
  }
}

const places: Record<string, ((url: string) => string) | undefined> = {
  "in PIP_INDEX_URL": undefined,
  "in --index-url of a requirements file": (url) => `--index-url ${url}\ngreet==1.0\n`,
  "in --extra-index-url of a requirements file": (url) => `--extra-index-url ${url}\ngreet==1.0\n`,
  "in the address of a wheel": (url) =>
    `greet @ ${new URL("/files/greet-1.0-py3-none-any.whl", url)}\npoliteness==1.0\n`,
};

describe("the credentials of an index", { ...onLinux, concurrency: 2 }, () => {
  for (const [name, requirements] of Object.entries(places)) {
    it(`${name}: serve the command line, and show nowhere`, async (t) => {
      const scenario = await guardedScenario(t, requirements);
      const { exitCode, stderr, stdout } = await run(t, scenario, ["build"]);
      assert.equal(exitCode, 0, stderr);
      requireSilence(stderr, "the log");
      requireSilence(stdout, "the outputs");
      requireSilentFiles(scenario.workspace, scenario.home);
      const dry = await run(t, scenario, ["build", "--dry-run"]);
      requireSilence(dry.stderr + dry.stdout, "the plan");
      requireSilence((await run(t, scenario, ["verify"])).stderr, "verify");
    });

    it(`${name}: serve a workflow, are masked, and show nowhere`, async (t) => {
      const service = await startResultsService();
      t.after(() => service.close());
      const scenario = await guardedScenario(t, requirements);
      const { exitCode, log, summary, outputs, masks, droppedOutputs, temp, annotations } = await step(t, scenario, {
        service,
      });
      assert.equal(exitCode, 0, log);
      assert.ok(masks.includes(encodeURIComponent(password)), masks.join());
      assert.equal(masks.includes("robot"), false, "a user name that is masked takes outputs with it");
      requireSilence(log, "the log");
      requireSilence(summary + JSON.stringify([outputs, annotations, service.calls]), "what the runner is told");
      assert.deepEqual(droppedOutputs, []);
      requireSilentFiles(scenario.workspace, join(temp, "azureml-extra-packages"));
      const files = readZip(readFileSync(service.artifacts[0]?.blob.file ?? ""));
      assert.ok([...files.keys()].includes("manifest.json"));
      for (const [file, bytes] of files) {
        requireSilence(file.endsWith(".zst") ? zstdDecompressSync(bytes) : bytes, file);
      }
    });
  }

  it("that change do not change the cache key", async (t) => {
    const scenario = await guardedScenario(t);
    await build(t, scenario);
    const env = { PIP_INDEX_URL: scenario.index.url.replace("//", "//other:rotated-last-night@") };
    assert.equal((await run(t, scenario, ["build"], { env })).json["cache-outcome"], "hit");
  });

  it("that are wrong do not show in the error", async (t) => {
    const scenario = await guardedScenario(t);
    const env = { PIP_INDEX_URL: scenario.index.url.replace("//", "//robot:w0rd-of-yesterday@") };
    const { exitCode, stderr, stdout } = await run(t, scenario, ["build"], { env, home: createWorkspace(t) });
    assert.equal(exitCode, 3);
    assert.equal((stderr + stdout).includes("w0rd-of-yesterday"), false, stderr);
  });
});
