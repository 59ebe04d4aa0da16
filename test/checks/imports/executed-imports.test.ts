import assert from "node:assert/strict";
import { test } from "node:test";
import type { Files } from "../../support/packages/zip.ts";
import { ask, evidenceOf, withContainer, withContext } from "../../support/scenario/evidence.ts";

const wheel = (name: string, files: Files, version = "1.0") => ({ name, version, files });
const WHEELS = [
  wheel("scikit-learn", {
    "sklearn/__init__.py": "",
    "sklearn/externals/__init__.py": "",
    "sklearn/linear_model/__init__.py": "import numpy\nnumpy.bool\n",
  }),
  wheel("numpy", { "numpy/__init__.py": "bool_ = bool\n" }),
  wheel("pydantic", {
    "pydantic/__init__.py":
      "class BaseModel: ...\ndef __getattr__(name):\n    if name != 'Base': raise RuntimeError('moved to pydantic-settings')\n    return 1\n",
  }),
  wheel("six", { "six.py": "import sys, types\nsys.modules['six.moves'] = types.ModuleType('six.moves')\n" }),
  wheel("demo", {
    "demo/__init__.py": "def setup(): ...\n",
    "demo/gpu.py": "raise OSError('libcuda.so.1: cannot open shared object file: No such file or directory')\n",
    "demo/late.py": "import os\nos.environ['SET_BY_SCRIPT']\n",
    "demo/ready.py": "raise RuntimeError('call setup first')\n",
    "demo/quits.py": "import os; os._exit(0)\n",
    "demo/needs.py": "import flask\n",
    "demo/_compat.py": "from six import nothing\n",
  }),
];

/** What S1 says of a scoring script once its imports were run: severity, file and line, message. */
async function said(t: Parameters<typeof evidenceOf>[0], code: Files, python = "3.8") {
  const scenario = evidenceOf(t, { wheels: WHEELS, code, python });
  const found = ask("S1", await withContainer(await withContext(scenario)));
  return found.map(({ severity = "error", place, message, hint }) => {
    return { at: [severity, `${place?.file.split("/").at(-1)}:${place?.line}`], message, hint };
  });
}
const places = (found: Awaited<ReturnType<typeof said>>) => found.map(({ at }) => at.join(" "));

test("S1 finds names and modules that a package does not have, and names its release", async (t) => {
  const source =
    "from sklearn.externals import joblib\nfrom pydantic import BaseModel, BaseSettings\nimport six.nosuch\nfrom demo.nosuch import x\nfrom sklearn import six\n";
  const found = await said(t, { "score.py": source });
  assert.deepEqual(places(found), [
    "error score.py:1",
    "error score.py:2",
    "error score.py:3",
    "error score.py:4",
    "error score.py:5",
  ]);
  assert.equal(
    found[0]?.message,
    "The import of sklearn.externals.joblib fails in the container: ImportError: cannot import name 'joblib' from 'sklearn.externals'.",
  );
  assert.equal(
    found[0]?.hint,
    "Change the import, or pin a release of scikit-learn that has it: in scikit-learn 1.0 sklearn.externals has no joblib.",
  );
  assert.match(found[1]?.message ?? "", /pydantic\.BaseSettings .*moved to pydantic-settings\.$/);
  assert.match(found[2]?.hint ?? "", /in six 1\.0 there is no module six\.nosuch\.$/);
  assert.equal(found[4]?.hint, "Use `import six`: the mount has six as a package of its own.");
});

test("S1 finds a submodule that raises although its package does not, and one that ends the process", async (t) => {
  const found = await said(t, {
    "score.py": "from helper import model\nimport demo.quits\n",
    "helper.py": "from sklearn.linear_model import Ridge\nmodel = 1\n",
  });
  assert.deepEqual(places(found), ["error helper.py:1", "error score.py:2"]);
  assert.match(
    found[0]?.message ?? "",
    /sklearn\.linear_model fails .*AttributeError: module 'numpy' has no attribute 'bool'/,
  );
  assert.equal(found[0]?.hint, "Pin releases of scikit-learn and numpy that fit: numpy 1.0 has no numpy.bool.");
  assert.match(found[1]?.message ?? "", /demo\.quits .* it exits the process with code 0\.$/);
});

test("S1 leaves alone what fails only because an import before it left the process half changed", async (t) => {
  const spoils = "import builtins\nbuiltins.spoilt = 1\nraise ImportError('libspoilt.so.1 is not there')\n";
  const scenario = evidenceOf(t, {
    wheels: [
      ...WHEELS,
      wheel("spoils", { "spoils.py": spoils }),
      wheel("victim", {
        "victim.py": "import builtins\nif hasattr(builtins, 'spoilt'): raise ImportError('spoilt')\n",
      }),
    ],
    code: { "score.py": "import spoils\nimport victim\nfrom pydantic import BaseSettings\n" },
  });
  const found = ask("S1", await withContainer(await withContext(scenario)));
  // I11 reports the first.
  assert.deepEqual(
    found.map(({ place }) => place?.line),
    [3],
  );
});

test("S1 finds what fails after an import that ends the process where no start reaches it", async (t) => {
  const source = "def other():\n    import demo.quits\ndef init():\n    from six import nothing\n";
  assert.deepEqual(places(await said(t, { "score.py": source })).sort(), ["error score.py:4", "warning score.py:2"]);
});

test("S1 finds names that the standard library of that Python no longer has", async (t) => {
  const code = { "score.py": "from collections import Mapping\nfrom json import decoder\n" };
  assert.deepEqual(await said(t, code), []);
  const found = await said(t, code, "3.11");
  assert.deepEqual(places(found), ["error score.py:1"]);
  assert.equal(found[0]?.hint, "Change the import: in Python 3.11 collections has no Mapping.");
});

test("S1 finds names that a module of yours does not define, without running it", async (t) => {
  const found = await said(t, {
    "score.py":
      "from helper import V, W\nfrom own import part, nothing, shown\nimport own.nosuch\nimport helper.below\nfrom data import table\n",
    "helper.py": "import secrets_of_azure if False else None\n".replace(/.*/, "raise SystemExit\nV = 1"),
    "own/__init__.py": "from .part import *\n",
    "own/part.py": "shown = 1\n",
    "data/x.csv": "",
  });
  assert.deepEqual(
    found.map(({ at, message }) => [...at, message.replace(" fails in the container", "")]),
    [
      ["error", "score.py:1", "The import of helper.W: your module helper does not define W."],
      ["error", "score.py:2", "The import of own.nothing: your module own does not define nothing."],
      ["error", "score.py:3", "The import of own.nosuch: there is no module own.nosuch beside the scoring script."],
      ["error", "score.py:4", "The import of helper.below: there is no module helper.below beside the scoring script."],
      ["error", "score.py:5", "The import of data.table: your module data does not define table."],
    ],
  );
});

test("S1 finds what functions that init calls import as errors, and what no start reaches as warnings", async (t) => {
  const found = await said(t, {
    "score.py":
      "from helper import deep\nclass M:\n    def __init__(self): self.go()\n    def go(self): from six import a\n    def never(self): from six import b\ndef init():\n    load(); deep(); M()\ndef load():\n    from six import c\ndef other():\n    from six import d\n    from helper import e\n",
    "helper.py": "def deep():\n    from six import f\ndef shallow():\n    from six import g\n",
  });
  assert.deepEqual(places(found).sort(), [
    "error helper.py:2",
    "error score.py:4",
    "error score.py:9",
    "warning helper.py:4",
    "warning score.py:11",
    "warning score.py:12",
    "warning score.py:5",
  ]);
});

test("S1 finds a fallback that fails where the guarded import does", async (t) => {
  const either = (first: string, second: string) =>
    `try:\n    from sklearn.externals import ${first}\nexcept ImportError:\n    from six import ${second}\n`;
  assert.deepEqual(places(await said(t, { "score.py": either("joblib", "joblib") })), ["error score.py:4"]);
  assert.deepEqual(places(await said(t, { "score.py": either("joblib", "moves") })), []);
  assert.deepEqual(places(await said(t, { "score.py": either("__name__", "joblib") })), []);
});

test("S1 finds a failure that the script may prevent, or that only a GPU prevents, as a warning", async (t) => {
  const found = await said(t, {
    "score.py":
      "import demo, os, numpy\nimport demo.gpu\nos.environ['SET_BY_SCRIPT'] = os.getcwd()\nimport demo.late\ndemo.setup()\nimport demo.ready\nnumpy.bool = lambda: 1\nimport sklearn.linear_model\n",
  });
  assert.deepEqual(places(found), [
    "warning score.py:2",
    "warning score.py:4",
    "warning score.py:6",
    "warning score.py:8",
  ]);
});

test("S1 leaves alone names that exist, appear at run time, or are prepared by the script", async (t) => {
  const found = await said(t, {
    "score.py": `import os, numpy as np
import six.moves
from six.moves import __name__
from pydantic import Base
os.environ["SET_BY_SCRIPT"] = "1"
os.environ.setdefault("ANOTHER", "2")
os.environ.update({"A": "1"}, B="2")
import demo.late
np.bool = bool
setattr(np, "long", int)
from numpy import long
import sklearn.linear_model
import demo.needs
from sklearn import *
from helper import anything, W
from lazy import whatever
from computed import x
from own import V, sub, Named
import own
own.late = 1
from own import late
try:
    from sklearn.externals import joblib
except ImportError:
    joblib = None
if False:
    pass
`,
    "helper.py": "from numpy import *\n",
    "lazy.py": "def __getattr__(name): return 1\n",
    "computed.py": "globals().update(x=1)\n",
    "own/__init__.py": "try:\n    V = 1\nexcept Exception as Named:\n    pass\n",
    "own/sub.py": "",
  });
  assert.deepEqual(found, []);
});

test("S1 leaves alone what I11 reports, and what the image has", async (t) => {
  const wheels = [wheel("broken", { "broken/__init__.py": "raise RuntimeError('no')\n" })];
  const code = { "score.py": "import broken\nfrom broken import x\nimport flask\n" };
  const evidence = await withContainer(await withContext(evidenceOf(t, { wheels, code })));
  assert.deepEqual(ask("I11", evidence).length, 1);
  assert.deepEqual(
    ask("S1", evidence).map(({ severity }) => severity),
    ["notice"],
  );
});
