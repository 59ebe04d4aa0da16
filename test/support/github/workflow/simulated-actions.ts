// Simulates the third-party actions that our workflows use: what they do to the machine, and what they need of the job.
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { writeFiles } from "../../machine/workspace.ts";
import { findPython } from "../../python/interpreters.ts";
import { repositoryRoot } from "../runner/action-runner.ts";
import type { Permissions } from "./file.ts";
import type { Machine, Situation } from "./machine.ts";

export interface SimulatedCall {
  given: Record<string, string>;
  permissions: Permissions;
  machine: Machine;
  situation: Situation;
}

interface SimulatedAction {
  inputs: string[];
  permissions: Record<string, string>;
  /** Returns its outputs. */
  play(call: SimulatedCall): Record<string, string>;
}

const actions: Record<string, SimulatedAction> = {
  "actions/checkout": {
    inputs: ["path", "ref", "repository", "persist-credentials", "fetch-depth"],
    permissions: { contents: "read" },
    play: checkOut,
  },
  "actions/upload-artifact": { inputs: ["name", "path"], permissions: {}, play: uploadArtifact },
  "actions/download-artifact": { inputs: ["pattern", "path"], permissions: {}, play: downloadArtifacts },
  "actions/setup-python": { inputs: ["python-version"], permissions: {}, play: setUpPython },
  "azure/login": {
    inputs: ["client-id", "tenant-id", "subscription-id"],
    permissions: { "id-token": "write" },
    play: logIn,
  },
};

/**
 * @throws Error for an action, an input or a missing permission that the real one would refuse or this does not
 * simulate
 */
export function playAction(uses: string, call: SimulatedCall): Record<string, string> {
  const [name = ""] = uses.split("@");
  const action = actions[name];
  if (action === undefined) throw new Error(`this runner does not play ${uses}`);
  const unknown = Object.keys(call.given).filter((input) => !action.inputs.includes(input));
  if (unknown.length > 0) throw new Error(`this runner does not play ${name} with ${unknown.join(", ")}`);
  for (const [scope, level] of Object.entries(action.permissions)) requirePermission(scope, level, call.permissions);
  return action.play(call);
}

/** Levels include the lower ones. */
export function requirePermission(scope: string, level: string, permissions: Permissions): void {
  const given = typeof permissions === "string" ? permissions.replace(/-all$/, "") : (permissions[scope] ?? "none");
  if (given !== level && given !== "write") throw new Error(`the job lacks the permission ${scope}: ${level}`);
}

/** Like the real one, it first empties the directory: files of earlier steps are removed. */
function checkOut({ given, machine, situation }: SimulatedCall): Record<string, string> {
  const target = join(machine.workspace, given.path ?? "");
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  if (given.repository) return checkOutTool(target);
  const source = given.ref ? situation.trees[given.ref] : situation.source;
  if (source === undefined) throw new Error(`actions/checkout: there is no ref ${given.ref}`);
  const left = [".git", "node_modules", "__pycache__"];
  cpSync(source, target, { recursive: true, filter: (path) => !left.includes(basename(path)) });
  writeFiles(target, { ".git/HEAD": `ref: ${situation.event.ref}\n` });
  return { ref: situation.event.ref };
}

/** The only other repository that our workflows check out is ours. */
function checkOutTool(target: string): Record<string, string> {
  for (const name of ["dist", "action.yml"])
    cpSync(join(repositoryRoot, name), join(target, name), { recursive: true });
  return {};
}

function uploadArtifact({ given, machine, situation }: SimulatedCall): Record<string, string> {
  const { name = "", path = "" } = given;
  const target = join(situation.uploads, name);
  if (existsSync(target)) throw new Error(`an artifact with the name ${name} already exists`);
  cpSync(resolve(machine.workspace, path), target, { recursive: true });
  return {};
}

/** Each in a directory of its name. */
function downloadArtifacts({ given, machine, situation }: SimulatedCall): Record<string, string> {
  const { pattern = "", path = "" } = given;
  const [start = "", rest] = pattern.split("*");
  if (rest !== "") throw new Error(`download-artifact: the pattern ${pattern} is not simulated`);
  const found = existsSync(situation.uploads) ? readdirSync(situation.uploads) : [];
  for (const name of found.filter((one) => one.startsWith(start)))
    cpSync(join(situation.uploads, name), join(machine.workspace, path, name), { recursive: true });
  return {};
}

function setUpPython({ given, machine }: SimulatedCall): Record<string, string> {
  const versions = (given["python-version"] ?? "").split("\n").filter(Boolean);
  const found = versions.map((version) => {
    const python = findPython(version.trim());
    if (python === undefined) throw new Error(`The version '${version}' with architecture 'x64' was not found.`);
    return python;
  });
  // The last one is what `python` means; the others stay reachable by their full names.
  for (const python of found) machine.path.unshift(dirname(python));
  const python = found.at(-1);
  if (python === undefined) throw new Error("setup-python: no python-version");
  const location = dirname(dirname(python));
  for (const name of ["pythonLocation", "Python_ROOT_DIR", "Python3_ROOT_DIR"]) machine.exported[name] = location;
  machine.exported.LD_LIBRARY_PATH = join(location, "lib");
  return { "python-version": versions.at(-1) ?? "", "python-path": python };
}

function logIn({ given }: SimulatedCall): Record<string, string> {
  for (const name of ["client-id", "tenant-id", "subscription-id"])
    if (!given[name]) throw new Error(`azure/login: ${name} is empty`);
  return {};
}
