/* Looking at a string's code units where they lie, without a copy. */
#ifndef ENGINE_STRING_VIEW_H_
#define ENGINE_STRING_VIEW_H_

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The flat content of a string: `one_byte` (Latin-1) or `two_byte` (UTF-16),
 * the other is NULL. An empty string is one-byte. */
typedef struct js_string_view {
  uint64_t storage[4];
  const uint8_t *one_byte;
  const uint16_t *two_byte;
  size_t length; /* in code units */
} js_string_view;

/* Opens a view. Until js_string_view_close no other js_* function may be
 * called: garbage collection would move the string. */
void js_string_view_open(js_isolate *iso, js_value string,
                         js_string_view *view);
void js_string_view_close(js_string_view *view);

#ifdef __cplusplus
}
#endif
#endif
