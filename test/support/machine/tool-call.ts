// Runs a tool in a separate process and prints the result as JSON: for errors that would terminate that process.
//   node tool-call.ts '{"command", "args", "times", "stray": whether an unrelated promise is rejected meanwhile}'
import { answerOf } from "../../../src/host/process/answer.ts";

const { command, args, times = 1, stray = false } = JSON.parse(process.argv[2] ?? "");
// Placeholders for arguments that do not fit on a command line.
const words = args.map((arg: string | number) => (typeof arg === "number" ? "x".repeat(arg) : arg));
const options = { environment: { PATH: process.env.PATH }, input: "input\n".repeat(100_000) };
const calls = Array.from({ length: times }, () =>
  answerOf(command, words, options).then(
    ({ code, signal }) => code ?? signal,
    (error) => error.message,
  ),
);
if (stray) setImmediate(() => Promise.reject(new Error("not of a start")));
process.stdout.write(JSON.stringify(await Promise.all(calls)));
