import assert from "node:assert/strict";
import { test } from "node:test";
import type { Evidence } from "../../../src/evidence/evidence.ts";
import { inModel, pickled, withModels } from "../../support/python/models.ts";
import { ask, evidenceOf, withContainer, withContext } from "../../support/scenario/evidence.ts";

const NEEDS = ["Requires-Dist: python-dateutil (>=2.8.2)", "Requires-Dist: openpyxl; extra == 'excel'"];
const wheels = [
  {
    name: "pandas",
    version: "2.0.3",
    // As real ones: a licence written out, with lines of spaces, before the requirements.
    metadata: ["License: BSD", "        ", "        Redistribution and use", ...NEEDS],
    files: { "pandas/__init__.py": "" },
  },
  { name: "python-dateutil", version: "2.9.0", files: { "dateutil/__init__.py": "" } },
  { name: "openpyxl", version: "3.1.5", files: { "openpyxl/__init__.py": "" } },
  { name: "small", version: "1.0", files: { "small.py": "x = 1\n" } },
  { name: "large", version: "1.0", files: { "large/__init__.py": "x\n".repeat(1000) } },
  { name: "plugin", version: "1.0", files: { "plugin.py": "" }, entryPoints: { "fsspec.specs": { x: "plugin:X" } } },
  { name: "azure-identity", version: "1.0", files: { "azure/identity/__init__.py": "" } },
];

const names = (evidence: Parameters<typeof ask>[1]) => ask("S2", evidence).map(({ distribution }) => distribution);

test("S2 finds requested distributions that nothing imports, the largest first", async (t) => {
  const code = { "score.py": "import pandas\nfrom azure.identity import X\n" };
  assert.deepEqual(names(await withContext(evidenceOf(t, { wheels, code }))), ["large", "small"]);
});

test("S2 leaves alone what is needed by what is imported, plugins, and scripts that import by made-up names", async (t) => {
  const code = {
    "score.py": "def init():\n    import pandas\ntry:\n    import small\nexcept ImportError: ...\nimport azure\n",
  };
  const scenario = evidenceOf(t, { wheels: wheels.filter(({ name }) => name !== "large"), code });
  assert.deepEqual(names(await withContext(scenario)), []);
  const dynamic = { "score.py": "import importlib, os\nimportlib.import_module(os.environ['X'])\n" };
  assert.deepEqual(names(await withContext(evidenceOf(t, { wheels, code: dynamic }))), []);
  const unasked = evidenceOf(t, { wheels, code: { "score.py": "" }, requirements: [] });
  assert.deepEqual(names(await withContext(unasked)), []);
});

/** After the imports of the scoring script were run. */
const imported = async (evidence: Evidence) => withContainer(await withContext(evidence));

test("S2 leaves alone what a package imports without requiring it, from modules and namespaces", async (t) => {
  const files = {
    "careless/__init__.py": "import azure.identity\ntry:\n    from small import x\nexcept ImportError: ...\n",
  };
  const careless = { name: "careless", version: "1.0", files };
  const code = { "score.py": "def init():\n    import careless\n" };
  assert.deepEqual(names(await imported(evidenceOf(t, { wheels: [careless, ...wheels.slice(3)], code }))), ["large"]);
  const parent = { name: "parent", version: "1.0", files: { "parent/__init__.py": "from parent import plug\n" } };
  const child = { name: "child", version: "1.0", files: { "parent/plug.py": "" } };
  const ofParent = { "score.py": "import parent\n" };
  assert.deepEqual(names(await imported(evidenceOf(t, { wheels: [parent, child], code: ofParent }))), []);
  // What takes the place of a module may raise an exception when it is asked for its file.
  const odd = `
import sys, small
class Odd:
    def __getattr__(self, name): raise ValueError(name)
sys.modules["odd"] = Odd()
`;
  const replaced = [{ name: "odd", version: "1.0", files: { "odd.py": odd } }, ...wheels.slice(3, 5)];
  const script = { "score.py": "import odd\n" };
  assert.deepEqual(names(await imported(evidenceOf(t, { wheels: replaced, code: script }))), ["large"]);
});

test("S2 leaves alone what the model needs; without a model it says that one may", async (t) => {
  const code = { "model/model.pkl": pickled('dump(of("small.Thing"))') };
  const hints = async (options: Record<string, string>) =>
    ask(
      "S2",
      await withModels(evidenceOf(t, { wheels: wheels.slice(0, 4), code, options, requirements: ["small", "pandas"] })),
    ).map(({ hint }) => hint);
  assert.deepEqual(await hints(inModel), ["Remove pandas, unless a lazy import of another package needs it."]);
  const either = "unless a saved model or a lazy import of another package needs it.";
  assert.deepEqual(await hints({}), [`Remove pandas, ${either}`, `Remove small, ${either}`]);
});
