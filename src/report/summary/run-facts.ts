import type { BuildResult } from "../../delivery/build-result.ts";
import type { Delivered } from "../../delivery/deliver.ts";
import type { Verdict } from "../../findings/verdict.ts";
import type { Artifact } from "../../host/host.ts";
import type { Target } from "../../images/target.ts";
import type { Options } from "../../inputs/options.ts";
import type { Mount } from "../../mount/mount.ts";
import type { Origin } from "../../mount/provenance.ts";
import { describeLeftOut } from "../../mount/slim/left-out.ts";
import { humanSeconds, literal } from "../../util/text.ts";
import { fold, linked, table } from "./markdown.ts";

type Times = Readonly<Record<string, number>>;

/** What a run did, in lines. */

/** @param times milliseconds by phase; a phase may be a part of another, and several run at once */
export function timesSection(times: Times): string {
  const rows = Object.entries(times).map(([phase, time]) => [phase, humanSeconds(time)]);
  if (rows.length === 0) return "";
  return fold(`${humanSeconds(performance.now())} in all`, table(["phase", "time:"], rows));
}

/** The outcome, its reason, and why nothing was saved. */
export function cacheLine(built: BuildResult, delivered: Delivered | undefined, options: Options): string {
  const { cacheOutcome, cacheReason } = built;
  const readOnly = options.cache === "read" && cacheOutcome !== "hit" ? options.cacheReason : "";
  const problem = delivered?.cacheProblem ? `Not saved: ${delivered.cacheProblem}` : "";
  const more = [readOnly, problem].filter((text) => text !== "").map((text) => ` ${literal(text)}`);
  return `- Cache **${cacheOutcome}**: ${literal(cacheReason)}${more.join("")}`;
}

export function installerLine({ build }: Mount): string {
  if (build === undefined) return "";
  const { name, version, reason } = build.installer;
  return `- Installer: ${name} ${version}: ${literal(reason)}`;
}

export function slimLine({ removedByStaging: { slim } }: Mount): string {
  return slim === undefined ? "" : `- \`slim\` left out ${describeLeftOut(slim)}`;
}

export function digestLine(delivered: Delivered | undefined, { expectedDigest }: Options): string {
  if (delivered === undefined) return "";
  const expected = expectedDigest === "" ? "" : ", which `expected-digest` names";
  return `- Mount digest: \`${delivered.manifest.mountDigest}\`${expected}`;
}

export function originLine(origin: Origin | undefined): string {
  if (origin === undefined) return "";
  const { commit, repository, run } = origin.provenance;
  const by = run === "" ? "" : ` by [this run](${run})`;
  return `- Built from commit \`${commit || "unknown"}\`${repository === "" ? "" : ` of ${repository}`}${by}`;
}

export function pageLink(page: Artifact | undefined): string {
  return page === undefined ? "" : `Every file, package and finding: ${linked(`report page ${page.name}`, page.url)}`;
}

/** Which evidence the verdict has. */
export function evidenceSentence(verdict: Verdict, target: Target, options: Options): string {
  if (verdict.evidence === undefined)
    return "**Nothing was imported**, because these are not the files that were built.";
  if (verdict.verified === "files") return filesOnly(options, verdict);
  const source = verdict.evidence?.container?.source;
  const done = verdict.passed ? "Verified" : "Checked";
  if (source?.kind === "image") {
    return `${done} **in the image**: imported in a container of \`${source.reference}\`, digest \`${source.digest}\` (${source.engine}).`;
  }
  const where = target.image ? `\`${target.image.name}\`` : `any image with Python ${target.python}`;
  return `${done} **on this machine**, which simulates ${where}: the container's import rules, glibc ${target.glibc.join(".")} or newer.`;
}

/** What was not verified, and why. */
function filesOnly({ evidence, expectedDigest }: Options, { passed }: Verdict): string {
  const files = `Files are ${passed ? "verified" : "checked"}; **nothing was imported**`;
  if (evidence !== "files") return `${files}, because there is no interpreter of the target here.`;
  if (expectedDigest === "" || !passed) return `${files}, because \`evidence\` is \`files\`.`;
  return "The mount has the digest in `expected-digest`. Nothing was imported here, because `evidence` is `files`; the job that built the mount imported it.";
}
