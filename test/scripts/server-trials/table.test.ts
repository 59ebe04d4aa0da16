import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { rowsOf, steadyError, type Table, withTried } from "../../../scripts/server-trials/table.ts";

const beside = (name: string, series = "1") => ({ name, series, release: `${series}.0` });

describe("the table of the server's trials", () => {
  test("has one row for what was tried, with the releases by outcome and the newest error", () => {
    const outcomes = [
      { subject: beside("flask"), server: "1.0.0", problem: "ImportError: old" },
      { subject: beside("click"), server: "1.0.0", problem: undefined },
      { subject: beside("flask"), server: "1.1.0", problem: "ImportError: new" },
      { subject: beside("flask"), server: "1.2.0", problem: undefined },
    ];
    assert.deepEqual(rowsOf(outcomes), [
      { ...beside("flask"), answers: ["1.2.0"], fails: ["1.0.0", "1.1.0"], error: "ImportError: new" },
      { ...beside("click"), answers: ["1.0.0"], fails: [] },
    ]);
  });

  test("takes a run that was limited to a package into the rows of the others", () => {
    const row = (name: string, series: string, fails: string[]) => ({ ...beside(name, series), answers: [], fails });
    const namespaces = [{ namespace: "azure", hidden: "azure-core", answers: [], fails: ["1.0.0"] }];
    const run = { date: "2026-01-01", python: "3.9.1", servers: ["1.0.0"], namespaces };
    const table = { pythons: { "3.9": { ...run, packages: [row("click", "7", []), row("flask", "3", [])] } } };
    const limited = { ...run, date: "2026-02-02", namespaces: [], packages: [row("flask", "4", ["1.0.0"])] };
    const { "3.9": merged } = withTried(table, "3.9", limited, ["flask"]).pythons;
    assert.deepEqual(merged, {
      ...limited,
      namespaces,
      packages: [row("click", "7", []), row("flask", "4", ["1.0.0"])],
    });
    assert.deepEqual(withTried(table, "3.9", limited, []).pythons["3.9"], limited);
  });

  test("lists packages by name and series, and Pythons by number", () => {
    const packages = ["10", "0.9", "2"].map((series) => ({ ...beside("flask", series), answers: [], fails: [] }));
    const tried = { date: "2026-01-01", python: "3.9.1", servers: ["1.0.0"], packages, namespaces: [] };
    const table: Table = { pythons: { "3.11": tried } };
    const { pythons } = withTried(table, "3.9", tried, []);
    assert.deepEqual(Object.keys(pythons), ["3.9", "3.11"]);
    assert.deepEqual(
      pythons["3.9"]?.packages.map(({ series }) => series),
      ["0.9", "2", "10"],
    );
  });

  test("keeps no paths of the machine", () => {
    assert.equal(
      steadyError(
        "the server exited with code 3 before it was ready: ImportError: cannot import name 'a' from 'b' (/tmp/x y/b.py)",
      ),
      "ImportError: cannot import name 'a' from 'b'",
    );
    assert.equal(steadyError("OSError: /tmp/trials/lib/b.so: no"), "OSError: b.so: no");
    assert.equal(steadyError("Error: see https://docs.example/2.1/x"), "Error: see https://docs.example/2.1/x");
    assert.equal(steadyError("the server responded with status 500"), "the server responded with status 500");
  });
});
