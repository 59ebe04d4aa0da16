import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { makeElf } from "../support/elf-files.ts";
import { makeWheel } from "../support/wheels.ts";
import { compareTrees, readTree, writeFiles } from "../support/workspace.ts";
import { asText, build, mountOf, onLinux, readJson, run, setScene, steady, step } from "./scene.ts";
import { shelf } from "./shelf.ts";

/** Importable at build time only: it needs what nothing brings. */
const broken = makeWheel({
  name: "broken",
  version: "1.0",
  files: { "broken.py": "import cv2000\n" },
  topLevel: ["broken"],
});

describe("findings", { ...onLinux, concurrency: 2 }, () => {
  it("are annotations on the requirement's line, and rows of the summary", async (t) => {
    const scene = await setScene(t, {
      requirements: "# two\ngreet==1.0\nbroken==1.0\n",
      packages: [...shelf(), broken],
    });
    const { exitCode, annotations, summary, outputs, log } = await step(t, scene);
    assert.equal(exitCode, 1, log);
    t.assert.snapshot(JSON.stringify(annotations, undefined, 2), asText);
    t.assert.snapshot(steady(summary, scene).replace(/- Times: .*/, "- Times: <times>"), asText);
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

  it("of a red build leave the earlier mount in its place, and nothing else is placed, cached or uploaded", async (t) => {
    const scene = await setScene(t, { packages: [...shelf(), broken] });
    await build(t, scene);
    const before = readTree(scene.workspace);
    const { exitCode, json } = await run(t, scene, ["build", "--packages", "broken==1.0"]);
    assert.equal(exitCode, 1);
    assert.equal(json["mount-directory"], "");
    assert.deepEqual(compareTrees(before, readTree(scene.workspace)), { added: [], removed: [], changed: [] });
    const again = await run(t, scene, ["build", "--packages", "broken==1.0"]);
    assert.equal(again.json["cache-outcome"], "miss");
  });

  it("come with a Dockerfile where only system libraries are missing, in the summary and beside the report", async (t) => {
    const module = makeElf({ exports: ["PyInit__gl"], needed: ["libGL.so.1"] });
    const files = { "drawing/__init__.py": "", "drawing/_gl.abi3.so": module };
    const wheel = makeWheel({ name: "drawing", version: "1.0", tag: "cp38-abi3-manylinux_2_17_x86_64", files });
    const scene = await setScene(t, { requirements: "drawing==1.0\n", packages: [wheel] });
    const { exitCode, summary, outputs, log } = await step(t, scene);
    assert.equal(exitCode, 1, log);
    const dockerfile = readFileSync(join(dirname(outputs["report-file"] ?? ""), "Dockerfile"), "utf8");
    assert.match(dockerfile, /install .* libgl1 /);
    assert.ok(summary.includes(`\`\`\`dockerfile\n${dockerfile.trimEnd()}\n\`\`\``), summary);
    assert.match(log, /Dockerfile extends the image by the system libraries that are missing/);
  });

  it("are at most ten annotations of a kind; the last one counts the others", async (t) => {
    const scene = await setScene(t);
    await build(t, scene);
    writeFiles(
      mountOf(scene),
      Object.fromEntries(Array.from({ length: 25 }, (_, index) => [`greet/new${index}.py`, ""])),
    );
    const { annotations, exitCode, summary } = await step(t, scene, { with: { mode: "verify" } });
    assert.equal(exitCode, 1);
    const errors = annotations.filter(({ level }) => level === "error");
    assert.equal(errors.length, 10);
    assert.match(errors.at(-1)?.message ?? "", /^\d+ more errors: all of them are in the summary and the report\.$/);
    assert.ok(summary.includes("greet/new24.py"));
  });

  it("in a file of the mount are annotations on it where it stands in the end", async (t) => {
    const files = { "roomy/__init__.py": "", "roomy/tests/__init__.py": "", "roomy/tests/data.txt": "x".repeat(2e6) };
    const packages = [makeWheel({ name: "roomy", version: "1.0", files })];
    const scene = await setScene(t, { requirements: "roomy==1.0\n", packages });
    const { annotations, exitCode, log } = await step(t, scene);
    assert.equal(exitCode, 0, log);
    const annotated = annotations.flatMap(({ file }) => file ?? []).filter((file) => file.includes("roomy"));
    assert.ok(annotated.length > 0, JSON.stringify(annotations));
    for (const file of annotated) assert.ok(existsSync(join(scene.workspace, file)), file);
  });

  it("can be lowered or turned off with a reason, which the report keeps", async (t) => {
    const scene = await setScene(t, { packages: [...shelf(), broken] });
    const flags = ["--packages", "broken==1.0", "--checks", "I11:broken=warning # only used in training"];
    const { exitCode, stderr, json } = await run(t, scene, [
      "build",
      ...flags,
      "--checks",
      "M14=off # the lock is elsewhere",
    ]);
    assert.equal(exitCode, 0, stderr);
    assert.match(stderr, /^warning: .*import broken fails in the container/m);
    assert.doesNotMatch(stderr, /is not pinned/);
    const { waived, findings } = readJson(json["report-file"]);
    assert.ok(waived.every(({ reason }: { reason: string }) => reason === "the lock is elsewhere"));
    assert.ok(waived.length > 0 && findings.length > 0);
  });

  it("that are not there: rules that match nothing, or name no check, are told", async (t) => {
    const scene = await setScene(t);
    const { exitCode, stderr } = await run(t, scene, [
      "build",
      "--checks",
      "M3=warning # just in case",
      "--checks",
      "Z9=off # no such check",
    ]);
    assert.equal(exitCode, 0, stderr);
    assert.match(stderr, /^warning: Input checks: M3=warning matched nothing; remove it\.$/m);
    assert.match(stderr, /^warning: Input checks: Z9=off names no check; the ids are [A-Z][0-9]+, /m);
  });

  it("can be made stricter without a reason", async (t) => {
    const scene = await setScene(t);
    const { exitCode, stderr } = await run(t, scene, ["build", "--checks", "M14=error"]);
    assert.equal(exitCode, 1, stderr);
    assert.match(stderr, /^error: requirements\.txt:1: M14: politeness, which greet needs, is not pinned/m);
  });

  it("say when the mount is over its budget", async (t) => {
    const scene = await setScene(t);
    const { exitCode, stderr } = await run(t, scene, ["build", "--max-size", "1kB"]);
    assert.equal(exitCode, 1);
    assert.match(stderr, /^error: H16: The mount has [0-9.]+ kB; max-size allows 1\.00 kB\. /m);
    assert.equal(Object.keys(readTree(join(scene.workspace))).includes("myenv/manifest.json"), false);
  });
});
