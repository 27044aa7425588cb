/* The parser: llhttp, and what JavaScript is told of what it finds. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "../runtime/callback.h"
#include "../runtime/encoding.h"
#include "http.h"

/* Chunk extensions mean nothing to us: no more than this is read past them. */
#define MAX_EXTENSION_BYTES 16384
#define DEFAULT_MAX_HEADER_BYTES 16384
#define MIN_HEAD_CAPACITY 512
#define MAX_TEXT_BYTES 65536 /* far from what a string may hold */

static http_parser *parser_of(llhttp_t *llhttp) {
  return (http_parser *)llhttp;
}

bool http_parser_is_live(const http_parser *parser) {
  if (parser->is_closed || parser->has_exception)
    return false;
  return parser->stream == NULL || stream_is_open(parser->stream);
}

/* --- Calling JavaScript ------------------------------------------------------
 */

js_value http_parser_call(http_parser *parser, int slot, int count,
                          const js_value *arguments) {
  js_isolate *iso = parser->env->iso;
  js_value self = js_wrap_object(iso, parser->wrap);
  js_value function = js_slot_get(iso, slot);
  if (parser->is_from_loop) {
    js_ref *context = parser->stream ? parser->stream->base.context : NULL;
    return env_call(parser->env, context, function, self, count, arguments);
  }
  js_value result = js_function_call(iso, function, self, count, arguments);
  if (result == JS_EMPTY)
    parser->has_exception = true;
  return result;
}

/* --- The bytes of the head ---------------------------------------------------
 */

static void head_free(http_head *head) {
  free(head->bytes);
  memset(head, 0, sizeof(*head));
}

static bool head_append(http_head *head, const char *bytes, size_t length) {
  if (length == 0)
    return true; /* there may be no bytes yet, to add none to */
  size_t needed = head->length + length;
  if (needed > head->capacity) {
    size_t capacity = head->capacity ? head->capacity : MIN_HEAD_CAPACITY;
    while (capacity < needed)
      capacity *= 2;
    uint8_t *grown = realloc(head->bytes, capacity);
    if (grown == NULL)
      return false;
    head->bytes = grown;
    head->capacity = capacity;
  }
  memcpy(head->bytes + head->length, bytes, length);
  head->length = needed;
  return true;
}

/* Trailing white space is not part of a value (RFC 9110 5.5), and llhttp leaves
 * it there. */
static void head_trim_value(http_head *head) {
  while (head->length > head->value_start) {
    uint8_t last = head->bytes[head->length - 1];
    if (last != ' ' && last != '\t')
      return;
    head->length--;
  }
}

static js_value head_fields(http_parser *parser) {
  http_head *head = &parser->head;
  size_t length = head->length - head->start_line;
  /* Of an empty head there are no bytes. */
  const uint8_t *fields = length ? head->bytes + head->start_line : NULL;
  return js_string_latin1(parser->env->iso, fields, length);
}

/* --- Errors found here
 * -------------------------------------------------------- */

static int fail(http_parser *parser, const char *code, const char *reason) {
  parser->own_error = code;
  parser->own_reason = reason;
  return HPE_USER;
}

static int fail_no_memory(http_parser *parser) {
  return fail(parser, "HPE_INTERNAL", "Out of memory");
}

static int count_header_bytes(http_parser *parser, size_t length) {
  parser->header_bytes += length;
  if (parser->header_bytes < parser->max_header_bytes)
    return 0;
  return fail(parser, "HPE_HEADER_OVERFLOW", "Header overflow");
}

/* --- llhttp's callbacks: the head
 * --------------------------------------------- */

static int on_message_begin(llhttp_t *llhttp) {
  http_parser *parser = parser_of(llhttp);
  http_list_mark_busy(parser);
  parser->started_ms = uv_now(&parser->env->loop);
  parser->has_headers = false;
  parser->no_body_reported = false;
  parser->wants_text = false;
  parser->header_bytes = 0;
  parser->extension_bytes = 0;
  parser->flags = 0;
  head_free(&parser->head);
  return 0;
}

/* The url of a request, the reason of a response. */
static int on_start_line(llhttp_t *llhttp, const char *at, size_t length) {
  http_parser *parser = parser_of(llhttp);
  int error = count_header_bytes(parser, length);
  if (error != 0)
    return error;
  http_head *head = &parser->head;
  if (!head_append(head, at, length))
    return fail_no_memory(parser);
  head->start_line = head->length;
  head->name_start = head->length;
  return 0;
}

static int on_header_bytes(llhttp_t *llhttp, const char *at, size_t length) {
  http_parser *parser = parser_of(llhttp);
  int error = count_header_bytes(parser, length);
  if (error != 0)
    return error;
  if (parser->head.is_skipping)
    return 0;
  return head_append(&parser->head, at, length) ? 0 : fail_no_memory(parser);
}

static void note_known_name(http_parser *parser) {
  http_head *head = &parser->head;
  const char *name = (const char *)head->bytes + head->name_start;
  size_t length = head->length - head->name_start;
  if (length == 4 && strncasecmp(name, "host", 4) == 0)
    parser->flags |= HTTP_HAS_HOST;
  else if (length == 6 && strncasecmp(name, "expect", 6) == 0)
    parser->flags |= HTTP_HAS_EXPECT;
}

static int on_header_name_end(llhttp_t *llhttp) {
  http_parser *parser = parser_of(llhttp);
  http_head *head = &parser->head;
  if (head->is_skipping)
    return 0;
  note_known_name(parser);
  if (!head_append(head, "\n", 1))
    return fail_no_memory(parser);
  head->value_start = head->length;
  return 0;
}

/* Too many fields: a request is refused, of a response the rest is left out. */
static int limit_fields(http_parser *parser) {
  http_head *head = &parser->head;
  if (parser->max_fields == 0 || head->fields < parser->max_fields)
    return 0;
  head->is_skipping = true;
  if (parser->llhttp.type == HTTP_REQUEST && head->fields > parser->max_fields)
    return fail(parser, "HPE_HEADER_OVERFLOW", "Header overflow");
  return 0;
}

static int on_header_value_end(llhttp_t *llhttp) {
  http_parser *parser = parser_of(llhttp);
  http_head *head = &parser->head;
  head->fields++;
  if (head->is_skipping)
    return limit_fields(parser);
  head_trim_value(head);
  if (!head_append(head, "\n", 1))
    return fail_no_memory(parser);
  head->name_start = head->length;
  return limit_fields(parser);
}

/* --- llhttp's callbacks: a message begins
 * -------------------------------------- */

static bool request_has_no_body(const llhttp_t *llhttp) {
  const int framing = F_CHUNKED | F_TRANSFER_ENCODING;
  return llhttp->content_length == 0 && (llhttp->flags & framing) == 0 &&
         !llhttp->upgrade;
}

static uint32_t message_flags(http_parser *parser) {
  llhttp_t *llhttp = &parser->llhttp;
  uint32_t flags = parser->flags | llhttp->method;
  flags |= (uint32_t)(llhttp->http_major & 15) << 8;
  flags |= (uint32_t)(llhttp->http_minor & 15) << 12;
  if (llhttp_should_keep_alive(llhttp))
    flags |= HTTP_KEEP_ALIVE;
  if (llhttp->upgrade)
    flags |= HTTP_UPGRADE;
  if (llhttp->flags & (F_CONTENT_LENGTH | F_TRANSFER_ENCODING))
    flags |= HTTP_HAS_LENGTH;
  return flags;
}

static js_value call_on_request(http_parser *parser) {
  js_isolate *iso = parser->env->iso;
  uint32_t flags = message_flags(parser);
  if (request_has_no_body(&parser->llhttp)) {
    flags |= HTTP_NO_BODY;
    parser->no_body_reported = true;
  }
  parser->requests_open++;
  http_head *head = &parser->head;
  js_value arguments[] = {
      js_uint32(iso, flags),
      js_string_latin1(iso, head->bytes, head->start_line),
      head_fields(parser),
  };
  head_free(head);
  return http_parser_call(parser, HTTP_ON_REQUEST, 3, arguments);
}

static js_value call_on_response(http_parser *parser) {
  js_isolate *iso = parser->env->iso;
  http_head *head = &parser->head;
  js_value arguments[] = {
      js_uint32(iso, message_flags(parser)),
      js_int32(iso, parser->llhttp.status_code),
      js_string_latin1(iso, head->bytes, head->start_line),
      head_fields(parser),
  };
  head_free(head);
  return http_parser_call(parser, HTTP_ON_RESPONSE, 4, arguments);
}

static int on_headers_complete(llhttp_t *llhttp) {
  http_parser *parser = parser_of(llhttp);
  js_scope scope;
  parser->has_headers = true;
  parser->header_bytes = 0;
  js_scope_open(parser->env->iso, &scope);
  js_value result = llhttp->type == HTTP_REQUEST ? call_on_request(parser)
                                                 : call_on_response(parser);
  int answer = 0;
  if (result != JS_EMPTY && js_is_int32(result))
    answer = js_int32_value(result);
  js_scope_close(&scope);
  if (!http_parser_is_live(parser))
    return HPE_USER;
  parser->is_in_body = true;
  /* An upgrade nobody wants: what follows is HTTP. */
  if (answer != 2)
    llhttp->upgrade = 0;
  return answer;
}

/* --- llhttp's callbacks: the body
 * ----------------------------------------------- */

/* The piece of body as a Buffer: in place if it came in one, else a copy. */
static js_value body_buffer(http_parser *parser) {
  js_isolate *iso = parser->env->iso;
  js_bytes bytes;
  /* A callback may have detached it: its memory is kept, but not its view. */
  bool is_whole = parser->source != JS_EMPTY &&
                  js_bytes_of(parser->source, &bytes) &&
                  bytes.data == parser->source_bytes;
  if (!is_whole)
    return stream_buffer(parser->env, parser->body, parser->body_length);
  size_t offset = (size_t)(parser->body - parser->source_bytes);
  return js_buffer_of(iso, js_view_buffer(iso, parser->source),
                      js_view_offset(parser->source) + offset,
                      parser->body_length);
}

/* A body that has come whole is text if lib/ wants that: one string instead of
 * a Buffer, its memory, and a decoder's work. */
static js_value body_text(http_parser *parser) {
  return encoding_decode(parser->env->iso, ENCODING_UTF8, parser->body,
                         parser->body_length);
}

static bool is_body_text(const http_parser *parser, bool is_last) {
  return parser->wants_text && is_last && parser->body_length <= MAX_TEXT_BYTES;
}

static js_value trailers(http_parser *parser) {
  if (parser->head.length == 0)
    return js_undefined(parser->env->iso);
  js_value fields = head_fields(parser);
  head_free(&parser->head);
  return fields;
}

/* Gives JavaScript the piece of body that waits; returns what the callback of
 * llhttp should. */
static int deliver_body(http_parser *parser, bool is_last) {
  js_isolate *iso = parser->env->iso;
  js_scope scope;
  js_scope_open(iso, &scope);
  js_value body =
      is_body_text(parser, is_last) ? body_text(parser) : body_buffer(parser);
  parser->body = NULL;
  parser->wants_text = false; /* what follows a piece is for the decoder */
  if (body != JS_EMPTY) {
    js_value arguments[] = {body, js_bool(iso, is_last),
                            is_last ? trailers(parser) : js_undefined(iso)};
    http_parser_call(parser, HTTP_ON_BODY, 3, arguments);
  }
  js_scope_close(&scope);
  if (body == JS_EMPTY)
    return fail_no_memory(parser);
  return http_parser_is_live(parser) ? 0 : HPE_USER;
}

static int on_body(llhttp_t *llhttp, const char *at, size_t length) {
  http_parser *parser = parser_of(llhttp);
  int result = 0;
  if (length == 0)
    return 0;
  if (parser->body != NULL)
    result = deliver_body(parser, false);
  parser->body = (const uint8_t *)at;
  parser->body_length = length;
  return result;
}

static int on_chunk_extension(llhttp_t *llhttp, const char *at, size_t length) {
  http_parser *parser = parser_of(llhttp);
  (void)at;
  parser->extension_bytes += length;
  if (parser->extension_bytes <= MAX_EXTENSION_BYTES)
    return 0;
  return fail(parser, "HPE_CHUNK_EXTENSIONS_OVERFLOW",
              "Chunk extensions overflow");
}

static int on_chunk_header(llhttp_t *llhttp) {
  parser_of(llhttp)->extension_bytes = 0;
  return 0;
}

static int call_on_complete(http_parser *parser) {
  js_scope scope;
  js_scope_open(parser->env->iso, &scope);
  js_value argument = trailers(parser);
  http_parser_call(parser, HTTP_ON_COMPLETE, 1, &argument);
  js_scope_close(&scope);
  return http_parser_is_live(parser) ? 0 : HPE_USER;
}

static int on_message_complete(llhttp_t *llhttp) {
  http_parser *parser = parser_of(llhttp);
  int result = 0;
  parser->started_ms = 0;
  parser->is_in_body = false;
  if (parser->body != NULL)
    result = deliver_body(parser, true);
  else if (!parser->no_body_reported)
    result = call_on_complete(parser);
  if (result == 0 && parser->requests_open == 0)
    http_list_mark_idle(parser);
  return result;
}

static const llhttp_settings_t settings = {
    .on_message_begin = on_message_begin,
    .on_url = on_start_line,
    .on_status = on_start_line,
    .on_header_field = on_header_bytes,
    .on_header_value = on_header_bytes,
    .on_header_field_complete = on_header_name_end,
    .on_header_value_complete = on_header_value_end,
    .on_headers_complete = on_headers_complete,
    .on_body = on_body,
    .on_message_complete = on_message_complete,
    .on_chunk_extension_name = on_chunk_extension,
    .on_chunk_extension_value = on_chunk_extension,
    .on_chunk_header = on_chunk_header,
};

/* --- Running it
 * ------------------------------------------------------------------ */

llhttp_errno_t http_parser_run(http_parser *parser, const uint8_t *bytes,
                               size_t length) {
  llhttp_errno_t error;
  parser->is_executing = true;
  if (bytes == NULL)
    error = llhttp_finish(&parser->llhttp);
  else
    error = llhttp_execute(&parser->llhttp, (const char *)bytes, length);
  if (parser->body != NULL && http_parser_is_live(parser))
    deliver_body(parser, false);
  parser->body = NULL;
  parser->is_executing = false;
  return error;
}

size_t http_parser_position(http_parser *parser, const uint8_t *bytes,
                            size_t length) {
  const uint8_t *at = (const uint8_t *)llhttp_get_error_pos(&parser->llhttp);
  if (bytes == NULL || at == NULL || at < bytes || at > bytes + length)
    return 0;
  return (size_t)(at - bytes);
}

static js_value string_of(js_isolate *iso, const char *text) {
  return js_string_latin1(iso, (const uint8_t *)text, strlen(text));
}

js_value http_parser_error(http_parser *parser, llhttp_errno_t error,
                           size_t bytes_parsed) {
  js_isolate *iso = parser->env->iso;
  const char *code = llhttp_errno_name(error);
  const char *reason = llhttp_get_error_reason(&parser->llhttp);
  if (parser->own_error != NULL) {
    code = parser->own_error;
    reason = parser->own_reason;
  }
  if (reason == NULL)
    reason = "";
  /* As later versions of llhttp say it. */
  if (strcmp(reason, "Expected HTTP/") == 0)
    reason = "Expected HTTP/, RTSP/ or ICE/";
  js_value text = js_string_concat(iso, string_of(iso, "Parse Error: "),
                                   string_of(iso, reason));
  js_value object = js_error(iso, JS_ERROR, text);
  js_define_named(iso, object, "bytesParsed",
                  js_double(iso, (double)bytes_parsed));
  js_define_named(iso, object, "code", string_of(iso, code));
  js_define_named(iso, object, "reason", string_of(iso, reason));
  return object;
}

/* --- What lib/ calls
 * ------------------------------------------------------------------ */

static http_parser *parser_this(js_call *call) {
  return js_call_unwrap(call, &http_parser_class);
}

static void parser_set_lenient(llhttp_t *llhttp, uint32_t flags) {
  llhttp_set_lenient_headers(llhttp, (flags >> 0) & 1);
  llhttp_set_lenient_chunked_length(llhttp, (flags >> 1) & 1);
  llhttp_set_lenient_keep_alive(llhttp, (flags >> 2) & 1);
  llhttp_set_lenient_transfer_encoding(llhttp, (flags >> 3) & 1);
  llhttp_set_lenient_version(llhttp, (flags >> 4) & 1);
  llhttp_set_lenient_data_after_close(llhttp, (flags >> 5) & 1);
  llhttp_set_lenient_optional_lf_after_cr(llhttp, (flags >> 6) & 1);
  llhttp_set_lenient_optional_crlf_after_chunk(llhttp, (flags >> 7) & 1);
  llhttp_set_lenient_optional_cr_before_lf(llhttp, (flags >> 8) & 1);
  llhttp_set_lenient_spaces_after_chunk_size(llhttp, (flags >> 9) & 1);
}

static void parser_reset(http_parser *parser) {
  head_free(&parser->head);
  http_list_remove(parser);
  parser->header_bytes = 0;
  parser->extension_bytes = 0;
  parser->started_ms = 0;
  parser->requests_open = 0;
  parser->writes_queued = 0;
  parser->flags = 0;
  parser->own_error = NULL;
  parser->has_headers = false;
  parser->is_in_body = false;
  parser->is_closed = false;
  parser->has_exception = false;
  parser->watches_activity = false;
  parser->no_body_reported = false;
}

/* initialize(isResponse, maxHeaderSize, maxHeadersCount, lenientFlags, list):
 * begins a connection. Not from within a callback. */
static void parser_native_initialize(js_call *call) {
  http_parser *parser = parser_this(call);
  if (parser == NULL)
    return;
  js_isolate *iso = js_call_isolate(call);
  uint32_t max_header_bytes, max_fields, lenient;
  if (!js_to_uint32(iso, js_call_arg(call, 1), &max_header_bytes) ||
      !js_to_uint32(iso, js_call_arg(call, 2), &max_fields) ||
      !js_to_uint32(iso, js_call_arg(call, 3), &lenient))
    return;
  if (parser->is_executing) {
    js_throw_error(iso, "ERR_INVALID_STATE", "The parser is executing");
    return;
  }
  http_parser_detach(parser);
  parser_reset(parser);
  bool is_response = js_to_bool(iso, js_call_arg(call, 0));
  llhttp_init(&parser->llhttp, is_response ? HTTP_RESPONSE : HTTP_REQUEST,
              &settings);
  parser_set_lenient(&parser->llhttp, lenient);
  parser->max_header_bytes =
      max_header_bytes ? max_header_bytes : DEFAULT_MAX_HEADER_BYTES;
  parser->max_fields = max_fields;
  http_list *list = js_unwrap(js_call_arg(call, 4), &http_list_class);
  if (list == NULL)
    return;
  parser->started_ms = uv_now(&parser->env->loop);
  http_list_add(list, parser);
}

/* execute(buffer) -> bytes parsed, or an Error. Rethrows what callbacks throw.
 */
static void parser_native_execute(js_call *call) {
  http_parser *parser = parser_this(call);
  if (parser == NULL)
    return;
  js_isolate *iso = js_call_isolate(call);
  js_bytes bytes;
  if (!js_bytes_of(js_call_arg(call, 0), &bytes) || parser->is_executing) {
    js_throw_type_error(iso, "ERR_INVALID_ARG_TYPE", "Invalid argument");
    return;
  }
  /* NULL means the end of the input to parser_run. */
  const uint8_t *data = bytes.data ? bytes.data : (const uint8_t *)"";
  /* The buffer may be detached by a callback while it is being parsed. */
  js_store *store = js_store_of(js_call_arg(call, 0));
  parser->source = js_call_arg(call, 0);
  parser->source_bytes = data;
  parser->has_exception = false;
  llhttp_errno_t error = http_parser_run(parser, data, bytes.length);
  parser->source = JS_EMPTY;
  js_store_free(store);
  if (parser->has_exception)
    return;
  size_t parsed = http_parser_position(parser, data, bytes.length);
  if (error == HPE_OK || parser->is_closed)
    js_return_double(call, (double)bytes.length);
  else if (error == HPE_PAUSED_UPGRADE)
    js_return_double(call, (double)parsed);
  else
    js_return(call, http_parser_error(parser, error, parsed));
}

/* finish() -> undefined, or an Error: the other side has ended. */
static void parser_native_finish(js_call *call) {
  http_parser *parser = parser_this(call);
  if (parser == NULL || parser->is_executing || parser->is_closed)
    return;
  parser->has_exception = false;
  llhttp_errno_t error = http_parser_run(parser, NULL, 0);
  if (!parser->has_exception && error != HPE_OK && !parser->is_closed)
    js_return(call, http_parser_error(parser, error, 0));
}

/* close() -> whether it is being executed right now, and so cannot be used
 * again yet. Nothing is called back any more. */
static void parser_native_close(js_call *call) {
  http_parser *parser = parser_this(call);
  if (parser == NULL)
    return;
  http_parser_flush(parser);
  http_parser_detach(parser);
  http_list_remove(parser);
  head_free(&parser->head);
  http_output_free(parser);
  parser->is_closed = true;
  js_return_bool(call, parser->is_executing);
}

/* done(): a response has ended that did not go through send(). */
static void parser_native_done(js_call *call) {
  http_parser *parser = parser_this(call);
  if (parser == NULL || parser->requests_open == 0)
    return;
  if (--parser->requests_open == 0 && parser->started_ms == 0)
    http_list_mark_idle(parser);
}

/* watchActivity(boolean): call HTTP_ON_ACTIVITY when something was read. */
static void parser_native_watch_activity(js_call *call) {
  http_parser *parser = parser_this(call);
  if (parser != NULL)
    parser->watches_activity =
        js_to_bool(js_call_isolate(call), js_call_arg(call, 0));
}

/* wantText(): the body of the message being read is wanted as UTF-8 text. */
static void parser_native_want_text(js_call *call) {
  http_parser *parser = parser_this(call);
  if (parser != NULL)
    parser->wants_text = true;
}

/* limitFields(count): at most so many header fields are kept; 0: all. */
static void parser_native_limit_fields(js_call *call) {
  http_parser *parser = parser_this(call);
  if (parser != NULL)
    js_to_uint32(js_call_isolate(call), js_call_arg(call, 0),
                 &parser->max_fields);
}

static void parser_native_new(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  http_parser *parser = calloc(1, sizeof(*parser));
  if (parser == NULL) {
    js_throw_out_of_memory(iso);
    return;
  }
  parser->env = env_of(iso);
  parser->max_header_bytes = DEFAULT_MAX_HEADER_BYTES;
  llhttp_init(&parser->llhttp, HTTP_REQUEST, &settings);
  parser->wrap =
      js_wrap_new(iso, js_call_this(call), &http_parser_class, parser, false);
}

static void parser_finalize(js_isolate *iso, void *native) {
  http_parser *parser = native;
  (void)iso;
  if (parser->stream != NULL)
    stream_set_consumer(parser->stream, NULL, NULL);
  http_list_remove(parser);
  head_free(&parser->head);
  free(parser->out);
  free(parser);
}

static const js_native_entry parser_methods[] = {
    {"initialize", parser_native_initialize, 5, NULL},
    {"execute", parser_native_execute, 1, NULL},
    {"finish", parser_native_finish, 0, NULL},
    {"consume", http_parser_native_consume, 1, NULL},
    {"unconsume", http_parser_native_unconsume, 0, NULL},
    {"close", parser_native_close, 0, NULL},
    {"done", parser_native_done, 0, NULL},
    {"watchActivity", parser_native_watch_activity, 1, NULL},
    {"wantText", parser_native_want_text, 0, NULL},
    {"limitFields", parser_native_limit_fields, 1, NULL},
    {"send", http_parser_native_send, 3, NULL},
    {"flush", http_parser_native_flush, 0, NULL},
    {NULL, NULL, 0, NULL},
};

const js_class http_parser_class = {
    .name = "HTTPParser",
    .construct = parser_native_new,
    .methods = parser_methods,
    .finalize = parser_finalize,
};
