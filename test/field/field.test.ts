// Small repositories with the shapes that people really have, each run as it is by the shipped command line. What each run
// reports is in expected.json; the packages come from an index on this machine. Budget: 6 minutes on two cores.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { differences } from "../support/field/compare.ts";
import { type FieldRepository, fieldRepositories } from "../support/field/expected.ts";
import { copyRepository, fileDifferences, type Indexes, runIn, startIndexes } from "../support/field/run-repository.ts";
import { type Row, rowOf, tableOf } from "../support/field/table.ts";
import { type Cleanup, createWorkspace } from "../support/machine/workspace.ts";
import { onLinux } from "../support/scenario/scenario.ts";

const repositories = fieldRepositories();
const rows = new Map<string, Row[]>();
let indexes: Indexes;

/** All runs of a repository, one after the other: a later one is what a person does after the hint. */
async function runAll(t: Cleanup, repository: FieldRepository): Promise<string[]> {
  const place = { copy: copyRepository(t, repository), home: createWorkspace(t) };
  const own: Row[] = [];
  rows.set(repository.name, own);
  const problems: string[] = [];
  for (const [at, run] of repository.runs.entries()) {
    const seen = await runIn(t, run, place, indexes);
    const found = [...differences(run, seen), ...fileDifferences(run, place.copy)];
    own.push(rowOf(repository.name, at + 1, run, seen, found.length));
    if (found.length > 0) problems.push(`Run ${at + 1}:`, ...found, seen.log);
  }
  return problems;
}

describe("a repository of the field", { ...onLinux, concurrency: 2 }, () => {
  before(async () => {
    indexes = await startIndexes();
  });
  after(async () => {
    await Promise.all([indexes.pypi.close(), indexes.own.close()]);
    const all = repositories.flatMap(({ name }) => rows.get(name) ?? []);
    console.log(`\n${tableOf(all)}`);
  });

  for (const repository of repositories) {
    it(`${repository.name}: ${repository.shape}`, async (t) => {
      const problems = await runAll(t, repository);
      assert.equal(problems.length, 0, problems.join("\n"));
    });
  }
});

it("there are at least 25 repositories", () => {
  assert.ok(repositories.length >= 25, String(repositories.length));
});
