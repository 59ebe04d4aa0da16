import assert from "node:assert/strict";
import { test } from "node:test";
import type { Files } from "../../support/packages/zip.ts";
import { ask, evidenceOf, lookAgain } from "../../support/scenario/evidence.ts";

const PLACE = "/home/runner/work/repo";

function leaked(t: Parameters<typeof evidenceOf>[0], files: Files, places = [PLACE]) {
  const evidence = evidenceOf(t, { wheels: [{ name: "demo", version: "1.0", files }] });
  return ask("H3", lookAgain(evidence, places)).map(({ distribution, message }) => [distribution, message]);
}

test("H3 finds a path of the building machine in a text", (t) => {
  assert.deepEqual(leaked(t, { "demo/config.cfg": `prefix=${PLACE}/venv\n`, "demo/b.txt": PLACE, "demo/c.py": "" }), [
    ["demo", "2 files of demo contain a path of the build machine: demo/b.txt, demo/config.cfg."],
  ]);
});

test("H3 finds it in a file without an owner", (t) => {
  const evidence = evidenceOf(t, { files: { "loose.txt": PLACE } });
  assert.match(ask("H3", lookAgain(evidence, [PLACE]))[0]?.message ?? "", /^1 file contains a path.*loose\.txt/);
});

test("H3 leaves alone other paths, bytecode, compiled and large files, and places too short to mean anything", (t) => {
  assert.deepEqual(leaked(t, { "demo/a.txt": "/home/runner/work/other" }), []);
  assert.deepEqual(
    leaked(t, { "demo/a.pyc": PLACE, "demo/b.so": `\0${PLACE}`, "demo/c.txt": PLACE + "x".repeat(2 ** 20) }),
    [],
  );
  assert.deepEqual(leaked(t, { "demo/a.txt": "/app/x" }, ["/app", "/"]), []);
});

function scripts(t: Parameters<typeof evidenceOf>[0], files: Files) {
  return ask("H4", evidenceOf(t, { files })).map(({ file, message }) => [file, /^\d+/.exec(message)?.[0]]);
}

test("H4 finds scripts of another machine's interpreter", (t) => {
  const files = {
    "bin/abs": "#!/home/me/venv/bin/python\n",
    "bin/long": "#!/bin/sh\n'''exec' /home/a/very/long/path/bin/python \"$0\" \"$@\"\n' '''\n",
    "bin/unresolved": "#!python\n",
    "Scripts/quoted": "#!/bin/sh\n'''exec' \"/home/with space/python\" \"$0\"\n",
  };
  assert.deepEqual(scripts(t, files), [["Scripts/quoted", "4"]]);
});

test("H4 leaves alone the system's interpreters, scripts inside packages, and programs", (t) => {
  const files = {
    "bin/env": "#!/usr/bin/env python3\nimport x\n",
    "bin/sh": "#! /bin/sh\necho\n",
    "bin/local": "#!/usr/local/bin/python3\n",
    "bin/relocatable": '#!/bin/sh\n\'\'\'exec\' "$(dirname -- "$(realpath -- "$0")")"/\'python\' "$0" "$@"\n',
    "bin/elf": "\x7fELF",
    "bin/empty": "",
    "demo/tool": "#!/opt/me/python\n",
    "bin/inner/deep": "#!/opt/me/python\n",
  };
  assert.deepEqual(scripts(t, files), []);
});
