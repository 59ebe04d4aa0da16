// Packs a mount, and prints the milliseconds: what of the action is measured here runs long after its start.
import { rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { writeArchive } from "../src/mount/archive/write.ts";
import { readManifest } from "../src/mount/manifest/manifest.ts";

const [mount = "", directory = ""] = process.argv.slice(2);
const environment = dirname(dirname(dirname(mount)));
const files = readManifest(join(environment, "manifest.json"))?.files ?? [];
const root = `${basename(environment)}/lib/${basename(dirname(mount))}/${basename(mount)}`;
const head = {
  name: `${basename(environment)}/manifest.json`,
  source: join(environment, "manifest.json"),
  executable: false,
};
const entries = files.map(({ path, executable }) => ({
  name: `${root}/${path}`,
  source: join(mount, path),
  executable,
}));
const archive = join(directory, "packed.tar.zst");
const start = performance.now();
await writeArchive(archive, [head, ...entries]);
process.stdout.write(String(performance.now() - start));
rmSync(archive);
