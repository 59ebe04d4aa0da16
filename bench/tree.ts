// Trees of packages made on the spot: as many files as asked for, each distribution with a RECORD that is right.
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const FILES_PER_DISTRIBUTION = 500;

/** Fills `root` (fresh) with `count` files of about `size` bytes each; every tenth is bytecode of its neighbour. */
export function makeTree(root: string, count: number, size: number): void {
  const distributions = Math.ceil(count / FILES_PER_DISTRIBUTION);
  for (let index = 0; index < distributions; index++) {
    makeDistribution(
      root,
      `made${index}`,
      Math.min(FILES_PER_DISTRIBUTION, count - index * FILES_PER_DISTRIBUTION),
      size,
    );
  }
}

function makeDistribution(root: string, name: string, count: number, size: number): void {
  const info = `${name}-1.0.dist-info`;
  const rows: string[] = [];
  const write = (path: string, content: string) => {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    const digest = createHash("sha256").update(content).digest("base64url");
    rows.push(`${path},sha256=${digest},${Buffer.byteLength(content)}`);
  };
  write(`${name}/__init__.py`, "");
  for (let index = 0; index < count - 4; index++)
    write(`${name}/part${index % 20}/module${index}.py`, source(index, size));
  write(`${info}/METADATA`, `Metadata-Version: 2.1\nName: ${name}\nVersion: 1.0\n`);
  write(`${info}/WHEEL`, "Wheel-Version: 1.0\nTag: py3-none-any\n");
  writeFileSync(join(root, info, "RECORD"), `${rows.join("\n")}\n${info}/RECORD,,\n`);
}

function source(index: number, size: number): string {
  const line = `x${index} = ${index}  # padding that is the same in no two files\n`;
  return line.repeat(Math.max(1, Math.floor(size / line.length)));
}
