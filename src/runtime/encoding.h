/* Bytes to strings and back, in the encodings of Buffer. */
#ifndef RUNTIME_ENCODING_H_
#define RUNTIME_ENCODING_H_

#include "../engine/js.h"

/* The numbers are known to lib/internal/buffer.js through the binding. */
typedef enum encoding {
  ENCODING_ASCII,
  ENCODING_UTF8,
  ENCODING_BASE64,
  ENCODING_UTF16LE,
  ENCODING_LATIN1,
  ENCODING_HEX,
  ENCODING_BUFFER, /* no string at all */
  ENCODING_BASE64URL,
} encoding;

/* A string from bytes. JS_EMPTY: an exception is pending (ERR_STRING_TOO_LONG
 * or memory is exhausted). Invalid UTF-8 becomes U+FFFD. */
js_value encoding_decode(js_isolate *iso, encoding encoding,
                         const uint8_t *bytes, size_t length);

/* The bytes a string takes: exact, but for base64, where it is the most that
 * the text can give. */
size_t encoding_length(js_isolate *iso, encoding encoding, js_value string);

/* Writes a string as bytes, whole characters only; returns how many. Stops at
 * the first character that is no hex; skips those that are no base64. */
size_t encoding_write(js_isolate *iso, encoding encoding, js_value string,
                      uint8_t *out, size_t capacity);

/* A string as bytes in memory of the caller, who frees it with free(). NULL,
 * nothing pending, if memory is exhausted. */
uint8_t *encoding_bytes(js_isolate *iso, encoding encoding, js_value string,
                        size_t *length);

#endif
