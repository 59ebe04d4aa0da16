// What an earlier run found out is taken over only while it can still be so.
import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { makeWheel } from "../support/wheels.ts";
import { writeFiles } from "../support/workspace.ts";
import { onLinux, readJson, run, setScene } from "./scene.ts";

const needy = makeWheel({ name: "needy", version: "1.0", files: { "needy/__init__.py": "import helper\n" } });
/** V1 is about the image, which these builds do not name. */
const found = (report: string | undefined) =>
  readJson(report)
    .findings.map(({ check }: { check: string }) => check)
    .filter((check: string) => check !== "V1");

describe("testimony", onLinux, () => {
  it("does not outlive the user's own module that made an import work", async (t) => {
    const options = { packages: [needy], requirements: "needy==1.0\n", files: { "helper.py": "x = 1\n" } };
    const scene = await setScene(t, { ...options, files: { ...options.files, "score.py": "import needy\n" } });
    const first = await run(t, scene, ["build"]);
    assert.equal(first.exitCode, 0, first.stderr);
    rmSync(join(scene.workspace, "helper.py"));
    const second = await run(t, scene, ["build"]);
    assert.equal(second.json["cache-outcome"], "hit");
    assert.equal(second.exitCode, 1);
    assert.ok(found(second.json["report-file"]).includes("I11"));
  });

  it("does not outlive the image whose server liked the packages", async (t) => {
    const flask = makeWheel({ name: "flask", version: "3.0.1", files: { "flask/__init__.py": "" } });
    const server = (version: string) => ({ "image.txt": `azureml-inference-server-http==${version}\n` });
    const files = { "score.py": "import flask\n", ...server("1.4.0") };
    const scene = await setScene(t, { packages: [flask], requirements: "flask==3.0.1\n", files });
    const build = ["build", "--image-packages", "image.txt"];
    const first = await run(t, scene, build);
    assert.equal(first.exitCode, 0, first.stderr);
    writeFiles(scene.workspace, server("1.3.4"));
    const second = await run(t, scene, build);
    assert.equal(second.json["cache-outcome"], "hit");
    assert.equal(second.exitCode, 1);
    assert.deepEqual(found(second.json["report-file"]), ["I2"]);
  });

  it("keeps what only the build could see of the machine's own places", async (t) => {
    const scene = await setScene(t, { requirements: "leaky==1.0\n", files: { "score.py": "import leaky\n" } });
    const files = { "leaky.py": `ROOT = "${scene.workspace}/data"\n` };
    scene.index.packages.push(makeWheel({ name: "leaky", version: "1.0", files }));
    const first = await run(t, scene, ["build"]);
    assert.equal(first.exitCode, 0, first.stderr);
    assert.deepEqual(found(first.json["report-file"]), ["H3"]);
    const second = await run(t, scene, ["build", "--checks", "H3=error # nothing of this machine"]);
    assert.equal(second.json["cache-outcome"], "hit");
    assert.equal(second.exitCode, 1);
    assert.deepEqual(found(second.json["report-file"]), ["H3"]);
  });

  it("is of one code directory", async (t) => {
    const files = { "one/score.py": "import greet\n", "more/two/score.py": "import greet\n" };
    const scene = await setScene(t, { files });
    const words = ["build", "--requirements", "requirements.txt", "--code-directory"];
    assert.equal((await run(t, scene, [...words, "one"])).exitCode, 0);
    const second = await run(t, scene, [...words, "more/two"]);
    assert.equal(second.json["cache-outcome"], "miss");
    const { requirements } = readJson(second.json["manifest-file"]);
    assert.deepEqual(
      requirements.map(({ file }: { file: string }) => file),
      ["../../requirements.txt"],
    );
  });

  it("a folder of wheels that a requirements file names counts by its wheels' content", async (t) => {
    const requirements = "--find-links wheels\nneedy==1.0\n";
    const files = { "score.py": "import needy\n", "helper.py": "", [`wheels/${needy.filename}`]: needy.bytes };
    const scene = await setScene(t, { packages: [], requirements, files });
    assert.equal((await run(t, scene, ["build"])).exitCode, 0);
    const other = makeWheel({ name: "needy", version: "1.0", files: { "needy/__init__.py": "import helpes\n" } });
    writeFiles(scene.workspace, { [`wheels/${needy.filename}`]: other.bytes, "helpes.py": "" });
    assert.equal((await run(t, scene, ["build"])).json["cache-outcome"], "miss");
  });

  it("a directory with another program's manifest.json is nobody's to replace", async (t) => {
    const scene = await setScene(t, { files: { "static/manifest.json": '{ "name": "web app" }\n' } });
    writeFileSync(join(scene.workspace, "static", "index.html"), "");
    const { exitCode, stderr } = await run(t, scene, ["build", "--environment-name", "static"]);
    assert.equal(exitCode, 2);
    assert.match(stderr, /static is there already/);
  });
});
