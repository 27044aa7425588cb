// A js_source as V8 wants it.
#ifndef ENGINE_SOURCE_H_
#define ENGINE_SOURCE_H_

#include "internal.h"

namespace engine {

// Lives while one compile function runs. The destructor tells the js_source
// whether its code cache was refused.
class Source {
 public:
  Source(js_isolate *iso, js_source *source);
  ~Source();

  v8::ScriptCompiler::Source *get() {
    return &source_;
  }
  v8::ScriptCompiler::CompileOptions options() const {
    if (from_->cache != nullptr)
      return v8::ScriptCompiler::kConsumeCodeCache;
    return from_->eager ? v8::ScriptCompiler::kEagerCompile
                        : v8::ScriptCompiler::kNoCompileOptions;
  }

 private:
  js_source *from_;
  v8::ScriptCompiler::Source source_;
};

// A copy of a code cache in memory from malloc(). Frees the cache.
uint8_t *code_cache_copy(v8::ScriptCompiler::CachedData *cache, size_t *length);

}  // namespace engine

#endif
