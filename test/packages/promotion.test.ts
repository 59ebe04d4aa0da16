// examples/promotion with the packages and the server of a real index: at the end of each stage a container of the
// image starts with exactly the variables that were set by az, and responds.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { createSimulatedImage, runScript, type SimulatedImage } from "../support/container/simulated-image.ts";
import { push } from "../support/github/runner/events.ts";
import { type ResultsService, startResultsService } from "../support/github/services/results-service.ts";
import { runWorkflow, type WorkflowOptions, type WorkflowResult } from "../support/github/workflow/runner.ts";
import { childEnvironment } from "../support/machine/environment.ts";
import { createWorkspace } from "../support/machine/workspace.ts";
import { skipWithoutIndex } from "../support/packages/real-index.ts";
import { findPython } from "../support/python/interpreters.ts";
import {
  cellOf,
  commitLock,
  copyExample,
  deployedVariables,
  example,
  stepOf,
  vars,
} from "../support/scenario/promotion.ts";

const python = findPython("3.9") ?? "";
const skip = (await skipWithoutIndex()) || (python === "" && "the example is for Python 3.9, which is not here");
const slugs = ["from-prototype-to-production", "two-ways"];

describe("examples/promotion on real packages", { skip, timeout: 900_000 }, () => {
  const cleanups: (() => void | Promise<void>)[] = [];
  const t = { after: (clean: () => void | Promise<void>) => void cleanups.push(clean) };
  after(async () => {
    for (const clean of cleanups.reverse()) await clean();
  });
  let service: ResultsService;
  let image: SimulatedImage;
  let source: string;
  let azure: string;

  before(async () => {
    service = await startResultsService();
    t.after(() => service.close());
    [source, azure] = [copyExample(t), createWorkspace(t)];
    image = await createSimulatedImage({ python, server: "1.5.1" });
  });

  const run = (name: string, more: Partial<WorkflowOptions>): Promise<WorkflowResult> => {
    const machine = { source, service, azure, vars, inheritIndex: true, event: push() };
    return runWorkflow(t, { ...machine, file: `.github/workflows/${name}.yml`, ...more });
  };

  it("the prototype's container installs the packages and answers", async () => {
    const prototype = await run("prototype", { event: push("prototype") });
    assert.equal(prototype.conclusion, "success", stepOf(prototype, "packages", "packages").log);
    const lock = commitLock(prototype, source);
    const committed = readFileSync(join(example, "scoring", "requirements.lock.txt"), "utf8");
    assert.equal(lock, committed, "the example's lock is not what its prototype installs");
    const variables = { ...deployedVariables(azure), ...indexVariables(createWorkspace(t)) };
    const answer = await ask(image, join(cellOf(prototype, "deploy").workspace, "scoring"), variables);
    assert.deepEqual(answer.slugs, slugs);
    assert.doesNotMatch(answer.file, /myenv/);
  });

  it("production's container answers from the restored mount, without an index", async () => {
    const production = await run("production", { runId: 1002 });
    assert.equal(production.conclusion, "success", stepOf(production, "packages", "packages").log);
    const codeDirectory = join(cellOf(production, "deploy").workspace, "scoring");
    const answer = await ask(image, codeDirectory, { ...deployedVariables(azure), PIP_NO_INDEX: "1" });
    assert.deepEqual(answer.slugs, slugs);
    assert.ok(answer.file.startsWith(join(codeDirectory, "myenv")), answer.file);
  });
});

/** The container of the prototype asks the index that this machine is configured for. */
function indexVariables(home: string): Record<string, string> {
  const variables = Object.entries(childEnvironment({ home, inheritIndex: true }));
  return Object.fromEntries(variables.filter(([name]) => /^(PIP_|SSL_|REQUESTS_|CURL_)|_proxy$/i.test(name)));
}

async function ask(image: SimulatedImage, codeDirectory: string, environmentVariables: Record<string, string>) {
  const server = await runScript({ image, codeDirectory, environmentVariables });
  if ("exitCode" in server) assert.fail(`exit ${server.exitCode}, ${server.reason}:\n${server.log()}`);
  try {
    const request = readFileSync(join(codeDirectory, "sample-request.json"), "utf8");
    const { status, body } = await server.post("/score", request);
    assert.equal(status, 200, server.log());
    return body as { slugs: string[]; file: string };
  } finally {
    await server.stop();
  }
}
