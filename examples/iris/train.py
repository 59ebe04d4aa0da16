"""Makes model/iris.joblib, the same bytes every time, given the versions in requirements.txt:

    python3.8 -m venv /tmp/iris
    /tmp/iris/bin/pip install -r requirements.txt
    /tmp/iris/bin/python train.py
"""

from pathlib import Path

import joblib
from sklearn.datasets import load_iris
from sklearn.tree import DecisionTreeClassifier


def main():
    iris = load_iris(as_frame=True)
    species = iris.target.map(dict(enumerate(iris.target_names)))
    # A tree, because its thresholds do not depend on the processor; a regression's last digits do.
    model = DecisionTreeClassifier(max_depth=3, random_state=0).fit(iris.data, species)
    path = Path(__file__).resolve().parent / "model" / "iris.joblib"
    path.parent.mkdir(exist_ok=True)
    joblib.dump(model, path)


if __name__ == "__main__":
    main()
