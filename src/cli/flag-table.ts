import { FORMATS } from "../host/format/format.ts";
import { OPTIONS, type OptionName, type OptionSpec } from "../inputs/table.ts";

/** How the command line presents each input: its group in the help, and the placeholder of its value. */

export const GROUPS = {
  deployment: "Deployment",
  packages: "Packages",
  target: "Image, Python and installer",
  checks: "Checks",
  output: "Archive and output",
} as const;
export type Group = keyof typeof GROUPS;

export interface Flag {
  /** Absent for an input that has no effect outside GitHub Actions. */
  readonly group?: Group;
  /** Placeholder of its value; absent for a flag without a value or with a list of choices. */
  readonly value?: string;
}

/** Flags that are not inputs. */
export const EXTRA_FLAGS = {
  inspect: "Image to describe: its name in the catalogue, or its name in a container engine.",
  write: "Update the deployment file, or the file that --from names; without this flag, the change is only printed.",
  list: "YAML file with the deployments, whose schema is schemas/deployment-list.schema.json.",
  results:
    "Directory with a file `<name>.json` for each deployment: the outputs of its build. Print a table of them instead of the plan.",
  format:
    "How to print findings, groups and outputs: `text` for people, or what the service that runs the command reads. `github`: a `run:` step of GitHub Actions; `azure`: a script step of Azure Pipelines; `gitlab`: a job of GitLab CI.\n[default: text]",
  json: "Print the outputs as one JSON object on standard output, also when the run fails.",
} as const;
export type ExtraFlag = keyof typeof EXTRA_FLAGS;

/** In the order of the help. */
export const FLAGS: Readonly<Record<OptionName | ExtraFlag, Flag>> = {
  mode: { group: "deployment" },
  "code-directory": { group: "deployment", value: "directory" },
  "scoring-script": { group: "deployment", value: "file" },
  "model-directory": { group: "deployment", value: "directory" },
  "replace-conda-file": { group: "deployment" },
  "deployment-file": { group: "deployment", value: "file" },
  write: { group: "deployment" },
  list: { group: "deployment", value: "file" },
  results: { group: "deployment", value: "directory" },
  requirements: { group: "packages", value: "file" },
  packages: { group: "packages", value: "requirement" },
  "require-hashes": { group: "packages" },
  check: { group: "packages" },
  upgrade: { group: "packages" },
  "upgrade-package": { group: "packages", value: "name" },
  from: { group: "packages", value: "file" },
  slim: { group: "packages" },
  "environment-name": { group: "packages", value: "name" },
  "mount-parent": { group: "packages", value: "directory" },
  inspect: { group: "target", value: "name" },
  image: { group: "target", value: "name" },
  "image-packages": { group: "target", value: "file" },
  "image-facts": { group: "target", value: "file" },
  "python-version": { group: "target", value: "version" },
  python: { group: "target", value: "path" },
  installer: { group: "target" },
  checks: { group: "checks", value: "rule" },
  evidence: { group: "checks" },
  engine: { group: "checks" },
  pull: { group: "checks" },
  network: { group: "checks" },
  "instance-type": { group: "checks", value: "type" },
  "smoke-test": { group: "checks", value: "file" },
  audit: { group: "checks" },
  "audit-database": { group: "checks", value: "path" },
  "max-size": { group: "checks", value: "size" },
  "expected-digest": { group: "checks", value: "digest" },
  "compare-with": { group: "checks", value: "file" },
  archive: { group: "output", value: "path" },
  cache: { group: "output" },
  "artifact-format": { group: "output" },
  "output-directory": { group: "output", value: "directory" },
  report: { group: "output" },
  "dry-run": { group: "output" },
  format: { group: "output", value: FORMATS.join("|") },
  json: { group: "output" },
  upload: {},
  "artifact-name": { value: "name" },
  "retention-days": { value: "number" },
  "artifact-id": { value: "id" },
  "run-id": { value: "id" },
  repository: { value: "owner/name" },
  "github-token": { value: "token" },
};

type FlagName = OptionName | ExtraFlag;

/** The flags of a command that runs no mode of the action. Every other command has those that its mode uses. */
export const OWN_FLAGS: Readonly<Partial<Record<string, readonly FlagName[]>>> = {
  images: ["inspect", "engine", "pull", "json"],
  "plan-deployments": ["list", "results", "format"],
  try: [
    "code-directory",
    "scoring-script",
    "model-directory",
    "deployment-file",
    "environment-name",
    "mount-parent",
    "image",
    "engine",
    "pull",
    "instance-type",
    "smoke-test",
    "format",
  ],
};

/** Only `build` has `--mode`, because mode `dynamic` has no command of its own. */
export function hasFlag(command: string, name: string): name is FlagName {
  const own: readonly string[] | undefined = OWN_FLAGS[command];
  if (own !== undefined) return own.includes(name);
  return (
    Object.hasOwn(FLAGS, name) &&
    !["inspect", "list", "results"].includes(name) &&
    (name !== "mode" || command === "build")
  );
}

export function takesValue(name: FlagName): boolean {
  return (specOf(name)?.kind ?? (FLAGS[name].value === undefined ? "boolean" : "text")) !== "boolean";
}

export function specOf(name: string): OptionSpec | undefined {
  return (OPTIONS as readonly OptionSpec[]).find((spec) => spec.name === name);
}

/** `--image <name>`, `--installer <auto|uv|pip>`, `--dry-run`. */
export function usageOf(name: FlagName, choices = specOf(name)?.choices): string {
  if (!takesValue(name)) return `--${name}`;
  return `--${name} <${choices?.join("|") ?? FLAGS[name].value}>`;
}
