import { t as VERSION } from "./version.js";
// src/main.ts
process.stdout.write(`azureml-extra-packages ${VERSION}, Node ${process.versions.node}\n`);
const { mustExit, runAction } = await import("./action.js");
process.exitCode = await runAction();
if (mustExit()) process.stdout.write("", () => process.exit());
export {};
