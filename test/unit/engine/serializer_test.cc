// Structured serialisation.
#include <gtest/gtest.h>

#include "fixture.h"

namespace {

struct Bytes {
  uint8_t *data = nullptr;
  size_t length = 0;
  ~Bytes() {
    free(data);
  }
};

class SerializerTest : public EngineTest {
 protected:
  bool write(js_value value, Bytes *bytes,
             const js_serializer_hooks *hooks = nullptr, void *data = nullptr) {
    js_serializer *serializer = js_serializer_new(iso, hooks, data);
    js_serializer_write_header(serializer);
    bool is_done = js_serializer_write_value(serializer, value);
    bytes->data = js_serializer_release(serializer, &bytes->length);
    js_serializer_free(serializer);
    return is_done;
  }

  js_value read(const Bytes &bytes,
                const js_deserializer_hooks *hooks = nullptr,
                void *data = nullptr) {
    js_deserializer *reader =
        js_deserializer_new(iso, bytes.data, bytes.length, hooks, data);
    js_value value = js_deserializer_read_header(reader)
                         ? js_deserializer_read_value(reader)
                         : JS_EMPTY;
    js_deserializer_free(reader);
    return value;
  }
};

TEST_F(SerializerTest, AValueComesBackEqual) {
  Bytes bytes;
  ASSERT_TRUE(write(run("({a: [1, 'two', 3n], d: new Date(5), m: new Map([[1, "
                        "2]]), r: /x/g})"),
                    &bytes));
  EXPECT_TRUE(holds(read(bytes),
                    "it.a.join() === '1,two,3' && it.d.getTime() === 5 && "
                    "it.m.get(1) === 2 && String(it.r) === '/x/g'"));
}

TEST_F(SerializerTest, AFunctionCannotBeWritten) {
  Bytes bytes;
  Catch caught(iso);
  EXPECT_FALSE(write(run("(() => 1)"), &bytes));
  EXPECT_TRUE(caught.has_caught());
}

TEST_F(SerializerTest, TheOwnerMakesTheDataCloneError) {
  js_serializer_hooks hooks = {};
  hooks.throw_data_clone_error = [](void *data, js_value) {
    js_throw_range_error(static_cast<js_isolate *>(data), nullptr, "mine");
  };
  Bytes bytes;
  Catch caught(iso);
  EXPECT_FALSE(write(run("(() => 1)"), &bytes, &hooks, iso));
  EXPECT_TRUE(holds(caught.exception(), "it instanceof RangeError"));
}

TEST_F(SerializerTest, NumbersAndBytesComeBack) {
  js_serializer *serializer = js_serializer_new(iso, nullptr, nullptr);
  js_serializer_write_header(serializer);
  js_serializer_write_uint32(serializer, 7);
  js_serializer_write_uint64(serializer, 1ull << 40);
  js_serializer_write_double(serializer, 0.5);
  js_serializer_write_bytes(serializer, "abc", 3);
  Bytes bytes;
  bytes.data = js_serializer_release(serializer, &bytes.length);
  js_serializer_free(serializer);

  js_deserializer *reader =
      js_deserializer_new(iso, bytes.data, bytes.length, nullptr, nullptr);
  uint32_t small;
  uint64_t large;
  double fraction;
  const void *raw;
  ASSERT_TRUE(js_deserializer_read_header(reader));
  EXPECT_GE(js_deserializer_version(reader), 15u);
  ASSERT_TRUE(js_deserializer_read_uint32(reader, &small));
  ASSERT_TRUE(js_deserializer_read_uint64(reader, &large));
  ASSERT_TRUE(js_deserializer_read_double(reader, &fraction));
  ASSERT_TRUE(js_deserializer_read_bytes(reader, 3, &raw));
  EXPECT_EQ(small, 7u);
  EXPECT_EQ(large, 1ull << 40);
  EXPECT_EQ(fraction, 0.5);
  EXPECT_EQ(memcmp(raw, "abc", 3), 0);
  EXPECT_FALSE(js_deserializer_read_bytes(reader, 1, &raw));
  js_deserializer_free(reader);
}

TEST_F(SerializerTest, AHostObjectIsWrittenByItsOwner) {
  struct Owner {
    js_isolate *iso;
    js_serializer *serializer;
    js_deserializer *reader;
  } owner = {iso, nullptr, nullptr};
  js_serializer_hooks hooks = {};
  hooks.is_host_object = [](void *data, js_value object, bool *is_host) {
    auto *owner = static_cast<Owner *>(data);
    js_value key = js_string_literal(owner->iso, "host");
    return js_has(owner->iso, object, key, is_host);
  };
  hooks.write_host_object = [](void *data, js_value) {
    js_serializer_write_uint32(static_cast<Owner *>(data)->serializer, 77);
    return true;
  };
  owner.serializer = js_serializer_new(iso, &hooks, &owner);
  js_serializer_write_header(owner.serializer);
  ASSERT_TRUE(js_serializer_write_value(owner.serializer,
                                        run("[{host: 1}, {plain: 1}]")));
  Bytes bytes;
  bytes.data = js_serializer_release(owner.serializer, &bytes.length);
  js_serializer_free(owner.serializer);

  js_deserializer_hooks reading = {};
  reading.read_host_object = [](void *data) {
    auto *owner = static_cast<Owner *>(data);
    uint32_t number = 0;
    js_deserializer_read_uint32(owner->reader, &number);
    js_value object = js_object(owner->iso);
    js_define_int32(owner->iso, object, "number", static_cast<int32_t>(number));
    return object;
  };
  owner.reader =
      js_deserializer_new(iso, bytes.data, bytes.length, &reading, &owner);
  ASSERT_TRUE(js_deserializer_read_header(owner.reader));
  js_value result = js_deserializer_read_value(owner.reader);
  EXPECT_TRUE(holds(result, "it[0].number === 77 && it[1].plain === 1"));
  js_deserializer_free(owner.reader);
}

TEST_F(SerializerTest, AnArrayBufferIsTransferred) {
  js_value buffer = run("globalThis.buffer = new ArrayBuffer(8)");
  js_serializer *serializer = js_serializer_new(iso, nullptr, nullptr);
  js_serializer_write_header(serializer);
  js_serializer_transfer_array_buffer(serializer, 0, buffer);
  ASSERT_TRUE(js_serializer_write_value(serializer, run("({buffer})")));
  Bytes bytes;
  bytes.data = js_serializer_release(serializer, &bytes.length);
  js_serializer_free(serializer);

  js_deserializer *reader =
      js_deserializer_new(iso, bytes.data, bytes.length, nullptr, nullptr);
  js_deserializer_read_header(reader);
  js_deserializer_transfer_array_buffer(reader, 0, buffer);
  js_value result = js_deserializer_read_value(reader);
  EXPECT_TRUE(holds(result, "it.buffer === buffer"));
  js_deserializer_free(reader);
}

TEST_F(SerializerTest, ASharedBufferTravelsByItsId) {
  js_value shared = run("new SharedArrayBuffer(4)");
  js_serializer_hooks hooks = {};
  hooks.shared_array_buffer_id = [](void *, js_value, uint32_t *id) {
    *id = 3;
    return true;
  };
  Bytes bytes;
  ASSERT_TRUE(write(shared, &bytes, &hooks));
  js_deserializer_hooks reading = {};
  reading.shared_array_buffer_from_id = [](void *data, uint32_t id) {
    return id == 3 ? *static_cast<js_value *>(data) : JS_EMPTY;
  };
  EXPECT_TRUE(js_strict_equals(read(bytes, &reading, &shared), shared));
}

TEST_F(SerializerTest, NonsenseIsRefused) {
  Bytes bytes;
  bytes.data = static_cast<uint8_t *>(calloc(4, 1));
  bytes.length = 4;
  Catch caught(iso);
  EXPECT_EQ(read(bytes), JS_EMPTY);
}

}  // namespace
