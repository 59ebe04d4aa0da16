import type { Evidence } from "../../evidence/evidence.ts";
import { importable } from "../../evidence/importable/modules.ts";
import { isReplaceable, type ReplacedModule, replacedModules } from "../../evidence/importable/replaced-modules.ts";
import type { Replacements } from "../../evidence/imports/replacements.ts";
import { someOf } from "../../findings/at-most.ts";
import { about, type Check, type FindingDetails, type Severity } from "../../findings/check.ts";
import { contentsOf } from "../../images/contents/image-contents.ts";
import { SERVER_STANDARD_LIBRARY } from "../../images/server/server-generation.ts";
import { triedBeside } from "../../images/server/server-trials.ts";
import type { Distribution } from "../../mount/inventory/distribution.ts";
import { ownerOf } from "../../mount/inventory/inventory.ts";
import { getOwn } from "../../util/get-own.ts";
import { SEVERITY_OF, verdictOn } from "./server-side/verdict.ts";

export const standardLibraryShadowed: Check = {
  id: "I1",
  name: "standard-library-shadowed",
  severity: "error",
  modes: ["preinstalled", "restore", "verify"],
  title: "a module has the name of a standard-library module",
  what: "A module in the mount, such as the backport enum34, or beside the scoring script has the name of a standard-library module. Imports, trials of the server, and what it lacks decide; beside the script, whether the server imports it.",
  inContainer:
    "PYTHONPATH comes before the standard library, so the module replaces the real one, for the server too. The server often ends at the start, and the container restarts again and again.",
  fix: 'Remove the backport, or add a marker such as `; python_version < "3.4"` if another Python needs it. Rename a module of your own.',
  waive: "Safe for a backport with which you have seen that server answer.",
  *find(evidence) {
    const { inventory, target } = evidence;
    for (const replaced of replacedModules(inventory, target)) yield inMount(replaced, evidence);
    yield* besideScript(evidence);
  },
};

function inMount({ module, path: file }: ReplacedModule, evidence: Evidence): FindingDetails {
  const { inventory, target } = evidence;
  const owner = ownerOf(file, inventory);
  const { severity, text } = harmOf(module, owner, evidence);
  const message = `${file} replaces the standard library's ${module} in the container, for the server too${text}.`;
  if (owner === undefined) return { severity, file, message, hint: `Remove ${file}.` };
  const hint = `Remove ${owner.name}, or pin a release of what requires it that no longer does: Python ${target.python} has ${module} itself.`;
  return about(owner, evidence, { severity, file, message, hint });
}

interface Harm {
  readonly severity: Severity;
  /** The end of a sentence. */
  readonly text: string;
}

/** What the imports proved, else what the server's releases did in trials, else what the replacement lacks. */
function harmOf(module: string, owner: Distribution | undefined, { container, target, options }: Evidence): Harm {
  const { replaced = {}, failed = null } = container?.replacements ?? {};
  const tried = getOwn(replaced, module);
  const error = tried?.error ?? whatFails(replaced, failed);
  if (error !== undefined) return { severity: "error", text: ` (${error})` };
  const releases = owner && triedBeside(owner.name, owner.version, target.python);
  const verdict = releases && verdictOn(releases, contentsOf(target, options.imagePackages), target.python);
  if (verdict) {
    return { severity: verdict.fails === "none" ? "notice" : SEVERITY_OF[verdict.fails], text: `; ${verdict.text}` };
  }
  if (tried === undefined) return { severity: "error", text: "" };
  if (tried.missing.length === 0) return { severity: "notice", text: "; it defines all that the original does" };
  const severity = SERVER_STANDARD_LIBRARY.has(module) ? "error" : "warning";
  return { severity, text: `, and lacks ${someOf(tried.missing)}` };
}

/** Of what replaces no module; only if no replacement is a reason of its own. */
function whatFails(replaced: Replacements["replaced"], failed: Replacements["failed"]): string | undefined {
  if (failed === null || Object.values(replaced).some((one) => one.error !== null)) return undefined;
  return `with it, ${failed.module} cannot be imported: ${failed.error}`;
}

function* besideScript({ besideScript: found, target }: Evidence): Generator<FindingDetails> {
  for (const { module, entry, file } of found.filter((one) => isReplaceable(one.module, target))) {
    const needed = SERVER_STANDARD_LIBRARY.has(module);
    yield {
      severity: needed ? "error" : "warning",
      place: { file, line: 1 },
      message: `${entry} in the scoring directory replaces the standard library's ${module}${needed ? ", which the server imports" : ""}.`,
      hint: `Rename ${entry}.`,
    };
  }
}

export const customisesStart: Check = {
  id: "I3",
  name: "sitecustomize",
  severity: "warning",
  modes: ["preinstalled", "restore", "verify"],
  title: "the mount has a sitecustomize or usercustomize module",
  what: "The mount contains a module that Python imports at every start. Unlike a `.pth` file, it does run from PYTHONPATH.",
  inContainer:
    "It runs in the run script's `pip show` (exit code 100 if that fails), in the server and in every worker. It also hides the image's own.",
  fix: "Find out which package brings it, and remove it unless it is meant to run there.",
  waive: "Safe when it is your own and intended.",
  *find(evidence) {
    for (const name of ["sitecustomize", "usercustomize"]) {
      const found = importable(name, evidence.inventory, evidence.target);
      if (found === undefined || found.kind === "directory") continue;
      const owner = ownerOf(found.path, evidence.inventory);
      const finding = {
        file: found.path,
        message: `${found.path} runs at every start of Python in the container${owner ? `; it comes with ${owner.name}` : ""}.`,
        hint: `Remove ${found.path} unless it is meant to run in the server.`,
      };
      yield owner ? about(owner, evidence, finding) : finding;
    }
  },
};
