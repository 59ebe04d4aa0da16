import type { Target } from "../../images/target.ts";
import type { Interpreter } from "../interpreter/interpreter.ts";

/** The architectures that Windows and macOS name in another way. */
const ARCHITECTURES: Readonly<Record<string, string>> = { AMD64: "x86_64", ARM64: "aarch64", arm64: "aarch64" };
const SYSTEMS: Readonly<Record<string, string>> = { linux: "Linux", darwin: "macOS", win32: "Windows" };

type Machine = Pick<Interpreter, "platform" | "machine" | "libc">;

/** Whether an interpreter can import the target's compiled modules, if it also has the target's version. */
export function isOnPlatform({ platform, machine, libc }: Machine, { architecture }: Target): boolean {
  return platform === "linux" && libc === "gnu" && (ARCHITECTURES[machine] ?? machine) === architecture;
}

/** Such as `macOS arm64`, or `Linux x86_64 with musl` on Alpine. */
export function platformName({ platform, machine, libc }: Machine): string {
  return `${SYSTEMS[platform] ?? platform} ${machine}${libc === "musl" ? " with musl" : ""}`;
}

/** The PEP 508 environment markers that say the container's platform, which this machine may not have. */
export function platformMarkers({ architecture }: Target): Record<string, string> {
  return {
    os_name: "posix",
    sys_platform: "linux",
    platform_system: "Linux",
    platform_machine: architecture,
  };
}

/** glibc 2.x of the oldest wheels: manylinux1. */
const OLDEST_GLIBC = 5;

/** Arguments with which `pip download` chooses wheels for the target instead of for this machine. */
export function pipPlatform({ python, glibc: [major, minor], architecture }: Target): string[] {
  const versions = Array.from({ length: minor - OLDEST_GLIBC + 1 }, (_, index) => `${major}_${minor - index}`);
  const platforms = [
    ...versions.map((version) => `manylinux_${version}`),
    "manylinux2014",
    "manylinux2010",
    "manylinux1",
  ];
  const tag = `cp${python.replace(".", "")}`;
  const abis = [tag, ...(python === "3.7" ? [`${tag}m`] : []), "abi3", "none"];
  return [
    ...platforms.flatMap((name) => ["--platform", `${name}_${architecture}`]),
    ...["--platform", `linux_${architecture}`, "--python-version", python, "--implementation", "cp"],
    ...abis.flatMap((abi) => ["--abi", abi]),
  ];
}
