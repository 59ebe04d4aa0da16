// A directory of packages that this tool did not build: `verify` must find the broken dependencies that `pip check` and
// `uv pip check` find, line by line. Every case is a distribution of its own in one directory.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFileSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { Finding } from "../../../src/findings/check.ts";
import { createWorkspace } from "../../support/machine/workspace.ts";
import { makeWheel, type WheelOptions } from "../../support/packages/wheels.ts";
import type { Files } from "../../support/packages/zip.ts";
import { findUv } from "../../support/python/uv.ts";
import { onLinux, python } from "../../support/scenario/scenario.ts";
import { fill, type Verified, verifyDirectory } from "../../support/scenario/verify-directory.ts";

/** What the cases need or do not get. */
const PROVIDERS: Readonly<Record<string, string>> = {
  plain: "1.0",
  pre: "2.0rc1",
  dev: "1.0.dev1",
  post: "1.0.post1",
  local: "1.0+cu118",
  epoch: "1!2.0",
  "Dotted.Name": "4.0",
  urllib3: "2.2.3",
};

/** Requirement lines that are not met. */
const BROKEN: readonly string[] = [
  "absent",
  "absent>=1",
  "Absent_Thing==1.0",
  "absent (>=1.0)",
  "absent[extra]>=1",
  'absent; python_version >= "3.6"',
  'absent; sys_platform == "linux"',
  'absent; platform_system != "Windows"',
  'absent; os_name == "posix"',
  'absent; implementation_name == "cpython"',
  'absent; platform_python_implementation == "CPython" and python_full_version < "3.9"',
  'absent; extra == "x" or python_version > "3"',
  'absent; python_version in "3.7, 3.8"',
  "plain<1",
  "plain>=2",
  "plain==1.1",
  "plain!=1.0",
  "plain~=1.1",
  "plain==1.*,!=1.0",
  "PLAIN>1.0",
  "plain (>1.0)",
  "plain===1",
  'plain<1; python_version < "3.10"',
  "pre>=2.0",
  "pre<2.0",
  "pre~=2.0",
  "dev>=1.0",
  "post>1.0",
  "post==1.0",
  "local==1.0+cpu",
  "local<1.0",
  "epoch<3",
  "dotted_name>=5",
  "DOTTED-NAME!=4.0",
  "urllib3<1.27,>=1.25.4",
];

/** Requirement lines that are met, or that do not apply. */
const WHOLE: readonly string[] = [
  'absent; python_version < "3"',
  'absent; sys_platform == "win32"',
  'absent; extra == "x"',
  'absent; python_full_version >= "3.9"',
  "plain",
  "plain>=1,<2",
  "plain===1.0",
  "pre>1",
  "pre",
  "dev",
  "post>=1.0",
  "local==1.0",
  "epoch>3",
  "Dotted_Name",
];

const providers = () => Object.entries(PROVIDERS).map(([name, version]): WheelOptions => ({ name, version }));
const lines = (requirements: readonly string[], name: string) =>
  requirements.map((line, index): WheelOptions => ({ name: `${name}-${index}`, version: "1.0", requires: [line] }));

const WHEELS: readonly WheelOptions[] = [
  ...providers(),
  ...lines(BROKEN, "broken"),
  ...lines(WHOLE, "whole"),
  // A chain whose end is missing, a circle, and a distribution that needs its own extra.
  { name: "chain", version: "1.0", requires: ["link"] },
  { name: "link", version: "1.0", requires: ["absent-end"] },
  { name: "circle", version: "1.0", requires: ["circle-back"] },
  { name: "circle-back", version: "1.0", requires: ["circle<1"] },
  { name: "itself", version: "1.0", requires: ['itself[more]; extra == "all"'], extras: { more: ["absent-more"] } },
  { name: "many", version: "1.0", requires: ["absent-one", "absent-two", "plain<1", "pre<1"] },
];

/** As `setup.py install` leaves them: what they need is not in PKG-INFO. */
const EGG_INFO: Files = {
  "legacy-1.0.egg-info/PKG-INFO": "Metadata-Version: 1.1\nName: legacy\nVersion: 1.0\n",
  "legacy-1.0.egg-info/requires.txt":
    'absent-legacy>=1\nplain<1\n\n[:python_version >= "3.6"]\nabsent-new\n\n[:python_version < "3"]\nabsent-old\n\n[x]\nabsent-extra\n\n[x:python_version >= "3"]\nabsent-both\n',
  "legacy.py": "",
};

type Context = Parameters<typeof verifyDirectory>[0];

/** An environment of its own, with the same directory as site-packages. */
function environmentWith(t: Context, wheels: readonly WheelOptions[], files: Files = {}): string {
  const directory = join(createWorkspace(t), "environment");
  execFileSync(python, ["-m", "venv", "--without-pip", directory]);
  fill(join(directory, "lib/python3.8/site-packages"), wheels, files);
  return join(directory, "bin", "python");
}

/** Standard output and standard error; these programs end with 1 when they find something. */
function outputOf(program: string, args: readonly string[]): string {
  try {
    return execFileSync(program, args, { encoding: "utf8", stdio: "pipe" });
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return stdout + stderr;
  }
}

function pipCheck(interpreter: string): string[] {
  const text = outputOf(python, ["-m", "pip", "--disable-pip-version-check", "--python", interpreter, "check"]);
  const missing = text.matchAll(/^(\S+) \S+ requires (\S+), which is not installed\.$/gm);
  const conflicts = text.matchAll(/^(\S+) \S+ has requirement (.+), but you have (\S+) .*$/gm);
  return [
    ...[...missing].map(([, by, needs]) => `${by} misses ${normal(needs)}`),
    ...[...conflicts].map(([, by, , needs]) => `${by} conflicts with ${normal(needs)}`),
  ].sort();
}

function uvPipCheck(uv: string, interpreter: string): string[] {
  const text = outputOf(uv, ["pip", "check", "--no-config", "--python", interpreter]);
  const missing = text.matchAll(/^The package `(\S+)` requires `(.+)`, but it's not installed$/gm);
  const conflicts = text.matchAll(/^The package `(\S+)` requires `(.+)`, but `.+` is installed$/gm);
  return [
    ...[...missing].map(([, by, needs]) => `${by} misses ${normal(nameIn(needs))}`),
    ...[...conflicts].map(([, by, needs]) => `${by} conflicts with ${normal(nameIn(needs))}`),
  ].sort();
}

const nameIn = (requirement = "") => /^[A-Za-z0-9._-]+/.exec(requirement)?.[0] ?? "";
const normal = (name = "") => name.replace(/[-_.]+/g, "-").toLowerCase();

const verify = (t: Context, wheels: readonly WheelOptions[], files: Files = {}, change?: (mount: string) => void) =>
  verifyDirectory(t, { wheels, files, change });

/** M3 and M4 in the words of the oracles; what only an extra needs stands apart. */
function brokenIn(findings: readonly Finding[]): { plain: string[]; ofExtras: string[] } {
  const told = findings
    .filter(({ check }) => check === "M3" || check === "M4")
    .flatMap(({ members, ...one }) => (members ?? [one]).map(({ message }) => ({ check: one.check, message })))
    .map(({ check, message }) => {
      const [, by, requirement = "", needs] = /^(\S+) requires (.+), but (\S+) /.exec(message) ?? [];
      const text = `${by} ${check === "M3" ? "misses" : "conflicts with"} ${needs}`;
      return { text, ofExtra: /extra == ["']/.test(requirement) && !requirement.includes(" or ") };
    });
  const texts = (ofExtra: boolean) => told.filter((one) => one.ofExtra === ofExtra).map(({ text }) => text);
  return { plain: texts(false).sort(), ofExtras: texts(true).sort() };
}

describe("a directory without a manifest", onLinux, () => {
  it("has the broken dependencies that pip check finds, and no others", async (t) => {
    const expected = pipCheck(environmentWith(t, WHEELS, EGG_INFO));
    const { exitCode, findings } = await verify(t, WHEELS, EGG_INFO);
    assert.ok(expected.length >= BROKEN.length + 9, expected.join("\n"));
    assert.deepEqual(brokenIn(findings).plain, expected);
    assert.deepEqual(brokenIn(findings).ofExtras, []);
    assert.equal(exitCode, 1);
  });

  it("has the broken dependencies that uv pip check finds, and no others", async (t) => {
    const uv = await findUv(t);
    if (uv === undefined) return t.skip("no uv here, and no package index that has it");
    // uv reads no requires.txt, and takes === for ==; pip, which the image runs, does neither.
    const wheels = WHEELS.filter(({ requires = [] }) => !requires.includes("plain===1"));
    const expected = uvPipCheck(uv, environmentWith(t, wheels));
    const { findings } = await verify(t, wheels);
    assert.deepEqual(brokenIn(findings).plain, expected);
  });

  for (const line of ["urllib3<1.27,>=1.25.4", "absent", "pre>=2.0"]) {
    it(`fails for one broken dependency: ${line}`, async (t) => {
      const wheels = [...providers(), { name: "botocore", version: "1.29.0", requires: [line] }];
      assert.equal(pipCheck(environmentWith(t, wheels)).length, 1);
      assert.equal((await verify(t, wheels)).exitCode, 1);
    });
  }

  it("fails for a dependency line that cannot be read, as both do", async (t) => {
    const wheels = [{ name: "unreadable", version: "1.0", requires: ["plain or pre"] }];
    assert.match(
      outputOf(python, ["-m", "pip", "--python", environmentWith(t, wheels), "check"]),
      /Error parsing requirements for unreadable/,
    );
    const { exitCode, findings } = await verify(t, wheels);
    assert.deepEqual(
      findings.filter(({ severity }) => severity === "error").map(({ check, distribution }) => [check, distribution]),
      [["M6", "unreadable"]],
    );
    assert.equal(exitCode, 1);
  });

  it("passes where every dependency is met, and no distribution is called unpinned or unrequested", async (t) => {
    const wheels = [...providers(), ...lines(WHOLE, "whole")];
    assert.deepEqual(pipCheck(environmentWith(t, wheels)), []);
    const { exitCode, findings } = await verify(t, wheels);
    assert.deepEqual(
      findings.filter(({ check }) => /^M/.test(check)),
      [],
    );
    assert.equal(exitCode, 0);
  });

  it("has broken dependencies of an extra that one distribution asks of another, which pip check does not see", async (t) => {
    const wheels = [
      { name: "asks", version: "1.0", requires: ["offers[more]"] },
      { name: "offers", version: "1.0", extras: { more: ["absent-more"], other: ["absent-other"] } },
    ];
    assert.deepEqual(pipCheck(environmentWith(t, wheels)), []);
    assert.deepEqual(brokenIn((await verify(t, wheels)).findings), {
      plain: [],
      ofExtras: ["offers misses absent-more"],
    });
  });

  const own = (name: string): WheelOptions => ({ name, version: "1.0", files: { [`${name}.py`]: `x = "${name}"\n` } });
  const errorsOf = ({ findings }: Verified) =>
    findings.filter(({ severity }) => severity === "error").map(({ check, file }) => [check, file]);

  it("fails where a symbolic link leads to other bytes than RECORD says", async (t) => {
    const wheels = [own("one"), own("two")];
    const change = (mount: string) => {
      rmSync(join(mount, "one.py"));
      symlinkSync("two.py", join(mount, "one.py"));
    };
    const verified = await verify(t, wheels, {}, change);
    assert.deepEqual(errorsOf(verified), [["R2", "one.py"]]);
    assert.equal(verified.exitCode, 1);
  });

  it("fails where two RECORD files were swapped", async (t) => {
    const change = (mount: string) => {
      const [one, two] = ["one", "two"].map((name) => join(mount, `${name}-1.0.dist-info/RECORD`)) as [string, string];
      const text = readFileSync(one);
      copyFileSync(two, one);
      writeFileSync(two, text);
    };
    const verified = await verify(t, [own("one"), own("two")], {}, change);
    assert.deepEqual(errorsOf(verified), [
      ["R7", "one-1.0.dist-info/RECORD"],
      ["R7", "two-1.0.dist-info/RECORD"],
    ]);
    assert.equal(verified.exitCode, 1);
  });

  it("has no file without an owner where uv or pip installed with --target", async (t) => {
    const index = createWorkspace(t);
    const wheel = makeWheel(own("one"));
    writeFileSync(join(index, wheel.filename), wheel.bytes);
    const from = ["--no-index", "--find-links", index, "--target"];
    const uv = await findUv(t);
    const ways: [string, string[]][] = [[python, ["-m", "pip", "install"]]];
    if (uv === undefined) t.diagnostic("no uv here, and no package index that has it");
    else ways.push([uv, ["pip", "install", "--no-config", "--compile-bytecode", "--python", python]]);
    for (const [program, words] of ways) {
      const install = (mount: string) => execFileSync(program, [...words, ...from, mount, "one"], { stdio: "pipe" });
      const { exitCode, findings } = await verify(t, [], {}, install);
      assert.deepEqual(
        findings.filter(({ check }) => /^[RH]5$/.test(check)),
        [],
        program,
      );
      assert.equal(exitCode, 0);
    }
  });
});
