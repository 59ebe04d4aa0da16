// The command images --inspect asks a container of the image.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ImageFacts } from "../../src/inputs/image-facts.ts";
import { askEngine, findEngine } from "../support/container/engines.ts";
import { standIn } from "../support/container/images.ts";
import { runCli } from "../support/machine/cli.ts";
import { createWorkspace } from "../support/machine/workspace.ts";

const VARIABLES = ["AZUREML_EXTRA_PYTHON_LIB_PATH", "AZUREML_EXTRA_REQUIREMENTS_TXT"] as const;

for (const name of ["docker", "podman"] as const) {
  const engine = await findEngine(name);
  const { image, skip } = await standIn(engine, "documented");

  it(`images --inspect describes an image that ${name} has, as a page and as JSON`, { skip }, async (t) => {
    const options = { cwd: createWorkspace(t), env: engine.env, home: createWorkspace(t) };
    const words = ["images", "--inspect", image, "--engine", name];
    const { json, stderr } = await runCli(t, [...words, "--json"], options);
    const facts = json as unknown as ImageFacts;
    assert.equal(stderr, "");
    const id = await askEngine(engine, ["image", "inspect", "--format", "{{.Id}}", image]);
    assert.equal(facts.id.replace("sha256:", ""), id.replace("sha256:", ""));
    assert.equal(facts.name, image);
    assert.deepEqual(facts.glibc, [2, 31]);
    assert.match(facts.python.version, /^3\.9\./);
    assert.match(facts.python.abi, /^cpython-39-/);
    assert.deepEqual(facts.readsVariables, { libraryPath: "yes", requirements: "yes", tried: true });

    const page = await runCli(t, words, options);
    assert.equal(page.exitCode, 0, page.stderr);
    assert.ok(page.stdout.startsWith(`${image}\n\n`), page.stdout);
    const rows = {
      ...(facts.digest === "" ? {} : { Digest: facts.digest }),
      glibc: "2.31",
      User: "dockeruser",
      Python: `${facts.python.version}, ${facts.python.path}`,
      Server: `azureml-inference-server-http ${facts.server}`,
      "Library path": `${VARIABLES[0]}: read, tried in a container`,
      Requirements: `${VARIABLES[1]}: read, tried in a container`,
      Packages: String(facts.packages.length),
    };
    for (const [label, text] of Object.entries(rows))
      assert.ok(page.stdout.includes(`\n${label.padEnd(18)}${text}\n`), `${label}\n${page.stdout}`);
    for (const one of facts.packages) assert.ok(page.stdout.includes(`\n  ${one.name}==${one.version}\n`), one.name);
  });
}

const docker = await findEngine("docker");

describe("images --inspect", { skip: docker.skip }, () => {
  it("says how to have an image that is not there", async (t) => {
    const options = { cwd: createWorkspace(t), env: docker.env };
    const { exitCode, stdout, stderr } = await runCli(t, ["images", "--inspect", "localhost/missing:1"], options);
    assert.equal(exitCode, 2);
    assert.equal(stdout, "");
    assert.equal(
      stderr,
      'error: Docker does not have the image localhost/missing:1.\n  To use the image itself, run "docker pull localhost/missing:1", or set --pull to always.\n',
    );
  });

  it("tells of an image that does not read the variables", async (t) => {
    const { image, skip } = await standIn(docker, "cut");
    if (skip !== false) return t.skip(skip);
    const { stdout } = await runCli(t, ["images", "--inspect", image], { cwd: createWorkspace(t), env: docker.env });
    assert.match(stdout, /^Library path {6}AZUREML_EXTRA_PYTHON_LIB_PATH: not read, tried in a container$/m);
    assert.match(stdout, /^Requirements {6}AZUREML_EXTRA_REQUIREMENTS_TXT: not read by its run script$/m);
  });

  it("tries what an image does, whatever its run script says", async (t) => {
    const { image, skip } = await standIn(docker, "own-entry-point");
    if (skip !== false) return t.skip(skip);
    const options = { cwd: createWorkspace(t), env: docker.env };
    const { json } = await runCli(t, ["images", "--inspect", image, "--json"], options);
    assert.deepEqual((json as unknown as ImageFacts).readsVariables, {
      libraryPath: "no",
      requirements: "no",
      pythonPath: "no",
      tried: true,
    });
  });

  it("does not know what an image does that does not start alone", async (t) => {
    const { image, skip } = await standIn(docker, "ends-at-once");
    if (skip !== false) return t.skip(skip);
    const options = { cwd: createWorkspace(t), env: docker.env };
    const { stdout } = await runCli(t, ["images", "--inspect", image], options);
    assert.match(stdout, /^Library path .*: not known: the image did not\n +start with it$/m);
  });

  it("refuses an image without Python", async (t) => {
    const { image, skip } = await standIn(docker, "without-python");
    if (skip !== false) return t.skip(skip);
    const { exitCode, stderr } = await runCli(t, ["images", "--inspect", image], {
      cwd: createWorkspace(t),
      env: docker.env,
    });
    assert.equal(exitCode, 2);
    assert.match(stderr, /^error: The image \S+ has no Python on its PATH/);
  });
});
