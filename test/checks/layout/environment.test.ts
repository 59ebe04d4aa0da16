import assert from "node:assert/strict";
import { test } from "node:test";
import type { Evidence } from "../../../src/evidence/evidence.ts";
import type { BuildFacts } from "../../../src/mount/mount.ts";
import type { WheelOptions } from "../../support/packages/wheels.ts";
import { ask, evidenceOf, withClosure } from "../../support/scenario/evidence.ts";

type Context = Parameters<typeof evidenceOf>[0];

function wheel(name: string, more: Partial<WheelOptions> = {}): WheelOptions {
  return { name, version: "1.0", files: { [`${name}.py`]: "" }, ...more };
}

const told = (id: string, evidence: Evidence) =>
  ask(id, evidence).map(({ distribution, file }) => distribution ?? file);

test("H1 finds installers that nothing needs, and what virtualenv leaves", async (t) => {
  const wheels = [wheel("demo"), wheel("pip"), wheel("setuptools")];
  const files = { "_virtualenv.pth": "", "_virtualenv.py": "" };
  const evidence = evidenceOf(t, { wheels, files, requirements: ["demo"] });
  assert.deepEqual(told("H1", await withClosure(evidence)), ["pip", "setuptools", "_virtualenv.py", "_virtualenv.pth"]);
  assert.deepEqual(told("H1", evidence), ["pip", "setuptools", "_virtualenv.py", "_virtualenv.pth"]);
});

test("H1 finds setuptools' path file without setuptools", (t) => {
  assert.deepEqual(told("H1", evidenceOf(t, { files: { "distutils-precedence.pth": "" } })), [
    "distutils-precedence.pth",
  ]);
});

test("H1 finds an installer that only an extra would need", (t) => {
  const wheels = [wheel("demo", { extras: { build: ["wheel"] } }), wheel("wheel")];
  assert.deepEqual(told("H1", evidenceOf(t, { wheels, requirements: ["demo"] })), ["wheel"]);
});

test("H1 leaves alone what the requirements reach", async (t) => {
  const wheels = [wheel("demo", { requires: ["setuptools>=1"] }), wheel("setuptools"), wheel("wheel")];
  const files = { "distutils-precedence.pth": "" };
  const evidence = evidenceOf(t, { wheels, files, requirements: ["demo", "wheel"] });
  assert.deepEqual(told("H1", await withClosure(evidence)), []);
  assert.deepEqual(told("H1", evidence), [], "without an interpreter");
  const unknown = evidenceOf(t, { wheels: wheels.slice(0, 2), requirements: [] });
  assert.deepEqual(told("H1", await withClosure(unknown)), [], "without requirements");
});

const facts = (more: Partial<BuildFacts>) =>
  ({ systemSitePackages: false, foreignPath: [], leftOut: [], ...more }) as unknown as BuildFacts;

test("H2 finds system packages, a foreign path, and variables that were kept out", (t) => {
  const build = facts({ systemSitePackages: true, foreignPath: ["/opt/x"], leftOut: ["PIP_TARGET"] });
  assert.deepEqual(
    ask("H2", evidenceOf(t, { evidence: { build } })).map(({ severity, message }) => [severity, message]),
    [
      [undefined, "The build environment includes the system's packages."],
      [undefined, "The build had /opt/x on its path."],
      ["notice", "PIP_TARGET is set on this machine, but was kept out of the build."],
    ],
  );
});

test("H2 finds it in the pyvenv.cfg beside a mount, however it is written", (t) => {
  const code = { "myenv/pyvenv.cfg": "home = /usr\r\n Include-System-Site-Packages=TRUE \r\n" };
  assert.equal(ask("H2", evidenceOf(t, { code })).length, 1);
});

test("H2 leaves alone a clean build, and a pyvenv.cfg that says false", (t) => {
  assert.deepEqual(ask("H2", evidenceOf(t, { evidence: { build: facts({}) } })), []);
  assert.deepEqual(
    ask("H2", evidenceOf(t, { code: { "myenv/pyvenv.cfg": "include-system-site-packages = false\n" } })),
    [],
  );
});

test("H16 finds a mount above its budget", (t) => {
  const files = { "a.bin": "x".repeat(1501) };
  const found = ask("H16", evidenceOf(t, { files, options: { "max-size": "1500B" } }));
  assert.deepEqual(
    found.map(({ message }) => message),
    ["The mount has 1.50 kB, but the input max-size allows 1.50 kB."],
  );
});

test("H16 leaves alone a mount of exactly its budget, and one without", (t) => {
  const files = { "a.bin": "x".repeat(1500) };
  assert.deepEqual(ask("H16", evidenceOf(t, { files, options: { "max-size": "1500B" } })), []);
  assert.deepEqual(ask("H16", evidenceOf(t, { files })), []);
});

function at(t: Context, libraryPath: string): Evidence {
  const evidence = evidenceOf(t, { wheels: [wheel("demo")] });
  return { ...evidence, location: { ...evidence.location, libraryPath } };
}

test("H18 finds a colon, an absolute path, and a mount one level too high", (t) => {
  assert.match(ask("H18", at(t, "my:env/lib/python3.8/site-packages"))[0]?.message ?? "", /has a colon/);
  assert.match(ask("H18", at(t, "/opt/env"))[0]?.message ?? "", /is absolute.*97/);
  for (const nested of [
    "lib/python3.8/site-packages/x.py",
    "Lib/site-packages/x.py",
    "lib64/python3.12/site-packages/x.py",
  ]) {
    assert.deepEqual(told("H18", evidenceOf(t, { files: { [nested]: "" } })), [nested]);
  }
});

test("H18 leaves alone a usual path, a directory above, and such a directory inside a distribution", (t) => {
  assert.deepEqual(ask("H18", at(t, "../shared/myenv/lib/python3.8/site-packages")), []);
  const files = { "lib/python3.8/site-packages/x.py": "" };
  assert.deepEqual(ask("H18", evidenceOf(t, { wheels: [wheel("demo", { files })] })), []);
  assert.deepEqual(ask("H18", evidenceOf(t, { files: { "demo/lib/python3.8/site-packages/x.py": "" } })), []);
});

test("H19 finds a mount without distributions, or with installers alone", (t) => {
  assert.equal(ask("H19", evidenceOf(t, { files: { "x.py": "" } })).length, 1);
  const evidence = evidenceOf(t, { wheels: [wheel("pip")], requirements: ["other"] });
  assert.equal(ask("H19", evidence).length, 1);
  const elsewhere = evidence.requirements.map((one) => ({ ...one, name: "pip", applies: false }));
  assert.equal(ask("H19", { ...evidence, requirements: elsewhere }).length, 1);
});

test("H19 leaves alone any distribution, and an installer that was asked for", (t) => {
  assert.deepEqual(ask("H19", evidenceOf(t, { wheels: [wheel("demo"), wheel("pip")] })), []);
  assert.deepEqual(ask("H19", evidenceOf(t, { wheels: [wheel("setuptools")], requirements: ["setuptools"] })), []);
});
