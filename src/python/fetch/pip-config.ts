import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { orNothing } from "../../util/errors.ts";
import { PIP_OPTIONS, type PipSettings } from "../packaging/pip-settings.ts";

/** The sections that `pip install` reads, from the weakest to the strongest. `PIP_*` variables override both. */
const SECTIONS = ["global", "install"] as const;

/** By section and option. */
type Sections = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * pip's configuration without pip, for a machine without Python: the files of the machine and of the user, and the
 * `PIP_*` variables. pip also reads a file beside its interpreter, which is not there.
 */
export function readPipConfig(environment: Readonly<NodeJS.ProcessEnv>): PipSettings {
  const files = configFiles(environment).flatMap((file) => orNothing(() => readFileSync(file, "utf8")) ?? []);
  const parsed = files.map(parseConfig);
  const inFiles = SECTIONS.flatMap((section) => parsed.map((sections) => sections[section] ?? {}));
  const settings: Record<string, string> = Object.assign({}, ...inFiles, inVariables(environment));
  return Object.fromEntries(
    Object.entries(settings).filter(([name, value]) => PIP_OPTIONS.includes(name) && value !== ""),
  );
}

/** Absolute paths, the strongest last. */
function configFiles(environment: Readonly<NodeJS.ProcessEnv>): string[] {
  const { PIP_CONFIG_FILE: named } = environment;
  if (named === "/dev/null" || named?.toLowerCase() === "nul") return [];
  if (named !== undefined && existsSync(named)) return [...machineFiles(environment), named];
  return [...machineFiles(environment), ...userFiles(environment)];
}

function machineFiles(environment: Readonly<NodeJS.ProcessEnv>): string[] {
  if (process.platform === "win32") return [join(environment.ProgramData ?? "C:\\ProgramData", "pip", "pip.ini")];
  if (process.platform === "darwin") return ["/Library/Application Support/pip/pip.conf"];
  const directories = (environment.XDG_CONFIG_DIRS || "/etc/xdg").split(delimiter);
  return [...directories.map((directory) => join(directory, "pip", "pip.conf")), "/etc/pip.conf"];
}

function userFiles(environment: Readonly<NodeJS.ProcessEnv>): string[] {
  const home = environment.HOME || orNothing(homedir) || "";
  if (process.platform === "win32") {
    const roaming = environment.APPDATA ?? join(home, "AppData", "Roaming");
    return [join(home, "pip", "pip.ini"), join(roaming, "pip", "pip.ini")];
  }
  const library = join(home, "Library", "Application Support", "pip");
  const isInLibrary = process.platform === "darwin" && existsSync(library);
  const config = isInLibrary ? library : join(environment.XDG_CONFIG_HOME || join(home, ".config"), "pip");
  return [join(home, ".pip", "pip.conf"), join(config, "pip.conf")];
}

/** Python's `configparser` format: `[section]`, `name = value`, and further lines of a value, which are indented. */
export function parseConfig(text: string): Sections {
  const sections: Record<string, Record<string, string>> = {};
  let options: Record<string, string> = {};
  let name = "";
  for (const line of text.split(/\r?\n/).filter((one) => !/^\s*([#;]|$)/.test(one))) {
    const [, header] = /^\[([^\]]+)\]/.exec(line) ?? [];
    const [, option = "", value = ""] = /^(\S[^=:]*?)\s*[=:]\s*(.*?)\s*$/.exec(line) ?? [];
    if (header !== undefined) {
      options = sections[header] ?? {};
      sections[header] = options;
      name = "";
    } else if (option !== "") {
      name = optionName(option);
      options[name] = value;
    } else if (name !== "") options[name] = `${options[name]} ${line.trim()}`.trim();
  }
  return sections;
}

function inVariables(environment: Readonly<NodeJS.ProcessEnv>): Record<string, string> {
  const entries = Object.entries(environment).flatMap(([name, value]) => {
    const [, option] = /^PIP_(.+)$/.exec(name) ?? [];
    return option === undefined || !value ? [] : [[optionName(option), value] as const];
  });
  return Object.fromEntries(entries);
}

/** `EXTRA_INDEX_URL`, `--extra-index-url` → `extra-index-url`. */
function optionName(text: string): string {
  return text.toLowerCase().replaceAll("_", "-").replace(/^-+/, "");
}
