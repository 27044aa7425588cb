/* crypto.constants. Numbers of TLS are OpenSSL's of <openssl/ssl.h>. */
#include "crypto.h"

#include <openssl/dh.h>
#include <openssl/ec.h>
#include <openssl/engine.h>
#include <openssl/rsa.h>
#include <openssl/ssl.h>
#include <openssl/tls1.h>

#include "../runtime/binding.h"

#define CONSTANT(name) \
  js_set_named(iso, exports, #name, js_double(iso, (double)name))

static void options_init(js_isolate *iso, js_value exports) {
  CONSTANT(SSL_OP_ALL);
  CONSTANT(SSL_OP_ALLOW_NO_DHE_KEX);
  CONSTANT(SSL_OP_ALLOW_UNSAFE_LEGACY_RENEGOTIATION);
  CONSTANT(SSL_OP_CIPHER_SERVER_PREFERENCE);
  CONSTANT(SSL_OP_CISCO_ANYCONNECT);
  CONSTANT(SSL_OP_COOKIE_EXCHANGE);
  CONSTANT(SSL_OP_CRYPTOPRO_TLSEXT_BUG);
  CONSTANT(SSL_OP_DONT_INSERT_EMPTY_FRAGMENTS);
  CONSTANT(SSL_OP_LEGACY_SERVER_CONNECT);
  CONSTANT(SSL_OP_NO_COMPRESSION);
  CONSTANT(SSL_OP_NO_ENCRYPT_THEN_MAC);
  CONSTANT(SSL_OP_NO_QUERY_MTU);
  CONSTANT(SSL_OP_NO_RENEGOTIATION);
  CONSTANT(SSL_OP_NO_SESSION_RESUMPTION_ON_RENEGOTIATION);
  CONSTANT(SSL_OP_NO_SSLv2);
  CONSTANT(SSL_OP_NO_SSLv3);
  CONSTANT(SSL_OP_NO_TICKET);
  CONSTANT(SSL_OP_NO_TLSv1);
  CONSTANT(SSL_OP_NO_TLSv1_1);
  CONSTANT(SSL_OP_NO_TLSv1_2);
  CONSTANT(SSL_OP_NO_TLSv1_3);
  CONSTANT(SSL_OP_PRIORITIZE_CHACHA);
  CONSTANT(SSL_OP_TLS_ROLLBACK_BUG);
}

static void engines_init(js_isolate *iso, js_value exports) {
  CONSTANT(ENGINE_METHOD_RSA);
  CONSTANT(ENGINE_METHOD_DSA);
  CONSTANT(ENGINE_METHOD_DH);
  CONSTANT(ENGINE_METHOD_RAND);
  CONSTANT(ENGINE_METHOD_EC);
  CONSTANT(ENGINE_METHOD_CIPHERS);
  CONSTANT(ENGINE_METHOD_DIGESTS);
  CONSTANT(ENGINE_METHOD_PKEY_METHS);
  CONSTANT(ENGINE_METHOD_PKEY_ASN1_METHS);
  CONSTANT(ENGINE_METHOD_ALL);
  CONSTANT(ENGINE_METHOD_NONE);
}

static void keys_init(js_isolate *iso, js_value exports) {
  CONSTANT(DH_CHECK_P_NOT_SAFE_PRIME);
  CONSTANT(DH_CHECK_P_NOT_PRIME);
  CONSTANT(DH_UNABLE_TO_CHECK_GENERATOR);
  CONSTANT(DH_NOT_SUITABLE_GENERATOR);
  CONSTANT(RSA_PKCS1_PADDING);
  CONSTANT(RSA_NO_PADDING);
  CONSTANT(RSA_PKCS1_OAEP_PADDING);
  CONSTANT(RSA_X931_PADDING);
  CONSTANT(RSA_PKCS1_PSS_PADDING);
  CONSTANT(RSA_PSS_SALTLEN_DIGEST);
  CONSTANT(RSA_PSS_SALTLEN_MAX_SIGN);
  CONSTANT(RSA_PSS_SALTLEN_AUTO);
}

static void tls_init(js_isolate *iso, js_value exports) {
  CONSTANT(TLS1_VERSION);
  CONSTANT(TLS1_1_VERSION);
  CONSTANT(TLS1_2_VERSION);
  CONSTANT(TLS1_3_VERSION);
  CONSTANT(POINT_CONVERSION_COMPRESSED);
  CONSTANT(POINT_CONVERSION_UNCOMPRESSED);
  CONSTANT(POINT_CONVERSION_HYBRID);
}

/* fill(object): defines them all, in the order of the documentation. Not at
 * start: few programs read them. */
static void fill(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_value exports = js_call_arg(call, 0);
  options_init(iso, exports);
  engines_init(iso, exports);
  keys_init(iso, exports);
  tls_init(iso, exports);
}

static const js_native_entry natives[] = {
    {"fill", fill, 1, NULL},
    {NULL, NULL, 0, NULL},
};

const binding crypto_constants_binding = {.name = "crypto_constants",
                                          .natives = natives};
