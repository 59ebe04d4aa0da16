/**
 * The prebuilt inference images as data. Two families: images named in Microsoft's documentation, whose Dockerfiles are
 * not public, and those below `curated/`, built in public from the repository azureml-assets.
 */
import type { Fact, Honours, Image, Source } from "./images.ts";
import { type OperatingSystem, UBUNTU } from "./systems.ts";

const list = (date: string): Source => ({
  label: "Microsoft's list of inference images (azure-docs, concept-prebuilt-docker-images-inference)",
  date,
});
const assets = (what: string, date: string): Source => ({ label: `Azure/azureml-assets, ${what}`, date });

const LIST_OF_2021 = list("2021-10-07");
const LIST_OF_2022 = list("2022-07-14");
const LIST_OF_2024 = list("2024-04-08");
const LIST_OF_2025 = list("2025-09-24");
const RELEASED = assets("branch release, latest/environment", "2026-07-23");
const PY38_DOCKERFILE = assets("branch release before 6eb0cc6bbd", "2024-06-20");
const PY39_DOCKERFILE = assets("branch release before 0a3c89a13c", "2025-02-04");
const RUN_SCRIPT = assets("mlflow-model-inference/context/runit/gunicorn/run", "2026-07-23");
const AMLENV: Source = {
  label: "Azure/azureml-examples, cli/endpoints/online/managed/vnet/sample/environment/Dockerfile",
  date: "2022-08-31",
};
const DOCUMENTED: Source = {
  label: "Microsoft's list links the page that describes the variables, for these images",
  date: "2021-10-07",
};
const NOT_PUBLIC: Source = {
  label: "its run script is not public; the list no longer says that images can be extended so",
  date: "2025-09-24",
};
const LATER_TAGS_UNSEEN: Source = {
  label: "documented, but azureml-assets and azureml-examples dropped the mechanism in April 2024: later tags unseen",
  date: "2024-04-05",
};

interface Row extends Partial<Omit<Image, "name" | "sources" | "os" | "status" | "honours">> {
  readonly os: OperatingSystem | undefined;
  readonly python: string;
  readonly honours: Honours;
  readonly status: readonly [Image["status"]["state"], string];
  /** The source of every fact that {@link sources} does not name. */
  readonly source: Source;
  readonly sources?: Partial<Record<Fact, Source>>;
}

function image(name: string, { os, status, source, sources, ...row }: Row): Image {
  const listed: Partial<Image> = {
    mcrPath: `mcr.microsoft.com/azureml/${name}`,
    aliases: [],
    pythonFull: undefined,
    accelerator: "cpu",
    server: undefined,
    packages: {},
    appRoot: undefined,
    readsModelCondaFile: false,
    ...row,
  };
  return {
    ...(listed as Image),
    name,
    os,
    glibc: os?.glibc,
    architecture: "x86_64",
    user: "dockeruser",
    status: { state: status[0], date: status[1] },
    sources: { ...sourceOfEach(source, listed, os), ...sources },
  };
}

function sourceOfEach(source: Source, row: Partial<Image>, os: OperatingSystem | undefined) {
  const always: Fact[] = ["mcrPath", "python", "accelerator", "condaEnvironment", "packages", "honours"];
  const known: Fact[] = [...(os ? (["os"] as const) : []), ...(row.server ? (["server"] as const) : [])];
  return Object.fromEntries([...always, ...known].map((fact) => [fact, source])) as Record<Fact, Source>;
}

/** An image whose Dockerfile is not public. */
function documented(name: string, row: Omit<Row, "condaEnvironment">): Image {
  const honours = row.honours === "unknown" ? NOT_PUBLIC : DOCUMENTED;
  const sources = { condaEnvironment: AMLENV, honours, ...row.sources };
  return image(name, { ...row, condaEnvironment: "/opt/miniconda/envs/amlenv", sources });
}

/** An image of the first generation; curated environments of 2021 are called `AzureML-` and its name. */
function py37(stem: string, status: Row["status"], packages: Row["packages"] = {}, source = LIST_OF_2022): Image {
  const name = `${stem}-inference`;
  const cuda = /-cuda([\d.]+)-gpu$/.exec(stem)?.[1];
  return documented(name, {
    aliases: [`AzureML-${name}`],
    os: UBUNTU["18.04"],
    python: "3.7",
    accelerator: cuda === undefined ? "cpu" : `cuda ${cuda}`,
    packages,
    honours: "honours",
    status,
    source,
  });
}

const curated = (name: string, row: Row): Image => image(`curated/${name}`, row);
const MINIMAL = "/azureml-envs/minimal";
const MLFLOW = "/azureml-envs/mlflow";
const MLFLOW_ROOT = "/var/mlflow_resources";
const MLFLOW_PACKAGES = {
  mlflow: "",
  "scikit-learn": "",
  cloudpickle: "",
  psutil: "",
  pandas: "",
  numpy: "",
  joblib: "",
};
const PY38_PACKAGES = { cryptography: ">=41.0.3", requests: ">=2.31.0", certifi: ">=2023.07.22", wheel: ">=0.38.1" };

// Gone when the list was next seen without them.
const GONE_BY_2022: Row["status"] = ["removed", "2022-07-14"];
const GONE_LATE_2022: Row["status"] = ["removed", "2022-11-04"];
const GONE_BY_2024: Row["status"] = ["removed", "2024-04-08"];
const GONE_BY_2025: Row["status"] = ["removed", "2025-09-24"];

const SUPPORTED: readonly Image[] = [
  documented("minimal-py312-inference", {
    os: undefined,
    python: "3.12",
    honours: "unknown",
    status: ["supported", "2025-09-24"],
    source: LIST_OF_2025,
  }),
  documented("minimal-ubuntu22.04-py39-cpu-inference", {
    os: UBUNTU["22.04"],
    python: "3.9",
    honours: "unknown",
    status: ["supported", "2025-09-24"],
    source: LIST_OF_2025,
  }),
  documented("minimal-ubuntu22.04-py39-cuda11.8-gpu-inference", {
    os: UBUNTU["22.04"],
    python: "3.9",
    accelerator: "cuda 11.8",
    honours: "unknown",
    status: ["supported", "2025-09-24"],
    source: LIST_OF_2025,
  }),
];

const CURATED: readonly Image[] = [
  curated("minimal-py311-inference", {
    aliases: ["curated/minimal-ubuntu22.04-py311-cpu-inference"],
    os: UBUNTU["22.04"],
    python: "3.11",
    condaEnvironment: MINIMAL,
    server: "1.5.1",
    packages: { "azure-storage-blob": "==12.30.0", "azure-identity": "==1.25.3", numpy: "", joblib: "==1.5.3" },
    honours: "cut",
    status: ["current", "2026-07-23"],
    source: RELEASED,
  }),
  curated("minimal-py312-cuda12.4-inference", {
    os: UBUNTU["22.04"],
    python: "3.12",
    accelerator: "cuda 12.4",
    condaEnvironment: MINIMAL,
    server: "1.5.1",
    packages: { numpy: "==2.5.1" },
    honours: "cut",
    status: ["current", "2026-07-23"],
    source: RELEASED,
  }),
  curated("mlflow-py312-inference", {
    aliases: ["curated/mlflow-ubuntu22.04-py312-cpu-inference"],
    os: UBUNTU["22.04"],
    python: "3.12",
    condaEnvironment: MLFLOW,
    server: "1.5.1",
    packages: { "azureml-ai-monitoring": "==1.0.0", ...MLFLOW_PACKAGES },
    honours: "honours",
    appRoot: MLFLOW_ROOT,
    status: ["current", "2026-07-23"],
    source: RELEASED,
  }),
  curated("mlflow-model-inference", {
    os: UBUNTU["22.04"],
    python: "3.12",
    condaEnvironment: MLFLOW,
    server: "1.4.1",
    packages: { pip: "==26.1", fastmcp: "==3.2.0", h2: "==4.3.0", ...MLFLOW_PACKAGES },
    honours: "honours",
    appRoot: MLFLOW_ROOT,
    readsModelCondaFile: true,
    status: ["current", "2026-07-23"],
    source: RELEASED,
    sources: { honours: RUN_SCRIPT },
  }),
  curated("minimal-py39-inference", {
    aliases: ["curated/minimal-ubuntu20.04-py39-cpu-inference"],
    os: UBUNTU["20.04"],
    python: "3.9",
    pythonFull: "3.9.13",
    condaEnvironment: MINIMAL,
    server: "1.4.0",
    honours: "cut",
    status: ["removed", "2025-02-04"],
    source: PY39_DOCKERFILE,
  }),
  curated("mlflow-py39-inference", {
    aliases: ["curated/mlflow-ubuntu20.04-py39-cpu-inference"],
    os: UBUNTU["20.04"],
    python: "3.9",
    pythonFull: "3.9.13",
    condaEnvironment: MLFLOW,
    server: "1.4.0",
    packages: { "azureml-ai-monitoring": "==1.0.0", mlflow: "" },
    honours: "honours",
    appRoot: MLFLOW_ROOT,
    status: ["removed", "2025-02-04"],
    source: PY39_DOCKERFILE,
  }),
  curated("minimal-ubuntu20.04-py38-cpu-inference", {
    os: UBUNTU["20.04"],
    python: "3.8",
    pythonFull: "3.8.13",
    condaEnvironment: MINIMAL,
    server: "1.3.0",
    packages: { pip: "==22.1.2", ...PY38_PACKAGES },
    honours: "honours",
    status: ["removed", "2024-06-20"],
    source: PY38_DOCKERFILE,
  }),
  curated("minimal-ubuntu20.04-py38-cuda11.6.2-gpu-inference", {
    os: UBUNTU["20.04"],
    python: "3.8",
    pythonFull: "3.8.13",
    accelerator: "cuda 11.6.2",
    condaEnvironment: MINIMAL,
    server: "1.3.0",
    packages: { pip: "==22.1.2", ...PY38_PACKAGES },
    honours: "honours",
    status: ["removed", "2024-06-20"],
    source: PY38_DOCKERFILE,
  }),
];

const PY38: readonly Image[] = [
  documented("minimal-ubuntu20.04-py38-cpu-inference", {
    os: UBUNTU["20.04"],
    python: "3.8",
    honours: "unknown",
    status: GONE_BY_2025,
    source: LIST_OF_2024,
    sources: { honours: LATER_TAGS_UNSEEN },
  }),
  documented("minimal-ubuntu20.04-py38-cuda11.6.2-gpu-inference", {
    os: UBUNTU["20.04"],
    python: "3.8",
    accelerator: "cuda 11.6.2",
    honours: "unknown",
    status: GONE_BY_2025,
    source: LIST_OF_2024,
    sources: { honours: LATER_TAGS_UNSEEN },
  }),
  documented("mlflow-ubuntu20.04-py38-cpu-inference", {
    os: UBUNTU["20.04"],
    python: "3.8",
    honours: "unknown",
    status: ["removed", "2025-01-02"],
    source: {
      label: "Azure/azure-sdk-for-python, Dockerfile of packaged MLflow models (tag 20230920.v2)",
      date: "2023-09-20",
    },
  }),
];

const NUMPY_PANDAS_OF_2021 = { numpy: "==1.20.1", pandas: "==0.25.1" };
const NUMPY_PANDAS = { numpy: ">=1.16.0", pandas: "~=1.1.0" };

const PY37: readonly Image[] = [
  py37("minimal-ubuntu18.04-py37-cpu", GONE_BY_2024),
  py37("minimal-ubuntu18.04-py37-cuda11.0.3-gpu", GONE_BY_2024),
  py37("tensorflow-1.15-ubuntu18.04-py37-cpu", GONE_LATE_2022, { tensorflow: "==1.15.*", ...NUMPY_PANDAS_OF_2021 }),
  py37("tensorflow-2.4-ubuntu18.04-py37-cpu", GONE_LATE_2022, { tensorflow: "==2.4.*", ...NUMPY_PANDAS }),
  py37("tensorflow-2.4-ubuntu18.04-py37-cuda11.0.3-gpu", GONE_LATE_2022, { tensorflow: "==2.4.*", ...NUMPY_PANDAS }),
  py37("pytorch-1.6-ubuntu18.04-py37-cpu", GONE_BY_2022, { torch: "==1.6.*", ...NUMPY_PANDAS_OF_2021 }, LIST_OF_2021),
  py37("pytorch-1.7-ubuntu18.04-py37-cpu", GONE_BY_2022, { torch: "==1.7.*", ...NUMPY_PANDAS }, LIST_OF_2021),
  py37("pytorch-1.9-ubuntu18.04-py37-cpu", GONE_LATE_2022, { torch: "==1.9.*", ...NUMPY_PANDAS }),
  py37("pytorch-1.9-ubuntu18.04-py37-cuda11.0.3-gpu", GONE_LATE_2022, { torch: "==1.9.*" }),
  py37("pytorch-1.10-ubuntu18.04-py37-cpu", GONE_LATE_2022, { torch: "==1.10.*", ...NUMPY_PANDAS }),
  py37("sklearn-0.24.1-ubuntu18.04-py37-cpu", GONE_LATE_2022, { "scikit-learn": "==0.24.1", ...NUMPY_PANDAS }),
  py37("lightgbm-3.2-ubuntu18.04-py37-cpu", GONE_LATE_2022, {
    lightgbm: "==3.2.*",
    "scikit-learn": "==0.24.1",
    numpy: ">=1.16.0,<1.20",
    pandas: ">=1.1,<1.2",
  }),
  // The list says 0.9; the release of that name is 0.90.
  py37("xgboost-0.9-ubuntu18.04-py37-cpu", GONE_LATE_2022, {
    xgboost: "==0.90",
    "scikit-learn": "==0.23.2",
    ...NUMPY_PANDAS_OF_2021,
  }),
  py37("onnxruntime-1.6-ubuntu18.04-py37-cpu", GONE_BY_2022, { onnxruntime: "==1.6.*", ...NUMPY_PANDAS }, LIST_OF_2021),
];

/** Every image of the catalogue, the supported ones first. */
export const IMAGES: readonly Image[] = [...SUPPORTED, ...CURATED, ...PY38, ...PY37];
