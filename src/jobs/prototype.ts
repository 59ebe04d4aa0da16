import { fileURLToPath } from "node:url";
import { allEnded } from "../all-ended.ts";
import { PROTOTYPE_CHECKS } from "../checks/catalogue.ts";
import type { Check } from "../checks/check.ts";
import { walkClosure } from "../checks/closure-probe.ts";
import { parseFreeze } from "../checks/freeze.ts";
import { tryImports } from "../checks/import-probe.ts";
import type { Rehearsal, Replacement } from "../checks/prototype.ts";
import { readScoringImports } from "../checks/scoring-probe.ts";
import { postSampleRequest } from "../checks/smoke-test.ts";
import type { Subject } from "../checks/testimony.ts";
import { type Verdict, verify } from "../checks/verify.ts";
import { outputDirectoryFor } from "../delivery/output-directory.ts";
import type { Progress } from "../delivery/progress.ts";
import { Problems } from "../errors.ts";
import { portableRequirements } from "../mount/build.ts";
import { takeInventory } from "../mount/inventory.ts";
import type { Mount } from "../mount/mount.ts";
import type { Options } from "../options/options.ts";
import { isInside } from "../options/paths.ts";
import { makePlan, type Plan } from "../plan.ts";
import { confine } from "../python/isolation.ts";
import type { PlayedImage } from "../python/played-image.ts";
import { rehearse, type StartedImage } from "../python/rehearsal.ts";
import { obtainServedImage, type ServedImage } from "../python/served-image.ts";
import type { Host } from "../runner/host.ts";
import { SERVER } from "../target/server.ts";
import { prototypeResult, prototypeVariables } from "./prototype-result.ts";
import type { Result } from "./result.ts";
import { isOnlyTheServers, SERVER_REQUIREMENT } from "./server-requirement.ts";

/** Mode `dynamic`: installs once as the image would at every start, and proves what came of it. */
export async function prototype(options: Options, progress: Progress, host: Host): Promise<Result> {
  const { clock } = progress;
  const plan = await clock.time("plan", () => makePlan(options, host));
  const { target, python } = plan;
  progress.note({ "python-version": python.version });
  requireUploaded(plan);
  const outputDirectory = outputDirectoryFor(`${plan.artifactName}-dynamic`, options, host);
  progress.learn({ target, outputDirectory, more: { requirementsFile: options.requirementsFiles[0] } });
  const image = await clock.time("image", () => obtainServedImage(options, target, python, host));
  const started = await clock.time("install", () => rehearse(plan, image, host));
  progress.begin("verify");
  const mount = asMount(started, plan);
  const { duration: startCost } = started;
  progress.learn({ mount, location: mount.location, more: { startCost, ...progress.facts.more } });
  const verdict = await clock.time("verify", () => prove({ options, target, mount }, started, image, plan, host));
  progress.learn({ verdict });
  return await prototypeResult({ plan, mount, verdict, started, outputDirectory }, progress, host);
}

/**
 * The image looks for the file relative to the scoring script, in what was uploaded.
 * @throws UserErrors naming each file that is not there
 */
function requireUploaded({ options, requirements }: Plan): void {
  const problems = new Problems();
  if (options.packages.length > 0) {
    problems.add("Input packages: the image reads a requirements file and nothing else.", {
      hint: "Write the packages into the requirements file.",
    });
  }
  if (options.requirementsFiles.length !== 1) {
    problems.add("Input requirements: the image reads one file.", {
      hint: "Let that file include the others with -r.",
    });
  }
  for (const { path } of requirements.files) {
    if (isInside(path, options.codeDirectory)) continue;
    problems.add(`${path} lies outside the code directory ${options.codeDirectory}, which is all that is uploaded.`, {
      file: path,
      hint: "Move it into the code directory: the container would end with exit code 99, or 95 for an included file.",
    });
  }
  for (const { url, file, line, text } of requirements.requirements) {
    if (!url?.startsWith("file:") || isInside(fileURLToPath(url), options.codeDirectory)) continue;
    problems.add(`${text} is not in the code directory ${options.codeDirectory}, which is all that is uploaded.`, {
      file: file ?? undefined,
      line,
      hint: "Serve it from an index or an address: the container would end with exit code 95.",
    });
  }
  problems.throwIfAny();
}

/** The started image's packages, seen as the checks see a mount; the server is one more thing that is asked for. */
function asMount({ directory, sitePackages }: StartedImage, plan: Plan): Mount {
  const nothing = { outside: {}, directUrls: {} };
  return {
    location: { ...plan.location, environmentDirectory: directory, directory: sitePackages },
    inventory: takeInventory(sitePackages),
    requirements: [...portableRequirements(plan, nothing), SERVER_REQUIREMENT],
    stagedAway: nothing,
    manifest: undefined,
    build: undefined,
  };
}

async function prove(
  subject: Subject,
  started: StartedImage,
  image: ServedImage,
  plan: Plan,
  host: Host,
): Promise<Verdict> {
  const { options, target, mount } = subject;
  const { inventory } = mount;
  const asked = new Set(mount.requirements.filter((one) => !one.constraint && one.applies).map(({ name }) => name));
  const tried = inventory.distributions.filter(({ name }) => asked.has(name));
  const [closure, failures, scoring] = await allEnded([
    walkClosure(inventory, mount.requirements, target, plan.python, host.environment),
    tryImports(tried, inventory, playStarted(started, plan, host)),
    readScoringImports(options, plan.python, host.environment),
  ]);
  const serverFailure = failures.find(({ distribution }) => distribution === SERVER)?.error;
  const importFailures = failures.filter(({ distribution }) => distribution !== SERVER);
  const rehearsal: Rehearsal = {
    duration: started.duration,
    replaced: replacedBy(started),
    serverFailure,
    server: image.server,
  };
  const container = { searchPath: [], distributions: [], importFailures };
  const around = { scoring, rehearsal, commandFiles: host.restoreCommandFiles() };
  const checks = PROTOTYPE_CHECKS.map(aboutRequirements);
  const testimony = { beside: "", closure, container, server: undefined }; // never cached
  const verdict = verify(subject, testimony, around, checks);
  if (options.smokeTest === "" || !verdict.green) return verdict;
  const smoke = await postSampleRequest(
    { options, target, image: { ...image, ...started }, python: plan.python },
    prototypeVariables(options),
    host,
  );
  const commandFiles = [...around.commandFiles, ...host.restoreCommandFiles()];
  return verify(subject, verdict.testimony, { ...around, smoke, commandFiles }, checks);
}

/** What only the image's own server needs is the image's affair, whatever a check says of it. */
function aboutRequirements(check: Check): Check {
  return {
    ...check,
    find: (evidence) =>
      [...check.find(evidence)].filter(
        ({ distribution }) => distribution === undefined || !isOnlyTheServers(distribution, evidence.closure),
      ),
  };
}

/** Packages are in the image's own environment here: its rules hold, `.pth` files included. */
function playStarted({ python, sitePackages }: StartedImage, plan: Plan, host: Host): PlayedImage {
  const { scoringDirectory: directory } = plan.options;
  const confinement = confine(plan.python, [sitePackages, directory], host);
  return { python, directory, packages: sitePackages, environment: confinement.environment, confinement };
}

function replacedBy({ before, after }: StartedImage): Replacement[] {
  const now = parseFreeze(after);
  return [...parseFreeze(before)].flatMap(([name, version = ""]) => {
    const found = now.get(name) ?? "";
    return found === version || found === "" ? [] : [{ name, before: version, after: found }];
  });
}
