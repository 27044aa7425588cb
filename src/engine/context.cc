// Contexts beside the main one. With a handler object ("sandbox"), the global's
// properties are those of the sandbox, then the built-in ones:
//
//   reading     the sandbox and its prototypes, then the global itself
//   writing     the sandbox, unless the global has it read-only or, in strict
//               code, a name was never declared
//   defining    the sandbox; deleting: both; listing: both
//
// An interceptor that does not intercept leaves V8 to do what it would do to
// the global itself.
#include <cstdlib>
#include <string>

#include "internal.h"
#include "script.h"

using engine::context_of;
using engine::kContextEvalWatcher;
using engine::kContextForbidsWasm;
using engine::kContextSandbox;
using engine::to_js;
using engine::to_v8;

using v8::Intercepted;
using v8::Local;
using v8::Name;
using v8::PropertyCallbackInfo;

struct js_context {
  js_isolate *iso;
  v8::Global<v8::Context> context;
  // Its own, or NULL for the isolate's. Freed after the context is gone.
  std::unique_ptr<v8::MicrotaskQueue> microtasks;
};

namespace engine {

namespace {

// The context that an interceptor was called for, and its sandbox.
struct Interception {
  template <class T>
  explicit Interception(const PropertyCallbackInfo<T> &info)
      : isolate(info.GetIsolate()) {
    Local<v8::Object> global = info.Holder();
    if (!global->GetCreationContext(isolate).ToLocal(&context))
      return;
    Local<v8::Value> found = context_data(isolate, context, kContextSandbox);
    // There is none while V8 still builds the context.
    if (found->IsObject())
      sandbox = found.As<v8::Object>();
  }

  bool is_active() const {
    return !sandbox.IsEmpty();
  }

  v8::Isolate *isolate;
  Local<v8::Context> context;
  Local<v8::Object> sandbox;
};

// The attributes of an object's property, its own or inherited. False: none.
bool attributes_of(const Interception &at, Local<v8::Object> object,
                   Local<Name> name, v8::PropertyAttribute *attributes) {
  return object->GetRealNamedPropertyAttributes(at.context, name)
      .To(attributes);
}

Intercepted on_get(Local<Name> name,
                   const PropertyCallbackInfo<v8::Value> &info) {
  Interception at(info);
  Local<v8::Value> value;
  if (!at.is_active() ||
      !at.sandbox->GetRealNamedProperty(at.context, name).ToLocal(&value)) {
    return at.isolate->HasPendingException() ? Intercepted::kYes
                                             : Intercepted::kNo;
  }
  // Inside, the sandbox is the global object.
  if (value == at.sandbox)
    value = at.context->Global();
  info.GetReturnValue().Set(value);
  return Intercepted::kYes;
}

// Only what is the sandbox's own: `in` goes on to the prototypes of the global,
// which are not those of the sandbox.
Intercepted on_query(Local<Name> name,
                     const PropertyCallbackInfo<v8::Integer> &info) {
  Interception at(info);
  v8::PropertyAttribute attributes;
  if (!at.is_active() ||
      !at.sandbox->HasOwnProperty(at.context, name).FromMaybe(false) ||
      !at.sandbox->GetPropertyAttributes(at.context, name).To(&attributes)) {
    return at.isolate->HasPendingException() ? Intercepted::kYes
                                             : Intercepted::kNo;
  }
  info.GetReturnValue().Set(attributes);
  return Intercepted::kYes;
}

// Whether a name stands alone: then the receiver is the global itself, while
// `globalThis.x` has its proxy.
bool is_bare(const Interception &at, const PropertyCallbackInfo<void> &info) {
  return info.This() != at.context->Global();
}

// V8 does not know that the sandbox has the property, so it cannot throw.
Intercepted read_only_refuse(const Interception &at, Local<Name> name,
                             const PropertyCallbackInfo<void> &info) {
  if (!info.ShouldThrowOnError())
    return Intercepted::kYes;
  Local<v8::String> detail;
  if (!name->ToDetailString(at.context).ToLocal(&detail))
    return Intercepted::kYes;
  v8::String::Utf8Value text(at.isolate, detail);
  std::string message = "Cannot assign to read only property '";
  message.append(*text, static_cast<size_t>(text.length()));
  message.append("' of object '#<Object>'");
  at.isolate->ThrowException(v8::Exception::TypeError(
      v8::String::NewFromUtf8(at.isolate, message.c_str()).ToLocalChecked()));
  return Intercepted::kYes;
}

// Whether an assignment has to be left to V8, which ignores it or throws.
bool assignment_is_refused(const Interception &at, Local<Name> name,
                           Local<v8::Value> value, bool is_on_sandbox,
                           const PropertyCallbackInfo<void> &info) {
  v8::PropertyAttribute attributes = v8::None;
  Local<v8::Object> global = at.context->Global();
  bool is_on_global = attributes_of(at, global, name, &attributes);
  if (is_on_global && (attributes & v8::ReadOnly) != 0)
    return true;
  // A function declaration looks the same as strict code's `f = function ()
  // {}`: the latter is let pass.
  return info.ShouldThrowOnError() && is_bare(at, info) && !is_on_sandbox &&
         !is_on_global && !value->IsFunction();
}

Intercepted on_set(Local<Name> name, Local<v8::Value> value,
                   const PropertyCallbackInfo<void> &info) {
  Interception at(info);
  if (!at.is_active())
    return Intercepted::kNo;
  v8::PropertyAttribute attributes = v8::None;
  bool is_on_sandbox = attributes_of(at, at.sandbox, name, &attributes);
  if (is_on_sandbox && (attributes & v8::ReadOnly) != 0) {
    // V8 finds out by itself where the receiver is an object (`globalThis.x`).
    return is_bare(at, info) ? read_only_refuse(at, name, info)
                             : Intercepted::kNo;
  }
  if (assignment_is_refused(at, name, value, is_on_sandbox, info))
    return Intercepted::kNo;
  if (at.sandbox->Set(at.context, name, value).IsNothing()) {
    return Intercepted::kYes;  // a setter has thrown
  }
  return Intercepted::kYes;
}

Intercepted on_delete(Local<Name> name,
                      const PropertyCallbackInfo<v8::Boolean> &info) {
  Interception at(info);
  if (!at.is_active())
    return Intercepted::kNo;
  v8::PropertyAttribute attributes = v8::None;
  // What `var` has declared is fixed, though the sandbox has its value.
  if (attributes_of(at, at.context->Global(), name, &attributes) &&
      (attributes & v8::DontDelete) != 0) {
    return Intercepted::kNo;
  }
  v8::Maybe<bool> deleted = at.sandbox->Delete(at.context, name);
  if (deleted.FromMaybe(false))
    return Intercepted::kNo;  // now the global's
  info.GetReturnValue().Set(false);
  return Intercepted::kYes;
}

void on_enumerate(const PropertyCallbackInfo<v8::Array> &info) {
  Interception at(info);
  Local<v8::Array> names;
  if (at.is_active() &&
      at.sandbox
          ->GetPropertyNames(at.context, v8::KeyCollectionMode::kOwnOnly,
                             v8::ALL_PROPERTIES, v8::IndexFilter::kSkipIndices)
          .ToLocal(&names)) {
    info.GetReturnValue().Set(names);
  }
}

void on_enumerate_indexed(const PropertyCallbackInfo<v8::Array> &info) {
  Interception at(info);
  Local<v8::Array> names;
  if (!at.is_active() ||
      !at.sandbox
           ->GetPropertyNames(at.context, v8::KeyCollectionMode::kOwnOnly,
                              v8::SKIP_SYMBOLS,
                              v8::IndexFilter::kIncludeIndices)
           .ToLocal(&names)) {
    return;
  }
  v8::LocalVector<v8::Value> indices(at.isolate);
  for (uint32_t i = 0; i < names->Length(); i++) {
    Local<v8::Value> name;
    if (!names->Get(at.context, i).ToLocal(&name))
      return;
    if (name->IsUint32())
      indices.push_back(name);
  }
  info.GetReturnValue().Set(
      v8::Array::New(at.isolate, indices.data(), indices.size()));
}

Intercepted on_describe(Local<Name> name,
                        const PropertyCallbackInfo<v8::Value> &info) {
  Interception at(info);
  Local<v8::Value> descriptor;
  if (!at.is_active() ||
      !at.sandbox->HasOwnProperty(at.context, name).FromMaybe(false) ||
      !at.sandbox->GetOwnPropertyDescriptor(at.context, name)
           .ToLocal(&descriptor)) {
    return Intercepted::kNo;
  }
  info.GetReturnValue().Set(descriptor);
  return Intercepted::kYes;
}

void flags_copy(const v8::PropertyDescriptor &from,
                v8::PropertyDescriptor *to) {
  if (from.has_enumerable())
    to->set_enumerable(from.enumerable());
  if (from.has_configurable())
    to->set_configurable(from.configurable());
}

v8::Maybe<bool> sandbox_define(const Interception &at, Local<Name> name,
                               const v8::PropertyDescriptor &from) {
  if (from.has_get() || from.has_set()) {
    Local<v8::Value> undefined = v8::Undefined(at.isolate);
    v8::PropertyDescriptor to(from.has_get() ? from.get() : undefined,
                              from.has_set() ? from.set() : undefined);
    flags_copy(from, &to);
    return at.sandbox->DefineProperty(at.context, name, to);
  }
  Local<v8::Value> value = from.has_value() ? from.value() : Local<v8::Value>();
  if (from.has_writable()) {
    v8::PropertyDescriptor to(value, from.writable());
    flags_copy(from, &to);
    return at.sandbox->DefineProperty(at.context, name, to);
  }
  v8::PropertyDescriptor to(value);
  flags_copy(from, &to);
  return at.sandbox->DefineProperty(at.context, name, to);
}

Intercepted on_define(Local<Name> name,
                      const v8::PropertyDescriptor &descriptor,
                      const PropertyCallbackInfo<void> &info) {
  Interception at(info);
  v8::PropertyAttribute attributes = v8::None;
  if (!at.is_active())
    return Intercepted::kNo;
  bool is_on_global =
      attributes_of(at, at.context->Global(), name, &attributes);
  bool is_fixed = is_on_global && (attributes & v8::ReadOnly) &&
                  (attributes & v8::DontDelete);
  if (is_fixed)
    return Intercepted::kNo;
  if (!sandbox_define(at, name, descriptor).FromMaybe(false)) {
    return at.isolate->HasPendingException() ? Intercepted::kYes
                                             : Intercepted::kNo;
  }
  return Intercepted::kYes;
}

// Indices are names too.
Local<Name> index_name(v8::Isolate *isolate, uint32_t index) {
  return v8::Integer::NewFromUnsigned(isolate, index)
      ->ToString(isolate->GetCurrentContext())
      .ToLocalChecked();
}

template <class T>
Intercepted on_index_get(uint32_t index, const PropertyCallbackInfo<T> &info) {
  return on_get(index_name(info.GetIsolate(), index), info);
}
template <class T>
Intercepted on_index_query(uint32_t index,
                           const PropertyCallbackInfo<T> &info) {
  return on_query(index_name(info.GetIsolate(), index), info);
}
template <class T>
Intercepted on_index_set(uint32_t index, Local<v8::Value> value,
                         const PropertyCallbackInfo<T> &info) {
  return on_set(index_name(info.GetIsolate(), index), value, info);
}
template <class T>
Intercepted on_index_delete(uint32_t index,
                            const PropertyCallbackInfo<T> &info) {
  return on_delete(index_name(info.GetIsolate(), index), info);
}
template <class T>
Intercepted on_index_describe(uint32_t index,
                              const PropertyCallbackInfo<T> &info) {
  return on_describe(index_name(info.GetIsolate(), index), info);
}
template <class T>
Intercepted on_index_define(uint32_t index, const v8::PropertyDescriptor &to,
                            const PropertyCallbackInfo<T> &info) {
  return on_define(index_name(info.GetIsolate(), index), to, info);
}

v8::NamedPropertyHandlerConfiguration named_handler() {
  return v8::NamedPropertyHandlerConfiguration(
      on_get, on_set, on_query, on_delete, on_enumerate, on_define, on_describe,
      Local<v8::Value>(), v8::PropertyHandlerFlags::kHasNoSideEffect);
}

v8::IndexedPropertyHandlerConfiguration indexed_handler() {
  return v8::IndexedPropertyHandlerConfiguration(
      on_index_get<v8::Value>, on_index_set<void>, on_index_query<v8::Integer>,
      on_index_delete<v8::Boolean>, on_enumerate_indexed, on_index_define<void>,
      on_index_describe<v8::Value>, Local<v8::Value>(),
      v8::PropertyHandlerFlags::kHasNoSideEffect);
}

// Made at first use: programs without vm do not pay for it.
Local<v8::ObjectTemplate> global_template(js_isolate *iso) {
  if (iso->global_template.IsEmpty()) {
    auto constructor = v8::FunctionTemplate::New(iso->isolate);
    auto made = constructor->InstanceTemplate();
    made->SetHandler(named_handler());
    made->SetHandler(indexed_handler());
    iso->global_template.Reset(iso->isolate, made);
  }
  return iso->global_template.Get(iso->isolate);
}

bool wasm_is_allowed(Local<v8::Context> context, Local<v8::String>) {
  return !context_data(context->GetIsolate(), context, kContextForbidsWasm)
              ->IsTrue();
}

// V8 asks only where the context itself does not allow it: all are made so once
// there is a watcher.
v8::ModifyCodeGenerationFromStringsResult on_eval(Local<v8::Context> context,
                                                  Local<v8::Value> text, bool) {
  v8::Isolate *isolate = context->GetIsolate();
  if (context_data(isolate, context, kContextForbidsEval)->IsTrue())
    return {false, {}};
  Local<v8::Context> main = main_context_of(from_v8(isolate));
  v8::TryCatch dropped(isolate);
  auto watcher = main->GetEmbedderData(kContextEvalWatcher).As<v8::Function>();
  if (watcher->Call(main, v8::Undefined(isolate), 1, &text).IsEmpty() &&
      dropped.HasTerminated()) {
    isolate->TerminateExecution();  // it must still be, when this is over
  }
  return {true, {}};
}

bool is_eval_watched(js_isolate *iso) {
  return main_context_of(iso)
      ->GetEmbedderData(kContextEvalWatcher)
      ->IsFunction();
}

void eval_allow(js_isolate *iso, Local<v8::Context> context, bool allow) {
  context->SetEmbedderData(kContextForbidsEval,
                           v8::Boolean::New(iso->isolate, !allow));
  context->AllowCodeGenerationFromStrings(allow && !is_eval_watched(iso));
}

// The sandbox keeps its context alive, as the context does the sandbox.
bool sandbox_tie(v8::Isolate *isolate, Local<v8::Context> context,
                 Local<v8::Object> sandbox) {
  auto name = v8::Private::ForApi(
      isolate, v8::String::NewFromUtf8Literal(isolate, "vm:global"));
  context->SetEmbedderData(kContextSandbox, sandbox);
  return sandbox->SetPrivate(context, name, context->Global()).FromMaybe(false);
}

Local<v8::Context> local_of(const js_context *context) {
  return context->context.Get(context->iso->isolate);
}

}  // namespace

}  // namespace engine

js_context *js_context_new(js_isolate *iso, js_value global_handler,
                           int options) {
  v8::Isolate *isolate = iso->isolate;
  v8::HandleScope scope(isolate);
  v8::MaybeLocal<v8::ObjectTemplate> global;
  if (global_handler != JS_EMPTY)
    global = engine::global_template(iso);
  std::unique_ptr<v8::MicrotaskQueue> microtasks;
  if (options & JS_CONTEXT_OWN_MICROTASKS) {
    microtasks =
        v8::MicrotaskQueue::New(isolate, v8::MicrotasksPolicy::kExplicit);
  }
  Local<v8::Context> context =
      v8::Context::New(isolate, nullptr, global, {}, {}, microtasks.get());
  if (context.IsEmpty())
    return nullptr;
  Local<v8::Context> main = engine::main_context_of(iso);
  context->SetSecurityToken(main->GetSecurityToken());
  engine::eval_allow(iso, context, !(options & JS_CONTEXT_NO_EVAL));
  bool forbids_wasm = options & JS_CONTEXT_NO_WASM;
  context->SetEmbedderData(kContextForbidsWasm,
                           v8::Boolean::New(isolate, forbids_wasm));
  if (forbids_wasm) {
    isolate->SetAllowWasmCodeGenerationCallback(engine::wasm_is_allowed);
  }
  if (global_handler != JS_EMPTY &&
      !engine::sandbox_tie(isolate, context,
                           to_v8<v8::Object>(global_handler))) {
    return nullptr;
  }
  return new js_context{iso, v8::Global<v8::Context>(isolate, context),
                        std::move(microtasks)};
}

void js_context_set_import_symbol(js_context *context, js_value symbol) {
  v8::HandleScope scope(context->iso->isolate);
  engine::local_of(context)->SetEmbedderData(engine::kContextImportSymbol,
                                             to_v8(symbol));
}

void js_context_free(js_context *context) {
  delete context;
}

void js_context_make_weak(js_context *context) {
  context->context.SetWeak();
}

void js_context_microtasks_run(js_context *context) {
  if (context->microtasks)
    context->microtasks->PerformCheckpoint(context->iso->isolate);
}

void js_context_enter(js_context *context) {
  v8::HandleScope scope(context->iso->isolate);
  engine::local_of(context)->Enter();
}

void js_context_exit(js_context *context) {
  v8::HandleScope scope(context->iso->isolate);
  engine::local_of(context)->Exit();
}

js_value js_context_global(js_isolate *, js_context *context) {
  return to_js(engine::local_of(context)->Global());
}

js_value js_global(js_isolate *iso) {
  return to_js(context_of(iso)->Global());
}

js_value js_extras_binding(js_isolate *iso) {
  return to_js(context_of(iso)->GetExtrasBindingObject());
}

void js_eval_watch(js_isolate *iso, js_value watch) {
  Local<v8::Context> main = engine::main_context_of(iso);
  bool is_allowed = main->IsCodeGenerationFromStringsAllowed();
  main->SetEmbedderData(kContextEvalWatcher, to_v8(watch));
  engine::eval_allow(iso, main, is_allowed);
  iso->isolate->SetModifyCodeGenerationFromStringsCallback(engine::on_eval);
}
