// Heap statistics, heap snapshots, and watching collections.
#include "heap.h"

#include <v8-profiler.h>

#include <vector>

#include "internal.h"
#include "isolate.h"

using engine::context_of;
using engine::to_js;
using engine::to_v8;

struct js_gc_watch {
  js_isolate *iso;
  js_gc_listener listener;
  void *data;
};

namespace {

class Writer final : public v8::OutputStream {
 public:
  using Write = bool (*)(void *data, const char *text, size_t length);
  Writer(Write write, void *data) : write_(write), data_(data) {}

  int GetChunkSize() override {
    return 64 * 1024;
  }
  void EndOfStream() override {}
  WriteResult WriteAsciiChunk(char *text, int length) override {
    if (!write_(data_, text, static_cast<size_t>(length)))
      is_stopped_ = true;
    return is_stopped_ ? kAbort : kContinue;
  }
  bool is_stopped() const {
    return is_stopped_;
  }

 private:
  Write write_;
  void *data_;
  bool is_stopped_ = false;
};

// All memory that V8 was told of. Telling it of none more is how to ask.
size_t external_memory(v8::Isolate *isolate) {
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wdeprecated-declarations"
  int64_t bytes = isolate->AdjustAmountOfExternalAllocatedMemory(0);
#pragma clang diagnostic pop
  return bytes < 0 ? 0 : static_cast<size_t>(bytes);
}

}  // namespace

void js_heap_statistics_get(js_isolate *iso, js_heap_statistics *out) {
  v8::HeapStatistics from;
  iso->isolate->GetHeapStatistics(&from);
  *out = js_heap_statistics{
      .total_heap_size = from.total_heap_size(),
      .total_heap_size_executable = from.total_heap_size_executable(),
      .total_physical_size = from.total_physical_size(),
      .total_available_size = from.total_available_size(),
      .used_heap_size = from.used_heap_size(),
      .heap_size_limit = from.heap_size_limit(),
      .malloced_memory = from.malloced_memory(),
      .peak_malloced_memory = from.peak_malloced_memory(),
      .does_zap_garbage = from.does_zap_garbage(),
      .number_of_native_contexts = from.number_of_native_contexts(),
      .number_of_detached_contexts = from.number_of_detached_contexts(),
      .total_global_handles_size = from.total_global_handles_size(),
      .used_global_handles_size = from.used_global_handles_size(),
      .external_memory = external_memory(iso->isolate),
      // What V8 calls external here is the memory of array buffers.
      .array_buffers = from.external_memory(),
  };
}

size_t js_heap_space_count(js_isolate *iso) {
  return iso->isolate->NumberOfHeapSpaces();
}

void js_heap_space_get(js_isolate *iso, size_t index, js_heap_space *out) {
  v8::HeapSpaceStatistics from;
  iso->isolate->GetHeapSpaceStatistics(&from, index);
  *out = js_heap_space{
      .name = from.space_name(),
      .size = from.space_size(),
      .used = from.space_used_size(),
      .available = from.space_available_size(),
      .physical = from.physical_space_size(),
  };
}

// --- Snapshots
// -------------------------------------------------------------------------

// Nothing but a name: it is V8's own object.
static const v8::HeapSnapshot *snapshot_of(js_heap_snapshot *snapshot) {
  return reinterpret_cast<const v8::HeapSnapshot *>(snapshot);
}

js_heap_snapshot *js_heap_snapshot_take(js_isolate *iso, int options) {
  v8::HandleScope scope(iso->isolate);
  v8::HeapProfiler::HeapSnapshotOptions chosen;
  if (options & JS_HEAP_SNAPSHOT_INTERNALS) {
    chosen.snapshot_mode = v8::HeapProfiler::HeapSnapshotMode::kExposeInternals;
  }
  if (options & JS_HEAP_SNAPSHOT_NUMBERS) {
    chosen.numerics_mode = v8::HeapProfiler::NumericsMode::kExposeNumericValues;
  }
  const v8::HeapSnapshot *taken =
      iso->isolate->GetHeapProfiler()->TakeHeapSnapshot(chosen);
  return reinterpret_cast<js_heap_snapshot *>(
      const_cast<v8::HeapSnapshot *>(taken));
}

bool js_heap_snapshot_serialize(js_heap_snapshot *snapshot,
                                bool (*write)(void *data, const char *text,
                                              size_t length),
                                void *data) {
  Writer writer(write, data);
  snapshot_of(snapshot)->Serialize(&writer);
  return !writer.is_stopped();
}

void js_heap_snapshot_free(js_heap_snapshot *snapshot) {
  const_cast<v8::HeapSnapshot *>(snapshot_of(snapshot))->Delete();
}

bool js_heap_snapshot_write(js_isolate *iso,
                            bool (*write)(void *data, const char *text,
                                          size_t length),
                            void *data) {
  js_heap_snapshot *snapshot = js_heap_snapshot_take(iso, 0);
  if (snapshot == nullptr)
    return false;
  bool is_written = js_heap_snapshot_serialize(snapshot, write, data);
  js_heap_snapshot_free(snapshot);
  return is_written;
}

// --- Code, objects, memory
// -------------------------------------------------------------

void js_heap_code_statistics_get(js_isolate *iso,
                                 js_heap_code_statistics *out) {
  v8::HeapCodeStatistics from;
  iso->isolate->GetHeapCodeAndMetadataStatistics(&from);
  *out = js_heap_code_statistics{
      .code_and_metadata_size = from.code_and_metadata_size(),
      .bytecode_and_metadata_size = from.bytecode_and_metadata_size(),
      .external_script_source_size = from.external_script_source_size(),
      .cpu_profiler_metadata_size = from.cpu_profiler_metadata_size(),
  };
}

namespace {

class HasPrototype final : public v8::QueryObjectPredicate {
 public:
  HasPrototype(v8::Isolate *isolate, v8::Local<v8::Context> context,
               v8::Local<v8::Value> prototype)
      : isolate_(isolate), context_(context), prototype_(prototype) {}

  bool Filter(v8::Local<v8::Object> object) override {
    v8::Local<v8::Context> made_in;
    if (!object->GetCreationContext(isolate_).ToLocal(&made_in) ||
        made_in != context_) {
      return false;
    }
    v8::Local<v8::Value> next = object->GetPrototypeV2();
    while (next->IsObject() && next != prototype_) {
      next = next.As<v8::Object>()->GetPrototypeV2();
    }
    return next == prototype_;
  }

 private:
  v8::Isolate *isolate_;
  v8::Local<v8::Context> context_;
  v8::Local<v8::Value> prototype_;
};

}  // namespace

js_value js_heap_objects_of(js_isolate *iso, js_value prototype) {
  v8::Isolate *isolate = iso->isolate;
  std::vector<v8::Global<v8::Object>> found;
  HasPrototype predicate(isolate, context_of(iso), to_v8(prototype));
  isolate->GetHeapProfiler()->QueryObjects(context_of(iso), &predicate, &found);
  v8::LocalVector<v8::Value> objects(isolate);
  for (const v8::Global<v8::Object> &object : found) {
    objects.push_back(object.Get(isolate));
  }
  return to_js(v8::Array::New(isolate, objects.data(), objects.size()));
}

js_value js_heap_measure(js_isolate *iso, bool detailed, bool eager) {
  v8::Isolate *isolate = iso->isolate;
  v8::Local<v8::Context> context = context_of(iso);
  v8::Local<v8::Promise::Resolver> resolver;
  if (!v8::Promise::Resolver::New(context).ToLocal(&resolver))
    return JS_EMPTY;
  isolate->MeasureMemory(v8::MeasureMemoryDelegate::Default(
                             isolate, context, resolver,
                             detailed ? v8::MeasureMemoryMode::kDetailed
                                      : v8::MeasureMemoryMode::kSummary),
                         eager ? v8::MeasureMemoryExecution::kEager
                               : v8::MeasureMemoryExecution::kDefault);
  return to_js(resolver->GetPromise());
}

uint32_t js_code_cache_version(void) {
  return v8::ScriptCompiler::CachedDataVersionTag();
}

// --- Collections
// -----------------------------------------------------------------------

namespace {

const char *name_of(v8::GCType type) {
  switch (type) {
    case v8::kGCTypeScavenge:
      return "Scavenge";
    case v8::kGCTypeMinorMarkSweep:
      return "MinorMarkSweep";
    case v8::kGCTypeMarkSweepCompact:
      return "MarkSweepCompact";
    case v8::kGCTypeIncrementalMarking:
      return "IncrementalMarking";
    case v8::kGCTypeProcessWeakCallbacks:
      return "ProcessWeakCallbacks";
    default:
      return "Unknown";
  }
}

void on_gc_start(v8::Isolate *, v8::GCType type, v8::GCCallbackFlags,
                 void *data) {
  js_gc_watch *watch = static_cast<js_gc_watch *>(data);
  watch->listener(watch->iso, watch->data, name_of(type), true);
}

void on_gc_end(v8::Isolate *, v8::GCType type, v8::GCCallbackFlags,
               void *data) {
  js_gc_watch *watch = static_cast<js_gc_watch *>(data);
  watch->listener(watch->iso, watch->data, name_of(type), false);
}

}  // namespace

js_gc_watch *js_gc_watch_start(js_isolate *iso, js_gc_listener listener,
                               void *data) {
  js_gc_watch *watch = new js_gc_watch{iso, listener, data};
  iso->isolate->AddGCPrologueCallback(on_gc_start, watch);
  iso->isolate->AddGCEpilogueCallback(on_gc_end, watch);
  return watch;
}

void js_gc_watch_stop(js_gc_watch *watch) {
  watch->iso->isolate->RemoveGCPrologueCallback(on_gc_start, watch);
  watch->iso->isolate->RemoveGCEpilogueCallback(on_gc_end, watch);
  delete watch;
}

// --- CPU profiles
// ----------------------------------------------------------------------

struct js_cpu_profiler {
  js_isolate *iso;
  v8::CpuProfiler *profiler;
  v8::ProfilerId id;
};

js_cpu_profiler *js_cpu_profiler_start(js_isolate *iso) {
  v8::HandleScope scope(iso->isolate);
  v8::CpuProfiler *profiler = v8::CpuProfiler::New(iso->isolate);
  v8::CpuProfilingResult started = profiler->Start(
      v8::CpuProfilingOptions(v8::CpuProfilingMode::kLeafNodeLineNumbers,
                              v8::CpuProfilingOptions::kNoSampleLimit));
  if (started.status != v8::CpuProfilingStatus::kStarted) {
    profiler->Dispose();
    return nullptr;
  }
  return new js_cpu_profiler{iso, profiler, started.id};
}

bool js_cpu_profiler_stop(js_cpu_profiler *profiler,
                          bool (*write)(void *data, const char *text,
                                        size_t length),
                          void *data) {
  v8::HandleScope scope(profiler->iso->isolate);
  v8::CpuProfile *profile = profiler->profiler->Stop(profiler->id);
  bool is_written = profile != nullptr && write != nullptr;
  if (is_written) {
    Writer writer(write, data);
    profile->Serialize(&writer);
    is_written = !writer.is_stopped();
  }
  if (profile != nullptr)
    profile->Delete();
  profiler->profiler->Dispose();
  delete profiler;
  return is_written;
}
