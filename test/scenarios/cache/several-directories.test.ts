// Code directories with the same requirements and target share one cache entry, and each gets its own paths.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { Cleanup } from "../../support/machine/workspace.ts";
import { readTree } from "../../support/machine/workspace.ts";
import { makeWheel } from "../../support/packages/wheels.ts";
import { createScenario, onLinux, readJson, run, type Scenario } from "../../support/scenario/scenario.ts";

const filesOf = (manifest: string | undefined) =>
  readJson(manifest).requirements.map(({ file }: { file: string | null }) => file);

async function buildIn(t: Cleanup, scenario: Scenario, code: string, ...flags: string[]) {
  const ended = await run(t, scenario, ["build", "--code-directory", code, ...flags]);
  assert.equal(ended.exitCode, 0, ended.stderr);
  return { ...ended.json, log: ended.stderr } as Record<string, string>;
}

describe("several code directories of a repository", { ...onLinux, concurrency: 2 }, () => {
  it("share an entry if each has the same requirements beside its script", async (t) => {
    const one = (code: string) => ({
      [`${code}/score.py`]: "import greet\n",
      [`${code}/requirements.txt`]: "greet==1.0\n",
    });
    const scenario = await createScenario(t, { files: { ...one("a/iris"), ...one("deep/er/iris") } });
    const [first, second] = [await buildIn(t, scenario, "a/iris"), await buildIn(t, scenario, "deep/er/iris")];
    assert.deepEqual([first["cache-outcome"], second["cache-outcome"]], ["miss", "hit"]);
    assert.match(second.log ?? "", /^Cache hit: the key is the same, and every file matches the manifest\.$/m);
    const trees = ["a/iris", "deep/er/iris"].map((code) => readTree(join(scenario.workspace, code, "myenv")));
    assert.deepEqual(trees[0], trees[1]);
    assert.notEqual(first["archive-file"], second["archive-file"]);
  });

  it("each have their own paths in the manifest, its archive and the findings of a hit", async (t) => {
    const files = {
      "one/score.py": "import greet\n",
      "more/two/score.py": "import greet\n",
      "more/two/packages.txt": "greet\n",
      "requirements.txt": "greet\n",
    };
    const scenario = await createScenario(t, { files });
    const first = await buildIn(t, scenario, "one", "--requirements", "requirements.txt");
    const second = await buildIn(
      t,
      scenario,
      "more/two",
      "--requirements",
      "more/two/packages.txt",
      "--mount-parent",
      "pkgs",
    );
    assert.deepEqual([first["cache-outcome"], second["cache-outcome"]], ["miss", "hit"], second.log);
    assert.equal(second["mount-digest"], first["mount-digest"]);
    assert.match(
      second.log ?? "",
      /^Cache hit: .* Another code directory made the entry, so the manifest is rewritten /m,
    );
    assert.deepEqual(filesOf(first["manifest-file"]), ["../requirements.txt"]);
    assert.deepEqual(filesOf(second["manifest-file"]), ["packages.txt"]);
    assert.equal(readJson(second["manifest-file"]).libraryPath, "pkgs/myenv/lib/python3.8/site-packages");
    assert.deepEqual(
      readJson(second["manifest-file"]).requirementsFiles.map(({ path }: { path: string }) => path),
      ["packages.txt"],
    );
    const place = ({ findings }: { findings: { check: string; requirement?: { file: string } }[] }) =>
      findings.find(({ check }) => check === "M14")?.requirement?.file;
    assert.equal(place(readJson(first["report-file"])), "../requirements.txt");
    assert.equal(place(readJson(second["report-file"])), "packages.txt");

    // What the archive contains is restored elsewhere.
    mkdirSync(join(scenario.workspace, "more/two/pkgs"), { recursive: true });
    const words = ["restore", "--code-directory", "more/two", "--mount-parent", "pkgs"];
    const restored = await run(t, scenario, [...words, "--archive", second["archive-file"] ?? ""]);
    assert.equal(restored.exitCode, 0, restored.stderr);
    assert.deepEqual(filesOf(restored.json["manifest-file"]), ["packages.txt"]);
  });

  it("share an entry with local wheels of the same content", async (t) => {
    const mine = makeWheel({ name: "mine", version: "1.0", files: { "mine.py": "" } });
    const one = (code: string) => ({
      [`${code}/score.py`]: "import mine\n",
      [`${code}/wheels/${mine.filename}`]: mine.bytes,
    });
    const scenario = await createScenario(t, { files: { ...one("a"), ...one("b") } });
    const flags = (code: string) => [code, "--packages", `./${code}/wheels/${mine.filename}`] as const;
    const [first, second] = [await buildIn(t, scenario, ...flags("a")), await buildIn(t, scenario, ...flags("b"))];
    assert.deepEqual([first["cache-outcome"], second["cache-outcome"]], ["miss", "hit"]);
    assert.equal(readJson(second["manifest-file"]).requirements[0].text, `./b/wheels/${mine.filename}`);
  });

  it("with other requirements or another environment have entries of their own", async (t) => {
    const files = { "a/score.py": "", "b/score.py": "", "b.txt": "greet==1.0 # pinned\n" };
    const scenario = await createScenario(t, { files });
    await buildIn(t, scenario, "a", "--requirements", "requirements.txt");
    const outcome = async (...flags: string[]) => (await buildIn(t, scenario, "b", ...flags))["cache-outcome"];
    assert.equal(await outcome("--requirements", "b.txt"), "miss");
    assert.equal(await outcome("--requirements", "requirements.txt", "--environment-name", "other"), "miss");
  });
});
