import { posix } from "node:path";
import { type Inventory, ownerOf } from "../mount/inventory.ts";
import { type Answer, about, type Check, type Evidence } from "./check.ts";
import { importable } from "./importable.ts";
import { foldersNamedBy, foldersOfScript, folderWith, pathFiles } from "./path-folders.ts";

/** `.pth` files: `site` runs them in site-packages, and nobody runs them in a directory on PYTHONPATH. */

export const pathFileNotRun: Check = {
  id: "I6",
  severity: "warning",
  title: "a .pth file will not run",
  explanation:
    "Python reads .pth files in site-packages at start; the mount is on PYTHONPATH, where it does not. A line that is a path and adds a directory of the mount (pywin32 is the well-known one) leaves the modules in there unimportable: an error that names them. A line that is code and changes how something imports or connects does not take effect: a warning. Code that does something only when a variable asks for it (coverage, pytest-cov) is a notice. Left alone: the .pth of namespace packages (I7), of editable installs (I4, I5), of virtualenv and of setuptools, and paths that lead nowhere. Do without the .pth: put the directory on the path with the line of the hint, in its words, at the top of the scoring script, before any package or module of yours is imported (then it is a notice), or import in `init()` what the line imports. Safe to turn off when nothing uses what the line sets up.",
  *find(evidence) {
    for (const [file, text] of pathFiles(evidence.inventory)) {
      if (LEFT_ALONE.test(file) || isNamespaceFile(text)) continue;
      const owner = ownerOf(file, evidence.inventory);
      for (const answer of [...lostDirectories(file, text, evidence), ...lostCode(file, text)]) {
        yield owner ? about(owner, evidence, answer) : answer;
      }
    }
  },
};

/** Of setuptools, virtualenv and editable installs. */
const LEFT_ALONE = /^(distutils-precedence|_virtualenv|easy-install|__editable__.*|_[A-Za-z0-9_]+)\.pth$/;

/** What setuptools and others write for a namespace package, whatever the file is called. */
function isNamespaceFile(text: string): boolean {
  return /has_mfs|types\.ModuleType\(|module_from_spec|declare_namespace/.test(text);
}

function* lostDirectories(file: string, text: string, evidence: Evidence): Generator<Answer> {
  const { inventory, target, location } = evidence;
  const added = foldersOfScript(evidence);
  for (const folder of foldersNamedBy(text, inventory)) {
    const lost = modulesIn(folder, inventory).filter(
      (name) => folderWith(name, [folder], evidence) && !importable(name, inventory, target),
    );
    if (lost.length === 0) continue;
    if (added.includes(folder)) {
      const message = `${file} would put ${folder} on the path, and does not run in the container; the scoring script does it.`;
      yield { severity: "notice", file, message };
      continue;
    }
    const names = lost.length > 5 ? `${lost.slice(0, 5).join(", ")} and ${lost.length - 5} more` : lost.join(", ");
    yield {
      severity: "error",
      file,
      message: `${file} would put ${folder} on the path; it does not run in the container, and ${names} cannot be imported there.`,
      hint: `Write at the top of the scoring script: \`${lineThatAdds(folder, location.libraryPath)}\`. Or do without the package.`,
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

function* lostCode(file: string, text: string): Generator<Answer> {
  const lines = text.split(/\r?\n/).filter((line) => /^\ufeff?import[ \t]/.test(line));
  if (lines.length === 0) return;
  const optional = lines.every((line) => /environ|getenv/.test(line));
  yield {
    ...(optional && { severity: "notice" as const }),
    file,
    message: optional
      ? `${file} runs code when a variable asks for it; in the container it never does.`
      : `${file} runs code at every start of Python, but not in the container: ${excerpt(lines[0] ?? "")}`,
    ...(!optional && { hint: "Run in init() what that line runs, if the scoring script needs it." }),
  };
}

function excerpt(line: string): string {
  const plain = line.replace(/^\ufeff/, "").trim();
  return plain.length > 100 ? `${plain.slice(0, 100)}…` : plain;
}

export const namespaceFile: Check = {
  id: "I7",
  severity: "notice",
  title: "a namespace package is set up by a .pth file",
  explanation:
    "A *-nspkg.pth file makes a namespace package at start. It does not run in the container and need not: a directory without __init__.py is a namespace package by itself (PEP 420), in the mount and merged with the image's. Nothing has to be done, and it is safe to turn off. Safe to turn off.",
  *find(evidence) {
    for (const [file, text] of pathFiles(evidence.inventory)) {
      if (!isNamespaceFile(text)) continue;
      const owner = ownerOf(file, evidence.inventory);
      const answer = {
        file,
        message: `${file} does not run in the container, and its namespace package works without.`,
      };
      yield owner ? about(owner, evidence, answer) : answer;
    }
  },
};
