#include "serializer.h"

#include <cstdlib>

#include "internal.h"

using engine::context_of;
using engine::to_js;
using engine::to_v8;

// --- Writing
// -------------------------------------------------------------------

struct js_serializer final : v8::ValueSerializer::Delegate {
  js_serializer(js_isolate *isolate, const js_serializer_hooks *chosen,
                void *owner)
      : iso(isolate),
        hooks(chosen),
        data(owner),
        serializer(isolate->isolate, this) {}

  void ThrowDataCloneError(v8::Local<v8::String> message) override {
    if (hooks->throw_data_clone_error != nullptr) {
      hooks->throw_data_clone_error(data, to_js(message));
    } else {
      iso->isolate->ThrowException(v8::Exception::Error(message));
    }
  }

  bool HasCustomHostObject(v8::Isolate *) override {
    return hooks->is_host_object != nullptr;
  }

  v8::Maybe<bool> IsHostObject(v8::Isolate *,
                               v8::Local<v8::Object> object) override {
    if (engine::is_class_instance(object))
      return v8::Just(true);
    bool is_host = false;
    if (!hooks->is_host_object(data, to_js(object), &is_host)) {
      return v8::Nothing<bool>();
    }
    return v8::Just(is_host);
  }

  v8::Maybe<bool> WriteHostObject(v8::Isolate *isolate,
                                  v8::Local<v8::Object> object) override {
    if (hooks->write_host_object == nullptr) {
      return v8::ValueSerializer::Delegate::WriteHostObject(isolate, object);
    }
    return hooks->write_host_object(data, to_js(object)) ? v8::Just(true)
                                                         : v8::Nothing<bool>();
  }

  v8::Maybe<uint32_t> GetSharedArrayBufferId(
      v8::Isolate *isolate, v8::Local<v8::SharedArrayBuffer> buffer) override {
    if (hooks->shared_array_buffer_id == nullptr) {
      return v8::ValueSerializer::Delegate::GetSharedArrayBufferId(isolate,
                                                                   buffer);
    }
    uint32_t id = 0;
    return hooks->shared_array_buffer_id(data, to_js(buffer), &id)
               ? v8::Just(id)
               : v8::Nothing<uint32_t>();
  }

  // Nothing without an exception: the module cannot be cloned.
  v8::Maybe<uint32_t> GetWasmModuleTransferId(
      v8::Isolate *, v8::Local<v8::WasmModuleObject> module) override {
    uint32_t id = 0;
    return hooks->wasm_module_id != nullptr &&
                   hooks->wasm_module_id(data, to_js(module), &id)
               ? v8::Just(id)
               : v8::Nothing<uint32_t>();
  }

  js_isolate *iso;
  const js_serializer_hooks *hooks;
  void *data;
  v8::ValueSerializer serializer;
};

static constexpr js_serializer_hooks kNoSerializerHooks = {};

js_serializer *js_serializer_new(js_isolate *iso,
                                 const js_serializer_hooks *hooks, void *data) {
  if (hooks == nullptr)
    hooks = &kNoSerializerHooks;
  auto *made = new js_serializer(iso, hooks, data);
  made->serializer.SetTreatArrayBufferViewsAsHostObjects(
      hooks->treat_views_as_host_objects);
  return made;
}

void js_serializer_treat_views(js_serializer *serializer,
                               bool as_host_objects) {
  serializer->serializer.SetTreatArrayBufferViewsAsHostObjects(as_host_objects);
}

void js_serializer_write_header(js_serializer *serializer) {
  serializer->serializer.WriteHeader();
}

bool js_serializer_write_value(js_serializer *serializer, js_value value) {
  return serializer->serializer
      .WriteValue(context_of(serializer->iso), to_v8(value))
      .FromMaybe(false);
}

void js_serializer_write_uint32(js_serializer *serializer, uint32_t value) {
  serializer->serializer.WriteUint32(value);
}

void js_serializer_write_uint64(js_serializer *serializer, uint64_t value) {
  serializer->serializer.WriteUint64(value);
}

void js_serializer_write_double(js_serializer *serializer, double value) {
  serializer->serializer.WriteDouble(value);
}

void js_serializer_write_bytes(js_serializer *serializer, const void *bytes,
                               size_t length) {
  serializer->serializer.WriteRawBytes(bytes, length);
}

void js_serializer_transfer_array_buffer(js_serializer *serializer, uint32_t id,
                                         js_value array_buffer) {
  serializer->serializer.TransferArrayBuffer(
      id, to_v8<v8::ArrayBuffer>(array_buffer));
}

// V8's buffer is from realloc(), as no delegate says otherwise.
uint8_t *js_serializer_release(js_serializer *serializer, size_t *length) {
  std::pair<uint8_t *, size_t> written = serializer->serializer.Release();
  *length = written.second;
  return written.first;
}

void js_serializer_free(js_serializer *serializer) {
  delete serializer;
}

// --- Reading
// -------------------------------------------------------------------

struct js_deserializer final : v8::ValueDeserializer::Delegate {
  js_deserializer(js_isolate *isolate, const uint8_t *bytes, size_t length,
                  const js_deserializer_hooks *chosen, void *owner)
      : iso(isolate),
        hooks(chosen),
        data(owner),
        deserializer(isolate->isolate, bytes, length, this) {}

  v8::MaybeLocal<v8::Object> ReadHostObject(v8::Isolate *isolate) override {
    if (hooks->read_host_object == nullptr) {
      return v8::ValueDeserializer::Delegate::ReadHostObject(isolate);
    }
    // V8 forbids it while it reads; the program's own reader may run.
    v8::Isolate::AllowJavascriptExecutionScope allowed(isolate);
    js_value object = hooks->read_host_object(data);
    if (object == JS_EMPTY)
      return {};
    return to_v8<v8::Object>(object);
  }

  v8::MaybeLocal<v8::SharedArrayBuffer> GetSharedArrayBufferFromId(
      v8::Isolate *isolate, uint32_t id) override {
    if (hooks->shared_array_buffer_from_id == nullptr) {
      return v8::ValueDeserializer::Delegate::GetSharedArrayBufferFromId(
          isolate, id);
    }
    js_value buffer = hooks->shared_array_buffer_from_id(data, id);
    if (buffer == JS_EMPTY)
      return {};
    return to_v8<v8::SharedArrayBuffer>(buffer);
  }

  v8::MaybeLocal<v8::WasmModuleObject> GetWasmModuleFromId(
      v8::Isolate *, uint32_t id) override {
    js_value module = hooks->wasm_module_from_id == nullptr
                          ? JS_EMPTY
                          : hooks->wasm_module_from_id(data, id);
    if (module == JS_EMPTY)
      return {};
    return to_v8<v8::WasmModuleObject>(module);
  }

  js_isolate *iso;
  const js_deserializer_hooks *hooks;
  void *data;
  v8::ValueDeserializer deserializer;
};

static constexpr js_deserializer_hooks kNoDeserializerHooks = {};

js_deserializer *js_deserializer_new(js_isolate *iso, const uint8_t *bytes,
                                     size_t length,
                                     const js_deserializer_hooks *hooks,
                                     void *data) {
  if (hooks == nullptr)
    hooks = &kNoDeserializerHooks;
  return new js_deserializer(iso, bytes, length, hooks, data);
}

bool js_deserializer_read_header(js_deserializer *deserializer) {
  return deserializer->deserializer.ReadHeader(context_of(deserializer->iso))
      .FromMaybe(false);
}

js_value js_deserializer_read_value(js_deserializer *deserializer) {
  return to_js(
      deserializer->deserializer.ReadValue(context_of(deserializer->iso)));
}

bool js_deserializer_read_uint32(js_deserializer *deserializer, uint32_t *out) {
  return deserializer->deserializer.ReadUint32(out);
}

bool js_deserializer_read_uint64(js_deserializer *deserializer, uint64_t *out) {
  return deserializer->deserializer.ReadUint64(out);
}

bool js_deserializer_read_double(js_deserializer *deserializer, double *out) {
  return deserializer->deserializer.ReadDouble(out);
}

bool js_deserializer_read_bytes(js_deserializer *deserializer, size_t length,
                                const void **bytes) {
  return deserializer->deserializer.ReadRawBytes(length, bytes);
}

uint32_t js_deserializer_version(js_deserializer *deserializer) {
  return deserializer->deserializer.GetWireFormatVersion();
}

void js_deserializer_transfer_array_buffer(js_deserializer *deserializer,
                                           uint32_t id, js_value array_buffer) {
  v8::Local<v8::Value> buffer = to_v8(array_buffer);
  if (buffer->IsSharedArrayBuffer()) {
    deserializer->deserializer.TransferSharedArrayBuffer(
        id, buffer.As<v8::SharedArrayBuffer>());
  } else {
    deserializer->deserializer.TransferArrayBuffer(
        id, buffer.As<v8::ArrayBuffer>());
  }
}

void js_deserializer_free(js_deserializer *deserializer) {
  delete deserializer;
}
