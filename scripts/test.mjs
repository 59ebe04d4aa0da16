// Runs the tests of all suites (suites.mjs) on Node 24, in one run whose closing lines count them all. Tests skip
// themselves, and say so, where no package index answers, or act or a container engine cannot be had. A run of all of
// them, or of one suite, also fails when a test that docs/document-coverage.md names did not run; a run of all of them
// also when a function of src/ did not.
//   npm test -- [--only <suite>] [--all] [part of a path …] [--flag=value for node …]
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { sep } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { node24, run } from "./node24.mjs";
import { SUITES, suiteOf } from "./suites.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
/** Flags of node with which it runs some of the tests only. */
const SELECTING = /^--test-(name-pattern|skip-pattern|only|shard|rerun-failures)\b/;

process.exitCode = test(process.argv.slice(2));

function test(words) {
  const { only, all, parts, flags } = read(words);
  if (only !== undefined && !SUITES.includes(only)) return refuse(`--only is one of ${SUITES.join(", ")}.`);
  const suites = SUITES.filter((suite) => only === undefined || suite === only);
  const files = suites.flatMap((suite) => filesOf(suite, parts));
  if (files.length === 0) return refuse(`No test file's path contains ${parts.join(" or ")}.`);
  const { NODE_OPTIONS: _, NODE_TEST_CONTEXT: __, ...environment } = process.env;
  if (all) environment.AEP_ALL_PACKAGES = "1";
  process.chdir(root);
  // Half of a test is waiting for Python and npm, so two at once do no harm on the smallest machine.
  const concurrency = `--test-concurrency=${Math.max(2, availableParallelism())}`;
  const isWhole = parts.length === 0 && !flags.some((flag) => SELECTING.test(flag));
  const reporters = [];
  if (isWhole) {
    environment.AEP_SUITES = suites.join(" ");
    reporters.push("document-reporter");
  }
  if (isWhole && only === undefined) {
    environment.NODE_V8_COVERAGE = freshDirectory("coverage");
    reporters.push("coverage-reporter");
  }
  const command = ["--test", concurrency, ...withReporters(reporters, flags), ...flags, ...files];
  return run(node24(), command, environment);
}

/** Beside what npm installed: nothing of the working tree. */
function freshDirectory(name) {
  const directory = `${root}node_modules/.cache/${name}`;
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  return directory;
}

/** What adds reporters of ours to the one that the flags name, or else to node's own. */
function withReporters(ours, flags) {
  if (ours.length === 0) return [];
  const added = ours.flatMap((name) => [`--test-reporter=./scripts/${name}.mjs`, "--test-reporter-destination=stderr"]);
  const names = (option) => flags.some((flag) => flag.startsWith(`${option}=`));
  if (!names("--test-reporter")) added.push("--test-reporter=spec");
  if (!names("--test-reporter-destination")) added.push("--test-reporter-destination=stdout");
  return added;
}

/** Own flags, parts of paths, and everything else that begins with a dash, which is node's. */
function read(words) {
  const { tokens } = parseArgs({ args: words, strict: false, tokens: true, options: { only: { type: "string" } } });
  const found = { only: undefined, all: false, parts: [], flags: [] };
  for (const token of tokens) {
    if (token.kind === "positional") found.parts.push(token.value.split(sep).join("/"));
    else if (token.name === "only") found.only = token.value ?? "";
    else if (token.name === "all") found.all = true;
    else if (token.kind === "option") found.flags.push(token.value ? `${token.rawName}=${token.value}` : token.rawName);
  }
  return found;
}

function filesOf(suite, parts) {
  return readdirSync(`${root}/test`, { recursive: true })
    .map((path) => `test/${path.split(sep).join("/")}`)
    .filter((path) => path.endsWith(".test.ts") && suiteOf(path) === suite)
    .filter((path) => parts.length === 0 || parts.some((part) => path.includes(part.replace(/^\.\//, ""))))
    .sort();
}

function refuse(message) {
  process.stderr.write(`${message}\n`);
  return 1;
}
