import { readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { allEnded } from "../all-ended.ts";
import { Pauses } from "../pauses.ts";
import type { Plan } from "../plan.ts";
import { compileBytecode } from "../python/bytecode.ts";
import { cleanEnvironment } from "../python/environment.ts";
import { freeze } from "../python/freeze.ts";
import { type BuildEnvironment, install } from "../python/install.ts";
import { lockOf } from "../python/lock.ts";
import { normalisedName } from "../python/names.ts";
import { originsOf } from "../python/origins.ts";
import { probe } from "../python/probe.ts";
import { isPinned } from "../python/requirements.ts";
import { withoutCredentials } from "../python/settings.ts";
import { anyPip } from "../python/tools.ts";
import type { Host } from "../runner/host.ts";
import { plural, slashed } from "../text.ts";
import { listFiles, takeInventory } from "./inventory.ts";
import { staged } from "./location.ts";
import type { ManifestRequirement } from "./manifest.ts";
import type { BuildFacts, Mount } from "./mount.ts";
import { discard } from "./place.ts";
import { digestRequirements } from "./provenance.ts";
import { dropBytecode, requireReadableMetadata, type StagedAway, stage } from "./stage.ts";

/**
 * Installs, compiles, stages beside the mount's place and takes the inventory. Nothing in the place itself is touched.
 * @throws UserError when the installer fails
 */
export async function build(plan: Plan, host: Host): Promise<Mount> {
  discard(plan.location.environmentDirectory);
  const environment = await install(plan, host);
  requireReadableMetadata(environment.sitePackages);
  dropBytecode(environment.sitePackages);
  const [facts] = await allEnded([factsOf(environment, plan, host), compile(environment.sitePackages, plan, host)]);
  const location = staged(plan.location);
  const { builtByUv, ...stagedAway } = await stage(environment.sitePackages, location.directory);
  await new Pauses().take(); // after staging, before reading
  const inventory = takeInventory(location.directory, [environment.directory, plan.options.workspace]);
  const fromSource = [...new Set([...builtByUv, ...facts.fromSource])].sort();
  return {
    location,
    inventory,
    stagedAway,
    requirements: portableRequirements(plan, stagedAway),
    manifest: undefined,
    build: { ...facts, fromSource },
  };
}

async function factsOf(environment: BuildEnvironment, plan: Plan, host: Host): Promise<BuildFacts> {
  const { directory, python, installer, leftOut } = environment;
  const freezing = anyPip(plan.python, plan.settings, host).then((pip) => freeze(python, pip, host));
  const [frozen, { foreign }, lock] = await allEnded([
    freezing,
    probe<{ foreign: string[] }>(
      python,
      "search_path",
      { environment: directory },
      {
        environment: cleanEnvironment(host.environment),
        switches: ["-s"],
      },
    ),
    freezing.then((lines) => lockOf(environment, lines, plan, host)),
  ]);
  const configuration = readFileSync(join(directory, "pyvenv.cfg"), "utf8");
  const systemSitePackages = /^\s*include-system-site-packages\s*=\s*true/im.test(configuration);
  const paths = plan.requirements.files.map(({ path }) => path);
  const requirementsFiles = digestRequirements(paths, plan.options);
  const origins = originsOf(environment);
  return {
    installer,
    freeze: frozen.map(withoutCredentials),
    foreignPath: foreign,
    systemSitePackages,
    leftOut,
    fromSource: origins.fromSource.map(normalisedName),
    yanked: origins.yanked.map(normalisedName),
    requirementsFiles,
    lock,
  };
}

async function compile(directory: string, plan: Plan, host: Host): Promise<void> {
  const sources = sourcesIn(directory);
  const failed = await compileBytecode(directory, sources, plan.python, host.environment);
  host.log.info(`Compiled ${plural(sources.length - failed.length, "module")} to bytecode.`);
  if (failed.length > 0) host.log.debug(`Not Python ${plan.python.minor}: ${failed.join(", ")}`);
}

function sourcesIn(directory: string) {
  const paths = listFiles(directory).filter((path) => path.endsWith(".py"));
  return paths.map((path) => ({ path, size: statSync(join(directory, path)).size }));
}

/** Requirements as they go into the manifest: files relative to the code directory, the same on every machine. */
export function portableRequirements(
  { requirements, options }: Plan,
  { directUrls }: StagedAway,
): ManifestRequirement[] {
  return requirements.requirements.map((requirement) => ({
    file: requirement.file === null ? null : slashed(relative(options.codeDirectory, requirement.file)),
    line: requirement.line,
    text: requirement.text.replaceAll(options.workspace, "."),
    name: requirement.name ?? nameOfDirect(requirement.url, directUrls),
    extras: requirement.extras,
    specifier: requirement.specifier,
    constraint: requirement.constraint,
    editable: requirement.editable,
    applies: requirement.applies,
    pinned: isPinned(requirement),
  }));
}

/** Only the installed metadata says what a local directory or a repository is called. */
function nameOfDirect(url: string | null, directUrls: StagedAway["directUrls"]): string | null {
  if (url === null) return null;
  const plain = (text: string) =>
    text.replace(/^(git|hg|svn|bzr)\+/, "").replace(/(\.git)?(@[^/@?]*)?([?#].*)?\/?$/, "");
  const found = Object.entries(directUrls).find(
    ([, direct]) => plain((direct as { url?: string }).url ?? "") === plain(url),
  );
  return found?.[0] ?? null;
}
