import type { Evidence } from "../../evidence/evidence.ts";
import { someOf } from "../../findings/at-most.ts";
import { about, type Cause, type Check } from "../../findings/check.ts";
import { sameInputs } from "../../inputs/same-inputs.ts";
import { getOwn } from "../../util/get-own.ts";

/** Does the next build install the same releases? */

export const unpinned: Check = {
  id: "M14",
  name: "unpinned",
  severity: "warning",
  modes: ["preinstalled", "dynamic", "restore", "verify"],
  title: "a distribution is not pinned",
  what: "No requirements, constraints or lock file holds the distribution to one exact version. All dependencies are one finding: a notice where the mount keeps them, a warning in mode `dynamic`, where the container resolves them at every start.",
  inContainer: "Nothing fails now. The next build may install another release than the one that was verified.",
  fix: "Run the command `lock` (in the action, mode `lock`) and commit the lock file that it writes, which the next build installs. Or add the pin from the finding to the requirements.",
  waive: "Safe when builds are never repeated.",
  *find(evidence) {
    const { requirements, closure, inventory, options } = evidence;
    const pinned = new Set(requirements.filter((one) => one.pinned && one.applies).map(({ name }) => name));
    const isDynamic = options.mode === "dynamic"; // the image reads the requirements file alone
    for (const distribution of inventory.distributions) {
      const { name, displayName, version } = distribution;
      const reached = getOwn(closure?.reached ?? {}, name);
      if (reached === undefined || pinned.has(name)) continue;
      const pin = `${displayName}==${version}`;
      const details = reached.by
        ? {
            severity: isDynamic ? ("warning" as const) : ("notice" as const),
            message: `${name}, which ${reached.by} requires, is not pinned.`,
            hint: isDynamic
              ? `Add ${pin} to the requirements.`
              : `Run the command lock${withFlags(options)} and commit its file, or add ${pin} to the requirements.`,
            cause: dependenciesOf(evidence),
          }
        : {
            message: `${name} is not pinned to one version.`,
            hint: isDynamic
              ? `Write ${pin} in the requirements.`
              : `Write ${pin} in the requirements, or run the command lock${withFlags(options)}.`,
          };
      yield about(distribution, evidence, details);
    }
  },
};

/** The flags of this run, so that the lock is of the same files; nothing is known of them where a mount is only verified. */
function withFlags(options: Evidence["options"]): string {
  const flags = options.sources.length === 0 ? "" : sameInputs(options);
  return flags === "" ? "" : ` with ${flags}`;
}

/** All dependencies are one finding: one lock file pins them. */
function dependenciesOf({ options, lockFile }: Evidence): Cause {
  const { mode } = options;
  const pins = lockFile === undefined ? "" : ` A run that passes writes the versions to ${lockFile}.`;
  return {
    key: "dependencies",
    describe: (members) => {
      const [one, ...others] = members;
      if (others.length === 0) return { message: `${one?.message}${pins}` };
      const names = members.flatMap(({ distribution }) => distribution ?? []);
      return {
        distribution: undefined,
        message: `${names.length} dependencies of the requirements are not pinned: ${someOf(names)}.${pins}`,
        hint:
          mode === "dynamic"
            ? "Add their pins to the requirements."
            : `Run the command lock${withFlags(options)} and commit its file.`,
      };
    },
  };
}
