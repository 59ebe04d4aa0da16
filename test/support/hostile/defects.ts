// Inputs that ended with "This is a bug", or with words of one, before the readers were changed.
import { formatManifest } from "../../../src/mount/manifest/manifest.ts";
import type { CorpusInput } from "./corpus.ts";
import { IMAGE_FACTS, MANIFEST } from "./files.ts";

const input = (format: string, content: string): CorpusInput => ({
  format,
  base64: Buffer.from(content).toString("base64"),
});
const manifest = (change: object) => input("manifest", formatManifest({ ...MANIFEST, ...change }));
const facts = (change: object) => input("facts of an image", JSON.stringify({ ...IMAGE_FACTS, ...change }));

export const DEFECTS: readonly CorpusInput[] = [
  manifest({ distributions: [null] }),
  manifest({ distributions: [{ ...MANIFEST.distributions[0], outside: 1 }] }),
  manifest({ requirements: [null] }),
  manifest({ requirementsFiles: [{ path: 1 }] }),
  manifest({ freeze: [null] }),
  input("packages of an image", '[{"metadata":{"name":"flask","version":"2.0","requires_dist":-1}}]'),
  input(
    "packages of an image",
    '{"installed":[{"metadata":{"name":"a","version":"1","requires_dist":[{"toString":1}]}}]}',
  ),
  facts({ symbolVersions: { GLIBCXX: 1 } }),
  facts({ libraries: [null] }),
  facts({ glibc: ["2", null] }),
  facts({ packages: [{ name: "flask", version: null, requires: [null] }] }),
  input("pyproject and locks", '[[packages]]\nname = "demo"\nlock-version = 1\n'),
];
