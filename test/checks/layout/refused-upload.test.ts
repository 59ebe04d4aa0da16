import assert from "node:assert/strict";
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readUpload } from "../../../src/mount/upload/upload.ts";
import type { Files } from "../../support/packages/zip.ts";
import { ask, evidenceOf } from "../../support/scenario/evidence.ts";

type Context = Parameters<typeof evidenceOf>[0];

/** The findings after links were made in the code directory. */
function found(t: Context, code: Files, links: Record<string, string> = {}, mode = "verify") {
  const evidence = evidenceOf(t, { code: { "requirements.txt": "", ...code }, options: { mode } });
  for (const [path, target] of Object.entries(links)) {
    const file = join(evidence.options.codeDirectory, path);
    rmSync(file, { force: true });
    symlinkSync(target, file);
  }
  return ask("H24", { ...evidence, upload: readUpload(evidence.options) });
}

const messages = (answers: ReturnType<typeof found>) => answers.map(({ message }) => message);

for (const mode of ["verify", "preinstalled", "dynamic"]) {
  test(`H24 finds lines at which the client ends, in mode ${mode}`, (t) => {
    const answers = found(t, { ".gitignore": "*.csv\r\n!\r\n foo\\ \r\n[z-a]\ra\\/b" }, {}, mode);
    const end = ": the client ends with an error before it uploads anything.";
    assert.deepEqual(messages(answers), [
      `.gitignore:2: "!" names no file${end}`,
      `.gitignore:3: "foo\\" has a backslash with nothing after it${end}`,
      `.gitignore:4: "[z-a]" has a reversed range in brackets${end}`,
      `.gitignore:5: "a\\/b" has a backslash with nothing after it${end}`,
    ]);
    assert.deepEqual(
      answers.map(({ place }) => place?.line),
      [2, 3, 4, 5],
    );
  });
}

test("H24 finds an ignore file that the client cannot read", (t) => {
  const problem = (code: Files, links = {}, mode = "preinstalled") => messages(found(t, code, links, mode)).join("\n");
  assert.match(problem({ ".gitignore/a": "" }), /^\.gitignore is a directory: /);
  assert.match(problem({ ".amlignore/a": "", ".gitignore": "" }), /^\.amlignore is a directory: /);
  assert.match(problem({ "other/a": "" }, { ".amlignore": "other" }), /^\.amlignore is a directory: /);
  assert.match(problem({}, { ".amlignore": ".amlignore" }), /^\.amlignore is a link to itself: /);
  assert.match(problem({ ".gitignore": Buffer.from("\ufeff.env", "utf16le") }), /is not UTF-8 text: /);
  assert.match(
    problem({ ".amlignore": Buffer.from("# caf\xe9", "latin1") }, {}, "verify") ?? "",
    /is not UTF-8 text: /,
  );
});

test("H24 finds links that lead to nothing or in a circle, with the file that may name them", (t) => {
  const answers = found(t, { "d/a": "" }, { gone: "nowhere", "d/up": "..", "d/self": "." });
  assert.deepEqual(messages(answers), [
    "1 link leads to nothing: gone. The client ends with FileNotFoundError.",
    "2 links lead back to their own directories: d/self, d/up. The client follows the circle until the path is too long, and ends with an error.",
  ]);
  assert.match(answers[0]?.hint ?? "", /^Remove the link, or exclude it in \.gitignore /);
  const [own] = found(t, { ".amlignore": "*.csv\n" }, { gone: "nowhere" }, "preinstalled");
  assert.match(own?.hint ?? "", /exclude it in \.amlignore /);
  assert.equal(found(t, {}, { ".amlignore": "../gone" }, "preinstalled").length, 1);
});

test("H24 finds a link to an ignore file elsewhere as a warning", (t) => {
  const link = (mode: string, name: string, target: string, file: string) =>
    found(t, { [file]: "*.csv\n" }, { [name]: target }, mode).map(({ severity, message }) => [
      severity,
      message.replace(/ \/\S+\//, " "),
    ]);
  const words = "is a link: the client takes its lines relative to conf; azure-ai-ml before 1.4 then uploads nothing.";
  assert.deepEqual(link("preinstalled", ".amlignore", "conf/i", "conf/i"), [["warning", `.amlignore ${words}`]]);
  assert.deepEqual(link("verify", ".gitignore", "conf/i", "conf/i"), [["warning", `.gitignore ${words}`]]);
  assert.deepEqual(link("preinstalled", ".gitignore", "conf/i", "conf/i"), [], "its rules are rewritten");
});

test("H24 leaves alone what the client takes", (t) => {
  assert.deepEqual(found(t, { ".gitignore": "\ufeff# [z-a]\n \\!\n\\\\\n[a-z]\n[\n[]\n!/\n//\n" }), []);
  assert.deepEqual(found(t, { ".gitignore": "gone\n/d/up\n" }, { gone: "nowhere" }), [], "a link that is left out");
  assert.deepEqual(found(t, { "shared/a": "", a: "" }, { linked: "shared", file: "a", again: "linked" }), []);
  assert.deepEqual(found(t, { ignore: "*.csv" }, { ".gitignore": "ignore", ".amlignore": ".gitignore" }), []);
  const evidence = evidenceOf(t, {});
  mkdirSync(join(evidence.options.codeDirectory, "data"));
  writeFileSync(join(evidence.options.codeDirectory, "data", "!"), "\\");
  assert.deepEqual(ask("H24", { ...evidence, upload: readUpload(evidence.options) }), []);
});
