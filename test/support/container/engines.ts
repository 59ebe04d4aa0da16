// The container engines of this machine, for tests on real containers.
import { type Engine, reachDocker, reachPodman, runEngine } from "./engine-program.ts";
import { standIn } from "./images.ts";

export { askEngine, type Engine, runEngine } from "./engine-program.ts";

const found: Partial<Record<Engine["name"], Promise<Engine>>> = {};

/**
 * Docker: the daemon that answers here, or one of the tests' own. Podman: the installed one. Asked once per process; its
 * `skip` says why there is none, or why it cannot start a container.
 */
export function findEngine(name: Engine["name"]): Promise<Engine> {
  found[name] ??= (name === "docker" ? reachDocker() : reachPodman()).then(withTrial);
  return found[name];
}

async function withTrial(engine: Engine): Promise<Engine> {
  if (engine.skip !== false) return engine;
  const { image, skip } = await standIn(engine, "without-python");
  if (skip !== false) return { ...engine, skip };
  const { exitCode, lines } = await runEngine(engine, ["run", "--rm", "--network", "none", image, "true"]);
  return exitCode === 0 ? engine : { ...engine, skip: `${engine.name} cannot start a container: ${lines.at(-1)}` };
}
