// The packages of test/field: empty modules under the names and versions that PyPI has.
import { readFileSync } from "node:fs";
import { makeWheel, type Wheel } from "../packages/wheels.ts";
import type { Files } from "../packages/zip.ts";
import table from "./stubs.json" with { type: "json" };

interface Stub {
  readonly versions: readonly string[];
  readonly modules: readonly string[];
  readonly requires?: string[];
  readonly extras?: Record<string, string[]>;
  readonly isPrivate?: boolean;
}

/** Those of PyPI. */
export function publicStubs(): Wheel[] {
  return [...wheelsOf((one) => one.isPrivate !== true), ...buildBackends()];
}

/** Those that only the organisation's own index has. */
export function privateStubs(): Wheel[] {
  return wheelsOf((one) => one.isPrivate === true);
}

function wheelsOf(isWanted: (stub: Stub) => boolean): Wheel[] {
  const wanted = Object.entries(table.stubs as Record<string, Stub>).filter(([, stub]) => isWanted(stub));
  return wanted.flatMap(([name, { versions, modules, requires = [], extras = {} }]) =>
    versions.map((version) => makeWheel({ name, version, requires, extras, files: filesOf(modules, name, version) })),
  );
}

/** `PIL.Image` is a module of the package `PIL`. A distribution without modules has a file of its name. */
/** What a scoring script imports from a module is there. */
const EVERY_NAME = `

def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    return type(name, (), {})
`;

function filesOf(modules: readonly string[], name: string, version: string): Files {
  const files: Files = {};
  for (const module of modules) {
    const parts = module.split(".");
    for (let length = 1; length < parts.length; length += 1)
      files[`${parts.slice(0, length).join("/")}/__init__.py`] = ""; // the same in every distribution of a namespace
    files[`${parts.join("/")}${parts.length === 1 ? "/__init__" : ""}.py`] =
      `__version__ = "${version}"\n${EVERY_NAME}`;
  }
  return modules.length > 0 ? files : { [`${name.replaceAll("-", "_")}/__init__.py`]: "" };
}

function buildBackends(): Wheel[] {
  const code = readFileSync(new URL("./build_meta.py", import.meta.url), "utf8");
  const files = { "setuptools/__init__.py": "", "setuptools/build_meta.py": code };
  return ["66.0.0", "68.0.0"].map((version) => makeWheel({ name: "setuptools", version, files }));
}
