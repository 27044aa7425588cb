// The isolate's life: tasks, interrupts, limits, statistics.
#include "engine/isolate.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "fixture.h"

namespace {

class IsolateTest : public EngineTest {};

TEST_F(IsolateTest, TheVersionIsTheEngines) {
  EXPECT_EQ(std::string(js_engine_version()).substr(0, 5), "13.6.");
}

TEST_F(IsolateTest, TheOwnerComesBack) {
  int owner;
  js_isolate_owner_set(iso, &owner);
  EXPECT_EQ(js_isolate_owner(iso), &owner);
}

TEST_F(IsolateTest, OptionsOfTheEngineAreTakenOutOfTheArguments) {
  char program[] = "node";
  char known[] = "--stack-size=500";
  char unknown[] = "--not-of-v8";
  char file[] = "file.js";
  char *argv[] = {program, known, unknown, file, nullptr};
  ASSERT_EQ(js_flags_from_argv(4, argv), 3);
  EXPECT_STREQ(argv[1], "--not-of-v8");
  EXPECT_STREQ(argv[2], "file.js");
  js_flags_from_string("--stack-size=984");
}

TEST_F(IsolateTest, EachThreadCanHaveAnIsolate) {
  std::string result;
  std::thread thread([&result] {
    js_isolate_options options = {};
    options.stack_bytes = 512 * 1024;
    js_isolate *other = js_isolate_new(&options);
    js_scope scope;
    js_scope_open(other, &scope);
    js_source source = {};
    source.text =
        js_string_literal(other, "[1, 2, 3].map((x) => x * 2).join()");
    js_value value = js_script_run(other, js_script_compile(other, &source));
    char *text = js_string_to_utf8(other, value, nullptr);
    result = text;
    free(text);
    js_scope_close(&scope);
    js_isolate_free(other);
  });
  thread.join();
  EXPECT_EQ(result, "2,4,6");
}

TEST_F(IsolateTest, ADeepRecursionThrows) {
  Catch caught(iso);
  EXPECT_EQ(run("(function f() { f() })()"), JS_EMPTY);
  EXPECT_TRUE(holds(caught.exception(), "it instanceof RangeError"));
}

TEST_F(IsolateTest, AnotherThreadCanTerminate) {
  std::thread thread([this] {
    usleep(50 * 1000);
    js_isolate_terminate(iso);
  });
  {
    Catch caught(iso);
    EXPECT_EQ(run("for (;;) {}"), JS_EMPTY);
    EXPECT_TRUE(js_catch_has_terminated(&caught));
  }
  thread.join();
  js_isolate_cancel_terminate(iso);
  EXPECT_FALSE(js_isolate_is_terminating(iso));
  EXPECT_EQ(js_int32_value(run("1 + 1")), 2);
}

TEST_F(IsolateTest, AnInterruptRunsWhileJavaScriptDoes) {
  static std::atomic<int> interrupted;
  int one = 1;
  interrupted = 0;
  for (int i = 0; i < 2; i++) {
    js_isolate_interrupt(
        iso,
        [](js_isolate *iso, void *data) {
          interrupted += *static_cast<int *>(data);
          if (interrupted == 2)
            js_isolate_terminate(iso);
        },
        &one);
  }
  Catch caught(iso);
  EXPECT_EQ(run("for (;;) {}"), JS_EMPTY);
  EXPECT_EQ(interrupted, 2);
  js_isolate_cancel_terminate(iso);
}

TEST_F(IsolateTest, AnInterruptThatNeverRunsIsFreed) {
  js_isolate_interrupt(iso, [](js_isolate *, void *) { abort(); }, nullptr);
}

TEST_F(IsolateTest, TheHeapLimitCanBeRaisedWhenItIsNear) {
  js_isolate_options options = {};
  options.max_old_space_bytes = 32 << 20;
  js_isolate *small = js_isolate_new(&options);
  js_scope scope;
  js_scope_open(small, &scope);
  struct Limit {
    js_isolate *iso;
    int calls;
  } limit = {small, 0};
  js_isolate_on_near_heap_limit(
      small,
      [](void *data, size_t current, size_t) {
        auto *limit = static_cast<Limit *>(data);
        limit->calls++;
        js_isolate_terminate(limit->iso);
        return current + (256u << 20);
      },
      &limit);
  {
    Catch caught(small);
    js_source source = {};
    source.text = js_string_literal(
        small, "let a = []; for (;;) a.push({x: Math.random(), y: [1, 2]})");
    EXPECT_EQ(js_script_run(small, js_script_compile(small, &source)),
              JS_EMPTY);
    EXPECT_TRUE(js_catch_has_terminated(&caught));
  }
  EXPECT_EQ(limit.calls, 1);
  js_isolate_on_near_heap_limit(small, nullptr, nullptr);
  js_scope_close(&scope);
  js_isolate_free(small);
}

TEST_F(IsolateTest, RunningOutOfMemoryIsFatal) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH(
      {
        js_isolate_options options = {};
        options.max_old_space_bytes = 16 << 20;
        js_isolate *small = js_isolate_new(&options);
        js_isolate_on_fatal(small,
                            [](const char *, const char *message, bool is_oom) {
                              fprintf(stderr, "fatal %d %s\n", is_oom, message);
                              _exit(3);
                            });
        js_scope scope;
        js_scope_open(small, &scope);
        js_source source = {};
        source.text = js_string_literal(
            small, "let a = []; for (;;) a.push({x: Math.random()})");
        js_script_run(small, js_script_compile(small, &source));
      },
      "fatal 1 .*heap out of memory");
}

TEST_F(IsolateTest, ATaskFromAWorkerWakesTheLoop) {
  static std::atomic<int> woken;
  woken = 0;
  js_isolate_on_task(iso, [](void *, double) { woken++; }, nullptr);
  js_value promise =
      run("WebAssembly.compile(new Uint8Array([0,97,115,109,1,0,0,0]))");
  for (int i = 0; i < 100; i++) {
    js_isolate_drain_tasks(iso);
    js_microtasks_run(iso);
    if (js_promise_state_of(promise) != JS_PROMISE_PENDING)
      break;
  }
  EXPECT_EQ(js_promise_state_of(promise), JS_PROMISE_FULFILLED);
  EXPECT_GT(woken, 0);
  js_isolate_on_task(iso, nullptr, nullptr);
}

TEST_F(IsolateTest, OptimisationOnWorkersFinishes) {
  EXPECT_EQ(js_int32_value(run("function f(a) { let s = 0; for (let i = 0; "
                               "i < a; i++) s = (s + i * 3) | 0; return s } "
                               "for (let i = 0; i < 3000; i++) f(1000); f(4)")),
            18);
  js_isolate_drain_tasks(iso);
  js_isolate_run_tasks(iso);
}

TEST_F(IsolateTest, StatisticsCountBuffers) {
  js_heap_statistics before, after;
  js_heap_statistics_get(iso, &before);
  run("globalThis.buffer = new ArrayBuffer(1 << 22)");
  js_heap_statistics_get(iso, &after);
  EXPECT_GT(before.used_heap_size, 0u);
  EXPECT_GT(before.heap_size_limit, before.used_heap_size);
  EXPECT_GE(after.array_buffers, before.array_buffers + (1 << 22));
  EXPECT_GE(after.external_memory, before.external_memory + (1 << 22));
}

TEST_F(IsolateTest, EachHeapSpaceHasItsName) {
  js_heap_space space;
  size_t count = js_heap_space_count(iso);
  ASSERT_GT(count, 3u);
  for (size_t i = 0; i < count; i++) {
    js_heap_space_get(iso, i, &space);
    EXPECT_NE(std::string(space.name).find("space"), std::string::npos);
  }
}

TEST_F(IsolateTest, AHeapSnapshotIsWrittenInPieces) {
  std::string text;
  EXPECT_TRUE(js_heap_snapshot_write(
      iso,
      [](void *data, const char *piece, size_t length) {
        static_cast<std::string *>(data)->append(piece, length);
        return true;
      },
      &text));
  EXPECT_EQ(text.substr(0, 12), "{\"snapshot\":");
  EXPECT_EQ(text.back(), '}');
}

TEST_F(IsolateTest, WritingAHeapSnapshotCanBeStopped) {
  EXPECT_FALSE(js_heap_snapshot_write(
      iso, [](void *, const char *, size_t) { return false; }, nullptr));
}

TEST_F(IsolateTest, AVerboseCatchReportsItsException) {
  static std::string seen;
  seen.clear();
  js_isolate_on_message(iso, [](js_isolate *iso, js_value exception) {
    char *text =
        js_string_to_utf8(iso, js_to_detail_string(iso, exception), nullptr);
    seen = text;
    free(text);
  });
  {
    Catch caught(iso);
    js_catch_set_verbose(&caught, true);
    run("throw new Error('reported')");
  }
  EXPECT_EQ(seen, "Error: reported");
  js_isolate_on_message(iso, nullptr);
}

TEST_F(IsolateTest, HintsAreTaken) {
  js_isolate_idle(iso, true);
  js_isolate_idle(iso, false);
  js_isolate_time_zone_changed(iso);
  js_isolate_garbage_collect(iso);
}

TEST_F(IsolateTest, FreeingNothingIsAllowed) {
  js_isolate_free(nullptr);
}

}  // namespace
