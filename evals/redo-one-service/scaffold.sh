#!/usr/bin/env bash
# The example with a Section 7 whose mail part claims a signature that its provider does not make.
set -eu
example="$(dirname "$0")/../../tests/fixtures/projects/harbor-kitchen/docs"
section=06-technical-specification/07-integrations.md
cp -R "$example" docs
sed 's/none exists: HTTP Basic over TLS/HMAC-SHA256 in the header `X-Postmark-Signature`/' "$example/$section" > "docs/$section"
