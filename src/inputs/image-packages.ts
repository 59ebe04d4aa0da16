import { readFileSync } from "node:fs";
import { messageOf, UserError } from "../util/errors.ts";
import { normalisedName } from "../util/text.ts";

/** A distribution in an image, as `pip` listed it. */
export interface ImagePackage {
  /** Normalised. */
  readonly name: string;
  /** `undefined` for a direct reference in `pip freeze`. */
  readonly version: string | undefined;
  /** Requires-Dist; only `pip inspect` knows it. */
  readonly requires: readonly string[] | undefined;
}

const HOW =
  "Create it in a container of the image: docker run --rm --entrypoint pip <image> inspect > image-packages.json (or: freeze > image-packages.txt).";

/**
 * Reads the output of `pip freeze`, `pip list --format json` or `pip inspect` in an image.
 *
 * @param file absolute
 * @throws UserError with the line that cannot be read
 */
export function readImagePackages(file: string): readonly ImagePackage[] {
  const text = decode(readFileSync(file));
  const packages = /^\s*[[{]/.test(text) ? fromJson(text, file) : fromFreeze(text, file);
  if (packages.length > 0) return packages;
  throw new UserError(`Input image-packages: ${file} lists no package.`, { file, hint: HOW });
}

/** PowerShell's `>` writes UTF-16. */
function decode(bytes: Buffer): string {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return bytes.toString(utf16 ? "utf16le" : "utf8").replace(/^\ufeff/, "");
}

function fromFreeze(text: string, file: string): ImagePackage[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    const plain = line.trim();
    if (plain === "" || plain.startsWith("#")) return [];
    const egg = /^-e\s.*#egg=([A-Za-z0-9._-]+)/.exec(plain)?.[1];
    const match = /^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:===?\s*([^\s;]+)|@\s*\S+)/.exec(plain);
    const name = egg ?? match?.[1];
    if (name !== undefined) return [{ name: normalisedName(name), version: match?.[2], requires: undefined }];
    if (plain.startsWith("-")) return []; // an editable install without a name, or an option
    throw new UserError(`Input image-packages: "${plain}" is not a line of pip freeze.`, {
      file,
      line: index + 1,
      hint: HOW,
    });
  });
}

function fromJson(text: string, file: string): ImagePackage[] {
  const document = parse(text, file) as { installed?: unknown };
  const rows = Array.isArray(document) ? document : document?.installed;
  if (!Array.isArray(rows)) {
    throw new UserError(`Input image-packages: ${file} is JSON, but not what pip inspect prints: no "installed".`, {
      file,
      hint: HOW,
    });
  }
  return rows.map((row: Row, index) => {
    const { name, version, requires_dist: requires } = row?.metadata ?? row ?? {};
    if (typeof name === "string" && typeof version === "string") {
      const inspected = row.metadata !== undefined;
      const known = Array.isArray(requires) ? requires.filter((one) => typeof one === "string") : [];
      return { name: normalisedName(name), version, requires: inspected ? known : undefined };
    }
    throw new UserError(`Input image-packages: entry ${index + 1} of ${file} has no name and version.`, {
      file,
      hint: HOW,
    });
  });
}

interface Facts {
  name?: unknown;
  version?: unknown;
  requires_dist?: unknown;
}
type Row = Facts & { metadata?: Facts };

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const position = /position (\d+)/.exec(messageOf(cause))?.[1]; // some errors of Node have none
    const line = position === undefined ? undefined : text.slice(0, Number(position)).split("\n").length;
    throw new UserError(`Input image-packages: ${file} is not JSON: ${messageOf(cause)}.`, {
      file,
      line,
      hint: HOW,
      cause,
    });
  }
}
