// Scripts, functions from source, code caches, and contexts.
#include <gtest/gtest.h>

#include "fixture.h"

namespace {

class ScriptTest : public EngineTest {
 protected:
  js_source source_of(const std::string &text, const char *name = "file.js") {
    js_source source = {};
    source.text = string(text);
    source.name = string(name);
    return source;
  }

  std::string eval(const std::string &text) {
    return text_of(run("String(" + text + ")"));
  }

  // The value of a script in another context, as a string.
  std::string eval_in(js_context *context, const std::string &text) {
    Catch caught(iso);
    js_context_enter(context);
    js_value value = run(text);
    std::string result =
        value != JS_EMPTY
            ? text_of(js_to_string(iso, value))
            : "threw " + text_of(js_to_detail_string(iso, caught.exception()));
    js_context_exit(context);
    return result;
  }
};

TEST_F(ScriptTest, AScriptGivesItsLastValue) {
  js_source source = source_of("1 + 1");
  js_value script = js_script_compile(iso, &source);
  ASSERT_NE(script, JS_EMPTY);
  EXPECT_EQ(js_int32_value(js_script_run(iso, script)), 2);
}

TEST_F(ScriptTest, ASyntaxErrorIsPending) {
  js_source source = source_of("1 +");
  Catch caught(iso);
  EXPECT_EQ(js_script_compile(iso, &source), JS_EMPTY);
  EXPECT_TRUE(caught.has_caught());
}

TEST_F(ScriptTest, OffsetsCountIntoReportedPlaces) {
  js_source source = source_of("throw new Error('x')");
  source.line_offset = 9;
  source.column_offset = 4;
  js_value script = js_script_compile(iso, &source);
  Catch caught(iso);
  EXPECT_EQ(js_script_run(iso, script), JS_EMPTY);
  js_error_place place;
  ASSERT_TRUE(js_catch_place(&caught, &place));
  EXPECT_EQ(place.line, 10);
  EXPECT_EQ(text_of(place.script_name), "file.js");
}

TEST_F(ScriptTest, ACodeCacheIsAcceptedForTheSameText) {
  std::string text = "(function () { return 42 })()";
  js_source source = source_of(text);
  js_value script = js_script_unbound_compile(iso, &source);
  js_script_unbound_run(iso, script);
  size_t length = 0;
  uint8_t *cache = js_script_code_cache(script, &length);
  ASSERT_NE(cache, nullptr);

  js_source again = source_of(text);
  again.cache = cache;
  again.cache_length = length;
  js_value cached = js_script_unbound_compile(iso, &again);
  EXPECT_FALSE(again.cache_rejected);
  EXPECT_EQ(js_int32_value(js_script_unbound_run(iso, cached)), 42);

  js_source other = source_of("another text of another length");
  other.text = string("1 + 1 + 1");
  other.cache = cache;
  other.cache_length = length;
  EXPECT_EQ(js_int32_value(js_script_unbound_run(
                iso, js_script_unbound_compile(iso, &other))),
            3);
  EXPECT_TRUE(other.cache_rejected);
  free(cache);
}

TEST_F(ScriptTest, ADamagedCodeCacheIsRefused) {
  uint8_t nonsense[64] = {1, 2, 3};
  js_source source = source_of("1 + 1");
  source.cache = nonsense;
  source.cache_length = sizeof nonsense;
  js_value script = js_script_unbound_compile(iso, &source);
  EXPECT_TRUE(source.cache_rejected);
  EXPECT_EQ(js_int32_value(js_script_unbound_run(iso, script)), 2);
}

TEST_F(ScriptTest, TheSourceMapUrlIsFound) {
  js_source source = source_of("1\n//# sourceMappingURL=file.js.map");
  js_value script = js_script_unbound_compile(iso, &source);
  EXPECT_EQ(text_of(js_script_source_map_url(iso, script)), "file.js.map");
}

TEST_F(ScriptTest, AFunctionIsCompiledWithParametersAndScopes) {
  js_source source = source_of("return a + b + outer");
  js_value parameters[] = {string("a"), string("b")};
  js_value extensions[] = {run("({outer: 100})")};
  js_value function =
      js_function_compile(iso, &source, parameters, 2, extensions, 1);
  js_value arguments[] = {js_int32(iso, 1), js_int32(iso, 2)};
  EXPECT_EQ(
      js_int32_value(js_function_call(iso, function, JS_EMPTY, 2, arguments)),
      103);
}

TEST_F(ScriptTest, AFunctionHasACodeCache) {
  js_source source = source_of("return 7");
  js_value function = js_function_compile(iso, &source, nullptr, 0, nullptr, 0);
  js_function_call(iso, function, JS_EMPTY, 0, nullptr);
  size_t length = 0;
  uint8_t *cache = js_function_code_cache(function, &length);
  js_source again = source_of("return 7");
  again.cache = cache;
  again.cache_length = length;
  function = js_function_compile(iso, &again, nullptr, 0, nullptr, 0);
  EXPECT_FALSE(again.cache_rejected);
  EXPECT_EQ(
      js_int32_value(js_function_call(iso, function, JS_EMPTY, 0, nullptr)), 7);
  free(cache);
}

TEST_F(ScriptTest, AnEmbeddedTextIsASource) {
  js_source source = source_of("");
  source.text = js_string_external_latin1(iso, "6 * 7", 5, nullptr, nullptr);
  EXPECT_EQ(js_int32_value(js_script_run(iso, js_script_compile(iso, &source))),
            42);
}

// --- Contexts
// ------------------------------------------------------------------

TEST_F(ScriptTest, AContextHasBuiltInsOfItsOwn) {
  js_context *context = js_context_new(iso, JS_EMPTY, 0);
  ASSERT_NE(context, nullptr);
  run("globalThis.leak = 1");
  EXPECT_EQ(eval_in(context, "typeof leak"), "undefined");
  js_value array = js_get_named(iso, js_context_global(iso, context), "Array");
  EXPECT_FALSE(holds(array, "it === Array"));
  js_context_free(context);
}

TEST_F(ScriptTest, GlobalIsThatOfTheRunningContext) {
  js_context *context = js_context_new(iso, JS_EMPTY, 0);
  EXPECT_FALSE(
      js_strict_equals(js_global(iso), js_context_global(iso, context)));
  js_context_enter(context);
  EXPECT_TRUE(
      js_strict_equals(js_global(iso), js_context_global(iso, context)));
  js_context_exit(context);
  js_context_free(context);
}

TEST_F(ScriptTest, EvalCanBeForbidden) {
  js_context *context = js_context_new(iso, JS_EMPTY, JS_CONTEXT_NO_EVAL);
  EXPECT_EQ(eval_in(context, "eval('1')").substr(0, 16), "threw EvalError:");
  js_context_free(context);
}

TEST_F(ScriptTest, WebAssemblyCanBeForbidden) {
  js_context *context = js_context_new(iso, JS_EMPTY, JS_CONTEXT_NO_WASM);
  std::string compile =
      "new WebAssembly.Module(new Uint8Array([0,97,115,109,1,0,0,0]))";
  EXPECT_EQ(eval_in(context, compile).substr(0, 5), "threw");
  EXPECT_EQ(eval(compile), "[object WebAssembly.Module]");
  js_context_free(context);
}

class SandboxTest : public ScriptTest {
 protected:
  void SetUp() override {
    ScriptTest::SetUp();
    sandbox = run("globalThis.box = {x: 1, log: []}");
    context = js_context_new(iso, sandbox, 0);
    ASSERT_NE(context, nullptr);
  }
  void TearDown() override {
    js_context_free(context);
    ScriptTest::TearDown();
  }
  std::string in(const std::string &text) {
    return eval_in(context, text);
  }

  js_value sandbox;
  js_context *context;
};

TEST_F(SandboxTest, PropertiesOfTheSandboxAreGlobals) {
  EXPECT_EQ(in("x + 1"), "2");
  EXPECT_EQ(in("globalThis.x"), "1");
  EXPECT_EQ(in("typeof nothing"), "undefined");
  EXPECT_EQ(in("'x' in globalThis"), "true");
}

TEST_F(SandboxTest, GlobalsBecomePropertiesOfTheSandbox) {
  in("var y = 2; z = 3; function f() {} globalThis.g = 4; x = 5");
  EXPECT_EQ(eval("[box.y, box.z, typeof box.f, box.g, box.x]"),
            "2,3,function,4,5");
}

TEST_F(SandboxTest, LexicalDeclarationsDoNot) {
  in("let a = 1; const b = 2; class C {}");
  EXPECT_EQ(in("a + b"), "3");
  EXPECT_EQ(eval("Object.keys(box).includes('a')"), "false");
}

TEST_F(SandboxTest, BuiltInsAreVisible) {
  EXPECT_EQ(in("typeof Array + typeof Math.max + typeof JSON.parse"),
            "functionfunctionfunction");
  EXPECT_EQ(in("[] instanceof Array"), "true");
}

TEST_F(SandboxTest, ASandboxPropertyHidesABuiltIn) {
  run("box.Math = 'mine'");
  EXPECT_EQ(in("Math"), "mine");
}

TEST_F(SandboxTest, AnUndeclaredNameThrows) {
  EXPECT_EQ(in("nothing").substr(0, 21), "threw ReferenceError:");
  EXPECT_EQ(in("'use strict'; nothing = 1").substr(0, 21),
            "threw ReferenceError:");
  EXPECT_EQ(in("'use strict'; globalThis.something = 1; something"), "1");
}

TEST_F(SandboxTest, AccessorsOfTheSandboxRun) {
  run("Object.defineProperty(box, 'twice', "
      "{get() { return this.x * 2 }, set(v) { this.x = v / 2 }})");
  EXPECT_EQ(in("twice"), "2");
  in("twice = 20");
  EXPECT_EQ(eval("box.x"), "10");
}

TEST_F(SandboxTest, AnExceptionOfAnAccessorIsThrown) {
  run("Object.defineProperty(box, 'bad', "
      "{get() { throw new RangeError('g') }, set(v) { throw v }})");
  EXPECT_EQ(in("bad"), "threw RangeError: g");
  EXPECT_EQ(in("bad = 'thrown'"), "threw thrown");
}

TEST_F(SandboxTest, AReadOnlyPropertyIsKept) {
  run("Object.defineProperty(box, 'fixed', {value: 1})");
  EXPECT_EQ(in("fixed = 2; fixed"), "1");
  EXPECT_EQ(in("'use strict'; fixed = 2").substr(0, 16), "threw TypeError:");
  EXPECT_EQ(in("undefined = 1; typeof undefined"), "undefined");
}

TEST_F(SandboxTest, DeletingRemovesFromTheSandbox) {
  EXPECT_EQ(in("delete globalThis.x"), "true");
  EXPECT_EQ(eval("'x' in box"), "false");
  run("Object.defineProperty(box, 'fixed', {value: 1})");
  EXPECT_EQ(in("delete globalThis.fixed"), "false");
}

TEST_F(SandboxTest, DefiningGoesToTheSandbox) {
  in("Object.defineProperty(globalThis, 'd', {value: 7, enumerable: false})");
  EXPECT_EQ(eval("JSON.stringify(Object.getOwnPropertyDescriptor(box, 'd'))"),
            "{\"value\":7,\"writable\":false,\"enumerable\":false,"
            "\"configurable\":false}");
  EXPECT_EQ(
      in("JSON.stringify(Object.getOwnPropertyDescriptor(globalThis, 'd'))"),
      "{\"value\":7,\"writable\":false,\"enumerable\":false,"
      "\"configurable\":false}");
}

TEST_F(SandboxTest, ListingShowsTheSandboxesKeys) {
  run("box[3] = 'three'; box.named = 1");
  EXPECT_EQ(in("Object.keys(globalThis).sort().join()"), "3,log,named,x");
  EXPECT_EQ(in("globalThis[3]"), "three");
}

TEST_F(SandboxTest, IndicesAreWritten) {
  in("globalThis[5] = 'five'");
  EXPECT_EQ(eval("box[5]"), "five");
}

TEST_F(SandboxTest, SymbolsAreProperties) {
  run("globalThis.key = Symbol('k'); box.key = key; box[key] = 'by symbol'");
  EXPECT_EQ(in("globalThis[key]"), "by symbol");
}

TEST_F(SandboxTest, TheSandboxReadAsAGlobalIsTheGlobal) {
  run("box.self = box");
  EXPECT_EQ(in("self === globalThis"), "true");
}

TEST_F(SandboxTest, AWeakContextGoesWithItsSandbox) {
  js_heap_statistics before, after;
  js_context_make_weak(context);
  js_heap_statistics_get(iso, &before);
  run("delete globalThis.box");
  EXPECT_GE(before.number_of_native_contexts, 2u);
  {
    Scope scope(iso);
    js_isolate *other = iso;
    js_context *dying = js_context_new(other, js_object(other), 0);
    js_context_make_weak(dying);
    js_context_free(dying);
  }
  js_isolate_garbage_collect(iso);
  js_heap_statistics_get(iso, &after);
  EXPECT_LE(after.number_of_native_contexts, before.number_of_native_contexts);
}

}  // namespace
