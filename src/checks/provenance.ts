import semver from "semver";
import { asksForTheSame } from "../mount/provenance.ts";
import { findImage } from "../target/images.ts";
import type { Check } from "./check.ts";

/** Does the mount belong to this checkout and to this target? Asked where it was built elsewhere. */

export const otherRequirements: Check = {
  id: "T4",
  severity: "error",
  title: "the requirements are not those that the mount was built from",
  explanation:
    "A requirements file of this checkout asks for something else than it did when the mount was built: another commit, or an edit since. The scoring script may import what the mount does not hold, and nobody proved the two together. Comments, blank lines and line ends do not count; a file that is not checked out here is not compared. Restore the artifact of this commit, or build again. Safe to turn off where the mount is deliberately older than the checkout, as in a rollback.",
  *find({ manifest, build, options, requirements }) {
    if (manifest === undefined || build !== undefined) return;
    for (const listed of manifest.requirementsFiles ?? []) {
      if (asksForTheSame(listed, options) !== false) continue;
      yield {
        requirement: requirements.find(({ file }) => file === listed.path),
        message: `${listed.path} is not as it was when the mount was built.`,
        hint: "Restore the artifact that was built from this checkout, or build again.",
      };
    }
  },
};

export const otherCommit: Check = {
  id: "T5",
  severity: "notice",
  title: "the mount was built from another commit",
  explanation:
    "The artifact says which commit it was built from, and another one is checked out. Where the requirements are the same (T4) the packages are too; the scoring script may have changed since. To be sure of both, check out the commit that is named. Safe to turn off where artifacts are promoted from run to run.",
  *find({ origin }) {
    if (origin === undefined) return;
    const { provenance, here } = origin;
    if (provenance.repository !== here.repository || provenance.commit === "" || here.commit === "") return;
    if (provenance.commit === here.commit) return;
    yield { message: `The mount was built from commit ${provenance.commit}; ${here.commit} is checked out here.` };
  },
};

export const otherTarget: Check = {
  id: "T6",
  severity: "error",
  title: "the mount was built for another target",
  explanation:
    "The manifest names another Python version or architecture than the inputs of this run, or than the image in the deployment file, so that compiled modules are not even looked at by the container, or cannot be loaded. Another image of the same Python and architecture is a warning: every check ran anew for the image that is named here. Restore the artifact of this target, or correct `image`, `python-version` or the deployment file. Never safe to turn off where it is an error.",
  *find({ manifest, options, target: here }) {
    if (manifest === undefined) return;
    const { target, pythonVersion } = manifest;
    const named = options.image || (options.deployment?.environment.said.text ?? "");
    const image = findImage(named);
    const hint = "Restore the artifact that was built for this target, or correct image and python-version.";
    const asked = image?.python && image.python !== target.python ? `${named} has ${image.python}` : undefined;
    const wanted = asked ?? unlike(options.pythonVersion, pythonVersion);
    if (wanted) yield { message: `The mount was built for Python ${target.python}; ${wanted}.`, hint };
    if (here.architecture !== target.architecture) {
      yield { message: `The mount was built for ${target.architecture}; this target is ${here.architecture}.`, hint };
    }
    if (image && !wanted && target.image !== "" && target.image !== image.name) {
      const message = `The mount was built for ${target.image} and is proven here for ${image.name}.`;
      yield { severity: "warning", message, hint: "Build with the image that will be deployed." };
    }
  },
};

/** A range that the building interpreter is not in. */
function unlike(range: string, pythonVersion: string): string | undefined {
  if (range === "" || semver.validRange(range) === null || semver.satisfies(pythonVersion, range)) return undefined;
  return `the input python-version says ${range}`;
}
