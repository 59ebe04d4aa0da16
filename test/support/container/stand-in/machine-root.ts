// A root of this machine's own files: an interpreter 3.8, the libraries that the loader finds for it, a shell and what the
// run script calls. Made in seconds and without root, but with this machine's glibc.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, readdir, readFile, realpath, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { findPython } from "../../python/interpreters.ts";
import { run, withScratch } from "./cache.ts";
import { addUser, pack, RUN_SCRIPT, runScriptText, writeProgram } from "./files.ts";
import { addServer, whyNoServer } from "./server-packages.ts";

const execute = promisify(execFile);

const PYTHON = "3.8";
const SERVER = "1.3.4";
const PORT = 5001;
/** What the run script calls, and what one asks a container with. */
const PROGRAMS = ["bash", "sh", "cat", "date", "dirname", "env", "id", "ls", "sleep", "true", "uname"];
/** `ldd` is a script; `ldconfig -p` lists the libraries that the loader knows. */
const LOADER_PROGRAMS = ["/usr/bin/ldd", "/sbin/ldconfig"];
const NOT_IN_IMAGE = /\/(site-packages|dist-packages|test|idlelib|turtledemo|ensurepip|config-[^/]+)$/;

export interface MachineRootOptions {
  /** Directory in which Python is installed, with the real server; default: there is no Python. */
  python?: "/usr/local" | "/opt/py";
  /** Default true. */
  shell?: boolean;
}

/** False, or the reason why this machine cannot make one with Python. */
export const whyNoMachinePython = () => whyNoServer(PYTHON);

/** Packs the root of the image as `archive`. */
export async function packMachine(archive: string, options: MachineRootOptions): Promise<void> {
  const { python, shell = true } = options;
  await withScratch(async (scratch) => {
    const root = join(scratch, "root");
    await addDirectories(root);
    if (shell) await addPrograms(root);
    if (python !== undefined) await addPython(root, python);
    await addLibraries(root);
    await addUser(root);
    if (shell) await writeProgram(join(root, RUN_SCRIPT), await runScript(python));
    const owned = ["home/dockeruser", "var/azureml-app"];
    await pack(root, archive, python === undefined ? owned : [...owned, python.slice(1)]);
  });
}

function runScript(python: string | undefined): Promise<string> {
  const onPath = python === undefined || python === "/usr/local";
  return runScriptText({ port: PORT, ...(onPath ? {} : { programs: `${python}/bin` }) });
}

/** As Debian's, in which /lib is a link too. */
async function addDirectories(root: string): Promise<void> {
  for (const directory of ["bin", "sbin", "lib", "lib64"]) {
    await mkdir(join(root, "usr", directory), { recursive: true });
    await symlink(`usr/${directory}`, join(root, directory));
  }
  for (const directory of ["tmp", "proc", "sys", "dev", "etc"]) await mkdir(join(root, directory), { recursive: true });
  await run("chmod", ["1777", join(root, "tmp")]);
  await writeFile(join(root, "etc/passwd"), "root:x:0:0:root:/root:/bin/bash\n");
  await writeFile(join(root, "etc/group"), "root:x:0:\n");
}

async function addPrograms(root: string): Promise<void> {
  for (const program of PROGRAMS) {
    const path = (await run("sh", ["-c", `command -v ${program} || true`])).trim();
    const file = path.startsWith("/") ? path : `/bin/${program}`;
    await copy(await realpath(file), join(root, "usr/bin", program));
  }
  for (const program of LOADER_PROGRAMS) await copy(await realpath(program), join(root, program));
}

async function addPython(root: string, prefix: string): Promise<void> {
  const python = findPython(PYTHON) ?? "";
  const asked = "import sys, sysconfig; print(sys.base_prefix, sysconfig.get_path('stdlib'), sep='\\n')";
  const [base = "", library = ""] = (await run(python, ["-I", "-c", asked])).trim().split("\n");
  const [programs, modules] = [`${prefix}/bin`, `${prefix}/lib/python${PYTHON}`];
  await copy(await realpath(join(base, "bin", `python${PYTHON}`)), join(root, programs, `python${PYTHON}`));
  for (const name of ["python3", "python"]) await symlink(`python${PYTHON}`, join(root, programs, name));
  const filter = (path: string) => !NOT_IN_IMAGE.test(path);
  await cp(library, join(root, modules), { recursive: true, preserveTimestamps: true, filter });
  const packages = `${modules}/site-packages`;
  const interpreter = `${programs}/python${PYTHON}`;
  await addServer({ root, python: PYTHON, server: SERVER, modules: packages, programs, interpreter });
}

/** What the loader of this machine finds for all programs and shared objects in the root, where it finds it. */
async function addLibraries(root: string): Promise<void> {
  const found = await readdir(root, { recursive: true, withFileTypes: true });
  const files = found
    .filter((entry) => entry.isFile() && (/\.so($|\.)/.test(entry.name) || /\/bin$/.test(entry.parentPath)))
    .map((entry) => join(entry.parentPath, entry.name));
  const listed = await ldd(files);
  const libraries = listed.matchAll(/(?:=> |^\t)(\/\S+) \(0x/gm);
  for (const path of new Set([...libraries].map((match) => match[1] ?? "")))
    if (!path.startsWith(root)) await copy(await realpath(path), join(root, path));
  for (const name of ["ld.so.conf", "ld.so.conf.d"])
    if (existsSync(`/etc/${name}`)) await cp(`/etc/${name}`, join(root, "etc", name), { recursive: true });
  await run("ldconfig", ["-r", root]);
}

/** Its exit code says only that one of the files is a script, or static. */
async function ldd(files: string[]): Promise<string> {
  const answer = await execute("ldd", files, { maxBuffer: 1 << 26 }).catch((error: { stdout: string }) => error);
  return answer.stdout;
}

async function copy(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await cp(from, to, { preserveTimestamps: true });
}

const AARCH64 = 183;
/** Of the field e_machine in an ELF header. */
const MACHINE_OFFSET = 18;

/** Packs a root whose only program is for another processor: it cannot be started. */
export async function packForeign(archive: string): Promise<void> {
  await withScratch(async (scratch) => {
    const root = join(scratch, "root");
    const program = await readFile("/bin/true");
    program.writeUInt16LE(AARCH64, MACHINE_OFFSET);
    await addDirectories(root);
    await writeProgram(join(root, "usr/bin/true"), program);
    await addUser(root);
    await pack(root, archive, ["home/dockeruser", "var/azureml-app"]);
  });
}
