/* SecureContext: the keys and certificates of an SSL_CTX. */
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rand.h>
#include <openssl/x509.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "../runtime/binding.h"
#include "tls.h"

/* --- The data of an SSL_CTX -------------------------------------------------
 */

static int context_index;

static void context_data_free(void *parent, void *data, CRYPTO_EX_DATA *all,
                              int index, long argument, void *pointer) {
  tls_context *context = data;
  if (context == NULL)
    return;
  X509_free(context->certificate);
  X509_free(context->issuer);
  for (int i = 0; i < TLS_SPARES; i++)
    free(context->spares[i]);
  OPENSSL_cleanse(context->ticket_keys, sizeof context->ticket_keys);
  free(context);
}

static void context_index_make(void) {
  context_index =
      SSL_CTX_get_ex_new_index(0, NULL, NULL, NULL, context_data_free);
}

tls_context *tls_context_of(SSL_CTX *ssl_context) {
  return SSL_CTX_get_ex_data(ssl_context, context_index);
}

tls_context *tls_context_of_value(js_value value) {
  SSL_CTX *ssl_context = js_unwrap(value, &tls_context_class);
  return ssl_context != NULL ? tls_context_of(ssl_context) : NULL;
}

static void context_finalize(js_isolate *iso, void *native) {
  SSL_CTX_free(native);
}

/* What holds for all: sessions are not kept here (the program may), read
 * buffers are given back while a connection is idle, and a write may go on with
 * other memory than it began with. */
static bool context_defaults_set(SSL_CTX *ssl_context) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, context_index_make);
  tls_context *context = calloc(1, sizeof *context);
  if (context == NULL)
    return false;
  context->ssl_context = ssl_context;
  if (RAND_bytes(context->ticket_keys, sizeof context->ticket_keys) != 1 ||
      SSL_CTX_set_ex_data(ssl_context, context_index, context) != 1) {
    free(context);
    return false;
  }
  SSL_CTX_set_mode(ssl_context, SSL_MODE_RELEASE_BUFFERS |
                                    SSL_MODE_ENABLE_PARTIAL_WRITE |
                                    SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_options(ssl_context, SSL_OP_NO_SSLv2 | SSL_OP_NO_SSLv3 |
                                       SSL_OP_ALLOW_CLIENT_RENEGOTIATION);
  SSL_CTX_clear_options(ssl_context, SSL_OP_LEGACY_SERVER_CONNECT);
  SSL_CTX_set_session_cache_mode(ssl_context, SSL_SESS_CACHE_CLIENT |
                                                  SSL_SESS_CACHE_SERVER |
                                                  SSL_SESS_CACHE_NO_INTERNAL |
                                                  SSL_SESS_CACHE_NO_AUTO_CLEAR);
  tls_callbacks_set(ssl_context);
  return true;
}

/* new SecureContext(minVersion, maxVersion): OpenSSL's numbers, 0: no limit */
static void context_construct(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  crypto_start();
  ERR_clear_error();
  SSL_CTX *ssl_context = SSL_CTX_new(TLS_method());
  if (ssl_context == NULL || !context_defaults_set(ssl_context)) {
    SSL_CTX_free(ssl_context);
    crypto_throw(iso, "The context cannot be made");
    return;
  }
  SSL_CTX_set_min_proto_version(ssl_context, crypto_arg_int(call, 0, 0));
  SSL_CTX_set_max_proto_version(ssl_context, crypto_arg_int(call, 1, 0));
  js_wrap_new(iso, js_call_this(call), &tls_context_class, ssl_context, false);
}

static SSL_CTX *context_this(js_call *call) {
  SSL_CTX *ssl_context = js_call_unwrap(call, &tls_context_class);
  if (ssl_context != NULL)
    ERR_clear_error();
  return ssl_context;
}

/* --- Reading ---------------------------------------------------------------
 */

static int passphrase_give(char *room, int size, int is_writing, void *data) {
  const js_bytes *passphrase = data;
  if (passphrase->data == NULL || passphrase->length > (size_t)size)
    return -1;
  memcpy(room, passphrase->data, passphrase->length);
  return (int)passphrase->length;
}

static int passphrase_none(char *room, int size, int is_writing, void *data) {
  return -1;
}

/* The SSL_CTX of `this`, and a BIO over the first argument's bytes; NULL:
 * exception pending. */
static BIO *context_open(js_call *call, SSL_CTX **ssl_context) {
  js_bytes bytes;
  *ssl_context = context_this(call);
  if (*ssl_context == NULL || !crypto_arg_bytes(call, 0, &bytes))
    return NULL;
  BIO *bio = BIO_new_mem_buf(bytes.data ? bytes.data : (uint8_t *)"",
                             (int)bytes.length);
  if (bio == NULL)
    crypto_throw(js_call_isolate(call), "No memory");
  return bio;
}

/* The second argument's bytes, if it has any. */
static js_bytes passphrase_of(js_call *call) {
  js_bytes passphrase = {NULL, 0};
  js_bytes_of(js_call_arg(call, 1), &passphrase);
  return passphrase;
}

/* setKey(pem, passphrase) */
static void context_set_key(js_call *call) {
  SSL_CTX *ssl_context;
  BIO *bio = context_open(call, &ssl_context);
  if (bio == NULL)
    return;
  js_bytes passphrase = passphrase_of(call);
  EVP_PKEY *pkey =
      PEM_read_bio_PrivateKey(bio, NULL, passphrase_give, &passphrase);
  BIO_free(bio);
  if (pkey == NULL || SSL_CTX_use_PrivateKey(ssl_context, pkey) != 1)
    crypto_throw(js_call_isolate(call), "The key cannot be read");
  EVP_PKEY_free(pkey);
}

/* Who has signed a certificate: one of the chain, or of the store. */
static X509 *issuer_find(SSL_CTX *ssl_context, X509 *certificate,
                         const STACK_OF(X509) * chain) {
  for (int i = 0; i < sk_X509_num(chain); i++) {
    X509 *candidate = sk_X509_value(chain, i);
    if (X509_check_issued(candidate, certificate) == X509_V_OK) {
      X509_up_ref(candidate);
      return candidate;
    }
  }
  X509 *issuer = NULL;
  X509_STORE_CTX *search = X509_STORE_CTX_new();
  if (search != NULL &&
      X509_STORE_CTX_init(search, SSL_CTX_get_cert_store(ssl_context), NULL,
                          NULL) == 1)
    X509_STORE_CTX_get1_issuer(&issuer, search, certificate);
  X509_STORE_CTX_free(search);
  return issuer;
}

static bool certificate_use(SSL_CTX *ssl_context, X509 *certificate,
                            STACK_OF(X509) * chain) {
  if (SSL_CTX_use_certificate(ssl_context, certificate) != 1 ||
      /* Without a chain OpenSSL looks for one among those we trust. */
      SSL_CTX_set1_chain(ssl_context, sk_X509_num(chain) > 0 ? chain : NULL) !=
          1)
    return false;
  tls_context *context = tls_context_of(ssl_context);
  X509_free(context->certificate);
  X509_free(context->issuer);
  X509_up_ref(certificate);
  context->certificate = certificate;
  context->issuer = issuer_find(ssl_context, certificate, chain);
  ERR_clear_error();
  return true;
}

/* The certificates that follow. False: one of them is broken. */
static bool chain_read(BIO *bio, STACK_OF(X509) * chain) {
  X509 *next;
  while ((next = PEM_read_bio_X509(bio, NULL, passphrase_none, NULL)) != NULL) {
    if (!sk_X509_push(chain, next)) {
      X509_free(next);
      return false;
    }
  }
  unsigned long error = ERR_peek_last_error();
  if (ERR_GET_LIB(error) != ERR_LIB_PEM ||
      ERR_GET_REASON(error) != PEM_R_NO_START_LINE)
    return false;
  ERR_clear_error();
  return true;
}

/* setCert(pem): a certificate, and those between it and a root */
static void context_set_cert(js_call *call) {
  SSL_CTX *ssl_context;
  BIO *bio = context_open(call, &ssl_context);
  if (bio == NULL)
    return;
  STACK_OF(X509) *chain = sk_X509_new_null();
  X509 *certificate = PEM_read_bio_X509_AUX(bio, NULL, passphrase_none, NULL);
  if (chain == NULL || certificate == NULL || !chain_read(bio, chain) ||
      !certificate_use(ssl_context, certificate, chain))
    crypto_throw(js_call_isolate(call), "The certificate cannot be read");
  X509_free(certificate);
  sk_X509_pop_free(chain, X509_free);
  BIO_free(bio);
}

/* --- Who is trusted ---------------------------------------------------------
 */

static void ca_add(SSL_CTX *ssl_context, X509 *certificate) {
  X509_STORE_add_cert(SSL_CTX_get_cert_store(ssl_context), certificate);
  SSL_CTX_add_client_CA(ssl_context, certificate);
}

/* addCACert(pem | X509): what is no certificate is passed over, as in Node */
static void context_add_ca(js_call *call) {
  SSL_CTX *ssl_context = context_this(call);
  if (ssl_context == NULL)
    return;
  X509 *known = crypto_x509_of(js_call_arg(call, 0));
  if (known != NULL) {
    ca_add(ssl_context, known);
    ERR_clear_error();
    return;
  }
  BIO *bio = context_open(call, &ssl_context);
  if (bio == NULL)
    return;
  X509 *certificate;
  while ((certificate = PEM_read_bio_X509_AUX(bio, NULL, passphrase_none,
                                              NULL)) != NULL) {
    ca_add(ssl_context, certificate);
    X509_free(certificate);
  }
  BIO_free(bio);
  ERR_clear_error();
}

/* addRoots(X509 list): trusted, but not named to clients */
static void context_add_roots(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  SSL_CTX *ssl_context = context_this(call);
  js_value list = js_call_arg(call, 0);
  if (ssl_context == NULL || !js_is_array(list))
    return;
  X509_STORE *store = SSL_CTX_get_cert_store(ssl_context);
  uint32_t count = js_array_length(list);
  for (uint32_t i = 0; i < count; i++) {
    js_value item = js_get_index(iso, list, i);
    if (item == JS_EMPTY)
      return;
    X509 *certificate = crypto_x509_of(item);
    if (certificate != NULL)
      X509_STORE_add_cert(store, certificate);
  }
  ERR_clear_error();
}

/* addRootFolder(path): certificates in files named by the hash of their
 * subject, as `openssl rehash` makes them; read when one is looked for */
static void context_add_root_folder(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  SSL_CTX *ssl_context = context_this(call);
  if (ssl_context == NULL || !js_is_string(js_call_arg(call, 0)))
    return;
  char *path = js_string_to_utf8(iso, js_call_arg(call, 0), NULL);
  if (path == NULL) {
    js_throw_out_of_memory(iso);
    return;
  }
  X509_LOOKUP *lookup = X509_STORE_add_lookup(
      SSL_CTX_get_cert_store(ssl_context), X509_LOOKUP_hash_dir());
  if (lookup != NULL)
    X509_LOOKUP_add_dir(lookup, path, X509_FILETYPE_PEM);
  free(path);
  ERR_clear_error();
}

/* addCRL(pem) */
static void context_add_crl(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  SSL_CTX *ssl_context;
  BIO *bio = context_open(call, &ssl_context);
  if (bio == NULL)
    return;
  X509_CRL *crl = PEM_read_bio_X509_CRL(bio, NULL, passphrase_none, NULL);
  BIO_free(bio);
  if (crl == NULL) {
    crypto_throw_code(iso, "ERR_CRYPTO_OPERATION_FAILED",
                      "Failed to parse CRL");
    return;
  }
  X509_STORE *store = SSL_CTX_get_cert_store(ssl_context);
  X509_STORE_add_crl(store, crl);
  X509_STORE_set_flags(store,
                       X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
  X509_CRL_free(crl);
  ERR_clear_error();
}

/* allowPartialTrustChain(): a certificate that is trusted ends the chain, also
 * where it is no root */
static void context_allow_partial(js_call *call) {
  SSL_CTX *ssl_context = context_this(call);
  if (ssl_context != NULL)
    X509_STORE_set_flags(SSL_CTX_get_cert_store(ssl_context),
                         X509_V_FLAG_PARTIAL_CHAIN);
}

/* --- PKCS#12 -----------------------------------------------------------------
 */

static bool pfx_use(SSL_CTX *ssl_context, EVP_PKEY *pkey, X509 *certificate,
                    STACK_OF(X509) * others) {
  STACK_OF(X509) *chain = others != NULL ? others : sk_X509_new_null();
  bool is_done = chain != NULL && pkey != NULL && certificate != NULL &&
                 certificate_use(ssl_context, certificate, chain) &&
                 SSL_CTX_use_PrivateKey(ssl_context, pkey) == 1;
  for (int i = 0; is_done && i < sk_X509_num(chain); i++)
    ca_add(ssl_context, sk_X509_value(chain, i));
  if (others == NULL)
    sk_X509_free(chain);
  return is_done;
}

static void pfx_throw(js_isolate *iso, bool has_key) {
  unsigned long error = ERR_peek_error();
  const char *reason = ERR_reason_error_string(error);
  if (ERR_GET_REASON(error) == ERR_R_UNSUPPORTED) {
    crypto_throw_code(iso, "ERR_CRYPTO_UNSUPPORTED_OPERATION",
                      "Unsupported PKCS12 PFX data");
    return;
  }
  ERR_clear_error();
  if (error == 0 && !has_key)
    reason = "Unable to load private key from PFX data";
  js_throw_error(iso, NULL, reason ? reason : "Unable to load PFX certificate");
}

/* loadPKCS12(bytes, passphrase) */
static void context_load_pkcs12(js_call *call) {
  SSL_CTX *ssl_context;
  BIO *bio = context_open(call, &ssl_context);
  if (bio == NULL)
    return;
  js_bytes passphrase = passphrase_of(call);
  char *text = strndup(passphrase.data ? (char *)passphrase.data : "",
                       passphrase.length);
  EVP_PKEY *pkey = NULL;
  X509 *certificate = NULL;
  STACK_OF(X509) *others = NULL;
  PKCS12 *pfx = d2i_PKCS12_bio(bio, NULL);
  if (pfx == NULL || text == NULL ||
      PKCS12_parse(pfx, passphrase.data ? text : NULL, &pkey, &certificate,
                   &others) != 1 ||
      !pfx_use(ssl_context, pkey, certificate, others))
    pfx_throw(js_call_isolate(call), pfx == NULL || pkey != NULL);
  PKCS12_free(pfx);
  EVP_PKEY_free(pkey);
  X509_free(certificate);
  sk_X509_pop_free(others, X509_free);
  if (text != NULL)
    OPENSSL_cleanse(text, passphrase.length);
  free(text);
  BIO_free(bio);
}

/* --- Asking ------------------------------------------------------------------
 */

static void return_certificate(js_call *call, X509 *certificate) {
  if (certificate == NULL) {
    js_return_null(call);
    return;
  }
  X509_up_ref(certificate);
  js_value value = crypto_x509_value(js_call_isolate(call), certificate);
  if (value != JS_EMPTY)
    js_return(call, value);
}

/* certificate(), issuer(): an X509 or null */
static void context_certificate(js_call *call) {
  SSL_CTX *ssl_context = context_this(call);
  if (ssl_context != NULL)
    return_certificate(call, tls_context_of(ssl_context)->certificate);
}

static void context_issuer(js_call *call) {
  SSL_CTX *ssl_context = context_this(call);
  if (ssl_context != NULL)
    return_certificate(call, tls_context_of(ssl_context)->issuer);
}

static const js_native_entry methods[] = {
    {"setKey", context_set_key, 2, NULL},
    {"setCert", context_set_cert, 1, NULL},
    {"addCACert", context_add_ca, 1, NULL},
    {"addRoots", context_add_roots, 1, NULL},
    {"addRootFolder", context_add_root_folder, 1, NULL},
    {"addCRL", context_add_crl, 1, NULL},
    {"allowPartialTrustChain", context_allow_partial, 0, NULL},
    {"loadPKCS12", context_load_pkcs12, 2, NULL},
    {"certificate", context_certificate, 0, NULL},
    {"issuer", context_issuer, 0, NULL},
    {"setCiphers", tls_context_native_set_ciphers, 1, NULL},
    {"setCipherSuites", tls_context_native_set_suites, 1, NULL},
    {"setGroups", tls_context_native_set_groups, 1, NULL},
    {"setSigalgs", tls_context_native_set_sigalgs, 1, NULL},
    {"setDHParam", tls_context_native_set_dh, 1, NULL},
    {"setOptions", tls_context_native_set_options, 1, NULL},
    {"setVersions", tls_context_native_set_versions, 2, NULL},
    {"setSessionIdContext", tls_context_native_set_session_id, 1, NULL},
    {"setSessionTimeout", tls_context_native_set_session_timeout, 1, NULL},
    {"setTicketKeys", tls_context_native_set_ticket_keys, 1, NULL},
    {"getTicketKeys", tls_context_native_ticket_keys, 0, NULL},
    {NULL, NULL, 0, NULL},
};

const js_class tls_context_class = {
    .name = "SecureContext",
    .construct = context_construct,
    .methods = methods,
    .finalize = context_finalize,
};
