// What a person reads in the log of a step: a folded group for each phase, its time, and what to do next.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { startResultsService } from "../../support/github/services/results-service.ts";
import { createScenario, onLinux, step } from "../../support/scenario/scenario.ts";

/** The lines outside of groups that say how long a phase took. */
const phasesIn = (log: string) => [...log.matchAll(/^([A-Z][a-z ]+): \d+\.\d s$/gm)].map(([, title]) => title);

describe("the log of a step", { ...onLinux, concurrency: 2 }, () => {
  it("has a folded group for each phase, then its time, and ends with what to set", async (t) => {
    const service = await startResultsService();
    t.after(() => service.close());
    const scenario = await createScenario(t);
    const first = await step(t, scenario, { service });
    assert.equal(first.exitCode, 0, first.log);
    const phases = ["Plan", "Look in the cache", "Build", "Verify", "Deliver"];
    assert.deepEqual(phasesIn(first.log), phases);
    const titles = first.groups.map(({ title }) => title);
    assert.deepEqual(titles, phases);
    const [, , build] = first.groups;
    assert.ok(build?.lines.includes("Compiled 2 modules to bytecode."), first.log);
    for (const { lines } of first.groups) assert.deepEqual(phasesIn(lines.join("\n")), []);
    const last = first.log.trimEnd().split("\n").at(-1) ?? "";
    assert.match(last, /^Passed, .*\. Set in the deployment: AZUREML_EXTRA_PYTHON_LIB_PATH=\S+ PYTHONPATH=\S+$/);
    const restored = await step(t, scenario, { service, with: { mode: "restore" } });
    assert.equal(restored.exitCode, 0, restored.log);
    assert.deepEqual(phasesIn(restored.log), ["Download", "Unpack", "Verify"]);
  });

  it("has the lines of the cache after those of the upload, never among them", async (t) => {
    const service = await startResultsService();
    t.after(() => service.close());
    const { exitCode, log, lines, groups } = await step(t, await createScenario(t), { service });
    assert.equal(exitCode, 0, log);
    assert.equal(service.caches.length, 1);
    const delivered = groups.find(({ title }) => title === "Deliver")?.lines ?? [];
    const cut = delivered.indexOf("Saving to the cache");
    assert.match(delivered[0] ?? "", /^Uploading azureml-/);
    assert.match(delivered.slice(1, cut).join("\n"), /Artifact \S+ successfully finalized/);
    assert.doesNotMatch(delivered.slice(1, cut).join("\n"), /cache/i);
    assert.match(delivered.slice(cut).join("\n"), /Sent \d+ of \d+ \(100\.0%\)/);
    assert.doesNotMatch(delivered.slice(cut + 1).join("\n"), /artifact|upload/i);
    // A secret is hidden before anything of the service is printed.
    const [mask, saved] = [/^::add-mask::/, /^Saving to the cache$/].map((one) =>
      lines.findLastIndex((l) => one.test(l)),
    );
    assert.ok((mask ?? -1) >= 0 && (mask ?? 0) < (saved ?? 0), lines.join("\n"));
  });

  it("of a failed step ends with the finding to fix first, and where", async (t) => {
    const scenario = await createScenario(t, {
      requirements: "greet==1.0\n",
      files: { "score.py": "import missing_helper\n\n\ndef init():\n    pass\n\n\ndef run(data):\n    return data\n" },
    });
    const { exitCode, log, groups } = await step(t, scenario);
    assert.equal(exitCode, 1, log);
    const last = log.trimEnd().split("\n").at(-1) ?? "";
    assert.match(last, /^Failed, 1 error, .*\. Fix first: score\.py:1: S1: \S/);
    assert.ok(!groups.some(({ title }) => title === "Deliver"));
  });

  it("of a step with several input errors ends with the first of them; a single one is the end itself", async (t) => {
    const scenario = await createScenario(t);
    const two = await step(t, scenario, { with: { "max-size": "big", "retention-days": "many" } });
    assert.equal(two.exitCode, 2, two.log);
    assert.match(
      two.log.trimEnd().split("\n").at(-1) ?? "",
      /^Failed, 2 errors\. Fix first: Input [a-z-]+: "\w+" is not /,
    );
    const one = await step(t, scenario, { with: { "max-size": "big" } });
    assert.doesNotMatch(one.log, /^Failed/m);
    assert.match(one.log, /Input max-size: "big" is not a size\./);
  });
});
