// Values as the Azure ML client passes them on; PyYAML 6 and Python's str() gave the expected texts.
import assert from "node:assert/strict";
import { test } from "node:test";
import { pythonText } from "../../src/inputs/deployment-file/yaml-scalars.ts";

const TEXTS: Readonly<Record<string, string>> = {
  true: "True",
  off: "False",
  "010": "8",
  "0x1F": "31",
  "0b11": "3",
  "1:30": "90",
  "1:30.5": "90.5",
  "1_000": "1000",
  "1.50": "1.5",
  "1.0e+3": "1000.0",
  "1.5e-7": "1.5e-07",
  "0.00001": "1e-05",
  "1.0e+16": "1e+16",
  "-5": "-5",
  "+5": "5",
  ".5": "0.5",
  "-.inf": "-inf",
  "100.": "100.0",
  "2024-01-02": "2024-01-02",
  "~": "",
};

for (const [source, text] of Object.entries(TEXTS)) {
  test(`the client passes ${source} on as ${JSON.stringify(text)}`, () => assert.equal(pythonText(source), text));
}
