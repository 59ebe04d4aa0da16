// Distributions of the field that share a namespace package, or bring libraries that nothing loads: they build without an
// error, and Python imports them all. A rotating sample of the others; `npm run test:packages -- --all` tries every one.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import type { Finding } from "../../src/findings/check.ts";
import { runCli } from "../support/machine/cli.ts";
import { createWorkspace } from "../support/machine/workspace.ts";
import { skipWithoutIndex } from "../support/packages/real-index.ts";
import { findPython } from "../support/python/interpreters.ts";
import { libraryPath, readJson } from "../support/scenario/scenario.ts";

interface Stack {
  readonly requirements: readonly string[];
  /** What must be importable from the mount. */
  readonly imports: readonly string[];
  /** Findings that must be there, as severity and check. */
  readonly findings?: readonly string[];
}

/** Refused by earlier versions of this tool. */
const AZURE: readonly Stack[] = [
  {
    requirements: ["opencensus-ext-azure==1.1.15"],
    imports: ["opencensus.ext.azure.log_exporter", "opencensus.trace.tracer", "opencensus.common.runtime_context"],
    findings: ["notice R6"],
  },
  {
    requirements: ["azureml-ai-monitoring==1.0.0", "azureml-contrib-services==1.57.0"],
    imports: ["azureml.ai.monitoring", "azureml.contrib.services.aml_request"],
    findings: ["notice R6"],
  },
  { requirements: ["dotnetcore2==3.1.23"], imports: ["dotnetcore2.runtime"], findings: ["notice P4"] },
  {
    requirements: ["azureml-defaults==1.48.0"],
    imports: ["azureml.core", "opencensus.ext.azure.log_exporter", "dotnetcore2"],
    findings: ["notice R6", "notice P4"],
  },
];

const OTHERS: readonly Stack[] = [
  {
    requirements: ["backports.tempfile==1.0", "backports.zoneinfo==0.2.1", "backports.tarfile==1.2.0"],
    imports: ["backports.tempfile", "backports.weakref", "backports.zoneinfo", "backports.tarfile"],
    findings: ["notice R6"],
  },
  {
    requirements: ["backports.csv==1.0.7", "backports.tempfile==1.0", "backports.functools-lru-cache==1.6.4"],
    imports: ["backports.csv", "backports.tempfile", "backports.functools_lru_cache"],
    findings: ["notice R6"],
  },
  {
    requirements: ["opencensus-ext-azure==1.1.9", "opencensus-ext-flask==0.7.5", "opencensus-ext-requests==0.7.3"],
    imports: ["opencensus.ext.azure.trace_exporter", "opencensus.ext.requests.trace"],
    findings: ["notice R6"],
  },
  {
    requirements: ["google-cloud-storage==2.10.0", "google-cloud-bigquery==3.11.4"],
    imports: ["google.cloud.storage", "google.cloud.bigquery"],
  },
  {
    requirements: ["google-cloud-storage==1.23.0", "google-api-core==1.16.0", "protobuf==3.11.3", "setuptools<70"],
    imports: ["google.cloud.storage", "google.protobuf"],
  },
  {
    requirements: ["azure-mgmt-resource==10.2.0", "azure-mgmt-storage==11.1.0", "azure-storage-blob==1.5.0"],
    imports: ["azure.mgmt.resource", "azure.mgmt.storage", "azure.storage.blob"],
  },
  {
    requirements: ["azure-monitor-opentelemetry-exporter==1.0.0b21"],
    imports: ["azure.monitor.opentelemetry.exporter"],
  },
  {
    requirements: ["zope.component==5.0.1", "zope.schema==6.2.0"],
    imports: ["zope.component", "zope.schema", "zope.interface"],
  },
  {
    requirements: ["ruamel.yaml==0.17.21", "ruamel.std.pathlib==0.9.0"],
    imports: ["ruamel.yaml", "ruamel.std.pathlib"],
  },
  {
    requirements: ["jaraco.functools==3.0.0", "jaraco.classes==3.1.0", "jaraco.text==3.5.0"],
    imports: ["jaraco.functools", "jaraco.classes", "jaraco.text"],
    findings: ["notice R6"],
  },
  {
    requirements: ["opentelemetry-sdk==1.20.0", "opentelemetry-exporter-otlp==1.20.0"],
    imports: ["opentelemetry.sdk.trace", "opentelemetry.exporter.otlp.proto.grpc.trace_exporter"],
  },
  { requirements: ["sphinx==5.3.0"], imports: ["sphinxcontrib.applehelp", "sphinxcontrib.htmlhelp", "sphinx"] },
];

const SAMPLE = 2;

/** Another part of the list each day. */
function chosen(): readonly Stack[] {
  if (process.env.AEP_ALL_PACKAGES === "1") return OTHERS;
  const start = (Math.floor(Date.now() / 86_400_000) * SAMPLE) % OTHERS.length;
  return [...OTHERS, ...OTHERS].slice(start, start + SAMPLE);
}

const skip = (await skipWithoutIndex()) || (findPython("3.8") === undefined && "no Python 3.8 here");

for (const { requirements, imports, findings = [] } of [...AZURE, ...chosen()]) {
  test(`${requirements.join(", ")} on Python 3.8`, { skip, timeout: 900_000 }, async (t) => {
    const workspace = createWorkspace(t, {
      "score.py": `${imports.map((module) => `import ${module}\n`).join("")}\n\ndef init():\n    pass\n`,
      "requirements.txt": requirements.map((line) => `${line}\n`).join(""),
    });
    const words = ["build", "--json", "--cache", "off", "--python-version", "3.8"];
    const { exitCode, json, stderr } = await runCli(t, words, { cwd: workspace, inheritIndex: true, timeout: 900_000 });
    const report = readJson(json?.["report-file"]) as { findings: Finding[] };
    const found = report.findings.map(({ check, severity }) => `${severity} ${check}`);
    assert.deepEqual(
      report.findings
        .filter(({ severity }) => severity === "error")
        .map(({ check, message }) => `${check}: ${message}`),
      [],
    );
    assert.equal(exitCode, 0, stderr.slice(-4000));
    assert.deepEqual(
      found.filter((one) => /R[26]$/.test(one) && one !== "notice R6"),
      [],
    );
    for (const finding of findings) assert.ok(found.includes(finding), `${finding} is not among ${found.join(", ")}`);
    importAll(imports, join(workspace, libraryPath), workspace);
  });
}

/** By the interpreter alone, as the container imports. */
function importAll(modules: readonly string[], mount: string, home: string): void {
  const code = modules.map((module) => `import ${module}`).join("\n");
  const env = { PATH: process.env.PATH ?? "", HOME: home, PYTHONPATH: mount, PYTHONDONTWRITEBYTECODE: "1" };
  execFileSync(findPython("3.8") ?? "", ["-s", "-c", code], { env, stdio: "pipe" });
}
