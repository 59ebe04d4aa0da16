/**
 * What distributions are called after `import`, where that is not their own name: the name, dots for what lies in a
 * namespace package. Source: the wheels' RECORDs.
 */
const IMPORT_NAMES: Readonly<Record<string, string>> = {
  attrs: "attr attrs",
  "azureml-ai-monitoring": "azureml.ai.monitoring",
  "azureml-core": "azureml.core azureml.data azureml.exceptions azureml._restclient",
  "azureml-contrib-services": "azureml.contrib.services",
  "azureml-dataset-runtime": "azureml.dataprep",
  "azureml-defaults": "azureml.defaults",
  "azureml-mlflow": "azureml.mlflow",
  beautifulsoup4: "bs4",
  biopython: "Bio",
  cffi: "cffi _cffi_backend",
  cython: "Cython cython pyximport",
  dnspython: "dns",
  "faiss-cpu": "faiss",
  gitpython: "git",
  "google-api-core": "google.api_core",
  "google-api-python-client": "googleapiclient apiclient",
  "google-auth": "google.auth google.oauth2",
  "google-cloud-aiplatform": "google.cloud.aiplatform vertexai",
  "google-generativeai": "google.generativeai",
  "google-genai": "google.genai",
  "googleapis-common-protos":
    "google.api google.type google.rpc google.longrunning google.logging google.gapic google.cloud.location",
  grpcio: "grpc",
  "imbalanced-learn": "imblearn",
  "kafka-python": "kafka",
  levenshtein: "Levenshtein",
  "markdown-it-py": "markdown_it",
  "mysql-connector-python": "mysql",
  mysqlclient: "MySQLdb",
  "onnxruntime-gpu": "onnxruntime",
  "opencensus-context": "opencensus.common.runtime_context",
  "opencensus-ext-azure": "opencensus.ext.azure",
  opencensus:
    "opencensus opencensus.common opencensus.ext opencensus.log opencensus.metrics opencensus.stats opencensus.tags opencensus.trace",
  "opencv-python": "cv2",
  "opencv-contrib-python": "cv2",
  "opencv-contrib-python-headless": "cv2",
  // One without the display code, which needs libraries that images lack.
  "opencv-python-headless": "cv2",
  "opentelemetry-api":
    "opentelemetry.attributes opentelemetry.baggage opentelemetry.context opentelemetry.metrics opentelemetry.propagate opentelemetry.propagators opentelemetry.trace opentelemetry.util opentelemetry.version",
  "opentelemetry-semantic-conventions": "opentelemetry.semconv",
  pillow: "PIL",
  "proto-plus": "proto",
  protobuf: "google.protobuf",
  psycopg2: "psycopg2",
  "psycopg2-binary": "psycopg2",
  pycryptodomex: "Cryptodome",
  pycryptodome: "Crypto",
  pyjwt: "jwt",
  pymupdf: "fitz pymupdf",
  pyopenssl: "OpenSSL",
  pypdf2: "PyPDF2",
  pyserial: "serial",
  "python-dateutil": "dateutil",
  "python-docx": "docx",
  "python-dotenv": "dotenv",
  "python-jose": "jose",
  "python-magic": "magic",
  "python-multipart": "multipart python_multipart",
  "python-pptx": "pptx",
  "python-snappy": "snappy",
  pywavelets: "pywt",
  pyyaml: "yaml",
  pyzmq: "zmq",
  "scikit-image": "skimage",
  "scikit-learn": "sklearn",
  "scikit-optimize": "skopt",
  "scikit-surprise": "surprise",
  setuptools: "setuptools pkg_resources",
  "tensorflow-cpu": "tensorflow",
  torch: "torch torchgen functorch",
  "umap-learn": "umap",
  "websocket-client": "websocket",
};

/** Families whose distributions are called after the dotted name that they are imported by. */
const NAMESPACE_FAMILIES = /^(azure|google-cloud|opentelemetry|zope|ruamel|jaraco|sphinxcontrib)-/;

const BY_IMPORT_NAME: ReadonlyMap<string, string> = reversed();

/** The last entry wins, so the drop-in that suits a container stands last. */
function reversed(): Map<string, string> {
  const found = new Map<string, string>();
  for (const [distribution, names] of Object.entries(IMPORT_NAMES)) {
    for (const name of names.split(" ")) found.set(name, distribution);
  }
  return found;
}

/**
 * The names that a distribution is imported by.
 *
 * @param distribution normalised name
 */
export function importNamesOf(distribution: string): readonly string[] {
  const listed = IMPORT_NAMES[distribution];
  if (listed !== undefined) return listed.split(" ");
  const separator = NAMESPACE_FAMILIES.test(distribution) ? "." : "_";
  return [distribution.replaceAll("-", separator)];
}

/**
 * The distribution that is known to provide a module.
 *
 * @param module dotted name, such as `google.cloud.storage`
 * @returns `undefined` where only the module's own name can be guessed from
 */
export function distributionOf(module: string): string | undefined {
  const parts = module.split(".");
  for (let length = parts.length; length > 0; length--) {
    const listed = BY_IMPORT_NAME.get(parts.slice(0, length).join("."));
    if (listed !== undefined) return listed;
  }
  const [first, second, third] = parts;
  if (first === "google" && second === "cloud" && third) return `google-cloud-${third.replaceAll("_", "-")}`;
  if (first === "azure" && second && third) return `azure-${second}-${third.replaceAll("_", "-")}`;
  if (first === "azure" && second) return `azure-${second}`;
  return undefined;
}
