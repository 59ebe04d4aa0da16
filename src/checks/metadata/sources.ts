import type { Evidence } from "../../evidence/evidence.ts";
import { someOf } from "../../findings/at-most.ts";
import { about, type Check } from "../../findings/check.ts";
import type { Distribution } from "../../mount/inventory/distribution.ts";
import { withoutCredentials } from "../../util/credentials.ts";
import { getOwn } from "../../util/get-own.ts";

/** Where do the distributions come from, and does another build install the same ones? */

export const mixedInstallers: Check = {
  id: "M10",
  name: "mixed-installers",
  severity: "notice",
  modes: ["preinstalled", "restore", "verify"],
  title: "more than one installer wrote the mount",
  what: "INSTALLER files name several installers, or one that is neither pip nor uv, such as conda. Mounts of this tool have no INSTALLER files.",
  inContainer:
    "Installers do not know each other's files, and conda's packages expect conda's libraries. R1, M3 and P4 report what is missing.",
  fix: "Build the mount with one installer.",
  waive: "Safe when there are no other findings.",
  *find({ inventory }) {
    const installers = inventory.distributions.map(({ texts }) => texts.get("INSTALLER")?.trim().toLowerCase());
    const named = [...new Set(installers.filter((one) => one !== undefined && one !== ""))];
    if (named.length <= 1 && named.every((one) => one === "pip" || one === "uv")) return;
    yield {
      message: `The mount was written by ${someOf(named as string[])}.`,
      hint: "Build the mount with one installer.",
    };
  },
};

export const notFromIndex: Check = {
  id: "M12",
  name: "not-from-index",
  severity: "warning",
  modes: ["preinstalled", "restore", "verify"],
  title: "a distribution may not be available again",
  what: "A distribution comes from a repository, an address or a directory, or its release was yanked, which only uv and pip 22.2 or later report. A source pinned to a commit or hash is a notice.",
  inContainer: "Nothing fails now. The next build may get other files or none.",
  fix: "Pin a repository to a commit and an archive to a hash. Choose a release that is not yanked.",
  waive: "Safe for a source that you control.",
  *find(evidence) {
    for (const distribution of evidence.inventory.distributions) {
      const direct = directUrlOf(distribution, evidence);
      if (direct !== undefined) {
        const pinned = evidence.requirements.some((one) => one.name === distribution.name && one.pinned);
        yield about(distribution, evidence, {
          severity: pinned ? "notice" : "warning",
          message: `${distribution.name} ${distribution.version} comes from ${withoutWorkspace(direct, evidence)}, not from an index.`,
          hint: pinned ? undefined : `Pin ${distribution.name} to a commit or a hash, or publish it to an index.`,
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

/** The source in `direct_url.json`, in words; check I4 reports editable installs. */
function directUrlOf({ name, texts }: Distribution, { removedByStaging }: Evidence): string | undefined {
  const direct = getOwn(removedByStaging.directUrls, name) ?? parsed(texts.get("direct_url.json"));
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

function withoutWorkspace(place: string, { options: { workspace } }: Evidence): string {
  return place.replace(`file://${workspace}/`, "./");
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
  name: "built-from-source",
  severity: "warning",
  modes: ["preinstalled", "restore", "verify"],
  title: "a distribution was built from source",
  what: "No wheel fits the target or was allowed, so the installer built one on this machine. It is a notice for pure Python, and for mounts of other tools, where only a `linux_x86_64` tag hints at it.",
  inContainer:
    "Compiled code may need a newer glibc than the image has (P3). The result depends on the build machine's compiler, libraries and build tools, so the next build may differ or fail.",
  fix: "Pin a release that has a wheel, or keep the archive.",
  waive: "Safe when the archive is kept.",
  *find(evidence) {
    for (const distribution of evidence.inventory.distributions) {
      const { fromSource, known } = originOf(distribution, evidence);
      const tags = distribution.wheel.get("tag") ?? [];
      const maybe = !known && tags.some((tag) => /-linux_[a-z0-9_]+$/.test(tag));
      if ((!fromSource && !maybe) || isProject(distribution, evidence)) continue;
      const isPure = tags.length > 0 && tags.every((tag) => tag.endsWith("-any"));
      yield about(distribution, evidence, {
        severity: isPure || !fromSource ? "notice" : "warning",
        message: `${distribution.name} ${distribution.version} ${fromSource ? "was" : "may have been"} built from source.`,
        hint: `Pin a release of ${distribution.name} that has a wheel for Python ${evidence.target.python}.`,
      });
    }
  },
};

/** A directory of the repository never has a wheel; check M12 names it. */
function isProject({ name }: Distribution, { removedByStaging }: Evidence): boolean {
  const direct = getOwn(removedByStaging.directUrls, name) as { readonly dir_info?: unknown } | null | undefined;
  return direct?.dir_info !== undefined;
}

/** From the build or from its manifest; in other mounts, only a file that uv writes is evidence. */
function originOf({ name, texts }: Distribution, { build, manifest }: Evidence) {
  if (build) return { known: true, fromSource: build.fromSource.includes(name), yanked: build.yanked.includes(name) };
  const listed = manifest?.distributions.find((one) => one.name === name);
  if (listed) return { known: true, fromSource: listed.fromSource, yanked: listed.yanked };
  return { known: false, fromSource: texts.has("uv_build.json"), yanked: false };
}
