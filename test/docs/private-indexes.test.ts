// The recipes of docs/private-indexes.md, run as they stand there against an index on loopback that wants a login.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { parse } from "yaml";
import { blockNames, blockOf } from "../support/docs/blocks.ts";
import {
  forLoopback,
  minorOf,
  newer,
  noKeyring,
  noOlder,
  older,
  page,
  place,
  requireBuilt,
  sh,
  TOKEN,
} from "../support/docs/feed.ts";
import { repositoryRoot } from "../support/github/runner/action-runner.ts";
import { push } from "../support/github/runner/events.ts";
import { startResultsService } from "../support/github/services/results-service.ts";
import { runWorkflow } from "../support/github/workflow/runner.ts";
import { createWorkspace, writeFiles } from "../support/machine/workspace.ts";
import { startIndex } from "../support/packages/package-index.ts";
import { skipWithoutIndex } from "../support/packages/real-index.ts";
import { makeWheel } from "../support/packages/wheels.ts";
import { findPython } from "../support/python/interpreters.ts";
import { uvFromRealIndex } from "../support/python/uv-on-index.ts";
import { cellOf, stepOf, vars } from "../support/scenario/promotion.ts";
import { step } from "../support/scenario/scenario.ts";

const noIndex = await skipWithoutIndex();

const options = {
  skip:
    (process.platform !== "linux" && "packages for the image are built on Linux") ||
    (findPython("3.9") === undefined && "there is no Python 3.9"),
  timeout: 600_000,
  concurrency: 2,
};

describe("docs/private-indexes.md, a feed that wants a login", options, () => {
  it("runs every recipe, and names what it says", () => {
    assert.deepEqual(blockNames(page).sort(), [
      "azure-pipelines",
      "download",
      "extra",
      "find-links",
      "install-keyring",
      "keyring",
      "netrc",
      "oidc",
      "requirements",
      "secret",
      "wheelhouse",
    ]);
  });

  it("is refused without a login, with the hint of the page", async (t) => {
    const machine = await place(t);
    const ended = await sh(forLoopback("netrc", machine).replace(/^\(umask.*\n/, ""), machine);
    assert.equal(ended.exitCode, 3);
    assert.match(ended.stderr, /The index requires credentials\./);
  });

  it("netrc: the file has the login", async (t) => {
    const machine = await place(t);
    requireBuilt(await sh(forLoopback("netrc", machine), machine, { FEED_TOKEN: TOKEN }), machine);
  });

  it("keyring: the program is asked with the user of the address", { skip: noKeyring }, async (t) => {
    const machine = await place(t, "VssSessionToken");
    const keyring = `#!/bin/sh\n[ "$1 $3" = "get VssSessionToken" ] || exit 1\necho '${TOKEN}'\n`;
    writeFiles(machine.home, { "bin/keyring": keyring });
    await sh("chmod +x ~/bin/keyring", machine);
    const build = `${forLoopback("keyring", machine).trimEnd()} --python '${newer}' --python-version ${minorOf(newer)} --cache off`;
    const refused = await sh(build.replace("VssSessionToken@", ""), machine);
    assert.equal(refused.exitCode, 3, "without a user, the keyring is not asked");
    assert.match(
      refused.stderr,
      /The index requires credentials, and the keyring gave none\. Write a user into the addr/,
    );
    requireBuilt(await sh(build, machine), machine);
  });

  it("keyring: a pip before 23.1 does not ask it, and the hint says so", { skip: noOlder }, async (t) => {
    const machine = await place(t, "VssSessionToken");
    writeFiles(machine.home, { "bin/keyring": `#!/bin/sh\ntouch ~/asked\necho '${TOKEN}'\n` });
    await sh("chmod +x ~/bin/keyring", machine);
    const flags = `--installer pip --python '${older}' --python-version ${minorOf(older)}`;
    const ended = await sh(`${forLoopback("keyring", machine).trimEnd()} ${flags}`, machine);
    assert.equal(ended.exitCode, 3, ended.stderr);
    assert.match(ended.stderr, /credentials, and pip 2[0-3]\.\S+ did not ask the keyring: .* from pip 23\.1 on\./);
    assert.equal(existsSync(join(machine.home, "asked")), false);
  });

  it("keyring and netrc: uv asks them too", { skip: noIndex }, async (t) => {
    const [uv] = uvFromRealIndex(t);
    const env = { PIP_FIND_LINKS: dirname(String(uv?.bytes)), FEED_TOKEN: TOKEN };
    for (const [recipe, user] of Object.entries({ netrc: "build", keyring: "VssSessionToken" })) {
      const machine = await place(t, user);
      writeFiles(machine.home, { "bin/keyring": `#!/bin/sh\necho '${TOKEN}'\n` });
      await sh("chmod +x ~/bin/keyring", machine);
      const ended = await sh(forLoopback(recipe, machine), machine, env);
      requireBuilt(ended, machine);
      assert.match(ended.stderr, /^uv install, /m);
    }
  });

  it("keyring: pip is used for a provider that uv does not have", async (t) => {
    const machine = await place(t);
    const script = forLoopback("netrc", machine);
    const env = { FEED_TOKEN: TOKEN, PIP_KEYRING_PROVIDER: "import" };
    const ended = await sh(script, machine, env);
    requireBuilt(ended, machine);
    assert.match(ended.stderr, /^Installing with pip .* sets keyring-provider=import, which uv does not read\.$/m);
  });

  it("requirements: a variable takes the place of the password", async (t) => {
    const machine = await place(t);
    writeFiles(machine.cwd, { "scoring/requirements.txt": forLoopback("requirements", machine) });
    const build = `node '${join(repositoryRoot, "dist", "cli.js")}' build --code-directory scoring`;
    requireBuilt(await sh(build, machine, { FEED_TOKEN: TOKEN }), machine);
  });

  it("secret: the step has the address, and the log does not show it", async (t) => {
    const machine = await place(t);
    const [{ with: inputs, env }] = parse(forLoopback("secret", machine));
    const filled = {
      PIP_INDEX_URL: env.PIP_INDEX_URL.replace(/\$\{\{ secrets\.FEED_TOKEN \}\}/, TOKEN),
      PIP_RETRIES: "0",
    };
    const { index, cwd: workspace } = machine;
    const ended = await step(t, { workspace, home: machine.home, index, env: {} }, { with: inputs, env: filled });
    requireBuilt({ exitCode: ended.exitCode, lines: [ended.log] }, machine);
    assert.equal(ended.log.includes(TOKEN), false);
  });

  it("extra: the highest version of both indexes is installed", async (t) => {
    const machine = await place(t, "build", "greet\npoliteness==2.0\n");
    const higher = makeWheel({ name: "greet", version: "9.9", files: { "greet/__init__.py": "" } });
    const pypi = await startIndex({ packages: [higher] });
    t.after(() => pypi.close());
    const env = { ...pypi.env(), FEED_TOKEN: TOKEN };
    requireBuilt(await sh(forLoopback("extra", machine), machine, env), machine, "greet-9.9");
  });
});

describe("docs/private-indexes.md, pipelines", options, () => {
  it("azure-pipelines: the script has what PipAuthenticate@1 writes", async (t) => {
    const { steps } = parse(blockOf(page, "azure-pipelines"));
    const task = steps.find((one: { task?: string }) => one.task === "PipAuthenticate@1");
    const known = ["artifactFeeds", "pythonDownloadServiceConnections", "onlyAddExtraIndex"];
    assert.ok(Object.keys(task.inputs).every((input) => known.includes(input)));
    const [clone, build] = steps.at(-1).script.split("\n");
    assert.match(clone, /^git clone --depth 1 https:\/\/\S+ tool$/);
    for (const variable of ["PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL"]) {
      const machine = await place(t);
      const empty = await startIndex({ packages: [] });
      t.after(() => empty.close());
      const address = machine.index.url.replace("//", `//build:${TOKEN}@`);
      const env = { PIP_INDEX_URL: empty.url, [variable]: address };
      requireBuilt(await sh(build.replace("tool/", "~/azureml-extra-packages/"), machine, env), machine);
    }
  });

  it("oidc: one job logs in and runs nothing of the packages, the other imports them", async (t) => {
    const { cwd: source, index } = await place(t);
    const service = await startResultsService();
    t.after(() => service.close());
    const { host } = new URL(index.url);
    const file = ".github/workflows/feed.yml";
    writeFiles(source, { [file]: blockOf(page, "oidc").replace("https://build:", "http://build:") });
    const azure = createWorkspace(t, { "token.txt": TOKEN });
    const env = { PIP_RETRIES: "0" };
    const feed = { ...vars, FEED: `${host}/simple/` };
    const ran = await runWorkflow(t, { source, file, event: push(), service, azure, vars: feed, env });
    const [built, restored] = [stepOf(ran, "build", "packages"), stepOf(ran, "verify", "packages")];
    assert.equal(ran.conclusion, "success", built.log + restored.log);
    assert.equal(built.outputs.verified, "files");
    assert.equal(restored.outputs.verified, "simulated");
    assert.equal(restored.outputs["mount-digest"], built.outputs["mount-digest"]);
    assert.equal((built.log + restored.log).includes(TOKEN), false);
    assert.ok(cellOf(ran, "build").outputs["artifact-id"]);
  });
});

describe("docs/private-indexes.md, no network", options, () => {
  it("download, then wheelhouse and find-links: nothing is asked", async (t) => {
    const machine = await place(t);
    const address = machine.index.url.replace("//", `//build:${TOKEN}@`);
    const download = blockOf(page, "download").replace("python3.9", findPython("3.9") ?? "");
    const downloaded = await sh(download, machine, { PIP_INDEX_URL: address, PIP_DISABLE_PIP_VERSION_CHECK: "1" });
    assert.equal(downloaded.exitCode, 0, downloaded.stderr);
    const asked = machine.index.requests.length;
    await machine.index.close();
    requireBuilt(await sh(forLoopback("wheelhouse", machine), machine), machine);
    await sh("rm -r scoring/myenv", machine);
    writeFiles(machine.cwd, { "scoring/requirements.txt": `${blockOf(page, "find-links")}greet==1.0\n` });
    const script = forLoopback("wheelhouse", machine).replace(/^export.*\n/, "");
    requireBuilt(await sh(script, machine, { PIP_INDEX_URL: machine.index.url }), machine);
    assert.equal(machine.index.requests.length, asked);
  });
});
