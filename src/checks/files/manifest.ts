import type { MountEvidence } from "../../evidence/subject.ts";
import { atMost } from "../../findings/at-most.ts";
import type { Check, FindingDetails } from "../../findings/check.ts";
import { type Inventory, ownerOf } from "../../mount/inventory/inventory.ts";
import { compareWithManifest, type Difference } from "../../mount/manifest/compare.ts";
import { mountDigest } from "../../mount/manifest/digest.ts";
import { plural } from "../../util/text.ts";

/** Is the mount the one its manifest describes, byte by byte? */

export const notItsManifest: Check<MountEvidence> = {
  id: "T1",
  name: "manifest-mismatch",
  severity: "error",
  modes: ["preinstalled", "restore", "verify"],
  title: "the mount differs from its manifest",
  what: "A file was changed, added, removed, renamed or made executable since the build. This includes bytecode and RECORD files, which RECORD itself does not cover.",
  inContainer: "The code that runs is not what the build verified.",
  fix: "Build or restore again.",
  waive: "Never.",
  find: ({ manifest, inventory }) => {
    const found = manifest === undefined ? [] : [...compareWithManifest(manifest, inventory)];
    return atMost(
      found.map((difference) => differs(difference, inventory)),
      (count) => ({ message: `${plural(count, "more file")} differ.` }),
    );
  },
};

function differs({ path, what }: Difference, inventory: Inventory): FindingDetails {
  const distribution = ownerOf(path, inventory)?.name;
  const whose = distribution === undefined ? "" : ` of ${distribution}`;
  return {
    file: path,
    distribution,
    message: `${path}${whose} ${what} since the mount was built.`,
    hint: "Build or restore the mount again.",
  };
}

export const notExpected: Check<MountEvidence> = {
  id: "T2",
  name: "unexpected-digest",
  severity: "error",
  modes: ["preinstalled", "restore", "verify"],
  title: "the mount is not the expected one",
  what: "The mount digest differs from the input `expected-digest`.",
  inContainer: "Another build runs than the one that was approved.",
  fix: "Restore the approved build, or set `expected-digest` to the digest of the build that you want.",
  waive: "Never. Leave `expected-digest` empty instead.",
  *find({ options, inventory }) {
    const found = mountDigest(inventory.files.values());
    if (options.expectedDigest === "" || options.expectedDigest === found) return;
    yield { message: `The mount digest is ${found}, but ${options.expectedDigest} was expected.` };
  },
};

export const noExpectedDigest: Check = {
  id: "T9",
  name: "no-expected-digest",
  severity: "warning",
  modes: ["restore"],
  title: "a mount was restored without an expected digest",
  what: "Mode `restore` compared the archive only with the manifest inside it. Whoever can write the archive can write the manifest too, so damage is detected, but not another author.",
  inContainer: "Code of an unknown author may run, with `evidence=auto` in this job too.",
  fix: "Set `expected-digest` to the output `mount-digest` of the job that built the mount.",
  waive: "Safe when only you can write to the place where the archive is kept.",
  *find({ options }) {
    if (options.mode !== "restore" || options.expectedDigest !== "") return;
    yield {
      message: "No digest is expected, so the archive is compared only with its own manifest.",
      hint: `Set the input expected-digest to the output mount-digest of the build job, such as \${{ needs.build.outputs.mount-digest }}.`,
    };
  },
};

export const noManifest: Check = {
  id: "T3",
  name: "no-manifest",
  severity: "warning",
  modes: ["restore", "verify"],
  title: "the mount has no manifest",
  what: "Without a manifest only what RECORD covers can be verified, so not bytecode, RECORD files, executable bits and requirements.",
  inContainer: "Nothing fails because of this.",
  fix: "Build the mount with this tool.",
  waive: "Safe for a mount that another tool made.",
  *find({ manifest, build }) {
    if (manifest !== undefined || build !== undefined) return;
    yield { message: "The mount has no manifest, so bytecode, RECORD files and requirements cannot be verified." };
  },
};
