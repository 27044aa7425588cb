/* simdutf for C: validating and transcoding text, base64.
 *
 * No JavaScript is involved; nothing here allocates or fails other than by its
 * result. Lengths are in units of the input: bytes, or 16-bit units. */
#ifndef ENGINE_SIMDUTF_C_H_
#define ENGINE_SIMDUTF_C_H_

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* "6.0.3" */
const char *simdutf_c_version(void);

bool simdutf_c_is_ascii(const uint8_t *bytes, size_t length);
bool simdutf_c_is_utf8(const uint8_t *bytes, size_t length);
bool simdutf_c_is_utf16(const uint16_t *units, size_t length);

/* How long the result of a conversion will be. The input of the last two must
 * be valid. */
size_t simdutf_c_utf8_length_of_latin1(const uint8_t *bytes, size_t length);
size_t simdutf_c_utf8_length_of_utf16(const uint16_t *units, size_t length);
size_t simdutf_c_utf16_length_of_utf8(const uint8_t *bytes, size_t length);

/* Conversions: return what was written, 0 if the input is not valid (or, for
 * Latin-1, not representable). */
size_t simdutf_c_latin1_to_utf8(const uint8_t *bytes, size_t length,
                                uint8_t *out);
size_t simdutf_c_utf16_to_utf8(const uint16_t *units, size_t length,
                               uint8_t *out);
size_t simdutf_c_utf8_to_latin1(const uint8_t *bytes, size_t length,
                                uint8_t *out);
size_t simdutf_c_utf8_to_utf16(const uint8_t *bytes, size_t length,
                               uint16_t *out);

/* Base64, padded; with `url` its URL-safe alphabet, not padded. */
size_t simdutf_c_base64_length(size_t length, bool url);
size_t simdutf_c_base64_encode(const uint8_t *bytes, size_t length, char *out,
                               bool url);

/* The room that decoding may need. */
size_t simdutf_c_base64_room8(const uint8_t *text, size_t length);
size_t simdutf_c_base64_room16(const uint16_t *text, size_t length);

/* "Forgiving decode" of the WHATWG, of one alphabet. Returns false where the
 * input is not valid: *count is then the place, else the bytes written. */
bool simdutf_c_base64_decode8(const uint8_t *text, size_t length, uint8_t *out,
                              bool url, size_t *count);
bool simdutf_c_base64_decode16(const uint16_t *text, size_t length,
                               uint8_t *out, bool url, size_t *count);

#ifdef __cplusplus
}
#endif
#endif
