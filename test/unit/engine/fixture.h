// What every test of the engine stands on: V8 started once, and for each test
// an isolate of its own with a scope open.
#ifndef TEST_UNIT_ENGINE_FIXTURE_H_
#define TEST_UNIT_ENGINE_FIXTURE_H_

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "engine/js.h"

// V8 can be started only once in a process.
class Platform : public ::testing::Environment {
 public:
  void SetUp() override {
    js_platform_start(1);
  }
  void TearDown() override {
    js_platform_stop();
  }
};

inline ::testing::Environment *const platform =
    ::testing::AddGlobalTestEnvironment(new Platform);

// A scope and a catch that close themselves.
class Scope {
 public:
  explicit Scope(js_isolate *iso) {
    js_scope_open(iso, &scope_);
  }
  ~Scope() {
    js_scope_close(&scope_);
  }
  Scope(const Scope &) = delete;
  Scope &operator=(const Scope &) = delete;

 private:
  js_scope scope_;
};

class Catch {
 public:
  explicit Catch(js_isolate *iso) {
    js_catch_open(iso, &catch_);
  }
  ~Catch() {
    js_catch_close(&catch_);
  }
  Catch(const Catch &) = delete;
  Catch &operator=(const Catch &) = delete;

  bool has_caught() {
    return js_catch_has_caught(&catch_);
  }
  js_value exception() {
    return js_catch_exception(&catch_);
  }
  js_catch *operator&() {
    return &catch_;
  }

 private:
  js_catch catch_;
};

class EngineTest : public ::testing::Test {
 protected:
  void SetUp() override {
    js_isolate_options options = {};
    options.tables = tables();
    iso = js_isolate_new(&options);
    ASSERT_NE(iso, nullptr);
    js_scope_open(iso, &scope_);
  }

  void TearDown() override {
    js_scope_close(&scope_);
    js_isolate_free(iso);
  }

  // What the isolate is made with; for tests of natives and classes.
  virtual const js_tables *tables() {
    static const js_tables none = {};
    return &none;
  }

  // The value of a script; JS_EMPTY, with the exception pending, if it throws.
  js_value run(const std::string &text) {
    js_source source = {};
    source.text = js_string_utf8(iso, text.data(), text.size());
    source.name = js_string_literal(iso, "test.js");
    js_value script = js_script_compile(iso, &source);
    return script == JS_EMPTY ? JS_EMPTY : js_script_run(iso, script);
  }

  // As run, with a global variable `it` set before.
  js_value run_with(js_value it, const std::string &text) {
    js_set_named(iso, js_global(iso), "it", it);
    return run(text);
  }

  // Whether a JavaScript expression over `it` is true.
  bool holds(js_value it, const std::string &expression) {
    js_value result = run_with(it, expression);
    return result != JS_EMPTY && js_is_true(result);
  }

  js_value string(const std::string &text) {
    return js_string_utf8(iso, text.data(), text.size());
  }

  // A JavaScript string as UTF-8; of any other value, its description.
  std::string text_of(js_value value) {
    if (value == JS_EMPTY) {
      return "(empty)";
    }
    js_value string =
        js_is_string(value) ? value : js_to_detail_string(iso, value);
    size_t length = 0;
    char *text = js_string_to_utf8(iso, string, &length);
    std::string result(text, length);
    std::free(text);
    return result;
  }

  // Collects what nothing holds, and runs finalizers.
  void collect() {
    js_isolate_garbage_collect(iso);
    js_isolate_run_finalizers(iso);
  }

  js_isolate *iso = nullptr;

 private:
  js_scope scope_;
};

#endif
