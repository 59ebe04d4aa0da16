/** A tool at one version, with the SHA-256 of every wheel of it that we run. */
export interface PinnedTool {
  readonly name: "uv" | "pip";
  readonly version: string;
  readonly hashes: readonly string[];
}

export const UV: PinnedTool = {
  name: "uv",
  version: "0.12.24",
  hashes: [
    "e47005957dca320272ad68960b591b854b6bf0c3288368efb096d9ccd06b8404", // Linux x86_64
    "0fc14fabb78c55d140a01125d5cd038afb4fed317eb0c3868f3fba87b8cefe16", // Linux aarch64
    "48cc70ecf59eece47e28d37c5c5eb9bb093e16881b1cc03e4a202286765a2022", // macOS x86_64
    "7b3403f72dfda049295daf5c4c2da716138feecb0e9d5f22ad4b9734518c77dd", // macOS arm64
    "83f5dbd2389eb6f998e195faf7efb83199a3df825d4ec954b4d6e45f286ee52d", // Windows x86_64
  ],
};

/** The last pip for each Python that has a last one, and one for all that are younger. */
const PIPS: Readonly<Record<string, PinnedTool>> = {
  "3.7": { name: "pip", version: "24.0", hashes: ["ba0d021a166865d2265246961bec0152ff124de910c5cc39f1156ce3fa7c69dc"] },
  "3.8": {
    name: "pip",
    version: "25.0.1",
    hashes: ["c46efd13b6aa8279f33f2864459c8ce587ea6a1a59ee20de055868d8f7688f7f"],
  },
  "3.9": {
    name: "pip",
    version: "26.0.1",
    hashes: ["bdb1b08f4274833d62c1aa29e20907365a2ceb950410df15fc9521bad440122b"],
  },
};
const NEWER_PIP: PinnedTool = {
  name: "pip",
  version: "26.2.1",
  hashes: ["71138adf1f4ca900cdb7d289c21b7494329f2332b6d85f0e1c42108c0384ed3e"],
};

export function pinnedPip(minor: string): PinnedTool {
  return PIPS[minor] ?? NEWER_PIP;
}
