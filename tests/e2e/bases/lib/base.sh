# What the recipes of the base images share. A recipe is a bash script in the folder above; the harness
# runs it with a network, after the recipes that its "from:" line names, in a folder of its own.
#
# Given by the harness: BASES (the folder above), WORK (an empty folder, removed afterwards), DOWNLOADS (kept while the base
# images are being built), PACKAGES (folders that builds see where a package manager keeps what it
# has fetched), and an environment in which buildah uses the cache's own store.

set -euo pipefail
umask 022
cd "$WORK"
export LC_ALL=C DEBIAN_FRONTEND=noninteractive SOURCE_DATE_EPOCH=0

DEBIAN_MIRROR=http://deb.debian.org/debian
SECURITY_MIRROR=http://deb.debian.org/debian-security
KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg
ARCH=$(dpkg --print-architecture)
case $ARCH in
  amd64) TRIPLET=x86_64-linux-gnu NODE_ARCH=x64 MUSL_ARCH=x86_64 PYTHON_ARCH=x86_64 ;;
  arm64) TRIPLET=aarch64-linux-gnu NODE_ARCH=arm64 MUSL_ARCH=aarch64 PYTHON_ARCH=aarch64 ;;
  *) echo "no base images for $ARCH" >&2; exit 1 ;;
esac

sources() { # SUITE
  local by="[signed-by=$KEYRING]"
  for kind in deb deb-src; do
    echo "$kind $by $DEBIAN_MIRROR $1 main"
    echo "$kind $by $DEBIAN_MIRROR $1-updates main"
    echo "$kind $by $SECURITY_MIRROR $1-security main"
  done
}

# apt for one Debian release, whatever the machine itself is: own lists, own archives, own state.
apt_for() { # SUITE COMMAND…
  local suite=$1 root=$DOWNLOADS/apt/$1
  shift
  if [[ ! -e $root/ready ]]; then
    mkdir -p "$root"/{lists/partial,archives/partial,etc}
    sources "$suite" >"$root/etc/sources.list"
    : >"$root/status"
    apt_with "$root" apt-get update -qq
    touch "$root/ready"
  fi
  apt_with "$root" "$@"
}

apt_with() { # ROOT PROGRAM ARGUMENT…
  local root=$1 program=$2
  shift 2
  "$program" -o Dir::Etc::SourceList="$root/etc/sources.list" -o Dir::Etc::SourceParts=/dev/null \
    -o Dir::Etc::Preferences=/dev/null -o Dir::Etc::PreferencesParts=/dev/null \
    -o Dir::State::Lists="$root/lists" -o Dir::State::Status="${STATUS:-$root/status}" \
    -o Dir::State::Extended_States="$root/extended" -o Dir::Cache::Archives="${ARCHIVES:-$root/archives}" \
    -o Dir::Cache::PkgCache= -o Dir::Cache::SrcPkgCache= -o APT::Sandbox::User=root \
    -o Acquire::Languages=none -o Acquire::Retries=3 -o APT::Install-Recommends=false "$@"
}

# Unpacks exactly the packages that are named, without what they depend on, and leaves their records
# where distroless images keep them.
unpack() { # SUITE ROOT PACKAGE…
  local suite=$1 root=$2 into deb name
  shift 2
  into=$(mktemp -d -p "$WORK")
  (cd "$into" && apt_for "$suite" apt-get download -qq "$@")
  mkdir -p "$root/var/lib/dpkg/status.d"
  for deb in "$into"/*.deb; do
    dpkg-deb --fsys-tarfile "$deb" | tar -x --keep-directory-symlink -C "$root"
    name=$(dpkg-deb --field "$deb" Package)
    dpkg-deb --field "$deb" >"$root/var/lib/dpkg/status.d/$name"
  done
  rm -rf "$into" "$root/usr/share/man" "$root/usr/share/locale" "$root/usr/share/lintian"
}

# Installs packages and what they depend on into a container that has dpkg.
install_into() { # SUITE CONTAINER PACKAGE…
  local suite=$1 container=$2 into mounted
  shift 2
  into=$(mktemp -d -p "$WORK")
  mkdir "$into/partial"
  mounted=$(buildah mount "$container")
  STATUS=$mounted/var/lib/dpkg/status ARCHIVES=$into apt_for "$suite" apt-get install -qq -y --download-only "$@"
  buildah run --isolation chroot --volume "$into:/debs:ro" "$container" -- \
    sh -c 'dpkg --force-unsafe-io --unpack /debs/*.deb && dpkg --force-unsafe-io --configure -a' >"$into.log" 2>&1 ||
    { tail -20 "$into.log"; return 1; }
  rm -rf "$mounted"/usr/share/{man,doc,locale,lintian,info} "$mounted"/var/log/*.log "$mounted/debs" "$into"
}

# Adds a folder's content to a container, owners and modes kept.
add_tree() { # CONTAINER FOLDER
  tar -c -C "$2" . | tar -x --keep-directory-symlink --same-owner -p -C "$(buildah mount "$1")"
}

new() { buildah from --pull-never --quiet "$1"; } # IMAGE

# Commits a container under its names.
commit() { # CONTAINER NAME…
  local container=$1 first=$2 name
  shift
  buildah umount "$container" >/dev/null
  buildah commit --quiet --disable-compression --format docker --rm "$container" "$first" >/dev/null
  for name in "${@:2}"; do buildah tag "$first" "$name"; done
  printf 'image %s\n' "$@"
}

# Says that a folder of PACKAGES is made.
packages() { printf 'packages %s\n' "$1"; } # NAME
