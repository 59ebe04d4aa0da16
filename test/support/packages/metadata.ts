// Core metadata (METADATA, PKG-INFO) and the spelling of names.
export interface Metadata {
  name: string;
  version: string;
  /** PEP 508 requirements. */
  requires?: string[];
  /** Extras with their requirements. */
  extras?: Record<string, string[]>;
  requiresPython?: string;
  /** Further header lines, for example `License-Expression: MIT`. */
  metadata?: string[];
}

/** PEP 503. */
export const normalized = (name: string): string => name.replace(/[-_.]+/g, "-").toLowerCase();

export function coreMetadata(options: Metadata): string {
  const { name, version, requires = [], extras = {}, requiresPython, metadata = [] } = options;
  const lines = ["Metadata-Version: 2.1", `Name: ${name}`, `Version: ${version}`];
  if (requiresPython) lines.push(`Requires-Python: ${requiresPython}`);
  lines.push(...requires.map((requirement) => `Requires-Dist: ${requirement}`));
  for (const [extra, requirements] of Object.entries(extras)) {
    lines.push(`Provides-Extra: ${extra}`);
    lines.push(...requirements.map((requirement) => `Requires-Dist: ${withExtra(requirement, extra)}`));
  }
  return `${[...lines, ...metadata].join("\n")}\n\n${name} for tests.\n`;
}

function withExtra(requirement: string, extra: string): string {
  const [bare, marker] = requirement.split(";", 2);
  return marker ? `${bare?.trim()}; (${marker.trim()}) and extra == "${extra}"` : `${requirement}; extra == "${extra}"`;
}
