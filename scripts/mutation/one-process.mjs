// Runs test files in one process, one after the other, in the order given: a start costs more than most tests.
import { pathToFileURL } from "node:url";

for (const file of process.argv.slice(2)) await import(pathToFileURL(file).href);
