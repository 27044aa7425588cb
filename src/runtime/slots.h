/* The values of lib/ that C reaches by number (js_slot_get). Add at the end of
 * a group; the snapshot is built with the executable, so numbers may change. */
#ifndef RUNTIME_SLOTS_H_
#define RUNTIME_SLOTS_H_

enum {
  SLOT_BINDINGS = 0,    /* object: the bindings made so far, by name */
  SLOT_PROCESS,         /* the process object */
  SLOT_MAIN,            /* function: runs the user's program */
  SLOT_TICK_CALLBACK,   /* function: runs the nextTick queue */
  SLOT_TIMERS_CALLBACK, /* function: runs the timers that are due */
  SLOT_IMMEDIATE_CALLBACK,
  SLOT_UNCAUGHT_EXCEPTION, /* function(error, fromPromise) -> handled */
  SLOT_PROMISE_REJECTION,  /* function(event, promise, value) */
  SLOT_EMIT_EXIT,
  SLOT_EMIT_BEFORE_EXIT,
  SLOT_IMPORT_DYNAMICALLY,
  SLOT_IMPORT_META,
  SLOT_SIGNAL,
  SLOT_TICK_FIELDS,     /* Uint8Array of TICK_FIELD_COUNT (env.h) */
  SLOT_REQUIRE_BUILTIN, /* function: require() within lib/ */

  SLOT_STREAM_ON_READ = 20, /* bindings/stream.c */
  SLOT_STREAM_ON_CONNECTION,
  SLOT_STREAM_ON_WRITE_DONE,
  SLOT_STREAM_ON_CONNECT_DONE,
  SLOT_STREAM_ON_SHUTDOWN_DONE,
  SLOT_HANDLE_ON_CLOSE, /* runtime/handle.c */

  SLOT_HTTP_ON_REQUEST = 40, /* bindings/http.c: up to 59 */

  SLOT_FS_STAT_NUMBERS = 60, /* bindings/fs_operation.c: up to 79 */

  SLOT_DOM_EXCEPTION = 80, /* function(message, name): makes a DOMException */
  SLOT_ZLIB_ON_WRITE,      /* bindings/zlib.c */
  SLOT_TLS_ON_EVENT,       /* bindings/tls.h */

  /* bindings/message.c: what lib/internal/structured_clone.js has set up */
  SLOT_MESSAGE_SYMBOL = 90, /* on prototypes of classes that can be cloned */
  SLOT_MESSAGE_WRITE,       /* function(object) -> record | undefined */
  SLOT_MESSAGE_READ,        /* function(records, ports) -> objects */
  SLOT_MESSAGE_THROW,       /* function(message): throws a DataCloneError */
  SLOT_MESSAGE_PORTS,       /* function(handles) -> MessagePorts */
  SLOT_PORT_ON_MESSAGE,     /* function(value, ports), this: the handle */
  SLOT_PORT_ON_ERROR,       /* function(error), this: the handle */
  SLOT_PORT_ON_END,         /* function(), this: the handle */
};

#endif
