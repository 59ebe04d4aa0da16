import { basename, relative } from "node:path";
import type { Verdict } from "../checks/verify.ts";
import { sizesOf } from "../mount/describe.ts";
import type { Manifest } from "../mount/manifest.ts";
import type { Mount } from "../mount/mount.ts";
import type { Origin } from "../mount/provenance.ts";
import type { Options } from "../options/options.ts";
import type { Artifact } from "../runner/host.ts";
import type { Target } from "../target/target.ts";
import { whyPythonPath } from "../target/variables.ts";
import { humanBytes, humanSeconds, literal, plural, slashed } from "../text.ts";
import type { Candidate } from "./candidate.ts";
import { compare, comparisonSection } from "./comparison.ts";
import type { Delivered } from "./delivery.ts";
import { findingsTable } from "./findings-table.ts";
import { environmentVariables, shellWord } from "./outputs.ts";
import { smokeSection } from "./smoke-section.ts";
import { foldedSnippets, snippets } from "./snippets.ts";
import { type UploadFacts, uploadSection } from "./upload-section.ts";

export interface SummaryFacts {
  readonly options: Options;
  readonly target: Target;
  readonly mount: Mount;
  readonly verdict: Verdict;
  readonly candidate: Candidate | undefined;
  readonly delivered: Delivered | undefined;
  readonly earlier: Manifest | undefined;
  readonly times: Readonly<Record<string, number>>;
  /** A Dockerfile that extends the image by system libraries, where some are missing. */
  readonly extension: string | undefined;
  /** Absent where the mount is not in its place. */
  readonly upload: UploadFacts | undefined;
}

const LONGEST_TABLE = 200;

/** The job summary: verdict first, then what to do with it, then the details. GitHub-flavoured Markdown. */
export function summary(facts: SummaryFacts): string {
  const parts = [
    headline(facts),
    facts.verdict.green ? use(facts) : notDelivered(),
    smokeSection(facts.verdict.surroundings.smoke),
    facts.verdict.green ? ways(facts) : "",
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
  const { green, verified } = verdict;
  const where = target.image ? `\`${target.image.name}\`` : `any image with Python ${target.python}`;
  const proof =
    verified === "full"
      ? `Proven under the container's import rules for ${where}, glibc ${target.glibc.join(".")} or newer.`
      : filesOnly(options);
  const caution = target.image ? "" : " No `image` was named: what the image itself brings was not looked at.";
  const name = `${basename(options.codeDirectory)}/${options.environmentName}`;
  const bytes = [...mount.inventory.files.values()].reduce((sum, { size }) => sum + size, 0);
  const size = `${plural(mount.inventory.distributions.length, "package")}, ${plural(mount.inventory.files.size, "file")}, ${humanBytes(bytes)}`;
  return `## ${green ? "✅" : "❌"} ${name}: ${green ? "ready to deploy" : "not ready"}\n\n${size}. ${proof}${caution}`;
}

/** What was not tried, and why. */
function filesOnly({ evidence, expectedDigest }: Options): string {
  if (evidence !== "files")
    return "Files are verified; **imports were not tried**, as there is no interpreter of the target here.";
  if (expectedDigest === "") return "Files are verified; **imports were not tried**, as `evidence` is `files`.";
  return "Every byte is as `expected-digest` says. Imports were not tried here, as `evidence` is `files`: the job that built the mount tried them.";
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

/** The commands for who does without mode `restore`. */
function unpackByHand({ name, url }: Artifact, archive: string, options: Options): string {
  const directory = shellWord(slashed(relative(options.workspace, options.mountParent)) || ".");
  const zip = shellWord(`${name}.zip`);
  const lines =
    options.artifactFormat === "directory"
      ? `unzip ${zip} -d ${directory}`
      : `unzip ${zip} ${basename(archive)}\n${tarLine(basename(archive))} -C ${directory}`;
  return `\n\nBy hand: download [${literal(name)}](${url}) and unpack it in the root of the repository:\n\n\`\`\`sh\n${lines}\n\`\`\``;
}

function ways({ mount, target, options }: SummaryFacts): string {
  return foldedSnippets(snippets(environmentVariables(mount.location, target, options), options, target));
}

function tarLine(archive: string): string {
  return archive.endsWith(".zst") ? `tar --zstd -xf ${archive}` : `tar -xzf ${archive}`;
}

function extended({ extension }: SummaryFacts): string {
  const title = "Dockerfile that extends the image by the system libraries that are missing";
  return extension === undefined ? "" : foldedSnippets([{ title, language: "dockerfile", text: extension.trimEnd() }]);
}

function notDelivered(): string {
  return "Nothing was placed, cached or uploaded; what stood in its place before is untouched.";
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

function details({ candidate, delivered, mount, times }: SummaryFacts): string {
  const phases = Object.entries(times).map(([name, time]) => `${name} ${humanSeconds(time)}`);
  const lines = [
    candidate
      ? `- Cache: **${candidate.cacheOutcome}**, ${candidate.cacheReason}${delivered?.cacheProblem ? ` (not saved: ${delivered.cacheProblem})` : ""}`
      : "",
    mount.build
      ? `- Installer: ${mount.build.installer.name} ${mount.build.installer.version}: ${mount.build.installer.reason}`
      : "",
    mount.origin ? originLine(mount.origin) : "",
    delivered ? `- Mount digest: \`${delivered.manifest.mountDigest}\`` : "",
    phases.length > 0 ? `- Times: ${phases.join(", ")}` : "",
  ];
  return lines.filter((line) => line !== "").join("\n");
}

function originLine({ provenance }: Origin): string {
  const { commit, repository, run } = provenance;
  const by = run === "" ? "" : ` by [this run](${run})`;
  return `- Built from commit \`${commit || "unknown"}\`${repository === "" ? "" : ` of ${repository}`}${by}`;
}
