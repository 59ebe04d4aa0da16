// The lock of a prototype that relies on packages of the image. There pip leaves alone what is there already; production
// mounts a directory that has to hold all of it. Promoting must give the very set that worked.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { type Cleanup, writeFiles } from "../../support/machine/workspace.ts";
import { makeWheel, type WheelOptions } from "../../support/packages/wheels.ts";
import { build, createScenario, onLinux, readJson, type Scenario } from "../../support/scenario/scenario.ts";

const SERVER: WheelOptions = {
  name: "azureml-inference-server-http",
  version: "1.3.4",
  requires: ["flask<2.3.3"],
  files: { "azureml_inference_server_http/__init__.py": "import flask\n" },
};
const flask = (version: string): WheelOptions => ({
  name: "flask",
  version,
  requires: ["Werk.zeug"],
  files: { "flask/__init__.py": `import werkzeug\nVERSION = "${version}"\n` },
});
const werkzeug = (version: string): WheelOptions => ({
  name: "Werk.zeug",
  version,
  files: { "werkzeug.py": "" },
});
/** It takes any flask: installed on its own, it would get another one than the image has. */
const DEMO: WheelOptions = {
  name: "demo",
  version: "1.0",
  requires: ["flask>=2"],
  files: { "demo/__init__.py": 'import flask\nassert flask.VERSION == "2.3.2", flask.VERSION\n' },
};

const OLD = [SERVER, flask("2.3.2"), werkzeug("1.0"), DEMO];
/** What the index has got since the image was made. */
const NEW = [flask("3.0.0"), werkzeug("2.0")];

/** The lock's pins, by whether each has a hash. */
async function lockOfPrototype(t: Cleanup, scenario: Scenario) {
  const outputs = await build(t, scenario, "--mode", "dynamic");
  const text = readFileSync(outputs["lock-file"] ?? "", "utf8");
  const lines = text
    .replaceAll(" \\\n", "")
    .split("\n")
    .filter((line) => /^\w/.test(line));
  return {
    text,
    pins: lines.map((line) => line.split(/\s+--hash/)[0] ?? ""),
    hashed: lines.length > 0 && lines.every((line) => / --hash=sha256:[0-9a-f]{64}$/.test(line)),
  };
}

/** What production mounts, built from the lock. */
async function promote(t: Cleanup, scenario: Scenario, lock: string): Promise<string[]> {
  writeFiles(scenario.workspace, { "requirements.lock.txt": lock });
  const outputs = await build(t, scenario, "--requirements", "requirements.lock.txt");
  const { distributions } = readJson(join(scenario.workspace, "myenv", "manifest.json"));
  assert.equal(outputs.verified, "simulated");
  return distributions.map(({ name, version }: Record<string, string>) => `${name}==${version}`).sort();
}

describe("the lock of a prototype over packages of the image", { ...onLinux, concurrency: 2 }, () => {
  const cleanups: (() => void | Promise<void>)[] = [];
  const whole = { after: (clean: () => void | Promise<void>) => cleanups.push(clean) };
  let older: Scenario;
  before(async () => {
    older = await createScenario(whole, { requirements: "demo==1.0\n", packages: OLD.map(makeWheel) });
    await build(whole, older, "--mode", "dynamic"); // makes the image, which later runs find among the tools
  });
  after(async () => {
    for (const clean of cleanups.reverse()) await clean();
  });

  /** A prototype over the image that was made when the index was younger. */
  async function setStage(t: Cleanup, requirements: string): Promise<Scenario> {
    const scenario = await createScenario(t, { requirements, packages: [...OLD, ...NEW].map(makeWheel) });
    return { ...scenario, home: older.home };
  }

  it("holds what the image had already, with hashes, and gives in production the set that worked", async (t) => {
    const scenario = await setStage(t, "demo==1.0\n");
    const { text, pins, hashed } = await lockOfPrototype(t, scenario);
    assert.deepEqual(pins, ["demo==1.0", "flask==2.3.2", "werk-zeug==1.0"], text);
    assert.ok(hashed, text);
    assert.deepEqual(await promote(t, scenario, text), pins);
  });

  it("names a requirement that the image met, at the image's version, and nothing that only the server needs", async (t) => {
    const scenario = await setStage(t, "werk-zeug\n");
    const { text, pins, hashed } = await lockOfPrototype(t, scenario);
    assert.deepEqual(pins, ["werk-zeug==1.0"], text);
    assert.ok(hashed, text);
  });

  it("holds the server with all that it needs when a requirement names it", async (t) => {
    const scenario = await setStage(t, "demo==1.0\nazureml-inference-server-http\n");
    const { text, pins, hashed } = await lockOfPrototype(t, scenario);
    const server = "azureml-inference-server-http==1.3.4";
    assert.deepEqual(pins, [server, "demo==1.0", "flask==2.3.2", "werk-zeug==1.0"], text);
    assert.ok(hashed, text);
    assert.deepEqual(await promote(t, scenario, text), pins);
  });

  it("keeps the versions, without hashes, when the index no longer has what the image has", async (t) => {
    const scenario = await setStage(t, "demo==1.0\n");
    const gone = scenario.index.packages.findIndex(({ filename }) => filename.startsWith("flask-2.3.2"));
    scenario.index.packages.splice(gone, 1);
    const { text, pins, hashed } = await lockOfPrototype(t, scenario);
    assert.deepEqual(pins, ["demo==1.0", "flask==2.3.2", "werk-zeug==1.0"]);
    assert.equal(hashed, false);
    assert.match(text, /^# Without hashes: the index or the installer did not provide all of them\.$/m);
  });

  it("asks the index that the requirements file names", async (t) => {
    const scenario = await setStage(t, `--index-url ${older.index.url}\ndemo==1.0\n`);
    scenario.index.packages.splice(0);
    const { text, pins, hashed } = await lockOfPrototype(t, scenario);
    assert.deepEqual(pins, ["demo==1.0", "flask==2.3.2", "werk-zeug==1.0"]);
    assert.ok(hashed, text);
    assert.deepEqual(await promote(t, scenario, text), pins);
  });

  it("says of a package that came from an address where it came from", async (t) => {
    const scenario = await setStage(t, "");
    const wheel = makeWheel({ name: "By.Hand", version: "0.1", files: { "by_hand.py": "" } });
    scenario.index.packages.push(wheel);
    const address = new URL(`/files/${wheel.filename}`, scenario.index.url);
    writeFiles(scenario.workspace, { "requirements.txt": `demo==1.0\nBy.Hand @ ${address}\n` });
    const { text, pins, hashed } = await lockOfPrototype(t, scenario);
    assert.match(text, new RegExp(`^By\\.Hand @ ${address}`, "m"));
    assert.equal(pins.length, 4);
    assert.ok(hashed, text);
    assert.deepEqual(await promote(t, scenario, text), ["by-hand==0.1", "demo==1.0", "flask==2.3.2", "werk-zeug==1.0"]);
  });
});
