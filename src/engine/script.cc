#include "script.h"

#include <cstdlib>

#include "internal.h"
#include "source.h"

namespace engine {

namespace {

// What import() is given back: an array of one symbol.
v8::Local<v8::Data> host_options(v8::Isolate *isolate, js_value symbol) {
  if (symbol == JS_EMPTY)
    return v8::Local<v8::Data>();
  auto options = v8::PrimitiveArray::New(isolate, 1);
  options->Set(isolate, 0, to_v8<v8::Primitive>(symbol));
  return options;
}

v8::ScriptOrigin origin_of(v8::Isolate *isolate, const js_source *source) {
  return v8::ScriptOrigin(
      to_v8(source->name), source->line_offset, source->column_offset, false,
      -1, to_v8(source->source_map_url), false, false, source->is_module,
      host_options(isolate, source->host_defined));
}

v8::ScriptCompiler::CachedData *cache_of(const js_source *source) {
  if (source->cache == nullptr)
    return nullptr;
  return new v8::ScriptCompiler::CachedData(
      source->cache, static_cast<int>(source->cache_length));
}

}  // namespace

Source::Source(js_isolate *iso, js_source *source)
    : from_(source),
      source_(to_v8<v8::String>(source->text), origin_of(iso->isolate, source),
              cache_of(source)) {}

Source::~Source() {
  const auto *cache = source_.GetCachedData();
  from_->cache_rejected = cache != nullptr && cache->rejected;
}

uint8_t *code_cache_copy(v8::ScriptCompiler::CachedData *cache,
                         size_t *length) {
  uint8_t *copy = nullptr;
  *length = 0;
  if (cache != nullptr && cache->length > 0) {
    *length = static_cast<size_t>(cache->length);
    copy = static_cast<uint8_t *>(malloc(*length));
    if (copy != nullptr)
      memcpy(copy, cache->data, *length);
  }
  delete cache;
  return copy;
}

}  // namespace engine

using engine::context_of;
using engine::Source;
using engine::to_js;
using engine::to_v8;
using v8::ScriptCompiler;

js_value js_script_compile(js_isolate *iso, js_source *source) {
  Source made(iso, source);
  return to_js(
      ScriptCompiler::Compile(context_of(iso), made.get(), made.options()));
}

js_value js_script_run(js_isolate *iso, js_value script) {
  return to_js(to_v8<v8::Script>(script)->Run(context_of(iso)));
}

js_value js_script_unbound_compile(js_isolate *iso, js_source *source) {
  Source made(iso, source);
  return to_js(ScriptCompiler::CompileUnboundScript(iso->isolate, made.get(),
                                                    made.options()));
}

js_value js_script_unbound_run(js_isolate *iso, js_value script) {
  return to_js(to_v8<v8::UnboundScript>(script)->BindToCurrentContext()->Run(
      context_of(iso)));
}

uint8_t *js_script_code_cache(js_value unbound_script, size_t *length) {
  return engine::code_cache_copy(
      ScriptCompiler::CreateCodeCache(to_v8<v8::UnboundScript>(unbound_script)),
      length);
}

uint8_t *js_function_code_cache(js_value function, size_t *length) {
  return engine::code_cache_copy(
      ScriptCompiler::CreateCodeCacheForFunction(to_v8<v8::Function>(function)),
      length);
}

js_value js_script_source_map_url(js_isolate *, js_value unbound_script) {
  return to_js(to_v8<v8::UnboundScript>(unbound_script)->GetSourceMappingURL());
}

js_value js_function_source_map_url(js_isolate *, js_value function) {
  v8::ScriptOrigin origin = to_v8<v8::Function>(function)->GetScriptOrigin();
  return to_js(origin.SourceMapUrl());
}

js_value js_function_compile(js_isolate *iso, js_source *source,
                             const js_value *parameters, size_t count,
                             const js_value *extensions,
                             size_t extension_count) {
  Source made(iso, source);
  return to_js(
      ScriptCompiler::CompileFunction(context_of(iso), made.get(), count,
                                      reinterpret_cast<v8::Local<v8::String> *>(
                                          const_cast<js_value *>(parameters)),
                                      extension_count,
                                      reinterpret_cast<v8::Local<v8::Object> *>(
                                          const_cast<js_value *>(extensions)),
                                      made.options()));
}
