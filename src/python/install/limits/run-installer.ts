import type { Host, RunningProgram, RunResult, ToolOptions } from "../../../host/host.ts";
import { ExitCode, UserError } from "../../../util/errors.ts";
import { HINTS } from "../hint-texts.ts";
import { type DiskLimits, DiskWatch } from "./disk-limit.ts";
import { FIRST_STAGE, stageAfter } from "./installer-stages.ts";
import { StallWatch } from "./stall-limit.ts";

interface Limits {
  /** Seconds without progress. */
  readonly stall: number;
  readonly disk?: DiskLimits;
}

/**
 * `host.runTool` for an installer, which is ended before it fills the disk, and if it makes no progress. The last line of
 * its output then begins with `error:` and says why.
 */
export async function runInstaller(
  host: Host,
  command: string,
  args: readonly string[],
  options: ToolOptions,
  { stall, disk }: Limits,
): Promise<RunResult> {
  const watches = [new DiskWatch(host.temporary, disk), new StallWatch(stall)];
  const run = await host.progress("Packages:", async (tell) => {
    tell(FIRST_STAGE);
    const onLine = (line: string) => {
      const stage = stageAfter(line);
      if (stage !== undefined) tell(stage);
    };
    return await host.runTool(command, args, { ...options, watch: startAll(watches), onLine });
  });
  const reason = watches.find((watch) => watch.reason !== undefined)?.reason;
  if (reason === undefined || run.exitCode === 0) return run;
  return { ...run, output: `${run.output}error: The installer was stopped: ${reason}\n` };
}

/**
 * `host.askTool` for an installer, with the same limit for a stall.
 * @throws UserError after the limit
 */
export async function askInstaller(
  host: Host,
  command: string,
  args: readonly string[],
  options: ToolOptions,
  { stall }: Limits,
): Promise<string> {
  const watch = new StallWatch(stall);
  try {
    return await host.askTool(command, args, { ...options, watch: startAll([watch]) });
  } catch (error) {
    if (watch.reason === undefined) throw error;
    throw new UserError(`The installer was stopped: ${watch.reason}`, {
      hint: HINTS.unreachable,
      exitCode: ExitCode.install,
      cause: error,
    });
  }
}

function startAll(watches: readonly { start(program: RunningProgram): () => void }[]): ToolOptions["watch"] {
  return (program) => {
    const stops = watches.map((watch) => watch.start(program));
    return () => {
      for (const stop of stops) stop();
    };
  };
}
