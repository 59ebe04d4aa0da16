import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { CacheableEvidence } from "../../src/evidence/evidence.ts";
import { imageInUse } from "../../src/evidence/image-evidence.ts";
import type { ContainerView } from "../../src/evidence/imports/container.ts";
import { reusableView } from "../../src/evidence/reuse.ts";
import type { Options } from "../../src/inputs/options.ts";
import type { AvailableImage } from "../../src/python/container/available-image.ts";
import type { PendingImage } from "../../src/python/container/pending-image.ts";
import type { EvidenceSource } from "../../src/python/running-image.ts";
import { silentHost } from "../support/scenario/evidence.ts";
import { imageFacts } from "../support/scenario/image-facts.ts";

const digest = `sha256:${"a".repeat(64)}`;
const ofImage: EvidenceSource = { kind: "image", reference: "scoring:1", digest, engine: "docker 28.0.4" };
const simulated: EvidenceSource = { kind: "simulated" };
const facts = imageFacts();
const running = { facts } as AvailableImage;

/** The evidence of an earlier run. */
function earlier(source: EvidenceSource | undefined): Partial<CacheableEvidence> {
  const view: Omit<ContainerView, "source"> = { searchPath: [], distributions: [], importFailures: [] };
  const container = source && { source, ...view };
  const imageFacts = source?.kind === "image" ? facts : undefined;
  return { scoringDirectory: "same", closure: undefined, container, imageFacts };
}

describe("earlier imports are reused", () => {
  const isReused = (
    source: EvidenceSource | undefined,
    evidence: Options["evidence"],
    { holds = false, image = undefined as AvailableImage | undefined, scoringDirectory = "same" } = {},
  ) => {
    const here = { scoringDirectory, requirements: [] };
    return reusableView(earlier(source), here, { evidence } as Options, { image, holds }) !== undefined;
  };

  test("from the image while they hold", () => {
    assert.equal(isReused(ofImage, "auto", { holds: true }), true);
    assert.equal(isReused(ofImage, "image", { holds: true }), true);
    assert.equal(isReused(ofImage, "auto"), false);
    assert.equal(isReused(ofImage, "auto", { image: running }), false);
    assert.equal(isReused(ofImage, "simulated"), false);
  });

  test("from a simulated image where no image is to run", () => {
    assert.equal(isReused(simulated, "auto"), true);
    assert.equal(isReused(simulated, "simulated"), true);
    assert.equal(isReused(simulated, "auto", { image: running }), false);
    assert.equal(isReused(simulated, "image", { image: running }), false);
  });

  test("only if there were some, unless none are wanted", () => {
    assert.equal(isReused(undefined, "auto"), false);
    assert.equal(isReused(undefined, "simulated"), false);
    assert.equal(isReused(undefined, "files"), true);
    assert.equal(isReused(simulated, "files"), false);
    assert.equal(isReused(ofImage, "files", { holds: true }), false);
  });

  test("only for the same scoring directory", () => {
    for (const source of [ofImage, simulated, undefined]) {
      const evidence = source === undefined ? "files" : "auto";
      assert.equal(isReused(source, evidence, { holds: true, scoringDirectory: "another" }), false);
    }
  });
});

describe("imports of an earlier run in the image hold", () => {
  interface Situation {
    readonly source?: EvidenceSource;
    readonly options?: Partial<Options>;
    /** The digest that the image has now; `undefined` if it cannot be asked. */
    readonly now?: string | undefined;
    readonly scoringDirectory?: string;
  }

  async function inUse(situation: Situation) {
    const { source = ofImage, options = {}, scoringDirectory = "same" } = situation;
    const said: string[] = [];
    const host = silentHost(process.cwd());
    const log = {
      ...host.log,
      notice: (text: string) => said.push(text),
      warning: (text: string) => said.push(`warning: ${text}`),
    };
    let isAbandoned = false;
    const pending = {
      now: async () => {
        const found = "now" in situation ? situation.now : digest;
        return found === undefined ? { why: "The engine is away." } : { digest: found };
      },
      obtained: async () => running,
      abandon: () => {
        isAbandoned = true;
      },
    } as unknown as PendingImage;
    const asked = { smokeTest: "", evidence: "auto", imageFacts: undefined, ...options } as Options;
    const found = await imageInUse(asked, earlier(source), scoringDirectory, pending, { ...host, log } as typeof host);
    return { ...found, isAbandoned, said };
  }

  test("while the image has the same digest: then it is not pulled, and its facts are known", async () => {
    const { holds, image, facts: known, isAbandoned, said } = await inUse({});
    assert.deepEqual([holds, image, known, isAbandoned, said], [true, undefined, facts, true, []]);
    assert.equal((await inUse({ options: { evidence: "image" } })).holds, true);
  });

  test("not if it has another one: then the image runs", async () => {
    const { holds, image, isAbandoned } = await inUse({ now: `sha256:${"b".repeat(64)}` });
    assert.deepEqual([holds, image, isAbandoned], [false, running, false]);
  });

  test("if its digest cannot be asked, which is said with the digest of the evidence and the reason", async () => {
    for (const [pull, level] of [
      ["auto", ""],
      ["always", "warning: "],
    ] as const) {
      const { holds, said } = await inUse({ now: undefined, options: { pull } });
      assert.equal(holds, true);
      assert.equal(said.length, 1);
      const text = `^${level}The packages .*scoring:1 with digest ${digest}\\. .* could not be asked: the engine is away\\.$`;
      assert.match(said[0] ?? "", new RegExp(text));
    }
  });

  test("not for another scoring directory, a smoke test, or other evidence", async () => {
    assert.equal((await inUse({ scoringDirectory: "another" })).holds, false);
    assert.equal((await inUse({ options: { smokeTest: "/sample.json" } })).holds, false);
    assert.equal((await inUse({ options: { evidence: "simulated" } })).holds, false);
    assert.equal((await inUse({ source: simulated })).holds, false);
  });

  test("and with evidence files the image does not run", async () => {
    const given = imageFacts({ name: "given" });
    const { holds, image, facts: known } = await inUse({ options: { evidence: "files", imageFacts: given } });
    assert.deepEqual([holds, image, known], [false, undefined, given]);
  });
});
