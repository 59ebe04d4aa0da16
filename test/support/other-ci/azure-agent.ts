// What the agent of Azure Pipelines reads in the output of a step (azure-pipelines-agent, Command.cs), and the script
// steps of a template.
import assert from "node:assert/strict";

export interface AgentLog {
  issues: { type: string; message: string; sourcepath?: string; linenumber?: string; code?: string }[];
  /** Output variables of the step. */
  variables: Record<string, string>;
  groups: string[];
  summaries: string[];
  /** Lines that are neither commands nor formatted. */
  text: string[];
}

const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{M}]/gu;

/** The agent compares by the rules of a culture, which skip invisible characters: a command is found with them, too. */
export function readAgentLog(output: string): AgentLog {
  const log: AgentLog = { issues: [], variables: {}, groups: [], summaries: [], text: [] };
  let isInGroup = false;
  for (const line of output.split(/\r\n|\r|\n/)) {
    const visible = line.replace(INVISIBLE, "");
    const command = /##vso\[(.*?)\](.*)$/i.exec(visible);
    const formatted = /^\s*##\[(\w+)\](.*)$/.exec(visible);
    if (command) {
      take(command[1] ?? "", command[2] ?? "", log);
    } else if (formatted) {
      const [, name, title = ""] = formatted;
      assert.ok(name === "group" || name === "endgroup", `##[${name}] is not printed by this tool`);
      assert.equal(isInGroup, name === "endgroup", "groups do not nest");
      isInGroup = name === "group";
      if (isInGroup) log.groups.push(title);
    } else {
      assert.doesNotMatch(visible, /##vso/i);
      log.text.push(line);
    }
  }
  assert.equal(isInGroup, false, "the last group has no end");
  return log;
}

function take(command: string, data: string, log: AgentLog): void {
  const [name = "", ...rest] = command.split(" ");
  const pairs = rest
    .join(" ")
    .split(";")
    .filter((pair) => pair !== "")
    .map((pair) => /^(.*?)=(.*)$/s.exec(pair) ?? assert.fail(pair));
  const properties = Object.fromEntries(pairs.map(([, key = "", value = ""]) => [key.toLowerCase(), decoded(value)]));
  if (name === "task.logissue") {
    const { type = "", ...more } = properties;
    log.issues.push({ type, message: decoded(data), ...more });
  } else if (name === "task.setvariable") {
    assert.equal(properties.isoutput, "true");
    assert.match(properties.variable ?? "", /^[A-Za-z0-9_.]+$/);
    log.variables[properties.variable ?? ""] = decoded(data);
  } else if (name === "task.uploadsummary") {
    log.summaries.push(decoded(data));
  } else if (name !== "task.debug") {
    assert.fail(`##vso[${name}] is not printed by this tool`);
  }
}

function decoded(text: string): string {
  const codes = { "%3B": ";", "%0D": "\r", "%0A": "\n", "%5D": "]" };
  const raw = Object.entries(codes).reduce((result, [code, token]) => result.replaceAll(code, token), text);
  return raw.replaceAll("%AZP25", "%");
}

export interface AzureTemplate {
  parameters: { name: string; default: string }[];
  steps: AzureStep[];
}

export interface AzureStep {
  bash?: string;
  name?: string;
  task?: string;
  checkout?: string;
  path?: string;
  workingDirectory?: string;
  inputs?: Record<string, unknown>;
  env?: Record<string, string>;
}

/** The steps of a template with values for its parameters and for the variables that the agent sets. */
export function expandTemplate(
  { parameters, steps }: AzureTemplate,
  values: Record<string, string>,
  variables: Record<string, string>,
): AzureStep[] {
  const known = new Map(parameters.map(({ name, default: usual }) => [name, values[name] ?? usual]));
  for (const name of Object.keys(values)) assert.ok(known.has(name), `there is no parameter ${name}`);
  const expand = (text: string) =>
    text
      .replace(/\$\{\{ parameters\.(\w+) \}\}/g, (_, name) => known.get(name) ?? assert.fail(`no parameter ${name}`))
      .replace(/\$\(([\w.]+)\)/g, (_, name) => variables[name] ?? assert.fail(`no variable ${name}`));
  return deep(steps, expand) as AzureStep[];
}

export function deep(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((item) => deep(item, change));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [change(key), deep(item, change)]));
}
