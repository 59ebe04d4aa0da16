// The workflow runner itself: what it runs, and that it refuses what it does not know.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Cleanup, createWorkspace } from "../../machine/workspace.ts";
import { pullRequest, push, tag } from "../runner/events.ts";
import { fill, holds, seal } from "./expression.ts";
import { parseWorkflow } from "./file.ts";
import { cellsOf } from "./matrix.ts";
import { runWorkflow, type WorkflowOptions } from "./runner.ts";
import { requireTriggered } from "./trigger.ts";

const scope = {
  status: "success" as const,
  contexts: {
    github: { event_name: "push", event: { pull_request: null } },
    steps: seal({ one: seal({ outputs: { name: "Ada" } }) }),
    env: { EMPTY: "", YES: "true" },
  },
};

describe("expressions", () => {
  const values: [string, string][] = [
    ["steps.one.outputs.name", "Ada"],
    ["steps['one'].outputs.name == 'ada'", "true"],
    ["github.event_name != 'push' || 'it''s a push'", "it's a push"],
    ["env.EMPTY || steps.one.outputs.name", "Ada"],
    ["!env.EMPTY && (1 == 1)", "true"],
    ["github.event.pull_request.head.repo.fork", ""],
    ["env.EMPTY == false", "true"],
    ["null == 0", "true"],
    ["toJSON(env.YES)", '"true"'],
    ["format('{0}', 1)", "1"],
    ["1 < 2", "true"],
  ];
  for (const [expression, value] of values) {
    it(`${expression} is ${JSON.stringify(value)}`, () => {
      assert.equal(fill(`\${{ ${expression} }}`, scope), value);
    });
  }

  const refused: [string, RegExp][] = [
    ["steps.two.outputs.name", /nothing in the workflow sets two; there is one/],
    ["needs.one.result", /Unrecognized named-value: 'needs' in the expression needs\.one\.result/],
    ["hashFiles('score.py')", /Unrecognized function: 'hashFiles'/],
    ["1 ~ 2", /Unexpected symbol: '~'/],
    ["(1 == 1", /Unexpected end of expression/],
    ["success(1)", /Too many parameters/],
    ["github", /an object where text is wanted/],
  ];
  for (const [expression, message] of refused) {
    it(`${expression} is refused`, () => assert.throws(() => fill(`\${{ ${expression} }}`, scope), message));
  }

  it("if is refused where it is no expression, also after a step that failed", () => {
    assert.throws(() => holds("env.YES &&", { ...scope, status: "failure" }), /Unexpected end of expression/);
  });

  it("if wants success, unless it asks for the status itself", () => {
    const failed = { ...scope, status: "failure" as const };
    assert.deepEqual(
      [undefined, "github.event_name == 'push'", "always()", "${" + "{ failure() && env.YES }}"].map((condition) => [
        holds(condition, scope),
        holds(condition, failed),
      ]),
      [
        [true, false],
        [true, false],
        [true, true],
        [false, true],
      ],
    );
  });
});

describe("files", () => {
  const start = "on: push\npermissions: {}\njobs:\n  one:\n    runs-on: ubuntu-latest\n";
  const refused: [string, string, RegExp][] = [
    [
      "a key of a step",
      "    steps:\n      - run: true\n        continue-on-error: true\n",
      /^Error: w\.yml:8: jobs\.one\.steps\[0\]\.continue-on-error: /,
    ],
    ["a key of a job", "    container: debian\n", /^Error: w\.yml:6: jobs\.one\.container: /],
    [
      "a key of strategy",
      "    strategy:\n      max-parallel: 1\n",
      /^Error: w\.yml:7: jobs\.one\.strategy\.max-parallel: /,
    ],
  ];
  for (const [name, text, message] of refused) {
    it(`${name} that is not implemented is refused with its line`, () => {
      assert.throws(() => parseWorkflow(start + text, "w.yml"), message);
    });
  }

  it("an event that starts nothing is refused", () => {
    const workflow = parseWorkflow("on:\n  push:\n    branches: [main, 'release/*']\njobs: {}\n", "w.yml");
    for (const event of [push(), push("release/1")]) requireTriggered(workflow, event);
    for (const event of [push("other"), push("release/1/2"), tag(), pullRequest()])
      assert.throws(() => requireTriggered(workflow, event), /^Error: w\.yml does not run for /);
  });

  it("a matrix is the product of its lists, with include merged", () => {
    assert.deepEqual(cellsOf({ os: ["a", "b"], include: [{ os: "a", more: 1 }, { os: "c" }] }), [
      { os: "a", more: 1 },
      { os: "b" },
      { os: "c" },
    ]);
    assert.throws(() => cellsOf({ os: ["a"], exclude: [{ os: "a" }] }), /exclude/);
  });
});

function run(t: Cleanup, jobs: string, more: Partial<WorkflowOptions> = {}) {
  const source = createWorkspace(t, { "w.yml": `on: push\npermissions: {}\nenv:\n  WORD: outer\njobs:\n${jobs}` });
  return runWorkflow(t, { source, file: "w.yml", event: push(), ...more });
}

describe("jobs", { skip: process.platform === "win32" && "the steps are for bash" }, () => {
  it("hand outputs on, in the order of their needs, each on a machine of its own", async (t) => {
    const jobs = `
  second:
    needs: first
    runs-on: ubuntu-latest
    steps:
      - run: test "$GOT" = "inner Ada" && test ! -e left
        env:
          GOT: \${{ needs.first.outputs.got }}
  first:
    runs-on: ubuntu-latest
    env:
      WORD: inner
    outputs:
      got: \${{ steps.say.outputs.got }}
    steps:
      - run: |
          touch left
          echo "NAME=Ada" >> "$GITHUB_ENV"
          mkdir bin && printf '#!/bin/sh\\necho "got=$WORD $NAME"\\n' > bin/tell && chmod +x bin/tell
          echo "$PWD/bin" >> "$GITHUB_PATH"
      - id: say
        run: tell >> "$GITHUB_OUTPUT"
`;
    const result = await run(t, jobs);
    assert.deepEqual(Object.keys(result.jobs), ["first", "second"]);
    assert.equal(result.conclusion, "success", JSON.stringify(result.jobs));
  });

  it("end at the first step that fails, and skip what needs them", async (t) => {
    const jobs = `
  first:
    runs-on: ubuntu-latest
    steps:
      - run: false | true
      - shell: bash
        run: false | true
      - run: touch never
      - if: failure()
        run: echo "it failed"
  second:
    needs: first
    runs-on: ubuntu-latest
    steps:
      - run: true
  third:
    needs: [first, second]
    if: always()
    runs-on: ubuntu-latest
    steps:
      - run: test "$ONE $TWO" = "failure skipped"
        env:
          ONE: \${{ needs.first.result }}
          TWO: \${{ needs.second.result }}
`;
    const { jobs: ran, conclusion } = await run(t, jobs);
    assert.equal(conclusion, "failure");
    const conclusions = ran.first?.[0]?.steps.map((step) => step.conclusion);
    assert.deepEqual(conclusions, ["success", "failure", "skipped", "success"]);
    assert.equal(ran.second?.[0]?.conclusion, "skipped");
    assert.equal(ran.third?.[0]?.conclusion, "success");
  });

  const refused: [string, string, RegExp][] = [
    [
      "an action that is not simulated",
      "uses: actions/setup-node@v7",
      /w\.yml: job one, step 1: .*does not play actions\/setup-node/,
    ],
    ["a checkout without its permission", "uses: actions/checkout@v7", /lacks the permission contents: read/],
    [
      "an unknown output",
      `run: echo \${{ steps.x.outputs.y }}`,
      /w\.yml: job one, step 1: nothing in the workflow sets x/,
    ],
    ["an unknown input of ours", "{ uses: ./, with: { imge: x } }", /Unexpected input\(s\) 'imge'/],
    ["another shell", "{ run: dir, shell: pwsh }", /shell pwsh is not implemented/],
  ];
  for (const [name, step, message] of refused) {
    it(`refuses ${name}`, async (t) => {
      const jobs = `  one:\n    runs-on: ubuntu-latest\n    steps:\n      - ${step}\n`;
      await assert.rejects(run(t, jobs), message);
    });
  }

  it("refuses a job whose token nobody limits", async (t) => {
    const source = createWorkspace(t, { "w.yml": "on: push\njobs:\n  one:\n    runs-on: x\n    steps: []\n" });
    await assert.rejects(runWorkflow(t, { source, file: "w.yml", event: push() }), /job one names no permissions/);
  });
});
