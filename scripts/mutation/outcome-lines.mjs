// A reporter for node's test runner: a line of JSON per test, with its file, its milliseconds and whether it passed.
import { writeSync } from "node:fs";

export default async function* outcomeLines(events) {
  for await (const { type, data } of events) {
    if (type !== "test:pass" && type !== "test:fail") continue;
    const { name, file, skip, details } = data;
    const passed = type === "test:pass" && skip === undefined;
    writeSync(1, `${JSON.stringify({ name, file, passed, milliseconds: details.duration_ms })}\n`);
  }
  yield "";
}
