// Starts the server of an environment with other packages first on its path, and posts a request.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lastErrorOf } from "../../src/smoke/outcome.ts";
import { freePort, send, untilReady } from "../../src/smoke/wait-and-post.ts";

const PATIENCE = 60_000;
const SCRIPT = "def init():\n    pass\n\n\ndef run(data):\n    return [1]\n";
/** gunicorn binds to every interface, and no option of the server overrides that. */
const ON_LOOPBACK = `control_socket_disable = True
def on_starting(arbiter):
    arbiter.cfg.set("bind", ["127.0.0.1:" + str(address[1]) for address in arbiter.cfg.address])
`;

/**
 * @param mount the directory of the packages; `undefined` for the server alone
 * @returns why the server does not answer; `undefined` if it does
 */
export async function tryServer(
  environment: string,
  mount: string | undefined,
  directory: string,
): Promise<string | undefined> {
  mkdirSync(join(directory, "scoring"), { recursive: true });
  writeFileSync(join(directory, "scoring", "score.py"), SCRIPT);
  writeFileSync(join(directory, "gunicorn.py"), ON_LOOPBACK);
  const port = await freePort();
  const server = start(environment, mount, directory, port);
  let log = "";
  for (const stream of [server.stdout, server.stderr]) stream?.on("data", (text) => (log += text));
  const ended = once(server, "close").then(([code]) => code as number);
  try {
    const problem = await ask(port, { ended, log: () => log });
    return problem && problem + lastErrorOf(log);
  } finally {
    stop(server);
    await ended;
  }
}

function start(environment: string, mount: string | undefined, directory: string, port: number): ChildProcess {
  const programs = join(environment, "bin");
  const scoring = join(directory, "scoring");
  const args = [join(programs, "azmlinfsrv"), "--entry_script", "score.py", "--port", String(port)];
  return spawn(join(programs, "python"), args, {
    cwd: scoring,
    detached: true, // a process group of its own, so that its workers end too
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: `${programs}:/usr/bin:/bin`,
      HOME: directory,
      LANG: "C.UTF-8",
      PYTHONPATH: mount === undefined ? "" : `${mount}:`,
      AML_APP_ROOT: scoring,
      AZUREML_ENTRY_SCRIPT: "score.py",
      GUNICORN_CMD_ARGS: `--config ${join(directory, "gunicorn.py")}`,
    },
  });
}

async function ask(port: number, service: { ended: Promise<number>; log: () => string }): Promise<string | undefined> {
  const problem = await untilReady(port, service, PATIENCE);
  if (problem !== "") return problem;
  const body = Buffer.from('{"data": [1]}');
  const headers = { "content-type": "application/json" };
  const answer = await send(port, { method: "POST", path: "/score", headers, body, expected: {} });
  if (typeof answer === "string") return answer;
  return answer.status === 200 ? undefined : `the server responded with status ${answer.status}`;
}

function stop({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch {
    // the server has ended
  }
}
