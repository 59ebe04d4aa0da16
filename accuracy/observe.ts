// What images do with a mount, without this project's checks.
import { chmodSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { startContainer } from "../test/support/container/running-container.ts";
import { runScript } from "../test/support/container/simulated-image.ts";
import type { Cleanup } from "../test/support/machine/workspace.ts";
import type { Observed } from "./cases.ts";
import type { Images } from "./images.ts";

/** A code directory whose mount the variables name. */
export interface Deployed {
  readonly codeDirectory: string;
  readonly variables: Record<string, string>;
}

export async function observeSimulated(
  { codeDirectory, variables }: Deployed,
  { simulated }: Images,
): Promise<Observed> {
  const server = await runScript({ codeDirectory, image: simulated, environmentVariables: variables });
  if ("exitCode" in server) return { serves: false, why: lastError(server.log()) || server.reason };
  try {
    const { status, body } = await server.post("/score", {});
    if (status === 200) return { serves: true, why: "" };
    return { serves: false, why: lastError(server.log()) || `${status}: ${JSON.stringify(body)}` };
  } finally {
    await server.stop();
  }
}

export async function observeContainer(
  t: Cleanup,
  { codeDirectory, variables }: Deployed,
  { container }: Images,
): Promise<Observed | undefined> {
  if (container === undefined) return undefined;
  const { engine, image, python } = container;
  const running = await startContainer(t, engine, { image, files: codeDirectory, env: variables, python });
  return await running.score({}).then(
    () => ({ serves: true, why: "" }),
    async () => ({ serves: false, why: lastError(await running.log()) || "the container ended" }),
  );
}

/** An upload to Azure keeps no file modes: takes the execute bits away, and asks the container, else the simulated image. */
export async function observeUploaded(t: Cleanup, deployed: Deployed, images: Images): Promise<Observed> {
  for (const entry of readdirSync(deployed.codeDirectory, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) chmodSync(join(entry.parentPath, entry.name), 0o644);
  }
  return (await observeContainer(t, deployed, images)) ?? (await observeSimulated(deployed, images));
}

/** Preferably the scoring script's own exception, not the one that the server wraps it in. */
function lastError(log: string): string {
  const errors = log.split("\n").filter((line) => /^[A-Za-z_][\w.]*(Error|Exception)\b/.test(line));
  const error = errors.filter((line) => !/UserScript/.test(line)).at(-1) ?? errors.at(-1) ?? "";
  return withoutMachine(error).slice(0, 200);
}

/** The directories of the machine that measures differ from run to run, and say nothing about the packages. */
function withoutMachine(error: string): string {
  return error.replace(/\/(?:root|home|tmp)\/[^\s"'():]*?\/(?=lib\/python3|myenv\/)/g, "");
}
