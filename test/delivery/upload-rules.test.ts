// The `.amlignore` that a build writes, and what it uploads by the client's rules. That the real client agrees is shown
// in test/clients.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { requireCheck } from "../../src/checks/registry.ts";
import { writeIgnoreFile } from "../../src/delivery/placing/write-ignore-file.ts";
import { readOptions } from "../../src/inputs/read-options.ts";
import { readPattern, stripped } from "../../src/mount/upload/pattern.ts";
import { moved } from "../../src/mount/upload/rebase.ts";
import { Rules } from "../../src/mount/upload/rules.ts";
import { listUpload, readUpload } from "../../src/mount/upload/upload.ts";
import { uploadFacts } from "../../src/report/summary/upload.ts";
import { createWorkspace, writeFiles } from "../support/machine/workspace.ts";
import type { Files } from "../support/packages/zip.ts";
import { silentHost } from "../support/scenario/evidence.ts";

const MARK = "# Written by azureml-extra-packages; remove this line to keep your own changes.\n";

/** What is written into `code`, and the paths that are uploaded then. */
function written(t: TestContext, files: Files, { links = {}, ...inputs }: Record<string, unknown> = {}) {
  const workspace = createWorkspace(t, { "code/requirements.txt": "", ...files });
  for (const [path, target] of Object.entries(links as Record<string, string>)) {
    mkdirSync(dirname(join(workspace, path)), { recursive: true });
    symlinkSync(target, join(workspace, path));
  }
  writeFiles(workspace, { [`code/${inputs["scoring-script"] ?? "score.py"}`]: "" });
  const raw = { mode: "preinstalled", "code-directory": "code", requirements: "code/requirements.txt", ...inputs };
  const options = readOptions(raw, silentHost(workspace), requireCheck);
  const file = writeIgnoreFile(options)?.file;
  const text = file === undefined ? undefined : readFileSync(file, "utf8");
  const upload = () => listUpload(options.codeDirectory, readUpload(options).rules).files.map(({ path }) => path);
  return { text, upload, workspace, options };
}

test("without a .gitignore: no repository, nothing of ours but the mount", (t) => {
  const { text, upload } = written(t, { "code/.git/a": "", "code/myenv/.git/a": "", "code/.myenv.incoming/a": "" });
  const ours = ".git/\n/.myenv.incoming*\n/.myenv.outgoing*\n/.myenv.lock*\n";
  assert.equal(text, `${MARK}!/myenv/**\n${ours}!/myenv/**\n`);
  assert.deepEqual(upload().sort(), [".amlignore", "myenv/.git/a", "requirements.txt", "score.py"]);
});

test("a nested mount takes back none of its neighbours", (t) => {
  const secrets = { "code/src/.env": "", "code/src/big.csv": "", "code/src/a.txt": "" };
  const files = { ...secrets, "code/src/myenv/a.csv": "", "code/.gitignore": ".env\n*.csv\nsrc/a.txt\nscore.py\n" };
  const { upload } = written(t, files, { "scoring-script": "src/score.py" });
  assert.deepEqual(upload().sort(), [".amlignore", ".gitignore", "requirements.txt", "src/myenv/a.csv"]);
});

test("a byte order mark stays at the beginning, before the line that it belongs to", (t) => {
  const { text, upload } = written(t, {
    "code/.gitignore": "\ufeff*.csv\r\n*.bin",
    "code/a.csv": "",
    "code/a.bin": "",
  });
  assert.ok(text?.startsWith(`\ufeff*.csv\n${MARK}`));
  assert.deepEqual(upload().sort(), [".amlignore", ".gitignore", "requirements.txt", "score.py"]);
});

test("signs of the pattern language in a directory's name are meant as they are", (t) => {
  const { text } = written(t, {}, { "mount-parent": "a*/[b]?/#c\\/!d /e" });
  assert.match(text ?? "", /^!\/a\\\*\/\\\[b\\\]\\\?\/#c\\\\\/!d \/e\/myenv\/\*\*$/m);
  assert.match(text ?? "", /^\/a\\\*\/\\\[b\\\]\\\?\/#c\\\\\/!d \/e\/\.myenv\.lock\*$/m);
  const newline = written(t, { "code/a\nb/myenv/c": "", "code/.gitignore": "myenv\n" }, { "mount-parent": "a\nb" });
  assert.ok(newline.upload().includes("a\nb/myenv/c"));
});

test("another mount in the same code directory stays in, as long as it is there", (t) => {
  const manifest = '{"mountDigest": ""}';
  const files = { "code/.gitignore": "lib/\n", "code/a[1]/myenv/manifest.json": manifest, "code/gone/myenv/x": "" };
  const { workspace, options } = written(t, files, { "mount-parent": "a[1]" });
  writeFiles(workspace, { "code/a[1]/myenv/lib/a": "", "code/myenv/lib/a": "", "code/.a[1].lock": "" });
  writeIgnoreFile({ ...options, mountParent: join(options.codeDirectory, "gone") });
  writeIgnoreFile({ ...options, mountParent: options.codeDirectory });
  const text = readFileSync(join(options.codeDirectory, ".amlignore"), "utf8");
  assert.match(text, /^!\/a\\\[1\\\]\/myenv\/\*\*$/m);
  assert.doesNotMatch(text, /gone/);
});

test("what is the user's own is not written over: a file, a link, a directory, a link to nothing", (t) => {
  assert.equal(written(t, { "code/.amlignore": `a\nb\n${MARK}` }).text, undefined);
  const other = { "other/.amlignore": MARK };
  const { text, workspace } = written(t, other, { links: { "code/.amlignore": "../other/.amlignore" } });
  assert.equal(text, undefined);
  assert.equal(readFileSync(join(workspace, "other/.amlignore"), "utf8"), MARK);
  assert.equal(written(t, { "code/.amlignore/a": "" }).text, undefined);
  assert.equal(written(t, {}, { links: { "code/.amlignore": "../gone" } }).text, undefined);
  assert.equal(written(t, { "code/.gitignore/a": "" }).text, undefined, "nothing stands for what cannot be read");
});

test("our own .amlignore is written again, also with a byte order mark before the mark", (t) => {
  const again = (text: string) => written(t, { "code/.amlignore": text, "code/.gitignore": "*.so\n" }).text;
  for (const text of [`${MARK}*.csv\n`, `\ufeff*.csv\n${MARK}`]) {
    const written = again(text) ?? "";
    assert.match(written, /^# \.gitignore:\n\*\.so\n# End of \.gitignore\.$/m);
    assert.doesNotMatch(written, /csv/);
  }
});

test("a pattern of a directory above or elsewhere matches the same files from the code directory", () => {
  const from = (directory: string) => (line: string) =>
    moved(readPattern(line) ?? assert.fail(), directory, "/r/a/code");
  const [above, elsewhere, below] = [from("/r/a"), from("/r/x"), from("/r/a/code/b")];
  assert.deepEqual(above("*.csv"), ["**/*.csv"]);
  assert.deepEqual(above("!/code/a"), ["!/a", "!/../code/a"]);
  assert.deepEqual(above("code/"), ["**/code/**", "/[!.]*", "/.[!.]*", "/..?*"]);
  assert.deepEqual(above("/code/**/a"), ["/a", "/[!.]*/**/a", "/.[!.]*/**/a", "/..?*/**/a", "/../code/**/a"]);
  assert.deepEqual(above("/other/a"), ["/../other/a"]);
  assert.deepEqual(above("*/a/"), ["/a/**", "/../*/a/**", "/../../a/**"]);
  assert.deepEqual(above("**"), ["**"]);
  assert.deepEqual(above("**/").slice(0, 3), ["/[!.]*", "/.[!.]*", "/..?*"]);
  assert.deepEqual(above("/**/"), []);
  assert.deepEqual(elsewhere("/q"), ["/../../x/q"]);
  assert.deepEqual(elsewhere("/../a/code/q").slice(0, 1), ["/q"]);
  assert.deepEqual(below("/q"), ["/b/q"]);
  assert.deepEqual(below("q"), ["**/q"]);
});

test("a .gitignore that is a link keeps its lines for what links lead to outside the code directory", (t) => {
  const files = {
    ".gitignore": "/shared/secret.json\n/shared/deep/*.csv\n!/shared/deep/b.csv\n",
    "shared/secret.json": "",
    "shared/a.json": "",
    "shared/deep/a.csv": "",
    "shared/deep/b.csv": "",
  };
  const { upload } = written(t, files, { links: { "code/.gitignore": "../.gitignore", "code/linked": "../shared" } });
  const linked = upload().filter((path) => path.startsWith("linked/"));
  assert.deepEqual(linked.sort(), ["linked/a.json", "linked/deep/b.csv"]);
});

test("a .gitignore that is a link to a file elsewhere keeps the lines for that directory", (t) => {
  const files = { "config/ignore": "/secret\n/../shared/secret\n", "config/secret": "", "shared/secret": "" };
  const links = { "code/.gitignore": "../config/ignore", "code/linked": "../shared", "code/settings": "../config" };
  const { upload } = written(t, files, { links });
  assert.deepEqual(
    upload().filter((path) => /^(linked|settings)/.test(path)),
    ["settings/ignore"],
  );
});

test("the first line counts behind a byte order mark, also where .gitignore is a link to a file elsewhere", (t) => {
  const files = { "config/ignore": "\ufeffsecret\n*.csv\n", "code/secret": "", "code/a.csv": "" };
  const { upload } = written(t, files, { links: { "code/.gitignore": "../config/ignore" } });
  assert.deepEqual(upload().sort(), [".amlignore", ".gitignore", "requirements.txt", "score.py"]);
});

test("what a build holds beside the mount is not reported as uploaded; what verify finds there is", (t) => {
  const files = { "code/.amlignore": "", "code/.myenv.lock": "1", "code/.myenv.incoming/a": "" };
  const { options } = written(t, files);
  const paths = (mode: "preinstalled" | "verify") => uploadFacts({ ...options, mode }).files.map(({ path }) => path);
  assert.deepEqual(paths("preinstalled").sort(), [".amlignore", "requirements.txt", "score.py"]);
  assert.ok([".myenv.lock", ".myenv.incoming/a"].every((path) => paths("verify").includes(path)));
});

test("blanks are what Python takes for blank", () => {
  assert.equal(stripped("\u001c\u0085 \u00a0a b\u3000\f"), "a b");
  assert.equal(stripped("\ufeffa"), "\ufeffa");
});

test("the last line that matches a path decides, at any position", () => {
  const excluded = (lines: string[], path: string) => new Rules(lines, "/code").excluding("/code")(path)?.text;
  assert.equal(excluded(["a/b", "b", "*/b"], "a/b"), "*/b");
  assert.equal(excluded(["a/b", "b", "/x"], "a/b"), "b");
  assert.equal(excluded(["b/", "/a/b"], "a/b"), "/a/b");
  assert.equal(excluded(["a", "!b"], "a/b"), undefined);
  assert.equal(excluded(["!a/*", "a/"], "a/b"), "a/");
  assert.equal(excluded(["a/", "!/a/**"], "a/b/c"), undefined);
  assert.equal(excluded(["a"], "b/A"), undefined);
  assert.equal(new Rules(["/a/b"], "/code").excluding("/code/a")("b")?.number, 1);
});
