# Used by the recipes of the Python images: upstream's sources, from Debian's source package, without
# Debian's patches, compiled into /usr/local as in the official images, so that the folders which are
# searched, and where pip installs, are theirs. Without profile-guided optimisation, to save minutes; the modules
# for tkinter, readline, sqlite and the like are left out.

python() { # SUITE VERSION PARENT NAME…
  local suite=$1 version=$2 parent=$3 source=$WORK/source root=$WORK/root builder container
  shift 3
  mkdir -p "$source" "$root"
  (cd "$source" && apt_for "$suite" apt-get source -qq --tar-only --only-source "python$version")
  tar -x -C "$source" --strip-components=1 -f "$source"/python*.orig.tar.[gx]z
  builder=$(new "docker.io/library/debian:$suite")
  install_into "$suite" "$builder" gcc libc6-dev make pkgconf libssl-dev zlib1g-dev libffi-dev
  buildah run --isolation chroot --volume "$source:/src" --volume "$root:/out" "$builder" -- sh -c "
    cd /src && ./configure --quiet --disable-test-modules --with-ensurepip=install CFLAGS='-O2 -g0' &&
    make --silent -j$(nproc) && make --silent install DESTDIR=/out" >"$WORK/python.log" 2>&1 ||
    { tail -20 "$WORK/python.log"; return 1; }
  buildah rm "$builder" >/dev/null
  ln -s python3 "$root/usr/local/bin/python"
  ln -s pip3 "$root/usr/local/bin/pip"
  rm -rf "$root/usr/local/lib/python$version"/{test,idlelib,tkinter,turtledemo,config-*} "$root"/usr/local/share \
    "$root"/usr/local/lib/*.a
  find "$root" -name '*.opt-[12].pyc' -delete
  container=$(new "$parent")
  install_into "$suite" "$container" zlib1g libffi8 openssl
  add_tree "$container" "$root"
  buildah config --env PATH=/usr/local/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    --env LANG=C.UTF-8 --cmd python3 "$container"
  commit "$container" "$@"
}
