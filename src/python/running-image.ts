import type { ForeignProbeRun } from "./foreign-probe.ts";
import type { ProbeName } from "./probe.ts";
import type { HiddenLibraries } from "./simulated-image/hidden-libraries.ts";

/** Where evidence comes from: a container of the image itself, or this machine in place of it. */
export type EvidenceSource =
  | { readonly kind: "simulated" }
  | {
      readonly kind: "image";
      /** As it was asked for. */
      readonly reference: string;
      /** In the registry, `sha256:…`; the id of an image that comes from no registry. */
      readonly digest: string;
      /** Such as `docker 28.0.4`. */
      readonly engine: string;
    };

/** Where code of the packages is run: a container of the image, or a simulated image. */
export interface RunningImage {
  readonly source: EvidenceSource;
  /** Absolute there: where programs start. */
  readonly directory: string;
  /** Absolute there: the packages. */
  readonly packages: string;
  /** The server's version, if the simulated image has the server with the packages that it brings. */
  readonly server?: string;
  /** The system libraries of this machine that the image lacks; absent in the image itself. */
  readonly hidden?: HiddenLibraries | undefined;
  /** Runs a probe that executes code of the packages. */
  probe(name: ProbeName, question: object, options?: ImageProbeOptions): Promise<ForeignProbeRun>;
}

export interface ImageProbeOptions {
  /** Milliseconds. */
  readonly timeout?: number;
  /** Whether it may write outside of temporary directories. */
  readonly isOpen?: boolean;
}
