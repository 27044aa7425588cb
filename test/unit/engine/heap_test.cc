// Looking into the heap, WebAssembly's memory, and contexts' own microtasks.
#include <gtest/gtest.h>

#include "fixture.h"

namespace {

class HeapTest : public EngineTest {};

bool append(void *data, const char *text, size_t length) {
  static_cast<std::string *>(data)->append(text, length);
  return true;
}

TEST_F(HeapTest, ObjectsAreFoundByTheirPrototype) {
  js_value prototype = run("class A {} globalThis.one = new A(); A.prototype");
  ASSERT_NE(prototype, JS_EMPTY);
  EXPECT_EQ(js_array_length(js_heap_objects_of(iso, prototype)), 1u);
  EXPECT_EQ(js_array_length(js_heap_objects_of(iso, js_object(iso))), 0u);
}

TEST_F(HeapTest, ASnapshotIsWrittenAsJson) {
  std::string text;
  js_heap_snapshot *snapshot = js_heap_snapshot_take(iso, 0);
  ASSERT_NE(snapshot, nullptr);
  EXPECT_TRUE(js_heap_snapshot_serialize(snapshot, append, &text));
  js_heap_snapshot_free(snapshot);
  EXPECT_EQ(text.front(), '{');
  EXPECT_EQ(text.find("snapshot"), 2u);
}

TEST_F(HeapTest, CollectionsAreToldOfWhileWatched) {
  int events = 0;
  js_gc_watch *watch = js_gc_watch_start(
      iso,
      [](js_isolate *, void *data, const char *, bool) {
        ++*static_cast<int *>(data);
      },
      &events);
  js_isolate_garbage_collect(iso);
  js_gc_watch_stop(watch);
  int seen = events;
  EXPECT_GT(seen, 0);
  EXPECT_EQ(seen % 2, 0);
  js_isolate_garbage_collect(iso);
  EXPECT_EQ(events, seen);
}

TEST_F(HeapTest, ACpuProfileIsWrittenOrDiscarded) {
  std::string text;
  js_cpu_profiler *profiler = js_cpu_profiler_start(iso);
  ASSERT_NE(profiler, nullptr);
  run("for (let i = 0; i < 1000; i++) Math.sin(i)");
  EXPECT_TRUE(js_cpu_profiler_stop(profiler, append, &text));
  EXPECT_EQ(text.front(), '{');
  profiler = js_cpu_profiler_start(iso);
  EXPECT_FALSE(js_cpu_profiler_stop(profiler, nullptr, nullptr));
}

TEST_F(HeapTest, WebAssemblysMemoryIsReachedAsBytes) {
  js_bytes bytes;
  EXPECT_FALSE(js_wasm_memory_bytes(js_object(iso), &bytes));
  js_value memory = run("new WebAssembly.Memory({ initial: 1 })");
  ASSERT_TRUE(js_wasm_memory_bytes(memory, &bytes));
  EXPECT_EQ(bytes.length, 65536u);
  bytes.data[3] = 7;
  EXPECT_TRUE(holds(memory, "new Uint8Array(it.buffer)[3] === 7"));
}

TEST_F(HeapTest, AContextRunsItsOwnMicrotasksWhenAsked) {
  js_value box = js_object(iso);
  js_context *context = js_context_new(iso, box, JS_CONTEXT_OWN_MICROTASKS);
  ASSERT_NE(context, nullptr);
  js_context_enter(context);
  EXPECT_NE(run("Promise.resolve().then(() => { done = 1; })"), JS_EMPTY);
  js_context_exit(context);
  js_microtasks_run(iso);
  EXPECT_TRUE(holds(box, "it.done === undefined"));
  js_context_microtasks_run(context);
  EXPECT_TRUE(holds(box, "it.done === 1"));
  js_context_free(context);
}

TEST_F(HeapTest, ViewsAreHostObjectsOnlyWhenAskedFor) {
  bool is_called = false;
  js_serializer_hooks hooks = {};
  hooks.write_host_object = [](void *data, js_value) {
    *static_cast<bool *>(data) = true;
    return true;
  };
  js_serializer *writer = js_serializer_new(iso, &hooks, &is_called);
  js_serializer_write_header(writer);
  js_value view = run("new Uint8Array(2)");
  EXPECT_TRUE(js_serializer_write_value(writer, view));
  EXPECT_FALSE(is_called);
  js_serializer_treat_views(writer, true);
  EXPECT_TRUE(js_serializer_write_value(writer, run("new Uint8Array(2)")));
  EXPECT_TRUE(is_called);
  js_serializer_free(writer);
}

}  // namespace
