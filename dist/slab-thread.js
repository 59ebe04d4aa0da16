import { i as __toESM } from "./rolldown-runtime.js";
import { t as require_tar_stream } from "./tar-stream.js";
import { f as UserError, h as messageOf, i as decompressFrom, s as sha256Of, t as SLAB } from "./slabs.js";
import { parentPort, workerData } from "node:worker_threads";
// src/mount/slab-thread.ts
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
	async take(header, content) {
		const size = header.size ?? 0;
		if (size > SLAB - this.#filled && this.#pieces.length > 0) await this.#send();
		const executable = ((header.mode ?? 0) & 64) !== 0;
		const entry = {
			name: header.name,
			kind: header.type ?? "file",
			executable,
			size
		};
		if (size > SLAB) return await this.#takeLarge(entry, content);
		const start = this.#filled;
		await this.#fillFrom(content);
		const sha256 = sha256Of(this.#memory.subarray(start, this.#filled));
		this.#pieces.push({
			...entry,
			before: 0,
			start,
			length: this.#filled - start,
			sha256
		});
	}
	#fillFrom(content) {
		return new Promise((resolve, reject) => {
			content.on("data", (bytes) => this.#add(bytes));
			content.on("end", resolve);
			content.on("error", reject);
			content.on("close", () => reject(new Error("the archive ends too early")));
		});
	}
	async #takeLarge(entry, content) {
		let before = 0;
		let start = this.#filled;
		const close = () => {
			const length = this.#filled - start;
			this.#pieces.push({
				...entry,
				before,
				start,
				length,
				sha256: void 0
			});
			before += length;
		};
		for await (const bytes of content) {
			if (bytes.length > SLAB - this.#filled) {
				close();
				await this.#send();
				start = 0;
			}
			this.#add(bytes);
		}
		close();
	}
	#add(bytes) {
		this.#filled += bytes.copy(this.#memory, this.#filled);
	}
	async #send() {
		this.#post(false);
		while (this.#free.length === 0) await new Promise((resolve) => {
			this.#wake = resolve;
		});
		this.#memory = Buffer.from(this.#free.pop());
	}
	#post(isLast) {
		const memory = this.#memory.buffer;
		this.#port.postMessage({
			memory,
			pieces: this.#pieces,
			isLast
		}, [memory]);
		this.#pieces = [];
		this.#filled = 0;
	}
	end() {
		this.#post(true);
	}
};
async function sendAll(file, port) {
	const sending = new Sending(port);
	const extract = import_tar_stream.extract();
	extract.on("entry", (header, stream, next) => {
		stream.on("error", () => {});
		sending.take(header, stream).then(() => next(), (error) => extract.destroy(error));
	});
	await decompressFrom(file, extract);
	sending.end();
}
if (parentPort !== null) {
	const port = parentPort;
	try {
		await sendAll(workerData, port);
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
