import { readFileSync } from "node:fs";
import { extname, resolve } from "node:path";
import type { Host } from "../../host/host.ts";
import { messageOf, type Problems, UserError } from "../../util/errors.ts";
import { parseYaml } from "../deployment-file/yaml-file.ts";
import { isFile, requireFile } from "../paths.ts";
import { isDescription, readDescription, type SampleRequest } from "./description.ts";
import { lineOfJsonMistake } from "./json-mistake.ts";

/** The absolute path of the sample request, or `''`. Checks before any work that it exists and can be read. */
export function sampleRequestFile(given: string, host: Host, problems: Problems): string {
  if (given === "") return "";
  const file = resolve(host.workspace, given);
  requireFile("smoke-test", file, "Name a file with a request as a client would send it.", problems);
  if (isFile(file)) problems.collect(() => readSampleRequest(file));
  return file;
}

/**
 * Reads a body in JSON, which is posted to /score as it is, or the description of a request: a mapping of `request` and
 * perhaps `expect`, in YAML or JSON.
 * @throws UserError with file and line
 */
export function readSampleRequest(file: string): SampleRequest {
  const body = readFileSync(file);
  const text = body.toString("utf8");
  if (/^\.ya?ml$/i.test(extname(file)) || isDescription(jsonOf(text, file))) {
    return readDescription(parseYaml(file, text));
  }
  return { method: "POST", path: "/score", headers: { "content-type": "application/json" }, body, expected: {} };
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`Input smoke-test: the sample request is not JSON: ${messageOf(error)}`, {
      file,
      line: lineOfJsonMistake(text),
      hint: "A JSON file is posted to /score as it is. For other content, name a YAML file that describes the request: request: {content-type: text/csv, file: sample.csv}.",
    });
  }
}
