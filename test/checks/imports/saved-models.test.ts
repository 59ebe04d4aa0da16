// Does the container have what the saved model needs? The models are written by Python, of classes that are made up.
import assert from "node:assert/strict";
import { test } from "node:test";
import { targetOf } from "../../../src/images/target.ts";
import { inModel, pickled, said, sklearn, tree, withModels } from "../../support/python/models.ts";
import { ask, evidenceOf } from "../../support/scenario/evidence.ts";

const numpy = (version: string, files = {}) => ({
  name: "numpy",
  version,
  files: { "numpy/__init__.py": "", "numpy/core/__init__.py": "", "numpy/core/multiarray.py": "", ...files },
});

test("S3 finds a distribution that the model needs, with the version that it was saved with", async (t) => {
  const found = await said(t, "S3", { code: { "model/model.pkl": pickled(tree("1.3.2")) } });
  assert.deepEqual(found, [
    {
      severity: undefined,
      file: "model.pkl",
      distribution: "scikit-learn",
      hint: "Add scikit-learn==1.3.2 to the requirements, the version that the model was saved with.",
      message:
        "model/model.pkl needs sklearn, which neither the mount nor an image with the newest server for Python 3.8 has.",
    },
  ]);
});

test("S3 gives a notice where nothing is known of the deployment's environment and no packages are named", async (t) => {
  const yaml =
    "name: blue\nendpoint_name: iris\ncode_configuration: {code: ., scoring_script: score.py}\nmodel: {path: model}\nenvironment: azureml:mine@latest\n";
  const code = { "model/model.pkl": pickled(tree("1.3.2")), "blue.yml": yaml };
  const [found] = await said(t, "S3", { code, options: { mode: "preinstalled", "deployment-file": "blue.yml" } });
  assert.equal(found?.severity, "notice");
  assert.match(found?.message ?? "", /it is not known whether azureml:mine@latest has it\.$/);
});

test("S3 finds a distribution once for several files, and takes its version from MLmodel or the content", async (t) => {
  const mlmodel = "flavors:\n  xgboost:\n    xgb_version: 1.7.6\n    data: model.pkl\nmlflow_version: 2.9.2\n";
  const found = await said(t, "S3", {
    code: {
      "model/MLmodel": mlmodel,
      "model/a.pkl": pickled('dump(of("xgboost.sklearn.XGBClassifier"))'),
      "model/b/c.pkl": pickled('dump(of("xgboost.sklearn.XGBRegressor"))'),
      "model/b/old.pkl": pickled('dump(of("azure.storage.blob.Client"), 0)'),
      "model/light.txt": "tree\nversion=v4\nnum_class=1\n",
    },
  });
  assert.deepEqual(
    found.map(({ severity, file, hint }) => [severity, file, hint]),
    [
      [undefined, "a.pkl", "Add xgboost==1.7.6 to the requirements, the version that the model was saved with."],
      [
        undefined,
        "old.pkl",
        "Add azure-storage-blob to the requirements, in the version that the model was saved with.",
      ],
      ["warning", "light.txt", "Add lightgbm>=4 to the requirements, the version that the model was saved with."],
    ],
  );
  assert.match(found[0]?.message ?? "", /^model\/a\.pkl and 1 more file need xgboost, /);
  assert.match(found[1]?.message ?? "", / needs azure\.storage\.blob, /);
});

test("S3 finds a module that the mount's release does not have, and what numpy 2 saved", async (t) => {
  const code = {
    "model/forest.pkl": pickled('dump(of("sklearn.ensemble.forest.Forest", _sklearn_version="0.21.3"))'),
    "model/array.pkl": pickled('dump(of("numpy._core.multiarray._reconstruct"))'),
    "model/frame.pkl": pickled('dump(of("pandas.core.indexes.numeric.Int64Index"))'),
  };
  const ensemble = { ...sklearn, files: { ...sklearn.files, "sklearn/ensemble/__init__.py": "" } };
  const frames = {
    name: "pandas",
    version: "2.0.3",
    files: { "pandas/__init__.py": "", "pandas/core/__init__.py": "", "pandas/core/indexes/__init__.py": "" },
  };
  const wheels = [ensemble, numpy("1.24.4"), frames];
  const found = await said(t, "S3", { code, wheels });
  assert.deepEqual(
    found.map(({ severity, message, hint }) => [severity, message, hint]),
    [
      [
        "error",
        "model/array.pkl needs numpy._core.multiarray, which numpy 1.24.4 in the mount does not have. It was saved with numpy 2.",
        "Save the model again with numpy<2: numpy 2 does not support Python 3.8.",
      ],
      [
        "error",
        "model/forest.pkl needs sklearn.ensemble.forest, which scikit-learn 1.3.0 in the mount does not have.",
        "Pin scikit-learn==0.21.3, or save the model again with scikit-learn 1.3.0.",
      ],
      [
        "warning",
        "model/frame.pkl needs pandas.core.indexes.numeric, which pandas 2.0.3 in the mount does not have.",
        "Pin the release of pandas that the model was saved with, or save the model again with pandas 2.0.3.",
      ],
    ],
  );
});

test("S3 finds what numpy 2 saved where only the image has numpy", async (t) => {
  const code = { "model/array.pkl": pickled('dump(of("numpy._core.multiarray._reconstruct"))'), "list.txt": "" };
  const of = (version: string) => ({
    code: { ...code, "list.txt": `numpy==${version}\n` },
    options: { ...inModel, "image-packages": "list.txt" },
  });
  const [finding, ...others] = await said(t, "S3", of("1.23.5"));
  assert.deepEqual(others, []);
  assert.match(finding?.message ?? "", /which numpy 1\.23\.5 in the image that image-packages lists does not have/);
  assert.deepEqual(await said(t, "S3", of("1.26.4")), []);
  const evidence = await withModels(evidenceOf(t, of("1.23.5")));
  const [newer] = ask("S3", { ...evidence, target: targetOf({ python: "3.11" }) });
  assert.equal(newer?.hint, "Add numpy>=2 to the requirements, or save the model again with numpy<2.");
});

test("S3 finds files that nothing can load as warnings, and the format of each", async (t) => {
  const found = await said(t, "S3", {
    code: {
      "model/m.onnx": Buffer.from("080e12026d653a020a0042040a001015", "hex"),
      "model/m.json": '{"learner":{"attributes":{}},"version":[1,7,6]}',
      "model/m.cbm": "CBM1xxxx",
    },
  });
  assert.deepEqual(
    found.map(({ severity, distribution, message }) => [severity, distribution, message]),
    [
      ["warning", "catboost", "model/m.cbm is a CatBoost model, and nothing in the container can load it."],
      ["warning", "xgboost", "model/m.json is an XGBoost model, and nothing in the container can load it."],
      ["warning", "onnxruntime", "model/m.onnx is an ONNX model (opset 21), and nothing in the container can load it."],
    ],
  );
});

test("S3 finds files that cannot be read: what they need is not known", async (t) => {
  const whole = pickled(tree("1.3.0"));
  const found = await said(t, "S3", {
    wheels: [sklearn],
    code: {
      "model/cut.joblib": whole.subarray(0, whole.length - 3),
      "model/empty.pkl": "",
      "model/pointer.pkl": "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n",
      "model/packed.joblib": Buffer.from("04224d186440a7", "hex"),
    },
  });
  assert.deepEqual(
    found.map(({ severity, message, hint }) => [severity, message, hint]),
    [
      [
        "warning",
        "model/cut.joblib ends too early, so what it needs is not known completely.",
        "Save the model again, or download it again.",
      ],
      [
        "warning",
        "model/empty.pkl is empty, so what it needs is not known completely.",
        "Save the model again, or download it again.",
      ],
      [
        "notice",
        "model/packed.joblib is compressed with lz4, which Python's standard library cannot read, so what it needs is not known completely.",
        "Load the model in a smoke test (input smoke-test) to be sure.",
      ],
      [
        "notice",
        "model/pointer.pkl is a pointer of Git LFS, without the content, so what it needs is not known completely.",
        "Check out the repository with `lfs: true`.",
      ],
    ],
  );
});

test("S3 finds a model of the deployment file that is not there, and one that was not read to its end", async (t) => {
  const deployment = (path: string) =>
    `endpoint_name: e\nname: n\nmodel:\n  path: ${path}\ncode_configuration:\n  code: .\n  scoring_script: score.py\n`;
  const of = async (path: string, code = {}) =>
    await said(t, "S3", {
      code: { "deploy.yml": deployment(path), ...code },
      options: { "deployment-file": "deploy.yml" },
    });
  const [missing] = await of("./models/m.pkl");
  assert.equal(missing?.severity, "notice");
  assert.equal(missing?.file, "deploy.yml");
  assert.match(missing?.message ?? "", /^The model \.\/models\/m\.pkl does not exist on this machine, /);
  const [found] = await of("./models/m.pkl", { "models/m.pkl": pickled(tree("1.3.2")) });
  assert.equal(found?.distribution, "scikit-learn");
  for (const path of ["azureml:iris:1", "azureml://jobs/x/outputs/model", "https://host/m.pkl"])
    assert.deepEqual(await of(path), [], path);
  const evidence = await withModels(evidenceOf(t, { options: inModel, code: { "model/x.txt": "" } }));
  const savedModels = evidence.savedModels && { ...evidence.savedModels, omitted: "all files after the first 7" };
  assert.deepEqual(
    ask("S3", { ...evidence, savedModels }).map(({ severity, message }) => [severity, message]),
    [["notice", "Not read were all files after the first 7; what they need is not known."]],
  );
});

test("S3 leaves alone what mount, image, standard library and scoring directory provide", async (t) => {
  const code = {
    "model/model.pkl": pickled(tree("1.3.0")),
    "model/data.pkl": pickled(
      'dump([of("collections.Fake"), of("own.part.Thing"), of("helper.Thing"), of("flask.app.Flask")])',
    ),
    "model/six.pkl": pickled('dump(of("six.moves.urllib.Thing"))'),
    "model/linked.pkl": pickled('dump(of("loaded.lazily.Thing"))'),
    "model/torch.pt": "PK\u0005\u0006",
    "model/readme.txt": "cat\ndog\nhorse\n",
    "own/part.py": "",
    "helper.py": "",
  };
  const six = { name: "six", version: "1.16.0", files: { "six.py": "" } };
  const loaded = { name: "loaded", version: "1.0", files: { "loaded/__init__.py": "__path__.append('x')\n" } };
  assert.deepEqual(await said(t, "S3", { code, wheels: [sklearn, six, loaded] }), []);
  assert.deepEqual(await said(t, "S3", { code, options: {} }), []);
});

test("S3 leaves alone a format that another library of the mount loads, and numpy 1.26's names of numpy 2", async (t) => {
  const opencv = { name: "opencv-python-headless", version: "4.8.0.76", files: { "cv2/__init__.py": "" } };
  const stubs = numpy("1.26.4", { "numpy/_core/__init__.py": "", "numpy/_core/multiarray.py": "" });
  const code = {
    "model/m.onnx": Buffer.from("080e12026d653a020a0042040a001015", "hex"),
    "model/array.pkl": pickled('dump(of("numpy._core.multiarray._reconstruct"))'),
  };
  assert.deepEqual(await said(t, "S3", { code, wheels: [opencv, stubs] }), []);
});
