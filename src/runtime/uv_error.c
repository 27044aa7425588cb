#include "uv_error.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_known(int status) {
  switch (status) {
#define KNOWN(name, text) case UV_##name:
    UV_ERRNO_MAP(KNOWN)
#undef KNOWN
    return true;
    default:
      return false;
  }
}

/* What libuv does not know, such as EDQUOT, the C library does. */
static const char *name_of(int status) {
  if (is_known(status))
    return uv_err_name(status);
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 32)
  const char *name = strerrorname_np(-status);
  if (name)
    return name;
#endif
  return "UNKNOWN";
}

static const char *text_of(int status) {
  return is_known(status) ? uv_strerror(status) : strerror(-status);
}

/* Appends to a message, never beyond its end. */
typedef struct message {
  char *text;
  size_t length, capacity;
} message;

static void message_add(message *m, const char *format, const char *a,
                        const char *b) {
  size_t room = m->capacity - m->length;
  int wrote = snprintf(m->text + m->length, room, format, a, b);
  if (wrote > 0)
    m->length += (size_t)wrote < room ? (size_t)wrote : room - 1;
}

static js_value message_make(js_isolate *iso, int status, const char *syscall,
                             const char *path, const char *dest) {
  char buffer[9000]; /* two paths of PATH_MAX and the words around them */
  message m = {buffer, 0, sizeof buffer};
  message_add(&m, "%s: %s", name_of(status), text_of(status));
  message_add(&m, ", %s%s", syscall, "");
  if (path)
    message_add(&m, " '%s'%s", path, "");
  if (dest)
    message_add(&m, " -> '%s'%s", dest, "");
  return js_string_utf8(iso, buffer, m.length);
}

static void define_text(js_isolate *iso, js_value error, const char *name,
                        const char *text) {
  if (text == NULL)
    return;
  js_define_named(iso, error, name, js_string_utf8(iso, text, JS_AUTO_LENGTH));
}

js_value uv_error(env *env, int status, const char *syscall, const char *path,
                  const char *dest) {
  js_isolate *iso = env->iso;
  js_value error =
      js_error(iso, JS_ERROR, message_make(iso, status, syscall, path, dest));
  js_define_int32(iso, error, "errno", status);
  define_text(iso, error, "code", name_of(status));
  define_text(iso, error, "syscall", syscall);
  define_text(iso, error, "path", path);
  define_text(iso, error, "dest", dest);
  return error;
}

void uv_error_throw(env *env, int status, const char *syscall, const char *path,
                    const char *dest) {
  js_throw(env->iso, uv_error(env, status, syscall, path, dest));
}
