import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { parseMatchSpec, pep440Of } from "../../../src/inputs/sources/conda/match-spec.ts";
import { pythonWish } from "../../../src/inputs/sources/python-range.ts";
import { readSource } from "../../../src/inputs/sources/read-source.ts";
import { userErrorsOf } from "../../../src/util/errors.ts";
import { type Cleanup, createWorkspace } from "../../support/machine/workspace.ts";

/** What each entry of a conda file means for pip. */
const SPECS: Readonly<Record<string, string | undefined>> = {
  numpy: "numpy",
  "numpy=1.21.2": "numpy==1.21.2",
  "numpy==1.21.2": "numpy==1.21.2",
  "numpy=1.21": "numpy==1.21.*",
  "numpy==1.21": "numpy==1.21",
  "numpy=1.21=py39h_0": "numpy==1.21",
  "scikit-learn=1.0.*=py39*": "scikit-learn==1.0.*",
  "numpy=1.21.2=py39h_0": "numpy==1.21.2",
  "conda-forge::numpy>=1.2,<2": "numpy>=1.2,<2",
  "conda-forge/linux-64::numpy=1.20": "numpy==1.20.*",
  "numpy >=1.2, <2": "numpy>=1.2,<2",
  "numpy 1.21.2": "numpy==1.21.2",
  "numpy 1.21 py39_0": "numpy==1.21",
  "NumPy[version='>=1.2',build=abc]": "numpy>=1.2",
  "numpy>=1.16.*": "numpy>=1.16",
  "numpy~=1.2": "numpy~=1.2",
  "numpy!=1.3": "numpy!=1.3",
  "pandas = 1.1.5": "pandas==1.1.5",
  "scipy # used by the model": "scipy",
  "tensorflow=2.4.1=gpu_py39h8236f22_0": "tensorflow==2.4.1",
  "six=*": "six",
  "pkg=1.0rc1": "pkg==1.0rc1.*",
  "numpy=1.21|1.22": undefined,
  "jpeg=9e": undefined,
  "{{ name }}": undefined,
};

test("match specifications of conda as PEP 440 writes them", () => {
  for (const [text, expected] of Object.entries(SPECS)) {
    const spec = parseMatchSpec(text);
    const range = spec && pep440Of(spec.version);
    assert.equal(spec && range !== undefined ? `${spec.name}${range}` : undefined, expected, text);
  }
});

const PYTHONS: Readonly<Record<string, string | undefined>> = {
  "=3.9": "3.9",
  "3.9.*": "3.9",
  "==3.9.13": "3.9",
  ">=3.9,<3.12": "3.9 3.10 3.11",
  "~=3.9.2": "3.9",
  "~=3.17": "3.17 3.18 3.19",
  "3.8|3.10": "3.8 3.10",
  "!=3.18.*,>=3.17": "3.17 3.19",
  "<3.1": "3.0",
  ">3.18": "3.18 3.19", // 3.18.1 is newer than 3.18
  "<=3.0": "3.0",
  "^3.9": undefined,
  ">3.18,*": "3.18 3.19",
};

test("the minor versions of Python in a range", () => {
  for (const [text, expected] of Object.entries(PYTHONS)) {
    assert.equal(pythonWish(text, 1)?.minors.join(" "), expected, text);
  }
});

function read(t: Cleanup, text: string, name = "environment.yml") {
  return readSource(join(createWorkspace(t, { [name]: text, "more.txt": "" }), name));
}

/** The errors of reading a file, each with its line. */
function errorsOf(t: Cleanup, text: string): string[] {
  try {
    read(t, text);
  } catch (error) {
    return userErrorsOf(error).map(({ message, place, hint }) => {
      assert.ok(hint, message);
      return `${place.line}: ${message}`;
    });
  }
  assert.fail("it was read");
}

const WHOLE = `# for the endpoint
name: model-env
channels: [conda-forge]
dependencies:
  - python=3.9
  - pip
  - numpy=1.21.2
  - pytorch>=1.10
  - cudatoolkit=11.3
  - pip:
      - --extra-index-url https://example.org/simple
      - azureml-core~=1.34   # with a comment
      - -r more.txt
  - scipy
variables: {A: b}
extra: {}
`;

test("a conda file: packages by their name on PyPI, the pip list as it is, each with its line", (t) => {
  const source = read(t, WHOLE);
  assert.equal(source.kind, "conda");
  assert.deepEqual(
    source.lines?.map(({ text, line }) => `${line} ${text}`),
    [
      "7 numpy==1.21.2",
      "8 torch>=1.10",
      "11 --extra-index-url https://example.org/simple",
      "12 azureml-core~=1.34",
      "13 -r more.txt",
      "14 scipy",
    ],
  );
  assert.deepEqual(source.python?.minors, ["3.9"]);
  assert.equal(source.python?.line, 5);
  assert.deepEqual(
    source.leftOut.map(({ text, line }) => `${line} ${text}`),
    ["9 cudatoolkit=11.3"],
  );
  assert.match(source.notes.map(({ text, line }) => `${line} ${text}`).join("\n"), /^16 .*extra.*\n15 .*\(A\)/);
});

test("a conda file with anchors, in flow style, with Windows line ends", (t) => {
  const anchors = "pins: &pins\n  - six\ndependencies:\n  - numpy\n  - pip: *pins\n";
  assert.deepEqual(
    read(t, anchors).lines?.map(({ text }) => text),
    ["numpy", "six"],
  );
  assert.deepEqual(
    read(t, "{dependencies: [numpy, {pip: [six]}]}\r\n").lines?.map(({ text }) => text),
    ["numpy", "six"],
  );
  assert.deepEqual(read(t, "dependencies:\r\n- numpy\r\n- pip:\r\n").lines, [{ text: "numpy", line: 2 }]);
});

test("a conda file that PowerShell wrote as UTF-16", (t) => {
  const text = "\ufeffname: x\r\ndependencies:\r\n- numpy=1.21.2\r\n";
  for (const bytes of [Buffer.from(text, "utf16le"), Buffer.from(text, "utf16le").swap16()]) {
    const { kind, lines } = readSource(join(createWorkspace(t, { "environment.yml": bytes }), "environment.yml"));
    assert.deepEqual([kind, lines], ["conda", [{ text: "numpy==1.21.2", line: 3 }]]);
  }
});

test("what is no conda file is one sentence with its line", (t) => {
  const cases: Readonly<Record<string, RegExp>> = {
    "channels: [x]\n": /^1: The conda file has no dependencies\.$/,
    "channels: [x]\ndependancies:\n- numpy\n": /^2: The conda file has no dependencies\.$/,
    "dependencies: numpy\n": /^1: dependencies is not a list\.$/,
    "dependencies:\n- numpy\n- npm: [left-pad]\n": /^3: npm: is not a conda package\. Only pip may be/,
    "dependencies:\n- pip: six\n": /^2: pip is not a list\.$/,
    "dependencies:\n- pip:\n  - six: 1\n": /^3: An entry of the pip list is not text\.$/,
    "dependencies:\n- 1.5\n": /^2: An entry of dependencies is neither/,
    "dependencies:\n- numpy=1.21|1.22\n": /^2: The version of "numpy=1.21\|1.22" has no equivalent for pip\.$/,
    "dependencies:\n- python=three\n": /^2: "python=three" is not a version of Python\.$/,
    'dependencies:\n- "!!"\n': /^2: "!!" is not a conda package/,
    "name: x\ndependencies:\n- numpy={{ version }}\n": /^3: The file is a template \(Jinja\), not YAML\.$/,
    "dependencies:\n\t- numpy\n": /^2: The line is indented with a tab/,
    "dependencies:\n  - numpy\n\t- six\n": /^3: The line is indented with a tab/,
  };
  for (const [text, expected] of Object.entries(cases)) {
    const errors = errorsOf(t, text);
    assert.match(errors[0] ?? "", expected);
    assert.equal(errors.length, 1, errors.join("\n"));
  }
});

test("a conda file of 10 MB is refused at once", (t) => {
  const text = `dependencies:\n${"- numpy\n".repeat(1_300_000)}`;
  assert.match(errorsOf(t, text).join(), /has 10\.4 MB; at most 1.00 MB are read\./);
});
