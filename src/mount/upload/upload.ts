import { type Dirent, readdirSync, realpathSync, type Stats, statSync } from "node:fs";
import { join } from "node:path";
import type { Options } from "../../inputs/options.ts";
import { HIDDEN_ROLES } from "../../plan/location.ts";
import type { UnreadableFile } from "./ignore-file.ts";
import { type RefusedLine, Rules } from "./rules.ts";
import { type UploadRules, uploadRules, withoutLinks } from "./written-rules.ts";

/** What Azure's client uploads of the code directory, by its own rules. */
export interface Upload {
  /** The code directory, absolute and without links. */
  readonly root: string;
  /** The ignore file that applies; `undefined` if there is none and everything is uploaded. */
  readonly file: UploadRules | UnreadableFile | undefined;
  readonly rules: Rules;
  /** Lines written by the user at which the client raises an exception. */
  readonly refused: readonly RefusedLine[];
  /** Everything except the environment directory and what a run creates next to it. */
  readonly beside: UploadList;
}

export interface UploadList {
  readonly files: readonly UploadedFile[];
  /** Dangling links that are not excluded: the client raises an exception at the first one. */
  readonly broken: readonly string[];
  /** Links that lead back to a directory they are in: the client walks in an endless loop. */
  readonly loops: readonly string[];
}

/** Path: POSIX, relative to the code directory. */
export interface UploadedFile {
  readonly path: string;
  readonly bytes: number;
}

/** What will be uploaded in addition to the mount after this run, and where the client will fail. */
export function readUpload(options: Options): Upload {
  const file = uploadRules(options);
  const rules = rulesOf(file);
  const source = file === undefined || "problem" in file ? undefined : file.source;
  const refused = source === undefined ? [] : new Rules(source.lines, source.base).refused;
  const [parent, name] = [withoutLinks(options.mountParent), options.environmentName];
  const ours = new Set([name, ...HIDDEN_ROLES.map((role) => `.${name}.${role}`)]);
  const beside = listUpload(options.codeDirectory, rules, (directory, one) => directory === parent && ours.has(one));
  return { root: realpathSync(options.codeDirectory), file, rules, refused, beside };
}

/** Whether the upload after this run leaves out a file, by the absolute path of its directory and its name. */
export function exclusions(options: Options): (directory: string, name: string) => boolean {
  const rules = rulesOf(uploadRules(options));
  return (directory, name) => rules.excluding(withoutLinks(directory))(name) !== undefined;
}

function rulesOf(file: Upload["file"]): Rules {
  return file === undefined || "problem" in file ? new Rules([], "/") : new Rules(file.lines, file.base);
}

/**
 * The files that the client uploads: it follows links, and matches each file by the real path of its directory.
 * @param isLeft whether to skip an entry of a directory (absolute, without links)
 */
export function listUpload(
  codeDirectory: string,
  rules: Rules,
  isLeft: (directory: string, name: string) => boolean = () => false,
): UploadList {
  const list = { files: [] as UploadedFile[], broken: [] as string[], loops: [] as string[] };
  const walk = (directory: string, prefix: string, above: readonly string[]) => {
    const excluding = rules.excluding(directory);
    for (const entry of entriesOf(directory)) {
      if (isLeft(directory, entry.name)) continue;
      const [place, path] = [join(directory, entry.name), `${prefix}${entry.name}`];
      const stat = entry.isDirectory() ? undefined : statOf(place);
      if (entry.isDirectory()) walk(place, `${path}/`, [...above, directory]);
      else if (stat?.isDirectory()) {
        const real = realpathSync(place);
        if (real === directory || above.includes(real)) list.loops.push(path);
        else walk(real, `${path}/`, [...above, directory]);
      } else if (excluding(entry.name) === undefined) {
        if (stat === undefined) list.broken.push(path);
        else list.files.push({ path, bytes: stat.size });
      }
    }
  };
  walk(realpathSync(codeDirectory), "", []);
  return list;
}

/** The client skips a directory that it cannot read. */
function entriesOf(directory: string): Dirent[] {
  try {
    return readdirSync(directory, { withFileTypes: true });
  } catch {
    return [];
  }
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined; // a link to itself
  }
}
