import { rmSync, statfsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { orNothing } from "../errors.ts";
import type { Host, RunningProgram, RunOptions, RunResult } from "../runner/host.ts";
import { bytesWritten, filesBeingWritten, type OpenFile } from "../runner/linux-process.ts";
import { humanBytes } from "../text.ts";

/*
 * A wheel of three megabytes may unpack to three gigabytes, and nobody knows before: indexes do not tell, and installers
 * do not ask. So an installer is looked at while it runs. Linux alone tells what a program writes; elsewhere it meets
 * the end of the disk, and says so itself.
 */

/** Bytes. */
export interface DiskLimits {
  /** An installation that writes more is none. */
  readonly mostWritten: number;
  /** What has to stay free on a disk that had as much before. */
  readonly leastFree: number;
}

/**
 * PyTorch and TensorFlow with CUDA are some 12 GB, GitHub's hosted runners promise 14 GB of disk, and uv writes everything
 * twice: into its cache and into the environment. On a full disk the runner cannot even write its log.
 */
const LIMITS: DiskLimits = { mostWritten: 64e9, leastFree: 1e9 };

const EVERY_MILLISECONDS = 100;

/**
 * `host.run` of an installer, which is ended before it fills the disk. Its output then says so, in a last line that
 * begins with `error:`, and what it was unpacking beside uv's cache is removed.
 */
export async function runInstaller(
  host: Host,
  command: string,
  args: readonly string[],
  options: RunOptions,
  limits = LIMITS,
): Promise<RunResult> {
  const guard = new DiskGuard(host.temporary, limits);
  const run = await host.run(command, args, { ...options, watch: (program) => guard.watch(program) });
  if (guard.reason === undefined || run.exitCode === 0) return run;
  return { ...run, output: `${run.output}error: The installer was stopped: ${guard.reason}\n` };
}

class DiskGuard {
  /** Why the program was ended, when it was. */
  reason: string | undefined;
  readonly #temporary: string;
  readonly #limits: DiskLimits;
  readonly #begin = Date.now();
  /** By device: bytes that were free when it was looked at first. */
  readonly #freeBefore = new Map<number, number>();
  /** Absolute; directories that only the program knew. */
  #left: string[] = [];

  constructor(temporary: string, limits: DiskLimits) {
    this.#temporary = temporary;
    this.#limits = limits;
  }

  /** @returns what is to be called when the program has ended */
  watch(program: RunningProgram): () => void {
    const timer = setInterval(() => this.#look(program), EVERY_MILLISECONDS);
    return () => {
      clearInterval(timer);
      for (const directory of this.#left) orNothing(() => rmSync(directory, { recursive: true, force: true }));
    };
  }

  #look({ pid, end }: RunningProgram): void {
    const written = bytesWritten(pid);
    if (written === undefined || this.reason !== undefined) return;
    const files = filesBeingWritten(pid);
    const full = this.#full([dirname(this.#temporary), ...files.map(({ path }) => dirname(path))]);
    const { mostWritten, leastFree } = this.#limits;
    // A small installation is not what fills a disk.
    if (written <= Math.min(leastFree, mostWritten)) return;
    if (full === undefined && written <= mostWritten) return;
    const why = full
      ? `only ${humanBytes(full.free)} are left on the disk of ${full.place}`
      : "no mount needs that much";
    this.reason = `it had written ${humanBytes(written)}${lastOf(files)}; ${why}.`;
    this.#left = files.flatMap(({ path }) => ownDirectoryOf(path, this.#begin) ?? []);
    end();
  }

  /** The place of the disk that has least room, of those that had enough before. */
  #full(places: readonly string[]): { place: string; free: number } | undefined {
    const { leastFree } = this.#limits;
    const full = [...new Set(places)].flatMap((place) => {
      const disk = orNothing(() => ({ device: statSync(place).dev, ...statfsSync(place) }));
      if (disk === undefined) return [];
      const free = disk.bavail * disk.bsize;
      const before = this.#freeBefore.get(disk.device) ?? free;
      this.#freeBefore.set(disk.device, before);
      return before >= leastFree && free < leastFree ? [{ place, free }] : [];
    });
    return full.sort((one, other) => one.free - other.free)[0];
  }
}

/** uv unpacks a wheel into such a directory of its cache, and gives it its name once it is whole. */
const OF_UV = /^\.tmp[A-Za-z0-9]{6}$/;

/** That of uv which a file lies in, and which was not there at the `begin`: any other of such a name is somebody's. */
function ownDirectoryOf(path: string, begin: number): string | undefined {
  const parts = path.split("/");
  const at = parts.findIndex((part, index) => {
    const isNew = () => statSync(parts.slice(0, index + 1).join("/")).birthtimeMs >= begin;
    return OF_UV.test(part) && orNothing(isNew) === true;
  });
  return at < 0 ? undefined : parts.slice(0, at + 1).join("/");
}

/** The largest, by its path in its package where that can be seen. */
function lastOf(files: readonly OpenFile[]): string {
  const [largest] = [...files].sort((one, other) => other.size - one.size);
  if (largest === undefined) return "";
  const path = largest.path.replace(/^.*?\/(site-packages|\.tmp[A-Za-z0-9]{6})\//, "");
  return `, at last ${path}`;
}
