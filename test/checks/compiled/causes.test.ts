// Compiled code has many files and few causes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeElf } from "../../support/packages/elf/elf.ts";
import type { Files } from "../../support/packages/zip.ts";
import { evidenceOf, reported } from "../../support/scenario/evidence.ts";

type Cleaner = Parameters<typeof evidenceOf>[0];

const tag = "cp38-abi3-manylinux_2_17_x86_64";
const extension = (name: string, needed: readonly string[]) =>
  makeElf({ exports: [`PyInit_${name}`], needed: [...needed, "libc.so.6"] });

function findingsOf(id: string, t: Cleaner, name: string, files: Files) {
  return reported(id, evidenceOf(t, { wheels: [{ name, version: "1.0", tag, files }] }));
}

test("P4 is one finding for a distribution: the replacement first, then every library", (t) => {
  const found = findingsOf("P4", t, "opencv-python", {
    "cv2/cv2.abi3.so": extension("cv2", ["libGL.so.1", "libgthread-2.0.so.0"]),
    "cv2/gui.abi3.so": extension("gui", ["libGL.so.1", "libSM.so.6", "libICE.so.6"]),
  });
  assert.equal(found.length, 1);
  const [{ message, hint, severity, members, requirement } = { message: "" }] = found;
  assert.equal(severity, "error");
  assert.match(hint ?? "", /^Use opencv-python-headless: /);
  assert.match(
    message,
    /^opencv-python needs 4 libraries that neither the mount nor the image has: lib[^ ]+, .*\(in 2 files, such as cv2\//,
  );
  for (const library of ["libGL.so.1", "libgthread-2.0.so.0", "libSM.so.6", "libICE.so.6"])
    assert.ok(message.includes(library), library);
  assert.equal(requirement?.line, 1);
  assert.equal(members?.length, 5);
  assert.ok(members?.every(({ file, message }) => file?.startsWith("cv2/") && message.includes(" needs lib")));
});

test("P4 names the replacement of a distribution for its own libraries alone", (t) => {
  const hintOf = (name: string) => {
    const files = { "pkg/__init__.py": "", "pkg/a.abi3.so": extension("a", ["libGL.so.1", "libXi.so.6"]) };
    const [found, ...others] = findingsOf("P4", t, name, files);
    assert.deepEqual(others, []);
    return found?.hint ?? "";
  };
  assert.match(hintOf("opencv-contrib-python"), /^Use opencv-contrib-python-headless: [^.]*\.$/);
  assert.match(hintOf("vtk"), /^Add .*`apt-get install libgl1 libxi6`/);
});

test("P4 names all Ubuntu packages in one command, after what replaces a library", (t) => {
  const [found, ...others] = findingsOf("P4", t, "pkg", {
    "pkg/__init__.py": "",
    "pkg/a.abi3.so": extension("a", ["libXi.so.6", "libXrandr.so.2"]),
    "pkg/b.abi3.so": extension("b", ["libpq.so.5", "libXi.so.6"]),
  });
  assert.deepEqual(others, []);
  assert.match(found?.hint ?? "", /^Use psycopg2-binary.*\. Add .*`apt-get install libxi6 libxrandr2`/);
});

test("P4 with one library in several files names it once", (t) => {
  const files = Object.fromEntries(
    ["a", "b", "c"].map((name) => [`pkg/${name}.abi3.so`, extension(name, ["libXi.so.6"])]),
  );
  const [found, ...others] = findingsOf("P4", t, "pkg", { "pkg/__init__.py": "", ...files });
  assert.deepEqual(others, []);
  assert.match(
    found?.message ?? "",
    /^pkg needs libXi\.so\.6, which neither the mount nor the image has \(in 3 files, such as pkg\/a\.abi3\.so\)\.$/,
  );
});

test("P4 of two distributions is two findings", (t) => {
  const wheels = ["one", "two"].map((name) => {
    const files = { [`${name}/__init__.py`]: "", [`${name}/x.abi3.so`]: extension("x", ["libXi.so.6"]) };
    return { name, version: "1.0", tag, files };
  });
  assert.equal(reported("P4", evidenceOf(t, { wheels })).length, 2);
});

test("P3 is one finding for a distribution, with the image that fits all files", (t) => {
  const needing = (name: string, ...versions: string[]) =>
    makeElf({ exports: [`PyInit_${name}`], versionNeeds: { "libc.so.6": versions } });
  const [found, ...others] = findingsOf("P3", t, "pkg", {
    "pkg/__init__.py": "",
    "pkg/a.abi3.so": needing("a", "GLIBC_2.32"),
    "pkg/b.abi3.so": needing("b", "GLIBC_2.34"),
    "pkg/c.abi3.so": needing("c", "GLIBC_2.33"),
  });
  assert.deepEqual(others, []);
  assert.match(found?.hint ?? "", /an image with glibc 2\.34 or newer/);
  assert.match(
    found?.message ?? "",
    /^pkg\/b\.abi3\.so of pkg needs GLIBC_2\.34 .* 2 more files: pkg\/c\.abi3\.so, pkg\/a\.abi3\.so\.$/,
  );
});

test("P6, P8 and P9 are one finding for a distribution each", (t) => {
  const many = (plan: Parameters<typeof makeElf>[0], suffix: string) =>
    Object.fromEntries(
      ["a", "b", "c"].map((name) => [`pkg/${name}${suffix}`, makeElf({ ...plan, exports: [`PyInit_${name}`] })]),
    );
  for (const [id, files] of [
    ["P6", many({}, ".cpython-39-x86_64-linux-gnu.so")],
    ["P8", many({ stack: 7 }, ".abi3.so")],
    ["P9", many({ needed: ["libc.musl-x86_64.so.1"] }, ".abi3.so")],
  ] as const) {
    const found = findingsOf(id, t, "pkg", { "pkg/__init__.py": "", ...files });
    assert.deepEqual([id, found.length, found[0]?.members?.length], [id, 1, 3]);
    assert.match(found[0]?.message ?? "", / 2 more files: pkg\//);
  }
});
