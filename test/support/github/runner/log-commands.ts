// How the runner interprets the lines that an action writes: https://github.com/actions/runner, ActionCommand.cs.
export interface Annotation {
  level: "error" | "warning" | "notice";
  message: string;
  title?: string;
  file?: string;
  line?: number;
  endLine?: number;
  col?: number;
  endColumn?: number;
}

export interface Log {
  annotations: Annotation[];
  groups: { title: string; lines: string[] }[];
  masks: string[];
  debug: string[];
  /** What a reader of the log sees: plain lines and messages, masked words as `***`, debug lines left out. */
  text: string;
}

interface Command {
  name: string;
  properties: Record<string, string>;
  data: string;
}

const known = ["error", "warning", "notice", "debug", "group", "endgroup", "add-mask", "echo", "stop-commands"];
/** The runner still knows these, but warns or refuses: their replacements are files. */
const retired = ["set-output", "save-state", "set-env", "add-path"];

/** `secrets` are the words the runner masks from the start. */
export function readLog(lines: string[], secrets: string[] = []): Log {
  const log: Log = { annotations: [], groups: [], masks: [...secrets], debug: [], text: "" };
  const shown: string[] = [];
  let group: Log["groups"][number] | undefined;
  let resumeToken: string | undefined;
  for (const line of lines) {
    const command = parseCommand(line, resumeToken);
    if (resumeToken !== undefined) {
      if (command) resumeToken = undefined;
      else shown.push(masked(line, log.masks));
    } else if (command?.name === "stop-commands") {
      resumeToken = command.data;
    } else if (command?.name === "group") {
      group = { title: masked(command.data, log.masks), lines: [] };
      log.groups.push(group);
    } else if (command?.name === "endgroup") {
      group = undefined;
    } else {
      const text = command ? apply(command, log) : line;
      if (text === undefined) continue;
      shown.push(masked(text, log.masks));
      group?.lines.push(masked(text, log.masks));
    }
  }
  log.text = shown.join("\n");
  return log;
}

/** Takes a command into the log; returns the line a reader sees, if any. */
function apply({ name, properties, data }: Command, log: Log): string | undefined {
  if (retired.includes(name)) throw new Error(`retired workflow command: ::${name}::`);
  if (name === "debug") log.debug.push(data);
  if (name === "add-mask") log.masks.push(...data.split(/\r?\n/).filter((word) => word.trim() !== ""));
  if (name !== "error" && name !== "warning" && name !== "notice") return undefined;
  log.annotations.push(annotation(name, properties, data));
  return `${name[0]?.toUpperCase()}${name.slice(1)}: ${data}`;
}

function annotation(level: Annotation["level"], properties: Record<string, string>, message: string): Annotation {
  const result: Annotation = { level, message };
  if (properties.title) result.title = properties.title;
  if (properties.file) result.file = properties.file;
  for (const key of ["line", "endLine", "col", "endColumn"] as const) {
    if (properties[key]) result[key] = Number(properties[key]);
  }
  return result;
}

/** What .NET's `TrimStart` removes: https://learn.microsoft.com/dotnet/api/system.char.iswhitespace. */
const SPACE = "[\\t-\\r \\u0085\\u00a0\\p{Zs}\\p{Zl}\\p{Zp}]";
const COMMAND = new RegExp(`^${SPACE}*::([^\\s:]+)(?: (.*?))?::(.*)$`, "su");

function parseCommand(line: string, resumeToken: string | undefined): Command | undefined {
  const match = COMMAND.exec(line);
  if (!match) return undefined;
  const [, name = "", list = "", data = ""] = match;
  if (resumeToken !== undefined) return name === resumeToken ? { name, properties: {}, data } : undefined;
  if (![...known, ...retired].includes(name)) return undefined;
  const pairs = list.split(",").map((pair) => /^\s*([^=]+)=(.*)$/s.exec(pair) ?? []);
  const properties = Object.fromEntries(
    pairs.filter(([, key]) => key).map(([, key, value = ""]) => [key, decodeProperty(value)]),
  );
  return { name, properties, data: decodeData(data) };
}

const codes: Record<string, string> = { "%25": "%", "%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": "," };
// One pass, so that %250A is the text "%0A". Only properties are escaped as far as colons and commas.
const decodeData = (text: string) => text.replace(/%(25|0D|0A)/g, (code) => codes[code] ?? code);
const decodeProperty = (text: string) => text.replace(/%(25|0D|0A|3A|2C)/g, (code) => codes[code] ?? code);

export function masked(text: string, masks: string[]): string {
  const longestFirst = [...masks].filter(Boolean).sort((left, right) => right.length - left.length);
  return longestFirst.reduce((result, word) => result.replaceAll(word, "***"), text);
}
