// Lints workflows: our own two rules, and actionlint and zizmor where they can be had.
//   node scripts/check-workflows.mjs [directory] [--online] [--no-zizmor]
// The directory (default: this repository) is one that holds .github/workflows. With --online zizmor also asks GitHub,
// for which it needs GH_TOKEN, and being unable to have a linter is a failure.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { parse } from "yaml";
import { obtainActionlint, obtainZizmor } from "./workflow-linters.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { online: { type: "boolean" }, "no-zizmor": { type: "boolean" } },
});
const directory = resolve(positionals[0] ?? root);

const workflows = readWorkflows();
const findings = [
  ...actionlint(),
  ...workflows.flatMap(unpinned),
  ...workflows.flatMap(forgottenByGate),
  ...(flags["no-zizmor"] ? [] : zizmor()),
];
for (const finding of findings) process.stderr.write(`${finding}\n`);
if (findings.length > 0) process.exitCode = 1;
else process.stdout.write(`${workflows.length} workflows, no findings.\n`);

function readWorkflows() {
  const names = readdirSync(join(directory, ".github/workflows")).filter((name) => /\.ya?ml$/.test(name));
  const paths = names.sort().map((name) => `.github/workflows/${name}`);
  return paths.map((path) => ({ path, text: readFileSync(join(directory, path), "utf8") }));
}

/** Without the linters of shell and Python scripts that it runs where a machine happens to have them. */
function actionlint() {
  const { program, why } = obtainActionlint();
  if (program === undefined) return skipped("actionlint", why);
  const options = ["-no-color", "-oneline", "-shellcheck=", "-pyflakes="];
  const paths = workflows.map(({ path }) => path);
  const { status, stdout, stderr } = spawnSync(program, [...options, ...paths], { cwd: directory, encoding: "utf8" });
  const found = stdout.split("\n").filter((line) => line !== "");
  if (status === 0 || (status === 1 && found.length > 0)) return found;
  return [`actionlint ended with exit code ${status}: ${stderr.trim()}`];
}

/** A finding only where everything must run. */
function skipped(linter, why) {
  const message = `${linter} is skipped: ${why}`;
  if (flags.online) return [message];
  process.stdout.write(`${message}\n`);
  return [];
}

/** What others wrote is named by commit, with the version for readers; a tag can be moved to other code. */
function unpinned({ path, text }) {
  return text.split("\n").flatMap((line, index) => {
    const [, uses, comment] = /^\s*(?:- )?uses:\s*(\S+)(?:\s+#\s*(.*))?$/.exec(line) ?? [];
    if (uses === undefined || uses.startsWith("./") || /\/azureml-extra-packages(\/[^@]*)?@/.test(uses)) return [];
    if (/^[\w.-]+\/[\w./-]+@[0-9a-f]{40}$/.test(uses) && /^v\d+\.\d+\.\d+$/.test(comment ?? "")) return [];
    return [`${path}:${index + 1}: ${uses} is not of the form owner/name@<40 hex digits> # vX.Y.Z [pins]`];
  });
}

/** A gate that forgets a job lets it fail unseen. */
function forgottenByGate({ path, text }) {
  const jobs = parse(text).jobs ?? {};
  const gate = jobs["ci-ok"];
  if (gate === undefined) return [];
  const others = Object.keys(jobs).filter((name) => name !== "ci-ok" && !gate.needs?.includes(name));
  return others.map((name) => `${path}: ci-ok does not need ${name} [gate]`);
}

function zizmor() {
  const { program, why } = obtainZizmor();
  if (program === undefined) return skipped("zizmor", why);
  const options = ["--quiet", "--no-progress", "--persona=pedantic", ...(flags.online ? [] : ["--offline"])];
  const { status } = spawnSync(program, [...options, directory], { stdio: "inherit" });
  return status === 0 ? [] : [`zizmor ended with exit code ${status}`];
}
