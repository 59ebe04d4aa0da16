import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { makeSdist } from "./sdists.ts";
import { makeWheel, type RecordKind } from "./wheels.ts";
import { readZip } from "./zip.ts";

const content = (record?: RecordKind) => {
  const { bytes } = makeWheel({
    name: "My.Package",
    version: "1.0",
    files: { "b.py": "", "a, b.py": "x = 1\n" },
    requires: ["numpy"],
    extras: { plot: ['matplotlib; python_version < "3.9"'] },
    requiresPython: ">=3.8",
    tag: "cp38-cp38-manylinux_2_17_x86_64.manylinux2014_x86_64",
    topLevel: ["b"],
    ...(record ? { record } : {}),
  });
  return readZip(Buffer.from(bytes));
};
const recordRows = (kind: RecordKind) =>
  content(kind).get("My_Package-1.0.dist-info/RECORD")?.toString().split("\n") ?? [];

describe("makeWheel", () => {
  it("writes the files of a wheel, RECORD last", (t) => {
    const files = [...content()].map(([path, bytes]) => `--- ${path}\n${bytes}`);
    t.assert.snapshot(files.join("\n"), { serializers: [String] });
  });

  it("gives the same bytes for the same arguments", async () => {
    const options = { name: "same", version: "1", files: { "same.py": "1" } };
    assert.deepEqual(makeWheel(options), makeWheel(options));
    assert.deepEqual(await makeSdist(options), await makeSdist(options));
  });

  it("writes unsound RECORDs", () => {
    const sound = recordRows("good");
    assert.equal(recordRows("missing-row").length, sound.length - 1);
    assert.equal(recordRows("ghost-row").length, sound.length + 1);
    assert.notEqual(recordRows("broken-hash")[0], sound[0]);
    assert.equal(recordRows("no-hash")[0], '"a, b.py",,');
  });
});
