import { getExecOutput } from "@actions/exec";
import type { Host } from "./host.ts";

/**
 * `capture` of both hosts: a short program whose answer is read, not shown.
 * @throws Error when it cannot be started, or ends with another exit code than 0
 */
export const capture: Host["capture"] = async (command, args, { environment, directory }) => {
  const { exitCode, stdout, stderr } = await getExecOutput(`"${command}"`, [...args], {
    env: environment as Record<string, string>,
    ...(directory === undefined ? {} : { cwd: directory }),
    silent: true,
    ignoreReturnCode: true,
    input: Buffer.alloc(0), // a program that asks must meet the end of the input
  });
  if (exitCode !== 0)
    throw new Error(stderr.trim().split("\n").at(-1) || `${command} ended with exit code ${exitCode}`);
  return stdout;
};
