// A snapshot is a header, the places of the classes' templates, and V8's blob.
#include "snapshot.h"

#include <cstdio>
#include <cstdlib>

#include "class.h"
#include "external.h"
#include "isolate.h"

namespace engine {

namespace {

constexpr char kMagic[8] = {'n', 'o', 'd', 'e', 's', 'n', 'a', 'p'};
constexpr uint32_t kNoTemplate = UINT32_MAX;

struct SnapshotHeader {
  char magic[8];
  char engine_version[24];
  uint64_t checksum;     // ExternalTable::checksum
  uint64_t class_count;  // uint32_t places follow the header, then the blob
  uint64_t blob_offset;
  uint64_t blob_length;
};

void header_fill(SnapshotHeader *header, js_isolate *iso, size_t class_count,
                 size_t blob_length) {
  *header = SnapshotHeader{};
  memcpy(header->magic, kMagic, sizeof kMagic);
  snprintf(header->engine_version, sizeof header->engine_version, "%s",
           v8::V8::GetVersion());
  header->checksum = iso->externals->checksum;
  header->class_count = class_count;
  size_t offset = sizeof *header + class_count * sizeof(uint32_t);
  header->blob_offset = (offset + 15) & ~size_t{15};
  header->blob_length = blob_length;
}

bool header_fits(const SnapshotHeader *header, js_isolate *iso, size_t length) {
  SnapshotHeader expected;
  size_t class_count = iso->classes->entries.size();
  header_fill(&expected, iso, class_count, header->blob_length);
  return memcmp(&expected, header, sizeof expected) == 0 &&
         length >= expected.blob_offset &&
         length - expected.blob_offset == expected.blob_length;
}

bool failure(const char *what) {
  fprintf(stderr, "snapshot: %s\n", what);
  return false;
}

// What only one process could use must not be in the heap.
bool isolate_is_plain(js_isolate *iso) {
  js_isolate_run_finalizers(iso);
  if (iso->wraps != nullptr)
    return failure(iso->wraps->class_->name);
  if (iso->refs != nullptr)
    return failure("a js_ref is alive");
  if (iso->classes->entries.size() != classes_of(iso->tables).size()) {
    return failure("a class is missing in the tables");
  }
  return true;
}

// A context as js_context_new wants it, and the main one.
void contexts_add(js_isolate *iso) {
  v8::HandleScope scope(iso->isolate);
  v8::SnapshotCreator *creator = iso->snapshot_creator;
  creator->SetDefaultContext(v8::Context::New(iso->isolate));
  v8::Local<v8::Context> main = main_context_of(iso);
  creator->AddContext(main);
  main->Exit();
}

std::vector<uint32_t> templates_add(js_isolate *iso) {
  v8::HandleScope scope(iso->isolate);
  std::vector<uint32_t> places;
  for (ClassEntry &entry : iso->classes->entries) {
    uint32_t place = kNoTemplate;
    if (!entry.function_template.IsEmpty() ||
        entry.snapshot_index != kNotInSnapshot) {
      place = static_cast<uint32_t>(
          iso->snapshot_creator->AddData(class_template(iso, entry.class_)));
    }
    places.push_back(place);
  }
  return places;
}

uint8_t *snapshot_join(js_isolate *iso, const std::vector<uint32_t> &places,
                       const v8::StartupData &blob, size_t *length) {
  SnapshotHeader header;
  header_fill(&header, iso, places.size(), static_cast<size_t>(blob.raw_size));
  *length = header.blob_offset + header.blob_length;
  uint8_t *bytes = static_cast<uint8_t *>(calloc(*length, 1));
  if (bytes == nullptr)
    return nullptr;
  memcpy(bytes, &header, sizeof header);
  memcpy(bytes + sizeof header, places.data(),
         places.size() * sizeof(uint32_t));
  memcpy(bytes + header.blob_offset, blob.data, header.blob_length);
  return bytes;
}

}  // namespace

bool snapshot_open(js_isolate *iso, const uint8_t *bytes, size_t length) {
  SnapshotHeader header;
  if (length < sizeof header)
    return false;
  memcpy(&header, bytes, sizeof header);
  if (!header_fits(&header, iso, length))
    return false;
  for (size_t index = 0; index < header.class_count; index++) {
    uint32_t place;
    memcpy(&place, bytes + sizeof header + index * sizeof place, sizeof place);
    iso->classes->entries[index].snapshot_index =
        place == kNoTemplate ? kNotInSnapshot : place;
  }
  iso->blob.data = reinterpret_cast<const char *>(bytes + header.blob_offset);
  iso->blob.raw_size = static_cast<int>(header.blob_length);
  return true;
}

}  // namespace engine

uint8_t *js_snapshot_create(js_isolate *iso, bool keep_code, size_t *length) {
  using Code = v8::SnapshotCreator::FunctionCodeHandling;
  uint8_t *bytes = nullptr;
  if (!engine::isolate_is_plain(iso)) {
    js_isolate_free(iso);
    return nullptr;
  }
  engine::contexts_add(iso);
  std::vector<uint32_t> places = engine::templates_add(iso);
  engine::globals_reset(iso);
  v8::StartupData blob =
      iso->snapshot_creator->CreateBlob(keep_code ? Code::kKeep : Code::kClear);
  if (blob.data != nullptr) {
    bytes = engine::snapshot_join(iso, places, blob, length);
    delete[] blob.data;
  }
  engine::isolate_dispose(iso);
  return bytes;
}
