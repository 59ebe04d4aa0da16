import assert from "node:assert/strict";
import { describe, test } from "node:test";
import table from "../../../src/inputs/sources/conda/conda-names.json" with { type: "json" };
import { isIgnored, leftOut, pypiNameOf } from "../../../src/inputs/sources/conda/conda-names.ts";
import { normalisedName } from "../../../src/util/text.ts";

const LEFT_OUT = table.withoutWheel.flatMap(({ names }) => names);

describe("the table of conda names", () => {
  test("has enough rows", () => {
    assert.ok(Object.keys(table.renamed).length >= 300);
    assert.ok(LEFT_OUT.length >= 450);
  });

  test("calls renamed only what PEP 503 does not map already", () => {
    for (const [conda, { pypi }] of Object.entries(table.renamed)) {
      assert.notEqual(normalisedName(conda), pypi.split("[", 1)[0]);
    }
    for (const [conda, { pypi }] of Object.entries(table.sameName)) {
      assert.equal(normalisedName(conda), pypi.split("[", 1)[0]);
    }
  });

  test("has each name once", () => {
    const names = [
      ...[table.renamed, table.sameName].flatMap((projects) => Object.keys(projects)),
      ...Object.values(table.python).flat(),
      ...table.distributions,
      ...LEFT_OUT,
    ].map(normalisedName);
    const repeated = names.filter((name, index) => names.indexOf(name) !== index);
    assert.deepEqual(repeated, []);
  });

  test("lists as a distribution only what a pattern would leave out", () => {
    const patterns = LEFT_OUT.filter((name) => name.endsWith("*")).map((name) => normalisedName(name).slice(0, -1));
    for (const name of table.distributions) {
      assert.ok(
        patterns.some((start) => normalisedName(name).startsWith(start)),
        name,
      );
      assert.equal(pypiNameOf(name).name, normalisedName(name));
      assert.equal(leftOut(name), undefined);
    }
  });
});

describe("the PyPI name of a conda package", () => {
  const written = (conda: string) => {
    const { name, extras } = pypiNameOf(conda);
    return extras.length > 0 ? `${name}[${extras}]` : name;
  };

  for (const [conda, pypi] of [
    ["pytorch", "torch"],
    ["pytorch-gpu", "torch"],
    ["msgpack-python", "msgpack"],
    ["pytables", "tables"],
    ["matplotlib-base", "matplotlib"],
    ["numpy-base", "numpy"],
    ["tensorflow-mkl", "tensorflow"],
    ["py-xgboost-cpu", "xgboost"],
    ["faiss", "faiss-cpu"],
    ["python-graphviz", "graphviz"],
    ["dask-core", "dask"],
    ["dask", "dask[complete]"],
    ["ray-core", "ray"],
    ["ray-default", "ray[default]"],
    ["psycopg2", "psycopg2-binary"],
    ["PyQt", "pyqt5"],
    ["_dvc", "dvc"],
    ["jq.py", "jq"],
    // The same name.
    ["scikit-learn", "scikit-learn"],
    ["ruamel_yaml", "ruamel-yaml"],
    ["backports.zoneinfo", "backports-zoneinfo"],
    ["pyarrow", "pyarrow"],
    ["redis", "redis"],
    ["setuptools", "setuptools"],
    // Python packages whose names look like those of libraries.
    ["librosa", "librosa"],
    ["libcst", "libcst"],
    ["cuda-python", "cuda-python"],
    ["llvmlite", "llvmlite"],
    // conda-forge's packages for one extra.
    ["smart-open-with-s3", "smart-open[s3]"],
    ["airflow-with-celery", "apache-airflow[celery]"],
    ["traceback-with-variables", "traceback-with-variables"],
  ] as const) {
    test(`${conda} is ${pypi}`, () => assert.equal(written(conda), pypi));
  }

  for (const conda of ["opencv", "py-opencv", "libopencv"]) {
    test(`${conda} is the build without display libraries, with longer versions`, () => {
      const { note, ...project } = pypiNameOf(conda);
      assert.deepEqual(project, { name: "opencv-python-headless", extras: [], hasMoreDigits: true });
      assert.match(note ?? "", /display/);
    });
  }

  test("a package without a wheel keeps its name and says so", () => {
    const { name, note } = pypiNameOf("gdal");
    assert.equal(name, "gdal");
    assert.match(note ?? "", /no wheel.*rasterio/);
  });
});

describe("conda packages that are left out", () => {
  for (const [conda, found, consequence] of [
    ["gxx_linux-64", "compiler", /wheels contain compiled code/],
    ["cudatoolkit", "cuda", /an image without a GPU needs none/],
    ["cuda-nvcc", "cuda", /CUDA/],
    ["libcublas-dev", "cuda", /CUDA/],
    ["cpuonly", "cuda", /download\.pytorch\.org\/whl\/cpu/],
    ["mkl", "system library", /OpenBLAS/],
    ["libblas", "system library", /OpenBLAS/],
    ["libprotobuf", "system library", /Wheels contain the libraries/],
    ["arrow-cpp", "system library", /Wheels contain the libraries/],
    ["glib2-cos6-x86_64", "system library", /Wheels contain the libraries/],
    ["h3", "system library", /add the PyPI project of the same name/],
    ["nodejs", "program", /no node in the image/],
    ["_libgcc_mutex", "conda runtime", /conda/],
    ["libstdcxx-ng", "conda runtime", /conda/],
    ["python_abi", "conda runtime", /its own Python/],
    ["r-base", "language", /no R in the image/],
    ["openjdk", "language", /no Java in the image/],
    ["dataclasses", "standard library", /part of Python/],
    ["spacy-model-en_core_web_sm", "data", /spacy-models/],
    ["pywin32", "other platform", /Windows/],
    ["anaconda", "metapackage", /pip list/],
    ["graph-tool", "conda only", /PyPI has no wheel/],
  ] as const) {
    test(`${conda}: ${found}`, () => {
      const row = leftOut(conda);
      assert.equal(row?.class, found);
      assert.match(row?.consequence ?? "", consequence);
    });
  }

  test("a program names its Ubuntu package", () => {
    assert.equal(leftOut("tesseract")?.apt, "tesseract-ocr");
    assert.equal(leftOut("poppler")?.apt, "poppler-utils");
    assert.equal(leftOut("cudnn")?.apt, undefined);
  });

  test("what wheels contain is harmless, a program is not", () => {
    const names = ["libblas", "gcc_linux-64", "_libgcc_mutex", "ffmpeg", "openjdk", "unixodbc"];
    assert.deepEqual(
      names.map((conda) => leftOut(conda)?.isHarmless),
      [true, true, true, false, false, false],
    );
  });

  test("not those that are installed, nor Python itself", () => {
    for (const conda of ["numpy", "pytorch", "libopencv", "librosa", "python", "pip"]) {
      assert.equal(leftOut(conda), undefined, conda);
    }
  });
});

test("Python and installers are ignored, setuptools is a requirement", () => {
  assert.deepEqual(["python", "pip", "wheel", "setuptools", "numpy"].map(isIgnored), [true, true, true, false, false]);
});
