// Tools are run with @actions/exec. Each test shows something that it does not do itself, or does in another way.
import assert from "node:assert/strict";
import {
  chmodSync,
  chownSync,
  closeSync,
  copyFileSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
} from "node:fs";
import { join, sep } from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import type { ToolOptions } from "../../src/host/host.ts";
import { answerOf } from "../../src/host/process/answer.ts";
import { runChild } from "../support/machine/child.ts";
import { runCli } from "../support/machine/cli.ts";
import { childEnvironment } from "../support/machine/environment.ts";
import { type Cleanup, createWorkspace } from "../support/machine/workspace.ts";

const posix = { skip: process.platform === "win32" && "needs a shell" };
const onLinux = { skip: process.platform !== "linux" && "needs /proc" };
const environment = { PATH: process.env.PATH };

const script = (code: string, options: Partial<ToolOptions> = {}) =>
  answerOf("/bin/sh", ["-c", code], { environment, ...options });

/** An executable file of a new directory. */
function program(t: Cleanup, name: string, code: string): string {
  const file = join(createWorkspace(t, { [name]: `#!/bin/sh\n${code}\n` }), name);
  chmodSync(file, 0o755);
  return file;
}

/** In a process of its own. */
async function call(t: Cleanup, question: object) {
  const file = fileURLToPath(new URL("../support/machine/tool-call.ts", import.meta.url));
  const cwd = createWorkspace(t);
  return await runChild(process.execPath, [file, JSON.stringify(question)], {
    cwd,
    env: childEnvironment({ home: cwd }),
  });
}

/** What the shipped command line says of a program that is named as the interpreter, which it asks what it is. */
async function asInterpreter(t: Cleanup, path: string): Promise<string> {
  const cwd = createWorkspace(t, { "requirements.txt": "", "score.py": "" });
  const { exitCode, stderr } = await runCli(t, ["build", "--python", path], { cwd });
  assert.equal(exitCode, 2, stderr);
  return stderr;
}

/** Command lines of the processes that have a word among their arguments. */
function running(word: string): string[] {
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry) && Number(entry) !== process.pid)
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, "utf8");
        return line.includes(word) ? [line] : [];
      } catch {
        return []; // it has ended
      }
    });
}

it("no other file of src/ starts programs", () => {
  const src = fileURLToPath(new URL("../../src/", import.meta.url));
  const starting = readdirSync(src, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .filter((path) =>
      /^import (?!type ).*["'](node:child_process|@actions\/exec)["']|\bimport\(["'](node:child_process|@actions\/exec)/m.test(
        readFileSync(join(src, path), "utf8"),
      ),
    )
    .map((path) => path.split(sep).join("/"));
  const [folder] = starting.map((path) => path.slice(0, path.lastIndexOf("/")));
  assert.match(folder ?? "", /\/process$/);
  assert.deepEqual(
    starting.sort(),
    ["running.ts", "spawn.ts", "tools.ts"].map((name) => `${folder}/${name}`),
  );
});

describe("the output of a tool", posix, () => {
  it("is whole where its last line does not end, or in the middle of a character", async (t) => {
    const { output, errors } = await script(String.raw`printf 'one\ntwo'; printf 'half \303' >&2`);
    assert.deepEqual([output, errors], ["one\ntwo", "half \ufffd"]);
    assert.match(await asInterpreter(t, program(t, "half", "printf 'half a line' >&2; exit 3")), /half a line/);
  });

  it("is read at once where no line ends", { timeout: 60_000 }, async () => {
    const { output } = await script("head -c 50000000 /dev/zero");
    assert.equal(output.length, 50_000_000);
  });

  it("ends the tool where it has no end", { timeout: 60_000 }, async (t) => {
    await assert.rejects(script("yes"), /\/bin\/sh wrote more than 64 MiB to its standard output/);
    const said = await asInterpreter(t, program(t, "endless", "cat /dev/zero"));
    assert.match(said, /endless wrote more than 64 MiB to its standard output/);
  });
});

describe("the input of a tool", posix, () => {
  it("has an end", { timeout: 60_000 }, async (t) => {
    assert.equal((await script("cat; echo end")).output, "end\n");
    assert.equal((await script("cat", { input: "é\n".repeat(1_000_000) })).output.length, 2_000_000);
    assert.match(await asInterpreter(t, program(t, "reader", "cat >/dev/null; echo read >&2; exit 1")), /\(read\)/);
  });

  it("may be left unread", { timeout: 120_000 }, async (t) => {
    const { stdout, exitCode, stderr } = await call(t, { command: "true", args: [], times: 200 });
    assert.equal(exitCode, 0, stderr);
    assert.deepEqual(new Set(JSON.parse(stdout)), new Set([0]));
    assert.match(await asInterpreter(t, "/bin/false"), /exit code 1/);
  });
});

describe("a tool that cannot be started is reported with the reason", posix, () => {
  const why = (command: string, args: string[] = [], options: Partial<ToolOptions> = {}) =>
    answerOf(command, args, { environment, ...options }).then(
      () => assert.fail("it was started"),
      ({ message }) => message.replace(/^.* cannot be started: /, ""),
    );

  it("absent, or not to be executed", async (t) => {
    const directory = createWorkspace(t, { plain: "no program\n", "bin/": "" });
    assert.equal(await why("no-such-program"), "no such program was found.");
    assert.equal(await why(join(directory, "bin")), "no such program was found.");
    assert.equal(await why(join(directory, "plain")), "it is not executable.");
    assert.match(await asInterpreter(t, join(directory, "gone")), /no such program was found/);
    assert.match(await asInterpreter(t, join(directory, "plain")), /it is not executable/);
  });

  it("without the interpreter of its first line", async (t) => {
    const file = join(createWorkspace(t, { lost: "#!/no/such/shell\n" }), "lost");
    chmodSync(file, 0o755);
    assert.equal(await why(file), "the interpreter in its first line does not exist.");
  });

  it("in a directory that is none, or with a NUL in an argument", async (t) => {
    const directory = createWorkspace(t, { file: "" });
    assert.match(
      await why("true", [], { directory: join(directory, "gone") }),
      /the directory .*gone does not exist\.$/,
    );
    assert.match(await why("true", [], { directory: join(directory, "file") }), /file is not a directory\.$/);
    assert.match(await why("true", ["a\0b"]), /an argument or a variable contains a NUL character/);
    assert.match(await why("true", [], { environment: { ...environment, NAME: "a\0" } }), /contains a NUL character/);
  });

  it("where Node throws the error at once", onLinux, async (t) => {
    const long = await call(t, { command: "true", args: ["short", 200_000], times: 3 });
    assert.equal(long.exitCode, 0, long.stderr);
    const tooLong = "true cannot be started: its arguments and its environment are too long.";
    assert.deepEqual(JSON.parse(long.stdout), [tooLong, tooLong, tooLong]);
    const busy = join(createWorkspace(t), "busy");
    copyFileSync("/bin/true", busy);
    const descriptor = openSync(busy, "r+");
    t.after(() => closeSync(descriptor));
    const written = await call(t, { command: busy, args: [] });
    assert.deepEqual(JSON.parse(written.stdout), [`${busy} cannot be started: spawn ETXTBSY.`]);
  });

  it("and what is no error of a start ends us as before", async (t) => {
    const { exitCode, stderr } = await call(t, { command: "true", args: [], stray: true });
    assert.equal(exitCode, 1);
    assert.match(stderr, /Error: not of a start/);
  });
});

describe("a tool is found", posix, () => {
  it("in the PATH of its own environment, whatever the names of its directories", async (t) => {
    for (const folder of ["with blanks", ' "quoted"', "back\\slash", "a=b"]) {
      const directory = join(createWorkspace(t), folder);
      const file = program(t, join(folder, "own-tool "), 'echo "$0"');
      assert.ok(!existsSync(directory));
      const PATH = `/no/such/directory:${join(file, "..")}:${process.env.PATH}`;
      assert.equal((await answerOf("own-tool ", [], { environment: { PATH } })).output, `${file}\n`);
    }
    await assert.rejects(
      answerOf("sh", [], { environment: { PATH: "/no/such/directory" } }),
      /no such program was found/,
    );
    assert.equal((await answerOf("true", [], { environment: {} })).code, 0);
    assert.match(await asInterpreter(t, program(t, "my python", "echo started >&2; exit 1")), /\(started\)/);
  });

  it("where its path is relative to its working directory", async (t) => {
    const file = program(t, "bin/tool", "pwd");
    const directory = join(file, "..", "..");
    assert.equal((await answerOf("bin/tool", [], { environment, directory })).output, `${directory}\n`);
  });

  it("where the system lets us execute it as root only", {
    skip: process.getuid?.() !== 0 && "needs root",
  }, async (t) => {
    const file = program(t, "tool", "echo $1");
    chmodSync(file, 0o700);
    chownSync(file, 12_345, 12_345);
    assert.equal((await answerOf(file, ["a  b"], { environment })).output, "a b\n");
  });
});

describe("what a tool leaves behind", onLinux, () => {
  it("is the name of the signal that ended it", async (t) => {
    const { code, signal } = await script("kill -SEGV $$");
    assert.deepEqual([code, signal], [null, "SIGSEGV"]);
    const { stdout } = await call(t, { command: "sh", args: ["-c", "kill -HUP $$"] });
    assert.deepEqual(JSON.parse(stdout), ["SIGHUP"]);
  });

  it("is ended with it, and does not hold its output", { timeout: 60_000 }, async (t) => {
    const word = `left-behind-${process.pid}`;
    const start = performance.now();
    const { output } = await script(`sh -c 'sleep 600; : ${word}' & setsid sh -c 'sleep 600; : ${word}' & echo done`);
    assert.equal(output, "done\n");
    assert.deepEqual(running(word), []);
    assert.ok(performance.now() - start < 4_000, "no patience was needed");
    const left = program(t, "leaving", `setsid sh -c 'sleep 600; : ${word}' & exit 4`);
    assert.match(await asInterpreter(t, left), /exit code 4/);
    assert.deepEqual(running(word), []);
  });

  it("is let go after some seconds where it cannot be found", { timeout: 60_000 }, async (t) => {
    const word = `hidden-${process.pid}`;
    t.after(() => {
      for (const pid of readdirSync("/proc")) {
        try {
          if (readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(word)) process.kill(Number(pid), "SIGKILL");
        } catch {} // it has ended, or is no process
      }
    });
    const start = performance.now();
    const { code } = await script(`setsid env -i sh -c 'sleep 30; : ${word}' & sleep 0.2`);
    const took = performance.now() - start;
    assert.equal(code, 0);
    assert.ok(took > 3_000 && took < 20_000, `${took} ms`);
  });

  it("ends with it at a time-out, however it was started", { timeout: 60_000 }, async () => {
    const word = `forking-${process.pid}`;
    const children = [
      `sh -c 'sleep 600; : ${word}' &`,
      `(sh -c 'sleep 600; : ${word}' &)`,
      `setsid sh -c 'sleep 600; : ${word}' >/dev/null 2>&1 </dev/null &`,
      `setsid env -i PATH="$PATH" sh -c 'sleep 600; : ${word}' &`,
    ];
    const { signal, timedOut } = await script(`${children.join("\n")}\nsleep 600`, { timeout: 500 });
    assert.deepEqual([signal, timedOut], ["SIGKILL", true]);
    assert.deepEqual(running(word), []);
  });
});
