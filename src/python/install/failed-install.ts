import type { Host } from "../../host/host.ts";
import type { Options } from "../../inputs/options.ts";
import { ExitCode, UserError } from "../../util/errors.ts";
import { normalisedName } from "../../util/text.ts";
import { BUILD_OUTPUT } from "../packaging/pip-log.ts";
import { placeName, type Requirement, type Requirements } from "../packaging/requirements.ts";
import { causeOf, diagnose, isFullDisk } from "./diagnose.ts";
import { HINTS } from "./hint-texts.ts";
import { nameHint, projectInstead } from "./hints/name-hint.ts";
import { offeredVersions, versionHint } from "./hints/version-hint.ts";
import type { InstallerRun } from "./installer.ts";

/** Characters of a reason. */
const LONGEST = 600;

/**
 * The error for an installation that failed: the installer's own reason, the requirement's line, and what to do.
 * @param consequence a sentence on what the failure means, if it is more than a failed build
 */
export function failedInstall(
  run: InstallerRun,
  { requirements }: Requirements,
  options: Options,
  host: Host,
  consequence = "",
): UserError {
  const reason = reasonIn(run.output) ?? `${run.installer} failed with exit code ${run.exitCode}`;
  const culprit = culpritOf(reason, requirements) ?? culpritOf(run.output, requirements);
  const where = culprit ? `${placeOf(culprit, options)} (${culprit.text}): ` : "";
  return new UserError(`${where}${reason}${consequenceOf(run, consequence)}`, {
    file: culprit?.file ?? undefined,
    line: culprit?.line,
    hint: hintFor(run, culprit, host),
    exitCode: ExitCode.install,
  });
}

/** What to do; it names what was probably meant, or what the index has. */
function hintFor(run: InstallerRun, culprit: Requirement | undefined, host: Host): string | undefined {
  const hint = diagnose(run, host.event);
  if (culprit === undefined) return hint;
  const cause = causeOf(run);
  if (cause === "unreachable" && /^(git\+)?https?:/.test(culprit.url ?? "")) return HINTS.addressUnreachable;
  const name = /^[\w.-]+/.exec(culprit.text)?.[0] ?? "";
  const isOfName = cause !== undefined && OF_THE_NAME.includes(cause);
  const meant = isOfName && isNotFound(run.output, culprit) ? nameHint(name) : undefined;
  if (meant !== undefined) return meant;
  const instead = culprit.url === null ? projectInstead(name) : undefined;
  if (instead !== undefined && OF_THE_PROJECT.includes(cause ?? "build"))
    return `The project is called ${instead}: write that instead of ${name}.`;
  return isOfName ? (versionHint(run.output, culprit) ?? hint) : hint;
}

/** Whether the index has no project of the requirement's name; its dependencies may be missing too. */
function isNotFound(output: string, { name }: Requirement): boolean {
  const missing = /(\S+)\s+was\s+not\s+found\s+in|No matching distribution found for ([\w.-]+)/.exec(output);
  const hasReleases = name !== null && (offeredVersions(output, name) ?? []).length > 0;
  return missing !== null && !hasReleases && normalisedName(missing[1] ?? missing[2] ?? "") === name;
}

/** Causes that a wrong name or version explains. */
const OF_THE_NAME: readonly (keyof typeof HINTS)[] = ["notFound", "nameNotFound", "noVersion", "python"];

/** What happens with a retired project: it fails on purpose, or has no new releases. */
const OF_THE_PROJECT: readonly (keyof typeof HINTS)[] = [
  ...OF_THE_NAME,
  "build",
  "buildImport",
  "platform",
  "conflict",
];

/** A full disk of this machine means nothing for the container. */
function consequenceOf({ output }: InstallerRun, consequence: string): string {
  return consequence === "" || isFullDisk(output) ? "" : `. ${consequence}`;
}

function placeOf({ file, line }: Requirement, { workspace }: Options): string {
  return file === null ? `packages line ${line}` : placeName(file, line, workspace);
}

/** pip's last `ERROR:` lines, or what follows uv's `×` or `error:`, on one line. */
function reasonIn(output: string): string | undefined {
  const lines = output.split("\n");
  const start = lines.findIndex((line) => /^\s*(×|error:|x No solution)/.test(line));
  const errors = crashIn(lines) ?? lines.filter((line) => /^\s*ERROR: /.test(line)).slice(-2);
  const build = failedBuildIn(lines);
  if (build !== undefined) return build;
  const taken = start < 0 ? errors : withoutTraceback(lines.slice(start)).slice(0, 12);
  const text = taken
    .map((line) => line.replace(/^[\s×╰├│─▶]*(ERROR|error|Caused by|cause)?:?\s*/, "").trim())
    .map((line) => line.replace(/\(from versions: .*((?:, [^,)]+){5})\)/, "(from versions: …$1)"))
    .filter((line) => line !== "")
    .join(" ");
  return text === "" ? undefined : text.slice(0, LONGEST);
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

/** The first requirement whose address is in the text, else whose name is. */
function culpritOf(text: string, requirements: readonly Requirement[]): Requirement | undefined {
  const normalised = normalisedName(text);
  const addressed = requirements.find(({ url }) => url !== null && text.includes(addressOf(url)));
  if (addressed !== undefined) return addressed;
  const named = requirements.filter(
    ({ name }) => name !== null && new RegExp(`(^|[^a-z0-9-])${name}($|[^a-z0-9-])`).test(normalised),
  );
  return named.find(({ constraint }) => !constraint) ?? named[0];
}

/** `https://host/a.git` of `git+https://host/a.git@main#egg=a`: what installers name. */
function addressOf(url: string): string {
  return url
    .replace(/^[a-z]+\+/, "")
    .replace(/#.*$/, "")
    .replace(/(?<=[^/]\/[^@]*)@[^/@]*$/, "");
}
