#include "loop.h"

#include <stdlib.h>

#include "callback.h"
#include "exception.h"

/* --- V8's tasks
 * ----------------------------------------------------------------- */

static void tasks_run(env *env) {
  js_scope scope;
  js_scope_open(env->iso, &scope);
  bool ran = js_isolate_run_tasks(env->iso);
  js_isolate_run_finalizers(env->iso);
  if (ran)
    env_ticks_run(env);
  js_scope_close(&scope);
}

static void on_wake(uv_async_t *async) {
  tasks_run(async->data);
}

/* Called by V8's threads, or this one: a delayed task waits in V8's platform,
 * which wakes again when it is due. */
static void on_task(void *data, double delay_seconds) {
  env *env = data;
  (void)delay_seconds;
  uv_async_send(&env->tasks_wake);
}

int loop_tasks_start(env *env) {
  int status = uv_async_init(&env->loop, &env->tasks_wake, on_wake);
  if (status != 0)
    return status;
  env->tasks_wake.data = env;
  uv_unref((uv_handle_t *)&env->tasks_wake);
  js_isolate_on_task(env->iso, on_task, env);
  return 0;
}

void loop_tasks_stop(env *env) {
  js_isolate_on_task(env->iso, NULL, NULL);
  uv_close((uv_handle_t *)&env->tasks_wake, NULL);
}

/* --- Running
 * ---------------------------------------------------------------------- */

static void emit(env *env, int slot) {
  js_scope scope;
  js_scope_open(env->iso, &scope);
  js_value function = js_slot_get(env->iso, slot);
  env_call(env, NULL, function, js_undefined(env->iso), 0, NULL);
  js_scope_close(&scope);
}

/* As emit, for 'exit': its listeners decide the exit code, and nothing they
 * start runs any more. */
static int emit_exit(env *env) {
  js_isolate *iso = env->iso;
  js_scope scope;
  js_scope_open(iso, &scope);
  js_catch catch_;
  js_catch_open(iso, &catch_);
  js_value code = js_function_call(iso, js_slot_get(iso, SLOT_EMIT_EXIT),
                                   js_undefined(iso), 0, NULL);
  if (code == JS_EMPTY)
    exception_uncaught(env, &catch_);
  int status = code && js_is_number(code) ? js_int32_value(code) : 1;
  js_catch_close(&catch_);
  js_scope_close(&scope);
  return status;
}

/* What V8's workers have finished; returns whether there was any. JavaScript
 * that it leads to may give them more to do. */
static bool background_finish(env *env) {
  tasks_run(env);
  if (!js_isolate_drain_tasks(env->iso))
    return false;
  env_ticks_run(env);
  return true;
}

/* Whether anything is left to wait for, after what is due has run. */
static bool loop_turn(env *env) {
  uv_run(&env->loop, UV_RUN_DEFAULT);
  return background_finish(env) || uv_loop_alive(&env->loop);
}

/* Whether a worker has been told to end, by itself or by its parent. */
static bool is_ending(env *env) {
  return env->is_exiting || env->is_stopping;
}

int env_run(env *env) {
  emit(env, SLOT_MAIN);
  do {
    while (!is_ending(env) && loop_turn(env))
      continue;
    if (is_ending(env))
      break;
    emit(env, SLOT_EMIT_BEFORE_EXIT);
  } while (background_finish(env) || uv_loop_alive(&env->loop));
  return is_ending(env) ? env->exit_code : emit_exit(env);
}
