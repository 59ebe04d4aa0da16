import assert from "node:assert/strict";
import { test } from "node:test";
import type { ContainerView } from "../../../src/evidence/imports/container.ts";
import { targetOf } from "../../../src/images/target.ts";
import { searchPath } from "../../../src/report/page/data/search-path.ts";
import { evidenceOf } from "../../support/scenario/evidence.ts";

const NOTHING = { distributions: [], importFailures: [] };
type Cleaner = Parameters<typeof evidenceOf>[0];

/** The path as the page shows it, below the root of the deployment. */
function pathOf(t: Cleaner, container: ContainerView | undefined, files = {}) {
  const evidence = { ...evidenceOf(t, { files }), container };
  const { options, location } = evidence;
  const { source, entries } = searchPath({
    mount: evidence,
    location,
    evidence,
    target: targetOf({ python: "3.8" }),
    options,
  });
  const root = /azureml-extra-packages-test-[A-Za-z0-9]+/g;
  return { source, entries: entries.map(({ path, what }) => [path.replace(root, "code"), what]) };
}

const USUAL = [
  ["/var/azureml-app/code/myenv/lib/python3.8/site-packages", "The mount: 0 distributions"],
  ["/var/azureml-app/code", "The directory of the scoring script"],
  ["<Python of the image>/lib/python38.zip", "Standard library"],
  ["<Python of the image>/lib/python3.8", "Standard library"],
  ["<Python of the image>/lib/python3.8/lib-dynload", "Standard library"],
  ["<Python of the image>/lib/python3.8/site-packages", "Packages of the image"],
];

test("a path from evidence of another machine is shown as it is in the container", (t) => {
  const base = "/opt/hostedtoolcache/Python/3.8.18/x64/lib";
  const searchPath = [
    "/home/runner/work/a/a/.myenv.incoming/lib/python3.8/site-packages",
    "/home/runner/work/a/a",
    `${base}/python38.zip`,
    `${base}/python3.8`,
    `${base}/python3.8/lib-dynload`,
    "/tmp/azureml-1/simulated/lib/python3.8/site-packages",
  ];
  const { source, entries } = pathOf(t, { ...NOTHING, source: { kind: "simulated" }, searchPath });
  assert.equal(source, "simulated");
  assert.deepEqual(entries, USUAL);
});

test("without an answer of Python, the path is the one that the run script sets", (t) => {
  const { source, entries } = pathOf(t, undefined);
  assert.equal(source, "rules");
  assert.deepEqual(entries, USUAL);
});

test("a path of the image itself stays as the image has it, and modules that the mount replaces are named", (t) => {
  const own = ["/opt/miniconda/envs/amlenv/lib/python3.8", "/opt/miniconda/envs/amlenv/lib/python3.8/site-packages"];
  const kind = { kind: "image" as const, reference: "image", digest: "sha256:0", engine: "docker" as const };
  const names = ["ast", "bisect", "calendar", "code", "copy", "csv", "dis", "enum", "glob"];
  const files = Object.fromEntries(names.map((name) => [`${name}.py`, ""]));
  const { source, entries } = pathOf(t, { ...NOTHING, source: kind, searchPath: own } as ContainerView, files);
  assert.equal(source, "image");
  assert.deepEqual(entries, [
    [
      own[0],
      "Standard library, without what the mount replaces: ast, bisect, calendar, code, copy, csv, dis, enum, and 1 more",
    ],
    [own[1], "Packages of the image"],
  ]);
});
