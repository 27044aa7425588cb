/* Signals as handles: process.on('SIGTERM') is lib/internal/process/signals.js.
 */
#include <signal.h>
#include <stdlib.h>

#include "../runtime/binding.h"
#include "../runtime/callback.h"
#include "../runtime/handle.h"

typedef struct signal_handle {
  env_handle base;
  uv_signal_t signal;
} signal_handle;

static const js_class signal_class;

static void signal_construct(js_call *call) {
  env *env = env_of_call(call);
  signal_handle *handle = calloc(1, sizeof *handle);
  if (handle == NULL) {
    js_throw_out_of_memory(env->iso);
    return;
  }
  uv_signal_init(&env->loop, &handle->signal);
  env_handle_init(&handle->base, env, (uv_handle_t *)&handle->signal,
                  js_call_this(call), &signal_class);
}

/* Calls handle.onsignal(number). */
static void on_signal(uv_signal_t *signal, int number) {
  signal_handle *handle = signal->data;
  js_isolate *iso = handle->base.env->iso;
  js_scope scope;
  js_scope_open(iso, &scope);
  js_value object = js_wrap_object(iso, handle->base.wrap);
  js_value callback = js_get_named(iso, object, "onsignal");
  js_value arguments[] = {js_int32(iso, number)};
  if (callback != JS_EMPTY && js_is_function(callback)) {
    env_handle_call(&handle->base, callback, 1, arguments);
  }
  js_scope_close(&scope);
}

/* start(number): 0 or a libuv error */
static void signal_start(js_call *call) {
  signal_handle *handle = js_call_unwrap(call, &signal_class);
  int number;
  if (handle == NULL ||
      !js_to_int32(js_call_isolate(call), js_call_arg(call, 0), &number)) {
    return;
  }
  int status = handle->base.is_closing
                   ? UV_EBADF
                   : uv_signal_start(&handle->signal, on_signal, number);
  js_return_int32(call, status);
}

static void signal_stop(js_call *call) {
  signal_handle *handle = js_call_unwrap(call, &signal_class);
  if (handle && !handle->base.is_closing)
    js_return_int32(call, uv_signal_stop(&handle->signal));
}

static const js_native_entry signal_methods[] = {
    {"start", signal_start, 1, NULL},
    {"stop", signal_stop, 0, NULL},
    HANDLE_METHODS,
    {NULL, NULL, 0, NULL},
};

static const js_class signal_class = {.name = "Signal",
                                      .construct = signal_construct,
                                      .methods = signal_methods,
                                      .parent = &env_handle_class};

static const js_class *const signal_classes[] = {&signal_class, NULL};

const binding signal_binding = {.name = "signal", .classes = signal_classes};
