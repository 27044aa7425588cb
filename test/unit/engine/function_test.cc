// Natives, calls in both directions, and slots.
#include <gtest/gtest.h>

#include "fixture.h"

namespace {

void add(js_call *call) {
  js_return_double(call, js_double_value(js_call_arg(call, 0)) +
                             js_double_value(js_call_arg(call, 1)));
}

int fast_calls = 0;

int32_t add_fast(js_value, int32_t a, int32_t b) {
  fast_calls++;
  return a + b;
}

void count_arguments(js_call *call) {
  js_return_int32(call, js_call_count(call));
}

void give_this(js_call *call) {
  js_return(call, js_call_this(call));
}

void give_second(js_call *call) {
  js_return(call, js_call_arg(call, 1));
}

void give_nothing(js_call *) {}

void give_empty(js_call *call) {
  js_return(call, JS_EMPTY);
}

void fail(js_call *call) {
  js_throw_type_error(js_call_isolate(call), "ERR_TEST", "no");
}

void give_kind(js_call *call) {
  switch (js_int32_value(js_call_arg(call, 0))) {
    case 0:
      return js_return_int32(call, -7);
    case 1:
      return js_return_uint32(call, 4294967295u);
    case 2:
      return js_return_double(call, 0.5);
    case 3:
      return js_return_bool(call, true);
    default:
      return js_return_null(call);
  }
}

void give_data(js_call *call) {
  js_return(call, js_call_data(call));
}

const js_fast kAddFast = {reinterpret_cast<const void *>(add_fast),
                          JS_FAST_INT32,
                          {JS_FAST_INT32, JS_FAST_INT32}};

const js_native_entry kNatives[] = {
    {"add", add, 2, &kAddFast},
    {"countArguments", count_arguments, 0, nullptr},
    {"giveThis", give_this, 0, nullptr},
    {"giveSecond", give_second, 2, nullptr},
    {"giveNothing", give_nothing, 0, nullptr},
    {"giveEmpty", give_empty, 0, nullptr},
    {"giveKind", give_kind, 1, nullptr},
    {"fail", fail, 0, nullptr},
    {nullptr, nullptr, 0, nullptr}};

class FunctionTest : public EngineTest {
 protected:
  const js_tables *tables() override {
    static const js_native_entry *const natives[] = {kNatives, nullptr};
    static const js_tables all = {natives, nullptr, nullptr, nullptr};
    return &all;
  }

  void SetUp() override {
    EngineTest::SetUp();
    js_value natives = js_object(iso);
    js_define_natives(iso, natives, kNatives);
    js_set_named(iso, js_global(iso), "n", natives);
  }

  std::string eval(const std::string &text) {
    return text_of(run("String(" + text + ")"));
  }
};

TEST_F(FunctionTest, ANativeReadsArgumentsAndReturns) {
  EXPECT_EQ(eval("n.add(1, 2.5)"), "3.5");
  EXPECT_EQ(eval("n.countArguments(1, 2, 3)"), "3");
}

TEST_F(FunctionTest, AMissingArgumentIsUndefined) {
  EXPECT_EQ(eval("n.giveSecond(1)"), "undefined");
}

TEST_F(FunctionTest, ANativeThatSetsNothingGivesUndefined) {
  EXPECT_EQ(eval("n.giveNothing()"), "undefined");
  EXPECT_EQ(eval("n.giveEmpty()"), "undefined");
}

TEST_F(FunctionTest, EachTypedReturnGivesItsValue) {
  EXPECT_EQ(eval("[0,1,2,3,4].map((i) => typeof n.giveKind(i))"),
            "number,number,number,boolean,object");
  EXPECT_EQ(eval("[0,1,2,3,4].map((i) => String(n.giveKind(i)))"),
            "-7,4294967295,0.5,true,null");
}

TEST_F(FunctionTest, ANativeHasItsNameAndLength) {
  EXPECT_EQ(eval("n.add.name + n.add.length"), "add2");
}

TEST_F(FunctionTest, ANativeIsNoConstructor) {
  EXPECT_EQ(
      eval("(() => { try { new n.add() } catch (e) { return e.name } })()"),
      "TypeError");
}

TEST_F(FunctionTest, ThisIsTheReceiver) {
  EXPECT_EQ(eval("n.giveThis() === n"), "true");
}

TEST_F(FunctionTest, AnExceptionOfANativeIsCaughtByJavaScript) {
  EXPECT_EQ(eval("(() => { try { n.fail() } catch (e) { return e.code } })()"),
            "ERR_TEST");
}

TEST_F(FunctionTest, OptimisedCodeCallsTheFastForm) {
  fast_calls = 0;
  run("function sum(n) { let s = 0; for (let i = 0; i < n; i++) "
      "s = n_add(s, 1) | 0; return s }; var n_add = n.add");
  // Optimisation happens on another thread: it takes its time.
  for (int i = 0; i < 1000 && fast_calls == 0; i++) {
    EXPECT_EQ(eval("sum(20000)"), "20000");
    js_isolate_drain_tasks(iso);
  }
  EXPECT_GT(fast_calls, 0);
}

TEST_F(FunctionTest, CallingAFunctionGivesItsResult) {
  js_value function = run("(function (a, b) { return [this.x, a, b].join() })");
  js_value self = run("({x: 1})");
  js_value arguments[] = {js_int32(iso, 2), js_int32(iso, 3)};
  EXPECT_EQ(text_of(js_function_call(iso, function, self, 2, arguments)),
            "1,2,3");
}

TEST_F(FunctionTest, AnEmptyReceiverIsUndefined) {
  js_value function = run("(function () { 'use strict'; return typeof this })");
  EXPECT_EQ(text_of(js_function_call(iso, function, JS_EMPTY, 0, nullptr)),
            "undefined");
}

TEST_F(FunctionTest, AnExceptionOfACallIsPending) {
  js_value function = run("(() => { throw new Error('x') })");
  Catch caught(iso);
  EXPECT_EQ(js_function_call(iso, function, JS_EMPTY, 0, nullptr), JS_EMPTY);
  EXPECT_TRUE(caught.has_caught());
}

TEST_F(FunctionTest, ConstructingGivesAnInstance) {
  js_value made =
      js_function_construct(iso, run("(class A { x = 5 })"), 0, nullptr);
  EXPECT_TRUE(holds(made, "it.x === 5"));
}

TEST_F(FunctionTest, AFunctionMadeAtRunTimeCarriesItsData) {
  js_value data = string("carried");
  js_value function = js_function(iso, "named", give_data, data);
  EXPECT_TRUE(holds(function, "it.name === 'named' && it() === 'carried'"));
  js_function_set_name(iso, function, string("other"));
  EXPECT_TRUE(holds(function, "it.name === 'other'"));
}

TEST_F(FunctionTest, ASlotKeepsItsValue) {
  EXPECT_TRUE(js_is_undefined(js_slot_get(iso, 3)));
  js_slot_set(iso, 3, string("kept"));
  collect();
  EXPECT_EQ(text_of(js_slot_get(iso, 3)), "kept");
  EXPECT_TRUE(js_is_undefined(js_slot_get(iso, 4)));
}

TEST_F(FunctionTest, ASlotThatCannotExistIsUndefined) {
  EXPECT_TRUE(js_is_undefined(js_slot_get(iso, -1)));
  EXPECT_TRUE(js_is_undefined(js_slot_get(iso, 100000)));
}

}  // namespace
