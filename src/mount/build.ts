import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Host } from "../host/host.ts";
import { staged } from "../plan/location.ts";
import type { Plan } from "../plan/plan.ts";
import { cleanEnvironment } from "../python/child-environment.ts";
import { type BuildEnvironment, install } from "../python/install/install.ts";
import { anyPip } from "../python/install/obtain-installer.ts";
import { lockOf } from "../python/install/requirements-lock.ts";
import { requireReadableMetadata } from "../python/packaging/metadata-size.ts";
import { askFreeze, freeze, WITHOUT_START_FILES } from "../python/packaging/pip-freeze.ts";
import { executableFiles } from "../python/platform/executable-files.ts";
import { probe } from "../python/questions.ts";
import { withOriginals } from "../python/sources/local-copies.ts";
import { withoutCredentials } from "../util/credentials.ts";
import { Pauses } from "../util/pauses.ts";
import { settleAll } from "../util/schedule.ts";
import { normalisedName } from "../util/text.ts";
import { compile } from "./bytecode/compile.ts";
import { SimilarModules } from "./bytecode/similar-modules.ts";
import { takeInventory, withExecutables } from "./inventory/inventory.ts";
import { portableRequirements } from "./manifest/portable-requirements.ts";
import type { BuildFacts, Mount } from "./mount.ts";
import { digestRequirements } from "./provenance.ts";
import { type Slimmed, slim } from "./slim/slim.ts";
import { type Kept, OUTSIDE } from "./slim/unreachable.ts";
import { dropBytecode, type RemovedByStaging, stage } from "./stage.ts";
import { discard } from "./swap-directories.ts";

/**
 * Installs, compiles, stages next to the mount's final location and takes the inventory. The final location is not
 * touched.
 * @param similar the key of a cache entry that is like this plan, if there is one; never rejects
 * @throws UserError when the installer fails
 */
export async function buildMount(plan: Plan, similar: Promise<string | undefined>, host: Host): Promise<Mount> {
  const modules = new SimilarModules(similar, plan, host);
  try {
    return await buildWith(modules, plan, host);
  } finally {
    await modules.end();
  }
}

async function buildWith(modules: SimilarModules, plan: Plan, host: Host): Promise<Mount> {
  discard(plan.location.environmentDirectory);
  const environment = await install(plan, host);
  requireReadableMetadata(environment.sitePackages);
  dropBytecode(environment.sitePackages);
  const [facts, slimmed] = await settleAll([
    factsOf(environment, plan, host),
    slimAndCompile(environment.sitePackages, modules, plan, host),
  ]);
  const executable = await executableFiles(environment, facts.freeze, plan, host);
  const location = staged(plan.location);
  const { builtByUv, ...removed } = await stage(environment.sitePackages, location.directory, {
    executable,
    slimmed,
  });
  const removedByStaging = { ...removed, directUrls: ofOriginals(removed.directUrls, plan) };
  await new Pauses().take(); // after staging, before reading
  const found = takeInventory(location.directory, [environment.directory, plan.options.workspace]);
  const inventory = withExecutables(found, executable);
  const fromSource = [...new Set([...builtByUv, ...facts.fromSource])].sort();
  return {
    location,
    inventory,
    removedByStaging,
    requirements: portableRequirements(plan, removedByStaging),
    manifest: undefined,
    build: { ...facts, fromSource },
  };
}

async function factsOf(environment: BuildEnvironment, plan: Plan, host: Host): Promise<BuildFacts> {
  const { directory, python, sitePackages, installer, reason, origins, leftOut } = environment;
  const freezing = frozenLines(environment, plan, host);
  const [frozen, { foreign }, lock] = await settleAll([
    freezing,
    probe<{ foreign: string[] }>(
      python,
      "search_path",
      { environment: directory, packages: sitePackages },
      {
        environment: cleanEnvironment(host.environment),
        switches: WITHOUT_START_FILES,
      },
    ),
    freezing.then((lines) => lockOf(environment, lines, plan, host)),
  ]);
  const configuration = readFileSync(join(directory, "pyvenv.cfg"), "utf8");
  const systemSitePackages = /^\s*include-system-site-packages\s*=\s*true/im.test(configuration);
  const { files, copies } = plan.requirements;
  const paths = files.map(({ path }) => path);
  const requirementsFiles = digestRequirements(paths, plan.options);
  return {
    installer: { name: installer.name, version: installer.version, reason },
    freeze: frozen.map((line) => withOriginals(withoutCredentials(line), copies)),
    foreignPath: foreign,
    systemSitePackages,
    leftOut,
    fromSource: origins.fromSource.map(normalisedName),
    yanked: origins.yanked.map(normalisedName),
    requirementsFiles,
    lock: withOriginals(lock, copies),
  };
}

async function frozenLines({ python, sitePackages }: BuildEnvironment, plan: Plan, host: Host): Promise<string[]> {
  const lines = await askFreeze(plan.python, sitePackages, host);
  return lines ?? (await freeze(python, sitePackages, await anyPip(plan.python, plan.settings, host), host));
}

/** `direct_url.json` of local projects names the copies that they were built from. */
function ofOriginals(urls: RemovedByStaging["directUrls"], { requirements }: Plan): RemovedByStaging["directUrls"] {
  return JSON.parse(withOriginals(JSON.stringify(urls), requirements.copies));
}

async function slimAndCompile(
  directory: string,
  modules: SimilarModules,
  plan: Plan,
  host: Host,
): Promise<Slimmed | undefined> {
  const { slim: setting } = plan.options;
  const slimmed = setting === "off" ? undefined : await slim(directory, setting, plan.scoringReferences);
  for (const { path, by } of slimmed?.kept ?? []) host.log.debug(`slim kept ${path}, ${whyKept(by)}`);
  await compile(directory, modules, plan, host);
  return slimmed;
}

function whyKept(by: Kept["by"]): string {
  if (by === undefined) return "which is all that its distribution contains";
  return by === OUTSIDE ? "which the scoring directory names" : `which ${by} names`;
}
