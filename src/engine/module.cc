#include "module.h"

#include <vector>

#include "internal.h"
#include "module_table.h"
#include "source.h"

namespace engine {

// --- The table
// -----------------------------------------------------------------

ModuleEntry *ModuleTable::add(v8::Isolate *isolate,
                              v8::Local<v8::Module> module) {
  auto *entry = new ModuleEntry{};
  entry->table = this;
  entry->hash = module->GetIdentityHash();
  entry->module.Reset(isolate, module);
  entry->module.SetWeak(entry, on_collected, v8::WeakCallbackType::kParameter);
  entries_.emplace(entry->hash, entry);
  return entry;
}

ModuleEntry *ModuleTable::find(v8::Isolate *isolate,
                               v8::Local<v8::Module> module) {
  auto range = entries_.equal_range(module->GetIdentityHash());
  for (auto place = range.first; place != range.second; ++place) {
    if (place->second->module.Get(isolate) == module)
      return place->second;
  }
  return nullptr;
}

void ModuleTable::remove(ModuleEntry *entry) {
  auto range = entries_.equal_range(entry->hash);
  for (auto place = range.first; place != range.second; ++place) {
    if (place->second != entry)
      continue;
    entries_.erase(place);
    break;
  }
  delete entry;
}

void ModuleTable::on_collected(const v8::WeakCallbackInfo<ModuleEntry> &info) {
  ModuleEntry *entry = info.GetParameter();
  entry->module.Reset();
  entry->host_defined.Reset();
  entry->table->remove(entry);
}

void ModuleTable::clear() {
  for (auto &place : entries_)
    delete place.second;
  entries_.clear();
}

namespace {

// A list of [key, value, ...]. V8's own lists of a module's requests have each
// attribute's place in the source as a third element.
js_value attributes_array(v8::Local<v8::Context> context,
                          v8::Local<v8::FixedArray> attributes, int stride) {
  std::vector<v8::Local<v8::Value>> elements;
  for (int index = 0; index + 1 < attributes->Length(); index += stride) {
    elements.push_back(attributes->Get(context, index).As<v8::Value>());
    elements.push_back(attributes->Get(context, index + 1).As<v8::Value>());
  }
  return to_js(
      v8::Array::New(context->GetIsolate(), elements.data(), elements.size()));
}

v8::Local<v8::ModuleRequest> request_at(js_isolate *iso, js_value module,
                                        size_t index) {
  return to_v8<v8::Module>(module)
      ->GetModuleRequests()
      ->Get(context_of(iso), static_cast<int>(index))
      .As<v8::ModuleRequest>();
}

v8::MaybeLocal<v8::Module> on_resolve(v8::Local<v8::Context> context,
                                      v8::Local<v8::String> specifier,
                                      v8::Local<v8::FixedArray> attributes,
                                      v8::Local<v8::Module> referrer) {
  js_isolate *iso = from_v8(context->GetIsolate());
  js_value module = iso->on_resolve(iso, to_js(specifier),
                                    attributes_array(context, attributes, 3),
                                    to_js(referrer));
  if (module == JS_EMPTY)
    return {};
  return to_v8<v8::Module>(module);
}

// The object of an `import source`.
v8::MaybeLocal<v8::Object> on_resolve_source(
    v8::Local<v8::Context> context, v8::Local<v8::String> specifier,
    v8::Local<v8::FixedArray> attributes, v8::Local<v8::Module> referrer) {
  js_isolate *iso = from_v8(context->GetIsolate());
  if (iso->on_resolve_source == nullptr) {
    js_throw_error(iso, nullptr, "import source is not available");
    return {};
  }
  js_value object = iso->on_resolve_source(
      iso, to_js(specifier), attributes_array(context, attributes, 3),
      to_js(referrer));
  if (object == JS_EMPTY)
    return {};
  return to_v8<v8::Object>(object);
}

// A synthetic module's own evaluation: done once, then its entry has no use.
v8::MaybeLocal<v8::Value> on_evaluate(v8::Local<v8::Context> context,
                                      v8::Local<v8::Module> module) {
  v8::Isolate *isolate = context->GetIsolate();
  js_isolate *iso = from_v8(isolate);
  ModuleEntry *entry = iso->modules->find(isolate, module);
  js_module_evaluate_callback evaluate = nullptr;
  if (entry != nullptr)
    std::swap(evaluate, entry->evaluate);
  js_value result = evaluate != nullptr ? evaluate(iso, to_js(module))
                                        : to_js(v8::Undefined(isolate));
  if (result == JS_EMPTY)
    return {};
  v8::Local<v8::Value> value = to_v8(result);
  if (value->IsPromise())
    return value;
  v8::Local<v8::Promise::Resolver> resolver;
  if (!v8::Promise::Resolver::New(context).ToLocal(&resolver) ||
      resolver->Resolve(context, v8::Undefined(isolate)).IsNothing()) {
    return {};
  }
  return resolver->GetPromise();
}

// The symbol of a script's host-defined options; without such that of the
// context, or undefined.
js_value host_symbol(v8::Local<v8::Context> context,
                     v8::Local<v8::Data> options) {
  if (!options.IsEmpty() && options->IsFixedArray()) {
    auto list = options.As<v8::FixedArray>();
    if (list->Length() > 0) {
      auto first = list->Get(context, 0).As<v8::Value>();
      if (first->IsSymbol())
        return to_js(first);
    }
  }
  return to_js(engine::context_data(context->GetIsolate(), context,
                                    engine::kContextImportSymbol));
}

// [script name, line, source line, start column, end column]
js_value place_array(js_isolate *iso, v8::Local<v8::Message> message) {
  v8::Isolate *isolate = iso->isolate;
  v8::Local<v8::Context> context = context_of(iso);
  v8::Local<v8::String> line;
  if (!message->GetSourceLine(context).ToLocal(&line))
    return JS_EMPTY;
  v8::Local<v8::Value> parts[] = {
      message->GetScriptResourceName(),
      v8::Integer::New(isolate, message->GetLineNumber(context).FromMaybe(0)),
      line, v8::Integer::New(isolate, message->GetStartColumn()),
      v8::Integer::New(isolate, message->GetEndColumn())};
  return to_js(v8::Array::New(isolate, parts, 5));
}

// A promise of the context that import() is called in.
v8::MaybeLocal<v8::Promise> promise_of(v8::Local<v8::Context> context,
                                       v8::Local<v8::Value> value) {
  js_isolate *iso = from_v8(context->GetIsolate());
  if (value->IsPromise() && context == main_context_of(iso))
    return value.As<v8::Promise>();
  v8::Local<v8::Promise::Resolver> resolver;
  if (!v8::Promise::Resolver::New(context).ToLocal(&resolver) ||
      resolver->Resolve(context, value).IsNothing()) {
    return {};
  }
  return resolver->GetPromise();
}

// import() never throws: what its callback throws is the reason of a rejection.
v8::MaybeLocal<v8::Promise> promise_rejected(v8::Local<v8::Context> context,
                                             v8::Local<v8::Value> reason) {
  v8::Local<v8::Promise::Resolver> resolver;
  if (!v8::Promise::Resolver::New(context).ToLocal(&resolver) ||
      resolver->Reject(context, reason).IsNothing()) {
    return {};
  }
  return resolver->GetPromise();
}

}  // namespace

v8::MaybeLocal<v8::Promise> on_import_dynamically(
    v8::Local<v8::Context> context, v8::Local<v8::Data> host_defined,
    v8::Local<v8::Value> referrer_name, v8::Local<v8::String> specifier,
    v8::Local<v8::FixedArray> attributes) {
  return on_import_with_phase(context, host_defined, referrer_name, specifier,
                              v8::ModuleImportPhase::kEvaluation, attributes);
}

v8::MaybeLocal<v8::Promise> on_import_with_phase(
    v8::Local<v8::Context> context, v8::Local<v8::Data> host_defined,
    v8::Local<v8::Value> referrer_name, v8::Local<v8::String> specifier,
    v8::ModuleImportPhase phase, v8::Local<v8::FixedArray> attributes) {
  js_isolate *iso = from_v8(context->GetIsolate());
  v8::TryCatch caught(iso->isolate);
  js_value promise = JS_EMPTY;
  if (iso->on_import == nullptr) {
    js_throw_error(iso, nullptr, "import() is not available");
  } else {
    promise = iso->on_import(
        iso, host_symbol(context, host_defined), to_js(referrer_name),
        to_js(specifier), attributes_array(context, attributes, 2),
        phase == v8::ModuleImportPhase::kSource ? JS_MODULE_PHASE_SOURCE
                                                : JS_MODULE_PHASE_EVALUATION);
  }
  if (promise != JS_EMPTY)
    return promise_of(context, to_v8(promise));
  if (caught.HasCaught() && !caught.HasTerminated()) {
    return promise_rejected(context, caught.Exception());
  }
  caught.ReThrow();
  return {};
}

void on_import_meta(v8::Local<v8::Context> context,
                    v8::Local<v8::Module> module, v8::Local<v8::Object> meta) {
  js_isolate *iso = from_v8(context->GetIsolate());
  if (iso->on_import_meta != nullptr) {
    iso->on_import_meta(iso, to_js(module), to_js(meta));
  }
}

}  // namespace engine

using engine::context_of;
using engine::ModuleEntry;
using engine::to_js;
using engine::to_v8;

// --- Making
// ----------------------------------------------------------------------

js_value js_module_compile(js_isolate *iso, js_source *source) {
  source->is_module = true;
  engine::Source made(iso, source);
  v8::Local<v8::Module> module;
  if (!v8::ScriptCompiler::CompileModule(iso->isolate, made.get(),
                                         made.options())
           .ToLocal(&module)) {
    return JS_EMPTY;
  }
  if (source->host_defined != JS_EMPTY) {
    ModuleEntry *entry = iso->modules->add(iso->isolate, module);
    entry->host_defined.Reset(iso->isolate,
                              to_v8<v8::Data>(source->host_defined));
    entry->host_defined.SetWeak();
  }
  return to_js(module);
}

js_value js_module_synthetic(js_isolate *iso, js_value name,
                             const js_value *export_names, size_t count,
                             js_module_evaluate_callback evaluate) {
  auto *names = reinterpret_cast<const v8::Local<v8::String> *>(export_names);
  v8::Local<v8::Module> module = v8::Module::CreateSyntheticModule(
      iso->isolate, to_v8<v8::String>(name),
      v8::MemorySpan<const v8::Local<v8::String>>(names, count),
      engine::on_evaluate);
  iso->modules->add(iso->isolate, module)->evaluate = evaluate;
  return to_js(module);
}

bool js_module_export_set(js_isolate *iso, js_value module, js_value name,
                          js_value value) {
  return to_v8<v8::Module>(module)
      ->SetSyntheticModuleExport(iso->isolate, to_v8<v8::String>(name),
                                 to_v8(value))
      .IsJust();
}

// --- Requests
// ----------------------------------------------------------------------

size_t js_module_request_count(js_isolate *, js_value module) {
  return static_cast<size_t>(
      to_v8<v8::Module>(module)->GetModuleRequests()->Length());
}

js_value js_module_request_specifier(js_isolate *iso, js_value module,
                                     size_t index) {
  return to_js(engine::request_at(iso, module, index)->GetSpecifier());
}

js_value js_module_request_attributes(js_isolate *iso, js_value module,
                                      size_t index) {
  auto request = engine::request_at(iso, module, index);
  return engine::attributes_array(context_of(iso),
                                  request->GetImportAttributes(), 3);
}

void js_module_request_place(js_isolate *iso, js_value module, size_t index,
                             int *line, int *column) {
  int offset = engine::request_at(iso, module, index)->GetSourceOffset();
  v8::Location place =
      to_v8<v8::Module>(module)->SourceOffsetToLocation(offset);
  *line = place.GetLineNumber();
  *column = place.GetColumnNumber();
}

js_module_phase js_module_request_phase(js_isolate *iso, js_value module,
                                        size_t index) {
  return engine::request_at(iso, module, index)->GetPhase() ==
                 v8::ModuleImportPhase::kSource
             ? JS_MODULE_PHASE_SOURCE
             : JS_MODULE_PHASE_EVALUATION;
}

// --- Linking and evaluating
// -----------------------------------------------------------

bool js_module_instantiate(js_isolate *iso, js_value module,
                           js_module_resolve_callback resolve) {
  js_module_resolve_callback outer = iso->on_resolve;
  iso->on_resolve = resolve;
  bool is_done = to_v8<v8::Module>(module)
                     ->InstantiateModule(context_of(iso), engine::on_resolve,
                                         engine::on_resolve_source)
                     .FromMaybe(false);
  iso->on_resolve = outer;
  return is_done;
}

void js_module_source_callback_set(js_isolate *iso,
                                   js_module_resolve_callback resolve) {
  iso->on_resolve_source = resolve;
}

js_value js_module_evaluate(js_isolate *iso, js_value module) {
  return to_js(to_v8<v8::Module>(module)->Evaluate(context_of(iso)));
}

js_module_status js_module_status_of(js_value module) {
  static_assert(int{JS_MODULE_ERRORED} == int{v8::Module::kErrored});
  return static_cast<js_module_status>(to_v8<v8::Module>(module)->GetStatus());
}

js_value js_module_exception(js_value module) {
  return to_js(to_v8<v8::Module>(module)->GetException());
}

js_value js_module_namespace(js_value module) {
  return to_js(to_v8<v8::Module>(module)->GetModuleNamespace());
}

int js_module_identity_hash(js_value module) {
  return to_v8<v8::Module>(module)->GetIdentityHash();
}

bool js_module_is_graph_async(js_value module) {
  return to_v8<v8::Module>(module)->IsGraphAsync();
}

bool js_module_has_top_level_await(js_value module) {
  return to_v8<v8::Module>(module)->HasTopLevelAwait();
}

bool js_module_is_source_text(js_value module) {
  return to_v8<v8::Module>(module)->IsSourceTextModule();
}

js_value js_module_source_map_url(js_value module) {
  return to_js(to_v8<v8::Module>(module)
                   ->GetUnboundModuleScript()
                   ->GetSourceMappingURL());
}

uint8_t *js_module_code_cache(js_value module, size_t *length) {
  return engine::code_cache_copy(
      v8::ScriptCompiler::CreateCodeCache(
          to_v8<v8::Module>(module)->GetUnboundModuleScript()),
      length);
}

js_value js_module_stalled_awaits(js_isolate *iso, js_value module) {
  auto [modules, messages] =
      to_v8<v8::Module>(module)->GetStalledTopLevelAwaitMessages(iso->isolate);
  std::vector<v8::Local<v8::Value>> places;
  for (v8::Local<v8::Message> message : messages) {
    js_value place = engine::place_array(iso, message);
    if (place == JS_EMPTY)
      return JS_EMPTY;
    places.push_back(to_v8(place));
  }
  return to_js(v8::Array::New(iso->isolate, places.data(), places.size()));
}

// --- Owners
// ----------------------------------------------------------------------

void js_module_owner_set(js_isolate *iso, js_value module, void *owner) {
  auto of = to_v8<v8::Module>(module);
  ModuleEntry *entry = iso->modules->find(iso->isolate, of);
  if (entry == nullptr)
    entry = iso->modules->add(iso->isolate, of);
  entry->owner = owner;
}

void *js_module_owner(js_isolate *iso, js_value module) {
  ModuleEntry *entry =
      iso->modules->find(iso->isolate, to_v8<v8::Module>(module));
  return entry == nullptr ? nullptr : entry->owner;
}

// --- import() and import.meta
// ------------------------------------------------------------

void js_import_callback_set(js_isolate *iso, js_import_callback callback) {
  iso->on_import = callback;
}

void js_import_meta_callback_set(js_isolate *iso,
                                 js_import_meta_callback callback) {
  iso->on_import_meta = callback;
}

js_value js_module_host_defined(js_isolate *iso, js_value module) {
  ModuleEntry *entry =
      iso->modules->find(iso->isolate, to_v8<v8::Module>(module));
  if (entry == nullptr || entry->host_defined.IsEmpty()) {
    return to_js(v8::Undefined(iso->isolate));
  }
  return to_js(entry->host_defined.Get(iso->isolate));
}
