/* Byte streams: what TCP sockets, pipes and terminals have in common.
 *
 * A `stream` is one connection, or one listening socket. It embeds the uv
 * handle, so that it costs one allocation. Bytes pass through three stations:
 *
 *   the wire  <->  filter (TLS; usually none)  <->  consumer
 *
 * Reading: libuv reads into one slab that all streams of an env share, so an
 * idle connection holds no buffer. What was read goes, still in the slab, to
 * the filter if there is one and then to the consumer. A consumer in C (the
 * HTTP parser) looks at the bytes in place. Without one they become a Buffer
 * and ONE call into JavaScript is made: SLOT_STREAM_ON_READ.
 *
 * Writing: everything is tried at once (uv_try_write). Only what the kernel
 * refuses is copied into a request and queued.
 *
 * JavaScript's side of the contract (`this` is always the handle object):
 *
 *   SLOT_STREAM_ON_READ(buffer | nread, pendingHandle)
 *       a Buffer; or, with useUserBuffer, the number of bytes put into it; or
 *       a negative libuv error (UV_EOF at the end). pendingHandle: a handle
 *       that came along over an IPC pipe, or undefined.
 *   SLOT_STREAM_ON_CONNECTION(status, clientHandle)
 *   SLOT_STREAM_ON_WRITE_DONE(status)     one for each write that was queued,
 *   SLOT_STREAM_ON_CONNECT_DONE(status)   in the order of the writes
 *   SLOT_STREAM_ON_SHUTDOWN_DONE(status)
 *
 *   handle.writeBuffer(view), writeUtf8String(s), writeLatin1String(s),
 *   writeUcs2String(s), writev(chunks, allBuffers), shutdown()
 *       return 0: done now, there will be no callback;
 *              > 0: this many bytes are queued (shutdown: 1), a callback comes;
 *              < 0: a libuv error, there will be no callback.
 *       writev takes an array of views (allBuffers) or a flat array
 *       [chunk, encoding, chunk, encoding, ...].
 */
#ifndef BINDINGS_STREAM_H_
#define BINDINGS_STREAM_H_

#include "../runtime/handle.h"

typedef struct stream stream;

/* --- Taking what arrives in C -------------------------------------------- */

/* Who gets what is read. All functions are called by the event loop, with no
 * scope open. `bytes` is valid during the call only. Any of them may close the
 * stream, change its consumer or stop reading: the struct stays valid until
 * on_closed, and nothing more is delivered after the close began. */
typedef struct stream_consumer {
  void (*on_read)(stream *s, const uint8_t *bytes, size_t length);
  /* The other side has ended (status UV_EOF) or reading has failed. Reading is
   * stopped already. */
  void (*on_end)(stream *s, int status);
  /* The queue of writes has become empty, after a write had to be queued. May
   * be NULL. Writes' own on_done have been called before. */
  void (*on_drain)(stream *s);
  /* JavaScript is about to write, or to end the writing side, past the
   * consumer: what it holds back has to go first. May be NULL. */
  void (*on_js_write)(stream *s);
  /* The stream is closed, its memory is freed on return: free consumer_data.
   * May be NULL. */
  void (*on_closed)(stream *s);
} stream_consumer;

/* Hands the stream's bytes to a consumer from now on. NULL: to JavaScript.
 * Does not start or stop reading. `data` becomes s->consumer_data. */
void stream_set_consumer(stream *s, const stream_consumer *consumer,
                         void *data);

/* Gives bytes (or the end: negative status, no bytes) to the consumer as if
 * they had just been read. For a filter's output, and for a consumer that hands
 * the rest of what it read to its successor (HTTP upgrades). No scope needed.
 */
void stream_deliver(stream *s, const uint8_t *bytes, size_t length);
void stream_deliver_end(stream *s, int status);

/* A Buffer of bytes that a consumer is being given, or of a part of them:
 * without a copy where they are many. JS_EMPTY with no exception pending: no
 * memory. */
js_value stream_buffer(env *env, const uint8_t *bytes, size_t length);

/* --- Taking connections in C --------------------------------------------- */

/* Who gets the connections of a listening stream. Without an acceptor each one
 * becomes a handle object and SLOT_STREAM_ON_CONNECTION is called.
 *
 * With one, no JavaScript object exists for the connection until stream_object
 * is asked for it. `client` is open, not reading, has no consumer, and belongs
 * to the event loop until stream_close: the acceptor sets a consumer and starts
 * reading, or closes it. Called with no scope open. Socket options set on the
 * listening socket (no delay, keep alive) are inherited by the kernel: there is
 * no need to set them again on each client. */
typedef struct stream_acceptor {
  void (*on_connection)(stream *server, stream *client);
  void (*on_error)(stream *server, int status);
  /* The server is closed, its memory is freed on return. May be NULL. */
  void (*on_closed)(stream *server);
} stream_acceptor;
void stream_set_acceptor(stream *server, const stream_acceptor *acceptor,
                         void *data);

/* --- Filters ------------------------------------------------------------- */

/* A transformation between wire and consumer (TLS). At most one a stream. */
typedef struct stream_filter {
  /* Bytes from the wire: give what they mean to stream_deliver. */
  void (*on_read)(stream *s, const uint8_t *bytes, size_t length);
  /* The wire has ended or failed: call stream_deliver_end, now or later. */
  void (*on_end)(stream *s, int status);
  /* stream_write and stream_shutdown of a filtered stream come here, with the
   * same contract; the filter calls stream_wire_write, stream_wire_shutdown.
   * May keep the plain bytes (a copy) until it can send them. */
  int (*write)(stream *s, const uv_buf_t *bufs, unsigned count,
               void (*on_done)(stream *s, int status, void *data), void *data);
  int (*shutdown)(stream *s, void (*on_done)(stream *s, int status));
  /* The stream is closed: free filter_data. */
  void (*on_closed)(stream *s);
} stream_filter;
void stream_set_filter(stream *s, const stream_filter *filter, void *data);

/* --- Other wires ---------------------------------------------------------- */

/* What carries a stream's bytes where libuv does not: a stream of JavaScript's
 * (tls_wire.c). Contracts as of the functions of the same name below. What
 * comes over it its maker gives to the filter, or to stream_deliver. */
typedef struct stream_wire {
  int (*read_start)(stream *s);
  void (*read_stop)(stream *s);
  int (*write)(stream *s, const uv_buf_t *bufs, unsigned count,
               void (*on_done)(stream *s, int status, void *data), void *data);
  int (*shutdown)(stream *s, void (*on_done)(stream *s, int status));
  size_t (*queue_size)(stream *s);
  void (*on_closed)(stream *s); /* free wire_data */
} stream_wire;

/* --- The stream ---------------------------------------------------------- */

struct stream {
  env_handle base;        /* base.wrap is NULL while no JS object exists */
  const js_class *class_; /* of its JS object: tcp, pipe or tty */

  /* Who reads; NULL consumer: JavaScript. A listening stream has an acceptor
   * instead; both use consumer_data. */
  const stream_consumer *consumer;
  const stream_acceptor *acceptor;
  void *consumer_data;
  const stream_filter *filter; /* or NULL */
  void *filter_data;
  const stream_wire *wire; /* or NULL: libuv */
  void *wire_data;

  /* Where reads go if JavaScript gave its own buffer (`onread`), or NULL. */
  js_store *user_store;
  uint8_t *user_bytes;
  size_t user_length;

  uint64_t bytes_read;    /* from the wire */
  uint64_t bytes_written; /* handed to the wire, queued ones included */
  /* uv_now() of the last read or write: what idle timeouts are measured by. */
  uint64_t last_activity_ms;

  union {
    uv_handle_t handle;
    uv_stream_t stream;
    uv_tcp_t tcp;
    uv_pipe_t pipe;
    uv_tty_t tty;
  } uv;
};

/* The class that tcp's, pipe's and tty's derive from. Its methods need no
 * knowledge of which it is. */
extern const js_class stream_class;

/* The stream of a JS handle object, or NULL (nothing thrown). */
stream *stream_of(js_value value);

/* The JS object of the stream, made now if there is none yet. Needs a scope;
 * JS_EMPTY with an exception pending if it cannot be made. */
js_value stream_object(stream *s);

/* Starts reading, stops it. Idempotent. A negative libuv error or 0. */
int stream_read_start(stream *s);
void stream_read_stop(stream *s);

/* Writes. Returns 0 if the kernel took everything (on_done is not called), a
 * negative error (on_done is not called), or the number of bytes queued:
 * on_done is then called once, from the event loop, with 0 or an error
 * (UV_ECANCELED if the stream was closed first). The bytes are the caller's
 * again on return: what is queued has been copied. on_done may be NULL. Goes
 * through the filter. */
int stream_write(stream *s, const uv_buf_t *bufs, unsigned count,
                 void (*on_done)(stream *s, int status, void *data),
                 void *data);

/* Ends the writing side after all queued writes. 0: done now; 1: on_done
 * (may be NULL) will be called; negative: error. Goes through the filter. */
int stream_shutdown(stream *s, void (*on_done)(stream *s, int status));

/* As the two above, past the filter. */
int stream_wire_write(stream *s, const uv_buf_t *bufs, unsigned count,
                      void (*on_done)(stream *s, int status, void *data),
                      void *data);
int stream_wire_shutdown(stream *s, void (*on_done)(stream *s, int status));

/* Bytes queued in libuv that the kernel has not taken yet. */
size_t stream_write_queue_size(stream *s);

/* Closes; idempotent. Queued writes end with UV_ECANCELED, then on_closed. */
void stream_close(stream *s);

/* Whether it may still be used: false once closing has begun. */
bool stream_is_open(stream *s);

/* --- For tcp.c, pipe.c and tty.c, and whoever makes streams in C --------- */

/* A zeroed stream, to be given to uv_*_init and then to stream_attach, or to
 * free() if that fails. NULL: no memory. */
stream *stream_alloc(void);

/* Makes an initialised stream part of its env. `object`: its JS object, or
 * JS_EMPTY for one that is made when stream_object asks. */
void stream_attach(stream *s, env *env, const js_class *class_,
                   js_value object);

/* New unconnected streams without a JS object; NULL: no memory. */
stream *tcp_stream_new(env *env);
stream *pipe_stream_new(env *env, bool is_ipc);

/* Starts accepting connections, see stream_acceptor. */
int stream_listen(stream *s, int backlog);

/* Calls SLOT_STREAM_ON_CONNECT_DONE; the uv_connect_cb of tcp.c and pipe.c. The
 * request is malloc'ed, and freed by it. */
void stream_on_connect(uv_connect_t *request, int status);

#endif
