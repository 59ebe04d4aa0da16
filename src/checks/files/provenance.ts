import semver from "semver";
import type { Check } from "../../findings/check.ts";
import { findImage } from "../../images/catalogue/find-image.ts";
import { imageToVerify } from "../../images/image-to-verify.ts";

/** Does the mount belong to this checkout and to this target? For mounts that were built elsewhere. */

export const otherRequirements: Check = {
  id: "T4",
  name: "requirements-changed",
  severity: "error",
  modes: ["preinstalled", "restore", "verify"],
  title: "the requirements changed since the mount was built",
  what: "A requirements file differs from the one that the mount was built from. Comments, blank lines and line ends do not count, and a file that is not checked out is not compared.",
  inContainer: "The scoring script may import what the mount does not contain.",
  fix: "Restore the artifact of this commit, or build again.",
  waive: "Safe when the mount is older than the checkout on purpose, as in a rollback.",
  *find({ build, changedRequirements, requirements }) {
    if (build !== undefined) return;
    for (const path of changedRequirements) {
      yield {
        requirement: requirements.find(({ file }) => file === path),
        message: `${path} has changed since the mount was built.`,
        hint: "Restore the artifact that was built from this checkout, or build again.",
      };
    }
  },
};

export const otherCommit: Check = {
  id: "T5",
  name: "different-commit",
  severity: "notice",
  modes: ["restore"],
  title: "the mount was built from another commit",
  what: "The commit that the artifact was built from is not the one that is checked out.",
  inContainer: "If the requirements are the same (T4), so are the packages. The scoring script may have changed.",
  fix: "Check out the named commit to be sure of both.",
  waive: "Safe when artifacts are promoted from run to run.",
  *find({ origin }) {
    if (origin === undefined) return;
    const { provenance, here } = origin;
    if (provenance.repository !== here.repository || provenance.commit === "" || here.commit === "") return;
    if (provenance.commit === here.commit) return;
    yield { message: `The mount was built from commit ${provenance.commit}, but ${here.commit} is checked out here.` };
  },
};

export const otherTarget: Check = {
  id: "T6",
  name: "different-target",
  severity: "error",
  modes: ["preinstalled", "restore", "verify"],
  title: "the mount was built for another target",
  what: "The mount is for another Python version or architecture than the inputs, the deployment's image, or what the image itself says. Another image with the same ones is a warning, because every check ran again for it.",
  inContainer: "Compiled modules are not found or cannot be loaded.",
  fix: "Restore the artifact of this target, or correct `image`, `python-version` or the deployment file.",
  waive: "Never as an error.",
  *find({ manifest, options, target: here }) {
    const own = here.facts?.python.version;
    if (own !== undefined && !own.startsWith(`${here.python}.`)) {
      yield {
        message: `The packages are for Python ${here.python}, but the image ${here.facts?.name} has Python ${own}.`,
        hint: `Build with the input python-version empty and this image, or name an image with Python ${here.python}.`,
      };
      return;
    }
    if (manifest === undefined) return;
    const { target, pythonVersion } = manifest;
    const named = imageToVerify(options);
    const image = here.facts === undefined ? findImage(named) : here.image;
    const hint =
      "Restore the artifact that was built for this target, or correct the input image or the input python-version.";
    const asked = image?.python && image.python !== target.python ? `${named} has ${image.python}` : undefined;
    const wanted = asked ?? unlike(options.pythonVersion, pythonVersion);
    if (wanted) yield { message: `The mount was built for Python ${target.python}; ${wanted}.`, hint };
    if (here.architecture !== target.architecture) {
      yield { message: `The mount was built for ${target.architecture}; this target is ${here.architecture}.`, hint };
    }
    if (image && !wanted && target.image !== "" && target.image !== image.name) {
      const message = `The mount was built for ${target.image}, but is verified here for ${image.name}.`;
      yield { severity: "warning", message, hint: "Build with the image that will be deployed." };
    }
  },
};

/** A range that does not contain the interpreter of the build. */
function unlike(range: string, pythonVersion: string): string | undefined {
  if (range === "" || semver.validRange(range) === null || semver.satisfies(pythonVersion, range)) return undefined;
  return `the input python-version is ${range}`;
}
