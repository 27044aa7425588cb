/* Streaming compilation of WebAssembly: V8 calls for a stream of bytes, and
 * lib/internal/wasm_streaming.js feeds it. */
#include "wasm.h"

#include <stdlib.h>

#include "../runtime/binding.h"

/* Freed with its object, or when it has ended. */
typedef struct stream {
  js_wasm_stream *stream; /* NULL once finished or aborted */
} stream;

static const js_class stream_class;

static void stream_finalize(js_isolate *iso, void *native) {
  stream *self = native;
  (void)iso;
  if (self->stream)
    js_wasm_stream_free(self->stream);
  free(self);
}

/* The stream of `this` while it is open, else NULL. */
static stream *stream_open(js_call *call) {
  stream *self = js_call_unwrap(call, &stream_class);
  return self && self->stream ? self : NULL;
}

static void stream_end(stream *self) {
  js_wasm_stream_free(self->stream);
  self->stream = NULL;
}

/* setUrl(text): what stack traces name the module */
static void stream_set_url(js_call *call) {
  stream *self = stream_open(call);
  size_t length;
  if (self == NULL)
    return;
  char *url =
      js_string_to_utf8(js_call_isolate(call), js_call_arg(call, 0), &length);
  if (url)
    js_wasm_stream_url_set(self->stream, url, length);
  free(url);
}

/* push(bytes): false for what is none */
static void stream_push(js_call *call) {
  stream *self = stream_open(call);
  js_bytes bytes;
  bool is_bytes = js_bytes_of(js_call_arg(call, 0), &bytes);
  if (self && is_bytes)
    js_wasm_stream_push(self->stream, bytes.data, bytes.length);
  js_return_bool(call, is_bytes);
}

static void stream_finish(js_call *call) {
  stream *self = stream_open(call);
  if (self == NULL)
    return;
  js_wasm_stream_finish(self->stream);
  stream_end(self);
}

/* abort(reason) */
static void stream_abort(js_call *call) {
  stream *self = stream_open(call);
  if (self == NULL)
    return;
  js_wasm_stream_abort(self->stream, js_call_arg(call, 0));
  stream_end(self);
}

static const js_native_entry stream_methods[] = {
    {"setUrl", stream_set_url, 1, NULL},
    {"push", stream_push, 1, NULL},
    {"finish", stream_finish, 0, NULL},
    {"abort", stream_abort, 1, NULL},
    {NULL, NULL, 0, NULL},
};

static const js_class stream_class = {.name = "WasmStream",
                                      .methods = stream_methods,
                                      .finalize = stream_finalize};

static js_value stream_object(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_value object = js_class_instance(iso, &stream_class);
  stream *made = object ? calloc(1, sizeof *made) : NULL;
  if (made == NULL) {
    js_throw_out_of_memory(iso);
    return JS_EMPTY;
  }
  made->stream = js_wasm_stream_open(call);
  if (js_wrap_new(iso, object, &stream_class, made, false))
    return object;
  stream_finalize(iso, made);
  return JS_EMPTY;
}

/* V8 asks: hands the stream and its source to lib/. */
static void on_streaming(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_value id = js_string_literal(iso, "internal/wasm_streaming");
  js_value stream = stream_object(call);
  if (stream == JS_EMPTY)
    return;
  js_value module = js_function_call(
      iso, js_slot_get(iso, SLOT_REQUIRE_BUILTIN), js_undefined(iso), 1, &id);
  if (module == JS_EMPTY)
    return;
  js_value start = js_get_named(iso, module, "start");
  js_value arguments[] = {stream, js_call_arg(call, 0)};
  if (start != JS_EMPTY)
    js_function_call(iso, start, js_undefined(iso), 2, arguments);
}

void wasm_streaming_start(env *env) {
  js_wasm_on_streaming(env->iso, on_streaming);
}

static const js_class *const wasm_classes[] = {&stream_class, NULL};

const binding wasm_binding = {.name = "wasm", .classes = wasm_classes};
