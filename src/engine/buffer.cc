// Array buffers, typed arrays, Buffer, and the memory behind them.
#include "buffer.h"

#include <v8-external-memory-accounter.h>

#include <cstdlib>
#include <new>
#include <utility>

#include "internal.h"

using engine::kContextBufferPrototype;
using engine::main_context_of;
using engine::to_js;
using engine::to_v8;
using v8::ArrayBuffer;
using v8::ArrayBufferView;
using v8::BackingStore;
using v8::Local;
using v8::SharedArrayBuffer;
using v8::Uint8Array;

// js_bytes_of relies on it: with it a view's bytes never lie in the heap.
static_assert(V8_TYPED_ARRAY_MAX_SIZE_IN_HEAP == 0);

size_t js_buffer_max_length(void) {
  return v8::TypedArray::kMaxByteLength;
}

// --- Array buffers ----------------------------------------------------------

namespace {

// What js_array_buffer_external is to call, kept until the memory is free.
struct Release {
  void (*run)(void *data, void *bytes, size_t length);
  void *data;
};

void release_bytes(void *bytes, size_t length, void *data) {
  auto *release = static_cast<Release *>(data);
  release->run(release->data, bytes, length);
  delete release;
}

void free_bytes(void *bytes, size_t, void *) {
  std::free(bytes);
}

js_value buffer_over(js_isolate *iso, void *bytes, size_t length,
                     BackingStore::DeleterCallback deleter, void *data) {
  std::shared_ptr<BackingStore> store =
      ArrayBuffer::NewBackingStore(bytes, length, deleter, data);
  return to_js(ArrayBuffer::New(iso->isolate, std::move(store)));
}

}  // namespace

js_value js_array_buffer(js_isolate *iso, size_t length, bool zeroed) {
  using Mode = v8::BackingStoreInitializationMode;
  if (length > js_buffer_max_length()) {
    return JS_EMPTY;
  }
  return to_js(ArrayBuffer::MaybeNew(
      iso->isolate, length,
      zeroed ? Mode::kZeroInitialized : Mode::kUninitialized));
}

js_value js_array_buffer_external(js_isolate *iso, void *bytes, size_t length,
                                  void (*release)(void *data, void *bytes,
                                                  size_t length),
                                  void *data) {
  if (release == nullptr) {
    return buffer_over(iso, bytes, length, BackingStore::EmptyDeleter, nullptr);
  }
  auto *kept = new (std::nothrow) Release{release, data};
  if (kept == nullptr) {
    return JS_EMPTY;
  }
  return buffer_over(iso, bytes, length, release_bytes, kept);
}

js_value js_array_buffer_adopt(js_isolate *iso, void *bytes, size_t length) {
  return buffer_over(iso, bytes, length, free_bytes, nullptr);
}

void *js_array_buffer_data(js_value value, size_t *length) {
  if (to_v8(value)->IsSharedArrayBuffer()) {
    Local<SharedArrayBuffer> shared = to_v8<SharedArrayBuffer>(value);
    *length = shared->ByteLength();
    return shared->Data();
  }
  Local<ArrayBuffer> buffer = to_v8<ArrayBuffer>(value);
  *length = buffer->ByteLength();
  return buffer->Data();
}

bool js_array_buffer_detach(js_isolate *, js_value buffer) {
  return to_v8<ArrayBuffer>(buffer)->Detach(Local<v8::Value>()).IsJust();
}

bool js_array_buffer_is_detachable(js_value buffer) {
  return to_v8<ArrayBuffer>(buffer)->IsDetachable();
}

// --- Stores -----------------------------------------------------------------

struct js_store {
  std::shared_ptr<BackingStore> inner;
};

namespace {

// A view's buffer may be shared: V8's type says ArrayBuffer for both.
std::shared_ptr<BackingStore> backing_store_of(Local<v8::Value> value) {
  if (value->IsArrayBufferView()) {
    value = value.As<ArrayBufferView>()->Buffer();
  }
  if (value->IsArrayBuffer()) {
    return value.As<ArrayBuffer>()->GetBackingStore();
  }
  if (value->IsSharedArrayBuffer()) {
    return value.As<SharedArrayBuffer>()->GetBackingStore();
  }
  return nullptr;
}

}  // namespace

js_store *js_store_of(js_value buffer_or_view) {
  std::shared_ptr<BackingStore> inner = backing_store_of(to_v8(buffer_or_view));
  if (inner == nullptr) {
    return nullptr;
  }
  return new (std::nothrow) js_store{std::move(inner)};
}

void *js_store_data(js_store *store) {
  return store->inner->Data();
}

size_t js_store_length(js_store *store) {
  return store->inner->ByteLength();
}

js_value js_store_array_buffer(js_isolate *iso, js_store *store) {
  if (store->inner->IsShared()) {
    return to_js(SharedArrayBuffer::New(iso->isolate, store->inner));
  }
  return to_js(ArrayBuffer::New(iso->isolate, store->inner));
}

void js_store_free(js_store *store) {
  delete store;
}

// --- Views ------------------------------------------------------------------

namespace {

template <class View>
js_value view_on(js_value buffer, size_t offset, size_t length) {
  if (to_v8(buffer)->IsSharedArrayBuffer()) {
    return to_js(View::New(to_v8<SharedArrayBuffer>(buffer), offset, length));
  }
  return to_js(View::New(to_v8<ArrayBuffer>(buffer), offset, length));
}

}  // namespace

js_value js_uint8_array(js_isolate *, js_value array_buffer, size_t offset,
                        size_t length) {
  return view_on<Uint8Array>(array_buffer, offset, length);
}

js_value js_uint32_array(js_isolate *, js_value array_buffer, size_t offset,
                         size_t count) {
  return view_on<v8::Uint32Array>(array_buffer, offset, count);
}

js_value js_int32_array(js_isolate *, js_value array_buffer, size_t offset,
                        size_t count) {
  return view_on<v8::Int32Array>(array_buffer, offset, count);
}

js_value js_float64_array(js_isolate *, js_value array_buffer, size_t offset,
                          size_t count) {
  return view_on<v8::Float64Array>(array_buffer, offset, count);
}

js_value js_bigint64_array(js_isolate *, js_value array_buffer, size_t offset,
                           size_t count) {
  return view_on<v8::BigInt64Array>(array_buffer, offset, count);
}

bool js_bytes_of(js_value js, js_bytes *bytes) {
  Local<v8::Value> value = to_v8(js);
  if (value->IsArrayBufferView()) {
    v8::MemorySpan<uint8_t> contents =
        value.As<ArrayBufferView>()->GetContents({});
    *bytes = {contents.data(), contents.size()};
    return true;
  }
  if (value->IsArrayBuffer() || value->IsSharedArrayBuffer()) {
    bytes->data =
        static_cast<uint8_t *>(js_array_buffer_data(js, &bytes->length));
    return true;
  }
  return false;
}

js_value js_view_buffer(js_isolate *, js_value view) {
  return to_js(to_v8<ArrayBufferView>(view)->Buffer());
}

size_t js_view_offset(js_value view) {
  return to_v8<ArrayBufferView>(view)->ByteOffset();
}

size_t js_view_length(js_value view) {
  return to_v8<ArrayBufferView>(view)->ByteLength();
}

// --- Buffer -----------------------------------------------------------------

void js_buffer_prototype_set(js_isolate *iso, js_value prototype) {
  main_context_of(iso)->SetEmbedderData(kContextBufferPrototype,
                                        to_v8(prototype));
}

js_value js_buffer_of(js_isolate *iso, js_value array_buffer, size_t offset,
                      size_t length) {
  js_value array = js_uint8_array(iso, array_buffer, offset, length);
  Local<v8::Context> context = main_context_of(iso);
  Local<v8::Value> prototype =
      context->GetEmbedderData(kContextBufferPrototype);
  // Before lib/buffer.js has run there are plain Uint8Arrays only.
  if (!prototype->IsUndefined()) {
    to_v8<v8::Object>(array)
        ->SetPrototypeV2(context, prototype)
        .FromMaybe(false);
  }
  return array;
}

js_value js_buffer(js_isolate *iso, size_t length, uint8_t **data) {
  js_value array_buffer = js_array_buffer(iso, length, false);
  if (array_buffer == JS_EMPTY) {
    return JS_EMPTY;
  }
  *data = static_cast<uint8_t *>(to_v8<ArrayBuffer>(array_buffer)->Data());
  return js_buffer_of(iso, array_buffer, 0, length);
}

js_value js_buffer_copy(js_isolate *iso, const void *bytes, size_t length) {
  uint8_t *data = nullptr;
  js_value buffer = js_buffer(iso, length, &data);
  if (buffer != JS_EMPTY && length != 0) {
    std::memcpy(data, bytes, length);
  }
  return buffer;
}

js_value js_buffer_adopt(js_isolate *iso, void *bytes, size_t length) {
  return js_buffer_of(iso, js_array_buffer_adopt(iso, bytes, length), 0,
                      length);
}

void js_external_memory_adjust(js_isolate *iso, int64_t bytes) {
  v8::ExternalMemoryAccounter().Update(iso->isolate, bytes);
}
