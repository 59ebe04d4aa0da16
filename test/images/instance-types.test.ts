import assert from "node:assert/strict";
import { describe, test } from "node:test";
import data from "../../src/images/instance-types/instance-types.json" with { type: "json" };
import { instanceType, nearestInstanceTypes } from "../../src/images/instance-types/instance-types.ts";

describe("instance types", () => {
  for (const [name, cores, memory] of [
    ["Standard_DS1_v2", 1, 3.5],
    ["Standard_DS2_v2", 2, 7],
    ["Standard_D96as_v4", 96, 384],
    ["Standard_E64s_v3", 64, 432],
    ["Standard_F72s_v2", 72, 144],
    ["Standard_FX48mds", 48, 1008],
    ["Standard_NC16as_T4_v3", 16, 110],
    ["Standard_NV36adms_A10_v5", 36, 880],
  ] as const) {
    test(`${name} has ${cores} cores and ${memory} GiB`, () => {
      assert.deepEqual(instanceType(name), { name, cores, memory });
    });
  }

  test("a name is found in any case, with spaces around it", () => {
    for (const name of ["STANDARD_DS3_V2", "standard_ds3_v2", " Standard_DS3_v2\n"]) {
      assert.equal(instanceType(name)?.name, "Standard_DS3_v2", name);
    }
  });

  test("a name that is not in the table has no type", () => {
    for (const name of ["Standard_D2s_v3", "DS3_v2", ""]) assert.equal(instanceType(name), undefined, name);
  });

  test("a misspelt name has the nearest ones", () => {
    assert.equal(nearestInstanceTypes("Standard_DS3v2")[0], "Standard_DS3_v2");
    assert.equal(nearestInstanceTypes("DS3_v2")[0], "Standard_DS3_v2");
    assert.ok(nearestInstanceTypes("standard_d2s_v3").includes("Standard_E2s_v3"));
    assert.equal(nearestInstanceTypes("Standard_NC", 2).length, 2);
    assert.deepEqual(nearestInstanceTypes("m5.large"), []);
  });

  test("names are unique", () => {
    const names = data.instanceTypes.map(({ name }) => name.toLowerCase());
    assert.equal(new Set(names).size, names.length);
  });

  test("sources exist, and each is used", () => {
    const used = data.instanceTypes.map(({ source }) => source);
    assert.deepEqual(new Set(["supported", ...used]), new Set(Object.keys(data.sources)));
  });
});
