/** This machine in the words of uv's list of downloads. */
export interface Machine {
  readonly os: string;
  readonly arch: string;
  /** The C library: `gnu` or `musl` on Linux, `none` elsewhere. */
  readonly libc: string;
  /** For people, and in the table of pinned tools: `Linux x86_64`. */
  readonly name: string;
}

const SYSTEMS: Readonly<Record<string, readonly [os: string, name: string]>> = {
  darwin: ["darwin", "macOS"],
  linux: ["linux", "Linux"],
  win32: ["windows", "Windows"],
};
const ARCHITECTURES: Readonly<Record<string, string>> = { x64: "x86_64", arm64: "aarch64" };

/** @param node the platform, the architecture and the report of Node */
export function machineOf(node: Pick<NodeJS.Process, "platform" | "arch" | "report"> = process): Machine {
  const [os, system] = SYSTEMS[node.platform] ?? [node.platform, node.platform];
  const arch = ARCHITECTURES[node.arch] ?? node.arch;
  const name = `${system} ${os === "darwin" && arch === "aarch64" ? "arm64" : arch}`;
  if (os !== "linux") return { os, arch, libc: "none", name };
  return hasGlibc(node) ? { os, arch, libc: "gnu", name } : { os, arch, libc: "musl", name: `${name} with musl` };
}

function hasGlibc({ report }: Pick<NodeJS.Process, "report">): boolean {
  const { header } = report.getReport() as unknown as { readonly header: { readonly glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime !== undefined;
}
