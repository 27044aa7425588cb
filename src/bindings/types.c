/* util.types: one native per kind of object.
 *
 * Each is also a V8 fast call, which optimised code calls without leaving
 * machine code: these tests stand in hot paths (Buffer, streams, assert). */
#include "../runtime/binding.h"

/* One test: the slow form, the fast form and its description. */
#define KIND_TEST(name, condition)                                 \
  static bool name##_fast(js_value receiver, js_value value) {     \
    (void)receiver;                                                \
    return condition;                                              \
  }                                                                \
  static void name(js_call *call) {                                \
    js_return_bool(call, name##_fast(NULL, js_call_arg(call, 0))); \
  }                                                                \
  static const js_fast name##_description = {                      \
      (const void *)name##_fast, JS_FAST_BOOL, {JS_FAST_VALUE, JS_FAST_END}};

#define KIND(name, kind) KIND_TEST(name, js_is_kind(value, kind))

static bool is_boxed_primitive(js_value value) {
  return js_is_kind(value, JS_KIND_NUMBER_OBJECT) ||
         js_is_kind(value, JS_KIND_STRING_OBJECT) ||
         js_is_kind(value, JS_KIND_BOOLEAN_OBJECT) ||
         js_is_kind(value, JS_KIND_BIGINT_OBJECT) ||
         js_is_kind(value, JS_KIND_SYMBOL_OBJECT);
}

static bool is_any_array_buffer(js_value value) {
  return js_is_kind(value, JS_KIND_ARRAY_BUFFER) ||
         js_is_kind(value, JS_KIND_SHARED_ARRAY_BUFFER);
}

KIND(arguments_object, JS_KIND_ARGUMENTS)
KIND(array_buffer, JS_KIND_ARRAY_BUFFER)
KIND(async_function, JS_KIND_ASYNC_FUNCTION)
KIND(bigint_object, JS_KIND_BIGINT_OBJECT)
KIND(boolean_object, JS_KIND_BOOLEAN_OBJECT)
KIND(data_view, JS_KIND_DATA_VIEW)
KIND(date, JS_KIND_DATE)
KIND(external, JS_KIND_EXTERNAL)
KIND(generator_function, JS_KIND_GENERATOR_FUNCTION)
KIND(generator_object, JS_KIND_GENERATOR_OBJECT)
KIND(map, JS_KIND_MAP)
KIND(map_iterator, JS_KIND_MAP_ITERATOR)
KIND(module_namespace, JS_KIND_MODULE_NAMESPACE)
KIND(native_error, JS_KIND_NATIVE_ERROR)
KIND(number_object, JS_KIND_NUMBER_OBJECT)
KIND(promise, JS_KIND_PROMISE)
KIND(proxy, JS_KIND_PROXY)
KIND(reg_exp, JS_KIND_REG_EXP)
KIND(set, JS_KIND_SET)
KIND(set_iterator, JS_KIND_SET_ITERATOR)
KIND(shared_array_buffer, JS_KIND_SHARED_ARRAY_BUFFER)
KIND(string_object, JS_KIND_STRING_OBJECT)
KIND(symbol_object, JS_KIND_SYMBOL_OBJECT)
KIND(weak_map, JS_KIND_WEAK_MAP)
KIND(weak_set, JS_KIND_WEAK_SET)
KIND_TEST(any_array_buffer, is_any_array_buffer(value))
KIND_TEST(boxed_primitive, is_boxed_primitive(value))

#define ROW(js_name, name) {js_name, name, 1, &name##_description}

static const js_native_entry natives[] = {
    ROW("isExternal", external),
    ROW("isDate", date),
    ROW("isArgumentsObject", arguments_object),
    ROW("isBigIntObject", bigint_object),
    ROW("isBooleanObject", boolean_object),
    ROW("isNumberObject", number_object),
    ROW("isStringObject", string_object),
    ROW("isSymbolObject", symbol_object),
    ROW("isBoxedPrimitive", boxed_primitive),
    ROW("isNativeError", native_error),
    ROW("isRegExp", reg_exp),
    ROW("isAsyncFunction", async_function),
    ROW("isGeneratorFunction", generator_function),
    ROW("isGeneratorObject", generator_object),
    ROW("isPromise", promise),
    ROW("isMap", map),
    ROW("isSet", set),
    ROW("isMapIterator", map_iterator),
    ROW("isSetIterator", set_iterator),
    ROW("isWeakMap", weak_map),
    ROW("isWeakSet", weak_set),
    ROW("isArrayBuffer", array_buffer),
    ROW("isDataView", data_view),
    ROW("isSharedArrayBuffer", shared_array_buffer),
    ROW("isProxy", proxy),
    ROW("isModuleNamespaceObject", module_namespace),
    ROW("isAnyArrayBuffer", any_array_buffer),
    {NULL, NULL, 0, NULL},
};

const binding types_binding = {"types", natives, NULL, NULL, NULL};
