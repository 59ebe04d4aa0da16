import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Host } from "../host/host.ts";
import { mergePythonPath } from "../images/python-path.ts";
import { kindOnDisk } from "../images/run-script/path-kind.ts";
import { runScript } from "../images/run-script/run-script.ts";
import type { Target } from "../images/target.ts";
import type { Options } from "../inputs/options.ts";
import type { Confinement } from "../python/confinement.ts";
import { modelOf } from "./model.ts";

/** The environment of the server after the run script, or a sentence if the run script fails. */
export function environmentOf(
  options: Options,
  target: Target,
  variables: Readonly<Record<string, string>>,
  { caches }: Confinement,
  host: Host,
): Record<string, string> | string {
  const { scoringDirectory, scoringScript, deployment } = options;
  const own = Object.fromEntries(deployment?.variables.map(({ name, text }) => [name, text]) ?? []);
  const environment = {
    ...own,
    ...mergePythonPath(variables, own.PYTHONPATH),
    AML_APP_ROOT: scoringDirectory,
    AZUREML_ENTRY_SCRIPT: basename(scoringScript),
    ...placedModel(options, host),
  };
  const outcome = runScript({ environment, image: target.image, exists: kindOnDisk });
  if ("exitCode" in outcome) return `the run script fails with exit code ${outcome.exitCode}: ${outcome.reason}.`;
  return {
    ...(host.environment.LD_LIBRARY_PATH ? { LD_LIBRARY_PATH: host.environment.LD_LIBRARY_PATH } : {}),
    ...caches,
    LANG: "C.UTF-8",
    // The container's user cannot write to the code directory, so Python writes no bytecode there.
    PYTHONDONTWRITEBYTECODE: "1",
    ...environment,
    PYTHONPATH: outcome.pythonPath.join(":"),
    GUNICORN_CMD_ARGS: `${own.GUNICORN_CMD_ARGS ?? ""} --config "${gunicornSettings(host)}"`.trim(),
  };
}

/** As in a container, the directory of `AZUREML_MODEL_DIR` contains the model and nothing else. */
function placedModel(options: Options, { temporary }: Host): { AZUREML_MODEL_DIR?: string } {
  const model = modelOf(options);
  if (model === undefined) return {};
  const directory = join(temporary, "azureml-models", model.name, "1");
  mkdirSync(directory, { recursive: true });
  if (!existsSync(join(directory, model.name))) symlinkSync(model.path, join(directory, model.name));
  return { AZUREML_MODEL_DIR: directory };
}

/**
 * The server binds to every interface, and no option of the server or of gunicorn overrides that; a hook that gunicorn
 * runs before it creates its sockets does. Recent releases also create a control socket in the working directory.
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
