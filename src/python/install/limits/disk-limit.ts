import { rmSync, statfsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import type { RunningProgram } from "../../../host/host.ts";
import { bytesWritten, filesBeingWritten, type OpenFile } from "../../../host/process/linux.ts";
import { orNothing } from "../../../util/errors.ts";
import { humanBytes } from "../../../util/text.ts";

/*
 * A wheel of three megabytes may unpack to three gigabytes, and neither indexes nor installers say so before. So an
 * installer is watched while it runs. Only Linux reports how much a program writes; elsewhere the installer fails when the
 * disk is full.
 */

/** Bytes. */
export interface DiskLimits {
  /** An installation that writes more is stopped. */
  readonly mostWritten: number;
  /** What must stay free on a disk that had as much free before. */
  readonly leastFree: number;
}

/**
 * PyTorch and TensorFlow with CUDA take about 12 GB, GitHub's hosted runners have at least 14 GB of disk, and uv writes
 * everything twice: to its cache and to the environment. On a full disk the runner cannot write its log.
 */
const DISK_LIMITS: DiskLimits = { mostWritten: 64e9, leastFree: 1e9 };

const EVERY_MILLISECONDS = 100;

/** Ends an installer before it fills the disk; what it was unpacking is removed. */
export class DiskWatch {
  /** Why the program was stopped, if it was. */
  reason: string | undefined;
  readonly #temporary: string;
  readonly #limits: DiskLimits;
  readonly #begin = Date.now();
  /** By device: bytes that were free at the first look. */
  readonly #freeBefore = new Map<number, number>();
  /** Absolute; unfinished directories of the program. */
  #left: string[] = [];

  constructor(temporary: string, limits: DiskLimits = DISK_LIMITS) {
    this.#temporary = temporary;
    this.#limits = limits;
  }

  /** @returns call it when the program has ended */
  start(program: RunningProgram): () => void {
    const timer = setInterval(() => this.#look(program), EVERY_MILLISECONDS);
    return () => {
      clearInterval(timer);
      for (const directory of this.#left) orNothing(() => rmSync(directory, { recursive: true, force: true }));
    };
  }

  #look({ pid, end }: RunningProgram): void {
    const written = pid === undefined ? undefined : bytesWritten(pid);
    if (pid === undefined || written === undefined || this.reason !== undefined) return;
    const files = filesBeingWritten(pid);
    const full = this.#full([dirname(this.#temporary), ...files.map(({ path }) => dirname(path))]);
    const { mostWritten, leastFree } = this.#limits;
    // A small installation does not fill the disk.
    if (written <= Math.min(leastFree, mostWritten)) return;
    if (full === undefined && written <= mostWritten) return;
    const why = full
      ? `only ${humanBytes(full.free)} are left on the disk of ${full.path}`
      : "that is more than any mount needs";
    this.reason = `it had written ${humanBytes(written)}${largestOf(files)}; ${why}.`;
    this.#left = files.flatMap(({ path }) => unfinishedDirectoryOf(path, this.#begin) ?? []);
    end();
  }

  /** A path on the disk that has least free space, among the disks that had enough before. */
  #full(paths: readonly string[]): { path: string; free: number } | undefined {
    const { leastFree } = this.#limits;
    const full = [...new Set(paths)].flatMap((path) => {
      const disk = orNothing(() => ({ device: statSync(path).dev, ...statfsSync(path) }));
      if (disk === undefined) return [];
      const free = disk.bavail * disk.bsize;
      const before = this.#freeBefore.get(disk.device) ?? free;
      this.#freeBefore.set(disk.device, before);
      return before >= leastFree && free < leastFree ? [{ path, free }] : [];
    });
    return full.sort((one, other) => one.free - other.free)[0];
  }
}

/** uv unpacks a wheel into such a directory of its cache and renames it when it is complete. */
const UNFINISHED = /^\.tmp[A-Za-z0-9]{6}$/;

/** The unfinished directory of uv that contains the file. One from before `begin` may belong to another process. */
function unfinishedDirectoryOf(path: string, begin: number): string | undefined {
  const parts = path.split("/");
  const at = parts.findIndex((part, index) => {
    const isNew = () => statSync(parts.slice(0, index + 1).join("/")).birthtimeMs >= begin;
    return UNFINISHED.test(part) && orNothing(isNew) === true;
  });
  return at < 0 ? undefined : parts.slice(0, at + 1).join("/");
}

/** The largest file, by its path in its package if that is known. */
function largestOf(files: readonly OpenFile[]): string {
  const [largest] = [...files].sort((one, other) => other.size - one.size);
  if (largest === undefined) return "";
  const path = largest.path.replace(/^.*?\/(site-packages|\.tmp[A-Za-z0-9]{6})\//, "");
  return `, at last ${path}`;
}
