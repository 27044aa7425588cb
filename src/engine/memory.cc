// The memory of array buffers.
#include <cstdlib>

#include "internal.h"

namespace engine {

namespace {

// Has no state: memory allocated in one isolate may be freed by another, after
// the first is gone.
class Allocator final : public v8::ArrayBuffer::Allocator {
 public:
  void *Allocate(size_t length) override {
    return calloc(length == 0 ? 1 : length, 1);
  }
  void *AllocateUninitialized(size_t length) override {
    return malloc(length == 0 ? 1 : length);
  }
  void Free(void *data, size_t) override {
    free(data);
  }
};

}  // namespace

v8::ArrayBuffer::Allocator *array_buffer_allocator() {
  static Allocator allocator;
  return &allocator;
}

}  // namespace engine
