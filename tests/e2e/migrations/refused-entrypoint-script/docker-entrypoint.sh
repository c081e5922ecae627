#!/bin/sh
set -e
until node ready.js; do sleep 1; done
exec "$@"
