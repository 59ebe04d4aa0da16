import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ExitCode, messageOf, UserError } from "../../util/errors.ts";
import type { Log } from "../host.ts";
import { type LogStyle, terminalLog } from "../terminal/log.ts";
import { variableName } from "./azure.ts";
import type { Presentation, Setting } from "./format.ts";
import { masked, textFormat } from "./text.ts";

/** The limits of gitlab.com for a dotenv report: less than so many bytes, and at most so many variables. */
const DOTENV_BYTES = 5 * 1024;
const DOTENV_VARIABLES = 20;
const DOTENV_FILE = "outputs.env";

/**
 * For a job of GitLab CI: collapsible sections on standard error; the outputs on standard output, and as a dotenv report
 * beside the report of the run.
 */
export function gitlabFormat(setting: Setting): Presentation {
  const { workspace, masks, environment, reword } = setting;
  const text = textFormat(setting);
  const log = terminalLog(workspace, masks, gitlabStyle(environment), reword);
  return {
    ...text,
    log,
    publish: (outputs) => {
      const { "report-file": report } = outputs;
      if (report) writeDotenv(join(dirname(report), DOTENV_FILE), masked(outputs, masks), log);
      text.publish(outputs);
    },
  };
}

function gitlabStyle(environment: NodeJS.ProcessEnv): LogStyle {
  const open: string[] = [];
  let count = 0;
  const marker = (kind: string, name: string) =>
    `\u001b[0Ksection_${kind}:${Math.floor(Date.now() / 1000)}:${name}\r\u001b[0K`;
  return {
    coloured: !environment.NO_COLOR,
    debugging: environment.CI_DEBUG_TRACE === "true",
    sections: {
      begin: (title) => {
        count += 1;
        const name = `azureml_extra_packages_${process.pid}_${count}`; // unique in the log of the job
        open.push(name);
        return `${marker("start", `${name}[collapsed=true]`)}${title}`;
      },
      end: () => marker("end", open.pop() ?? ""),
    },
  };
}

/** @throws UserError if the file cannot be written: without it, a later job would deploy nothing */
function writeDotenv(file: string, outputs: Readonly<Record<string, string>>, log: Log): void {
  const { lines, left } = dotenv(outputs);
  if (left.length > 0) log.warning(`${left.join(", ")} cannot be passed on in ${file}: GitLab would change the value.`);
  try {
    writeFileSync(file, lines.map((line) => `${line}\n`).join(""));
  } catch (error) {
    throw new UserError(`The outputs cannot be written: ${messageOf(error)}.`, {
      hint: "Name a directory with the input output-directory that this job can write.",
      exitCode: ExitCode.delivery,
      cause: error,
    });
  }
}

/**
 * A line for each output that is set, except the error. GitLab takes a value as it is up to the end of the line, and
 * replaces `$NAME` in it when it is used. Outputs that are used to deploy are first: others are left out if the file is
 * too large.
 */
function dotenv(outputs: Readonly<Record<string, string>>): { lines: string[]; left: string[] } {
  const lines: string[] = [];
  const left: string[] = [];
  let bytes = 0;
  for (const [name, value] of Object.entries(outputs)) {
    if (value === "" || name === "error") continue;
    const line = `PACKAGES_${variableName(name).toUpperCase()}=${value}`;
    const size = Buffer.byteLength(line) + 1;
    const fits = bytes + size < DOTENV_BYTES && lines.length < DOTENV_VARIABLES;
    if (!fits || /[\r\n$]|^\s|\s$/.test(value)) {
      left.push(name);
    } else {
      lines.push(line);
      bytes += size;
    }
  }
  return { lines, left };
}
