/* A parser that reads a stream itself: what the loop brings goes to llhttp, and
 * what llhttp stops at to JavaScript. */
#include <string.h>

#include "../runtime/callback.h"
#include "http.h"

void http_parser_detach(http_parser *parser) {
  stream *s = parser->stream;
  if (s == NULL)
    return;
  parser->stream = NULL;
  if (stream_is_open(s))
    stream_set_consumer(s, NULL, NULL);
  else
    s->consumer_data = NULL;
  js_wrap_make_weak(parser->wrap);
}

static void call_on_upgrade(http_parser *parser, const uint8_t *rest,
                            size_t length) {
  /* Answers to requests before this one: there is no sending them later. */
  http_parser_flush_from_loop(parser);
  if (!http_parser_is_live(parser))
    return;
  js_value buffer = js_buffer_copy(parser->env->iso, rest, length);
  http_parser_detach(parser);
  if (buffer != JS_EMPTY)
    http_parser_call(parser, HTTP_ON_UPGRADE, 1, &buffer);
}

static void call_on_error(http_parser *parser, llhttp_errno_t error,
                          const uint8_t *bytes, size_t length) {
  js_isolate *iso = parser->env->iso;
  /* Answers to requests before the error: the connection will be closed. */
  http_parser_flush_from_loop(parser);
  if (!http_parser_is_live(parser))
    return;
  js_value arguments[] = {
      http_parser_error(parser, error,
                        http_parser_position(parser, bytes, length)),
      js_buffer_copy(iso, bytes, length),
  };
  if (arguments[1] == JS_EMPTY)
    arguments[1] = js_undefined(iso);
  http_parser_call(parser, HTTP_ON_ERROR, 2, arguments);
}

/* Whether there may be another request behind the first one. If so its response
 * waits for the others', to be written together with them; if not it need not
 * wait, and is safe with the kernel whatever the program does next. The end of
 * a long body is not searched for: it would be looked through once more. */
static bool may_have_more(const http_parser *parser, const uint8_t *bytes,
                          size_t length) {
  const llhttp_t *llhttp = &parser->llhttp;
  if (llhttp->type != HTTP_REQUEST)
    return false;
  if (parser->is_in_body)
    return (llhttp->flags & F_CHUNKED) == 0 && llhttp->content_length < length;
  const uint8_t *end = memmem(bytes, length, "\r\n\r\n", 4);
  return end != NULL && end + 4 < bytes + length;
}

static void consume_bytes(http_parser *parser, const uint8_t *bytes,
                          size_t length) {
  parser->gathers = may_have_more(parser, bytes, length);
  llhttp_errno_t error = http_parser_run(parser, bytes, length);
  if (!http_parser_is_live(parser))
    return;
  if (error == HPE_PAUSED_UPGRADE) {
    size_t parsed = http_parser_position(parser, bytes, length);
    call_on_upgrade(parser, bytes + parsed, length - parsed);
  } else if (error != HPE_OK) {
    call_on_error(parser, error, bytes, length);
  } else if (parser->watches_activity) {
    http_parser_call(parser, HTTP_ON_ACTIVITY, 0, NULL);
  }
}

/* Ticks and microtasks run once, when all of the bytes are parsed and what was
 * answered at once is on the wire: pipelined requests cost one write. */
static void on_stream_read(stream *s, const uint8_t *bytes, size_t length) {
  http_parser *parser = s->consumer_data;
  env *env = parser->env;
  js_scope scope;
  if (parser->is_executing) /* a handler has run the loop: cannot be */
    return;
  js_scope_open(env->iso, &scope);
  parser->is_from_loop = true;
  env->callback_depth++;
  consume_bytes(parser, bytes, length);
  if (parser->stream != NULL)
    http_parser_flush_from_loop(parser);
  env->callback_depth--;
  parser->is_from_loop = false;
  if (env->callback_depth == 0)
    env_ticks_run(env);
  js_scope_close(&scope);
}

/* The socket's own JavaScript knows best what the end of it means. The parser
 * stays: there may be responses to send. */
static void on_stream_end(stream *s, int status) {
  http_parser *parser = s->consumer_data;
  stream_set_consumer(s, NULL, NULL);
  stream_deliver_end(s, status);
  if (parser->stream != s)
    return;
  if (s->consumer == NULL) {
    stream_set_consumer(s, &http_parser_consumer, parser);
  } else { /* another parser has it now, and hears of its end */
    parser->stream = NULL;
    js_wrap_make_weak(parser->wrap);
  }
}

/* The program writes to the socket itself. If this fails, its own write will,
 * too, and be heard of. */
static void on_js_write(stream *s) {
  if (s->consumer_data != NULL)
    http_parser_flush(s->consumer_data);
}

static void on_stream_closed(stream *s) {
  http_parser *parser = s->consumer_data;
  if (parser == NULL)
    return;
  parser->stream = NULL;
  js_wrap_make_weak(parser->wrap);
}

const stream_consumer http_parser_consumer = {
    .on_read = on_stream_read,
    .on_end = on_stream_end,
    .on_js_write = on_js_write,
    .on_closed = on_stream_closed,
};

/* --- What lib/ calls -------------------------------------------------------
 */

/* consume(handle) -> whether it could: the handle's stream is read by this
 * parser from now on. */
void http_parser_native_consume(js_call *call) {
  http_parser *parser = js_call_unwrap(call, &http_parser_class);
  if (parser == NULL)
    return;
  stream *s = stream_of(js_call_arg(call, 0));
  if (s == NULL || !stream_is_open(s) || s->consumer != NULL ||
      parser->stream != NULL) {
    js_return_bool(call, false);
    return;
  }
  parser->stream = s;
  stream_set_consumer(s, &http_parser_consumer, parser);
  js_wrap_make_strong(parser->wrap);
  js_return_bool(call, true);
}

/* unconsume(): what is read goes to the socket's JavaScript again. */
void http_parser_native_unconsume(js_call *call) {
  http_parser *parser = js_call_unwrap(call, &http_parser_class);
  if (parser == NULL)
    return;
  http_parser_flush(parser);
  http_parser_detach(parser);
}
