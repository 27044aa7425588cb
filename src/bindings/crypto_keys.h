/* Keys: what a KeyHandle of JavaScript (inside KeyObject and CryptoKey) holds.
 */
#ifndef BINDINGS_CRYPTO_KEYS_H_
#define BINDINGS_CRYPTO_KEYS_H_

#include "crypto.h"

/* The numbers are known to lib/internal/crypto/. */
typedef enum crypto_key_type {
  CRYPTO_KEY_SECRET,
  CRYPTO_KEY_PUBLIC,
  CRYPTO_KEY_PRIVATE,
} crypto_key_type;

/* Never changed once made. */
typedef struct crypto_key {
  crypto_key_type type;
  crypto_bytes secret; /* of a secret key, else none */
  EVP_PKEY *pkey;      /* of the others, else NULL; owned */
} crypto_key;

/* What a KeyHandle holds; NULL (nothing thrown) for any other value. */
const crypto_key *crypto_key_of(js_value value);

/* A KeyHandle that takes over the EVP_PKEY, whatever happens. JS_EMPTY:
 * exception pending. */
js_value crypto_key_value(js_isolate *iso, crypto_key_type type,
                          EVP_PKEY *pkey);

/* A KeyHandle of a secret: takes the bytes over. */
js_value crypto_key_secret_value(js_isolate *iso, crypto_bytes *secret);

/* A copy of a secret: of a secret KeyHandle's, or of a view's bytes. None for
 * any other value. False: an exception is pending. */
bool crypto_secret_copy(js_isolate *iso, js_value value, crypto_bytes *secret);

/* As above without a copy, valid during the native. False with a TypeError
 * pending for any other value. */
bool crypto_secret_of(js_isolate *iso, js_value value, js_bytes *secret);

/* The key of an argument, with a share in it (EVP_PKEY_free it); NULL with an
 * exception pending. */
EVP_PKEY *crypto_arg_pkey(js_call *call, int index);

/* --- Text forms (crypto_key_parse.c, crypto_key_write.c) --------------------
 */

/* The numbers are known to lib/internal/crypto/. */
typedef enum crypto_key_format {
  CRYPTO_FORMAT_DER,
  CRYPTO_FORMAT_PEM,
} crypto_key_format;

typedef enum crypto_key_encoding {
  CRYPTO_ENCODING_UNKNOWN = -1,
  CRYPTO_ENCODING_PKCS1,
  CRYPTO_ENCODING_PKCS8,
  CRYPTO_ENCODING_SPKI,
  CRYPTO_ENCODING_SEC1,
} crypto_key_encoding;

/* How a key is written. */
typedef struct crypto_key_output {
  bool is_wanted; /* false: a KeyHandle is */
  crypto_key_format format;
  crypto_key_encoding encoding;
  const EVP_CIPHER *cipher; /* or NULL: not encrypted */
  EVP_CIPHER *fetched;      /* owned */
  crypto_bytes passphrase;
} crypto_key_output;

/* Reads [format, encoding, cipher name, passphrase] (undefined: a KeyHandle).
 * False: exception pending. To be released in any case. */
bool crypto_key_output_read(js_isolate *iso, js_value array,
                            crypto_key_output *output);
void crypto_key_output_release(crypto_key_output *output);

/* A key as a string (PEM), a Buffer (DER) or a KeyHandle. JS_EMPTY: exception
 * pending. */
js_value crypto_key_write(js_isolate *iso, crypto_key_type type, EVP_PKEY *pkey,
                          const crypto_key_output *output);

#endif
