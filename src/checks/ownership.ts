import type { Distribution } from "../mount/distribution.ts";
import { pathInMount, type RecordRow } from "../mount/record.ts";
import { plural } from "../text.ts";
import { type Answer, about, type Check, type Evidence, type Severity } from "./check.ts";
import { atMost, groupBy } from "./many.ts";
import { ownRows } from "./record.ts";

/** Does every file have one owner, and can the owner be known? */

export const twoOwners: Check = {
  id: "R6",
  severity: "error",
  title: "two distributions own one file",
  explanation:
    "Two RECORDs list the same path: the distribution that was installed last has overwritten the other's file. With different contents (`opencv-python` beside `opencv-python-headless`) one of them is broken, and which one depends on the order of installation. Keep one of the two. It is a warning for what nothing imports (`tests`, `docs`, `examples`), or where a RECORD has no hash to compare, and a notice for the same content twice and for texts such as LICENSE. Safe to turn off when you know that both contents do.",
  *find(evidence) {
    const shared = [...evidence.inventory.owners].filter(
      ([, owners]) => new Set(owners.map(({ name }) => name)).size > 1,
    );
    const rows = rowsByOwner(shared);
    const groups = groupBy(shared, ([path, owners]) => {
      return `${gravity(path, owners, rows)} ${owners.map(({ directory }) => directory).join(" ")}`;
    });
    for (const [key, files] of groups) yield conflict(key.split(" ")[0] as Severity, files, rows, evidence);
  },
};

type Shared = readonly [path: string, owners: readonly Distribution[]];
type Digests = ReadonlyMap<Distribution, ReadonlyMap<string, string>>;

/** The recorded hash of each path, for the distributions that share any. */
function rowsByOwner(shared: readonly Shared[]): Digests {
  const owners = new Set(shared.flatMap(([, all]) => all));
  return new Map(
    [...owners].map((owner) => [
      owner,
      new Map((owner.record ?? []).map(({ path, hash }) => [path, hash ? `${hash.algorithm}=${hash.digest}` : ""])),
    ]),
  );
}

function gravity(path: string, owners: readonly Distribution[], digests: Digests): Severity {
  const recorded = new Set(owners.map((owner) => digests.get(owner)?.get(path) ?? ""));
  if (recorded.has("")) return "warning";
  if (recorded.size === 1 || (!/\//.test(path) && !/\.(py|so|pyd|pth)$/.test(path))) return "notice";
  return /^(tests?|docs?|examples?|samples|benchmarks?)\//.test(path) ? "warning" : "error";
}

function conflict(severity: Severity, files: readonly Shared[], digests: Digests, evidence: Evidence): Answer {
  const [path, owners] = files[0] as Shared;
  const first = owners[0] as Distribution;
  const names = owners.map(({ name }) => name).join(" and ");
  const sha256 = Buffer.from(evidence.inventory.files.get(path)?.sha256 ?? "", "hex").toString("base64url");
  const winner = owners.find((owner) => digests.get(owner)?.get(path) === `sha256=${sha256}`);
  const whose = winner && severity !== "notice" ? ` ${path} is ${winner.name}'s.` : "";
  return about(first, evidence, {
    severity,
    file: path,
    message: `${names} both own ${plural(files.length, "file")}.${whose}`,
    hint: severity === "notice" ? undefined : `Keep one of ${names}.`,
  });
}

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
