import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Host } from "../../host/host.ts";
import type { RequirementSource, SourceLine } from "../../inputs/sources/source.ts";

/** A source as a requirements file that pip and uv read. */
export interface SourceFile {
  readonly source: RequirementSource;
  /** Absolute. */
  readonly path: string;
  /** The lines of `path` if it was written here; `undefined` if it is the source itself. */
  readonly lines: readonly SourceLine[] | undefined;
}

/** Reads the lines of a source that only another program reads. */
export type LineReader = (source: RequirementSource) => Promise<readonly SourceLine[]>;

/** Writes a requirements file for every source in another format, one line for each of its lines. */
export async function sourceFiles(
  sources: readonly RequirementSource[],
  linesOf: LineReader,
  host: Host,
): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  for (const [index, source] of sources.entries()) {
    const lines = source.kind === "uv-lock" ? await linesOf(source) : source.lines;
    files.push(lines === undefined ? { source, path: source.file, lines } : written(source, lines, index, host));
  }
  return files;
}

function written(source: RequirementSource, lines: readonly SourceLine[], index: number, host: Host): SourceFile {
  const directory = join(host.temporary, "requirements");
  mkdirSync(directory, { recursive: true });
  const path = join(directory, `${index + 1}-${source.kind}.txt`);
  const texts = lines.map(({ text }) => `${relocated(text.replace(/[\r\n]+/g, " "), dirname(source.file))}\n`);
  writeFileSync(path, texts.join(""));
  return { source, path, lines };
}

const OPTION = /^(-r|-c|-f|-e|--requirement|--constraint|--find-links|--editable)(\s*=\s*|\s+|(?<=^-[rcfe]))(\S.*)$/;

/** The same line for a file in another directory: relative paths become absolute. */
function relocated(text: string, directory: string): string {
  const [, option, between = " ", value = ""] = OPTION.exec(text) ?? [];
  if (option !== undefined) return isLocal(value) ? `${option}${between || " "}${resolve(directory, value)}` : text;
  const [, path = ""] = /^([^\s;[#]+)/.exec(text) ?? [];
  const isPath =
    /^\.{1,2}(\/|$)/.test(path) || (/\.(whl|zip|tar\.gz)$/.test(path) && existsSync(resolve(directory, path)));
  return isPath && isLocal(path) ? `${resolve(directory, path)}${text.slice(path.length)}` : text;
}

function isLocal(value: string): boolean {
  return !/^[a-z][a-z0-9+.-]*:/i.test(value) && !value.startsWith("/") && !value.startsWith("${");
}
