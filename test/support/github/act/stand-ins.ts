// Composite actions in place of those of GitHub and of Azure, which act cannot fetch without a network.
import { join } from "node:path";
import { parse, stringify } from "yaml";
import type { Files } from "../../packages/zip.ts";
import { findPython } from "../../python/interpreters.ts";

interface StandIn {
  inputs: string[];
  /** Bash; each input is a variable of its name in capitals. */
  run: string;
}

const standIns: Record<string, StandIn> = {
  checkout: {
    inputs: ["persist-credentials", "path", "repository", "ref"],
    run: `mkdir -p "./$PATH_"
if [ -n "$REPOSITORY" ]; then cp -R "$TOOL/." "./$PATH_"; else cp -R "$CHECKOUT_SOURCE/." "./$PATH_"; fi`,
  },
  "setup-python": {
    inputs: ["python-version"],
    run: `name="PYTHON_\${PYTHON_VERSION//./_}"
test -n "\${!name}"
dirname "\${!name}" >> "$GITHUB_PATH"`,
  },
  login: {
    inputs: ["client-id", "tenant-id", "subscription-id"],
    run: 'test -n "$CLIENT_ID" && test -n "$TENANT_ID" && test -n "$SUBSCRIPTION_ID"',
  },
  "upload-artifact": {
    inputs: ["name", "path"],
    run: `test ! -e "$UPLOADS/$NAME"
mkdir -p "$UPLOADS/$NAME"
if [ -d "$PATH_" ]; then cp -R "$PATH_/." "$UPLOADS/$NAME"; else cp "$PATH_" "$UPLOADS/$NAME"; fi`,
  },
  "download-artifact": {
    inputs: ["pattern", "path"],
    run: 'mkdir -p "$PATH_"; for one in "$UPLOADS"/$PATTERN; do cp -R "$one" "$PATH_"; done',
  },
};

/** The actions as files, and the variables that they read. */
export function actionsInPlaceOf(): { actions: Files; variables: Record<string, string> } {
  const actions = Object.entries(standIns).map(([name, one]) => [`${name}/action.yml`, definitionOf(name, one)]);
  const pythons = ["3.8", "3.9"].map((version) => [`PYTHON_${version.replace(".", "_")}`, findPython(version) ?? ""]);
  return { actions: Object.fromEntries(actions), variables: Object.fromEntries(pythons) };
}

/** Where act finds each, by the name in workflows. */
export function localRepositories(directory: string): Record<string, string> {
  return Object.fromEntries(Object.keys(standIns).map((name) => [`octo-org/${name}@v1`, join(directory, name)]));
}

/** A workflow of a page or of an example, as a reader of the organisation `octo-org` uses it, with the actions above. */
export function asCopied(workflow: string): string {
  const known = new RegExp(`\\b(?:actions|azure)/(${Object.keys(standIns).join("|")})@[0-9a-f]{40}`, "g");
  const text = workflow.replaceAll("OWNER/", "octo-org/").replace(known, "octo-org/$1@v1");
  // What is left would be fetched from GitHub.
  const foreign = /uses: (?!octo-org\/|\.\/)(\S+)/.exec(stringify(parse(text)))?.[1];
  if (foreign !== undefined) throw new Error(`there is no action in place of ${foreign}`);
  return text;
}

function definitionOf(name: string, { inputs, run }: StandIn): string {
  const env = inputs.map((input) => [variableOf(input), `\${{ inputs['${input}'] }}`]);
  return stringify({
    name,
    description: "stands in for the action of that name",
    inputs: Object.fromEntries(inputs.map((input) => [input, { description: input, default: "" }])),
    runs: { using: "composite", steps: [{ shell: "bash", env: Object.fromEntries(env), run }] },
  });
}

/** `PATH` means something else. */
function variableOf(input: string): string {
  const name = input.toUpperCase().replaceAll("-", "_");
  return name === "PATH" ? "PATH_" : name;
}
