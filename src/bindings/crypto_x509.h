/* Certificates: what an X509 object of JavaScript holds, for crypto and tls. */
#ifndef BINDINGS_CRYPTO_X509_H_
#define BINDINGS_CRYPTO_X509_H_

#include <openssl/x509v3.h>

#include "crypto_keys.h"

/* NULL (nothing thrown) for any other value. */
X509 *crypto_x509_of(js_value value);

/* An X509 object that takes the certificate over. JS_EMPTY: exception pending.
 */
js_value crypto_x509_value(js_isolate *iso, X509 *certificate);

/* A general name ("DNS:example.org") as Node writes it: what could be taken for
 * a separator is quoted. False: memory is exhausted. */
bool crypto_general_name_print(BIO *out, const GENERAL_NAME *name);

#endif
