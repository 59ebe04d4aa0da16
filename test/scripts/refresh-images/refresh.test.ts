// What the script makes of the catalogue with facts of images, and what it says of files that are no facts.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { catalogueText } from "../../../scripts/refresh-images/catalogue.ts";
import { namedPackages } from "../../../scripts/refresh-images/named-packages.ts";
import { repositoryRoot } from "../../support/github/runner/action-runner.ts";
import { digest, facts, PY312, prepare, rowOf, source } from "./catalogue-copy.ts";

describe("refresh-images", () => {
  test("writes each fact with the image's digest as its source, and says in words what changed", (t) => {
    const { directory, run } = prepare(t);
    const { status, stdout, stderr, catalogue } = run(facts({ appRoot: "/var/azureml-app" }));
    assert.equal(status, 0, stderr);
    assert.deepEqual(rowOf(catalogue), {
      name: "minimal-py312-inference",
      os: "Ubuntu 22.04",
      python: "3.12",
      pythonFull: "3.12.7",
      condaEnvironment: "/opt/miniconda/envs/amlenv",
      server: "1.5.1",
      readsVariables: "yes",
      appRoot: "/var/azureml-app",
      status: { state: "supported", date: "2025-09-24" },
      source: "list-2025-09",
      sources: Object.fromEntries(
        ["condaEnvironment", "readsVariables", "python", "server", "appRoot", "os", "packages"].map((fact) => [
          fact,
          "image-minimal-py312-inference",
        ]),
      ),
    });
    assert.ok(catalogue.withoutServer.source in catalogue.sources);
    assert.deepEqual(catalogue.sources["image-minimal-py312-inference"], {
      label: `The image itself: ${PY312}, digest ${digest("a")}`,
      date: "2026-11-28",
    });
    const said = `${PY312}

- os is Ubuntu 22.04 (before: not known).
- pythonFull is 3.12.7 (before: not known).
- server is 1.5.1 (before: not known).
- readsVariables is yes (before: unknown).
- appRoot is /var/azureml-app (before: not known).

`;
    assert.ok(stdout.startsWith(said), stdout);
    const script = join(repositoryRoot, "scripts", "check-data.mjs");
    const checked = spawnSync(process.execPath, [script, directory], { encoding: "utf8" });
    assert.equal(checked.status, 0, checked.stderr);
  });

  test("changes nothing the second time; --check tells both apart and writes nothing", (t) => {
    const { run, check } = prepare(t);
    const before = check(facts());
    assert.equal(before.status, 1, before.stderr);
    assert.match(before.stdout, /readsVariables is yes/);
    assert.equal(rowOf(before.catalogue).readsVariables, "unknown");
    assert.equal(run(facts()).status, 0);
    const again = check(facts({ inspected: "2026-12-05T10:00:00Z" }));
    assert.equal(again.status, 0);
    assert.equal(again.stdout, "The catalogue agrees with the images: nothing changes.\n");
  });

  test("names a newer digest as the source, also if its facts are the same", (t) => {
    const { run } = prepare(t);
    run(facts());
    const { stdout, catalogue } = run(facts({ digest: digest("c"), inspected: "2026-12-05T10:00:00Z" }));
    assert.match(stdout, /^- sha256:c+ has the same facts\.$/m);
    assert.match(catalogue.sources["image-minimal-py312-inference"]?.label ?? "", /digest sha256:c+$/);
    assert.equal(catalogue.sources["image-minimal-py312-inference"]?.date, "2026-12-05");
  });

  test("an image that was not pulled is named by its id", (t) => {
    const { catalogue } = prepare(t).run(facts({ digest: "" }));
    assert.match(catalogue.sources["image-minimal-py312-inference"]?.label ?? "", /, id sha256:b+$/);
  });

  test("removes what the image no longer has, and sources that no fact names", (t) => {
    const { run } = prepare(t);
    run(facts({ appRoot: "/var/app" }));
    const { stdout, catalogue } = run(facts({ server: null, packages: [] }));
    const row = rowOf(catalogue);
    assert.deepEqual([row.server, row.appRoot, row.sources?.server, row.sources?.appRoot], Array(4).fill(undefined));
    assert.match(stdout, /^- server is not set \(before: 1\.5\.1\)\.$/m);
    assert.match(stdout, /^- Note: the inference server is not installed in it\.$/m);
    assert.equal(catalogue.sources["run-script-not-public"] !== undefined, true);
    const others = catalogue.images.filter(({ sources }) => sources?.readsVariables === "run-script-not-public");
    const rest = others.map(({ name }) => facts({ name: `azureml/${name}` }));
    assert.equal(run(...rest).catalogue.sources["run-script-not-public"], undefined);
  });

  test("adds a system of a new generation", (t) => {
    const { catalogue } = prepare(t).run(facts({ os: "Ubuntu 24.04.1 LTS", glibc: [2, 39] }));
    assert.deepEqual(catalogue.systems.glibc["Ubuntu 24.04"], [2, 39]);
    assert.equal(rowOf(catalogue).os, "Ubuntu 24.04");
  });

  const UNDECIDED = { readsVariables: { libraryPath: "unknown", requirements: "unknown" } };
  for (const [what, changed, note] of [
    ["another system", { os: "Debian GNU/Linux 12 (bookworm)" }, /operating system is Debian.* os was not changed/],
    [
      "another glibc of that system",
      { glibc: [2, 36] },
      /glibc is 2\.36, and the catalogue has 2\.35 for Ubuntu 22\.04/,
    ],
    [
      "one of both variables",
      { readsVariables: { libraryPath: "yes", requirements: "no" } },
      /differs \(.*LIB_PATH: yes;/,
    ],
    ["a new release of the server", { server: "9.0" }, /9\.0 is not in server-releases\.json/],
    ["another user", { user: "" }, /its user is root/],
    ["an answer that nobody has", UNDECIDED, undefined],
  ] as const) {
    test(`leaves to a person: ${what}`, (t) => {
      const { status, stdout, catalogue } = prepare(t).run(facts(changed));
      assert.equal(status, 0);
      const { os, sources, readsVariables } = rowOf(catalogue);
      if (note !== undefined) assert.match(stdout, note);
      if (/system/.test(what)) assert.deepEqual([os, sources?.os], [undefined, undefined]);
      if (/variables|answer/.test(what)) {
        assert.deepEqual([readsVariables, sources?.readsVariables], ["unknown", "run-script-not-public"]);
      }
    });
  }

  for (const [what, file, problem] of [
    ["no JSON", "{", /^facts-0\.txt is not JSON: /],
    ["another schema", facts({ schema: 2 }), /^facts-0\.txt: schema must be 1$/m],
    ["another architecture", facts({ architecture: "aarch64" }), /^facts-0\.txt: architecture must be "x86_64"$/m],
    ["no Python", facts({ python: null }), /^facts-0\.txt: python must be object$/m],
    ["a missing field", facts({ python: { path: "/usr/bin/python3" } }), /^facts-0\.txt: python\.version is missing$/m],
    ["no object", "[]", /^facts-0\.txt: the file must be object$/m],
    [
      "an unknown image",
      facts({ name: "docker.io/library/python:3.12" }),
      /is not in the image catalogue\. Add it there/,
    ],
  ] as const) {
    test(`refuses a file with ${what}`, (t) => {
      const { status, stderr, catalogue } = prepare(t).run(file);
      assert.equal(status, 2);
      assert.match(stderr, problem);
      assert.equal(rowOf(catalogue).readsVariables, "unknown");
    });
  }

  test("says of every file what is wrong before it writes, and needs a file", (t) => {
    const { run } = prepare(t);
    const { status, stderr, catalogue } = run(facts(), "{", facts({ glibc: [] }));
    assert.equal(status, 2);
    assert.match(stderr, /^facts-1\.txt is not JSON.*\nfacts-2\.txt: glibc must NOT have fewer than 2 items$/m);
    assert.equal(rowOf(catalogue).readsVariables, "unknown");
    assert.equal(run().status, 2);
  });
});

test("the packages of an image are those that nothing else in it requires, and those that are listed", () => {
  const installed = [
    { name: "azureml-inference-server-http", version: "1.5.1", requires: ["flask<3.1.0"] },
    { name: "Flask", version: "3.0.3", requires: ["Werkzeug>=3.0"] },
    { name: "pip", version: "26.1", requires: [] },
    { name: "scikit_learn", version: "1.7.0", requires: ["numpy>=1.22", 'pandas>=1.4; extra == "docs"'] },
    { name: "numpy", version: "2.3.0", requires: [] },
    { name: "pandas", version: "2.3.0", requires: ["numpy (>=1.26)"] },
    { name: "torch", version: "2.8.0+cu124", requires: ["torch[all]; extra == 'x'"] },
  ];
  assert.deepEqual(namedPackages(installed, { numpy: "", gone: "==1.0" }), {
    numpy: "==2.3.0",
    pandas: "==2.3.0",
    "scikit-learn": "==1.7.0",
    torch: "==2.8.0",
  });
});

test("the catalogue is written as it is formatted", () => {
  const text = readFileSync(join(source, "image-catalogue.json"), "utf8");
  assert.equal(catalogueText(JSON.parse(text)), text);
});
