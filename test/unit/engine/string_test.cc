#include <cstring>

#include "fixture.h"

class StringTest : public EngineTest {
 protected:
  js_value utf8(const std::string &text) {
    return js_string_utf8(iso, text.data(), text.size());
  }

  // A text of at least 100 bytes: long ones take another way.
  std::string repeated(const std::string &text) {
    std::string result;
    while (result.size() < 100) {
      result += text;
    }
    return result;
  }
};

static const char *const kTexts[] = {
    "", "a", "plain", "\xc3\xa9t\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80!"};

TEST_F(StringTest, utf8_comes_back_as_it_went) {
  for (const char *text : kTexts) {
    EXPECT_EQ(text_of(utf8(text)), text);
  }
}

TEST_F(StringTest, long_utf8_comes_back_as_it_went) {
  for (const char *text :
       {"a", "\xc3\xa9t\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80!"}) {
    std::string whole = repeated(text);
    js_value string = utf8(whole);
    EXPECT_EQ(text_of(string), whole);
    EXPECT_EQ(js_string_utf8_length(iso, string), whole.size());
  }
}

TEST_F(StringTest, megabytes_of_utf8_come_back_as_they_went) {
  for (const char *text : {"a", "\xc3\xa9t\xc3\xa9", "\xe2\x82\xac"}) {
    std::string whole;
    while (whole.size() < 5000000) {
      whole += text;
    }
    EXPECT_EQ(text_of(utf8(whole)), whole);
  }
}

TEST_F(StringTest, latin1_text_stays_one_byte) {
  EXPECT_TRUE(js_string_is_one_byte(utf8("\xc3\xa9")));
  EXPECT_TRUE(js_string_is_one_byte(utf8(repeated("\xc3\xa9"))));
  EXPECT_FALSE(js_string_is_one_byte(utf8(repeated("\xe2\x82\xac"))));
}

TEST_F(StringTest, the_content_tells_what_the_form_does_not) {
  const uint16_t units[] = {'a', 'b'};
  js_value wide = js_string_utf16(iso, units, 2);
  EXPECT_TRUE(js_string_contains_only_one_byte(wide));
}

TEST_F(StringTest, invalid_utf8_becomes_replacement_characters) {
  EXPECT_TRUE(holds(utf8("a\xff\x62"), "it === 'a\\ufffdb'"));
  EXPECT_TRUE(holds(utf8("\xe2\x82"), "it === '\\ufffd'"));
  std::string whole(100, 'a');
  EXPECT_TRUE(holds(utf8(whole + "\xed\xa0\x80"),
                    "it === 'a'.repeat(100) + '\\ufffd'.repeat(3)"));
}

TEST_F(StringTest, a_nul_ends_only_texts_of_automatic_length) {
  EXPECT_EQ(js_string_length(js_string_utf8(iso, "a\0b", 3)), 3u);
  EXPECT_EQ(js_string_length(js_string_utf8(iso, "a\0b", JS_AUTO_LENGTH)), 1u);
}

TEST_F(StringTest, latin1_and_utf16_make_strings) {
  const uint8_t latin1[] = {'a', 0xe9, 0};
  const uint16_t utf16[] = {0x20ac, 0xd83d, 0xde00};
  EXPECT_TRUE(holds(js_string_latin1(iso, latin1, 3), "it === 'a\\xe9\\0'"));
  EXPECT_TRUE(holds(js_string_utf16(iso, utf16, 3), "it === '\\u20ac😀'"));
  EXPECT_EQ(js_string_length(js_string_latin1(iso, nullptr, 0)), 0u);
}

TEST_F(StringTest, what_is_too_long_gives_nothing_and_throws_nothing) {
  Catch caught(iso);
  size_t length = js_string_max_length() + 1;
  const uint8_t byte = 0;
  const uint16_t unit = 0;
  EXPECT_EQ(js_string_latin1(iso, &byte, length), JS_EMPTY);
  EXPECT_EQ(js_string_utf16(iso, &unit, length), JS_EMPTY);
  EXPECT_EQ(js_string_external_utf16(iso, &unit, length, nullptr, nullptr),
            JS_EMPTY);
  EXPECT_FALSE(caught.has_caught());
}

TEST_F(StringTest, utf8_that_is_too_long_gives_nothing) {
  // Pages of zeros that are only read take no memory.
  size_t length = js_string_max_length() + 1;
  auto *text = static_cast<char *>(std::calloc(length, 1));
  ASSERT_NE(text, nullptr);
  EXPECT_EQ(js_string_utf8(iso, text, length), JS_EMPTY);
  std::free(text);
}

TEST_F(StringTest, joining_what_gets_too_long_gives_nothing) {
  js_value half = run("'a'.repeat(2 ** 28)");
  Catch caught(iso);
  EXPECT_EQ(js_string_concat(iso, half, half), JS_EMPTY);
  EXPECT_FALSE(caught.has_caught());
}

TEST_F(StringTest, strings_join_compare_and_internalize) {
  js_value joined = js_string_concat(iso, utf8("ab"), utf8("cd"));
  EXPECT_EQ(text_of(joined), "abcd");
  EXPECT_TRUE(js_string_equals(joined, js_string_literal(iso, "abcd")));
  EXPECT_FALSE(js_string_equals(joined, js_string_empty(iso)));
  EXPECT_EQ(text_of(js_string_internalize(iso, joined)), "abcd");
}

static void count_release(void *data) {
  ++*static_cast<int *>(data);
}

TEST_F(StringTest, an_external_string_is_released_once_when_it_is_dead) {
  static const char text[] = "an external text";
  int released = 0;
  {
    Scope scope(iso);
    js_value string = js_string_external_latin1(iso, text, sizeof text - 1,
                                                count_release, &released);
    EXPECT_EQ(text_of(string), text);
    collect();
    EXPECT_EQ(released, 0);
  }
  collect();
  EXPECT_EQ(released, 1);
}

TEST_F(StringTest, an_empty_external_string_is_released_at_once) {
  int released = 0;
  js_value string =
      js_string_external_latin1(iso, "", 0, count_release, &released);
  EXPECT_EQ(js_string_length(string), 0u);
  EXPECT_EQ(released, 1);
}

TEST_F(StringTest, an_external_string_that_is_too_long_is_not_released) {
  int released = 0;
  EXPECT_EQ(js_string_external_latin1(iso, "a", js_string_max_length() + 1,
                                      count_release, &released),
            JS_EMPTY);
  EXPECT_EQ(released, 0);
}

TEST_F(StringTest, a_wide_external_string_uses_its_text) {
  static const uint16_t text[] = {0x20ac, 'a'};
  js_value string = js_string_external_utf16(iso, text, 2, nullptr, nullptr);
  EXPECT_TRUE(holds(string, "it === '\\u20aca'"));
}

TEST_F(StringTest, lone_surrogates_count_and_write_as_three_bytes) {
  for (const char *text : {"'a\\ud800b'", "'a'.repeat(100) + '\\udc00'"}) {
    js_value string = run(text);
    std::string written(js_string_utf8_length(iso, string), '\0');
    size_t units = 0;
    EXPECT_EQ(js_string_write_utf8(iso, string, written.data(), written.size(),
                                   &units),
              written.size());
    EXPECT_EQ(units, js_string_length(string));
    EXPECT_NE(written.find("\xef\xbf\xbd"), std::string::npos);
  }
}

TEST_F(StringTest, writing_utf8_stops_before_a_character_that_does_not_fit) {
  for (size_t prefix : {2u, 100u}) {
    std::string whole = std::string(prefix, 'a') + "\xe2\x82\xac";
    std::string room(prefix + 2, '\x7f');
    size_t units = 0;
    EXPECT_EQ(js_string_write_utf8(iso, utf8(whole), room.data(), room.size(),
                                   &units),
              prefix);
    EXPECT_EQ(units, prefix);
    EXPECT_EQ(room[prefix], '\x7f');
  }
}

TEST_F(StringTest, writing_utf8_that_just_fits_writes_all) {
  std::string whole = repeated("\xc3\xa9");
  std::string room(whole.size(), '\0');
  EXPECT_EQ(
      js_string_write_utf8(iso, utf8(whole), room.data(), room.size(), nullptr),
      whole.size());
  EXPECT_EQ(room, whole);
}

TEST_F(StringTest, writing_into_no_room_writes_nothing) {
  EXPECT_EQ(js_string_write_utf8(iso, utf8("abc"), nullptr, 0, nullptr), 0u);
  EXPECT_EQ(js_string_write_utf8(iso, utf8(repeated("a")), nullptr, 0, nullptr),
            0u);
}

TEST_F(StringTest, code_units_are_written_from_a_range) {
  js_value string = run("'a\\u20acbc'");
  uint8_t latin1[3] = {};
  uint16_t utf16[3] = {};
  js_string_write_latin1(iso, string, 1, 2, latin1);
  js_string_write_utf16(iso, string, 1, 3, utf16);
  EXPECT_EQ(latin1[0], 0xac);
  EXPECT_EQ(latin1[1], 'b');
  EXPECT_EQ(latin1[2], 0);
  EXPECT_EQ(utf16[0], 0x20ac);
  EXPECT_EQ(utf16[2], 'c');
}

TEST_F(StringTest, a_copy_keeps_inner_nuls_and_ends_with_one) {
  size_t length = 0;
  char *text = js_string_to_utf8(iso, js_string_utf8(iso, "a\0b", 3), &length);
  EXPECT_EQ(length, 3u);
  EXPECT_EQ(std::memcmp(text, "a\0b", 4), 0);
  std::free(text);
}

TEST_F(StringTest, a_copy_is_inline_exactly_where_it_fits_with_its_nul) {
  char room[8];
  size_t length = 0;
  char *text = js_string_to_utf8_inline(iso, utf8("1234567"), room, sizeof room,
                                        &length);
  EXPECT_EQ(text, room);
  EXPECT_STREQ(text, "1234567");
  text = js_string_to_utf8_inline(iso, utf8("12345678"), room, sizeof room,
                                  &length);
  EXPECT_NE(text, room);
  EXPECT_STREQ(text, "12345678");
  EXPECT_EQ(length, 8u);
  std::free(text);
}

TEST_F(StringTest, the_empty_string_copies_to_an_empty_text) {
  char *text = js_string_to_utf8(iso, js_string_empty(iso), nullptr);
  EXPECT_STREQ(text, "");
  std::free(text);
}
