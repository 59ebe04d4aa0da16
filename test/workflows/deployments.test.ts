// The reusable workflow for many deployments, on the simulated GitHub, and its plan for a hundred.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { Ajv2020 } from "ajv/dist/2020.js";
import { parse, stringify } from "yaml";
import { LISTED_INPUTS } from "../../src/inputs/deployment-list.ts";
import { repositoryRoot } from "../support/github/runner/action-runner.ts";
import { push } from "../support/github/runner/events.ts";
import { startResultsService } from "../support/github/services/results-service.ts";
import { cellsOf } from "../support/github/workflow/matrix.ts";
import { runWorkflow } from "../support/github/workflow/runner.ts";
import { runCli } from "../support/machine/cli.ts";
import { type Cleanup, createWorkspace } from "../support/machine/workspace.ts";
import { startIndex } from "../support/packages/package-index.ts";
import { promotionPackages } from "../support/packages/promotion-packages.ts";
import type { Files } from "../support/packages/zip.ts";
import { cellOf, onLinux } from "../support/scenario/promotion.ts";

type Entry = Record<string, string | string[]>;
type Cell = Record<string, string>;

const workflow = ".github/workflows/deployments.yml";
const text = readFileSync(join(repositoryRoot, workflow), "utf8");
const schema = JSON.parse(readFileSync(join(repositoryRoot, "schemas", "deployment-list.schema.json"), "utf8"));
const isList = new Ajv2020({ allowUnionTypes: true }).compile(schema);

const caller = `name: caller
on: push
permissions: {}
jobs:
  call:
    permissions:
      contents: read
    uses: ./${workflow}
    with:
      tool-repository: OWNER/azureml-extra-packages
      tool-ref: v1
`;

const code = (directory: string, requirements: string, script = "import text_unidecode\n"): Files => ({
  [`${directory}/score.py`]: script,
  [`${directory}/requirements.txt`]: requirements,
});

async function plan(t: Cleanup, entries: unknown, files: Files, ...flags: string[]) {
  const cwd = createWorkspace(t, { "list.yml": typeof entries === "string" ? entries : stringify(entries), ...files });
  const ended = await runCli(t, ["plan-deployments", "--list", "list.yml", ...flags], { cwd });
  const lines = ended.stdout.split("\n").flatMap((line) => [/^(\w+)=(.*)$/.exec(line) ?? []]);
  const outputs = Object.fromEntries(lines.map(([, name = "", json = "null"]) => [name, JSON.parse(json)]));
  return { ...ended, cwd, sets: outputs.sets as Cell[], deployments: outputs.deployments as Cell[] };
}

describe("many deployments", onLinux, () => {
  it("build each distinct set once, take it from the cache, and come together in one table", async (t) => {
    const [index, service] = [await startIndex({ packages: promotionPackages() }), await startResultsService()];
    t.after(() => Promise.all([index.close(), service.close()]).then(() => {}));
    const both = "python-slugify==8.0.4\ntext-unidecode==1.3\n";
    const entries: Entry[] = [
      { "code-directory": "models/a" },
      { "code-directory": "models/b", name: "bee" },
      { "code-directory": "models/c" },
      { "code-directory": "models/broken" },
    ];
    assert.ok(isList(entries));
    const source = createWorkspace(t, {
      [workflow]: text,
      ".github/workflows/caller.yml": caller,
      "deployments.yml": stringify(entries),
      ...code("models/a", "text-unidecode==1.3\n"),
      ...code("models/b", both),
      ...code("models/c", "text-unidecode==1.3\n"),
      ...code("models/broken", "text-unidecode==1.3\n", "import nothing_provides_this\n"),
    });
    const env = { ...index.env(), PIP_RETRIES: "0" };
    const file = ".github/workflows/caller.yml";
    const result = await runWorkflow(t, { source, file, event: push(), service, env });
    const jobs = cellOf(result, "call").called ?? {};
    const outcomes = (job: string) =>
      jobs[job]?.map(({ matrix, steps, conclusion }) => {
        const { outputs } = steps.find(({ action }) => action !== undefined) ?? { outputs: {} as Cell };
        return [matrix.name, conclusion, outputs["cache-outcome"]];
      });
    assert.deepEqual(outcomes("sets"), [
      ["models--a", "success", "miss"],
      ["bee", "success", "miss"],
    ]);
    assert.deepEqual(outcomes("deployments"), [
      ["models--a", "success", "hit"],
      ["bee", "success", "hit"],
      ["models--c", "success", "hit"],
      ["models--broken", "failure", "hit"],
    ]);
    assert.deepEqual(service.artifacts.map(({ name }) => name).sort(), [
      "azureml-bee",
      "azureml-models--a",
      "azureml-models--c",
    ]);
    const [results] = jobs.results ?? [];
    assert.equal(results?.conclusion, "failure"); // one of them failed
    const summary = results?.steps.at(-1)?.summary ?? "";
    assert.match(summary, /^## ❌ 1 of 4 deployments failed: models--broken\n\n2 distinct sets of packages/);
    const rows = summary.split("\n").filter((line) => /^\| (models|bee)/.test(line));
    assert.equal(rows.filter((row) => /\| ✅ verified: simulated \| cache \|/.test(row)).length, 3, summary);
    assert.match(rows.at(-1) ?? "", /❌ failed \| cache .*nothing\\?_provides\\?_this/);
  });

  it("a hundred have one cold build for each distinct set: deployments of a set have one cache key", async (t) => {
    const pins = ["text-unidecode==1.3\n", "python-slugify==8.0.4\ntext-unidecode==1.3\n", "-r ../shared.txt\n"];
    const entries = Array.from({ length: 100 }, (_, at) => ({
      "code-directory": `models/m${at}`,
      ...(at % 4 === 3 && { "environment-name": "other" }),
      ...(at % 5 === 4 && { image: "minimal-ubuntu20.04-py38-cpu-inference" }),
    }));
    const files = entries.map(({ "code-directory": directory }, at) => code(directory, pins[at % 3] ?? ""));
    const shared = { "models/shared.txt": "text-unidecode==1.3\n" };
    const { sets, deployments, exitCode, stderr, cwd } = await plan(t, entries, Object.assign(shared, ...files));
    assert.equal(exitCode, 0, stderr);
    assert.equal(cellsOf({ include: deployments }).length, 100);
    assert.equal(sets.length, 3 * 2 * 2);
    assert.deepEqual(new Set(deployments.map(({ set }) => set)), new Set(sets.map(({ set }) => set)));
    const keyOf = new Map<string, string>();
    const home = createWorkspace(t);
    // The deployment that builds a set, and the last one of it.
    const chosen = sets.flatMap(({ set }) => {
      const all = deployments.filter((one) => one.set === set);
      return [...all.slice(0, 1), ...all.slice(-1)];
    });
    for (const { set = "", name, set: _, ...inputs } of chosen) {
      const flags = Object.entries(inputs).flatMap(([input, value]) => (value === "" ? [] : [`--${input}=${value}`]));
      const ended = await runCli(t, ["build", "--dry-run", "--json", ...flags], {
        cwd,
        home,
      });
      assert.equal(ended.exitCode, 0, ended.stderr);
      const key = /azureml-extra-packages-py3\.8-x86_64-[0-9a-f-]+-[0-9a-f]{64}/.exec(ended.stderr)?.[0];
      assert.ok(key, ended.stderr);
      assert.equal(keyOf.get(set) ?? key, key, `${name}: ${JSON.stringify(inputs)}`);
      keyOf.set(set, key);
    }
    // A set of its own is a key of its own: no cold build is made twice.
    assert.equal(new Set(keyOf.values()).size, sets.length);
  });

  it("have all their mistakes reported together, with the line of the list", async (t) => {
    const list = `- code-directory: models/a
- code-directory: nowhere
- code-directory: models/a
- code-directory: models/a
  name: second
  imagee: x
- code-directory: models/a
  name: third
  checks: P4=warning
- {}
`;
    const { exitCode, stderr } = await plan(t, list, code("models/a", "text-unidecode==1.3\n"));
    assert.equal(exitCode, 2);
    for (const words of [
      /list\.yml:3: Two deployments have the name models--a: see line 1/,
      /list\.yml:4: A deployment has no field "imagee"\.\n.*Did you mean "image"/,
      /list\.yml:10: A deployment has no code-directory/,
    ])
      assert.match(stderr, words);
    const fixed = list.replace("  imagee: x\n", "").replace("- {}\n", "").replace("- code-directory: models/a\n", "");
    const again = await plan(t, fixed, code("models/a", "text-unidecode==1.3\n"));
    assert.equal(again.exitCode, 2);
    assert.match(again.stderr, /nowhere: --code-directory/);
    assert.match(again.stderr, /third: --checks: .*without a reason/);
  });

  it("have a schema that knows every field of the list, and no other", () => {
    const { name: _, ...inputs } = schema.items.properties;
    assert.deepEqual(Object.keys(inputs), [...LISTED_INPUTS]);
    const valid: Entry[] = [{ "code-directory": "a", packages: ["x==1"], checks: ["P4:opencv-python=off # not used"] }];
    assert.ok(isList(valid), JSON.stringify(isList.errors));
    for (const wrong of [
      [],
      [{}],
      [{ "code-directory": "a", imagee: "x" }],
      [{ "code-directory": "a", checks: "P4=off" }],
      {},
    ])
      assert.equal(isList(wrong), false, JSON.stringify(wrong));
  });

  it("give both jobs of the workflow every input that the list can have", () => {
    const { jobs } = parse(text);
    for (const job of ["sets", "deployments"]) {
      const given = jobs[job].steps.find(({ uses }: Cell) => uses === "./.azureml-extra-packages").with;
      const passed = LISTED_INPUTS.filter((name) => given[name] === `\${{ matrix.${name} }}`);
      // The smoke test belongs to a deployment, not to the packages of its set.
      assert.deepEqual(
        passed,
        LISTED_INPUTS.filter((name) => job === "deployments" || name !== "smoke-test"),
      );
    }
  });

  it("are called as the page shows, with a list that the schema allows", () => {
    const page = readFileSync(join(repositoryRoot, "docs", "many-deployments.md"), "utf8");
    const blocks = [...page.matchAll(/^```ya?ml\n(.*?)^```$/gms)].map(([, block = ""]) => parse(block));
    const [call, list] = blocks as [{ jobs: { packages: { with: object } } }, Entry[]];
    const { inputs } = parse(text).on.workflow_call;
    const given = Object.keys(call.jobs.packages.with);
    assert.deepEqual(given, Object.keys(inputs).slice(0, given.length));
    assert.ok(isList(list), JSON.stringify(isList.errors));
    assert.equal(list.length, 2);
  });
});
