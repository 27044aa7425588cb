/* The bytes of a TLS connection, between OpenSSL and the stream. */
#include <openssl/err.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "../runtime/callback.h"
#include "tls.h"

/* Small pieces of one write go into records together. */
#define RECORD_SIZE ((size_t)16 * 1024)

/* So much is encrypted before the kernel is tried. */
#define FLUSH_SIZE ((size_t)128 * 1024)

/* What may wait while nothing can be decrypted. */
#define INPUT_KEPT_MAX ((size_t)64 * 1024)

/* --- Bytes --------------------------------------------------------------- */

bool tls_bytes_append(tls_bytes *bytes, const uint8_t *data, size_t length) {
  if (length == 0)
    return true;
  if (bytes->capacity - bytes->length < length) {
    size_t capacity = bytes->capacity * 2;
    if (capacity < bytes->length + length)
      capacity = bytes->length + length;
    if (capacity < 1024)
      capacity = 1024;
    uint8_t *grown = realloc(bytes->data, capacity);
    if (grown == NULL)
      return false;
    bytes->data = grown;
    bytes->capacity = capacity;
  }
  memcpy(bytes->data + bytes->length, data, length);
  bytes->length += length;
  return true;
}

void tls_bytes_free(tls_bytes *bytes) {
  free(bytes->data);
  *bytes = (tls_bytes){NULL, 0, 0};
}

/* --- What OpenSSL reads from and writes to -------------------------------- */

static size_t input_take(tls *t, char *room, size_t size) {
  size_t length = 0;
  if (t->rest_start < t->rest.length) {
    length = t->rest.length - t->rest_start;
    length = length < size ? length : size;
    memcpy(room, t->rest.data + t->rest_start, length);
    t->rest_start += length;
    return length;
  }
  length = t->in_length < size ? t->in_length : size;
  if (length == 0)
    return 0;
  memcpy(room, t->in, length);
  t->in += length;
  t->in_length -= length;
  return length;
}

static int wire_bio_read(BIO *bio, char *room, int size) {
  BIO_clear_retry_flags(bio);
  size_t length =
      size > 0 ? input_take(BIO_get_data(bio), room, (size_t)size) : 0;
  if (length > 0)
    return (int)length;
  BIO_set_retry_read(bio);
  return -1;
}

static int wire_bio_write(BIO *bio, const char *bytes, int length) {
  tls *t = BIO_get_data(bio);
  BIO_clear_retry_flags(bio);
  if (length <= 0)
    return 0;
  if (!tls_bytes_append(&t->out, (const uint8_t *)bytes, (size_t)length))
    return -1;
  return length;
}

static long wire_bio_control(BIO *bio, int command, long number, void *data) {
  switch (command) {
    case BIO_CTRL_FLUSH:
    case BIO_CTRL_DUP:
    case BIO_CTRL_PUSH:
    case BIO_CTRL_POP:
      return 1;
    default:
      return 0;
  }
}

static int wire_bio_create(BIO *bio) {
  BIO_set_init(bio, 1);
  return 1;
}

static BIO_METHOD *wire_bio_method;

static void wire_bio_method_make(void) {
  BIO_METHOD *method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK,
                                    "stream of the runtime");
  if (method == NULL)
    return;
  BIO_meth_set_read(method, wire_bio_read);
  BIO_meth_set_write(method, wire_bio_write);
  BIO_meth_set_ctrl(method, wire_bio_control);
  BIO_meth_set_create(method, wire_bio_create);
  wire_bio_method = method;
}

/* Made once a process; never changed after. */
static BIO *wire_bio_new(tls *t) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, wire_bio_method_make);
  BIO *bio = wire_bio_method ? BIO_new(wire_bio_method) : NULL;
  if (bio != NULL)
    BIO_set_data(bio, t);
  return bio;
}

/* --- Life ---------------------------------------------------------------- */

tls *tls_new(env *env, SSL_CTX *context, bool is_server) {
  tls *t = calloc(1, sizeof *t);
  if (t == NULL)
    return NULL;
  t->env = env;
  t->is_server = is_server;
  t->references = 1;
  t->last_write = &t->first_write;
  t->last_note = &t->first_note;
  t->ssl = SSL_new(context);
  BIO *bio = t->ssl ? wire_bio_new(t) : NULL;
  if (bio == NULL) {
    SSL_free(t->ssl);
    free(t);
    return NULL;
  }
  t->first_context = tls_context_of(context);
  SSL_set_bio(t->ssl, bio, bio);
  SSL_set_app_data(t->ssl, t);
  if (is_server) {
    SSL_set_accept_state(t->ssl);
  } else {
    SSL_set_connect_state(t->ssl);
  }
  return t;
}

void tls_hold(tls *t) {
  t->references++;
}

static void notes_free(tls *t) {
  while (t->first_note != NULL) {
    tls_note *note = t->first_note;
    t->first_note = note->next;
    free(note);
  }
  t->last_note = &t->first_note;
}

static void writes_free(tls *t) {
  while (t->first_write != NULL) {
    tls_write *write = t->first_write;
    t->first_write = write->next;
    free(write);
  }
  t->last_write = &t->first_write;
}

void tls_release(tls *t) {
  if (--t->references > 0)
    return;
  SSL_free(t->ssl);
  SSL_SESSION_free(t->resumed);
  notes_free(t);
  writes_free(t);
  tls_bytes_free(&t->rest);
  tls_bytes_free(&t->out);
  free(t->ocsp_response);
  free(t->alpn_protocols);
  free(t);
}

/* --- Telling JavaScript --------------------------------------------------- */

js_value tls_call(tls *t, tls_event event, int count, const js_value *args) {
  env *env = t->env;
  if (t->wrap == NULL)
    return JS_EMPTY;
  js_value all[4] = {js_int32(env->iso, (int)event)};
  for (int i = 0; i < count && i < 3; i++)
    all[i + 1] = args[i];
  js_ref *context = t->stream != NULL ? t->stream->base.context : NULL;
  return env_call(env, context, js_slot_get(env->iso, SLOT_TLS_ON_EVENT),
                  js_wrap_object(env->iso, t->wrap), count + 1, all);
}

static void tell(tls *t, tls_event event, int count, const js_value *args) {
  tls_call(t, event, count, args);
}

/* Whether there is still somebody to work for. */
static bool is_live(const tls *t) {
  return t->stream != NULL && !t->is_destroyed && stream_is_open(t->stream);
}

static void note_tell(tls *t, const tls_note *note) {
  js_isolate *iso = t->env->iso;
  js_scope scope;
  js_scope_open(iso, &scope);
  js_value args[2] = {js_null(iso), js_undefined(iso)};
  if (note->first_length > 0 || note->event == TLS_EVENT_SESSION)
    args[0] = js_buffer_copy(iso, note->bytes, note->first_length);
  if (note->has_second)
    args[1] = js_buffer_copy(iso, note->bytes + note->first_length,
                             note->second_length);
  if (args[0] != JS_EMPTY && args[1] != JS_EMPTY)
    tell(t, note->event, note->has_second ? 2 : 1, args);
  js_scope_close(&scope);
}

static void notes_tell(tls *t) {
  while (t->first_note != NULL) {
    tls_note *note = t->first_note;
    t->first_note = note->next;
    if (t->first_note == NULL)
      t->last_note = &t->first_note;
    note_tell(t, note);
    free(note);
  }
}

/* Nothing more can be read or written. `error`: what OpenSSL's queue held. */
static void fail(tls *t, const crypto_error *error) {
  static const crypto_error none = {.count = 0};
  if (t->has_failed)
    return;
  t->has_failed = true;
  js_isolate *iso = t->env->iso;
  js_scope scope;
  js_scope_open(iso, &scope);
  js_value value =
      crypto_error_value(iso, error != NULL ? error : &none, "TLS has failed");
  tell(t, TLS_EVENT_ERROR, 1, &value);
  js_scope_close(&scope);
}

/* --- Buffers between two uses --------------------------------------------- */

/* TLS_SPARE_SIZE bytes; NULL: no memory. */
static uint8_t *spare_take(tls *t) {
  tls_context *context = t->first_context;
  for (int i = 0; i < TLS_SPARES; i++) {
    uint8_t *spare = context->spares[i];
    context->spares[i] = NULL;
    if (spare != NULL)
      return spare;
  }
  return malloc(TLS_SPARE_SIZE);
}

static void spare_give(tls *t, uint8_t *spare) {
  tls_context *context = t->first_context;
  for (int i = 0; i < TLS_SPARES; i++) {
    if (context->spares[i] == NULL) {
      context->spares[i] = spare;
      return;
    }
  }
  free(spare);
}

/* --- Out ------------------------------------------------------------------ */

/* Gives what is encrypted to the wire; returns what stream_wire_write does. */
static int out_flush(tls *t, void (*on_done)(stream *, int, void *),
                     void *data) {
  if (t->out.length == 0)
    return 0;
  uv_buf_t buf = {.base = (char *)t->out.data, .len = t->out.length};
  tls_bytes taken = t->out;
  t->out = (tls_bytes){NULL, 0, 0}; /* the wire may call back */
  int result = t->stream == NULL
                   ? UV_EBADF
                   : stream_wire_write(t->stream, &buf, 1, on_done, data);
  taken.length = 0;
  if (taken.capacity == TLS_SPARE_SIZE) {
    spare_give(t, taken.data);
  } else if (t->out.data == NULL && t->is_cycling) {
    t->out = taken; /* a handshake will need it again */
  } else {
    free(taken.data);
  }
  return result;
}

static void out_prepare(tls *t) {
  if (t->out.data != NULL)
    return;
  uint8_t *spare = spare_take(t);
  if (spare != NULL)
    t->out = (tls_bytes){spare, 0, TLS_SPARE_SIZE};
}

/* A write in the making. */
typedef struct plain_writer {
  tls *tls;
  const uv_buf_t *bufs;
  unsigned count;
  unsigned index; /* of the buf, and the place in it, that come next */
  size_t offset;
  uint8_t staging[RECORD_SIZE];
} plain_writer;

static size_t bufs_length(const uv_buf_t *bufs, unsigned count) {
  size_t length = 0;
  for (unsigned i = 0; i < count; i++)
    length += bufs[i].len;
  return length;
}

/* The next bytes for a record: of one buf where it fills it, else gathered.
 * Does not move on. 0: none are left. */
static size_t writer_peek(plain_writer *w, const uint8_t **bytes) {
  while (w->index < w->count && w->offset == w->bufs[w->index].len) {
    w->index++;
    w->offset = 0;
  }
  if (w->index == w->count)
    return 0;
  const uv_buf_t *buf = &w->bufs[w->index];
  size_t left = buf->len - w->offset;
  *bytes = (const uint8_t *)buf->base + w->offset;
  if (left >= RECORD_SIZE)
    return left < FLUSH_SIZE ? left : FLUSH_SIZE;
  if (w->index + 1 == w->count)
    return left;
  size_t length = left;
  memcpy(w->staging, *bytes, left);
  for (unsigned i = w->index + 1; i < w->count && length < RECORD_SIZE; i++) {
    size_t part = w->bufs[i].len;
    part = part < RECORD_SIZE - length ? part : RECORD_SIZE - length;
    if (part > 0)
      memcpy(w->staging + length, w->bufs[i].base, part);
    length += part;
  }
  *bytes = w->staging;
  return length;
}

static void writer_skip(plain_writer *w, size_t length) {
  while (length > 0) {
    size_t left = w->bufs[w->index].len - w->offset;
    if (length < left) {
      w->offset += length;
      return;
    }
    length -= left;
    w->index++;
    w->offset = 0;
  }
}

/* Encrypts until all is done (1), OpenSSL waits for the other side (0), or it
 * fails (-1). What is encrypted and more than FLUSH_SIZE is given to the wire,
 * but never the end; a failing wire gives its error in *status. */
static int writer_run(plain_writer *w, size_t *done, int *status) {
  tls *t = w->tls;
  const uint8_t *bytes;
  out_prepare(t);
  for (size_t length; (length = writer_peek(w, &bytes)) > 0;) {
    if (t->out.length >= FLUSH_SIZE) {
      *status = out_flush(t, NULL, NULL);
      if (*status < 0)
        return -1;
    }
    size_t written = 0;
    t->is_inside = true;
    int result = SSL_write_ex(t->ssl, bytes, length, &written);
    t->is_inside = false;
    if (result != 1) {
      int reason = SSL_get_error(t->ssl, result);
      return reason == SSL_ERROR_WANT_READ || reason == SSL_ERROR_WANT_WRITE
                 ? 0
                 : -1;
    }
    writer_skip(w, written);
    *done += written;
  }
  return 1;
}

/* Keeps a copy of all but the first `skip` bytes until it can be sent. */
static int write_wait(tls *t, const uv_buf_t *bufs, unsigned count, size_t skip,
                      void (*on_done)(stream *, int, void *), void *data) {
  size_t length = bufs_length(bufs, count);
  tls_write *write = malloc(sizeof *write + length);
  if (write == NULL)
    return UV_ENOMEM;
  *write = (tls_write){
      .on_done = on_done, .data = data, .length = length, .done = skip};
  uint8_t *end = write->bytes;
  for (unsigned i = 0; i < count; i++) {
    if (bufs[i].len > 0)
      memcpy(end, bufs[i].base, bufs[i].len);
    end += bufs[i].len;
  }
  *t->last_write = write;
  t->last_write = &write->next;
  size_t left = length - skip;
  return left == 0 ? 1 : left < INT32_MAX ? (int)left : INT32_MAX;
}

static int filter_send(tls *t, const uv_buf_t *bufs, unsigned count,
                       void (*on_done)(stream *, int, void *), void *data) {
  plain_writer writer;
  writer.tls = t;
  writer.bufs = bufs;
  writer.count = count;
  writer.index = 0;
  writer.offset = 0;
  size_t done = 0;
  int status = 0;
  int result = writer_run(&writer, &done, &status);
  if (result > 0)
    return out_flush(t, on_done, data);
  if (status < 0)
    return status;
  status = out_flush(t, NULL, NULL);
  if (status < 0)
    return status;
  if (result < 0) {
    ERR_clear_error();
    return UV_EPIPE;
  }
  return write_wait(t, bufs, count, done, on_done, data);
}

static bool must_wait(const tls *t) {
  return !t->is_established || t->is_inside || t->first_write != NULL ||
         SSL_in_init(t->ssl);
}

static int filter_write(stream *s, const uv_buf_t *bufs, unsigned count,
                        void (*on_done)(stream *s, int status, void *data),
                        void *data) {
  tls *t = s->filter_data;
  if (!stream_is_open(s) || t->is_destroyed)
    return UV_EBADF;
  if (t->has_failed)
    return UV_EPIPE;
  if (must_wait(t))
    return write_wait(t, bufs, count, 0, on_done, data);
  if (bufs_length(bufs, count) == 0)
    return 0;
  return filter_send(t, bufs, count, on_done, data);
}

/* The write that waits the longest. False: it has to wait on. */
static bool write_resume(tls *t) {
  tls_write *write = t->first_write;
  plain_writer writer;
  uv_buf_t buf = {.base = (char *)write->bytes + write->done,
                  .len = write->length - write->done};
  writer.tls = t;
  writer.bufs = &buf;
  writer.count = 1;
  writer.index = 0;
  writer.offset = 0;
  int status = 0;
  size_t done = 0;
  int result = writer_run(&writer, &done, &status);
  write->done += done;
  if (result == 0)
    return false;
  t->first_write = write->next;
  if (t->first_write == NULL)
    t->last_write = &t->first_write;
  if (result < 0 && status == 0)
    status = UV_EPIPE;
  int flushed = out_flush(t, status < 0 ? NULL : write->on_done, write->data);
  if (status == 0)
    status = flushed;
  if (status <= 0 && write->on_done != NULL && t->stream != NULL)
    write->on_done(t->stream, status, write->data);
  free(write);
  return true;
}

static void shutdown_resume(tls *t);

static void writes_resume(tls *t) {
  while (t->first_write != NULL && is_live(t) && !SSL_in_init(t->ssl) &&
         !t->has_failed) {
    if (!write_resume(t))
      return;
  }
  if (t->first_write == NULL && t->wants_shutdown)
    shutdown_resume(t);
}

/* --- Ending the writing side ---------------------------------------------- */

static int shutdown_now(tls *t, void (*on_done)(stream *s, int status)) {
  if (!t->has_failed && !t->is_inside && t->is_started) {
    ERR_clear_error();
    SSL_shutdown(t->ssl);
    ERR_clear_error();
    out_flush(t, NULL, NULL);
  }
  return stream_wire_shutdown(t->stream, on_done);
}

static int filter_shutdown(stream *s, void (*on_done)(stream *s, int status)) {
  tls *t = s->filter_data;
  if (!stream_is_open(s))
    return UV_ENOTCONN;
  /* The end must not come before the first word of the handshake. */
  if (t->first_write == NULL && t->is_started)
    return shutdown_now(t, on_done);
  t->wants_shutdown = true;
  t->on_shutdown = on_done;
  return 1;
}

static void shutdown_resume(tls *t) {
  t->wants_shutdown = false;
  if (!is_live(t))
    return;
  int status = shutdown_now(t, t->on_shutdown);
  if (status <= 0 && t->on_shutdown != NULL && t->stream != NULL)
    t->on_shutdown(t->stream, status);
}

/* --- In ------------------------------------------------------------------- */

/* Tells the consumer that nothing more will come, once. */
static void end_deliver(tls *t, int status) {
  if (t->has_ended || !is_live(t))
    return;
  t->has_ended = true;
  stream_read_stop(t->stream);
  stream_deliver_end(t->stream, status);
}

static void ask_cert(tls *t) {
  js_isolate *iso = t->env->iso;
  js_scope scope;
  js_scope_open(iso, &scope);
  const char *name = SSL_get_servername(t->ssl, TLSEXT_NAMETYPE_host_name);
  js_value args[2] = {
      name ? js_string_utf8(iso, name, JS_AUTO_LENGTH) : js_undefined(iso),
      js_bool(iso,
              SSL_get_tlsext_status_type(t->ssl) == TLSEXT_STATUSTYPE_ocsp)};
  tell(t, TLS_EVENT_CERT, 2, args);
  js_scope_close(&scope);
}

static void secure_tell(tls *t) {
  js_isolate *iso = t->env->iso;
  js_scope scope;
  js_scope_open(iso, &scope);
  tell(t, TLS_EVENT_SECURE, 0, NULL);
  js_scope_close(&scope);
}

static void handshake_check(tls *t) {
  if (SSL_in_init(t->ssl) || (t->is_established && !t->is_renegotiating))
    return;
  t->is_established = true;
  t->is_renegotiating = false;
  secure_tell(t);
}

/* What a call of OpenSSL has left, to be looked at after other calls. */
typedef struct outcome {
  int reason; /* SSL_ERROR_* */
  crypto_error error;
} outcome;

static void outcome_take(tls *t, int result, outcome *o) {
  o->reason = SSL_get_error(t->ssl, result);
  crypto_error_take(&o->error);
}

/* JavaScript is asked once, and may answer at once. */
static bool cert_resume(tls *t) {
  if (!t->is_asking_cert) {
    t->is_asking_cert = true;
    ask_cert(t);
  }
  return t->cert_is_chosen && is_live(t);
}

/* Does what an outcome asks for. False: it cannot go on for now. */
static bool outcome_handle(tls *t, const outcome *o) {
  out_flush(t, NULL, NULL);
  notes_tell(t);
  if (!is_live(t))
    return false;
  switch (o->reason) {
    case SSL_ERROR_WANT_READ:
    case SSL_ERROR_WANT_WRITE:
      return false;
    case SSL_ERROR_WANT_CLIENT_HELLO_CB:
      return t->hello_is_answered;
    case SSL_ERROR_WANT_X509_LOOKUP:
      return cert_resume(t);
    case SSL_ERROR_ZERO_RETURN:
      end_deliver(t, UV_EOF);
      return false;
    default:
      fail(t, &o->error);
      return false;
  }
}

static bool handshake_run(tls *t) {
  while (is_live(t) && !t->has_failed) {
    outcome o;
    ERR_clear_error();
    t->is_inside = true;
    int result = SSL_do_handshake(t->ssl);
    t->is_inside = false;
    if (result == 1) {
      notes_tell(t);
      if (is_live(t))
        handshake_check(t);
      /* Whoever has been refused does not even hear that it was done. */
      if (!is_live(t))
        return false;
      out_flush(t, NULL, NULL);
      return is_live(t);
    }
    outcome_take(t, result, &o);
    if (!outcome_handle(t, &o))
      return false;
  }
  return false;
}

/* Decrypts what there is, at most a room full. Returns the last result. */
static int plain_read(tls *t, uint8_t *room, size_t *length) {
  int result = 1;
  *length = 0;
  ERR_clear_error();
  t->is_inside = true;
  while (result == 1 && *length < TLS_SPARE_SIZE) {
    size_t part = 0;
    result =
        SSL_read_ex(t->ssl, room + *length, TLS_SPARE_SIZE - *length, &part);
    *length += part;
  }
  t->is_inside = false;
  return result;
}

/* Returns whether there may be more to read. */
static bool read_once(tls *t) {
  uint8_t *room = spare_take(t);
  if (room == NULL) {
    fail(t, NULL);
    return false;
  }
  size_t length;
  outcome o = {.reason = SSL_ERROR_NONE};
  int result = plain_read(t, room, &length);
  if (result != 1)
    outcome_take(t, result, &o);
  /* First what came before the bytes, a session's ticket for one. */
  notes_tell(t);
  if (t->is_renegotiating && is_live(t))
    handshake_check(t);
  if (length > 0 && is_live(t) && !t->has_ended)
    stream_deliver(t->stream, room, length);
  spare_give(t, room);
  return is_live(t) && (o.reason == SSL_ERROR_NONE || outcome_handle(t, &o));
}

void tls_writes_cancel(tls *t, stream *s) {
  while (t->first_write != NULL) {
    tls_write *write = t->first_write;
    t->first_write = write->next;
    if (write->on_done != NULL)
      write->on_done(s, UV_ECANCELED, write->data);
    free(write);
  }
  t->last_write = &t->first_write;
}

void tls_cycle(tls *t) {
  if (t->is_cycling || !t->is_started || !is_live(t) || t->has_failed)
    return;
  t->is_cycling = true;
  tls_hold(t);
  if (!t->is_established && !handshake_run(t))
    goto done;
  writes_resume(t);
  while (is_live(t) && !t->has_failed && !t->has_ended && read_once(t)) {
  }
  if (is_live(t))
    writes_resume(t);

done:
  if (is_live(t))
    out_flush(t, NULL, NULL);
  if (t->first_write == NULL && t->wants_shutdown)
    shutdown_resume(t);
  t->is_cycling = false;
  if (t->out.length == 0)
    tls_bytes_free(&t->out);
  tls_release(t);
}

/* Keeps what OpenSSL has not taken: the borrowed bytes will be gone. */
static void input_keep(tls *t) {
  if (t->rest_start == t->rest.length) {
    tls_bytes_free(&t->rest);
    t->rest_start = 0;
  }
  if (t->in_length > 0 && !tls_bytes_append(&t->rest, t->in, t->in_length))
    fail(t, NULL);
  t->in = NULL;
  t->in_length = 0;
  /* Who is asked to choose a certificate may take long; the other side must not
   * fill our memory meanwhile. Going on starts to read again. */
  if (t->rest.length > INPUT_KEPT_MAX && t->stream != NULL)
    stream_read_stop(t->stream);
}

void tls_receive(tls *t, const uint8_t *bytes, size_t length) {
  if (t->has_ended || t->has_failed)
    return;
  if (t->is_cycling) {
    /* Within a call of JavaScript's: the bytes stand behind those that are
     * being read. */
    input_keep(t);
    if (!tls_bytes_append(&t->rest, bytes, length))
      fail(t, NULL);
    return;
  }
  tls_hold(t);
  t->in = bytes;
  t->in_length = length;
  tls_cycle(t);
  input_keep(t);
  tls_release(t);
}

/* --- The filter ------------------------------------------------------------
 */

static void filter_on_read(stream *s, const uint8_t *bytes, size_t length) {
  tls_receive(s->filter_data, bytes, length);
}

static void filter_on_end(stream *s, int status) {
  end_deliver(s->filter_data, status);
}

static void filter_on_closed(stream *s) {
  tls *t = s->filter_data;
  tls_writes_cancel(t, s);
  if (t->wants_shutdown && t->on_shutdown != NULL) {
    t->wants_shutdown = false;
    t->on_shutdown(s, UV_ECANCELED);
  }
  t->stream = NULL;
  s->filter = NULL;
  s->filter_data = NULL;
  if (t->wrap != NULL)
    js_wrap_make_weak(t->wrap);
  tls_release(t);
}

static const stream_filter tls_filter = {
    .on_read = filter_on_read,
    .on_end = filter_on_end,
    .write = filter_write,
    .shutdown = filter_shutdown,
    .on_closed = filter_on_closed,
};

void tls_attach(tls *t, stream *s) {
  tls_hold(t);
  t->stream = s;
  if (t->wrap != NULL)
    js_wrap_make_strong(t->wrap);
  stream_set_filter(s, &tls_filter, t);
}
