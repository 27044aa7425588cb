#include "fixture.h"

class ErrorTest : public EngineTest {
 protected:
  // The first line of an error's stack.
  std::string header(js_value error) {
    std::string stack = text_of(js_get_named(iso, error, "stack"));
    return stack.substr(0, stack.find('\n'));
  }
};

TEST_F(ErrorTest, any_value_can_be_thrown) {
  Catch caught(iso);
  js_throw(iso, js_int32(iso, 7));
  ASSERT_TRUE(caught.has_caught());
  EXPECT_EQ(js_int32_value(caught.exception()), 7);
}

TEST_F(ErrorTest, nothing_caught_is_no_exception) {
  Catch caught(iso);
  EXPECT_FALSE(caught.has_caught());
  EXPECT_EQ(caught.exception(), JS_EMPTY);
}

TEST_F(ErrorTest, errors_are_thrown_with_their_type) {
  struct {
    void (*raise)(js_isolate *, const char *, const char *);
    const char *type;
  } const cases[] = {{js_throw_error, "Error"},
                     {js_throw_type_error, "TypeError"},
                     {js_throw_range_error, "RangeError"}};
  for (const auto &item : cases) {
    Catch caught(iso);
    item.raise(iso, nullptr, "na\xc3\xafve");
    js_value error = caught.exception();
    EXPECT_EQ(text_of(js_constructor_name(iso, error)), item.type);
    EXPECT_TRUE(holds(error, "it.message === 'naïve' && !('code' in it)"));
    EXPECT_EQ(header(error), std::string(item.type) + ": na\xc3\xafve");
  }
}

TEST_F(ErrorTest, a_code_is_a_property_and_stands_in_the_stack) {
  Catch caught(iso);
  js_throw_type_error(iso, "ERR_X", "message");
  js_value error = caught.exception();
  EXPECT_EQ(header(error), "TypeError [ERR_X]: message");
  EXPECT_TRUE(holds(error, "it.code === 'ERR_X'"));
  EXPECT_TRUE(holds(error, "it.name === 'TypeError'"));
  EXPECT_TRUE(holds(error, "!Object.hasOwn(it, 'name')"));
  EXPECT_TRUE(holds(error, "Object.keys(it).join() === 'code'"));
  EXPECT_TRUE(holds(error, "String(it) === 'TypeError: message'"));
}

TEST_F(ErrorTest, a_code_survives_a_hostile_prepareStackTrace) {
  run("Error.prepareStackTrace = () => { throw 'no' }");
  Catch caught(iso);
  js_throw_error(iso, "ERR_X", "message");
  EXPECT_TRUE(holds(caught.exception(), "it.code === 'ERR_X'"));
  EXPECT_TRUE(holds(caught.exception(), "!Object.hasOwn(it, 'name')"));
}

TEST_F(ErrorTest, a_code_survives_errors_without_stacks) {
  run("Error.stackTraceLimit = 0");
  Catch caught(iso);
  js_throw_error(iso, "ERR_X", "message");
  EXPECT_EQ(header(caught.exception()), "Error [ERR_X]: message");
}

TEST_F(ErrorTest, exhausted_memory_has_its_code) {
  Catch caught(iso);
  js_throw_out_of_memory(iso);
  EXPECT_TRUE(
      holds(caught.exception(), "it.code === 'ERR_MEMORY_ALLOCATION_FAILED'"));
}

TEST_F(ErrorTest, errors_of_every_type_are_made_without_being_thrown) {
  Catch caught(iso);
  const char *const names[] = {"Error", "TypeError", "RangeError",
                               "SyntaxError", "ReferenceError"};
  for (int type = JS_ERROR; type <= JS_REFERENCE_ERROR; type++) {
    js_value error =
        js_error(iso, static_cast<js_error_type>(type), string("why"));
    EXPECT_EQ(text_of(js_constructor_name(iso, error)), names[type]);
    EXPECT_TRUE(holds(error, "it.message === 'why'"));
  }
  EXPECT_FALSE(caught.has_caught());
}

TEST_F(ErrorTest, a_reset_catch_can_catch_again) {
  Catch caught(iso);
  js_throw(iso, js_int32(iso, 1));
  js_catch_reset(&caught);
  EXPECT_FALSE(caught.has_caught());
  js_throw(iso, js_int32(iso, 2));
  EXPECT_EQ(js_int32_value(caught.exception()), 2);
}

TEST_F(ErrorTest, what_is_rethrown_is_caught_outside) {
  Catch outer(iso);
  {
    Catch inner(iso);
    js_throw(iso, js_int32(iso, 3));
    js_catch_rethrow(&inner);
  }
  EXPECT_EQ(js_int32_value(outer.exception()), 3);
}

TEST_F(ErrorTest, what_is_not_rethrown_ends_with_its_catch) {
  Catch outer(iso);
  {
    Catch inner(iso);
    js_throw(iso, js_int32(iso, 3));
  }
  EXPECT_FALSE(outer.has_caught());
}

TEST_F(ErrorTest, termination_is_no_exception) {
  Catch caught(iso);
  js_isolate_terminate(iso);
  EXPECT_EQ(run("for (;;);"), JS_EMPTY);
  EXPECT_TRUE(js_catch_has_terminated(&caught));
  EXPECT_EQ(caught.exception(), JS_EMPTY);
  js_isolate_cancel_terminate(iso);
}

TEST_F(ErrorTest, the_place_of_an_exception_is_told) {
  Catch caught(iso);
  EXPECT_EQ(run("\n  throw new Error('x');"), JS_EMPTY);
  js_error_place place;
  ASSERT_TRUE(js_catch_place(&caught, &place));
  EXPECT_EQ(place.line, 2);
  EXPECT_EQ(place.start_column, 2);
  EXPECT_EQ(text_of(place.script_name), "test.js");
  EXPECT_EQ(text_of(place.source_line), "  throw new Error('x');");
}

TEST_F(ErrorTest, the_place_of_a_syntax_error_is_told) {
  Catch caught(iso);
  EXPECT_EQ(run("var a;\nvar b = ;"), JS_EMPTY);
  js_error_place place;
  ASSERT_TRUE(js_catch_place(&caught, &place));
  EXPECT_EQ(place.line, 2);
  EXPECT_EQ(place.start_column, 8);
}

TEST_F(ErrorTest, the_place_of_an_error_not_thrown_is_where_it_was_made) {
  js_error_place place;
  js_value error = run("\n\nnew Error('x')");
  ASSERT_TRUE(js_error_place_of(iso, error, &place));
  EXPECT_EQ(place.line, 3);
  EXPECT_EQ(text_of(place.script_name), "test.js");
}

TEST_F(ErrorTest, nothing_caught_has_no_place) {
  Catch caught(iso);
  js_error_place place;
  EXPECT_FALSE(js_catch_place(&caught, &place));
  EXPECT_EQ(place.script_name, JS_EMPTY);
}

// Natives that ask for the stack from where they are called.
static void native_stack_text(js_call *call) {
  js_return(call, js_stack_text(js_call_isolate(call), 10));
}

static void native_call_sites(js_call *call) {
  js_return(call, js_call_sites(js_call_isolate(call), 10));
}

static void native_script_name(js_call *call) {
  js_return(call, js_current_script_name(js_call_isolate(call)));
}

class StackTest : public EngineTest {
 protected:
  // What a native gives when it is called from within two functions.
  js_value from_inside(js_native native) {
    js_value function = js_function(iso, "native", native, js_undefined(iso));
    return run_with(function,
                    "function inner() { return it() }\n"
                    "function outer() { return inner() }\n"
                    "outer()");
  }
};

TEST_F(StackTest, the_stack_is_text) {
  EXPECT_EQ(text_of(from_inside(native_stack_text)),
            "    at inner (test.js:1:27)\n"
            "    at outer (test.js:2:27)\n"
            "    at test.js:3:1\n");
}

TEST_F(StackTest, call_sites_are_objects) {
  js_value sites = from_inside(native_call_sites);
  EXPECT_TRUE(holds(sites, "it.length === 3"));
  EXPECT_TRUE(holds(sites,
                    "it[1].functionName === 'outer' &&"
                    " it[1].scriptName === 'test.js' &&"
                    " it[1].lineNumber === 2 && it[1].columnNumber === 27 &&"
                    " typeof it[1].scriptId === 'string'"));
}

TEST_F(StackTest, the_script_of_the_caller_is_known) {
  EXPECT_EQ(text_of(from_inside(native_script_name)), "test.js");
}

TEST_F(StackTest, outside_of_javascript_there_is_no_stack) {
  EXPECT_EQ(text_of(js_stack_text(iso, 10)), "");
  EXPECT_TRUE(holds(js_call_sites(iso, 10), "it.length === 0"));
  EXPECT_TRUE(js_is_undefined(js_current_script_name(iso)));
}

TEST_F(StackTest, a_prepare_function_makes_the_stack) {
  js_prepare_stack_trace_set(
      iso, run("((error, sites, global) => global === globalThis &&"
               " error.message + ':' + sites[0].getFunctionName())"));
  EXPECT_TRUE(holds(run("function f() { return new Error('x') }; f()"),
                    "it.stack === 'x:f'"));
}

TEST_F(StackTest, what_a_prepare_function_throws_comes_out_of_the_read) {
  js_prepare_stack_trace_set(iso, run("(() => { throw 'no' })"));
  Catch caught(iso);
  EXPECT_EQ(run("new Error('x').stack"), JS_EMPTY);
  EXPECT_EQ(text_of(caught.exception()), "no");
}

TEST_F(StackTest, without_a_prepare_function_v8_formats_again) {
  js_prepare_stack_trace_set(iso, run("(() => 'mine')"));
  js_prepare_stack_trace_set(iso, js_undefined(iso));
  EXPECT_TRUE(holds(run("new Error('x')"), "it.stack.startsWith('Error: x')"));
}
