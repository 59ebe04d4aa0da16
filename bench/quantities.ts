// What is measured. Each series gives one figure when it is asked: milliseconds, or bytes where its name says so.
import { mkdtempSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Pass } from "./one-pass.ts";
import type { Prepared } from "./prepared.ts";
import { artifact, command, inNode, memoryOf, type OurRun, ours, passing, peer, withRunners } from "./runners.ts";
import { IRIS, LARGE, ONE_CHANGED, python38, SMALL, TORCH, TWENTY_PINS, type Work } from "./works.ts";

const UNPACK = "zstd --decompress --stdout --quiet";
const COMPRESS = "zstd -T0 -3 --quiet";

/** Four copies of 5 GB do not fit in memory. */
const UNSENT = { cache: "off", upload: "false" };
const SLIM = { slim: "on" };
/** The memory of a build is that of the run which was timed: one of these runs takes a minute. */
let lastTorch: OurRun | undefined;

type Series = (prepared: Prepared) => Promise<number>;

export const SERIES = {
  "document, small": (prepared) => byPeer(prepared, "document.sh", SMALL),
  "uv by hand, small": (prepared) => byPeer(prepared, "uv.sh", SMALL),
  "cold, small": (prepared) => cold(prepared, SMALL),
  "hit, small": (prepared) => hit(prepared, SMALL),

  document: (prepared) => byPeer(prepared, "document.sh", IRIS),
  "setup-python": async (prepared) => {
    await prepared.once("setup-python", () => peer(prepared.runners, "setup-python.sh", IRIS));
    const { milliseconds, log } = await passing(prepared.runners, (runners) => peer(runners, "setup-python.sh", IRIS));
    if (!log.includes("cache hit: true")) throw new Error(`pip's cache was not restored:\n${log}`);
    return milliseconds;
  },
  "uv by hand": (prepared) => byPeer(prepared, "uv.sh", IRIS),
  pex: (prepared) => byPeer(prepared, "pex.sh", IRIS),
  cold: (prepared) => cold(prepared, IRIS),
  "cold, with imports": ({ runners }) =>
    withRunners(runners.index, async (fresh) => (await ours(fresh, IRIS, {})).milliseconds),
  hit: (prepared) => hit(prepared, IRIS),
  "cold, slim": (prepared) => cold(prepared, IRIS, SLIM),
  "hit, slim": async (prepared) => {
    await prepared.once("ours, slim", () => ours(prepared.runners, IRIS, SLIM));
    return await hit(prepared, IRIS, SLIM);
  },
  "cached environment": async (prepared) => {
    await prepared.once("cached environment", () => peer(prepared.runners, "cached-environment.sh", IRIS));
    const { milliseconds, log } = await passing(prepared.runners, (runners) =>
      peer(runners, "cached-environment.sh", IRIS),
    );
    if (!log.includes("cache hit: true")) throw new Error(`The environment was not restored:\n${log}`);
    return milliseconds;
  },
  "archive at hand, restored": (prepared) => restored(prepared, IRIS),
  "unpacked and hashed": async (prepared) => {
    const archive = archiveOf(await prepared.ours(IRIS));
    const directory = mkdtempSync(join(prepared.runners.directory, "fresh-"));
    const program = await prepared.bundled("unpack.ts");
    const milliseconds = await inNode<number>(prepared.runners, program, archive, directory);
    rmSync(directory, { recursive: true });
    return milliseconds;
  },
  "zstd -d, tar x": (prepared) => unpacked(prepared, IRIS),

  "cold, torch": async ({ runners }) => {
    lastTorch = await withRunners(runners.index, (fresh) => ours(fresh, TORCH, UNSENT));
    return lastTorch.milliseconds - lastTorch.imports;
  },
  "memory in bytes, torch": async (prepared) => (lastTorch ?? (await prepared.ours(TORCH, UNSENT))).memory,
  "400 MB": async () => 400e6,
  "uv by hand, torch": (prepared) => byPeer(prepared, "uv.sh", TORCH, { UPLOAD: "no" }),
  "archive at hand, restored, torch": (prepared) => restored(prepared, TORCH),
  "zstd -d, tar x, torch": (prepared) => unpacked(prepared, TORCH),

  "cold, twenty": (prepared) => cold(prepared, TWENTY_PINS),
  "one pin of twenty changed": ({ runners }) =>
    withRunners(runners.index, async (fresh) => {
      await passing(fresh, (earlier) => ours(earlier, TWENTY_PINS, {}));
      const { milliseconds, imports } = await ours(fresh, { requirements: ONE_CHANGED }, {});
      return milliseconds - imports;
    }),

  pack: (prepared) => packed(prepared, IRIS),
  "tar, zstd": async (prepared) => tarred(prepared, (await prepared.ours(IRIS)).workspace),

  "pack and upload, large": async (prepared) => {
    const packing = await packed(prepared, LARGE);
    const archive = archiveOf(await prepared.ours(LARGE));
    const words = ["upload", "archive", "0", basename(archive)];
    return packing + (await artifact(prepared.runners, prepared.runners.nextRun(), dirname(archive), ...words));
  },
  "upload of loose files, large": async (prepared) => {
    const { workspace } = await prepared.document(LARGE);
    return await artifact(prepared.runners, prepared.runners.nextRun(), workspace, "upload", "loose", "6", "myenv");
  },
  "restore, large": async (prepared) => {
    const { run } = await prepared.ours(LARGE);
    const restored = passing(prepared.runners, (runners) => ours(runners, LARGE, { mode: "restore" }, run));
    return (await restored).milliseconds;
  },
  "download of loose files, large": async (prepared) => {
    const { run } = await prepared.document(LARGE);
    const to = mkdtempSync(join(prepared.runners.directory, "fresh-"));
    const milliseconds = await artifact(prepared.runners, run, to, "download", "packages", ".");
    rmSync(to, { recursive: true });
    return milliseconds;
  },

  "first import": async (prepared) => imported(prepared, await prepared.oursAfterTrip(IRIS)),
  "first import, document": async (prepared) => imported(prepared, await prepared.documentAfterTrip(IRIS)),
  "first words": firstWords,
  "node -e 0": ({ runners }) => command(runners, `exec "${process.execPath}" -e 0`),

  "cat of every file": async (prepared) => {
    const { outputs } = await prepared.ours(IRIS);
    return await command(
      prepared.runners,
      `find "${outputs["mount-directory"]}" -type f -print0 | xargs -0 cat > /dev/null`,
    );
  },
  "every file hashed": async (prepared) => (await onePass(prepared)).hashing,
  "everything else of verifying": async (prepared) => (await onePass(prepared)).rest,
  "a file of 1,000, verified": (prepared) => verified(prepared, 1_000),
  "a file of 100,000, verified": (prepared) => verified(prepared, 100_000),
  "memory in bytes, 100,000 files": async (prepared) => {
    const { codeDirectory } = await prepared.tree(100_000);
    return await memoryOf(prepared.runners, codeDirectory, "verify", "--output-directory", "../out");
  },
  "300 MB": async () => 300e6,

  "verify, in the image": async (prepared) => await (await prepared.inImage()).verify("image"),
  "verify, simulated, and 4 s": async (prepared) => 4000 + (await (await prepared.inImage()).verify("simulated")),
  "facts, known": async (prepared) => await (await prepared.inImage()).facts("known"),
  "facts, asked": async (prepared) => await (await prepared.inImage()).facts("fresh"),
} satisfies Record<string, Series>;

export type SeriesName = keyof typeof SERIES;

async function byPeer({ runners }: Prepared, script: string, work: Work, env = {}): Promise<number> {
  return await withRunners(runners.index, async (fresh) => (await peer(fresh, script, work, env)).milliseconds);
}

/**
 * Without the imports, which only we try; a row of its own says what they cost. A small work is packed so soon that they
 * overlap with the rest of the proof, so there they count.
 */
async function cold({ runners }: Prepared, work: Work, inputs: Record<string, string> = {}): Promise<number> {
  const { milliseconds, imports } = await withRunners(runners.index, (fresh) => ours(fresh, work, inputs));
  return work === SMALL ? milliseconds : milliseconds - imports;
}

async function hit(prepared: Prepared, work: Work, inputs: Record<string, string> = {}): Promise<number> {
  await prepared.ours(work);
  const { milliseconds, outputs } = await passing(prepared.runners, (runners) => ours(runners, work, inputs));
  if (outputs["cache-outcome"] !== "hit") throw new Error(`No hit: ${outputs["cache-outcome"]}`);
  return milliseconds;
}

/** In mode restore, without the imports, which only we try. */
async function restored(prepared: Prepared, work: Work): Promise<number> {
  const archive = archiveOf(await prepared.ours(work, work === TORCH ? UNSENT : {}));
  const inputs = { mode: "restore", archive, "artifact-name": "" };
  const { milliseconds, imports } = await passing(prepared.runners, (runners) => ours(runners, work, inputs));
  return milliseconds - imports;
}

async function unpacked(prepared: Prepared, work: Work): Promise<number> {
  const archive = archiveOf(await prepared.ours(work, work === TORCH ? UNSENT : {}));
  return await inFresh(prepared, (to) => `${UNPACK} "${archive}" | tar --extract --file - --directory "${to}"`);
}

/** @param directory that has the environment `myenv` */
async function tarred(prepared: Prepared, directory: string): Promise<number> {
  return await inFresh(prepared, (to) => `cd "${directory}" && tar --create --file - myenv | ${COMPRESS} -o "${to}/a"`);
}

/** Within a running Node, as in the action, which has started long before it packs. */
async function packed(prepared: Prepared, work: Work): Promise<number> {
  const { outputs } = await prepared.ours(work);
  return await inNode(prepared.runners, "pack.ts", outputs["mount-directory"] ?? "", prepared.runners.directory);
}

async function inFresh({ runners }: Prepared, line: (directory: string) => string): Promise<number> {
  const directory = mkdtempSync(join(runners.directory, "fresh-"));
  const milliseconds = await command(runners, line(directory));
  rmSync(directory, { recursive: true });
  return milliseconds;
}

/** In the container nothing is written: there the mount is another user's, often read-only. */
async function imported({ runners }: Prepared, directory: string): Promise<number> {
  const env = { PYTHONPATH: `${directory}:`, PYTHONDONTWRITEBYTECODE: "1" };
  return await command(runners, `"${python38()}" -s -c "${IRIS.imports}"`, env);
}

const archiveOf = ({ outputs }: OurRun): string => outputs["archive-file"] ?? "";

/** Until the first line of the log, which a person sees. */
async function firstWords({ runners }: Prepared): Promise<number> {
  const start = performance.now();
  let first: number | undefined;
  const note = () => {
    first ??= performance.now() - start;
  };
  await ours(runners, SMALL, { "dry-run": "true" }, runners.nextRun(), (child) => child.stdout?.once("data", note));
  return first ?? Number.NaN;
}

/** Milliseconds for each file of one pass over a made tree: hashes, inventory, every check that asks no interpreter. */
async function verified(prepared: Prepared, count: number): Promise<number> {
  const { mount } = await prepared.tree(count);
  const { hashing, rest, files } = await inNode<Pass>(prepared.runners, "one-pass.ts", mount);
  return (hashing + rest) / files;
}

async function onePass(prepared: Prepared): Promise<Pass> {
  const { outputs } = await prepared.ours(IRIS);
  return await inNode<Pass>(prepared.runners, "one-pass.ts", outputs["mount-directory"] ?? "");
}
