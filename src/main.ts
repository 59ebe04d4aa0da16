import "./util/memory.ts";
import { VERSION } from "./util/version.ts";

/**
 * The action's entry. The version is printed before the libraries are loaded, which takes seconds on a slow machine.
 */
process.stdout.write(`azureml-extra-packages ${VERSION}, Node ${process.versions.node}\n`);
const { mustExit, runAction } = await import("./action.ts");
process.exitCode = await runAction();
// On Windows, a pipe is written to later.
if (mustExit()) process.stdout.write("", () => process.exit());
