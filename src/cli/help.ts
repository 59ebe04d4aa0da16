import type { Mode } from "../inputs/table.ts";
import { UserError } from "../util/errors.ts";
import { programName } from "../util/program-name.ts";
import { didYouMean } from "../util/text.ts";
import { flagSections, ownFlags } from "./flag-help.ts";
import { OWN_FLAGS } from "./flag-table.ts";
import { wrapped } from "./page.ts";
import { SHELLS } from "./shells.ts";

export interface Command {
  /** The arguments after the command's name. */
  readonly usage: string;
  readonly summary: string;
  /** Complete command lines, without the program's name. */
  readonly examples: readonly string[];
  /** For a command with flags: the modes that it runs, the default first. */
  readonly modes?: readonly Mode[];
}

export const COMMANDS = {
  build: {
    usage: "[flags]",
    summary:
      "Install the requirements into a directory of packages, verify it, put it into the code directory and pack it. With --mode dynamic: install the requirements file as the image does at every container start, and verify the result.",
    examples: [
      "build --code-directory examples/iris",
      "build --image curated/mlflow-py312-inference",
      "build --packages pandas==2.0.3 --packages joblib==1.4.2",
    ],
    modes: ["preinstalled", "dynamic"],
  },
  restore: {
    usage: "[flags]",
    summary: "Unpack an archive of an earlier build into the code directory, and verify it.",
    examples: ["restore --code-directory scoring --archive mount.tar.zst"],
    modes: ["restore"],
  },
  verify: {
    usage: "[flags]",
    summary: "Verify the packages that are in the code directory, byte by byte.",
    examples: ["verify --code-directory scoring", "verify --code-directory scoring --evidence files"],
    modes: ["verify"],
  },
  lock: {
    usage: "[flags]",
    summary:
      "Resolve the requirements for the image and write requirements.lock.txt beside requirements.txt (conda.lock.txt beside conda.yml), with exact versions and hashes. The command build then installs the lock file.",
    examples: [
      "lock --code-directory scoring --image minimal-py312-inference",
      "lock --code-directory scoring --check",
      "lock --code-directory scoring --upgrade-package numpy",
      "lock --code-directory scoring --from freeze.txt --write",
    ],
    modes: ["lock"],
  },
  try: {
    usage: "[flags]",
    summary:
      "Start the image in a container, as a deployment would, with the packages in the code directory, and post a sample request. The server's log goes to standard error, the answer to standard output. In a terminal, the server runs until Ctrl-C; otherwise it is stopped after the answer.",
    examples: [
      "try --code-directory scoring --image minimal-py312-inference",
      "try --deployment-file blue.yml --smoke-test request.json",
    ],
  },
  "plan-deployments": {
    usage: "--list file [--results directory]",
    summary:
      "Print which deployments of a list share their packages, as two lines that a step of GitHub Actions can append to its outputs: sets (the deployments that build them) and deployments (all), each a matrix. With --results: print a table of what became of the deployments. The workflow .github/workflows/deployments.yml uses both.",
    examples: ["plan-deployments --list deployments.yml", "plan-deployments --list deployments.yml --results results"],
  },
  images: {
    usage: "[flags]",
    summary:
      "List the prebuilt inference images in the catalogue. With --inspect: start a container of an image, and describe the image: Python, packages, system libraries, and what it does with the variables.",
    examples: [
      "images",
      "images --inspect minimal-py312-inference --pull always",
      "images --inspect minimal-py312-inference --json > facts.json",
    ],
  },
  explain: {
    usage: "[check ...]",
    summary:
      "Explain a check: what it looks for, what happens in the container, how to fix it. Without a name, list all checks.",
    examples: ["explain", "explain P3"],
  },
  completion: {
    usage: `<${SHELLS.join("|")}>`,
    summary:
      "Print a script with which a shell completes commands, flags and their values. It is for the command azureml-extra-packages, as npm installs it. In ~/.bashrc or ~/.zshrc (after compinit): source <(azureml-extra-packages completion bash), or zsh. For fish, write it to ~/.config/fish/completions/azureml-extra-packages.fish.",
    examples: ["completion bash"],
  },
  help: {
    usage: "[command]",
    summary: "Show the commands, or the flags and examples of one.",
    examples: ["help build"],
  },
} as const satisfies Readonly<Record<string, Command>>;
export type CommandName = keyof typeof COMMANDS;

const NAMES = Object.keys(COMMANDS) as CommandName[];

export function isCommand(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}

/** Whether a command prints the outputs of the action. */
export function hasOutputs(name: string): boolean {
  return isCommand(name) && (COMMANDS[name] as Command).modes !== undefined;
}

export function noSuchCommand(name: string): UserError {
  return new UserError(`There is no command "${name}".`, {
    hint: didYouMean(name, NAMES, `The commands are ${NAMES.join(", ")}.`),
  });
}

/** @throws UserError for a command that does not exist */
export function help(name: string | undefined): string {
  if (name === undefined) return overview();
  if (!isCommand(name)) throw noSuchCommand(name);
  const command: Command = COMMANDS[name];
  const program = programName();
  return [
    wrapped(command.summary),
    `Usage: ${program} ${name} ${command.usage}`,
    [
      command.examples.length > 1 ? "Examples" : "Example",
      ...command.examples.map((example) => `  ${program} ${example}`),
    ].join("\n"),
    ...(command.modes === undefined ? [] : flagSections(name, command.modes)),
    ...(OWN_FLAGS[name] === undefined ? [] : [ownFlags(name)]),
  ].join("\n\n");
}

const EXIT_CODES = `Exit codes
  0    passed
  1    a finding of severity error
  2    an invalid input or file, or no suitable Python
  3    the packages cannot be resolved or installed
  4    the result cannot be written or uploaded
  70   a bug in this tool
  130  interrupted by SIGINT (129: SIGHUP, 143: SIGTERM)`;

function overview(): string {
  const program = programName();
  const commands = NAMES.flatMap((name) => [
    `  ${name} ${COMMANDS[name].usage}`,
    wrapped(COMMANDS[name].summary, "      "),
  ]);
  return [
    wrapped("Python packages for scoring scripts on Azure ML prebuilt inference images, without rebuilding the image."),
    `Usage: ${program} <command> [flags]`,
    ["Commands", ...commands].join("\n"),
    `Example\n  ${program} ${COMMANDS.build.examples[0]}`,
    EXIT_CODES,
    wrapped(
      `"help build" lists the flags of build. "--version" prints the version. The outputs go to standard output, everything else to standard error.`,
    ),
  ].join("\n\n");
}
