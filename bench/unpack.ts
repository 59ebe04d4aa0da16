// Unpacks an archive and hashes its files, and prints the milliseconds: what of the action is measured here runs long after
// its start.
import { join } from "node:path";
import { unpackBeside } from "../src/mount/archive/unpack.ts";

const [archive = "", directory = ""] = process.argv.slice(2);
const start = performance.now();
const { inventory } = await unpackBeside(join(directory, "myenv"), archive, { root: "myenv", loose: false });
const milliseconds = performance.now() - start;
if (inventory.files.size === 0) throw new Error(`${archive} is empty`);
process.stdout.write(String(milliseconds));
