// Whether tests that need the real PyPI, or the mirror that this machine is configured for, can run.
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { findAnyPython } from "../python/interpreters.ts";

const run = promisify(execFile);

/** For `test(name, { skip: await skipWithoutIndex() }, …)`: false, or the reason, which the reporter prints. */
export async function skipWithoutIndex(): Promise<string | false> {
  const silence = await whyUnreachable();
  return silence === undefined ? false : `no package index answers to pip here: ${silence}`;
}

/** Whether the index that pip is configured for hands out a file within some seconds. */
export async function indexReachable(): Promise<boolean> {
  return (await whyUnreachable()) === undefined;
}

let answer: Promise<string | undefined> | undefined;

/** Asked once per process, thus once per test file. */
function whyUnreachable(): Promise<string | undefined> {
  answer ??= downloadTinyPackage();
  return answer;
}

async function downloadTinyPackage(): Promise<string | undefined> {
  const directory = await mkdtemp(join(tmpdir(), "azureml-index-"));
  const patience = ["--retries", "0", "--timeout", "10"];
  // Neither a cache nor a directory of wheels is an index.
  const options = { timeout: 30_000, env: { ...process.env, PIP_FIND_LINKS: "" } };
  const question = ["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-cache-dir", "--no-deps"];
  try {
    await run(findAnyPython(), [...question, ...patience, "--dest", directory, "six==1.17.0"], options);
    return undefined;
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    return (stderr?.trim() || message).split("\n").at(-1);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
