import { setFlagsFromString } from "node:v8";
import { readFileSync } from "node:fs";
// src/util/memory.ts
setFlagsFromString("--semi-space-growth-factor=1");
const MANY_FILES = 3e4;
function saveMemoryFor(files) {
	if (files > MANY_FILES) setFlagsFromString("--heap-growing-percent=30");
}
// src/util/version.ts
const VERSION = readVersion();
function readVersion() {
	for (const place of ["../package.json", "../../package.json"]) try {
		const { name, version } = JSON.parse(readFileSync(new URL(place, import.meta.url), "utf8"));
		if (name === "azureml-extra-packages") return version;
	} catch {}
	return "0.0.0";
}
export { saveMemoryFor as n, VERSION as t };
