// Primitive values, type tests and conversions.
#include <climits>
#include <cmath>

#include "internal.h"

using engine::context_of;
using engine::to_js;
using engine::to_v8;
using v8::Local;

// --- Making primitives ------------------------------------------------------

js_value js_undefined(js_isolate *iso) {
  return to_js(v8::Undefined(iso->isolate));
}

js_value js_null(js_isolate *iso) {
  return to_js(v8::Null(iso->isolate));
}

js_value js_bool(js_isolate *iso, bool value) {
  return to_js(v8::Boolean::New(iso->isolate, value));
}

js_value js_int32(js_isolate *iso, int32_t value) {
  return to_js(v8::Integer::New(iso->isolate, value));
}

js_value js_uint32(js_isolate *iso, uint32_t value) {
  return to_js(v8::Integer::NewFromUnsigned(iso->isolate, value));
}

js_value js_double(js_isolate *iso, double value) {
  return to_js(v8::Number::New(iso->isolate, value));
}

js_value js_int64(js_isolate *iso, int64_t value) {
  if (value == static_cast<int32_t>(value)) {
    return js_int32(iso, static_cast<int32_t>(value));
  }
  return js_double(iso, static_cast<double>(value));
}

js_value js_date(js_isolate *iso, double epoch_ms) {
  return to_js(v8::Date::New(context_of(iso), epoch_ms));
}

double js_date_value(js_value date) {
  return to_v8<v8::Date>(date)->ValueOf();
}

// --- BigInts ----------------------------------------------------------------

js_value js_bigint_int64(js_isolate *iso, int64_t value) {
  return to_js(v8::BigInt::New(iso->isolate, value));
}

js_value js_bigint_uint64(js_isolate *iso, uint64_t value) {
  return to_js(v8::BigInt::NewFromUnsigned(iso->isolate, value));
}

js_value js_bigint_words(js_isolate *iso, bool negative, size_t count,
                         const uint64_t *words) {
  // V8 throws for any count that is too large, also for this one.
  int word_count = count > INT_MAX ? INT_MAX : static_cast<int>(count);
  return to_js(
      v8::BigInt::NewFromWords(context_of(iso), negative, word_count, words));
}

void js_bigint_to_words(js_value bigint, bool *negative, size_t *count,
                        uint64_t *words) {
  int sign = 0;
  int word_count = *count > INT_MAX ? INT_MAX : static_cast<int>(*count);
  to_v8<v8::BigInt>(bigint)->ToWordsArray(&sign, &word_count, words);
  *negative = sign != 0;
  *count = static_cast<size_t>(word_count);
}

int64_t js_bigint_to_int64(js_value bigint, bool *lossless) {
  return to_v8<v8::BigInt>(bigint)->Int64Value(lossless);
}

uint64_t js_bigint_to_uint64(js_value bigint, bool *lossless) {
  return to_v8<v8::BigInt>(bigint)->Uint64Value(lossless);
}

// --- Symbols ----------------------------------------------------------------

js_value js_symbol(js_isolate *iso, js_value description) {
  return to_js(v8::Symbol::New(iso->isolate, to_v8<v8::String>(description)));
}

js_value js_symbol_for(js_isolate *iso, js_value name) {
  return to_js(v8::Symbol::For(iso->isolate, to_v8<v8::String>(name)));
}

js_value js_symbol_description(js_isolate *iso, js_value symbol) {
  return to_js(to_v8<v8::Symbol>(symbol)->Description(iso->isolate));
}

js_value js_private_for(js_isolate *iso, const char *name) {
  Local<v8::String> text = to_v8<v8::String>(js_string_literal(iso, name));
  return to_js(v8::Private::ForApi(iso->isolate, text));
}

js_value js_symbol_well_known(js_isolate *iso, js_well_known_symbol which) {
  switch (which) {
    case JS_SYMBOL_ASYNC_ITERATOR:
      return to_js(v8::Symbol::GetAsyncIterator(iso->isolate));
    case JS_SYMBOL_HAS_INSTANCE:
      return to_js(v8::Symbol::GetHasInstance(iso->isolate));
    case JS_SYMBOL_ITERATOR:
      return to_js(v8::Symbol::GetIterator(iso->isolate));
    case JS_SYMBOL_TO_PRIMITIVE:
      return to_js(v8::Symbol::GetToPrimitive(iso->isolate));
    case JS_SYMBOL_TO_STRING_TAG:
      return to_js(v8::Symbol::GetToStringTag(iso->isolate));
  }
  return JS_EMPTY;
}

// --- Type tests -------------------------------------------------------------

namespace {

// A small integer stands in the handle's slot itself, so that telling and
// reading the commonest numbers needs no call into V8.
using Internals = v8::internal::Internals;

v8::internal::Address slot_of(js_value value) {
  return v8::internal::ValueHelper::ValueAsAddress(*to_v8(value));
}

bool is_small_integer(js_value value) {
  return !Internals::HasHeapObjectTag(slot_of(value));
}

int32_t small_integer(js_value value) {
  return Internals::SmiValue(slot_of(value));
}

}  // namespace

bool js_is_undefined(js_value value) {
  return to_v8(value)->IsUndefined();
}

bool js_is_null(js_value value) {
  return to_v8(value)->IsNull();
}

bool js_is_nullish(js_value value) {
  return to_v8(value)->IsNullOrUndefined();
}

bool js_is_true(js_value value) {
  return to_v8(value)->IsTrue();
}

bool js_is_false(js_value value) {
  return to_v8(value)->IsFalse();
}

bool js_is_boolean(js_value value) {
  return to_v8(value)->IsBoolean();
}

bool js_is_number(js_value value) {
  return is_small_integer(value) || to_v8(value)->IsNumber();
}

bool js_is_int32(js_value value) {
  return is_small_integer(value) || to_v8(value)->IsInt32();
}

bool js_is_uint32(js_value value) {
  return is_small_integer(value) ? small_integer(value) >= 0
                                 : to_v8(value)->IsUint32();
}

bool js_is_string(js_value value) {
  return to_v8(value)->IsString();
}

bool js_is_symbol(js_value value) {
  return to_v8(value)->IsSymbol();
}

bool js_is_bigint(js_value value) {
  return to_v8(value)->IsBigInt();
}

bool js_is_object(js_value value) {
  return to_v8(value)->IsObject();
}

bool js_is_function(js_value value) {
  return to_v8(value)->IsFunction();
}

bool js_is_array(js_value value) {
  return to_v8(value)->IsArray();
}

bool js_is_kind(js_value js, js_kind kind) {
  Local<v8::Value> value = to_v8(js);
  switch (kind) {
    case JS_KIND_ARGUMENTS:
      return value->IsArgumentsObject();
    case JS_KIND_ARRAY_BUFFER:
      return value->IsArrayBuffer();
    case JS_KIND_ARRAY_BUFFER_VIEW:
      return value->IsArrayBufferView();
    case JS_KIND_ASYNC_FUNCTION:
      return value->IsAsyncFunction();
    case JS_KIND_BIGINT64_ARRAY:
      return value->IsBigInt64Array();
    case JS_KIND_BIGINT_OBJECT:
      return value->IsBigIntObject();
    case JS_KIND_BIGUINT64_ARRAY:
      return value->IsBigUint64Array();
    case JS_KIND_BOOLEAN_OBJECT:
      return value->IsBooleanObject();
    case JS_KIND_DATA_VIEW:
      return value->IsDataView();
    case JS_KIND_DATE:
      return value->IsDate();
    case JS_KIND_EXTERNAL:
      return value->IsExternal();
    case JS_KIND_FLOAT16_ARRAY:
      return value->IsFloat16Array();
    case JS_KIND_FLOAT32_ARRAY:
      return value->IsFloat32Array();
    case JS_KIND_FLOAT64_ARRAY:
      return value->IsFloat64Array();
    case JS_KIND_GENERATOR_FUNCTION:
      return value->IsGeneratorFunction();
    case JS_KIND_GENERATOR_OBJECT:
      return value->IsGeneratorObject();
    case JS_KIND_INT16_ARRAY:
      return value->IsInt16Array();
    case JS_KIND_INT32_ARRAY:
      return value->IsInt32Array();
    case JS_KIND_INT8_ARRAY:
      return value->IsInt8Array();
    case JS_KIND_MAP:
      return value->IsMap();
    case JS_KIND_MAP_ITERATOR:
      return value->IsMapIterator();
    case JS_KIND_MODULE_NAMESPACE:
      return value->IsModuleNamespaceObject();
    case JS_KIND_NATIVE_ERROR:
      return value->IsNativeError();
    case JS_KIND_NUMBER_OBJECT:
      return value->IsNumberObject();
    case JS_KIND_PROMISE:
      return value->IsPromise();
    case JS_KIND_PROXY:
      return value->IsProxy();
    case JS_KIND_REG_EXP:
      return value->IsRegExp();
    case JS_KIND_SET:
      return value->IsSet();
    case JS_KIND_SET_ITERATOR:
      return value->IsSetIterator();
    case JS_KIND_SHARED_ARRAY_BUFFER:
      return value->IsSharedArrayBuffer();
    case JS_KIND_STRING_OBJECT:
      return value->IsStringObject();
    case JS_KIND_SYMBOL_OBJECT:
      return value->IsSymbolObject();
    case JS_KIND_TYPED_ARRAY:
      return value->IsTypedArray();
    case JS_KIND_UINT16_ARRAY:
      return value->IsUint16Array();
    case JS_KIND_UINT32_ARRAY:
      return value->IsUint32Array();
    case JS_KIND_UINT8_ARRAY:
      return value->IsUint8Array();
    case JS_KIND_UINT8_CLAMPED_ARRAY:
      return value->IsUint8ClampedArray();
    case JS_KIND_WASM_MEMORY_OBJECT:
      return value->IsWasmMemoryObject();
    case JS_KIND_WASM_MODULE_OBJECT:
      return value->IsWasmModuleObject();
    case JS_KIND_WEAK_MAP:
      return value->IsWeakMap();
    case JS_KIND_WEAK_SET:
      return value->IsWeakSet();
  }
  return false;
}

// --- Reading primitives -----------------------------------------------------

bool js_bool_value(js_value boolean) {
  return to_v8(boolean)->IsTrue();
}

int32_t js_int32_value(js_value number) {
  return is_small_integer(number) ? small_integer(number)
                                  : to_v8<v8::Int32>(number)->Value();
}

uint32_t js_uint32_value(js_value number) {
  return is_small_integer(number) ? static_cast<uint32_t>(small_integer(number))
                                  : to_v8<v8::Uint32>(number)->Value();
}

double js_double_value(js_value number) {
  return is_small_integer(number) ? small_integer(number)
                                  : to_v8<v8::Number>(number)->Value();
}

int64_t js_int64_value(js_value number) {
  if (is_small_integer(number)) {
    return small_integer(number);
  }
  double value = to_v8<v8::Number>(number)->Value();
  if (std::isnan(value)) {
    return 0;
  }
  // 2^63 itself is a double but no int64.
  if (value >= 0x1p63) {
    return INT64_MAX;
  }
  return value < -0x1p63 ? INT64_MIN : static_cast<int64_t>(value);
}

// --- Conversions ------------------------------------------------------------

bool js_to_bool(js_isolate *iso, js_value value) {
  return to_v8(value)->BooleanValue(iso->isolate);
}

bool js_to_int32(js_isolate *iso, js_value value, int32_t *out) {
  return to_v8(value)->Int32Value(context_of(iso)).To(out);
}

bool js_to_uint32(js_isolate *iso, js_value value, uint32_t *out) {
  return to_v8(value)->Uint32Value(context_of(iso)).To(out);
}

bool js_to_int64(js_isolate *iso, js_value value, int64_t *out) {
  return to_v8(value)->IntegerValue(context_of(iso)).To(out);
}

bool js_to_double(js_isolate *iso, js_value value, double *out) {
  return to_v8(value)->NumberValue(context_of(iso)).To(out);
}

js_value js_to_string(js_isolate *iso, js_value value) {
  return to_js(to_v8(value)->ToString(context_of(iso)));
}

js_value js_to_object(js_isolate *iso, js_value value) {
  return to_js(to_v8(value)->ToObject(context_of(iso)));
}

js_value js_to_detail_string(js_isolate *iso, js_value value) {
  js_value text = to_js(to_v8(value)->ToDetailString(context_of(iso)));
  return text != JS_EMPTY ? text : js_string_empty(iso);
}

bool js_strict_equals(js_value a, js_value b) {
  return to_v8(a)->StrictEquals(to_v8(b));
}

bool js_same_value(js_value a, js_value b) {
  return to_v8(a)->SameValue(to_v8(b));
}

js_value js_primitive_object_value(js_isolate *iso, js_value object) {
  Local<v8::Value> value = to_v8(object);
  if (value->IsNumberObject()) {
    return js_double(iso, value.As<v8::NumberObject>()->ValueOf());
  }
  if (value->IsStringObject()) {
    return to_js(value.As<v8::StringObject>()->ValueOf());
  }
  if (value->IsBooleanObject()) {
    return js_bool(iso, value.As<v8::BooleanObject>()->ValueOf());
  }
  if (value->IsSymbolObject()) {
    return to_js(value.As<v8::SymbolObject>()->ValueOf());
  }
  if (value->IsBigIntObject()) {
    return to_js(value.As<v8::BigIntObject>()->ValueOf());
  }
  return JS_EMPTY;
}

js_value js_external(js_isolate *iso, void *pointer) {
  return to_js(v8::External::New(iso->isolate, pointer));
}

void *js_external_value(js_value external) {
  return to_v8<v8::External>(external)->Value();
}
