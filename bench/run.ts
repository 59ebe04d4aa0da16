// Figures as ratios within one run, for machines are noisy.
//   npm run bench -- verify [mount]     what proving a mount costs, against reading its files
import { benchVerify } from "./verify.ts";

const [what, ...words] = process.argv.slice(2);
if (what !== "verify") throw new Error("npm run bench -- verify [directory of packages]");
await benchVerify(words[0]);
