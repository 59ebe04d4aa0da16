import assert from "node:assert/strict";
import { test } from "node:test";
import type { Evidence } from "../../../src/evidence/evidence.ts";
import { findImage } from "../../../src/images/catalogue/find-image.ts";
import { targetOf } from "../../../src/images/target.ts";
import type { ImagePackage } from "../../../src/inputs/image-packages.ts";
import { ask, evidenceOf, withClosure, withContext } from "../../support/scenario/evidence.ts";

const wheel = (name: string, version: string) => ({ name, version, files: { [`${name}/__init__.py`]: "" } });

/** Beside the image of Python 3.8 whose server is known to be 1.3.0. */
function beside(evidence: Evidence): Evidence {
  const image = findImage("curated/minimal-ubuntu20.04-py38-cpu-inference");
  return { ...evidence, target: targetOf({ image, python: "3.8" }) };
}

function listing(evidence: Evidence, imagePackages: readonly ImagePackage[]): Evidence {
  return { ...evidence, options: { ...evidence.options, imagePackages } };
}

const server134 = { name: "azureml-inference-server-http", version: "1.3.4", requires: undefined };

test("I2 finds what no release of the server for a Python answers with, and what some do not", async (t) => {
  const scenario = evidenceOf(t, { wheels: [wheel("click", "7.1.2"), wheel("pydantic", "1.10.19")] });
  const found = ask("I2", await withContext(scenario));
  assert.deepEqual(
    found.map(({ severity, distribution, hint }) => [severity, distribution, hint]),
    [
      [
        "warning",
        "pydantic",
        "Add pydantic~=2.9.0 to the requirements, or say which server the image has with the input image or image-packages.",
      ],
      ["error", "click", "Add click>=8.1.3 to the requirements."],
    ],
  );
  assert.match(found[0]?.message ?? "", /is not known .* and 1\.1\.0 to 1\.3\.4 do not answer with it \(1\.3\.4: /);
  assert.match(found[1]?.message ?? "", /; no release of .* for Python 3\.8 answers with it \(1\.3\.4: ImportError: /);
  assert.equal(found[0]?.requirement?.line, 2);
});

test("I2 finds an error in what only packages of the server refuse, if no release answers with it", async (t) => {
  const wheels = [wheel("typing-extensions", "3.10.0.2"), wheel("opencensus", "0.7.13"), wheel("protobuf", "3.20.3")];
  const found = ask("I2", await withContext(evidenceOf(t, { wheels })));
  assert.deepEqual(found.map(({ severity, distribution }) => [distribution, severity]).sort(), [
    ["opencensus", "error"],
    ["typing-extensions", "error"],
  ]);
});

/** As after a build that started the server. */
async function started(evidence: Evidence, problem: string | undefined): Promise<Evidence> {
  const asked = await withContext(evidence);
  const start = { server: "1.3.0", problem };
  return { ...asked, server: { ...(asked.server ?? assert.fail()), start } };
}

test("I2 finds a server that did not answer with the mount as one error, which names the packages", async (t) => {
  const scenario = beside(evidenceOf(t, { wheels: [wheel("pydantic", "1.10.19"), wheel("click", "7.1.2")] }));
  const found = ask("I2", await started(scenario, "the server exited with code 3: ImportError: no name"));
  assert.deepEqual(
    found.map(({ severity, message, hint }) => [severity, message, hint]),
    [
      [
        "error",
        "azureml-inference-server-http 1.3.0 does not answer with the mount: the server exited with code 3: ImportError: no name. It does not accept pydantic 1.10.19, click 7.1.2.",
        "Add pydantic~=2.7.1, click>=8.1.3 to the requirements.",
      ],
    ],
  );
});

test("I2 finds no more than a notice where the server answered with the mount, unless other releases do not", async (t) => {
  const scenario = evidenceOf(t, { wheels: [wheel("pydantic", "1.10.19"), wheel("flask", "9.0")] });
  assert.deepEqual(
    ask("I2", await started(beside(scenario), undefined)).map(({ severity }) => severity),
    ["notice", "notice"],
  );
  assert.deepEqual(
    ask("I2", await started(scenario, undefined))
      .map(({ severity, distribution }) => [distribution, severity])
      .sort(),
    [
      ["flask", "notice"],
      ["pydantic", "warning"],
    ],
  );
});

for (const python of ["3.9", "3.11"]) {
  test(`I2 finds what the releases for Python ${python} do not answer with`, async (t) => {
    const wheels = [wheel("typing-extensions", "3.10.0.2"), wheel("pydantic", "1.10.19"), wheel("flask", "2.3.3")];
    const found = ask("I2", await withContext(evidenceOf(t, { wheels, python })));
    assert.deepEqual(
      found.map(({ severity, distribution }) => [distribution, severity]),
      [
        ["pydantic", "warning"],
        ["typing-extensions", "error"],
      ],
    );
  });
}

test("I2 finds the same as an error where the image says which server it has", async (t) => {
  const scenario = evidenceOf(t, { wheels: [wheel("pydantic", "1.10.19"), wheel("click", "7.1.2")] });
  const catalogued = ask("I2", await withContext(beside(scenario)));
  assert.deepEqual(
    catalogued.map(({ severity, distribution }) => [severity, distribution]),
    [
      ["error", "pydantic"],
      ["error", "click"],
    ],
  );
  assert.match(catalogued[0]?.message ?? "", /requires pydantic~=2\.7\.1; .* 1\.3\.0 does not answer with it\.$/);
  const listed = ask("I2", await withContext(listing(scenario, [server134])));
  assert.deepEqual(
    listed.map(({ severity, distribution }) => [severity, distribution]),
    [["error", "pydantic"]],
  );
});

test("I2 finds another series with which the image's server answered as a notice", async (t) => {
  const scenario = evidenceOf(t, { wheels: [wheel("flask", "3.0.3"), wheel("pydantic", "2.9.2")] });
  for (const evidence of [beside(scenario), listing(scenario, [server134])]) {
    const [flask] = ask("I2", await withContext(evidence));
    assert.deepEqual([flask?.severity, flask?.distribution], ["notice", "flask"]);
    assert.match(flask?.message ?? "", /requires flask<=2\.3\.2; .* answered with it in a trial\.$/);
  }
  const catalogued = ask("I2", await withContext(beside(scenario)));
  const same = catalogued.find(({ distribution }) => distribution === "pydantic"); // 1.3.0 wants ~=2.7.1: the same series
  assert.equal(same?.severity, "warning");
});

test("I2 finds a series that was not tried as a warning, or an error where the server is known", async (t) => {
  const scenario = evidenceOf(t, { wheels: [wheel("flask", "99.0")] });
  const severities = async (evidence: Evidence) => ask("I2", await withContext(evidence)).map((one) => one.severity);
  assert.deepEqual(await severities(scenario), ["warning"]);
  assert.deepEqual(await severities(beside(scenario)), ["error"]);
});

test("I2 finds what a package of the server's closure does not take", async (t) => {
  const scenario = evidenceOf(t, { wheels: [wheel("wrapt", "2.0.0")] });
  const untried = evidenceOf(t, { wheels: [wheel("wrapt", "99.0")] });
  assert.deepEqual(ask("I2", await withContext(scenario)), []);
  assert.deepEqual(
    ask("I2", await withContext(untried)).map(({ severity, message }) => [severity, /inference-schema/.test(message)]),
    [["notice", true]],
  );
  const inspected: ImagePackage[] = [
    { ...server134, requires: ["inference-schema~=1.8.0"] },
    { name: "inference-schema", version: "1.8", requires: ["wrapt<=1.16.0,>=1.14.0", 'other; extra == "x"'] },
    { name: "wrapt", version: "1.16.0", requires: [] },
  ];
  const severities = async (evidence: Evidence) =>
    ask("I2", await withContext(listing(evidence, inspected))).map(({ severity }) => severity);
  assert.deepEqual([await severities(scenario), await severities(untried)], [["notice"], ["error"]]);
});

test("I2 finds the server itself in the mount", async (t) => {
  const scenario = evidenceOf(t, { wheels: [wheel("azureml-inference-server-http", "1.3.4")] });
  const found = ask("I2", await withContext(beside(scenario)));
  assert.deepEqual(
    found.map(({ severity, distribution }) => [severity, distribution]),
    [["warning", "azureml-inference-server-http"]],
  );
  assert.match(found[0]?.message ?? "", /1\.3\.4 runs instead of the image's 1\.3\.0/);
});

test("I2 leaves alone what every release answered with, where none is known", async (t) => {
  assert.deepEqual(ask("I2", await withContext(evidenceOf(t, { wheels: [wheel("flask", "3.0.3")] }))), []);
});

/** Flask 1 with what came with it: older than what the server's own flask needs. */
const FLASK_1 = [
  { ...wheel("flask", "1.1.4"), requires: ["werkzeug<2", "jinja2<3", "itsdangerous<2", "click<8"] },
  ...["werkzeug 1.0.1", "itsdangerous 1.1.0", "click 7.1.2"].map((one) => one.split(" ")),
  { ...wheel("jinja2", "2.11.3"), requires: ["markupsafe"] },
  wheel("markupsafe", "2.0.1"),
].map((one) => (Array.isArray(one) ? wheel(one[0] ?? "", one[1] ?? "") : one));

test("I2 leaves alone a package whose user in the mount is the one that was tried", async (t) => {
  const scenario = await withClosure(evidenceOf(t, { wheels: FLASK_1, requirements: ["flask==1.1.4"] }));
  assert.deepEqual(ask("I2", await withContext(scenario)), []);
  const listed = ask("I2", await withContext(listing(scenario, [server134])));
  assert.deepEqual(
    listed.map(({ severity, distribution }) => [severity, distribution]),
    [["notice", "werkzeug"]],
  );
});

test("I2 leaves alone what the server takes, and what it does not import", async (t) => {
  const wheels = [
    wheel("flask", "2.3.2"),
    wheel("Werkzeug", "3.0.6"),
    wheel("pydantic", "2.9.2"),
    wheel("numpy", "1.24.4"),
    wheel("waitress", "1.0"), // only on Windows
  ];
  assert.deepEqual(ask("I2", await withContext(evidenceOf(t, { wheels }))), []);
});

test("I2 leaves alone an image without the server, and a version that nobody can read", async (t) => {
  const scenario = evidenceOf(t, { wheels: [wheel("flask", "3.0.3")] });
  const other = listing(scenario, [{ name: "torchserve", version: "0.9", requires: [] }]);
  assert.deepEqual(ask("I2", await withContext(other)), []);
  assert.deepEqual(ask("I2", await withContext(evidenceOf(t, { wheels: [wheel("flask", "2004d-1")] }))), []);
});
