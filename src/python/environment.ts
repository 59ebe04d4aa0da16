/** The environment of child processes: what decides a build must come from the plan, not from whoever started us. */
import type { Host } from "../runner/host.ts";

/** Variables that lead an interpreter or an installer astray, by pattern; and the runner's tokens, which are not theirs. */
const LEADING_ASTRAY =
  /^(PYTHON.*|CONDA_.*|_CONDA_.*|VIRTUAL_ENV.*|PIP_.*|UV_.*|INPUT_.*|ACTIONS_.*|__PYVENV_LAUNCHER__|SETUPTOOLS_.*|DISTUTILS_.*)$/i;

/** Of those, what only says where caches and interpreters lie. */
const HARMLESS = /^(PIP_CACHE_DIR|PIP_NO_CACHE_DIR|UV_CACHE_DIR|UV_PYTHON_INSTALL_DIR)$/i;

/** Of those, what would change the packages themselves, so that a user should hear it is not used. */
const WORTH_TELLING =
  /^(PYTHONPATH|PYTHONHOME|PYTHONUSERBASE|VIRTUAL_ENV|CONDA_PREFIX|PIP_(TARGET|PREFIX|ROOT|USER|CONSTRAINT|REQUIREMENT|NO_DEPS|PYTHON|PLATFORM|ABI|IMPLEMENTATION|PYTHON_VERSION|EDITABLE|DRY_RUN|UPGRADE|BUILD_CONSTRAINT))$/i;

/** Bytes of built wheels and bytecode must not hang on time, locale or hash seed. */
const DETERMINISTIC = {
  PYTHONHASHSEED: "0",
  PYTHONNOUSERSITE: "1",
  PYTHONDONTWRITEBYTECODE: "1",
  PYTHONUTF8: "1",
  PYTHONIOENCODING: "utf-8",
  SOURCE_DATE_EPOCH: "315532800",
  LC_ALL: "C.UTF-8",
} as const;

/** `environment` without what leads astray, with what makes children deterministic. */
export function cleanEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(([name]) => HARMLESS.test(name) || !LEADING_ASTRAY.test(name));
  return { ...Object.fromEntries(kept), ...DETERMINISTIC };
}

/** For what downloads, unpacks and builds: when it is stopped, what it leaves there goes with our own directory. */
export function installerEnvironment({ environment, temporary }: Host): NodeJS.ProcessEnv {
  return { ...cleanEnvironment(environment), TMPDIR: temporary };
}

/** Names of the variables that would have changed the packages, had they been inherited. */
export function variablesLeftOut(environment: NodeJS.ProcessEnv): string[] {
  return Object.keys(environment)
    .filter((name) => WORTH_TELLING.test(name) && environment[name] !== "")
    .sort();
}
