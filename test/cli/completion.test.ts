// The completion scripts, in the shells that this machine has.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { CHECKS } from "../../src/checks/registry.ts";
import { completedCommands } from "../../src/cli/completion/commands.ts";
import { COMMANDS } from "../../src/cli/help.ts";
import { SHELLS, type Shell } from "../../src/cli/shells.ts";
import { IMAGES } from "../../src/images/catalogue/image-catalogue.ts";
import { runCli } from "../support/machine/cli.ts";
import { createWorkspace, writeFiles } from "../support/machine/workspace.ts";
import { runInTerminal } from "../support/terminal/terminal.ts";

const isInstalled = (shell: Shell) => spawnSync(shell, ["-c", ":"]).status === 0;
const inShell = (shell: Shell) => ({ skip: !isInstalled(shell) && `${shell} is not installed` });

const FILES = { "code one/score.py": "", "code-two/score.py": "", "code.txt": "", "request.json": "{}" };

/** A directory with files to complete, and the script of a shell. */
async function prepare(t: TestContext, shell: Shell): Promise<{ cwd: string; script: string }> {
  const cwd = createWorkspace(t, FILES);
  const { exitCode, stdout, stderr } = await runCli(t, ["completion", shell], { cwd });
  assert.deepEqual([exitCode, stderr], [0, ""]);
  const scripts = createWorkspace(t);
  writeFiles(scripts, { script: stdout });
  return { cwd, script: join(scripts, "script") };
}

const images = (start: string) => IMAGES.map(({ name }) => name).filter((name) => name.startsWith(start));
const names = Object.keys(COMMANDS);

/** What is offered for the last word. */
const offered: readonly (readonly [words: string[], offered: string[]])[] = [
  [[""], names],
  [["b"], ["build"]],
  [
    ["build", "--inst"],
    ["--installer", "--instance-type"],
  ],
  [
    ["build", "--installer", ""],
    ["auto", "pip", "uv"],
  ],
  [["build", "--installer", "u"], ["uv"]],
  [
    ["build", "--mode", ""],
    ["dynamic", "preinstalled"],
  ],
  [["build", "--image", "minimal-py"], images("minimal-py")],
  [["images", "--inspect", "minimal-py"], images("minimal-py")],
  [["try", "--requirem"], []],
  [["verify", "--mode"], ["--model-directory"]],
  [["build", "--artifact-i"], []],
  [["explain", "newer-"], CHECKS.map(({ name }) => name).filter((name) => name.startsWith("newer-"))],
  [["help", "co"], ["completion"]],
  [["completion", ""], [...SHELLS]],
];

const bash = async (t: TestContext, words: readonly string[]) => {
  const { cwd, script } = await prepare(t, "bash");
  const all = ["azureml-extra-packages", ...words];
  const program = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
    $(complete -p azureml-extra-packages | sed 's/.*-F \\([^ ]*\\) .*/\\1/')
    ((\${#COMPREPLY[@]} == 0)) || printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync("bash", ["--norc", "-c", program, "bash", script, ...all], {
    cwd,
    encoding: "utf8",
  });
  assert.equal(stderr, "");
  return stdout.split("\n").filter((line) => line !== "");
};

const fish = async (t: TestContext, words: readonly string[]) => {
  const { cwd, script } = await prepare(t, "fish");
  const line = ["azureml-extra-packages", ...words].join(" ");
  const home = createWorkspace(t);
  const { stdout, stderr } = spawnSync("fish", ["-c", 'source $argv[1]; complete -C "$argv[2]"', script, line], {
    cwd,
    encoding: "utf8",
    env: { ...process.env, HOME: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home },
  });
  assert.equal(stderr, "");
  return stdout
    .split("\n")
    .map((one) => one.split("\t")[0] ?? "")
    .filter((one) => one !== "");
};

for (const [shell, complete] of [
  ["bash", bash],
  ["fish", fish],
] as const)
  for (const [words, expected] of offered)
    test(`${shell} completes "${words.join(" ")}"`, inShell(shell), async (t) => {
      assert.deepEqual((await complete(t, words)).sort(), [...expected].sort());
    });

test("bash completes every flag of every command, and the values that a flag has", inShell("bash"), async (t) => {
  const { script } = await prepare(t, "bash");
  for (const { name, flags, words } of completedCommands()) {
    const found = await bash(t, [name, ""]);
    assert.deepEqual(found.sort(), [...words, ...flags.map((flag) => `--${flag.name}`)].sort(), name);
  }
  assert.ok(script);
});

test("bash completes a value behind an equals sign", inShell("bash"), async (t) => {
  assert.deepEqual(await bash(t, ["build", "--installer", "=", "p"]), ["pip"]);
  assert.deepEqual((await bash(t, ["build", "--installer", "="])).sort(), ["auto", "pip", "uv"]);
});

test("bash completes directories and files, with spaces in their names", inShell("bash"), async (t) => {
  assert.deepEqual((await bash(t, ["build", "--code-directory", "code"])).sort(), ["code one", "code-two"]);
  assert.deepEqual((await bash(t, ["build", "--smoke-test", "code"])).sort(), ["code one", "code-two", "code.txt"]);
  assert.deepEqual(await bash(t, ["build", "--environment-name", ""]), []);
});

test("bash on a terminal completes with the Tab key", inShell("bash"), async (t) => {
  const { cwd, script } = await prepare(t, "bash");
  const typed = [
    { after: "ready> ", keys: `source ${script}\r` },
    { after: "ready> ", keys: "azureml-extra-packages bu\t--install\tu\t; exit 3\r" },
  ];
  const env = { PS1: "ready> ", INPUTRC: "/dev/null", TERM: "dumb" };
  const { exitCode, screen } = await runInTerminal(t, ["bash", "--norc"], { cwd, env, typed });
  assert.equal(exitCode, 3, screen.join("\n"));
  assert.match(screen.join("\n"), /azureml-extra-packages build --installer uv ; exit 3/);
});

test("zsh on a terminal completes with the Tab key", inShell("zsh"), async (t) => {
  const { cwd, script } = await prepare(t, "zsh");
  const settings = createWorkspace(t, {
    ".zshrc": `autoload -Uz compinit; compinit -u -D; source ${script}; PS1='ready> '\n`,
  });
  const typed = [{ after: "ready> ", keys: "azureml-extra-packages bu\t--install\tu\t; exit 3\r" }];
  const env = { ZDOTDIR: settings, TERM: "dumb" };
  const { exitCode, screen } = await runInTerminal(t, ["zsh", "-d"], { cwd, env, typed });
  assert.equal(exitCode, 3, screen.join("\n"));
  assert.match(screen.join("\n"), /azureml-extra-packages build --installer[= ]uv ?; exit 3/);
});

for (const shell of SHELLS)
  test(`the script for ${shell} has no syntax error`, inShell(shell), async (t) => {
    const { script } = await prepare(t, shell);
    const { status, stderr } = spawnSync(shell, ["-n", script], { encoding: "utf8" });
    assert.equal(status, 0, stderr);
  });

test("every command and flag with a group is completed, with a sentence of its own", () => {
  for (const { name, summary, flags } of completedCommands()) {
    assert.match(summary, /^[A-Z][^`]*[^.]$/, name);
    for (const { name: flag, text } of flags) assert.match(text, /^\S[^`\n]*[^.]$/, flag);
  }
});

const refused: Record<string, [words: string[], stderr: string]> = {
  "no shell": [[], "No shell is named.\n  Name one of bash, zsh, fish."],
  "a shell with a typo": [["bsh"], 'There is no completion for "bsh".\n  Did you mean "bash"?'],
  "a shell that has none": [["powershell"], 'There is no completion for "powershell".\n  Name one of bash, zsh, fish.'],
  "two shells": [["bash", "zsh"], 'Unexpected argument "zsh".\n  Name one shell.'],
};
for (const [name, [words, stderr]] of Object.entries(refused))
  test(`completion refuses ${name}`, async (t) => {
    const ended = await runCli(t, ["completion", ...words], { cwd: createWorkspace(t) });
    assert.deepEqual([ended.exitCode, ended.stderr, ended.stdout], [2, `error: ${stderr}\n`, ""]);
  });
