/* Framing: a message's head, body and trailer are put together in one buffer
 * and given to the kernel in one write.
 *
 * A buffer belongs to a connection only from the first byte put into it to the
 * write, which follows at once or, while the requests of one read are being
 * handled, when the last of them has been. In between uses it rests with the
 * server's list, so that a server needs one or two, however many connections
 * it has. */
#include <stdlib.h>
#include <string.h>

#include "../runtime/callback.h"
#include "http.h"
#include "stream_write.h"

#define MIN_OUT_CAPACITY 16384
/* A larger buffer is freed after use. */
#define MAX_SPARE_CAPACITY 65536
/* From here on a Buffer is written from where it is, not copied. */
#define MIN_DIRECT_BODY 16384
/* So much is gathered at most before it is written. */
#define MAX_GATHERED 65536
/* Room for a chunk's size, the ends of lines, and the last chunk. */
#define FRAMING_ROOM 32

/* --- The buffer
 * ---------------------------------------------------------------- */

static void out_take_spare(http_parser *parser) {
  http_list *list = parser->list;
  if (list == NULL || list->spare_out == NULL)
    return;
  parser->out = list->spare_out;
  parser->out_capacity = list->spare_out_capacity;
  list->spare_out = NULL;
}

static bool out_reserve(http_parser *parser, size_t extra) {
  if (parser->out == NULL)
    out_take_spare(parser);
  size_t needed = parser->out_length + extra;
  if (needed <= parser->out_capacity)
    return true;
  size_t capacity = parser->out_capacity ? parser->out_capacity * 2 : 0;
  if (capacity < MIN_OUT_CAPACITY)
    capacity = MIN_OUT_CAPACITY;
  if (capacity < needed)
    capacity = needed;
  uint8_t *grown = realloc(parser->out, capacity);
  if (grown == NULL)
    return false;
  parser->out = grown;
  parser->out_capacity = capacity;
  return true;
}

static void out_release(http_parser *parser) {
  http_list *list = parser->list;
  parser->out_length = 0;
  if (parser->out == NULL)
    return;
  if (list != NULL && list->spare_out == NULL &&
      parser->out_capacity <= MAX_SPARE_CAPACITY) {
    list->spare_out = parser->out;
    list->spare_out_capacity = parser->out_capacity;
  } else {
    free(parser->out);
  }
  parser->out = NULL;
  parser->out_capacity = 0;
}

void http_output_free(http_parser *parser) {
  out_release(parser);
}

/* Room must have been reserved. */
static void out_append(http_parser *parser, const char *bytes, size_t length) {
  memcpy(parser->out + parser->out_length, bytes, length);
  parser->out_length += length;
}

/* --- Writing
 * ---------------------------------------------------------------------- */

static void call_with_status(http_parser *parser, int slot, int status) {
  env *env = parser->env;
  bool was_from_loop = parser->is_from_loop;
  js_scope scope;
  js_scope_open(env->iso, &scope);
  parser->is_from_loop = true;
  js_value argument = js_int32(env->iso, status);
  http_parser_call(parser, slot, 1, &argument);
  parser->is_from_loop = was_from_loop;
  js_scope_close(&scope);
}

/* The parser may have let go of the stream since, and may be gone. */
static void on_write_done(stream *s, int status, void *data) {
  (void)data;
  if (s->consumer != &http_parser_consumer || s->consumer_data == NULL)
    return;
  http_parser *parser = s->consumer_data;
  if (parser->writes_queued > 0)
    parser->writes_queued--;
  if (parser->writes_queued == 0 || status < 0)
    call_with_status(parser, HTTP_ON_DRAIN, status);
}

/* As stream_write_views. */
static int out_write(http_parser *parser, uv_buf_t *bufs, const js_value *views,
                     unsigned count) {
  if (parser->stream == NULL || !stream_is_open(parser->stream))
    return UV_ECANCELED;
  int result = stream_write_views(parser->stream, bufs, views, count,
                                  on_write_done, NULL);
  if (result > 0)
    parser->writes_queued++;
  return result;
}

int http_parser_flush(http_parser *parser) {
  if (parser->out_length == 0)
    return parser->writes_queued > 0 ? 1 : 0;
  uv_buf_t buf = {.base = (char *)parser->out, .len = parser->out_length};
  js_value view = JS_EMPTY;
  int result = out_write(parser, &buf, &view, 1);
  out_release(parser);
  if (result == 0 && parser->writes_queued > 0)
    return 1;
  return result;
}

void http_parser_flush_from_loop(http_parser *parser) {
  if (parser->out_length == 0)
    return;
  int result = http_parser_flush(parser);
  if (result != 0)
    call_with_status(parser, HTTP_ON_QUEUED, result < 0 ? result : 0);
}

/* --- Bodies
 * ------------------------------------------------------------------------- */

static size_t count_hex_digits(size_t value) {
  size_t digits = 1;
  while (value >>= 4)
    digits++;
  return digits;
}

/* Writes "<hex>\r\n"; returns its length. */
static size_t write_chunk_size(uint8_t *out, size_t size) {
  size_t digits = count_hex_digits(size);
  for (size_t i = digits; i > 0; i--, size >>= 4)
    out[i - 1] = (uint8_t)"0123456789abcdef"[size & 15];
  out[digits] = '\r';
  out[digits + 1] = '\n';
  return digits + 2;
}

static size_t count_high_bytes(const uint8_t *bytes, size_t length) {
  size_t count = 0;
  for (size_t i = 0; i < length; i++)
    count += bytes[i] >> 7;
  return count;
}

/* Turns `length` bytes of Latin-1 into UTF-8 in place; there is room for one
 * more byte for each high one. */
static void expand_latin1(uint8_t *bytes, size_t length, size_t high) {
  uint8_t *to = bytes + length + high;
  for (size_t i = length; high > 0; i--) {
    uint8_t byte = bytes[i - 1];
    if (byte < 0x80) {
      *--to = byte;
      continue;
    }
    *--to = (uint8_t)(0x80 | (byte & 0x3f));
    *--to = (uint8_t)(0xc0 | (byte >> 6));
    high--;
  }
}

/* The most bytes that string_write may need. */
static size_t string_room(js_value string, int flags) {
  size_t units = js_string_length(string);
  if (flags & HTTP_SEND_LATIN1)
    return units;
  return js_string_is_one_byte(string) ? units * 2 : units * 3;
}

static size_t string_write(js_isolate *iso, js_value string, int flags,
                           uint8_t *out) {
  size_t units = js_string_length(string);
  bool is_latin1 = (flags & HTTP_SEND_LATIN1) != 0;
  if (!is_latin1 && !js_string_is_one_byte(string))
    return js_string_write_utf8(iso, string, (char *)out, units * 3, NULL);
  js_string_write_latin1(iso, string, 0, units, out);
  if (is_latin1)
    return units;
  size_t high = count_high_bytes(out, units);
  if (high > 0)
    expand_latin1(out, units, high);
  return units + high;
}

/* A string's bytes after the size of its chunk. The size is guessed as if the
 * string were ASCII; when its length in digits turns out otherwise, the bytes
 * move. */
static void append_chunk(http_parser *parser, js_value string, int flags) {
  uint8_t *start = parser->out + parser->out_length;
  size_t guess = count_hex_digits(js_string_length(string)) + 2;
  size_t size = string_write(parser->env->iso, string, flags, start + guess);
  if (size == 0)
    return;
  size_t prefix = count_hex_digits(size) + 2;
  if (prefix != guess)
    memmove(start + prefix, start + guess, size);
  write_chunk_size(start, size);
  parser->out_length += prefix + size;
  out_append(parser, "\r\n", 2);
}

static bool append_string(http_parser *parser, js_value string, int flags) {
  if (!out_reserve(parser, string_room(string, flags) + FRAMING_ROOM))
    return false;
  if (flags & HTTP_SEND_CHUNKED)
    append_chunk(parser, string, flags);
  else
    parser->out_length += string_write(parser->env->iso, string, flags,
                                       parser->out + parser->out_length);
  return true;
}

static bool append_bytes(http_parser *parser, js_bytes bytes, int flags) {
  bool is_chunked = (flags & HTTP_SEND_CHUNKED) != 0;
  if (bytes.length == 0)
    return true;
  if (!out_reserve(parser, bytes.length + FRAMING_ROOM))
    return false;
  if (is_chunked)
    parser->out_length +=
        write_chunk_size(parser->out + parser->out_length, bytes.length);
  out_append(parser, (const char *)bytes.data, bytes.length);
  if (is_chunked)
    out_append(parser, "\r\n", 2);
  return true;
}

/* A large body is written from where it is, between what has been gathered and
 * the end of its chunk. */
static int write_direct(http_parser *parser, js_value body, js_bytes bytes,
                        int flags) {
  bool is_chunked = (flags & HTTP_SEND_CHUNKED) != 0;
  const char *end = flags & HTTP_SEND_LAST ? "\r\n0\r\n\r\n" : "\r\n";
  if (!out_reserve(parser, FRAMING_ROOM))
    return UV_ENOMEM;
  if (is_chunked)
    parser->out_length +=
        write_chunk_size(parser->out + parser->out_length, bytes.length);
  uv_buf_t bufs[] = {
      {.base = (char *)parser->out, .len = parser->out_length},
      {.base = (char *)bytes.data, .len = bytes.length},
      {.base = (char *)end, .len = strlen(end)},
  };
  const js_value views[] = {JS_EMPTY, body, JS_EMPTY};
  unsigned first = parser->out_length == 0 ? 1 : 0;
  unsigned last = is_chunked ? 3 : 2;
  int result = out_write(parser, bufs + first, views + first, last - first);
  out_release(parser);
  return result == 0 && parser->writes_queued > 0 ? 1 : result;
}

/* --- send()
 * ------------------------------------------------------------------------- */

static bool append_head(http_parser *parser, js_value head) {
  if (!js_is_string(head))
    return true;
  size_t length = js_string_length(head);
  if (!out_reserve(parser, length + FRAMING_ROOM))
    return false;
  js_string_write_latin1(parser->env->iso, head, 0, length,
                         parser->out + parser->out_length);
  parser->out_length += length;
  return true;
}

static bool append_last_chunk(http_parser *parser, int flags) {
  const int last = HTTP_SEND_CHUNKED | HTTP_SEND_LAST;
  if ((flags & last) != last)
    return true;
  if (!out_reserve(parser, FRAMING_ROOM))
    return false;
  out_append(parser, "0\r\n\r\n", 5);
  return true;
}

static bool append_body(http_parser *parser, js_value body, int flags) {
  js_bytes bytes;
  if (js_is_string(body))
    return append_string(parser, body, flags);
  return !js_bytes_of(body, &bytes) || append_bytes(parser, bytes, flags);
}

static int send_parts(http_parser *parser, js_value head, js_value body,
                      int flags) {
  js_bytes bytes;
  if (!append_head(parser, head))
    return UV_ENOMEM;
  if (js_bytes_of(body, &bytes) && bytes.length >= MIN_DIRECT_BODY)
    return write_direct(parser, body, bytes, flags);
  if (!append_body(parser, body, flags) || !append_last_chunk(parser, flags))
    return UV_ENOMEM;
  bool waits =
      (flags & HTTP_SEND_HOLD) != 0 ||
      (parser->gathers && parser->is_executing && parser->is_from_loop);
  if (waits && parser->out_length < MAX_GATHERED)
    return parser->writes_queued > 0 ? 1 : 0;
  return http_parser_flush(parser);
}

static void count_response(http_parser *parser) {
  if (parser->requests_open == 0 || --parser->requests_open > 0)
    return;
  if (parser->started_ms == 0)
    http_list_mark_idle(parser);
}

/* send(head, body, flags): sends a part of a message. `head` and `body` are
 * strings, bytes, or undefined. Returns 0 if there is nothing to wait for, 1 if
 * a part is queued and HTTP_ON_DRAIN will come, or a negative libuv error. */
void http_parser_native_send(js_call *call) {
  http_parser *parser = js_call_unwrap(call, &http_parser_class);
  int32_t flags;
  if (parser == NULL ||
      !js_to_int32(js_call_isolate(call), js_call_arg(call, 2), &flags))
    return;
  int result =
      send_parts(parser, js_call_arg(call, 0), js_call_arg(call, 1), flags);
  if (flags & HTTP_SEND_LAST)
    count_response(parser);
  js_return_int32(call, result > 0 ? 1 : result);
}

/* flush(): as send() without anything. */
void http_parser_native_flush(js_call *call) {
  http_parser *parser = js_call_unwrap(call, &http_parser_class);
  if (parser == NULL)
    return;
  int result = http_parser_flush(parser);
  js_return_int32(call, result > 0 ? 1 : result);
}
