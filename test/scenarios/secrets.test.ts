import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { zstdDecompressSync } from "node:zlib";
import { startIndex } from "../support/package-index.ts";
import { startResultsService } from "../support/results-service.ts";
import { type Cleanup, createWorkspace } from "../support/workspace.ts";
import { readZip } from "../support/zip.ts";
import { build, onLinux, run, type Scene, setScene, step } from "./scene.ts";
import { shelf } from "./shelf.ts";

const password = "p4ss/w0rd with space";
const spellings = [password, encodeURIComponent(password), Buffer.from(`robot:${password}`).toString("base64")];

async function guardedScene(t: Cleanup, requirements?: (url: string) => string): Promise<Scene> {
  const index = await startIndex({ packages: shelf(), credentials: { user: "robot", password } });
  t.after(() => index.close());
  const lines = requirements?.(index.urlWithCredentials);
  const scene = await setScene(t, lines === undefined ? {} : { requirements: lines });
  const env = lines === undefined ? { PIP_INDEX_URL: index.urlWithCredentials } : {};
  return { ...scene, index, env: { PIP_RETRIES: "0", ...scene.env, ...env } };
}

function requireSilence(text: string | Buffer, where: string): void {
  for (const spelling of spellings) assert.equal(text.includes(spelling), false, `${where} holds ${spelling}`);
}

/** Every file below these directories, archives unpacked. */
function requireSilentFiles(...directories: string[]): void {
  for (const directory of directories) {
    for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || entry.name === "requirements.txt") continue;
      const file = join(entry.parentPath, entry.name);
      const bytes = readFileSync(file);
      requireSilence(file.endsWith(".zst") ? zstdDecompressSync(bytes) : bytes, file);
    }
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
      const scene = await guardedScene(t, requirements);
      const { exitCode, stderr, stdout } = await run(t, scene, ["build"]);
      assert.equal(exitCode, 0, stderr);
      requireSilence(stderr, "the log");
      requireSilence(stdout, "the outputs");
      requireSilentFiles(scene.workspace, scene.home);
      const dry = await run(t, scene, ["build", "--dry-run"]);
      requireSilence(dry.stderr + dry.stdout, "the plan");
      requireSilence((await run(t, scene, ["verify"])).stderr, "verify");
    });

    it(`${name}: serve a workflow, are masked, and show nowhere`, async (t) => {
      const service = await startResultsService();
      t.after(() => service.close());
      const scene = await guardedScene(t, requirements);
      const { exitCode, log, summary, outputs, masks, droppedOutputs, temp, annotations } = await step(t, scene, {
        service,
      });
      assert.equal(exitCode, 0, log);
      assert.ok(masks.includes(encodeURIComponent(password)), masks.join());
      assert.equal(masks.includes("robot"), false, "a user name that is masked takes outputs with it");
      requireSilence(log, "the log");
      requireSilence(summary + JSON.stringify([outputs, annotations, service.calls]), "what the runner is told");
      assert.deepEqual(droppedOutputs, []);
      requireSilentFiles(scene.workspace, join(temp, "azureml-extra-packages"));
      for (const [file, bytes] of readZip(readFileSync(service.artifacts[0]?.blob.file ?? ""))) {
        requireSilence(file.endsWith(".zst") ? zstdDecompressSync(bytes) : bytes, file);
      }
    });
  }

  it("that change do not change the cache key", async (t) => {
    const scene = await guardedScene(t);
    await build(t, scene);
    const env = { PIP_INDEX_URL: scene.index.url.replace("//", "//other:rotated-last-night@") };
    assert.equal((await run(t, scene, ["build"], { env })).json["cache-outcome"], "hit");
  });

  it("that are wrong do not show in the error", async (t) => {
    const scene = await guardedScene(t);
    const env = { PIP_INDEX_URL: scene.index.url.replace("//", "//robot:w0rd-of-yesterday@") };
    const { exitCode, stderr, stdout } = await run(t, scene, ["build"], { env, home: createWorkspace(t) });
    assert.equal(exitCode, 3);
    assert.equal((stderr + stdout).includes("w0rd-of-yesterday"), false, stderr);
  });
});
