import { relative } from "node:path";
import type { Evidence } from "../../evidence/evidence.ts";
import type { CallArgument, ScoringCall } from "../../evidence/scoring-script.ts";
import { someOf } from "../../findings/at-most.ts";
import type { Check } from "../../findings/check.ts";
import { type RunTimeDownload, runTimeDownload } from "../../images/advice/run-time-downloads.ts";
import { contentsOf } from "../../images/contents/image-contents.ts";
import { groupBy } from "../../util/group-by.ts";
import { normalisedName, slashed } from "../../util/text.ts";

/** What does the scoring script fetch when the container runs? */

export const fetchesAtRunTime: Check = {
  id: "S6",
  name: "run-time-download",
  severity: "notice",
  modes: ["preinstalled", "dynamic", "restore", "verify"],
  title: "the scoring script fetches a model or data when it runs",
  what: "The scoring script or its modules call a function that downloads what its argument names, such as `from_pretrained`; constants and f-strings count. Computed arguments, local paths and calls that the deployment's variables prevent do not count.",
  inContainer:
    "Every instance downloads it before it can answer. Without access to the network, the call fails, and the container may restart again and again.",
  fix: "Deploy the files with the model, the code or the requirements, and load them from there.",
  waive: "Safe if the deployment may reach the network, and the download is short.",
  *find(evidence) {
    const { scoring, options } = evidence;
    const found = groupBy(scoring?.calls ?? [], (call) => fetchedBy(call, evidence));
    const placeOf = ({ file, line }: ScoringCall) => `${slashed(relative(options.codeDirectory, file))}:${line}`;
    for (const [download, calls] of found) {
      const [first, ...others] = calls as [ScoringCall, ...ScoringCall[]];
      const also = others.length === 0 ? "" : ` Similar calls: ${someOf(others.map(placeOf))}.`;
      yield {
        ...(download.isDistribution && { severity: "warning" as const }),
        place: { file: first.file, line: first.line },
        message: `${described(first, download)} ${effectOf(download)}.${also}`,
        hint: `${download.advice}.`,
      };
    }
  },
};

function effectOf({ what, isDistribution }: RunTimeDownload): string {
  return isDistribution
    ? `needs ${what}; neither the mount nor the image is known to have it`
    : `fetches ${what} when the container runs`;
}

/** What a call fetches, unless its arguments, the deployment or an installed distribution prevent it. */
function fetchedBy(call: ScoringCall, evidence: Evidence): RunTimeDownload | undefined {
  const download = runTimeDownload(call.name);
  if (download === undefined || isPrevented(call, download) || !isAskedFor(call, download)) return undefined;
  const variables = evidence.options.deployment?.variables ?? [];
  if (variables.some(({ name }) => download.variables.includes(name))) return undefined;
  return download.isDistribution && isInstalled(argumentOf(call, download), evidence) ? undefined : download;
}

function isPrevented({ arguments: given }: ScoringCall, { unless = {} }: RunTimeDownload): boolean {
  return Object.entries(unless).some(([name, value]) => name in given && (value === null || given[name] === value));
}

function isAskedFor(call: ScoringCall, download: RunTimeDownload): boolean {
  const value = argumentOf(call, download);
  const isText = typeof value === "string";
  switch (download.when) {
    case "always":
      return true;
    case "named":
      return isText;
    case "unless-none":
      return isText || value === undefined;
    case "asked":
      return isText || value === true || isWeights(value);
  }
}

/** `ResNet50_Weights.DEFAULT` of torchvision. */
function isWeights(value: CallArgument | undefined): boolean {
  return typeof value === "object" && value !== null && /_Weights\.\w+$/.test(value.code ?? "");
}

function argumentOf({ arguments: given }: ScoringCall, { argument = [] }: RunTimeDownload): CallArgument | undefined {
  const name = argument.find((one) => one in given);
  return name === undefined ? undefined : given[name];
}

function isInstalled(value: CallArgument | undefined, { inventory, target, options }: Evidence): boolean {
  const name = normalisedName(String(value));
  const image = contentsOf(target, options.imagePackages);
  return image.distributions.has(name) || inventory.distributions.some((one) => one.name === name);
}

/** `AutoModel.from_pretrained("bert-base-uncased")` */
function described(call: ScoringCall, download: RunTimeDownload): string {
  const named = argumentOf(call, download) ?? (download.when === "always" ? call.arguments["0"] : undefined);
  const shown = typeof named === "string" ? JSON.stringify(named) : "";
  return `${call.name.split(".").slice(-2).join(".")}(${shown})`;
}
