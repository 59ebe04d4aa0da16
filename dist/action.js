import { B as nearest, J as ExitCode, X as UserError, _ as remove, et as messageOf, g as placeTree, h as moveContents, m as linked, nt as userErrorsOf, p as emptyDirectory, tt as orNothing, y as askTool } from "./chunks.js";
import { A as unknownInputs, F as hasCacheService, I as hasZstd, N as cachePermissions, P as hasArtifactService, R as OPTIONS, S as installHolding, a as startForeign, c as CommandFiles, i as loggedTool, l as noProgress, m as pathPart, o as writeOutputs, p as Masks, r as Cleanup, s as writeSummary, t as runJob, u as githubLog } from "./run.js";
import { mkdirSync, readFileSync, readdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { tmpdir } from "node:os";
import { once } from "node:events";
import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
// src/host/github/download.ts
async function downloadArtifact(wanted, directory, { service, log, environment }) {
	const { DefaultArtifactClient } = await import("./artifact.js");
	const client = new DefaultArtifactClient();
	const { otherRun } = wanted;
	const from = otherRun === void 0 ? {} : { findBy: findBy(otherRun) };
	try {
		const list = () => client.listArtifacts({
			latest: wanted.id === void 0,
			...from
		});
		const found = choose((await service.call(list)).value.artifacts, wanted);
		const expected = found.digest ? { expectedHash: found.digest } : {};
		if (!found.digest) log.debug(`The service has no digest of artifact ${found.name}.`);
		const settings = {
			path: directory,
			skipDecompress: true,
			...expected,
			...from
		};
		const { value } = await service.call(() => client.downloadArtifact(found.id, settings));
		if (value.digestMismatch) throw notAsUploaded(found);
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
	if (name !== "" && found.name !== name) throw new UserError(`Artifact ${id} of ${run} is named ${found.name}, but the input artifact-name is ${name}.`, { hint: "Leave one of artifact-id and artifact-name empty." });
	return found;
}
function whatIsThere(name, artifacts) {
	const names = [...new Set(artifacts.map((artifact) => artifact.name))];
	const advice = "Check that `needs` lists the build job and that it uploads. Artifacts of another run need run-id and github-token.";
	if (names.length === 0) return `It has no artifacts. ${advice}`;
	const meant = nearest(name, names);
	return meant === void 0 ? `It has ${names.slice(0, 20).join(", ")}. ${advice}` : `Did you mean ${meant}? ${advice}`;
}
function runOf({ otherRun }) {
	return otherRun === void 0 ? "this run" : `run ${otherRun.runId} of ${otherRun.owner}/${otherRun.repository}`;
}
function notAsUploaded({ name, digest }) {
	return new UserError(`Artifact ${name} differs from what was uploaded: its digest is not ${digest}.`, {
		hint: "It was damaged in transfer or in storage, or replaced: restore it again, and if that fails, build again.",
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
	if (status === 401 || status === 403 || /Bad credentials|not accessible/.test(words)) return "github-token has no permission to read them: give the job `permissions: { actions: read, contents: read }`, or a token of that repository.";
	if (status === 404) return `Check that run ${otherRun?.runId} exists, and that github-token can read its repository.`;
	if (status === 410 || /expired/i.test(words)) return "The artifact has expired: build again, or keep the archive as a release asset.";
	return "Such errors are often temporary: run the job again, and see https://www.githubstatus.com.";
}
// src/host/github/toolkit-call.ts
var ToolkitCall = class {
	warnings = [];
	failure;
	hasRead = false;
	isQuiet;
	#open = new Map();
	#undici = new Set();
	#moved = 0;
	#isOver = false;
	constructor(isQuiet) {
		this.isQuiet = isQuiet;
	}
	get isWaiting() {
		return this.#open.size + this.#undici.size > 0 || this.failure !== void 0;
	}
	add(request) {
		this.#open.set(request, 0);
		request.once("socket", (socket) => this.#open.set(request, socket.bytesRead + socket.bytesWritten));
		request.once("error", (error) => this.#fail(error.code ?? error.message));
		request.once("close", () => {
			this.#measure(request);
			this.#open.delete(request);
		});
		if (this.#isOver) abort(request);
	}
	answered({ request, response }) {
		const status = response.statusCode ?? 0;
		if (status >= 400) this.#fail(`HTTP ${status}`);
		response.once("close", () => {
			if (status >= 400) return;
			if (response.complete) this.#succeed(request.method === "GET");
			else this.#fail("a response that ended too early");
		});
	}
	undiciStarts(request) {
		this.#undici.add(request);
	}
	undiciEnds(request) {
		this.#undici.delete(request);
	}
	takeMoved() {
		for (const request of this.#open.keys()) this.#measure(request);
		const moved = this.#moved;
		this.#moved = 0;
		return moved;
	}
	abort() {
		this.#isOver = true;
		for (const request of this.#open.keys()) abort(request);
	}
	#measure(request) {
		const { socket } = request;
		if (!socket) return;
		const total = socket.bytesRead + socket.bytesWritten;
		this.#moved += total - (this.#open.get(request) ?? 0);
		this.#open.set(request, total);
	}
	#fail(how) {
		this.failure = how;
		this.hasRead = false;
	}
	#succeed(hasRead) {
		this.failure = void 0;
		this.hasRead = hasRead;
	}
};
function abort(request) {
	request.destroy(Object.assign(new Error("aborted: no progress"), { code: "ECONNRESET" }));
}
const current = new AsyncLocalStorage();
function watched(call, work) {
	watch();
	return current.run(call, work);
}
const ofUndici = new WeakMap();
const onUndici = (then) => (message) => then(message.request);
let isWatching = false;
function watch() {
	if (isWatching) return;
	isWatching = true;
	subscribe("http.client.request.start", (message) => current.getStore()?.add(message.request));
	subscribe("http.client.response.finish", (message) => current.getStore()?.answered(message));
	subscribe("undici:request:create", onUndici((request) => {
		const call = current.getStore();
		if (call !== void 0) ofUndici.set(request, call);
		call?.undiciStarts(request);
	}));
	const end = onUndici((request) => ofUndici.get(request)?.undiciEnds(request));
	for (const channel of ["undici:request:trailers", "undici:request:error"]) subscribe(channel, end);
	withholdWarnings();
}
const ANNOTATION = /^::(?:warning|error)::(.*)/;
function withholdWarnings() {
	const write = process.stdout.write.bind(process.stdout);
	process.stdout.write = (...given) => {
		const [, warning] = typeof given[0] === "string" && ANNOTATION.exec(given[0]) || [];
		const call = current.getStore();
		if (call?.isQuiet && typeof given[0] === "string" && !given[0].startsWith("::")) given[0] = `::debug::${given[0]}`;
		if (call === void 0 || warning === void 0) return write(...given);
		call.warnings.push(unescaped(warning));
		return write(`::debug::${warning}\n`);
	};
}
function unescaped(text) {
	return text.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
}
// src/host/github/side-service.ts
const LIMIT_SECONDS = 60;
const MOVED = 16384;
const TICK_MILLISECONDS = 250;
var ServiceFailure = class extends Error {};
let unsettled = 0;
const hasUnsettledCall = () => unsettled > 0;
var SideService = class {
	#seconds;
	#waited = 0;
	#moved = 0;
	constructor({ SEGMENT_DOWNLOAD_TIMEOUT_MINS: minutes }, seconds = LIMIT_SECONDS) {
		this.#seconds = Number(minutes) * 60 || seconds;
	}
	async call(work, lines, end) {
		const call = new ToolkitCall(lines === "quiet");
		let timer;
		const tooLong = new Promise((_, reject) => {
			timer = setInterval(() => {
				if (!this.#isOverLimit(call)) return;
				clearInterval(timer);
				reject(new ServiceFailure(this.#whyOver(call)));
				giveUp(call, working);
			}, TICK_MILLISECONDS);
		});
		const working = watched(call, work);
		const abort = () => giveUp(call, working);
		end?.addEventListener("abort", abort);
		tooLong.catch(() => {});
		try {
			return answerOf(await Promise.race([working, tooLong]), call);
		} catch (error) {
			throw withFailure(error, call);
		} finally {
			clearInterval(timer);
			end?.removeEventListener("abort", abort);
			working.catch(() => {});
		}
	}
	#isOverLimit(call) {
		const moved = call.takeMoved();
		if (!call.isWaiting) return false;
		this.#moved += moved;
		if (this.#moved >= MOVED) {
			this.#moved = 0;
			this.#waited = 0;
		}
		this.#waited += TICK_MILLISECONDS / 1e3;
		return this.#waited > this.#seconds;
	}
	#whyOver({ failure }) {
		const last = failure === void 0 ? "" : `; last, ${failure}`;
		return `no answer within ${this.#seconds} seconds${last}`;
	}
};
function giveUp(call, working) {
	unsettled += 1;
	working.finally(() => unsettled -= 1).catch(() => {});
	call.abort();
}
function answerOf(value, call) {
	const { warnings, failure, hasRead } = call;
	const said = warnings.at(-1)?.replace(/^Failed to (?:restore|save): /, "");
	return {
		value,
		complaint: said !== void 0 && isUnsaid(call, said) ? failure : said ?? failure,
		failure,
		hasRead
	};
}
function withFailure(error, call) {
	if (error instanceof UserError || error instanceof Error && "status" in error || !(error instanceof Error) || !isUnsaid(call, error.message)) return error;
	return new ServiceFailure(`${error.message.replace(/\.$/, "")} (${call.failure}).`, { cause: error });
}
function isUnsaid({ failure }, message) {
	const status = /^HTTP (\d+)$/.exec(failure ?? "")?.[1];
	return failure !== void 0 && !message.includes(status ?? failure);
}
// src/host/github/artifacts.ts
function githubArtifacts(log, environment) {
	return hasArtifactService(environment) ? new GithubArtifacts(log, environment) : void 0;
}
var GithubArtifacts = class {
	#log;
	#environment;
	#service;
	constructor(log, environment) {
		this.#log = log;
		this.#environment = environment;
		this.#service = new SideService(environment);
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
			const { value } = await this.#service.call(() => send().catch(async (error) => {
				if (!isConflict(error)) throw error;
				await this.#deleteEarlier(client, name, error);
				return await send();
			}));
			return this.#described(name, value);
		} catch (error) {
			throw error instanceof UserError ? error : isConflict(error) ? nameTaken(name, error) : refused(name, error);
		}
	}
	async download(wanted, directory) {
		return await downloadArtifact(wanted, directory, {
			service: this.#service,
			log: this.#log,
			environment: this.#environment
		});
	}
	async #deleteEarlier(client, name, conflict) {
		if (!(Number(this.#environment.GITHUB_RUN_ATTEMPT ?? 1) > 1)) throw nameTaken(name, conflict);
		const found = await client.getArtifact(name).catch(() => void 0);
		const created = found?.artifact.createdAt?.getTime();
		if (!found || created !== void 0 && created >= performance.timeOrigin) throw nameTaken(name, conflict);
		await client.deleteArtifact(name);
		this.#log.notice(`Artifact ${name} of an earlier attempt of this run is replaced. If another job uploaded it, give each job its own artifact-name.`);
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
	return new UserError(`Artifact ${name} already exists: another job or step of this run uploaded it.`, {
		hint: `Give each artifact its own name with the input artifact-name, for example in a matrix:\n  artifact-name: ${name}-\${{ strategy.job-index }}`,
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
	if (words.includes("Unable to make request")) return "The runner cannot reach the artifact service: check its network, or set upload: false. The archive is written; see the output archive-file.";
	return "Such errors are often temporary: run the job again, and see https://www.githubstatus.com. The archive is written; see the output archive-file.";
}
// src/host/github/cache.ts
const CACHED_PATH = ".azureml-extra-packages-cache";
const LOOKUP_SECONDS = 5;
const CONFLICT = "HTTP 409";
function githubCache(log, environment, scratch) {
	return hasCacheService(environment) ? new GithubCache(log, environment, scratch) : void 0;
}
var GithubCache = class {
	#log;
	#environment;
	#scratch;
	#service;
	#failure;
	#borrowing = Promise.resolve();
	constructor(log, environment, scratch) {
		this.#log = log;
		this.#environment = environment;
		this.#scratch = scratch;
		this.#service = new SideService(environment);
	}
	async restore(key, directory) {
		if (this.#failure !== void 0) return "failed";
		const { mode, read } = cachePermissions(this.#environment);
		if (!read) {
			this.#log.info(`Cache: not read, because the run's cache mode is ${mode}.`);
			return "absent";
		}
		try {
			const found = await this.#download(key);
			if (found === "found") await moveContents(join(this.#scratch, CACHED_PATH), directory);
			if (found === "absent") this.#log.info(`Cache: no entry ${key}.`);
			if (found === "absent") this.#logCompression();
			return found;
		} catch (error) {
			this.#failure = messageOf(error).replace(/\.$/, "");
			this.#log.warning(`The cache is not used in this run, because the entry could not be read: ${this.#failure}.`);
			await emptyDirectory(directory);
			return "failed";
		} finally {
			await remove(this.#scratch);
		}
	}
	async similar([first = "", ...more]) {
		if (this.#failure !== void 0 || !cachePermissions(this.#environment).read) return void 0;
		try {
			const { restoreCache } = await import("./cache.js");
			const lookup = () => restoreCache([CACHED_PATH], first, more, { lookupOnly: true });
			return (await new SideService({}, LOOKUP_SECONDS).call(lookup, "quiet")).value;
		} catch {
			return;
		}
	}
	async borrow(key, directory, end) {
		if (end.aborted) return void 0;
		const borrowing = this.#borrow(key, directory, end).catch(() => false);
		this.#borrowing = borrowing;
		return await Promise.race([borrowing, once(end, "abort").then(() => false)]) ? directory : void 0;
	}
	async save(key, directory) {
		await this.#borrowing;
		if (this.#failure !== void 0) return this.#failure;
		const { mode, write } = cachePermissions(this.#environment);
		const problem = write ? await this.#saveNew(key, directory) : `the run's cache mode "${mode}" does not permit saving`;
		if (problem !== void 0) this.#log.warning(`The cache entry was not saved: ${problem}`);
		return problem;
	}
	async #borrow(key, directory, end) {
		if (this.#failure !== void 0 || !cachePermissions(this.#environment).read) return false;
		try {
			const { restoreCache } = await import("./cache.js");
			if (end.aborted) return false;
			const service = new SideService({}, LOOKUP_SECONDS);
			const download = () => service.call(() => restoreCache([CACHED_PATH], key), "quiet", end);
			const { value } = await this.#inScratch(download);
			if (end.aborted || value !== key) return false;
			await moveContents(join(this.#scratch, CACHED_PATH), directory);
			return true;
		} finally {
			await remove(this.#scratch);
		}
	}
	async #saveNew(key, directory) {
		const { read } = cachePermissions(this.#environment);
		try {
			if (read && await this.#exists(key)) return void 0;
			this.#logCompression();
			const { value, failure, complaint } = await this.#upload(key, directory);
			if (value !== -1) return void 0;
			if (failure !== void 0 && failure !== CONFLICT) return complaint;
			if (!read || !await this.#exists(key)) return `the cache service rejected the entry (${complaint ?? "the log lines above give the reason"})`;
			this.#log.info("Cache: another job has saved the same entry in the meantime.");
			return;
		} catch (error) {
			return messageOf(error);
		} finally {
			await remove(this.#scratch);
		}
	}
	async #download(key) {
		const { restoreCache } = await import("./cache.js");
		const { value, complaint, failure, hasRead } = await this.#inScratch(() => this.#service.call(() => restoreCache([CACHED_PATH], key)));
		if (value !== void 0 && value !== key) throw new Error(`the service returned another entry, ${value}`);
		if (value === key) return "found";
		if (complaint === void 0) return "absent";
		if (failure === void 0 && hasRead) return "unusable";
		throw new ServiceFailure(complaint);
	}
	async #exists(key) {
		const { restoreCache } = await import("./cache.js");
		const lookup = () => restoreCache([CACHED_PATH], key, void 0, { lookupOnly: true });
		const { value, complaint } = await this.#inScratch(() => this.#service.call(lookup));
		if (complaint !== void 0) throw new ServiceFailure(complaint);
		return value === key;
	}
	async #upload(key, directory) {
		const { saveCache } = await import("./cache.js");
		await placeTree(directory, join(this.#scratch, CACHED_PATH), linked);
		const before = process.cwd();
		process.chdir(realpathSync(this.#scratch));
		try {
			return await this.#inScratch(() => this.#service.call(() => saveCache([CACHED_PATH], key)));
		} finally {
			process.chdir(before);
		}
	}
	async #inScratch(call) {
		mkdirSync(this.#scratch, { recursive: true });
		const workspace = process.env.GITHUB_WORKSPACE;
		process.env.GITHUB_WORKSPACE = realpathSync(this.#scratch);
		try {
			return await call();
		} finally {
			if (workspace === void 0) delete process.env.GITHUB_WORKSPACE;
			else process.env.GITHUB_WORKSPACE = workspace;
		}
	}
	#logCompression() {
		if (hasZstd(this.#environment)) return;
		this.#log.debug("Cache: zstd is not on PATH: entries are packed with gzip, and entries packed with zstd are not found.");
	}
};
// src/host/github/event.ts
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
// src/host/github/github-host.ts
const NAME = "azureml-extra-packages";
async function githubHost() {
	installHolding();
	const commandFiles = new CommandFiles();
	const environment = Object.freeze({ ...process.env });
	const workspace = environment.GITHUB_WORKSPACE || process.cwd();
	const runnerTemporary = environment.RUNNER_TEMP || tmpdir();
	const toolDirectory = join(environment.RUNNER_TOOL_CACHE || runnerTemporary, NAME);
	const cleanup = new Cleanup();
	const temporary = cleanup.directory(join(runnerTemporary, `${NAME}-`));
	process.env.RUNNER_TEMP = temporary;
	const masks = new Masks();
	const log = githubLog(workspace, masks);
	process.once("exit", () => orNothing(() => commandFiles.restore()));
	return {
		kind: "github",
		format: "github",
		workspace,
		temporary,
		toolDirectory,
		draft: (parent = toolDirectory) => cleanup.directory(join(parent, ".fetching-")),
		environment,
		atEnd: (work) => cleanup.atEnd(work),
		event: githubEvent(environment),
		log,
		progress: noProgress,
		reword: String,
		cache: githubCache(log, environment, join(temporary, "cache")),
		artifacts: githubArtifacts(log, environment),
		preload: () => {
			if (hasCacheService(environment)) import("./cache.js").catch(() => {});
			if (hasArtifactService(environment)) import("./artifact.js").catch(() => {});
		},
		outputDirectory: (artifactName) => join(runnerTemporary, NAME, pathPart(artifactName)),
		runTool: loggedTool(log),
		askTool,
		startForeign,
		restoreCommandFiles: () => commandFiles.restore(),
		publish: (outputs) => {
			const changed = commandFiles.restore();
			if (changed.length > 0) log.warning(`Another program wrote to ${changed.join(", ")}; the change was undone.`);
			commandFiles.write(() => writeOutputs(outputs));
		},
		summarise: (summary) => commandFiles.write(() => writeSummary(masks.apply(summary), log)),
		onSignal: (report) => cleanup.onSignal(report),
		dispose: () => remove(temporary)
	};
}
// src/action.ts
async function runAction() {
	try {
		return await run(await githubHost());
	} catch (thrown) {
		return refuse(thrown);
	}
}
const mustExit = hasUnsettledCall;
async function run(host) {
	const given = Object.entries(host.environment).filter(([name]) => name.startsWith("INPUT_")).map(([name, value]) => [name.slice(6).toLowerCase(), value ?? ""]);
	for (const { message, hint } of unknownInputs(given.map(([name]) => name))) host.log.warning(`${message} ${hint}`);
	const known = new Set(OPTIONS.map(({ name }) => name));
	const raw = Object.fromEntries(given.filter(([name]) => known.has(name)));
	return await runJob(raw, host);
}
function refuse(thrown) {
	const errors = userErrorsOf(thrown);
	if (errors.length === 0) throw thrown;
	const log = githubLog(process.cwd(), new Masks());
	for (const { message, hint } of errors) log.error(hint ? `${message}\n${hint}` : message);
	return ExitCode.input;
}
export { mustExit, runAction };
