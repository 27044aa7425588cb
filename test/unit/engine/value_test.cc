#include <cmath>
#include <cstdint>
#include <limits>

#include "fixture.h"

class ValueTest : public EngineTest {};

TEST_F(ValueTest, primitives_are_what_they_are_called) {
  EXPECT_TRUE(js_is_undefined(js_undefined(iso)));
  EXPECT_TRUE(js_is_null(js_null(iso)));
  EXPECT_TRUE(js_is_nullish(js_undefined(iso)));
  EXPECT_TRUE(js_is_nullish(js_null(iso)));
  EXPECT_TRUE(js_is_true(js_bool(iso, true)));
  EXPECT_TRUE(js_is_false(js_bool(iso, false)));
  EXPECT_TRUE(js_is_boolean(js_bool(iso, false)));
  EXPECT_TRUE(js_is_string(string("")));
  EXPECT_TRUE(js_is_symbol(js_symbol(iso, JS_EMPTY)));
  EXPECT_TRUE(js_is_bigint(js_bigint_int64(iso, 0)));
  EXPECT_TRUE(js_is_object(js_object(iso)));
  EXPECT_TRUE(js_is_function(run("(() => {})")));
  EXPECT_TRUE(js_is_object(run("(() => {})")));
  EXPECT_TRUE(js_is_array(run("[]")));
}

TEST_F(ValueTest, a_test_says_no_to_every_other_kind) {
  for (const char *text : {"null", "0", "0.5", "'0'", "0n", "Symbol()", "({})",
                           "[]", "(() => {})", "true", "false"}) {
    EXPECT_FALSE(js_is_undefined(run(text))) << text;
  }
  for (const char *text : {"undefined", "null", "true", "'1'", "1n", "({})",
                           "Symbol()", "new Number(1)"}) {
    EXPECT_FALSE(js_is_number(run(text))) << text;
    EXPECT_FALSE(js_is_int32(run(text))) << text;
    EXPECT_FALSE(js_is_uint32(run(text))) << text;
  }
  for (const char *text : {"undefined", "null", "1", "'a'", "1n", "Symbol()"}) {
    EXPECT_FALSE(js_is_object(run(text))) << text;
    EXPECT_FALSE(js_is_function(run(text))) << text;
    EXPECT_FALSE(js_is_array(run(text))) << text;
  }
}

TEST_F(ValueTest, int32_holds_at_its_limits) {
  for (int32_t value : {0, 1, -1, 1 << 29, 1 << 30, -(1 << 30),
                        std::numeric_limits<int32_t>::max(),
                        std::numeric_limits<int32_t>::min()}) {
    js_value number = js_int32(iso, value);
    EXPECT_TRUE(js_is_int32(number));
    EXPECT_EQ(js_is_uint32(number), value >= 0);
    EXPECT_EQ(js_int32_value(number), value);
    EXPECT_EQ(js_int64_value(number), value);
    EXPECT_EQ(js_double_value(number), value);
  }
}

TEST_F(ValueTest, uint32_holds_at_its_limits) {
  for (uint32_t value : {0u, 1u << 30, 1u << 31, UINT32_MAX}) {
    js_value number = js_uint32(iso, value);
    EXPECT_TRUE(js_is_uint32(number));
    EXPECT_EQ(js_is_int32(number), value <= INT32_MAX);
    EXPECT_EQ(js_uint32_value(number), value);
  }
}

TEST_F(ValueTest, a_fraction_or_minus_zero_is_no_integer) {
  for (const char *text : {"0.5", "-0", "NaN", "Infinity", "2 ** 32"}) {
    EXPECT_TRUE(js_is_number(run(text))) << text;
    EXPECT_FALSE(js_is_int32(run(text))) << text;
    EXPECT_FALSE(js_is_uint32(run(text))) << text;
  }
}

TEST_F(ValueTest, int64_is_a_number) {
  EXPECT_TRUE(holds(js_int64(iso, 1), "it === 1"));
  EXPECT_TRUE(holds(js_int64(iso, -(INT64_C(1) << 53)), "it === -(2 ** 53)"));
  EXPECT_TRUE(holds(js_int64(iso, INT64_C(1) << 31), "it === 2 ** 31"));
}

TEST_F(ValueTest, a_number_as_int64_saturates) {
  EXPECT_EQ(js_int64_value(run("NaN")), 0);
  EXPECT_EQ(js_int64_value(run("Infinity")), INT64_MAX);
  EXPECT_EQ(js_int64_value(run("-Infinity")), INT64_MIN);
  EXPECT_EQ(js_int64_value(run("2 ** 63")), INT64_MAX);
  EXPECT_EQ(js_int64_value(run("-(2 ** 63)")), INT64_MIN);
  EXPECT_EQ(js_int64_value(run("-1.9")), -1);
  EXPECT_EQ(js_int64_value(run("2 ** 53")), INT64_C(1) << 53);
}

TEST_F(ValueTest, bigints_go_both_ways) {
  bool lossless = false;
  EXPECT_EQ(js_bigint_to_int64(js_bigint_int64(iso, INT64_MIN), &lossless),
            INT64_MIN);
  EXPECT_TRUE(lossless);
  EXPECT_EQ(js_bigint_to_uint64(js_bigint_uint64(iso, UINT64_MAX), nullptr),
            UINT64_MAX);
  EXPECT_EQ(js_bigint_to_int64(run("2n ** 64n"), &lossless), 0);
  EXPECT_FALSE(lossless);
}

TEST_F(ValueTest, bigint_words_go_both_ways) {
  const uint64_t words[] = {1, 2, 3};
  js_value bigint = js_bigint_words(iso, true, 3, words);
  EXPECT_TRUE(holds(bigint, "it === -(1n + (2n << 64n) + (3n << 128n))"));

  bool negative = false;
  size_t count = 2;
  uint64_t read[3] = {0, 0, 77};
  js_bigint_to_words(bigint, &negative, &count, read);
  EXPECT_TRUE(negative);
  EXPECT_EQ(count, 3u);
  EXPECT_EQ(read[0], 1u);
  EXPECT_EQ(read[1], 2u);
  EXPECT_EQ(read[2], 77u);
}

TEST_F(ValueTest, no_words_are_zero) {
  EXPECT_TRUE(holds(js_bigint_words(iso, false, 0, nullptr), "it === 0n"));
}

TEST_F(ValueTest, too_many_words_throw_a_range_error) {
  Catch caught(iso);
  const uint64_t word = 1;
  EXPECT_EQ(js_bigint_words(iso, false, SIZE_MAX, &word), JS_EMPTY);
  EXPECT_TRUE(holds(caught.exception(), "it instanceof RangeError"));
}

TEST_F(ValueTest, dates_hold_milliseconds) {
  js_value date = js_date(iso, 1234.0);
  EXPECT_TRUE(js_is_kind(date, JS_KIND_DATE));
  EXPECT_EQ(js_date_value(date), 1234.0);
  EXPECT_TRUE(std::isnan(js_date_value(run("new Date(NaN)"))));
}

TEST_F(ValueTest, symbols_are_unique_but_registered_ones_are_not) {
  js_value name = string("name");
  EXPECT_FALSE(js_strict_equals(js_symbol(iso, name), js_symbol(iso, name)));
  EXPECT_TRUE(holds(js_symbol_for(iso, name), "it === Symbol.for('name')"));
  EXPECT_EQ(text_of(js_symbol_description(iso, js_symbol(iso, name))), "name");
  EXPECT_TRUE(
      js_is_undefined(js_symbol_description(iso, js_symbol(iso, JS_EMPTY))));
}

TEST_F(ValueTest, well_known_symbols_are_the_languages) {
  EXPECT_TRUE(holds(js_symbol_well_known(iso, JS_SYMBOL_ITERATOR),
                    "it === Symbol.iterator"));
  EXPECT_TRUE(holds(js_symbol_well_known(iso, JS_SYMBOL_ASYNC_ITERATOR),
                    "it === Symbol.asyncIterator"));
  EXPECT_TRUE(holds(js_symbol_well_known(iso, JS_SYMBOL_HAS_INSTANCE),
                    "it === Symbol.hasInstance"));
  EXPECT_TRUE(holds(js_symbol_well_known(iso, JS_SYMBOL_TO_PRIMITIVE),
                    "it === Symbol.toPrimitive"));
  EXPECT_TRUE(holds(js_symbol_well_known(iso, JS_SYMBOL_TO_STRING_TAG),
                    "it === Symbol.toStringTag"));
}

struct KindCase {
  js_kind kind;
  const char *text;
};

// One value of each kind, which must be of that kind.
static const KindCase kKinds[] = {
    {JS_KIND_ARGUMENTS, "(function () { return arguments })()"},
    {JS_KIND_ARRAY_BUFFER, "new ArrayBuffer(1)"},
    {JS_KIND_ARRAY_BUFFER_VIEW, "new DataView(new ArrayBuffer(1))"},
    {JS_KIND_ASYNC_FUNCTION, "(async () => {})"},
    {JS_KIND_BIGINT64_ARRAY, "new BigInt64Array(1)"},
    {JS_KIND_BIGINT_OBJECT, "Object(1n)"},
    {JS_KIND_BIGUINT64_ARRAY, "new BigUint64Array(1)"},
    {JS_KIND_BOOLEAN_OBJECT, "new Boolean(true)"},
    {JS_KIND_DATA_VIEW, "new DataView(new ArrayBuffer(1))"},
    {JS_KIND_DATE, "new Date()"},
    {JS_KIND_FLOAT32_ARRAY, "new Float32Array(1)"},
    {JS_KIND_FLOAT64_ARRAY, "new Float64Array(1)"},
    {JS_KIND_GENERATOR_FUNCTION, "(function* () {})"},
    {JS_KIND_GENERATOR_OBJECT, "(function* () {})()"},
    {JS_KIND_INT16_ARRAY, "new Int16Array(1)"},
    {JS_KIND_INT32_ARRAY, "new Int32Array(1)"},
    {JS_KIND_INT8_ARRAY, "new Int8Array(1)"},
    {JS_KIND_MAP, "new Map()"},
    {JS_KIND_MAP_ITERATOR, "new Map().keys()"},
    {JS_KIND_NATIVE_ERROR, "new TypeError()"},
    {JS_KIND_NUMBER_OBJECT, "new Number(1)"},
    {JS_KIND_PROMISE, "Promise.resolve()"},
    {JS_KIND_PROXY, "new Proxy({}, {})"},
    {JS_KIND_REG_EXP, "/a/"},
    {JS_KIND_SET, "new Set()"},
    {JS_KIND_SET_ITERATOR, "new Set().values()"},
    {JS_KIND_SHARED_ARRAY_BUFFER, "new SharedArrayBuffer(1)"},
    {JS_KIND_STRING_OBJECT, "new String('a')"},
    {JS_KIND_SYMBOL_OBJECT, "Object(Symbol())"},
    {JS_KIND_TYPED_ARRAY, "new Uint8Array(1)"},
    {JS_KIND_UINT16_ARRAY, "new Uint16Array(1)"},
    {JS_KIND_UINT32_ARRAY, "new Uint32Array(1)"},
    {JS_KIND_UINT8_ARRAY, "new Uint8Array(1)"},
    {JS_KIND_UINT8_CLAMPED_ARRAY, "new Uint8ClampedArray(1)"},
    {JS_KIND_WASM_MEMORY_OBJECT, "new WebAssembly.Memory({ initial: 1 })"},
    {JS_KIND_WASM_MODULE_OBJECT,
     "new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))"},
    {JS_KIND_WEAK_MAP, "new WeakMap()"},
    {JS_KIND_WEAK_SET, "new WeakSet()"},
};

TEST_F(ValueTest, every_kind_is_told) {
  for (const KindCase &item : kKinds) {
    EXPECT_TRUE(js_is_kind(run(item.text), item.kind)) << item.text;
  }
  EXPECT_TRUE(js_is_kind(js_external(iso, this), JS_KIND_EXTERNAL));
}

TEST_F(ValueTest, no_kind_is_told_of_primitives_and_plain_objects) {
  for (const char *text : {"undefined", "null", "1", "0.5", "'a'", "1n",
                           "Symbol()", "({})", "[]"}) {
    js_value value = run(text);
    for (int kind = 0; kind <= JS_KIND_WEAK_SET; kind++) {
      EXPECT_FALSE(js_is_kind(value, static_cast<js_kind>(kind))) << text;
    }
  }
}

TEST_F(ValueTest, a_kind_cannot_be_feigned_by_prototype) {
  js_value feigned = run("Object.create(Map.prototype)");
  EXPECT_FALSE(js_is_kind(feigned, JS_KIND_MAP));
}

TEST_F(ValueTest, conversions_follow_the_language) {
  int32_t int32 = 0;
  uint32_t uint32 = 0;
  int64_t int64 = 0;
  double number = 0;
  EXPECT_TRUE(js_to_int32(iso, run("'0x10'"), &int32));
  EXPECT_EQ(int32, 16);
  EXPECT_TRUE(js_to_uint32(iso, run("-1"), &uint32));
  EXPECT_EQ(uint32, UINT32_MAX);
  EXPECT_TRUE(js_to_int64(iso, run("-7.9"), &int64));
  EXPECT_EQ(int64, -7);
  EXPECT_TRUE(js_to_double(iso, run("({ valueOf: () => 1.5 })"), &number));
  EXPECT_EQ(number, 1.5);
  EXPECT_EQ(text_of(js_to_string(iso, run("[1, 2]"))), "1,2");
  EXPECT_TRUE(
      js_is_kind(js_to_object(iso, string("a")), JS_KIND_STRING_OBJECT));
  EXPECT_FALSE(js_to_bool(iso, string("")));
  EXPECT_TRUE(js_to_bool(iso, string("0")));
}

TEST_F(ValueTest, a_conversion_that_throws_leaves_the_exception) {
  js_value thrower = run("({ toString() { throw 'no' }, valueOf: null })");
  int32_t int32 = 5;
  double number = 5;
  {
    Catch caught(iso);
    EXPECT_FALSE(js_to_int32(iso, thrower, &int32));
    EXPECT_EQ(text_of(caught.exception()), "no");
  }
  {
    Catch caught(iso);
    EXPECT_EQ(js_to_string(iso, thrower), JS_EMPTY);
    EXPECT_TRUE(caught.has_caught());
  }
  {
    Catch caught(iso);
    EXPECT_FALSE(js_to_double(iso, run("1n"), &number));
    EXPECT_TRUE(holds(caught.exception(), "it instanceof TypeError"));
  }
  {
    Catch caught(iso);
    EXPECT_EQ(js_to_object(iso, js_null(iso)), JS_EMPTY);
    EXPECT_TRUE(caught.has_caught());
  }
}

TEST_F(ValueTest, a_detail_string_never_runs_the_program) {
  run("var calls = 0");
  js_value odd = run("({ toString() { calls++; throw 1 } })");
  EXPECT_EQ(text_of(js_to_detail_string(iso, odd)), "[object Object]");
  EXPECT_EQ(text_of(js_to_detail_string(iso, run("Symbol('a')"))), "Symbol(a)");
  EXPECT_TRUE(holds(odd, "calls === 0"));
}

TEST_F(ValueTest, equality_is_the_languages) {
  js_value nan = run("NaN");
  EXPECT_FALSE(js_strict_equals(nan, nan));
  EXPECT_TRUE(js_same_value(nan, nan));
  EXPECT_TRUE(js_strict_equals(run("0"), run("-0")));
  EXPECT_FALSE(js_same_value(run("0"), run("-0")));
  EXPECT_TRUE(js_strict_equals(string("ab"), run("'a' + 'b'")));
}

TEST_F(ValueTest, a_primitive_object_gives_its_primitive) {
  js_value number = js_primitive_object_value(iso, run("new Number(7)"));
  EXPECT_EQ(js_int32_value(number), 7);
  js_value text = js_primitive_object_value(iso, run("new String('a')"));
  EXPECT_EQ(text_of(text), "a");
  EXPECT_TRUE(
      js_is_false(js_primitive_object_value(iso, run("Object(false)"))));
  EXPECT_TRUE(
      js_is_symbol(js_primitive_object_value(iso, run("Object(Symbol())"))));
  EXPECT_TRUE(js_is_bigint(js_primitive_object_value(iso, run("Object(1n)"))));
  EXPECT_EQ(js_primitive_object_value(iso, run("({})")), JS_EMPTY);
}

TEST_F(ValueTest, an_external_carries_a_pointer) {
  EXPECT_EQ(js_external_value(js_external(iso, this)), this);
  EXPECT_EQ(js_external_value(js_external(iso, nullptr)), nullptr);
}
