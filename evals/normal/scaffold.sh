#!/usr/bin/env bash
# Runs in the empty folder of the agent.
set -eu
cp -R "$(dirname "$0")/project/." .
