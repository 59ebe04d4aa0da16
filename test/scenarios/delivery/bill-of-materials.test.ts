// The bill of materials that the bundle writes, validated by the CycloneDX project's own validator.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { Spec, Validation } from "@cyclonedx/cyclonedx-library";
import { contentOf } from "../../support/github/services/blob-store.ts";
import { startResultsService } from "../../support/github/services/results-service.ts";
import { type Cleanup, createWorkspace } from "../../support/machine/workspace.ts";
import { fixturePackages } from "../../support/packages/fixture-packages.ts";
import { makeWheel, type WheelOptions } from "../../support/packages/wheels.ts";
import {
  asText,
  build,
  createScenario,
  onLinux,
  run,
  type ScenarioOptions,
  steady,
  step,
} from "../../support/scenario/scenario.ts";

interface Component {
  readonly "bom-ref": string;
  readonly name: string;
  readonly version?: string;
  readonly purl?: string;
  readonly hashes: readonly { readonly alg: string; readonly content: string }[];
  readonly licenses?: unknown;
  readonly externalReferences?: unknown;
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
}

const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);

/** Its text, once the validator has nothing to say. */
async function billIn(outputs: Readonly<Record<string, string>>): Promise<string> {
  const text = readFileSync(join(dirname(outputs["lock-file"] ?? ""), "sbom.cdx.json"), "utf8");
  assert.equal(await validator.validate(text), null);
  return text;
}

async function buildWith(t: Cleanup, requirements: string, packages: readonly WheelOptions[] = []) {
  const options: ScenarioOptions = { requirements, packages: [...fixturePackages(), ...packages.map(makeWheel)] };
  const scenario = await createScenario(t, options);
  const outputs = await build(t, scenario);
  const text = await billIn(outputs);
  return { scenario, outputs, text, bill: JSON.parse(text) };
}

const component = (bill: { components: readonly Component[] }, name: string) =>
  bill.components.find((one) => one.name === name) ?? assert.fail(`${name} is not listed`);

const requirementsOf = ({ properties = [] }: Component) =>
  properties.filter((one) => one.name === "azureml-extra-packages:requirement").map(({ value }) => value);

it("the validator rejects a document that is not valid", async () => {
  assert.notEqual(await validator.validate('{"bomFormat":"CycloneDX","specVersion":"1.6","components":1}'), null);
});

describe("the bill of materials", { ...onLinux, concurrency: 2 }, () => {
  it("describes the mount, its distributions and their dependencies", async (t) => {
    const { scenario, outputs, text, bill } = await buildWith(t, "greet[loud]==1.0\nfast==1.0\n");
    t.assert.snapshot(steady(text, scenario).replace(/urn:uuid:[0-9a-f-]+/, "urn:uuid:<uuid>"), asText);
    const hex = outputs["mount-digest"]?.replace("sha256:", "") ?? "";
    assert.equal(bill.metadata.component.hashes[0].content, hex);
    // docs/supply-chain.md reads it from the attestation.
    assert.equal(bill.metadata.component.version, outputs["mount-digest"]);
    assert.match(bill.serialNumber, /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.equal(bill.serialNumber.slice("urn:uuid:".length, 17), hex.slice(0, 8));
  });

  it("has the same bytes from pip, from uv, in another directory and after a cache hit", async (t) => {
    const requirements = "greet[loud]==1.0\nfast==1.0\n";
    const { scenario, text } = await buildWith(t, requirements);
    const hit = await build(t, scenario);
    assert.equal(hit["cache-outcome"], "hit");
    assert.equal(await billIn(hit), text);
    const other = await createScenario(t, { requirements });
    const byPip = await build(t, other, "--installer", "pip");
    assert.equal(byPip["cache-outcome"], "miss");
    assert.equal(await billIn(byPip), text);
  });

  it("has another serial number for another mount", async (t) => {
    const one = await buildWith(t, "politeness==1.0\n");
    const other = await buildWith(t, "politeness==2.0\n");
    assert.notEqual(one.bill.serialNumber, other.bill.serialNumber);
  });

  it("is the same after a restore from the artifact, and from the archive alone", async (t) => {
    const requirements = "greet==1.0\n";
    const service = await startResultsService();
    t.after(() => service.close());
    const shop = await createScenario(t, { requirements });
    const built = await step(t, shop, { service });
    assert.equal(built.exitCode, 0, built.log);
    const text = await billIn(built.outputs);
    const checkout = await createScenario(t, { requirements });
    const restored = await step(t, checkout, { service, with: { mode: "restore" } });
    assert.equal(await billIn(restored.outputs), text);
    const archive = built.outputs["archive-file"] ?? "";
    const alone = createWorkspace(t, { "mount.tar.zst": readFileSync(archive) });
    const { exitCode, json, stderr } = await run(t, checkout, ["restore", "--archive", join(alone, "mount.tar.zst")]);
    assert.equal(exitCode, 0, stderr);
    assert.equal(await billIn(json), text);
    assert.ok(service.artifacts.some(({ blob }) => contentOf(blob).includes("sbom.cdx.json")));
  });

  it("has no dependency graph where no interpreter could be asked for the dependencies", async (t) => {
    const { outputs, scenario } = await buildWith(t, "greet==1.0\n");
    const alone = createWorkspace(t, { "mount.tar.zst": readFileSync(outputs["archive-file"] ?? "") });
    const env = { PATH: "/nowhere", PYENV_ROOT: "/nowhere" };
    const flags = ["--archive", join(alone, "mount.tar.zst"), "--evidence", "files", "--python", "found"];
    const { exitCode, json, stderr } = await run(t, scenario, ["restore", ...flags], { env });
    assert.equal(exitCode, 0, stderr);
    const bill = JSON.parse(await billIn(json));
    assert.equal("dependencies" in bill, false);
    assert.equal(bill.components.length, 2);
  });

  it("names the requirements that brought a distribution in, without their credentials", async (t) => {
    const { bill } = await buildWith(t, "greet==1.0\npoliteness>=1 # twice\npoliteness<3\nfamily-second\n");
    assert.deepEqual(requirementsOf(component(bill, "politeness")), [
      "politeness>=1 (requirements.txt:2)",
      "politeness<3 (requirements.txt:3)",
    ]);
    assert.deepEqual(requirementsOf(component(bill, "family-first")), ["family-second (requirements.txt:4)"]);
    const { dependencies } = bill;
    assert.deepEqual(dependencies[0].dependsOn, [
      "pkg:pypi/family-second@1.0",
      "pkg:pypi/greet@1.0",
      "pkg:pypi/politeness@2.0",
    ]);
    const below = dependencies.find((one: { ref: string }) => one.ref === "pkg:pypi/family-second@1.0");
    assert.deepEqual(below.dependsOn, ["pkg:pypi/family-first@1.0"]);
  });

  it("is valid whatever a wheel declares", async (t) => {
    const licensed = (name: string, ...metadata: string[]) => ({ name, version: "1.0", metadata });
    const packages: WheelOptions[] = [
      licensed("lic-a", "License-Expression: Apache-2.0 OR (MIT AND BSD-3-Clause)"),
      licensed("lic-b", "License: BSD", "Classifier: License :: OSI Approved :: BSD License"),
      licensed("lic-c", "Classifier: License :: OSI Approved :: MIT License", "Classifier: License :: Public Domain"),
      licensed("lic-d", "License-Expression: not ( an expression"),
      licensed("lic-e", `License: ${"(".repeat(100_000)}`),
      licensed("lic-f", "License: MIT License\n        with a long text\n        ]]> \u0007 \ud83d\ude00"),
      licensed("lic-g", "License: UNKNOWN"),
      { name: "local", version: "1!2.0.post1+cu117" },
    ];
    const names = packages.map(({ name }) => name).join("\n");
    const { bill } = await buildWith(t, `${names}\n`, packages);
    const declared = "declared";
    assert.deepEqual(component(bill, "lic-a").licenses, [
      { expression: "Apache-2.0 OR (MIT AND BSD-3-Clause)", acknowledgement: declared },
    ]);
    assert.deepEqual(component(bill, "lic-b").licenses, [
      { license: { name: "BSD License", acknowledgement: declared } },
    ]);
    assert.deepEqual(component(bill, "lic-c").licenses, [
      { license: { id: "MIT", acknowledgement: declared } },
      { license: { name: "Public Domain", acknowledgement: declared } },
    ]);
    assert.deepEqual(component(bill, "lic-d").licenses, [
      { license: { name: "not ( an expression", acknowledgement: declared } },
    ]);
    assert.deepEqual(component(bill, "lic-f").licenses, [
      { license: { name: "MIT License", acknowledgement: declared } },
    ]);
    assert.equal(component(bill, "lic-g").licenses, undefined);
    assert.equal(component(bill, "local").purl, "pkg:pypi/local@1!2.0.post1%2Bcu117");
  });
});
