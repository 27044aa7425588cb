/* The zlib module's half in C: a codec as a JavaScript object, for streams, and
 * checksums. Conversions of whole buffers: zlib_transform.c. */
#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

#include "zlib.h"

#include "../runtime/binding.h"
#include "../runtime/callback.h"
#include "../runtime/encoding.h"

/* --- Settings and errors ----------------------------------------------------
 */

static bool bytes_copy(js_isolate *iso, js_value value, uint8_t **copy,
                       size_t *length) {
  js_bytes bytes;
  if (!js_bytes_of(value, &bytes) || bytes.length == 0)
    return true;
  *copy = malloc(bytes.length);
  if (*copy == NULL) {
    js_throw_out_of_memory(iso);
    return false;
  }
  memcpy(*copy, bytes.data, bytes.length);
  *length = bytes.length;
  return true;
}

static int int_argument(js_call *call, int index) {
  js_value value = js_call_arg(call, index);
  return js_is_number(value) ? js_int32_value(value) : 0;
}

static int64_t int64_argument(js_call *call, int index) {
  js_value value = js_call_arg(call, index);
  return js_is_number(value) ? js_int64_value(value) : -1;
}

bool zlib_settings_read(js_call *call, int first, codec_settings *settings) {
  js_isolate *iso = js_call_isolate(call);
  int mode = int_argument(call, first);
  if (mode < CODEC_DEFLATE || mode > CODEC_ZSTD_DECOMPRESS) {
    js_throw_type_error(iso, "ERR_INVALID_ARG_VALUE", "Bad argument");
    return false;
  }
  *settings = (codec_settings){
      .mode = (codec_mode)mode,
      .window_bits = int_argument(call, first + 1),
      .level = int_argument(call, first + 2),
      .memory_level = int_argument(call, first + 3),
      .strategy = int_argument(call, first + 4),
      .pledged_size = int64_argument(call, first + 7),
      .single_member = js_to_bool(iso, js_call_arg(call, first + 8)),
  };
  uint8_t *params = NULL;
  size_t params_length = 0;
  if (!bytes_copy(iso, js_call_arg(call, first + 5), &settings->dictionary,
                  &settings->dictionary_length)) {
    return false;
  }
  if (!bytes_copy(iso, js_call_arg(call, first + 6), &params, &params_length)) {
    free(settings->dictionary);
    return false;
  }
  settings->params = (int32_t *)params;
  settings->param_count = params_length / (2 * sizeof(int32_t));
  return true;
}

js_value zlib_error(js_isolate *iso, const codec_error *error) {
  js_value value = js_error(
      iso, JS_ERROR, js_string_utf8(iso, error->message, JS_AUTO_LENGTH));
  if (error->number != 0)
    js_define_int32(iso, value, "errno", error->number);
  js_define_named(iso, value, "code", js_string_literal(iso, error->code));
  return value;
}

/* --- Codec: the handle of a stream
 * -------------------------------------------- */

typedef struct handle {
  env *env;
  js_wrap *wrap;
  codec codec;
  size_t reported; /* bytes that the collector knows of */
  bool is_closed;
  /* While a write is at work: */
  bool is_busy;
  int operation;
  uv_work_t work;
  js_store *input, *output;
  js_ref *context;
} handle;

static const js_class handle_class;

static void memory_report(handle *h) {
  size_t memory = h->is_closed ? 0 : sizeof *h + h->codec.memory;
  js_external_memory_adjust(h->env->iso,
                            (int64_t)memory - (int64_t)h->reported);
  h->reported = memory;
}

/* Frees what the codec holds; a write at work does it when it has ended. */
static void handle_close(handle *h) {
  h->is_closed = true;
  if (h->is_busy)
    return;
  if (h->codec.engine)
    codec_close(&h->codec);
  h->codec.engine = NULL;
  memory_report(h);
}

static void handle_finalize(js_isolate *iso, void *native) {
  handle *h = native;
  handle_close(h);
  /* At the process's end a write may be at work still: it frees the rest. */
  h->wrap = NULL;
  if (!h->is_busy)
    free(h);
}

/* new Codec(settings...): see zlib_settings_read */
static void handle_construct(js_call *call) {
  env *env = env_of_call(call);
  codec_settings settings;
  if (!zlib_settings_read(call, 0, &settings))
    return;
  handle *h = calloc(1, sizeof *h);
  if (h == NULL) {
    free(settings.params);
    free(settings.dictionary);
    js_throw_out_of_memory(env->iso);
    return;
  }
  h->env = env;
  h->work.data = h;
  if (!codec_open(&h->codec, &settings)) {
    js_throw(env->iso, zlib_error(env->iso, &h->codec.error));
    free(h);
    return;
  }
  h->wrap = js_wrap_new(env->iso, js_call_this(call), &handle_class, h, false);
  memory_report(h);
}

/* The handle of a call, if it may be used now; else an exception is pending. */
static handle *handle_of(js_call *call, const char *busy_message) {
  handle *h = js_call_unwrap(call, &handle_class);
  if (h == NULL)
    return NULL;
  const char *message = h->is_closed ? "zlib binding closed"
                        : h->is_busy ? busy_message
                                     : NULL;
  if (message == NULL)
    return h;
  js_throw_error(js_call_isolate(call), NULL, message);
  return NULL;
}

static bool range_read(js_call *call, int first, js_bytes *bytes) {
  js_value offset = js_call_arg(call, first + 1);
  js_value length = js_call_arg(call, first + 2);
  if (js_bytes_of(js_call_arg(call, first), bytes) && js_is_number(offset) &&
      js_is_number(length)) {
    double start = js_double_value(offset), count = js_double_value(length);
    if (start >= 0 && count >= 0 && start + count <= (double)bytes->length) {
      if (start > 0) /* an empty one may be NULL */
        bytes->data += (size_t)start;
      bytes->length = (size_t)count;
      return true;
    }
  }
  js_throw_range_error(js_call_isolate(call), "ERR_OUT_OF_RANGE",
                       "The range is outside of its buffer");
  return false;
}

static bool operation_read(js_call *call, handle *h, int *operation) {
  js_value value = js_call_arg(call, 0);
  if (js_is_int32(value) && js_int32_value(value) >= 0 &&
      js_int32_value(value) <= h->codec.engine->operation_max) {
    *operation = js_int32_value(value);
    return true;
  }
  js_throw_range_error(js_call_isolate(call), "ERR_OUT_OF_RANGE",
                       "The flush operation is unknown");
  return false;
}

/* --- Writing -----------------------------------------------------------------
 */

static void write_work(uv_work_t *work) {
  handle *h = work->data;
  codec_run(&h->codec, h->operation);
}

static void write_end(handle *h) {
  js_store_free(h->input);
  js_store_free(h->output);
  h->input = h->output = NULL;
  h->is_busy = false;
  h->env->requests_in_flight--;
}

static void write_tell(handle *h, js_ref *context) {
  js_isolate *iso = h->env->iso;
  const codec *c = &h->codec;
  js_value arguments[] = {
      js_double(iso, (double)c->in_left), js_double(iso, (double)c->out_left),
      c->error.message ? zlib_error(iso, &c->error) : js_undefined(iso)};
  js_value object = js_wrap_object(iso, h->wrap);
  js_wrap_make_weak(h->wrap);
  if (h->is_closed)
    handle_close(h);
  env_call(h->env, context, js_slot_get(iso, SLOT_ZLIB_ON_WRITE), object, 3,
           arguments);
}

static void write_done(uv_work_t *work, int status) {
  handle *h = work->data;
  js_ref *context = h->context;
  h->context = NULL;
  write_end(h);
  if (h->wrap == NULL) { /* finalized meanwhile */
    handle_close(h);
    free(h);
  } else {
    js_scope scope;
    js_scope_open(h->env->iso, &scope);
    memory_report(h);
    write_tell(h, context);
    js_scope_close(&scope);
  }
  js_ref_free(context);
}

static bool write_start(handle *h, js_value input, js_value output) {
  h->input = js_store_of(input);
  h->output = js_store_of(output);
  if (h->input == NULL || h->output == NULL)
    goto fail;
  if (uv_queue_work(&h->env->loop, &h->work, write_work, write_done) < 0)
    goto fail;
  h->is_busy = true;
  h->env->requests_in_flight++;
  h->context = env_context_capture(h->env);
  js_wrap_make_strong(h->wrap);
  return true;
fail:
  js_store_free(h->input);
  js_store_free(h->output);
  h->input = h->output = NULL;
  return false;
}

static bool codec_feed(js_call *call, handle *h) {
  js_bytes in, out;
  if (!operation_read(call, h, &h->operation) || !range_read(call, 1, &in) ||
      !range_read(call, 4, &out)) {
    return false;
  }
  h->codec.in = in.data;
  h->codec.in_left = in.length;
  h->codec.out = out.data;
  h->codec.out_left = out.length;
  return true;
}

/* codec.write(operation, input, offset, length, output, offset, length): runs
 * on a thread of the pool and then calls what setOnWrite was given, as a method
 * of the codec: (unread input, unused room, error or undefined) */
static void native_write(js_call *call) {
  handle *h = handle_of(call, "A write is in progress");
  if (h == NULL || !codec_feed(call, h))
    return;
  if (!write_start(h, js_call_arg(call, 1), js_call_arg(call, 4)))
    js_throw_out_of_memory(js_call_isolate(call));
}

/* codec.writeNow(operation, input, offset, length, output, offset, length): as
 * write(), at once; the unused room */
static void native_write_now(js_call *call) {
  handle *h = handle_of(call, "A write is in progress");
  if (h == NULL || !codec_feed(call, h))
    return;
  codec_run(&h->codec, h->operation);
  memory_report(h);
  if (h->codec.error.message)
    js_throw(h->env->iso, zlib_error(h->env->iso, &h->codec.error));
  else
    js_return_double(call, (double)h->codec.out_left);
}

/* codec.writeSync(operation, input, offset, length, limit): all the output, a
 * Buffer; null if it is longer than the limit */
static void native_write_sync(js_call *call) {
  handle *h = handle_of(call, "A write is in progress");
  js_bytes in;
  if (h == NULL || !operation_read(call, h, &h->operation) ||
      !range_read(call, 1, &in)) {
    return;
  }
  h->codec.in = in.data;
  h->codec.in_left = in.length;
  zlib_output output;
  zlib_output_collect(&h->codec, h->operation,
                      zlib_limit_read(js_call_arg(call, 4)), &output);
  memory_report(h);
  zlib_output_return(call, &h->codec, &output);
}

/* codec.unread(): how much of the input the last write has left */
static void native_unread(js_call *call) {
  handle *h = js_call_unwrap(call, &handle_class);
  if (h)
    js_return_double(call, h->is_busy ? 0 : (double)h->codec.in_left);
}

/* codec.params(level, strategy) */
static void native_params(js_call *call) {
  handle *h = handle_of(call, "A write is in progress");
  if (h == NULL)
    return;
  codec_set_params(&h->codec, int_argument(call, 0), int_argument(call, 1));
  if (h->codec.error.message)
    js_throw(h->env->iso, zlib_error(h->env->iso, &h->codec.error));
}

/* codec.reset() */
static void native_reset(js_call *call) {
  handle *h =
      handle_of(call, "Cannot reset zlib stream while a write is in progress");
  if (h == NULL)
    return;
  codec_reset(&h->codec);
  if (h->codec.error.message)
    js_throw(h->env->iso, zlib_error(h->env->iso, &h->codec.error));
}

/* codec.close() */
static void native_close(js_call *call) {
  handle *h = js_call_unwrap(call, &handle_class);
  if (h && !h->is_closed)
    handle_close(h);
}

static const js_native_entry handle_methods[] = {
    {"write", native_write, 7, NULL},
    {"writeNow", native_write_now, 7, NULL},
    {"writeSync", native_write_sync, 5, NULL},
    {"unread", native_unread, 0, NULL},
    {"params", native_params, 2, NULL},
    {"reset", native_reset, 0, NULL},
    {"close", native_close, 0, NULL},
    {NULL},
};

static const js_class handle_class = {
    .name = "Codec",
    .construct = handle_construct,
    .methods = handle_methods,
    .finalize = handle_finalize,
};

/* --- The binding
 * ----------------------------------------------------------------- */

static void native_set_on_write(js_call *call) {
  js_slot_set(js_call_isolate(call), SLOT_ZLIB_ON_WRITE, js_call_arg(call, 0));
}

/* crc32(data, value): of bytes, or of a string's UTF-8 */
static void native_crc32(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_value data = js_call_arg(call, 0), start = js_call_arg(call, 1);
  uint32_t value = js_is_number(start) ? js_uint32_value(start) : 0;
  js_bytes bytes;
  uint8_t *text = NULL;
  if (js_is_string(data)) {
    text = encoding_bytes(iso, ENCODING_UTF8, data, &bytes.length);
    if (text == NULL) {
      js_throw_out_of_memory(iso);
      return;
    }
    bytes.data = text;
  } else if (!js_bytes_of(data, &bytes)) {
    js_throw_type_error(iso, "ERR_INVALID_ARG_TYPE", "Bad argument");
    return;
  }
  if (bytes.length > 0) /* a NULL would be the wish to begin anew */
    value = libdeflate_crc32(value, bytes.data, bytes.length);
  free(text);
  js_return_uint32(call, value);
}

static void zlib_init(env *env, js_value exports) {
  js_value constants = js_object(env->iso);
  zlib_constants_define(env->iso, constants);
  js_define_named(env->iso, exports, "constants", constants);
#if __has_include(<brotli/shared_dictionary.h>)
  bool has_brotli_dictionaries = true;
#else
  bool has_brotli_dictionaries = false;
#endif
  js_define_named(env->iso, exports, "hasBrotliDictionaries",
                  js_bool(env->iso, has_brotli_dictionaries));
}

static const js_native_entry natives[] = {
    {"crc32", native_crc32, 2, NULL},
    {"setOnWrite", native_set_on_write, 1, NULL},
    {"transform", zlib_native_transform, 14, NULL},
    {NULL},
};

static const js_class *const classes[] = {&handle_class, NULL};

const binding zlib_binding = {
    .name = "zlib",
    .natives = natives,
    .classes = classes,
    .init = zlib_init,
};
