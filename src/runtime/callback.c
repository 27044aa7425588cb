#include "callback.h"

#include "exception.h"

/* The nextTick queue and the microtasks, until both are empty. The queue is
 * JavaScript's (lib/internal/process/task_queues.js); an exception from one of
 * its callbacks leaves the rest queued, so it is called again. */
static void ticks_drain(env *env) {
  js_isolate *iso = env->iso;
  /* With ticks waiting, they come first, and the queue runs the microtasks. */
  if (!env->tick_fields[TICK_HAS_TICKS])
    js_microtasks_run(iso);
  while ((env->tick_fields[TICK_HAS_TICKS] ||
          env->tick_fields[TICK_HAS_REJECTIONS]) &&
         env->can_call_into_js) {
    js_catch catch_;
    js_catch_open(iso, &catch_);
    js_value drain = js_slot_get(iso, SLOT_TICK_CALLBACK);
    js_value done = js_function_call(iso, drain, js_undefined(iso), 0, NULL);
    if (done == JS_EMPTY)
      exception_uncaught(env, &catch_);
    bool stop = done == JS_EMPTY && js_isolate_is_terminating(iso);
    js_catch_close(&catch_);
    if (stop)
      return;
  }
}

void env_ticks_run(env *env) {
  if (env->callback_depth > 0 || !env->can_call_into_js)
    return;
  env->callback_depth++;
  js_scope scope;
  js_scope_open(env->iso, &scope);
  ticks_drain(env);
  js_scope_close(&scope);
  env->callback_depth--;
}

js_ref *env_context_capture(env *env) {
  js_scope scope;
  js_scope_open(env->iso, &scope);
  js_value data = js_continuation_data(env->iso);
  js_ref *ref = js_is_undefined(data) ? NULL : js_ref_new(env->iso, data);
  js_scope_close(&scope);
  return ref;
}

js_value env_call(env *env, js_ref *context, js_value function, js_value self,
                  int count, const js_value *arguments) {
  if (!env->can_call_into_js)
    return JS_EMPTY;
  js_isolate *iso = env->iso;
  js_catch catch_;
  js_catch_open(iso, &catch_);
  env->callback_depth++;
  if (context)
    js_continuation_data_set(iso, js_ref_get(iso, context));
  js_value result = js_function_call(iso, function, self, count, arguments);
  if (result == JS_EMPTY)
    exception_uncaught(env, &catch_);
  if (context)
    js_continuation_data_set(iso, js_undefined(iso));
  if (env->callback_depth == 1 && env->can_call_into_js)
    ticks_drain(env);
  env->callback_depth--;
  js_catch_close(&catch_);
  return result;
}
