import { posix } from "node:path";
import type { Evidence } from "../../evidence/evidence.ts";
import { importable } from "../../evidence/importable/modules.ts";
import { foldersNamedBy, foldersOfScript, folderWith, pathFiles } from "../../evidence/importable/path-folders.ts";
import { about, type Check, type FindingDetails } from "../../findings/check.ts";
import { type Inventory, ownerOf } from "../../mount/inventory/inventory.ts";

/** `.pth` files: `site` runs them in site-packages, but not in a directory on PYTHONPATH. */

export const pathFileNotRun: Check = {
  id: "I6",
  name: "pth-file-not-run",
  severity: "warning",
  modes: ["preinstalled", "restore", "verify"],
  title: "a .pth file does not run in the container",
  what: "A `.pth` file adds a directory of the mount to the path (an error) or runs code (a warning, or a notice if only a variable activates it). I4, I5 and I7 cover editable installs and namespace packages.",
  inContainer:
    "Python processes `.pth` files in site-packages, but not on PYTHONPATH. Modules in the directory cannot be imported, and the code has no effect.",
  fix: "Put the line from the hint, unchanged, at the top of the scoring script before any package or module of yours is imported (then it is a notice). Or import in `init()` what the `.pth` file imports.",
  waive: "Safe when nothing uses what the file sets up.",
  *find(evidence) {
    for (const [file, text] of pathFiles(evidence.inventory)) {
      if (LEFT_ALONE.test(file) || isNamespaceFile(text)) continue;
      const owner = ownerOf(file, evidence.inventory);
      for (const finding of [...lostDirectories(file, text, evidence), ...lostCode(file, text)]) {
        yield owner ? about(owner, evidence, finding) : finding;
      }
    }
  },
};

/** Of setuptools, virtualenv and editable installs. */
const LEFT_ALONE = /^(distutils-precedence|_virtualenv|easy-install|__editable__.*|_[A-Za-z0-9_]+)\.pth$/;

/** What setuptools and others write for a namespace package, with any file name. */
function isNamespaceFile(text: string): boolean {
  return /has_mfs|types\.ModuleType\(|module_from_spec|declare_namespace/.test(text);
}

function* lostDirectories(file: string, text: string, evidence: Evidence): Generator<FindingDetails> {
  const { inventory, target, location } = evidence;
  const added = foldersOfScript(evidence);
  for (const folder of foldersNamedBy(text, inventory)) {
    const lost = modulesIn(folder, inventory).filter(
      (name) => folderWith(name, [folder], evidence) && !importable(name, inventory, target),
    );
    if (lost.length === 0) continue;
    if (added.includes(folder)) {
      const message = `${file} would add ${folder} to the path but does not run in the container; the scoring script adds it instead.`;
      yield { severity: "notice", file, message };
      continue;
    }
    const names = lost.length > 5 ? `${lost.slice(0, 5).join(", ")} and ${lost.length - 5} more` : lost.join(", ");
    yield {
      severity: "error",
      file,
      message: `${file} would add ${folder} to the path but does not run in the container, so ${names} cannot be imported there.`,
      hint: `Write at the top of the scoring script: \`${lineThatAdds(folder, location.libraryPath)}\`. Or remove the package.`,
    };
  }
}

function lineThatAdds(folder: string, libraryPath: string): string {
  const path = `os.path.join(os.path.dirname(os.path.abspath(__file__)), "${libraryPath}/${folder}")`;
  return `import os, sys; sys.path.append(${path})`;
}

function modulesIn(folder: string, { files, directories }: Inventory): string[] {
  const names = new Set<string>();
  for (const path of [...files.keys(), ...directories.keys()]) {
    if (posix.dirname(path) === folder) names.add(posix.basename(path).split(".")[0] ?? "");
  }
  return [...names].filter((name) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && name !== "__pycache__").sort();
}

function* lostCode(file: string, text: string): Generator<FindingDetails> {
  const lines = text.split(/\r?\n/).filter((line) => /^\ufeff?import[ \t]/.test(line));
  if (lines.length === 0) return;
  const optional = lines.every((line) => /environ|getenv/.test(line));
  yield {
    ...(optional && { severity: "notice" as const }),
    file,
    message: optional
      ? `${file} runs code if a variable is set, but never in the container.`
      : `${file} runs code at every start of Python, but not in the container: ${excerpt(lines[0] ?? "")}`,
    ...(!optional && { hint: `If the scoring script needs it, run in init() what ${file} runs.` }),
  };
}

function excerpt(line: string): string {
  const plain = line.replace(/^\ufeff/, "").trim();
  return plain.length > 100 ? `${plain.slice(0, 100)}…` : plain;
}

export const namespaceFile: Check = {
  id: "I7",
  name: "namespace-pth-file",
  severity: "notice",
  modes: ["preinstalled", "restore", "verify"],
  title: "a .pth file sets up a namespace package",
  what: "A `*-nspkg.pth` file creates a namespace package at the start of Python.",
  inContainer:
    "The file does not run and is not needed. A directory without `__init__.py` is a namespace package by itself (PEP 420), in the mount and merged with the image's.",
  fix: "Nothing to do.",
  waive: "Safe.",
  *find(evidence) {
    for (const [file, text] of pathFiles(evidence.inventory)) {
      if (!isNamespaceFile(text)) continue;
      const owner = ownerOf(file, evidence.inventory);
      const finding = {
        file,
        message: `${file} does not run in the container, but its namespace package works without it.`,
      };
      yield owner ? about(owner, evidence, finding) : finding;
    }
  },
};
