# php:8.4-cli: Debian 13's PHP at /usr, with links where the official image has it, /usr/local. The
# -alpine form is the same program on the stand-in for Alpine.
# from: debian-trixie alpine

source "$BASES/lib/base.sh"
source "$BASES/lib/glibc.sh"

settle() { # CONTAINER
  local mounted
  mounted=$(buildah mount "$1")
  mkdir -p "$mounted/usr/local/etc/php"
  ln -s /usr/bin/php8.4 "$mounted/usr/local/bin/php"
  cat >"$mounted/usr/local/bin/docker-php-entrypoint" <<'SH'
#!/bin/sh
set -e
if [ "${1#-}" != "$1" ]; then
  set -- php "$@"
fi
exec "$@"
SH
  chmod 0755 "$mounted/usr/local/bin/docker-php-entrypoint"
  buildah config --env PHP_INI_DIR=/usr/local/etc/php --entrypoint '["docker-php-entrypoint"]' --cmd '["php", "-a"]' "$1"
}

container=$(new docker.io/library/debian:trixie)
install_into trixie "$container" php8.4-cli
copy_programs "$container" "$WORK/alpine" /usr/bin/php8.4
settle "$container"
commit "$container" docker.io/library/php:8.4-cli docker.io/library/php:8.4-cli-trixie docker.io/library/php:8.4

container=$(new docker.io/library/alpine:3)
add_tree "$container" "$WORK/alpine"
settle "$container"
commit "$container" docker.io/library/php:8.4-cli-alpine
