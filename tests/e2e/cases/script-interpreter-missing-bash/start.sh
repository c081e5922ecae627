#!/bin/bash
echo "server is up"
