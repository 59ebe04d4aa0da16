import { i as __toESM, n as __exportAll, r as __require, t as __commonJSMin } from "./rolldown-runtime.js";
import { t as VERSION } from "./version.js";
import { _ as orNothing, a as writableFormat, c as writtenFile, d as Problems, f as UserError, g as messageOf, h as isSystemError, l as bytesSource, m as isDiskFull, n as slabsOf, o as Reader$1, p as UserErrors, r as compressInto, s as sha256Of, u as ExitCode, v as userErrorsOf } from "./slabs.js";
import { t as require_semver } from "./semver.js";
import { t as require_tar_stream } from "./tar-stream.js";
import { accessSync, chmodSync, closeSync, constants, copyFileSync, cpSync, createReadStream, createWriteStream, existsSync, fchmodSync, fstatSync, lstatSync, mkdirSync, mkdtempSync, openSync, readFileSync, readSync, readdirSync, readlinkSync, realpathSync, renameSync, rmSync, statSync, statfsSync, symlinkSync, utimesSync, writeFileSync, writeSync } from "node:fs";
import { basename, delimiter, dirname, isAbsolute, join, posix, relative, resolve, sep } from "node:path";
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { once as once$1 } from "node:events";
import { fileURLToPath, pathToFileURL } from "node:url";
import { execFileSync, spawn } from "node:child_process";
import { availableParallelism, constants as constants$1, homedir, hostname, tmpdir } from "node:os";
import { createInterface } from "node:readline";
import { pipeline } from "node:stream/promises";
import { setImmediate, setTimeout as setTimeout$1 } from "node:timers/promises";
import { copyFile, link as link$1, mkdir, readdir, readlink, rename, rm, symlink } from "node:fs/promises";
import { createServer } from "node:net";
import { isDeepStrictEqual, promisify } from "node:util";
import { subscribe } from "node:diagnostics_channel";
// src/clock.ts
var Clock = class {
	times = {};
	async time(phase, work) {
		const start = performance.now();
		this.times[phase] ??= 0;
		try {
			return await work();
		} finally {
			this.times[phase] = Math.round((this.times[phase] ?? 0) + performance.now() - start);
		}
	}
};
// src/delivery/steps.ts
const ANY_FILE = {
	message: "A file cannot be read or written",
	hint: "Give this user access to it.",
	exitCode: ExitCode.input
};
const PACKAGES = {
	message: "The directory of packages cannot be written",
	hint: "Run as a user who may create and rename entries in the directory that holds the packages.",
	exitCode: ExitCode.delivery
};
const OUTPUT_FILES = {
	message: "The output directory cannot be written",
	hint: "Remove what is in the way, or name another directory with the input output-directory.",
	exitCode: ExitCode.delivery
};
const IGNORE_FILE = {
	message: "The file .amlignore cannot be written",
	hint: "Make the code directory writable for this user, or add a .amlignore of your own.",
	exitCode: ExitCode.delivery
};
const STEPS = {
	build: {
		done: "built",
		not: "not built",
		refused: ANY_FILE
	},
	install: {
		done: "installed",
		not: "not installed",
		refused: ANY_FILE
	},
	restore: {
		done: "",
		not: "not restored",
		refused: ANY_FILE
	},
	unpack: {
		done: "unpacked",
		not: "not unpacked",
		refused: PACKAGES
	},
	verify: {
		done: "verified",
		not: "not verified",
		refused: ANY_FILE
	},
	pack: {
		done: "",
		not: "not packed",
		refused: ANY_FILE
	},
	place: {
		done: "",
		not: "not placed",
		refused: PACKAGES
	},
	ignoreFile: {
		done: "",
		not: ".amlignore not written",
		refused: IGNORE_FILE
	},
	outputFiles: {
		done: "",
		not: "output files not written",
		refused: OUTPUT_FILES
	},
	upload: {
		done: "uploaded",
		not: "not uploaded",
		refused: OUTPUT_FILES
	},
	lock: {
		done: "",
		not: "lock file not written",
		refused: OUTPUT_FILES
	},
	report: {
		done: "",
		not: "report not written",
		refused: OUTPUT_FILES
	},
	deploymentFile: {
		done: "",
		not: "deployment file not updated",
		refused: ANY_FILE
	},
	outputs: {
		done: "",
		not: "outputs not written",
		refused: ANY_FILE
	}
};
// src/delivery/progress.ts
var Progress = class {
	clock = new Clock();
	facts = {};
	outputs = {};
	#steps;
	constructor(mode) {
		const first = {
			dynamic: "install",
			restore: "restore",
			verify: "verify"
		};
		this.#steps = [first[mode ?? ""] ?? "build"];
	}
	begin(step) {
		if (this.#steps.at(-1) !== step) this.#steps.push(step);
	}
	learn(facts) {
		Object.assign(this.facts, facts);
	}
	note(outputs) {
		Object.assign(this.outputs, outputs);
	}
	get refused() {
		return this.#present.refused;
	}
	get soFar() {
		return sentence(this.#soFar);
	}
	get headline() {
		return sentence([...this.#soFar, this.#present.not]);
	}
	get #soFar() {
		const isRed = this.facts.verdict?.green === false;
		return [enumerated(this.#steps.slice(0, -1).filter((step) => !(step === "verify" && isRed)).map((step) => STEPS[step].done).filter((word) => word !== "")), isRed ? STEPS.verify.not : ""];
	}
	get #present() {
		return STEPS[this.#steps.at(-1)];
	}
};
function sentence(parts) {
	const text = parts.filter((part) => part !== "").join(", ");
	return text.charAt(0).toUpperCase() + text.slice(1);
}
function enumerated(words) {
	return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
// src/python/environment.ts
const LEADING_ASTRAY = /^(PYTHON.*|CONDA_.*|_CONDA_.*|VIRTUAL_ENV.*|PIP_.*|UV_.*|INPUT_.*|ACTIONS_.*|__PYVENV_LAUNCHER__|SETUPTOOLS_.*|DISTUTILS_.*)$/i;
const HARMLESS = /^(PIP_CACHE_DIR|PIP_NO_CACHE_DIR|UV_CACHE_DIR|UV_PYTHON_INSTALL_DIR)$/i;
const WORTH_TELLING = /^(PYTHONPATH|PYTHONHOME|PYTHONUSERBASE|VIRTUAL_ENV|CONDA_PREFIX|PIP_(TARGET|PREFIX|ROOT|USER|CONSTRAINT|REQUIREMENT|NO_DEPS|PYTHON|PLATFORM|ABI|IMPLEMENTATION|PYTHON_VERSION|EDITABLE|DRY_RUN|UPGRADE|BUILD_CONSTRAINT))$/i;
const DETERMINISTIC = {
	PYTHONHASHSEED: "0",
	PYTHONNOUSERSITE: "1",
	PYTHONDONTWRITEBYTECODE: "1",
	PYTHONUTF8: "1",
	PYTHONIOENCODING: "utf-8",
	SOURCE_DATE_EPOCH: "315532800",
	LC_ALL: "C.UTF-8"
};
function cleanEnvironment(environment) {
	const kept = Object.entries(environment).filter(([name]) => HARMLESS.test(name) || !LEADING_ASTRAY.test(name));
	return {
		...Object.fromEntries(kept),
		...DETERMINISTIC
	};
}
function installerEnvironment({ environment, temporary }) {
	return {
		...cleanEnvironment(environment),
		TMPDIR: temporary
	};
}
function variablesLeftOut(environment) {
	return Object.keys(environment).filter((name) => WORTH_TELLING.test(name) && environment[name] !== "").sort();
}
// src/runner/groups.ts
function signalAll(program, signal) {
	if (!signalGroup(program, signal)) program.kill(signal);
}
function signalGroup({ pid }, signal) {
	if (pid === void 0) return false;
	try {
		return process.kill(-pid, signal);
	} catch {
		return false;
	}
}
// src/runner/launch.ts
function launchCommand({ launcher: [python = "", ...words], writable }, command, args) {
	return [python, [
		...words,
		JSON.stringify({ writable: writable ?? null }),
		command,
		...args
	]];
}
var Launch = class {
	started;
	ended;
	constructor(child) {
		const stream = child.stdio[3];
		const reported = [];
		const lines = createInterface({ input: stream }).on("line", (text) => reported.push(JSON.parse(text)));
		const closed = once$1(stream, "close");
		this.started = Promise.race([once$1(lines, "line"), closed]).then(() => requireStarted(reported[0]));
		this.ended = closed.then(() => endingIn(reported.at(-1)));
	}
};
function requireStarted(line) {
	if (line?.pid !== void 0 && line.landlock !== void 0) return {
		pid: line.pid,
		landlock: line.landlock
	};
	throw new Error(line?.error ?? "its launcher ended before it");
}
function endingIn(line) {
	if (line?.code !== void 0) return {
		code: line.code,
		signal: null
	};
	const name = Object.entries(constants$1.signals).find(([, number]) => number === line?.signal)?.[0];
	return name === void 0 ? void 0 : {
		code: null,
		signal: name
	};
}
// src/runner/survivors.ts
const MARKER = "AZUREML_EXTRA_PACKAGES_PROCESS";
const MOST_ROUNDS = 20;
function endSurvivors(marker, session) {
	if (process.platform !== "linux") return 0;
	const ended = new Set();
	for (let round = 0; round < MOST_ROUNDS; round += 1) {
		const found = survivorsOf(marker, session);
		if (found.length === 0) break;
		for (const pid of found) {
			ended.add(pid);
			orNothing(() => process.kill(pid, "SIGKILL"));
		}
	}
	return ended.size;
}
function survivorsOf(marker, session) {
	const running = runningProcesses();
	const found = new Set(running.filter((one) => one.session === session || hasMarker(one.pid, marker)).map(({ pid }) => pid));
	for (let size = -1; size !== found.size;) {
		size = found.size;
		for (const { pid, parent } of running) if (found.has(parent)) found.add(pid);
	}
	return [...found];
}
function runningProcesses() {
	return (orNothing(() => readdirSync("/proc")) ?? []).filter((entry) => /^[0-9]+$/.test(entry) && Number(entry) !== process.pid).flatMap((entry) => orNothing(() => processAt(Number(entry))) ?? []);
}
function processAt(pid) {
	const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
	const [state, parent, , session] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
	return state === "Z" || state === "X" ? void 0 : {
		pid,
		parent: Number(parent),
		session: Number(session)
	};
}
function hasMarker(pid, marker) {
	const environment = orNothing(() => readFileSync(`/proc/${pid}/environ`, "latin1")) ?? "";
	return environment.includes(`AZUREML_EXTRA_PACKAGES_PROCESS=${marker}\0`) || environment.endsWith(`AZUREML_EXTRA_PACKAGES_PROCESS=${marker}`);
}
// src/runner/program.ts
const STRAGGLERS_MILLISECONDS = 5e3;
const LAUNCHER_MILLISECONDS = 6e3;
async function startProgram(command, args, options) {
	const { isolation, input } = options;
	const marker = randomUUID();
	const isLaunched = isolation !== void 0 && process.platform === "linux";
	try {
		const [program, words] = isLaunched ? launchCommand(isolation, command, args) : [command, args];
		const child = spawn(program, words, {
			env: {
				...options.environment,
				[MARKER]: marker
			},
			cwd: options.directory,
			stdio: [
				input === void 0 ? "ignore" : "pipe",
				"pipe",
				"pipe",
				...isLaunched ? ["pipe"] : []
			],
			windowsHide: true,
			detached: process.platform !== "win32"
		});
		await new Promise((resolve, reject) => child.once("spawn", resolve).once("error", reject));
		child.on("error", () => {});
		child.stdin?.on("error", () => {});
		child.stdin?.end(input);
		return await programOf(child, marker, isLaunched);
	} catch (error) {
		throw new UserError(`${command} cannot be started: ${whyNotStarted(error, options.directory)}.`, { cause: error });
	}
}
async function programOf(child, marker, isLaunched) {
	const pid = child.pid ?? 0;
	if (!isLaunched) return {
		child,
		pid,
		landlock: 0,
		ended: endingOf(child, marker, void 0),
		stop: () => signalAll(child, "SIGTERM"),
		kill: () => signalAll(child, "SIGKILL")
	};
	const launch = new Launch(child);
	const ended = endingOf(child, marker, launch);
	return {
		child,
		...await launch.started,
		ended,
		stop: () => child.kill("SIGTERM"),
		kill: () => {
			child.kill("SIGUSR1");
			const lastResort = setTimeout(() => signalAll(child, "SIGKILL"), LAUNCHER_MILLISECONDS);
			child.once("exit", () => clearTimeout(lastResort));
		}
	};
}
async function endingOf(child, marker, launch) {
	return await new Promise((resolve) => {
		child.once("exit", async (code, signal) => {
			signalGroup(child, "SIGKILL");
			endSurvivors(marker, child.pid ?? 0);
			const letGo = setTimeout(() => {
				for (const stream of child.stdio) stream?.destroy();
			}, STRAGGLERS_MILLISECONDS);
			child.once("close", () => clearTimeout(letGo));
			resolve(await launch?.ended ?? {
				code,
				signal
			});
		});
	});
}
function whyNotStarted(error, directory) {
	if (isSystemError(error, "ENOENT")) {
		if (directory !== void 0 && !existsSync(directory)) return `the directory ${directory} does not exist`;
		return "there is no such program";
	}
	if (isSystemError(error, "EACCES")) return "it may not be executed";
	return messageOf(error);
}
function exitCodeOf$1({ code, signal }) {
	return signal === null ? code ?? 0 : 128 + constants$1.signals[signal];
}
// src/python/probe.ts
const PROBES = new URL("./probes/", import.meta.url);
async function probe(python, name, input, options) {
	const run = await runProbe(python, name, input, options);
	if (run.exitCode === 0) return JSON.parse(run.output);
	const why = run.timedOut ? "it took too long" : run.errors.trim() || `exit code ${run.exitCode}`;
	throw new Error(`The probe "${name}" failed under ${python}: ${why}`);
}
async function runProbe(python, name, input, { environment, directory, timeout = 12e4, switches = ["-I"], isolation }) {
	const file = fileURLToPath(new URL(`${name}.py`, PROBES));
	const nonce = isolation && randomUUID();
	const question = JSON.stringify(nonce ? {
		...input,
		nonce
	} : input);
	const inDirectory = directory === void 0 ? {} : { directory };
	try {
		const how = {
			environment,
			...inDirectory,
			isolation,
			input: question
		};
		return await answerOf$2(await startProgram(python, [...switches, file], how), nonce && `${nonce} `, timeout);
	} catch (error) {
		return {
			exitCode: void 0,
			timedOut: false,
			output: "",
			errors: messageOf(error),
			landlock: 0
		};
	}
}
async function answerOf$2(program, prefix, timeout) {
	const { child, ended, landlock } = program;
	let timedOut = false;
	const timer = setTimeout(() => {
		timedOut = true;
		program.kill();
	}, timeout);
	const output = prefix === void 0 ? textOf(child.stdout) : linesOf$2(child.stdout, prefix);
	const errors = endOf$2(child.stderr);
	const [{ code }] = await Promise.all([ended, once$1(child, "close")]);
	clearTimeout(timer);
	return {
		exitCode: code ?? void 0,
		timedOut,
		output: output(),
		errors: errors(),
		landlock
	};
}
function textOf(stream) {
	const parts = [];
	stream?.setEncoding("utf8").on("data", (text) => parts.push(text));
	return () => parts.join("");
}
function linesOf$2(stream, prefix) {
	const kept = [];
	let pending = "";
	const isKept = (line) => line.startsWith(prefix.slice(0, line.length));
	stream?.setEncoding("utf8").on("data", (text) => {
		const lines = text.split("\n");
		for (const [index, line] of lines.entries()) {
			if (index > 0) {
				if (pending.startsWith(prefix)) kept.push(pending.slice(prefix.length));
				pending = "";
			}
			pending = isKept(pending + line) ? pending + line : "\0";
		}
	});
	return () => kept.join("\n");
}
const ERRORS_LIMIT = 2 ** 16;
function endOf$2(stream) {
	let errors = "";
	stream?.setEncoding("utf8").on("data", (text) => {
		errors = (errors + text).slice(-ERRORS_LIMIT);
	});
	return () => errors;
}
// src/checks/scoring-probe.ts
async function readScoringImports(options, python, environment) {
	const question = {
		script: options.scoringScript,
		directory: options.scoringDirectory,
		codeDirectory: options.codeDirectory,
		skip: [join(options.mountParent, options.environmentName)]
	};
	return await probe(python.path, "scoring_imports", question, { environment: cleanEnvironment(environment) });
}
// src/own.ts
function own(table, name) {
	return Object.hasOwn(table, name) ? table[name] : void 0;
}
// src/python/settings.ts
const KEPT = [
	"index-url",
	"extra-index-url",
	"find-links",
	"no-index",
	"trusted-host",
	"cert",
	"client-cert",
	"proxy",
	"timeout",
	"retries",
	"keyring-provider",
	"pre",
	"prefer-binary",
	"no-binary",
	"only-binary",
	"use-feature"
];
const TRANSPORT = [
	"cert",
	"client-cert",
	"proxy",
	"timeout",
	"retries",
	"keyring-provider",
	"trusted-host",
	"use-feature"
];
async function readPipSettings(python, host) {
	if (!python.pip) return {};
	const environment = { ...host.environment };
	const question = {
		pip: python.pip.path,
		names: KEPT
	};
	const settings = await probe(python.path, "pip_settings", question, { environment });
	for (const secret of secretsIn(Object.values(settings).join(" "))) host.log.mask(secret);
	return settings;
}
function pipEnvironment(settings) {
	const variables = Object.entries(settings).map(([name, value]) => [`PIP_${name.toUpperCase().replaceAll("-", "_")}`, value]);
	return {
		...Object.fromEntries(variables),
		PIP_CONFIG_FILE: process.platform === "win32" ? "nul" : "/dev/null",
		PIP_DISABLE_PIP_VERSION_CHECK: "1",
		PIP_NO_INPUT: "1",
		PIP_NO_COLOR: "1",
		PIP_ROOT_USER_ACTION: "ignore"
	};
}
const UV_NAMES = {
	"index-url": "UV_DEFAULT_INDEX",
	"extra-index-url": "UV_EXTRA_INDEX_URL",
	"find-links": "UV_FIND_LINKS",
	"no-index": "UV_NO_INDEX",
	"trusted-host": "UV_INSECURE_HOST",
	timeout: "UV_HTTP_TIMEOUT",
	retries: "UV_HTTP_RETRIES",
	"keyring-provider": "UV_KEYRING_PROVIDER",
	cert: "SSL_CERT_FILE",
	"client-cert": "SSL_CLIENT_CERT"
};
function uvEnvironment(settings) {
	const environment = {
		UV_NO_CONFIG: "1",
		UV_NO_PROGRESS: "1",
		UV_PYTHON_DOWNLOADS: "never",
		UV_LINK_MODE: "copy",
		UV_INDEX_STRATEGY: "unsafe-best-match"
	};
	for (const [name, value] of Object.entries(settings)) {
		const variable = UV_NAMES[name];
		if (variable === "UV_FIND_LINKS") environment[variable] = value.split(/\s+/).filter(isThere$3).join(",");
		else if (variable === "UV_EXTRA_INDEX_URL") environment[variable] = value.split(/\s+/).join(" ");
		else if (variable !== void 0) environment[variable] = value;
		if (name === "proxy") environment.ALL_PROXY = value;
	}
	return environment;
}
function isThere$3(place) {
	return /^[a-z]+:/i.test(place) || existsSync(place);
}
function settingsOnlyPipObeys(settings) {
	return [
		"pre",
		"prefer-binary",
		"no-binary",
		"only-binary"
	].filter((name) => settings[name] !== void 0);
}
function settingsForKey(settings) {
	const kept = Object.entries(settings).filter(([name]) => !TRANSPORT.includes(name));
	return Object.fromEntries(kept.map(([name, value]) => [name, withoutCredentials(value)]));
}
const SECRET_PARAMETER = /([?&](?:sig|signature|x-(?:amz|goog)-(?:signature|credential|security-token)|(?:access_|auth_|private_)?token|api_?key|password|secret)=)([^&#\s"'\\]+)/gi;
function withoutCredentials(text) {
	return text.replace(SECRET_PARAMETER, "$1***").replace(/((?<![a-z0-9+.-])[a-z0-9+.-]+:\/\/)([^\s/"]+)@/gi, (whole, scheme, userInfo) => isNoSecret(scheme, userInfo) ? whole : scheme);
}
function isNoSecret(scheme, userInfo) {
	return /ssh:/i.test(scheme) && !userInfo.includes(":") || VARIABLES$1.test(userInfo);
}
const VARIABLES$1 = /^\$\{[A-Z0-9_]+\}(:\$\{[A-Z0-9_]+\})?$/;
function secretsIn(text) {
	const parameters = [...text.matchAll(SECRET_PARAMETER)].map(([, , value = ""]) => value);
	const userInfos = [...text.matchAll(/(?<=[a-z0-9+.-]):\/\/([^\s/"]+)@/gi)].map((match) => match[1] ?? "").filter((userInfo) => !VARIABLES$1.test(userInfo)).flatMap((userInfo) => {
		const password = userInfo.split(":").slice(1).join(":");
		const token = password === "" && userInfo.length >= 16 ? [userInfo] : [];
		return password === "" ? token : [
			userInfo,
			password,
			decoded(password)
		];
	});
	const values = parameters.filter((value) => value.length >= 8).flatMap((value) => [value, decoded(value)]);
	return [...userInfos, ...values];
}
function decoded(text) {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
// src/mount/digest.ts
function mountDigest(files) {
	const digest = createHash("sha256");
	for (const { path, executable, sha256 } of files) digest.update(`${path}\0${executable ? "x" : "-"}\0${sha256}\n`);
	return `sha256:${digest.digest("hex")}`;
}
// src/text.ts
const SIZES = [
	"B",
	"kB",
	"MB",
	"GB"
];
function humanBytes(bytes) {
	let value = bytes;
	let step = 0;
	while (value >= 1e3 && step < SIZES.length - 1) {
		value /= 1e3;
		step += 1;
	}
	return `${step === 0 ? value : value.toPrecision(3)} ${SIZES[step]}`;
}
function humanSeconds(milliseconds) {
	return `${(milliseconds / 1e3).toFixed(1)} s`;
}
function slashed(path) {
	return path.split(sep).join("/");
}
function plural(count, noun) {
	return `${count} ${count === 1 ? noun : /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`}`;
}
function literal(text) {
	return text.replace(/(`[^`]*`)|[\\*<]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, (sign, code) => code ?? (sign === "<" ? "&lt;" : `\\${sign}`));
}
function nearest(word, candidates) {
	const limit = Math.max(2, Math.floor(word.length / 3));
	return candidates.map((candidate) => ({
		candidate,
		edits: editDistance(word.toLowerCase(), candidate.toLowerCase())
	})).filter(({ edits }) => edits <= limit).sort((a, b) => a.edits - b.edits)[0]?.candidate;
}
function editDistance(from, to) {
	let row = Array.from({ length: to.length + 1 }, (_, index) => index);
	for (let i = 1; i <= from.length; i++) {
		const next = [i];
		for (let j = 1; j <= to.length; j++) {
			const replace = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
			next.push(Math.min(replace, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
		}
		row = next;
	}
	return row[to.length] ?? 0;
}
function byteOrder(a, b) {
	if (a === b) return 0;
	return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
// src/python/names.ts
function normalisedName(name) {
	return name.toLowerCase().replace(/[-_.]+/g, "-");
}
// src/mount/metadata.ts
const LARGEST_RECORD = 32e6;
const LARGEST_TEXT = 4e6;
function largestText(path) {
	return path.endsWith("/RECORD") ? LARGEST_RECORD : LARGEST_TEXT;
}
const MOST_TEXT = 4 * LARGEST_RECORD;
function parseHeaders(text) {
	const fields = new Map();
	let last;
	for (const line of text.split(/\r?\n/)) {
		if (line === "") {
			if (fields.size > 0) break;
			continue;
		}
		if (/^[ \t]/.test(line)) {
			if (last) last[last.length - 1] += `\n${line}`;
			continue;
		}
		const colon = line.indexOf(":");
		if (colon <= 0) continue;
		const name = line.slice(0, colon).trim().toLowerCase();
		last = fields.get(name) ?? [];
		last.push(line.slice(colon + 1).trim());
		fields.set(name, last);
	}
	return fields;
}
function parseWheel(text) {
	return parseHeaders(text.replace(/(\r?\n)(\s*\r?\n)+/g, "\n"));
}
function sameVersion(one, other) {
	return one === other || bareVersion(one) === bareVersion(other);
}
const SPELLINGS = {
	alpha: "a",
	beta: "b",
	c: "rc",
	pre: "rc",
	preview: "rc",
	rev: "post",
	r: "post"
};
function bareVersion(version) {
	const parts = (version.toLowerCase().replace(/^v/, "").replace(/-(?=[0-9]+$)/, ".post").match(/[0-9]+|[a-z]+/g) ?? []).map((part) => SPELLINGS[part] ?? part.replace(/^0+(?=[0-9])/, ""));
	return parts.filter((part, index) => part !== "0" || /^[1-9]/.test(parts.slice(index).find((one) => one !== "0") ?? "")).join(".");
}
// src/mount/record.ts
const MOST_ROWS = 2 ** 20;
const LONGEST_PATH = 4096;
const COLUMNS = 3;
function parseRecord(text, most = MOST_ROWS) {
	if (hasMoreLines(text, most)) return void 0;
	const rows = [];
	for (const cells of csvRows(text)) {
		const [path = "", hash = "", size = ""] = cells;
		if (path === "") continue;
		const separator = hash.indexOf("=");
		rows.push({
			path: path.slice(0, 4097),
			hash: separator > 0 ? {
				algorithm: hash.slice(0, separator),
				digest: hash.slice(separator + 1)
			} : void 0,
			size: /^[0-9]+$/.test(size) ? Number(size) : void 0
		});
	}
	return rows;
}
function hasMoreLines(text, most) {
	let count = 0;
	for (let end = text.indexOf("\n"); end >= 0 && count <= most; end = text.indexOf("\n", end + 1)) count += 1;
	return count > most;
}
function formatRecord(rows) {
	const lines = rows.map(({ path, hash, size }) => {
		return (hash === void 0 ? [
			path,
			"",
			""
		] : [
			path,
			`${hash.algorithm}=${hash.digest}`,
			size ?? ""
		]).map((cell) => quoted$1(String(cell))).join(",");
	});
	return [...new Set(lines)].sort(byteOrder).map((line) => `${line}\n`).join("");
}
function quoted$1(cell) {
	return /[",\r\n]/.test(cell) ? `"${cell.replaceAll("\"", "\"\"")}"` : cell;
}
function* csvRows(text) {
	let start = 0;
	let quote = text.indexOf("\"");
	while (start < text.length) {
		let end = text.indexOf("\n", start);
		if (end < 0) end = text.length;
		if (quote >= 0 && quote < start) quote = text.indexOf("\"", start);
		if (quote < 0 || quote >= end) yield text.slice(start, text[end - 1] === "\r" ? end - 1 : end).split(",", COLUMNS);
		else {
			const row = quotedRow(text, start);
			yield row.cells;
			end = row.end;
		}
		start = end + 1;
	}
}
function quotedRow(text, start) {
	const cells = [];
	for (let at = start;;) {
		const { cell, end } = text[at] === "\"" ? quotedCell(text, at) : plainCell(text, at);
		if (cells.length < COLUMNS) cells.push(cell);
		if (text[end] !== ",") return {
			cells,
			end
		};
		at = end + 1;
	}
}
function plainCell(text, start) {
	const untilSeparator = /[^,\n]*/y;
	untilSeparator.lastIndex = start;
	const [cell = ""] = untilSeparator.exec(text) ?? [];
	return {
		cell: cell.endsWith("\r") ? cell.slice(0, -1) : cell,
		end: start + cell.length
	};
}
function quotedCell(text, start) {
	let close = text.indexOf("\"", start + 1);
	while (close >= 0 && text[close + 1] === "\"") close = text.indexOf("\"", close + 2);
	const last = Math.min(close < 0 ? text.length : close, start + 2 * LONGEST_PATH + 3);
	const inside = text.slice(start + 1, last).replaceAll("\"\"", "\"");
	if (close < 0) return {
		cell: inside,
		end: text.length
	};
	const { cell, end } = plainCell(text, close + 1);
	return {
		cell: inside + cell,
		end
	};
}
function pathInMount(path, files) {
	if (path.length > 4096) return void 0;
	if (!/(^|\/)\.{0,2}(\/|$)|\\|\0|^[A-Za-z]:/.test(path)) return path;
	if (path.includes("\0")) return void 0;
	if (files.has(path)) return path;
	const way = posix.normalize(path.replaceAll("\\", "/"));
	const stripped = way.replace(/^(\.\.\/)+|^\/+/, "");
	if (way === stripped && !/^[A-Za-z]:/.test(way)) return way;
	return files.has(stripped) ? stripped : void 0;
}
// src/mount/distribution.ts
function readDistributions(found) {
	const directories = new Set();
	for (const path of found.files.keys()) {
		const first = path.split("/", 1)[0] ?? "";
		if (/\.(dist|egg)-info$/.test(first)) directories.add(first);
	}
	const byDirectory = new Map([...directories].map((directory) => [directory, new Map()]));
	for (const [path, text] of found.texts) {
		const slash = path.indexOf("/");
		byDirectory.get(path.slice(0, Math.max(slash, 0)))?.set(path.slice(slash + 1), text);
	}
	const records = readRecords(byDirectory);
	return [...byDirectory].map(([directory, own]) => {
		return readDistribution(directory, own, records.get(directory), found);
	}).sort((a, b) => byteOrder(a.name, b.name) || byteOrder(a.directory, b.directory));
}
function readRecords(byDirectory) {
	const texts = [...byDirectory].filter(([, own]) => own.has("RECORD")).map(([directory, own]) => ({
		directory,
		text: own.get("RECORD") ?? ""
	}));
	const records = new Map();
	let room = MOST_ROWS;
	for (const { directory, text } of texts.sort((one, other) => one.text.length - other.text.length)) {
		const rows = parseRecord(text, room);
		room -= rows?.length ?? 0;
		records.set(directory, rows);
	}
	return records;
}
function readDistribution(directory, own, record, { files, texts }) {
	const kind = directory.endsWith(".dist-info") ? "dist-info" : "egg-info";
	const metadataName = kind === "dist-info" ? "METADATA" : "PKG-INFO";
	const text = own.get(metadataName) ?? (kind === "egg-info" ? texts.get(directory) : void 0);
	const metadata = parseHeaders(text ?? "");
	const [nameInDirectory = "", versionInDirectory = ""] = directory.replace(/\.(dist|egg)-info$/, "").split("-");
	const displayName = metadata.get("name")?.[0] ?? nameInDirectory;
	const version = metadata.get("version")?.[0] ?? versionInDirectory;
	const tooLarge = (name) => own.has(name) ? void 0 : whyUnread(name, files.get(`${directory}/${name}`));
	return {
		directory,
		kind,
		name: normalisedName(displayName),
		displayName,
		version,
		damage: text === void 0 ? `there is no ${metadataName}` : lacks(metadata, metadataName),
		metadata,
		wheel: parseWheel(own.get("WHEEL") ?? ""),
		record,
		unread: tooLarge(metadataName) ?? (own.has("RECORD") ? record ? void 0 : TOO_MANY_ROWS : tooLarge("RECORD")),
		texts: own,
		topLevel: topLevelOf(record, own.get("top_level.txt"))
	};
}
const TOO_MANY_ROWS = `RECORD has more rows than are left of the ${MOST_ROWS} that are read of all RECORDs`;
function whyUnread(name, file) {
	if (file === void 0) return void 0;
	const limits = `at most ${humanBytes(largestText(file.path))} of it are read, of all metadata ${humanBytes(MOST_TEXT)}`;
	return `${name} has ${humanBytes(file.size)}; ${limits}`;
}
function hasUnreadMetadata({ files, texts }, distributions) {
	return distributions.flatMap(({ directory }) => [
		directory,
		`${directory}/METADATA`,
		`${directory}/PKG-INFO`
	]).some((path) => files.has(path) && !texts.has(path));
}
function lacks(metadata, name) {
	const missing = ["name", "version"].filter((field) => !metadata.get(field)?.[0]);
	return missing.length === 0 ? void 0 : `${name} has no ${missing.join(" and no ")}`;
}
function topLevelOf(record, listed) {
	const names = new Set();
	for (const { path } of record ?? []) {
		const name = importNameOf(path);
		if (name !== void 0) names.add(name);
	}
	if (names.size === 0) {
		for (const line of (listed ?? "").split(/\s+/)) if (line !== "") names.add(line);
	}
	return [...names];
}
function importNameOf(path) {
	const parts = path.split("/");
	const first = parts[0] ?? "";
	if (first === ".." || first === "" || first === "__pycache__" || /\.(dist|egg)-info$/.test(first)) return void 0;
	if (parts.length > 1) return /^[A-Za-z_][A-Za-z0-9_]*$/.test(first) ? first : void 0;
	return /^([A-Za-z_][A-Za-z0-9_]*)(\.py|\.[^/]*so|\.pyd|\.so)$/.exec(first)?.[1];
}
// src/mount/elf/reader.ts
var DamagedElf = class extends Error {};
const LONGEST_STRING = 32768;
const STRING_STEP = 256;
var Reader = class {
	source;
	is64;
	little;
	constructor(source, is64, little) {
		this.source = source;
		this.is64 = is64;
		this.little = little;
	}
	bytes(offset, length, what) {
		if (!(offset >= 0 && length >= 0 && offset + length <= this.source.size)) throw new DamagedElf(`${what} lies outside the file`);
		return this.source.read(offset, length);
	}
	record(offset, length, what) {
		return new ElfRecord(this.bytes(offset, length, what), this.is64, this.little);
	}
	string(offset, end, what) {
		const limit = Math.min(end, this.source.size, offset + LONGEST_STRING);
		if (!(offset >= 0 && offset < limit)) throw new DamagedElf(`${what} lies outside its string table`);
		const parts = [];
		for (let at = offset; at < limit; at += STRING_STEP) {
			const piece = this.source.read(at, Math.min(STRING_STEP, limit - at));
			const zero = piece.indexOf(0);
			parts.push(piece.slice(0, zero < 0 ? piece.length : zero));
			if (zero >= 0) return Buffer.concat(parts).toString("utf8");
		}
		throw new DamagedElf(`${what} has no end`);
	}
};
var ElfRecord = class {
	#view;
	#is64;
	#little;
	constructor(bytes, is64, little) {
		this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		this.#is64 = is64;
		this.#little = little;
	}
	u8(at) {
		return this.#view.getUint8(at);
	}
	u16(at) {
		return this.#view.getUint16(at, this.#little);
	}
	u32(at) {
		return this.#view.getUint32(at, this.#little);
	}
	word(at) {
		if (!this.#is64) return this.u32(at);
		const [low, high] = this.#little ? [at, at + 4] : [at + 4, at];
		return this.u32(high) * 4294967296 + this.u32(low);
	}
};
// src/mount/elf/layout.ts
const SEGMENT = {
	load: 1,
	dynamic: 2,
	interpreter: 3,
	note: 4,
	gnuStack: 1685382481,
	gnuProperty: 1685382483
};
const SECTION = {
	dynamic: 6,
	note: 7,
	noBits: 8,
	dynamicSymbols: 11
};
const MOST_SEGMENTS = 1024;
const MOST_SECTIONS = 4096;
function readHeader(reader) {
	const header = reader.record(0, reader.is64 ? 64 : 52, "the ELF header");
	const at = reader.is64 ? 32 : 28;
	const small = reader.is64 ? 54 : 42;
	const offsets = {
		segments: header.word(at),
		sections: header.word(at + (reader.is64 ? 8 : 4))
	};
	return {
		type: header.u16(16),
		machine: header.u16(18),
		segments: {
			offset: offsets.segments,
			entrySize: header.u16(small),
			count: header.u16(small + 2)
		},
		sections: {
			offset: offsets.sections,
			entrySize: header.u16(small + 4),
			count: header.u16(small + 6)
		}
	};
}
function readSegments(reader, { segments }) {
	if (segments.offset === 0 || segments.count === 0) return [];
	const size = reader.is64 ? 56 : 32;
	if (segments.entrySize < size) throw new DamagedElf("program headers have an impossible size");
	if (segments.count > MOST_SEGMENTS) throw new DamagedElf(`there are more than ${MOST_SEGMENTS} program headers`);
	return Array.from({ length: segments.count }, (_, index) => {
		const record = reader.record(segments.offset + index * segments.entrySize, size, `program header ${index}`);
		const [flags, offset, address, fileSize, alignment] = reader.is64 ? [
			4,
			8,
			16,
			32,
			48
		] : [
			24,
			4,
			8,
			16,
			28
		];
		return {
			type: record.u32(0),
			flags: record.u32(flags),
			offset: record.word(offset),
			address: record.word(address),
			fileSize: record.word(fileSize),
			alignment: record.word(alignment)
		};
	});
}
function readSections(reader, { sections }) {
	if (sections.offset === 0 || sections.count === 0) return [];
	const size = reader.is64 ? 64 : 40;
	if (sections.entrySize < size) throw new DamagedElf("section headers have an impossible size");
	if (sections.count > MOST_SECTIONS) throw new DamagedElf(`there are more than ${MOST_SECTIONS} section headers`);
	return Array.from({ length: sections.count }, (_, index) => {
		const record = reader.record(sections.offset + index * sections.entrySize, size, `section header ${index}`);
		const [address, offset, length] = reader.is64 ? [
			16,
			24,
			32
		] : [
			12,
			16,
			20
		];
		return {
			type: record.u32(4),
			address: record.word(address),
			offset: record.word(offset),
			size: record.word(length)
		};
	});
}
function offsetOf({ segments, sections }, address, what) {
	for (const { type, address: start, fileSize, offset } of segments) if (type === SEGMENT.load && address >= start && address < start + fileSize) return offset + address - start;
	for (const { type, address: start, size, offset } of sections) if (type !== SECTION.noBits && start > 0 && address >= start && address < start + size) return offset + address - start;
	throw new DamagedElf(`${what} lies outside what the file loads`);
}
// src/mount/elf/dynamic.ts
const TAG$1 = {
	needed: 1,
	hash: 4,
	strings: 5,
	symbols: 6,
	stringsSize: 10,
	soname: 14,
	rpath: 15,
	textRelocations: 22,
	runpath: 29,
	flags: 30,
	gnuHash: 1879047925,
	versionDefinitions: 1879048188,
	versionDefinitionCount: 1879048189,
	versionNeeds: 1879048190,
	versionNeedCount: 1879048191
};
const MOST_ENTRIES$1 = 4096;
const FLAG_TEXT_RELOCATIONS = 4;
var Dynamic = class {
	#values = new Map();
	#reader;
	#layout;
	constructor(reader, layout, table) {
		this.#reader = reader;
		this.#layout = layout;
		const size = reader.is64 ? 16 : 8;
		for (let index = 0; (index + 1) * size <= table.size; index++) {
			if (index >= MOST_ENTRIES$1) throw new DamagedElf(`the dynamic section has more than ${MOST_ENTRIES$1} entries`);
			const entry = reader.record(table.offset + index * size, size, "the dynamic section");
			const tag = entry.word(0);
			if (tag === 0) break;
			const values = this.#values.get(tag);
			if (values) values.push(entry.word(size / 2));
			else this.#values.set(tag, [entry.word(size / 2)]);
		}
	}
	value(tag) {
		return this.#values.get(tag)?.[0];
	}
	offset(tag, what) {
		const address = this.value(tag);
		return address === void 0 ? void 0 : offsetOf(this.#layout, address, what);
	}
	strings(tag, what) {
		return (this.#values.get(tag) ?? []).map((at) => this.string(at, what));
	}
	string(at, what) {
		const { start, end } = this.stringTable();
		return this.#reader.string(start + at, end, what);
	}
	stringTable() {
		const start = this.offset(TAG$1.strings, "the string table");
		if (start === void 0) throw new DamagedElf("the dynamic section names no string table");
		return {
			start,
			end: start + (this.value(TAG$1.stringsSize) ?? Number.POSITIVE_INFINITY)
		};
	}
	get hasTextRelocations() {
		const flags = this.value(TAG$1.flags) ?? 0;
		return this.#values.has(TAG$1.textRelocations) || flags % 8 >= FLAG_TEXT_RELOCATIONS;
	}
};
function readDynamic(reader, layout) {
	const segment = layout.segments.find(({ type }) => type === SEGMENT.dynamic);
	if (segment) {
		if (layout.sections.some(({ type, address }) => type === SECTION.noBits && address === segment.address) && segment.address > 0) return void 0;
		return new Dynamic(reader, layout, {
			offset: segment.offset,
			size: segment.fileSize
		});
	}
	const section = layout.sections.find(({ type }) => type === SECTION.dynamic);
	return section && new Dynamic(reader, layout, section);
}
function splitSearchPath(text) {
	return text ? text.split(":") : [];
}
// src/mount/elf/machines.ts
const NAMES = {
	2: "sparc",
	4: "m68k",
	8: "mips",
	18: "sparc32plus",
	20: "ppc",
	22: "s390x",
	40: "arm",
	42: "sh4",
	43: "sparc64",
	50: "ia64",
	62: "x86_64",
	183: "aarch64",
	190: "cuda",
	224: "amdgpu",
	247: "bpf",
	258: "loongarch64",
	36902: "alpha"
};
function machineName(machine, bits, byteOrder) {
	if (machine === 3) return "i386";
	if (machine === 21) return byteOrder === "little" ? "ppc64le" : "ppc64";
	if (machine === 243) return `riscv${bits}`;
	if (machine === 22 && bits === 32) return "s390";
	if (machine === 62 && bits === 32) return "x32";
	if (machine === 183 && bits === 32) return "aarch64_ilp32";
	if (machine === 183 && byteOrder === "big") return "aarch64_be";
	return NAMES[machine] ?? `machine ${machine}`;
}
// src/mount/elf/magic.ts
const MACH_O_THIN = [
	4277009102,
	4277009103,
	3472551422,
	3489328638
];
const MACH_O_FAT = [3405691582, 3405691583];
const MOST_FAT_ARCHITECTURES = 44;
const TEXT_WINDOW = 512;
function magicOf(bytes) {
	if (bytes.length >= 4) {
		const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		const first = view.getUint32(0);
		if (first === 2135247942) return "elf";
		if (MACH_O_THIN.includes(first)) return "mach-o";
		if (MACH_O_FAT.includes(first) && bytes.length >= 8 && view.getUint32(4) <= MOST_FAT_ARCHITECTURES) return "mach-o";
		if (isPortableExecutable(view) && !isText(bytes)) return "pe";
	}
	return isText(bytes) ? "text" : "other";
}
function isPortableExecutable(view) {
	if (view.getUint16(0) !== 19802 || view.byteLength < 64) return false;
	const header = view.getUint32(60, true);
	return header + 4 > view.byteLength || view.getUint32(header) === 1346699264;
}
function isText(bytes) {
	const window = bytes.subarray(0, TEXT_WINDOW);
	return window.length > 0 && window.every((byte) => byte >= 32 || byte >= 9 && byte <= 13 || byte === 27);
}
// src/mount/elf/modules.ts
const STEM = "PyInit";
const HOOK = /^PyInitU?_(.*)$/s;
const MOST_MODULES = 256;
const MOST_SYMBOLS = 2e6;
const SYMBOLS_PER_STEP = 2048;
const STRINGS_PER_STEP = 65536;
const TYPE_FUNCTION = 2;
const BINDING_LOCAL = 0;
function readPythonModules(reader, dynamic, layout) {
	const table = dynamic.offset(TAG$1.symbols, "the symbol table");
	if (table === void 0) return [];
	const candidates = candidateNames(reader, dynamic.stringTable());
	if (candidates.size === 0) return [];
	const size = reader.is64 ? 24 : 16;
	const room = Math.floor((reader.source.size - table) / size);
	const count = Math.min(symbolCount(reader, dynamic, layout), room, MOST_SYMBOLS);
	const modules = [];
	for (let first = 0; first < count; first += SYMBOLS_PER_STEP) for (const at of exportedFunctions(reader, table + first * size, Math.min(SYMBOLS_PER_STEP, count - first))) {
		const module = candidates.get(at);
		if (module !== void 0 && modules.length < MOST_MODULES) modules.push(module);
	}
	return modules;
}
function candidateNames(reader, strings) {
	const candidates = new Map();
	const end = Math.min(strings.end, reader.source.size);
	for (let from = strings.start; from < end; from += STRINGS_PER_STEP) {
		const length = Math.min(65541, end - from);
		const bytes = Buffer.from(reader.bytes(from, length, "the string table"));
		for (let at = bytes.indexOf(STEM); at >= 0 && candidates.size < MOST_MODULES * 4; at = bytes.indexOf(STEM, at + 1)) {
			const name = HOOK.exec(reader.string(from + at, end, "the name of a Python module"))?.[1];
			if (name !== void 0) candidates.set(from + at - strings.start, name);
		}
	}
	return candidates;
}
function exportedFunctions(reader, offset, count) {
	const size = reader.is64 ? 24 : 16;
	const [info, section] = reader.is64 ? [4, 6] : [12, 14];
	const symbols = reader.record(offset, count * size, "the symbol table");
	const names = [];
	for (let at = 0; at < count * size; at += size) {
		const kind = symbols.u8(at + info);
		if (kind % 16 === TYPE_FUNCTION && kind >> 4 !== BINDING_LOCAL && symbols.u16(at + section) !== 0) names.push(symbols.u32(at));
	}
	return names;
}
function symbolCount(reader, dynamic, layout) {
	const gnu = dynamic.offset(TAG$1.gnuHash, "the GNU hash table");
	if (gnu !== void 0) return countByGnuHash(reader, gnu);
	const section = layout.sections.find(({ type }) => type === SECTION.dynamicSymbols);
	if (section) return Math.floor(section.size / (reader.is64 ? 24 : 16));
	const hash = dynamic.offset(TAG$1.hash, "the hash table");
	return hash === void 0 ? 0 : reader.record(hash, 8, "the hash table").u32(4);
}
function countByGnuHash(reader, offset) {
	const head = reader.record(offset, 16, "the GNU hash table");
	const [buckets, firstHashed, bloomWords] = [
		head.u32(0),
		head.u32(4),
		head.u32(8)
	];
	const start = offset + 16 + bloomWords * (reader.is64 ? 8 : 4);
	const table = reader.record(start, buckets * 4, "the buckets of the GNU hash table");
	let last = 0;
	for (let index = 0; index < buckets; index++) last = Math.max(last, table.u32(index * 4));
	if (last < firstHashed) return firstHashed;
	const chains = start + buckets * 4;
	for (; last < MOST_SYMBOLS; last++) if (reader.record(chains + (last - firstHashed) * 4, 4, "a chain of the GNU hash table").u32(0) % 2 === 1) break;
	return last + 1;
}
// src/mount/elf/notes.ts
const MOST_NOTE_BYTES = 65536;
const TYPE_GNU_PROPERTY = 5;
const NAME_GNU = Buffer.from("GNU\0");
const X86_ISA_NEEDED = [
	3221258242,
	3221258240,
	3221225473
];
function readIsaLevel(reader, layout) {
	const properties = layout.segments.filter(({ type }) => type === SEGMENT.gnuProperty);
	const notes = layout.segments.filter(({ type }) => type === SEGMENT.note);
	const sections = layout.sections.filter(({ type }) => type === SECTION.note);
	const places = [...[...properties, ...notes].map(({ offset, fileSize, alignment }) => ({
		offset,
		size: fileSize,
		alignment
	})), ...sections.map(({ offset, size }) => ({
		offset,
		size,
		alignment: reader.is64 ? 8 : 4
	}))];
	for (const place of places) {
		const level = levelInNotes(reader, place);
		if (level > 0) return level;
	}
	return 0;
}
function levelInNotes(reader, place) {
	const end = place.offset + Math.min(place.size, MOST_NOTE_BYTES);
	const pad = (length) => Math.ceil(length / (place.alignment === 8 ? 8 : 4)) * (place.alignment === 8 ? 8 : 4);
	for (let offset = place.offset; offset + 16 <= end;) {
		const note = reader.record(offset, 16, "a note");
		const [nameSize, size] = [note.u32(0), note.u32(4)];
		const descriptor = offset + pad(12 + nameSize);
		const isGnu = NAME_GNU.every((byte, index) => byte === note.u8(12 + index));
		if (nameSize === NAME_GNU.length && isGnu && note.u32(8) === TYPE_GNU_PROPERTY) {
			if (descriptor + size > end) throw new DamagedElf("a note is longer than its segment");
			const level = levelInProperties(reader, descriptor, size);
			if (level > 0) return level;
		}
		offset = descriptor + pad(size);
	}
	return 0;
}
function levelInProperties(reader, start, size) {
	const word = reader.is64 ? 8 : 4;
	for (let offset = start; offset + 12 <= start + size;) {
		const property = reader.record(offset, 12, "a property");
		if (X86_ISA_NEEDED.includes(property.u32(0)) && property.u32(4) === 4) {
			const bits = property.u32(8) & 15;
			return bits === 0 ? 0 : 32 - Math.clz32(bits);
		}
		offset += 8 + Math.ceil(property.u32(4) / word) * word;
	}
	return 0;
}
// src/mount/elf/versions.ts
const MOST_VERSIONS = 8192;
const FLAG_BASE = 1;
const FLAG_WEAK = 2;
function* chain(start, count, budget, nextOf) {
	for (let offset = start, index = 0; index < count; index++) {
		if (budget.left-- <= 0) throw new DamagedElf(`there are more than ${MOST_VERSIONS} symbol versions`);
		yield offset;
		const next = nextOf(offset);
		if (next === 0) return;
		offset += next;
	}
}
function readVersionNeeds(reader, dynamic) {
	const start = dynamic.offset(TAG$1.versionNeeds, "the table of needed versions");
	if (start === void 0) return [];
	const budget = { left: MOST_VERSIONS };
	const record = (offset) => reader.record(offset, 16, "a needed version");
	const count = dynamic.value(TAG$1.versionNeedCount) ?? MOST_VERSIONS;
	const needs = [];
	for (const offset of chain(start, count, budget, (at) => record(at).u32(12))) {
		const need = record(offset);
		const versions = [];
		for (const at of chain(offset + need.u32(8), need.u16(2), budget, (auxiliary) => record(auxiliary).u32(12))) {
			const version = record(at);
			const weak = (version.u16(4) & FLAG_WEAK) !== 0;
			versions.push({
				name: dynamic.string(version.u32(8), "the name of a needed version"),
				weak
			});
		}
		needs.push({
			library: dynamic.string(need.u32(4), "the library of a needed version"),
			versions
		});
	}
	return needs;
}
function readVersionDefinitions(reader, dynamic) {
	const start = dynamic.offset(TAG$1.versionDefinitions, "the table of offered versions");
	if (start === void 0) return [];
	const record = (offset) => reader.record(offset, 20, "an offered version");
	const count = dynamic.value(TAG$1.versionDefinitionCount) ?? MOST_VERSIONS;
	const names = [];
	for (const offset of chain(start, count, { left: MOST_VERSIONS }, (at) => record(at).u32(16))) {
		const definition = record(offset);
		if ((definition.u16(2) & FLAG_BASE) !== 0 || definition.u16(6) === 0) continue;
		const name = reader.record(offset + definition.u32(12), 8, "the name of an offered version").u32(0);
		names.push(dynamic.string(name, "the name of an offered version"));
	}
	return names;
}
// src/mount/elf/read.ts
const TYPES = {
	1: "relocatable",
	2: "executable",
	3: "shared",
	4: "core"
};
const FLAG_EXECUTABLE = 1;
const X86 = [3, 62];
function readElf(file) {
	const source = file instanceof Uint8Array ? bytesSource(file) : file;
	const start = source.read(0, Math.min(512, source.size)).slice();
	const magic = magicOf(start);
	if (magic !== "elf") return notElf(magic, "it does not begin as an ELF file");
	const [is64, little] = [start[4] === 2, start[5] === 1];
	if (!is64 && start[4] !== 1) return notElf(magic, "it is neither 32-bit nor 64-bit");
	if (!little && start[5] !== 2) return notElf(magic, "its byte order is neither little nor big");
	if (start.length < (is64 ? 64 : 52)) return notElf(magic, "it ends within the ELF header");
	const reader = new Reader(source, is64, little);
	return describe$1(reader, readHeader(reader));
}
function notElf(magic, reason) {
	return {
		kind: "not-elf",
		magic,
		reason
	};
}
function describe$1(reader, header) {
	let damaged;
	const attempt = (read, otherwise) => {
		try {
			return read();
		} catch (error) {
			if (!(error instanceof DamagedElf)) throw error;
			damaged ??= error.message;
			return otherwise;
		}
	};
	const layout = {
		segments: attempt(() => readSegments(reader, header), []),
		sections: attempt(() => readSections(reader, header), [])
	};
	const dynamic = attempt(() => readDynamic(reader, layout), void 0);
	const list = (read) => dynamic ? attempt(() => read(dynamic), []) : [];
	const strings = (tag, what) => list((from) => from.strings(tag, what));
	const [bits, byteOrder] = [reader.is64 ? 64 : 32, reader.little ? "little" : "big"];
	return {
		kind: "elf",
		machine: machineName(header.machine, bits, byteOrder),
		bits,
		byteOrder,
		type: TYPES[header.type] ?? "other",
		interpreter: attempt(() => readInterpreter(reader, layout), void 0),
		needed: strings(TAG$1.needed, "the name of a needed library"),
		soname: strings(TAG$1.soname, "the soname")[0],
		rpath: splitSearchPath(strings(TAG$1.rpath, "the RPATH")[0]),
		runpath: splitSearchPath(strings(TAG$1.runpath, "the RUNPATH")[0]),
		versionNeeds: list((from) => readVersionNeeds(reader, from)),
		versionDefinitions: list((from) => readVersionDefinitions(reader, from)),
		pythonModules: list((from) => readPythonModules(reader, from, layout)),
		isaLevel: X86.includes(header.machine) ? attempt(() => readIsaLevel(reader, layout), 0) : 0,
		stack: stackOf(layout),
		textRelocations: dynamic?.hasTextRelocations ?? false,
		damaged
	};
}
function readInterpreter(reader, { segments }) {
	const segment = segments.find(({ type }) => type === SEGMENT.interpreter);
	return segment && reader.string(segment.offset, segment.offset + segment.fileSize, "the path of the loader");
}
function stackOf({ segments }) {
	const segment = segments.find(({ type }) => type === SEGMENT.gnuStack);
	if (!segment) return "unstated";
	return segment.flags % 2 === FLAG_EXECUTABLE ? "executable" : "plain";
}
// src/mount/glimpse.ts
const LARGEST_SEARCHED = 2 ** 20;
var Observer = class {
	bytecode = new Map();
	shebangs = new Map();
	leaks = new Map();
	sources = new Map();
	#places;
	constructor(places) {
		const telling = places.filter((place) => place.split(/[/\\]/).filter((part) => part !== "").length >= 3);
		this.#places = telling.map((place) => Buffer.from(place));
	}
	look({ path, size }, bytes) {
		if (path.endsWith(".pyc")) this.bytecode.set(path, headerOf$1(bytes));
		else if (size <= LARGEST_SEARCHED) {
			if (decidesImports(path, bytes)) this.sources.set(path, bytes.toString("utf8"));
			if (/^(bin|Scripts)\/[^/]+$/.test(path)) this.#noteShebang(path, bytes);
			if (bytes.subarray(0, 8192).includes(0)) return;
			const place = this.#places.find((one) => bytes.includes(one));
			if (place !== void 0) this.leaks.set(path, place.toString());
		}
	}
	#noteShebang(path, bytes) {
		if (bytes[0] !== 35 || bytes[1] !== 33) return;
		const lines = bytes.subarray(0, 1024).toString("utf8").split("\n");
		this.shebangs.set(path, lines.slice(0, 2).join("\n"));
	}
};
const OUTMODED = ["pkg_resources", "distutils"].map((name) => Buffer.from(name));
function decidesImports(path, bytes) {
	if (!path.endsWith(".py")) return false;
	if (/^([^/]+\/){1,3}__init__\.py$/.test(path) && bytes.length < 4096) return true;
	return OUTMODED.some((name) => bytes.includes(name));
}
function headerOf$1(bytes) {
	const word = (offset) => bytes.length >= offset + 4 ? bytes.readUInt32LE(offset) : void 0;
	return {
		magic: bytes.length >= 4 && bytes[2] === 13 && bytes[3] === 10 ? bytes.readUInt16LE(0) : void 0,
		flags: word(4),
		modified: word(8),
		size: word(12)
	};
}
// src/mount/walk.ts
function walkTree(root) {
	const tree = {
		files: [],
		directories: new Map(),
		oddities: []
	};
	walk(root, "", tree);
	return tree;
}
function walk(root, folder, tree) {
	for (const entry of entriesOf$2(root, folder, tree)) {
		const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
		if (entry.name.includes("�")) tree.oddities.push({
			path,
			kind: "name that is not UTF-8"
		});
		else if (entry.isFile()) tree.files.push(path);
		else if (entry.isDirectory()) {
			tree.directories.set(path, modeOf(join(root, path)));
			walk(root, path, tree);
		} else if (entry.isSymbolicLink()) tree.oddities.push(linkAt(root, path));
		else tree.oddities.push({
			path,
			kind: "device, socket or pipe"
		});
	}
}
function entriesOf$2(root, folder, { oddities }) {
	try {
		return readdirSync(join(root, folder), { withFileTypes: true });
	} catch (error) {
		if (!(folder === "" && isSystemError(error, "ENOENT"))) oddities.push({
			path: folder,
			kind: "unreadable"
		});
		return [];
	}
}
function modeOf(path) {
	try {
		return lstatSync(path).mode & 4095;
	} catch {
		return 0;
	}
}
function linkAt(root, path) {
	try {
		return {
			path,
			kind: "symbolic link",
			pointsTo: readlinkSync(join(root, path))
		};
	} catch {
		return {
			path,
			kind: "symbolic link"
		};
	}
}
// src/mount/inventory.ts
function takeInventory(root, places = []) {
	const tree = walkTree(root);
	const reader = new Reader$1(root);
	const taking = new InventoryTaking(places);
	for (const path of tree.files.sort(byteOrder)) {
		const file = reader.read(path, taking.look);
		if (file) taking.add(file);
		else tree.oddities.push({
			path,
			kind: "unreadable"
		});
	}
	return taking.done(root, tree);
}
var InventoryTaking = class {
	#files = new Map();
	#texts = new Map();
	#binaries = new Map();
	#observer;
	#room = MOST_TEXT;
	constructor(places = []) {
		this.#observer = new Observer(places);
	}
	look = (file, bytes, whole) => {
		const { path } = file;
		if (isMetadata(path) || mayHoldCredentials(path)) this.#keepText(file, bytes);
		if (isElf(bytes) || isNamedLikeBinary(path)) this.#binaries.set(path, readElf(whole));
		this.#observer.look(file, bytes);
	};
	#keepText({ path, size }, bytes) {
		if (size > bytes.length || size > largestText(path) || size > this.#room) return;
		this.#room -= size;
		this.#texts.set(path, bytes.toString("utf8"));
	}
	add(file) {
		this.#files.set(file.path, file);
	}
	done(root, { directories, oddities }) {
		const [files, texts, binaries] = [
			this.#files,
			this.#texts,
			this.#binaries
		];
		const distributions = readDistributions({
			files,
			texts
		});
		const owners = ownersOf(distributions, files);
		const { bytecode, shebangs, leaks, sources } = this.#observer;
		return {
			root,
			files,
			directories,
			oddities,
			texts,
			binaries,
			distributions,
			owners,
			bytecode,
			shebangs,
			leaks,
			sources
		};
	}
};
function isElf(bytes) {
	return bytes.length > 4 && bytes.readUInt32BE(0) === 2135247942;
}
function isNamedLikeBinary(path) {
	return /\.(so|pyd|dylib|dll)(\.[0-9.]+)?$/.test(path);
}
function isMetadata(path) {
	const [first = "", ...rest] = path.split("/");
	if (rest.length === 0) return first.endsWith(".pth") || first.endsWith(".egg-link") || first.endsWith(".egg-info");
	return rest.length === 1 && /\.(dist|egg)-info$/.test(first);
}
function mayHoldCredentials(path) {
	return /(^|\/)(pip\.conf|pip\.ini|uv\.toml|\.netrc|_netrc|\.pypirc)$/.test(path);
}
function listFiles(root) {
	return walkTree(root).files;
}
function ownersOf(distributions, files) {
	const owners = new Map();
	for (const distribution of distributions) for (const row of distribution.record ?? []) {
		const path = pathInMount(row.path, files);
		if (path === void 0) continue;
		const known = owners.get(path);
		if (known === void 0) owners.set(path, [distribution]);
		else if (!known.includes(distribution)) known.push(distribution);
	}
	return owners;
}
function ownerOf(path, { owners, distributions }) {
	const source = sourceOfBytecode(path);
	const listed = owners.get(path) ?? (source === void 0 ? void 0 : owners.get(source));
	if (listed) return listed[0];
	const [first] = path.split("/");
	return distributions.find((distribution) => distribution.directory === first) ?? distributions.find((distribution) => distribution.topLevel.includes(first ?? ""));
}
function sourceOfBytecode(path) {
	const match = /^(.*?)__pycache__\/([^/]+?)\.[^/.]+(?:\.opt-[12])?\.pyc$/.exec(path);
	return match ? `${match[1]}${match[2]}.py` : void 0;
}
// src/mount/manifest.ts
var import_semver = __toESM(require_semver(), 1);
const MANIFEST_SCHEMA = "1.0.0";
function formatManifest(manifest) {
	const { files, ...head } = manifest;
	const rows = files.map(({ path, size, executable, sha256 }) => JSON.stringify([
		path,
		size,
		executable ? 1 : 0,
		sha256
	]));
	const text = JSON.stringify({
		...head,
		seal: sealOf(manifest),
		files: []
	}, void 0, 2);
	return `${text.slice(0, text.lastIndexOf("[]"))}[\n    ${rows.join(",\n    ")}\n  ]\n}\n`;
}
function sealOf({ files: _, ...head }) {
	return `sha256:${createHash("sha256").update(JSON.stringify(head)).digest("hex")}`;
}
function readManifest(file) {
	const text = readIfThere$1(file);
	if (text === void 0) return void 0;
	const { seal, manifest } = parse$2(text, file);
	requireReadable(manifest.schema, file);
	requireShape(manifest, file);
	if (mountDigest(manifest.files) !== manifest.mountDigest) throw damaged$1(file, "was changed: its digest is not that of the files it lists", { hint: AGAIN });
	if (sealOf(manifest) !== seal) throw damaged$1(file, "was changed by hand: its seal is broken", { hint: AGAIN });
	return manifest;
}
const AGAIN = "Build or restore the mount again.";
function requireShape({ target, inside, ...lists }, file) {
	const python = target?.python;
	const { requirements, requirementsFiles, distributions, freeze } = lists;
	if ([
		requirements,
		requirementsFiles,
		distributions,
		freeze
	].every(Array.isArray) && /^3\.[0-9]+$/.test(python) && inside === `lib/python${python}/site-packages`) return;
	throw damaged$1(file, "is not the manifest of a mount", { hint: AGAIN });
}
function requireReadable(schema, file) {
	const known = typeof schema === "string" && import_semver.default.valid(schema) !== null;
	if (known && import_semver.default.satisfies(schema, `^1.0.0`)) return;
	const newer = known && import_semver.default.gt(schema, "1.0.0");
	throw damaged$1(file, `${known ? `was written by ${newer ? "a newer" : "an older"} version of this tool: it has` : "has"} schema ${schema}, and this version reads ^${MANIFEST_SCHEMA}`, { hint: newer ? "Use the version of this tool that built the mount, or a newer one." : "Build the mount again." });
}
function parse$2(text, file) {
	try {
		const { files, seal, ...head } = JSON.parse(text);
		if (!Array.isArray(files)) throw new Error("it lists no files");
		const rows = files.map(([path, size, executable, sha256]) => ({
			path,
			size,
			executable: executable === 1,
			sha256
		}));
		return {
			seal,
			manifest: {
				...head,
				files: rows
			}
		};
	} catch (error) {
		throw damaged$1(file, `is not a manifest: ${messageOf(error)}`, {
			hint: AGAIN,
			cause: error
		});
	}
}
function damaged$1(file, why, details) {
	return new UserError(`${file} ${why}.`, {
		file,
		exitCode: ExitCode.findings,
		...details
	});
}
function readIfThere$1(file) {
	try {
		return readFileSync(file, "utf8");
	} catch (error) {
		if (isSystemError(error, "ENOENT", "ENOTDIR")) return void 0;
		throw error;
	}
}
// src/mount/describe.ts
function describe(mount, location, target, pythonVersion, options) {
	const files = [...mount.inventory.files.values()];
	return {
		schema: MANIFEST_SCHEMA,
		tool: `azureml-extra-packages ${VERSION}`,
		environmentName: options.environmentName,
		inside: location.inside,
		libraryPath: location.libraryPath,
		target: {
			image: target.image?.name ?? "",
			python: target.python,
			glibc: target.glibc.join("."),
			architecture: target.architecture
		},
		pythonVersion,
		bytecode: "unchecked-hash",
		mountDigest: mountDigest(files),
		requirements: mount.requirements,
		requirementsFiles: mount.build?.requirementsFiles ?? [],
		distributions: distributionsOf(mount),
		freeze: mount.build?.freeze.map(portableFreeze) ?? [],
		files: files.map(({ path, size, executable, sha256 }) => ({
			path,
			size,
			executable,
			sha256
		}))
	};
}
function distributionsOf({ inventory, stagedAway, build }) {
	const sizes = sizesOf$1(inventory);
	return inventory.distributions.map(({ name, version, directory }) => ({
		name,
		version,
		size: sizes.get(directory)?.bytes ?? 0,
		files: sizes.get(directory)?.files ?? 0,
		outside: (own(stagedAway.outside, name) ?? []).map(({ path }) => path),
		directUrl: portableDirectUrl(own(stagedAway.directUrls, name)),
		fromSource: build?.fromSource.includes(name) ?? false,
		yanked: build?.yanked.includes(name) ?? false
	}));
}
function sizesOf$1(inventory) {
	const sizes = new Map();
	for (const { path, size } of inventory.files.values()) {
		const directory = ownerOf(path, inventory)?.directory ?? "";
		const sum = sizes.get(directory) ?? {
			bytes: 0,
			files: 0
		};
		sum.bytes += size;
		sum.files += 1;
		sizes.set(directory, sum);
	}
	return sizes;
}
function portableDirectUrl(directUrl) {
	if (typeof directUrl !== "object" || directUrl === null) return null;
	const { url, vcs_info, dir_info } = directUrl;
	const text = withoutCredentials(String(url ?? ""));
	return {
		url: text.startsWith("file:") ? `file:${text.split("/").at(-1)}` : text,
		...vcs_info ? { vcs_info } : {},
		...dir_info ? { dir_info } : {}
	};
}
function portableFreeze(line) {
	return withoutCredentials(line.replace(/file:\/\/\S*\//g, "file:"));
}
// src/delivery/comparison.ts
function readEarlier({ compareWith }) {
	if (compareWith === "") return void 0;
	const hint = "Name the manifest.json of an earlier build.";
	let why = `${compareWith} is gone.`;
	try {
		const manifest = readManifest(compareWith);
		if (manifest !== void 0) return manifest;
	} catch (error) {
		if (!(error instanceof UserError)) throw error;
		why = error.message;
	}
	throw new UserError(`Input compare-with: ${why}`, {
		file: compareWith,
		hint
	});
}
function compare$1(earlier, mount) {
	if (earlier === void 0) return void 0;
	const files = [...mount.inventory.files.values()];
	const [before, after] = [byName$1(earlier.distributions), byName$1(distributionsOf(mount))];
	const [recordsBefore, recordsAfter] = [recordsIn(earlier.files), recordsIn(files)];
	const changed = [...after.values()].flatMap(({ name, version: to, size }) => {
		const old = before.get(name);
		if (old === void 0) return [];
		if (old.version === to && recordsBefore.get(name) === recordsAfter.get(name)) return [];
		return [{
			name,
			from: old.version,
			to,
			sizeDifference: size - old.size
		}];
	});
	return {
		earlierDigest: earlier.mountDigest,
		same: earlier.mountDigest === mountDigest(files),
		added: [...after.values()].filter(({ name }) => !before.has(name)),
		removed: [...before.values()].filter(({ name }) => !after.has(name)),
		changed,
		bytes: {
			before: bytesOf$2(earlier.files),
			after: bytesOf$2(files)
		}
	};
}
function byName$1(distributions) {
	return new Map(distributions.map(({ name, version, size }) => [name, {
		name,
		version,
		size
	}]));
}
function recordsIn(files) {
	const records = files.flatMap(({ path, sha256 }) => {
		const name = /^([^/]+?)-[^/]*\.dist-info\/RECORD$/.exec(path)?.[1];
		return name === void 0 ? [] : [[normalisedName(name), sha256]];
	});
	return new Map(records);
}
function bytesOf$2(files) {
	return files.reduce((sum, { size }) => sum + size, 0);
}
function comparisonSection(comparison) {
	if (comparison === void 0) return "";
	const { added, removed, changed, bytes, same } = comparison;
	const title = "### Since the earlier mount";
	if (same) return `${title}\n\nNothing changed: the mount digest is the same.`;
	const rows = [
		...added.map(({ name, version, size }) => `| ${name} | | ${version} | ${signed(size)} |`),
		...removed.map(({ name, version, size }) => `| ${name} | ${version} | | ${signed(-size)} |`),
		...changed.map(({ name, from, to, sizeDifference }) => {
			return `| ${name} | ${from} | ${from === to ? `${to}, other files` : to} | ${signed(sizeDifference)} |`;
		})
	];
	const counts = `${added.length} added, ${removed.length} removed, ${changed.length} changed`;
	const size = `${humanBytes(bytes.before)} before, ${humanBytes(bytes.after)} now (${signed(bytes.after - bytes.before)})`;
	const table = [
		"| package | before | now | size |",
		"|---|---|---|---:|",
		...rows
	].join("\n");
	const what = rows.length === 0 ? "No distribution changed; other files did." : table;
	return `${title}\n\n${plural(rows.length, "distribution")}: ${counts}. ${size}.\n\n${what}`;
}
function signed(bytes) {
	return `${bytes < 0 ? "−" : "+"}${humanBytes(Math.abs(bytes))}`;
}
// src/mount/kept-archive.ts
var KeptArchive = class {
	#file;
	#stamp;
	constructor(file) {
		this.#file = file;
		this.#stamp = stampOf(file);
	}
	requireUnchanged() {
		if (orNothing(() => stampOf(this.#file)) === this.#stamp) return;
		throw new UserError(`${this.#file} was changed while packages were imported. Nothing was placed.`, {
			hint: "Leave out packages one by one to find the one that does this, and remove it.",
			exitCode: ExitCode.delivery
		});
	}
};
function stampOf(file) {
	const { size, mode, ino, ctimeMs } = lstatSync(file);
	return [
		size,
		mode,
		ino,
		ctimeMs
	].join(" ");
}
// src/mount/location.ts
function locate(options, minor) {
	const environmentDirectory = join(options.mountParent, options.environmentName);
	const inside = `lib/python${minor}/site-packages`;
	const directory = join(environmentDirectory, inside);
	return {
		environmentDirectory,
		directory,
		inside,
		libraryPath: slashed(relative(options.scoringDirectory, directory))
	};
}
function staged(location) {
	const environmentDirectory = incomingOf(location.environmentDirectory);
	return {
		...location,
		environmentDirectory,
		directory: join(environmentDirectory, location.inside)
	};
}
const MANIFEST = "manifest.json";
function manifestOf(location) {
	return join(location.environmentDirectory, MANIFEST);
}
function incomingOf(environmentDirectory) {
	return hiddenSibling(environmentDirectory, "incoming");
}
function outgoingOf(environmentDirectory) {
	return hiddenSibling(environmentDirectory, "outgoing");
}
function lockOf$1(environmentDirectory) {
	return hiddenSibling(environmentDirectory, "lock");
}
const HIDDEN_ROLES = [
	"incoming",
	"outgoing",
	"lock"
];
function siblingsOf$1(environmentDirectory) {
	const [parent, start] = [dirname(environmentDirectory), `.${basename(environmentDirectory)}.`];
	const roles = new RegExp(`^(${HIDDEN_ROLES.join("|")})(-[0-9a-f]+)?$`);
	const isOurs = (name) => name.startsWith(start) && roles.test(name.slice(start.length));
	return (orNothing(() => readdirSync(parent)) ?? []).filter(isOurs).sort().map((name) => join(parent, name));
}
function hiddenSibling(directory, role) {
	return join(directory, "..", `.${basename(directory)}.${role}`);
}
// src/mount/archive-writing.ts
var import_tar_stream = __toESM(require_tar_stream(), 1);
const TIME = new Date(3155328e5);
async function writeArchive(file, entries) {
	mkdirSync(dirname(file), { recursive: true });
	const pack = import_tar_stream.pack();
	const [unread, unwritten] = (await Promise.allSettled([fill$1(pack, entries), compressInto(file, pack)])).map((end) => end.status === "rejected" ? end.reason : void 0);
	const cause = isSystemError(unread) ? unread : unwritten ?? unread;
	if (cause === void 0) return;
	throw new UserError(`${file} cannot be written: ${messageOf(cause)}.`, {
		hint: "Is the disk full, or did something change the packages meanwhile? Then run it again.",
		exitCode: ExitCode.delivery,
		cause
	});
}
async function fill$1(pack, entries) {
	try {
		const reading = new Reading();
		for (const { name, source, executable } of entries) {
			const { bytes, size } = reading.open(source);
			const header = {
				name,
				mode: executable ? 493 : 420,
				mtime: TIME,
				uid: 0,
				gid: 0,
				size
			};
			if (bytes) await whole(pack, header, bytes);
			else await pipeline(createReadStream(source), pack.entry(header));
		}
		pack.finalize();
	} catch (error) {
		pack.destroy(error);
		throw error;
	}
}
function whole(pack, header, bytes) {
	return new Promise((resolve, reject) => {
		pack.entry(header, bytes, (error) => error ? reject(error) : resolve());
	});
}
var Reading = class {
	#room = Buffer.alloc(0);
	open(path) {
		const descriptor = openSync(path, "r");
		try {
			const { size } = fstatSync(descriptor);
			const bytes = size > LARGEST_HELD ? void 0 : this.#contentOf(descriptor, path, size);
			return {
				size: bytes?.length ?? size,
				bytes
			};
		} finally {
			closeSync(descriptor);
		}
	}
	#contentOf(descriptor, path, size) {
		if (size > SHARED_BUFFER / 4) return readFileSync(descriptor);
		if (size > this.#room.length) this.#room = Buffer.allocUnsafeSlow(SHARED_BUFFER);
		const bytes = this.#room.subarray(0, readSync(descriptor, this.#room, 0, size, null));
		if (bytes.length < size) return readFileSync(path);
		this.#room = this.#room.subarray(bytes.length);
		return bytes;
	}
};
const SHARED_BUFFER = 4 * 2 ** 20;
const LARGEST_HELD = 64 * 2 ** 20;
// src/pauses.ts
const LONGEST_WORK = 100;
var Pauses = class {
	#last = performance.now();
	get isDue() {
		return performance.now() - this.#last > LONGEST_WORK;
	}
	async take() {
		await setImmediate();
		this.#last = performance.now();
	}
};
// src/mount/folders.ts
function move(from, to) {
	try {
		renameSync(from, to);
	} catch (error) {
		if (!isSystemError(error, "EXDEV")) throw error;
		copyOrNothing(from, to);
		rmSync(from, { recursive: true });
	}
}
async function moveTree(from, to) {
	try {
		renameSync(from, to);
	} catch (error) {
		if (!isSystemError(error, "EXDEV")) throw error;
		mkdirSync(to);
		const pauses = new Pauses();
		for (const entry of readdirSync(from, {
			recursive: true,
			withFileTypes: true
		})) {
			const path = join(entry.parentPath, entry.name);
			const target = join(to, relative(from, path));
			if (entry.isDirectory()) mkdirSync(target, { recursive: true });
			else {
				mkdirSync(dirname(target), { recursive: true });
				copy(path, target);
			}
			if (pauses.isDue) await pauses.take();
		}
	}
}
function copyOrNothing(from, to) {
	try {
		copy(from, to);
	} catch (error) {
		rmSync(to, {
			recursive: true,
			force: true
		});
		throw error;
	}
}
function copy(from, to) {
	const found = lstatSync(from);
	if (found.isSymbolicLink()) symlinkSync(readlinkSync(from), to);
	else if (found.isDirectory()) {
		mkdirSync(to);
		for (const name of readdirSync(from)) copy(join(from, name), join(to, name));
	} else copyFileSync(from, to);
}
function makeFolder(folder, root) {
	const way = relative(root, folder);
	let path = root;
	for (const part of ["", ...way === "" ? [] : way.split(sep)]) {
		path = join(path, part);
		if (existsSync(path)) continue;
		mkdirSync(path);
		chmodSync(path, 493);
	}
}
// src/mount/archive-refusals.ts
function unknownKind({ kind, name }, archive) {
	return notOurs(archive, `holds ${kind} "${name}", which an archive of this tool cannot`);
}
function otherRoot(its, asked, archive) {
	return new UserError(`${archive} holds the environment "${its}", and the input environment-name says "${asked}".`, {
		file: archive,
		hint: `Set environment-name: ${its}, as it was at the build: the name is part of the library path.`,
		exitCode: ExitCode.findings
	});
}
function notOurs(archive, why) {
	return new UserError(`${archive} ${why}.`, {
		file: archive,
		hint: "It was not made by this tool, or was changed since. Build again.",
		exitCode: ExitCode.findings
	});
}
// src/mount/archive-reading.ts
async function readArchive(file, root, directory, witness) {
	const pauses = new Pauses();
	const unpacking = new Unpacking(file, root, directory, witness);
	try {
		for await (const { memory, pieces } of slabsOf(file)) for (const piece of pieces) {
			unpacking.write(piece, Buffer.from(memory, piece.start, piece.length));
			if (pauses.isDue) await pauses.take();
		}
		return unpacking.manifest;
	} catch (error) {
		if (error instanceof UserError || isDiskFull(error)) throw error;
		throw new UserError(`${file} cannot be unpacked: ${messageOf(error)}.`, {
			file,
			hint: "It was cut short or damaged on its way. Fetch it again, or build again.",
			exitCode: ExitCode.findings,
			cause: error
		});
	} finally {
		unpacking.close();
	}
}
var Unpacking = class {
	#archive;
	#root;
	#directory;
	#witness;
	#folders = new Map();
	#contents;
	#descriptor;
	constructor(archive, root, directory, witness) {
		this.#archive = archive;
		this.#root = root;
		this.#directory = directory;
		this.#witness = witness;
	}
	get manifest() {
		return this.#contents?.manifest;
	}
	write(piece, bytes) {
		if (piece.before === 0) this.#open(piece);
		writeFileSync(this.#descriptor, bytes);
		if (piece.before + bytes.length < piece.size) return;
		this.close();
		if (this.#contents === void 0) this.#contents = this.#readManifest();
		else this.#contents.see(this.#written(piece, bytes, this.#contents.manifest));
	}
	close() {
		if (this.#descriptor !== void 0) closeSync(this.#descriptor);
		this.#descriptor = void 0;
	}
	#open(piece) {
		const cut = piece.name.lastIndexOf("/");
		const [folder, name] = [piece.name.slice(0, Math.max(cut, 0)), piece.name.slice(cut + 1)];
		if (piece.kind !== "file" || !isPlain(name)) throw unknownKind(piece, this.#archive);
		const known = this.#folders.get(folder);
		const path = known ?? this.#pathOf(folder, piece);
		this.#requireListed(piece);
		if (known === void 0) makeFolder(path, this.#directory);
		this.#folders.set(folder, path);
		this.#descriptor = openNew(join(path, name), piece.name, this.#archive);
		fchmodSync(this.#descriptor, piece.executable ? 493 : 420);
	}
	#pathOf(folder, piece) {
		const [root = "", ...parts] = folder.split("/");
		if (![root, ...parts].every(isPlain)) throw unknownKind(piece, this.#archive);
		if (root !== this.#root) throw otherRoot(root, this.#root, this.#archive);
		return join(this.#directory, ...parts);
	}
	#requireListed({ name, size }) {
		const path = name.slice(this.#root.length + 1);
		if (this.#contents === void 0) {
			if (path === "manifest.json" && size <= LARGEST_MANIFEST) return;
			throw notOurs(this.#archive, `begins with "${name}" and not with a manifest`);
		}
		const listed = this.#contents.sizes.get(path);
		if (listed === void 0) throw notOurs(this.#archive, `holds "${name}", which its manifest does not list`);
		if (listed === size) return;
		throw notOurs(this.#archive, `holds "${name}" with ${size} bytes, its manifest lists ${listed}`);
	}
	#readManifest() {
		const manifest = readManifest(join(this.#directory, MANIFEST));
		return {
			manifest,
			sizes: new Map(manifest.files.map(({ path, size }) => [`${manifest.inside}/${path}`, size])),
			see: this.#witness(manifest)
		};
	}
	#written({ name, size, executable, sha256 }, bytes, { inside }) {
		return {
			path: name.slice(this.#root.length + inside.length + 2),
			size,
			executable,
			content: sha256 === void 0 ? void 0 : {
				bytes,
				sha256
			}
		};
	}
};
const LARGEST_MANIFEST = 512 * 2 ** 20;
function isPlain(name) {
	return name !== "" && name !== "." && name !== ".." && !/[\\\0]/.test(name);
}
function openNew(path, name, archive) {
	try {
		return openSync(path, "wx");
	} catch (error) {
		if (isSystemError(error, "EEXIST")) throw notOurs(archive, `holds "${name}" twice`);
		throw error;
	}
}
// src/mount/place.ts
function recoverPlacement(environmentDirectory) {
	const incoming = incomingOf(environmentDirectory);
	const outgoing = outgoingOf(environmentDirectory);
	if (existsSync(outgoing) && !existsSync(environmentDirectory)) {
		const source = existsSync(incoming) ? incoming : outgoing;
		renameSync(source, environmentDirectory);
		remove$1(outgoing);
		return `An earlier run was cut off while it placed ${environmentDirectory}; ${source === incoming ? "finished" : "undone"}.`;
	}
	const lock = lockOf$1(environmentDirectory);
	const left = siblingsOf$1(environmentDirectory).filter((path) => !path.startsWith(lock));
	for (const path of left) remove$1(path);
	return left.length === 0 ? void 0 : `Removed what an earlier run left behind beside ${environmentDirectory}.`;
}
function requireOurs(environmentDirectory) {
	if (!existsSync(environmentDirectory) || hasOurManifest(environmentDirectory)) return;
	if (isEmptyDirectory(environmentDirectory)) return;
	throw new UserError(`${environmentDirectory} is there already and has no ${MANIFEST} of this tool, which did not make it.`, { hint: "Remove it, or give the mount another name with the input environment-name." });
}
function requireWritable(parent) {
	if (!existsSync(parent)) return;
	try {
		accessSync(parent, constants.W_OK | constants.X_OK);
	} catch (error) {
		throw new UserError(`The packages cannot be placed in ${parent}: ${messageOf(error)}.`, {
			hint: "Make the directory writable for this user, or name another with the input mount-parent.",
			cause: error
		});
	}
}
function place(environmentDirectory) {
	const incoming = incomingOf(environmentDirectory);
	const outgoing = outgoingOf(environmentDirectory);
	openToReaders(incoming);
	const isReplaced = existsSync(environmentDirectory);
	if (isReplaced) renameSync(environmentDirectory, outgoing);
	try {
		renameSync(incoming, environmentDirectory);
	} catch (error) {
		if (isReplaced) renameSync(outgoing, environmentDirectory);
		throw error;
	}
	return { removal: rm(outgoing, {
		recursive: true,
		force: true,
		maxRetries: 3
	}).then(() => void 0, (error) => `The packages that stood there before were not removed: ${messageOf(error)}. Remove ${outgoing}.`) };
}
function openToReaders(environmentDirectory) {
	const lib = join(environmentDirectory, "lib");
	const pythons = existsSync(lib) ? readdirSync(lib).map((name) => join(lib, name)) : [];
	for (const folder of [
		environmentDirectory,
		lib,
		...pythons
	]) if (existsSync(folder)) chmodSync(folder, 493);
	const manifest = join(environmentDirectory, MANIFEST);
	if (existsSync(manifest)) chmodSync(manifest, 420);
}
function setAside(environmentDirectory, temporary) {
	const outgoing = outgoingOf(environmentDirectory);
	if (existsSync(outgoing) && !existsSync(environmentDirectory)) return [];
	return [incomingOf(environmentDirectory), outgoing].flatMap((path) => {
		const name = randomBytes(6).toString("hex");
		return [join(temporary, `aside-${name}`), `${outgoing}-${name}`].find((place) => orNothing(() => renameSync(path, place) ?? true)) ?? [];
	});
}
function discard(environmentDirectory) {
	remove$1(incomingOf(environmentDirectory));
}
function remove$1(directory) {
	rmSync(directory, {
		recursive: true,
		force: true,
		maxRetries: 3
	});
}
function hasOurManifest(environmentDirectory) {
	try {
		return /"tool":\s*"azureml-extra-packages|"mountDigest"/.test(readFileSync(join(environmentDirectory, MANIFEST), "utf8"));
	} catch {
		return false;
	}
}
function isEmptyDirectory(path) {
	try {
		return readdirSync(path).length === 0;
	} catch {
		return false;
	}
}
// src/mount/unpack.ts
async function unpackBeside(environmentDirectory, source, { root, loose }) {
	discard(environmentDirectory);
	const incoming = incomingOf(environmentDirectory);
	try {
		return loose ? await copyLoose(source, incoming) : await unpackArchive(source, root, incoming);
	} catch (error) {
		discard(environmentDirectory);
		throw error;
	}
}
async function unpackArchive(archive, root, directory) {
	const taking = new InventoryTaking();
	const folders = new Map();
	const manifest = await readArchive(archive, root, directory, ({ inside }) => {
		const reader = new Reader$1(join(directory, inside));
		return ({ content, ...facts }) => {
			noteFolders(facts.path, folders);
			const file = content ? writtenFile({
				...facts,
				sha256: content.sha256
			}) : reader.read(facts.path, taking.look);
			if (file === void 0) throw new Error(`${facts.path} cannot be read back`);
			if (content) taking.look(file, content.bytes, bytesSource(content.bytes));
			taking.add(file);
		};
	});
	if (manifest === void 0) throw noMount(archive);
	return {
		manifest,
		inventory: taking.done(join(directory, manifest.inside), {
			directories: folders,
			oddities: []
		})
	};
}
function noteFolders(path, folders) {
	for (let folder = posix.dirname(path); folder !== "." && !folders.has(folder); folder = posix.dirname(folder)) folders.set(folder, 493);
}
async function copyLoose(source, directory) {
	const manifest = readManifest(join(source, MANIFEST));
	if (manifest === void 0) throw noMount(source);
	const { inside, files } = manifest;
	const executables = new Set(files.filter(({ executable }) => executable).map(({ path }) => `${inside}/${path}`));
	const pauses = new Pauses();
	for (const path of listFiles(source)) {
		makeFolder(dirname(join(directory, path)), directory);
		copyFileSync(join(source, path), join(directory, path));
		chmodSync(join(directory, path), executables.has(path) ? 493 : 420);
		if (pauses.isDue) await pauses.take();
	}
	return {
		manifest,
		inventory: takeInventory(join(directory, inside))
	};
}
function noMount(source) {
	return new UserError(`${source} holds no mount.`, {
		file: source,
		hint: "Name the archive that a build wrote (its output archive-file).",
		exitCode: ExitCode.findings
	});
}
// src/mount/pack.ts
const KNOWLEDGE = "knowledge.json";
function archiveIn(directory) {
	const name = existsSync(directory) ? readdirSync(directory).find((one) => /^mount\.tar\.(zst|gz)$/.test(one)) : void 0;
	return name === void 0 ? void 0 : join(directory, name);
}
async function writePack(location, manifest, directory, wanted) {
	const archive = join(directory, `mount.${writableFormat(wanted)}`);
	const root = manifest.environmentName;
	const entries = manifest.files.map(({ path, executable }) => ({
		name: `${root}/${location.inside}/${path}`,
		source: join(location.directory, path),
		executable
	}));
	await writeArchive(archive, [{
		name: `${root}/${MANIFEST}`,
		source: manifestOf(location),
		executable: false
	}, ...entries]);
	return archive;
}
function writeKnowledge(directory, knowledge) {
	writeFileSync(join(directory, KNOWLEDGE), JSON.stringify(knowledge));
}
function packFiles(directory) {
	return [archiveIn(directory), join(directory, KNOWLEDGE)].filter((path) => path !== void 0 && existsSync(path));
}
function movePack(from, directory) {
	for (const file of packFiles(directory)) rmSync(file);
	for (const file of packFiles(from)) move(file, join(directory, basename(file)));
	rmSync(from, { recursive: true });
}
async function openPack(directory, plan, host) {
	const { location, options } = plan;
	try {
		const archive = archiveIn(directory);
		if (archive === void 0) return "the entry holds no archive";
		const how = {
			root: options.environmentName,
			loose: false
		};
		const { manifest, inventory } = await unpackBeside(location.environmentDirectory, archive, how);
		const knowledge = JSON.parse(readFileSync(join(directory, KNOWLEDGE), "utf8"));
		if (knowledge.mountDigest !== manifest.mountDigest) return "it belongs to another mount";
		if (manifest.inside !== location.inside) return `it holds ${manifest.inside}`;
		const { stagedAway, build, testimony } = knowledge;
		const { requirements } = manifest;
		const known = {
			...inventory,
			leaks: new Map(Object.entries(knowledge.leaks))
		};
		return {
			mount: {
				location: staged(location),
				inventory: known,
				requirements,
				stagedAway,
				manifest,
				build
			},
			testimony
		};
	} catch (error) {
		if (isDiskFull(error)) throw error;
		host.log.debug(`The entry cannot be used: ${messageOf(error)}`);
		return messageOf(error);
	}
}
// src/options/paths.ts
function readPlaces(named, host, problems) {
	const codeDirectory = readCodeDirectory(named.codeDirectory, host, problems);
	const scoringScript = resolve(codeDirectory, named.scoringScript);
	requireScoringScript(named.scoringScript, scoringScript, codeDirectory, problems);
	const scoringDirectory = dirname(scoringScript);
	const mountParent = named.mountParent === "" ? scoringDirectory : resolve(codeDirectory, named.mountParent);
	if (named.mountParent !== "" && !isInside(mountParent, codeDirectory)) problems.add(`Input mount-parent: ${named.mountParent} leaves the code directory ${codeDirectory}.`, { hint: "The deployment uploads the code directory only; name a directory inside it." });
	else if (isDirectory(codeDirectory) && named.mountParent !== "") requireRoomFor(mountParent, problems);
	return {
		codeDirectory,
		scoringScript,
		scoringDirectory,
		mountParent
	};
}
function requireRoomFor(mountParent, problems) {
	let there = mountParent;
	while (orNothing(() => lstatSync(there)) === void 0) there = dirname(there);
	if (isDirectory(there)) return;
	problems.add(`Input mount-parent: ${there} is not a directory.`, { hint: "Name a directory, or a path where nothing is yet." });
}
function readCodeDirectory(given, host, problems) {
	const directory = resolve(host.workspace, given);
	if (!isDirectory(directory)) problems.add(`Input code-directory: ${directory} is not a directory.`, { hint: nearMiss(directory) ?? "Name the directory that the deployment uploads." });
	else if (host.kind === "github" && !isInside(realpathSync(directory), realpathSync(host.workspace))) problems.add(`Input code-directory: ${given} lies outside the workspace ${host.workspace}.`, { hint: "Name a directory of the checked-out repository." });
	return directory;
}
function requireScoringScript(given, script, codeDirectory, problems) {
	if (isAbsolute(given) || !isInside(script, codeDirectory)) problems.add(`Input scoring-script: ${given} is not inside the code directory ${codeDirectory}.`, { hint: "The path is relative to the code directory, which is all that the deployment uploads." });
	else if (isDirectory(codeDirectory) && !isFile(script)) problems.add(`Input scoring-script: ${script} is not a file.`, { hint: nearMiss(script) ?? "Name the file with the functions init and run, relative to the code directory." });
}
function modelDirectoryOf(inputs) {
	const directory = inputs.path("model-directory");
	if (directory !== "" && !isDirectory(directory)) inputs.problems.add(`Input model-directory: ${directory} is not a directory.`, { hint: nearMiss(directory) });
	return directory;
}
function requireFile(input, file, otherwise, problems) {
	if (isFile(file)) return;
	problems.add(`Input ${input}: ${file} is not a file.`, { hint: nearMiss(file) ?? otherwise });
}
function isInside(path, directory) {
	const way = relative(directory, path);
	return way === "" || way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
function isDirectory(path) {
	return statOf$1(path)?.isDirectory() ?? false;
}
function isFile(path) {
	return statOf$1(path)?.isFile() ?? false;
}
function statOf$1(path) {
	try {
		return statSync(path, { throwIfNoEntry: false });
	} catch (error) {
		if (isSystemError(error, "ENOTDIR", "ELOOP", "ENAMETOOLONG")) return void 0;
		throw error;
	}
}
function nearMiss(path) {
	const directory = dirname(path);
	if (!existsSync(directory)) return nearMiss(directory) ?? `${directory} is not there either.`;
	if (!isDirectory(directory)) return `${directory} is not a directory.`;
	const names = readdirSync(directory);
	if (names.includes(basename(path))) return void 0;
	const name = nearest(basename(path), names);
	return name === void 0 ? void 0 : `Did you mean ${join(directory, name)}?`;
}
// src/mount/provenance.ts
const PROVENANCE = "provenance.json";
function readProvenance(directory, mountDigest) {
	try {
		const { repository, commit, run, ...rest } = JSON.parse(readFileSync(join(directory, PROVENANCE), "utf8"));
		if (rest.mountDigest !== mountDigest) return void 0;
		return {
			mountDigest,
			repository: String(repository),
			commit: String(commit),
			run: String(run)
		};
	} catch {
		return;
	}
}
function digestRequirements(files, places) {
	return files.filter((file) => isInside(file, places.workspace)).map((file) => ({
		path: slashed(relative(places.codeDirectory, file)),
		digest: digestOf$1(readFileSync(file, "utf8"))
	}));
}
function asksForTheSame({ path, digest }, places) {
	const file = resolve(places.codeDirectory, path);
	if (!isInside(file, places.workspace)) return void 0;
	try {
		return digestOf$1(readFileSync(file, "utf8")) === digest;
	} catch {
		return;
	}
}
function digestOf$1(text) {
	const lines = text.replace(/^\ufeff/, "").split(/\r\n?|\n/).map((line) => line.replace(/(^|\s+)#.*$/, "").trim()).filter((line) => line !== "");
	return `sha256:${createHash("sha256").update(lines.join("\n")).digest("hex")}`;
}
// src/runner/linux-process.ts
function bytesWritten(pid) {
	const count = orNothing(() => /^wchar: (\d+)$/m.exec(readFileSync(`/proc/${pid}/io`, "utf8"))?.[1]);
	return count === void 0 ? void 0 : Number(count);
}
function filesBeingWritten(pid) {
	return (orNothing(() => readdirSync(`/proc/${pid}/fd`)) ?? []).flatMap((descriptor) => {
		return orNothing(() => {
			const flags = /^flags:\s*([0-7]+)/m.exec(readFileSync(`/proc/${pid}/fdinfo/${descriptor}`, "utf8"))?.[1];
			const path = readlinkSync(`/proc/${pid}/fd/${descriptor}`);
			return (Number.parseInt(flags ?? "0", 8) & 3) !== 0 && statSync(path).isFile() ? {
				path,
				size: statSync(path).size
			} : void 0;
		}) ?? [];
	});
}
function ownIdentity() {
	return {
		host: hostname(),
		pid: process.pid,
		boot: orNothing(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()) ?? "",
		namespace: orNothing(() => readlinkSync("/proc/self/ns/pid")) ?? "",
		started: statusOf(process.pid)?.started ?? ""
	};
}
function isRunning({ host, pid, boot, namespace, started }) {
	const here = ownIdentity();
	if (host === here.host && boot !== here.boot) return false;
	if (boot !== here.boot || namespace !== here.namespace || boot === "" && host !== here.host) return void 0;
	if (!isThere$2(pid)) return false;
	const now = statusOf(pid);
	if (now === void 0 || started === "") return true;
	return now.started === started && now.state !== "Z";
}
function isThere$2(pid) {
	try {
		return process.kill(pid, 0);
	} catch (error) {
		return isSystemError(error, "EPERM");
	}
}
function statusOf(pid) {
	const fields = orNothing(() => readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /s, "").split(" "));
	return fields && {
		state: fields[0] ?? "",
		started: fields[19] ?? ""
	};
}
// src/mount/lock.ts
const TIMING = {
	patience: 6e5,
	interval: 250,
	heartbeat: 5e3,
	silence: 6e4
};
async function withLock(file, what, host, work, timing = TIMING) {
	const lock = await waitFor(file, what, host, timing);
	const forget = host.atEnd(({ isLast }) => {
		if (isLast) lock.release();
		return [];
	});
	const now = () => orNothing(() => utimesSync(file, new Date(), new Date()));
	const heart = setInterval(now, timing.heartbeat).unref();
	try {
		return await work();
	} finally {
		clearInterval(heart);
		lock.release();
		forget();
	}
}
async function waitFor(file, what, { log }, timing) {
	const start = performance.now();
	let seen;
	let seenAt = start;
	for (let isFirst = true;; isFirst = false) {
		const lock = tryLock(file);
		if ("release" in lock) return lock;
		const now = performance.now();
		if (seen === void 0 || lock.text !== seen.text || lock.touched !== seen.touched) [seen, seenAt] = [lock, now];
		if (isStale(lock, now - seenAt, timing)) {
			takeAway(file, lock.text);
			continue;
		}
		const who = nameOf$2(lock);
		if (isFirst) log.info(`${who} is working on ${what}; waiting up to ${minutes(timing.patience)} for it to end.`);
		if (now - start > timing.patience) throw stillHeld(who, what, file, timing);
		await setTimeout$1(timing.interval);
	}
}
function stillHeld(who, what, file, { patience }) {
	return new UserError(`${who} is still working on ${what} after ${minutes(patience)}: start again when it has ended, or end it and remove ${file}.`);
}
function minutes(milliseconds) {
	return milliseconds < 6e4 ? `${milliseconds / 1e3} s` : `${milliseconds / 6e4} minutes`;
}
function nameOf$2({ holder }) {
	if (holder === void 0) return "Another run";
	const elsewhere = holder.host === ownIdentity().host ? "" : ` on ${holder.host}`;
	return `Another run (process ${holder.pid}${elsewhere})`;
}
function tryLock(file) {
	const id = randomUUID();
	const text = JSON.stringify({
		...ownIdentity(),
		id
	});
	try {
		if (!existsSync(dirname(file))) mkdirSync(dirname(file), { recursive: true });
		const descriptor = openSync(file, "wx", 420);
		writeSync(descriptor, text);
		closeSync(descriptor);
	} catch (error) {
		if (!isSystemError(error, "EEXIST")) throw cannotBeCreated(file, error);
		const taken = takenBy(file);
		if (taken !== void 0) return taken;
		const found = lstatSync(file, { throwIfNoEntry: false });
		if (found !== void 0) throw cannotBeRead(file, found.isFile(), error);
		return tryLock(file);
	}
	return { release: () => {
		if (orNothing(() => readFileSync(file, "utf8")) === text) rmSync(file, { force: true });
	} };
}
function cannotBeCreated(file, error) {
	return new UserError(`The lock ${file} cannot be created: ${messageOf(error)}.`, {
		hint: isSystemError(error, "EEXIST", "EISDIR", "ENOTDIR", "ELOOP") ? "Remove what is in the way." : "Make the directory writable for this user.",
		cause: error
	});
}
function cannotBeRead(file, isFile, cause) {
	return new UserError(`The lock ${file} ${isFile ? "cannot be read" : "is not a file"}.`, {
		hint: "Remove it when no other run needs it.",
		cause
	});
}
function takenBy(file) {
	return orNothing(() => {
		const text = readFileSync(file, "utf8");
		return {
			text,
			touched: statSync(file).mtimeMs,
			holder: orNothing(() => JSON.parse(text))
		};
	});
}
function isHeld(file) {
	const taken = takenBy(file);
	if (taken === void 0) return false;
	return (taken.holder && isRunning(taken.holder)) ?? Date.now() - taken.touched < TIMING.silence;
}
function isStale({ holder }, unchanged, { silence }) {
	const isAlive = holder && isRunning(holder);
	return isAlive === void 0 ? unchanged > silence : !isAlive;
}
function takeAway(file, text) {
	const claim = `${file}-${createHash("sha256").update(text).digest("hex").slice(0, 12)}`;
	try {
		closeSync(openSync(claim, "wx"));
	} catch (error) {
		if (!isSystemError(error, "EEXIST")) throw cannotBeCreated(claim, error);
		if ((orNothing(() => Date.now() - statSync(claim).mtimeMs) ?? 0) > TIMING.silence) rmSync(claim, { force: true });
		return;
	}
	try {
		if (takenBy(file)?.text === text) rmSync(file, { force: true });
	} finally {
		rmSync(claim, { force: true });
	}
}
const MOMENT = 1e4;
function exclusively(directory, work) {
	const place = orNothing(() => realpathSync(directory)) ?? directory;
	const name = createHash("sha256").update(place).digest("hex").slice(0, 12);
	const file = join(tmpdir(), `azureml-extra-packages-${process.geteuid?.() ?? ""}-${name}.lock`);
	const start = performance.now();
	let lock = orNothing(() => tryLock(file));
	while (lock !== void 0 && !("release" in lock) && performance.now() - start < MOMENT) {
		if (isStale(lock, 0, TIMING)) takeAway(file, lock.text);
		Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
		lock = orNothing(() => tryLock(file));
	}
	try {
		return work();
	} finally {
		if (lock !== void 0 && "release" in lock) lock.release();
	}
}
// src/mount/upload/ignore-file.ts
function findIgnoreFile(codeDirectory) {
	return readIgnoreFile(codeDirectory, ".amlignore") ?? readIgnoreFile(codeDirectory, ".gitignore");
}
function readIgnoreFile(codeDirectory, name) {
	const path = join(codeDirectory, name);
	try {
		const stat = statSync(path, { throwIfNoEntry: false });
		if (stat === void 0) return void 0;
		if (!stat.isFile()) return {
			name,
			problem: stat.isDirectory() ? "is a directory" : "is not a regular file"
		};
		return parse$1(name, dirname(realpathSync(path)), readFileSync(path));
	} catch (error) {
		if (isSystemError(error, "ENOTDIR")) return void 0;
		return {
			name,
			problem: isSystemError(error, "ELOOP") ? "is a link to itself" : `cannot be read: ${messageOf(error)}`
		};
	}
}
function parse$1(name, base, bytes) {
	try {
		const text = new TextDecoder("utf-8", {
			fatal: true,
			ignoreBOM: true
		}).decode(bytes);
		const marked = text.startsWith("﻿");
		return {
			name,
			base,
			marked,
			lines: linesOf$1(marked ? text.slice(1) : text)
		};
	} catch {
		return {
			name,
			problem: "is not UTF-8 text"
		};
	}
}
function linesOf$1(text) {
	const lines = text.split(/\r\n|\r|\n/);
	if (lines.at(-1) === "") lines.pop();
	return lines;
}
// src/mount/upload/pattern.ts
var RefusedPattern = class extends Error {};
function readPattern(line) {
	const text = stripped(line);
	if (text === "" || text === "/" || text.startsWith("#")) return void 0;
	const negated = text.startsWith("!");
	const segments = segmentsOf(negated ? text.slice(1) : text);
	if (segments.length === 0) throw new RefusedPattern(`"${text}" names no file`);
	const expression = compile$1(segments, text);
	return {
		negated,
		segments,
		matches: (path) => expression.test(path)
	};
}
const BLANK = "[\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";
const BLANKS = new RegExp(`^${BLANK}|${BLANK}$`, "g");
function stripped(line) {
	return line.replace(BLANKS, "");
}
function segmentsOf(body) {
	const segments = body.split("/").filter((part, index, all) => !(part === "**" && all[index - 1] === "**"));
	const [first, second] = segments;
	if (segments.length === 2 && first === "**" && second === "") return ["*", "**"];
	if (first === "") segments.shift();
	else if ((segments.length === 1 || segments.length === 2 && second === "") && first !== "**") segments.unshift("**");
	if (segments.length > 1 && segments.at(-1) === "") segments[segments.length - 1] = "**";
	return segments;
}
function compile$1(segments, text) {
	const last = segments.length - 1;
	let source = "";
	let slash = "";
	segments.forEach((segment, index) => {
		if (segment === "**") {
			if (index === 0 && index === last) source += "[^\\n]+";
			else if (index === 0) source += "(?:[^\\n]+/)?";
			else if (index === last) source += "/[^\\n]*";
			else source += "(?:/[^\\n]+)?";
			slash = index === 0 ? "" : "/";
			return;
		}
		source += slash + (segment === "*" ? "[^/]+" : glob(segment, text));
		if (index === last) source += "(?:/[^\\n]*)?";
		slash = "/";
	});
	try {
		return new RegExp(`^${source}\\n?$`, "u");
	} catch {
		throw new RefusedPattern(`"${text}" has a range in brackets that runs backwards`);
	}
}
function glob(segment, text = segment) {
	const signs = [...segment];
	let source = "";
	for (let at = 0; at < signs.length; at++) {
		const sign = signs[at] ?? "";
		if (sign === "*") source += "[^/]*";
		else if (sign === "?") source += "[^/]";
		else if (sign === "\\") {
			at += 1;
			const next = signs[at];
			if (next === void 0) throw new RefusedPattern(`"${text}" has a backslash with nothing behind it`);
			source += literally(next);
		} else {
			const end = sign === "[" ? endOfBrackets(signs, at) : -1;
			source += end < 0 ? literally(sign) : brackets(signs.slice(at + 1, end));
			if (end >= 0) at = end;
		}
	}
	return source;
}
function endOfBrackets(signs, start) {
	const first = signs[start + 1] === "!" ? start + 2 : start + 1;
	return signs.indexOf("]", signs[first] === "]" ? first + 1 : first);
}
function brackets(signs) {
	const negated = signs[0] === "!";
	const body = (negated ? signs.slice(1) : signs).map((sign) => /[\\[\]^]/.test(sign) ? `\\${sign}` : sign);
	return `[${negated ? "^" : ""}${body.join("")}]`;
}
function literally(sign) {
	return /[\^$\\.*+?()[\]{}|/]/.test(sign) ? `\\${sign}` : sign;
}
function literalPattern(path) {
	return path.replace(/[\\*?[\]]/g, "\\$&").replace(/[\n\r]/g, "?");
}
// src/mount/upload/rebase.ts
function moved(pattern, from, to) {
	const text = pattern.segments.join("/");
	if (text === "**/**") return [];
	const lines = remaining(pattern.segments, namesBetween(from, to)).flatMap((one) => text.startsWith("**") && one.join("/") === text ? [text] : onlyInside(one));
	const outside = text.startsWith("**") ? [] : outsideLines(pattern.segments, from, to);
	return [...new Set([...lines, ...outside])].map((line) => `${pattern.negated ? "!" : ""}${line}`);
}
function onlyInside(segments) {
	const [first, ...rest] = segments;
	if (first !== "**") return [`/${segments.join("/")}`];
	const names = [
		"[!.]*",
		".[!.]*",
		"..?*"
	];
	if (rest.length === 0) return names.map((name) => `/${name}`);
	return [`/${rest.join("/")}`, ...names.map((name) => `/${name}/${segments.join("/")}`)];
}
function outsideLines(segments, from, to) {
	const lines = [];
	let isFound = false;
	for (let [at, lead] = [to, "/"];; at = dirname(at), lead += "../") {
		if (at !== to) lines.push(...remaining(segments, namesBetween(from, at)).map((one) => lead + one.join("/")));
		const names = namesBetween(at, from);
		if (!isFound && names[0] !== "..") {
			isFound = true;
			if (names.length > 0) lines.push(lead + [...names.map(literalPattern), ...segments].join("/"));
		}
		if (dirname(at) === at) return lines;
	}
}
function namesBetween(from, to) {
	return slashed(relative(from, to)).split("/").filter((name) => name !== "");
}
function remaining(segments, way) {
	return way.reduce((left, name) => distinct(left.flatMap((one) => stepsInto(one, name))), [segments]);
}
function stepsInto(segments, name) {
	const [first = "", ...rest] = segments;
	if (first === "**") return rest.length === 0 ? [segments] : [segments, ...stepsInto(rest, name)];
	if (!new RegExp(`^${first === "*" ? "[^/]+" : glob(first)}$`, "u").test(name)) return [];
	return [rest.length === 0 ? ["**"] : rest];
}
function distinct(all) {
	return [...new Map(all.map((one) => [one.join("/"), one])).values()];
}
// src/mount/upload/written-rules.ts
const MARK = "# Written by azureml-extra-packages; remove this line to keep your own changes.";
function uploadRules(options) {
	const earlier = options.mode === "preinstalled" || options.mode === "restore" ? ownText(join(options.codeDirectory, ".amlignore")) : void 0;
	if (earlier === void 0) {
		const found = findIgnoreFile(options.codeDirectory);
		return found === void 0 || "problem" in found ? found : {
			...found,
			written: void 0,
			source: found
		};
	}
	const ignored = readIgnoreFile(options.codeDirectory, ".gitignore");
	if (ignored !== void 0 && "problem" in ignored) return ignored;
	const base = realpathSync(options.codeDirectory);
	const written = textFor(options, ignored, earlier, base);
	return {
		name: ".amlignore",
		base,
		lines: linesOf$1(written.replace(/^\ufeff/, "")),
		written,
		source: ignored
	};
}
function fileToEdit(file) {
	const isOurs = file !== void 0 && "lines" in file && file.lines.slice(0, 2).includes(MARK);
	return file?.name === ".amlignore" && !isOurs ? ".amlignore" : ".gitignore";
}
function ownText(file) {
	const stat = lstatSync(file, { throwIfNoEntry: false });
	if (stat === void 0) return "";
	const text = stat.isFile() ? readFileSync(file, "utf8") : "";
	return linesOf$1(text).slice(0, 2).includes(MARK) ? text : void 0;
}
const WHY = ["# The rules of .gitignore stand between two copies of this tool's own rules: azure-ai-ml before 1.4 applies the first", "# rule that matches a file, later releases the last."];
function textFor(options, ignored, earlier, base) {
	const mounts = [...new Set([...placesOf$1(options, base), ...earlierMounts(earlier, base)])];
	const included = mounts.map((path) => `!/${literalPattern(path)}/**`);
	const excluded = [".git/", ...mounts.flatMap(siblingsOf)];
	const copied = (ignored?.lines ?? []).map((line) => linesHere(line, ignored?.base ?? base, base));
	if (copied.flat().every((line) => line.trim() === "")) return text([
		MARK,
		...included,
		...excluded,
		...included
	]);
	const foreign = foreignBase$1(ignored, base);
	const marked = ignored?.marked && foreign.length === 0 ? copied.shift()?.map((line) => `\ufeff${line}`).slice(0, 1) : void 0;
	const ours = [...included, "!/.amlignore"];
	const theirs = [
		"# .gitignore:",
		...foreign,
		...copied.flat(),
		"# End of .gitignore."
	];
	return text([
		...marked ?? [],
		MARK,
		...WHY,
		...ours,
		...excluded,
		...theirs,
		...excluded,
		...ours
	]);
}
function foreignBase$1(ignored, base) {
	return ignored === void 0 || base.startsWith(ignored.base) ? [] : ["**", "!**"];
}
function text(lines) {
	return `${lines.join("\n")}\n`;
}
function linesHere(line, from, base) {
	if (from === base) return [line];
	try {
		const pattern = readPattern(line);
		return pattern === void 0 ? [line] : moved(pattern, from, base);
	} catch (error) {
		if (!(error instanceof RefusedPattern)) throw error;
		return [line];
	}
}
function placesOf$1({ codeDirectory, mountParent, environmentName }, base) {
	const named = relative(codeDirectory, join(mountParent, environmentName));
	const real = relative(base, join(withoutLinks(mountParent), environmentName));
	return [slashed(named), slashed(real)];
}
function withoutLinks(directory) {
	try {
		return realpathSync(directory);
	} catch {
		return join(withoutLinks(dirname(directory)), basename(directory));
	}
}
function earlierMounts(earlier, base) {
	return linesOf$1(earlier).flatMap((line) => /^!\/(.+)\/\*\*$/.exec(line)?.[1]?.replace(/\\(.)/g, "$1") ?? []).filter((path) => hasOurManifest(join(base, path)));
}
function siblingsOf(mount) {
	const [parent, name] = [posix.dirname(mount), posix.basename(mount)];
	const prefix = parent === "." ? "" : `${literalPattern(parent)}/`;
	return HIDDEN_ROLES.map((role) => `/${prefix}.${literalPattern(name)}.${role}*`);
}
// src/delivery/ignore-file.ts
function writeIgnoreFile(options) {
	return exclusively(options.codeDirectory, () => {
		const rules = uploadRules(options);
		if (rules === void 0 || "problem" in rules || rules.written === void 0) return void 0;
		const file = join(options.codeDirectory, rules.name);
		const present = existsSync(file) ? readFileSync(file, "utf8") : void 0;
		if (rules.written !== present) writeFileSync(file, rules.written);
		return file;
	});
}
// src/options/table.ts
const MODES = [
	"preinstalled",
	"dynamic",
	"restore",
	"verify"
];
const BUILD = ["preinstalled"];
const INSTALLING = ["preinstalled", "dynamic"];
const OPTIONS = [
	{
		name: "mode",
		kind: "choice",
		choices: MODES,
		default: "preinstalled",
		description: "`preinstalled` builds and proves a directory of packages; `dynamic` proves that the image can install a requirements file at its start, for prototypes; `restore` takes one from an artifact or archive into its place and proves it; `verify` proves one that is already there, byte by byte."
	},
	{
		name: "code-directory",
		kind: "text",
		default: ".",
		defaultText: "the deployment file's, else `.`",
		description: "What the deployment uploads, relative to the workspace."
	},
	{
		name: "scoring-script",
		kind: "text",
		default: "score.py",
		defaultText: "the deployment file's, else `score.py`",
		description: "The scoring script, relative to the code directory."
	},
	{
		name: "requirements",
		kind: "lines",
		default: "",
		defaultText: "`requirements.txt` beside the scoring script",
		modes: INSTALLING,
		description: "Requirements files, one per line, relative to the workspace. Their `-r` and `-c` files are followed."
	},
	{
		name: "packages",
		kind: "lines",
		default: "",
		modes: INSTALLING,
		description: "Further requirements, one per line, such as `pandas==2.0.3`."
	},
	{
		name: "environment-name",
		kind: "text",
		default: "myenv",
		description: "First part of the library path: the directory that holds the packages."
	},
	{
		name: "mount-parent",
		kind: "text",
		default: "",
		defaultText: "the scoring directory",
		description: "Where the environment directory stands, relative to the code directory and inside it: one mount for several scoring scripts."
	},
	{
		name: "image",
		kind: "text",
		default: "",
		defaultText: "the deployment file's",
		description: "The prebuilt inference image of the deployment: a name of the catalogue (`images` lists it) or its path in the registry. It decides the Python version and the glibc that packages may need."
	},
	{
		name: "image-packages",
		kind: "text",
		default: "",
		description: "A file with what `pip inspect` or `pip freeze` says in the deployment's image, relative to the workspace: for an image that the catalogue does not know, or to prove against exactly what it holds."
	},
	{
		name: "python-version",
		kind: "text",
		default: "",
		defaultText: "the image's, else `3.8`",
		description: "Minor version or range of the container's Python."
	},
	{
		name: "python",
		kind: "text",
		default: "",
		defaultText: "found on the machine",
		description: "Path of the interpreter to build and prove with."
	},
	{
		name: "installer",
		kind: "choice",
		choices: [
			"auto",
			"uv",
			"pip"
		],
		default: "auto",
		modes: BUILD,
		description: "`auto` takes uv where it can be had, else pip; the log says which and why."
	},
	{
		name: "require-hashes",
		kind: "choice",
		choices: [
			"auto",
			"true",
			"false"
		],
		default: "auto",
		modes: BUILD,
		description: "Refuse a requirement without a hash; `auto` does when any requirement has one."
	},
	{
		name: "evidence",
		kind: "choice",
		choices: ["auto", "files"],
		default: "auto",
		modes: [
			"preinstalled",
			"restore",
			"verify"
		],
		description: "What is run for the verdict. `auto`: an interpreter of the target imports the packages. `files`: nothing of the packages is run; files, metadata and dependencies are verified. With `expected-digest`, a job that deploys needs no more: the job that built the mount has tried the imports of the same bytes."
	},
	{
		name: "checks",
		kind: "lines",
		default: "",
		description: "Severity per check, optionally per distribution, with a reason: `P4:opencv-python=warning # no display code used`. Severities: `error`, `warning`, `notice`, `off`."
	},
	{
		name: "model-directory",
		kind: "text",
		default: "",
		description: "What will be registered as the model, relative to the workspace; scoring script, mount and requirements file must not be in it (H23)."
	},
	{
		name: "max-size",
		kind: "size",
		default: "",
		description: "Budget of the mount, such as `500MB`; a larger one is a finding (H16)."
	},
	{
		name: "cache",
		kind: "choice",
		choices: [
			"auto",
			"read-write",
			"read",
			"off"
		],
		default: "auto",
		modes: BUILD,
		description: "`auto` is off for tags, releases, `pull_request_target`, `workflow_run` and self-hosted runners, `read` on pull requests from forks, else `read-write`."
	},
	{
		name: "upload",
		kind: "choice",
		choices: [
			"auto",
			"true",
			"false"
		],
		default: "auto",
		modes: BUILD,
		description: "Upload the archive as an artifact; `auto` does where the artifact service is there."
	},
	{
		name: "artifact-name",
		kind: "text",
		default: "",
		defaultText: "`azureml-<code directory>-<environment name>-py<Python version>-x86_64`",
		modes: [...BUILD, "restore"],
		description: "Name of the artifact to upload, or to restore from: the newest of that name."
	},
	{
		name: "artifact-format",
		kind: "choice",
		choices: [
			"tar.zst",
			"tar.gz",
			"directory"
		],
		default: "tar.zst",
		modes: BUILD,
		description: "What the artifact holds: one archive beside manifest, lock and bill of materials, or the loose files (slower, and modes are lost)."
	},
	{
		name: "retention-days",
		kind: "number",
		default: "",
		defaultText: "the repository's",
		modes: BUILD,
		description: "How long GitHub keeps the artifact."
	},
	{
		name: "expected-digest",
		kind: "text",
		default: "",
		modes: [
			"preinstalled",
			"restore",
			"verify"
		],
		description: "Mount digest (`sha256:…`) that must be found; another is an error, before anything of it is run."
	},
	{
		name: "artifact-id",
		kind: "text",
		default: "",
		modes: ["restore"],
		description: "Id of the artifact to restore from, such as the output `artifact-id` of the build."
	},
	{
		name: "run-id",
		kind: "text",
		default: "",
		defaultText: "this run",
		modes: ["restore"],
		description: "The run that uploaded the artifact, when it is another one; wants `github-token`."
	},
	{
		name: "repository",
		kind: "text",
		default: "",
		defaultText: "this repository",
		modes: ["restore"],
		description: "The repository of that run, `owner/name`."
	},
	{
		name: "github-token",
		kind: "text",
		default: "",
		modes: ["restore"],
		description: "Token that may read the artifacts of another run (`actions: read`), for example `github.token`; this run needs none."
	},
	{
		name: "archive",
		kind: "text",
		default: "",
		modes: ["restore"],
		description: "Instead of an artifact: path of a `mount.tar.zst` or `mount.tar.gz`, of an artifact's zip, or of the directory that it was unpacked to."
	},
	{
		name: "compare-with",
		kind: "text",
		default: "",
		modes: [
			"preinstalled",
			"restore",
			"verify"
		],
		description: "Path of an earlier manifest: added, removed and changed distributions and the difference in size are shown in summary and report."
	},
	{
		name: "deployment-file",
		kind: "text",
		default: "",
		description: "YAML of a v2 online deployment: code directory, scoring script and image come from it where they are not given, and on a green run its `environment_variables` are brought up to date (on the command line with `--write`)."
	},
	{
		name: "smoke-test",
		kind: "text",
		default: "",
		description: "JSON file with a sample request: the real inference server is started with the packages and must answer it."
	},
	{
		name: "output-directory",
		kind: "text",
		default: "",
		defaultText: "`$RUNNER_TEMP/azureml-extra-packages/<artifact name>`, on the command line the user's cache",
		description: "Where archive, manifest copy, lock, bill of materials and report are written; never in the code directory."
	},
	{
		name: "dry-run",
		kind: "boolean",
		default: "false",
		modes: BUILD,
		description: "Print the plan, with each ingredient of the cache key, and stop."
	}
];
const OUTPUTS = [
	{
		name: "AZUREML_EXTRA_PYTHON_LIB_PATH",
		description: "The library path: POSIX, relative to the scoring directory. `''` on a red run."
	},
	{
		name: "AZUREML_EXTRA_REQUIREMENTS_TXT",
		description: "The requirements file, relative to the scoring directory, in mode `dynamic`. `''` in other modes and on a red run."
	},
	{
		name: "environment-variables",
		description: "JSON object of every variable the deployment needs. `''` on a red run."
	},
	{
		name: "set-arguments",
		description: "The same as arguments for `az ml online-deployment create|update --set`. `''` on a red run."
	},
	{
		name: "mount-directory",
		description: "Absolute path of the directory of packages."
	},
	{
		name: "mount-digest",
		description: "`sha256:…` over every path, executable bit and content of the mount."
	},
	{
		name: "manifest-file",
		description: "Absolute path of the manifest."
	},
	{
		name: "lock-file",
		description: "Absolute path of the requirements file with exact versions and hashes."
	},
	{
		name: "archive-file",
		description: "Absolute path of the archive."
	},
	{
		name: "report-file",
		description: "Absolute path of the JSON report: verdict, findings, counts, sizes, times."
	},
	{
		name: "artifact-id",
		description: "Id of the uploaded artifact."
	},
	{
		name: "artifact-name",
		description: "Name of the uploaded artifact."
	},
	{
		name: "artifact-url",
		description: "Address of the uploaded artifact."
	},
	{
		name: "artifact-digest",
		description: "`sha256:…` of the uploaded zip."
	},
	{
		name: "cache-hit",
		description: "`true` or `false`."
	},
	{
		name: "cache-outcome",
		description: "`hit`, `miss`, `rebuilt` (the entry was damaged) or `off`."
	},
	{
		name: "python-version",
		description: "Full version of the interpreter that built and proved the mount."
	},
	{
		name: "verified",
		description: "`full`, `files` (imports were not tried: `evidence: files`, or no interpreter of the target) or `no`."
	},
	{
		name: "deployment-file",
		description: "Absolute path of the deployment file that was brought up to date."
	},
	{
		name: "error",
		description: "What failed, why, and what to do, in one or more lines; of findings, those of severity `error`. `''` on a green run."
	}
];
// src/target/python-path.ts
function besideOwnPythonPath(needed, present) {
	const ours = needed.PYTHONPATH;
	if (ours === void 0 || present === void 0) return needed;
	const others = present.split(":").filter((part) => part !== "" && !isLibraryPath(part));
	return {
		...needed,
		PYTHONPATH: [...new Set([...ours.split(":"), ...others])].join(":")
	};
}
function isLibraryPath(part) {
	return /^(?!\/)(.*\/)?lib\/python3\.[0-9]+\/site-packages\/?$/.test(part);
}
// src/target/systems.ts
const UBUNTU = {
	"18.04": {
		name: "Ubuntu 18.04",
		glibc: [2, 27]
	},
	"20.04": {
		name: "Ubuntu 20.04",
		glibc: [2, 31]
	},
	"22.04": {
		name: "Ubuntu 22.04",
		glibc: [2, 35]
	}
};
// src/target/image-catalogue.ts
const list = (date) => ({
	label: "Microsoft's list of inference images (azure-docs, concept-prebuilt-docker-images-inference)",
	date
});
const assets = (what, date) => ({
	label: `Azure/azureml-assets, ${what}`,
	date
});
const LIST_OF_2021 = list("2021-10-07");
const LIST_OF_2022 = list("2022-07-14");
const LIST_OF_2024 = list("2024-04-08");
const LIST_OF_2025 = list("2025-09-24");
const RELEASED = assets("branch release, latest/environment", "2026-07-23");
const PY38_DOCKERFILE = assets("branch release before 6eb0cc6bbd", "2024-06-20");
const PY39_DOCKERFILE = assets("branch release before 0a3c89a13c", "2025-02-04");
const RUN_SCRIPT = assets("mlflow-model-inference/context/runit/gunicorn/run", "2026-07-23");
const AMLENV = {
	label: "Azure/azureml-examples, cli/endpoints/online/managed/vnet/sample/environment/Dockerfile",
	date: "2022-08-31"
};
const DOCUMENTED = {
	label: "Microsoft's list links the page that describes the variables, for these images",
	date: "2021-10-07"
};
const NOT_PUBLIC = {
	label: "its run script is not public; the list no longer says that images can be extended so",
	date: "2025-09-24"
};
const LATER_TAGS_UNSEEN = {
	label: "documented, but azureml-assets and azureml-examples dropped the mechanism in April 2024: later tags unseen",
	date: "2024-04-05"
};
function image(name, { os, status, source, sources, ...row }) {
	const listed = {
		mcrPath: `mcr.microsoft.com/azureml/${name}`,
		aliases: [],
		pythonFull: void 0,
		accelerator: "cpu",
		server: void 0,
		packages: {},
		appRoot: void 0,
		readsModelCondaFile: false,
		...row
	};
	return {
		...listed,
		name,
		os,
		glibc: os?.glibc,
		architecture: "x86_64",
		user: "dockeruser",
		status: {
			state: status[0],
			date: status[1]
		},
		sources: {
			...sourceOfEach(source, listed, os),
			...sources
		}
	};
}
function sourceOfEach(source, row, os) {
	const always = [
		"mcrPath",
		"python",
		"accelerator",
		"condaEnvironment",
		"packages",
		"honours"
	];
	const known = [...os ? ["os"] : [], ...row.server ? ["server"] : []];
	return Object.fromEntries([...always, ...known].map((fact) => [fact, source]));
}
function documented(name, row) {
	const honours = row.honours === "unknown" ? NOT_PUBLIC : DOCUMENTED;
	const sources = {
		condaEnvironment: AMLENV,
		honours,
		...row.sources
	};
	return image(name, {
		...row,
		condaEnvironment: "/opt/miniconda/envs/amlenv",
		sources
	});
}
function py37(stem, status, packages = {}, source = LIST_OF_2022) {
	const name = `${stem}-inference`;
	const cuda = /-cuda([\d.]+)-gpu$/.exec(stem)?.[1];
	return documented(name, {
		aliases: [`AzureML-${name}`],
		os: UBUNTU["18.04"],
		python: "3.7",
		accelerator: cuda === void 0 ? "cpu" : `cuda ${cuda}`,
		packages,
		honours: "honours",
		status,
		source
	});
}
const curated = (name, row) => image(`curated/${name}`, row);
const MINIMAL = "/azureml-envs/minimal";
const MLFLOW = "/azureml-envs/mlflow";
const MLFLOW_ROOT = "/var/mlflow_resources";
const MLFLOW_PACKAGES = {
	mlflow: "",
	"scikit-learn": "",
	cloudpickle: "",
	psutil: "",
	pandas: "",
	numpy: "",
	joblib: ""
};
const PY38_PACKAGES = {
	cryptography: ">=41.0.3",
	requests: ">=2.31.0",
	certifi: ">=2023.07.22",
	wheel: ">=0.38.1"
};
const GONE_BY_2022 = ["removed", "2022-07-14"];
const GONE_LATE_2022 = ["removed", "2022-11-04"];
const GONE_BY_2024 = ["removed", "2024-04-08"];
const GONE_BY_2025 = ["removed", "2025-09-24"];
const SUPPORTED = [
	documented("minimal-py312-inference", {
		os: void 0,
		python: "3.12",
		honours: "unknown",
		status: ["supported", "2025-09-24"],
		source: LIST_OF_2025
	}),
	documented("minimal-ubuntu22.04-py39-cpu-inference", {
		os: UBUNTU["22.04"],
		python: "3.9",
		honours: "unknown",
		status: ["supported", "2025-09-24"],
		source: LIST_OF_2025
	}),
	documented("minimal-ubuntu22.04-py39-cuda11.8-gpu-inference", {
		os: UBUNTU["22.04"],
		python: "3.9",
		accelerator: "cuda 11.8",
		honours: "unknown",
		status: ["supported", "2025-09-24"],
		source: LIST_OF_2025
	})
];
const CURATED = [
	curated("minimal-py311-inference", {
		aliases: ["curated/minimal-ubuntu22.04-py311-cpu-inference"],
		os: UBUNTU["22.04"],
		python: "3.11",
		condaEnvironment: MINIMAL,
		server: "1.5.1",
		packages: {
			"azure-storage-blob": "==12.30.0",
			"azure-identity": "==1.25.3",
			numpy: "",
			joblib: "==1.5.3"
		},
		honours: "cut",
		status: ["current", "2026-07-23"],
		source: RELEASED
	}),
	curated("minimal-py312-cuda12.4-inference", {
		os: UBUNTU["22.04"],
		python: "3.12",
		accelerator: "cuda 12.4",
		condaEnvironment: MINIMAL,
		server: "1.5.1",
		packages: { numpy: "==2.5.1" },
		honours: "cut",
		status: ["current", "2026-07-23"],
		source: RELEASED
	}),
	curated("mlflow-py312-inference", {
		aliases: ["curated/mlflow-ubuntu22.04-py312-cpu-inference"],
		os: UBUNTU["22.04"],
		python: "3.12",
		condaEnvironment: MLFLOW,
		server: "1.5.1",
		packages: {
			"azureml-ai-monitoring": "==1.0.0",
			...MLFLOW_PACKAGES
		},
		honours: "honours",
		appRoot: MLFLOW_ROOT,
		status: ["current", "2026-07-23"],
		source: RELEASED
	}),
	curated("mlflow-model-inference", {
		os: UBUNTU["22.04"],
		python: "3.12",
		condaEnvironment: MLFLOW,
		server: "1.4.1",
		packages: {
			pip: "==26.1",
			fastmcp: "==3.2.0",
			h2: "==4.3.0",
			...MLFLOW_PACKAGES
		},
		honours: "honours",
		appRoot: MLFLOW_ROOT,
		readsModelCondaFile: true,
		status: ["current", "2026-07-23"],
		source: RELEASED,
		sources: { honours: RUN_SCRIPT }
	}),
	curated("minimal-py39-inference", {
		aliases: ["curated/minimal-ubuntu20.04-py39-cpu-inference"],
		os: UBUNTU["20.04"],
		python: "3.9",
		pythonFull: "3.9.13",
		condaEnvironment: MINIMAL,
		server: "1.4.0",
		honours: "cut",
		status: ["removed", "2025-02-04"],
		source: PY39_DOCKERFILE
	}),
	curated("mlflow-py39-inference", {
		aliases: ["curated/mlflow-ubuntu20.04-py39-cpu-inference"],
		os: UBUNTU["20.04"],
		python: "3.9",
		pythonFull: "3.9.13",
		condaEnvironment: MLFLOW,
		server: "1.4.0",
		packages: {
			"azureml-ai-monitoring": "==1.0.0",
			mlflow: ""
		},
		honours: "honours",
		appRoot: MLFLOW_ROOT,
		status: ["removed", "2025-02-04"],
		source: PY39_DOCKERFILE
	}),
	curated("minimal-ubuntu20.04-py38-cpu-inference", {
		os: UBUNTU["20.04"],
		python: "3.8",
		pythonFull: "3.8.13",
		condaEnvironment: MINIMAL,
		server: "1.3.0",
		packages: {
			pip: "==22.1.2",
			...PY38_PACKAGES
		},
		honours: "honours",
		status: ["removed", "2024-06-20"],
		source: PY38_DOCKERFILE
	}),
	curated("minimal-ubuntu20.04-py38-cuda11.6.2-gpu-inference", {
		os: UBUNTU["20.04"],
		python: "3.8",
		pythonFull: "3.8.13",
		accelerator: "cuda 11.6.2",
		condaEnvironment: MINIMAL,
		server: "1.3.0",
		packages: {
			pip: "==22.1.2",
			...PY38_PACKAGES
		},
		honours: "honours",
		status: ["removed", "2024-06-20"],
		source: PY38_DOCKERFILE
	})
];
const PY38 = [
	documented("minimal-ubuntu20.04-py38-cpu-inference", {
		os: UBUNTU["20.04"],
		python: "3.8",
		honours: "unknown",
		status: GONE_BY_2025,
		source: LIST_OF_2024,
		sources: { honours: LATER_TAGS_UNSEEN }
	}),
	documented("minimal-ubuntu20.04-py38-cuda11.6.2-gpu-inference", {
		os: UBUNTU["20.04"],
		python: "3.8",
		accelerator: "cuda 11.6.2",
		honours: "unknown",
		status: GONE_BY_2025,
		source: LIST_OF_2024,
		sources: { honours: LATER_TAGS_UNSEEN }
	}),
	documented("mlflow-ubuntu20.04-py38-cpu-inference", {
		os: UBUNTU["20.04"],
		python: "3.8",
		honours: "unknown",
		status: ["removed", "2025-01-02"],
		source: {
			label: "Azure/azure-sdk-for-python, Dockerfile of packaged MLflow models (tag 20230920.v2)",
			date: "2023-09-20"
		}
	})
];
const NUMPY_PANDAS_OF_2021 = {
	numpy: "==1.20.1",
	pandas: "==0.25.1"
};
const NUMPY_PANDAS = {
	numpy: ">=1.16.0",
	pandas: "~=1.1.0"
};
const PY37 = [
	py37("minimal-ubuntu18.04-py37-cpu", GONE_BY_2024),
	py37("minimal-ubuntu18.04-py37-cuda11.0.3-gpu", GONE_BY_2024),
	py37("tensorflow-1.15-ubuntu18.04-py37-cpu", GONE_LATE_2022, {
		tensorflow: "==1.15.*",
		...NUMPY_PANDAS_OF_2021
	}),
	py37("tensorflow-2.4-ubuntu18.04-py37-cpu", GONE_LATE_2022, {
		tensorflow: "==2.4.*",
		...NUMPY_PANDAS
	}),
	py37("tensorflow-2.4-ubuntu18.04-py37-cuda11.0.3-gpu", GONE_LATE_2022, {
		tensorflow: "==2.4.*",
		...NUMPY_PANDAS
	}),
	py37("pytorch-1.6-ubuntu18.04-py37-cpu", GONE_BY_2022, {
		torch: "==1.6.*",
		...NUMPY_PANDAS_OF_2021
	}, LIST_OF_2021),
	py37("pytorch-1.7-ubuntu18.04-py37-cpu", GONE_BY_2022, {
		torch: "==1.7.*",
		...NUMPY_PANDAS
	}, LIST_OF_2021),
	py37("pytorch-1.9-ubuntu18.04-py37-cpu", GONE_LATE_2022, {
		torch: "==1.9.*",
		...NUMPY_PANDAS
	}),
	py37("pytorch-1.9-ubuntu18.04-py37-cuda11.0.3-gpu", GONE_LATE_2022, { torch: "==1.9.*" }),
	py37("pytorch-1.10-ubuntu18.04-py37-cpu", GONE_LATE_2022, {
		torch: "==1.10.*",
		...NUMPY_PANDAS
	}),
	py37("sklearn-0.24.1-ubuntu18.04-py37-cpu", GONE_LATE_2022, {
		"scikit-learn": "==0.24.1",
		...NUMPY_PANDAS
	}),
	py37("lightgbm-3.2-ubuntu18.04-py37-cpu", GONE_LATE_2022, {
		lightgbm: "==3.2.*",
		"scikit-learn": "==0.24.1",
		numpy: ">=1.16.0,<1.20",
		pandas: ">=1.1,<1.2"
	}),
	py37("xgboost-0.9-ubuntu18.04-py37-cpu", GONE_LATE_2022, {
		xgboost: "==0.90",
		"scikit-learn": "==0.23.2",
		...NUMPY_PANDAS_OF_2021
	}),
	py37("onnxruntime-1.6-ubuntu18.04-py37-cpu", GONE_BY_2022, {
		onnxruntime: "==1.6.*",
		...NUMPY_PANDAS
	}, LIST_OF_2021)
];
const IMAGES = [
	...SUPPORTED,
	...CURATED,
	...PY38,
	...PY37
];
// src/target/variables.ts
function variablesFor(libraryPath, target) {
	const variables = { AZUREML_EXTRA_PYTHON_LIB_PATH: libraryPath };
	return mayIgnoreThem(target) ? {
		...variables,
		PYTHONPATH: libraryPath
	} : variables;
}
function mayIgnoreThem(target) {
	return doubt("", target) !== void 0;
}
function whyPythonPath(target) {
	const why = doubt("AZUREML_EXTRA_PYTHON_LIB_PATH", target);
	return why && `${why}, so PYTHONPATH is set as well.`;
}
function doubt(variable, { image, honours, python }) {
	if (image !== void 0) return {
		honours: void 0,
		cut: `The run script of ${image.name} does not read ${variable}`,
		unknown: `It is not known whether ${image.name} reads ${variable}`
	}[honours];
	const known = IMAGES.filter((one) => one.python === python).map((one) => one.honours);
	if (known.includes("cut")) return `No image is named, and not every Python ${python} image reads ${variable}`;
	if (known.length > 0 && !known.includes("unknown")) return void 0;
	return `No image is named, and it is not known whether every Python ${python} image reads ${variable}`;
}
// src/delivery/outputs.ts
function emptyOutputs() {
	return {
		...Object.fromEntries(OUTPUTS.map(({ name }) => [name, ""])),
		...cacheOutputs("off"),
		verified: "no"
	};
}
function cacheOutputs(outcome) {
	return {
		"cache-hit": String(outcome === "hit"),
		"cache-outcome": outcome
	};
}
function mountOutputs(location, digest) {
	const manifest = manifestOf(location);
	return {
		"mount-directory": location.directory,
		"mount-digest": digest,
		"manifest-file": existsSync(manifest) ? manifest : ""
	};
}
function artifactOutputs({ id, name, url, digest }) {
	return {
		"artifact-id": id,
		"artifact-name": name,
		"artifact-url": url,
		"artifact-digest": digest
	};
}
function deployOutputs(variables) {
	const { AZUREML_EXTRA_PYTHON_LIB_PATH = "", AZUREML_EXTRA_REQUIREMENTS_TXT = "" } = variables;
	return {
		AZUREML_EXTRA_PYTHON_LIB_PATH,
		AZUREML_EXTRA_REQUIREMENTS_TXT,
		"environment-variables": JSON.stringify(variables),
		"set-arguments": setArguments(variables)
	};
}
function environmentVariables({ libraryPath }, target, { deployment }) {
	const own = deployment?.variables.find(({ name }) => name === "PYTHONPATH");
	return besideOwnPythonPath(variablesFor(libraryPath, target), own?.text);
}
function setArguments(variables) {
	return Object.entries(variables).map(([name, value]) => `environment_variables.${name}=${shellWord(value)}`).join(" ");
}
function shellWord(value) {
	return /^[A-Za-z0-9_./:@%+=-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
}
// src/delivery/sbom.ts
function billOfMaterials({ distributions }) {
	const components = distributions.map(({ name, displayName, version, metadata }) => {
		const purl = `pkg:pypi/${name}@${encodeURIComponent(version)}`;
		const expression = metadata.get("license-expression")?.[0];
		const license = metadata.get("license")?.[0]?.split("\n")[0]?.slice(0, 200);
		const licenses = expression ? [{ expression }] : license ? [{ license: { name: license } }] : void 0;
		return {
			type: "library",
			"bom-ref": purl,
			name: displayName,
			version,
			purl,
			...licenses ? { licenses } : {}
		};
	});
	return `${JSON.stringify({
		bomFormat: "CycloneDX",
		specVersion: "1.5",
		version: 1,
		metadata: { tools: { components: [{
			type: "application",
			name: "azureml-extra-packages",
			version: VERSION
		}] } },
		components
	}, void 0, 2)}\n`;
}
// src/delivery/services.ts
async function handOver(papers, manifest, candidate, plan, progress, host) {
	const [uploading, saving] = await Promise.allSettled([upload(papers, manifest, candidate, plan, progress, host), save(candidate, plan, host)]);
	const cacheProblem = saving.status === "rejected" ? messageOf(saving.reason) : saving.value;
	if (cacheProblem !== void 0) host.log.warning(`The cache entry was not saved: ${cacheProblem}`);
	if (uploading.status === "rejected") throw uploading.reason;
	return {
		artifact: uploading.value,
		cacheProblem
	};
}
async function save({ cacheOutcome, saveKey, outputDirectory }, plan, host) {
	if (!(plan.options.cache === "read-write" && cacheOutcome !== "hit" && plan.key.uncacheable === void 0) || host.cache === void 0) return void 0;
	const entry = join(host.temporary, "cache-entry");
	rmSync(entry, {
		recursive: true,
		force: true
	});
	mkdirSync(entry, { recursive: true });
	for (const file of packFiles(outputDirectory)) copyFileSync(file, join(entry, file.slice(outputDirectory.length + 1)));
	return await host.cache.save(saveKey, entry);
}
async function upload({ archive, lockFile, billOfMaterials: bill }, manifest, { outputDirectory }, { options, artifactName, location }, progress, host) {
	if (!options.upload || host.artifacts === void 0) return void 0;
	const service = host.artifacts;
	progress.begin("upload");
	const settings = {
		retentionDays: options.retentionDays,
		compressionLevel: options.artifactFormat === "directory" ? 6 : 0
	};
	const artifact = await host.log.group(`Uploading ${artifactName}`, async () => {
		if (options.artifactFormat !== "directory") {
			const files = [
				archive,
				...["manifest.json", PROVENANCE].map((name) => join(outputDirectory, name)),
				lockFile,
				bill
			];
			return await service.upload(artifactName, files, outputDirectory, settings);
		}
		const files = manifest.files.map(({ path }) => join(location.directory, path));
		return await service.upload(artifactName, [manifestOf(location), ...files], options.mountParent, settings);
	});
	progress.note(artifactOutputs(artifact));
	return artifact;
}
// src/delivery/delivery.ts
async function draft({ mount, cacheOutcome, outputDirectory }, plan, host) {
	const manifest = writeManifest(mount, plan);
	const format = plan.options.artifactFormat === "tar.gz" ? "tar.gz" : "tar.zst";
	const present = cacheOutcome === "hit" ? archiveIn(outputDirectory) : void 0;
	if (present?.endsWith(writableFormat(format))) return {
		manifest,
		directory: void 0,
		archive: new KeptArchive(present)
	};
	const directory = join(host.temporary, "draft");
	return {
		manifest,
		directory,
		archive: new KeptArchive(await writePack(mount.location, manifest, directory, format))
	};
}
async function deliver$1(candidate, drafting, verdict, plan, progress, host) {
	const { location, options } = plan;
	if (!verdict.green) {
		discard(location.environmentDirectory);
		return;
	}
	progress.begin("pack");
	const { manifest, directory, archive } = await drafting;
	archive.requireUnchanged();
	progress.begin("place");
	const { removal } = place(location.environmentDirectory);
	try {
		progress.note(mountOutputs(location, manifest.mountDigest));
		progress.begin("outputFiles");
		mkdirSync(candidate.outputDirectory, { recursive: true });
		if (directory !== void 0) keepPack(directory, candidate, manifest, verdict);
		const papers = writePapers(candidate, manifest, plan, progress);
		writeProvenance(candidate.outputDirectory, manifest, host);
		progress.begin("ignoreFile");
		writeIgnoreFile(options);
		const handedOver = await handOver(papers, manifest, candidate, plan, progress, host);
		return {
			manifest,
			...papers,
			...handedOver
		};
	} finally {
		const left = await removal;
		if (left !== void 0) host.log.warning(left);
	}
}
function writeManifest(mount, { location, target, python, options }) {
	const manifest = mount.manifest ?? describe(mount, location, target, python.version, options);
	if (mount.manifest === void 0) writeFileSync(manifestOf(mount.location), formatManifest(manifest));
	return manifest;
}
function keepPack(directory, { mount, outputDirectory }, { mountDigest }, { testimony }) {
	const { stagedAway, build, inventory } = mount;
	if (build === void 0) throw new Error("A mount that is packed was built.");
	writeKnowledge(directory, {
		mountDigest,
		stagedAway,
		build,
		leaks: Object.fromEntries(inventory.leaks),
		testimony
	});
	movePack(directory, outputDirectory);
}
function writePapers({ mount, outputDirectory }, manifest, plan, progress) {
	const archive = archiveIn(outputDirectory) ?? "";
	progress.note({ "archive-file": archive });
	const lockFile = join(outputDirectory, "requirements.lock.txt");
	const bill = join(outputDirectory, "sbom.cdx.json");
	writeFileSync(lockFile, mount.build?.lock ?? manifest.freeze.map((line) => `${line}\n`).join(""));
	progress.note({ "lock-file": lockFile });
	writeFileSync(bill, billOfMaterials(mount.inventory));
	copyFileSync(manifestOf(plan.location), join(outputDirectory, "manifest.json"));
	return {
		archive,
		lockFile,
		billOfMaterials: bill
	};
}
function writeProvenance(directory, { mountDigest }, { event, environment }) {
	const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID } = environment;
	const run = GITHUB_RUN_ID ? `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}` : "";
	const provenance = {
		mountDigest,
		repository: event.repository,
		commit: event.commit,
		run
	};
	writeFileSync(join(directory, PROVENANCE), `${JSON.stringify(provenance, void 0, 2)}\n`);
}
// src/delivery/output-directory.ts
function outputDirectoryFor(name, options, host) {
	const directory = options.outputDirectory || host.outputDirectory(name);
	const problem = whyNotWritable(directory);
	if (problem === void 0) return directory;
	const input = options.outputDirectory === "" ? "The output directory" : "Input output-directory:";
	throw new UserError(`${input} ${directory} cannot be written: ${problem}.`, { hint: "Name a directory that this user can write to with the input output-directory." });
}
function whyNotWritable(path) {
	if (!existsSync(path)) return dirname(path) === path ? void 0 : whyNotWritable(dirname(path));
	if (!isDirectory(path)) return `${path} is not a directory`;
	try {
		accessSync(path, constants.W_OK | constants.X_OK);
		return;
	} catch (error) {
		return messageOf(error);
	}
}
// src/runner/user-directories.ts
function userCacheDirectory(name, environment) {
	return join(cacheRoot(environment), name);
}
function cacheRoot(environment) {
	const { XDG_CACHE_HOME, LOCALAPPDATA } = environment;
	if (process.platform === "win32") return LOCALAPPDATA || join(home(), "AppData", "Local");
	if (process.platform === "darwin") return join(home(), "Library", "Caches");
	return XDG_CACHE_HOME && isAbsolute(XDG_CACHE_HOME) ? XDG_CACHE_HOME : join(home(), ".cache");
}
function home() {
	try {
		return homedir();
	} catch {
		return tmpdir();
	}
}
function shortHash(text) {
	return createHash("sha256").update(text).digest("hex").slice(0, 12);
}
// src/jobs/alone.ts
async function alone(options, host, work) {
	const environmentDirectory = join(options.mountParent, options.environmentName);
	requireWritable(options.mountParent);
	const output = outputOf(options, host);
	return await withLock(lockOf$1(environmentDirectory), environmentDirectory, host, async () => {
		const forget = host.atEnd(() => setAside(environmentDirectory, host.temporary));
		try {
			return await withLock(join(host.toolDirectory, "locks", shortHash(output)), output, host, work);
		} finally {
			forget();
		}
	});
}
function outputOf({ outputDirectory, artifactName, codeDirectory, environmentName }, host) {
	return outputDirectory || host.outputDirectory(artifactName || `${basename(codeDirectory)}-${environmentName}`);
}
// src/python/indexes.ts
const ABOUT_SOURCES = [
	"index_url",
	"extra_index_urls",
	"no_index",
	"find_links",
	"trusted_hosts",
	"no_binary",
	"only_binary"
];
function sourceLines(lines) {
	const about = lines.filter(({ values }) => ABOUT_SOURCES.some((name) => name in values));
	return [...new Set(about.map(({ text }) => text))];
}
function notOverruled(settings, lines) {
	if (indexIn(lines) === void 0) return settings;
	const { "index-url": _, "extra-index-url": __, ...rest } = settings;
	return rest;
}
function indexIn(lines) {
	return lines.map(({ secretValues }) => secretValues.index_url).findLast((url) => typeof url === "string");
}
function withIndexes(given, lines, workspace) {
	const settings = notOverruled(given, lines);
	const index = indexIn(lines);
	const all = (name) => lines.flatMap(({ secretValues }) => listIn(secretValues, name));
	const more = (setting, found) => [settings[setting] ?? "", ...found].join(" ").trim();
	const merged = {
		...settings,
		...index !== void 0 && { "index-url": index },
		"extra-index-url": more("extra-index-url", all("extra_index_urls")),
		"find-links": more("find-links", lines.flatMap((line) => findLinksOf(line, workspace))),
		"trusted-host": more("trusted-host", all("trusted_hosts")),
		...lines.some(({ values }) => values.no_index === true) && { "no-index": "1" }
	};
	return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ""));
}
function findLinksOf(line, workspace) {
	return listIn(line.secretValues, "find_links").map((place) => {
		const folder = localFolder(place, line, workspace);
		return folder === void 0 ? place : pathToFileURL(folder).href;
	});
}
function localFolder(place, { file }, workspace) {
	return [resolve(dirname(file), place), resolve(workspace, place)].find((path) => existsSync(path));
}
function listIn(values, name) {
	return Array.isArray(values[name]) ? values[name] : [];
}
// src/python/pins.ts
const UV = {
	name: "uv",
	version: "0.12.24",
	hashes: [
		"e47005957dca320272ad68960b591b854b6bf0c3288368efb096d9ccd06b8404",
		"0fc14fabb78c55d140a01125d5cd038afb4fed317eb0c3868f3fba87b8cefe16",
		"48cc70ecf59eece47e28d37c5c5eb9bb093e16881b1cc03e4a202286765a2022",
		"7b3403f72dfda049295daf5c4c2da716138feecb0e9d5f22ad4b9734518c77dd",
		"83f5dbd2389eb6f998e195faf7efb83199a3df825d4ec954b4d6e45f286ee52d"
	]
};
const PIPS = {
	"3.7": {
		name: "pip",
		version: "24.0",
		hashes: ["ba0d021a166865d2265246961bec0152ff124de910c5cc39f1156ce3fa7c69dc"]
	},
	"3.8": {
		name: "pip",
		version: "25.0.1",
		hashes: ["c46efd13b6aa8279f33f2864459c8ce587ea6a1a59ee20de055868d8f7688f7f"]
	},
	"3.9": {
		name: "pip",
		version: "26.0.1",
		hashes: ["bdb1b08f4274833d62c1aa29e20907365a2ceb950410df15fc9521bad440122b"]
	}
};
const NEWER_PIP = {
	name: "pip",
	version: "26.2.1",
	hashes: ["71138adf1f4ca900cdb7d289c21b7494329f2332b6d85f0e1c42108c0384ed3e"]
};
function pinnedPip(minor) {
	return PIPS[minor] ?? NEWER_PIP;
}
// src/python/requirements.ts
async function readRequirements(options, python, host) {
	const question = {
		pip: python.pip?.path,
		files: options.requirementsFiles,
		packages: options.packages
	};
	const answer = await probe(python.path, "requirements", question, {
		environment: cleanEnvironment(host.environment),
		directory: options.workspace
	});
	for (const secret of secretsIn(JSON.stringify(answer))) host.log.mask(secret);
	const problems = new Problems();
	for (const { message, file, line } of answer.errors) {
		const where = file === null ? `Input packages, line ${line}` : placeName(file, line, options.workspace);
		problems.add(`${where}: ${withoutCredentials(message)}`, {
			file: file ?? void 0,
			line: line ?? void 0
		});
	}
	problems.throwIfAny();
	const { files, requirements, options: lines } = JSON.parse(withoutCredentials(JSON.stringify(answer)));
	return {
		files,
		requirements,
		options: lines.map((line, index) => ({
			...line,
			secretValues: answer.options[index]?.values ?? {}
		}))
	};
}
function requested(requirements) {
	return requirements.filter((requirement) => !requirement.constraint && requirement.applies);
}
function isPinned(requirement) {
	if (requirement.url === null) return requirement.pinned !== null;
	return requirement.hashes.length > 0 || /@[0-9a-f]{40}(#|$)/.test(requirement.text) || /#sha256=/.test(requirement.text);
}
function placeName(file, line, workspace) {
	const way = relative(workspace, file);
	const name = way.startsWith("..") ? file : way;
	return line ? `${name}:${line}` : name;
}
// src/cache-key.ts
const BUILD_SCHEMA = "1";
function cacheKey(plan) {
	const ingredients = [
		...fixedIngredients(plan),
		...fileIngredients(plan),
		...settingIngredients(plan)
	];
	if (requested(plan.requirements.requirements).filter((requirement) => !isPinned(requirement)).length > 0) ingredients.push({
		name: "ISO week, as something is unpinned",
		value: isoWeek(new Date())
	});
	const digest = sha256(JSON.stringify(ingredients));
	return {
		text: `azureml-extra-packages-py${plan.python.minor}-${plan.target.architecture}-${digest}`,
		ingredients,
		uncacheable: uncacheable(plan.requirements.requirements)
	};
}
function fixedIngredients({ target, python, options, location, requireHashes }) {
	const pip = `pip ${pinnedPip(python.minor).version}`;
	const uv = `uv ${UV.version}`;
	const policy = {
		auto: `${uv}, else ${pip}`,
		uv,
		pip
	}[options.installer];
	return [
		{
			name: "schema",
			value: `build ${BUILD_SCHEMA}, checks 5, manifest ${MANIFEST_SCHEMA}`
		},
		{
			name: "Python",
			value: `${python.version} ${python.soabi}`
		},
		{
			name: "image",
			value: `${target.image?.name ?? "none named"} ${target.pythonFull ?? ""}`.trim()
		},
		{
			name: "glibc at most",
			value: target.glibc.join(".")
		},
		{
			name: "architecture",
			value: target.architecture
		},
		{
			name: "installer",
			value: policy
		},
		{
			name: "hashes required",
			value: String(requireHashes)
		},
		{
			name: "environment",
			value: `${options.environmentName}, library path ${location.libraryPath}`
		}
	];
}
function fileIngredients({ requirements, options }) {
	const files = requirements.files.map(({ path }) => ({
		name: `file ${relative(options.workspace, path)}`,
		value: sha256(readFileSync(path, "utf8").replace(/\r\n?/g, "\n"))
	}));
	const packages = options.packages.map((text, index) => ({
		name: `packages line ${index + 1}`,
		value: withoutCredentials(text)
	}));
	const meaning = [...requirements.requirements.map(({ text, constraint }) => `${constraint ? "-c " : ""}${portable(text, options.workspace)}`), ...requirements.options.map(({ values }) => JSON.stringify(values))];
	const local = requirements.requirements.flatMap((requirement) => localFile(requirement, options.workspace));
	const folders = requirements.options.flatMap((line) => foldersOf(line, options.workspace));
	const places = requirements.files.map(({ path }) => slashed(relative(options.codeDirectory, path)));
	return [
		...files,
		{
			name: "files, from the code directory",
			value: places.join(" ")
		},
		...packages,
		{
			name: "requirements as read",
			value: sha256(meaning.join("\n"))
		},
		...local,
		...folders
	];
}
function portable(text, workspace) {
	return text.replaceAll(workspace, ".");
}
function localFile({ url }, workspace) {
	const path = url?.startsWith("file:") ? fileURLToPath(url) : void 0;
	if (path === void 0 || !statSync(path, { throwIfNoEntry: false })?.isFile()) return [];
	return [{
		name: `local ${relative(workspace, path)}`,
		value: sha256(readFileSync(path))
	}];
}
function foldersOf(line, workspace) {
	return listIn(line.values, "find_links").map((place) => {
		const folder = localFolder(place, line, workspace);
		return {
			name: `find-links ${place}`,
			value: folder === void 0 ? place : listing(folder)
		};
	});
}
function settingIngredients({ settings }) {
	return Object.entries(settingsForKey(settings)).map(([name, value]) => ({
		name: `pip setting ${name}`,
		value: name === "find-links" ? value.split(/\s+/).map(listing).join(" ") : value
	}));
}
function listing(place) {
	if (!statSync(place, { throwIfNoEntry: false })?.isDirectory()) return place;
	return sha256(readdirSync(place).filter((name) => /\.(whl|zip|tar\.gz|tar\.bz2)$/.test(name)).sort().map((name) => `${name} ${sha256(readFileSync(join(place, name)))}`).join("\n"));
}
function uncacheable(requirements) {
	const local = requirements.find(({ url, editable }) => {
		if (editable) return true;
		return url?.startsWith("file:") && statSync(fileURLToPath(url), { throwIfNoEntry: false })?.isDirectory();
	});
	return local ? `${local.text} is a local directory` : void 0;
}
function isoWeek(now) {
	const day = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()));
	day.setUTCDate(day.getUTCDate() + 4 - (day.getUTCDay() || 7));
	const week = Math.ceil(((day.getTime() - Date.UTC(day.getUTCFullYear(), 0, 1)) / 864e5 + 1) / 7);
	return `${day.getUTCFullYear()}-W${String(week).padStart(2, "0")}`;
}
function whatChanged(before, now) {
	const old = new Map(before.map(({ name, value }) => [name, value]));
	const fresh = new Map(now.map(({ name, value }) => [name, value]));
	const changed = now.filter(({ name, value }) => old.get(name) !== value).map(({ name, value }) => !old.has(name) ? `${name} is new` : /^[0-9a-f]{64}$/.test(value) ? `${name} changed` : `${name} was ${old.get(name)}, is ${value}`);
	const gone = before.filter(({ name }) => !fresh.has(name)).map(({ name }) => `${name} is gone`);
	const sentences = [...changed, ...gone];
	const telling = sentences.filter((sentence) => !sentence.startsWith("requirements as read"));
	return telling.length > 0 ? telling : sentences;
}
function sha256(content) {
	return createHash("sha256").update(content).digest("hex");
}
// src/checks/many.ts
const MOST$1 = 100;
function* atMost(answers, rest, most = MOST$1) {
	let count = 0;
	for (const answer of answers) {
		count += 1;
		if (count <= most) yield answer;
	}
	if (count > most) yield rest(count - most);
}
function someOf(names, shown = 3) {
	const rest = names.length - shown;
	return rest > 0 ? `${names.slice(0, shown).join(", ")} and ${rest} more` : names.join(", ");
}
function groupBy(things, keyOf) {
	const groups = new Map();
	for (const thing of things) {
		const key = keyOf(thing);
		if (key === void 0) continue;
		const group = groups.get(key);
		if (group === void 0) groups.set(key, [thing]);
		else group.push(thing);
	}
	return groups;
}
// src/checks/tampering.ts
var tampering_exports = __exportAll({
	noExpectedDigest: () => noExpectedDigest,
	noManifest: () => noManifest,
	notExpected: () => notExpected,
	notItsManifest: () => notItsManifest
});
const notItsManifest = {
	id: "T1",
	severity: "error",
	title: "the mount is not the one its manifest describes",
	explanation: "A file was changed, added, removed, renamed or made executable since the mount was built; bytecode and RECORD files included, which RECORD itself does not cover. What was proven at the build is not what is there. Build or restore again. Never safe to turn off.",
	find: ({ manifest, inventory }) => manifest === void 0 ? [] : atMost(differences(manifest, inventory), (count) => ({ message: `${plural(count, "more file")} differ.` }))
};
function* differences(manifest, inventory) {
	const listed = new Set(manifest.files.map(({ path }) => path));
	for (const file of manifest.files) yield* compare(file, inventory);
	for (const path of inventory.files.keys()) if (!listed.has(path)) yield answer(path, "was added", inventory);
	for (const { path, kind } of inventory.oddities) if (!listed.has(path)) yield answer(path, `was added (${kind})`, inventory);
}
function* compare(listed, inventory) {
	const found = inventory.files.get(listed.path);
	if (found === void 0) yield answer(listed.path, "is missing", inventory);
	else if (found.sha256 !== listed.sha256) yield answer(listed.path, "was changed", inventory);
	else if (process.platform !== "win32" && found.executable !== listed.executable) yield answer(listed.path, found.executable ? "was made executable" : "is not executable any more", inventory);
}
function answer(path, what, inventory) {
	const distribution = ownerOf(path, inventory)?.name;
	return {
		file: path,
		distribution,
		message: `${path}${distribution === void 0 ? "" : ` of ${distribution}`} ${what} since the mount was built.`,
		hint: "Build or restore the mount again."
	};
}
const notExpected = {
	id: "T2",
	severity: "error",
	title: "the mount is not the expected one",
	explanation: "The mount digest is not the one given as `expected-digest`: this is another build than the one that was approved. Never safe to turn off; leave the input empty instead.",
	*find({ options, inventory }) {
		const found = mountDigest(inventory.files.values());
		if (options.expectedDigest === "" || options.expectedDigest === found) return;
		yield { message: `The mount digest is ${found}; expected was ${options.expectedDigest}.` };
	}
};
const noExpectedDigest = {
	id: "T9",
	severity: "warning",
	title: "a mount was restored without an expected digest",
	explanation: "Mode `restore` unpacked an archive and compared it with the manifest that came with it. Whoever can write the archive can write the manifest too, so this shows damage, not another author; and with `evidence: auto` code of the archive runs in this job. Set `expected-digest` to the output `mount-digest` of the job that built the mount. Safe to turn off when the archive comes from a place that only you can write to.",
	*find({ options }) {
		if (options.mode !== "restore" || options.expectedDigest !== "") return;
		yield {
			message: "Nothing says which mount is expected: the archive is compared only with its own manifest.",
			hint: `Set expected-digest to the output mount-digest of the build job, such as \${{ needs.build.outputs.mount-digest }}.`
		};
	}
};
const noManifest = {
	id: "T3",
	severity: "warning",
	title: "there is no manifest",
	explanation: "Without a manifest only what RECORD covers can be proven: bytecode, RECORD files and the executable bit go unseen, and so do the requirements. Build the mount with this tool. Safe to turn off for a mount that was made otherwise.",
	*find({ manifest, build }) {
		if (manifest !== void 0 || build !== void 0) return;
		yield { message: "The mount has no manifest: bytecode, RECORD files and requirements cannot be proven." };
	}
};
// src/jobs/from-cache.ts
const GENERATIONS = [
	"",
	"-again",
	"-once-more"
];
async function restore(plan, outputDirectory, host) {
	const saveKey = plan.key.text;
	const nothing = {
		mount: void 0,
		testimony: void 0
	};
	const change = whatChangedSince(plan, outputDirectory);
	const off = whyOff(plan, host);
	if (off !== void 0) return {
		...nothing,
		saveKey,
		outcome: "off",
		reason: off
	};
	let damage;
	for (const generation of GENERATIONS) {
		const key = saveKey + generation;
		const opened = await open(key, plan, outputDirectory, host);
		if (opened === void 0) {
			const missed = {
				...nothing,
				saveKey: key
			};
			if (damage === void 0) return {
				...missed,
				outcome: "miss",
				reason: change ?? "nothing is saved under this key."
			};
			return {
				...missed,
				outcome: "rebuilt",
				reason: `the entry was damaged: ${damage}`
			};
		}
		if (typeof opened !== "string") return {
			...opened,
			saveKey: key,
			outcome: "hit",
			reason: "same key, and every byte is as its manifest says."
		};
		damage = opened;
		discard(plan.location.environmentDirectory);
		host.log.warning(`The cache entry is damaged and is not used: ${damage}`);
	}
	return {
		...nothing,
		saveKey,
		outcome: "rebuilt",
		reason: `every entry was damaged: ${damage}`
	};
}
async function open(key, plan, directory, host) {
	const entry = join(host.temporary, "restored-entry");
	rmSync(entry, {
		recursive: true,
		force: true
	});
	mkdirSync(entry);
	const found = await host.cache?.restore(key, entry);
	mkdirSync(directory, { recursive: true });
	writeFileSync(join(directory, PLAN), JSON.stringify(plan.key.ingredients, void 0, 2));
	if (found === "unusable") return "it cannot be unpacked";
	if (found !== "found") return void 0;
	const opened = await openPack(entry, plan, host);
	if (typeof opened === "string") return opened;
	const damage = whatDiffers$1(opened.mount);
	if (damage === void 0) movePack(entry, directory);
	return damage ?? opened;
}
function whyOff({ options, key }, host) {
	if (options.cache === "off") return "as the input cache or the event says.";
	if (key.uncacheable !== void 0) return `${key.uncacheable}, whose content no key can stand for.`;
	return host.cache === void 0 ? "there is no cache service here." : void 0;
}
function whatDiffers$1({ inventory, manifest }) {
	const [first] = notItsManifest.find({
		inventory,
		manifest
	});
	return first?.message;
}
const PLAN = "plan.json";
function whatChangedSince({ key }, outputDirectory) {
	const file = join(outputDirectory, PLAN);
	if (!existsSync(file)) return void 0;
	try {
		const changes = whatChanged(JSON.parse(readFileSync(file, "utf8")), key.ingredients);
		return changes.length === 0 ? void 0 : `since the last run ${changes.join("; ")}.`;
	} catch {
		return;
	}
}
// src/all-ended.ts
async function allEnded(works) {
	await Promise.allSettled(works);
	return await Promise.all(works);
}
// src/checks/bytecode.ts
var bytecode_exports = __exportAll({
	orphanBytecode: () => orphanBytecode,
	otherBytecode: () => otherBytecode,
	staleBytecode: () => staleBytecode
});
const MAGIC = {
	"3.7": 3394,
	"3.8": 3413,
	"3.9": 3425,
	"3.10": 3439,
	"3.11": 3495,
	"3.12": 3531,
	"3.13": 3571
};
function* cached({ bytecode }) {
	for (const [path, header] of bytecode) {
		const source = sourceOfBytecode(path);
		const tag = /\.([^./]+)(?:\.opt-[12])?\.pyc$/.exec(path)?.[1];
		if (source !== void 0 && tag !== void 0) yield {
			path,
			header,
			source,
			tag
		};
	}
}
function tagOf$1(minor) {
	return `cpython-${minor.replace(".", "")}`;
}
const staleBytecode = {
	id: "H13",
	severity: "warning",
	title: "bytecode that the container will not use",
	explanation: "Python compiles a module again when the bytecode's magic number is another version's, or when its note of the source's time and size does not fit. Upload, artifact and archive change times, so bytecode by time is stale in the container, and the container's user cannot write new one: every start compiles everything, which took 3.8 to 5.1 seconds instead of 1.1 to 1.4 in our measurements. Build with this tool, which notes no time (unchecked hash), or run `python3.8 -m compileall -f --invalidation-mode unchecked-hash <mount>` with the target's Python. Nothing fails. Safe to turn off when the start may be slow.",
	*find({ inventory, target }) {
		const groups = groupBy([...cached(inventory)].filter(({ tag }) => tag === tagOf$1(target.python)), ({ header, source }) => whyStale(header, inventory.files.get(source), target.python));
		for (const [why, files] of groups) yield {
			file: files[0]?.path,
			message: `${plural(files.length, "bytecode file")} ${files.length === 1 ? "is" : "are"} of no use in the container: ${why}.`,
			hint: `Run: python${target.python} -m compileall -q -f --invalidation-mode unchecked-hash <mount>`
		};
	}
};
function whyStale({ magic, flags, modified, size }, source, minor) {
	if (source === void 0) return void 0;
	if (magic === void 0 || flags === void 0 || size === void 0) return "the header is damaged";
	if (MAGIC[minor] !== void 0 && magic !== MAGIC[minor]) return "the magic number is another Python's";
	if (flags === 1 || flags === 3) return void 0;
	if (flags !== 0) return "the header is damaged";
	if (size !== source.size % 2 ** 32) return "the source has another size";
	if (modified !== source.modified % 2 ** 32) return "the source has another time";
	return "it goes by the source's time, which does not survive transport";
}
const orphanBytecode = {
	id: "H14",
	severity: "notice",
	title: "bytecode without its source",
	explanation: "A `.pyc` file has no `.py` beside it. In `__pycache__` Python ignores it: wasted bytes, left by a module that is gone. Outside of `__pycache__` it is imported like a module, so that code runs in the container that nobody can read. A distribution that ships bytecode on purpose lists it in RECORD and is left alone. Remove it, or build into an empty directory. Safe to turn off for code that you ship so on purpose.",
	*find({ inventory }) {
		const { files, owners } = inventory;
		const ignored = [...cached(inventory)].filter(({ path, source }) => !files.has(source) && !owners.has(path));
		if (ignored.length > 0) {
			const paths = ignored.map(({ path }) => path);
			yield {
				file: paths[0],
				message: `${plural(paths.length, "bytecode file")} without source: ${someOf(paths)}.`
			};
		}
		for (const path of inventory.bytecode.keys()) {
			if (sourceOfBytecode(path) !== void 0 || owners.has(path) || files.has(path.slice(0, -1))) continue;
			yield {
				file: path,
				message: `${path} has no source, and is imported as a module.`,
				hint: "Remove it."
			};
		}
	}
};
const otherBytecode = {
	id: "H15",
	severity: "notice",
	title: "bytecode of another Python",
	explanation: "`__pycache__` holds bytecode with another version's tag. The container's Python does not look at it: it is uploaded for nothing, and the target's own bytecode may be missing. It comes from running or compiling with another interpreter. Build again with this tool, or remove it. Nothing fails in the container. Safe to turn off.",
	*find({ inventory, target }) {
		const others = [...cached(inventory)].filter(({ tag }) => tag !== tagOf$1(target.python));
		for (const [tag, files] of groupBy(others, (one) => one.tag)) yield {
			file: files[0]?.path,
			message: `${plural(files.length, "bytecode file")} for ${tag}; the target's is ${tagOf$1(target.python)}.`,
			hint: "Remove them: nothing reads them."
		};
	}
};
// src/checks/check.ts
function requirementOf(name, { closure, requirements }) {
	const root = closure && own(closure.reached, name)?.root;
	const askedFor = requirements.filter((requirement) => !requirement.constraint && requirement.applies);
	return (root === void 0 ? void 0 : closure?.roots[root]) ?? askedFor.find((requirement) => requirement.name === name);
}
function about$1(distribution, evidence, answer) {
	const requirement = requirementOf(distribution.name, evidence);
	return {
		distribution: distribution.name,
		requirement,
		...answer
	};
}
// src/checks/closure-probe.ts
async function walkClosure(inventory, requirements, target, python, environment) {
	const roots = requirements.filter(({ name, constraint, applies }) => name !== null && !constraint && applies);
	const question = {
		pip: python.pip?.path,
		markers: markersOf(target, python),
		pythonVersions: patchReleases(target),
		everything: roots.length === 0 || requirements.some(isNameless),
		requirements: roots.map(({ name, extras, specifier, text }) => ({
			name,
			extras,
			specifier,
			url: / @ |:\/\//.test(text)
		})),
		distributions: inventory.distributions.map(({ name, version, kind, metadata, texts }) => ({
			name,
			version,
			requires: metadata.get("requires-dist") ?? [],
			eggRequires: kind === "egg-info" ? texts.get("requires.txt") ?? null : null,
			requiresPython: metadata.get("requires-python")?.[0] ?? null,
			extras: metadata.get("provides-extra") ?? []
		}))
	};
	return {
		roots,
		...await probe(python.path, "closure", question, { environment: cleanEnvironment(environment) })
	};
}
function isNameless({ name, constraint, applies }) {
	return name === null && !constraint && applies;
}
function patchReleases({ python, pythonFull }) {
	return pythonFull === void 0 ? [`${python}.2`, `${python}.99`] : [pythonFull];
}
function markersOf(target, python) {
	return {
		os_name: "posix",
		sys_platform: "linux",
		platform_system: "Linux",
		platform_machine: target.architecture,
		implementation_name: "cpython",
		platform_python_implementation: "CPython",
		python_version: target.python,
		python_full_version: target.pythonFull ?? python.version,
		implementation_version: target.pythonFull ?? python.version
	};
}
function problemsOf$1(closure, ...kinds) {
	return (closure?.problems ?? []).filter((one) => kinds.includes(one.kind));
}
// src/checks/seeds.ts
const SEEDS = [
	"pip",
	"setuptools",
	"wheel",
	"pkg-resources",
	"uv",
	"virtualenv",
	"distribute"
];
function isSeed(name) {
	return SEEDS.includes(name);
}
// src/checks/closure.ts
var closure_exports = __exportAll({
	dependencyConflict: () => dependencyConflict,
	dependencyMissing: () => dependencyMissing,
	pythonTooOld: () => pythonTooOld,
	requestedAbsent: () => requestedAbsent,
	unpinned: () => unpinned,
	unrequested: () => unrequested,
	versionMismatch: () => versionMismatch
});
function rootOf(evidence, root) {
	return root === null ? void 0 : evidence.closure?.roots[root];
}
const requestedAbsent = {
	id: "M1",
	severity: "error",
	title: "a requested distribution is not in the mount",
	explanation: "A requirement whose environment marker holds for the target has no metadata directory in the mount. In the container its import raises ModuleNotFoundError. Build again; in a mount made by hand, install the requirement into it. Never safe to turn off.",
	find: (evidence) => problemsOf$1(evidence.closure, "absent").map(({ root, needs }) => ({
		message: `${needs} was asked for and is not in the mount.`,
		distribution: needs,
		requirement: rootOf(evidence, root),
		hint: "Build the mount again from these requirements."
	}))
};
const versionMismatch = {
	id: "M2",
	severity: "error",
	title: "a requested distribution has another version",
	explanation: "The version in the mount is not one that the requirement allows (PEP 440; a pre-release counts when it is installed). The scoring script would run with a version nobody asked for. Build again. Safe to turn off only when the version was exchanged on purpose.",
	find: (evidence) => [...problemsOf$1(evidence.closure, "mismatch").map(({ root, distribution, found }) => ({
		message: `${distribution} ${found} is in the mount, but ${rootOf(evidence, root)?.text} was asked for.`,
		distribution,
		requirement: rootOf(evidence, root),
		hint: "Build the mount again from these requirements."
	})), ...problemsOf$1(evidence.closure, "unknown-extra").map(({ root, distribution, extra, known }) => ({
		severity: "warning",
		message: `${distribution} has no extra "${extra}"${known.length > 0 ? `; it has ${known.join(", ")}` : ""}.`,
		distribution,
		requirement: rootOf(evidence, root),
		hint: "Correct or remove the extra: what it should have brought is not in the mount."
	}))]
};
const dependencyMissing = {
	id: "M3",
	severity: "error",
	title: "a dependency is missing",
	explanation: "A distribution reachable from the requirements, or any distribution where the requirements are not known, needs another one, by a Requires-Dist whose marker holds for the target and the requested extras, and that one is not in the mount. `pip check` does not see this for extras. Importing fails in the container, or later at a request. Add the dependency, or build without --no-deps. Safe to turn off for a dependency that is never imported; say which.",
	find: (evidence) => problemsOf$1(evidence.closure, "missing").map(({ root, distribution, needs, text }) => ({
		message: `${distribution} needs ${text}, and ${needs} is not in the mount.`,
		distribution: needs,
		requirement: rootOf(evidence, root),
		hint: `Add ${needs} to the requirements.`
	}))
};
const dependencyConflict = {
	id: "M4",
	severity: "error",
	title: "a dependency has a version that does not fit",
	explanation: "A distribution needs a version of another that is not the one in the mount. What breaks then is anything from an import to a wrong number. Loosen one of the pins so that both fit. Safe to turn off when the combination is known to work; say how you know.",
	find: (evidence) => problemsOf$1(evidence.closure, "conflict").map(({ root, distribution, needs, text, found }) => ({
		message: `${distribution} needs ${text}, but ${needs} ${found} is in the mount.`,
		distribution: needs,
		requirement: rootOf(evidence, root),
		hint: `Change the pin of ${needs} or of ${distribution} so that both fit.`
	}))
};
const pythonTooOld = {
	id: "M5",
	severity: "error",
	title: "a distribution does not support the target's Python",
	explanation: "Requires-Python excludes the Python of the image. Such code often fails at import with a SyntaxError. Pin an older release, or deploy on an image with a newer Python. As a warning: the patch release of the image's Python is not known, and the bound excludes some of them. Safe to turn off when the bound is known to be too strict.",
	find: (evidence) => problemsOf$1(evidence.closure, "python").map(({ distribution, requires, partly }) => about$1({ name: distribution }, evidence, {
		severity: partly ? "warning" : "error",
		message: `${distribution} wants Python ${requires}; the target has ${evidence.target.pythonFull ?? evidence.target.python}${partly ? ", and nobody knows which patch release" : ""}.`,
		hint: `Pin a release of ${distribution} that supports Python ${evidence.target.python}.`
	}))
};
const unrequested = {
	id: "M11",
	severity: "warning",
	title: "a distribution that nothing asks for",
	explanation: "A distribution in the mount is neither requested nor needed by one that is. It was left over from an earlier build, or came with an extra that is no longer asked for. It costs size, and being first on the path it hides a package of the image of the same name. Build into an empty directory. Nothing is said where the requirements are not known, and installers are H1's. Safe to turn off when it is imported on purpose; better write it into the requirements.",
	*find(evidence) {
		const { closure, inventory, requirements } = evidence;
		if (closure === void 0 || closure.roots.length === 0 || requirements.some(isNameless)) return;
		for (const distribution of inventory.distributions) {
			if (Object.hasOwn(closure.reached, distribution.name) || isSeed(distribution.name)) continue;
			yield about$1(distribution, evidence, {
				file: distribution.directory,
				message: `${distribution.name} ${distribution.version} is in the mount, and no requirement needs it.`,
				hint: "Build the mount again, or write it into the requirements."
			});
		}
	}
};
const unpinned = {
	id: "M14",
	severity: "warning",
	title: "a requirement is not pinned",
	explanation: "A distribution in the mount is not held to one exact version by the requirements (or constraints) files. The next build may install another release, and what was proven today is not what runs tomorrow. Write the pin that the finding shows. Safe to turn off where builds are never repeated.",
	*find(evidence) {
		const pinned = new Set(evidence.requirements.filter((one) => one.pinned && one.applies).map(({ name }) => name));
		for (const distribution of evidence.inventory.distributions) {
			const reached = own(evidence.closure?.reached ?? {}, distribution.name);
			if (reached === void 0 || pinned.has(distribution.name)) continue;
			const { by } = reached;
			yield about$1(distribution, evidence, {
				message: by ? `${distribution.name}, which ${by} needs, is not pinned.` : `${distribution.name} is not pinned to one version.`,
				hint: `Write ${distribution.displayName}==${distribution.version}`
			});
		}
	}
};
// node_modules/yaml/dist/nodes/identity.js
var require_identity = __commonJSMin(((exports) => {
	const ALIAS = Symbol.for("yaml.alias");
	const DOC = Symbol.for("yaml.document");
	const MAP = Symbol.for("yaml.map");
	const PAIR = Symbol.for("yaml.pair");
	const SCALAR = Symbol.for("yaml.scalar");
	const SEQ = Symbol.for("yaml.seq");
	const NODE_TYPE = Symbol.for("yaml.node.type");
	const isAlias = (node) => !!node && typeof node === "object" && node[NODE_TYPE] === ALIAS;
	const isDocument = (node) => !!node && typeof node === "object" && node[NODE_TYPE] === DOC;
	const isMap = (node) => !!node && typeof node === "object" && node[NODE_TYPE] === MAP;
	const isPair = (node) => !!node && typeof node === "object" && node[NODE_TYPE] === PAIR;
	const isScalar = (node) => !!node && typeof node === "object" && node[NODE_TYPE] === SCALAR;
	const isSeq = (node) => !!node && typeof node === "object" && node[NODE_TYPE] === SEQ;
	function isCollection(node) {
		if (node && typeof node === "object") switch (node[NODE_TYPE]) {
			case MAP:
			case SEQ: return true;
		}
		return false;
	}
	function isNode(node) {
		if (node && typeof node === "object") switch (node[NODE_TYPE]) {
			case ALIAS:
			case MAP:
			case SCALAR:
			case SEQ: return true;
		}
		return false;
	}
	const hasAnchor = (node) => (isScalar(node) || isCollection(node)) && !!node.anchor;
	exports.ALIAS = ALIAS;
	exports.DOC = DOC;
	exports.MAP = MAP;
	exports.NODE_TYPE = NODE_TYPE;
	exports.PAIR = PAIR;
	exports.SCALAR = SCALAR;
	exports.SEQ = SEQ;
	exports.hasAnchor = hasAnchor;
	exports.isAlias = isAlias;
	exports.isCollection = isCollection;
	exports.isDocument = isDocument;
	exports.isMap = isMap;
	exports.isNode = isNode;
	exports.isPair = isPair;
	exports.isScalar = isScalar;
	exports.isSeq = isSeq;
}));
// node_modules/yaml/dist/visit.js
var require_visit = __commonJSMin(((exports) => {
	var identity = require_identity();
	const BREAK = Symbol("break visit");
	const SKIP = Symbol("skip children");
	const REMOVE = Symbol("remove node");
	function visit(node, visitor) {
		const visitor_ = initVisitor(visitor);
		if (identity.isDocument(node)) {
			if (visit_(null, node.contents, visitor_, Object.freeze([node])) === REMOVE) node.contents = null;
		} else visit_(null, node, visitor_, Object.freeze([]));
	}
	visit.BREAK = BREAK;
	visit.SKIP = SKIP;
	visit.REMOVE = REMOVE;
	function visit_(key, node, visitor, path) {
		const ctrl = callVisitor(key, node, visitor, path);
		if (identity.isNode(ctrl) || identity.isPair(ctrl)) {
			replaceNode(key, path, ctrl);
			return visit_(key, ctrl, visitor, path);
		}
		if (typeof ctrl !== "symbol") {
			if (identity.isCollection(node)) {
				path = Object.freeze(path.concat(node));
				for (let i = 0; i < node.items.length; ++i) {
					const ci = visit_(i, node.items[i], visitor, path);
					if (typeof ci === "number") i = ci - 1;
					else if (ci === BREAK) return BREAK;
					else if (ci === REMOVE) {
						node.items.splice(i, 1);
						i -= 1;
					}
				}
			} else if (identity.isPair(node)) {
				path = Object.freeze(path.concat(node));
				const ck = visit_("key", node.key, visitor, path);
				if (ck === BREAK) return BREAK;
				else if (ck === REMOVE) node.key = null;
				const cv = visit_("value", node.value, visitor, path);
				if (cv === BREAK) return BREAK;
				else if (cv === REMOVE) node.value = null;
			}
		}
		return ctrl;
	}
	async function visitAsync(node, visitor) {
		const visitor_ = initVisitor(visitor);
		if (identity.isDocument(node)) {
			if (await visitAsync_(null, node.contents, visitor_, Object.freeze([node])) === REMOVE) node.contents = null;
		} else await visitAsync_(null, node, visitor_, Object.freeze([]));
	}
	visitAsync.BREAK = BREAK;
	visitAsync.SKIP = SKIP;
	visitAsync.REMOVE = REMOVE;
	async function visitAsync_(key, node, visitor, path) {
		const ctrl = await callVisitor(key, node, visitor, path);
		if (identity.isNode(ctrl) || identity.isPair(ctrl)) {
			replaceNode(key, path, ctrl);
			return visitAsync_(key, ctrl, visitor, path);
		}
		if (typeof ctrl !== "symbol") {
			if (identity.isCollection(node)) {
				path = Object.freeze(path.concat(node));
				for (let i = 0; i < node.items.length; ++i) {
					const ci = await visitAsync_(i, node.items[i], visitor, path);
					if (typeof ci === "number") i = ci - 1;
					else if (ci === BREAK) return BREAK;
					else if (ci === REMOVE) {
						node.items.splice(i, 1);
						i -= 1;
					}
				}
			} else if (identity.isPair(node)) {
				path = Object.freeze(path.concat(node));
				const ck = await visitAsync_("key", node.key, visitor, path);
				if (ck === BREAK) return BREAK;
				else if (ck === REMOVE) node.key = null;
				const cv = await visitAsync_("value", node.value, visitor, path);
				if (cv === BREAK) return BREAK;
				else if (cv === REMOVE) node.value = null;
			}
		}
		return ctrl;
	}
	function initVisitor(visitor) {
		if (typeof visitor === "object" && (visitor.Collection || visitor.Node || visitor.Value)) return Object.assign({
			Alias: visitor.Node,
			Map: visitor.Node,
			Scalar: visitor.Node,
			Seq: visitor.Node
		}, visitor.Value && {
			Map: visitor.Value,
			Scalar: visitor.Value,
			Seq: visitor.Value
		}, visitor.Collection && {
			Map: visitor.Collection,
			Seq: visitor.Collection
		}, visitor);
		return visitor;
	}
	function callVisitor(key, node, visitor, path) {
		if (typeof visitor === "function") return visitor(key, node, path);
		if (identity.isMap(node)) return visitor.Map?.(key, node, path);
		if (identity.isSeq(node)) return visitor.Seq?.(key, node, path);
		if (identity.isPair(node)) return visitor.Pair?.(key, node, path);
		if (identity.isScalar(node)) return visitor.Scalar?.(key, node, path);
		if (identity.isAlias(node)) return visitor.Alias?.(key, node, path);
	}
	function replaceNode(key, path, node) {
		const parent = path[path.length - 1];
		if (identity.isCollection(parent)) parent.items[key] = node;
		else if (identity.isPair(parent)) {
			if (key === "key") parent.key = node;
			else parent.value = node;
		} else if (identity.isDocument(parent)) parent.contents = node;
		else {
			const pt = identity.isAlias(parent) ? "alias" : "scalar";
			throw new Error(`Cannot replace node with ${pt} parent`);
		}
	}
	exports.visit = visit;
	exports.visitAsync = visitAsync;
}));
// node_modules/yaml/dist/doc/directives.js
var require_directives = __commonJSMin(((exports) => {
	var identity = require_identity();
	var visit = require_visit();
	const escapeChars = {
		"!": "%21",
		",": "%2C",
		"[": "%5B",
		"]": "%5D",
		"{": "%7B",
		"}": "%7D"
	};
	const escapeTagName = (tn) => tn.replace(/[!,[\]{}]/g, (ch) => escapeChars[ch]);
	var Directives = class Directives {
		constructor(yaml, tags) {
			this.docStart = null;
			this.docEnd = false;
			this.yaml = Object.assign({}, Directives.defaultYaml, yaml);
			this.tags = Object.assign({}, Directives.defaultTags, tags);
		}
		clone() {
			const copy = new Directives(this.yaml, this.tags);
			copy.docStart = this.docStart;
			return copy;
		}
		atDocument() {
			const res = new Directives(this.yaml, this.tags);
			switch (this.yaml.version) {
				case "1.1":
					this.atNextDocument = true;
					break;
				case "1.2":
					this.atNextDocument = false;
					this.yaml = {
						explicit: Directives.defaultYaml.explicit,
						version: "1.2"
					};
					this.tags = Object.assign({}, Directives.defaultTags);
			}
			return res;
		}
		add(line, onError) {
			if (this.atNextDocument) {
				this.yaml = {
					explicit: Directives.defaultYaml.explicit,
					version: "1.1"
				};
				this.tags = Object.assign({}, Directives.defaultTags);
				this.atNextDocument = false;
			}
			const parts = line.trim().split(/[ \t]+/);
			const name = parts.shift();
			switch (name) {
				case "%TAG": {
					if (parts.length !== 2) {
						onError(0, "%TAG directive should contain exactly two parts");
						if (parts.length < 2) return false;
					}
					const [handle, prefix] = parts;
					this.tags[handle] = prefix;
					return true;
				}
				case "%YAML": {
					this.yaml.explicit = true;
					if (parts.length !== 1) {
						onError(0, "%YAML directive should contain exactly one part");
						return false;
					}
					const [version] = parts;
					if (version === "1.1" || version === "1.2") {
						this.yaml.version = version;
						return true;
					} else {
						const isValid = /^\d+\.\d+$/.test(version);
						onError(6, `Unsupported YAML version ${version}`, isValid);
						return false;
					}
				}
				default:
					onError(0, `Unknown directive ${name}`, true);
					return false;
			}
		}
		tagName(source, onError) {
			if (source === "!") return "!";
			if (source[0] !== "!") {
				onError(`Not a valid tag: ${source}`);
				return null;
			}
			if (source[1] === "<") {
				const verbatim = source.slice(2, -1);
				if (verbatim === "!" || verbatim === "!!") {
					onError(`Verbatim tags aren't resolved, so ${source} is invalid.`);
					return null;
				}
				if (source[source.length - 1] !== ">") onError("Verbatim tags must end with a >");
				return verbatim;
			}
			const [, handle, suffix] = source.match(/^(.*!)([^!]*)$/s);
			if (!suffix) onError(`The ${source} tag has no suffix`);
			const prefix = this.tags[handle];
			if (prefix) try {
				return prefix + decodeURIComponent(suffix);
			} catch (error) {
				onError(String(error));
				return null;
			}
			if (handle === "!") return source;
			onError(`Could not resolve tag: ${source}`);
			return null;
		}
		tagString(tag) {
			for (const [handle, prefix] of Object.entries(this.tags)) if (tag.startsWith(prefix)) return handle + escapeTagName(tag.substring(prefix.length));
			return tag[0] === "!" ? tag : `!<${tag}>`;
		}
		toString(doc) {
			const lines = this.yaml.explicit ? [`%YAML ${this.yaml.version || "1.2"}`] : [];
			const tagEntries = Object.entries(this.tags);
			let tagNames;
			if (doc && tagEntries.length > 0 && identity.isNode(doc.contents)) {
				const tags = {};
				visit.visit(doc.contents, (_key, node) => {
					if (identity.isNode(node) && node.tag) tags[node.tag] = true;
				});
				tagNames = Object.keys(tags);
			} else tagNames = [];
			for (const [handle, prefix] of tagEntries) {
				if (handle === "!!" && prefix === "tag:yaml.org,2002:") continue;
				if (!doc || tagNames.some((tn) => tn.startsWith(prefix))) lines.push(`%TAG ${handle} ${prefix}`);
			}
			return lines.join("\n");
		}
	};
	Directives.defaultYaml = {
		explicit: false,
		version: "1.2"
	};
	Directives.defaultTags = { "!!": "tag:yaml.org,2002:" };
	exports.Directives = Directives;
}));
// node_modules/yaml/dist/doc/anchors.js
var require_anchors = __commonJSMin(((exports) => {
	var identity = require_identity();
	var visit = require_visit();
	function anchorIsValid(anchor) {
		if (/[\x00-\x19\s,[\]{}]/.test(anchor)) {
			const msg = `Anchor must not contain whitespace or control characters: ${JSON.stringify(anchor)}`;
			throw new Error(msg);
		}
		return true;
	}
	function anchorNames(root) {
		const anchors = new Set();
		visit.visit(root, { Value(_key, node) {
			if (node.anchor) anchors.add(node.anchor);
		} });
		return anchors;
	}
	function findNewAnchor(prefix, exclude) {
		for (let i = 1;; ++i) {
			const name = `${prefix}${i}`;
			if (!exclude.has(name)) return name;
		}
	}
	function createNodeAnchors(doc, prefix) {
		const aliasObjects = [];
		const sourceObjects = new Map();
		let prevAnchors = null;
		return {
			onAnchor: (source) => {
				aliasObjects.push(source);
				prevAnchors ?? (prevAnchors = anchorNames(doc));
				const anchor = findNewAnchor(prefix, prevAnchors);
				prevAnchors.add(anchor);
				return anchor;
			},
			setAnchors: () => {
				for (const source of aliasObjects) {
					const ref = sourceObjects.get(source);
					if (typeof ref === "object" && ref.anchor && (identity.isScalar(ref.node) || identity.isCollection(ref.node))) ref.node.anchor = ref.anchor;
					else {
						const error = new Error("Failed to resolve repeated object (this should not happen)");
						error.source = source;
						throw error;
					}
				}
			},
			sourceObjects
		};
	}
	exports.anchorIsValid = anchorIsValid;
	exports.anchorNames = anchorNames;
	exports.createNodeAnchors = createNodeAnchors;
	exports.findNewAnchor = findNewAnchor;
}));
// node_modules/yaml/dist/doc/applyReviver.js
var require_applyReviver = __commonJSMin(((exports) => {
	function applyReviver(reviver, obj, key, val) {
		if (val && typeof val === "object") {
			if (Array.isArray(val)) for (let i = 0, len = val.length; i < len; ++i) {
				const v0 = val[i];
				const v1 = applyReviver(reviver, val, String(i), v0);
				if (v1 === void 0) delete val[i];
				else if (v1 !== v0) val[i] = v1;
			}
			else if (val instanceof Map) for (const k of Array.from(val.keys())) {
				const v0 = val.get(k);
				const v1 = applyReviver(reviver, val, k, v0);
				if (v1 === void 0) val.delete(k);
				else if (v1 !== v0) val.set(k, v1);
			}
			else if (val instanceof Set) for (const v0 of Array.from(val)) {
				const v1 = applyReviver(reviver, val, v0, v0);
				if (v1 === void 0) val.delete(v0);
				else if (v1 !== v0) {
					val.delete(v0);
					val.add(v1);
				}
			}
			else for (const [k, v0] of Object.entries(val)) {
				const v1 = applyReviver(reviver, val, k, v0);
				if (v1 === void 0) delete val[k];
				else if (v1 !== v0) val[k] = v1;
			}
		}
		return reviver.call(obj, key, val);
	}
	exports.applyReviver = applyReviver;
}));
// node_modules/yaml/dist/nodes/toJS.js
var require_toJS = __commonJSMin(((exports) => {
	var identity = require_identity();
	function toJS(value, arg, ctx) {
		if (Array.isArray(value)) return value.map((v, i) => toJS(v, String(i), ctx));
		if (value && typeof value.toJSON === "function") {
			if (!ctx || !identity.hasAnchor(value)) return value.toJSON(arg, ctx);
			const data = {
				aliasCount: 0,
				count: 1,
				res: void 0
			};
			ctx.anchors.set(value, data);
			ctx.onCreate = (res) => {
				data.res = res;
				delete ctx.onCreate;
			};
			const res = value.toJSON(arg, ctx);
			if (ctx.onCreate) ctx.onCreate(res);
			return res;
		}
		if (typeof value === "bigint" && !ctx?.keep) return Number(value);
		return value;
	}
	exports.toJS = toJS;
}));
// node_modules/yaml/dist/nodes/Node.js
var require_Node = __commonJSMin(((exports) => {
	var applyReviver = require_applyReviver();
	var identity = require_identity();
	var toJS = require_toJS();
	var NodeBase = class {
		constructor(type) {
			Object.defineProperty(this, identity.NODE_TYPE, { value: type });
		}
		clone() {
			const copy = Object.create(Object.getPrototypeOf(this), Object.getOwnPropertyDescriptors(this));
			if (this.range) copy.range = this.range.slice();
			return copy;
		}
		toJS(doc, { mapAsMap, maxAliasCount, onAnchor, reviver } = {}) {
			if (!identity.isDocument(doc)) throw new TypeError("A document argument is required");
			const ctx = {
				anchors: new Map(),
				doc,
				keep: true,
				mapAsMap: mapAsMap === true,
				mapKeyWarned: false,
				maxAliasCount: typeof maxAliasCount === "number" ? maxAliasCount : 100
			};
			const res = toJS.toJS(this, "", ctx);
			if (typeof onAnchor === "function") for (const { count, res } of ctx.anchors.values()) onAnchor(res, count);
			return typeof reviver === "function" ? applyReviver.applyReviver(reviver, { "": res }, "", res) : res;
		}
	};
	exports.NodeBase = NodeBase;
}));
// node_modules/yaml/dist/nodes/Alias.js
var require_Alias = __commonJSMin(((exports) => {
	var anchors = require_anchors();
	var visit = require_visit();
	var identity = require_identity();
	var Node = require_Node();
	var toJS = require_toJS();
	var Alias = class extends Node.NodeBase {
		constructor(source) {
			super(identity.ALIAS);
			this.source = source;
			Object.defineProperty(this, "tag", { set() {
				throw new Error("Alias nodes cannot have tags");
			} });
		}
		resolve(doc, ctx) {
			if (ctx?.maxAliasCount === 0) throw new ReferenceError("Alias resolution is disabled");
			let nodes;
			if (ctx?.aliasResolveCache) nodes = ctx.aliasResolveCache;
			else {
				nodes = [];
				visit.visit(doc, { Node: (_key, node) => {
					if (identity.isAlias(node) || identity.hasAnchor(node)) nodes.push(node);
				} });
				if (ctx) ctx.aliasResolveCache = nodes;
			}
			let found = void 0;
			for (const node of nodes) {
				if (node === this) break;
				if (node.anchor === this.source) found = node;
			}
			if (found && ctx) {
				const { anchors, doc, maxAliasCount } = ctx;
				let data = anchors.get(found);
				if (!data) {
					toJS.toJS(found, null, ctx);
					data = anchors.get(found);
				}
				if (data?.res === void 0) throw new ReferenceError("This should not happen: Alias anchor was not resolved?");
				if (maxAliasCount >= 0) {
					data.count += 1;
					if (data.aliasCount === 0) data.aliasCount = getAliasCount(doc, found, anchors);
					if (data.count * data.aliasCount > maxAliasCount) throw new ReferenceError("Excessive alias count indicates a resource exhaustion attack");
				}
			}
			return found;
		}
		toJSON(_arg, ctx) {
			if (!ctx) return { source: this.source };
			const source = this.resolve(ctx.doc, ctx);
			if (!source) {
				const msg = `Unresolved alias (the anchor must be set before the alias): ${this.source}`;
				throw new ReferenceError(msg);
			}
			return ctx.anchors.get(source).res;
		}
		toString(ctx, _onComment, _onChompKeep) {
			const src = `*${this.source}`;
			if (ctx) {
				anchors.anchorIsValid(this.source);
				if (ctx.options.verifyAliasOrder && !ctx.anchors.has(this.source)) {
					const msg = `Unresolved alias (the anchor must be set before the alias): ${this.source}`;
					throw new Error(msg);
				}
				if (ctx.implicitKey) return `${src} `;
			}
			return src;
		}
	};
	function getAliasCount(doc, node, anchors) {
		if (identity.isAlias(node)) {
			const source = node.resolve(doc);
			const anchor = anchors && source && anchors.get(source);
			return anchor ? anchor.count * anchor.aliasCount : 0;
		} else if (identity.isCollection(node)) {
			let count = 0;
			for (const item of node.items) {
				const c = getAliasCount(doc, item, anchors);
				if (c > count) count = c;
			}
			return count;
		} else if (identity.isPair(node)) {
			const kc = getAliasCount(doc, node.key, anchors);
			const vc = getAliasCount(doc, node.value, anchors);
			return Math.max(kc, vc);
		}
		return 1;
	}
	exports.Alias = Alias;
}));
// node_modules/yaml/dist/nodes/Scalar.js
var require_Scalar = __commonJSMin(((exports) => {
	var identity = require_identity();
	var Node = require_Node();
	var toJS = require_toJS();
	const isScalarValue = (value) => !value || typeof value !== "function" && typeof value !== "object";
	var Scalar = class extends Node.NodeBase {
		constructor(value) {
			super(identity.SCALAR);
			this.value = value;
		}
		toJSON(arg, ctx) {
			return ctx?.keep ? this.value : toJS.toJS(this.value, arg, ctx);
		}
		toString() {
			return String(this.value);
		}
	};
	Scalar.BLOCK_FOLDED = "BLOCK_FOLDED";
	Scalar.BLOCK_LITERAL = "BLOCK_LITERAL";
	Scalar.PLAIN = "PLAIN";
	Scalar.QUOTE_DOUBLE = "QUOTE_DOUBLE";
	Scalar.QUOTE_SINGLE = "QUOTE_SINGLE";
	exports.Scalar = Scalar;
	exports.isScalarValue = isScalarValue;
}));
// node_modules/yaml/dist/doc/createNode.js
var require_createNode = __commonJSMin(((exports) => {
	var Alias = require_Alias();
	var identity = require_identity();
	var Scalar = require_Scalar();
	const defaultTagPrefix = "tag:yaml.org,2002:";
	function findTagObject(value, tagName, tags) {
		if (tagName) {
			const match = tags.filter((t) => t.tag === tagName);
			const tagObj = match.find((t) => !t.format) ?? match[0];
			if (!tagObj) throw new Error(`Tag ${tagName} not found`);
			return tagObj;
		}
		return tags.find((t) => t.identify?.(value) && !t.format);
	}
	function createNode(value, tagName, ctx) {
		if (identity.isDocument(value)) value = value.contents;
		if (identity.isNode(value)) return value;
		if (identity.isPair(value)) {
			const map = ctx.schema[identity.MAP].createNode?.(ctx.schema, null, ctx);
			map.items.push(value);
			return map;
		}
		if (value instanceof String || value instanceof Number || value instanceof Boolean || typeof BigInt !== "undefined" && value instanceof BigInt) value = value.valueOf();
		const { aliasDuplicateObjects, onAnchor, onTagObj, schema, sourceObjects } = ctx;
		let ref = void 0;
		if (aliasDuplicateObjects && value && typeof value === "object") {
			ref = sourceObjects.get(value);
			if (ref) {
				ref.anchor ?? (ref.anchor = onAnchor(value));
				return new Alias.Alias(ref.anchor);
			} else {
				ref = {
					anchor: null,
					node: null
				};
				sourceObjects.set(value, ref);
			}
		}
		if (tagName?.startsWith("!!")) tagName = defaultTagPrefix + tagName.slice(2);
		let tagObj = findTagObject(value, tagName, schema.tags);
		if (!tagObj) {
			if (value && typeof value.toJSON === "function") value = value.toJSON();
			if (!value || typeof value !== "object") {
				const node = new Scalar.Scalar(value);
				if (ref) ref.node = node;
				return node;
			}
			tagObj = value instanceof Map ? schema[identity.MAP] : Symbol.iterator in Object(value) ? schema[identity.SEQ] : schema[identity.MAP];
		}
		if (onTagObj) {
			onTagObj(tagObj);
			delete ctx.onTagObj;
		}
		const node = tagObj?.createNode ? tagObj.createNode(ctx.schema, value, ctx) : typeof tagObj?.nodeClass?.from === "function" ? tagObj.nodeClass.from(ctx.schema, value, ctx) : new Scalar.Scalar(value);
		if (tagName) node.tag = tagName;
		else if (!tagObj.default) node.tag = tagObj.tag;
		if (ref) ref.node = node;
		return node;
	}
	exports.createNode = createNode;
}));
// node_modules/yaml/dist/nodes/Collection.js
var require_Collection = __commonJSMin(((exports) => {
	var createNode = require_createNode();
	var identity = require_identity();
	var Node = require_Node();
	function collectionFromPath(schema, path, value) {
		let v = value;
		for (let i = path.length - 1; i >= 0; --i) {
			const k = path[i];
			if (typeof k === "number" && Number.isInteger(k) && k >= 0) {
				const a = [];
				a[k] = v;
				v = a;
			} else v = new Map([[k, v]]);
		}
		return createNode.createNode(v, void 0, {
			aliasDuplicateObjects: false,
			keepUndefined: false,
			onAnchor: () => {
				throw new Error("This should not happen, please report a bug.");
			},
			schema,
			sourceObjects: new Map()
		});
	}
	const isEmptyPath = (path) => path == null || typeof path === "object" && !!path[Symbol.iterator]().next().done;
	var Collection = class extends Node.NodeBase {
		constructor(type, schema) {
			super(type);
			Object.defineProperty(this, "schema", {
				value: schema,
				configurable: true,
				enumerable: false,
				writable: true
			});
		}
		clone(schema) {
			const copy = Object.create(Object.getPrototypeOf(this), Object.getOwnPropertyDescriptors(this));
			if (schema) copy.schema = schema;
			copy.items = copy.items.map((it) => identity.isNode(it) || identity.isPair(it) ? it.clone(schema) : it);
			if (this.range) copy.range = this.range.slice();
			return copy;
		}
		addIn(path, value) {
			if (isEmptyPath(path)) this.add(value);
			else {
				const [key, ...rest] = path;
				const node = this.get(key, true);
				if (identity.isCollection(node)) node.addIn(rest, value);
				else if (node === void 0 && this.schema) this.set(key, collectionFromPath(this.schema, rest, value));
				else throw new Error(`Expected YAML collection at ${key}. Remaining path: ${rest}`);
			}
		}
		deleteIn(path) {
			const [key, ...rest] = path;
			if (rest.length === 0) return this.delete(key);
			const node = this.get(key, true);
			if (identity.isCollection(node)) return node.deleteIn(rest);
			else throw new Error(`Expected YAML collection at ${key}. Remaining path: ${rest}`);
		}
		getIn(path, keepScalar) {
			const [key, ...rest] = path;
			const node = this.get(key, true);
			if (rest.length === 0) return !keepScalar && identity.isScalar(node) ? node.value : node;
			else return identity.isCollection(node) ? node.getIn(rest, keepScalar) : void 0;
		}
		hasAllNullValues(allowScalar) {
			return this.items.every((node) => {
				if (!identity.isPair(node)) return false;
				const n = node.value;
				return n == null || allowScalar && identity.isScalar(n) && n.value == null && !n.commentBefore && !n.comment && !n.tag;
			});
		}
		hasIn(path) {
			const [key, ...rest] = path;
			if (rest.length === 0) return this.has(key);
			const node = this.get(key, true);
			return identity.isCollection(node) ? node.hasIn(rest) : false;
		}
		setIn(path, value) {
			const [key, ...rest] = path;
			if (rest.length === 0) this.set(key, value);
			else {
				const node = this.get(key, true);
				if (identity.isCollection(node)) node.setIn(rest, value);
				else if (node === void 0 && this.schema) this.set(key, collectionFromPath(this.schema, rest, value));
				else throw new Error(`Expected YAML collection at ${key}. Remaining path: ${rest}`);
			}
		}
	};
	exports.Collection = Collection;
	exports.collectionFromPath = collectionFromPath;
	exports.isEmptyPath = isEmptyPath;
}));
// node_modules/yaml/dist/stringify/stringifyComment.js
var require_stringifyComment = __commonJSMin(((exports) => {
	const stringifyComment = (str) => str.replace(/^(?!$)(?: $)?/gm, "#");
	function indentComment(comment, indent) {
		if (/^\n+$/.test(comment)) return comment.substring(1);
		return indent ? comment.replace(/^(?! *$)/gm, indent) : comment;
	}
	const lineComment = (str, indent, comment) => str.endsWith("\n") ? indentComment(comment, indent) : comment.includes("\n") ? "\n" + indentComment(comment, indent) : (str.endsWith(" ") ? "" : " ") + comment;
	exports.indentComment = indentComment;
	exports.lineComment = lineComment;
	exports.stringifyComment = stringifyComment;
}));
// node_modules/yaml/dist/stringify/foldFlowLines.js
var require_foldFlowLines = __commonJSMin(((exports) => {
	const FOLD_FLOW = "flow";
	const FOLD_BLOCK = "block";
	const FOLD_QUOTED = "quoted";
	function foldFlowLines(text, indent, mode = "flow", { indentAtStart, lineWidth = 80, minContentWidth = 20, onFold, onOverflow } = {}) {
		if (!lineWidth || lineWidth < 0) return text;
		if (lineWidth < minContentWidth) minContentWidth = 0;
		const endStep = Math.max(1 + minContentWidth, 1 + lineWidth - indent.length);
		if (text.length <= endStep) return text;
		const folds = [];
		const escapedFolds = {};
		let end = lineWidth - indent.length;
		if (typeof indentAtStart === "number") {
			if (indentAtStart > lineWidth - Math.max(2, minContentWidth)) folds.push(0);
			else end = lineWidth - indentAtStart;
		}
		let split = void 0;
		let prev = void 0;
		let overflow = false;
		let i = -1;
		let escStart = -1;
		let escEnd = -1;
		if (mode === FOLD_BLOCK) {
			i = consumeMoreIndentedLines(text, i, indent.length);
			if (i !== -1) end = i + endStep;
		}
		for (let ch; ch = text[i += 1];) {
			if (mode === FOLD_QUOTED && ch === "\\") {
				escStart = i;
				switch (text[i + 1]) {
					case "x":
						i += 3;
						break;
					case "u":
						i += 5;
						break;
					case "U":
						i += 9;
						break;
					default: i += 1;
				}
				escEnd = i;
			}
			if (ch === "\n") {
				if (mode === FOLD_BLOCK) i = consumeMoreIndentedLines(text, i, indent.length);
				end = i + indent.length + endStep;
				split = void 0;
			} else {
				if (ch === " " && prev && prev !== " " && prev !== "\n" && prev !== "	") {
					const next = text[i + 1];
					if (next && next !== " " && next !== "\n" && next !== "	") split = i;
				}
				if (i >= end) {
					if (split) {
						folds.push(split);
						end = split + endStep;
						split = void 0;
					} else if (mode === FOLD_QUOTED) {
						while (prev === " " || prev === "	") {
							prev = ch;
							ch = text[i += 1];
							overflow = true;
						}
						const j = i > escEnd + 1 ? i - 2 : escStart - 1;
						if (escapedFolds[j]) return text;
						folds.push(j);
						escapedFolds[j] = true;
						end = j + endStep;
						split = void 0;
					} else overflow = true;
				}
			}
			prev = ch;
		}
		if (overflow && onOverflow) onOverflow();
		if (folds.length === 0) return text;
		if (onFold) onFold();
		let res = text.slice(0, folds[0]);
		for (let i = 0; i < folds.length; ++i) {
			const fold = folds[i];
			const end = folds[i + 1] || text.length;
			if (fold === 0) res = `\n${indent}${text.slice(0, end)}`;
			else {
				if (mode === FOLD_QUOTED && escapedFolds[fold]) res += `${text[fold]}\\`;
				res += `\n${indent}${text.slice(fold + 1, end)}`;
			}
		}
		return res;
	}
	function consumeMoreIndentedLines(text, i, indent) {
		let end = i;
		let start = i + 1;
		let ch = text[start];
		while (ch === " " || ch === "	") if (i < start + indent) ch = text[++i];
		else {
			do
				ch = text[++i];
			while (ch && ch !== "\n");
			end = i;
			start = i + 1;
			ch = text[start];
		}
		return end;
	}
	exports.FOLD_BLOCK = FOLD_BLOCK;
	exports.FOLD_FLOW = FOLD_FLOW;
	exports.FOLD_QUOTED = FOLD_QUOTED;
	exports.foldFlowLines = foldFlowLines;
}));
// node_modules/yaml/dist/stringify/stringifyString.js
var require_stringifyString = __commonJSMin(((exports) => {
	var Scalar = require_Scalar();
	var foldFlowLines = require_foldFlowLines();
	const getFoldOptions = (ctx, isBlock) => ({
		indentAtStart: isBlock ? ctx.indent.length : ctx.indentAtStart,
		lineWidth: ctx.options.lineWidth,
		minContentWidth: ctx.options.minContentWidth
	});
	const containsDocumentMarker = (str) => /^(%|---|\.\.\.)/m.test(str);
	function lineLengthOverLimit(str, lineWidth, indentLength) {
		if (!lineWidth || lineWidth < 0) return false;
		const limit = lineWidth - indentLength;
		const strLen = str.length;
		if (strLen <= limit) return false;
		for (let i = 0, start = 0; i < strLen; ++i) if (str[i] === "\n") {
			if (i - start > limit) return true;
			start = i + 1;
			if (strLen - start <= limit) return false;
		}
		return true;
	}
	function doubleQuotedString(value, ctx) {
		const json = JSON.stringify(value);
		if (ctx.options.doubleQuotedAsJSON) return json;
		const { implicitKey } = ctx;
		const minMultiLineLength = ctx.options.doubleQuotedMinMultiLineLength;
		const indent = ctx.indent || (containsDocumentMarker(value) ? "  " : "");
		let str = "";
		let start = 0;
		for (let i = 0, ch = json[i]; ch; ch = json[++i]) {
			if (ch === " " && json[i + 1] === "\\" && json[i + 2] === "n") {
				str += json.slice(start, i) + "\\ ";
				i += 1;
				start = i;
				ch = "\\";
			}
			if (ch === "\\") switch (json[i + 1]) {
				case "u":
					{
						str += json.slice(start, i);
						const code = json.substr(i + 2, 4);
						switch (code) {
							case "0000":
								str += "\\0";
								break;
							case "0007":
								str += "\\a";
								break;
							case "000b":
								str += "\\v";
								break;
							case "001b":
								str += "\\e";
								break;
							case "0085":
								str += "\\N";
								break;
							case "00a0":
								str += "\\_";
								break;
							case "2028":
								str += "\\L";
								break;
							case "2029":
								str += "\\P";
								break;
							default: if (code.substr(0, 2) === "00") str += "\\x" + code.substr(2);
							else str += json.substr(i, 6);
						}
						i += 5;
						start = i + 1;
					}
					break;
				case "n":
					if (implicitKey || json[i + 2] === "\"" || json.length < minMultiLineLength) i += 1;
					else {
						str += json.slice(start, i) + "\n\n";
						while (json[i + 2] === "\\" && json[i + 3] === "n" && json[i + 4] !== "\"") {
							str += "\n";
							i += 2;
						}
						str += indent;
						if (json[i + 2] === " ") str += "\\";
						i += 1;
						start = i + 1;
					}
					break;
				default: i += 1;
			}
		}
		str = start ? str + json.slice(start) : json;
		return implicitKey ? str : foldFlowLines.foldFlowLines(str, indent, foldFlowLines.FOLD_QUOTED, getFoldOptions(ctx, false));
	}
	function singleQuotedString(value, ctx) {
		if (ctx.options.singleQuote === false || ctx.implicitKey && value.includes("\n") || /[ \t]\n|\n[ \t]/.test(value)) return doubleQuotedString(value, ctx);
		const indent = ctx.indent || (containsDocumentMarker(value) ? "  " : "");
		const res = "'" + value.replace(/'/g, "''").replace(/\n+/g, `$&\n${indent}`) + "'";
		return ctx.implicitKey ? res : foldFlowLines.foldFlowLines(res, indent, foldFlowLines.FOLD_FLOW, getFoldOptions(ctx, false));
	}
	function quotedString(value, ctx) {
		const { singleQuote } = ctx.options;
		let qs;
		if (singleQuote === false) qs = doubleQuotedString;
		else {
			const hasDouble = value.includes("\"");
			const hasSingle = value.includes("'");
			if (hasDouble && !hasSingle) qs = singleQuotedString;
			else if (hasSingle && !hasDouble) qs = doubleQuotedString;
			else qs = singleQuote ? singleQuotedString : doubleQuotedString;
		}
		return qs(value, ctx);
	}
	let blockEndNewlines;
	try {
		blockEndNewlines = new RegExp("(^|(?<!\n))\n+(?!\n|$)", "g");
	} catch {
		blockEndNewlines = /\n+(?!\n|$)/g;
	}
	function blockString({ comment, type, value }, ctx, onComment, onChompKeep) {
		const { blockQuote, commentString, lineWidth } = ctx.options;
		if (!blockQuote || /\n[\t ]+$/.test(value)) return quotedString(value, ctx);
		const indent = ctx.indent || (ctx.forceBlockIndent || containsDocumentMarker(value) ? "  " : "");
		const literal = blockQuote === "literal" ? true : blockQuote === "folded" || type === Scalar.Scalar.BLOCK_FOLDED ? false : type === Scalar.Scalar.BLOCK_LITERAL ? true : !lineLengthOverLimit(value, lineWidth, indent.length);
		if (!value) return literal ? "|\n" : ">\n";
		let chomp;
		let endStart;
		for (endStart = value.length; endStart > 0; --endStart) {
			const ch = value[endStart - 1];
			if (ch !== "\n" && ch !== "	" && ch !== " ") break;
		}
		let end = value.substring(endStart);
		const endNlPos = end.indexOf("\n");
		if (endNlPos === -1) chomp = "-";
		else if (value === end || endNlPos !== end.length - 1) {
			chomp = "+";
			if (onChompKeep) onChompKeep();
		} else chomp = "";
		if (end) {
			value = value.slice(0, -end.length);
			if (end[end.length - 1] === "\n") end = end.slice(0, -1);
			end = end.replace(blockEndNewlines, `$&${indent}`);
		}
		let startWithSpace = false;
		let startEnd;
		let startNlPos = -1;
		for (startEnd = 0; startEnd < value.length; ++startEnd) {
			const ch = value[startEnd];
			if (ch === " ") startWithSpace = true;
			else if (ch === "\n") startNlPos = startEnd;
			else break;
		}
		let start = value.substring(0, startNlPos < startEnd ? startNlPos + 1 : startEnd);
		if (start) {
			value = value.substring(start.length);
			start = start.replace(/\n+/g, `$&${indent}`);
		}
		let header = (startWithSpace ? indent ? "2" : "1" : "") + chomp;
		if (comment) {
			header += " " + commentString(comment.replace(/ ?[\r\n]+/g, " "));
			if (onComment) onComment();
		}
		if (!literal) {
			const foldedValue = value.replace(/\n+/g, "\n$&").replace(/(?:^|\n)([\t ].*)(?:([\n\t ]*)\n(?![\n\t ]))?/g, "$1$2").replace(/\n+/g, `$&${indent}`);
			let literalFallback = false;
			const foldOptions = getFoldOptions(ctx, true);
			if (blockQuote !== "folded" && type !== Scalar.Scalar.BLOCK_FOLDED) foldOptions.onOverflow = () => {
				literalFallback = true;
			};
			const body = foldFlowLines.foldFlowLines(`${start}${foldedValue}${end}`, indent, foldFlowLines.FOLD_BLOCK, foldOptions);
			if (!literalFallback) return `>${header}\n${indent}${body}`;
		}
		value = value.replace(/\n+/g, `$&${indent}`);
		return `|${header}\n${indent}${start}${value}${end}`;
	}
	function plainString(item, ctx, onComment, onChompKeep) {
		const { type, value } = item;
		const { actualString, implicitKey, indent, indentStep, inFlow } = ctx;
		if (implicitKey && value.includes("\n") || inFlow && /[[\]{},]/.test(value)) return quotedString(value, ctx);
		if (/^[\n\t ,[\]{}#&*!|>'"%@`]|^[?-]$|^[?-][ \t]|[\n:][ \t]|[ \t]\n|[\n\t ]#|[\n\t :]$/.test(value)) return implicitKey || inFlow || !value.includes("\n") ? quotedString(value, ctx) : blockString(item, ctx, onComment, onChompKeep);
		if (!implicitKey && !inFlow && type !== Scalar.Scalar.PLAIN && value.includes("\n")) return blockString(item, ctx, onComment, onChompKeep);
		if (containsDocumentMarker(value)) {
			if (indent === "") {
				ctx.forceBlockIndent = true;
				return blockString(item, ctx, onComment, onChompKeep);
			} else if (implicitKey && indent === indentStep) return quotedString(value, ctx);
		}
		const str = value.replace(/\n+/g, `$&\n${indent}`);
		if (actualString) {
			const test = (tag) => tag.default && tag.tag !== "tag:yaml.org,2002:str" && tag.test?.test(str);
			const { compat, tags } = ctx.doc.schema;
			if (tags.some(test) || compat?.some(test)) return quotedString(value, ctx);
		}
		return implicitKey ? str : foldFlowLines.foldFlowLines(str, indent, foldFlowLines.FOLD_FLOW, getFoldOptions(ctx, false));
	}
	function stringifyString(item, ctx, onComment, onChompKeep) {
		const { implicitKey, inFlow } = ctx;
		const ss = typeof item.value === "string" ? item : Object.assign({}, item, { value: String(item.value) });
		let { type } = item;
		if (type !== Scalar.Scalar.QUOTE_DOUBLE) {
			if (/[\x00-\x08\x0b-\x1f\x7f-\x9f\u{D800}-\u{DFFF}]/u.test(ss.value)) type = Scalar.Scalar.QUOTE_DOUBLE;
		}
		const _stringify = (_type) => {
			switch (_type) {
				case Scalar.Scalar.BLOCK_FOLDED:
				case Scalar.Scalar.BLOCK_LITERAL: return implicitKey || inFlow ? quotedString(ss.value, ctx) : blockString(ss, ctx, onComment, onChompKeep);
				case Scalar.Scalar.QUOTE_DOUBLE: return doubleQuotedString(ss.value, ctx);
				case Scalar.Scalar.QUOTE_SINGLE: return singleQuotedString(ss.value, ctx);
				case Scalar.Scalar.PLAIN: return plainString(ss, ctx, onComment, onChompKeep);
				default: return null;
			}
		};
		let res = _stringify(type);
		if (res === null) {
			const { defaultKeyType, defaultStringType } = ctx.options;
			const t = implicitKey && defaultKeyType || defaultStringType;
			res = _stringify(t);
			if (res === null) throw new Error(`Unsupported default string type ${t}`);
		}
		return res;
	}
	exports.stringifyString = stringifyString;
}));
// node_modules/yaml/dist/stringify/stringify.js
var require_stringify = __commonJSMin(((exports) => {
	var anchors = require_anchors();
	var identity = require_identity();
	var stringifyComment = require_stringifyComment();
	var stringifyString = require_stringifyString();
	function createStringifyContext(doc, options) {
		const opt = Object.assign({
			blockQuote: true,
			commentString: stringifyComment.stringifyComment,
			defaultKeyType: null,
			defaultStringType: "PLAIN",
			directives: null,
			doubleQuotedAsJSON: false,
			doubleQuotedMinMultiLineLength: 40,
			falseStr: "false",
			flowCollectionPadding: true,
			indentSeq: true,
			lineWidth: 80,
			minContentWidth: 20,
			nullStr: "null",
			simpleKeys: false,
			singleQuote: null,
			trailingComma: false,
			trueStr: "true",
			verifyAliasOrder: true
		}, doc.schema.toStringOptions, options);
		let inFlow;
		switch (opt.collectionStyle) {
			case "block":
				inFlow = false;
				break;
			case "flow":
				inFlow = true;
				break;
			default: inFlow = null;
		}
		return {
			anchors: new Set(),
			doc,
			flowCollectionPadding: opt.flowCollectionPadding ? " " : "",
			indent: "",
			indentStep: typeof opt.indent === "number" ? " ".repeat(opt.indent) : "  ",
			inFlow,
			options: opt
		};
	}
	function getTagObject(tags, item) {
		if (item.tag) {
			const match = tags.filter((t) => t.tag === item.tag);
			if (match.length > 0) return match.find((t) => t.format === item.format) ?? match[0];
		}
		let tagObj = void 0;
		let obj;
		if (identity.isScalar(item)) {
			obj = item.value;
			let match = tags.filter((t) => t.identify?.(obj));
			if (match.length > 1) {
				const testMatch = match.filter((t) => t.test);
				if (testMatch.length > 0) match = testMatch;
			}
			tagObj = match.find((t) => t.format === item.format) ?? match.find((t) => !t.format);
		} else {
			obj = item;
			tagObj = tags.find((t) => t.nodeClass && obj instanceof t.nodeClass);
		}
		if (!tagObj) {
			const name = obj?.constructor?.name ?? (obj === null ? "null" : typeof obj);
			throw new Error(`Tag not resolved for ${name} value`);
		}
		return tagObj;
	}
	function stringifyProps(node, tagObj, { anchors: anchors$1, doc }) {
		if (!doc.directives) return "";
		const props = [];
		const anchor = (identity.isScalar(node) || identity.isCollection(node)) && node.anchor;
		if (anchor && anchors.anchorIsValid(anchor)) {
			anchors$1.add(anchor);
			props.push(`&${anchor}`);
		}
		const tag = node.tag ?? (tagObj.default ? null : tagObj.tag);
		if (tag) props.push(doc.directives.tagString(tag));
		return props.join(" ");
	}
	function stringify(item, ctx, onComment, onChompKeep) {
		if (identity.isPair(item)) return item.toString(ctx, onComment, onChompKeep);
		if (identity.isAlias(item)) {
			if (ctx.doc.directives) return item.toString(ctx);
			if (ctx.resolvedAliases?.has(item)) throw new TypeError(`Cannot stringify circular structure without alias nodes`);
			else {
				if (ctx.resolvedAliases) ctx.resolvedAliases.add(item);
				else ctx.resolvedAliases = new Set([item]);
				item = item.resolve(ctx.doc);
			}
		}
		let tagObj = void 0;
		const node = identity.isNode(item) ? item : ctx.doc.createNode(item, { onTagObj: (o) => tagObj = o });
		tagObj ?? (tagObj = getTagObject(ctx.doc.schema.tags, node));
		const props = stringifyProps(node, tagObj, ctx);
		if (props.length > 0) ctx.indentAtStart = (ctx.indentAtStart ?? 0) + props.length + 1;
		const str = typeof tagObj.stringify === "function" ? tagObj.stringify(node, ctx, onComment, onChompKeep) : identity.isScalar(node) ? stringifyString.stringifyString(node, ctx, onComment, onChompKeep) : node.toString(ctx, onComment, onChompKeep);
		if (!props) return str;
		return identity.isScalar(node) || str[0] === "{" || str[0] === "[" ? `${props} ${str}` : `${props}\n${ctx.indent}${str}`;
	}
	exports.createStringifyContext = createStringifyContext;
	exports.stringify = stringify;
}));
// node_modules/yaml/dist/stringify/stringifyPair.js
var require_stringifyPair = __commonJSMin(((exports) => {
	var identity = require_identity();
	var Scalar = require_Scalar();
	var stringify = require_stringify();
	var stringifyComment = require_stringifyComment();
	function stringifyPair({ key, value }, ctx, onComment, onChompKeep) {
		const { allNullValues, doc, indent, indentStep, options: { commentString, indentSeq, simpleKeys } } = ctx;
		let keyComment = identity.isNode(key) && key.comment || null;
		if (simpleKeys) {
			if (keyComment) throw new Error("With simple keys, key nodes cannot have comments");
			if (identity.isCollection(key) || !identity.isNode(key) && typeof key === "object") throw new Error("With simple keys, collection cannot be used as a key value");
		}
		let explicitKey = !simpleKeys && (!key || keyComment && value == null && !ctx.inFlow || identity.isCollection(key) || (identity.isScalar(key) ? key.type === Scalar.Scalar.BLOCK_FOLDED || key.type === Scalar.Scalar.BLOCK_LITERAL : typeof key === "object"));
		ctx = Object.assign({}, ctx, {
			allNullValues: false,
			implicitKey: !explicitKey && (simpleKeys || !allNullValues),
			indent: indent + indentStep
		});
		let keyCommentDone = false;
		let chompKeep = false;
		let str = stringify.stringify(key, ctx, () => keyCommentDone = true, () => chompKeep = true);
		if (!explicitKey && !ctx.inFlow && str.length > 1024) {
			if (simpleKeys) throw new Error("With simple keys, single line scalar must not span more than 1024 characters");
			explicitKey = true;
		}
		if (ctx.inFlow) {
			if (allNullValues || value == null) {
				if (keyCommentDone && onComment) onComment();
				return str === "" ? "?" : explicitKey ? `? ${str}` : str;
			}
		} else if (allNullValues && !simpleKeys || value == null && explicitKey) {
			str = `? ${str}`;
			if (keyComment && !keyCommentDone) str += stringifyComment.lineComment(str, ctx.indent, commentString(keyComment));
			else if (chompKeep && onChompKeep) onChompKeep();
			return str;
		}
		if (keyCommentDone) keyComment = null;
		if (explicitKey) {
			if (keyComment) str += stringifyComment.lineComment(str, ctx.indent, commentString(keyComment));
			str = `? ${str}\n${indent}:`;
		} else {
			str = `${str}:`;
			if (keyComment) str += stringifyComment.lineComment(str, ctx.indent, commentString(keyComment));
		}
		let vsb, vcb, valueComment;
		if (identity.isNode(value)) {
			vsb = !!value.spaceBefore;
			vcb = value.commentBefore;
			valueComment = value.comment;
		} else {
			vsb = false;
			vcb = null;
			valueComment = null;
			if (value && typeof value === "object") value = doc.createNode(value);
		}
		ctx.implicitKey = false;
		if (!explicitKey && !keyComment && identity.isScalar(value)) ctx.indentAtStart = str.length + 1;
		chompKeep = false;
		if (!indentSeq && indentStep.length >= 2 && !ctx.inFlow && !explicitKey && identity.isSeq(value) && !value.flow && !value.tag && !value.anchor) ctx.indent = ctx.indent.substring(2);
		let valueCommentDone = false;
		const valueStr = stringify.stringify(value, ctx, () => valueCommentDone = true, () => chompKeep = true);
		let ws = " ";
		if (keyComment || vsb || vcb) {
			ws = vsb ? "\n" : "";
			if (vcb) {
				const cs = commentString(vcb);
				ws += `\n${stringifyComment.indentComment(cs, ctx.indent)}`;
			}
			if (valueStr === "" && !ctx.inFlow) {
				if (ws === "\n" && valueComment) ws = "\n\n";
			} else ws += `\n${ctx.indent}`;
		} else if (!explicitKey && identity.isCollection(value)) {
			const vs0 = valueStr[0];
			const nl0 = valueStr.indexOf("\n");
			const hasNewline = nl0 !== -1;
			const flow = ctx.inFlow ?? value.flow ?? value.items.length === 0;
			if (hasNewline || !flow) {
				let hasPropsLine = false;
				if (hasNewline && (vs0 === "&" || vs0 === "!")) {
					let sp0 = valueStr.indexOf(" ");
					if (vs0 === "&" && sp0 !== -1 && sp0 < nl0 && valueStr[sp0 + 1] === "!") sp0 = valueStr.indexOf(" ", sp0 + 1);
					if (sp0 === -1 || nl0 < sp0) hasPropsLine = true;
				}
				if (!hasPropsLine) ws = `\n${ctx.indent}`;
			}
		} else if (valueStr === "" || valueStr[0] === "\n") ws = "";
		str += ws + valueStr;
		if (ctx.inFlow) {
			if (valueCommentDone && onComment) onComment();
		} else if (valueComment && !valueCommentDone) str += stringifyComment.lineComment(str, ctx.indent, commentString(valueComment));
		else if (chompKeep && onChompKeep) onChompKeep();
		return str;
	}
	exports.stringifyPair = stringifyPair;
}));
// node_modules/yaml/dist/log.js
var require_log = __commonJSMin(((exports) => {
	var node_process = __require("process");
	function debug(logLevel, ...messages) {
		if (logLevel === "debug") console.log(...messages);
	}
	function warn(logLevel, warning) {
		if (logLevel === "debug" || logLevel === "warn") {
			if (typeof node_process.emitWarning === "function") node_process.emitWarning(warning);
			else console.warn(warning);
		}
	}
	exports.debug = debug;
	exports.warn = warn;
}));
// node_modules/yaml/dist/schema/yaml-1.1/merge.js
var require_merge = __commonJSMin(((exports) => {
	var identity = require_identity();
	var Scalar = require_Scalar();
	const MERGE_KEY = "<<";
	const merge = {
		identify: (value) => value === MERGE_KEY || typeof value === "symbol" && value.description === MERGE_KEY,
		default: "key",
		tag: "tag:yaml.org,2002:merge",
		test: /^<<$/,
		resolve: () => Object.assign(new Scalar.Scalar(Symbol(MERGE_KEY)), { addToJSMap: addMergeToJSMap }),
		stringify: () => MERGE_KEY
	};
	const isMergeKey = (ctx, key) => (merge.identify(key) || identity.isScalar(key) && (!key.type || key.type === Scalar.Scalar.PLAIN) && merge.identify(key.value)) && ctx?.doc.schema.tags.some((tag) => tag.tag === merge.tag && tag.default);
	function addMergeToJSMap(ctx, map, value) {
		const source = resolveAliasValue(ctx, value);
		if (identity.isSeq(source)) for (const it of source.items) mergeValue(ctx, map, it);
		else if (Array.isArray(source)) for (const it of source) mergeValue(ctx, map, it);
		else mergeValue(ctx, map, source);
	}
	function mergeValue(ctx, map, value) {
		const source = resolveAliasValue(ctx, value);
		if (!identity.isMap(source)) throw new Error("Merge sources must be maps or map aliases");
		const srcMap = source.toJSON(null, ctx, Map);
		for (const [key, value] of srcMap) if (map instanceof Map) {
			if (!map.has(key)) map.set(key, value);
		} else if (map instanceof Set) map.add(key);
		else if (!Object.prototype.hasOwnProperty.call(map, key)) Object.defineProperty(map, key, {
			value,
			writable: true,
			enumerable: true,
			configurable: true
		});
		return map;
	}
	function resolveAliasValue(ctx, value) {
		return ctx && identity.isAlias(value) ? value.resolve(ctx.doc, ctx) : value;
	}
	exports.addMergeToJSMap = addMergeToJSMap;
	exports.isMergeKey = isMergeKey;
	exports.merge = merge;
}));
// node_modules/yaml/dist/nodes/addPairToJSMap.js
var require_addPairToJSMap = __commonJSMin(((exports) => {
	var log = require_log();
	var merge = require_merge();
	var stringify = require_stringify();
	var identity = require_identity();
	var toJS = require_toJS();
	function addPairToJSMap(ctx, map, { key, value }) {
		if (identity.isNode(key) && key.addToJSMap) key.addToJSMap(ctx, map, value);
		else if (merge.isMergeKey(ctx, key)) merge.addMergeToJSMap(ctx, map, value);
		else {
			const jsKey = toJS.toJS(key, "", ctx);
			if (map instanceof Map) map.set(jsKey, toJS.toJS(value, jsKey, ctx));
			else if (map instanceof Set) map.add(jsKey);
			else {
				const stringKey = stringifyKey(key, jsKey, ctx);
				const jsValue = toJS.toJS(value, stringKey, ctx);
				if (stringKey in map) Object.defineProperty(map, stringKey, {
					value: jsValue,
					writable: true,
					enumerable: true,
					configurable: true
				});
				else map[stringKey] = jsValue;
			}
		}
		return map;
	}
	function stringifyKey(key, jsKey, ctx) {
		if (jsKey === null) return "";
		if (typeof jsKey !== "object") return String(jsKey);
		if (identity.isNode(key) && ctx?.doc) {
			const strCtx = stringify.createStringifyContext(ctx.doc, {});
			strCtx.anchors = new Set();
			for (const node of ctx.anchors.keys()) strCtx.anchors.add(node.anchor);
			strCtx.inFlow = true;
			strCtx.inStringifyKey = true;
			const strKey = key.toString(strCtx);
			if (!ctx.mapKeyWarned) {
				let jsonStr = JSON.stringify(strKey);
				if (jsonStr.length > 40) jsonStr = jsonStr.substring(0, 36) + "...\"";
				log.warn(ctx.doc.options.logLevel, `Keys with collection values will be stringified due to JS Object restrictions: ${jsonStr}. Set mapAsMap: true to use object keys.`);
				ctx.mapKeyWarned = true;
			}
			return strKey;
		}
		return JSON.stringify(jsKey);
	}
	exports.addPairToJSMap = addPairToJSMap;
}));
// node_modules/yaml/dist/nodes/Pair.js
var require_Pair = __commonJSMin(((exports) => {
	var createNode = require_createNode();
	var stringifyPair = require_stringifyPair();
	var addPairToJSMap = require_addPairToJSMap();
	var identity = require_identity();
	function createPair(key, value, ctx) {
		return new Pair(createNode.createNode(key, void 0, ctx), createNode.createNode(value, void 0, ctx));
	}
	var Pair = class Pair {
		constructor(key, value = null) {
			Object.defineProperty(this, identity.NODE_TYPE, { value: identity.PAIR });
			this.key = key;
			this.value = value;
		}
		clone(schema) {
			let { key, value } = this;
			if (identity.isNode(key)) key = key.clone(schema);
			if (identity.isNode(value)) value = value.clone(schema);
			return new Pair(key, value);
		}
		toJSON(_, ctx) {
			const pair = ctx?.mapAsMap ? new Map() : {};
			return addPairToJSMap.addPairToJSMap(ctx, pair, this);
		}
		toString(ctx, onComment, onChompKeep) {
			return ctx?.doc ? stringifyPair.stringifyPair(this, ctx, onComment, onChompKeep) : JSON.stringify(this);
		}
	};
	exports.Pair = Pair;
	exports.createPair = createPair;
}));
// node_modules/yaml/dist/stringify/stringifyCollection.js
var require_stringifyCollection = __commonJSMin(((exports) => {
	var identity = require_identity();
	var stringify = require_stringify();
	var stringifyComment = require_stringifyComment();
	function stringifyCollection(collection, ctx, options) {
		return (ctx.inFlow ?? collection.flow ? stringifyFlowCollection : stringifyBlockCollection)(collection, ctx, options);
	}
	function stringifyBlockCollection({ comment, items }, ctx, { blockItemPrefix, flowChars, itemIndent, onChompKeep, onComment }) {
		const { indent, options: { commentString } } = ctx;
		const itemCtx = Object.assign({}, ctx, {
			indent: itemIndent,
			type: null
		});
		let chompKeep = false;
		const lines = [];
		for (let i = 0; i < items.length; ++i) {
			const item = items[i];
			let comment = null;
			if (identity.isNode(item)) {
				if (!chompKeep && item.spaceBefore) lines.push("");
				addCommentBefore(ctx, lines, item.commentBefore, chompKeep);
				if (item.comment) comment = item.comment;
			} else if (identity.isPair(item)) {
				const ik = identity.isNode(item.key) ? item.key : null;
				if (ik) {
					if (!chompKeep && ik.spaceBefore) lines.push("");
					addCommentBefore(ctx, lines, ik.commentBefore, chompKeep);
				}
			}
			chompKeep = false;
			let str = stringify.stringify(item, itemCtx, () => comment = null, () => chompKeep = true);
			if (comment) str += stringifyComment.lineComment(str, itemIndent, commentString(comment));
			if (chompKeep && comment) chompKeep = false;
			lines.push(blockItemPrefix + str);
		}
		let str;
		if (lines.length === 0) str = flowChars.start + flowChars.end;
		else {
			str = lines[0];
			for (let i = 1; i < lines.length; ++i) {
				const line = lines[i];
				str += line ? `\n${indent}${line}` : "\n";
			}
		}
		if (comment) {
			str += "\n" + stringifyComment.indentComment(commentString(comment), indent);
			if (onComment) onComment();
		} else if (chompKeep && onChompKeep) onChompKeep();
		return str;
	}
	function stringifyFlowCollection({ items }, ctx, { flowChars, itemIndent }) {
		const { indent, indentStep, flowCollectionPadding: fcPadding, options: { commentString } } = ctx;
		itemIndent += indentStep;
		const itemCtx = Object.assign({}, ctx, {
			indent: itemIndent,
			inFlow: true,
			type: null
		});
		let reqNewline = false;
		let linesAtValue = 0;
		const lines = [];
		for (let i = 0; i < items.length; ++i) {
			const item = items[i];
			let comment = null;
			if (identity.isNode(item)) {
				if (item.spaceBefore) lines.push("");
				addCommentBefore(ctx, lines, item.commentBefore, false);
				if (item.comment) comment = item.comment;
			} else if (identity.isPair(item)) {
				const ik = identity.isNode(item.key) ? item.key : null;
				if (ik) {
					if (ik.spaceBefore) lines.push("");
					addCommentBefore(ctx, lines, ik.commentBefore, false);
					if (ik.comment) reqNewline = true;
				}
				const iv = identity.isNode(item.value) ? item.value : null;
				if (iv) {
					if (iv.comment) comment = iv.comment;
					if (iv.commentBefore) reqNewline = true;
				} else if (item.value == null && ik?.comment) comment = ik.comment;
			}
			if (comment) reqNewline = true;
			let str = stringify.stringify(item, itemCtx, () => comment = null);
			reqNewline || (reqNewline = lines.length > linesAtValue || str.includes("\n"));
			if (i < items.length - 1) str += ",";
			else if (ctx.options.trailingComma) {
				if (ctx.options.lineWidth > 0) reqNewline || (reqNewline = lines.reduce((sum, line) => sum + line.length + 2, 2) + (str.length + 2) > ctx.options.lineWidth);
				if (reqNewline) str += ",";
			}
			if (comment) str += stringifyComment.lineComment(str, itemIndent, commentString(comment));
			lines.push(str);
			linesAtValue = lines.length;
		}
		const { start, end } = flowChars;
		if (lines.length === 0) return start + end;
		else {
			if (!reqNewline) {
				const len = lines.reduce((sum, line) => sum + line.length + 2, 2);
				reqNewline = ctx.options.lineWidth > 0 && len > ctx.options.lineWidth;
			}
			if (reqNewline) {
				let str = start;
				for (const line of lines) str += line ? `\n${indentStep}${indent}${line}` : "\n";
				return `${str}\n${indent}${end}`;
			} else return `${start}${fcPadding}${lines.join(" ")}${fcPadding}${end}`;
		}
	}
	function addCommentBefore({ indent, options: { commentString } }, lines, comment, chompKeep) {
		if (comment && chompKeep) comment = comment.replace(/^\n+/, "");
		if (comment) {
			const ic = stringifyComment.indentComment(commentString(comment), indent);
			lines.push(ic.trimStart());
		}
	}
	exports.stringifyCollection = stringifyCollection;
}));
// node_modules/yaml/dist/nodes/YAMLMap.js
var require_YAMLMap = __commonJSMin(((exports) => {
	var stringifyCollection = require_stringifyCollection();
	var addPairToJSMap = require_addPairToJSMap();
	var Collection = require_Collection();
	var identity = require_identity();
	var Pair = require_Pair();
	var Scalar = require_Scalar();
	function findPair(items, key) {
		const k = identity.isScalar(key) ? key.value : key;
		for (const it of items) if (identity.isPair(it)) {
			if (it.key === key || it.key === k) return it;
			if (identity.isScalar(it.key) && it.key.value === k) return it;
		}
	}
	var YAMLMap = class extends Collection.Collection {
		static get tagName() {
			return "tag:yaml.org,2002:map";
		}
		constructor(schema) {
			super(identity.MAP, schema);
			this.items = [];
		}
		static from(schema, obj, ctx) {
			const { keepUndefined, replacer } = ctx;
			const map = new this(schema);
			const add = (key, value) => {
				if (typeof replacer === "function") value = replacer.call(obj, key, value);
				else if (Array.isArray(replacer) && !replacer.includes(key)) return;
				if (value !== void 0 || keepUndefined) map.items.push(Pair.createPair(key, value, ctx));
			};
			if (obj instanceof Map) for (const [key, value] of obj) add(key, value);
			else if (obj && typeof obj === "object") for (const key of Object.keys(obj)) add(key, obj[key]);
			if (typeof schema.sortMapEntries === "function") map.items.sort(schema.sortMapEntries);
			return map;
		}
		add(pair, overwrite) {
			let _pair;
			if (identity.isPair(pair)) _pair = pair;
			else if (!pair || typeof pair !== "object" || !("key" in pair)) _pair = new Pair.Pair(pair, pair?.value);
			else _pair = new Pair.Pair(pair.key, pair.value);
			const prev = findPair(this.items, _pair.key);
			const sortEntries = this.schema?.sortMapEntries;
			if (prev) {
				if (!overwrite) throw new Error(`Key ${_pair.key} already set`);
				if (identity.isScalar(prev.value) && Scalar.isScalarValue(_pair.value)) prev.value.value = _pair.value;
				else prev.value = _pair.value;
			} else if (sortEntries) {
				const i = this.items.findIndex((item) => sortEntries(_pair, item) < 0);
				if (i === -1) this.items.push(_pair);
				else this.items.splice(i, 0, _pair);
			} else this.items.push(_pair);
		}
		delete(key) {
			const it = findPair(this.items, key);
			if (!it) return false;
			return this.items.splice(this.items.indexOf(it), 1).length > 0;
		}
		get(key, keepScalar) {
			const node = findPair(this.items, key)?.value;
			return (!keepScalar && identity.isScalar(node) ? node.value : node) ?? void 0;
		}
		has(key) {
			return !!findPair(this.items, key);
		}
		set(key, value) {
			this.add(new Pair.Pair(key, value), true);
		}
		toJSON(_, ctx, Type) {
			const map = Type ? new Type() : ctx?.mapAsMap ? new Map() : {};
			if (ctx?.onCreate) ctx.onCreate(map);
			for (const item of this.items) addPairToJSMap.addPairToJSMap(ctx, map, item);
			return map;
		}
		toString(ctx, onComment, onChompKeep) {
			if (!ctx) return JSON.stringify(this);
			for (const item of this.items) if (!identity.isPair(item)) throw new Error(`Map items must all be pairs; found ${JSON.stringify(item)} instead`);
			if (!ctx.allNullValues && this.hasAllNullValues(false)) ctx = Object.assign({}, ctx, { allNullValues: true });
			return stringifyCollection.stringifyCollection(this, ctx, {
				blockItemPrefix: "",
				flowChars: {
					start: "{",
					end: "}"
				},
				itemIndent: ctx.indent || "",
				onChompKeep,
				onComment
			});
		}
	};
	exports.YAMLMap = YAMLMap;
	exports.findPair = findPair;
}));
// node_modules/yaml/dist/schema/common/map.js
var require_map = __commonJSMin(((exports) => {
	var identity = require_identity();
	var YAMLMap = require_YAMLMap();
	exports.map = {
		collection: "map",
		default: true,
		nodeClass: YAMLMap.YAMLMap,
		tag: "tag:yaml.org,2002:map",
		resolve(map, onError) {
			if (!identity.isMap(map)) onError("Expected a mapping for this tag");
			return map;
		},
		createNode: (schema, obj, ctx) => YAMLMap.YAMLMap.from(schema, obj, ctx)
	};
}));
// node_modules/yaml/dist/nodes/YAMLSeq.js
var require_YAMLSeq = __commonJSMin(((exports) => {
	var createNode = require_createNode();
	var stringifyCollection = require_stringifyCollection();
	var Collection = require_Collection();
	var identity = require_identity();
	var Scalar = require_Scalar();
	var toJS = require_toJS();
	var YAMLSeq = class extends Collection.Collection {
		static get tagName() {
			return "tag:yaml.org,2002:seq";
		}
		constructor(schema) {
			super(identity.SEQ, schema);
			this.items = [];
		}
		add(value) {
			this.items.push(value);
		}
		delete(key) {
			const idx = asItemIndex(key);
			if (typeof idx !== "number") return false;
			return this.items.splice(idx, 1).length > 0;
		}
		get(key, keepScalar) {
			const idx = asItemIndex(key);
			if (typeof idx !== "number") return void 0;
			const it = this.items[idx];
			return !keepScalar && identity.isScalar(it) ? it.value : it;
		}
		has(key) {
			const idx = asItemIndex(key);
			return typeof idx === "number" && idx < this.items.length;
		}
		set(key, value) {
			const idx = asItemIndex(key);
			if (typeof idx !== "number") throw new Error(`Expected a valid index, not ${key}.`);
			const prev = this.items[idx];
			if (identity.isScalar(prev) && Scalar.isScalarValue(value)) prev.value = value;
			else this.items[idx] = value;
		}
		toJSON(_, ctx) {
			const seq = [];
			if (ctx?.onCreate) ctx.onCreate(seq);
			let i = 0;
			for (const item of this.items) seq.push(toJS.toJS(item, String(i++), ctx));
			return seq;
		}
		toString(ctx, onComment, onChompKeep) {
			if (!ctx) return JSON.stringify(this);
			return stringifyCollection.stringifyCollection(this, ctx, {
				blockItemPrefix: "- ",
				flowChars: {
					start: "[",
					end: "]"
				},
				itemIndent: (ctx.indent || "") + "  ",
				onChompKeep,
				onComment
			});
		}
		static from(schema, obj, ctx) {
			const { replacer } = ctx;
			const seq = new this(schema);
			if (obj && Symbol.iterator in Object(obj)) {
				let i = 0;
				for (let it of obj) {
					if (typeof replacer === "function") {
						const key = obj instanceof Set ? it : String(i++);
						it = replacer.call(obj, key, it);
					}
					seq.items.push(createNode.createNode(it, void 0, ctx));
				}
			}
			return seq;
		}
	};
	function asItemIndex(key) {
		let idx = identity.isScalar(key) ? key.value : key;
		if (idx && typeof idx === "string") idx = Number(idx);
		return typeof idx === "number" && Number.isInteger(idx) && idx >= 0 ? idx : null;
	}
	exports.YAMLSeq = YAMLSeq;
}));
// node_modules/yaml/dist/schema/common/seq.js
var require_seq = __commonJSMin(((exports) => {
	var identity = require_identity();
	var YAMLSeq = require_YAMLSeq();
	exports.seq = {
		collection: "seq",
		default: true,
		nodeClass: YAMLSeq.YAMLSeq,
		tag: "tag:yaml.org,2002:seq",
		resolve(seq, onError) {
			if (!identity.isSeq(seq)) onError("Expected a sequence for this tag");
			return seq;
		},
		createNode: (schema, obj, ctx) => YAMLSeq.YAMLSeq.from(schema, obj, ctx)
	};
}));
// node_modules/yaml/dist/schema/common/string.js
var require_string = __commonJSMin(((exports) => {
	var stringifyString = require_stringifyString();
	exports.string = {
		identify: (value) => typeof value === "string",
		default: true,
		tag: "tag:yaml.org,2002:str",
		resolve: (str) => str,
		stringify(item, ctx, onComment, onChompKeep) {
			ctx = Object.assign({ actualString: true }, ctx);
			return stringifyString.stringifyString(item, ctx, onComment, onChompKeep);
		}
	};
}));
// node_modules/yaml/dist/schema/common/null.js
var require_null = __commonJSMin(((exports) => {
	var Scalar = require_Scalar();
	const nullTag = {
		identify: (value) => value == null,
		createNode: () => new Scalar.Scalar(null),
		default: true,
		tag: "tag:yaml.org,2002:null",
		test: /^(?:~|[Nn]ull|NULL)?$/,
		resolve: () => new Scalar.Scalar(null),
		stringify: ({ source }, ctx) => typeof source === "string" && nullTag.test.test(source) ? source : ctx.options.nullStr
	};
	exports.nullTag = nullTag;
}));
// node_modules/yaml/dist/schema/core/bool.js
var require_bool$1 = __commonJSMin(((exports) => {
	var Scalar = require_Scalar();
	const boolTag = {
		identify: (value) => typeof value === "boolean",
		default: true,
		tag: "tag:yaml.org,2002:bool",
		test: /^(?:[Tt]rue|TRUE|[Ff]alse|FALSE)$/,
		resolve: (str) => new Scalar.Scalar(str[0] === "t" || str[0] === "T"),
		stringify({ source, value }, ctx) {
			if (source && boolTag.test.test(source)) {
				if (value === (source[0] === "t" || source[0] === "T")) return source;
			}
			return value ? ctx.options.trueStr : ctx.options.falseStr;
		}
	};
	exports.boolTag = boolTag;
}));
// node_modules/yaml/dist/stringify/stringifyNumber.js
var require_stringifyNumber = __commonJSMin(((exports) => {
	function stringifyNumber({ format, minFractionDigits, tag, value }) {
		if (typeof value === "bigint") return String(value);
		const num = typeof value === "number" ? value : Number(value);
		if (!isFinite(num)) return isNaN(num) ? ".nan" : num < 0 ? "-.inf" : ".inf";
		let n = Object.is(value, -0) ? "-0" : JSON.stringify(value);
		if (!format && minFractionDigits && (!tag || tag === "tag:yaml.org,2002:float") && /^-?\d/.test(n) && !n.includes("e")) {
			let i = n.indexOf(".");
			if (i < 0) {
				i = n.length;
				n += ".";
			}
			let d = minFractionDigits - (n.length - i - 1);
			while (d-- > 0) n += "0";
		}
		return n;
	}
	exports.stringifyNumber = stringifyNumber;
}));
// node_modules/yaml/dist/schema/core/float.js
var require_float$1 = __commonJSMin(((exports) => {
	var Scalar = require_Scalar();
	var stringifyNumber = require_stringifyNumber();
	const floatNaN = {
		identify: (value) => typeof value === "number",
		default: true,
		tag: "tag:yaml.org,2002:float",
		test: /^(?:[-+]?\.(?:inf|Inf|INF)|\.nan|\.NaN|\.NAN)$/,
		resolve: (str) => str.slice(-3).toLowerCase() === "nan" ? NaN : str[0] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY,
		stringify: stringifyNumber.stringifyNumber
	};
	const floatExp = {
		identify: (value) => typeof value === "number",
		default: true,
		tag: "tag:yaml.org,2002:float",
		format: "EXP",
		test: /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)[eE][-+]?[0-9]+$/,
		resolve: (str) => parseFloat(str),
		stringify(node) {
			const num = Number(node.value);
			return isFinite(num) ? num.toExponential() : stringifyNumber.stringifyNumber(node);
		}
	};
	exports.float = {
		identify: (value) => typeof value === "number",
		default: true,
		tag: "tag:yaml.org,2002:float",
		test: /^[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)$/,
		resolve(str) {
			const node = new Scalar.Scalar(parseFloat(str));
			const dot = str.indexOf(".");
			if (dot !== -1 && str[str.length - 1] === "0") node.minFractionDigits = str.length - dot - 1;
			return node;
		},
		stringify: stringifyNumber.stringifyNumber
	};
	exports.floatExp = floatExp;
	exports.floatNaN = floatNaN;
}));
// node_modules/yaml/dist/schema/core/int.js
var require_int$1 = __commonJSMin(((exports) => {
	var stringifyNumber = require_stringifyNumber();
	const intIdentify = (value) => typeof value === "bigint" || Number.isInteger(value);
	const intResolve = (str, offset, radix, { intAsBigInt }) => intAsBigInt ? BigInt(str) : parseInt(str.substring(offset), radix);
	function intStringify(node, radix, prefix) {
		const { value } = node;
		if (intIdentify(value) && value >= 0) return prefix + value.toString(radix);
		return stringifyNumber.stringifyNumber(node);
	}
	const intOct = {
		identify: (value) => intIdentify(value) && value >= 0,
		default: true,
		tag: "tag:yaml.org,2002:int",
		format: "OCT",
		test: /^0o[0-7]+$/,
		resolve: (str, _onError, opt) => intResolve(str, 2, 8, opt),
		stringify: (node) => intStringify(node, 8, "0o")
	};
	const int = {
		identify: intIdentify,
		default: true,
		tag: "tag:yaml.org,2002:int",
		test: /^[-+]?[0-9]+$/,
		resolve: (str, _onError, opt) => intResolve(str, 0, 10, opt),
		stringify: stringifyNumber.stringifyNumber
	};
	const intHex = {
		identify: (value) => intIdentify(value) && value >= 0,
		default: true,
		tag: "tag:yaml.org,2002:int",
		format: "HEX",
		test: /^0x[0-9a-fA-F]+$/,
		resolve: (str, _onError, opt) => intResolve(str, 2, 16, opt),
		stringify: (node) => intStringify(node, 16, "0x")
	};
	exports.int = int;
	exports.intHex = intHex;
	exports.intOct = intOct;
}));
// node_modules/yaml/dist/schema/core/schema.js
var require_schema$2 = __commonJSMin(((exports) => {
	var map = require_map();
	var _null = require_null();
	var seq = require_seq();
	var string = require_string();
	var bool = require_bool$1();
	var float = require_float$1();
	var int = require_int$1();
	exports.schema = [
		map.map,
		seq.seq,
		string.string,
		_null.nullTag,
		bool.boolTag,
		int.intOct,
		int.int,
		int.intHex,
		float.floatNaN,
		float.floatExp,
		float.float
	];
}));
// node_modules/yaml/dist/schema/json/schema.js
var require_schema$1 = __commonJSMin(((exports) => {
	var Scalar = require_Scalar();
	var map = require_map();
	var seq = require_seq();
	function intIdentify(value) {
		return typeof value === "bigint" || Number.isInteger(value);
	}
	const stringifyJSON = ({ value }) => JSON.stringify(value);
	const jsonScalars = [
		{
			identify: (value) => typeof value === "string",
			default: true,
			tag: "tag:yaml.org,2002:str",
			resolve: (str) => str,
			stringify: stringifyJSON
		},
		{
			identify: (value) => value == null,
			createNode: () => new Scalar.Scalar(null),
			default: true,
			tag: "tag:yaml.org,2002:null",
			test: /^null$/,
			resolve: () => null,
			stringify: stringifyJSON
		},
		{
			identify: (value) => typeof value === "boolean",
			default: true,
			tag: "tag:yaml.org,2002:bool",
			test: /^true$|^false$/,
			resolve: (str) => str === "true",
			stringify: stringifyJSON
		},
		{
			identify: intIdentify,
			default: true,
			tag: "tag:yaml.org,2002:int",
			test: /^-?(?:0|[1-9][0-9]*)$/,
			resolve: (str, _onError, { intAsBigInt }) => intAsBigInt ? BigInt(str) : parseInt(str, 10),
			stringify: ({ value }) => intIdentify(value) ? value.toString() : JSON.stringify(value)
		},
		{
			identify: (value) => typeof value === "number",
			default: true,
			tag: "tag:yaml.org,2002:float",
			test: /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?$/,
			resolve: (str) => parseFloat(str),
			stringify: stringifyJSON
		}
	];
	exports.schema = [map.map, seq.seq].concat(jsonScalars, {
		default: true,
		tag: "",
		test: /^/,
		resolve(str, onError) {
			onError(`Unresolved plain scalar ${JSON.stringify(str)}`);
			return str;
		}
	});
}));
// node_modules/yaml/dist/schema/yaml-1.1/binary.js
var require_binary = __commonJSMin(((exports) => {
	var node_buffer = __require("buffer");
	var Scalar = require_Scalar();
	var stringifyString = require_stringifyString();
	exports.binary = {
		identify: (value) => value instanceof Uint8Array,
		default: false,
		tag: "tag:yaml.org,2002:binary",
		resolve(src, onError) {
			if (typeof node_buffer.Buffer === "function") return node_buffer.Buffer.from(src, "base64");
			else if (typeof atob === "function") {
				const str = atob(src.replace(/[\n\r]/g, ""));
				const buffer = new Uint8Array(str.length);
				for (let i = 0; i < str.length; ++i) buffer[i] = str.charCodeAt(i);
				return buffer;
			} else {
				onError("This environment does not support reading binary tags; either Buffer or atob is required");
				return src;
			}
		},
		stringify({ comment, type, value }, ctx, onComment, onChompKeep) {
			if (!value) return "";
			const buf = value;
			let str;
			if (typeof node_buffer.Buffer === "function") str = buf instanceof node_buffer.Buffer ? buf.toString("base64") : node_buffer.Buffer.from(buf.buffer).toString("base64");
			else if (typeof btoa === "function") {
				let s = "";
				for (let i = 0; i < buf.length; ++i) s += String.fromCharCode(buf[i]);
				str = btoa(s);
			} else throw new Error("This environment does not support writing binary tags; either Buffer or btoa is required");
			type ?? (type = Scalar.Scalar.BLOCK_LITERAL);
			if (type !== Scalar.Scalar.QUOTE_DOUBLE) {
				const lineWidth = Math.max(ctx.options.lineWidth - ctx.indent.length, ctx.options.minContentWidth);
				const n = Math.ceil(str.length / lineWidth);
				const lines = new Array(n);
				for (let i = 0, o = 0; i < n; ++i, o += lineWidth) lines[i] = str.substr(o, lineWidth);
				str = lines.join(type === Scalar.Scalar.BLOCK_LITERAL ? "\n" : " ");
			}
			return stringifyString.stringifyString({
				comment,
				type,
				value: str
			}, ctx, onComment, onChompKeep);
		}
	};
}));
// node_modules/yaml/dist/schema/yaml-1.1/pairs.js
var require_pairs = __commonJSMin(((exports) => {
	var identity = require_identity();
	var Pair = require_Pair();
	var Scalar = require_Scalar();
	var YAMLSeq = require_YAMLSeq();
	function resolvePairs(seq, onError) {
		if (identity.isSeq(seq)) for (let i = 0; i < seq.items.length; ++i) {
			let item = seq.items[i];
			if (identity.isPair(item)) continue;
			else if (identity.isMap(item)) {
				if (item.items.length > 1) onError("Each pair must have its own sequence indicator");
				const pair = item.items[0] || new Pair.Pair(new Scalar.Scalar(null));
				if (item.commentBefore) pair.key.commentBefore = pair.key.commentBefore ? `${item.commentBefore}\n${pair.key.commentBefore}` : item.commentBefore;
				if (item.comment) {
					const cn = pair.value ?? pair.key;
					cn.comment = cn.comment ? `${item.comment}\n${cn.comment}` : item.comment;
				}
				item = pair;
			}
			seq.items[i] = identity.isPair(item) ? item : new Pair.Pair(item);
		}
		else onError("Expected a sequence for this tag");
		return seq;
	}
	function createPairs(schema, iterable, ctx) {
		const { replacer } = ctx;
		const pairs = new YAMLSeq.YAMLSeq(schema);
		pairs.tag = "tag:yaml.org,2002:pairs";
		let i = 0;
		if (iterable && Symbol.iterator in Object(iterable)) for (let it of iterable) {
			if (typeof replacer === "function") it = replacer.call(iterable, String(i++), it);
			let key, value;
			if (Array.isArray(it)) {
				if (it.length === 2) {
					key = it[0];
					value = it[1];
				} else throw new TypeError(`Expected [key, value] tuple: ${it}`);
			} else if (it && it instanceof Object) {
				const keys = Object.keys(it);
				if (keys.length === 1) {
					key = keys[0];
					value = it[key];
				} else throw new TypeError(`Expected tuple with one key, not ${keys.length} keys`);
			} else key = it;
			pairs.items.push(Pair.createPair(key, value, ctx));
		}
		return pairs;
	}
	const pairs = {
		collection: "seq",
		default: false,
		tag: "tag:yaml.org,2002:pairs",
		resolve: resolvePairs,
		createNode: createPairs
	};
	exports.createPairs = createPairs;
	exports.pairs = pairs;
	exports.resolvePairs = resolvePairs;
}));
// node_modules/yaml/dist/schema/yaml-1.1/omap.js
var require_omap = __commonJSMin(((exports) => {
	var identity = require_identity();
	var toJS = require_toJS();
	var YAMLMap = require_YAMLMap();
	var YAMLSeq = require_YAMLSeq();
	var pairs = require_pairs();
	var YAMLOMap = class YAMLOMap extends YAMLSeq.YAMLSeq {
		constructor() {
			super();
			this.add = YAMLMap.YAMLMap.prototype.add.bind(this);
			this.delete = YAMLMap.YAMLMap.prototype.delete.bind(this);
			this.get = YAMLMap.YAMLMap.prototype.get.bind(this);
			this.has = YAMLMap.YAMLMap.prototype.has.bind(this);
			this.set = YAMLMap.YAMLMap.prototype.set.bind(this);
			this.tag = YAMLOMap.tag;
		}
		toJSON(_, ctx) {
			if (!ctx) return super.toJSON(_);
			const map = new Map();
			if (ctx?.onCreate) ctx.onCreate(map);
			for (const pair of this.items) {
				let key, value;
				if (identity.isPair(pair)) {
					key = toJS.toJS(pair.key, "", ctx);
					value = toJS.toJS(pair.value, key, ctx);
				} else key = toJS.toJS(pair, "", ctx);
				if (map.has(key)) throw new Error("Ordered maps must not include duplicate keys");
				map.set(key, value);
			}
			return map;
		}
		static from(schema, iterable, ctx) {
			const pairs$1 = pairs.createPairs(schema, iterable, ctx);
			const omap = new this();
			omap.items = pairs$1.items;
			return omap;
		}
	};
	YAMLOMap.tag = "tag:yaml.org,2002:omap";
	const omap = {
		collection: "seq",
		identify: (value) => value instanceof Map,
		nodeClass: YAMLOMap,
		default: false,
		tag: "tag:yaml.org,2002:omap",
		resolve(seq, onError) {
			const pairs$1 = pairs.resolvePairs(seq, onError);
			const seenKeys = [];
			for (const { key } of pairs$1.items) if (identity.isScalar(key)) {
				if (seenKeys.includes(key.value)) onError(`Ordered maps must not include duplicate keys: ${key.value}`);
				else seenKeys.push(key.value);
			}
			return Object.assign(new YAMLOMap(), pairs$1);
		},
		createNode: (schema, iterable, ctx) => YAMLOMap.from(schema, iterable, ctx)
	};
	exports.YAMLOMap = YAMLOMap;
	exports.omap = omap;
}));
// node_modules/yaml/dist/schema/yaml-1.1/bool.js
var require_bool = __commonJSMin(((exports) => {
	var Scalar = require_Scalar();
	function boolStringify({ value, source }, ctx) {
		if (source && (value ? trueTag : falseTag).test.test(source)) return source;
		return value ? ctx.options.trueStr : ctx.options.falseStr;
	}
	const trueTag = {
		identify: (value) => value === true,
		default: true,
		tag: "tag:yaml.org,2002:bool",
		test: /^(?:Y|y|[Yy]es|YES|[Tt]rue|TRUE|[Oo]n|ON)$/,
		resolve: () => new Scalar.Scalar(true),
		stringify: boolStringify
	};
	const falseTag = {
		identify: (value) => value === false,
		default: true,
		tag: "tag:yaml.org,2002:bool",
		test: /^(?:N|n|[Nn]o|NO|[Ff]alse|FALSE|[Oo]ff|OFF)$/,
		resolve: () => new Scalar.Scalar(false),
		stringify: boolStringify
	};
	exports.falseTag = falseTag;
	exports.trueTag = trueTag;
}));
// node_modules/yaml/dist/schema/yaml-1.1/float.js
var require_float = __commonJSMin(((exports) => {
	var Scalar = require_Scalar();
	var stringifyNumber = require_stringifyNumber();
	const floatNaN = {
		identify: (value) => typeof value === "number",
		default: true,
		tag: "tag:yaml.org,2002:float",
		test: /^(?:[-+]?\.(?:inf|Inf|INF)|\.nan|\.NaN|\.NAN)$/,
		resolve: (str) => str.slice(-3).toLowerCase() === "nan" ? NaN : str[0] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY,
		stringify: stringifyNumber.stringifyNumber
	};
	const floatExp = {
		identify: (value) => typeof value === "number",
		default: true,
		tag: "tag:yaml.org,2002:float",
		format: "EXP",
		test: /^[-+]?(?:[0-9][0-9_]*)?(?:\.[0-9_]*)?[eE][-+]?[0-9]+$/,
		resolve: (str) => parseFloat(str.replace(/_/g, "")),
		stringify(node) {
			const num = Number(node.value);
			return isFinite(num) ? num.toExponential() : stringifyNumber.stringifyNumber(node);
		}
	};
	exports.float = {
		identify: (value) => typeof value === "number",
		default: true,
		tag: "tag:yaml.org,2002:float",
		test: /^[-+]?(?:[0-9][0-9_]*)?\.[0-9_]*$/,
		resolve(str) {
			const node = new Scalar.Scalar(parseFloat(str.replace(/_/g, "")));
			const dot = str.indexOf(".");
			if (dot !== -1) {
				const f = str.substring(dot + 1).replace(/_/g, "");
				if (f[f.length - 1] === "0") node.minFractionDigits = f.length;
			}
			return node;
		},
		stringify: stringifyNumber.stringifyNumber
	};
	exports.floatExp = floatExp;
	exports.floatNaN = floatNaN;
}));
// node_modules/yaml/dist/schema/yaml-1.1/int.js
var require_int = __commonJSMin(((exports) => {
	var stringifyNumber = require_stringifyNumber();
	const intIdentify = (value) => typeof value === "bigint" || Number.isInteger(value);
	function intResolve(str, offset, radix, { intAsBigInt }) {
		const sign = str[0];
		if (sign === "-" || sign === "+") offset += 1;
		str = str.substring(offset).replace(/_/g, "");
		if (intAsBigInt) {
			switch (radix) {
				case 2:
					str = `0b${str}`;
					break;
				case 8:
					str = `0o${str}`;
					break;
				case 16: str = `0x${str}`;
			}
			const n = BigInt(str);
			return sign === "-" ? BigInt(-1) * n : n;
		}
		const n = parseInt(str, radix);
		return sign === "-" ? -1 * n : n;
	}
	function intStringify(node, radix, prefix) {
		const { value } = node;
		if (intIdentify(value)) {
			const str = value.toString(radix);
			return value < 0 ? "-" + prefix + str.substr(1) : prefix + str;
		}
		return stringifyNumber.stringifyNumber(node);
	}
	const intBin = {
		identify: intIdentify,
		default: true,
		tag: "tag:yaml.org,2002:int",
		format: "BIN",
		test: /^[-+]?0b[0-1_]+$/,
		resolve: (str, _onError, opt) => intResolve(str, 2, 2, opt),
		stringify: (node) => intStringify(node, 2, "0b")
	};
	const intOct = {
		identify: intIdentify,
		default: true,
		tag: "tag:yaml.org,2002:int",
		format: "OCT",
		test: /^[-+]?0[0-7_]+$/,
		resolve: (str, _onError, opt) => intResolve(str, 1, 8, opt),
		stringify: (node) => intStringify(node, 8, "0")
	};
	const int = {
		identify: intIdentify,
		default: true,
		tag: "tag:yaml.org,2002:int",
		test: /^[-+]?[0-9][0-9_]*$/,
		resolve: (str, _onError, opt) => intResolve(str, 0, 10, opt),
		stringify: stringifyNumber.stringifyNumber
	};
	const intHex = {
		identify: intIdentify,
		default: true,
		tag: "tag:yaml.org,2002:int",
		format: "HEX",
		test: /^[-+]?0x[0-9a-fA-F_]+$/,
		resolve: (str, _onError, opt) => intResolve(str, 2, 16, opt),
		stringify: (node) => intStringify(node, 16, "0x")
	};
	exports.int = int;
	exports.intBin = intBin;
	exports.intHex = intHex;
	exports.intOct = intOct;
}));
// node_modules/yaml/dist/schema/yaml-1.1/set.js
var require_set = __commonJSMin(((exports) => {
	var identity = require_identity();
	var Pair = require_Pair();
	var YAMLMap = require_YAMLMap();
	var YAMLSet = class YAMLSet extends YAMLMap.YAMLMap {
		constructor(schema) {
			super(schema);
			this.tag = YAMLSet.tag;
		}
		add(key) {
			let pair;
			if (identity.isPair(key)) pair = key;
			else if (key && typeof key === "object" && "key" in key && "value" in key && key.value === null) pair = new Pair.Pair(key.key, null);
			else pair = new Pair.Pair(key, null);
			if (!YAMLMap.findPair(this.items, pair.key)) this.items.push(pair);
		}
		get(key, keepPair) {
			const pair = YAMLMap.findPair(this.items, key);
			return !keepPair && identity.isPair(pair) ? identity.isScalar(pair.key) ? pair.key.value : pair.key : pair;
		}
		set(key, value) {
			if (typeof value !== "boolean") throw new Error(`Expected boolean value for set(key, value) in a YAML set, not ${typeof value}`);
			const prev = YAMLMap.findPair(this.items, key);
			if (prev && !value) this.items.splice(this.items.indexOf(prev), 1);
			else if (!prev && value) this.items.push(new Pair.Pair(key));
		}
		toJSON(_, ctx) {
			return super.toJSON(_, ctx, Set);
		}
		toString(ctx, onComment, onChompKeep) {
			if (!ctx) return JSON.stringify(this);
			if (this.hasAllNullValues(true)) return super.toString(Object.assign({}, ctx, { allNullValues: true }), onComment, onChompKeep);
			else throw new Error("Set items must all have null values");
		}
		static from(schema, iterable, ctx) {
			const { replacer } = ctx;
			const set = new this(schema);
			if (iterable && Symbol.iterator in Object(iterable)) for (let value of iterable) {
				if (typeof replacer === "function") value = replacer.call(iterable, value, value);
				set.items.push(Pair.createPair(value, null, ctx));
			}
			return set;
		}
	};
	YAMLSet.tag = "tag:yaml.org,2002:set";
	const set = {
		collection: "map",
		identify: (value) => value instanceof Set,
		nodeClass: YAMLSet,
		default: false,
		tag: "tag:yaml.org,2002:set",
		createNode: (schema, iterable, ctx) => YAMLSet.from(schema, iterable, ctx),
		resolve(map, onError) {
			if (identity.isMap(map)) {
				if (map.hasAllNullValues(true)) return Object.assign(new YAMLSet(), map);
				else onError("Set items must all have null values");
			} else onError("Expected a mapping for this tag");
			return map;
		}
	};
	exports.YAMLSet = YAMLSet;
	exports.set = set;
}));
// node_modules/yaml/dist/schema/yaml-1.1/timestamp.js
var require_timestamp = __commonJSMin(((exports) => {
	var stringifyNumber = require_stringifyNumber();
	function parseSexagesimal(str, asBigInt) {
		const sign = str[0];
		const parts = sign === "-" || sign === "+" ? str.substring(1) : str;
		const num = (n) => asBigInt ? BigInt(n) : Number(n);
		const res = parts.replace(/_/g, "").split(":").reduce((res, p) => res * num(60) + num(p), num(0));
		return sign === "-" ? num(-1) * res : res;
	}
	function stringifySexagesimal(node) {
		let { value } = node;
		let num = (n) => n;
		if (typeof value === "bigint") num = (n) => BigInt(n);
		else if (isNaN(value) || !isFinite(value)) return stringifyNumber.stringifyNumber(node);
		let sign = "";
		if (value < 0) {
			sign = "-";
			value *= num(-1);
		}
		const _60 = num(60);
		const parts = [value % _60];
		if (value < 60) parts.unshift(0);
		else {
			value = (value - parts[0]) / _60;
			parts.unshift(value % _60);
			if (value >= 60) {
				value = (value - parts[0]) / _60;
				parts.unshift(value);
			}
		}
		return sign + parts.map((n) => String(n).padStart(2, "0")).join(":").replace(/000000\d*$/, "");
	}
	const intTime = {
		identify: (value) => typeof value === "bigint" || Number.isInteger(value),
		default: true,
		tag: "tag:yaml.org,2002:int",
		format: "TIME",
		test: /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+$/,
		resolve: (str, _onError, { intAsBigInt }) => parseSexagesimal(str, intAsBigInt),
		stringify: stringifySexagesimal
	};
	const floatTime = {
		identify: (value) => typeof value === "number",
		default: true,
		tag: "tag:yaml.org,2002:float",
		format: "TIME",
		test: /^[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*$/,
		resolve: (str) => parseSexagesimal(str, false),
		stringify: stringifySexagesimal
	};
	const timestamp = {
		identify: (value) => value instanceof Date,
		default: true,
		tag: "tag:yaml.org,2002:timestamp",
		test: RegExp("^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:(?:t|T|[ \\t]+)([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2}(\\.[0-9]+)?)(?:[ \\t]*(Z|[-+][012]?[0-9](?::[0-9]{2})?))?)?$"),
		resolve(str) {
			const match = str.match(timestamp.test);
			if (!match) throw new Error("!!timestamp expects a date, starting with yyyy-mm-dd");
			const [, year, month, day, hour, minute, second] = match.map(Number);
			const millisec = match[7] ? Number((match[7] + "00").substr(1, 3)) : 0;
			let date = Date.UTC(year, month - 1, day, hour || 0, minute || 0, second || 0, millisec);
			const tz = match[8];
			if (tz && tz !== "Z") {
				let d = parseSexagesimal(tz, false);
				if (Math.abs(d) < 30) d *= 60;
				date -= 6e4 * d;
			}
			return new Date(date);
		},
		stringify: ({ value }) => value?.toISOString().replace(/(T00:00:00)?\.000Z$/, "") ?? ""
	};
	exports.floatTime = floatTime;
	exports.intTime = intTime;
	exports.timestamp = timestamp;
}));
// node_modules/yaml/dist/schema/yaml-1.1/schema.js
var require_schema = __commonJSMin(((exports) => {
	var map = require_map();
	var _null = require_null();
	var seq = require_seq();
	var string = require_string();
	var binary = require_binary();
	var bool = require_bool();
	var float = require_float();
	var int = require_int();
	var merge = require_merge();
	var omap = require_omap();
	var pairs = require_pairs();
	var set = require_set();
	var timestamp = require_timestamp();
	exports.schema = [
		map.map,
		seq.seq,
		string.string,
		_null.nullTag,
		bool.trueTag,
		bool.falseTag,
		int.intBin,
		int.intOct,
		int.int,
		int.intHex,
		float.floatNaN,
		float.floatExp,
		float.float,
		binary.binary,
		merge.merge,
		omap.omap,
		pairs.pairs,
		set.set,
		timestamp.intTime,
		timestamp.floatTime,
		timestamp.timestamp
	];
}));
// node_modules/yaml/dist/schema/tags.js
var require_tags = __commonJSMin(((exports) => {
	var map = require_map();
	var _null = require_null();
	var seq = require_seq();
	var string = require_string();
	var bool = require_bool$1();
	var float = require_float$1();
	var int = require_int$1();
	var schema = require_schema$2();
	var schema$1 = require_schema$1();
	var binary = require_binary();
	var merge = require_merge();
	var omap = require_omap();
	var pairs = require_pairs();
	var schema$2 = require_schema();
	var set = require_set();
	var timestamp = require_timestamp();
	const schemas = new Map([
		["core", schema.schema],
		["failsafe", [
			map.map,
			seq.seq,
			string.string
		]],
		["json", schema$1.schema],
		["yaml11", schema$2.schema],
		["yaml-1.1", schema$2.schema]
	]);
	const tagsByName = {
		binary: binary.binary,
		bool: bool.boolTag,
		float: float.float,
		floatExp: float.floatExp,
		floatNaN: float.floatNaN,
		floatTime: timestamp.floatTime,
		int: int.int,
		intHex: int.intHex,
		intOct: int.intOct,
		intTime: timestamp.intTime,
		map: map.map,
		merge: merge.merge,
		null: _null.nullTag,
		omap: omap.omap,
		pairs: pairs.pairs,
		seq: seq.seq,
		set: set.set,
		timestamp: timestamp.timestamp
	};
	const coreKnownTags = {
		"tag:yaml.org,2002:binary": binary.binary,
		"tag:yaml.org,2002:merge": merge.merge,
		"tag:yaml.org,2002:omap": omap.omap,
		"tag:yaml.org,2002:pairs": pairs.pairs,
		"tag:yaml.org,2002:set": set.set,
		"tag:yaml.org,2002:timestamp": timestamp.timestamp
	};
	function getTags(customTags, schemaName, addMergeTag) {
		const schemaTags = schemas.get(schemaName);
		if (schemaTags && !customTags) return addMergeTag && !schemaTags.includes(merge.merge) ? schemaTags.concat(merge.merge) : schemaTags.slice();
		let tags = schemaTags;
		if (!tags) {
			if (Array.isArray(customTags)) tags = [];
			else {
				const keys = Array.from(schemas.keys()).filter((key) => key !== "yaml11").map((key) => JSON.stringify(key)).join(", ");
				throw new Error(`Unknown schema "${schemaName}"; use one of ${keys} or define customTags array`);
			}
		}
		if (Array.isArray(customTags)) for (const tag of customTags) tags = tags.concat(tag);
		else if (typeof customTags === "function") tags = customTags(tags.slice());
		if (addMergeTag) tags = tags.concat(merge.merge);
		return tags.reduce((tags, tag) => {
			const tagObj = typeof tag === "string" ? tagsByName[tag] : tag;
			if (!tagObj) {
				const tagName = JSON.stringify(tag);
				const keys = Object.keys(tagsByName).map((key) => JSON.stringify(key)).join(", ");
				throw new Error(`Unknown custom tag ${tagName}; use one of ${keys}`);
			}
			if (!tags.includes(tagObj)) tags.push(tagObj);
			return tags;
		}, []);
	}
	exports.coreKnownTags = coreKnownTags;
	exports.getTags = getTags;
}));
// node_modules/yaml/dist/schema/Schema.js
var require_Schema = __commonJSMin(((exports) => {
	var identity = require_identity();
	var map = require_map();
	var seq = require_seq();
	var string = require_string();
	var tags = require_tags();
	const sortMapEntriesByKey = (a, b) => a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
	exports.Schema = class Schema {
		constructor({ compat, customTags, merge, resolveKnownTags, schema, sortMapEntries, toStringDefaults }) {
			this.compat = Array.isArray(compat) ? tags.getTags(compat, "compat") : compat ? tags.getTags(null, compat) : null;
			this.name = typeof schema === "string" && schema || "core";
			this.knownTags = resolveKnownTags ? tags.coreKnownTags : {};
			this.tags = tags.getTags(customTags, this.name, merge);
			this.toStringOptions = toStringDefaults ?? null;
			Object.defineProperty(this, identity.MAP, { value: map.map });
			Object.defineProperty(this, identity.SCALAR, { value: string.string });
			Object.defineProperty(this, identity.SEQ, { value: seq.seq });
			this.sortMapEntries = typeof sortMapEntries === "function" ? sortMapEntries : sortMapEntries === true ? sortMapEntriesByKey : null;
		}
		clone() {
			const copy = Object.create(Schema.prototype, Object.getOwnPropertyDescriptors(this));
			copy.tags = this.tags.slice();
			return copy;
		}
	};
}));
// node_modules/yaml/dist/stringify/stringifyDocument.js
var require_stringifyDocument = __commonJSMin(((exports) => {
	var identity = require_identity();
	var stringify = require_stringify();
	var stringifyComment = require_stringifyComment();
	function stringifyDocument(doc, options) {
		const lines = [];
		let hasDirectives = options.directives === true;
		if (options.directives !== false && doc.directives) {
			const dir = doc.directives.toString(doc);
			if (dir) {
				lines.push(dir);
				hasDirectives = true;
			} else if (doc.directives.docStart) hasDirectives = true;
		}
		if (hasDirectives) lines.push("---");
		const ctx = stringify.createStringifyContext(doc, options);
		const { commentString } = ctx.options;
		if (doc.commentBefore) {
			if (lines.length !== 1) lines.unshift("");
			const cs = commentString(doc.commentBefore);
			lines.unshift(stringifyComment.indentComment(cs, ""));
		}
		let chompKeep = false;
		let contentComment = null;
		if (doc.contents) {
			if (identity.isNode(doc.contents)) {
				if (doc.contents.spaceBefore && hasDirectives) lines.push("");
				if (doc.contents.commentBefore) {
					const cs = commentString(doc.contents.commentBefore);
					lines.push(stringifyComment.indentComment(cs, ""));
				}
				ctx.forceBlockIndent = !!doc.comment;
				contentComment = doc.contents.comment;
			}
			const onChompKeep = contentComment ? void 0 : () => chompKeep = true;
			let body = stringify.stringify(doc.contents, ctx, () => contentComment = null, onChompKeep);
			if (contentComment) body += stringifyComment.lineComment(body, "", commentString(contentComment));
			if ((body[0] === "|" || body[0] === ">") && lines[lines.length - 1] === "---") lines[lines.length - 1] = `--- ${body}`;
			else lines.push(body);
		} else lines.push(stringify.stringify(doc.contents, ctx));
		if (doc.directives?.docEnd) {
			if (doc.comment) {
				const cs = commentString(doc.comment);
				if (cs.includes("\n")) {
					lines.push("...");
					lines.push(stringifyComment.indentComment(cs, ""));
				} else lines.push(`... ${cs}`);
			} else lines.push("...");
		} else {
			let dc = doc.comment;
			if (dc && chompKeep) dc = dc.replace(/^\n+/, "");
			if (dc) {
				if ((!chompKeep || contentComment) && lines[lines.length - 1] !== "") lines.push("");
				lines.push(stringifyComment.indentComment(commentString(dc), ""));
			}
		}
		return lines.join("\n") + "\n";
	}
	exports.stringifyDocument = stringifyDocument;
}));
// node_modules/yaml/dist/doc/Document.js
var require_Document = __commonJSMin(((exports) => {
	var Alias = require_Alias();
	var Collection = require_Collection();
	var identity = require_identity();
	var Pair = require_Pair();
	var toJS = require_toJS();
	var Schema = require_Schema();
	var stringifyDocument = require_stringifyDocument();
	var anchors = require_anchors();
	var applyReviver = require_applyReviver();
	var createNode = require_createNode();
	var directives = require_directives();
	var Document = class Document {
		constructor(value, replacer, options) {
			this.commentBefore = null;
			this.comment = null;
			this.errors = [];
			this.warnings = [];
			Object.defineProperty(this, identity.NODE_TYPE, { value: identity.DOC });
			let _replacer = null;
			if (typeof replacer === "function" || Array.isArray(replacer)) _replacer = replacer;
			else if (options === void 0 && replacer) {
				options = replacer;
				replacer = void 0;
			}
			const opt = Object.assign({
				intAsBigInt: false,
				keepSourceTokens: false,
				logLevel: "warn",
				prettyErrors: true,
				strict: true,
				stringKeys: false,
				uniqueKeys: true,
				version: "1.2"
			}, options);
			this.options = opt;
			let { version } = opt;
			if (options?._directives) {
				this.directives = options._directives.atDocument();
				if (this.directives.yaml.explicit) version = this.directives.yaml.version;
			} else this.directives = new directives.Directives({ version });
			this.setSchema(version, options);
			this.contents = value === void 0 ? null : this.createNode(value, _replacer, options);
		}
		clone() {
			const copy = Object.create(Document.prototype, { [identity.NODE_TYPE]: { value: identity.DOC } });
			copy.commentBefore = this.commentBefore;
			copy.comment = this.comment;
			copy.errors = this.errors.slice();
			copy.warnings = this.warnings.slice();
			copy.options = Object.assign({}, this.options);
			if (this.directives) copy.directives = this.directives.clone();
			copy.schema = this.schema.clone();
			copy.contents = identity.isNode(this.contents) ? this.contents.clone(copy.schema) : this.contents;
			if (this.range) copy.range = this.range.slice();
			return copy;
		}
		add(value) {
			if (assertCollection(this.contents)) this.contents.add(value);
		}
		addIn(path, value) {
			if (assertCollection(this.contents)) this.contents.addIn(path, value);
		}
		createAlias(node, name) {
			if (!node.anchor) {
				const prev = anchors.anchorNames(this);
				node.anchor = !name || prev.has(name) ? anchors.findNewAnchor(name || "a", prev) : name;
			}
			return new Alias.Alias(node.anchor);
		}
		createNode(value, replacer, options) {
			let _replacer = void 0;
			if (typeof replacer === "function") {
				value = replacer.call({ "": value }, "", value);
				_replacer = replacer;
			} else if (Array.isArray(replacer)) {
				const keyToStr = (v) => typeof v === "number" || v instanceof String || v instanceof Number;
				const asStr = replacer.filter(keyToStr).map(String);
				if (asStr.length > 0) replacer = replacer.concat(asStr);
				_replacer = replacer;
			} else if (options === void 0 && replacer) {
				options = replacer;
				replacer = void 0;
			}
			const { aliasDuplicateObjects, anchorPrefix, flow, keepUndefined, onTagObj, tag } = options ?? {};
			const { onAnchor, setAnchors, sourceObjects } = anchors.createNodeAnchors(this, anchorPrefix || "a");
			const ctx = {
				aliasDuplicateObjects: aliasDuplicateObjects ?? true,
				keepUndefined: keepUndefined ?? false,
				onAnchor,
				onTagObj,
				replacer: _replacer,
				schema: this.schema,
				sourceObjects
			};
			const node = createNode.createNode(value, tag, ctx);
			if (flow && identity.isCollection(node)) node.flow = true;
			setAnchors();
			return node;
		}
		createPair(key, value, options = {}) {
			const k = this.createNode(key, null, options);
			const v = this.createNode(value, null, options);
			return new Pair.Pair(k, v);
		}
		delete(key) {
			return assertCollection(this.contents) ? this.contents.delete(key) : false;
		}
		deleteIn(path) {
			if (Collection.isEmptyPath(path)) {
				if (this.contents == null) return false;
				this.contents = null;
				return true;
			}
			return assertCollection(this.contents) ? this.contents.deleteIn(path) : false;
		}
		get(key, keepScalar) {
			return identity.isCollection(this.contents) ? this.contents.get(key, keepScalar) : void 0;
		}
		getIn(path, keepScalar) {
			if (Collection.isEmptyPath(path)) return !keepScalar && identity.isScalar(this.contents) ? this.contents.value : this.contents;
			return identity.isCollection(this.contents) ? this.contents.getIn(path, keepScalar) : void 0;
		}
		has(key) {
			return identity.isCollection(this.contents) ? this.contents.has(key) : false;
		}
		hasIn(path) {
			if (Collection.isEmptyPath(path)) return this.contents !== void 0;
			return identity.isCollection(this.contents) ? this.contents.hasIn(path) : false;
		}
		set(key, value) {
			if (this.contents == null) this.contents = Collection.collectionFromPath(this.schema, [key], value);
			else if (assertCollection(this.contents)) this.contents.set(key, value);
		}
		setIn(path, value) {
			if (Collection.isEmptyPath(path)) this.contents = value;
			else if (this.contents == null) this.contents = Collection.collectionFromPath(this.schema, Array.from(path), value);
			else if (assertCollection(this.contents)) this.contents.setIn(path, value);
		}
		setSchema(version, options = {}) {
			if (typeof version === "number") version = String(version);
			let opt;
			switch (version) {
				case "1.1":
					if (this.directives) this.directives.yaml.version = "1.1";
					else this.directives = new directives.Directives({ version: "1.1" });
					opt = {
						resolveKnownTags: false,
						schema: "yaml-1.1"
					};
					break;
				case "1.2":
				case "next":
					if (this.directives) this.directives.yaml.version = version;
					else this.directives = new directives.Directives({ version });
					opt = {
						resolveKnownTags: true,
						schema: "core"
					};
					break;
				case null:
					if (this.directives) delete this.directives;
					opt = null;
					break;
				default: {
					const sv = JSON.stringify(version);
					throw new Error(`Expected '1.1', '1.2' or null as first argument, but found: ${sv}`);
				}
			}
			if (options.schema instanceof Object) this.schema = options.schema;
			else if (opt) this.schema = new Schema.Schema(Object.assign(opt, options));
			else throw new Error(`With a null YAML version, the { schema: Schema } option is required`);
		}
		toJS({ json, jsonArg, mapAsMap, maxAliasCount, onAnchor, reviver } = {}) {
			const ctx = {
				anchors: new Map(),
				doc: this,
				keep: !json,
				mapAsMap: mapAsMap === true,
				mapKeyWarned: false,
				maxAliasCount: typeof maxAliasCount === "number" ? maxAliasCount : 100
			};
			const res = toJS.toJS(this.contents, jsonArg ?? "", ctx);
			if (typeof onAnchor === "function") for (const { count, res } of ctx.anchors.values()) onAnchor(res, count);
			return typeof reviver === "function" ? applyReviver.applyReviver(reviver, { "": res }, "", res) : res;
		}
		toJSON(jsonArg, onAnchor) {
			return this.toJS({
				json: true,
				jsonArg,
				mapAsMap: false,
				onAnchor
			});
		}
		toString(options = {}) {
			if (this.errors.length > 0) throw new Error("Document with errors cannot be stringified");
			if ("indent" in options && (!Number.isInteger(options.indent) || Number(options.indent) <= 0)) {
				const s = JSON.stringify(options.indent);
				throw new Error(`"indent" option must be a positive integer, not ${s}`);
			}
			return stringifyDocument.stringifyDocument(this, options);
		}
	};
	function assertCollection(contents) {
		if (identity.isCollection(contents)) return true;
		throw new Error("Expected a YAML collection as document contents");
	}
	exports.Document = Document;
}));
// node_modules/yaml/dist/errors.js
var require_errors = __commonJSMin(((exports) => {
	var YAMLError = class extends Error {
		constructor(name, pos, code, message) {
			super();
			this.name = name;
			this.code = code;
			this.message = message;
			this.pos = pos;
		}
	};
	var YAMLParseError = class extends YAMLError {
		constructor(pos, code, message) {
			super("YAMLParseError", pos, code, message);
		}
	};
	var YAMLWarning = class extends YAMLError {
		constructor(pos, code, message) {
			super("YAMLWarning", pos, code, message);
		}
	};
	const prettifyError = (src, lc) => (error) => {
		if (error.pos[0] === -1) return;
		error.linePos = error.pos.map((pos) => lc.linePos(pos));
		const { line, col } = error.linePos[0];
		error.message += ` at line ${line}, column ${col}`;
		let ci = col - 1;
		let lineStr = src.substring(lc.lineStarts[line - 1], lc.lineStarts[line]).replace(/[\n\r]+$/, "");
		if (ci >= 60 && lineStr.length > 80) {
			const trimStart = Math.min(ci - 39, lineStr.length - 79);
			lineStr = "…" + lineStr.substring(trimStart);
			ci -= trimStart - 1;
		}
		if (lineStr.length > 80) lineStr = lineStr.substring(0, 79) + "…";
		if (line > 1 && /^ *$/.test(lineStr.substring(0, ci))) {
			let prev = src.substring(lc.lineStarts[line - 2], lc.lineStarts[line - 1]);
			if (prev.length > 80) prev = prev.substring(0, 79) + "…\n";
			lineStr = prev + lineStr;
		}
		if (/[^ ]/.test(lineStr)) {
			let count = 1;
			const end = error.linePos[1];
			if (end?.line === line && end.col > col) count = Math.max(1, Math.min(end.col - col, 80 - ci));
			const pointer = " ".repeat(ci) + "^".repeat(count);
			error.message += `:\n\n${lineStr}\n${pointer}\n`;
		}
	};
	exports.YAMLError = YAMLError;
	exports.YAMLParseError = YAMLParseError;
	exports.YAMLWarning = YAMLWarning;
	exports.prettifyError = prettifyError;
}));
// node_modules/yaml/dist/compose/resolve-props.js
var require_resolve_props = __commonJSMin(((exports) => {
	function resolveProps(tokens, { flow, indicator, next, offset, onError, parentIndent, startOnNewline }) {
		let spaceBefore = false;
		let atNewline = startOnNewline;
		let hasSpace = startOnNewline;
		let comment = "";
		let commentSep = "";
		let hasNewline = false;
		let reqSpace = false;
		let tab = null;
		let anchor = null;
		let tag = null;
		let newlineAfterProp = null;
		let comma = null;
		let found = null;
		let start = null;
		for (const token of tokens) {
			if (reqSpace) {
				if (token.type !== "space" && token.type !== "newline" && token.type !== "comma") onError(token.offset, "MISSING_CHAR", "Tags and anchors must be separated from the next token by white space");
				reqSpace = false;
			}
			if (tab) {
				if (atNewline && token.type !== "comment" && token.type !== "newline") onError(tab, "TAB_AS_INDENT", "Tabs are not allowed as indentation");
				tab = null;
			}
			switch (token.type) {
				case "space":
					if (!flow && (indicator !== "doc-start" || next?.type !== "flow-collection") && token.source.includes("	")) tab = token;
					hasSpace = true;
					break;
				case "comment": {
					if (!hasSpace) onError(token, "MISSING_CHAR", "Comments must be separated from other tokens by white space characters");
					const cb = token.source.substring(1) || " ";
					if (!comment) comment = cb;
					else comment += commentSep + cb;
					commentSep = "";
					atNewline = false;
					break;
				}
				case "newline":
					if (atNewline) {
						if (comment) comment += token.source;
						else if (!found || indicator !== "seq-item-ind") spaceBefore = true;
					} else commentSep += token.source;
					atNewline = true;
					hasNewline = true;
					if (anchor || tag) newlineAfterProp = token;
					hasSpace = true;
					break;
				case "anchor":
					if (anchor) onError(token, "MULTIPLE_ANCHORS", "A node can have at most one anchor");
					if (token.source.endsWith(":")) onError(token.offset + token.source.length - 1, "BAD_ALIAS", "Anchor ending in : is ambiguous", true);
					anchor = token;
					start ?? (start = token.offset);
					atNewline = false;
					hasSpace = false;
					reqSpace = true;
					break;
				case "tag":
					if (tag) onError(token, "MULTIPLE_TAGS", "A node can have at most one tag");
					tag = token;
					start ?? (start = token.offset);
					atNewline = false;
					hasSpace = false;
					reqSpace = true;
					break;
				case indicator:
					if (anchor || tag) onError(token, "BAD_PROP_ORDER", `Anchors and tags must be after the ${token.source} indicator`);
					if (found) onError(token, "UNEXPECTED_TOKEN", `Unexpected ${token.source} in ${flow ?? "collection"}`);
					found = token;
					atNewline = indicator === "seq-item-ind" || indicator === "explicit-key-ind";
					hasSpace = false;
					break;
				case "comma": if (flow) {
					if (comma) onError(token, "UNEXPECTED_TOKEN", `Unexpected , in ${flow}`);
					comma = token;
					atNewline = false;
					hasSpace = false;
					break;
				}
				default:
					onError(token, "UNEXPECTED_TOKEN", `Unexpected ${token.type} token`);
					atNewline = false;
					hasSpace = false;
			}
		}
		const last = tokens[tokens.length - 1];
		const end = last ? last.offset + last.source.length : offset;
		if (reqSpace && next && next.type !== "space" && next.type !== "newline" && next.type !== "comma" && (next.type !== "scalar" || next.source !== "")) onError(next.offset, "MISSING_CHAR", "Tags and anchors must be separated from the next token by white space");
		if (tab && (atNewline && tab.indent <= parentIndent || next?.type === "block-map" || next?.type === "block-seq")) onError(tab, "TAB_AS_INDENT", "Tabs are not allowed as indentation");
		return {
			comma,
			found,
			spaceBefore,
			comment,
			hasNewline,
			anchor,
			tag,
			newlineAfterProp,
			end,
			start: start ?? end
		};
	}
	exports.resolveProps = resolveProps;
}));
// node_modules/yaml/dist/compose/util-contains-newline.js
var require_util_contains_newline = __commonJSMin(((exports) => {
	function containsNewline(key) {
		if (!key) return null;
		switch (key.type) {
			case "alias":
			case "scalar":
			case "double-quoted-scalar":
			case "single-quoted-scalar":
				if (key.source.includes("\n")) return true;
				if (key.end) {
					for (const st of key.end) if (st.type === "newline") return true;
				}
				return false;
			case "flow-collection":
				for (const it of key.items) {
					for (const st of it.start) if (st.type === "newline") return true;
					if (it.sep) {
						for (const st of it.sep) if (st.type === "newline") return true;
					}
					if (containsNewline(it.key) || containsNewline(it.value)) return true;
				}
				return false;
			default: return true;
		}
	}
	exports.containsNewline = containsNewline;
}));
// node_modules/yaml/dist/compose/util-flow-indent-check.js
var require_util_flow_indent_check = __commonJSMin(((exports) => {
	var utilContainsNewline = require_util_contains_newline();
	function flowIndentCheck(indent, fc, onError) {
		if (fc?.type === "flow-collection") {
			const end = fc.end[0];
			if (end.indent === indent && (end.source === "]" || end.source === "}") && utilContainsNewline.containsNewline(fc)) onError(end, "BAD_INDENT", "Flow end indicator should be more indented than parent", true);
		}
	}
	exports.flowIndentCheck = flowIndentCheck;
}));
// node_modules/yaml/dist/compose/util-map-includes.js
var require_util_map_includes = __commonJSMin(((exports) => {
	var identity = require_identity();
	function mapIncludes(ctx, items, search) {
		const { uniqueKeys } = ctx.options;
		if (uniqueKeys === false) return false;
		const isEqual = typeof uniqueKeys === "function" ? uniqueKeys : (a, b) => a === b || identity.isScalar(a) && identity.isScalar(b) && a.value === b.value;
		return items.some((pair) => isEqual(pair.key, search));
	}
	exports.mapIncludes = mapIncludes;
}));
// node_modules/yaml/dist/compose/resolve-block-map.js
var require_resolve_block_map = __commonJSMin(((exports) => {
	var Pair = require_Pair();
	var YAMLMap = require_YAMLMap();
	var resolveProps = require_resolve_props();
	var utilContainsNewline = require_util_contains_newline();
	var utilFlowIndentCheck = require_util_flow_indent_check();
	var utilMapIncludes = require_util_map_includes();
	const startColMsg = "All mapping items must start at the same column";
	function resolveBlockMap({ composeNode, composeEmptyNode }, ctx, bm, onError, tag) {
		const map = new ((tag?.nodeClass) ?? YAMLMap.YAMLMap)(ctx.schema);
		if (ctx.atRoot) ctx.atRoot = false;
		let offset = bm.offset;
		let commentEnd = null;
		for (const collItem of bm.items) {
			const { start, key, sep, value } = collItem;
			const keyProps = resolveProps.resolveProps(start, {
				indicator: "explicit-key-ind",
				next: key ?? sep?.[0],
				offset,
				onError,
				parentIndent: bm.indent,
				startOnNewline: true
			});
			const implicitKey = !keyProps.found;
			if (implicitKey) {
				if (key) {
					if (key.type === "block-seq") onError(offset, "BLOCK_AS_IMPLICIT_KEY", "A block sequence may not be used as an implicit map key");
					else if ("indent" in key && key.indent !== bm.indent) onError(offset, "BAD_INDENT", startColMsg);
				}
				if (!keyProps.anchor && !keyProps.tag && !sep) {
					commentEnd = keyProps.end;
					if (keyProps.comment) {
						if (map.comment) map.comment += "\n" + keyProps.comment;
						else map.comment = keyProps.comment;
					}
					continue;
				}
				if (keyProps.newlineAfterProp || utilContainsNewline.containsNewline(key)) onError(key ?? start[start.length - 1], "MULTILINE_IMPLICIT_KEY", "Implicit keys need to be on a single line");
			} else if (keyProps.found?.indent !== bm.indent) onError(offset, "BAD_INDENT", startColMsg);
			ctx.atKey = true;
			const keyStart = keyProps.end;
			const keyNode = key ? composeNode(ctx, key, keyProps, onError) : composeEmptyNode(ctx, keyStart, start, null, keyProps, onError);
			if (ctx.schema.compat) utilFlowIndentCheck.flowIndentCheck(bm.indent, key, onError);
			ctx.atKey = false;
			if (utilMapIncludes.mapIncludes(ctx, map.items, keyNode)) onError(keyStart, "DUPLICATE_KEY", "Map keys must be unique");
			const valueProps = resolveProps.resolveProps(sep ?? [], {
				indicator: "map-value-ind",
				next: value,
				offset: keyNode.range[2],
				onError,
				parentIndent: bm.indent,
				startOnNewline: !key || key.type === "block-scalar"
			});
			offset = valueProps.end;
			if (valueProps.found) {
				if (implicitKey) {
					if (value?.type === "block-map" && !valueProps.hasNewline) onError(offset, "BLOCK_AS_IMPLICIT_KEY", "Nested mappings are not allowed in compact mappings");
					if (ctx.options.strict && keyProps.start < valueProps.found.offset - 1024) onError(keyNode.range, "KEY_OVER_1024_CHARS", "The : indicator must be at most 1024 chars after the start of an implicit block mapping key");
				}
				const valueNode = value ? composeNode(ctx, value, valueProps, onError) : composeEmptyNode(ctx, offset, sep, null, valueProps, onError);
				if (ctx.schema.compat) utilFlowIndentCheck.flowIndentCheck(bm.indent, value, onError);
				offset = valueNode.range[2];
				const pair = new Pair.Pair(keyNode, valueNode);
				if (ctx.options.keepSourceTokens) pair.srcToken = collItem;
				map.items.push(pair);
			} else {
				if (implicitKey) onError(keyNode.range, "MISSING_CHAR", "Implicit map keys need to be followed by map values");
				if (valueProps.comment) {
					if (keyNode.comment) keyNode.comment += "\n" + valueProps.comment;
					else keyNode.comment = valueProps.comment;
				}
				const pair = new Pair.Pair(keyNode);
				if (ctx.options.keepSourceTokens) pair.srcToken = collItem;
				map.items.push(pair);
			}
		}
		if (commentEnd && commentEnd < offset) onError(commentEnd, "IMPOSSIBLE", "Map comment with trailing content");
		map.range = [
			bm.offset,
			offset,
			commentEnd ?? offset
		];
		return map;
	}
	exports.resolveBlockMap = resolveBlockMap;
}));
// node_modules/yaml/dist/compose/resolve-block-seq.js
var require_resolve_block_seq = __commonJSMin(((exports) => {
	var YAMLSeq = require_YAMLSeq();
	var resolveProps = require_resolve_props();
	var utilFlowIndentCheck = require_util_flow_indent_check();
	function resolveBlockSeq({ composeNode, composeEmptyNode }, ctx, bs, onError, tag) {
		const seq = new ((tag?.nodeClass) ?? YAMLSeq.YAMLSeq)(ctx.schema);
		if (ctx.atRoot) ctx.atRoot = false;
		if (ctx.atKey) ctx.atKey = false;
		let offset = bs.offset;
		let commentEnd = null;
		for (const { start, value } of bs.items) {
			const props = resolveProps.resolveProps(start, {
				indicator: "seq-item-ind",
				next: value,
				offset,
				onError,
				parentIndent: bs.indent,
				startOnNewline: true
			});
			if (!props.found) {
				if (props.anchor || props.tag || value) {
					if (value?.type === "block-seq") onError(props.end, "BAD_INDENT", "All sequence items must start at the same column");
					else onError(offset, "MISSING_CHAR", "Sequence item without - indicator");
				} else {
					commentEnd = props.end;
					if (props.comment) seq.comment = props.comment;
					continue;
				}
			}
			const node = value ? composeNode(ctx, value, props, onError) : composeEmptyNode(ctx, props.end, start, null, props, onError);
			if (ctx.schema.compat) utilFlowIndentCheck.flowIndentCheck(bs.indent, value, onError);
			offset = node.range[2];
			seq.items.push(node);
		}
		seq.range = [
			bs.offset,
			offset,
			commentEnd ?? offset
		];
		return seq;
	}
	exports.resolveBlockSeq = resolveBlockSeq;
}));
// node_modules/yaml/dist/compose/resolve-end.js
var require_resolve_end = __commonJSMin(((exports) => {
	function resolveEnd(end, offset, reqSpace, onError) {
		let comment = "";
		if (end) {
			let hasSpace = false;
			let sep = "";
			for (const token of end) {
				const { source, type } = token;
				switch (type) {
					case "space":
						hasSpace = true;
						break;
					case "comment": {
						if (reqSpace && !hasSpace) onError(token, "MISSING_CHAR", "Comments must be separated from other tokens by white space characters");
						const cb = source.substring(1) || " ";
						if (!comment) comment = cb;
						else comment += sep + cb;
						sep = "";
						break;
					}
					case "newline":
						if (comment) sep += source;
						hasSpace = true;
						break;
					default: onError(token, "UNEXPECTED_TOKEN", `Unexpected ${type} at node end`);
				}
				offset += source.length;
			}
		}
		return {
			comment,
			offset
		};
	}
	exports.resolveEnd = resolveEnd;
}));
// node_modules/yaml/dist/compose/resolve-flow-collection.js
var require_resolve_flow_collection = __commonJSMin(((exports) => {
	var identity = require_identity();
	var Pair = require_Pair();
	var YAMLMap = require_YAMLMap();
	var YAMLSeq = require_YAMLSeq();
	var resolveEnd = require_resolve_end();
	var resolveProps = require_resolve_props();
	var utilContainsNewline = require_util_contains_newline();
	var utilMapIncludes = require_util_map_includes();
	const blockMsg = "Block collections are not allowed within flow collections";
	const isBlock = (token) => token && (token.type === "block-map" || token.type === "block-seq");
	function resolveFlowCollection({ composeNode, composeEmptyNode }, ctx, fc, onError, tag) {
		const isMap = fc.start.source === "{";
		const fcName = isMap ? "flow map" : "flow sequence";
		const coll = new ((tag?.nodeClass) ?? (isMap ? YAMLMap.YAMLMap : YAMLSeq.YAMLSeq))(ctx.schema);
		coll.flow = true;
		const atRoot = ctx.atRoot;
		if (atRoot) ctx.atRoot = false;
		if (ctx.atKey) ctx.atKey = false;
		let offset = fc.offset + fc.start.source.length;
		for (let i = 0; i < fc.items.length; ++i) {
			const collItem = fc.items[i];
			const { start, key, sep, value } = collItem;
			const props = resolveProps.resolveProps(start, {
				flow: fcName,
				indicator: "explicit-key-ind",
				next: key ?? sep?.[0],
				offset,
				onError,
				parentIndent: fc.indent,
				startOnNewline: false
			});
			if (!props.found) {
				if (!props.anchor && !props.tag && !sep && !value) {
					if (i === 0 && props.comma) onError(props.comma, "UNEXPECTED_TOKEN", `Unexpected , in ${fcName}`);
					else if (i < fc.items.length - 1) onError(props.start, "UNEXPECTED_TOKEN", `Unexpected empty item in ${fcName}`);
					if (props.comment) {
						if (coll.comment) coll.comment += "\n" + props.comment;
						else coll.comment = props.comment;
					}
					offset = props.end;
					continue;
				}
				if (!isMap && ctx.options.strict && utilContainsNewline.containsNewline(key)) onError(key, "MULTILINE_IMPLICIT_KEY", "Implicit keys of flow sequence pairs need to be on a single line");
			}
			if (i === 0) {
				if (props.comma) onError(props.comma, "UNEXPECTED_TOKEN", `Unexpected , in ${fcName}`);
			} else {
				if (!props.comma) onError(props.start, "MISSING_CHAR", `Missing , between ${fcName} items`);
				if (props.comment) {
					let prevItemComment = "";
					loop: for (const st of start) switch (st.type) {
						case "comma":
						case "space": break;
						case "comment":
							prevItemComment = st.source.substring(1);
							break loop;
						default: break loop;
					}
					if (prevItemComment) {
						let prev = coll.items[coll.items.length - 1];
						if (identity.isPair(prev)) prev = prev.value ?? prev.key;
						if (prev.comment) prev.comment += "\n" + prevItemComment;
						else prev.comment = prevItemComment;
						props.comment = props.comment.substring(prevItemComment.length + 1);
					}
				}
			}
			if (!isMap && !sep && !props.found) {
				const valueNode = value ? composeNode(ctx, value, props, onError) : composeEmptyNode(ctx, props.end, sep, null, props, onError);
				coll.items.push(valueNode);
				offset = valueNode.range[2];
				if (isBlock(value)) onError(valueNode.range, "BLOCK_IN_FLOW", blockMsg);
			} else {
				ctx.atKey = true;
				const keyStart = props.end;
				const keyNode = key ? composeNode(ctx, key, props, onError) : composeEmptyNode(ctx, keyStart, start, null, props, onError);
				if (isBlock(key)) onError(keyNode.range, "BLOCK_IN_FLOW", blockMsg);
				ctx.atKey = false;
				const valueProps = resolveProps.resolveProps(sep ?? [], {
					flow: fcName,
					indicator: "map-value-ind",
					next: value,
					offset: keyNode.range[2],
					onError,
					parentIndent: fc.indent,
					startOnNewline: false
				});
				if (valueProps.found) {
					if (!isMap && !props.found && ctx.options.strict) {
						if (sep) for (const st of sep) {
							if (st === valueProps.found) break;
							if (st.type === "newline") {
								onError(st, "MULTILINE_IMPLICIT_KEY", "Implicit keys of flow sequence pairs need to be on a single line");
								break;
							}
						}
						if (props.start < valueProps.found.offset - 1024) onError(valueProps.found, "KEY_OVER_1024_CHARS", "The : indicator must be at most 1024 chars after the start of an implicit flow sequence key");
					}
				} else if (value) {
					if ("source" in value && value.source?.[0] === ":") onError(value, "MISSING_CHAR", `Missing space after : in ${fcName}`);
					else onError(valueProps.start, "MISSING_CHAR", `Missing , or : between ${fcName} items`);
				}
				const valueNode = value ? composeNode(ctx, value, valueProps, onError) : valueProps.found ? composeEmptyNode(ctx, valueProps.end, sep, null, valueProps, onError) : null;
				if (valueNode) {
					if (isBlock(value)) onError(valueNode.range, "BLOCK_IN_FLOW", blockMsg);
				} else if (valueProps.comment) {
					if (keyNode.comment) keyNode.comment += "\n" + valueProps.comment;
					else keyNode.comment = valueProps.comment;
				}
				const pair = new Pair.Pair(keyNode, valueNode);
				if (ctx.options.keepSourceTokens) pair.srcToken = collItem;
				if (isMap) {
					const map = coll;
					if (utilMapIncludes.mapIncludes(ctx, map.items, keyNode)) onError(keyStart, "DUPLICATE_KEY", "Map keys must be unique");
					map.items.push(pair);
				} else {
					const map = new YAMLMap.YAMLMap(ctx.schema);
					map.flow = true;
					map.items.push(pair);
					const endRange = (valueNode ?? keyNode).range;
					map.range = [
						keyNode.range[0],
						endRange[1],
						endRange[2]
					];
					coll.items.push(map);
				}
				offset = valueNode ? valueNode.range[2] : valueProps.end;
			}
		}
		const expectedEnd = isMap ? "}" : "]";
		const [ce, ...ee] = fc.end;
		let cePos = offset;
		if (ce?.source === expectedEnd) cePos = ce.offset + ce.source.length;
		else {
			const name = fcName[0].toUpperCase() + fcName.substring(1);
			const msg = atRoot ? `${name} must end with a ${expectedEnd}` : `${name} in block collection must be sufficiently indented and end with a ${expectedEnd}`;
			onError(offset, atRoot ? "MISSING_CHAR" : "BAD_INDENT", msg);
			if (ce && ce.source.length !== 1) ee.unshift(ce);
		}
		if (ee.length > 0) {
			const end = resolveEnd.resolveEnd(ee, cePos, ctx.options.strict, onError);
			if (end.comment) {
				if (coll.comment) coll.comment += "\n" + end.comment;
				else coll.comment = end.comment;
			}
			coll.range = [
				fc.offset,
				cePos,
				end.offset
			];
		} else coll.range = [
			fc.offset,
			cePos,
			cePos
		];
		return coll;
	}
	exports.resolveFlowCollection = resolveFlowCollection;
}));
// node_modules/yaml/dist/compose/compose-collection.js
var require_compose_collection = __commonJSMin(((exports) => {
	var identity = require_identity();
	var Scalar = require_Scalar();
	var YAMLMap = require_YAMLMap();
	var YAMLSeq = require_YAMLSeq();
	var resolveBlockMap = require_resolve_block_map();
	var resolveBlockSeq = require_resolve_block_seq();
	var resolveFlowCollection = require_resolve_flow_collection();
	function resolveCollection(CN, ctx, token, onError, tagName, tag) {
		const coll = token.type === "block-map" ? resolveBlockMap.resolveBlockMap(CN, ctx, token, onError, tag) : token.type === "block-seq" ? resolveBlockSeq.resolveBlockSeq(CN, ctx, token, onError, tag) : resolveFlowCollection.resolveFlowCollection(CN, ctx, token, onError, tag);
		const Coll = coll.constructor;
		if (tagName === "!" || tagName === Coll.tagName) {
			coll.tag = Coll.tagName;
			return coll;
		}
		if (tagName) coll.tag = tagName;
		return coll;
	}
	function composeCollection(CN, ctx, token, props, onError) {
		const tagToken = props.tag;
		const tagName = !tagToken ? null : ctx.directives.tagName(tagToken.source, (msg) => onError(tagToken, "TAG_RESOLVE_FAILED", msg));
		if (token.type === "block-seq") {
			const { anchor, newlineAfterProp: nl } = props;
			const lastProp = anchor && tagToken ? anchor.offset > tagToken.offset ? anchor : tagToken : anchor ?? tagToken;
			if (lastProp && (!nl || nl.offset < lastProp.offset)) onError(lastProp, "MISSING_CHAR", "Missing newline after block sequence props");
		}
		const expType = token.type === "block-map" ? "map" : token.type === "block-seq" ? "seq" : token.start.source === "{" ? "map" : "seq";
		if (!tagToken || !tagName || tagName === "!" || tagName === YAMLMap.YAMLMap.tagName && expType === "map" || tagName === YAMLSeq.YAMLSeq.tagName && expType === "seq") return resolveCollection(CN, ctx, token, onError, tagName);
		let tag = ctx.schema.tags.find((t) => t.tag === tagName && t.collection === expType);
		if (!tag) {
			const kt = ctx.schema.knownTags[tagName];
			if (kt?.collection === expType) {
				ctx.schema.tags.push(Object.assign({}, kt, { default: false }));
				tag = kt;
			} else {
				if (kt) onError(tagToken, "BAD_COLLECTION_TYPE", `${kt.tag} used for ${expType} collection, but expects ${kt.collection ?? "scalar"}`, true);
				else onError(tagToken, "TAG_RESOLVE_FAILED", `Unresolved tag: ${tagName}`, true);
				return resolveCollection(CN, ctx, token, onError, tagName);
			}
		}
		const coll = resolveCollection(CN, ctx, token, onError, tagName, tag);
		const res = tag.resolve?.(coll, (msg) => onError(tagToken, "TAG_RESOLVE_FAILED", msg), ctx.options) ?? coll;
		const node = identity.isNode(res) ? res : new Scalar.Scalar(res);
		node.range = coll.range;
		node.tag = tagName;
		if (tag?.format) node.format = tag.format;
		return node;
	}
	exports.composeCollection = composeCollection;
}));
// node_modules/yaml/dist/compose/resolve-block-scalar.js
var require_resolve_block_scalar = __commonJSMin(((exports) => {
	var Scalar = require_Scalar();
	function resolveBlockScalar(ctx, scalar, onError) {
		const start = scalar.offset;
		const header = parseBlockScalarHeader(scalar, ctx.options.strict, onError);
		if (!header) return {
			value: "",
			type: null,
			comment: "",
			range: [
				start,
				start,
				start
			]
		};
		const type = header.mode === ">" ? Scalar.Scalar.BLOCK_FOLDED : Scalar.Scalar.BLOCK_LITERAL;
		const lines = scalar.source ? splitLines(scalar.source) : [];
		let chompStart = lines.length;
		for (let i = lines.length - 1; i >= 0; --i) {
			const content = lines[i][1];
			if (content === "" || content === "\r") chompStart = i;
			else break;
		}
		if (chompStart === 0) {
			const value = header.chomp === "+" && lines.length > 0 ? "\n".repeat(Math.max(1, lines.length - 1)) : "";
			let end = start + header.length;
			if (scalar.source) end += scalar.source.length;
			return {
				value,
				type,
				comment: header.comment,
				range: [
					start,
					end,
					end
				]
			};
		}
		let trimIndent = scalar.indent + header.indent;
		let offset = scalar.offset + header.length;
		let contentStart = 0;
		for (let i = 0; i < chompStart; ++i) {
			const [indent, content] = lines[i];
			if (content === "" || content === "\r") {
				if (header.indent === 0 && indent.length > trimIndent) trimIndent = indent.length;
			} else {
				if (indent.length < trimIndent) onError(offset + indent.length, "MISSING_CHAR", "Block scalars with more-indented leading empty lines must use an explicit indentation indicator");
				if (header.indent === 0) trimIndent = indent.length;
				contentStart = i;
				if (trimIndent === 0 && !ctx.atRoot) onError(offset, "BAD_INDENT", "Block scalar values in collections must be indented");
				break;
			}
			offset += indent.length + content.length + 1;
		}
		for (let i = lines.length - 1; i >= chompStart; --i) if (lines[i][0].length > trimIndent) chompStart = i + 1;
		let value = "";
		let sep = "";
		let prevMoreIndented = false;
		for (let i = 0; i < contentStart; ++i) value += lines[i][0].slice(trimIndent) + "\n";
		for (let i = contentStart; i < chompStart; ++i) {
			let [indent, content] = lines[i];
			offset += indent.length + content.length + 1;
			const crlf = content[content.length - 1] === "\r";
			if (crlf) content = content.slice(0, -1);
			if (content && indent.length < trimIndent) {
				const message = `Block scalar lines must not be less indented than their ${header.indent ? "explicit indentation indicator" : "first line"}`;
				onError(offset - content.length - (crlf ? 2 : 1), "BAD_INDENT", message);
				indent = "";
			}
			if (type === Scalar.Scalar.BLOCK_LITERAL) {
				value += sep + indent.slice(trimIndent) + content;
				sep = "\n";
			} else if (indent.length > trimIndent || content[0] === "	") {
				if (sep === " ") sep = "\n";
				else if (!prevMoreIndented && sep === "\n") sep = "\n\n";
				value += sep + indent.slice(trimIndent) + content;
				sep = "\n";
				prevMoreIndented = true;
			} else if (content === "") {
				if (sep === "\n") value += "\n";
				else sep = "\n";
			} else {
				value += sep + content;
				sep = " ";
				prevMoreIndented = false;
			}
		}
		switch (header.chomp) {
			case "-": break;
			case "+":
				for (let i = chompStart; i < lines.length; ++i) value += "\n" + lines[i][0].slice(trimIndent);
				if (value[value.length - 1] !== "\n") value += "\n";
				break;
			default: value += "\n";
		}
		const end = start + header.length + scalar.source.length;
		return {
			value,
			type,
			comment: header.comment,
			range: [
				start,
				end,
				end
			]
		};
	}
	function parseBlockScalarHeader({ offset, props }, strict, onError) {
		if (props[0].type !== "block-scalar-header") {
			onError(props[0], "IMPOSSIBLE", "Block scalar header not found");
			return null;
		}
		const { source } = props[0];
		const mode = source[0];
		let indent = 0;
		let chomp = "";
		let error = -1;
		for (let i = 1; i < source.length; ++i) {
			const ch = source[i];
			if (!chomp && (ch === "-" || ch === "+")) chomp = ch;
			else {
				const n = Number(ch);
				if (!indent && n) indent = n;
				else if (error === -1) error = offset + i;
			}
		}
		if (error !== -1) onError(error, "UNEXPECTED_TOKEN", `Block scalar header includes extra characters: ${source}`);
		let hasSpace = false;
		let comment = "";
		let length = source.length;
		for (let i = 1; i < props.length; ++i) {
			const token = props[i];
			switch (token.type) {
				case "space": hasSpace = true;
				case "newline":
					length += token.source.length;
					break;
				case "comment":
					if (strict && !hasSpace) onError(token, "MISSING_CHAR", "Comments must be separated from other tokens by white space characters");
					length += token.source.length;
					comment = token.source.substring(1);
					break;
				case "error":
					onError(token, "UNEXPECTED_TOKEN", token.message);
					length += token.source.length;
					break;
				default: {
					onError(token, "UNEXPECTED_TOKEN", `Unexpected token in block scalar header: ${token.type}`);
					const ts = token.source;
					if (ts && typeof ts === "string") length += ts.length;
				}
			}
		}
		return {
			mode,
			indent,
			chomp,
			comment,
			length
		};
	}
	function splitLines(source) {
		const split = source.split(/\n( *)/);
		const first = split[0];
		const m = first.match(/^( *)/);
		const lines = [m?.[1] ? [m[1], first.slice(m[1].length)] : ["", first]];
		for (let i = 1; i < split.length; i += 2) lines.push([split[i], split[i + 1]]);
		return lines;
	}
	exports.resolveBlockScalar = resolveBlockScalar;
}));
// node_modules/yaml/dist/compose/resolve-flow-scalar.js
var require_resolve_flow_scalar = __commonJSMin(((exports) => {
	var Scalar = require_Scalar();
	var resolveEnd = require_resolve_end();
	function resolveFlowScalar(scalar, strict, onError) {
		const { offset, type, source, end } = scalar;
		let _type;
		let value;
		const _onError = (rel, code, msg) => onError(offset + rel, code, msg);
		switch (type) {
			case "scalar":
				_type = Scalar.Scalar.PLAIN;
				value = plainValue(source, _onError);
				break;
			case "single-quoted-scalar":
				_type = Scalar.Scalar.QUOTE_SINGLE;
				value = singleQuotedValue(source, _onError);
				break;
			case "double-quoted-scalar":
				_type = Scalar.Scalar.QUOTE_DOUBLE;
				value = doubleQuotedValue(source, _onError);
				break;
			default:
				onError(scalar, "UNEXPECTED_TOKEN", `Expected a flow scalar value, but found: ${type}`);
				return {
					value: "",
					type: null,
					comment: "",
					range: [
						offset,
						offset + source.length,
						offset + source.length
					]
				};
		}
		const valueEnd = offset + source.length;
		const re = resolveEnd.resolveEnd(end, valueEnd, strict, onError);
		return {
			value,
			type: _type,
			comment: re.comment,
			range: [
				offset,
				valueEnd,
				re.offset
			]
		};
	}
	function plainValue(source, onError) {
		let badChar = "";
		switch (source[0]) {
			case "	":
				badChar = "a tab character";
				break;
			case ",":
				badChar = "flow indicator character ,";
				break;
			case "%":
				badChar = "directive indicator character %";
				break;
			case "|":
			case ">":
				badChar = `block scalar indicator ${source[0]}`;
				break;
			case "@":
			case "`": badChar = `reserved character ${source[0]}`;
		}
		if (badChar) onError(0, "BAD_SCALAR_START", `Plain value cannot start with ${badChar}`);
		return unfoldLines(source);
	}
	function singleQuotedValue(source, onError) {
		if (source[source.length - 1] !== "'" || source.length === 1) onError(source.length, "MISSING_CHAR", "Missing closing 'quote");
		return unfoldLines(source.slice(1, -1)).replace(/''/g, "'");
	}
	function unfoldLines(source) {
		const line = /(.*?)\r?\n/sy;
		let match = line.exec(source);
		if (!match) return source;
		let trimEnd, trimBoth;
		try {
			trimEnd = new RegExp("(?<![ 	])[ 	]+$");
			trimBoth = new RegExp("^[ 	]+|(?<![ 	])[ 	]+$", "g");
		} catch {
			trimEnd = /[ \t]+$/;
			trimBoth = /^[ \t]+|[ \t]+$/g;
		}
		let res = match[1].replace(trimEnd, "");
		let sep = " ";
		let pos = line.lastIndex;
		while (match = line.exec(source)) {
			const lm = match[1].replace(trimBoth, "");
			if (lm === "") {
				if (sep === "\n") res += sep;
				else sep = "\n";
			} else {
				res += sep + lm;
				sep = " ";
			}
			pos = line.lastIndex;
		}
		const last = /[ \t]*(.*)/sy;
		last.lastIndex = pos;
		match = last.exec(source);
		return res + sep + (match?.[1] ?? "");
	}
	function doubleQuotedValue(source, onError) {
		let res = "";
		for (let i = 1; i < source.length - 1; ++i) {
			const ch = source[i];
			if (ch === "\r" && source[i + 1] === "\n") continue;
			if (ch === "\n") {
				const { fold, offset } = foldNewline(source, i);
				res += fold;
				i = offset;
			} else if (ch === "\\") {
				let next = source[++i];
				const cc = escapeCodes[next];
				if (cc) res += cc;
				else if (next === "\n") {
					next = source[i + 1];
					while (next === " " || next === "	") next = source[++i + 1];
				} else if (next === "\r" && source[i + 1] === "\n") {
					next = source[++i + 1];
					while (next === " " || next === "	") next = source[++i + 1];
				} else if (next === "x" || next === "u" || next === "U") {
					const length = next === "x" ? 2 : next === "u" ? 4 : 8;
					res += parseCharCode(source, i + 1, length, onError);
					i += length;
				} else {
					const raw = source.substr(i - 1, 2);
					onError(i - 1, "BAD_DQ_ESCAPE", `Invalid escape sequence ${raw}`);
					res += raw;
				}
			} else if (ch === " " || ch === "	") {
				const wsStart = i;
				let next = source[i + 1];
				while (next === " " || next === "	") next = source[++i + 1];
				if (next !== "\n" && !(next === "\r" && source[i + 2] === "\n")) res += i > wsStart ? source.slice(wsStart, i + 1) : ch;
			} else res += ch;
		}
		if (source[source.length - 1] !== "\"" || source.length === 1) onError(source.length, "MISSING_CHAR", "Missing closing \"quote");
		return res;
	}
	function foldNewline(source, offset) {
		let fold = "";
		let ch = source[offset + 1];
		while (ch === " " || ch === "	" || ch === "\n" || ch === "\r") {
			if (ch === "\r" && source[offset + 2] !== "\n") break;
			if (ch === "\n") fold += "\n";
			offset += 1;
			ch = source[offset + 1];
		}
		if (!fold) fold = " ";
		return {
			fold,
			offset
		};
	}
	const escapeCodes = {
		"0": "\0",
		a: "\x07",
		b: "\b",
		e: "\x1B",
		f: "\f",
		n: "\n",
		r: "\r",
		t: "	",
		v: "\v",
		N: "",
		_: "\xA0",
		L: "\u2028",
		P: "\u2029",
		" ": " ",
		"\"": "\"",
		"/": "/",
		"\\": "\\",
		"	": "	"
	};
	function parseCharCode(source, offset, length, onError) {
		const cc = source.substr(offset, length);
		const code = cc.length === length && /^[0-9a-fA-F]+$/.test(cc) ? parseInt(cc, 16) : NaN;
		try {
			return String.fromCodePoint(code);
		} catch {
			const raw = source.substr(offset - 2, length + 2);
			onError(offset - 2, "BAD_DQ_ESCAPE", `Invalid escape sequence ${raw}`);
			return raw;
		}
	}
	exports.resolveFlowScalar = resolveFlowScalar;
}));
// node_modules/yaml/dist/compose/compose-scalar.js
var require_compose_scalar = __commonJSMin(((exports) => {
	var identity = require_identity();
	var Scalar = require_Scalar();
	var resolveBlockScalar = require_resolve_block_scalar();
	var resolveFlowScalar = require_resolve_flow_scalar();
	function composeScalar(ctx, token, tagToken, onError) {
		const { value, type, comment, range } = token.type === "block-scalar" ? resolveBlockScalar.resolveBlockScalar(ctx, token, onError) : resolveFlowScalar.resolveFlowScalar(token, ctx.options.strict, onError);
		const tagName = tagToken ? ctx.directives.tagName(tagToken.source, (msg) => onError(tagToken, "TAG_RESOLVE_FAILED", msg)) : null;
		let tag;
		if (ctx.options.stringKeys && ctx.atKey) tag = ctx.schema[identity.SCALAR];
		else if (tagName) tag = findScalarTagByName(ctx.schema, value, tagName, tagToken, onError);
		else if (token.type === "scalar") tag = findScalarTagByTest(ctx, value, token, onError);
		else tag = ctx.schema[identity.SCALAR];
		let scalar;
		try {
			const res = tag.resolve(value, (msg) => onError(tagToken ?? token, "TAG_RESOLVE_FAILED", msg), ctx.options);
			scalar = identity.isScalar(res) ? res : new Scalar.Scalar(res);
		} catch (error) {
			const msg = error instanceof Error ? error.message : String(error);
			onError(tagToken ?? token, "TAG_RESOLVE_FAILED", msg);
			scalar = new Scalar.Scalar(value);
		}
		scalar.range = range;
		scalar.source = value;
		if (type) scalar.type = type;
		if (tagName) scalar.tag = tagName;
		if (tag.format) scalar.format = tag.format;
		if (comment) scalar.comment = comment;
		return scalar;
	}
	function findScalarTagByName(schema, value, tagName, tagToken, onError) {
		if (tagName === "!") return schema[identity.SCALAR];
		const matchWithTest = [];
		for (const tag of schema.tags) if (!tag.collection && tag.tag === tagName) {
			if (tag.default && tag.test) matchWithTest.push(tag);
			else return tag;
		}
		for (const tag of matchWithTest) if (tag.test?.test(value)) return tag;
		const kt = schema.knownTags[tagName];
		if (kt && !kt.collection) {
			schema.tags.push(Object.assign({}, kt, {
				default: false,
				test: void 0
			}));
			return kt;
		}
		onError(tagToken, "TAG_RESOLVE_FAILED", `Unresolved tag: ${tagName}`, tagName !== "tag:yaml.org,2002:str");
		return schema[identity.SCALAR];
	}
	function findScalarTagByTest({ atKey, directives, schema }, value, token, onError) {
		const tag = schema.tags.find((tag) => (tag.default === true || atKey && tag.default === "key") && tag.test?.test(value)) || schema[identity.SCALAR];
		if (schema.compat) {
			const compat = schema.compat.find((tag) => tag.default && tag.test?.test(value)) ?? schema[identity.SCALAR];
			if (tag.tag !== compat.tag) onError(token, "TAG_RESOLVE_FAILED", `Value may be parsed as either ${directives.tagString(tag.tag)} or ${directives.tagString(compat.tag)}`, true);
		}
		return tag;
	}
	exports.composeScalar = composeScalar;
}));
// node_modules/yaml/dist/compose/util-empty-scalar-position.js
var require_util_empty_scalar_position = __commonJSMin(((exports) => {
	function emptyScalarPosition(offset, before, pos) {
		if (before) {
			pos ?? (pos = before.length);
			for (let i = pos - 1; i >= 0; --i) {
				let st = before[i];
				switch (st.type) {
					case "space":
					case "comment":
					case "newline":
						offset -= st.source.length;
						continue;
				}
				st = before[++i];
				while (st?.type === "space") {
					offset += st.source.length;
					st = before[++i];
				}
				break;
			}
		}
		return offset;
	}
	exports.emptyScalarPosition = emptyScalarPosition;
}));
// node_modules/yaml/dist/compose/compose-node.js
var require_compose_node = __commonJSMin(((exports) => {
	var Alias = require_Alias();
	var identity = require_identity();
	var composeCollection = require_compose_collection();
	var composeScalar = require_compose_scalar();
	var resolveEnd = require_resolve_end();
	var utilEmptyScalarPosition = require_util_empty_scalar_position();
	const CN = {
		composeNode,
		composeEmptyNode
	};
	function composeNode(ctx, token, props, onError) {
		const atKey = ctx.atKey;
		const { spaceBefore, comment, anchor, tag } = props;
		let node;
		let isSrcToken = true;
		switch (token.type) {
			case "alias":
				node = composeAlias(ctx, token, onError);
				if (anchor || tag) onError(token, "ALIAS_PROPS", "An alias node must not specify any properties");
				break;
			case "scalar":
			case "single-quoted-scalar":
			case "double-quoted-scalar":
			case "block-scalar":
				node = composeScalar.composeScalar(ctx, token, tag, onError);
				if (anchor) node.anchor = anchor.source.substring(1);
				break;
			case "block-map":
			case "block-seq":
			case "flow-collection":
				try {
					node = composeCollection.composeCollection(CN, ctx, token, props, onError);
					if (anchor) node.anchor = anchor.source.substring(1);
				} catch (error) {
					onError(token, "RESOURCE_EXHAUSTION", error instanceof Error ? error.message : String(error));
				}
				break;
			default:
				onError(token, "UNEXPECTED_TOKEN", token.type === "error" ? token.message : `Unsupported token (type: ${token.type})`);
				isSrcToken = false;
		}
		node ?? (node = composeEmptyNode(ctx, token.offset, void 0, null, props, onError));
		if (anchor && node.anchor === "") onError(anchor, "BAD_ALIAS", "Anchor cannot be an empty string");
		if (atKey && ctx.options.stringKeys && (!identity.isScalar(node) || typeof node.value !== "string" || node.tag && node.tag !== "tag:yaml.org,2002:str")) onError(tag ?? token, "NON_STRING_KEY", "With stringKeys, all keys must be strings");
		if (spaceBefore) node.spaceBefore = true;
		if (comment) {
			if (token.type === "scalar" && token.source === "") node.comment = comment;
			else node.commentBefore = comment;
		}
		if (ctx.options.keepSourceTokens && isSrcToken) node.srcToken = token;
		return node;
	}
	function composeEmptyNode(ctx, offset, before, pos, { spaceBefore, comment, anchor, tag, end }, onError) {
		const token = {
			type: "scalar",
			offset: utilEmptyScalarPosition.emptyScalarPosition(offset, before, pos),
			indent: -1,
			source: ""
		};
		const node = composeScalar.composeScalar(ctx, token, tag, onError);
		if (anchor) {
			node.anchor = anchor.source.substring(1);
			if (node.anchor === "") onError(anchor, "BAD_ALIAS", "Anchor cannot be an empty string");
		}
		if (spaceBefore) node.spaceBefore = true;
		if (comment) {
			node.comment = comment;
			node.range[2] = end;
		}
		return node;
	}
	function composeAlias({ options }, { offset, source, end }, onError) {
		const alias = new Alias.Alias(source.substring(1));
		if (alias.source === "") onError(offset, "BAD_ALIAS", "Alias cannot be an empty string");
		if (alias.source.endsWith(":")) onError(offset + source.length - 1, "BAD_ALIAS", "Alias ending in : is ambiguous", true);
		const valueEnd = offset + source.length;
		const re = resolveEnd.resolveEnd(end, valueEnd, options.strict, onError);
		alias.range = [
			offset,
			valueEnd,
			re.offset
		];
		if (re.comment) alias.comment = re.comment;
		return alias;
	}
	exports.composeEmptyNode = composeEmptyNode;
	exports.composeNode = composeNode;
}));
// node_modules/yaml/dist/compose/compose-doc.js
var require_compose_doc = __commonJSMin(((exports) => {
	var Document = require_Document();
	var composeNode = require_compose_node();
	var resolveEnd = require_resolve_end();
	var resolveProps = require_resolve_props();
	function composeDoc(options, directives, { offset, start, value, end }, onError) {
		const opts = Object.assign({ _directives: directives }, options);
		const doc = new Document.Document(void 0, opts);
		const ctx = {
			atKey: false,
			atRoot: true,
			directives: doc.directives,
			options: doc.options,
			schema: doc.schema
		};
		const props = resolveProps.resolveProps(start, {
			indicator: "doc-start",
			next: value ?? end?.[0],
			offset,
			onError,
			parentIndent: 0,
			startOnNewline: true
		});
		if (props.found) {
			doc.directives.docStart = true;
			if (value && (value.type === "block-map" || value.type === "block-seq") && !props.hasNewline) onError(props.end, "MISSING_CHAR", "Block collection cannot start on same line with directives-end marker");
		}
		doc.contents = value ? composeNode.composeNode(ctx, value, props, onError) : composeNode.composeEmptyNode(ctx, props.end, start, null, props, onError);
		const contentEnd = doc.contents.range[2];
		const re = resolveEnd.resolveEnd(end, contentEnd, false, onError);
		if (re.comment) doc.comment = re.comment;
		doc.range = [
			offset,
			contentEnd,
			re.offset
		];
		return doc;
	}
	exports.composeDoc = composeDoc;
}));
// node_modules/yaml/dist/compose/composer.js
var require_composer = __commonJSMin(((exports) => {
	var node_process = __require("process");
	var directives = require_directives();
	var Document = require_Document();
	var errors = require_errors();
	var identity = require_identity();
	var composeDoc = require_compose_doc();
	var resolveEnd = require_resolve_end();
	function getErrorPos(src) {
		if (typeof src === "number") return [src, src + 1];
		if (Array.isArray(src)) return src.length === 2 ? src : [src[0], src[1]];
		const { offset, source } = src;
		return [offset, offset + (typeof source === "string" ? source.length : 1)];
	}
	function parsePrelude(prelude) {
		let comment = "";
		let atComment = false;
		let afterEmptyLine = false;
		for (let i = 0; i < prelude.length; ++i) {
			const source = prelude[i];
			switch (source[0]) {
				case "#":
					comment += (comment === "" ? "" : afterEmptyLine ? "\n\n" : "\n") + (source.substring(1) || " ");
					atComment = true;
					afterEmptyLine = false;
					break;
				case "%":
					if (prelude[i + 1]?.[0] !== "#") i += 1;
					atComment = false;
					break;
				default:
					if (!atComment) afterEmptyLine = true;
					atComment = false;
			}
		}
		return {
			comment,
			afterEmptyLine
		};
	}
	var Composer = class {
		constructor(options = {}) {
			this.doc = null;
			this.atDirectives = false;
			this.prelude = [];
			this.errors = [];
			this.warnings = [];
			this.onError = (source, code, message, warning) => {
				const pos = getErrorPos(source);
				if (warning) this.warnings.push(new errors.YAMLWarning(pos, code, message));
				else this.errors.push(new errors.YAMLParseError(pos, code, message));
			};
			this.directives = new directives.Directives({ version: options.version || "1.2" });
			this.options = options;
		}
		decorate(doc, afterDoc) {
			const { comment, afterEmptyLine } = parsePrelude(this.prelude);
			if (comment) {
				const dc = doc.contents;
				if (afterDoc) doc.comment = doc.comment ? `${doc.comment}\n${comment}` : comment;
				else if (afterEmptyLine || doc.directives.docStart || !dc) doc.commentBefore = comment;
				else if (identity.isCollection(dc) && !dc.flow && dc.items.length > 0) {
					let it = dc.items[0];
					if (identity.isPair(it)) it = it.key;
					const cb = it.commentBefore;
					it.commentBefore = cb ? `${comment}\n${cb}` : comment;
				} else {
					const cb = dc.commentBefore;
					dc.commentBefore = cb ? `${comment}\n${cb}` : comment;
				}
			}
			if (afterDoc) {
				for (let i = 0; i < this.errors.length; ++i) doc.errors.push(this.errors[i]);
				for (let i = 0; i < this.warnings.length; ++i) doc.warnings.push(this.warnings[i]);
			} else {
				doc.errors = this.errors;
				doc.warnings = this.warnings;
			}
			this.prelude = [];
			this.errors = [];
			this.warnings = [];
		}
		streamInfo() {
			return {
				comment: parsePrelude(this.prelude).comment,
				directives: this.directives,
				errors: this.errors,
				warnings: this.warnings
			};
		}
		*compose(tokens, forceDoc = false, endOffset = -1) {
			for (const token of tokens) yield* this.next(token);
			yield* this.end(forceDoc, endOffset);
		}
		*next(token) {
			if (node_process.env.LOG_STREAM) console.dir(token, { depth: null });
			switch (token.type) {
				case "directive":
					this.directives.add(token.source, (offset, message, warning) => {
						const pos = getErrorPos(token);
						pos[0] += offset;
						this.onError(pos, "BAD_DIRECTIVE", message, warning);
					});
					this.prelude.push(token.source);
					this.atDirectives = true;
					break;
				case "document": {
					const doc = composeDoc.composeDoc(this.options, this.directives, token, this.onError);
					if (this.atDirectives && !doc.directives.docStart) this.onError(token, "MISSING_CHAR", "Missing directives-end/doc-start indicator line");
					this.decorate(doc, false);
					if (this.doc) yield this.doc;
					this.doc = doc;
					this.atDirectives = false;
					break;
				}
				case "byte-order-mark":
				case "space": break;
				case "comment":
				case "newline":
					this.prelude.push(token.source);
					break;
				case "error": {
					const msg = token.source ? `${token.message}: ${JSON.stringify(token.source)}` : token.message;
					const error = new errors.YAMLParseError(getErrorPos(token), "UNEXPECTED_TOKEN", msg);
					if (this.atDirectives || !this.doc) this.errors.push(error);
					else this.doc.errors.push(error);
					break;
				}
				case "doc-end": {
					if (!this.doc) {
						this.errors.push(new errors.YAMLParseError(getErrorPos(token), "UNEXPECTED_TOKEN", "Unexpected doc-end without preceding document"));
						break;
					}
					this.doc.directives.docEnd = true;
					const end = resolveEnd.resolveEnd(token.end, token.offset + token.source.length, this.doc.options.strict, this.onError);
					this.decorate(this.doc, true);
					if (end.comment) {
						const dc = this.doc.comment;
						this.doc.comment = dc ? `${dc}\n${end.comment}` : end.comment;
					}
					this.doc.range[2] = end.offset;
					break;
				}
				default: this.errors.push(new errors.YAMLParseError(getErrorPos(token), "UNEXPECTED_TOKEN", `Unsupported token ${token.type}`));
			}
		}
		*end(forceDoc = false, endOffset = -1) {
			if (this.doc) {
				this.decorate(this.doc, true);
				yield this.doc;
				this.doc = null;
			} else if (forceDoc) {
				const opts = Object.assign({ _directives: this.directives }, this.options);
				const doc = new Document.Document(void 0, opts);
				if (this.atDirectives) this.onError(endOffset, "MISSING_CHAR", "Missing directives-end indicator line");
				doc.range = [
					0,
					endOffset,
					endOffset
				];
				this.decorate(doc, false);
				yield doc;
			}
		}
	};
	exports.Composer = Composer;
}));
// node_modules/yaml/dist/parse/cst-scalar.js
var require_cst_scalar = __commonJSMin(((exports) => {
	var resolveBlockScalar = require_resolve_block_scalar();
	var resolveFlowScalar = require_resolve_flow_scalar();
	var errors = require_errors();
	var stringifyString = require_stringifyString();
	function resolveAsScalar(token, strict = true, onError) {
		if (token) {
			const _onError = (pos, code, message) => {
				const offset = typeof pos === "number" ? pos : Array.isArray(pos) ? pos[0] : pos.offset;
				if (onError) onError(offset, code, message);
				else throw new errors.YAMLParseError([offset, offset + 1], code, message);
			};
			switch (token.type) {
				case "scalar":
				case "single-quoted-scalar":
				case "double-quoted-scalar": return resolveFlowScalar.resolveFlowScalar(token, strict, _onError);
				case "block-scalar": return resolveBlockScalar.resolveBlockScalar({ options: { strict } }, token, _onError);
			}
		}
		return null;
	}
	function createScalarToken(value, context) {
		const { implicitKey = false, indent, inFlow = false, offset = -1, type = "PLAIN" } = context;
		const source = stringifyString.stringifyString({
			type,
			value
		}, {
			implicitKey,
			indent: indent > 0 ? " ".repeat(indent) : "",
			inFlow,
			options: {
				blockQuote: true,
				lineWidth: -1
			}
		});
		const end = context.end ?? [{
			type: "newline",
			offset: -1,
			indent,
			source: "\n"
		}];
		switch (source[0]) {
			case "|":
			case ">": {
				const he = source.indexOf("\n");
				const head = source.substring(0, he);
				const body = source.substring(he + 1) + "\n";
				const props = [{
					type: "block-scalar-header",
					offset,
					indent,
					source: head
				}];
				if (!addEndtoBlockProps(props, end)) props.push({
					type: "newline",
					offset: -1,
					indent,
					source: "\n"
				});
				return {
					type: "block-scalar",
					offset,
					indent,
					props,
					source: body
				};
			}
			case "\"": return {
				type: "double-quoted-scalar",
				offset,
				indent,
				source,
				end
			};
			case "'": return {
				type: "single-quoted-scalar",
				offset,
				indent,
				source,
				end
			};
			default: return {
				type: "scalar",
				offset,
				indent,
				source,
				end
			};
		}
	}
	function setScalarValue(token, value, context = {}) {
		let { afterKey = false, implicitKey = false, inFlow = false, type } = context;
		let indent = "indent" in token ? token.indent : null;
		if (afterKey && typeof indent === "number") indent += 2;
		if (!type) switch (token.type) {
			case "single-quoted-scalar":
				type = "QUOTE_SINGLE";
				break;
			case "double-quoted-scalar":
				type = "QUOTE_DOUBLE";
				break;
			case "block-scalar": {
				const header = token.props[0];
				if (header.type !== "block-scalar-header") throw new Error("Invalid block scalar header");
				type = header.source[0] === ">" ? "BLOCK_FOLDED" : "BLOCK_LITERAL";
				break;
			}
			default: type = "PLAIN";
		}
		const source = stringifyString.stringifyString({
			type,
			value
		}, {
			implicitKey: implicitKey || indent === null,
			indent: indent !== null && indent > 0 ? " ".repeat(indent) : "",
			inFlow,
			options: {
				blockQuote: true,
				lineWidth: -1
			}
		});
		switch (source[0]) {
			case "|":
			case ">":
				setBlockScalarValue(token, source);
				break;
			case "\"":
				setFlowScalarValue(token, source, "double-quoted-scalar");
				break;
			case "'":
				setFlowScalarValue(token, source, "single-quoted-scalar");
				break;
			default: setFlowScalarValue(token, source, "scalar");
		}
	}
	function setBlockScalarValue(token, source) {
		const he = source.indexOf("\n");
		const head = source.substring(0, he);
		const body = source.substring(he + 1) + "\n";
		if (token.type === "block-scalar") {
			const header = token.props[0];
			if (header.type !== "block-scalar-header") throw new Error("Invalid block scalar header");
			header.source = head;
			token.source = body;
		} else {
			const { offset } = token;
			const indent = "indent" in token ? token.indent : -1;
			const props = [{
				type: "block-scalar-header",
				offset,
				indent,
				source: head
			}];
			if (!addEndtoBlockProps(props, "end" in token ? token.end : void 0)) props.push({
				type: "newline",
				offset: -1,
				indent,
				source: "\n"
			});
			for (const key of Object.keys(token)) if (key !== "type" && key !== "offset") delete token[key];
			Object.assign(token, {
				type: "block-scalar",
				indent,
				props,
				source: body
			});
		}
	}
	function addEndtoBlockProps(props, end) {
		if (end) for (const st of end) switch (st.type) {
			case "space":
			case "comment":
				props.push(st);
				break;
			case "newline":
				props.push(st);
				return true;
		}
		return false;
	}
	function setFlowScalarValue(token, source, type) {
		switch (token.type) {
			case "scalar":
			case "double-quoted-scalar":
			case "single-quoted-scalar":
				token.type = type;
				token.source = source;
				break;
			case "block-scalar": {
				const end = token.props.slice(1);
				let oa = source.length;
				if (token.props[0].type === "block-scalar-header") oa -= token.props[0].source.length;
				for (const tok of end) tok.offset += oa;
				delete token.props;
				Object.assign(token, {
					type,
					source,
					end
				});
				break;
			}
			case "block-map":
			case "block-seq": {
				const nl = {
					type: "newline",
					offset: token.offset + source.length,
					indent: token.indent,
					source: "\n"
				};
				delete token.items;
				Object.assign(token, {
					type,
					source,
					end: [nl]
				});
				break;
			}
			default: {
				const indent = "indent" in token ? token.indent : -1;
				const end = "end" in token && Array.isArray(token.end) ? token.end.filter((st) => st.type === "space" || st.type === "comment" || st.type === "newline") : [];
				for (const key of Object.keys(token)) if (key !== "type" && key !== "offset") delete token[key];
				Object.assign(token, {
					type,
					indent,
					source,
					end
				});
			}
		}
	}
	exports.createScalarToken = createScalarToken;
	exports.resolveAsScalar = resolveAsScalar;
	exports.setScalarValue = setScalarValue;
}));
// node_modules/yaml/dist/parse/cst-stringify.js
var require_cst_stringify = __commonJSMin(((exports) => {
	const stringify = (cst) => "type" in cst ? stringifyToken(cst) : stringifyItem(cst);
	function stringifyToken(token) {
		switch (token.type) {
			case "block-scalar": {
				let res = "";
				for (const tok of token.props) res += stringifyToken(tok);
				return res + token.source;
			}
			case "block-map":
			case "block-seq": {
				let res = "";
				for (const item of token.items) res += stringifyItem(item);
				return res;
			}
			case "flow-collection": {
				let res = token.start.source;
				for (const item of token.items) res += stringifyItem(item);
				for (const st of token.end) res += st.source;
				return res;
			}
			case "document": {
				let res = stringifyItem(token);
				if (token.end) for (const st of token.end) res += st.source;
				return res;
			}
			default: {
				let res = token.source;
				if ("end" in token && token.end) for (const st of token.end) res += st.source;
				return res;
			}
		}
	}
	function stringifyItem({ start, key, sep, value }) {
		let res = "";
		for (const st of start) res += st.source;
		if (key) res += stringifyToken(key);
		if (sep) for (const st of sep) res += st.source;
		if (value) res += stringifyToken(value);
		return res;
	}
	exports.stringify = stringify;
}));
// node_modules/yaml/dist/parse/cst-visit.js
var require_cst_visit = __commonJSMin(((exports) => {
	const BREAK = Symbol("break visit");
	const SKIP = Symbol("skip children");
	const REMOVE = Symbol("remove item");
	function visit(cst, visitor) {
		if ("type" in cst && cst.type === "document") cst = {
			start: cst.start,
			value: cst.value
		};
		_visit(Object.freeze([]), cst, visitor);
	}
	visit.BREAK = BREAK;
	visit.SKIP = SKIP;
	visit.REMOVE = REMOVE;
	visit.itemAtPath = (cst, path) => {
		let item = cst;
		for (const [field, index] of path) {
			const tok = item?.[field];
			if (tok && "items" in tok) item = tok.items[index];
			else return void 0;
		}
		return item;
	};
	visit.parentCollection = (cst, path) => {
		const parent = visit.itemAtPath(cst, path.slice(0, -1));
		const field = path[path.length - 1][0];
		const coll = parent?.[field];
		if (coll && "items" in coll) return coll;
		throw new Error("Parent collection not found");
	};
	function _visit(path, item, visitor) {
		let ctrl = visitor(item, path);
		if (typeof ctrl === "symbol") return ctrl;
		for (const field of ["key", "value"]) {
			const token = item[field];
			if (token && "items" in token) {
				for (let i = 0; i < token.items.length; ++i) {
					const ci = _visit(Object.freeze(path.concat([[field, i]])), token.items[i], visitor);
					if (typeof ci === "number") i = ci - 1;
					else if (ci === BREAK) return BREAK;
					else if (ci === REMOVE) {
						token.items.splice(i, 1);
						i -= 1;
					}
				}
				if (typeof ctrl === "function" && field === "key") ctrl = ctrl(item, path);
			}
		}
		return typeof ctrl === "function" ? ctrl(item, path) : ctrl;
	}
	exports.visit = visit;
}));
// node_modules/yaml/dist/parse/cst.js
var require_cst = __commonJSMin(((exports) => {
	var cstScalar = require_cst_scalar();
	var cstStringify = require_cst_stringify();
	var cstVisit = require_cst_visit();
	const BOM = "﻿";
	const DOCUMENT = "";
	const FLOW_END = "";
	const SCALAR = "";
	const isCollection = (token) => !!token && "items" in token;
	const isScalar = (token) => !!token && (token.type === "scalar" || token.type === "single-quoted-scalar" || token.type === "double-quoted-scalar" || token.type === "block-scalar");
	function prettyToken(token) {
		switch (token) {
			case BOM: return "<BOM>";
			case DOCUMENT: return "<DOC>";
			case FLOW_END: return "<FLOW_END>";
			case SCALAR: return "<SCALAR>";
			default: return JSON.stringify(token);
		}
	}
	function tokenType(source) {
		switch (source) {
			case BOM: return "byte-order-mark";
			case DOCUMENT: return "doc-mode";
			case FLOW_END: return "flow-error-end";
			case SCALAR: return "scalar";
			case "---": return "doc-start";
			case "...": return "doc-end";
			case "":
			case "\n":
			case "\r\n": return "newline";
			case "-": return "seq-item-ind";
			case "?": return "explicit-key-ind";
			case ":": return "map-value-ind";
			case "{": return "flow-map-start";
			case "}": return "flow-map-end";
			case "[": return "flow-seq-start";
			case "]": return "flow-seq-end";
			case ",": return "comma";
		}
		switch (source[0]) {
			case " ":
			case "	": return "space";
			case "#": return "comment";
			case "%": return "directive-line";
			case "*": return "alias";
			case "&": return "anchor";
			case "!": return "tag";
			case "'": return "single-quoted-scalar";
			case "\"": return "double-quoted-scalar";
			case "|":
			case ">": return "block-scalar-header";
		}
		return null;
	}
	exports.createScalarToken = cstScalar.createScalarToken;
	exports.resolveAsScalar = cstScalar.resolveAsScalar;
	exports.setScalarValue = cstScalar.setScalarValue;
	exports.stringify = cstStringify.stringify;
	exports.visit = cstVisit.visit;
	exports.BOM = BOM;
	exports.DOCUMENT = DOCUMENT;
	exports.FLOW_END = FLOW_END;
	exports.SCALAR = SCALAR;
	exports.isCollection = isCollection;
	exports.isScalar = isScalar;
	exports.prettyToken = prettyToken;
	exports.tokenType = tokenType;
}));
// node_modules/yaml/dist/parse/lexer.js
var require_lexer = __commonJSMin(((exports) => {
	var cst = require_cst();
	function isEmpty(ch) {
		switch (ch) {
			case void 0:
			case " ":
			case "\n":
			case "\r":
			case "	": return true;
			default: return false;
		}
	}
	const hexDigits = new Set("0123456789ABCDEFabcdef");
	const tagChars = new Set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-#;/?:@&=+$_.!~*'()");
	const flowIndicatorChars = new Set(",[]{}");
	const invalidAnchorChars = new Set(" ,[]{}\n\r	");
	const isNotAnchorChar = (ch) => !ch || invalidAnchorChars.has(ch);
	var Lexer = class {
		constructor() {
			this.atEnd = false;
			this.blockScalarIndent = -1;
			this.blockScalarKeep = false;
			this.buffer = "";
			this.flowKey = false;
			this.flowLevel = 0;
			this.indentNext = 0;
			this.indentValue = 0;
			this.lineEndPos = null;
			this.next = null;
			this.pos = 0;
		}
		*lex(source, incomplete = false) {
			if (source) {
				if (typeof source !== "string") throw TypeError("source is not a string");
				this.buffer = this.buffer ? this.buffer + source : source;
				this.lineEndPos = null;
			}
			this.atEnd = !incomplete;
			let next = this.next ?? "stream";
			while (next && (incomplete || this.hasChars(1))) next = yield* this.parseNext(next);
		}
		atLineEnd() {
			let i = this.pos;
			let ch = this.buffer[i];
			while (ch === " " || ch === "	") ch = this.buffer[++i];
			if (!ch || ch === "#" || ch === "\n") return true;
			if (ch === "\r") return this.buffer[i + 1] === "\n";
			return false;
		}
		charAt(n) {
			return this.buffer[this.pos + n];
		}
		continueScalar(offset) {
			let ch = this.buffer[offset];
			if (this.indentNext > 0) {
				let indent = 0;
				while (ch === " ") ch = this.buffer[++indent + offset];
				if (ch === "\r") {
					const next = this.buffer[indent + offset + 1];
					if (next === "\n" || !next && !this.atEnd) return offset + indent + 1;
				}
				return ch === "\n" || indent >= this.indentNext || !ch && !this.atEnd ? offset + indent : -1;
			}
			if (ch === "-" || ch === ".") {
				const dt = this.buffer.substr(offset, 3);
				if ((dt === "---" || dt === "...") && isEmpty(this.buffer[offset + 3])) return -1;
			}
			return offset;
		}
		getLine() {
			let end = this.lineEndPos;
			if (typeof end !== "number" || end !== -1 && end < this.pos) {
				end = this.buffer.indexOf("\n", this.pos);
				this.lineEndPos = end;
			}
			if (end === -1) return this.atEnd ? this.buffer.substring(this.pos) : null;
			if (this.buffer[end - 1] === "\r") end -= 1;
			return this.buffer.substring(this.pos, end);
		}
		hasChars(n) {
			return this.pos + n <= this.buffer.length;
		}
		setNext(state) {
			this.buffer = this.buffer.substring(this.pos);
			this.pos = 0;
			this.lineEndPos = null;
			this.next = state;
			return null;
		}
		peek(n) {
			return this.buffer.substr(this.pos, n);
		}
		*parseNext(next) {
			switch (next) {
				case "stream": return yield* this.parseStream();
				case "line-start": return yield* this.parseLineStart();
				case "block-start": return yield* this.parseBlockStart();
				case "doc": return yield* this.parseDocument();
				case "flow": return yield* this.parseFlowCollection();
				case "quoted-scalar": return yield* this.parseQuotedScalar();
				case "block-scalar": return yield* this.parseBlockScalar();
				case "plain-scalar": return yield* this.parsePlainScalar();
			}
		}
		*parseStream() {
			let line = this.getLine();
			if (line === null) return this.setNext("stream");
			if (line[0] === cst.BOM) {
				yield* this.pushCount(1);
				line = line.substring(1);
			}
			if (line[0] === "%") {
				let dirEnd = line.length;
				let cs = line.indexOf("#");
				while (cs !== -1) {
					const ch = line[cs - 1];
					if (ch === " " || ch === "	") {
						dirEnd = cs - 1;
						break;
					} else cs = line.indexOf("#", cs + 1);
				}
				while (true) {
					const ch = line[dirEnd - 1];
					if (ch === " " || ch === "	") dirEnd -= 1;
					else break;
				}
				const n = (yield* this.pushCount(dirEnd)) + (yield* this.pushSpaces(true));
				yield* this.pushCount(line.length - n);
				this.pushNewline();
				return "stream";
			}
			if (this.atLineEnd()) {
				const sp = yield* this.pushSpaces(true);
				yield* this.pushCount(line.length - sp);
				yield* this.pushNewline();
				return "stream";
			}
			yield cst.DOCUMENT;
			return yield* this.parseLineStart();
		}
		*parseLineStart() {
			const ch = this.charAt(0);
			if (!ch && !this.atEnd) return this.setNext("line-start");
			if (ch === "-" || ch === ".") {
				if (!this.atEnd && !this.hasChars(4)) return this.setNext("line-start");
				const s = this.peek(3);
				if ((s === "---" || s === "...") && isEmpty(this.charAt(3))) {
					yield* this.pushCount(3);
					this.indentValue = 0;
					this.indentNext = 0;
					return s === "---" ? "doc" : "stream";
				}
			}
			this.indentValue = yield* this.pushSpaces(false);
			if (this.indentNext > this.indentValue && !isEmpty(this.charAt(1))) this.indentNext = this.indentValue;
			return yield* this.parseBlockStart();
		}
		*parseBlockStart() {
			const [ch0, ch1] = this.peek(2);
			if (!ch1 && !this.atEnd) return this.setNext("block-start");
			if ((ch0 === "-" || ch0 === "?" || ch0 === ":") && isEmpty(ch1)) {
				const n = (yield* this.pushCount(1)) + (yield* this.pushSpaces(true));
				this.indentNext = this.indentValue + 1;
				this.indentValue += n;
				return "block-start";
			}
			return "doc";
		}
		*parseDocument() {
			yield* this.pushSpaces(true);
			const line = this.getLine();
			if (line === null) return this.setNext("doc");
			let n = yield* this.pushIndicators();
			switch (line[n]) {
				case "#": yield* this.pushCount(line.length - n);
				case void 0:
					yield* this.pushNewline();
					return yield* this.parseLineStart();
				case "{":
				case "[":
					yield* this.pushCount(1);
					this.flowKey = false;
					this.flowLevel = 1;
					return "flow";
				case "}":
				case "]":
					yield* this.pushCount(1);
					return "doc";
				case "*":
					yield* this.pushUntil(isNotAnchorChar);
					return "doc";
				case "\"":
				case "'": return yield* this.parseQuotedScalar();
				case "|":
				case ">":
					n += yield* this.parseBlockScalarHeader();
					n += yield* this.pushSpaces(true);
					yield* this.pushCount(line.length - n);
					yield* this.pushNewline();
					return yield* this.parseBlockScalar();
				default: return yield* this.parsePlainScalar();
			}
		}
		*parseFlowCollection() {
			let nl, sp;
			let indent = -1;
			do {
				nl = yield* this.pushNewline();
				if (nl > 0) {
					sp = yield* this.pushSpaces(false);
					this.indentValue = indent = sp;
				} else sp = 0;
				sp += yield* this.pushSpaces(true);
			} while (nl + sp > 0);
			const line = this.getLine();
			if (line === null) return this.setNext("flow");
			if (indent !== -1 && indent < this.indentNext && line[0] !== "#" || indent === 0 && (line.startsWith("---") || line.startsWith("...")) && isEmpty(line[3])) {
				if (!(indent === this.indentNext - 1 && this.flowLevel === 1 && (line[0] === "]" || line[0] === "}"))) {
					this.flowLevel = 0;
					yield cst.FLOW_END;
					return yield* this.parseLineStart();
				}
			}
			let n = 0;
			while (line[n] === ",") {
				n += yield* this.pushCount(1);
				n += yield* this.pushSpaces(true);
				this.flowKey = false;
			}
			n += yield* this.pushIndicators();
			switch (line[n]) {
				case void 0: return "flow";
				case "#":
					yield* this.pushCount(line.length - n);
					return "flow";
				case "{":
				case "[":
					yield* this.pushCount(1);
					this.flowKey = false;
					this.flowLevel += 1;
					return "flow";
				case "}":
				case "]":
					yield* this.pushCount(1);
					this.flowKey = true;
					this.flowLevel -= 1;
					return this.flowLevel ? "flow" : "doc";
				case "*":
					yield* this.pushUntil(isNotAnchorChar);
					return "flow";
				case "\"":
				case "'":
					this.flowKey = true;
					return yield* this.parseQuotedScalar();
				case ":": {
					const next = this.charAt(1);
					if (this.flowKey || isEmpty(next) || next === ",") {
						this.flowKey = false;
						yield* this.pushCount(1);
						yield* this.pushSpaces(true);
						return "flow";
					}
				}
				default:
					this.flowKey = false;
					return yield* this.parsePlainScalar();
			}
		}
		*parseQuotedScalar() {
			const quote = this.charAt(0);
			let end = this.buffer.indexOf(quote, this.pos + 1);
			if (quote === "'") while (end !== -1 && this.buffer[end + 1] === "'") end = this.buffer.indexOf("'", end + 2);
			else while (end !== -1) {
				let n = 0;
				while (this.buffer[end - 1 - n] === "\\") n += 1;
				if (n % 2 === 0) break;
				end = this.buffer.indexOf("\"", end + 1);
			}
			const qb = this.buffer.substring(0, end);
			let nl = qb.indexOf("\n", this.pos);
			if (nl !== -1) {
				while (nl !== -1) {
					const cs = this.continueScalar(nl + 1);
					if (cs === -1) break;
					nl = qb.indexOf("\n", cs);
				}
				if (nl !== -1) end = nl - (qb[nl - 1] === "\r" ? 2 : 1);
			}
			if (end === -1) {
				if (!this.atEnd) return this.setNext("quoted-scalar");
				end = this.buffer.length;
			}
			yield* this.pushToIndex(end + 1, false);
			return this.flowLevel ? "flow" : "doc";
		}
		*parseBlockScalarHeader() {
			this.blockScalarIndent = -1;
			this.blockScalarKeep = false;
			let i = this.pos;
			while (true) {
				const ch = this.buffer[++i];
				if (ch === "+") this.blockScalarKeep = true;
				else if (ch > "0" && ch <= "9") this.blockScalarIndent = Number(ch) - 1;
				else if (ch !== "-") break;
			}
			return yield* this.pushUntil((ch) => isEmpty(ch) || ch === "#");
		}
		*parseBlockScalar() {
			let nl = this.pos - 1;
			let indent = 0;
			let ch;
			loop: for (let i = this.pos; ch = this.buffer[i]; ++i) switch (ch) {
				case " ":
					indent += 1;
					break;
				case "\n":
					nl = i;
					indent = 0;
					break;
				case "\r": {
					const next = this.buffer[i + 1];
					if (!next && !this.atEnd) return this.setNext("block-scalar");
					if (next === "\n") break;
				}
				default: break loop;
			}
			if (!ch && !this.atEnd) return this.setNext("block-scalar");
			if (indent >= this.indentNext) {
				if (this.blockScalarIndent === -1) this.indentNext = indent;
				else this.indentNext = this.blockScalarIndent + (this.indentNext === 0 ? 1 : this.indentNext);
				do {
					const cs = this.continueScalar(nl + 1);
					if (cs === -1) break;
					nl = this.buffer.indexOf("\n", cs);
				} while (nl !== -1);
				if (nl === -1) {
					if (!this.atEnd) return this.setNext("block-scalar");
					nl = this.buffer.length;
				}
			}
			let i = nl + 1;
			ch = this.buffer[i];
			while (ch === " ") ch = this.buffer[++i];
			if (ch === "	") {
				while (ch === "	" || ch === " " || ch === "\r" || ch === "\n") ch = this.buffer[++i];
				nl = i - 1;
			} else if (!this.blockScalarKeep) do {
				let i = nl - 1;
				let ch = this.buffer[i];
				if (ch === "\r") ch = this.buffer[--i];
				const lastChar = i;
				while (ch === " ") ch = this.buffer[--i];
				if (ch === "\n" && i >= this.pos && i + 1 + indent > lastChar) nl = i;
				else break;
			} while (true);
			yield cst.SCALAR;
			yield* this.pushToIndex(nl + 1, true);
			return yield* this.parseLineStart();
		}
		*parsePlainScalar() {
			const inFlow = this.flowLevel > 0;
			let end = this.pos - 1;
			let i = this.pos - 1;
			let ch;
			while (ch = this.buffer[++i]) if (ch === ":") {
				const next = this.buffer[i + 1];
				if (isEmpty(next) || inFlow && flowIndicatorChars.has(next)) break;
				end = i;
			} else if (isEmpty(ch)) {
				let next = this.buffer[i + 1];
				if (ch === "\r") {
					if (next === "\n") {
						i += 1;
						ch = "\n";
						next = this.buffer[i + 1];
					} else end = i;
				}
				if (next === "#" || inFlow && flowIndicatorChars.has(next)) break;
				if (ch === "\n") {
					const cs = this.continueScalar(i + 1);
					if (cs === -1) break;
					i = Math.max(i, cs - 2);
				}
			} else {
				if (inFlow && flowIndicatorChars.has(ch)) break;
				end = i;
			}
			if (!ch && !this.atEnd) return this.setNext("plain-scalar");
			yield cst.SCALAR;
			yield* this.pushToIndex(end + 1, true);
			return inFlow ? "flow" : "doc";
		}
		*pushCount(n) {
			if (n > 0) {
				yield this.buffer.substr(this.pos, n);
				this.pos += n;
				return n;
			}
			return 0;
		}
		*pushToIndex(i, allowEmpty) {
			const s = this.buffer.slice(this.pos, i);
			if (s) {
				yield s;
				this.pos += s.length;
				return s.length;
			} else if (allowEmpty) yield "";
			return 0;
		}
		*pushIndicators() {
			let n = 0;
			loop: while (true) {
				switch (this.charAt(0)) {
					case "!":
						n += yield* this.pushTag();
						n += yield* this.pushSpaces(true);
						continue loop;
					case "&":
						n += yield* this.pushUntil(isNotAnchorChar);
						n += yield* this.pushSpaces(true);
						continue loop;
					case "-":
					case "?":
					case ":": {
						const inFlow = this.flowLevel > 0;
						const ch1 = this.charAt(1);
						if (isEmpty(ch1) || inFlow && flowIndicatorChars.has(ch1)) {
							if (!inFlow) this.indentNext = this.indentValue + 1;
							else if (this.flowKey) this.flowKey = false;
							n += yield* this.pushCount(1);
							n += yield* this.pushSpaces(true);
							continue loop;
						}
					}
				}
				break loop;
			}
			return n;
		}
		*pushTag() {
			if (this.charAt(1) === "<") {
				let i = this.pos + 2;
				let ch = this.buffer[i];
				while (!isEmpty(ch) && ch !== ">") ch = this.buffer[++i];
				return yield* this.pushToIndex(ch === ">" ? i + 1 : i, false);
			} else {
				let i = this.pos + 1;
				let ch = this.buffer[i];
				while (ch) if (tagChars.has(ch)) ch = this.buffer[++i];
				else if (ch === "%" && hexDigits.has(this.buffer[i + 1]) && hexDigits.has(this.buffer[i + 2])) ch = this.buffer[i += 3];
				else break;
				return yield* this.pushToIndex(i, false);
			}
		}
		*pushNewline() {
			const ch = this.buffer[this.pos];
			if (ch === "\n") return yield* this.pushCount(1);
			else if (ch === "\r" && this.charAt(1) === "\n") return yield* this.pushCount(2);
			else return 0;
		}
		*pushSpaces(allowTabs) {
			let i = this.pos - 1;
			let ch;
			do
				ch = this.buffer[++i];
			while (ch === " " || allowTabs && ch === "	");
			const n = i - this.pos;
			if (n > 0) {
				yield this.buffer.substr(this.pos, n);
				this.pos = i;
			}
			return n;
		}
		*pushUntil(test) {
			let i = this.pos;
			let ch = this.buffer[i];
			while (!test(ch)) ch = this.buffer[++i];
			return yield* this.pushToIndex(i, false);
		}
	};
	exports.Lexer = Lexer;
}));
// node_modules/yaml/dist/parse/line-counter.js
var require_line_counter = __commonJSMin(((exports) => {
	var LineCounter = class {
		constructor() {
			this.lineStarts = [];
			this.addNewLine = (offset) => this.lineStarts.push(offset);
			this.linePos = (offset) => {
				let low = 0;
				let high = this.lineStarts.length;
				while (low < high) {
					const mid = low + high >> 1;
					if (this.lineStarts[mid] < offset) low = mid + 1;
					else high = mid;
				}
				if (this.lineStarts[low] === offset) return {
					line: low + 1,
					col: 1
				};
				if (low === 0) return {
					line: 0,
					col: offset
				};
				const start = this.lineStarts[low - 1];
				return {
					line: low,
					col: offset - start + 1
				};
			};
		}
	};
	exports.LineCounter = LineCounter;
}));
// node_modules/yaml/dist/parse/parser.js
var require_parser = __commonJSMin(((exports) => {
	var node_process = __require("process");
	var cst = require_cst();
	var lexer = require_lexer();
	function includesToken(list, type) {
		for (let i = 0; i < list.length; ++i) if (list[i].type === type) return true;
		return false;
	}
	function findNonEmptyIndex(list) {
		for (let i = 0; i < list.length; ++i) switch (list[i].type) {
			case "space":
			case "comment":
			case "newline": break;
			default: return i;
		}
		return -1;
	}
	function isFlowToken(token) {
		switch (token?.type) {
			case "alias":
			case "scalar":
			case "single-quoted-scalar":
			case "double-quoted-scalar":
			case "flow-collection": return true;
			default: return false;
		}
	}
	function getPrevProps(parent) {
		switch (parent.type) {
			case "document": return parent.start;
			case "block-map": {
				const it = parent.items[parent.items.length - 1];
				return it.sep ?? it.start;
			}
			case "block-seq": return parent.items[parent.items.length - 1].start;
			default: return [];
		}
	}
	function getFirstKeyStartProps(prev) {
		if (prev.length === 0) return [];
		let i = prev.length;
		loop: while (--i >= 0) switch (prev[i].type) {
			case "doc-start":
			case "explicit-key-ind":
			case "map-value-ind":
			case "seq-item-ind":
			case "newline": break loop;
		}
		while (prev[++i]?.type === "space");
		return prev.splice(i, prev.length);
	}
	function arrayPushArray(target, source) {
		if (source.length < 1e5) Array.prototype.push.apply(target, source);
		else for (let i = 0; i < source.length; ++i) target.push(source[i]);
	}
	function fixFlowSeqItems(fc) {
		if (fc.start.type === "flow-seq-start") {
			for (const it of fc.items) if (it.sep && !it.value && !includesToken(it.start, "explicit-key-ind") && !includesToken(it.sep, "map-value-ind")) {
				if (it.key) it.value = it.key;
				delete it.key;
				if (isFlowToken(it.value)) {
					if (it.value.end) arrayPushArray(it.value.end, it.sep);
					else it.value.end = it.sep;
				} else arrayPushArray(it.start, it.sep);
				delete it.sep;
			}
		}
	}
	var Parser = class {
		constructor(onNewLine) {
			this.atNewLine = true;
			this.atScalar = false;
			this.indent = 0;
			this.offset = 0;
			this.onKeyLine = false;
			this.stack = [];
			this.source = "";
			this.type = "";
			this.lexer = new lexer.Lexer();
			this.onNewLine = onNewLine;
		}
		*parse(source, incomplete = false) {
			if (this.onNewLine && this.offset === 0) this.onNewLine(0);
			for (const lexeme of this.lexer.lex(source, incomplete)) yield* this.next(lexeme);
			if (!incomplete) yield* this.end();
		}
		*next(source) {
			this.source = source;
			if (node_process.env.LOG_TOKENS) console.log("|", cst.prettyToken(source));
			if (this.atScalar) {
				this.atScalar = false;
				yield* this.step();
				this.offset += source.length;
				return;
			}
			const type = cst.tokenType(source);
			if (!type) {
				const message = `Not a YAML token: ${source}`;
				yield* this.pop({
					type: "error",
					offset: this.offset,
					message,
					source
				});
				this.offset += source.length;
			} else if (type === "scalar") {
				this.atNewLine = false;
				this.atScalar = true;
				this.type = "scalar";
			} else {
				this.type = type;
				yield* this.step();
				switch (type) {
					case "newline":
						this.atNewLine = true;
						this.indent = 0;
						if (this.onNewLine) this.onNewLine(this.offset + source.length);
						break;
					case "space":
						if (this.atNewLine && source[0] === " ") this.indent += source.length;
						break;
					case "explicit-key-ind":
					case "map-value-ind":
					case "seq-item-ind":
						if (this.atNewLine) this.indent += source.length;
						break;
					case "doc-mode":
					case "flow-error-end": return;
					default: this.atNewLine = false;
				}
				this.offset += source.length;
			}
		}
		*end() {
			while (this.stack.length > 0) yield* this.pop();
		}
		get sourceToken() {
			return {
				type: this.type,
				offset: this.offset,
				indent: this.indent,
				source: this.source
			};
		}
		*step() {
			const top = this.peek(1);
			if (this.type === "doc-end" && top?.type !== "doc-end") {
				while (this.stack.length > 0) yield* this.pop();
				this.stack.push({
					type: "doc-end",
					offset: this.offset,
					source: this.source
				});
				return;
			}
			if (!top) return yield* this.stream();
			switch (top.type) {
				case "document": return yield* this.document(top);
				case "alias":
				case "scalar":
				case "single-quoted-scalar":
				case "double-quoted-scalar": return yield* this.scalar(top);
				case "block-scalar": return yield* this.blockScalar(top);
				case "block-map": return yield* this.blockMap(top);
				case "block-seq": return yield* this.blockSequence(top);
				case "flow-collection": return yield* this.flowCollection(top);
				case "doc-end": return yield* this.documentEnd(top);
			}
			yield* this.pop();
		}
		peek(n) {
			return this.stack[this.stack.length - n];
		}
		*pop(error) {
			const token = error ?? this.stack.pop();
			if (!token) yield {
				type: "error",
				offset: this.offset,
				source: "",
				message: "Tried to pop an empty stack"
			};
			else if (this.stack.length === 0) yield token;
			else {
				const top = this.peek(1);
				if (token.type === "block-scalar") token.indent = "indent" in top ? top.indent : 0;
				else if (token.type === "flow-collection" && top.type === "document") token.indent = 0;
				if (token.type === "flow-collection") fixFlowSeqItems(token);
				switch (top.type) {
					case "document":
						top.value = token;
						break;
					case "block-scalar":
						top.props.push(token);
						break;
					case "block-map": {
						const it = top.items[top.items.length - 1];
						if (it.value) {
							top.items.push({
								start: [],
								key: token,
								sep: []
							});
							this.onKeyLine = true;
							return;
						} else if (it.sep) it.value = token;
						else {
							Object.assign(it, {
								key: token,
								sep: []
							});
							this.onKeyLine = !it.explicitKey;
							return;
						}
						break;
					}
					case "block-seq": {
						const it = top.items[top.items.length - 1];
						if (it.value) top.items.push({
							start: [],
							value: token
						});
						else it.value = token;
						break;
					}
					case "flow-collection": {
						const it = top.items[top.items.length - 1];
						if (!it || it.value) top.items.push({
							start: [],
							key: token,
							sep: []
						});
						else if (it.sep) it.value = token;
						else Object.assign(it, {
							key: token,
							sep: []
						});
						return;
					}
					default:
						yield* this.pop();
						yield* this.pop(token);
				}
				if ((top.type === "document" || top.type === "block-map" || top.type === "block-seq") && (token.type === "block-map" || token.type === "block-seq")) {
					const last = token.items[token.items.length - 1];
					if (last && !last.sep && !last.value && last.start.length > 0 && findNonEmptyIndex(last.start) === -1 && (token.indent === 0 || last.start.every((st) => st.type !== "comment" || st.indent < token.indent))) {
						if (top.type === "document") top.end = last.start;
						else top.items.push({ start: last.start });
						token.items.splice(-1, 1);
					}
				}
			}
		}
		*stream() {
			switch (this.type) {
				case "directive-line":
					yield {
						type: "directive",
						offset: this.offset,
						source: this.source
					};
					return;
				case "byte-order-mark":
				case "space":
				case "comment":
				case "newline":
					yield this.sourceToken;
					return;
				case "doc-mode":
				case "doc-start": {
					const doc = {
						type: "document",
						offset: this.offset,
						start: []
					};
					if (this.type === "doc-start") doc.start.push(this.sourceToken);
					this.stack.push(doc);
					return;
				}
			}
			yield {
				type: "error",
				offset: this.offset,
				message: `Unexpected ${this.type} token in YAML stream`,
				source: this.source
			};
		}
		*document(doc) {
			if (doc.value) return yield* this.lineEnd(doc);
			switch (this.type) {
				case "doc-start":
					if (findNonEmptyIndex(doc.start) !== -1) {
						yield* this.pop();
						yield* this.step();
					} else doc.start.push(this.sourceToken);
					return;
				case "anchor":
				case "tag":
				case "space":
				case "comment":
				case "newline":
					doc.start.push(this.sourceToken);
					return;
			}
			const bv = this.startBlockValue(doc);
			if (bv) this.stack.push(bv);
			else yield {
				type: "error",
				offset: this.offset,
				message: `Unexpected ${this.type} token in YAML document`,
				source: this.source
			};
		}
		*scalar(scalar) {
			if (this.type === "map-value-ind") {
				const start = getFirstKeyStartProps(getPrevProps(this.peek(2)));
				let sep;
				if (scalar.end) {
					sep = scalar.end;
					sep.push(this.sourceToken);
					delete scalar.end;
				} else sep = [this.sourceToken];
				const map = {
					type: "block-map",
					offset: scalar.offset,
					indent: scalar.indent,
					items: [{
						start,
						key: scalar,
						sep
					}]
				};
				this.onKeyLine = true;
				this.stack[this.stack.length - 1] = map;
			} else yield* this.lineEnd(scalar);
		}
		*blockScalar(scalar) {
			switch (this.type) {
				case "space":
				case "comment":
				case "newline":
					scalar.props.push(this.sourceToken);
					return;
				case "scalar":
					scalar.source = this.source;
					this.atNewLine = true;
					this.indent = 0;
					if (this.onNewLine) {
						let nl = this.source.indexOf("\n") + 1;
						while (nl !== 0) {
							this.onNewLine(this.offset + nl);
							nl = this.source.indexOf("\n", nl) + 1;
						}
					}
					yield* this.pop();
					break;
				default:
					yield* this.pop();
					yield* this.step();
			}
		}
		*blockMap(map) {
			const it = map.items[map.items.length - 1];
			switch (this.type) {
				case "newline":
					this.onKeyLine = false;
					if (it.value) {
						const end = "end" in it.value ? it.value.end : void 0;
						if ((Array.isArray(end) ? end[end.length - 1] : void 0)?.type === "comment") end?.push(this.sourceToken);
						else map.items.push({ start: [this.sourceToken] });
					} else if (it.sep) it.sep.push(this.sourceToken);
					else it.start.push(this.sourceToken);
					return;
				case "space":
				case "comment":
					if (it.value) map.items.push({ start: [this.sourceToken] });
					else if (it.sep) it.sep.push(this.sourceToken);
					else {
						if (this.atIndentedComment(it.start, map.indent)) {
							const end = map.items[map.items.length - 2]?.value?.end;
							if (Array.isArray(end)) {
								arrayPushArray(end, it.start);
								end.push(this.sourceToken);
								map.items.pop();
								return;
							}
						}
						it.start.push(this.sourceToken);
					}
					return;
			}
			if (this.indent >= map.indent) {
				const atMapIndent = !this.onKeyLine && this.indent === map.indent;
				const atNextItem = atMapIndent && (it.sep || it.explicitKey) && this.type !== "seq-item-ind";
				let start = [];
				if (atNextItem && it.sep && !it.value) {
					const nl = [];
					for (let i = 0; i < it.sep.length; ++i) {
						const st = it.sep[i];
						switch (st.type) {
							case "newline":
								nl.push(i);
								break;
							case "space": break;
							case "comment":
								if (st.indent > map.indent) nl.length = 0;
								break;
							default: nl.length = 0;
						}
					}
					if (nl.length >= 2) start = it.sep.splice(nl[1]);
				}
				switch (this.type) {
					case "anchor":
					case "tag":
						if (atNextItem || it.value) {
							start.push(this.sourceToken);
							map.items.push({ start });
							this.onKeyLine = true;
						} else if (it.sep) it.sep.push(this.sourceToken);
						else it.start.push(this.sourceToken);
						return;
					case "explicit-key-ind":
						if (!it.sep && !it.explicitKey) {
							it.start.push(this.sourceToken);
							it.explicitKey = true;
						} else if (atNextItem || it.value) {
							start.push(this.sourceToken);
							map.items.push({
								start,
								explicitKey: true
							});
						} else this.stack.push({
							type: "block-map",
							offset: this.offset,
							indent: this.indent,
							items: [{
								start: [this.sourceToken],
								explicitKey: true
							}]
						});
						this.onKeyLine = true;
						return;
					case "map-value-ind":
						if (it.explicitKey) {
							if (!it.sep) {
								if (includesToken(it.start, "newline")) Object.assign(it, {
									key: null,
									sep: [this.sourceToken]
								});
								else {
									const start = getFirstKeyStartProps(it.start);
									this.stack.push({
										type: "block-map",
										offset: this.offset,
										indent: this.indent,
										items: [{
											start,
											key: null,
											sep: [this.sourceToken]
										}]
									});
								}
							} else if (it.value) map.items.push({
								start: [],
								key: null,
								sep: [this.sourceToken]
							});
							else if (includesToken(it.sep, "map-value-ind")) this.stack.push({
								type: "block-map",
								offset: this.offset,
								indent: this.indent,
								items: [{
									start,
									key: null,
									sep: [this.sourceToken]
								}]
							});
							else if (isFlowToken(it.key) && !includesToken(it.sep, "newline")) {
								const start = getFirstKeyStartProps(it.start);
								const key = it.key;
								const sep = it.sep;
								sep.push(this.sourceToken);
								delete it.key;
								delete it.sep;
								this.stack.push({
									type: "block-map",
									offset: this.offset,
									indent: this.indent,
									items: [{
										start,
										key,
										sep
									}]
								});
							} else if (start.length > 0) it.sep = it.sep.concat(start, this.sourceToken);
							else it.sep.push(this.sourceToken);
						} else if (!it.sep) Object.assign(it, {
							key: null,
							sep: [this.sourceToken]
						});
						else if (it.value || atNextItem) map.items.push({
							start,
							key: null,
							sep: [this.sourceToken]
						});
						else if (includesToken(it.sep, "map-value-ind")) this.stack.push({
							type: "block-map",
							offset: this.offset,
							indent: this.indent,
							items: [{
								start: [],
								key: null,
								sep: [this.sourceToken]
							}]
						});
						else it.sep.push(this.sourceToken);
						this.onKeyLine = true;
						return;
					case "alias":
					case "scalar":
					case "single-quoted-scalar":
					case "double-quoted-scalar": {
						const fs = this.flowScalar(this.type);
						if (atNextItem || it.value) {
							map.items.push({
								start,
								key: fs,
								sep: []
							});
							this.onKeyLine = true;
						} else if (it.sep) this.stack.push(fs);
						else {
							Object.assign(it, {
								key: fs,
								sep: []
							});
							this.onKeyLine = true;
						}
						return;
					}
					default: {
						const bv = this.startBlockValue(map);
						if (bv) {
							if (bv.type === "block-seq") {
								if (!it.explicitKey && it.sep && !includesToken(it.sep, "newline")) {
									yield* this.pop({
										type: "error",
										offset: this.offset,
										message: "Unexpected block-seq-ind on same line with key",
										source: this.source
									});
									return;
								}
							} else if (atMapIndent) map.items.push({ start });
							this.stack.push(bv);
							return;
						}
					}
				}
			}
			yield* this.pop();
			yield* this.step();
		}
		*blockSequence(seq) {
			const it = seq.items[seq.items.length - 1];
			switch (this.type) {
				case "newline":
					if (it.value) {
						const end = "end" in it.value ? it.value.end : void 0;
						if ((Array.isArray(end) ? end[end.length - 1] : void 0)?.type === "comment") end?.push(this.sourceToken);
						else seq.items.push({ start: [this.sourceToken] });
					} else it.start.push(this.sourceToken);
					return;
				case "space":
				case "comment":
					if (it.value) seq.items.push({ start: [this.sourceToken] });
					else {
						if (this.atIndentedComment(it.start, seq.indent)) {
							const end = seq.items[seq.items.length - 2]?.value?.end;
							if (Array.isArray(end)) {
								arrayPushArray(end, it.start);
								end.push(this.sourceToken);
								seq.items.pop();
								return;
							}
						}
						it.start.push(this.sourceToken);
					}
					return;
				case "anchor":
				case "tag":
					if (it.value || this.indent <= seq.indent) break;
					it.start.push(this.sourceToken);
					return;
				case "seq-item-ind":
					if (this.indent !== seq.indent) break;
					if (it.value || includesToken(it.start, "seq-item-ind")) seq.items.push({ start: [this.sourceToken] });
					else it.start.push(this.sourceToken);
					return;
			}
			if (this.indent > seq.indent) {
				const bv = this.startBlockValue(seq);
				if (bv) {
					this.stack.push(bv);
					return;
				}
			}
			yield* this.pop();
			yield* this.step();
		}
		*flowCollection(fc) {
			const it = fc.items[fc.items.length - 1];
			if (this.type === "flow-error-end") {
				let top;
				do {
					yield* this.pop();
					top = this.peek(1);
				} while (top?.type === "flow-collection");
			} else if (fc.end.length === 0) {
				switch (this.type) {
					case "comma":
					case "explicit-key-ind":
						if (!it || it.sep) fc.items.push({ start: [this.sourceToken] });
						else it.start.push(this.sourceToken);
						return;
					case "map-value-ind":
						if (!it || it.value) fc.items.push({
							start: [],
							key: null,
							sep: [this.sourceToken]
						});
						else if (it.sep) it.sep.push(this.sourceToken);
						else Object.assign(it, {
							key: null,
							sep: [this.sourceToken]
						});
						return;
					case "space":
					case "comment":
					case "newline":
					case "anchor":
					case "tag":
						if (!it || it.value) fc.items.push({ start: [this.sourceToken] });
						else if (it.sep) it.sep.push(this.sourceToken);
						else it.start.push(this.sourceToken);
						return;
					case "alias":
					case "scalar":
					case "single-quoted-scalar":
					case "double-quoted-scalar": {
						const fs = this.flowScalar(this.type);
						if (!it || it.value) fc.items.push({
							start: [],
							key: fs,
							sep: []
						});
						else if (it.sep) this.stack.push(fs);
						else Object.assign(it, {
							key: fs,
							sep: []
						});
						return;
					}
					case "flow-map-end":
					case "flow-seq-end":
						fc.end.push(this.sourceToken);
						return;
				}
				const bv = this.startBlockValue(fc);
				if (bv) this.stack.push(bv);
				else {
					yield* this.pop();
					yield* this.step();
				}
			} else {
				const parent = this.peek(2);
				if (parent.type === "block-map" && (this.type === "map-value-ind" && parent.indent === fc.indent || this.type === "newline" && !parent.items[parent.items.length - 1].sep)) {
					yield* this.pop();
					yield* this.step();
				} else if (this.type === "map-value-ind" && parent.type !== "flow-collection") {
					const start = getFirstKeyStartProps(getPrevProps(parent));
					fixFlowSeqItems(fc);
					const sep = fc.end.splice(1, fc.end.length);
					sep.push(this.sourceToken);
					const map = {
						type: "block-map",
						offset: fc.offset,
						indent: fc.indent,
						items: [{
							start,
							key: fc,
							sep
						}]
					};
					this.onKeyLine = true;
					this.stack[this.stack.length - 1] = map;
				} else yield* this.lineEnd(fc);
			}
		}
		flowScalar(type) {
			if (this.onNewLine) {
				let nl = this.source.indexOf("\n") + 1;
				while (nl !== 0) {
					this.onNewLine(this.offset + nl);
					nl = this.source.indexOf("\n", nl) + 1;
				}
			}
			return {
				type,
				offset: this.offset,
				indent: this.indent,
				source: this.source
			};
		}
		startBlockValue(parent) {
			switch (this.type) {
				case "alias":
				case "scalar":
				case "single-quoted-scalar":
				case "double-quoted-scalar": return this.flowScalar(this.type);
				case "block-scalar-header": return {
					type: "block-scalar",
					offset: this.offset,
					indent: this.indent,
					props: [this.sourceToken],
					source: ""
				};
				case "flow-map-start":
				case "flow-seq-start": return {
					type: "flow-collection",
					offset: this.offset,
					indent: this.indent,
					start: this.sourceToken,
					items: [],
					end: []
				};
				case "seq-item-ind": return {
					type: "block-seq",
					offset: this.offset,
					indent: this.indent,
					items: [{ start: [this.sourceToken] }]
				};
				case "explicit-key-ind": {
					this.onKeyLine = true;
					const start = getFirstKeyStartProps(getPrevProps(parent));
					start.push(this.sourceToken);
					return {
						type: "block-map",
						offset: this.offset,
						indent: this.indent,
						items: [{
							start,
							explicitKey: true
						}]
					};
				}
				case "map-value-ind": {
					this.onKeyLine = true;
					const start = getFirstKeyStartProps(getPrevProps(parent));
					return {
						type: "block-map",
						offset: this.offset,
						indent: this.indent,
						items: [{
							start,
							key: null,
							sep: [this.sourceToken]
						}]
					};
				}
			}
			return null;
		}
		atIndentedComment(start, indent) {
			if (this.type !== "comment") return false;
			if (this.indent <= indent) return false;
			return start.every((st) => st.type === "newline" || st.type === "space");
		}
		*documentEnd(docEnd) {
			if (this.type !== "doc-mode") {
				if (docEnd.end) docEnd.end.push(this.sourceToken);
				else docEnd.end = [this.sourceToken];
				if (this.type === "newline") yield* this.pop();
			}
		}
		*lineEnd(token) {
			switch (this.type) {
				case "comma":
				case "doc-start":
				case "doc-end":
				case "flow-seq-end":
				case "flow-map-end":
				case "map-value-ind":
					yield* this.pop();
					yield* this.step();
					break;
				case "newline": this.onKeyLine = false;
				default:
					if (token.end) token.end.push(this.sourceToken);
					else token.end = [this.sourceToken];
					if (this.type === "newline") yield* this.pop();
			}
		}
	};
	exports.Parser = Parser;
}));
// node_modules/yaml/dist/public-api.js
var require_public_api = __commonJSMin(((exports) => {
	var composer = require_composer();
	var Document = require_Document();
	var errors = require_errors();
	var log = require_log();
	var identity = require_identity();
	var lineCounter = require_line_counter();
	var parser = require_parser();
	function parseOptions(options) {
		const prettyErrors = options.prettyErrors !== false;
		return {
			lineCounter: options.lineCounter || prettyErrors && new lineCounter.LineCounter() || null,
			prettyErrors
		};
	}
	function parseAllDocuments(source, options = {}) {
		const { lineCounter, prettyErrors } = parseOptions(options);
		const parser$1 = new parser.Parser(lineCounter?.addNewLine);
		const composer$1 = new composer.Composer(options);
		const docs = Array.from(composer$1.compose(parser$1.parse(source)));
		if (prettyErrors && lineCounter) for (const doc of docs) {
			doc.errors.forEach(errors.prettifyError(source, lineCounter));
			doc.warnings.forEach(errors.prettifyError(source, lineCounter));
		}
		if (docs.length > 0) return docs;
		return Object.assign([], { empty: true }, composer$1.streamInfo());
	}
	function parseDocument(source, options = {}) {
		const { lineCounter, prettyErrors } = parseOptions(options);
		const parser$1 = new parser.Parser(lineCounter?.addNewLine);
		const composer$1 = new composer.Composer(options);
		let doc = null;
		for (const _doc of composer$1.compose(parser$1.parse(source), true, source.length)) if (!doc) doc = _doc;
		else if (doc.options.logLevel !== "silent") {
			doc.errors.push(new errors.YAMLParseError(_doc.range.slice(0, 2), "MULTIPLE_DOCS", "Source contains multiple documents; please use YAML.parseAllDocuments()"));
			break;
		}
		if (prettyErrors && lineCounter) {
			doc.errors.forEach(errors.prettifyError(source, lineCounter));
			doc.warnings.forEach(errors.prettifyError(source, lineCounter));
		}
		return doc;
	}
	function parse(src, reviver, options) {
		let _reviver = void 0;
		if (typeof reviver === "function") _reviver = reviver;
		else if (options === void 0 && reviver && typeof reviver === "object") options = reviver;
		const doc = parseDocument(src, options);
		if (!doc) return null;
		doc.warnings.forEach((warning) => log.warn(doc.options.logLevel, warning));
		if (doc.errors.length > 0) {
			if (doc.options.logLevel !== "silent") throw doc.errors[0];
			else doc.errors = [];
		}
		return doc.toJS(Object.assign({ reviver: _reviver }, options));
	}
	function stringify(value, replacer, options) {
		let _replacer = null;
		if (typeof replacer === "function" || Array.isArray(replacer)) _replacer = replacer;
		else if (options === void 0 && replacer) options = replacer;
		if (typeof options === "string") options = options.length;
		if (typeof options === "number") {
			const indent = Math.round(options);
			options = indent < 1 ? void 0 : indent > 8 ? { indent: 8 } : { indent };
		}
		if (value === void 0) {
			const { keepUndefined } = options ?? replacer ?? {};
			if (!keepUndefined) return void 0;
		}
		if (identity.isDocument(value) && !_replacer) return value.toString(options);
		return new Document.Document(value, _replacer, options).toString(options);
	}
	exports.parse = parse;
	exports.parseAllDocuments = parseAllDocuments;
	exports.parseDocument = parseDocument;
	exports.stringify = stringify;
}));
// src/options/utf8.ts
var import_dist = __commonJSMin(((exports) => {
	var composer = require_composer();
	var Document = require_Document();
	var Schema = require_Schema();
	var errors = require_errors();
	var Alias = require_Alias();
	var identity = require_identity();
	var Pair = require_Pair();
	var Scalar = require_Scalar();
	var YAMLMap = require_YAMLMap();
	var YAMLSeq = require_YAMLSeq();
	require_cst();
	var lexer = require_lexer();
	var lineCounter = require_line_counter();
	var parser = require_parser();
	var publicApi = require_public_api();
	var visit = require_visit();
	exports.Composer = composer.Composer;
	exports.Document = Document.Document;
	exports.Schema = Schema.Schema;
	exports.YAMLError = errors.YAMLError;
	exports.YAMLParseError = errors.YAMLParseError;
	exports.YAMLWarning = errors.YAMLWarning;
	exports.Alias = Alias.Alias;
	exports.isAlias = identity.isAlias;
	exports.isCollection = identity.isCollection;
	exports.isDocument = identity.isDocument;
	exports.isMap = identity.isMap;
	exports.isNode = identity.isNode;
	exports.isPair = identity.isPair;
	exports.isScalar = identity.isScalar;
	exports.isSeq = identity.isSeq;
	exports.Pair = Pair.Pair;
	exports.Scalar = Scalar.Scalar;
	exports.YAMLMap = YAMLMap.YAMLMap;
	exports.YAMLSeq = YAMLSeq.YAMLSeq;
	exports.Lexer = lexer.Lexer;
	exports.LineCounter = lineCounter.LineCounter;
	exports.Parser = parser.Parser;
	exports.parse = publicApi.parse;
	exports.parseAllDocuments = publicApi.parseAllDocuments;
	exports.parseDocument = publicApi.parseDocument;
	exports.stringify = publicApi.stringify;
	exports.visit = visit.visit;
	exports.visitAsync = visit.visitAsync;
}))();
function readUtf8(file) {
	const bytes = bytesOf$1(file);
	const decoder = new TextDecoder("utf-8", {
		fatal: true,
		ignoreBOM: true
	});
	try {
		return decoder.decode(bytes);
	} catch {
		const line = bytes.toString("latin1").split("\n").findIndex((one) => Buffer.from(one, "latin1").toString("utf8").includes("�")) + 1;
		throw new UserError("The file is not UTF-8, which the Azure ML client reads.", {
			file,
			line,
			hint: "Save it as UTF-8."
		});
	}
}
function bytesOf$1(file) {
	try {
		return readFileSync(file);
	} catch (error) {
		if (!isSystemError(error)) throw error;
		throw new UserError(`${file} cannot be read: ${error.code === "EISDIR" ? "it is a directory" : error.code}.`, { file });
	}
}
// src/options/yaml-file.ts
const MOST_ALIASES = 100;
function readYaml(file) {
	return parseYaml(file, readUtf8(file));
}
function parseYaml(file, text, schema) {
	const lineCounter = new import_dist.LineCounter();
	const document = (0, import_dist.parseDocument)(text.replace(/\r(?!\n)|[\u0085\u2028\u2029]/g, "\n"), {
		lineCounter,
		merge: true,
		prettyErrors: false,
		keepSourceTokens: true,
		logLevel: "error",
		...schema && { schema }
	});
	if (document.errors.length > 0) throw new UserErrors(document.errors.map((error) => {
		const line = lineCounter.linePos(error.pos[0]).line;
		const { message, hint } = inPlainWords(error, document);
		return new UserError(message, {
			file,
			line,
			hint
		});
	}));
	const lineOf = (node) => {
		const start = (0, import_dist.isNode)(node) ? node.range?.[0] : void 0;
		return start === void 0 ? void 0 : lineCounter.linePos(start).line;
	};
	return {
		file,
		text,
		document,
		value: meaningOf$1(document, file, lineOf),
		lineOf
	};
}
function inPlainWords({ code, message, pos }, document) {
	if (code === "MULTIPLE_DOCS") return {
		message: "The file holds more than one document.",
		hint: "Keep one, without a line --- behind it."
	};
	if (code !== "DUPLICATE_KEY") return { message };
	let key;
	(0, import_dist.visit)(document, { Scalar: (_, node) => {
		if (node.range?.[0] === pos[0]) key = node.value;
	} });
	return {
		message: `The key "${key}" appears twice.`,
		hint: "Remove one: the Azure ML client takes the last."
	};
}
function valueAt({ value }, path) {
	return path.reduce((at, key) => isRecord(at) ? at[key] : void 0, value);
}
function textAt(yaml, ...path) {
	const value = valueAt(yaml, path);
	if (value === void 0 || value === null || value === "" || typeof value === "object") return void 0;
	return {
		text: String(value),
		line: lineAt(yaml, path)
	};
}
function lineAt({ document, lineOf }, path) {
	let node = document.contents;
	let line = lineOf(node);
	for (const key of path) {
		const collection = (0, import_dist.isAlias)(node) ? node.resolve(document) : node;
		node = (0, import_dist.isCollection)(collection) ? collection.get(key, true) : void 0;
		line = lineOf(node) ?? lineOf(keyIn(collection, key)) ?? line;
	}
	return line;
}
function keyIn(collection, name) {
	const isIt = ({ key }) => (0, import_dist.isScalar)(key) && (key.value === name || key.source === name);
	return (0, import_dist.isMap)(collection) ? collection.items.find(isIt)?.key : void 0;
}
function nodeAt({ document }, path) {
	return path.reduce((at, key) => {
		const collection = (0, import_dist.isAlias)(at) ? at.resolve(document) : at;
		return (0, import_dist.isCollection)(collection) ? collection.get(key, true) : void 0;
	}, document.contents);
}
function sharedAt(yaml, path) {
	const { document, lineOf } = yaml;
	const node = nodeAt(yaml, path);
	const anchor = (0, import_dist.isCollection)(node) || (0, import_dist.isScalar)(node) ? node.anchor : void 0;
	let shared = (0, import_dist.isAlias)(node) ? node : void 0;
	(0, import_dist.visit)(document, { Alias: (_, alias) => {
		if (anchor !== void 0 && alias.source === anchor && alias.resolve(document) === node) shared = alias;
	} });
	return lineOf(shared);
}
function isRecord(value) {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
function meaningOf$1(document, file, lineOf) {
	try {
		return document.toJS({ maxAliasCount: MOST_ALIASES });
	} catch (error) {
		throw new UserError(`The aliases of the file cannot be resolved: ${messageOf(error)}`, {
			file,
			line: lineOf(firstAlias(document)),
			hint: "Write out what they stand for.",
			cause: error
		});
	}
}
function firstAlias(document) {
	let found;
	(0, import_dist.visit)(document, (_, node) => {
		if (!(0, import_dist.isAlias)(node)) return void 0;
		found = node;
		return import_dist.visit.BREAK;
	});
	return found;
}
// src/options/yaml-text.ts
const NOT_TEXT = [
	/^(|~|null|Null|NULL|<<|=)$/,
	/^(yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/,
	/^[-+]?(0b[0-1_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(:[0-5]?[0-9])+)$/,
	/^([-+]?[0-9][0-9_]*\.[0-9_]*([eE][-+][0-9]+)?|\.[0-9][0-9_]*([eE][-+][0-9]+)?)$/,
	/^([-+]?[0-9][0-9_]*(:[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))$/,
	/^\d{4}-\d\d?-\d\d?([Tt \t].*)?$/
];
const PLAIN = /^(?:[A-Za-z_]|\.{1,2}\/)[\w./+-]*(?::[\w./+-]+)*$/;
const WORDS = /^(?:y|n|yes|no|on|off|true|false|null)$/i;
function isTextToClient(source) {
	return !NOT_TEXT.some((pattern) => pattern.test(source));
}
function scalarOf(text, quote = "", inFlow = false) {
	if (quote === "'" && !/[^\x20-\x7e]/.test(text)) return `'${text.replaceAll("'", "''")}'`;
	return quote === "" && PLAIN.test(text) && !WORDS.test(text) && !(inFlow && text.includes(":")) ? text : doubleQuoted(text);
}
function doubleQuoted(text) {
	return JSON.stringify(text).replace(/[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
// src/options/yaml-fields.ts
function requiredText(yaml, path) {
	const value = valueAt(yaml, path);
	const field = path.join(".");
	const place = {
		file: yaml.file,
		line: lineAt(yaml, path)
	};
	if (typeof value === "object" && value !== null) throw new UserError(`${field} is a ${Array.isArray(value) ? "list" : "mapping"}: the Azure ML client takes nothing but text.`, {
		...place,
		hint: `Write the text itself, such as ${path.at(-1)}: ${EXAMPLES[path.at(-1) ?? ""] ?? "name"}`
	});
	const other = notTextAt(yaml, path);
	if (other !== void 0) throw new UserError(`${field} is ${other.text}, which the client reads as something else than text, and refuses.`, {
		...place,
		hint: `Put it in quotes: "${other.text}"`
	});
	return textAt(yaml, ...path);
}
const EXAMPLES = {
	code: "./src",
	scoring_script: "score.py"
};
function notTextAt(yaml, path) {
	const node = nodeAt(yaml, path);
	if (!(0, import_dist.isScalar)(node) || node.value === null || node.type !== import_dist.Scalar.PLAIN) return void 0;
	const text = node.source ?? String(node.value);
	return node.tag === "tag:yaml.org,2002:str" || isTextToClient(text) ? void 0 : {
		text,
		line: lineAt(yaml, path)
	};
}
// src/options/deployment-environment.ts
function environmentOf$3(yaml) {
	if (isRecord(valueAt(yaml, ["environment"]))) return writtenOut(yaml, ["environment"]);
	const said = requiredText(yaml, ["environment"]);
	if (said === void 0) return {
		kind: "none",
		said: {
			text: "",
			line: lineAt(yaml, ["environment"])
		},
		condaFile: void 0
	};
	if (said.text.startsWith("azureml:")) return {
		kind: "named",
		said,
		condaFile: void 0
	};
	const { kind, said: image, condaFile } = writtenOut(environmentFile(yaml, said), []);
	const { line } = said;
	return {
		kind,
		said: {
			text: image.text,
			line
		},
		condaFile: condaFile && {
			text: condaFile.text,
			line
		}
	};
}
function writtenOut(yaml, path) {
	const image = requiredText(yaml, [...path, "image"]);
	const condaPath = [...path, "conda_file"];
	const condaFile = valueAt(yaml, condaPath) ? textAt(yaml, ...condaPath) ?? {
		text: "",
		line: lineAt(yaml, condaPath)
	} : void 0;
	const otherwise = valueAt(yaml, [...path, "build"]) ? "build" : "none";
	return {
		kind: image ? "inline" : otherwise,
		said: image ?? {
			text: "",
			line: lineAt(yaml, path)
		},
		condaFile
	};
}
function environmentFile({ file }, { text, line }) {
	const refused = (message, hint) => new UserError(message, {
		file,
		line,
		hint
	});
	if (!text.startsWith("file:")) throw refused(`environment: ${text} is neither the name of an environment nor a file: the Azure ML client refuses it.`, `Write file:${text} for a file, azureml:<name>:<version> for an environment of the workspace.`);
	const path = resolve(dirname(file), text.slice(5));
	if (!isFile(path)) throw refused(`environment: ${text} is not a file (${path}).`, nearMiss(path) ?? "The path is relative to the deployment file.");
	const yaml = readYaml(path);
	if (!isRecord(yaml.value)) throw refused(`environment: ${text} is not a mapping.`, "Name the YAML of an environment.");
	if ("dependencies" in yaml.value || "channels" in yaml.value) throw refused(`environment: ${text} is a conda file, not an environment: the Azure ML client refuses it.`, "Write a mapping with image: <image>; the packages of the mount need no conda file.");
	return yaml;
}
// src/options/deployment.ts
function namesOf$1(deployment) {
	return {
		name: deployment?.name || "my-deployment",
		endpoint: deployment?.endpointName || "my-endpoint"
	};
}
const REQUIRED = {
	managed: [
		"name",
		"endpoint_name",
		"environment",
		"instance_type",
		"instance_count"
	],
	kubernetes: [
		"name",
		"endpoint_name",
		"environment"
	]
};
const TEXTS = [
	"name",
	"endpoint_name",
	"instance_type"
];
function readDeployment(file, write) {
	const yaml = readYaml(file);
	if (!isRecord(yaml.value)) throw notADeployment(file, "it is not a mapping", lineAt(yaml, []));
	const kind = kindOf$3(yaml);
	return {
		file,
		write,
		kind,
		name: textAt(yaml, "name")?.text ?? "",
		endpointName: textAt(yaml, "endpoint_name")?.text ?? "",
		code: codeOf$2(yaml),
		scoringScript: requiredText(yaml, ["code_configuration", "scoring_script"]),
		environment: environmentOf$3(yaml),
		variables: variablesOf(yaml),
		notText: TEXTS.flatMap((name) => {
			const other = notTextAt(yaml, [name]);
			return other ? [{
				name,
				...other
			}] : [];
		}),
		missing: REQUIRED[kind].filter((field) => [
			void 0,
			null,
			""
		].includes(valueAt(yaml, [field])))
	};
}
function kindOf$3(yaml) {
	const schema = textAt(yaml, "$schema");
	const name = /([A-Za-z]+)\.schema\.json/.exec(schema?.text ?? "")?.[1];
	if (name !== void 0 && !/^(managed|kubernetes)OnlineDeployment$/i.test(name)) throw notADeployment(yaml.file, `its $schema is ${name}`, schema?.line);
	if (name === void 0 && !["endpoint_name", "code_configuration"].some((key) => valueAt(yaml, [key]))) throw notADeployment(yaml.file, "it has neither endpoint_name nor code_configuration", lineAt(yaml, []));
	return /^kubernetes/i.test(name ?? textAt(yaml, "type")?.text ?? "") ? "kubernetes" : "managed";
}
function notADeployment(file, why, line = 1) {
	return new UserError(`This is not a deployment of an online endpoint: ${why}.`, {
		file,
		line,
		hint: "deployment-file takes the YAML of `az ml online-deployment create --file`, one deployment in it."
	});
}
function codeOf$2(yaml) {
	const code = requiredText(yaml, ["code_configuration", "code"]);
	if (code === void 0) return void 0;
	const { text, line } = code;
	if (/^file:/i.test(text)) throw new UserError(`code: ${text} is not found by the Azure ML client, to which file: is part of the path.`, {
		file: yaml.file,
		line,
		hint: `Write ${text.replace(/^file:(\/\/)?/i, "") || "."} without file:`
	});
	return {
		text,
		line,
		directory: /^(azureml:|[a-z][a-z0-9+.-]+:\/\/)/i.test(text) ? void 0 : resolve(dirname(yaml.file), text)
	};
}
function variablesOf(yaml) {
	const variables = valueAt(yaml, ["environment_variables"]) ?? {};
	if (!isRecord(variables)) throw new UserError("environment_variables is not a mapping of names to values.", {
		file: yaml.file,
		line: lineAt(yaml, ["environment_variables"])
	});
	if (valueAt(yaml, ["environment_variables"]) !== void 0 && nodeAt(yaml, ["environment_variables"]) === void 0) throw new UserError("environment_variables comes from a merge key: changing it would change the other place too.", {
		file: yaml.file,
		line: lineAt(yaml, ["<<"]),
		hint: "Write environment_variables out, and let it take over others by a merge key (<<) of its own."
	});
	const shared = sharedAt(yaml, ["environment_variables"]);
	if (shared !== void 0) throw new UserError("environment_variables is shared by an anchor: changing it would change the other place too.", {
		file: yaml.file,
		line: shared,
		hint: "Write environment_variables out, or let it take over others by a merge key (<<)."
	});
	return Object.entries(variables).map(([name, value]) => ({
		name,
		text: typeof value === "object" && value !== null ? JSON.stringify(value) : String(value ?? ""),
		line: lineAt(yaml, ["environment_variables", name])
	}));
}
// src/target/images.ts
const MICROSOFT_REGISTRY = /^(https?:\/\/)?mcr\.microsoft\.com\//;
const CURATED_ENVIRONMENT = /^azureml:\/\/registries\/azureml\/environments\/([^/]+)(\/.*)?$/;
function findImage(reference) {
	const name = catalogueName(reference);
	return named$1(name) ?? named$1(`curated/${name}`);
}
function nearestImages(reference, count = 3) {
	const name = catalogueName(reference);
	let left = IMAGES.map((image) => image.name).filter((each) => name.startsWith("curated/") || !isSecondCopy(each));
	const found = [];
	while (found.length < count) {
		const next = nearest(name, left) ?? nearest(`curated/${name}`, left);
		if (next === void 0) break;
		found.push(next);
		left = left.filter((each) => each !== next);
	}
	return found;
}
function named$1(name) {
	return IMAGES.find((image) => image.name === name || image.aliases.some((alias) => alias.toLowerCase() === name));
}
function isSecondCopy(name) {
	return name.startsWith("curated/") && IMAGES.some((image) => `curated/${image.name}` === name);
}
function catalogueName(reference) {
	const plain = reference.trim().toLowerCase();
	const environment = CURATED_ENVIRONMENT.exec(plain)?.[1];
	if (environment !== void 0) return `curated/${environment}`;
	return plain.replace(MICROSOFT_REGISTRY, "").replace(/@sha256:.*$/, "").replace(/:[^/]*$/, "").replace(/^azureml\//, "");
}
// src/target/manylinux.ts
const SYSTEM_LIBRARIES = [
	row$1([2, 17], "CentOS 7", "3.4.19", "1.3.7", "4.8.0", "1.2.5.2"),
	row$1([2, 24], "Debian 9", "3.4.22", "1.3.10", "4.8.0", "1.2.7.1"),
	row$1([2, 27], "Ubuntu 18.04", "3.4.25", "1.3.11", "7.0.0", "1.2.9"),
	row$1([2, 28], "Debian 10", "3.4.25", "1.3.11", "7.0.0", "1.2.9"),
	row$1([2, 31], "Ubuntu 20.04", "3.4.28", "1.3.12", "7.0.0", "1.2.9"),
	row$1([2, 34], "AlmaLinux 9", "3.4.29", "1.3.13", "11.0", "1.2.9"),
	row$1([2, 35], "Ubuntu 22.04", "3.4.30", "1.3.13", "12.0.0", "1.2.9"),
	row$1([2, 36], "Debian 12", "3.4.30", "1.3.13", "12.0.0", "1.2.12"),
	row$1([2, 39], "Ubuntu 24.04", "3.4.33", "1.3.15", "14.0.0", "1.2.12"),
	row$1([2, 41], "Debian 13", "3.4.33", "1.3.15", "14.0.0", "1.2.12")
];
function systemLibraries(glibc) {
	const isOlder = (each) => each.glibc[0] * 1e3 + each.glibc[1] <= glibc[0] * 1e3 + glibc[1];
	const generation = SYSTEM_LIBRARIES.findLast(isOlder) ?? SYSTEM_LIBRARIES[0];
	return {
		...generation,
		glibc,
		newest: {
			...generation.newest,
			GLIBC: glibc.join(".")
		}
	};
}
function row$1(glibc, distribution, glibcxx, cxxabi, gcc, zlib) {
	return {
		glibc,
		distribution,
		newest: {
			GLIBC: glibc.join("."),
			GLIBCXX: glibcxx,
			CXXABI: cxxabi,
			GCC: gcc,
			ZLIB: zlib
		}
	};
}
// src/target/symbols.ts
const FORM = /^(GLIBC|GLIBCXX|CXXABI|GCC|ZLIB)_(?:(?:LDBL|IEEE128|ARM)_)?(?:(\d{1,6}(?:\.\d{1,6}){0,5})|\w.*)$/s;
const MARKERS = {
	CXXABI_TM_1: [2, 17],
	CXXABI_FLOAT128: [2, 24],
	GLIBC_ABI_DT_RELR: [2, 36],
	GLIBC_ABI_GNU_TLS: [2, 42],
	GLIBC_ABI_GNU2_TLS: [2, 42],
	GLIBC_ABI_DT_X86_64_PLT: [2, 42]
};
function parseSymbolVersion(name) {
	const match = FORM.exec(name);
	if (!match) return void 0;
	const numbers = match[2]?.split(".").map(Number);
	return {
		family: match[1],
		numbers
	};
}
function newestAllowed(target, family) {
	return `${family}_${systemLibraries(target.glibc).newest[family]}`;
}
function exceeds(symbolVersion, target) {
	return !has(systemLibraries(target.glibc), symbolVersion);
}
function firstSystemWith(symbolVersion) {
	return SYSTEM_LIBRARIES.find((system) => has(system, symbolVersion));
}
function compareSymbolVersions(a, b) {
	const [left, right] = [parseSymbolVersion(a)?.numbers, parseSymbolVersion(b)?.numbers];
	if (left && right) return compareNumbers(left, right);
	return Number(!left) - Number(!right);
}
function has(system, symbolVersion) {
	const version = parseSymbolVersion(symbolVersion);
	if (!version) return true;
	if (version.numbers) return compareNumbers(version.numbers, system.newest[version.family].split(".").map(Number)) <= 0;
	const since = Object.hasOwn(MARKERS, symbolVersion) ? MARKERS[symbolVersion] : void 0;
	return since !== void 0 && compareNumbers(since, system.glibc) <= 0;
}
function compareNumbers(a, b) {
	for (let index = 0; index < Math.max(a.length, b.length); index++) {
		const difference = (a[index] ?? 0) - (b[index] ?? 0);
		if (difference !== 0) return difference;
	}
	return 0;
}
// src/checks/deployment.ts
var deployment_exports = __exportAll({
	contradictingVariable: () => contradictingVariable,
	missingFields: () => missingFields,
	otherCode: () => otherCode,
	rebuiltImage: () => rebuiltImage,
	unknownImage: () => unknownImage
});
const LIBRARY_PATH$1 = "AZUREML_EXTRA_PYTHON_LIB_PATH";
const REQUIREMENTS$1 = "AZUREML_EXTRA_REQUIREMENTS_TXT";
const ORDER$1 = [
	LIBRARY_PATH$1,
	"AZUREML_EXTRA_CONDA_YAML_ABS_PATH",
	"AZUREML_EXTRA_CONDA_YAML",
	REQUIREMENTS$1
];
const contradictingVariable = {
	id: "D1",
	severity: "warning",
	title: "a variable of the deployment contradicts the mount",
	explanation: "The run script reads one of its variables: beside AZUREML_EXTRA_PYTHON_LIB_PATH, AZUREML_EXTRA_REQUIREMENTS_TXT and the conda variables are silently ignored, and a reader of the file is misled. A library path of another value, an absolute one above all (exit code 97), is not this mount. Remove what is disabled. It is an error where the variable of this run is the disabled one, as AZUREML_EXTRA_REQUIREMENTS_TXT is in mode dynamic: the container starts with something else, or ends. The library path is brought up to date by this tool. `az ml online-deployment update` keeps variables that the file no longer has: remove them with `--remove`, or create the deployment anew. A file with the library path and without the PYTHONPATH that its image may need leaves the mount off the path there. Safe to turn off when another image reads the file too, never where it is an error.",
	*find({ options: { deployment, mode }, location, target }) {
		const heeded = mode === "dynamic" ? REQUIREMENTS$1 : LIBRARY_PATH$1;
		if (mode !== "dynamic") yield* missingPythonPath(deployment, location.libraryPath, target);
		for (const { name, text, line } of deployment?.variables ?? []) {
			if (text === "" && (name !== LIBRARY_PATH$1 || heeded !== LIBRARY_PATH$1)) continue;
			const rank = ORDER$1.indexOf(name);
			if (rank > ORDER$1.indexOf(heeded)) yield said(deployment, line, disabled(name, heeded, name, deployment));
			if (rank >= 0 && rank < ORDER$1.indexOf(heeded)) yield said(deployment, line, {
				...disabled(heeded, name, name, deployment),
				severity: "error"
			});
			if (name === heeded && name === LIBRARY_PATH$1 && text !== location.libraryPath) yield said(deployment, line, otherLibraryPath(text, location.libraryPath, deployment?.write === true));
		}
	}
};
function* missingPythonPath(deployment, path, target) {
	const variable = (name) => deployment?.variables.find((one) => one.name === name);
	const [alone, own] = [variable(LIBRARY_PATH$1), variable("PYTHONPATH")];
	const why = whyPythonPath(target);
	if (why === void 0 || deployment?.write || alone?.text !== path || own?.text.split(":").includes(path)) return;
	yield said(deployment, (own ?? alone).line, {
		message: `PYTHONPATH ${own ? "does not have" : "is missing beside"} the library path. ${why}`,
		hint: `Run with --write, or ${own ? "put" : "set PYTHONPATH:"} ${path}${own ? " first into PYTHONPATH" : ""}.`
	});
}
function disabled(name, heeded, superfluous, deployment) {
	const names = namesOf$1(deployment);
	return {
		message: `${name} has no effect beside ${heeded}: the run script does not even look at it.`,
		hint: `Remove ${superfluous} from the file, and from a deployment that has it: az ml online-deployment update --name ${names.name} --endpoint-name ${names.endpoint} --remove environment_variables.${superfluous}`
	};
}
function otherLibraryPath(text, libraryPath, write) {
	const absolute = text.startsWith("/") ? " An absolute one is glued behind the scoring directory and not found: exit code 97." : "";
	return {
		severity: write ? "notice" : "warning",
		message: `${LIBRARY_PATH$1} is ${text || "empty"}; the mount stands at ${libraryPath}.${absolute}`,
		hint: write ? "A green run writes the right value." : "Run with --write, or write the right value."
	};
}
const rebuiltImage = {
	id: "D2",
	severity: "warning",
	title: "a conda file makes another image",
	explanation: "With a conda_file beside environment.image, Azure ML builds a new image from both: the server runs in a new conda environment, none of the image's own packages is there, and what was proven of the image does not hold for it. The packages of the mount need no conda file. Safe to turn off when the conda environment has the same Python and holds the inference server.",
	*find({ options: { deployment } }) {
		const condaFile = deployment?.environment.condaFile;
		if (condaFile === void 0) return;
		const image = deployment?.environment.said.text || "the image";
		const conda = condaFile.text === "" ? "The conda environment in the file" : `The conda file ${condaFile.text}`;
		yield said(deployment, condaFile.line, {
			message: `${conda} makes Azure ML build another image than ${image}.`,
			hint: "Remove conda_file: the mount brings the packages, the image the server."
		});
	}
};
const missingFields = {
	id: "D3",
	severity: "warning",
	title: "the deployment file lacks required fields",
	explanation: "The published schema of online deployments requires fields that the file does not have, or takes text only where the file has a number, a date or a truth value (YAML 1.1: `0042`, `2024-01-02`, `yes`), and `az ml online-deployment create --file` refuses it. Add them, or put them in quotes. Safe to turn off when they are given on the command line, with `--name`, `--endpoint-name` or `--set`.",
	*find({ options: { deployment } }) {
		for (const { name, text, line } of deployment?.notText ?? []) yield said(deployment, line, {
			message: `${name} is ${text}, which the client reads as something else than text, and refuses.`,
			hint: `Put it in quotes: "${text}"`
		});
		if (deployment === void 0 || deployment.missing.length === 0) return;
		yield said(deployment, 1, { message: `The file is not complete: ${`a ${deployment.kind} online deployment requires ${deployment.missing.join(", ")}`}.` });
	}
};
const otherCode = {
	id: "D4",
	severity: "error",
	title: "the deployment uploads other code than was proven",
	explanation: "The inputs name a code directory or a scoring script, and the deployment file another. What is uploaded then has no mount, or has it in another place than the library path says: exit code 97. Leave code-directory and scoring-script empty, and they come from the file. As a warning: code that is registered in the workspace, which no build changes. Safe to turn off when the file is changed before it is deployed.",
	*find({ options }) {
		const { deployment, codeDirectory, scoringScript } = options;
		const { code, scoringScript: script } = deployment ?? {};
		if (code !== void 0 && code.directory === void 0) yield said(deployment, code.line, {
			severity: "warning",
			message: `The deployment takes its code from ${code.text}, which a build does not change.`,
			hint: "Register the code directory again after the build, and name its new version."
		});
		if (code?.directory !== void 0 && code.directory !== codeDirectory) yield said(deployment, code.line, {
			message: `The deployment uploads ${code.text}; the packages are for ${relative(options.workspace, codeDirectory) || "."}.`,
			hint: "Leave the input code-directory empty."
		});
		else if (script !== void 0 && script.text.replace(/^\.\//, "") !== slashed(relative(codeDirectory, scoringScript))) yield said(deployment, script.line, {
			message: `The deployment runs ${script.text}; the packages are for ${slashed(relative(codeDirectory, scoringScript))}.`,
			hint: "Leave the input scoring-script empty."
		});
	}
};
const unknownImage = {
	id: "D5",
	severity: "notice",
	title: "the deployment's image is not the one that was looked at",
	explanation: "The deployment file names an environment of the workspace, a Dockerfile or an image that is not in the catalogue, and what stands behind it cannot be seen from here; or it names another image than the packages were proven for. That is a warning, and an error where the other one has another Python, an older glibc or a run script without these variables: compiled modules are not looked at there or cannot be loaded, or nobody puts the mount on the path. Name the image that is deployed in the input `image`. Safe to turn off when both have the same Python and glibc, never where it is an error.",
	*find({ options: { deployment, image: given, mode }, target }) {
		if (deployment === void 0) return;
		const { kind, said: image } = deployment.environment;
		const known = findImage(image.text);
		const proven = target.image?.name;
		if (known !== void 0 && proven !== void 0 && known.name !== proven) yield said(deployment, image.line, {
			severity: suits(known, target, mode) ? "warning" : "error",
			message: `The deployment runs ${image.text}; the packages were proven for ${proven}.`,
			hint: "Leave the input image empty, and it comes from the file, or correct one of the two."
		});
		else if (known === void 0 && given === "" && kind !== "none") yield said(deployment, image.line, unseen(kind, image));
	}
};
function suits(image, target, mode) {
	const isOlder = image.glibc !== void 0 && compareNumbers(image.glibc, target.glibc) < 0;
	const isRead = image.honours !== "cut" || mode !== "dynamic" && mayIgnoreThem(target);
	return image.python === target.python && !isOlder && isRead;
}
function unseen(kind, { text }) {
	return {
		message: `${{
			inline: `The image ${text} is not in the catalogue`,
			named: `What image ${text} stands for is known to the workspace alone`,
			build: "The image is built from a Dockerfile",
			none: ""
		}[kind]}: packages were proven for the strictest image that ever shipped.`,
		hint: "Name the image it is made from in the input image."
	};
}
function said(deployment, line, answer) {
	return {
		...answer,
		...deployment && { place: {
			file: deployment.file,
			line: line ?? 1
		} }
	};
}
// src/checks/editables.ts
var editables_exports = __exportAll({
	editableInstall: () => editableInstall,
	legacyEditable: () => legacyEditable,
	pathLines: () => pathLines
});
const editableInstall = {
	id: "I4",
	severity: "error",
	title: "an editable install",
	explanation: "A distribution was installed with -e (PEP 660): the mount holds a pointer (`__editable__…`, a `.pth` file, direct_url.json) and the code stays in the source tree, which the container does not have; nor does it process `.pth` files from PYTHONPATH. Its import raises ModuleNotFoundError. Remove the -e, so that the code itself is installed. Never safe to turn off.",
	*find(evidence) {
		const { inventory, requirements } = evidence;
		const told = editables(evidence);
		for (const name of told) yield about$1({ name }, evidence, {
			message: `${name} is an editable install.`,
			hint: HINT$1
		});
		for (const path of inventory.files.keys()) {
			const owner = ownerOf(path, inventory);
			if (!path.startsWith("__editable__") || owner && told.has(owner.name)) continue;
			yield {
				file: path,
				distribution: owner?.name,
				message: `${path} points at an editable install.`,
				hint: HINT$1
			};
		}
		for (const requirement of requirements.filter(({ editable, applies }) => editable && applies)) {
			if (requirement.name !== null && told.has(requirement.name)) continue;
			yield {
				requirement,
				message: `${requirement.text} is asked for as an editable install.`,
				hint: HINT$1
			};
		}
	}
};
function editables({ inventory, stagedAway }) {
	const noted = Object.entries(stagedAway.directUrls).filter(([, directUrl]) => isEditable(directUrl));
	const found = inventory.distributions.filter((one) => isEditable(parsed$1(one.texts.get("direct_url.json"))) || isOnlyPointer(one, inventory));
	return new Set([...noted.map(([name]) => name), ...found.map(({ name }) => name)]);
}
function isOnlyPointer({ record, directory }, { texts }) {
	const code = (record ?? []).map(({ path }) => path).filter((path) => !path.startsWith(`${directory}/`)).filter((path) => !/\.pyc$/.test(path) && !path.startsWith("../"));
	const isPointer = (path) => path.startsWith("__editable__") || /^[^/]+\.pth$/.test(path) && pathLines(texts.get(path) ?? "").some(leadsOut);
	return code.length > 0 && code.every(isPointer);
}
const HINT$1 = "Remove the -e, so that the code itself is installed.";
function isEditable(directUrl) {
	return directUrl?.dir_info?.editable === true;
}
function parsed$1(text) {
	try {
		return text === void 0 ? void 0 : JSON.parse(text);
	} catch {
		return;
	}
}
const legacyEditable = {
	id: "I5",
	severity: "error",
	title: "a path file or link points outside the mount",
	explanation: "An `.egg-link`, or a line of a `.pth` file that is a path (not code, not a comment), leads out of the mount: the way of old editable installs. The container has no such directory and does not read `.pth` files from PYTHONPATH. Install the distribution itself. Never safe to turn off.",
	*find(evidence) {
		const { inventory } = evidence;
		const told = editables(evidence);
		for (const [path, text] of inventory.texts) {
			const distribution = ownerOf(path, inventory)?.name;
			if (distribution !== void 0 && told.has(distribution)) continue;
			if (/^[^/]+\.egg-link$/.test(path)) yield {
				file: path,
				distribution,
				message: `${path} links to ${text.split("\n")[0]}.`,
				hint: HINT$1
			};
			if (!/^[^/]+\.pth$/.test(path)) continue;
			for (const line of pathLines(text).filter((one) => leadsOut(one))) yield {
				file: path,
				distribution,
				message: `${path} puts ${line} on the path.`,
				hint: HINT$1
			};
		}
	}
};
function pathLines(text) {
	return text.replace(/^\ufeff/, "").split(/\r?\n/).map((line) => line.trimEnd()).filter((line) => line.trim() !== "" && line.length <= 4096 && !/^(#|import[ \t])/.test(line));
}
function leadsOut(path) {
	const way = posix.normalize(path.trim().replaceAll("\\", "/"));
	return /^(\/|[A-Za-z]:)/.test(way) || way === ".." || way.startsWith("../");
}
// src/target/stdlib-names.ts
const STANDARD_LIBRARY_CHANGES = [
	{
		python: "3.7",
		added: `__future__ _abc _ast _asyncio _bisect _blake2 _bootlocale _bz2 _codecs _codecs_cn _codecs_hk
    _codecs_iso2022 _codecs_jp _codecs_kr _codecs_tw _collections _collections_abc _compat_pickle _compression
    _contextvars _crypt _csv _ctypes _curses _curses_panel _datetime _dbm _decimal _dummy_thread _elementtree
    _frozen_importlib _frozen_importlib_external _functools _gdbm _hashlib _heapq _imp _io _json _locale
    _lsprof _lzma _markupbase _md5 _msi _multibytecodec _multiprocessing _opcode _operator _osx_support
    _overlapped _pickle _posixsubprocess _py_abc _pydecimal _pyio _queue _random _scproxy _sha1 _sha256 _sha3
    _sha512 _signal _sitebuiltins _socket _sqlite3 _sre _ssl _stat _string _strptime _struct _symtable _thread
    _threading_local _tkinter _tracemalloc _uuid _warnings _weakref _weakrefset _winapi abc aifc antigravity
    argparse array ast asynchat asyncio asyncore atexit audioop base64 bdb binascii binhex bisect builtins bz2
    cProfile calendar cgi cgitb chunk cmath cmd code codecs codeop collections colorsys compileall concurrent
    configparser contextlib contextvars copy copyreg crypt csv ctypes curses dataclasses datetime dbm decimal
    difflib dis distutils doctest dummy_threading email encodings ensurepip enum errno faulthandler fcntl
    filecmp fileinput fnmatch formatter fractions ftplib functools gc genericpath getopt getpass gettext glob
    grp gzip hashlib heapq hmac html http idlelib imaplib imghdr imp importlib inspect io ipaddress itertools
    json keyword lib2to3 linecache locale logging lzma macpath mailbox mailcap marshal math mimetypes mmap
    modulefinder msilib msvcrt multiprocessing netrc nis nntplib nt ntpath nturl2path numbers opcode operator
    optparse os ossaudiodev parser pathlib pdb pickle pickletools pipes pkgutil platform plistlib poplib posix
    posixpath pprint profile pstats pty pwd py_compile pyclbr pydoc pydoc_data pyexpat queue quopri random re
    readline reprlib resource rlcompleter runpy sched secrets select selectors shelve shlex shutil signal site
    smtpd smtplib sndhdr socket socketserver spwd sqlite3 sre_compile sre_constants sre_parse ssl stat
    statistics string stringprep struct subprocess sunau symbol symtable sys sysconfig syslog tabnanny tarfile
    telnetlib tempfile termios textwrap this threading time timeit tkinter token tokenize trace traceback
    tracemalloc tty turtle turtledemo types typing unicodedata unittest urllib uu uuid venv warnings wave
    weakref webbrowser winreg winsound wsgiref xdrlib xml xmlrpc zipapp zipfile zipimport zlib`,
		removed: ``
	},
	{
		python: "3.8",
		added: `_posixshmem _statistics`,
		removed: `macpath`
	},
	{
		python: "3.9",
		added: `_aix_support _bootsubprocess _peg_parser _zoneinfo graphlib zoneinfo`,
		removed: `_dummy_thread dummy_threading`
	},
	{
		python: "3.10",
		added: ``,
		removed: `_bootlocale _peg_parser formatter parser symbol`
	},
	{
		python: "3.11",
		added: `_tokenize _typing tomllib`,
		removed: `binhex`
	},
	{
		python: "3.12",
		added: `_pydatetime _pylong _sha2`,
		removed: `_bootsubprocess _sha256 _sha512 asynchat asyncore distutils imp smtpd`
	},
	{
		python: "3.13",
		added: `_android_support _colorize _interpchannels _interpqueues _interpreters _ios_support _opcode_metadata
    _pyrepl _suggestions _sysconfig _wmi`,
		removed: `_crypt _msi aifc audioop cgi cgitb chunk crypt imghdr lib2to3 mailcap msilib nis nntplib ossaudiodev pipes
    sndhdr spwd sunau telnetlib uu xdrlib`
	}
];
// src/target/stdlib.ts
const STANDARD_LIBRARY_VERSIONS = STANDARD_LIBRARY_CHANGES.map(({ python }) => python);
function standardLibrary(minor) {
	const last = STANDARD_LIBRARY_VERSIONS.indexOf(minor);
	if (last < 0) throw new RangeError(`the standard library of Python ${minor} is not known`);
	const names = new Set();
	for (const { added, removed } of STANDARD_LIBRARY_CHANGES.slice(0, last + 1)) {
		for (const name of words(added)) names.add(name);
		for (const name of words(removed)) names.delete(name);
	}
	return names;
}
function words(text) {
	return text.split(/\s+/).filter((word) => word !== "");
}
// src/checks/entry-points.ts
var entry_points_exports = __exportAll({
	entryPointMissing: () => entryPointMissing,
	entryPoints: () => entryPoints
});
const entryPointMissing = {
	id: "R9",
	severity: "warning",
	title: "an entry point leads to a module that is not there",
	explanation: "`entry_points.txt` names a module that is neither in the mount nor in the standard library. Whoever loads that group of plug-ins in the container gets ModuleNotFoundError, mostly at import of the program that has the plug-ins; a script of that name is broken. A file was removed, or the module belongs to an optional dependency. Install what is missing (an entry with an extra in brackets is left alone). Safe to turn off for a group that nothing loads.",
	*find(evidence) {
		const modules = modulesOf$1(evidence);
		for (const distribution of evidence.inventory.distributions) yield* atMost(broken(distribution, modules, evidence), (count) => about$1(distribution, evidence, { message: `${count} more entry points of ${distribution.name} lead nowhere.` }));
	}
};
function* broken(distribution, known, evidence) {
	const builtIn = namesOfStandardLibrary(evidence.target.python);
	for (const { group, name, module, attribute } of entryPoints(distribution.texts.get("entry_points.txt") ?? "")) {
		if (known.has(module) || builtIn.has(module.split(".", 1)[0] ?? "")) continue;
		if (attribute === void 0 && known.has(module.replace(/\.[^.]+$/, ""))) continue;
		yield about$1(distribution, evidence, {
			file: `${distribution.directory}/entry_points.txt`,
			message: `The entry point ${name} of ${distribution.name} (${group}) leads to ${module}, which is not in the mount.`,
			hint: `Install ${distribution.name} again, or the distribution that has ${module.split(".", 1)[0]}.`
		});
	}
}
function* entryPoints(text) {
	let group = "";
	for (const line of text.split(/\r?\n/)) {
		const section = /^\s*\[([^\]]+)\]\s*$/.exec(line)?.[1];
		if (section !== void 0) group = section.trim();
		const entry = entryIn(line);
		if (entry && entry.extras === void 0) yield {
			group,
			...entry
		};
	}
}
function entryIn(line) {
	const [left = "", right] = halves(line.trim(), "=");
	if (right === void 0 || left === "" || /^[#;[]/.test(left)) return void 0;
	const [value] = halves(right, "#");
	const parts = /^([A-Za-z_][\w.]*)\s*(:[\w\s.]+)?(\[[^\]]*\])?$/.exec((value ?? "").trim());
	if (parts?.[1] === void 0) return void 0;
	return {
		name: left.trim(),
		module: parts[1],
		attribute: parts[2],
		extras: parts[3]
	};
}
function halves(text, sign) {
	const at = text.indexOf(sign);
	return at < 0 ? [text, void 0] : [text.slice(0, at), text.slice(at + 1)];
}
function modulesOf$1({ inventory }) {
	const modules = new Set([...inventory.directories.keys()].map((path) => path.replaceAll("/", ".")));
	for (const path of inventory.files.keys()) {
		const stem = /^(.*?)(\.py|\.pyd|(\.[^/.]+)?\.so|\.pyc|\.cp[^/.]+\.pyd)$/.exec(path)?.[1];
		if (stem !== void 0) modules.add(stem.replaceAll("/", "."));
	}
	return modules;
}
function namesOfStandardLibrary(minor) {
	return standardLibrary((STANDARD_LIBRARY_VERSIONS.includes(minor) ? minor : STANDARD_LIBRARY_VERSIONS.at(-1)) ?? minor);
}
// src/checks/freeze.ts
var freeze_exports = __exportAll({
	containerSeesOthers: () => containerSeesOthers,
	freezeDiffers: () => freezeDiffers,
	parseFreeze: () => parseFreeze
});
const freezeDiffers = {
	id: "F1",
	severity: "error",
	title: "the mount is not what pip freeze says",
	explanation: "`pip freeze --all` of the environment that was built, and the metadata in the mount, name different distributions or versions. A distribution that only freeze knows lies somewhere else on the build machine, and is absent in the container: the common failure the documentation warns of. Find out what put it on the path (PYTHONPATH, user site, conda). Never safe to turn off.",
	*find(evidence) {
		if (evidence.build === void 0) return;
		const frozen = parseFreeze(evidence.build.freeze);
		const there = groupBy(evidence.inventory.distributions, ({ name }) => name);
		for (const [name, version] of frozen) {
			const found = (there.get(name) ?? []).map((one) => one.version);
			if (found.some((one) => version === void 0 || sameVersion(one, version))) continue;
			const instead = found.length === 0 ? "it is not in the mount" : `the mount has ${found.join(" and ")}`;
			yield about$1({ name }, evidence, {
				message: `pip freeze lists ${name} ${version ?? ""}, but ${instead}.`,
				hint: "Look for PYTHONPATH, a user site or a conda environment on the machine that builds, and build again."
			});
		}
		for (const distribution of evidence.inventory.distributions) {
			if (frozen.has(distribution.name) || NEVER_FROZEN.includes(distribution.name)) continue;
			yield about$1(distribution, evidence, {
				file: distribution.directory,
				message: `${distribution.name} is in the mount, and pip freeze does not list it.`
			});
		}
	}
};
const NEVER_FROZEN = [
	"python",
	"wsgiref",
	"argparse"
];
function parseFreeze(lines) {
	const found = new Map();
	for (const line of lines.map((one) => one.trim())) {
		const plain = /^([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:(===?)\s*(\S+)|@\s*\S+)/.exec(line);
		const editable = /^-e .*#egg=([A-Za-z0-9._-]+)/.exec(line) ?? /^# Editable .*\(([A-Za-z0-9._-]+)==[^)]*\)$/.exec(line);
		if (plain?.[1]) found.set(normalisedName(plain[1]), plain[3]);
		else if (editable?.[1]) found.set(normalisedName(editable[1]), void 0);
	}
	return found;
}
const containerSeesOthers = {
	id: "F2",
	severity: "error",
	title: "the container's Python sees other distributions in the mount",
	explanation: "A plain interpreter of the target, with the mount on PYTHONPATH and nothing else, lists other distributions than the mount's metadata directories hold. Metadata that cannot be decoded, or a search path that is not the container's, is why. Build again. Never safe to turn off.",
	*find({ container, inventory }) {
		if (container === void 0 || container.startFailure !== void 0) return;
		const hint = "Build the mount again into an empty directory.";
		const seen = new Set(container.distributions.map(([name, version]) => `${normalisedName(name)} ${version}`));
		const there = new Set(inventory.distributions.map(({ name, version }) => `${name} ${version}`));
		for (const one of there) if (!seen.has(one)) yield {
			message: `${one} is in the mount, and the container does not see it.`,
			hint
		};
		for (const one of seen) if (!there.has(one)) yield {
			message: `The container sees ${one}, and the mount does not hold it.`,
			hint
		};
	}
};
// src/checks/hygiene.ts
var hygiene_exports = __exportAll({
	empty: () => empty,
	inherited: () => inherited,
	layout: () => layout,
	seeds: () => seeds,
	tooLarge: () => tooLarge
});
const seeds = {
	id: "H1",
	severity: "warning",
	title: "installers are in the mount",
	explanation: "pip, setuptools, wheel or a virtualenv's own files are in the mount though no requirement reaches them. The mount comes before the image's own packages, and the run script calls `pip show` with it on the path: a mounted pip that does not fit the image ends in exit code 100. Build with this tool, which leaves them out. Where the requirements are not known, what another distribution names as its dependency is left alone. Safe to turn off when their versions are the image's.",
	*find(evidence) {
		const { distributions, files } = evidence.inventory;
		for (const distribution of distributions) {
			if (!isSeed(distribution.name) || isNeeded(distribution.name, evidence)) continue;
			yield about$1(distribution, evidence, {
				file: distribution.directory,
				message: `${distribution.name} ${distribution.version} is in the mount, and no requirement needs it.`,
				hint: "Build with this tool, or remove it with what its RECORD lists."
			});
		}
		const precedence = distributions.some(({ name }) => name === "setuptools") ? [] : ["distutils-precedence.pth"];
		for (const file of [
			"_virtualenv.py",
			"_virtualenv.pth",
			...precedence
		].filter((path) => files.has(path))) yield {
			file,
			message: `${file} belongs to a virtual environment, not to a mount.`,
			hint: "Remove it."
		};
	}
};
function isNeeded(seed, { closure, requirements, inventory }) {
	if (closure !== void 0 && closure.roots.length > 0) return Object.hasOwn(closure.reached, seed);
	const names = inventory.distributions.flatMap(({ metadata }) => metadata.get("requires-dist") ?? []).filter((text) => !/\bextra\s*==/.test(text)).map((text) => /^[A-Za-z0-9._-]+/.exec(text)?.[0] ?? "");
	return requirements.some(({ name }) => name === seed) || names.some((name) => normalisedName(name) === seed);
}
const inherited = {
	id: "H2",
	severity: "error",
	title: "the build saw packages of its surroundings",
	explanation: "The virtual environment had access to system packages (include-system-site-packages), or its sys.path held directories other than the standard library and its own site-packages. An installer skips what it finds there, and the container does not have it. As a notice: variables that would have done the same were set, and were kept out of the build. Never safe to turn off as an error.",
	*find({ build, location }) {
		const configuration = join(location.environmentDirectory, "pyvenv.cfg");
		const text = existsSync(configuration) ? readFileSync(configuration, "utf8") : "";
		if (build?.systemSitePackages || /^\s*include-system-site-packages\s*=\s*true\s*$/im.test(text)) yield {
			message: "The environment includes the system's packages.",
			hint: "Create it without --system-site-packages."
		};
		for (const path of build?.foreignPath ?? []) yield {
			message: `The build had ${path} on its path.`,
			hint: "Find out what puts it there, and unset it."
		};
		for (const name of build?.leftOut ?? []) yield {
			severity: "notice",
			message: `${name} is set; it was kept out of the build.`
		};
	}
};
const tooLarge = {
	id: "H16",
	severity: "error",
	title: "the mount is larger than its budget",
	explanation: "The files of the mount (bytecode counts) add up to more than `max-size`. Every instance downloads them before its first request. The summary lists packages by size. Raise the budget, or drop what is not needed. Without `max-size` nothing is checked. Safe to turn off by leaving `max-size` empty.",
	*find({ options, inventory }) {
		const bytes = [...inventory.files.values()].reduce((sum, { size }) => sum + size, 0);
		if (options.maxSize === void 0 || bytes <= options.maxSize) return;
		yield {
			message: `The mount has ${humanBytes(bytes)}; max-size allows ${humanBytes(options.maxSize)}.`,
			hint: "The summary lists distributions by size: do without one, take a smaller build of it, or raise max-size."
		};
	}
};
const layout = {
	id: "H18",
	severity: "error",
	title: "the library path is not one the run script can use",
	explanation: "The run script glues the library path behind the scoring script's directory and puts one directory on PYTHONPATH. A colon in it splits the path in two, an absolute one is not found (exit code 97), and a directory that holds no packages itself but another site-packages is one level off. Never safe to turn off.",
	*find({ location, inventory }) {
		const { libraryPath } = location;
		if (libraryPath.includes(":")) yield {
			message: `The library path ${libraryPath} has a colon, which splits PYTHONPATH.`,
			hint: RENAME
		};
		if (libraryPath.startsWith("/")) yield {
			message: `The library path ${libraryPath} is absolute: the container ends with exit code 97.`,
			hint: RENAME
		};
		const nested = [...inventory.files.keys()].find((path) => /^(lib|lib64|Lib)\/(python3\.[0-9]+\/)?site-packages\//.test(path) && !inventory.owners.has(path));
		if (nested !== void 0) yield {
			file: nested,
			message: "The mount holds a site-packages of its own: the library path is too high.",
			hint: "Name the directory that holds the packages themselves."
		};
	}
};
const RENAME = "Choose another environment-name or mount-parent.";
const empty = {
	id: "H19",
	severity: "error",
	title: "there is nothing in the mount",
	explanation: "The mount has no distribution besides installers that nobody asked for: the requirements file is empty, or every environment marker is false for the target. The container starts and the first import fails. Look at the markers and at the file. Safe to turn off when nothing is really needed; then leave the variable unset instead.",
	*find({ inventory, requirements }) {
		const asked = new Set(requirements.filter(({ applies }) => applies).map(({ name }) => name));
		if (inventory.distributions.some(({ name }) => !isSeed(name) || asked.has(name))) return;
		yield {
			message: "There is no distribution in the mount.",
			hint: "Check the requirements file and its environment markers."
		};
	}
};
// src/checks/image.ts
var image_exports = __exportAll({ variableIgnored: () => variableIgnored });
const variableIgnored = {
	id: "V1",
	severity: "warning",
	title: "the image may ignore AZUREML_EXTRA_PYTHON_LIB_PATH",
	explanation: "Some images were built without the lines of the run script that read the variable: the container starts, and nothing of the mount is on the path. The output `environment-variables` then also has a relative PYTHONPATH, which Python resolves in the scoring directory; set both. It is a notice where it is not known whether the image reads the variable, and where no image is named, unless every image of that Python in the catalogue is known to read it. Safe to turn off when both are set.",
	*find({ target }) {
		const message = whyPythonPath(target);
		if (message === void 0) return;
		yield {
			message,
			hint: "Set every variable of the output environment-variables.",
			...target.honours !== "cut" && { severity: "notice" }
		};
	}
};
// src/python/isolation.ts
const LAUNCHER = fileURLToPath(new URL("./probes/launch.py", import.meta.url));
const SHARED = [
	"/dev",
	"/proc",
	"/run",
	"/tmp",
	"/var/tmp"
];
function confine(python, own, host) {
	const scratch = mkdtempSync(join(host.temporary, "scratch-"));
	const caches = cachesIn(scratch);
	return {
		environment: {
			...environmentOf$2(host),
			...caches
		},
		caches,
		confined: {
			launcher: launcherOf(python),
			writable: [scratch, ...sharedDirectories([...own, ...ownOf(host)])]
		},
		open: { launcher: launcherOf(python) }
	};
}
function reaped(python) {
	return { launcher: launcherOf(python) };
}
function launcherOf({ path }) {
	return [
		path,
		"-I",
		"-S",
		LAUNCHER
	];
}
function cachesIn(scratch) {
	const [home, temporary] = [join(scratch, "home"), join(scratch, "tmp")];
	for (const directory of [home, temporary]) mkdirSync(directory);
	const [numba, matplotlib] = [join(home, "numba"), join(home, "matplotlib")];
	return {
		HOME: home,
		TMPDIR: temporary,
		NUMBA_CACHE_DIR: numba,
		MPLCONFIGDIR: matplotlib
	};
}
function environmentOf$2({ environment }) {
	const kept = Object.entries(cleanEnvironment(environment)).filter(([name]) => !/^(GITHUB_|RUNNER_|XDG_)/i.test(name));
	return Object.fromEntries(kept);
}
function isDeniedWriting(text) {
	return /Permission denied|Errno 13|Read-only file system|EACCES/.test(text);
}
function ownOf({ workspace, temporary, toolDirectory, environment }) {
	const { RUNNER_TEMP, RUNNER_WORKSPACE } = environment;
	const tool = fileURLToPath(new URL(".", import.meta.url));
	return [
		workspace,
		temporary,
		toolDirectory,
		homedir(),
		tool,
		RUNNER_TEMP,
		RUNNER_WORKSPACE
	].filter((path) => path !== void 0 && path !== "");
}
function sharedDirectories(own) {
	const real = own.map((path) => orNothing(() => realpathSync(path)) ?? path);
	return SHARED.filter((directory) => !real.some((path) => isInside(path, directory)));
}
// src/target/image-closures.ts
const IMAGE_CLOSURES = {
	"azure-storage-blob": "azure-core cryptography isodate typing-extensions",
	"azureml-ai-monitoring": "certifi charset-normalizer idna numpy pandas python-dateutil requests urllib3",
	cryptography: "cffi pycparser",
	fastmcp: `anyio attrs authlib click cyclopts exceptiongroup h11 httpcore httpx jsonschema markdown-it-py mcp mdurl
    platformdirs pygments pyperclip python-dotenv python-multipart pyyaml referencing rich rpds-py starlette uvicorn
    websockets`,
	h2: "hpack hyperframe",
	lightgbm: "numpy scikit-learn scipy wheel",
	mlflow: `alembic annotated-types anyio cachetools certifi charset-normalizer click cloudpickle contourpy cryptography
    cycler databricks-sdk docker fastapi flask fonttools gitdb gitpython google-auth graphene graphql-core graphql-relay
    greenlet gunicorn idna importlib-metadata jinja2 joblib kiwisolver mako markupsafe matplotlib mlflow-skinny numpy
    opentelemetry-api opentelemetry-sdk packaging pandas pillow protobuf pyarrow pydantic pydantic-core pyparsing
    python-dateutil pyyaml requests scikit-learn scipy six smmap sqlalchemy sqlparse starlette threadpoolctl
    typing-extensions urllib3 uvicorn werkzeug zipp`,
	onnxruntime: "numpy protobuf",
	pandas: "numpy python-dateutil pytz six",
	requests: "certifi charset-normalizer idna urllib3",
	"scikit-learn": "joblib numpy scipy threadpoolctl",
	tensorflow: `absl-py astunparse gast google-pasta grpcio h5py keras-preprocessing numpy opt-einsum protobuf six
    tensorboard tensorflow-estimator termcolor werkzeug wheel wrapt`,
	torch: "typing-extensions",
	xgboost: "numpy scipy"
};
// src/target/import-names.ts
const IMPORT_NAMES = {
	attrs: "attr attrs",
	"azureml-ai-monitoring": "azureml.ai.monitoring",
	"azureml-core": "azureml.core azureml.data azureml.exceptions azureml._restclient",
	"azureml-contrib-services": "azureml.contrib.services",
	"azureml-dataset-runtime": "azureml.dataprep",
	"azureml-defaults": "azureml.defaults",
	"azureml-mlflow": "azureml.mlflow",
	beautifulsoup4: "bs4",
	biopython: "Bio",
	cffi: "cffi _cffi_backend",
	cython: "Cython cython pyximport",
	dnspython: "dns",
	"faiss-cpu": "faiss",
	gitpython: "git",
	"google-api-core": "google.api_core",
	"google-api-python-client": "googleapiclient apiclient",
	"google-auth": "google.auth google.oauth2",
	"google-cloud-aiplatform": "google.cloud.aiplatform vertexai",
	"google-generativeai": "google.generativeai",
	"google-genai": "google.genai",
	"googleapis-common-protos": "google.api google.type google.rpc google.longrunning google.logging google.gapic google.cloud.location",
	grpcio: "grpc",
	"imbalanced-learn": "imblearn",
	"kafka-python": "kafka",
	levenshtein: "Levenshtein",
	"markdown-it-py": "markdown_it",
	"mysql-connector-python": "mysql",
	mysqlclient: "MySQLdb",
	"onnxruntime-gpu": "onnxruntime",
	"opencensus-context": "opencensus.common.runtime_context",
	"opencensus-ext-azure": "opencensus.ext.azure",
	opencensus: "opencensus opencensus.common opencensus.ext opencensus.log opencensus.metrics opencensus.stats opencensus.tags opencensus.trace",
	"opencv-python": "cv2",
	"opencv-contrib-python": "cv2",
	"opencv-contrib-python-headless": "cv2",
	"opencv-python-headless": "cv2",
	"opentelemetry-api": "opentelemetry.attributes opentelemetry.baggage opentelemetry.context opentelemetry.metrics opentelemetry.propagate opentelemetry.propagators opentelemetry.trace opentelemetry.util opentelemetry.version",
	"opentelemetry-semantic-conventions": "opentelemetry.semconv",
	pillow: "PIL",
	"proto-plus": "proto",
	protobuf: "google.protobuf",
	psycopg2: "psycopg2",
	"psycopg2-binary": "psycopg2",
	pycryptodomex: "Cryptodome",
	pycryptodome: "Crypto",
	pyjwt: "jwt",
	pymupdf: "fitz pymupdf",
	pyopenssl: "OpenSSL",
	pypdf2: "PyPDF2",
	pyserial: "serial",
	"python-dateutil": "dateutil",
	"python-docx": "docx",
	"python-dotenv": "dotenv",
	"python-jose": "jose",
	"python-magic": "magic",
	"python-multipart": "multipart python_multipart",
	"python-pptx": "pptx",
	"python-snappy": "snappy",
	pywavelets: "pywt",
	pyyaml: "yaml",
	pyzmq: "zmq",
	"scikit-image": "skimage",
	"scikit-learn": "sklearn",
	"scikit-optimize": "skopt",
	"scikit-surprise": "surprise",
	setuptools: "setuptools pkg_resources",
	"tensorflow-cpu": "tensorflow",
	torch: "torch torchgen functorch",
	"umap-learn": "umap",
	"websocket-client": "websocket"
};
const NAMESPACE_FAMILIES = /^(azure|google-cloud|opentelemetry|zope|ruamel|jaraco|sphinxcontrib)-/;
const BY_IMPORT_NAME = reversed();
function reversed() {
	const found = new Map();
	for (const [distribution, names] of Object.entries(IMPORT_NAMES)) for (const name of names.split(" ")) found.set(name, distribution);
	return found;
}
function importNamesOf(distribution) {
	const listed = IMPORT_NAMES[distribution];
	if (listed !== void 0) return listed.split(" ");
	const separator = NAMESPACE_FAMILIES.test(distribution) ? "." : "_";
	return [distribution.replaceAll("-", separator)];
}
function distributionOf(module) {
	const parts = module.split(".");
	for (let length = parts.length; length > 0; length--) {
		const listed = BY_IMPORT_NAME.get(parts.slice(0, length).join("."));
		if (listed !== void 0) return listed;
	}
	const [first, second, third] = parts;
	if (first === "google" && second === "cloud" && third) return `google-cloud-${third.replaceAll("_", "-")}`;
	if (first === "azure" && second && third) return `azure-${second}-${third.replaceAll("_", "-")}`;
	if (first === "azure" && second) return `azure-${second}`;
}
// src/target/server-releases.ts
const SERVER_RELEASES = [
	{
		version: "0.8.4",
		date: "2023-04-20",
		python: ">=3.7",
		requires: [
			"flask<2.3.0",
			"flask-cors~=3.0.1",
			"inference-schema~=1.5.0",
			"opencensus-ext-azure~=1.1.0",
			"pydantic<1.11,>=1.9",
			"gunicorn==20.1.0; platform_system != 'Windows'",
			"psutil<6.0.0; platform_system == 'Windows'",
			"waitress==2.1.2; platform_system == 'Windows'"
		]
	},
	{
		version: "0.8.4.1",
		date: "2023-08-16",
		python: ">=3.7",
		requires: [
			"flask<2.3.0",
			"flask-cors~=3.0.1",
			"inference-schema~=1.5.0",
			"opencensus-ext-azure~=1.1.0",
			"pydantic<1.11,>=1.9",
			"gunicorn==20.1.0; platform_system != 'Windows'",
			"psutil<6.0.0; platform_system == 'Windows'",
			"waitress==2.1.2; platform_system == 'Windows'"
		]
	},
	{
		version: "0.8.4.2",
		date: "2023-09-07",
		python: ">=3.7",
		requires: [
			"flask<2.3.0",
			"flask-cors~=3.0.1",
			"inference-schema~=1.7.0",
			"opencensus-ext-azure~=1.1.0",
			"pydantic<1.11,>=1.9",
			"gunicorn==20.1.0; platform_system != 'Windows'",
			"psutil<6.0.0; platform_system == 'Windows'",
			"waitress==2.1.2; platform_system == 'Windows'"
		]
	},
	{
		version: "1.0.0",
		date: "2023-10-03",
		python: ">=3.8",
		requires: [
			"flask<2.3.0",
			"flask-cors~=3.0.1",
			"inference-schema~=1.7.0",
			"opencensus-ext-azure~=1.1.0",
			"pydantic<1.11,>=1.9",
			"gunicorn==20.1.0; platform_system != 'Windows'",
			"psutil<6.0.0; platform_system == 'Windows'",
			"waitress==2.1.2; platform_system == 'Windows'"
		]
	},
	{
		version: "1.1.0",
		date: "2024-02-28",
		python: ">=3.8",
		requires: [
			"flask<=2.3.2",
			"flask-cors~=3.0.1",
			"inference-schema~=1.7.0",
			"opencensus-ext-azure~=1.1.0",
			"pydantic~=2.0",
			"pydantic-settings",
			"werkzeug<3.0.0",
			"gunicorn==20.1.0; platform_system != 'Windows'",
			"psutil<6.0.0; platform_system == 'Windows'",
			"waitress==2.1.2; platform_system == 'Windows'"
		]
	},
	{
		version: "1.2.0",
		date: "2024-04-03",
		python: ">=3.8",
		requires: [
			"flask<=2.3.2",
			"flask-cors~=3.0.1",
			"inference-schema~=1.7.0",
			"opencensus-ext-azure~=1.1.0",
			"pydantic~=2.0",
			"pydantic-settings",
			"werkzeug<3.0.0",
			"gunicorn==20.1.0; platform_system != 'Windows'",
			"psutil<6.0.0; platform_system == 'Windows'",
			"waitress==2.1.2; platform_system == 'Windows'"
		]
	},
	{
		version: "1.2.1",
		date: "2024-04-25",
		python: ">=3.8",
		requires: [
			"flask<=2.3.2",
			"flask-cors~=3.0.1",
			"inference-schema~=1.7.0",
			"opencensus-ext-azure~=1.1.0",
			"pydantic~=2.0",
			"pydantic-settings",
			"werkzeug<3.0.0",
			"gunicorn==22.0.0; platform_system != 'Windows'",
			"psutil<6.0.0; platform_system == 'Windows'",
			"waitress==2.1.2; platform_system == 'Windows'"
		]
	},
	{
		version: "1.2.2",
		date: "2024-05-14",
		python: ">=3.8",
		requires: [
			"flask<=2.3.2",
			"flask-cors~=3.0.1",
			"inference-schema~=1.7.0",
			"opencensus-ext-azure~=1.1.0",
			"pydantic~=2.0",
			"pydantic-settings",
			"werkzeug>=3.0.3",
			"gunicorn==22.0.0; platform_system != 'Windows'",
			"psutil<6.0.0; platform_system == 'Windows'",
			"waitress==2.1.2; platform_system == 'Windows'"
		]
	},
	{
		version: "1.3.0",
		date: "2024-05-30",
		python: ">=3.8",
		requires: [
			"flask<=2.3.2",
			"flask-cors~=3.0.1",
			"inference-schema~=1.8.0",
			"opencensus-ext-azure~=1.1.0",
			"pydantic~=2.7.1",
			"pydantic-settings",
			"werkzeug>=3.0.3",
			"gunicorn==22.0.0; platform_system != 'Windows'",
			"psutil<6.0.0; platform_system == 'Windows'",
			"waitress==2.1.2; platform_system == 'Windows'"
		]
	},
	{
		version: "1.3.2",
		date: "2024-08-19",
		python: ">=3.8",
		requires: [
			"flask<=2.3.2",
			"flask-cors~=4.0.1",
			"inference-schema~=1.8.0",
			"opencensus-ext-azure~=1.1.0",
			"pydantic~=2.7.1",
			"pydantic-settings",
			"werkzeug>=3.0.3",
			"certifi>=2024.7.4",
			"gunicorn==22.0.0; platform_system != 'Windows'",
			"psutil<6.0.0; platform_system == 'Windows'",
			"waitress==2.1.2; platform_system == 'Windows'"
		]
	},
	{
		version: "1.3.3",
		date: "2024-10-09",
		python: ">=3.8",
		requires: [
			"flask<=2.3.2",
			"flask-cors~=5.0.0",
			"inference-schema~=1.8.0",
			"opencensus-ext-azure~=1.1.0",
			"pydantic~=2.7.1",
			"pydantic-settings",
			"werkzeug>=3.0.3",
			"certifi>=2024.7.4",
			"gunicorn==22.0.0; platform_system != 'Windows'",
			"psutil<6.0.0; platform_system == 'Windows'",
			"waitress==2.1.2; platform_system == 'Windows'"
		]
	},
	{
		version: "1.3.4",
		date: "2024-10-22",
		python: ">=3.8",
		requires: [
			"flask<=2.3.2",
			"flask-cors~=5.0.0",
			"inference-schema~=1.8.0",
			"opencensus-ext-azure~=1.1.0",
			"pydantic~=2.9.0",
			"pydantic-settings",
			"werkzeug>=3.0.3",
			"certifi>=2024.7.4",
			"gunicorn>=23.0.0; platform_system != 'Windows'",
			"psutil<6.0.0; platform_system == 'Windows'",
			"waitress==2.1.2; platform_system == 'Windows'"
		]
	},
	{
		version: "1.4.0",
		date: "2024-11-14",
		python: ">=3.9",
		requires: [
			"flask~=3.0.0",
			"flask-cors~=5.0.0",
			"inference-schema~=1.8.0",
			"opencensus-ext-azure~=1.1.0",
			"pydantic~=2.9.0",
			"pydantic-settings",
			"werkzeug>=3.0.3",
			"certifi>=2024.7.4",
			"gunicorn>=23.0.0; platform_system != 'Windows'",
			"psutil<6.0.0; platform_system == 'Windows'",
			"waitress>=3.0.1; platform_system == 'Windows'"
		]
	},
	{
		version: "1.4.1",
		date: "2025-06-10",
		python: ">=3.9",
		requires: [
			"flask~=3.1.0",
			"flask-cors~=6.0.0",
			"gunicorn>=23.0.0; platform_system != 'Windows'",
			"inference-schema~=1.8.0",
			"opencensus-ext-azure~=1.1.0",
			"psutil<6.0.0; platform_system == 'Windows'",
			"pydantic~=2.11.0",
			"pydantic-settings",
			"waitress>=3.0.1; platform_system == 'Windows'",
			"werkzeug>=3.0.3",
			"certifi>=2024.7.4"
		]
	},
	{
		version: "1.5.0",
		date: "2025-08-14",
		python: ">=3.9",
		requires: [
			"flask~=3.1.0",
			"flask-cors~=6.0.0",
			"gunicorn>=23.0.0; platform_system != 'Windows'",
			"inference-schema~=1.8.0",
			"opentelemetry-sdk==1.33.0",
			"opentelemetry-api==1.33.0",
			"opentelemetry-semantic-conventions",
			"azure-monitor-opentelemetry-exporter",
			"psutil<6.0.0; platform_system == 'Windows'",
			"pydantic~=2.11.0",
			"pydantic-settings",
			"waitress>=3.0.1; platform_system == 'Windows'",
			"werkzeug>=3.0.3",
			"certifi>=2024.7.4"
		]
	},
	{
		version: "1.5.1",
		date: "2025-12-18",
		python: ">=3.9",
		requires: [
			"flask~=3.1.0",
			"flask-cors~=6.0.0",
			"gunicorn>=23.0.0; platform_system != 'Windows'",
			"inference-schema~=1.8.0",
			"opentelemetry-sdk==1.33.0",
			"opentelemetry-api==1.33.0",
			"opentelemetry-semantic-conventions",
			"azure-monitor-opentelemetry-exporter",
			"psutil<6.0.0; platform_system == 'Windows'",
			"pydantic~=2.12.0",
			"pydantic-settings",
			"waitress>=3.0.1; platform_system == 'Windows'",
			"werkzeug>=3.0.3",
			"certifi>=2024.7.4"
		]
	}
];
// src/target/server.ts
const SERVER = "azureml-inference-server-http";
const GUARD_SET = new Set(names(`azure-core azure-identity azure-monitor-opentelemetry-exporter azureml-inference-server-http blinker certifi
    click flask flask-cors google-api-core gunicorn inference-schema itsdangerous jinja2 markupsafe opencensus
    opencensus-context opencensus-ext-azure opentelemetry-api opentelemetry-sdk opentelemetry-semantic-conventions
    packaging protobuf psutil pydantic pydantic-core pydantic-settings requests typing-extensions werkzeug wrapt`));
const SERVER_CLOSURE = new Set([...GUARD_SET, ...names(`annotated-types cachetools cffi charset-normalizer cryptography deprecated fixedint google-auth
    googleapis-common-protos idna importlib-metadata isodate msal msal-extensions msrest oauthlib proto-plus pyasn1
    pyasn1-modules pycparser pyjwt python-dateutil python-dotenv pytz requests-oauthlib rsa setuptools six
    typing-inspection tzdata urllib3 zipp`)]);
function serverRelease(version) {
	return SERVER_RELEASES.find((release) => release.version === version);
}
function serverVersionsFor(minor) {
	return SERVER_RELEASES.filter(({ python }) => minorNumber(minor) >= minorNumber(python)).map(({ version }) => version);
}
function lastServerVersionFor(minor) {
	return serverVersionsFor(minor).at(-1);
}
function minorNumber(text) {
	return Number(/3\.(\d+)/.exec(text)?.[1]);
}
function names(text) {
	return text.split(/\s+/);
}
// src/target/server-needs.ts
const OPENCENSUS = {
	"opencensus-ext-azure": [
		"azure-core<2.0.0,>=1.12.0",
		"azure-identity<2.0.0,>=1.5.0",
		"opencensus<1.0.0,>=0.11.4"
	],
	opencensus: ["opencensus-context>=0.1.3", "google-api-core<3.0.0,>=1.0.0"]
};
const NOT_OPENTELEMETRY = `azure-monitor-opentelemetry-exporter deprecated fixedint isodate msrest oauthlib
  opentelemetry-api opentelemetry-sdk opentelemetry-semantic-conventions requests-oauthlib`.split(/\s+/);
const NOT_OPENCENSUS = `google-api-core google-auth googleapis-common-protos opencensus opencensus-context
  opencensus-ext-azure proto-plus protobuf pyasn1 pyasn1-modules rsa cachetools`.split(/\s+/);
const INFERENCE_SCHEMA = { "inference-schema": [
	"wrapt<=1.16.0,>=1.14.0",
	"python-dateutil>=2.5.3",
	"pytz>=2017.2"
] };
const CONTRIB = ["azureml.contrib.services"];
const ERAS = [
	{
		from: [0, 0],
		requires: {
			flask: [
				"werkzeug>=2.2.2",
				"jinja2>=3.0",
				"itsdangerous>=2.0",
				"click>=8.0"
			],
			jinja2: ["markupsafe>=2.0"],
			...OPENCENSUS
		},
		without: [
			...NOT_OPENTELEMETRY,
			"pydantic-core",
			"pydantic-settings",
			"annotated-types",
			"blinker"
		],
		ownModules: CONTRIB
	},
	{
		from: [1, 1],
		requires: {
			flask: [
				"werkzeug>=2.3.3",
				"jinja2>=3.1.2",
				"itsdangerous>=2.1.2",
				"click>=8.1.3",
				"blinker>=1.6.2"
			],
			werkzeug: ["markupsafe>=2.1.1"],
			...INFERENCE_SCHEMA,
			...OPENCENSUS
		},
		without: NOT_OPENTELEMETRY,
		ownModules: CONTRIB
	},
	{
		from: [1, 4],
		requires: {
			flask: [
				"werkzeug>=3.0.0",
				"jinja2>=3.1.2",
				"itsdangerous>=2.1.2",
				"click>=8.1.3",
				"blinker>=1.6.2"
			],
			werkzeug: ["markupsafe>=2.1.1"],
			...INFERENCE_SCHEMA,
			...OPENCENSUS
		},
		without: NOT_OPENTELEMETRY,
		ownModules: []
	},
	{
		from: [1, 5],
		requires: {
			flask: [
				"werkzeug>=3.1.0",
				"jinja2>=3.1.2",
				"itsdangerous>=2.2.0",
				"click>=8.1.3",
				"blinker>=1.9.0"
			],
			werkzeug: ["markupsafe>=2.1.1"],
			"azure-monitor-opentelemetry-exporter": ["azure-core<2.0.0,>=1.28.0", "azure-identity~=1.17"],
			...INFERENCE_SCHEMA
		},
		without: NOT_OPENCENSUS,
		ownModules: []
	}
];
function serverEra(version) {
	const [major = 0, minor = 0] = version.split(".").map(Number);
	return ERAS.filter(({ from }) => major > from[0] || major === from[0] && minor >= from[1]).at(-1) ?? ERAS[0];
}
const SERVER_STANDARD_LIBRARY = new Set(`abc argparse array ast asyncio base64 binascii bisect bz2 calendar codecs collections colorsys concurrent configparser
  contextlib contextvars copy copyreg csv ctypes dataclasses datetime decimal difflib dis email encodings enum fcntl
  fnmatch fractions functools genericpath gettext glob grp hashlib heapq hmac html http importlib inspect io ipaddress
  json keyword linecache locale logging lzma math mimetypes ntpath numbers opcode operator os pathlib pickle pkgutil
  platform plistlib posixpath pprint pyexpat queue quopri random re reprlib resource secrets select selectors shlex
  shutil signal site socket socketserver ssl stat string stringprep struct subprocess sysconfig tempfile textwrap
  threading token tokenize traceback types typing unicodedata urllib uu uuid warnings weakref webbrowser xml zipfile
  zipimport zlib zoneinfo`.split(/\s+/));
// src/target/image-contents.ts
function contentsOf(target, listed) {
	return listed === void 0 ? catalogued(target) : fromList(listed);
}
function fromList(listed) {
	const distributions = new Map(listed.map(({ name, version, requires }) => [name, {
		name,
		version,
		requires: requires ?? []
	}]));
	const found = listed.find(({ name }) => name === SERVER);
	const version = found?.version;
	const requires = found?.requires ?? (version === void 0 ? [] : serverRelease(version)?.requires ?? []);
	const ownModules = version === void 0 ? [] : serverEra(version).ownModules;
	return {
		known: "listed",
		label: "the image of image-packages",
		server: found && {
			version: version ?? "of unknown version",
			requires,
			ownModules,
			certain: true
		},
		distributions
	};
}
function catalogued({ image, python }) {
	const version = image?.server ?? lastServerVersionFor(python);
	const names = new Set(version === void 0 ? [] : closureOfServer(version));
	for (const name of Object.keys(image?.packages ?? {})) {
		names.add(name);
		for (const other of wordsOf$1(IMAGE_CLOSURES[name])) names.add(other);
	}
	const known = version === void 0 ? {} : serverEra(version).requires;
	const distributions = [...names].map((name) => {
		const pinned = /^==([^*]+)$/.exec(image?.packages[name] ?? "")?.[1];
		return [name, {
			name,
			version: name === "azureml-inference-server-http" ? version : pinned,
			requires: known[name] ?? []
		}];
	});
	return {
		known: image ? "catalogued" : "assumed",
		label: image?.name ?? `an image with the last server for Python ${python}`,
		server: version === void 0 ? void 0 : catalogueServer(version, image?.server !== void 0),
		distributions: new Map(distributions)
	};
}
function catalogueServer(version, certain) {
	const { ownModules } = serverEra(version);
	return {
		version,
		requires: serverRelease(version)?.requires ?? [],
		ownModules,
		certain
	};
}
function closureOfServer(version) {
	const { without } = serverEra(version);
	return [...SERVER_CLOSURE].filter((name) => !without.includes(name));
}
function wordsOf$1(text) {
	return (text ?? "").split(/\s+/).filter((word) => word !== "");
}
function providerInImage(module, contents) {
	if (contents.server?.ownModules.some((own) => fits$1(own, module))) return SERVER;
	for (const name of contents.distributions.keys()) if (importNamesOf(name).some((own) => fits$1(own, module))) return name;
}
function fits$1(own, module) {
	return own === module || module.startsWith(`${own}.`) || own.startsWith(`${module}.`);
}
function namespacesOf(contents) {
	const shares = new Map();
	const add = (module, name) => {
		const parts = module.split(".");
		for (let length = 1; length < parts.length; length++) {
			const namespace = parts.slice(0, length).join(".");
			shares.set(namespace, [...new Set([...shares.get(namespace) ?? [], name])]);
		}
	};
	for (const name of contents.distributions.keys()) for (const module of importNamesOf(name)) add(module, name);
	for (const module of contents.server?.ownModules ?? []) add(module, SERVER);
	return shares;
}
// src/python/virtual-environment.ts
async function makeEnvironment(directory, python, host) {
	const environment = cleanEnvironment(host.environment);
	try {
		await host.capture(python.path, [
			"-I",
			"-m",
			"venv",
			"--without-pip",
			"--clear",
			directory
		], { environment });
	} catch (error) {
		if (isDiskFull(error)) throw error;
		throw new UserError(`${python.path} cannot make a virtual environment: ${messageOf(error)}`, {
			hint: "Install this Python again (of Debian's and Ubuntu's, python3-venv is a part), or name another one with the input python.",
			exitCode: ExitCode.install,
			cause: error
		});
	}
	return pythonIn(directory);
}
function pythonIn(directory) {
	return process.platform === "win32" ? join(directory, "Scripts", "python.exe") : join(directory, "bin", "python");
}
// src/python/played-image.ts
async function playImage(python, mount, scoringDirectory, host) {
	const venv = join(host.temporary, "played-image");
	const executable = existsSync(venv) ? pythonIn(venv) : await makeEnvironment(venv, python, host);
	const confinement = confine(python, [mount, scoringDirectory], host);
	const separator = process.platform === "win32" ? ";" : ":";
	return {
		python: executable,
		directory: scoringDirectory,
		packages: mount,
		environment: {
			...confinement.environment,
			PYTHONPATH: `${mount}${separator}`
		},
		confinement
	};
}
async function probeImage({ python, directory, environment, confinement }, name, question, { timeout, isOpen = false } = {}) {
	return await runProbe(python, name, question, {
		environment,
		directory,
		...timeout === void 0 ? {} : { timeout },
		switches: ["-s", "-B"],
		isolation: isOpen ? confinement.open : confinement.confined
	});
}
// src/checks/import-probe.ts
const NOT_FOR_IMPORT = /^(tests?|testing|docs?|examples?|samples|benchmarks?|setup|conftest|scripts|tools|build|dist)$/;
const DEEPEST_NAMESPACE = 4;
const PATIENCE$3 = 18e4;
async function tryImportsWithScript(distributions, inventory, image, appended, patience = PATIENCE$3) {
	const failures = await tryImports(distributions, inventory, image, patience);
	const directories = failures.length === 0 ? [] : await appended();
	if (directories.length === 0) return failures;
	const final = failures.filter(({ distribution }) => SERVER_CLOSURE.has(distribution));
	const again = distributions.filter(({ name }) => !SERVER_CLOSURE.has(name) && failures.some(({ distribution }) => distribution === name));
	return [...final, ...await tryImports(again, inventory, image, patience, directories)];
}
async function tryImports(distributions, inventory, image, patience = PATIENCE$3, appended = []) {
	const failures = [];
	const waiting = [...distributions];
	const worker = async () => {
		for (let next = waiting.shift(); next !== void 0; next = waiting.shift()) failures.push(...await tryDistribution(next, inventory, image, patience, appended));
	};
	await allEnded(Array.from({ length: availableParallelism() }, worker));
	return failures.sort((a, b) => a.module < b.module ? -1 : 1);
}
async function tryDistribution(distribution, inventory, image, patience, appended) {
	const modules = modulesOf(distribution, inventory);
	if (modules.length === 0) return [];
	const attempt = async (isOpen) => {
		const run = await probeImage(image, "imports", {
			modules,
			appended
		}, {
			timeout: patience,
			isOpen
		});
		return {
			isConfined: run.landlock > 0,
			failures: failuresIn(run, distribution, patience)
		};
	};
	const { isConfined, failures } = await attempt(false);
	return isConfined && failures.some(({ error }) => isDeniedWriting(error) && !isInCode$1(error, image)) ? (await attempt(true)).failures : failures;
}
function isInCode$1(error, { packages, directory }) {
	return error.includes(packages) || error.includes(directory);
}
function failuresIn(run, { name }, patience) {
	const { failed, cutOffAt } = readAnswer(run.output);
	const failures = failed.map((failure) => ({
		distribution: name,
		...failure
	}));
	if (cutOffAt === void 0) return failures;
	return [...failures, {
		distribution: name,
		module: cutOffAt,
		error: howItEnded(run, patience),
		missing: null
	}];
}
function readSaid({ trying, failed, mapped, done }) {
	if (typeof trying === "string") return { trying };
	if (done === true) return { done };
	if (Array.isArray(mapped)) return { mapped: mapped.map(String) };
	const { module, error, missing } = failed;
	if (typeof module !== "string" || typeof error !== "string") throw new TypeError("It is no failure.");
	return { failed: {
		module,
		error,
		missing: typeof missing === "string" ? missing : null
	} };
}
function readAnswer(output) {
	const said = output.split("\n").flatMap((line) => orNothing(() => readSaid(JSON.parse(line))) ?? []);
	const last = said.findLast(({ trying }) => trying !== void 0)?.trying ?? "its modules";
	return {
		failed: said.flatMap(({ failed }) => failed ?? []),
		cutOffAt: said.some(({ done }) => done) ? void 0 : last,
		mapped: said.flatMap(({ mapped }) => mapped ?? [])
	};
}
function howItEnded({ timedOut, errors, exitCode }, patience) {
	if (timedOut) return `it does not come to an end within ${patience / 1e3} s`;
	if (exitCode !== void 0) return `it ends the process, with exit code ${exitCode}`;
	const last = errors.trim().split("\n").at(-1) ?? "";
	return `the interpreter crashes${last === "" ? "" : ` (${last})`}`;
}
function modulesOf(distribution, inventory) {
	const paths = (distribution.record ?? []).map(({ path }) => path).filter((path) => inventory.files.has(path));
	const found = distribution.topLevel.flatMap((name) => publicModules(name, paths, 1));
	const spoken = found.filter((name) => !name.split(".").some((part) => part.startsWith("_")));
	return (spoken.length > 0 ? spoken : found).sort();
}
function publicModules(module, paths, depth) {
	const folder = module.replaceAll(".", "/");
	if (NOT_FOR_IMPORT.test(module)) return [];
	if (paths.some((path) => isModule(path, folder))) return [module];
	if (depth >= DEEPEST_NAMESPACE) return [];
	const below = paths.filter((path) => path.startsWith(`${folder}/`)).map((path) => path.slice(folder.length + 1));
	return [...new Set(below.map((path) => /^([A-Za-z_][A-Za-z0-9_]*)(\/|\.py$|\.[^/]*so$)/.exec(path)?.[1]))].filter((child) => child !== void 0).flatMap((child) => publicModules(`${module}.${child}`, paths, depth + 1));
}
function isModule(path, folder) {
	if (!path.startsWith(folder)) return false;
	return /^(\/__init__)?\.(py|pyd|so|[^/]*\.so)$/.test(path.slice(folder.length));
}
// src/checks/loader/extension-name.ts
const TAG = /^(cpython|cp|pypy|graalpy)-?(\d+)([a-z]*)(?:-(.+))?$/;
const SUFFIX = /^(.*)\.(?:so|pyd)$/;
function extensionName(path) {
	const slash = path.lastIndexOf("/");
	const [directory, name] = [path.slice(0, slash + 1), path.slice(slash + 1)];
	const dot = name.indexOf(".");
	const tag = dot > 0 ? SUFFIX.exec(name.slice(dot))?.[1]?.slice(1) : void 0;
	if (tag === void 0 || tag !== "" && !/^abi3t?$/.test(tag) && !TAG.test(tag)) return void 0;
	return {
		directory,
		module: name.slice(0, dot),
		tag
	};
}
function tagOf({ python, architecture }) {
	const [major, minor] = python.split(".");
	return `cpython-${major}${minor}${Number(major) === 3 && Number(minor) <= 7 ? "m" : ""}-${architecture}-linux-gnu`;
}
function isOpenedByPython({ tag }, path, target) {
	return path.endsWith(".so") && (tag === "" || tag === "abi3" || tag === tagOf(target));
}
function isImportable({ path, elf }, target) {
	const name = extensionName(path);
	if (!name || !isOpenedByPython(name, path, target)) return false;
	return name.tag !== "" || elf.kind === "elf" && elf.pythonModules.includes(name.module);
}
function tagDifference(name, path, target) {
	if (isOpenedByPython(name, path, target)) return void 0;
	const [found, wanted] = [TAG.exec(name.tag), TAG.exec(tagOf(target))];
	if (!found) return name.tag === "abi3t" ? "build" : "platform";
	if (isOfOtherSystem(name, path)) return "platform";
	if (found[1] !== wanted[1] && found[1] !== "cp") return "implementation";
	if (found[2] !== wanted[2]) return "version";
	return found[3] !== wanted[3] ? "build" : "platform";
}
function isOfOtherSystem({ tag }, path) {
	return path.endsWith(".pyd") || /-(darwin|win\w*|iphone\w*|android\w*)$/.test(tag);
}
// src/checks/importable.ts
function importable(module, { files, directories }, target) {
	const path = module.replaceAll(".", "/");
	const suffixes = moduleSuffixes(target);
	const first = (stem) => suffixes.map((suffix) => stem + suffix).find((one) => files.has(one));
	const init = first(`${path}/__init__`);
	if (init !== void 0) return {
		kind: "package",
		path: init
	};
	const file = first(path);
	if (file !== void 0) return {
		kind: "module",
		path: file
	};
	return directories.has(path) ? {
		kind: "directory",
		path
	} : void 0;
}
function moduleSuffixes(target) {
	return [
		`.${tagOf(target)}.so`,
		".abi3.so",
		".so",
		".py",
		".pyc"
	];
}
function rootNames({ files, directories }) {
	const names = new Set();
	for (const path of files.keys()) if (!path.includes("/")) names.add(path.split(".")[0] ?? "");
	for (const path of directories.keys()) if (!path.includes("/")) names.add(path);
	return [...names].filter((name) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && name !== "__pycache__").sort();
}
// src/checks/path-folders.ts
function pathFiles({ texts }) {
	return [...texts].filter(([path]) => /^[^/]+\.pth$/.test(path));
}
function foldersNamedBy(text, { directories }) {
	return pathLines(text).map((line) => plain(line.trim().replaceAll("\\", "/"))).filter((folder) => folder !== "." && directories.has(folder));
}
function foldersOfPathFiles(inventory) {
	return pathFiles(inventory).flatMap(([, text]) => foldersNamedBy(text, inventory));
}
function foldersOfScript(script) {
	const { scoring, location, inventory } = script;
	const mount = `${plain(location.libraryPath)}/`;
	return (scoring?.pathAdditions ?? []).filter(({ line }) => comesInTime(line, script)).map(({ path }) => plain(path)).filter((path) => path.startsWith(mount)).map((path) => path.slice(mount.length)).filter((folder) => inventory.directories.has(folder));
}
function comesInTime(line, { scoring, options, inventory, target }) {
	const standard = STANDARD_LIBRARY_VERSIONS.includes(target.python) ? standardLibrary(target.python) : new Set();
	const isStandard = ({ module, local }) => {
		const name = module.split(".")[0] ?? "";
		return !local && standard.has(name) && importable(name, inventory, target) === void 0;
	};
	return (scoring?.imports.filter((one) => one.file === options.scoringScript && one.line <= line) ?? []).every(isStandard);
}
function folderWith(module, folders, { inventory, target }) {
	return folders.find((folder) => importable(`${folder.replaceAll("/", ".")}.${module}`, inventory, target));
}
function plain(path) {
	return posix.normalize(path).replace(/\/$/, "");
}
// src/checks/imports.ts
var imports_exports = __exportAll({ importFails: () => importFails });
const importFails = {
	id: "I11",
	severity: "error",
	title: "a requested distribution cannot be imported",
	explanation: "Each public module of each requested distribution is imported by an interpreter of the target, in a process of its own, with the mount first on PYTHONPATH, no `.pth` processing and nothing else installed. What fails here fails in the container, and the server does not start; so does what ends or crashes the process, or never comes to an end. What fails is tried once more with the directories of the mount that the scoring script appends to the path at its top (I6), and that counts, except for what the server imports before it loads the script. The message is Python's own. Milder: a module that is missing here and that the image provides (a notice; a warning where no image was named), the driver of a GPU, which only a machine with one has (a warning), and a secondary module that requires an extra which no requirement names, while the others import (a warning). Safe to turn off for a distribution whose import needs what only the container has, such as a variable; name it.",
	find: (evidence) => {
		const image = contentsOf(evidence.target, evidence.options.imagePackages);
		const { importFailures = [], startFailure } = evidence.container ?? {};
		return [...startFailure === void 0 ? [] : [noStart(startFailure)], ...importFailures.map((failure) => told$2(failure, image, evidence))];
	}
};
function noStart(why) {
	return {
		message: `Python itself does not work with the mount on its path, and no import was tried: ${why}.`,
		hint: "Something in the mount or beside the scoring script takes the place of a standard-library module: see I1 and I3."
	};
}
function told$2(failure, image, evidence) {
	const { distribution, module, error, missing } = failure;
	const provider = missing === null ? void 0 : providerInImage(missing, image);
	if (missing !== null && provider !== void 0) return about$1({ name: distribution }, evidence, {
		severity: image.known === "assumed" ? "warning" : "notice",
		message: `import ${module} needs ${missing}, which is not in the mount; ${image.label} has it (${provider}).`,
		hint: `Add ${provider} to the requirements, and the mount hangs on no image.`
	});
	return about$1({ name: distribution }, evidence, {
		severity: severityOf$4(failure, evidence),
		message: `import ${module} fails in the container: ${error}.`,
		hint: hintFor(failure, evidence)
	});
}
const DRIVER = /\blib(cuda|nvidia-ml|nvcuvid|nvidia-encode|nvoptix)\.so/;
const CUDA = /\blib(cu[a-z]+|nccl|nvrtc|nvToolsExt)\.so/;
function severityOf$4({ error, missing, distribution }, evidence) {
	const { container, inventory, target } = evidence;
	if (DRIVER.test(error)) return "warning";
	if (CUDA.test(error) && target.image?.accelerator.startsWith("cuda")) return "warning";
	const own = inventory.distributions.find(({ name }) => name === distribution);
	if (own === void 0 || missing === null) return "error";
	const failed = container?.importFailures.filter((one) => one.distribution === distribution).length ?? 0;
	return modulesOf(own, inventory).length - failed > 0 && isOfExtra(missing, own.metadata.get("requires-dist") ?? []) ? "warning" : "error";
}
function isOfExtra(module, requires) {
	const wanted = distributionOf(module) ?? normalisedName(module.split(".")[0] ?? "");
	const lines = requires.filter((text) => normalisedName(/^[A-Za-z0-9._-]+/.exec(text)?.[0] ?? "") === wanted);
	return lines.length > 0 && lines.every((text) => /\bextra\s*==/.test(text));
}
const FOR_NUMPY_1 = /numpy\.dtype size changed|numpy\.core\.multiarray failed to import|_ARRAY_API not found/;
function hintFor({ error, missing, module, distribution }, evidence) {
	const { inventory } = evidence;
	const library = /(lib[^\s:]+\.so[.0-9]*): cannot open shared object file/.exec(error)?.[1];
	if (library && DRIVER.test(error)) return `${library} comes with the driver of a GPU: deploy on an instance with one.`;
	if (library) return `${library} is a system library that no Python package brings: use a build that does without it, or extend the image.`;
	if (/GLIBC(XX)?_[0-9.]+' not found/.test(error)) return "The compiled code needs a newer system than the target: pin an older release.";
	const numpy = inventory.distributions.find(({ name }) => name === "numpy")?.version ?? "";
	if (FOR_NUMPY_1.test(error) && /^[2-9]/.test(numpy)) return `Write numpy<2 into the requirements: ${distribution} was compiled for numpy 1, and the mount has numpy ${numpy}.`;
	if (missing) {
		const folder = folderWith(missing, foldersOfPathFiles(inventory), evidence);
		if (folder && SERVER_CLOSURE.has(distribution)) return `${missing} is in ${folder}, which only a .pth file puts on the path, and the server imports ${distribution} before it loads the scoring script, which could add it: take another release.`;
		if (folder) return `${missing} is in ${folder}, which only a .pth file puts on the path: see I6.`;
		const owner = ownerOf(missing.replaceAll(".", "/"), inventory);
		if (owner) return `${owner.name} is in the mount, without ${missing}: pin releases of both that fit.`;
		return `Nothing in the mount provides ${missing}: add ${distributionOf(missing) ?? "the distribution that does"}.`;
	}
	if (isDeniedWriting(error) && error.includes(evidence.location.directory)) return "In the container the code directory belongs to another user: set the package's own variable for its cache to a directory below /tmp, or take a release that does without.";
	const variable = /^KeyError: '([A-Z][A-Z0-9_]+)'$/.exec(error)?.[1];
	if (variable) return `It reads the variable ${variable}: set it for this step, and in the deployment.`;
	return `Run import ${module.split(",")[0]} locally with PYTHONPATH=<mount>: to see the whole traceback.`;
}
// src/checks/interference.ts
var interference_exports = __exportAll({
	addedByImports: () => addedByImports,
	changedByImports: () => changedByImports,
	wroteToRunner: () => wroteToRunner
});
const changedByImports = {
	id: "T7",
	severity: "error",
	title: "importing the packages changed the mount",
	explanation: "The mount and the rest of its environment directory are compared with a snapshot from before any code of the packages ran: names, sizes, modes, inodes and the time of the last change, and the content where one of these differs. A file or directory is other than it was, or gone: some package changed it while it was imported, or while the smoke test ran. What was verified is not what is there. In the container the code directory belongs to another user, and the same write fails. Remove the package that does this. Never safe to turn off.",
	find: (evidence) => {
		const { changed = [], removed = [] } = evidence.interference ?? {};
		return [...about(changed, "changed", evidence), ...about(removed, "removed", evidence)];
	}
};
const addedByImports = {
	id: "T8",
	severity: "warning",
	title: "importing the packages wrote files into the mount",
	explanation: "Some package writes beside its modules when it is imported or used: a cache of compiled functions, a font list, a log. The files are removed again, and the mount is as it was built. In the container the code directory belongs to another user, and the same write fails, which a package may not survive. Point the cache elsewhere by the package's own setting. Safe to turn off when the package works without its cache.",
	find: (evidence) => about(evidence.interference?.added ?? [], "added", evidence)
};
const wroteToRunner = {
	id: "T10",
	severity: "error",
	title: "another program wrote to the runner's command files",
	explanation: "While this step ran, something wrote to the files by which a step hands outputs, variables, PATH entries and its summary to GitHub's runner. This tool writes them at its very end only, and tells no other program where they are: a package that was built or imported went looking for them. What it wrote was undone. Never safe to turn off: the package tries to take over later steps.",
	*find({ commandFiles = [] }) {
		if (commandFiles.length === 0) return;
		yield {
			message: `The file of ${commandFiles.join(" and of ")} was written to while packages were installed, imported or served.`,
			hint: "Leave out packages one by one to find the one that does this, and remove it."
		};
	}
};
function about(paths, what, { inventory, location, options }) {
	return [...groupBy(paths, (path) => ownerOf(path, inventory)?.name ?? "")].map(([name, files]) => {
		const distribution = name === "" ? void 0 : name;
		const whose = distribution === void 0 ? "" : ` of ${distribution}`;
		const where = what === "added" ? " and removed again" : "";
		const names = files.map((path) => path.startsWith("../") ? posix.join(options.environmentName, location.inside, path) : path);
		return {
			file: files[0],
			distribution,
			message: `${someOf(names)}${whose} ${files.length === 1 ? "was" : "were"} ${what} while packages were imported${where}.`,
			hint: HINTS[what]
		};
	});
}
const HINTS = {
	changed: "Find the package that writes there, and take another release or remove it.",
	removed: "Find the package that removes it, and take another release or remove it.",
	added: "Set the package's own variable for its cache to a directory below /tmp in the deployment."
};
// src/checks/junk.ts
var junk_exports = __exportAll({ junk: () => junk });
const junk = {
	id: "H17",
	severity: "notice",
	title: "files that nothing in the container needs",
	explanation: "Test directories, static libraries, sources of modules that are compiled already, old optimised bytecode and the droppings of desktops and editors are in the mount. Every instance downloads them before its first request. Nothing fails, and nothing is removed for you: some packages import their own test helpers (`numpy.testing`, `sklearn.utils._testing`), which are not counted here. Look at the sizes, and choose a smaller build of the distribution where there is one. Safe to turn off.",
	*find({ inventory }) {
		const groups = groupBy(inventory.files.values(), (file) => kindOf$2(file, inventory.files));
		for (const [kind, files] of groups) {
			const bytes = files.reduce((sum, { size }) => sum + size, 0);
			const paths = files.map(({ path }) => path);
			yield {
				file: paths[0],
				message: `${kind}: ${plural(paths.length, "file")}, ${humanBytes(bytes)} (${someOf(paths)}).`
			};
		}
	}
};
function kindOf$2({ path }, files) {
	if (/(^|\/)tests\//.test(path)) return "Test directories";
	if (/\.pyo$/.test(path)) return "Optimised bytecode of Python 2";
	if (/(^|\/)(\.DS_Store|Thumbs\.db|pip-log\.txt)$|(^|\/)__MACOSX\/|~$/.test(path)) return "Droppings";
	if (/\.a$/.test(path)) return "Static libraries";
	const source = /^(.*)\.(c|cpp|pyx)$/.exec(path)?.[1];
	return source !== void 0 && hasCompiled(source, files) ? "Sources of compiled modules" : void 0;
}
const COMPILED = [
	".so",
	".abi3.so",
	...[
		"37m",
		"38",
		"39",
		"310",
		"311",
		"312",
		"313"
	].flatMap((version) => ["x86_64", "aarch64"].map((machine) => `.cpython-${version}-${machine}-linux-gnu.so`))
];
function hasCompiled(stem, files) {
	return COMPILED.some((ending) => files.has(stem + ending));
}
// src/checks/layout.ts
var layout_exports = __exportAll({
	splitLibrary: () => splitLibrary,
	wholeEnvironment: () => wholeEnvironment
});
const splitLibrary = {
	id: "H20",
	severity: "error",
	title: "the packages are split over lib and lib64",
	explanation: "Beside the mount's `lib` there is a `lib64` that is a directory of its own with packages in it: Python of Fedora and its relatives, or `pip install --prefix`, put compiled distributions there. The run script puts one directory on PYTHONPATH, so everything in the other is ModuleNotFoundError in the container. Build with a Python whose `lib64` is a link or absent, as this tool does, or move both into one. Never safe to turn off.",
	*find({ location }) {
		if (!location.inside.startsWith("lib/")) return;
		const other = location.inside.replace(/^lib/, "lib64");
		if (isLink(join(location.environmentDirectory, "lib64")) || !existsSync(join(location.environmentDirectory, other))) return;
		yield {
			message: `${other} beside the mount is a directory of its own; the container only sees ${location.inside}.`,
			hint: "Move what is in lib64 into lib, or build with this tool."
		};
	}
};
function isLink(path) {
	try {
		return lstatSync(path).isSymbolicLink();
	} catch {
		return false;
	}
}
const wholeEnvironment = {
	id: "H21",
	severity: "warning",
	title: "a virtual environment or a checkout is uploaded along",
	explanation: "The environment directory is a whole virtual environment (`pyvenv.cfg`, `bin/python`), has a `src` of editable checkouts, or there is an environment or a `.git` inside the mount. The container uses the packages alone. The rest doubles the upload (`lib64` is a link to `lib`), its links to this machine's Python break or are followed, its own `.gitignore` says `*`, and a `.git` directory gives away your history. Nothing fails at start. Build with this tool, which keeps the packages only. Safe to turn off when the size does not matter.",
	*find(evidence) {
		yield* around(evidence);
		const { files, owners, directories } = evidence.inventory;
		for (const path of files.keys()) {
			if (!/(^|\/)pyvenv\.cfg$/.test(path) || owners.has(path)) continue;
			yield {
				file: path,
				message: `There is a virtual environment in the mount (${path}).`,
				hint: "Remove it."
			};
		}
		for (const path of directories.keys()) {
			if (!/(^|\/)\.(git|hg|svn)$/.test(path)) continue;
			yield {
				file: path,
				message: `There is a checkout with its history in the mount (${path}).`,
				hint: "Remove it."
			};
		}
	}
};
function* around({ location }) {
	const hint = "Build with this tool, which leaves the packages only.";
	if (existsSync(join(location.environmentDirectory, "pyvenv.cfg"))) yield {
		message: "The environment directory is a whole virtual environment.",
		hint
	};
	if (existsSync(join(location.environmentDirectory, "src"))) yield {
		message: "The environment directory has a src directory, as editable installs from repositories leave it.",
		hint
	};
}
// src/checks/leaks.ts
var leaks_exports = __exportAll({
	buildPath: () => buildPath,
	foreignShebang: () => foreignShebang
});
const buildPath = {
	id: "H3",
	severity: "warning",
	title: "a file names a directory of the machine that built",
	explanation: "A text file holds the path of the build's environment or workspace: a configuration, a script, a `.pth`. The container has no such directory, so whatever follows that path fails there, mostly late, at the first request that needs it. It also says where your builds run. Pin a release that has a wheel (M15), or mend the file in a wheel of your own. Only the machine that builds can look for this; compiled code and bytecode are left alone, as paths in them are for people. Safe to turn off when the file is never used.",
	*find(evidence) {
		const { inventory } = evidence;
		const groups = groupBy(inventory.leaks, ([path]) => ownerOf(path, inventory)?.name ?? "");
		for (const [distribution, leaks] of groups) {
			const paths = leaks.map(([path]) => path);
			yield {
				distribution: distribution === "" ? void 0 : distribution,
				file: paths[0],
				message: `${plural(paths.length, "file")}${distribution === "" ? "" : ` of ${distribution}`} with a path of the machine that builds: ${someOf(paths)}.`,
				hint: "Pin a release that has a wheel."
			};
		}
	}
};
const foreignShebang = {
	id: "H4",
	severity: "warning",
	title: "a script starts an interpreter that the container does not have",
	explanation: "A script in the mount's `bin` (as `pip install --target` leaves it) has a `#!` line with a path into an environment of the building machine, or the `#!python` of a wheel that nobody resolved. Called in the container it ends with `No such file or directory`. The server itself calls none of them. Call `python -m …` instead, or leave `bin` out. `#!/usr/bin/env python` and programs of the system are fine. Mounts of this tool have no `bin`. Safe to turn off when no script is called.",
	*find({ inventory }) {
		const broken = [...inventory.shebangs].filter(([, lines]) => !isPortable(lines)).map(([path]) => path);
		if (broken.length === 0) return;
		yield {
			file: broken[0],
			message: `${plural(broken.length, "script")} start an interpreter of another machine: ${someOf(broken)}.`,
			hint: "Call python -m …, or leave bin out of the mount."
		};
	}
};
function isPortable(lines) {
	const [first = "", second = ""] = lines.split("\n");
	return /^#! *\/(usr\/)?(local\/)?s?bin\//.test(first) && !/^'''exec' "?\//.test(second);
}
// src/checks/leftovers.ts
var leftovers_exports = __exportAll({ leftBehind: () => leftBehind });
const leftBehind = {
	id: "H29",
	severity: "warning",
	title: "an interrupted run left files beside the mount",
	explanation: "Beside the environment directory there is `.<environment name>.incoming`, `.outgoing` or `.lock`, and no run that needs it: a build or restore was killed. The deployment uploads them unless an ignore file names them, which may double the upload. The container does not read them. Remove them, or build again, which does so. Safe to turn off when the size does not matter.",
	*find({ options, location }) {
		const { environmentDirectory } = location;
		if (options.mode !== "verify" || isHeld(lockOf$1(environmentDirectory))) return;
		for (const path of siblingsOf$1(environmentDirectory)) yield {
			message: `An interrupted run left ${basename(path)} (${humanBytes(bytesIn(path))}) beside the mount; the deployment may upload it.`,
			hint: `Remove ${path}, or build again.`
		};
	}
};
function bytesIn(path) {
	const sizeOf = (file) => orNothing(() => lstatSync(file).size) ?? 0;
	if (!lstatSync(path).isDirectory()) return sizeOf(path);
	return listFiles(path).reduce((sum, file) => sum + sizeOf(join(path, file)), 0);
}
// src/checks/links.ts
var links_exports = __exportAll({
	fileAt: () => fileAt,
	hardLink: () => hardLink,
	specialFile: () => specialFile,
	symbolicLink: () => symbolicLink
});
const symbolicLink = {
	id: "H5",
	severity: "error",
	title: "a symbolic link",
	explanation: "A symbolic link in the mount is absolute, leads out of the mount, in a circle, or to nothing. What such a link leads to is not verified. Azure's client uploads what a link points to, and resolves relative ones against its own working directory, so in the container the file is missing or another one. A link to a file in the mount is a warning (R2 compares what it leads to): it works here, and is lost in the upload and in the archive. Replace it by a copy. Never safe to turn off as an error.",
	find: (evidence) => {
		const { inventory } = evidence;
		const links = linksIn(inventory);
		return atMost([...links.keys()].map((path) => {
			const { inside, astray } = follow(path, links, inventory);
			const distribution = ownerOf(path, inventory);
			const answer = {
				severity: inside === void 0 ? "error" : "warning",
				file: path,
				message: `${path} is a symbolic link to ${astray ?? links.get(path)}.`,
				hint: "Replace it by a copy of what it points to."
			};
			return distribution ? about$1(distribution, evidence, answer) : answer;
		}), (count) => ({ message: `${plural(count, "more symbolic link")}.` }));
	}
};
const LONGEST_CHAIN = 40;
const known$2 = new WeakMap();
function linksIn({ oddities }) {
	const before = known$2.get(oddities);
	if (before !== void 0) return before;
	const links = oddities.filter(({ kind }) => kind === "symbolic link");
	const found = new Map(links.map(({ path, pointsTo }) => [path, pointsTo ?? ""]));
	known$2.set(oddities, found);
	return found;
}
function follow(start, links, { files, directories }) {
	let path = start;
	for (let hop = 0; hop < LONGEST_CHAIN; hop++) {
		const link = [...prefixesOf(path)].find((prefix) => links.has(prefix));
		if (link === void 0) return files.has(path) || directories.has(path) ? { inside: path } : { astray: "nothing" };
		const target = links.get(link) ?? "";
		if (/^([/\\]|[A-Za-z]:)/.test(target)) return { astray: `${target}, an absolute path` };
		path = posix.normalize(posix.join(posix.dirname(link), target, path.slice(link.length)));
		if (path === ".." || path.startsWith("../")) return { astray: `${target}, outside the mount` };
	}
	return { astray: "itself, in a circle" };
}
function fileAt(path, inventory) {
	const { files, oddities } = inventory;
	if (files.has(path) || oddities.length === 0) return files.get(path);
	return files.get(follow(path, linksIn(inventory), inventory).inside ?? "");
}
function* prefixesOf(path) {
	for (let slash = path.indexOf("/"); slash > 0; slash = path.indexOf("/", slash + 1)) yield path.slice(0, slash);
	yield path;
}
const hardLink = {
	id: "H6",
	severity: "warning",
	title: "files share their bytes with files elsewhere",
	explanation: "Files of the mount are hard links, as uv makes them from its cache by default and some caches from theirs: the same bytes under another name. Whoever edits the other name changes the mount after it was proven, and the other way round. The container gets plain files and works. Copy the mount, or install with UV_LINK_MODE=copy, as this tool does. Safe to turn off where the mount is packed at once.",
	*find({ inventory }) {
		const linked = [...inventory.files.values()].filter(({ links }) => links > 1).map(({ path }) => path);
		if (linked.length === 0) return;
		yield {
			file: linked[0],
			message: `${plural(linked.length, "file")} of the mount ${linked.length === 1 ? "is a hard link" : "are hard links"}: ${someOf(linked)}.`,
			hint: "Copy the mount, or install with UV_LINK_MODE=copy."
		};
	}
};
const specialFile = {
	id: "H7",
	severity: "error",
	title: "a device, socket or pipe",
	explanation: "The mount holds something that is neither a file nor a directory. It was not opened. No installer makes such a thing, no archive or upload carries it, and opening a pipe can hang the container's start for ever. Remove it, and find out who put it there. Never safe to turn off.",
	find: ({ inventory }) => inventory.oddities.filter(({ kind }) => kind === "device, socket or pipe").map(({ path }) => ({
		file: path,
		message: `${path} is a device, a socket or a pipe.`,
		hint: "Remove it."
	}))
};
// src/checks/metadata.ts
var metadata_exports = __exportAll({
	duplicateDistribution: () => duplicateDistribution,
	interruptedUninstall: () => interruptedUninstall,
	legacyInstall: () => legacyInstall,
	metadataDamaged: () => metadataDamaged,
	oddNames: () => oddNames
});
const metadataDamaged = {
	id: "M6",
	severity: "error",
	title: "metadata is missing or cannot be read",
	explanation: "A metadata directory has no METADATA (or PKG-INFO), or that file lacks Name or Version, or the directory's version is another, or a dependency line is not valid (a warning where the requirements are known, because an installer has resolved them). Then nothing that asks for versions at run time works, and neither does this proof. Reinstall the distribution. Or METADATA or RECORD is there and has no end: more than 4 MB, or 32 MB or a million rows of RECORD, which no distribution has. It is not read, for that would only take memory; it was damaged, or made to do harm. Build again, from releases and an index that you trust. Never safe to turn off.",
	find: (evidence) => [...evidence.inventory.distributions.flatMap((one) => damaged(one, evidence)), ...problemsOf$1(evidence.closure, "invalid").map(({ distribution, text, why }) => about$1({ name: distribution }, evidence, {
		severity: evidence.closure?.roots.length === 0 ? "error" : "warning",
		message: `${distribution} has a dependency that cannot be read: ${text} (${why}).`,
		hint: `Pin another release of ${distribution}.`
	}))]
};
const UNREAD_HINT = "No installer writes so much metadata: build the mount again, from releases and an index that you trust.";
function damaged(distribution, evidence) {
	const { directory, damage, unread, version } = distribution;
	if (unread !== void 0) return [about$1(distribution, evidence, {
		file: directory,
		message: `${directory}: ${unread}.`,
		hint: UNREAD_HINT
	})];
	const hint = `Install ${distribution.name} again.`;
	if (damage !== void 0) return [about$1(distribution, evidence, {
		file: directory,
		message: `${directory}: ${damage}.`,
		hint
	})];
	const inName = /-([^-]+)\.dist-info$/.exec(directory)?.[1];
	if (inName === void 0 || sameVersion(inName, version)) return [];
	return [about$1(distribution, evidence, {
		file: directory,
		message: `${directory} says version ${version} in METADATA.`,
		hint
	})];
}
const duplicateDistribution = {
	id: "M7",
	severity: "error",
	title: "a distribution is there twice",
	explanation: "Two metadata directories have one normalised name: an installation was laid over another. Which version the files are of is anybody's guess, and different Pythons and pips answer differently when they are asked for the version. Build into an empty directory. Never safe to turn off.",
	*find(evidence) {
		const seen = new Map();
		for (const distribution of evidence.inventory.distributions) {
			const other = seen.get(distribution.name);
			if (other !== void 0) yield about$1(distribution, evidence, {
				file: distribution.directory,
				message: `${distribution.name} is there twice: ${other.directory} and ${distribution.directory}.`,
				hint: "Build the mount again into an empty directory."
			});
			seen.set(distribution.name, distribution);
		}
	}
};
const interruptedUninstall = {
	id: "M8",
	severity: "warning",
	title: "the rest of an interrupted uninstall",
	explanation: "A name in the mount starts with `~` or `-`: pip renames what it removes to `~name`, and was interrupted. pip calls it an invalid distribution. The container does not import it, but the distribution that was being replaced may be half there (R1, M3), and the rest is uploaded with every deployment. Build into an empty directory. Safe to turn off when nothing else is found.",
	*find({ inventory }) {
		const roots = new Set([...inventory.files.keys(), ...inventory.directories.keys()].map((path) => path.split("/", 1)[0]));
		for (const file of roots) {
			if (!/^[~-]/.test(file ?? "")) continue;
			yield {
				file,
				message: `${file} is the rest of an uninstall.`,
				hint: "Build the mount again into an empty directory."
			};
		}
	}
};
const legacyInstall = {
	id: "M9",
	severity: "warning",
	title: "a distribution was installed the old way",
	explanation: "The metadata is an `.egg-info` directory or file, as `setup.py install`, distutils and system packages leave it, instead of `.dist-info`. There is no RECORD, so nothing says which files belong to it and whether they are whole. In the container it runs as it is. Install it with pip or uv, which make a wheel first. Egg-info directories inside packages are data and left alone. Safe to turn off when the mount has a manifest that you trust.",
	*find(evidence) {
		for (const distribution of evidence.inventory.distributions) {
			if (distribution.kind !== "egg-info") continue;
			yield about$1(distribution, evidence, {
				file: distribution.directory,
				message: `${distribution.name} ${distribution.version} was installed without RECORD (${distribution.directory}).`,
				hint: `Install ${distribution.name} with pip or uv.`
			});
		}
	}
};
const oddNames = {
	id: "M13",
	severity: "notice",
	title: "top_level.txt names what the distribution does not have",
	explanation: "`top_level.txt` lists a module that is neither in RECORD nor anywhere in the mount: it is left from an older layout, or the module was taken out. Tools that go from a distribution to its modules are misled (this one goes by RECORD); the container is not. Importing that name would raise ModuleNotFoundError. Nothing is said where the file is missing, as most build tools no longer write it. Safe to turn off.",
	*find(evidence) {
		const { inventory } = evidence;
		const roots = new Set([...inventory.files.keys()].map((path) => path.split(/[/.]/, 1)[0]));
		for (const distribution of inventory.distributions) {
			if (distribution.record === void 0) continue;
			const absent = (distribution.texts.get("top_level.txt") ?? "").split(/\r?\n/).map((line) => line.trim()).filter((name) => name !== "" && !roots.has(name.split(/[/.]/, 1)[0]));
			if (absent.length === 0) continue;
			yield about$1(distribution, evidence, {
				file: `${distribution.directory}/top_level.txt`,
				message: `${distribution.name} does not have what its top_level.txt lists: ${someOf(absent)}.`
			});
		}
	}
};
// src/checks/model.ts
var model_exports = __exportAll({ modelHoldsOthers: () => modelHoldsOthers });
const modelHoldsOthers = {
	id: "H23",
	severity: "warning",
	title: "the model directory holds what is not the model",
	explanation: "What is registered as the model is mounted below AZUREML_MODEL_DIR, apart from the scoring directory. A scoring script, a requirements file or a mount in there is not used: the run script looks beside the scoring script only (exit code 97 for a mount, 99 for a requirements file), and each change of them needs a new version of the model. Keep them in the code directory, as Microsoft's document advises. The files of an MLflow model (beside its MLmodel) are left alone: MLflow writes them. Safe to turn off when they are there on purpose, such as a record of the training.",
	*find(evidence) {
		const { modelDirectory } = evidence.options;
		if (modelDirectory === "" || !existsSync(modelDirectory)) return;
		for (const path of entriesBelow$1(modelDirectory, 0)) {
			const what = whatItIs(path, evidence);
			if (what !== void 0) yield told$1(path, what, modelDirectory);
		}
	}
};
const DEEPEST$1 = 4;
const MOST_ENTRIES = 1e4;
function* entriesBelow$1(directory, depth) {
	const entries = readdirSync(directory, { withFileTypes: true }).slice(0, MOST_ENTRIES);
	const isMlflow = entries.some(({ name }) => name === "MLmodel");
	for (const entry of entries) {
		const path = join(directory, entry.name);
		if (!entry.isDirectory()) {
			if (!isMlflow) yield path;
		} else {
			yield path;
			if (depth < DEEPEST$1 && entry.name !== "site-packages") yield* entriesBelow$1(path, depth + 1);
		}
	}
}
function whatItIs(path, { options, location }) {
	const { scoringScript, mountParent, environmentName, requirementsFiles } = options;
	const environment = join(mountParent, environmentName);
	if (path === scoringScript) return "the scoring script";
	if (path === environment || path === location.environmentDirectory) return "the mount";
	if (path.startsWith(environment + sep)) return void 0;
	if (basename(path) === "site-packages") return "a directory of packages";
	if (basename(path) === basename(scoringScript)) return "a file with the scoring script's name";
	return requirementsFiles.includes(path) || /^requirements[^/\\]*\.txt$/i.test(basename(path)) ? "a requirements file" : void 0;
}
function told$1(path, what, modelDirectory) {
	const name = relative(modelDirectory, path);
	return {
		place: {
			file: path,
			line: 1
		},
		message: `The model directory holds ${what}: ${name}.`,
		hint: `Keep it in the code directory, outside ${basename(modelDirectory) || dirname(modelDirectory)}.`
	};
}
// src/checks/modes.ts
var modes_exports = __exportAll({ permissions: () => permissions });
const permissions = {
	id: "H8",
	severity: "error",
	title: "permissions that do not fit the container",
	explanation: "The container runs as another user (`dockeruser`) than the one that built. A file that others may not read, or a directory that others may not enter, as a umask of 077 makes them, ends in PermissionError at import where modes travel: in an image, in an archive. Something that could not be read even here is not proven at all. As a warning: files that everybody may write, or with setuid or setgid bits, which no package needs. This tool sets 0644 and 0755. Run `chmod -R u=rwX,go=rX <mount>`. On Windows nothing is looked at. Safe to turn off where the upload drops modes anyway.",
	*find(evidence) {
		const groups = groupBy(problems$1(evidence), ({ what }) => what);
		for (const [what, places] of groups) {
			const paths = places.map(({ path }) => path);
			yield {
				severity: places[0]?.severity ?? "error",
				file: paths[0] === "" ? void 0 : paths[0],
				message: `${plural(paths.length, "path")} ${what}: ${someOf(paths.map((path) => path || "the mount itself"))}.`,
				hint: "Run: chmod -R u=rwX,go=rX <mount>"
			};
		}
	}
};
function* problems$1({ inventory }) {
	for (const { path, kind } of inventory.oddities) if (kind === "unreadable") yield {
		path,
		what: "cannot be read here",
		severity: "error"
	};
	if (process.platform === "win32") return;
	for (const [path, mode] of inventory.directories) {
		if ((mode & 5) !== 5) yield {
			path,
			what: "cannot be entered by other users",
			severity: "error"
		};
		if ((mode & 2) !== 0) yield {
			path,
			what: "can be changed by everybody",
			severity: "warning"
		};
	}
	for (const { path, mode } of inventory.files.values()) {
		if ((mode & 4) === 0) yield {
			path,
			what: "cannot be read by other users",
			severity: "error"
		};
		if ((mode & 2) !== 0) yield {
			path,
			what: "can be changed by everybody",
			severity: "warning"
		};
		if ((mode & 3072) !== 0) yield {
			path,
			what: "would run as its owner",
			severity: "warning"
		};
	}
}
// src/checks/names.ts
var names_exports = __exportAll({
	awkwardName: () => awkwardName,
	caseCollision: () => caseCollision
});
const caseCollision = {
	id: "H9",
	severity: "notice",
	title: "names that differ only in their case",
	explanation: "Two names in one directory are the same without regard to case, or to how accents are encoded. The container's file system tells them apart. On Windows and macOS one overwrites the other when the mount is unpacked or checked out there, and uploading it from there loses a file. Nothing to mend where everything happens on Linux. As a warning when this is said on Windows or macOS. Safe to turn off.",
	*find({ inventory }) {
		const groups = groupBy([...inventory.directories.keys(), ...inventory.files.keys()], (path) => `${posix.dirname(path)}/${folded(posix.basename(path))}`);
		for (const names of groups.values()) {
			if (names.length < 2) continue;
			yield {
				severity: process.platform === "linux" ? "notice" : "warning",
				file: names[0],
				message: `Only case or accents tell apart ${names.join(" and ")}.`
			};
		}
	}
};
function folded(name) {
	return name.normalize("NFC").toLowerCase();
}
const awkwardName = {
	id: "H10",
	severity: "error",
	title: "a name that does not travel",
	explanation: "A name is not UTF-8 (then nothing behind it was read), or has a character that artifacts and Windows refuse (\" : < > | * ?, line ends, other control characters, a backslash, a dot or a space at the end), or the path is longer than the 1,024 characters that Azure storage takes. The upload fails, or the file is missing in the container. Rename it in the distribution, or leave the distribution out. Where the mount travels as one archive, only names that are not UTF-8 are an error and the rest a warning. Safe to turn off as a warning.",
	find: (evidence) => {
		return atMost([...groupBy([...problems(evidence)], ({ what }) => what)].flatMap(([what, group]) => group.length > 10 ? [summary$1(what, group)] : group.map(answerOf$1)), (count) => ({ message: `${plural(count, "more name")}.` }));
	}
};
function* problems({ inventory, options, location }) {
	const loose = options.artifactFormat === "directory" ? "error" : "warning";
	for (const { path, kind } of inventory.oddities) if (kind === "name that is not UTF-8") yield {
		path,
		what: "is not UTF-8",
		severity: "error"
	};
	for (const path of [...inventory.directories.keys(), ...inventory.files.keys()]) {
		const name = posix.basename(path);
		if (/[":<>|*?\r\n]/.test(name)) yield {
			path,
			what: "has a character that artifacts refuse",
			severity: loose
		};
		else if (/[\p{Cc}\\]|[. ]$/u.test(name)) yield {
			path,
			what: "cannot be written on Windows",
			severity: "warning"
		};
		if (`${location.libraryPath}/${path}`.length > LONGEST) yield {
			path,
			what: "is too long for Azure storage",
			severity: loose
		};
	}
}
const LONGEST = 924;
function answerOf$1({ path, what, severity }) {
	return {
		severity,
		file: path,
		message: `The name ${JSON.stringify(path.slice(-200))} ${what}.`,
		hint: HINT
	};
}
function summary$1(what, group) {
	const names = someOf(group.map(({ path }) => JSON.stringify(path.slice(-200))));
	const first = group[0];
	return {
		severity: first.severity,
		file: first.path,
		message: `${group.length} names: ${what}: ${names}.`,
		hint: HINT
	};
}
const HINT = "Leave the file or the distribution out, or carry the mount as an archive.";
// src/checks/python-source.ts
function codeOf$1(source) {
	return source.replace(/("""|''')[\s\S]*?\1/g, "\"\"").replace(/(^|\s)#.*$/gm, "$1");
}
function importsAtOnce(source, module) {
	const name = module.replaceAll(".", "\\.");
	return new RegExp(`^(import\\s+(?:[\\w.]+(?:\\s+as\\s+\\w+)?\\s*,\\s*)*${name}\\b|from\\s+${name}(\\.[\\w.]+)?\\s+import\\b|__import__\\(["']${name}["']\\))`, "m").test(codeOf$1(source));
}
function sharesItsName(source) {
	return /extend_path|declare_namespace/.test(codeOf$1(source));
}
// src/checks/namespaces.ts
var namespaces_exports = __exportAll({ namespaceBroken: () => namespaceBroken });
const namespaceBroken = {
	id: "I8",
	severity: "error",
	title: "a regular package hides the image's part of a namespace",
	explanation: "The image holds parts of the namespace packages azure, google, opencensus or opentelemetry, and the server up to 1.3 of azureml, and imports from them at start. A plain __init__.py in the mount's directory of that name makes it a regular package, which hides every other part: `import azure.core` in the server then fails, and the container starts again and again. Several distributions that share the directory inside the mount work all the same, so a test without the image shows nothing. An __init__.py that extends its path (pkgutil.extend_path, pkg_resources.declare_namespace) is fine, and so is a mount that holds all of the image's distributions there itself. Without a known image what every image has is assumed, and it is a warning. Pin a release without that file, install a wheel of your own without it, or add the image's distributions of that namespace, which the message names, to the requirements. Safe to turn off when the image has nothing in that namespace.",
	*find(evidence) {
		const { inventory, target, options } = evidence;
		const image = contentsOf(target, options.imagePackages);
		const mounted = new Set(inventory.distributions.map(({ name }) => name));
		for (const [namespace, holders] of namespacesOf(image)) {
			const hidden = holders.filter((name) => !mounted.has(name));
			const found = importable(namespace, inventory, target);
			if (hidden.length === 0 || found === void 0 || found.kind === "directory") continue;
			const source = inventory.sources.get(found.path);
			if (source !== void 0 && sharesItsName(source)) continue;
			const answer = {
				...image.known === "assumed" && { severity: "warning" },
				file: found.path,
				message: `${found.path} makes ${namespace} a regular package and hides the image's part of it: ${hidden.join(", ")}.`,
				hint: "Pin a release without that file; from version 3.3 on Python needs none for a namespace package."
			};
			const owner = ownerOf(found.path, inventory);
			yield owner ? about$1(owner, evidence, answer) : answer;
		}
	}
};
// src/checks/outmoded.ts
var outmoded_exports = __exportAll({
	distutilsNeeded: () => distutilsNeeded,
	eggInstalled: () => eggInstalled,
	packageResourcesNeeded: () => packageResourcesNeeded
});
const ASIDE = /(^|\/)(tests?|testing|_vendor|vendor|extern|_distutils|examples?|docs?)\/|(^|\/)(setup|conftest)\.py$/;
const ABOUT_PACKAGING = new Set([
	"setuptools",
	"pip",
	"wheel",
	"distribute",
	"cython",
	"pybind11",
	"cffi"
]);
function importersOf(module, inventory, isLooked) {
	const found = new Map();
	for (const [path, source] of inventory.sources) {
		if (ASIDE.test(path) || !isLooked(path) || !importsAtOnce(source, module)) continue;
		const owner = ownerOf(path, inventory);
		if (owner && !ABOUT_PACKAGING.has(owner.name) && !found.has(owner)) found.set(owner, path);
	}
	return found;
}
function hasPackageResources({ inventory, target, options }) {
	if (importable("pkg_resources", inventory, target) !== void 0) return true;
	const image = contentsOf(target, options.imagePackages);
	const setuptools = image.known === "listed" ? image.distributions.get("setuptools") : void 0;
	return setuptools !== void 0 && Number.parseInt(setuptools.version ?? "0", 10) < 82;
}
const packageResourcesNeeded = {
	id: "I9",
	severity: "warning",
	title: "a package needs pkg_resources, and setuptools is not there",
	explanation: "An __init__.py imports pkg_resources, or declares its namespace with it, without a way out, and the mount has no setuptools that brings it (82 and later do not). Whether the image has one hangs on how it was built. Without it the import fails, and of a namespace package both halves do. Add setuptools<81 to the requirements; for a package that is asked for, I11 shows whether it fails. Imports in functions, in try blocks and in modules that are not a package's __init__.py are left alone. Safe to turn off when the image is known to have it.",
	*find(evidence) {
		if (hasPackageResources(evidence)) return;
		for (const [owner, file] of importersOf("pkg_resources", evidence.inventory, (path) => /(^|\/)__init__\.py$/.test(path))) yield about$1(owner, evidence, {
			file,
			message: `${owner.name} imports pkg_resources in ${file}, and nothing in the mount provides it.`,
			hint: "Add setuptools<81 to the requirements."
		});
	}
};
const distutilsNeeded = {
	id: "I10",
	severity: "notice",
	title: "a module imports distutils, which this Python no longer has",
	explanation: "Python 3.12 has no distutils. setuptools offers one, through a .pth file that does not run in the container, so that even with setuptools in the mount the import fails unless setuptools was imported before. It is a notice, because most such modules are for building and never imported; where one is, I11 is the error. Take a newer release of the package. Imports in functions and try blocks, and copies that a package brings itself, are left alone. Safe to turn off when that code is never run.",
	*find(evidence) {
		if (Number(evidence.target.python.split(".")[1]) < 12) return;
		for (const [owner, file] of importersOf("distutils", evidence.inventory, (path) => path.endsWith(".py"))) yield about$1(owner, evidence, {
			file,
			message: `${file} imports distutils, which Python ${evidence.target.python} does not have.`,
			hint: `Take a newer release of ${owner.name} if the scoring script reaches this module.`
		});
	}
};
const eggInstalled = {
	id: "I12",
	severity: "error",
	title: "an egg",
	explanation: "A *.egg file or directory is importable only through easy-install.pth, which does not run in the container: its modules are not found. Old setuptools (`setup.py install`) leaves them. Install the distribution with pip. Never safe to turn off.",
	*find({ inventory }) {
		const eggs = [...inventory.files.keys(), ...inventory.directories.keys()].filter((path) => /^[^/]+\.egg$/.test(path));
		for (const file of eggs) {
			const name = file.split("-")[0] ?? file;
			yield {
				file,
				distribution: name.toLowerCase().replace(/[-_.]+/g, "-"),
				message: `${file} is an egg: nothing in the container puts it on the path.`,
				hint: `Install ${name} with pip, from a wheel or its source.`
			};
		}
	}
};
// src/checks/outside.ts
var outside_exports = __exportAll({
	programOnly: () => programOnly,
	rowHostile: () => rowHostile,
	rowOutside: () => rowOutside
});
function outsideRows(distribution, { stagedAway, inventory }) {
	const kept = (distribution.record ?? []).filter(({ path }) => isSuspect(path, inventory.files));
	return [...own(stagedAway.outside, distribution.name) ?? [], ...kept].map(({ path, size }) => ({
		path: posix.normalize(path.replaceAll("\\", "/")),
		size,
		hostile: whyHostile(path, pathInMount(path, inventory.files))
	}));
}
function isSuspect(path, files) {
	return pathInMount(path, files) === void 0 || path.includes("\\") && !files.has(path);
}
const HIGHEST = /^(\.\.\/){4}/;
function whyHostile(path, inMount) {
	if (path.length > 4096) return "is longer than a path can be";
	if (path.includes("\0")) return "holds a NUL byte";
	if (path.includes("\\")) return "has backslashes";
	if (inMount !== void 0) return void 0;
	if (/^[A-Za-z]:/.test(path)) return "starts with a drive letter";
	if (path.startsWith("/")) return "is absolute";
	return HIGHEST.test(posix.normalize(path)) ? "climbs out of the environment" : void 0;
}
const rowOutside = {
	id: "R3",
	severity: "warning",
	title: "a distribution has files outside the mount",
	explanation: "RECORD lists files that installers put beside site-packages: `bin` (programs), `share`, `etc`, `include`. The container gets the mount alone, so they are not there. Programs, manuals, headers and what belongs to a desktop, a shell or Jupyter are a notice: no scoring script reads them. Other data files are a warning: code that looks for them under sys.prefix does not find them, and fails at import or at a request. Copy them into the code directory and say so to the package, or extend the image. Safe to turn off for a distribution once a request has shown that it does without.",
	*find(evidence) {
		for (const distribution of evidence.inventory.distributions) {
			const kinds = groupBy(outsideRows(distribution, evidence).filter(({ hostile }) => hostile === void 0), ({ path }) => isNotForServers(path) ? "notice" : "warning");
			for (const [severity, group] of kinds) {
				const places = someOf(group.map(({ path }) => path.replace(/^(\.\.\/)+/, "")));
				yield about$1(distribution, evidence, {
					severity,
					message: `${distribution.name} has ${plural(group.length, "file")} outside the mount: ${places}.`,
					hint: "The container does not get them. Data that the code needs must be in the code directory or in the image."
				});
			}
		}
	}
};
function isNotForServers(path) {
	return /^(\.\.\/)+(bin|Scripts|include|Include|(share|etc)\/jupyter|share\/(man|doc|info|licenses|applications|icons|pixmaps|metainfo|appdata|mime|bash-completion|zsh|fish|locale))\//.test(path);
}
const rowHostile = {
	id: "R4",
	severity: "error",
	title: "RECORD names a path that no installer writes",
	explanation: "A row of RECORD is absolute, has a drive letter, backslashes or a NUL byte, is longer than any path, or climbs out of the environment. It was made on another system, by a broken build, or to make a tool read or delete files that are none of its business; nothing outside the mount was read. What the row stands for is not proven and not in the container. Install the distribution again from an index. A leading slash before a file that is in the mount is an old build's habit and is fine. Never safe to turn off.",
	*find(evidence) {
		for (const distribution of evidence.inventory.distributions) yield* atMost(hostileRows(distribution, evidence), (count) => about$1(distribution, evidence, { message: `${count} more such rows in the RECORD of ${distribution.name}.` }));
	}
};
function* hostileRows(distribution, evidence) {
	for (const { path, hostile } of outsideRows(distribution, evidence)) {
		if (hostile === void 0) continue;
		yield about$1(distribution, evidence, {
			file: `${distribution.directory}/RECORD`,
			message: `A path in the RECORD of ${distribution.name} ${hostile}: ${JSON.stringify(path.slice(0, 200))}.`,
			hint: `Install ${distribution.name} again, from an index that you trust.`
		});
	}
}
const programOnly = {
	id: "R10",
	severity: "warning",
	title: "a distribution is a program, and the program is not in the mount",
	explanation: "What the distribution is about is a program in `bin`, and the mount has none of that: either no module of it is in the mount, or the scripts that are missing outweigh all that is there. Its modules, where it has any, start that program and end with FileNotFoundError in the container. Install it in the image instead, or do without. In a mount that was built elsewhere the sizes are not known, and only distributions without a module are seen. Safe to turn off when nothing calls it.",
	*find(evidence) {
		for (const distribution of evidence.inventory.distributions) {
			const scripts = outsideRows(distribution, evidence).filter((row) => isProgram(row, distribution));
			const lost = scripts.reduce((sum, { size }) => sum + (size ?? 0), 0);
			if (scripts.length === 0 || lost < contentOf(distribution, evidence)) continue;
			yield about$1(distribution, evidence, {
				message: `${distribution.name} is a program (${someOf(scripts.map(({ path }) => posix.basename(path)))}, ${humanBytes(lost)}), which is not in the mount.`,
				hint: `Install ${distribution.name} in the image, or remove it from the requirements.`
			});
		}
	}
};
function isProgram({ path }, { texts }) {
	if (!/^(\.\.\/)+(bin|Scripts)\//.test(path)) return false;
	const entries = [...entryPoints(texts.get("entry_points.txt") ?? "")];
	const name = posix.basename(path).replace(/\.exe$/, "");
	return !entries.some((entry) => entry.name === name && /^(console|gui)_scripts$/.test(entry.group));
}
function contentOf({ record, directory }, { inventory }) {
	const files = (record ?? []).map(({ path }) => path).filter((path) => !path.startsWith(`${directory}/`)).map((path) => inventory.files.get(path)).filter((file) => file !== void 0);
	return files.reduce((sum, { size }) => sum + size, Math.min(files.length, 1));
}
// src/checks/recorded.ts
function* ownRows({ record }, { files }) {
	for (const row of record ?? []) {
		const path = pathInMount(row.path, files);
		if (path !== void 0) yield path === row.path ? row : {
			...row,
			path
		};
	}
}
function isAsRecorded(path, distribution, inventory) {
	return (rowsOf(distribution, inventory).get(path) ?? []).some((row) => row.hash !== void 0 && whatDiffers(row, inventory) === void 0);
}
const known$1 = new WeakMap();
function rowsOf(distribution, inventory) {
	const before = known$1.get(distribution);
	if (before !== void 0) return before;
	const rows = groupBy(ownRows(distribution, inventory), ({ path }) => path);
	known$1.set(distribution, rows);
	return rows;
}
function whatDiffers({ path, hash, size }, inventory) {
	const file = fileAt(path, inventory);
	if (file === void 0) return void 0;
	const sameSize = size === void 0 || size === file.size;
	if (hash === void 0) return sameSize ? void 0 : `is recorded with ${size} bytes, and has ${file.size}`;
	const found = hash.algorithm === "sha256" ? base64(file.sha256) : digestOf(join(inventory.root, file.path), hash.algorithm);
	if (found === void 0) return `is recorded with ${hash.algorithm}, which cannot be recomputed here`;
	return found === hash.digest.replace(/=+$/, "") && sameSize ? void 0 : "is not what its RECORD says";
}
function base64(hexadecimal) {
	return Buffer.from(hexadecimal, "hex").toString("base64url");
}
function digestOf(file, algorithm) {
	try {
		const digest = createHash(algorithm);
		for (const piece of piecesOf(file)) digest.update(piece);
		return digest.digest("base64url");
	} catch {
		return;
	}
}
function* piecesOf(file) {
	const descriptor = openSync(file, "r");
	try {
		const room = Buffer.allocUnsafe(2 ** 20);
		for (let length = readSync(descriptor, room); length > 0; length = readSync(descriptor, room)) yield room.subarray(0, length);
	} finally {
		closeSync(descriptor);
	}
}
// src/checks/ownership.ts
var ownership_exports = __exportAll({
	duplicateRows: () => duplicateRows,
	noRecord: () => noRecord
});
const noRecord = {
	id: "R7",
	severity: "warning",
	title: "a distribution has no RECORD of its own",
	explanation: "A `.dist-info` directory has no RECORD. Then nothing says which files belong to the distribution, and a missing or changed one goes unseen. System package managers install so, and somebody may have deleted it. In the container it runs as it is. Install it again with pip or uv. Or, as an error, there is a RECORD that does not list the METADATA beside it: it is cut off, or belongs to another distribution, and what it says about files proves nothing. Safe to turn off when the mount has a manifest that you trust.",
	*find(evidence) {
		for (const distribution of evidence.inventory.distributions) {
			const { name, directory, kind, record, unread } = distribution;
			if (kind !== "dist-info" || unread !== void 0) continue;
			const hint = `Install ${name} again with pip or uv.`;
			if (record === void 0) yield about$1(distribution, evidence, {
				file: directory,
				message: `${name} has no RECORD.`,
				hint
			});
			else if (!listsItself(distribution, evidence)) {
				const message = `${directory}/RECORD does not list ${name}'s METADATA${whoseRecord(distribution, evidence)}.`;
				yield about$1(distribution, evidence, {
					severity: "error",
					file: `${directory}/RECORD`,
					message,
					hint
				});
			}
		}
	}
};
function listsItself({ directory, record }, { inventory }) {
	const metadata = `${directory}/METADATA`;
	if (!inventory.files.has(metadata)) return true;
	return (record ?? []).some(({ path }) => pathInMount(path, inventory.files) === metadata);
}
function whoseRecord({ record, directory }, { inventory }) {
	const other = inventory.distributions.find((one) => one.directory !== directory && record?.some(({ path }) => path === `${one.directory}/METADATA`));
	return other === void 0 ? "" : `; it is the RECORD of ${other.directory}`;
}
const duplicateRows = {
	id: "R8",
	severity: "notice",
	title: "RECORD lists one file twice, differently",
	explanation: "Two rows of one RECORD have the same path and different hashes or sizes: the wheel was put together wrongly, and at most one row can be true (R2 says when neither is). The container does not care. Tell the project. Rows that are equal are common and left alone. Safe to turn off.",
	*find(evidence) {
		for (const distribution of evidence.inventory.distributions) yield* atMost(twiceListed(distribution, evidence), (count) => about$1(distribution, evidence, { message: `${count} more such rows in the RECORD of ${distribution.name}.` }));
	}
};
function* twiceListed(distribution, evidence) {
	const seen = new Map();
	for (const row of ownRows(distribution, evidence.inventory)) {
		const before = seen.get(row.path);
		seen.set(row.path, row);
		if (before === void 0 || before.hash?.digest === row.hash?.digest && before.size === row.size) continue;
		yield about$1(distribution, evidence, {
			file: row.path,
			message: `The RECORD of ${distribution.name} lists ${row.path} twice, and differently.`
		});
	}
}
// src/checks/path-files.ts
var path_files_exports = __exportAll({
	namespaceFile: () => namespaceFile,
	pathFileNotRun: () => pathFileNotRun
});
const pathFileNotRun = {
	id: "I6",
	severity: "warning",
	title: "a .pth file will not run",
	explanation: "Python reads .pth files in site-packages at start; the mount is on PYTHONPATH, where it does not. A line that is a path and adds a directory of the mount (pywin32 is the well-known one) leaves the modules in there unimportable: an error that names them. A line that is code and changes how something imports or connects does not take effect: a warning. Code that does something only when a variable asks for it (coverage, pytest-cov) is a notice. Left alone: the .pth of namespace packages (I7), of editable installs (I4, I5), of virtualenv and of setuptools, and paths that lead nowhere. Do without the .pth: put the directory on the path with the line of the hint, in its words, at the top of the scoring script, before any package or module of yours is imported (then it is a notice), or import in `init()` what the line imports. Safe to turn off when nothing uses what the line sets up.",
	*find(evidence) {
		for (const [file, text] of pathFiles(evidence.inventory)) {
			if (LEFT_ALONE.test(file) || isNamespaceFile(text)) continue;
			const owner = ownerOf(file, evidence.inventory);
			for (const answer of [...lostDirectories(file, text, evidence), ...lostCode(file, text)]) yield owner ? about$1(owner, evidence, answer) : answer;
		}
	}
};
const LEFT_ALONE = /^(distutils-precedence|_virtualenv|easy-install|__editable__.*|_[A-Za-z0-9_]+)\.pth$/;
function isNamespaceFile(text) {
	return /has_mfs|types\.ModuleType\(|module_from_spec|declare_namespace/.test(text);
}
function* lostDirectories(file, text, evidence) {
	const { inventory, target, location } = evidence;
	const added = foldersOfScript(evidence);
	for (const folder of foldersNamedBy(text, inventory)) {
		const lost = modulesIn(folder, inventory).filter((name) => folderWith(name, [folder], evidence) && !importable(name, inventory, target));
		if (lost.length === 0) continue;
		if (added.includes(folder)) {
			yield {
				severity: "notice",
				file,
				message: `${file} would put ${folder} on the path, and does not run in the container; the scoring script does it.`
			};
			continue;
		}
		yield {
			severity: "error",
			file,
			message: `${file} would put ${folder} on the path; it does not run in the container, and ${lost.length > 5 ? `${lost.slice(0, 5).join(", ")} and ${lost.length - 5} more` : lost.join(", ")} cannot be imported there.`,
			hint: `Write at the top of the scoring script: \`${lineThatAdds(folder, location.libraryPath)}\`. Or do without the package.`
		};
	}
}
function lineThatAdds(folder, libraryPath) {
	return `import os, sys; sys.path.append(${`os.path.join(os.path.dirname(os.path.abspath(__file__)), "${libraryPath}/${folder}")`})`;
}
function modulesIn(folder, { files, directories }) {
	const names = new Set();
	for (const path of [...files.keys(), ...directories.keys()]) if (posix.dirname(path) === folder) names.add(posix.basename(path).split(".")[0] ?? "");
	return [...names].filter((name) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && name !== "__pycache__").sort();
}
function* lostCode(file, text) {
	const lines = text.split(/\r?\n/).filter((line) => /^\ufeff?import[ \t]/.test(line));
	if (lines.length === 0) return;
	const optional = lines.every((line) => /environ|getenv/.test(line));
	yield {
		...optional && { severity: "notice" },
		file,
		message: optional ? `${file} runs code when a variable asks for it; in the container it never does.` : `${file} runs code at every start of Python, but not in the container: ${excerpt(lines[0] ?? "")}`,
		...!optional && { hint: "Run in init() what that line runs, if the scoring script needs it." }
	};
}
function excerpt(line) {
	const plain = line.replace(/^\ufeff/, "").trim();
	return plain.length > 100 ? `${plain.slice(0, 100)}…` : plain;
}
const namespaceFile = {
	id: "I7",
	severity: "notice",
	title: "a namespace package is set up by a .pth file",
	explanation: "A *-nspkg.pth file makes a namespace package at start. It does not run in the container and need not: a directory without __init__.py is a namespace package by itself (PEP 420), in the mount and merged with the image's. Nothing has to be done, and it is safe to turn off. Safe to turn off.",
	*find(evidence) {
		for (const [file, text] of pathFiles(evidence.inventory)) {
			if (!isNamespaceFile(text)) continue;
			const owner = ownerOf(file, evidence.inventory);
			const answer = {
				file,
				message: `${file} does not run in the container, and its namespace package works without.`
			};
			yield owner ? about$1(owner, evidence, answer) : answer;
		}
	}
};
// src/checks/loaded.ts
function isLoaded(path, { container, manifest, scoring, inventory }) {
	const name = path.slice(path.lastIndexOf("/") + 1);
	if (scoring?.libraries.some((text) => text.endsWith(name))) return true;
	if (container === void 0) return manifest === void 0 ? void 0 : false;
	const owner = ownerOf(path, inventory);
	return own(container.loaded ?? {}, owner?.name ?? "")?.includes(path);
}
// src/target/library-advice.ts
const HEADLESS = "use opencv-python-headless: the same code without windows needs no display libraries";
const OUTSIDE = "its wheel puts the library into the environment's lib directory, outside the mount";
const GPU = "for a GPU only: harmless where none is used, else take an image with CUDA or the nvidia-* wheels";
const ROCM = "for AMD GPUs only, which no inference image supports: take the CPU build of the package";
const CUDA11 = "for a GPU only; the CUDA 11 image or this wheel carries it";
const ADVICE = [
	[
		"libGL libGLX libGLdispatch",
		"libgl1",
		"libgl1",
		"opencv-python-headless",
		HEADLESS
	],
	[
		"libEGL",
		"libegl1",
		"libegl1",
		""
	],
	[
		"libOpenGL",
		"libopengl0",
		"libopengl0",
		""
	],
	[
		"libGLU",
		"libglu1-mesa",
		"libglu1-mesa",
		""
	],
	[
		"libOSMesa",
		"libosmesa6",
		"libosmesa6",
		""
	],
	[
		"libglib-2.0 libgthread-2.0 libgobject-2.0",
		"libglib2.0-0",
		"libglib2.0-0",
		"opencv-python-headless",
		HEADLESS
	],
	[
		"libgio-2.0 libgmodule-2.0",
		"libglib2.0-0",
		"libglib2.0-0",
		""
	],
	[
		"libSM",
		"libsm6",
		"libsm6",
		"opencv-python-headless",
		HEADLESS
	],
	[
		"libICE",
		"libice6",
		"libice6",
		"opencv-python-headless",
		HEADLESS
	],
	[
		"libX11",
		"libx11-6",
		"libx11-6",
		"opencv-python-headless",
		HEADLESS
	],
	[
		"libX11-xcb",
		"libx11-xcb1",
		"libx11-xcb1",
		""
	],
	[
		"libXext",
		"libxext6",
		"libxext6",
		"opencv-python-headless",
		HEADLESS
	],
	[
		"libXrender",
		"libxrender1",
		"libxrender1",
		"opencv-python-headless",
		HEADLESS
	],
	[
		"libxcb",
		"libxcb1",
		"libxcb1",
		"opencv-python-headless",
		HEADLESS
	],
	[
		"libXi",
		"libxi6",
		"libxi6",
		""
	],
	[
		"libXrandr",
		"libxrandr2",
		"libxrandr2",
		""
	],
	[
		"libXcursor",
		"libxcursor1",
		"libxcursor1",
		""
	],
	[
		"libXinerama",
		"libxinerama1",
		"libxinerama1",
		""
	],
	[
		"libXfixes",
		"libxfixes3",
		"libxfixes3",
		""
	],
	[
		"libXdamage",
		"libxdamage1",
		"libxdamage1",
		""
	],
	[
		"libXcomposite",
		"libxcomposite1",
		"libxcomposite1",
		""
	],
	[
		"libXtst",
		"libxtst6",
		"libxtst6",
		""
	],
	[
		"libXt",
		"libxt6",
		"libxt6",
		""
	],
	[
		"libXft",
		"libxft2",
		"libxft2",
		""
	],
	[
		"libXau",
		"libxau6",
		"libxau6",
		""
	],
	[
		"libXdmcp",
		"libxdmcp6",
		"libxdmcp6",
		""
	],
	[
		"libxkbcommon",
		"libxkbcommon0",
		"libxkbcommon0",
		""
	],
	[
		"libgtk-3 libgdk-3",
		"libgtk-3-0",
		"libgtk-3-0",
		""
	],
	[
		"libdbus-1",
		"libdbus-1-3",
		"libdbus-1-3",
		""
	],
	[
		"libcups",
		"libcups2",
		"libcups2",
		""
	],
	[
		"libnss3 libnssutil3 libsmime3",
		"libnss3",
		"libnss3",
		""
	],
	[
		"libnspr4 libplc4 libplds4",
		"libnspr4",
		"libnspr4",
		""
	],
	[
		"libgomp",
		"libgomp1",
		"libgomp1",
		"",
		"scikit-learn's wheel carries a copy under another name; conda environments mostly have libgomp, plain images do not: add it to an image of your own (`apt-get install libgomp1`)"
	],
	[
		"libgfortran.so.3",
		"",
		"",
		"",
		"compiled with GCC 6 or older: no current image has it; build the package anew"
	],
	[
		"libgfortran.so.4",
		"libgfortran4",
		"",
		""
	],
	[
		"libgfortran",
		"libgfortran5",
		"libgfortran5",
		""
	],
	[
		"libquadmath",
		"libquadmath0",
		"libquadmath0",
		""
	],
	[
		"libatomic",
		"libatomic1",
		"libatomic1",
		""
	],
	[
		"libitm",
		"libitm1",
		"libitm1",
		""
	],
	[
		"libomp",
		"libomp5-10",
		"libomp5-14",
		""
	],
	[
		"libc++ libc++abi",
		"libc++1-10",
		"libc++1-14",
		""
	],
	[
		"libiomp5",
		"",
		"",
		"intel-openmp",
		OUTSIDE
	],
	[
		"libtbb.so.2",
		"libtbb2",
		"libtbb2",
		"tbb",
		OUTSIDE
	],
	[
		"libtbb libtbbmalloc",
		"",
		"libtbb12",
		"tbb",
		OUTSIDE
	],
	[
		"libmkl_rt libmkl_core libmkl_intel_lp64 libmkl_intel_thread libmkl_gnu_thread",
		"",
		"",
		"mkl",
		OUTSIDE
	],
	[
		"libopenblas",
		"libopenblas0",
		"libopenblas0",
		"scipy-openblas32"
	],
	[
		"libblas libcblas",
		"libblas3",
		"libblas3",
		"",
		"build against numpy's or scipy's own copy, or take the project's wheel"
	],
	[
		"liblapack liblapacke",
		"liblapack3",
		"liblapack3",
		"",
		"build against scipy's own copy, or take the project's wheel"
	],
	[
		"libgsl",
		"libgsl23",
		"libgsl27",
		""
	],
	[
		"libfftw3",
		"libfftw3-double3",
		"libfftw3-double3",
		"pyFFTW"
	],
	[
		"libfftw3f",
		"libfftw3-single3",
		"libfftw3-single3",
		"pyFFTW"
	],
	[
		"libgmp",
		"libgmp10",
		"libgmp10",
		"gmpy2",
		"",
		"base"
	],
	[
		"libmpfr",
		"libmpfr6",
		"libmpfr6",
		"gmpy2"
	],
	[
		"libmpc",
		"libmpc3",
		"libmpc3",
		"gmpy2"
	],
	[
		"libglpk",
		"libglpk40",
		"libglpk40",
		"swiglpk"
	],
	[
		"libnuma",
		"libnuma1",
		"libnuma1",
		""
	],
	[
		"libhwloc",
		"libhwloc15",
		"libhwloc15",
		""
	],
	[
		"libmpi",
		"libopenmpi3",
		"libopenmpi3",
		"",
		"MPI serves training over several machines: a scoring container has no use for it"
	],
	[
		"libjvm",
		"openjdk-11-jre-headless",
		"openjdk-11-jre-headless",
		"install-jdk",
		"needs a Java runtime, which no inference image has"
	],
	[
		"libodbc libodbcinst libodbccr",
		"unixodbc",
		"unixodbc",
		"pyodbc",
		"pyodbc 4.0.35 and later carry unixODBC in their wheel; the database's own driver (msodbcsql18) still needs an image of your own"
	],
	[
		"libpq",
		"libpq5",
		"libpq5",
		"psycopg2-binary",
		"use psycopg2-binary, or psycopg with its extra `binary`: they carry it"
	],
	[
		"libmysqlclient",
		"libmysqlclient21",
		"libmysqlclient21",
		"PyMySQL",
		"PyMySQL and mysql-connector-python need no client library"
	],
	[
		"libmariadb",
		"libmariadb3",
		"libmariadb3",
		"PyMySQL",
		"PyMySQL needs no client library"
	],
	[
		"libsqlite3",
		"libsqlite3-0",
		"libsqlite3-0",
		"pysqlite3-binary"
	],
	[
		"libaio",
		"libaio1",
		"libaio1",
		"oracledb",
		"oracledb in its thin mode needs neither libaio nor Oracle's client"
	],
	[
		"libclntsh",
		"",
		"",
		"oracledb",
		"oracledb in its thin mode needs no Oracle client"
	],
	[
		"libleveldb",
		"libleveldb1d",
		"libleveldb1d",
		"plyvel"
	],
	[
		"librdkafka librdkafka++",
		"librdkafka1",
		"librdkafka1",
		"confluent-kafka"
	],
	[
		"libsybdb",
		"libsybdb5",
		"libsybdb5",
		"pymssql"
	],
	[
		"libhdf5 libhdf5_hl libhdf5_serial libhdf5_serial_hl",
		"libhdf5-103",
		"libhdf5-103-1",
		"h5py"
	],
	[
		"libnetcdf",
		"libnetcdf15",
		"libnetcdf19",
		"netCDF4"
	],
	[
		"libgdal",
		"libgdal26",
		"libgdal30",
		"rasterio",
		"rasterio, pyogrio and fiona carry GDAL in their wheels; the project named GDAL has none"
	],
	[
		"libproj",
		"libproj15",
		"libproj22",
		"pyproj"
	],
	[
		"libgeos_c libgeos",
		"libgeos-c1v5",
		"libgeos-c1v5",
		"shapely"
	],
	[
		"libspatialindex_c",
		"libspatialindex-c6",
		"libspatialindex-c6",
		"rtree"
	],
	[
		"libspatialindex",
		"libspatialindex6",
		"libspatialindex6",
		"rtree"
	],
	[
		"libsndfile",
		"libsndfile1",
		"libsndfile1",
		"soundfile",
		"soundfile 0.11 and later carry it in their wheel"
	],
	[
		"libportaudio",
		"libportaudio2",
		"libportaudio2",
		"",
		"a container has no sound card: leave recording and playing out"
	],
	[
		"libasound",
		"libasound2",
		"libasound2",
		"",
		"a container has no sound card: leave recording and playing out"
	],
	[
		"libpulse",
		"libpulse0",
		"libpulse0",
		"",
		"a container has no sound card: leave recording and playing out"
	],
	[
		"libsox",
		"libsox3",
		"libsox3",
		"soundfile",
		"read sound files with soundfile"
	],
	[
		"libavcodec libavformat libavfilter libavdevice",
		"libavcodec58",
		"libavcodec58",
		"av"
	],
	[
		"libavutil",
		"libavutil56",
		"libavutil56",
		"av"
	],
	[
		"libswscale",
		"libswscale5",
		"libswscale5",
		"av"
	],
	[
		"libswresample",
		"libswresample3",
		"libswresample3",
		"av"
	],
	[
		"libjpeg",
		"libjpeg-turbo8",
		"libjpeg-turbo8",
		"pillow"
	],
	[
		"libturbojpeg",
		"libturbojpeg",
		"libturbojpeg",
		"simplejpeg"
	],
	[
		"libtiff",
		"libtiff5",
		"libtiff5",
		"pillow"
	],
	[
		"libpng16",
		"libpng16-16",
		"libpng16-16",
		"pillow"
	],
	[
		"libwebp libwebpmux libwebpdemux",
		"libwebp6",
		"libwebp7",
		"pillow"
	],
	[
		"libopenjp2",
		"libopenjp2-7",
		"libopenjp2-7",
		"pillow"
	],
	[
		"liblcms2",
		"liblcms2-2",
		"liblcms2-2",
		"pillow"
	],
	[
		"libfreetype",
		"libfreetype6",
		"libfreetype6",
		"pillow"
	],
	[
		"libfontconfig",
		"libfontconfig1",
		"libfontconfig1",
		""
	],
	[
		"libharfbuzz",
		"libharfbuzz0b",
		"libharfbuzz0b",
		"uharfbuzz"
	],
	[
		"libcairo",
		"libcairo2",
		"libcairo2",
		""
	],
	[
		"libpango-1.0",
		"libpango-1.0-0",
		"libpango-1.0-0",
		""
	],
	[
		"libpangocairo-1.0",
		"libpangocairo-1.0-0",
		"libpangocairo-1.0-0",
		""
	],
	[
		"libpangoft2-1.0",
		"libpangoft2-1.0-0",
		"libpangoft2-1.0-0",
		""
	],
	[
		"libgdk_pixbuf-2.0",
		"libgdk-pixbuf2.0-0",
		"libgdk-pixbuf-2.0-0",
		""
	],
	[
		"librsvg-2",
		"librsvg2-2",
		"librsvg2-2",
		""
	],
	[
		"libMagickWand-6.Q16 libMagickCore-6.Q16",
		"libmagickwand-6.q16-6",
		"libmagickwand-6.q16-6",
		"pillow"
	],
	[
		"libtesseract",
		"libtesseract4",
		"libtesseract4",
		"tesserocr"
	],
	[
		"liblept",
		"liblept5",
		"liblept5",
		"tesserocr"
	],
	[
		"libzbar",
		"libzbar0",
		"libzbar0",
		"zxing-cpp",
		"zxing-cpp reads the same bar codes and carries its library"
	],
	[
		"libpoppler-cpp",
		"libpoppler-cpp0v5",
		"libpoppler-cpp0v5",
		"pypdfium2",
		"pypdfium2 reads PDF files and carries its library"
	],
	[
		"libgvc libcgraph",
		"libgvc6",
		"libgvc6",
		"graphviz",
		"the project graphviz writes the input file; drawing needs the program"
	],
	[
		"libmagic",
		"libmagic1",
		"libmagic1",
		"python-magic-bin",
		"puremagic needs no library"
	],
	[
		"libxml2",
		"libxml2",
		"libxml2",
		"lxml"
	],
	[
		"libxslt libexslt",
		"libxslt1.1",
		"libxslt1.1",
		"lxml"
	],
	[
		"libxmlsec1 libxmlsec1-openssl",
		"libxmlsec1-openssl",
		"libxmlsec1-openssl",
		"xmlsec"
	],
	[
		"libicuuc.so.66 libicui18n.so.66 libicudata.so.66",
		"libicu66",
		"",
		""
	],
	[
		"libicuuc.so.70 libicui18n.so.70 libicudata.so.70",
		"",
		"libicu70",
		""
	],
	[
		"libhunspell-1.7",
		"libhunspell-1.7-0",
		"libhunspell-1.7-0",
		"spylls"
	],
	[
		"libarchive",
		"libarchive13",
		"libarchive13",
		""
	],
	[
		"libyaml-0",
		"libyaml-0-2",
		"libyaml-0-2",
		"PyYAML"
	],
	[
		"libexpat",
		"libexpat1",
		"libexpat1",
		"",
		"builders of wheels (auditwheel) count on it being there, so rasterio and others do not carry it: add it to an image of your own (`apt-get install libexpat1`)"
	],
	[
		"libsnappy",
		"libsnappy1v5",
		"libsnappy1v5",
		"cramjam"
	],
	[
		"liblz4",
		"liblz4-1",
		"liblz4-1",
		"lz4",
		"",
		"base"
	],
	[
		"libzstd",
		"libzstd1",
		"libzstd1",
		"zstandard",
		"",
		"base"
	],
	[
		"libbrotlidec libbrotlienc libbrotlicommon",
		"libbrotli1",
		"libbrotli1",
		"Brotli"
	],
	[
		"liblzma",
		"liblzma5",
		"liblzma5",
		"",
		"",
		"base"
	],
	[
		"libbz2.so.1.0",
		"libbz2-1.0",
		"libbz2-1.0",
		"",
		"",
		"base"
	],
	[
		"libbz2.so.1",
		"",
		"",
		"",
		"the name Red Hat gives to libbz2.so.1.0: compiled on another distribution, build it on Ubuntu or take a wheel"
	],
	[
		"libminizip",
		"libminizip1",
		"libminizip1",
		""
	],
	[
		"libre2.so.5",
		"libre2-5",
		"",
		"google-re2"
	],
	[
		"libre2.so.9",
		"",
		"libre2-9",
		"google-re2"
	],
	[
		"libprotobuf.so.17 libprotobuf-lite.so.17",
		"libprotobuf17",
		"",
		"protobuf"
	],
	[
		"libprotobuf.so.23 libprotobuf-lite.so.23",
		"",
		"libprotobuf23",
		"protobuf"
	],
	[
		"libpcre",
		"libpcre3",
		"libpcre3",
		""
	],
	[
		"libssl.so.1.1 libcrypto.so.1.1",
		"libssl1.1",
		"",
		"cryptography",
		"Ubuntu 20.04 has it, 22.04 does not: take a wheel of the package, which carries its own"
	],
	[
		"libssl.so.3 libcrypto.so.3",
		"",
		"libssl3",
		"cryptography",
		"Ubuntu 22.04 has it, 20.04 does not: take a wheel of the package, which carries its own"
	],
	[
		"libssl libcrypto",
		"",
		"",
		"cryptography",
		"an OpenSSL that no supported Ubuntu has: take a wheel of the package, which carries its own"
	],
	[
		"libcurl",
		"libcurl4",
		"libcurl4",
		"pycurl"
	],
	[
		"libcurl-gnutls",
		"libcurl3-gnutls",
		"libcurl3-gnutls",
		"pycurl"
	],
	[
		"libgnutls",
		"libgnutls30",
		"libgnutls30",
		"",
		"",
		"base"
	],
	[
		"libsasl2",
		"libsasl2-2",
		"libsasl2-2",
		"pure-sasl"
	],
	[
		"libldap-2.4 libldap_r-2.4 liblber-2.4",
		"libldap-2.4-2",
		"",
		"ldap3",
		"ldap3 needs no library"
	],
	[
		"libldap-2.5 liblber-2.5",
		"",
		"libldap-2.5-0",
		"ldap3",
		"ldap3 needs no library"
	],
	[
		"libgssapi_krb5",
		"libgssapi-krb5-2",
		"libgssapi-krb5-2",
		"krb5"
	],
	[
		"libkrb5",
		"libkrb5-3",
		"libkrb5-3",
		"krb5"
	],
	[
		"libk5crypto",
		"libk5crypto3",
		"libk5crypto3",
		"krb5"
	],
	[
		"libcom_err",
		"libcom-err2",
		"libcom-err2",
		"",
		"",
		"base"
	],
	[
		"libzmq",
		"libzmq5",
		"libzmq5",
		"pyzmq"
	],
	[
		"libsodium",
		"libsodium23",
		"libsodium23",
		"PyNaCl"
	],
	[
		"libuv",
		"libuv1",
		"libuv1",
		"uvloop"
	],
	[
		"libev",
		"libev4",
		"libev4",
		""
	],
	[
		"libevent libevent-2.1",
		"libevent-2.1-7",
		"libevent-2.1-7",
		""
	],
	[
		"libnghttp2",
		"libnghttp2-14",
		"libnghttp2-14",
		""
	],
	[
		"libssh2",
		"libssh2-1",
		"libssh2-1",
		"ssh2-python"
	],
	[
		"libssh",
		"libssh-4",
		"libssh-4",
		"ssh-python"
	],
	[
		"libibverbs",
		"libibverbs1",
		"libibverbs1",
		"",
		"for InfiniBand only, which scoring containers do not have"
	],
	[
		"librdmacm",
		"librdmacm1",
		"librdmacm1",
		"",
		"for InfiniBand only, which scoring containers do not have"
	],
	[
		"libusb-1.0",
		"libusb-1.0-0",
		"libusb-1.0-0",
		"libusb-package"
	],
	[
		"libffi.so.6",
		"",
		"",
		"cffi",
		"Ubuntu 18.04 has it, later ones do not: take a wheel of the package"
	],
	[
		"libffi.so.7",
		"libffi7",
		"",
		"cffi"
	],
	[
		"libffi.so.8",
		"",
		"libffi8",
		"cffi"
	],
	[
		"libtinfo.so.5 libncurses.so.5 libncursesw.so.5",
		"libncurses5",
		"libncurses5",
		""
	],
	[
		"libtinfo",
		"libtinfo6",
		"libtinfo6",
		"",
		"",
		"base"
	],
	[
		"libncurses libncursesw",
		"libncursesw6",
		"libncursesw6",
		"",
		"",
		"base"
	],
	[
		"libreadline",
		"libreadline8",
		"libreadline8",
		"gnureadline"
	],
	[
		"libuuid",
		"libuuid1",
		"libuuid1",
		"",
		"",
		"base"
	],
	[
		"libsystemd",
		"libsystemd0",
		"libsystemd0",
		"",
		"",
		"base"
	],
	[
		"libudev",
		"libudev1",
		"libudev1",
		"",
		"",
		"base"
	],
	[
		"libcap",
		"libcap2",
		"libcap2",
		"",
		"",
		"base"
	],
	[
		"libgdbm",
		"libgdbm6",
		"libgdbm6",
		""
	],
	[
		"libtirpc",
		"libtirpc3",
		"libtirpc3",
		""
	],
	[
		"libnsl.so.2",
		"",
		"libnsl2",
		""
	],
	[
		"libnsl.so.3",
		"",
		"",
		"",
		"of Fedora and Red Hat: compiled on another distribution, build it on Ubuntu or take a wheel"
	],
	[
		"libcrypt.so.2",
		"",
		"",
		"",
		"of Fedora and Red Hat: compiled on another distribution, build it on Ubuntu or take a wheel"
	],
	[
		"libtcl8.6",
		"libtcl8.6",
		"libtcl8.6",
		"",
		"a container has no display: leave tkinter out"
	],
	[
		"libtk8.6",
		"libtk8.6",
		"libtk8.6",
		"",
		"a container has no display: leave tkinter out"
	],
	[
		"libcudart.so.11.0",
		"",
		"",
		"nvidia-cuda-runtime-cu11",
		CUDA11,
		"accelerator"
	],
	[
		"libcudart.so.12",
		"",
		"",
		"nvidia-cuda-runtime-cu12",
		GPU,
		"accelerator"
	],
	[
		"libcublas.so.11 libcublasLt.so.11",
		"",
		"",
		"nvidia-cublas-cu11",
		CUDA11,
		"accelerator"
	],
	[
		"libcublas.so.12 libcublasLt.so.12",
		"",
		"",
		"nvidia-cublas-cu12",
		GPU,
		"accelerator"
	],
	[
		"libcudnn.so.8",
		"",
		"",
		"nvidia-cudnn-cu11",
		CUDA11,
		"accelerator"
	],
	[
		"libcudnn.so.9",
		"",
		"",
		"nvidia-cudnn-cu12",
		GPU,
		"accelerator"
	],
	[
		"libcudart libcublas libcublasLt libcudnn libcudnn_ops_infer libcudnn_cnn_infer libcudnn_adv_infer",
		"",
		"",
		"",
		GPU,
		"accelerator"
	],
	[
		"libcufft libcufftw",
		"",
		"",
		"nvidia-cufft-cu12",
		GPU,
		"accelerator"
	],
	[
		"libcurand",
		"",
		"",
		"nvidia-curand-cu12",
		GPU,
		"accelerator"
	],
	[
		"libcusolver libcusolverMg",
		"",
		"",
		"nvidia-cusolver-cu12",
		GPU,
		"accelerator"
	],
	[
		"libcusparse libcusparseLt",
		"",
		"",
		"nvidia-cusparse-cu12",
		GPU,
		"accelerator"
	],
	[
		"libnccl",
		"",
		"",
		"nvidia-nccl-cu12",
		GPU,
		"accelerator"
	],
	[
		"libnvrtc libnvrtc-builtins",
		"",
		"",
		"nvidia-cuda-nvrtc-cu12",
		GPU,
		"accelerator"
	],
	[
		"libnvJitLink",
		"",
		"",
		"nvidia-nvjitlink-cu12",
		GPU,
		"accelerator"
	],
	[
		"libnvToolsExt",
		"",
		"",
		"nvidia-nvtx-cu12",
		GPU,
		"accelerator"
	],
	[
		"libcupti",
		"",
		"",
		"nvidia-cuda-cupti-cu12",
		GPU,
		"accelerator"
	],
	[
		"libcufile libcufile_rdma",
		"",
		"",
		"nvidia-cufile-cu12",
		GPU,
		"accelerator"
	],
	[
		"libnvjpeg libnvjpeg2k libnppc libnppicc libnppif libnppig libnppidei libnppial",
		"",
		"",
		"",
		GPU,
		"accelerator"
	],
	[
		"libnvinfer libnvinfer_plugin libnvinfer_builder_resource libnvonnxparser libnvparsers",
		"",
		"",
		"tensorrt",
		GPU,
		"accelerator"
	],
	[
		"libamdhip64 libhipblas libhipblaslt libhipfft libhiprand libhiprtc libhipsparse libhipsolver",
		"",
		"",
		"",
		ROCM,
		"accelerator"
	],
	[
		"librocblas librocfft librocrand librocsolver librocsparse libMIOpen librccl libroctx64 libroctracer64 libmigraphx_c",
		"",
		"",
		"",
		ROCM,
		"accelerator"
	],
	[
		"libhsa-runtime64 librocm_smi64 libamd_smi",
		"",
		"",
		"",
		ROCM,
		"accelerator"
	],
	[
		"libOpenCL",
		"ocl-icd-libopencl1",
		"ocl-icd-libopencl1",
		"",
		"for accelerators only: take the CPU build of the package",
		"accelerator"
	],
	[
		"libze_loader libsycl libur_loader",
		"",
		"",
		"",
		"for Intel GPUs only, which no inference image supports: take the CPU build of the package",
		"accelerator"
	],
	[
		"libvulkan",
		"libvulkan1",
		"libvulkan1",
		"",
		"for a GPU only",
		"accelerator"
	],
	[
		"libopenvino libopenvino_c libopenvino_onnx_frontend",
		"",
		"",
		"openvino",
		"for OpenVINO only",
		"accelerator"
	],
	[
		"libtpu libascendcl libcann_ops libQnnCpu libQnnHtp",
		"",
		"",
		"",
		"for hardware that no inference image supports",
		"accelerator"
	]
];
// src/target/libraries.ts
const CONTAINER = new Set([
	"libc.so.6",
	"libm.so.6",
	"libdl.so.2",
	"libpthread.so.0",
	"librt.so.1",
	"libutil.so.1",
	"libresolv.so.2",
	"libnsl.so.1",
	"libmvec.so.1",
	"libanl.so.1",
	"libBrokenLocale.so.1",
	"libthread_db.so.1",
	"libcrypt.so.1",
	"libgcc_s.so.1",
	"libstdc++.so.6",
	"libz.so.1",
	"linux-vdso.so.1",
	"ld-linux-x86-64.so.2",
	"ld-linux-aarch64.so.1",
	"ld-linux-armhf.so.3",
	"ld-linux.so.2",
	"ld64.so.1",
	"ld64.so.2"
]);
function isContainerLibrary(soname) {
	return CONTAINER.has(soname);
}
function isMuslLibrary(soname) {
	return /^(libc\.musl-.+\.so\.1|ld-musl-.+\.so\.1|libc\.so)$/.test(soname);
}
function isDriverLibrary(soname) {
	return /^(libcuda|libnvcuvid|libnvoptix|libnvidia-[\w-]+|libcudadebugger)\.so(\.|$)/.test(soname);
}
function isPythonLibrary(soname) {
	return /^libpython\d[\d.]*[a-z]*\.so/.test(soname);
}
function isLikelyInConda(soname, python) {
	const minor = Number(python.split(".")[1]);
	const openssl = minor <= 10 ? "1.1" : "3";
	if (soname === "libexpat.so.1") return minor >= 12;
	return /^(lib(gomp|quadmath|atomic|itm)\.so\.[01](\.0\.0)?|lib(lzma|ffi)\.so\.[5-8]|libbz2\.so\.1\.0|lib(sqlite3|uuid)\.so\.[01]|lib(ncursesw?|tinfow?)\.so\.6|libreadline\.so\.8|lib(tcl|tk)8\.6\.so)$/.test(soname) || soname === `libssl.so.${openssl}` || soname === `libcrypto.so.${openssl}`;
}
function libraryAdvice(soname) {
	const row = BY_NAME.get(soname) ?? BY_NAME.get(soname.split(".so", 1)[0]);
	return row && toAdvice(row);
}
const BY_NAME = new Map(ADVICE.flatMap((row) => row[0].split(" ").map((name) => [name, row])));
function toAdvice([, focal, jammy, wheel, text, role]) {
	return {
		apt: {
			"20.04": focal || void 0,
			"22.04": jammy || void 0
		},
		wheel: wheel || void 0,
		role: role ?? "system",
		advice: text || defaultAdvice(jammy || focal, wheel)
	};
}
function defaultAdvice(apt, wheel) {
	const image = apt ? `an image of your own with \`apt-get install ${apt}\`` : "";
	if (wheel) return `${wheel} carries it in its wheel${image && `; else ${image} has it`}`;
	return image ? `no wheel is known to carry it; ${image} has it` : "no wheel and no Ubuntu package is known to carry it";
}
// src/checks/loader/interpreters.ts
function otherInterpreters(files, target, hasFile) {
	const fitting = new Map();
	const directories = new Set();
	for (const file of files) {
		const name = extensionName(file.path);
		if (!name || !isImportable(file, target) || !isOfTarget(file, target)) continue;
		fitting.set(name.directory + name.module, file.path);
		directories.add(name.directory);
	}
	return files.flatMap(({ path }) => {
		const name = extensionName(path);
		const differs = name && tagDifference(name, path, target);
		if (!name || !differs) return [];
		const stem = name.directory + name.module;
		const instead = fitting.get(stem) ?? [`${stem}.py`, `${stem}/__init__.py`].find(hasFile);
		const beside = directories.has(name.directory);
		return [{
			kind: "other-interpreter",
			path,
			severity: instead !== void 0 ? "notice" : severityOf$3(name, path, beside, differs),
			tag: name.tag,
			differs,
			instead
		}];
	});
}
function severityOf$3(name, path, beside, differs) {
	if (isOfOtherSystem(name, path)) return beside ? "notice" : "warning";
	if (!beside) return "error";
	return differs === "platform" ? "notice" : "warning";
}
function isOfTarget({ elf }, target) {
	return elf.kind === "elf" && elf.machine === target.architecture && elf.bits === 64 && elf.byteOrder === "little";
}
function isShadowed(path, files, target) {
	const name = extensionName(path);
	if (!name || !isOpenedByPython(name, path, target)) return false;
	const order = [
		tagOf(target),
		"abi3",
		""
	];
	return order.slice(0, order.indexOf(name.tag)).some((tag) => files.has(`${name.directory}${name.module}${tag && `.${tag}`}.so`));
}
// src/checks/loader/search-path.ts
const BUILD_DIRECTORY = /^\/(home|root|Users|github|__w|runner|workspaces?|builds|tmp|var\/tmp|private|mnt)(\/|$)/;
function expandEntry(entry, path, target) {
	const library = `lib/${target.architecture}-linux-gnu`;
	const plain = entry.replace(/\$(LIB\b|\{LIB\})/g, library).replace(/\$(PLATFORM\b|\{PLATFORM\})/g, target.architecture);
	if (plain.startsWith("/")) return { kind: BUILD_DIRECTORY.test(plain) ? "build" : "absolute" };
	const origin = /^\$(?:ORIGIN\b|\{ORIGIN\})(.*)$/s.exec(plain);
	if (!origin) return { kind: "relative" };
	const directory = posix.normalize(`${posix.dirname(path)}/${origin[1]}`);
	if (directory === ".." || directory.startsWith("../")) return { kind: "outside" };
	return {
		kind: "mount",
		directory: directory.replace(/^\.\/|\/+$/g, "").replace(/^\.$/, "")
	};
}
function oddSearchPaths(entries, path, target) {
	const places = entries.map((entry) => ({
		entry,
		kind: expandEntry(entry, path, target).kind
	}));
	return [
		"build",
		"relative",
		"absolute",
		"outside"
	].flatMap((reason) => {
		const odd = new Set(places.filter(({ kind }) => kind === reason).map(({ entry }) => entry));
		if (odd.size === 0) return [];
		return [{
			kind: "search-path",
			path,
			severity: reason === "build" || reason === "relative" ? "warning" : "notice",
			reason,
			entries: [...odd]
		}];
	});
}
// src/checks/loader/search-order.ts
const CONDA_LIBRARIES = new Set([
	"libstdc++.so.6",
	"libgcc_s.so.1",
	"libz.so.1"
]);
var SearchOrder = class {
	#target;
	#byPath;
	#byName = new Map();
	constructor(files, target) {
		this.#target = target;
		this.#byPath = new Map(files.map((file) => [file.path, file]));
		for (const file of files) for (const name of namesOf(file)) upsert(this.#byName, name, () => []).push(file);
	}
	file(path) {
		return this.#byPath.get(path);
	}
	copies(library) {
		return this.#byName.get(library) ?? [];
	}
	rpathOf({ path, elf }, inherited) {
		const own = elf.runpath.length > 0 ? [] : this.#directories(elf.rpath, path);
		return own.length === 0 ? inherited : [...new Set([...own, ...inherited])];
	}
	find(library, { file, rpath }) {
		const { runpath } = file.elf;
		if (library.includes("/")) {
			const place = this.#directories([posix.dirname(library)], file.path);
			return this.#inDirectories(place, posix.basename(library)) ?? "nowhere";
		}
		const byRpath = runpath.length > 0 ? void 0 : this.#inDirectories(rpath, library);
		if (byRpath) return byRpath;
		if (this.#target.conda && CONDA_LIBRARIES.has(library)) return "container";
		const byRunpath = this.#inDirectories(this.#directories(runpath, file.path), library);
		if (byRunpath) return byRunpath;
		return isContainerLibrary(library) || this.#target.supplied?.has(library) ? "container" : "nowhere";
	}
	#directories(entries, path) {
		return entries.flatMap((entry) => {
			const place = expandEntry(entry, path, this.#target);
			return place.kind === "mount" ? [place.directory] : [];
		});
	}
	#inDirectories(directories, name) {
		if (!this.#byName.has(name)) return void 0;
		for (const directory of directories) {
			const found = this.#byPath.get(directory === "" ? name : `${directory}/${name}`);
			if (found) return found;
		}
	}
};
function namesOf({ path, elf }) {
	const name = posix.basename(path);
	return elf.soname === void 0 || elf.soname === name ? [name] : [name, elf.soname];
}
function upsert(map, key, make) {
	const known = map.get(key);
	if (known !== void 0) return known;
	const made = make();
	map.set(key, made);
	return made;
}
// src/checks/loader/linkage.ts
var Linkage = class {
	#target;
	#order;
	#outcomes = new Map();
	#imported = new Set();
	constructor(files, target) {
		this.#target = target;
		this.#order = new SearchOrder(files, target);
		this.#loadAll(files);
	}
	outcome(path, library) {
		return this.#outcomes.get(path)?.get(library);
	}
	file(path) {
		return this.#order.file(path);
	}
	isImported(path) {
		return this.#imported.has(path);
	}
	copies(library) {
		return this.#order.copies(library);
	}
	#loadAll(files) {
		const load = (file) => this.#outcomes.has(file.path) || this.#load(file);
		for (const file of files) if (isImportable(file, this.#target)) this.#load(file);
		for (const path of this.#outcomes.keys()) this.#imported.add(path);
		const rest = files.filter(({ path }) => !this.#outcomes.has(path));
		const needed = new Set(rest.flatMap(({ elf }) => elf.needed));
		for (const file of rest) if (!namesOf(file).some((name) => needed.has(name))) load(file);
		for (const file of rest) load(file);
	}
	#load(root) {
		const queue = [{
			file: root,
			rpath: this.#order.rpathOf(root, [])
		}];
		const loaded = new Map(namesOf(root).map((name) => [name, root]));
		const queued = new Set([root.path]);
		for (let next = 0; next < queue.length; next++) {
			const current = queue[next];
			const outcomes = upsert(this.#outcomes, current.file.path, () => new Map());
			for (const library of current.file.elf.needed) {
				const found = loaded.get(library) ?? this.#order.find(library, current);
				note(upsert(outcomes, library, newOutcome), found, root.path);
				if (found === "container") loaded.set(library, found);
				if (typeof found === "string") continue;
				for (const name of [library, ...namesOf(found)]) if (!loaded.has(name)) loaded.set(name, found);
				if (!queued.has(found.path)) queue.push({
					file: found,
					rpath: this.#order.rpathOf(found, current.rpath)
				});
				queued.add(found.path);
			}
		}
	}
};
function newOutcome() {
	return {
		files: new Set(),
		inContainer: false,
		missingFrom: new Set()
	};
}
function note(outcome, found, root) {
	if (found === "container") outcome.inContainer = true;
	else if (found === "nowhere") outcome.missingFrom.add(root);
	else outcome.files.add(found.path);
}
// src/checks/loader/missing-libraries.ts
const MOST_LOADERS = 5;
const TRIED_ONLY = [/(^|\/)numba\/np\/ufunc\/(tbb|omp)pool\./];
function missingLibraries(file, linkage, target, worst) {
	return [...new Set(file.elf.needed)].flatMap((library) => {
		const missingFrom = linkage.outcome(file.path, library)?.missingFrom ?? new Set();
		if (missingFrom.size === 0 || isMuslLibrary(library)) return [];
		const copies = linkage.copies(library).map(({ path }) => path);
		const advice = libraryAdvice(library);
		const where = whereabouts$1(library, copies, advice?.role === "base" || target.conda === true && isLikelyInConda(library, target.python));
		const optional = advice?.role === "accelerator" && !linkage.isImported(file.path) || isTriedOnly(file.path);
		const loadedFrom = [...missingFrom].filter((path) => path !== file.path).slice(0, MOST_LOADERS);
		const severity = severityOf$2(where, optional, worst);
		return [{
			kind: "missing-library",
			path: file.path,
			severity,
			library,
			where,
			copies,
			loadedFrom,
			advice
		}];
	});
}
function whereabouts$1(library, copies, likely) {
	if (copies.length > 0) return "elsewhere";
	if (isDriverLibrary(library)) return "driver";
	if (isPythonLibrary(library)) return "python";
	return likely ? "likely" : "nowhere";
}
function severityOf$2(where, optional, worst) {
	if (where === "elsewhere" || where === "driver") return "notice";
	if (where === "python" || where === "likely" || optional) return worst === "error" ? "warning" : worst;
	return worst;
}
function isTriedOnly(path) {
	return TRIED_ONLY.some((pattern) => pattern.test(path));
}
// src/checks/loader/newer-symbols.ts
function newerSymbols$1(file, linkage, target, worst) {
	return file.elf.versionNeeds.flatMap((need) => {
		if (isMuslLibrary(need.library)) return [];
		const outcome = linkage.outcome(file.path, need.library);
		const bundled = [...outcome?.files ?? []].flatMap((path) => lackingIn(path, file, need, linkage, worst));
		return (outcome ? outcome.inContainer : isContainerLibrary(need.library)) ? [...bundled, ...lackingInImage(file, need, linkage, target, worst)] : bundled;
	});
}
function lackingInImage(file, need, linkage, target, worst) {
	const lacking = need.versions.filter(({ name }) => exceeds(name, target));
	const [hard, weak] = [lacking.filter((version) => !version.weak), lacking.filter((version) => version.weak)];
	return [...groupByFamily(hard), ...groupByFamily(weak)].map(({ family, versions }) => {
		const isPrivate = versions.some((name) => name === "GLIBC_PRIVATE");
		const copy = linkage.copies(need.library).find(({ elf }) => versions.every((name) => elf.versionDefinitions.includes(name)));
		const doubtful = copy !== void 0 || target.conda === true && family !== "GLIBC";
		const isWeak = weak.some(({ name }) => name === versions[0]);
		return {
			kind: "newer-symbols",
			path: file.path,
			severity: isWeak ? "notice" : doubtful && worst === "error" ? "warning" : worst,
			library: need.library,
			versions,
			reason: isPrivate ? "private" : "image",
			weak: isWeak,
			newestAllowed: isPrivate ? void 0 : newestAllowed(target, family),
			firstWith: firstSystemWith(versions.at(-1))?.distribution,
			copy: copy?.path
		};
	});
}
function groupByFamily(versions) {
	const names = versions.map(({ name }) => name).sort(compareSymbolVersions);
	return [...new Set(names.map(groupOf))].map((key) => {
		const members = names.filter((name) => groupOf(name) === key);
		return {
			family: parseSymbolVersion(members[0])?.family ?? "GLIBC",
			versions: members
		};
	});
}
function groupOf(name) {
	return name === "GLIBC_PRIVATE" ? name : parseSymbolVersion(name)?.family ?? name;
}
function lackingIn(path, file, need, linkage, worst) {
	const copy = linkage.file(path);
	if (!copy || copy.elf.damaged !== void 0 || copy.elf.versionDefinitions.length === 0) return [];
	const lacking = need.versions.filter(({ name, weak }) => !weak && !copy.elf.versionDefinitions.includes(name));
	if (lacking.length === 0) return [];
	const versions = lacking.map(({ name }) => name).sort(compareSymbolVersions);
	return [{
		kind: "newer-symbols",
		path: file.path,
		severity: worst,
		library: need.library,
		versions,
		reason: "bundled",
		weak: false,
		newestAllowed: void 0,
		firstWith: void 0,
		copy: path
	}];
}
// src/checks/loader/resolve.ts
const DEVICE_CODE = new Set([
	"cuda",
	"amdgpu",
	"bpf"
]);
function platformProblems(files, target, hasFile, isLoaded = () => void 0) {
	const paths = new Set(files.filter((file) => isOfTarget(file, target)).map(({ path }) => path));
	const loadable = files.filter((file) => isLoadable(file, target));
	const linkage = new Linkage(loadable, target);
	const interpreters = new Map(otherInterpreters(files, target, hasFile).map((problem) => [problem.path, problem]));
	const linked = new Set(loadable);
	return files.flatMap((file) => {
		const other = interpreters.get(file.path);
		if (other) return [other];
		if (!isOfTarget(file, target)) return foreignMachine$1(file, target, paths);
		if (!linked.has(file)) return [];
		const isOpened = linkage.isImported(file.path) || (isLoaded(file.path) ?? isOpenedByCode(file));
		return ofLoadable(file, linkage, target, isOpened && !isShadowed(file.path, paths, target));
	});
}
function isLoadable(file, target) {
	if (file.elf.kind !== "elf" || !isOfTarget(file, target)) return false;
	if (file.elf.type !== "shared" && file.elf.type !== "executable") return false;
	const name = extensionName(file.path);
	return !name || isOpenedByPython(name, file.path, target);
}
function ofLoadable(file, linkage, target, isOpened) {
	const { path, elf } = file;
	const worst = isOpened ? "error" : "warning";
	return [
		...isMusl(elf) ? [{
			kind: "musl",
			path,
			severity: worst
		}] : [],
		...newerSymbols$1(file, linkage, target, worst),
		...missingLibraries(file, linkage, target, worst),
		...oddSearchPaths([...elf.rpath, ...elf.runpath], path, target),
		...oddMemory(path, elf),
		...elf.isaLevel > 1 ? [instructionSet$1(path, elf.isaLevel)] : [],
		...elf.damaged === void 0 ? [] : [{
			kind: "damaged",
			path,
			severity: "warning",
			reason: elf.damaged
		}]
	];
}
function isOpenedByCode({ path, elf: { type, interpreter, soname } }) {
	return !(type === "executable" || interpreter !== void 0 && soname === void 0) && /(^|\/)lib[^/]*$/.test(path) && !/(^|\/)plugins?\//.test(path);
}
function isMusl({ needed, interpreter }) {
	return needed.some(isMuslLibrary) || /\/ld-musl-[^/]+$/.test(interpreter ?? "");
}
function instructionSet$1(path, level) {
	return {
		kind: "instruction-set",
		path,
		severity: level > 2 ? "warning" : "notice",
		level
	};
}
function oddMemory(path, { stack, textRelocations, type }) {
	const problems = [];
	if (stack === "executable") problems.push({
		kind: "executable-stack",
		path,
		severity: "warning"
	});
	if (stack === "unstated" && type === "shared") problems.push({
		kind: "unstated-stack",
		path,
		severity: "notice"
	});
	if (textRelocations) problems.push({
		kind: "text-relocations",
		path,
		severity: "warning"
	});
	return problems;
}
function foreignMachine$1(file, target, paths) {
	const { path, elf } = file;
	const found = elf.kind === "elf" ? elf.machine : elf.magic;
	if (DEVICE_CODE.has(found)) return [];
	const importable = isImportable(file, target) && !isShadowed(path, paths, target);
	const unsure = elf.kind !== "elf" && extensionName(path)?.tag === "" && path.endsWith(".so");
	return [{
		kind: "foreign-machine",
		path,
		severity: importable ? "error" : unsure ? "warning" : "notice",
		found,
		importable
	}];
}
// src/checks/platform-words.ts
function describeProblem(problem, distribution) {
	const whose = `${printable(problem.path)}${distribution === void 0 ? "" : ` of ${distribution}`}`;
	switch (problem.kind) {
		case "foreign-machine": return `${whose} is for another machine: ${printable(problem.found)}.`;
		case "newer-symbols": return `${whose} needs ${symbolsOf(problem)}.`;
		case "missing-library": return `${whose} needs ${printable(problem.library)}, ${whereabouts(problem)}.`;
		case "search-path": return `${whose} looks for libraries in ${problem.entries.map(printable).join(", ")}.`;
		case "other-interpreter": return `${whose} is for ${printable(problem.tag)}${problem.instead ? `; Python takes ${problem.instead} instead` : ""}.`;
		case "instruction-set": return `${whose} runs on processors of level x86-64-v${problem.level} only.`;
		case "executable-stack": return `${whose} wants an executable stack.`;
		case "unstated-stack": return `${whose} does not say that its stack need not be executable.`;
		case "text-relocations": return `${whose} rewrites its own code when it is loaded.`;
		case "musl": return `${whose} was built for musl, not for glibc.`;
		case "damaged": return `${whose} is damaged: ${problem.reason}.`;
	}
}
function symbolsOf({ versions, library, reason, newestAllowed }) {
	const newest = printable(versions.at(-1) ?? "");
	if (reason === "private") return `${newest} of ${printable(library)}, which belongs to one build of glibc`;
	if (reason === "bundled") return `${newest} of ${printable(library)}, and the mount's own copy does not have it`;
	return `${newest} of ${printable(library)}; the newest it may need is ${newestAllowed ?? "an older one"}`;
}
function whereabouts({ where, copies }) {
	switch (where) {
		case "nowhere": return "which neither the mount nor the image has";
		case "elsewhere": return `which is in the mount (${copies.map(printable).join(", ")}), but not where the loader looks: Python code must load it first`;
		case "driver": return "which comes with the host's graphics driver";
		case "python": return "Python's own shared library, which many builds do not have";
		case "likely": return "which the image's conda environment usually has";
	}
}
function isTooNew(problem) {
	return problem.kind === "newer-symbols" && problem.reason === "image";
}
function advise(problem, target, distribution, newest) {
	switch (problem.kind) {
		case "missing-library": return problem.where === "nowhere" && problem.advice ? `${capital(problem.advice.advice)}.` : void 0;
		case "newer-symbols": return older(problem, target, distribution, newest);
		case "foreign-machine":
		case "other-interpreter":
		case "musl": return `Build the mount on Linux ${target.architecture} with CPython ${target.python}.`;
		default: return;
	}
}
function older(problem, target, distribution = "", newest) {
	const glibc = target.glibc.join(".");
	const needed = /^GLIBC_([0-9.]+)$/.exec(problem.versions.at(-1) ?? "")?.[1];
	const image = needed === void 0 ? "a newer image" : `an image with glibc ${needed} or newer`;
	if (newest !== void 0) return `Write ${distribution}==${newest} into the requirements and build the mount with this tool: that is the newest release with a wheel for Python ${target.python} and glibc ${glibc}. Or deploy on ${image}.`;
	return `${distribution === "" ? "Build" : `Write ${distribution} into the requirements and build`} the mount with this tool, which takes only wheels for glibc ${glibc} or older; what was compiled on this machine needs a release that has such a wheel. Or deploy on ${image}.`;
}
function capital(text) {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
function printable(text) {
	return [...text].map((character) => character < " " || character === "" ? "?" : character).join("").slice(0, 300);
}
// src/checks/platform-problems.ts
const known = new WeakMap();
function problemsByName({ inventory, target }) {
	const before = known.get(inventory);
	if (before?.target === target) return before.problems;
	const problems = workOut({
		inventory,
		target
	});
	known.set(inventory, {
		target,
		problems
	});
	return problems;
}
const judged$1 = new WeakMap();
function problemsOf(evidence) {
	const before = judged$1.get(evidence);
	if (before !== void 0) return before;
	const problems = workOut(evidence, (path) => isLoaded(path, evidence));
	judged$1.set(evidence, problems);
	return problems;
}
function workOut({ inventory, target }, isOpened) {
	return platformProblems([...inventory.binaries].map(([path, elf]) => ({
		path,
		elf
	})), {
		...target,
		conda: true
	}, (path) => inventory.files.has(path), isOpened);
}
function filesInDoubt(inventory, target) {
	const kinds = [
		"newer-symbols",
		"missing-library",
		"musl"
	];
	const found = problemsByName({
		inventory,
		target
	}).filter((one) => kinds.includes(one.kind) && one.severity !== "notice");
	return [...new Set(found.map(({ path }) => path))];
}
function systemPackages(inventory, target) {
	const release = target.glibc[1] >= 35 ? "22.04" : "20.04";
	const packages = problemsByName({
		inventory,
		target
	}).filter((one) => one.kind === "missing-library").filter(({ where }) => where === "nowhere").map(({ advice }) => advice?.apt[release]);
	return [...new Set(packages.filter((name) => name !== void 0))];
}
function needingNewerSystem(inventory, target) {
	const names = problemsByName({
		inventory,
		target
	}).filter((one) => isTooNew(one) && one.severity !== "notice").map(({ path }) => ownerOf(path, inventory)?.name);
	return [...new Set(names.filter((name) => name !== void 0))];
}
// src/checks/wheel-tags.ts
const OLD_NAMES = {
	manylinux1: [2, 5],
	manylinux2010: [2, 12],
	manylinux2014: [2, 17]
};
function expandTag(text) {
	const [pythons, abis, platforms, ...rest] = text.trim().split("-");
	if (!pythons || !abis || !platforms || rest.length > 0) return [];
	return pythons.split(".").flatMap((python) => abis.split(".").flatMap((abi) => platforms.split(".").map((platform) => ({
		python,
		abi,
		platform
	}))));
}
function fits(tag, target) {
	return fitsPython(tag, Number(target.python.split(".")[1])) && fitsPlatform(tag.platform, target);
}
function fitsPython({ python, abi }, minor) {
	const [, implementation, version] = /^([a-z]+)([0-9_]*)$/.exec(python) ?? [];
	const asked = Number(version?.slice(1) || "0");
	if (version !== void 0 && version !== "" && !version.startsWith("3")) return false;
	if (implementation === "py") return abi === "none" && asked <= minor;
	if (implementation !== "cp") return false;
	if (abi === "abi3") return asked <= minor;
	if (abi === "none") return version === "" || asked <= minor;
	return asked === minor && abi.replace(/m$/, "") === `cp3${minor}`;
}
function fitsPlatform(platform, { architecture, glibc }) {
	if (platform === "any" || platform === `linux_${architecture}`) return true;
	const [, name = "", major, minor] = /^(manylinux[0-9]*)(?:_([0-9]+)_([0-9]+))?_/.exec(platform) ?? [];
	if (!platform.endsWith(`_${architecture}`)) return false;
	const needs = major === void 0 ? OLD_NAMES[name] : [Number(major), Number(minor)];
	return needs !== void 0 && needs[0] === glibc[0] && needs[1] <= glibc[1];
}
// src/checks/platform.ts
var platform_exports = __exportAll({
	foreignMachine: () => foreignMachine,
	instructionSet: () => instructionSet,
	missingLibrary: () => missingLibrary,
	muslBuild: () => muslBuild,
	newerSymbols: () => newerSymbols,
	oddSearchPath: () => oddSearchPath,
	otherBuild: () => otherBuild,
	otherInterpreter: () => otherInterpreter,
	tagsDoNotFit: () => tagsDoNotFit,
	unusualMemory: () => unusualMemory
});
function answers(evidence, picks) {
	return problemsOf(evidence).filter(picks).map((problem) => {
		const owner = ownerOf(problem.path, evidence.inventory);
		const answer = {
			file: problem.path,
			message: `${describeProblem(problem, owner?.name)}${notLoaded(problem, owner?.name, evidence)}`,
			hint: advise(problem, evidence.target, owner?.name, own(evidence.newestWheels ?? {}, owner?.name ?? "")),
			severity: severityOf$1(problem)
		};
		return owner === void 0 ? answer : about$1(owner, evidence, answer);
	});
}
function notLoaded({ kind, path, severity }, owner = "", evidence) {
	const isAsked = severity === "warning" && [
		"newer-symbols",
		"missing-library",
		"musl"
	].includes(kind);
	const files = own(evidence.container?.loaded ?? {}, owner);
	return isAsked && files !== void 0 && !files.includes(path) ? ` Importing ${owner} does not load this file.` : "";
}
function severityOf$1(problem) {
	return problem.kind === "missing-library" && problem.where === "likely" ? "notice" : problem.severity;
}
const tagsDoNotFit = {
	id: "P1",
	severity: "error",
	title: "a wheel was built for something else",
	explanation: "None of the compatibility tags in a distribution's WHEEL file is one that the target takes: another Python, another ABI, another processor, a newer manylinux. pip in the container would have refused it. Where its compiled code fits all the same, only the label is wrong, and it is a notice. Build with this tool, which installs for the target. Safe to turn off for a wheel that is known to be labelled wrongly.",
	*find(evidence) {
		for (const distribution of evidence.inventory.distributions) {
			const tags = (distribution.wheel.get("tag") ?? []).flatMap(expandTag);
			if (tags.length === 0 || tags.some((tag) => fits(tag, evidence.target))) continue;
			const binaries = [...evidence.inventory.binaries.keys()].filter((path) => ownerOf(path, evidence.inventory) === distribution);
			const broken = problemsOf(evidence).some(({ path, severity }) => severity === "error" && binaries.includes(path));
			yield about$1(distribution, evidence, {
				severity: binaries.length > 0 && !broken ? "notice" : "error",
				file: `${distribution.directory}/WHEEL`,
				message: `${distribution.name} ${distribution.version} is a wheel for ${distribution.wheel.get("tag")?.join(", ")}.`,
				hint: "Build the mount with this tool, which takes only wheels that fit the target."
			});
		}
	}
};
const foreignMachine = {
	id: "P2",
	severity: "error",
	title: "compiled code is for another machine",
	explanation: "An extension module that Python would open is not an ELF file of the target's processor and byte order: a Mac's, a Windows one, another architecture, or no program at all (a Git LFS pointer, a linker script). The import fails with `invalid ELF header` or `wrong ELF class`. Build on Linux of the target's architecture. Payloads for other machines that no import opens are notices at most. Safe to turn off for a payload; name its distribution. Safe to turn off for a file that nothing loads; name its distribution.",
	find: (evidence) => answers(evidence, ({ kind }) => kind === "foreign-machine" || kind === "damaged")
};
const newerSymbols = {
	id: "P3",
	severity: "error",
	title: "compiled code needs a newer glibc than the image has",
	explanation: "A library needs symbol versions (GLIBC_2.34, GLIBCXX_3.4.30 …) that the image's system libraries do not define. The loader refuses it at import: `version GLIBC_2.34 not found`. Wheels are chosen by the machine that installs, and GitHub's runners are newer than the images; code compiled there needs what is there. Pin a release with a wheel for the target's glibc (the index is asked for the newest one, and the hint has it), build with this tool, which takes only such wheels, or deploy on an image with a newer Ubuntu. What the mount itself carries counts; weak needs are notices, and GLIBCXX and its like are warnings: the image's conda environment mostly has newer ones than its system. Never safe to turn off for a library that is imported.",
	find: (evidence) => answers(evidence, ({ kind }) => kind === "newer-symbols")
};
const missingLibrary = {
	id: "P4",
	severity: "error",
	title: "a system library is missing in the image",
	explanation: "A library that compiled code needs (DT_NEEDED) is neither in the mount, where the loader would look, nor in the image: libGL, libodbc and their like come from the distribution's packages, and neither variable can bring them. The import fails with `cannot open shared object file`. Take the drop-in that does without (opencv-python-headless for opencv-python), or extend the image: the summary has a ready Dockerfile, which also lies beside the report. Then leave the base in `image`, and turn this off for the distribution, with the reason that the image has the library. A library that no module links to, such as a plug-in or what is opened with ctypes, is tried: where importing its distribution, the packages around it and what the scoring script names does not load it, it is a warning. Safe to turn off then, and when the code that needs it is never loaded; say which.",
	find: (evidence) => answers(evidence, ({ kind }) => kind === "missing-library")
};
const oddSearchPath = {
	id: "P5",
	severity: "notice",
	title: "a library has a search path of the build machine",
	explanation: "An RPATH or RUNPATH is not relative to the library ($ORIGIN): absolute, in somebody's home, relative to the working directory, or out of the mount. It is harmless where P4 is silent; one that leads into a directory which others can write is a way in. Build the wheel without it. Safe to turn off where P4 is silent.",
	find: (evidence) => answers(evidence, ({ kind }) => kind === "search-path")
};
const otherInterpreter = {
	id: "P6",
	severity: "error",
	title: "an extension module is for another Python version",
	explanation: "The file name says which interpreter opens it (`.cpython-39-x86_64-linux-gnu.so`); the target's Python passes over it, and no module that it would open stands beside it. The import fails with ModuleNotFoundError. Build for the target's Python. Packages that ship modules for several Pythons are fine when one fits. Safe to turn off for a module that nothing imports.",
	find: (evidence) => answers(evidence, (one) => one.kind === "other-interpreter" && (one.differs === "version" || one.differs === "platform"))
};
const instructionSet = {
	id: "P7",
	severity: "warning",
	title: "compiled code needs a newer processor",
	explanation: "The GNU property note asks for x86-64-v2, v3 or v4. The loader refuses the library on an instance type without those instructions. Take a build for the baseline, or instance types that have them. Safe to turn off when the instance type is known to have them.",
	find: (evidence) => answers(evidence, ({ kind }) => kind === "instruction-set")
};
const unusualMemory = {
	id: "P8",
	severity: "warning",
	title: "compiled code wants memory that is both written and run",
	explanation: "An executable stack (PT_GNU_STACK) or text relocations. Hardened kernels and newer glibc refuse to load such libraries. Take a newer build. Safe to turn off when the image is known to load it.",
	find: (evidence) => answers(evidence, ({ kind }) => [
		"executable-stack",
		"unstated-stack",
		"text-relocations"
	].includes(kind))
};
const muslBuild = {
	id: "P9",
	severity: "error",
	title: "compiled code is for musl",
	explanation: "The library was linked against musl (Alpine), and the images have glibc: the loader does not find libc.musl. Install manylinux wheels, not musllinux ones: build on a glibc system. Never safe to turn off.",
	find: (evidence) => answers(evidence, ({ kind }) => kind === "musl")
};
const otherBuild = {
	id: "P10",
	severity: "error",
	title: "an extension module is for another kind of Python",
	explanation: "The module is for PyPy, a debug build or a free-threaded build; the images have plain CPython, which passes over it. Build with the plain CPython of the target's version. Never safe to turn off.",
	find: (evidence) => answers(evidence, (one) => one.kind === "other-interpreter" && (one.differs === "build" || one.differs === "implementation"))
};
// src/checks/private-files.ts
var private_files_exports = __exportAll({ privateFiles: () => privateFiles });
const privateFiles = {
	id: "H25",
	severity: "warning",
	title: "private files are uploaded with the code",
	explanation: "By the ignore file, the upload holds files that usually stay on the machine: `.env` files, a repository (`.git`), a virtual environment, private keys and files of credentials. Everybody who may read the deployment's code or the container can read them, and every instance downloads them. Name them in `.gitignore`, or in your own `.amlignore` where there is one. The summary lists the largest files of the upload, the report more of them. Files inside the mount are H22's. Safe to turn off when the files are meant for the container.",
	*find(evidence) {
		const { files } = evidence.upload.beside;
		const environments = directoriesWith("pyvenv.cfg", files);
		const inEnvironment = ({ path }) => environments.some((directory) => path.startsWith(directory));
		const inRepository = ({ path }) => /(^|\/)\.git(\/|$)/.test(path);
		const others = files.filter((file) => !inEnvironment(file) && !inRepository(file));
		yield* directories("a repository", ".git/", files.filter(inRepository), evidence);
		for (const directory of environments) yield* directories("a virtual environment", directory, files.filter(({ path }) => path.startsWith(directory)), evidence);
		yield* named("environment file", others.filter(isEnvironmentFile), evidence);
		yield* named("credential file", others.filter(isCredentialFile), evidence);
		yield* named("private key", others.filter((file) => holdsPrivateKey(file, evidence)), evidence);
	}
};
function directoriesWith(name, files) {
	const found = files.filter(({ path }) => path.endsWith(`/${name}`)).map(({ path }) => `${posix.dirname(path)}/`);
	return found.filter((one) => !found.some((other) => other !== one && one.startsWith(other)));
}
function isEnvironmentFile({ path }) {
	return /(^|\/)\.env(\.(?!(example|sample|template|dist|defaults?)$)[^/]+)?$/.test(path);
}
function isCredentialFile({ path }) {
	return /(^|\/)(\.netrc|_netrc|\.pypirc|\.git-credentials|\.pgpass|\.htpasswd|\.(aws|azure|ssh|kube|docker)\/.+)$/.test(path);
}
function holdsPrivateKey(file, { options }) {
	if (/(^|\/)id_(rsa|dsa|ecdsa|ed25519)$|\.(ppk|pfx|p12|jks|keystore|kdbx)$/.test(file.path)) return !isCredentialFile(file);
	if (!/\.(pem|key|crt|cer)$/.test(file.path)) return false;
	return /-----BEGIN [A-Z ]*PRIVATE KEY/.test(beginning(join(options.codeDirectory, file.path)));
}
function beginning(path) {
	const buffer = Buffer.alloc(65536);
	try {
		const descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
		try {
			return buffer.toString("latin1", 0, readSync(descriptor, buffer, 0, buffer.length, 0));
		} finally {
			closeSync(descriptor);
		}
	} catch {
		return "";
	}
}
function* directories(what, line, files, evidence) {
	if (files.length === 0) return;
	const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
	yield {
		message: `The upload holds ${what}: ${plural(files.length, "file")} in ${line}, ${humanBytes(bytes)}.`,
		hint: leaveOut(line === ".git/" ? line : `/${literalPattern(line)}`, evidence)
	};
}
function* named(what, files, evidence) {
	const paths = files.map(({ path }) => path).sort();
	const [first] = paths;
	if (first === void 0) return;
	yield {
		message: `The upload holds ${plural(files.length, what)}: ${someOf(paths)}.`,
		hint: leaveOut(`/${literalPattern(first)}`, evidence)
	};
}
function leaveOut(line, { upload }) {
	return `Leave out what is not for the container, by a line in ${fileToEdit(upload.file)}: ${line}`;
}
// src/checks/prototype.ts
var prototype_exports = __exportAll({
	PROBE_BUDGET: () => PROBE_BUDGET,
	imageReplaced: () => imageReplaced,
	serverBroken: () => serverBroken,
	slowStart: () => slowStart,
	variableUnread: () => variableUnread
});
const PROBE_BUDGET = 31e4;
const MARGIN = .5;
const serverBroken = {
	id: "B1",
	severity: "error",
	title: "the server does not start after the installation",
	explanation: "At every start the image installs the requirements over its own packages, unasked and without constraints. Afterwards the inference server itself could not be imported: a package that it needs was exchanged for a version that does not fit. The container starts, the server ends, and the container is started again. Pin that package to a version that the server takes. Never safe to turn off.",
	*find({ rehearsal }) {
		if (rehearsal?.serverFailure === void 0) return;
		yield {
			message: `azureml-inference-server-http ${rehearsal.server} cannot be imported any more: ${rehearsal.serverFailure}.`,
			hint: "Pin the package that it names to a version that the server takes, or leave it to the image."
		};
	}
};
const slowStart = {
	id: "B2",
	severity: "warning",
	title: "installing takes long against the time that a start may take",
	explanation: "Every start, restart and scale-out waits for the installation, and by default a container that is not ready after about 310 seconds is started again, which installs again. The installation took more than half of that here (all of it is an error); small instance types are slower. Promote to preinstalled packages, or raise the deployment's probe settings. Safe to turn off when the probes are set wider.",
	*find({ rehearsal }) {
		if (rehearsal === void 0 || rehearsal.duration < 31e4 * MARGIN) return;
		yield {
			severity: rehearsal.duration >= 31e4 ? "error" : "warning",
			message: `Installing took ${humanSeconds(rehearsal.duration)} here; a start may take ${humanSeconds(PROBE_BUDGET)}.`,
			hint: "Promote to preinstalled packages, or widen liveness_probe and readiness_probe in the deployment."
		};
	}
};
const imageReplaced = {
	id: "B3",
	severity: "notice",
	title: "the installation exchanges packages of the image",
	explanation: "pip in the container upgrades or downgrades what the image brought, for the scoring script and the server alike. Here the server could still be imported. What the image holds changes with its every rebuild, so pin what matters. Safe to turn off.",
	*find({ rehearsal }) {
		for (const { name, before, after } of rehearsal?.replaced ?? []) yield {
			distribution: name,
			message: `${name} ${before} of the image is exchanged for ${after}.`
		};
	}
};
const variableUnread = {
	id: "B4",
	severity: "error",
	title: "the image does not read AZUREML_EXTRA_REQUIREMENTS_TXT",
	explanation: "The lines of the run script that read the variable were cut out of this image, or are never reached because the image always names a conda file of the model's. The container starts without installing anything, says nothing, and the first import fails. Use preinstalled packages, which such an image takes by PYTHONPATH, or another image. It is a notice where it is not known whether the image reads the variable, and where no image is named, unless every image of that Python in the catalogue is known to read it. Never safe to turn off.",
	*find({ rehearsal, target }) {
		if (rehearsal === void 0) return;
		const { image, honours } = target;
		const replaced = image?.readsModelCondaFile && honours !== "cut";
		const why = replaced ? `${image.name} installs from the model's conda file and never looks at AZUREML_EXTRA_REQUIREMENTS_TXT` : doubt("AZUREML_EXTRA_REQUIREMENTS_TXT", target);
		if (why === void 0) return;
		const hint = image ? "Use mode preinstalled, or another image." : "Name the image in the input image.";
		const isCertain = replaced || honours === "cut";
		yield {
			message: `${why}.`,
			hint,
			...!isCertain && { severity: "notice" }
		};
	}
};
// src/checks/provenance.ts
var provenance_exports = __exportAll({
	otherCommit: () => otherCommit,
	otherRequirements: () => otherRequirements,
	otherTarget: () => otherTarget
});
const otherRequirements = {
	id: "T4",
	severity: "error",
	title: "the requirements are not those that the mount was built from",
	explanation: "A requirements file of this checkout asks for something else than it did when the mount was built: another commit, or an edit since. The scoring script may import what the mount does not hold, and nobody proved the two together. Comments, blank lines and line ends do not count; a file that is not checked out here is not compared. Restore the artifact of this commit, or build again. Safe to turn off where the mount is deliberately older than the checkout, as in a rollback.",
	*find({ manifest, build, options, requirements }) {
		if (manifest === void 0 || build !== void 0) return;
		for (const listed of manifest.requirementsFiles ?? []) {
			if (asksForTheSame(listed, options) !== false) continue;
			yield {
				requirement: requirements.find(({ file }) => file === listed.path),
				message: `${listed.path} is not as it was when the mount was built.`,
				hint: "Restore the artifact that was built from this checkout, or build again."
			};
		}
	}
};
const otherCommit = {
	id: "T5",
	severity: "notice",
	title: "the mount was built from another commit",
	explanation: "The artifact says which commit it was built from, and another one is checked out. Where the requirements are the same (T4) the packages are too; the scoring script may have changed since. To be sure of both, check out the commit that is named. Safe to turn off where artifacts are promoted from run to run.",
	*find({ origin }) {
		if (origin === void 0) return;
		const { provenance, here } = origin;
		if (provenance.repository !== here.repository || provenance.commit === "" || here.commit === "") return;
		if (provenance.commit === here.commit) return;
		yield { message: `The mount was built from commit ${provenance.commit}; ${here.commit} is checked out here.` };
	}
};
const otherTarget = {
	id: "T6",
	severity: "error",
	title: "the mount was built for another target",
	explanation: "The manifest names another Python version or architecture than the inputs of this run, or than the image in the deployment file, so that compiled modules are not even looked at by the container, or cannot be loaded. Another image of the same Python and architecture is a warning: every check ran anew for the image that is named here. Restore the artifact of this target, or correct `image`, `python-version` or the deployment file. Never safe to turn off where it is an error.",
	*find({ manifest, options, target: here }) {
		if (manifest === void 0) return;
		const { target, pythonVersion } = manifest;
		const named = options.image || (options.deployment?.environment.said.text ?? "");
		const image = findImage(named);
		const hint = "Restore the artifact that was built for this target, or correct image and python-version.";
		const wanted = (image?.python && image.python !== target.python ? `${named} has ${image.python}` : void 0) ?? unlike(options.pythonVersion, pythonVersion);
		if (wanted) yield {
			message: `The mount was built for Python ${target.python}; ${wanted}.`,
			hint
		};
		if (here.architecture !== target.architecture) yield {
			message: `The mount was built for ${target.architecture}; this target is ${here.architecture}.`,
			hint
		};
		if (image && !wanted && target.image !== "" && target.image !== image.name) yield {
			severity: "warning",
			message: `The mount was built for ${target.image} and is proven here for ${image.name}.`,
			hint: "Build with the image that will be deployed."
		};
	}
};
function unlike(range, pythonVersion) {
	if (range === "" || import_semver.default.validRange(range) === null || import_semver.default.satisfies(pythonVersion, range)) return void 0;
	return `the input python-version says ${range}`;
}
// src/checks/record.ts
var record_exports = __exportAll({
	fileAltered: () => fileAltered,
	fileMissing: () => fileMissing,
	fileUnowned: () => fileUnowned
});
const fileMissing = {
	id: "R1",
	severity: "error",
	title: "a file is missing",
	explanation: "RECORD lists a file that is not in the mount: an ignore file, a cleaning step or a half-done copy took it. `pip freeze` and `pip check` never look. In the container an import or a read fails, and when that is at start the server does not come up. Build again, and look at what removed it. Bytecode that is listed without a hash may be gone. Never safe to turn off.",
	*find(evidence) {
		const odd = new Set(evidence.inventory.oddities.map(({ path }) => path));
		for (const distribution of evidence.inventory.distributions) yield* atMost(missing$1(distribution, odd, evidence), (count) => about$1(distribution, evidence, { message: `${count} more files of ${distribution.name} are missing.` }));
	}
};
function* missing$1(distribution, odd, evidence) {
	for (const { path, hash } of ownRows(distribution, evidence.inventory)) {
		if (hash === void 0 && path.endsWith(".pyc") || odd.has(path) || fileAt(path, evidence.inventory) !== void 0) continue;
		yield about$1(distribution, evidence, {
			file: path,
			message: `${path} of ${distribution.name} is missing.`,
			hint: "Build the mount again, and look for what removes files: ignore files, cleaning steps, antivirus."
		});
	}
}
const fileAltered = {
	id: "R2",
	severity: "error",
	title: "a file was changed",
	explanation: "The content of a file, or of the file that a symbolic link leads to, is not what its distribution's RECORD says (hash and size). Somebody edited it, or it was damaged on the way. With unchecked-hash bytecode an edited source is not even run. Build again; patch a distribution by building a wheel of your own. A file that is as another distribution's RECORD says was overwritten by it, which is R6's. As a notice: the row has a hash of a kind that cannot be recomputed here, or no hash and another size. Never safe to turn off.",
	*find(evidence) {
		for (const distribution of evidence.inventory.distributions) yield* atMost(altered(distribution, evidence), (count) => about$1(distribution, evidence, { message: `${count} more files of ${distribution.name} were changed.` }));
	}
};
function* altered(distribution, evidence) {
	for (const row of ownRows(distribution, evidence.inventory)) {
		const how = whatDiffers(row, evidence.inventory);
		if (how === void 0 || isAnothers(row.path, distribution, evidence.inventory)) continue;
		yield about$1(distribution, evidence, {
			file: row.path,
			severity: how.startsWith("is recorded") ? "notice" : "error",
			message: `${row.path} of ${distribution.name} ${how}.`,
			hint: `Install ${distribution.name} again.`
		});
	}
}
function isAnothers(path, { name }, inventory) {
	return (inventory.owners.get(path) ?? []).some((other) => other.name !== name && isAsRecorded(path, other, inventory));
}
const fileUnowned = {
	id: "R5",
	severity: "warning",
	title: "a file belongs to no distribution",
	explanation: "A file in the mount is in no RECORD and is not the bytecode of a file that is. Something other than the installer put it there: it is imported like everything else, and nobody can say what it is. Build into an empty directory. Safe to turn off for files that you add on purpose; better make them a distribution.",
	find: (evidence) => atMost(unowned(evidence), (count) => ({ message: `${count} more files are in no RECORD.` }))
};
function* unowned({ inventory }) {
	const { distributions, files, owners } = inventory;
	if (distributions.some(({ unread }) => unread !== void 0)) return;
	const unrecorded = distributions.filter(({ record }) => record === void 0);
	const spared = new Set(unrecorded.flatMap(({ directory, topLevel }) => [directory, ...topLevel]));
	for (const { path, size } of files.values()) {
		const source = sourceOfBytecode(path);
		if (owners.has(path) || source !== void 0 && owners.has(source) || isTrace(path)) continue;
		if (path === ".lock" && size === 0) continue;
		const first = path.split("/", 1)[0] ?? "";
		if (spared.has(first) || spared.has(first.split(".", 1)[0] ?? "")) continue;
		const owner = ownerOf(path, inventory);
		const inside = owner === void 0 ? "" : ` It lies in ${owner.name}.`;
		yield {
			file: path,
			distribution: owner?.name,
			message: `${path} is in no RECORD.${inside}`,
			hint: "Remove it, or build the mount again into an empty directory."
		};
	}
}
function isTrace(path) {
	return /^(_virtualenv\.(py|pth)|distutils-precedence\.pth|[^/]+\.dist-info\/(INSTALLER|REQUESTED|direct_url\.json|uv_cache\.json|uv_build\.json|RECORD))$/.test(path);
}
// src/checks/refused-upload.ts
var refused_upload_exports = __exportAll({ refusedUpload: () => refusedUpload });
const refusedUpload = {
	id: "H24",
	severity: "error",
	title: "Azure's client cannot upload the code directory",
	explanation: "Azure's client ends with an exception before it uploads a file: at an ignore file that it cannot read (a directory, another encoding than UTF-8), at a line that it does not understand (`!` alone, a backslash with nothing behind it once blanks are stripped, a range in brackets that runs backwards), at a link that leads to nothing or in a circle. As a warning: the ignore file is a link to a file elsewhere, and its lines are taken relative to that file's directory. Correct what the finding names. Releases from 1.0.0 to 1.35.2 behave like this. Safe to turn off where the deployment is not uploaded by that client.",
	*find(evidence) {
		const { file, beside } = evidence.upload;
		if (file !== void 0 && "problem" in file) yield unreadable$1(file);
		yield* refusedLines(evidence);
		yield* foreignBase(evidence);
		yield* links(evidence, beside.broken.filter((path) => path !== file?.name || !("problem" in file)), "leads to nothing", "lead to nothing", "ends with FileNotFoundError");
		yield* links(evidence, beside.loops, "leads back to its own directory", "lead back to their own directories", "walks in a circle until the path is too long and ends with an error");
	}
};
function unreadable$1({ name, problem }) {
	return {
		message: `${name} ${problem}: the client ends with an error before it uploads anything.`,
		hint: `Make ${name} a text file in UTF-8, or remove it.`
	};
}
function* refusedLines({ options, upload }) {
	const { file } = upload;
	const source = file === void 0 || "problem" in file ? void 0 : file.source;
	for (const { number, problem } of upload.refused) yield {
		place: {
			file: join(options.codeDirectory, source?.name ?? ""),
			line: number
		},
		message: `${source?.name}:${number}: ${problem}: the client ends with an error before it uploads anything.`,
		hint: "Correct the line or remove it."
	};
}
function* foreignBase({ upload }) {
	const { file } = upload;
	if (file === void 0 || "problem" in file || file.base === upload.root) return;
	const before = upload.root.startsWith(file.base) ? "" : "; azure-ai-ml before 1.4 then uploads nothing";
	yield {
		severity: "warning",
		message: `${file.name} is a link: the client takes its lines relative to ${file.base}${before}.`,
		hint: "Replace the link by a file: a line with a slash means other files than it seems to."
	};
}
function* links({ upload }, paths, one, many, end) {
	if (paths.length === 0) return;
	const sorted = [...paths].sort();
	yield {
		message: `${plural(paths.length, "link")} ${paths.length === 1 ? one : many}: ${someOf(sorted)}. The client ${end}.`,
		hint: `Remove ${paths.length === 1 ? "it" : "them"}, or name ${paths.length === 1 ? "it" : "them"} in ${fileToEdit(upload.file)} (azure-ai-ml before 1.4 fails all the same).`
	};
}
// src/target/places.ts
function scoringDirectoryOf(places) {
	const entryScript = entryScriptOf(places);
	const root = appRootOf(places);
	if (entryScript === void 0) return root;
	return `${root}/${posix.dirname(entryScript.replace(/^\//, "")).replace(/(.)\/+$/, "$1")}`;
}
function appRootOf({ amlAppRoot, environment, image }) {
	return amlAppRoot || environment.AML_APP_ROOT || image?.appRoot || "/var/azureml-app";
}
function entryScriptOf({ entryScript, environment }) {
	return entryScript || environment.AZUREML_ENTRY_SCRIPT || void 0;
}
// src/target/existing-kind.ts
function existingKind(path, exists) {
	let here = "";
	for (const segment of path.split("/")) if (segment === "..") {
		if (here !== "" && exists(here) !== "directory") return void 0;
		here = here.slice(0, Math.max(0, here.lastIndexOf("/")));
	} else if (segment !== "" && segment !== ".") here += `/${segment}`;
	const kind = here === "" ? "directory" : exists(here);
	return kind === "file" && /\/\.{0,2}$/.test(path) ? void 0 : kind;
}
// src/target/why-not-found.ts
function whyNotADirectory(search) {
	const { value, scoringDirectory } = search;
	const meant = whatWasMeant(search);
	const advice = meant === void 0 ? "" : `; a directory stands at ${meant}: say that instead`;
	return `there is no directory ${scoringDirectory}/${value}: ${reason(search)}${advice}`;
}
function reason({ value, scoringDirectory, amlAppRoot, entryScript, exists }) {
	if (existingKind(`${scoringDirectory}/${value}`.replace(/\/+$/, ""), exists) === "file") return "it is a file, and the container unpacks neither archives nor wheels";
	if (entryScript?.startsWith("/")) return `AZUREML_ENTRY_SCRIPT is put behind ${amlAppRoot}, so it has to be relative, not ${entryScript}`;
	if (value.startsWith("/")) return "the value is always put behind the scoring directory, so it has to be relative";
	if (value.includes(":")) return "the variable names one directory, not a list";
	if (existingKind(scoringDirectory, exists) === void 0) return "the scoring directory itself is not there";
	return "the value is relative to the scoring directory, and what is not uploaded with the code is not there";
}
function whatWasMeant({ value, scoringDirectory, amlAppRoot, exists }) {
	const parts = value.split("/").filter((part) => part !== "");
	const found = parts.flatMap((_, index) => {
		const rest = parts.slice(index).join("/");
		return [
			`/${rest}`,
			`${scoringDirectory}/${rest}`,
			`${amlAppRoot}/${rest}`
		];
	}).find((path) => existingKind(path, exists) === "directory");
	if (found === void 0 || existingKind(scoringDirectory, exists) !== "directory") return void 0;
	return posix.relative(scoringDirectory, found) || ".";
}
// src/target/run-script.ts
const RUN_SCRIPT_EXITS = {
	94: "debugpy could not be injected",
	95: "pip or conda failed to install",
	96: "the server is not in the environment that a conda file is to extend",
	97: "the directory of preinstalled packages was not found",
	98: "the conda file was not found",
	99: "the requirements file was not found",
	100: "azureml-inference-server-http is not installed"
};
const LIBRARY_PATH = "AZUREML_EXTRA_PYTHON_LIB_PATH";
const REQUIREMENTS = "AZUREML_EXTRA_REQUIREMENTS_TXT";
const CONDA = "AZUREML_EXTRA_CONDA_YAML";
const CONDA_ABSOLUTE = "AZUREML_EXTRA_CONDA_YAML_ABS_PATH";
function runScript(start) {
	const outcome = extraPackages(start);
	if ("exitCode" in outcome) return outcome;
	if (start.serverInstalled === false) return exit(100, "`pip show azureml-inference-server-http` says nothing");
	return outcome;
}
function extraPackages(start) {
	const set = variablesSet(start);
	if (start.image?.honours === "cut") return ignored(start, set);
	switch (set[0]) {
		case LIBRARY_PATH: return libraryPath(start, set);
		case CONDA_ABSOLUTE:
		case CONDA: return condaFile(start, set);
		case REQUIREMENTS: return requirementsFile(start);
		default: return server(start, "disabled");
	}
}
function variablesSet({ environment, image }) {
	return [
		LIBRARY_PATH,
		CONDA_ABSOLUTE,
		CONDA,
		REQUIREMENTS
	].filter((name) => environment[name] || name === CONDA_ABSOLUTE && image?.readsModelCondaFile);
}
function ignored(start, set) {
	const because = `the run script of ${start.image?.name} was built without the lines that read it`;
	return server(start, "disabled", set.map((variable) => `${variable} is ignored: ${because}`));
}
function libraryPath(start, set) {
	const value = start.environment[LIBRARY_PATH] ?? "";
	const scoringDirectory = scoringDirectoryOf(start);
	const full = `${scoringDirectory}/${value}`;
	if (existingKind(full, start.exists) !== "directory") {
		const places = {
			scoringDirectory,
			amlAppRoot: appRootOf(start),
			entryScript: entryScriptOf(start)
		};
		return exit(97, whyNotADirectory({
			value,
			exists: start.exists,
			...places
		}));
	}
	return server(start, "library-path", overruled(set), [full]);
}
function condaFile(start, set) {
	const { environment, exists, installs = true, serverInstalled = true } = start;
	if ((environment.DYNAMIC_DEP_INSTALLATION || "true") !== "true") return server(start, "disabled", overruled(set));
	const file = condaFilePath(start);
	if (existingKind(file, exists) !== "file") return exit(98, `there is no conda file ${file}`);
	if (!serverInstalled) return exit(96, "azureml-inference-server-http is not installed");
	if (!installs) return exit(95, `conda could not make an environment from ${file}`);
	return server(start, "conda", ["the server runs in a new conda environment, without the packages of the image", ...overruled(set)]);
}
function condaFilePath(start) {
	const { environment, image } = start;
	if (image?.readsModelCondaFile) return `${environment.AZUREML_MODEL_DIR ?? ""}/${environment.MLFLOW_MODEL_FOLDER || "mlflow_model_folder"}/conda.yaml`;
	return environment[CONDA_ABSOLUTE] || `${scoringDirectoryOf(start)}/${environment[CONDA]}`;
}
function requirementsFile(start) {
	const file = `${scoringDirectoryOf(start)}/${start.environment[REQUIREMENTS]}`;
	if (existingKind(file, start.exists) !== "file") return exit(99, `there is no requirements file ${file}: the path is relative to the scoring directory`);
	if (start.installs === false) return exit(95, `pip could not install ${file}`);
	return server(start, "requirements");
}
function overruled([first, ...rest]) {
	return rest.map((name) => `${name} has no effect beside ${first}`);
}
function server(start, extras, warnings = [], added = []) {
	const root = appRootOf(start);
	const given = start.environment.PYTHONPATH ?? "";
	const value = added.length > 0 ? `${added[0]}:${given}` : given;
	const pythonPath = (value === "" ? [] : value.split(":")).map((entry) => entry.startsWith("/") ? entry : entry === "" ? root : `${root}/${entry}`);
	if (extras === "disabled" || (start.image?.honours ?? "unknown") !== "unknown") return {
		pythonPath,
		extras,
		warnings
	};
	const which = start.image?.name ?? "an image that is not in the catalogue";
	return {
		pythonPath,
		extras,
		warnings: [...warnings, `whether ${which} reads the variables is not known`]
	};
}
function exit(exitCode, reason) {
	return {
		exitCode,
		reason
	};
}
// src/checks/run-script.ts
var run_script_exports = __exportAll({
	mountNotFound: () => mountNotFound,
	whyNotFound: () => whyNotFound
});
const mountNotFound = {
	id: "C1",
	severity: "error",
	title: "the run script would not put the mount on the path",
	explanation: "The run script of the image is played as a pure function over the code directory, the variables that this tool emits and the image. It ends with exit code 97 when no directory stands where AZUREML_EXTRA_PYTHON_LIB_PATH, behind the scoring directory, points to, and with 100 when the server is not installed (a list in `image-packages` without azureml-inference-server-http); the container then starts again and again. Or it goes on and the mount is not on the resulting PYTHONPATH. Azure ML may start a scoring script in a sub-directory from there or from the root of the code directory: what holds for only one of them is a warning. The message says why, and which value would be found. Never safe to turn off as an error; as a warning, when the deployment was seen to work.",
	*find(evidence) {
		const [local, root] = startsOf(evidence.options);
		const problem = problemWith(local, evidence);
		if (problem !== void 0) yield problem;
		else if (root !== void 0) {
			const other = problemWith(root, evidence);
			if (other) yield {
				...other,
				severity: "warning",
				hint: "Put the scoring script into the root of the code directory."
			};
		}
	}
};
function startsOf({ codeDirectory, scoringScript }) {
	const root = containerRoot(codeDirectory);
	const script = slashed(relative(codeDirectory, scoringScript));
	const below = posix.dirname(script);
	if (below === ".") return [{
		amlAppRoot: root,
		entryScript: script
	}];
	return [{
		amlAppRoot: `${root}/${below}`,
		entryScript: posix.basename(script)
	}, {
		amlAppRoot: root,
		entryScript: script
	}];
}
function problemWith(start, { options, location, target }) {
	const { outcome, scoringDirectory } = outcomeOf(start, options, location, target);
	if ("exitCode" in outcome) {
		const meaning = RUN_SCRIPT_EXITS[outcome.exitCode];
		return { message: `The container ends with exit code ${outcome.exitCode} (${meaning}): ${outcome.reason}.` };
	}
	const mount = posix.normalize(`${scoringDirectory}/${location.libraryPath}`);
	if (outcome.pythonPath.some((path) => posix.normalize(path) === mount)) return void 0;
	return { message: `The container starts, and the mount (${mount}) is not on its path (${outcome.pythonPath.join(", ") || "empty"}); started from ${start.amlAppRoot}.` };
}
function outcomeOf(start, options, location, target) {
	const image = contentsOf(target, options.imagePackages);
	const question = {
		...start,
		environment: variablesFor(location.libraryPath, target),
		image: target.image,
		exists: existsInContainer(options, location.environmentDirectory),
		serverInstalled: image.known !== "listed" || image.server !== void 0
	};
	return {
		outcome: runScript(question),
		scoringDirectory: scoringDirectoryOf(question)
	};
}
function whyNotFound(options, location, target) {
	const { outcome } = outcomeOf(startsOf(options)[0], options, location, target);
	return "exitCode" in outcome ? `exit code ${outcome.exitCode}: ${outcome.reason}` : void 0;
}
function existsInContainer(options, environmentDirectory) {
	const root = containerRoot(options.codeDirectory);
	const placed = join(options.mountParent, options.environmentName);
	return (path) => {
		if (path !== root && !path.startsWith(`${root}/`)) return root.startsWith(`${path}/`) ? "directory" : void 0;
		const file = join(options.codeDirectory, path.slice(root.length));
		return kindOf$1(file === placed || file.startsWith(placed + sep) ? environmentDirectory + file.slice(placed.length) : file);
	};
}
function containerRoot(codeDirectory) {
	return `/var/azureml-app/${basename(codeDirectory) || "code"}`;
}
function kindOf$1(path) {
	const found = statSync(path, { throwIfNoEntry: false });
	if (found === void 0) return void 0;
	return found.isDirectory() ? "directory" : "file";
}
// src/checks/providers.ts
var Providers = class {
	#inventory;
	#target;
	#image;
	#standard;
	constructor(inventory, target, image) {
		this.#inventory = inventory;
		this.#target = target;
		this.#image = image;
		const known = STANDARD_LIBRARY_VERSIONS.includes(target.python);
		this.#standard = known ? standardLibrary(target.python) : new Set();
	}
	missing(module, names) {
		const found = this.#find(module);
		if (found === "nothing") return module;
		if (found === "module") return void 0;
		return names.map((name) => `${module}.${name}`).find((one) => !one.endsWith(".*") && this.#find(one) === "nothing");
	}
	inImageOnly(module) {
		if (this.#isStandard(module) || this.#inMount(module) === "module") return void 0;
		return this.#inImage(module) === "nothing" ? void 0 : providerInImage(module, this.#image);
	}
	#find(module) {
		if (this.#isStandard(module)) return "module";
		const found = [this.#inMount(module), this.#inImage(module)];
		return found.find((one) => one === "module") ?? found.find((one) => one === "namespace") ?? "nothing";
	}
	#isStandard(module) {
		const first = module.split(".")[0] ?? "";
		return this.#standard.has(first) || first === "__main__";
	}
	#inMount(module) {
		const parts = module.split(".");
		for (let length = 1; length <= parts.length; length++) {
			const found = importable(parts.slice(0, length).join("."), this.#inventory, this.#target);
			if (found === void 0) return "nothing";
			if (found.kind !== "directory") return "module";
		}
		return "namespace";
	}
	#inImage(module) {
		const provider = providerInImage(module, this.#image);
		if (provider === void 0) return "nothing";
		return [...importNamesOf(provider), ...this.#image.server?.ownModules ?? []].some((own) => own === module || module.startsWith(`${own}.`)) ? "module" : "namespace";
	}
};
// src/checks/scoring.ts
var scoring_exports = __exportAll({ importNotProvided: () => importNotProvided });
const importNotProvided = {
	id: "S1",
	severity: "error",
	title: "the scoring script imports what the container does not have",
	explanation: "The imports of the scoring script, and of the modules beside it that it imports, are read from the syntax tree by a Python of the target. Each must come from the mount, the standard library, the scoring directory or the image. What comes from nowhere raises ModuleNotFoundError: the server cannot load the scoring script, its worker ends with exit code 3, and the container starts again and again. It is an error on the line of the import for what runs at start (the module itself, init and run), a warning for other functions and for a module that only the root of the code directory has, which is not on the path when the scoring script lies below it. Also found: a file that this Python cannot parse, a relative import in the scoring script (it is loaded as no part of a package), and a module of yours that one of the mount hides, because the mount comes first. As a notice, without `image`: what only the server's own packages provide, in a version that is the image's affair. Left alone: imports for type checking, below `if __name__ == \"__main__\"`, for other platforms, those whose ImportError is caught, and what lies in a directory of the mount that the scoring script appends to the path before it imports any package, in the words of I6's hint. Add the distribution to the requirements. Safe to turn off for an import that the image provides and the catalogue does not know of; better, say so with `image-packages`.",
	find: (evidence) => {
		const { scoring, inventory, target, options } = evidence;
		if (scoring === void 0) return [];
		const image = contentsOf(target, options.imagePackages);
		const providers = new Providers(inventory, target, image);
		return [
			...scoring.errors.map(({ message, ...place }) => unreadable(message, place, evidence)),
			...once(scoring.imports.flatMap((one) => hidden(one, evidence))),
			...once(scoring.imports.flatMap((one) => missing(one, scoring, providers, image, evidence))),
			...once(scoring.imports.flatMap((one) => fromServer(one, providers, image)))
		];
	}
};
function once(answers) {
	return [...new Map([...answers].reverse().map((answer) => [answer.message, answer])).values()].reverse();
}
function unreadable(message, place, { options, target }) {
	const name = relative(options.codeDirectory, place.file);
	return {
		place,
		message: `Python ${target.python} cannot load ${name}: ${message}.`
	};
}
function hidden({ module, file, line, local }, { inventory, target, scoring }) {
	const name = module.split(".")[0] ?? "";
	const found = local && scoring?.beside.scoring.some(([one]) => one === name) ? importable(name, inventory, target) : void 0;
	if (found === void 0 || found.kind === "directory") return [];
	const owner = inventory.owners.get(found.path)?.[0];
	return [{
		place: {
			file,
			line
		},
		distribution: owner?.name,
		message: `import ${name} takes ${found.path} of the mount${owner ? ` (${owner.name})` : ""}, not yours beside the scoring script: the mount comes first.`,
		hint: "Rename your module."
	}];
}
function missing(one, { imports, beside }, providers, image, evidence) {
	const { target, options } = evidence;
	const { module, names, file, line, when, instead, local } = one;
	if (local || when === "guarded" || module === "") return [];
	const name = module.split(".")[0];
	if (beside.scoring.some(([known]) => known === name)) return [];
	const absent = providers.missing(module, names);
	const covered = instead.some((other) => isThere$1(other, imports, providers));
	if (absent === void 0 || when === "fallback" && covered) return [];
	if (isAdded(absent, one, providers, evidence)) return [];
	const place = {
		file,
		line
	};
	if (beside.code.some(([known]) => known === name)) return [onlyInRoot(absent, place, options.codeDirectory)];
	return [{
		...when === "call" && { severity: "warning" },
		place,
		distribution: distributionOf(absent),
		message: `Nothing in the container provides ${absent}: not the mount, not ${image.label}, not Python ${target.python}, not the scoring directory.`,
		hint: adviceFor(absent)
	}];
}
function isAdded(absent, { module, names }, providers, evidence) {
	const { inventory, target } = evidence;
	const folders = foldersOfScript(evidence);
	const folder = folderWith(absent, folders, evidence);
	if (folder === void 0) return false;
	const kind = importable(`${folder.replaceAll("/", ".")}.${absent}`, inventory, target)?.kind;
	return (absent === module && kind !== "directory" ? [] : names.map((name) => `${module}.${name}`)).every((name) => folderWith(name, folders, evidence) ?? providers.missing(name, []) === void 0);
}
function isThere$1(module, imports, providers) {
	return imports.some((other) => other.module === module && other.local) || providers.missing(module, []) === void 0;
}
function onlyInRoot(module, place, codeDirectory) {
	return {
		severity: "warning",
		place,
		message: `${module} is in the root of the code directory, ${codeDirectory}, which need not be on the path: the scoring directory is.`,
		hint: "Move it beside the scoring script, or set PYTHONPATH in the deployment."
	};
}
function adviceFor(module) {
	if (module.startsWith("azureml.contrib.services")) return "Servers from 1.4 on have it as azureml_inference_server_http.api: import from there.";
	const known = distributionOf(module);
	if (known !== void 0) return `Add ${known} to the requirements.`;
	return `Add the distribution that provides ${module} to the requirements; often it is called ${module.split(".")[0]}.`;
}
const INTERFACE = [SERVER, "inference-schema"];
function fromServer({ module, file, line, local, when }, providers, image) {
	const provider = local || when === "guarded" || module === "" ? void 0 : providers.inImageOnly(module);
	if (image.known !== "assumed" || provider === void 0 || INTERFACE.includes(provider)) return [];
	return [{
		severity: "notice",
		place: {
			file,
			line
		},
		message: `${module} comes with the image's server (${provider}), in the version that the image has.`,
		hint: `Name the image, or add ${provider} to the requirements to decide the version.`
	}];
}
// src/checks/secrets.ts
var secrets_exports = __exportAll({ secret: () => secret });
const secret = {
	id: "H22",
	severity: "error",
	title: "credentials are in the mount",
	explanation: "An address with a password or token stands in `direct_url.json`, a requirement, or a pip configuration, or a `.netrc` or `.pypirc` lies in the mount or beside it. It is uploaded with the code, and everybody who may read the deployment, the artifact or the container can use it. The value is not shown here. Take it out, put it into the environment of the build (PIP_INDEX_URL from a secret, a keyring), and replace the credential: it counts as known. Files that a distribution brought from its index are no secret and left alone. Never safe to turn off.",
	*find(evidence) {
		yield* inTexts(evidence);
		yield* besideTheMount(evidence);
		for (const [name, directUrl] of Object.entries(evidence.stagedAway.directUrls)) if (hasCredentials(JSON.stringify(directUrl ?? ""))) yield found("its direct_url.json", { distribution: name });
		for (const requirement of evidence.requirements) if (hasCredentials(requirement.text)) yield found("a requirement", { requirement });
	}
};
function* inTexts({ inventory }) {
	for (const [path, text] of inventory.texts) if (/\.(dist|egg)-info\/direct_url\.json$/.test(path)) {
		if (hasCredentials(text)) yield found(path, { file: path });
	} else if (!inventory.owners.has(path) && isSecretFile(path, text)) yield found(path, { file: path });
}
function* besideTheMount({ location }) {
	for (const name of [
		"pip.conf",
		"pip.ini",
		"uv.toml",
		".netrc",
		"_netrc",
		".pypirc"
	]) {
		const file = join(location.environmentDirectory, name);
		if (existsSync(file) && isSecretFile(name, readFileSync(file, "utf8"))) yield found(`${name} beside the mount`, {});
	}
}
function isSecretFile(path, text) {
	if (/(^|\/)[._]netrc$/.test(path)) return /\bpassword\s+\S/.test(text);
	if (/(^|\/)\.pypirc$/.test(path)) return /^[ \t]*password[ \t]*[:=][ \t]*\S/m.test(text);
	return /(^|\/)(pip\.conf|pip\.ini|uv\.toml)$/.test(path) && hasCredentials(text);
}
function hasCredentials(text) {
	return [...text.matchAll(/(?<=[a-z0-9+.-]):\/\/([^\s/"']+)@/gi)].map((match) => match[1] ?? "").some((userInfo) => {
		const password = /:(.*)$/s.exec(userInfo)?.[1] ?? (userInfo.length >= 16 ? userInfo : "");
		return password !== "" && !/^(\$\{[A-Z0-9_]+\}|\*+)$/i.test(password);
	});
}
function found(where, place) {
	return {
		...place,
		message: `Credentials stand in ${where}.`,
		hint: "Take them out, give them to the build by its environment, and replace them: they count as known."
	};
}
// src/checks/server.ts
var server_exports = __exportAll({ serverConflict: () => serverConflict });
const serverConflict = {
	id: "I2",
	severity: "error",
	title: "a package in the mount does not suit the image's server",
	explanation: "Server and scoring script share one interpreter and one path, and the mount comes first on it. The requirements of azureml-inference-server-http, and of what it needs in turn, are evaluated by Python's own `packaging` in the merged world: the mount first, the image second. A release of another series than the server asks for breaks it at start (pydantic 1 beside 1.1 and later: an ImportError, the worker ends with exit code 3, and the container starts again and again) or at a request, or happens to work for a while (flask 3 beside server 1.3.4). It is an error when the server's version is known (by `image`, or better by `image-packages`); otherwise the last server for that Python is assumed, and it is a warning. Another release of the right series is one step milder. What only other packages of an image ask for is a notice unless `image-packages` says which they are. Pin what the server asks for; the hint has the line. Safe to turn off for a distribution with which you have seen that server answer.",
	find: (evidence) => {
		const image = contentsOf(evidence.target, evidence.options.imagePackages);
		const conflicts = (evidence.server?.conflicts ?? []).map((conflict) => told(conflict, image, evidence));
		return [...serverInMount(image, evidence), ...conflicts];
	}
};
function told(conflict, image, evidence) {
	const { by, text, needs, found } = conflict;
	const server = `${SERVER} ${image.server?.version}`;
	const who = by === "azureml-inference-server-http" ? server : `${by}, which ${server} needs,`;
	const caution = image.known !== "listed" && !image.server?.certain ? " (the last one for this Python; no image says which)" : "";
	const specifier = /^[^;]*/.exec(text)?.[0].trim() ?? text;
	return about$1({ name: needs }, evidence, {
		severity: severityOf(conflict, image),
		message: `${needs} ${found} in the mount comes before the image's, and ${who}${caution} wants ${specifier}.`,
		hint: `Write ${specifier} in the requirements.`
	});
}
const MILDER = {
	error: "warning",
	warning: "notice",
	notice: "notice"
};
function severityOf({ by, sameSeries }, { known, server }) {
	if (by !== "azureml-inference-server-http" && known !== "listed") return "notice";
	const severity = server?.certain ? "error" : "warning";
	return sameSeries ? MILDER[severity] : severity;
}
function serverInMount({ server }, evidence) {
	const mounted = evidence.inventory.distributions.find(({ name }) => name === SERVER);
	if (mounted === void 0) return [];
	const instead = server ? ` instead of the image's ${server.version}${server.certain ? "" : " or older"}` : "";
	return [about$1(mounted, evidence, {
		severity: "warning",
		file: mounted.directory,
		message: `The mount holds the server itself: ${mounted.version} runs${instead}, with everything it needs.`,
		hint: `Remove ${SERVER} from the requirements: every image has it.`
	})];
}
// src/checks/shadowing.ts
var shadowing_exports = __exportAll({
	customisesStart: () => customisesStart,
	standardLibraryShadowed: () => standardLibraryShadowed
});
const BUILT_IN = new Set(`_abc _ast _codecs _collections _functools _imp _io _locale _operator _signal _sre _stat _string _symtable _thread
  _tracemalloc _warnings _weakref atexit builtins errno faulthandler gc itertools marshal posix pwd sys time`.split(/\s+/));
const ELSEWHERE = /^(_?winreg|_?winapi|winsound|msvcrt|nt|_msi|msilib|_scproxy|_overlapped|_wmi|_(android|ios|aix|osx)_support)$/;
const standardLibraryShadowed = {
	id: "I1",
	severity: "error",
	title: "a module has the name of a standard-library module",
	explanation: "PYTHONPATH comes before the standard library, so a backport such as enum34, typing or dataclasses, harmless in the virtual environment where it was tested, replaces the real module in the container, for the server too: it often dies at start with an ImportError or AttributeError, and the container starts again and again. The scoring directory comes second on that path, so a logging.py beside score.py does the same; that is an error where the server itself imports the module, else a warning. A directory without __init__.py, a name that this Python no longer has and a module compiled into Python are left alone. Remove the backport, with an environment marker such as `; python_version < \"3.4\"` if other Pythons need it; rename your own module. Never safe to turn off for a backport.",
	*find(evidence) {
		const { inventory, target } = evidence;
		if (!STANDARD_LIBRARY_VERSIONS.includes(target.python)) return;
		const standard = standardLibrary(target.python);
		const isTaken = (name) => standard.has(name) && !BUILT_IN.has(name) && !ELSEWHERE.test(name);
		for (const name of rootNames(inventory).filter(isTaken)) {
			const found = importable(name, inventory, target);
			if (found === void 0 || found.kind === "directory") continue;
			yield inMount(name, found.path, evidence);
		}
		yield* besideScript(isTaken, evidence);
	}
};
function inMount(name, file, evidence) {
	const owner = ownerOf(file, evidence.inventory);
	const message = `${file} takes the place of the standard library's ${name} in the container, for the server too.`;
	if (owner === void 0) return {
		file,
		message,
		hint: `Remove ${file}.`
	};
	return about$1(owner, evidence, {
		file,
		message,
		hint: `Python ${evidence.target.python} has ${name} itself: remove ${owner.name}, or pin a release of what needs it that does without.`
	});
}
function* besideScript(isTaken, { options }) {
	for (const entry of readdirSync(options.scoringDirectory, { withFileTypes: true })) {
		const name = entry.isFile() ? /^([A-Za-z_]\w*)\.py$/.exec(entry.name)?.[1] : entry.name;
		if (name === void 0 || !isTaken(name)) continue;
		const file = join(options.scoringDirectory, entry.name, entry.isFile() ? "" : "__init__.py").replace(/[/\\]$/, "");
		if (!existsSync(file)) continue;
		const needed = SERVER_STANDARD_LIBRARY.has(name);
		yield {
			severity: needed ? "error" : "warning",
			place: {
				file,
				line: 1
			},
			message: `${entry.name} in the scoring directory takes the place of the standard library's ${name}${needed ? ", which the server imports" : ""}.`,
			hint: "Rename it."
		};
	}
}
const customisesStart = {
	id: "I3",
	severity: "warning",
	title: "sitecustomize or usercustomize is in the mount",
	explanation: "Unlike a .pth file, a sitecustomize module on PYTHONPATH does run, at every start of Python in the container: at the run script's `pip show` (which ends the container with exit code 100 when it fails), at the server, at every worker. It also hides the image's own. Find out which package brings it and whether it is meant to run there. Safe to turn off when it is your own and intended.",
	*find(evidence) {
		for (const name of ["sitecustomize", "usercustomize"]) {
			const found = importable(name, evidence.inventory, evidence.target);
			if (found === void 0 || found.kind === "directory") continue;
			const owner = ownerOf(found.path, evidence.inventory);
			const answer = {
				file: found.path,
				message: `${found.path} runs at every start of Python in the container${owner ? `; it comes with ${owner.name}` : ""}.`,
				hint: "Remove it unless it is meant to run in the server."
			};
			yield owner ? about$1(owner, evidence, answer) : answer;
		}
	}
};
// src/checks/smoke.ts
var smoke_exports = __exportAll({ noAnswer: () => noAnswer });
const noAnswer = {
	id: "X1",
	severity: "error",
	title: "the real server did not answer the sample request",
	explanation: "With `smoke-test` the inference server of the image's version is started under the environment of the run script, with the mount, and the sample request is posted to /score. It ended before it was ready (an import failed, or init() did), was not ready in the time that the image's probes allow, or answered with another status than 2xx. The log of the server is in the log of the run. Safe to turn off when the scoring script needs what only Azure has: a registered model, a managed identity, a network.",
	*find({ smoke }) {
		if (smoke?.problem === void 0) return;
		yield {
			message: `The sample request ${smoke.request} was not answered: ${smoke.problem}`,
			hint: "The server's own words are in the log, folded; they are what the container would print."
		};
	}
};
// src/checks/sources.ts
var sources_exports = __exportAll({
	builtFromSource: () => builtFromSource,
	mixedInstallers: () => mixedInstallers,
	notFromIndex: () => notFromIndex
});
const mixedInstallers = {
	id: "M10",
	severity: "notice",
	title: "different installers wrote this mount",
	explanation: "INSTALLER files name more than one installer, or one that is neither pip nor uv (conda, a system package manager). Two installers in one directory do not know of each other's files, and conda's packages expect conda's own libraries beside them; what is missing in the container other checks say (R1, M3, P4). Build the mount with one installer. Mounts of this tool have no INSTALLER files. Safe to turn off when nothing else is found.",
	*find({ inventory }) {
		const installers = inventory.distributions.map(({ texts }) => texts.get("INSTALLER")?.trim().toLowerCase());
		const named = [...new Set(installers.filter((one) => one !== void 0 && one !== ""))];
		if (named.length <= 1 && named.every((one) => one === "pip" || one === "uv")) return;
		yield {
			message: `The mount was written by ${someOf(named)}.`,
			hint: "Build it with one installer."
		};
	}
};
const notFromIndex = {
	id: "M12",
	severity: "warning",
	title: "a distribution may not be had again",
	explanation: "A distribution comes from a repository, an address or a directory instead of a package index, or its release was yanked: withdrawn by its authors, mostly because it is broken. The container runs these bytes as they are, but the next build may get others or none. Pin a repository to a commit and an archive to a hash (then it is a notice), and choose a release that is not yanked. uv and pip 22.2 or later tell what is yanked. Safe to turn off for a source that you control.",
	*find(evidence) {
		for (const distribution of evidence.inventory.distributions) {
			const direct = directUrlOf(distribution, evidence);
			if (direct !== void 0) {
				const pinned = evidence.requirements.some((one) => one.name === distribution.name && one.pinned);
				yield about$1(distribution, evidence, {
					severity: pinned ? "notice" : "warning",
					message: `${distribution.name} ${distribution.version} comes from ${direct}, not from an index.`,
					hint: pinned ? void 0 : "Pin it to a commit or a hash, or publish it to an index."
				});
			}
			if (!originOf(distribution, evidence).yanked) continue;
			yield about$1(distribution, evidence, {
				message: `${distribution.name} ${distribution.version} was yanked from the index.`,
				hint: `Choose another release of ${distribution.name}.`
			});
		}
	}
};
function directUrlOf({ name, texts }, { stagedAway }) {
	const direct = own(stagedAway.directUrls, name) ?? parsed(texts.get("direct_url.json"));
	if (typeof direct !== "object" || direct === null) return void 0;
	const { url, vcs_info, dir_info } = direct;
	if (dir_info?.editable) return void 0;
	const place = withoutCredentials(String(url ?? "an unknown place"));
	if (vcs_info) return `a ${vcs_info.vcs ?? "version control"} repository (${place})`;
	return dir_info ? `a directory (${place})` : place;
}
function parsed(text) {
	try {
		return text === void 0 ? void 0 : JSON.parse(text);
	} catch {
		return { url: "an unreadable direct_url.json" };
	}
}
const builtFromSource = {
	id: "M15",
	severity: "warning",
	title: "a distribution was built from source",
	explanation: "No wheel of this release fits the target, or none was allowed, so the installer built one here from the source distribution. What comes out depends on this machine's compiler, libraries and the newest build tools of the day: the next build may differ or fail, and compiled code may need a newer glibc than the image has (P3). Pin a release that has a wheel, or keep the archive. For pure Python it is a notice. uv's mark `uv_build.json` and pip's report (22.2 or later) tell, and the manifest keeps it. In a mount that was made otherwise a `linux_x86_64` tag in WHEEL is a hint and a notice, as some projects rename such wheels, and what pip built as pure Python leaves no trace. Safe to turn off where the archive is kept.",
	*find(evidence) {
		for (const distribution of evidence.inventory.distributions) {
			const { fromSource, known } = originOf(distribution, evidence);
			const tags = distribution.wheel.get("tag") ?? [];
			const maybe = !known && tags.some((tag) => /-linux_[a-z0-9_]+$/.test(tag));
			if (!fromSource && !maybe) continue;
			yield about$1(distribution, evidence, {
				severity: tags.length > 0 && tags.every((tag) => tag.endsWith("-any")) || !fromSource ? "notice" : "warning",
				message: `${distribution.name} ${distribution.version} ${fromSource ? "was" : "may have been"} built from source.`,
				hint: `Pin a release of ${distribution.name} that has a wheel for Python ${evidence.target.python}.`
			});
		}
	}
};
function originOf({ name, texts }, { build, manifest }) {
	if (build) return {
		known: true,
		fromSource: build.fromSource.includes(name),
		yanked: build.yanked.includes(name)
	};
	const listed = manifest?.distributions.find((one) => one.name === name);
	if (listed) return {
		known: true,
		fromSource: listed.fromSource,
		yanked: listed.yanked
	};
	return {
		known: false,
		fromSource: texts.has("uv_build.json"),
		yanked: false
	};
}
// src/python/disk-guard.ts
const LIMITS = {
	mostWritten: 64e9,
	leastFree: 1e9
};
const EVERY_MILLISECONDS = 100;
async function runInstaller(host, command, args, options, limits = LIMITS) {
	const guard = new DiskGuard(host.temporary, limits);
	const run = await host.run(command, args, {
		...options,
		watch: (program) => guard.watch(program)
	});
	if (guard.reason === void 0 || run.exitCode === 0) return run;
	return {
		...run,
		output: `${run.output}error: The installer was stopped: ${guard.reason}\n`
	};
}
var DiskGuard = class {
	reason;
	#temporary;
	#limits;
	#begin = Date.now();
	#freeBefore = new Map();
	#left = [];
	constructor(temporary, limits) {
		this.#temporary = temporary;
		this.#limits = limits;
	}
	watch(program) {
		const timer = setInterval(() => this.#look(program), EVERY_MILLISECONDS);
		return () => {
			clearInterval(timer);
			for (const directory of this.#left) orNothing(() => rmSync(directory, {
				recursive: true,
				force: true
			}));
		};
	}
	#look({ pid, end }) {
		const written = bytesWritten(pid);
		if (written === void 0 || this.reason !== void 0) return;
		const files = filesBeingWritten(pid);
		const full = this.#full([dirname(this.#temporary), ...files.map(({ path }) => dirname(path))]);
		const { mostWritten, leastFree } = this.#limits;
		if (written <= Math.min(leastFree, mostWritten)) return;
		if (full === void 0 && written <= mostWritten) return;
		const why = full ? `only ${humanBytes(full.free)} are left on the disk of ${full.place}` : "no mount needs that much";
		this.reason = `it had written ${humanBytes(written)}${lastOf(files)}; ${why}.`;
		this.#left = files.flatMap(({ path }) => ownDirectoryOf(path, this.#begin) ?? []);
		end();
	}
	#full(places) {
		const { leastFree } = this.#limits;
		return [...new Set(places)].flatMap((place) => {
			const disk = orNothing(() => ({
				device: statSync(place).dev,
				...statfsSync(place)
			}));
			if (disk === void 0) return [];
			const free = disk.bavail * disk.bsize;
			const before = this.#freeBefore.get(disk.device) ?? free;
			this.#freeBefore.set(disk.device, before);
			return before >= leastFree && free < leastFree ? [{
				place,
				free
			}] : [];
		}).sort((one, other) => one.free - other.free)[0];
	}
};
const OF_UV = /^\.tmp[A-Za-z0-9]{6}$/;
function ownDirectoryOf(path, begin) {
	const parts = path.split("/");
	const at = parts.findIndex((part, index) => {
		const isNew = () => statSync(parts.slice(0, index + 1).join("/")).birthtimeMs >= begin;
		return OF_UV.test(part) && orNothing(isNew) === true;
	});
	return at < 0 ? void 0 : parts.slice(0, at + 1).join("/");
}
function lastOf(files) {
	const [largest] = [...files].sort((one, other) => other.size - one.size);
	if (largest === void 0) return "";
	return `, at last ${largest.path.replace(/^.*?\/(site-packages|\.tmp[A-Za-z0-9]{6})\//, "")}`;
}
// src/python/failure.ts
const NO_ROOM = /The installer was stopped: |No space left on device|Disk quota exceeded/;
const NOT_FOUND = "Check the name and the version; a release may need a newer Python or glibc than the target has, or may have been yanked.";
const FAILURES = [
	{
		pattern: NO_ROOM,
		hint: () => "Make room, or, where a release unpacks to more than it should, pin another one and tell who runs the index. What uv keeps of it goes with `uv cache clean`."
	},
	{
		pattern: /ConnectionError|NewConnectionError|Connection refused|Failed to establish|timed out|Could not connect|error sending request|dns error|Temporary failure|tcp connect error|network timeout|error decoding response body|response body error|connection reset/i,
		hint: () => "The package index did not answer. Check PIP_INDEX_URL, proxy and network, and run again."
	},
	{
		pattern: /BadZipFile|Failed to extract archive|has an invalid wheel/,
		hint: () => "That file of the index is damaged, or made to do harm: pin another release, and tell who runs the index."
	},
	{
		pattern: /\b40[13] (Client Error|Unauthorized|Forbidden)|Unauthorized|Forbidden|User for [^\s]+:|authentication required/i,
		hint: (_, { event }) => event.fromFork ? "The index wants credentials, and this pull request comes from a fork: forks have no secrets. Run it from a branch of this repository." : "The index wants credentials: set PIP_INDEX_URL or PIP_EXTRA_INDEX_URL from a secret, or a keyring, in the step's env."
	},
	{
		pattern: /do not match the hashes|Hash mismatch/i,
		hint: () => "The file of the index is not the one that was locked. Lock again, and find out why it changed."
	},
	{
		pattern: /require a hash|--require-hashes|all requirements must have/i,
		hint: () => "With one hash in the files every requirement needs one, dependencies too. Lock again with hashes, or set require-hashes: false."
	},
	{
		pattern: /requires? (?:a different )?Python|Requires-Python|does not satisfy Python|current Python version/i,
		hint: () => "No release of that package that fits runs on this Python. Pin an older release, or deploy on an image with a newer Python."
	},
	{
		pattern: /there\s+is\s+no\s+version\s+of\s+(\S+)\s+and\s+you\s+require\s+\1(?=[\s,])/,
		hint: () => NOT_FOUND
	},
	{
		pattern: /ResolutionImpossible|conflicting dependencies|unsatisfiable/i,
		hint: () => "The requirements contradict each other: loosen one of the pins named above."
	},
	{
		pattern: /Failed building wheel|Failed to build|metadata-generation-failed|build_wheel|subprocess-exited-with-error/i,
		hint: () => "There is no wheel that fits, and building from source failed. Pin a release with a wheel for this Python, or install its build requirements before this step."
	},
	{
		pattern: /No matching distribution|Could not find a version|was not found in the package registry|no version of|no wheels|have no .* wheel/i,
		hint: () => NOT_FOUND
	}
];
function failedInstall(run, { requirements }, options, host, consequence = "") {
	const reason = reasonIn(run.output) ?? `the installer ended with exit code ${run.exitCode}`;
	const culprit = culpritOf(reason, requirements) ?? culpritOf(run.output, requirements);
	const where = culprit ? `${placeOf$1(culprit, options)} (${culprit.text}): ` : "";
	const failure = FAILURES.map((one) => ({
		one,
		match: one.pattern.exec(run.output)
	})).find(({ match }) => match !== null);
	return new UserError(`${where}${reason}${consequenceOf(run, consequence)}`, {
		file: culprit?.file ?? void 0,
		line: culprit?.line,
		hint: failure?.match ? failure.one.hint(failure.match, host) : void 0,
		exitCode: ExitCode.install
	});
}
function consequenceOf({ output }, consequence) {
	return consequence === "" || NO_ROOM.test(output) ? "" : `. ${consequence}`;
}
function placeOf$1({ file, line }, { workspace }) {
	return file === null ? `packages line ${line}` : placeName(file, line, workspace);
}
function reasonIn(output) {
	const lines = output.split("\n");
	const start = lines.findIndex((line) => /^\s*(×|error:|x No solution)/.test(line));
	const errors = crashIn(lines) ?? lines.filter((line) => /^\s*ERROR: /.test(line)).slice(-2);
	const text = (start < 0 ? errors : withoutTraceback(lines.slice(start)).slice(0, 12)).map((line) => line.replace(/^[\s×╰├│─▶]*(ERROR|error|Caused by)?:?\s*/, "").trim()).filter((line) => line !== "").join(" ");
	return text === "" ? void 0 : text.slice(0, 600);
}
function crashIn(lines) {
	const begin = lines.findIndex((line) => /^\s*ERROR: Exception:/.test(line));
	const raised = lines.slice(begin).filter((line) => /^[A-Za-z_][\w.]*: /.test(line) && !line.startsWith("ERROR: "));
	return begin < 0 || raised.length === 0 ? void 0 : raised.slice(-1);
}
function withoutTraceback(lines) {
	const begin = lines.findIndex((line) => line.includes("Traceback (most recent call last)"));
	if (begin < 0) return lines;
	const end = lines.findIndex((line, index) => index > begin && /^[\s│]*(\[end of output\])?$/.test(line));
	return [...lines.slice(0, begin), ...lines.slice(end - 1, end)];
}
function culpritOf(text, requirements) {
	const normalised = text.toLowerCase().replace(/[-_.]+/g, "-");
	const named = requirements.filter(({ name }) => name !== null && new RegExp(`(^|[^a-z0-9-])${name}($|[^a-z0-9-])`).test(normalised));
	return named.find(({ constraint }) => !constraint) ?? named[0];
}
// src/python/own-pip.ts
async function ownPip(python, host) {
	if (!python.pip) throw withoutPip(python);
	const { path, version } = python.pip;
	const home = join(host.temporary, `pip-${version}`);
	if (existsSync(home)) return {
		path: home,
		version
	};
	const draft = `${home}.draft`;
	if (path.endsWith(".whl")) await unpack(path, draft, python, host);
	else cpSync(join(path, "pip"), join(draft, "pip"), {
		recursive: true,
		preserveTimestamps: true
	});
	if (!isWhole(draft)) throw withoutLibraries(python);
	renameSync(draft, home);
	return {
		path: home,
		version
	};
}
async function unpack(wheel, directory, python, host) {
	await host.capture(python.path, [
		"-I",
		"-m",
		"zipfile",
		"-e",
		wheel,
		directory
	], { environment: cleanEnvironment(host.environment) });
	for (const name of readdirSync(directory)) if (name.endsWith(".dist-info")) rmSync(join(directory, name), { recursive: true });
}
function isWhole(directory) {
	return !/^DEBUNDLED = True/m.test(readFileSync(join(directory, "pip", "_vendor", "__init__.py"), "utf8"));
}
function withoutLibraries({ path, minor }) {
	return new UserError(`The pip of ${path} has its libraries elsewhere, so it runs in no other environment.`, {
		hint: `Let the package index serve pip ${pinnedPip(minor).version}, or take a Python with a pip that is whole, for example of actions/setup-python or pyenv.`,
		exitCode: ExitCode.install
	});
}
function withoutPip({ path }) {
	return new UserError(`${path} has neither pip nor ensurepip.`, { hint: "Install python3-venv or pip." });
}
// src/python/tools.ts
async function obtainUv(python, settings, host) {
	const directory = await obtain$1(UV, python, settings, host);
	return join(directory, "bin", process.platform === "win32" ? "uv.exe" : "uv");
}
async function obtainPip(python, settings, host) {
	const tool = pinnedPip(python.minor);
	try {
		return {
			path: await obtain$1(tool, python, settings, host),
			version: tool.version
		};
	} catch (error) {
		if (!python.pip) throw error;
		const why = `pip ${tool.version} could not be had (${messageOf(error)})`;
		const own = await ownPip(python, host).catch((problem) => {
			throw new UserError(`${why}. ${messageOf(problem)}`, {
				hint: problem instanceof UserError ? problem.hint : void 0,
				exitCode: ExitCode.install,
				cause: error
			});
		});
		host.log.info(`${why}; using pip ${own.version} of the interpreter.`);
		return own;
	}
}
async function anyPip(python, settings, host) {
	return await ownPip(python, host).catch(() => obtainPip(python, settings, host));
}
async function obtain$1(tool, python, settings, host) {
	const home = join(host.toolDirectory, `${tool.name}-${tool.version}-${tool.hashes[0]?.slice(0, 12)}`);
	if (existsSync(home)) return home;
	const fresh = host.draft();
	try {
		await fetchInto(fresh, tool, python, settings, host);
		placeOnce(fresh, home);
		return home;
	} finally {
		rmSync(fresh, {
			recursive: true,
			force: true
		});
	}
}
async function fetchInto(directory, tool, python, settings, host) {
	if (!python.pip) throw withoutPip(python);
	const list = join(directory, "requirements.txt");
	writeFileSync(list, `${tool.name}==${tool.version} ${tool.hashes.map((hash) => `--hash=sha256:${hash}`).join(" ")}\n`);
	const target = join(directory, "site");
	const args = [
		"-m",
		"pip",
		"install",
		"--quiet",
		"--target",
		target,
		"--no-deps",
		"--no-compile",
		"--only-binary",
		":all:"
	];
	await quietly(host, python.path, [
		"-s",
		...args,
		"--require-hashes",
		"--requirement",
		list
	], { environment: {
		...installerEnvironment(host),
		PYTHONPATH: python.pip.path,
		...pipEnvironment(settings),
		PIP_RETRIES: "1",
		PIP_NO_BINARY: "",
		PIP_ONLY_BINARY: ""
	} });
	for (const name of readdirSync(target)) if (!name.endsWith(".dist-info")) renameSync(join(target, name), join(directory, name));
	rmSync(target, { recursive: true });
}
async function quietly(host, ...[command, args, options]) {
	try {
		await host.capture(command, args, options);
	} catch (error) {
		throw new UserError(messageOf(error).replace(/^\s*(ERROR|error):\s*/, ""), { exitCode: ExitCode.install });
	}
}
function placeOnce(fresh, home) {
	try {
		renameSync(fresh, home);
	} catch (error) {
		if (!existsSync(home)) throw error;
	}
}
// src/python/installer.ts
async function chooseInstaller(job, host) {
	const { installer } = job.options;
	if (installer === "pip") return await pipFor(job, "asked for.", host);
	const onlyPip = whatOnlyPipCanDo(job);
	if (installer === "auto" && onlyPip !== void 0) return await pipFor(job, onlyPip, host);
	try {
		const uv = await obtainUv(job.python, job.settings, host);
		const reason = installer === "uv" ? "asked for." : "the fastest that can be had.";
		return {
			name: "uv",
			version: UV.version,
			uv,
			reason
		};
	} catch (error) {
		const reason = `uv ${UV.version} could not be had: ${messageOf(error)}`;
		if (installer === "auto") return await pipFor(job, reason, host);
		throw new UserError(reason, {
			hint: "Let the package index serve uv, or set installer to auto, which then takes pip.",
			exitCode: ExitCode.install,
			cause: error
		});
	}
}
async function pipFor({ python, settings }, reason, host) {
	const pip = await obtainPip(python, settings, host);
	return {
		name: "pip",
		version: pip.version,
		reason,
		pip
	};
}
function whatOnlyPipCanDo(job) {
	if (uvPlatform(job.target) === void 0) return `uv cannot hold packages to glibc ${job.target.glibc.join(".")}.`;
	const settings = settingsOnlyPipObeys(job.settings);
	if (settings.length > 0) return `pip's configuration sets ${settings.join(", ")}, which uv does not read.`;
	const lines = job.requirements.options.flatMap(({ values }) => Object.keys(values));
	const options = [
		"pre",
		"prefer_binary",
		"features_enabled",
		"trusted_hosts"
	].filter((name) => lines.includes(name));
	if (options.length > 0) return `the requirements files use ${options.join(", ")}, which uv does not read.`;
}
function uvPlatform({ glibc, architecture }) {
	const [major, minor] = glibc;
	return major === 2 && (minor === 17 || minor === 28 || minor >= 31 && minor <= 40) ? `${architecture}-manylinux_${major}_${minor}` : void 0;
}
// src/python/installer-cache.ts
const UV_ARCHIVES = "archive-v0";
const UV_WHEELS = "wheels-v6";
const OF_INDEXES = ["pypi", "index"];
const PIP_DOWNLOADS = ["http-v2", "http"];
function uvCacheEnvironment(sources, host) {
	return { UV_CACHE_DIR: cacheOfUv(sources, host) };
}
function cacheOfUv(sources, host) {
	const access = shortHash(JSON.stringify(accessOf(sources, host.environment)));
	const cache = join(host.temporary, `uv-cache-${access}`);
	if (!existsSync(cache)) {
		const given = host.environment.UV_CACHE_DIR;
		const root = given ? join(given, "azureml-extra-packages") : join(host.toolDirectory, "uv-cache");
		const own = orNothing(() => sharing(host.draft(root), join(root, access)));
		if (own === void 0) mkdirSync(cache);
		else link(own, cache);
	}
	return cache;
}
function sharing(own, shared) {
	const wheels = OF_INDEXES.map((name) => join(UV_WHEELS, name));
	mkdirSync(join(own, UV_WHEELS));
	for (const name of [UV_ARCHIVES, ...wheels]) {
		mkdirSync(join(shared, name), { recursive: true });
		link(join(shared, name), join(own, name));
	}
	return own;
}
function link(target, path) {
	symlinkSync(target, path, "junction");
}
function sharedWheels(sources, host) {
	return join(cacheOfUv(sources, host), UV_WHEELS, "index");
}
function dropUnsharedArchives(sources, host) {
	const cache = cacheOfUv(sources, host);
	const archives = orNothing(() => realpathSync(join(cache, UV_ARCHIVES)));
	if (archives !== void 0) dropLinked(cache, archives);
}
function dropLinked(directory, archives) {
	for (const entry of readdirSync(directory, { withFileTypes: true })) {
		const path = join(directory, entry.name);
		if (entry.isDirectory() && entry.name !== "src") dropLinked(path, archives);
		if (!entry.isSymbolicLink()) continue;
		const archive = orNothing(() => realpathSync(path));
		if (archive === void 0 || dirname(archive) !== archives) continue;
		rmSync(archive, {
			recursive: true,
			force: true
		});
		rmSync(path, { force: true });
	}
}
function pipCacheEnvironment(sources, host) {
	const { environment } = host;
	if (environment.PIP_NO_CACHE_DIR) return {};
	const access = accessOf(sources, environment);
	const cache = join(host.temporary, `pip-cache-${shortHash(JSON.stringify(access))}`);
	if (!existsSync(cache)) {
		mkdirSync(cache);
		const users = environment.PIP_CACHE_DIR || userCacheOfPip(environment);
		const shared = access.credentials ? join(host.toolDirectory, "pip-cache") : users;
		for (const name of PIP_DOWNLOADS) orNothing(() => shareOwned(join(shared, name), join(cache, name)));
	}
	return { PIP_CACHE_DIR: cache };
}
function userCacheOfPip(environment) {
	const cache = userCacheDirectory("pip", environment);
	return process.platform === "win32" ? join(cache, "Cache") : cache;
}
function shareOwned(shared, path) {
	mkdirSync(shared, { recursive: true });
	if (process.geteuid === void 0 || statSync(shared).uid === process.geteuid()) link(shared, path);
}
const ROUTE = [
	"trusted-host",
	"cert",
	"client-cert",
	"proxy",
	"keyring-provider"
];
function accessOf({ settings, requirements }, environment) {
	const lines = requirements.options.map(({ secretValues }) => secretValues);
	const said = JSON.stringify([settings, lines]);
	return {
		credentials: settings["client-cert"] !== void 0 || (settings["keyring-provider"] ?? "disabled") !== "disabled" || withoutCredentials(said) !== said || hasNetrc(environment),
		route: ROUTE.map((name) => withoutCredentials(settings[name] ?? "")),
		trusted: lines.flatMap(({ trusted_hosts }) => trusted_hosts ?? [])
	};
}
function hasNetrc({ NETRC, HOME }) {
	const file = NETRC || join(HOME || orNothing(homedir) || "", ".netrc");
	return existsSync(file);
}
// src/python/pip-report.ts
function reportArguments({ version }, host) {
	return atLeast(version, "22.2") ? ["--report", reportOf(host)] : [];
}
function reportOf(host) {
	return join(host.temporary, "pip-report.json");
}
function atLeast(version, wanted) {
	return import_semver.default.gte(import_semver.default.coerce(version) ?? "0.0.0", import_semver.default.coerce(wanted) ?? "0.0.0");
}
function installedIn(report) {
	return existsSync(report) ? JSON.parse(readFileSync(report, "utf8")).install : [];
}
function pinOf({ metadata, is_direct, download_info }) {
	return is_direct ? `${metadata.name} @ ${withoutCredentials(download_info.url)}` : `${metadata.name}==${metadata.version}`;
}
function hashOf({ download_info: { archive_info } }) {
	return archive_info?.hashes?.sha256 ?? /^sha256=(.+)$/.exec(archive_info?.hash ?? "")?.[1];
}
// src/python/replaced-wheels.ts
async function dropReplacedWheels(job, resolve, host) {
	const indexes = orNothing(() => readdirSync(sharedWheels(job, host))) ?? [];
	if (indexes.length === 0 || job.requireHashes) return;
	const packages = join(host.temporary, "packages.txt");
	writeFileSync(packages, job.options.packages.map((line) => `${line}\n`).join(""));
	const how = [
		"--quiet",
		"--generate-hashes",
		"--no-header",
		"--no-annotate",
		"--no-strip-extras"
	];
	try {
		const releases = releasesIn(await resolve([
			...how,
			...job.options.requirementsFiles,
			packages
		]));
		for (const index of indexes) dropFrom(join(sharedWheels(job, host), index), releases);
	} catch (error) {
		host.log.debug(`Cached wheels are not compared with the index: ${messageOf(error)}`);
	}
}
function releasesIn(pins) {
	const pairs = pins.replaceAll("\\\n", " ").split("\n").flatMap((line) => {
		const [, name, version] = /^([a-z0-9-]+)(?:\[[^\]]*\])?==([^\s;]+)/.exec(line) ?? [];
		const hashes = [...line.matchAll(/--hash=sha256:([0-9a-f]{64})/g)].map(([, hash = ""]) => hash);
		return name === void 0 ? [] : [[`${name}/${version}`, hashes]];
	});
	return new Map(pairs);
}
function dropFrom(index, releases) {
	for (const [release, hashes] of releases) {
		const [name = "", version = ""] = release.split("/");
		const entries = orNothing(() => readdirSync(join(index, name))) ?? [];
		for (const entry of entries.filter((one) => one.startsWith(`${version}-`) && /\.(http|rev)$/.test(one))) {
			const pointer = join(index, name, entry);
			const known = /[0-9a-f]{64}/.exec(orNothing(() => readFileSync(pointer, "latin1")) ?? "")?.[0];
			if (entry.endsWith(".http") && known !== void 0 && hashes.includes(known)) continue;
			for (const path of [pointer, pointer.replace(/\.(http|rev)$/, "")]) rmSync(path, {
				recursive: true,
				force: true
			});
		}
	}
}
// src/python/install.ts
async function install(job, host) {
	const directory = join(host.temporary, "environment");
	const [python, installer] = await allEnded([makeEnvironment(directory, job.python, host), chooseInstaller(job, host)]);
	host.log.info(`Installing with ${installer.name} ${installer.version}: ${installer.reason}`);
	const title = `${installer.name} install, Python ${job.python.version}, glibc at most ${job.target.glibc.join(".")}`;
	const run = await host.log.group(title, () => installer.name === "uv" ? installWithUv(job, python, installer.uv, host) : installWithPip(job, python, installer.pip, host));
	if (run.exitCode !== 0) throw failedInstall(run, job.requirements, job.options, host);
	return {
		directory,
		python,
		sitePackages: sitePackagesOf(directory, job.python),
		installer: {
			name: installer.name,
			version: installer.version,
			reason: installer.reason
		},
		uv: installer.name === "uv" ? installer.uv : void 0,
		pipReport: reportOf(host),
		output: run.output,
		leftOut: variablesLeftOut(host.environment)
	};
}
function sitePackagesOf(directory, python) {
	if (process.platform === "win32") return join(directory, "Lib", "site-packages");
	return join(directory, "lib", `python${python.minor}`, "site-packages");
}
function requirementArguments({ options, requireHashes }) {
	const files = options.requirementsFiles.flatMap((file) => ["--requirement", file]);
	return [
		...requireHashes ? ["--require-hashes"] : [],
		...files,
		...options.packages
	];
}
async function installWithUv(job, python, uv, host) {
	const platform = uvPlatform(job.target);
	const target = [
		"--python",
		python,
		...platform ? ["--python-platform", platform] : []
	];
	const how = {
		directory: job.options.workspace,
		environment: {
			...installerEnvironment(host),
			...uvEnvironment(notOverruled(job.settings, job.requirements.options)),
			...uvCacheEnvironment(job, host)
		},
		isolation: reaped(job.python)
	};
	await dropReplacedWheels(job, (args) => host.capture(uv, [
		"pip",
		"compile",
		...target,
		...args
	], how), host);
	const run = await runInstaller(host, uv, [
		"pip",
		"install",
		...target,
		...requirementArguments(job)
	], how);
	dropUnsharedArchives(job, host);
	return run;
}
async function installWithPip(job, python, pip, host) {
	const args = [
		"-s",
		join(pip.path, "pip"),
		"install",
		"--ignore-installed",
		"--no-compile",
		"--no-warn-script-location"
	];
	const log = join(host.temporary, "pip.log");
	const run = await runInstaller(host, python, [
		...args,
		"--progress-bar",
		"off",
		"--log",
		log,
		...reportArguments(pip, host),
		...requirementArguments(job)
	], {
		directory: job.options.workspace,
		environment: {
			...installerEnvironment(host),
			...pipEnvironment(job.settings),
			...pipCacheEnvironment(job, host),
			PYTHONPATH: glibcCap(job.target, host)
		},
		isolation: reaped(job.python)
	});
	return {
		...run,
		output: run.output + silencesIn(log)
	};
}
const LOG_LIMIT$1 = 2 ** 24;
function endOf$1(file) {
	const descriptor = openSync(file, "r");
	try {
		const bytes = Buffer.alloc(Math.min(fstatSync(descriptor).size, LOG_LIMIT$1));
		readSync(descriptor, bytes, 0, bytes.length, fstatSync(descriptor).size - bytes.length);
		return bytes.toString("utf8");
	} finally {
		closeSync(descriptor);
	}
}
function silencesIn(log) {
	if (!existsSync(log)) return "";
	const reasons = [...endOf$1(log).matchAll(/Could not fetch URL (.*?)(?: - skipping)?$/gm)].map(([, reason]) => `${reason}`).filter((reason) => !reason.includes(" 404 "));
	return [...new Set(reasons)].slice(-1).map((reason) => `ERROR: ${reason}\n`).join("");
}
function glibcCap({ glibc: [major, minor] }, host) {
	const directory = join(host.temporary, "glibc-cap");
	mkdirSync(directory, { recursive: true });
	const rule = `def manylinux_compatible(major, minor, _architecture):\n    return (major, minor) <= (${major}, ${minor})\n`;
	writeFileSync(join(directory, "_manylinux.py"), rule);
	return directory;
}
// src/python/wheel-files.ts
const RELEASE = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?==[A-Za-z0-9][A-Za-z0-9.+!_-]*$/;
const MOST = 50;
const AT_ONCE = 4;
const IN_PASSING$1 = {
	PIP_TIMEOUT: "10",
	PIP_RETRIES: "1"
};
async function wheelFiles(releases, target, lines, python, host) {
	const wanted = releases.filter((release) => RELEASE.test(release)).slice(0, MOST);
	if (python.pip === void 0 || wanted.length === 0) return [];
	const directory = join(host.temporary, "wheels");
	mkdirSync(directory, { recursive: true });
	const settings = withIndexes(await readPipSettings(python, host), lines, host.workspace);
	const environment = {
		...installerEnvironment(host),
		...pipEnvironment(settings),
		...IN_PASSING$1,
		PYTHONPATH: glibcCap(target, host)
	};
	const pip = [
		"-s",
		join(python.pip.path, "pip"),
		"download",
		"--quiet",
		"--no-deps",
		"--only-binary",
		":all:"
	];
	const waiting = [...wanted];
	const worker = async () => {
		for (let next = waiting.shift(); next !== void 0; next = waiting.shift()) await host.capture(python.path, [
			...pip,
			"--dest",
			directory,
			next
		], { environment }).catch(() => "");
	};
	await allEnded(Array.from({ length: AT_ONCE }, worker));
	return readdirSync(directory).filter((name) => name.endsWith(".whl")).map((name) => join(directory, name));
}
// src/checks/shared-sources.ts
async function compareSharedSources({ target, mount, indexLines }, python, host) {
	const { inventory } = mount;
	const rows = disputedRows(inventory);
	if (rows.length === 0) return {};
	const environment = cleanEnvironment(host.environment);
	const compare = async (wheels) => {
		const run = await runProbe(python.path, "shared_sources", questionOf(rows, wheels, inventory), { environment });
		return run.exitCode === 0 ? JSON.parse(run.output) : {};
	};
	const found = await compare([]);
	const unknown = rows.filter(({ path, hash }) => !Object.hasOwn(own(found, path) ?? {}, hash));
	if (unknown.length === 0 || indexLines === void 0 || isBeyondSources(inventory)) return found;
	const wheels = await wheelFiles([...new Set(unknown.map(({ release }) => release))], target, indexLines, python, host);
	return wheels.length === 0 ? found : await compare(wheels);
}
const LARGEST_OTHER = 2 ** 16;
function questionOf(rows, wheels, { root, files }) {
	const hashes = [...groupBy(rows, ({ path }) => path)].map(([path, group]) => [path, group.map(({ hash }) => hash)]);
	const names = new Set(rows.map(({ path }) => path.split("/").at(-1)));
	const others = [...files.values()].filter(({ path, size }) => size <= LARGEST_OTHER && names.has(path.split("/").at(-1)));
	return {
		root,
		files: Object.fromEntries(hashes),
		others: others.map(({ path }) => path),
		wheels
	};
}
function disputedRows(inventory) {
	return disputed(inventory).flatMap(([path, rows]) => path.endsWith(".py") ? rows : []);
}
function isBeyondSources(inventory) {
	return disputed(inventory).some(([path]) => /\.(so|pyd|dll|dylib)(\.|$)/.test(path));
}
function sharedFiles({ owners, files }) {
	const hasOthers = (all) => new Set(all.map(({ name }) => name)).size > 1;
	return new Map([...owners].filter(([path, all]) => hasOthers(all) && files.has(path)));
}
function disputed(inventory) {
	return [...groupBy([...sharedFiles(inventory)].flatMap(([path, owners]) => owners.flatMap((owner) => (rowsOf(owner, inventory).get(path) ?? []).flatMap(({ hash }) => hash === void 0 ? [] : [{
		path,
		hash: `${hash.algorithm}=${hash.digest}`,
		release: `${owner.name}==${owner.version}`
	}]))), ({ path }) => path)].filter(([, group]) => new Set(group.map(({ hash }) => hash)).size > 1);
}
// src/checks/two-owners.ts
var two_owners_exports = __exportAll({ twoOwners: () => twoOwners });
const twoOwners = {
	id: "R6",
	severity: "error",
	title: "two distributions own one file",
	explanation: "Two RECORDs list the same path: the distribution that was installed last has overwritten the other's file. With different contents (`opencv-python` beside `opencv-python-headless`) one of them is broken, and which one depends on the order of installation. Keep one of the two, or, where one requires the other, pin releases that fit together. Python modules are compared as Python compiles them, so line ends, comments and blank lines make no difference, and every `__init__.py` that only shares a namespace package (`pkgutil.extend_path`, `pkg_resources.declare_namespace`, or nothing at all) is equal to every other. It is a warning where a RECORD has no hash to compare, or where the overwritten text could not be obtained and the one that is there only shares a namespace; and a notice for the same content twice, for texts such as LICENSE, and for directories at the root that nothing imports (`tests`, `docs`, `examples`, `samples`, `scripts`). Safe to turn off when you know that both contents do.",
	*find(evidence) {
		const groups = groupBy([...sharedFiles(evidence.inventory)].filter(([path]) => !isBytecodeOfShared(path, evidence)), ([path, owners]) => {
			const { severity, isUnknown } = weigh(path, owners, evidence);
			return `${severity} ${isUnknown} ${owners.map(({ directory }) => directory).join(" ")}`;
		});
		for (const files of groups.values()) yield conflict(files, evidence);
	}
};
function isBytecodeOfShared(path, { inventory }) {
	const source = sourceOfBytecode(path);
	return source !== void 0 && (inventory.owners.get(source)?.length ?? 0) > 1;
}
function weigh(path, owners, evidence) {
	const known = (severity) => ({
		severity,
		isUnknown: false
	});
	const rows = owners.flatMap((owner) => rowsOf(owner, evidence.inventory).get(path) ?? []);
	if (rows.some(({ hash }) => hash === void 0)) return known("warning");
	const recorded = [...new Set(rows.map(({ hash }) => `${hash?.algorithm}=${hash?.digest}`))];
	if (recorded.length === 1 || isHarmless(path, evidence)) return known("notice");
	if (!path.endsWith(".py")) return known("error");
	const forms = own(evidence.sharedSources ?? {}, path) ?? {};
	const found = new Set(recorded.map((hash) => own(forms, hash)).map(likeNothing));
	const isUnknown = found.delete(void 0);
	if (!isUnknown) return known(found.size === 1 ? "notice" : "error");
	const isJudged = evidence.manifest !== void 0 && found.size <= 1;
	const onlyShares = Object.values(forms).includes("shares") && found.size === 1;
	return {
		severity: isJudged || onlyShares ? "warning" : "error",
		isUnknown
	};
}
function likeNothing(form) {
	return form === "shares" ? "nothing" : form;
}
function isHarmless(path, { scoring }) {
	const [first = "", ...rest] = path.split("/");
	if (rest.length === 0 && !/\.(py|so|pyd|pth)$/.test(first)) return true;
	if (/(^|\/)py\.typed$|\.pyi$/.test(path)) return true;
	const name = first.split(".")[0] ?? "";
	return NOT_FOR_IMPORT.test(name) && !scoring?.imports.some(({ module }) => module.split(".")[0] === name);
}
function conflict(files, evidence) {
	const [path, owners] = files[0];
	const { severity, isUnknown } = weigh(path, owners, evidence);
	const winner = owners.find((owner) => isAsRecorded(path, owner, evidence.inventory));
	const whose = winner && severity !== "notice" ? ` ${path} is ${winner.name}'s.` : "";
	const unknown = isUnknown ? " What the others have there is not known here." : "";
	return about$1(owners[0], evidence, {
		severity,
		file: path,
		message: `${allOf(owners)} own ${plural(files.length, "file")}.${whose}${unknown}`,
		hint: severity === "notice" ? void 0 : advice(path, owners, evidence)
	});
}
function allOf(owners) {
	const names = owners.map(({ name }) => name);
	return `${names.slice(0, -1).join(", ")} and ${names.at(-1)} ${names.length > 2 ? "all" : "both"}`;
}
function advice(path, owners, { closure }) {
	const needing = owners.find(({ name }) => owners.some((other) => requires(name, other.name, closure)));
	const needed = owners.find(({ name }) => needing && requires(needing.name, name, closure));
	if (needing && needed) return `${needing.name} requires ${needed.name}, so both stay: pin releases of them that have the same ${path}, or only one of which has it.`;
	const keep = `Keep one of ${owners.map(({ name }) => name).join(", ")}`;
	const comesWith = owners.flatMap(({ name }) => {
		const by = own(closure?.reached ?? {}, name)?.by;
		return by ? [`${name} comes with ${by}`] : [];
	});
	return comesWith.length === 0 ? `${keep}.` : `${keep}: ${comesWith.join(", ")}.`;
}
function requires(name, other, closure, seen = new Set([name])) {
	if (name === other) return false;
	return (own(closure?.needs ?? {}, name) ?? []).some((need) => {
		if (need === other) return true;
		if (seen.has(need)) return false;
		seen.add(need);
		return requires(need, other, closure, seen);
	});
}
// src/checks/unused.ts
var unused_exports = __exportAll({ requestedUnused: () => requestedUnused });
const requestedUnused = {
	id: "S2",
	severity: "notice",
	title: "nothing imports a requested distribution",
	explanation: "A requirement that the scoring script does not import, nor the modules beside it, nor any distribution that they do import and that names it in its metadata, extras included. Each instance downloads it before its first request; the largest come first. A static reading has limits: a pickled model imports the library that it was saved with, plugins are found by entry points (those are left alone), and where something is imported by a name made at run time nothing is said. Remove the line if nothing of that holds. Always safe to turn off.",
	*find(evidence) {
		const { scoring, inventory, target } = evidence;
		if (scoring === void 0 || scoring.dynamic || scoring.errors.length > 0) return;
		const used = withNeeds(importedBy(scoring.imports, inventory, target), inventory);
		const sizes = sizesOf$1(inventory);
		const idle = requestedIn(evidence).filter((one) => !used.has(one.name) && !isPlugin(one)).map((one) => ({
			one,
			bytes: sizes.get(one.directory)?.bytes ?? 0
		})).sort((a, b) => b.bytes - a.bytes);
		for (const { one, bytes } of idle) yield about$1(one, evidence, {
			message: `Nothing that the scoring script imports needs ${one.displayName} (${humanBytes(bytes)}).`,
			hint: "Remove it, unless a saved model or a lazy import of another package needs it."
		});
	}
};
function requestedIn({ requirements, inventory }) {
	const asked = new Set(requirements.filter((one) => !one.constraint && one.applies).map(({ name }) => name));
	return inventory.distributions.filter(({ name }) => asked.has(name));
}
function importedBy(imports, inventory, target) {
	const used = new Set();
	for (const { module, names } of imports) for (const one of [module, ...names.map((name) => `${module}.${name}`)]) for (const name of holdersOf(one, inventory, target)) used.add(name);
	return used;
}
function holdersOf(module, inventory, target) {
	const parts = module.split(".");
	for (let length = 1; length <= parts.length; length++) {
		const found = importable(parts.slice(0, length).join("."), inventory, target);
		if (found === void 0) return [];
		if (found.kind !== "directory") return (inventory.owners.get(found.path) ?? []).map(({ name }) => name);
	}
	const folder = `${module.replaceAll(".", "/")}/`;
	return inventory.distributions.filter(({ record }) => record?.some(({ path }) => path.startsWith(folder))).map(({ name }) => name);
}
function withNeeds(start, { distributions }) {
	const byName = new Map(distributions.map((one) => [one.name, one]));
	const used = new Set();
	const waiting = [...start];
	for (let name = waiting.pop(); name !== void 0; name = waiting.pop()) {
		if (used.has(name)) continue;
		used.add(name);
		for (const text of byName.get(name)?.metadata.get("requires-dist") ?? []) {
			const needed = /^[A-Za-z0-9][A-Za-z0-9._-]*/.exec(text.trim())?.[0];
			if (needed !== void 0) waiting.push(normalisedName(needed));
		}
	}
	return used;
}
function isPlugin({ texts }) {
	return [...(texts.get("entry_points.txt") ?? "").matchAll(/^\[([^\]]+)\]/gm)].map(([, group]) => group?.trim()).some((group) => group !== "console_scripts" && group !== "gui_scripts");
}
// src/checks/upload.ts
var upload_exports = __exportAll({
	hiddenLost: () => hiddenLost,
	lostInUpload: () => lostInUpload
});
const lostInUpload = {
	id: "H12",
	severity: "error",
	title: "an ignore file keeps files of the mount from being uploaded",
	explanation: "Azure's client uploads the code directory without the files that its `.amlignore` names, or, where there is none, its `.gitignore` (only these, only in the root of the code directory; blanks around a line do not count; the last line that matches a file decides, before azure-ai-ml 1.4 the first). Python's usual `.gitignore` names `*.so` and `lib/`. Nothing is reported: the container ends with exit code 97 when the directory is gone, or an import fails. Add the line that the hint shows. A build without an `.amlignore` of yours writes one that lets the mount in. Lost bytecode alone is a warning: every start compiles again. Safe to turn off where the deployment is not uploaded by that client.",
	*find(evidence) {
		const { file } = evidence.upload;
		if (file === void 0 || "problem" in file || !isInCode(evidence)) return;
		for (const [line, files] of groupBy(lostFiles(evidence), ({ rule }) => rule)) {
			const paths = files.map(({ path }) => path);
			yield {
				severity: paths.every((path) => path.endsWith(".pyc")) ? "warning" : "error",
				file: paths[0],
				message: `${file.name}:${line.number}: "${line.text}" keeps ${plural(paths.length, "file")} of the mount from the upload: ${someOf(paths)}.`,
				hint: `Add a last line to ${file.name}: !/${literalPattern(slashed(relative(file.base, environmentOf$1(evidence))))}/**`
			};
		}
	}
};
function isInCode({ options, location }) {
	const path = posix.join(slashed(relative(options.codeDirectory, options.scoringDirectory)), location.libraryPath);
	return !path.startsWith("../") && !path.startsWith("/");
}
function environmentOf$1({ options }) {
	return posix.join(slashed(withoutLinks(options.mountParent)), options.environmentName);
}
function* lostFiles(evidence) {
	const { upload, location, inventory } = evidence;
	const excluding = upload.rules.excluding(posix.join(environmentOf$1(evidence), location.inside));
	for (const path of inventory.files.keys()) {
		const rule = excluding(path);
		if (rule !== void 0) yield {
			rule,
			path
		};
	}
}
const hiddenLost = {
	id: "H11",
	severity: "error",
	title: "hidden files were lost on the way",
	explanation: "RECORD lists files whose name, or whose directory's name, starts with a dot, and they are not in the mount. Some ways of transport leave such files out: `actions/upload-artifact` without `include-hidden-files: true`, copying with `*`, some ignore files. Wheels keep their shared libraries in `.libs`; without those the import fails in the container. R1 names the files one by one. Transport the archive of this tool, or switch hidden files on. Hidden files that are there are fine. Never safe to turn off.",
	*find(evidence) {
		const { inventory } = evidence;
		const odd = new Set(inventory.oddities.map(({ path }) => path));
		for (const distribution of inventory.distributions) {
			const lost = [...ownRows(distribution, inventory)].filter(({ path }) => /(^|\/)\.[^/]/.test(path)).map(({ path }) => path).filter((path) => !inventory.files.has(path) && !odd.has(path));
			if (lost.length === 0) continue;
			yield lostAnswer(distribution.name, lost);
		}
	}
};
function lostAnswer(distribution, lost) {
	return {
		distribution,
		file: lost[0],
		message: `${plural(lost.length, "hidden file")} of ${distribution} did not arrive: ${someOf(lost)}.`,
		hint: "Transport the mount as an archive, or set include-hidden-files: true in actions/upload-artifact."
	};
}
// src/checks/catalogue.ts
const CHECKS = [
	bytecode_exports,
	closure_exports,
	deployment_exports,
	editables_exports,
	entry_points_exports,
	freeze_exports,
	hygiene_exports,
	image_exports,
	imports_exports,
	interference_exports,
	junk_exports,
	layout_exports,
	leaks_exports,
	leftovers_exports,
	links_exports,
	metadata_exports,
	model_exports,
	modes_exports,
	names_exports,
	namespaces_exports,
	outmoded_exports,
	outside_exports,
	ownership_exports,
	path_files_exports,
	platform_exports,
	private_files_exports,
	prototype_exports,
	provenance_exports,
	record_exports,
	refused_upload_exports,
	run_script_exports,
	scoring_exports,
	secrets_exports,
	server_exports,
	shadowing_exports,
	smoke_exports,
	sources_exports,
	tampering_exports,
	two_owners_exports,
	unused_exports,
	upload_exports
].flatMap((subject) => Object.values(subject)).filter(isCheck).sort((a, b) => a.id.localeCompare(b.id, "en", { numeric: true }));
function isCheck(value) {
	return typeof value === "object" && value !== null && "id" in value && "find" in value;
}
const IDENTITY_CHECKS = CHECKS.filter(({ id }) => id === "T1" || id === "T2");
const OF_PROTOTYPES = /^(M[1-6]|M14|I4|I11|P[2346]|S1|B[0-9]+|D[0-9]+|T10|X1|H24|H25)$/;
const PROTOTYPE_CHECKS = CHECKS.filter(({ id }) => OF_PROTOTYPES.test(id));
// src/python/served-image.ts
async function obtainServedImage(options, target, python, host) {
	const server = contentsOf(target, options.imagePackages).server?.version ?? lastServerVersionFor(python.minor);
	if (server === void 0) throw new UserError(`There is no inference server for Python ${python.minor}.`);
	const requirements = requirementsOf(server, options, target);
	const identity = createHash("sha256").update(JSON.stringify([
		python.path,
		python.version,
		target.glibc,
		requirements
	]));
	const name = `server-${server}-py${python.version}-${identity.digest("hex").slice(0, 12)}`;
	const directory = join(host.toolDirectory, name);
	if (!existsSync(directory)) await make$1(directory, requirements, {
		options,
		target,
		python
	}, host);
	return {
		directory,
		server
	};
}
function requirementsOf(server, { imagePackages }, { image }) {
	const named = Object.entries(image?.packages ?? {}).map(([name, specifier]) => `${name}${specifier}`);
	const listed = imagePackages?.flatMap(({ name, version }) => version === void 0 ? [] : [`${name}==${version}`]);
	return [`${SERVER}==${server}`, ...listed?.filter((line) => !line.startsWith(`azureml-inference-server-http==`)) ?? named];
}
const NOTHING = {
	files: [],
	requirements: [],
	options: []
};
async function make$1(directory, requirements, job, host) {
	const draft = host.draft();
	try {
		const python = await makeEnvironment(draft, job.python, host);
		const title = `Installing the inference server: ${requirements.join(", ")}`;
		const run = await host.log.group(title, () => fill(python, requirements, job, host));
		if (run.exitCode !== 0) throw notInstalled(requirements, run, job.options, host);
		placeOnce(draft, directory);
	} finally {
		rmSync(draft, {
			recursive: true,
			force: true
		});
	}
}
async function fill(python, requirements, job, host) {
	const sources = {
		settings: await readPipSettings(job.python, host),
		requirements: NOTHING
	};
	const installer = await chooseInstaller({
		...job,
		...sources,
		requireHashes: false
	}, host);
	const environment = installerEnvironment(host);
	if (installer.name === "uv") {
		const platform = uvPlatform(job.target);
		const args = [
			"pip",
			"install",
			"--python",
			python,
			...platform ? ["--python-platform", platform] : []
		];
		const run = await runInstaller(host, installer.uv, [...args, ...requirements], { environment: {
			...environment,
			...uvEnvironment(sources.settings),
			...uvCacheEnvironment(sources, host)
		} });
		dropUnsharedArchives(sources, host);
		return run;
	}
	return await runInstaller(host, python, [...[
		"-s",
		join(installer.pip.path, "pip"),
		"install",
		"--no-warn-script-location",
		"--progress-bar",
		"off"
	], ...requirements], { environment: {
		...environment,
		...pipEnvironment(sources.settings),
		...pipCacheEnvironment(sources, host),
		PYTHONPATH: glibcCap(job.target, host)
	} });
}
function notInstalled(requirements, run, options, host) {
	const { message, hint } = failedInstall(run, NOTHING, options, host);
	return new UserError(`The smoke test needs ${requirements.join(", ")}: ${message}`, {
		hint: hint ?? "Leave smoke-test empty where the package index does not have the inference server.",
		exitCode: ExitCode.install
	});
}
// src/checks/http.ts
const READY_WITHIN = 31e4;
const ANSWER_WITHIN = 18e4;
async function freePort() {
	const probe = createServer().listen(0, "127.0.0.1");
	await once$1(probe, "listening");
	const { port } = probe.address();
	probe.close();
	await once$1(probe, "close");
	return port;
}
async function untilReady(port, ended) {
	const giveUp = new AbortController();
	const late = setTimeout$1(READY_WITHIN, "late", { signal: giveUp.signal }).catch(() => "late");
	try {
		return await Promise.race([
			ended,
			late,
			healthy(port, giveUp.signal)
		]);
	} finally {
		giveUp.abort();
	}
}
async function healthy(port, signal) {
	while (!signal.aborted) {
		if ((await fetch(`http://127.0.0.1:${port}/`, { signal }).catch(() => void 0))?.ok) return "ready";
		await setTimeout$1(50);
	}
	return await new Promise(() => {});
}
async function post(port, body) {
	const started = performance.now();
	try {
		const answer = await fetch(`http://127.0.0.1:${port}/score`, {
			method: "POST",
			headers: { "content-type": "application/json" },
			body: Buffer.from(body),
			signal: AbortSignal.timeout(ANSWER_WITHIN)
		});
		const text = await answer.text();
		return {
			status: answer.status,
			text,
			milliseconds: Math.round(performance.now() - started)
		};
	} catch (error) {
		const cause = error instanceof Error && error.cause !== void 0 ? error.cause : error;
		return `there was no answer: ${messageOf(cause)}`;
	}
}
// src/checks/smoke-environment.ts
function environmentOf({ scoringDirectory, scoringScript, modelDirectory, deployment }, target, variables, { caches }, host) {
	const own = Object.fromEntries(deployment?.variables.map(({ name, text }) => [name, text]) ?? []);
	const environment = {
		...own,
		...besideOwnPythonPath(variables, own.PYTHONPATH),
		AML_APP_ROOT: scoringDirectory,
		AZUREML_ENTRY_SCRIPT: basename(scoringScript),
		...modelDirectory === "" ? {} : { AZUREML_MODEL_DIR: modelDirectory }
	};
	const outcome = runScript({
		environment,
		image: target.image,
		exists: kindOf
	});
	if ("exitCode" in outcome) return `the run script ends with exit code ${outcome.exitCode}: ${outcome.reason}.`;
	return {
		...host.environment.LD_LIBRARY_PATH ? { LD_LIBRARY_PATH: host.environment.LD_LIBRARY_PATH } : {},
		...caches,
		LANG: "C.UTF-8",
		PYTHONDONTWRITEBYTECODE: "1",
		...environment,
		PYTHONPATH: outcome.pythonPath.join(":"),
		GUNICORN_CMD_ARGS: `${own.GUNICORN_CMD_ARGS ?? ""} --config "${gunicornSettings(host)}"`.trim()
	};
}
function kindOf(path) {
	const stats = statSync(path, { throwIfNoEntry: false });
	if (stats === void 0) return void 0;
	return stats.isDirectory() ? "directory" : "file";
}
function gunicornSettings({ temporary }) {
	const file = join(temporary, "gunicorn-settings.py");
	writeFileSync(file, [
		"control_socket_disable = True",
		"",
		"def on_starting(arbiter):",
		"    arbiter.cfg.set(\"bind\", [\"127.0.0.1:\" + str(address[1]) for address in arbiter.cfg.address])",
		""
	].join("\n"));
	return file;
}
// src/checks/smoke-test.ts
const LONGEST_ANSWER = 2e3;
async function smokeTest(subject, python, host) {
	if (subject.options.smokeTest === "") return void 0;
	const { architecture } = subject.target;
	if (python === void 0 || python.platform !== "linux" || python.machine !== architecture) throw new UserError(`Input smoke-test: the server needs Linux ${architecture} and a Python of the image.`, { hint: "Run it on ubuntu-latest with actions/setup-python, or leave smoke-test empty." });
	const image = await obtainServedImage(subject.options, subject.target, python, host);
	const { options, target, mount } = subject;
	const libraryPath = relative(options.scoringDirectory, mount.location.directory);
	return await postSampleRequest({
		options,
		target,
		image,
		python
	}, variablesFor(libraryPath, target), host);
}
async function postSampleRequest({ options, target, image, python }, variables, host) {
	const request = relative(options.workspace, options.smokeTest);
	const confinement = confine(python, [
		image.directory,
		options.mountParent,
		options.scoringDirectory
	], host);
	const environment = environmentOf(options, target, variables, confinement, host);
	if (typeof environment === "string") return {
		request,
		server: image.server,
		...NO_ANSWER,
		problem: environment
	};
	const serve = (isolation) => answerOf({
		options,
		image,
		environment,
		isolation
	}, host);
	let served = await serve(confinement.confined);
	if (served.problem !== void 0 && served.isDenied) {
		host.log.info("The server was not allowed to write outside its own directories; it is started once more without that.");
		served = await serve(confinement.open);
	}
	const { isDenied: _, log, ...outcome } = served;
	const smoke = {
		request,
		server: image.server,
		...outcome
	};
	await tell$1(smoke, log, host);
	return smoke;
}
const NO_ANSWER = {
	readyAfter: void 0,
	answeredAfter: void 0,
	status: void 0,
	answer: ""
};
async function answerOf({ options, image, environment, isolation }, host) {
	const port = await freePort();
	const programs = join(image.directory, "bin");
	const script = [
		join(programs, "azmlinfsrv"),
		"--entry_script",
		basename(options.scoringScript)
	];
	const service = await host.start(join(programs, "python"), [
		...script,
		"--port",
		String(port)
	], {
		directory: options.scoringDirectory,
		environment: {
			PATH: `${programs}:/usr/local/bin:/usr/bin:/bin`,
			...environment
		},
		isolation
	});
	const outcome = await askOnce(service, port, options).finally(() => service.stop());
	const log = service.log();
	const problem = outcome.problem === void 0 ? void 0 : outcome.problem + lastWordsOf(log);
	return {
		...outcome,
		problem,
		log,
		isDenied: service.landlock > 0 && isDeniedWriting(log)
	};
}
async function askOnce(service, port, options) {
	const started = performance.now();
	const readiness = await untilReady(port, service.ended);
	const readyAfter = Math.round(performance.now() - started);
	if (typeof readiness === "number") {
		const problem = `the server ended with exit code ${readiness} before it was ready`;
		return {
			...NO_ANSWER,
			problem
		};
	}
	if (readiness === "late") {
		const problem = `the server was not ready after ${humanSeconds(readyAfter)}, when the image's probes would restart it`;
		return {
			...NO_ANSWER,
			problem
		};
	}
	const answer = await post(port, readFileSync(options.smokeTest));
	if (typeof answer === "string") return {
		...NO_ANSWER,
		readyAfter,
		problem: answer
	};
	return {
		...judged(answer),
		readyAfter
	};
}
function judged({ status, text, milliseconds }) {
	const answer = text.length > LONGEST_ANSWER ? `${text.slice(0, LONGEST_ANSWER)}…` : text;
	const fine = status >= 200 && status < 300;
	const words = answer.replace(/\s+/g, " ").slice(0, 300);
	return {
		answeredAfter: milliseconds,
		status,
		answer,
		problem: fine ? void 0 : `the server answered ${status}, ${words}`
	};
}
async function tell$1({ problem, server, readyAfter, answeredAfter, answer }, log, host) {
	if (problem === void 0) {
		const times = `ready after ${humanSeconds(readyAfter ?? 0)}, answered after ${answeredAfter} ms`;
		host.log.info(`Smoke test, azureml-inference-server-http ${server}: ${times}: ${answer}`);
		return;
	}
	await host.log.group("What the inference server said", async () => host.log.info(log.trimEnd()));
}
function lastWordsOf(log) {
	const errors = log.split("\n").filter((line) => /^[A-Za-z_][\w.]*(Error|Exception)\b/.test(line));
	const last = errors.filter((line) => !/UserScript(Import)?Exception/.test(line)).at(-1) ?? errors.at(-1);
	return last === void 0 ? "." : `: ${last}`;
}
// src/mount/upload/rules.ts
var Rules = class {
	refused = [];
	#base;
	#rules;
	#ofNames;
	#ofPaths;
	#known = {
		file: new Map(),
		directory: new Map()
	};
	constructor(lines, base) {
		this.#base = base;
		this.#rules = lines.flatMap((line, index) => this.#read(line, index + 1));
		const indexes = [...this.#rules.keys()].reverse();
		this.#ofNames = indexes.filter((index) => isOfName(this.#rules[index]));
		this.#ofPaths = indexes.filter((index) => !isOfName(this.#rules[index]));
	}
	#read(line, number) {
		try {
			const pattern = readPattern(line);
			return pattern === void 0 ? [] : [{
				...pattern,
				number,
				text: stripped(line)
			}];
		} catch (error) {
			if (!(error instanceof RefusedPattern)) throw error;
			this.refused.push({
				number,
				problem: error.message
			});
			return [];
		}
	}
	excluding(directory) {
		const way = slashed(relative(this.#base, directory));
		const prefix = way === "" ? "" : `${way}/`;
		return (name) => {
			const rule = this.#rules[this.#lastOf(prefix + name)];
			return rule?.negated ? void 0 : rule;
		};
	}
	#lastOf(path) {
		const atTheEnd = this.#lastOfPath(path, this.#ofNames[0] ?? -1);
		if (atTheEnd >= 0) return atTheEnd;
		const names = path.split("/");
		const file = this.#lastOfName(names.pop() ?? "", "file");
		const last = names.reduce((most, name) => Math.max(most, this.#lastOfName(name, "directory")), file);
		return Math.max(last, this.#lastOfPath(path, last));
	}
	#lastOfPath(path, behind) {
		for (const index of this.#ofPaths) {
			if (index <= behind) break;
			if (this.#rules[index]?.matches(path)) return index;
		}
		return -1;
	}
	#lastOfName(name, kind) {
		const known = this.#known[kind];
		let last = known.get(name);
		if (last === void 0) {
			const path = kind === "file" ? name : `${name}/`;
			last = this.#ofNames.find((index) => this.#rules[index]?.matches(path)) ?? -1;
			known.set(name, last);
		}
		return last;
	}
};
function isOfName(rule) {
	const [first, name = "", below, more] = rule?.segments ?? [];
	return first === "**" && name !== "" && (below === void 0 || below === "**") && more === void 0 && /^[^[]*(\[\w+\][^[]*)*$/.test(name);
}
// src/mount/upload/upload.ts
function readUpload(options) {
	const file = uploadRules(options);
	const isReadable = file !== void 0 && !("problem" in file);
	const rules = isReadable ? new Rules(file.lines, file.base) : new Rules([], "/");
	const source = isReadable ? file.source : void 0;
	const refused = source === void 0 ? [] : new Rules(source.lines, source.base).refused;
	const [parent, name] = [withoutLinks(options.mountParent), options.environmentName];
	const ours = new Set([name, ...HIDDEN_ROLES.map((role) => `.${name}.${role}`)]);
	const beside = listUpload(options.codeDirectory, rules, (directory, one) => directory === parent && ours.has(one));
	return {
		root: realpathSync(options.codeDirectory),
		file,
		rules,
		refused,
		beside
	};
}
function listUpload(codeDirectory, rules, isLeft = () => false) {
	const list = {
		files: [],
		broken: [],
		loops: []
	};
	const walk = (directory, way, above) => {
		const excluding = rules.excluding(directory);
		for (const entry of entriesOf$1(directory)) {
			if (isLeft(directory, entry.name)) continue;
			const [place, path] = [join(directory, entry.name), `${way}${entry.name}`];
			const stat = entry.isDirectory() ? void 0 : statOf(place);
			if (entry.isDirectory()) walk(place, `${path}/`, [...above, directory]);
			else if (stat?.isDirectory()) {
				const real = realpathSync(place);
				if (real === directory || above.includes(real)) list.loops.push(path);
				else walk(real, `${path}/`, [...above, directory]);
			} else if (excluding(entry.name) === void 0) {
				if (stat === void 0) list.broken.push(path);
				else list.files.push({
					path,
					bytes: stat.size
				});
			}
		}
	};
	walk(realpathSync(codeDirectory), "", []);
	return list;
}
function entriesOf$1(directory) {
	try {
		return readdirSync(directory, { withFileTypes: true });
	} catch {
		return [];
	}
}
function statOf(path) {
	try {
		return statSync(path, { throwIfNoEntry: false });
	} catch {
		return;
	}
}
// src/checks/policy.ts
const ORDER = [
	"error",
	"warning",
	"notice"
];
function judge(found, rules, ids) {
	const used = new Set();
	const findings = [];
	const waived = [];
	for (const finding of found) {
		const rule = ruleFor(finding, rules);
		if (rule) used.add(rule);
		if (rule?.severity === "off") waived.push({
			...finding,
			reason: rule.reason
		});
		else findings.push(rule ? {
			...finding,
			severity: rule.severity
		} : finding);
	}
	const complaints = rules.flatMap((rule) => {
		const text = `${rule.check}${rule.distribution ? `:${rule.distribution}` : ""}=${rule.severity}`;
		if (!ids.includes(rule.check)) return [`Input checks: ${text} names no check; the ids are ${ids.join(", ")}.`];
		return used.has(rule) ? [] : [`Input checks: ${text} matched nothing; remove it.`];
	});
	return {
		findings: findings.sort(byUrgency),
		waived,
		complaints
	};
}
function ruleFor(finding, rules) {
	const fitting = rules.filter(({ check, distribution }) => {
		return check === finding.check && (distribution === void 0 || distribution === finding.distribution);
	});
	return fitting.find(({ distribution }) => distribution !== void 0) ?? fitting[0];
}
function byUrgency(a, b) {
	return ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity) || a.check.localeCompare(b.check, "en", { numeric: true }) || (a.file ?? "").localeCompare(b.file ?? "", "en");
}
// src/checks/verify.ts
function verify({ options, target, mount }, testimony, around, checks = CHECKS) {
	let upload;
	const evidence = {
		options,
		target,
		...mount,
		...testimony,
		...around,
		get upload() {
			upload ??= readUpload(options);
			return upload;
		}
	};
	const judged = judge(checks.flatMap((check) => [...check.find(evidence)].map((answer) => ({
		check: check.id,
		severity: check.severity,
		...answer
	}))), options.checks, CHECKS.map(({ id }) => id));
	const green = !judged.findings.some(({ severity }) => severity === "error");
	return {
		...judged,
		green,
		verified: testimony.container && testimony.closure ? "full" : "files",
		testimony,
		surroundings: around
	};
}
// src/python/bytecode.ts
async function compileBytecode(root, sources, python, environment) {
	return (await allEnded(share(sources, availableParallelism()).map((files) => probe(python.path, "compile", {
		root,
		files
	}, {
		environment: cleanEnvironment(environment),
		switches: [
			"-s",
			"-S",
			"-B"
		],
		timeout: 18e5
	})))).flatMap(({ failed }) => failed).sort();
}
function share(sources, workers) {
	const shares = Array.from({ length: workers }, () => ({
		bytes: 0,
		files: []
	}));
	for (const { path, size } of [...sources].sort((a, b) => b.size - a.size)) {
		const least = shares.reduce((one, other) => other.bytes < one.bytes ? other : one);
		least.bytes += size;
		least.files.push(path);
	}
	return shares.map(({ files }) => files).filter((files) => files.length > 0);
}
// src/python/freeze.ts
async function freeze(python, pip, host) {
	return (await host.capture(python, [
		"-I",
		"-B",
		join(pip.path, "pip"),
		"freeze",
		"--all"
	], { environment: {
		...cleanEnvironment(host.environment),
		...pipEnvironment({})
	} })).split(/\r?\n/).filter((line) => line !== "");
}
// src/python/lock.ts
const WITHOUT_HASHES = "Without hashes: the index, or the installer, did not give every one.";
async function lockOf(environment, freeze, job, host) {
	const plain = freeze.filter((line) => !line.startsWith("#")).map(withoutCredentials);
	try {
		const locked = environment.uv ? await lockedByUv(environment.uv, environment, plain, job, host) : lockedByPip(environment, plain);
		if (!hasEveryHash(locked)) throw new Error("not every file has one.");
		const { python, glibc, architecture } = job.target;
		return withHead(`What was installed for Python ${python}, glibc ${glibc.join(".")}, ${architecture}.`, job, locked);
	} catch (error) {
		host.log.debug(`No hashes for the lock: ${messageOf(error)}`);
		return withHead(WITHOUT_HASHES, job, `${plain.join("\n")}\n`);
	}
}
function hasEveryHash(pins) {
	return pins.trim().replaceAll("\\\n", "").split("\n").every((line) => line === "" || line.includes(" --hash="));
}
function withHead(sentence, { requirements }, pins) {
	return [
		`# ${sentence}`,
		...sourceLines(requirements.options),
		pins
	].join("\n");
}
async function lockedByUv(uv, { directory, python }, freeze, job, host) {
	const list = join(directory, "freeze.txt");
	writeFileSync(list, `${freeze.join("\n")}\n`);
	const platform = uvPlatform(job.target);
	const args = [
		"pip",
		"compile",
		"--quiet",
		"--generate-hashes",
		"--no-deps",
		"--no-header",
		"--no-annotate"
	];
	const options = [
		"--python",
		python,
		...platform ? ["--python-platform", platform] : []
	];
	const settings = withIndexes(job.settings, job.requirements.options, job.options.workspace);
	return await host.capture(uv, [
		...args,
		...options,
		list
	], { environment: {
		...installerEnvironment(host),
		...uvEnvironment(settings),
		...uvCacheEnvironment(job, host)
	} });
}
function hashed(pin, sha256) {
	return `${pin} \\\n    --hash=sha256:${sha256}`;
}
function lockedByPip({ pipReport }, freeze) {
	if (!existsSync(pipReport)) return `${freeze.join("\n")}\n`;
	return `${installedIn(pipReport).map((one) => {
		const sha256 = hashOf(one);
		return sha256 ? hashed(pinOf(one), sha256) : pinOf(one);
	}).sort((a, b) => a.toLowerCase() < b.toLowerCase() ? -1 : 1).join("\n")}\n`;
}
// src/python/origins.ts
function originsOf({ uv, pipReport, output }) {
	if (uv !== void 0) return {
		fromSource: [],
		yanked: [...output.matchAll(/`([A-Za-z0-9._-]+)==[^`]*` is yanked/g)].map((match) => match[1] ?? "")
	};
	if (!existsSync(pipReport)) return {
		fromSource: [],
		yanked: []
	};
	const { install } = JSON.parse(readFileSync(pipReport, "utf8"));
	return {
		fromSource: install.filter((one) => !isWheel(one.download_info.url)).map(({ metadata }) => metadata.name),
		yanked: install.filter((one) => one.is_yanked).map(({ metadata }) => metadata.name)
	};
}
function isWheel(url) {
	return /\.whl($|[?#])/.test(url);
}
// src/mount/stage.ts
const INSTALLER_TRACES = [
	"INSTALLER",
	"REQUESTED",
	"uv_cache.json",
	"uv_build.json"
];
const METADATA = [
	"METADATA",
	"PKG-INFO",
	"RECORD"
];
function requireReadableMetadata(sitePackages) {
	const files = readdirSync(sitePackages, { withFileTypes: true }).filter(({ name }) => /\.(dist|egg)-info$/.test(name)).flatMap((entry) => entry.isDirectory() ? METADATA.map((one) => `${entry.name}/${one}`) : [entry.name]);
	for (const file of files) {
		const size = statSync(join(sitePackages, file), { throwIfNoEntry: false })?.size ?? 0;
		if (size <= largestText(file)) continue;
		const limit = `no distribution has more than ${humanBytes(largestText(file))} in it`;
		throw new UserError(`${file} has ${humanBytes(size)} as it was installed; ${limit}.`, {
			hint: `This release of ${file.split("-")[0]} is damaged, or made to do harm: pin another one, and tell who runs the index.`,
			exitCode: ExitCode.install
		});
	}
}
async function stage(sitePackages, destination) {
	mkdirSync(dirname(destination), { recursive: true });
	await moveTree(sitePackages, destination);
	const outside = {};
	const directUrls = {};
	const builtByUv = [];
	for (const directory of readdirSync(destination).filter((name) => name.endsWith(".dist-info"))) {
		const name = nameOf$1(join(destination, directory));
		const directUrl = takeDirectUrl(join(destination, directory));
		if (directUrl !== void 0) directUrls[name] = directUrl;
		if (existsSync(join(destination, directory, "uv_build.json"))) builtByUv.push(name);
		const rows = normaliseRecord(destination, directory);
		if (rows.length > 0) outside[name] = rows;
	}
	normaliseTree(destination);
	return {
		outside,
		directUrls,
		builtByUv
	};
}
function nameOf$1(directory) {
	const text = readIfThere(join(directory, "METADATA")) ?? "";
	const fallback = directory.split(/[\\/]/).at(-1)?.split("-")[0] ?? "";
	return normalisedName(parseHeaders(text).get("name")?.[0] ?? fallback);
}
function takeDirectUrl(directory) {
	const path = join(directory, "direct_url.json");
	const text = readIfThere(path);
	if (text === void 0) return void 0;
	rmSync(path);
	try {
		return JSON.parse(withoutCredentials(text));
	} catch {
		return { url: "unreadable direct_url.json" };
	}
}
function normaliseRecord(root, directory) {
	for (const name of INSTALLER_TRACES) rmSync(join(root, directory, name), { force: true });
	const path = join(root, directory, "RECORD");
	const text = readIfThere(path);
	if (text === void 0) return [];
	const gone = new Set([...INSTALLER_TRACES, "direct_url.json"].map((name) => `${directory}/${name}`));
	const outside = [];
	const kept = [];
	const rows = parseRecord(text);
	if (rows === void 0) return [];
	for (const row of rows) {
		const way = posix.normalize(row.path.replaceAll("\\", "/"));
		if (way.startsWith("../") || way.startsWith("/")) outside.push({
			...row,
			path: way
		});
		else if (!gone.has(way) && !/(^|\/)__pycache__\/[^/]+\.pyc$/.test(way)) kept.push({
			...row,
			path: way
		});
	}
	writeFileSync(path, formatRecord(kept));
	return outside.sort((a, b) => a.path < b.path ? -1 : 1);
}
function dropBytecode(folder) {
	for (const entry of readdirSync(folder, { withFileTypes: true })) {
		if (!entry.isDirectory()) continue;
		const path = join(folder, entry.name);
		if (entry.name === "__pycache__") rmSync(path, { recursive: true });
		else dropBytecode(path);
	}
}
function normaliseTree(folder) {
	for (const entry of readdirSync(folder, { withFileTypes: true })) {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) normaliseTree(path);
		else if (entry.isFile()) chmodSync(path, (statSync(path).mode & 64) === 0 ? 420 : 493);
	}
	if (readdirSync(folder).length === 0) rmSync(folder, { recursive: true });
	else chmodSync(folder, 493);
}
function readIfThere(path) {
	try {
		return statSync(path).size > largestText(path) ? void 0 : readFileSync(path, "utf8");
	} catch (error) {
		if (isSystemError(error, "ENOENT", "ENOTDIR")) return void 0;
		throw error;
	}
}
// src/mount/build.ts
async function build(plan, host) {
	discard(plan.location.environmentDirectory);
	const environment = await install(plan, host);
	requireReadableMetadata(environment.sitePackages);
	dropBytecode(environment.sitePackages);
	const [facts] = await allEnded([factsOf(environment, plan, host), compile(environment.sitePackages, plan, host)]);
	const location = staged(plan.location);
	const { builtByUv, ...stagedAway } = await stage(environment.sitePackages, location.directory);
	await new Pauses().take();
	const inventory = takeInventory(location.directory, [environment.directory, plan.options.workspace]);
	const fromSource = [...new Set([...builtByUv, ...facts.fromSource])].sort();
	return {
		location,
		inventory,
		stagedAway,
		requirements: portableRequirements(plan, stagedAway),
		manifest: void 0,
		build: {
			...facts,
			fromSource
		}
	};
}
async function factsOf(environment, plan, host) {
	const { directory, python, installer, leftOut } = environment;
	const freezing = anyPip(plan.python, plan.settings, host).then((pip) => freeze(python, pip, host));
	const [frozen, { foreign }, lock] = await allEnded([
		freezing,
		probe(python, "search_path", { environment: directory }, {
			environment: cleanEnvironment(host.environment),
			switches: ["-s"]
		}),
		freezing.then((lines) => lockOf(environment, lines, plan, host))
	]);
	const configuration = readFileSync(join(directory, "pyvenv.cfg"), "utf8");
	const systemSitePackages = /^\s*include-system-site-packages\s*=\s*true/im.test(configuration);
	const requirementsFiles = digestRequirements(plan.requirements.files.map(({ path }) => path), plan.options);
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
		lock
	};
}
async function compile(directory, plan, host) {
	const sources = sourcesIn(directory);
	const failed = await compileBytecode(directory, sources, plan.python, host.environment);
	host.log.info(`Compiled ${plural(sources.length - failed.length, "module")} to bytecode.`);
	if (failed.length > 0) host.log.debug(`Not Python ${plan.python.minor}: ${failed.join(", ")}`);
}
function sourcesIn(directory) {
	return listFiles(directory).filter((path) => path.endsWith(".py")).map((path) => ({
		path,
		size: statSync(join(directory, path)).size
	}));
}
function portableRequirements({ requirements, options }, { directUrls }) {
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
		pinned: isPinned(requirement)
	}));
}
function nameOfDirect(url, directUrls) {
	if (url === null) return null;
	const plain = (text) => text.replace(/^(git|hg|svn|bzr)\+/, "").replace(/(\.git)?(@[^/@?]*)?([?#].*)?\/?$/, "");
	return Object.entries(directUrls).find(([, direct]) => plain(direct.url ?? "") === plain(url))?.[0] ?? null;
}
// src/python/places.ts
function candidates(range, environment) {
	const minors = [
		"3.7",
		"3.8",
		"3.9",
		"3.10",
		"3.11",
		"3.12",
		"3.13"
	].filter((minor) => import_semver.default.intersects(`~${minor}.0`, range));
	const paths = [
		...onPath(minors, environment),
		...inToolCache(environment),
		...inVersions(pyenvRoot(environment)),
		...inVersions(uvRoot(environment)),
		...usualPlaces(minors)
	];
	return [...new Set(paths)].filter((path) => existsSync(path) && mayBe(path, minors));
}
function mayBe(path, minors) {
	const named = /(?:python-?|versions[\\/]|Python[\\/])(3\.[0-9]+)/i.exec(path)?.[1];
	return named === void 0 || minors.includes(named);
}
function onPath(minors, environment) {
	const folders = (environment.PATH ?? environment.Path ?? "").split(delimiter).filter((folder) => folder !== "" && !/[\\/]shims[\\/]?$/.test(folder));
	const names = [
		...minors.map((minor) => `python${minor}`),
		"python3",
		"python"
	];
	const suffix = process.platform === "win32" ? ".exe" : "";
	return names.flatMap((name) => folders.map((folder) => join(folder, name + suffix)));
}
function inToolCache(environment) {
	return [environment.RUNNER_TOOL_CACHE, environment.AGENT_TOOLSDIRECTORY].filter((root) => root !== void 0).flatMap((root) => versionFolders(join(root, "Python")).flatMap((folder) => subfolders(folder).flatMap((architecture) => executablesIn(architecture))));
}
function pyenvRoot(environment) {
	return join(environment.PYENV_ROOT ?? join(homedir(), ".pyenv"), "versions");
}
function uvRoot(environment) {
	const data = environment.XDG_DATA_HOME ?? join(homedir(), ".local", "share");
	return environment.UV_PYTHON_INSTALL_DIR ?? join(data, "uv", "python");
}
function inVersions(root) {
	return versionFolders(root).flatMap((folder) => executablesIn(folder));
}
function usualPlaces(minors) {
	if (process.platform === "win32") return [...knownToLauncher(), ...minors.flatMap((minor) => windowsPlaces(minor))];
	const folders = [
		"/usr/bin",
		"/usr/local/bin",
		"/opt/homebrew/bin",
		join(homedir(), ".local", "bin")
	];
	return minors.flatMap((minor) => folders.map((folder) => join(folder, `python${minor}`)));
}
function knownToLauncher() {
	try {
		return [...execFileSync("py", ["-0p"], {
			encoding: "utf8",
			timeout: 3e4
		}).matchAll(/[A-Za-z]:\\.*python\.exe/gi)].map(([path]) => path);
	} catch {
		return [];
	}
}
function windowsPlaces(minor) {
	const name = `Python${minor.replace(".", "")}`;
	return [process.env.LOCALAPPDATA && join(process.env.LOCALAPPDATA, "Programs", "Python"), process.env.ProgramFiles].filter((root) => root !== void 0 && root !== "").map((root) => join(root, name, "python.exe"));
}
function executablesIn(folder) {
	return process.platform === "win32" ? [join(folder, "python.exe")] : [join(folder, "bin", "python3")];
}
function versionFolders(root) {
	return subfolders(root).sort((a, b) => import_semver.default.rcompare(import_semver.default.coerce(versionIn(a)) ?? "0.0.0", import_semver.default.coerce(versionIn(b)) ?? "0.0.0"));
}
function versionIn(path) {
	return /[0-9]+\.[0-9]+\.[0-9]+/.exec(path.split(/[\\/]/).at(-1) ?? "")?.[0] ?? "0.0.0";
}
function subfolders(root) {
	try {
		return readdirSync(root).map((name) => join(root, name));
	} catch {
		return [];
	}
}
// src/python/interpreter.ts
const OLDEST_PIP = "20.3.0";
async function findInterpreter(range, given, host) {
	const environment = cleanEnvironment(host.environment);
	const seen = [];
	for (const path of given === "" ? candidates(range, host.environment) : [given]) {
		const answer = await ask(path, environment);
		const problem = typeof answer === "string" ? answer : unfit(answer, range);
		if (problem === void 0) return interpreterOf(answer);
		seen.push(`${path} (${problem})`);
		host.log.debug(`Not taken: ${path}: ${problem}`);
	}
	throw notFound(range, given, seen);
}
async function ask(path, environment) {
	const run = await runProbe(path, "interpreter", {}, {
		environment,
		timeout: 3e4
	});
	if (run.exitCode === 0) return answerIn(run.output) ?? "no Python";
	return run.errors.trim().split("\n").at(-1) || `exit code ${run.exitCode}`;
}
function answerIn(output) {
	try {
		return JSON.parse(output);
	} catch {
		return;
	}
}
function unfit(answer, range) {
	if (answer.implementation !== "CPython") return `${answer.implementation}, not CPython`;
	if (!import_semver.default.satisfies(answer.version, range)) return `Python ${answer.version}`;
	if (answer.release !== "final") return `a pre-release of Python ${answer.version}`;
	if (answer.bits !== 64) return "a 32-bit Python";
	if (/^cpython-[0-9]+(t|d)/.test(answer.soabi)) return "a free-threaded or debug build";
	if (pipOf(answer) === void 0) return `without pip ${OLDEST_PIP} or ensurepip: install python3-venv, or upgrade pip`;
	if (!answer.canMakeEnvironments) return "without the venv module: install python3-venv";
}
function pipOf(answer) {
	return [{
		path: answer.pip,
		version: answer.pipVersion
	}, {
		path: answer.bundledPip?.[0],
		version: answer.bundledPip?.[1]
	}].filter((pip) => Boolean(pip.path && pip.version)).find((pip) => import_semver.default.gte(import_semver.default.coerce(pip.version) ?? "0.0.0", OLDEST_PIP));
}
function interpreterOf(answer) {
	return {
		path: answer.executable,
		version: answer.version,
		minor: minorOf(answer.version),
		platform: answer.platform,
		machine: answer.machine,
		soabi: answer.soabi,
		pip: pipOf(answer)
	};
}
function minorOf(version) {
	return version.split(".").slice(0, 2).join(".");
}
function notFound(range, given, seen) {
	const version = import_semver.default.validRange(range) && /3\.[0-9]+/.exec(range)?.[0];
	const setup = `- uses: actions/setup-python@v7\n  with:\n    python-version: "${version || "3.8"}"`;
	if (given !== "") {
		const why = seen[0]?.slice(given.length + 1) ?? "";
		return new UserError(`Input python: ${given} is not a CPython ${range} that can be used ${why}.`, { hint: `Name another interpreter, or leave the input empty after this step:\n${setup}` });
	}
	const instead = seen.length === 0 ? "" : ` Not taken: ${seen.slice(0, 6).join(", ")}.`;
	return new UserError(`No Python ${range} was found on this machine.${instead}`, { hint: `Put this step before this one:\n${setup}\nElsewhere: pyenv install ${version || "3.8"}, or name it with the input python.` });
}
// src/target/target.ts
function targetOf({ image, python }) {
	return {
		python,
		...image?.pythonFull !== void 0 && image.python === python && { pythonFull: image.pythonFull },
		glibc: image?.glibc ?? oldestGlibc(python),
		architecture: image?.architecture ?? "x86_64",
		...image && { image },
		honours: image?.honours ?? "unknown"
	};
}
function oldestGlibc(python) {
	return python === "3.7" ? [2, 27] : [2, 31];
}
// src/plan.ts
async function makePlan(options, host) {
	const target = chooseTarget(options);
	const python = await findInterpreter(pythonRange(options, target), options.python, host);
	requireBuildable(target, python);
	const [requirements, settings] = await allEnded([readRequirements(options, python, host), readPipSettings(python, host)]);
	const exact = targetOf({
		image: target.image,
		python: python.minor
	});
	const location = locate(options, python.minor);
	const parts = {
		options,
		target: exact,
		python,
		requirements,
		settings,
		requireHashes: hashesAreRequired(options, requirements),
		location
	};
	return {
		...parts,
		artifactName: artifactName(options, exact),
		key: cacheKey(parts)
	};
}
function chooseTarget(options) {
	const image = findImage(options.image || (options.deployment?.environment.said.text ?? ""));
	if (options.image !== "" && image === void 0) throw new UserError(`Input image: "${options.image}" is not in the catalogue.`, { hint: `Near it: ${nearestImages(options.image).join(", ")}. The command "images" lists all; without an image the strictest that ever shipped is assumed.` });
	const minor = /3\.[0-9]+/.exec(options.pythonVersion)?.[0];
	const asked = options.pythonVersion;
	if (image && asked !== "" && !import_semver.default.intersects(`~${image.python}.0`, asked)) throw new UserError(`Input python-version: ${asked}, but ${options.image || image.name} has Python ${image.python}.`, { hint: "Leave python-version empty, or name another image." });
	return targetOf({
		...image ? { image } : {},
		python: image?.python ?? minor ?? "3.8"
	});
}
function pythonRange(options, target) {
	return options.pythonVersion === "" || target.image !== void 0 ? target.python : options.pythonVersion;
}
function requireBuildable(target, python) {
	const machine = {
		AMD64: "x86_64",
		arm64: "aarch64"
	}[python.machine] ?? python.machine;
	if (python.platform === "linux" && machine === target.architecture) return;
	throw new UserError(`This machine is ${python.platform} ${python.machine}; packages for the image must be built on Linux ${target.architecture}.`, { hint: "Run the job on ubuntu-latest, or the command line in a Linux container; `verify` runs everywhere." });
}
function hashesAreRequired(options, { requirements, options: lines }) {
	if (options.requireHashes !== "auto") return options.requireHashes === "true";
	return requirements.some(({ hashes }) => hashes.length > 0) || lines.some(({ values }) => values.require_hashes === true);
}
function artifactName(options, target) {
	if (options.artifactName !== "") return options.artifactName;
	return `azureml-${basename(options.codeDirectory).replace(/[^A-Za-z0-9._-]+/g, "-")}-${options.environmentName}-py${target.python}-${target.architecture}`;
}
// src/python/rehearsal.ts
async function rehearse(job, image, host) {
	const directory = join(host.temporary, "started-image");
	cpSync(image.directory, directory, {
		recursive: true,
		verbatimSymlinks: true
	});
	const python = pythonIn(directory);
	const pip = await obtainPip(job.python, job.settings, host);
	const before = await freeze(python, pip, host);
	const start = performance.now();
	const run = await host.log.group("pip install, as the image would at every start", () => installOver(python, pip, job, host));
	const duration = Math.round(performance.now() - start);
	if (run.exitCode !== 0) throw failedInstall(run, job.requirements, job.options, host, "At its start the container would end with exit code 95.");
	const sitePackages = sitePackagesOf(directory, job.python);
	requireReadableMetadata(sitePackages);
	return {
		directory,
		python,
		sitePackages,
		duration,
		before,
		after: await freeze(python, pip, host),
		pip
	};
}
async function installOver(python, pip, job, host) {
	const files = job.options.requirementsFiles.flatMap((file) => ["--requirement", file]);
	return await runInstaller(host, python, [
		"-s",
		join(pip.path, "pip"),
		...[
			"install",
			"--no-cache-dir",
			"--no-warn-script-location",
			"--progress-bar",
			"off"
		],
		...reportArguments(pip, host),
		...files
	], {
		directory: host.temporary,
		environment: {
			...installerEnvironment(host),
			...pipEnvironment(job.settings),
			PYTHONPATH: glibcCap(job.target, host)
		},
		isolation: reaped(job.python)
	});
}
// src/delivery/annotations.ts
const SHOWN$2 = 9;
function annotate({ findings, complaints }, location, options, host) {
	for (const severity of [
		"error",
		"warning",
		"notice"
	]) {
		const all = findings.filter((finding) => finding.severity === severity);
		for (const finding of all.slice(0, SHOWN$2)) host.log[severity](wordsOf(finding), placeOf(finding, location, options));
		if (all.length > SHOWN$2) host.log[severity](`${plural(all.length - SHOWN$2, `more ${severity}`)}: all of them are in the summary and the report.`);
	}
	for (const complaint of complaints) host.log.warning(complaint);
}
function wordsOf({ message, hint }) {
	return hint === void 0 ? message : `${message} ${hint}`;
}
function placeOf({ check, place, requirement, file }, { directory }, options) {
	if (place) return {
		title: check,
		...place
	};
	if (requirement?.file) return {
		title: check,
		file: resolve(options.codeDirectory, requirement.file),
		line: requirement.line
	};
	return file === void 0 ? { title: check } : {
		title: check,
		file: resolve(directory, file)
	};
}
function whereOf({ place, requirement, file }, options) {
	if (place) return `${relative(options.workspace, place.file)}:${place.line}`;
	if (requirement === void 0) return file ?? "";
	if (requirement.file === null) return "packages";
	return `${relative(options.workspace, resolve(options.codeDirectory, requirement.file))}:${requirement.line}`;
}
// src/delivery/findings-table.ts
const MARKS = {
	error: "❌",
	warning: "⚠️",
	notice: "ℹ️"
};
const LONGEST_TABLE$1 = 200;
function findingsTable(verdict, options) {
	if (verdict.findings.length === 0) return verdict.waived.length === 0 ? "No findings." : waived(verdict);
	const rows = verdict.findings.slice(0, LONGEST_TABLE$1).map((finding) => row(finding, options));
	const more = verdict.findings.length - rows.length;
	const rest = more > 0 ? `\n\n${plural(more, "more finding")} in the report.` : "";
	return `### Findings\n\n${[
		"| | check | where | finding |",
		"|---|---|---|---|",
		...rows
	].join("\n")}${rest}${verdict.waived.length === 0 ? "" : `\n\n${waived(verdict)}`}`;
}
function row(finding, options) {
	return `| ${MARKS[finding.severity]} | ${finding.check} | ${cell(whereOf(finding, options))} | ${cell(wordsOf(finding))} |`;
}
function waived({ waived: off }) {
	const lines = off.map(({ check, distribution, message, reason }) => `- ${check} ${distribution ?? ""}: ${cell(message)} *${cell(reason)}*`);
	return `<details><summary>${plural(off.length, "finding")} turned off</summary>\n\n${lines.join("\n")}\n\n</details>`;
}
function cell(text) {
	return literal(text).replaceAll("|", "\\|").replace(/\s+/g, " ");
}
// src/delivery/smoke-section.ts
function smokeSection(smoke) {
	if (smoke === void 0) return "";
	const { request, server, problem, readyAfter, answeredAfter, status, answer } = smoke;
	const title = `**Smoke test**: azureml-inference-server-http ${server}, \`${request}\``;
	if (problem !== void 0) return `${title}: ❌ ${problem.replaceAll("<", "&lt;")}`;
	return `${title}: ✅ ${`ready after ${humanSeconds(readyAfter ?? 0)}, answered ${status} after ${answeredAfter} ms`}.\n\n<details><summary>The answer</summary>\n\n${fenced(answer)}\n\n</details>`;
}
function fenced(text) {
	const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
	const fence = "`".repeat(longest + 1);
	return `${fence}\n${text}\n${fence}`;
}
// src/delivery/snippets.ts
const APP = "/var/azureml-app";
function snippets(variables, options, target) {
	return [
		{
			title: "Command line, v2",
			language: "sh",
			text: commandLine(variables, options)
		},
		{
			title: "Python SDK v2",
			language: "python",
			text: pythonV2(variables, options, target)
		},
		{
			title: "Python SDK v1, whose support ended on 2026-06-30",
			language: "python",
			text: pythonV1(variables, options, target)
		},
		{
			title: "A local try with Docker",
			language: "sh",
			text: docker(variables, options, target)
		}
	];
}
function foldedSnippets(all) {
	return all.map(({ title, language, text }) => `<details><summary>${title}</summary>\n\n\`\`\`${language}\n${text}\n\`\`\`\n\n</details>`).join("\n\n");
}
async function showSnippets(all, host) {
	if (host.kind !== "terminal") return;
	for (const { title, text } of all.filter(({ language }) => language === "sh")) await host.log.group(`${title}:`, async () => host.log.info(text));
}
function commandLine(variables, { deployment, workspace }) {
	const file = deployment === void 0 ? "deployment.yml" : slashed(relative(workspace, deployment.file));
	const { name, endpoint } = namesOf$1(deployment);
	return [
		"# With --file the code directory is uploaded too.",
		`az ml online-deployment update --name ${shellWord(name)} --endpoint-name ${shellWord(endpoint)} \\`,
		`  --file ${shellWord(file)} --set ${setArguments(variables)}`
	].join("\n");
}
function pythonV2(variables, options, target) {
	const { deployment } = options;
	const { name, endpoint } = namesOf$1(deployment);
	const entity = deployment?.kind === "kubernetes" ? "KubernetesOnlineDeployment" : "ManagedOnlineDeployment";
	const { code, script } = codeOf(options);
	return `from azure.ai.ml.entities import CodeConfiguration, Environment, ${entity}

# Add model and instance_type. The image as it is: with a conda_file Azure ML would build another one from it.
deployment = ${entity}(
    name=${python(name)},
    endpoint_name=${python(endpoint)},
    code_configuration=CodeConfiguration(code=${python(code)}, scoring_script=${python(script)}),
    environment=Environment(image=${python(imageOf(options, target))}),
    environment_variables=${dictionary(variables, "    ")},
    instance_count=1,
)
ml_client.online_deployments.begin_create_or_update(deployment).result()`;
}
function pythonV1(variables, options, target) {
	const { code, script } = codeOf(options);
	return `# Support for SDK v1 ended on 2026-06-30: for what is deployed so already, not for anything new.
from azureml.core import Environment
from azureml.core.model import InferenceConfig

environment = Environment(name="azureml-extra-packages")
environment.docker.enabled = True
environment.docker.base_image = ${python(imageOf(options, target))}
# Otherwise Azure ML builds an image, whose user is root.
environment.python.user_managed_dependencies = True
environment.environment_variables = ${dictionary(variables, "")}
inference_config = InferenceConfig(
    source_directory=${python(code)}, entry_script=${python(script)}, environment=environment
)`;
}
function docker(variables, options, target) {
	const { code, script } = codeOf(options);
	const place = posix.dirname(script);
	const model = options.modelDirectory === "" ? {} : { AZUREML_MODEL_DIR: "/var/azureml-model" };
	const all = {
		...place === "." ? {} : { AML_APP_ROOT: `${APP}/${place}` },
		AZUREML_ENTRY_SCRIPT: posix.basename(script),
		...model,
		...variables
	};
	const mounts = [`-v "$PWD"${code === "." ? "" : `/${shellWord(code)}`}:${APP}`];
	if (options.modelDirectory !== "") mounts.push(`-v "$PWD"/${shellWord(slashed(relative(options.workspace, options.modelDirectory)))}:/var/azureml-model`);
	const settings = Object.entries(all).map(([name, value]) => `-e ${name}=${shellWord(value)}`);
	const request = options.smokeTest === "" ? "sample-request.json" : slashed(relative(options.workspace, options.smokeTest));
	return [
		[
			"docker run -it --rm -p 5001:5001",
			...mounts,
			...settings,
			shellWord(imageOf(options, target))
		].join(" \\\n  "),
		"# In another terminal:",
		`curl --header 'content-type: application/json' --data @${shellWord(request)} http://127.0.0.1:5001/score`
	].join("\n");
}
function codeOf({ workspace, codeDirectory, scoringScript }) {
	const code = slashed(relative(workspace, codeDirectory)) || ".";
	const directory = slashed(relative(codeDirectory, dirname(scoringScript)));
	return {
		code,
		script: posix.join(directory, basename(scoringScript))
	};
}
function imageOf({ deployment, image }, target) {
	if (deployment?.environment.kind === "inline") return deployment.environment.said.text;
	return target.image?.mcrPath ?? (image || "mcr.microsoft.com/azureml/<image>");
}
function dictionary(variables, indent) {
	return [
		"{",
		...Object.entries(variables).map(([name, value]) => `${indent}    ${python(name)}: ${python(value)},`),
		`${indent}}`
	].join("\n");
}
function python(text) {
	return JSON.stringify(text);
}
// src/delivery/prototype-summary.ts
function prototypeSummary(facts) {
	const { verdict, options, times } = facts;
	const phases = Object.entries(times).map(([name, time]) => `${name} ${humanSeconds(time)}`);
	return `${[
		headline$1(facts),
		verdict.green ? variablesBlock(facts) : "The container would not come up, or would fail at a request.",
		smokeSection(verdict.surroundings.smoke),
		startCost(facts),
		findingsTable(verdict, options),
		verdict.green ? promotion(facts) : "",
		verdict.green ? foldedSnippets(snippets(facts.variables, options, facts.target)) : "",
		`- Times: ${phases.join(", ")}`
	].filter((part) => part !== "").join("\n\n")}\n`;
}
function headline$1({ verdict, options, target }) {
	const where = target.image ? `\`${target.image.name}\`` : `an image with Python ${target.python}`;
	const state = verdict.green ? "the prototype can start" : "the prototype cannot start";
	const file = basename(options.requirementsFiles[0] ?? "");
	return `## ${verdict.green ? "✅" : "❌"} ${basename(options.codeDirectory)}/${file}: ${state}\n\nInstalled once as ${where} would at every start, over its packages, and imported.`;
}
function variablesBlock({ variables }) {
	return `\`\`\`yaml\nenvironment_variables:\n${Object.entries(variables).map(([name, value]) => `  ${name}: ${value}`).join("\n")}\n\`\`\``;
}
function startCost({ duration }) {
	return `**Every start, restart and scale-out waits ${humanSeconds(duration)}** for this installation (here; small instance types take longer), and needs the package index. A container that is not ready after about ${humanSeconds(PROBE_BUDGET)} is started again.`;
}
function promotion({ options, lock, variables }) {
	const [old = ""] = Object.keys(variables);
	const folder = slashed(relative(options.workspace, dirname(options.requirementsFiles[0] ?? "")));
	const file = folder === "" ? "requirements.lock.txt" : `${folder}/requirements.lock.txt`;
	const workflow = [
		"   with:",
		"-    mode: dynamic",
		"+    mode: preinstalled",
		`+    requirements: ${file}`
	];
	const { name, endpoint } = namesOf$1(options.deployment);
	const remove = `az ml online-deployment update --name ${shellWord(name)} --endpoint-name ${shellWord(endpoint)} \\\n  --remove environment_variables.${old}`;
	return `### To production

1. Commit this lock (output \`lock-file\`) as \`${file}\`:

<details><summary>requirements.lock.txt</summary>

\`\`\`
${lock.trimEnd()}
\`\`\`

</details>

2. Change the workflow, and take the packages into the deploy job with \`mode: restore\`:

\`\`\`diff
${workflow.join("\n")}
\`\`\`

3. Remove the old variable, which an update leaves behind. While both are set, the library path alone counts:

\`\`\`sh
${remove}
\`\`\``;
}
// src/delivery/report.ts
function report({ location, mount, target, verdict, times, result, error, more }) {
	const files = mount && [...mount.inventory.files.values()];
	const document = {
		tool: `azureml-extra-packages ${VERSION}`,
		verdict: verdict?.green && error === "" ? "green" : "red",
		result,
		error,
		verified: verdict?.verified ?? "no",
		libraryPath: mount && location?.libraryPath,
		mountDigest: files && mountDigest(files),
		target: {
			...target,
			image: target.image?.name ?? "",
			glibc: target.glibc.join(".")
		},
		installer: mount?.build?.installer,
		counts: {
			...verdict && countsOf(verdict),
			...mount && sizesOf(mount)
		},
		bytes: files?.reduce((sum, { size }) => sum + size, 0),
		times,
		smoke: verdict?.surroundings.smoke,
		...more,
		findings: verdict?.findings,
		waived: verdict?.waived,
		complaints: verdict?.complaints,
		distributions: mount?.inventory.distributions.map(({ name, version }) => ({
			name,
			version
		}))
	};
	return `${JSON.stringify(document, void 0, 2)}\n`;
}
function countsOf({ findings, waived }) {
	const count = (severity) => findings.filter((one) => one.severity === severity).length;
	return {
		errors: count("error"),
		warnings: count("warning"),
		notices: count("notice"),
		waived: waived.length
	};
}
function sizesOf({ inventory }) {
	return {
		distributions: inventory.distributions.length,
		files: inventory.files.size
	};
}
// src/delivery/sarif.ts
const LEVELS = {
	error: "error",
	warning: "warning",
	notice: "note"
};
function sarif(findings, location, options) {
	const ids = [...new Set(findings.map(({ check }) => check))];
	const rules = CHECKS.filter(({ id }) => ids.includes(id)).map(({ id, title, explanation, severity }) => ({
		id,
		shortDescription: { text: title },
		fullDescription: { text: explanation },
		defaultConfiguration: { level: LEVELS[severity] }
	}));
	const driver = {
		name: "azureml-extra-packages",
		version: VERSION,
		rules
	};
	const root = { uri: `${pathToFileURL(options.workspace).href}/` };
	const results = findings.map((finding) => ({
		ruleId: finding.check,
		level: LEVELS[finding.severity],
		message: { text: wordsOf(finding) },
		locations: [{ physicalLocation: physical(finding, location, options) }]
	}));
	return `${JSON.stringify({
		$schema: "https://json.schemastore.org/sarif-2.1.0.json",
		version: "2.1.0",
		runs: [{
			tool: { driver },
			originalUriBaseIds: { WORKSPACE: root },
			results
		}]
	}, void 0, 2)}\n`;
}
function physical({ place, requirement, file }, location, options) {
	if (place) return {
		...artifact(place.file, options),
		region: { startLine: place.line }
	};
	if (requirement?.file) return {
		...artifact(resolve(options.codeDirectory, requirement.file), options),
		region: { startLine: requirement.line }
	};
	return artifact(file === void 0 ? options.scoringScript : resolve(location.directory, file), options);
}
function artifact(path, { workspace }) {
	return { artifactLocation: {
		uri: relative(workspace, path).split(sep).map(encodeURIComponent).join("/"),
		uriBaseId: "WORKSPACE"
	} };
}
// src/delivery/report-files.ts
function writeReport(run) {
	const { outputDirectory: directory, options, location, mount, verdict, earlier } = run;
	mkdirSync(directory, { recursive: true });
	const findings = join(directory, "findings.sarif");
	if (verdict && location && options) writeFileSync(findings, sarif(verdict.findings, location, options));
	else rmSync(findings, { force: true });
	const file = join(directory, "report.json");
	const comparison = mount && compare$1(earlier, mount);
	writeFileSync(file, report({
		...run,
		more: {
			...run.more,
			origin: mount?.origin,
			comparison
		}
	}));
	return file;
}
// src/python/start-lock.ts
async function lockOfStart(versions, started, job, host) {
	const chosen = await choices(versions, started, job, host);
	const isWhole = [...versions.keys()].every((name) => chosen.get(name)?.sha256 !== void 0);
	const lines = [...versions].sort().map(([name, version]) => {
		const { directPin, sha256 } = chosen.get(name) ?? {};
		const pin = directPin ?? `${name}==${version ?? ""}`;
		return isWhole && sha256 ? hashed(pin, sha256) : pin;
	});
	return withHead(isWhole ? "What was installed." : WITHOUT_HASHES, job, `${lines.join("\n")}\n`);
}
async function choices(versions, started, job, host) {
	const installed = byName(installedIn(reportOf(host)));
	const found = [...versions.keys()].filter((name) => !installed.has(name));
	if (found.length === 0) return installed;
	host.log.info(`In the image already: ${found.sort().join(", ")}. Asking the index for hashes.`);
	return new Map([...byName(await chosenAlone(versions, started, job, host)), ...installed]);
}
function byName(installed) {
	const entries = installed.map((one) => {
		const choice = {
			directPin: one.is_direct ? pinOf(one) : void 0,
			sha256: hashOf(one)
		};
		return [normalisedName(one.metadata.name), choice];
	});
	return new Map(entries);
}
async function chosenAlone(versions, { python, pip }, job, host) {
	const pins = [...versions].filter(([, version]) => version !== void 0).map(([name, version]) => `${name}==${version}`);
	const [constraints, report] = [join(host.temporary, "image-versions.txt"), join(host.temporary, "alone-report.json")];
	writeFileSync(constraints, `${pins.join("\n")}\n`);
	const files = job.options.requirementsFiles.flatMap((file) => ["--requirement", file]);
	const args = [
		"install",
		"--dry-run",
		"--ignore-installed",
		"--quiet",
		"--report",
		report,
		"--constraint",
		constraints
	];
	try {
		await host.capture(python, [
			"-s",
			join(pip.path, "pip"),
			...args,
			...files
		], {
			directory: job.options.scoringDirectory,
			environment: {
				...installerEnvironment(host),
				...pipEnvironment(job.settings),
				...pipCacheEnvironment(job, host),
				PYTHONPATH: glibcCap(job.target, host)
			}
		});
	} catch (error) {
		host.log.debug(`No hashes for what the image had already: ${messageOf(error)}`);
	}
	return installedIn(report);
}
// src/delivery/yaml-tokens.ts
function withEdits(text, edits) {
	const parts = [];
	let at = 0;
	for (const edit of edits.toSorted((a, b) => a.from - b.from)) {
		parts.push(text.slice(at, edit.from), edit.text);
		at = edit.to;
	}
	return parts.join("") + text.slice(at);
}
function insertion(at, text) {
	return {
		from: at,
		to: at,
		text
	};
}
function startOf(item) {
	return [
		...item.start,
		item.key,
		...item.sep ?? []
	].find((token) => token != null && !isTrivia(token))?.offset ?? 0;
}
function endOf(item) {
	if (item.value) return endOfToken(item.value);
	const last = [
		...item.start,
		item.key,
		...item.sep ?? []
	].findLast((token) => token != null && !isTrivia(token));
	return last == null ? 0 : endOfToken(last);
}
function endOfToken(token) {
	switch (token.type) {
		case "block-scalar": return endOfBlockScalar(token);
		case "flow-collection": return endOfToken(token.end.find(({ type }) => /^flow-(map|seq)-end$/.test(type)) ?? token.start);
		case "block-map":
		case "block-seq": return endOf(token.items.at(-1));
		default: return token.offset + ("source" in token ? token.source.length : 0);
	}
}
function headerOf({ offset, props }) {
	const sources = props.map((token) => "source" in token ? token.source : "");
	const header = props.find(({ type }) => type === "block-scalar-header");
	const content = offset + sources.join("").length;
	return {
		header: header && "source" in header ? header.source : "",
		content
	};
}
function endOfBlockScalar(token) {
	const { header, content } = headerOf(token);
	if (token.source.trim() === "") return token.offset + header.length;
	return content + (header.includes("+") ? token.source : token.source.trimEnd()).length;
}
function endsInOpenBlockScalar(text, item) {
	if (/[\r\n]$/.test(text)) return false;
	const { value } = item;
	if (value?.type === "block-map" || value?.type === "block-seq") return endsInOpenBlockScalar(text, value.items.at(-1));
	return value?.type === "block-scalar" && !headerOf(value).header.includes("-");
}
function isTrivia({ type }) {
	return type === "space" || type === "comment" || type === "newline" || type === "comma";
}
function lineStart(text, at) {
	return Math.max(text.lastIndexOf("\n", at - 1), text.lastIndexOf("\r", at - 1)) + 1;
}
function lineEnd(text, at) {
	const length = text.slice(at).search(/[\r\n]/);
	return length < 0 ? text.length : at + length;
}
function eolAt(text, at) {
	return /\r\n|\n|\r/.exec(text.slice(at))?.[0] ?? /\r\n|\n|\r/.exec(text)?.[0] ?? "\n";
}
function indentAt(text, at) {
	return " ".repeat(text.slice(lineStart(text, at), at).replace(/^\ufeff/, "").length);
}
// src/delivery/yaml-insert.ts
function linesIn(text, map, lines, end) {
	const [first, last] = [sourceOf(map.items[0]), sourceOf(map.items.at(-1))];
	const indent = indentAt(text, startOf(first));
	const eol = eolAt(text, startOf(first));
	if (endsInOpenBlockScalar(text, last)) return insertion(startOf(last), lines.map((line) => line + eol + indent).join(""));
	const at = end ?? behind(text, endOf(last));
	const isLineStart = /[\r\n]/.test(text[at - 1] ?? "");
	return insertion(at, lines.map((line) => isLineStart ? indent + line + eol : eol + indent + line).join(""));
}
function behind(text, end) {
	return /[\r\n]/.test(text[end - 1] ?? "") ? end : lineEnd(text, end);
}
function entriesIn(text, map, entries) {
	const last = map.items.at(-1)?.srcToken;
	if (last === void 0) {
		const { start } = map.srcToken;
		return [insertion(start.offset + 1, entries.join(", "))];
	}
	const [begin, end] = [startOf(last), endOf(last)];
	const before = text.slice(lineStart(text, begin), begin);
	const rest = /^[ \t]*(,?)[ \t]*(?:(?<=[\s,])#.*)?$/.exec(text.slice(end, lineEnd(text, end)));
	if (before.trim() !== "" || rest === null) return [insertion(end, entries.map((entry) => `, ${entry}`).join(""))];
	const at = lineEnd(text, end);
	const start = `${eolAt(text, at)}${before}`;
	const comma = rest[1] ?? "";
	const lines = entries.join(`,${start}`);
	return [...comma === "" ? [insertion(end, ",")] : [], insertion(at, start + lines + comma)];
}
function sourceOf(pair) {
	return pair?.srcToken ?? { start: [] };
}
// src/delivery/yaml-value.ts
const KEPT_TAGS = [
	"!!str",
	"!!map",
	"!"
];
function withValue({ srcToken: item, value }, text, inFlow) {
	if (item?.key == null) return void 0;
	const { value: token, sep = [] } = item;
	const scalar = scalarOf(text, quoteOf(value), inFlow);
	if (token === void 0 || "source" in token && token.source === "" && token.type === "scalar") {
		const colon = sep.some(({ type }) => type === "map-value-ind") ? "" : ":";
		if (colon !== "" && !inFlow) return void 0;
		return [...withoutTag(sep, endOf(item)), insertion(endOf(item), `${colon} ${scalar}`)];
	}
	if (token.type === "block-map" || token.type === "block-seq") return void 0;
	if (token.type === "block-scalar") return [...withoutTag(sep, token.offset), ...inBlockScalar(token, scalar)];
	const edit = {
		from: token.offset,
		to: endOfToken(token),
		text: scalar
	};
	return [...withoutTag(sep, token.offset), edit];
}
function inBlockScalar(token, scalar) {
	const { header, content } = headerOf(token);
	const lines = token.source.trimEnd().length;
	const next = /^[ \t]*(\r\n|\n|\r|$)/.exec(token.source.slice(lines))?.[0].length ?? 0;
	return [{
		from: token.offset,
		to: token.offset + header.length,
		text: scalar
	}, ...lines > 0 ? [{
		from: content,
		to: content + lines + next,
		text: ""
	}] : []];
}
function withoutTag(sep, end) {
	const at = sep.findIndex(({ type, source }) => type === "tag" && !KEPT_TAGS.includes(source));
	const tag = sep[at];
	if (tag === void 0) return [];
	const to = sep[at + 1]?.type === "space" ? tag.offset + tag.source.length + (sep[at + 1]?.source.length ?? 0) : end;
	return [{
		from: tag.offset,
		to,
		text: ""
	}];
}
function quoteOf(value) {
	const type = (0, import_dist.isScalar)(value) ? value.type : void 0;
	if (type === import_dist.Scalar.QUOTE_DOUBLE) return "\"";
	return type === import_dist.Scalar.QUOTE_SINGLE ? "'" : "";
}
// src/delivery/yaml-lines.ts
function withPairs(yaml, key, pairs) {
	const top = yaml.document.contents;
	if (!(0, import_dist.isMap)(top)) return void 0;
	const wanted = Object.entries(pairs).filter(([name, value]) => !isThere(yaml, key, name, value));
	const edits = wanted.length === 0 ? [] : editsOf(yaml, top, key, wanted);
	return edits === void 0 ? void 0 : withEdits(yaml.text, edits);
}
function editsOf(yaml, top, key, wanted) {
	const own = pairAt(yaml, top, key);
	if (own === void 0) return newMapping(yaml.text, top, key, wanted);
	if ((0, import_dist.isMap)(own.value)) return inMapping(yaml, own.value, own, wanted);
	return (0, import_dist.isScalar)(own.value) && own.value.value === null ? inNothing(yaml.text, own, top, wanted) : void 0;
}
function newMapping(text, top, key, wanted) {
	if (top.flow) {
		const json = isQuoted(top.items[0]);
		return entriesIn(text, top, [`${json ? JSON.stringify(key) : key}: ${flowMapping(wanted, json)}`]);
	}
	const lines = [`${key}:`, ...wanted.map((pair) => `  ${entryOf(pair)}`)];
	const end = text.search(/(?<![^\r\n])\.\.\.(?=\s|$)/);
	return [linesIn(text, top, lines, end < 0 ? text.length : end)];
}
function inNothing(text, own, top, wanted) {
	const item = own.srcToken;
	const colon = item?.sep?.find(({ type }) => type === "map-value-ind");
	if (item === void 0 || colon === void 0) return void 0;
	const mapping = flowMapping(wanted, top.flow === true && isQuoted(own));
	const token = item.value;
	const isWritten = token !== void 0 && "source" in token && token.source !== "";
	const untagged = withoutTag(item.sep ?? [], isWritten ? token.offset : endOf(item));
	if (isWritten) return [...untagged, {
		from: token.offset,
		to: endOfToken(token),
		text: mapping
	}];
	if (top.flow) return [...untagged, insertion(endOf(item), ` ${mapping}`)];
	const at = lineEnd(text, endOf(item));
	const start = `${eolAt(text, at)}${indentAt(text, startOf(item))}  `;
	return [...untagged, insertion(at, wanted.map((pair) => start + entryOf(pair)).join(""))];
}
function inMapping(yaml, map, own, wanted) {
	const json = map.flow === true && isQuoted(map.items[0] ?? own);
	const edits = [];
	for (const [name, value] of wanted) {
		const pair = pairAt(yaml, map, name);
		const changed = pair && withValue(pair, value, map.flow === true);
		if (pair && changed === void 0) return void 0;
		edits.push(...changed ?? []);
	}
	const added = wanted.filter(([name]) => pairAt(yaml, map, name) === void 0);
	if (added.length === 0) return edits;
	const entries = added.map((pair) => entryOf(pair, json, map.flow === true));
	if (map.flow) return [...edits, ...entriesIn(yaml.text, map, entries)];
	return [...edits, linesIn(yaml.text, map, entries)];
}
function flowMapping(wanted, json) {
	return `{${wanted.map((pair) => entryOf(pair, json, true)).join(", ")}}`;
}
function entryOf([name, value], json = false, inFlow = false) {
	return `${scalarOf(name, json ? "\"" : "")}: ${scalarOf(value, json ? "\"" : "", inFlow)}`;
}
function isThere(yaml, key, name, value) {
	const { document } = yaml;
	const map = (0, import_dist.isMap)(document.contents) ? pairAt(yaml, document.contents, key)?.value : void 0;
	if (!(0, import_dist.isMap)(map)) return false;
	const pair = pairAt(yaml, map, name);
	const merged = isRecord(yaml.value) ? yaml.value[key] : void 0;
	if (pair === void 0) return isRecord(merged) && merged[name] === value && scalarOf(value) === value;
	const node = (0, import_dist.isAlias)(pair.value) ? pair.value.resolve(document) : pair.value;
	if (!(0, import_dist.isScalar)(node) || node.value !== value) return false;
	return node.type !== import_dist.Scalar.PLAIN || node.tag !== void 0 || isTextToClient(node.source ?? "");
}
function pairAt({ document }, map, name) {
	return map.items.find(({ key }) => {
		const node = (0, import_dist.isAlias)(key) ? key.resolve(document) : key;
		return (0, import_dist.isScalar)(node) && node.value === name;
	});
}
function isQuoted(pair) {
	return (0, import_dist.isScalar)(pair?.key) && pair.key.type === import_dist.Scalar.QUOTE_DOUBLE;
}
// src/delivery/deployment-file.ts
const VARIABLES = "environment_variables";
function updateDeployment(deployment, needed, host) {
	if (deployment === void 0) return "";
	const yaml = readYaml(deployment.file);
	const variables = besideOwnPythonPath(needed, textAt(yaml, VARIABLES, "PYTHONPATH")?.text);
	const text = withVariables(yaml, variables);
	if (!deployment.write && text !== yaml.text) {
		const lines = Object.entries(variables).map(([name, value]) => `  ${name}: ${value}`);
		host.log.info([
			`With --write, ${deployment.file} would say:`,
			`${VARIABLES}:`,
			...lines
		].join("\n"));
		return "";
	}
	if (text !== yaml.text) {
		rewrite(deployment.file, text);
		host.log.info(`Brought up to date: ${deployment.file}`);
	}
	return deployment.file;
}
function rewrite(file, text) {
	const place = realpathSync(file);
	const draft = `${place}.${process.pid}.new`;
	try {
		writeFileSync(draft, text, {
			mode: statSync(place).mode,
			flag: "wx"
		});
		renameSync(draft, place);
	} catch (error) {
		if (!isSystemError(error, "EEXIST")) rmSync(draft, { force: true });
		throw new UserError(`${file} cannot be brought up to date: ${messageOf(error)}.`, {
			file,
			hint: "Make it writable for this user, or leave --write away and change it as the log says.",
			exitCode: ExitCode.delivery,
			cause: error
		});
	}
}
function withVariables(yaml, variables) {
	const edited = withPairs(yaml, VARIABLES, variables);
	if (edited === yaml.text || edited !== void 0 && isAllThatChanged(yaml, edited, variables)) return edited;
	const shared = Object.keys(variables).find((name) => sharedAt(yaml, [VARIABLES, name]) !== void 0);
	const [what, place] = shared ? [`the value of ${shared} is shared by an anchor`, [VARIABLES, shared]] : ["it is written in a way that this tool cannot change", [VARIABLES]];
	throw new UserError(`${VARIABLES} cannot be brought up to date without changing something else: ${what}.`, {
		file: yaml.file,
		line: lineAt(yaml, place),
		hint: `Write it as a mapping with one variable a line, without anchors. It needs: ${JSON.stringify(variables)}`,
		exitCode: ExitCode.delivery
	});
}
function isAllThatChanged({ file, text }, edited, variables) {
	return [void 0, "failsafe"].every((schema) => {
		const before = parseYaml(file, text, schema);
		const meant = {
			...before.value,
			[VARIABLES]: {
				...presentIn(before),
				...variables
			}
		};
		return isDeepStrictEqual(meaningOf(file, edited, schema), meant);
	});
}
function meaningOf(file, text, schema) {
	try {
		return parseYaml(file, text, schema).value;
	} catch {
		return;
	}
}
function presentIn({ value }) {
	const present = value[VARIABLES];
	return isRecord(present) ? present : {};
}
// src/jobs/conclusion.ts
const NAMED_FINDINGS = 10;
function conclude(verdict, variables, { deployment }, progress, host) {
	if (!verdict.green) {
		const outputs = {
			...emptyOutputs(),
			...progress.outputs,
			error: errorOf(verdict)
		};
		return {
			exitCode: ExitCode.findings,
			outputs
		};
	}
	progress.begin("deploymentFile");
	progress.note({ "deployment-file": updateDeployment(deployment, variables, host) });
	const { verified } = verdict;
	const outputs = {
		...emptyOutputs(),
		...progress.outputs,
		...deployOutputs(variables),
		verified
	};
	return {
		exitCode: ExitCode.green,
		outputs
	};
}
function errorOf({ findings }) {
	const errors = findings.filter(({ severity }) => severity === "error");
	const lines = errors.slice(0, NAMED_FINDINGS).map((finding) => `${finding.check}: ${wordsOf(finding)}`);
	const more = errors.length - lines.length;
	const rest = more > 0 ? [`${plural(more, "more finding")} in the report.`] : [];
	return [
		`${plural(errors.length, "finding")} of severity error:`,
		...lines,
		...rest
	].join("\n");
}
// src/jobs/server-requirement.ts
const SERVER_REQUIREMENT = {
	file: null,
	line: 0,
	text: SERVER,
	name: SERVER,
	extras: [],
	specifier: "",
	constraint: false,
	editable: false,
	applies: true,
	pinned: true
};
function isOnlyTheServers(distribution, closure) {
	const root = closure?.reached[distribution]?.root;
	return root !== void 0 && closure?.roots[root] === SERVER_REQUIREMENT;
}
// src/jobs/prototype-result.ts
async function prototypeResult(story, progress, host) {
	const { plan, mount, verdict, started } = story;
	const { options, target } = plan;
	const variables = prototypeVariables(options);
	annotate(verdict, mount.location, options, host);
	progress.learn({ annotated: true });
	const lock = await writeFiles$1(story, progress, host);
	const ended = conclude(verdict, variables, options, progress, host);
	const rest = plural(verdict.findings.length, "finding");
	host.log.info(verdict.green ? `Green, ${rest}. AZUREML_EXTRA_REQUIREMENTS_TXT=${variables.AZUREML_EXTRA_REQUIREMENTS_TXT}` : `Red, ${rest}.`);
	const { times } = progress.clock;
	const facts = {
		options,
		target,
		verdict,
		duration: started.duration,
		variables,
		lock,
		times
	};
	return {
		...ended,
		summary: prototypeSummary(facts)
	};
}
async function writeFiles$1({ plan, verdict, started, outputDirectory }, progress, host) {
	progress.begin("lock");
	const text = await lockOfStart(reachedBy(verdict, started), started, plan, host);
	const file = join(outputDirectory, "requirements.lock.txt");
	mkdirSync(outputDirectory, { recursive: true });
	writeFileSync(file, text);
	progress.note({ "lock-file": file });
	progress.begin("report");
	const { facts, clock, soFar: result } = progress;
	const run = {
		...facts,
		target: plan.target,
		outputDirectory,
		times: clock.times,
		result,
		error: ""
	};
	progress.note({ "report-file": writeReport(run) });
	return text;
}
function reachedBy({ testimony: { closure } }, { after }) {
	const versions = parseFreeze(after);
	const names = Object.keys(closure?.reached ?? {}).filter((name) => !isOnlyTheServers(name, closure));
	return new Map(names.map((name) => [name, versions.get(name)]));
}
function prototypeVariables({ scoringDirectory, requirementsFiles }) {
	return { AZUREML_EXTRA_REQUIREMENTS_TXT: slashed(relative(scoringDirectory, requirementsFiles[0] ?? "")) };
}
// src/jobs/prototype.ts
async function prototype(options, progress, host) {
	const { clock } = progress;
	const plan = await clock.time("plan", () => makePlan(options, host));
	const { target, python } = plan;
	progress.note({ "python-version": python.version });
	requireUploaded(plan);
	const outputDirectory = outputDirectoryFor(`${plan.artifactName}-dynamic`, options, host);
	progress.learn({
		target,
		outputDirectory,
		more: { requirementsFile: options.requirementsFiles[0] }
	});
	const image = await clock.time("image", () => obtainServedImage(options, target, python, host));
	const started = await clock.time("install", () => rehearse(plan, image, host));
	progress.begin("verify");
	const mount = asMount(started, plan);
	const { duration: startCost } = started;
	progress.learn({
		mount,
		location: mount.location,
		more: {
			startCost,
			...progress.facts.more
		}
	});
	const verdict = await clock.time("verify", () => prove$1({
		options,
		target,
		mount
	}, started, image, plan, host));
	progress.learn({ verdict });
	return await prototypeResult({
		plan,
		mount,
		verdict,
		started,
		outputDirectory
	}, progress, host);
}
function requireUploaded({ options, requirements }) {
	const problems = new Problems();
	if (options.packages.length > 0) problems.add("Input packages: the image reads a requirements file and nothing else.", { hint: "Write the packages into the requirements file." });
	if (options.requirementsFiles.length !== 1) problems.add("Input requirements: the image reads one file.", { hint: "Let that file include the others with -r." });
	for (const { path } of requirements.files) {
		if (isInside(path, options.codeDirectory)) continue;
		problems.add(`${path} lies outside the code directory ${options.codeDirectory}, which is all that is uploaded.`, {
			file: path,
			hint: "Move it into the code directory: the container would end with exit code 99, or 95 for an included file."
		});
	}
	for (const { url, file, line, text } of requirements.requirements) {
		if (!url?.startsWith("file:") || isInside(fileURLToPath(url), options.codeDirectory)) continue;
		problems.add(`${text} is not in the code directory ${options.codeDirectory}, which is all that is uploaded.`, {
			file: file ?? void 0,
			line,
			hint: "Serve it from an index or an address: the container would end with exit code 95."
		});
	}
	problems.throwIfAny();
}
function asMount({ directory, sitePackages }, plan) {
	const nothing = {
		outside: {},
		directUrls: {}
	};
	return {
		location: {
			...plan.location,
			environmentDirectory: directory,
			directory: sitePackages
		},
		inventory: takeInventory(sitePackages),
		requirements: [...portableRequirements(plan, nothing), SERVER_REQUIREMENT],
		stagedAway: nothing,
		manifest: void 0,
		build: void 0
	};
}
async function prove$1(subject, started, image, plan, host) {
	const { options, target, mount } = subject;
	const { inventory } = mount;
	const asked = new Set(mount.requirements.filter((one) => !one.constraint && one.applies).map(({ name }) => name));
	const tried = inventory.distributions.filter(({ name }) => asked.has(name));
	const [closure, failures, scoring] = await allEnded([
		walkClosure(inventory, mount.requirements, target, plan.python, host.environment),
		tryImports(tried, inventory, playStarted(started, plan, host)),
		readScoringImports(options, plan.python, host.environment)
	]);
	const serverFailure = failures.find(({ distribution }) => distribution === SERVER)?.error;
	const importFailures = failures.filter(({ distribution }) => distribution !== SERVER);
	const rehearsal = {
		duration: started.duration,
		replaced: replacedBy(started),
		serverFailure,
		server: image.server
	};
	const container = {
		searchPath: [],
		distributions: [],
		importFailures
	};
	const around = {
		scoring,
		rehearsal,
		commandFiles: host.restoreCommandFiles()
	};
	const checks = PROTOTYPE_CHECKS.map(aboutRequirements);
	const verdict = verify(subject, {
		beside: "",
		closure,
		container,
		server: void 0
	}, around, checks);
	if (options.smokeTest === "" || !verdict.green) return verdict;
	const smoke = await postSampleRequest({
		options,
		target,
		image: {
			...image,
			...started
		},
		python: plan.python
	}, prototypeVariables(options), host);
	const commandFiles = [...around.commandFiles, ...host.restoreCommandFiles()];
	return verify(subject, verdict.testimony, {
		...around,
		smoke,
		commandFiles
	}, checks);
}
function aboutRequirements(check) {
	return {
		...check,
		find: (evidence) => [...check.find(evidence)].filter(({ distribution }) => distribution === void 0 || !isOnlyTheServers(distribution, evidence.closure))
	};
}
function playStarted({ python, sitePackages }, plan, host) {
	const { scoringDirectory: directory } = plan.options;
	const confinement = confine(plan.python, [sitePackages, directory], host);
	return {
		python,
		directory,
		packages: sitePackages,
		environment: confinement.environment,
		confinement
	};
}
function replacedBy({ before, after }) {
	const now = parseFreeze(after);
	return [...parseFreeze(before)].flatMap(([name, version = ""]) => {
		const found = now.get(name) ?? "";
		return found === version || found === "" ? [] : [{
			name,
			before: version,
			after: found
		}];
	});
}
// src/checks/beside.ts
const DEEPEST = 4;
function importableDigest(scoringDirectory, environmentDirectory, environmentName) {
	const digest = createHash("sha256");
	const left = new Set([environmentName, basename(environmentDirectory)]);
	const walk = (folder, depth) => {
		for (const entry of entriesOf(folder)) {
			const path = join(folder, entry.name);
			if (entry.isDirectory() && depth < DEEPEST && /^[A-Za-z_]\w*$/.test(entry.name) && !(depth === 0 && left.has(entry.name))) walk(path, depth + 1);
			else if (entry.isFile() && /\.(py|so)$/.test(entry.name)) {
				digest.update(`${path.slice(scoringDirectory.length)}\0`);
				if (entry.name.endsWith(".py")) digest.update(readFileSync(path));
			}
		}
	};
	walk(scoringDirectory, 0);
	return digest.digest("hex");
}
function entriesOf(folder) {
	try {
		return readdirSync(folder, { withFileTypes: true }).sort((a, b) => a.name < b.name ? -1 : 1);
	} catch {
		return [];
	}
}
// src/checks/load-probe.ts
const PATIENCE$2 = 18e4;
async function tryLoading({ mount: { inventory }, target }, image, askScript, askAppended) {
	const loaded = {};
	const doubts = groupBy(filesInDoubt(inventory, target), (path) => ownerOf(path, inventory));
	if (doubts.size === 0) return loaded;
	const [scoring, appended] = await allEnded([askScript(), askAppended()]);
	for (const [owner, paths] of doubts) {
		const holders = paths.flatMap((path) => packageOf(path, inventory, target) ?? []);
		const named = namedBy(scoring, owner, inventory, target);
		const { failed, cutOffAt, mapped } = readAnswer((await probeImage(image, "imports", {
			modules: [...new Set([
				...modulesOf(owner, inventory),
				...holders,
				...named
			])],
			appended,
			mount: inventory.root
		}, { timeout: PATIENCE$2 })).output);
		if (failed.length === 0 && cutOffAt === void 0) loaded[owner.name] = mapped;
	}
	return loaded;
}
function packageOf(path, inventory, target) {
	const folders = path.split("/").slice(0, -1);
	for (let length = folders.length; length > 0; length--) {
		const name = folders.slice(0, length).join(".");
		if (!folders.slice(0, length).every((folder) => /^[A-Za-z_]\w*$/.test(folder))) continue;
		if (importable(name, inventory, target)?.kind === "package") return folders.some(isTests) ? void 0 : name;
	}
}
const isTests = (folder) => /^tests?$/.test(folder);
function namedBy(scoring, { topLevel }, inventory, target) {
	return scoring.imports.filter(({ module }) => topLevel.includes(module.split(".")[0] ?? "")).flatMap(({ module, names: parts }) => [module, ...parts.map((part) => `${module}.${part}`)]).filter((name) => ["package", "module"].includes(importable(name, inventory, target)?.kind ?? ""));
}
// src/checks/container-view.ts
async function appendedBy({ options, target, mount }, askScript) {
	const scoring = await askScript();
	return foldersOfScript({
		...mount,
		options,
		target,
		scoring
	}).map((folder) => join(mount.location.directory, folder));
}
async function viewOfContainer(subject, python, askScript, later, host) {
	const { options, mount } = subject;
	const { inventory, requirements, location } = mount;
	const image = await playImage(python, location.directory, options.scoringDirectory, host);
	const asked = new Set(requirements.filter((one) => !one.constraint && one.applies).map(({ name }) => name));
	const isUnknown = asked.size === 0 || asked.has(null);
	const tried = inventory.distributions.filter(({ name }) => isUnknown || asked.has(name));
	const appended = () => appendedBy(subject, askScript);
	return await later(async () => {
		const listing = await listingOf(image, host);
		if (listing.startFailure !== void 0) return {
			...listing,
			importFailures: []
		};
		const importFailures = await tryImportsWithScript(tried, inventory, image, appended);
		const loaded = await tryLoading(subject, image, askScript, appended);
		return {
			...listing,
			importFailures,
			loaded
		};
	});
}
async function listingOf(image, host) {
	const run = await probeImage(image, "distributions", { mount: image.packages });
	host.log.info(run.landlock > 0 ? "Imports run under Landlock, which keeps them from writing to the mount and the workspace." : "This system has no Landlock: imports could write to the mount, so it is compared before and after them.");
	const answer = run.exitCode === 0 ? orNothing(() => readListing(run.output)) : void 0;
	if (answer !== void 0) return answer;
	const why = run.exitCode === 0 ? "what it prints is not what it was asked for" : "the interpreter crashes";
	return {
		searchPath: [],
		distributions: [],
		startFailure: run.errors.trim().split("\n").at(-1) || why
	};
}
function readListing(output) {
	const { searchPath, distributions } = JSON.parse(output);
	if (!Array.isArray(searchPath) || !Array.isArray(distributions)) throw new TypeError("It is no listing.");
	return {
		searchPath: searchPath.map(String),
		distributions: distributions.map(([name, version]) => [String(name), String(version)])
	};
}
// src/checks/server-probe.ts
async function askServer({ options, target, mount }, python, environment, known) {
	const { server, distributions } = contentsOf(target, options.imagePackages);
	if (python.pip === void 0 || server === void 0) return void 0;
	const inMount = mount.inventory.distributions.map(({ name, version }) => [name, version]);
	const roots = inMount.some(([name]) => name === "azureml-inference-server-http") ? [] : [{
		name: SERVER,
		requires: server.requires
	}];
	const asked = {
		markers: markersOf(target, python),
		roots,
		image: Object.fromEntries([...distributions.values()].map(({ name, requires }) => [name, requires])),
		mount: Object.fromEntries(inMount)
	};
	const question = sha256Of(Buffer.from(JSON.stringify({
		...asked,
		pip: python.pip.version
	})));
	if (known?.question === question) return known;
	const { conflicts } = await probe(python.path, "server_needs", {
		...asked,
		pip: python.pip.path
	}, { environment: cleanEnvironment(environment) });
	return {
		question,
		conflicts
	};
}
// src/python/newest-wheels.ts
const PATIENCE$1 = 3e4;
const NAME = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/;
const IN_PASSING = {
	PIP_TIMEOUT: "5",
	PIP_RETRIES: "0"
};
async function newestWheels(names, { glibc }, lines, python, host) {
	const known = names.filter((name) => NAME.test(name));
	if (python.pip === void 0 || known.length === 0) return void 0;
	const question = {
		pip: python.pip.path,
		names: known,
		glibc
	};
	try {
		const settings = withIndexes(await readPipSettings(python, host), lines, host.workspace);
		const environment = {
			...cleanEnvironment(host.environment),
			...pipEnvironment(settings),
			...IN_PASSING
		};
		const run = await runProbe(python.path, "newest_wheels", question, {
			environment,
			timeout: PATIENCE$1
		});
		return run.exitCode === 0 ? JSON.parse(run.output) : void 0;
	} catch {
		return;
	}
}
// src/checks/wheel-probe.ts
async function askForWheels({ target, mount, indexLines }, python, host) {
	if (indexLines === void 0) return void 0;
	const names = needingNewerSystem(mount.inventory, target);
	return names.length === 0 ? void 0 : await newestWheels(names, target, indexLines, python, host);
}
// src/checks/testimony.ts
const UNASKED = {
	beside: "",
	closure: void 0,
	container: void 0,
	server: void 0
};
async function takeTestimony(subject, known, python, host, later) {
	const beside = importableBeside(subject);
	if (python === void 0) return {
		...UNASKED,
		beside
	};
	const earlier = known ?? {};
	const [server, sharedSources, { closure, container }] = await allEnded([
		askServer(subject, python, host.environment, earlier.server),
		earlier.sharedSources ?? compareSharedSources(subject, python, host),
		earlier.beside === beside && isEnough(earlier, subject) ? earlier : lookInto(subject, python, host, later)
	]);
	return {
		beside,
		closure,
		container,
		server,
		sharedSources
	};
}
function isEnough({ container }, { options }) {
	return options.evidence === "files" === (container === void 0);
}
async function lookInto(subject, python, host, later) {
	const { mount, target } = subject;
	const walking = python.pip ? walkClosure(mount.inventory, mount.requirements, target, python, host.environment) : void 0;
	const canBeViewed = isLike(target, python) && !hasUnreadMetadata(mount.inventory, mount.inventory.distributions);
	const askScript = () => scoringOf(subject, python, host);
	const [closure, container] = await allEnded([walking, subject.options.evidence !== "files" && canBeViewed ? viewOfContainer(subject, python, askScript, later, host) : void 0]);
	return {
		closure,
		container
	};
}
function importableBeside({ options, mount }) {
	const { environmentDirectory, libraryPath } = mount.location;
	return [
		importableDigest(options.scoringDirectory, environmentDirectory, options.environmentName),
		basename(options.scoringScript),
		libraryPath
	].join(" ");
}
async function lookAround(subject, python, host) {
	if (python === void 0) return { scoring: void 0 };
	const [scoring, newestWheels] = await allEnded([scoringOf(subject, python, host), isLike(subject.target, python) ? askForWheels(subject, python, host) : void 0]);
	return {
		scoring,
		newestWheels
	};
}
function isLike(target, python) {
	return python.platform === "linux" && python.machine === target.architecture && python.minor === target.python;
}
function scoringOf({ options, scoring }, python, host) {
	return scoring ?? readScoringImports(options, python, host.environment);
}
// src/mount/snapshot.ts
var Snapshot = class {
	#inventory;
	#environmentDirectory;
	#before;
	constructor(inventory, environmentDirectory) {
		this.#inventory = inventory;
		this.#environmentDirectory = environmentDirectory;
		this.#before = this.#entries();
	}
	#entries() {
		const { root } = this.#inventory;
		const up = relative(root, this.#environmentDirectory).split(sep).join("/");
		const top = orNothing(() => entryAt(this.#environmentDirectory));
		return new Map([
			...top === void 0 ? [] : [[up, top]],
			...entriesBelow(this.#environmentDirectory, `${up}/`, root),
			...entriesBelow(root, "")
		]);
	}
	compare() {
		const after = this.#entries();
		const known = [...this.#before];
		const replaced = known.filter(([path, { kind }]) => kind !== (after.get(path)?.kind ?? kind)).map(pathOf);
		if (replaced.length > 0) return {
			changed: topmost(replaced),
			removed: [],
			added: []
		};
		const reader = new Reader$1(this.#inventory.root);
		const added = topmost([...after.keys()].filter((path) => !this.#before.has(path)));
		for (const path of added) rmSync(join(this.#inventory.root, path), {
			recursive: true,
			force: true
		});
		return {
			changed: known.filter(([path, entry]) => this.#isChanged(path, entry, after.get(path), reader)).map(pathOf),
			removed: topmost(known.map(pathOf).filter((path) => !after.has(path))),
			added
		};
	}
	#isChanged(path, before, after, reader) {
		if (after === void 0 || after.stamp === before.stamp) return false;
		if (after.kind !== before.kind || after.mode !== before.mode) return true;
		if (after.kind === "directory") return false;
		const file = this.#inventory.files.get(path);
		return file === void 0 || reader.read(path, () => {})?.sha256 !== file.sha256;
	}
};
function pathOf([path]) {
	return path;
}
function topmost(paths) {
	const all = new Set(paths);
	return paths.filter((path) => !all.has(path.slice(0, Math.max(0, path.lastIndexOf("/")))));
}
function* entriesBelow(directory, prefix, closed = "") {
	for (const name of orNothing(() => readdirSync(directory)) ?? []) {
		const [path, full] = [prefix + name, join(directory, name)];
		const entry = orNothing(() => entryAt(full));
		if (entry === void 0) continue;
		yield [path, entry];
		if (entry.kind === "directory" && full !== closed) yield* entriesBelow(full, `${path}/`, closed);
	}
}
function entryAt(path) {
	const stats = lstatSync(path);
	const { size, mode, ino, ctimeMs } = stats;
	return {
		kind: stats.isDirectory() ? "directory" : "other",
		mode,
		stamp: [
			size,
			mode,
			ino,
			ctimeMs
		].join(" ")
	};
}
// src/jobs/prove.ts
async function prove(subject, known, findPython, later, host) {
	const identity = verify(subject, UNASKED, { scoring: void 0 }, IDENTITY_CHECKS);
	if (!identity.green) return {
		...identity,
		complaints: []
	};
	const python = await findPython();
	const before = new Snapshot(subject.mount.inventory, subject.mount.location.environmentDirectory);
	const [testimony, around] = await allEnded([takeTestimony(subject, known, python, host, later), lookAround(subject, python, host)]);
	const first = verify(subject, testimony, around);
	const smoke = first.green ? await smokeTest(subject, python, host) : void 0;
	const interference = before.compare();
	const commandFiles = host.restoreCommandFiles();
	const isUntouched = [commandFiles, ...Object.values(interference)].every((found) => found.length === 0);
	if (smoke === void 0 && isUntouched) return first;
	return verify(subject, testimony, {
		...around,
		smoke,
		interference,
		commandFiles
	});
}
// src/delivery/dockerfile.ts
function dockerfile(packages, { image, python }) {
	if (packages.length === 0) return void 0;
	return `FROM ${image?.mcrPath ?? `<the image of your deployment, Python ${python}>`}
USER root
RUN apt-get update \\
 && apt-get install --yes --no-install-recommends ${[...packages].sort().join(" ")} \\
 && rm -rf /var/lib/apt/lists/*
USER dockeruser
`;
}
// src/delivery/upload-section.ts
const LISTED = 1e3;
const SHOWN$1 = 10;
function uploadFacts(options) {
	const { file, rules } = readUpload(options);
	const { mode, mountParent, environmentName } = options;
	const passing = mode === "verify" ? [] : siblingsOf$1(join(withoutLinks(mountParent), environmentName));
	const isPassing = (directory, name) => passing.includes(join(directory, name));
	const { files } = listUpload(options.codeDirectory, rules, isPassing);
	const path = `${slashed(relative(options.codeDirectory, options.mountParent))}/${options.environmentName}/`.replace(/^\//, "");
	const [inside, beside] = [files.filter((one) => one.path.startsWith(path)), files.filter((one) => !one.path.startsWith(path))];
	return {
		rules: file?.name ?? "",
		...sum(files),
		mount: {
			path,
			...sum(inside)
		},
		files: beside.sort((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1)).slice(0, LISTED)
	};
}
function sum(files) {
	return {
		count: files.length,
		bytes: files.reduce((total, { bytes }) => total + bytes, 0)
	};
}
function uploadLine({ rules, count, bytes, mount }) {
	const by = rules === "" ? "" : ` by ${rules}`;
	return `The deployment uploads ${plural(count, "file")}${by}, ${humanBytes(bytes)}; the mount is ${humanBytes(mount.bytes)} of it.`;
}
function uploadSection(facts) {
	if (facts === void 0) return "";
	const { mount, files } = facts;
	const shown = files.slice(0, SHOWN$1).map(({ path, bytes }) => `| ${cell(path)} | ${humanBytes(bytes)} |`);
	const rest = facts.count - mount.count - shown.length;
	const table = [
		"| file | size |",
		"|---|---:|",
		...[
			`| ${cell(mount.path)} (${plural(mount.count, "file")}) | ${humanBytes(mount.bytes)} |`,
			...shown,
			...rest > 0 ? [`| ${plural(rest, "smaller file")} | |`] : []
		]
	].join("\n");
	return `<details><summary>${uploadLine(facts)}</summary>\n\n${table}\n\n</details>`;
}
// src/delivery/summary.ts
const LONGEST_TABLE = 200;
function summary(facts) {
	return `${[
		headline(facts),
		facts.verdict.green ? use(facts) : notDelivered(),
		smokeSection(facts.verdict.surroundings.smoke),
		facts.verdict.green ? ways(facts) : "",
		findingsTable(facts.verdict, facts.options),
		extended(facts),
		comparisonSection(compare$1(facts.earlier, facts.mount)),
		packages(facts),
		uploadSection(facts.upload),
		details(facts)
	].filter((part) => part !== "").join("\n\n")}\n`;
}
function headline({ verdict, mount, target, options }) {
	const { green, verified } = verdict;
	const where = target.image ? `\`${target.image.name}\`` : `any image with Python ${target.python}`;
	const proof = verified === "full" ? `Proven under the container's import rules for ${where}, glibc ${target.glibc.join(".")} or newer.` : filesOnly(options);
	const caution = target.image ? "" : " No `image` was named: what the image itself brings was not looked at.";
	const name = `${basename(options.codeDirectory)}/${options.environmentName}`;
	const bytes = [...mount.inventory.files.values()].reduce((sum, { size }) => sum + size, 0);
	const size = `${plural(mount.inventory.distributions.length, "package")}, ${plural(mount.inventory.files.size, "file")}, ${humanBytes(bytes)}`;
	return `## ${green ? "✅" : "❌"} ${name}: ${green ? "ready to deploy" : "not ready"}\n\n${size}. ${proof}${caution}`;
}
function filesOnly({ evidence, expectedDigest }) {
	if (evidence !== "files") return "Files are verified; **imports were not tried**, as there is no interpreter of the target here.";
	if (expectedDigest === "") return "Files are verified; **imports were not tried**, as `evidence` is `files`.";
	return "Every byte is as `expected-digest` says. Imports were not tried here, as `evidence` is `files`: the job that built the mount tried them.";
}
function use({ mount, target, delivered, options }) {
	const yaml = ["environment_variables:", ...Object.entries(environmentVariables(mount.location, target, options)).map(([name, value]) => `  ${name}: ${value}`)].join("\n");
	const byHand = delivered?.artifact && delivered.archive !== "" ? unpackByHand(delivered.artifact, delivered.archive, options) : "";
	const why = whyPythonPath(target);
	return `\`\`\`yaml\n${yaml}\n\`\`\`${why ? `\n\n${why}` : ""}${byHand}`;
}
function unpackByHand({ name, url }, archive, options) {
	const directory = shellWord(slashed(relative(options.workspace, options.mountParent)) || ".");
	const zip = shellWord(`${name}.zip`);
	const lines = options.artifactFormat === "directory" ? `unzip ${zip} -d ${directory}` : `unzip ${zip} ${basename(archive)}\n${tarLine(basename(archive))} -C ${directory}`;
	return `\n\nBy hand: download [${literal(name)}](${url}) and unpack it in the root of the repository:\n\n\`\`\`sh\n${lines}\n\`\`\``;
}
function ways({ mount, target, options }) {
	return foldedSnippets(snippets(environmentVariables(mount.location, target, options), options, target));
}
function tarLine(archive) {
	return archive.endsWith(".zst") ? `tar --zstd -xf ${archive}` : `tar -xzf ${archive}`;
}
function extended({ extension }) {
	return extension === void 0 ? "" : foldedSnippets([{
		title: "Dockerfile that extends the image by the system libraries that are missing",
		language: "dockerfile",
		text: extension.trimEnd()
	}]);
}
function notDelivered() {
	return "Nothing was placed, cached or uploaded; what stood in its place before is untouched.";
}
function packages({ mount }) {
	const sizes = sizesOf$1(mount.inventory);
	const table = [
		"| package | version | size | files |",
		"|---|---|---:|---:|",
		...mount.inventory.distributions.map(({ displayName, version, directory }) => ({
			displayName,
			version,
			...sizes.get(directory) ?? {
				bytes: 0,
				files: 0
			}
		})).sort((a, b) => b.bytes - a.bytes).slice(0, LONGEST_TABLE).map(({ displayName, version, bytes, files }) => `| ${displayName} | ${version} | ${humanBytes(bytes)} | ${files} |`)
	].join("\n");
	return `<details><summary>${plural(mount.inventory.distributions.length, "package")} by size</summary>\n\n${table}\n\n</details>`;
}
function details({ candidate, delivered, mount, times }) {
	const phases = Object.entries(times).map(([name, time]) => `${name} ${humanSeconds(time)}`);
	return [
		candidate ? `- Cache: **${candidate.cacheOutcome}**, ${candidate.cacheReason}${delivered?.cacheProblem ? ` (not saved: ${delivered.cacheProblem})` : ""}` : "",
		mount.build ? `- Installer: ${mount.build.installer.name} ${mount.build.installer.version}: ${mount.build.installer.reason}` : "",
		mount.origin ? originLine(mount.origin) : "",
		delivered ? `- Mount digest: \`${delivered.manifest.mountDigest}\`` : "",
		phases.length > 0 ? `- Times: ${phases.join(", ")}` : ""
	].filter((line) => line !== "").join("\n");
}
function originLine({ provenance }) {
	const { commit, repository, run } = provenance;
	const by = run === "" ? "" : ` by [this run](${run})`;
	return `- Built from commit \`${commit || "unknown"}\`${repository === "" ? "" : ` of ${repository}`}${by}`;
}
// src/jobs/result.ts
async function resultOf(story, progress, host) {
	const { verdict, options, location, target } = story;
	annotate(verdict, location, options, host);
	progress.learn({ annotated: true });
	const variables = environmentVariables(location, target, options);
	const ways = verdict.green ? snippets(variables, options, target) : [];
	const extension = dockerfile(systemPackages(story.mount.inventory, target), target);
	const upload = isInPlace(story) ? uploadFacts(options) : void 0;
	if (upload !== void 0) host.log.info(uploadLine(upload));
	writeFiles(story, {
		ways,
		extension,
		upload
	}, progress, host);
	await showSnippets(ways, host);
	const ended = conclude(verdict, variables, options, progress, host);
	const errors = verdict.findings.filter(({ severity }) => severity === "error").length;
	const others = verdict.findings.length - errors;
	const rest = others === 0 ? "" : `, ${plural(others, "other finding")}`;
	const settings = Object.entries(variables).map((pair) => pair.join("="));
	if (verdict.green) host.log.info(`Green${rest}. ${settings.join(" ")}`);
	else host.log.info(`Red: ${plural(errors, "error")}${rest}.`);
	return {
		...ended,
		summary: summary({
			...story,
			extension,
			upload
		})
	};
}
function isInPlace({ candidate, delivered }) {
	return candidate === void 0 || delivered !== void 0;
}
function writeFiles({ target, outputDirectory, times }, { ways, extension, upload }, progress, host) {
	progress.begin("report");
	const { facts, soFar: result } = progress;
	const more = {
		...facts.more,
		upload,
		snippets: Object.fromEntries(ways.map(({ title, text }) => [title, text]))
	};
	progress.note({ "report-file": writeReport({
		...facts,
		target,
		outputDirectory,
		times,
		result,
		error: "",
		more
	}) });
	writeDockerfile(join(outputDirectory, "Dockerfile"), extension, host);
}
function writeDockerfile(file, text, host) {
	if (text === void 0) rmSync(file, { force: true });
	else {
		writeFileSync(file, text);
		host.log.info(`${file} extends the image by the system libraries that are missing.`);
	}
}
// src/jobs/prove-existing.ts
async function proveExisting(options, earlier, progress, host) {
	const { clock } = progress;
	const { location, manifest, target } = find(options);
	const outputDirectory = outputDirectoryFor(`verify-${options.environmentName}`, options, host);
	progress.learn({
		target,
		location,
		outputDirectory
	});
	const mount = await clock.time("read", async () => knownMount(location, takeInventory(location.directory), manifest));
	progress.learn({
		mount,
		more: {
			cacheOutcome: "off",
			cacheReason: ""
		}
	});
	progress.note(mountOutputs(location, mountDigest(mount.inventory.files.values())));
	const importing = (work) => clock.time("imports", work);
	const findPython = () => interpreterOr(options, target, progress, host);
	const verdict = await clock.time("verify", () => prove({
		options,
		target,
		mount
	}, void 0, findPython, importing, host));
	progress.learn({ verdict });
	return await resultOf({
		options,
		target,
		location,
		mount,
		verdict,
		candidate: void 0,
		delivered: void 0,
		outputDirectory,
		earlier,
		times: clock.times
	}, progress, host);
}
function find(options) {
	const asked = chooseTarget(options);
	const named = options.pythonVersion !== "" || asked.image !== void 0;
	const environmentDirectory = join(options.mountParent, options.environmentName);
	const manifest = readManifest(manifestOf({ environmentDirectory }));
	const minor = manifest?.target.python ?? (named ? asked.python : onlyMinorIn(environmentDirectory) ?? asked.python);
	const location = locate(options, minor);
	if (!existsSync(location.directory)) throw notThere(location, options, asked);
	return {
		location,
		manifest,
		target: targetFor(manifest, asked, minor, options)
	};
}
function targetFor(manifest, asked, minor, options) {
	const builtFor = (options.deployment?.environment.kind ?? "none") !== "none" ? void 0 : findImage(manifest?.target.image ?? "");
	return targetOf({
		image: asked.image ?? builtFor,
		python: minor
	});
}
function onlyMinorIn(environmentDirectory) {
	const folders = foldersIn(join(environmentDirectory, "lib")).filter((name) => /^python3\.[0-9]+$/.test(name));
	return folders.length === 1 ? folders[0]?.slice(6) : void 0;
}
function foldersIn(directory) {
	try {
		return readdirSync(directory);
	} catch (error) {
		if (isSystemError(error, "ENOENT", "ENOTDIR")) return [];
		throw error;
	}
}
function notThere(location, options, target) {
	const { directory, libraryPath, environmentDirectory } = location;
	const there = foldersIn(join(environmentDirectory, "lib"));
	const seen = there.length > 0 ? ` ${environmentDirectory} holds lib/${there.join(", lib/")}.` : "";
	return new UserError(`There is no mount at ${directory}.${seen}`, { hint: `The container would end: ${whyNotFound(options, location, target) ?? `${libraryPath} is not on its path`}. Build or restore first.` });
}
function knownMount(location, inventory, manifest) {
	const outside = manifest?.distributions.map(({ name, outside: paths }) => [name, paths.map(bareRow)]) ?? [];
	const directUrls = manifest?.distributions.map(({ name, directUrl }) => [name, directUrl]) ?? [];
	return {
		location,
		inventory,
		requirements: manifest?.requirements ?? [],
		stagedAway: {
			outside: Object.fromEntries(outside),
			directUrls: Object.fromEntries(directUrls)
		},
		manifest,
		build: void 0
	};
}
function bareRow(path) {
	return {
		path,
		hash: void 0,
		size: void 0
	};
}
async function interpreterOr(options, target, progress, host) {
	try {
		const python = await findInterpreter(target.python, options.python, host);
		progress.note({ "python-version": python.version });
		return python;
	} catch (error) {
		if (!(error instanceof UserError)) throw error;
		const message = `Imports and dependencies are not tried: ${messageOf(error)}`;
		if (options.evidence === "files") host.log.info(message);
		else host.log.warning(message);
		return;
	}
}
// src/mount/zip.ts
async function readZip(file, directory) {
	const yauzl = await import("./yauzl.js").then((m) => __toESM(m.default, 1));
	try {
		const zip = await promisify(yauzl.open)(file, {
			lazyEntries: true,
			strictFileNames: true,
			autoClose: false
		});
		try {
			await eachEntry(zip, (entry) => writeEntry(zip, entry, directory));
		} finally {
			zip.close();
		}
	} catch (error) {
		throw new UserError(`${file} cannot be unpacked: ${messageOf(error)}.`, {
			file,
			hint: "It is not the zip of an artifact, or was cut short or changed on its way. Download it again.",
			exitCode: ExitCode.findings,
			cause: error
		});
	}
}
function eachEntry(zip, work) {
	return new Promise((resolve, reject) => {
		zip.on("error", reject);
		zip.on("end", resolve);
		zip.on("entry", (entry) => {
			work(entry).then(() => zip.readEntry(), reject);
		});
		zip.readEntry();
	});
}
async function writeEntry(zip, entry, directory) {
	if (entry.fileName.endsWith("/")) return;
	const path = join(directory, entry.fileName);
	mkdirSync(dirname(path), { recursive: true });
	const open = promisify(zip.openReadStream.bind(zip));
	await pipeline(await open(entry), createWriteStream(path, { flags: "wx" }));
}
// src/jobs/obtain-archive.ts
async function obtainArchive(options, host) {
	const { archive } = options.source;
	if (archive === "") return await fromArtifact(options, host);
	const whence = archive;
	if (isDirectory(archive)) return inDirectory(archive, options, {
		downloaded: false,
		artifact: void 0,
		whence
	});
	if (archive.endsWith(".zip")) return await inZip(archive, options, host, {
		artifact: void 0,
		whence
	});
	return {
		source: archive,
		loose: false,
		papers: dirname(archive),
		downloaded: false,
		artifact: void 0,
		whence
	};
}
async function fromArtifact(options, host) {
	const { artifactId: id, otherRun } = options.source;
	const service = host.artifacts;
	if (service === void 0) throw new Error("Without an artifact service the options name an archive.");
	const name = options.artifactName || (id === void 0 ? artifactName(options, chooseTarget(options)) : "");
	const { artifact, file } = await host.log.group(`Downloading ${name || `artifact ${id}`}`, () => service.download({
		name,
		id,
		otherRun
	}, join(host.temporary, "download")));
	const of = otherRun === void 0 ? "this run" : `run ${otherRun.runId} of ${otherRun.owner}/${otherRun.repository}`;
	return await inZip(file, options, host, {
		artifact,
		whence: `artifact ${artifact.name} of ${of}`
	});
}
async function inZip(file, options, host, story) {
	const directory = join(host.temporary, "artifact");
	await readZip(file, directory);
	return inDirectory(directory, options, {
		...story,
		downloaded: true
	});
}
function inDirectory(papers, options, story) {
	const archive = archiveIn(papers);
	if (archive !== void 0) return {
		source: archive,
		loose: false,
		papers,
		...story
	};
	const source = join(papers, options.environmentName);
	if (existsSync(join(source, "manifest.json"))) return {
		source,
		loose: true,
		papers,
		...story
	};
	const held = existsSync(papers) ? readdirSync(papers).slice(0, 10) : [];
	const other = held.find((name) => existsSync(join(papers, name, MANIFEST)));
	throw new UserError(`There is no mount in ${story.whence}: it holds ${held.length === 0 ? "nothing" : held.join(", ")}.`, {
		hint: other === void 0 ? "Name the artifact that the build uploaded (its output artifact-name), or the archive in it." : `Set environment-name: ${other}, as it was at the build.`,
		exitCode: ExitCode.findings
	});
}
// src/jobs/restore-artifact.ts
async function restoreArtifact(options, earlier, progress, host) {
	const { clock } = progress;
	const asked = chooseTarget(options);
	const environmentDirectory = join(options.mountParent, options.environmentName);
	const recovered = recoverPlacement(environmentDirectory);
	if (recovered) host.log.info(recovered);
	requireOurs(environmentDirectory);
	const obtained = await clock.time("download", () => obtainArchive(options, host));
	if (obtained.artifact) progress.note(artifactOutputs(obtained.artifact));
	const outputDirectory = outputDirectoryFor(nameOf(obtained, options), options, host);
	progress.learn({
		target: asked,
		outputDirectory
	});
	progress.begin("unpack");
	const how = {
		root: options.environmentName,
		loose: obtained.loose
	};
	const unpacked = await clock.time("unpack", () => unpackBeside(environmentDirectory, obtained.source, how));
	const { manifest } = unpacked;
	const archive = obtained.loose ? void 0 : new KeptArchive(obtained.source);
	host.log.info(`Unpacked ${obtained.whence}: ${manifest.mountDigest}.`);
	try {
		const location = locate(options, manifest.target.python);
		const target = targetFor(manifest, asked, manifest.target.python, options);
		const mount = mountOf(location, unpacked, obtained, host);
		progress.begin("verify");
		progress.learn({
			target,
			location,
			mount
		});
		const importing = (work) => clock.time("imports", work);
		const findPython = () => interpreterOr(options, target, progress, host);
		const verdict = await clock.time("verify", () => prove({
			options,
			target,
			mount
		}, void 0, findPython, importing, host));
		if (verdict.green) archive?.requireUnchanged();
		const cacheReason = `restored from ${obtained.whence}.`;
		progress.learn({
			verdict,
			more: {
				cacheOutcome: "off",
				cacheReason
			}
		});
		const delivering = {
			mount,
			location,
			obtained,
			outputDirectory,
			options
		};
		const delivered = verdict.green ? await deliver(delivering, progress, host) : void 0;
		return await resultOf({
			options,
			target,
			location,
			mount,
			verdict,
			candidate: {
				mount,
				cacheOutcome: "off",
				cacheReason,
				saveKey: "",
				outputDirectory
			},
			delivered,
			earlier,
			outputDirectory,
			times: clock.times
		}, progress, host);
	} finally {
		discard(environmentDirectory);
	}
}
function mountOf(location, unpacked, { papers }, host) {
	const { manifest, inventory } = unpacked;
	const provenance = readProvenance(papers, manifest.mountDigest);
	const { commit, repository } = host.event;
	const origin = provenance && {
		provenance,
		here: {
			commit,
			repository
		}
	};
	return {
		...knownMount(staged(location), inventory, manifest),
		origin
	};
}
function nameOf({ artifact }, options) {
	return artifact?.name ?? `restore-${options.environmentName}`;
}
async function deliver(delivering, progress, host) {
	const { mount, location, obtained, outputDirectory, options } = delivering;
	const manifest = mount.manifest;
	progress.begin("place");
	const { removal } = place(location.environmentDirectory);
	try {
		progress.note(mountOutputs(location, manifest.mountDigest));
		progress.begin("outputFiles");
		mkdirSync(outputDirectory, { recursive: true });
		const archive = keepArchive(obtained, outputDirectory);
		progress.note({ "archive-file": archive });
		copyFileSync(manifestOf(location), join(outputDirectory, "manifest.json"));
		const lockFile = keepPaper("requirements.lock.txt", obtained, outputDirectory, () => manifest.freeze.map((line) => `${line}\n`).join(""));
		progress.note({ "lock-file": lockFile });
		const bill = keepPaper("sbom.cdx.json", obtained, outputDirectory, () => billOfMaterials(mount.inventory));
		if (mount.origin) keepPaper(PROVENANCE, obtained, outputDirectory, () => "");
		progress.begin("ignoreFile");
		writeIgnoreFile(options);
		const { artifact } = obtained;
		return {
			manifest,
			archive,
			lockFile,
			billOfMaterials: bill,
			artifact,
			cacheProblem: void 0
		};
	} finally {
		const left = await removal;
		if (left !== void 0) host.log.warning(left);
	}
}
function keepArchive({ source, loose, downloaded }, outputDirectory) {
	if (loose) return "";
	if (!downloaded) return source;
	const earlier = archiveIn(outputDirectory);
	if (earlier !== void 0) rmSync(earlier);
	const archive = join(outputDirectory, basename(source));
	copyFileSync(source, archive);
	return archive;
}
function keepPaper(name, { papers }, outputDirectory, otherwise) {
	const [from, to] = [join(papers, name), join(outputDirectory, name)];
	if (from === to && existsSync(from)) return to;
	if (existsSync(from)) copyFileSync(from, to);
	else writeFileSync(to, otherwise());
	return to;
}
// src/jobs/show-plan.ts
function showPlan(plan, host) {
	const { location, python, target, key, artifactName, options } = plan;
	const facts = [
		["mount", location.directory],
		["library path", location.libraryPath],
		["interpreter", `${python.path} (${python.version})`],
		["target", `Python ${target.python}, glibc ${target.glibc.join(".")}, ${target.architecture}${target.image ? `, ${target.image.name}` : ""}`],
		["cache", `${options.cache}${key.uncacheable ? `, but ${key.uncacheable}` : ""}`],
		["artifact", options.upload ? artifactName : "not uploaded"],
		["cache key", key.text]
	];
	const ingredients = key.ingredients.map(({ name, value }) => [`  ${name}`, value]);
	const lines = [...facts, ...ingredients].map(([name, value]) => `${name}: ${value}`);
	for (const line of lines) host.log.info(line);
	const outputs = {
		...emptyOutputs(),
		"python-version": python.version
	};
	return {
		exitCode: ExitCode.green,
		outputs,
		summary: `## Plan\n\n\`\`\`\n${lines.join("\n")}\n\`\`\`\n`
	};
}
// src/options/from-deployment.ts
function fromDeployment(raw, host) {
	const given = raw["deployment-file"]?.trim() ?? "";
	if (given === "") return {
		raw,
		deployment: void 0
	};
	const file = resolve(host.workspace, given);
	const problems = new Problems();
	requireFile("deployment-file", file, "Name the YAML of the deployment.", problems);
	problems.throwIfAny();
	requireInRepository("deployment-file", file, { file }, host);
	const deployment = readDeployment(file, host.kind === "github" || raw.write === "true");
	requirePlaces(deployment, raw, host, problems);
	problems.throwIfAny();
	const { code, scoringScript } = deployment;
	const answers = {
		"code-directory": code?.directory,
		"scoring-script": scoringScript?.text
	};
	const missing = Object.entries(answers).filter(([name, answer]) => !raw[name]?.trim() && answer !== void 0);
	return {
		raw: {
			...raw,
			...Object.fromEntries(missing)
		},
		deployment
	};
}
function requirePlaces(deployment, raw, host, problems) {
	const { file, code } = deployment;
	if (code === void 0) {
		problems.add("The deployment uploads no code, and with it no packages: it has no code_configuration.code.", {
			file,
			line: 1,
			hint: "Add code_configuration with code and scoring_script."
		});
		return;
	}
	const place = {
		file,
		line: code.line
	};
	const { directory } = code;
	if (directory !== void 0) problems.collect(() => {
		requireInRepository("code", directory, place, host);
		requireCode(directory, deployment, place);
	});
	else if (!raw["code-directory"]?.trim()) problems.add(`code: ${code.text} is not a directory here, so the packages cannot be put into it.`, {
		...place,
		hint: "Name the directory that it is made from, in the file or in the input code-directory."
	});
}
function requireCode(directory, { file, code, scoringScript }, place) {
	if (!isDirectory(directory)) throw new UserError(`code: ${code?.text} is not a directory (${directory}).`, {
		...place,
		hint: nearMiss(directory) ?? "The path is relative to the deployment file."
	});
	if (scoringScript === void 0 || isFile(join(directory, scoringScript.text))) return;
	throw new UserError(`scoring_script: ${scoringScript.text} is not a file in ${directory}.`, {
		file,
		line: scoringScript.line,
		hint: nearMiss(join(directory, scoringScript.text)) ?? "The path is relative to code."
	});
}
function requireInRepository(field, path, place, host) {
	const repository = host.kind === "github" ? host.workspace : repositoryAround(place.file);
	if (repository === void 0 || isInside(real(path), real(repository))) return;
	throw new UserError(`${field}: ${path} leaves the repository ${repository}.`, {
		...place,
		hint: "Name something inside the repository; paths in the file are relative to the file."
	});
}
function real(path) {
	return existsSync(path) ? realpathSync(path) : path;
}
function repositoryAround(path) {
	const parent = dirname(path);
	if (existsSync(join(parent, ".git"))) return parent;
	return parent === path ? void 0 : repositoryAround(parent);
}
// src/options/hand-over.ts
function cacheOf(inputs) {
	const given = inputs.choice("cache");
	return given === "auto" ? automaticCache(inputs.host) : given;
}
function automaticCache(host) {
	if (host.kind === "terminal") return "read-write";
	const { name, ref, fromFork, selfHosted } = host.event;
	if ([
		"release",
		"pull_request_target",
		"workflow_run"
	].includes(name) || ref.startsWith("refs/tags/") || selfHosted) return "off";
	return fromFork ? "read" : "read-write";
}
function uploadOf(inputs) {
	const { host, problems } = inputs;
	const given = inputs.choice("upload");
	if (inputs.text("mode") !== "preinstalled") return false;
	if (given === "true" && host.artifacts === void 0) problems.add("Input upload: there is no artifact service here.", { hint: "Set upload to auto: the archive is written all the same, and you can hand it on yourself." });
	if (given === "auto" && host.kind === "github" && host.artifacts === void 0) host.log.warning("No artifact service here: the archive is written, not uploaded.");
	return given !== "false" && host.artifacts !== void 0;
}
function artifactNameOf(inputs) {
	const name = inputs.text("artifact-name");
	if (/["<>|*?:\r\n\\/]/.test(name)) inputs.problems.add(`Input artifact-name: "${name}" has a character that artifact names may not have.`, { hint: "Leave out \" < > | * ? : \\ / and line ends." });
	return name;
}
function expectedDigestOf(inputs) {
	const digest = inputs.text("expected-digest");
	if (digest !== "" && !/^sha256:[0-9a-f]{64}$/.test(digest)) inputs.problems.add(`Input expected-digest: "${digest}" is not of the form sha256:<64 hex digits>.`);
	return digest;
}
function evidenceOf(inputs) {
	const evidence = inputs.choice("evidence");
	if (evidence === "files" && inputs.text("smoke-test") !== "") inputs.problems.add("Inputs evidence and smoke-test contradict each other: a smoke test runs the packages.", { hint: "Leave smoke-test empty, or evidence at auto." });
	return evidence;
}
function compareWithOf(inputs) {
	const file = inputs.path("compare-with");
	if (file !== "") requireFile("compare-with", file, "Name the manifest.json of an earlier build.", inputs.problems);
	return file;
}
function outputDirectoryOf(inputs, codeDirectory) {
	const directory = inputs.path("output-directory");
	if (directory !== "" && isInside(directory, codeDirectory)) inputs.problems.add(`Input output-directory: ${directory} lies in the code directory.`, { hint: "The deployment would upload archive and report too; name a directory outside it." });
	return directory;
}
// src/options/values.ts
function linesOf(value) {
	return value.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== "");
}
function choiceOf(spec, value) {
	if (spec.choices?.includes(value)) return value;
	const hint = nearest(value, spec.choices ?? []);
	throw new UserError(`Input ${spec.name}: "${value}" is not one of ${spec.choices?.join(", ")}.`, { hint: hint === void 0 ? void 0 : `Did you mean "${hint}"?` });
}
function booleanOf(spec, value) {
	if ([
		"true",
		"True",
		"TRUE"
	].includes(value)) return true;
	if ([
		"false",
		"False",
		"FALSE"
	].includes(value)) return false;
	throw new UserError(`Input ${spec.name}: "${value}" is neither true nor false.`);
}
function positiveNumberOf(spec, value) {
	if (/^[1-9][0-9]{0,8}$/.test(value)) return Number(value);
	throw new UserError(`Input ${spec.name}: "${value}" is not a whole number above 0.`);
}
const UNITS = {
	"": 1,
	b: 1,
	kb: 1e3,
	mb: 1e6,
	gb: 1e9,
	kib: 1024,
	mib: 2 ** 20,
	gib: 2 ** 30
};
function bytesOf(spec, value) {
	const match = /^([0-9]+(?:\.[0-9]+)?)\s*([a-z]*)$/i.exec(value);
	const unit = UNITS[match?.[2]?.toLowerCase() ?? "?"];
	if (match && unit !== void 0) return Math.floor(Number(match[1]) * unit);
	throw new UserError(`Input ${spec.name}: "${value}" is not a size.`, { hint: "Write it as 500MB, 1.5GB or 800MiB." });
}
const SEVERITIES = [
	"error",
	"warning",
	"notice",
	"off"
];
function severityRuleOf(line) {
	const match = /^([A-Z]+[0-9]+)(?::([A-Za-z0-9._-]+))?\s*=\s*([a-z]+)\s*(?:#\s*(.*))?$/.exec(line);
	const severity = SEVERITIES.find((one) => one === match?.[3]);
	if (!match || severity === void 0) throw new UserError(`Input checks: "${line}" is not a rule.`, { hint: "Write one rule per line: P4=warning # reason, or P4:opencv-python=off # reason." });
	if (severity !== "error" && !match[4]) throw new UserError(`Input checks: "${line}" lowers a check without a reason.`, { hint: `Say why it is safe: ${line} # why it cannot happen here.` });
	const distribution = match[2]?.toLowerCase().replace(/[-_.]+/g, "-");
	return {
		check: match[1] ?? "",
		distribution,
		severity,
		reason: match[4] ?? ""
	};
}
// src/options/inputs.ts
var Inputs = class {
	host;
	problems;
	#raw;
	constructor(raw, host, problems) {
		this.host = host;
		this.problems = problems;
		this.#raw = raw;
	}
	text(name) {
		return (this.#raw[name] ?? "").trim() || specOf(name).default;
	}
	lines(name) {
		return linesOf(this.#raw[name] ?? "");
	}
	choice(name) {
		const spec = specOf(name);
		return this.problems.collect(() => choiceOf(spec, this.text(name))) ?? spec.default;
	}
	optional(name, parse) {
		const value = this.text(name);
		return value === "" ? void 0 : this.problems.collect(() => parse(specOf(name), value));
	}
	path(name) {
		const value = this.text(name);
		return value === "" ? "" : resolve(this.host.workspace, value);
	}
};
function specOf(name) {
	return OPTIONS.find((spec) => spec.name === name);
}
// src/options/image-packages.ts
const HOW = "Make it in a container of the image: docker run --rm --entrypoint pip <image> inspect > image-packages.json (or: freeze > image-packages.txt).";
function readImagePackages(file) {
	const text = decode(readFileSync(file));
	const packages = /^\s*[[{]/.test(text) ? fromJson(text, file) : fromFreeze(text, file);
	if (packages.length > 0) return packages;
	throw new UserError(`Input image-packages: ${file} lists no package.`, {
		file,
		hint: HOW
	});
}
function decode(bytes) {
	const utf16 = bytes[0] === 255 && bytes[1] === 254;
	return bytes.toString(utf16 ? "utf16le" : "utf8").replace(/^\ufeff/, "");
}
function fromFreeze(text, file) {
	return text.split(/\r?\n/).flatMap((line, index) => {
		const plain = line.trim();
		if (plain === "" || plain.startsWith("#")) return [];
		const egg = /^-e\s.*#egg=([A-Za-z0-9._-]+)/.exec(plain)?.[1];
		const match = /^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:===?\s*([^\s;]+)|@\s*\S+)/.exec(plain);
		const name = egg ?? match?.[1];
		if (name !== void 0) return [{
			name: normalised(name),
			version: match?.[2],
			requires: void 0
		}];
		if (plain.startsWith("-")) return [];
		throw new UserError(`Input image-packages: "${plain}" is not a line of pip freeze.`, {
			file,
			line: index + 1,
			hint: HOW
		});
	});
}
function fromJson(text, file) {
	const document = parse(text, file);
	const rows = Array.isArray(document) ? document : document.installed;
	if (!Array.isArray(rows)) throw new UserError(`Input image-packages: ${file} is JSON, but not what pip inspect prints: no "installed".`, {
		file,
		hint: HOW
	});
	return rows.map((row, index) => {
		const { name, version, requires_dist: requires } = row?.metadata ?? row ?? {};
		if (typeof name === "string" && typeof version === "string") {
			const inspected = row.metadata !== void 0;
			return {
				name: normalised(name),
				version,
				requires: inspected ? (requires ?? []).map(String) : void 0
			};
		}
		throw new UserError(`Input image-packages: entry ${index + 1} of ${file} has no name and version.`, {
			file,
			hint: HOW
		});
	});
}
function parse(text, file) {
	try {
		return JSON.parse(text);
	} catch (cause) {
		const position = /position (\d+)/.exec(messageOf(cause))?.[1];
		const line = position === void 0 ? void 0 : text.slice(0, Number(position)).split("\n").length;
		throw new UserError(`Input image-packages: ${file} is not JSON: ${messageOf(cause)}.`, {
			file,
			line,
			hint: HOW,
			cause
		});
	}
}
function normalised(name) {
	return name.toLowerCase().replace(/[-_.]+/g, "-");
}
// src/options/packages.ts
function requirementsFilesOf(inputs, { codeDirectory, scoringDirectory }) {
	const given = inputs.lines("requirements");
	const fallback = join(scoringDirectory, "requirements.txt");
	if (["verify", "restore"].includes(inputs.text("mode"))) return [];
	if (given.length === 0 && !existsSync(fallback) && inputs.lines("packages").length > 0) return [];
	if (given.length === 0 && !(isDirectory(scoringDirectory) && isInside(scoringDirectory, codeDirectory))) return [];
	const files = given.length > 0 ? given.map((file) => resolve(inputs.host.workspace, file)) : [fallback];
	const otherwise = "Name the file in `requirements`, or list requirements in `packages`.";
	for (const file of files) requireFile("requirements", file, otherwise, inputs.problems);
	return files;
}
function packagesOf(inputs) {
	const lines = inputs.lines("packages");
	for (const line of lines.filter((one) => one.startsWith("-"))) inputs.problems.add(`Input packages: "${line}" is an option, not a requirement.`, { hint: "Options belong in a requirements file." });
	return lines;
}
function imagePackagesOf(inputs) {
	const file = inputs.path("image-packages");
	if (file === "") return void 0;
	requireFile("image-packages", file, "Name what pip inspect printed in the image.", inputs.problems);
	if (!isFile(file)) return void 0;
	return inputs.problems.collect(() => readImagePackages(file));
}
function pythonVersionOf(inputs) {
	const range = inputs.text("python-version");
	if (range !== "" && import_semver.default.validRange(range) === null) inputs.problems.add(`Input python-version: "${range}" is neither a version nor a range.`, { hint: "Write 3.8, or a range such as >=3.8 <3.10." });
	return range;
}
function environmentNameOf(inputs) {
	const name = inputs.text("environment-name");
	if (!/^[A-Za-z0-9_][A-Za-z0-9._-]*$/.test(name) || name.length > 100) inputs.problems.add(`Input environment-name: "${name}" is not a plain directory name.`, { hint: "Use letters, digits, `_`, `-` and `.`, not starting with `.` or `-`, such as myenv; a place goes into mount-parent." });
	return name;
}
// src/options/restore-source.ts
const NOWHERE = {
	archive: "",
	artifactId: void 0,
	otherRun: void 0
};
function readRestoreSource(text, host, problems) {
	if (text("mode") !== "restore") return NOWHERE;
	const token = text("github-token");
	if (token !== "") host.log.mask(token);
	const archive = text("archive") === "" ? "" : readArchivePath(text("archive"), host, problems);
	if (archive !== "") {
		refuseBesideArchive(text, problems);
		return {
			...NOWHERE,
			archive
		};
	}
	requireService(host, problems);
	return {
		archive,
		artifactId: idOf("artifact-id", text, problems),
		otherRun: readOtherRun(text, token, host, problems)
	};
}
function readArchivePath(given, host, problems) {
	const path = resolve(host.workspace, given);
	if (isDirectory(path) || isFile(path) && /\.(tar\.zst|tar\.gz|zip)$/.test(path)) return path;
	if (isFile(path)) problems.add(`Input archive: ${path} is neither a .tar.zst, a .tar.gz nor the .zip of an artifact.`, { hint: "Name the file that the build's output archive-file names, or the artifact as it was downloaded." });
	else problems.add(`Input archive: ${path} is not there.`, { hint: nearMiss(path) });
	return path;
}
function refuseBesideArchive(text, problems) {
	for (const name of [
		"artifact-name",
		"artifact-id",
		"run-id",
		"repository"
	]) {
		if (text(name) === "") continue;
		problems.add(`Inputs archive and ${name} contradict each other: one names a file, the other an artifact.`, { hint: "Leave one of them empty." });
	}
}
function requireService(host, problems) {
	if (host.artifacts !== void 0) return;
	problems.add("Mode restore: there is no artifact service here, and no archive is named.", { hint: "Download the artifact, and name the file or its directory in the input archive." });
}
function readOtherRun(text, token, host, problems) {
	const runId = idOf("run-id", text, problems);
	const given = text("repository");
	const [owner = "", name = "", ...rest] = (given || host.event.repository).split("/");
	if (given !== "" && (owner === "" || name === "" || rest.length > 0)) problems.add(`Input repository: "${given}" is not of the form owner/name.`);
	if (given !== "" && text("run-id") === "") problems.add("Input repository: without run-id nobody knows which run of it is meant.", { hint: `Name the run, for example run-id: \${{ github.event.workflow_run.id }}.` });
	if (text("run-id") !== "" && token === "") problems.add("Input run-id: the artifacts of another run are read with a token, and github-token is empty.", { hint: `Set github-token: \${{ github.token }} and give the job permissions: { actions: read, contents: read }. Another private repository needs a token of its own.` });
	return runId === void 0 ? void 0 : {
		runId,
		owner,
		repository: name,
		token
	};
}
function idOf(input, text, problems) {
	const value = text(input);
	if (value === "") return void 0;
	if (/^[1-9][0-9]{0,14}$/.test(value)) return Number(value);
	problems.add(`Input ${input}: "${value}" is not an id, which is a whole number.`);
}
// src/options/sample-request.ts
function readSampleRequest(given, host, problems) {
	if (given === "") return "";
	const file = resolve(host.workspace, given);
	requireFile("smoke-test", file, "Name a JSON file with a request as a client would send it.", problems);
	if (!isFile(file)) return file;
	const text = readFileSync(file, "utf8");
	try {
		JSON.parse(text);
	} catch (error) {
		problems.add(`Input smoke-test: the sample request is not JSON: ${messageOf(error)}`, {
			file,
			line: lineOfMistake(text),
			hint: "The request is posted to /score as it is, as application/json."
		});
	}
	return file;
}
function lineOfMistake(text) {
	let sound = 0;
	let unsound = text.length;
	while (unsound - sound > 1) {
		const middle = Math.floor((sound + unsound) / 2);
		if (couldGoOn(text.slice(0, middle))) sound = middle;
		else unsound = middle;
	}
	return text.slice(0, Math.max(0, unsound - 1)).split("\n").length;
}
function couldGoOn(start) {
	try {
		JSON.parse(start);
		return true;
	} catch (error) {
		const message = messageOf(error);
		const position = /at position ([0-9]+)/.exec(message)?.[1];
		if (position !== void 0) return Number(position) >= start.length;
		return /end of JSON input|Unterminated string/.test(message);
	}
}
// src/options/read.ts
function readOptions(given, host) {
	const problems = new Problems();
	requireWorkspace(host, problems);
	problems.throwIfAny();
	const { raw, deployment } = fromDeployment(given, host);
	const inputs = new Inputs(raw, host, problems);
	const places = placesOf(inputs);
	const options = {
		mode: inputs.choice("mode"),
		workspace: host.workspace,
		...places,
		requirementsFiles: requirementsFilesOf(inputs, places),
		packages: packagesOf(inputs),
		environmentName: environmentNameOf(inputs),
		image: inputs.text("image"),
		imagePackages: imagePackagesOf(inputs),
		pythonVersion: pythonVersionOf(inputs),
		python: inputs.text("python"),
		installer: inputs.choice("installer"),
		requireHashes: inputs.choice("require-hashes"),
		checks: inputs.lines("checks").flatMap((line) => problems.collect(() => severityRuleOf(line)) ?? []),
		modelDirectory: modelDirectoryOf(inputs),
		maxSize: inputs.optional("max-size", bytesOf),
		cache: cacheOf(inputs),
		upload: uploadOf(inputs),
		artifactName: artifactNameOf(inputs),
		artifactFormat: inputs.choice("artifact-format"),
		retentionDays: inputs.optional("retention-days", positiveNumberOf),
		expectedDigest: expectedDigestOf(inputs),
		source: readRestoreSource((name) => inputs.text(name), host, problems),
		compareWith: compareWithOf(inputs),
		outputDirectory: outputDirectoryOf(inputs, places.codeDirectory),
		deployment,
		smokeTest: readSampleRequest(inputs.text("smoke-test"), host, problems),
		evidence: evidenceOf(inputs),
		dryRun: inputs.optional("dry-run", booleanOf) ?? false
	};
	problems.throwIfAny();
	warnOfUnusedInputs(raw, options.mode, host);
	return options;
}
function placesOf(inputs) {
	return readPlaces({
		codeDirectory: inputs.text("code-directory"),
		scoringScript: inputs.text("scoring-script"),
		mountParent: inputs.text("mount-parent")
	}, inputs.host, inputs.problems);
}
function requireWorkspace(host, problems) {
	const missing = !existsSync(host.workspace);
	if (!missing && (host.kind === "terminal" || readdirSync(host.workspace).length > 0)) return;
	problems.add(`The workspace ${host.workspace} ${missing ? "does not exist" : "is empty"}.`, { hint: "Put a step `- uses: actions/checkout@v7` before this one." });
}
function warnOfUnusedInputs(raw, mode, host) {
	for (const spec of OPTIONS) {
		const value = raw[spec.name]?.trim() ?? "";
		if (spec.modes && !spec.modes.includes(mode) && value !== "" && value !== spec.default) host.log.warning(`Input ${spec.name} is not used in mode ${mode}.`);
	}
}
function unknownInputs(names) {
	const known = OPTIONS.map((spec) => spec.name);
	return names.filter((name) => !known.includes(name)).map((name) => {
		const meant = nearest(name, known);
		return new UserError(`There is no input "${name}".`, { hint: meant === void 0 ? `The inputs are ${known.join(", ")}.` : `Did you mean "${meant}"?` });
	});
}
// src/job.ts
async function job(raw, progress, host) {
	const options = readOptions(raw, host);
	const earlier = readEarlier(options);
	progress.learn({
		options,
		earlier
	});
	if (options.mode === "dynamic") return await prototype(options, progress, host);
	if (options.mode === "verify") return await proveExisting(options, earlier, progress, host);
	const make = () => options.mode === "restore" ? restoreArtifact(options, earlier, progress, host) : preinstalled(options, earlier, progress, host);
	return options.dryRun ? await make() : await alone(options, host, make);
}
async function preinstalled(options, earlier, progress, host) {
	const planning = progress.clock.time("plan", () => makePlan(options, host));
	host.warmUp();
	const plan = await planning;
	const { target, location, python } = plan;
	progress.learn({
		target,
		location
	});
	progress.note({ "python-version": python.version });
	if (options.dryRun) return showPlan(plan, host);
	try {
		return await make(plan, earlier, progress, host);
	} catch (error) {
		orNothing(() => discard(location.environmentDirectory));
		throw error;
	}
}
async function make(plan, earlier, progress, host) {
	const { clock } = progress;
	const { options } = plan;
	const scoring = readScoringImports(options, plan.python, host.environment);
	scoring.catch(() => {});
	const { candidate, testimony } = await obtain(plan, progress, host);
	progress.begin("verify");
	const drafting = draft(candidate, plan, host);
	drafting.catch(() => {});
	const afterPacking = async (work) => await drafting.catch(() => {}).then(() => clock.time("imports", work));
	const { target, requirements } = plan;
	const subject = {
		options,
		target,
		mount: candidate.mount,
		indexLines: requirements.options,
		scoring
	};
	const verdict = await clock.time("verify", () => prove(subject, testimony, async () => plan.python, afterPacking, host));
	progress.learn({ verdict });
	const delivered = await clock.time("deliver", () => deliver$1(candidate, drafting, verdict, plan, progress, host));
	const { mount, outputDirectory } = candidate;
	return await resultOf({
		...plan,
		mount,
		verdict,
		candidate,
		delivered,
		earlier,
		outputDirectory,
		times: clock.times
	}, progress, host);
}
async function obtain(plan, progress, host) {
	const { clock } = progress;
	const { environmentDirectory } = plan.location;
	const recovered = recoverPlacement(environmentDirectory);
	if (recovered) host.log.info(recovered);
	requireOurs(environmentDirectory);
	const outputDirectory = outputDirectoryFor(plan.artifactName, plan.options, host);
	progress.learn({ outputDirectory });
	const restored = await clock.time("restore", () => restore(plan, outputDirectory, host));
	const { outcome: cacheOutcome, reason: cacheReason, saveKey } = restored;
	host.log.info(`Cache ${cacheOutcome}: ${cacheReason}`);
	progress.learn({ more: {
		cacheOutcome,
		cacheReason
	} });
	progress.note(cacheOutputs(cacheOutcome));
	const mount = restored.mount ?? await clock.time("build", () => build(plan, host));
	progress.learn({ mount });
	return {
		candidate: {
			mount,
			cacheOutcome,
			cacheReason,
			saveKey,
			outputDirectory
		},
		testimony: restored.testimony
	};
}
// src/delivery/failure-summary.ts
const SHOWN = [
	["mount-directory", "Packages"],
	["archive-file", "Archive"],
	["lock-file", "Lock file"],
	["report-file", "Report"],
	["artifact-name", "Artifact"],
	["deployment-file", "Deployment file"]
];
function failureSummary(error, outputs, { headline, facts, clock }) {
	const there = SHOWN.filter(([name]) => outputs[name] !== "").map(([name, word]) => `- ${word}: \`${outputs[name]}\``);
	const phases = Object.entries(clock.times).map(([name, time]) => `${name} ${humanSeconds(time)}`);
	const times = phases.length === 0 ? [] : [`- Times: ${phases.join(", ")}`];
	return `${[
		`## ❌ ${headline}`,
		quoted(error),
		facts.verdict && facts.options ? findingsTable(facts.verdict, facts.options) : "",
		[...there, ...times].join("\n")
	].filter((part) => part !== "").join("\n\n")}\n`;
}
function quoted(text) {
	return text.split("\n").map((line) => `> ${literal(line)}`).join("\n");
}
// src/jobs/failed-run.ts
function failedRun(error, progress, host) {
	const { verdict, location, options, annotated } = progress.facts;
	if (verdict && location && options && !annotated) annotate(verdict, location, options, host);
	reportFailure(error, progress, host);
	return whatIsKnown(error, progress);
}
function interruptedRun(signal, progress, host) {
	const error = `The run was ended by ${signal}.`;
	if (progress.outputs["report-file"]) reportFailure(error, progress, host);
	return whatIsKnown(error, progress);
}
function whatIsKnown(error, progress) {
	const outputs = {
		...emptyOutputs(),
		...progress.outputs,
		error
	};
	return {
		outputs,
		summary: failureSummary(error, outputs, progress)
	};
}
function reportFailure(error, progress, host) {
	const { target, outputDirectory } = progress.facts;
	if (target === void 0 || outputDirectory === void 0) return;
	const result = progress.headline;
	try {
		const file = writeReport({
			...progress.facts,
			target,
			outputDirectory,
			times: progress.clock.times,
			result,
			error
		});
		progress.note({ "report-file": file });
	} catch (reason) {
		progress.note({ "report-file": "" });
		host.log.debug(`The report of the failure cannot be written: ${messageOf(reason)}`);
	}
}
// src/boundary.ts
const ISSUES = "the repository's issue tracker";
const REFUSALS = "EACCES EPERM EROFS EBUSY EEXIST EISDIR ENOTDIR ENOTEMPTY ELOOP EMFILE ENFILE EIO ESTALE ETXTBSY ENAMETOOLONG".split(" ");
async function runJob(raw, host) {
	const progress = new Progress(raw.mode);
	let isOver = false;
	host.onSignal((signal) => {
		if (!isOver) handOverFailure(interruptedRun(signal, progress, host), host);
		isOver = true;
	});
	try {
		const { exitCode, outputs, summary } = await job(raw, progress, host);
		if (isOver) return exitCode;
		progress.begin("outputs");
		host.publish(outputs);
		isOver = true;
		host.summarise(summary);
		return exitCode;
	} catch (thrown) {
		if (isOver) return ExitCode.bug;
		const errors = userErrorsOf(fullDisk(thrown) ?? refusedFile(thrown, progress) ?? thrown);
		handOverFailure(failedRun(errors.length > 0 ? errors.map((error) => tell(error, host)).join("\n") : tellBug(thrown, host), progress, host), host);
		isOver = true;
		return exitCodeOf(errors, progress);
	} finally {
		await host.dispose();
	}
}
function handOverFailure({ outputs, summary }, host) {
	try {
		host.publish(outputs);
	} catch (reason) {
		host.log.debug(messageOf(reason));
	}
	host.summarise(summary);
}
function exitCodeOf([first], { facts }) {
	if (first === void 0) return ExitCode.bug;
	return facts.verdict?.green === false ? ExitCode.findings : first.exitCode;
}
function fullDisk(thrown) {
	if (userErrorsOf(thrown).length > 0 || !isDiskFull(thrown)) return void 0;
	return new UserError(`There is no room on the disk: ${messageOf(thrown)}`, {
		hint: "Make room for the packages, their archive and a copy of each, and run it again.",
		exitCode: ExitCode.delivery,
		cause: thrown
	});
}
function refusedFile(thrown, { refused }) {
	const isWriting = refused.exitCode === ExitCode.delivery;
	if (!isSystemError(thrown, ...isWriting ? [] : REFUSALS)) return void 0;
	const { message, hint, exitCode } = refused;
	return new UserError(`${message}: ${messageOf(thrown)}.`, {
		hint,
		exitCode,
		cause: thrown
	});
}
function tell({ message, hint, place }, host) {
	const text = hint === void 0 ? message : `${message}\n${hint}`;
	host.log.error(text, place);
	return text;
}
function tellBug(thrown, host) {
	const message = `This is a bug of azureml-extra-packages: ${messageOf(thrown)}`;
	host.log.error(`${message}\nPlease report it to ${ISSUES}, with the log of a run with debug logging.`);
	host.log.debug(thrown instanceof Error ? thrown.stack ?? "" : String(thrown));
	return message;
}
// src/runner/capture.ts
const capture = async (command, args, options) => {
	const { child, ended } = await startProgram(command, args, options);
	const written = {
		stdout: "",
		stderr: ""
	};
	for (const name of ["stdout", "stderr"]) child[name]?.setEncoding("utf8").on("data", (text) => {
		written[name] += text;
	});
	const [{ code, signal }] = await Promise.all([ended, once$1(child, "close")]);
	if (code === 0) return written.stdout;
	const how = signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`;
	throw new Error(written.stderr.trim().split("\n").at(-1) || `${command} ${how}`);
};
// src/runner/files.ts
const copied = (from, to) => copyFile(from, to, constants.COPYFILE_FICLONE);
const linked = async (from, to) => {
	try {
		await link$1(from, to);
	} catch (error) {
		if (!isSystemError(error, "EXDEV", "EPERM", "EMLINK", "ENOTSUP", "EOPNOTSUPP", "EACCES")) throw error;
		await copied(from, to);
	}
};
async function placeTree(from, to, placeFile) {
	await mkdir(to, { recursive: true });
	for (const entry of await readdir(from, { withFileTypes: true })) {
		const [source, target] = [join(from, entry.name), join(to, entry.name)];
		if (entry.isDirectory()) await placeTree(source, target, placeFile);
		else if (entry.isSymbolicLink()) await symlink(await readlink(source), target);
		else await placeFile(source, target);
	}
}
async function moveContents(from, to) {
	await mkdir(to, { recursive: true });
	try {
		for (const name of await readdir(from)) await rename(join(from, name), join(to, name));
	} catch (error) {
		if (!isSystemError(error, "EXDEV")) throw error;
		await placeTree(from, to, copied);
	}
}
async function emptyDirectory(directory) {
	const names = await readdir(directory).catch(() => []);
	for (const name of names) await remove(join(directory, name));
}
async function remove(path) {
	await rm(path, {
		recursive: true,
		force: true,
		maxRetries: 3
	}).catch(() => {});
}
// src/runner/leaving.ts
const SIGNALS = [
	"SIGINT",
	"SIGTERM",
	"SIGHUP"
];
const PROGRAM_STARTS = "child_process";
const PATIENCE = 3e3;
const LAUNCHER_PATIENCE = 2e3;
const REMOVE = `for (const path of process.argv.slice(1))
  try { require("node:fs").rmSync(path, { recursive: true, force: true, maxRetries: 3 }) } catch {}`;
var Leaving = class {
	#programs = new Set();
	#directories = new Set();
	#lastWorks = new Set();
	#remover;
	#exitCode;
	#report;
	constructor() {
		subscribe(PROGRAM_STARTS, (message) => this.#watch(message.process));
		for (const signal of SIGNALS) process.on(signal, () => this.#leave(signal));
		process.once("exit", () => this.#clear());
	}
	directory(prefix) {
		mkdirSync(dirname(prefix), { recursive: true });
		const directory = realpathSync(mkdtempSync(prefix));
		this.#directories.add(directory);
		return directory;
	}
	onSignal(report) {
		this.#report = report;
	}
	atEnd(work) {
		this.#lastWorks.add(work);
		return () => this.#lastWorks.delete(work);
	}
	#watch(program) {
		this.#programs.add(program);
		program.once("spawn", () => {
			if (this.#exitCode !== void 0 && program !== this.#remover) signalAll(program, "SIGKILL");
		});
		program.once("exit", () => {
			this.#programs.delete(program);
			if (this.#exitCode === void 0) return;
			signalGroup(program, "SIGKILL");
			this.#goWhenAlone(this.#exitCode);
		});
	}
	#leave(signal) {
		if (this.#exitCode !== void 0) return;
		const exitCode = 128 + constants$1.signals[signal];
		this.#exitCode = exitCode;
		const programs = this.#running();
		const left = this.#doLastWorks(false).filter((path) => !this.#isOurs(path));
		if (left.length > 0) this.#startRemoving(left);
		for (const program of programs) signalAll(program, "SIGTERM");
		this.#report?.(signal);
		this.#goWhenAlone(exitCode);
		setTimeout(() => this.#endWhatIgnoresUs(), LAUNCHER_PATIENCE);
		setTimeout(() => process.exit(exitCode), PATIENCE);
	}
	#endWhatIgnoresUs() {
		if (process.platform === "linux") for (const program of this.#running()) program.kill("SIGUSR1");
	}
	#goWhenAlone(exitCode) {
		if (this.#running().length === 0) process.exit(exitCode);
	}
	#running() {
		return [...this.#programs].filter(({ pid }) => pid !== void 0);
	}
	#doLastWorks(isLast) {
		return [...this.#lastWorks].flatMap((work) => orNothing(() => work({ isLast })) ?? []);
	}
	#isOurs(path) {
		return this.#directories.has(dirname(path));
	}
	#clear() {
		for (const program of this.#running()) if (program !== this.#remover) signalAll(program, "SIGKILL");
		const left = [...this.#doLastWorks(true), ...this.#directories].filter((path) => existsSync(path));
		if (this.#exitCode === void 0) for (const path of left) removeNow(path);
		else if (left.length > 0) this.#startRemoving(left);
	}
	#startRemoving(paths) {
		try {
			this.#remover = removeElsewhere(paths);
		} catch {
			for (const path of paths) removeNow(path);
		}
	}
};
function removeNow(path) {
	orNothing(() => rmSync(path, {
		recursive: true,
		force: true,
		maxRetries: 3
	}));
}
function removeElsewhere(paths) {
	const { PATH, SystemRoot } = process.env;
	const remover = spawn(process.execPath, [
		"-e",
		REMOVE,
		"--",
		...paths
	], {
		env: {
			PATH,
			SystemRoot
		},
		cwd: dirname(process.execPath),
		stdio: "ignore",
		detached: true,
		windowsHide: true
	});
	remover.on("error", () => {});
	remover.unref();
	return remover;
}
// src/runner/run.ts
const OUTPUT_LIMIT = 2 * 2 ** 20;
const LINE_LIMIT = 2 ** 16;
function runner(log) {
	return async (command, args, options) => {
		const output = new Output((line) => log.info(line));
		const program = await startProgram(command, args, options);
		const watched = options.watch?.({
			pid: program.pid,
			end: program.stop
		});
		const ended = program.ended.finally(watched);
		const { stdout, stderr } = program.child;
		await Promise.all([stdout, stderr].map((stream) => stream && readLines(stream, output)));
		const ending = await ended;
		const { signal } = ending;
		if (signal !== null) output.add(`${command} was ended by ${signal}${signal === "SIGKILL" ? "; usually the memory was not enough" : ""}.`);
		return {
			exitCode: exitCodeOf$1(ending),
			output: output.text()
		};
	};
}
function readLines(stream, output) {
	let pending = "";
	stream.setEncoding("utf8");
	stream.on("data", (text) => {
		const lines = (pending + text).split("\n");
		pending = lines.pop() ?? "";
		for (const line of lines) output.add(line);
		if (pending.length < LINE_LIMIT) return;
		output.add(pending);
		pending = "";
	});
	return new Promise((resolve) => {
		stream.once("close", () => {
			if (pending !== "") output.add(pending);
			resolve();
		});
	});
}
var Output = class {
	#show;
	#lines = [];
	#length = 0;
	constructor(show) {
		this.#show = show;
	}
	add(raw) {
		const line = raw.replace(/\r+$/, "").replace(/^.*\r/s, "");
		this.#show(line);
		this.#lines.push(line);
		this.#length += line.length + 1;
		if (this.#length > 2 * OUTPUT_LIMIT) this.#forget();
	}
	text() {
		this.#forget();
		return this.#lines.map((line) => `${line}\n`).join("");
	}
	#forget() {
		let first = 0;
		while (this.#length > OUTPUT_LIMIT) {
			this.#length -= (this.#lines[first]?.length ?? 0) + 1;
			first += 1;
		}
		if (first > 0) this.#lines = this.#lines.slice(first);
	}
};
// src/runner/service.ts
const LOG_LIMIT = 2 ** 20;
const STOP_WITHIN = 1e4;
const start = async (command, args, options) => {
	const program = await startProgram(command, args, options);
	let log = "";
	for (const stream of [program.child.stdout, program.child.stderr]) stream?.setEncoding("utf8").on("data", (text) => {
		log = (log + text).slice(-LOG_LIMIT);
	});
	const ended = Promise.all([program.ended, once$1(program.child, "close")]).then(([ending]) => exitCodeOf$1(ending));
	return {
		landlock: program.landlock,
		ended,
		log: () => log,
		stop: () => stop(program, ended)
	};
};
async function stop(program, ended) {
	program.stop();
	const lastResort = setTimeout(() => program.kill(), STOP_WITHIN);
	await ended;
	clearTimeout(lastResort);
}
// src/runner/text.ts
const SHORTEST_SECRET = 4;
function maskableParts(secret) {
	return secret.split(/\r?\n/).filter((line) => line.trim().length >= SHORTEST_SECRET);
}
var Masks = class {
	#secrets = new Set();
	add(secret) {
		for (const part of maskableParts(secret)) this.#secrets.add(part);
	}
	apply(text) {
		return [...this.#secrets].sort((a, b) => b.length - a.length).reduce((shown, secret) => shown.replaceAll(secret, "***"), text);
	}
};
function shownPath(file, directory) {
	const path = relative(directory, file);
	return path === "" || path === ".." || path.startsWith(`..${sep}`) || isAbsolute(path) ? file : path.replaceAll(sep, "/");
}
function cutAtLineEnd(text, limit, word) {
	const bytes = Buffer.from(text);
	if (bytes.length <= limit) return text;
	const lastLineEnd = bytes.lastIndexOf("\n", limit - Buffer.byteLength(word) - 1);
	return bytes.subarray(0, lastLineEnd + 1).toString() + word;
}
function pathPart(name) {
	const safe = name.replace(/[^\w.+-]/g, "-").replace(/^\.+/, "-");
	return safe === "" ? "-" : safe;
}
export { OPTIONS as C, IMAGES as S, unknownInputs as _, shownPath as a, userCacheDirectory as b, Leaving as c, linked as d, moveContents as f, runJob as g, capture as h, pathPart as i, copied as l, remove as m, cutAtLineEnd as n, start as o, placeTree as p, maskableParts as r, runner as s, Masks as t, emptyDirectory as u, CHECKS as v, nearest as w, emptyOutputs as x, shortHash as y };
