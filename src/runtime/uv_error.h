/* libuv's errors as JavaScript sees them. */
#ifndef RUNTIME_UV_ERROR_H_
#define RUNTIME_UV_ERROR_H_

#include "env.h"

/* An Error as Node makes it: message "CODE: text, syscall 'path' -> 'dest'",
 * and the properties errno, code, syscall, path, dest. `status` is a negative
 * libuv error; path and dest may be NULL. Never JS_EMPTY. */
js_value uv_error(env *env, int status, const char *syscall, const char *path,
                  const char *dest);

/* Throws it. */
void uv_error_throw(env *env, int status, const char *syscall, const char *path,
                    const char *dest);

#endif
