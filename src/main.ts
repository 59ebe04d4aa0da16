import "./memory.ts";
import { VERSION } from "./version.ts";

/** The action's entry. Its first words come before the libraries are loaded: a slow machine's log is not silent. */
process.stdout.write(`azureml-extra-packages ${VERSION}, Node ${process.versions.node}\n`);
const { runAction } = await import("./action.ts");
process.exitCode = await runAction();
