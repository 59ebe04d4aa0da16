import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { build, onLinux, setScene } from "./scene.ts";

describe("build", { ...onLinux, concurrency: 2 }, () => {
  it("x", async (t) => {
    const scene = await setScene(t);
    console.time("a");
    const outputs = await build(t, scene);
    console.timeEnd("a");
    console.log(outputs);
    assert.equal(outputs["cache-outcome"], "miss");
    const o2 = await build(t, scene);
    console.log(o2["cache-outcome"], scene.index.requests.length);
  });
});
