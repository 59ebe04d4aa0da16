// Models that are damaged, or made to take all time and memory: each is answered soon, and never for the better.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, openSync, symlinkSync, truncateSync, writeSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { deflateSync } from "node:zlib";
import { createWorkspace } from "../support/machine/workspace.ts";
import type { Files } from "../support/packages/zip.ts";
import { writeZip } from "../support/packages/zip.ts";
import { pickled, readModels, tree } from "../support/python/models.ts";

type Context = Parameters<typeof createWorkspace>[0];
type Limits = Parameters<typeof readModels>[1];

/** What is said of each file: its problem. */
async function problems(t: Context, files: Files, limits: Limits = {}) {
  const { files: found } = await readModels([createWorkspace(t, files)], limits);
  return Object.fromEntries(
    found.map(({ path, problem }) => [path.split(/[/\\]/).at(-1), problem && `${problem.kind}: ${problem.text}`]),
  );
}
/** Milliseconds. */
async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
const bytes = (text: string) => Buffer.from(text, "latin1");
const length = (value: bigint) => {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(value);
  return buffer;
};
const many = (text: string, count: number) => Buffer.alloc(text.length * count, text, "latin1");

test("damaged files are said to be so", async (t) => {
  const whole = pickled(tree("1.3.2"));
  const joblib = pickled('joblib([Array("f8", (1000,), b"x" * 8000), of("later.Thing")])');
  const packed = deflateSync(joblib);
  const zip = writeZip({ "m/data.pkl": whole });
  assert.deepEqual(
    await problems(t, {
      "cut.pkl": whole.subarray(0, 20),
      "cut.joblib": joblib.subarray(0, 4000),
      "cut.joblib.z": packed.subarray(0, packed.length / 2),
      "broken.joblib.z": Buffer.concat([packed.subarray(0, 30), many("x", 50)]),
      "cut.pt": zip.subarray(0, zip.length - 30),
      "cut.onnx": bytes("\x08\x08\x3a\x7fabc"),
      "empty.joblib": "",
      "html.pkl": "<html>404</html>",
      "opcode.pkl": bytes("\x80\x04\xff."),
      "underflow.pkl": bytes("\x80\x040000."),
      "huge-text.pkl": Buffer.concat([bytes("\x80\x04\x8d"), length(2n ** 63n - 1n), bytes("abc")]),
      "huge-bytes.pkl": Buffer.concat([bytes("\x80\x04\x8e"), length(2n ** 64n - 1n), bytes("abc")]),
      "huge-array.joblib": pickled('joblib(Array("f8", (2**62, 2**62), b"x"))'),
      "protocol.pkl": bytes("\x80\x04\x80\x09."),
      "name.pkl": bytes("c::error::os\nsystem\n."),
      "cut.json": '{"learner":{"attributes":',
      "huge.zip.pt": "PK\x03\x04",
    }),
    {
      "broken.joblib.z": "damaged: cannot be decompressed",
      "cut.joblib": "damaged: ends too early",
      "cut.joblib.z": "damaged: ends too early",
      "cut.json": "damaged: ends too early",
      "cut.onnx": "damaged: ends too early",
      "cut.pkl": "damaged: ends too early",
      "cut.pt": "damaged: is a damaged zip file: its end is missing",
      "empty.joblib": "damaged: is empty",
      "html.pkl": "damaged: does not begin as a pickle or a joblib file does",
      "huge-array.joblib": "damaged: ends too early",
      "huge-bytes.pkl": "damaged: ends too early",
      "huge-text.pkl": "damaged: ends too early",
      "huge.zip.pt": "damaged: is a damaged zip file: its end is missing",
      "name.pkl": "damaged: does not begin as a pickle or a joblib file does",
      "opcode.pkl": "damaged: contains bytes that are no pickle opcode",
      "protocol.pkl": "damaged: has a pickle protocol that no Python knows: 9",
      "underflow.pkl": "damaged: contains pickle opcodes that do not fit together",
    },
  );
});

test("what can only be known by loading is said to be unknown", async (t) => {
  assert.deepEqual(
    await problems(t, {
      "array.joblib": pickled('joblib(Array("Q8", (2,), b"x" * 16))'),
      "buffer.pkl": bytes("\x80\x05\x97."),
      "computed.pkl": bytes("\x80\x04N\x8c\x01a\x93."),
      "extension.pkl": bytes("\x80\x02\x82\x01."),
      "lz4.joblib": bytes("\x04\x22\x4d\x18"),
    }),
    {
      "array.joblib": "unreadable: contains a numpy array of a type whose size is not known",
      "buffer.pkl": "unreadable: keeps parts of its data in other files",
      "computed.pkl": "unreadable: names a module in a way that is known only when it is loaded",
      "extension.pkl": "unreadable: names a module in a way that is known only when it is loaded",
      "lz4.joblib": "unreadable: is compressed with lz4, which Python's standard library cannot read",
    },
  );
});

test("bombs end at the limits, and what was found before is kept", async (t) => {
  const start = bytes("\x80\x04cneeded\nThing\n");
  const bombs = {
    "marks.pkl": Buffer.concat([start, many("(", 2_000_000)]),
    "nested.pkl": Buffer.concat([start, many("]", 2_000_000)]),
    "memo.pkl": Buffer.concat([start, many("}\x940", 2_000_000), bytes(".")]),
    "packed.pkl.z": deflateSync(Buffer.concat([start, many("(", 20_000_000)])),
    "modules.pkl": Buffer.concat([start, ...[...Array(6000).keys()].map((one) => bytes(`cm${one}\nA\n0`)), bytes(".")]),
  };
  assert.deepEqual(await problems(t, bombs, { seconds: 600, fileSeconds: 300 }), {
    "marks.pkl": "limit: nests more values than the limit",
    "memo.pkl": "limit: contains more objects than the limit",
    "modules.pkl": "limit: names more modules than the limit",
    "nested.pkl": "limit: nests more values than the limit",
    "packed.pkl.z": "limit: nests more values than the limit",
  });
  const { files } = await readModels([createWorkspace(t, { "marks.pkl": bombs["marks.pkl"] })]);
  assert.deepEqual(files[0]?.modules, { needed: ["Thing"] });
});

test("a large vocabulary is read to its end, and names after it too", async (t) => {
  const vocabulary =
    'dump([{"word%d" % one: one for one in range(300000)}, of("after.Thing", _sklearn_version="1.0.1")])';
  const { files } = await readModels([createWorkspace(t, { "v.pkl": pickled(vocabulary) })], { values: 100_000 });
  assert.deepEqual(
    files.map(({ modules, problem }) => [modules, problem]),
    [[{ after: ["Thing"] }, null]],
  );
});

test("a file that takes long ends at its time, and all files at theirs", async (t) => {
  const slow = { "a.pkl": Buffer.concat([bytes("\x80\x04"), many("N0", 20_000_000), bytes(".")]) };
  assert.deepEqual(await problems(t, slow, { fileSeconds: 0.3 }), {
    "a.pkl": "limit: takes longer than the limit to read",
  });
  const three = { ...slow, "b.pkl": slow["a.pkl"], "c.pkl": slow["a.pkl"] };
  const workspace = createWorkspace(t, three);
  const { files, omitted } = await readModels([workspace], { seconds: 0.3 });
  assert.deepEqual(
    files.map(({ problem }) => problem?.kind),
    ["limit"],
  );
  assert.match(omitted ?? "", /^all files from .*b\.pkl on$/);
});

test("sparse files of 20 GB are answered at once", async (t) => {
  const workspace = createWorkspace(t, { "zeros.pkl": "x", "zeros.bin": "x" });
  for (const name of ["zeros.pkl", "zeros.bin"]) {
    truncateSync(join(workspace, name), 0);
    truncateSync(join(workspace, name), 20 * 2 ** 30);
  }
  const file = openSync(join(workspace, "one.pkl"), "w");
  const content = 20n * 2n ** 30n;
  writeSync(file, Buffer.concat([bytes("\x80\x04cneeded\nThing\n\x8e"), length(content)]));
  writeSync(file, bytes("0clater\nThing\n."), 0, 15, Number(content) + 25);
  const found: unknown[] = [];
  const took = await timeOf(async () => {
    const { files } = await readModels([workspace]);
    found.push(...files.map(({ modules, problem }) => [Object.keys(modules), problem?.kind]));
  });
  assert.deepEqual(found, [
    [["needed", "later"], undefined],
    [[], "damaged"],
  ]);
  assert.ok(took < 5000, `${took} ms`);
});

test("only so many entries, levels and files are looked at; pipes and loops of links are not", async (t) => {
  const workspace = createWorkspace(t, {
    "a/b/c.pkl": pickled('dump(of("one.A"))'),
    "d.pkl": pickled('dump(of("two.A"))'),
  });
  execFileSync("mkfifo", [join(workspace, "pipe.pkl")]);
  symlinkSync(workspace, join(workspace, "loop"));
  symlinkSync("nowhere", join(workspace, "dead.pkl"));
  symlinkSync("d.pkl", join(workspace, "linked.pkl"));
  mkdirSync(join(workspace, "site-packages"));
  const of = async (limits: Limits) => {
    const { files, omitted } = await readModels([workspace], limits);
    return [files.map(({ path }) => path.slice(workspace.length + 1)), omitted?.replace(workspace, ".")];
  };
  assert.deepEqual(await of({}), [["a/b/c.pkl", "d.pkl", "linked.pkl"], undefined]);
  assert.deepEqual(await of({ depth: 1 }), [["d.pkl", "linked.pkl"], "directories more than 1 levels deep"]);
  assert.deepEqual(await of({ files: 1 }), [["a/b/c.pkl"], "all files from ./d.pkl on"]);
  assert.deepEqual(await of({ entries: 2 }), [[], "all entries after the first 2"]);
});
