// What proving costs: hashing against `cat` of the same files, everything else against hashing, memory at 100,000 files.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { humanBytes } from "../src/text.ts";
import { makeTree } from "./tree.ts";

const RUNS = 5;
const ONE_PASS = fileURLToPath(new URL("./one-pass.ts", import.meta.url));

interface Pass {
  /** Milliseconds. */
  readonly hashing: number;
  readonly rest: number;
  /** Bytes. */
  readonly memory: number;
  readonly files: number;
  readonly bytes: number;
}

/** @param mount a directory of packages; without one, a tree of 10,000 files and 300 MB is made */
export async function benchVerify(mount: string | undefined): Promise<void> {
  const made = mkdtempSync(join(tmpdir(), "azureml-bench-"));
  try {
    const subject = mount ?? tree(join(made, "ten"), 10_000, 30_000);
    const rows = Array.from({ length: RUNS }, () => ({ cat: catOf(subject), ...passOver(subject) }));
    const large = passOver(tree(join(made, "hundred"), 100_000, 300));
    print(rows, large);
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

function tree(root: string, count: number, size: number): string {
  makeTree(root, count, size);
  return root;
}

/** Milliseconds that `cat` takes for the same files, its output to nowhere. */
function catOf(root: string): number {
  const start = performance.now();
  execFileSync("sh", ["-c", 'find "$0" -type f -print0 | xargs -0 cat > /dev/null', root]);
  return performance.now() - start;
}

/** In a process of its own, so that memory is that of one pass. */
function passOver(root: string): Pass {
  const { status, stdout, stderr } = spawnSync(process.execPath, [ONE_PASS, root], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Pass;
}

function print(rows: readonly (Pass & { cat: number })[], large: Pass): void {
  const [{ files, bytes } = large] = rows;
  const lines = [
    `${files} files, ${humanBytes(bytes)}; ${availableParallelism()} cores; ${RUNS} runs, median (least to most).`,
    "",
    "| what | figure | at most |",
    "|---|---:|---:|",
    `| hashing ÷ cat | ${spread(rows.map(({ hashing, cat }) => hashing / cat))} | 1.30 |`,
    `| everything else ÷ hashing | ${spread(rows.map(({ rest, hashing }) => rest / hashing))} | 0.25 |`,
    `| memory, ${large.files} files | ${humanBytes(large.memory)} | 300 MB |`,
    "",
    `cat ${spread(rows.map(({ cat }) => cat))} ms, hashing ${spread(rows.map(({ hashing }) => hashing))} ms, everything else ${spread(rows.map(({ rest }) => rest))} ms.`,
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

function spread(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const text = (value: number | undefined) => (value ?? 0).toPrecision(3);
  return `${text(sorted[Math.floor(sorted.length / 2)])} (${text(sorted[0])} to ${text(sorted.at(-1))})`;
}
