// What actions/cache does, by the library that it is made of.
//   node cache.mjs restore|save <key> <directory>
import { restoreCache, saveCache } from "@actions/cache";

const [what, key, directory] = process.argv.slice(2);

if (what === "restore") process.stdout.write(`cache hit: ${(await restoreCache([directory], key)) === key}\n`);
else await saveCache([directory], key);
