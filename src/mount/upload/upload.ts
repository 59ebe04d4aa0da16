import { type Dirent, readdirSync, realpathSync, type Stats, statSync } from "node:fs";
import { join } from "node:path";
import type { Options } from "../../options/options.ts";
import { HIDDEN_ROLES } from "../location.ts";
import type { UnreadableFile } from "./ignore-file.ts";
import { type RefusedLine, Rules } from "./rules.ts";
import { type UploadRules, uploadRules, withoutLinks } from "./written-rules.ts";

/** What Azure's client does with the code directory, by its own rules. */
export interface Upload {
  /** The code directory, absolute and without links. */
  readonly root: string;
  /** The ignore file that decides; `undefined` where there is none, and everything is uploaded. */
  readonly file: UploadRules | UnreadableFile | undefined;
  readonly rules: Rules;
  /** Lines of the user's at which the client ends. */
  readonly refused: readonly RefusedLine[];
  /** Without the environment directory and what a run makes beside it. */
  readonly beside: UploadList;
}

export interface UploadList {
  readonly files: readonly UploadedFile[];
  /** Links that lead to nothing and are not left out: the client ends at the first one. */
  readonly broken: readonly string[];
  /** Links that lead back to a directory they are in: the client walks in a circle. */
  readonly loops: readonly string[];
}

/** Path: POSIX, relative to the code directory. */
export interface UploadedFile {
  readonly path: string;
  readonly bytes: number;
}

/** What will be uploaded beside the mount once this run has ended, and what the client will say of it. */
export function readUpload(options: Options): Upload {
  const file = uploadRules(options);
  const isReadable = file !== undefined && !("problem" in file);
  const rules = isReadable ? new Rules(file.lines, file.base) : new Rules([], "/");
  const source = isReadable ? file.source : undefined;
  const refused = source === undefined ? [] : new Rules(source.lines, source.base).refused;
  const [parent, name] = [withoutLinks(options.mountParent), options.environmentName];
  const ours = new Set([name, ...HIDDEN_ROLES.map((role) => `.${name}.${role}`)]);
  const beside = listUpload(options.codeDirectory, rules, (directory, one) => directory === parent && ours.has(one));
  return { root: realpathSync(options.codeDirectory), file, rules, refused, beside };
}

/**
 * The files that the client uploads: it follows links, and asks its rules of each file by the real path of its directory.
 * @param isLeft whether an entry of a directory (absolute, without links) is not looked at
 */
export function listUpload(
  codeDirectory: string,
  rules: Rules,
  isLeft: (directory: string, name: string) => boolean = () => false,
): UploadList {
  const list = { files: [] as UploadedFile[], broken: [] as string[], loops: [] as string[] };
  const walk = (directory: string, way: string, above: readonly string[]) => {
    const excluding = rules.excluding(directory);
    for (const entry of entriesOf(directory)) {
      if (isLeft(directory, entry.name)) continue;
      const [place, path] = [join(directory, entry.name), `${way}${entry.name}`];
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

/** A directory that cannot be read is one that the client passes by. */
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
