import assert from "node:assert/strict";
import { test } from "node:test";
import { inModel, pickled, withModels } from "../../support/python/models.ts";
import { ask, evidenceOf, withContext } from "../../support/scenario/evidence.ts";

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
  { name: "small", version: "1.0", files: { "small.py": "x\n" } },
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
