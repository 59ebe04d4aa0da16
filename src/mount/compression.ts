import { type ChildProcessByStdio, spawn, spawnSync } from "node:child_process";
import { Duplex, PassThrough, type Readable, Writable } from "node:stream";
import zlib from "node:zlib";
import { UserError } from "../errors.ts";

export type ArchiveFormat = "tar.zst" | "tar.gz";

/** zstd's level: above 3, seconds buy little (measured on a scientific stack). */
const ZSTD_LEVEL = 3;
const GZIP_LEVEL = 1;

let zstdProgram: boolean | undefined;

function hasZstdProgram(): boolean {
  zstdProgram ??= spawnSync("zstd", ["--version"], { stdio: "ignore" }).status === 0;
  return zstdProgram;
}

/** Node has zstd since 22.15; the program is faster, as it uses every core. */
function hasZstd(): boolean {
  return hasZstdProgram() || "createZstdCompress" in zlib;
}

/** The format that can be written here: without zstd, gzip. */
export function writableFormat(wanted: ArchiveFormat): ArchiveFormat {
  return wanted === "tar.zst" && !hasZstd() ? "tar.gz" : wanted;
}

export function compressor(format: ArchiveFormat): NodeJS.ReadWriteStream {
  if (format === "tar.gz") return zlib.createGzip({ level: GZIP_LEVEL });
  if (hasZstdProgram()) return throughProgram("zstd", ["-T0", `-${ZSTD_LEVEL}`, "--quiet", "--stdout"]);
  return zlib.createZstdCompress({ params: { [zlib.constants.ZSTD_c_compressionLevel]: ZSTD_LEVEL } });
}

/** @throws UserError when nothing here can read the format */
export function decompressor(file: string): NodeJS.ReadWriteStream {
  if (file.endsWith(".tar.gz")) return zlib.createGunzip();
  if (hasZstdProgram()) return throughProgram("zstd", ["--decompress", "--quiet", "--stdout"]);
  if (hasZstd()) return zlib.createZstdDecompress();
  throw new UserError(`${file} is compressed with zstd, and neither a zstd program nor Node 22.15 is here.`, {
    hint: "Install zstd, or build with artifact-format: tar.gz.",
  });
}

/**
 * A program as a stream. Its output only ends once the program did, and well: what was cut short must not pass for whole.
 */
function throughProgram(command: string, args: readonly string[]): Duplex {
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "pipe"] });
  const output = new PassThrough();
  let errors = "";
  child.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  child.stdout.pipe(output, { end: false });
  child.on("error", (error) => output.destroy(error));
  child.on("close", (code) => {
    if (code === 0) output.end();
    else output.destroy(new Error(`${command}: ${errors.trim() || `exit code ${code}`}`));
  });
  return Duplex.from({ writable: inputOf(child), readable: output });
}

/** A program that ends early breaks its input, too; what it says at its end says more. */
function inputOf(child: ChildProcessByStdio<Writable, Readable, Readable>): Writable {
  child.stdin.on("error", () => {});
  return new Writable({
    write: (chunk, encoding, done) => void child.stdin.write(chunk, encoding, () => done()),
    final: (done) => void child.stdin.end(() => done()),
    destroy: (error, done) => {
      if (error) child.kill();
      done(error);
    },
  });
}
