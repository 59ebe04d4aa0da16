import { accessSync, chmodSync, closeSync, constants, copyFileSync, createReadStream, createWriteStream, existsSync, fstatSync, lstatSync, mkdirSync, openSync, readFileSync, readSync, readdirSync, readlinkSync, renameSync, rmSync, statSync, statfsSync, symlinkSync, utimesSync } from "node:fs";
import { delimiter, dirname, join, relative, resolve, sep } from "node:path";
import { createHash, hash, randomUUID } from "node:crypto";
import { EOL, constants as constants$1 } from "node:os";
import { createInterface } from "node:readline";
import { execFileSync, spawn } from "node:child_process";
import { on, once } from "node:events";
import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import { StringDecoder } from "node:string_decoder";
import { copyFile, link, mkdir, readdir, readlink, rename, rm, symlink } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import { finished, pipeline } from "node:stream/promises";
import zlib from "node:zlib";
import { Worker } from "node:worker_threads";
// src/util/errors.ts
const ExitCode = {
	passed: 0,
	findings: 1,
	input: 2,
	install: 3,
	delivery: 4,
	bug: 70
};
var UserError = class extends Error {
	name = "UserError";
	place;
	hint;
	exitCode;
	constructor(message, { file, line, hint, exitCode = ExitCode.input, cause } = {}) {
		super(message, { cause });
		this.place = {
			file,
			line
		};
		this.hint = hint;
		this.exitCode = exitCode;
	}
};
var UserErrors = class extends Error {
	name = "UserErrors";
	errors;
	constructor(errors) {
		super(errors.map((error) => error.message).join("\n"));
		this.errors = errors;
	}
};
var Problems = class {
	#errors = [];
	add(message, details = {}) {
		this.#errors.push(new UserError(message, details));
	}
	collect(work) {
		try {
			return work();
		} catch (error) {
			if (!(error instanceof UserError)) throw error;
			this.#errors.push(error);
			return;
		}
	}
	collectAll(work) {
		try {
			return work();
		} catch (error) {
			const found = userErrorsOf(error);
			if (found.length === 0) throw error;
			this.#errors.push(...found);
			return;
		}
	}
	throwIfAny() {
		if (this.#errors.length > 0) throw new UserErrors(this.#errors);
	}
};
function userErrorsOf(thrown) {
	if (thrown instanceof UserErrors) return thrown.errors;
	return thrown instanceof UserError ? [thrown] : [];
}
function messageOf(thrown) {
	return thrown instanceof Error ? thrown.message : String(thrown);
}
function isSystemError(thrown, ...codes) {
	const { code, syscall } = thrown instanceof Error ? thrown : {};
	return codes.length === 0 ? syscall !== void 0 : codes.includes(code ?? "");
}
const FULL_DISK = /ENOSPC|EDQUOT|No space left on device|Disk quota exceeded/;
function isDiskFull(thrown) {
	return !(thrown instanceof UserError) && FULL_DISK.test(messageOf(thrown));
}
function orNothing(work) {
	try {
		return work();
	} catch {
		return;
	}
}
// src/util/text.ts
const SIZES = [
	"B",
	"kB",
	"MB",
	"GB",
	"TB",
	"PB"
];
function humanBytes(bytes) {
	let value = bytes;
	let step = 0;
	while (Number(value.toPrecision(3)) >= 1e3 && step < SIZES.length - 1) {
		value /= 1e3;
		step += 1;
	}
	return `${step === 0 ? value : value.toPrecision(3)} ${SIZES[step]}`;
}
function humanSeconds(milliseconds) {
	const seconds = milliseconds / 1e3;
	return `${seconds.toFixed(seconds < 100 ? 1 : 0)} s`;
}
function percent(done, all) {
	return `${Math.floor(100 * done / all)} %`;
}
function printable(text) {
	return text.replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, (sign) => sign === "\r" ? "" : `\\x${sign.charCodeAt(0).toString(16).padStart(2, "0")}`);
}
function printableInColour(text) {
	return text.split(/(\x1b\[(?:0|1|2|3|4|[349]\d)?(?:;(?:0|1|2|3|4|[349]\d))*m)/).map((part, index) => index % 2 === 1 ? part : printable(part)).join("");
}
function slashed(path) {
	return path.split(sep).join("/");
}
function plural(count, noun) {
	return `${count} ${count === 1 ? noun : /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`}`;
}
function wrappedLines(text, width, widthOf = (words) => words.length) {
	const lines = [];
	for (const word of wordsOf(text)) {
		const last = lines.at(-1);
		if (last === void 0 || widthOf(last) + 1 + widthOf(word) > width) lines.push(word);
		else lines[lines.length - 1] = `${last} ${word}`;
	}
	return lines;
}
function wordsOf(text) {
	const words = [];
	let inCode = false;
	for (const part of text.split(" ")) {
		if (inCode) words[words.length - 1] += ` ${part}`;
		else words.push(part);
		if (part.split("`").length % 2 === 0) inCode = !inCode;
	}
	return words;
}
function literal(text) {
	return text.replace(/(`[^`]*`)|[\\*<]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, (sign, code) => code ?? (sign === "<" ? "&lt;" : `\\${sign}`));
}
const SHORTEST_BEGINNING = 2;
const LETTERS_PER_TYPO = 3;
function nearest(word, candidates) {
	const plain = word.toLowerCase();
	const isBeginning = (candidate) => plain.length >= SHORTEST_BEGINNING && candidate.toLowerCase().startsWith(plain);
	const limit = Math.floor(plain.length / LETTERS_PER_TYPO);
	return candidates.map((candidate) => ({
		candidate,
		begins: isBeginning(candidate),
		typos: typos(plain, candidate.toLowerCase())
	})).filter(({ begins, typos }) => begins || typos <= limit).sort((a, b) => Number(b.begins) - Number(a.begins) || a.typos - b.typos)[0]?.candidate;
}
function didYouMean(word, candidates, otherwise) {
	const meant = nearest(word, candidates);
	return meant === void 0 ? otherwise : `Did you mean "${meant}"?`;
}
function typos(from, to) {
	let before = [];
	let row = Array.from({ length: to.length + 1 }, (_, index) => index);
	for (let i = 1; i <= from.length; i++) {
		const next = [i];
		for (let j = 1; j <= to.length; j++) {
			const replace = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
			const swap = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1] ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY;
			next.push(Math.min(replace, swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
		}
		before = row;
		row = next;
	}
	return row[to.length] ?? 0;
}
function normalisedName(name) {
	return name.toLowerCase().replace(/[-_.]+/g, "-");
}
function byteOrder(a, b) {
	if (a === b) return 0;
	return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
// src/python/packaging/metadata-size.ts
const LARGEST_RECORD = 32e6;
const LARGEST_TEXT = 4e6;
function largestText(path) {
	return path.endsWith("/RECORD") ? LARGEST_RECORD : LARGEST_TEXT;
}
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
		throw new UserError(`${file} has ${humanBytes(size)}; the limit is ${humanBytes(largestText(file))}.`, {
			hint: `This release of ${file.split("-")[0]} is damaged or malicious. Pin another release and report it to the operator of the index.`,
			exitCode: ExitCode.install
		});
	}
}
// src/mount/elf/source.ts
const PAGE = 65536;
const MOST_PAGES = 64;
function bytesSource(bytes) {
	return {
		size: bytes.length,
		read: (offset, length) => bytes.subarray(offset, offset + length)
	};
}
function fileSource(descriptor, size) {
	const pages = new Map();
	const page = (index) => {
		const known = pages.get(index);
		if (known) return known;
		if (pages.size >= MOST_PAGES) pages.delete(pages.keys().next().value);
		const bytes = new Uint8Array(Math.min(PAGE, size - index * PAGE));
		readSync(descriptor, bytes, 0, bytes.length, index * PAGE);
		pages.set(index, bytes);
		return bytes;
	};
	return {
		size,
		read(offset, length) {
			const first = Math.floor(offset / PAGE);
			const start = offset - first * PAGE;
			if (start + length <= PAGE) return page(first).subarray(start, start + length);
			const joined = new Uint8Array(length);
			for (let done = 0; done < length;) {
				const at = offset + done;
				const piece = page(Math.floor(at / PAGE)).subarray(at % PAGE, at % PAGE + length - done);
				joined.set(piece, done);
				done += piece.length;
			}
			return joined;
		}
	};
}
// src/mount/inventory/reader.ts
const PIECE$1 = 32 * 2 ** 20;
const START = 65536;
var Reader = class {
	#root;
	#buffer = Buffer.allocUnsafe(4 * 2 ** 20);
	constructor(root) {
		this.#root = root;
	}
	read(path, inspect) {
		return this.#withOpen(path, (descriptor) => this.#readOpen(descriptor, path, inspect));
	}
	inspect(file, inspect) {
		return this.#withOpen(file.path, (descriptor) => {
			const length = file.size <= largestText(file.path) ? file.size : Math.min(file.size, START);
			inspect(file, this.#piece(descriptor, length), fileSource(descriptor, file.size));
			return true;
		}) === true;
	}
	#withOpen(path, work) {
		let descriptor;
		try {
			descriptor = openSync(join(this.#root, path), constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
		} catch {
			return;
		}
		try {
			return work(descriptor);
		} catch {
			return;
		} finally {
			closeSync(descriptor);
		}
	}
	#readOpen(descriptor, path, inspect) {
		const { size, mode, nlink: links, mtimeMs } = fstatSync(descriptor);
		const first = this.#piece(descriptor, Math.min(size, PIECE$1));
		const whole = size <= PIECE$1;
		const stamp = {
			links,
			modified: Math.floor(mtimeMs / 1e3)
		};
		const facts = {
			path,
			size,
			mode: mode & 4095,
			executable: (mode & 73) !== 0,
			...stamp
		};
		const sha256 = whole ? sha256Of(first) : "";
		const file = {
			...facts,
			sha256
		};
		if (whole) {
			inspect(file, first, bytesSource(first));
			return file;
		}
		const digest = createHash("sha256").update(first);
		inspect(file, first, fileSource(descriptor, size));
		for (let piece = this.#piece(descriptor, PIECE$1); piece.length > 0; piece = this.#piece(descriptor, PIECE$1)) digest.update(piece);
		return {
			...file,
			sha256: digest.digest("hex")
		};
	}
	#piece(descriptor, length) {
		if (this.#buffer.length < length) this.#buffer = Buffer.allocUnsafe(length);
		let filled = 0;
		while (filled < length) {
			const count = readSync(descriptor, this.#buffer, filled, length - filled, null);
			if (count === 0) break;
			filled += count;
		}
		return this.#buffer.subarray(0, filled);
	}
};
function writtenFile(file) {
	return {
		...file,
		mode: file.executable ? 493 : 420,
		links: 1,
		modified: Math.floor(Date.now() / 1e3)
	};
}
function sha256Of(bytes) {
	return hash ? hash("sha256", bytes, "hex") : createHash("sha256").update(bytes).digest("hex");
}
// src/host/process/find-program.ts
const USUAL_PATH = "/usr/bin:/bin";
function findProgram(command, args, { environment, directory }) {
	if (directory !== void 0) requireDirectory(directory);
	const variables = Object.entries(environment).flatMap(([name, value]) => [name, value ?? ""]);
	if ([
		command,
		...args,
		...variables
	].some((text) => text.includes("\0"))) throw new Error("an argument or a variable contains a NUL character");
	let isThere = false;
	for (const place of placesOf(command, environment, directory ?? process.cwd())) {
		if (!isFile(place)) continue;
		if (mayBeExecuted(place)) return place;
		isThere = true;
	}
	throw new Error(isThere ? "it is not executable" : "no such program was found");
}
function requireDirectory(directory) {
	const found = statSync(directory, { throwIfNoEntry: false });
	if (found === void 0) throw new Error(`the directory ${directory} does not exist`);
	if (!found.isDirectory()) throw new Error(`${directory} is not a directory`);
}
function placesOf(command, environment, directory) {
	const isWindows = process.platform === "win32";
	const endings = isWindows ? ["", ...(environment.PATHEXT ?? ".EXE;.CMD;.BAT").split(";")] : [""];
	const path = environment.PATH ?? environment.Path ?? USUAL_PATH;
	return ((isWindows ? /[/\\]/ : /\//).test(command) ? [""] : path.split(delimiter)).flatMap((folder) => endings.map((ending) => resolve(directory, join(folder, command + ending))));
}
function isFile(path) {
	return orNothing(() => statSync(path, { throwIfNoEntry: false })?.isFile()) === true;
}
function mayBeExecuted(path) {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
function whyNotStarted(error) {
	if (isSystemError(error, "ENOENT")) return "the interpreter in its first line does not exist";
	if (isSystemError(error, "E2BIG")) return "its arguments and its environment are too long";
	return messageOf(error);
}
// src/host/process/running.ts
const FEW = 32;
function runningProcesses(lowest = 0, highest = Number.POSITIVE_INFINITY) {
	return (process.platform === "linux" ? fromProc(lowest, highest) : fromPs()).filter(({ pid }) => pid !== process.pid);
}
function childOf(parent) {
	return runningProcesses().find((one) => one.parent === parent)?.pid;
}
function isRunning(pid) {
	return orNothing(() => processAt(pid)) !== void 0;
}
function fromProc(lowest, highest) {
	const few = highest - lowest < FEW;
	return (few ? Array.from({ length: highest - lowest + 1 }, (_, index) => lowest + index) : allNumbers()).filter((pid) => pid >= lowest && pid <= highest && (!few || existsSync(`/proc/${pid}`))).flatMap((pid) => orNothing(() => processAt(pid)) ?? []);
}
function allNumbers() {
	return (orNothing(() => readdirSync("/proc")) ?? []).filter((entry) => /^[0-9]+$/.test(entry)).map(Number);
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
function fromPs() {
	return [...(orNothing(() => execFileSync("/bin/ps", [
		"-A",
		"-o",
		"pid=,ppid="
	], { encoding: "utf8" })) ?? "").matchAll(/(\d+)\s+(\d+)/g)].map(([, pid, parent]) => ({
		pid: Number(pid),
		parent: Number(parent),
		session: 0
	}));
}
// src/host/process/tree.ts
const MARKER = "AZUREML_EXTRA_PACKAGES_PROCESS";
const LONGEST_WAIT = 50;
const NUMBERS_LAST = 500;
const trees = new WeakMap();
var ProcessTree = class {
	#marker = randomUUID();
	#begin = performance.now();
	variables() {
		return { [MARKER]: this.#marker };
	}
	belongsTo(program) {
		trees.set(program, this);
	}
	end(root) {
		if (process.platform !== "linux" && orNothing(() => process.kill(root, 0)) === void 0) return;
		const ended = new Set();
		for (let size = -1; size !== ended.size;) {
			size = ended.size;
			for (const pid of this.signal(root, "SIGKILL")) ended.add(pid);
		}
		for (let wait = 0; wait < LONGEST_WAIT && [...ended].some(isRunning); wait += 1) sleep(1);
	}
	signal(root, signal) {
		const found = this.#find(root);
		for (const pid of found) orNothing(() => process.kill(pid, signal));
		return found;
	}
	#find(root) {
		const running = runningProcesses(...this.#numbers(root));
		const seeds = running.filter(({ pid, session }) => pid === root || session === root || hasMarker(pid, this.#marker));
		const found = new Set(seeds.map(({ pid }) => pid));
		for (let size = -1; size !== found.size;) {
			size = found.size;
			for (const { pid, parent, session } of running) if (found.has(parent) || found.has(session)) found.add(pid);
		}
		return [...found];
	}
	#numbers(root) {
		const all = [0, Number.POSITIVE_INFINITY];
		if (process.platform !== "linux" || performance.now() - this.#begin > NUMBERS_LAST) return all;
		const newest = Number(orNothing(() => readFileSync("/proc/loadavg", "latin1").trim().split(" ").at(-1)));
		return newest >= root ? [root, newest] : all;
	}
};
function sleep(milliseconds) {
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
function hasMarker(pid, marker) {
	const environment = orNothing(() => readFileSync(`/proc/${pid}/environ`, "latin1")) ?? "";
	return environment.includes(`${MARKER}=${marker}\0`) || environment.endsWith(`${MARKER}=${marker}`);
}
function treeOf(program) {
	return trees.get(program);
}
// src/host/process/group.ts
function signalAll(program, signal) {
	const { pid } = program;
	if (pid === void 0 || signalGroup(pid, signal) || treeOf(program)?.signal(pid, signal).length) return;
	program.kill(signal);
}
function endAll(program) {
	const { pid } = program;
	if (pid === void 0) return;
	signalGroup(pid, "SIGKILL");
	treeOf(program)?.end(pid);
	if (program.exitCode === null && program.signalCode === null) program.kill("SIGKILL");
}
function signalGroup(pid, signal) {
	return orNothing(() => process.kill(-pid, signal)) === true;
}
// src/host/process/launch.ts
function withLauncher(isolation, command, args, reports) {
	if (isolation === void 0 || process.platform !== "linux") return {
		program: command,
		words: args,
		isLaunched: false
	};
	const [program = "", ...words] = isolation.launcher;
	const request = JSON.stringify({
		writable: isolation.writable ?? null,
		reports
	});
	return {
		program,
		words: [
			...words,
			request,
			command,
			...args
		],
		isLaunched: true
	};
}
var Launch = class {
	started;
	ended;
	constructor(child) {
		const stream = child.stdio[3];
		const reported = [];
		const lines = createInterface({ input: stream }).on("line", (text) => reported.push(JSON.parse(text)));
		const closed = once(stream, "close");
		this.started = Promise.race([once(lines, "line"), closed]).then(() => requireStarted(reported[0]));
		this.ended = closed.then(() => endingIn(reported.at(-1)));
	}
};
function requireStarted(line) {
	if (line?.pid !== void 0 && line.landlock !== void 0) return {
		pid: line.pid,
		landlock: line.landlock
	};
	throw new Error(line?.error ?? "its launcher ended before it was started");
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
// src/host/process/spawn.ts
const STRAGGLERS = 5e3;
const LAUNCHER_PATIENCE = 6e3;
async function spawnForeign(command, args, options) {
	const { isolation, input, keepInput = false } = options;
	const tree = new ProcessTree();
	try {
		const { program, words, isLaunched } = withLauncher(isolation, findProgram(command, args, options), args, true);
		const child = spawn(program, words, {
			env: {
				...options.environment,
				...tree.variables()
			},
			cwd: options.directory,
			stdio: [
				input === void 0 && !keepInput ? "ignore" : "pipe",
				"pipe",
				"pipe",
				...isLaunched ? ["pipe"] : []
			],
			windowsHide: true,
			detached: process.platform !== "win32"
		});
		tree.belongsTo(child);
		await new Promise((resolve, reject) => child.once("spawn", resolve).once("error", reject));
		child.on("error", () => {});
		child.stdin?.on("error", () => {});
		if (!keepInput) child.stdin?.end(input);
		return await programOf(child, isLaunched);
	} catch (error) {
		throw new UserError(`${command} cannot be started: ${whyNotStarted(error)}.`, { cause: error });
	}
}
async function programOf(child, isLaunched) {
	const pid = child.pid ?? 0;
	if (!isLaunched) return {
		child,
		pid,
		landlock: 0,
		ended: endingOf$1(child, void 0),
		stop: () => signalAll(child, "SIGTERM"),
		kill: () => endAll(child)
	};
	const launch = new Launch(child);
	const ended = endingOf$1(child, launch);
	return {
		child,
		...await launch.started,
		ended,
		stop: () => child.kill("SIGTERM"),
		kill: () => killLaunched(child)
	};
}
function killLaunched(launcher) {
	launcher.kill("SIGUSR1");
	const lastResort = setTimeout(() => endAll(launcher), LAUNCHER_PATIENCE);
	launcher.once("exit", () => clearTimeout(lastResort));
}
async function endingOf$1(child, launch) {
	return await new Promise((resolve) => {
		child.once("exit", async (code, signal) => {
			endAll(child);
			const timer = setTimeout(() => {
				for (const stream of child.stdio) stream?.destroy();
			}, STRAGGLERS);
			child.once("close", () => clearTimeout(timer));
			resolve(await launch?.ended ?? {
				code,
				signal
			});
		});
	});
}
function spawnFilter(command, args, ends) {
	return spawn(command, args, { stdio: [...ends, "pipe"] });
}
const detached = new WeakSet();
function isDetached(program) {
	return detached.has(program);
}
function spawnDetached(program, args, environment) {
	const child = spawn(program, args, {
		env: environment,
		cwd: dirname(program),
		stdio: "ignore",
		detached: true,
		windowsHide: true
	});
	detached.add(child);
	child.on("error", () => {});
	child.unref();
	return child;
}
// src/host/process/start-errors.ts
const starts = new Map();
function guardStart(start) {
	if (starts.size === 0) process.on("unhandledRejection", onRejection);
	return new Promise((_, reject) => starts.set(start, reject));
}
function endStart(start) {
	if (starts.delete(start) && starts.size === 0) process.off("unhandledRejection", onRejection);
}
function onRejection(reason) {
	const [start, reject] = [...starts].find(([{ hasNotStarted }]) => hasNotStarted) ?? [];
	if (start === void 0 || !isSystemError(reason)) throw reason;
	endStart(start);
	reject?.(reason);
}
// src/host/process/tools.ts
async function runTool(command, args, options, output) {
	try {
		const file = findProgram(command, args, options);
		return await new Tool(withLauncher(options.isolation, file, args, false), options).run(output);
	} catch (error) {
		throw new UserError(`${command} cannot be started: ${whyNotStarted(error)}.`, { cause: error });
	}
}
let library;
const current = new AsyncLocalStorage();
subscribe("child_process", (message) => current.getStore()?.begin(message.process));
var Tool = class {
	#command;
	#options;
	#tree = new ProcessTree();
	#child;
	#pid;
	#failure;
	#timer;
	#unwatch;
	#timedOut = false;
	#isKilled = false;
	constructor(command, options) {
		this.#command = command;
		this.#options = options;
	}
	async run(output) {
		library ??= import("./exec2.js");
		const { exec } = await library;
		const decoders = [new StringDecoder("utf8"), new StringDecoder("utf8")];
		const { environment, directory } = this.#options;
		const [commandLine, words] = commandLineOf(this.#command);
		const how = {
			env: {
				...environment,
				...this.#tree.variables()
			},
			...directory === void 0 ? {} : { cwd: directory },
			silent: true,
			ignoreReturnCode: true,
			delay: STRAGGLERS,
			listeners: {
				stdout: (part) => this.#read(part, decoders[0], output.stdout),
				stderr: (part) => this.#read(part, decoders[1], output.stderr)
			}
		};
		const failed = guardStart(this);
		try {
			await Promise.race([failed, current.run(this, () => exec(commandLine, words, how))]);
		} catch (error) {
			throw this.#failure ?? error;
		} finally {
			this.#finish();
		}
		output.stdout(decoders[0].end());
		output.stderr(decoders[1].end());
		const { exitCode = null, signalCode = null } = this.#child ?? {};
		return {
			code: exitCode,
			signal: signalCode,
			timedOut: this.#timedOut
		};
	}
	begin(child) {
		if (this.#child !== void 0) return;
		this.#child = child;
		this.#tree.belongsTo(child);
		child.once("spawn", () => this.#onSpawn(child));
		child.once("error", (error) => {
			this.#failure = error;
		});
		child.once("exit", () => endAll(child));
	}
	get hasNotStarted() {
		return this.#child !== void 0 && this.#child.pid === void 0 && this.#failure === void 0;
	}
	#onSpawn(child) {
		endStart(this);
		const { input, timeout, watch } = this.#options;
		child.stdin?.on("error", () => {});
		child.stdin?.end(input);
		if (timeout !== void 0) this.#timer = setTimeout(() => this.#end(child), timeout);
		this.#unwatch = watch?.(this.#running(child));
	}
	#running(child) {
		const pid = () => {
			this.#pid ??= this.#command.isLaunched ? childOf(child.pid) : child.pid;
			return this.#pid;
		};
		return {
			get pid() {
				return pid();
			},
			end: () => this.#command.isLaunched ? child.kill("SIGTERM") : signalAll(child, "SIGTERM")
		};
	}
	#end(child) {
		this.#timedOut = true;
		this.#kill(child);
	}
	#kill(child) {
		if (child === void 0 || this.#isKilled) return;
		this.#isKilled = true;
		if (this.#command.isLaunched) killLaunched(child);
		else endAll(child);
	}
	#read(part, decoder, sink) {
		if (!sink(decoder.write(part))) this.#kill(this.#child);
		part.write(EOL, Math.max(0, part.length - EOL.length));
	}
	#finish() {
		endStart(this);
		clearTimeout(this.#timer);
		this.#unwatch?.();
		for (const stream of this.#child?.stdio ?? []) stream?.destroy();
	}
};
function commandLineOf({ program, words }) {
	const { mode, uid, gid } = statSync(program);
	const isExecutable = (mode & 1) !== 0 || (mode & 8) !== 0 && gid === process.getgid?.() || (mode & 64) !== 0 && uid === process.getuid?.();
	if (process.platform === "win32" || isExecutable && !/["\\]|\s$/.test(program)) return [`"${program}"`, [...words]];
	return ["/bin/sh", [
		"-c",
		"exec \"$0\" \"$@\"",
		program,
		...words
	]];
}
// src/host/process/answer.ts
const ANSWER_LIMIT = 2 ** 26;
const ERRORS_LIMIT = 2 ** 16;
async function answerOf(command, args, options) {
	const parts = [];
	let [length, errors] = [0, ""];
	const ending = await runTool(command, args, options, {
		stdout: (text) => {
			length += text.length;
			if (length <= ANSWER_LIMIT) parts.push(text);
			return length <= ANSWER_LIMIT;
		},
		stderr: (text) => {
			errors = (errors + text).slice(-ERRORS_LIMIT);
			return true;
		}
	});
	if (length > ANSWER_LIMIT) throw new Error(`${command} wrote more than 64 MiB to its standard output`);
	return {
		...ending,
		output: parts.join(""),
		errors
	};
}
const askTool = async (command, args, options) => {
	const { code, signal, output, errors } = await answerOf(command, args, options);
	if (code === 0) return output;
	const how = signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`;
	throw new Error(errors.trim().split("\n").at(-1) || `${command} ${how}`);
};
// src/host/copy-files.ts
const copied = (from, to) => copyFile(from, to, constants.COPYFILE_FICLONE);
const linked = async (from, to) => {
	try {
		await link(from, to);
	} catch (error) {
		if (!isSystemError(error, "EXDEV", "EPERM", "EMLINK", "ENOSYS", "ENOTSUP", "EOPNOTSUPP", "EACCES")) throw error;
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
function copyTree(from, to) {
	const found = lstatSync(from);
	if (found.isSymbolicLink()) symlinkSync(readlinkSync(from), to);
	else if (found.isDirectory()) {
		mkdirSync(to);
		for (const name of readdirSync(from)) copyTree(join(from, name), join(to, name));
	} else {
		copyFileSync(from, to);
		utimesSync(to, found.atime, found.mtime);
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
// src/mount/archive/compression.ts
const ZSTD_LEVEL = 3;
const GZIP_LEVEL = 1;
const PIECE = 2 ** 20;
let zstdProgram;
function hasZstdProgram() {
	zstdProgram ??= answerOf("zstd", ["--version"], { environment: process.env }).then(({ code }) => code === 0, () => false);
	return zstdProgram;
}
async function hasZstd() {
	return await hasZstdProgram() || "createZstdCompress" in zlib;
}
async function writableFormat(wanted) {
	return wanted === "tar.zst" && !await hasZstd() ? "tar.gz" : wanted;
}
async function compressorInto(file) {
	if (file.endsWith(".tar.gz")) return (source) => pipeline(source, zlib.createGzip({ level: GZIP_LEVEL }), createWriteStream(file));
	if (await hasZstdProgram()) {
		const args = [
			"-T0",
			`-${ZSTD_LEVEL}`,
			"--quiet",
			"--stdout"
		];
		return (source) => throughZstd(args, ["pipe", openSync(file, "w")], ({ stdin }) => feed(source, stdin));
	}
	const params = { [zlib.constants.ZSTD_c_compressionLevel]: ZSTD_LEVEL };
	return (source) => pipeline(source, zlib.createZstdCompress({ params }), createWriteStream(file));
}
async function decompressFrom(file, consume) {
	const compressed = () => createReadStream(file, { highWaterMark: PIECE });
	if (file.endsWith(".tar.gz")) return await pipeline(compressed(), zlib.createGunzip({ chunkSize: PIECE }), consume);
	if ("createZstdDecompress" in zlib) {
		const ahead = {
			chunkSize: PIECE,
			readableHighWaterMark: 8 * PIECE
		};
		return await pipeline(compressed(), zlib.createZstdDecompress(ahead), consume);
	}
	if (await hasZstdProgram()) return await throughZstd([
		"--decompress",
		"--quiet",
		"--stdout"
	], [openSync(file, "r"), "pipe"], ({ stdout }) => pipeline(stdout, consume));
	throw new UserError(`${file} is compressed with zstd; reading it requires the zstd program or Node.js 22.15 or later.`, { hint: "Install zstd, or build with the input artifact-format set to tar.gz." });
}
async function feed(source, input) {
	const fed = finished(input);
	fed.catch(() => {});
	let gathered = 0;
	input.cork();
	for await (const piece of source) {
		input.write(piece);
		gathered += piece.length;
		if (gathered < PIECE) continue;
		gathered = 0;
		input.uncork();
		if (input.writableNeedDrain) await Promise.race([once(input, "drain"), fed]);
		input.cork();
	}
	input.end();
	await fed;
}
async function throughZstd(args, ends, transfer) {
	const child = spawnFilter("zstd", args, ends);
	for (const end of ends) if (end !== "pipe") closeSync(end);
	let errors = "";
	child.stderr?.on("data", (chunk) => {
		errors += chunk;
	});
	const ended = new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
	const [transferred, exit] = await Promise.allSettled([transfer(child).catch((error) => {
		child.kill();
		throw error;
	}), ended]);
	const failure = transferred.status === "rejected" ? transferred.reason : void 0;
	if (failure instanceof UserError) throw failure;
	if (exit.status === "rejected") throw exit.reason;
	if (exit.value !== 0 && exit.value !== null) throw new Error(`zstd: ${errors.trim() || `exit code ${exit.value}`}`);
	if (failure !== void 0) throw failure;
	if (exit.value === null) throw new Error("zstd was killed by a signal");
}
// src/util/pauses.ts
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
// src/mount/directories.ts
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
				copyTree(path, target);
			}
			if (pauses.isDue) await pauses.take();
		}
	}
}
function copyOrNothing(from, to) {
	try {
		copyTree(from, to);
	} catch (error) {
		rmSync(to, {
			recursive: true,
			force: true
		});
		throw error;
	}
}
function freeBytes(directory) {
	const { bavail, bsize } = statfsSync(directory);
	return bavail * bsize;
}
function makeFolder(folder, root) {
	const below = relative(root, folder);
	let path = root;
	for (const part of ["", ...below === "" ? [] : below.split(sep)]) {
		path = join(path, part);
		if (existsSync(path)) continue;
		mkdirSync(path);
		chmodSync(path, 493);
	}
}
// src/mount/archive/decompress-into.ts
async function decompressInto(archive, directory) {
	if (!archive.endsWith(".tar.zst") || process.platform === "win32") return void 0;
	const source = openSync(archive, "r");
	const pipe = await openPipe(directory);
	if (pipe === void 0) {
		closeSync(source);
		return;
	}
	try {
		const child = spawnFilter("zstd", [
			"--decompress",
			"--quiet",
			"--stdout"
		], [source, pipe.write]);
		const ended = endingOf(child);
		await once(child, "spawn");
		return {
			pipe: pipe.read,
			whyFailed: () => ended,
			kill: () => child.kill("SIGKILL"),
			close: () => closeSync(pipe.read)
		};
	} catch {
		closeSync(pipe.read);
		return;
	} finally {
		closeSync(source);
		closeSync(pipe.write);
	}
}
async function endingOf(child) {
	let errors = "";
	child.stderr?.on("data", (text) => {
		errors += text;
	});
	const code = await new Promise((resolve) => child.on("error", () => resolve(-1)).on("close", resolve));
	if (code === 0) return void 0;
	if (code === null) return new Error("zstd was killed by a signal");
	return new Error(`zstd: ${errors.trim() || `exit code ${code}`}`);
}
async function openPipe(directory) {
	makeFolder(directory, directory);
	const path = join(directory, ".pipe");
	try {
		const { code } = await answerOf("mkfifo", [
			"-m",
			"600",
			path
		], { environment: process.env });
		if (code !== 0) return void 0;
		const first = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
		try {
			const write = openSync(path, constants.O_WRONLY);
			return {
				read: openSync(path, constants.O_RDONLY),
				write
			};
		} finally {
			closeSync(first);
		}
	} catch {
		return;
	} finally {
		rmSync(path, { force: true });
	}
}
// src/mount/archive/chunks.ts
const CHUNK = 8 * 2 ** 20;
const THREAD = new URL(import.meta.url.endsWith(".ts") ? "thread.ts" : "archive-thread.js", import.meta.url);
async function* chunksOf(file, directory) {
	const thread = new Worker(THREAD);
	let program;
	try {
		program = await decompressInto(file, directory);
		thread.postMessage({
			file,
			pipe: program?.pipe
		});
		for await (const [message] of on(thread, "message", { close: ["exit"] })) {
			const chunk = message;
			if ("failure" in chunk) throw chunk.isTruncated && await program?.whyFailed() || errorOf(chunk);
			yield chunk;
			if (chunk.isLast) break;
			thread.postMessage({ memory: chunk.memory }, [chunk.memory]);
		}
		const failure = await program?.whyFailed();
		if (failure !== void 0) throw failure;
	} finally {
		program?.kill();
		await thread.terminate();
		program?.close();
	}
}
function errorOf({ failure, hint }) {
	return hint === void 0 ? new Error(failure) : new UserError(failure, { hint });
}
export { isSystemError as $, writtenFile as A, nearest as B, spawnForeign as C, runningProcesses as D, childOf as E, byteOrder as F, printableInColour as G, percent as H, didYouMean as I, ExitCode as J, slashed as K, humanBytes as L, LARGEST_RECORD as M, largestText as N, Reader as O, requireReadableMetadata as P, isDiskFull as Q, humanSeconds as R, spawnDetached as S, signalAll as T, plural as U, normalisedName as V, printable as W, UserError as X, Problems as Y, UserErrors as Z, remove as _, move as a, runTool as b, compressorInto as c, copied as d, messageOf as et, copyTree as f, placeTree as g, moveContents as h, makeFolder as i, bytesSource as j, sha256Of as k, decompressFrom as l, linked as m, chunksOf as n, userErrorsOf as nt, moveTree as o, emptyDirectory as p, wrappedLines as q, freeBytes as r, Pauses as s, CHUNK as t, orNothing as tt, writableFormat as u, answerOf as v, endAll as w, isDetached as x, askTool as y, literal as z };
