import { spawnSync } from "node:child_process";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

/** The browser that a user of this machine has, or why there is none. */
export function findBrowser(): { readonly program: string; readonly skip: false } | { readonly skip: string } {
  const program = NAMES.find((name) => spawnSync(name, ["--version"]).status === 0);
  return program === undefined ? { skip: `none of ${NAMES.join(", ")} is on PATH` } : { program, skip: false };
}
