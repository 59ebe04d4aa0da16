import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { findImage, nearestImages } from "../../src/images/catalogue/find-image.ts";
import type { Fact, Image } from "../../src/images/catalogue/image.ts";
import { IMAGES } from "../../src/images/catalogue/image-catalogue.ts";
import { distributionOf, importNamesOf } from "../../src/images/contents/import-names.ts";
import { STANDARD_LIBRARY_VERSIONS, standardLibrary } from "../../src/images/contents/standard-library.ts";
import { scoringDirectoryOf } from "../../src/images/run-script/container-paths.ts";
import { type FileKind, kindOfPath } from "../../src/images/run-script/path-kind.ts";
import { type ContainerStart, runScript } from "../../src/images/run-script/run-script.ts";
import {
  GUARD_SET,
  lastServerVersionFor,
  SERVER_CLOSURE,
  SERVER_RELEASES,
  serverRelease,
  serverVersionsFor,
} from "../../src/images/server/server.ts";
import { targetOf } from "../../src/images/target.ts";

function imageNamed(name: string): Image {
  const image = findImage(name);
  assert.ok(image, `${name} is not in the catalogue`);
  return image;
}

describe("image catalogue", () => {
  test("names, paths and aliases are unique, and every name finds its own image", () => {
    const names = IMAGES.flatMap((image) => [image.name, ...image.aliases]);
    assert.equal(new Set(names.map((name) => name.toLowerCase())).size, names.length);
    for (const image of IMAGES) {
      assert.equal(image.mcrPath, `mcr.microsoft.com/azureml/${image.name}`);
      for (const name of [image.name, image.mcrPath, `${image.mcrPath}:latest`, ...image.aliases]) {
        assert.equal(findImage(name), image, name);
      }
    }
  });

  test("every fact that is known has a source with a date", () => {
    const facts: Fact[] = [
      "mcrPath",
      "os",
      "python",
      "accelerator",
      "condaEnvironment",
      "server",
      "packages",
      "readsVariables",
    ];
    for (const image of IMAGES) {
      for (const fact of facts.filter((each) => image[each] !== undefined)) {
        assert.match(image.sources[fact]?.date ?? "", /^20\d\d-\d\d-\d\d$/, `${image.name}: ${fact}`);
      }
      assert.match(image.status.date, /^20\d\d-\d\d-\d\d$/);
    }
  });

  test("facts agree with each other and with the name", () => {
    for (const { name, os, glibc, python, pythonFull, accelerator, server, condaEnvironment } of IMAGES) {
      assert.equal(glibc, os?.glibc, name);
      const [, cuda] = /cuda([\d.]+)/.exec(name) ?? [];
      assert.equal(accelerator, cuda === undefined ? "cpu" : `cuda ${cuda}`, name);
      const [, minor] = /py3(\d+)/.exec(name) ?? [];
      if (minor !== undefined) assert.equal(python, `3.${minor}`, name);
      const [, ubuntu] = /ubuntu(\d\d\.\d\d)/.exec(name) ?? [];
      if (ubuntu !== undefined) assert.equal(os?.name, `Ubuntu ${ubuntu}`, name);
      assert.ok(pythonFull === undefined || pythonFull.startsWith(`${python}.`), name);
      assert.ok(server === undefined || serverVersionsFor(python).includes(server), name);
      assert.equal(condaEnvironment.startsWith("/azureml-envs/"), name.startsWith("curated/"), name);
    }
  });

  for (const [name, expected] of [
    ["minimal-py312-inference", { readsVariables: "unknown", os: undefined, state: "supported" }],
    ["minimal-ubuntu22.04-py39-cpu-inference", { readsVariables: "unknown", os: "Ubuntu 22.04", state: "supported" }],
    ["curated/minimal-py311-inference", { readsVariables: "no", os: "Ubuntu 22.04", state: "current" }],
    ["curated/minimal-py312-cuda12.4-inference", { readsVariables: "no", os: "Ubuntu 22.04", state: "current" }],
    ["curated/mlflow-py312-inference", { readsVariables: "yes", os: "Ubuntu 22.04", state: "current" }],
    ["curated/mlflow-model-inference", { readsVariables: "yes", os: "Ubuntu 22.04", state: "current" }],
    ["curated/minimal-py39-inference", { readsVariables: "no", os: "Ubuntu 20.04", state: "removed" }],
    ["curated/minimal-ubuntu20.04-py38-cpu-inference", { readsVariables: "yes", os: "Ubuntu 20.04", state: "removed" }],
    ["sklearn-0.24.1-ubuntu18.04-py37-cpu-inference", { readsVariables: "yes", os: "Ubuntu 18.04", state: "removed" }],
  ] as const) {
    test(`${name} is ${expected.state}; reads the variables: ${expected.readsVariables}`, () => {
      const { readsVariables, os, status } = imageNamed(name);
      assert.deepEqual({ readsVariables, os: os?.name, state: status.state }, expected);
    });
  }

  const PY38 = "minimal-ubuntu20.04-py38-cpu-inference";
  const DIGEST = `@sha256:${"a".repeat(64)}`;
  for (const [reference, name] of [
    [PY38, PY38],
    [`azureml/${PY38}`, PY38],
    [` mcr.microsoft.com/azureml/${PY38}:20230920.v2 `, PY38],
    [`https://mcr.microsoft.com/azureml/${PY38}`, PY38],
    [`mcr.microsoft.com/azureml/${PY38}${DIGEST}`, PY38],
    [`mcr.microsoft.com/azureml/${PY38}:latest${DIGEST}`, PY38],
    [`curated/${PY38}:37`, `curated/${PY38}`],
    [`azureml://registries/azureml/environments/${PY38}/versions/37`, `curated/${PY38}`],
    [
      `azureml://registries/azureml/environments/minimal-py311-inference/labels/latest`,
      "curated/minimal-py311-inference",
    ],
    ["minimal-py311-inference", "curated/minimal-py311-inference"],
    ["curated/minimal-ubuntu22.04-py311-cpu-inference", "curated/minimal-py311-inference"],
    ["minimal-ubuntu20.04-py39-cpu-inference", "curated/minimal-py39-inference"],
    ["AzureML-minimal-ubuntu18.04-py37-cpu-inference", "minimal-ubuntu18.04-py37-cpu-inference"],
    ["minimal-py312-inference", "minimal-py312-inference"],
    ["curated/minimal-py312-inference", undefined],
    [`registry.example.com/azureml/${PY38}`, undefined],
    ["minimal-py38-inference", undefined],
    ["", undefined],
  ] as const) {
    test(`“${reference.replace(DIGEST, "@sha256:…")}” is ${name ?? "nothing"}`, () => {
      assert.equal(findImage(reference)?.name, name);
    });
  }

  test("a misspelt name gets the nearest ones", () => {
    assert.equal(nearestImages("mcr.microsoft.com/azureml/minimal-ubuntu20.04-py38-cpu-inferense:latest")[0], PY38);
    assert.equal(nearestImages("curated/minimal-py312-inference")[0], "curated/minimal-py311-inference");
    assert.ok(nearestImages("minimal-py312-inference-cuda").includes("minimal-py312-inference"));
    assert.ok(nearestImages("minimal-py311-inferenc").includes("curated/minimal-py311-inference"));
    assert.equal(nearestImages(PY38, 2).length, 2);
    assert.deepEqual(nearestImages("docker.io/library/postgres"), []);
  });
});

describe("import names", () => {
  for (const [module, distribution] of [
    ["cv2", "opencv-python-headless"],
    ["psycopg2", "psycopg2-binary"],
    ["onnxruntime.capi", "onnxruntime"],
    ["tensorflow", "tensorflow-cpu"],
    ["yaml", "pyyaml"],
    ["google.cloud.storage", "google-cloud-storage"],
    ["azure.storage.blob", "azure-storage-blob"],
    ["azure.ai.ml.entities", "azure-ai-ml"],
    ["google.cloud.secretmanager", "google-cloud-secret-manager"],
    ["ruamel", "ruamel-yaml"],
    ["azureml.train.automl", "azureml-train-automl-client"],
    ["nacl.signing", "pynacl"],
    ["pandas", "pandas"],
    // Never guessed: it may be a module of the user, and the distribution a stranger's.
    ["unheard_of", undefined],
    ["azure.unheard.of", undefined],
    ["azure", undefined],
    ["azureml.unheard", undefined],
    ["google.cloud.unheard", undefined],
  ] as const) {
    test(`${module} is provided by ${distribution ?? "nothing that is listed"}`, () => {
      assert.equal(distributionOf(module), distribution);
    });
  }

  test("a distribution without an entry is imported by its own name", () => {
    assert.deepEqual(importNamesOf("scikit-learn"), ["sklearn"]);
    assert.deepEqual(importNamesOf("typing-extensions"), ["typing_extensions"]);
    assert.deepEqual(importNamesOf("azure-storage-blob"), ["azure.storage.blob"]);
    assert.deepEqual(importNamesOf("constructor"), ["constructor"]);
  });
});

describe("standard library", () => {
  test("covers 3.7 to 3.13", () => {
    assert.deepEqual(STANDARD_LIBRARY_VERSIONS, ["3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13"]);
    assert.throws(() => standardLibrary("3.6"), RangeError);
    assert.throws(() => standardLibrary("3.14"), RangeError);
  });

  for (const [name, from, to] of [
    ["typing", "3.7", "3.13"],
    ["dataclasses", "3.7", "3.13"],
    ["sys", "3.7", "3.13"],
    ["_ctypes", "3.7", "3.13"],
    ["winreg", "3.7", "3.13"],
    ["macpath", "3.7", "3.7"],
    ["dummy_threading", "3.7", "3.8"],
    ["parser", "3.7", "3.9"],
    ["graphlib", "3.9", "3.13"],
    ["zoneinfo", "3.9", "3.13"],
    ["binhex", "3.7", "3.10"],
    ["tomllib", "3.11", "3.13"],
    ["distutils", "3.7", "3.11"],
    ["imp", "3.7", "3.11"],
    ["cgi", "3.7", "3.12"],
    ["_colorize", "3.13", "3.13"],
  ] as const) {
    test(`${name} is part of it from ${from} to ${to}`, () => {
      const having = STANDARD_LIBRARY_VERSIONS.filter((minor) => standardLibrary(minor).has(name));
      assert.deepEqual([having[0], having.at(-1)], [from, to]);
    });
  }

  test("leaves out tests, site-packages and files of the build", () => {
    for (const minor of STANDARD_LIBRARY_VERSIONS) {
      const names = standardLibrary(minor);
      for (const name of ["test", "_testcapi", "xxlimited", "pip", "setuptools", "site-packages", "lib-dynload"]) {
        assert.ok(!names.has(name), `${minor}: ${name}`);
      }
      assert.deepEqual(
        [...names].filter((name) => !/^[A-Za-z_]\w*$/.test(name) || name.startsWith("_sysconfigdata")),
        [],
      );
      assert.ok(names.size > 270 && names.size < 310, `${minor}: ${names.size}`);
    }
  });
});

describe("server", () => {
  for (const [minor, first, last] of [
    ["3.6", undefined, undefined],
    ["3.7", "0.8.4", "0.8.4.2"],
    ["3.8", "0.8.4", "1.3.4"],
    ["3.9", "0.8.4", "1.5.1"],
    ["3.10", "0.8.4", "1.5.1"],
    ["3.13", "0.8.4", "1.5.1"],
  ] as const) {
    test(`Python ${minor} may have ${first} to ${last}`, () => {
      assert.equal(serverVersionsFor(minor)[0], first);
      assert.equal(lastServerVersionFor(minor), last);
    });
  }

  for (const [version, requirements] of [
    ["0.8.4", ["flask<2.3.0", "inference-schema~=1.5.0", "pydantic<1.11,>=1.9"]],
    ["1.1.0", ["werkzeug<3.0.0", "pydantic~=2.0", "pydantic-settings"]],
    ["1.2.2", ["werkzeug>=3.0.3", "gunicorn==22.0.0; platform_system != 'Windows'"]],
    ["1.3.2", ["flask-cors~=4.0.1", "certifi>=2024.7.4"]],
    ["1.3.4", ["flask<=2.3.2", "pydantic~=2.9.0", "flask-cors~=5.0.0", "opencensus-ext-azure~=1.1.0"]],
    [
      "1.5.1",
      ["flask~=3.1.0", "pydantic~=2.12.0", "opentelemetry-sdk==1.33.0", "azure-monitor-opentelemetry-exporter"],
    ],
  ] as const) {
    test(`${version} requires ${requirements.join(", ")}`, () => {
      const required = serverRelease(version)?.requires ?? [];
      for (const requirement of requirements) assert.ok(required.includes(requirement), requirement);
    });
  }

  test("releases are in order, and everything they require on Linux is guarded", () => {
    assert.equal(SERVER_RELEASES.length, 16);
    assert.deepEqual(
      SERVER_RELEASES.map(({ date }) => date),
      SERVER_RELEASES.map(({ date }) => date).sort(),
    );
    for (const { requires } of SERVER_RELEASES) {
      for (const requirement of requires.filter((each) => !each.includes("== 'Windows'"))) {
        const name = /^[a-z0-9-]+/.exec(requirement)?.[0] ?? "";
        assert.ok(GUARD_SET.has(name), name);
      }
    }
    assert.equal(serverRelease("1.3.1"), undefined);
    assert.ok(SERVER_CLOSURE.has("urllib3") && !GUARD_SET.has("urllib3") && !SERVER_CLOSURE.has("numpy"));
  });
});

const ROOT = "/var/azureml-app/onlinescoring";
const CONTAINER: Readonly<Record<string, FileKind>> = {
  "/var": "directory",
  "/var/azureml-app": "directory",
  [ROOT]: "directory",
  [`${ROOT}/score.py`]: "file",
  [`${ROOT}/requirements.txt`]: "file",
  [`${ROOT}/conda.yaml`]: "file",
  [`${ROOT}/pkgs`]: "directory",
  [`${ROOT}/my pkgs`]: "directory",
  [`${ROOT}/pkgs.zip`]: "file",
  [`${ROOT}/api`]: "directory",
  [`${ROOT}/api/score.py`]: "file",
  "/model/mlflow_model_folder/conda.yaml": "file",
};
const exists = (path: string) => CONTAINER[path];

interface Case extends Partial<ContainerStart> {
  lib?: string;
  txt?: string;
  conda?: string;
}

function start({ lib, txt, conda, environment, ...rest }: Case): ContainerStart {
  const variables = {
    AZUREML_EXTRA_PYTHON_LIB_PATH: lib,
    AZUREML_EXTRA_REQUIREMENTS_TXT: txt,
    AZUREML_EXTRA_CONDA_YAML: conda,
    ...environment,
  };
  return { exists, amlAppRoot: ROOT, entryScript: "score.py", environment: variables, ...rest };
}

const reading = imageNamed("curated/minimal-ubuntu20.04-py38-cpu-inference");
const ignoring = imageNamed("curated/minimal-py311-inference");
const mlflow = imageNamed("curated/mlflow-model-inference");

describe("run script: starts", () => {
  const table: readonly [string, Case, string, readonly string[]][] = [
    ["a directory beside the scoring script", { lib: "pkgs" }, "library-path", [`${ROOT}/./pkgs`, ROOT]],
    ["a trailing slash", { lib: "pkgs/" }, "library-path", [`${ROOT}/./pkgs/`, ROOT]],
    ["a space", { lib: "my pkgs" }, "library-path", [`${ROOT}/./my pkgs`, ROOT]],
    ["..", { lib: "../pkgs", entryScript: "api/score.py" }, "library-path", [`${ROOT}/api/../pkgs`, ROOT]],
    [
      "one leading slash",
      { lib: "../pkgs", entryScript: "/api/score.py" },
      "library-path",
      [`${ROOT}/api/../pkgs`, ROOT],
    ],
    ["no entry script", { lib: "pkgs", entryScript: undefined }, "library-path", [`${ROOT}/pkgs`, ROOT]],
    [
      "PYTHONPATH set",
      { lib: "pkgs", environment: { PYTHONPATH: "/a:b" } },
      "library-path",
      [`${ROOT}/./pkgs`, "/a", `${ROOT}/b`],
    ],
    ["a relative PYTHONPATH", { environment: { PYTHONPATH: "pkgs" } }, "disabled", [`${ROOT}/pkgs`]],
    ["nothing", {}, "disabled", []],
    ["empty values", { lib: "", txt: "", conda: "" }, "disabled", []],
    ["requirements", { txt: "requirements.txt" }, "requirements", []],
    ["a conda file", { conda: "conda.yaml" }, "conda", []],
    ["conda switched off", { conda: "no.yaml", environment: { DYNAMIC_DEP_INSTALLATION: "false" } }, "disabled", []],
    ["lib path before conda", { lib: "pkgs", conda: "no.yaml" }, "library-path", [`${ROOT}/./pkgs`, ROOT]],
    [
      "lib path before requirements",
      { lib: "pkgs", txt: "no.txt", installs: false },
      "library-path",
      [`${ROOT}/./pkgs`, ROOT],
    ],
    ["conda before requirements", { conda: "conda.yaml", txt: "no.txt" }, "conda", []],
    ["an image that ignores the variables, directory missing", { lib: "nothing", image: ignoring }, "disabled", []],
    [
      "an image that ignores the variables, relative PYTHONPATH",
      { lib: "pkgs", image: ignoring, environment: { PYTHONPATH: "pkgs" } },
      "disabled",
      [`${ROOT}/pkgs`],
    ],
  ];
  for (const [name, input, extras, pythonPath] of table) {
    test(name, () => {
      const outcome = runScript(start({ image: reading, ...input }));
      assert.ok("pythonPath" in outcome, JSON.stringify(outcome));
      assert.deepEqual({ extras: outcome.extras, pythonPath: outcome.pythonPath }, { extras, pythonPath });
    });
  }
});

describe("run script: exits", () => {
  const table: readonly [string, Case, number, RegExp][] = [
    ["an absolute value", { lib: `${ROOT}/pkgs` }, 97, /must be relative; pkgs is a directory: use/],
    ["two paths", { lib: "pkgs:api" }, 97, /one directory, not a list/],
    ["a zip", { lib: "pkgs.zip" }, 97, /is a file, and the container does not unpack/],
    ["a zip with a slash", { lib: "pkgs.zip/" }, 97, /is a file/],
    ["relative to the repository", { lib: "src/pkgs" }, 97, /; pkgs is a directory: use that value/],
    ["relative to the code directory", { lib: "pkgs", entryScript: "api/score.py" }, 97, /; \.\.\/pkgs is a directory/],
    [
      "not there at all",
      { lib: "myenv" },
      97,
      /onlinescoring\/\.\/myenv: .*only files that are uploaded.* exist there$/,
    ],
    ["through a directory that is not there", { lib: "no/../pkgs" }, 97, /there is no directory/],
    [
      "an absolute entry script",
      { lib: "pkgs", entryScript: `${ROOT}/score.py` },
      97,
      /AZUREML_ENTRY_SCRIPT .* must be relative/,
    ],
    [
      "a scoring directory that is not there",
      { lib: "pkgs", entryScript: "no/score.py" },
      97,
      /the scoring directory itself/,
    ],
    ["no requirements file", { txt: "no.txt" }, 99, /there is no requirements file .*\/no\.txt/],
    ["requirements that are a directory", { txt: "pkgs" }, 99, /no requirements file/],
    ["pip fails", { txt: "requirements.txt", installs: false }, 95, /pip could not install/],
    ["no conda file", { conda: "no.yaml" }, 98, /no conda file/],
    ["conda fails", { conda: "conda.yaml", installs: false }, 95, /conda could not/],
    ["no server for the conda file", { conda: "conda.yaml", serverInstalled: false }, 96, /not installed/],
    ["no server", { lib: "pkgs", serverInstalled: false }, 100, /pip show/],
    ["no server in an image that ignores the variables", { image: ignoring, serverInstalled: false }, 100, /pip show/],
  ];
  for (const [name, input, exitCode, reason] of table) {
    test(`${exitCode}: ${name}`, () => {
      const outcome = runScript(start({ image: reading, ...input }));
      assert.ok("exitCode" in outcome, JSON.stringify(outcome));
      assert.equal(outcome.exitCode, exitCode);
      assert.match(outcome.reason, reason);
    });
  }
});

describe("run script: warnings", () => {
  const table: readonly [string, Case, readonly RegExp[]][] = [
    ["none", { lib: "pkgs" }, []],
    [
      "both variables",
      { lib: "pkgs", txt: "requirements.txt" },
      [/^AZUREML_EXTRA_REQUIREMENTS_TXT has no effect because/],
    ],
    [
      "an image that ignores the variables",
      { lib: "pkgs", image: ignoring },
      [/^AZUREML_EXTRA_PYTHON_LIB_PATH is ignored: .*minimal-py311-inference/],
    ],
    ["conda", { conda: "conda.yaml" }, [/without the packages of the image/]],
    ["no image", { lib: "pkgs", image: undefined }, [/not known whether .* not in the catalogue reads the variables/]],
    [
      "an unknown image",
      { lib: "pkgs", image: imageNamed("minimal-py312-inference") },
      [/minimal-py312-inference reads/],
    ],
    ["an unknown image, no variable", { image: imageNamed("minimal-py312-inference") }, []],
  ];
  for (const [name, input, expected] of table) {
    test(name, () => {
      const outcome = runScript(start({ image: reading, ...input }));
      assert.ok("warnings" in outcome, JSON.stringify(outcome));
      assert.equal(outcome.warnings.length, expected.length, outcome.warnings.join("\n"));
      for (const [index, pattern] of expected.entries()) assert.match(outcome.warnings[index] ?? "", pattern);
    });
  }

  test("mlflow-model-inference reads the model's conda file and never a requirements file", () => {
    const input = { image: mlflow, txt: "requirements.txt" };
    const outcome = runScript(start({ ...input, environment: { AZUREML_MODEL_DIR: "/model" } }));
    assert.ok("extras" in outcome);
    assert.equal(outcome.extras, "conda");
    assert.match(outcome.warnings.join(), /AZUREML_EXTRA_REQUIREMENTS_TXT has no effect/);
    assert.deepEqual(runScript(start(input)), {
      exitCode: 98,
      reason: "there is no conda file /mlflow_model_folder/conda.yaml",
    });
  });
});

describe("scoring directory", () => {
  for (const [input, expected] of [
    [{ environment: {} }, "/var/azureml-app"],
    [{ environment: {}, image: mlflow }, "/var/mlflow_resources"],
    [{ environment: { AML_APP_ROOT: "/app" }, image: mlflow, entryScript: "score.py" }, "/app/."],
    [{ environment: { AZUREML_ENTRY_SCRIPT: "a/b/score.py" }, amlAppRoot: "/app" }, "/app/a/b"],
    [{ environment: {}, amlAppRoot: "/app", entryScript: "/app/score.py" }, "/app/app"],
    [{ environment: {}, amlAppRoot: "/app", entryScript: "api//score.py" }, "/app/api"],
  ] as const) {
    test(expected, () => assert.equal(scoringDirectoryOf(input), expected));
  }
});

test("paths are resolved as the kernel does", () => {
  for (const [path, kind] of [
    ["/", "directory"],
    ["/../var", "directory"],
    [`${ROOT}//pkgs/.`, "directory"],
    [`${ROOT}/pkgs/..`, "directory"],
    [`${ROOT}/pkgs.zip`, "file"],
    [`${ROOT}/pkgs.zip/.`, undefined],
    [`${ROOT}/pkgs.zip/..`, undefined],
    [`${ROOT}/no/../pkgs`, undefined],
  ] as const) {
    assert.equal(kindOfPath(path, exists), kind, path);
  }
});

describe("target", () => {
  for (const [python, glibc] of [
    ["3.7", [2, 27]],
    ["3.8", [2, 31]],
    ["3.11", [2, 35]],
    ["3.12", [2, 31]],
  ] as const) {
    test(`without image, ${python} means glibc ${glibc.join(".")}`, () => {
      assert.deepEqual(targetOf({ python }), { python, glibc, architecture: "x86_64", readsVariables: "unknown" });
    });
  }

  test("an image gives what it knows", () => {
    assert.deepEqual(targetOf({ image: reading, python: "3.8" }), {
      python: "3.8",
      pythonFull: "3.8.13",
      glibc: [2, 31],
      architecture: "x86_64",
      image: reading,
      readsVariables: "yes",
    });
    assert.deepEqual(targetOf({ image: ignoring, python: "3.11" }).glibc, [2, 35]);
    assert.equal(targetOf({ image: ignoring, python: "3.11" }).readsVariables, "no");
  });

  test("an image of unknown glibc gets the oldest; another Python does not get the image's full version", () => {
    const image = imageNamed("minimal-py312-inference");
    assert.deepEqual(targetOf({ image, python: "3.12" }).glibc, [2, 31]);
    assert.equal("pythonFull" in targetOf({ image: reading, python: "3.9" }), false);
  });
});
