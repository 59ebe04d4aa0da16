// Libraries that no module links to: what an import loads is judged as such, what nothing is seen to load is a warning.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { compile, withoutCompiler } from "../support/compiler.ts";
import { makeElf } from "../support/elf-files.ts";
import { makeWheel } from "../support/wheels.ts";
import { createWorkspace } from "../support/workspace.ts";
import type { Files } from "../support/zip.ts";
import { onLinux, readJson, run, setScene } from "./scene.ts";
import { verifyDirectory } from "./verify-directory.ts";

/** Opens a file beside the module as the field does. */
const OPENS = (name: string) =>
  `import ctypes, os\nctypes.CDLL(os.path.join(os.path.dirname(os.path.abspath(__file__)), ${JSON.stringify(name)}))\n`;
const LIBRARY = "net/bin/shared/libtrace.so";
const SCORE = "def init():\n    pass\n\n\ndef run(data):\n    return data\n";

const cleanups: (() => void | Promise<void>)[] = [];
const whole = { after: (clean: () => void | Promise<void>) => cleanups.push(clean) };

describe("a library that no module links to", { ...onLinux, skip: onLinux.skip || withoutCompiler }, () => {
  let library: Buffer;
  /** Where this machine has the library that the image lacks. */
  let onMachine: Record<string, string>;
  before(() => {
    const folder = createWorkspace(whole);
    const needed = join(folder, "libonmachine-ust.so.0");
    compile(whole, needed, "int ust(void) { return 1; }\n", ["-Wl,-soname,libonmachine-ust.so.0"]);
    const needs = ["-Wl,--no-as-needed", needed];
    compile(whole, join(folder, "libtrace.so"), "int ust(void); int trace(void) { return ust(); }\n", needs);
    library = readFileSync(join(folder, "libtrace.so"));
    onMachine = { LD_LIBRARY_PATH: folder };
  });
  after(async () => {
    for (const clean of cleanups.reverse()) await clean();
  });

  /** P4 and I11 about a distribution with the library and these modules. */
  async function judge(t: Parameters<typeof verifyDirectory>[0], files: Files, score: string = SCORE, isHere = true) {
    const wheels = [{ name: "net", version: "3.1", files: { "net/__init__.py": "", [LIBRARY]: library, ...files } }];
    const { exitCode, findings } = await verifyDirectory(t, { wheels, score, env: isHere ? onMachine : {} });
    const found = findings.filter(({ check }) => check === "P4" || check === "I11");
    return { exitCode, found: found.map(({ check, severity, file }) => [check, severity, file]), findings };
  }
  const asWarning = { exitCode: 0, found: [["P4", "warning", LIBRARY]] };
  const asError = { exitCode: 1, found: [["P4", "error", LIBRARY]] };
  const brief = ({ exitCode, found }: Awaited<ReturnType<typeof judge>>) => ({ exitCode, found });

  it("is a warning where importing its distribution does not load it", async (t) => {
    const judged = await judge(t, {});
    assert.deepEqual(brief(judged), asWarning);
    const [finding] = judged.findings.filter(({ check }) => check === "P4");
    assert.match(finding?.message ?? "", /libonmachine-ust\.so\.0.* Importing net does not load this file\.$/);
  });

  it("is a warning, not silence, where a function loads it", async (t) => {
    const lazily = `def start():\n    ${OPENS("bin/shared/libtrace.so").replace("\n", "\n    ")}`;
    assert.deepEqual(brief(await judge(t, { "net/__init__.py": lazily })), asWarning);
  });

  it("is an error where importing its distribution loads it", async (t) => {
    assert.deepEqual(brief(await judge(t, { "net/__init__.py": OPENS("bin/shared/libtrace.so") })), asError);
  });

  it("is an error where the package that holds it loads it", async (t) => {
    const files = { "net/bin/__init__.py": OPENS("shared/libtrace.so") };
    assert.deepEqual(brief(await judge(t, files)), asError);
  });

  it("is an error where a module that the scoring script imports loads it", async (t) => {
    const files = { "net/runtime.py": OPENS("bin/shared/libtrace.so") };
    assert.deepEqual(brief(await judge(t, files)), asWarning);
    for (const line of ["import net.runtime", "from net import runtime", "from net.runtime import ctypes"])
      assert.deepEqual(brief(await judge(t, files, `${line}\n${SCORE}`)), asError, line);
  });

  it("is an error where the scoring script names it", async (t) => {
    const score = `import ctypes\n${SCORE.replace("pass", 'ctypes.CDLL("myenv/lib/python3.8/site-packages/net/bin/shared/libtrace.so")')}`;
    assert.deepEqual(brief(await judge(t, {}, score)), asError);
  });

  it("is an error where the import fails, because this machine does not have what it needs either", async (t) => {
    const { exitCode, found } = await judge(t, { "net/__init__.py": OPENS("bin/shared/libtrace.so") }, SCORE, false);
    assert.deepEqual(
      [exitCode, found],
      [
        1,
        [
          ["I11", "error", undefined],
          ["P4", "error", LIBRARY],
        ],
      ],
    );
  });

  it("is an error under any name where an import loads it", async (t) => {
    const files = { "net/__init__.py": OPENS("engine-core.so"), "net/engine-core.so": library, [LIBRARY]: "" };
    const { exitCode, found } = await judge(t, files);
    assert.deepEqual([exitCode, found], [1, [["P4", "error", "net/engine-core.so"]]]);
  });

  it("is a warning for newer symbols, too", async (t) => {
    const newer = makeElf({ versionNeeds: { "libc.so.6": ["GLIBC_2.99"] } });
    const wheels = [{ name: "net", version: "3.1", files: { "net/__init__.py": "", "net/libnew.so": newer } }];
    const { exitCode, findings } = await verifyDirectory(t, { wheels });
    assert.deepEqual(
      findings.filter(({ check }) => check === "P3").map(({ severity }) => severity),
      ["warning"],
    );
    assert.equal(exitCode, 0);
  });

  it("passes with its build, and later where no Python can import it", async (t) => {
    const wheel = makeWheel({ name: "net", version: "3.1", files: { "net/__init__.py": "", [LIBRARY]: library } });
    const scene = await setScene(t, { packages: [wheel], requirements: "net==3.1\n" });
    for (const words of [["build"], ["verify"], ["verify", "--python", "/nowhere/python3.8"]]) {
      const { exitCode, json, stderr } = await run(t, scene, words);
      assert.equal(exitCode, 0, stderr);
      const found = readJson(json["report-file"]).findings as { check: string; severity: string }[];
      assert.deepEqual(
        found.filter(({ check }) => check === "P4").map(({ severity }) => severity),
        ["warning"],
        words.join(" "),
      );
    }
  });
});
