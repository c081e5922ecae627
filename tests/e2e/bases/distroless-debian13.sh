# The distroless images on Debian 13 that hold Debian packages only.

source "$BASES/lib/base.sh"
source "$BASES/lib/distroless.sh"

packages() { # FOLDER PACKAGE…
  unpack trixie "$WORK/$1" "${@:2}"
}

static_root trixie "$WORK/static" tzdata-legacy
distroless static-debian13 scratch "$WORK/static" '' static
packages base-nossl libc6
distroless base-nossl-debian13 "$HOST/static-debian13" "$WORK/base-nossl" '' base-nossl
packages base libc6 libssl3t64 libzstd1 zlib1g
distroless base-debian13 "$HOST/static-debian13" "$WORK/base" '' base
packages cc libgomp1 libstdc++6 libgcc-s1 gcc-14-base
distroless cc-debian13 "$HOST/base-debian13" "$WORK/cc" '' cc
packages python3 libbz2-1.0 libdb5.3t64 libexpat1 liblzma5 libsqlite3-0 libuuid1 libncursesw6 libtinfo6 \
  zlib1g libcom-err2 libcrypt1 libc-bin libgssapi-krb5-2 libk5crypto3 libkeyutils1 libkrb5-3 libkrb5support0 \
  libnsl2 libreadline8t64 libtirpc3t64 libffi8 libpython3.13-minimal libpython3.13-stdlib python3.13-minimal \
  python3.13-venv
ln -s python3.13 "$WORK/python3/usr/bin/python3"
ln -s python3.13 "$WORK/python3/usr/bin/python"
distroless python3-debian13 "$HOST/cc-debian13" "$WORK/python3" '["/usr/bin/python3.13"]' python3 LANG=C.UTF-8
