import { readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { isSystemError, orNothing } from "../../util/errors.ts";

/* What Linux reports about a running program. */

/** Of all threads, as the system counts them; `undefined` if it does not report them. */
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

/** Files that it has open for writing. */
export function filesBeingWritten(pid: number): OpenFile[] {
  const descriptors = orNothing(() => readdirSync(`/proc/${pid}/fd`)) ?? [];
  return descriptors.flatMap((descriptor) => {
    // Files are opened and closed at the same time.
    const file = orNothing(() => {
      const flags = /^flags:\s*([0-7]+)/m.exec(readFileSync(`/proc/${pid}/fdinfo/${descriptor}`, "utf8"))?.[1];
      const path = readlinkSync(`/proc/${pid}/fd/${descriptor}`);
      const isOpenToWrite = (Number.parseInt(flags ?? "0", 8) & 0b11) !== 0;
      return isOpenToWrite && statSync(path).isFile() ? { path, size: statSync(path).size } : undefined;
    });
    return file ?? [];
  });
}

/** What identifies a process: its id alone is reused, and other hosts and containers have the same ids. */
export interface ProcessIdentity {
  readonly host: string;
  readonly pid: number;
  /** Id of the current boot of the system; `''` if it is not known, as on all systems except Linux. */
  readonly boot: string;
  /** The namespace in which `pid` counts: a container has its own. */
  readonly namespace: string;
  /** When the process started, in clock ticks since boot; `''` if it is not known. */
  readonly started: string;
}

export function ownIdentity(): ProcessIdentity {
  return {
    host: hostname(),
    pid: process.pid,
    boot: orNothing(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()) ?? "",
    namespace: orNothing(() => readlinkSync("/proc/self/ns/pid")) ?? "",
    started: statusOf(process.pid)?.started ?? "",
  };
}

/** Whether that process is running; `undefined` if it cannot be seen from here. */
export function isRunning({ host, pid, boot, namespace, started }: ProcessIdentity): boolean | undefined {
  const here = ownIdentity();
  if (host === here.host && boot !== here.boot) return false; // the system was rebooted
  if (boot !== here.boot || namespace !== here.namespace || (boot === "" && host !== here.host)) return undefined;
  if (!isThere(pid)) return false;
  const now = statusOf(pid);
  if (now === undefined || started === "") return true;
  return now.started === started && now.state !== "Z"; // a zombie has ended
}

function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return isSystemError(error, "EPERM");
  }
}

/** The third and the twenty-second field; the second is the name, which may contain any character. */
function statusOf(pid: number): { readonly state: string; readonly started: string } | undefined {
  const fields = orNothing(() =>
    readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" "),
  );
  return fields && { state: fields[0] ?? "", started: fields[19] ?? "" };
}
