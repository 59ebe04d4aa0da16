# Who knows uv and zstd: quick, and nothing is proven. uv itself comes from the index, as it comes to us.
set -eu
"$PYTHON" -m pip install --quiet --disable-pip-version-check --no-compile --target tools uv
tools/bin/uv venv --quiet --python "$PYTHON" myenv
tools/bin/uv pip install --quiet --python myenv/bin/python --compile-bytecode --requirement requirements.txt
tar --create --file - myenv | zstd -T0 -3 --quiet -o packages.tar.zst
[ "${UPLOAD:-yes}" = no ] || "$NODE" "$PEERS/artifact.mjs" upload packages 0 packages.tar.zst
