import assert from "node:assert/strict";
import {
  appendFileSync,
  chmodSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { notItsManifest } from "../../../src/checks/files/manifest.ts";
import { fileAltered, fileMissing } from "../../../src/checks/files/record.ts";
import { ownerOf, takeInventory } from "../../../src/mount/inventory/inventory.ts";
import { readManifest } from "../../../src/mount/manifest/manifest.ts";
import { randomness } from "../../support/machine/randomness.ts";
import { compareTrees, readTree } from "../../support/machine/workspace.ts";
import {
  build,
  createScenario,
  mountOf,
  onLinux,
  readJson,
  run,
  type Scenario,
} from "../../support/scenario/scenario.ts";

interface Change {
  /** Path that the finding must name. */
  names: string;
  undo(): void;
}

/** What can happen to a file; each can be taken back. */
const changes: Record<string, (root: string, path: string, random: (below: number) => number) => Change> = {
  "one byte edited": (root, path, random) => {
    const file = join(root, path);
    const bytes = readFileSync(file);
    if (bytes.length === 0) writeFileSync(file, "#");
    else writeFileSync(file, bytes.with(random(bytes.length), ((bytes[0] ?? 0) + 1 + random(255)) % 256));
    const isSame = readFileSync(file).equals(bytes);
    if (isSame) appendFileSync(file, "#");
    return { names: path, undo: () => writeFileSync(file, bytes) };
  },
  deleted: (root, path) => {
    const [bytes, { mode }] = [readFileSync(join(root, path)), statSync(join(root, path))];
    rmSync(join(root, path));
    return { names: path, undo: () => writeFileSync(join(root, path), bytes, { mode }) };
  },
  renamed: (root, path) => {
    renameSync(join(root, path), join(root, `${path}~`));
    return { names: path, undo: () => renameSync(join(root, `${path}~`), join(root, path)) };
  },
  "file added beside": (root, path, random) => {
    const added = join(dirname(path), `added${random(1000)}${["", ".py", ".so", ".pyc"][random(4)]}`);
    writeFileSync(join(root, added), "");
    return { names: added, undo: () => rmSync(join(root, added)) };
  },
  "executable bit turned": (root, path) => {
    const { mode } = statSync(join(root, path));
    chmodSync(join(root, path), mode ^ 0o111);
    return { names: path, undo: () => chmodSync(join(root, path), mode) };
  },
  "replaced by a link to the same": (root, path) => {
    renameSync(join(root, path), join(dirname(root), "elsewhere"));
    symlinkSync(join(dirname(root), "elsewhere"), join(root, path));
    return { names: path, undo: () => renameSync(join(dirname(root), "elsewhere"), join(root, path)) };
  },
};

const kinds: Record<string, RegExp> = {
  ".py": /\.py$/,
  ".pyc": /\.pyc$/,
  ".so": /\.so$/,
  RECORD: /\/RECORD$/,
  METADATA: /\/METADATA$/,
};

describe("verify", onLinux, () => {
  const cleanups: (() => void | Promise<void>)[] = [];
  let scenario: Scenario;
  let outputs: Record<string, string>;
  let root: string;
  before(async () => {
    const whole = { after: (clean: () => void | Promise<void>) => cleanups.push(clean) };
    scenario = await createScenario(whole, {
      requirements: "greet[loud]==1.0\nfamily-second==1.0\ntool==1.0\nfast==1.0\n",
    });
    outputs = await build(whole, scenario);
    root = mountOf(scenario);
  });
  after(async () => {
    for (const clean of cleanups.reverse()) await clean();
  });

  it("sees any change at 300 random places, and names file and distribution", () => {
    const random = randomness(20261122);
    const manifest = readManifest(join(scenario.workspace, "myenv", "manifest.json"));
    const untouched = takeInventory(root);
    const files = [...untouched.files.keys()];
    const sound = readTree(root);
    const tried = new Set<string>();
    for (let count = 0; count < 300; count++) {
      const [kind = "", pattern = /x/] = Object.entries(kinds)[count % 5] ?? [];
      const fitting = files.filter((path) => pattern.test(path));
      const path = fitting[random(fitting.length)] ?? "";
      const [what = "", change] = Object.entries(changes)[random(Object.keys(changes).length)] ?? [];
      const { names, undo } = change?.(root, path, random) ?? assert.fail();
      const found = [...notItsManifest.find({ manifest, inventory: takeInventory(root) } as never)];
      undo();
      const finding = found.find(({ file }) => file === names);
      const label = `${path} ${what}`;
      assert.ok(finding?.message.includes(names), `${label}: ${JSON.stringify(found)}`);
      const owner = ownerOf(path, untouched)?.name ?? assert.fail(label);
      if (names === path) assert.equal(finding?.distribution, owner, label);
      tried.add(`${kind} ${what}`);
    }
    assert.deepEqual(compareTrees(sound, readTree(root)), { added: [], removed: [], changed: [] });
    assert.equal(tried.size, 5 * Object.keys(changes).length, "every change was tried on every kind of file");
  });

  for (const [index, [what, change]] of Object.entries(changes).entries()) {
    for (const kind of [Object.keys(kinds)[index % 5] ?? "", Object.keys(kinds)[(index + 2) % 5] ?? ""]) {
      it(`fails: ${kind} ${what}`, async (t) => {
        const files = [...takeInventory(root).files.keys()].filter((path) => kinds[kind]?.test(path));
        const { names, undo } = change(root, files.at(-1) ?? "", randomness(7));
        const { exitCode, stderr, json } = await run(t, scenario, ["verify"]);
        undo();
        assert.equal(exitCode, 1, stderr);
        const line = stderr
          .split("\n")
          .find((one) => one.startsWith("error: ") && one.includes("T1") && one.includes(names));
        assert.ok(line?.includes(names), stderr);
        assert.equal(json.AZUREML_EXTRA_PYTHON_LIB_PATH, "");
        assert.equal(json.verified, "no");
      });
    }
  }

  it("passes, and reports the digest, while nothing is changed", async (t) => {
    const { exitCode, json, stderr } = await run(t, scenario, [
      "verify",
      "--expected-digest",
      outputs["mount-digest"] ?? "",
    ]);
    assert.equal(exitCode, 0, stderr);
    assert.equal(json["mount-digest"], outputs["mount-digest"]);
    assert.equal(json.verified, "simulated");
  });

  it("fails for another mount than the expected one", async (t) => {
    const { exitCode, stderr } = await run(t, scenario, ["verify", "--expected-digest", `sha256:${"0".repeat(64)}`]);
    assert.equal(exitCode, 1);
    assert.match(stderr, /^error: T2: The mount digest is sha256:[0-9a-f]{64}, but sha256:0{64} was expected\.$/m);
  });

  describe("without a manifest", () => {
    const aside = () => join(scenario.workspace, "manifest.aside");
    const manifestFile = () => join(scenario.workspace, "myenv", "manifest.json");
    before(() => renameSync(manifestFile(), aside()));
    after(() => renameSync(aside(), manifestFile()));

    it("still sees every file that RECORD covers", () => {
      const covered = takeInventory(root).distributions.flatMap(({ name, record }) =>
        (record ?? []).filter(({ hash }) => hash !== undefined).map(({ path }) => ({ name, path })),
      );
      assert.ok(covered.length > 20, String(covered.length));
      for (const { name, path } of covered) {
        for (const [what, check] of [
          ["one byte edited", fileAltered],
          ["deleted", fileMissing],
        ] as const) {
          const { undo } = changes[what]?.(root, path, randomness(11)) ?? assert.fail();
          const inventory = takeInventory(root);
          const found = [...check.find({ inventory, requirements: [] } as never)];
          undo();
          const finding = found.find(({ file }) => file === path);
          assert.equal(finding?.distribution, name, `${path} ${what}: ${JSON.stringify(found)}`);
        }
      }
    });

    it("says so, and passes for what can be checked", async (t) => {
      const { exitCode, stderr } = await run(t, scenario, ["verify"]);
      assert.equal(exitCode, 0, stderr);
      assert.match(stderr, /^warning: T3: The mount has no manifest/m);
    });
  });

  describe("a manifest edited by hand", () => {
    const file = () => join(scenario.workspace, "myenv", "manifest.json");
    const edits: Record<string, [(text: string) => string, RegExp]> = {
      "to hide a change": [
        (text) => text.replace(/(\["greet\/__init__\.py",[0-9]+,[01],")[0-9a-f]{4}/, "$10000"),
        /^error: \S+manifest\.json was changed: its digest does not match the files it lists\.$/m,
      ],
      "to a file that is no JSON": [(text) => text.slice(0, 200), /^error: \S+manifest\.json is not a manifest: /m],
      "to a schema of the future": [
        (text) => text.replace('"schema": "1', '"schema": "99'),
        /^error: \S+manifest\.json was written by a newer version of this tool: it has schema 99\./m,
      ],
    };
    for (const [name, [edit, message]] of Object.entries(edits)) {
      it(name, async (t) => {
        const sound = readFileSync(file(), "utf8");
        writeFileSync(file(), edit(sound));
        const { exitCode, stderr } = await run(t, scenario, ["verify"]);
        writeFileSync(file(), sound);
        assert.equal(exitCode, 1, stderr);
        assert.match(stderr, message);
        assert.doesNotMatch(stderr, /\n\s+at /);
      });
    }
  });

  it("names the place where a mount is missing", async (t) => {
    const { exitCode, stderr } = await run(t, scenario, ["verify", "--environment-name", "other"]);
    assert.equal(exitCode, 2);
    assert.match(stderr, /^error: There is no mount at \S+other\/lib\/python3\.8\/site-packages\.$/m);
    assert.equal(readJson(outputs["manifest-file"]).environmentName, "myenv");
  });
});
