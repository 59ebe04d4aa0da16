// What the command line says without doing anything.
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { CHECKS } from "../../src/checks/registry.ts";
import { withFlagNames } from "../../src/cli/flag-names.ts";
import { readFlags } from "../../src/cli/flags.ts";
import { IMAGES } from "../../src/images/catalogue/image-catalogue.ts";
import { OPTIONS, type OptionSpec } from "../../src/inputs/table.ts";
import { repositoryRoot } from "../support/github/runner/action-runner.ts";
import { runCli } from "../support/machine/cli.ts";
import { createWorkspace } from "../support/machine/workspace.ts";

const verbs = { build: ["preinstalled", "dynamic"], restore: ["restore"], verify: ["verify"] } as const;

/** Flags that a terminal has no use for: help names them, and explains nothing. */
const onlyGithub = "upload artifact-name retention-days artifact-id run-id repository github-token".split(" ");

test("help, and no word at all, list the commands with an example that can be copied", async (t) => {
  const options = { cwd: repositoryRoot };
  const { exitCode, stdout } = await runCli(t, ["help"], options);
  assert.equal(exitCode, 0);
  for (const command of ["build", "restore", "verify", "try", "images", "explain", "help"])
    assert.match(stdout, RegExp(`^ {2}${command} `, "m"));
  assert.match(stdout, /^ {2}node dist\/cli\.js build --code-directory examples\/iris$/m);
  assert.equal((await runCli(t, [], options)).stdout, stdout);
});

for (const [verb, ran] of Object.entries(verbs)) {
  test(`help ${verb} explains the flags that it uses, with choices, defaults and an example`, async (t) => {
    const { exitCode, stdout } = await runCli(t, ["help", verb], { cwd: repositoryRoot });
    assert.equal(exitCode, 0);
    const used = (OPTIONS as readonly OptionSpec[]).filter(
      ({ modes }) => modes === undefined || ran.some((mode) => modes.includes(mode)),
    );
    const names = used.map(({ name }) => name).filter((name) => name !== "mode" || verb === "build");
    const shown = [...stdout.matchAll(/^ {2}--([a-z-]+)/gm)].map(([, name]) => name);
    const explained = names.filter((name) => !onlyGithub.includes(name));
    assert.deepEqual([...shown].sort(), [...explained, "format", "json", "write"].sort());
    for (const { name, choices } of used.filter((spec) => explained.includes(spec.name) && spec.name !== "mode"))
      assert.match(stdout, RegExp(`^ {2}--${name}( <${choices?.join("\\|") ?? "[a-z]+"}>)?$`, "m"));
    for (const name of names.filter((one) => onlyGithub.includes(one)))
      assert.match(stdout, RegExp(`^Only for GitHub Actions: [^]*--${name}\\b`, "m"));
    assert.match(stdout, RegExp(`^Examples?\n {2}node dist/cli\\.js ${verb} `, "m"));
    assert.match(stdout, /^ {6}\[default: from the deployment file, else `\.`\]$/m);
    assert.doesNotMatch(stdout, /undefined|<text>|<choice>|<lines>|workspace/);
    for (const line of stdout.split("\n")) assert.ok(line.length <= 80, line);
  });
}

for (const command of ["build", "restore", "verify", "lock", "try", "images"])
  test(`help ${command} has the default of every flag that it explains`, async (t) => {
    const { stdout } = await runCli(t, ["help", command], { cwd: repositoryRoot });
    const entries = [...stdout.matchAll(/^ {2}(--[a-z-]+)(?: <\S+>)?\n((?: {6}.*\n?)+)/gm)];
    assert.equal(entries.length, stdout.match(/^ {2}--/gm)?.length);
    for (const [, flag, text = ""] of entries) assert.match(text, /\[default: [^\]]+\]\s*$/, flag);
  });

test("build lists the two modes that it has", async (t) => {
  const { stdout } = await runCli(t, ["build", "--help"], { cwd: createWorkspace(t) });
  assert.match(stdout, /^ {2}--mode <preinstalled\|dynamic>$/m);
});

test("images lists the catalogue within 80 columns, or as JSON", async (t) => {
  const options = { cwd: createWorkspace(t) };
  const { exitCode, stdout } = await runCli(t, ["images"], options);
  assert.equal(exitCode, 0);
  for (const { name } of IMAGES) assert.match(stdout, RegExp(`^${name.replaceAll(".", "\\.")} +3\\.`, "m"));
  for (const line of stdout.split("\n")) assert.ok(line.length <= 80, line);
  const { json } = await runCli(t, ["images", "--json"], options);
  assert.deepEqual(
    (json as unknown as { name: string }[]).map(({ name }) => name),
    IMAGES.map(({ name }) => name),
  );
});

for (const command of ["try", "images"])
  test(`help ${command} explains its own flags`, async (t) => {
    const { exitCode, stdout } = await runCli(t, ["help", command], { cwd: repositoryRoot });
    assert.equal(exitCode, 0);
    const shown = [...stdout.matchAll(/^ {2}--([a-z-]+)( <\S+>)?$/gm)].map(([, name]) => name);
    for (const name of ["engine", "pull"]) assert.ok(shown.includes(name), stdout);
    assert.equal(shown.includes("smoke-test"), command === "try");
    assert.equal(shown.includes("inspect"), command === "images");
    for (const line of stdout.split("\n")) assert.ok(line.length <= 80, line);
  });

test("try without an engine says what to install; an unknown instance type is an error before that", async (t) => {
  const cwd = createWorkspace(t, { "score.py": "", "empty/": "" });
  const options = { cwd, env: { PATH: join(cwd, "empty") } };
  const words = ["try", "--image", "curated/mlflow-py312-inference"];
  const { exitCode, stdout, stderr } = await runCli(t, words, options);
  assert.equal(exitCode, 2);
  assert.equal(stdout, "");
  assert.equal(
    stderr,
    "error: Docker is not installed. Podman is not installed.\n  Install Docker or Podman, or start it.\n",
  );
  const typo = await runCli(t, [...words, "--instance-type", "DS2_v3"], options);
  assert.equal(typo.exitCode, 2);
  assert.match(
    typo.stderr,
    /^error: --instance-type: "DS2_v3" is not an instance type of managed online endpoints\.\n {2}Did you mean Standard_DS2_v2/,
  );
});

test("an instance type of the deployment file that is not known is only ignored", async (t) => {
  const deployment = (type: string) => `name: blue
endpoint_name: demo
code_configuration: { code: ., scoring_script: score.py }
environment: { image: mcr.microsoft.com/azureml/curated/mlflow-py312-inference }
instance_type: ${type}
`;
  const said =
    "The processors and the memory of the instance type Standard_ND96_v9 are not known: they are not limited.";
  for (const [type, isSaid] of [
    ["standard_ds3_V2", false],
    ["Standard_ND96_v9", true],
  ] as const) {
    const cwd = createWorkspace(t, { "score.py": "", "empty/": "", "blue.yml": deployment(type) });
    const env = { PATH: join(cwd, "empty"), RUNNER_DEBUG: "1" };
    const { exitCode, stderr } = await runCli(t, ["try", "--deployment-file", "blue.yml"], { cwd, env });
    assert.equal(exitCode, 2);
    assert.match(stderr, /^error: Docker is not installed\./m);
    assert.equal(stderr.includes(`debug: ${said}`), isSaid, stderr);
  }
});

test("try needs an image that is named", async (t) => {
  const { exitCode, stderr } = await runCli(t, ["try"], { cwd: createWorkspace(t, { "score.py": "" }) });
  assert.equal(exitCode, 2);
  assert.equal(stderr, "error: No image is named.\n  Name it in --image.\n");
});

test("images --inspect without an engine says what to install, and prints no facts", async (t) => {
  const cwd = createWorkspace(t, { "empty/": "" });
  const options = { cwd, env: { PATH: join(cwd, "empty") } };
  const refused = await runCli(t, ["images", "--inspect", "py38", "--json"], options).catch(({ message }) => message);
  assert.match(String(refused), /standard output is not JSON:\n\nstandard error:/);
  const { exitCode, stdout, stderr } = await runCli(t, ["images", "--inspect", "py38"], options);
  assert.equal(exitCode, 2);
  assert.equal(stdout, "");
  assert.equal(
    stderr,
    "error: Docker is not installed. Podman is not installed.\n  Install Docker or Podman, or start it.\n",
  );
});

test("explain has every check, or the named ones by code or name in lines that fit", async (t) => {
  const options = { cwd: createWorkspace(t) };
  const all = await runCli(t, ["explain"], options);
  assert.equal(all.stdout.trimEnd().split("\n").length, CHECKS.length);
  const two = await runCli(t, ["explain", "p3", "H16"], options);
  assert.match(two.stdout, /^P3 newer-glibc \(error\): compiled code needs a newer glibc/);
  for (const heading of ["What", "In the container", "Fix", "Waive", "Modes"])
    assert.match(two.stdout, RegExp(`^\n${heading}\n {2}\\S`, "m"));
  assert.match(two.stdout, /^H16 [a-z-]+ \(error\): /m);
  assert.match(two.stdout, /`--max-size`/);
  assert.equal((await runCli(t, ["explain", "newer-glibc", "h16"], options)).stdout, two.stdout);
  for (const line of two.stdout.split("\n")) assert.ok(line.length <= 80, line);
});

const refused: Record<string, [words: string, stderr: string]> = {
  "a command with a typo": ["bild", 'There is no command "bild".\n  Did you mean "build"?'],
  "a command that is none": [
    "version",
    'There is no command "version".\n  The commands are build, restore, verify, lock, try, plan-deployments, images, explain, completion, help.',
  ],
  "help for a command that is none": ["help bild", 'There is no command "bild".\n  Did you mean "build"?'],
  "a check with a typo": ["explain newer-glib", 'There is no check "newer-glib".\n  Did you mean "newer-glibc"?'],
  "a word behind images": [
    "images py38",
    'Unexpected argument "py38".\n  Write a value after its flag, such as --inspect py38. Run "help images" for the flags.',
  ],
  "an image without a name": ["images --inspect --pull never", "--inspect needs a value.\n  Write --inspect <name>."],
  "a flag of another command": [
    "verify --inspect py38",
    'There is no flag "--inspect".\n  Run "help verify" for the flags.',
  ],
  "a flag that only a build has": [
    "try --requirements x",
    'There is no flag "--requirements".\n  Run "help try" for the flags.',
  ],
  "an engine for nothing": ["images --engine docker", "--engine has an effect only with --inspect."],
  "an engine that is none": [
    "images --inspect py38 --engine dokcer",
    '--engine: "dokcer" is not one of auto, docker, podman.\n  Did you mean "docker"?',
  ],
  "the beginning of a flag": ["build --cod x", 'There is no flag "--cod".\n  Did you mean "--code-directory"?'],
  "a flag that is none": ["build --nope x", 'There is no flag "--nope".\n  Run "help build" for the flags.'],
  "a short flag": ["verify -x", 'There is no flag "-x".\n  Run "help verify" for the flags.'],
  "a mode behind verify": ["verify --mode dynamic", 'There is no flag "--mode".\n  Did you mean "--model-directory"?'],
  "a flag for a value": ["build --image --installer pip", "--image needs a value.\n  Write --image <name>."],
  "flags without values": [
    "build --installer --image",
    "--installer needs a value.\n  Write --installer <auto|uv|pip>.\nerror: --image needs a value.\n  Write --image <name>.",
  ],
  "all mistakes at once": [
    "build stray --=x --nope=1 -- more",
    'Unexpected argument "stray".\n  Write a value after its flag, such as --code-directory stray. Run "help build" for the flags.\nerror: There is no flag "--=x".\n  Run "help build" for the flags.\nerror: There is no flag "--nope".\n  Run "help build" for the flags.\nerror: Unexpected argument "more".\n  Write a value after its flag, such as --code-directory more. Run "help build" for the flags.',
  ],
};
for (const [name, [words, stderr]] of Object.entries(refused)) {
  test(`refuses ${name}, once`, async (t) => {
    const ended = await runCli(t, words.split(" "), { cwd: createWorkspace(t) });
    assert.equal(ended.exitCode, 2);
    assert.equal(ended.stderr, `error: ${stderr}\n`);
    assert.equal(ended.stdout, "");
  });
}

const read: Record<string, [words: readonly string[], values: Record<string, string>]> = {
  "a value behind its flag or an equals sign": [["--image", "a", "--python=b=c"], { image: "a", python: "b=c" }],
  "repeated lines": [["--packages", "a", "--packages=-r b", "--packages", "-c"], { packages: "a\n-r b\n-c" }],
  "the last of several values": [["--image", "a", "--image", "b"], { image: "b" }],
  "an empty value": [["--image=", "--packages", ""], { image: "", packages: "" }],
  "a boolean alone or with a value": [["--dry-run", "--write"], { "dry-run": "true", write: "true" }],
  "a boolean that is false": [["--dry-run=false"], { "dry-run": "false" }],
  "a value with two hyphens behind an equals sign": [["--packages=--pre"], { packages: "--pre" }],
};
for (const [name, [words, values]] of Object.entries(read)) {
  test(`reads ${name}`, () => assert.deepEqual(readFlags(words, "build"), { json: false, format: "text", values }));
}

test("an error is on standard error alone; with --json it is among the outputs too", async (t) => {
  const options = { cwd: createWorkspace(t) };
  const plain = await runCli(t, ["verify"], options);
  assert.equal(plain.exitCode, 2);
  assert.match(plain.stderr, /^error: --scoring-script: \S+score\.py is not a file\.\n {2}Name the file /);
  assert.equal(plain.stdout, "cache-hit=false\ncache-outcome=off\nverified=no\n");
  const { json, stderr } = await runCli(t, ["verify", "--json"], options);
  assert.equal(stderr, plain.stderr);
  assert.match(json?.error ?? "", /^--scoring-script: \S+score\.py is not a file\.\nName the file /);
});

test("an input is named by its flag in every message", () => {
  const messages = {
    "Input image: x": "--image: x",
    "Input image-packages: x": "--image-packages: x",
    "Inputs archive and run-id contradict each other": "--archive and --run-id contradict each other",
    "Leave the input image empty, or": "Leave out --image, or",
    "The input deployment-file takes": "--deployment-file takes",
    "use the input `image`": "use --image",
    "Name it in `requirements`": "Name it in `--requirements`",
    "the output `artifact-id` of the build": "the output `artifact-id` of the build",
    "the input images": "the input images",
    "an image, and a python": "an image, and a python",
  };
  for (const [message, shown] of Object.entries(messages)) assert.equal(withFlagNames(message), shown);
  const values = "`image`: in a container, unlike `requirements`";
  assert.equal(withFlagNames(values, ["image"]), values.replace("`req", "`--req"), "a value keeps its name");
});

test("a name of an image with a space is refused without the advice to pull it", async (t) => {
  const { exitCode, stderr } = await runCli(t, ["images", "--inspect", "foo bar"], { cwd: createWorkspace(t) });
  assert.equal(exitCode, 2);
  assert.match(stderr, /^error: "foo bar" is not the name of an image\.\n {2}Write it as a registry has it/);
});

test("a reader that goes away does not break a command off", async (t) => {
  const { exitCode } = await runCli(t, ["verify"], {
    cwd: createWorkspace(t),
    onStart: (child) => child.stderr?.destroy(),
  });
  assert.equal(exitCode, 2);
});
