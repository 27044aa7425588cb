/* Compiling and running source text: the module loader's and vm's half in C. */
#include <stdlib.h>

#include "../runtime/binding.h"
#include "../runtime/exception.h"
#include "script_context.h"
#include "script_watchdog.h"

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

/* A list's elements as handles; `*count` of them. NULL: exception pending.
 * The caller frees it. */
static js_value *list_read(js_isolate *iso, js_value list, uint32_t *count) {
  *count = js_is_array(list) ? js_array_length(list) : 0;
  js_value *elements = calloc((size_t)*count + 1, sizeof *elements);
  if (elements == NULL) {
    js_throw_out_of_memory(iso);
  } else if (!js_array_read(iso, list, elements, *count)) {
    free(elements);
    elements = NULL;
  }
  return elements;
}

/* As js_function_compile, with arrays, in a context if there is one. What fails
 * says in its stack where. */
static js_value function_compile(js_isolate *iso, js_source *source,
                                 js_value parameter_list,
                                 js_value extension_list, js_value where) {
  uint32_t parameter_count, extension_count;
  js_value *parameters = NULL, *extensions = NULL;
  js_value function = JS_EMPTY;
  js_context *context = script_context_of(where);
  parameters = list_read(iso, parameter_list, &parameter_count);
  if (parameters == NULL)
    goto out;
  extensions = list_read(iso, extension_list, &extension_count);
  if (extensions == NULL)
    goto out;
  js_catch catch_;
  js_catch_open(iso, &catch_);
  if (context)
    js_context_enter(context);
  function = js_function_compile(iso, source, parameters, parameter_count,
                                 extensions, extension_count);
  if (context)
    js_context_exit(context);
  if (function == JS_EMPTY) {
    exception_decorate(iso, &catch_);
    js_catch_rethrow(&catch_);
  }
  js_catch_close(&catch_);
out:
  free(parameters);
  free(extensions);
  return function;
}

/* compileFunction(text, name, line, column, parameters, extensions, cache,
 * hostDefined, Context or undefined): {function, cacheRejected, sourceMapURL}
 * as an array; cacheRejected is undefined without a cache */
static void native_compile_function(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_source source;
  if (!source_read(call, &source))
    return;
  cache_read(js_call_arg(call, 6), &source);
  if (js_is_symbol(js_call_arg(call, 7))) {
    source.host_defined = js_call_arg(call, 7);
  }
  js_value function =
      function_compile(iso, &source, js_call_arg(call, 4), js_call_arg(call, 5),
                       js_call_arg(call, 8));
  if (function == JS_EMPTY)
    return;
  js_value url = js_function_source_map_url(iso, function);
  js_value parts[] = {
      function,
      source.cache ? js_bool(iso, source.cache_rejected) : js_undefined(iso),
      url ? url : js_undefined(iso)};
  js_return(call, js_array_from(iso, parts, 3));
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
  js_catch catch_;
  js_catch_open(iso, &catch_);
  js_value function = js_function_compile(iso, &source, parameters, 5, NULL, 0);
  if (function == JS_EMPTY) {
    exception_decorate(iso, &catch_);
    js_catch_rethrow(&catch_);
  }
  js_catch_close(&catch_);
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

/* What fails says in its stack where. */
static js_value unbound_compile(js_isolate *iso, js_source *source) {
  js_catch catch_;
  js_catch_open(iso, &catch_);
  js_value unbound = js_script_unbound_compile(iso, source);
  if (unbound == JS_EMPTY) {
    exception_decorate(iso, &catch_);
    js_catch_rethrow(&catch_);
  }
  js_catch_close(&catch_);
  return unbound;
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
  js_value unbound = unbound_compile(iso, &source);
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

/* --- Running
 * --------------------------------------------------------------------- */

/* run(Context or undefined, timeout in ms or -1, displayErrors,
 * breakOnSigint): the script's last value */
static void script_run(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  script *script = js_call_unwrap(call, &script_class);
  if (script == NULL)
    return;
  js_value timeout = js_call_arg(call, 1);
  script_limits limits = {
      .context = script_context_of(js_call_arg(call, 0)),
      .timeout_ms = js_is_number(timeout) ? js_double_value(timeout) : 0,
      .break_on_sigint = js_is_true(js_call_arg(call, 3)),
  };
  js_catch catch_;
  js_catch_open(iso, &catch_);
  js_value result = script_run_limited(iso, &limits, js_script_unbound_run,
                                       js_ref_get(iso, script->unbound));
  if (result == JS_EMPTY) {
    if (js_is_true(js_call_arg(call, 2))) /* tell in the stack where */
      exception_decorate(iso, &catch_);
    js_catch_rethrow(&catch_);
  }
  js_catch_close(&catch_);
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
    {"run", script_run, 4, NULL},
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

/* measureMemory(detailed, eager): a promise */
static void native_measure_memory(js_call *call) {
  js_value promise =
      js_heap_measure(js_call_isolate(call), js_is_true(js_call_arg(call, 0)),
                      js_is_true(js_call_arg(call, 1)));
  if (promise != JS_EMPTY)
    js_return(call, promise);
}

static void script_init(env *env, js_value exports) {
  js_isolate *iso = env->iso;
  js_define_int32(iso, exports, "NO_EVAL", JS_CONTEXT_NO_EVAL);
  js_define_int32(iso, exports, "NO_WASM", JS_CONTEXT_NO_WASM);
  js_define_int32(iso, exports, "OWN_MICROTASKS", JS_CONTEXT_OWN_MICROTASKS);
}

static const js_native_entry script_natives[] = {
    {"compileFunction", native_compile_function, 9, NULL},
    {"compileModuleFunction", native_compile_module_function, 5, NULL},
    {"runInThisContext", native_run_in_this_context, 5, NULL},
    {"functionCache", native_function_cache, 1, NULL},
    {"measureMemory", native_measure_memory, 2, NULL},
    {NULL, NULL, 0, NULL},
};

static const js_class *const script_classes[] = {&script_class,
                                                 &script_context_class, NULL};

const binding script_binding = {.name = "script",
                                .natives = script_natives,
                                .classes = script_classes,
                                .init = script_init};
