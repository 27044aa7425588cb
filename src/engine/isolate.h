/* The engine's life: platform, isolates, snapshots, heap limits, interrupts. */
#ifndef ENGINE_ISOLATE_H_
#define ENGINE_ISOLATE_H_

#include "function.h"
#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* --- The process -------------------------------------------------------------
 */

/* Takes V8's options out of argv: those it does not know are left, in order.
 * Returns the new count. Before js_platform_start. */
int js_flags_from_argv(int argc, char **argv);
void js_flags_from_string(const char *flags);

/* Starts V8 with a platform of `threads` worker threads (0: as many as fit the
 * machine, at most 4). Threads are started when first needed. Once a process.
 */
void js_platform_start(int threads);
void js_platform_stop(void);

const char *js_engine_version(void); /* "13.6.233.17" */

/* --- Every native the process has
 * ---------------------------------------------- */

/* A Latin-1 text that lives as long as the process. */
typedef struct js_text {
  const char *text;
  size_t length;
} js_text;

/* From the bindings' tables come the snapshot's external references. Each list
 * ends with NULL. Must be the same, in the same order, when a snapshot is made
 * and when it is used: they are, since it is one executable's table. */
typedef struct js_tables {
  const js_native_entry *const *natives; /* or NULL */
  const js_class *const *classes;        /* or NULL; parents need no mention */
  const void *const *addresses; /* or NULL; other C addresses in the heap */
  /* Or NULL. Texts that are part of the executable (lib/): strings made of
   * them by js_string_external_latin1 stay outside the snapshot. Ends with a
   * text that is NULL. */
  const js_text *texts;
} js_tables;

/* --- Isolates
 * ---------------------------------------------------------------------- */

typedef struct js_isolate_options {
  const js_tables *tables; /* must outlive the isolate */
  const uint8_t *snapshot; /* from js_snapshot_create, or NULL */
  size_t snapshot_length;
  size_t max_old_space_bytes;   /* 0: V8's default for this machine */
  size_t max_young_space_bytes; /* 0: default */
  size_t stack_bytes;           /* 0: V8's default */
  /* What the default heap limits are computed from; 0: the machine's memory. A
   * process in a container gives the container's limit. */
  size_t physical_memory_bytes;
  bool will_snapshot; /* js_snapshot_create will be called */
  void *owner;        /* what js_isolate_owner returns */
} js_isolate_options;

/* Makes and enters an isolate on this thread, with its main context (from the
 * snapshot if there is one) entered too. NULL if memory is exhausted or the
 * snapshot does not fit this executable. */
js_isolate *js_isolate_new(const js_isolate_options *options);

/* Exits and frees the isolate; finalizers of all wrapped structs run first.
 * No scope may be open. */
void js_isolate_free(js_isolate *iso);

/* The `owner` of the options: the runtime's env. O(1). */
void *js_isolate_owner(js_isolate *iso);
void js_isolate_owner_set(js_isolate *iso, void *owner);

/* Runs the platform's tasks for this isolate's thread that are due. Returns
 * whether any ran. */
bool js_isolate_run_tasks(js_isolate *iso);

/* Waits for what worker threads do for JavaScript (compiling WebAssembly, say),
 * and runs the tasks that come of it. Returns whether any ran: the event loop
 * calls it when it has nothing else left, and goes on if so. */
bool js_isolate_drain_tasks(js_isolate *iso);

/* Tells how C gets woken when tasks for this isolate are posted from another
 * thread: `wake(data)` may be called on any thread; it must be signal-light
 * (uv_async_send). `delay_seconds` is 0 or when the task is due. */
void js_isolate_on_task(js_isolate *iso,
                        void (*wake)(void *data, double delay_seconds),
                        void *data);

/* Runs finalizers (js_ref, js_wrap) whose objects have been collected. The
 * event loop calls it; returns how many ran. */
size_t js_isolate_run_finalizers(js_isolate *iso);

/* Stops running JavaScript as soon as possible, from any thread: an exception
 * nothing can catch. js_isolate_cancel_terminate allows running again. */
void js_isolate_terminate(js_isolate *iso);
void js_isolate_cancel_terminate(js_isolate *iso);
bool js_isolate_is_terminating(js_isolate *iso);

/* Calls back on the isolate's thread at the next safe point, from any thread.
 */
void js_isolate_interrupt(js_isolate *iso,
                          void (*callback)(js_isolate *iso, void *data),
                          void *data);

/* V8 gives up: called instead of its own message, must not return. */
typedef void (*js_fatal_callback)(const char *location, const char *message,
                                  bool is_heap_oom);
void js_isolate_on_fatal(js_isolate *iso, js_fatal_callback callback);

/* Called with an uncaught exception that V8 reports itself (verbose catch). */
typedef void (*js_message_callback)(js_isolate *iso, js_value exception);
void js_isolate_on_message(js_isolate *iso, js_message_callback callback);

/* Near the heap limit: returns the new limit in bytes (at least `current`). */
typedef size_t (*js_heap_limit_callback)(void *data, size_t current,
                                         size_t initial);
void js_isolate_on_near_heap_limit(js_isolate *iso,
                                   js_heap_limit_callback callback, void *data);

void js_isolate_garbage_collect(js_isolate *iso);    /* full, at once */
void js_isolate_idle(js_isolate *iso, bool is_idle); /* for CPU profiles */
void js_isolate_time_zone_changed(js_isolate *iso);
void js_isolate_abort_on_uncaught_exception(js_isolate *iso, bool abort);

/* --- Heap statistics
 * ------------------------------------------------------------------ */

typedef struct js_heap_statistics {
  size_t total_heap_size;
  size_t total_heap_size_executable;
  size_t total_physical_size;
  size_t total_available_size;
  size_t used_heap_size;
  size_t heap_size_limit;
  size_t malloced_memory;
  size_t peak_malloced_memory;
  size_t does_zap_garbage;
  size_t number_of_native_contexts;
  size_t number_of_detached_contexts;
  size_t total_global_handles_size;
  size_t used_global_handles_size;
  size_t external_memory;
  size_t array_buffers; /* memory of this isolate's ArrayBuffers */
} js_heap_statistics;
void js_heap_statistics_get(js_isolate *iso, js_heap_statistics *out);

typedef struct js_heap_space {
  const char *name;
  size_t size;
  size_t used;
  size_t available;
  size_t physical;
} js_heap_space;
size_t js_heap_space_count(js_isolate *iso);
void js_heap_space_get(js_isolate *iso, size_t index, js_heap_space *out);

/* Writes a heap snapshot (JSON) in pieces; `write` returns false to stop. */
bool js_heap_snapshot_write(js_isolate *iso,
                            bool (*write)(void *data, const char *text,
                                          size_t length),
                            void *data);

/* --- Snapshots
 * ----------------------------------------------------------------------------
 */

/* Serialises the main context of an isolate made with will_snapshot; frees the
 * isolate. Functions keep their compiled code if `keep_code`. No js_ref and no
 * js_wrap may be alive. Memory from malloc(), the caller frees it; NULL with a
 * message on stderr if something cannot be serialised. */
uint8_t *js_snapshot_create(js_isolate *iso, bool keep_code, size_t *length);

#ifdef __cplusplus
}
#endif
#endif
