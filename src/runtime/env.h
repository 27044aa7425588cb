/* An env: one isolate, one event loop, one thread. The main thread has one and
 * each worker has one. All state hangs off it; there is none elsewhere but
 * what process.h keeps for the whole process, under a lock. */
#ifndef RUNTIME_ENV_H_
#define RUNTIME_ENV_H_

#include <stdatomic.h>
#include <uv.h>

#include "../engine/js.h"
#include "slots.h"

typedef struct env env;
typedef struct env_handle env_handle;
typedef struct env_options env_options; /* options.h */
typedef struct timers timers;           /* timers.h */

/* Indices into tick_fields. */
enum {
  TICK_HAS_TICKS,      /* the nextTick queue is not empty */
  TICK_HAS_REJECTIONS, /* rejections wait to be reported */
  TICK_FIELD_COUNT,
};

struct env {
  js_isolate *iso;
  uv_loop_t loop;
  const env_options *options;

  /* Bytes shared with lib/internal/process/task_queues.js (TICK_*). */
  uint8_t *tick_fields;
  timers *timers;

  /* Wakes the loop when V8 has tasks for this thread; see loop.c. */
  uv_async_t tasks_wake;

  /* Every open handle, so that teardown can close them; see handle.h. */
  env_handle *handles;

  /* Requests given to libuv whose callbacks have not come yet; see request.h.
   */
  size_t requests_in_flight;

  /* Depth of C-to-JS calls: ticks and microtasks run when the outermost ends.
   */
  int callback_depth;

  struct worker *worker;     /* bindings/worker.c; NULL in the main thread */
  bool is_building_snapshot; /* no handle, request or js_ref may be made */
  bool is_exiting;           /* process.exit has been called: no more JS */
  bool can_call_into_js;
  int exit_code;
  atomic_bool is_stopping; /* set by another thread: the worker is to end */
  uint64_t time_origin_ns; /* uv_hrtime() at the process's start */
  double time_origin_epoch_ms;

  /* While the code cache is made: the functions of lib/ compiled so far, one
   * place for each of builtins_ids. Else NULL. */
  js_ref **compiled;

  /* File jobs for the thread pool; NULL until there is one. */
  struct fs_pool *fs_pool;

  /* Pooled memory for reads, see bindings/stream.c. */
  void *read_pool;
};

/* The env of an isolate or of a call. O(1). */
static inline env *env_of(js_isolate *iso) {
  return (env *)js_isolate_owner(iso);
}
static inline env *env_of_call(js_call *call) {
  return env_of(js_call_isolate(call));
}

/* How an env differs from the main thread's. All zero but `options`: as it. */
typedef struct env_settings {
  const env_options *options; /* must outlive the env */
  bool is_building_snapshot;
  struct worker *worker;        /* bindings/worker.c; NULL: the main thread */
  size_t max_old_space_bytes;   /* 0: V8's default */
  size_t max_young_space_bytes; /* 0: V8's default */
  size_t stack_bytes;           /* 0: V8's default */
} env_settings;

/* Makes an env on this thread: isolate from the snapshot (or, where there is
 * none, with lib/ evaluated now), loop, timers. NULL with a message on stderr
 * if it cannot. */
env *env_new(const env_settings *settings);

/* Closes every handle, frees the isolate and the loop. */
void env_free(env *env);

/* Runs the loop until nothing is left to wait for, 'beforeExit' and 'exit'
 * included. Returns the exit code. */
int env_run(env *env);

/* Ends the process with a status, at once. In a worker it returns: JavaScript
 * is being terminated then, and the thread ends when it has unwound. */
void env_exit(env *env, int status);

#endif
