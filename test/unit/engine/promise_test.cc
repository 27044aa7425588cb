#include <vector>

#include "fixture.h"

class PromiseTest : public EngineTest {};

TEST_F(PromiseTest, a_new_promise_is_pending) {
  js_value resolver = js_resolver(iso);
  js_value promise = js_resolver_promise(resolver);
  EXPECT_TRUE(js_is_kind(promise, JS_KIND_PROMISE));
  EXPECT_EQ(js_promise_state_of(promise), JS_PROMISE_PENDING);
}

TEST_F(PromiseTest, a_promise_settles_once) {
  js_value resolver = js_resolver(iso);
  js_value promise = js_resolver_promise(resolver);
  EXPECT_TRUE(js_resolver_resolve(iso, resolver, js_int32(iso, 1)));
  EXPECT_TRUE(js_resolver_reject(iso, resolver, js_int32(iso, 2)));
  EXPECT_EQ(js_promise_state_of(promise), JS_PROMISE_FULFILLED);
  EXPECT_EQ(js_int32_value(js_promise_result(promise)), 1);
}

TEST_F(PromiseTest, a_rejected_promise_has_its_reason) {
  js_value resolver = js_resolver(iso);
  EXPECT_TRUE(js_resolver_reject(iso, resolver, string("why")));
  js_value promise = js_resolver_promise(resolver);
  EXPECT_EQ(js_promise_state_of(promise), JS_PROMISE_REJECTED);
  EXPECT_EQ(text_of(js_promise_result(promise)), "why");
}

TEST_F(PromiseTest, a_thenable_that_throws_rejects) {
  js_value resolver = js_resolver(iso);
  js_value thenable = run("({ get then() { throw 'no' } })");
  EXPECT_TRUE(js_resolver_resolve(iso, resolver, thenable));
  js_value promise = js_resolver_promise(resolver);
  EXPECT_EQ(js_promise_state_of(promise), JS_PROMISE_REJECTED);
}

TEST_F(PromiseTest, reactions_wait_until_microtasks_run) {
  js_value resolver = js_resolver(iso);
  run_with(js_resolver_promise(resolver),
           "var seen; it.then((value) => { seen = value })");
  js_resolver_resolve(iso, resolver, js_int32(iso, 4));
  EXPECT_TRUE(js_is_undefined(run("seen")));
  js_microtasks_run(iso);
  EXPECT_EQ(js_int32_value(run("seen")), 4);
}

TEST_F(PromiseTest, microtasks_run_in_order_until_none_is_left) {
  js_value first = run(
      "var order = [];"
      "(() => { order.push(1); Promise.resolve().then(() => order.push(3)) })");
  js_microtask_enqueue(iso, first);
  js_microtask_enqueue(iso, run("(() => { order.push(2) })"));
  js_microtasks_run(iso);
  EXPECT_EQ(text_of(run("order.join()")), "1,2,3");
}

struct Rejection {
  js_rejection event;
  bool is_promise;
  std::string value;
};

static std::vector<Rejection> rejections;

static void on_rejection(js_isolate *iso, js_rejection event, js_value promise,
                         js_value value) {
  char *text = js_string_to_utf8(iso, js_to_detail_string(iso, value), nullptr);
  rejections.push_back({event, js_is_kind(promise, JS_KIND_PROMISE), text});
  std::free(text);
}

class RejectionTest : public EngineTest {
 protected:
  void SetUp() override {
    EngineTest::SetUp();
    rejections.clear();
    js_rejection_callback_set(iso, on_rejection);
  }
};

TEST_F(RejectionTest, a_rejection_nobody_handles_is_told) {
  run("Promise.reject(5)");
  ASSERT_EQ(rejections.size(), 1u);
  EXPECT_EQ(rejections[0].event, JS_REJECT_WITH_NO_HANDLER);
  EXPECT_TRUE(rejections[0].is_promise);
  EXPECT_EQ(rejections[0].value, "5");
}

TEST_F(RejectionTest, a_handler_that_comes_late_is_told) {
  run("Promise.reject(5).catch(() => {})");
  ASSERT_EQ(rejections.size(), 2u);
  EXPECT_EQ(rejections[1].event, JS_HANDLER_ADDED_AFTER_REJECT);
  EXPECT_EQ(rejections[1].value, "undefined");
}

TEST_F(RejectionTest, settling_twice_is_told) {
  run("new Promise((resolve, reject) => { resolve(1); reject(2); resolve(3) "
      "})");
  ASSERT_EQ(rejections.size(), 2u);
  EXPECT_EQ(rejections[0].event, JS_REJECT_AFTER_RESOLVED);
  EXPECT_EQ(rejections[1].event, JS_RESOLVE_AFTER_RESOLVED);
}

TEST_F(RejectionTest, a_promise_marked_handled_is_not_told) {
  js_value resolver = js_resolver(iso);
  js_promise_mark_handled(js_resolver_promise(resolver));
  js_resolver_reject(iso, resolver, js_null(iso));
  EXPECT_TRUE(rejections.empty());
}

TEST_F(RejectionTest, without_a_callback_nothing_is_told) {
  js_rejection_callback_set(iso, nullptr);
  run("Promise.reject(5)");
  EXPECT_TRUE(rejections.empty());
}

TEST_F(PromiseTest, hooks_are_called_and_can_be_taken_away) {
  run("var calls = []; var hook = (name) => () => { calls.push(name) }");
  js_value none = js_undefined(iso);
  js_promise_hooks_set(iso, run("hook('init')"), run("hook('before')"),
                       run("hook('after')"), run("hook('settled')"));
  run("Promise.resolve().then(() => {})");
  js_microtasks_run(iso);
  EXPECT_EQ(text_of(run("calls.join()")),
            "init,settled,init,before,settled,after");
  js_promise_hooks_set(iso, none, none, none, none);
  run("calls = []; Promise.resolve()");
  EXPECT_EQ(js_int32_value(run("calls.length")), 0);
}

TEST_F(PromiseTest, continuation_data_follows_reactions) {
  js_value get = js_function(
      iso, "get",
      [](js_call *call) {
        js_return(call, js_continuation_data(js_call_isolate(call)));
      },
      js_undefined(iso));
  EXPECT_TRUE(js_is_undefined(js_continuation_data(iso)));
  js_continuation_data_set(iso, string("store"));
  run_with(get, "var seen; Promise.resolve().then(() => { seen = it() })");
  js_continuation_data_set(iso, js_undefined(iso));
  js_microtasks_run(iso);
  EXPECT_EQ(text_of(run("seen")), "store");
  EXPECT_TRUE(js_is_undefined(js_continuation_data(iso)));
}
