// The workflow engine act, compiled by Go from its module proxy and kept from one run of the tests to the next.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const VERSION = "v0.2.89";

/**
 * For `describe(name, { skip: await skipWithoutAct() }, …)`: false, or the reason, which the reporter prints. The first
 * call on a machine downloads and compiles act, which takes a minute.
 */
export async function skipWithoutAct(): Promise<string | false> {
  if (process.platform !== "linux") return "packages for the image are built on Linux";
  if (existsSync(actProgram())) return false;
  try {
    await run("go", ["version"]);
  } catch {
    return "there is no Go here, which compiles act";
  }
  return await install().then(
    () => false,
    ({ stderr, message }: Error & { stderr?: string }) =>
      `go install cannot get act ${VERSION}: ${(stderr?.trim() || message).split("\n").at(-1)}`,
  );
}

/** Its path, whether it is there or not. */
export function actProgram(): string {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache");
  return join(cache, "azureml-extra-packages-tests", "act", VERSION, "act");
}

/** Into a directory of its own, then renamed: half of one is never used. */
async function install(): Promise<void> {
  const place = dirname(actProgram());
  await mkdir(dirname(place), { recursive: true });
  const draft = await mkdtemp(`${place}.`);
  try {
    const env = { ...process.env, GOBIN: draft };
    await run("go", ["install", `github.com/nektos/act@${VERSION}`], { cwd: draft, env, timeout: 180_000 });
    await rename(draft, place).catch((error) => {
      if (!existsSync(actProgram())) throw error; // another process was faster
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
