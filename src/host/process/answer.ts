import type { Host, ToolOptions } from "../host.ts";
import { runTool, type ToolEnding } from "./tools.ts";

/** Characters; far more than the expected output of any tool. */
const ANSWER_LIMIT = 2 ** 26;
const ERRORS_LIMIT = 2 ** 16;

/** The result of a tool, and its output. */
export interface Answered extends ToolEnding {
  /** All of its standard output. */
  readonly output: string;
  /** The end of its standard error. */
  readonly errors: string;
}

/**
 * Runs a tool and returns its output, whatever its exit code.
 * @throws Error if it cannot be started, or writes more than 64 MiB to standard output
 */
export async function answerOf(command: string, args: readonly string[], options: ToolOptions): Promise<Answered> {
  const parts: string[] = [];
  let [length, errors] = [0, ""];
  const ending = await runTool(command, args, options, {
    stdout: (text) => {
      length += text.length;
      if (length <= ANSWER_LIMIT) parts.push(text);
      return length <= ANSWER_LIMIT;
    },
    stderr: (text) => {
      errors = (errors + text).slice(-ERRORS_LIMIT);
      return true;
    },
  });
  if (length > ANSWER_LIMIT) throw new Error(`${command} wrote more than 64 MiB to its standard output`);
  return { ...ending, output: parts.join(""), errors };
}

/** `askTool` of both hosts. */
export const askTool: Host["askTool"] = async (command, args, options) => {
  const { code, signal, output, errors } = await answerOf(command, args, options);
  if (code === 0) return output;
  const how = signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`;
  throw new Error(errors.trim().split("\n").at(-1) || `${command} ${how}`);
};
