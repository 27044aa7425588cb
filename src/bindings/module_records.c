/* Modules as lib/ sees them: a ModuleRecord is one module of V8's, of source
 * text or made of exports that are set ("synthetic").
 *
 * The contract for the loader (lib/internal/modules/esm) and for vm's modules:
 *
 *   record = compileModule(text, url, line, column, symbol, cache, Context)
 *     Throws a SyntaxError. `symbol` (or undefined) is what import() inside of
 *     it gives to SLOT_IMPORT_DYNAMICALLY, `cache` a code cache or undefined
 *     (record.cachedDataRejected then tells whether V8 refused it).
 *     `Context` (or undefined) is one of script_context.c, where it runs.
 *   record = syntheticModule(url, [name, ...], evaluate, Context)
 *     evaluate(record) is called once; it sets the exports.
 *   record.requests() -> [specifier, [key, value, ...], line, column, phase...]
 *     five elements an import, line and column from 0, phase 0 for `import
 *     source`, 1 for evaluation.
 *   record.link([record, ...])   one for each request, in that order; for an
 *     `import source` the object
 *   record.instantiate()         links the whole graph below; throws
 *   record.evaluate(timeout in ms or -1, breakOnSigint) -> promise
 *   record.status()              kUninstantiated ... kErrored
 *   record.namespace(), record.error(), record.setExport(name, value)
 *   record.isGraphAsync()        instantiated: whether something below awaits
 *   record.hasTopLevelAwait()    whether itself does
 *   record.stalledAwaits() -> [[script, line, source line, start, end], ...]
 *   record.createCachedData() -> Buffer
 *   record.sourceMapUrl()        what the text says of its source map
 *
 * import.meta: when first used, SLOT_IMPORT_META is called (record, meta) ->
 * anything. import(): SLOT_IMPORT_DYNAMICALLY is called (symbol, referrer's
 * name, specifier, attributes, phase) -> promise; env.c does so.
 */
#include <stdio.h>
#include <stdlib.h>

#include <merve_c.h>

#include "../runtime/binding.h"
#include "../runtime/exception.h"
#include "script_context.h"
#include "script_watchdog.h"

typedef struct module_record {
  js_ref *module;
  js_ref *evaluate; /* a synthetic module's function, until it has run */
  js_wrap *wrap;
  uint32_t next_request; /* V8 asks for a module's imports in their order */
} module_record;

static const js_class record_class;

static void record_finalize(js_isolate *iso, void *native) {
  module_record *record = native;
  js_scope scope;
  js_scope_open(iso, &scope);
  js_module_owner_set(iso, js_ref_get(iso, record->module), NULL);
  js_scope_close(&scope);
  js_ref_free(record->module);
  js_ref_free(record->evaluate);
  free(record);
}

static js_value linked_name(js_isolate *iso) {
  return js_private_for(iso, "linked modules");
}

/* Where a module runs, if not in the running context: a private property of its
 * record. */
static js_value context_name(js_isolate *iso) {
  return js_private_for(iso, "module context");
}

static void context_enter(js_context *context) {
  if (context)
    js_context_enter(context);
}

static void context_exit(js_context *context) {
  if (context)
    js_context_exit(context);
}

/* --- What V8 asks for
 * ------------------------------------------------------------- */

/* Calls a function of lib/; the result is JS_EMPTY if it throws. */
static js_value slot_call(js_isolate *iso, int slot, int count,
                          const js_value *arguments) {
  return js_function_call(iso, js_slot_get(iso, slot), js_undefined(iso), count,
                          arguments);
}

static void on_import_meta(js_isolate *iso, js_value module, js_value meta) {
  module_record *record = js_module_owner(iso, module);
  if (record == NULL || !js_is_function(js_slot_get(iso, SLOT_IMPORT_META)))
    return;
  js_value arguments[] = {js_wrap_object(iso, record->wrap), meta};
  slot_call(iso, SLOT_IMPORT_META, 2, arguments);
}

static js_value on_evaluate(js_isolate *iso, js_value module) {
  module_record *record = js_module_owner(iso, module);
  if (record == NULL || record->evaluate == NULL)
    return js_undefined(iso);
  js_value function = js_ref_get(iso, record->evaluate);
  js_ref_free(record->evaluate);
  record->evaluate = NULL;
  js_value self = js_wrap_object(iso, record->wrap);
  return js_function_call(iso, function, js_undefined(iso), 1, &self);
}

static bool attributes_equal(js_isolate *iso, js_value left, js_value right) {
  uint32_t count = js_array_length(left);
  if (count != js_array_length(right))
    return false;
  for (uint32_t i = 0; i < count; i++) {
    if (!js_string_equals(js_get_index(iso, left, i),
                          js_get_index(iso, right, i)))
      return false;
  }
  return true;
}

static bool request_matches(js_isolate *iso, js_value module, uint32_t index,
                            js_value specifier, js_value attributes,
                            js_module_phase phase) {
  return js_module_request_phase(iso, module, index) == phase &&
         js_string_equals(js_module_request_specifier(iso, module, index),
                          specifier) &&
         attributes_equal(iso, js_module_request_attributes(iso, module, index),
                          attributes);
}

/* The place of a request among its module's: the next one, as a rule. */
static uint32_t request_find(js_isolate *iso, module_record *record,
                             js_value module, js_value specifier,
                             js_value attributes, js_module_phase phase) {
  uint32_t count = (uint32_t)js_module_request_count(iso, module);
  for (uint32_t i = 0; i < count; i++) {
    uint32_t index = (record->next_request + i) % count;
    if (!request_matches(iso, module, index, specifier, attributes, phase))
      continue;
    record->next_request = index + 1;
    return index;
  }
  return count;
}

/* What lib/ has linked to a request. JS_EMPTY: an exception is pending. */
static js_value linked_find(js_isolate *iso, js_value specifier,
                            js_value attributes, js_value referrer,
                            js_module_phase phase) {
  module_record *record = js_module_owner(iso, referrer);
  if (record != NULL) {
    js_value self = js_wrap_object(iso, record->wrap);
    js_value linked = js_get_private(iso, self, linked_name(iso));
    uint32_t index =
        request_find(iso, record, referrer, specifier, attributes, phase);
    if (js_is_array(linked) && index < js_array_length(linked))
      return js_get_index(iso, linked, index);
  }
  js_throw_error(iso, "ERR_VM_MODULE_LINK_FAILURE",
                 "request for a module that is not yet linked");
  return JS_EMPTY;
}

static js_value on_resolve(js_isolate *iso, js_value specifier,
                           js_value attributes, js_value referrer) {
  js_value linked = linked_find(iso, specifier, attributes, referrer,
                                JS_MODULE_PHASE_EVALUATION);
  if (linked == JS_EMPTY)
    return JS_EMPTY;
  module_record *found = js_unwrap(linked, &record_class);
  if (found)
    return js_ref_get(iso, found->module);
  js_throw_error(iso, "ERR_VM_MODULE_LINK_FAILURE",
                 "request for a module that is not yet linked");
  return JS_EMPTY;
}

/* The object of an `import source`: a module that has none is linked as what it
 * is. */
static js_value on_resolve_source(js_isolate *iso, js_value specifier,
                                  js_value attributes, js_value referrer) {
  js_value linked =
      linked_find(iso, specifier, attributes, referrer, JS_MODULE_PHASE_SOURCE);
  if (linked == JS_EMPTY ||
      (js_is_object(linked) && !js_unwrap(linked, &record_class)))
    return linked;
  js_value url =
      js_is_object(linked) ? js_get_named(iso, linked, "url") : specifier;
  char *name = js_string_to_utf8(iso, url, NULL);
  char text[1024];
  snprintf(text, sizeof text,
           "Source phase import object is not defined for module '%s'",
           name ? name : "");
  free(name);
  js_throw(iso, js_error(iso, JS_SYNTAX_ERROR,
                         js_string_utf8(iso, text, JS_AUTO_LENGTH)));
  return JS_EMPTY;
}

/* --- Making
 * ----------------------------------------------------------------------- */

/* A ModuleRecord for a module; JS_EMPTY: exception pending. */
static js_value record_new(js_isolate *iso, js_value module, js_value url) {
  js_value instance = js_class_instance(iso, &record_class);
  if (instance == JS_EMPTY)
    return JS_EMPTY;
  module_record *record = calloc(1, sizeof *record);
  if (record)
    record->module = js_ref_new(iso, module);
  if (record == NULL || record->module == NULL) {
    free(record);
    js_throw_out_of_memory(iso);
    return JS_EMPTY;
  }
  record->wrap = js_wrap_new(iso, instance, &record_class, record, false);
  if (record->wrap == NULL) {
    record_finalize(iso, record);
    return JS_EMPTY;
  }
  js_module_owner_set(iso, module, record);
  js_define_named(iso, instance, "url", url);
  return instance;
}

/* Closes a catch; what it holds is thrown on, its place above its stack.
 * Returns whether there was nothing. */
static bool catch_pass(js_isolate *iso, js_catch *catch_) {
  bool has_caught = js_catch_has_caught(catch_);
  if (has_caught) {
    exception_decorate(iso, catch_);
    js_catch_rethrow(catch_);
  }
  js_catch_close(catch_);
  return !has_caught;
}

/* Remembers where a module runs. False: exception pending. */
static bool context_set(js_isolate *iso, js_value record, js_value where) {
  return script_context_of(where) == NULL ||
         js_set_private(iso, record, context_name(iso), where);
}

/* compileModule(text, url, line, column, symbol, cache, Context) */
static void native_compile_module(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_value line = js_call_arg(call, 2), column = js_call_arg(call, 3);
  js_source source = {.text = js_call_arg(call, 0),
                      .name = js_call_arg(call, 1)};
  if (!js_is_string(source.text) || !js_is_string(source.name)) {
    js_throw_type_error(iso, "ERR_INVALID_ARG_TYPE",
                        "The source and its name must be strings");
    return;
  }
  if (js_is_number(line))
    source.line_offset = js_int32_value(line);
  if (js_is_number(column))
    source.column_offset = js_int32_value(column);
  if (js_is_symbol(js_call_arg(call, 4)))
    source.host_defined = js_call_arg(call, 4);
  js_bytes cache;
  if (js_bytes_of(js_call_arg(call, 5), &cache)) {
    source.cache = cache.data;
    source.cache_length = cache.length;
  }
  js_import_meta_callback_set(iso, on_import_meta);
  js_module_source_callback_set(iso, on_resolve_source);
  js_catch catch_;
  js_catch_open(iso, &catch_);
  js_context *context = script_context_of(js_call_arg(call, 6));
  context_enter(context);
  js_value module = js_module_compile(iso, &source);
  context_exit(context);
  if (!catch_pass(iso, &catch_))
    return;
  js_value record = record_new(iso, module, source.name);
  if (record == JS_EMPTY || !context_set(iso, record, js_call_arg(call, 6)))
    return;
  if (source.cache)
    js_define_named(iso, record, "cachedDataRejected",
                    js_bool(iso, source.cache_rejected));
  js_return(call, record);
}

/* syntheticModule(url, names, evaluate, Context) */
static void native_synthetic_module(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_value url = js_call_arg(call, 0), list = js_call_arg(call, 1);
  js_value evaluate = js_call_arg(call, 2);
  js_value *names = NULL;
  if (!js_is_string(url) || !js_is_array(list)) {
    js_throw_type_error(iso, "ERR_INVALID_ARG_TYPE",
                        "A synthetic module needs a name and export names");
    return;
  }
  uint32_t count = js_array_length(list);
  names = malloc((count + 1) * sizeof *names);
  if (names == NULL) {
    js_throw_out_of_memory(iso);
    return;
  }
  if (!js_array_read(iso, list, names, count))
    goto out;
  js_context *context = script_context_of(js_call_arg(call, 3));
  context_enter(context);
  js_value module = js_module_synthetic(iso, url, names, count, on_evaluate);
  context_exit(context);
  js_value self = module ? record_new(iso, module, url) : JS_EMPTY;
  if (self == JS_EMPTY || !context_set(iso, self, js_call_arg(call, 3)))
    goto out;
  module_record *record = js_unwrap(self, &record_class);
  if (js_is_function(evaluate))
    record->evaluate = js_ref_new(iso, evaluate);
  js_return(call, self);
out:
  free(names);
}

/* --- Methods
 * ---------------------------------------------------------------------- */

/* The module of `this`; JS_EMPTY: exception pending. */
static js_value module_of(js_call *call) {
  module_record *record = js_call_unwrap(call, &record_class);
  return record ? js_ref_get(js_call_isolate(call), record->module) : JS_EMPTY;
}

/* The context of `this`, or NULL for the running one. */
static js_context *context_of_record(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  return script_context_of(
      js_get_private(iso, js_call_this(call), context_name(iso)));
}

static void record_requests(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_value module = module_of(call);
  if (module == JS_EMPTY)
    return;
  uint32_t count = js_module_is_source_text(module)
                       ? (uint32_t)js_module_request_count(iso, module)
                       : 0;
  js_value list = js_array(iso, count * 5);
  for (uint32_t i = 0; i < count; i++) {
    int line, column;
    js_module_request_place(iso, module, i, &line, &column);
    js_value parts[] = {
        js_module_request_specifier(iso, module, i),
        js_module_request_attributes(iso, module, i), js_int32(iso, line),
        js_int32(iso, column),
        js_int32(iso, (int32_t)js_module_request_phase(iso, module, i))};
    for (uint32_t k = 0; k < 5; k++) {
      if (!js_set_index(iso, list, i * 5 + k, parts[k]))
        return;
    }
  }
  js_return(call, list);
}

static void record_link(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  if (js_call_unwrap(call, &record_class) == NULL)
    return;
  js_set_private(iso, js_call_this(call), linked_name(iso),
                 js_call_arg(call, 0));
}

static void record_instantiate(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_value module = module_of(call);
  if (module == JS_EMPTY)
    return;
  js_context *context = context_of_record(call);
  js_catch catch_;
  js_catch_open(iso, &catch_);
  context_enter(context);
  js_module_instantiate(iso, module, on_resolve);
  context_exit(context);
  catch_pass(iso, &catch_);
}

static void record_evaluate(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_value module = module_of(call), timeout = js_call_arg(call, 0);
  if (module == JS_EMPTY)
    return;
  script_limits limits = {
      .context = context_of_record(call),
      .timeout_ms = js_is_number(timeout) ? js_double_value(timeout) : 0,
      .break_on_sigint = js_is_true(js_call_arg(call, 1)),
  };
  js_value promise =
      script_run_limited(iso, &limits, js_module_evaluate, module);
  if (promise != JS_EMPTY)
    js_return(call, promise);
}

static void record_status(js_call *call) {
  js_value module = module_of(call);
  if (module != JS_EMPTY)
    js_return_int32(call, (int32_t)js_module_status_of(module));
}

static bool is_instantiated(js_call *call, js_value module) {
  if (js_module_status_of(module) >= JS_MODULE_INSTANTIATED)
    return true;
  js_throw_error(js_call_isolate(call), "ERR_VM_MODULE_STATUS",
                 "Module status must not be unlinked or linking");
  return false;
}

static void record_namespace(js_call *call) {
  js_value module = module_of(call);
  if (module != JS_EMPTY && is_instantiated(call, module))
    js_return(call, js_module_namespace(module));
}

static void record_error(js_call *call) {
  js_value module = module_of(call);
  if (module != JS_EMPTY && js_module_status_of(module) == JS_MODULE_ERRORED)
    js_return(call, js_module_exception(module));
}

static void record_set_export(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_value module = module_of(call), name = js_call_arg(call, 0);
  if (module == JS_EMPTY)
    return;
  if (js_module_is_source_text(module) || !js_is_string(name)) {
    js_throw_type_error(iso, "ERR_INVALID_ARG_TYPE",
                        "Only a synthetic module's exports can be set");
    return;
  }
  js_module_export_set(iso, module, name, js_call_arg(call, 1));
}

static void record_is_graph_async(js_call *call) {
  js_value module = module_of(call);
  if (module != JS_EMPTY && is_instantiated(call, module))
    js_return_bool(call, js_module_is_graph_async(module));
}

static void record_has_top_level_await(js_call *call) {
  js_value module = module_of(call);
  if (module != JS_EMPTY)
    js_return_bool(call, js_module_is_source_text(module) &&
                             js_module_has_top_level_await(module));
}

static void record_stalled_awaits(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_value module = module_of(call);
  if (module == JS_EMPTY || !js_module_is_source_text(module))
    return;
  js_value list = js_module_stalled_awaits(iso, module);
  if (list != JS_EMPTY)
    js_return(call, list);
}

static void record_create_cached_data(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_value module = module_of(call);
  if (module == JS_EMPTY || !js_module_is_source_text(module))
    return;
  size_t length = 0;
  uint8_t *data = js_module_code_cache(module, &length);
  js_value buffer =
      data ? js_buffer_adopt(iso, data, length) : js_buffer_copy(iso, "", 0);
  if (buffer != JS_EMPTY)
    js_return(call, buffer);
  else
    free(data);
}

static void record_source_map_url(js_call *call) {
  js_value module = module_of(call);
  if (module != JS_EMPTY && js_module_is_source_text(module))
    js_return(call, js_module_source_map_url(module));
}

static const js_native_entry record_methods[] = {
    {"requests", record_requests, 0, NULL},
    {"link", record_link, 1, NULL},
    {"instantiate", record_instantiate, 0, NULL},
    {"evaluate", record_evaluate, 2, NULL},
    {"status", record_status, 0, NULL},
    {"namespace", record_namespace, 0, NULL},
    {"error", record_error, 0, NULL},
    {"setExport", record_set_export, 2, NULL},
    {"isGraphAsync", record_is_graph_async, 0, NULL},
    {"hasTopLevelAwait", record_has_top_level_await, 0, NULL},
    {"stalledAwaits", record_stalled_awaits, 0, NULL},
    {"sourceMapUrl", record_source_map_url, 0, NULL},
    {"createCachedData", record_create_cached_data, 0, NULL},
    {NULL, NULL, 0, NULL},
};

static const js_class record_class = {.name = "ModuleRecord",
                                      .methods = record_methods,
                                      .finalize = record_finalize};

/* --- The names that CommonJS modules export
 * -------------------------------------- */

static js_value names_array(js_isolate *iso, merve_analysis analysis,
                            size_t count,
                            merve_string (*name_at)(merve_analysis analysis,
                                                    size_t index)) {
  js_value list = js_array(iso, (uint32_t)count);
  for (size_t i = 0; i < count; i++) {
    merve_string name = name_at(analysis, i);
    js_value text = js_string_utf8(iso, name.data, name.length);
    if (text == JS_EMPTY || !js_set_index(iso, list, (uint32_t)i, text))
      return JS_EMPTY;
  }
  return list;
}

/* commonjsExports(text): [[export name, ...], [request re-exported, ...]];
 * undefined where the text cannot be read */
static void native_commonjs_exports(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  size_t length;
  char *text = js_string_to_utf8(iso, js_call_arg(call, 0), &length);
  if (text == NULL) {
    js_throw_out_of_memory(iso);
    return;
  }
  merve_analysis analysis = merve_parse_commonjs(text, length, NULL);
  if (!merve_is_valid(analysis))
    goto out;
  js_value pair[] = {
      names_array(iso, analysis, merve_get_exports_count(analysis),
                  merve_get_export_name),
      names_array(iso, analysis, merve_get_reexports_count(analysis),
                  merve_get_reexport_name)};
  if (pair[0] != JS_EMPTY && pair[1] != JS_EMPTY)
    js_return(call, js_array_from(iso, pair, 2));
out:
  merve_free(analysis);
  free(text);
}

/* markDecorated(error): its stack shows a place already */
static void native_mark_decorated(js_call *call) {
  exception_mark_decorated(js_call_isolate(call), js_call_arg(call, 0));
}

static const js_native_entry module_records_natives[] = {
    {"compileModule", native_compile_module, 7, NULL},
    {"syntheticModule", native_synthetic_module, 4, NULL},
    {"commonjsExports", native_commonjs_exports, 1, NULL},
    {"markDecorated", native_mark_decorated, 1, NULL},
    {NULL, NULL, 0, NULL},
};

static void module_records_init(env *env, js_value exports) {
  js_isolate *iso = env->iso;
  js_define_int32(iso, exports, "kUninstantiated", JS_MODULE_UNINSTANTIATED);
  js_define_int32(iso, exports, "kInstantiating", JS_MODULE_INSTANTIATING);
  js_define_int32(iso, exports, "kInstantiated", JS_MODULE_INSTANTIATED);
  js_define_int32(iso, exports, "kEvaluating", JS_MODULE_EVALUATING);
  js_define_int32(iso, exports, "kEvaluated", JS_MODULE_EVALUATED);
  js_define_int32(iso, exports, "kErrored", JS_MODULE_ERRORED);
  js_define_int32(iso, exports, "kPhaseSource", JS_MODULE_PHASE_SOURCE);
}

static const js_class *const module_records_classes[] = {&record_class, NULL};

const binding module_records_binding = {.name = "module_records",
                                        .natives = module_records_natives,
                                        .classes = module_records_classes,
                                        .init = module_records_init};
