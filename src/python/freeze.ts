import { join } from "node:path";
import type { Host } from "../runner/host.ts";
import { cleanEnvironment } from "./environment.ts";
import type { Pip } from "./own-pip.ts";
import { pipEnvironment } from "./settings.ts";

/**
 * `pip freeze --all` of an environment, by a pip that is not in it.
 * It writes no bytecode: modules of the environment are compiled elsewhere, perhaps at this moment.
 * `--all`, or pip and setuptools are left out even where they were asked for; `-I`, or PYTHONPATH is listed too.
 */
export async function freeze(python: string, pip: Pip, host: Host): Promise<string[]> {
  const stdout = await host.capture(python, ["-I", "-B", join(pip.path, "pip"), "freeze", "--all"], {
    environment: { ...cleanEnvironment(host.environment), ...pipEnvironment({}) },
  });
  return stdout.split(/\r?\n/).filter((line) => line !== "");
}
