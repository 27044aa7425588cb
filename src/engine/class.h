// Classes over C structs, as V8 has them: one FunctionTemplate a js_class,
// whose instances have one internal field, the js_wrap.
#ifndef ENGINE_CLASS_H_
#define ENGINE_CLASS_H_

#include <vector>

#include "internal.h"

struct js_wrap {
  const js_class *class_;
  void *native;
  js_isolate *iso;
  v8::Global<v8::Object> object;
  js_wrap *next;  // iso->wraps
  js_wrap **prev_next;
  bool is_queued;  // the object is gone, the finalizer waits to run
};

namespace engine {

struct ClassEntry {
  const js_class *class_;
  v8::Global<v8::FunctionTemplate> function_template;  // made at first use
  // Where the snapshot holds the template, while it was not taken out.
  size_t snapshot_index;
};

inline constexpr size_t kNotInSnapshot = SIZE_MAX;

struct ClassTable {
  explicit ClassTable(const std::vector<const js_class *> &classes);

  ClassEntry *find(const js_class *class_);
  // A class that no table mentions: it works, but not in a snapshot.
  ClassEntry *add(const js_class *class_);

  std::vector<ClassEntry> entries;

 private:
  void grow();

  std::vector<uint32_t> places_;  // open addressing; 0: free, else index + 1
};

// What V8 calls for `new` of any class. The function's data is the class's
// index in the ClassTable.
void class_construct(const v8::FunctionCallbackInfo<v8::Value> &info);

v8::Local<v8::FunctionTemplate> class_template(js_isolate *iso,
                                               const js_class *class_);

// Runs the finalizer of every living wrap, and frees the wraps.
void wraps_finalize_all(js_isolate *iso);

}  // namespace engine

#endif
