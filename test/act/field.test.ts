// Repositories of the field in a real workflow engine: the action annotates the same lines as the command line.
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { stringify } from "yaml";
import { differencesInAction } from "../support/field/compare.ts";
import { type FieldRepository, fieldRepositories } from "../support/field/expected.ts";
import {
  copyRepository,
  environmentOf,
  type Indexes,
  inputsOf,
  startIndexes,
} from "../support/field/run-repository.ts";
import { type ActResult, type ActStep, runAct } from "../support/github/act/act.ts";
import { skipWithoutAct } from "../support/github/act/program.ts";
import { startResultsService } from "../support/github/services/results-service.ts";
import type { Files } from "../support/packages/zip.ts";

const repositories = fieldRepositories().filter(({ inAction }) => inAction);
const workflow = ".github/workflows/field.yml";

/** One job for each repository, whose workspace is that repository alone. */
const jobs = Object.fromEntries(
  repositories.map((repository) => [
    repository.name,
    {
      "runs-on": "ubuntu-latest",
      steps: [
        { run: `cp -R "$CHECKOUT_SOURCE/${repository.name}/." .` },
        // Every job of this run is the root of another repository, so their artifacts would have one name.
        {
          id: "packages",
          uses: "octo-org/azureml-extra-packages@v1",
          with: { ...inputsOf(firstRun(repository)), upload: "false" },
        },
      ],
    },
  ]),
);

function firstRun({ name, runs }: FieldRepository) {
  return runs[0] ?? assert.fail(name);
}

function filesIn(directory: string, prefix: string): Files {
  const paths = readdirSync(directory, { recursive: true, encoding: "utf8" });
  const files = paths.filter((path) => statSync(join(directory, path)).isFile());
  return Object.fromEntries(files.map((path) => [`${prefix}/${path}`, readFileSync(join(directory, path))]));
}

/** Annotations with the code of a check as their title are findings. */
function seenIn({ annotations }: ActStep, job: string | undefined) {
  const all = annotations.map(({ level, title, file, line, message }) => ({
    check: title ?? "",
    severity: level,
    place: file === undefined ? "" : `${file}:${line}`,
    text: message,
  }));
  const errors = all.filter(({ check, severity }) => check === "" && severity === "error");
  return {
    succeeded: job === "success",
    findings: all.filter(({ check }) => check !== ""),
    errors: errors.map(({ place, text }) => ({ place, message: text, hint: text })),
  };
}

describe("in act, a repository of the field", { skip: await skipWithoutAct(), timeout: 300_000 }, () => {
  const cleanups: (() => void | Promise<void>)[] = [];
  const whole = { after: (clean: () => void | Promise<void>) => cleanups.push(clean) };
  let indexes: Indexes;
  let result: ActResult;
  before(async () => {
    const service = await startResultsService();
    whole.after(() => service.close());
    indexes = await startIndexes();
    const files = repositories.map((one) => filesIn(copyRepository(whole, one), one.name));
    const env = { ...service.env({ runId: 2001 }), ...environmentOf({ exitCode: 0, verdict: "" }, indexes) };
    const all: Files = Object.assign({ [workflow]: stringify({ on: "push", jobs }) }, ...files);
    result = await runAct(whole, { files: all, workflow, env });
  });
  after(async () => {
    await Promise.all([indexes.pypi.close(), indexes.own.close()]);
    for (const clean of cleanups.reverse()) await clean();
  });

  for (const repository of repositories) {
    it(`${repository.name}: ${repository.shape}`, () => {
      const seen = seenIn(result.step(repository.name, "packages"), result.jobs[repository.name]);
      const problems = differencesInAction(firstRun(repository), seen);
      assert.equal(problems.length, 0, [...problems, result.log].join("\n"));
    });
  }
});
