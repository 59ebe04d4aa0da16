import type { Host } from "../../host/host.ts";
import type { Options } from "../../inputs/options.ts";
import { ExitCode, UserError } from "../../util/errors.ts";
import { normalisedName } from "../../util/text.ts";
import { placeName, type Requirement, type Requirements } from "../packaging/requirements.ts";
import { causeOf, diagnose, isFullDisk } from "./diagnose.ts";
import { HINTS } from "./hint-texts.ts";
import { keyringHint } from "./hints/keyring-hint.ts";
import { nameHint, projectInstead } from "./hints/name-hint.ts";
import { offeredVersions, versionHint } from "./hints/version-hint.ts";
import type { InstallerRun } from "./installer.ts";
import { reasonIn } from "./reason.ts";

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
  const cause = causeOf(run);
  const ofKeyring = cause === "credentials" ? keyringHint(run) : undefined;
  const hint = ofKeyring ?? diagnose(run, host.event);
  if (culprit === undefined) return hint;
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
