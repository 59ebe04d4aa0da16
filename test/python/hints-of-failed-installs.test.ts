// What to do about a requirement that cannot be installed: the name or version that was probably meant. The outputs are
// recorded (fixtures/installer-outputs/record.ts), with the names of real projects where the hint depends on them.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { Host } from "../../src/host/host.ts";
import type { Options } from "../../src/inputs/options.ts";
import { failedInstall } from "../../src/python/install/failed-install.ts";
import { HINTS } from "../../src/python/install/hint-texts.ts";
import { nameHint } from "../../src/python/install/hints/name-hint.ts";
import type { Requirement, Requirements } from "../../src/python/packaging/requirements.ts";
import { normalisedName } from "../../src/util/text.ts";

const folder = new URL("../fixtures/installer-outputs/", import.meta.url);

/** What each version of an installer printed, with other names. */
function recorded(name: string, installer: "pip" | "uv", change: Readonly<Record<string, string>>): string[] {
  const text = readFileSync(new URL(`${name}.${installer}.txt`, folder), "utf8");
  const sections = text.split(/^=== .*\n/m).slice(1);
  const changed = (output: string) =>
    Object.entries(change).reduce((sum, [from, to]) => sum.replaceAll(from, to), output);
  return sections.map(changed);
}

function required(text: string): Requirement {
  const [, name = "", url = null] = /^([\w.-]+)(?: @ (.*))?/.exec(text) ?? [];
  const pinned = /==([\w.]+)$/.exec(text)?.[1] ?? null;
  const nothing = { constraint: false, editable: false, extras: [], specifier: "", hashes: [], marker: null };
  return {
    file: "/w/requirements.txt",
    line: 1,
    text,
    name: normalisedName(name),
    pinned,
    url,
    applies: true,
    ...nothing,
  };
}

function hintsOf(name: string, installer: "pip" | "uv", text: string, change: Readonly<Record<string, string>> = {}) {
  const requirements = { requirements: [required(text)] } as unknown as Requirements;
  return recorded(name, installer, change).map((output) => {
    const run = { installer, exitCode: 1, output };
    const host = { event: { fromFork: false } } as Host;
    const error = failedInstall(run, requirements, { workspace: "/w" } as Options, host);
    assert.equal(error.place.line, 1, output);
    return error.hint ?? "";
  });
}

const BOTH = ["pip", "uv"] as const;

for (const installer of BOTH) {
  const misspelt: Record<string, RegExp> = {
    pandsa: /^Did you mean pandas\? The index does not have pandsa\.$/,
    "python-opencv": /^Did you mean opencv-python-headless\?/,
    "dateutil-python": /^Did you mean python-dateutil\?/,
    "yaml-python": /^Did you mean pyyaml\?/,
    scikitlearn: /^The project is called scikit-learn: write that instead of scikitlearn\.$/,
    cv2: /^(The project is called|cv2 is the name of a module: write) opencv-python-headless/,
    zlib: /^zlib is part of Python's standard library: remove the line\.$/,
    python: /^Python is part of the image: remove the line/,
  };
  for (const [name, hint] of Object.entries(misspelt)) {
    test(`${installer}: a project that does not exist: ${name}`, () => {
      for (const given of hintsOf("not-found", installer, `${name}==1.0`, { greeet: name })) assert.match(given, hint);
    });
  }

  test(`${installer}: a dependency that does not exist says nothing about the name of the requirement`, () => {
    for (const given of hintsOf("not-found-dependency", installer, "greet==1.0"))
      assert.ok([HINTS.notFound, HINTS.nameNotFound].includes(given as never), given);
  });

  test(`${installer}: a retired project`, () => {
    for (const given of hintsOf("retired", installer, "sklearn"))
      assert.equal(given, "The project is called scikit-learn: write that instead of sklearn.");
  });

  test(`${installer}: an address that does not answer is not the package index`, () => {
    const address = "greet @ http://no-such-host.invalid/greet-1.0-py3-none-any.whl";
    for (const given of hintsOf("address-silent", installer, address)) {
      assert.equal(given, HINTS.addressUnreachable);
      assert.doesNotMatch(given, /PIP_INDEX_URL/);
    }
  });

  test(`${installer}: a repository that needs credentials`, () => {
    const address = "greet @ git+http://index.example:8080/greet.git@main";
    for (const given of hintsOf("git-credentials", installer, address)) assert.equal(given, HINTS.gitCredentials);
  });

  test(`${installer}: a name with the word Python is no Python that does not fit`, () => {
    for (const given of hintsOf("python-in-name", installer, "python-greet==1.0"))
      assert.ok([HINTS.notFound, HINTS.nameNotFound].includes(given as never), given);
  });

  test(`${installer}: an index that asks for credentials is no contradiction`, () => {
    for (const name of ["index-401", "index-403"])
      for (const given of hintsOf(name, installer, "greet==1.0")) assert.equal(given, HINTS.credentials);
  });
}

test("pip: a version that does not exist gets the newest that does", () => {
  const [, ...given] = hintsOf("other-python-ignored", "pip", "modern==7.7"); // pip 20 lists none
  assert.ok(given.length > 0);
  const text =
    "Write modern==1.0, its newest release for this Python and platform: the index does not have modern 7.7.";
  for (const hint of given) assert.equal(hint, text);
});

test("pip: a version for another Python gets the newest for this one, and the Python that it needs", () => {
  const [, ...given] = hintsOf("other-python-ignored", "pip", "modern==9.0", { "==7.7": "==9.0" });
  assert.ok(given.length > 0);
  for (const hint of given)
    assert.match(
      hint,
      /^Write modern==1\.0, .* or deploy on an image with another Python: modern 9\.0 requires Python >=3\.99\.$/,
    );
});

test("pip: wheels for other Pythons alone are no missing project", () => {
  const [, ...given] = hintsOf("other-python", "pip", "old==1.0");
  assert.ok(given.length > 0);
  for (const hint of given) assert.equal(hint, HINTS.platform);
});

test("a name of a project that exists is not corrected", () => {
  for (const name of ["tensorflow", "pandas", "opencv-python", "psycopg2", "torch"])
    assert.equal(nameHint(name), undefined);
});

test("a name like no other is not corrected", () => {
  for (const name of ["acme-internal-features", "xyzzy"]) assert.equal(nameHint(name), undefined);
});
