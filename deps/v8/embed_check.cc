// Runs one script, so that a V8 that links but cannot start fails its build.
#include <cstdio>
#include <cstring>
#include <memory>

#include "libplatform/libplatform.h"
#include "v8.h"

int main(int argc, char** argv) {
  std::unique_ptr<v8::Platform> platform = v8::platform::NewDefaultPlatform();
  v8::V8::InitializePlatform(platform.get());
  v8::V8::Initialize();

  v8::Isolate::CreateParams params;
  params.array_buffer_allocator =
      v8::ArrayBuffer::Allocator::NewDefaultAllocator();
  v8::Isolate* isolate = v8::Isolate::New(params);
  bool works = false;
  {
    v8::Isolate::Scope isolate_scope(isolate);
    v8::HandleScope handle_scope(isolate);
    v8::Local<v8::Context> context = v8::Context::New(isolate);
    v8::Context::Scope context_scope(context);
    v8::Local<v8::String> source = v8::String::NewFromUtf8Literal(
        isolate, "new Intl.NumberFormat('de').format(1234.5)");
    v8::Local<v8::Value> result = v8::Script::Compile(context, source)
                                      .ToLocalChecked()
                                      ->Run(context)
                                      .ToLocalChecked();
    v8::String::Utf8Value text(isolate, result);
    works = *text != nullptr && std::strcmp(*text, "1.234,5") == 0;
  }
  isolate->Dispose();
  v8::V8::Dispose();
  v8::V8::DisposePlatform();
  delete params.array_buffer_allocator;
  std::printf("%s %s\n", v8::V8::GetVersion(), works ? "works" : "FAILS");
  return works ? 0 : 1;
}
