#include "crypto_keys.h"

#include <openssl/err.h>
#include <stdlib.h>
#include <string.h>

#include "../runtime/binding.h"

/* --- The handle -------------------------------------------------------------
 */

static void key_finalize(js_isolate *iso, void *native) {
  crypto_key *key = native;
  crypto_bytes_free(&key->secret);
  EVP_PKEY_free(key->pkey);
  free(key);
}

static void key_construct(js_call *call);
static const js_native_entry key_methods[5];

static const js_class key_class = {
    .name = "KeyHandle",
    .construct = key_construct,
    .methods = key_methods,
    .finalize = key_finalize,
};

const crypto_key *crypto_key_of(js_value value) {
  return js_unwrap(value, &key_class);
}

/* Ties a key to an instance; takes over what it holds, whatever happens. */
static bool key_wrap(js_isolate *iso, js_value instance, crypto_key from) {
  crypto_key *key = malloc(sizeof *key);
  if (key == NULL) {
    crypto_bytes_free(&from.secret);
    EVP_PKEY_free(from.pkey);
    js_throw_out_of_memory(iso);
    return false;
  }
  *key = from;
  js_wrap_new(iso, instance, &key_class, key, false);
  return true;
}

static js_value key_new(js_isolate *iso, crypto_key from) {
  js_value instance = js_class_instance(iso, &key_class);
  return key_wrap(iso, instance, from) ? instance : JS_EMPTY;
}

js_value crypto_key_value(js_isolate *iso, crypto_key_type type,
                          EVP_PKEY *pkey) {
  return key_new(iso, (crypto_key){type, {NULL, 0}, pkey});
}

js_value crypto_key_secret_value(js_isolate *iso, crypto_bytes *secret) {
  crypto_key key = {CRYPTO_KEY_SECRET, *secret, NULL};
  *secret = (crypto_bytes){NULL, 0};
  return key_new(iso, key);
}

/* new KeyHandle(bytes): a secret key */
static void key_construct(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_bytes bytes;
  crypto_key key = {CRYPTO_KEY_SECRET, {NULL, 0}, NULL};
  if (crypto_arg_bytes(call, 0, &bytes) &&
      crypto_bytes_copy(iso, js_call_arg(call, 0), &key.secret))
    key_wrap(iso, js_call_this(call), key);
}

/* --- Reaching it ------------------------------------------------------------
 */

bool crypto_secret_of(js_isolate *iso, js_value value, js_bytes *secret) {
  const crypto_key *key = crypto_key_of(value);
  if (key && key->type == CRYPTO_KEY_SECRET) {
    *secret = (js_bytes){key->secret.data, key->secret.length};
    return true;
  }
  if (js_bytes_of(value, secret))
    return true;
  js_throw_type_error(iso, "ERR_INVALID_ARG_TYPE",
                      "argument must be a secret key or a buffer");
  return false;
}

bool crypto_secret_copy(js_isolate *iso, js_value value, crypto_bytes *secret) {
  const crypto_key *key = crypto_key_of(value);
  if (key == NULL)
    return crypto_bytes_copy(iso, value, secret);
  *secret = (crypto_bytes){NULL, 0};
  if (!crypto_bytes_alloc(iso, secret, key->secret.length))
    return false;
  if (key->secret.length > 0)
    memcpy(secret->data, key->secret.data, key->secret.length);
  return true;
}

EVP_PKEY *crypto_arg_pkey(js_call *call, int index) {
  const crypto_key *key = crypto_key_of(js_call_arg(call, index));
  if (key && key->pkey && EVP_PKEY_up_ref(key->pkey))
    return key->pkey;
  js_throw_type_error(js_call_isolate(call), "ERR_INVALID_ARG_TYPE",
                      "argument must be an asymmetric key");
  return NULL;
}

/* --- What KeyObject asks -----------------------------------------------------
 */

/* exportSecret(): a Buffer */
static void key_export_secret(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  const crypto_key *key = js_call_unwrap(call, &key_class);
  if (key)
    crypto_return_bytes(call, key->secret.data, key->secret.length,
                        js_undefined(iso));
}

/* secretSize(): in bytes */
static void key_secret_size(js_call *call) {
  const crypto_key *key = js_call_unwrap(call, &key_class);
  if (key)
    js_return_double(call, (double)key->secret.length);
}

static bool secrets_equal(const crypto_bytes *a, const crypto_bytes *b) {
  return a->length == b->length &&
         (a->length == 0 || CRYPTO_memcmp(a->data, b->data, a->length) == 0);
}

/* equals(other handle of the same type) */
static void key_equals(js_call *call) {
  const crypto_key *key = js_call_unwrap(call, &key_class);
  const crypto_key *other = crypto_key_of(js_call_arg(call, 0));
  if (key == NULL || other == NULL)
    return;
  if (key->type == CRYPTO_KEY_SECRET || other->type == CRYPTO_KEY_SECRET) {
    js_return_bool(call, key->type == other->type &&
                             secrets_equal(&key->secret, &other->secret));
    return;
  }
  int answer = EVP_PKEY_eq(key->pkey, other->pkey);
  ERR_clear_error();
  js_return_bool(call, answer == 1);
}

/* toPublic(): the handle of a private key's public half */
static void key_to_public(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  const crypto_key *key = js_call_unwrap(call, &key_class);
  if (key == NULL || key->pkey == NULL || !EVP_PKEY_up_ref(key->pkey))
    return;
  js_value handle = crypto_key_value(iso, CRYPTO_KEY_PUBLIC, key->pkey);
  if (handle)
    js_return(call, handle);
}

static const js_native_entry key_methods[] = {
    {"exportSecret", key_export_secret, 0, NULL},
    {"secretSize", key_secret_size, 0, NULL},
    {"equals", key_equals, 1, NULL},
    {"toPublic", key_to_public, 0, NULL},
    {NULL, NULL, 0, NULL},
};

static const js_class *const classes[] = {&key_class, NULL};

const binding crypto_keys_binding = {.name = "crypto_keys", .classes = classes};
