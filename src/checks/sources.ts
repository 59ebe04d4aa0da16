import type { Distribution } from "../mount/distribution.ts";
import { own } from "../own.ts";
import { withoutCredentials } from "../python/settings.ts";
import { about, type Check, type Evidence } from "./check.ts";
import { someOf } from "./many.ts";

/** Where do the distributions come from, and would another build get the same ones? */

export const mixedInstallers: Check = {
  id: "M10",
  severity: "notice",
  title: "different installers wrote this mount",
  explanation:
    "INSTALLER files name more than one installer, or one that is neither pip nor uv (conda, a system package manager). Two installers in one directory do not know of each other's files, and conda's packages expect conda's own libraries beside them; what is missing in the container other checks say (R1, M3, P4). Build the mount with one installer. Mounts of this tool have no INSTALLER files. Safe to turn off when nothing else is found.",
  *find({ inventory }) {
    const installers = inventory.distributions.map(({ texts }) => texts.get("INSTALLER")?.trim().toLowerCase());
    const named = [...new Set(installers.filter((one) => one !== undefined && one !== ""))];
    if (named.length <= 1 && named.every((one) => one === "pip" || one === "uv")) return;
    yield { message: `The mount was written by ${someOf(named as string[])}.`, hint: "Build it with one installer." };
  },
};

export const notFromIndex: Check = {
  id: "M12",
  severity: "warning",
  title: "a distribution may not be had again",
  explanation:
    "A distribution comes from a repository, an address or a directory instead of a package index, or its release was yanked: withdrawn by its authors, mostly because it is broken. The container runs these bytes as they are, but the next build may get others or none. Pin a repository to a commit and an archive to a hash (then it is a notice), and choose a release that is not yanked. uv and pip 22.2 or later tell what is yanked. Safe to turn off for a source that you control.",
  *find(evidence) {
    for (const distribution of evidence.inventory.distributions) {
      const direct = directUrlOf(distribution, evidence);
      if (direct !== undefined) {
        const pinned = evidence.requirements.some((one) => one.name === distribution.name && one.pinned);
        yield about(distribution, evidence, {
          severity: pinned ? "notice" : "warning",
          message: `${distribution.name} ${distribution.version} comes from ${direct}, not from an index.`,
          hint: pinned ? undefined : "Pin it to a commit or a hash, or publish it to an index.",
        });
      }
      if (!originOf(distribution, evidence).yanked) continue;
      yield about(distribution, evidence, {
        message: `${distribution.name} ${distribution.version} was yanked from the index.`,
        hint: `Choose another release of ${distribution.name}.`,
      });
    }
  },
};

/** What `direct_url.json` said, for people; editable installs are I4's. */
function directUrlOf({ name, texts }: Distribution, { stagedAway }: Evidence): string | undefined {
  const direct = own(stagedAway.directUrls, name) ?? parsed(texts.get("direct_url.json"));
  if (typeof direct !== "object" || direct === null) return undefined;
  const { url, vcs_info, dir_info } = direct as {
    url?: unknown;
    vcs_info?: { vcs?: string };
    dir_info?: { editable?: boolean };
  };
  if (dir_info?.editable) return undefined;
  const place = withoutCredentials(String(url ?? "an unknown place"));
  if (vcs_info) return `a ${vcs_info.vcs ?? "version control"} repository (${place})`;
  return dir_info ? `a directory (${place})` : place;
}

function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return { url: "an unreadable direct_url.json" };
  }
}

export const builtFromSource: Check = {
  id: "M15",
  severity: "warning",
  title: "a distribution was built from source",
  explanation:
    "No wheel of this release fits the target, or none was allowed, so the installer built one here from the source distribution. What comes out depends on this machine's compiler, libraries and the newest build tools of the day: the next build may differ or fail, and compiled code may need a newer glibc than the image has (P3). Pin a release that has a wheel, or keep the archive. For pure Python it is a notice. uv's mark `uv_build.json` and pip's report (22.2 or later) tell, and the manifest keeps it. In a mount that was made otherwise a `linux_x86_64` tag in WHEEL is a hint and a notice, as some projects rename such wheels, and what pip built as pure Python leaves no trace. Safe to turn off where the archive is kept.",
  *find(evidence) {
    for (const distribution of evidence.inventory.distributions) {
      const { fromSource, known } = originOf(distribution, evidence);
      const tags = distribution.wheel.get("tag") ?? [];
      const maybe = !known && tags.some((tag) => /-linux_[a-z0-9_]+$/.test(tag));
      if (!fromSource && !maybe) continue;
      const isPure = tags.length > 0 && tags.every((tag) => tag.endsWith("-any"));
      yield about(distribution, evidence, {
        severity: isPure || !fromSource ? "notice" : "warning",
        message: `${distribution.name} ${distribution.version} ${fromSource ? "was" : "may have been"} built from source.`,
        hint: `Pin a release of ${distribution.name} that has a wheel for Python ${evidence.target.python}.`,
      });
    }
  },
};

/** What the build found out, or what the manifest says it did; in another mount only uv's mark can tell. */
function originOf({ name, texts }: Distribution, { build, manifest }: Evidence) {
  if (build) return { known: true, fromSource: build.fromSource.includes(name), yanked: build.yanked.includes(name) };
  const listed = manifest?.distributions.find((one) => one.name === name);
  if (listed) return { known: true, fromSource: listed.fromSource, yanked: listed.yanked };
  return { known: false, fromSource: texts.has("uv_build.json"), yanked: false };
}
