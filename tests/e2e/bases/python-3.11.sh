# python:3.11, in the layout of the official image. No Debian release has Python 3.10, so this one
# answers to that name too: the cases that use it ask where packages are, not which minor it is.
# from: debian-bookworm

source "$BASES/lib/base.sh"
source "$BASES/lib/python.sh"

python bookworm 3.11 docker.io/library/debian:bookworm docker.io/library/python:3.11 \
  docker.io/library/python:3.11-bookworm docker.io/library/python:3.11-slim \
  docker.io/library/python:3.11-slim-bookworm docker.io/library/python:3.10
