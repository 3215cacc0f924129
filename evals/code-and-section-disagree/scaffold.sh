#!/usr/bin/env bash
# A project with a Section 7, and code that says otherwise in the route of its webhook and in the name of its token.
set -eu
case="$(dirname "$0")"
cp -R "$case/project/." .
sed 's/| SUBJECT |/| Boats |/' "$case/../../tests/fixtures/evals/mail.md" >> docs/06-technical-specification.md
