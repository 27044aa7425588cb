/* Looking into the heap: what uses it, what is in it, when it is collected.
 * Statistics of the whole heap are in isolate.h. */
#ifndef ENGINE_HEAP_H_
#define ENGINE_HEAP_H_

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct js_heap_code_statistics {
  size_t code_and_metadata_size;
  size_t bytecode_and_metadata_size;
  size_t external_script_source_size;
  size_t cpu_profiler_metadata_size;
} js_heap_code_statistics;
void js_heap_code_statistics_get(js_isolate *iso, js_heap_code_statistics *out);

/* A heap snapshot: a picture of the heap, itself outside of it. */
typedef struct js_heap_snapshot js_heap_snapshot;
enum {
  JS_HEAP_SNAPSHOT_INTERNALS = 1, /* also what only V8 knows of */
  JS_HEAP_SNAPSHOT_NUMBERS = 2,   /* the values of numbers */
};

/* NULL if it was not taken (V8 is taking one already). */
js_heap_snapshot *js_heap_snapshot_take(js_isolate *iso, int options);

/* Writes it as JSON, in pieces; `write` returns false to stop, then so does
 * this. */
bool js_heap_snapshot_serialize(js_heap_snapshot *snapshot,
                                bool (*write)(void *data, const char *text,
                                              size_t length),
                                void *data);
void js_heap_snapshot_free(js_heap_snapshot *snapshot);

/* An array of all objects that have `prototype` in their chain of prototypes,
 * after a full collection. */
js_value js_heap_objects_of(js_isolate *iso, js_value prototype);

/* How much memory the running context (and, if `detailed`, each other) uses: a
 * promise. `eager`: collects garbage for it instead of waiting for V8 to.
 * JS_EMPTY: exception pending. */
js_value js_heap_measure(js_isolate *iso, bool detailed, bool eager);

/* Has a function called when a collection begins and ends, by the name of its
 * kind. It must not touch the heap. One listener an isolate and `data`. */
typedef void (*js_gc_listener)(js_isolate *iso, void *data, const char *kind,
                               bool is_start);
typedef struct js_gc_watch js_gc_watch;
js_gc_watch *js_gc_watch_start(js_isolate *iso, js_gc_listener listener,
                               void *data);
void js_gc_watch_stop(js_gc_watch *watch);

/* A CPU profile of this isolate's thread, as JSON. NULL if V8 refuses. */
typedef struct js_cpu_profiler js_cpu_profiler;
js_cpu_profiler *js_cpu_profiler_start(js_isolate *iso);

/* Ends it and writes what it found (`write` NULL: discards it). Frees it. */
bool js_cpu_profiler_stop(js_cpu_profiler *profiler,
                          bool (*write)(void *data, const char *text,
                                        size_t length),
                          void *data);

/* Changes with V8's version, flags and the processor: what a code cache must
 * agree with. */
uint32_t js_code_cache_version(void);

#ifdef __cplusplus
}
#endif
#endif
