// The same inputs on another day, in another place and by another user: the same bytes.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { UV } from "../../../src/python/packaging/pins.ts";
import type { ActionResult } from "../../support/github/runner/action-runner.ts";
import { type ResultsService, startResultsService } from "../../support/github/services/results-service.ts";
import { DAY, type OtherClock, otherClock, withoutCompiler } from "../../support/machine/other-clock.ts";
import { canRead, NOBODY, nodeAsNobody, pythonForNobody, withoutOtherUser } from "../../support/machine/other-user.ts";
import { type Cleanup, compareTrees, createWorkspace, readTree } from "../../support/machine/workspace.ts";
import { fixturePackages } from "../../support/packages/fixture-packages.ts";
import { packagesFromFolder } from "../../support/packages/package-index.ts";
import { indexReachable } from "../../support/packages/real-index.ts";
import { makeSdist } from "../../support/packages/sdists.ts";
import type { Wheel } from "../../support/packages/wheels.ts";
import {
  build,
  createScenario,
  onLinux,
  python,
  readJson,
  run,
  type Scenario,
  step,
} from "../../support/scenario/scenario.ts";

const requirements = "greet[loud]==1.0\npoliteness==1.0\nfamily-second==1.0\ntool==1.0\nfast==1.0\nhand-made==1.0\n";
const unchanged = { added: [], removed: [], changed: [] };
const withoutIndex = !(await indexReachable()) && "no package index here, thus no uv";

/** What is built from source has more ways to depend on the clock. */
async function wheels(): Promise<Wheel[]> {
  const sdist = await makeSdist({ name: "hand-made", version: "1.0", files: { "hand_made/__init__.py": "" } });
  return [...fixturePackages(), sdist];
}

/** Zips, wheels among them, hold local time: the other day is in another zone too. */
const on = (scenario: Scenario, clock: OtherClock): Scenario => ({
  ...scenario,
  env: { ...scenario.env, ...clock.env, TZ: "LINT-14" },
});

describe("a build a day later", { ...onLinux, skip: onLinux.skip || withoutCompiler, concurrency: 2 }, () => {
  it("happens for the programs under test, when this test says so", (t) => {
    const clock = otherClock(t, DAY);
    const seconds = (program: string, ...args: string[]) =>
      Number(execFileSync(program, args, { env: { ...process.env, ...clock.env }, encoding: "utf8" }));
    const now = Date.now() / 1000;
    for (const ahead of [
      seconds(process.execPath, "-p", "Date.now() / 1000"),
      seconds(python, "-c", "import time; print(time.time())"),
      seconds(python, "-c", "import datetime; print(datetime.datetime.now().timestamp())"),
    ])
      assert.ok(Math.abs(ahead - now - DAY) < 60, `${ahead - now} s`);
  });

  const both = async (t: Cleanup, packages: Wheel[] | ReturnType<typeof packagesFromFolder>, installer: string) => {
    const clock = otherClock(t, DAY);
    const [today, later] = [
      await createScenario(t, { requirements, packages }),
      await createScenario(t, { requirements, packages }),
    ];
    const [first, second] = [await build(t, today), await build(t, on(later, clock))];
    assert.equal(readJson(second["report-file"]).installer.name, installer);
    assert.deepEqual([first["cache-outcome"], second["cache-outcome"]], ["miss", "miss"]);
    assert.equal(second["mount-digest"], first["mount-digest"]);
    assert.deepEqual(compareTrees(readTree(today.workspace), readTree(later.workspace)), unchanged);
    for (const output of ["archive-file", "lock-file"])
      assert.ok(readFileSync(first[output] ?? "").equals(readFileSync(second[output] ?? "")), output);
    const ended = await run(t, on(later, clock), ["verify"]);
    assert.equal(ended.exitCode, 0, ended.stderr);
    return { clock, today, later };
  };

  it("gives the same mount, manifest, lock and archive with pip, packed by zstd and by gzip", async (t) => {
    const { clock, today, later } = await both(t, await wheels(), "pip");
    for (const program of [/^node/, /^python/])
      assert.ok(
        clock.witnesses().some((name) => program.test(name)),
        clock.witnesses().join(),
      );
    const gz = ["--artifact-format", "tar.gz"];
    const [first, second] = [await build(t, today, ...gz), await build(t, on(later, clock), ...gz)];
    assert.ok(readFileSync(first["archive-file"] ?? "").equals(readFileSync(second["archive-file"] ?? "")));
  });

  it("gives the same with uv", { skip: withoutIndex }, async (t) => {
    const folder = createWorkspace(t);
    const args = ["-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, `uv==${UV.version}`];
    execFileSync(python, args, { stdio: "pipe" });
    const { clock } = await both(t, [...(await wheels()), ...packagesFromFolder(folder)], "uv");
    assert.ok(clock.witnesses().includes("uv"), "uv is linked statically and saw the true time");
  });

  it("is another key in another ISO week where something is unpinned, and the same digest", async (t) => {
    const scenario = await createScenario(t, { requirements: "greet\n" });
    const first = await build(t, scenario);
    const ended = await run(t, on(scenario, otherClock(t, 7 * DAY)), ["build"]);
    assert.equal(ended.exitCode, 0, ended.stderr);
    assert.match(ended.stderr, /^Cache miss: since the last run, ISO week/m);
    assert.equal(ended.json["mount-digest"], first["mount-digest"]);
  });
});

const alone = onLinux.skip || withoutCompiler || withoutOtherUser();

/** Built today; built tomorrow and uploaded; restored from that in another directory by nobody under umask 077. */
describe("a mount of another day, restored by another user", { ...onLinux, skip: alone }, () => {
  const cleanups: (() => void | Promise<void>)[] = [];
  const whole = { after: (clean: () => void | Promise<void>) => cleanups.push(clean) };
  let service: ResultsService;
  let today: Scenario;
  let there: Scenario;
  let digest: string;
  let asNobody: (inputs: Record<string, string>) => Promise<ActionResult>;
  before(async () => {
    service = await startResultsService();
    whole.after(() => service.close());
    const packages = await wheels();
    today = await createScenario(whole, { requirements, packages });
    digest = (await build(whole, today))["mount-digest"] ?? "";
    const tomorrow = on(await createScenario(whole, { requirements, packages }), otherClock(whole, DAY));
    const built = await step(whole, tomorrow, { service });
    assert.equal(built.exitCode, 0, built.log);
    assert.equal(built.outputs["mount-digest"], digest);
    there = await createScenario(whole, { requirements });
    const node = nodeAsNobody(whole, [dirname(there.workspace)]);
    const { path, env } = pythonForNobody(whole, python);
    asNobody = (inputs) => step(whole, there, { service, node, env, with: { python: path, ...inputs } });
  });
  after(async () => {
    for (const clean of cleanups.reverse()) await clean();
  });

  it("has the digest that was built, and every byte and mode", async () => {
    const { exitCode, log, outputs } = await asNobody({ mode: "restore", "expected-digest": digest });
    assert.equal(exitCode, 0, log);
    assert.deepEqual([outputs["mount-digest"], outputs.verified], [digest, "simulated"]);
    const trees = [today, there].map(({ workspace }) => readTree(join(workspace, "myenv")));
    assert.deepEqual(compareTrees(trees[0] ?? {}, trees[1] ?? {}), unchanged);
  });

  it("passes verify for that user", async () => {
    const { exitCode, log, outputs } = await asNobody({ mode: "verify" });
    assert.equal(exitCode, 0, log);
    assert.deepEqual([outputs["mount-digest"], outputs.verified], [digest, "simulated"]);
  });

  it("is nobody's, and open to every other user, as the container's is", () => {
    const mount = join(there.workspace, "myenv");
    const paths = ["", ...readdirSync(mount, { recursive: true, encoding: "utf8" })].map((path) => join(mount, path));
    for (const path of paths) {
      const stat = lstatSync(path);
      assert.equal(stat.uid, NOBODY, path);
      if (stat.isDirectory()) assert.equal(stat.mode & 0o777, 0o755, path);
    }
    for (const above of [there.workspace, dirname(there.workspace)]) chmodSync(above, 0o755);
    const files = paths.filter((path) => lstatSync(path).isFile());
    assert.ok(files.length > 20);
    assert.ok(canRead(files, 1001));
  });
});
