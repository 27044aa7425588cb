#include "simdutf_c.h"

#include <simdutf.h>

namespace {

const char *chars(const uint8_t *bytes) {
  return reinterpret_cast<const char *>(bytes);
}

char *chars(uint8_t *bytes) {
  return reinterpret_cast<char *>(bytes);
}

const char16_t *chars(const uint16_t *units) {
  return reinterpret_cast<const char16_t *>(units);
}

simdutf::base64_options alphabet(bool url) {
  return url ? simdutf::base64_url : simdutf::base64_default;
}

}  // namespace

const char *simdutf_c_version(void) {
  return SIMDUTF_VERSION;
}

bool simdutf_c_is_ascii(const uint8_t *bytes, size_t length) {
  return simdutf::validate_ascii(chars(bytes), length);
}

bool simdutf_c_is_utf8(const uint8_t *bytes, size_t length) {
  return simdutf::validate_utf8(chars(bytes), length);
}

bool simdutf_c_is_utf16(const uint16_t *units, size_t length) {
  return simdutf::validate_utf16(chars(units), length);
}

size_t simdutf_c_utf8_length_of_latin1(const uint8_t *bytes, size_t length) {
  return simdutf::utf8_length_from_latin1(chars(bytes), length);
}

size_t simdutf_c_utf8_length_of_utf16(const uint16_t *units, size_t length) {
  return simdutf::utf8_length_from_utf16(chars(units), length);
}

size_t simdutf_c_utf16_length_of_utf8(const uint8_t *bytes, size_t length) {
  return simdutf::utf16_length_from_utf8(chars(bytes), length);
}

size_t simdutf_c_latin1_to_utf8(const uint8_t *bytes, size_t length,
                                uint8_t *out) {
  return simdutf::convert_latin1_to_utf8(chars(bytes), length, chars(out));
}

size_t simdutf_c_utf16_to_utf8(const uint16_t *units, size_t length,
                               uint8_t *out) {
  return simdutf::convert_utf16_to_utf8(chars(units), length, chars(out));
}

size_t simdutf_c_utf8_to_latin1(const uint8_t *bytes, size_t length,
                                uint8_t *out) {
  return simdutf::convert_utf8_to_latin1(chars(bytes), length, chars(out));
}

size_t simdutf_c_utf8_to_utf16(const uint8_t *bytes, size_t length,
                               uint16_t *out) {
  return simdutf::convert_utf8_to_utf16(chars(bytes), length,
                                        reinterpret_cast<char16_t *>(out));
}

size_t simdutf_c_base64_length(size_t length, bool url) {
  return simdutf::base64_length_from_binary(length, alphabet(url));
}

size_t simdutf_c_base64_encode(const uint8_t *bytes, size_t length, char *out,
                               bool url) {
  return simdutf::binary_to_base64(chars(bytes), length, out, alphabet(url));
}

size_t simdutf_c_base64_room8(const uint8_t *text, size_t length) {
  return simdutf::maximal_binary_length_from_base64(chars(text), length);
}

size_t simdutf_c_base64_room16(const uint16_t *text, size_t length) {
  return simdutf::maximal_binary_length_from_base64(chars(text), length);
}

bool simdutf_c_base64_decode8(const uint8_t *text, size_t length, uint8_t *out,
                              bool url, size_t *count) {
  simdutf::result result =
      simdutf::base64_to_binary(chars(text), length, chars(out), alphabet(url));
  *count = result.count;
  return result.error == simdutf::SUCCESS;
}

bool simdutf_c_base64_decode16(const uint16_t *text, size_t length,
                               uint8_t *out, bool url, size_t *count) {
  simdutf::result result =
      simdutf::base64_to_binary(chars(text), length, chars(out), alphabet(url));
  *count = result.count;
  return result.error == simdutf::SUCCESS;
}
