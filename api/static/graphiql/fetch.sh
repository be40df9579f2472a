#!/usr/bin/env bash
# Gets GraphiQL and React from npm again and checks that they are what SHA256SUMS says. Needs npm.
set -euo pipefail
cd "$(dirname "$0")"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

unpack() { # package@version
  npm pack --silent --pack-destination "$scratch" "$1" >/dev/null
  mkdir -p "$scratch/${1%@*}"
  tar xzf "$scratch/${1%@*}-${1#*@}.tgz" -C "$scratch/${1%@*}" --strip-components=1
}

unpack graphiql@3.9.0
unpack react@18.3.1
unpack react-dom@18.3.1
cp "$scratch"/graphiql/graphiql.min.{js,css} .
cp "$scratch"/react/umd/react.production.min.js "$scratch"/react-dom/umd/react-dom.production.min.js .
cp "$scratch"/graphiql/LICENSE LICENSE.graphiql
cp "$scratch"/react/LICENSE LICENSE.react
sha256sum --check SHA256SUMS
