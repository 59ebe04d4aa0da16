// Verifies the table of library advice against the newest wheels that it names, for the oldest and a newer Python.
//   node scripts/node24.mjs scripts/library-advice.ts            downloads each wheel with pip; exit code 1 if a row is wrong
//   node scripts/node24.mjs scripts/library-advice.ts pyodbc …   only the rows that name one of these projects
// Rows for accelerators are left out: their wheels have gigabytes, and no container needs them.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { parseArgs } from "node:util";
import advice from "../src/images/abi/library-advice.json" with { type: "json" };
import { readElf } from "../src/mount/elf/read.ts";

interface Row {
  readonly names: readonly string[];
  readonly wheel?: string;
  readonly wheelHas?: string;
  readonly role?: string;
}

const PYTHONS = { "3.8": 31, "3.11": 35 } as const;

/** `contains` a copy, `needs` it from the image, is `free` of it, or there is `no wheel`. */
type Verdict = "contains" | "needs" | "free" | "no wheel";

const { positionals } = parseArgs({ allowPositionals: true });
const rows = (Object.values(advice.libraries).flat() as Row[]).filter(
  ({ wheel, role }) =>
    wheel !== undefined && role !== "accelerator" && (positionals.length === 0 || positionals.includes(wheel)),
);
const wheels = new Map<string, Contents[]>();
const wrong = rows.filter((row) => !isRight(row));
process.exitCode = wrong.length > 0 ? 1 : 0;

/** Prints what was found. A row says that the wheel has the library, unless `wheelHas` says that it needs none. */
function isRight({ names, wheel = "", wheelHas = "library" }: Row): boolean {
  const contents = wheels.get(wheel) ?? contentsOf(wheel);
  wheels.set(wheel, contents);
  const found = contents.map((one) => [one.file, verdictOf(one, names)] as const);
  const wanted: readonly Verdict[] = wheelHas === "library" ? ["contains"] : ["free", "contains"];
  const isFine = found.length > 0 && found.every(([, verdict]) => wanted.includes(verdict));
  const text = found.map(([file, verdict]) => `${file}: ${verdict}`).join("; ") || "no wheel";
  process.stdout.write(`${isFine ? "ok   " : "WRONG"} ${names.join(", ")} | ${wheel} | ${text}\n`);
  return isFine;
}

interface Contents {
  readonly file: string;
  /** Base names of all files. */
  readonly names: readonly string[];
  /** Names of the libraries that its compiled code needs. */
  readonly needed: ReadonlySet<string>;
}

function verdictOf({ names, needed }: Contents, libraries: readonly string[]): Verdict {
  const isLibrary = (name: string) =>
    libraries.some((library) => name.startsWith(library) && /^([-._\d].*)?$/.test(name.slice(library.length)));
  if (names.some((name) => isLibrary(name))) return "contains";
  return [...needed].some(isLibrary) ? "needs" : "free";
}

/** The newest wheel for each Python; none where the index has none. */
function contentsOf(project: string): Contents[] {
  return Object.entries(PYTHONS).flatMap(([python, glibc]) => {
    const folder = mkdtempSync(join(tmpdir(), "library-advice-"));
    try {
      return download(project, python, glibc, folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
}

function download(project: string, python: string, glibc: number, folder: string): Contents[] {
  const minors = Array.from({ length: glibc - 4 }, (_, index) => `manylinux_2_${index + 5}_x86_64`);
  const old = ["manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64", "linux_x86_64"];
  const platforms = [...minors, ...old].flatMap((platform) => ["--platform", platform]);
  const target = ["--implementation", "cp", "--python-version", python, "--only-binary", ":all:", ...platforms];
  const run = (command: string, words: readonly string[]) =>
    spawnSync(command, words, { encoding: "utf8" }).status === 0;
  if (
    !run("python3", [
      "-m",
      "pip",
      "download",
      "--quiet",
      "--no-cache-dir",
      "--no-deps",
      "--dest",
      folder,
      ...target,
      project,
    ])
  )
    return [];
  const file = readdirSync(folder).find((name) => name.endsWith(".whl"));
  if (file === undefined || !run("python3", ["-m", "zipfile", "-e", join(folder, file), join(folder, "files")]))
    return [];
  const paths = readdirSync(join(folder, "files"), { recursive: true, encoding: "utf8" });
  const compiled = paths.filter((path) => /\.so(\.[\w.]+)?$/.test(path));
  const needed = compiled.flatMap((path) => {
    const elf = readElf(readFileSync(join(folder, "files", path)));
    return "needed" in elf ? elf.needed : [];
  });
  return [
    {
      file: file.split("-").slice(0, 3).join("-"),
      names: paths.map((path) => basename(path)),
      needed: new Set(needed),
    },
  ];
}
