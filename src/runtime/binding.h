/* Bindings: what internalBinding(name) gives to lib/.
 *
 * Each file src/bindings/NAME.c defines `const binding NAME_binding`; the
 * build lists them all (out/.../gen/bindings.c), so a new file is enough. */
#ifndef RUNTIME_BINDING_H_
#define RUNTIME_BINDING_H_

#include "../engine/js.h"
#include "env.h"

typedef struct binding {
  const char *name;
  const js_native_entry *natives; /* or NULL; becomes functions of the object */
  const js_class *const *classes; /* or NULL; ends with NULL; constructors */
  const void *const *addresses;   /* or NULL; other C addresses in the heap */
  /* Adds constants and the like, or NULL. Runs while the snapshot is built:
   * nothing that belongs to one process (pids, fds, environment) goes here. */
  void (*init)(env *env, js_value exports);
} binding;

/* All bindings; ends with NULL. Generated. */
extern const binding *const bindings_all[];

#endif
