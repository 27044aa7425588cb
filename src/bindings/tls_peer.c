/* TLSConnection: what is known of the peer and of what was agreed on. */
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/objects.h>
#include <stdlib.h>
#include <string.h>

#include "tls.h"

/* --- Certificates
 * ------------------------------------------------------------- */

/* Node's names of X509_V_ERR_*. */
static const char *verify_code(long error) {
#define CASE(name)        \
  case X509_V_ERR_##name: \
    return #name;
  switch (error) {
    CASE(UNABLE_TO_GET_ISSUER_CERT)
    CASE(UNABLE_TO_GET_CRL)
    CASE(UNABLE_TO_DECRYPT_CERT_SIGNATURE)
    CASE(UNABLE_TO_DECRYPT_CRL_SIGNATURE)
    CASE(UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY)
    CASE(CERT_SIGNATURE_FAILURE)
    CASE(CRL_SIGNATURE_FAILURE)
    CASE(CERT_NOT_YET_VALID)
    CASE(CERT_HAS_EXPIRED)
    CASE(CRL_NOT_YET_VALID)
    CASE(CRL_HAS_EXPIRED)
    CASE(ERROR_IN_CERT_NOT_BEFORE_FIELD)
    CASE(ERROR_IN_CERT_NOT_AFTER_FIELD)
    CASE(ERROR_IN_CRL_LAST_UPDATE_FIELD)
    CASE(ERROR_IN_CRL_NEXT_UPDATE_FIELD)
    CASE(OUT_OF_MEM)
    CASE(DEPTH_ZERO_SELF_SIGNED_CERT)
    CASE(SELF_SIGNED_CERT_IN_CHAIN)
    CASE(UNABLE_TO_GET_ISSUER_CERT_LOCALLY)
    CASE(UNABLE_TO_VERIFY_LEAF_SIGNATURE)
    CASE(CERT_CHAIN_TOO_LONG)
    CASE(CERT_REVOKED)
    CASE(INVALID_CA)
    CASE(PATH_LENGTH_EXCEEDED)
    CASE(INVALID_PURPOSE)
    CASE(CERT_UNTRUSTED)
    CASE(CERT_REJECTED)
    CASE(HOSTNAME_MISMATCH)
    default:
      return "UNSPECIFIED";
  }
#undef CASE
}

/* A handshake that agreed on a PSK needs no certificate. With TLS 1.3 it looks
 * like one that resumes a session. */
static bool needs_no_certificate(const tls *t) {
  const SSL_CIPHER *cipher = SSL_get_current_cipher(t->ssl);
  const SSL_SESSION *session = SSL_get_session(t->ssl);
  if (cipher != NULL && SSL_CIPHER_get_auth_nid(cipher) == NID_auth_psk)
    return true;
  return t->has_psk && session != NULL &&
         SSL_SESSION_get_protocol_version(session) == TLS1_3_VERSION &&
         SSL_session_reused(t->ssl);
}

static long verify_result(const tls *t) {
  X509 *certificate = SSL_get0_peer_certificate(t->ssl);
  if (certificate != NULL)
    return SSL_get_verify_result(t->ssl);
  return needs_no_certificate(t) ? X509_V_OK
                                 : X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT;
}

/* verifyError(): null, or [code, message] */
void tls_peer_verify_error(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  tls *t = tls_this(call);
  if (t == NULL)
    return;
  long error = verify_result(t);
  if (error == X509_V_OK) {
    js_return_null(call);
    return;
  }
  js_value pair[2] = {js_string_utf8(iso, verify_code(error), JS_AUTO_LENGTH),
                      js_string_utf8(iso, X509_verify_cert_error_string(error),
                                     JS_AUTO_LENGTH)};
  js_return(call, js_array_from(iso, pair, 2));
}

/* Adds a share in a certificate to an array. False: exception pending. */
static bool list_add(js_isolate *iso, js_value list, X509 *certificate) {
  X509_up_ref(certificate);
  js_value value = crypto_x509_value(iso, certificate);
  return value != JS_EMPTY &&
         js_set_index(iso, list, js_array_length(list), value);
}

/* Who has signed the last of a chain, where our store knows. */
static X509 *issuer_of(tls *t, X509 *certificate) {
  X509 *issuer = NULL;
  X509_STORE_CTX *search = X509_STORE_CTX_new();
  X509_STORE *store = SSL_CTX_get_cert_store(SSL_get_SSL_CTX(t->ssl));
  if (search != NULL && X509_STORE_CTX_init(search, store, NULL, NULL) == 1 &&
      X509_STORE_CTX_get1_issuer(&issuer, search, certificate) != 1)
    issuer = NULL;
  X509_STORE_CTX_free(search);
  ERR_clear_error();
  return issuer;
}

/* The certificate of those sent that has signed another, or NULL. */
static X509 *signer_in(const STACK_OF(X509) * sent, X509 *certificate) {
  for (int i = 0; i < sk_X509_num(sent); i++) {
    X509 *candidate = sk_X509_value(sent, i);
    if (X509_cmp(candidate, certificate) != 0 &&
        X509_check_issued(candidate, certificate) == X509_V_OK)
      return candidate;
  }
  return NULL;
}

enum { CHAIN_MAX = 100 };

/* Adds to a chain until it ends in a certificate that has signed itself. */
static bool chain_complete(js_isolate *iso, tls *t, js_value list, X509 *last) {
  STACK_OF(X509) *sent = SSL_get_peer_cert_chain(t->ssl);
  X509 *owned = NULL;
  bool is_added = true;
  for (int i = 0; i < CHAIN_MAX && is_added; i++) {
    if (X509_check_issued(last, last) == X509_V_OK)
      break;
    X509 *issuer = signer_in(sent, last);
    X509 *found = issuer == NULL ? issuer_of(t, last) : NULL;
    if (issuer == NULL && found == NULL)
      break;
    last = issuer != NULL ? issuer : found;
    is_added = list_add(iso, list, last);
    X509_free(owned);
    owned = found;
  }
  X509_free(owned);
  return is_added;
}

/* peerCertificates(wholeChain): X509 objects, the peer's first */
void tls_peer_certificates(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  tls *t = tls_this(call);
  if (t == NULL)
    return;
  js_value list = js_array(iso, 0);
  X509 *certificate = SSL_get0_peer_certificate(t->ssl);
  if (certificate != NULL && (!list_add(iso, list, certificate) ||
                              (js_is_true(js_call_arg(call, 0)) &&
                               !chain_complete(iso, t, list, certificate))))
    return;
  ERR_clear_error();
  js_return(call, list);
}

/* sessionServername(): what the session that is resumed was made for */
void tls_peer_session_servername(js_call *call) {
  tls *t = tls_this(call);
  SSL_SESSION *session = t != NULL ? SSL_get_session(t->ssl) : NULL;
  const char *name = session ? SSL_SESSION_get0_hostname(session) : NULL;
  if (name != NULL)
    js_return(call,
              js_string_utf8(js_call_isolate(call), name, JS_AUTO_LENGTH));
}

/* certificate(): our own, an X509 or undefined */
void tls_peer_own_certificate(js_call *call) {
  tls *t = tls_this(call);
  X509 *certificate = t != NULL ? SSL_get_certificate(t->ssl) : NULL;
  if (certificate == NULL)
    return;
  X509_up_ref(certificate);
  js_value value = crypto_x509_value(js_call_isolate(call), certificate);
  if (value != JS_EMPTY)
    js_return(call, value);
}

/* --- What was agreed on
 * --------------------------------------------------------- */

static js_value text_or_null(js_isolate *iso, const char *text) {
  return text ? js_string_utf8(iso, text, JS_AUTO_LENGTH) : js_null(iso);
}

/* cipher(): [name, standardName, version] or undefined */
void tls_peer_cipher(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  tls *t = tls_this(call);
  const SSL_CIPHER *cipher = t != NULL ? SSL_get_current_cipher(t->ssl) : NULL;
  if (cipher == NULL)
    return;
  js_value parts[3] = {
      text_or_null(iso, SSL_CIPHER_get_name(cipher)),
      text_or_null(iso, SSL_CIPHER_standard_name(cipher)),
      text_or_null(iso, SSL_CIPHER_get_version(cipher)),
  };
  js_return(call, js_array_from(iso, parts, 3));
}

static const char *signature_name(int nid) {
  switch (nid) {
    case EVP_PKEY_RSA:
      return "RSA";
    case EVP_PKEY_RSA_PSS:
      return "RSA-PSS";
    case EVP_PKEY_DSA:
      return "DSA";
    case EVP_PKEY_EC:
      return "ECDSA";
    case NID_ED25519:
      return "Ed25519";
    case NID_ED448:
      return "Ed448";
    case NID_undef:
      return "UNDEF";
    default:
      return OBJ_nid2sn(nid) ? OBJ_nid2sn(nid) : "UNDEF";
  }
}

/* sharedSigalgs(): names such as 'RSA+SHA256' */
void tls_peer_shared_sigalgs(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  tls *t = tls_this(call);
  if (t == NULL)
    return;
  js_value names[128];
  size_t count = 0;
  int total = SSL_get_shared_sigalgs(t->ssl, 0, NULL, NULL, NULL, NULL, NULL);
  for (int i = 0; i < total && count < 128; i++) {
    int sign, hash;
    char text[64];
    SSL_get_shared_sigalgs(t->ssl, i, &sign, &hash, NULL, NULL, NULL);
    const char *hash_name = hash == NID_undef ? "UNDEF" : OBJ_nid2sn(hash);
    snprintf(text, sizeof text, "%s+%s", signature_name(sign),
             hash_name ? hash_name : "UNDEF");
    /* The new curves hash by themselves. */
    if (hash == NID_undef && (sign == NID_ED25519 || sign == NID_ED448))
      snprintf(text, sizeof text, "%s", signature_name(sign));
    names[count++] = js_string_utf8(iso, text, JS_AUTO_LENGTH);
  }
  js_return(call, js_array_from(iso, names, count));
}

/* ephemeralKey(): [type, name | null, bits], or null on a server or where there
 * is none */
void tls_peer_ephemeral_key(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  tls *t = tls_this(call);
  EVP_PKEY *key = NULL;
  if (t == NULL)
    return;
  js_return_null(call);
  if (t->is_server || !SSL_get_peer_tmp_key(t->ssl, &key))
    return;
  int id = EVP_PKEY_get_base_id(key);
  char group[80] = "";
  const char *name = NULL;
  if (id == EVP_PKEY_EC) {
    EVP_PKEY_get_group_name(key, group, sizeof group, NULL);
    name = group;
  } else if (id != EVP_PKEY_DH) {
    name = OBJ_nid2sn(id);
  }
  js_value parts[3] = {
      js_string_literal(iso, id == EVP_PKEY_DH ? "DH" : "ECDH"),
      text_or_null(iso, name), js_int32(iso, EVP_PKEY_get_bits(key))};
  js_return(call, js_array_from(iso, parts, 3));
  EVP_PKEY_free(key);
}

static void return_buffer(js_call *call, const void *bytes, size_t length) {
  js_isolate *iso = js_call_isolate(call);
  js_value buffer = js_buffer_copy(iso, bytes, length);
  if (buffer == JS_EMPTY) {
    js_throw_out_of_memory(iso);
    return;
  }
  js_return(call, buffer);
}

/* finished(peer): the latest Finished message, or undefined */
void tls_peer_finished(js_call *call) {
  tls *t = tls_this(call);
  uint8_t bytes[EVP_MAX_MD_SIZE];
  if (t == NULL)
    return;
  size_t length = js_is_true(js_call_arg(call, 0))
                      ? SSL_get_peer_finished(t->ssl, bytes, sizeof bytes)
                      : SSL_get_finished(t->ssl, bytes, sizeof bytes);
  if (length > 0)
    return_buffer(call, bytes, length);
}

/* session(): its bytes, or undefined */
void tls_peer_session(js_call *call) {
  tls *t = tls_this(call);
  SSL_SESSION *session = t != NULL ? SSL_get_session(t->ssl) : NULL;
  int length = session != NULL ? i2d_SSL_SESSION(session, NULL) : 0;
  uint8_t *bytes = length > 0 ? malloc((size_t)length) : NULL;
  if (bytes == NULL)
    return;
  uint8_t *end = bytes;
  i2d_SSL_SESSION(session, &end);
  return_buffer(call, bytes, (size_t)length);
  free(bytes);
}

/* ticket(): its bytes, or undefined */
void tls_peer_ticket(js_call *call) {
  tls *t = tls_this(call);
  SSL_SESSION *session = t != NULL ? SSL_get_session(t->ssl) : NULL;
  const uint8_t *ticket = NULL;
  size_t length = 0;
  if (session == NULL)
    return;
  SSL_SESSION_get0_ticket(session, &ticket, &length);
  if (ticket != NULL)
    return_buffer(call, ticket, length);
}

void tls_peer_is_reused(js_call *call) {
  tls *t = tls_this(call);
  if (t != NULL)
    js_return_bool(call, SSL_session_reused(t->ssl) == 1);
}

void tls_peer_protocol(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  tls *t = tls_this(call);
  if (t != NULL)
    js_return(call, text_or_null(iso, SSL_get_version(t->ssl)));
}

/* servername(): what the client asked for, or false */
void tls_peer_servername(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  tls *t = tls_this(call);
  if (t == NULL)
    return;
  const char *name = SSL_get_servername(t->ssl, TLSEXT_NAMETYPE_host_name);
  js_return(call,
            name ? js_string_utf8(iso, name, JS_AUTO_LENGTH) : js_bool(iso, 0));
}

/* alpnProtocol(): or false */
void tls_peer_alpn(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  tls *t = tls_this(call);
  const uint8_t *name;
  unsigned length;
  if (t == NULL)
    return;
  SSL_get0_alpn_selected(t->ssl, &name, &length);
  js_return(call, length > 0 ? js_string_latin1(iso, name, length)
                             : js_bool(iso, false));
}

/* exportKeyingMaterial(length, label, context | undefined) */
void tls_peer_export(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  tls *t = tls_this(call);
  crypto_input label;
  js_bytes context = {NULL, 0};
  uint8_t *bytes;
  if (t == NULL ||
      !crypto_input_open(iso, js_call_arg(call, 1), js_undefined(iso), &label))
    return;
  bool has_context = js_bytes_of(js_call_arg(call, 2), &context);
  size_t length = (size_t)crypto_arg_int(call, 0, 0);
  js_value buffer = js_buffer(iso, length, &bytes);
  if (buffer == JS_EMPTY) {
    js_throw_out_of_memory(iso);
  } else if (SSL_export_keying_material(
                 t->ssl, bytes, length, (const char *)label.data, label.length,
                 context.data, context.length, has_context) != 1) {
    crypto_throw(iso, "Cannot export keying material");
  } else {
    js_return(call, buffer);
  }
  crypto_input_close(&label);
}
