import assert from "node:assert/strict";
import { test } from "node:test";
import type { Evidence } from "../../../src/evidence/evidence.ts";
import type { Manifest } from "../../../src/mount/manifest/manifest.ts";
import type { BuildFacts } from "../../../src/mount/mount.ts";
import { yankedIn } from "../../../src/python/install/uv.ts";
import { originsIn, readReport } from "../../../src/python/packaging/pip-report.ts";
import { createWorkspace } from "../../support/machine/workspace.ts";
import type { WheelOptions } from "../../support/packages/wheels.ts";
import { ask, evidenceOf } from "../../support/scenario/evidence.ts";

type Context = Parameters<typeof evidenceOf>[0];

function wheel(name: string, distInfo: Record<string, string> = {}, tag?: string): WheelOptions {
  return { name, version: "1.0", files: { [`${name}.py`]: "" }, distInfo, ...(tag && { tag }) };
}

const installedBy = (...names: string[]) => names.map((name, index) => wheel(`d${index}`, { INSTALLER: `${name}\n` }));

test("M10 finds two installers in one mount", (t) => {
  const found = ask("M10", evidenceOf(t, { wheels: installedBy("pip", "uv") }));
  assert.deepEqual(
    found.map(({ message }) => message),
    ["The mount was written by pip, uv."],
  );
});

test("M10 finds an installer that is not pip and not uv", (t) => {
  assert.equal(ask("M10", evidenceOf(t, { wheels: installedBy("conda") })).length, 1);
});

test("M10 leaves alone one installer, and none", (t) => {
  assert.deepEqual(ask("M10", evidenceOf(t, { wheels: installedBy("pip", "pip", "PIP") })), []);
  assert.deepEqual(ask("M10", evidenceOf(t, { wheels: installedBy("uv", "") })), []);
  assert.deepEqual(ask("M10", evidenceOf(t, { wheels: [wheel("bare")] })), []);
});

const knows = (facts: Partial<BuildFacts>) => ({ fromSource: [], yanked: [], ...facts }) as unknown as BuildFacts;
const lists = (facts: object) =>
  ({ distributions: [{ name: "one", fromSource: false, yanked: false, ...facts }] }) as unknown as Manifest;

function direct(t: Context, directUrl: unknown, requirements = ["one"]): Evidence {
  const removedByStaging = { outside: {}, directUrls: { one: directUrl } };
  return evidenceOf(t, { wheels: [wheel("one")], requirements, evidence: { removedByStaging } });
}

test("M12 finds repositories, directories and addresses, without their passwords", (t) => {
  const git = { url: "https://user:secret@host/x.git", vcs_info: { vcs: "git", commit_id: "0".repeat(40) } };
  assert.deepEqual(
    ask("M12", direct(t, git)).map(({ severity, message }) => [severity, message]),
    [["warning", "one 1.0 comes from a git repository (https://host/x.git), not from an index."]],
  );
  assert.match(
    ask("M12", direct(t, { url: "file:///x", dir_info: {} }))[0]?.message ?? "",
    /a directory \(file:\/\/\/x\)/,
  );
  const raw = evidenceOf(t, { wheels: [wheel("one", { "direct_url.json": '{"url": "https://h/x.whl"}' })] });
  assert.match(ask("M12", { ...raw, requirements: [] })[0]?.message ?? "", /comes from https:\/\/h\/x\.whl/);
  const broken = evidenceOf(t, { wheels: [wheel("one", { "direct_url.json": "{" })] });
  assert.match(ask("M12", broken)[0]?.message ?? "", /unreadable/);
});

test("M12 finds a pinned source as a notice", (t) => {
  const evidence = direct(t, { url: "https://h/x.whl" }, ["one==1.0"]);
  assert.deepEqual(
    ask("M12", evidence).map(({ severity }) => severity),
    ["notice"],
  );
});

test("M12 finds a yanked release, as the build or the manifest says", (t) => {
  const evidence = evidenceOf(t, { wheels: [wheel("one")] });
  assert.match(ask("M12", { ...evidence, build: knows({ yanked: ["one"] }) })[0]?.message ?? "", /was yanked/);
  assert.equal(ask("M12", { ...evidence, manifest: lists({ yanked: true }) }).length, 1);
});

test("M12 leaves alone what comes from an index, and editable installs", (t) => {
  const evidence = evidenceOf(t, { wheels: [wheel("one")] });
  assert.deepEqual(ask("M12", { ...evidence, build: knows({ yanked: ["other"] }) }), []);
  assert.deepEqual(ask("M12", direct(t, { url: "file:///x", dir_info: { editable: true } })), []);
  assert.deepEqual(ask("M12", direct(t, null)), []);
});

const severities = (evidence: Evidence) => ask("M15", evidence).map(({ severity }) => severity);
const compiled = "cp38-cp38-linux_x86_64";

test("M15 finds what the build saw built from source; compiled code as a warning, pure code as a notice", (t) => {
  const build = knows({ fromSource: ["one"] });
  assert.deepEqual(severities(evidenceOf(t, { wheels: [wheel("one", {}, compiled)], evidence: { build } })), [
    "warning",
  ]);
  assert.deepEqual(severities(evidenceOf(t, { wheels: [wheel("one")], evidence: { build } })), ["notice"]);
});

test("M15 finds what the manifest says, and uv's mark in another mount", (t) => {
  const manifest = lists({ fromSource: true });
  assert.deepEqual(severities(evidenceOf(t, { wheels: [wheel("one", {}, compiled)], evidence: { manifest } })), [
    "warning",
  ]);
  assert.deepEqual(severities(evidenceOf(t, { wheels: [wheel("one", { "uv_build.json": "{}" }, compiled)] })), [
    "warning",
  ]);
});

test("M15 finds a local platform tag in another mount, as a hint", (t) => {
  assert.deepEqual(severities(evidenceOf(t, { wheels: [wheel("one", {}, compiled)] })), ["notice"]);
});

test("M15 leaves alone wheels, and a local platform tag where the build knows better", (t) => {
  assert.deepEqual(severities(evidenceOf(t, { wheels: [wheel("one", {}, "cp38-cp38-manylinux_2_17_x86_64")] })), []);
  const local = [wheel("one", {}, compiled)];
  assert.deepEqual(
    severities(evidenceOf(t, { wheels: local, evidence: { build: knows({ fromSource: ["two"] }) } })),
    [],
  );
  assert.deepEqual(severities(evidenceOf(t, { wheels: local, evidence: { manifest: lists({}) } })), []);
});

test("origins are read from pip's report and from uv's warnings", (t) => {
  const install = [
    {
      metadata: { name: "Wheel" },
      is_yanked: true,
      download_info: { url: "https://h/wheel-1-py3-none-any.whl#sha256=x" },
    },
    { metadata: { name: "Source" }, download_info: { url: "https://h/source-1.tar.gz" } },
  ];
  const workspace = createWorkspace(t, { "report.json": JSON.stringify({ install }) });
  assert.deepEqual(originsIn(readReport(`${workspace}/report.json`)), { fromSource: ["Source"], yanked: ["Wheel"] });
  assert.deepEqual(originsIn(readReport(`${workspace}/none`)), { fromSource: [], yanked: [] });
  const output = 'warning: `one-two==1.0` is yanked (reason: "broken")\n + one-two==1.0\n';
  assert.deepEqual(yankedIn(output), ["one-two"]);
});
