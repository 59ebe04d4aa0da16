import { BUILD_OUTPUT } from "../packaging/pip-log.ts";

/** Characters of a reason. */
const LONGEST = 600;
const MOST_LINES = 12;

/** Why an installer failed, in one line: pip's last `ERROR:` lines, or uv's error with its causes. */
export function reasonIn(output: string): string | undefined {
  const lines = output.split("\n");
  const start = lines.findIndex((line) => /^\s*(×|error:|x No solution)/.test(line));
  const build = failedBuildIn(lines);
  if (build !== undefined) return build;
  const text = start < 0 ? pipReason(lines) : uvReason(withoutTraceback(lines.slice(start)).slice(0, MOST_LINES));
  return text === "" ? undefined : withoutPythonObjects(text).slice(0, LONGEST);
}

/** pip prints the exceptions of its HTTP library as Python writes them: only their words are kept. */
function withoutPythonObjects(text: string): string {
  return text
    .replace(/HTTPS?ConnectionPool\(host='([^']*)', port=\d+\): /g, (_, host: string) =>
      text.includes(`//${host}`) ? "" : `${host}: `,
    )
    .replace(/Max retries exceeded with url: \S+ \(Caused by (.*?["']\)+)/g, (_, cause: string) =>
      cause
        .replace(/\w+(?:Error|Exception)\((?:\d+, )?["']?/g, "")
        .replace(/<[^<>]* object at 0x[0-9a-f]+>: /g, "")
        .replace(/\.?["'], /g, ": ")
        .replace(/["']\)+/g, ""),
    );
}

function pipReason(lines: readonly string[]): string {
  const errors = crashIn(lines) ?? lines.filter((line) => /^\s*ERROR: /.test(line)).slice(-2);
  return errors
    .map((line) => line.replace(/^\s*ERROR:\s*/, "").trim())
    .map((line) => line.replace(/\(from versions: .*((?:, [^,)]+){5})\)/, "(from versions: …$1)"))
    .filter((line) => line !== "")
    .map((line) => line.replace(/\.$/, ""))
    .join(". ");
}

/** uv before 0.9 draws its causes as a tree; later versions write a label before each. */
const CAUSE = /^\s*(?:[├╰]─[▶>]|(?:Caused by|cause):)\s*/;
const HINT = /^[\s│]*(?:hint|help):\s*/;
const START = /^[\s×]*(?:x(?= No solution)|(?:error|ERROR):)?\s*/;
/** What says nothing, or nothing to this tool's users. */
const EMPTY =
  /^(subprocess-exited-with-error|\^+|note: This (error|is an issue) .*|See above for output\.|No available output\.)?$/;
/** What another program printed. */
const PRINTED = /^\s*(?:---|\[)\s*(?:stderr|stdout)\]?\s*$/;

interface Part {
  readonly kind: "cause" | "hint";
  readonly words: string[];
}

/** An error and its causes as one sentence, each cause after a colon; a hint is a sentence of its own. */
function uvReason(lines: readonly string[]): string {
  const parts: Part[] = [{ kind: "cause", words: [] }];
  for (const line of lines) {
    if (PRINTED.test(line) || CAUSE.test(line)) parts.push({ kind: "cause", words: [] });
    else if (HINT.test(line)) parts.push({ kind: "hint", words: [] });
    const words = line
      .replace(START, "")
      .replace(CAUSE, "")
      .replace(HINT, "")
      .replace(/^[\s│]+/, "")
      .trim();
    if (!EMPTY.test(words) && !PRINTED.test(line)) parts.at(-1)?.words.push(words);
  }
  const texts = parts.map(({ kind, words }) => ({ kind, text: words.join(" ").replace(/[:.,]$/, "") }));
  const filled = texts.filter(({ text }) => text !== "");
  const causes = filled.filter(({ kind }) => kind === "cause").map(({ text }) => text.replace(/^Because /, "because "));
  const hints = filled.filter(({ kind }) => kind === "hint").map(({ text }) => sentence(text));
  return [[...new Set(causes)].join(": "), ...hints].join(". ");
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The step of pip that failed, and the last line that the build printed. */
function failedBuildIn(lines: readonly string[]): string | undefined {
  const begin = lines.indexOf(BUILD_OUTPUT);
  const printed = lines.slice(begin + 1).filter((line) => !/^(ERROR: .*|\s*)$/.test(line));
  const step = lines.find((line) => /did not run successfully|ERROR: Failed building wheel/.test(line));
  if (begin < 0 || printed.length === 0 || step === undefined) return undefined;
  return `${step.replace(/^[\s×]*(ERROR: )?/, "").replace(/\.$/, "")}: ${printed.at(-1)?.trim()}`.slice(0, LONGEST);
}

/** When pip itself crashes, the last line of its traceback is the reason. */
function crashIn(lines: readonly string[]): string[] | undefined {
  const begin = lines.findIndex((line) => /^\s*ERROR: Exception:/.test(line));
  const raised = lines.slice(begin).filter((line) => /^[A-Za-z_][\w.]*: /.test(line) && !line.startsWith("ERROR: "));
  return begin < 0 || raised.length === 0 ? undefined : raised.slice(-1);
}

/** Keeps only the last line of a failed build's traceback. */
function withoutTraceback(lines: readonly string[]): readonly string[] {
  const begin = lines.findIndex((line) => line.includes("Traceback (most recent call last)"));
  if (begin < 0) return lines;
  const end = lines.findIndex((line, index) => index > begin && /^[\s│]*(\[end of output\])?$/.test(line));
  return [...lines.slice(0, begin), ...lines.slice(end - 1, end)];
}
