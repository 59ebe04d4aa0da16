// One pass over a mount, timed from within: hashing alone, then the inventory and every check that asks no interpreter.
import { resolve } from "node:path";
import { CHECKS } from "../src/checks/registry.ts";
import { compiledCodeProblems } from "../src/evidence/compiled-code/problems.ts";
import { collectDisk } from "../src/evidence/disk/collect-disk.ts";
import type { Evidence } from "../src/evidence/evidence.ts";
import { targetOf } from "../src/images/target.ts";
import { listFiles, takeInventory } from "../src/mount/inventory/inventory.ts";
import { Reader } from "../src/mount/inventory/reader.ts";

/** What one pass takes, in milliseconds. */
export interface Pass {
  readonly hashing: number;
  /** Inventory without hashing, and the checks. */
  readonly rest: number;
  readonly files: number;
}

const root = process.argv[2] ?? "";

function timed<T>(work: () => T): [T, number] {
  const start = performance.now();
  return [work(), performance.now() - start];
}

function hashAll(): void {
  const reader = new Reader(root);
  for (const path of listFiles(root)) reader.read(path, () => {});
}

const [, hashing] = timed(hashAll);
const [inventory, withInventory] = timed(() => takeInventory(root));
const [, checking] = timed(() => {
  const evidence = collected();
  return CHECKS.filter(({ modes }) => modes.includes(evidence.options.mode)).map(
    (check) => [...check.find(evidence)].length,
  );
});

/** What is read from disk and worked out of it; no program is run. */
function collected(): Evidence {
  // Of <code directory>/myenv/lib/python3.8/site-packages: what is uploaded beside the mount is read too.
  const directory = resolve(root, "../../../..");
  const location = {
    environmentDirectory: resolve(root, "../../.."),
    directory: root,
    inside: "",
    libraryPath: "myenv/lib/python3.8/site-packages",
  };
  const options = {
    workspace: directory,
    codeDirectory: directory,
    scoringDirectory: directory,
    scoringScript: `${directory}/score.py`,
    mountParent: directory,
    requirementsFiles: [],
    sources: [],
    packages: [],
    checks: [],
    expectedDigest: "",
    image: "",
    modelDirectory: "",
    environmentName: "myenv",
    mode: "verify",
  };
  const nothing = {
    requirements: [],
    removedByStaging: { outside: {}, directUrls: {} },
    manifest: undefined,
    build: undefined,
    closure: undefined,
    container: undefined,
    server: undefined,
    scoring: undefined,
  };
  const target = targetOf({ python: "3.8" });
  const mount = { ...nothing, location, inventory, target, options } as unknown as Evidence;
  return { ...mount, ...collectDisk(mount), compiledCode: compiledCodeProblems(inventory, target) };
}

const rest = Math.max(0, withInventory - hashing) + checking;
const pass: Pass = { hashing, rest, files: inventory.files.size };
process.stdout.write(JSON.stringify(pass));
