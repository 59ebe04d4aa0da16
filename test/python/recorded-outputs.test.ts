// The hint for what real pips and uvs print when an installation fails. fixtures/installer-outputs/record.ts recorded
// it.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { diagnose } from "../../src/python/install/diagnose.ts";
import { HINTS } from "../../src/python/install/hint-texts.ts";

const folder = new URL("../fixtures/installer-outputs/", import.meta.url);
type Hint = keyof typeof HINTS;

/** By case, or by case and installer (`yanked.pip`) or its version (`yanked.pip 22.3.1`), where these differ. */
const expected = JSON.parse(readFileSync(new URL("expected.json", folder), "utf8")) as Record<string, Hint | null>;

interface Recording {
  readonly name: string;
  readonly installer: "pip" | "uv";
  /** `pip 24.0, Python 3.7; pip 25.0.1, Python 3.8`: all that printed the same. */
  readonly versions: string;
  readonly output: string;
}

const recordings = readdirSync(folder).flatMap((file): Recording[] => {
  const [, name = "", installer] = /^(.*)\.(pip|uv)\.txt$/.exec(file) ?? [];
  if (installer !== "pip" && installer !== "uv") return [];
  const sections = readFileSync(new URL(file, folder), "utf8").split(/^=== /m).slice(1);
  return sections.map((section) => {
    const [versions = "", ...lines] = section.split("\n");
    return { name, installer, versions, output: lines.join("\n") };
  });
});

function keyOf({ name, installer, versions }: Recording): string {
  const version = /^\S+ (\S+),/.exec(versions)?.[1];
  return [`${name}.${installer} ${version}`, `${name}.${installer}`].find((key) => key in expected) ?? name;
}

for (const recording of recordings) {
  const { name, installer, versions, output } = recording;
  test(`${name}: ${versions}`, () => {
    const hint = expected[keyOf(recording)];
    assert.notEqual(hint, undefined, "expected.json says nothing of it");
    const given = diagnose({ installer, output }, { fromFork: false });
    assert.equal(given, hint ? HINTS[hint] : undefined);
  });
}

test("every expectation belongs to a recording, and every hint to an expectation", () => {
  const used = new Set(recordings.map(keyOf));
  assert.deepEqual(
    Object.keys(expected).filter((key) => !used.has(key)),
    [],
  );
  const given = new Set(Object.values(expected));
  assert.deepEqual(
    (Object.keys(HINTS) as Hint[]).filter(
      (hint) => hint !== "fork" && hint !== "addressUnreachable" && !given.has(hint),
    ),
    [],
  );
});

test("the error for a pull request from a fork says that it has no secrets", () => {
  const output = "ERROR: https://index.example/simple/: 401 Client Error: Unauthorized\n";
  assert.equal(diagnose({ installer: "pip", output }, { fromFork: true }), HINTS.fork);
});

test("an output without a known cause gets no hint", () => {
  assert.equal(diagnose({ installer: "uv", output: "error: something new\n" }, { fromFork: false }), undefined);
});
