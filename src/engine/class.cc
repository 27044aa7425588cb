#include "class.h"

#include <cstdio>

#include "external.h"
#include "function.h"

namespace engine {

namespace {

// Names in tables are ASCII.
v8::Local<v8::String> name_new(v8::Isolate *isolate, const char *name) {
  return v8::String::NewFromUtf8(isolate, name,
                                 v8::NewStringType::kInternalized)
      .ToLocalChecked();
}

v8::Local<v8::FunctionTemplate> native_template(js_isolate *iso,
                                                js_native native, int length,
                                                const js_fast *fast) {
  v8::CFunction function;
  const v8::CFunctionInfo *info =
      fast == nullptr ? nullptr : iso->externals->fast_info(fast);
  if (info != nullptr)
    function = v8::CFunction(fast->function, info);
  return v8::FunctionTemplate::New(
      iso->isolate, to_v8(native), v8::Local<v8::Value>(),
      v8::Local<v8::Signature>(), length, v8::ConstructorBehavior::kThrow,
      v8::SideEffectType::kHasSideEffect,
      info == nullptr ? nullptr : &function);
}

void methods_add(js_isolate *iso, v8::Local<v8::ObjectTemplate> prototype,
                 const js_native_entry *entries) {
  for (auto entry = entries; entry && entry->name; entry++) {
    v8::Local<v8::String> name = name_new(iso->isolate, entry->name);
    auto method = native_template(iso, entry->call, entry->length, entry->fast);
    method->SetClassName(name);
    prototype->Set(name, method, v8::DontEnum);
  }
}

v8::Local<v8::FunctionTemplate> accessor_template(js_isolate *iso,
                                                  js_native native,
                                                  const char *prefix,
                                                  const char *name) {
  if (native == nullptr)
    return v8::Local<v8::FunctionTemplate>();
  char full[128];
  snprintf(full, sizeof full, "%s %s", prefix, name);
  auto accessor = native_template(iso, native, prefix[0] == 's', nullptr);
  accessor->SetClassName(name_new(iso->isolate, full));
  return accessor;
}

void accessors_add(js_isolate *iso, v8::Local<v8::ObjectTemplate> prototype,
                   const js_accessor_entry *entries) {
  for (auto entry = entries; entry && entry->name; entry++) {
    prototype->SetAccessorProperty(
        name_new(iso->isolate, entry->name),
        accessor_template(iso, entry->get, "get", entry->name),
        accessor_template(iso, entry->set, "set", entry->name), v8::DontEnum);
  }
}

v8::Local<v8::FunctionTemplate> template_new(js_isolate *iso,
                                             const js_class *class_,
                                             int index) {
  v8::Isolate *isolate = iso->isolate;
  auto made = v8::FunctionTemplate::New(isolate, class_construct,
                                        v8::Integer::New(isolate, index));
  made->SetClassName(name_new(isolate, class_->name));
  made->InstanceTemplate()->SetInternalFieldCount(1);
  if (class_->parent != nullptr) {
    made->Inherit(class_template(iso, class_->parent));
  }
  methods_add(iso, made->PrototypeTemplate(), class_->methods);
  accessors_add(iso, made->PrototypeTemplate(), class_->accessors);
  return made;
}

// The js_wrap of a value, or NULL. What no js_wrap_new was called for has
// `undefined` in its field, which as a pointer is odd.
inline js_wrap *wrap_of(v8::Local<v8::Value> value) {
  if (!is_class_instance(value))
    return nullptr;
  void *field = value.As<v8::Object>()->GetAlignedPointerFromInternalField(0);
  bool is_pointer = (reinterpret_cast<uintptr_t>(field) & 1) == 0;
  return is_pointer ? static_cast<js_wrap *>(field) : nullptr;
}

inline bool class_derives(const js_class *class_, const js_class *from) {
  while (class_ != from && class_ != nullptr)
    class_ = class_->parent;
  return class_ != nullptr;
}

void wrap_link(js_isolate *iso, js_wrap *wrap) {
  wrap->next = iso->wraps;
  wrap->prev_next = &iso->wraps;
  if (wrap->next != nullptr)
    wrap->next->prev_next = &wrap->next;
  iso->wraps = wrap;
}

void wrap_unlink(js_wrap *wrap) {
  *wrap->prev_next = wrap->next;
  if (wrap->next != nullptr)
    wrap->next->prev_next = wrap->prev_next;
}

// Ends a wrap whose object is gone. js_wrap_free inside the finalizer sees a
// wrap that waits to be freed, and leaves it alone.
void wrap_finalize(js_isolate *iso, void *data) {
  js_wrap *wrap = static_cast<js_wrap *>(data);
  const js_class *class_ = wrap->class_;
  wrap_unlink(wrap);
  wrap->class_ = nullptr;
  wrap->is_queued = true;
  if (class_ != nullptr && class_->finalize != nullptr) {
    class_->finalize(iso, wrap->native);
  }
  delete wrap;
}

void wrap_on_collected(const v8::WeakCallbackInfo<js_wrap> &info) {
  js_wrap *wrap = info.GetParameter();
  wrap->object.Reset();
  wrap->is_queued = true;
  finalizer_queue(wrap->iso, wrap_finalize, wrap);
}

}  // namespace

// --- The table
// -----------------------------------------------------------------

ClassTable::ClassTable(const std::vector<const js_class *> &classes) {
  entries.reserve(classes.size());
  for (const js_class *class_ : classes) {
    entries.push_back(ClassEntry{class_, {}, kNotInSnapshot});
  }
  grow();
}

static size_t hash_of(const js_class *class_) {
  return (reinterpret_cast<uintptr_t>(class_) >> 4) * 0x9e3779b97f4a7c15u >> 40;
}

void ClassTable::grow() {
  size_t size = 64;
  while (size < entries.size() * 2)
    size *= 2;
  places_.assign(size, 0);
  for (size_t index = 0; index < entries.size(); index++) {
    size_t place = hash_of(entries[index].class_) & (size - 1);
    while (places_[place] != 0)
      place = (place + 1) & (size - 1);
    places_[place] = static_cast<uint32_t>(index + 1);
  }
}

ClassEntry *ClassTable::find(const js_class *class_) {
  size_t mask = places_.size() - 1;
  for (size_t place = hash_of(class_) & mask; places_[place] != 0;
       place = (place + 1) & mask) {
    ClassEntry *entry = &entries[places_[place] - 1];
    if (entry->class_ == class_)
      return entry;
  }
  return nullptr;
}

ClassEntry *ClassTable::add(const js_class *class_) {
  entries.push_back(ClassEntry{class_, {}, kNotInSnapshot});
  grow();
  return &entries.back();
}

void class_construct(const v8::FunctionCallbackInfo<v8::Value> &info) {
  js_isolate *iso = from_v8(info.GetIsolate());
  int index = info.Data().As<v8::Int32>()->Value();
  const js_class *class_ =
      iso->classes->entries[static_cast<size_t>(index)].class_;
  if (!info.IsConstructCall()) {
    char message[160];
    snprintf(message, sizeof message,
             "Class constructor %s cannot be invoked without 'new'",
             class_->name);
    js_throw_type_error(iso, nullptr, message);
  } else if (class_->construct == nullptr) {
    js_throw_type_error(iso, nullptr, "Illegal constructor");
  } else {
    class_->construct(reinterpret_cast<js_call *>(
        const_cast<v8::FunctionCallbackInfo<v8::Value> *>(&info)));
  }
}

v8::Local<v8::FunctionTemplate> class_template(js_isolate *iso,
                                               const js_class *class_) {
  v8::Isolate *isolate = iso->isolate;
  ClassTable *table = iso->classes;
  ClassEntry *entry = table->find(class_);
  if (entry == nullptr)
    entry = table->add(class_);
  if (!entry->function_template.IsEmpty()) {
    return entry->function_template.Get(isolate);
  }
  v8::EscapableHandleScope scope(isolate);
  size_t index = static_cast<size_t>(entry - table->entries.data());
  v8::Local<v8::FunctionTemplate> made;
  if (entry->snapshot_index == kNotInSnapshot ||
      !isolate
           ->GetDataFromSnapshotOnce<v8::FunctionTemplate>(
               entry->snapshot_index)
           .ToLocal(&made)) {
    made = template_new(iso, class_, static_cast<int>(index));
  }
  // Making a parent's template may have moved the entries.
  table->entries[index].function_template.Reset(isolate, made);
  return scope.Escape(made);
}

bool is_class_instance(v8::Local<v8::Value> value) {
  using I = v8::internal::Internals;
  if (value.IsEmpty())
    return false;
  auto address = v8::internal::ValueHelper::ValueAsAddress(*value);
  return I::HasHeapObjectTag(address) &&
         I::GetInstanceType(address) == I::kFirstJSApiObjectType &&
         value.As<v8::Object>()->InternalFieldCount() == 1;
}

void wraps_finalize_all(js_isolate *iso) {
  for (;;) {
    // Those that were collected before wait in the queue: finalized from there,
    // lest it be done twice.
    js_isolate_run_finalizers(iso);
    if (iso->wraps == nullptr)
      return;
    iso->wraps->object.Reset();
    wrap_finalize(iso, iso->wraps);
  }
}

}  // namespace engine

using engine::class_template;
using engine::main_context_of;
using engine::to_js;
using engine::to_v8;

void js_define_natives(js_isolate *iso, js_value object,
                       const js_native_entry *entries) {
  auto context = engine::context_of(iso);
  auto target = to_v8<v8::Object>(object);
  for (auto entry = entries; entry && entry->name; entry++) {
    v8::HandleScope scope(iso->isolate);
    auto name = engine::name_new(iso->isolate, entry->name);
    auto made =
        engine::native_template(iso, entry->call, entry->length, entry->fast);
    v8::Local<v8::Function> function;
    if (!made->GetFunction(context).ToLocal(&function))
      return;
    function->SetName(name);
    target->CreateDataProperty(context, name, function).Check();
  }
}

js_value js_class_constructor(js_isolate *iso, const js_class *class_) {
  return to_js(class_template(iso, class_)->GetFunction(main_context_of(iso)));
}

js_value js_class_instance(js_isolate *iso, const js_class *class_) {
  return to_js(class_template(iso, class_)
                   ->InstanceTemplate()
                   ->NewInstance(main_context_of(iso)));
}

js_wrap *js_wrap_new(js_isolate *iso, js_value instance, const js_class *class_,
                     void *native, bool strong) {
  auto value = to_v8(instance);
  if (!engine::is_class_instance(value) || engine::wrap_of(value) != nullptr) {
    js_throw_type_error(iso, nullptr, "Illegal invocation");
    return nullptr;
  }
  auto object = value.As<v8::Object>();
  js_wrap *wrap = new js_wrap{class_,  native,  iso,  {iso->isolate, object},
                              nullptr, nullptr, false};
  object->SetAlignedPointerInInternalField(0, wrap);
  engine::wrap_link(iso, wrap);
  if (!strong)
    js_wrap_make_weak(wrap);
  return wrap;
}

js_value js_wrap_object(js_isolate *iso, js_wrap *wrap) {
  return to_js(wrap->object.Get(iso->isolate));
}

void js_wrap_make_weak(js_wrap *wrap) {
  if (wrap->object.IsEmpty() || wrap->object.IsWeak())
    return;
  wrap->object.SetWeak(wrap, engine::wrap_on_collected,
                       v8::WeakCallbackType::kParameter);
}

void js_wrap_make_strong(js_wrap *wrap) {
  if (!wrap->object.IsEmpty())
    wrap->object.ClearWeak();
}

void js_wrap_free(js_wrap *wrap) {
  if (wrap == nullptr)
    return;
  wrap->class_ = nullptr;
  if (wrap->is_queued)
    return;  // its finalizer frees it
  v8::HandleScope scope(wrap->iso->isolate);
  wrap->object.Get(wrap->iso->isolate)
      ->SetAlignedPointerInInternalField(0, nullptr);
  wrap->object.Reset();
  engine::wrap_unlink(wrap);
  delete wrap;
}

void *js_unwrap(js_value value, const js_class *class_) {
  js_wrap *wrap = engine::wrap_of(to_v8(value));
  if (wrap == nullptr || !engine::class_derives(wrap->class_, class_)) {
    return nullptr;
  }
  return wrap->native;
}

void *js_call_unwrap(js_call *call, const js_class *class_) {
  void *native = js_unwrap(js_call_this(call), class_);
  if (native == nullptr) {
    js_throw_type_error(js_call_isolate(call), nullptr, "Illegal invocation");
  }
  return native;
}
