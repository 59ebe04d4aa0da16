// Every format that somebody else writes and this tool reads, with what its hostile inputs are made of and the code that
// reads them.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync, gzipSync, zstdCompressSync } from "node:zlib";
import fc from "fast-check";
import { CHECKS, requireCheck } from "../../../src/checks/registry.ts";
import { knownMount } from "../../../src/commands/existing-mount.ts";
import { readCached } from "../../../src/evidence/cached/read-cached.ts";
import type { Evidence } from "../../../src/evidence/evidence.ts";
import { readDeployment } from "../../../src/inputs/deployment-file/deployment.ts";
import { readImageFacts } from "../../../src/inputs/image-facts.ts";
import { readImagePackages } from "../../../src/inputs/image-packages.ts";
import { readOptions } from "../../../src/inputs/read-options.ts";
import { readSampleRequest } from "../../../src/inputs/sample-request/sample-request.ts";
import { readSource } from "../../../src/inputs/sources/read-source.ts";
import { OPTIONS, type RawOptions } from "../../../src/inputs/table.ts";
import { type BuildRecord, readBuildRecord } from "../../../src/mount/archive/pack.ts";
import { unpackBeside } from "../../../src/mount/archive/unpack.ts";
import { readZip } from "../../../src/mount/archive/zip.ts";
import { readElf } from "../../../src/mount/elf/read.ts";
import { readDistributions } from "../../../src/mount/inventory/distribution.ts";
import { entryPoints } from "../../../src/mount/inventory/entry-points.ts";
import { formatRecord, parseRecord, pathInMount } from "../../../src/mount/inventory/record.ts";
import { compareWithManifest } from "../../../src/mount/manifest/compare.ts";
import { mountDigest } from "../../../src/mount/manifest/digest.ts";
import { formatManifest, type Manifest, readManifest } from "../../../src/mount/manifest/manifest.ts";
import { readProvenance } from "../../../src/mount/provenance.ts";
import { executableInWheel } from "../../../src/python/platform/executable-files.ts";
import { compare, comparisonSection } from "../../../src/report/comparison.ts";
import { messageOf, UserError } from "../../../src/util/errors.ts";
import { makeElf } from "../packages/elf/elf.ts";
import { makeWheel } from "../packages/wheels.ts";
import { evidenceOf, silentHost } from "../scenario/evidence.ts";
import * as files from "./files.ts";
import { damaged, ODD_TEXTS, otherJson } from "./inputs.ts";

export interface Format {
  readonly name: string;
  /** Inputs of each run of the suite. */
  readonly runs: number;
  readonly inputs: fc.Arbitrary<Buffer>;
  /** Reads one input; `directory` is empty, and the only place that may change. */
  read(input: Buffer, directory: string): unknown;
}

/** A reader of a file of this name. */
function ofFile(name: string, read: (file: string) => unknown): Format["read"] {
  return (input, directory) => {
    const file = join(directory, name);
    writeFileSync(file, input);
    return read(file);
  };
}

const json = (value: unknown) => otherJson(value).map((other) => Buffer.from(JSON.stringify(other) ?? ""));

/** With a digest and a seal that fit, as whoever can write an artifact can compute them. */
const sealed = otherJson(files.MANIFEST).map((other) => {
  const manifest = other as Manifest;
  try {
    return Buffer.from(formatManifest({ ...manifest, mountDigest: mountDigest(manifest.files) }));
  } catch {
    return Buffer.from(JSON.stringify(other) ?? "");
  }
});

function readWholeManifest(file: string): void {
  const manifest = readManifest(file);
  if (manifest === undefined) return;
  const mount = knownMount(subject.location, subject.inventory, manifest);
  for (const _ of compareWithManifest(manifest, mount.inventory));
  comparisonSection(compare(manifest, mount));
  runChecks({ ...mount, changedRequirements: manifest.requirementsFiles.map(({ path }) => path) });
}

const undo: (() => void)[] = [];
/** A small mount with everything that checks read. */
const subject = evidenceOf(
  { after: (work) => undo.push(work) },
  { wheels: [{ name: "demo", version: "1.0", files: { "demo/__init__.py": "x = 1\n", "demo/tests/x.py": "" } }] },
);
for (const work of undo) work(); // what is read of it is in memory

/** Every check, whatever its mode, as all read the same evidence. */
function runChecks(hostile: Partial<Evidence>): void {
  const evidence = { ...subject, ...hostile };
  for (const check of CHECKS) {
    for (const { message, hint } of check.find(evidence))
      if (`${message}${hint}`.length > 2 ** 20) throw new Error(`${check.id} is endless`);
  }
}

function usableRecord(directory: string): BuildRecord {
  try {
    return readBuildRecord(directory);
  } catch (error) {
    throw new UserError(messageOf(error)); // the entry is damaged, and is not used
  }
}

const METADATA_FILES = ["METADATA", "WHEEL", "RECORD", "entry_points.txt", "top_level.txt"];

/** One file of metadata is hostile, and the others are what a wheel has. */
function readMetadata(input: Buffer): void {
  const text = input.toString();
  for (const name of METADATA_FILES) {
    const path = `demo-1.0.dist-info/${name}`;
    const file = { path, size: input.length } as never;
    readDistributions({ files: new Map([[path, file]]), texts: new Map([[path, text]]) });
  }
  for (const _ of entryPoints(text));
}

function readRecord(input: Buffer): void {
  const rows = parseRecord(input.toString()) ?? [];
  for (const row of rows) {
    const path = pathInMount(row.path, new Set(["demo/__init__.py"]));
    if (path !== undefined && /(^|\/)\.\.(\/|$)/.test(path)) throw new Error(`outside the mount: ${path}`);
  }
  formatRecord(rows);
}

/** A deflated archive whose entries, as a zip has them, are damaged as well. */
const zips = damaged(
  [makeWheel({ name: "demo", version: "1.0", files: { "demo/__init__.py": "x = 1\n" } }).bytes, files.ZIP].map((one) =>
    Buffer.from(one),
  ),
  ["PK\x01\x02", "PK\x03\x04", "PK\x05\x06", "PK\x06\x06", "PK\x06\x07", "../evil", "mount.tar.gz"],
);

/** Neither an argument nor a variable of a process can contain a NUL. */
const optionValue = fc
  .oneof(
    fc.constantFrom(...ODD_TEXTS, ...files.OPTION_VALUES),
    fc.string({ unit: "binary", maxLength: 40 }),
    damaged(files.OPTION_VALUES).map((one) => one.toString()),
  )
  .map((text) => text.replaceAll("\0", ""));
const options = fc.dictionary(fc.constantFrom(...OPTIONS.map(({ name }) => name)), optionValue, {
  minKeys: 1,
  maxKeys: 5,
});

export const FORMATS: readonly Format[] = [
  {
    name: "RECORD",
    runs: 3000,
    inputs: damaged([files.RECORD], [",", '"', '""', "sha256=", "../", "\n"]),
    read: readRecord,
  },
  {
    name: "METADATA and WHEEL",
    runs: 3000,
    inputs: damaged([files.METADATA, files.WHEEL, files.ENTRY_POINTS], [":", "\n", "\n ", "Name:", "[", "]", "="]),
    read: readMetadata,
  },
  {
    name: "conda file",
    runs: 2000,
    inputs: damaged(files.CONDA, files.YAML_TOKENS),
    read: ofFile("conda.yaml", (file) => readSource(file)),
  },
  {
    name: "deployment file",
    runs: 2000,
    inputs: damaged(files.DEPLOYMENTS, files.YAML_TOKENS),
    read: ofFile("deployment.yml", (file) => readDeployment(file, true)),
  },
  {
    name: "pyproject and locks",
    runs: 2000,
    inputs: damaged(files.TOML, ["[", "]", "[[", "=", '"', "'''", '"""', "{", "}", "\n", ",", "[project]\n", "1e999"]),
    read: ofFile("pylock.toml", (file) => readSource(file)),
  },
  {
    name: "ELF",
    runs: 4000,
    inputs: damaged(files.ELF_PLANS.map((plan) => Buffer.from(makeElf(plan)))),
    read: readElf,
  },
  {
    name: "zip",
    runs: 1000,
    inputs: zips,
    read: (input, directory) =>
      ofFile("input.zip", async (file) => {
        await readZip(file, join(directory, "artifact"));
      })(input, directory),
  },
  {
    name: "wheel",
    runs: 500,
    inputs: zips,
    read: ofFile("input.whl", (file) => executableInWheel(file)),
  },
  {
    name: "tar",
    runs: 200,
    inputs: damaged([files.tarOf(files.MOUNT)], ["ustar\0", "x", "../", "9".repeat(12)]).map((one) => gzipSync(one)),
    read: ofFile("mount.tar.gz", (file) =>
      unpackBeside(join(file, "..", "myenv"), file, { root: "myenv", loose: false }),
    ),
  },
  {
    name: "compressed archive",
    runs: 80,
    inputs: damaged([zstdCompressSync(files.tarOf(files.MOUNT)), deflateRawSync(files.tarOf(files.MOUNT))]),
    read: ofFile("mount.tar.zst", (file) =>
      unpackBeside(join(file, "..", "myenv"), file, { root: "myenv", loose: false }),
    ),
  },
  { name: "manifest", runs: 1500, inputs: sealed, read: ofFile("manifest.json", readWholeManifest) },
  {
    name: "evidence",
    runs: 1500,
    inputs: json(files.EVIDENCE),
    read(input) {
      const evidence = readCached(JSON.parse(input.toString()), () => {});
      runChecks(evidence as Evidence);
    },
  },
  {
    name: "record of a build",
    runs: 700,
    inputs: json(files.BUILD_RECORD),
    read: (input, directory) =>
      ofFile("build-record.json", () => {
        const { removedByStaging, build } = usableRecord(directory);
        runChecks({ removedByStaging, build });
      })(input, directory),
  },
  {
    name: "provenance",
    runs: 500,
    inputs: json(files.PROVENANCE),
    read: ofFile("provenance.json", (file) => {
      const known = { mountDigest: files.PROVENANCE.mountDigest, server: "https://github.com" };
      const { repository = "", commit = "", run = "" } = readProvenance(file, known, () => {}) ?? {};
      // They become Markdown.
      if (/[^\w.:/-]/.test(repository + commit + run)) throw new Error(`not plain: ${repository} ${commit} ${run}`);
    }),
  },
  { name: "facts of an image", runs: 700, inputs: json(files.IMAGE_FACTS), read: ofFile("facts.json", readImageFacts) },
  {
    name: "packages of an image",
    runs: 700,
    inputs: fc.oneof(
      json(files.INSPECTED),
      damaged([files.FREEZE, JSON.stringify(files.INSPECTED)], ["==", "-e ", "@"]),
    ),
    read: ofFile("packages.json", readImagePackages),
  },
  {
    name: "sample request",
    runs: 700,
    inputs: damaged(files.REQUESTS, files.YAML_TOKENS),
    read: ofFile("request.yml", readSampleRequest),
  },
  {
    name: "option values",
    runs: 1500,
    inputs: options.map((values) => Buffer.from(JSON.stringify(values))),
    read(input, directory) {
      writeFileSync(join(directory, "score.py"), "");
      writeFileSync(join(directory, "requirements.txt"), "");
      readOptions(JSON.parse(input.toString()) as RawOptions, silentHost(directory), requireCheck);
    },
  },
];
