// Engines that fail: a daemon that a test may kill or whose disk is small, and a program that hangs.
import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { askEngine, type Engine, runEngine } from "../container/engines.ts";
import { isInstalled, pathWithSystemPrograms } from "../container/stand-in/cache.ts";
import { writeProgram } from "../container/stand-in/files.ts";
import { type Cleanup, createWorkspace } from "../machine/workspace.ts";

/** False, or the reason why there is no daemon of a test's own. */
export function noOwnDaemon(): string | false {
  if (!isInstalled("dockerd")) return "dockerd is not installed";
  return process.getuid?.() === 0 ? false : "only root may start dockerd";
}

export interface OwnDaemon {
  engine: Engine;
  /** Ends the daemon and its containers at once. */
  kill(): void;
}

const START_WITHIN = 60_000;

/**
 * Starts a daemon in its own namespaces: what it mounts and starts ends with it.
 * @param megabytes of its disk; default: as much as there is
 */
export async function startOwnDaemon(t: Cleanup, { megabytes = 0 } = {}): Promise<OwnDaemon> {
  const directory = createWorkspace(t);
  const [data, socket, log] = ["data", "docker.sock", "dockerd.log"].map((name) => join(directory, name));
  mkdirSync(data ?? "");
  const disk = megabytes > 0 ? `mount -t tmpfs -o size=${megabytes}m tmpfs "${data}" && ` : "";
  const network = "--iptables=false --ip6tables=false --bridge=none";
  const places = `--data-root "${data}" --exec-root "${directory}/exec" --pidfile "${directory}/pid"`;
  const namespaces = ["--mount", "--pid", "--fork", "--kill-child", "--mount-proc"];
  const output = openSync(log ?? "", "w");
  const words = [...namespaces, "sh", "-c", `${disk}exec dockerd ${network} ${places} -H "unix://${socket}"`];
  const child = spawn("unshare", words, {
    cwd: "/",
    env: { ...process.env, PATH: pathWithSystemPrograms() },
    stdio: ["ignore", output, output],
  });
  closeSync(output);
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  t.after(async () => {
    child.kill("SIGKILL");
    await ended;
  });
  const engine: Engine = { name: "docker", env: { DOCKER_HOST: `unix://${socket}` }, skip: false };
  const end = Date.now() + START_WITHIN;
  while ((await runEngine(engine, ["info"])).exitCode !== 0) {
    if (Date.now() > end) throw new Error(`dockerd does not start:\n${readFileSync(log ?? "", "utf8")}`);
    await delay(200);
  }
  return { engine, kill: () => void child.kill("SIGKILL") };
}

/** Copies an image from one daemon to another. */
export async function copyImage(t: Cleanup, from: Engine, to: Engine, image: string): Promise<void> {
  const archive = join(createWorkspace(t), "image.tar");
  await askEngine(from, ["save", "--output", archive, image]);
  await askEngine(to, ["load", "--input", archive], 300_000);
}

/**
 * A PATH whose first directory has these programs, for engines that answer as recorded.
 * @param programs by name, what `sh` runs
 */
export async function pathWith(t: Cleanup, programs: Record<string, string>): Promise<string> {
  const directory = createWorkspace(t);
  for (const [name, text] of Object.entries(programs)) {
    await writeProgram(join(directory, name), `#!/bin/sh\n${text}\n`);
  }
  return `${directory}${delimiter}${process.env.PATH}`;
}

/**
 * A PATH with a program `docker` that hangs.
 * @param command the one at which it does; default: at each
 */
export async function hangingDocker(t: Cleanup, command?: string): Promise<string> {
  const real = `PATH="\${PATH#*:}" exec docker "$@"`;
  const text = command === undefined ? "exec sleep 600" : `[ "$1" = ${command} ] && exec sleep 600\n${real}`;
  return await pathWith(t, { docker: text });
}
