#include "wasm.h"

#include <v8-wasm.h>

#include <new>

#include "internal.h"

using engine::to_v8;

struct js_wasm_stream {
  std::shared_ptr<v8::WasmStreaming> streaming;
};

void engine::on_wasm_streaming(
    const v8::FunctionCallbackInfo<v8::Value> &info) {
  js_isolate *iso = from_v8(info.GetIsolate());
  if (iso->on_wasm_streaming != nullptr) {
    to_v8(iso->on_wasm_streaming)(info);
    return;
  }
  v8::WasmStreaming::Unpack(info.GetIsolate(), info.Data())
      ->Abort(v8::Exception::TypeError(v8::String::NewFromUtf8Literal(
          info.GetIsolate(), "Nothing can be streamed here")));
}

bool js_wasm_memory_bytes(js_value memory, js_bytes *bytes) {
  v8::Local<v8::Value> value = to_v8(memory);
  if (!value->IsWasmMemoryObject())
    return false;
  v8::Local<v8::ArrayBuffer> buffer =
      value.As<v8::WasmMemoryObject>()->Buffer();
  *bytes =
      js_bytes{static_cast<uint8_t *>(buffer->Data()), buffer->ByteLength()};
  return true;
}

struct js_wasm_module {
  v8::CompiledWasmModule code;
};

js_wasm_module *js_wasm_module_of(js_value module) {
  return new (std::nothrow)
      js_wasm_module{to_v8<v8::WasmModuleObject>(module)->GetCompiledModule()};
}

void js_wasm_module_free(js_wasm_module *module) {
  delete module;
}

js_value js_wasm_module_object(js_isolate *iso, const js_wasm_module *module) {
  return engine::to_js(
      v8::WasmModuleObject::FromCompiledModule(iso->isolate, module->code));
}

void js_wasm_on_streaming(js_isolate *iso, js_native start) {
  iso->on_wasm_streaming = start;
}

js_wasm_stream *js_wasm_stream_open(js_call *call) {
  const v8::FunctionCallbackInfo<v8::Value> &info = to_v8(call);
  return new js_wasm_stream{
      v8::WasmStreaming::Unpack(info.GetIsolate(), info.Data())};
}

void js_wasm_stream_url_set(js_wasm_stream *stream, const char *url,
                            size_t length) {
  stream->streaming->SetUrl(url, length);
}

void js_wasm_stream_push(js_wasm_stream *stream, const uint8_t *bytes,
                         size_t length) {
  stream->streaming->OnBytesReceived(bytes, length);
}

void js_wasm_stream_finish(js_wasm_stream *stream) {
  stream->streaming->Finish();
}

void js_wasm_stream_abort(js_wasm_stream *stream, js_value reason) {
  stream->streaming->Abort(to_v8(reason));
}

void js_wasm_stream_free(js_wasm_stream *stream) {
  delete stream;
}
