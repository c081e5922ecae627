# Used by the recipes of the Debian images.

debian() { # SUITE NUMBER
  local suite=$1 number=$2 container
  sources "$suite" | grep '^deb ' >"$WORK/sources.list"
  # usr-is-merged, as in the official images; without it usrmerge comes, and all of Perl.
  mmdebstrap --variant=minbase --mode=root --quiet --include=usr-is-merged \
    --aptopt='Acquire::Languages "none"' --dpkgopt='force-unsafe-io' \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --dpkgopt='path-exclude=/usr/share/doc/*' \
    "$suite" "$WORK/root.tar" "$WORK/sources.list"
  container=$(new scratch)
  tar -x --exclude='./dev/*' -C "$(buildah mount "$container")" -f "$WORK/root.tar"
  # The files of the machine that mmdebstrap leaves for the network.
  : >"$(buildah mount "$container")/etc/hostname"
  : >"$(buildah mount "$container")/etc/resolv.conf"
  buildah config --env PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin --cmd bash "$container"
  commit "$container" "docker.io/library/debian:$suite" "docker.io/library/debian:$suite-slim" \
    "docker.io/library/debian:$number" "docker.io/library/debian:$number-slim"
}
