/* Symmetric ciphers: what Cipher (crypto_cipher.c) and the jobs of webcrypto
 * (crypto_cipher_job.c) share. */
#ifndef BINDINGS_CRYPTO_CIPHER_H_
#define BINDINGS_CRYPTO_CIPHER_H_

#include "crypto_keys.h"

/* What a CipherAlgorithm object of JavaScript holds, or NULL for any other
 * value. lib/ keeps these objects for ever. */
const EVP_CIPHER *crypto_cipher_of(js_value value);

/* By any of its names; the caller frees it. NULL: there is none. */
EVP_CIPHER *crypto_cipher_fetch(const char *name);

/* Whether the result carries an authentication tag. */
bool crypto_cipher_is_authenticated(const EVP_CIPHER *cipher);

#endif
