#include <cstring>

#include "fixture.h"

class BufferTest : public EngineTest {};

TEST_F(BufferTest, a_zeroed_array_buffer_is_zero) {
  js_value buffer = js_array_buffer(iso, 4096, true);
  size_t length = 0;
  auto *data = static_cast<uint8_t *>(js_array_buffer_data(buffer, &length));
  ASSERT_EQ(length, 4096u);
  for (size_t i = 0; i < length; i++) {
    ASSERT_EQ(data[i], 0);
  }
}

TEST_F(BufferTest, memory_is_shared_with_javascript) {
  js_value buffer = js_array_buffer(iso, 2, false);
  size_t length = 0;
  auto *data = static_cast<uint8_t *>(js_array_buffer_data(buffer, &length));
  data[1] = 7;
  EXPECT_TRUE(holds(buffer, "new Uint8Array(it)[1] === 7"));
}

TEST_F(BufferTest, a_length_beyond_memory_gives_nothing_and_throws_nothing) {
  Catch caught(iso);
  uint8_t *data = nullptr;
  EXPECT_EQ(js_array_buffer(iso, SIZE_MAX, true), JS_EMPTY);
  EXPECT_EQ(js_array_buffer(iso, js_buffer_max_length(), false), JS_EMPTY);
  EXPECT_EQ(js_buffer(iso, SIZE_MAX, &data), JS_EMPTY);
  EXPECT_EQ(js_buffer_copy(iso, "a", SIZE_MAX), JS_EMPTY);
  EXPECT_FALSE(caught.has_caught());
}

struct Released {
  int count = 0;
  void *bytes = nullptr;
  size_t length = 0;
};

static void on_release(void *data, void *bytes, size_t length) {
  auto *released = static_cast<Released *>(data);
  released->count++;
  released->bytes = bytes;
  released->length = length;
}

TEST_F(BufferTest, memory_of_the_caller_is_released_once_when_unused) {
  static char bytes[] = "bytes";
  Released released;
  {
    Scope scope(iso);
    js_value buffer =
        js_array_buffer_external(iso, bytes, 5, on_release, &released);
    EXPECT_TRUE(holds(buffer, "new Uint8Array(it)[0] === 98"));
    run("it = null");
  }
  collect();
  collect();
  EXPECT_EQ(released.count, 1);
  EXPECT_EQ(released.bytes, bytes);
  EXPECT_EQ(released.length, 5u);
}

TEST_F(BufferTest, memory_that_lives_for_ever_needs_no_release) {
  static char bytes[] = "bytes";
  js_value buffer = js_array_buffer_external(iso, bytes, 5, nullptr, nullptr);
  EXPECT_TRUE(holds(buffer, "it.byteLength === 5"));
}

TEST_F(BufferTest, adopted_memory_is_used_in_place) {
  void *bytes = std::malloc(3);
  std::memcpy(bytes, "abc", 3);
  js_value buffer = js_array_buffer_adopt(iso, bytes, 3);
  size_t length = 0;
  EXPECT_EQ(js_array_buffer_data(buffer, &length), bytes);
  EXPECT_EQ(length, 3u);
  EXPECT_TRUE(
      holds(js_array_buffer_adopt(iso, nullptr, 0), "it.byteLength === 0"));
}

TEST_F(BufferTest, a_detached_buffer_is_empty) {
  js_value buffer = js_array_buffer(iso, 8, true);
  js_value view = js_uint8_array(iso, buffer, 0, 8);
  EXPECT_TRUE(js_array_buffer_is_detachable(buffer));
  EXPECT_TRUE(js_array_buffer_detach(iso, buffer));
  js_bytes bytes;
  EXPECT_TRUE(js_bytes_of(buffer, &bytes));
  EXPECT_EQ(bytes.length, 0u);
  EXPECT_TRUE(js_bytes_of(view, &bytes));
  EXPECT_EQ(bytes.length, 0u);
}

TEST_F(BufferTest, the_memory_of_wasm_cannot_be_detached) {
  js_value buffer = run("new WebAssembly.Memory({ initial: 1 }).buffer");
  EXPECT_FALSE(js_array_buffer_is_detachable(buffer));
}

TEST_F(BufferTest, bytes_are_found_behind_every_kind_of_view) {
  run("var memory = new ArrayBuffer(16); new Uint8Array(memory)[4] = 9");
  for (const char *text :
       {"new Uint8Array(memory, 4, 8)", "new DataView(memory, 4, 8)",
        "new Float64Array(memory.slice(4, 12))", "memory.slice(4, 12)",
        "new Uint8Array([9, 0, 0, 0, 0, 0, 0, 0])",
        "var s = new SharedArrayBuffer(8); new Uint8Array(s)[0] = 9; s",
        "new Uint16Array(s)",
        "new Uint8Array(new ArrayBuffer(8, "
        "{ maxByteLength: 99 })).fill(9)"}) {
    js_bytes bytes = {};
    ASSERT_TRUE(js_bytes_of(run(text), &bytes)) << text;
    EXPECT_EQ(bytes.length, 8u) << text;
    EXPECT_EQ(bytes.data[0], 9) << text;
  }
}

TEST_F(BufferTest, other_values_have_no_bytes) {
  Catch caught(iso);
  js_bytes bytes;
  for (const char *text : {"undefined", "null", "1", "'a'", "[]", "({})",
                           "({ buffer: new ArrayBuffer(1) })",
                           "Object.create(Uint8Array.prototype)"}) {
    EXPECT_FALSE(js_bytes_of(run(text), &bytes)) << text;
  }
  EXPECT_FALSE(caught.has_caught());
}

TEST_F(BufferTest, an_empty_view_has_no_bytes_but_is_one) {
  js_bytes bytes = {nullptr, 1};
  EXPECT_TRUE(js_bytes_of(run("new Uint8Array(0)"), &bytes));
  EXPECT_EQ(bytes.length, 0u);
}

TEST_F(BufferTest, typed_arrays_look_at_their_range) {
  js_value memory = js_array_buffer(iso, 32, true);
  EXPECT_TRUE(holds(js_uint8_array(iso, memory, 3, 4),
                    "it instanceof Uint8Array && it.byteOffset === 3 &&"
                    " it.length === 4"));
  EXPECT_TRUE(holds(js_uint32_array(iso, memory, 4, 2),
                    "it instanceof Uint32Array && it.length === 2"));
  EXPECT_TRUE(holds(js_int32_array(iso, memory, 4, 2),
                    "it instanceof Int32Array && it.length === 2"));
  EXPECT_TRUE(holds(js_float64_array(iso, memory, 8, 2),
                    "it instanceof Float64Array && it.length === 2"));
  EXPECT_TRUE(holds(js_bigint64_array(iso, memory, 8, 2),
                    "it instanceof BigInt64Array && it.length === 2"));
}

TEST_F(BufferTest, a_view_tells_where_it_looks) {
  js_value view = run("new Uint16Array(memory = new ArrayBuffer(8), 2, 2)");
  EXPECT_EQ(js_view_offset(view), 2u);
  EXPECT_EQ(js_view_length(view), 4u);
  EXPECT_TRUE(holds(js_view_buffer(iso, view), "it === memory"));
}

TEST_F(BufferTest, a_store_outlives_the_buffer) {
  js_store *store = nullptr;
  {
    Scope scope(iso);
    store = js_store_of(run("new Uint8Array([1, 2, 3]).subarray(1)"));
  }
  collect();
  ASSERT_NE(store, nullptr);
  EXPECT_EQ(js_store_length(store), 3u);
  EXPECT_EQ(static_cast<uint8_t *>(js_store_data(store))[2], 3);
  EXPECT_TRUE(holds(js_store_array_buffer(iso, store),
                    "it instanceof ArrayBuffer && it.byteLength === 3"));
  js_store_free(store);
}

TEST_F(BufferTest, a_store_outlives_detaching) {
  js_value buffer = js_array_buffer(iso, 8, true);
  js_store *store = js_store_of(buffer);
  EXPECT_TRUE(js_array_buffer_detach(iso, buffer));
  std::memset(js_store_data(store), 1, js_store_length(store));
  EXPECT_EQ(js_store_length(store), 8u);
  js_store_free(store);
}

TEST_F(BufferTest, the_store_of_shared_memory_makes_shared_buffers) {
  js_store *store =
      js_store_of(run("new Uint8Array(new SharedArrayBuffer(4))"));
  ASSERT_NE(store, nullptr);
  EXPECT_TRUE(holds(js_store_array_buffer(iso, store),
                    "it instanceof SharedArrayBuffer"));
  js_store_free(store);
}

TEST_F(BufferTest, other_values_have_no_store) {
  EXPECT_EQ(js_store_of(run("({})")), nullptr);
  EXPECT_EQ(js_store_of(run("1")), nullptr);
}

TEST_F(BufferTest, before_lib_a_buffer_is_a_uint8_array) {
  uint8_t *data = nullptr;
  js_value buffer = js_buffer(iso, 3, &data);
  std::memcpy(data, "abc", 3);
  EXPECT_TRUE(holds(buffer,
                    "Object.getPrototypeOf(it) === Uint8Array.prototype &&"
                    " it.join() === '97,98,99'"));
}

TEST_F(BufferTest, a_buffer_has_the_prototype_that_lib_has_set) {
  js_value prototype =
      run("class Buffer extends Uint8Array {}; var proto = Buffer.prototype; "
          "proto");
  js_buffer_prototype_set(iso, prototype);
  collect();
  uint8_t *data = nullptr;
  void *adopted = std::malloc(2);
  std::memcpy(adopted, "ab", 2);
  js_value memory = js_array_buffer(iso, 8, true);
  const char *is_buffer = "Object.getPrototypeOf(it) === proto";
  EXPECT_TRUE(holds(js_buffer(iso, 1, &data), is_buffer));
  EXPECT_TRUE(holds(js_buffer_of(iso, memory, 2, 3), is_buffer));
  EXPECT_TRUE(holds(js_buffer_copy(iso, "ab", 2), "it.join() === '97,98'"));
  EXPECT_TRUE(holds(js_buffer_adopt(iso, adopted, 2), "it.join() === '97,98'"));
  EXPECT_TRUE(holds(js_buffer_copy(iso, nullptr, 0), "it.length === 0"));
}

TEST_F(BufferTest, external_memory_is_told_to_the_collector) {
  js_heap_statistics before;
  js_heap_statistics after;
  js_heap_statistics_get(iso, &before);
  js_external_memory_adjust(iso, 1 << 20);
  js_heap_statistics_get(iso, &after);
  EXPECT_GE(after.external_memory, before.external_memory + (1 << 20));
  js_external_memory_adjust(iso, -(1 << 20));
}
