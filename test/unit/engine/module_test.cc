// ES modules.
#include <gtest/gtest.h>

#include <map>

#include "fixture.h"

namespace {

// What the callbacks, which have no data of their own, are given by a test.
struct World {
  std::map<std::string, js_ref *> modules;
  std::string seen;
};
World *world;

class ModuleTest : public EngineTest {
 protected:
  void SetUp() override {
    EngineTest::SetUp();
    world = &world_;
  }
  void TearDown() override {
    for (auto &entry : world_.modules)
      js_ref_free(entry.second);
    EngineTest::TearDown();
  }

  js_value compile(const std::string &text, js_value symbol = JS_EMPTY) {
    js_source source = {};
    source.text = string(text);
    source.name = string("module.mjs");
    source.host_defined = symbol;
    return js_module_compile(iso, &source);
  }

  js_value add(const std::string &name, js_value module) {
    world_.modules[name] = js_ref_new(iso, module);
    return module;
  }

  js_value evaluate(js_value module) {
    if (!js_module_instantiate(iso, module, resolve))
      return JS_EMPTY;
    js_value promise = js_module_evaluate(iso, module);
    js_microtasks_run(iso);
    return promise;
  }

  static std::string utf8(js_isolate *iso, js_value string) {
    char *text = js_string_to_utf8(iso, string, nullptr);
    std::string result = text;
    free(text);
    return result;
  }

  static js_value resolve(js_isolate *iso, js_value specifier,
                          js_value attributes, js_value) {
    std::string name = utf8(iso, specifier);
    world->seen += name + "+" + std::to_string(js_array_length(attributes));
    auto found = world->modules.find(name);
    if (found == world->modules.end()) {
      js_throw_error(iso, "ERR_MODULE_NOT_FOUND", "none");
      return JS_EMPTY;
    }
    return js_ref_get(iso, found->second);
  }

  World world_;
};

TEST_F(ModuleTest, AModuleExports) {
  js_value module = compile("export const a = 1; export default 2");
  EXPECT_EQ(js_module_status_of(module), JS_MODULE_UNINSTANTIATED);
  EXPECT_TRUE(js_module_is_source_text(module));
  js_value promise = evaluate(module);
  ASSERT_NE(promise, JS_EMPTY);
  EXPECT_EQ(js_promise_state_of(promise), JS_PROMISE_FULFILLED);
  EXPECT_EQ(js_module_status_of(module), JS_MODULE_EVALUATED);
  EXPECT_TRUE(holds(js_module_namespace(module), "it.a + it.default === 3"));
}

TEST_F(ModuleTest, ASyntaxErrorIsPending) {
  Catch caught(iso);
  EXPECT_EQ(compile("export const"), JS_EMPTY);
  EXPECT_TRUE(caught.has_caught());
}

TEST_F(ModuleTest, RequestsTellSpecifierAttributesAndPlace) {
  js_value module = compile(
      "import a from 'x';\n"
      "  import b from './b.json' with {type: 'json'};");
  ASSERT_EQ(js_module_request_count(iso, module), 2u);
  EXPECT_EQ(text_of(js_module_request_specifier(iso, module, 0)), "x");
  js_value attributes = js_module_request_attributes(iso, module, 1);
  EXPECT_TRUE(holds(attributes, "it.join() === 'type,json'"));
  int line, column;
  js_module_request_place(iso, module, 1, &line, &column);
  EXPECT_EQ(line, 1);
}

TEST_F(ModuleTest, ImportsAreResolved) {
  add("dep", compile("export let value = 5"));
  js_value module = compile(
      "import {value} from 'dep' with {type: 't'}; export const sum = value+1");
  ASSERT_NE(evaluate(module), JS_EMPTY);
  EXPECT_TRUE(holds(js_module_namespace(module), "it.sum === 6"));
  EXPECT_EQ(world_.seen, "dep+2");
}

TEST_F(ModuleTest, AnImportThatCannotBeResolvedFails) {
  js_value module = compile("import 'nowhere'");
  Catch caught(iso);
  EXPECT_FALSE(js_module_instantiate(iso, module, resolve));
  EXPECT_TRUE(caught.has_caught());
}

TEST_F(ModuleTest, AnExceptionRejectsAndIsKept) {
  js_value module = compile("throw new RangeError('r')");
  js_value promise = evaluate(module);
  ASSERT_NE(promise, JS_EMPTY);
  EXPECT_EQ(js_promise_state_of(promise), JS_PROMISE_REJECTED);
  EXPECT_EQ(js_module_status_of(module), JS_MODULE_ERRORED);
  EXPECT_TRUE(holds(js_module_exception(module), "it.message === 'r'"));
  js_promise_mark_handled(promise);
}

TEST_F(ModuleTest, TopLevelAwaitMakesTheGraphAsync) {
  js_value module = compile("export const a = await Promise.resolve(3)");
  js_value promise = evaluate(module);
  EXPECT_TRUE(js_module_is_graph_async(module));
  EXPECT_EQ(js_promise_state_of(promise), JS_PROMISE_FULFILLED);
  EXPECT_TRUE(holds(js_module_namespace(module), "it.a === 3"));
}

TEST_F(ModuleTest, AModuleTellsWhetherItAwaitsItself) {
  js_value inner = add("inner", compile("await null"));
  js_value outer = compile("import 'inner'");
  EXPECT_TRUE(js_module_has_top_level_await(inner));
  EXPECT_FALSE(js_module_has_top_level_await(outer));
  evaluate(outer);
  EXPECT_TRUE(js_module_is_graph_async(outer));
}

TEST_F(ModuleTest, AStalledAwaitTellsItsPlace) {
  js_value module = compile("1;\nawait new Promise(() => {});");
  js_value promise = evaluate(module);
  EXPECT_EQ(js_promise_state_of(promise), JS_PROMISE_PENDING);
  js_value places = js_module_stalled_awaits(iso, module);
  ASSERT_NE(places, JS_EMPTY);
  EXPECT_TRUE(holds(places, "it.length === 1 && it[0][1] === 2"));
  EXPECT_TRUE(holds(places, "it[0][0] === 'module.mjs'"));
}

TEST_F(ModuleTest, AnOwnerIsFoundAgain) {
  js_value module = compile("1"), other = compile("2");
  int owner = 0;
  js_module_owner_set(iso, module, &owner);
  EXPECT_EQ(js_module_owner(iso, module), &owner);
  EXPECT_EQ(js_module_owner(iso, other), nullptr);
  js_module_owner_set(iso, module, nullptr);
  EXPECT_EQ(js_module_owner(iso, module), nullptr);
}

TEST_F(ModuleTest, AnImportIsOfThePhaseOfEvaluation) {
  js_value module = compile("import 'x'");
  EXPECT_EQ(js_module_request_phase(iso, module, 0), 1);
}

js_value fill(js_isolate *iso, js_value module) {
  js_module_export_set(iso, module, js_string_literal(iso, "default"),
                       js_int32(iso, 9));
  return js_undefined(iso);
}

js_value refuse(js_isolate *iso, js_value) {
  js_throw_error(iso, nullptr, "refused");
  return JS_EMPTY;
}

TEST_F(ModuleTest, ASyntheticModuleSetsItsExports) {
  js_value names[] = {string("default")};
  js_value made = js_module_synthetic(iso, string("json"), names, 1, fill);
  EXPECT_FALSE(js_module_is_source_text(made));
  add("json", made);
  js_value module = compile("import j from 'json'; export {j}");
  ASSERT_NE(evaluate(module), JS_EMPTY);
  EXPECT_TRUE(holds(js_module_namespace(module), "it.j === 9"));
}

TEST_F(ModuleTest, ASyntheticModuleMayFail) {
  js_value names[] = {string("default")};
  add("bad", js_module_synthetic(iso, string("bad"), names, 1, refuse));
  js_value promise = evaluate(compile("import j from 'bad'"));
  ASSERT_NE(promise, JS_EMPTY);
  EXPECT_EQ(js_promise_state_of(promise), JS_PROMISE_REJECTED);
  js_promise_mark_handled(promise);
}

TEST_F(ModuleTest, SettingAnExportThatWasNotDeclaredThrows) {
  js_value names[] = {string("a")};
  js_value made = js_module_synthetic(iso, string("m"), names, 1, fill);
  ASSERT_TRUE(js_module_instantiate(iso, made, resolve));
  Catch caught(iso);
  EXPECT_FALSE(js_module_export_set(iso, made, string("b"), js_null(iso)));
  EXPECT_TRUE(caught.has_caught());
}

TEST_F(ModuleTest, TheHostSymbolBelongsToTheModule) {
  js_value symbol = js_symbol(iso, string("host"));
  js_value module = compile("1", symbol);
  EXPECT_TRUE(js_strict_equals(js_module_host_defined(iso, module), symbol));
  EXPECT_TRUE(js_is_undefined(js_module_host_defined(iso, compile("2"))));
}

js_value import(js_isolate *iso, js_value host_defined, js_value referrer,
                js_value specifier, js_value attributes, js_module_phase) {
  js_value parts[] = {host_defined, referrer, specifier, attributes};
  js_value resolver = js_resolver(iso);
  js_resolver_resolve(iso, resolver, js_array_from(iso, parts, 4));
  return js_resolver_promise(resolver);
}

TEST_F(ModuleTest, ImportCallsBackWithTheReferrersSymbol) {
  js_import_callback_set(iso, import);
  js_source source = {};
  source.text = string("import('there', {with: {type: 'json'}})");
  source.name = string("here.js");
  source.host_defined = js_symbol(iso, string("mine"));
  js_value promise = js_script_run(iso, js_script_compile(iso, &source));
  js_microtasks_run(iso);
  ASSERT_EQ(js_promise_state_of(promise), JS_PROMISE_FULFILLED);
  EXPECT_TRUE(holds(js_promise_result(promise),
                    "it[0].description + it.slice(1).join() === "
                    "'minehere.js,there,type,json'"));
}

TEST_F(ModuleTest, ImportWithoutASymbolGivesUndefined) {
  js_import_callback_set(iso, import);
  js_value promise = run("import('there')");
  js_microtasks_run(iso);
  EXPECT_TRUE(holds(js_promise_result(promise), "it[0] === undefined"));
}

TEST_F(ModuleTest, ImportWithoutCallbackRejects) {
  js_value promise = run("import('there')");
  js_microtasks_run(iso);
  EXPECT_EQ(js_promise_state_of(promise), JS_PROMISE_REJECTED);
  js_promise_mark_handled(promise);
}

void meta(js_isolate *iso, js_value module, js_value meta) {
  js_define_named(iso, meta, "host", js_module_host_defined(iso, module));
}

TEST_F(ModuleTest, ImportMetaIsFilledAtFirstUse) {
  js_import_meta_callback_set(iso, meta);
  js_value module = compile("export const h = import.meta.host.description",
                            js_symbol(iso, string("sym")));
  evaluate(module);
  EXPECT_TRUE(holds(js_module_namespace(module), "it.h === 'sym'"));
}

TEST_F(ModuleTest, AModuleHasACodeCache) {
  std::string text = "export const a = (() => 1)()";
  js_value module = compile(text);
  size_t length = 0;
  uint8_t *cache = js_module_code_cache(module, &length);
  ASSERT_NE(cache, nullptr);
  js_source source = {};
  source.text = string(text);
  source.name = string("module.mjs");
  source.cache = cache;
  source.cache_length = length;
  EXPECT_NE(js_module_compile(iso, &source), JS_EMPTY);
  EXPECT_FALSE(source.cache_rejected);
  free(cache);
}

TEST_F(ModuleTest, CollectedModulesAreForgotten) {
  {
    Scope scope(iso);
    for (int i = 0; i < 100; i++) {
      Scope inner(iso);
      compile("export const n = " + std::to_string(i),
              js_symbol(iso, JS_EMPTY));
    }
  }
  collect();
}

}  // namespace
