// Links of a repository where the mount, or what a run creates beside it, has its place: nothing behind them changes.
import assert from "node:assert/strict";
import { lstatSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { formatManifest } from "../../../src/mount/manifest/manifest.ts";
import { MANIFEST, MOUNT, tarOf } from "../../support/hostile/files.ts";
import { createWorkspace, readTree } from "../../support/machine/workspace.ts";
import { createScenario, onLinux, run } from "../../support/scenario/scenario.ts";

/** A mount without requirements, which is verified by its files. */
const { slim: _, ...unslimmed } = MANIFEST;
const manifest = formatManifest({
  ...unslimmed,
  requirements: [],
  requirementsFiles: [],
  distributions: [],
  freeze: [],
});
/** The mount has no distribution, which is an error otherwise. */
const FILES_ALONE = ["--evidence", "files", "--checks", "H19=warning # two files are enough"];
const archive = gzipSync(tarOf([["myenv/manifest.json", manifest], ...MOUNT.slice(1)]));

interface Link {
  /** The link, relative to the repository. */
  readonly from: string;
  /** What it points to, relative to a directory outside. */
  readonly to: string;
  readonly args?: readonly string[];
  readonly exitCodes: readonly number[];
  readonly says?: RegExp;
}

const links: Readonly<Record<string, Link>> = {
  "at the place of the mount, to somebody's directory": {
    from: "myenv",
    to: ".",
    exitCodes: [2],
    says: /will not be overwritten/,
  },
  "at the place of the mount, to nothing": { from: "myenv", to: "nothing", exitCodes: [1, 2, 4] },
  "at the place of the mount, to another mount": { from: "myenv", to: "mount", exitCodes: [0] },
  "where the new mount is made": { from: ".myenv.incoming", to: ".", exitCodes: [0] },
  "where the old mount is moved": { from: ".myenv.outgoing", to: ".", exitCodes: [0, 1, 2, 4] },
  "above the mount": {
    from: "packages",
    to: ".",
    args: ["--mount-parent", "packages"],
    exitCodes: [2],
    says: /--mount-parent: \S+\/packages is a link to \S+, outside the code directory/,
  },
  "further above the mount": {
    from: "packages",
    to: ".",
    args: ["--mount-parent", "packages/more/deep"],
    exitCodes: [2],
    says: /--mount-parent: \S+\/packages is a link to \S+, outside the code directory/,
  },
};

describe("restore, with a link", onLinux, () => {
  for (const [where, { from, to, args = [], exitCodes, says }] of Object.entries(links)) {
    it(where, async (t) => {
      const outside = createWorkspace(t, {
        "precious.txt": "x",
        "mount/manifest.json": manifest,
        "mount/lib/x.txt": "x",
      });
      const scenario = await createScenario(t, { requirements: "" });
      const path = join(createWorkspace(t), "mount.tar.gz");
      writeFileSync(path, archive);
      symlinkSync(join(outside, to), join(scenario.workspace, from));
      const before = readTree(outside);
      const ended = await run(t, scenario, ["restore", "--archive", path, ...FILES_ALONE, ...args]);
      assert.ok(exitCodes.includes(ended.exitCode ?? -1), `${ended.exitCode} ${ended.stderr}`);
      assert.doesNotMatch(ended.stderr, /bug in azureml/);
      if (says) assert.match(ended.stderr, says);
      assert.deepEqual(readTree(outside), before);
    });
  }

  it("inside the code directory is followed", async (t) => {
    const scenario = await createScenario(t, { requirements: "" });
    mkdirSync(join(scenario.workspace, "real"));
    symlinkSync("real", join(scenario.workspace, "packages"));
    const path = join(createWorkspace(t), "mount.tar.gz");
    writeFileSync(path, archive);
    const ended = await run(t, scenario, [
      "restore",
      "--archive",
      path,
      "--evidence",
      "files",
      "--mount-parent",
      "packages",
    ]);
    assert.doesNotMatch(ended.stderr, /is a link to/);
    assert.ok(lstatSync(join(scenario.workspace, "packages")).isSymbolicLink());
  });
});
