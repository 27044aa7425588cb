// What V8 does not keep about modules for us.
#ifndef ENGINE_MODULE_TABLE_H_
#define ENGINE_MODULE_TABLE_H_

#include <unordered_map>

#include "internal.h"

namespace engine {

// One living module. Both handles are weak: while the module lives its script
// holds the symbol.
struct ModuleEntry {
  v8::Global<v8::Module> module;
  v8::Global<v8::Data> host_defined;     // empty: none
  js_module_evaluate_callback evaluate;  // NULL: source text, or is done
  void *owner;                           // see js_module_owner_set
  ModuleTable *table;
  int hash;
};

class ModuleTable {
 public:
  ~ModuleTable() {
    clear();
  }
  ModuleEntry *add(v8::Isolate *isolate, v8::Local<v8::Module> module);
  ModuleEntry *find(v8::Isolate *isolate, v8::Local<v8::Module> module);
  void clear();

 private:
  static void on_collected(const v8::WeakCallbackInfo<ModuleEntry> &info);
  void remove(ModuleEntry *entry);

  std::unordered_multimap<int, ModuleEntry *> entries_;  // by identity hash
};

// What V8 calls for import() and import.meta (module.cc).
v8::MaybeLocal<v8::Promise> on_import_dynamically(
    v8::Local<v8::Context> context, v8::Local<v8::Data> host_defined,
    v8::Local<v8::Value> referrer_name, v8::Local<v8::String> specifier,
    v8::Local<v8::FixedArray> attributes);
v8::MaybeLocal<v8::Promise> on_import_with_phase(
    v8::Local<v8::Context> context, v8::Local<v8::Data> host_defined,
    v8::Local<v8::Value> referrer_name, v8::Local<v8::String> specifier,
    v8::ModuleImportPhase phase, v8::Local<v8::FixedArray> attributes);
void on_import_meta(v8::Local<v8::Context> context,
                    v8::Local<v8::Module> module, v8::Local<v8::Object> meta);

}  // namespace engine

#endif
