// Runs of the tool with a stand-in image as the image of the deployment.
import { randomUUID } from "node:crypto";
import { askEngine, type Engine, runEngine } from "../container/engines.ts";
import type { CliOptions } from "../machine/cli.ts";
import type { Cleanup } from "../machine/workspace.ts";
import { promotionPackages } from "../packages/promotion-packages.ts";
import { makeWheel, type Wheel } from "../packages/wheels.ts";
import { type Ended, run, type Scenario } from "../scenario/scenario.ts";

/** In the catalogue, for Python 3.8: where the image cannot be used, the tool knows what it is. */
const CATALOGUED = "mcr.microsoft.com/azureml/minimal-ubuntu20.04-py38-cpu-inference";

/** A name of the catalogue for an image, with a tag that no other test has. */
export async function asCatalogued(t: Cleanup, engine: Engine, image: string): Promise<string> {
  const name = `${CATALOGUED}:test-${randomUUID()}`;
  await askEngine(engine, ["tag", image, name]);
  t.after(async () => void (await runEngine(engine, ["rmi", "--no-prune", name])));
  return name;
}

/** A name of the catalogue for an image that no engine has. */
export const absentImage = () => `${CATALOGUED}:test-${randomUUID()}`;

/** `azureml-extra-packages build` for an image of an engine. */
export function buildFor(
  t: Cleanup,
  scenario: Scenario,
  engine: Engine,
  image: string,
  flags: string[] = [],
  more: Partial<CliOptions> = {},
): Promise<Ended> {
  const words = ["build", `--image=${image}`, `--engine=${engine.name}`, ...flags];
  return run(t, scenario, words, { ...more, env: { ...engine.env, ...more.env } });
}

/** The containers of the tool that an engine has, whoever owns them: their names. */
export async function containersOfTool(engine: Engine, isOurs: (owner: string) => boolean = () => true) {
  const label = "azureml-extra-packages.process";
  const value = engine.name === "docker" ? `.Label "${label}"` : `index .Labels "${label}"`;
  const words = ["ps", "--all", "--filter", `label=${label}`, "--format", `{{.Names}} {{${value}}}`];
  const lines = (await askEngine(engine, words)).split("\n").filter(Boolean);
  return lines.filter((line) => isOurs(line.split(" ")[1] ?? "")).map((line) => line.split(" ")[0]);
}

/**
 * A change of an image, as of `docker commit --change`.
 * @param added a directory of this machine that the image gets, and where
 */
export async function changedImage(
  t: Cleanup,
  engine: Engine,
  image: string,
  change: string,
  added?: { source: string; target: string },
): Promise<string> {
  const container = await askEngine(engine, ["create", "--network", "none", image]);
  if (added !== undefined) await askEngine(engine, ["cp", added.source, `${container}:${added.target}`]);
  const name = `localhost/azureml-stand-in:test-${randomUUID()}`;
  await askEngine(engine, ["commit", "--change", change, container, name]);
  await runEngine(engine, ["rm", container]);
  t.after(async () => void (await runEngine(engine, ["rmi", name])));
  return name;
}

/** A deployment file whose image is outside the catalogue: unlike an input, it may name one that cannot be asked. */
export const deploymentWith = (image: string) => `name: blue
endpoint_name: demo
code_configuration:
  code: .
  scoring_script: score.py
environment:
  image: ${image}
`;

/** Wheels with the names and versions of what an image has; only the inference server does something. */
export async function wheelsLike(engine: Engine, image: string): Promise<Wheel[]> {
  const list = [
    "-c",
    "import importlib.metadata as m; print(*{d.metadata['Name'] + '==' + d.version for d in m.distributions()})",
  ];
  const words = ["run", "--rm", "--network", "none", "--entrypoint", "python3", image, ...list];
  const installed = (await askEngine(engine, words)).split(" ").map((pin) => pin.split("=="));
  const [server] = promotionPackages().filter(({ name }) => name === "azureml-inference-server-http");
  const others = installed.filter(([name = ""]) => !/^azureml[-_]inference/.test(name));
  return [
    ...(server ? [server] : []),
    ...others.map(([name = "", version = ""]) => makeWheel({ name, version, files: {} })),
  ];
}
