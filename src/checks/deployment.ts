import { relative } from "node:path";
import { type Deployment, namesOf } from "../options/deployment.ts";
import type { Options } from "../options/options.ts";
import type { Said } from "../options/yaml-file.ts";
import { findImage, type Image } from "../target/images.ts";
import { compareNumbers } from "../target/symbols.ts";
import type { Target } from "../target/target.ts";
import { mayIgnoreThem, whyPythonPath } from "../target/variables.ts";
import { slashed } from "../text.ts";
import type { Answer, Check } from "./check.ts";

/** Does the deployment file hand the mount to the container that it was proven for? */

const LIBRARY_PATH = "AZUREML_EXTRA_PYTHON_LIB_PATH";
const REQUIREMENTS = "AZUREML_EXTRA_REQUIREMENTS_TXT";
/** In the order in which the run script asks for them; it heeds the first that is set. */
const ORDER = [LIBRARY_PATH, "AZUREML_EXTRA_CONDA_YAML_ABS_PATH", "AZUREML_EXTRA_CONDA_YAML", REQUIREMENTS];

export const contradictingVariable: Check = {
  id: "D1",
  severity: "warning",
  title: "a variable of the deployment contradicts the mount",
  explanation:
    "The run script reads one of its variables: beside AZUREML_EXTRA_PYTHON_LIB_PATH, AZUREML_EXTRA_REQUIREMENTS_TXT and the conda variables are silently ignored, and a reader of the file is misled. A library path of another value, an absolute one above all (exit code 97), is not this mount. Remove what is disabled. It is an error where the variable of this run is the disabled one, as AZUREML_EXTRA_REQUIREMENTS_TXT is in mode dynamic: the container starts with something else, or ends. The library path is brought up to date by this tool. `az ml online-deployment update` keeps variables that the file no longer has: remove them with `--remove`, or create the deployment anew. A file with the library path and without the PYTHONPATH that its image may need leaves the mount off the path there. Safe to turn off when another image reads the file too, never where it is an error.",
  *find({ options: { deployment, mode }, location, target }) {
    const heeded = mode === "dynamic" ? REQUIREMENTS : LIBRARY_PATH;
    if (mode !== "dynamic") yield* missingPythonPath(deployment, location.libraryPath, target);
    for (const { name, text, line } of deployment?.variables ?? []) {
      if (text === "" && (name !== LIBRARY_PATH || heeded !== LIBRARY_PATH)) continue;
      const rank = ORDER.indexOf(name);
      if (rank > ORDER.indexOf(heeded)) yield said(deployment, line, disabled(name, heeded, name, deployment));
      if (rank >= 0 && rank < ORDER.indexOf(heeded))
        yield said(deployment, line, { ...disabled(heeded, name, name, deployment), severity: "error" });
      if (name === heeded && name === LIBRARY_PATH && text !== location.libraryPath) {
        yield said(deployment, line, otherLibraryPath(text, location.libraryPath, deployment?.write === true));
      }
    }
  },
};

/** The library path of this mount alone, in a file that is only read, where the image may need PYTHONPATH too. */
function* missingPythonPath(deployment: Deployment | undefined, path: string, target: Target): Iterable<Answer> {
  const variable = (name: string) => deployment?.variables.find((one) => one.name === name);
  const [alone, own] = [variable(LIBRARY_PATH), variable("PYTHONPATH")];
  const why = whyPythonPath(target);
  if (why === undefined || deployment?.write || alone?.text !== path || own?.text.split(":").includes(path)) return;
  yield said(deployment, (own ?? alone).line, {
    message: `PYTHONPATH ${own ? "does not have" : "is missing beside"} the library path. ${why}`,
    hint: `Run with --write, or ${own ? "put" : "set PYTHONPATH:"} ${path}${own ? " first into PYTHONPATH" : ""}.`,
  });
}

/** @param superfluous which of the two is to go */
function disabled(name: string, heeded: string, superfluous: string, deployment: Deployment | undefined): Answer {
  const names = namesOf(deployment);
  return {
    message: `${name} has no effect beside ${heeded}: the run script does not even look at it.`,
    hint: `Remove ${superfluous} from the file, and from a deployment that has it: az ml online-deployment update --name ${names.name} --endpoint-name ${names.endpoint} --remove environment_variables.${superfluous}`,
  };
}

function otherLibraryPath(text: string, libraryPath: string, write: boolean): Answer {
  const absolute = text.startsWith("/")
    ? " An absolute one is glued behind the scoring directory and not found: exit code 97."
    : "";
  return {
    severity: write ? "notice" : "warning",
    message: `${LIBRARY_PATH} is ${text || "empty"}; the mount stands at ${libraryPath}.${absolute}`,
    hint: write ? "A green run writes the right value." : "Run with --write, or write the right value.",
  };
}

export const rebuiltImage: Check = {
  id: "D2",
  severity: "warning",
  title: "a conda file makes another image",
  explanation:
    "With a conda_file beside environment.image, Azure ML builds a new image from both: the server runs in a new conda environment, none of the image's own packages is there, and what was proven of the image does not hold for it. The packages of the mount need no conda file. Safe to turn off when the conda environment has the same Python and holds the inference server.",
  *find({ options: { deployment } }) {
    const condaFile = deployment?.environment.condaFile;
    if (condaFile === undefined) return;
    const image = deployment?.environment.said.text || "the image";
    const conda = condaFile.text === "" ? "The conda environment in the file" : `The conda file ${condaFile.text}`;
    yield said(deployment, condaFile.line, {
      message: `${conda} makes Azure ML build another image than ${image}.`,
      hint: "Remove conda_file: the mount brings the packages, the image the server.",
    });
  },
};

export const missingFields: Check = {
  id: "D3",
  severity: "warning",
  title: "the deployment file lacks required fields",
  explanation:
    "The published schema of online deployments requires fields that the file does not have, or takes text only where the file has a number, a date or a truth value (YAML 1.1: `0042`, `2024-01-02`, `yes`), and `az ml online-deployment create --file` refuses it. Add them, or put them in quotes. Safe to turn off when they are given on the command line, with `--name`, `--endpoint-name` or `--set`.",
  *find({ options: { deployment } }) {
    for (const { name, text, line } of deployment?.notText ?? []) {
      const message = `${name} is ${text}, which the client reads as something else than text, and refuses.`;
      yield said(deployment, line, { message, hint: `Put it in quotes: "${text}"` });
    }
    if (deployment === undefined || deployment.missing.length === 0) return;
    const which = `a ${deployment.kind} online deployment requires ${deployment.missing.join(", ")}`;
    yield said(deployment, 1, { message: `The file is not complete: ${which}.` });
  },
};

export const otherCode: Check = {
  id: "D4",
  severity: "error",
  title: "the deployment uploads other code than was proven",
  explanation:
    "The inputs name a code directory or a scoring script, and the deployment file another. What is uploaded then has no mount, or has it in another place than the library path says: exit code 97. Leave code-directory and scoring-script empty, and they come from the file. As a warning: code that is registered in the workspace, which no build changes. Safe to turn off when the file is changed before it is deployed.",
  *find({ options }) {
    const { deployment, codeDirectory, scoringScript } = options;
    const { code, scoringScript: script } = deployment ?? {};
    if (code !== undefined && code.directory === undefined) {
      yield said(deployment, code.line, {
        severity: "warning",
        message: `The deployment takes its code from ${code.text}, which a build does not change.`,
        hint: "Register the code directory again after the build, and name its new version.",
      });
    }
    if (code?.directory !== undefined && code.directory !== codeDirectory) {
      yield said(deployment, code.line, {
        message: `The deployment uploads ${code.text}; the packages are for ${relative(options.workspace, codeDirectory) || "."}.`,
        hint: "Leave the input code-directory empty.",
      });
    } else if (
      script !== undefined &&
      script.text.replace(/^\.\//, "") !== slashed(relative(codeDirectory, scoringScript))
    ) {
      yield said(deployment, script.line, {
        message: `The deployment runs ${script.text}; the packages are for ${slashed(relative(codeDirectory, scoringScript))}.`,
        hint: "Leave the input scoring-script empty.",
      });
    }
  },
};

export const unknownImage: Check = {
  id: "D5",
  severity: "notice",
  title: "the deployment's image is not the one that was looked at",
  explanation:
    "The deployment file names an environment of the workspace, a Dockerfile or an image that is not in the catalogue, and what stands behind it cannot be seen from here; or it names another image than the packages were proven for. That is a warning, and an error where the other one has another Python, an older glibc or a run script without these variables: compiled modules are not looked at there or cannot be loaded, or nobody puts the mount on the path. Name the image that is deployed in the input `image`. Safe to turn off when both have the same Python and glibc, never where it is an error.",
  *find({ options: { deployment, image: given, mode }, target }) {
    if (deployment === undefined) return;
    const { kind, said: image } = deployment.environment;
    const known = findImage(image.text);
    const proven = target.image?.name;
    if (known !== undefined && proven !== undefined && known.name !== proven) {
      yield said(deployment, image.line, {
        severity: suits(known, target, mode) ? "warning" : "error",
        message: `The deployment runs ${image.text}; the packages were proven for ${proven}.`,
        hint: "Leave the input image empty, and it comes from the file, or correct one of the two.",
      });
    } else if (known === undefined && given === "" && kind !== "none") {
      yield said(deployment, image.line, unseen(kind, image));
    }
  },
};

/** Whether what was proven for the target is found and can be loaded in the image, as far as that is known. */
function suits(image: Image, target: Target, mode: Options["mode"]): boolean {
  const isOlder = image.glibc !== undefined && compareNumbers(image.glibc, target.glibc) < 0;
  const isRead = image.honours !== "cut" || (mode !== "dynamic" && mayIgnoreThem(target));
  return image.python === target.python && !isOlder && isRead;
}

function unseen(kind: Deployment["environment"]["kind"], { text }: Said): Answer {
  const what = {
    inline: `The image ${text} is not in the catalogue`,
    named: `What image ${text} stands for is known to the workspace alone`,
    build: "The image is built from a Dockerfile",
    none: "",
  }[kind];
  return {
    message: `${what}: packages were proven for the strictest image that ever shipped.`,
    hint: "Name the image it is made from in the input image.",
  };
}

function said(deployment: Deployment | undefined, line: number | undefined, answer: Answer): Answer {
  return { ...answer, ...(deployment && { place: { file: deployment.file, line: line ?? 1 } }) };
}
