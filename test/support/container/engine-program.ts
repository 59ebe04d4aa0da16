// How to reach the container engines of this machine.

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type ChildResult, runChild } from "../machine/child.ts";
import { changed, type Environment, type EnvironmentChanges } from "../machine/environment.ts";
import { privateDocker } from "./private-docker.ts";
import { engineCache, isInstalled } from "./stand-in/cache.ts";

export interface Engine {
  name: "docker" | "podman";
  /** For `env` of a child process: with these variables, the program of this name reaches it. */
  env: EnvironmentChanges;
  /** For `{ skip: engine.skip }`: false, or the reason why there is none. */
  skip: string | false;
}

/** Runs `docker …` or `podman …` to its end; never rejects for an exit code. */
export function runEngine(engine: Engine, words: string[], timeout = 120_000): Promise<ChildResult> {
  const env = changed(machineEnvironment(), engine.env);
  return runChild(engine.name, words, { cwd: "/", env, timeout });
}

/** Standard output, without the line's end, of a command that must succeed. */
export async function askEngine(engine: Engine, words: string[], timeout?: number): Promise<string> {
  const { exitCode, stdout, lines } = await runEngine(engine, words, timeout);
  if (exitCode !== 0) throw new Error(`${engine.name} ${words.join(" ")} ended with ${exitCode}:\n${lines.join("\n")}`);
  return stdout.trimEnd();
}

/** The daemon that answers here, or one of the tests' own. */
export async function reachDocker(): Promise<Engine> {
  const none = (skip: string): Engine => ({ name: "docker", env: {}, skip });
  if (process.platform !== "linux") return none("packages for the image are built on Linux");
  if (!isInstalled("docker")) return none("docker is not installed");
  const settings = { ...(await hostOfContext()), ...pick(["DOCKER_HOST", "DOCKER_TLS_VERIFY", "DOCKER_CERT_PATH"]) };
  if (await answers(settings)) return { name: "docker", env: settings, skip: false };
  const started = await privateDocker((host) => answers({ DOCKER_HOST: host }));
  if ("reason" in started) return none(started.reason);
  return { name: "docker", env: { DOCKER_HOST: started.host }, skip: false };
}

/** The host that `docker context use` chose: a file of the home directory says so, and tests run with another one. */
async function hostOfContext(): Promise<Environment> {
  const words = ["context", "inspect", "--format", "{{.Endpoints.docker.Host}}"];
  const { exitCode, stdout } = await runEngine({ name: "docker", env: {}, skip: false }, words);
  return exitCode === 0 && stdout.trim() !== "" ? { DOCKER_HOST: stdout.trim() } : {};
}

async function answers(env: Environment): Promise<boolean> {
  const words = ["info", "--format", "{{.ServerVersion}}"];
  const { exitCode } = await runEngine({ name: "docker", env, skip: false }, words, 20_000);
  return exitCode === 0;
}

/** The installed one. */
export async function reachPodman(): Promise<Engine> {
  const none = (skip: string): Engine => ({ name: "podman", env: {}, skip });
  if (process.platform !== "linux") return none("packages for the image are built on Linux");
  if (!isInstalled("podman")) return none("podman is not installed");
  const engine: Engine = { name: "podman", env: await podmanSettings(), skip: false };
  const { exitCode, lines } = await runEngine(engine, ["info"]);
  return exitCode === 0 ? engine : none(`podman info ends with ${exitCode}: ${lines.at(-1)}`);
}

/**
 * As root, Debian's Podman does not start a container with its own settings on every machine: crun refuses some control
 * groups, and the limits must not be raised. Given by files, because the tool under test calls plain `podman`.
 */
async function podmanSettings(): Promise<EnvironmentChanges> {
  const here = { CONTAINER_HOST: undefined };
  if (process.getuid?.() !== 0) return here;
  const [settings, storage] = [join(engineCache, "containers.conf"), join(engineCache, "storage.conf")];
  const limits = '[containers]\ndefault_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]\n';
  const runtime = isInstalled("runc") ? '[engine]\nruntime = "runc"\n' : "";
  const [graph, state] = [join(engineCache, "podman"), "/run/azureml-extra-packages-tests/podman"];
  await mkdir(engineCache, { recursive: true });
  await writeFile(settings, limits + runtime);
  await writeFile(storage, `[storage]\ndriver = "overlay"\ngraphroot = "${graph}"\nrunroot = "${state}"\n`);
  return { ...here, CONTAINERS_CONF: settings, CONTAINERS_STORAGE_CONF: storage };
}

function machineEnvironment(): Environment {
  return pick(["PATH", "HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "TMPDIR"]);
}

function pick(names: string[]): Environment {
  return Object.fromEntries(names.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
}
