import type { Evidence } from "../../evidence/evidence.ts";
import { atMost } from "../../findings/at-most.ts";
import { about, type Check, type FindingDetails } from "../../findings/check.ts";
import type { Distribution } from "../../mount/inventory/distribution.ts";
import { pathInMount, type RecordRow } from "../../mount/inventory/record.ts";
import { ownRows } from "../../mount/inventory/recorded.ts";

/** Can the owner of every file be determined? */

export const noRecord: Check = {
  id: "R7",
  name: "missing-record",
  severity: "warning",
  modes: ["preinstalled", "restore", "verify"],
  title: "a distribution has no RECORD of its own",
  what: "A `.dist-info` directory has no RECORD, as after a system package manager. A RECORD that does not list its METADATA is an error, because it is cut off or belongs to another distribution.",
  inContainer: "The distribution runs as it is. Missing or changed files of it cannot be detected.",
  fix: "Install it again with pip or uv.",
  waive: "Safe when the mount has a manifest that you trust.",
  *find(evidence) {
    for (const distribution of evidence.inventory.distributions) {
      const { name, directory, kind, record, unread } = distribution;
      if (kind !== "dist-info" || unread !== undefined) continue; // M6 reports metadata that cannot be read
      const hint = `Install ${name} again with pip or uv.`;
      if (record === undefined)
        yield about(distribution, evidence, { file: directory, message: `${name} has no RECORD.`, hint });
      else if (!listsItself(distribution, evidence)) {
        const message = `${directory}/RECORD does not list ${name}'s METADATA${whoseRecord(distribution, evidence)}.`;
        yield about(distribution, evidence, { severity: "error", file: `${directory}/RECORD`, message, hint });
      }
    }
  },
};

/** Every RECORD lists all files of its distribution, METADATA among them (PyPA, "Recording installed projects"). */
function listsItself({ directory, record }: Distribution, { inventory }: Evidence): boolean {
  const metadata = `${directory}/METADATA`;
  if (!inventory.files.has(metadata)) return true; // M6 reports that
  return (record ?? []).some(({ path }) => pathInMount(path, inventory.files) === metadata);
}

function whoseRecord({ record, directory }: Distribution, { inventory }: Evidence): string {
  const other = inventory.distributions.find(
    (one) => one.directory !== directory && record?.some(({ path }) => path === `${one.directory}/METADATA`),
  );
  return other === undefined ? "" : `; it is the RECORD of ${other.directory}`;
}

export const duplicateRows: Check = {
  id: "R8",
  name: "conflicting-record-rows",
  severity: "notice",
  modes: ["preinstalled", "restore", "verify"],
  title: "RECORD lists a file twice with different values",
  what: "Two rows of one RECORD have the same path and different hashes or sizes, because the wheel was built incorrectly. Equal rows are common and accepted.",
  inContainer: "Nothing fails. R2 reports a file that matches neither row.",
  fix: "Report it to the project.",
  waive: "Safe.",
  *find(evidence) {
    for (const distribution of evidence.inventory.distributions) {
      yield* atMost(twiceListed(distribution, evidence), (count) =>
        about(distribution, evidence, {
          message: `The RECORD of ${distribution.name} lists ${count} more files twice with different values.`,
        }),
      );
    }
  },
};

function* twiceListed(distribution: Distribution, evidence: Evidence): Iterable<FindingDetails> {
  const seen = new Map<string, RecordRow>();
  for (const row of ownRows(distribution, evidence.inventory)) {
    const before = seen.get(row.path);
    seen.set(row.path, row);
    if (before === undefined || (before.hash?.digest === row.hash?.digest && before.size === row.size)) continue;
    yield about(distribution, evidence, {
      file: row.path,
      message: `The RECORD of ${distribution.name} lists ${row.path} twice with different values.`,
    });
  }
}
