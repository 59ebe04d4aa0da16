import { C as OPTIONS, _ as unknownInputs, a as shownPath, c as Leaving, d as linked, f as moveContents, g as runJob, h as capture, i as pathPart, m as remove, n as cutAtLineEnd, o as start, p as placeTree, r as maskableParts, s as runner, u as emptyDirectory, w as nearest } from "./text.js";
import { c as setSecret, i as info, l as startGroup, n as endGroup, o as notice, r as error, s as setOutput, t as debug, u as warning } from "./core.js";
import { _ as orNothing, f as UserError, g as messageOf, u as ExitCode } from "./slabs.js";
import { appendFileSync, existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { tmpdir } from "node:os";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { AsyncLocalStorage } from "node:async_hooks";
// src/runner/command-files.ts
const NAMES = [
	"GITHUB_OUTPUT",
	"GITHUB_ENV",
	"GITHUB_PATH",
	"GITHUB_STATE",
	"GITHUB_STEP_SUMMARY"
];
var CommandFiles = class {
	#files;
	constructor() {
		this.#files = NAMES.flatMap((name) => {
			const path = process.env[name];
			delete process.env[name];
			return path ? [{
				name,
				path,
				content: contentOf(path)
			}] : [];
		});
	}
	restore() {
		return this.#files.filter(({ path, content }) => {
			const found = contentOf(path);
			return content === void 0 ? found !== void 0 : found === void 0 || !found.equals(content);
		}).map(({ name, path, content }) => {
			orNothing(() => rmSync(path, {
				recursive: true,
				force: true
			}));
			if (content !== void 0) writeFileSync(path, content);
			return name;
		});
	}
	write(work) {
		for (const { name, path } of this.#files) process.env[name] = path;
		try {
			work();
		} finally {
			for (const { name } of this.#files) delete process.env[name];
			this.#files = this.#files.map(({ name, path }) => ({
				name,
				path,
				content: contentOf(path)
			}));
		}
	}
};
function contentOf(path) {
	return orNothing(() => lstatSync(path).isFile() ? readFileSync(path) : void 0);
}
// src/runner/github-download.ts
async function downloadArtifact(wanted, directory, { log, environment }) {
	const { DefaultArtifactClient } = await import("./artifact.js");
	const client = new DefaultArtifactClient();
	const { otherRun } = wanted;
	const from = otherRun === void 0 ? {} : { findBy: findBy(otherRun) };
	try {
		const { artifacts } = await client.listArtifacts({
			latest: wanted.id === void 0,
			...from
		});
		const found = choose(artifacts, wanted);
		const expected = found.digest ? { expectedHash: found.digest } : {};
		if (!found.digest) log.debug(`The service has no digest of artifact ${found.name}.`);
		const settings = {
			path: directory,
			skipDecompress: true,
			...expected,
			...from
		};
		const { digestMismatch } = await client.downloadArtifact(found.id, settings);
		if (digestMismatch) throw notAsUploaded(found);
		const [file = ""] = readdirSync(directory);
		return {
			artifact: described(found, otherRun, environment),
			file: join(directory, file)
		};
	} catch (error) {
		throw error instanceof UserError ? error : refused$1(wanted, error);
	}
}
function findBy({ runId, owner, repository, token }) {
	return {
		workflowRunId: runId,
		repositoryOwner: owner,
		repositoryName: repository,
		token
	};
}
function choose(artifacts, wanted) {
	const { id, name } = wanted;
	const found = artifacts.find((artifact) => id === void 0 ? artifact.name === name : artifact.id === id);
	const run = runOf(wanted);
	if (found === void 0) {
		const what = id === void 0 ? `Artifact ${name}` : `An artifact with id ${id}`;
		throw new UserError(`${what} is not in ${run}.`, {
			hint: whatIsThere(name, artifacts),
			exitCode: ExitCode.input
		});
	}
	if (name !== "" && found.name !== name) throw new UserError(`Artifact ${id} of ${run} is called ${found.name}, and the input artifact-name says ${name}.`, { hint: "Leave one of artifact-id and artifact-name empty." });
	return found;
}
function whatIsThere(name, artifacts) {
	const names = [...new Set(artifacts.map((artifact) => artifact.name))];
	const advice = "Is the job that builds named in `needs`, and did it upload? Artifacts of another run need run-id and github-token.";
	if (names.length === 0) return `It has no artifacts. ${advice}`;
	const meant = nearest(name, names);
	return meant === void 0 ? `It has ${names.slice(0, 20).join(", ")}. ${advice}` : `Did you mean ${meant}? ${advice}`;
}
function runOf({ otherRun }) {
	return otherRun === void 0 ? "this run" : `run ${otherRun.runId} of ${otherRun.owner}/${otherRun.repository}`;
}
function notAsUploaded({ name, digest }) {
	return new UserError(`Artifact ${name} is not as it was uploaded: its digest is not ${digest}.`, {
		hint: "It was damaged on the way or in the store, or replaced: restore again, and build again if that does not help.",
		exitCode: ExitCode.findings
	});
}
function described({ id, name, digest }, otherRun, environment) {
	const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID } = environment;
	const repository = otherRun === void 0 ? GITHUB_REPOSITORY : `${otherRun.owner}/${otherRun.repository}`;
	const run = `${GITHUB_SERVER_URL || "https://github.com"}/${repository}/actions/runs/${otherRun?.runId ?? GITHUB_RUN_ID}`;
	return {
		id: String(id),
		name,
		url: `${run}/artifacts/${id}`,
		digest: digest ?? ""
	};
}
function refused$1(wanted, cause) {
	const words = messageOf(cause).split("\n")[0] ?? "";
	return new UserError(`The artifacts of ${runOf(wanted)} cannot be read: ${words}`, {
		hint: whatToDo$1(cause, words, wanted.otherRun),
		exitCode: ExitCode.delivery,
		cause
	});
}
function whatToDo$1(cause, words, otherRun) {
	const status = cause.status;
	if (status === 401 || status === 403 || /Bad credentials|not accessible/.test(words)) return "github-token may not read them: give the job `permissions: { actions: read, contents: read }`, or a token of that repository.";
	if (status === 404) return `Is there a run ${otherRun?.runId}, and may github-token see its repository?`;
	if (status === 410 || /expired/i.test(words)) return "The artifact has expired: build again, or keep the archive as a release asset.";
	return "Such errors often pass: run the job again, and see https://www.githubstatus.com.";
}
// src/runner/github-service.ts
function isEnterpriseServer(environment) {
	const url = environment.GITHUB_SERVER_URL || "https://github.com";
	const host = URL.canParse(url) ? new URL(url).hostname : "";
	return host !== "github.com" && !host.endsWith(".ghe.com") && !host.endsWith(".localhost");
}
function hasCacheService(environment) {
	if (isEnterpriseServer(environment)) return false;
	return Boolean(environment[environment.ACTIONS_CACHE_SERVICE_V2 ? "ACTIONS_RESULTS_URL" : "ACTIONS_CACHE_URL"]);
}
function hasArtifactService(environment) {
	if (isEnterpriseServer(environment)) return false;
	return Boolean(environment.ACTIONS_RUNTIME_TOKEN && environment.ACTIONS_RESULTS_URL);
}
function cachePermissions(environment) {
	const mode = (environment.ACTIONS_CACHE_MODE ?? "").trim().toLowerCase();
	return {
		mode,
		read: mode !== "none" && mode !== "write-only",
		write: mode !== "none" && mode !== "read"
	};
}
function hasZstd(environment) {
	const directories = (environment.PATH ?? environment.Path ?? "").split(delimiter);
	const program = process.platform === "win32" ? "zstd.exe" : "zstd";
	return directories.some((directory) => directory !== "" && existsSync(join(directory, program)));
}
// src/runner/github-artifacts.ts
function githubArtifacts(log, environment) {
	return hasArtifactService(environment) ? new GithubArtifacts(log, environment) : void 0;
}
var GithubArtifacts = class {
	#log;
	#environment;
	constructor(log, environment) {
		this.#log = log;
		this.#environment = environment;
	}
	async upload(name, files, root, options) {
		const { DefaultArtifactClient } = await import("./artifact.js");
		const client = new DefaultArtifactClient();
		const { retentionDays, compressionLevel } = options;
		const settings = {
			compressionLevel,
			...retentionDays === void 0 ? {} : { retentionDays }
		};
		const send = () => client.uploadArtifact(name, [...files], root, settings);
		try {
			const uploaded = await send().catch(async (error) => {
				if (!isConflict(error)) throw error;
				await this.#makeRoom(client, name, error);
				return await send();
			});
			return this.#described(name, uploaded);
		} catch (error) {
			throw error instanceof UserError ? error : isConflict(error) ? nameTaken(name, error) : refused(name, error);
		}
	}
	async download(wanted, directory) {
		return await downloadArtifact(wanted, directory, {
			log: this.#log,
			environment: this.#environment
		});
	}
	async #makeRoom(client, name, conflict) {
		if (!(Number(this.#environment.GITHUB_RUN_ATTEMPT ?? 1) > 1)) throw nameTaken(name, conflict);
		const found = await client.getArtifact(name).catch(() => void 0);
		const created = found?.artifact.createdAt?.getTime();
		if (!found || created !== void 0 && created >= performance.timeOrigin) throw nameTaken(name, conflict);
		await client.deleteArtifact(name);
		this.#log.notice(`Artifact ${name} of an earlier attempt of this run is replaced. If it was another job's, give each job its own artifact-name.`);
	}
	#described(name, { id, digest }) {
		const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID } = this.#environment;
		const run = `${GITHUB_SERVER_URL || "https://github.com"}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}`;
		return {
			id: String(id ?? ""),
			name,
			url: id === void 0 ? "" : `${run}/artifacts/${id}`,
			digest: digest ? `sha256:${digest}` : ""
		};
	}
};
function isConflict(error) {
	return messageOf(error).includes("(409)");
}
function nameTaken(name, cause) {
	return new UserError(`Artifact ${name} exists already: another job or step of this run uploaded that name.`, {
		hint: `Give each its own name with the input artifact-name, in a matrix for example\n  artifact-name: ${name}-\${{ strategy.job-index }}`,
		exitCode: ExitCode.delivery,
		cause
	});
}
function refused(name, cause) {
	return new UserError(`Artifact ${name} could not be uploaded: ${messageOf(cause)}`, {
		hint: whatToDo(messageOf(cause)),
		exitCode: ExitCode.delivery,
		cause
	});
}
function whatToDo(words) {
	if (words.includes("quota")) return "Delete old artifacts, lower retention-days, or raise the storage limit.";
	if (words.includes("not valid")) return "Choose another name with the input artifact-name.";
	if (words.includes("Unable to make request")) return "The runner did not reach the artifact service: look at its network, or set upload: false. The archive is written, see the output archive-file.";
	return "Such errors often pass: run the job again, and see https://www.githubstatus.com. The archive is written, see the output archive-file.";
}
// src/runner/deadline.ts
const REQUEST_STARTS = "http.client.request.start";
var Call = class {
	#requests = new Set();
	#over = false;
	add(request) {
		this.#requests.add(request);
		request.once("close", () => this.#requests.delete(request));
		if (this.#over) this.#break(request);
	}
	end() {
		this.#over = true;
		for (const request of this.#requests) this.#break(request);
	}
	#break(request) {
		request.destroy(Object.assign(new Error("broken off: the deadline has passed"), { code: "ECONNRESET" }));
	}
};
const current = new AsyncLocalStorage();
async function beforeDeadline(minutes, work) {
	const call = new Call();
	const onRequest = (message) => {
		if (current.getStore() === call) call.add(message.request);
	};
	subscribe(REQUEST_STARTS, onRequest);
	const working = current.run(call, work).finally(() => unsubscribe(REQUEST_STARTS, onRequest));
	let timer;
	const tooLate = new Promise((_, reject) => {
		timer = setTimeout(() => {
			reject(new Error(`no end after ${minutes} minutes`));
			call.end();
		}, minutes * 6e4);
	});
	try {
		return await Promise.race([working, tooLate]);
	} finally {
		clearTimeout(timer);
		working.catch(() => {});
	}
}
// src/runner/github-cache.ts
const CACHED_PATH = ".azureml-extra-packages-cache";
const DEADLINE_MINUTES = 10;
function githubCache(log, environment, room) {
	return hasCacheService(environment) ? new GithubCache(log, environment, room) : void 0;
}
var GithubCache = class {
	#log;
	#environment;
	#room;
	#minutes;
	constructor(log, environment, room) {
		this.#log = log;
		this.#environment = environment;
		this.#room = room;
		this.#minutes = Number(environment.SEGMENT_DOWNLOAD_TIMEOUT_MINS) || DEADLINE_MINUTES;
	}
	async restore(key, directory) {
		const { mode, read } = cachePermissions(this.#environment);
		if (!read) {
			this.#log.info(`Cache: not read, because the run's cache mode is ${mode}.`);
			return "absent";
		}
		try {
			if (await this.#download(key)) {
				await moveContents(join(this.#room, CACHED_PATH), directory);
				return "found";
			}
			if (await this.#exists(key)) return "unusable";
			this.#log.info(`Cache: no entry ${key}.`);
			this.#tellCompression();
		} catch (error) {
			this.#log.warning(`Cache: entry ${key} could not be restored (${messageOf(error)}); going on without it.`);
			await emptyDirectory(directory);
		} finally {
			await remove(this.#room);
		}
		return "absent";
	}
	async save(key, directory) {
		const { mode, read, write } = cachePermissions(this.#environment);
		if (!write) return `the run's cache mode "${mode}" does not permit saving`;
		try {
			if (read && await this.#exists(key)) return void 0;
			this.#tellCompression();
			if (await this.#upload(key, directory)) return void 0;
			if (!read || !await this.#exists(key)) return "the cache service did not take the entry; the lines above say why";
			this.#log.info("Cache: another job saved the same entry meanwhile.");
			return;
		} catch (error) {
			return messageOf(error);
		} finally {
			await remove(this.#room);
		}
	}
	async #download(key) {
		const { restoreCache } = await import("./cache.js");
		const found = await this.#inRoom(() => restoreCache([CACHED_PATH], key));
		if (found !== void 0 && found !== key) throw new Error(`the service gave another entry, ${found}`);
		return found === key;
	}
	async #exists(key) {
		const { restoreCache } = await import("./cache.js");
		return await this.#inRoom(() => restoreCache([CACHED_PATH], key, void 0, { lookupOnly: true })) === key;
	}
	async #upload(key, directory) {
		const { saveCache } = await import("./cache.js");
		await placeTree(directory, join(this.#room, CACHED_PATH), linked);
		return await this.#inRoom(() => saveCache([CACHED_PATH], key)) !== -1;
	}
	async #inRoom(call) {
		mkdirSync(this.#room, { recursive: true });
		const [directory, workspace] = [process.cwd(), process.env.GITHUB_WORKSPACE];
		const room = realpathSync(this.#room);
		process.chdir(room);
		process.env.GITHUB_WORKSPACE = room;
		try {
			return await beforeDeadline(this.#minutes, call);
		} finally {
			process.chdir(directory);
			if (workspace === void 0) delete process.env.GITHUB_WORKSPACE;
			else process.env.GITHUB_WORKSPACE = workspace;
		}
	}
	#tellCompression() {
		if (hasZstd(this.#environment)) return;
		this.#log.debug("Cache: zstd is not on PATH: entries are packed with gzip, and entries packed with zstd not seen.");
	}
};
// src/runner/github-event.ts
function githubEvent(environment) {
	const name = environment.GITHUB_EVENT_NAME ?? "";
	return {
		name,
		ref: environment.GITHUB_REF ?? "",
		repository: environment.GITHUB_REPOSITORY ?? "",
		commit: environment.GITHUB_SHA ?? "",
		fromFork: isFromFork(name, readPayload(environment.GITHUB_EVENT_PATH)),
		selfHosted: environment.RUNNER_ENVIRONMENT === "self-hosted"
	};
}
function readPayload(path) {
	try {
		return path ? JSON.parse(readFileSync(path, "utf8")) : void 0;
	} catch {
		return;
	}
}
function isFromFork(name, payload) {
	const pullRequest = payload?.pull_request;
	if (!pullRequest) return name.startsWith("pull_request");
	const head = pullRequest.head?.repo?.full_name;
	return head === void 0 || head !== pullRequest.base?.repo?.full_name;
}
// src/runner/github-log.ts
function githubLog(workspace) {
	let depth = 0;
	return {
		info: (message) => info(withoutCommands(message)),
		debug: (message) => debug(message),
		notice: (message, place) => notice(message, annotation(place, workspace)),
		warning: (message, place) => warning(message, annotation(place, workspace)),
		error: (message, place) => error(message, annotation(place, workspace)),
		async group(title, work) {
			if (depth > 0) info(withoutCommands(title));
			else startGroup(title);
			depth += 1;
			try {
				return await work();
			} finally {
				depth -= 1;
				if (depth === 0) endGroup();
			}
		},
		mask: (secret) => {
			for (const part of maskableParts(secret)) setSecret(part);
		}
	};
}
function withoutCommands(message) {
	return message.replace(/^(\s*):(?=:)/gm, "$1: ").replaceAll("##[", "# #[");
}
function annotation(place, workspace) {
	return {
		...place?.title === void 0 ? {} : { title: place.title },
		...place?.file === void 0 ? {} : { file: shownPath(place.file, workspace) },
		...place?.line === void 0 ? {} : { startLine: place.line }
	};
}
// src/runner/github.ts
const NAME = "azureml-extra-packages";
const SUMMARY_LIMIT = 2 ** 20;
const SUMMARY_CUT = "\n**The summary was cut here: GitHub takes 1 MiB. The report file holds everything.**\n";
async function githubHost() {
	const commandFiles = new CommandFiles();
	const environment = Object.freeze({ ...process.env });
	const workspace = environment.GITHUB_WORKSPACE || process.cwd();
	const runnerTemporary = environment.RUNNER_TEMP || tmpdir();
	const toolDirectory = join(environment.RUNNER_TOOL_CACHE || runnerTemporary, NAME);
	const leaving = new Leaving();
	const temporary = leaving.directory(join(runnerTemporary, `${NAME}-`));
	const log = githubLog(workspace);
	process.once("exit", () => orNothing(() => commandFiles.restore()));
	return {
		kind: "github",
		workspace,
		temporary,
		toolDirectory,
		draft: (parent = toolDirectory) => leaving.directory(join(parent, ".fetching-")),
		environment,
		atEnd: (work) => leaving.atEnd(work),
		event: githubEvent(environment),
		log,
		cache: githubCache(log, environment, join(temporary, "cache")),
		artifacts: githubArtifacts(log, environment),
		warmUp: () => {
			if (hasCacheService(environment)) import("./cache.js").catch(() => {});
			if (hasArtifactService(environment)) import("./artifact.js").catch(() => {});
		},
		outputDirectory: (artifactName) => join(runnerTemporary, NAME, pathPart(artifactName)),
		run: runner(log),
		start,
		capture,
		restoreCommandFiles: () => commandFiles.restore(),
		publish: (outputs) => {
			const changed = commandFiles.restore();
			if (changed.length > 0) log.warning(`Another program wrote to ${changed.join(", ")}; that was undone.`);
			commandFiles.write(() => writeOutputs(outputs));
		},
		summarise: (summary) => commandFiles.write(() => writeSummary(summary, log)),
		onSignal: (report) => leaving.onSignal(report),
		dispose: () => remove(temporary)
	};
}
function writeOutputs(outputs) {
	try {
		for (const [name, value] of Object.entries(outputs).reverse()) setOutput(name, value);
	} catch (error) {
		throw new UserError(`The outputs cannot be written: ${messageOf(error)}.`, {
			hint: "GITHUB_OUTPUT must name a file that this step may write; a container or a wrapper script may have lost it.",
			exitCode: ExitCode.delivery,
			cause: error
		});
	}
}
function writeSummary(summary, log) {
	if (summary === "") return;
	try {
		const file = process.env.GITHUB_STEP_SUMMARY;
		if (!file) throw new Error("GITHUB_STEP_SUMMARY names no file.");
		appendFileSync(file, cutAtLineEnd(summary, SUMMARY_LIMIT, SUMMARY_CUT));
	} catch (error) {
		log.warning(`The job summary could not be written: ${messageOf(error)}`);
	}
}
// src/action.ts
async function runAction() {
	const host = await githubHost();
	const given = Object.entries(host.environment).filter(([name]) => name.startsWith("INPUT_")).map(([name, value]) => [name.slice(6).toLowerCase(), value ?? ""]);
	for (const { message, hint } of unknownInputs(given.map(([name]) => name))) host.log.warning(`${message} ${hint}`);
	const known = new Set(OPTIONS.map(({ name }) => name));
	const raw = Object.fromEntries(given.filter(([name]) => known.has(name)));
	return await runJob(raw, host);
}
export { runAction };
