import type { Distribution } from "../mount/distribution.ts";
import { STANDARD_LIBRARY_VERSIONS, standardLibrary } from "../target/stdlib.ts";
import { type Answer, about, type Check, type Evidence } from "./check.ts";
import { atMost } from "./many.ts";

/** Do plug-ins and programs lead to modules that are there? (PyPA, "Entry points") */

export const entryPointMissing: Check = {
  id: "R9",
  severity: "warning",
  title: "an entry point leads to a module that is not there",
  explanation:
    "`entry_points.txt` names a module that is neither in the mount nor in the standard library. Whoever loads that group of plug-ins in the container gets ModuleNotFoundError, mostly at import of the program that has the plug-ins; a script of that name is broken. A file was removed, or the module belongs to an optional dependency. Install what is missing (an entry with an extra in brackets is left alone). Safe to turn off for a group that nothing loads.",
  *find(evidence) {
    const modules = modulesOf(evidence);
    for (const distribution of evidence.inventory.distributions) {
      yield* atMost(broken(distribution, modules, evidence), (count) =>
        about(distribution, evidence, { message: `${count} more entry points of ${distribution.name} lead nowhere.` }),
      );
    }
  },
};

function* broken(distribution: Distribution, known: ReadonlySet<string>, evidence: Evidence): Iterable<Answer> {
  const builtIn = namesOfStandardLibrary(evidence.target.python);
  for (const { group, name, module, attribute } of entryPoints(distribution.texts.get("entry_points.txt") ?? "")) {
    if (known.has(module) || builtIn.has(module.split(".", 1)[0] ?? "")) continue;
    if (attribute === undefined && known.has(module.replace(/\.[^.]+$/, ""))) continue;
    yield about(distribution, evidence, {
      file: `${distribution.directory}/entry_points.txt`,
      message: `The entry point ${name} of ${distribution.name} (${group}) leads to ${module}, which is not in the mount.`,
      hint: `Install ${distribution.name} again, or the distribution that has ${module.split(".", 1)[0]}.`,
    });
  }
}

/** The entries of a file, without those that need an extra. Some groups write `module.attribute` where the specification has a colon. */
export function* entryPoints(text: string) {
  let group = "";
  for (const line of text.split(/\r?\n/)) {
    const section = /^\s*\[([^\]]+)\]\s*$/.exec(line)?.[1];
    if (section !== undefined) group = section.trim();
    const entry = entryIn(line);
    if (entry && entry.extras === undefined) yield { group, ...entry };
  }
}

/** In steps, each of which looks at a character once: one pattern for all would try every split of a line of spaces. */
function entryIn(line: string) {
  const [left = "", right] = halves(line.trim(), "=");
  if (right === undefined || left === "" || /^[#;[]/.test(left)) return undefined;
  const [value] = halves(right, "#");
  const parts = /^([A-Za-z_][\w.]*)\s*(:[\w\s.]+)?(\[[^\]]*\])?$/.exec((value ?? "").trim());
  if (parts?.[1] === undefined) return undefined;
  return { name: left.trim(), module: parts[1], attribute: parts[2], extras: parts[3] };
}

/** What stands before and after the first `sign`. */
function halves(text: string, sign: string): [string, string | undefined] {
  const at = text.indexOf(sign);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

/** Dotted names of modules, packages and namespace packages. */
function modulesOf({ inventory }: Evidence): Set<string> {
  const modules = new Set([...inventory.directories.keys()].map((path) => path.replaceAll("/", ".")));
  for (const path of inventory.files.keys()) {
    const stem = /^(.*?)(\.py|\.pyd|(\.[^/.]+)?\.so|\.pyc|\.cp[^/.]+\.pyd)$/.exec(path)?.[1];
    if (stem !== undefined) modules.add(stem.replaceAll("/", "."));
  }
  return modules;
}

function namesOfStandardLibrary(minor: string): ReadonlySet<string> {
  const known = STANDARD_LIBRARY_VERSIONS.includes(minor) ? minor : STANDARD_LIBRARY_VERSIONS.at(-1);
  return standardLibrary(known ?? minor);
}
