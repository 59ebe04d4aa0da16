import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ownerOf } from "../mount/inventory.ts";
import { SERVER_STANDARD_LIBRARY } from "../target/server-needs.ts";
import { STANDARD_LIBRARY_VERSIONS, standardLibrary } from "../target/stdlib.ts";
import { type Answer, about, type Check, type Evidence } from "./check.ts";
import { importable, rootNames } from "./importable.ts";

/** The mount comes before the standard library, the scoring directory too: what bears its names takes its place. */

/** Compiled into every CPython and found before the path is looked at. */
const BUILT_IN = new Set(
  `_abc _ast _codecs _collections _functools _imp _io _locale _operator _signal _sre _stat _string _symtable _thread
  _tracemalloc _warnings _weakref atexit builtins errno faulthandler gc itertools marshal posix pwd sys time`.split(
    /\s+/,
  ),
);
/** Of other systems: nothing on Linux imports them. */
const ELSEWHERE =
  /^(_?winreg|_?winapi|winsound|msvcrt|nt|_msi|msilib|_scproxy|_overlapped|_wmi|_(android|ios|aix|osx)_support)$/;

export const standardLibraryShadowed: Check = {
  id: "I1",
  severity: "error",
  title: "a module has the name of a standard-library module",
  explanation:
    'PYTHONPATH comes before the standard library, so a backport such as enum34, typing or dataclasses, harmless in the virtual environment where it was tested, replaces the real module in the container, for the server too: it often dies at start with an ImportError or AttributeError, and the container starts again and again. The scoring directory comes second on that path, so a logging.py beside score.py does the same; that is an error where the server itself imports the module, else a warning. A directory without __init__.py, a name that this Python no longer has and a module compiled into Python are left alone. Remove the backport, with an environment marker such as `; python_version < "3.4"` if other Pythons need it; rename your own module. Never safe to turn off for a backport.',
  *find(evidence) {
    const { inventory, target } = evidence;
    if (!STANDARD_LIBRARY_VERSIONS.includes(target.python)) return;
    const standard = standardLibrary(target.python);
    const isTaken = (name: string) => standard.has(name) && !BUILT_IN.has(name) && !ELSEWHERE.test(name);
    for (const name of rootNames(inventory).filter(isTaken)) {
      const found = importable(name, inventory, target);
      if (found === undefined || found.kind === "directory") continue;
      yield inMount(name, found.path, evidence);
    }
    yield* besideScript(isTaken, evidence);
  },
};

function inMount(name: string, file: string, evidence: Evidence): Answer {
  const owner = ownerOf(file, evidence.inventory);
  const message = `${file} takes the place of the standard library's ${name} in the container, for the server too.`;
  if (owner === undefined) return { file, message, hint: `Remove ${file}.` };
  const hint = `Python ${evidence.target.python} has ${name} itself: remove ${owner.name}, or pin a release of what needs it that does without.`;
  return about(owner, evidence, { file, message, hint });
}

function* besideScript(isTaken: (name: string) => boolean, { options }: Evidence): Generator<Answer> {
  for (const entry of readdirSync(options.scoringDirectory, { withFileTypes: true })) {
    const name = entry.isFile() ? /^([A-Za-z_]\w*)\.py$/.exec(entry.name)?.[1] : entry.name;
    if (name === undefined || !isTaken(name)) continue;
    const file = join(options.scoringDirectory, entry.name, entry.isFile() ? "" : "__init__.py").replace(/[/\\]$/, "");
    if (!existsSync(file)) continue;
    const needed = SERVER_STANDARD_LIBRARY.has(name);
    yield {
      severity: needed ? "error" : "warning",
      place: { file, line: 1 },
      message: `${entry.name} in the scoring directory takes the place of the standard library's ${name}${needed ? ", which the server imports" : ""}.`,
      hint: "Rename it.",
    };
  }
}

export const customisesStart: Check = {
  id: "I3",
  severity: "warning",
  title: "sitecustomize or usercustomize is in the mount",
  explanation:
    "Unlike a .pth file, a sitecustomize module on PYTHONPATH does run, at every start of Python in the container: at the run script's `pip show` (which ends the container with exit code 100 when it fails), at the server, at every worker. It also hides the image's own. Find out which package brings it and whether it is meant to run there. Safe to turn off when it is your own and intended.",
  *find(evidence) {
    for (const name of ["sitecustomize", "usercustomize"]) {
      const found = importable(name, evidence.inventory, evidence.target);
      if (found === undefined || found.kind === "directory") continue;
      const owner = ownerOf(found.path, evidence.inventory);
      const answer = {
        file: found.path,
        message: `${found.path} runs at every start of Python in the container${owner ? `; it comes with ${owner.name}` : ""}.`,
        hint: "Remove it unless it is meant to run in the server.",
      };
      yield owner ? about(owner, evidence, answer) : answer;
    }
  },
};
