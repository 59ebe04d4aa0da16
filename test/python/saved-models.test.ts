// Saved models are read without being loaded: whatever the format, on every Python, and within limits.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { describe, it, test } from "node:test";
import type { SavedModel } from "../../src/evidence/models/saved-models.ts";
import { createWorkspace } from "../support/machine/workspace.ts";
import { type Files, writeZip } from "../support/packages/zip.ts";
import { findAnyPython, findPython } from "../support/python/interpreters.ts";
import { pickled, readModels, tree } from "../support/python/models.ts";

type Context = Parameters<typeof createWorkspace>[0];
const brief = ({ path, kind, modules, versions }: SavedModel) => [
  path.split(/[/\\]/).at(-1),
  kind,
  Object.keys(modules).join(" "),
  versions,
];

async function read(t: Context, files: Files, limits: Parameters<typeof readModels>[1] = {}, python?: string) {
  return (await readModels([createWorkspace(t, files)], limits, python)).files;
}

/** Compresses as joblib does. */
function compressed(content: Uint8Array, module: string, call = "compress"): Buffer {
  const code = `import sys, ${module}; sys.stdout.buffer.write(${module}.${call}(sys.stdin.buffer.read()))`;
  return execFileSync(findAnyPython(), ["-c", code], { input: content, maxBuffer: 2 ** 28 });
}

/** Its arrays contain what would be read as opcodes; what follows them must be found. */
const ARRAYS = `joblib({
  "plain": Array("f8", (2, 3), b"cos\\nsystem\\n." * 4),
  "text": Array("U3", (2,), b"." * 24),
  "empty": Array("f8", (0, 3), b""),
  "scalar": Array("i4", (), b"...."),
  "old": Array("f4", (3,), b"c" * 12, aligned=False),
  "objects": Array("O8", (2,), dump(of("inner.Thing")), flags=63),
  "after": of("sklearn.svm._classes.SVC", _sklearn_version="1.2.1"),
}, PROTOCOL)`;

const pythons = ["3.6", "3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13"];
describe("on every Python", { concurrency: 2 }, () => {
  for (const minor of pythons) {
    const python = findPython(minor);
    it(`${minor} reads pickles, joblib files and what compresses them`, { skip: python === undefined }, async (t) => {
      const joblib = pickled(ARRAYS.replace("PROTOCOL", "4"));
      const files = {
        "joblib.joblib": joblib,
        "joblib3.joblib": pickled(ARRAYS.replace("PROTOCOL", "3")),
        "m.joblib.bz2": compressed(joblib, "bz2"),
        "m.joblib.gz": compressed(joblib, "gzip"),
        "m.joblib.lzma": compressed(joblib, "lzma"),
        "m.joblib.z": compressed(joblib, "zlib"),
        ...Object.fromEntries(
          [0, 1, 2, 3, 4].map((one) => [`p${one}.pkl`, pickled(tree("1.3.2").replace(/\)$/, `, ${one})`))]),
        ),
      };
      const found = await read(t, files, {}, python);
      const after = "numpy joblib.numpy_pickle inner sklearn.svm._classes";
      for (const file of found) {
        const [name = "", kind, modules = "", versions] = brief(file);
        assert.equal(file.problem, null, String(name));
        assert.equal(kind, "pickle");
        const needed = String(modules)
          .split(" ")
          .filter((one) => !["copyreg", "builtins"].includes(one));
        if (/^p\d/.test(String(name))) {
          assert.deepEqual([needed, versions], [["sklearn.tree._classes"], { "scikit-learn": "1.3.2" }], String(name));
        } else {
          assert.deepEqual(
            [needed.sort(), versions],
            [after.split(" ").sort(), { "scikit-learn": "1.2.1" }],
            String(name),
          );
        }
      }
      assert.equal(found.length, Object.keys(files).length);
    });
  }
});

test("names are those of Python 3, and modules that functions import are found", async (t) => {
  const files = {
    "old.pkl": "c__builtin__\nset\n(c__main__\nThing\ncexceptions\nValueError\nt.",
    "subimport.pkl": pickled('dump(Call("cloudpickle.cloudpickle.subimport", ("pandas.io",)))'),
    "memo.pkl": Buffer.from("8004580400000061626364940a2e".replace("0a", "68008c0164930030").slice(0), "hex"),
    "two.pkl": Buffer.concat([pickled('dump(of("first.A"))'), pickled('dump(of("second.B"))')]),
    "lightgbm.pkl": pickled('dump(of("lightgbm.basic.Booster", handle="tree\\nversion=v4\\n" + "x" * 400))'),
    "xgboost.pkl": pickled(
      `dump(of("xgboost.core.Booster", handle=b'{"learner":' + b"x" * 400 + b',"version":[1,7,6]}'))`,
    ),
  };
  const found = Object.fromEntries((await read(t, files)).map((file) => [brief(file)[0], file]));
  const modules = (name: string) => Object.keys(found[name]?.modules ?? {});
  assert.deepEqual(modules("old.pkl"), ["builtins", "__main__"]);
  assert.deepEqual(modules("subimport.pkl"), ["cloudpickle.cloudpickle", "pandas.io"]);
  assert.deepEqual(modules("memo.pkl"), ["abcd"]);
  assert.deepEqual(modules("two.pkl"), ["first", "second"]);
  assert.deepEqual(found["lightgbm.pkl"]?.versions, { lightgbm: "4" });
  assert.deepEqual(found["xgboost.pkl"]?.versions, { xgboost: "1.7.6" });
});

const long = (value: number) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
};

test("other formats are told by their first bytes", async (t) => {
  const state = 'dump([of("collections.OrderedDict"), of("torch._utils.Tensor"), of("__torch__.net.Net")], 2)';
  const legacy = Buffer.concat([
    Buffer.from("80028a0a6cfc9c46f9206aa850192e80024de9032e80027d2e", "hex"),
    pickled('dump(of("torch.nn.Linear"), 2)'),
    Buffer.from("80025d2e8002000000000000", "hex"),
  ]);
  const heap = Buffer.concat([
    Buffer.from("GCOL"),
    Buffer.alloc(12),
    Buffer.from([1, 0, 1, 0, 0, 0, 0, 0]),
    long(6),
    Buffer.from("2.11.0"),
  ]);
  const attribute = Buffer.concat([Buffer.from("keras_version\0"), Buffer.from("\x0e\0\x14\0\x08\0", "latin1")]);
  const reference = Buffer.concat([
    Buffer.from([6, 0, 0, 0]),
    long(8 + attribute.length + 16),
    Buffer.from([1, 0, 0, 0]),
  ]);
  const ubj = Buffer.concat([
    Buffer.from("{L\0\0\0\0\0\0\0\x07learner{}L\0\0\0\0\0\0\0\x07version[#L\0\0\0\0\0\0\0\x03i\x02i\x01i\0}", "latin1"),
  ]);
  const name = (text: string) => Buffer.concat([long(text.length), Buffer.from(text)]);
  const files = {
    "a.bin": ubj,
    "b.model": Buffer.concat([Buffer.alloc(136), name("binary:logistic"), name("gbtree")]),
    "c.keras": writeZip({ "metadata.json": '{"keras_version": "3.1.0"}', "config.json": "{}" }),
    "d.h5": Buffer.concat([Buffer.from("\x89HDF\r\n\x1a\n", "latin1"), attribute, reference, heap]),
    "e.hdf5": Buffer.from("\x89HDF\r\n\x1a\nkeras_version\0\0\0" + "2.9.0\0", "latin1"),
    "f.h5": Buffer.from("\x89HDF\r\n\x1a\nframe", "latin1"),
    "g.pt": writeZip({ "m/data.pkl": pickled(state), "m/version": "3\n" }),
    "h.pth": legacy,
    "i.skops": writeZip({
      "schema.json": '{"__class__": "SVC",  "__module__": "sklearn.svm", "_skops_version": "0.9"}',
    }),
    "j/saved_model.pb": Buffer.from("0801120a0a082a06322e31312e30", "hex"),
    "k.onnx": Buffer.from("080e3a0042060a0010154200", "hex"),
    "l.zip": writeZip({ "readme.md": "no model" }),
    "m.csv": "cat,dog\n1,2\n",
    "n.txt": "cat\ndog\nhorse\n",
    "o.pb": Buffer.from("0801120a0a", "hex"),
    "p.gz": compressed(Buffer.from("no model"), "gzip"),
  };
  assert.deepEqual((await read(t, files)).map(brief), [
    ["a.bin", "xgboost", "", { xgboost: "2.1.0" }],
    ["b.model", "xgboost", "", {}],
    ["c.keras", "keras", "", { keras: "3.1.0" }],
    ["d.h5", "keras", "", { keras: "2.11.0" }],
    ["e.hdf5", "keras", "", { keras: "2.9.0" }],
    ["g.pt", "torch", "collections torch._utils", {}],
    ["h.pth", "torch", "torch.nn", {}],
    ["i.skops", "skops", "skops.io sklearn.svm", { skops: "0.9" }],
    ["saved_model.pb", "saved-model", "", { tensorflow: "2.11.0" }],
    ["k.onnx", "onnx", "", {}],
  ]);
});
