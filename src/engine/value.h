/* Primitive values, type tests, conversions, comparison, symbols, bigints and
 * dates. */
#ifndef ENGINE_VALUE_H_
#define ENGINE_VALUE_H_

#include "types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* --- Making primitives: these cannot fail -------------------------------- */

js_value js_undefined(js_isolate *iso);
js_value js_null(js_isolate *iso);
js_value js_bool(js_isolate *iso, bool value);
js_value js_int32(js_isolate *iso, int32_t value);
js_value js_uint32(js_isolate *iso, uint32_t value);
js_value js_double(js_isolate *iso, double value);

/* A Number from 64 bits; exact up to 2^53. */
js_value js_int64(js_isolate *iso, int64_t value);

js_value js_bigint_int64(js_isolate *iso, int64_t value);
js_value js_bigint_uint64(js_isolate *iso, uint64_t value);

/* A BigInt from little-endian 64-bit words. JS_EMPTY (RangeError pending) if
 * it would be too large. */
js_value js_bigint_words(js_isolate *iso, bool negative, size_t count,
                         const uint64_t *words);

/* Reads a BigInt's words. `*count` holds the room on entry and the number the
 * value needs on return; at most the room is written. */
void js_bigint_to_words(js_value bigint, bool *negative, size_t *count,
                        uint64_t *words);

/* Reads a BigInt; *lossless (may be NULL) tells whether it fitted. */
int64_t js_bigint_to_int64(js_value bigint, bool *lossless);
uint64_t js_bigint_to_uint64(js_value bigint, bool *lossless);

/* A Date from milliseconds since the epoch. JS_EMPTY only on an exception. */
js_value js_date(js_isolate *iso, double epoch_ms);
double js_date_value(js_value date);

/* A new unique symbol; description may be JS_EMPTY. */
js_value js_symbol(js_isolate *iso, js_value description);

/* The symbol of the global registry (`Symbol.for`) with this name. */
js_value js_symbol_for(js_isolate *iso, js_value name);
js_value js_symbol_description(js_isolate *iso, js_value symbol);

/* A private name: never visible to programs, not enumerable, passes through
 * proxies to the target. The same name gives the same private. */
js_value js_private_for(js_isolate *iso, const char *name);

typedef enum {
  JS_SYMBOL_ASYNC_ITERATOR,
  JS_SYMBOL_HAS_INSTANCE,
  JS_SYMBOL_ITERATOR,
  JS_SYMBOL_TO_PRIMITIVE,
  JS_SYMBOL_TO_STRING_TAG,
} js_well_known_symbol;
js_value js_symbol_well_known(js_isolate *iso, js_well_known_symbol which);

/* --- Type tests: no JavaScript runs, nothing throws ----------------------- */

bool js_is_undefined(js_value value);
bool js_is_null(js_value value);
bool js_is_nullish(js_value value); /* undefined or null */
bool js_is_true(js_value value);    /* the primitive true */
bool js_is_false(js_value value);
bool js_is_boolean(js_value value);
bool js_is_number(js_value value);
bool js_is_int32(js_value value);  /* a Number that is an exact int32 */
bool js_is_uint32(js_value value); /* a Number that is an exact uint32 */
bool js_is_string(js_value value);
bool js_is_symbol(js_value value);
bool js_is_bigint(js_value value);
bool js_is_object(js_value value); /* functions included */
bool js_is_function(js_value value);
bool js_is_array(js_value value);

/* What `util.types` and the structured serializer ask. One test a kind. */
typedef enum {
  JS_KIND_ARGUMENTS,
  JS_KIND_ARRAY_BUFFER,
  JS_KIND_ARRAY_BUFFER_VIEW,
  JS_KIND_ASYNC_FUNCTION,
  JS_KIND_BIGINT64_ARRAY,
  JS_KIND_BIGINT_OBJECT,
  JS_KIND_BIGUINT64_ARRAY,
  JS_KIND_BOOLEAN_OBJECT,
  JS_KIND_DATA_VIEW,
  JS_KIND_DATE,
  JS_KIND_EXTERNAL,
  JS_KIND_FLOAT16_ARRAY,
  JS_KIND_FLOAT32_ARRAY,
  JS_KIND_FLOAT64_ARRAY,
  JS_KIND_GENERATOR_FUNCTION,
  JS_KIND_GENERATOR_OBJECT,
  JS_KIND_INT16_ARRAY,
  JS_KIND_INT32_ARRAY,
  JS_KIND_INT8_ARRAY,
  JS_KIND_MAP,
  JS_KIND_MAP_ITERATOR,
  JS_KIND_MODULE_NAMESPACE,
  JS_KIND_NATIVE_ERROR,
  JS_KIND_NUMBER_OBJECT,
  JS_KIND_PROMISE,
  JS_KIND_PROXY,
  JS_KIND_REG_EXP,
  JS_KIND_SET,
  JS_KIND_SET_ITERATOR,
  JS_KIND_SHARED_ARRAY_BUFFER,
  JS_KIND_STRING_OBJECT,
  JS_KIND_SYMBOL_OBJECT,
  JS_KIND_TYPED_ARRAY,
  JS_KIND_UINT16_ARRAY,
  JS_KIND_UINT32_ARRAY,
  JS_KIND_UINT8_ARRAY,
  JS_KIND_UINT8_CLAMPED_ARRAY,
  JS_KIND_WASM_MEMORY_OBJECT,
  JS_KIND_WASM_MODULE_OBJECT,
  JS_KIND_WEAK_MAP,
  JS_KIND_WEAK_SET,
} js_kind;
bool js_is_kind(js_value value, js_kind kind);

/* --- Reading primitives ----------------------------------------------------
 */

/* The value of what a test above has proved; no conversion, cannot fail. */
bool js_bool_value(js_value boolean);
int32_t js_int32_value(js_value number);
uint32_t js_uint32_value(js_value number);
double js_double_value(js_value number);

/* A Number as int64: truncated, saturating, NaN gives 0. */
int64_t js_int64_value(js_value number);

/* ECMAScript conversions: may run JavaScript. False: exception pending. */
bool js_to_bool(js_isolate *iso, js_value value); /* ToBoolean: cannot throw */
bool js_to_int32(js_isolate *iso, js_value value, int32_t *out);
bool js_to_uint32(js_isolate *iso, js_value value, uint32_t *out);
bool js_to_int64(js_isolate *iso, js_value value, int64_t *out);
bool js_to_double(js_isolate *iso, js_value value, double *out);
js_value js_to_string(js_isolate *iso, js_value value);
js_value js_to_object(js_isolate *iso, js_value value);

/* A string that describes a value for a message; never throws and never runs
 * the program's code. */
js_value js_to_detail_string(js_isolate *iso, js_value value);

bool js_strict_equals(js_value a, js_value b);
bool js_same_value(js_value a, js_value b); /* Object.is */

/* The primitive inside a Number, String, Boolean, Symbol or BigInt object;
 * JS_EMPTY (nothing thrown) for any other value. */
js_value js_primitive_object_value(js_isolate *iso, js_value object);

/* A value that carries a C pointer (`typeof` gives 'object'). Not allowed in
 * the snapshot. */
js_value js_external(js_isolate *iso, void *pointer);
void *js_external_value(js_value external);

#ifdef __cplusplus
}
#endif
#endif
