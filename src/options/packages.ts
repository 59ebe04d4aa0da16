import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import semver from "semver";
import { type ImagePackage, readImagePackages } from "./image-packages.ts";
import type { Inputs } from "./inputs.ts";
import { isDirectory, isFile, isInside, type Places, requireFile } from "./paths.ts";

/** The inputs that say which packages are wanted, for which Python, beside which others, and under which name. */

export function requirementsFilesOf(inputs: Inputs, { codeDirectory, scoringDirectory }: Places): string[] {
  const given = inputs.lines("requirements");
  const fallback = join(scoringDirectory, "requirements.txt");
  if (["verify", "restore"].includes(inputs.text("mode"))) return [];
  if (given.length === 0 && !existsSync(fallback) && inputs.lines("packages").length > 0) return [];
  // A scoring script in a place that cannot be is a problem noted before, and says nothing of requirements.
  if (given.length === 0 && !(isDirectory(scoringDirectory) && isInside(scoringDirectory, codeDirectory))) return [];
  const files = given.length > 0 ? given.map((file) => resolve(inputs.host.workspace, file)) : [fallback];
  const otherwise = "Name the file in `requirements`, or list requirements in `packages`.";
  for (const file of files) requireFile("requirements", file, otherwise, inputs.problems);
  return files;
}

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
      hint: "Use letters, digits, `_`, `-` and `.`, not starting with `.` or `-`, such as myenv; a place goes into mount-parent.",
    });
  }
  return name;
}
