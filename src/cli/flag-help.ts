import type { Mode, OptionName } from "../inputs/table.ts";
import { withFlagNames } from "./flag-names.ts";
import {
  EXTRA_FLAGS,
  type ExtraFlag,
  FLAGS,
  GROUPS,
  type Group,
  hasFlag,
  OWN_FLAGS,
  specOf,
  takesValue,
  usageOf,
} from "./flag-table.ts";
import { wrapped } from "./page.ts";

export type FlagName = OptionName | ExtraFlag;

/** For inputs whose description in the table is about GitHub Actions. */
const DESCRIPTIONS: Readonly<Partial<Record<FlagName, string>>> = {
  mode: "`preinstalled` builds a directory of packages. `dynamic` installs the requirements file as the image does at every container start, and verifies the result; flags that only a build uses have no effect then.",
  cache:
    "Whether to use earlier builds in the user's cache directory: `read-write` uses and saves them, `read` only uses them. `auto` is `read-write`.",
};

/** For flags that do something else in a command. */
const OWN_DESCRIPTIONS: Readonly<Partial<Record<string, Partial<Record<FlagName, string>>>>> = {
  images: { json: "Print every known fact as JSON." },
  try: {
    "deployment-file":
      "YAML file of a v2 online deployment. Code directory, scoring script, image and instance type are read from it if their flags are not set, and its `environment_variables` are set in the container.",
    image:
      "Image to start: its name in the catalogue, or its name in a container engine.\n[default: from the deployment file]",
    "instance-type":
      "Instance type of the deployment, such as `Standard_DS2_v2`: the container gets its processors and memory.\n[default: from the deployment file, if it is known]",
    "smoke-test": "File with a sample request, which is sent when the server is ready.",
  },
};

/** The flags of a command that runs no mode. */
export function ownFlags(command: string): string {
  const texts = OWN_DESCRIPTIONS[command] ?? {};
  const entries = (OWN_FLAGS[command] ?? []).map((name) => entryOf(name, usageOf(name), texts[name]));
  return ["Flags", ...entries].join("\n");
}

/** The flags of a command that runs `modes`, by group. */
export function flagSections(command: string, modes: readonly Mode[]): string[] {
  const used = flagsOf(command, modes);
  const sections = (Object.keys(GROUPS) as Group[]).map((group) => {
    const flags = used.filter((name) => FLAGS[name].group === group);
    return [
      GROUPS[group],
      ...flags.map((name) => entryOf(name, name === "mode" ? usageOf(name, modes) : usageOf(name))),
    ];
  });
  const filled = sections.filter(({ length }) => length > 1).map((lines) => lines.join("\n"));
  const elsewhere = used.filter((name) => FLAGS[name].group === undefined).map((name) => `--${name}`);
  return [...filled, ...(elsewhere.length === 0 ? [] : [wrapped(`Only for GitHub Actions: ${elsewhere.join(", ")}.`)])];
}

/** The flags that a command has, in the order of the help. */
export function flagsOf(command: string, modes: readonly Mode[]): FlagName[] {
  const own = OWN_FLAGS[command];
  if (own !== undefined) return [...own];
  return (Object.keys(FLAGS) as FlagName[]).filter((name) => hasFlag(command, name) && isUsed(name, modes));
}

function isUsed(name: FlagName, modes: readonly Mode[]): boolean {
  const readBy = specOf(name)?.modes;
  return readBy === undefined || modes.some((mode) => readBy.includes(mode));
}

function entryOf(name: FlagName, usage: string, text = textOf(name)): string {
  const usual = takesValue(name) ? "none" : "false";
  const all = text.includes("[default: ") ? text : `${text}\n[default: ${usual}]`;
  return `  ${usage}\n${wrapped(all, "      ")}`;
}

/** The first sentence about a flag, without code marks. */
export function shortTextOf(command: string, name: FlagName): string {
  const text = OWN_DESCRIPTIONS[command]?.[name] ?? textOf(name);
  const sentence = /^.*?(?=[.:;](\s|$))/s.exec(text)?.[0] ?? text;
  return sentence.replaceAll("`", "").replace(/\s+/g, " ");
}

function textOf(name: FlagName): string {
  const spec = specOf(name);
  if (spec === undefined) return EXTRA_FLAGS[name as ExtraFlag];
  const description = DESCRIPTIONS[name] ?? spec.description.replace(", one per line", "");
  const repeated = spec.kind === "lines" ? " May be repeated." : "";
  const usual = !takesValue(name) ? "" : (spec.defaultText ?? spec.default);
  const text = withFlagNames(`${description}${repeated}`, spec.choices).replaceAll(
    "the workspace",
    "the current directory",
  );
  return usual === "" ? text : `${text}\n[default: ${usual}]`;
}
