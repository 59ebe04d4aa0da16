// Does the container have the versions that the model was saved with?
import assert from "node:assert/strict";
import { test } from "node:test";
import { targetOf } from "../../../src/images/target.ts";
import { findPython } from "../../support/python/interpreters.ts";
import { inModel, pickled, said, sklearn, tree, withModels } from "../../support/python/models.ts";
import { ask, evidenceOf } from "../../support/scenario/evidence.ts";

const code = (count: number) =>
  `dump((of("cloudpickle.cloudpickle.X"), Call("cloudpickle.cloudpickle._builtin_type", ("CodeType",), tuple(range(${count})))))`;

test("S4 finds another major or minor version, once for several files", async (t) => {
  const code = {
    "model/a.pkl": pickled(tree("1.0.2")),
    "model/b.pkl": pickled(tree("1.0.2")),
    "model/c.json": '{"learner":{},"version":[2,1,0]}',
    "model/mlflow/MLmodel": "flavors:\n  statsmodels:\n    statsmodels_version: 0.13.5\n  broken: [1\n",
    "model/other/MLmodel":
      "flavors:\n  statsmodels:\n    statsmodels_version: 0.13.5\n  keras: {keras_version: 2.9.0}\n",
  };
  const wheels = [
    sklearn,
    { name: "xgboost-cpu", version: "2.0.3", files: { "xgboost/__init__.py": "" } },
    { name: "statsmodels", version: "0.14.0", files: { "statsmodels/__init__.py": "" } },
    { name: "keras", version: "3.0.0", files: { "keras/__init__.py": "" } },
  ];
  const found = await said(t, "S4", { code, wheels });
  assert.deepEqual(
    found.map(({ file, distribution, message, hint }) => [file, distribution, message, hint]),
    [
      [
        "a.pkl",
        "scikit-learn",
        "model/a.pkl and 1 more file were saved with scikit-learn 1.0.2, but the mount has 1.3.0.",
        "Write scikit-learn==1.0.2 instead of scikit-learn==1.3.0 in requirements.txt:1, or save the model again with scikit-learn 1.3.0.",
      ],
      [
        "c.json",
        "xgboost",
        "model/c.json was saved with xgboost 2.1.0, but the mount has 2.0.3.",
        "Add xgboost==2.1.0 to the requirements, or save the model again with xgboost 2.0.3.",
      ],
      [
        "MLmodel",
        "statsmodels",
        "model/other/MLmodel was saved with statsmodels 0.13.5, but the mount has 0.14.0.",
        "Write statsmodels==0.13.5 instead of statsmodels==0.14.0 in requirements.txt:3, or save the model again with statsmodels 0.14.0.",
      ],
      [
        "MLmodel",
        "keras",
        "model/other/MLmodel was saved with keras 2.9.0, but the mount has 3.0.0.",
        "Write keras==2.9.0 instead of keras==3.0.0 in requirements.txt:4, or save the model again with keras 3.0.0.",
      ],
    ],
  );
});

test("S4 does not ask for two versions of one distribution", async (t) => {
  const mlmodel = "flavors:\n  sklearn:\n    sklearn_version: 0.24.1\n";
  const one = { "model/MLmodel": mlmodel, "model/model.pkl": pickled(tree("1.0.2")) };
  assert.deepEqual(
    (await said(t, "S4", { code: one, wheels: [sklearn] })).map(({ file }) => file),
    ["model.pkl"],
  );
  const two = { "model/a.pkl": pickled(tree("0.24.2")), "model/b.pkl": pickled(tree("1.0.2")) };
  const hints = (await said(t, "S4", { code: two, wheels: [sklearn] })).map(({ hint }) => hint);
  assert.equal(hints.length, 2);
  for (const hint of hints)
    assert.match(hint ?? "", /no version suits all: save them again with scikit-learn 1\.3\.0\./);
});

test("S4 finds a version in the image that differs", async (t) => {
  const code = { "model/a.pkl": pickled(tree("1.0.2")), "list.txt": "scikit-learn==0.24.2\n" };
  const [finding] = await said(t, "S4", { code, options: { ...inModel, "image-packages": "list.txt" } });
  assert.match(finding?.message ?? "", /1\.0\.2, but the image that image-packages lists has 0\.24\.2\.$/);
});

test("S4 finds functions and a protocol that the target's Python cannot read", async (t) => {
  const python = findPython("3.8") ?? assert.fail("install Python 3.8");
  const files = {
    "model/later.pkl": pickled(code(18)),
    "model/flow/MLmodel": "flavors:\n  python_function:\n    python_version: 3.10.6\n    cloudpickle_version: 2.2.1\n",
    "model/flow/python_model.pkl": pickled(code(16)),
    "model/five.pkl": pickled("dump(set(), 5)", python),
  };
  const evidence = await withModels(evidenceOf(t, { code: files, options: inModel }));
  const messages = (minor: string) =>
    ask("S4", { ...evidence, target: targetOf({ python: minor }) }).map(({ severity, message }) => [severity, message]);
  const later = (container: string) => [
    "error",
    `model/later.pkl contains functions as bytecode of Python 3.11 or later, but the container has Python ${container}.`,
  ];
  const flow = (severity: string | undefined, container: string) => [
    severity,
    `model/flow/python_model.pkl contains functions as bytecode of Python 3.10.6, but the container has Python ${container}.`,
  ];
  assert.deepEqual(messages("3.8"), [flow(undefined, "3.8"), later("3.8")]);
  assert.deepEqual(messages("3.10"), [later("3.10")]);
  assert.deepEqual(messages("3.11"), [flow("error", "3.11")]);
  assert.deepEqual(messages("3.7"), [
    ["error", "model/five.pkl has pickle protocol 5, which Python 3.7 cannot read."],
    flow("error", "3.7"),
    later("3.7"),
  ]);
});

test("S4 leaves alone another patch version, formats that later releases read, and what is not installed", async (t) => {
  const code = {
    "model/a.pkl": pickled(tree("1.3.9")),
    "model/c.json": '{"learner":{},"version":[1,7,6]}',
    "model/l.txt": "tree\nversion=v3\n",
    "model/MLmodel": "flavors:\n  onnx:\n    onnx_version: 1.12.0\n",
    "model/other.bin": "tree",
  };
  const wheels = [
    sklearn,
    { name: "xgboost", version: "2.0.3", files: { "xgboost/__init__.py": "" } },
    { name: "lightgbm", version: "4.1.0", files: { "lightgbm/__init__.py": "" } },
  ];
  assert.deepEqual(await said(t, "S4", { code, wheels }), []);
});
