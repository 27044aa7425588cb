/* Strings: one-byte (Latin-1), two-byte (UTF-16) and external. */
#ifndef ENGINE_STRING_H_
#define ENGINE_STRING_H_

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The longest string, in code units (2^29 - 24). */
size_t js_string_max_length(void);

/* A string from UTF-8; invalid sequences become U+FFFD. JS_EMPTY, with
 * ERR_STRING_TOO_LONG's cause left to the caller (no exception pending), if
 * longer than js_string_max_length or if memory is exhausted. */
js_value js_string_utf8(js_isolate *iso, const char *text, size_t length);

/* From Latin-1 or UTF-16 (native order) code units; `length` in code units.
 * JS_EMPTY, no exception pending, if longer than js_string_max_length. */
js_value js_string_latin1(js_isolate *iso, const uint8_t *text, size_t length);
js_value js_string_utf16(js_isolate *iso, const uint16_t *text, size_t length);

/* An ASCII literal, internalized: for property names used once. Cannot fail. */
js_value js_string_literal(js_isolate *iso, const char *text);

/* A string that uses the caller's Latin-1 bytes in place. They must live and
 * stay unchanged until `release(data)` is called (NULL: they live for ever, as
 * embedded sources do). JS_EMPTY if too long; release is then not called. */
js_value js_string_external_latin1(js_isolate *iso, const char *text,
                                   size_t length, void (*release)(void *),
                                   void *data);
js_value js_string_external_utf16(js_isolate *iso, const uint16_t *text,
                                  size_t length, void (*release)(void *),
                                  void *data);

js_value js_string_empty(js_isolate *iso);
/* JS_EMPTY, no exception pending, if longer than js_string_max_length. */
js_value js_string_concat(js_isolate *iso, js_value left, js_value right);
js_value js_string_internalize(js_isolate *iso, js_value string);
bool js_string_equals(js_value left, js_value right);

/* Length in UTF-16 code units; in UTF-8 bytes (lone surrogates count as the
 * three bytes of U+FFFD). */
size_t js_string_length(js_value string);
size_t js_string_utf8_length(js_isolate *iso, js_value string);

/* Whether every code unit is known to be below 256: O(1), may say false for a
 * two-byte string that happens to hold only Latin-1. */
bool js_string_is_one_byte(js_value string);

/* As above but looks at the content. */
bool js_string_contains_only_one_byte(js_value string);

/* Writes UTF-8, whole characters only, no NUL at the end; lone surrogates
 * become U+FFFD. Returns the bytes written; *units_read (may be NULL) is how
 * many code units went in. */
size_t js_string_write_utf8(js_isolate *iso, js_value string, char *buffer,
                            size_t capacity, size_t *units_read);

/* Writes `count` code units from `start`; above-255 units lose their high
 * byte in the Latin-1 form. The range must lie within the string. */
void js_string_write_latin1(js_isolate *iso, js_value string, size_t start,
                            size_t count, uint8_t *buffer);
void js_string_write_utf16(js_isolate *iso, js_value string, size_t start,
                           size_t count, uint16_t *buffer);

/* A NUL-terminated UTF-8 copy in memory of the caller, who frees it with
 * free(). NULL if memory is exhausted. Content after an inner NUL is kept;
 * *length (may be NULL) tells the whole length. */
char *js_string_to_utf8(js_isolate *iso, js_value string, size_t *length);

/* As js_string_to_utf8, in `inline_buffer` if it fits with its NUL (then the
 * result is inline_buffer), else allocated: free it if it differs. */
char *js_string_to_utf8_inline(js_isolate *iso, js_value string,
                               char *inline_buffer, size_t capacity,
                               size_t *length);

#ifdef __cplusplus
}
#endif
#endif
