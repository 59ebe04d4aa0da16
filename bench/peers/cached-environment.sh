# A virtual environment that @actions/cache keeps, then a loose upload: the defaults of both, and nothing is verified.
set -eu
"$NODE" "$PEERS/cache.mjs" restore environment myenv
if [ ! -d myenv ]; then
  "$PYTHON" -m venv myenv
  myenv/bin/pip install --requirement requirements.txt
fi
"$NODE" "$PEERS/artifact.mjs" upload packages 6 myenv
"$NODE" "$PEERS/cache.mjs" save environment myenv
