#include "tables.h"

#include <stdlib.h>

#include "binding.h"
#include "builtins.h"
#include "handle.h"

extern const js_native_entry builtins_own_natives[];

/* Grows by one, keeping a NULL at the end. */
static bool list_add(const void ***list, size_t *count, const void *item) {
  const void **grown = realloc(*list, (*count + 2) * sizeof *grown);
  if (grown == NULL)
    return false;
  grown[(*count)++] = item;
  grown[*count] = NULL;
  *list = grown;
  return true;
}

static bool collect(js_tables *tables) {
  const void **natives = NULL, **classes = NULL, **addresses = NULL;
  size_t native_count = 0, class_count = 0, address_count = 0;
  bool ok = list_add(&natives, &native_count, builtins_own_natives) &&
            list_add(&classes, &class_count, &env_handle_class) &&
            list_add(&addresses, &address_count, &bindings_all);
  for (const binding *const *row = bindings_all; *row && ok; row++) {
    const binding *binding = *row;
    if (binding->natives) {
      ok = list_add(&natives, &native_count, binding->natives);
    }
    for (const js_class *const *c = binding->classes; c && *c && ok; c++) {
      ok = list_add(&classes, &class_count, *c);
    }
    for (const void *const *a = binding->addresses; a && *a && ok; a++) {
      ok = list_add(&addresses, &address_count, *a);
    }
  }
  *tables = (js_tables){(const js_native_entry *const *)natives,
                        (const js_class *const *)classes,
                        (const void *const *)addresses, builtins_texts};
  return ok;
}

const js_tables *tables_all(void) {
  /* Process-wide and constant once made, on the main thread, before others. */
  static js_tables tables;
  static bool is_made;
  if (!is_made)
    is_made = collect(&tables);
  return is_made ? &tables : NULL;
}
