import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Engine, EngineError } from "../../engine/engine.ts";
import type { LocalImage } from "../../engine/local-image.ts";
import type { Host } from "../../host/host.ts";
import { APP_ROOT } from "../../images/run-script/container-paths.ts";
import type { ImageFacts, ReadsVariable } from "../../inputs/image-facts.ts";
import { exitCodeIn, type ServingContainer, serve } from "./serving-container.ts";

type ReadsVariables = ImageFacts["readsVariables"];

const LIBRARY_PATH = "AZUREML_EXTRA_PYTHON_LIB_PATH";
const REQUIREMENTS = "AZUREML_EXTRA_REQUIREMENTS_TXT";

/** Whether the text of a run script mentions the variables, comments aside. Without a text, nothing is known. */
export function readsInScript(text: string | null): ReadsVariables {
  const code = text?.replace(/^\s*#.*$/gm, "");
  const reads = (name: string): ReadsVariable => (code === undefined ? "unknown" : code.includes(name) ? "yes" : "no");
  return { libraryPath: reads(LIBRARY_PATH), requirements: reads(REQUIREMENTS), tried: false };
}

const MARKER = "azureml_extra_packages_marker";
/** A scoring script whose answer says whether the marker module can be imported. */
const SCORE = `
try:
    import ${MARKER}
except ImportError:
    ${MARKER} = None

def init():
    pass

def run(data):
    return {"marker": ${MARKER} is not None}
`;
const EMPTY = { method: "POST", path: "/score", headers: {}, body: Buffer.from("{}"), expected: {} };
/** Milliseconds. */
const WITHIN = { ready: 45_000, answer: 15_000 };
/** Of the run script, if the requirements file is not there. */
const NO_REQUIREMENTS_FILE = 99;

interface Started {
  readonly engine: Engine;
  readonly local: LocalImage;
  readonly interpreter: string;
}

/**
 * Starts the image with each variable. A text that mentions a variable is no proof: the image's entry point may be another
 * program.
 */
export async function tryVariables(started: Started, read: ReadsVariables, host: Host): Promise<ReadsVariables> {
  const source = join(host.temporary, "marker");
  mkdirSync(join(source, "mount"), { recursive: true });
  writeFileSync(join(source, "score.py"), SCORE);
  writeFileSync(join(source, "mount", `${MARKER}.py`), "");
  const ask = (variable: string) => findsMarker(started, source, variable, host);
  const mounted = await ask(LIBRARY_PATH);
  if (mounted === undefined) return untried(read);
  const requirements = read.requirements === "no" ? "no" : await readsRequirements(started, source, host);
  const tried = { requirements, tried: true } as const;
  if (mounted) return { ...tried, libraryPath: "yes" };
  const onPath = await ask("PYTHONPATH");
  return { ...tried, libraryPath: "no", pythonPath: onPath === undefined ? "unknown" : onPath ? "yes" : "no" };
}

/** The image does not start alone: only what its run script does not mention is certain. */
function untried({ libraryPath, requirements }: ReadsVariables): ReadsVariables {
  const certain = (reads: ReadsVariable): ReadsVariable => (reads === "no" ? "no" : "unknown");
  return { libraryPath: certain(libraryPath), requirements: certain(requirements), tried: false };
}

/**
 * Starts the image with a mount that contains a marker module, and asks its server whether the module can be imported.
 * @returns `undefined` if there is no answer
 */
async function findsMarker(
  started: Started,
  source: string,
  variable: string,
  host: Host,
): Promise<boolean | undefined> {
  for (const isCopied of [false, true]) {
    const seen = await withContainer(started, source, { [variable]: "mount" }, isCopied, host, async (container) => {
      const answer = await container.ask(EMPTY, WITHIN);
      if (answer?.status !== 200) return undefined;
      return /"marker": ?true/.test(Buffer.from(answer.text ?? "", "base64").toString());
    });
    if (seen !== undefined) return seen;
  }
  return undefined;
}

/** An image that reads the variable ends if it names no file. The code is copied, so that only that file is missing. */
async function readsRequirements(started: Started, source: string, host: Host): Promise<ReadsVariable> {
  const missing = { [REQUIREMENTS]: "azureml-extra-packages-has-no-such-file.txt" };
  const found = await withContainer(started, source, missing, true, host, async (container) => {
    const answer = await container.ask(undefined, WITHIN);
    if (answer?.readyAfter != null) return "no";
    if (answer !== undefined) return undefined;
    return exitCodeIn(container.log(), await container.ended) === NO_REQUIREMENTS_FILE ? "yes" : undefined;
  });
  return found ?? "unknown";
}

async function withContainer<T>(
  { engine, local, interpreter }: Started,
  source: string,
  variable: Readonly<Record<string, string>>,
  isCopied: boolean,
  host: Host,
  work: (container: ServingContainer) => Promise<T>,
): Promise<T | undefined> {
  const target = `${APP_ROOT}/marker`;
  const variables = { AML_APP_ROOT: target, AZUREML_ENTRY_SCRIPT: "score.py", ...variable };
  const places = [{ source, target }];
  const served = { image: local, interpreter, places, isCopied, variables, network: "none" } as const;
  try {
    const container = await serve(engine, served, host);
    try {
      return await work(container);
    } finally {
      await container.stop();
    }
  } catch (error) {
    if (error instanceof EngineError) return undefined;
    throw error;
  }
}
