import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Evidence } from "../../../src/evidence/evidence.ts";
import { targetOf } from "../../../src/images/target.ts";
import type { RawOptions } from "../../../src/inputs/table.ts";
import type { Manifest } from "../../../src/mount/manifest/manifest.ts";
import type { BuildFacts } from "../../../src/mount/mount.ts";
import { digestRequirements } from "../../../src/mount/provenance.ts";
import { ask, evidenceOf } from "../../support/scenario/evidence.ts";
import { imageFacts } from "../../support/scenario/image-facts.ts";

type Context = Parameters<typeof evidenceOf>[0];

/** A mount whose manifest was written from this checkout's requirements file. */
function built(t: Context): Evidence {
  const evidence = evidenceOf(t, { code: { "requirements.txt": "demo==1.0\n" }, requirements: ["demo==1.0"] });
  const { options } = evidence;
  const requirementsFiles = digestRequirements([join(options.codeDirectory, "requirements.txt")], options);
  return { ...evidence, manifest: { requirementsFiles } as unknown as Manifest };
}

function rewritten(evidence: Evidence, text: string): Evidence {
  writeFileSync(join(evidence.options.codeDirectory, "requirements.txt"), text);
  return evidence;
}

test("T4 finds a requirements file that asks for something else", (t) => {
  const found = ask("T4", rewritten(built(t), "demo==2.0\n"));
  assert.deepEqual(
    found.map(({ message, requirement }) => [message, requirement?.line]),
    [["requirements.txt has changed since the mount was built.", 1]],
  );
});

test("T4 leaves alone comments and line ends, files that are not here, and a mount that is just being built", (t) => {
  assert.deepEqual(ask("T4", rewritten(built(t), "# why\r\n\r\n  demo==1.0 # because\r\n")), []);
  const evidence = built(t);
  const elsewhere = { requirementsFiles: [{ path: "other.txt", digest: "sha256:0" }] } as unknown as Manifest;
  assert.deepEqual(ask("T4", { ...evidence, manifest: elsewhere }), []);
  const building = { ...rewritten(built(t), "other\n"), build: {} as BuildFacts };
  assert.deepEqual(ask("T4", building), []);
  assert.deepEqual(ask("T4", { ...building, build: undefined, manifest: undefined }), []);
});

function from(
  t: Context,
  built: Partial<Record<"repository" | "commit", string>>,
  here = { commit: "bbb", repository: "me/it" },
) {
  const provenance = { mountDigest: "", repository: "me/it", commit: "aaa", run: "", ...built };
  return ask("T5", evidenceOf(t, { evidence: { origin: { provenance, here } } as unknown as Partial<Evidence> }));
}

test("T5 finds a mount of another commit", (t) => {
  assert.match(from(t, {})[0]?.message ?? "", /from commit aaa, but bbb is checked out/);
});

test("T5 leaves alone the same commit, another repository, and what is not known", (t) => {
  assert.deepEqual(from(t, { commit: "bbb" }), []);
  assert.deepEqual(from(t, { repository: "me/other" }), []);
  assert.deepEqual(from(t, { commit: "" }), []);
  assert.deepEqual(from(t, {}, { commit: "", repository: "me/it" }), []);
  assert.deepEqual(ask("T5", evidenceOf(t, {})), []);
});

const PY38 = "minimal-ubuntu20.04-py38-cpu-inference";

function targeted(t: Context, target: object, options: RawOptions) {
  const manifest = {
    pythonVersion: "3.8.18",
    target: { python: "3.8", architecture: "x86_64", image: "", glibc: "2.31", ...target },
  } as unknown as Manifest;
  const code = {
    "score.py": "",
    "py39.yml":
      "endpoint_name: iris\ncode_configuration: {code: ., scoring_script: score.py}\nenvironment:\n  image: mcr.microsoft.com/azureml/minimal-ubuntu22.04-py39-cpu-inference\n",
  };
  return ask("T6", evidenceOf(t, { code, options, evidence: { manifest } })).map(({ severity, message }) => [
    severity,
    message,
  ]);
}

test("T6 finds another Python, another architecture, and another image", (t) => {
  assert.equal(
    targeted(t, {}, { "python-version": "3.9" })[0]?.[1],
    "The mount was built for Python 3.8; the input python-version is 3.9.",
  );
  const older = targeted(t, { python: "3.9" }, { image: PY38 });
  assert.match(older[0]?.[1] ?? "", /^The mount was built for Python 3\.9; .* has 3\.8\.$/);
  const deployed = targeted(t, {}, { "deployment-file": "py39.yml" });
  assert.match(deployed[0]?.[1] ?? "", /^The mount was built for Python 3\.8; .*py39.* has 3\.9\.$/);
  assert.match(
    targeted(t, { architecture: "aarch64" }, { image: PY38 })[0]?.[1] ?? "",
    /built for aarch64; .* is x86_64/,
  );
  assert.deepEqual(
    targeted(t, { image: "some/other" }, { image: PY38 }).map(([severity]) => severity),
    ["warning"],
  );
});

test("T6 finds an image whose own Python is another one, with or without a manifest", (t) => {
  const facts = imageFacts({ python: { version: "3.8.20" } });
  const target = targetOf({ python: "3.9", facts });
  const [found] = ask("T6", evidenceOf(t, { evidence: { target } }));
  assert.equal(
    found?.message,
    "The packages are for Python 3.9, but the image registry.example/scoring:1 has Python 3.8.20.",
  );
  assert.deepEqual(ask("T6", evidenceOf(t, { evidence: { target: targetOf({ python: "3.8", facts }) } })), []);
});

test("T6 leaves alone what fits, what was not asked for, and a mount without manifest", (t) => {
  assert.deepEqual(targeted(t, {}, {}), []);
  assert.deepEqual(targeted(t, {}, { "python-version": "3.8" }), []);
  assert.deepEqual(targeted(t, {}, { image: PY38 }), []);
  assert.deepEqual(ask("T6", evidenceOf(t, { options: { "python-version": "3.9" } })), []);
});
