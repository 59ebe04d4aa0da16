import { existsSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { slashed } from "../../util/text.ts";
import type { Requirement } from "../packaging/requirements.ts";
import data from "./unusable-names.json" with { type: "json" };

/** A requirement that no image can install, as `pip freeze` writes it on another machine. */
export interface UnusableLine {
  readonly requirement: Requirement;
  /** A clause. */
  readonly why: string;
  /** What to write instead, which may be a comment; empty: the line is removed. */
  readonly instead: readonly string[];
  /** What to do beyond that, as a sentence. */
  readonly advice?: string;
}

export type Rule = (requirement: Requirement) => Omit<UnusableLine, "requirement"> | undefined;

/** Directories in which conda, and the companies that publish its packages, build them. */
const CONDA_BUILD =
  /\/(croot|conda-bld|feedstock_root|b\/abs_\w+|build\/80754af9|tmp\/build)\/|_\d{10,}\/work\b|^file:\/{2,3}(home|Users)\/(builder|ktietz)\/|\/opt\/concourse\/worker\/|\/ci_(py)?3\d+\//i;

export const fromCondaBuild: Rule = ({ url, name, extras }) => {
  if (!url?.startsWith("file:") || !CONDA_BUILD.test(url) || exists(url)) return undefined;
  const why = "the directory existed only where conda built the package";
  if (name !== null && data.mkl.names.includes(name)) return { why, instead: [], advice: data.mkl.advice };
  const extra = extras.length === 0 ? "" : `[${extras.join(",")}]`;
  return {
    why,
    instead: name === null ? [] : [`${name}${extra}`],
    advice: "With its version: pip list --format=freeze, run in the conda environment, prints it.",
  };
};

/** What Windows calls an absolute path. On Linux, pip takes it for a relative one. */
const DRIVE = /^file:\/{2,}(.*\/)?[a-z]:([/\\]|%5c)/i;

/** Where the container has the code; only mode `dynamic` installs from there. */
const IN_CONTAINER = /^file:\/\/\/var\/azureml-/;

/** A path that exists beside the requirements file, whereas pip takes it from the current directory. */
export function countedFromFile(workspace: string): Rule {
  return ({ url, text, file, editable }) => {
    const [, given, rest = ""] = /^(?:-e\s+)?(\.{1,2}\/[^\s;[]*)(.*)$/.exec(text) ?? [];
    if (file === null || given === undefined || !url?.startsWith("file:") || exists(url)) return undefined;
    const path = resolve(dirname(file), given);
    if (!existsSync(path)) return undefined;
    const why = `${given} does not exist: a path counts from the current directory (in the action, the workspace)`;
    const written = slashed(relative(workspace, path));
    const meant = `${/^\.\.\//.test(written) ? "" : "./"}${written}${rest}`;
    return { why, instead: [editable ? `-e ${meant}` : meant] };
  };
}

/**
 * The line becomes a comment, not the name: the package of that name on an index may be somebody else's, and the line may
 * have a spelling mistake alone.
 */
export const fromOtherMachine: Rule = ({ url, text, name }) => {
  if (!url?.startsWith("file:") || IN_CONTAINER.test(url) || exists(url)) return undefined;
  const why = DRIVE.test(url)
    ? "the file is on another machine, with Windows"
    : `${pathOf(url)} does not exist on this machine`;
  const release = name === null ? "" : `If an index has your ${name}, write ${name} with its version. Otherwise, `;
  const add = "add its wheel or its sources to the repository, and write that path.";
  const advice = `${release}${name === null ? "A" : "a"}${add.slice(1)} A relative path counts from the current directory.`;
  return { why, instead: [`# ${text}`], advice };
};

const PLATFORMS = { macOS: /-macosx_[\w.]+\.whl$/, Windows: /-win(32|_\w+)\.whl$/ };

export const forOtherPlatform: Rule = ({ url, text }) => {
  const file = decodeURIComponent(/[^/]*$/.exec(url?.replace(/[?#].*$/, "") ?? "")?.[0] ?? "");
  const platform = Object.entries(PLATFORMS).find(([, pattern]) => pattern.test(file) && !/linux/.test(file))?.[0];
  if (platform === undefined) return undefined;
  const why = `the wheel is for ${platform}`;
  const [name, version] = file.split("-");
  if (/^https:\/\/files\.pythonhosted\.org\//.test(url ?? "")) return { why, instead: [`${name}==${version}`] };
  return {
    why,
    instead: [`# ${text}`],
    advice: `Or name the wheel for Linux, or write ${name}==${version} if an index has it.`,
  };
};

/** A path of another system, such as `file:///C:/…`, does not exist here. */
function exists(url: string): boolean {
  const path = pathOf(url);
  return path !== url && existsSync(path);
}

function pathOf(url: string): string {
  try {
    return fileURLToPath(url);
  } catch {
    return url;
  }
}
