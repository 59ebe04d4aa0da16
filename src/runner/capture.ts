import { once } from "node:events";
import type { Host } from "./host.ts";
import { startProgram } from "./program.ts";

/**
 * `capture` of both hosts: a short program whose answer is read, not shown.
 * @throws Error when it cannot be started, or ends otherwise than with exit code 0
 */
export const capture: Host["capture"] = async (command, args, options) => {
  const { child, ended } = await startProgram(command, args, options);
  const written = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.setEncoding("utf8").on("data", (text: string) => {
      written[name] += text;
    });
  }
  const [{ code, signal }] = await Promise.all([ended, once(child, "close")]);
  if (code === 0) return written.stdout;
  const how = signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`;
  throw new Error(written.stderr.trim().split("\n").at(-1) || `${command} ${how}`);
};
