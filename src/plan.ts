import { basename } from "node:path";
import semver from "semver";
import { allEnded } from "./all-ended.ts";
import { type CacheKey, cacheKey } from "./cache-key.ts";
import { UserError } from "./errors.ts";
import { type Location, locate } from "./mount/location.ts";
import type { Options } from "./options/options.ts";
import { findInterpreter, type Interpreter } from "./python/interpreter.ts";
import { type Requirements, readRequirements } from "./python/requirements.ts";
import { type PipSettings, readPipSettings } from "./python/settings.ts";
import type { Host } from "./runner/host.ts";
import { findImage, nearestImages } from "./target/images.ts";
import { type Target, targetOf } from "./target/target.ts";

/** Everything that is decided before anything is made: a value. Printing it is the dry run, hashing it the cache key. */
export interface Plan {
  readonly options: Options;
  readonly target: Target;
  readonly python: Interpreter;
  readonly requirements: Requirements;
  readonly settings: PipSettings;
  readonly requireHashes: boolean;
  readonly location: Location;
  readonly artifactName: string;
  readonly key: CacheKey;
}

/** @throws UserError, UserErrors for an unknown image, no interpreter, or requirements that cannot be read */
export async function makePlan(options: Options, host: Host): Promise<Plan> {
  const target = chooseTarget(options);
  const python = await findInterpreter(pythonRange(options, target), options.python, host);
  requireBuildable(target, python);
  const [requirements, settings] = await allEnded([
    readRequirements(options, python, host),
    readPipSettings(python, host),
  ]);
  // A range may have found another minor version than its first number: glibc follows the one that was found.
  const exact = targetOf({ image: target.image, python: python.minor });
  const location = locate(options, python.minor);
  const requireHashes = hashesAreRequired(options, requirements);
  const parts = { options, target: exact, python, requirements, settings, requireHashes, location };
  return { ...parts, artifactName: artifactName(options, exact), key: cacheKey(parts) };
}

/** @throws UserError for an image that is not in the catalogue */
export function chooseTarget(options: Options): Target {
  const image = findImage(options.image || (options.deployment?.environment.said.text ?? ""));
  if (options.image !== "" && image === undefined) {
    throw new UserError(`Input image: "${options.image}" is not in the catalogue.`, {
      hint: `Near it: ${nearestImages(options.image).join(", ")}. The command "images" lists all; without an image the strictest that ever shipped is assumed.`,
    });
  }
  const minor = /3\.[0-9]+/.exec(options.pythonVersion)?.[0];
  const asked = options.pythonVersion;
  if (image && asked !== "" && !semver.intersects(`~${image.python}.0`, asked)) {
    throw new UserError(
      `Input python-version: ${asked}, but ${options.image || image.name} has Python ${image.python}.`,
      {
        hint: "Leave python-version empty, or name another image.",
      },
    );
  }
  return targetOf({ ...(image ? { image } : {}), python: image?.python ?? minor ?? "3.8" });
}

/** A `semver` range for the interpreter. */
export function pythonRange(options: Options, target: Target): string {
  return options.pythonVersion === "" || target.image !== undefined ? target.python : options.pythonVersion;
}

/** Wheels are chosen by the machine that installs, so it must be like the target. */
function requireBuildable(target: Target, python: Interpreter): void {
  const machine = { AMD64: "x86_64", arm64: "aarch64" }[python.machine] ?? python.machine;
  if (python.platform === "linux" && machine === target.architecture) return;
  throw new UserError(
    `This machine is ${python.platform} ${python.machine}; packages for the image must be built on Linux ${target.architecture}.`,
    { hint: "Run the job on ubuntu-latest, or the command line in a Linux container; `verify` runs everywhere." },
  );
}

function hashesAreRequired(options: Options, { requirements, options: lines }: Requirements): boolean {
  if (options.requireHashes !== "auto") return options.requireHashes === "true";
  return (
    requirements.some(({ hashes }) => hashes.length > 0) || lines.some(({ values }) => values.require_hashes === true)
  );
}

/** The `artifact-name` input, or the default for the target. */
export function artifactName(options: Options, target: Target): string {
  if (options.artifactName !== "") return options.artifactName;
  const code = basename(options.codeDirectory).replace(/[^A-Za-z0-9._-]+/g, "-");
  return `azureml-${code}-${options.environmentName}-py${target.python}-${target.architecture}`;
}
