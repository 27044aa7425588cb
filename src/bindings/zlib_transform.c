/* Whole buffers: all the output of all the input, at once or on a thread of the
 * pool, with one crossing from JavaScript and back. */
#include <stdlib.h>
#include <string.h>

#include "../runtime/request.h"
#include "zlib.h"

/* The first room for output, in bytes. */
#define FIRST_ROOM_MIN 1024
#define FIRST_ROOM_MAX ((size_t)16 << 20)

/* Less unused room than this stays with the output. */
#define WORTH_TRIMMING 512

/* --- Collecting output ------------------------------------------------------
 */

static bool output_grow(zlib_output *output, size_t capacity) {
  uint8_t *grown = realloc(output->bytes, capacity);
  if (grown == NULL) {
    output->is_out_of_memory = true;
    return false;
  }
  output->bytes = grown;
  return true;
}

/* Whether the codec would write more than the limit lets it. */
static bool has_more(codec *c, int operation) {
  uint8_t byte;
  c->out = &byte;
  c->out_left = 1;
  codec_run(c, operation);
  return c->error.message == NULL && c->out_left == 0;
}

size_t zlib_limit_read(js_value value) {
  double limit = js_is_number(value) ? js_double_value(value) : 0;
  if (!(limit > 0))
    return 0;
  return limit < (double)SIZE_MAX ? (size_t)limit : SIZE_MAX;
}

/* What is compressed gets hardly longer; what is decompressed, often several
 * times. */
static size_t first_room(const codec *c, size_t limit) {
  size_t input = c->in_left < FIRST_ROOM_MAX ? c->in_left : FIRST_ROOM_MAX;
  size_t room = codec_is_compressing(c) ? input + input / 256 + 128 : input * 4;
  if (room < FIRST_ROOM_MIN)
    room = FIRST_ROOM_MIN;
  if (room > FIRST_ROOM_MAX)
    room = FIRST_ROOM_MAX;
  return room < limit ? room : limit;
}

void zlib_output_trim(zlib_output *output, size_t capacity) {
  if (capacity - output->length < WORTH_TRIMMING)
    return;
  uint8_t *trimmed =
      realloc(output->bytes, output->length ? output->length : 1);
  if (trimmed)
    output->bytes = trimmed;
}

void zlib_output_collect(codec *c, int operation, size_t limit,
                         zlib_output *output) {
  *output = (zlib_output){0};
  size_t capacity = first_room(c, limit);
  if (!output_grow(output, capacity ? capacity : 1))
    return;
  for (;;) {
    size_t room = capacity - output->length;
    c->out = output->bytes + output->length;
    c->out_left = room;
    codec_run(c, operation);
    output->length += room - c->out_left;
    if (c->error.message != NULL || c->out_left > 0)
      break;
    if (capacity == limit) {
      output->is_too_long = has_more(c, operation);
      break;
    }
    size_t next = capacity <= limit / 2 ? capacity * 2 : limit;
    if (!output_grow(output, next))
      return;
    capacity = next;
  }
  zlib_output_trim(output, capacity);
}

/* --- Handing it to JavaScript
 * -------------------------------------------------- */

/* The Buffer, or null if it would be too long; JS_EMPTY: there is an error, in
 * *error. Takes over the output's memory. */
static js_value output_value(js_isolate *iso, const codec *c,
                             zlib_output *output, js_value *error) {
  static const codec_error no_memory = {
      "Failed to allocate memory", "ERR_MEMORY_ALLOCATION_FAILED", Z_MEM_ERROR};
  js_value value = JS_EMPTY;
  if (c->error.message) {
    *error = zlib_error(iso, &c->error);
  } else if (output->is_out_of_memory) {
    *error = zlib_error(iso, &no_memory);
  } else if (output->is_too_long) {
    value = js_null(iso);
  } else if (output->length > js_buffer_max_length()) {
    value = js_null(iso);
  } else {
    value = js_buffer_adopt(iso, output->bytes, output->length);
    if (value == JS_EMPTY) {
      *error = zlib_error(iso, &no_memory);
    } else {
      output->bytes = NULL;
    }
  }
  free(output->bytes);
  output->bytes = NULL;
  return value;
}

void zlib_output_return(js_call *call, const codec *c, zlib_output *output) {
  js_isolate *iso = js_call_isolate(call);
  js_value error = JS_EMPTY;
  js_value value = output_value(iso, c, output, &error);
  if (value) {
    js_return(call, value);
  } else {
    js_throw(iso, error);
  }
}

/* --- transform
 * ------------------------------------------------------------------ */

typedef struct transform {
  env_request request;
  uv_work_t work;
  codec codec;
  js_store *input;
  int operation;
  size_t limit;
  bool rejects_rest;
  zlib_output output;
} transform;

static void transform_run(uv_work_t *work) {
  transform *t = work->data;
  if (!zlib_whole_run(&t->codec, t->operation, t->limit, &t->output))
    zlib_output_collect(&t->codec, t->operation, t->limit, &t->output);
}

/* Whether there is input behind the stream's end, where that is an error. */
static bool has_unwanted_rest(const transform *t) {
  return t->rejects_rest && t->codec.in_left > 0 && !t->output.is_too_long;
}

static js_value transform_value(js_isolate *iso, transform *t,
                                js_value *error) {
  js_value value = output_value(iso, &t->codec, &t->output, error);
  return value && has_unwanted_rest(t) ? js_bool(iso, false) : value;
}

static void transform_free(transform *t) {
  codec_close(&t->codec);
  js_store_free(t->input);
  free(t);
}

static void transform_done(uv_work_t *work, int status) {
  transform *t = work->data;
  js_isolate *iso = t->request.env->iso;
  js_scope scope;
  js_scope_open(iso, &scope);
  js_value error = JS_EMPTY;
  js_value value = transform_value(iso, t, &error);
  if (value) {
    env_request_succeed(&t->request, value);
  } else {
    env_request_fail(&t->request, error);
  }
  js_scope_close(&scope);
  transform_free(t);
}

static void transform_now(js_call *call, transform *t) {
  js_isolate *iso = js_call_isolate(call);
  transform_run(&t->work);
  js_value error = JS_EMPTY;
  js_value value = transform_value(iso, t, &error);
  if (value) {
    js_return(call, value);
  } else {
    js_throw(iso, error);
  }
  transform_free(t);
}

/* What follows the settings in the call. */
static bool transform_read(js_call *call, transform *t) {
  js_value input = js_call_arg(call, ZLIB_SETTINGS_COUNT);
  js_value operation = js_call_arg(call, ZLIB_SETTINGS_COUNT + 1);
  js_value limit = js_call_arg(call, ZLIB_SETTINGS_COUNT + 2);
  js_bytes bytes;
  if (!js_bytes_of(input, &bytes) || !js_is_int32(operation) ||
      !js_is_number(limit) || js_int32_value(operation) < 0 ||
      js_int32_value(operation) > t->codec.engine->operation_max) {
    return false;
  }
  t->codec.in = bytes.data;
  t->codec.in_left = bytes.length;
  t->operation = js_int32_value(operation);
  t->limit = zlib_limit_read(limit);
  t->rejects_rest = js_to_bool(js_call_isolate(call),
                               js_call_arg(call, ZLIB_SETTINGS_COUNT + 3));
  return true;
}

/* zstd notes the size of the content in a frame's header. */
static void size_pledge(js_call *call, codec_settings *settings) {
  js_bytes bytes;
  if (settings->pledged_size < 0 &&
      js_bytes_of(js_call_arg(call, ZLIB_SETTINGS_COUNT), &bytes)) {
    settings->pledged_size = (int64_t)bytes.length;
  }
}

static transform *transform_new(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  codec_settings settings;
  if (!zlib_settings_read(call, 0, &settings))
    return NULL;
  size_pledge(call, &settings);
  transform *t = calloc(1, sizeof *t);
  if (t == NULL) {
    free(settings.params);
    free(settings.dictionary);
    js_throw_out_of_memory(iso);
    return NULL;
  }
  t->work.data = t;
  if (!codec_open(&t->codec, &settings)) {
    js_throw(iso, zlib_error(iso, &t->codec.error));
    free(t);
    return NULL;
  }
  if (transform_read(call, t))
    return t;
  js_throw_type_error(iso, "ERR_INVALID_ARG_VALUE", "Bad argument");
  transform_free(t);
  return NULL;
}

/* transform(settings..., input, operation, limit, rejectsRest, callback): a
 * Buffer; null, if it would be longer than the limit; false, if input is left
 * behind the stream's end and that is to be an error. Without a callback it is
 * done at once. */
void zlib_native_transform(js_call *call) {
  transform *t = transform_new(call);
  if (t == NULL)
    return;
  env *env = env_of_call(call);
  js_value callback = js_call_arg(call, ZLIB_SETTINGS_COUNT + 4);
  if (!js_is_function(callback)) {
    transform_now(call, t);
    return;
  }
  t->input = js_store_of(js_call_arg(call, ZLIB_SETTINGS_COUNT));
  if (t->input == NULL) {
    js_throw_out_of_memory(env->iso);
    transform_free(t);
    return;
  }
  env_request_init_callback(&t->request, env, callback);
  if (uv_queue_work(&env->loop, &t->work, transform_run, transform_done) < 0) {
    env_request_abandon(&t->request);
    js_throw_out_of_memory(env->iso);
    transform_free(t);
  }
}
