import { about, type Check } from "../../findings/check.ts";
import { ownerOf } from "../../mount/inventory/inventory.ts";
import { expandTag, fits } from "../../python/packaging/wheel-tags.ts";

/** Was each wheel built for the target, by the tags in its WHEEL file? */

export const tagsDoNotFit: Check = {
  id: "P1",
  name: "wheel-tag-mismatch",
  severity: "error",
  modes: ["preinstalled", "restore", "verify"],
  title: "a wheel is for another target",
  what: "None of the compatibility tags in WHEEL fits the target's Python, ABI, processor and glibc. It is a notice if the compiled code itself fits.",
  inContainer: "pip would have rejected the wheel. Its compiled code may not load.",
  fix: "Build with this tool, which installs for the target.",
  waive: "Safe for a wheel that is known to have a wrong tag.",
  *find(evidence) {
    for (const distribution of evidence.inventory.distributions) {
      const tags = (distribution.wheel.get("tag") ?? []).flatMap(expandTag);
      if (tags.length === 0 || tags.some((tag) => fits(tag, evidence.target))) continue;
      const binaries = [...evidence.inventory.binaries.keys()].filter(
        (path) => ownerOf(path, evidence.inventory) === distribution,
      );
      const broken = evidence.compiledCode.some(
        ({ path, severity }) => severity === "error" && binaries.includes(path),
      );
      const isOnlyLabel = binaries.length > 0 && !broken;
      yield about(distribution, evidence, {
        severity: isOnlyLabel ? "notice" : "error",
        file: `${distribution.directory}/WHEEL`,
        message: `${distribution.name} ${distribution.version} is a wheel for ${distribution.wheel.get("tag")?.join(", ")}.`,
        hint: "Build the mount with this tool, which takes only wheels that fit the target.",
      });
    }
  },
};
