#include "builtins.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "binding.h"
#include "code_cache.h"
#include "exception.h"

/* Set once, before any env exists, by the developers' executable only. */
static const char *source_folder;

void builtins_source_folder_set(const char *folder) {
  source_folder = folder;
}

static int id_compare(const void *id, const void *entry) {
  return strcmp(id, *(const char *const *)entry);
}

size_t builtins_find(const char *id) {
  const char *const *found = bsearch(id, builtins_ids, builtins_count,
                                     sizeof *builtins_ids, id_compare);
  return found ? (size_t)(found - builtins_ids) : builtins_count;
}

/* Modules that are dependencies' are in no folder. */
static bool is_dependency(const char *id) {
  static const char prefix[] = "internal/deps/";
  return !strncmp(id, prefix, sizeof prefix - 1);
}

/* A module's text from the folder of developers; JS_EMPTY if there is none. */
static js_value source_read(env *env, const char *id) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s.js", source_folder, id);
  FILE *file = fopen(path, "rb");
  if (file == NULL)
    return JS_EMPTY;
  js_value text = JS_EMPTY;
  char *bytes = NULL;
  long size;
  if (fseek(file, 0, SEEK_END) || (size = ftell(file)) < 0)
    goto out;
  rewind(file);
  bytes = malloc((size_t)size + 1);
  if (bytes == NULL || fread(bytes, 1, (size_t)size, file) != (size_t)size) {
    goto out;
  }
  text = js_string_utf8(env->iso, bytes, (size_t)size);
out:
  free(bytes);
  fclose(file);
  return text;
}

static js_value source_text(env *env, const char *id, js_source *source) {
  if (source_folder && !is_dependency(id))
    return source_read(env, id);
  size_t index = builtins_find(id);
  if (index == builtins_count)
    return JS_EMPTY;
  code_cache_find(index, source);
  const js_text *text = &builtins_texts[index];
  return js_string_external_latin1(env->iso, text->text, text->length, NULL,
                                   NULL);
}

/* Modules whose functions nearly every program runs at its start: the snapshot
 * holds their bytecode. Ids, or prefixes that end with '/'. */
static const char *const eager_ids[] = {
    "events",
    "internal/main",
    "internal/modules/",
    "internal/options",
    "internal/process/",
    "internal/process",
    "internal/bootstrap",
    "internal/validators",
    "path/",
    "internal/path/",
};

static bool is_eager(const env *env, const char *id) {
  if (!env->is_building_snapshot)
    return false;
  for (size_t i = 0; i < sizeof eager_ids / sizeof eager_ids[0]; i++) {
    size_t length = strlen(eager_ids[i]);
    bool is_prefix = eager_ids[i][length - 1] == '/';
    if (!strncmp(id, eager_ids[i], length) && (is_prefix || !id[length])) {
      return true;
    }
  }
  return false;
}

static js_value no_such_builtin(env *env, const char *id) {
  char message[256];
  snprintf(message, sizeof message, "No such built-in module: %s", id);
  js_throw_error(env->iso, "ERR_UNKNOWN_BUILTIN_MODULE", message);
  return JS_EMPTY;
}

js_value builtins_compile(env *env, const char *id) {
  js_isolate *iso = env->iso;
  char name[256];
  js_source source = {.eager = is_eager(env, id)};
  source.text = source_text(env, id, &source);
  if (source.text == JS_EMPTY)
    return no_such_builtin(env, id);
  snprintf(name, sizeof name, "node:%s", id);
  source.name = js_string_utf8(iso, name, JS_AUTO_LENGTH);
  js_value parameters[] = {js_string_literal(iso, "exports"),
                           js_string_literal(iso, "require"),
                           js_string_literal(iso, "module"),
                           js_string_literal(iso, "internalBinding")};
  return js_function_compile(iso, &source, parameters, 4, NULL, 0);
}

/* --- internalBinding -------------------------------------------------------
 */

static const binding *binding_find(const char *name) {
  for (const binding *const *row = bindings_all; *row; row++) {
    if (!strcmp((*row)->name, name))
      return *row;
  }
  return NULL;
}

static void binding_fill(env *env, const binding *binding, js_value exports) {
  js_isolate *iso = env->iso;
  if (binding->natives)
    js_define_natives(iso, exports, binding->natives);
  for (const js_class *const *row = binding->classes; row && *row; row++) {
    js_define_named(iso, exports, (*row)->name,
                    js_class_constructor(iso, *row));
  }
  if (binding->init)
    binding->init(env, exports);
}

/* internalBinding(name): made at first use, then the same object. */
static void binding_get(js_call *call) {
  env *env = env_of_call(call);
  js_isolate *iso = env->iso;
  js_value made = js_slot_get(iso, SLOT_BINDINGS);
  if (js_is_undefined(made)) {
    made = js_object(iso);
    js_slot_set(iso, SLOT_BINDINGS, made);
  }
  js_value key = js_call_arg(call, 0);
  js_value exports = js_get(iso, made, key);
  if (exports == JS_EMPTY)
    return;
  if (js_is_undefined(exports)) {
    char buffer[64];
    char *name =
        js_string_to_utf8_inline(iso, key, buffer, sizeof buffer, NULL);
    const binding *binding = name ? binding_find(name) : NULL;
    if (name != buffer)
      free(name);
    if (binding == NULL) {
      js_throw_error(iso, "ERR_INVALID_MODULE", "No such binding");
      return;
    }
    exports = js_object(iso);
    if (!js_set(iso, made, key, exports))
      return;
    binding_fill(env, binding, exports);
  }
  js_return(call, exports);
}

/* --- The `builtins` binding --------------------------------------------------
 */

/* compile(id): the module's function. */
static void native_compile(js_call *call) {
  env *env = env_of_call(call);
  char buffer[128];
  char *id = js_string_to_utf8_inline(env->iso, js_call_arg(call, 0), buffer,
                                      sizeof buffer, NULL);
  if (id == NULL) {
    js_throw_out_of_memory(env->iso);
    return;
  }
  js_value function = builtins_compile(env, id);
  if (function != JS_EMPTY) {
    if (env->compiled)
      code_cache_keep(env, builtins_find(id), function);
    js_return(call, function);
  }
  if (id != buffer)
    free(id);
}

/* ids(): the names of all modules of lib/. */
static void native_ids(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_value array = js_array(iso, 0);
  for (size_t i = 0; i < builtins_count; i++) {
    js_set_index(iso, array, (uint32_t)i,
                 js_string_utf8(iso, builtins_ids[i], JS_AUTO_LENGTH));
  }
  js_return(call, array);
}

/* slotSet(index, value): gives C a function of lib/ (slots.h). */
static void native_slot_set(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_slot_set(iso, js_int32_value(js_call_arg(call, 0)), js_call_arg(call, 1));
}

static const js_native_entry builtins_natives[] = {
    {"compile", native_compile, 1, NULL},
    {"ids", native_ids, 0, NULL},
    {"slotSet", native_slot_set, 2, NULL},
    {NULL, NULL, 0, NULL},
};

/* The natives that are in no binding but in the heap all the same. */
const js_native_entry builtins_own_natives[] = {
    {"internalBinding", binding_get, 1, NULL},
    {NULL, NULL, 0, NULL},
};

static void builtins_init(env *env, js_value exports) {
  js_isolate *iso = env->iso;
  js_define_int32(iso, exports, "SLOT_PROCESS", SLOT_PROCESS);
  js_define_int32(iso, exports, "SLOT_MAIN", SLOT_MAIN);
  js_define_int32(iso, exports, "SLOT_TICK_CALLBACK", SLOT_TICK_CALLBACK);
  js_define_int32(iso, exports, "SLOT_TICK_FIELDS", SLOT_TICK_FIELDS);
  js_define_int32(iso, exports, "SLOT_UNCAUGHT_EXCEPTION",
                  SLOT_UNCAUGHT_EXCEPTION);
  js_define_int32(iso, exports, "SLOT_PROMISE_REJECTION",
                  SLOT_PROMISE_REJECTION);
  js_define_int32(iso, exports, "SLOT_REQUIRE_BUILTIN", SLOT_REQUIRE_BUILTIN);
  js_define_int32(iso, exports, "SLOT_EMIT_EXIT", SLOT_EMIT_EXIT);
  js_define_int32(iso, exports, "SLOT_EMIT_BEFORE_EXIT", SLOT_EMIT_BEFORE_EXIT);
  js_define_int32(iso, exports, "SLOT_IMPORT_DYNAMICALLY",
                  SLOT_IMPORT_DYNAMICALLY);
  js_define_int32(iso, exports, "SLOT_IMPORT_META", SLOT_IMPORT_META);
  js_define_int32(iso, exports, "SLOT_DOM_EXCEPTION", SLOT_DOM_EXCEPTION);
}

const binding builtins_binding = {
    .name = "builtins", .natives = builtins_natives, .init = builtins_init};

/* --- Bootstrap
 * ----------------------------------------------------------------- */

bool builtins_bootstrap(env *env) {
  js_isolate *iso = env->iso;
  js_scope scope;
  js_catch catch_;
  js_scope_open(iso, &scope);
  js_catch_open(iso, &catch_);
  js_value holder = js_object(iso);
  js_define_natives(iso, holder, builtins_own_natives);
  js_value arguments[] = {js_object(iso), js_undefined(iso), js_undefined(iso),
                          js_get_named(iso, holder, "internalBinding")};
  js_value function = builtins_compile(env, "internal/bootstrap");
  js_value result = JS_EMPTY;
  if (function != JS_EMPTY) {
    result = js_function_call(iso, function, js_undefined(iso), 4, arguments);
  }
  if (result != JS_EMPTY)
    js_microtasks_run(iso);
  bool ok = result != JS_EMPTY && !js_catch_has_caught(&catch_);
  if (!ok)
    exception_print(env, &catch_);
  js_catch_close(&catch_);
  js_scope_close(&scope);
  return ok;
}
