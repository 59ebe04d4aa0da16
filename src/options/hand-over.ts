import type { Host } from "../runner/host.ts";
import type { Inputs } from "./inputs.ts";
import type { CacheMode } from "./options.ts";
import { isInside, requireFile } from "./paths.ts";

/** The inputs that say where a mount is kept and handed over, and what it is compared with. */

export function cacheOf(inputs: Inputs): CacheMode {
  const given = inputs.choice("cache") as CacheMode | "auto";
  return given === "auto" ? automaticCache(inputs.host) : given;
}

/** Where others could be handed our entry, or we theirs, the cache is off. */
function automaticCache(host: Host): CacheMode {
  if (host.kind === "terminal") return "read-write";
  const { name, ref, fromFork, selfHosted } = host.event;
  const guarded = ["release", "pull_request_target", "workflow_run"].includes(name) || ref.startsWith("refs/tags/");
  if (guarded || selfHosted) return "off";
  return fromFork ? "read" : "read-write";
}

/** Only mode preinstalled has something to upload. */
export function uploadOf(inputs: Inputs): boolean {
  const { host, problems } = inputs;
  const given = inputs.choice("upload");
  if (inputs.text("mode") !== "preinstalled") return false;
  if (given === "true" && host.artifacts === undefined) {
    problems.add("Input upload: there is no artifact service here.", {
      hint: "Set upload to auto: the archive is written all the same, and you can hand it on yourself.",
    });
  }
  if (given === "auto" && host.kind === "github" && host.artifacts === undefined) {
    host.log.warning("No artifact service here: the archive is written, not uploaded.");
  }
  return given !== "false" && host.artifacts !== undefined;
}

export function artifactNameOf(inputs: Inputs): string {
  const name = inputs.text("artifact-name");
  if (/["<>|*?:\r\n\\/]/.test(name)) {
    inputs.problems.add(`Input artifact-name: "${name}" has a character that artifact names may not have.`, {
      hint: 'Leave out " < > | * ? : \\ / and line ends.',
    });
  }
  return name;
}

export function expectedDigestOf(inputs: Inputs): string {
  const digest = inputs.text("expected-digest");
  if (digest !== "" && !/^sha256:[0-9a-f]{64}$/.test(digest)) {
    inputs.problems.add(`Input expected-digest: "${digest}" is not of the form sha256:<64 hex digits>.`);
  }
  return digest;
}

export function evidenceOf(inputs: Inputs): "auto" | "files" {
  const evidence = inputs.choice("evidence") as "auto" | "files";
  if (evidence === "files" && inputs.text("smoke-test") !== "") {
    inputs.problems.add("Inputs evidence and smoke-test contradict each other: a smoke test runs the packages.", {
      hint: "Leave smoke-test empty, or evidence at auto.",
    });
  }
  return evidence;
}

export function compareWithOf(inputs: Inputs): string {
  const file = inputs.path("compare-with");
  if (file !== "") {
    requireFile("compare-with", file, "Name the manifest.json of an earlier build.", inputs.problems);
  }
  return file;
}

export function outputDirectoryOf(inputs: Inputs, codeDirectory: string): string {
  const directory = inputs.path("output-directory");
  if (directory !== "" && isInside(directory, codeDirectory)) {
    inputs.problems.add(`Input output-directory: ${directory} lies in the code directory.`, {
      hint: "The deployment would upload archive and report too; name a directory outside it.",
    });
  }
  return directory;
}
