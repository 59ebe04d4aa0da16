// What a build changes in the upload, asked of the real client: the mount and `.amlignore` come in, `.git/` goes out, and
// nothing else changes. Budget: 4 minutes on 2 cores, 7 with the installation of the clients.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { requireCheck } from "../../src/checks/registry.ts";
import { readOptions } from "../../src/inputs/read-options.ts";
import type { RawOptions } from "../../src/inputs/table.ts";
import { listUpload, readUpload } from "../../src/mount/upload/upload.ts";
import {
  type AzureClient,
  azureClient,
  CLIENT_VERSIONS,
  NEWEST_CLIENT,
  skipWithoutClients,
} from "../support/azure/azure-client.ts";
import { CASES, REFUSED, type UploadCase } from "../support/azure/upload-cases.ts";
import {
  inputsOf,
  isOfGit,
  leaveBehind,
  makeWorkspace,
  mountFiles,
  type Uploaded,
  uploadedBy,
} from "../support/azure/upload-comparison.ts";
import { createWorkspace, writeFiles } from "../support/machine/workspace.ts";
import { silentHost } from "../support/scenario/evidence.ts";
import { createScenario, type Ended, onLinux, readJson, run, type Scenario } from "../support/scenario/scenario.ts";

const skip = onLinux.skip || (await skipWithoutClients(CLIENT_VERSIONS));

describe("the upload", { skip, timeout: 1_500_000 }, () => {
  const cleanups: (() => void | Promise<void>)[] = [];
  after(async () => {
    for (const clean of cleanups.reverse()) await clean();
  });
  const t = { after: (clean: () => void | Promise<void>) => cleanups.push(clean) };
  const all: Readonly<Record<string, UploadCase>> = { ...CASES, ...REFUSED };
  const names = Object.keys(all);
  const root = createWorkspace(t);
  const placeOf = (name: string) => join(root, String(names.indexOf(name)));
  const builds = new Map<string, Ended>();
  const earlier = new Map<string, Uploaded[]>();
  const now = new Map<string, Uploaded[]>();

  before(async () => {
    for (const name of names) makeWorkspace(placeOf(name), all[name] as UploadCase);
    const clients = (await Promise.all(CLIENT_VERSIONS.map(azureClient))) as AzureClient[];
    await askAll(clients, earlier);
    const scenario = await createScenario(t);
    const waiting = [...names];
    const builder = async () => {
      for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) await build(name, scenario);
    };
    await builder().then(() => Promise.all([builder(), builder()]));
    await askAll(clients, now);
  });

  /** Two at a time: half of it is reading files. */
  async function askAll(clients: readonly AzureClient[], answers: Map<string, Uploaded[]>): Promise<void> {
    const directories = names.map((name) => join(placeOf(name), "code"));
    const waiting = [...clients];
    const asker = async () => {
      for (let client = waiting.shift(); client !== undefined; client = waiting.shift())
        answers.set(client.version, await uploadedBy(client, directories));
    };
    await Promise.all([asker(), asker()]);
  }

  async function build(name: string, scenario: Scenario): Promise<void> {
    const [one, workspace] = [all[name] as UploadCase, placeOf(name)];
    writeFiles(workspace, one.left ?? {});
    const flags = Object.entries(inputsOf(one)).flatMap(([input, value]) => [`--${input}`, value]);
    builds.set(name, await run(t, { ...scenario, workspace }, ["build", "--installer", "pip", ...flags]));
    if (one.rules !== "user" && name in CASES) leaveBehind(workspace, one);
  }

  for (const [name, one] of Object.entries(CASES)) {
    const answersOf = (version: string) => ({
      before: earlier.get(version)?.[names.indexOf(name)],
      after: now.get(version)?.[names.indexOf(name)],
    });

    it(`after a build is as before, and the mount: ${name}`, () => {
      const { exitCode, stderr } = builds.get(name) as Ended;
      assert.equal(exitCode, 0, stderr);
      const mount = mountFiles(placeOf(name), one);
      assert.ok(mount.length > 10);
      for (const version of CLIENT_VERSIONS) {
        const { before, after } = answersOf(version);
        if (one.failsIn?.includes(version)) {
          assert.ok(
            mount.some((path) => after?.files?.[path] === undefined),
            `azure-ai-ml ${version} uploads the mount`,
          );
          continue;
        }
        assert.ok(before?.files && after?.files, `azure-ai-ml ${version}: ${before?.error}, ${after?.error}`);
        const kept = Object.keys(before.files).filter((path) => one.rules === "user" || !isOfGit(path));
        const expected = new Set([...kept, ...mount, ...(one.rules === "user" ? [] : [".amlignore"])]);
        assert.deepEqual(Object.keys(after.files).sort(), [...expected].sort(), `azure-ai-ml ${version}`);
      }
    });

    it(`is what the newest client says: ${name}`, () => {
      const files = answersOf(NEWEST_CLIENT).after?.files ?? {};
      const inputs = { mode: "verify", ...inputsOf(one), requirements: "" } as RawOptions;
      const options = readOptions(inputs, silentHost(placeOf(name)), requireCheck);
      const listed = listUpload(options.codeDirectory, readUpload(options).rules).files;
      assert.deepEqual(Object.fromEntries(listed.map(({ path, bytes }) => [path, bytes])), files);
      const { upload } = readJson(builds.get(name)?.json["report-file"]);
      const bytes = Object.values(files).reduce((sum, size) => sum + size, 0);
      assert.deepEqual([upload.count, upload.bytes], [Object.keys(files).length, bytes]);
    });
  }

  for (const [name, { says }] of Object.entries(REFUSED)) {
    it(`is refused by every client, and by a build: ${name}`, () => {
      for (const version of CLIENT_VERSIONS)
        assert.ok(earlier.get(version)?.[names.indexOf(name)]?.error, `azure-ai-ml ${version} uploads it`);
      const { exitCode, stderr, json } = builds.get(name) as Ended;
      assert.equal(exitCode, 1, stderr);
      const { findings } = readJson(json["report-file"]);
      const errors = findings.filter(({ severity }: { severity: string }) => severity === "error");
      assert.deepEqual(
        errors.map(({ check }: { check: string }) => check),
        ["H24"],
      );
      assert.match(errors[0].message, says);
    });
  }
});
