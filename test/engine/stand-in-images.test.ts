// The stand-in images are what their names say: asked with the engine's program alone.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { askEngine, findEngine, runEngine } from "../support/container/engines.ts";
import { type StandInName, standIn } from "../support/container/images.ts";
import { startContainer } from "../support/container/running-container.ts";

const FILES = {
  "score.py": "import marker\n\ndef init():\n    pass\n\ndef run(data):\n    return {'file': marker.__file__}\n",
  "packages/marker.py": "",
};
const IN_MOUNT = { file: "/var/azureml-app/packages/marker.py" };
const LIBRARY_PATH = { AZUREML_EXTRA_PYTHON_LIB_PATH: "packages" };
const PYTHONPATH = { PYTHONPATH: "/var/azureml-app/packages" };

for (const name of ["docker", "podman"] as const) {
  const engine = await findEngine(name);
  const documented = await standIn(engine, "documented");
  const cut = await standIn(engine, "cut");

  describe(`the documented image in ${name}`, { skip: documented.skip }, () => {
    const { image } = documented;

    it("serves with the packages of the library path", async (t) => {
      const container = await startContainer(t, engine, { image, files: FILES, env: LIBRARY_PATH });
      assert.deepEqual(await container.score({}), IN_MOUNT);
      assert.equal((await container.exec("id", "-un")).stdout.trim(), "dockeruser");
      assert.equal((await container.exec("touch", "/var/azureml-app/file")).exitCode, 1);
    });

    const exits: Record<number, Record<string, string>> = {
      97: { AZUREML_EXTRA_PYTHON_LIB_PATH: "missing", AZUREML_EXTRA_REQUIREMENTS_TXT: "missing.txt" },
      98: { AZUREML_EXTRA_CONDA_YAML: "missing.yml", AZUREML_EXTRA_REQUIREMENTS_TXT: "missing.txt" },
      99: { AZUREML_EXTRA_REQUIREMENTS_TXT: "missing.txt" },
    };
    for (const [code, env] of Object.entries(exits))
      it(`ends after exit code ${code} of the run script`, async (t) => {
        const container = await startContainer(t, engine, { image, files: FILES, env });
        assert.notEqual(await container.end(), 0);
        assert.match(await container.log(), new RegExp(` - gunicorn/finish ${code} 0$`, "m"));
      });

    it("ends after exit code 95 when pip fails", async (t) => {
      const env = { AZUREML_EXTRA_REQUIREMENTS_TXT: "requirements.txt", STAND_IN_SECONDS_FOR_LOGS: "0" };
      const files = { ...FILES, "requirements.txt": "--no-index\nmissing==1\n" };
      const container = await startContainer(t, engine, { image, files, env });
      await container.end();
      assert.match(await container.log(), / - gunicorn\/finish 95 0$/m);
    });
  });

  it(`the cut image in ${name} ignores the variables, and PYTHONPATH works`, { skip: cut.skip }, async (t) => {
    const env = { AZUREML_EXTRA_PYTHON_LIB_PATH: "missing", ...PYTHONPATH };
    const container = await startContainer(t, engine, { image: cut.image, files: FILES, env });
    assert.deepEqual(await container.score({}), IN_MOUNT);
  });
}

const docker = await findEngine("docker");
const python38 = await standIn(docker, "python38");

describe("images of this machine's files", { skip: python38.skip }, () => {
  const served: [StandInName, python: string, user: string][] = [
    ["python38", "python3", "1001"],
    ["python-elsewhere", "/opt/py/bin/python3", "1001"],
    ["root-user", "python3", "0"],
    ["without-shell", "python3", "1001"],
  ];
  for (const [name, python, user] of served)
    it(`${name} serves`, async (t) => {
      const { image } = await standIn(docker, name);
      const env = { ...LIBRARY_PATH, ...PYTHONPATH };
      const container = await startContainer(t, docker, { image, files: FILES, env, python });
      assert.deepEqual(await container.score({}), IN_MOUNT);
      const asked = await container.exec(python, "-c", "import os, sys; print(os.getuid(), sys.version_info[:2])");
      assert.equal(asked.stdout.trim(), `${user} (3, 8)`);
      assert.equal((await container.exec("python3", "-V")).exitCode === 0, python === "python3");
      assert.equal((await container.exec("sh", "-c", "exit 7")).exitCode === 7, name !== "without-shell");
    });

  const ended: [StandInName, code: number, log: RegExp][] = [
    ["without-python", 100, /azureml-inference-server-http is missing/],
    ["ends-at-once", 3, /the entry point ends/],
    ["arm64", 1, /exec format error/],
  ];
  for (const [name, code, log] of ended)
    it(`${name} ends with ${code}`, async (t) => {
      const { image } = await standIn(docker, name);
      const container = await startContainer(t, docker, { image, files: FILES });
      assert.equal(await container.end(), code);
      assert.match(await container.log(), log);
      const architecture = await askEngine(docker, ["image", "inspect", "--format", "{{.Architecture}}", image]);
      assert.equal(architecture, name === "arm64" ? "arm64" : "amd64");
    });
});

for (const [name, isThere] of [
  ["documented", false],
  ["documented-with-libraries", true],
] as const) {
  const { image, skip } = await standIn(docker, name);
  it(`libmagic is ${isThere ? "" : "not "}in the image ${name}`, { skip }, async () => {
    const load = ["python3", "-c", "import ctypes; ctypes.CDLL('libmagic.so.1')"];
    const { exitCode } = await runEngine(docker, ["run", "--rm", "--network", "none", image, ...load]);
    assert.equal(exitCode === 0, isThere);
  });
}
