// Libraries that no module links to: what an import needs is an error, what works without it is a notice.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { createWorkspace } from "../../support/machine/workspace.ts";
import { compile, withoutCompiler } from "../../support/packages/compiler.ts";
import { makeElf } from "../../support/packages/elf/elf.ts";
import { makeWheel } from "../../support/packages/wheels.ts";
import type { Files } from "../../support/packages/zip.ts";
import { createScenario, onLinux, readJson, run } from "../../support/scenario/scenario.ts";
import { verifyDirectory } from "../../support/scenario/verify-directory.ts";

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
  const asNotice = { exitCode: 0, found: [["P4", "notice", LIBRARY]] };
  const asWarning = { exitCode: 0, found: [["P4", "warning", LIBRARY]] };
  const asError = { exitCode: 1, found: [["P4", "error", LIBRARY]] };
  /** The import that fails for it is in the same finding. */
  const failed = (path: string) => [["P4", "error", path]];
  const brief = ({ exitCode, found }: Awaited<ReturnType<typeof judge>>) => ({ exitCode, found });

  it("is a notice where importing its distribution does not load it", async (t) => {
    const judged = await judge(t, {});
    assert.deepEqual(brief(judged), asNotice);
    const [finding] = judged.findings.filter(({ check }) => check === "P4");
    assert.match(finding?.message ?? "", /libonmachine-ust\.so\.0.* Importing net works without it\.$/);
  });

  it("is a notice, not silence, where a function loads it", async (t) => {
    const lazily = `def start():\n    ${OPENS("bin/shared/libtrace.so").replace("\n", "\n    ")}`;
    assert.deepEqual(brief(await judge(t, { "net/__init__.py": lazily })), asNotice);
  });

  it("is a notice where an import tries to load it and works without it", async (t) => {
    const tried = `try:\n    ${OPENS("bin/shared/libtrace.so").replace("\n", "\n    ")}except OSError:\n    pass\n`;
    assert.deepEqual(brief(await judge(t, { "net/__init__.py": tried })), asNotice);
  });

  it("is one notice where builds for several releases are side by side and the import tries each, as torchaudio does", async (t) => {
    const releases = ["56", "57", "58"];
    const builds = releases.map((release) => {
      const needed = [`libavutil.so.${release}`, `libavcodec.so.${Number(release) + 2}`];
      return [
        `net/lib/_ffmpeg${release}.so`,
        makeElf({ stack: 6, needed, exports: [`PyInit__ffmpeg${release}`] }),
      ] as const;
    });
    const tries = `import importlib\nfor one in ${JSON.stringify(releases)}:\n    try:\n        importlib.import_module('net.lib._ffmpeg' + one)\n    except ImportError:\n        pass\n`;
    const wheels = [
      { name: "net", version: "3.1", files: { "net/__init__.py": tries, ...Object.fromEntries(builds) } },
    ];
    const { exitCode, findings } = await verifyDirectory(t, { wheels, score: `import net\n${SCORE}`, env: {} });
    const found = findings.filter(({ check }) => ["P4", "I11", "S1"].includes(check));
    assert.deepEqual(
      found.map(({ check, severity }) => `${check} ${severity}`),
      ["P4 notice"],
    );
    assert.match(found[0]?.message ?? "", /^net needs 6 libraries that .* Importing net loads none of them\.$/);
    assert.equal(exitCode, 0);
  });

  it("is a notice where it is a helper for a newer glibc or another Python that no import loads", async (t) => {
    const newer = makeElf({ stack: 6, needed: ["libc.so.6"], versionNeeds: { "libc.so.6": ["GLIBC_2.34"] } });
    const module = makeElf({ stack: 6, exports: ["PyInit__inject"] });
    const files = {
      "net/attach/attach_linux.so": newer,
      "net/attach/_inject.cp38-win_amd64.pyd": "MZ\x90\0",
      "net/attach/_inject.cpython-39-x86_64-linux-gnu.so": module,
    };
    const wheels = [{ name: "net", version: "3.1", files: { "net/__init__.py": "", ...files } }];
    const { exitCode, findings } = await verifyDirectory(t, { wheels, score: SCORE, env: {} });
    const found = findings.filter(({ check }) => ["P3", "P6"].includes(check));
    assert.deepEqual(
      found.map(({ check, severity }) => `${check} ${severity}`),
      ["P6 warning", "P3 notice"],
    );
    assert.equal(exitCode, 0);
  });

  it("is a warning where only a package that nothing imports loads it", async (t) => {
    const files = { "net/bin/__init__.py": OPENS("shared/libtrace.so") };
    assert.deepEqual(brief(await judge(t, files)), asWarning);
  });

  it("is a warning where only a function of the scoring script imports what loads it", async (t) => {
    const files = { "net/runtime.py": OPENS("bin/shared/libtrace.so") };
    const score = `def later():\n    import net.runtime\n\n\n${SCORE}`;
    assert.deepEqual(brief(await judge(t, files, score)), asWarning);
  });

  it("is an error where a module that the scoring script imports loads it", async (t) => {
    const files = { "net/runtime.py": OPENS("bin/shared/libtrace.so") };
    assert.deepEqual(brief(await judge(t, files)), asNotice);
    for (const line of ["import net.runtime", "from net import runtime", "from net.runtime import ctypes"])
      assert.deepEqual(brief(await judge(t, files, `${line}\n${SCORE}`)), asError, line);
  });

  it("is an error where the scoring script names it", async (t) => {
    const score = `import ctypes\n${SCORE.replace("pass", 'ctypes.CDLL("myenv/lib/python3.8/site-packages/net/bin/shared/libtrace.so")')}`;
    assert.deepEqual(brief(await judge(t, {}, score)), asError);
  });

  it("is an error where importing its distribution loads it, whether this machine has what it needs or not", async (t) => {
    for (const isHere of [true, false]) {
      const judged = await judge(t, { "net/__init__.py": OPENS("bin/shared/libtrace.so") }, SCORE, isHere);
      assert.deepEqual([judged.exitCode, judged.found], [1, failed(LIBRARY)]);
      const [finding] = judged.findings.filter(({ check }) => check === "P4");
      assert.match(finding?.message ?? "", / Without libonmachine-ust\.so\.0, import net fails\.$/);
    }
  });

  it("is an error under any name where an import loads it", async (t) => {
    const files = { "net/__init__.py": OPENS("engine-core.so"), "net/engine-core.so": library, [LIBRARY]: "" };
    const { exitCode, found } = await judge(t, files);
    assert.deepEqual([exitCode, found], [1, failed("net/engine-core.so")]);
  });

  it("is a notice for newer symbols, too", async (t) => {
    const newer = makeElf({ versionNeeds: { "libc.so.6": ["GLIBC_2.99"] } });
    const wheels = [{ name: "net", version: "3.1", files: { "net/__init__.py": "", "net/libnew.so": newer } }];
    const { exitCode, findings } = await verifyDirectory(t, { wheels });
    assert.deepEqual(
      findings.filter(({ check }) => check === "P3").map(({ severity }) => severity),
      ["notice"],
    );
    assert.equal(exitCode, 0);
  });

  it("passes with its build, and later where no Python can import it", async (t) => {
    const wheel = makeWheel({ name: "net", version: "3.1", files: { "net/__init__.py": "", [LIBRARY]: library } });
    const scenario = await createScenario(t, { packages: [wheel], requirements: "net==3.1\n" });
    const runs = [
      ["build", "notice"],
      ["verify", "notice"],
      ["verify --python /nowhere/python3.8", "warning"],
    ] as const;
    for (const [words, severity] of runs) {
      const { exitCode, json, stderr } = await run(t, scenario, words.split(" "));
      assert.equal(exitCode, 0, stderr);
      const found = readJson(json["report-file"]).findings as { check: string; severity: string }[];
      assert.deepEqual(
        found.filter(({ check }) => check === "P4").map(({ severity }) => severity),
        [severity],
        words,
      );
    }
  });
});
