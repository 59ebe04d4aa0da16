// Files of every format, small and whole: what hostile inputs are made from.
import { mountDigest } from "../../../src/mount/manifest/digest.ts";
import { formatManifest, type Manifest } from "../../../src/mount/manifest/manifest.ts";
import { sha256 } from "../../../src/util/sha256.ts";
import type { ElfPlan } from "../packages/elf/elf.ts";
import { writeZip } from "../packages/zip.ts";

export const RECORD = `demo/__init__.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,0
"demo/a,""b"".py",sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,12
../../../bin/demo,,
demo-1.0.dist-info/RECORD,,
`;

export const METADATA = `Metadata-Version: 2.1
Name: demo
Version: 1.0
Requires-Dist: numpy>=1.20; python_version < "3.9"
Provides-Extra: all
License: MIT
  with a second line

A description.
`;

export const WHEEL = `Wheel-Version: 1.0
Generator: tests
Root-Is-Purelib: true
Tag: py3-none-any
`;

export const ENTRY_POINTS = "[console_scripts]\ndemo = demo.cli:main [all]\n[demo.plugins]\none=demo.one:One\n";

export const YAML_TOKENS = [
  ": ",
  "- ",
  "&a ",
  "*a",
  "<<: *a",
  "!!binary ",
  "!!python/object:os.system ",
  "--- ",
  "...",
  "|",
  ">",
  "? ",
  "# ",
  "%YAML 1.1\n",
  "\n",
  "\n  ",
  "{",
  "}",
  "[",
  "]",
  "0x_",
  "1e999",
  ".inf",
  "~",
  "dependencies:",
  "pip:",
  "environment_variables:",
];

export const CONDA = [
  "name: scoring\nchannels: [conda-forge]\ndependencies:\n  - python=3.9\n  - numpy>=1.20,<2\n  - pip\n  - pip:\n    - flask==2.0\n    - -r more.txt\nvariables:\n  A: b\n",
  "dependencies: &a\n- scikit-learn=1.0.2=py39h1234\n- conda-forge::pytorch\n- pip: [greet]\nother: *a\n",
  "python: 3.9\nbuild_dependencies:\n- pip==21\ndependencies:\n- -r requirements.txt\n",
];

export const DEPLOYMENTS = [
  `$schema: https://azuremlschemas.azureedge.net/latest/managedOnlineDeployment.schema.json
name: blue
endpoint_name: my-endpoint
model:
  path: model/
code_configuration:
  code: .
  scoring_script: score.py
environment:
  image: mcr.microsoft.com/azureml/minimal-ubuntu20.04-py38-cpu-inference:latest
  conda_file:
    dependencies: [python=3.8, {pip: [greet]}]
environment_variables: &vars
  A: "1"
  B: 0x10
instance_type: Standard_DS3_v2
instance_count: 1
liveness_probe: {initial_delay: 10, period: 5}
request_settings:
  request_timeout_ms: 5000
`,
  "type: kubernetes\nname: {{NAME}}\nendpoint_name: e\ncode_configuration: {code: ., scoring_script: score.py}\nenvironment: azureml:env@latest\n",
];

export const TOML = [
  '[project]\nname = "demo"\nversion = "1.0"\nrequires-python = ">=3.8"\ndependencies = ["numpy>=1.20", "demo[all]"]\n[project.optional-dependencies]\nall = ["flask"]\n[dependency-groups]\ndev = [{include-group = "test"}]\ntest = ["pytest"]\n[tool.uv.sources]\nnumpy = {index = "x"}\n',
  'lock-version = "1.0"\ncreated-by = "uv"\nrequires-python = ">=3.8"\n[[packages]]\nname = "demo"\nversion = "1.0"\nmarker = "python_version > \'3\'"\nwheels = [{url = "https://x/demo-1.0-py3-none-any.whl", hashes = {sha256 = "00"}}]\n',
  'version = 1\nrequires-python = ">=3.8"\n[[package]]\nname = "demo"\nversion = "0"\nsource = { virtual = "." }\ndependencies = [{ name = "numpy" }]\n',
];

export const ELF_PLANS: readonly ElfPlan[] = (["segments", "sections"] as const).flatMap((headers) =>
  ([32, 64] as const).flatMap((bits) =>
    (["little", "big"] as const).map(
      (byteOrder): ElfPlan => ({
        bits,
        byteOrder,
        headers,
        hash: bits === 32 ? "sysv" : "gnu",
        needed: ["libm.so.6", "libc.so.6"],
        soname: "libown.so.1",
        rpath: "$ORIGIN/../own.libs:/opt/build",
        versionNeeds: { "libm.so.6": ["GLIBC_2.29"], "libc.so.6": ["GLIBC_2.2.5", "GLIBC_PRIVATE"] },
        versionDefinitions: ["OWN_1.0", "OWN_1.1"],
        exports: ["helper", "PyInit_own"],
        imports: ["printf", "log@GLIBC_2.29", "x@GLIBC_PRIVATE"],
        isa: 0b0111,
        stack: 6,
      }),
    ),
  ),
);

const MODULE = "x = 1\n";
const FILES = [
  { path: "demo/__init__.py", size: MODULE.length, executable: false, sha256: sha256(MODULE) },
  { path: "demo/run.sh", size: MODULE.length, executable: true, sha256: sha256(MODULE) },
];

export const MANIFEST: Manifest = {
  schema: "1.2.0",
  tool: "azureml-extra-packages 0.1.0",
  environmentName: "myenv",
  inside: "lib/python3.8/site-packages",
  libraryPath: "myenv/lib/python3.8/site-packages",
  target: { image: "", python: "3.8", glibc: "2.31", architecture: "x86_64" },
  pythonVersion: "3.8.20",
  bytecode: "unchecked-hash",
  mountDigest: mountDigest(FILES),
  requirements: [
    {
      file: "requirements.txt",
      line: 1,
      text: "demo[all]==1.0",
      name: "demo",
      extras: ["all"],
      specifier: "==1.0",
      constraint: false,
      editable: false,
      applies: true,
      pinned: true,
    },
  ],
  requirementsFiles: [{ path: "requirements.txt", digest: `sha256:${"0".repeat(64)}` }],
  distributions: [
    {
      name: "demo",
      version: "1.0",
      size: 12,
      files: 2,
      outside: ["../../../bin/demo"],
      directUrl: { url: "https://x/demo.whl" },
      fromSource: false,
      yanked: false,
    },
  ],
  freeze: ["demo==1.0"],
  slim: {
    setting: "on",
    files: 1,
    bytes: 10,
    groups: [{ kind: "tests", distribution: "demo", files: 1, bytes: 10, paths: ["demo/tests/"] }],
  } as never,
  files: FILES,
};

export const MOUNT: readonly (readonly [name: string, content: string])[] = [
  ["myenv/manifest.json", formatManifest(MANIFEST)],
  ...FILES.map(({ path }) => [`myenv/lib/python3.8/site-packages/${path}`, MODULE] as const),
];

/** A tar file in the ustar format, without the help of a library that refuses odd entries. */
export function tarOf(entries: readonly (readonly [name: string, content: string | Buffer])[]): Buffer {
  const blocks = entries.flatMap(([name, content]) => {
    const bytes = Buffer.from(content as string);
    return [tarHeader(name, bytes.length), bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

/** @param type such as `0` for a file, `5` for a directory, `x` for extended headers of the next entry */
export function tarHeader(name: string, size: number, type = "0"): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0, 100);
  header.write(name.endsWith(".sh") ? "0000755\0" : "0000644\0", 100);
  header.write("0000000\0", 108);
  header.write("0000000\0", 116);
  header.write(size < 2 ** 33 ? `${size.toString(8).padStart(11, "0")}\0` : "", 124);
  if (size >= 2 ** 33) {
    header[124] = 0x80;
    header.writeBigUInt64BE(BigInt(size), 128);
  }
  header.write("00000000000\0", 136);
  header.write(type, 156);
  header.write("ustar\0", 257);
  header.write("00", 263);
  header.write("        ", 148);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return header;
}

export const ZIP = writeZip({ "mount.tar.gz": "x".repeat(300), "manifest.json": "{}", "dir/file.txt": "one\n" });

export const PROVENANCE = {
  mountDigest: `sha256:${"1".repeat(64)}`,
  repository: "owner/name",
  commit: "0123456789abcdef0123456789abcdef01234567",
  run: "https://github.com/owner/name/actions/runs/1",
};

export const IMAGE_FACTS = {
  schema: 1,
  name: "image",
  digest: "",
  id: "sha256:0",
  inspected: "2026-01-01T00:00:00Z",
  architecture: "x86_64",
  bytes: 1,
  os: null,
  user: "",
  entryPoint: [],
  command: [],
  environment: { PATH: "/bin" },
  python: {
    path: "/bin/python",
    version: "3.9.1",
    abi: "cpython-39-x86_64-linux-gnu",
    prefix: "/",
    isConda: false,
    tags: [],
  },
  glibc: [2, 31],
  symbolVersions: { GLIBCXX: "3.4.28" },
  libraries: ["libc.so.6"],
  packages: [{ name: "azureml-inference-server-http", version: "1.0", requires: ["flask"] }],
  server: "1.0",
  readsVariables: { libraryPath: "yes", requirements: "yes", tried: true },
};

export const INSPECTED = {
  installed: [
    { metadata: { name: "flask", version: "2.0", requires_dist: ["werkzeug"] } },
    { name: "x", version: "1" },
  ],
};

export const FREEZE = "flask==2.0\n-e git+https://x/y@z#egg=demo\n# comment\ndemo @ file:///x\n";

export const REQUESTS = [
  '{"data": [[1, 2], [3, 4]]}',
  "request:\n  method: POST\n  path: /score?x=1\n  content-type: text/csv\n  body: a,b\n  headers: {x-a: b}\nexpect:\n  status: 200\n  json: {a: [1]}\n",
];

export const OPTION_VALUES = [
  "P4:opencv-python=warning # reason",
  "1.5GB",
  "3.8",
  ">=3.8,<4",
  "myenv",
  "../myenv",
  "score.py",
  "requirements.txt\nconda.yaml",
  "pyproject.toml[a,b]:dev",
  "mcr.microsoft.com/azureml/minimal-ubuntu20.04-py38-cpu-inference:latest",
  "sha256:".padEnd(71, "0"),
  "restore",
  "verify",
  "lock",
  "dynamic",
  "preinstalled",
  "auto",
  "on",
  "Standard_DS3_v2",
  "owner/name",
  "12345",
];

const WANTED = [{ distribution: "demo", module: "demo", library: "libGL.so.1", outcome: "failed", isHere: false }];

/** Evidence with every field that a cache entry can have. */
export const EVIDENCE = {
  scoringDirectory: "scoring sha256:0",
  closure: {
    roots: [MANIFEST.requirements[0]],
    problems: [
      { kind: "absent", root: 0, needs: "flask" },
      { kind: "mismatch", root: 0, distribution: "demo", found: "2.0" },
      { kind: "unknown-extra", root: 0, distribution: "demo", extra: "x", known: ["all"] },
      { kind: "missing", root: 0, distribution: "demo", needs: "numpy", text: "numpy>=1" },
      { kind: "conflict", root: null, distribution: "demo", needs: "numpy", text: "numpy>=1", found: "0.9" },
      { kind: "python", distribution: "demo", requires: ">=3.9", partly: true },
      { kind: "invalid", distribution: "demo", text: "numpy (", why: "a parenthesis" },
    ],
    reached: { demo: { root: 0, by: null }, numpy: { root: 0, by: "demo" } },
    needs: { demo: ["numpy"] },
  },
  container: {
    source: { kind: "image", reference: "image", digest: "sha256:0", engine: "docker 28" },
    searchPath: ["/var/azureml-app", "/usr/lib/python3.8"],
    distributions: [["demo", "1.0"]],
    importFailures: [{ distribution: "demo", module: "demo", error: "ImportError: x", missing: "numpy" }],
    script: {
      failures: [
        {
          line: 1,
          when: "start",
          module: "demo",
          file: "score.py",
          error: "x",
          missing: null,
          isName: false,
          isUncertain: false,
        },
      ],
      imported: ["demo"],
      wanted: WANTED,
      named: [{ library: "libGL.so.1", file: "demo/__init__.py", line: 1 }],
    },
    replacements: { replaced: { types: { error: null, missing: ["X"] } }, failed: { module: "json", error: "x" } },
    loaded: { demo: ["demo/__init__.py"] },
    tried: { demo: { failures: ["x"], others: [] } },
    wanted: WANTED,
    visible: ["libz.so.1"],
  },
  imageFacts: IMAGE_FACTS,
  server: {
    question: "0",
    conflicts: [{ by: "flask", text: "werkzeug<2", needs: "werkzeug", found: "3.0", sameSeries: false }],
    start: { server: "1.0", problem: "x" },
  },
  sharedSources: { "demo/__init__.py": { "sha256=x": "shares" } },
};

export const BUILD_RECORD = {
  mountDigest: MANIFEST.mountDigest,
  removedByStaging: {
    outside: {
      demo: [{ path: "../../../bin/demo", hash: { algorithm: "sha256", digest: "x" }, size: 1 }, { path: "/x" }],
    },
    directUrls: {
      demo: { url: "https://x/y", vcs_info: { vcs: "git", commit_id: "0" } },
      other: { url: "file:///x", dir_info: { editable: true } },
    },
    slim: MANIFEST.slim,
  },
  build: {
    installer: { name: "pip", version: "25.0", reason: "x" },
    freeze: ["demo==1.0"],
    foreignPath: ["/opt/x"],
    systemSitePackages: false,
    leftOut: ["PIP_TARGET"],
    requirementsFiles: [{ path: "requirements.txt", digest: "sha256:0" }],
    fromSource: ["demo"],
    yanked: ["demo"],
    lock: "demo==1.0\n",
  },
  buildPaths: { "demo/__init__.py": "/home/x" },
};
