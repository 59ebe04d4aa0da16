import { copyFileSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Progress } from "../progress/progress.ts";

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

/** The written files, absolute; `""` for one without content. */
export type WrittenFiles = Readonly<Record<keyof OutputFiles, string>>;

/** Writes the files delivered with a mount to the output directory (absolute), which is created if necessary. */
export function writeOutputFiles(directory: string, files: OutputFiles, progress: Progress): WrittenFiles {
  mkdirSync(directory, { recursive: true });
  const write = (kind: keyof OutputFiles) => writeContent(join(directory, OUTPUT_FILES[kind]), files[kind]);
  const lock = write("lock");
  progress.note({ "lock-file": lock });
  return {
    lock,
    manifest: write("manifest"),
    billOfMaterials: write("billOfMaterials"),
    provenance: write("provenance"),
  };
}

function writeContent(file: string, content: Content | undefined): string {
  if (content === undefined) return "";
  if (typeof content === "string") writeFileSync(file, content);
  else if (content.copyOf !== file) copyFileSync(content.copyOf, file);
  return file;
}

/** The file of an earlier job if `directory` contains it, otherwise the text to write in its place. */
export function copyOr(directory: string, kind: keyof OutputFiles, text: () => string): Content {
  const file = join(directory, OUTPUT_FILES[kind]);
  return existsSync(file) ? { copyOf: file } : text();
}
