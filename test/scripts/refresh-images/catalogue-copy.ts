// A copy of the image catalogue, facts of an image, and the script refresh-images with both.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Catalogue } from "../../../scripts/refresh-images/catalogue.ts";
import { repositoryRoot } from "../../support/github/runner/action-runner.ts";
import { type Cleanup, createWorkspace, writeFiles } from "../../support/machine/workspace.ts";

export const source = join(repositoryRoot, "src", "images", "catalogue");
export const PY312 = "mcr.microsoft.com/azureml/minimal-py312-inference:latest";
export const digest = (letter: string) => `sha256:${letter.repeat(64)}`;

/** What is known of an image that is like the catalogue's, with what a test changes. */
export function facts(changed: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    schema: 1,
    name: PY312,
    digest: digest("a"),
    id: digest("b"),
    inspected: "2026-11-28T10:00:00Z",
    architecture: "x86_64",
    os: "Ubuntu 22.04.5 LTS",
    user: "dockeruser",
    python: { path: "/opt/miniconda/envs/amlenv/bin/python", version: "3.12.7" },
    glibc: [2, 35],
    packages: [{ name: "azureml-inference-server-http", version: "1.5.1", requires: ["flask<3.1.0"] }],
    server: "1.5.1",
    readsVariables: { libraryPath: "yes", requirements: "yes" },
    ...changed,
  };
}

interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly catalogue: Catalogue;
}

/** A copy of the catalogue, and the script on it. */
export function prepare(t: Cleanup): {
  directory: string;
  run(...files: (object | string)[]): Run;
  check(file: object): Run;
} {
  const directory = createWorkspace(t);
  cpSync(source, directory, { recursive: true });
  const path = join(directory, "image-catalogue.json");
  const start = (flags: string[], files: readonly (object | string)[]): Run => {
    const texts = files.map((file) => (typeof file === "string" ? file : JSON.stringify(file)));
    writeFiles(directory, Object.fromEntries(texts.map((text, index) => [`facts-${index}.txt`, text])));
    const words = [...flags, "--catalogue", path, ...files.map((_, index) => `facts-${index}.txt`)];
    const script = join(repositoryRoot, "scripts", "refresh-images.ts");
    const ended = spawnSync(process.execPath, [script, ...words], { cwd: directory, encoding: "utf8" });
    return { ...ended, catalogue: JSON.parse(readFileSync(path, "utf8")) };
  };
  return { directory, run: (...files) => start([], files), check: (file) => start(["--check"], [file]) };
}

export const rowOf = ({ images }: Catalogue, name = "minimal-py312-inference") =>
  images.find((image) => image.name === name) ?? assert.fail(name);
