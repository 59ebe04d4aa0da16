// The real inference server and pip, as files for an interpreter that does not run on this machine.
import { createHash } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { findPython } from "../../python/interpreters.ts";
import { kept, run } from "./cache.ts";
import { writeProgram } from "./files.ts";

const PLATFORMS = ["manylinux2014_x86_64", "manylinux_2_17_x86_64", "manylinux_2_28_x86_64"];

export interface ServerOptions {
  /** The image's root on this machine. */
  root: string;
  /** `3.9`. */
  python: string;
  /** Version of `azureml-inference-server-http`. */
  server: string;
  /** In the image: where modules go. */
  modules: string;
  /** In the image: directory of `azmlinfsrv` and `pip`. */
  programs: string;
  /** In the image: what runs them. */
  interpreter: string;
}

/** Puts the server, pip and their programs into a root. Their dependencies are as new as the day of the first download. */
export async function addServer({ root, python, server, modules, programs, interpreter }: ServerOptions) {
  const wheels = await download(python, [`azureml-inference-server-http==${server}`, "pip"]);
  await mkdir(join(root, modules), { recursive: true });
  // Not fs.cp: it takes four times as long for these thousands of small files.
  await run("cp", ["-a", `${wheels}/.`, join(root, modules)]);
  const program = (text: string) => `#!${interpreter}\nimport sys\n${text}\n`;
  const serve = "from azureml_inference_server_http.amlserver import run\nsys.exit(run())";
  await writeProgram(join(root, programs, "azmlinfsrv"), program(serve));
  await writeProgram(join(root, programs, "pip"), program("from pip._internal.cli.main import main\nsys.exit(main())"));
}

/** False, or the reason: pip decides by its own interpreter what a requirement with an environment marker asks for. */
export function whyNoServer(python: string): string | false {
  return findPython(python) === undefined && `there is no Python ${python} here, whose pip gets the inference server`;
}

async function download(python: string, requirements: string[]): Promise<string> {
  const identity = createHash("sha256").update(JSON.stringify([python, requirements, PLATFORMS]));
  return await kept(`wheels/${python}-${identity.digest("hex").slice(0, 12)}`, async (target) => {
    await mkdir(dirname(target), { recursive: true });
    const platforms = PLATFORMS.flatMap((platform) => ["--platform", platform]);
    const words = [
      "-m",
      "pip",
      "install",
      "--quiet",
      "--disable-pip-version-check",

      "--target",
      target,
    ];
    const forImage = ["--python-version", python, ...platforms, "--only-binary=:all:"];
    await run(findPython(python) ?? "", [...words, ...forImage, ...requirements], 300_000);
    // Their first lines name this machine's interpreter.
    await rm(join(target, "bin"), { recursive: true, force: true });
  });
}
