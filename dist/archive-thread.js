import { L as humanBytes, X as UserError, et as messageOf, k as sha256Of, l as decompressFrom, t as CHUNK } from "./chunks.js";
import { readSync } from "node:fs";
import { createHash } from "node:crypto";
import { parentPort } from "node:worker_threads";
// src/mount/archive/tar-header.ts
const KINDS = {
	"\0": "file",
	"0": "file",
	"1": "link",
	"2": "symlink",
	"3": "character-device",
	"4": "block-device",
	"5": "directory",
	"6": "fifo",
	"7": "contiguous-file",
	g: "extended",
	x: "extended",
	K: "gnu-long-link-path",
	L: "gnu-long-path"
};
const MAGIC = Buffer.from("ustar\x0000");
const MAGIC_AT = 257;
const CHECKSUM = {
	at: 148,
	length: 8
};
const [SPACE, ZERO, SEVEN] = [
	32,
	48,
	55
];
function readTarHeader(block) {
	const sum = checksumOf(block);
	if (sum === CHECKSUM.length * SPACE) return void 0;
	if (sum !== numberAt(block, CHECKSUM.at, CHECKSUM.length)) throw new Error("a tar header has a wrong checksum");
	if (MAGIC.compare(block, MAGIC_AT, MAGIC_AT + MAGIC.length) !== 0) throw new Error("a tar header has a format that this tool does not write");
	const [name, prefix] = [textAt(block, 0, 100), textAt(block, 345, 155)];
	return {
		name: prefix === "" ? name : `${prefix}/${name}`,
		kind: KINDS[String.fromCharCode(block[156])] ?? "unknown kind",
		executable: (numberAt(block, 100, 8) & 64) !== 0,
		size: numberAt(block, 124, 12)
	};
}
function checksumOf(block) {
	let sum = CHECKSUM.length * SPACE;
	for (let index = 0; index < CHECKSUM.at; index++) sum += block[index];
	for (let index = CHECKSUM.at + CHECKSUM.length; index < 512; index++) sum += block[index];
	return sum;
}
function textAt(block, start, length) {
	const end = block.indexOf(0, start);
	return block.toString("utf8", start, end === -1 ? start + length : Math.min(end, start + length));
}
function numberAt(block, start, length) {
	if (block[start] === 128) return binaryAt(block, start + 1, length - 1);
	let value = 0;
	for (let index = start; index < start + length; index++) {
		const digit = block[index];
		if (digit === SPACE || digit === 0) return value;
		if (digit < ZERO || digit > SEVEN) break;
		value = value * 8 + digit - ZERO;
	}
	throw new Error("a tar header has a number that cannot be read");
}
function binaryAt(block, start, length) {
	const value = block.subarray(start, start + length).reduce((sum, byte) => sum * 256 + byte, 0);
	if (Number.isSafeInteger(value)) return value;
	throw new Error("a tar header has a number that cannot be read");
}
function nameInExtended(content) {
	let name;
	for (let start = 0; start < content.length;) {
		const space = content.indexOf(SPACE, start);
		const length = space === -1 ? NaN : Number(content.toString("latin1", start, space));
		const end = start + length;
		const record = content.toString("utf8", space + 1, end - 1);
		const equals = record.indexOf("=");
		if (!(end > space + 1 && end <= content.length) || equals === -1 || content[end - 1] !== 10) throw new Error("an extended tar header cannot be read");
		const key = record.slice(0, equals);
		if (key === "size") throw new Error("an extended tar header has a size, which this tool does not write");
		if (key === "path") name = record.slice(equals + 1);
		start = end;
	}
	return name;
}
// src/mount/archive/tar-entries.ts
const OTHER_BYTES = {
	ofEntry: 16384,
	ofArchive: 32 * 2 ** 20
};
const LARGEST_EXTENDED = 4 * 2 ** 20;
const PIECE = 2 * 2 ** 20;
var Meter = class {
	#allowed = OTHER_BYTES.ofArchive;
	#read = 0;
	expect(size) {
		this.#allowed += size + OTHER_BYTES.ofEntry;
	}
	count(bytes) {
		this.#read += bytes;
		if (this.#read <= this.#allowed) return;
		throw new Error(`it contains ${humanBytes(OTHER_BYTES.ofArchive)} that belong to no file`);
	}
};
var TruncatedError = class extends Error {
	constructor() {
		super("unexpected end of data");
	}
};
async function sendEntries(window, meter) {
	let name;
	for (let block = await window.next(512); block !== void 0; block = await window.next(512)) {
		const header = readTarHeader(block);
		window.take(512);
		if (header === void 0) continue;
		if (header.kind === "extended") {
			name = await readExtended(header, window) ?? name;
			continue;
		}
		meter.expect(header.size);
		if (!await sendEntry({
			...header,
			name: name ?? header.name
		}, window)) return false;
		name = void 0;
	}
	if (window.hasRest) throw new TruncatedError();
	return true;
}
async function readExtended({ size }, window) {
	if (size > LARGEST_EXTENDED) throw new Error("Header exceeds max size");
	const name = nameInExtended(await required(window, size));
	window.take(size);
	await skipPadding(size, window);
	return name;
}
async function sendEntry(entry, window) {
	const { kind, size } = entry;
	if (kind !== "file") {
		window.add({
			...entry,
			before: 0,
			length: 0,
			sha256: void 0
		});
		return false;
	}
	if (size <= CHUNK) {
		const bytes = await required(window, size);
		window.add({
			...entry,
			before: 0,
			length: size,
			sha256: sha256Of(bytes)
		});
		window.take(size);
	} else await sendLarge(entry, window);
	await skipPadding(size, window);
	return true;
}
async function sendLarge(entry, window) {
	const digest = createHash("sha256");
	for (let before = 0; before < entry.size; before += PIECE) {
		const length = Math.min(PIECE, entry.size - before);
		digest.update(await required(window, length));
		const sha256 = before + length < entry.size ? void 0 : digest.digest("hex");
		window.add({
			...entry,
			before,
			length,
			sha256
		});
		window.take(length);
	}
}
async function skipPadding(size, window) {
	const padding = (512 - size % 512) % 512;
	if (padding === 0) return;
	await required(window, padding);
	window.take(padding);
}
async function required(window, length) {
	const bytes = await window.next(length);
	if (bytes === void 0) throw new TruncatedError();
	return bytes;
}
// src/mount/archive/tar-window.ts
const MOST_PIECES = 8192;
var TarWindow = class {
	#source;
	#send;
	#free = Array.from({ length: 3 }, () => new ArrayBuffer(CHUNK));
	#wake = () => {};
	#memory = Buffer.from(new ArrayBuffer(CHUNK));
	#start = 0;
	#end = 0;
	#pieces = [];
	constructor(source, send) {
		this.#source = source;
		this.#send = send;
	}
	giveBack(memory) {
		this.#free.push(memory);
		this.#wake();
	}
	async next(length) {
		if (this.#start + length > CHUNK || this.#pieces.length >= MOST_PIECES) await this.#roll();
		while (this.#end - this.#start < length) {
			const reading = this.#source.read(this.#memory.subarray(this.#end));
			const count = typeof reading === "number" ? reading : await reading;
			if (count === 0) return void 0;
			this.#end += count;
		}
		return this.#memory.subarray(this.#start, this.#start + length);
	}
	get hasRest() {
		return this.#end > this.#start;
	}
	take(length) {
		this.#start += length;
	}
	add(piece) {
		this.#pieces.push({
			...piece,
			start: this.#start
		});
	}
	end(isLast) {
		this.#post(isLast);
	}
	async #roll() {
		const rest = Buffer.from(this.#memory.subarray(this.#start, this.#end));
		this.#post(false);
		while (this.#free.length === 0) await new Promise((resolve) => {
			this.#wake = resolve;
		});
		this.#memory = Buffer.from(this.#free.pop());
		rest.copy(this.#memory);
		this.#start = 0;
		this.#end = rest.length;
	}
	#post(isLast) {
		this.#send(this.#memory.buffer, this.#pieces, isLast);
		this.#pieces = [];
	}
};
// src/mount/archive/thread.ts
function fromPipe(descriptor, meter) {
	return { read(target) {
		const count = readSync(descriptor, target, 0, target.length, null);
		meter.count(count);
		return count;
	} };
}
function fromStream(pieces, meter) {
	const iterator = pieces[Symbol.asyncIterator]();
	let rest = Buffer.alloc(0);
	return { async read(target) {
		while (rest.length === 0) {
			const { done, value } = await iterator.next();
			if (done === true) return 0;
			meter.count(value.length);
			rest = value;
		}
		const count = rest.copy(target);
		rest = rest.subarray(count);
		return count;
	} };
}
async function sendArchive({ file, pipe }, port) {
	const meter = new Meter();
	const send = async (source) => {
		const window = new TarWindow(source, (memory, pieces, isLast) => port.postMessage({
			memory,
			pieces,
			isLast
		}, [memory]));
		port.on("message", (message) => {
			if ("memory" in message) window.giveBack(message.memory);
		});
		window.end(await sendEntries(window, meter));
	};
	if (pipe !== void 0) return await send(fromPipe(pipe, meter));
	await decompressFrom(file, (pieces) => send(fromStream(pieces, meter)));
}
if (parentPort !== null) {
	const port = parentPort;
	port.once("message", (origin) => {
		sendArchive(origin, port).catch((error) => {
			const hint = error instanceof UserError ? error.hint ?? "" : void 0;
			const isTruncated = error instanceof TruncatedError;
			port.postMessage({
				failure: messageOf(error),
				hint,
				isTruncated
			});
		}).finally(() => port.close());
	});
}
export {};
