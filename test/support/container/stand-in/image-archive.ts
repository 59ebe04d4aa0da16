// An image of one layer as the archive that `docker load` and `podman load` read. Unlike `docker import`, it can say for
// which processor the image is.
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { run } from "./cache.ts";
import type { Imported } from "./recipes.ts";

/** @param layer the packed root, in the directory of the archive */
export async function writeImageArchive(
  archive: string,
  image: string,
  layer: string,
  { config, architecture }: Pick<Imported, "config" | "architecture">,
): Promise<void> {
  const created = new Date().toISOString();
  const rootfs = { type: "layers", diff_ids: [`sha256:${await digestOf(layer)}`] };
  const description = { architecture, os: "linux", created, config, rootfs, history: [{ created }] };
  const manifest = [{ Config: "config.json", RepoTags: [image], Layers: [basename(layer)] }];
  const directory = dirname(archive);
  await writeFile(join(directory, "config.json"), JSON.stringify(description));
  await writeFile(join(directory, "manifest.json"), JSON.stringify(manifest));
  const files = ["manifest.json", "config.json", basename(layer)];
  await run("tar", ["-C", directory, "-cf", archive, ...files], 300_000);
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk);
  return hash.digest("hex");
}
