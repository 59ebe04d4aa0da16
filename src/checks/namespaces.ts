import { ownerOf } from "../mount/inventory.ts";
import { contentsOf, namespacesOf } from "../target/image-contents.ts";
import { about, type Check } from "./check.ts";
import { importable } from "./importable.ts";
import { sharesItsName } from "./python-source.ts";

/** Packages that mount and image share, such as azure and google. */

export const namespaceBroken: Check = {
  id: "I8",
  severity: "error",
  title: "a regular package hides the image's part of a namespace",
  explanation:
    "The image holds parts of the namespace packages azure, google, opencensus or opentelemetry, and the server up to 1.3 of azureml, and imports from them at start. A plain __init__.py in the mount's directory of that name makes it a regular package, which hides every other part: `import azure.core` in the server then fails, and the container starts again and again. Several distributions that share the directory inside the mount work all the same, so a test without the image shows nothing. An __init__.py that extends its path (pkgutil.extend_path, pkg_resources.declare_namespace) is fine, and so is a mount that holds all of the image's distributions there itself. Without a known image what every image has is assumed, and it is a warning. Pin a release without that file, install a wheel of your own without it, or add the image's distributions of that namespace, which the message names, to the requirements. Safe to turn off when the image has nothing in that namespace.",
  *find(evidence) {
    const { inventory, target, options } = evidence;
    const image = contentsOf(target, options.imagePackages);
    const mounted = new Set(inventory.distributions.map(({ name }) => name));
    for (const [namespace, holders] of namespacesOf(image)) {
      const hidden = holders.filter((name) => !mounted.has(name));
      const found = importable(namespace, inventory, target);
      if (hidden.length === 0 || found === undefined || found.kind === "directory") continue;
      const source = inventory.sources.get(found.path);
      if (source !== undefined && sharesItsName(source)) continue;
      const answer = {
        ...(image.known === "assumed" && { severity: "warning" as const }),
        file: found.path,
        message: `${found.path} makes ${namespace} a regular package and hides the image's part of it: ${hidden.join(", ")}.`,
        hint: "Pin a release without that file; from version 3.3 on Python needs none for a namespace package.",
      };
      const owner = ownerOf(found.path, inventory);
      yield owner ? about(owner, evidence, answer) : answer;
    }
  },
};
