/* The native half of Buffer. Arguments have been checked by lib/buffer.js; the
 * methods that programs can call on a buffer directly (utf8Slice, hexWrite...)
 * check theirs. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../engine/simdutf_c.h"
#include "../engine/string_view.h"
#include "../runtime/binding.h"
#include "../runtime/encoding.h"
#include "../runtime/options.h"

/* --- Arguments --- */

static bool throw_not_a_view(js_call *call) {
  js_throw_type_error(js_call_isolate(call), "ERR_INVALID_ARG_TYPE",
                      "argument must be a buffer");
  return false;
}

static bool arg_bytes(js_call *call, int index, js_bytes *bytes) {
  return js_bytes_of(js_call_arg(call, index), bytes) || throw_not_a_view(call);
}

/* An integer that lib/ has made a Number; clamped to what a buffer can have. */
static size_t arg_size(js_call *call, int index) {
  js_value value = js_call_arg(call, index);
  if (!js_is_number(value))
    return 0;
  int64_t size = js_int64_value(value);
  return size > 0 ? (size_t)size : 0;
}

/* An index that a program gave: converted once, `fallback` if undefined.
 * False: an exception is pending. */
static bool arg_index(js_call *call, int index, double fallback, double *out) {
  js_value value = js_call_arg(call, index);
  if (js_is_undefined(value)) {
    *out = fallback;
    return true;
  }
  if (!js_to_double(js_call_isolate(call), value, out))
    return false;
  *out = isnan(*out) ? 0 : trunc(*out);
  return true;
}

static double clamp(double value, double low, double high) {
  if (value < low)
    return low;
  return value > high ? high : value;
}

/* A part of some bytes, cut at their end. */
static js_bytes bytes_range(js_bytes bytes, size_t start, size_t end) {
  if (end > bytes.length)
    end = bytes.length;
  if (start > end)
    start = end;
  if (bytes.data == NULL)
    return bytes;
  return (js_bytes){bytes.data + start, end - start};
}

/* --- buffer.utf8Slice(start, end) and its like --- */

static void slice(js_call *call, encoding encoding) {
  double start = 0;
  double end = 0;
  if (!arg_index(call, 0, 0, &start) || !arg_index(call, 1, INFINITY, &end))
    return;
  js_bytes bytes;
  if (!js_bytes_of(js_call_this(call), &bytes)) {
    throw_not_a_view(call);
    return;
  }
  end = clamp(end, 0, (double)bytes.length);
  start = clamp(start, 0, end);
  bytes = bytes_range(bytes, (size_t)start, (size_t)end);
  js_value string = encoding_decode(js_call_isolate(call), encoding, bytes.data,
                                    bytes.length);
  if (string != JS_EMPTY)
    js_return(call, string);
}

static void ascii_slice(js_call *call) {
  slice(call, ENCODING_ASCII);
}
static void base64_slice(js_call *call) {
  slice(call, ENCODING_BASE64);
}
static void base64url_slice(js_call *call) {
  slice(call, ENCODING_BASE64URL);
}
static void hex_slice(js_call *call) {
  slice(call, ENCODING_HEX);
}
static void latin1_slice(js_call *call) {
  slice(call, ENCODING_LATIN1);
}
static void ucs2_slice(js_call *call) {
  slice(call, ENCODING_UTF16LE);
}
static void utf8_slice(js_call *call) {
  slice(call, ENCODING_UTF8);
}

/* --- buffer.utf8Write(string, offset, length) and its like --- */

static void throw_out_of_bounds(js_call *call, const char *name) {
  js_throw_range_error(js_call_isolate(call), "ERR_BUFFER_OUT_OF_BOUNDS", name);
}

static void write_at(js_call *call, encoding encoding, double offset,
                     double length) {
  js_bytes bytes;
  if (!js_bytes_of(js_call_this(call), &bytes)) {
    throw_not_a_view(call);
    return;
  }
  if (offset < 0 || offset > (double)bytes.length) {
    throw_out_of_bounds(call, "\"offset\" is outside of buffer bounds");
    return;
  }
  double room = (double)bytes.length - offset;
  if (length < 0 || (length > room && length != INFINITY)) {
    throw_out_of_bounds(call, "\"length\" is outside of buffer bounds");
    return;
  }
  bytes = bytes_range(bytes, (size_t)offset, bytes.length);
  size_t capacity = length < room ? (size_t)length : bytes.length;
  size_t written = encoding_write(js_call_isolate(call), encoding,
                                  js_call_arg(call, 0), bytes.data, capacity);
  js_return_double(call, (double)written);
}

static void write_string(js_call *call, encoding encoding) {
  double offset = 0;
  double length = 0;
  if (!js_is_string(js_call_arg(call, 0))) {
    js_throw_type_error(js_call_isolate(call), "ERR_INVALID_ARG_TYPE",
                        "argument must be a string");
    return;
  }
  if (!arg_index(call, 1, 0, &offset) || !arg_index(call, 2, INFINITY, &length))
    return;
  write_at(call, encoding, offset, length);
}

static void ascii_write(js_call *call) {
  write_string(call, ENCODING_ASCII);
}
static void base64_write(js_call *call) {
  write_string(call, ENCODING_BASE64);
}
static void base64url_write(js_call *call) {
  write_string(call, ENCODING_BASE64URL);
}
static void hex_write(js_call *call) {
  write_string(call, ENCODING_HEX);
}
static void latin1_write(js_call *call) {
  write_string(call, ENCODING_LATIN1);
}
static void ucs2_write(js_call *call) {
  write_string(call, ENCODING_UTF16LE);
}
static void utf8_write(js_call *call) {
  write_string(call, ENCODING_UTF8);
}

/* --- Making buffers --- */

/* createUnsafeArrayBuffer(length): memory that is not zeroed, unless the
 * option --zero-fill-buffers says so. */
static void create_unsafe_array_buffer(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  const env_options *options = env_of_call(call)->options;
  bool zeroed = options != NULL && options->zero_fill_buffers;
  js_value buffer = js_array_buffer(iso, arg_size(call, 0), zeroed);
  if (buffer == JS_EMPTY)
    js_throw_range_error(iso, NULL, "Array buffer allocation failed");
  else
    js_return(call, buffer);
}

/* fromString(string, encoding): a Buffer of its own memory. */
static void from_string(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_value string = js_call_arg(call, 0);
  encoding encoding = (enum encoding)js_int32_value(js_call_arg(call, 1));
  size_t room = encoding_length(iso, encoding, string);
  uint8_t *data = NULL;
  js_value buffer = js_buffer(iso, room, &data);
  if (buffer == JS_EMPTY) {
    js_throw_range_error(iso, NULL, "Array buffer allocation failed");
    return;
  }
  size_t written = encoding_write(iso, encoding, string, data, room);
  if (written < room)
    buffer = js_buffer_of(iso, js_view_buffer(iso, buffer), 0, written);
  js_return(call, buffer);
}

static void byte_length_utf8(js_call *call) {
  size_t length = encoding_length(js_call_isolate(call), ENCODING_UTF8,
                                  js_call_arg(call, 0));
  js_return_double(call, (double)length);
}

static void set_buffer_prototype(js_call *call) {
  js_buffer_prototype_set(js_call_isolate(call), js_call_arg(call, 0));
}

static void is_building_snapshot(js_call *call) {
  js_return_bool(call, env_of_call(call)->is_building_snapshot);
}

/* --- Comparing, copying, filling --- */

static int32_t bytes_compare(js_bytes a, js_bytes b) {
  size_t common = a.length < b.length ? a.length : b.length;
  int order = common > 0 ? memcmp(a.data, b.data, common) : 0;
  if (order == 0 && a.length != b.length)
    order = a.length < b.length ? -1 : 1;
  return (order > 0) - (order < 0);
}

static void compare(js_call *call) {
  js_bytes a, b;
  if (arg_bytes(call, 0, &a) && arg_bytes(call, 1, &b))
    js_return_int32(call, bytes_compare(a, b));
}

/* The fast forms run from optimised code. What cannot be a view has been
 * turned away by lib/; then they do nothing. */
static int32_t compare_fast(js_value receiver, js_value first,
                            js_value second) {
  js_bytes a, b;
  (void)receiver;
  if (!js_bytes_of(first, &a) || !js_bytes_of(second, &b))
    return 0;
  return bytes_compare(a, b);
}

static const js_fast compare_description = {
    (const void *)compare_fast,
    JS_FAST_INT32,
    {JS_FAST_VALUE, JS_FAST_VALUE, JS_FAST_END}};

/* compareRanges(a, b, aStart, aEnd, bStart, bEnd) */
static void compare_ranges(js_call *call) {
  js_bytes a, b;
  if (!arg_bytes(call, 0, &a) || !arg_bytes(call, 1, &b))
    return;
  a = bytes_range(a, arg_size(call, 2), arg_size(call, 3));
  b = bytes_range(b, arg_size(call, 4), arg_size(call, 5));
  js_return_int32(call, bytes_compare(a, b));
}

static void bytes_copy(js_bytes source, js_bytes target, size_t count) {
  if (count > source.length)
    count = source.length;
  if (count > target.length)
    count = target.length;
  if (count > 0)
    memmove(target.data, source.data, count);
}

/* copy(source, target, targetStart, sourceStart, count) */
static void copy(js_call *call) {
  js_bytes source, target;
  if (!arg_bytes(call, 0, &source) || !arg_bytes(call, 1, &target))
    return;
  target = bytes_range(target, arg_size(call, 2), target.length);
  source = bytes_range(source, arg_size(call, 3), source.length);
  bytes_copy(source, target, arg_size(call, 4));
}

static void copy_fast(js_value receiver, js_value source_view,
                      js_value target_view, double target_start,
                      double source_start, double count) {
  js_bytes source, target;
  (void)receiver;
  if (!js_bytes_of(source_view, &source) || !js_bytes_of(target_view, &target))
    return;
  target = bytes_range(target, (size_t)target_start, target.length);
  source = bytes_range(source, (size_t)source_start, source.length);
  bytes_copy(source, target, (size_t)count);
}

static const js_fast copy_description = {
    (const void *)copy_fast,
    JS_FAST_VOID,
    {JS_FAST_VALUE, JS_FAST_VALUE, JS_FAST_DOUBLE, JS_FAST_DOUBLE,
     JS_FAST_DOUBLE, JS_FAST_END}};

/* Repeats the first `filled` bytes to the end, doubling what is there. */
static void bytes_repeat(js_bytes bytes, size_t filled) {
  while (filled < bytes.length) {
    size_t count = bytes.length - filled;
    if (count > filled)
      count = filled;
    memcpy(bytes.data + filled, bytes.data, count);
    filled += count;
  }
}

/* fill(target, pattern, start, end): false if the pattern is empty. */
static void fill(js_call *call) {
  js_bytes target, pattern;
  if (!arg_bytes(call, 0, &target) || !arg_bytes(call, 1, &pattern))
    return;
  target = bytes_range(target, arg_size(call, 2), arg_size(call, 3));
  js_return_bool(call, pattern.length > 0);
  if (pattern.length == 0 || target.length == 0)
    return;
  size_t first =
      pattern.length < target.length ? pattern.length : target.length;
  memmove(target.data, pattern.data, first);
  bytes_repeat(target, first);
}

/* --- Swapping --- */

static void swap16(js_call *call) {
  js_bytes bytes;
  if (!arg_bytes(call, 0, &bytes))
    return;
  for (size_t i = 0; i + 2 <= bytes.length; i += 2) {
    uint16_t unit;
    memcpy(&unit, bytes.data + i, sizeof unit);
    unit = __builtin_bswap16(unit);
    memcpy(bytes.data + i, &unit, sizeof unit);
  }
}

static void swap32(js_call *call) {
  js_bytes bytes;
  if (!arg_bytes(call, 0, &bytes))
    return;
  for (size_t i = 0; i + 4 <= bytes.length; i += 4) {
    uint32_t unit;
    memcpy(&unit, bytes.data + i, sizeof unit);
    unit = __builtin_bswap32(unit);
    memcpy(bytes.data + i, &unit, sizeof unit);
  }
}

static void swap64(js_call *call) {
  js_bytes bytes;
  if (!arg_bytes(call, 0, &bytes))
    return;
  for (size_t i = 0; i + 8 <= bytes.length; i += 8) {
    uint64_t unit;
    memcpy(&unit, bytes.data + i, sizeof unit);
    unit = __builtin_bswap64(unit);
    memcpy(bytes.data + i, &unit, sizeof unit);
  }
}

/* --- Searching --- */

/* A search for `needle` in `haystack` (already cut at its end) from `start`:
 * forward, the first match at or after it; else the last at or before it.
 * Matches lie at multiples of `step` bytes. */
typedef struct search {
  js_bytes haystack;
  js_bytes needle;
  size_t start;
  size_t step;
  bool is_forward;
} search;

/* Above this a search backwards is done forwards on reversed copies, where
 * memmem is linear. */
#define SHORT_NEEDLE 64

static double search_forward(const search *s) {
  size_t start = s->start;
  while (start + s->needle.length <= s->haystack.length) {
    const uint8_t *found =
        memmem(s->haystack.data + start, s->haystack.length - start,
               s->needle.data, s->needle.length);
    if (found == NULL)
      return -1;
    size_t index = (size_t)(found - s->haystack.data);
    if (index % s->step == 0)
      return (double)index;
    start = index + 1;
  }
  return -1;
}

static double search_backward(const search *s) {
  size_t last = s->haystack.length - s->needle.length;
  size_t index = s->start < last ? s->start : last;
  for (;;) {
    const uint8_t *found =
        memrchr(s->haystack.data, s->needle.data[0], index + 1);
    if (found == NULL)
      return -1;
    index = (size_t)(found - s->haystack.data);
    if (index % s->step == 0 &&
        memcmp(found, s->needle.data, s->needle.length) == 0)
      return (double)index;
    if (index-- == 0)
      return -1;
  }
}

static void bytes_reverse(uint8_t *out, js_bytes bytes) {
  for (size_t i = 0; i < bytes.length; i++)
    out[i] = bytes.data[bytes.length - 1 - i];
}

/* The same with a long needle. Units of two bytes are left to the slow way. */
static double search_backward_long(const search *s) {
  size_t last = s->haystack.length - s->needle.length;
  size_t index = s->start < last ? s->start : last;
  js_bytes haystack = {s->haystack.data, index + s->needle.length};
  uint8_t *copy = malloc(haystack.length + s->needle.length);
  if (copy == NULL)
    return search_backward(s);
  uint8_t *needle = copy + haystack.length;
  bytes_reverse(copy, haystack);
  bytes_reverse(needle, s->needle);
  const uint8_t *found =
      memmem(copy, haystack.length, needle, s->needle.length);
  double result = -1;
  if (found != NULL)
    result = (double)(index - (size_t)(found - copy));
  free(copy);
  return result;
}

static double search_run(const search *s) {
  if (s->needle.length == 0)
    return (double)(s->start < s->haystack.length ? s->start
                                                  : s->haystack.length);
  if (s->needle.length > s->haystack.length)
    return -1;
  if (s->step == 2 && s->needle.length < 2)
    return -1;
  if (s->is_forward)
    return search_forward(s);
  if (s->needle.length > SHORT_NEEDLE && s->step == 1)
    return search_backward_long(s);
  return search_backward(s);
}

/* The arguments that the searches share: (haystack, needle, start, end,
 * encoding, isForward). */
static bool search_init(search *s, js_call *call) {
  if (!arg_bytes(call, 0, &s->haystack))
    return false;
  s->start = arg_size(call, 2);
  s->haystack = bytes_range(s->haystack, 0, arg_size(call, 3));
  encoding encoding = (enum encoding)js_int32_value(js_call_arg(call, 4));
  s->step = encoding == ENCODING_UTF16LE ? 2 : 1;
  s->is_forward = js_is_true(js_call_arg(call, 5));
  return true;
}

static void index_of_bytes(js_call *call) {
  search s;
  if (search_init(&s, call) && arg_bytes(call, 1, &s.needle))
    js_return_double(call, search_run(&s));
}

static void index_of_string(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  encoding encoding = (enum encoding)js_int32_value(js_call_arg(call, 4));
  js_bytes needle;
  needle.data =
      encoding_bytes(iso, encoding, js_call_arg(call, 1), &needle.length);
  if (needle.data == NULL) {
    js_throw_out_of_memory(iso);
    return;
  }
  search s;
  if (search_init(&s, call)) {
    s.needle = needle;
    js_return_double(call, search_run(&s));
  }
  free(needle.data);
}

static double find_byte(js_bytes bytes, int byte, size_t start,
                        bool is_forward) {
  const uint8_t *found = NULL;
  if (bytes.length == 0)
    return -1;
  if (!is_forward)
    found = memrchr(bytes.data, byte,
                    start < bytes.length ? start + 1 : bytes.length);
  else if (start < bytes.length)
    found = memchr(bytes.data + start, byte, bytes.length - start);
  return found ? (double)(found - bytes.data) : -1;
}

/* indexOfByte(haystack, byte, start, end, isForward) */
static void index_of_byte(js_call *call) {
  js_bytes bytes;
  if (!arg_bytes(call, 0, &bytes))
    return;
  bytes = bytes_range(bytes, 0, arg_size(call, 3));
  js_return_double(
      call, find_byte(bytes, js_int32_value(js_call_arg(call, 1)),
                      arg_size(call, 2), js_is_true(js_call_arg(call, 4))));
}

static double index_of_byte_fast(js_value receiver, js_value view, int32_t byte,
                                 double start, double end, bool is_forward) {
  js_bytes bytes;
  (void)receiver;
  if (!js_bytes_of(view, &bytes))
    return -1;
  return find_byte(bytes_range(bytes, 0, (size_t)end), byte, (size_t)start,
                   is_forward);
}

static const js_fast index_of_byte_description = {
    (const void *)index_of_byte_fast,
    JS_FAST_DOUBLE,
    {JS_FAST_VALUE, JS_FAST_INT32, JS_FAST_DOUBLE, JS_FAST_DOUBLE, JS_FAST_BOOL,
     JS_FAST_END}};

/* --- Validation --- */

static void is_ascii(js_call *call) {
  js_bytes bytes;
  if (arg_bytes(call, 0, &bytes))
    js_return_bool(call, simdutf_c_is_ascii(bytes.data, bytes.length));
}

static void is_utf8(js_call *call) {
  js_bytes bytes;
  if (arg_bytes(call, 0, &bytes))
    js_return_bool(call, simdutf_c_is_utf8(bytes.data, bytes.length));
}

/* --- btoa, atob --- */

/* btoa(string): undefined if a character is above 255. */
static void btoa(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_value string = js_call_arg(call, 0);
  if (!js_string_contains_only_one_byte(string))
    return;
  size_t length = 0;
  uint8_t *bytes = encoding_bytes(iso, ENCODING_LATIN1, string, &length);
  if (bytes == NULL) {
    js_throw_out_of_memory(iso);
    return;
  }
  js_value result = encoding_decode(iso, ENCODING_BASE64, bytes, length);
  free(bytes);
  if (result != JS_EMPTY)
    js_return(call, result);
}

/* Decodes into memory of the caller, who frees it. NULL: not base64. */
static uint8_t *decode_forgiving(const js_string_view *text, size_t *count) {
  bool is_wide = text->one_byte == NULL;
  size_t length = text->length;
  uint8_t *out = malloc(length + 4);
  if (out == NULL)
    return NULL;
  bool is_valid =
      is_wide
          ? simdutf_c_base64_decode16(text->two_byte, length, out, false, count)
          : simdutf_c_base64_decode8(text->one_byte, length, out, false, count);
  if (is_valid)
    return out;
  free(out);
  return NULL;
}

/* atob(string): undefined if it is not base64. */
static void atob(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_string_view text;
  js_string_view_open(iso, js_call_arg(call, 0), &text);
  size_t count = 0;
  uint8_t *bytes = decode_forgiving(&text, &count);
  js_string_view_close(&text);
  if (bytes == NULL)
    return;
  js_value result = encoding_decode(iso, ENCODING_LATIN1, bytes, count);
  free(bytes);
  if (result != JS_EMPTY)
    js_return(call, result);
}

/* --- For inspection and deprecation --- */

/* ownNonIndexKeys(view, onlyEnumerable) */
static void own_non_index_keys(js_call *call) {
  int filter = JS_KEYS_SKIP_INDICES;
  if (js_is_true(js_call_arg(call, 1)))
    filter |= JS_KEYS_ONLY_ENUMERABLE;
  js_value keys =
      js_own_keys(js_call_isolate(call), js_call_arg(call, 0), filter);
  if (keys != JS_EMPTY)
    js_return(call, keys);
}

static const js_native_entry natives[] = {
    {"asciiSlice", ascii_slice, 2, NULL},
    {"base64Slice", base64_slice, 2, NULL},
    {"base64urlSlice", base64url_slice, 2, NULL},
    {"hexSlice", hex_slice, 2, NULL},
    {"latin1Slice", latin1_slice, 2, NULL},
    {"ucs2Slice", ucs2_slice, 2, NULL},
    {"utf8Slice", utf8_slice, 2, NULL},
    {"asciiWrite", ascii_write, 3, NULL},
    {"base64Write", base64_write, 3, NULL},
    {"base64urlWrite", base64url_write, 3, NULL},
    {"hexWrite", hex_write, 3, NULL},
    {"latin1Write", latin1_write, 3, NULL},
    {"ucs2Write", ucs2_write, 3, NULL},
    {"utf8Write", utf8_write, 3, NULL},
    {"createUnsafeArrayBuffer", create_unsafe_array_buffer, 1, NULL},
    {"fromString", from_string, 2, NULL},
    {"byteLengthUtf8", byte_length_utf8, 1, NULL},
    {"setBufferPrototype", set_buffer_prototype, 1, NULL},
    {"isBuildingSnapshot", is_building_snapshot, 0, NULL},
    {"compare", compare, 2, &compare_description},
    {"compareRanges", compare_ranges, 6, NULL},
    {"copy", copy, 5, &copy_description},
    {"fill", fill, 4, NULL},
    {"swap16", swap16, 1, NULL},
    {"swap32", swap32, 1, NULL},
    {"swap64", swap64, 1, NULL},
    {"indexOfBytes", index_of_bytes, 6, NULL},
    {"indexOfString", index_of_string, 6, NULL},
    {"indexOfByte", index_of_byte, 5, &index_of_byte_description},
    {"isAscii", is_ascii, 1, NULL},
    {"isUtf8", is_utf8, 1, NULL},
    {"btoa", btoa, 1, NULL},
    {"atob", atob, 1, NULL},
    {"ownNonIndexKeys", own_non_index_keys, 2, NULL},
    {NULL, NULL, 0, NULL},
};

static void init(env *env, js_value exports) {
  js_isolate *iso = env->iso;
  js_define_named(iso, exports, "kMaxLength",
                  js_double(iso, (double)js_buffer_max_length()));
  js_define_named(iso, exports, "kStringMaxLength",
                  js_double(iso, (double)js_string_max_length()));
}

const binding buffer_binding = {
    .name = "buffer",
    .natives = natives,
    .init = init,
};
