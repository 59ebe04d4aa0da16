import { existsSync, readdirSync } from "node:fs";
import { Problems, UserError } from "../errors.ts";
import type { Host } from "../runner/host.ts";
import { nearest } from "../text.ts";
import { fromDeployment } from "./from-deployment.ts";
import {
  artifactNameOf,
  cacheOf,
  compareWithOf,
  evidenceOf,
  expectedDigestOf,
  outputDirectoryOf,
  uploadOf,
} from "./hand-over.ts";
import { Inputs } from "./inputs.ts";
import type { Options } from "./options.ts";
import { environmentNameOf, imagePackagesOf, packagesOf, pythonVersionOf, requirementsFilesOf } from "./packages.ts";
import { modelDirectoryOf, type Places, readPlaces } from "./paths.ts";
import { readRestoreSource } from "./restore-source.ts";
import { readSampleRequest } from "./sample-request.ts";
import { type Mode, OPTIONS, type OptionSpec, type RawOptions } from "./table.ts";
import { booleanOf, bytesOf, positiveNumberOf, severityRuleOf } from "./values.ts";

/**
 * Reads and checks every input.
 * @throws UserErrors with all problems together
 */
export function readOptions(given: RawOptions, host: Host): Options {
  const problems = new Problems();
  requireWorkspace(host, problems);
  problems.throwIfAny();
  const { raw, deployment } = fromDeployment(given, host);
  const inputs = new Inputs(raw, host, problems);
  const places = placesOf(inputs);
  const options: Options = {
    mode: inputs.choice("mode") as Mode,
    workspace: host.workspace,
    ...places,
    requirementsFiles: requirementsFilesOf(inputs, places),
    packages: packagesOf(inputs),
    environmentName: environmentNameOf(inputs),
    image: inputs.text("image"),
    imagePackages: imagePackagesOf(inputs),
    pythonVersion: pythonVersionOf(inputs),
    python: inputs.text("python"),
    installer: inputs.choice("installer") as Options["installer"],
    requireHashes: inputs.choice("require-hashes") as Options["requireHashes"],
    checks: inputs.lines("checks").flatMap((line) => problems.collect(() => severityRuleOf(line)) ?? []),
    modelDirectory: modelDirectoryOf(inputs),
    maxSize: inputs.optional("max-size", bytesOf),
    cache: cacheOf(inputs),
    upload: uploadOf(inputs),
    artifactName: artifactNameOf(inputs),
    artifactFormat: inputs.choice("artifact-format") as Options["artifactFormat"],
    retentionDays: inputs.optional("retention-days", positiveNumberOf),
    expectedDigest: expectedDigestOf(inputs),
    source: readRestoreSource((name) => inputs.text(name), host, problems),
    compareWith: compareWithOf(inputs),
    outputDirectory: outputDirectoryOf(inputs, places.codeDirectory),
    deployment,
    smokeTest: readSampleRequest(inputs.text("smoke-test"), host, problems),
    evidence: evidenceOf(inputs),
    dryRun: inputs.optional("dry-run", booleanOf) ?? false,
  };
  problems.throwIfAny();
  warnOfUnusedInputs(raw, options.mode, host);
  return options;
}

function placesOf(inputs: Inputs): Places {
  const named = {
    codeDirectory: inputs.text("code-directory"),
    scoringScript: inputs.text("scoring-script"),
    mountParent: inputs.text("mount-parent"),
  };
  return readPlaces(named, inputs.host, inputs.problems);
}

function requireWorkspace(host: Host, problems: Problems): void {
  const missing = !existsSync(host.workspace);
  if (!missing && (host.kind === "terminal" || readdirSync(host.workspace).length > 0)) return;
  problems.add(`The workspace ${host.workspace} ${missing ? "does not exist" : "is empty"}.`, {
    hint: "Put a step `- uses: actions/checkout@v7` before this one.",
  });
}

/** The runner sends every input in every mode: only a value that is not the default can be meant for this one. */
function warnOfUnusedInputs(raw: RawOptions, mode: Mode, host: Host): void {
  for (const spec of OPTIONS as readonly OptionSpec[]) {
    const value = raw[spec.name]?.trim() ?? "";
    if (spec.modes && !spec.modes.includes(mode) && value !== "" && value !== spec.default) {
      host.log.warning(`Input ${spec.name} is not used in mode ${mode}.`);
    }
  }
}

/** The inputs that do not exist, each with the nearest name that does. */
export function unknownInputs(names: readonly string[]): UserError[] {
  const known = OPTIONS.map((spec) => spec.name as string);
  return names
    .filter((name) => !known.includes(name))
    .map((name) => {
      const meant = nearest(name, known);
      return new UserError(`There is no input "${name}".`, {
        hint: meant === undefined ? `The inputs are ${known.join(", ")}.` : `Did you mean "${meant}"?`,
      });
    });
}
