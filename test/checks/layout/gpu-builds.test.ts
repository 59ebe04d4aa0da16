import assert from "node:assert/strict";
import { test } from "node:test";
import { cpuBuildOf, gpuOf, isOnlyForGpus } from "../../../src/images/advice/gpu-builds.ts";
import { findImage } from "../../../src/images/catalogue/find-image.ts";
import { targetOf } from "../../../src/images/target.ts";
import { ask, evidenceOf, withClosure } from "../../support/scenario/evidence.ts";
import { imageFacts } from "../../support/scenario/image-facts.ts";

type Evidence = Parameters<typeof ask>[1];
const wheel = (name: string, version: string, size: number, ...needs: string[]) => ({
  name,
  version,
  metadata: needs.map((need) => `Requires-Dist: ${need}`),
  files: { [`${name.replaceAll("-", "_")}/data.bin`]: "x".repeat(size) },
});
const cuda = wheel("nvidia-cublas-cu12", "12.1.3.1", 4000);
const triton = wheel("triton", "3.0.0", 2000);
const torch = wheel("torch", "2.4.1", 100, "nvidia-cublas-cu12 (==12.1.3.1)", "triton (==3.0.0)");
const on = (evidence: Evidence, image: string): Evidence => ({
  ...evidence,
  target: targetOf({ image: findImage(image), python: "3.8" }),
});
const cpu = "minimal-ubuntu20.04-py38-cpu-inference";
const gpu = "minimal-ubuntu20.04-py38-cuda11.6.2-gpu-inference";

test("H30 finds a CUDA build once, with its bytes, and names the line to write and the index", async (t) => {
  const wheels = [cuda, triton, torch, wheel("torchvision", "0.19.1", 10, "torch (==2.4.1)")];
  const evidence = await withClosure(evidenceOf(t, { wheels, requirements: ["numpy", "torch==2.4.1"] }));
  const found = ask("H30", on(evidence, cpu));
  assert.equal(found.length, 1);
  const [{ severity, message, hint, requirement, distribution } = assert.fail()] = found;
  assert.deepEqual([severity, distribution, requirement?.text], ["warning", "torch", "torch==2.4.1"]);
  assert.match(
    message,
    new RegExp(`^6\\.\\d+ kB of the mount can only be used with a GPU, which ${cpu} does not have: `),
  );
  assert.match(message, /: nvidia-cublas-cu12 \(4\.\d+ kB\), triton \(2\.\d+ kB\)\.$/);
  assert.equal(
    hint,
    "Require `torch==2.4.1+cpu` instead of `torch==2.4.1` in requirements.txt:2, `torchvision==0.19.1+cpu` with the line `--extra-index-url https://download.pytorch.org/whl/cpu`.",
  );
});

test("H30 finds CUDA libraries in a wheel, builds for GPUs of other packages, and what has no other build", (t) => {
  const old = {
    name: "torch",
    version: "1.11.0",
    files: { "torch/lib/libtorch_cuda.so": "x".repeat(500), "torch/a.py": "" },
  };
  const wheels = [old, wheel("onnxruntime-gpu", "1.17.0", 300), wheel("bitsandbytes", "0.43.0", 50)];
  const [found] = ask("H30", on(evidenceOf(t, { wheels }), cpu));
  assert.match(found?.message ?? "", /: onnxruntime-gpu \(\S+ B\), bitsandbytes \(\S+ B\), torch \(500 B\)\.$/);
  assert.match(
    found?.hint ?? "",
    /^Require `onnxruntime==1\.17\.0` instead of `onnxruntime-gpu==1\.17\.0` in \S+, `torch==1\.11\.0\+cpu` /,
  );
  assert.match(found?.hint ?? "", / Leave out bitsandbytes\.$/);
});

test("H30 finds it as a notice where the image is not named", (t) => {
  const [found] = ask("H30", evidenceOf(t, { wheels: [cuda, triton, torch] }));
  assert.equal(found?.severity, "notice");
  assert.match(found?.message ?? "", /can only be used with a GPU: /);
  assert.match(found?.hint ?? "", / For an image with a GPU, name the image\.$/);
});

test("H30 leaves alone images and instance types with a GPU, and builds without GPU code", (t) => {
  const evidence = evidenceOf(t, { wheels: [cuda, triton, torch] });
  assert.deepEqual(ask("H30", on(evidence, gpu)), []);
  const options = { ...evidence.options, instanceType: "Standard_NC6s_v3" };
  assert.deepEqual(ask("H30", { ...on(evidence, cpu), options }), []);
  const light = [wheel("torch", "2.4.1+cpu", 100), wheel("nvidia-ml-py", "12.0", 10), wheel("xgboost", "1.7.6", 10)];
  assert.deepEqual(ask("H30", on(evidenceOf(t, { wheels: light }), cpu)), []);
});

test("H30 leaves alone GPU libraries of a distribution that has no other build", (t) => {
  const files = { "ctranslate2/lib/libcudnn-74a4c495.so.9": "x".repeat(500), "ctranslate2/__init__.py": "" };
  const wheels = [{ name: "ctranslate2", version: "4.5.0", files }];
  assert.deepEqual(ask("H30", on(evidenceOf(t, { wheels }), cpu)), []);
});

test("whether there is a GPU is known from the instance type, the facts of the image, or the catalogue", () => {
  const target = (changes: Parameters<typeof imageFacts>[0]) => targetOf({ python: "3.8", facts: imageFacts(changes) });
  assert.equal(gpuOf(target({ environment: { NVIDIA_VISIBLE_DEVICES: "all" } }), ""), "yes");
  assert.equal(gpuOf(target({ libraries: ["libcudart.so.11.0"] }), ""), "yes");
  assert.equal(gpuOf(target({}), ""), "no");
  assert.equal(gpuOf(targetOf({ python: "3.8" }), "Standard_DS3_v2"), "no");
  assert.equal(gpuOf(targetOf({ python: "3.8" }), ""), "unknown");
});

test("the table names what is only for GPUs and what replaces it", () => {
  assert.deepEqual(["nvidia-nccl-cu12", "cupy-cuda12x", "nvidia-ml-py", "torch"].map(isOnlyForGpus), [
    true,
    true,
    false,
    false,
  ]);
  assert.equal(cpuBuildOf("xgboost", "2.1.1")?.line, "xgboost-cpu==2.1.1");
  assert.equal(cpuBuildOf("torch", "2.4.1+cu121")?.line, "torch==2.4.1+cpu");
  assert.equal(cpuBuildOf("numpy", "1.0"), undefined);
});
