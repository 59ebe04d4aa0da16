import assert from "node:assert/strict";
import { utimesSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { Masks } from "../../src/host/log-text.ts";
import { type Quote, quote } from "../../src/host/terminal/quote.ts";
import { createWorkspace } from "../support/machine/workspace.ts";

interface Asked {
  line?: number;
  quoted?: string;
  columns?: number;
  secret?: string;
}

/** The quote from a file that was written before this process began. */
function quoteOf(
  t: TestContext,
  content: string | Buffer,
  { columns = 76, secret, ...place }: Asked,
): Quote | undefined {
  const file = join(createWorkspace(t, { "requirements.txt": content }), "requirements.txt");
  const before = new Date(performance.timeOrigin - 1_000);
  utimesSync(file, before, before);
  const masks = new Masks();
  if (secret) masks.add(secret);
  return quote({ file, line: 1, ...place }, (text) => masks.shown(text), columns);
}

const marked: Record<string, [content: string, asked: Asked, text: string, mark: string, column: number]> = {
  "a pin": ["greet==1.0\n", { quoted: "greet==1.0" }, "greet==1.0", "^^^^^^^^^^", 1],
  "a name without a version": ["greet\n", { quoted: "greet" }, "greet", "^^^^^", 1],
  "a line in the middle, with CRLF": ["a\r\ngreet\r\nb\r\n", { line: 2, quoted: "greet" }, "greet", "^^^^^", 1],
  "a requirement as it is written, not what follows it": [
    "  Greet.It [loud] >= 1.0,<2 ; python_version < '4'  # why\n",
    { quoted: "greet-it[loud]>=1.0,<2; python_version < '4'" },
    "  Greet.It [loud] >= 1.0,<2 ; python_version < '4'  # why",
    "  ^^^^^^^^^^^^^^^^^^^^^^^^^",
    3,
  ],
  "one with hashes and a continued line": [
    "greet==1.0 \\\n  --hash=sha256:00\n",
    { quoted: "greet==1.0 --hash=sha256:00" },
    "greet==1.0 \\",
    "^^^^^^^^^^",
    1,
  ],
  "tabs, which are shown as four blanks": [
    "\tgreet\t==1.0\n",
    { quoted: "greet==1.0" },
    "    greet    ==1.0",
    "    ^^^^^^^^^^^^^^",
    2,
  ],
  "letters that take two columns": [
    "- 你好 greet==1.0\n",
    { quoted: "greet==1.0" },
    "- 你好 greet==1.0",
    "       ^^^^^^^^^^",
    6,
  ],
  "letters with marks, which take none": ["- e\u0301 greet\n", { quoted: "greet" }, "- e\u0301 greet", "    ^^^^^", 6],
  "a requirement of a TOML list": [
    '  "greet==1.0",\n',
    { quoted: "greet==1.0" },
    '  "greet==1.0",',
    "   ^^^^^^^^^^",
    4,
  ],
  "a statement, if no requirement is meant": [
    "  import cv2000  # why\n",
    {},
    "  import cv2000  # why",
    "  ^^^^^^^^^^^^^",
    3,
  ],
  "a name, if the address has a secret": [
    "greet @ https://user:pass-word@host/greet.whl\n",
    { quoted: "greet @ https://host/greet.whl", secret: "pass-word" },
    "greet @ https://host/greet.whl",
    "^^^^^",
    1,
  ],
  "a line with control characters": ["greet \x1b[31m\n", { quoted: "greet" }, "greet \\x1b[31m", "^^^^^", 1],
  "the beginning of a line that is too long": [
    `greet==1.0 ${"x".repeat(100)}\n`,
    { quoted: "greet==1.0", columns: 20 },
    "greet==1.0 xxxxxxxx…",
    "^^^^^^^^^^",
    1,
  ],
};
for (const [name, [content, asked, text, mark, column]] of Object.entries(marked)) {
  test(`marks ${name}`, (t) => assert.deepEqual(quoteOf(t, content, asked), { column, text, mark }));
}

test("a secret that is the whole line is not quoted in clear", (t) => {
  const found = quoteOf(t, "https://user:s3cret-word@host/a.whl\n", { secret: "s3cret-word" });
  assert.ok(found !== undefined && !found.text.includes("s3cret"), found?.text);
});

const other: Record<string, [content: string, asked: Asked]> = {
  "another version": ["greet==2.0\n", { quoted: "greet==1.0" }],
  "a longer version": ["greet==1.0.1\n", { quoted: "greet==1.0" }],
  "one more limit": ["greet>=1.0,<2\n", { quoted: "greet>=1.0" }],
  "another name": ["regreet==1.0\n", { quoted: "greet==1.0" }],
  "no such line": ["greet==1.0\n", { line: 3, quoted: "greet==1.0" }],
  "an empty line": ["\n", {}],
  "a mark beyond the last column": [`${" ".repeat(80)}greet\n`, { quoted: "greet", columns: 40 }],
};
for (const [name, [content, asked]] of Object.entries(other)) {
  test(`quotes nothing for ${name}`, (t) => assert.equal(quoteOf(t, content, asked), undefined));
}

test("quotes nothing of a file that was changed while this process ran, that is missing, or that is none", (t) => {
  const directory = createWorkspace(t, { "new.txt": "greet\n" });
  for (const name of ["new.txt", "missing.txt", "."])
    assert.equal(quote({ file: join(directory, name), line: 1, quoted: "greet" }, String, 76), undefined);
});
