#include "exception.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void print_value(js_isolate *iso, js_value value) {
  char *text = js_string_to_utf8(iso, value, NULL);
  fprintf(stderr, "%s\n", text ? text : "(out of memory)");
  free(text);
}

void exception_print(env *env, js_catch *catch_) {
  js_isolate *iso = env->iso;
  js_value exception = js_catch_exception(catch_);
  if (exception == JS_EMPTY) {
    fputs("execution was terminated\n", stderr);
    return;
  }
  js_error_place place;
  if (js_catch_place(catch_, &place) && place.script_name != JS_EMPTY) {
    char *name = js_string_to_utf8(iso, place.script_name, NULL);
    fprintf(stderr, "%s:%d\n", name ? name : "?", place.line);
    free(name);
  }
  js_catch inner;
  js_catch_open(iso, &inner);
  js_value stack = JS_EMPTY;
  if (js_is_object(exception))
    stack = js_get_named(iso, exception, "stack");
  if (stack == JS_EMPTY || !js_is_string(stack)) {
    js_catch_reset(&inner);
    stack = js_to_detail_string(iso, exception);
  }
  print_value(iso, stack);
  js_catch_close(&inner);
}

/* "file:line\nsource line\n    ^^^\n", what is shown above a stack; undefined
 * where the place is not known. */
static js_value place_text(js_isolate *iso, const js_error_place *place) {
  if (place->source_line == JS_EMPTY || place->line == 0)
    return js_undefined(iso);
  bool has_name =
      place->script_name != JS_EMPTY && js_is_string(place->script_name);
  js_value name = has_name ? place->script_name
                           : js_string_literal(iso, "<anonymous_script>");
  js_value parts[] = {name, js_int32(iso, place->line), place->source_line,
                      js_int32(iso, place->start_column),
                      js_int32(iso, place->end_column)};
  return js_array_from(iso, parts, 5);
}

/* --- Decorating
 * ------------------------------------------------------------------ */

static js_value decorated_name(js_isolate *iso) {
  return js_private_for(iso, "exception:decorated");
}

static bool is_decorated(js_isolate *iso, js_value exception) {
  return js_is_object(exception) &&
         js_is_true(js_get_private(iso, exception, decorated_name(iso)));
}

/* The carets below a source line; tabs keep their width. NULL: no memory. */
static char *carets_new(const char *line, int start, int end) {
  size_t indent = (size_t)start,
         count = end > start ? (size_t)(end - start) : 1;
  char *text = malloc(indent + count + 1);
  if (text == NULL)
    return NULL;
  size_t length = strlen(line);
  for (size_t i = 0; i < indent; i++) {
    text[i] = i < length && line[i] == '\t' ? '\t' : ' ';
  }
  memset(text + indent, '^', count);
  text[indent + count] = '\0';
  return text;
}

/* "file:line\nsource line\n    ^^^\n\nstack". JS_EMPTY: no memory. */
static js_value decorated_stack(js_isolate *iso, const js_error_place *place,
                                js_value stack) {
  char *name = js_string_to_utf8(iso, place->script_name, NULL);
  char *line = js_string_to_utf8(iso, place->source_line, NULL);
  char *carets =
      line ? carets_new(line, place->start_column, place->end_column) : NULL;
  char *old = js_string_to_utf8(iso, stack, NULL);
  js_value made = JS_EMPTY;
  char *text = NULL;
  if (name && line && carets && old) {
    size_t size = strlen(name) + strlen(line) + strlen(carets) + strlen(old);
    size += 32;
    text = malloc(size);
    if (text) {
      snprintf(text, size, "%s:%d\n%s\n%s\n\n%s", name, place->line, line,
               carets, old);
      made = js_string_utf8(iso, text, JS_AUTO_LENGTH);
    }
  }
  free(name);
  free(line);
  free(carets);
  free(old);
  free(text);
  return made;
}

static void stack_decorate(js_isolate *iso, js_value error,
                           const js_error_place *place) {
  js_catch inner;
  js_catch_open(iso, &inner);
  js_value stack = js_get_named(iso, error, "stack");
  js_value made = JS_EMPTY;
  if (stack != JS_EMPTY && js_is_string(stack))
    made = decorated_stack(iso, place, stack);
  if (made != JS_EMPTY && js_set_named(iso, error, "stack", made))
    js_set_private(iso, error, decorated_name(iso), js_bool(iso, true));
  js_catch_close(&inner);
}

void exception_decorate(js_isolate *iso, js_catch *catch_) {
  js_error_place place;
  js_value error = js_catch_exception(catch_);
  if (error == JS_EMPTY || !js_is_kind(error, JS_KIND_NATIVE_ERROR) ||
      is_decorated(iso, error))
    return;
  if (!js_catch_place(catch_, &place) || place.line == 0 ||
      place.source_line == JS_EMPTY || place.script_name == JS_EMPTY ||
      !js_is_string(place.script_name))
    return;
  stack_decorate(iso, error, &place);
}

void exception_mark_decorated(js_isolate *iso, js_value error) {
  if (js_is_object(error))
    js_set_private(iso, error, decorated_name(iso), js_bool(iso, true));
}

static bool is_of_loader(js_isolate *iso, const js_error_place *place) {
  static const char prefix[] = "node:internal/modules/";
  char name[sizeof prefix] = "";
  if (place->script_name == JS_EMPTY || !js_is_string(place->script_name))
    return false;
  js_string_write_utf8(iso, place->script_name, name, sizeof prefix - 1, NULL);
  return strcmp(name, prefix) == 0;
}

/* What the module loader passes on, as an ES module's exception to who has
 * required it, is shown where it was made. */
static void place_choose(js_isolate *iso, js_value exception,
                         js_error_place *place) {
  js_error_place origin;
  if (is_of_loader(iso, place) && js_error_place_of(iso, exception, &origin) &&
      origin.line > 0)
    *place = origin;
}

/* After a worker's code was terminated V8 would run the next call again, on
 * what the first has left half done: nothing is called any more. Code that only
 * a vm timeout ends goes on. */
static void on_terminated(env *env) {
  if (env->is_stopping)
    env_exit(env, 1);
}

/* What a handler of an exception has thrown itself: the last thing shown. */
static void handler_failure_report(env *env, js_value handler,
                                   js_catch *catch_) {
  js_isolate *iso = env->iso;
  js_error_place place;
  js_value where = js_undefined(iso);
  if (js_catch_place(catch_, &place))
    where = place_text(iso, &place);
  js_catch inner;
  js_catch_open(iso, &inner);
  js_value arguments[] = {js_catch_exception(catch_), js_null(iso), where};
  if (js_function_call(iso, handler, js_undefined(iso), 3, arguments) ==
      JS_EMPTY)
    exception_print(env, catch_);
  js_catch_close(&inner);
}

/* Calls the handler of lib/, which returns whether the program goes on. An
 * exception thrown by it ends the process as well. */
static void uncaught_report(env *env, js_value exception, bool from_promise,
                            js_value place) {
  js_isolate *iso = env->iso;
  js_value handler = js_slot_get(iso, SLOT_UNCAUGHT_EXCEPTION);
  if (!js_is_function(handler)) {
    print_value(iso, js_to_detail_string(iso, exception));
    env_exit(env, 1);
    return;
  }
  /* The stack tells the place already. */
  if (is_decorated(iso, exception))
    place = js_null(iso);
  js_catch catch_;
  js_catch_open(iso, &catch_);
  js_value arguments[] = {exception, js_bool(iso, from_promise), place};
  js_value handled =
      js_function_call(iso, handler, js_undefined(iso), 3, arguments);
  bool is_terminated = js_catch_has_terminated(&catch_);
  if (handled == JS_EMPTY && !is_terminated) {
    handler_failure_report(env, handler, &catch_);
    js_catch_close(&catch_);
    env_exit(env, 7);
    return;
  }
  js_catch_close(&catch_);
  if (is_terminated)
    on_terminated(env);
  if (handled != JS_EMPTY && !js_is_true(handled)) {
    env_exit(env, js_is_number(handled) ? js_int32_value(handled) : 1);
  }
}

void exception_uncaught(env *env, js_catch *catch_) {
  js_isolate *iso = env->iso;
  if (js_catch_has_terminated(catch_)) {
    on_terminated(env);
    return;
  }
  js_value exception = js_catch_exception(catch_);
  if (exception == JS_EMPTY)
    return;
  js_error_place place;
  js_value where = js_undefined(iso);
  if (js_catch_place(catch_, &place)) {
    place_choose(iso, exception, &place);
    where = place_text(iso, &place);
  }
  js_catch_reset(catch_);
  uncaught_report(env, exception, false, where);
}

void exception_uncaught_value(env *env, js_value exception, bool from_promise) {
  js_error_place place;
  js_value where = js_undefined(env->iso);
  if (js_error_place_of(env->iso, exception, &place)) {
    where = place_text(env->iso, &place);
  }
  uncaught_report(env, exception, from_promise, where);
}
