// What is built: real packages, fetched once into a local folder, which a package index on loopback then serves.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { pinnedPip, UV } from "../src/python/packaging/pins.ts";
import { type IndexFile, packagesFromFolder } from "../test/support/packages/package-index.ts";
import { findPython } from "../test/support/python/interpreters.ts";

export interface Work {
  readonly name: "small" | "example" | "twenty" | "large" | "torch";
  /** Lines of a requirements file, every one pinned. */
  readonly requirements: string;
  /** What proves that a result is usable. */
  readonly imports: string;
}

const FETCHED = fileURLToPath(new URL("../node_modules/.cache/bench-wheels/", import.meta.url));
const EXAMPLE = readFileSync(new URL("../examples/iris/requirements.txt", import.meta.url), "utf8");
const TWENTY = `attrs==23.2.0
certifi==2024.8.30
charset-normalizer==3.3.2
click==8.1.7
idna==3.6
Jinja2==3.1.3
MarkupSafe==2.1.5
PyYAML==6.0.1
requests==2.31.0
urllib3==2.2.1
`;

/** A web client: some thirty modules. */
export const SMALL: Work = { name: "small", requirements: "urllib3==2.2.1\n", imports: "import urllib3" };
/** scikit-learn and pandas: about 10,000 files with bytecode, 300 MB. */
export const IRIS: Work = { name: "example", requirements: EXAMPLE, imports: "import sklearn.svm, pandas" };
/** Twenty pins, of which `changed` changes one. */
export const TWENTY_PINS: Work = {
  name: "twenty",
  requirements: `${EXAMPLE}${TWENTY}`,
  imports: "import sklearn.svm, pandas, requests",
};
export const ONE_CHANGED = TWENTY_PINS.requirements.replace("idna==3.6", "idna==3.7");
/** About 50,000 files with bytecode, 1 GB. */
export const LARGE: Work = {
  name: "large",
  requirements: `${EXAMPLE}plotly==5.24.1\nazure-mgmt-network==25.4.0\nazure-mgmt-compute==33.0.0\nazure-mgmt-web==7.3.1\nsympy==1.13.3\nmatplotlib==3.7.5\nnumba==0.58.1\nstatsmodels==0.14.1\n`,
  imports: "import sklearn.svm, pandas, plotly",
};

/** PyTorch with CUDA: 37 distributions, 5 GB. */
export const TORCH: Work = {
  name: "torch",
  requirements: "torch==2.4.1\ntransformers==4.46.3\n",
  imports: "import transformers", // importing torch itself needs no GPU, but takes as long as the rest
};

/** The interpreter of both sides. */
export function python38(): string {
  const python = findPython("3.8");
  if (python === undefined) throw new Error("The bench compares on Python 3.8, and none was found.");
  return python;
}

/**
 * The files of these works and of the installers, as an index lists them; from the real index on the first call.
 * @throws Error where pip cannot fetch them
 */
export function filesOf(works: readonly Work[]): IndexFile[] {
  const changed = works.includes(TWENTY_PINS) ? [ONE_CHANGED] : [];
  const lists = [...works.map(({ requirements }) => requirements), ...changed, toolsOf()];
  const files = lists.flatMap((list) => packagesFromFolder(fetched(list)));
  const byName = new Map(files.map((file) => [file.filename, file]));
  return [...byName.values()].map((file) => ({ ...file, sha256: digestOf(file) }));
}

function toolsOf(): string {
  const pip = pinnedPip("3.8");
  return `uv==${UV.version}\npip==${pip.version}\npex==2.33.9\nsetuptools==75.3.0\nwheel==0.45.1\n`;
}

/** The folder with what a list needs. */
function fetched(list: string): string {
  const folder = join(FETCHED, createHash("sha256").update(list).digest("hex").slice(0, 12));
  if (existsSync(folder)) return folder;
  const draft = `${folder}.fetching`;
  mkdirSync(draft, { recursive: true });
  const file = join(draft, "requirements.txt");
  writeFileSync(file, list);
  process.stderr.write(`Fetching ${list.split("\n").filter(Boolean).length} lines of packages, once.\n`);
  const words = ["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:"];
  execFileSync(python38(), [...words, "--dest", draft, "--requirement", file], { stdio: ["ignore", 2, 2] });
  renameSync(draft, folder);
  return folder;
}

function digestOf({ bytes }: IndexFile): string {
  const content = typeof bytes === "string" ? readFileSync(bytes) : bytes;
  return createHash("sha256").update(content).digest("hex");
}
