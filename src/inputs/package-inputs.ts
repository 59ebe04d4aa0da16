import semver from "semver";
import { type ImageFacts, readImageFacts } from "./image-facts.ts";
import { type ImagePackage, readImagePackages } from "./image-packages.ts";
import { isFile, requireFile } from "./paths.ts";
import type { Inputs } from "./raw-inputs.ts";

/** The inputs about requirements, the image's packages, Python and the environment's name. */

export function packagesOf(inputs: Inputs): string[] {
  const lines = inputs.lines("packages");
  for (const line of lines.filter((one) => one.startsWith("-"))) {
    inputs.problems.add(`Input packages: "${line}" is an option, not a requirement.`, {
      hint: "Options belong in a requirements file.",
    });
  }
  return lines;
}

export function imagePackagesOf(inputs: Inputs): readonly ImagePackage[] | undefined {
  const file = inputs.path("image-packages");
  if (file === "") return undefined;
  requireFile("image-packages", file, "Name what pip inspect printed in the image.", inputs.problems);
  if (!isFile(file)) return undefined;
  return inputs.problems.collect(() => readImagePackages(file));
}

export function imageFactsOf(inputs: Inputs): ImageFacts | undefined {
  const file = inputs.path("image-facts");
  if (file === "") return undefined;
  requireFile("image-facts", file, "Name what images --inspect <image> --json printed.", inputs.problems);
  if (!isFile(file)) return undefined;
  return inputs.problems.collect(() => readImageFacts(file));
}

export function pythonVersionOf(inputs: Inputs): string {
  const range = inputs.text("python-version");
  if (range !== "" && semver.validRange(range) === null) {
    inputs.problems.add(`Input python-version: "${range}" is neither a version nor a range.`, {
      hint: "Write 3.8, or a range such as >=3.8 <3.10.",
    });
  }
  return range;
}

export function environmentNameOf(inputs: Inputs): string {
  const name = inputs.text("environment-name");
  if (!/^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(name) || name.length > 100) {
    inputs.problems.add(`Input environment-name: "${name}" is not a plain directory name.`, {
      hint: "Use letters, digits, `_`, `-` and `.`, not starting with `.` or `-`, such as myenv. To put it into another directory, use the input mount-parent.",
    });
  }
  return name;
}
