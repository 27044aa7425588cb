/* `node:wasi`'s half in C: uvwasi does the work, here arguments are read from
 * WebAssembly's memory and results written into it. */
#include "wasi.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const js_class wasi_class;

/* --- Making one
 * --------------------------------------------------------------------- */

typedef struct strings {
  char **items; /* ends with NULL */
  uint32_t count;
} strings;

static void strings_free(strings *strings) {
  for (uint32_t i = 0; i < strings->count; i++) {
    free(strings->items[i]);
  }
  free(strings->items);
}

/* Reads an array of strings. False: exception pending. */
static bool strings_read(js_isolate *iso, js_value array, strings *out) {
  uint32_t count = js_is_array(array) ? js_array_length(array) : 0;
  *out = (strings){.items = calloc((size_t)count + 1, sizeof *out->items)};
  if (out->items == NULL)
    goto no_memory;
  for (uint32_t i = 0; i < count; i++) {
    js_value item = js_get_index(iso, array, i);
    if (item == JS_EMPTY)
      return false;
    out->items[i] = js_string_to_utf8(iso, item, NULL);
    if (out->items[i] == NULL)
      goto no_memory;
    out->count++;
  }
  return true;
no_memory:
  js_throw_out_of_memory(iso);
  return false;
}

/* What the constructor's arguments say, until uvwasi has copied it. */
typedef struct wasi_arguments {
  strings args;
  strings env;
  strings preopens; /* name, path, name, path ... */
  uvwasi_preopen_t *pairs;
  uvwasi_fd_t stdio[3];
} wasi_arguments;

static void arguments_free(wasi_arguments *arguments) {
  strings_free(&arguments->args);
  strings_free(&arguments->env);
  strings_free(&arguments->preopens);
  free(arguments->pairs);
}

static bool preopens_pair(js_isolate *iso, wasi_arguments *out) {
  uint32_t count = out->preopens.count / 2;
  out->pairs = calloc((size_t)count + 1, sizeof *out->pairs);
  if (out->pairs == NULL) {
    js_throw_out_of_memory(iso);
    return false;
  }
  for (uint32_t i = 0; i < count; i++) {
    out->pairs[i].mapped_path = out->preopens.items[2 * i];
    out->pairs[i].real_path = out->preopens.items[2 * i + 1];
  }
  return true;
}

static bool arguments_read(js_call *call, wasi_arguments *out) {
  js_isolate *iso = js_call_isolate(call);
  js_value stdio[3];
  *out = (wasi_arguments){0};
  if (!strings_read(iso, js_call_arg(call, 0), &out->args) ||
      !strings_read(iso, js_call_arg(call, 1), &out->env) ||
      !strings_read(iso, js_call_arg(call, 2), &out->preopens) ||
      !preopens_pair(iso, out) ||
      !js_array_read(iso, js_call_arg(call, 3), stdio, 3)) {
    return false;
  }
  for (int i = 0; i < 3; i++) {
    out->stdio[i] = (uvwasi_fd_t)js_int32_value(stdio[i]);
  }
  return true;
}

static uvwasi_errno_t environment_init(uvwasi_t *uvwasi, wasi_arguments *from) {
  uvwasi_options_t options;
  uvwasi_options_init(&options);
  options.in = from->stdio[0];
  options.out = from->stdio[1];
  options.err = from->stdio[2];
  options.fd_table_size = 3;
  options.argc = from->args.count;
  options.argv = (const char **)from->args.items;
  options.envp = (const char **)from->env.items;
  options.preopenc = from->preopens.count / 2;
  options.preopens = from->pairs;
  return uvwasi_init(uvwasi, &options);
}

static void wasi_finalize(js_isolate *iso, void *native) {
  wasi *wasi = native;
  uvwasi_destroy(&wasi->uvwasi);
  js_ref_free(wasi->memory);
  free(wasi);
}

static void init_throw(js_isolate *iso, uvwasi_errno_t error) {
  const char *code = uvwasi_embedder_err_code_to_string(error);
  char message[80];
  snprintf(message, sizeof message, "%s, uvwasi_init", code);
  js_throw_error(iso, code, message);
}

/* new WASI(args, env, preopens, stdio): arrays; env of "NAME=value", preopens
 * of names and paths in turn */
static void wasi_construct(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  wasi_arguments arguments;
  wasi *made = NULL;
  if (!arguments_read(call, &arguments))
    goto out;
  made = calloc(1, sizeof *made);
  if (made == NULL) {
    js_throw_out_of_memory(iso);
    goto out;
  }
  uvwasi_errno_t error = environment_init(&made->uvwasi, &arguments);
  if (error != UVWASI_ESUCCESS) {
    free(made);
    init_throw(iso, error);
    goto out;
  }
  if (js_wrap_new(iso, js_call_this(call), &wasi_class, made, false) == NULL)
    wasi_finalize(iso, made);
out:
  arguments_free(&arguments);
}

/* setMemory(WebAssembly.Memory) */
static void wasi_set_memory(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  wasi *wasi = js_call_unwrap(call, &wasi_class);
  js_value memory = js_call_arg(call, 0);
  js_bytes bytes;
  if (wasi == NULL)
    return;
  if (!js_wasm_memory_bytes(memory, &bytes)) {
    js_throw_type_error(
        iso, "ERR_INVALID_ARG_TYPE",
        "\"instance.exports.memory\" property must be a WebAssembly.Memory "
        "object");
    return;
  }
  js_ref_free(wasi->memory);
  wasi->memory = js_ref_new(iso, memory);
  if (wasi->memory == NULL)
    js_throw_out_of_memory(iso);
}

/* --- Calling
 * ------------------------------------------------------------------------ */

/* Reads an argument; false: it is not what the row says. */
static bool argument_read(js_value value, char kind, uint64_t *out) {
  if (kind == 'I') {
    bool is_bigint = js_is_bigint(value);
    if (is_bigint)
      *out = js_bigint_to_uint64(value, NULL);
    return is_bigint;
  }
  if (js_is_int32(value)) {
    *out = (uint32_t)js_int32_value(value);
    return true;
  }
  if (!js_is_uint32(value))
    return false;
  *out = js_uint32_value(value);
  return true;
}

static bool arguments_of_call(js_call *call, const char *kinds,
                              uint64_t *arguments) {
  int count = (int)strlen(kinds);
  if (js_call_count(call) != count)
    return false;
  for (int i = 0; i < count; i++) {
    if (!argument_read(js_call_arg(call, i), kinds[i], &arguments[i]))
      return false;
  }
  return true;
}

/* The environment that a call is for, its memory in view. NULL: exception
 * pending. */
static wasi *wasi_open(js_call *call, js_value self) {
  js_isolate *iso = js_call_isolate(call);
  wasi *wasi = js_unwrap(self, &wasi_class);
  js_bytes bytes;
  if (wasi == NULL) {
    js_throw_type_error(iso, "ERR_INVALID_THIS", "Illegal invocation");
    return NULL;
  }
  if (wasi->memory == NULL ||
      !js_wasm_memory_bytes(js_ref_get(iso, wasi->memory), &bytes)) {
    js_throw_error(iso, "ERR_WASI_NOT_STARTED",
                   "wasi.start() has not been called");
    return NULL;
  }
  wasi->bytes = bytes.data;
  wasi->length = bytes.length;
  return wasi;
}

/* Every system call. The function's data is [WASI, the row's address]. */
static void wasi_dispatch(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_value data[2];
  uint64_t arguments[WASI_CALL_ARGUMENTS];
  if (!js_array_read(iso, js_call_data(call), data, 2))
    return;
  const wasi_call_row *row = js_external_value(data[1]);
  wasi *wasi = wasi_open(call, data[0]);
  if (wasi == NULL)
    return;
  uvwasi_errno_t error = UVWASI_EINVAL;
  if (arguments_of_call(call, row->arguments, arguments))
    error = row->call(wasi, arguments);
  js_return_int32(call, error);
}

static void calls_define(js_isolate *iso, js_value self, js_value object,
                         const wasi_call_row *rows) {
  for (const wasi_call_row *row = rows; row->name; row++) {
    js_value data[] = {self, js_external(iso, (void *)row)};
    js_define_named(iso, object, row->name,
                    js_function(iso, row->name, wasi_dispatch,
                                js_array_from(iso, data, 2)));
  }
}

/* imports(): an object of all system calls, for WebAssembly to import */
static void wasi_imports(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  if (js_call_unwrap(call, &wasi_class) == NULL)
    return;
  js_value self = js_call_this(call), object = js_object(iso);
  calls_define(iso, self, object, wasi_fd_calls);
  calls_define(iso, self, object, wasi_path_calls);
  calls_define(iso, self, object, wasi_other_calls);
  js_return(call, object);
}

static const js_native_entry wasi_methods[] = {
    {"setMemory", wasi_set_memory, 1, NULL},
    {"imports", wasi_imports, 0, NULL},
    {NULL, NULL, 0, NULL},
};

static const js_class wasi_class = {.name = "WASI",
                                    .construct = wasi_construct,
                                    .methods = wasi_methods,
                                    .finalize = wasi_finalize};

static const js_class *const wasi_classes[] = {&wasi_class, NULL};

const binding wasi_binding = {.name = "wasi", .classes = wasi_classes};
