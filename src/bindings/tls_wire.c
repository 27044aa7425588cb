/* TLSWire: a stream whose wire is a Duplex of JavaScript's, so that TLS can go
 * over anything. lib/internal/tls/duplex.js is its other half:
 *
 *   handle.onWireWrite(buffer)     to be written; written(status) says it is
 *   handle.onWireShutdown()        to be ended; shutDown(status)
 *   handle.onWireReading(isOn)     feed(bytes) and feedEnd(status) are welcome
 */
#include <stdlib.h>
#include <string.h>

#include "../runtime/binding.h"
#include "../runtime/callback.h"
#include "stream.h"

/* A write that JavaScript has not confirmed. */
typedef struct wire_write wire_write;
struct wire_write {
  wire_write *next;
  void (*on_done)(stream *s, int status, void *data); /* or NULL */
  void *data;
  size_t length;
};

typedef struct wire {
  wire_write *first;
  wire_write **last;
  size_t queued; /* bytes of them all */
  void (*on_shutdown)(stream *s, int status);
  bool is_reading;
} wire;

static const js_class tls_wire_class;

/* Calls a method of the handle. */
static void wire_call(stream *s, const char *name, int count,
                      const js_value *args) {
  js_isolate *iso = s->base.env->iso;
  if (s->base.wrap == NULL)
    return;
  js_value object = js_wrap_object(iso, s->base.wrap);
  js_value method = js_get_named(iso, object, name);
  if (method != JS_EMPTY && js_is_function(method))
    env_handle_call(&s->base, method, count, args);
}

static void reading_tell(stream *s, bool is_reading) {
  wire *w = s->wire_data;
  if (w->is_reading == is_reading)
    return;
  w->is_reading = is_reading;
  js_isolate *iso = s->base.env->iso;
  js_scope scope;
  js_scope_open(iso, &scope);
  js_value arg = js_bool(iso, is_reading);
  wire_call(s, "onWireReading", 1, &arg);
  js_scope_close(&scope);
}

static int wire_read_start(stream *s) {
  reading_tell(s, true);
  return 0;
}

static void wire_read_stop(stream *s) {
  reading_tell(s, false);
}

static size_t bufs_length(const uv_buf_t *bufs, unsigned count) {
  size_t length = 0;
  for (unsigned i = 0; i < count; i++)
    length += bufs[i].len;
  return length;
}

static js_value bufs_join(js_isolate *iso, const uv_buf_t *bufs,
                          unsigned count) {
  uint8_t *end;
  js_value buffer = js_buffer(iso, bufs_length(bufs, count), &end);
  for (unsigned i = 0; buffer != JS_EMPTY && i < count; i++) {
    if (bufs[i].len > 0)
      memcpy(end, bufs[i].base, bufs[i].len);
    end += bufs[i].len;
  }
  return buffer;
}

static int wire_do_write(stream *s, const uv_buf_t *bufs, unsigned count,
                         void (*on_done)(stream *s, int status, void *data),
                         void *data) {
  wire *w = s->wire_data;
  js_isolate *iso = s->base.env->iso;
  if (s->base.is_closing)
    return UV_EBADF;
  size_t length = bufs_length(bufs, count);
  wire_write *write = malloc(sizeof *write);
  if (write == NULL)
    return UV_ENOMEM;
  *write = (wire_write){.on_done = on_done, .data = data, .length = length};
  js_scope scope;
  js_scope_open(iso, &scope);
  js_value buffer = bufs_join(iso, bufs, count);
  if (buffer == JS_EMPTY) {
    free(write);
    js_scope_close(&scope);
    return UV_ENOBUFS;
  }
  *w->last = write;
  w->last = &write->next;
  w->queued += length;
  wire_call(s, "onWireWrite", 1, &buffer);
  js_scope_close(&scope);
  return length == 0 ? 1 : length < INT32_MAX ? (int)length : INT32_MAX;
}

static int wire_shutdown(stream *s, void (*on_done)(stream *s, int status)) {
  wire *w = s->wire_data;
  js_isolate *iso = s->base.env->iso;
  js_scope scope;
  w->on_shutdown = on_done;
  js_scope_open(iso, &scope);
  wire_call(s, "onWireShutdown", 0, NULL);
  js_scope_close(&scope);
  return 1;
}

static size_t wire_queue_size(stream *s) {
  return ((wire *)s->wire_data)->queued;
}

/* Ends the oldest write. */
static void write_finish(stream *s, int status) {
  wire *w = s->wire_data;
  wire_write *write = w->first;
  w->first = write->next;
  if (w->first == NULL)
    w->last = &w->first;
  w->queued -= write->length;
  if (write->on_done != NULL)
    write->on_done(s, status, write->data);
  free(write);
}

static void wire_on_closed(stream *s) {
  wire *w = s->wire_data;
  while (w->first != NULL)
    write_finish(s, UV_ECANCELED);
  free(w);
  s->wire_data = NULL;
}

static const stream_wire duplex_wire = {
    .read_start = wire_read_start,
    .read_stop = wire_read_stop,
    .write = wire_do_write,
    .shutdown = wire_shutdown,
    .queue_size = wire_queue_size,
    .on_closed = wire_on_closed,
};

/* --- What JavaScript calls --------------------------------------------------
 */

/* new TLSWire(): its libuv handle is a pipe that is never opened */
static void wire_construct(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  env *env = env_of(iso);
  stream *s = stream_alloc();
  wire *w = calloc(1, sizeof *w);
  if (s == NULL || w == NULL ||
      uv_pipe_init(&env->loop, &s->uv.pipe, false) != 0) {
    free(s);
    free(w);
    js_throw_out_of_memory(iso);
    return;
  }
  w->last = &w->first;
  s->wire = &duplex_wire;
  s->wire_data = w;
  stream_attach(s, env, &tls_wire_class, js_call_this(call));
}

static stream *wire_this(js_call *call) {
  stream *s = js_unwrap(js_call_this(call), &tls_wire_class);
  return s != NULL && !s->base.is_closing ? s : NULL;
}

uint8_t *tls_arg_copy(js_call *call, size_t *length) {
  js_bytes bytes;
  if (!js_bytes_of(js_call_arg(call, 0), &bytes) || bytes.length == 0)
    return NULL;
  uint8_t *copy = malloc(bytes.length);
  if (copy == NULL) {
    js_throw_out_of_memory(js_call_isolate(call));
    return NULL;
  }
  memcpy(copy, bytes.data, bytes.length);
  *length = bytes.length;
  return copy;
}

/* feed(bytes) */
static void wire_feed(js_call *call) {
  stream *s = wire_this(call);
  size_t length = 0;
  uint8_t *bytes = s ? tls_arg_copy(call, &length) : NULL;
  if (bytes == NULL)
    return;
  s->bytes_read += length;
  s->last_activity_ms = uv_now(&s->base.env->loop);
  if (s->filter != NULL) {
    s->filter->on_read(s, bytes, length);
  } else {
    stream_deliver(s, bytes, length);
  }
  free(bytes);
}

/* feedEnd(status) */
static void wire_feed_end(js_call *call) {
  stream *s = wire_this(call);
  js_value status = js_call_arg(call, 0);
  if (s == NULL || !js_is_int32(status))
    return;
  if (s->filter != NULL) {
    s->filter->on_end(s, js_int32_value(status));
  } else {
    stream_deliver_end(s, js_int32_value(status));
  }
}

/* written(status): of the oldest write */
static void wire_written(js_call *call) {
  stream *s = wire_this(call);
  js_value status = js_call_arg(call, 0);
  if (s == NULL || !js_is_int32(status))
    return;
  wire *w = s->wire_data;
  if (w->first == NULL)
    return;
  write_finish(s, js_int32_value(status));
  if (s->consumer != NULL && s->consumer->on_drain != NULL &&
      !s->base.is_closing && w->queued == 0)
    s->consumer->on_drain(s);
}

/* shutDown(status) */
static void wire_shut_down(js_call *call) {
  stream *s = wire_this(call);
  js_value status = js_call_arg(call, 0);
  if (s == NULL || !js_is_int32(status))
    return;
  wire *w = s->wire_data;
  void (*on_done)(stream *, int) = w->on_shutdown;
  w->on_shutdown = NULL;
  if (on_done != NULL)
    on_done(s, js_int32_value(status));
}

static const js_native_entry methods[] = {
    {"feed", wire_feed, 1, NULL},
    {"feedEnd", wire_feed_end, 1, NULL},
    {"written", wire_written, 1, NULL},
    {"shutDown", wire_shut_down, 1, NULL},
    {NULL, NULL, 0, NULL},
};

static const js_class tls_wire_class = {
    .name = "TLSWire",
    .construct = wire_construct,
    .methods = methods,
    .parent = &stream_class,
};

static const js_class *const classes[] = {&tls_wire_class, NULL};

const binding tls_wire_binding = {.name = "tls_wire", .classes = classes};
