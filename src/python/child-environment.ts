/** Environment variables of child processes: the plan decides what is built, not the environment of the caller. */
import type { Host } from "../host/host.ts";

/** Variables that change what an interpreter or an installer does, and the tokens of the runner. */
const REMOVED =
  /^(PYTHON.*|CONDA_.*|_CONDA_.*|VIRTUAL_ENV.*|PIP_.*|UV_.*|INPUT_.*|ACTIONS_.*|__PYVENV_LAUNCHER__|SETUPTOOLS_.*|DISTUTILS_.*)$/i;

/** Of those, the ones that only name the directories of caches and interpreters. */
const KEPT = /^(PIP_CACHE_DIR|PIP_NO_CACHE_DIR|UV_CACHE_DIR|UV_PYTHON_INSTALL_DIR)$/i;

/** Of those, the ones that would change the packages, so that the user is informed that they are ignored. */
const REPORTED =
  /^(PYTHONPATH|PYTHONHOME|PYTHONUSERBASE|VIRTUAL_ENV|CONDA_PREFIX|PIP_(TARGET|PREFIX|ROOT|USER|CONSTRAINT|REQUIREMENT|NO_DEPS|PYTHON|PLATFORM|ABI|IMPLEMENTATION|PYTHON_VERSION|EDITABLE|DRY_RUN|UPGRADE|BUILD_CONSTRAINT))$/i;

/** Built wheels and bytecode must not depend on time, locale or hash seed. */
const DETERMINISTIC = {
  PYTHONHASHSEED: "0",
  PYTHONNOUSERSITE: "1",
  PYTHONDONTWRITEBYTECODE: "1",
  PYTHONUTF8: "1",
  PYTHONIOENCODING: "utf-8",
  SOURCE_DATE_EPOCH: "315532800",
  LC_ALL: "C.UTF-8",
} as const;

/** `environment` without the variables above, and with those that make child processes deterministic. */
export function cleanEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(([name]) => KEPT.test(name) || !REMOVED.test(name));
  return { ...Object.fromEntries(kept), ...DETERMINISTIC };
}

/** For programs that download, unpack and build: what they leave in TMPDIR when they are stopped is removed with it. */
export function installerEnvironment({ environment, temporary }: Host): NodeJS.ProcessEnv {
  return { ...cleanEnvironment(environment), TMPDIR: temporary };
}

/** Names of the ignored variables that would have changed the packages. */
export function variablesLeftOut(environment: NodeJS.ProcessEnv): string[] {
  return Object.keys(environment)
    .filter((name) => REPORTED.test(name) && environment[name] !== "")
    .sort();
}
