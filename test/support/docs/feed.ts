// A repository on a reader's machine and the feed of docs/private-indexes.md on loopback, which wants a login.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { repositoryRoot } from "../github/runner/action-runner.ts";
import { type ChildResult, runChild } from "../machine/child.ts";
import { childEnvironment } from "../machine/environment.ts";
import { type Cleanup, writeFiles } from "../machine/workspace.ts";
import { fixturePackages } from "../packages/fixture-packages.ts";
import { type PackageIndex, startIndex } from "../packages/package-index.ts";
import { findPython } from "../python/interpreters.ts";
import { blockOf, pageOf } from "./blocks.ts";
import { readersMachine } from "./walk.ts";

export const page = pageOf("private-indexes.md");
const FEED = "pkgs.dev.azure.com/ORG/PROJECT/_packaging/FEED/pypi/simple/";
/** As long as one of Microsoft Entra, and of the same characters. */
export const TOKEN = `eyJ0eXAiOiJKV1Qi.${"Zm9vYmFy".repeat(150)}.c2lnbmF0dXJl-_`;
const SCORE = "import greet\n\n\ndef init():\n    pass\n\n\ndef run(data):\n    return data\n";

const found = ["3.13", "3.12", "3.11", "3.10", "3.9", "3.8"].map(findPython);
/** An interpreter whose pip has the setting: 23.1 or newer. */
export const newer = found.find((python) => pipOf(python) >= 23.1);
/** One whose pip is older. */
export const older = found.find((python) => pipOf(python) > 0 && pipOf(python) < 23.1);
export const noOlder = older === undefined && "no Python has a pip before 23.1";
export const noKeyring = newer === undefined && "no Python has pip 23.1 or newer";

export const minorOf = (python = "") =>
  execFileSync(python, ["-c", "import sys; print('%d.%d' % sys.version_info[:2])"], { encoding: "utf8" }).trim();

function pipOf(python: string | undefined): number {
  if (python === undefined) return 0;
  const text = execFileSync(python, ["-m", "pip", "--version"], { encoding: "utf8" });
  return Number(/^pip (\d+\.\d+)/.exec(text)?.[1] ?? 0);
}

export interface Place {
  readonly home: string;
  readonly cwd: string;
  readonly index: PackageIndex;
}

/** A repository on a machine, and a feed that wants a login. */
export async function place(t: Cleanup, user = "build", requirements = "greet==1.0\n"): Promise<Place> {
  const index = await startIndex({ packages: fixturePackages(), credentials: { user, password: TOKEN } });
  t.after(() => index.close());
  const machine = readersMachine(t, "repository");
  writeFiles(machine.cwd, { "scoring/score.py": SCORE, "scoring/requirements.txt": requirements });
  return { ...machine, index };
}

/** A block with the addresses of the loopback index, which has no TLS, and the tool in its place. */
export function forLoopback(name: string, { index }: Place): string {
  const { host } = new URL(index.url);
  return blockOf(page, name)
    .replaceAll(FEED, `${host}/simple/`)
    .replaceAll("https://", "http://")
    .replaceAll("machine pkgs.dev.azure.com", "machine 127.0.0.1")
    .replaceAll("node dist/cli.js", `node '${join(repositoryRoot, "dist", "cli.js")}'`);
}

/** Runs a script, which must not print the token; files are searched by scenarios/installation/credentials.test.ts. */
export async function sh(script: string, { home, cwd }: Place, env: Record<string, string> = {}): Promise<ChildResult> {
  const path = `${dirname(findPython("3.9") ?? "")}:${join(home, "bin")}:${process.env.PATH}`;
  const machine = childEnvironment({ home, env: { PIP_RETRIES: "0", PATH: path, ...env } });
  const ended = await runChild("bash", ["-euo", "pipefail", "-c", script], { cwd, env: machine });
  assert.equal(ended.lines.join("\n").includes(TOKEN), false, "the token shows");
  return ended;
}

export function requireBuilt(
  { exitCode, lines }: Pick<ChildResult, "exitCode" | "lines">,
  { cwd, index }: Place,
  distribution = "greet-1.0",
): void {
  assert.equal(exitCode, 0, lines.join("\n"));
  const [python = ""] = readdirSync(join(cwd, "scoring", "myenv", "lib"));
  const names = readdirSync(join(cwd, "scoring", "myenv", "lib", python, "site-packages"));
  assert.ok(names.includes(`${distribution}.dist-info`), names.join());
  assert.ok(index.requests.some(({ status, authorization }) => status === 200 && authorization !== ""));
}
