// The reason of a failed installation, from what real pips and uvs print.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { stageAfter } from "../../src/python/install/limits/installer-stages.ts";
import { reasonIn } from "../../src/python/install/reason.ts";

const folder = new URL("../fixtures/installer-outputs/", import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith(".txt"));

/** What one version printed, or the last of several. */
function recorded(file: string): string[] {
  const sections = readFileSync(new URL(file, folder), "utf8").split(/^=== .*\n/m);
  return sections.slice(1);
}

test("no reason has the labels, trees and objects that installers print", () => {
  let count = 0;
  for (const file of files) {
    for (const output of recorded(file)) {
      const reason = reasonIn(output) ?? "";
      count += 1;
      assert.doesNotMatch(reason, /cause:|Caused by|hint:|help:|note:|[│├╰▶×]| object at 0x|\n|^\s|\s$|: :/i, file);
      assert.ok(reason.length > 10 && reason.length <= 600, `${file}: ${reason}`);
    }
  }
  assert.ok(count > 150, String(count));
});

const reasons: Record<string, string> = {
  "timeout.uv.txt":
    "Failed to fetch: http://index.example:8080/simple/greet/: error sending request for url (http://index.example:8080/simple/greet/): operation timed out",
  "newer-glibc.uv.txt":
    "No solution found when resolving dependencies: because newer==1.0 has no wheels with a matching platform tag (e.g., `manylinux_2_31_x86_64`) and you require newer==1.0, we can conclude that your requirements are unsatisfiable. Wheels are available for `newer` (v1.0) on the following platform: `manylinux_2_39_x86_64`",
  "refused.pip.txt": "Failed to establish a new connection: [Errno 111] Connection refused",
  "tls-none.pip.txt": "[SSL: WRONG_VERSION_NUMBER] wrong version number",
};
for (const [file, words] of Object.entries(reasons)) {
  test(`${file}: ${words.slice(0, 60)}…`, () => {
    const found = recorded(file).map((output) => reasonIn(output) ?? "");
    assert.ok(
      found.some((reason) => reason.includes(words)),
      found.join("\n"),
    );
  });
}

test("the releases of uv that draw their causes as a tree have the same reason as those that label them", () => {
  const [tree, labelled] = [recorded("newer-glibc.uv.txt")[0], recorded("newer-glibc.uv.txt")[1]];
  assert.equal(reasonIn(tree ?? ""), reasonIn(labelled ?? ""));
});

test("an output without an error has no reason", () =>
  assert.equal(reasonIn("Resolved 2 packages in 3ms\n"), undefined));

const stages: Record<string, string | undefined> = {
  "Resolved 12 packages in 1.20s": "downloading 12 packages",
  "Downloading numpy (16.0MiB)": "downloading numpy (16.0MiB)",
  " Downloading numpy (16.0MiB)": "downloading numpy (16.0MiB)",
  "   Building greet @ file:///greet": "building greet",
  "Prepared 1 package in 2ms": "installing 1 package",
  "Installed 3 packages in 5ms": "installed 3 packages",
  "Collecting greet==1.0": "resolving greet==1.0",
  "  Downloading http://127.0.0.1:1/files/greet-1.0-py3-none-any.whl (1.3 kB)":
    "downloading greet-1.0-py3-none-any.whl (1.3 kB)",
  "  Using cached greet-1.0.tar.gz": "downloading greet-1.0.tar.gz",
  "Installing collected packages: politeness, greet": "installing 2 packages",
  "Successfully installed greet-1.0": undefined,
};
for (const [line, stage] of Object.entries(stages))
  test(`"${line.trim()}" begins ${stage ?? "nothing"}`, () => assert.equal(stageAfter(line), stage));
