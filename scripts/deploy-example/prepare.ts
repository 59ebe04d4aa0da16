// A copy of the example whose deployment runs score_and_report.py.
import { copyFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse, stringify } from "yaml";
import type { Options } from "./options.ts";

/** The directory that PYTHONPATH names: another one than the mount, so that the report can tell them apart. */
const PYTHON_PATH = "python-path";

export interface Prepared {
  readonly endpointFile: string;
  readonly deploymentFile: string;
  readonly deployment: string;
  readonly sampleRequest: string;
  readonly reportRequest: string;
}

/** @param directory to create, absolute */
export function prepare(directory: string, options: Options): Prepared {
  const left = /^(\.myenv\..*|__pycache__)$/;
  cpSync(options["code-directory"], directory, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !left.test(basename(path)) || path.includes("site-packages"),
  });
  copyFileSync(fileURLToPath(new URL("score_and_report.py", import.meta.url)), join(directory, "score_and_report.py"));
  mkdirSync(join(directory, PYTHON_PATH));
  writeFileSync(join(directory, PYTHON_PATH, "on_python_path.py"), "");
  const [endpointFile, deploymentFile] = [join(directory, "endpoint.yml"), join(directory, "deployment.yml")];
  writeFileSync(endpointFile, stringify({ ...read(endpointFile), name: options.endpoint }));
  const deployment = { ...read(deploymentFile), ...changesOf(options) };
  writeFileSync(deploymentFile, stringify(deployment));
  const reportRequest = join(directory, "report-request.json");
  writeFileSync(reportRequest, '{"report": true}\n');
  const sampleRequest = join(directory, "sample-request.json");
  return { endpointFile, deploymentFile, deployment: String(deployment.name), sampleRequest, reportRequest };
}

function changesOf({ endpoint, image, "library-path": libraryPath }: Options): Record<string, unknown> {
  return {
    endpoint_name: endpoint,
    code_configuration: { code: ".", scoring_script: "score_and_report.py" },
    environment: { image },
    environment_variables: { AZUREML_EXTRA_PYTHON_LIB_PATH: libraryPath, PYTHONPATH: PYTHON_PATH },
  };
}

function read(path: string): Record<string, unknown> {
  return parse(readFileSync(path, "utf8"));
}
