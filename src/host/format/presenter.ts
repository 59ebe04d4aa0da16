import { githubLog } from "../github/log.ts";
import type { Log } from "../host.ts";
import { Masks } from "../log-text.ts";
import { azureFormat } from "./azure.ts";
import type { Format, Presentation, Setting } from "./format.ts";
import { githubCommandFiles, githubFormat } from "./github.ts";
import { gitlabFormat } from "./gitlab.ts";
import { textFormat } from "./text.ts";

/**
 * What prints in a format. Call it before the environment is copied for other programs.
 * @throws UserError for a format that this process cannot write
 */
export function presenter(format: Format): (setting: Setting) => Presentation {
  if (format === "github") {
    const files = githubCommandFiles();
    return (setting) => githubFormat(files, setting);
  }
  return { text: textFormat, azure: azureFormat, gitlab: gitlabFormat }[format];
}

/** The log of a format where there is no host, for arguments that cannot be read. */
export function logOf(format: Format, workspace: string): Log {
  const masks = new Masks();
  if (format === "github") return githubLog(workspace, masks);
  const make = { text: textFormat, azure: azureFormat, gitlab: gitlabFormat }[format];
  return make({ workspace, masks, environment: process.env, reword: String, json: false }).log;
}
