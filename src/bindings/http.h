/* HTTP/1.1 connections: parsing what comes in, framing what goes out.
 *
 * An http_parser is one side of one connection. Bytes come to it in two ways:
 *
 *   consume(handle)  it is the stream's consumer: what libuv reads goes to
 *                    llhttp in place, and JavaScript is called from the loop;
 *   execute(buffer)  JavaScript hands it bytes (any Duplex stream).
 *
 * Either way JavaScript hears of a message in as few calls as can be: a request
 * without a body is one call. Header fields are not given one by one but as one
 * string, `name LF value LF name LF value LF`, which lib/ takes apart when the
 * program looks (neither a name nor a value can contain LF).
 *
 *   http_parser.c  the parser: llhttp's callbacks and the calls to JavaScript
 *   http_consumer.c  a parser that reads a stream itself
 *   http_output.c  the frames of a message's bytes, gathered into one write
 *   http_list.c    the connections of a server, for its timeouts
 *   http.c         what lib/ sees of all this
 */
#ifndef BINDINGS_HTTP_H_
#define BINDINGS_HTTP_H_

#include <llhttp.h>

#include "stream.h"

/* What lib/ is called with; set by setCallbacks, in this order. `this` is
 * always the parser object. */
enum {
  /* (flags, url, headers) -> 0: go on, 2: the rest is another protocol */
  HTTP_ON_REQUEST = SLOT_HTTP_ON_REQUEST,
  /* (flags, status, reason, headers) -> 0, 1: it has no body, 2: as above */
  HTTP_ON_RESPONSE,
  HTTP_ON_BODY,     /* (buffer, isLast, trailers); a string, if that is wanted
                       and the body came whole */
  HTTP_ON_COMPLETE, /* (trailers): the end, without a piece of body before */
  HTTP_ON_UPGRADE,  /* (rest): consumed streams; the parser has let go of it */
  HTTP_ON_ERROR,    /* (code, reason, bytesParsed, packet): consumed streams */
  HTTP_ON_ACTIVITY, /* (): something was read; if watchActivity was called */
  HTTP_ON_QUEUED,   /* (status): what send() had gathered was not all written:
                       0: the rest is queued, negative: a libuv error */
  HTTP_ON_DRAIN,    /* (status): all that was queued is written, or an error */
};
#define HTTP_CALLBACK_COUNT 9

/* What send() is to do, as lib/ says. */
enum {
  HTTP_SEND_CHUNKED = 1, /* frame the body as a chunk */
  HTTP_SEND_LAST = 2,    /* the message ends (a chunked one: with a 0 chunk) */
  HTTP_SEND_LATIN1 = 4,  /* a string body is Latin-1, not UTF-8 */
  HTTP_SEND_HOLD = 8,    /* more comes soon: wait for flush() */
};

/* The `flags` of a message's start, as lib/internal/http/parser.js reads them:
 * bits 0-7 the method, 8-11 the major and 12-15 the minor version, then: */
enum {
  HTTP_KEEP_ALIVE = 1 << 16, /* the connection may go on after the message */
  HTTP_UPGRADE = 1 << 17,    /* CONNECT, or a well-formed upgrade */
  HTTP_NO_BODY = 1 << 18,    /* complete with its headers: nothing follows */
  HTTP_HAS_HOST = 1 << 19,
  HTTP_HAS_EXPECT = 1 << 20,
  HTTP_HAS_LENGTH = 1 << 21, /* it has a content-length or transfer-encoding */
};

typedef struct http_list http_list;
typedef struct http_parser http_parser;

/* The bytes of one message's start line and header fields, or of its trailers.
 * Freed as soon as they have become JavaScript strings, so that an idle
 * connection holds none. */
typedef struct http_head {
  uint8_t *bytes;
  size_t length;
  size_t capacity;
  size_t start_line; /* bytes of url or reason, before the fields */
  size_t name_start; /* of the field being read */
  size_t value_start;
  uint32_t fields;
  bool is_skipping; /* the field being read is above the limit */
} http_head;

struct http_parser {
  llhttp_t llhttp; /* first: llhttp's callbacks are given a pointer to it */
  env *env;
  js_wrap *wrap;
  stream *stream; /* consumed, or NULL */

  /* The server's list, or NULL; and where this parser stands in its rows. */
  http_list *list;
  http_parser *next, **prev_next;
  http_parser *idle_next, *idle_prev;
  bool is_idle; /* in the row of connections that wait for a request */

  /* uv_now() when the connection, or the message being read, began; 0: no
   * message is being read. */
  uint64_t started_ms;
  uint64_t idle_since_ms;
  bool has_headers;       /* the message's headers are complete */
  uint32_t requests_open; /* requests whose responses have not ended */

  http_head head;
  size_t header_bytes; /* of this message so far, against max_header_bytes */
  size_t max_header_bytes;
  size_t extension_bytes; /* of a chunked body's extensions */
  uint32_t max_fields;    /* 0: no limit */
  uint32_t flags;         /* HTTP_HAS_* found while reading the fields */

  /* A piece of body not yet given to JavaScript: the message may end with it,
   * and then one call does for both. Points into what is being parsed. */
  const uint8_t *body;
  size_t body_length;
  js_value source; /* the buffer of execute() while it runs, or JS_EMPTY */
  const uint8_t *source_bytes;

  /* Bytes to be sent that have not been given to the stream. */
  uint8_t *out;
  size_t out_length;
  size_t out_capacity;
  uint32_t writes_queued; /* writes that the stream has not finished */

  const char *own_error;  /* code of an error found here, not by llhttp */
  const char *own_reason; /* its text */
  bool is_executing;
  bool is_in_body;    /* the head is read, the message has not ended */
  bool gathers;       /* more requests may follow in what is being parsed */
  bool is_closed;     /* close() was called: no more callbacks */
  bool is_from_loop;  /* the loop, not JavaScript, brought what is parsed */
  bool has_exception; /* a callback has thrown: unwind */
  bool watches_activity;
  bool wants_text;       /* nothing of the body was given yet, and lib/ wants it
                            as UTF-8 text */
  bool no_body_reported; /* JavaScript knows that the message has ended */
};

struct http_list {
  env *env;
  http_parser *first;
  http_parser *idle_first, *idle_last; /* the longest idle comes first */
  uint8_t *spare_out;                  /* a buffer between two uses, or NULL */
  size_t spare_out_capacity;
  size_t references; /* the JS object and the parsers */
};

extern const js_class http_parser_class;
extern const stream_consumer http_parser_consumer;
extern const js_class http_list_class;

/* --- http_parser.c ----------------------------------------------------------
 */

/* Calls one of the callbacks above. From the loop (a consumed stream) an
 * exception has been dealt with when JS_EMPTY is returned; otherwise it is
 * pending. */
js_value http_parser_call(http_parser *parser, int slot, int count,
                          const js_value *arguments);

/* Whether its JavaScript still wants to hear of it. */
bool http_parser_is_live(const http_parser *parser);

/* Parses; no bytes: the other side has ended. */
llhttp_errno_t http_parser_run(http_parser *parser, const uint8_t *bytes,
                               size_t length);

/* How many of the bytes were parsed before the error or the upgrade. */
size_t http_parser_position(http_parser *parser, const uint8_t *bytes,
                            size_t length);

/* An Error with the properties code, reason and bytesParsed. */
js_value http_parser_error(http_parser *parser, llhttp_errno_t error,
                           size_t bytes_parsed);

/* --- http_consumer.c -------------------------------------------------------
 */

void http_parser_native_consume(js_call *call);
void http_parser_native_unconsume(js_call *call);

/* Lets go of the stream, if there is one; its owner reads it again. */
void http_parser_detach(http_parser *parser);

/* --- http_output.c ----------------------------------------------------------
 */

void http_parser_native_send(js_call *call);
void http_parser_native_flush(js_call *call);

/* Gives what was gathered to the stream. Returns what stream_write does. */
int http_parser_flush(http_parser *parser);

/* The same from the loop: tells JavaScript if not all was written. */
void http_parser_flush_from_loop(http_parser *parser);
void http_output_free(http_parser *parser);

/* --- http_list.c ------------------------------------------------------------
 */

void http_list_add(http_list *list, http_parser *parser);
void http_list_remove(http_parser *parser);

/* The connection begins or ends to wait for its next request. */
void http_list_mark_idle(http_parser *parser);
void http_list_mark_busy(http_parser *parser);

#endif
