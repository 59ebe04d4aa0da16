import type { Check } from "../../findings/check.ts";
import { unknownEnvironment } from "../../images/contents/unknown-environment.ts";
import { isSeed } from "../../python/packaging/seeds.ts";
import { humanBytes } from "../../util/text.ts";

/** Is the mount too large, or is nothing in it? */

export const tooLarge: Check = {
  id: "H16",
  name: "mount-too-large",
  severity: "error",
  modes: ["preinstalled", "restore", "verify"],
  title: "the mount is larger than max-size",
  what: "The files of the mount, bytecode included, add up to more than `max-size`. Without `max-size` nothing is checked.",
  inContainer: "Every instance downloads the mount before its first request.",
  fix: "Remove what is not needed, or raise `max-size`. The summary lists distributions by size.",
  waive: "Safe, but leave `max-size` empty instead.",
  *find({ options, inventory }) {
    const bytes = [...inventory.files.values()].reduce((sum, { size }) => sum + size, 0);
    if (options.maxSize === undefined || bytes <= options.maxSize) return;
    yield {
      message: `The mount has ${humanBytes(bytes)}, but the input max-size allows ${humanBytes(options.maxSize)}.`,
      hint: "Remove a distribution, use a smaller build of one, or raise the input max-size; the summary lists them by size.",
    };
  },
};

export const empty: Check = {
  id: "H19",
  name: "empty-mount",
  severity: "error",
  modes: ["preinstalled", "restore", "verify"],
  title: "the mount contains no distribution",
  what: "The mount has no distribution besides installers that were not requested: the requirements file is empty, or no marker holds for the target. A warning if nothing names packages and the environment's contents are unknown.",
  inContainer: "The container starts, and the first import fails.",
  fix: "Correct the requirements file and its environment markers.",
  waive: "Safe when no package is needed, but leave the variable unset instead.",
  *find({ inventory, requirements, options, target }) {
    const asked = new Set(requirements.filter(({ applies }) => applies).map(({ name }) => name));
    if (inventory.distributions.some(({ name }) => !isSeed(name) || asked.has(name))) return;
    const environment = unknownEnvironment(target, options);
    if (environment !== undefined) {
      yield {
        severity: "warning",
        message: `The mount contains no distribution, and it is not known what ${environment} contains.`,
        hint: "Name its image in the input image, list its packages in image-packages, or give image-facts. Name packages that it does not have in requirements.txt beside the scoring script. If it has all of them, deploy without a mount.",
      };
      return;
    }
    yield {
      message: "The mount contains no distribution.",
      hint:
        options.mode === "preinstalled" && options.sources.length + options.packages.length === 0
          ? "Name the packages in requirements.txt beside the scoring script. If it needs none, deploy without a mount."
          : "Check the requirements file and its environment markers.",
    };
  },
};
