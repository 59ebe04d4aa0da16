// Summaries as people get them, of packages with the names and weights of real ones.
import { startResultsService } from "../github/services/results-service.ts";
import type { Cleanup } from "../machine/workspace.ts";
import { makeElf } from "../packages/elf/elf.ts";
import { makeWheel, type Wheel } from "../packages/wheels.ts";
import { createScenario, type Scenario, step } from "../scenario/scenario.ts";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";
const IMAGE = "minimal-ubuntu20.04-py38-cpu-inference";
/** Megabytes: in the proportions of the real packages, which the bars show. */
const WEIGHTS = { "scikit-learn": 2.6, scipy: 3.4, numpy: 1.7, joblib: 0.3, threadpoolctl: 0.02 };
const VERSIONS = {
  "scikit-learn": "1.3.2",
  scipy: "1.10.1",
  numpy: "1.24.4",
  joblib: "1.4.2",
  threadpoolctl: "3.5.0",
};
const MODULES: Record<string, string> = { "scikit-learn": "sklearn" };
const PINS = Object.entries(VERSIONS).map(([name, version]) => `${name}==${version}`);
const LINKS = { GITHUB_ACTION_REPOSITORY: "octo-org/azureml-extra-packages", GITHUB_ACTION_REF: "v1" };

const sciencePackages = (): Wheel[] =>
  Object.entries(VERSIONS).map(([name, version]) => {
    const module = MODULES[name] ?? name;
    const bytes = "x".repeat(WEIGHTS[name as keyof typeof WEIGHTS] * 1e6);
    return makeWheel({ name, version, files: { [`${module}/__init__.py`]: "", [`${module}/data.txt`]: bytes } });
  });

/** As opencv-python is: every module needs libraries of a desktop. */
function opencv(): Wheel {
  const needed = ["libGL.so.1", "libgthread-2.0.so.0", "libSM.so.6", "libXext.so.6"];
  const modules = ["cv2", "gapi", "dnn"].map((name) => [
    `cv2/${name}.abi3.so`,
    makeElf({ exports: [`PyInit_${name}`], needed }),
  ]);
  const files = { "cv2/__init__.py": "from . import cv2\n", ...Object.fromEntries(modules) };
  return makeWheel({ name: "opencv-python", version: "4.8.0", tag: "cp38-abi3-manylinux_2_17_x86_64", files });
}

const score = (...imports: string[]) => ({
  "score.py": `${imports.join("\n")}\n\n\ndef init():\n    pass\n\n\ndef run(data):\n    return data\n`,
  ".git/HEAD": `${COMMIT}\n`,
  ".gitignore": ".git/\n",
});

/** The job summary of a run of the action, in Markdown. */
export async function summaryOf(t: Cleanup, sample: Sample): Promise<string> {
  return await MAKERS[sample](t);
}

const MAKERS = {
  passed: async (t: Cleanup) => await build(t, await science(t)),
  warnings: async (t: Cleanup) => {
    const scenario = await science(t, { requirements: `${PINS.join("\n").replace("==1.24.4", ">=1.24")}\n` });
    return await build(t, scenario);
  },
  "one error": async (t: Cleanup) => {
    const files = score("import joblib", "import missing_helper");
    return await build(t, await science(t, { files }));
  },
  "forty errors": async (t: Cleanup) => {
    const odd = Array.from({ length: 40 }, (_, index) => {
      const files = { [`plugin_${index}/__init__.py`]: `import helper_of_plugin_${index}\n` };
      return makeWheel({ name: `plugin-${index}`, version: "1.0", files });
    });
    const requirements = ["opencv-python==4.8.0", ...odd.map((_, index) => `plugin-${index}==1.0`)];
    return await build(
      t,
      await createScenario(t, {
        requirements: `${requirements.join("\n")}\n`,
        files: score("import cv2"),
        packages: [opencv(), ...odd],
      }),
    );
  },
  "not uploaded": async (t: Cleanup) => {
    const service = await startService(t);
    service.fail("CreateArtifact", { status: 403, times: 9 });
    return await build(t, await science(t), { service });
  },
  dynamic: async (t: Cleanup) => await build(t, await science(t), { with: { mode: "dynamic" } }),
  restored: async (t: Cleanup) => {
    const service = await startService(t);
    await build(t, await science(t), { service });
    return await build(t, await science(t), { service, with: { mode: "restore" } });
  },
};

export type Sample = keyof typeof MAKERS;
export const SAMPLES = Object.keys(MAKERS) as Sample[];

async function startService(t: Cleanup) {
  const service = await startResultsService();
  t.after(() => service.close());
  return service;
}

async function science(t: Cleanup, options: Parameters<typeof createScenario>[1] = {}): Promise<Scenario> {
  const scenario = await createScenario(t, {
    requirements: `${PINS.join("\n")}\n`,
    files: score("import joblib", "import sklearn"),
    packages: [...sciencePackages(), ...server()],
    ...options,
  });
  return scenario;
}

/** Mode dynamic installs beside the image's server. */
function server(): Wheel[] {
  const files = { "azureml_inference_server_http/__init__.py": "" };
  return [makeWheel({ name: "azureml-inference-server-http", version: "1.3.4", files })];
}

async function build(t: Cleanup, scenario: Scenario, more: Parameters<typeof step>[2] = {}): Promise<string> {
  const service = more.service ?? (await startService(t));
  const given = { image: IMAGE, installer: "pip", ...more.with }; // the index has no uv
  const ended = await step(t, scenario, { ...more, service, with: given, env: LINKS });
  if (ended.summary === "") throw new Error(ended.log);
  return ended.summary;
}
