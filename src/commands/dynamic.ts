import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { mountChecks, outcomeChecks } from "../checks/registry.ts";
import { outputDirectoryFor } from "../delivery/output-directory.ts";
import { OUTPUT_FILES } from "../delivery/output-files.ts";
import { requirementsVariables } from "../delivery/outputs.ts";
import { asMount, collectDynamicEvidence, imageAlone, noMount } from "../evidence/collect-dynamic.ts";
import type { Evidence } from "../evidence/evidence.ts";
import { isOnlyTheServers } from "../evidence/server-requirement.ts";
import type { Check, Finding } from "../findings/check.ts";
import { findingsOf, type Verdict, verdictOf } from "../findings/verdict.ts";
import type { Host } from "../host/host.ts";
import type { Options } from "../inputs/options.ts";
import { isInside } from "../inputs/paths.ts";
import type { Inventory } from "../mount/inventory/inventory.ts";
import { libraryNamesIn } from "../mount/inventory/library-names.ts";
import { makePlan, type Plan } from "../plan/plan.ts";
import type { Progress } from "../progress/progress.ts";
import type { AvailableImage } from "../python/container/available-image.ts";
import { factsInUse } from "../python/container/facts-in-use.ts";
import type { PendingImage } from "../python/container/pending-image.ts";
import { pipInContainer } from "../python/container/pip-in-container.ts";
import { sourceOf } from "../python/container/running-container.ts";
import { parseFreeze } from "../python/packaging/pip-freeze.ts";
import type { EvidenceSource } from "../python/running-image.ts";
import type { DynamicInstall } from "../python/simulated-image/dynamic-install.ts";
import { lockOfDynamicInstall } from "../python/simulated-image/dynamic-requirements-lock.ts";
import { hideLibraries } from "../python/simulated-image/hidden-libraries.ts";
import { reportDynamic } from "../report/report-dynamic.ts";
import type { Result } from "../report/result.ts";
import { smokeTestInContainer } from "../smoke/in-container.ts";
import type { SmokeTest } from "../smoke/result.ts";
import { postSampleRequest } from "../smoke/smoke-test.ts";
import { Problems } from "../util/errors.ts";
import { factsForPlan, withFacts } from "./image/facts-for-plan.ts";
import { type Here, installHere } from "./image/install-here.ts";

/** Mode `dynamic`: installs the requirements file once as the image does at every start, and verifies the result. */
export async function dynamic(options: Options, image: PendingImage, progress: Progress, host: Host): Promise<Result> {
  const planned = await progress.phase("plan", host, async () =>
    makePlan(options, await factsForPlan(options, image), host),
  );
  progress.note({ "python-version": planned.python.version });
  requireUploaded(planned);
  const obtaining = () => image.obtained();
  const available = (await image.isPulled()) ? await progress.phase("pull", host, obtaining) : await obtaining();
  if (available === undefined && options.network === "none") {
    host.log.warning(
      "Input network has no effect: the image is simulated on this machine, which uses its own network.",
    );
  }
  const plan = { ...planned, target: withFacts(planned.target, await factsInUse(options, available, host)) };
  const { target } = plan;
  const outputDirectory = outputDirectoryFor(`${plan.artifactName}-dynamic`, options, host);
  progress.learn({ target, outputDirectory, more: { requirementsFile: options.requirementsFiles[0] } });

  const here = await installHere(plan, available, progress, host);
  progress.begin("verify");
  const mount = here.started === undefined ? noMount(plan, host) : asMount(here.started, plan);
  const { location } = mount;
  const cost = here.started && { startCost: here.started.duration };
  progress.learn({ mount, location, more: { ...cost, ...progress.facts.more } });

  const verdict = await progress.phase("verify", host, async () => {
    const { started, simulated } = here;
    const evidence =
      started === undefined
        ? imageAlone(mount, plan, available)
        : await collectDynamicEvidence(mount, started, simulated.server, plan, host);
    const lockFile = started && join(outputDirectory, OUTPUT_FILES.lock);
    return await verifyStart({ ...evidence, lockFile }, { here, available }, plan, host);
  });
  progress.learn({ verdict });
  progress.begin("lock");
  const lock = here.started && (await lockOfDynamicInstall(reachedBy(verdict, here.started), here.started, plan, host));
  const duration = here.started?.duration ?? verdict.evidence?.smoke?.readyAfter ?? 0;
  const outcome = { options, target, location, verdict, outputDirectory, duration, lock };
  return await reportDynamic(outcome, progress, host);
}

/**
 * The image reads the file relative to the scoring script, from the uploaded code directory.
 * @throws UserErrors that name each file outside it
 */
function requireUploaded({ options, requirements }: Plan): void {
  const problems = new Problems();
  if (options.packages.length > 0) {
    problems.add("Input packages: in mode dynamic, the image reads only a requirements file.", {
      hint: "Add the packages to the requirements file.",
    });
  }
  const foreign = options.sources.find(({ kind }) => kind !== "requirements" && kind !== "conda");
  if (foreign !== undefined) {
    problems.add("Input requirements: in mode dynamic, the image reads only a requirements file or a conda file.", {
      file: foreign.file,
      hint: "Use mode preinstalled, which installs from this file, or export it as a requirements file.",
    });
  }
  if (options.requirementsFiles.length !== 1) {
    problems.add("Input requirements: in mode dynamic, the image reads exactly one file.", {
      hint: "Name one file, and include the others in it with -r.",
    });
  }
  for (const { path } of requirements.files) {
    if (isInside(path, options.codeDirectory)) continue;
    problems.add(`${path} is outside the code directory ${options.codeDirectory}; nothing else is uploaded.`, {
      file: path,
      hint: "Move it into the code directory. In the container this fails with exit code 99, or 95 for an included file.",
    });
  }
  for (const { url, file, line, text } of requirements.requirements) {
    if (!url?.startsWith("file:") || isInside(fileURLToPath(url), options.codeDirectory)) continue;
    problems.add(`${text} is outside the code directory ${options.codeDirectory}; nothing else is uploaded.`, {
      file: file ?? undefined,
      line,
      hint: "Install it from an index or a URL. In the container this fails with exit code 95.",
    });
  }
  problems.throwIfAny();
}

interface Images {
  readonly here: Here;
  /** The image itself, if an engine has it. */
  readonly available: AvailableImage | undefined;
}

/**
 * Runs each check once. If nothing fails, the image itself is started, and installs the file as a deployment would; the
 * sample request is posted before the last checks, which are about it.
 */
async function verifyStart(evidence: Evidence, images: Images, plan: Plan, host: Host): Promise<Verdict> {
  const { options } = plan;
  const ask = (checks: readonly Check[], of: Evidence) => aboutRequirements(findingsOf(checks, of), of);
  const findings = ask(mountChecks(options.mode), evidence);
  const { passed } = verdictOf(findings, evidence, options);
  const started = passed ? await startOf(images, evidence.inventory, plan, host) : {};
  const all = { ...evidence, ...started, commandFiles: host.restoreCommandFiles() };
  if (started.source !== undefined && all.container !== undefined)
    all.container = { ...all.container, source: started.source };
  return verdictOf([...findings, ...ask(outcomeChecks(options.mode), all)], all, options);
}

/** The smoke test, in the image where there is one: its start is the installation itself. */
async function startOf(
  { here, available }: Images,
  inventory: Inventory,
  plan: Plan,
  host: Host,
): Promise<{ smoke?: SmokeTest; source?: EvidenceSource }> {
  const { options, target, python } = plan;
  const variables = requirementsVariables(options);
  if (available !== undefined) {
    const start = { options, variables, network: options.network, ...pipInContainer(plan.settings) };
    const smoke = await smokeTestInContainer(start, available, host);
    if (smoke !== undefined) return { smoke, source: sourceOf(available) };
  }
  if (here.started === undefined) throw here.failure;
  if (options.smokeTest === "") return {};
  const image = { ...here.simulated, ...here.started };
  const hidden = await hideLibraries(target, libraryNamesIn(inventory), python, host);
  return { smoke: await postSampleRequest({ options, target, image, python, hidden }, variables, host) };
}

/** Without findings about distributions that only the image's own server requires: the user cannot change them. */
function aboutRequirements(findings: readonly Finding[], { closure }: Evidence): Finding[] {
  return findings.filter(({ distribution }) => distribution === undefined || !isOnlyTheServers(distribution, closure));
}

/**
 * The distributions that the user's requirements reach, with versions; not those that only the image's server requires.
 */
function reachedBy({ evidence }: Verdict, { after }: DynamicInstall): Map<string, string | undefined> {
  const closure = evidence?.closure;
  const versions = parseFreeze(after);
  const names = Object.keys(closure?.reached ?? {}).filter((name) => !isOnlyTheServers(name, closure));
  return new Map(names.map((name) => [name, versions.get(name)]));
}
