/* Classic scripts, functions from source, code caches, and contexts. */
#ifndef ENGINE_SCRIPT_H_
#define ENGINE_SCRIPT_H_

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What to compile and what it is called. Zero-initialise, then set fields. */
typedef struct js_source {
  js_value text;
  js_value name;   /* string or JS_EMPTY: the resource name */
  int line_offset; /* added to reported lines and (first line) columns */
  int column_offset;
  js_value host_defined;   /* symbol or JS_EMPTY: given to import callbacks */
  js_value source_map_url; /* or JS_EMPTY */
  const uint8_t *cache;    /* a code cache made for this very text, or NULL */
  size_t cache_length;
  bool cache_rejected; /* set on return: V8 refused the cache */
  bool eager;     /* compile inner functions too, not at their first call */
  bool is_module; /* internal: set by module.h's functions */
} js_source;

/* Compiles a script and ties it to the current context. JS_EMPTY: a syntax
 * error is pending. */
js_value js_script_compile(js_isolate *iso, js_source *source);
js_value js_script_run(js_isolate *iso, js_value script);

/* An unbound script can be run in any context and gives a code cache. */
js_value js_script_unbound_compile(js_isolate *iso, js_source *source);
js_value js_script_unbound_run(js_isolate *iso, js_value script);

/* Both kinds of code cache: memory from malloc(), the caller frees it; NULL if
 * there is none. */
uint8_t *js_script_code_cache(js_value unbound_script, size_t *length);
uint8_t *js_function_code_cache(js_value function, size_t *length);

/* What `//# sourceMappingURL=` says; undefined if there is none. */
js_value js_script_source_map_url(js_isolate *iso, js_value unbound_script);
js_value js_function_source_map_url(js_isolate *iso, js_value function);

/* A function whose body is the source: `new Function` with a file name.
 * `parameters` are strings; `extensions` (objects) become scopes around it. */
js_value js_function_compile(js_isolate *iso, js_source *source,
                             const js_value *parameters, size_t count,
                             const js_value *extensions,
                             size_t extension_count);

/* --- Contexts
 * -------------------------------------------------------------------- */

/* A context, with its own built-ins. Owned by whoever made it. */
typedef struct js_context js_context;

enum {
  JS_CONTEXT_NO_EVAL = 1, /* neither eval nor new Function */
  JS_CONTEXT_NO_WASM = 2,
  /* What promises made in it do waits for js_context_microtasks_run. */
  JS_CONTEXT_OWN_MICROTASKS = 4,
};

/* A new context with fresh built-ins, sharing slots and class tables with the
 * main one. `global_handler` (object or JS_EMPTY): property access on the new
 * global goes to this object first, as vm.createContext does. `options`: of
 * the above. NULL: exception. */
js_context *js_context_new(js_isolate *iso, js_value global_handler,
                           int options);
/* What on_import is given for an import() in it that no script or module stands
 * behind (an eval called by a promise). */
void js_context_set_import_symbol(js_context *context, js_value symbol);
void js_context_free(js_context *context);

/* Lets the context be collected when neither its global handler (or, without
 * one, its global) nor anything made in it is reachable. Then only
 * js_context_free may be called. */
void js_context_make_weak(js_context *context);

/* Runs its own microtasks, if it has such, until there are none. */
void js_context_microtasks_run(js_context *context);
void js_context_enter(js_context *context);
void js_context_exit(js_context *context);
js_value js_context_global(js_isolate *iso, js_context *context);

/* The global object (its proxy) of the context that is running. */
js_value js_global(js_isolate *iso);

/* The context's extras binding object (console's natives and the like). */
js_value js_extras_binding(js_isolate *iso);

/* `eval` and `new Function` on or off; the message thrown when off. */

/* From now on watch(text) is called in the main context with every text that
 * eval and Function are about to compile, in the main context and in those that
 * are made later. What it throws is dropped. Once an isolate; not part of the
 * snapshot. */
void js_eval_watch(js_isolate *iso, js_value watch);

#ifdef __cplusplus
}
#endif
#endif
