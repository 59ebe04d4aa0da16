import { ADVICE, type AdviceRow } from "./library-advice.ts";

/**
 * Sonames that every image supplies: the glibc family, its loaders, libcrypt (Ubuntu's perl and login need it), and
 * libgcc_s, libstdc++, libz, on which apt and dpkg themselves stand. auditwheel's list, made for desktops, also has
 * libGL, libX11 and libglib: no image has them.
 */
const CONTAINER = new Set([
  "libc.so.6",
  "libm.so.6",
  "libdl.so.2",
  "libpthread.so.0",
  "librt.so.1",
  "libutil.so.1",
  "libresolv.so.2",
  // glibc kept the library for old programs when it dropped the headers (2.32).
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
  "ld64.so.2",
]);

/** Whether every image supplies the library of this soname. */
export function isContainerLibrary(soname: string): boolean {
  return CONTAINER.has(soname);
}

/** The C library of Alpine and others: nothing linked to it loads in a glibc process. */
export function isMuslLibrary(soname: string): boolean {
  // musl's own linker name has no version; glibc's `libc.so` is a linker script and never a soname.
  return /^(libc\.musl-.+\.so\.1|ld-musl-.+\.so\.1|libc\.so)$/.test(soname);
}

/** Libraries that come with the host's graphics driver and never with an image or a wheel. */
export function isDriverLibrary(soname: string): boolean {
  return /^(libcuda|libnvcuvid|libnvoptix|libnvidia-[\w-]+|libcudadebugger)\.so(\.|$)/.test(soname);
}

/** The shared library of a Python interpreter, which most builds link statically. */
export function isPythonLibrary(soname: string): boolean {
  return /^libpython\d[\d.]*[a-z]*\.so/.test(soname);
}

/**
 * Whether a conda environment with this Python most probably holds the library, because conda's own Python or its
 * compiler runtime (libgcc-ng, and `_openmp_mutex` since 2021) depends on it.
 *
 * @param python minor version, such as `3.8`
 */
export function isLikelyInConda(soname: string, python: string): boolean {
  const minor = Number(python.split(".")[1]);
  const openssl = minor <= 10 ? "1.1" : "3";
  if (soname === "libexpat.so.1") return minor >= 12;
  const always =
    /^(lib(gomp|quadmath|atomic|itm)\.so\.[01](\.0\.0)?|lib(lzma|ffi)\.so\.[5-8]|libbz2\.so\.1\.0|lib(sqlite3|uuid)\.so\.[01]|lib(ncursesw?|tinfow?)\.so\.6|libreadline\.so\.8|lib(tcl|tk)8\.6\.so)$/;
  return always.test(soname) || soname === `libssl.so.${openssl}` || soname === `libcrypto.so.${openssl}`;
}

/** What is known of a library that an image lacks. */
export interface LibraryAdvice {
  /** Package of Ubuntu 20.04 and 22.04 that holds it; `undefined` where that release has none. */
  readonly apt: { readonly "20.04": string | undefined; readonly "22.04": string | undefined };
  /** Project whose wheel carries the library or does without it. */
  readonly wheel: string | undefined;
  /** One line: what to do. */
  readonly advice: string;
  /** `accelerator`: code for hardware that libraries load only where it is there. */
  readonly role: "system" | "base" | "accelerator";
}

/** What is known of a library that an image may lack, by its soname: its exact name first, then any version of it. */
export function libraryAdvice(soname: string): LibraryAdvice | undefined {
  const row = BY_NAME.get(soname) ?? BY_NAME.get(soname.split(".so", 1)[0] as string);
  return row && toAdvice(row);
}

const BY_NAME = new Map(ADVICE.flatMap((row) => row[0].split(" ").map((name) => [name, row] as const)));

function toAdvice([, focal, jammy, wheel, text, role]: AdviceRow): LibraryAdvice {
  const known = { apt: { "20.04": focal || undefined, "22.04": jammy || undefined }, wheel: wheel || undefined };
  return { ...known, role: role ?? "system", advice: text || defaultAdvice(jammy || focal, wheel) };
}

function defaultAdvice(apt: string, wheel: string): string {
  const image = apt ? `an image of your own with \`apt-get install ${apt}\`` : "";
  if (wheel) return `${wheel} carries it in its wheel${image && `; else ${image} has it`}`;
  return image
    ? `no wheel is known to carry it; ${image} has it`
    : "no wheel and no Ubuntu package is known to carry it";
}
