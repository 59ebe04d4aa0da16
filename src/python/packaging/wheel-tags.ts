import type { Target } from "../../images/target.ts";

/** A wheel's compatibility tag: `cp38-cp38-manylinux_2_17_x86_64`. */
interface Tag {
  readonly python: string;
  readonly abi: string;
  readonly platform: string;
}

/** Names that came before `manylinux_X_Y` (PEP 600). */
const OLD_NAMES: Readonly<Record<string, readonly [number, number]>> = {
  manylinux1: [2, 5],
  manylinux2010: [2, 12],
  manylinux2014: [2, 17],
};

/** `py2.py3-none-any` → two tags. A tag that has not three parts is none. */
export function expandTag(text: string): Tag[] {
  const [pythons, abis, platforms, ...rest] = text.trim().split("-");
  if (!pythons || !abis || !platforms || rest.length > 0) return [];
  return pythons
    .split(".")
    .flatMap((python) =>
      abis.split(".").flatMap((abi) => platforms.split(".").map((platform) => ({ python, abi, platform }))),
    );
}

/** Whether pip in the container would take a wheel with this tag (PEP 425, PEP 600). */
export function fits(tag: Tag, target: Target): boolean {
  return fitsPython(tag, Number(target.python.split(".")[1])) && fitsPlatform(tag.platform, target);
}

function fitsPython({ python, abi }: Tag, minor: number): boolean {
  const [, implementation, version] = /^([a-z]+)([0-9_]*)$/.exec(python) ?? [];
  const asked = Number(version?.slice(1) || "0");
  if (version !== undefined && version !== "" && !version.startsWith("3")) return false;
  if (implementation === "py") return abi === "none" && asked <= minor;
  if (implementation !== "cp") return false;
  if (abi === "abi3") return asked <= minor;
  if (abi === "none") return version === "" || asked <= minor;
  return asked === minor && abi.replace(/m$/, "") === `cp3${minor}`;
}

function fitsPlatform(platform: string, { architecture, glibc }: Target): boolean {
  if (platform === "any" || platform === `linux_${architecture}`) return true;
  const [, name = "", major, minor] = /^(manylinux[0-9]*)(?:_([0-9]+)_([0-9]+))?_/.exec(platform) ?? [];
  if (!platform.endsWith(`_${architecture}`)) return false;
  const needs = major === undefined ? OLD_NAMES[name] : ([Number(major), Number(minor)] as const);
  return needs !== undefined && needs[0] === glibc[0] && needs[1] <= glibc[1];
}

/** The manylinux platforms that uv knows; for any other glibc, uv cannot be kept from newer wheels. */
export function uvPlatform({ glibc, architecture }: Pick<Target, "glibc" | "architecture">): string | undefined {
  const [major, minor] = glibc;
  const isKnown = major === 2 && (minor === 17 || minor === 28 || (minor >= 31 && minor <= 40));
  return isKnown ? `${architecture}-manylinux_${major}_${minor}` : undefined;
}
