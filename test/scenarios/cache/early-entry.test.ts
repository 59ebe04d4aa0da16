// The cache is asked while Python reads the requirements: what it finds is used only if Python agrees with the key.
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, renameSync, utimesSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, it } from "node:test";
import { pathPart } from "../../../src/host/log-text.ts";
import { shortHash } from "../../../src/host/user-directories.ts";
import { type Cleanup, compareTrees, createWorkspace, readTree } from "../../support/machine/workspace.ts";
import { createScenario, onLinux, python, run, type Scenario } from "../../support/scenario/scenario.ts";

const real = /\/(3\.8\.\d+)\//.exec(python)?.[1] ?? "";
const skip = onLinux.skip || (real === "" && "the path of this Python does not tell its version");

/** Directories of the cache's entries, by their names. */
const rootOf = ({ home }: Scenario) => join(home, ".cache", "azureml-extra-packages", "entries");
const entriesOf = (scenario: Scenario) => readdirSync(rootOf(scenario));

/** A Python in a folder named after a version, as setup-python installs it; `before` runs before it starts. */
function pythonOf(t: Cleanup, version: string, before = ""): string {
  const path = join(createWorkspace(t), "Python", version, "x64", "bin", "python3");
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${before}\nexec "${python}" "$@"\n`, { mode: 0o755 });
  return path;
}

const builtBy = (t: Cleanup, scenario: Scenario, path: string, env = {}) =>
  run(t, scenario, ["build", "--python", path], { env });
/** What the log says of a key that Python did not agree with. */
const DISAGREES = /^Cache: (.+) for (\S+) is not used: that key was expected .*, and theirs is (\S+)\.$/m;

describe("the cache, asked before Python has read the requirements", { ...onLinux, skip }, () => {
  it("is asked before any Python has answered", async (t) => {
    const scenario = await createScenario(t);
    assert.equal((await builtBy(t, scenario, python)).exitCode, 0);
    const [entry = ""] = entriesOf(scenario);
    const place = join(rootOf(scenario), entry);
    utimesSync(place, 1e9, 1e9); // each use of an entry renews its time
    const stamp = join(createWorkspace(t), "stamp");
    writeFileSync(stamp, "");
    const wait = `for _ in $(seq 300); do [ "${place}" -nt "${stamp}" ] && break; sleep 0.1; done
      [ "${place}" -nt "${stamp}" ] || exit 9`;
    const { exitCode, json, stderr } = await builtBy(t, scenario, pythonOf(t, real, wait));
    assert.equal(exitCode, 0, stderr);
    assert.equal(json["cache-outcome"], "hit");
    assert.doesNotMatch(stderr, DISAGREES);
  });

  it("misses, and says so, if Python does not agree with the key of what it found", async (t) => {
    const scenario = await createScenario(t);
    const path = pythonOf(t, "3.8.99");
    const first = await builtBy(t, scenario, path);
    assert.equal(first.exitCode, 0, first.stderr);
    const [, what, expected = "", planned = ""] = DISAGREES.exec(first.stderr) ?? [];
    assert.equal(what, "The answer");
    assert.notEqual(expected, planned);

    // An entry that somebody saved under the key that was expected: it must not be taken.
    const [entry = "", ...others] = entriesOf(scenario);
    assert.deepEqual(others, []);
    const poisoned = `${pathPart(expected).slice(0, 60)}-${shortHash(expected)}`;
    assert.equal(entry, `${pathPart(planned).slice(0, 60)}-${shortHash(planned)}`);
    renameSync(join(rootOf(scenario), entry), join(rootOf(scenario), poisoned));
    const second = await builtBy(t, scenario, path);
    assert.equal(second.exitCode, 0, second.stderr);
    assert.equal(DISAGREES.exec(second.stderr)?.[1], "A miss: the entry");
    assert.equal(second.json["cache-outcome"], "miss");
    assert.deepEqual(entriesOf(scenario).sort(), [entry, poisoned].sort());

    const third = await builtBy(t, scenario, path);
    assert.equal(third.json["cache-outcome"], "hit", third.stderr);
    assert.equal(third.json["mount-digest"], first.json["mount-digest"]);
  });

  it("leaves nothing if Python cannot be used after all", async (t) => {
    const scenario = await createScenario(t);
    assert.equal((await builtBy(t, scenario, python)).exitCode, 0);
    const [before, temporary] = [readTree(scenario.workspace), createWorkspace(t)];
    const broken = pythonOf(t, real, "echo broken >&2; exit 1");
    const { exitCode, stderr } = await builtBy(t, scenario, broken, { TMPDIR: temporary });
    assert.equal(exitCode, 2, stderr);
    assert.match(stderr, new RegExp(`${basename(broken)} is not a usable CPython`));
    assert.deepEqual(compareTrees(before, readTree(scenario.workspace)), { added: [], removed: [], changed: [] });
    assert.deepEqual(readTree(temporary), {});
  });

  describe("if there is no entry, uv is fetched", () => {
    const ofNode = ({ path, userAgent }: { path: string; userAgent: string }) =>
      path === "/simple/uv/" && userAgent === "azureml-extra-packages";
    /** A Python that starts when the index was asked for uv; then the request is answered, or never. */
    const stage = async (t: Cleanup, after: string, answers: boolean) => {
      const stamp = join(createWorkspace(t), "asked");
      const respond = (path: string) => {
        if (path === "/simple/uv/") writeFileSync(stamp, "");
        return false;
      };
      const hold = (path: string) => !answers && path === "/simple/uv/";
      const scenario = await createScenario(t, { respond, hold });
      const wait = `for _ in $(seq 300); do [ -e "${stamp}" ] && break; sleep 0.1; done\n[ -e "${stamp}" ] || exit 9`;
      return { scenario, path: pythonOf(t, real, `${wait}\n${after}`) };
    };

    it("before any Python has answered, and once", async (t) => {
      const { scenario, path } = await stage(t, "", true);
      const { exitCode, stderr } = await builtBy(t, scenario, path);
      assert.equal(exitCode, 0, stderr);
      assert.equal(scenario.index.requests.filter(ofNode).length, 1);
    });

    it("not with the installer pip", async (t) => {
      const { index, ...scenario } = await createScenario(t);
      const ended = await run(t, { ...scenario, index }, ["build", "--python", python, "--installer", "pip"]);
      assert.equal(ended.exitCode, 0, ended.stderr);
      assert.deepEqual(index.requests.filter(ofNode), []);
    });

    it("and that ends with the run if Python cannot be used after all", async (t) => {
      const { scenario, path } = await stage(t, "exit 1", false);
      const temporary = createWorkspace(t);
      const { exitCode, stderr } = await builtBy(t, scenario, path, { TMPDIR: temporary });
      assert.equal(exitCode, 2, stderr);
      assert.deepEqual(readTree(temporary), {});
    });
  });
});
