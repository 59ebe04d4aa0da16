import { sameVersion } from "../mount/metadata.ts";
import { normalisedName } from "../python/names.ts";
import { about, type Check } from "./check.ts";
import { groupBy } from "./many.ts";

/** Do pip, the container's Python and the mount's metadata name the same distributions? */

export const freezeDiffers: Check = {
  id: "F1",
  severity: "error",
  title: "the mount is not what pip freeze says",
  explanation:
    "`pip freeze --all` of the environment that was built, and the metadata in the mount, name different distributions or versions. A distribution that only freeze knows lies somewhere else on the build machine, and is absent in the container: the common failure the documentation warns of. Find out what put it on the path (PYTHONPATH, user site, conda). Never safe to turn off.",
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
        hint: "Look for PYTHONPATH, a user site or a conda environment on the machine that builds, and build again.",
      });
    }
    for (const distribution of evidence.inventory.distributions) {
      if (frozen.has(distribution.name) || NEVER_FROZEN.includes(distribution.name)) continue;
      yield about(distribution, evidence, {
        file: distribution.directory,
        message: `${distribution.name} is in the mount, and pip freeze does not list it.`,
      });
    }
  },
};

/** What pip takes for part of the standard library (pip/_internal/utils/compat.py, `stdlib_pkgs`). */
const NEVER_FROZEN = ["python", "wsgiref", "argparse"];

/**
 * Normalised name → version, which is undefined for direct references. Of an editable install freeze writes
 * `-e …#egg=name`, or a comment that ends in `(name==version)` and `-e` with a path.
 */
export function parseFreeze(lines: readonly string[]): Map<string, string | undefined> {
  const found = new Map<string, string | undefined>();
  for (const line of lines.map((one) => one.trim())) {
    const plain = /^([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:(===?)\s*(\S+)|@\s*\S+)/.exec(line);
    const editable =
      /^-e .*#egg=([A-Za-z0-9._-]+)/.exec(line) ?? /^# Editable .*\(([A-Za-z0-9._-]+)==[^)]*\)$/.exec(line);
    if (plain?.[1]) found.set(normalisedName(plain[1]), plain[3]);
    else if (editable?.[1]) found.set(normalisedName(editable[1]), undefined);
  }
  return found;
}

export const containerSeesOthers: Check = {
  id: "F2",
  severity: "error",
  title: "the container's Python sees other distributions in the mount",
  explanation:
    "A plain interpreter of the target, with the mount on PYTHONPATH and nothing else, lists other distributions than the mount's metadata directories hold. Metadata that cannot be decoded, or a search path that is not the container's, is why. Build again. Never safe to turn off.",
  *find({ container, inventory }) {
    if (container === undefined || container.startFailure !== undefined) return;
    const hint = "Build the mount again into an empty directory.";
    const seen = new Set(container.distributions.map(([name, version]) => `${normalisedName(name)} ${version}`));
    const there = new Set(inventory.distributions.map(({ name, version }) => `${name} ${version}`));
    for (const one of there)
      if (!seen.has(one)) yield { message: `${one} is in the mount, and the container does not see it.`, hint };
    for (const one of seen)
      if (!there.has(one)) yield { message: `The container sees ${one}, and the mount does not hold it.`, hint };
  },
};
