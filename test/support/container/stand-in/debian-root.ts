// The root of Debian 11 (glibc 2.31 as Ubuntu 20.04, Python 3.9) with what the documented images run: runit, nginx, the
// real inference server.
import { createHash } from "node:crypto";
import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isInstalled, kept, run, withScratch } from "./cache.ts";
import { addUser, pack, RUN_SCRIPT, recipeFile, runScriptText, writeProgram } from "./files.ts";
import { addServer, whyNoServer } from "./server-packages.ts";

const PACKAGES = ["python3", "python3-distutils", "ca-certificates", "runit", "nginx-light", "psmisc"];
/** Of magic, pyzbar and weasyprint: the second variant has them. */
const LIBRARIES = ["libmagic1", "libzbar0", "libpango-1.0-0", "libpangoft2-1.0-0"];
/** The second one has the releases that the first one no longer has. */
const MIRRORS = ["http://deb.debian.org/debian", "http://archive.debian.org/debian"];
const PYTHON = "3.9";
const SERVER = "1.5.1";
const MODULES = `usr/local/lib/python${PYTHON}/dist-packages`;

/** False, or the reason why this machine cannot make it. */
export function whyNoDebian(): string | false {
  if (!isInstalled("debootstrap")) return "debootstrap, which makes the Debian image, is not installed";
  if (process.getuid?.() !== 0) return "debootstrap, which makes the Debian image, needs root";
  return whyNoServer(PYTHON);
}

/** Packs the root of the image as `archive`. */
export async function packDebian(archive: string, { libraries = false } = {}): Promise<void> {
  const base = await debian(libraries);
  await withScratch(async (scratch) => {
    const root = join(scratch, "root");
    await unpack(base, root);
    const programs = "usr/local/bin";
    const server = { python: PYTHON, server: SERVER, modules: MODULES, programs, interpreter: "/usr/bin/python3" };
    await addServer({ root, ...server });
    await symlink("/usr/bin/python3", join(root, programs, "python"));
    await addUser(root);
    await addServices(root);
    await pack(root, archive, [
      "home/dockeruser",
      "var/azureml-app",
      "var/runit",
      "var/lib/nginx",
      "var/log/nginx",
      "usr/local",
    ]);
  });
}

async function addServices(root: string): Promise<void> {
  await writeProgram(join(root, RUN_SCRIPT), await runScriptText({}));
  await writeProgram(join(root, "var/runit/gunicorn/finish"), await recipeFile("finish"));
  const serve = "#!/bin/bash\nexec nginx -c /etc/nginx/stand-in.conf\n";
  await writeProgram(join(root, "var/runit/nginx/run"), serve);
  await writeFile(join(root, "etc/nginx/stand-in.conf"), await recipeFile("nginx.conf"));
}

/** Debian itself as an archive; it takes two minutes, so it is kept. */
async function debian(libraries: boolean): Promise<string> {
  const identity = createHash("sha256").update(JSON.stringify([PACKAGES, libraries ? LIBRARIES : []]));
  return await kept(`roots/debian-11-${identity.digest("hex").slice(0, 12)}.tar`, async (archive) => {
    const base = libraries ? await debian(false) : undefined;
    await withScratch(async (scratch) => {
      const root = join(scratch, "root");
      if (base === undefined) await bootstrap(root);
      else {
        await unpack(base, root);
        await installLibraries(root);
      }
      for (const path of ["var/lib/apt/lists", "var/cache/apt"])
        await rm(join(root, path), { recursive: true, force: true });
      await run("tar", ["--numeric-owner", "-C", root, "-cf", archive, "."], 300_000);
    });
  });
}

async function bootstrap(root: string): Promise<void> {
  let failure: unknown;
  for (const mirror of MIRRORS) {
    await rm(root, { recursive: true, force: true });
    const words = ["--variant=minbase", `--include=${PACKAGES}`, "bullseye", root, mirror];
    try {
      return await runWithOwnMounts("debootstrap", words);
    } catch (error) {
      failure ??= error;
    }
  }
  throw failure;
}

async function installLibraries(root: string): Promise<void> {
  for (const path of ["var/lib/apt/lists", "var/cache/apt/archives"])
    await mkdir(join(root, path, "partial"), { recursive: true });
  const apt = ["apt-get", "-qq", "-o", "APT::Sandbox::User=root"];
  await runWithOwnMounts("chroot", [root, ...apt, "update"]);
  await runWithOwnMounts("chroot", [root, ...apt, "install", "--no-install-recommends", "-y", ...LIBRARIES]);
}

/** What it mounts ends with it, also when it is killed: a directory with a mount in it could not be removed. */
async function runWithOwnMounts(command: string, words: string[]): Promise<void> {
  await run("unshare", ["--mount", command, ...words], 600_000);
}

async function unpack(archive: string, root: string): Promise<void> {
  await mkdir(root, { recursive: true });
  await run("tar", ["--numeric-owner", "-C", root, "-xpf", archive], 300_000);
}
