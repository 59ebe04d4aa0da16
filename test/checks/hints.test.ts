// Hints that say word by word what to write; that doing so helps is shown in the tests of the known breakers.
import assert from "node:assert/strict";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { compiledCodeProblems, needingNewerSystem } from "../../src/evidence/compiled-code/problems.ts";
import { releasesInDoubt } from "../../src/evidence/models/saved-releases.ts";
import { findNewestWheels } from "../../src/evidence/newest-wheels.ts";
import { targetOf } from "../../src/images/target.ts";
import { newestWheels } from "../../src/python/packaging/newest-wheels.ts";
import { createWorkspace } from "../support/machine/workspace.ts";
import { makeElf } from "../support/packages/elf/elf.ts";
import { startIndex } from "../support/packages/package-index.ts";
import { makeWheel, type WheelOptions } from "../support/packages/wheels.ts";
import type { Files } from "../support/packages/zip.ts";
import { inModel, pickled, sklearn, tree, withModels } from "../support/python/models.ts";
import { ask, evidenceOf, interpreter, silentHost, withContainer, withContext } from "../support/scenario/evidence.ts";

const tooNew = (versions: readonly string[]) =>
  makeElf({ exports: ["PyInit__fast"], versionNeeds: { "libc.so.6": versions } });
const FILE = "pkg/_fast.cpython-38-x86_64-linux-gnu.so";
const hintOf = (found: readonly { hint?: string | undefined }[]) => found[0]?.hint ?? "";

test("P3's hint is the newest release with a wheel that fits, if the index shows one", (t) => {
  const wheels = [{ name: "pkg", version: "2.0", files: { [FILE]: tooNew(["GLIBC_2.34"]) } }];
  const told = evidenceOf(t, { wheels, evidence: { newestWheels: { pkg: "1.9", other: "3.0" } } });
  assert.equal(
    hintOf(ask("P3", told)),
    "Add pkg==1.9 to the requirements and build the mount with this tool: that is the newest release with a wheel for Python 3.8 and glibc 2.31. Or deploy on an image with glibc 2.34 or newer.",
  );
  for (const newestWheels of [undefined, {}]) {
    const hint = hintOf(ask("P3", evidenceOf(t, { wheels, evidence: { newestWheels } })));
    assert.match(hint, /^Add pkg to the requirements and build the mount with this tool, which uses only wheels for/);
  }
});

test("P3's hint names no distribution for a file without an owner, and no glibc if another library is too old", (t) => {
  const file = makeElf({ exports: ["PyInit__fast"], versionNeeds: { "libz.so.1": ["ZLIB_9.9"] } });
  const hint = hintOf(ask("P3", evidenceOf(t, { files: { "_fast.cpython-38-x86_64-linux-gnu.so": file } })));
  assert.match(hint, /^Build the mount with this tool/);
  assert.match(hint, /Or deploy on a newer image\.$/);
});

test("the index is not asked for what needs no newer system", async (t) => {
  const wheels = [{ name: "pkg", version: "2.0", files: { [FILE]: tooNew(["GLIBC_2.31"]) } }];
  assert.equal((await withContext(evidenceOf(t, { wheels }))).newestWheels, undefined);
});

test("the index is not asked where no requirements were read: they may name another one", async (t) => {
  const { asked, host } = await indexed(t);
  const scenario = evidenceOf(t, {
    wheels: [{ name: "pkg", version: "2.0", files: { [FILE]: tooNew(["GLIBC_2.34"]) } }],
  });
  const names = needingNewerSystem(compiledCodeProblems(scenario.inventory, scenario.target), scenario.inventory);
  assert.deepEqual(names, ["pkg"]);
  const python = await interpreter("3.8");
  assert.equal(await findNewestWheels(names, scenario.target, undefined, python, host), undefined);
  assert.deepEqual(asked.requests, []);
  assert.deepEqual(await findNewestWheels(names, scenario.target, [], python, host), {});
  assert.ok(asked.requests.length > 0);
});

test("an index that does not answer, and settings that cannot be read, are reported as not known", async (t) => {
  const { asked, host } = await indexed(t);
  const ask = async (environment: NodeJS.ProcessEnv) =>
    await newestWheels(["pkg"], targetOf({ python: "3.8" }), [], await interpreter("3.8"), { ...host, environment });
  const damaged = join(createWorkspace(t, { "pip.conf": "[global\nno = \n = =\n" }), "pip.conf");
  assert.equal(await ask({ ...host.environment, PIP_CONFIG_FILE: damaged }), undefined);
  assert.deepEqual(await ask(host.environment), {});
  await asked.close();
  assert.equal(await ask(host.environment), undefined);
});

test("the index is asked for one release too, and hints do not name one without a wheel for the target", async (t) => {
  const asked = await startIndex({ packages: [makeWheel({ name: "scikit-learn", version: "1.3.2" })] });
  t.after(() => asked.close());
  const host = { ...silentHost(process.cwd()), environment: { ...process.env, ...asked.env() } };
  const names = ["scikit-learn", "scikit-learn==1.3.2", "scikit-learn==0.24.2"];
  const savedReleases = await newestWheels(names, targetOf({ python: "3.8" }), [], await interpreter("3.8"), host);
  assert.deepEqual(savedReleases, { "scikit-learn": "1.3.2", "scikit-learn==1.3.2": "1.3.2" });
  const code = { "model/model.pkl": pickled(tree("0.24.2")) };
  const evidence = await withModels(evidenceOf(t, { code, options: inModel, evidence: { savedReleases } }));
  assert.match(
    hintOf(ask("S3", evidence)),
    /has no wheel for Python 3\.8: save it again with scikit-learn==1\.3\.2 and add/,
  );
  const mounted = await withModels(
    evidenceOf(t, { code, options: inModel, wheels: [sklearn], evidence: { savedReleases } }),
  );
  assert.equal(
    hintOf(ask("S4", mounted)),
    "Save the model again with scikit-learn 1.3.0: scikit-learn 0.24.2 has no wheel for Python 3.8.",
  );
  const subject = { ...mounted, mount: mounted };
  assert.deepEqual(releasesInDoubt(mounted.savedModels, subject), ["scikit-learn", "scikit-learn==0.24.2"]);
});

/** An index without packages, and a host whose pip asks it. */
async function indexed(t: TestContext) {
  const asked = await startIndex();
  t.after(() => asked.close());
  const host = { ...silentHost(process.cwd()), environment: { ...process.env, ...asked.env() } };
  return { asked, host };
}

test("the index is not asked for what is no name: pip would take it for an option", async (t) => {
  const { asked, host } = await indexed(t);
  const names = [`-index-url=${asked.url}`, "-i", "../pkg", ""];
  assert.equal(await newestWheels(names, targetOf({ python: "3.8" }), [], await interpreter("3.8"), host), undefined);
  assert.deepEqual(asked.requests, []);
});

const compiledForNumpy1: WheelOptions = {
  name: "frames",
  version: "1.0",
  files: {
    "frames.py":
      "raise ValueError('numpy.dtype size changed, may indicate binary incompatibility. Expected 96 from C header, got 88 from PyObject')\n",
  },
};
const numpy = (version: string): WheelOptions => ({ name: "numpy", version, files: { "numpy/__init__.py": "" } });

test("I11's hint is numpy<2 for what was compiled for numpy 1", async (t) => {
  const scenario = await withContainer(evidenceOf(t, { wheels: [compiledForNumpy1, numpy("2.0.2")] }));
  assert.equal(
    hintOf(ask("I11", scenario)),
    "Add numpy<2 to the requirements: frames was compiled for numpy 1, but the mount has numpy 2.0.2.",
  );
});

test("I11's hint is not numpy<2 where numpy is older", async (t) => {
  const scenario = await withContainer(evidenceOf(t, { wheels: [compiledForNumpy1, numpy("1.26.4")] }));
  const found = ask("I11", scenario);
  assert.deepEqual(
    found.map(({ distribution }) => distribution),
    ["frames"],
  );
  assert.doesNotMatch(hintOf(found), /numpy<2/);
});

test("I11's hint is protobuf<4 for what was generated for protobuf 3", async (t) => {
  const generated = "raise TypeError('Descriptors cannot be created directly.')\n";
  const frames = { name: "frames", version: "1.0", files: { "frames.py": generated } };
  const judged = async (version: string) => {
    const protobuf = { name: "protobuf", version, files: { "google/protobuf/__init__.py": "" } };
    return ask("I11", await withContainer(evidenceOf(t, { wheels: [frames, protobuf] })));
  };
  const found = await judged("4.25.3");
  assert.equal(
    hintOf(found),
    "Add protobuf<4 to the requirements, or use a newer release of frames: its code was generated for protobuf 3, but the mount has protobuf 4.25.3.",
  );
  assert.equal(
    found[0]?.message,
    "import frames fails in the container: TypeError: Descriptors cannot be created directly.",
  );
  assert.doesNotMatch(hintOf(await judged("3.20.3")), /protobuf<4/);
});

const winlike: WheelOptions = {
  name: "winlike",
  version: "306",
  files: { "winlike.pth": "winlike\n", "winlike/winapi.py": "import wincon\n", "winlike/wincon.py": "" },
};
const MOUNT = "myenv/lib/python3.8/site-packages";

/** `wincon` lies in the folder only, which `winapi` needs. */
const FOLDER = `${MOUNT}/winlike`;
/** What the checks say of a mount with winlike beside a scoring script, which was imported as the container would. */
async function judged(t: Parameters<typeof evidenceOf>[0], code: Files, wheels: readonly WheelOptions[] = [winlike]) {
  const scenario = await withContainer(await withContext(evidenceOf(t, { wheels, code })));
  const severities = (check: string) => ask(check, scenario).map(({ severity = "error" }) => severity);
  return { scenario, I6: severities("I6"), I11: severities("I11"), S1: severities("S1") };
}
const withScript = (t: Parameters<typeof evidenceOf>[0], script: string) => judged(t, { "score.py": script });

const ADD = `sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "${FOLDER}"))`;

test("a directory that the scoring script puts on the path at its top is a notice of I6, and fine for I11 and S1", async (t) => {
  for (const path of [
    `os.path.join(os.path.dirname(os.path.abspath(__file__)), "${FOLDER}")`,
    `os.path.join(os.path.dirname(os.path.realpath(__file__)), "${FOLDER}")`,
    `os.path.join(os.path.dirname(__file__), "myenv", "lib", "python3.8", "site-packages", "winlike")`,
    `os.path.dirname(__file__) + "/${FOLDER}/"`,
  ]) {
    for (const rest of ["import winapi", "def init():\n    import winapi"]) {
      const { I6, I11, S1 } = await withScript(t, `import os, sys\nsys.path.append(${path})\n${rest}\n`);
      assert.deepEqual({ I6, I11, S1 }, { I6: ["notice"], I11: [], S1: [] }, `${path}: ${rest}`);
    }
  }
});

test("a module beside the scoring script may import from the directory once it was added", async (t) => {
  const after = { "score.py": `import os, sys; ${ADD}\nimport helper\n`, "helper.py": "import winapi\n" };
  assert.deepEqual((await judged(t, after)).S1, []);
  const before = { ...after, "score.py": `import os, sys, helper\n${ADD}\n` };
  assert.deepEqual((await judged(t, before)).S1, ["error"]);
});

test("a directory without __init__ in what was added has only what it shows", async (t) => {
  const wheel = { ...winlike, files: { ...winlike.files, "winlike/space/part.py": "" } };
  const of = (line: string) => judged(t, { "score.py": `import os, sys\n${ADD}\n${line}\n` }, [wheel]);
  for (const line of ["import space.part", "from space import part"]) assert.deepEqual((await of(line)).S1, [], line);
  for (const line of ["import space.other", "from space import part, other"])
    assert.deepEqual((await of(line)).S1, ["error"], line);
});

test("a directory that is added too late, perhaps or elsewhere is an error of I6, I11 and S1", async (t) => {
  const scripts = {
    "after the import": `import winapi\n${ADD}`,
    "on the line of the import": `${ADD}; import winapi`,
    "in a function": `def init():\n    ${ADD}\n    import winapi`,
    "under a condition": `if os.environ.get("X"):\n    ${ADD}\nimport winapi`,
    "in a try": `try:\n    ${ADD}\nexcept OSError: pass\nimport winapi`,
    "in a loop": `for _ in []:\n    ${ADD}\nimport winapi`,
    "after a function that imports": `def init(): import winapi\ninit()\n${ADD}`,
    "after an import of a name made at run time": `import importlib\nimportlib.import_module("win" + "api")\n${ADD}\nimport winapi`,
    "and taken away": `${ADD}\nsys.path.pop()\nimport winapi`,
    "and replaced": `${ADD}\nsys.path = []\nimport winapi`,
    "with another os": `import posixpath as os\n${ADD}\nimport winapi`,
    "in another list": `places = []\nplaces.append(os.path.join(os.path.dirname(__file__), "${FOLDER}"))\nimport winapi`,
  };
  for (const [name, script] of Object.entries(scripts)) {
    const { I6, I11, S1, scenario } = await withScript(t, `import os, sys\n${script}\n`);
    assert.deepEqual([I6, I11], [["error"], ["error"]], name);
    assert.deepEqual(S1, [name === "with another os" ? "warning" : "error"], name);
    assert.match(
      hintOf(ask("I11", scenario)),
      /^Follow the hint of I6: wincon is in winlike, which only a \.pth file adds to the path\.$/,
    );
  }
  const elsewhere = { "score.py": "import paths\nimport winapi\n", "paths.py": `import os, sys\n${ADD}\n` };
  const { I6, I11, S1 } = await judged(t, elsewhere);
  assert.deepEqual({ I6, I11, S1 }, { I6: ["error"], I11: ["error"], S1: ["error"] });
});

test("a directory that is written otherwise than the hint says is an error of I6 and I11, and of S1 if it is known", async (t) => {
  const own = "os.path.dirname(__file__)";
  for (const [path, severity] of [
    [`"${FOLDER}"`, "error"],
    [`os.path.join(${own}, "${MOUNT}")`, "error"],
    [`os.path.join(${own}, "other/${FOLDER}")`, "error"],
    [`os.path.join(${own}, "/${FOLDER}")`, "warning"],
    [`os.path.join(${own}, "..", "${FOLDER}")`, "warning"],
    [`os.path.join(os.path.dirname(${own}), "${FOLDER}")`, "warning"],
    [`os.path.join(${own}, os.environ.get("X", ""), "${FOLDER}")`, "warning"],
    [`os.path.join(${own}, "${FOLDER}" if os.environ.get("X") else "x")`, "warning"],
    [`${own} + "${FOLDER}"`, "warning"],
  ]) {
    const { I6, I11, S1 } = await withScript(t, `import os, sys\nsys.path.append(${path})\nimport winapi\n`);
    assert.deepEqual({ I6, I11, S1 }, { I6: ["error"], I11: ["error"], S1: [severity] }, path);
  }
});

test("a directory from the working directory or AML_APP_ROOT is tried as in the container", async (t) => {
  for (const path of [`os.path.join(os.getcwd(), "${FOLDER}")`, `os.getenv("AML_APP_ROOT", "") + "/${FOLDER}"`]) {
    const { I6, I11, S1 } = await withScript(t, `import os, sys\nsys.path.append(${path})\nimport winapi\n`);
    assert.deepEqual({ I6, I11, S1 }, { I6: ["notice"], I11: [], S1: [] }, path);
  }
});

test("a directory that is added comes too late for what the server imports before the script", async (t) => {
  const flask = { name: "flask", version: "2.2.5", files: { "flask/__init__.py": "import wincon\n" } };
  const { scenario, I6, I11 } = await judged(t, { "score.py": `import os, sys\n${ADD}\nimport flask\n` }, [
    winlike,
    flask,
  ]);
  assert.deepEqual({ I6, I11 }, { I6: ["notice"], I11: ["error"] });
  assert.match(
    hintOf(ask("I11", scenario)),
    /^Use another release of flask: wincon is in winlike, .* the server imports flask before the scoring script/,
  );
});

test("a module that fails even with the added directory is I11, in the words of the second try", async (t) => {
  const source = "import wincon\nraise RuntimeError('no such device')\n";
  const broken = { ...winlike, files: { ...winlike.files, "winlike/winapi.py": source } };
  const { scenario } = await judged(t, { "score.py": `import os, sys\n${ADD}\n` }, [broken]);
  assert.deepEqual(
    ask("I11", scenario).map(({ severity, message }) => [severity, message]),
    [["error", "import winlike.winapi fails in the container: RuntimeError: no such device."]],
  );
});

test("what a module of the mount needs of a directory that is added after its import is an error", async (t) => {
  const needy = { name: "needy", version: "1.0", files: { "needy.py": "import wincon\n" } };
  const script = `import os, sys\nimport needy\n${ADD}\n`;
  assert.deepEqual((await judged(t, { "score.py": script }, [winlike, needy])).I11, ["error", "error"]);
});
