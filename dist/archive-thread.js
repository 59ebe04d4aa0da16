import { i as __toESM } from "./rolldown-runtime.js";
import { t as require_tar_stream } from "./tar-stream.js";
import { L as messageOf, N as UserError, S as humanBytes, _ as sha256Of, i as decompressFrom, t as CHUNK } from "./chunks.js";
import { parentPort, workerData } from "node:worker_threads";
// src/mount/archive/thread.ts
var import_tar_stream = __toESM(require_tar_stream(), 1);
var ChunkSender = class {
	#port;
	#free = Array.from({ length: 3 }, () => new ArrayBuffer(CHUNK));
	#wake = () => {};
	#memory = Buffer.from(new ArrayBuffer(CHUNK));
	#filled = 0;
	#pieces = [];
	constructor(port) {
		this.#port = port;
		port.on("message", (memory) => {
			this.#free.push(memory);
			this.#wake();
		});
	}
	async reserve(length) {
		if (length > CHUNK - this.#filled || this.#pieces.length >= MOST_PIECES) await this.#send();
		return this.#memory.subarray(this.#filled);
	}
	add(piece) {
		this.#pieces.push({
			...piece,
			start: this.#filled
		});
		this.#filled += piece.length;
	}
	end() {
		this.#post(true);
	}
	async #send() {
		this.#post(false);
		while (this.#free.length === 0) await new Promise((resolve) => {
			this.#wake = resolve;
		});
		this.#memory = Buffer.from(this.#free.pop());
		this.#filled = 0;
	}
	#post(isLast) {
		const memory = this.#memory.buffer;
		this.#port.postMessage({
			memory,
			pieces: this.#pieces,
			isLast
		}, [memory]);
		this.#pieces = [];
	}
};
const MOST_PIECES = 8192;
const OTHER_BYTES = {
	ofEntry: 16384,
	ofArchive: 32 * 2 ** 20
};
const REFUSED = new Error("the entry will be refused");
var Meter = class {
	#allowed = OTHER_BYTES.ofArchive;
	#read = 0;
	expect(size) {
		this.#allowed += size + OTHER_BYTES.ofEntry;
	}
	count = (bytes) => {
		this.#read += bytes;
		if (this.#read <= this.#allowed) return;
		throw new Error(`it contains ${humanBytes(OTHER_BYTES.ofArchive)} that belong to no file`);
	};
};
async function sendArchive(file, sender) {
	const extract = import_tar_stream.extract();
	const meter = new Meter();
	extract.on("entry", (header, stream, next) => {
		stream.on("error", () => {});
		meter.expect(header.size ?? 0);
		sendEntry(header, stream, sender).then(() => next(), (error) => extract.destroy(error));
	});
	try {
		await decompressFrom(file, extract, meter.count);
	} catch (error) {
		if (error !== REFUSED) throw error;
	}
	sender.end();
}
async function sendEntry(header, content, sender) {
	const size = header.size ?? 0;
	const executable = ((header.mode ?? 0) & 64) !== 0;
	const entry = {
		name: header.name,
		kind: header.type ?? "unknown kind",
		executable,
		size
	};
	if (header.type !== "file") {
		sender.add({
			...entry,
			before: 0,
			length: 0,
			sha256: void 0
		});
		throw REFUSED;
	}
	if (size <= CHUNK) {
		const buffer = await sender.reserve(size);
		const length = await fillFrom(content, buffer);
		return sender.add({
			...entry,
			before: 0,
			length,
			sha256: sha256Of(buffer.subarray(0, length))
		});
	}
	let before = 0;
	for await (const bytes of content) {
		bytes.copy(await sender.reserve(bytes.length));
		sender.add({
			...entry,
			before,
			length: bytes.length,
			sha256: void 0
		});
		before += bytes.length;
	}
}
function fillFrom(content, buffer) {
	return new Promise((resolve, reject) => {
		let length = 0;
		content.on("data", (bytes) => {
			length += bytes.copy(buffer, length);
		});
		content.on("end", () => resolve(length));
		content.on("error", reject);
		content.on("close", () => reject(new Error("the archive is truncated")));
	});
}
if (parentPort !== null) {
	const port = parentPort;
	try {
		await sendArchive(workerData, new ChunkSender(port));
	} catch (error) {
		const hint = error instanceof UserError ? error.hint ?? "" : void 0;
		port.postMessage({
			failure: messageOf(error),
			hint
		});
	}
	port.close();
}
export {};
