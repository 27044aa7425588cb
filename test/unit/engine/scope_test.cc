#include "fixture.h"

class ScopeTest : public EngineTest {};

TEST_F(ScopeTest, an_escaped_value_outlives_its_scope) {
  js_escape_scope scope;
  js_escape_scope_open(iso, &scope);
  js_value escaped = js_escape(&scope, string("kept"));
  js_escape_scope_close(&scope);
  collect();
  EXPECT_EQ(text_of(escaped), "kept");
}

TEST_F(ScopeTest, no_value_escapes_as_no_value) {
  js_escape_scope scope;
  js_escape_scope_open(iso, &scope);
  EXPECT_EQ(js_escape(&scope, JS_EMPTY), JS_EMPTY);
  js_escape_scope_close(&scope);
}

TEST_F(ScopeTest, a_strong_reference_keeps_its_value) {
  js_ref *ref = nullptr;
  {
    Scope scope(iso);
    ref = js_ref_new(iso, run("({ a: 1 })"));
  }
  collect();
  EXPECT_TRUE(holds(js_ref_get(iso, ref), "it.a === 1"));
  js_ref_free(ref);
}

static void count(void *data) {
  ++*static_cast<int *>(data);
}

class WeakRefTest : public EngineTest {
 protected:
  js_ref *make_weak(void (*finalize)(void *)) {
    Scope scope(iso);
    js_ref *ref = js_ref_new(iso, run("({})"));
    js_ref_make_weak(ref, &finalized, finalize);
    return ref;
  }

  int finalized = 0;
};

TEST_F(WeakRefTest, a_weak_reference_gives_nothing_after_collection) {
  js_ref *ref = make_weak(nullptr);
  collect();
  EXPECT_EQ(js_ref_get(iso, ref), JS_EMPTY);
  js_ref_free(ref);
}

TEST_F(WeakRefTest, a_weak_reference_gives_its_value_while_it_lives) {
  js_value object = run("({})");
  js_ref *ref = js_ref_new(iso, object);
  js_ref_make_weak(ref, &finalized, count);
  collect();
  EXPECT_TRUE(js_strict_equals(js_ref_get(iso, ref), object));
  EXPECT_EQ(finalized, 0);
  js_ref_free(ref);
}

TEST_F(WeakRefTest, the_finalizer_waits_for_the_event_loop_and_runs_once) {
  js_ref *ref = make_weak(count);
  js_isolate_garbage_collect(iso);
  EXPECT_EQ(finalized, 0);
  EXPECT_EQ(js_isolate_run_finalizers(iso), 1u);
  collect();
  EXPECT_EQ(finalized, 1);
  js_ref_free(ref);
}

TEST_F(WeakRefTest, freeing_a_reference_cancels_its_queued_finalizer) {
  js_ref *ref = make_weak(count);
  js_isolate_garbage_collect(iso);
  js_ref_free(ref);
  js_isolate_run_finalizers(iso);
  EXPECT_EQ(finalized, 0);
}

TEST_F(WeakRefTest, a_reference_made_strong_again_holds) {
  js_ref *ref = make_weak(count);
  EXPECT_TRUE(js_ref_make_strong(ref));
  collect();
  EXPECT_NE(js_ref_get(iso, ref), JS_EMPTY);
  EXPECT_EQ(finalized, 0);
  js_ref_free(ref);
}

TEST_F(WeakRefTest, a_dead_reference_cannot_be_made_strong) {
  js_ref *ref = make_weak(nullptr);
  collect();
  EXPECT_FALSE(js_ref_make_strong(ref));
  js_ref_make_weak(ref, nullptr, nullptr);
  EXPECT_EQ(js_ref_get(iso, ref), JS_EMPTY);
  js_ref_free(ref);
}

static void free_ref(void *data) {
  auto **ref = static_cast<js_ref **>(data);
  js_ref_free(*ref);
  *ref = nullptr;
}

TEST_F(WeakRefTest, a_finalizer_may_free_its_reference) {
  js_ref *ref = nullptr;
  {
    Scope scope(iso);
    ref = js_ref_new(iso, run("({})"));
    js_ref_make_weak(ref, &ref, free_ref);
  }
  collect();
  EXPECT_EQ(ref, nullptr);
}

TEST_F(WeakRefTest, the_references_free_in_any_order) {
  js_ref *a = js_ref_new(iso, string("a"));
  js_ref *b = js_ref_new(iso, string("b"));
  js_ref *c = js_ref_new(iso, string("c"));
  js_ref_free(b);
  js_ref_free(c);
  EXPECT_EQ(text_of(js_ref_get(iso, a)), "a");
  js_ref_free(a);
  js_ref_free(nullptr);
}

TEST(RefTest, an_isolate_that_goes_finalizes_its_weak_references) {
  static const js_tables none = {};
  js_isolate_options options = {};
  options.tables = &none;
  js_isolate *iso = js_isolate_new(&options);
  int finalized = 0;
  js_ref *weak = nullptr;
  js_ref *strong = nullptr;
  {
    Scope scope(iso);
    weak = js_ref_new(iso, js_object(iso));
    strong = js_ref_new(iso, js_object(iso));
    js_ref_make_weak(weak, &finalized, count);
  }
  js_isolate_free(iso);
  EXPECT_EQ(finalized, 1);
  js_ref_free(weak);
  js_ref_free(strong);
}
