import { UserError } from "../../util/errors.ts";
import type { SourceKind } from "./source.ts";

/** Formats that another tool has to export, each with the command. */
const EXPORTED: Readonly<Record<string, { readonly what: string; readonly command: string }>> = {
  "poetry.lock": {
    what: "a lock of Poetry",
    command: "poetry export --format requirements.txt --output requirements.txt (plugin poetry-plugin-export)",
  },
  poetry: {
    what: "a project of Poetry, whose dependencies are not in [project]",
    command: "poetry export --format requirements.txt --output requirements.txt (plugin poetry-plugin-export)",
  },
  "pdm.lock": { what: "a lock of PDM", command: "pdm export --format requirements --output requirements.txt" },
  Pipfile: { what: "a Pipfile", command: "pipenv requirements > requirements.txt" },
  "Pipfile.lock": { what: "a lock of Pipenv", command: "pipenv requirements --hash > requirements.txt" },
  "setup.py": {
    what: "a setup script, which would have to be executed",
    command: "uv pip compile setup.py --output-file requirements.txt",
  },
  "setup.cfg": {
    what: "the configuration of setuptools",
    command: "uv pip compile setup.cfg --output-file requirements.txt",
  },
  "conda-lock": {
    what: "a lock of conda-lock",
    command: "conda-lock render --kind env --platform linux-64, and name the file that it writes",
  },
  pixi: { what: "a file of Pixi", command: "pixi workspace export conda-environment environment.yml" },
  "conda list": {
    what: "a list of conda packages (conda list --export or --explicit)",
    command: "conda env export --no-builds > environment.yml, which names the packages of pip too",
  },
};

type Format = SourceKind | "MLmodel" | keyof typeof EXPORTED;

/** Each format with what only its content has, the most special first. A requirements file is what remains. */
const FORMATS: readonly (readonly [Format, (text: string) => boolean])[] = [
  ["Pipfile.lock", (text) => /^\s*\{/.test(text) && /"_meta"\s*:/.test(text)],
  ["poetry.lock", (text) => hasLockedPackages(text) && /^content-hash\s*=/m.test(text)],
  ["pdm.lock", (text) => hasLockedPackages(text) && /^content_hash\s*=/m.test(text)],
  ["pylock", (text) => /^lock-version\s*=/m.test(text)],
  ["uv-lock", (text) => /^version\s*=\s*\d+\s*$/m.test(text) && /^requires-python\s*=/m.test(text) && isLock(text)],
  ["Pipfile", (text) => /^\[(\[source\]|packages|dev-packages)\]/m.test(text) && !hasTable(text, "project")],
  ["pixi", (text) => /^version: \d+\s*$/m.test(text) && /^environments:/m.test(text) && /^packages:/m.test(text)],
  ["pixi", (text) => /^channels\s*=/m.test(text) && /^\[(workspace|project)\]/m.test(text)],
  ["poetry", (text) => hasTable(text, "tool\\.poetry\\.dependencies") && !/^dependencies\s*=/m.test(text)],
  ["pyproject", (text) => ["project", "build-system", "dependency-groups"].some((name) => hasTable(text, name))],
  ["pyproject", (text) => /^\[tool\.[^\]]+\]/m.test(text)],
  ["setup.cfg", (text) => hasTable(text, "metadata") || hasTable(text, "options")],
  ["setup.py", (text) => /^\s*(from|import)\s+(setuptools|distutils)\b/m.test(text)],
  ["conda list", (text) => /^@EXPLICIT\s*$/m.test(text) || /^[\w.-]+=[^=\s]+=\S*_\d+\s*$/m.test(text)],
  ["conda-lock", (text) => /^package:\s*$/m.test(text) && /^metadata:\s*$/m.test(text)],
  ["MLmodel", (text) => /^flavors\s*:/m.test(text)],
  ["python_env", (text) => /^(python|build_dependencies)\s*:/m.test(text)],
  ["conda", (text) => /^\s*\{?\s*["']?(dependencies|channels)["']?\s*:/m.test(text)],
];

/** Of a file whose content is no known format: a mistake in it is then named as one in the format that its name says. */
function kindByName(file: string, text: string): SourceKind {
  if (/\.toml$/i.test(file)) return "pyproject";
  return /\.ya?ml$/i.test(file) && /^[A-Za-z_]+\s*:(\s|$)/m.test(text) ? "conda" : "requirements";
}

function hasTable(text: string, name: string): boolean {
  return new RegExp(`^\\[${name}(\\.[^\\]]+)?\\]`, "m").test(text);
}

function hasLockedPackages(text: string): boolean {
  return /^\[\[package\]\]/m.test(text) && hasTable(text, "metadata");
}

function isLock(text: string): boolean {
  return /^\[\[package\]\]/m.test(text);
}

/**
 * Tells the formats apart by their content, because names are free.
 * @throws UserError with the command that exports what cannot be read
 */
export function sourceKindOf(file: string, text: string): SourceKind | "MLmodel" {
  const format = FORMATS.find(([, matches]) => matches(text))?.[0] ?? kindByName(file, text);
  const exported = EXPORTED[format];
  if (exported === undefined) return format as SourceKind;
  throw new UserError(`The input requirements cannot be ${exported.what}.`, {
    file,
    line: 1,
    hint: `Export it: ${exported.command}`,
  });
}
