import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { readSource } from "../../../src/inputs/sources/read-source.ts";
import { NOTHING_SELECTED, type Selection } from "../../../src/inputs/sources/source.ts";
import { UserError } from "../../../src/util/errors.ts";
import { type Cleanup, createWorkspace } from "../../support/machine/workspace.ts";

function read(t: Cleanup, name: string, text: string, selection: Partial<Selection> = {}) {
  return readSource(join(createWorkspace(t, { [name]: text }), name), { ...NOTHING_SELECTED, ...selection });
}

function linesOf(...args: Parameters<typeof read>): string[] | undefined {
  return read(...args).lines?.map(({ text, line }) => `${line} ${text}`);
}

/** Line, message and hint of the error that reading a file throws. */
function errorOf(...args: Parameters<typeof read>): string {
  try {
    read(...args);
  } catch (error) {
    if (error instanceof UserError) return `${error.place.line}: ${error.message} ${error.hint ?? ""}`;
    throw error;
  }
  assert.fail("it was read");
}

const PROJECT = `[project]
name = "My.Model"
version = "1.0"
requires-python = ">=3.9,<3.12"
dependencies = [
  "numpy>=1.20",  # a comment
  'scipy ; python_version < "3.10"',
]

[project.optional-dependencies]
plot = ["matplotlib", "my-model[fast]"]
fast = ["numba"]

[dependency-groups]
serve = ["flask", {include-group = "log"}]
log = ["structlog"]
loop = [{include-group = "loop"}]
`;

test("pyproject.toml: the project's dependencies, with extras, or one group alone", (t) => {
  const project = ["6 numpy>=1.20", '7 scipy ; python_version < "3.10"'];
  assert.deepEqual(linesOf(t, "pyproject.toml", PROJECT), project);
  assert.deepEqual(linesOf(t, "pyproject.toml", PROJECT, { extras: ["plot"] }), [
    ...project,
    "11 matplotlib",
    "12 numba",
  ]);
  assert.deepEqual(linesOf(t, "pyproject.toml", PROJECT, { group: "Serve" }), ["15 flask", "16 structlog"]);
  assert.deepEqual(read(t, "pyproject.toml", PROJECT).python?.minors, ["3.9", "3.10", "3.11"]);
});

const SOURCES = `[project]
dependencies = ["my.lib[x]>=1 ; python_version < '4'", "tool", "plain", "wheel @ https://example.org/wheel.whl"]

[tool.uv.sources]
My-Lib = {path = "libs/mylib", editable = true}
tool = {git = "https://example.org/tool", tag = "v1", subdirectory = "py"}
unused = {workspace = true}

[[tool.uv.index]]
url = "https://index.example.org/simple"

[[tool.uv.index]]
name = "torch"
url = "https://torch.example.org/whl"
explicit = true
`;

test("pyproject.toml: [tool.uv.sources] and [[tool.uv.index]] say where a dependency comes from", (t) => {
  const workspace = createWorkspace(t, { "pyproject.toml": SOURCES, "libs/mylib/setup.py": "" });
  const { lines } = readSource(join(workspace, "pyproject.toml"));
  assert.deepEqual(
    lines?.map(({ text }) => text.replace(pathToFileURL(workspace).href, "file:///here")),
    [
      "--extra-index-url https://index.example.org/simple",
      "my.lib[x] @ file:///here/libs/mylib ; python_version < '4'",
      "tool @ git+https://example.org/tool@v1#subdirectory=py",
      "plain",
      "wheel @ https://example.org/wheel.whl",
    ],
  );
});

test("pyproject.toml: a source that pip cannot be given, with its line", (t) => {
  const project = '[project]\ndependencies = ["mylib"]\n';
  const errors: readonly (readonly [string, RegExp])[] = [
    ["[tool.uv.sources]\nmylib = {workspace = true}\n", /^4: \[tool\.uv\.sources\].* mylib .*uv lock.*uv\.lock/],
    ['[tool.uv.sources]\nmylib = {index = "torch"}\n', /^4: .* mylib .*uv\.lock/],
    ['[tool.uv.sources]\nmylib = [{path = ".", marker = "os_name"}]\n', /^4: .* mylib .*uv\.lock/],
    ['[tool.uv.sources]\nmylib = {path = "nothere"}\n', /^4: nothere does not exist/],
    ['[tool.poetry.dependencies]\nmylib = {source = "own"}\n', /^4: .* mylib .*poetry export/],
  ];
  for (const [text, expected] of errors) assert.match(errorOf(t, "pyproject.toml", project + text), expected);
});

test("pyproject.toml: what cannot be read, with line and way on", (t) => {
  const errors: readonly (readonly [string, Partial<Selection>, RegExp])[] = [
    [PROJECT, { extras: ["gpu"] }, /^10: The file has no extra "gpu"\. It has plot, fast\.$/],
    [PROJECT, { group: "dev" }, /no dependency group "dev"\. It has serve, log, loop\.$/],
    [PROJECT, { group: "loop" }, /^17: The dependency group loop includes itself\./],
    [
      '[project]\nname = "x"\ndynamic = ["dependencies"]\n',
      {},
      /^3: The field dependencies is dynamic: .*uv pip compile/,
    ],
    ['[build-system]\nrequires = ["hatchling"]\n', {}, /^1: The file has no \[project\].* Add \[project\]/],
    ['[dependency-groups]\nserve = ["flask"]\n', {}, /Name a dependency group, such as pyproject\.toml:serve\.$/],
    ['[project]\ndependencies = "numpy"\n', {}, /^2: project\.dependencies is not a list\./],
    ["[project]\ndependencies = [1]\n", {}, /^2: An entry of project\.dependencies is not text\./],
    ['[project]\ndependencies = ["-e ."]\n', {}, /^2: "-e \." is not a dependency\./],
    ['[project]\nrequires-python = "three"\n', {}, /^2: requires-python: "three" is not a range/],
    ['[project]\ndependencies = ["numpy"\nname = 1\n', {}, /^3: This is not TOML/],
    ['[tool.poetry.dependencies]\nnumpy = "^1.2"\n', {}, /^1: .*project of Poetry.*poetry export/],
  ];
  for (const [text, selection, expected] of errors)
    assert.match(errorOf(t, "pyproject.toml", text, selection), expected);
});

const LOCK = `lock-version = "1.0"
requires-python = ">=3.9"
created-by = "a-locker"
extras = ["plot"]
default-groups = ["main"]

[[packages]]
name = "attrs"
version = "25.1.0"
marker = "python_version >= '3.9'"
wheels = [
  {name = "attrs-25.1.0-py3-none-any.whl", url = "https://x/a.whl", hashes = {sha256 = "aa"}},
]
sdist = {name = "attrs-25.1.0.tar.gz", url = "https://x/a.tar.gz", hashes = {sha256 = "bb"}}

[[packages]]
name = "matplotlib"
version = "3.9.0"
marker = "'plot' in extras or 'main' not in dependency_groups"
index = "https://example.org/simple"
[[packages.wheels]]
name = "m.whl"
url = "https://x/m.whl"
hashes = {sha512 = "cc"}
`;

test("pyproject.toml without [project] beside a setup.cfg, which has the dependencies", (t) => {
  const files = { "pyproject.toml": '[build-system]\nrequires = ["setuptools"]\n', "setup.cfg": "" };
  const file = join(createWorkspace(t, files), "pyproject.toml");
  assert.throws(
    () => readSource(file),
    (error) => error instanceof UserError && /uv pip compile setup\.cfg --output-file/.test(error.hint ?? ""),
  );
});

test("uv.lock: a requirement of the project that the lock was made without", (t) => {
  const lock = `version = 1
requires-python = ">=3.8"

[[package]]
name = "demo"
version = "0.1.0"
source = { virtual = "." }

[package.metadata]
requires-dist = [{ name = "numpy", specifier = ">=1.20,<2" }, { name = "mylib", directory = "libs/mylib" }]

[package.metadata.requires-dev]
serve = [{ name = "flask" }]
`;
  const errorWith = (project: string, selection: Partial<Selection> = {}) => {
    const files = { "uv.lock": lock, "pyproject.toml": project };
    const file = join(createWorkspace(t, files), "uv.lock");
    try {
      readSource(file, { ...NOTHING_SELECTED, ...selection });
    } catch (error) {
      if (error instanceof UserError) return `${error.place.line}: ${error.message} ${error.hint}`;
    }
    return undefined;
  };
  const fresh = `[project]\ndependencies = ["NumPy <2, >=1.20 ; os_name == 'posix'", "mylib>=1"]\n[dependency-groups]\nserve = ["flask", "gunicorn"]\n`;
  assert.equal(errorWith(fresh), undefined);
  assert.equal(errorWith('[project]\ndynamic = ["dependencies"]\n'), undefined);
  assert.equal(
    errorWith(fresh.replace('"mylib', '"six", "mylib')),
    "2: uv.lock is stale: pyproject.toml requires six, and the lock was made without it. Run uv lock, and commit uv.lock.",
  );
  assert.match(errorWith(fresh.replace("<2", "<3")) ?? "", /^2: uv\.lock is stale: .*NumPy <3/);
  assert.equal(errorWith(fresh.replace("<2", "<2, !=1.21-rc1")), undefined);
  assert.match(errorWith(fresh, { group: "serve" }) ?? "", /^4: uv\.lock is stale: .*gunicorn/);
  assert.equal(errorWith(fresh.replace(', "gunicorn"', ""), { group: "serve" }), undefined);
});

test("pylock.toml: exact versions with their markers and hashes", (t) => {
  const [attrs, matplotlib] = [7, 16];
  assert.deepEqual(linesOf(t, "pylock.toml", LOCK), [
    "20 --extra-index-url https://example.org/simple",
    `${attrs} attrs==25.1.0 ; python_version >= '3.9' --hash=sha256:aa --hash=sha256:bb`,
    `${matplotlib} matplotlib==3.9.0 ; python_version < "0" or python_version < "0" --hash=sha512:cc`,
  ]);
  assert.match(linesOf(t, "pylock.toml", LOCK, { extras: ["plot"] })?.[2] ?? "", /; python_version >= "0" or /);
  assert.match(linesOf(t, "pylock.toml", LOCK, { group: "dev" })?.[2] ?? "", / or python_version >= "0" --hash/);
});

test("pylock.toml: a version of the format that cannot be read", (t) => {
  assert.match(
    errorOf(t, "pylock.toml", LOCK.replace('lock-version = "1.0"', 'lock-version = "2.0"')),
    /^1: lock-version "2\.0" cannot be read\. Export the lock with lock-version 1\.0/,
  );
  assert.ok(linesOf(t, "pylock.toml", LOCK.replace('lock-version = "1.0"', 'lock-version = "1.1"')));
  assert.match(errorOf(t, "pylock.toml", 'lock-version = "1.0"\n'), /^1: The lock has no packages\. Lock again/);
});

test("pylock.toml: repositories, archives and directories; without one hash none is checked", (t) => {
  const more = `${LOCK}
[[packages]]
name = "repo"
vcs = {type = "git", url = "https://example.org/r.git", commit-id = "abc", subdirectory = "lib"}
[[packages]]
name = "archive"
archive = {url = "https://x/z.zip", hashes = {sha256 = "dd"}}
[[packages]]
name = "local"
directory = {path = "libs/local"}
`;
  const source = read(t, "pylock.toml", more);
  const texts = source.lines?.map(({ text }) => text) ?? [];
  assert.deepEqual(texts.slice(3, 5), [
    "repo @ git+https://example.org/r.git@abc#subdirectory=lib",
    "archive @ https://x/z.zip",
  ]);
  assert.match(texts[5] ?? "", /^local @ file:\/\/\/.*\/libs\/local$/);
  assert.ok(texts.every((text) => !text.includes("--hash")));
  assert.match(source.notes[0]?.text ?? "", /^repo, local has no hash/);
});

test("formats of other tools are named, with the command that exports them", (t) => {
  const hashed = '[[package]]\nname = "x"\n\n[metadata]\n';
  const formats: Readonly<Record<string, readonly [string, RegExp]>> = {
    "poetry.lock": [`${hashed}content-hash = "1"\n`, /lock of Poetry.*poetry export/],
    "pdm.lock": [`${hashed}content_hash = "1"\n`, /lock of PDM.*pdm export/],
    Pipfile: [
      '[[source]]\nurl = "https://pypi.org/simple"\n\n[packages]\nx = "*"\n',
      /a Pipfile.*pipenv requirements >/,
    ],
    "Pipfile.lock": ['{\n  "_meta": {"hash": {}},\n  "default": {}\n}\n', /Pipenv.*pipenv requirements --hash/],
    "setup.py": ["from setuptools import setup\nsetup(name='x')\n", /setup script.*uv pip compile setup\.py/],
    "setup.cfg": ["[metadata]\nname = x\n\n[options]\ninstall_requires =\n  six\n", /setuptools.*setup\.cfg/],
    "conda-lock.yml": ["version: 1\nmetadata:\n  channels: []\npackage:\n- name: x\n", /conda-lock.*render --kind env/],
    "explicit.txt": ["# conda\n@EXPLICIT\nhttps://x/y.conda\n", /list of conda packages.*conda env export/],
    "list.txt": ["numpy=1.21.2=py39h_0\n", /list of conda packages/],
    "pixi.toml": ['[workspace]\nchannels = ["conda-forge"]\n\n[dependencies]\nnumpy = "*"\n', /file of Pixi/],
    "pixi.lock": ["version: 6\nenvironments:\n  default: {}\npackages:\n- conda: x\n", /file of Pixi/],
  };
  for (const [name, [text, expected]] of Object.entries(formats)) assert.match(errorOf(t, name, text), expected, name);
});

test("requirements files are recognised whatever they are called, and left to pip's parser", (t) => {
  for (const text of [
    "numpy==1.21.2\n",
    "-r other.txt\n",
    "# name: x\nsix\n",
    "",
    "x @ https://h/y.whl\n",
    "a[b]==1\n",
  ]) {
    const source = read(t, "packages.yml", text);
    assert.deepEqual([source.kind, source.lines], ["requirements", undefined], text);
  }
  assert.match(errorOf(t, "r.txt", "six\n", { extras: ["a"] }), /has no extras: it is not a pyproject\.toml/);
});

test("an MLflow model: its requirements file, and the Python that it was saved with", (t) => {
  const model = "flavors:\n  python_function:\n    env: conda.yaml\n    python_version: 3.10\n";
  const files = { MLmodel: model, "requirements.txt": "six\n", "conda.yaml": "dependencies: []\n" };
  const plain = readSource(join(createWorkspace(t, files), "MLmodel"));
  assert.deepEqual([plain.kind, plain.python?.minors, plain.python?.line], ["requirements", ["3.10"], 4]);
  const environment = "python: 3.9.18\nbuild_dependencies:\n- pip\ndependencies:\n- -r requirements.txt\n";
  const other = readSource(join(createWorkspace(t, { MLmodel: model, "python_env.yaml": environment }), "MLmodel"));
  assert.deepEqual(other.lines, [{ text: "-r requirements.txt", line: 5 }]);
  assert.deepEqual(other.python?.minors, ["3.9"]);
  assert.match(errorOf(t, "MLmodel", model), /^1: This MLflow model has no requirements\.txt/);
  assert.match(errorOf(t, "MLmodel", "flavors: []\n"), /^1: flavors is not a mapping/);
  assert.match(errorOf(t, "python_env.yaml", "python: 3.9\ndependencies: six\n"), /^2: dependencies is not a list/);
  assert.match(errorOf(t, "python_env.yaml", "python: 3.9\ndependencies:\n- {a: b}\n"), /^3: An entry of dependencies/);
});
