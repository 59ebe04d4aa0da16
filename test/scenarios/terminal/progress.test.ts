// Whole runs on a terminal: the line of progress, colours, lines of files.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { describe, it } from "node:test";
import { fixturePackages } from "../../support/packages/fixture-packages.ts";
import { makeWheel } from "../../support/packages/wheels.ts";
import { createScenario, onLinux, run, type Scenario } from "../../support/scenario/scenario.ts";
import { runCliInTerminal, type TerminalOptions } from "../../support/terminal/terminal.ts";

/** Importable at build time only: it needs what nothing brings. */
const broken = makeWheel({
  name: "broken",
  version: "1.0",
  files: { "broken.py": "import cv2000\n" },
  topLevel: ["broken"],
});

/** Sends the end of a wheel later than its beginning. */
function slowly(path: string, response: ServerResponse): boolean {
  const wheel = fixturePackages().find(({ filename }) => path === `/files/${filename}`)?.bytes;
  if (!(wheel instanceof Uint8Array)) return false;
  response.writeHead(200, { "content-length": wheel.length });
  response.write(wheel.subarray(0, 100));
  setTimeout(() => response.end(wheel.subarray(100)), 600);
  return true;
}

const inScenario = ({ workspace: cwd, home, env }: Scenario, more: Partial<TerminalOptions> = {}): TerminalOptions => ({
  cwd,
  home,
  columns: 400,
  ...more,
  env: { ...env, ...more.env },
});

// biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal's commands begin with one
const FRAME = /\x1b\[36m([⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏])\x1b\[39m ([^\x1b]*)/g;
const HIDDEN = "\x1b[?25l";
const VISIBLE = "\x1b[?25h";

/** The texts of the line of progress, in order. */
const framesIn = (raw: string) => [...raw.matchAll(FRAME)].map(([, , text = ""]) => text);

describe("on a terminal", { ...onLinux, concurrency: 2 }, () => {
  it("a build shows what it does in a line that is gone in the end, and the same log as with a pipe", async (t) => {
    const scenario = await createScenario(t, { respond: slowly });
    const { exitCode, raw, screen, stdout } = await runCliInTerminal(
      t,
      ["build"],
      inScenario(scenario, { redirected: true }),
    );
    assert.equal(exitCode, 0, raw);
    const frames = framesIn(raw).join("\n");
    for (const step of [
      /^Planning/m,
      /^Building.* · Packages: resolving/m,
      /^Building.* · Packages: downloading \S+\.whl \(/m,

      /^Building.* · Compiling 2 modules to bytecode/m,
      /\bVerifying/m,
      /\bWriting the archive/m,
      /^Delivering.* · Saving to the cache/m,
    ])
      assert.match(frames, step);
    assert.doesNotMatch(screen.join("\n"), /[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]|Planning|Delivering/);
    assert.equal(raw.lastIndexOf(VISIBLE) > raw.lastIndexOf(HIDDEN), true, "the cursor is hidden");
    assert.match(screen.at(-1) ?? "", /^Passed, .* Set in the deployment: AZUREML_EXTRA_PYTHON_LIB_PATH=/);
    assert.match(stdout, /^mount-digest=sha256:/m);
    assert.ok(!stdout.includes("\x1b"));
    const piped = await run(t, await createScenario(t), ["build"]);
    const last = piped.stderr.trim().split("\n").at(-1);
    assert.equal(screen.at(-1), last, "the log with a pipe ends otherwise");
  });

  const without: Record<string, Record<string, string>> = {
    "in CI": { CI: "true" },
    "on a terminal that cannot erase": { TERM: "dumb", NO_COLOR: "1" },
  };
  for (const [where, env] of Object.entries(without)) {
    it(`${where} there is no progress`, async (t) => {
      const scenario = await createScenario(t);
      const { exitCode, raw } = await runCliInTerminal(t, ["build"], inScenario(scenario, { env }));
      assert.equal(exitCode, 0, raw);
      assert.doesNotMatch(raw, /[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]|Planning/);
      assert.ok(!raw.includes(HIDDEN));
      if ("NO_COLOR" in env) assert.ok(!raw.includes("\x1b"), raw);
    });
  }

  it("with a pipe there is neither progress nor colour nor a quoted line", async (t) => {
    const scenario = await createScenario(t, {
      requirements: "broken==1.0\n",
      packages: [...fixturePackages(), broken],
    });
    const { exitCode, stderr } = await run(t, scenario, ["build"]);
    assert.equal(exitCode, 1);
    assert.ok(!stderr.includes("\x1b"));
    assert.doesNotMatch(stderr, /-->|\^\^|Planning/);
    assert.match(stderr, /^error: requirements\.txt:1: I11: /m);
  });

  it("no line of progress is wider than the terminal", async (t) => {
    const scenario = await createScenario(t);
    const { raw } = await runCliInTerminal(t, ["build"], inScenario(scenario, { columns: 30 }));
    const frames = framesIn(raw);
    assert.ok(
      frames.some((text) => text.endsWith("…")),
      "no text was too long",
    );
    for (const text of frames) assert.ok([...text].length <= 27, text);
  });

  it("Ctrl-C ends a build with its exit code, without a rest of the line and with a cursor", async (t) => {
    const scenario = await createScenario(t);
    const typed = [{ after: "Building", keys: "\x03" }];
    const { exitCode, raw, screen } = await runCliInTerminal(t, ["build"], inScenario(scenario, { typed }));
    assert.equal(exitCode, 130, raw);
    assert.ok(raw.endsWith(VISIBLE) || raw.lastIndexOf(VISIBLE) > raw.lastIndexOf(HIDDEN));
    assert.doesNotMatch(screen.join("\n"), /[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/);
  });
});

describe("a finding on a terminal", { ...onLinux, concurrency: 2 }, () => {
  it("has the line of the requirement, with a mark under it", async (t) => {
    const scenario = await createScenario(t, {
      requirements: "# two\n\tbroken == 1.0  # 你好\n",
      packages: [...fixturePackages(), broken],
    });
    const { exitCode, screen, raw } = await runCliInTerminal(t, ["build"], inScenario(scenario));
    assert.equal(exitCode, 1, raw);
    const start = screen.findIndex((line) => line.startsWith("error: "));
    assert.deepEqual(screen.slice(start, start + 5), [
      "error: I11: Add the distribution that provides cv2000 to the requirements. import broken fails in the container: ModuleNotFoundError: No module named 'cv2000'.",
      "  --> requirements.txt:2:2",
      "   |",
      " 2 |     broken == 1.0  # 你好",
      "   |     ^^^^^^^^^^^^^",
    ]);
    assert.ok(raw.includes("\x1b[31merror:\x1b[39m I11"), "no colour");
    assert.ok(raw.includes("\x1b[31m    ^^^^^^^^^^^^^\x1b[39m"), "no colour of the mark");
    const last = screen.findLast((line) => line.startsWith("Failed"));
    assert.match(last ?? "", /^Failed, 1 error, .*\. Fix first: requirements\.txt:2: I11: Add the distribution /);
  });

  it("of a requirement that cannot be installed has its line too, and no secret", async (t) => {
    const scenario = await createScenario(t, { requirements: "greet==1.0\n" });
    const address = scenario.index.url.replace("http://", "http://somebody:s3cret-word@");
    const missing = address.replace(/simple\/$/, "files/absent-1.0-py3-none-any.whl");
    writeFileSync(join(scenario.workspace, "requirements.txt"), `greet==1.0\nabsent @ ${missing}\n`);
    const { exitCode, screen, raw } = await runCliInTerminal(t, ["build"], inScenario(scenario));
    assert.equal(exitCode, 3, raw);
    const start = screen.findIndex((line) => line.startsWith("  --> requirements.txt:2:1"));
    assert.match(screen[start + 2] ?? "", /^ 2 \| absent @ http:\/\//, screen.join("\n"));
    assert.match(screen[start + 3] ?? "", /^ {3}\| \^{20,}$/);
    assert.ok(!raw.includes("s3cret"));
  });

  it("has no line if the file was changed in the meantime", async (t) => {
    const scenario = await createScenario(t, {
      requirements: "broken==1.0\n",
      packages: [...fixturePackages(), broken],
    });
    const change = () => writeFileSync(join(scenario.workspace, "requirements.txt"), "broken==1.0  # changed\n");
    const running = runCliInTerminal(t, ["build"], inScenario(scenario));
    const asked = setInterval(() => {
      if (scenario.index.requests.some(({ path }) => path.includes("broken"))) change();
    }, 50);
    const { exitCode, screen } = await running.finally(() => clearInterval(asked));
    assert.equal(exitCode, 1, screen.join("\n"));
    assert.ok(
      screen.some((line) => line.startsWith("error: requirements.txt:1: I11: ")),
      screen.join("\n"),
    );
    assert.ok(!screen.some((line) => line.includes("-->")));
  });
});
