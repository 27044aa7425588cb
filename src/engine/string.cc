// Strings. Where much is to be transcoded simdutf does it, several times faster
// than V8's own loops.
#include "string.h"

#include <v8-external-memory-accounter.h>

#include <cstdlib>
#include <new>
#include <type_traits>

#include "internal.h"
#include "simdutf_c.h"

using engine::to_js;
using engine::to_v8;
using v8::Local;
using v8::NewStringType;
using v8::String;

namespace {

constexpr size_t kMaxLength = String::kMaxLength;

// From this many bytes on, transcoded text becomes an external string: the copy
// into the heap would cost more than the bookkeeping.
constexpr size_t kExternalBytes = 1 << 20;

const uint8_t *bytes_of(const char *text) {
  return reinterpret_cast<const uint8_t *>(text);
}

uint8_t *bytes_of(char *text) {
  return reinterpret_cast<uint8_t *>(text);
}

js_value from_units(js_isolate *iso, const uint8_t *text, size_t length) {
  return to_js(String::NewFromOneByte(
      iso->isolate, text, NewStringType::kNormal, static_cast<int>(length)));
}

js_value from_units(js_isolate *iso, const uint16_t *text, size_t length) {
  return to_js(String::NewFromTwoByte(
      iso->isolate, text, NewStringType::kNormal, static_cast<int>(length)));
}

}  // namespace

size_t js_string_max_length(void) {
  return kMaxLength;
}

js_value js_string_latin1(js_isolate *iso, const uint8_t *text, size_t length) {
  return length <= kMaxLength ? from_units(iso, text, length) : JS_EMPTY;
}

js_value js_string_utf16(js_isolate *iso, const uint16_t *text, size_t length) {
  return length <= kMaxLength ? from_units(iso, text, length) : JS_EMPTY;
}

js_value js_string_literal(js_isolate *iso, const char *text) {
  return to_js(String::NewFromOneByte(iso->isolate, bytes_of(text),
                                      NewStringType::kInternalized));
}

// --- External strings -------------------------------------------------------

namespace {

template <class Base, class Unit>
class External final : public Base {
 public:
  External(const Unit *text, size_t length, void (*release)(void *),
           void *owner)
      : text_(text), length_(length), release_(release), owner_(owner) {}

  // V8 counts external strings, but starts no collection because of them.
  void account(js_isolate *iso) {
    isolate_ = iso->isolate;
    accounter_.Increase(isolate_, length_ * sizeof(Unit));
  }

  // V8 has not taken it: the memory stays the caller's.
  void refuse() {
    accounter_.Decrease(isolate_, length_ * sizeof(Unit));
    delete this;
  }

  const Unit *data() const override {
    return text_;
  }
  size_t length() const override {
    return length_;
  }

 protected:
  void Dispose() override {
    accounter_.Decrease(isolate_, length_ * sizeof(Unit));
    if (release_ != nullptr) {
      release_(owner_);
    }
    delete this;
  }

 private:
  const Unit *text_;
  size_t length_;
  void (*release_)(void *);
  void *owner_;
  v8::Isolate *isolate_ = nullptr;
  v8::ExternalMemoryAccounter accounter_;
};

using ExternalOneByte = External<String::ExternalOneByteStringResource, char>;
using ExternalTwoByte = External<String::ExternalStringResource, uint16_t>;

js_value new_external(js_isolate *iso,
                      String::ExternalOneByteStringResource *resource) {
  return to_js(String::NewExternalOneByte(iso->isolate, resource));
}

js_value new_external(js_isolate *iso, ExternalTwoByte *resource) {
  return to_js(String::NewExternalTwoByte(iso->isolate, resource));
}

template <class Resource, class Unit>
js_value make_external(js_isolate *iso, const Unit *text, size_t length,
                       void (*release)(void *), void *data) {
  if (length > kMaxLength) {
    return JS_EMPTY;
  }
  auto *resource = new (std::nothrow) Resource(text, length, release, data);
  if (resource == nullptr) {
    return JS_EMPTY;
  }
  // First: V8 releases the resource of an empty string at once.
  resource->account(iso);
  js_value string = new_external(iso, resource);
  if (string == JS_EMPTY)
    resource->refuse();
  return string;
}

}  // namespace

js_value js_string_external_latin1(js_isolate *iso, const char *text,
                                   size_t length, void (*release)(void *),
                                   void *data) {
  if (release == nullptr) {
    auto *embedded = engine::embedded_text(iso, text, length);
    if (embedded != nullptr) {
      return new_external(iso, embedded);
    }
  }
  return make_external<ExternalOneByte>(iso, text, length, release, data);
}

js_value js_string_external_utf16(js_isolate *iso, const uint16_t *text,
                                  size_t length, void (*release)(void *),
                                  void *data) {
  return make_external<ExternalTwoByte>(iso, text, length, release, data);
}

// --- From UTF-8 -------------------------------------------------------------

namespace {

js_value adopt_units(js_isolate *iso, uint8_t *text, size_t length) {
  return js_string_external_latin1(iso, reinterpret_cast<char *>(text), length,
                                   std::free, text);
}

js_value adopt_units(js_isolate *iso, uint16_t *text, size_t length) {
  return js_string_external_utf16(iso, text, length, std::free, text);
}

size_t transcode(const uint8_t *text, size_t length, uint8_t *out) {
  return simdutf_c_utf8_to_latin1(text, length, out);
}

size_t transcode(const uint8_t *text, size_t length, uint16_t *out) {
  return simdutf_c_utf8_to_utf16(text, length, out);
}

// Transcodes valid UTF-8 of `units` code units. JS_EMPTY if the text does not
// fit in this kind of unit, or if memory is exhausted.
template <class Unit>
js_value from_valid_utf8(js_isolate *iso, const uint8_t *text, size_t length,
                         size_t units) {
  Unit inline_room[2048 / sizeof(Unit)];
  bool is_inline = units * sizeof(Unit) <= sizeof inline_room;
  Unit *room = is_inline
                   ? inline_room
                   : static_cast<Unit *>(std::malloc(units * sizeof(Unit)));
  if (room == nullptr) {
    return JS_EMPTY;
  }
  js_value result = JS_EMPTY;
  if (transcode(text, length, room) == units) {
    bool is_adopted = units * sizeof(Unit) >= kExternalBytes;
    result = is_adopted ? adopt_units(iso, room, units)
                        : from_units(iso, room, units);
    if (is_adopted && result != JS_EMPTY) {
      return result;
    }
  }
  if (!is_inline) {
    std::free(room);
  }
  return result;
}

// simdutf's choice of a kernel costs more than this loop over a few bytes.
bool is_ascii(const uint8_t *text, size_t length) {
  if (length >= 64) {
    return simdutf_c_is_ascii(text, length);
  }
  uint8_t all = 0;
  for (size_t i = 0; i < length; i++) {
    all |= text[i];
  }
  return all < 0x80;
}

// V8 decodes what is invalid as the encoding standard says.
js_value from_invalid_utf8(js_isolate *iso, const char *text, size_t length) {
  if (length > kMaxLength) {
    return JS_EMPTY;
  }
  return to_js(String::NewFromUtf8(iso->isolate, text, NewStringType::kNormal,
                                   static_cast<int>(length)));
}

js_value from_wide_utf8(js_isolate *iso, const uint8_t *text, size_t length) {
  size_t units = simdutf_c_utf16_length_of_utf8(text, length);
  if (units > kMaxLength) {
    return JS_EMPTY;
  }
  js_value latin1 = from_valid_utf8<uint8_t>(iso, text, length, units);
  return latin1 != JS_EMPTY
             ? latin1
             : from_valid_utf8<uint16_t>(iso, text, length, units);
}

}  // namespace

js_value js_string_utf8(js_isolate *iso, const char *text, size_t length) {
  if (length == JS_AUTO_LENGTH) {
    length = std::strlen(text);
  }
  const uint8_t *bytes = bytes_of(text);
  if (is_ascii(bytes, length)) {
    return js_string_latin1(iso, bytes, length);
  }
  return simdutf_c_is_utf8(bytes, length)
             ? from_wide_utf8(iso, bytes, length)
             : from_invalid_utf8(iso, text, length);
}

// --- Operations -------------------------------------------------------------

js_value js_string_empty(js_isolate *iso) {
  return to_js(String::Empty(iso->isolate));
}

js_value js_string_concat(js_isolate *iso, js_value left, js_value right) {
  return to_js(
      String::Concat(iso->isolate, to_v8<String>(left), to_v8<String>(right)));
}

js_value js_string_internalize(js_isolate *iso, js_value string) {
  return to_js(to_v8<String>(string)->InternalizeString(iso->isolate));
}

bool js_string_equals(js_value left, js_value right) {
  return to_v8<String>(left)->StringEquals(to_v8<String>(right));
}

size_t js_string_length(js_value string) {
  return static_cast<size_t>(to_v8<String>(string)->Length());
}

bool js_string_is_one_byte(js_value string) {
  return to_v8<String>(string)->IsOneByte();
}

bool js_string_contains_only_one_byte(js_value string) {
  return to_v8<String>(string)->ContainsOnlyOneByte();
}

void js_string_write_latin1(js_isolate *iso, js_value string, size_t start,
                            size_t count, uint8_t *buffer) {
  to_v8<String>(string)->WriteOneByteV2(iso->isolate,
                                        static_cast<uint32_t>(start),
                                        static_cast<uint32_t>(count), buffer);
}

void js_string_write_utf16(js_isolate *iso, js_value string, size_t start,
                           size_t count, uint16_t *buffer) {
  to_v8<String>(string)->WriteV2(iso->isolate, static_cast<uint32_t>(start),
                                 static_cast<uint32_t>(count), buffer);
}

// --- To UTF-8 ---------------------------------------------------------------

namespace {

// Whether simdutf pays: V8 is quick at short one-byte strings.
bool is_long(Local<String> string, size_t length) {
  return length >= 64 || (length >= 12 && !string->IsOneByte());
}

// Of a long string. 0: not well formed, so V8 has to do it.
size_t long_utf8_length(js_isolate *iso, Local<String> string) {
  String::ValueView view(iso->isolate, string);
  if (view.is_one_byte()) {
    return simdutf_c_utf8_length_of_latin1(view.data8(), view.length());
  }
  return simdutf_c_is_utf16(view.data16(), view.length())
             ? simdutf_c_utf8_length_of_utf16(view.data16(), view.length())
             : 0;
}

// Writes all of a long string. 0: there is no room for all of it, or it is not
// well formed, so V8 has to do it.
size_t write_long_utf8(js_isolate *iso, Local<String> string, char *buffer,
                       size_t capacity) {
  String::ValueView view(iso->isolate, string);
  size_t length = view.length();
  uint8_t *out = bytes_of(buffer);
  if (view.is_one_byte()) {
    const uint8_t *text = view.data8();
    bool fits = capacity >= 2 * length ||
                capacity >= simdutf_c_utf8_length_of_latin1(text, length);
    return fits ? simdutf_c_latin1_to_utf8(text, length, out) : 0;
  }
  const uint16_t *text = view.data16();
  bool fits = capacity >= 3 * length ||
              (simdutf_c_is_utf16(text, length) &&
               capacity >= simdutf_c_utf8_length_of_utf16(text, length));
  return fits ? simdutf_c_utf16_to_utf8(text, length, out) : 0;
}

}  // namespace

size_t js_string_utf8_length(js_isolate *iso, js_value value) {
  Local<String> string = to_v8<String>(value);
  auto units = static_cast<size_t>(string->Length());
  size_t length = is_long(string, units) ? long_utf8_length(iso, string) : 0;
  return length != 0 ? length : string->Utf8LengthV2(iso->isolate);
}

size_t js_string_write_utf8(js_isolate *iso, js_value value, char *buffer,
                            size_t capacity, size_t *units_read) {
  Local<String> string = to_v8<String>(value);
  auto length = static_cast<size_t>(string->Length());
  if (is_long(string, length)) {
    size_t written = write_long_utf8(iso, string, buffer, capacity);
    if (written != 0) {
      if (units_read != nullptr) {
        *units_read = length;
      }
      return written;
    }
  }
  return string->WriteUtf8V2(iso->isolate, buffer, capacity,
                             String::WriteFlags::kReplaceInvalidUtf8,
                             units_read);
}

char *js_string_to_utf8(js_isolate *iso, js_value string, size_t *length) {
  return js_string_to_utf8_inline(iso, string, nullptr, 0, length);
}

char *js_string_to_utf8_inline(js_isolate *iso, js_value string,
                               char *inline_buffer, size_t capacity,
                               size_t *length) {
  char *text = inline_buffer;
  size_t room = capacity;
  // A unit gives three bytes at most: no need to count if that many fit.
  if (3 * js_string_length(string) >= capacity) {
    room = js_string_utf8_length(iso, string) + 1;
    if (room > capacity) {
      text = static_cast<char *>(std::malloc(room));
    }
  }
  if (text == nullptr) {
    return nullptr;
  }
  size_t written = js_string_write_utf8(iso, string, text, room - 1, nullptr);
  text[written] = '\0';
  if (length != nullptr) {
    *length = written;
  }
  return text;
}
