/* The command line's options, for lib/internal/options.js. */
#include "../runtime/options.h"

#include <stdlib.h>

#include "../runtime/binding.h"

typedef struct target {
  js_isolate *iso;
  js_value object;
  uint32_t count;
} target;

static js_value list_value(js_isolate *iso, const option_list *list) {
  js_value array = js_array(iso, (uint32_t)list->count);
  for (size_t i = 0; i < list->count; i++) {
    js_set_index(iso, array, (uint32_t)i,
                 js_string_utf8(iso, list->items[i], JS_AUTO_LENGTH));
  }
  return array;
}

static js_value text_value(js_isolate *iso, const char *text) {
  return text ? js_string_utf8(iso, text, JS_AUTO_LENGTH)
              : js_string_empty(iso);
}

static void option_define(void *data, const char *name, const bool *flag,
                          const int64_t *number, const char *const *text,
                          const option_list *list) {
  target *t = data;
  js_value value = flag     ? js_bool(t->iso, *flag)
                   : number ? js_int64(t->iso, *number)
                   : text   ? text_value(t->iso, *text)
                            : list_value(t->iso, list);
  js_define_named(t->iso, t->object, name, value);
}

/* all(): {'--name': value} */
static void native_all(js_call *call) {
  env *env = env_of_call(call);
  target t = {env->iso, js_object(env->iso), 0};
  options_visit(env->options, option_define, &t);
  js_return(call, t.object);
}

static void allowed_add(void *data, const char *name) {
  target *t = data;
  js_set_index(t->iso, t->object, t->count++,
               js_string_utf8(t->iso, name, JS_AUTO_LENGTH));
}

/* allowed(): the names that NODE_OPTIONS may hold */
static void native_allowed(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  target t = {iso, js_array(iso, 0), 0};
  options_visit_allowed(allowed_add, &t);
  js_return(call, t.object);
}

/* flags(): what internal/main decides by, in one crossing, as bits */
enum {
  FLAG_EVAL = 1,
  FLAG_PRINT = 2,
  FLAG_CHECK = 4,
  FLAG_INTERACTIVE = 8,
  FLAG_STDIN = 16,
  FLAG_PRELOAD = 32, /* -r, --import, --loader or --env-file was given */
  FLAG_INSPECT = 64,
  FLAG_CHANNEL = 128, /* our parent has given us a channel: fork() */
  FLAG_TEST = 256,
  FLAG_WATCH = 512,
  FLAG_WORKER = 1024, /* this is not the main thread */
  FLAG_RUN = 2048,
  FLAG_GLOBALS = 4096, /* there are more globals than usual, or fewer */
};

static void native_flags(js_call *call) {
  if (env_of_call(call)->worker) {
    js_return_int32(call, FLAG_WORKER);
    return;
  }
  const env_options *o = env_of_call(call)->options;
  int bits =
      (o->has_eval ? FLAG_EVAL : 0) | (o->print ? FLAG_PRINT : 0) |
      (o->check ? FLAG_CHECK : 0) | (o->interactive ? FLAG_INTERACTIVE : 0) |
      (o->force_stdin ? FLAG_STDIN : 0) | (o->has_inspect ? FLAG_INSPECT : 0) |
      (o->test ? FLAG_TEST : 0) |
      (o->watch || o->watch_paths.count ? FLAG_WATCH : 0) |
      (o->run ? FLAG_RUN : 0) |
      (o->eventsource || o->no_navigator || o->no_websocket ? FLAG_GLOBALS
                                                            : 0) |
      (getenv("NODE_CHANNEL_FD") ? FLAG_CHANNEL : 0);
  if (o->require.count || o->import.count || o->loaders.count ||
      o->env_files.count || o->optional_env_files.count) {
    bits |= FLAG_PRELOAD;
  }
  js_return_int32(call, bits);
}

/* evalSource(): the text of -e or -p, or undefined */
static void native_eval_source(js_call *call) {
  env *env = env_of_call(call);
  if (env->options->eval)
    js_return(call, text_value(env->iso, env->options->eval));
}

static void words_free(char **words, int count) {
  for (int i = 0; words && i < count; i++)
    free(words[i]);
  free(words);
}

/* An array's strings, or NULL without memory. */
static char **words_of(js_isolate *iso, js_value array, int count) {
  char **words = calloc((size_t)count + 1, sizeof *words);
  for (int i = 0; words && i < count; i++) {
    words[i] =
        js_string_to_utf8(iso, js_get_index(iso, array, (uint32_t)i), NULL);
    if (words[i] == NULL) {
      words_free(words, i);
      return NULL;
    }
  }
  return words;
}

/* ofWorker(words, nodeOptions): [what all() gives in a worker that has these
 * strings for options, an array of what it cannot have] */
static void native_of_worker(js_call *call) {
  env *env = env_of_call(call);
  js_isolate *iso = env->iso;
  js_value text = js_call_arg(call, 1);
  int count = (int)js_array_length(js_call_arg(call, 0));
  char **words = words_of(iso, js_call_arg(call, 0), count);
  char *environment =
      js_is_string(text) ? js_string_to_utf8(iso, text, NULL) : NULL;
  if (words == NULL || (environment == NULL && js_is_string(text))) {
    js_throw_out_of_memory(iso);
    goto done;
  }
  env_options options;
  option_list rejected = {0};
  options_parse_worker(&options, env->options->argv0, environment, words, count,
                       &rejected);
  target t = {iso, js_object(iso), 0};
  options_visit(&options, option_define, &t);
  js_value answer = js_array(iso, 2);
  js_set_index(iso, answer, 0, t.object);
  js_set_index(iso, answer, 1, list_value(iso, &rejected));
  js_return(call, answer);
  words_free((char **)rejected.items, (int)rejected.count);
  options_free(&options);
done:
  free(environment);
  words_free(words, count);
}

static const js_native_entry options_natives[] = {
    {"all", native_all, 0, NULL},
    {"allowed", native_allowed, 0, NULL},
    {"flags", native_flags, 0, NULL},
    {"ofWorker", native_of_worker, 0, NULL},
    {"evalSource", native_eval_source, 0, NULL},
    {NULL, NULL, 0, NULL},
};

const binding options_binding = {.name = "options", .natives = options_natives};
