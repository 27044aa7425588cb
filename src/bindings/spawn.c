/* Child processes as handles: what lib/internal/child_process/ is made of. */
#include <stdlib.h>

#include "../runtime/binding.h"
#include "../runtime/callback.h"
#include "../runtime/handle.h"
#include "spawn_options.h"
#include "stream.h"

typedef struct process_handle {
  env_handle base;
  uv_process_t process;
} process_handle;

static const js_class process_class;

/* --- The end of a process
 * ------------------------------------------------------------------ */

/* Calls handle.onexit(status, signal number). */
static void on_exit_of_child(uv_process_t *process, int64_t status,
                             int signal) {
  process_handle *handle = process->data;
  js_isolate *iso = handle->base.env->iso;
  js_scope scope;
  js_scope_open(iso, &scope);
  js_value object = js_wrap_object(iso, handle->base.wrap);
  js_value callback = js_get_named(iso, object, "onexit");
  js_value arguments[] = {js_int64(iso, status), js_int32(iso, signal)};
  if (callback != JS_EMPTY && js_is_function(callback))
    env_handle_call(&handle->base, callback, 2, arguments);
  js_scope_close(&scope);
}

/* --- Starting one
 * ------------------------------------------------------------------ */

static int stdio_read(js_isolate *iso, js_value kind, js_value value,
                      uv_stdio_container_t *stdio) {
  (void)iso;
  switch (js_int32_value(kind)) {
    case STDIO_PIPE: {
      stream *s = stream_of(value);
      if (s == NULL || !stream_is_open(s))
        return UV_EBADF;
      stdio->flags = UV_CREATE_PIPE | UV_READABLE_PIPE | UV_WRITABLE_PIPE;
      stdio->data.stream = &s->uv.stream;
      return 0;
    }
    case STDIO_STREAM: {
      stream *s = stream_of(value);
      if (s == NULL || !stream_is_open(s))
        return UV_EBADF;
      stdio->flags = UV_INHERIT_STREAM;
      stdio->data.stream = &s->uv.stream;
      return 0;
    }
    case STDIO_FD:
      stdio->flags = UV_INHERIT_FD;
      stdio->data.fd = js_int32_value(value);
      return 0;
    default:
      stdio->flags = UV_IGNORE;
      return 0;
  }
}

static int stdio_read_all(js_call *call, uv_process_options_t *options) {
  js_isolate *iso = js_call_isolate(call);
  js_value list = js_call_arg(call, SPAWN_STDIO);
  for (int i = 0; i < options->stdio_count; i++) {
    js_value kind = js_get_index(iso, list, (uint32_t)i * 2);
    js_value value = js_get_index(iso, list, (uint32_t)i * 2 + 1);
    if (kind == JS_EMPTY || value == JS_EMPTY || !js_is_int32(kind))
      return UV_EINVAL;
    int status = stdio_read(iso, kind, value, &options->stdio[i]);
    if (status != 0)
      return status;
  }
  return 0;
}

/* Starts the process that `handle` is for, which belongs to its env then. */
static void process_start(js_call *call, process_handle *handle,
                          uv_process_options_t *options) {
  env *env = env_of_call(call);
  js_value object = js_class_instance(env->iso, &process_class);
  if (object == JS_EMPTY) {
    free(handle);
    return;
  }
  options->exit_cb = on_exit_of_child;
  spawn_descriptors_keep();
  int status = uv_spawn(&env->loop, &handle->process, options);
  /* libuv knows the handle even if the process could not be started. */
  env_handle_init(&handle->base, env, (uv_handle_t *)&handle->process, object,
                  &process_class);
  if (status != 0) {
    env_handle_close(&handle->base);
    js_return_int32(call, status);
    return;
  }
  js_define_int32(env->iso, object, "pid", handle->process.pid);
  js_return(call, object);
}

/* spawn(...): see spawn_options.h. A Process, or a negative libuv error. */
static void native_spawn(js_call *call) {
  uv_process_options_t options;
  process_handle *handle = NULL;
  int status = spawn_options_read(call, &options);
  if (status == 0)
    status = stdio_read_all(call, &options);
  if (status == 0) {
    handle = calloc(1, sizeof *handle);
    status = handle == NULL ? UV_ENOMEM : 0;
  }
  if (status == 0) {
    process_start(call, handle, &options);
  } else {
    js_return_int32(call, status);
  }
  spawn_options_free(&options);
}

/* --- The handle
 * -------------------------------------------------------------------- */

/* kill(signal): 0 or a libuv error. */
static void process_kill(js_call *call) {
  process_handle *handle = js_unwrap(js_call_this(call), &process_class);
  js_value signal = js_call_arg(call, 0);
  int status = UV_ESRCH;
  if (handle != NULL && !handle->base.is_closing && js_is_int32(signal))
    status = uv_process_kill(&handle->process, js_int32_value(signal));
  js_return_int32(call, status);
}

static const js_native_entry process_methods[] = {
    {"kill", process_kill, 1, NULL},
    HANDLE_METHODS,
    {NULL, NULL, 0, NULL},
};

static const js_class process_class = {
    .name = "Process", .methods = process_methods, .parent = &env_handle_class};

static const js_class *const classes[] = {&process_class, NULL};

static const js_native_entry natives[] = {
    {"spawn", native_spawn, SPAWN_ARGUMENT_COUNT, NULL},
    {NULL, NULL, 0, NULL},
};

static void init_spawn(env *env, js_value exports) {
  js_define_int32(env->iso, exports, "kIgnore", STDIO_IGNORE);
  js_define_int32(env->iso, exports, "kPipe", STDIO_PIPE);
  js_define_int32(env->iso, exports, "kFd", STDIO_FD);
  js_define_int32(env->iso, exports, "kStream", STDIO_STREAM);
}

const binding spawn_binding = {
    .name = "spawn",
    .natives = natives,
    .classes = classes,
    .init = init_spawn,
};
