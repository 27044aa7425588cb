#include "shared_buffer.h"

#include <utility>

#include "internal.h"

using engine::to_js;
using v8::SharedArrayBuffer;

js_value js_shared_array_buffer(js_isolate *iso, void *bytes, size_t length,
                                void (*release)(void *bytes, size_t length,
                                                void *data),
                                void *data) {
  auto store = SharedArrayBuffer::NewBackingStore(bytes, length, release, data);
  return to_js(SharedArrayBuffer::New(iso->isolate, std::move(store)));
}
