// The rows of docs/performance.md: ours against what a user would do instead, or against what the machine allows.
import type { SeriesName } from "./quantities.ts";

export interface Row<Name extends string = SeriesName> {
  readonly number: string;
  readonly what: string;
  readonly ours: Name;
  readonly theirs: Name;
  /** The target for ours ÷ theirs; a row without one informs. */
  readonly atMost?: number;
  /** Where the target is not reached, and docs/performance.md says why: above this, the bench fails. */
  readonly accepted?: number;
  /** In the short run too. */
  readonly quick: boolean;
  /** Whether it needs a container engine, and an image that is made for it. */
  readonly inImage?: boolean;
}

export const ROWS: readonly Row[] = [
  {
    number: "1",
    what: "cold build to finished upload, against the document's way",
    ours: "cold",
    theirs: "document",
    atMost: 0.18,
    accepted: 0.23,
    quick: true,
  },
  {
    number: "2",
    what: "the same, against uv by hand, which verifies nothing",
    ours: "cold",
    theirs: "uv by hand",
    atMost: 1.1,
    accepted: 1.4,
    quick: true,
  },
  {
    number: "3",
    what: "cache hit to finished upload, against the document's way",
    ours: "hit",
    theirs: "document",
    atMost: 0.045,
    accepted: 0.065,
    quick: true,
  },
  {
    number: "3v",
    what: "cache hit to finished upload, against a cached virtual environment and loose files, unverified",
    ours: "hit",
    theirs: "cached environment",
    atMost: 0.15,
    quick: true,
  },
  {
    number: "4a",
    what: "restore with the archive at hand to a placed and verified mount, against unpacking alone",
    ours: "archive at hand, restored",
    theirs: "zstd -d, tar x",
    atMost: 2,
    accepted: 3.1,
    quick: true,
  },
  {
    number: "4b",
    what: "unpacking with the hash of every file, against unpacking alone",
    ours: "unpacked and hashed",
    theirs: "zstd -d, tar x",
    atMost: 1.5,
    accepted: 1.7,
    quick: true,
  },
  {
    number: "5",
    what: "one pin of twenty changed, against our cold build",
    ours: "one pin of twenty changed",
    theirs: "cold, twenty",
    atMost: 0.5,
    accepted: 0.8,
    quick: false,
  },
  {
    number: "6",
    what: "pack, against `tar` piped to `zstd -T0 -3`",
    ours: "pack",
    theirs: "tar, zstd",
    atMost: 1.1,
    accepted: 1.25,
    quick: true,
  },
  {
    number: "7",
    what: "pack and upload, large, against loose files",
    ours: "pack and upload, large",
    theirs: "upload of loose files, large",
    atMost: 0.2,
    quick: false,
  },
  {
    number: "8",
    what: "restore, large, verified, against loose files, unverified",
    ours: "restore, large",
    theirs: "download of loose files, large",
    atMost: 0.4,
    quick: false,
  },
  {
    number: "9",
    what: "first import in the container, against the document's mount",
    ours: "first import",
    theirs: "first import, document",
    atMost: 0.5,
    quick: true,
  },
  {
    number: "10",
    what: "start to the first line of the log, against an empty Node",
    ours: "first words",
    theirs: "node -e 0",
    atMost: 3,
    quick: true,
  },
  {
    number: "11a",
    what: "a file among 100,000 verified, against one among 1,000",
    ours: "a file of 100,000, verified",
    theirs: "a file of 1,000, verified",
    atMost: 1.2,
    quick: false,
  },
  {
    number: "11b",
    what: "memory for 100,000 files, against 300 MB",
    ours: "memory in bytes, 100,000 files",
    theirs: "300 MB",
    atMost: 1,
    quick: false,
  },
  {
    number: "12",
    what: "hashing every file of the mount, against `cat` of them",
    ours: "every file hashed",
    theirs: "cat of every file",
    atMost: 1.3,
    quick: true,
  },
  {
    number: "13",
    what: "everything else of verifying, against that hashing",
    ours: "everything else of verifying",
    theirs: "every file hashed",
    atMost: 0.5,
    accepted: 0.75,
    quick: true,
  },
  {
    number: "14",
    what: "verify in a container of the image, against the simulated image and 4 seconds",
    ours: "verify, in the image",
    theirs: "verify, simulated, and 4 s",
    atMost: 1,
    quick: true,
    inImage: true,
  },
  {
    number: "15",
    what: "facts of an image that are known, against asking the image",
    ours: "facts, known",
    theirs: "facts, asked",
    atMost: 0.5,
    quick: true,
    inImage: true,
  },
  {
    number: "16",
    what: "cold build with `slim`, against without",
    ours: "cold, slim",
    theirs: "cold",
    atMost: 0.85,
    quick: true,
  },
  {
    number: "17",
    what: "cache hit with `slim`, against without",
    ours: "hit, slim",
    theirs: "hit",
    atMost: 0.75,
    accepted: 0.82,
    quick: true,
  },
  {
    number: "1l",
    what: "as 1, with `slim`",
    ours: "cold, slim",
    theirs: "document",
    atMost: 0.15,
    quick: true,
  },
  { number: "1s", what: "as 1, small", ours: "cold, small", theirs: "document, small", quick: true },
  {
    number: "2s",
    what: "as 2, small",
    ours: "cold, small",
    theirs: "uv by hand, small",
    atMost: 1.3,
    accepted: 1.4,
    quick: true,
  },
  { number: "3s", what: "as 3, small", ours: "hit, small", theirs: "document, small", quick: true },
  {
    number: "18",
    what: "cold build of torch with CUDA to its archive, against uv by hand",
    ours: "cold, torch",
    theirs: "uv by hand, torch",
    quick: false,
  },
  {
    number: "18m",
    what: "memory for that build, against 400 MB",
    ours: "memory in bytes, torch",
    theirs: "400 MB",
    atMost: 1,
    quick: false,
  },
  {
    number: "19",
    what: "restore of that mount with the archive at hand, against unpacking alone",
    ours: "archive at hand, restored, torch",
    theirs: "zstd -d, tar x, torch",
    quick: false,
  },
  {
    number: "1p",
    what: "as 1, against setup-python with pip's cache",
    ours: "cold",
    theirs: "setup-python",
    quick: false,
  },
  {
    number: "3p",
    what: "as 3, against setup-python with pip's cache",
    ours: "hit",
    theirs: "setup-python",
    quick: false,
  },
  { number: "1x", what: "as 1, against pex", ours: "cold", theirs: "pex", quick: false },
  {
    number: "1i",
    what: "as 1, with the imports that only we try",
    ours: "cold, with imports",
    theirs: "document",
    quick: false,
  },
];

/**
 * The rows that this machine can measure.
 * @param whyNoImage false, or why no image can be had
 * @returns them, and what to say about the others
 */
export function measurable<One extends Pick<Row, "number" | "inImage">>(
  rows: readonly One[],
  whyNoImage: string | false,
): { readonly rows: readonly One[]; readonly note: string } {
  const skipped = whyNoImage === false ? [] : rows.filter(({ inImage }) => inImage === true);
  if (skipped.length === 0) return { rows, note: "" };
  const numbers = skipped.map(({ number }) => number).join(", ");
  return {
    rows: rows.filter((row) => !skipped.includes(row)),
    note: `Not measured: ${numbers}, because ${whyNoImage}.\n`,
  };
}
