// What the .cc files of the shim share. The only header that includes V8.
//
// A js_value is a v8::Local<v8::Value> bit by bit (both are one pointer to a
// handle's slot), so crossing the door costs nothing. A js_isolate is our own
// struct, reached from V8's isolate through its data slot 0.
#ifndef ENGINE_INTERNAL_H_
#define ENGINE_INTERNAL_H_

#include <v8.h>

#include <cstring>
#include <memory>

#include "js.h"

namespace engine {

class TaskRunner;       // platform.h
struct ClassTable;      // class.h
struct ExternalTable;   // external.h
struct InterruptQueue;  // isolate.cc
class ModuleTable;      // module_table.h

// Finalizers of collected objects wait here until the event loop runs them:
// V8 allows nothing but a reset during garbage collection.
struct Finalizer {
  void (*run)(js_isolate *iso, void *data);
  void *data;
  Finalizer *next;
};

}  // namespace engine

struct js_isolate {
  v8::Isolate *isolate;
  v8::Global<v8::Context> main_context;
  void *owner;
  const js_tables *tables;

  engine::ClassTable *classes;       // templates of tables->classes
  engine::ExternalTable *externals;  // what a snapshot may point to
  std::shared_ptr<engine::TaskRunner> *runner;

  engine::Finalizer *finalizers;  // waiting to run, oldest first
  engine::Finalizer **finalizers_end;

  // Every living js_ref and js_wrap, so that teardown can finalize and a
  // snapshot can be refused while one is alive. Doubly linked; see the .cc.
  struct js_ref *refs;
  struct js_wrap *wraps;

  // Callbacks set through promise.h, module.h, error.h, isolate.h.
  js_rejection_callback on_rejection;
  js_import_callback on_import;
  js_import_meta_callback on_import_meta;
  js_module_resolve_callback on_resolve;  // during js_module_instantiate
  js_module_resolve_callback on_resolve_source;
  js_fatal_callback on_fatal;
  js_message_callback on_message;
  js_native on_wasm_streaming;  // or NULL
  js_heap_limit_callback on_near_heap_limit;
  void *near_heap_limit_data;
  bool abort_on_uncaught_exception;
  bool is_in_default_group;  // of isolates; see isolate.cc

  engine::InterruptQueue *interrupts;
  engine::ModuleTable *modules;
  v8::Global<v8::ObjectTemplate> global_template;  // of js_context_new

  v8::ArrayBuffer::Allocator *allocator;  // the process's; see memory.cc
  v8::SnapshotCreator *snapshot_creator;  // NULL unless will_snapshot
  v8::StartupData blob;                   // V8\'s part of the snapshot, if any
};

namespace engine {

static_assert(sizeof(v8::Local<v8::Value>) == sizeof(js_value));

template <class T>
inline js_value to_js(v8::Local<T> local) {
  js_value value;
  std::memcpy(&value, &local, sizeof value);
  return value;
}

template <class T>
inline js_value to_js(v8::MaybeLocal<T> maybe) {
  v8::Local<T> local;
  return maybe.ToLocal(&local) ? to_js(local) : JS_EMPTY;
}

template <class T = v8::Value>
inline v8::Local<T> to_v8(js_value value) {
  v8::Local<T> local;
  static_assert(sizeof local == sizeof value);
  std::memcpy(static_cast<void *>(&local), &value, sizeof value);
  return local;
}

// The arguments array of a call, seen as V8's.
inline v8::Local<v8::Value> *to_v8(const js_value *values) {
  return reinterpret_cast<v8::Local<v8::Value> *>(
      const_cast<js_value *>(values));
}

inline js_isolate *from_v8(v8::Isolate *isolate) {
  return static_cast<js_isolate *>(isolate->GetData(0));
}

inline v8::Local<v8::Context> context_of(js_isolate *iso) {
  return iso->isolate->GetCurrentContext();
}

// A native is called by V8 with a reference, declared in C with a pointer:
// both are one address in a register.
inline v8::FunctionCallback to_v8(js_native native) {
  return reinterpret_cast<v8::FunctionCallback>(
      reinterpret_cast<void *>(native));
}

inline const v8::FunctionCallbackInfo<v8::Value> &to_v8(js_call *call) {
  return *reinterpret_cast<const v8::FunctionCallbackInfo<v8::Value> *>(call);
}

// The main context, without making a handle: a Global's slot is one.
inline v8::Local<v8::Context> main_context_of(js_isolate *iso) {
  static_assert(sizeof(v8::Global<v8::Context>) ==
                sizeof(v8::Local<v8::Context>));
  v8::Local<v8::Context> context;
  std::memcpy(static_cast<void *>(&context), &iso->main_context,
              sizeof context);
  return context;
}

// Queues a finalizer for js_isolate_run_finalizers, and wakes the event loop
// (isolate.cc). May be called from V8's weak callbacks.
void finalizer_queue(js_isolate *iso, void (*run)(js_isolate *, void *),
                     void *data);

// Empties every living js_ref: finalizes the weak ones, and cuts all of them
// off the isolate, which is about to go (scope.cc).
void refs_abandon(js_isolate *iso);

// Embedder data of contexts. Every context that we make has this many.
enum {
  kContextSandbox = 1,            // js_context_new's global_handler
  kContextBufferPrototype = 2,    // main context: Buffer.prototype
  kContextPrepareStackTrace = 3,  // main context: a function, or undefined
  kContextForbidsWasm = 4,        // true if WebAssembly may not be compiled
  kContextImportSymbol = 5,       // js_context_set_import_symbol's
  kContextForbidsEval = 6,        // true if texts may not be compiled
  kContextEvalWatcher = 7,        // main context: a function, or undefined
  kContextSlots = 8,              // main context: the js_slots follow
  kContextSlotCount = 128,
  kContextDataCount = kContextSlots + kContextSlotCount,
};

// What is in a context's embedder data; undefined for contexts not ours.
inline v8::Local<v8::Value> context_data(v8::Isolate *isolate,
                                         v8::Local<v8::Context> context,
                                         int index) {
  if (context->GetNumberOfEmbedderDataFields() <=
      static_cast<uint32_t>(index)) {
    return v8::Undefined(isolate);
  }
  return context->GetEmbedderData(index);
}

// Calls the function in kContextPrepareStackTrace of the main context. To be
// given to V8 once that is set; isolate.cc does so for one from a snapshot.
v8::MaybeLocal<v8::Value> prepare_stack_trace(v8::Local<v8::Context> context,
                                              v8::Local<v8::Value> error,
                                              v8::Local<v8::Array> sites);

// What V8 calls for WebAssembly.compileStreaming (wasm.cc): given to V8 before
// any context is made, as those get the function then.
void on_wasm_streaming(const v8::FunctionCallbackInfo<v8::Value> &info);

// Whether a value is an instance of a js_class (class.cc), wrapped or not.
bool is_class_instance(v8::Local<v8::Value> value);

// The resource of a text in tables->texts, which lives as long as the isolate;
// NULL for any other. Strings over it stay outside the snapshot (external.cc).
v8::String::ExternalOneByteStringResource *embedded_text(js_isolate *iso,
                                                         const char *text,
                                                         size_t length);

// The one allocator of array buffers' memory: malloc, calloc, free (memory.cc).
v8::ArrayBuffer::Allocator *array_buffer_allocator();

}  // namespace engine

#endif
