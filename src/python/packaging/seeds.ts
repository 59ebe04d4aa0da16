/** What virtual environments are seeded with, and what manages them. */
const SEEDS = ["pip", "setuptools", "wheel", "pkg-resources", "uv", "virtualenv", "distribute"];

/** @param name normalised */
export function isSeed(name: string): boolean {
  return SEEDS.includes(name);
}
