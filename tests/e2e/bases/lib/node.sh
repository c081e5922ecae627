# Used by the recipes of the Node.js images: the released builds, from npm's packages of them.

readonly NPM_VERSION=10.9.4
readonly YARN_VERSION=1.22.22

# Fetches a package from npm's registry without running anything of it.
npm_package() { # NAME VERSION FOLDER
  mkdir -p "$3"
  (cd "$WORK" && npm pack --silent --ignore-scripts "$1@$2" --pack-destination "$WORK" >/dev/null)
  tar -x --strip-components=1 -C "$3" -f "$WORK/$1-$2.tgz"
  rm "$WORK/$1-$2.tgz"
}

# node at /usr/local, with npm. What debuggers read of it takes as much room as all the rest of an image.
node() { # VERSION PARENT NAME…
  local version=$1 parent=$2 root=$WORK/root container
  shift 2
  npm_package "node-linux-$NODE_ARCH" "$version" "$WORK/package"
  container=$(new "$parent")
  buildah run --isolation chroot --volume "$WORK/package/bin:/built" "$container" -- strip /built/node
  mkdir -p "$root/usr/local/bin"
  cp "$WORK/package/bin/node" "$root/usr/local/bin/"
  add_npm "$root"
  add_yarn "$root"
  [[ -z ${COREPACK_VERSION:-} ]] || add_corepack "$root"
  add_tree "$container" "$root"
  add_user "$container"
  buildah config --entrypoint '["docker-entrypoint.sh"]' --env "NODE_VERSION=$version" --cmd node "$container"
  commit "$container" "$@"
}

# Yarn where the official images have it. Alpine's stand-in, with npm alone, has no use for it.
add_yarn() { # ROOT
  local folder=opt/yarn-v$YARN_VERSION program
  npm_package yarn "$YARN_VERSION" "$1/$folder"
  chmod 0755 "$1/$folder"/bin/{yarn,yarn.js}
  for program in yarn yarnpkg; do ln -s "/$folder/bin/yarn" "$1/usr/local/bin/$program"; done
}

# Corepack, which makes the programs of other package managers when it is told to (`corepack enable`).
add_corepack() { # ROOT
  npm_package corepack "$COREPACK_VERSION" "$1/usr/local/lib/node_modules/corepack"
  chmod 0755 "$1"/usr/local/lib/node_modules/corepack/dist/*.js
  ln -s ../lib/node_modules/corepack/dist/corepack.js "$1/usr/local/bin/corepack"
}

# The user of the official images.
add_user() { # CONTAINER
  local mounted
  mounted=$(buildah mount "$1")
  echo 'node:x:1000:1000::/home/node:/bin/sh' >>"$mounted/etc/passwd"
  echo 'node:x:1000:' >>"$mounted/etc/group"
  mkdir "$mounted/home/node"
  chown 1000:1000 "$mounted/home/node"
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
