import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { createWorkspace, readTree, writeFiles } from "../../support/machine/workspace.ts";
import { fixturePackages } from "../../support/packages/fixture-packages.ts";
import type { IndexFile } from "../../support/packages/package-index.ts";
import { indexReachable } from "../../support/packages/real-index.ts";
import { makeSdist } from "../../support/packages/sdists.ts";
import { makeWheel } from "../../support/packages/wheels.ts";
import { uvFromRealIndex } from "../../support/python/uv-on-index.ts";
import {
  build,
  createScenario,
  mountOf,
  onLinux,
  readJson,
  run,
  type Scenario,
} from "../../support/scenario/scenario.ts";

const skip = onLinux.skip || (!(await indexReachable()) && "no package index here, thus no uv");

const cleanups: (() => void | Promise<void>)[] = [];
const whole = { after: (clean: () => void | Promise<void>) => cleanups.push(clean) };
let uv: IndexFile[];
/** One release as a wheel and as a source distribution that builds something else, and one that is source alone. */
let releases: IndexFile[];

before(async () => {
  if (!skip) uv = uvFromRealIndex(whole);
  releases = [
    makeWheel({ name: "twofold", version: "1.0", files: { "twofold.py": "MADE = 'by its author'\n" } }),
    await makeSdist({ name: "twofold", version: "1.0", files: { "twofold.py": "MADE = 'here'\n" } }),
    await makeSdist({
      name: "source-only",
      version: "1.0",
      files: { "source_only/__init__.py": "" },
      fromEnvironment: { "source_only/flavour.txt": "FLAVOUR" },
    }),
  ];
});
after(async () => {
  for (const clean of cleanups.reverse()) await clean();
});

/** Another repository on the same machine. */
const next = (t: { after(clean: () => void): void }, scenario: Scenario, requirements: string): Scenario => {
  const workspace = join(createWorkspace(t), "scoring");
  writeFiles(workspace, { "score.py": "def init():\n    pass\n", "requirements.txt": requirements });
  return { ...scenario, workspace };
};

for (const installer of ["uv", "pip"] as const) {
  const needed = installer === "uv" ? skip : onLinux.skip;
  describe(`what an earlier run left in the cache of ${installer} does not decide a build`, {
    ...onLinux,
    skip: needed,
  }, () => {
    const start = (t: Parameters<typeof createScenario>[0], requirements: string, more = {}) =>
      createScenario(t, {
        requirements,
        packages: [...fixturePackages(), ...releases, ...(installer === "uv" ? uv : [])],
        cacheable: true,
        ...more,
      });
    const built = (t: Parameters<typeof createScenario>[0], scenario: Scenario) =>
      build(t, scenario, "--installer", installer, "--cache", "off");
    const filesAsked = (scenario: Scenario, name: string) =>
      scenario.index.requests.filter(({ method, path }) => method === "GET" && path.startsWith(`/files/${name}`))
        .length;

    it("a wheel that was built from source under other settings", async (t) => {
      const first = await start(t, "--no-binary :all:\ntwofold==1.0\n");
      await built(t, first);
      assert.match(readFileSync(join(mountOf(first), "twofold.py"), "utf8"), /here/);
      const second = next(t, first, "twofold==1.0\n");
      const after = await built(t, second);
      assert.match(readFileSync(join(mountOf(second), "twofold.py"), "utf8"), /by its author/);
      const fresh = await built(t, await start(t, "twofold==1.0\n"));
      assert.equal(after["mount-digest"], fresh["mount-digest"]);
      const { findings } = readJson(after["report-file"]) as { findings: { message: string }[] };
      assert.deepEqual(
        findings.filter(({ message }) => message.includes("source")),
        [],
      );
    });

    it("a wheel that was taken from an index, where it is to be built", async (t) => {
      const first = await start(t, "twofold==1.0\n");
      await built(t, first);
      const second = next(t, first, "--no-binary twofold\ntwofold==1.0\n");
      const after = await built(t, second);
      assert.match(readFileSync(join(mountOf(second), "twofold.py"), "utf8"), /here/);
      const fresh = await built(t, await start(t, "--no-binary twofold\ntwofold==1.0\n"));
      assert.equal(after["mount-digest"], fresh["mount-digest"]);
    });

    it("a wheel that was built in another environment", async (t) => {
      const first = await start(t, "source-only==1.0\n");
      await built(t, { ...first, env: { ...first.env, FLAVOUR: "sweet" } });
      const salty = (scenario: Scenario) => ({ ...scenario, env: { ...scenario.env, FLAVOUR: "salty" } });
      const after = await built(t, salty(next(t, first, "source-only==1.0\n")));
      const fresh = await built(t, salty(await start(t, "source-only==1.0\n")));
      assert.equal(after["mount-digest"], fresh["mount-digest"]);
    });

    it("a wheel in a local folder that has been replaced, with the same time", async (t) => {
      const wheel = (content: string) =>
        makeWheel({ name: "local", version: "1.0", files: { "local.py": content } }).bytes;
      const file = "local-1.0-py3-none-any.whl";
      const lines = `--find-links wheels\n--no-index\nlocal==1.0\n`;
      const write = (scenario: Scenario, content: string) => {
        writeFiles(scenario.workspace, { [`wheels/${file}`]: wheel(content) });
        utimesSync(join(scenario.workspace, "wheels", file), 1e9, 1e9);
      };
      const scenario = await start(t, lines);
      write(scenario, "ONE = 1\n");
      await built(t, scenario);
      write(scenario, "TWO = 2\n");
      await built(t, scenario);
      assert.equal(readFileSync(join(mountOf(scenario), "local.py"), "utf8"), "TWO = 2\n");
    });

    it("an index that replaced the file of a release", async (t) => {
      const scenario = await start(t, "moving==1.0\n");
      const release = (content: string) =>
        makeWheel({ name: "moving", version: "1.0", files: { "moving.py": content } });
      scenario.index.packages.push(release("ONE = 1\n"));
      await built(t, scenario);
      scenario.index.packages.splice(-1, 1, release("TWO = 2\n"));
      await built(t, scenario);
      assert.equal(readFileSync(join(mountOf(scenario), "moving.py"), "utf8"), "TWO = 2\n");
    });

    it("an index whose credentials are no longer given", async (t) => {
      const credentials = { user: "reader", password: "s3cr3t-w0rd" };
      const scenario = await start(t, "greet==1.0\n", { credentials });
      await built(t, scenario);
      const env = { PIP_INDEX_URL: scenario.index.url };
      const flags = ["build", "--installer", installer, "--cache", "off"];
      const { exitCode, stderr } = await run(t, scenario, flags, { env });
      assert.equal(exitCode, 3, stderr);
      // With the strategy that pip has, uv calls every answer but a page "not found".
      assert.match(stderr, /The index requires credentials|greet was not found/);
      const wrong = { PIP_INDEX_URL: scenario.index.urlWithCredentials.replace("s3cr3t-w0rd", "s3cr3t-w0rk") };
      assert.equal((await run(t, scenario, flags, { env: wrong })).exitCode, 3);
    });

    if (installer === "uv") {
      it("and a wheel of the same index is downloaded once", async (t) => {
        const scenario = await start(t, "greet==1.0\nsource-only==1.0\n");
        const first = await built(t, scenario);
        const asked = filesAsked(scenario, "greet-1.0");
        assert.notEqual(asked, 0);
        const second = await built(t, next(t, scenario, "greet==1.0\nsource-only==1.0\n"));
        assert.equal(filesAsked(scenario, "greet-1.0"), asked);
        assert.equal(first["mount-digest"], second["mount-digest"]);
        const cache = join(scenario.home, ".cache", "azureml-extra-packages", "tools", "uv-cache");
        const archives = readdirSync(cache).flatMap((name) => readdirSync(join(cache, name, "archive-v0")));
        assert.equal(archives.length, 2, "greet and politeness are kept, what was built is not");
      });

      it("and uv's own cache is neither read nor written", async (t) => {
        const [scenario, given] = [await start(t, "greet==1.0\n"), createWorkspace(t)];
        const env = { ...scenario.env, UV_CACHE_DIR: given };
        await built(t, { ...scenario, env });
        assert.deepEqual(readdirSync(given), ["azureml-extra-packages"]);
        assert.match(Object.keys(readTree(given)).join("\n"), /wheels-v6\/index\/[0-9a-f]+\/greet\//);
        assert.equal(existsSync(join(scenario.home, ".cache", "uv")), false);
      });
    }
  });
}
