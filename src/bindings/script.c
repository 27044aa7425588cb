/* Compiling and running source text: the module loader's and vm's half in C. */
#include <stdio.h>
#include <stdlib.h>

#include "../runtime/binding.h"

/* Reads {0: text, 1: name, 2: line offset, 3: column offset} of a call. */
static bool source_read(js_call *call, js_source *source) {
  js_value line = js_call_arg(call, 2), column = js_call_arg(call, 3);
  *source =
      (js_source){.text = js_call_arg(call, 0), .name = js_call_arg(call, 1)};
  if (js_is_number(line))
    source->line_offset = js_int32_value(line);
  if (js_is_number(column))
    source->column_offset = js_int32_value(column);
  if (js_is_string(source->text))
    return true;
  js_throw_type_error(js_call_isolate(call), "ERR_INVALID_ARG_TYPE",
                      "The \"code\" argument must be of type string.");
  return false;
}

static void cache_read(js_value value, js_source *source) {
  js_bytes bytes;
  if (!js_bytes_of(value, &bytes))
    return;
  source->cache = bytes.data;
  source->cache_length = bytes.length;
}

/* compileFunction(text, name, line, column, parameters, extensions, cache,
 * hostDefined): the function, or with a cache [function, rejected] */
static void native_compile_function(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_source source;
  if (!source_read(call, &source))
    return;
  js_value parameter_list = js_call_arg(call, 4);
  js_value extension_list = js_call_arg(call, 5);
  js_value parameters[32], extensions[32];
  uint32_t parameter_count = 0, extension_count = 0;
  if (js_is_array(parameter_list)) {
    parameter_count = js_array_length(parameter_list);
  }
  if (js_is_array(extension_list)) {
    extension_count = js_array_length(extension_list);
  }
  if (parameter_count > 32 || extension_count > 32) {
    js_throw_range_error(iso, "ERR_OUT_OF_RANGE",
                         "More than 32 parameters or extensions");
    return;
  }
  if (!js_array_read(iso, parameter_list, parameters, parameter_count) ||
      !js_array_read(iso, extension_list, extensions, extension_count)) {
    return;
  }
  cache_read(js_call_arg(call, 6), &source);
  if (js_is_symbol(js_call_arg(call, 7))) {
    source.host_defined = js_call_arg(call, 7);
  }
  js_value function = js_function_compile(
      iso, &source, parameters, parameter_count, extensions, extension_count);
  if (function == JS_EMPTY)
    return;
  if (source.cache == NULL) {
    js_return(call, function);
    return;
  }
  js_value pair[] = {function, js_bool(iso, source.cache_rejected)};
  js_return(call, js_array_from(iso, pair, 2));
}

/* compileModuleFunction(text, name): function (exports, require, module,
 * __filename, __dirname): what every CommonJS file is */
static void native_compile_module_function(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_source source;
  if (!source_read(call, &source))
    return;
  if (js_is_symbol(js_call_arg(call, 4))) {
    source.host_defined = js_call_arg(call, 4);
  }
  js_value parameters[] = {
      js_string_literal(iso, "exports"), js_string_literal(iso, "require"),
      js_string_literal(iso, "module"), js_string_literal(iso, "__filename"),
      js_string_literal(iso, "__dirname")};
  js_value function = js_function_compile(iso, &source, parameters, 5, NULL, 0);
  if (function != JS_EMPTY)
    js_return(call, function);
}

/* runInThisContext(text, name, line, column, hostDefined): its last value */
static void native_run_in_this_context(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_source source;
  if (!source_read(call, &source))
    return;
  if (js_is_symbol(js_call_arg(call, 4))) {
    source.host_defined = js_call_arg(call, 4);
  }
  js_value script = js_script_compile(iso, &source);
  if (script == JS_EMPTY)
    return;
  js_value result = js_script_run(iso, script);
  if (result != JS_EMPTY)
    js_return(call, result);
}

static js_value buffer_of_malloced(js_isolate *iso, uint8_t *data,
                                   size_t length) {
  if (data == NULL)
    return js_undefined(iso);
  js_value buffer = js_buffer_adopt(iso, data, length);
  if (buffer == JS_EMPTY)
    free(data);
  return buffer ? buffer : js_undefined(iso);
}

/* --- Script: a compiled script that runs in any context
 * ------------------------- */

typedef struct script {
  js_isolate *iso;
  js_ref *unbound;
} script;

static const js_class script_class;

static void script_finalize(js_isolate *iso, void *native) {
  script *script = native;
  js_ref_free(script->unbound);
  free(script);
}

/* new Script(text, name, line, column, cache, hostDefined) */
static void script_construct(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_source source;
  if (!source_read(call, &source))
    return;
  cache_read(js_call_arg(call, 4), &source);
  if (js_is_symbol(js_call_arg(call, 5))) {
    source.host_defined = js_call_arg(call, 5);
  }
  js_value unbound = js_script_unbound_compile(iso, &source);
  if (unbound == JS_EMPTY)
    return;
  script *script = calloc(1, sizeof *script);
  js_ref *ref = script ? js_ref_new(iso, unbound) : NULL;
  if (ref == NULL) {
    free(script);
    js_throw_out_of_memory(iso);
    return;
  }
  script->iso = iso;
  script->unbound = ref;
  js_value self = js_call_this(call);
  if (js_wrap_new(iso, self, &script_class, script, false) == NULL) {
    script_finalize(iso, script);
    return;
  }
  if (source.cache) {
    js_define_named(iso, self, "cachedDataRejected",
                    js_bool(iso, source.cache_rejected));
  }
  js_value url = js_script_source_map_url(iso, unbound);
  js_define_named(iso, self, "sourceMapURL", url ? url : js_undefined(iso));
}

/* --- Context: a global of its own
 * ------------------------------------------------- */

typedef struct vm_context {
  js_context *context;
} vm_context;

static void context_finalize(js_isolate *iso, void *native) {
  vm_context *context = native;
  js_context_free(context->context);
  free(context);
}

static const js_class context_class;

/* new Context(sandbox or undefined, allowEval, allowWasm) */
static void context_construct(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_value sandbox = js_call_arg(call, 0);
  vm_context *made = calloc(1, sizeof *made);
  if (made == NULL) {
    js_throw_out_of_memory(iso);
    return;
  }
  made->context = js_context_new(
      iso, js_is_object(sandbox) ? sandbox : JS_EMPTY,
      js_is_true(js_call_arg(call, 1)), js_is_true(js_call_arg(call, 2)));
  if (made->context == NULL) {
    free(made);
    return;
  }
  if (js_wrap_new(iso, js_call_this(call), &context_class, made, false)) {
    js_context_make_weak(made->context);
  } else {
    context_finalize(iso, made);
  }
}

static void context_global(js_call *call) {
  vm_context *context = js_call_unwrap(call, &context_class);
  if (context == NULL)
    return;
  js_return(call, js_context_global(js_call_isolate(call), context->context));
}

static const js_native_entry context_methods[] = {
    {"global", context_global, 0, NULL},
    {NULL, NULL, 0, NULL},
};

static const js_class context_class = {.name = "Context",
                                       .construct = context_construct,
                                       .methods = context_methods,
                                       .finalize = context_finalize};

/* --- Running
 * --------------------------------------------------------------------- */

/* A thread that stops a script which runs too long. */
typedef struct watchdog {
  js_isolate *iso;
  uv_thread_t thread;
  uv_mutex_t mutex;
  uv_cond_t condition;
  uint64_t timeout_ns;
  bool is_done;
  bool has_fired;
} watchdog;

static void watchdog_run(void *data) {
  watchdog *dog = data;
  uint64_t end = uv_hrtime() + dog->timeout_ns;
  uv_mutex_lock(&dog->mutex);
  while (!dog->is_done) {
    uint64_t now = uv_hrtime();
    if (now >= end) {
      dog->has_fired = true;
      js_isolate_terminate(dog->iso);
      break;
    }
    uv_cond_timedwait(&dog->condition, &dog->mutex, end - now);
  }
  uv_mutex_unlock(&dog->mutex);
}

static bool watchdog_start(watchdog *dog, js_isolate *iso, double timeout_ms) {
  *dog = (watchdog){.iso = iso, .timeout_ns = (uint64_t)(timeout_ms * 1e6)};
  if (uv_mutex_init(&dog->mutex) != 0)
    return false;
  if (uv_cond_init(&dog->condition) != 0)
    goto no_condition;
  if (uv_thread_create(&dog->thread, watchdog_run, dog) == 0)
    return true;
  uv_cond_destroy(&dog->condition);
no_condition:
  uv_mutex_destroy(&dog->mutex);
  return false;
}

/* Returns whether it stopped the script. */
static bool watchdog_stop(watchdog *dog) {
  uv_mutex_lock(&dog->mutex);
  dog->is_done = true;
  uv_cond_signal(&dog->condition);
  uv_mutex_unlock(&dog->mutex);
  uv_thread_join(&dog->thread);
  uv_cond_destroy(&dog->condition);
  uv_mutex_destroy(&dog->mutex);
  return dog->has_fired;
}

static js_value run_within(js_isolate *iso, js_value unbound,
                           double timeout_ms) {
  if (!(timeout_ms > 0))
    return js_script_unbound_run(iso, unbound);
  watchdog dog;
  if (!watchdog_start(&dog, iso, timeout_ms)) {
    js_throw_out_of_memory(iso);
    return JS_EMPTY;
  }
  js_value result = js_script_unbound_run(iso, unbound);
  if (!watchdog_stop(&dog))
    return result;
  js_isolate_cancel_terminate(iso);
  char message[80];
  snprintf(message, sizeof message, "Script execution timed out after %.0fms",
           timeout_ms);
  js_throw_error(iso, "ERR_SCRIPT_EXECUTION_TIMEOUT", message);
  return JS_EMPTY;
}

/* run(Context or undefined, timeout in ms or -1): the script's last value */
static void script_run(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  script *script = js_call_unwrap(call, &script_class);
  if (script == NULL)
    return;
  js_value unbound = js_ref_get(iso, script->unbound);
  js_value where = js_call_arg(call, 0), timeout = js_call_arg(call, 1);
  vm_context *context = js_unwrap(where, &context_class);
  double timeout_ms = js_is_number(timeout) ? js_double_value(timeout) : -1;
  if (context)
    js_context_enter(context->context);
  js_value result = run_within(iso, unbound, timeout_ms);
  if (context)
    js_context_exit(context->context);
  if (result != JS_EMPTY)
    js_return(call, result);
}

/* createCachedData(): a Buffer */
static void script_create_cached_data(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  script *script = js_call_unwrap(call, &script_class);
  if (script == NULL)
    return;
  size_t length = 0;
  uint8_t *data =
      js_script_code_cache(js_ref_get(iso, script->unbound), &length);
  js_return(call, buffer_of_malloced(iso, data, length));
}

static const js_native_entry script_methods[] = {
    {"run", script_run, 2, NULL},
    {"createCachedData", script_create_cached_data, 0, NULL},
    {NULL, NULL, 0, NULL},
};

static const js_class script_class = {.name = "Script",
                                      .construct = script_construct,
                                      .methods = script_methods,
                                      .finalize = script_finalize};

/* functionCache(function): a Buffer */
static void native_function_cache(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  size_t length = 0;
  js_value function = js_call_arg(call, 0);
  if (!js_is_function(function))
    return;
  uint8_t *data = js_function_code_cache(function, &length);
  js_return(call, buffer_of_malloced(iso, data, length));
}

static const js_native_entry script_natives[] = {
    {"compileFunction", native_compile_function, 8, NULL},
    {"compileModuleFunction", native_compile_module_function, 5, NULL},
    {"runInThisContext", native_run_in_this_context, 5, NULL},
    {"functionCache", native_function_cache, 1, NULL},
    {NULL, NULL, 0, NULL},
};

static const js_class *const script_classes[] = {&script_class, &context_class,
                                                 NULL};

const binding script_binding = {
    .name = "script", .natives = script_natives, .classes = script_classes};
