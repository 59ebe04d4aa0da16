import { copyFileSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Names of the files in the output directory, besides the archive. */
export const OUTPUT_FILES = {
  manifest: "manifest.json",
  lock: "requirements.lock.txt",
  billOfMaterials: "sbom.cdx.json",
  provenance: "provenance.json",
  report: "report.json",
  page: "report.html",
  findings: "findings.sarif",
  codeQuality: "gl-code-quality-report.json",
  dockerfile: "Dockerfile",
  plan: "plan.json",
} as const;

/** Text, or a file (absolute) to copy. */
export type Content = string | { readonly copyOf: string };

/** The files delivered with a mount; a dynamic install has only the lock file. */
export type OutputFiles = { readonly lock: Content } & {
  readonly [Kind in "manifest" | "billOfMaterials" | "provenance"]?: Content | undefined;
};

const KINDS = ["lock", "manifest", "billOfMaterials", "provenance"] as const;

/** Their paths in the output directory, absolute; `""` for one without content. */
export type WrittenFiles = Readonly<Record<keyof OutputFiles, string>>;

/** Writes the files delivered with a mount to a directory (absolute) that exists. */
export function writeOutputFiles(directory: string, files: OutputFiles): void {
  for (const kind of KINDS) {
    const [file, content] = [join(directory, OUTPUT_FILES[kind]), files[kind]];
    if (typeof content === "string") writeFileSync(file, content);
    else if (content !== undefined) copyFileSync(content.copyOf, file);
  }
}

/** @param directory absolute: where the files are in the end */
export function pathsOf(files: OutputFiles, directory: string): WrittenFiles {
  const paths = KINDS.map((kind) => [kind, files[kind] === undefined ? "" : join(directory, OUTPUT_FILES[kind])]);
  return Object.fromEntries(paths);
}

/** The file of an earlier job if `directory` contains it, otherwise the text to write in its place. */
export function copyOr(directory: string, kind: keyof OutputFiles, text: () => string): Content {
  const file = join(directory, OUTPUT_FILES[kind]);
  return existsSync(file) ? { copyOf: file } : text();
}
