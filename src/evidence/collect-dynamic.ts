import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Host } from "../host/host.ts";
import { SERVER } from "../images/server/server.ts";
import { takeInventory } from "../mount/inventory/inventory.ts";
import { libraryNamesIn } from "../mount/inventory/library-names.ts";
import { portableRequirements } from "../mount/manifest/portable-requirements.ts";
import type { Mount } from "../mount/mount.ts";
import type { Plan } from "../plan/plan.ts";
import { confine } from "../python/confinement.ts";
import type { AvailableImage } from "../python/container/available-image.ts";
import { parseFreeze } from "../python/packaging/pip-freeze.ts";
import { isAskedFor } from "../python/packaging/requirements.ts";
import type { RunningImage } from "../python/running-image.ts";
import type { DynamicInstall } from "../python/simulated-image/dynamic-install.ts";
import { type HiddenLibraries, hideLibraries } from "../python/simulated-image/hidden-libraries.ts";
import { simulatedBy } from "../python/simulated-image/simulated-image.ts";
import { settleAll } from "../util/schedule.ts";
import { compiledCodeProblems } from "./compiled-code/problems.ts";
import { walkClosure } from "./dependencies.ts";
import { collectDisk } from "./disk/collect-disk.ts";
import type { Replacement } from "./dynamic-install.ts";
import type { Evidence } from "./evidence.ts";
import { findOwnModules } from "./importable/own-modules.ts";
import { isLoaded } from "./imports/is-loaded.ts";
import { tryScriptImports } from "./imports/script-imports.ts";
import { tryImports } from "./imports/try-imports.ts";
import { withoutDoubles } from "./imports/wanted-libraries.ts";
import { readSavedModels } from "./models/saved-models.ts";
import { readScoringImports } from "./scoring-script.ts";
import { SERVER_REQUIREMENT } from "./server-requirement.ts";

/**
 * The packages of the dynamic install as a mount, so that the checks can read them; the server is one more requirement.
 */
export function asMount({ directory, sitePackages }: DynamicInstall, plan: Plan): Mount {
  const nothing = { outside: {}, directUrls: {} };
  return {
    location: { ...plan.location, environmentDirectory: directory, directory: sitePackages },
    inventory: takeInventory(sitePackages),
    requirements: [...portableRequirements(plan, nothing), SERVER_REQUIREMENT],
    removedByStaging: nothing,
    manifest: undefined,
    build: undefined,
  };
}

/** Where nothing is installed on this machine: the checks find no file. */
export function noMount(plan: Plan, host: Host): Mount {
  const directory = join(host.temporary, "nothing-installed");
  mkdirSync(directory, { recursive: true });
  const nothing = { outside: {}, directUrls: {} };
  const location = { ...plan.location, environmentDirectory: directory, directory };
  const inventory = takeInventory(directory);
  return { location, inventory, requirements: [], removedByStaging: nothing, manifest: undefined, build: undefined };
}

/** What is known of an installation that only the image itself makes. */
export function imageAlone(mount: Mount, { options, target }: Plan, image: AvailableImage | undefined): Evidence {
  const container = { source: { kind: "simulated" }, searchPath: [], distributions: [], importFailures: [] } as const;
  const closure = { roots: [], problems: [], reached: {}, needs: {} };
  const nothing = { scoringDirectory: "", closure, server: undefined, scoring: undefined, compiledCode: [] };
  const disk = collectDisk({ ...mount, options, target });
  return { ...mount, options, target, ...disk, ...nothing, container, imageFacts: image?.facts };
}

/**
 * Collects what the checks read about a dynamic install.
 * @param server version of azureml-inference-server-http in the image
 */
export async function collectDynamicEvidence(
  mount: Mount,
  started: DynamicInstall,
  server: string,
  plan: Plan,
  host: Host,
): Promise<Evidence> {
  const { options, target, python } = plan;
  const { inventory, requirements } = mount;
  const asked = new Set(requirements.filter(isAskedFor).map(({ name }) => name));
  const tried = inventory.distributions.filter(({ name }) => asked.has(name));
  const hidden = await hideLibraries(target, libraryNamesIn(inventory), python, host);
  const image = simulated(started, plan, hidden, host);
  const [closure, { failures, wanted }, scoring, savedModels] = await settleAll([
    walkClosure(inventory, requirements, target, python, host),
    tryImports(tried, { inventory, target }, image),
    readScoringImports(options, python, host),
    readSavedModels(options, python, host.environment),
  ]);
  const script = await tryScriptImports(scoring, { options, target, mount }, image, []);
  const isServers = ({ distribution }: { readonly distribution: string }) => distribution === SERVER;
  const dynamicInstall = {
    duration: started.duration,
    replaced: replacedBy(started),
    serverFailure: failures.find(isServers)?.error,
    server,
  };
  const importFailures = failures.filter((failure) => !isServers(failure));
  const source = { kind: "simulated" } as const;
  const libraries = withoutDoubles([...wanted, ...script.wanted]);
  const container = { source, searchPath: [], distributions: [], importFailures, script, wanted: libraries };
  const disk = collectDisk({ ...mount, options, target });
  const found = { scoringDirectory: "", closure, container, server: undefined, dynamicInstall };
  const ofScript = { scoring, ownModules: findOwnModules(scoring, options), savedModels };
  const known = { ...mount, options, target, ...disk, ...found, ...ofScript };
  return { ...known, compiledCode: compiledCodeProblems(inventory, target, (path) => isLoaded(path, known)) };
}

/** The packages are in the image's own environment, so its rules apply, including `.pth` files. */
function simulated(
  { python, sitePackages }: DynamicInstall,
  plan: Plan,
  hidden: HiddenLibraries | undefined,
  host: Host,
): RunningImage {
  const { scoringDirectory: directory } = plan.options;
  const confinement = confine(plan.python, [sitePackages, directory], host);
  const { environment } = confinement;
  return simulatedBy(python, { directory, packages: sitePackages, environment, confinement, hidden });
}

function replacedBy({ before, after }: DynamicInstall): Replacement[] {
  const now = parseFreeze(after);
  return [...parseFreeze(before)].flatMap(([name, version = ""]) => {
    const found = now.get(name) ?? "";
    return found === version || found === "" ? [] : [{ name, before: version, after: found }];
  });
}
