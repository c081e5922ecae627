#!/bin/sh
echo server is up
