import { getOwn } from "../../util/get-own.ts";
import data from "./library-advice.json" with { type: "json" };

/**
 * Sonames that every image has, whatever its system: the glibc family, its loaders, libcrypt (Ubuntu's perl and login need it), and
 * libgcc_s, libstdc++, libz, which apt and dpkg need themselves. auditwheel's list, made for desktops, also has libGL,
 * libX11 and libglib: no image has them.
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

/** Whether every image has the library of this soname. */
export function isContainerLibrary(soname: string): boolean {
  return CONTAINER.has(soname);
}

/** The C library of Alpine and others: nothing linked to it loads in a glibc process. */
export function isMuslLibrary(soname: string): boolean {
  // musl's own linker name has no version; glibc's `libc.so` is a linker script and never a soname.
  return /^(libc\.musl-.+\.so\.1|ld-musl-.+\.so\.1|libc\.so)$/.test(soname);
}

/** Libraries of the host's graphics driver, which no image and no wheel contains. */
export function isDriverLibrary(soname: string): boolean {
  return /^(libcuda|libnvcuvid|libnvoptix|libnvidia-[\w-]+|libcudadebugger)\.so(\.|$)/.test(soname);
}

/** The shared library of a Python interpreter, which most builds link statically. */
export function isPythonLibrary(soname: string): boolean {
  return /^libpython\d[\d.]*[a-z]*\.so/.test(soname);
}

/**
 * Whether a conda environment with this Python most probably has the library, because conda's own Python or its
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
  /** Package of Ubuntu 20.04 and 22.04 that contains it; `undefined` where that release has none. */
  readonly apt: { readonly "20.04": string | undefined; readonly "22.04": string | undefined };
  /** Project whose wheel contains the library or does not need it. */
  readonly wheel: string | undefined;
  /** One line: what to do. */
  readonly advice: string;
  /** `base`: most images have it, without a guarantee. `accelerator`: code for hardware, loaded only where it is present. */
  readonly role: "system" | "base" | "accelerator";
}

/** A library as the table has it. */
interface Row {
  /** Sonames, or the part before `.so` for every version. */
  readonly names: readonly string[];
  readonly apt?: string | Partial<LibraryAdvice["apt"]>;
  readonly wheel?: string;
  /** Absent: the wheel contains the library. */
  readonly wheelHas?: string;
  readonly advice?: string;
  readonly sharedAdvice?: string;
  readonly role?: "base" | "accelerator";
}

const ROWS = Object.values(data.libraries as Readonly<Record<string, readonly Row[]>>).flat();
const SHARED_ADVICE: Readonly<Record<string, string>> = data.sharedAdvice;
const REPLACEMENTS: Readonly<Record<string, string>> = data.replacements;
const BY_NAME = new Map(ROWS.flatMap((row) => row.names.map((name) => [name, row] as const)));

/** What is known of a library that an image may lack, by its soname: its exact name first, then any version of it. */
export function libraryAdvice(soname: string): LibraryAdvice | undefined {
  const row = BY_NAME.get(soname) ?? BY_NAME.get(soname.split(".so", 1)[0] as string);
  return row && toAdvice(row);
}

/** One line on what to do about a library that a distribution needs, as a clause. */
export function adviceFor(soname: string, distribution = ""): string | undefined {
  return replacementFor(distribution) ?? libraryAdvice(soname)?.advice;
}

function toAdvice({ apt: both, wheel, wheelHas, advice, sharedAdvice, role }: Row): LibraryAdvice {
  const apt =
    typeof both === "string"
      ? { "20.04": both, "22.04": both }
      : { "20.04": both?.["20.04"], "22.04": both?.["22.04"] };
  const text =
    advice ?? SHARED_ADVICE[sharedAdvice ?? ""] ?? defaultAdvice(apt["22.04"] ?? apt["20.04"], wheel, wheelHas);
  return { apt, wheel, role: role ?? "system", advice: text };
}

/** What to use in place of a distribution that lacks a library, as a clause; mostly its build without the library. */
export function replacementFor(distribution: string): string | undefined {
  return getOwn(REPLACEMENTS, distribution);
}

/** Whether an image of one's own is the only way to have the library. */
export function isForImageOnly({ apt, advice }: LibraryAdvice): boolean {
  const name = apt["22.04"] ?? apt["20.04"];
  return name !== undefined && advice === defaultAdvice(name, undefined);
}

/** The advice for libraries for which `isForImageOnly` holds, by their Ubuntu packages. */
export function adviceForImage(packages: readonly string[]): string {
  return defaultAdvice(packages.join(" "), undefined);
}

function defaultAdvice(apt: string | undefined, wheel: string | undefined, wheelHas?: string): string {
  const image = apt && `add the library to an image of your own with \`apt-get install ${apt}\``;
  const how = wheelHas === "none" ? "does not need the library" : "contains the library";
  if (wheel) return `use the wheel of ${wheel}, which ${how}${image ? `, or ${image}` : ""}`;
  return image
    ? `${image}; no wheel is known to contain it`
    : "no wheel and no Ubuntu package is known to contain the library";
}
