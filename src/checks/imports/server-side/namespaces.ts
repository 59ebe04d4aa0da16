import type { Evidence } from "../../../evidence/evidence.ts";
import { type Importable, importable } from "../../../evidence/importable/modules.ts";
import { hasPackageResources } from "../../../evidence/importable/package-resources.ts";
import { sharesItsName } from "../../../evidence/importable/python-source.ts";
import { about, type Check, type FindingDetails, type Severity } from "../../../findings/check.ts";
import {
  contentsOf,
  type ImageContents,
  type NamespaceShare,
  namespacesOf,
} from "../../../images/contents/image-contents.ts";
import { distributionOf } from "../../../images/contents/import-names.ts";
import { SERVER, SERVER_CLOSURE } from "../../../images/server/server.ts";
import { triedWithout } from "../../../images/server/server-trials.ts";
import { ownerOf } from "../../../mount/inventory/inventory.ts";
import { SEVERITY_OF, type ServerVerdict, verdictOn } from "./verdict.ts";

export const namespaceBroken: Check = {
  id: "I8",
  name: "namespace-hidden",
  severity: "error",
  modes: ["preinstalled", "restore", "verify"],
  title: "a package in the mount hides the image's part of a namespace",
  what: "An `__init__.py` in the mount makes azure, google, opencensus, opentelemetry or azureml (servers up to 1.3) a regular package. pkgutil's `extend_path` is accepted; `declare_namespace` leaves out the image's part. Trials with each server decide.",
  inContainer:
    "The image's part of the namespace cannot be imported, so `import azure.core` in the server fails and the container restarts again and again. A test without the image does not show it.",
  fix: "Add the packages that the hint names to the requirements: the mount then has that part too. Or pin a release without that file, if there is one.",
  waive: "Safe when the image has nothing in that namespace.",
  *find(evidence) {
    const { inventory, target, options } = evidence;
    const image = contentsOf(target, options.imagePackages);
    // An environment for Python 3.12 or later is made without setuptools.
    const mayHaveResources = Number(target.python.split(".")[1]) < 12 || hasPackageResources(evidence);
    for (const [namespace, shares] of namespacesOf(image)) {
      const found = importable(namespace, inventory, target);
      if (found === undefined || found.kind === "directory") continue;
      const hidden = hiddenOf(shares, evidence);
      const source = inventory.sources.get(found.path);
      if (hidden.length === 0 || (source !== undefined && sharesItsName(source, mayHaveResources))) continue;
      yield* findingOf(namespace, found, hidden, image, evidence);
    }
  },
};

/** The shares that the mount has no other copy of. */
function hiddenOf(shares: readonly NamespaceShare[], { inventory, target }: Evidence): readonly NamespaceShare[] {
  const mounted = new Set(inventory.distributions.map(({ name }) => name));
  const isInMount = (module: string) => importable(module, inventory, target) !== undefined;
  return shares.filter(({ holder, modules }) => !mounted.has(holder) && !modules.every(isInMount));
}

function* findingOf(
  namespace: string,
  { path: file }: Importable,
  hidden: readonly NamespaceShare[],
  image: ImageContents,
  evidence: Evidence,
): Generator<FindingDetails> {
  const { python } = evidence.target;
  const holders = hidden.map(({ holder }) => holder);
  // The trials were about what comes with the server, not about what else the image has.
  const isServers = holders.every((name) => SERVER_CLOSURE.has(name));
  const tried = isServers ? triedWithout(namespace, holders, python) : undefined;
  const verdict = verdictOn(tried, image, python);
  if (verdict?.fails === "none" && !image.server?.certain) return;
  const severity = severityOf(verdict, image);
  const finding = {
    ...(severity === undefined ? {} : { severity }),
    file,
    message: `${file} makes ${namespace} a regular package and hides the image's part of it: ${holders.join(", ")}${verdict === undefined ? "" : `; ${verdict.text}`}.`,
    hint: hintFor(hidden),
  };
  const owner = ownerOf(file, evidence.inventory);
  yield owner ? about(owner, evidence, finding) : finding;
}

function severityOf(verdict: ServerVerdict | undefined, image: ImageContents): Severity | undefined {
  if (verdict !== undefined) return verdict.fails === "none" ? "warning" : SEVERITY_OF[verdict.fails];
  return image.known === "assumed" ? "warning" : undefined;
}

/** What the mount can have of its own always helps; another release of the package that has the file may not exist. */
function hintFor(hidden: readonly NamespaceShare[]): string {
  const names = hidden.flatMap(({ holder, modules }) =>
    holder === SERVER ? modules.flatMap((module) => distributionOf(module) ?? []) : [holder],
  );
  return `Add ${[...new Set(names)].join(", ")} to the requirements, so that the mount has that part too.`;
}
