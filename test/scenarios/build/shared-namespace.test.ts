// Distributions that share a namespace package, in the shapes of the field: opencensus and its extensions (the same line
// with other line ends, and each needs the others), backports (as many ways as projects), azureml (one part says nothing).
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { Finding } from "../../../src/findings/check.ts";
import { makeWheel, type WheelOptions } from "../../support/packages/wheels.ts";
import { createScenario, type Ended, onLinux, readJson, run, type Scenario } from "../../support/scenario/scenario.ts";

const EXTENDS = "__path__ = __import__('pkgutil').extend_path(__path__, __name__)\n";

const OPENCENSUS: readonly WheelOptions[] = [
  {
    name: "census",
    version: "0.11",
    files: { "census/__init__.py": EXTENDS.replace("\n", "\r\n"), "census/trace/__init__.py": "x = 1\n" },
    requires: ["census-context"],
  },
  {
    name: "census-context",
    version: "0.1",
    files: { "census/__init__.py": EXTENDS.replace("\n", "\r\n"), "census/common/__init__.py": "y = 1\n" },
  },
  {
    name: "census-ext-cloud",
    version: "1.1",
    files: { "census/__init__.py": EXTENDS, "census/ext/__init__.py": "import census.trace\n", "samples/a.py": "1\n" },
    requires: ["census"],
  },
];

const BACKPORTS: readonly WheelOptions[] = [
  ["zone", `# A "namespace package".\nfrom pkgutil import extend_path\n\n__path__ = extend_path(__path__, __name__)\n`],
  ["tar", `${EXTENDS.trimEnd()}  # type: ignore\n`],
  ["weak", "# See the index.\n\nfrom pkgutil import extend_path\n__path__ = extend_path(__path__, __name__)\n"],
  ["cache", "__import__('pkg_resources').declare_namespace(__name__)\n"],
  ["csv", "# -----\r\n# Copyright.\r\n# -----\r\n"],
].map(([part = "", text = ""]) => ({
  name: `ports.${part}`,
  version: "1.0",
  files: { "ports/__init__.py": text, [`ports/${part}.py`]: "z = 1\n", "samples/a.py": `# ${part}\n` },
}));

/** Whichever is installed last, pkg_resources is there. */
const RESOURCES: WheelOptions = {
  name: "resources",
  version: "1.0",
  files: { "pkg_resources.py": "def declare_namespace(name):\n    pass\n" },
};

type Context = Parameters<typeof run>[0];

const scenarioWith = (t: Context, wheels: readonly WheelOptions[], requirements: readonly string[]) =>
  createScenario(t, {
    packages: wheels.map(makeWheel),
    requirements: requirements.map((line) => `${line}\n`).join(""),
  });

const findingsOf = ({ json }: Ended, ...checks: string[]) =>
  (readJson(json["report-file"]) as { findings: Finding[] }).findings
    .filter(({ check }) => checks.includes(check))
    .map(({ check, severity }) => `${severity} ${check}`);

async function passes(t: Context, scenario: Scenario, ...words: string[]): Promise<Ended> {
  const ended = await run(t, scenario, words);
  assert.equal(ended.exitCode, 0, ended.stderr);
  return ended;
}

describe("distributions that share a namespace package", { ...onLinux, concurrency: 2 }, () => {
  it("pass where only line ends differ, built and verified with and without a manifest", async (t) => {
    const scenario = await scenarioWith(t, OPENCENSUS, ["census-ext-cloud==1.1"]);
    const built = await passes(t, scenario, "build");
    assert.deepEqual(new Set(findingsOf(built, "R2", "R6")), new Set(["notice R6"]));
    assert.deepEqual(new Set(findingsOf(await passes(t, scenario, "verify"), "R2", "R6")), new Set(["notice R6"]));
    rmSync(join(scenario.workspace, "myenv/manifest.json"));
    assert.deepEqual(new Set(findingsOf(await passes(t, scenario, "verify"), "R2", "R6")), new Set(["notice R6"]));
  });

  for (const installer of ["pip", "auto"]) {
    it(`pass where their texts are in their wheels alone, by installer ${installer}`, async (t) => {
      const wheels = [...BACKPORTS, RESOURCES];
      const scenario = await scenarioWith(
        t,
        wheels,
        wheels.map(({ name, version }) => `${name}==${version}`),
      );
      const built = await passes(t, scenario, "build", "--installer", installer);
      assert.deepEqual(new Set(findingsOf(built, "R2", "R6")), new Set(["notice R6"]));
      // A later run has no index: the build has compared the texts.
      const again = await passes(t, scenario, "verify");
      assert.deepEqual(findingsOf(again, "R2"), []);
      assert.ok(!findingsOf(again, "R6").includes("error R6"));
    });
  }

  it("take the comparison from the cache with the mount", async (t) => {
    const wheels = [...BACKPORTS, RESOURCES];
    const scenario = await scenarioWith(
      t,
      wheels,
      wheels.map(({ name, version }) => `${name}==${version}`),
    );
    await passes(t, scenario, "build");
    rmSync(join(scenario.workspace, "myenv"), { recursive: true });
    const asked = scenario.index.requests.length;
    const hit = await passes(t, scenario, "build");
    assert.equal(hit.json["cache-outcome"], "hit");
    assert.deepEqual(new Set(findingsOf(hit, "R2", "R6")), new Set(["notice R6"]));
    assert.deepEqual(
      scenario.index.requests.slice(asked).filter(({ path }) => path.includes("ports")),
      [],
    );
  });

  it("fail where a module was overwritten by other code, with one finding and no advice that cannot be followed", async (t) => {
    const wheels = [
      { name: "base", version: "1.0", files: { "base/__init__.py": "x = 1\n", "base/more.py": "x = 1\n" } },
      { name: "plug", version: "1.0", files: { "base/__init__.py": "x = 2\n" }, requires: ["base"] },
    ];
    const scenario = await scenarioWith(t, wheels, ["plug==1.0"]);
    const ended = await run(t, scenario, ["build"]);
    assert.equal(ended.exitCode, 1, ended.stderr);
    assert.deepEqual(findingsOf(ended, "R2", "R6"), ["error R6"]);
    assert.match(
      ended.stderr,
      /R6: Pin releases of plug and base .*: plug requires base, so both stay\. base and plug both own 1 file\./,
    );
    assert.doesNotMatch(ended.stderr, /Keep one of/);
  });
});
