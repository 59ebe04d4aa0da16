import type { Evidence } from "../../../evidence/evidence.ts";
import type { ServerConflict } from "../../../evidence/server-conflicts.ts";
import { about, type Check, type FindingDetails, requirementOf, type Severity } from "../../../findings/check.ts";
import { contentsOf, type ImageContents } from "../../../images/contents/image-contents.ts";
import { SERVER, SERVER_CLOSURE } from "../../../images/server/server.ts";
import { type Tried, triedBeside } from "../../../images/server/server-trials.ts";
import type { ServerStart } from "../../../smoke/server-start.ts";
import { groupBy } from "../../../util/group-by.ts";
import { SEVERITY_OF, type ServerVerdict, verdictOn } from "./verdict.ts";

/** The mount comes before the image's packages, so the image's server imports its modules too. */

export const serverConflict: Check = {
  id: "I2",
  name: "server-conflict",
  severity: "error",
  modes: ["preinstalled", "restore", "verify"],
  title: "a package in the mount does not suit the image's server",
  what: "The requirements of the server and its dependencies are compared with the mount. If they differ, a build starts the server with it. Otherwise trials of the server decide, then whether its version is known.",
  inContainer:
    "Server and scoring script share one path with the mount first. The server fails at the start (exit code 3, endless restarts) or at a request, or works by luck.",
  fix: "Pin what the server requires, as in the hint. Name the image or its `image-packages`, so that its versions are known.",
  waive: "Safe for a distribution with which you have seen that server answer.",
  find: (evidence) => {
    const image = contentsOf(evidence.target, evidence.options.imagePackages);
    const { conflicts = [], start } = evidence.server ?? {};
    const found =
      start?.problem === undefined
        ? conflicts.flatMap((conflict) => findingsOf(conflict, image, evidence)).filter(isFirstOfItsKind)
        : failedStart(start, conflicts, image, evidence);
    return [...serverInMount(image, evidence), ...found];
  },
};

/** One cause: which of the packages it is, only the error says. */
function failedStart(
  { server, problem }: ServerStart,
  conflicts: readonly ServerConflict[],
  image: ImageContents,
  evidence: Evidence,
): FindingDetails[] {
  const verdicts = conflicts.map((one) => verdictOn(triedWith(one, evidence), image, evidence.target.python));
  const isError = image.server?.certain === true || verdicts.some((verdict) => verdict?.fails === "all");
  const each = [...groupBy(conflicts, ({ needs }) => needs).values()].flatMap(([one]) => one ?? []);
  const named = each.map(({ needs, found }) => `${needs} ${found}`);
  const specifiers = each.map(({ text }) => specifierOf(text));
  return [
    about({ name: conflicts[0]?.needs ?? SERVER }, evidence, {
      severity: isError ? "error" : "warning",
      message: `${SERVER} ${server} does not answer with the mount: ${problem?.replace(/\.$/, "")}. It does not accept ${named.join(", ")}.`,
      hint: `Add ${specifiers.join(", ")} to the requirements${isError ? "" : SAY_WHICH}.`,
    }),
  ];
}

/** The server and its packages may refuse a package of the mount alike, and the trials were about that package. */
function isFirstOfItsKind({ message }: FindingDetails, index: number, all: readonly FindingDetails[]): boolean {
  return all.findIndex((one) => one.message === message) === index;
}

function findingsOf(conflict: ServerConflict, image: ImageContents, evidence: Evidence): FindingDetails[] {
  const verdict = verdictOn(triedWith(conflict, evidence), image, evidence.target.python);
  if (verdict?.fails === "none" && !image.server?.certain) return [];
  return [findingOf(conflict, verdict, image, evidence)];
}

/**
 * The trial that is like this mount. The server itself takes many a release that another of its packages does not: if the
 * mount has that one too, it is the trial of that one, which came with what it requires.
 */
function triedWith(
  { by, needs, found, sameSeries }: ServerConflict,
  { closure, inventory, target }: Evidence,
): Tried | undefined {
  if (sameSeries) return undefined;
  const users = inventory.distributions.filter(
    ({ name }) => SERVER_CLOSURE.has(name) && closure?.needs[name]?.includes(needs),
  );
  if (by !== SERVER || users.length === 0) return triedBeside(needs, found, target.python);
  const trials = users.map(({ name, version }) => triedBeside(name, version, target.python));
  return trials.find((tried) => tried !== undefined);
}

function findingOf(
  conflict: ServerConflict,
  verdict: ServerVerdict | undefined,
  image: ImageContents,
  evidence: Evidence,
): FindingDetails {
  const { by, text, needs, found } = conflict;
  const specifier = specifierOf(text);
  const isCertain = image.known === "listed" || image.server?.certain === true;
  const server = `${SERVER} ${image.server?.version}`;
  const who = by === SERVER ? server : `${by}, which ${server} requires,`;
  const caution = isCertain ? "" : " (the last server for this Python, because no image is named)";
  const required = verdict === undefined || isCertain ? `, but ${who}${caution} requires ${specifier}` : "";
  const tell = verdict?.fails === "some" ? SAY_WHICH : "";
  const { start } = evidence.server ?? {};
  const proof = verdict?.text ?? (start && `${SERVER} ${start.server} answers with the mount`);
  return about({ name: needs }, evidence, {
    severity: start === undefined || verdict?.fails === "some" ? severityOf(conflict, verdict, image) : "notice",
    message: `${needs} ${found} in the mount comes before the image's${required}${proof === undefined ? "" : `; ${proof}`}.`,
    hint: `Add ${specifier} to the requirements${tell}.`,
  });
}

const SAY_WHICH = ", or say which server the image has with the input image or image-packages";

/** A requirement without its marker. */
function specifierOf(text: string): string {
  return /^[^;]*/.exec(text)?.[0].trim() ?? text;
}

const MILDER: Readonly<Record<Severity, Severity>> = { error: "warning", warning: "notice", notice: "notice" };

function severityOf(
  { by, sameSeries }: ServerConflict,
  verdict: ServerVerdict | undefined,
  { known, server }: ImageContents,
): Severity {
  if (verdict !== undefined) return verdict.fails === "none" ? "notice" : SEVERITY_OF[verdict.fails];
  if (by !== SERVER && known !== "listed") return "notice";
  const severity = server?.certain ? "error" : "warning";
  return sameSeries ? MILDER[severity] : severity;
}

function serverInMount({ server }: ImageContents, evidence: Evidence): FindingDetails[] {
  const mounted = evidence.inventory.distributions.find(({ name }) => name === SERVER);
  if (mounted === undefined) return [];
  const requirement = requirementOf(mounted.name, evidence);
  const isNamed = requirement === undefined || requirement.name === mounted.name;
  const instead = server ? ` instead of the image's ${server.version}${server.certain ? "" : " or older"}` : "";
  return [
    about(mounted, evidence, {
      severity: "warning",
      file: mounted.directory,
      message: `The mount contains the server: ${mounted.version} runs${instead}, with everything it requires.`,
      hint: isNamed
        ? `Remove ${SERVER} from the requirements: every image has it.`
        : `Remove ${requirement.name}, which requires ${SERVER}, from the requirements: every image has the server.`,
    }),
  ];
}
