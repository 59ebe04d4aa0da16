import { readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { orNothing } from "../errors.ts";

/* What Linux tells of a running program. */

/** By the system's own count, of all threads; `undefined` where it does not tell. */
export function bytesWritten(pid: number): number | undefined {
  const count = orNothing(() => /^wchar: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, "utf8"))?.[1]);
  return count === undefined ? undefined : Number(count);
}

export interface OpenFile {
  /** Absolute. */
  readonly path: string;
  /** Bytes so far. */
  readonly size: number;
}

/** Files that it has open to write. */
export function filesBeingWritten(pid: number): OpenFile[] {
  const descriptors = orNothing(() => readdirSync(`/proc/${pid}/fd`)) ?? [];
  return descriptors.flatMap((descriptor) => {
    // Files are opened and closed meanwhile.
    const file = orNothing(() => {
      const flags = /^flags:\s*([0-7]+)/m.exec(readFileSync(`/proc/${pid}/fdinfo/${descriptor}`, "utf8"))?.[1];
      const path = readlinkSync(`/proc/${pid}/fd/${descriptor}`);
      const isOpenToWrite = (Number.parseInt(flags ?? "0", 8) & 0b11) !== 0;
      return isOpenToWrite && statSync(path).isFile() ? { path, size: statSync(path).size } : undefined;
    });
    return file ?? [];
  });
}
