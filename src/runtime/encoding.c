#include "encoding.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../engine/simdutf_c.h"
#include "../engine/string_view.h"

/* Text of this many bytes or more is handed to V8 where it lies instead of
 * being copied into the heap, where it would be moved about. */
#define EXTERNAL_LENGTH (1 << 20)

/* Results shorter than this are made on the stack. */
#define INLINE_LENGTH 1024

static js_value throw_too_long(js_isolate *iso) {
  char message[80];
  snprintf(message, sizeof message,
           "Cannot create a string longer than 0x%zx characters",
           js_string_max_length());
  js_throw_error(iso, "ERR_STRING_TOO_LONG", message);
  return JS_EMPTY;
}

static js_value throw_no_memory(js_isolate *iso) {
  js_throw_out_of_memory(iso);
  return JS_EMPTY;
}

/* A string from Latin-1 text on `heap`, or on the stack where that is NULL.
 * Takes `heap` over. */
static js_value string_from_latin1(js_isolate *iso, const void *text,
                                   size_t length, void *heap) {
  js_value string = JS_EMPTY;
  if (heap != NULL && length >= EXTERNAL_LENGTH) {
    string = js_string_external_latin1(iso, heap, length, free, heap);
    if (string == JS_EMPTY)
      free(heap);
  } else {
    string = js_string_latin1(iso, text, length);
    free(heap);
  }
  return string != JS_EMPTY ? string : throw_too_long(iso);
}

static js_value string_from_utf16(js_isolate *iso, const uint16_t *text,
                                  size_t length, void *heap) {
  js_value string = JS_EMPTY;
  if (heap != NULL && length >= EXTERNAL_LENGTH) {
    string = js_string_external_utf16(iso, heap, length, free, heap);
    if (string == JS_EMPTY)
      free(heap);
  } else {
    string = js_string_utf16(iso, text, length);
    free(heap);
  }
  return string != JS_EMPTY ? string : throw_too_long(iso);
}

/* --- From bytes --- */

static js_value decode_latin1(js_isolate *iso, const uint8_t *bytes,
                              size_t length) {
  return string_from_latin1(iso, bytes, length, NULL);
}

/* What V8 does itself: replaces what is invalid. */
static js_value decode_utf8_invalid(js_isolate *iso, const uint8_t *bytes,
                                    size_t length) {
  js_value string = js_string_utf8(iso, (const char *)bytes, length);
  return string != JS_EMPTY ? string : throw_too_long(iso);
}

/* Text outside ASCII: Latin-1 if it fits (half the memory), else UTF-16. */
static js_value decode_utf8_wide(js_isolate *iso, const uint8_t *bytes,
                                 size_t length) {
  uint16_t inline_text[INLINE_LENGTH];
  uint16_t *heap = NULL;
  uint16_t *text = inline_text;
  if (length > INLINE_LENGTH) {
    heap = malloc(length * sizeof *heap);
    if (heap == NULL)
      return throw_no_memory(iso);
    text = heap;
  }
  size_t count = simdutf_c_utf8_to_latin1(bytes, length, (uint8_t *)text);
  if (count > 0)
    return string_from_latin1(iso, text, count, heap);
  count = simdutf_c_utf8_to_utf16(bytes, length, text);
  if (count > 0)
    return string_from_utf16(iso, text, count, heap);
  free(heap);
  return decode_utf8_invalid(iso, bytes, length);
}

static js_value decode_utf8(js_isolate *iso, const uint8_t *bytes,
                            size_t length) {
  if (simdutf_c_is_ascii(bytes, length))
    return decode_latin1(iso, bytes, length);
  return decode_utf8_wide(iso, bytes, length);
}

static js_value decode_ascii(js_isolate *iso, const uint8_t *bytes,
                             size_t length) {
  if (simdutf_c_is_ascii(bytes, length))
    return decode_latin1(iso, bytes, length);
  uint8_t *text = malloc(length);
  if (text == NULL)
    return throw_no_memory(iso);
  for (size_t i = 0; i < length; i++)
    text[i] = bytes[i] & 0x7f;
  return string_from_latin1(iso, text, length, text);
}

/* An odd last byte is left out, as it always has been. */
static js_value decode_utf16(js_isolate *iso, const uint8_t *bytes,
                             size_t length) {
  size_t count = length / 2;
  if (count > js_string_max_length())
    return throw_too_long(iso);
  if ((uintptr_t)bytes % 2 == 0)
    return string_from_utf16(iso, (const uint16_t *)bytes, count, NULL);
  uint16_t *aligned = malloc(count * 2 + 1);
  if (aligned == NULL)
    return throw_no_memory(iso);
  memcpy(aligned, bytes, count * 2);
  return string_from_utf16(iso, aligned, count, aligned);
}

/* Arithmetic, not a table: the compiler does many at once. */
static char hex_character(uint8_t digit) {
  return (char)(digit + (digit > 9 ? 'a' - 10 : '0'));
}

static js_value decode_hex(js_isolate *iso, const uint8_t *bytes,
                           size_t length) {
  char inline_text[INLINE_LENGTH];
  char *heap = NULL;
  char *text = inline_text;
  if (length * 2 > js_string_max_length())
    return throw_too_long(iso);
  if (length * 2 > sizeof inline_text) {
    heap = malloc(length * 2);
    if (heap == NULL)
      return throw_no_memory(iso);
    text = heap;
  }
  for (size_t i = 0; i < length; i++) {
    text[2 * i] = hex_character(bytes[i] >> 4);
    text[2 * i + 1] = hex_character(bytes[i] & 15);
  }
  return string_from_latin1(iso, text, length * 2, heap);
}

static js_value decode_base64(js_isolate *iso, const uint8_t *bytes,
                              size_t length, bool url) {
  char inline_text[INLINE_LENGTH];
  char *heap = NULL;
  char *text = inline_text;
  size_t text_length = simdutf_c_base64_length(length, url);
  if (text_length > js_string_max_length())
    return throw_too_long(iso);
  if (text_length > sizeof inline_text) {
    heap = malloc(text_length);
    if (heap == NULL)
      return throw_no_memory(iso);
    text = heap;
  }
  simdutf_c_base64_encode(bytes, length, text, url);
  return string_from_latin1(iso, text, text_length, heap);
}

js_value encoding_decode(js_isolate *iso, encoding encoding,
                         const uint8_t *bytes, size_t length) {
  if (length == 0)
    return js_string_empty(iso);
  /* Every encoding gives at least one unit for three bytes: past this, no
   * buffer needs to be filled to know. */
  if (length / 3 > js_string_max_length())
    return throw_too_long(iso);
  switch (encoding) {
    case ENCODING_ASCII:
      return decode_ascii(iso, bytes, length);
    case ENCODING_BASE64:
      return decode_base64(iso, bytes, length, false);
    case ENCODING_BASE64URL:
      return decode_base64(iso, bytes, length, true);
    case ENCODING_UTF16LE:
      return decode_utf16(iso, bytes, length);
    case ENCODING_LATIN1:
      return decode_latin1(iso, bytes, length);
    case ENCODING_HEX:
      return decode_hex(iso, bytes, length);
    case ENCODING_UTF8:
    case ENCODING_BUFFER:
      break;
  }
  return decode_utf8(iso, bytes, length);
}

/* --- To bytes: base64 --- */

/* Six bits of a character of either alphabet; 64: the end; 65: to be skipped.
 */
static uint8_t base64_bits(unsigned unit) {
  if (unit - 'A' < 26)
    return (uint8_t)(unit - 'A');
  if (unit - 'a' < 26)
    return (uint8_t)(unit - 'a' + 26);
  if (unit - '0' < 10)
    return (uint8_t)(unit - '0' + 52);
  if (unit == '+' || unit == '-')
    return 62;
  if (unit == '/' || unit == '_')
    return 63;
  return unit == '=' ? 64 : 65;
}

/* Decodes what the fast decoder refuses: mixed alphabets, foreign characters,
 * missing padding. */
static size_t base64_decode_slowly(const js_string_view *text, uint8_t *out,
                                   size_t capacity) {
  size_t written = 0;
  uint32_t bits = 0;
  int count = 0;
  for (size_t i = 0; i < text->length && written < capacity; i++) {
    uint8_t six =
        base64_bits(text->one_byte ? text->one_byte[i] : text->two_byte[i]);
    if (six == 64)
      break;
    if (six == 65)
      continue;
    bits = bits << 6 | six;
    count += 6;
    if (count < 8)
      continue;
    count -= 8;
    out[written++] = (uint8_t)(bits >> count);
  }
  return written;
}

static bool base64_decode_quickly(const js_string_view *text, uint8_t *out,
                                  bool url, size_t *count) {
  if (text->one_byte != NULL)
    return simdutf_c_base64_decode8(text->one_byte, text->length, out, url,
                                    count);
  return simdutf_c_base64_decode16(text->two_byte, text->length, out, url,
                                   count);
}

/* Decodes into room that is large enough for the fast decoder. Either name
 * accepts either alphabet. */
static size_t base64_decode(const js_string_view *text, uint8_t *out,
                            size_t capacity, bool url) {
  size_t count = 0;
  if (base64_decode_quickly(text, out, url, &count) ||
      base64_decode_quickly(text, out, !url, &count))
    return count;
  return base64_decode_slowly(text, out, capacity);
}

/* The most that the text can give, known from its length and padding. */
static size_t base64_room(const js_string_view *text) {
  if (text->one_byte != NULL)
    return simdutf_c_base64_room8(text->one_byte, text->length);
  return simdutf_c_base64_room16(text->two_byte, text->length);
}

static size_t write_base64(const js_string_view *text, uint8_t *out,
                           size_t capacity, bool url) {
  size_t room = base64_room(text);
  if (room <= capacity)
    return base64_decode(text, out, capacity, url);
  uint8_t *whole = malloc(room);
  if (whole == NULL)
    return base64_decode_slowly(text, out, capacity);
  size_t count = base64_decode(text, whole, room, url);
  if (count > capacity)
    count = capacity;
  memcpy(out, whole, count);
  free(whole);
  return count;
}

/* --- To bytes: hex --- */

/* The value of a digit; 16 or more: it is none. */
static uint8_t hex_digit(uint8_t unit) {
  uint8_t decimal = (uint8_t)(unit - '0');
  uint8_t letter = (uint8_t)((unit | 0x20) - 'a');
  uint8_t value = letter < 6 ? (uint8_t)(letter + 10) : 16;
  return decimal < 10 ? decimal : value;
}

#define HEX_BLOCK 64

/* Decodes without a branch in the loop, so that the compiler does many at
 * once. False: there is something that is no digit. */
static bool hex_decode_block(const uint8_t *text, uint8_t *out) {
  uint8_t seen = 0;
  for (size_t i = 0; i < HEX_BLOCK; i++) {
    uint8_t high = hex_digit(text[2 * i]);
    uint8_t low = hex_digit(text[2 * i + 1]);
    seen |= high | low;
    out[i] = (uint8_t)(high << 4 | (low & 15));
  }
  return seen < 16;
}

static unsigned view_unit(const js_string_view *text, size_t index) {
  return text->one_byte ? text->one_byte[index] : text->two_byte[index];
}

static size_t write_hex(const js_string_view *text, uint8_t *out,
                        size_t capacity) {
  size_t count = text->length / 2;
  if (count > capacity)
    count = capacity;
  size_t i = 0;
  while (text->one_byte != NULL && count - i >= HEX_BLOCK &&
         hex_decode_block(text->one_byte + 2 * i, out + i))
    i += HEX_BLOCK;
  for (; i < count; i++) {
    unsigned high = view_unit(text, 2 * i);
    unsigned low = view_unit(text, 2 * i + 1);
    if (high > 0xff || low > 0xff)
      break;
    uint8_t digits[2] = {hex_digit((uint8_t)high), hex_digit((uint8_t)low)};
    if (digits[0] > 15 || digits[1] > 15)
      break;
    out[i] = (uint8_t)(digits[0] << 4 | digits[1]);
  }
  return i;
}

/* --- To bytes: UTF-8, UTF-16, Latin-1 --- */

/* False: it does not fit, or has lone surrogates. */
static bool write_utf8_whole(const js_string_view *text, uint8_t *out,
                             size_t capacity, size_t *count) {
  if (text->one_byte != NULL) {
    if (text->length * 2 > capacity &&
        simdutf_c_utf8_length_of_latin1(text->one_byte, text->length) >
            capacity)
      return false;
    *count = simdutf_c_latin1_to_utf8(text->one_byte, text->length, out);
    return true;
  }
  if (text->length * 3 > capacity &&
      (!simdutf_c_is_utf16(text->two_byte, text->length) ||
       simdutf_c_utf8_length_of_utf16(text->two_byte, text->length) > capacity))
    return false;
  *count = simdutf_c_utf16_to_utf8(text->two_byte, text->length, out);
  return *count > 0;
}

static size_t write_utf8(js_isolate *iso, js_value string, uint8_t *out,
                         size_t capacity) {
  js_string_view text;
  js_string_view_open(iso, string, &text);
  size_t count = 0;
  bool done =
      text.length == 0 || write_utf8_whole(&text, out, capacity, &count);
  js_string_view_close(&text);
  if (done)
    return count;
  return js_string_write_utf8(iso, string, (char *)out, capacity, NULL);
}

static size_t write_utf16(const js_string_view *text, uint8_t *out,
                          size_t capacity) {
  size_t count = capacity / 2 < text->length ? capacity / 2 : text->length;
  if (text->two_byte != NULL) {
    memcpy(out, text->two_byte, count * 2);
    return count * 2;
  }
  for (size_t i = 0; i < count; i++) {
    out[2 * i] = text->one_byte[i];
    out[2 * i + 1] = 0;
  }
  return count * 2;
}

static size_t write_latin1(const js_string_view *text, uint8_t *out,
                           size_t capacity) {
  size_t count = capacity < text->length ? capacity : text->length;
  if (text->one_byte != NULL) {
    memcpy(out, text->one_byte, count);
    return count;
  }
  for (size_t i = 0; i < count; i++)
    out[i] = (uint8_t)text->two_byte[i];
  return count;
}

static size_t write_view(encoding encoding, const js_string_view *text,
                         uint8_t *out, size_t capacity) {
  switch (encoding) {
    case ENCODING_BASE64:
    case ENCODING_BASE64URL:
      return write_base64(text, out, capacity, encoding == ENCODING_BASE64URL);
    case ENCODING_UTF16LE:
      return write_utf16(text, out, capacity);
    case ENCODING_HEX:
      return write_hex(text, out, capacity);
    default:
      return write_latin1(text, out, capacity);
  }
}

size_t encoding_write(js_isolate *iso, encoding encoding, js_value string,
                      uint8_t *out, size_t capacity) {
  if (capacity == 0)
    return 0;
  if (encoding == ENCODING_UTF8 || encoding == ENCODING_BUFFER)
    return write_utf8(iso, string, out, capacity);
  js_string_view text;
  js_string_view_open(iso, string, &text);
  size_t count = write_view(encoding, &text, out, capacity);
  js_string_view_close(&text);
  return count;
}

/* Lone surrogates are left to V8: (size_t)-1. */
static size_t utf8_length(const js_string_view *text) {
  if (text->one_byte != NULL)
    return simdutf_c_utf8_length_of_latin1(text->one_byte, text->length);
  if (!simdutf_c_is_utf16(text->two_byte, text->length))
    return (size_t)-1;
  return simdutf_c_utf8_length_of_utf16(text->two_byte, text->length);
}

size_t encoding_length(js_isolate *iso, encoding encoding, js_value string) {
  size_t length = js_string_length(string);
  switch (encoding) {
    case ENCODING_ASCII:
    case ENCODING_LATIN1:
      return length;
    case ENCODING_UTF16LE:
      return length * 2;
    case ENCODING_HEX:
      return length / 2;
    default:
      break;
  }
  js_string_view text;
  js_string_view_open(iso, string, &text);
  bool is_base64 =
      encoding == ENCODING_BASE64 || encoding == ENCODING_BASE64URL;
  length = is_base64 ? base64_room(&text) : utf8_length(&text);
  js_string_view_close(&text);
  return length != (size_t)-1 ? length : js_string_utf8_length(iso, string);
}

uint8_t *encoding_bytes(js_isolate *iso, encoding encoding, js_value string,
                        size_t *length) {
  size_t room = encoding_length(iso, encoding, string);
  uint8_t *bytes = malloc(room + 1);
  if (bytes == NULL)
    return NULL;
  *length = encoding_write(iso, encoding, string, bytes, room);
  return bytes;
}
