import type { HostEvent } from "../../host/host.ts";
import { HINTS } from "./hint-texts.ts";
import type { InstallerRun } from "./installer.ts";

interface Cause {
  readonly installer: "pip" | "uv" | "both";
  /** Of the output. */
  readonly pattern: RegExp;
  readonly hint: keyof typeof HINTS;
}

const FULL_DISK = /The installer was stopped: it had written|No space left on device|Disk quota exceeded/;

/**
 * The first that matches counts: specific causes come before general ones, because installers end with a general sentence
 * (`No matching distribution found`, `requirements are unsatisfiable`) whatever the cause is.
 */
const CAUSES: readonly Cause[] = [
  { installer: "both", pattern: FULL_DISK, hint: "diskFull" },
  { installer: "both", pattern: /The installer was stopped: it received/, hint: "unreachable" },

  // The way to the index.
  { installer: "pip", pattern: /CERTIFICATE_VERIFY_FAILED/, hint: "certificate" },
  { installer: "uv", pattern: /invalid peer certificate/, hint: "certificate" },
  { installer: "pip", pattern: /\[SSL: (WRONG_VERSION_NUMBER|UNKNOWN_PROTOCOL|RECORD_LAYER_FAILURE)/, hint: "noTls" },
  { installer: "uv", pattern: /received corrupt message of type/, hint: "noTls" },
  { installer: "pip", pattern: /is not a trusted or secure host and is being ignored/, hint: "insecureHost" },
  { installer: "both", pattern: /\b407 .*Proxy Authentication Required/, hint: "proxyCredentials" },
  { installer: "pip", pattern: /ProxyError|proxy connection error|Cannot connect to proxy/, hint: "proxy" },
  { installer: "uv", pattern: /tunnel error|proxy connect|unsuccessful tunnel/i, hint: "proxy" },
  {
    installer: "both",
    pattern: /\b40[13] (Client Error|Unauthorized|Forbidden)|User for \S+:|authentication required/i,
    hint: "credentials",
  },
  { installer: "both", pattern: /\b429 (Client Error|Too Many Requests)|too many 429 error/, hint: "tooManyRequests" },
  { installer: "pip", pattern: /\b5\d\d Server Error|HTTP error 5\d\d|too many 5\d\d error/, hint: "serverError" },
  { installer: "uv", pattern: /HTTP status server error/, hint: "serverError" },
  { installer: "pip", pattern: /HTTP error 404/, hint: "fileNotFound" },
  { installer: "uv", pattern: /HTTP status client error \(404/, hint: "fileNotFound" },
  {
    installer: "pip",
    pattern:
      /ConnectionError|connection error|NewConnectionError|Connection (refused|reset|aborted)|Failed to establish|timed out|didn't respond within|Could not connect|Temporary failure|IncompleteRead|incomplete-download|Failed to resolve/i,
    hint: "unreachable",
  },
  {
    installer: "uv",
    pattern:
      /error sending request|dns error|tcp connect error|timed out|network timeout|error decoding response body|(response|request) (or response )?body error|connection (closed|reset)/i,
    hint: "unreachable",
  },

  // The files of the index.
  { installer: "pip", pattern: /BadZipFile|Wheel '.*' located at .* is invalid|has an invalid wheel/, hint: "damaged" },
  { installer: "pip", pattern: /tarfile\.\w*Error|not a gzip file|has inconsistent (name|version)/, hint: "damaged" },
  { installer: "uv", pattern: /Failed to extract archive|has an invalid package format/, hint: "damaged" },
  { installer: "uv", pattern: /metadata (name|version) .* does not match/, hint: "damaged" },
  {
    installer: "both",
    pattern: /has invalid metadata|Failed to parse metadata|Metadata is invalid/i,
    hint: "metadata",
  },
  { installer: "pip", pattern: /DO NOT MATCH THE HASHES/i, hint: "hashMismatch" },
  { installer: "uv", pattern: /Hash mismatch/, hint: "hashMismatch" },
  { installer: "both", pattern: /require a hash|--require-hashes|all requirements must have/i, hint: "hashMissing" },

  // Requirements that name no index.
  {
    installer: "both",
    pattern:
      /could not read (Username|Password) for|Authentication failed for|Permission denied \(publickey|Host key verification failed/,
    hint: "gitCredentials",
  },
  { installer: "pip", pattern: /Cannot find command 'git'/, hint: "gitMissing" },
  { installer: "uv", pattern: /Git executable not found/i, hint: "gitMissing" },
  {
    installer: "pip",
    pattern: /git (clone|fetch|checkout) .*(did not run successfully|errored out|exited with)/,
    hint: "repository",
  },
  { installer: "pip", pattern: /Command errored out with exit status \d+: git /, hint: "repository" },
  { installer: "uv", pattern: /Git operation failed|failed to (clone|fetch|find branch)/, hint: "repository" },
  { installer: "pip", pattern: /Invalid requirement: /, hint: "invalidRequirement" },
  { installer: "uv", pattern: /Couldn't parse requirement/, hint: "invalidRequirement" },
  { installer: "pip", pattern: /No such file or directory: '.*\.(whl|tar\.gz|zip)'/, hint: "pathNotFound" },
  {
    installer: "pip",
    pattern: /File '.*' does not exist|expected to be a file or directory|looks like a filename, but/,
    hint: "pathNotFound",
  },
  { installer: "uv", pattern: /Distribution not found at: file:/, hint: "pathNotFound" },

  // Building from source. What a build prints may contain anything, so these come before sentences about versions.
  {
    installer: "both",
    pattern:
      /(command|program) '?\S*(gcc|cc|g\+\+|c\+\+|clang)'?( failed)?: No such file|No such file or directory: '(gcc|cc|g\+\+|c\+\+|clang)'|unable to execute '?\S*(gcc|cc)|[Uu]nknown compiler|No CMAKE_C(XX)?_COMPILER/,
    hint: "compiler",
  },
  { installer: "both", pattern: /fatal error: \S+\.(h|hpp|hh): No such file or directory/, hint: "header" },
  {
    installer: "both",
    pattern:
      /build dependencies( for \S+)? did not run|Discarding .* Command errored out .*pip-build-env-|resolve requirements from `build-system|build requirements/i,
    hint: "buildRequirement",
  },
  {
    installer: "both",
    pattern: /(Failed to build|setup\.py|build_wheel|build hook)[\s\S]*ModuleNotFoundError: /,
    hint: "buildImport",
  },
  {
    installer: "both",
    pattern:
      /Failed building wheel|Failed to build|metadata-generation-failed|build_wheel|subprocess-exited-with-error|python setup\.py egg_info|Preparing wheel metadata|(Getting requirements to build|Preparing metadata|Building) .* exited with/i,
    hint: "build",
  },

  // Names and versions.
  { installer: "both", pattern: /got Content-Type: |Unsupported `Content-Type`/, hint: "notAnIndex" },
  { installer: "uv", pattern: /was\s+not\s+found\s+in\s+the\s+package\s+registry/, hint: "nameNotFound" },
  {
    installer: "both",
    pattern:
      /requires? (?:a different )?Python(?![-\w.=])|Requires-Python|does not satisfy Python|current Python version/i,
    hint: "python",
  },
  { installer: "uv", pattern: /was yanked/, hint: "yanked" },
  { installer: "pip", pattern: /Ignored the following yanked versions[\s\S]*\(from versions: none\)/, hint: "yanked" },
  { installer: "uv", pattern: /pre-releases weren't enabled/, hint: "preRelease" },
  { installer: "uv", pattern: /building from\s+source\s+is\s+disabled/, hint: "noBuild" },
  {
    installer: "pip",
    pattern: /is not a supported wheel on this platform|ERROR: No wheel of \S+ fits/,
    hint: "platform",
  },
  {
    installer: "uv",
    pattern: /no\s+wheels\s+with\s+a\s+matching|has\s+no\s+usable\s+wheels|incompatible with the current\s+platform/,
    hint: "platform",
  },
  {
    installer: "uv",
    pattern: /there\s+is\s+no\s+version\s+of\s+(\S+)\s+and\s+you\s+require\s+\1(?=[\s,])/,
    hint: "noVersion",
  },
  { installer: "pip", pattern: /ResolutionImpossible|conflicting dependencies/, hint: "conflict" },
  { installer: "uv", pattern: /unsatisfiable/, hint: "conflict" },
  { installer: "pip", pattern: /\(from versions: [^)n]/, hint: "noVersion" },
  { installer: "pip", pattern: /No matching distribution|Could not find a version/, hint: "notFound" },
];

/** What to do about a failed installation, if its output says why it failed. */
export function diagnose(
  run: Pick<InstallerRun, "installer" | "output">,
  { fromFork }: Pick<HostEvent, "fromFork">,
): string | undefined {
  const cause = causeOf(run);
  if (cause === undefined) return undefined;
  return HINTS[fromFork && cause === "credentials" ? "fork" : cause];
}

/** Why an installation failed, by the name of its hint. */
export function causeOf({
  installer,
  output,
}: Pick<InstallerRun, "installer" | "output">): keyof typeof HINTS | undefined {
  const text = installer === "uv" ? unwrapped(output) : output;
  const isCause = (one: Cause) => (one.installer === installer || one.installer === "both") && one.pattern.test(text);
  return CAUSES.find(isCause)?.hint;
}

/** uv before 0.9 wraps its messages and indents the lines that follow. */
function unwrapped(output: string): string {
  return output.replace(/\n[ │]+/g, " ");
}

export function isFullDisk(output: string): boolean {
  return FULL_DISK.test(output);
}
