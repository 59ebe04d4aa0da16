import { systemPackages } from "../../evidence/compiled-code/problems.ts";
import { advise, capital, isTooNew } from "../../evidence/compiled-code/wording.ts";
import type { Evidence } from "../../evidence/evidence.ts";
import type { CompiledCodeProblem, MissingLibrary } from "../../evidence/loader/problems.ts";
import { someOf } from "../../findings/at-most.ts";
import type { Cause, Finding } from "../../findings/check.ts";
import { SEVERITIES } from "../../findings/importance.ts";
import { adviceForImage, isForImageOnly, replacementFor } from "../../images/abi/library-advice.ts";
import type { Target } from "../../images/target.ts";
import { plural } from "../../util/text.ts";
import { failedWithout } from "../imports/failures/for-library.ts";

/** What the problems of one distribution have in common, where that is more than the same fix. */

const MOST_LIBRARIES = 8;

/** @param all the problems of the same distribution and check */
export function causeOf(
  problem: CompiledCodeProblem,
  all: readonly CompiledCodeProblem[],
  distribution: string | undefined,
  evidence: Evidence,
): Cause | undefined {
  if (isAbsent(problem)) {
    const key = `absent ${distribution}`;
    return { key, describe: (members) => describeAbsent(members, all.filter(isAbsent), distribution, evidence) };
  }
  // The fix names the newest version that a file needs, but it is one release or image for all of them.
  return isTooNew(problem) ? { key: `too new ${distribution}`, describe: newestFirst } : undefined;
}

function isAbsent(problem: CompiledCodeProblem): problem is MissingLibrary {
  return problem.kind === "missing-library" && problem.where === "nowhere";
}

/** `opencv-python needs 8 libraries that neither the mount nor the image has: libGL.so.1, …`. */
function describeAbsent(
  members: readonly Finding[],
  all: readonly MissingLibrary[],
  owner: string | undefined,
  evidence: Evidence,
): ReturnType<Cause["describe"]> {
  if (members.length === 1) return {};
  const distribution = owner ?? "The mount";
  const problems = [...all].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  const libraries = [...new Set(problems.map(({ library }) => library))];
  const needed =
    libraries.length === 1
      ? `${libraries[0]}, which neither the mount nor the image has`
      : `${libraries.length} libraries that neither the mount nor the image has: ${someOf(libraries, MOST_LIBRARIES)}`;
  const files = [...new Set(problems.map(({ path }) => path))];
  const isLoaded = problems.some(({ severity }) => severity === "error");
  const note = isLoaded || owner === undefined ? "" : ` Importing ${owner} loads none of them.`;
  const failed = libraries.map((library) => failedWithout(library, owner, evidence)).join("");
  // PyQt5 has plug-ins for sound and databases, which no import loads.
  const worst = problems.filter(({ severity }) => severity === problems[0]?.severity);
  const hint = adviseTogether(worst, distribution, evidence.target);
  const of = files.length === 1 ? "in" : `in ${plural(files.length, "file")}, such as`;
  return { message: `${distribution} needs ${needed} (${of} ${files[0]}).${note}${failed}`, hint };
}

/** The advice for each library; those that only an image can have are added to it in one command. */
function adviseTogether(problems: readonly MissingLibrary[], distribution: string, target: Target): string | undefined {
  const isReplaced = replacementFor(distribution) !== undefined;
  const forImage = problems.filter(({ advice }) => !isReplaced && advice !== undefined && isForImageOnly(advice));
  const others = problems.filter((one) => !forImage.includes(one));
  const sentences = new Set(others.flatMap((one) => advise(one, target, distribution, undefined) ?? []));
  const packages = systemPackages({ compiledCode: forImage, container: undefined, target });
  if (packages.length > 0) sentences.add(capital(`${adviceForImage(packages)}.`));
  return sentences.size === 0 ? undefined : [...sentences].join(" ");
}

/** The image with the highest glibc that a file needs fits all of them. */
function newestFirst(members: readonly Finding[]): ReturnType<Cause["describe"]> {
  const [first, ...others] = [...members].sort((a, b) =>
    neededBy(b).localeCompare(neededBy(a), "en", { numeric: true }),
  );
  const files = new Set(others.flatMap(({ file }) => (file === first?.file ? [] : (file ?? []))));
  const rest = files.size === 0 ? "" : ` ${plural(files.size, "more file")}: ${someOf([...files])}.`;
  return { file: first?.file, hint: first?.hint, message: `${first?.message}${rest}` };
}

/** `2.34` of `an image with glibc 2.34 or newer`. */
function neededBy({ message }: Finding): string {
  return /\bneeds GLIBC_([0-9.]+) /.exec(message)?.[1] ?? "";
}
