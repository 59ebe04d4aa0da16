import type { BuildResult } from "../../delivery/build-result.ts";
import type { Delivered } from "../../delivery/deliver.ts";
import { environmentVariables } from "../../delivery/outputs.ts";
import type { Verdict } from "../../findings/verdict.ts";
import type { Artifact } from "../../host/host.ts";
import { whyPythonPath } from "../../images/deployment-variables.ts";
import type { Target } from "../../images/target.ts";
import type { Options } from "../../inputs/options.ts";
import type { Manifest } from "../../mount/manifest/manifest.ts";
import type { Mount } from "../../mount/mount.ts";
import { humanBytes, plural } from "../../util/text.ts";
import { compare, comparisonSection } from "../comparison.ts";
import { snippets } from "../snippets.ts";
import { howToDeploy, unpackByHand, variablesBlock } from "./deploying.ts";
import { findingsSection } from "./findings.ts";
import { headlineOf, mountName } from "./headline.ts";
import { joined } from "./markdown.ts";
import { packagesSection } from "./packages.ts";
import {
  cacheLine,
  digestLine,
  evidenceSentence,
  installerLine,
  originLine,
  pageLink,
  slimLine,
  timesSection,
} from "./run-facts.ts";
import { smokeSection } from "./smoke-test.ts";
import { type UploadFacts, uploadSection } from "./upload.ts";

export interface SummaryFacts {
  readonly options: Options;
  readonly target: Target;
  readonly mount: Mount;
  readonly verdict: Verdict;
  readonly built: BuildResult | undefined;
  readonly delivered: Delivered | undefined;
  /** Of a mount that was restored: the artifact or archive, in words. */
  readonly restoredFrom?: string | undefined;
  readonly earlier: Manifest | undefined;
  readonly times: Readonly<Record<string, number>>;
  /** A Dockerfile that adds system libraries to the image, if some are missing. */
  readonly extension: string | undefined;
  /** Absent if the mount is not in its place. */
  readonly upload: UploadFacts | undefined;
  /** The report page, if it was uploaded. */
  readonly page: Artifact | undefined;
}

/** The job summary: verdict first, then what to do with it, then the details. GitHub-flavoured Markdown. */
export function summary(facts: SummaryFacts): string {
  const { verdict, options, extension } = facts;
  const parts = [
    headline(facts),
    verdict.passed ? use(facts) : "Nothing was placed, cached or uploaded; an existing mount was not changed.",
    options.mode === "restore" ? restoredLines(facts) : "",
    smokeSection(verdict.evidence?.smoke),
    findingsSection(verdict, options, extension),
    pageLink(facts.page),
    ...(options.mode === "restore" ? restoreSections(facts) : buildSections(facts)),
  ];
  return `${joined(parts)}\n`;
}

function headline({ verdict, mount, target, options }: SummaryFacts): string {
  const caution = target.image
    ? ""
    : " `image` is not set, so the packages and libraries of the image itself are unknown.";
  const bytes = [...mount.inventory.files.values()].reduce((sum, { size }) => sum + size, 0);
  const size = `${plural(mount.inventory.distributions.length, "package")}, ${plural(mount.inventory.files.size, "file")}, ${humanBytes(bytes)}`;
  const title = headlineOf(verdict, mountName(options), stateOf(verdict, options));
  return `${title}\n\n${size}. ${evidenceSentence(verdict, target, options)}${caution}`;
}

/** While the deployment has a conda file (D2), Azure ML builds an image that ignores the mount. */
function stateOf({ findings }: Verdict, { mode }: Options): string {
  const isIgnored = findings.some(({ check }) => check === "D2");
  if (isIgnored) return "verified, but the deployment does not use it yet (D2)";
  return mode === "restore" ? "restored, ready to deploy" : "ready to deploy";
}

function use({ mount, target, options }: SummaryFacts): string {
  return joined([variablesBlock(environmentVariables(mount.location, target, options)), whyPythonPath(target) ?? ""]);
}

/** The build's own summary has the rest. */
function restoredLines({ mount, delivered, options, restoredFrom, verdict }: SummaryFacts): string {
  return lines([
    `- ${verdict.passed ? "Restored from" : "From"} ${restoredFrom}`,
    originLine(mount.origin),
    digestLine(delivered, options),
  ]);
}

function restoreSections({ mount, earlier, times }: SummaryFacts): string[] {
  return [comparisonSection(compare(earlier, mount)), timesSection(times)];
}

function buildSections(facts: SummaryFacts): string[] {
  const { verdict, options, target, mount, built, delivered, earlier, upload, times } = facts;
  const variables = environmentVariables(mount.location, target, options);
  return [
    verdict.passed ? howToDeploy(snippets(variables, options, target), unpackByHand(delivered, options)) : "",
    comparisonSection(compare(earlier, mount)),
    packagesSection(mount),
    uploadSection(upload),
    lines([
      built ? cacheLine(built, delivered, options) : "",
      installerLine(mount),
      slimLine(mount),
      digestLine(delivered, options),
    ]),
    timesSection(times),
  ];
}

function lines(all: readonly string[]): string {
  return all.filter((line) => line !== "").join("\n");
}
