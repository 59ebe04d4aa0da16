// Source distributions that build without network and without setuptools, with an in-tree backend (PEP 517).
import { gzipSync } from "node:zlib";
import { pack } from "tar-stream";
import { coreMetadata, type Metadata, normalized } from "./metadata.ts";
import type { Wheel } from "./wheels.ts";
import { type Files, toBytes } from "./zip.ts";

export interface SdistOptions extends Metadata {
  /** Paths below site-packages, once built. */
  files?: Files;
  /** Tag of the wheel it builds; default `py3-none-any`. */
  tag?: string;
  /** What the build prints before it fails, for example `error: command 'gcc' failed`. */
  buildError?: string;
  /** Python code that the build runs first. */
  buildCode?: string;
  /** Seconds that the build takes. */
  sleep?: number;
  /** Path below site-packages → variable whose value in the build's environment becomes the file's content. */
  fromEnvironment?: Record<string, string>;
  /** Requirements of the build itself, which an index then has to serve. */
  buildRequires?: string[];
  /** Extension modules that the build compiles: path below site-packages → source in C. */
  compiled?: Record<string, string>;
}

// Runs under Python 3.7 to 3.13, so nothing but the old standard library.
const backend = `
import base64, hashlib, json, os, subprocess, sys, sysconfig, tempfile, time, zipfile

HERE = os.path.dirname(os.path.abspath(__file__))


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    with open(os.path.join(HERE, "plan.json"), encoding="utf-8") as stream:
        plan = json.load(stream)
    exec(plan["code"], {})
    time.sleep(plan["sleep"])
    if plan["error"]:
        print(plan["error"], file=sys.stderr)
        raise RuntimeError("build failed on purpose")
    info = plan["stem"] + ".dist-info/"
    files = dict(sources(os.path.join(HERE, os.pardir, "src")))
    for path, variable in plan["fromEnvironment"].items():
        files[path] = os.environ.get(variable, "").encode("utf-8")
    for path, source in plan.get("compiled", {}).items():
        files[path] = extension(source)
    files[info + "METADATA"] = plan["metadata"].encode("utf-8")
    files[info + "WHEEL"] = plan["wheel"].encode("utf-8")
    rows = ["%s,sha256=%s,%d" % (path, digest(data), len(data)) for path, data in sorted(files.items())]
    files[info + "RECORD"] = ("\\n".join(rows + [info + "RECORD,,"]) + "\\n").encode("utf-8")
    name = "%s-%s.whl" % (plan["stem"], plan["tag"])
    with zipfile.ZipFile(os.path.join(wheel_directory, name), "w") as wheel:
        for path, data in files.items():
            wheel.writestr(zipfile.ZipInfo(path), data)
    return name


def sources(root):
    for directory, _, names in os.walk(root):
        for name in names:
            path = os.path.join(directory, name)
            with open(path, "rb") as stream:
                yield os.path.relpath(path, root).replace(os.sep, "/"), stream.read()


def extension(source):
    with tempfile.TemporaryDirectory() as directory:
        c, so = os.path.join(directory, "module.c"), os.path.join(directory, "module.so")
        with open(c, "w") as stream:
            stream.write(source)
        include = "-I" + sysconfig.get_paths()["include"]
        subprocess.check_call(["gcc", "-shared", "-fPIC", "-pthread", include, "-o", so, c])
        with open(so, "rb") as stream:
            return stream.read()


def digest(data):
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode("ascii")
`;

export async function makeSdist(options: SdistOptions): Promise<Wheel> {
  const { name, version, tag = "py3-none-any", buildRequires = [] } = options;
  const { buildError: error = "", buildCode: code = "", sleep = 0, compiled, fromEnvironment = {} } = options;
  const stem = `${name.replace(/[-_.]+/g, "_")}-${version}`;
  const metadata = coreMetadata(options);
  const wheel = `Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: ${tag.endsWith("-any")}\nTag: ${tag}\n`;
  const files: Files = {
    "PKG-INFO": metadata,
    "pyproject.toml": pyproject(buildRequires),
    "build_backend/in_tree_backend.py": backend,
    "build_backend/plan.json": JSON.stringify({
      stem,
      tag,
      metadata,
      wheel,
      error,
      code,
      sleep,
      compiled,
      fromEnvironment,
    }),
  };
  for (const [path, content] of Object.entries(options.files ?? {})) files[`src/${path}`] = content;
  return {
    name: normalized(name),
    version,
    filename: `${stem}.tar.gz`,
    bytes: await tarGz(stem, files),
    requiresPython: options.requiresPython,
  };
}

const pyproject = (requires: string[]) =>
  `[build-system]\nrequires = ${JSON.stringify(requires)}\nbuild-backend = "in_tree_backend"\nbackend-path = ["build_backend"]\n`;

async function tarGz(root: string, files: Files): Promise<Buffer> {
  const archive = pack();
  const mtime = new Date(0);
  for (const [path, content] of Object.entries(files)) {
    archive.entry({ name: `${root}/${path}`, mtime, mode: 0o644 }, Buffer.from(toBytes(content)));
  }
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive) chunks.push(chunk as Buffer);
  return gzipSync(Buffer.concat(chunks), { level: 9 });
}
