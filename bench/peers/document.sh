# As Microsoft's document tells it, then a loose upload of the directory, which is what upload-artifact does by default.
set -eu
"$PYTHON" -m venv myenv
myenv/bin/pip install --requirement requirements.txt
myenv/bin/pip check
myenv/bin/pip freeze
"$NODE" "$PEERS/artifact.mjs" upload packages 6 myenv
