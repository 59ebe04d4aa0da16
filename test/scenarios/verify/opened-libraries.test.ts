// System libraries that code opens by name: what the image lacks is hidden from the imports, so that the libraries of this
// machine prove nothing.
import assert from "node:assert/strict";
import { readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { createWorkspace } from "../../support/machine/workspace.ts";
import { compile, withoutCompiler } from "../../support/packages/compiler.ts";
import type { Files } from "../../support/packages/zip.ts";
import { findPython } from "../../support/python/interpreters.ts";
import { onLinux } from "../../support/scenario/scenario.ts";
import { verifyDirectory } from "../../support/scenario/verify-directory.ts";

const SCORE = "def init():\n    pass\n\n\ndef run(data):\n    return data\n";
const LIBRARY = "libonmachine-q.so.0";
const cleanups: (() => void | Promise<void>)[] = [];
const whole = { after: (clean: () => void | Promise<void>) => cleanups.push(clean) };

describe("a system library that code opens by name", { ...onLinux, skip: onLinux.skip || withoutCompiler }, () => {
  let folder: string;
  let library: Buffer;
  before(() => {
    folder = createWorkspace(whole);
    compile(whole, join(folder, LIBRARY), "int q(void) { return 1; }\n", [`-Wl,-soname,${LIBRARY}`]);
    library = readFileSync(join(folder, LIBRARY));
  });
  after(async () => {
    for (const clean of cleanups.reverse()) await clean();
  });

  interface Given {
    readonly files?: Files;
    readonly score?: string;
    readonly isHere?: boolean;
    readonly python?: string;
  }

  async function judge(
    t: Parameters<typeof verifyDirectory>[0],
    source: string,
    { files = {}, score = SCORE, isHere = true, python = "3.8" }: Given = {},
  ) {
    const wheels = [{ name: "net", version: "3.1", files: { "net/__init__.py": source, ...files } }];
    const env = isHere ? { LD_LIBRARY_PATH: folder } : {};
    const { findings } = await verifyDirectory(t, { wheels, score, env, python });
    const found = findings.filter(({ check }) => ["P4", "I11", "S1"].includes(check));
    return found.map(({ check, severity, message }) => [`${check} ${severity}`, message]);
  }
  const kinds = (found: string[][]) => found.map(([kind]) => kind);
  const opens = (name: string) => `import ctypes\nctypes.CDLL(${JSON.stringify(name)})\n`;
  const tries = (name: string) =>
    `import ctypes\ntry:\n    ctypes.CDLL(${JSON.stringify(name)})\nexcept OSError:\n    pass\n`;

  it("is an error where the import fails without it, though this machine has it", async (t) => {
    for (const isHere of [true, false]) {
      const found = await judge(t, opens(LIBRARY), { isHere });
      assert.deepEqual(found, [
        [
          "P4 error",
          "net opens libonmachine-q.so.0, which neither the mount nor the image has. Without libonmachine-q.so.0, import net fails.",
        ],
      ]);
    }
  });

  it("is an error by its path, and where find_library looks for it", async (t) => {
    assert.deepEqual(kinds(await judge(t, opens(join(folder, LIBRARY)))), ["P4 error"]);
    const magic = "from ctypes.util import find_library\nif not find_library('magic'): raise ImportError('no magic')\n";
    const found = await judge(t, magic);
    assert.deepEqual(kinds(found), ["P4 error"]);
    assert.match(found[0]?.[1] ?? "", /net opens libmagic/);
  });

  it("is a warning where the import works without it and this machine has it, else a notice", async (t) => {
    assert.deepEqual(kinds(await judge(t, tries(LIBRARY))), ["P4 warning"]);
    assert.deepEqual(kinds(await judge(t, tries("libmagic.so.1"), { isHere: false })).length, 1);
    assert.deepEqual(kinds(await judge(t, tries(LIBRARY), { isHere: false })), []);
  });

  it("is none that the image has, of which a development package on this machine has a link without a version", async (t) => {
    const shop = createWorkspace(t);
    compile(t, join(shop, "libcom_err.so.2.9"), "int q(void) { return 1; }\n", ["-Wl,-soname,libcom_err.so.2"]);
    for (const link of ["libcom_err.so.2", "libcom_err.so"]) symlinkSync("libcom_err.so.2.9", join(shop, link));
    const wheels = [{ name: "net", version: "3.1", files: { "net/__init__.py": opens("libcom_err.so.2") } }];
    const { findings } = await verifyDirectory(t, { wheels, score: SCORE, env: { LD_LIBRARY_PATH: shop } });
    const found = findings.filter(({ check }) => check === "P4").map(({ severity, message }) => [severity, message]);
    assert.deepEqual(found, []);
  });

  it("is no cause of a failure that does not name it, where nobody knows the library", async (t) => {
    const fails = "raise ValueError('numpy.dtype size changed, may indicate binary incompatibility')\n";
    const found = await judge(t, tries("libonmachine-none.so") + fails, { isHere: false });
    assert.deepEqual(kinds(found), ["I11 error"]);
    assert.match(found[0]?.[1] ?? "", /numpy\.dtype size changed/);
    const named = await judge(t, opens("libonmachine-none.so"), { isHere: false });
    assert.deepEqual(kinds(named), ["P4 error"]);
  });

  it("is the cause of a failure in whose chain of causes it is, and of none that is about something else", async (t) => {
    const wrapped = (raised: string) =>
      `${opens(LIBRARY).replace("ctypes.CDLL", "try:\n    ctypes.CDLL")}except OSError as error:\n    ${raised}\n`;
    for (const from of ["", " from error"]) {
      const found = await judge(t, wrapped(`raise ImportError('install the driver')${from}`));
      assert.deepEqual(kinds(found), ["P4 error"]);
      assert.match(found[0]?.[1] ?? "", /^net opens libonmachine-q\.so\.0, .* import net fails\.$/);
    }
    const missing = await judge(t, wrapped("import net_of_another"));
    assert.deepEqual(kinds(missing), ["P4 error", "I11 error"]);
    assert.match(missing[1]?.[1] ?? "", /No module named 'net_of_another'/);
    const other = await judge(t, `${tries("libmagic.so.1")}raise ValueError('the year is wrong')\n`);
    assert.deepEqual(kinds(other), ["P4 error", "I11 error"]);
  });

  it("is named with the line of the scoring script that imports what needs it", async (t) => {
    const score = `import net\n${SCORE}`;
    const [finding, ...others] = await judge(t, opens(LIBRARY), { score });
    assert.match(finding?.[1] ?? "", / Without libonmachine-q\.so\.0, import net \(score\.py:1\) fails\.$/);
    assert.deepEqual(others, []);
  });

  it("is judged by the imports of the scoring script, too", async (t) => {
    const files = { "net/late.py": opens(LIBRARY) };
    const score = (line: string) => `${line}\n${SCORE}`;
    assert.deepEqual(await judge(t, "", { files }), []);
    assert.deepEqual(kinds(await judge(t, "", { files, score: score("import net.late") })), ["P4 error"]);
    const later = score("def later():\n    import net.late\n");
    assert.deepEqual(kinds(await judge(t, "", { files, score: later })), ["P4 warning"]);
  });

  it("is a warning on the line that opens it later, in a module that the script imports or in the user's own", async (t) => {
    const lazily = "import ctypes.util\ndef load():\n    return ctypes.CDLL(ctypes.util.find_library('zbar'))\n";
    const score = (first: string) => `${first}\n${SCORE}`;
    assert.deepEqual(await judge(t, lazily), []);
    const [package_] = await judge(t, lazily, { score: score("import net") });
    assert.deepEqual(package_?.[0], "P4 warning");
    assert.match(package_?.[1] ?? "", /^net\/__init__\.py:3 of net opens libzbar, which neither/);
    const [own] = await judge(t, "", { score: score(lazily) });
    assert.deepEqual(own, ["P4 warning", "Your code opens libzbar, which neither the mount nor the image has."]);
    const harmless =
      "import ctypes.util\ndef load():\n    return ctypes.util.find_library('c'), ctypes.CDLL('libm.so.6')\n";
    assert.deepEqual(await judge(t, harmless, { score: score("import net") }), []);
  });

  // It has no audit hook: an error that names the library, and what is mapped in the end, have to do.
  it("is found for Python 3.7, too", { skip: findPython("3.7") === undefined && "no Python 3.7 here" }, async (t) => {
    const python = "3.7";
    for (const isHere of [true, false])
      assert.deepEqual(await judge(t, opens(LIBRARY), { isHere, python }), [
        [
          "P4 error",
          `net opens ${LIBRARY}, which neither the mount nor the image has. Without ${LIBRARY}, import net fails.`,
        ],
      ]);
    const byPath = await judge(t, opens(join(folder, LIBRARY)), { python });
    assert.deepEqual(kinds(byPath), ["P4 warning"]);
    assert.match(byPath[0]?.[1] ?? "", /: import net loaded the library of this machine\.$/);
    const magic = "from ctypes.util import find_library\nif not find_library('magic'): raise ImportError('no magic')\n";
    assert.deepEqual(kinds(await judge(t, magic, { python })), ["P4 error"]);
    assert.deepEqual(await judge(t, opens("libc.so.6") + tries("libz.so.1"), { python }), []);
  });

  it("is left alone where the mount or every image has it, and programs still find it", async (t) => {
    assert.deepEqual(await judge(t, opens("libc.so.6") + tries("libz.so.1")), []);
    const beside = "import ctypes, os\nctypes.CDLL(os.path.join(os.path.dirname(__file__), 'libonmachine-q.so.0'))\n";
    assert.deepEqual(await judge(t, beside, { files: { [`net/${LIBRARY}`]: library } }), []);
    const child = "import os\nassert 'hidden-libraries' not in os.environ.get('LD_LIBRARY_PATH', '')\n";
    assert.deepEqual(await judge(t, child), []);
    assert.deepEqual(await judge(t, child, { isHere: false }), []);
  });
});
