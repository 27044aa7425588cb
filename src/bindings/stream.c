#include "stream.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "../runtime/callback.h"
#include "../runtime/slab.h"

/* A read of at least this size gives the slab itself to JavaScript; below, a
 * copy of the right size is cheaper than a new slab. */
#define READ_HAND_OVER ((size_t)32 * 1024)

/* --- Life ---------------------------------------------------------------- */

stream *stream_of(js_value value) {
  return js_unwrap(value, &stream_class);
}

stream *stream_alloc(void) {
  return calloc(1, sizeof(stream));
}

static void stream_on_closed(env_handle *handle) {
  stream *s = (stream *)handle;
  if (s->wire != NULL)
    s->wire->on_closed(s);
  if (s->filter != NULL && s->filter->on_closed != NULL)
    s->filter->on_closed(s);
  if (s->consumer != NULL && s->consumer->on_closed != NULL)
    s->consumer->on_closed(s);
  if (s->acceptor != NULL && s->acceptor->on_closed != NULL)
    s->acceptor->on_closed(s);
  if (s->user_store != NULL)
    js_store_free(s->user_store);
}

void stream_attach(stream *s, env *env, const js_class *class_,
                   js_value object) {
  s->class_ = class_;
  env_handle_init(&s->base, env, &s->uv.handle, object, class_);
  s->base.on_closed = stream_on_closed;
  s->last_activity_ms = uv_now(&env->loop);
}

js_value stream_object(stream *s) {
  js_isolate *iso = s->base.env->iso;
  if (s->base.wrap != NULL)
    return js_wrap_object(iso, s->base.wrap);
  js_value object = js_class_instance(iso, s->class_);
  if (object == JS_EMPTY)
    return JS_EMPTY;
  s->base.wrap = js_wrap_new(iso, object, s->class_, s, true);
  return object;
}

void stream_close(stream *s) {
  env_handle_close(&s->base);
}

bool stream_is_open(stream *s) {
  return !s->base.is_closing;
}

void stream_set_consumer(stream *s, const stream_consumer *consumer,
                         void *data) {
  s->consumer = consumer;
  s->consumer_data = data;
}

void stream_set_acceptor(stream *server, const stream_acceptor *acceptor,
                         void *data) {
  server->acceptor = acceptor;
  server->consumer_data = data;
}

void stream_set_filter(stream *s, const stream_filter *filter, void *data) {
  s->filter = filter;
  s->filter_data = data;
}

/* Calls one of lib/'s functions with the stream's object as `this`. Needs a
 * scope. A stream nobody in JavaScript has seen has nobody to tell. */
static void js_notify(stream *s, int slot, int count, const js_value *args) {
  if (stream_object(s) == JS_EMPTY)
    return;
  js_value function = js_slot_get(s->base.env->iso, slot);
  env_handle_call(&s->base, function, count, args);
}

static void js_notify_status(stream *s, int slot, int status) {
  js_isolate *iso = s->base.env->iso;
  js_scope scope;
  js_scope_open(iso, &scope);
  js_value arg = js_int32(iso, status);
  js_notify(s, slot, 1, &arg);
  js_scope_close(&scope);
}

/* --- Reading ------------------------------------------------------------- */

static bool reads_into_user_buffer(stream *s) {
  return s->user_bytes != NULL && s->consumer == NULL && s->filter == NULL;
}

static void on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *buf) {
  (void)suggested;
  stream *s = handle->data;
  if (reads_into_user_buffer(s)) {
    *buf = uv_buf_init((char *)s->user_bytes, (unsigned)s->user_length);
    return;
  }
  env *env = s->base.env;
  if (env->read_pool == NULL)
    env->read_pool = slab_take();
  *buf = env->read_pool == NULL
             ? uv_buf_init(NULL, 0)
             : uv_buf_init((char *)slab_bytes(env->read_pool), SLAB_SIZE);
}

/* Whether the bytes fill much of the slab of this read, that nobody has yet. */
static bool is_worth_the_slab(slab *slab, const uint8_t *bytes, size_t length) {
  if (length < READ_HAND_OVER || slab == NULL || slab_is_shared(slab))
    return false;
  const uint8_t *start = slab_bytes(slab);
  return bytes >= start && bytes + length <= start + SLAB_SIZE;
}

js_value stream_buffer(env *env, const uint8_t *bytes, size_t length) {
  if (is_worth_the_slab(env->read_pool, bytes, length))
    return slab_buffer(env->iso, env->read_pool, bytes, length);
  return js_buffer_copy(env->iso, bytes, length);
}

/* JavaScript may have taken the slab: then the next read needs another. Not
 * before the read is done with: what is left of its bytes is still looked at.
 */
static void slab_settle(env *env) {
  if (env->read_pool == NULL || !slab_is_shared(env->read_pool))
    return;
  slab_release(env->read_pool);
  env->read_pool = NULL;
}

/* Takes the handle that came with the bytes over an IPC pipe. JS_EMPTY: there
 * is none, or it could not be taken. */
static js_value accept_pending(stream *s) {
  env *env = s->base.env;
  uv_handle_type type = uv_pipe_pending_type(&s->uv.pipe);
  stream *client = type == UV_TCP          ? tcp_stream_new(env)
                   : type == UV_NAMED_PIPE ? pipe_stream_new(env, false)
                                           : NULL;
  if (client == NULL)
    return JS_EMPTY;
  if (uv_accept(&s->uv.stream, &client->uv.stream) == 0)
    return stream_object(client);
  stream_close(client);
  return JS_EMPTY;
}

static bool has_pending_handle(stream *s) {
  return s->uv.handle.type == UV_NAMED_PIPE && s->uv.pipe.ipc &&
         uv_pipe_pending_count(&s->uv.pipe) > 0;
}

/* Bytes that a filter or another wire brings, for a program that reads into a
 * buffer of its own: piece by piece, as much as it holds. */
static void js_deliver_copied(stream *s, const uint8_t *bytes, size_t length) {
  js_isolate *iso = s->base.env->iso;
  while (length > 0 && !s->base.is_closing && s->user_length > 0) {
    size_t part = length < s->user_length ? length : s->user_length;
    memcpy(s->user_bytes, bytes, part);
    bytes += part;
    length -= part;
    js_scope scope;
    js_scope_open(iso, &scope);
    js_value arg = js_double(iso, (double)part);
    js_notify(s, SLOT_STREAM_ON_READ, 1, &arg);
    js_scope_close(&scope);
  }
}

static void js_deliver(stream *s, const uint8_t *bytes, size_t length) {
  if (s->user_bytes != NULL && bytes != s->user_bytes) {
    js_deliver_copied(s, bytes, length);
    return;
  }
  js_isolate *iso = s->base.env->iso;
  js_scope scope;
  js_scope_open(iso, &scope);
  js_value args[2] = {JS_EMPTY, js_undefined(iso)};
  args[0] = bytes == s->user_bytes ? js_double(iso, (double)length)
                                   : stream_buffer(s->base.env, bytes, length);
  if (args[0] == JS_EMPTY)
    args[0] = js_int32(iso, UV_ENOBUFS);
  bool has_handle = has_pending_handle(s);
  if (has_handle) {
    js_value pending = accept_pending(s);
    if (pending != JS_EMPTY)
      args[1] = pending;
  }
  js_notify(s, SLOT_STREAM_ON_READ, has_handle ? 2 : 1, args);
  js_scope_close(&scope);
}

void stream_deliver(stream *s, const uint8_t *bytes, size_t length) {
  if (s->base.is_closing)
    return;
  if (s->consumer != NULL) {
    s->consumer->on_read(s, bytes, length);
  } else {
    js_deliver(s, bytes, length);
  }
}

void stream_deliver_end(stream *s, int status) {
  if (s->base.is_closing)
    return;
  if (s->consumer != NULL) {
    s->consumer->on_end(s, status);
  } else {
    js_notify_status(s, SLOT_STREAM_ON_READ, status);
  }
}

static void on_read_end(stream *s, int status) {
  uv_read_stop(&s->uv.stream);
  if (s->filter != NULL) {
    s->filter->on_end(s, status);
  } else {
    stream_deliver_end(s, status);
  }
}

static void on_read(uv_stream_t *handle, ssize_t nread, const uv_buf_t *buf) {
  stream *s = handle->data;
  env *env = s->base.env;
  if (nread == 0)
    return; /* nothing there after all */
  s->last_activity_ms = uv_now(handle->loop);
  if (nread < 0) {
    on_read_end(s, (int)nread);
    return;
  }
  s->bytes_read += (uint64_t)nread;
  if (s->filter != NULL) {
    s->filter->on_read(s, (uint8_t *)buf->base, (size_t)nread);
  } else {
    stream_deliver(s, (uint8_t *)buf->base, (size_t)nread);
  }
  slab_settle(env);
}

int stream_read_start(stream *s) {
  if (s->base.is_closing)
    return UV_EBADF;
  if (s->wire != NULL)
    return s->wire->read_start(s);
  int status = uv_read_start(&s->uv.stream, on_alloc, on_read);
  return status == UV_EALREADY ? 0 : status;
}

void stream_read_stop(stream *s) {
  if (s->base.is_closing)
    return;
  if (s->wire != NULL) {
    s->wire->read_stop(s);
  } else {
    uv_read_stop(&s->uv.stream);
  }
}

/* --- Accepting ----------------------------------------------------------- */

static stream *accept_client(stream *server, int *status) {
  env *env = server->base.env;
  stream *client = server->uv.handle.type == UV_TCP
                       ? tcp_stream_new(env)
                       : pipe_stream_new(env, false);
  if (client == NULL) {
    *status = UV_ENOMEM;
    return NULL;
  }
  *status = uv_accept(&server->uv.stream, &client->uv.stream);
  if (*status == 0)
    return client;
  stream_close(client);
  return NULL;
}

static void js_connection(stream *server, int status, stream *client) {
  js_isolate *iso = server->base.env->iso;
  js_scope scope;
  js_scope_open(iso, &scope);
  js_value args[2] = {js_int32(iso, status), js_undefined(iso)};
  if (client != NULL)
    args[1] = stream_object(client);
  if (args[1] != JS_EMPTY)
    js_notify(server, SLOT_STREAM_ON_CONNECTION, 2, args);
  js_scope_close(&scope);
}

static void on_connection(uv_stream_t *handle, int status) {
  stream *server = handle->data;
  stream *client = status == 0 ? accept_client(server, &status) : NULL;
  if (status == UV_EAGAIN)
    return; /* another process was faster */
  if (server->acceptor == NULL) {
    js_connection(server, status, client);
  } else if (client == NULL) {
    server->acceptor->on_error(server, status);
  } else {
    server->acceptor->on_connection(server, client);
  }
}

int stream_listen(stream *s, int backlog) {
  return uv_listen(&s->uv.stream, backlog, on_connection);
}

/* --- Connecting ---------------------------------------------------------- */

void stream_on_connect(uv_connect_t *request, int status) {
  stream *s = request->handle->data;
  free(request);
  if (status == UV_ECANCELED && s->base.is_closing)
    return;
  s->last_activity_ms = uv_now(&s->base.env->loop);
  js_notify_status(s, SLOT_STREAM_ON_CONNECT_DONE, status);
}

/* --- Shutting down ------------------------------------------------------- */

typedef struct shutdown_request {
  uv_shutdown_t uv;
  void (*on_done)(stream *s, int status);
} shutdown_request;

static void on_shutdown(uv_shutdown_t *uv, int status) {
  shutdown_request *request = (shutdown_request *)uv;
  stream *s = uv->handle->data;
  if (request->on_done != NULL)
    request->on_done(s, status);
  free(request);
}

int stream_wire_shutdown(stream *s, void (*on_done)(stream *s, int status)) {
  if (s->base.is_closing)
    return UV_ENOTCONN;
  if (s->wire != NULL)
    return s->wire->shutdown(s, on_done);
  /* With nothing queued there is nothing to wait for: one system call instead
   * of a request and another turn of the loop. */
  uv_os_fd_t fd;
  if (uv_stream_get_write_queue_size(&s->uv.stream) == 0 &&
      uv_fileno(&s->uv.handle, &fd) == 0) {
    return shutdown(fd, SHUT_WR) == 0 ? 0 : uv_translate_sys_error(errno);
  }
  shutdown_request *request = malloc(sizeof *request);
  if (request == NULL)
    return UV_ENOMEM;
  request->on_done = on_done;
  int status = uv_shutdown(&request->uv, &s->uv.stream, on_shutdown);
  if (status == 0)
    return 1;
  free(request);
  return status;
}

int stream_shutdown(stream *s, void (*on_done)(stream *s, int status)) {
  if (s->filter != NULL)
    return s->filter->shutdown(s, on_done);
  return stream_wire_shutdown(s, on_done);
}
