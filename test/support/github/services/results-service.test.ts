import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, beforeEach, describe, it, mock } from "node:test";
import type { ArtifactClient } from "@actions/artifact";
import { type Cleanup, createWorkspace } from "../../machine/workspace.ts";
import { readZip } from "../../packages/zip.ts";
import { repository } from "../runner/events.ts";
import { contentOf, sizeOf } from "./blob-store.ts";
import { type ResultsService, startResultsService } from "./results-service.ts";

// The clients read their variables when they are loaded and when they are called.
let service: ResultsService;
let cache: typeof import("@actions/cache");
let artifact: typeof import("@actions/artifact");
const original = { ...process.env };

before(async () => {
  silenceToolkit();
  service = await startResultsService();
  Object.assign(process.env, service.env());
  cache = await import("@actions/cache");
  artifact = await import("@actions/artifact");
});
after(async () => {
  mock.restoreAll();
  await service.close();
  process.env = original;
});
beforeEach(() => {
  service.reset();
  Object.assign(process.env, service.env());
});

/**
 * Its log lines are workflow commands, which the runner of our own CI would obey. Test results are written as bytes.
 */
function silenceToolkit(): void {
  const write = process.stdout.write.bind(process.stdout) as (...args: unknown[]) => boolean;
  const isResult = (chunk: unknown) => typeof chunk !== "string" || !process.env.NODE_TEST_CONTEXT;
  mock.method(process.stdout, "write", (...args: unknown[]) => (isResult(args[0]) ? write(...args) : true));
}

function workspace(t: Cleanup, files: Record<string, string>): string {
  const directory = createWorkspace(t, files);
  process.env.GITHUB_WORKSPACE = directory;
  process.env.RUNNER_TEMP = createWorkspace(t);
  process.chdir(directory);
  t.after(() => process.chdir("/"));
  return directory;
}

const operations = () => service.calls.map(({ operation }) => operation);

describe("cache, by @actions/cache", () => {
  it("saves and restores", async (t) => {
    const directory = workspace(t, { "tree/a.txt": "content" });
    const id = await cache.saveCache(["tree"], "key-1");
    assert.equal(id, service.caches[0]?.id);
    rmSync(join(directory, "tree"), { recursive: true });
    assert.equal(await cache.restoreCache(["tree"], "key-1"), "key-1");
    assert.equal(readFileSync(join(directory, "tree/a.txt"), "utf8"), "content");
    const saving = ["CreateCacheEntry", "PutBlob", "FinalizeCacheEntryUpload"];
    assert.deepEqual(operations(), [...saving, "GetCacheEntryDownloadURL", "GetBlob"]);
    assert.match(service.calls[0]?.authorization ?? "", /^Bearer .+\..+\..+$/);
  });

  it("misses other keys and other paths, and takes keys for prefixes", async (t) => {
    workspace(t, { "tree/a.txt": "", "other/a.txt": "" });
    await cache.saveCache(["tree"], "key-1");
    await cache.saveCache(["tree"], "key-12");
    const lookup = (path: string, key: string) => cache.restoreCache([path], key, [], { lookupOnly: true });
    assert.equal(await lookup("tree", "other"), undefined);
    assert.equal(await lookup("other", "key-1"), undefined);
    assert.equal(await lookup("tree", "key-1"), "key-1");
    assert.equal(await lookup("tree", "key"), "key-12");
  });

  it("refuses a key twice", async (t) => {
    workspace(t, { "tree/a.txt": "" });
    await cache.saveCache(["tree"], "key");
    assert.equal(await cache.saveCache(["tree"], "key"), -1);
    assert.equal(service.caches.length, 1);
  });

  it("fails as often as configured", async (t) => {
    workspace(t, { "tree/a.txt": "" });
    service.fail("CreateCacheEntry", { status: 403, body: { code: "denied", msg: "cache write denied" }, times: 1 });
    assert.equal(await cache.saveCache(["tree"], "key"), -1);
    assert.ok(Number(await cache.saveCache(["tree"], "key")) > 0);
  });

  it("takes a blob in blocks and serves what a test has put into its place", async (t) => {
    const directory = workspace(t, {});
    // Noise, since the client decides after compressing: above 128 MiB it sends blocks.
    const size = 130 * 1024 * 1024;
    writeFileSync(join(directory, "noise"), randomBytes(size));
    await cache.saveCache(["noise"], "noise");
    assert.ok(operations().includes("PutBlockList"));
    const stored = service.caches[0];
    assert.ok(stored && sizeOf(stored.blob) >= size);
    writeFileSync(stored.blob.file, "not an archive");
    assert.equal(await cache.restoreCache(["noise"], "noise"), undefined);
  });
});

describe("artifacts, by @actions/artifact", () => {
  let client: ArtifactClient;
  before(() => {
    client = new artifact.DefaultArtifactClient();
  });

  it("uploads, lists, downloads and deletes", async (t) => {
    const directory = workspace(t, { "out/a.txt": "content" });
    const uploaded = await client.uploadArtifact("one", [join(directory, "out/a.txt")], join(directory, "out"), {
      compressionLevel: 0,
      retentionDays: 5,
    });
    const [stored] = service.artifacts;
    assert.ok(stored);
    assert.equal(stored.id, uploaded.id);
    assert.equal(stored.digest, `sha256:${uploaded.digest}`);
    assert.equal(readZip(contentOf(stored.blob)).get("a.txt")?.toString(), "content");
    assert.ok(stored.expiresAt);
    const { artifacts } = await client.listArtifacts();
    assert.deepEqual(
      artifacts.map(({ name, id, digest }) => ({ name, id, digest })),
      [{ name: "one", id: stored.id, digest: stored.digest }],
    );
    const expectedHash = stored.digest;
    const target = join(directory, "back");
    const { digestMismatch } = await client.downloadArtifact(stored.id, { path: target, expectedHash });
    assert.equal(digestMismatch, false);
    assert.equal(readFileSync(join(target, "a.txt"), "utf8"), "content");
    await client.deleteArtifact("one");
    assert.deepEqual(service.artifacts, []);
  });

  it("keeps the name of a raw upload", async (t) => {
    const directory = workspace(t, { "mount.tar": "bytes" });
    const { id = 0 } = await client.uploadArtifact("ignored", [join(directory, "mount.tar")], directory, {
      skipArchive: true,
    });
    await client.downloadArtifact(id, { path: join(directory, "back") });
    assert.equal(readFileSync(join(directory, "back", "mount.tar"), "utf8"), "bytes");
  });

  it("refuses a name twice in a run, and allows it in another", async (t) => {
    const directory = workspace(t, { "a.txt": "" });
    const upload = () => client.uploadArtifact("one", [join(directory, "a.txt")], directory);
    await upload();
    await assert.rejects(upload, /already exists/);
    Object.assign(process.env, service.env({ runId: 1002 }));
    await upload();
    assert.deepEqual(
      service.artifacts.map(({ run }) => run),
      ["run-1001", "run-1002"],
    );
    assert.equal((await client.listArtifacts()).artifacts.length, 1);
  });

  it("gives artifacts of another run to who has a token", async (t) => {
    const directory = workspace(t, { "a.txt": "content" });
    await client.uploadArtifact("one", [join(directory, "a.txt")], directory);
    Object.assign(process.env, service.env({ runId: 1002 }));
    const [repositoryOwner = "", repositoryName = ""] = repository.split("/");
    const findBy = { token: service.githubToken, workflowRunId: 1001, repositoryOwner, repositoryName };
    const { artifact: found } = await client.getArtifact("one", { findBy });
    const target = join(directory, "back");
    await client.downloadArtifact(found.id, { path: target, findBy });
    assert.equal(readFileSync(join(target, "a.txt"), "utf8"), "content");
    assert.equal((await client.listArtifacts({ findBy })).artifacts.length, 1);
    await assert.rejects(client.getArtifact("one", { findBy: { ...findBy, token: "wrong" } }), /Bad credentials/);
  });

  it("fails for the configured path", async (t) => {
    const directory = workspace(t, { "a.txt": "" });
    service.fail("FinalizeArtifact", { status: 400, times: 1 });
    await assert.rejects(client.uploadArtifact("one", [join(directory, "a.txt")], directory), /injected fault/);
  });
});
