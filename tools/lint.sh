#!/bin/sh
# The rules of the tree that a machine can check.
set -u
status=0
complain() { echo "lint: $1" >&2; status=1; }

# Only src/engine may be C++ or know V8.
for file in $(git ls-files 'src/*.cc' 'src/*.cpp' | grep -v '^src/engine/'); do
  complain "$file: C++ outside src/engine"
done
for file in $(git ls-files 'src/*.[ch]' | grep -v '^src/engine/'); do
  if grep -nE '#include *[<"](v8[.-]|libplatform)' "$file"; then
    complain "$file: includes V8"
  fi
done

unformatted=$(git ls-files 'src/*.[ch]' 'src/*.cc' 'test/unit/*.cc' 'test/unit/*.h' |
  xargs clang-format-19 --dry-run 2>&1 | sed -n 's/^\([^:]*\):.*warning.*/\1/p' | sort -u)
for file in $unformatted; do
  complain "$file: not formatted (make format)"
done

for file in $(git ls-files 'lib/*.js'); do
  head -1 "$file" | grep -q "^'use strict';" || complain "$file: not strict"
  if LC_ALL=C grep -nP '[^\x00-\x7F]' "$file"; then
    complain "$file: not ASCII: write \\u escapes"
  fi
done
exit $status
