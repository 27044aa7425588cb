// Heap statistics and heap snapshots.
#include <v8-profiler.h>

#include "internal.h"
#include "isolate.h"

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

bool js_heap_snapshot_write(js_isolate *iso,
                            bool (*write)(void *data, const char *text,
                                          size_t length),
                            void *data) {
  v8::HandleScope scope(iso->isolate);
  const v8::HeapSnapshot *snapshot =
      iso->isolate->GetHeapProfiler()->TakeHeapSnapshot();
  if (snapshot == nullptr)
    return false;
  Writer writer(write, data);
  snapshot->Serialize(&writer);
  const_cast<v8::HeapSnapshot *>(snapshot)->Delete();
  return !writer.is_stopped();
}
