/* The code cache: bytecode of the modules of lib/ that the snapshot does not
 * hold, so that the first require() of one need not parse it. */
#ifndef RUNTIME_CODE_CACHE_H_
#define RUNTIME_CODE_CACHE_H_

#include "env.h"

/* Sets the cache of a module in `source`, if there is one. `index` is its place
 * in builtins_ids. The bytes live as long as the process. */
void code_cache_find(size_t index, js_source *source);

/* Keeps a module's function until code_cache_write. Only while the code cache
 * is made (env->compiled). */
void code_cache_keep(env *env, size_t index, js_value function);

/* Runs every module of lib/ and writes the bytecode they have now: what loading
 * them took, and not the functions that were never called. The env must come
 * from the snapshot that the cache will be used with. Returns false with a
 * message on stderr if it fails. */
bool code_cache_write(env *env, const char *path);

#endif
