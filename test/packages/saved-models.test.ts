// Models that the real scikit-learn, joblib and cloudpickle save: what the tool reads of them is what loading them needs.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import type { Finding } from "../../src/findings/check.ts";
import { runCli } from "../support/machine/cli.ts";
import { createWorkspace, writeFiles } from "../support/machine/workspace.ts";
import { skipWithoutIndex } from "../support/packages/real-index.ts";
import { findPython } from "../support/python/interpreters.ts";
import { readModels } from "../support/python/models.ts";

const SAVE = `
import pickle, joblib, cloudpickle, numpy
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

rows = numpy.random.RandomState(0).rand(200, 4)
model = make_pipeline(StandardScaler(), RandomForestClassifier(20, random_state=0)).fit(rows, rows[:, 0] > 0.5)
texts = TfidfVectorizer().fit(["one two", "two three"])
everything = {"model": model, "texts": texts, "objects": numpy.array([1, "a", None], dtype=object),
              "rows": numpy.zeros(3, dtype=[("a", "i4"), ("b", "U7")]), "days": numpy.array(["2020-01-01"], dtype="M8[D]")}
joblib.dump(everything, "all.joblib")
for kind in ("zlib", "gzip", "bz2", "lzma", "xz"):
    joblib.dump(everything, "all.joblib." + kind, compress=(kind, 3))
for protocol in range(6):
    with open("all%d.pkl" % protocol, "wb") as stream:
        pickle.dump(everything, stream, protocol)
with open("function.pkl", "wb") as stream:
    cloudpickle.dump(lambda given: numpy.sin(model.predict(given)), stream)
`;

/** Loads each file, and prints the modules that its names are looked up in. */
const LOAD = `
import json, pickle, sys, joblib
from joblib import numpy_pickle
named = set()
class Named(numpy_pickle.NumpyUnpickler):
    def find_class(self, module, name):
        named.add(module)
        return super().find_class(module, name)
numpy_pickle.NumpyUnpickler = Named
joblib.load(sys.argv[1])
print(json.dumps(sorted(named)))
`;

describe("models of scikit-learn 1.3.2", { skip: await skipWithoutIndex(), timeout: 900_000 }, () => {
  const cleanups: (() => void | Promise<void>)[] = [];
  const python = findPython("3.8") ?? "";
  let packages = "";
  let models = "";
  const inPython = (code: string, ...args: string[]) =>
    execFileSync(python, ["-c", code, ...args], {
      cwd: models,
      encoding: "utf8",
      env: { ...process.env, PYTHONPATH: packages },
    });

  before(() => {
    const workspace = createWorkspace({ after: (clean) => cleanups.push(clean) }, { "packages/": "", "model/": "" });
    [packages, models] = [join(workspace, "packages"), join(workspace, "model")];
    const install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", packages];
    execFileSync(python, [...install, "scikit-learn==1.3.2", "cloudpickle==2.2.1"], { stdio: "pipe" });
    inPython(SAVE);
  });
  after(async () => {
    for (const clean of cleanups.reverse()) await clean();
  });

  it("are read to their end, in every protocol and compression", async () => {
    for (const minor of ["3.8", "3.12"]) {
      const { files } = await readModels([models], {}, findPython(minor));
      assert.equal(files.length, 13);
      for (const { path, kind, problem, modules, versions, codeArguments } of files) {
        assert.deepEqual([kind, problem, versions], ["pickle", null, { "scikit-learn": "1.3.2" }], path);
        assert.equal(codeArguments, path.endsWith("function.pkl") ? 16 : null);
        assert.ok(Object.keys(modules).includes("sklearn.ensemble._forest"), path);
      }
    }
  });

  it("name the modules that loading them looks up", async () => {
    const { files } = await readModels([models]);
    for (const { path, modules } of files.filter((one) => /joblib|all[45]/.test(one.path))) {
      const named = JSON.parse(inPython(LOAD, path)) as string[];
      // joblib hands arrays of objects to another unpickler.
      const inner = ["_codecs", "numpy.core.multiarray"];
      assert.deepEqual(
        Object.keys(modules)
          .filter((one) => named.includes(one) || !inner.includes(one))
          .sort(),
        named,
        path,
      );
    }
  });

  it("pass with that release, warn with another minor one, and fail without it", async (t) => {
    const workspace = createWorkspace(t, { "score.py": "import joblib\n\n\ndef init():\n    pass\n" });
    writeFiles(workspace, { "model/": "" });
    execFileSync("cp", [join(models, "all.joblib.xz"), join(workspace, "model")]);
    const build = async (requirements: string) => {
      writeFileSync(join(workspace, "requirements.txt"), requirements);
      rmSync(join(workspace, "myenv"), { recursive: true, force: true });
      const command = ["build", "--json", "--python-version", "3.8", "--model-directory", "model"];
      const {
        json = {},
        exitCode,
        stderr,
      } = await runCli(t, command, { cwd: workspace, inheritIndex: true, timeout: 900_000 });
      const { findings } = JSON.parse(readFileSync(json["report-file"] ?? "", "utf8")) as { findings: Finding[] };
      const about = findings
        .filter(({ check }) => /^S[345]$/.test(check))
        .map(({ check, message, hint }) => `${check} ${hint} ${message}`);
      return { exitCode, about, stderr };
    };
    const same = await build("scikit-learn==1.3.2\n");
    assert.deepEqual([same.exitCode, same.about], [0, []], same.stderr);
    const older = await build("scikit-learn==1.2.2\n");
    assert.deepEqual([older.exitCode, older.about.length], [0, 1], older.stderr);
    assert.match(
      older.about[0] ?? "",
      /^S4 Write scikit-learn==1\.3\.2 instead of scikit-learn==1\.2\.2 .* saved with scikit-learn 1\.3\.2, but the mount has 1\.2\.2\.$/,
    );
    const none = await build("joblib==1.3.2\nnumpy==1.24.4\nscipy==1.10.1\n");
    assert.equal(none.exitCode, 1);
    assert.deepEqual(none.about.length, 1);
    assert.match(none.about[0] ?? "", /^S3 Add scikit-learn==1\.3\.2 to the requirements, /);
  });
});
