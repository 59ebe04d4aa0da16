// The usual packages of data science without what no import reaches: every module that is left imports, and the example
// answers.
import assert from "node:assert/strict";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { after, before, describe, test } from "node:test";
import { fileURLToPath } from "node:url";
import type { Manifest } from "../../src/mount/manifest/manifest.ts";
import { readManifest } from "../../src/mount/manifest/manifest.ts";
import { runChild } from "../support/machine/child.ts";
import { runCli } from "../support/machine/cli.ts";
import { childEnvironment } from "../support/machine/environment.ts";
import { createWorkspace } from "../support/machine/workspace.ts";
import { skipWithoutIndex } from "../support/packages/real-index.ts";
import { findPython } from "../support/python/interpreters.ts";

const iris = fileURLToPath(new URL("../../examples/iris", import.meta.url));
const python = findPython("3.8") ?? assert.fail("the example is for Python 3.8: install it");
const MORE = ["matplotlib==3.7.5", "requests==2.32.3", "pillow==10.4.0", "jinja2==3.1.4", "numba==0.58.1"];

/** Imports every module below a directory; prints those that cannot be imported, each with the reason. */
const IMPORT_ALL = `import importlib, json, os, sys, warnings
warnings.simplefilter("ignore")
root = sys.argv[1]
failed = {}
for folder, folders, files in os.walk(root):
    folders[:] = sorted(name for name in folders if name.isidentifier() and name != "__pycache__")
    package = os.path.relpath(folder, root).replace(os.sep, ".")
    for file in sorted(files):
        stem = file.split(".")[0]
        if not file.endswith((".py", ".so")) or not stem.isidentifier() or stem in ("setup", "__main__"):
            continue
        name = stem if package == "." else package if stem == "__init__" else package + "." + stem
        try:
            importlib.import_module(name)
        except BaseException as error:
            failed[name] = "%s: %s" % (type(error).__name__, str(error).replace(root, ""))
with open(sys.argv[2], "w") as stream:
    json.dump(failed, stream)
os._exit(0)
`;

describe("slim, with real packages", { skip: await skipWithoutIndex(), timeout: 1_200_000 }, () => {
  const cleanups: (() => void | Promise<void>)[] = [];
  const whole = { after: (clean: () => void | Promise<void>) => cleanups.push(clean) };
  after(async () => {
    for (const clean of cleanups.reverse()) await clean();
  });
  const home = createWorkspace(whole);

  /** A copy of the example, built. */
  async function build(requirements: readonly string[], ...flags: string[]) {
    const workspace = createWorkspace(whole);
    const isSource = (path: string) => !/^(myenv|\.myenv\..*|__pycache__)$/.test(basename(path));
    cpSync(iris, workspace, { recursive: true, filter: isSource });
    const file = join(workspace, "requirements.txt");
    writeFileSync(file, `${readFileSync(file, "utf8")}${requirements.map((line) => `${line}\n`).join("")}`);
    const words = ["build", ...flags, "--cache", "off", "--json"];
    const ended = await runCli(whole, words, { cwd: workspace, home, inheritIndex: true, timeout: 900_000 });
    assert.equal(ended.exitCode, 0, ended.stderr);
    const { json = {} } = ended;
    const manifest = readManifest(json["manifest-file"] ?? "") ?? assert.fail("no manifest");
    return { workspace, manifest, mount: json["mount-directory"] ?? "", json };
  }

  async function failedImports({ mount }: { mount: string }): Promise<Record<string, string>> {
    const cwd = createWorkspace(whole, { "all.py": IMPORT_ALL });
    const env = childEnvironment({ home: cwd, env: { PYTHONPATH: `${mount}:`, MPLBACKEND: "Agg" } });
    const words = ["-s", "-B", "all.py", mount, "failed.json"];
    const { exitCode, stderr } = await runChild(python, words, { cwd, env, timeout: 300_000 });
    assert.equal(exitCode, 0, stderr);
    return JSON.parse(readFileSync(join(cwd, "failed.json"), "utf8"));
  }

  const bytesOf = ({ files }: Manifest) => files.reduce((sum, { size }) => sum + size, 0);

  let full: Awaited<ReturnType<typeof build>>;
  before(async () => {
    full = await build(MORE, "--evidence", "files");
  });

  test("examples/iris loses at least 45 % of its files and 20 % of its bytes", async (t) => {
    const [plain, slim] = [await build([], "--evidence", "files"), await build([], "--slim", "on")];
    const files = 1 - slim.manifest.files.length / plain.manifest.files.length;
    const bytes = 1 - bytesOf(slim.manifest) / bytesOf(plain.manifest);
    t.diagnostic(`${(100 * files).toFixed(1)} % of the files, ${(100 * bytes).toFixed(1)} % of the bytes`);
    assert.ok(files >= 0.45, `${files}`);
    assert.ok(bytes >= 0.2, `${bytes}`);
  });

  test("every module that is left imports as it does in the full mount, and the example answers", async (t) => {
    const slim = await build(MORE, "--slim", "stubs", "--smoke-test", "sample-request.json");
    assert.equal(slim.json.verified, "simulated");
    const [before, now] = [await failedImports(full), await failedImports(slim)];
    const other = Object.entries(now).filter(([name, why]) => before[name] !== why);
    assert.deepEqual(other, []);
    const { files = 0, bytes = 0, groups = [] } = slim.manifest.slim ?? {};
    t.diagnostic(`${files} files, ${bytes} bytes: ${[...new Set(groups.map(({ kind }) => kind))].join(", ")}`);
    const smoke = JSON.parse(readFileSync(slim.json["report-file"] ?? "", "utf8"));
    assert.equal(smoke.smoke.status, 200);
    assert.ok(groups.some(({ kind }) => kind === "stubs"));
  });
});
