/** An Ubuntu release; what else its system libraries define follows from the glibc (`systemLibraries` in manylinux.ts). */
export interface OperatingSystem {
  readonly name: string;
  /** Version of the C library, [major, minor]. */
  readonly glibc: readonly [number, number];
}

/** The releases that inference images are built on. Source: the Dockerfiles of Azure/azureml-assets and Microsoft's list of prebuilt images. */
export const UBUNTU = {
  "18.04": { name: "Ubuntu 18.04", glibc: [2, 27] },
  "20.04": { name: "Ubuntu 20.04", glibc: [2, 31] },
  "22.04": { name: "Ubuntu 22.04", glibc: [2, 35] },
} as const satisfies Record<string, OperatingSystem>;
