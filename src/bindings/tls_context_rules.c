/* SecureContext: what is allowed - versions, ciphers, groups - and tickets. */
#include <openssl/dh.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <stdlib.h>
#include <string.h>

#include "tls.h"

static SSL_CTX *context_this(js_call *call) {
  SSL_CTX *ssl_context = js_call_unwrap(call, &tls_context_class);
  if (ssl_context != NULL)
    ERR_clear_error();
  return ssl_context;
}

typedef int text_setter(SSL_CTX *context, const char *text);

/* Gives a string argument to a function of OpenSSL's; throws `code` and
 * `message`, or OpenSSL's own error where `code` is NULL. */
static void text_set(js_call *call, text_setter *set, const char *code,
                     const char *message) {
  js_isolate *iso = js_call_isolate(call);
  SSL_CTX *ssl_context = context_this(call);
  if (ssl_context == NULL || !js_is_string(js_call_arg(call, 0)))
    return;
  char *text = js_string_to_utf8(iso, js_call_arg(call, 0), NULL);
  if (text == NULL) {
    js_throw_out_of_memory(iso);
    return;
  }
  int result = set(ssl_context, text);
  free(text);
  if (result == 1)
    return;
  if (code != NULL) {
    crypto_throw_code(iso, code, message);
  } else {
    crypto_throw(iso, message);
  }
}

/* An empty list leaves those of TLS 1.3 alone, and OpenSSL takes it amiss. */
static int ciphers_set(SSL_CTX *context, const char *text) {
  int result = SSL_CTX_set_cipher_list(context, text);
  if (result != 1 && text[0] == '\0') {
    ERR_clear_error();
    return 1;
  }
  return result;
}

void tls_context_native_set_ciphers(js_call *call) {
  text_set(call, ciphers_set, NULL, "The ciphers cannot be set");
}

static int suites_set(SSL_CTX *context, const char *text) {
  return SSL_CTX_set_ciphersuites(context, text);
}

void tls_context_native_set_suites(js_call *call) {
  text_set(call, suites_set, NULL, "The ciphers cannot be set");
}

static int groups_set(SSL_CTX *context, const char *text) {
  return (int)SSL_CTX_set1_groups_list(context, text);
}

void tls_context_native_set_groups(js_call *call) {
  text_set(call, groups_set, "ERR_CRYPTO_OPERATION_FAILED",
           "Failed to set ECDH curve");
}

static int sigalgs_set(SSL_CTX *context, const char *text) {
  return (int)SSL_CTX_set1_sigalgs_list(context, text);
}

void tls_context_native_set_sigalgs(js_call *call) {
  text_set(call, sigalgs_set, NULL, "The algorithms cannot be set");
}

/* setDHParam(pem | true): true lets OpenSSL choose. Returns the size in bits if
 * it is too small to be used, or less than one should use; else 0. */
void tls_context_native_set_dh(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  SSL_CTX *ssl_context = context_this(call);
  js_bytes bytes;
  if (ssl_context == NULL)
    return;
  if (js_is_true(js_call_arg(call, 0))) {
    SSL_CTX_set_dh_auto(ssl_context, 1);
    js_return_int32(call, 0);
    return;
  }
  if (!crypto_arg_bytes(call, 0, &bytes))
    return;
  BIO *bio = BIO_new_mem_buf(bytes.data ? bytes.data : (uint8_t *)"",
                             (int)bytes.length);
  EVP_PKEY *parameters =
      bio ? PEM_read_bio_Parameters_ex(bio, NULL, NULL, NULL) : NULL;
  BIO_free(bio);
  ERR_clear_error();
  js_return_int32(call, 0);
  if (parameters == NULL)
    return; /* as Node: nothing is set */
  int bits = EVP_PKEY_get_bits(parameters);
  if (bits < 2048)
    js_return_int32(call, bits);
  if (bits < 1024) {
    EVP_PKEY_free(parameters);
  } else if (SSL_CTX_set0_tmp_dh_pkey(ssl_context, parameters) != 1) {
    EVP_PKEY_free(parameters);
    crypto_throw_code(iso, "ERR_CRYPTO_OPERATION_FAILED",
                      "Error setting temp DH parameter");
  }
}

/* setOptions(flags): SSL_OP_*, added */
void tls_context_native_set_options(js_call *call) {
  SSL_CTX *ssl_context = context_this(call);
  js_value flags = js_call_arg(call, 0);
  if (ssl_context != NULL && js_is_number(flags))
    SSL_CTX_set_options(ssl_context, (uint64_t)js_int64_value(flags));
}

/* setVersions(min, max) */
void tls_context_native_set_versions(js_call *call) {
  SSL_CTX *ssl_context = context_this(call);
  if (ssl_context == NULL)
    return;
  SSL_CTX_set_min_proto_version(ssl_context, crypto_arg_int(call, 0, 0));
  SSL_CTX_set_max_proto_version(ssl_context, crypto_arg_int(call, 1, 0));
}

/* setSessionIdContext(text) */
void tls_context_native_set_session_id(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  SSL_CTX *ssl_context = context_this(call);
  crypto_input text;
  if (ssl_context == NULL ||
      !crypto_input_open(iso, js_call_arg(call, 0), js_undefined(iso), &text))
    return;
  bool is_set = text.length <= SSL_MAX_SID_CTX_LENGTH &&
                SSL_CTX_set_session_id_context(ssl_context, text.data,
                                               (unsigned)text.length) == 1;
  crypto_input_close(&text);
  ERR_clear_error();
  if (!is_set)
    js_throw_type_error(iso, NULL, "SSL_CTX_set_session_id_context error");
}

/* setSessionTimeout(seconds) */
void tls_context_native_set_session_timeout(js_call *call) {
  SSL_CTX *ssl_context = context_this(call);
  if (ssl_context != NULL)
    SSL_CTX_set_timeout(ssl_context, crypto_arg_int(call, 0, 300));
}

/* setTicketKeys(48 bytes) */
void tls_context_native_set_ticket_keys(js_call *call) {
  SSL_CTX *ssl_context = context_this(call);
  js_bytes keys;
  if (ssl_context == NULL || !crypto_arg_bytes(call, 0, &keys))
    return;
  tls_context *context = tls_context_of(ssl_context);
  if (keys.length == sizeof context->ticket_keys)
    memcpy(context->ticket_keys, keys.data, keys.length);
}

/* getTicketKeys() */
void tls_context_native_ticket_keys(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  SSL_CTX *ssl_context = context_this(call);
  if (ssl_context == NULL)
    return;
  tls_context *context = tls_context_of(ssl_context);
  js_value buffer =
      js_buffer_copy(iso, context->ticket_keys, sizeof context->ticket_keys);
  if (buffer == JS_EMPTY) {
    js_throw_out_of_memory(iso);
    return;
  }
  js_return(call, buffer);
}
