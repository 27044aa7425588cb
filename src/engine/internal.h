// What the .cc files of the shim share. The only header that includes V8.
//
// A js_value is a v8::Local<v8::Value> bit by bit (both are one pointer to a
// handle's slot), so crossing the door costs nothing. A js_isolate is our own
// struct, reached from V8's isolate through its data slot 0.
#ifndef ENGINE_INTERNAL_H_
#define ENGINE_INTERNAL_H_

#include <v8.h>

#include <cstring>

#include "js.h"

namespace engine {

class Platform;  // isolate.cc

// Finalizers of collected objects wait here until the event loop runs them:
// V8 allows nothing but a reset during garbage collection.
struct Finalizer {
  void (*run)(js_isolate* iso, void* data);
  void* data;
  Finalizer* next;
};

}  // namespace engine

struct js_isolate {
  v8::Isolate* isolate;
  v8::Global<v8::Context> main_context;
  void* owner;
  const js_tables* tables;

  // Constructor templates by their place in tables->classes; made at first
  // use, or taken from the snapshot (class_data_index) at first use.
  v8::Global<v8::FunctionTemplate>* class_templates;
  size_t class_count;
  size_t* class_data_index;  // NULL without a snapshot

  engine::Finalizer* finalizers;  // waiting to run

  // Every living js_ref and js_wrap, so that teardown can finalize and a
  // snapshot can be refused while one is alive. Doubly linked; see the .cc.
  struct js_ref* refs;
  struct js_wrap* wraps;

  // Callbacks set through promise.h, module.h, error.h, isolate.h.
  js_rejection_callback on_rejection;
  js_import_callback on_import;
  js_import_meta_callback on_import_meta;
  js_fatal_callback on_fatal;
  js_message_callback on_message;
  js_heap_limit_callback on_near_heap_limit;
  void* near_heap_limit_data;

  v8::ArrayBuffer::Allocator* allocator;
  v8::SnapshotCreator* snapshot_creator;  // NULL unless will_snapshot
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
  std::memcpy(static_cast<void*>(&local), &value, sizeof value);
  return local;
}

// The arguments array of a call, seen as V8's.
inline v8::Local<v8::Value>* to_v8(const js_value* values) {
  return reinterpret_cast<v8::Local<v8::Value>*>(const_cast<js_value*>(values));
}

inline js_isolate* from_v8(v8::Isolate* isolate) {
  return static_cast<js_isolate*>(isolate->GetData(0));
}

inline v8::Local<v8::Context> context_of(js_isolate* iso) {
  return iso->isolate->GetCurrentContext();
}

// A native is called by V8 with a reference, declared in C with a pointer:
// both are one address in a register.
inline v8::FunctionCallback to_v8(js_native native) {
  return reinterpret_cast<v8::FunctionCallback>(native);
}

inline const v8::FunctionCallbackInfo<v8::Value>& to_v8(js_call* call) {
  return *reinterpret_cast<const v8::FunctionCallbackInfo<v8::Value>*>(call);
}

// Queues a finalizer for js_isolate_run_finalizers (isolate.cc).
void finalizer_queue(js_isolate* iso, void (*run)(js_isolate*, void*),
                     void* data);

// The main context's slot array, made at first use (function.cc).
enum {
  kContextSlots = 1,           // embedder data: a JS array of js_slot values
  kContextBufferPrototype = 2, // embedder data: Buffer.prototype
  kContextPrepareStackTrace = 3,
  kContextDataCount = 4,
};

}  // namespace engine

#endif
