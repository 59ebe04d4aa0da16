import { existsSync, readdirSync } from "node:fs";
import type { Host } from "../host/host.ts";
import { Problems, UserError } from "../util/errors.ts";
import { nearest } from "../util/text.ts";
import { fromDeployment } from "./deployment-file/apply-deployment.ts";
import type { CheckFinder, Options } from "./options.ts";
import { environmentNameOf, imageFactsOf, imagePackagesOf, packagesOf, pythonVersionOf } from "./package-inputs.ts";
import { type Places, readPlaces } from "./paths.ts";
import { Inputs } from "./raw-inputs.ts";
import { readRestoreSource } from "./restore-source.ts";
import {
  artifactNameOf,
  auditDatabaseOf,
  cacheOf,
  compareWithOf,
  evidenceOf,
  expectedDigestOf,
  modelDirectoryOf,
  outputDirectoryOf,
  uploadOf,
} from "./run-settings.ts";
import { sampleRequestFile } from "./sample-request/sample-request.ts";
import { requestedSources } from "./sources/requested-sources.ts";
import { type Mode, OPTIONS, type OptionSpec, type RawOptions } from "./table.ts";
import { booleanOf, bytesOf, positiveNumberOf, severityRuleOf } from "./values.ts";

/**
 * Reads and checks every input.
 * @param checkOf finds the checks that the input `checks` names
 * @throws UserErrors with all problems together
 */
export function readOptions(given: RawOptions, host: Host, checkOf: CheckFinder): Options {
  const problems = new Problems();
  requireWorkspace(host, problems);
  problems.throwIfAny();
  const { raw, deployment } = fromDeployment(given, host);
  const inputs = new Inputs(raw, host, problems);
  const places = placesOf(inputs);
  const sources = requestedSources(inputs, places, deployment);
  const options: Options = {
    mode: inputs.choice("mode") as Mode,
    workspace: host.workspace,
    ...places,
    sources,
    requirementsFiles: sources.map(({ file }) => file),
    packages: packagesOf(inputs),
    environmentName: environmentNameOf(inputs),
    image: inputs.text("image"),
    imagePackages: imagePackagesOf(inputs),
    imagePackagesFile: inputs.path("image-packages"),
    imageFacts: imageFactsOf(inputs),
    imageFactsFile: inputs.path("image-facts"),
    pythonVersion: pythonVersionOf(inputs),
    python: inputs.text("python"),
    installer: inputs.choice("installer") as Options["installer"],
    requireHashes: inputs.choice("require-hashes") as Options["requireHashes"],
    slim: inputs.choice("slim") as Options["slim"],
    checks: inputs.lines("checks").flatMap((line) => problems.collect(() => severityRuleOf(line, checkOf)) ?? []),
    audit: inputs.choice("audit") as Options["audit"],
    auditDatabase: auditDatabaseOf(inputs),
    modelDirectory: modelDirectoryOf(inputs),
    maxSize: inputs.optional("max-size", bytesOf),
    ...cacheOf(inputs),
    upload: uploadOf(inputs),
    artifactName: artifactNameOf(inputs),
    artifactFormat: inputs.choice("artifact-format") as Options["artifactFormat"],
    retentionDays: inputs.optional("retention-days", positiveNumberOf),
    expectedDigest: expectedDigestOf(inputs),
    source: readRestoreSource((name) => inputs.text(name), host, problems),
    compareWith: compareWithOf(inputs),
    outputDirectory: outputDirectoryOf(inputs, places.codeDirectory),
    deployment,
    lock: {
      check: inputs.optional("check", booleanOf) ?? false,
      upgrade: inputs.optional("upgrade", booleanOf) ?? false,
      upgradePackages: inputs.lines("upgrade-package"),
      from: inputs.path("from"),
      write: raw.write === "true",
    },
    replaceCondaFile: inputs.optional("replace-conda-file", booleanOf) ?? false,
    smokeTest: sampleRequestFile(inputs.text("smoke-test"), host, problems),
    evidence: evidenceOf(inputs),
    engine: inputs.choice("engine") as Options["engine"],
    pull: inputs.choice("pull") as Options["pull"],
    network: inputs.choice("network") as Options["network"],
    instanceType: inputs.text("instance-type"),
    report: inputs.optional("report", booleanOf) ?? false,
    dryRun: inputs.optional("dry-run", booleanOf) ?? false,
  };
  problems.throwIfAny();
  warnOfUnusedInputs(raw, options.mode, host);
  warnWithoutDeployment(options, host);
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
    hint: "Add a step `- uses: actions/checkout@v7` before this one.",
  });
}

/** The runner sends every input in every mode, so only a value that is not the default was set by the user. */
function warnOfUnusedInputs(raw: RawOptions, mode: Mode, host: Host): void {
  for (const spec of OPTIONS as readonly OptionSpec[]) {
    const value = raw[spec.name]?.trim() ?? "";
    if (spec.modes && !spec.modes.includes(mode) && value !== "" && value !== spec.default) {
      host.log.warning(`Input ${spec.name} is not used in mode ${mode}.`);
    }
  }
}

function warnWithoutDeployment({ deployment, lock, replaceCondaFile, mode }: Options, { log }: Host): void {
  if (deployment !== undefined) return;
  if (replaceCondaFile) log.warning("Input replace-conda-file has no effect without the input deployment-file.");
  if (!lock.write || lock.from !== "") return;
  log.warning(`--write has no effect without the input ${mode === "lock" ? "from" : "deployment-file"}.`);
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
