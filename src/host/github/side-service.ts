import { UserError } from "../../util/errors.ts";
import { ToolkitCall, watched } from "./toolkit-call.ts";

/** Seconds in which fewer bytes than `MOVED` arrive or leave: a service that takes longer has failed. */
const LIMIT_SECONDS = 60;
const MOVED = 16 * 2 ** 10;
const TICK_MILLISECONDS = 250;

/** What a call of the toolkit returned, and what it said: it reports most failures in its log alone. */
export interface Answer<T> {
  readonly value: T;
  /** Its last warning or error, or how its last request failed. */
  readonly complaint: string | undefined;
  /** The HTTP status or error of the last request, if it failed. */
  readonly failure: string | undefined;
  /** Whether the last request read something, and was answered in full. */
  readonly hasRead: boolean;
}

/** The service did not do what it was asked for: it is not asked again in this run. */
export class ServiceFailure extends Error {}

let unsettled = 0;

/**
 * Whether a call of the toolkit was given up at the limit and still goes on. Octokit's requests cannot be aborted, and it
 * repeats them: the process would live on for minutes.
 */
export const hasUnsettledCall = () => unsettled > 0;

/** One of GitHub's two services, beside the work of the step: how long a run waits for it in all is limited. */
export class SideService {
  readonly #seconds: number;
  #waited = 0;
  #moved = 0;

  /** The variable is the one that actions/cache documents for the same purpose. */
  constructor({ SEGMENT_DOWNLOAD_TIMEOUT_MINS: minutes }: NodeJS.ProcessEnv, seconds = LIMIT_SECONDS) {
    this.#seconds = Number(minutes) * 60 || seconds;
  }

  /**
   * Calls the toolkit, whose warnings are not printed. It accepts no abort signal, and a request that hangs would keep the
   * process alive long after the job: its requests are aborted at the limit, except those of undici (`hasUnsettledCall`).
   * @param lines `quiet` if its other lines are not printed either: the debug log has them
   * @param end aborts its requests
   * @throws ServiceFailure if no request makes progress; the toolkit's own errors
   */
  async call<T>(work: () => Promise<T>, lines?: "quiet", end?: AbortSignal): Promise<Answer<T>> {
    const call = new ToolkitCall(lines === "quiet");
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise<never>((_, reject) => {
      timer = setInterval(() => {
        if (!this.#isOverLimit(call)) return;
        clearInterval(timer);
        reject(new ServiceFailure(this.#whyOver(call)));
        giveUp(call, working);
      }, TICK_MILLISECONDS);
    });
    const working = watched(call, work);
    const abort = () => giveUp(call, working);
    end?.addEventListener("abort", abort);
    tooLong.catch(() => {});
    try {
      const value = await Promise.race([working, tooLong]);
      return answerOf(value, call);
    } catch (error) {
      throw withFailure(error, call);
    } finally {
      clearInterval(timer);
      end?.removeEventListener("abort", abort);
      working.catch(() => {}); // an error after the limit is not reported
    }
  }

  #isOverLimit(call: ToolkitCall): boolean {
    const moved = call.takeMoved();
    if (!call.isWaiting) return false;
    this.#moved += moved;
    if (this.#moved >= MOVED) {
      this.#moved = 0;
      this.#waited = 0;
    }
    // Ticks, not the clock: a thread that is busy does not make the service slow.
    this.#waited += TICK_MILLISECONDS / 1_000;
    return this.#waited > this.#seconds;
  }

  #whyOver({ failure }: ToolkitCall): string {
    const last = failure === undefined ? "" : `; last, ${failure}`;
    return `no answer within ${this.#seconds} seconds${last}`;
  }
}

function giveUp(call: ToolkitCall, working: Promise<unknown>): void {
  unsettled += 1;
  working.finally(() => (unsettled -= 1)).catch(() => {});
  call.abort();
}

function answerOf<T>(value: T, call: ToolkitCall): Answer<T> {
  const { warnings, failure, hasRead } = call;
  const said = warnings.at(-1)?.replace(/^Failed to (?:restore|save): /, "");
  // The toolkit unpacks the body of a download whatever its status was, and says then that tar failed.
  const isUnrelated = said !== undefined && isUnsaid(call, said);
  return { value, complaint: isUnrelated ? failure : (said ?? failure), failure, hasRead };
}

/** Of a download that failed, the toolkit says only how often it was tried. */
function withFailure(error: unknown, call: ToolkitCall): unknown {
  const isOwn = error instanceof UserError || (error instanceof Error && "status" in error);
  if (isOwn || !(error instanceof Error) || !isUnsaid(call, error.message)) return error;
  return new ServiceFailure(`${error.message.replace(/\.$/, "")} (${call.failure}).`, { cause: error });
}

/** Whether the last request failed in a way that a message does not name. */
function isUnsaid({ failure }: ToolkitCall, message: string): boolean {
  const status = /^HTTP (\d+)$/.exec(failure ?? "")?.[1];
  return failure !== undefined && !message.includes(status ?? failure);
}
