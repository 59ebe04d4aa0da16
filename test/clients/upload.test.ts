// What a build changes in the upload, asked of the real client: the mount and `.amlignore` come in, `.git/` goes out, and
// nothing else changes. Budget: 4 minutes on 2 cores, 7 with the installation of the clients.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { onLinux, run, setScene } from "../scenarios/scene.ts";
import { type AzureClient, azureClient, CLIENT_VERSIONS, skipWithoutClients } from "../support/azure-client.ts";
import { createWorkspace, writeFiles } from "../support/workspace.ts";
import { CASES, type UploadCase } from "./upload-cases.ts";
import { flagsOf, isOfGit, leaveBehind, makeWorkspace, mountFiles, type Uploaded, uploadedBy } from "./upload-scene.ts";

const skip = onLinux.skip || (await skipWithoutClients(CLIENT_VERSIONS));

describe("the upload after a build", { ...onLinux, skip, timeout: 420_000 }, () => {
  const cleanups: (() => void | Promise<void>)[] = [];
  after(async () => {
    for (const clean of cleanups.reverse()) await clean();
  });
  const t = { after: (clean: () => void | Promise<void>) => cleanups.push(clean) };
  const names = Object.keys(CASES);
  const places = new Map<string, string>();
  const builds = new Map<string, { exitCode: number | null; stderr: string }>();
  const uploads = { before: new Map<string, Uploaded[]>(), after: new Map<string, Uploaded[]>() };

  before(async () => {
    const root = createWorkspace(t);
    for (const [index, name] of names.entries()) {
      places.set(name, join(root, String(index)));
      makeWorkspace(join(root, String(index)), CASES[name] as UploadCase);
    }
    const clients = (await Promise.all(CLIENT_VERSIONS.map(azureClient))) as AzureClient[];
    const directories = [...places.values()].map((place) => join(place, "code"));
    for (const client of clients) uploads.before.set(client.version, await uploadedBy(client, directories));
    const scene = await setScene(t);
    for (const name of names) await buildIn(name, scene);
    for (const client of clients) uploads.after.set(client.version, await uploadedBy(client, directories));
  });

  async function buildIn(name: string, scene: Parameters<typeof run>[1]) {
    const [one, workspace] = [CASES[name] as UploadCase, places.get(name) ?? ""];
    writeFiles(workspace, one.left ?? {});
    builds.set(name, await run(t, { ...scene, workspace }, flagsOf(one)));
    if (one.rules !== "user") leaveBehind(workspace, one);
  }

  for (const [index, name] of names.entries()) {
    it(`${name}: as before, and the mount`, () => {
      const [one, workspace] = [CASES[name] as UploadCase, places.get(name) ?? ""];
      const { exitCode, stderr } = builds.get(name) ?? {};
      assert.equal(exitCode, 0, stderr);
      const mount = mountFiles(workspace, one);
      assert.ok(mount.length > 10);
      for (const version of CLIENT_VERSIONS) {
        const [earlier, now] = [uploads.before.get(version)?.[index], uploads.after.get(version)?.[index]];
        if (one.failsIn?.includes(version)) {
          assert.notDeepEqual(
            Object.keys(now?.files ?? {}).filter((path) => mount.includes(path)),
            mount,
          );
          continue;
        }
        assert.ok(earlier?.files && now?.files, `${version}: ${earlier?.error}, ${now?.error}`);
        const ours = one.rules === "user" ? [] : [".amlignore"];
        const kept = Object.keys(earlier.files).filter((path) => one.rules === "user" || !isOfGit(path));
        const expected = [...new Set([...kept, ...mount, ...ours])];
        assert.deepEqual(Object.keys(now.files).sort(), expected.sort(), `azure-ai-ml ${version}`);
      }
    });
  }
});
