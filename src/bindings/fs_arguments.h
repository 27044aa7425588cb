/* Reading the arguments of fs natives, which lib/ has checked. */
#ifndef BINDINGS_FS_ARGUMENTS_H_
#define BINDINGS_FS_ARGUMENTS_H_

#include <stdlib.h>
#include <string.h>

#include "../engine/js.h"

/* A copy of a path argument (string, or bytes), ended by NUL: in `room` if that
 * is given and the path fits, else allocated. free() it if it is not `room`.
 * NULL if memory is exhausted. */
static inline char *fs_path_copy_to(js_isolate *iso, js_value value, char *room,
                                    size_t capacity) {
  js_bytes bytes;
  if (js_is_string(value))
    return js_string_to_utf8_inline(iso, value, room, room ? capacity : 0,
                                    NULL);
  if (!js_bytes_of(value, &bytes))
    return NULL;
  bool fits = room && bytes.length < capacity;
  char *copy = fits ? room : malloc(bytes.length + 1);
  if (copy == NULL)
    return NULL;
  if (bytes.length > 0)
    memcpy(copy, bytes.data, bytes.length);
  copy[bytes.length] = '\0';
  return copy;
}

static inline char *fs_path_copy(js_isolate *iso, js_value value) {
  return fs_path_copy_to(iso, value, NULL, 0);
}

static inline int fs_int_arg(js_call *call, int index) {
  js_value value = js_call_arg(call, index);
  return js_is_number(value) ? js_int32_value(value) : 0;
}

#endif
