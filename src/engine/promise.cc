// Promises, microtasks and continuation data.
#include "internal.h"

using engine::context_of;
using engine::from_v8;
using engine::to_js;
using engine::to_v8;
using v8::Local;

js_value js_resolver(js_isolate *iso) {
  return to_js(v8::Promise::Resolver::New(context_of(iso)));
}

js_value js_resolver_promise(js_value resolver) {
  return to_js(to_v8<v8::Promise::Resolver>(resolver)->GetPromise());
}

// A `then` that throws while it is read only rejects, but V8 reports it as an
// uncaught exception where nothing catches.
bool js_resolver_resolve(js_isolate *iso, js_value resolver, js_value value) {
  v8::TryCatch caught(iso->isolate);
  bool done = to_v8<v8::Promise::Resolver>(resolver)
                  ->Resolve(context_of(iso), to_v8(value))
                  .IsJust();
  if (!done) {
    caught.ReThrow();
  }
  return done;
}

bool js_resolver_reject(js_isolate *iso, js_value resolver, js_value reason) {
  return to_v8<v8::Promise::Resolver>(resolver)
      ->Reject(context_of(iso), to_v8(reason))
      .IsJust();
}

static_assert(JS_PROMISE_PENDING == int{v8::Promise::kPending});
static_assert(JS_PROMISE_FULFILLED == int{v8::Promise::kFulfilled});
static_assert(JS_PROMISE_REJECTED == int{v8::Promise::kRejected});

js_promise_state js_promise_state_of(js_value promise) {
  return static_cast<js_promise_state>(to_v8<v8::Promise>(promise)->State());
}

js_value js_promise_result(js_value promise) {
  return to_js(to_v8<v8::Promise>(promise)->Result());
}

void js_promise_mark_handled(js_value promise) {
  to_v8<v8::Promise>(promise)->MarkAsHandled();
}

// --- Rejections and hooks ---------------------------------------------------

namespace {

static_assert(JS_REJECT_WITH_NO_HANDLER ==
              int{v8::kPromiseRejectWithNoHandler});
static_assert(JS_HANDLER_ADDED_AFTER_REJECT ==
              int{v8::kPromiseHandlerAddedAfterReject});
static_assert(JS_REJECT_AFTER_RESOLVED == int{v8::kPromiseRejectAfterResolved});
static_assert(JS_RESOLVE_AFTER_RESOLVED ==
              int{v8::kPromiseResolveAfterResolved});

void on_rejection(v8::PromiseRejectMessage message) {
  js_isolate *iso = from_v8(message.GetPromise()->GetIsolate());
  if (iso->on_rejection == nullptr) {
    return;
  }
  // V8 gives no value where a handler was added.
  Local<v8::Value> value = message.GetValue();
  iso->on_rejection(iso, static_cast<js_rejection>(message.GetEvent()),
                    to_js(message.GetPromise()),
                    value.IsEmpty() ? js_undefined(iso) : to_js(value));
}

Local<v8::Function> function_or_empty(js_value value) {
  return js_is_function(value) ? to_v8<v8::Function>(value)
                               : Local<v8::Function>();
}

}  // namespace

void js_rejection_callback_set(js_isolate *iso,
                               js_rejection_callback callback) {
  iso->on_rejection = callback;
  // Stays for ever: V8 crashes if what it has called once is taken away.
  iso->isolate->SetPromiseRejectCallback(on_rejection);
}

void js_promise_hooks_set(js_isolate *iso, js_value init, js_value before,
                          js_value after, js_value settled) {
  context_of(iso)->SetPromiseHooks(
      function_or_empty(init), function_or_empty(before),
      function_or_empty(after), function_or_empty(settled));
}

// --- Microtasks and continuation data ---------------------------------------

void js_microtasks_run(js_isolate *iso) {
  iso->isolate->PerformMicrotaskCheckpoint();
}

void js_microtask_enqueue(js_isolate *iso, js_value function) {
  iso->isolate->EnqueueMicrotask(to_v8<v8::Function>(function));
}

js_value js_continuation_data(js_isolate *iso) {
  return to_js(iso->isolate->GetContinuationPreservedEmbedderData());
}

void js_continuation_data_set(js_isolate *iso, js_value value) {
  iso->isolate->SetContinuationPreservedEmbedderData(to_v8(value));
}

static js_value extras_function(js_isolate *iso, const char *name) {
  v8::Local<v8::Context> context = context_of(iso);
  v8::Local<v8::Value> function;
  if (!context->GetExtrasBindingObject()
           ->Get(context, to_v8(js_string_literal(iso, name)))
           .ToLocal(&function) ||
      !function->IsFunction()) {
    return JS_EMPTY;
  }
  return to_js(function);
}

js_value js_continuation_getter(js_isolate *iso) {
  return extras_function(iso, "getContinuationPreservedEmbedderData");
}

js_value js_continuation_setter(js_isolate *iso) {
  return extras_function(iso, "setContinuationPreservedEmbedderData");
}
