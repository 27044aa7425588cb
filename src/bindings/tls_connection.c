/* TLSConnection: what JavaScript sets on a connection before its handshake, and
 * how it goes on. What is known of the peer: tls_peer.c. */
#include <openssl/err.h>
#include <openssl/rand.h>
#include <stdlib.h>
#include <string.h>

#include "../runtime/binding.h"
#include "tls.h"

static void connection_finalize(js_isolate *iso, void *native) {
  tls *t = native;
  t->wrap = NULL;
  tls_release(t);
}

tls *tls_this(js_call *call) {
  tls *t = js_call_unwrap(call, &tls_connection_class);
  if (t != NULL)
    ERR_clear_error();
  return t;
}

/* new TLSConnection(secureContext, isServer) */
static void connection_construct(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  tls_context *context = tls_context_of_value(js_call_arg(call, 0));
  if (context == NULL) {
    js_throw_type_error(iso, "ERR_TLS_INVALID_CONTEXT",
                        "context must be a SecureContext");
    return;
  }
  tls *t = tls_new(env_of(iso), context->ssl_context,
                   js_is_true(js_call_arg(call, 1)));
  if (t == NULL) {
    crypto_throw(iso, "The connection cannot be made");
    return;
  }
  t->wrap =
      js_wrap_new(iso, js_call_this(call), &tls_connection_class, t, false);
}

/* --- The stream -------------------------------------------------------------
 */

/* attach(handle): 0, or a libuv error */
static void connection_attach(js_call *call) {
  tls *t = tls_this(call);
  stream *s = stream_of(js_call_arg(call, 0));
  if (t == NULL)
    return;
  if (s == NULL || !stream_is_open(s) || s->filter != NULL ||
      t->stream != NULL) {
    js_return_int32(call, UV_EINVAL);
    return;
  }
  tls_attach(t, s);
  js_return_int32(call, 0);
}

/* A session is of one host. To offer it to another would pass over the checks
 * of that one's certificate. */
static void foreign_session_drop(tls *t) {
  SSL_SESSION *session = t->is_server ? NULL : SSL_get_session(t->ssl);
  const char *made_for = session ? SSL_SESSION_get0_hostname(session) : NULL;
  const char *wanted = SSL_get_servername(t->ssl, TLSEXT_NAMETYPE_host_name);
  if (made_for != NULL && wanted != NULL && strcmp(made_for, wanted) != 0)
    SSL_set_session(t->ssl, NULL);
}

/* start(): begins the handshake, and to read. 0, or a libuv error. */
static void connection_start(js_call *call) {
  tls *t = tls_this(call);
  if (t == NULL || t->stream == NULL)
    return;
  foreign_session_drop(t);
  t->is_started = true;
  int status = stream_read_start(t->stream);
  if (status == 0)
    tls_cycle(t);
  js_return_int32(call, status);
}

/* receive(bytes): as if they had just been read */
static void connection_receive(js_call *call) {
  tls *t = tls_this(call);
  size_t length = 0;
  uint8_t *bytes = t ? tls_arg_copy(call, &length) : NULL;
  if (bytes == NULL)
    return;
  tls_receive(t, bytes, length);
  free(bytes);
}

/* destroy(): no more events, and what waits to be written never is */
static void connection_destroy(js_call *call) {
  tls *t = tls_this(call);
  if (t == NULL)
    return;
  t->is_destroyed = true;
  if (t->stream != NULL)
    tls_writes_cancel(t, t->stream);
}

/* --- Settings ----------------------------------------------------------------
 */

/* setVerifyMode(requestCert, rejectUnauthorized): what is wrong with a
 * certificate is always for JavaScript to say, after the handshake. */
static int verify_pass(int is_ok, X509_STORE_CTX *context) {
  return 1;
}

static void connection_set_verify(js_call *call) {
  tls *t = tls_this(call);
  if (t == NULL)
    return;
  int mode = SSL_VERIFY_NONE;
  if (t->is_server && js_is_true(js_call_arg(call, 0))) {
    mode = SSL_VERIFY_PEER;
    if (js_is_true(js_call_arg(call, 1)))
      mode |= SSL_VERIFY_FAIL_IF_NO_PEER_CERT;
  }
  SSL_set_verify(t->ssl, mode, verify_pass);
}

/* setServername(name) */
static void connection_set_servername(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  tls *t = tls_this(call);
  if (t == NULL || !js_is_string(js_call_arg(call, 0)))
    return;
  char *name = js_string_to_utf8(iso, js_call_arg(call, 0), NULL);
  if (name == NULL) {
    js_throw_out_of_memory(iso);
    return;
  }
  SSL_set_tlsext_host_name(t->ssl, name);
  free(name);
}

/* setALPN(protocols as on the wire) */
static void connection_set_alpn(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  tls *t = tls_this(call);
  js_bytes bytes;
  if (t == NULL || !crypto_arg_bytes(call, 0, &bytes))
    return;
  if (!t->is_server) {
    SSL_set_alpn_protos(t->ssl, bytes.data, (unsigned)bytes.length);
    return;
  }
  uint8_t *copy = malloc(bytes.length ? bytes.length : 1);
  if (copy == NULL) {
    js_throw_out_of_memory(iso);
    return;
  }
  if (bytes.length > 0)
    memcpy(copy, bytes.data, bytes.length);
  free(t->alpn_protocols);
  t->alpn_protocols = copy;
  t->alpn_length = (unsigned)bytes.length;
}

static void connection_enable_alpn(js_call *call) {
  tls *t = tls_this(call);
  if (t != NULL)
    t->has_alpn_callback = true;
}

/* setSession(bytes): whether they are one */
static void connection_set_session(js_call *call) {
  tls *t = tls_this(call);
  js_bytes bytes;
  if (t == NULL || !crypto_arg_bytes(call, 0, &bytes))
    return;
  const uint8_t *at = bytes.data;
  SSL_SESSION *session = d2i_SSL_SESSION(NULL, &at, (long)bytes.length);
  bool is_set = session != NULL && SSL_set_session(t->ssl, session) == 1;
  SSL_SESSION_free(session);
  ERR_clear_error();
  js_return_bool(call, is_set);
}

static void connection_request_ocsp(js_call *call) {
  tls *t = tls_this(call);
  if (t != NULL)
    SSL_set_tlsext_status_type(t->ssl, TLSEXT_STATUSTYPE_ocsp);
}

static void connection_enable_cert(js_call *call) {
  tls *t = tls_this(call);
  if (t != NULL)
    t->asks_cert = true;
}

static void connection_enable_hello(js_call *call) {
  tls *t = tls_this(call);
  if (t != NULL)
    tls_hello_enable(t);
}

static void connection_enable_session(js_call *call) {
  tls *t = tls_this(call);
  if (t != NULL)
    t->tells_session = true;
}

static void connection_enable_keylog(js_call *call) {
  tls *t = tls_this(call);
  if (t != NULL)
    t->tells_keylog = true;
}

static void connection_enable_psk(js_call *call) {
  tls *t = tls_this(call);
  if (t != NULL)
    tls_psk_enable(t);
}

/* setPskIdentityHint(text): whether it could be */
static void connection_set_psk_hint(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  tls *t = tls_this(call);
  if (t == NULL || !js_is_string(js_call_arg(call, 0)))
    return;
  char *hint = js_string_to_utf8(iso, js_call_arg(call, 0), NULL);
  if (hint == NULL) {
    js_throw_out_of_memory(iso);
    return;
  }
  js_return_bool(call, SSL_use_psk_identity_hint(t->ssl, hint) == 1);
  free(hint);
  ERR_clear_error();
}

/* enableTrace(): what passes goes to stderr, as `openssl s_client -trace` */
static void connection_enable_trace(js_call *call) {
  tls *t = tls_this(call);
  BIO *bio = t != NULL ? BIO_new_fp(stderr, BIO_NOCLOSE | BIO_FP_TEXT) : NULL;
  if (bio == NULL)
    return;
  SSL_set_msg_callback(t->ssl, SSL_trace);
  SSL_set_msg_callback_arg(t->ssl, bio); /* freed with the process */
}

static void connection_set_fragment(js_call *call) {
  tls *t = tls_this(call);
  if (t != NULL)
    js_return_bool(call, SSL_set_max_send_fragment(
                             t->ssl, crypto_arg_int(call, 0, 0)) == 1);
}

/* --- Going on
 * ------------------------------------------------------------------ */

static void handshake_resume(tls *t) {
  if (t->stream != NULL)
    stream_read_start(t->stream);
  tls_cycle(t);
}

/* Keys and certificate of another context, also its CAs. */
static bool context_use(tls *t, SSL_CTX *ssl_context) {
  if (SSL_set_SSL_CTX(t->ssl, ssl_context) == NULL)
    return false;
  X509_STORE *store = SSL_CTX_get_cert_store(ssl_context);
  STACK_OF(X509_NAME) *names =
      SSL_dup_CA_list(SSL_CTX_get_client_CA_list(ssl_context));
  SSL_set_client_CA_list(t->ssl, names);
  return SSL_set1_verify_cert_store(t->ssl, store) == 1;
}

static bool ocsp_response_set(tls *t, js_value value) {
  js_bytes bytes;
  if (!js_bytes_of(value, &bytes) || bytes.length == 0)
    return true;
  free(t->ocsp_response);
  t->ocsp_response = malloc(bytes.length);
  if (t->ocsp_response == NULL)
    return false;
  memcpy(t->ocsp_response, bytes.data, bytes.length);
  t->ocsp_length = bytes.length;
  return true;
}

/* setKeyCert(context): from now on, those of another context */
static void connection_set_context(js_call *call) {
  tls *t = tls_this(call);
  tls_context *context = tls_context_of_value(js_call_arg(call, 0));
  if (t != NULL && context != NULL && !context_use(t, context->ssl_context))
    crypto_throw(js_call_isolate(call), "The context cannot be used");
}

/* certDone(context | undefined, ocspResponse | undefined) */
static void connection_cert_done(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  tls *t = tls_this(call);
  if (t == NULL || !t->is_asking_cert || t->cert_is_chosen)
    return;
  tls_context *context = tls_context_of_value(js_call_arg(call, 0));
  if (context != NULL && !context_use(t, context->ssl_context)) {
    crypto_throw(iso, "The context cannot be used");
    return;
  }
  if (!ocsp_response_set(t, js_call_arg(call, 1))) {
    js_throw_out_of_memory(iso);
    return;
  }
  t->cert_is_chosen = true;
  handshake_resume(t);
}

/* helloDone(session | undefined): the session that the client may resume */
static void connection_hello_done(js_call *call) {
  tls *t = tls_this(call);
  js_bytes bytes;
  if (t == NULL || !t->is_asking_hello || t->hello_is_answered)
    return;
  if (js_bytes_of(js_call_arg(call, 0), &bytes) && bytes.length > 0) {
    const uint8_t *at = bytes.data;
    SSL_SESSION_free(t->resumed);
    t->resumed = d2i_SSL_SESSION(NULL, &at, (long)bytes.length);
    ERR_clear_error();
  }
  t->hello_is_answered = true;
  handshake_resume(t);
}

/* renegotiate(): throws OpenSSL's error */
static void connection_renegotiate(js_call *call) {
  tls *t = tls_this(call);
  if (t == NULL)
    return;
  if (SSL_renegotiate(t->ssl) != 1) {
    crypto_throw(js_call_isolate(call), "Renegotiation is not possible");
    return;
  }
  t->is_inside = true;
  SSL_do_handshake(t->ssl);
  t->is_inside = false;
  ERR_clear_error();
  tls_cycle(t);
}

static const js_native_entry connection_methods[] = {
    {"attach", connection_attach, 1, NULL},
    {"start", connection_start, 0, NULL},
    {"receive", connection_receive, 1, NULL},
    {"destroy", connection_destroy, 0, NULL},
    {"setVerifyMode", connection_set_verify, 2, NULL},
    {"setServername", connection_set_servername, 1, NULL},
    {"setALPN", connection_set_alpn, 1, NULL},
    {"enableALPNCallback", connection_enable_alpn, 0, NULL},
    {"setSession", connection_set_session, 1, NULL},
    {"requestOCSP", connection_request_ocsp, 0, NULL},
    {"enableCertCallback", connection_enable_cert, 0, NULL},
    {"enableHelloCallback", connection_enable_hello, 0, NULL},
    {"enableSessionCallback", connection_enable_session, 0, NULL},
    {"enableKeylogCallback", connection_enable_keylog, 0, NULL},
    {"enablePskCallback", connection_enable_psk, 0, NULL},
    {"setPskIdentityHint", connection_set_psk_hint, 1, NULL},
    {"enableTrace", connection_enable_trace, 0, NULL},
    {"setMaxSendFragment", connection_set_fragment, 1, NULL},
    {"setKeyCert", connection_set_context, 1, NULL},
    {"certDone", connection_cert_done, 2, NULL},
    {"helloDone", connection_hello_done, 1, NULL},
    {"renegotiate", connection_renegotiate, 0, NULL},
    {"verifyErrorParts", tls_peer_verify_error, 0, NULL},
    {"sessionServername", tls_peer_session_servername, 0, NULL},
    {"peerCertificates", tls_peer_certificates, 1, NULL},
    {"certificate", tls_peer_own_certificate, 0, NULL},
    {"cipher", tls_peer_cipher, 0, NULL},
    {"sharedSigalgs", tls_peer_shared_sigalgs, 0, NULL},
    {"ephemeralKey", tls_peer_ephemeral_key, 0, NULL},
    {"finished", tls_peer_finished, 1, NULL},
    {"session", tls_peer_session, 0, NULL},
    {"ticket", tls_peer_ticket, 0, NULL},
    {"isSessionReused", tls_peer_is_reused, 0, NULL},
    {"protocol", tls_peer_protocol, 0, NULL},
    {"servername", tls_peer_servername, 0, NULL},
    {"alpnProtocol", tls_peer_alpn, 0, NULL},
    {"exportKeyingMaterial", tls_peer_export, 3, NULL},
    {NULL, NULL, 0, NULL},
};

const js_class tls_connection_class = {
    .name = "TLSConnection",
    .construct = connection_construct,
    .methods = connection_methods,
    .finalize = connection_finalize,
};
