import { environmentVariables, requirementsVariables } from "../../../delivery/outputs.ts";
import type { Verdict } from "../../../findings/verdict.ts";
import { mountDigest } from "../../../mount/manifest/digest.ts";
import type { Mount } from "../../../mount/mount.ts";
import { codePath } from "../../../plan/code-name.ts";
import { humanBytes, humanSeconds, plural } from "../../../util/text.ts";
import { VERSION } from "../../../util/version.ts";
import type { ReportedRun } from "../../reported-run.ts";
import { type Html, html, prose } from "../html.ts";

/** The name of what was built, for the title of the page. */
export function titleOf({ options, error, verdict }: ReportedRun): { readonly name: string; readonly passed: boolean } {
  const name = options === undefined ? "packages" : `${codePath(options)}/${options.environmentName}`;
  return { name, passed: verdict?.passed === true && error === "" };
}

/** Whether the run passed, what to fix first or which variables to set, and what was examined. */
export function verdictPart(run: ReportedRun): Html {
  const { verdict, result, error } = run;
  const { name, passed } = titleOf(run);
  const counts = verdict === undefined ? "" : `, ${countsOf(verdict)}`;
  return html`<p class="verdict ${passed ? "passed" : "failed"}"><span class="badge ${passed ? "passed" : "error"}">${
    passed ? "passed" : "failed"
  }</span> ${result}${counts}.</p>
<h1>${name}</h1>
${error === "" ? undefined : html`<p class="text">${prose(error)}</p>`}
${passed ? variables(run) : firstFix(verdict)}
<dl class="facts">${facts(run).map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function countsOf({ findings }: Verdict): string {
  const counts = (["error", "warning", "notice"] as const).flatMap((severity) => {
    const count = findings.filter((one) => one.severity === severity).length;
    return count === 0 ? [] : [plural(count, severity)];
  });
  return counts.join(", ") || "no findings";
}

function firstFix(verdict: Verdict | undefined): Html | undefined {
  const [first] = verdict?.findings ?? [];
  if (verdict?.passed !== false || first === undefined) return undefined;
  return html`<p class="text"><b>Fix first</b> (<a href="#findings">${first.check}</a>): ${prose(first.hint ?? first.message)}</p>`;
}

function variables({ options, location, target }: ReportedRun): Html | undefined {
  if (options === undefined || location === undefined) return undefined;
  const all =
    options.mode === "dynamic" ? requirementsVariables(options) : environmentVariables(location, target, options);
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return html`<p>Set in the deployment:</p><pre tabindex="0">${lines.join("\n")}</pre>`;
}

function facts({ options, target, mount, verdict, times }: ReportedRun): (readonly [string, string])[] {
  const all = Object.values(times);
  return [
    ["Image", target.image?.name ?? `any with Python ${target.python}`],
    ["Python", target.pythonFull ?? target.python],
    ["glibc", target.glibc.join(".")],
    ["Evidence", verdict === undefined ? "none" : evidenceOf(verdict)],
    ...(mount === undefined ? [] : sizesOf(mount)),
    ...(options === undefined ? [] : [["Mode", options.mode] as const]),
    ...(all.length === 0 ? [] : [["Time", timesOf(times)] as const]),
    ["Tool", `azureml-extra-packages ${VERSION}`],
  ];
}

function evidenceOf({ verified, evidence }: Verdict): string {
  const source = evidence?.container?.source;
  if (source?.kind === "image") return `image: imported in a container of ${source.reference} (${source.digest})`;
  if (verified === "files") return "files: nothing was imported";
  return "simulated: imported on this machine, in place of the image";
}

function sizesOf({ inventory }: Mount): (readonly [string, string])[] {
  const files = [...inventory.files.values()];
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const counts = `${plural(inventory.distributions.length, "distribution")}, ${files.length.toLocaleString("en")} files`;
  return [
    ["Mount", `${counts}, ${humanBytes(bytes)}`],
    ["Mount digest", mountDigest(files)],
  ];
}

function timesOf(times: Readonly<Record<string, number>>): string {
  return Object.entries(times)
    .map(([phase, time]) => `${phase} ${humanSeconds(time).replace(" ", "\u00a0")}`)
    .join(", ");
}
