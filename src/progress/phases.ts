/** The phases of a run that the log shows as folded groups, each with its time. */
export interface Phase {
  /** The heading of its group. */
  readonly title: string;
  /** What a terminal shows while it runs. */
  readonly running: string;
}

/** By the name of its time in the report. */
export const PHASES = {
  plan: { title: "Plan", running: "Planning" },
  pull: { title: "Pull the image", running: "Pulling the image" },
  restore: { title: "Look in the cache", running: "Looking in the cache" },
  build: { title: "Build", running: "Building" },
  image: { title: "Simulate the image", running: "Simulating the image" },
  install: { title: "Install", running: "Installing" },
  lock: { title: "Lock", running: "Locking" },
  download: { title: "Download", running: "Downloading" },
  unpack: { title: "Unpack", running: "Unpacking" },
  read: { title: "Read the mount", running: "Reading the mount" },
  verify: { title: "Verify", running: "Verifying" },
  deliver: { title: "Deliver", running: "Delivering" },
} as const satisfies Record<string, Phase>;
export type PhaseName = keyof typeof PHASES;
