// Bills of materials of mounts that no build makes; test/scenarios/delivery has those that the bundle writes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Spec, Validation } from "@cyclonedx/cyclonedx-library";
import { billOfMaterials } from "../../src/delivery/sbom/bill-of-materials.ts";
import { licencesOf } from "../../src/delivery/sbom/licences.ts";
import { parseHeaders } from "../../src/mount/inventory/metadata.ts";
import { describe as manifestOf } from "../../src/mount/manifest/describe.ts";
import { evidenceOf, withClosure } from "../support/scenario/evidence.ts";

const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);

test("a distribution that is there twice, without a version or from elsewhere is described in a valid document", async (t) => {
  const damaged = "Metadata-Version: 2.1\nName: nameless\n\n";
  const evidence = await withClosure(
    evidenceOf(t, {
      wheels: ["twice", "by-git", "by-url", "local"].map((name) => ({ name, version: "1.0" })),
      files: {
        "twice-1.0.egg-info/PKG-INFO": "Metadata-Version: 2.1\nName: twice\nVersion: 1.0\n\n",
        "nameless.dist-info/METADATA": damaged,
        ".dist-info/METADATA": "",
      },
    }),
  );
  const directUrls = {
    "by-git": { url: "https://user:secret@example.com/r.git", vcs_info: { vcs: "git", commit_id: "c0ffee" } },
    "by-url": { url: "https://example.com/by_url-1.0.whl?token=secret-token", archive_info: {} },
    local: { url: "file:///home/somebody/local", dir_info: {} },
  };
  const mount = { ...evidence, removedByStaging: { outside: {}, directUrls } };
  const manifest = manifestOf(mount, evidence.location, evidence.target, "3.8.18", evidence.options);
  const text = billOfMaterials(mount.inventory, manifest, evidence.closure);
  assert.equal(await validator.validate(text), null);
  assert.doesNotMatch(text, /secret|somebody/);
  const { components, dependencies } = JSON.parse(text);
  const refs = components.map((one: { "bom-ref": string }) => one["bom-ref"]);
  assert.equal(new Set(refs).size, 7);
  assert.deepEqual(dependencies.map(({ ref }: { ref: string }) => ref).slice(1), refs);
  const named = (name: string) => components.find((one: { name: string }) => one.name === name);
  const commit = { type: "vcs", url: "https://example.com/r.git", comment: "commit c0ffee" };
  assert.deepEqual(named("by-git").externalReferences, [commit]);
  assert.equal(named("by-url").externalReferences[0].url, "https://example.com/by_url-1.0.whl?token=***");
  assert.equal(named("local").purl, undefined);
  assert.equal(named("nameless").version, undefined);
});

test("licences are SPDX expressions where they parse, then classifiers, then the text", () => {
  const of = (text: string) => JSON.stringify(licencesOf(parseHeaders(text))?.map((one) => ({ ...one })) ?? null);
  const cases: Record<string, string> = {
    "License-Expression: MIT": '"expression":"MIT"',
    "License: Apache-2.0": '"expression":"Apache-2.0"',
    "License: GPL-2.0-only WITH Classpath-exception-2.0": '"expression":"GPL-2.0-only WITH Classpath-exception-2.0"',
    "License: LicenseRef-Own": '"expression":"LicenseRef-Own"',
    "License: Apache 2.0": '"name":"Apache 2.0"',
    "License: mit": '"name":"mit"',
    "License: New\nClassifier: License :: OSI Approved :: ISC License (ISCL)": '"id":"ISC"',
    "Classifier: License :: OSI Approved :: Apache Software License": '"name":"Apache Software License"',
    "Classifier: License :: OSI Approved": "null",
    "Classifier: Topic :: Software": "null",
    "License: UNKNOWN": "null",
    "License:": "null",
  };
  for (const [metadata, expected] of Object.entries(cases)) {
    const found = of(`Name: x\n${metadata}\n`);
    assert.ok(found.includes(expected), `${metadata}: ${found}`);
  }
});
