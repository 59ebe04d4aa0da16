// A step that another user may not finish: what it says, what it leaves, and that nothing stands half.
import assert from "node:assert/strict";
import { chmodSync, chownSync, existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { ActionOptions } from "../../support/github/runner/action-runner.ts";
import { startResultsService } from "../../support/github/services/results-service.ts";
import { NOBODY, nodeAsNobody, pythonForNobody, withoutOtherUser } from "../../support/machine/other-user.ts";
import { type Cleanup, compareTrees, readTree, writeFiles } from "../../support/machine/workspace.ts";
import { ARTIFACT, assertFailure, PLACED } from "../../support/scenario/failure.ts";
import {
  build,
  createScenario,
  onLinux,
  python,
  readJson,
  type Scenario,
  type ScenarioOptions,
  step,
} from "../../support/scenario/scenario.ts";

const WRITTEN = ["python-version", "archive-file", "lock-file", "report-file", ...PLACED];
const unchanged = { added: [], removed: [], changed: [] };

describe("a step of another user", { ...onLinux, skip: onLinux.skip || withoutOtherUser(), concurrency: 2 }, () => {
  const cleanups: (() => void | Promise<void>)[] = [];
  const whole = { after: (clean: () => void | Promise<void>) => cleanups.push(clean) };
  let interpreter: ReturnType<typeof pythonForNobody>;
  before(() => {
    interpreter = pythonForNobody(whole, python);
  });
  after(async () => {
    for (const clean of cleanups.reverse()) await clean();
  });

  /** A repository that everybody may read. */
  const open = async (t: Cleanup, options: ScenarioOptions = {}): Promise<Scenario> => {
    const scenario = await createScenario(t, { requirements: "greet==1.0\npoliteness==1.0\n", ...options });
    chmodSync(dirname(scenario.workspace), 0o755);
    return scenario;
  };
  /** @param owned directories that become nobody's, with all that is in them */
  const asNobody = async (t: Cleanup, scenario: Scenario, owned: string[], more: Partial<ActionOptions> = {}) => {
    const inputs = { python: interpreter.path, ...more.with };
    return await step(t, scenario, { ...more, node: nodeAsNobody(t, owned), env: interpreter.env, with: inputs });
  };

  it("that may not write beside the scoring script ends before anything is built or downloaded", async (t) => {
    const scenario = await open(t);
    const how = { exitCode: 2, error: /^The packages cannot be placed in .*EACCES/ };
    const built = await asNobody(t, scenario, []);
    assertFailure(built, { ...how, headline: "Not built", known: [] });
    assert.deepEqual(
      scenario.index.requests.filter(({ path }) => path.includes("greet")),
      [],
    );
    const service = await startResultsService();
    t.after(() => service.close());
    const restored = await asNobody(t, scenario, [], { service, with: { mode: "restore" } });
    assertFailure(restored, { ...how, headline: "Not restored", known: [] });
    assert.deepEqual(service.calls, []);
  });

  it("that may not move the earlier packages aside leaves them whole", async (t) => {
    const scenario = await open(t);
    await build(t, scenario, "--packages", "tool==1.0");
    chmodSync(scenario.workspace, 0o1777); // as in /tmp: only its owner may rename what is in it
    const before = readTree(scenario.workspace);
    const how = { exitCode: 4, error: /^The directory of packages cannot be written: EPERM/ };
    const ended = await asNobody(t, scenario, []);
    const known = ["python-version", "report-file"];
    assertFailure(ended, { ...how, headline: "Built and verified, not placed", known });
    assert.deepEqual(compareTrees(before, readTree(scenario.workspace)), unchanged);
    const archive = join(dirname(scenario.workspace), "mount.tar.zst");
    const { json } = { json: await build(t, await open(t)) };
    writeFiles(dirname(archive), { "mount.tar.zst": readFileSync(json["archive-file"] ?? "") });
    const restored = await asNobody(t, scenario, [], { with: { mode: "restore", archive } });
    assertFailure(restored, { ...how, headline: "Unpacked and verified, not placed", known });
    assert.deepEqual(compareTrees(before, readTree(scenario.workspace)), unchanged);
  });

  it("that may not write .amlignore", async (t) => {
    const scenario = await open(t, { files: { "packages/": "" } });
    const ended = await asNobody(t, scenario, [join(scenario.workspace, "packages")], {
      with: { "mount-parent": "packages" },
    });
    const error = /^The file \.amlignore cannot be written: EACCES.*\nMake the code directory writable/;
    const headline = "Built and verified, .amlignore not written";
    assertFailure(ended, { exitCode: 4, headline, error, known: ["python-version", "report-file"] });
  });

  it("that may not write the deployment file: all else is there, and the file is as it was", async (t) => {
    const service = await startResultsService();
    t.after(() => service.close());
    const yaml = "name: blue\nendpoint_name: one\ncode_configuration: {code: ../app, scoring_script: score.py}\n";
    const files = { "app/score.py": "", "app/requirements.txt": "politeness==1.0\n", "deploy/blue.yml": yaml };
    const scenario = await open(t, { files });
    const inputs = { "code-directory": "app", "deployment-file": "deploy/blue.yml" };
    const ended = await asNobody(t, scenario, [join(scenario.workspace, "app")], { service, with: inputs });
    assertFailure(ended, {
      exitCode: 4,
      headline: "Built, verified and uploaded, deployment file not updated",
      error: /blue\.yml cannot be updated: EACCES/,
      known: [...WRITTEN, ...ARTIFACT],
      cache: "miss",
    });
    assert.equal(readFileSync(join(scenario.workspace, "deploy/blue.yml"), "utf8"), yaml);
    const report = readJson(ended.outputs["report-file"]);
    assert.deepEqual([report.verified, report.snippets], ["simulated", undefined]);
  });

  it("that may not remove the earlier packages says so, and passes", async (t) => {
    const scenario = await open(t);
    await build(t, scenario, "--packages", "tool==1.0");
    chownSync(scenario.workspace, NOBODY, NOBODY);
    const ended = await asNobody(t, scenario, []);
    assert.equal(ended.exitCode, 0, ended.log);
    const said = ended.annotations.map(({ message }) => message).join("\n");
    assert.match(said, /^The previous packages could not be removed: EACCES.* Remove \S+\.myenv\.outgoing\.$/m);
    assert.ok(existsSync(join(scenario.workspace, ".myenv.outgoing")));
    const again = await asNobody(t, scenario, []);
    const error = /^A file cannot be read or written: EACCES.*outgoing/;
    assertFailure(again, { exitCode: 2, headline: "Not built", error, known: ["python-version"] });
  });
});
