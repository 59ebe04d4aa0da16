import { chmodSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import type { Entry, ZipFile } from "yauzl";
import type { Host } from "../../host/host.ts";
import { ExitCode, messageOf, UserError } from "../../util/errors.ts";
import type { BuildEnvironment } from "../install/install.ts";
import type { InstallJob } from "../install/job.ts";
import { parseFreeze } from "../packaging/pip-freeze.ts";
import { wheelFiles } from "../packaging/wheel-files.ts";

/**
 * The files of an environment that are executable in their wheels: POSIX paths relative to its site-packages. The installer
 * gives the files those modes, where the file system keeps them; elsewhere, as on Windows, the wheels are read again.
 */
export async function executableFiles(
  { sitePackages }: Pick<BuildEnvironment, "sitePackages">,
  frozen: readonly string[],
  job: InstallJob,
  host: Host,
): Promise<ReadonlySet<string>> {
  if (keepsModes(host.temporary)) return new Set(executableIn(sitePackages));
  const { target, python, requirements } = job;
  const installed = [...parseFreeze(frozen)];
  const releases = installed.flatMap(([name, version]) => (version === undefined ? [] : [`${name}==${version}`]));
  const wheels = await wheelFiles(releases, target, requirements.options, python, host, releases.length);
  const found = await Promise.all(wheels.map(executableInWheel));
  if (wheels.length < installed.length) {
    host.log.warning(
      `The file system of ${host.temporary} does not keep which files are executable, and only ${wheels.length} of ${installed.length} wheels could be read again. The mount digest may differ from that of a build on Linux.`,
    );
  }
  return new Set(found.flat());
}

/** Windows has no executable bit, and file systems for all systems give every file the same. */
function keepsModes(directory: string): boolean {
  const path = join(directory, "modes");
  writeFileSync(path, "");
  const keeps = [0o644, 0o755].every((mode) => {
    chmodSync(path, mode);
    return (statSync(path).mode & 0o777) === mode;
  });
  rmSync(path);
  return keeps;
}

/** Without bytecode, half of the files: it is compiled after the installation, and never executable. */
function executableIn(root: string, inside = ""): string[] {
  return readdirSync(join(root, inside), { withFileTypes: true }).flatMap((entry) => {
    const path = `${inside}${entry.name}`;
    if (entry.isDirectory()) return entry.name === "__pycache__" ? [] : executableIn(root, `${path}/`);
    const isExecutable = entry.isFile() && (statSync(join(root, path)).mode & 0o100) !== 0;
    return isExecutable ? [path] : [];
  });
}

/**
 * The files of a wheel that its entries make executable, as pip and uv install them.
 * @throws UserError for a damaged wheel, which an installer may still take
 */
export async function executableInWheel(wheel: string): Promise<string[]> {
  try {
    return await readExecutables(wheel);
  } catch (error) {
    throw new UserError(`The wheel ${basename(wheel)} cannot be read: ${messageOf(error)}.`, {
      hint: "The file on the index is incomplete, damaged or malicious. Pin another release.",
      exitCode: ExitCode.install,
      cause: error,
    });
  }
}

async function readExecutables(wheel: string): Promise<string[]> {
  const { default: yauzl } = await import("yauzl");
  const zip = await promisify<string, object, ZipFile>(yauzl.open)(wheel, { lazyEntries: true });
  return await new Promise((resolve, reject) => {
    const found: string[] = [];
    zip.on("error", reject);
    zip.on("end", () => resolve(found));
    zip.on("entry", ({ fileName, externalFileAttributes }: Entry) => {
      const mode = externalFileAttributes >>> 16;
      // The data directory's purelib and platlib are unpacked into site-packages too.
      const path = fileName.replace(/^[^/]+\.data\/(?:purelib|platlib)\//, "");
      if ((mode & 0o111) !== 0 && !fileName.endsWith("/") && !/^[^/]+\.data\//.test(path)) found.push(path);
      zip.readEntry();
    });
    zip.readEntry();
  });
}
