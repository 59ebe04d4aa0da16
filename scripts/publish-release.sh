#!/usr/bin/env bash
# Publishes a release on GitHub, or completes one that an earlier attempt began. It can be repeated: what is published is
# not replaced.
#   scripts/publish-release.sh v1.2.3 NOTES FILE...
# With GitHub's command line `gh` and GH_TOKEN.
set -euo pipefail

release="$1" notes="$2"
shift 2

answer="$(mktemp)"
trap 'rm -f "$answer"' EXIT
if gh release view "$release" --json assets --jq '.assets[].name' > "$answer" 2>&1; then
  for file in "$@"; do
    grep --quiet --fixed-strings --line-regexp "$(basename "$file")" "$answer" || gh release upload "$release" "$file"
  done
  gh release edit "$release" --verify-tag --draft=false
elif grep --quiet --fixed-strings --line-regexp "release not found" "$answer"; then
  gh release create "$release" "$@" --verify-tag --title "$release" --notes-file "$notes"
else
  cat "$answer" >&2 # such as HTTP 403: without an answer it is not known whether there is a release
  exit 1
fi
