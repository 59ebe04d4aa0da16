// Does the model need code that exists only where it was saved?
import assert from "node:assert/strict";
import { test } from "node:test";
import { inModel, pickled, said } from "../../support/python/models.ts";

test("S5 finds classes of __main__, unknown modules, and modules in the root of the code directory", async (t) => {
  const found = await said(t, "S5", {
    options: { ...inModel, "scoring-script": "api/score.py" },
    code: {
      "api/score.py": "def init(): ...\n",
      "train_utils.py": "",
      "model/a.pkl": pickled('dump([of("__main__.Scaler"), of("__main__.Encoder")])'),
      "model/b.pkl": pickled('dump(of("train_utils.Scaler"))'),
      "model/c.pkl": pickled('dump([of("utils.deep.Scaler"), of("utils.Other")])'),
      "model/d.pkl": pickled('dump(of("utils.deep.Scaler"))'),
    },
  });
  assert.deepEqual(
    found.map(({ severity, file, message, hint }) => [severity, file, message, hint]),
    [
      [
        undefined,
        "a.pkl",
        "model/a.pkl needs Scaler, Encoder of __main__, the script or notebook that saved the model; in the container, __main__ is the server.",
        "Define Scaler, Encoder in a module in the scoring directory, import it from there in the training too, and save the model again.",
      ],
      [
        "warning",
        "b.pkl",
        "model/b.pkl needs train_utils, which is in the root of the code directory; only the scoring directory is sure to be on the path.",
        "Move train_utils beside the scoring script, or set PYTHONPATH in the deployment.",
      ],
      [
        undefined,
        "c.pkl",
        "model/c.pkl and 1 more file need utils, which nothing in the container provides.",
        "If utils is a module of yours, put it into the scoring directory, else add its distribution to the requirements.",
      ],
    ],
  );
});

test("S5 finds a thousand unknown modules as one", async (t) => {
  const code = { "model/a.pkl": pickled('dump([of("own%d.Thing" % one) for one in range(1000)])') };
  const found = await said(t, "S5", { code });
  assert.equal(found.length, 1);
  assert.match(
    found[0]?.message ?? "",
    / needs own0, own1, own2 and 997 more, which nothing in the container provides\.$/,
  );
  assert.match(found[0]?.hint ?? "", /^Put modules of yours into the scoring directory, and add /);
});

test("S5 leaves alone modules of the scoring directory, and a script that fills in __main__", async (t) => {
  const found = await said(t, "S5", {
    code: {
      "score.py": "import __main__\nimport helper\n__main__.Scaler = helper.Scaler\n",
      "helper.py": "class Scaler: ...\n",
      "package/__init__.py": "",
      "model/a.pkl": pickled(
        'dump([of("__main__.Scaler"), of("score.Thing"), of("helper.Scaler"), of("package.deep.Thing")])',
      ),
    },
  });
  assert.deepEqual(found, []);
});
