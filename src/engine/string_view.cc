#include "string_view.h"

#include <new>

#include "internal.h"

using v8::String;

static_assert(sizeof(String::ValueView) <=
              sizeof(static_cast<js_string_view *>(nullptr)->storage));

void js_string_view_open(js_isolate *iso, js_value string,
                         js_string_view *view) {
  auto *inner = new (view->storage)
      String::ValueView(iso->isolate, engine::to_v8<String>(string));
  view->length = inner->length();
  view->one_byte = inner->is_one_byte() ? inner->data8() : nullptr;
  view->two_byte = inner->is_one_byte() ? nullptr : inner->data16();
}

void js_string_view_close(js_string_view *view) {
  reinterpret_cast<String::ValueView *>(view->storage)->~ValueView();
}
