/* Watching a file or folder by the kernel's notifications. Changes below a
 * watched folder are the business of lib/internal/fs/watch_recursive.js. */
#include <stdlib.h>

#include "../runtime/binding.h"
#include "../runtime/encoding.h"
#include "../runtime/handle.h"
#include "fs_arguments.h"

typedef struct fs_event_handle {
  env_handle base;
  uv_fs_event_t event;
  encoding encoding; /* of the names told */
} fs_event_handle;

static const js_class fs_event_class;

static void fs_event_construct(js_call *call) {
  env *env = env_of_call(call);
  fs_event_handle *handle = calloc(1, sizeof *handle);
  if (handle == NULL) {
    js_throw_out_of_memory(env->iso);
    return;
  }
  uv_fs_event_init(&env->loop, &handle->event);
  env_handle_init(&handle->base, env, (uv_handle_t *)&handle->event,
                  js_call_this(call), &fs_event_class);
}

static js_value name_value(js_isolate *iso, encoding encoding,
                           const char *name) {
  if (name == NULL)
    return js_null(iso);
  size_t length = strlen(name);
  js_value value =
      encoding == ENCODING_BUFFER
          ? js_buffer_copy(iso, name, length)
          : encoding_decode(iso, encoding, (const uint8_t *)name, length);
  return value ? value : js_null(iso);
}

/* Calls handle.onchange(status, isRename, name). */
static void on_event(uv_fs_event_t *event, const char *name, int events,
                     int status) {
  fs_event_handle *handle = event->data;
  js_isolate *iso = handle->base.env->iso;
  js_scope scope;
  js_scope_open(iso, &scope);
  js_value object = js_wrap_object(iso, handle->base.wrap);
  js_value callback = js_get_named(iso, object, "onchange");
  js_value arguments[] = {js_int32(iso, status),
                          js_bool(iso, events & UV_RENAME),
                          name_value(iso, handle->encoding, name)};
  if (callback != JS_EMPTY && js_is_function(callback)) {
    env_handle_call(&handle->base, callback, 3, arguments);
  }
  js_scope_close(&scope);
}

/* start(path, encoding): 0 or a libuv error */
static void fs_event_start(js_call *call) {
  fs_event_handle *handle = js_call_unwrap(call, &fs_event_class);
  if (handle == NULL)
    return;
  char *path = fs_path_copy(js_call_isolate(call), js_call_arg(call, 0));
  if (path == NULL) {
    js_throw_out_of_memory(js_call_isolate(call));
    return;
  }
  handle->encoding = (encoding)fs_int_arg(call, 1);
  /* libuv would watch on for a handle whose memory is about to be freed. */
  int status = handle->base.is_closing
                   ? UV_EBADF
                   : uv_fs_event_start(&handle->event, on_event, path, 0);
  js_return_int32(call, status);
  free(path);
}

static const js_native_entry fs_event_methods[] = {
    {"start", fs_event_start, 2, NULL},
    HANDLE_METHODS,
    {NULL, NULL, 0, NULL},
};

static const js_class fs_event_class = {.name = "FSEvent",
                                        .construct = fs_event_construct,
                                        .methods = fs_event_methods,
                                        .parent = &env_handle_class};

static const js_class *const fs_event_classes[] = {&fs_event_class, NULL};

const binding fs_event_binding = {.name = "fs_event",
                                  .classes = fs_event_classes};
