// Damaged and hostile trees: findings, never a crash, a hang, or a read outside the mount.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { appendFileSync, chmodSync, mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { CHECKS } from "../../src/checks/registry.ts";
import type { Evidence } from "../../src/evidence/evidence.ts";
import type { Finding, FindingDetails } from "../../src/findings/check.ts";
import { parseRecord } from "../../src/mount/inventory/record.ts";
import { runCli } from "../support/machine/cli.ts";
import { findAnyPython } from "../support/python/interpreters.ts";
import { evidenceOf, lookAgain } from "../support/scenario/evidence.ts";

const onPosix = { skip: process.platform === "win32" };
const demo = { name: "demo", version: "1.0", files: { "demo/__init__.py": "x = 1\n" } };

/** What all checks say, by id. */
function askAll(evidence: Evidence): Map<string, FindingDetails[]> {
  return new Map(CHECKS.map(({ id, find }) => [id, [...find(evidence)]]));
}

function found(evidence: Evidence, ...ids: string[]): void {
  const answers = askAll(evidence);
  for (const id of ids) assert.ok((answers.get(id)?.length ?? 0) > 0, `${id} says nothing`);
}

/** A deadline for what must not hang. */
const soon = { timeout: 120_000 };

test("a RECORD full of false rows", soon, (t) => {
  const evidence = evidenceOf(t, { wheels: [demo] });
  const rows = [
    "/etc/passwd,sha256=x,1",
    "../../../../../../../../etc/shadow,,",
    "C:\\Windows\\System32\\x.dll,,",
    '"demo/\0null.py",,',
    "..,,",
    ".,,",
    "/,,",
    ",,",
    '"never closed',
    "demo/__init__.py,=,notanumber",
    `${"a/".repeat(5000)}x,,`,
    "demo/__init__.py/below,,",
    "__proto__,sha256=x,1",
    "constructor,,",
  ];
  appendFileSync(join(evidence.location.directory, "demo-1.0.dist-info/RECORD"), `${rows.join("\r\n")}\n`);
  found(lookAgain(evidence), "R1", "R4");
});

test("links, pipes and sockets of every kind", { ...soon, ...onPosix }, (t) => {
  const evidence = evidenceOf(t, { wheels: [demo], code: { "secret.txt": "not yours" } });
  const at = (path: string) => join(evidence.location.directory, path);
  symlinkSync("/dev/zero", at("zero.py"));
  symlinkSync("/", at("root"));
  symlinkSync("self", at("self"));
  symlinkSync("../../../../secret.txt", at("stolen.txt"));
  symlinkSync("demo-1.0.dist-info", at("other-1.0.dist-info"));
  mkdirSync(at("evil-1.0.dist-info"));
  symlinkSync("/etc/passwd", at("evil-1.0.dist-info/METADATA"));
  symlinkSync("../demo-1.0.dist-info/RECORD", at("evil-1.0.dist-info/RECORD"));
  execFileSync("mkfifo", [at("pipe.py"), at("demo-1.0.dist-info/entry_points.txt")]);
  const again = lookAgain(evidence);
  found(again, "H5", "H7");
  const seen = JSON.stringify([...again.inventory.texts, ...again.inventory.files.values()]);
  assert.ok(!seen.includes("not yours") && !seen.includes("root:"), "nothing outside was read");
  assert.ok(!again.inventory.files.has("stolen.txt") && !again.inventory.files.has("zero.py"));
});

test("metadata that is none", soon, (t) => {
  const files = {
    "nameless-1.0.dist-info/METADATA": "\0\0\0",
    "empty-1.0.dist-info/METADATA": "",
    "empty-1.0.dist-info/WHEEL": ":::\n\n\nTag\nTag:\nTag: a-b-c-d-e-f\n",
    "empty-1.0.dist-info/RECORD": '\n\n,\n"',
    "empty-1.0.dist-info/entry_points.txt": "[\n]\n= x\nx =\n[a]\n====\nx = .\ny = ..a:\n",
    "empty-1.0.dist-info/direct_url.json": "[null]",
    "empty-1.0.dist-info/top_level.txt": "../..\n/etc\n\0\n",
    "list-1.0.dist-info/direct_url.json": '{"url": {"a": 1}, "vcs_info": 3, "dir_info": "x"}',
    "list-1.0.dist-info/METADATA": "Name: list\nVersion: 1.0\nRequires-Dist: !!!\nRequires-Dist:\n",
    ".dist-info/METADATA": "Name: \nVersion: \n",
    "-.dist-info/METADATA": "Name: -\nVersion: -\n",
    "x.egg-info": "\u0000\n",
    "binary-1.dist-info/METADATA": Buffer.from([0xff, 0xfe, 0x00, 0xd8]),
    "constructor-1.dist-info/METADATA": "Name: constructor\nVersion: 1\n",
    "__proto__-1.dist-info/METADATA": "Name: __proto__\nVersion: 1\n",
  };
  found(evidenceOf(t, { files }), "M6", "R7", "M9");
});

test("bytecode, path files and links that are cut short or far too long", soon, (t) => {
  const files = {
    "a.py": "",
    "__pycache__/a.cpython-38.pyc": Buffer.from([0x55]),
    "__pycache__/.pyc": "",
    "__pycache__/x.pyc": "",
    "x.pth": `${"/x".repeat(100_000)}\n`.repeat(3),
    "y.pth": "\ufeff\0\nimport os; os.system('no')\n",
    "y.egg-link": "",
    "pip.conf": `[global]\n${"https://".repeat(50_000)}\n`,
    "bin/x": `#!${"/".repeat(5000)}`,
    "demo.so": "this is text",
  };
  found(evidenceOf(t, { files }), "H13", "I5");
});

test("ignore files with patterns that are none", soon, (t) => {
  const gitignore = [
    "[",
    "[z-a]",
    "\\",
    "**/**/**/**/x",
    "!",
    "!!x",
    "a{b",
    "(",
    "*".repeat(200),
    "/",
    "//",
    "..",
    "\0",
  ].join("\n");
  askAll(
    evidenceOf(t, {
      files: { "demo.py": "", aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab: "" },
      code: { ".gitignore": gitignore },
    }),
  );
});

test("names in no encoding, and directories that cannot be read", {
  ...soon,
  skip: process.platform !== "linux",
}, (t) => {
  const evidence = evidenceOf(t, { wheels: [demo] });
  const raw = (...bytes: number[]) =>
    Buffer.concat([Buffer.from(`${evidence.location.directory}/`), Buffer.from(bytes)]);
  writeFileSync(raw(0x61, 0xff), "");
  mkdirSync(raw(0xc3, 0x28));
  const locked = join(evidence.location.directory, "locked");
  mkdirSync(locked);
  writeFileSync(join(locked, "x.py"), "");
  chmodSync(locked, 0);
  const again = lookAgain(evidence);
  chmodSync(locked, 0o755);
  found(again, "H10", "H8");
});

test("a deep tree, and many distributions", soon, (t) => {
  const deep = `${"d/".repeat(1000)}x.py`;
  const files = Object.fromEntries(
    Array.from({ length: 2000 }, (_, index) => [`p${index}-1.dist-info/METADATA`, `Name: p${index}\nVersion: 1\n`]),
  );
  const answers = askAll(evidenceOf(t, { files: { ...files, [deep]: "" } }));
  assert.equal(answers.get("R7")?.length, 2000);
});

test("a RECORD of a million rows", soon, (t) => {
  const evidence = evidenceOf(t, { wheels: [demo] });
  const rows = Array.from({ length: 1_000_000 }, (_, index) => `demo/${index}.py,,\n`).join("");
  appendFileSync(join(evidence.location.directory, "demo-1.0.dist-info/RECORD"), rows);
  const started = performance.now();
  const answers = askAll(lookAgain(evidence));
  const missing = answers.get("R1") ?? [];
  assert.equal(missing.length, 101);
  assert.match(missing.at(-1)?.message ?? "", /^999900 more files/);
  assert.ok(performance.now() - started < 60_000, "it takes seconds, not minutes");
});

/** What the command line finds in a mount whose RECORD goes on with ten million rows, in a heap of 400 MB. */
async function verifyTenMillion(t: TestContext, row: (index: number) => string): Promise<Finding[]> {
  const { location, options } = evidenceOf(t, { wheels: [demo], code: { "requirements.txt": "demo==1.0\n" } });
  for (let written = 0; written < 10_000_000; written += 500_000) {
    const rows = Array.from({ length: 500_000 }, (_, index) => row(written + index));
    appendFileSync(join(location.directory, "demo-1.0.dist-info/RECORD"), rows.join(""));
  }
  const env = { NODE_OPTIONS: "--max-old-space-size=400" };
  const ended = await runCli(t, ["verify", "--json"], { cwd: options.workspace, env, timeout: 60_000 });
  assert.equal(ended.exitCode, 1, ended.stderr);
  return JSON.parse(readFileSync(ended.json?.["report-file"] ?? "", "utf8")).findings;
}

/** A RECORD that was not read is reported once, as an error; nothing is reported that depends on its rows. */
function isUnread(findings: Finding[], why: RegExp): void {
  const [unread, ...others] = findings.filter(({ check }) => /^(R|M6)/.test(check));
  assert.deepEqual([unread?.check, unread?.severity, unread?.distribution], ["M6", "error", "demo"]);
  assert.match(unread?.message ?? "", why);
  assert.deepEqual(others, []);
}

test("a RECORD of ten million rows", soon, async (t) => {
  isUnread(
    await verifyTenMillion(t, (index) => `a/${index},,\n`),
    /^demo-1\.0\.dist-info: RECORD is 119 MB; at most 32\.0 MB of it and 128 MB of all metadata are read/,
  );
});

test("a RECORD of ten million rows in few bytes", soon, async (t) => {
  isUnread(await verifyTenMillion(t, () => "a\n"), /RECORD exceeds the limit of 1048576 rows that are read/);
});

test("a RECORD without end takes no room from others", soon, (t) => {
  const files = { "a_first-1.0.dist-info/METADATA": "Name: a-first\nVersion: 1.0\n" };
  const evidence = evidenceOf(t, { wheels: [{ ...demo, record: "ghost-row" }], files });
  const record = join(evidence.location.directory, "a_first-1.0.dist-info/RECORD");
  writeFileSync(record, "a\n".repeat(2 ** 20));
  const answers = askAll(lookAgain(evidence));
  assert.deepEqual(
    answers.get("M6")?.map(({ distribution }) => distribution),
    ["a-first"],
  );
  assert.deepEqual(
    answers.get("R1")?.map(({ file }) => file),
    ["ghost/__init__.py"],
  );
});

test("metadata that is larger than any, by itself or together", soon, (t) => {
  const evidence = evidenceOf(t, { wheels: [demo] });
  const grow = (path: string, size: number) => {
    mkdirSync(join(evidence.location.directory, dirname(path)), { recursive: true });
    writeFileSync(join(evidence.location.directory, path), "");
    truncateSync(join(evidence.location.directory, path), size); // a hole takes no room on the disk
  };
  for (const name of ["b", "c", "d", "e", "f"]) grow(`${name}-1.dist-info/RECORD`, 31_000_000);
  grow("demo-1.0.dist-info/METADATA", 5_000_000);
  const answers = askAll(lookAgain(evidence));
  const unread = answers.get("M6")?.filter(({ message }) => !message.includes("METADATA is missing")) ?? [];
  assert.deepEqual(
    unread.map(({ message }) => message),
    [
      "demo-1.0.dist-info: METADATA is 5.00 MB; at most 4.00 MB of it and 128 MB of all metadata are read.",
      "f-1.dist-info: RECORD is 31.0 MB; at most 32.0 MB of it and 128 MB of all metadata are read.",
    ],
  );
});

/**
 * Whether it takes time in proportion to the text: what looks at the rest of it again from every place takes minutes.
 */
function isQuick(work: () => void): void {
  const started = performance.now();
  work();
  assert.ok(performance.now() - started < 5_000, "it takes minutes");
}

test("lines without end are read in one pass", soon, (t) => {
  const long = (sign: string) => sign.repeat(300_000);
  const files = {
    "demo-1.0.dist-info/entry_points.txt": `[console_scripts]\n${long(" ")}=\na = b${long(" ")}!\nx = nowhere:y\n`,
    "demo-1.0.dist-info/direct_url.json": `{"url": "${long("a")}"}`,
    "pip.conf": `${long("a")}\nhttps://user:secret@host/\n`,
    ".pypirc": `${long("\n")}password: secret\n`,
    "x.pth": `${long("../")}\n/elsewhere\n`,
    "y-1.0.dist-info/RECORD": `${long("a/../")}x,,\n"${long('""')}`,
  };
  isQuick(() => found(evidenceOf(t, { wheels: [demo], files }), "R9", "H22", "I5", "R4"));
});

test("a million rows in quotes are read in one pass", soon, () => {
  const rows = parseRecord(`"a,b",,\n`.repeat(1_000_000));
  assert.equal(rows?.length, 1_000_000);
  assert.equal(rows?.[0]?.path, "a,b");
});

test("RECORD is read as Python's csv reads it", () => {
  const text =
    'plain.py,sha256=x,1\r\n"a,b",,\n"say ""x""",sha256="y",2\nin"ner,,\n"two\nlines"tail,,\na,b,c,d,e\n"open,,\n';
  const program = "import csv, json, sys; print(json.dumps([row[:3] for row in csv.reader(sys.stdin)]))";
  const read = execFileSync(findAnyPython(), ["-c", program], { input: text, encoding: "utf8" });
  const rows = parseRecord(text) ?? [];
  assert.deepEqual(
    rows.map(({ path }) => path),
    JSON.parse(read).map(([path]: string[]) => path),
  );
  assert.deepEqual(rows[2]?.hash, { algorithm: "sha256", digest: '"y"' });
  assert.equal(rows[2]?.size, 2);
});
