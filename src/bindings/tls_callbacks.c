/* What OpenSSL asks during a handshake. It must not be entered again while it
 * asks: what JavaScript need not answer is noted, and told when OpenSSL has
 * returned; what it may take its time for suspends the handshake. */
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/rand.h>
#include <stdlib.h>
#include <string.h>

#include "tls.h"

tls *tls_of_ssl(const SSL *ssl) {
  return SSL_get_app_data(ssl);
}

bool tls_note_add(tls *t, tls_event event, const uint8_t *first,
                  size_t first_length, const uint8_t *second,
                  size_t second_length) {
  tls_note *note = malloc(sizeof *note + first_length + second_length);
  if (note == NULL)
    return false;
  *note = (tls_note){.event = event,
                     .has_second = second != NULL,
                     .first_length = first_length,
                     .second_length = second_length};
  if (first_length > 0)
    memcpy(note->bytes, first, first_length);
  if (second_length > 0)
    memcpy(note->bytes + first_length, second, second_length);
  *t->last_note = note;
  t->last_note = &note->next;
  return true;
}

/* --- Handshakes that begin -------------------------------------------------
 */

static void on_info(const SSL *ssl, int where, int result) {
  tls *t = tls_of_ssl(ssl);
  if ((where & SSL_CB_HANDSHAKE_START) == 0 || !t->is_established)
    return;
  /* With TLS 1.3 these are only new session tickets. */
  if (SSL_version(ssl) >= TLS1_3_VERSION)
    return;
  t->is_renegotiating = true;
  tls_note_add(t, TLS_EVENT_RENEGOTIATION, NULL, 0, NULL, 0);
}

static void on_keylog(const SSL *ssl, const char *line) {
  tls *t = tls_of_ssl(ssl);
  if (!t->tells_keylog)
    return;
  size_t length = strlen(line);
  uint8_t *text = malloc(length + 1);
  if (text == NULL)
    return;
  memcpy(text, line, length);
  text[length] = '\n';
  tls_note_add(t, TLS_EVENT_KEYLOG, text, length + 1, NULL, 0);
  free(text);
}

/* --- Sessions ---------------------------------------------------------------
 */

/* 0: OpenSSL keeps its reference to itself. */
static int on_new_session(SSL *ssl, SSL_SESSION *session) {
  tls *t = tls_of_ssl(ssl);
  if (!t->tells_session)
    return 0;
  int length = i2d_SSL_SESSION(session, NULL);
  uint8_t *bytes = length > 0 ? malloc((size_t)length) : NULL;
  if (bytes == NULL)
    return 0;
  uint8_t *end = bytes;
  i2d_SSL_SESSION(session, &end);
  unsigned id_length;
  const uint8_t *id = SSL_SESSION_get_id(session, &id_length);
  tls_note_add(t, TLS_EVENT_SESSION, id, id_length, bytes, (size_t)length);
  free(bytes);
  return 0;
}

static SSL_SESSION *on_find_session(SSL *ssl, const unsigned char *id,
                                    int length, int *is_copied) {
  tls *t = tls_of_ssl(ssl);
  SSL_SESSION *session = t->resumed;
  t->resumed = NULL;
  *is_copied = 0;
  return session;
}

/* Servers: the client's session id is known before OpenSSL looks for it. */
static int on_client_hello(SSL *ssl, int *alert, void *data) {
  tls *t = tls_of_ssl(ssl);
  if (!t->asks_hello || t->hello_is_answered)
    return SSL_CLIENT_HELLO_SUCCESS;
  if (t->is_asking_hello)
    return SSL_CLIENT_HELLO_RETRY;
  const uint8_t *id, *ticket;
  size_t id_length = SSL_client_hello_get0_session_id(ssl, &id);
  size_t ticket_length = 0;
  if (id_length == 0)
    return SSL_CLIENT_HELLO_SUCCESS;
  /* A ticket needs no help. */
  if (SSL_client_hello_get0_ext(ssl, TLSEXT_TYPE_session_ticket, &ticket,
                                &ticket_length) == 1 &&
      ticket_length > 0)
    return SSL_CLIENT_HELLO_SUCCESS;
  t->is_asking_hello = true;
  if (!tls_note_add(t, TLS_EVENT_HELLO, id, id_length, NULL, 0))
    return SSL_CLIENT_HELLO_ERROR;
  return SSL_CLIENT_HELLO_RETRY;
}

void tls_hello_enable(tls *t) {
  t->asks_hello = true;
  SSL_CTX_set_client_hello_cb(SSL_get_SSL_CTX(t->ssl), on_client_hello, NULL);
}

/* --- Tickets ----------------------------------------------------------------
 */

/* The keys are a name, one for the MAC and one for the cipher, 16 bytes each.
 */
static int ticket_cipher(EVP_CIPHER_CTX *cipher, EVP_MAC_CTX *mac,
                         uint8_t *keys, const uint8_t *iv, bool is_new) {
  OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_octet_string(OSSL_MAC_PARAM_KEY, keys + 16, 16),
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, "SHA256", 0),
      OSSL_PARAM_construct_end(),
  };
  return EVP_MAC_CTX_set_params(mac, parameters) == 1 &&
                 EVP_CipherInit_ex(cipher, EVP_aes_128_cbc(), NULL, keys + 32,
                                   iv, is_new) == 1
             ? 1
             : -1;
}

static int on_ticket(SSL *ssl, unsigned char *name, unsigned char *iv,
                     EVP_CIPHER_CTX *cipher, EVP_MAC_CTX *mac, int is_new) {
  uint8_t *keys = tls_of_ssl(ssl)->first_context->ticket_keys;
  if (is_new) {
    memcpy(name, keys, 16);
    if (RAND_bytes(iv, 16) != 1)
      return -1;
    return ticket_cipher(cipher, mac, keys, iv, true);
  }
  if (CRYPTO_memcmp(name, keys, 16) != 0)
    return 0; /* of other keys: a whole handshake */
  return ticket_cipher(cipher, mac, keys, iv, false);
}

/* --- The server's certificate, and OCSP -------------------------------------
 */

/* Tells the client that its name was heard: it keeps it with its session. */
static int on_servername(SSL *ssl, int *alert, void *data) {
  return SSL_TLSEXT_ERR_OK;
}

/* 1: go on; -1: wait for certDone(). */
static int on_cert(SSL *ssl, void *data) {
  tls *t = tls_of_ssl(ssl);
  if (!t->is_server || !t->asks_cert || t->cert_is_chosen)
    return 1;
  return -1;
}

static int on_status(SSL *ssl, void *data) {
  tls *t = tls_of_ssl(ssl);
  if (!t->is_server &&
      SSL_get_tlsext_status_type(ssl) != TLSEXT_STATUSTYPE_ocsp)
    return 1;
  if (!t->is_server) {
    const uint8_t *response;
    long length = SSL_get_tlsext_status_ocsp_resp(ssl, &response);
    tls_note_add(t, TLS_EVENT_OCSP, response,
                 response != NULL && length > 0 ? (size_t)length : 0, NULL, 0);
    return 1; /* what is wrong with it is for the program to say */
  }
  if (t->ocsp_response == NULL)
    return SSL_TLSEXT_ERR_NOACK;
  /* OpenSSL takes it over and frees it in its own way. */
  uint8_t *copy = OPENSSL_memdup(t->ocsp_response, t->ocsp_length);
  if (copy == NULL ||
      !SSL_set_tlsext_status_ocsp_resp(ssl, copy, (long)t->ocsp_length))
    OPENSSL_free(copy);
  return SSL_TLSEXT_ERR_OK;
}

/* --- ALPN -------------------------------------------------------------------
 */

static js_value protocol_list(js_isolate *iso, const uint8_t *list,
                              unsigned length) {
  js_value names[128];
  size_t count = 0;
  for (unsigned at = 0; at < length && count < 128; at += 1u + list[at])
    names[count++] = js_string_latin1(iso, list + at + 1, list[at]);
  return js_array_from(iso, names, count);
}

/* Points at the place of a name in the client's list; NULL: it is not there. */
static const uint8_t *protocol_find(js_isolate *iso, js_value name,
                                    const uint8_t *list, unsigned length) {
  uint8_t text[256];
  if (!js_is_string(name) || js_string_length(name) > 255)
    return NULL;
  size_t name_length = js_string_length(name);
  js_string_write_latin1(iso, name, 0, name_length, text);
  for (unsigned at = 0; at < length; at += 1u + list[at]) {
    if (list[at] == name_length &&
        memcmp(list + at + 1, text, name_length) == 0)
      return list + at;
  }
  return NULL;
}

static int alpn_ask(tls *t, const uint8_t **out, uint8_t *out_length,
                    const uint8_t *list, unsigned length) {
  js_isolate *iso = t->env->iso;
  js_scope scope;
  js_scope_open(iso, &scope);
  js_value arg = protocol_list(iso, list, length);
  js_value answer = tls_call(t, TLS_EVENT_ALPN, 1, &arg);
  const uint8_t *found =
      answer != JS_EMPTY ? protocol_find(iso, answer, list, length) : NULL;
  js_scope_close(&scope);
  if (found == NULL)
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  *out = found + 1;
  *out_length = found[0];
  return SSL_TLSEXT_ERR_OK;
}

static int on_alpn(SSL *ssl, const unsigned char **out,
                   unsigned char *out_length, const unsigned char *list,
                   unsigned length, void *data) {
  tls *t = tls_of_ssl(ssl);
  if (t->has_alpn_callback)
    return alpn_ask(t, out, out_length, list, length);
  if (t->alpn_protocols == NULL)
    return SSL_TLSEXT_ERR_NOACK;
  unsigned char *chosen;
  int found = SSL_select_next_proto(&chosen, out_length, t->alpn_protocols,
                                    t->alpn_length, list, length);
  *out = chosen;
  return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK
                                         : SSL_TLSEXT_ERR_ALERT_FATAL;
}

/* --- Pre-shared keys ---------------------------------------------------------
 */

/* Copies an answer's secret; returns its length, 0 to refuse. */
static unsigned psk_copy(js_value answer, uint8_t *psk, unsigned capacity) {
  js_bytes secret;
  if (answer == JS_EMPTY || !js_bytes_of(answer, &secret) ||
      secret.length > capacity)
    return 0;
  if (secret.length > 0)
    memcpy(psk, secret.data, secret.length);
  return (unsigned)secret.length;
}

static unsigned on_server_psk(SSL *ssl, const char *identity,
                              unsigned char *psk, unsigned capacity) {
  tls *t = tls_of_ssl(ssl);
  js_isolate *iso = t->env->iso;
  js_scope scope;
  js_scope_open(iso, &scope);
  js_value args[2] = {js_string_utf8(iso, identity, JS_AUTO_LENGTH),
                      js_uint32(iso, capacity)};
  unsigned length = 0;
  if (args[0] != JS_EMPTY)
    length = psk_copy(tls_call(t, TLS_EVENT_PSK, 2, args), psk, capacity);
  js_scope_close(&scope);
  return length;
}

static bool identity_copy(js_isolate *iso, js_value value, char *identity,
                          unsigned capacity) {
  if (!js_is_string(value) || js_string_utf8_length(iso, value) > capacity)
    return false;
  size_t length = js_string_write_utf8(iso, value, identity, capacity, NULL);
  identity[length] = '\0'; /* OpenSSL leaves room for it */
  return true;
}

static unsigned on_client_psk(SSL *ssl, const char *hint, char *identity,
                              unsigned identity_capacity, unsigned char *psk,
                              unsigned capacity) {
  tls *t = tls_of_ssl(ssl);
  js_isolate *iso = t->env->iso;
  js_scope scope;
  js_scope_open(iso, &scope);
  js_value args[3] = {
      hint ? js_string_utf8(iso, hint, JS_AUTO_LENGTH) : js_null(iso),
      js_uint32(iso, capacity), js_uint32(iso, identity_capacity)};
  unsigned length = 0;
  js_value pair[2];
  js_value answer =
      args[0] != JS_EMPTY ? tls_call(t, TLS_EVENT_PSK, 3, args) : JS_EMPTY;
  if (answer != JS_EMPTY && js_is_array(answer) &&
      js_array_read(iso, answer, pair, 2) &&
      identity_copy(iso, pair[1], identity, identity_capacity - 1))
    length = psk_copy(pair[0], psk, capacity);
  js_scope_close(&scope);
  return length;
}

void tls_psk_enable(tls *t) {
  t->has_psk = true;
  if (t->is_server) {
    SSL_set_psk_server_callback(t->ssl, on_server_psk);
  } else {
    SSL_set_psk_client_callback(t->ssl, on_client_psk);
  }
}

/* --- All of them
 * -------------------------------------------------------------- */

void tls_callbacks_set(SSL_CTX *context) {
  SSL_CTX_set_info_callback(context, on_info);
  SSL_CTX_set_keylog_callback(context, on_keylog);
  SSL_CTX_sess_set_new_cb(context, on_new_session);
  SSL_CTX_sess_set_get_cb(context, on_find_session);
  SSL_CTX_set_tlsext_ticket_key_evp_cb(context, on_ticket);
  SSL_CTX_set_cert_cb(context, on_cert, NULL);
  SSL_CTX_set_tlsext_servername_callback(context, on_servername);
  SSL_CTX_set_tlsext_status_cb(context, on_status);
  SSL_CTX_set_alpn_select_cb(context, on_alpn, NULL);
}
