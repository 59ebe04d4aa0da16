import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { compareTrees, readTree } from "../../support/machine/workspace.ts";
import { makeElf } from "../../support/packages/elf/elf.ts";
import { fixturePackages } from "../../support/packages/fixture-packages.ts";
import { makeWheel } from "../../support/packages/wheels.ts";
import {
  asText,
  build,
  createScenario,
  onLinux,
  readJson,
  run,
  steady,
  step,
} from "../../support/scenario/scenario.ts";

/** Importable at build time only: it needs what nothing brings. */
const broken = makeWheel({
  name: "broken",
  version: "1.0",
  files: { "broken.py": "import cv2000\n" },
  topLevel: ["broken"],
});

/** A finding of the report: check, severity, distribution, and why it was waived. */
const inShort = ({ check, severity, distribution, reason }: Record<string, string>) =>
  `${check} ${severity} ${distribution}${reason ? ` (${reason})` : ""}`;

describe("findings", { ...onLinux, concurrency: 2 }, () => {
  it("are annotations on the requirement's line, and rows of the summary", async (t) => {
    const scenario = await createScenario(t, {
      requirements: "# two\ngreet==1.0\nbroken==1.0\n",
      packages: [...fixturePackages(), broken],
    });
    const { exitCode, annotations, summary, outputs, log } = await step(t, scenario);
    assert.equal(exitCode, 1, log);
    t.assert.snapshot(JSON.stringify(annotations, undefined, 2), asText);
    t.assert.snapshot(steady(summary, scenario), asText);
    const filled = Object.entries(outputs).filter(([, value]) => value !== "");
    assert.deepEqual(filled.map(([name]) => name).sort(), [
      "cache-hit",
      "cache-outcome",
      "error",
      "python-version",
      "report-file",
      "verified",
    ]);
  });

  it("of a failed build leave the earlier mount in place, and nothing else is placed, cached or uploaded", async (t) => {
    const scenario = await createScenario(t, { packages: [...fixturePackages(), broken] });
    await build(t, scenario);
    const before = readTree(scenario.workspace);
    const { exitCode, json } = await run(t, scenario, ["build", "--packages", "broken==1.0"]);
    assert.equal(exitCode, 1);
    assert.equal(json["mount-directory"], "");
    assert.deepEqual(compareTrees(before, readTree(scenario.workspace)), { added: [], removed: [], changed: [] });
    const again = await run(t, scenario, ["build", "--packages", "broken==1.0"]);
    assert.equal(again.json["cache-outcome"], "miss");
  });

  it("come with a Dockerfile where only system libraries are missing, in the summary and beside the report", async (t) => {
    const module = makeElf({ exports: ["PyInit__gl"], needed: ["libGL.so.1"] });
    const files = {
      "drawing/__init__.py": "import ctypes\nctypes.CDLL('libGL.so.1')\n",
      "drawing/_gl.abi3.so": module,
    };
    const wheel = makeWheel({ name: "drawing", version: "1.0", tag: "cp38-abi3-manylinux_2_17_x86_64", files });
    const scenario = await createScenario(t, { requirements: "drawing==1.0\n", packages: [wheel] });
    const { exitCode, summary, outputs, log } = await step(t, scenario);
    assert.equal(exitCode, 1, log);
    const dockerfile = readFileSync(join(dirname(outputs["report-file"] ?? ""), "Dockerfile"), "utf8");
    assert.match(dockerfile, /install .* libgl1 /);
    const besideFinding = summary.replace(/^ {2}/gm, ""); // a part of the list item
    assert.ok(besideFinding.includes(`\`\`\`dockerfile\n${dockerfile.trimEnd()}\n\`\`\``), summary);
    assert.match(log, /Dockerfile adds the missing libraries and programs to the image/);
  });

  it("can be lowered or turned off with a reason, which the report keeps", async (t) => {
    const scenario = await createScenario(t, { packages: [...fixturePackages(), broken] });
    const flags = ["--packages", "broken==1.0", "--checks", "I11:broken=warning # only used in training"];
    const { exitCode, stderr, json } = await run(t, scenario, [
      "build",
      ...flags,
      "--checks",
      "M14=off # the lock is elsewhere",
    ]);
    assert.equal(exitCode, 0, stderr);
    assert.match(stderr, /^warning: .*import broken fails in the container/m);
    assert.doesNotMatch(stderr, /is not pinned/);
    const { waived, findings } = readJson(json["report-file"]);
    assert.deepEqual(waived.map(inShort), ["M14 notice politeness (the lock is elsewhere)"]);
    assert.ok(findings.map(inShort).includes("I11 warning broken"), findings.map(inShort).join());
  });

  it("are named by the code or the name of their check; rules that have no effect are reported", async (t) => {
    const scenario = await createScenario(t);
    const { exitCode, stderr, json } = await run(t, scenario, [
      "build",
      ...["--checks", "dependency-missing=warning # just in case"],
      ...["--checks", "unpinned:politeness=off # the lock is elsewhere"],
      ...["--checks", "M14:politeness=error"],
    ]);
    assert.equal(exitCode, 0, stderr);
    assert.match(stderr, /^warning: --checks: dependency-missing=warning matches no finding; remove it\.$/m);
    assert.match(
      stderr,
      /^warning: --checks: M14:politeness=error has no effect, because unpinned:politeness=off is for the same check; remove one of them\.$/m,
    );
    const { waived, findings } = readJson(json["report-file"]);
    assert.deepEqual([waived[0].check, waived[0].name, waived[0].distribution], ["M14", "unpinned", "politeness"]);
    assert.ok(findings.every(({ name }: { name: string }) => /^[a-z-]+$/.test(name)));
  });

  it("of a check that does not exist are an input error, with the nearest code or name", async (t) => {
    const scenario = await createScenario(t);
    const rules = ["M33=off # none", "Unpined=off # none"].flatMap((rule) => ["--checks", rule]);
    const { exitCode, stderr } = await run(t, scenario, ["build", ...rules]);
    assert.equal(exitCode, 2);
    assert.match(stderr, /^error: --checks: there is no check "M33"\.\n\s*Did you mean "M3"\?$/m);
    assert.match(stderr, /^error: --checks: there is no check "Unpined"\.\n\s*Did you mean "unpinned"\?$/m);
  });

  it("can be made stricter without a reason", async (t) => {
    const scenario = await createScenario(t);
    const { exitCode, stderr } = await run(t, scenario, ["build", "--checks", "M14=error"]);
    assert.equal(exitCode, 1, stderr);
    assert.match(
      stderr,
      /^error: requirements\.txt:1: M14: Run the command lock and commit its file, or add politeness==2\.0 to the requirements\. politeness, which greet requires, is not pinned\. A run that passes writes the versions to .*\/requirements\.lock\.txt\.$/m,
    );
  });

  it("say when the mount is over its budget", async (t) => {
    const scenario = await createScenario(t);
    const { exitCode, stderr } = await run(t, scenario, ["build", "--max-size", "1kB"]);
    assert.equal(exitCode, 1);
    assert.match(
      stderr,
      /^error: H16: Remove a distribution, .* The mount has [0-9.]+ kB, but --max-size allows 1\.00 kB\.$/m,
    );
    assert.equal(Object.keys(readTree(join(scenario.workspace))).includes("myenv/manifest.json"), false);
  });
});
