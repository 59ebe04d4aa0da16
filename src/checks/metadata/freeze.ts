import { about, type Check } from "../../findings/check.ts";
import { sameVersion } from "../../mount/inventory/metadata.ts";
import { parseFreeze } from "../../python/packaging/pip-freeze.ts";
import { groupBy } from "../../util/group-by.ts";
import { normalisedName } from "../../util/text.ts";

/** Do pip, the container's Python and the mount's metadata name the same distributions? */

export const freezeDiffers: Check = {
  id: "F1",
  name: "freeze-mismatch",
  severity: "error",
  modes: ["preinstalled"],
  title: "the mount differs from pip freeze",
  what: "The distributions and versions that `pip freeze --all` lists for the build environment are compared with the metadata in the mount.",
  inContainer:
    "A distribution that only `pip freeze` lists is somewhere else on the build machine and missing in the container.",
  fix: "Find out what put it on the path of the build (PYTHONPATH, user site, conda), remove that, and build again.",
  waive: "Never.",
  *find(evidence) {
    if (evidence.build === undefined) return;
    const frozen = parseFreeze(evidence.build.freeze);
    const there = groupBy(evidence.inventory.distributions, ({ name }) => name);
    for (const [name, version] of frozen) {
      const found = (there.get(name) ?? []).map((one) => one.version);
      if (found.some((one) => version === undefined || sameVersion(one, version))) continue;
      const instead = found.length === 0 ? "it is not in the mount" : `the mount has ${found.join(" and ")}`;
      yield about({ name }, evidence, {
        message: `pip freeze lists ${name} ${version ?? ""}, but ${instead}.`,
        hint: "Look for PYTHONPATH, a user site or a conda environment on the build machine, and build again.",
      });
    }
    for (const distribution of evidence.inventory.distributions) {
      if (frozen.has(distribution.name) || NEVER_FROZEN.includes(distribution.name)) continue;
      yield about(distribution, evidence, {
        file: distribution.directory,
        message: `${distribution.name} is in the mount, but pip freeze does not list it.`,
      });
    }
  },
};

/** What pip treats as part of the standard library (pip/_internal/utils/compat.py, `stdlib_pkgs`). */
const NEVER_FROZEN = ["python", "wsgiref", "argparse"];

export const containerSeesOthers: Check = {
  id: "F2",
  name: "container-view-mismatch",
  severity: "error",
  modes: ["preinstalled", "restore", "verify"],
  title: "the container's Python lists other distributions than the mount holds",
  what: "An interpreter of the target, with only the mount on PYTHONPATH, lists other distributions than the mount's metadata directories. The metadata cannot be decoded, or the search path is not the container's.",
  inContainer: "Code that asks for the version of such a distribution gets none or another one.",
  fix: "Build the mount again into an empty directory.",
  waive: "Never.",
  *find({ container, inventory }) {
    if (container === undefined || container.startFailure !== undefined) return;
    const hint = "Build the mount again into an empty directory.";
    const seen = new Set(container.distributions.map(([name, version]) => `${normalisedName(name)} ${version}`));
    const there = new Set(inventory.distributions.map(({ name, version }) => `${name} ${version}`));
    for (const one of there)
      if (!seen.has(one))
        yield { message: `${one} is in the mount, but the container's Python does not list it.`, hint };
    for (const one of seen)
      if (!there.has(one)) yield { message: `The container's Python lists ${one}, which is not in the mount.`, hint };
  },
};
