import { existsSync, readFileSync } from "node:fs";
import type { BuildEnvironment } from "./install.ts";

/** What the installer knows about where distributions come from; names as it writes them. */
export interface Origins {
  /** Built from a source distribution, a repository or a directory, as far as pip's report tells. */
  readonly fromSource: readonly string[];
  readonly yanked: readonly string[];
}

interface Installed {
  readonly metadata: { readonly name: string };
  readonly is_yanked?: boolean;
  readonly download_info: { readonly url: string };
}

/** Reads pip's installation report, or uv's warnings; uv marks what it built in the distribution itself. */
export function originsOf({ uv, pipReport, output }: Pick<BuildEnvironment, "uv" | "pipReport" | "output">): Origins {
  if (uv !== undefined) {
    const yanked = [...output.matchAll(/`([A-Za-z0-9._-]+)==[^`]*` is yanked/g)].map((match) => match[1] ?? "");
    return { fromSource: [], yanked };
  }
  if (!existsSync(pipReport)) return { fromSource: [], yanked: [] };
  const { install } = JSON.parse(readFileSync(pipReport, "utf8")) as { install: readonly Installed[] };
  return {
    fromSource: install.filter((one) => !isWheel(one.download_info.url)).map(({ metadata }) => metadata.name),
    yanked: install.filter((one) => one.is_yanked).map(({ metadata }) => metadata.name),
  };
}

function isWheel(url: string): boolean {
  return /\.whl($|[?#])/.test(url);
}
