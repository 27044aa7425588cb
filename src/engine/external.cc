#include "external.h"

#include <algorithm>

#include "class.h"

namespace engine {

namespace {

v8::CTypeInfo::Type fast_type(js_fast_type type) {
  using Type = v8::CTypeInfo::Type;
  switch (type) {
    case JS_FAST_END:
    case JS_FAST_VOID:
      return Type::kVoid;
    case JS_FAST_BOOL:
      return Type::kBool;
    case JS_FAST_INT32:
      return Type::kInt32;
    case JS_FAST_UINT32:
      return Type::kUint32;
    case JS_FAST_DOUBLE:
      return Type::kFloat64;
    case JS_FAST_VALUE:
      return Type::kV8Value;
  }
  return Type::kVoid;
}

v8::CTypeInfo fast_parameter(const js_fast *entry, size_t index) {
  return v8::CTypeInfo(fast_type(entry->parameters[index]));
}

unsigned int fast_parameter_count(const js_fast *entry) {
  unsigned int count = 0;
  while (count < 6 && entry->parameters[count] != JS_FAST_END)
    count++;
  return count;
}

}  // namespace

FastSignature::FastSignature(const js_fast *fast)
    : entry(fast),
      parameters{v8::CTypeInfo(v8::CTypeInfo::Type::kV8Value),
                 fast_parameter(fast, 0),
                 fast_parameter(fast, 1),
                 fast_parameter(fast, 2),
                 fast_parameter(fast, 3),
                 fast_parameter(fast, 4),
                 fast_parameter(fast, 5)},
      info(v8::CTypeInfo(fast_type(fast->result)),
           1 + fast_parameter_count(fast), parameters) {}

ExternalTable::ExternalTable(const js_tables *tables,
                             const std::vector<const js_class *> &classes)
    : checksum(0) {
  addresses.reserve(4096);
  add(reinterpret_cast<const void *>(class_construct));
  if (tables != nullptr) {
    for (auto list = tables->natives; list && *list; list++)
      add_natives(*list);
    for (auto list = tables->addresses; list && *list; list++)
      add(*list);
    add_texts(tables->texts);
  }
  for (const js_class *class_ : classes)
    add_class(class_);
  addresses.push_back(0);
}

// The checksum covers how many addresses each part of the tables has, which is
// what differs between executables made from different sources.
void ExternalTable::add(const void *address) {
  if (address == nullptr)
    return;
  addresses.push_back(reinterpret_cast<intptr_t>(address));
  checksum = checksum * 31 + 1;
}

void ExternalTable::add_natives(const js_native_entry *entries) {
  for (auto entry = entries; entry && entry->name; entry++) {
    add_native(entry->call);
    add_fast(entry->fast);
  }
  checksum = checksum * 31 + 2;
}

void ExternalTable::add_accessors(const js_accessor_entry *entries) {
  for (auto entry = entries; entry && entry->name; entry++) {
    add_native(entry->get);
    add_native(entry->set);
  }
  checksum = checksum * 31 + 3;
}

void ExternalTable::add_class(const js_class *class_) {
  add_natives(class_->methods);
  add_accessors(class_->accessors);
}

void ExternalTable::add_fast(const js_fast *entry) {
  if (entry == nullptr || fast_info(entry) != nullptr)
    return;
  FastSignature &signature = fast_.emplace_back(entry);
  add(entry->function);
  add(&signature.info);
}

void ExternalTable::add_texts(const js_text *texts) {
  for (auto text = texts; text && text->text; text++) {
    add(&texts_.emplace_back(text->text, text->length));
    checksum = checksum * 31 + text->length;
  }
}

const v8::CFunctionInfo *ExternalTable::fast_info(const js_fast *entry) const {
  for (const FastSignature &signature : fast_) {
    if (signature.entry == entry)
      return &signature.info;
  }
  return nullptr;
}

v8::String::ExternalOneByteStringResource *ExternalTable::text(const char *text,
                                                               size_t length) {
  for (EmbeddedResource &resource : texts_) {
    if (resource.data() == text && resource.length() == length) {
      return &resource;
    }
  }
  return nullptr;
}

v8::String::ExternalOneByteStringResource *embedded_text(js_isolate *iso,
                                                         const char *text,
                                                         size_t length) {
  return iso->externals->text(text, length);
}

std::vector<const js_class *> classes_of(const js_tables *tables) {
  std::vector<const js_class *> classes;
  if (tables == nullptr)
    return classes;
  for (auto list = tables->classes; list && *list; list++) {
    for (auto class_ = *list; class_ != nullptr; class_ = class_->parent) {
      if (std::find(classes.begin(), classes.end(), class_) != classes.end()) {
        break;
      }
      classes.push_back(class_);
    }
  }
  return classes;
}

}  // namespace engine
