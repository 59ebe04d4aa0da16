import { statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Options } from "../options/options.ts";
import type { Confinement } from "../python/isolation.ts";
import type { Host } from "../runner/host.ts";
import { besideOwnPythonPath } from "../target/python-path.ts";
import { runScript } from "../target/run-script.ts";
import type { Target } from "../target/target.ts";

/** The environment of the server after the run script, or why there would be none. */
export function environmentOf(
  { scoringDirectory, scoringScript, modelDirectory, deployment }: Options,
  target: Target,
  variables: Readonly<Record<string, string>>,
  { caches }: Confinement,
  host: Host,
): Record<string, string> | string {
  const own = Object.fromEntries(deployment?.variables.map(({ name, text }) => [name, text]) ?? []);
  const environment = {
    ...own,
    ...besideOwnPythonPath(variables, own.PYTHONPATH),
    AML_APP_ROOT: scoringDirectory,
    AZUREML_ENTRY_SCRIPT: basename(scoringScript),
    ...(modelDirectory === "" ? {} : { AZUREML_MODEL_DIR: modelDirectory }),
  };
  const outcome = runScript({ environment, image: target.image, exists: kindOf });
  if ("exitCode" in outcome) return `the run script ends with exit code ${outcome.exitCode}: ${outcome.reason}.`;
  return {
    ...(host.environment.LD_LIBRARY_PATH ? { LD_LIBRARY_PATH: host.environment.LD_LIBRARY_PATH } : {}),
    ...caches,
    LANG: "C.UTF-8",
    // The container's user cannot write to the code directory, so Python leaves no bytecode there.
    PYTHONDONTWRITEBYTECODE: "1",
    ...environment,
    PYTHONPATH: outcome.pythonPath.join(":"),
    GUNICORN_CMD_ARGS: `${own.GUNICORN_CMD_ARGS ?? ""} --config "${gunicornSettings(host)}"`.trim(),
  };
}

function kindOf(path: string): "file" | "directory" | undefined {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  return stats.isDirectory() ? "directory" : "file";
}

/**
 * The server binds to every interface, and no option of it or of gunicorn outweighs that; a hook that gunicorn runs
 * before it makes its sockets does. Young releases also put a control socket into the working directory.
 */
function gunicornSettings({ temporary }: Host): string {
  const file = join(temporary, "gunicorn-settings.py");
  const lines = [
    "control_socket_disable = True",
    "",
    "def on_starting(arbiter):",
    '    arbiter.cfg.set("bind", ["127.0.0.1:" + str(address[1]) for address in arbiter.cfg.address])',
    "",
  ];
  writeFileSync(file, lines.join("\n"));
  return file;
}
