import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { compareTrees, readTree } from "../../support/machine/workspace.ts";
import { fixturePackages } from "../../support/packages/fixture-packages.ts";
import type { IndexFile } from "../../support/packages/package-index.ts";
import { indexReachable } from "../../support/packages/real-index.ts";
import { uvFromRealIndex } from "../../support/python/uv-on-index.ts";
import { uncompressed } from "../../support/scenario/archive.ts";
import { asText, build, createScenario, onLinux, readJson, run, steady } from "../../support/scenario/scenario.ts";

const requirements = "greet[loud]==1.0\npoliteness==1.0\nfamily-second==1.0\ntool==1.0\nfast==1.0\n";

describe("without uv on the index", { ...onLinux, concurrency: 2 }, () => {
  it("pip installs, and the log says why", async (t) => {
    const scenario = await createScenario(t, { requirements });
    const { exitCode, stderr } = await run(t, scenario, ["build"]);
    assert.equal(exitCode, 0);
    t.assert.snapshot(steady(stderr, scenario).split("\n").slice(0, 6).join("\n"), asText);
    assert.doesNotMatch(stderr, /^\s*(ERROR|error)/m);
  });

  it("who insists on uv hears that it cannot be had", async (t) => {
    const scenario = await createScenario(t);
    const { exitCode, stderr } = await run(t, scenario, ["build", "--installer", "uv"]);
    assert.equal(exitCode, 3);
    assert.match(
      stderr,
      /^error: uv 0\.[0-9.]+ is not available: no wheel for \S+ \S+ was found \(asked: \S+ answered HTTP 404\)$/m,
    );
  });
});

const skip = onLinux.skip || (!(await indexReachable()) && "no package index here, thus no uv");

describe("with uv on the index", { ...onLinux, skip }, () => {
  const cleanups: (() => void | Promise<void>)[] = [];
  const whole = { after: (clean: () => void | Promise<void>) => cleanups.push(clean) };
  after(async () => {
    for (const clean of cleanups.reverse()) await clean();
  });
  let packages: IndexFile[];
  before(() => {
    packages = [...fixturePackages(), ...uvFromRealIndex(whole)];
  });

  it("uv and pip give the same mount, the same manifest and the same archive", async (t) => {
    const [withUv, withPip] = [
      await createScenario(t, { requirements, packages }),
      await createScenario(t, { requirements }),
    ];
    const first = await build(t, withUv);
    const second = await build(t, withPip);
    assert.equal(readJson(first["report-file"]).installer.name, "uv");
    assert.equal(readJson(second["report-file"]).installer.name, "pip");
    const [one, other] = [readTree(withUv.workspace), readTree(withPip.workspace)];
    assert.deepEqual(compareTrees(one, other), { added: [], removed: [], changed: [] });
    assert.equal(first["mount-digest"], second["mount-digest"]);
    assert.deepEqual(uncompressed(first["archive-file"] ?? ""), uncompressed(second["archive-file"] ?? ""));
    const hashes = (file = "") => readFileSync(file, "utf8").match(/sha256:[0-9a-f]{64}/g);
    assert.deepEqual(hashes(first["lock-file"]), hashes(second["lock-file"]));
  });

  it("uv is kept for the next build", async (t) => {
    const scenario = await createScenario(t, { requirements, packages });
    await build(t, scenario);
    await build(t, scenario, "--cache", "off");
    const wheels = scenario.index.requests.filter(({ path }) => path.startsWith("/files/uv-"));
    assert.equal(wheels.length, 1);
  });

  it("uv that was tampered with on the index is not run", async (t) => {
    const wrong = packages.map((file) =>
      file.filename.startsWith("uv-") ? { filename: file.filename, bytes: Buffer.from("PK, says the thief") } : file,
    );
    const scenario = await createScenario(t, { requirements, packages: wrong });
    const { exitCode, stderr } = await run(t, scenario, ["build"]);
    assert.equal(exitCode, 0, stderr);
    assert.match(stderr, /^Installing with pip [0-9.]+: uv [0-9.]+ is not available: .+$/m);
  });
});
