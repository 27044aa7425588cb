#include "handle.h"

#include <stdlib.h>

#include "callback.h"

const js_class env_handle_class = {.name = "Handle"};

void env_handle_init(env_handle *handle, env *env, uv_handle_t *uv,
                     js_value object, const js_class *class_) {
  handle->env = env;
  handle->uv = uv;
  handle->on_close = NULL;
  handle->is_closing = false;
  handle->users = 1; /* libuv */
  uv->data = handle;
  handle->wrap = object == JS_EMPTY
                     ? NULL
                     : js_wrap_new(env->iso, object, class_, handle, true);
  handle->context = env_context_capture(env);
  handle->next = env->handles;
  handle->prev_next = &env->handles;
  if (env->handles)
    env->handles->prev_next = &handle->next;
  env->handles = handle;
}

/* The JS object; undefined for a handle that C alone owns. */
static js_value object_of(env_handle *handle) {
  js_isolate *iso = handle->env->iso;
  return handle->wrap ? js_wrap_object(iso, handle->wrap) : js_undefined(iso);
}

static void handle_unlink(env_handle *handle) {
  *handle->prev_next = handle->next;
  if (handle->next)
    handle->next->prev_next = handle->prev_next;
}

void env_handle_hold(env_handle *handle) {
  handle->users++;
}

void env_handle_release(env_handle *handle) {
  if (--handle->users == 0)
    free(handle);
}

static void handle_closed(uv_handle_t *uv) {
  env_handle *handle = uv->data;
  env *env = handle->env;
  js_isolate *iso = env->iso;
  js_scope scope;
  js_scope_open(iso, &scope);
  js_value callback = JS_EMPTY;
  js_value object = object_of(handle);
  if (handle->on_close)
    callback = js_ref_get(iso, handle->on_close);
  js_ref *context = handle->context;
  js_ref_free(handle->on_close);
  handle_unlink(handle);
  if (handle->wrap)
    js_wrap_free(handle->wrap);
  handle->wrap = NULL; /* on_closed must not call into JavaScript */
  if (handle->on_closed)
    handle->on_closed(handle);
  env_handle_release(handle);
  if (callback != JS_EMPTY)
    env_call(env, context, callback, object, 0, NULL);
  js_ref_free(context);
  js_scope_close(&scope);
}

void env_handle_close(env_handle *handle) {
  if (handle->is_closing)
    return;
  handle->is_closing = true;
  uv_close(handle->uv, handle_closed);
}

js_value env_handle_call(env_handle *handle, js_value function, int count,
                         const js_value *arguments) {
  env *env = handle->env;
  return env_call(env, handle->context, function, object_of(handle), count,
                  arguments);
}

static void handle_close_each(uv_handle_t *uv, void *data) {
  env *env = data;
  /* The env's own (timers, the tasks' wake-up) are closed by their owners. */
  for (env_handle *handle = env->handles; handle; handle = handle->next) {
    if (handle->uv == uv)
      env_handle_close(handle);
  }
}

void env_handles_close_all(env *env) {
  uv_walk(&env->loop, handle_close_each, env);
  while (env->handles)
    uv_run(&env->loop, UV_RUN_ONCE);
}

/* --- Natives
 * ------------------------------------------------------------------ */

/* NULL for a `this` whose handle has been closed: the natives then do nothing,
 * as a program may use a closed handle at any time. */
static env_handle *handle_of_call(js_call *call) {
  return js_unwrap(js_call_this(call), &env_handle_class);
}

void env_handle_native_close(js_call *call) {
  env_handle *handle = handle_of_call(call);
  if (handle == NULL || handle->is_closing)
    return;
  js_value callback = js_call_arg(call, 0);
  if (js_is_function(callback)) {
    handle->on_close = js_ref_new(js_call_isolate(call), callback);
  }
  env_handle_close(handle);
}

void env_handle_native_ref(js_call *call) {
  env_handle *handle = handle_of_call(call);
  if (handle)
    uv_ref(handle->uv);
}

void env_handle_native_unref(js_call *call) {
  env_handle *handle = handle_of_call(call);
  if (handle)
    uv_unref(handle->uv);
}

void env_handle_native_has_ref(js_call *call) {
  env_handle *handle = handle_of_call(call);
  js_return_bool(call, handle && uv_has_ref(handle->uv));
}
