// A reporter for node's test runner that ends the process at the first failing test, after printing its name.
import { writeSync } from "node:fs";

export default async function* firstFailure(events) {
  for await (const { type, data } of events) {
    if (type !== "test:fail") continue;
    writeSync(1, `${data.name}\n`);
    process.exit(1);
  }
  yield "";
}
