// One pass over a mount, timed from within: hashing alone, then the inventory and every check that asks no interpreter.
import { dirname } from "node:path";
import { CHECKS } from "../src/checks/catalogue.ts";
import type { Evidence } from "../src/checks/check.ts";
import { listFiles, takeInventory } from "../src/mount/inventory.ts";
import { Reader } from "../src/mount/reader.ts";
import { targetOf } from "../src/target/target.ts";

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
const [, checking] = timed(() => CHECKS.map((check) => [...check.find(evidence())].length));

function evidence(): Evidence {
  const directory = dirname(root);
  const location = {
    environmentDirectory: directory,
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
    checks: [],
    expectedDigest: "",
    image: "",
    modelDirectory: "",
    environmentName: "myenv",
    mode: "verify",
  };
  const nothing = {
    requirements: [],
    stagedAway: { outside: {}, directUrls: {} },
    manifest: undefined,
    build: undefined,
    closure: undefined,
    container: undefined,
    server: undefined,
    scoring: undefined,
  };
  return { ...nothing, location, inventory, target: targetOf({ python: "3.8" }), options } as unknown as Evidence;
}

const rest = Math.max(0, withInventory - hashing) + checking;
const pass: Pass = { hashing, rest, files: inventory.files.size };
process.stdout.write(JSON.stringify(pass));
