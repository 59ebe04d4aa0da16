// Words of the private language that this project once spoke, which nobody outside it would understand.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Each with the word that took its place. Ordinary words that once had a private meaning are not listed. */
const LEFT: readonly (readonly [word: RegExp, instead: string])[] = [
  [/testimon(y|ies)/i, "evidence"],
  [/surroundings/i, "context evidence"],
  [/rehears(al|e|ed)/i, "dynamic install"],
  [/played image|playedimage|played-image/i, "simulated image"],
  [/served image|servedimage|served-image/i, "simulated image with server"],
  [/own-pip|ownPip/, "bundled pip"],
  [/\bwhence\b/i, "source"],
  [/\bdroppings?\b/i, "unneeded files"],
  [/\bglimpses?\b/i, "content scan"],
  [/\bheed(s|ed)?\b/i, "reads"],
  [/\boutmoded\b/i, "legacy"],
  [/\bslabs?\b/i, "chunk"],
  [/\bproven?\b|\bproves\b|\bunproven\b/i, "verify, verified"],
  [/\bgreen\b/i, "passed"],
  [/knowledge\.json/i, "build-record.json"],
  [/\bwarmUp\b/, "preload"],
  [/\ballEnded\b/, "settleAll"],
];

test("the words that left do not come back", () => {
  const files = execFileSync("git", ["ls-files", "src", "docs", "README.md", "action.yml"], {
    cwd: root,
    encoding: "utf8",
  })
    .split("\n")
    .filter((file) => /\.(ts|py|json|md|yml)$/.test(file));
  assert.ok(files.length > 200);
  const found = files.flatMap((file) =>
    readFileSync(join(root, file), "utf8")
      .split("\n")
      .flatMap((line, index) =>
        LEFT.filter(([word]) => word.test(line)).map(
          ([, instead]) => `${file}:${index + 1}: write "${instead}": ${line.trim().slice(0, 120)}`,
        ),
      ),
  );
  assert.deepEqual(found, []);
});
