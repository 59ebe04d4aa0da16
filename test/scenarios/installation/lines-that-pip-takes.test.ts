// Lines of requirements files that pip's parser takes and uv's refuses or reads otherwise.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { writeFiles } from "../../support/machine/workspace.ts";
import { fixturePackages } from "../../support/packages/fixture-packages.ts";
import type { IndexFile } from "../../support/packages/package-index.ts";
import { indexReachable } from "../../support/packages/real-index.ts";
import { makeSdist } from "../../support/packages/sdists.ts";
import { makeWheel } from "../../support/packages/wheels.ts";
import { uvFromRealIndex } from "../../support/python/uv-on-index.ts";
import { createScenario, onLinux, readJson, run } from "../../support/scenario/scenario.ts";

const wheel = makeWheel({ name: "choice", version: "1.0", files: { "choice.py": "KIND = 'wheel'\n" } });
const source = await makeSdist({ name: "choice", version: "1.0", files: { "choice.py": "KIND = 'source'\n" } });
const tuned = await makeSdist({
  name: "tuned",
  version: "1.0",
  files: { "tuned.py": "" },
  buildCode: `
import sys
found = sys._getframe(1).f_locals["config_settings"]
assert found == {"kind": "fast and small", "level": ["1", "2"]}, found
`,
});

const settings = `-C "kind=fast and small" --config-settings=level=1 --config-settings level=2`;

/** From what `choice` was installed, as pip 25.0.1 does it. */
const CASES: readonly { name: string; lines: string; from?: "wheel" | "source" }[] = [
  { name: "a variable", lines: `choice==\${CHOICE_VERSION}\n`, from: "wheel" },
  { name: "a variable in a path", lines: `-r "\${WHERE}/more files.txt"\n`, from: "source" },
  { name: "--no-binary beside a requirement", lines: "choice==1.0 --no-binary choice\n", from: "source" },
  { name: "--no-binary beside another one", lines: "tool==1.0 --no-binary=choice\nchoice\n", from: "source" },
  { name: "--no-binary taken back", lines: "--no-binary :all:\n--no-binary :none:\nchoice\n", from: "wheel" },
  { name: "two options in a line", lines: "--only-binary :all: --no-binary choice\nchoice\n", from: "source" },
  { name: "short options without a space", lines: "-rsub/plain.txt\n-csub/limits.txt\n", from: "wheel" },
  { name: "an index beside a requirement", lines: "choice==1.0 --index-url http://127.0.0.1:1/\n", from: "wheel" },
  { name: "a folder that is not there", lines: "--find-links nowhere\nchoice\n", from: "wheel" },
  { name: "a joined line", lines: "choice== \\\n  1.0\n", from: "wheel" },
  { name: "settings for a build", lines: `choice\ntuned==1.0 ${settings}\n`, from: "wheel" },
];

function describeCases(uv: () => IndexFile[]) {
  for (const { name, lines, from } of CASES) {
    it(`uv installs ${name}`, async (t) => {
      const packages = [...fixturePackages(), wheel, source, tuned, ...uv()];
      const scenario = await createScenario(t, { requirements: lines, packages });
      writeFiles(scenario.workspace, {
        "sub/more files.txt": "-c limits.txt\nchoice --no-binary choice\n",
        "sub/plain.txt": "choice\n",
        "sub/limits.txt": "choice<2\n",
      });
      const env = { CHOICE_VERSION: "1.0", WHERE: "sub" };
      const { exitCode, json, stderr } = await run(t, scenario, ["build", "--installer", "uv"], { env });
      assert.equal(exitCode, 0, stderr);
      const { files } = readJson(json["manifest-file"]);
      assert.ok(JSON.stringify(files).includes("choice.py"));
      const built = scenario.index.requests.some(({ path }) => path.endsWith("/choice-1.0.tar.gz"));
      assert.equal(built ? "source" : "wheel", from);
    });
  }
}

const skip = onLinux.skip || (!(await indexReachable()) && "no package index here, thus no uv");

describe("lines of requirements files, with uv", { ...onLinux, skip, concurrency: 2 }, () => {
  const cleanups: (() => void | Promise<void>)[] = [];
  after(async () => {
    for (const clean of cleanups.reverse()) await clean();
  });
  let uv: IndexFile[];
  before(() => {
    uv = uvFromRealIndex({ after: (clean) => cleanups.push(clean) });
  });
  describeCases(() => uv);

  it("--global-option needs pip, which auto takes", async (t) => {
    const requirements = "tool==1.0 --global-option=--quiet\n";
    const scenario = await createScenario(t, { requirements, packages: [...fixturePackages(), ...uv] });
    const insisting = await run(t, scenario, ["build", "--installer", "uv"]);
    assert.equal(insisting.exitCode, 2);
    assert.match(
      insisting.stderr,
      /requirements\.txt:1: tool==1\.0 has an option for its build that uv does not pass on\.\n.*installer to pip/,
    );
    const { stderr } = await run(t, scenario, ["build"]);
    assert.match(stderr, /^Installing with pip [0-9.]+: tool==1\.0 has an option for its build/m);
  });

  it("settings of a build hold for the lock file too", async (t) => {
    const packages = [...fixturePackages(), tuned, ...uv];
    const scenario = await createScenario(t, { requirements: `tuned==1.0 ${settings}\n`, packages });
    for (const verb of ["lock", "build"]) {
      const { exitCode, stderr } = await run(t, scenario, [verb, "--installer", "uv"]);
      assert.equal(exitCode, 0, stderr);
    }
  });
});

describe("a variable that is not set", onLinux, () => {
  const errorsFor = async (t: Parameters<typeof createScenario>[0], requirements: string) => {
    const scenario = await createScenario(t, { requirements });
    const { exitCode, stderr } = await run(t, scenario, ["build"], { env: { EMPTY: "" } });
    assert.equal(exitCode, 2, stderr);
    return stderr;
  };

  it("is named, with file and line, in versions, paths, addresses and options", async (t) => {
    const lines = [
      `greet==\${NO_VERSION}`,
      `other @ https://\${NO_USER}@127.0.0.1:1/other-1.0-py3-none-any.whl`,
      `--extra-index-url https://\${NO_TOKEN}@127.0.0.1:1/simple`,
      `tool==1.0\${EMPTY}`,
      `-c \${NO_FILE}.txt`,
    ];
    const stderr = await errorsFor(t, `# \${COMMENT}\n${lines.join("\n")}\n`);
    for (const [index, name] of ["NO_VERSION", "NO_USER", "NO_TOKEN", "EMPTY", "NO_FILE"].entries()) {
      const words = `requirements.txt:${index + 2}: the environment variable ${name} is not set or empty`;
      assert.ok(stderr.includes(words), `${words}\n${stderr}`);
    }
    assert.doesNotMatch(stderr, /COMMENT/);
  });

  it("does not matter on a line that is not for the image", async (t) => {
    const scenario = await createScenario(t, {
      requirements: `greet==1.0\nother @ https://127.0.0.1:1/\${NO_NAME}.zip ; sys_platform == "win32"\n`,
    });
    const { exitCode, stderr } = await run(t, scenario, ["build"]);
    assert.equal(exitCode, 0, stderr);
  });
});
