// One row: the verdict with the simulated image, and what the images do with the same mount.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "../src/findings/check.ts";
import { uvPlatform } from "../src/python/packaging/wheel-tags.ts";
import { runChild } from "../test/support/machine/child.ts";
import { runCli } from "../test/support/machine/cli.ts";
import { childEnvironment } from "../test/support/machine/environment.ts";
import { type Cleanup, createWorkspace } from "../test/support/machine/workspace.ts";
import { findPython } from "../test/support/python/interpreters.ts";
import { findUv } from "../test/support/python/uv.ts";
import { auditPackages } from "./auditwheel.ts";
import type { Result, Row } from "./cases.ts";
import type { Images } from "./images.ts";
import { type Deployed, observeContainer, observeSimulated, observeUploaded } from "./observe.ts";

interface Workplace {
  readonly t: Cleanup;
  readonly codeDirectory: string;
  /** Keeps the tools of one row for the next. */
  readonly home: string;
  readonly row: Row;
  readonly images: Images;
}

interface Verdict {
  readonly exitCode: number | null;
  readonly findings: readonly Finding[];
  readonly outputs: Readonly<Record<string, string>>;
}

/** Exit codes of a run that verified: it passed, or failed. */
const VERIFIED = [0, 1];

/** @throws Error if the tool fails by itself */
export async function runRow(t: Cleanup, row: Row, images: Images, home: string): Promise<Result> {
  const { name, kind, python } = row;
  const place = workplace(t, row, images, home);
  const date = new Date().toISOString().slice(0, 10);
  await call(place, ["lock"]); // direct pins are another subject (check M14)
  const judged = await call(place, ["build"]);
  if (!VERIFIED.includes(judged.exitCode ?? -1)) {
    return {
      name,
      kind,
      python,
      date,
      verdict: "not installed",
      errors: [],
      warnings: [],
      pipCheck: [],
      auditwheel: [],
    };
  }
  const deployed = await deploy(place, judged);
  const container = await observeContainer(t, deployed, images);
  return {
    name,
    kind,
    python,
    date,
    verdict: judged.exitCode === 0 ? "passed" : "failed",
    errors: causes(judged, "error"),
    warnings: causes(judged, "warning"),
    ...(container === undefined ? {} : { container }),
    simulated: await observeSimulated(deployed, images),
    pipCheck: await pipCheck(place, deployed),
    ...(row.use === undefined ? {} : { uploaded: await observeUploaded(t, deployed, images) }),
  };
}

/**
 * Adds what auditwheel says. It reads the packages only, which are installed without a build of the mount.
 * @throws Error if they cannot be installed
 */
export async function auditRow(t: Cleanup, row: Row, images: Images, home: string, result: Result): Promise<Result> {
  if (result.verdict === "not installed") return { ...result, auditwheel: [] };
  const packages = await installPackages(workplace(t, row, images, home));
  return { ...result, auditwheel: await auditPackages(packages, images.glibc, home) };
}

/** @returns a directory with the packages that the mount has; the wheels are kept for the next row */
async function installPackages({ t, codeDirectory, home, row, images }: Workplace): Promise<string> {
  const uv = await findUv(t);
  const python = findPython(row.python);
  const platform = uvPlatform({ glibc: [2, images.glibc], architecture: "x86_64" });
  if (uv === undefined || python === undefined || platform === undefined) throw new Error("no uv, or no such Python");
  const directory = join(codeDirectory, "packages");
  const target = ["--python", python, "--python-platform", platform, "--target", directory];
  const { exitCode, stderr } = await runChild(uv, ["pip", "install", "--quiet", ...target, "-r", "requirements.txt"], {
    cwd: codeDirectory,
    env: childEnvironment({ home, inheritIndex: true, env: { UV_CACHE_DIR: join(home, "uv"), UV_NO_CONFIG: "1" } }),
    timeout: 1_200_000,
  });
  if (exitCode !== 0) throw new Error(`${row.name}: ${stderr.slice(-2000)}`);
  return directory;
}

function workplace(t: Cleanup, row: Row, images: Images, home: string): Workplace {
  const requirements = `${row.requirements.join("\n")}\n`;
  const codeDirectory = createWorkspace(t, { "score.py": scoringScript(row), "requirements.txt": requirements });
  return { t, codeDirectory, home, row, images };
}

function scoringScript({ imports, use = [] }: Row): string {
  const run = [...use, 'return "served"'].map((line) => `    ${line}`);
  return `${[...imports, "", "", "def init():", "    pass", "", "", "def run(data):", ...run].join("\n")}\n`;
}

async function call({ t, codeDirectory, home, row, images }: Workplace, words: string[]): Promise<Verdict> {
  const target = images.name === "" ? ["--python-version", row.python] : ["--image", images.name];
  const fixed = words[0] === "build" ? ["--cache", "off", "--evidence", "simulated"] : [];
  const options = {
    cwd: codeDirectory,
    home,
    inheritIndex: true,
    timeout: 1_200_000,
    env: images.container?.engine.env ?? {},
  };
  const { exitCode, json, stderr } = await runCli(t, [...words, "--json", ...target, ...fixed], options);
  if (exitCode === null || exitCode > 3) throw new Error(`${row.name} on ${row.python}: ${stderr.slice(-2000)}`);
  const file = json?.["report-file"] ?? "";
  const report = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  return { exitCode, findings: report.findings ?? [], outputs: json ?? {} };
}

/** A mount that failed is placed by a build without the checks that it failed. */
async function deploy(place: Workplace, judged: Verdict): Promise<Deployed> {
  const off = new Set<string>();
  let built = judged;
  while (built.exitCode === 1) {
    const known = off.size;
    for (const { check, severity } of built.findings) if (severity === "error") off.add(check);
    if (off.size === known) throw new Error(`${place.row.name}: no mount without ${[...off].join(", ")}`);
    const rules = [...off].map((check) => `${check}=off # the image is asked all the same`);
    built = await call(place, ["build", ...rules.flatMap((rule) => ["--checks", rule])]);
  }
  if (built.exitCode !== 0) throw new Error(`${place.row.name}: ${built.outputs.error}`);
  const variables = JSON.parse(built.outputs["environment-variables"] ?? "{}") as Record<string, string>;
  return { codeDirectory: place.codeDirectory, variables };
}

function causes({ findings }: Verdict, wanted: Finding["severity"]): string[] {
  const named = findings.filter(({ severity }) => severity === wanted);
  return [...new Set(named.map(({ check, distribution }) => `${check} ${distribution ?? ""}`.trim()))];
}

function mountOf({ codeDirectory, variables }: Deployed): string {
  return join(codeDirectory, variables.AZUREML_EXTRA_PYTHON_LIB_PATH ?? "");
}

/** What the pip of the image says of the distributions that it sees, with the mount on the path. */
async function pipCheck({ images, home }: Workplace, deployed: Deployed): Promise<string[]> {
  const env = { ...childEnvironment({ home }), PYTHONPATH: mountOf(deployed), PYTHONDONTWRITEBYTECODE: "1" };
  const python = join(images.simulated.directory, "bin", "python");
  const { stdout } = await runChild(python, ["-m", "pip", "check", "--disable-pip-version-check"], { cwd: "/", env });
  return stdout.split("\n").filter((line) => / has requirement | requires /.test(line));
}
