// Scopes and references.
#include <new>

#include "internal.h"

using engine::finalizer_queue;
using engine::to_js;
using engine::to_v8;

namespace {

// V8 forbids `new` for its scopes; as members they can live in our storage.
struct Scope {
  explicit Scope(v8::Isolate *isolate) : inner(isolate) {}
  v8::HandleScope inner;
};

struct EscapeScope {
  explicit EscapeScope(v8::Isolate *isolate) : inner(isolate) {}
  v8::EscapableHandleScope inner;
};

static_assert(sizeof(Scope) <= sizeof(js_scope));
static_assert(sizeof(EscapeScope) <= sizeof(js_escape_scope));

EscapeScope *inside(js_escape_scope *scope) {
  return std::launder(reinterpret_cast<EscapeScope *>(scope->storage));
}

}  // namespace

void js_scope_open(js_isolate *iso, js_scope *scope) {
  new (scope->storage) Scope(iso->isolate);
}

void js_scope_close(js_scope *scope) {
  std::launder(reinterpret_cast<Scope *>(scope->storage))->~Scope();
}

void js_escape_scope_open(js_isolate *iso, js_escape_scope *scope) {
  new (scope->storage) EscapeScope(iso->isolate);
}

js_value js_escape(js_escape_scope *scope, js_value value) {
  return to_js(inside(scope)->inner.Escape(to_v8(value)));
}

void js_escape_scope_close(js_escape_scope *scope) {
  inside(scope)->~EscapeScope();
}

// --- References -------------------------------------------------------------

// Holds v8::Data and not v8::Value because a module is no value.
struct js_ref {
  js_isolate *iso;  // NULL once the isolate is gone
  v8::Global<v8::Data> value;
  void (*finalize)(void *data);  // NULL if there is none to call any more
  void *data;
  bool is_queued;    // the finalizer waits for the event loop
  bool is_orphaned;  // freed while queued: only its memory is left to free
  js_ref *previous;
  js_ref *next;
};

namespace {

void link_ref(js_ref *ref) {
  ref->next = ref->iso->refs;
  if (ref->next != nullptr) {
    ref->next->previous = ref;
  }
  ref->iso->refs = ref;
}

void unlink_ref(js_ref *ref) {
  if (ref->iso == nullptr) {
    return;
  }
  js_ref **from = ref->previous ? &ref->previous->next : &ref->iso->refs;
  *from = ref->next;
  if (ref->next != nullptr) {
    ref->next->previous = ref->previous;
  }
}

void finalize_ref(js_isolate *, void *data) {
  auto *ref = static_cast<js_ref *>(data);
  ref->is_queued = false;
  if (ref->is_orphaned) {
    delete ref;
    return;
  }
  void (*finalize)(void *) = ref->finalize;
  ref->finalize = nullptr;
  finalize(ref->data);
}

// Runs during garbage collection: may only empty the handle.
void on_collected(const v8::WeakCallbackInfo<js_ref> &info) {
  js_ref *ref = info.GetParameter();
  ref->value.Reset();
  if (ref->finalize != nullptr) {
    ref->is_queued = true;
    finalizer_queue(ref->iso, finalize_ref, ref);
  }
}

}  // namespace

js_ref *js_ref_new(js_isolate *iso, js_value value) {
  auto *ref = new (std::nothrow) js_ref{};
  if (ref == nullptr) {
    return nullptr;
  }
  ref->iso = iso;
  ref->value.Reset(iso->isolate, to_v8<v8::Data>(value));
  link_ref(ref);
  return ref;
}

js_value js_ref_get(js_isolate *iso, js_ref *ref) {
  return to_js(ref->value.Get(iso->isolate));
}

void js_ref_make_weak(js_ref *ref, void *data, void (*finalize)(void *data)) {
  if (ref->value.IsEmpty()) {
    return;
  }
  ref->data = data;
  ref->finalize = finalize;
  ref->value.SetWeak(ref, on_collected, v8::WeakCallbackType::kParameter);
}

bool js_ref_make_strong(js_ref *ref) {
  if (ref->value.IsEmpty()) {
    return false;
  }
  ref->value.ClearWeak();
  ref->finalize = nullptr;
  return true;
}

void js_ref_free(js_ref *ref) {
  if (ref == nullptr) {
    return;
  }
  unlink_ref(ref);
  ref->value.Reset();
  if (ref->is_queued) {
    ref->is_orphaned = true;
  } else {
    delete ref;
  }
}

namespace engine {

void refs_abandon(js_isolate *iso) {
  while (js_ref *ref = iso->refs) {
    unlink_ref(ref);
    ref->iso = nullptr;
    ref->value.Reset();
    // A queued one runs with the rest of the queue. A finalizer may free the
    // reference, so nothing is touched after it.
    void (*finalize)(void *) = ref->is_queued ? nullptr : ref->finalize;
    if (finalize != nullptr) {
      ref->finalize = nullptr;
      finalize(ref->data);
    }
  }
}

}  // namespace engine
