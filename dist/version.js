import { readFileSync } from "node:fs";
// src/util/version.ts
const VERSION = readVersion();
function readVersion() {
	for (const place of ["../package.json", "../../package.json"]) try {
		const { name, version } = JSON.parse(readFileSync(new URL(place, import.meta.url), "utf8"));
		if (name === "azureml-extra-packages") return version;
	} catch {}
	return "0.0.0";
}
export { VERSION as t };
