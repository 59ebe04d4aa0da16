/**
 * What installing a catalogue's package brings besides itself, by normalised name, so that the image has it too.
 * Source: pip's resolution of 2026-11-22 on Python 3.12, and Requires-Dist of the releases that the images of Python 3.7
 * name. Versions are the image's secret; names change seldom.
 */
export const IMAGE_CLOSURES: Readonly<Record<string, string>> = {
  "azure-storage-blob": "azure-core cryptography isodate typing-extensions",
  "azureml-ai-monitoring": "certifi charset-normalizer idna numpy pandas python-dateutil requests urllib3",
  cryptography: "cffi pycparser",
  fastmcp: `anyio attrs authlib click cyclopts exceptiongroup h11 httpcore httpx jsonschema markdown-it-py mcp mdurl
    platformdirs pygments pyperclip python-dotenv python-multipart pyyaml referencing rich rpds-py starlette uvicorn
    websockets`,
  h2: "hpack hyperframe",
  lightgbm: "numpy scikit-learn scipy wheel",
  mlflow: `alembic annotated-types anyio cachetools certifi charset-normalizer click cloudpickle contourpy cryptography
    cycler databricks-sdk docker fastapi flask fonttools gitdb gitpython google-auth graphene graphql-core graphql-relay
    greenlet gunicorn idna importlib-metadata jinja2 joblib kiwisolver mako markupsafe matplotlib mlflow-skinny numpy
    opentelemetry-api opentelemetry-sdk packaging pandas pillow protobuf pyarrow pydantic pydantic-core pyparsing
    python-dateutil pyyaml requests scikit-learn scipy six smmap sqlalchemy sqlparse starlette threadpoolctl
    typing-extensions urllib3 uvicorn werkzeug zipp`,
  onnxruntime: "numpy protobuf",
  pandas: "numpy python-dateutil pytz six",
  requests: "certifi charset-normalizer idna urllib3",
  "scikit-learn": "joblib numpy scipy threadpoolctl",
  tensorflow: `absl-py astunparse gast google-pasta grpcio h5py keras-preprocessing numpy opt-einsum protobuf six
    tensorboard tensorflow-estimator termcolor werkzeug wheel wrapt`,
  torch: "typing-extensions",
  xgboost: "numpy scipy",
};
