import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { messageOf } from "../../util/errors.ts";
import type { Annotation, Log } from "../host.ts";
import { annotationText, oneLine } from "../terminal/log.ts";
import { shortHash } from "../user-directories.ts";
import { withoutCommands } from "../without-commands.ts";
import type { Presentation, Setting } from "./format.ts";
import { asJson, masked } from "./text.ts";

type Properties = Readonly<Record<string, string | number | undefined>>;

/**
 * For a script step of Azure Pipelines: logging commands on standard error, the outputs as output variables of the step.
 * The agent reads both streams.
 */
export function azureFormat(setting: Setting): Presentation {
  const { masks, environment, json } = setting;
  const log = azureLog(setting);
  return {
    log,
    publish: (outputs) => {
      const shown = masked(outputs, masks);
      for (const [name, value] of Object.entries(shown))
        command("task.setvariable", { variable: variableName(name), isOutput: "true" }, value);
      if (json) process.stdout.write(asJson(shown));
    },
    summarise: (summary) => attachSummary(masks.apply(summary), environment, log),
    restoreCommandFiles: () => [],
  };
}

/** Names of variables have letters, digits, periods and underscores. */
export function variableName(output: string): string {
  return output.replaceAll("-", "_");
}

function azureLog({ workspace, masks, environment, reword }: Setting): Log {
  let depth = 0;
  const safe = (text: string) => withoutCommands(masks.shown(text));
  const info = (text: string) => process.stderr.write(`${safe(text)}\n`);
  const issue = (type: "error" | "warning") => (message: string, place?: Annotation) => {
    const text = safe(annotationText(reword(message), place, workspace));
    const sourcepath = place?.file === undefined ? undefined : masks.apply(resolve(workspace, place.file));
    command("task.logissue", { type, sourcepath, linenumber: place?.line, code: place?.title }, text);
  };
  return {
    info,
    debug: (message) => {
      if (/^true$/i.test(environment.SYSTEM_DEBUG ?? "")) command("task.debug", {}, safe(message));
    },
    // There is no issue of this kind.
    notice: (message, place) => info(`notice: ${annotationText(reword(message), place, workspace)}`),
    warning: issue("warning"),
    error: issue("error"),
    annotationsLeft: () => Number.POSITIVE_INFINITY,
    async group(title, work) {
      // The agent does not nest groups.
      if (depth > 0) info(title);
      else process.stderr.write(`##[group]${oneLine(safe(title))}\n`);
      depth += 1;
      try {
        return await work();
      } finally {
        depth -= 1;
        if (depth === 0) process.stderr.write("##[endgroup]\n");
      }
    },
    mask: (secret) => masks.add(secret),
    shown: (text) => masks.shown(text),
  };
}

function command(name: string, properties: Properties, data: string): void {
  const given = Object.entries(properties).filter(([, value]) => value !== undefined);
  const list = given.map(([key, value]) => `${key}=${escaped(String(value))};`).join("");
  process.stderr.write(`##vso[${name}${list === "" ? "" : ` ${list}`}]${escaped(data)}\n`);
}

/** As the agent reads it: https://github.com/microsoft/azure-pipelines-agent/blob/master/docs/design/percentEncoding.md */
function escaped(text: string): string {
  return text
    .replaceAll("%", "%AZP25")
    .replaceAll(";", "%3B")
    .replaceAll("\r", "%0D")
    .replaceAll("\n", "%0A")
    .replaceAll("]", "%5D");
}

/** The agent shows the file on the page of the run. It reads it when the step has ended, and empties the directory later. */
function attachSummary(summary: string, environment: NodeJS.ProcessEnv, log: Log): void {
  const { AGENT_TEMPDIRECTORY: directory } = environment;
  if (summary === "" || !directory) return;
  const file = join(directory, `azureml-extra-packages-${shortHash(summary)}.md`);
  try {
    writeFileSync(file, summary);
    command("task.uploadsummary", {}, file);
  } catch (error) {
    log.warning(`The summary could not be written: ${messageOf(error)}`);
  }
}
