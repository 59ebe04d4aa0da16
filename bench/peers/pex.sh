# pex makes a virtual environment without pip in it: reproducible, and nothing of the image is known to it.
set -eu
"$PYTHON" -m venv tools
tools/bin/pip install --quiet --disable-pip-version-check pex
tools/bin/pex3 venv create --layout flat --dir myenv --compile --use-pip-config --requirement requirements.txt
"$NODE" "$PEERS/artifact.mjs" upload packages 6 myenv
