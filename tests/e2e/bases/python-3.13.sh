# python:3.13, in the layout of the official image.
# from: build-trixie

source "$BASES/lib/base.sh"
source "$BASES/lib/python.sh"

python trixie 3.13 docker.io/library/buildpack-deps:trixie docker.io/library/python:3.13 \
  docker.io/library/python:3.13-trixie docker.io/library/python:3.13-slim docker.io/library/python:3.13-slim-trixie
