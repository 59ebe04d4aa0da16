# The same with pip's download cache between runs, as actions/setup-python keeps it with `cache: pip`.
set -eu
mkdir -p "$HOME/.cache/pip" # pip makes it only for what it may keep
"$NODE" "$PEERS/cache.mjs" restore setup-python "$HOME/.cache/pip"
"$PYTHON" -m venv myenv
myenv/bin/pip install --requirement requirements.txt
myenv/bin/pip check
myenv/bin/pip freeze
"$NODE" "$PEERS/artifact.mjs" upload packages 6 myenv
# After the upload, as a post step: an entry that is there already is not saved again.
"$NODE" "$PEERS/cache.mjs" save setup-python "$HOME/.cache/pip"
