"""Names the species of iris flowers: a scoring script for Azure ML's inference server."""

import json
import os
from pathlib import Path

import joblib
import pandas
import sklearn

model = None


def init():
    """Called once per worker, before the first request."""
    global model
    model = joblib.load(model_directory() / "iris.joblib")


def run(raw_data):
    """Answers one request: `{"input_data": {"columns": […], "data": [[…], …]}}`, lengths in centimetres."""
    table = json.loads(raw_data)["input_data"]
    flowers = pandas.DataFrame(table["data"], columns=table["columns"])
    # By name: the caller may order the columns as it likes, the model may not.
    measures = flowers[list(model.feature_names_in_)]
    return {
        "predictions": model.predict(measures).tolist(),
        "probabilities": pandas.DataFrame(model.predict_proba(measures), columns=model.classes_).to_dict("records"),
        # Tells which scikit-learn answered: the mount's, or one of the image.
        "sklearn": {"version": sklearn.__version__, "file": sklearn.__file__},
    }


def model_directory():
    """Azure ML names the directory that contains the registered one; on your own machine, this script's contains it."""
    registered = os.environ.get("AZUREML_MODEL_DIR")
    return (Path(registered) if registered else Path(__file__).resolve().parent) / "model"
