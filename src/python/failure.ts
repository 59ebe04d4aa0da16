import { ExitCode, UserError } from "../errors.ts";
import type { Options } from "../options/options.ts";
import type { Host, RunResult } from "../runner/host.ts";
import { placeName, type Requirement, type Requirements } from "./requirements.ts";

/** One way an installation fails: how it is recognised in pip's or uv's output, and what to do. */
interface Failure {
  readonly pattern: RegExp;
  readonly hint: (match: RegExpExecArray, host: Host) => string;
}

const NO_ROOM = /The installer was stopped: |No space left on device|Disk quota exceeded/;

const NOT_FOUND =
  "Check the name and the version; a release may need a newer Python or glibc than the target has, or may have been yanked.";

const FAILURES: readonly Failure[] = [
  {
    pattern: NO_ROOM,
    hint: () =>
      "Make room, or, where a release unpacks to more than it should, pin another one and tell who runs the index. What uv keeps of it goes with `uv cache clean`.",
  },
  {
    pattern:
      /ConnectionError|NewConnectionError|Connection refused|Failed to establish|timed out|Could not connect|error sending request|dns error|Temporary failure|tcp connect error|network timeout|error decoding response body|response body error|connection reset/i,
    hint: () => "The package index did not answer. Check PIP_INDEX_URL, proxy and network, and run again.",
  },
  {
    pattern: /BadZipFile|Failed to extract archive|has an invalid wheel/,
    hint: () =>
      "That file of the index is damaged, or made to do harm: pin another release, and tell who runs the index.",
  },
  {
    pattern:
      /\b40[13] (Client Error|Unauthorized|Forbidden)|Unauthorized|Forbidden|User for [^\s]+:|authentication required/i,
    hint: (_, { event }) =>
      event.fromFork
        ? "The index wants credentials, and this pull request comes from a fork: forks have no secrets. Run it from a branch of this repository."
        : "The index wants credentials: set PIP_INDEX_URL or PIP_EXTRA_INDEX_URL from a secret, or a keyring, in the step's env.",
  },
  {
    pattern: /do not match the hashes|Hash mismatch/i,
    hint: () => "The file of the index is not the one that was locked. Lock again, and find out why it changed.",
  },
  {
    pattern: /require a hash|--require-hashes|all requirements must have/i,
    hint: () =>
      "With one hash in the files every requirement needs one, dependencies too. Lock again with hashes, or set require-hashes: false.",
  },
  {
    pattern: /requires? (?:a different )?Python|Requires-Python|does not satisfy Python|current Python version/i,
    hint: () =>
      "No release of that package that fits runs on this Python. Pin an older release, or deploy on an image with a newer Python.",
  },
  {
    pattern: /there\s+is\s+no\s+version\s+of\s+(\S+)\s+and\s+you\s+require\s+\1(?=[\s,])/,
    hint: () => NOT_FOUND,
  },
  {
    pattern: /ResolutionImpossible|conflicting dependencies|unsatisfiable/i,
    hint: () => "The requirements contradict each other: loosen one of the pins named above.",
  },
  {
    pattern:
      /Failed building wheel|Failed to build|metadata-generation-failed|build_wheel|subprocess-exited-with-error/i,
    hint: () =>
      "There is no wheel that fits, and building from source failed. Pin a release with a wheel for this Python, or install its build requirements before this step.",
  },
  {
    pattern:
      /No matching distribution|Could not find a version|was not found in the package registry|no version of|no wheels|have no .* wheel/i,
    hint: () => NOT_FOUND,
  },
];

/**
 * The error of an installer that failed: its own reason, the requirement's line, and what to do.
 * @param consequence a sentence on what that means, where it is more than a failed build
 */
export function failedInstall(
  run: RunResult,
  { requirements }: Requirements,
  options: Options,
  host: Host,
  consequence = "",
): UserError {
  const reason = reasonIn(run.output) ?? `the installer ended with exit code ${run.exitCode}`;
  const culprit = culpritOf(reason, requirements) ?? culpritOf(run.output, requirements);
  const where = culprit ? `${placeOf(culprit, options)} (${culprit.text}): ` : "";
  const failure = FAILURES.map((one) => ({ one, match: one.pattern.exec(run.output) })).find(
    ({ match }) => match !== null,
  );
  return new UserError(`${where}${reason}${consequenceOf(run, consequence)}`, {
    file: culprit?.file ?? undefined,
    line: culprit?.line,
    hint: failure?.match ? failure.one.hint(failure.match, host) : undefined,
    exitCode: ExitCode.install,
  });
}

/** A disk that is full here tells nothing about the container. */
function consequenceOf({ output }: RunResult, consequence: string): string {
  return consequence === "" || NO_ROOM.test(output) ? "" : `. ${consequence}`;
}

function placeOf({ file, line }: Requirement, { workspace }: Options): string {
  return file === null ? `packages line ${line}` : placeName(file, line, workspace);
}

/** pip's last `ERROR:` lines, or what follows uv's `×` or `error:`, on one line. */
function reasonIn(output: string): string | undefined {
  const lines = output.split("\n");
  const start = lines.findIndex((line) => /^\s*(×|error:|x No solution)/.test(line));
  const errors = crashIn(lines) ?? lines.filter((line) => /^\s*ERROR: /.test(line)).slice(-2);
  const taken = start < 0 ? errors : withoutTraceback(lines.slice(start)).slice(0, 12);
  const text = taken
    .map((line) => line.replace(/^[\s×╰├│─▶]*(ERROR|error|Caused by)?:?\s*/, "").trim())
    .filter((line) => line !== "")
    .join(" ");
  return text === "" ? undefined : text.slice(0, 600);
}

/** When pip itself falls over, the end of its traceback says of what. */
function crashIn(lines: readonly string[]): string[] | undefined {
  const begin = lines.findIndex((line) => /^\s*ERROR: Exception:/.test(line));
  const raised = lines.slice(begin).filter((line) => /^[A-Za-z_][\w.]*: /.test(line) && !line.startsWith("ERROR: "));
  return begin < 0 || raised.length === 0 ? undefined : raised.slice(-1);
}

/** Of the traceback of a build that failed, only its last line. */
function withoutTraceback(lines: readonly string[]): readonly string[] {
  const begin = lines.findIndex((line) => line.includes("Traceback (most recent call last)"));
  if (begin < 0) return lines;
  const end = lines.findIndex((line, index) => index > begin && /^[\s│]*(\[end of output\])?$/.test(line));
  return [...lines.slice(0, begin), ...lines.slice(end - 1, end)];
}

/** The first requirement whose name the text speaks of. */
function culpritOf(text: string, requirements: readonly Requirement[]): Requirement | undefined {
  const normalised = text.toLowerCase().replace(/[-_.]+/g, "-");
  const named = requirements.filter(
    ({ name }) => name !== null && new RegExp(`(^|[^a-z0-9-])${name}($|[^a-z0-9-])`).test(normalised),
  );
  return named.find(({ constraint }) => !constraint) ?? named[0];
}
