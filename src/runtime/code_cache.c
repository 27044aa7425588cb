#include "code_cache.h"

#include <stdio.h>
#include <stdlib.h>

#include "builtins.h"

/* From snapshot.S: a table as long as builtins_ids, then the data it points
 * into. */
extern const uint8_t code_cache_embedded[];
extern const uint8_t code_cache_embedded_end[];

typedef struct cache_entry {
  uint32_t offset; /* from the start of the cache */
  uint32_t length; /* 0: none */
} cache_entry;

void code_cache_find(size_t index, js_source *source) {
  size_t size = (size_t)(code_cache_embedded_end - code_cache_embedded);
  if (size == 0)
    return;
  const cache_entry *entry = (const cache_entry *)code_cache_embedded + index;
  source->cache = entry->length ? code_cache_embedded + entry->offset : NULL;
  source->cache_length = entry->length;
}

void code_cache_keep(env *env, size_t index, js_value function) {
  js_ref_free(env->compiled[index]);
  env->compiled[index] = js_ref_new(env->iso, function);
}

/* A module that cannot run here (it asks for what there is not) is cached as
 * far as it came. */
static void module_run(env *env, const char *id) {
  js_isolate *iso = env->iso;
  js_scope scope;
  js_catch catch_;
  js_scope_open(iso, &scope);
  js_catch_open(iso, &catch_);
  js_value argument = js_string_utf8(iso, id, JS_AUTO_LENGTH);
  js_function_call(iso, js_slot_get(iso, SLOT_REQUIRE_BUILTIN),
                   js_undefined(iso), 1, &argument);
  js_catch_close(&catch_);
  js_scope_close(&scope);
}

/* Without the baseline compiler: functions carry a mark of being in its queue,
 * which depends on time, and the same sources shall give the same bytes. It is
 * on again before anything is written, as V8 compares the flags. */
static void modules_run(env *env) {
  js_flags_from_string("--no-sparkplug");
  for (size_t i = 0; i < builtins_count; i++)
    module_run(env, builtins_ids[i]);
  js_flags_from_string("--sparkplug");
}

static bool entry_write(FILE *file, env *env, js_ref *function,
                        cache_entry *entry) {
  js_scope scope;
  js_scope_open(env->iso, &scope);
  size_t length;
  uint8_t *data =
      js_function_code_cache(js_ref_get(env->iso, function), &length);
  js_scope_close(&scope);
  if (data == NULL)
    return false;
  /* V8 wants the data aligned. */
  static const uint8_t padding[8];
  long offset = ftell(file);
  size_t gap = (8 - (size_t)offset % 8) % 8;
  bool ok = offset >= 0 && fwrite(padding, 1, gap, file) == gap &&
            fwrite(data, 1, length, file) == length;
  *entry = (cache_entry){(uint32_t)((size_t)offset + gap), (uint32_t)length};
  free(data);
  return ok;
}

static bool entries_write(FILE *file, env *env, cache_entry *table) {
  for (size_t i = 0; i < builtins_count; i++) {
    js_ref *function = env->compiled[i];
    if (function && !entry_write(file, env, function, &table[i]))
      return false;
  }
  return true;
}

bool code_cache_write(env *env, const char *path) {
  bool ok = false;
  cache_entry *table = calloc(builtins_count, sizeof *table);
  env->compiled = calloc(builtins_count, sizeof(js_ref *));
  FILE *file = fopen(path, "wb");
  if (table == NULL || env->compiled == NULL || file == NULL)
    goto out;
  modules_run(env);
  /* The table's place first, then the table itself. */
  for (int round = 0; round < 2; round++) {
    rewind(file);
    if (fwrite(table, sizeof *table, builtins_count, file) != builtins_count)
      goto out;
    if (round == 0 && !entries_write(file, env, table))
      goto out;
  }
  ok = true;
out:
  if (file && fclose(file) != 0)
    ok = false;
  for (size_t i = 0; env->compiled && i < builtins_count; i++)
    js_ref_free(env->compiled[i]);
  free(env->compiled);
  env->compiled = NULL;
  free(table);
  if (!ok)
    perror(path);
  return ok;
}
