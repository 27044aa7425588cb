/* ES modules: source-text and synthetic, dynamic import, import.meta. */
#ifndef ENGINE_MODULE_H_
#define ENGINE_MODULE_H_

#include "script.h"
#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Modules are js_values of their own kind: they may be kept in a js_ref but
 * must never be handed to JavaScript. */

typedef enum {
  JS_MODULE_UNINSTANTIATED,
  JS_MODULE_INSTANTIATING,
  JS_MODULE_INSTANTIATED,
  JS_MODULE_EVALUATING,
  JS_MODULE_EVALUATED,
  JS_MODULE_ERRORED,
} js_module_status;

/* What an import wants of a module. */
typedef enum {
  JS_MODULE_PHASE_SOURCE, /* `import source`: what it was compiled to */
  JS_MODULE_PHASE_EVALUATION,
} js_module_phase;

/* Compiles a module. JS_EMPTY: a syntax error is pending. */
js_value js_module_compile(js_isolate *iso, js_source *source);

/* A module made of exports set from C or JavaScript. `evaluate` is called once
 * when it is evaluated; it sets exports with js_module_export_set and returns
 * a promise or undefined, JS_EMPTY with an exception pending to fail. */
typedef js_value (*js_module_evaluate_callback)(js_isolate *iso,
                                                js_value module);
js_value js_module_synthetic(js_isolate *iso, js_value name,
                             const js_value *export_names, size_t count,
                             js_module_evaluate_callback evaluate);
bool js_module_export_set(js_isolate *iso, js_value module, js_value name,
                          js_value value);

/* A module's imports: specifier, attributes as a flat array [key, value, ...],
 * position in the source, and phase. */
size_t js_module_request_count(js_isolate *iso, js_value module);
js_value js_module_request_specifier(js_isolate *iso, js_value module,
                                     size_t index);
js_value js_module_request_attributes(js_isolate *iso, js_value module,
                                      size_t index);
void js_module_request_place(js_isolate *iso, js_value module, size_t index,
                             int *line, int *column);
js_module_phase js_module_request_phase(js_isolate *iso, js_value module,
                                        size_t index);

/* Links the module. `resolve` gives the module for a request (JS_EMPTY with an
 * exception pending if there is none). */
typedef js_value (*js_module_resolve_callback)(js_isolate *iso,
                                               js_value specifier,
                                               js_value attributes,
                                               js_value referrer);
bool js_module_instantiate(js_isolate *iso, js_value module,
                           js_module_resolve_callback resolve);

/* What js_module_instantiate asks for the object of an `import source`: as
 * `resolve`, but gives an object. */
void js_module_source_callback_set(js_isolate *iso,
                                   js_module_resolve_callback resolve);

/* Evaluates; the result is a promise. JS_EMPTY: exception pending. */
js_value js_module_evaluate(js_isolate *iso, js_value module);
js_module_status js_module_status_of(js_value module);
js_value js_module_exception(js_value module);
js_value js_module_namespace(js_value module);
int js_module_identity_hash(js_value module);
bool js_module_is_graph_async(js_value module);

/* Whether the module itself, not what it imports, awaits at its top level. */
bool js_module_has_top_level_await(js_value module);

/* Where evaluation hangs: an array of [script name, line, source line, start
 * column, end column] (of the graph below a module whose promise is pending).
 * JS_EMPTY: exception pending. */
js_value js_module_stalled_awaits(js_isolate *iso, js_value module);
bool js_module_is_source_text(js_value module);

/* What `//# sourceMappingURL=` says; undefined if there is none. */
js_value js_module_source_map_url(js_value module);
uint8_t *js_module_code_cache(js_value module, size_t *length);

/* A pointer that finds a module's owner again from the module, as callbacks
 * get it. NULL if none was set; set NULL when the owner goes. */
void js_module_owner_set(js_isolate *iso, js_value module, void *owner);
void *js_module_owner(js_isolate *iso, js_value module);

/* import() and import.source(): gives a promise of the namespace, or of the
 * source object. `host_defined` is the symbol of the referrer's js_source (or
 * undefined). */
typedef js_value (*js_import_callback)(js_isolate *iso, js_value host_defined,
                                       js_value referrer_name,
                                       js_value specifier, js_value attributes,
                                       js_module_phase phase);
void js_import_callback_set(js_isolate *iso, js_import_callback callback);

/* import.meta: fills the object when it is first used. */
typedef void (*js_import_meta_callback)(js_isolate *iso, js_value module,
                                        js_value meta);
void js_import_meta_callback_set(js_isolate *iso,
                                 js_import_meta_callback callback);

/* The symbol that was the module's js_source.host_defined, or undefined. */
js_value js_module_host_defined(js_isolate *iso, js_value module);

#ifdef __cplusplus
}
#endif
#endif
