/* An env: one isolate, one event loop, one thread. The main thread has one and
 * each worker has one. All state hangs off it; there is none elsewhere but
 * what process.h keeps for the whole process, under a lock. */
#ifndef RUNTIME_ENV_H_
#define RUNTIME_ENV_H_

#include <uv.h>

#include "../engine/js.h"
#include "slots.h"

typedef struct env env;
typedef struct env_handle env_handle;
typedef struct env_options env_options; /* options.h */
typedef struct ticks ticks;             /* ticks.h */
typedef struct timers timers;           /* timers.h */

struct env {
  js_isolate *iso;
  uv_loop_t loop;
  const env_options *options;

  /* Shared with lib/internal/process/task_queues.js; see ticks.h. */
  ticks *ticks;
  timers *timers;

  /* Every open handle, so that teardown can close them; see handle.h. */
  env_handle *handles;

  /* Requests given to libuv whose callbacks have not come yet; see request.h. */
  size_t requests_in_flight;

  /* Depth of C-to-JS calls: ticks and microtasks run when the outermost ends. */
  int callback_depth;

  bool is_main_thread;
  bool is_building_snapshot; /* no handle, request or js_ref may be made */
  bool is_exiting;           /* process.exit has been called: no more JS */
  bool can_call_into_js;
  int exit_code;
  uint64_t time_origin_ns; /* uv_hrtime() at the process's start */
  double time_origin_epoch_ms;

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

#endif
