// The scripts of the workflow release: the first with real git repositories, the second with a program in place of gh.
import assert from "node:assert/strict";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, test } from "node:test";
import { repositoryRoot } from "../support/github/runner/action-runner.ts";
import { runChild } from "../support/machine/child.ts";
import { type Cleanup, createWorkspace } from "../support/machine/workspace.ts";

const onPosix = { skip: process.platform === "win32" && "the workflow runs on Linux" };
const script = (name: string) => join(repositoryRoot, "scripts", name);

/** A clone with one commit for each release, in their order, and its bare origin. */
async function repository(t: Cleanup, releases: string[]) {
  const [cwd, origin] = [createWorkspace(t), createWorkspace(t)];
  const identity = { GIT_AUTHOR_NAME: "A", GIT_AUTHOR_EMAIL: "a@example.com", GIT_CONFIG_GLOBAL: "/dev/null" };
  const env = {
    ...identity,
    PATH: process.env.PATH ?? "",
    GIT_COMMITTER_NAME: "A",
    GIT_COMMITTER_EMAIL: "a@example.com",
    GIT_CONFIG_NOSYSTEM: "1",
  };
  const git = async (...words: string[]) => {
    const { exitCode, stdout, stderr } = await runChild("git", words, { cwd, env });
    assert.equal(exitCode, 0, stderr);
    return stdout.trim();
  };
  await git("init", "--quiet", "--bare", origin);
  await git("init", "--quiet");
  await git("remote", "add", "origin", origin);
  for (const release of releases) {
    await git("commit", "--quiet", "--allow-empty", "--message", release);
    await git("tag", release);
  }
  await git("push", "--quiet", "origin", "--tags");
  const move = (release: string) => runChild("bash", [script("move-major-tag.sh"), release], { cwd, env });
  const tagged = async (tag: string) => (await git("ls-remote", "origin", `refs/tags/${tag}`)).split("\t")[0];
  return { git, move, tagged, origin };
}

describe("the tag of a major version", onPosix, () => {
  test("is made, moved forwards by version and not by text, and may be moved again", async (t) => {
    const { move, tagged } = await repository(t, ["v1.9.0", "v1.10.0", "v2.0.0"]);
    for (const release of ["v1.9.0", "v1.10.0", "v1.10.0", "v2.0.0"]) {
      const { exitCode, stdout, stderr } = await move(release);
      assert.equal(exitCode, 0, stderr);
      assert.match(stdout, new RegExp(`is at ${release} (now|already)\\.$`, "m"));
    }
    assert.equal(await tagged("v1"), await tagged("v1.10.0"));
    assert.equal(await tagged("v2"), await tagged("v2.0.0"));
  });

  test("never moves backwards, also when an old run is repeated", async (t) => {
    const { move, tagged } = await repository(t, ["v1.9.0", "v1.10.0", "v1.9.1"]);
    await move("v1.10.0");
    for (const release of ["v1.9.0", "v1.9.1"]) {
      const { exitCode, stdout } = await move(release);
      assert.equal(exitCode, 0);
      assert.match(stdout, new RegExp(`^::notice::v1 stays at v1\\.10\\.0, which is newer than ${release}\\.$`, "m"));
    }
    assert.equal(await tagged("v1"), await tagged("v1.10.0"));
  });

  test("that somebody moved to what is no release stays there", async (t) => {
    const { git, move, tagged } = await repository(t, ["v1.0.0"]);
    await git("commit", "--quiet", "--allow-empty", "--message", "between");
    await git("push", "--quiet", "origin", "HEAD:refs/tags/v1");
    const before = await tagged("v1");
    const { exitCode, stdout } = await move("v1.0.0");
    assert.equal(exitCode, 1);
    assert.match(stdout, /^::error::v1 is at [0-9a-f]{40}, which is no release/m);
    assert.equal(await tagged("v1"), before);
  });

  test("a push that is refused, a release that does not exist and a wrong name fail", async (t) => {
    const { move, origin, tagged } = await repository(t, ["v1.0.0"]);
    assert.equal((await move("v1.0.1")).exitCode, 1);
    assert.equal((await move("v1")).exitCode, 2);
    const hook = join(origin, "hooks", "pre-receive");
    writeFileSync(hook, "#!/bin/sh\necho 'HTTP 403' >&2\nexit 1\n");
    chmodSync(hook, 0o755);
    const { exitCode, stderr } = await move("v1.0.0");
    assert.notEqual(exitCode, 0);
    assert.match(stderr, /HTTP 403/);
    assert.equal(await tagged("v1"), "");
  });
});

/** `view`: what gh answers about the release. Every call is a line of the file `calls`. */
async function publish(t: Cleanup, view: { exitCode: number; text: string }) {
  const directory = createWorkspace(t, { "a b.tar.gz": "", "c.txt": "", "notes.md": "", calls: "" });
  const stub = `#!/bin/sh
echo "$@" >> '${join(directory, "calls")}'
if [ "$2" = view ]; then printf '%s\\n' '${view.text}'; exit ${view.exitCode}; fi
`;
  writeFileSync(join(directory, "gh"), stub, { mode: 0o755 });
  const env = { PATH: `${directory}${delimiter}${process.env.PATH}`, GH_TOKEN: "token" };
  const words = [script("publish-release.sh"), "v1.0.0", "notes.md", "a b.tar.gz", "c.txt"];
  const ended = await runChild("bash", words, { cwd: directory, env });
  const calls = readFileSync(join(directory, "calls"), "utf8").trim().split("\n").slice(1);
  return { ...ended, calls };
}

describe("a release", onPosix, () => {
  test("is created if there is none", async (t) => {
    const { exitCode, calls } = await publish(t, { exitCode: 1, text: "release not found" });
    assert.equal(exitCode, 0);
    assert.deepEqual(calls, [
      "release create v1.0.0 a b.tar.gz c.txt --verify-tag --title v1.0.0 --notes-file notes.md",
    ]);
  });

  test("that an earlier attempt began is completed, and its files are not replaced", async (t) => {
    const { exitCode, calls } = await publish(t, { exitCode: 0, text: "a b.tar.gz" });
    assert.equal(exitCode, 0);
    assert.deepEqual(calls, ["release upload v1.0.0 c.txt", "release edit v1.0.0 --verify-tag --draft=false"]);
  });

  test("is neither created nor changed if GitHub refuses the question", async (t) => {
    const text = "HTTP 403: Resource not accessible by integration";
    const { exitCode, stderr, calls } = await publish(t, { exitCode: 1, text });
    assert.equal(exitCode, 1);
    assert.match(stderr, /HTTP 403/);
    assert.deepEqual(calls, []);
  });
});
