import assert from "node:assert/strict";
import { test } from "node:test";
import type { Evidence } from "../../../src/evidence/evidence.ts";
import type { WheelOptions } from "../../support/packages/wheels.ts";
import { ask, evidenceOf, reported, withClosure } from "../../support/scenario/evidence.ts";

type Context = Parameters<typeof evidenceOf>[0];

function wheel(name: string, version: string, more: Partial<WheelOptions> = {}): WheelOptions {
  return { name, version, files: { [`${name.replace(/[-.]/g, "_")}.py`]: "" }, ...more };
}

async function walked(t: Context, wheels: readonly WheelOptions[], requirements: readonly string[], python = "3.8") {
  return await withClosure(evidenceOf(t, { wheels, requirements, python }));
}

const brief = (id: string, evidence: Evidence) =>
  ask(id, evidence).map(({ distribution, severity, requirement }) => [distribution, severity, requirement?.line]);

/** A requirement as the manifest has it, with some of it different. */
function changed(evidence: Evidence, index: number, change: object): Evidence {
  const requirements = evidence.requirements.map((one, at) => (at === index ? { ...one, ...change } : one));
  return { ...evidence, requirements };
}

test("M1 finds a requested distribution that is not there", async (t) => {
  const evidence = await walked(t, [wheel("one", "1.0")], ["one==1.0", "other>=1"]);
  assert.deepEqual(brief("M1", evidence), [["other", undefined, 2]]);
});

test("M1 leaves alone constraints, markers that do not hold, and other spellings of a name", async (t) => {
  const evidence = evidenceOf(t, {
    wheels: [wheel("Some.Thing", "1.0")],
    requirements: ["some_thing", "gone", "gone2"],
  });
  const constrained = changed(changed(evidence, 1, { constraint: true }), 2, { applies: false });
  assert.deepEqual(ask("M1", await withClosure(constrained)), []);
  assert.deepEqual(ask("M1", evidence), [], "without an interpreter nothing can be said");
});

test("M2 finds another version than was asked for, and an extra that does not exist", async (t) => {
  const extras = { fast: ["one"] };
  const evidence = await walked(t, [wheel("one", "1.0", { extras })], ["one==2.0", "one[slow]"]);
  assert.deepEqual(brief("M2", evidence), [
    ["one", undefined, 1],
    ["one", "warning", 2],
  ]);
  assert.match(ask("M2", evidence)[1]?.message ?? "", /it has fast/);
});

test("M2 leaves alone local versions, pre-releases that are installed, and extras in another spelling", async (t) => {
  const wheels = [
    wheel("one", "1.0+cu118"),
    wheel("two", "2.0rc1"),
    wheel("three", "3", { extras: { Very_Fast: [] } }),
  ];
  assert.deepEqual(ask("M2", await walked(t, wheels, ["one==1.0", "two>=1", "three[very-fast]"])), []);
});

test("M3 finds a missing dependency, and one of an extra", async (t) => {
  const one = wheel("one", "1.0", { requires: ["two"], extras: { Much_More: ["three"], other: ["four"] } });
  const evidence = await walked(t, [one], ["one[much-more]==1.0"]);
  assert.deepEqual(brief("M3", evidence), [
    ["two", undefined, 1],
    ["three", undefined, 1],
  ]);
});

test("M3 finds what only Python 3.7's pip sees by the spelling of an extra", async (t) => {
  const one = wheel("one", "1.0", { extras: { Much_More: ["three"] } });
  assert.deepEqual(brief("M3", await walked(t, [one], ["one[much-more]==1.0"], "3.7")), [["three", undefined, 1]]);
});

test("M3 leaves alone cycles, false markers, extras nobody asked for, and what nothing reaches", async (t) => {
  const wheels = [
    wheel("one", "1.0", { requires: ["two", 'gone; python_version < "3"'], extras: { more: ["gone"] } }),
    wheel("two", "1.0", { requires: ["one"] }),
    wheel("loose", "1.0", { requires: ["gone"] }),
  ];
  assert.deepEqual(ask("M3", await walked(t, wheels, ["one"])), []);
});

test("M4 finds a dependency of the wrong version", async (t) => {
  const wheels = [wheel("one", "1.0", { requires: ["two>=2"] }), wheel("two", "1.0")];
  const found = ask("M4", await walked(t, wheels, ["one", "two"]));
  assert.deepEqual(
    found.map(({ distribution, message }) => [distribution, message]),
    [["two", "one requires two>=2, but two 1.0 is in the mount."]],
  );
});

test("M4 leaves alone versions that fit, pre-releases among them", async (t) => {
  const wheels = [
    wheel("one", "1.0", { requires: ["two>=2,<4", "three"] }),
    wheel("two", "3.0b1"),
    wheel("three", "not.a.version"),
  ];
  assert.deepEqual(ask("M4", await walked(t, wheels, ["one"])), []);
});

test("M5 finds a bound that excludes the target, or some of its patch releases", async (t) => {
  const wheels = [
    wheel("one", "1.0", { requiresPython: ">=3.9" }),
    wheel("two", "1.0", { requiresPython: ">=3.8.11" }),
  ];
  assert.deepEqual(brief("M5", await walked(t, wheels, ["one", "two"])), [
    ["one", "error", 1],
    ["two", "warning", 2],
  ]);
});

test("M5 leaves alone usual bounds, bounds that cannot be read, and what the image's own Python fits", async (t) => {
  const wheels = [
    wheel("one", "1.0", { requiresPython: ">=3.8.1,<4" }),
    wheel("two", "1.0", { requiresPython: ">=3.6.*" }),
    wheel("three", "1.0", { requiresPython: ">=3.8.11" }),
    wheel("four", "1.0"),
  ];
  const evidence = evidenceOf(t, { wheels });
  const exact = { ...evidence, target: { ...evidence.target, pythonFull: "3.8.13" } };
  assert.deepEqual(ask("M5", await withClosure(exact)), []);
});

test("M11 finds a distribution that nothing asks for", async (t) => {
  const evidence = await walked(t, [wheel("one", "1.0"), wheel("left-over", "1.0")], ["one"]);
  assert.deepEqual(brief("M11", evidence), [["left-over", undefined, undefined]]);
});

test("M11 leaves alone installers, dependencies, and mounts whose requirements are not known", async (t) => {
  const wheels = [wheel("one", "1.0", { requires: ["two"] }), wheel("two", "1.0"), wheel("pip", "23.0")];
  assert.deepEqual(ask("M11", await walked(t, wheels, ["one"])), []);
  assert.deepEqual(ask("M11", await walked(t, wheels, [])), []);
  assert.deepEqual(ask("M11", evidenceOf(t, { wheels, requirements: ["two"] })), [], "no interpreter");
});

test("M11 leaves alone everything beside a requirement without a name, which may be any of them", async (t) => {
  const evidence = evidenceOf(t, { wheels: [wheel("one", "1.0"), wheel("local", "1.0")], requirements: ["one", "x"] });
  assert.deepEqual(ask("M11", await withClosure(changed(evidence, 1, { name: null }))), []);
  const constraint = await withClosure(changed(evidence, 1, { name: null, constraint: true }));
  assert.equal(ask("M11", constraint).length, 1, "a constraint asks for nothing");
  const elsewhere = await withClosure(changed(evidence, 1, { name: null, applies: false }));
  assert.equal(ask("M11", elsewhere).length, 1, "nor does a requirement for another target");
});

test("M14 finds what no line holds to one version, dependencies too", async (t) => {
  const wheels = [wheel("one", "1.0", { requires: ["two"] }), wheel("two", "1.0"), wheel("three", "1.0")];
  const evidence = await walked(t, wheels, ["one==1.0", "three>=1"]);
  assert.deepEqual(
    ask("M14", evidence).map(({ message, hint }) => [message, hint]),
    [
      ["three is not pinned to one version.", "Write three==1.0 in the requirements, or run the command lock."],
      [
        "two, which one requires, is not pinned.",
        "Run the command lock and commit its file, or add two==1.0 to the requirements.",
      ],
    ],
  );
});

test("M14 finds dependencies as one notice, which counts them; in mode dynamic, as one warning", async (t) => {
  const wheels = [
    wheel("one", "1.0", { requires: ["two", "three"] }),
    wheel("two", "1.0", { requires: ["four"] }),
    wheel("three", "1.0"),
    wheel("four", "1.0"),
  ];
  const evidence = { ...(await walked(t, wheels, ["one==1.0"])), lockFile: "/out/requirements.lock.txt" };
  const inMode = (mode: "preinstalled" | "dynamic") => {
    const options = { ...evidence.options, mode };
    return reported("M14", { ...evidence, options });
  };
  const [notice, ...others] = inMode("preinstalled");
  assert.deepEqual(others, []);
  assert.equal(notice?.severity, "notice");
  assert.equal(notice?.hint, "Run the command lock and commit its file.");
  assert.equal(
    notice?.message,
    "3 dependencies of the requirements are not pinned: four, three, two. A run that passes writes the versions to /out/requirements.lock.txt.",
  );
  assert.deepEqual(
    notice?.members?.map(({ distribution, hint }) => `${distribution}: ${hint}`)[0],
    "four: Run the command lock and commit its file, or add four==1.0 to the requirements.",
  );
  const dynamic = inMode("dynamic").map(({ severity, hint }) => [severity, hint]);
  assert.deepEqual(dynamic, [["warning", "Add their pins to the requirements."]]);
});

test("M14 finds a pin that does not apply", async (t) => {
  const evidence = evidenceOf(t, { wheels: [wheel("one", "1.0")], requirements: ["one", "one==1.0"] });
  assert.equal(ask("M14", await withClosure(changed(evidence, 1, { applies: false }))).length, 1);
});

test("M14 leaves alone pins, pins by constraints, and what nothing reaches", async (t) => {
  const wheels = [wheel("one", "1.0", { requires: ["two"] }), wheel("two", "1.0"), wheel("loose", "1.0")];
  const evidence = evidenceOf(t, { wheels, requirements: ["one==1.0", "two==1.0"] });
  assert.deepEqual(ask("M14", await withClosure(changed(evidence, 1, { constraint: true }))), []);
  assert.deepEqual(ask("M14", evidenceOf(t, { wheels, requirements: ["one"] })), [], "no interpreter");
});
