import data from "./pins.json" with { type: "json" };

/** A tool at one version, with the SHA-256 of every wheel of it that we run. */
export interface PinnedTool {
  readonly name: "uv" | "pip";
  readonly version: string;
  readonly hashes: readonly string[];
}

export const UV: PinnedTool = {
  name: "uv",
  version: data.uv.version,
  hashes: data.uv.wheels.map(({ sha256 }) => sha256),
};

/** SHA-256 of the wheel of the pinned uv by platform, such as `Linux x86_64`. */
export const UV_WHEELS: ReadonlyMap<string, string> = new Map(
  data.uv.wheels.map(({ platform, sha256 }) => [platform, sha256]),
);

/** By Python minor version: the last pip for each Python that has a last one. */
const PIPS: Readonly<Record<string, { readonly version: string; readonly sha256: string }>> = data.pip;

/** The pip for a Python minor version. */
export function pinnedPip(minor: string): PinnedTool {
  const { version, sha256 } = PIPS[minor] ?? data.pip.newer;
  return { name: "pip", version, hashes: [sha256] };
}
