# Used by the recipes of the distroless images: what upstream's build files say, from the same
# Debian packages. Users, groups, folders, environment, entrypoints and tags are upstream's.
# The busybox of the debug tags is Debian's static one; upstream's is built with musl.

readonly HOST=gcr.io/distroless
readonly SEARCH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

# The file system of static.
static_root() { # SUITE ROOT PACKAGE…
  local suite=$1 root=$2 certificates=$WORK/certificates
  shift 2
  mkdir -p "$root"
  unpack "$suite" "$root" base-files netbase tzdata media-types "$@"
  unpack "$suite" "$certificates" ca-certificates
  mkdir -p "$root/etc/ssl/certs" "$root/home/nonroot" "$root/tmp" "$root/root"
  cat "$certificates"/usr/share/ca-certificates/mozilla/*.crt >"$root/etc/ssl/certs/ca-certificates.crt"
  printf '%s\n' root:x:0:0:root:/root:/sbin/nologin nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin \
    nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin >"$root/etc/passwd"
  printf '%s\n' root:x:0: nobody:x:65534: tty:x:5: staff:x:50: nonroot:x:65532: >"$root/etc/group"
  printf '%s\n' 'passwd: files' 'group: files' 'hosts: files dns' 'networks: files' 'services: files' \
    'protocols: files' >"$root/etc/nsswitch.conf"
  rm -f "$root/etc/os-release" "$root/usr/lib/os-release"
  printf '%s\n' 'PRETTY_NAME="Distroless"' 'NAME="Debian GNU/Linux"' 'ID="debian"' >"$root/usr/lib/os-release"
  ln -s ../usr/lib/os-release "$root/etc/os-release"
  chmod 1777 "$root/tmp"
  chmod 0700 "$root/root" "$root/home/nonroot"
  chown 65532:65532 "$root/home/nonroot"
  rm -rf "$certificates"
}

# Every tag of one image: a folder's files on a parent.
distroless() { # NAME PARENT FOLDER ENTRYPOINT ALIAS ENV…
  local name=$1 parent=$2 folder=$3 entrypoint=$4 alias=$5 container tag
  shift 5
  local environment=()
  for variable in "$@"; do environment+=(--env "$variable"); done
  container=$(new "$parent")
  add_tree "$container" "$folder"
  buildah config --user 0 --workingdir / --env "PATH=$SEARCH" \
    --env SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt "${environment[@]}" \
    ${entrypoint:+--entrypoint "$entrypoint"} "$container"
  tags "$container" "$name" "$alias" latest
  variant "$name" "$alias" latest nonroot --user 65532 --workingdir /home/nonroot
  container=$(new "$HOST/$name:latest")
  add_tree "$container" "$(busybox_root)"
  buildah config --env "PATH=$SEARCH:/busybox" --entrypoint "${entrypoint:-[\"/busybox/sh\"]}" "$container"
  tags "$container" "$name" "$alias" debug
  variant "$name" "$alias" debug debug-nonroot --user 65532 --workingdir /home/nonroot
}

variant() { # NAME ALIAS FROM TAG SETTING…
  local container
  container=$(new "$HOST/$1:$3")
  buildah config "${@:5}" "$container"
  tags "$container" "$1" "$2" "$4"
}

tags() { # CONTAINER NAME ALIAS TAG
  commit "$1" "$HOST/$2:$4" ${3:+"$HOST/$3:$4"}
}

busybox_root() {
  local root=$WORK/busybox applet
  if [[ ! -d $root ]]; then
    unpack trixie "$WORK/busybox-package" busybox-static
    mkdir -p "$root/busybox"
    cp "$WORK"/busybox-package/usr/bin/busybox "$root/busybox/busybox"
    while read -r applet; do
      [[ $applet == busybox ]] || ln -s busybox "$root/busybox/$applet"
    done < <("$root/busybox/busybox" --list)
  fi
  echo "$root"
}
