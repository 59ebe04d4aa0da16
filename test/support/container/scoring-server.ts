import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

/** The server's response. */
export interface Answer {
  status: number;
  /** The parsed JSON when the server says it is JSON, else the text. */
  body: unknown;
}

/** An inference server that has answered its health probe. Always `stop()` it. */
export interface RunningServer {
  port: number;
  post(path: string, body: unknown): Promise<Answer>;
  /** Everything that server and scoring script have printed so far. */
  log(): string;
  stop(): Promise<void>;
}

/** A server that ended before it answered, for example because the scoring script could not be imported. */
export interface EndedServer {
  exitCode: number;
  log(): string;
}

export interface ServerCommand {
  command: string;
  arguments: string[];
  directory: string;
  environment: Record<string, string>;
  port: number;
}

const READY_WITHIN = 90_000;
const ANSWER_WITHIN = 60_000;
const STOP_WITHIN = 5_000;

/** Starts the server and waits until it is ready or has ended. Rejects, and stops it, when neither happens in 90 s. */
export async function startServer(server: ServerCommand): Promise<RunningServer | EndedServer> {
  const child = spawn(server.command, server.arguments, {
    cwd: server.directory,
    env: server.environment,
    // A process group of its own: gunicorn's workers must go with their master.
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => chunks.push(text));
  const log = () => chunks.join("");
  const lastResort = () => signalGroup(child, "SIGKILL");
  process.once("exit", lastResort);
  // Processes that the master leaves behind would keep the port and our pipes open.
  child.once("exit", () => signalGroup(child, "SIGKILL"));
  const ended = once(child, "close").then(([code]) => {
    process.off("exit", lastResort);
    return (code as number | null) ?? 137;
  });
  const outcome = await Promise.race([ended, readiness(server.port, child)]);
  if (typeof outcome === "number") return { exitCode: outcome, log };
  const stop = () => stopGroup(child, ended);
  if (outcome === "late") {
    await stop();
    throw new Error(`the inference server was not ready within ${READY_WITHIN / 1000} s:\n${log()}`);
  }
  return { port: server.port, post: (path, body) => post(server.port, path, body), log, stop };
}

/** A port on loopback that is currently free. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("the system gave no port");
  return address.port;
}

async function readiness(port: number, child: ChildProcess): Promise<"ready" | "late"> {
  const deadline = Date.now() + READY_WITHIN;
  // After the child has exited there is nothing to poll; its exit is reported elsewhere.
  while (Date.now() < deadline && !hasEnded(child)) {
    // gunicorn listens before a worker has loaded the scoring script: the first probe may hang until then.
    const signal = AbortSignal.timeout(Math.max(1, deadline - Date.now()));
    const answer = await fetch(`http://127.0.0.1:${port}/`, { signal }).catch(() => undefined);
    if (answer?.ok && (await answer.text()) === "Healthy") return "ready";
    await delay(25);
  }
  return hasEnded(child) ? new Promise(() => {}) : "late";
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function post(port: number, path: string, body: unknown): Promise<Answer> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: typeof body === "string" ? body : JSON.stringify(body),
    signal: AbortSignal.timeout(ANSWER_WITHIN),
  });
  const text = await answer.text();
  const isJson = answer.headers.get("content-type")?.startsWith("application/json");
  return { status: answer.status, body: isJson ? JSON.parse(text) : text };
}

async function stopGroup(child: ChildProcess, ended: Promise<number>): Promise<void> {
  signalGroup(child, "SIGTERM");
  const patience = new AbortController();
  const late = delay(STOP_WITHIN, "late" as const, { signal: patience.signal }).catch(() => "late" as const);
  await Promise.race([ended, late]);
  patience.abort();
  signalGroup(child, "SIGKILL");
  await ended;
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals) {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
