// Everything in the executable that the JavaScript heap may point to. A
// snapshot holds such pointers as places in one list of addresses, which must
// come out the same when a snapshot is made and when it is used.
#ifndef ENGINE_EXTERNAL_H_
#define ENGINE_EXTERNAL_H_

#include <v8-fast-api-calls.h>

#include <deque>
#include <vector>

#include "internal.h"

namespace engine {

// A text of the executable as V8 wants it.
class EmbeddedResource final
    : public v8::String::ExternalOneByteStringResource {
 public:
  EmbeddedResource(const char *text, size_t length)
      : text_(text), length_(length) {}
  const char *data() const override {
    return text_;
  }
  size_t length() const override {
    return length_;
  }

 protected:
  void Dispose() override {}  // the table owns it

 private:
  const char *text_;
  size_t length_;
};

// The signature of a js_fast entry as V8 wants it.
struct FastSignature {
  explicit FastSignature(const js_fast *entry);

  const js_fast *entry;
  v8::CTypeInfo parameters[7];  // the receiver comes first
  v8::CFunctionInfo info;
};

struct ExternalTable {
  ExternalTable(const js_tables *tables,
                const std::vector<const js_class *> &classes);

  const v8::CFunctionInfo *fast_info(const js_fast *entry) const;
  v8::String::ExternalOneByteStringResource *text(const char *text,
                                                  size_t length);

  // What V8 is given; ends with 0.
  std::vector<intptr_t> addresses;

  // The shape of the tables: a snapshot made with others is refused.
  uint64_t checksum;

 private:
  void add(const void *address);
  void add_native(js_native native) {
    add(reinterpret_cast<const void *>(native));
  }
  void add_natives(const js_native_entry *entries);
  void add_accessors(const js_accessor_entry *entries);
  void add_class(const js_class *class_);
  void add_fast(const js_fast *entry);
  void add_texts(const js_text *texts);

  // The heap points to the elements: they must not move, as a vector's do.
  std::deque<FastSignature> fast_;
  std::deque<EmbeddedResource> texts_;
};

// All classes of the tables and their ancestors, each once.
std::vector<const js_class *> classes_of(const js_tables *tables);

}  // namespace engine

#endif
