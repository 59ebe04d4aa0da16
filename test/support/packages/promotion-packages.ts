// What an index must have for the workflows of examples/promotion: two packages and a simulated inference server.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { makeWheel, type Wheel } from "./wheels.ts";

const slugify = `import re
import text_unidecode


def slugify(text):
    return "-".join(re.findall("[a-z0-9]+", text_unidecode.unidecode(text).lower()))
`;

/** `server` is the version that the image has, as far as known: the last one for Python 3.8, otherwise 1.5.1. */
export function promotionPackages(server = "1.3.4"): Wheel[] {
  const script = readFileSync(new URL("./inference-server.py", import.meta.url), "utf8");
  return [
    makeWheel({
      name: "python-slugify",
      version: "8.0.4",
      files: { "slugify/__init__.py": slugify },
      requires: ["text-unidecode>=1.3"],
    }),
    makeWheel({
      name: "text-unidecode",
      version: "1.3",
      files: { "text_unidecode/__init__.py": "def unidecode(text):\n    return text\n" },
    }),
    makeWheel({
      name: "azureml-inference-server-http",
      version: server,
      files: { "azureml_inference_server_http/__init__.py": "" },
      scripts: { azmlinfsrv: `#!python\n${script}` },
    }),
  ];
}

/** As a lock has it. */
export function lockLine({ name, version, bytes }: Wheel): string {
  return `${name}==${version} --hash=sha256:${createHash("sha256").update(bytes).digest("hex")}\n`;
}
