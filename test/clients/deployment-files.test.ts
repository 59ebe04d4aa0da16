// What the real client reads of a deployment file before and after this tool has brought its variables up to date.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { withVariables } from "../../src/delivery/deployment-file.ts";
import { parseYaml } from "../../src/inputs/deployment-file/yaml-file.ts";
import { askClient, azureClient, NEWEST_CLIENT, skipWithoutClients } from "../support/azure/azure-client.ts";
import { DEPLOYMENT_FILES, NEEDED } from "../support/azure/deployment-files.ts";

const VERSIONS = ["1.0.0", NEWEST_CLIENT];

interface Read {
  /** Why the client refuses the file; `null` when it does not. */
  refusal: string | null;
  /** Text as it is, anything else as Python writes it. */
  variables?: Record<string, string | { not_text: string }>;
  /** The YAML, and the deployment that the client makes of it, both without the variables, as Python writes them. */
  rest?: string;
  deployment?: string;
}

/** A file with a null for the variables, which the client refuses, is read once more without one. */
const READ = `
import json, logging, os, sys, tempfile
logging.disable(logging.CRITICAL)
from azure.ai.ml import load_online_deployment
from azure.ai.ml._utils.utils import load_yaml

def read(text):
    with open("blue.yml", "w", encoding="utf-8", newline="") as file:
        file.write(text)
    refusal = None
    try:
        deployment = load_online_deployment("blue.yml")
    except Exception as error:
        refusal = str(error)
        if "may not be null" not in refusal:
            return {"refusal": refusal}
        deployment = load_online_deployment("blue.yml", params_override=[{"environment_variables": {}}])
    mapping = dict(load_yaml("blue.yml"))
    variables = mapping.pop("environment_variables", None) or {}
    known = deployment._to_dict()
    known.pop("environment_variables", None)
    texts = {str(name): value if isinstance(value, str) else {"not_text": repr(value)} for name, value in variables.items()}
    return {"refusal": refusal, "variables": texts, "rest": repr(mapping), "deployment": repr(known)}

answer = sys.stdout
sys.stdout = sys.stderr
texts = json.load(sys.stdin)
with tempfile.TemporaryDirectory() as directory:
    os.chdir(directory)
    read_all = [read(text) for text in texts]
    os.chdir("/")
json.dump(read_all, answer)
answer.flush()
`;

const updated = (text: string, needed: Record<string, string> = NEEDED) =>
  withVariables(parseYaml("/repository/blue.yml", text), needed);

/** What a path or a requirements file may be called, and what YAML 1.1 or 1.2 reads as something else than text. */
const TEXTS = [
  ..."yes No on y N null ~ true 0042 1e3 1_000 0x1F 1:30 1:30.5 2024-01-02 .5 .inf -.INF .nan << = 1.10 +1 0b1 0o7".split(
    " ",
  ),
  ..."- ... ? a: :a a,b {a} [a &a *a !a | > %a @a `a` 'a' \"a\" a'b a\\b é/漢字 🎉 C:\\x a/b:c a.txt ./a ../b".split(
    " ",
  ),
  ...["", "2024-01-02 10:11:12", "--- a", "a: b", "a #b", " a", "a ", "a b/c", "a\tb", "a\nb", "a\rb", "é\nb"],
  ...["\u0085", "a\u2028b", "\ufeffa", "\u007f"],
];

/** A variable for each text; new in a block and in flow style, or there with another value in each kind of quotes. */
const WITH_TEXTS = Object.fromEntries(TEXTS.map((text, index) => [`X${index}`, text]));
const HEAD =
  "name: a\nendpoint_name: b\nenvironment: azureml:c:1\ninstance_type: d\ninstance_count: 1\nenvironment_variables:";
const OLD_VALUES = ["", "plain", "'single'", '"double"', "|\n   literal"].map((old) =>
  Object.keys(WITH_TEXTS).map((name) => `${name}: ${old}`),
);
const TEXT_FILES = [
  "",
  " {}",
  "\n  A: b",
  ...OLD_VALUES.map((entries) => entries.map((entry) => `\n  ${entry}`).join("")),
  ...OLD_VALUES.slice(0, 4).map((entries) => ` {${entries.join(", ")}}`),
];

function assertSameButForVariables(name: string, before: Read | undefined, after: Read | undefined): void {
  assert.ok(before && after);
  if (name.endsWith("which the client refuses")) {
    assert.match(before.refusal ?? "", /Error while parsing yaml file/);
    assert.deepEqual(after, before);
    return;
  }
  if (before.refusal !== null) assert.match(before.refusal, /"environment_variables": \[\s*"Field may not be null/);
  assert.deepEqual(after, { ...before, refusal: null, variables: { ...before.variables, ...NEEDED } });
}

describe("the real client reads the same deployment but for the variables", {
  skip: await skipWithoutClients(VERSIONS),
  concurrency: 2,
}, () => {
  for (const version of VERSIONS) {
    it(`azure-ai-ml ${version}`, async (t) => {
      const client = await azureClient(version);
      assert.ok(client);
      const pairs = DEPLOYMENT_FILES.flatMap(({ before }) => [before, updated(before)]);
      const texts = TEXT_FILES.map((variables) => updated(`${HEAD}${variables}\n`, WITH_TEXTS));
      const read = await askClient<Read[]>(client, READ, [...pairs, ...texts]);
      for (const [index, { name }] of DEPLOYMENT_FILES.entries()) {
        await t.test(name, () => assertSameButForVariables(name, read[2 * index], read[2 * index + 1]));
      }
      await t.test("every text as that text, however it is written", () => {
        for (const { variables = {} } of read.slice(pairs.length)) {
          assert.deepEqual({ A: "b", ...variables }, { A: "b", ...WITH_TEXTS });
        }
      });
    });
  }
});
