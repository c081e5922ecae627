# Debian 12 as Debian's own tool makes it: debian:bookworm and its -slim form are one image here.

source "$BASES/lib/base.sh"
source "$BASES/lib/debian.sh"

# usrmerge and what it needs of Perl are in no official image: its work is done.
mmdebstrap() {
  command mmdebstrap --customize-hook='chroot "$1" dpkg --purge usrmerge libfile-find-rule-perl libnumber-compare-perl \
    libtext-glob-perl perl perl-modules-5.36 libperl5.36 libgdbm-compat4 libgdbm6' "$@"
}

debian bookworm 12
