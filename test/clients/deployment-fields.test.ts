// Whether this tool and the real client agree on which deployment files are none.
import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "node:test";
import { readDeployment } from "../../src/inputs/deployment-file/deployment.ts";
import { userErrorsOf } from "../../src/util/errors.ts";
import { askClient, azureClient, NEWEST_CLIENT, skipWithoutClients } from "../support/azure/azure-client.ts";
import { createWorkspace } from "../support/machine/workspace.ts";

const VERSIONS = ["1.0.0", NEWEST_CLIENT];
const WHOLE = `name: blue
endpoint_name: iris
code_configuration: {code: ./src, scoring_script: score.py}
environment: azureml:own:1
instance_type: Standard_DS3_v2
instance_count: 1
`;
const IMAGE = "image: mcr.microsoft.com/azureml/minimal-ubuntu20.04-py38-cpu-inference:latest\n";
const FILES = {
  "src/score.py": "",
  "environment.yml": IMAGE,
  "deep/named.yml": `name: own\nversion: 1\n${IMAGE}conda_file: ../conda.yml\n`,
  "conda.yml": "channels: [conda-forge]\ndependencies: [python=3.8]\n",
  "list.yml": "- image: x\n",
};

const ACCEPTED = [
  WHOLE,
  ...["azureml:own@latest", "azureml://registries/azureml/environments/x/labels/latest", "file:environment.yml"].map(
    environment,
  ),
  ...["file:./deep/named.yml", "{image: x}", "{image: x, conda_file: conda.yml}", "{image: '1.10'}"].map(environment),
  ...["azureml:name:1", "src", "'./src'", "!!str src"].map(code),
  WHOLE.replace("blue", "'0042'"),
  WHOLE.replace("blue", "0x_g"),
  WHOLE.replace("blue", "1234e56"),
];
const REFUSED = [
  ...[
    "{local_path: ./src}",
    "[./src]",
    "0042",
    "1.10",
    "2024-01-02",
    "yes",
    "file:./src",
    "file:src",
    "file:///src",
  ].map(code),
  ...["environment.yml", "./environment.yml", "1.10", "file:./missing.yml", "file:conda.yml", "{image: 1.10}"].map(
    environment,
  ),
  ...["file:list.yml", "file:///environment.yml"].map(environment),
  WHOLE.replace("score.py", "0042"),
  ...["0042", "1:30", "no", "2024-01-02", "1_000", "0b1"].flatMap((value) =>
    ["blue", "iris", "Standard_DS3_v2"].map((text) => WHOLE.replace(text, value)),
  ),
];

function environment(value: string): string {
  return WHOLE.replace("azureml:own:1", value);
}
function code(value: string): string {
  return WHOLE.replace("./src", value);
}

/** A directory that is not found is refused when the client uploads it. */
const LOAD = `
import json, logging, os, sys
logging.disable(logging.CRITICAL)
from azure.ai.ml import load_online_deployment
from azure.ai.ml.entities._assets import Code

def refusal(text):
    with open("blue.yml", "w") as file:
        file.write(text)
    try:
        code = load_online_deployment("blue.yml").code_configuration.code
    except Exception as error:
        return str(error)
    if code.startswith("azureml:"):
        return None
    path = Code(base_path=os.getcwd(), path=code).path
    return None if os.path.isdir(path) else f"{path} is not found"

answer = sys.stdout
sys.stdout = sys.stderr
asked = json.load(sys.stdin)
os.chdir(asked["directory"])
json.dump([refusal(text) for text in asked["texts"]], answer)
answer.flush()
`;

describe("the real client and this tool take and refuse the same", { skip: await skipWithoutClients(VERSIONS) }, () => {
  for (const version of VERSIONS) {
    it(`azure-ai-ml ${version}`, async (t) => {
      const client = await azureClient(version);
      assert.ok(client);
      const directory = createWorkspace(t, FILES);
      const texts = [...ACCEPTED, ...REFUSED];
      const refusals = await askClient<(string | null)[]>(client, LOAD, { directory, texts });
      for (const [index, text] of texts.entries()) {
        const isAccepted = index < ACCEPTED.length;
        assert.equal(refusals[index] === null, isAccepted, `${text}${refusals[index]}`);
        const ours = refusalOf(createWorkspace(t, { ...FILES, "blue.yml": text }));
        assert.equal(ours === "", isAccepted, `${text}${ours}`);
      }
    });
  }
});

/** The error, or the fields that check D3 reports. */
function refusalOf(directory: string): string {
  try {
    return readDeployment(join(directory, "blue.yml"), false)
      .notText.map(({ name }) => name)
      .join(" ");
  } catch (error) {
    return userErrorsOf(error)
      .map(({ message }) => message)
      .join(" ");
  }
}
