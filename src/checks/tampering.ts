import { mountDigest } from "../mount/digest.ts";
import { type Inventory, ownerOf } from "../mount/inventory.ts";
import type { Manifest, ManifestFile } from "../mount/manifest.ts";
import { plural } from "../text.ts";
import type { Answer, Check } from "./check.ts";
import { atMost } from "./many.ts";

/** Is the mount the one its manifest describes, byte by byte? */

export const notItsManifest: Check = {
  id: "T1",
  severity: "error",
  title: "the mount is not the one its manifest describes",
  explanation:
    "A file was changed, added, removed, renamed or made executable since the mount was built; bytecode and RECORD files included, which RECORD itself does not cover. What was proven at the build is not what is there. Build or restore again. Never safe to turn off.",
  find: ({ manifest, inventory }) =>
    manifest === undefined
      ? []
      : atMost(differences(manifest, inventory), (count) => ({ message: `${plural(count, "more file")} differ.` })),
};

function* differences(manifest: Manifest, inventory: Inventory): Iterable<Answer> {
  const listed = new Set(manifest.files.map(({ path }) => path));
  for (const file of manifest.files) yield* compare(file, inventory);
  for (const path of inventory.files.keys()) {
    if (!listed.has(path)) yield answer(path, "was added", inventory);
  }
  for (const { path, kind } of inventory.oddities) {
    if (!listed.has(path)) yield answer(path, `was added (${kind})`, inventory);
  }
}

function* compare(listed: ManifestFile, inventory: Inventory): Iterable<Answer> {
  const found = inventory.files.get(listed.path);
  if (found === undefined) yield answer(listed.path, "is missing", inventory);
  else if (found.sha256 !== listed.sha256) yield answer(listed.path, "was changed", inventory);
  else if (process.platform !== "win32" && found.executable !== listed.executable) {
    // Windows has no such bit.
    yield answer(listed.path, found.executable ? "was made executable" : "is not executable any more", inventory);
  }
}

function answer(path: string, what: string, inventory: Inventory): Answer {
  const distribution = ownerOf(path, inventory)?.name;
  const whose = distribution === undefined ? "" : ` of ${distribution}`;
  return {
    file: path,
    distribution,
    message: `${path}${whose} ${what} since the mount was built.`,
    hint: "Build or restore the mount again.",
  };
}

export const notExpected: Check = {
  id: "T2",
  severity: "error",
  title: "the mount is not the expected one",
  explanation:
    "The mount digest is not the one given as `expected-digest`: this is another build than the one that was approved. Never safe to turn off; leave the input empty instead.",
  *find({ options, inventory }) {
    const found = mountDigest(inventory.files.values());
    if (options.expectedDigest === "" || options.expectedDigest === found) return;
    yield { message: `The mount digest is ${found}; expected was ${options.expectedDigest}.` };
  },
};

export const noExpectedDigest: Check = {
  id: "T9",
  severity: "warning",
  title: "a mount was restored without an expected digest",
  explanation:
    "Mode `restore` unpacked an archive and compared it with the manifest that came with it. Whoever can write the archive can write the manifest too, so this shows damage, not another author; and with `evidence: auto` code of the archive runs in this job. Set `expected-digest` to the output `mount-digest` of the job that built the mount. Safe to turn off when the archive comes from a place that only you can write to.",
  *find({ options }) {
    if (options.mode !== "restore" || options.expectedDigest !== "") return;
    yield {
      message: "Nothing says which mount is expected: the archive is compared only with its own manifest.",
      hint: `Set expected-digest to the output mount-digest of the build job, such as \${{ needs.build.outputs.mount-digest }}.`,
    };
  },
};

export const noManifest: Check = {
  id: "T3",
  severity: "warning",
  title: "there is no manifest",
  explanation:
    "Without a manifest only what RECORD covers can be proven: bytecode, RECORD files and the executable bit go unseen, and so do the requirements. Build the mount with this tool. Safe to turn off for a mount that was made otherwise.",
  *find({ manifest, build }) {
    if (manifest !== undefined || build !== undefined) return;
    yield { message: "The mount has no manifest: bytecode, RECORD files and requirements cannot be proven." };
  },
};
