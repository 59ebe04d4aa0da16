// A container of a stand-in image, started as Azure ML starts one, and asked through the engine: it has no network.
import { chmodSync } from "node:fs";
import type { ChildResult } from "../machine/child.ts";
import { type Cleanup, createWorkspace } from "../machine/workspace.ts";
import type { Files } from "../packages/zip.ts";
import { askEngine, type Engine, runEngine } from "./engine-program.ts";

export interface ContainerOptions {
  image: string;
  /** The code directory or its files, which the container cannot write to. */
  files: Files | string;
  /** The deployment's variables, beside AZUREML_ENTRY_SCRIPT=score.py. */
  env?: Record<string, string>;
  /** The interpreter that asks; default `python3`. */
  python?: string;
}

export interface RunningContainer {
  /** The server's response to a request, once it is ready; rejects when the container ends first, with its log. */
  score(body: unknown): Promise<unknown>;
  exec(...words: string[]): Promise<ChildResult>;
  /** The exit code of the container, once it has ended. */
  end(): Promise<number>;
  log(): Promise<string>;
}

const READY_WITHIN = 110_000;
/** Waits inside the container: each `exec` of an engine takes longer than a question. It ends with the container. */
const ASK = `
import sys, time, urllib.request
def ask(path, data=None):
    request = urllib.request.Request("http://127.0.0.1:5001" + path, data, {"content-type": "application/json"})
    return urllib.request.urlopen(request, timeout=30).read().decode()
end = time.monotonic() + ${READY_WITHIN / 1000}
while True:
    try:
        ask("/")
        break
    except OSError:
        if time.monotonic() > end:
            raise
        time.sleep(0.1)
print(ask("/score", sys.argv[1].encode()))
`;

/** Removed after the test. */
export async function startContainer(
  t: Cleanup,
  engine: Engine,
  { image, files, env = {}, python = "python3" }: ContainerOptions,
): Promise<RunningContainer> {
  const code = typeof files === "string" ? files : createWorkspace(t, files);
  chmodSync(code, 0o755); // the container's user is another one
  const variables = { AZUREML_ENTRY_SCRIPT: "score.py", ...env };
  const words = Object.entries(variables).flatMap(([name, value]) => ["--env", `${name}=${value}`]);
  const mount = ["--volume", `${code}:/var/azureml-app:ro`];
  const id = await askEngine(engine, ["create", "--network", "none", ...mount, ...words, image]);
  t.after(async () => void (await runEngine(engine, ["rm", "--force", id])));
  await askEngine(engine, ["start", id]);
  const exec = (...command: string[]) => runEngine(engine, ["exec", id, ...command]);
  const log = async () => (await runEngine(engine, ["logs", id])).lines.join("\n");
  return {
    score: async (body) => {
      const { exitCode, stdout, lines } = await exec(python, "-c", ASK, JSON.stringify(body));
      if (exitCode !== 0) throw new Error(`${lines.join("\n")}\n${await log()}`);
      return JSON.parse(stdout);
    },
    exec,
    end: async () => Number(await askEngine(engine, ["wait", id])),
    log,
  };
}
