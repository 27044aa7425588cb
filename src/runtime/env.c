#include "env.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef NODE_ASAN
#include <sanitizer/lsan_interface.h>
#endif

#include "../bindings/fs_pool.h"
#include "../bindings/wasm.h"
#include "binding.h"
#include "builtins.h"
#include "exception.h"
#include "handle.h"
#include "loop.h"
#include "options.h"
#include "slab.h"
#include "tables.h"
#include "timers.h"

/* From snapshot.S: empty while the snapshot itself is built. */
extern const uint8_t snapshot_embedded[];
extern const uint8_t snapshot_embedded_end[];

/* The exit status that LeakSanitizer gives. */
enum { LEAK_STATUS = 23 };

static void on_rejection(js_isolate *iso, js_rejection event, js_value promise,
                         js_value value) {
  js_value report = js_slot_get(iso, SLOT_PROMISE_REJECTION);
  if (!js_is_function(report) || !env_of(iso)->can_call_into_js)
    return;
  js_value arguments[] = {js_int32(iso, event), promise,
                          value ? value : js_undefined(iso)};
  js_catch catch_;
  js_catch_open(iso, &catch_);
  js_function_call(iso, report, js_undefined(iso), 3, arguments);
  js_catch_close(&catch_);
}

/* Node's message for an exhausted heap, and status 134 (SIGABRT). */
static void on_fatal(const char *location, const char *message,
                     bool is_heap_oom) {
  (void)is_heap_oom; /* the message says it */
  fprintf(stderr, "FATAL ERROR: %s %s\n", location ? location : "",
          message ? message : "");
  fflush(stderr);
  abort();
}

static js_value on_import(js_isolate *iso, js_value host_defined,
                          js_value referrer, js_value specifier,
                          js_value attributes, js_module_phase phase) {
  js_value import = js_slot_get(iso, SLOT_IMPORT_DYNAMICALLY);
  if (!js_is_function(import)) {
    js_throw_error(iso, "ERR_METHOD_NOT_IMPLEMENTED",
                   "The import() method is not implemented");
    return JS_EMPTY;
  }
  js_value arguments[] = {host_defined, referrer, specifier, attributes,
                          js_int32(iso, (int32_t)phase)};
  return js_function_call(iso, import, js_undefined(iso), 5, arguments);
}

/* What a container leaves this process, or 0: then V8 asks for the machine's.
 */
static size_t memory_limit(void) {
  uint64_t limit = uv_get_constrained_memory();
  return limit > 0 && limit < uv_get_total_memory() ? (size_t)limit : 0;
}

/* The heap to start with: none while that heap itself is made. */
static js_text snapshot_find(const env_options *options) {
  if (options->snapshot.length > 0)
    return options->snapshot;
  return (js_text){(const char *)snapshot_embedded,
                   (size_t)(snapshot_embedded_end - snapshot_embedded)};
}

static bool isolate_make(env *env, const env_settings *settings) {
  js_text snapshot = snapshot_find(env->options);
  js_isolate_options options = {
      .tables = tables_all(),
      .snapshot = snapshot.length ? (const uint8_t *)snapshot.text : NULL,
      .snapshot_length = snapshot.length,
      .physical_memory_bytes = memory_limit(),
      .max_old_space_bytes = settings->max_old_space_bytes,
      .max_young_space_bytes = settings->max_young_space_bytes,
      .stack_bytes = settings->stack_bytes,
      .will_snapshot = settings->is_building_snapshot,
      .owner = env,
  };
  if (options.tables == NULL)
    return false;
  env->iso = js_isolate_new(&options);
  if (env->iso == NULL) {
    fputs("node: cannot start V8: out of memory, or a foreign snapshot\n",
          stderr);
    return false;
  }
  js_rejection_callback_set(env->iso, on_rejection);
  js_isolate_on_fatal(env->iso, on_fatal);
  js_import_callback_set(env->iso, on_import);
  wasm_streaming_start(env);
  return snapshot.length > 0 || builtins_bootstrap(env);
}

static bool tick_fields_find(env *env) {
  js_scope scope;
  js_scope_open(env->iso, &scope);
  js_bytes bytes;
  bool ok = js_bytes_of(js_slot_get(env->iso, SLOT_TICK_FIELDS), &bytes) &&
            bytes.length >= TICK_FIELD_COUNT;
  if (ok)
    env->tick_fields = bytes.data;
  js_scope_close(&scope);
  return ok;
}

env *env_new(const env_settings *settings) {
  env *env = calloc(1, sizeof *env);
  if (env == NULL)
    return NULL;
  env->options = settings->options;
  env->time_origin_ns = uv_hrtime();
  env->worker = settings->worker;
  env->is_building_snapshot = settings->is_building_snapshot;
  env->can_call_into_js = true;
  int status = uv_loop_init(&env->loop);
  if (status != 0) {
    fprintf(stderr, "node: cannot make an event loop: %s\n",
            uv_strerror(status));
    free(env);
    return NULL;
  }
  if (!isolate_make(env, settings))
    return NULL;
  if (settings->is_building_snapshot)
    return env;
  if (!tick_fields_find(env) || loop_tasks_start(env) != 0 ||
      timers_start(env) != 0) {
    fputs("node: cannot start the event loop\n", stderr);
    return NULL;
  }
  return env;
}

void env_free(env *env) {
  env->can_call_into_js = false;
  if (!env->is_building_snapshot) {
    timers_stop(env);
    loop_tasks_stop(env);
    env_handles_close_all(env);
    uv_run(&env->loop, UV_RUN_DEFAULT);
    fs_pool_stop(env);
    uv_run(&env->loop, UV_RUN_DEFAULT);
    fs_pool_free(env);
  }
  if (env->iso)
    js_isolate_free(env->iso);
  slab_release(env->read_pool);
  uv_loop_close(&env->loop);
  free(env);
}

/* Whether memory has been lost until now. What lives is all found: by the env,
 * which the stack of the caller names. */
static bool has_leaks(void) {
#ifdef NODE_ASAN
  return __lsan_do_recoverable_leak_check() != 0;
#else
  return false;
#endif
}

void env_exit(env *env, int status) {
  if (env->worker && env->is_exiting)
    return; /* the first status counts */
  env->can_call_into_js = false;
  env->is_exiting = true;
  env->exit_code = status;
  if (env->worker) {
    js_isolate_terminate(env->iso);
    uv_stop(&env->loop);
    return;
  }
  /* Standard streams are written at once, so nothing of the program's is left
   * to flush but C's own buffers, and what the pool was given to do: loggers
   * count on fs.write before process.exit. Nobody hears of its end, and its
   * requests' memory is left as it is. */
  fflush(NULL);
  fs_pool_flush(env);
  uv_library_shutdown();
  uv_tty_reset_mode(); /* a program may have left its terminal raw */
  _Exit(has_leaks() ? LEAK_STATUS : status);
}
