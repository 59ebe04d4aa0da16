#!/usr/bin/env bash
# Moves the tag of a major version (v1) to a release of it (v1.2.3), never to an older one. It can be repeated.
#   scripts/move-major-tag.sh v1.2.3
# In a clone whose `origin` can be pushed to.
set -euo pipefail

release="${1:-}"
if [[ ! "$release" =~ ^v[0-9]+\.[0-9]+\.[0-9]+$ ]]; then
  echo "usage: $0 v1.2.3" >&2
  exit 2
fi
major="${release%%.*}"

git fetch --quiet --force --tags origin
commit="$(git rev-parse --verify --quiet "refs/tags/$release^{commit}")" || {
  echo "::error::There is no tag $release."
  exit 1
}
before="$(git ls-remote origin "refs/tags/$major" | cut -f 1)"

if [[ -n "$before" ]]; then
  current="$(git rev-parse "refs/tags/$major^{commit}")"
  if [[ "$current" == "$commit" ]]; then
    echo "$major is at $release already."
    exit 0
  fi
  newest="$(git tag --points-at "$current" | { grep -E "^$major\.[0-9]+\.[0-9]+$" || true; } | sort -V | tail -n 1)"
  if [[ -z "$newest" ]]; then
    echo "::error::$major is at $current, which is no release, so it is not known which is newer. Move it by hand."
    exit 1
  fi
  if [[ "$(printf '%s\n' "$newest" "$release" | sort -V | tail -n 1)" != "$release" ]]; then
    echo "::notice::$major stays at $newest, which is newer than $release."
    exit 0
  fi
fi

# The lease: if another run has moved the tag since it was read, this one fails.
git push --quiet --force-with-lease="refs/tags/$major:$before" origin "$commit:refs/tags/$major"
echo "$major is at $release now."
