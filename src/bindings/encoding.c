/* The native half of TextEncoder and TextDecoder. */
#include <stdlib.h>
#include <string.h>

#include "../engine/simdutf_c.h"
#include "../runtime/binding.h"
#include "../runtime/encoding.h"

#ifdef NODE_HAVE_INTL
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#endif

#define REPLACEMENT 0xfffd

static bool arg_bytes(js_call *call, int index, js_bytes *bytes) {
  if (js_bytes_of(js_call_arg(call, index), bytes))
    return true;
  js_throw_type_error(js_call_isolate(call), "ERR_INVALID_ARG_TYPE",
                      "argument must be a buffer");
  return false;
}

static void return_string(js_call *call, js_value string) {
  if (string != JS_EMPTY)
    js_return(call, string);
}

/* --- TextEncoder --- */

/* encode(string): a Uint8Array. */
static void encode(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_value string = js_call_arg(call, 0);
  size_t length = encoding_length(iso, ENCODING_UTF8, string);
  js_value buffer = js_array_buffer(iso, length, false);
  if (buffer == JS_EMPTY) {
    js_throw_range_error(iso, NULL, "Array buffer allocation failed");
    return;
  }
  size_t room = 0;
  uint8_t *data = js_array_buffer_data(buffer, &room);
  encoding_write(iso, ENCODING_UTF8, string, data, room);
  js_return(call, js_uint8_array(iso, buffer, 0, length));
}

/* encodeInto(string, target, progress): progress[0] units have been read,
 * progress[1] bytes written. */
static void encode_into(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_value string = js_call_arg(call, 0);
  js_bytes target, progress;
  if (!arg_bytes(call, 1, &target) || !arg_bytes(call, 2, &progress) ||
      progress.length < 2 * sizeof(uint32_t))
    return;
  size_t units = 0;
  size_t written = 0;
  if (target.length > 0)
    written = js_string_write_utf8(iso, string, (char *)target.data,
                                   target.length, &units);
  uint32_t counts[2] = {(uint32_t)units, (uint32_t)written};
  memcpy(progress.data, counts, sizeof counts);
}

/* --- UTF-8 --- */

static bool has_bom(js_bytes bytes) {
  return bytes.length >= 3 && memcmp(bytes.data, "\xef\xbb\xbf", 3) == 0;
}

/* decodeUtf8(bytes, isFatal, skipBOM): undefined if invalid and fatal. */
static void decode_utf8(js_call *call) {
  js_bytes bytes;
  if (!arg_bytes(call, 0, &bytes))
    return;
  if (js_is_true(js_call_arg(call, 1)) &&
      !simdutf_c_is_utf8(bytes.data, bytes.length))
    return;
  if (js_is_true(js_call_arg(call, 2)) && has_bom(bytes)) {
    bytes.data += 3;
    bytes.length -= 3;
  }
  return_string(call, encoding_decode(js_call_isolate(call), ENCODING_UTF8,
                                      bytes.data, bytes.length));
}

/* How many bytes a character has that begins so; 0: none does. */
static size_t utf8_size(uint8_t first) {
  if (first >= 0xc2 && first <= 0xdf)
    return 2;
  if (first >= 0xe0 && first <= 0xef)
    return 3;
  return first >= 0xf0 && first <= 0xf4 ? 4 : 0;
}

/* Whether a second byte can follow a first (RFC 3629, section 4). */
static bool utf8_can_follow(uint8_t first, uint8_t second) {
  uint8_t low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
  uint8_t high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
  return second >= low && second <= high;
}

static size_t utf8_tail_length(js_bytes bytes) {
  for (size_t count = 1; count <= 3 && count <= bytes.length; count++) {
    const uint8_t *at = bytes.data + bytes.length - count;
    if ((*at & 0xc0) == 0x80)
      continue;
    if (utf8_size(*at) <= count)
      return 0;
    return count == 1 || utf8_can_follow(at[0], at[1]) ? count : 0;
  }
  return 0;
}

/* utf8Tail(bytes): the length of an unfinished character at the end. */
static void utf8_tail(js_call *call) {
  js_bytes bytes;
  if (arg_bytes(call, 0, &bytes))
    js_return_uint32(call, (uint32_t)utf8_tail_length(bytes));
}

/* --- UTF-16 --- */

static void utf16_replace_lone(uint16_t *units, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if ((units[i] & 0xf800) != 0xd800)
      continue;
    bool is_pair =
        units[i] < 0xdc00 && i + 1 < count && (units[i + 1] & 0xfc00) == 0xdc00;
    if (is_pair)
      i++;
    else
      units[i] = REPLACEMENT;
  }
}

/* Copies bytes as code units, with U+FFFD for an odd one at the end. */
static size_t utf16_read(uint16_t *units, js_bytes bytes, bool is_big_endian) {
  size_t count = bytes.length / 2;
  memcpy(units, bytes.data, count * 2);
  if (is_big_endian) {
    for (size_t i = 0; i < count; i++)
      units[i] = __builtin_bswap16(units[i]);
  }
  if (bytes.length % 2 == 1)
    units[count++] = REPLACEMENT;
  return count;
}

static js_value utf16_string(js_isolate *iso, const uint16_t *units,
                             size_t count, bool skip_bom) {
  size_t start = skip_bom && count > 0 && units[0] == 0xfeff ? 1 : 0;
  return encoding_decode(iso, ENCODING_UTF16LE,
                         (const uint8_t *)(units + start), (count - start) * 2);
}

/* decodeUtf16(bytes, isFatal, skipBOM, isBigEndian) */
static void decode_utf16(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_bytes bytes;
  if (!arg_bytes(call, 0, &bytes))
    return;
  if (bytes.length == 0) {
    js_return(call, js_string_empty(iso));
    return;
  }
  bool is_fatal = js_is_true(js_call_arg(call, 1));
  uint16_t *units = malloc(bytes.length + 2);
  if (units == NULL) {
    js_throw_out_of_memory(iso);
    return;
  }
  size_t count = utf16_read(units, bytes, js_is_true(js_call_arg(call, 3)));
  bool is_valid = bytes.length % 2 == 0 && simdutf_c_is_utf16(units, count);
  if (!is_valid && !is_fatal)
    utf16_replace_lone(units, count);
  if (is_valid || !is_fatal)
    return_string(call, utf16_string(iso, units, count,
                                     js_is_true(js_call_arg(call, 2))));
  free(units);
}

/* --- Single-byte encodings --- */

/* Returns whether every byte means something. */
static bool map_bytes(uint16_t *units, js_bytes bytes, const uint16_t *table) {
  bool is_valid = true;
  for (size_t i = 0; i < bytes.length; i++) {
    uint8_t byte = bytes.data[i];
    units[i] = byte < 0x80 ? byte : table[byte - 0x80];
    is_valid &= units[i] != REPLACEMENT;
  }
  return is_valid;
}

/* decodeSingleByte(bytes, isFatal, table of the upper 128 units) */
static void decode_single_byte(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_bytes bytes, table;
  if (!arg_bytes(call, 0, &bytes) || !arg_bytes(call, 2, &table) ||
      table.length < 128 * sizeof(uint16_t))
    return;
  if (simdutf_c_is_ascii(bytes.data, bytes.length)) {
    return_string(
        call, encoding_decode(iso, ENCODING_LATIN1, bytes.data, bytes.length));
    return;
  }
  uint16_t *units = malloc(bytes.length * 2);
  if (units == NULL) {
    js_throw_out_of_memory(iso);
    return;
  }
  bool is_valid = map_bytes(units, bytes, (const uint16_t *)table.data);
  if (is_valid || !js_is_true(js_call_arg(call, 1)))
    return_string(call, utf16_string(iso, units, bytes.length, false));
  free(units);
}

/* --- Multi-byte encodings, by ICU --- */

#ifdef NODE_HAVE_INTL

/* ICU may write U+001A for what it cannot decode; the standard wants U+FFFD. */
static void replace_invalid(const void *context, UConverterToUnicodeArgs *args,
                            const char *bytes, int32_t length,
                            UConverterCallbackReason reason,
                            UErrorCode *status) {
  static const UChar replacement = REPLACEMENT;
  (void)context;
  (void)bytes;
  (void)length;
  if (reason > UCNV_IRREGULAR)
    return;
  *status = U_ZERO_ERROR;
  ucnv_cbToUWriteUChars(args, &replacement, 1, 0, status);
}

static void converter_finalize(js_isolate *iso, void *native) {
  (void)iso;
  ucnv_close(native);
}

static const js_class converter_class;

static UConverter *converter_open(const char *name, bool is_fatal) {
  UErrorCode status = U_ZERO_ERROR;
  UConverter *converter = ucnv_open(name, &status);
  if (U_FAILURE(status))
    return NULL;
  ucnv_setToUCallBack(converter,
                      is_fatal ? UCNV_TO_U_CALLBACK_STOP : replace_invalid,
                      NULL, NULL, NULL, &status);
  if (U_SUCCESS(status))
    return converter;
  ucnv_close(converter);
  return NULL;
}

/* new Converter(name, isFatal) */
static void converter_construct(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  char name_buffer[64];
  char *name = js_string_to_utf8_inline(iso, js_call_arg(call, 0), name_buffer,
                                        sizeof name_buffer, NULL);
  if (name == NULL) {
    js_throw_out_of_memory(iso);
    return;
  }
  UConverter *converter =
      converter_open(name, js_is_true(js_call_arg(call, 1)));
  if (converter == NULL)
    js_throw_range_error(iso, "ERR_ENCODING_NOT_SUPPORTED",
                         "The encoding is not supported");
  else
    js_wrap_new(iso, js_call_this(call), &converter_class, converter, false);
  if (name != name_buffer)
    free(name);
}

/* decode(bytes, flush): undefined if invalid and fatal. */
static void converter_decode(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  UConverter *converter = js_call_unwrap(call, &converter_class);
  js_bytes bytes;
  if (converter == NULL || !arg_bytes(call, 0, &bytes))
    return;
  /* No byte gives more than two units; some may wait from the last call. */
  size_t room = (bytes.length + 8) * 2;
  UChar *units = malloc(room * sizeof *units);
  if (units == NULL) {
    js_throw_out_of_memory(iso);
    return;
  }
  bool flush = js_is_true(js_call_arg(call, 1));
  /* An empty view has no address. */
  const char *source = bytes.data ? (const char *)bytes.data : "";
  UChar *target = units;
  UErrorCode status = U_ZERO_ERROR;
  ucnv_toUnicode(converter, &target, units + room, &source,
                 source + bytes.length, NULL, flush, &status);
  if (flush || U_FAILURE(status))
    ucnv_resetToUnicode(converter);
  if (U_SUCCESS(status))
    return_string(call, utf16_string(iso, (const uint16_t *)units,
                                     (size_t)(target - units), false));
  free(units);
}

static const js_native_entry converter_methods[] = {
    {"decode", converter_decode, 2, NULL},
    {NULL, NULL, 0, NULL},
};

static const js_class converter_class = {
    .name = "Converter",
    .construct = converter_construct,
    .methods = converter_methods,
    .finalize = converter_finalize,
};

static const js_class *const classes[] = {&converter_class, NULL};

#endif

static const js_native_entry natives[] = {
    {"encode", encode, 1, NULL},
    {"encodeInto", encode_into, 3, NULL},
    {"decodeUtf8", decode_utf8, 3, NULL},
    {"utf8Tail", utf8_tail, 1, NULL},
    {"decodeUtf16", decode_utf16, 4, NULL},
    {"decodeSingleByte", decode_single_byte, 3, NULL},
    {NULL, NULL, 0, NULL},
};

const binding encoding_binding = {
    .name = "encoding",
    .natives = natives,
#ifdef NODE_HAVE_INTL
    .classes = classes,
#endif
};
