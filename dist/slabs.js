import { closeSync, constants, createReadStream, createWriteStream, fstatSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { createHash, hash } from "node:crypto";
import { on, once } from "node:events";
import { spawn, spawnSync } from "node:child_process";
import { finished, pipeline } from "node:stream/promises";
import zlib from "node:zlib";
import { Worker } from "node:worker_threads";
// src/errors.ts
const ExitCode = {
	green: 0,
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
// src/mount/reader.ts
const PIECE$1 = 32 * 2 ** 20;
var Reader = class {
	#root;
	#buffer = Buffer.allocUnsafe(4 * 2 ** 20);
	constructor(root) {
		this.#root = root;
	}
	read(path, inspect) {
		let descriptor;
		try {
			descriptor = openSync(join(this.#root, path), constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
		} catch {
			return;
		}
		try {
			return this.#readOpen(descriptor, path, inspect);
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
// src/mount/compression.ts
const ZSTD_LEVEL = 3;
const GZIP_LEVEL = 1;
const PIECE = 2 ** 20;
let zstdProgram;
function hasZstdProgram() {
	zstdProgram ??= spawnSync("zstd", ["--version"], { stdio: "ignore" }).status === 0;
	return zstdProgram;
}
function hasZstd() {
	return hasZstdProgram() || "createZstdCompress" in zlib;
}
function writableFormat(wanted) {
	return wanted === "tar.zst" && !hasZstd() ? "tar.gz" : wanted;
}
async function compressInto(file, source) {
	if (file.endsWith(".tar.gz")) return await pipeline(source, zlib.createGzip({ level: GZIP_LEVEL }), createWriteStream(file));
	if (hasZstdProgram()) return await throughZstd([
		"-T0",
		`-${ZSTD_LEVEL}`,
		"--quiet",
		"--stdout"
	], ["pipe", openSync(file, "w")], ({ stdin }) => feed(source, stdin));
	const params = { [zlib.constants.ZSTD_c_compressionLevel]: ZSTD_LEVEL };
	return await pipeline(source, zlib.createZstdCompress({ params }), createWriteStream(file));
}
async function decompressFrom(file, sink) {
	const compressed = () => createReadStream(file, { highWaterMark: PIECE });
	if (file.endsWith(".tar.gz")) return await pipeline(compressed(), zlib.createGunzip({ chunkSize: PIECE }), sink);
	if ("createZstdDecompress" in zlib) {
		const ahead = {
			chunkSize: PIECE,
			readableHighWaterMark: 8 * PIECE
		};
		return await pipeline(compressed(), zlib.createZstdDecompress(ahead), sink);
	}
	if (hasZstdProgram()) return await throughZstd([
		"--decompress",
		"--quiet",
		"--stdout"
	], [openSync(file, "r"), "pipe"], ({ stdout }) => pipeline(stdout, sink));
	throw new UserError(`${file} is compressed with zstd, and neither a zstd program nor Node 22.15 is here.`, { hint: "Install zstd, or build with artifact-format: tar.gz." });
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
async function throughZstd(words, ends, converse) {
	const child = spawn("zstd", words, { stdio: [...ends, "pipe"] });
	for (const end of ends) if (end !== "pipe") closeSync(end);
	let errors = "";
	child.stderr?.on("data", (chunk) => {
		errors += chunk;
	});
	const ended = new Promise((resolve, reject) => child.on("error", reject).on("close", resolve));
	const [conversation, exit] = await Promise.allSettled([converse(child).catch((error) => {
		child.kill();
		throw error;
	}), ended]);
	const refusal = conversation.status === "rejected" ? conversation.reason : void 0;
	if (refusal instanceof UserError) throw refusal;
	if (exit.status === "rejected") throw exit.reason;
	if (exit.value !== 0 && exit.value !== null) throw new Error(`zstd: ${errors.trim() || `exit code ${exit.value}`}`);
	if (refusal !== void 0) throw refusal;
	if (exit.value === null) throw new Error("zstd was ended by a signal");
}
// src/mount/slabs.ts
const SLAB = 8 * 2 ** 20;
const THREAD = new URL(import.meta.url.endsWith(".ts") ? "archive-thread.ts" : "archive-thread.js", import.meta.url);
async function* slabsOf(file) {
	const thread = new Worker(THREAD, { workerData: file });
	try {
		for await (const [message] of on(thread, "message", { close: ["exit"] })) {
			const slab = message;
			if ("failure" in slab) throw errorOf(slab);
			yield slab;
			if (slab.isLast) return;
			thread.postMessage(slab.memory, [slab.memory]);
		}
		throw new Error("the thread that unpacks it ended too early");
	} finally {
		await thread.terminate();
	}
}
function errorOf({ failure, hint }) {
	return hint === void 0 ? new Error(failure) : new UserError(failure, { hint });
}
export { orNothing as _, writableFormat as a, writtenFile as c, Problems as d, UserError as f, messageOf as g, isSystemError as h, decompressFrom as i, bytesSource as l, isDiskFull as m, slabsOf as n, Reader as o, UserErrors as p, compressInto as r, sha256Of as s, SLAB as t, ExitCode as u, userErrorsOf as v };
