// Many findings of few causes, as people see them.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { writeFiles } from "../../support/machine/workspace.ts";
import { makeElf } from "../../support/packages/elf/elf.ts";
import { makeWheel } from "../../support/packages/wheels.ts";
import { build, createScenario, mountOf, onLinux, readJson, run, step } from "../../support/scenario/scenario.ts";

describe("findings", { ...onLinux, concurrency: 2 }, () => {
  it("of one cause are one, which counts its files; the report has all of them", async (t) => {
    const scenario = await createScenario(t);
    await build(t, scenario);
    const names = Array.from({ length: 25 }, (_, index) => `greet/new${index}.py`);
    writeFiles(mountOf(scenario), Object.fromEntries(names.map((name) => [name, ""])));
    const { exitCode, stderr, json } = await run(t, scenario, ["verify"]);
    assert.equal(exitCode, 1);
    assert.equal(stderr.match(/^error: /gm)?.length, 1, stderr);
    assert.match(stderr, /^error: T1: .* greet\/new0\.py of greet was added .* 24 more files: .* and 21 more\.$/m);
    const [finding, ...others] = readJson(json["report-file"]).findings;
    assert.deepEqual(others, []);
    assert.deepEqual(finding.members.map(({ file }: { file: string }) => file).sort(), names.sort());
    assert.ok(finding.members.every(({ message }: { message: string }) => message.includes("was added")));
  });

  it("are at most ten annotations of a kind, of the most important causes; the last one counts the others", async (t) => {
    const odd = Array.from({ length: 12 }, (_, index) => {
      return makeWheel({ name: `odd${index}`, version: "1.0", files: { [`odd${index}.py`]: "import cv2000\n" } });
    });
    const scenario = await createScenario(t, {
      requirements: `${odd.map((_, index) => `odd${index}==1.0`).join("\n")}\n`,
      files: { "score.py": "import nowhere_to_be_found\n\ndef init(): ...\n" },
      packages: odd,
    });
    const { annotations, exitCode, log } = await step(t, scenario);
    assert.equal(exitCode, 1, log);
    const errors = annotations.filter(({ level }) => level === "error");
    assert.equal(errors.length, 10, log);
    assert.deepEqual(errors.map(({ title = "" }) => title).slice(0, 3), ["S1", "I11", "I11"]);
    assert.match(errors.at(-1)?.message ?? "", /^4 more errors\. The summary and the report list all of them\.$/);
  });

  it("leave the log of a failed build on one screen: the fix is the first line of them, and notices are counted", async (t) => {
    const needed = ["libGL.so.1", "libgthread-2.0.so.0", "libSM.so.6", "libXext.so.6"];
    const modules = ["cv2", "gui", "dnn", "ml", "flann"].map((name) => {
      return [`cv2/${name}.abi3.so`, makeElf({ exports: [`PyInit_${name}`], needed })] as const;
    });
    const files = {
      "cv2/__init__.py": "from . import cv2\n",
      "cv2/tests/data.txt": "x".repeat(2e6),
      ...Object.fromEntries(modules),
    };
    const tag = "cp38-abi3-manylinux_2_17_x86_64";
    const packages = [makeWheel({ name: "opencv-python", version: "4.0", tag, files })];
    const scenario = await createScenario(t, { requirements: "opencv-python==4.0\n", packages });
    const { exitCode, stderr } = await run(t, scenario, ["build"]);
    assert.equal(exitCode, 1, stderr);
    const lines = stderr.trimEnd().split("\n");
    assert.ok(lines.length <= 24, stderr);
    const findings = lines.filter((line) => /^(error|warning|notice): /.test(line));
    assert.deepEqual(
      findings.map((line) => / ([A-Z]+\d+): /.exec(line)?.[1]),
      ["P4"],
    );
    assert.match(findings[0] ?? "", / Without libGL\.so\.1, import cv2 fails\.$/);
    assert.match(
      findings[0] ?? "",
      /^error: requirements\.txt:1: P4: Use opencv-python-headless: .* opencv-python needs 4 libraries that neither the mount nor the image has: lib/,
    );
    assert.match(stderr, /^\d notices? in the report\.$/m);
    const { summary } = await step(t, scenario);
    assert.match(
      summary,
      /^## ❌ scoring\/myenv: 1 error: opencv-python needs 4 libraries .*\n(?:.*\n)*?### Fix first\n\n- ❌ \*\*Use opencv-python-headless: .*<br>P4 missing-system-library, requirements\.txt:1\n/,
    );
  });

  it("are no annotations on files of the mount, which the repository does not have", async (t) => {
    const files = { "roomy/__init__.py": "", "roomy/tests/test_x.py": "", "roomy/tests/data.txt": "x".repeat(2e6) };
    const packages = [makeWheel({ name: "roomy", version: "1.0", files })];
    const scenario = await createScenario(t, { requirements: "roomy==1.0\n", packages });
    const { annotations, exitCode, log } = await step(t, scenario);
    assert.equal(exitCode, 0, log);
    const unneeded = annotations.filter(({ title }) => title === "H17");
    assert.deepEqual(
      unneeded.map(({ level, file }) => [level, file]),
      [["notice", undefined]],
    );
    assert.match(unneeded[0]?.message ?? "", /3 files, 2\.00 MB/);
    for (const { file } of annotations) assert.doesNotMatch(file ?? "", /roomy/);
  });
});
