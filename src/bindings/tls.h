/* TLS: what stands between a stream's wire and whoever uses the stream.
 *
 * A SecureContext of JavaScript is an SSL_CTX: keys, certificates, what is
 * allowed. A TLSConnection is an SSL. Attached to a stream it is the stream's
 * filter: what libuv has read is decrypted at once, in C, and goes up as one
 * piece; what is written is encrypted and tried at once. The stream's consumer,
 * the HTTP parser for one, need not know.
 *
 *   tls_context.c       SecureContext: keys and certificates
 *   tls_context_rules.c SecureContext: versions, ciphers, tickets
 *   tls_callbacks.c     what OpenSSL asks during a handshake
 *   tls_filter.c        the bytes: handshake, reading, writing, ending
 *   tls_connection.c    TLSConnection: settings
 *   tls_peer.c          TLSConnection: what is known of the peer
 *   tls_wire.c          a stream over any Duplex of JavaScript
 *   tls.c               what lib/ sees of all this
 */
#ifndef BINDINGS_TLS_H_
#define BINDINGS_TLS_H_

#include "crypto.h"
#include "crypto_x509.h"
#include "stream.h"

#include <openssl/ssl.h>

/* What SLOT_TLS_ON_EVENT is called with: (event, ...). `this` is always the
 * TLSConnection. */
typedef enum tls_event {
  /* (): a handshake has ended well; also after a renegotiation. */
  TLS_EVENT_SECURE,
  /* (error): nothing more will come. */
  TLS_EVENT_ERROR,
  /* (servername | undefined, asksForOCSP): a server is to choose its
   * certificate; certDone() goes on. If enableCertCallback() was called. */
  TLS_EVENT_CERT,
  /* (sessionId, hasTicket): a client would resume; helloDone(session) goes on.
   * If enableHelloCallback() was called. */
  TLS_EVENT_HELLO,
  /* (sessionId, session): If enableSessionCallback() was called. */
  TLS_EVENT_SESSION,
  /* (line): If enableKeylogCallback() was called. */
  TLS_EVENT_KEYLOG,
  /* (): a handshake begins although one has ended: a renegotiation. */
  TLS_EVENT_RENEGOTIATION,
  /* (response | null): the server's OCSP response. */
  TLS_EVENT_OCSP,
  /* (protocols) -> the one chosen; any other value refuses. */
  TLS_EVENT_ALPN,
  /* (identity | hint, maxPskLength, maxIdentityLength) -> the secret, or
   * [secret, identity]; any other value refuses. */
  TLS_EVENT_PSK,
} tls_event;

/* Buffers with room for what one read of the wire can become. */
#define TLS_SPARE_SIZE ((size_t)64 * 1024)
enum { TLS_SPARES = 2 }; /* one to read, one to write */

/* What belongs to an SSL_CTX, and lives as long. */
typedef struct tls_context {
  SSL_CTX *ssl_context;
  X509 *certificate; /* or NULL; owned */
  X509 *issuer;      /* or NULL; owned */
  uint8_t ticket_keys[48];
  uint8_t *spares[TLS_SPARES]; /* buffers between two uses, or NULL */
} tls_context;

/* Bytes that grow at their end. */
typedef struct tls_bytes {
  uint8_t *data;
  size_t length;
  size_t capacity;
} tls_bytes;

/* Plain bytes that wait for the handshake. */
typedef struct tls_write tls_write;
struct tls_write {
  tls_write *next;
  void (*on_done)(stream *s, int status, void *data); /* or NULL */
  void *data;
  size_t length;
  size_t done; /* bytes of it that are encrypted already */
  uint8_t bytes[];
};

typedef struct tls_note tls_note;

typedef struct tls {
  env *env;
  js_wrap *wrap;       /* NULL: JavaScript has forgotten it */
  unsigned references; /* the JS object, the stream, and who is at work */
  SSL *ssl;
  tls_context *first_context; /* also after SNI has chosen another */
  stream *stream; /* NULL before attach() and after the stream has closed */
  bool is_server;

  const uint8_t *in; /* what was read and OpenSSL has not taken yet: borrowed */
  size_t in_length;
  tls_bytes rest; /* the same, of earlier reads, or come meanwhile: owned */
  size_t rest_start;

  tls_bytes out; /* encrypted, not given to the wire yet */
  tls_write *first_write;
  tls_write **last_write;
  bool wants_shutdown; /* when all that waits is written */
  void (*on_shutdown)(stream *s, int status);

  tls_note *first_note; /* events for JavaScript, gathered within OpenSSL */
  tls_note **last_note;

  bool is_started;
  bool is_established; /* the first handshake has ended */
  bool is_renegotiating;
  bool is_cycling; /* tls_cycle runs */
  bool is_inside;  /* OpenSSL runs: it must not be entered again */
  bool has_failed;
  bool has_ended; /* the consumer knows that nothing more will come */
  bool is_destroyed;

  bool asks_cert, asks_hello, tells_session, tells_keylog;
  bool is_asking_cert, is_asking_hello; /* JavaScript has been asked */
  bool cert_is_chosen, hello_is_answered;
  bool wants_ocsp;
  SSL_SESSION *resumed;   /* what JavaScript has found for a client, or NULL */
  uint8_t *ocsp_response; /* to be sent, or NULL */
  size_t ocsp_length;
  uint8_t *alpn_protocols; /* a server's, as on the wire, or NULL */
  unsigned alpn_length;
  bool has_alpn_callback;
  bool has_psk;
} tls;

/* An event that waits until OpenSSL has returned. */
struct tls_note {
  tls_note *next;
  tls_event event;
  bool has_second;
  size_t first_length, second_length;
  uint8_t bytes[]; /* the first, then the second */
};

extern const js_class tls_context_class;
extern const js_class tls_connection_class;

/* The SSL_CTX's own data. Never NULL for one made by SecureContext. */
tls_context *tls_context_of(SSL_CTX *context);

/* What a SecureContext holds, NULL (nothing thrown) for any other value. */
tls_context *tls_context_of_value(js_value value);

/* The natives of tls_context_rules.c, for the class's table. */
void tls_context_native_set_ciphers(js_call *call);
void tls_context_native_set_suites(js_call *call);
void tls_context_native_set_groups(js_call *call);
void tls_context_native_set_sigalgs(js_call *call);
void tls_context_native_set_dh(js_call *call);
void tls_context_native_set_options(js_call *call);
void tls_context_native_set_versions(js_call *call);
void tls_context_native_set_session_id(js_call *call);
void tls_context_native_set_session_timeout(js_call *call);
void tls_context_native_set_ticket_keys(js_call *call);
void tls_context_native_ticket_keys(js_call *call);

/* --- tls_callbacks.c --------------------------------------------------------
 */

/* Sets what every SSL_CTX of ours is asked through. */
void tls_callbacks_set(SSL_CTX *context);

tls *tls_of_ssl(const SSL *ssl);

/* Remembers an event; false: no memory. */
bool tls_note_add(tls *t, tls_event event, const uint8_t *first,
                  size_t first_length, const uint8_t *second,
                  size_t second_length);

/* Sets a server's PSK, or a client's. */
void tls_psk_enable(tls *t);
void tls_hello_enable(tls *t);

/* --- tls_filter.c -----------------------------------------------------------
 */

tls *tls_new(env *env, SSL_CTX *context, bool is_server);
void tls_hold(tls *t);
void tls_release(tls *t);

/* Calls lib/'s function. Needs a scope. JS_EMPTY: it has thrown, which was
 * dealt with, or there is nobody to call. */
js_value tls_call(tls *t, tls_event event, int count, const js_value *args);

/* Makes it the filter of a stream. */
void tls_attach(tls *t, stream *s);

/* Ends the writes that wait for the handshake with UV_ECANCELED. */
void tls_writes_cancel(tls *t, stream *s);

/* Does what can be done: handshake, reading, events. */
void tls_cycle(tls *t);

/* Takes bytes as if the wire had brought them. */
void tls_receive(tls *t, const uint8_t *bytes, size_t length);

/* The connection of `this`, OpenSSL's queue empty; NULL: exception pending. */
tls *tls_this(js_call *call);

/* --- tls_peer.c --------------------------------------------------------------
 */

void tls_peer_verify_error(js_call *call);
void tls_peer_certificates(js_call *call);
void tls_peer_session_servername(js_call *call);
void tls_peer_own_certificate(js_call *call);
void tls_peer_cipher(js_call *call);
void tls_peer_shared_sigalgs(js_call *call);
void tls_peer_ephemeral_key(js_call *call);
void tls_peer_finished(js_call *call);
void tls_peer_session(js_call *call);
void tls_peer_ticket(js_call *call);
void tls_peer_is_reused(js_call *call);
void tls_peer_protocol(js_call *call);
void tls_peer_servername(js_call *call);
void tls_peer_alpn(js_call *call);
void tls_peer_export(js_call *call);

/* --- tls_wire.c --------------------------------------------------------------
 */

/* A copy of the first argument's bytes, as what is called with them may detach
 * the buffer: the caller frees it. NULL: there are none, or no memory, and an
 * exception is pending. */
uint8_t *tls_arg_copy(js_call *call, size_t *length);

bool tls_bytes_append(tls_bytes *bytes, const uint8_t *data, size_t length);
void tls_bytes_free(tls_bytes *bytes);

#endif
