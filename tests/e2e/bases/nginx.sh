# nginx and nginxinc/nginx-unprivileged: Debian 13's nginx 1.26 with the configuration, the folders
# and the entrypoint of the official images; of the entrypoint's scripts there are none. The
# -alpine-slim form is the same program on the stand-in for Alpine.
# from: debian-trixie alpine

source "$BASES/lib/base.sh"
source "$BASES/lib/glibc.sh"

nginx() { # PORT PID
  local container=$3 mounted
  mounted=$(buildah mount "$container")
  rm -rf "$mounted"/etc/nginx/* "$mounted/var/www" "$mounted"/usr/share/nginx/*
  mkdir -p "$mounted"/etc/nginx/conf.d "$mounted/usr/share/nginx/html" "$mounted/docker-entrypoint.d"
  cp -r "$WORK/package/etc/nginx/mime.types" "$mounted/etc/nginx/mime.types"
  cat >"$mounted/etc/nginx/nginx.conf" <<CONF
${4-}
worker_processes  auto;
error_log  /var/log/nginx/error.log notice;
pid        $2;
events {
    worker_connections  1024;
}
http {
    ${5-}
    include       /etc/nginx/mime.types;
    default_type  application/octet-stream;
    access_log  /var/log/nginx/access.log;
    sendfile        on;
    keepalive_timeout  65;
    include /etc/nginx/conf.d/*.conf;
}
CONF
  cat >"$mounted/etc/nginx/conf.d/default.conf" <<CONF
server {
    listen       $1;
    server_name  localhost;
    location / {
        root   /usr/share/nginx/html;
        index  index.html index.htm;
    }
    error_page   500 502 503 504  /50x.html;
    location = /50x.html {
        root   /usr/share/nginx/html;
    }
}
CONF
  echo '<h1>Welcome to nginx!</h1>' >"$mounted/usr/share/nginx/html/index.html"
  ln -sf /dev/stdout "$mounted/var/log/nginx/access.log"
  ln -sf /dev/stderr "$mounted/var/log/nginx/error.log"
  printf '%s\n' '#!/bin/sh' 'exec "$@"' >"$mounted/docker-entrypoint.sh"
  chmod 0755 "$mounted/docker-entrypoint.sh"
  grep -q '^nginx:' "$mounted/etc/passwd" || {
    echo 'nginx:x:101:101:nginx user:/nonexistent:/bin/false' >>"$mounted/etc/passwd"
    echo 'nginx:x:101:' >>"$mounted/etc/group"
  }
  buildah config --env NGINX_VERSION=1.26.3 --entrypoint '["/docker-entrypoint.sh"]' \
    --cmd '["nginx", "-g", "daemon off;"]' --stop-signal SIGQUIT --port "$1" "$container"
}

unpack trixie "$WORK/package" nginx-common
container=$(new docker.io/library/debian:trixie)
install_into trixie "$container" nginx
copy_programs "$container" "$WORK/alpine" /usr/sbin/nginx
nginx 80 /run/nginx.pid "$container" 'user  nginx;'
commit "$container" docker.io/library/nginx:1.26 docker.io/library/nginx:latest docker.io/library/nginx:stable

container=$(new docker.io/library/nginx:1.26)
temporary='client_body_temp_path /tmp/client_temp; proxy_temp_path /tmp/proxy_temp_path; fastcgi_temp_path /tmp/fastcgi_temp; uwsgi_temp_path /tmp/uwsgi_temp; scgi_temp_path /tmp/scgi_temp;'
nginx 8080 /tmp/nginx.pid "$container" '' "$temporary"
chown -R 101:0 "$(buildah mount "$container")"/etc/nginx "$(buildah mount "$container")/var/log/nginx"
buildah config --user 101 --port 80- "$container"
commit "$container" docker.io/nginxinc/nginx-unprivileged:1.26 docker.io/nginxinc/nginx-unprivileged:latest \
  docker.io/nginxinc/nginx-unprivileged:stable

container=$(new docker.io/library/alpine:3)
mkdir -p "$WORK"/alpine/{var/log/nginx,var/lib/nginx,run}
add_tree "$container" "$WORK/alpine"
nginx 80 /run/nginx.pid "$container" 'user  nginx;'
commit "$container" docker.io/library/nginx:1.26-alpine-slim docker.io/library/nginx:stable-alpine-slim
