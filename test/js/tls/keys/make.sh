#!/bin/sh
# Made the keys beside it: a root, and a server's and a client's certificates that
# the root has signed, for a hundred years.
set -eu
cd "$(dirname "$0")"

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
  -days 36500 -subj '/O=Tests/CN=Root' -keyout root-key.pem -out root.pem

sign() { # NAME SUBJECT EXTENSION
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
    -subj "$2" -keyout "$1-key.pem" -out "$1.csr"
  printf '%s\n' "$3" > "$1.ext"
  openssl x509 -req -in "$1.csr" -CA root.pem -CAkey root-key.pem \
    -CAcreateserial -days 36500 -extfile "$1.ext" -out "$1.pem"
  rm "$1.csr" "$1.ext"
}
sign server '/CN=server' 'subjectAltName=DNS:localhost,DNS:*.example.org,IP:127.0.0.1'
sign other '/CN=other' 'subjectAltName=DNS:other.example.org'
sign client '/CN=client' 'extendedKeyUsage=clientAuth'
rm -f root.srl
