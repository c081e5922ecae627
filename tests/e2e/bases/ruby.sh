# ruby:3.3 and its -slim form: Debian 13's Ruby and Bundler at /usr, with the environment of the
# official images, which have upstream's in /usr/local. The full one has a C compiler.
# from: debian-trixie build-trixie

source "$BASES/lib/base.sh"

ruby() { # PARENT NAME…
  local container
  container=$(new "$1")
  shift
  install_into trixie "$container" ruby ruby-bundler
  rm -rf "$(buildah mount "$container")"/usr/share/{ri,rubygems-integration/all/doc}
  buildah config --env LANG=C.UTF-8 --env RUBY_VERSION=3.3.8 --env GEM_HOME=/usr/local/bundle \
    --env BUNDLE_SILENCE_ROOT_WARNING=1 --env BUNDLE_APP_CONFIG=/usr/local/bundle \
    --env PATH=/usr/local/bundle/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin --cmd irb "$container"
  commit "$container" "$@"
}

ruby docker.io/library/buildpack-deps:trixie docker.io/library/ruby:3.3 docker.io/library/ruby:3.3-trixie
ruby docker.io/library/debian:trixie docker.io/library/ruby:3.3-slim docker.io/library/ruby:3.3-slim-trixie
