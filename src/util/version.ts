import { readFileSync } from "node:fs";

/** This tool's version, from the package.json above the code (src/ or dist/). */
export const VERSION = readVersion();

function readVersion(): string {
  for (const place of ["../package.json", "../../package.json"]) {
    try {
      const { name, version } = JSON.parse(readFileSync(new URL(place, import.meta.url), "utf8"));
      if (name === "azureml-extra-packages") return version as string;
    } catch {
      // not at this level
    }
  }
  return "0.0.0";
}
