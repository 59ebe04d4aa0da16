import { basename, relative } from "node:path";
import type { BuildResult } from "../../delivery/build-result.ts";
import type { Delivered } from "../../delivery/deliver.ts";
import { environmentVariables } from "../../delivery/outputs.ts";
import type { Verdict } from "../../findings/verdict.ts";
import type { Artifact } from "../../host/host.ts";
import { whyPythonPath } from "../../images/deployment-variables.ts";
import type { Target } from "../../images/target.ts";
import type { Options } from "../../inputs/options.ts";
import { sizesOf } from "../../mount/manifest/describe.ts";
import type { Manifest } from "../../mount/manifest/manifest.ts";
import type { Mount } from "../../mount/mount.ts";
import type { Origin } from "../../mount/provenance.ts";
import { describeLeftOut } from "../../mount/slim/left-out.ts";
import { codePath } from "../../plan/code-name.ts";
import { shellWord } from "../../util/shell-word.ts";
import { humanBytes, humanSeconds, literal, plural, slashed } from "../../util/text.ts";
import { compare, comparisonSection } from "../comparison.ts";
import { foldedSnippets, snippets } from "../snippets.ts";
import { findingsTable } from "./findings-table.ts";
import { smokeSection } from "./smoke-test.ts";
import { type UploadFacts, uploadSection } from "./upload.ts";

export interface SummaryFacts {
  readonly options: Options;
  readonly target: Target;
  readonly mount: Mount;
  readonly verdict: Verdict;
  readonly built: BuildResult | undefined;
  readonly delivered: Delivered | undefined;
  readonly earlier: Manifest | undefined;
  readonly times: Readonly<Record<string, number>>;
  /** A Dockerfile that adds system libraries to the image, if some are missing. */
  readonly extension: string | undefined;
  /** Absent if the mount is not in its place. */
  readonly upload: UploadFacts | undefined;
}

const LONGEST_TABLE = 200;

/** The job summary: verdict first, then what to do with it, then the details. GitHub-flavoured Markdown. */
export function summary(facts: SummaryFacts): string {
  const parts = [
    headline(facts),
    facts.verdict.passed ? use(facts) : notDelivered(facts.verdict),
    smokeSection(facts.verdict.evidence?.smoke),
    facts.verdict.passed ? ways(facts) : "",
    findingsTable(facts.verdict, facts.options),
    extended(facts),
    comparisonSection(compare(facts.earlier, facts.mount)),
    packages(facts),
    uploadSection(facts.upload),
    details(facts),
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

function headline({ verdict, mount, target, options }: SummaryFacts): string {
  const { passed, verified } = verdict;
  const where = target.image ? `\`${target.image.name}\`` : `any image with Python ${target.python}`;
  const evidence = verified === "files" ? filesOnly(options) : howVerified(verdict, where, target);
  const caution = target.image
    ? ""
    : " `image` is not set, so the packages and libraries of the image itself are unknown.";
  const name = `${codePath(options)}/${options.environmentName}`;
  const bytes = [...mount.inventory.files.values()].reduce((sum, { size }) => sum + size, 0);
  const size = `${plural(mount.inventory.distributions.length, "package")}, ${plural(mount.inventory.files.size, "file")}, ${humanBytes(bytes)}`;
  return `## ${passed ? "✅" : "❌"} ${name}: ${passed ? stateOf(verdict) : "not ready"}\n\n${size}. ${evidence}${caution}`;
}

/** While the deployment has a conda file (D2), Azure ML builds an image that ignores the mount. */
function stateOf({ findings }: Verdict): string {
  const isIgnored = findings.some(({ check }) => check === "D2");
  return isIgnored ? "verified, but the deployment does not use it yet (D2)" : "ready to deploy";
}

function howVerified({ evidence }: Verdict, where: string, { glibc }: Target): string {
  const source = evidence?.container?.source;
  if (source?.kind === "image") {
    return `Verified **in the image**: imported in a container of \`${source.reference}\`, digest \`${source.digest}\` (${source.engine}).`;
  }
  return `Verified **on this machine**, which simulates ${where}: the container's import rules, glibc ${glibc.join(".")} or newer.`;
}

/** What was not verified, and why. */
function filesOnly({ evidence, expectedDigest }: Options): string {
  if (evidence !== "files")
    return "Files are verified; **nothing was imported**, because there is no interpreter of the target here.";
  if (expectedDigest === "") return "Files are verified; **nothing was imported**, because `evidence` is `files`.";
  return "The mount has the digest in `expected-digest`. Nothing was imported here, because `evidence` is `files`; the job that built the mount imported it.";
}

function use({ mount, target, delivered, options }: SummaryFacts): string {
  const lines = Object.entries(environmentVariables(mount.location, target, options)).map(
    ([name, value]) => `  ${name}: ${value}`,
  );
  const yaml = ["environment_variables:", ...lines].join("\n");
  const byHand =
    delivered?.artifact && delivered.archive !== "" ? unpackByHand(delivered.artifact, delivered.archive, options) : "";
  const why = whyPythonPath(target);
  return `\`\`\`yaml\n${yaml}\n\`\`\`${why ? `\n\n${why}` : ""}${byHand}`;
}

/** Commands that replace mode `restore`. */
function unpackByHand({ name, url }: Artifact, archive: string, options: Options): string {
  const directory = shellWord(slashed(relative(options.workspace, options.mountParent)) || ".");
  const zip = shellWord(`${name}.zip`);
  const lines =
    options.artifactFormat === "directory"
      ? `unzip ${zip} -d ${directory}`
      : `unzip ${zip} ${basename(archive)}\n${tarLine(basename(archive))} -C ${directory}`;
  return `\n\nWithout mode \`restore\`: download [${literal(name)}](${url}) and unpack it in the root of the repository:\n\n\`\`\`sh\n${lines}\n\`\`\``;
}

function ways({ mount, target, options }: SummaryFacts): string {
  return foldedSnippets(snippets(environmentVariables(mount.location, target, options), options, target));
}

function tarLine(archive: string): string {
  return archive.endsWith(".zst") ? `tar --zstd -xf ${archive}` : `tar -xzf ${archive}`;
}

function extended({ extension }: SummaryFacts): string {
  const title = "Dockerfile that adds the missing libraries and programs to the image";
  return extension === undefined ? "" : foldedSnippets([{ title, language: "dockerfile", text: extension.trimEnd() }]);
}

function notDelivered({ findings: [first] }: Verdict): string {
  const fix = first === undefined ? "" : `**Fix first:** ${literal(first.hint ?? first.message)}\n\n`;
  return `${fix}Nothing was placed, cached or uploaded; an existing mount was not changed.`;
}

function packages({ mount }: SummaryFacts): string {
  const sizes = sizesOf(mount.inventory);
  const rows = mount.inventory.distributions
    .map(({ displayName, version, directory }) => ({
      displayName,
      version,
      ...(sizes.get(directory) ?? { bytes: 0, files: 0 }),
    }))
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, LONGEST_TABLE)
    .map(
      ({ displayName, version, bytes, files }) => `| ${displayName} | ${version} | ${humanBytes(bytes)} | ${files} |`,
    );
  const table = ["| package | version | size | files |", "|---|---|---:|---:|", ...rows].join("\n");
  return `<details><summary>${plural(mount.inventory.distributions.length, "package")} by size</summary>\n\n${table}\n\n</details>`;
}

function details({ built, delivered, mount, times }: SummaryFacts): string {
  const phases = Object.entries(times).map(([name, time]) => `${name} ${humanSeconds(time)}`);
  const lines = [
    built
      ? `- Cache **${built.cacheOutcome}**: ${built.cacheReason}${delivered?.cacheProblem ? ` (not saved: ${delivered.cacheProblem})` : ""}`
      : "",
    mount.build
      ? `- Installer: ${mount.build.installer.name} ${mount.build.installer.version}: ${mount.build.installer.reason}`
      : "",
    slimLine(mount),
    mount.origin ? originLine(mount.origin) : "",
    delivered ? `- Mount digest: \`${delivered.manifest.mountDigest}\`` : "",
    phases.length > 0 ? `- Times: ${phases.join(", ")}` : "",
  ];
  return lines.filter((line) => line !== "").join("\n");
}

function slimLine({ removedByStaging: { slim } }: Mount): string {
  if (slim === undefined) return "";
  return `- \`slim\` left out ${describeLeftOut(slim)}`;
}

function originLine({ provenance }: Origin): string {
  const { commit, repository, run } = provenance;
  const by = run === "" ? "" : ` by [this run](${run})`;
  return `- Built from commit \`${commit || "unknown"}\`${repository === "" ? "" : ` of ${repository}`}${by}`;
}
