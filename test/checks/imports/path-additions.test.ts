import assert from "node:assert/strict";
import { test } from "node:test";
import type { Files } from "../../support/packages/zip.ts";
import { ask, evidenceOf, withContext } from "../../support/scenario/evidence.ts";

/** What S1 says of a scoring script: severity, file and line. */
async function said(t: Parameters<typeof evidenceOf>[0], code: Files, options = {}) {
  const scenario = evidenceOf(t, { wheels: [], code, options });
  const found = ask("S1", await withContext(scenario));
  return found.map(({ severity = "error", place, message }) => {
    return { at: `${severity} ${place?.file.split("/").at(-1)}:${place?.line}`, message };
  });
}
const places = (found: Awaited<ReturnType<typeof said>>) => found.map(({ at }) => at);

/** Ways to write a directory named lib beside the script. */
const FORMS = [
  'import os, sys\nsys.path.append(os.path.join(os.path.dirname(os.path.realpath(__file__)), "lib"))',
  'import sys\nfrom pathlib import Path\nsys.path.insert(0, str(Path(__file__).parent / "lib"))',
  'import sys, pathlib\nsys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[0].joinpath("lib")))',
  'import os, sys\nHERE = os.path.dirname(os.path.abspath(__file__))\nsys.path.append(HERE + "/lib")',
  'import os, sys\nfrom os.path import dirname, join\nsys.path += [join(dirname(__file__), "lib")]',
  'import os, sys\nsys.path.extend(["./other", f"{os.getcwd()}/lib"])',
  'import os, sys\nsys.path.append(os.path.join(os.environ["AML_APP_ROOT"], "lib"))',
  'import os, sys\nsys.path.append("lib")',
  'import os, sys\ndef init():\n    sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "lib"))',
  'import site, os\nsite.addsitedir(os.path.join(os.path.dirname(__file__), "lib"))',
];

test("S1 leaves alone modules in directories that the script adds to the path, however it is written", async (t) => {
  const rest = "\nimport mine\nfrom parts import one\nfrom parts.deep import x\n";
  const lib = { "lib/mine.py": "", "lib/parts/__init__.py": "one = 1\n", "lib/parts/deep.py": "x = 1\n" };
  for (const form of FORMS) assert.deepEqual(await said(t, { "score.py": form + rest, ...lib }), [], form);
});

test("S1 finds what those modules import, and names that they do not define", async (t) => {
  for (const form of FORMS) {
    const lib = { "lib/mine.py": "import yaml\n" };
    const found = await said(t, { "score.py": `${form}\nfrom mine import nothing\n`, ...lib });
    assert.deepEqual(places(found).sort(), ["error mine.py:1", `error score.py:${form.split("\n").length + 1}`], form);
  }
});

test("S1 leaves alone a directory above the scoring script, and one that a module adds", async (t) => {
  const code = {
    "api/score.py":
      "import os, sys\nsys.path.append(os.path.join(os.path.dirname(__file__), '..', 'shared'))\nimport common\nimport later\n",
    "shared/common.py":
      "import sys, os\nsys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), 'more'))\n",
    "shared/more/later.py": "",
  };
  assert.deepEqual(await said(t, code, { "scoring-script": "api/score.py" }), []);
});

test("S1 finds a module as a warning that may be in a directory which is not known here", async (t) => {
  const model = "import os, sys\nsys.path.append(os.path.join(os.environ['AZUREML_MODEL_DIR'], 'src'))\nimport net\n";
  const found = await said(t, { "score.py": model });
  assert.deepEqual(places(found), ["warning score.py:3"]);
  assert.match(found[0]?.message ?? "", / Unless the directory has it that score\.py:2 adds to sys\.path/);
  const files = { "model/src/net.py": "" };
  assert.deepEqual(await said(t, { "score.py": model, ...files }, { "model-directory": "model" }), []);
  const parent = model.replace("'src'", "'model', 'src'");
  assert.deepEqual(await said(t, { "score.py": parent, ...files }, { "model-directory": "model" }), []);
  const absolute = "import sys\nsys.path.append('/var/lib/of-the-image')\nimport net\n";
  assert.deepEqual(places(await said(t, { "score.py": absolute })), ["warning score.py:3"]);
});

test("S1 finds a module as an error that no added directory of the code has", async (t) => {
  for (const form of FORMS) {
    const found = await said(t, { "score.py": `${form}\nimport net\n`, "lib/mine.py": "", "other/x.csv": "" });
    assert.deepEqual(places(found), [`error score.py:${form.split("\n").length + 1}`], form);
  }
});

test("S1 finds a module as a notice that an unknown environment may have, if no packages are named", async (t) => {
  const yaml =
    "name: blue\nendpoint_name: iris\ncode_configuration: {code: ., scoring_script: score.py}\nenvironment: azureml:mine@latest\n";
  const options = { mode: "preinstalled", "deployment-file": "blue.yml" };
  const found = await said(t, { "score.py": "import net\n", "blue.yml": yaml }, options);
  assert.deepEqual(places(found), ["notice score.py:1"]);
  assert.match(
    found[0]?.message ?? "",
    /does not provide net, and it is not known whether azureml:mine@latest does\.$/,
  );
});
