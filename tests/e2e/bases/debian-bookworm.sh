# Debian 12 as Debian's own tool makes it: debian:bookworm and its -slim form are one image here.

source "$BASES/lib/base.sh"
source "$BASES/lib/debian.sh"

debian bookworm 12
