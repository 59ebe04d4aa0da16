import assert from "node:assert/strict";
import { test } from "node:test";
import { findImage } from "../../../src/images/catalogue/find-image.ts";
import { targetOf } from "../../../src/images/target.ts";
import type { Files } from "../../support/packages/zip.ts";
import { ask, evidenceOf, withContext } from "../../support/scenario/evidence.ts";

const pandas = { name: "pandas", version: "2.0.3", files: { "pandas/__init__.py": "" } };
const blob = { name: "azure-storage-blob", version: "12.19.0", files: { "azure/storage/blob/__init__.py": "" } };

/** What S1 says of a scoring script: severity, file and line, distribution. */
async function said(t: Parameters<typeof evidenceOf>[0], code: Files, more: Parameters<typeof evidenceOf>[1] = {}) {
  const found = ask("S1", await withContext(evidenceOf(t, { wheels: [pandas, blob], ...more, code })));
  return found.map(({ severity = "error", place, distribution, message, hint }) => {
    const file = place?.file.split(/[/\\]/).at(-1);
    return { severity, where: `${file}:${place?.line}`, distribution, message, hint };
  });
}
const brief = (found: Awaited<ReturnType<typeof said>>) =>
  found.map(({ severity, where, distribution }) => [severity, where, distribution]);

test("S1 finds an import that nothing provides, on its line, and names the distribution", async (t) => {
  const found = await said(t, {
    "score.py":
      "import os, pandas\nimport sklearn.linear_model\nfrom PIL import Image\nfrom azure.ai import ml\nimport unheard_of\n",
  });
  assert.deepEqual(brief(found), [
    ["error", "score.py:2", "scikit-learn"],
    ["error", "score.py:3", "pillow"],
    ["error", "score.py:4", "azure-ai-ml"],
    ["error", "score.py:5", undefined],
  ]);
  assert.match(found[0]?.message ?? "", /neither the mount, an image with the newest server for Python 3\.8/);
  assert.equal(found[1]?.hint, "Add pillow to the requirements.");
  assert.equal(
    found[3]?.hint,
    "If unheard_of is a module of yours, put it beside the scoring script. Otherwise add the distribution that provides unheard_of to the requirements; its name may be another.",
  );
});

test("S1 finds a module of the user's own in another directory, and says where it is", async (t) => {
  const code = {
    "src/score.py": "import features, models_of_ours, datasets, en_core_web_sm\n",
    "lib/features.py": "",
    "lib/models_of_ours/__init__.py": "",
    "deep/in/site-packages/datasets.py": "",
  };
  const found = await said(t, code, { options: { "scoring-script": "src/score.py" } });
  assert.deepEqual(
    found.map(({ hint }) => hint),
    [
      "Move lib/features.py beside the scoring script, or add its directory to sys.path in the script.",
      "Move lib/models_of_ours beside the scoring script, or add its directory to sys.path in the script.",
      "If datasets is a module of yours, put it beside the scoring script. Otherwise add datasets to the requirements.",
      "Add the wheel of the model to the requirements: en-core-web-sm @ https://github.com/explosion/spacy-models/releases/download/en_core_web_sm-<version>/en_core_web_sm-<version>-py3-none-any.whl",
    ],
  );
});

test("S1 finds imports of modules beside the scoring script, packages and relative imports too", async (t) => {
  const found = await said(t, {
    "score.py": "import helper\nfrom own import part\n",
    "helper.py": "import yaml\n",
    "own/__init__.py": "",
    "own/part.py": "from . import deeper\n",
    "own/deeper.py": "\nimport cv2\n",
  });
  assert.deepEqual(brief(found), [
    ["error", "helper.py:1", "pyyaml"],
    ["error", "deeper.py:2", "opencv-python-headless"],
  ]);
});

test("S1 finds what init and run import as errors, and what other functions import as warnings", async (t) => {
  const source =
    "def init():\n    import torch\ndef other():\n    import jwt\nclass A:\n    def run(self):\n        import bs4\n";
  assert.deepEqual(brief(await said(t, { "score.py": source })), [
    ["error", "score.py:2", "torch"],
    // An image's server brings PyJWT; nobody said which version.
    ["warning", "score.py:7", "beautifulsoup4"],
    ["notice", "score.py:4", undefined],
  ]);
});

test("S1 finds a file that the target's Python cannot read, and a relative import in the scoring script", async (t) => {
  const code = { "score.py": "import helper\nfrom . import x\n", "helper.py": "x = 1\nmatch x:\n    case 1: pass\n" };
  assert.deepEqual(brief(await said(t, code)), [
    ["error", "score.py:2", undefined],
    ["error", "helper.py:2", undefined],
  ]);
  assert.deepEqual(brief(await said(t, { ...code, "score.py": "import helper\n" }, { python: "3.11" })), []);
});

test("S1 finds a module of yours that the mount hides", async (t) => {
  const wheels = [{ name: "messy", version: "1.0", files: { "utils/__init__.py": "" } }];
  const found = await said(t, { "score.py": "import utils\n", "utils.py": "" }, { wheels });
  assert.deepEqual(brief(found), [["error", "score.py:1", "messy"]]);
  assert.match(found[0]?.message ?? "", /of the mount \(messy\) instead of your module/);
});

test("S1 finds a module in the root of the code directory only as a warning", async (t) => {
  const code = {
    "api/score.py": "import shared\nimport beside\n",
    "api/beside.py": "",
    "shared.py": "import nothing\n",
  };
  const found = await said(t, code, { options: { "scoring-script": "api/score.py" } });
  assert.deepEqual(brief(found), [["warning", "score.py:1", undefined]]);
});

test("S1 finds a fallback when neither way is there", async (t) => {
  const source = "try:\n    import ujson as json\nexcept ImportError:\n    import simplejson as json\n";
  assert.deepEqual(brief(await said(t, { "score.py": source })), [["error", "score.py:4", "simplejson"]]);
});

test("S1 leaves alone what is not imported in the container, or may be missing", async (t) => {
  const source = `
import sys, os, typing
from typing import TYPE_CHECKING
import azure.storage.blob
from azure.storage import blob
import six_like as x if False else None
`.replace(/.*six_like.*\n/, "");
  const rest = `
if TYPE_CHECKING:
    import matplotlib
if typing.TYPE_CHECKING:
    import seaborn
if __name__ == "__main__":
    import uvicorn
if sys.platform == "win32":
    import win32api
if sys.version_info >= (3, 11):
    import tomllib
else:
    import json
try:
    import ujson
except (ImportError, AttributeError):
    import json
try:
    import orjson
except Exception:
    orjson = None
import json.decoder, collections.abc
from pandas import anything
import pandas.made_at_run_time
import importlib
importlib.import_module(os.environ.get("X", "json"))
importlib.import_module(".relative", "pandas")
import data
`;
  assert.deepEqual(brief(await said(t, { "score.py": source + rest, "data/x.csv": "" })), []);
});

test("S1 leaves alone what the named image has, and its server's interface", async (t) => {
  const image = findImage("curated/mlflow-py312-inference");
  const evidence = { target: targetOf({ image, python: "3.12" }) };
  const source =
    "import numpy, sklearn, scipy, mlflow, flask, inference_schema\nfrom azureml_inference_server_http.api.aml_request import rawhttp\nfrom azureml.ai.monitoring import Collector\n";
  assert.deepEqual(brief(await said(t, { "score.py": source }, { python: "3.12", evidence })), []);
  const contrib = { "score.py": "from azureml.contrib.services.aml_request import rawhttp\n" };
  assert.deepEqual(brief(await said(t, contrib)), []); // the last server for 3.8 brings it
  assert.deepEqual(brief(await said(t, contrib, { python: "3.12" })), [
    ["error", "score.py:1", "azureml-contrib-services"],
  ]);
});
