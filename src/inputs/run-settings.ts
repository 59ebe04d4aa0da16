import { onThisServer } from "../host/github/service.ts";
import type { Host } from "../host/host.ts";
import type { CacheMode, Options } from "./options.ts";
import { isDirectory, isFile, isInside, nearMiss, requireFile } from "./paths.ts";
import type { Inputs } from "./raw-inputs.ts";

/** The inputs about cache, upload, output files and verification. */

export function cacheOf(inputs: Inputs): Pick<Options, "cache" | "cacheReason"> {
  const given = inputs.choice("cache") as CacheMode | "auto";
  if (given === "auto") return automaticCache(inputs.host);
  const reasons = { off: "the input cache is off.", read: "Nothing is saved: the input cache is read." };
  return { cache: given, cacheReason: given === "read-write" ? "" : reasons[given] };
}

/** The cache is off if a job with other permissions could read our entry, or write the one that we read. */
function automaticCache(host: Host): Pick<Options, "cache" | "cacheReason"> {
  if (host.kind === "terminal") return { cache: "read-write", cacheReason: "" };
  const { name, ref, fromFork, selfHosted } = host.event;
  const setIt = "Set the input cache to read-write to use it all the same.";
  if (selfHosted)
    return { cache: "off", cacheReason: `this runner is self-hosted, and others may write to its cache. ${setIt}` };
  if (ref.startsWith("refs/tags/")) return { cache: "off", cacheReason: `this is a run for a tag. ${setIt}` };
  if (["release", "pull_request_target", "workflow_run"].includes(name))
    return { cache: "off", cacheReason: `this is a run for the event ${name}. ${setIt}` };
  if (fromFork) return { cache: "read", cacheReason: "Nothing is saved: this is a pull request from a fork." };
  return { cache: "read-write", cacheReason: "" };
}

const ON_ENTERPRISE_SERVER =
  "Upload the file of the output archive-file with actions/upload-artifact@v3, and restore it by the input archive.";

/** Only mode preinstalled has something to upload. */
export function uploadOf(inputs: Inputs): boolean {
  const { host, problems } = inputs;
  const given = inputs.choice("upload");
  if (inputs.text("mode") !== "preinstalled") return false;
  if (given === "true" && host.artifacts === undefined) {
    problems.add(`Input upload: no artifact service is available${onThisServer(host.environment)}.`, {
      hint: "Set the input upload to auto: the archive is still written, and you can upload it yourself.",
    });
  }
  if (given === "auto" && host.kind === "github" && host.artifacts === undefined) {
    const where = onThisServer(host.environment);
    const how = where === "" ? "" : ` ${ON_ENTERPRISE_SERVER}`;
    host.log.warning(`No artifact service is available${where}: the archive is written, but not uploaded.${how}`);
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

export function evidenceOf(inputs: Inputs): Options["evidence"] {
  if (inputs.text("mode") === "lock") return "files"; // nothing is run
  const evidence = inputs.choice("evidence") as Options["evidence"];
  if (evidence === "files" && inputs.text("mode") === "dynamic") {
    inputs.problems.add("Input evidence: mode dynamic installs and imports the packages, so files is not enough.", {
      hint: "Set the input evidence to auto, image or simulated.",
    });
  }
  if (evidence === "files" && inputs.text("smoke-test") !== "") {
    inputs.problems.add("Inputs evidence and smoke-test contradict each other: a smoke test runs the packages.", {
      hint: "Leave the input smoke-test empty, or set the input evidence to auto.",
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

export function auditDatabaseOf(inputs: Inputs): string {
  const path = inputs.path("audit-database");
  if (path === "") return "";
  if (inputs.text("audit") === "off") {
    inputs.problems.add("Input audit-database has no effect: the input audit is off.", {
      hint: "Set the input audit to warning or error.",
    });
  }
  if (!isDirectory(path) && !isFile(path)) {
    inputs.problems.add(`Input audit-database: ${path} is neither a file nor a directory.`, {
      hint: nearMiss(path) ?? "Name the file all.zip of OSV's database of PyPI, or the directory it was unpacked to.",
    });
  }
  return path;
}

export function modelDirectoryOf(inputs: Inputs): string {
  const directory = inputs.path("model-directory");
  if (directory !== "" && !isDirectory(directory)) {
    inputs.problems.add(`Input model-directory: ${directory} is not a directory.`, { hint: nearMiss(directory) });
  }
  return directory;
}

export function outputDirectoryOf(inputs: Inputs, codeDirectory: string): string {
  const directory = inputs.path("output-directory");
  if (directory !== "" && isInside(directory, codeDirectory)) {
    inputs.problems.add(`Input output-directory: ${directory} is in the code directory.`, {
      hint: "The deployment would upload the archive and the report as well; name a directory outside it.",
    });
  }
  return directory;
}
