import { i as __toESM } from "./rolldown-runtime.js";
import { t as require_tar_stream } from "./tar-stream.js";
import { f as UserError, g as messageOf, i as decompressFrom, s as sha256Of, t as SLAB } from "./slabs.js";
import { parentPort, workerData } from "node:worker_threads";
// src/mount/archive-thread.ts
var import_tar_stream = __toESM(require_tar_stream(), 1);
var Sending = class {
	#port;
	#free = Array.from({ length: 3 }, () => new ArrayBuffer(SLAB));
	#wake = () => {};
	#memory = Buffer.from(new ArrayBuffer(SLAB));
	#filled = 0;
	#pieces = [];
	constructor(port) {
		this.#port = port;
		port.on("message", (memory) => {
			this.#free.push(memory);
			this.#wake();
		});
	}
	async room(length) {
		if (length > SLAB - this.#filled) await this.#send();
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
async function sendArchive(file, sending) {
	const extract = import_tar_stream.extract();
	extract.on("entry", (header, stream, next) => {
		stream.on("error", () => {});
		sendEntry(header, stream, sending).then(() => next(), (error) => extract.destroy(error));
	});
	await decompressFrom(file, extract);
	sending.end();
}
async function sendEntry(header, content, sending) {
	const size = header.size ?? 0;
	const executable = ((header.mode ?? 0) & 64) !== 0;
	const entry = {
		name: header.name,
		kind: header.type ?? "unknown kind",
		executable,
		size
	};
	if (header.type !== "file") return sending.add({
		...entry,
		before: 0,
		length: 0,
		sha256: void 0
	});
	if (size <= SLAB) {
		const room = await sending.room(size);
		const length = await fillFrom(content, room);
		return sending.add({
			...entry,
			before: 0,
			length,
			sha256: sha256Of(room.subarray(0, length))
		});
	}
	let before = 0;
	for await (const bytes of content) {
		bytes.copy(await sending.room(bytes.length));
		sending.add({
			...entry,
			before,
			length: bytes.length,
			sha256: void 0
		});
		before += bytes.length;
	}
}
function fillFrom(content, room) {
	return new Promise((resolve, reject) => {
		let length = 0;
		content.on("data", (bytes) => {
			length += bytes.copy(room, length);
		});
		content.on("end", () => resolve(length));
		content.on("error", reject);
		content.on("close", () => reject(new Error("the archive ends too early")));
	});
}
if (parentPort !== null) {
	const port = parentPort;
	try {
		await sendArchive(workerData, new Sending(port));
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
