import type { Distribution } from "../mount/distribution.ts";
import { pathInMount, type RecordRow } from "../mount/record.ts";
import { type Answer, about, type Check, type Evidence } from "./check.ts";
import { atMost } from "./many.ts";
import { ownRows } from "./recorded.ts";

/** Can the owner of every file be known? */

export const noRecord: Check = {
  id: "R7",
  severity: "warning",
  title: "a distribution has no RECORD of its own",
  explanation:
    "A `.dist-info` directory has no RECORD. Then nothing says which files belong to the distribution, and a missing or changed one goes unseen. System package managers install so, and somebody may have deleted it. In the container it runs as it is. Install it again with pip or uv. Or, as an error, there is a RECORD that does not list the METADATA beside it: it is cut off, or belongs to another distribution, and what it says about files proves nothing. Safe to turn off when the mount has a manifest that you trust.",
  *find(evidence) {
    for (const distribution of evidence.inventory.distributions) {
      const { name, directory, kind, record, unread } = distribution;
      if (kind !== "dist-info" || unread !== undefined) continue; // M6 tells the unread
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
  if (!inventory.files.has(metadata)) return true; // M6 tells that
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
  severity: "notice",
  title: "RECORD lists one file twice, differently",
  explanation:
    "Two rows of one RECORD have the same path and different hashes or sizes: the wheel was put together wrongly, and at most one row can be true (R2 says when neither is). The container does not care. Tell the project. Rows that are equal are common and left alone. Safe to turn off.",
  *find(evidence) {
    for (const distribution of evidence.inventory.distributions) {
      yield* atMost(twiceListed(distribution, evidence), (count) =>
        about(distribution, evidence, { message: `${count} more such rows in the RECORD of ${distribution.name}.` }),
      );
    }
  },
};

function* twiceListed(distribution: Distribution, evidence: Evidence): Iterable<Answer> {
  const seen = new Map<string, RecordRow>();
  for (const row of ownRows(distribution, evidence.inventory)) {
    const before = seen.get(row.path);
    seen.set(row.path, row);
    if (before === undefined || (before.hash?.digest === row.hash?.digest && before.size === row.size)) continue;
    yield about(distribution, evidence, {
      file: row.path,
      message: `The RECORD of ${distribution.name} lists ${row.path} twice, and differently.`,
    });
  }
}
