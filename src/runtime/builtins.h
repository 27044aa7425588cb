/* lib/: the embedded sources, and how a module of it is compiled. */
#ifndef RUNTIME_BUILTINS_H_
#define RUNTIME_BUILTINS_H_

#include "env.h"

/* The modules' ids ("fs", "internal/errors"), sorted, and their ASCII texts in
 * the same order, ended by one that is NULL. Made by tools/js2c.py. */
extern const char *const builtins_ids[];
extern const js_text builtins_texts[];
extern const size_t builtins_count;

/* Reads sources from a folder instead of the embedded ones: for the tool that
 * developers of lib/ use, never in the product. Before the env is made. */
void builtins_source_folder_set(const char *folder);

/* A module's function (exports, require, module, internalBinding), compiled
 * with the embedded code cache if there is one. JS_EMPTY: exception pending. */
js_value builtins_compile(env *env, const char *id);

/* A module's place in the tables, or builtins_count. */
size_t builtins_find(const char *id);

/* Runs internal/bootstrap: makes the globals and fills the slots. Returns
 * false with a message on stderr if it fails. */
bool builtins_bootstrap(env *env);

#endif
