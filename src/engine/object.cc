// Objects, arrays, and looking inside them.
#include "object.h"

#include <climits>

#include "internal.h"

using engine::context_of;
using engine::to_js;
using engine::to_v8;
using v8::Array;
using v8::Local;
using v8::Name;
using v8::Object;

namespace {

Local<Name> literal(js_isolate *iso, const char *name) {
  return to_v8<Name>(js_string_literal(iso, name));
}

}  // namespace

js_value js_object(js_isolate *iso) {
  return to_js(Object::New(iso->isolate));
}

js_value js_object_with(js_isolate *iso, js_value prototype,
                        const js_value *names, const js_value *values,
                        size_t count) {
  auto *keys = reinterpret_cast<Local<Name> *>(const_cast<js_value *>(names));
  return to_js(
      Object::New(iso->isolate, to_v8(prototype), keys, to_v8(values), count));
}

// --- Properties -------------------------------------------------------------

js_value js_get(js_isolate *iso, js_value object, js_value key) {
  return to_js(to_v8<Object>(object)->Get(context_of(iso), to_v8(key)));
}

js_value js_get_index(js_isolate *iso, js_value object, uint32_t index) {
  return to_js(to_v8<Object>(object)->Get(context_of(iso), index));
}

js_value js_get_named(js_isolate *iso, js_value object, const char *name) {
  return js_get(iso, object, js_string_literal(iso, name));
}

bool js_set(js_isolate *iso, js_value object, js_value key, js_value value) {
  return to_v8<Object>(object)
      ->Set(context_of(iso), to_v8(key), to_v8(value))
      .IsJust();
}

bool js_set_index(js_isolate *iso, js_value object, uint32_t index,
                  js_value value) {
  return to_v8<Object>(object)
      ->Set(context_of(iso), index, to_v8(value))
      .IsJust();
}

bool js_set_named(js_isolate *iso, js_value object, const char *name,
                  js_value value) {
  return js_set(iso, object, js_string_literal(iso, name), value);
}

bool js_has(js_isolate *iso, js_value object, js_value key, bool *has) {
  return to_v8<Object>(object)->Has(context_of(iso), to_v8(key)).To(has);
}

bool js_has_own(js_isolate *iso, js_value object, js_value key, bool *has) {
  return to_v8<Object>(object)
      ->HasOwnProperty(context_of(iso), to_v8<Name>(key))
      .To(has);
}

bool js_delete(js_isolate *iso, js_value object, js_value key, bool *deleted) {
  return to_v8<Object>(object)->Delete(context_of(iso), to_v8(key)).To(deleted);
}

static_assert(JS_READ_ONLY == int{v8::ReadOnly});
static_assert(JS_DONT_ENUM == int{v8::DontEnum});
static_assert(JS_DONT_DELETE == int{v8::DontDelete});

bool js_define(js_isolate *iso, js_value object, js_value key, js_value value,
               int attributes) {
  bool defined = false;
  Local<Object> target = to_v8<Object>(object);
  v8::Maybe<bool> result =
      attributes == JS_PROPERTY_DEFAULT
          ? target->CreateDataProperty(context_of(iso), to_v8<Name>(key),
                                       to_v8(value))
          : target->DefineOwnProperty(
                context_of(iso), to_v8<Name>(key), to_v8(value),
                static_cast<v8::PropertyAttribute>(attributes));
  if (!result.To(&defined)) {
    return false;
  }
  if (!defined) {
    js_throw_type_error(iso, nullptr, "Cannot define property");
  }
  return defined;
}

void js_define_named(js_isolate *iso, js_value object, const char *name,
                     js_value value) {
  to_v8<Object>(object)
      ->CreateDataProperty(context_of(iso), literal(iso, name), to_v8(value))
      .FromMaybe(false);
}

void js_define_int32(js_isolate *iso, js_value object, const char *name,
                     int32_t value) {
  js_define_named(iso, object, name, js_int32(iso, value));
}

js_value js_get_private(js_isolate *iso, js_value object,
                        js_value private_name) {
  return to_js(to_v8<Object>(object)->GetPrivate(
      context_of(iso), to_v8<v8::Private>(private_name)));
}

bool js_set_private(js_isolate *iso, js_value object, js_value private_name,
                    js_value value) {
  return to_v8<Object>(object)
      ->SetPrivate(context_of(iso), to_v8<v8::Private>(private_name),
                   to_v8(value))
      .IsJust();
}

// --- About an object --------------------------------------------------------

js_value js_prototype(js_isolate *, js_value object) {
  return to_js(to_v8<Object>(object)->GetPrototypeV2());
}

bool js_set_prototype(js_isolate *iso, js_value object, js_value prototype) {
  bool done = to_v8<Object>(object)
                  ->SetPrototypeV2(context_of(iso), to_v8(prototype))
                  .IsJust();
  // V8 says nothing where an object refuses: a cycle, or not extensible.
  if (!done && !iso->isolate->HasPendingException()) {
    js_throw_type_error(iso, nullptr, "Cannot set prototype");
  }
  return done;
}

js_value js_constructor_name(js_isolate *, js_value object) {
  return to_js(to_v8<Object>(object)->GetConstructorName());
}

static_assert(JS_KEYS_ONLY_ENUMERABLE == int{v8::ONLY_ENUMERABLE});
static_assert(JS_KEYS_SKIP_STRINGS == int{v8::SKIP_STRINGS});
static_assert(JS_KEYS_SKIP_SYMBOLS == int{v8::SKIP_SYMBOLS});

js_value js_own_keys(js_isolate *iso, js_value object, int filter) {
  bool skip_indices = (filter & JS_KEYS_SKIP_INDICES) != 0;
  return to_js(to_v8<Object>(object)->GetPropertyNames(
      context_of(iso), v8::KeyCollectionMode::kOwnOnly,
      static_cast<v8::PropertyFilter>(filter & ~JS_KEYS_SKIP_INDICES),
      skip_indices ? v8::IndexFilter::kSkipIndices
                   : v8::IndexFilter::kIncludeIndices,
      v8::KeyConversionMode::kConvertToString));
}

bool js_object_is_native(js_value object) {
  return engine::is_class_instance(to_v8(object));
}

bool js_freeze(js_isolate *iso, js_value object) {
  return to_v8<Object>(object)
      ->SetIntegrityLevel(context_of(iso), v8::IntegrityLevel::kFrozen)
      .IsJust();
}

// --- Arrays -----------------------------------------------------------------

// Above this V8 keeps an array that has only a length as a dictionary.
static constexpr uint32_t kMaxPreallocated = 32 * 1024 * 1024;

js_value js_array(js_isolate *iso, uint32_t length) {
  if (length < kMaxPreallocated) {
    return to_js(Array::New(iso->isolate, static_cast<int>(length)));
  }
  js_value array = to_js(Array::New(iso->isolate));
  js_set_named(iso, array, "length", js_uint32(iso, length));
  return array;
}

js_value js_array_from(js_isolate *iso, const js_value *elements,
                       size_t count) {
  return to_js(Array::New(iso->isolate, to_v8(elements), count));
}

uint32_t js_array_length(js_value array) {
  return to_v8<Array>(array)->Length();
}

namespace {

struct ElementReader {
  js_value *elements;
  uint32_t count;
};

// V8's element handle dies when this returns, and so would one made here for
// some kinds of array. So the value is put into a slot made before.
Array::CallbackResult read_element(uint32_t index, Local<v8::Value> element,
                                   void *data) {
  auto *reader = static_cast<ElementReader *>(data);
  if (index >= reader->count) {
    return Array::CallbackResult::kBreak;
  }
  auto *slot =
      reinterpret_cast<v8::internal::Address *>(reader->elements[index]);
  *slot = v8::internal::ValueHelper::ValueAsAddress(*element);
  return Array::CallbackResult::kContinue;
}

}  // namespace

bool js_array_read(js_isolate *iso, js_value array, js_value *elements,
                   uint32_t count) {
  Local<v8::Value> undefined = v8::Undefined(iso->isolate);
  for (uint32_t i = 0; i < count; i++) {
    elements[i] = to_js(Local<v8::Value>::New(iso->isolate, undefined));
  }
  ElementReader reader = {elements, count};
  return to_v8<Array>(array)
      ->Iterate(context_of(iso), read_element, &reader)
      .IsJust();
}

// --- Looking inside ---------------------------------------------------------

js_value js_preview_entries(js_isolate *, js_value object, bool *is_key_value) {
  return to_js(to_v8<Object>(object)->PreviewEntries(is_key_value));
}

js_value js_proxy_target(js_value proxy) {
  return to_js(to_v8<v8::Proxy>(proxy)->GetTarget());
}

js_value js_proxy_handler(js_value proxy) {
  return to_js(to_v8<v8::Proxy>(proxy)->GetHandler());
}
