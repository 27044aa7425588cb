#include "fixture.h"

class ObjectTest : public EngineTest {
 protected:
  js_value literal(const char *text) {
    return js_string_literal(iso, text);
  }
};

TEST_F(ObjectTest, properties_are_set_and_read) {
  js_value object = js_object(iso);
  EXPECT_TRUE(js_set(iso, object, literal("a"), js_int32(iso, 1)));
  EXPECT_TRUE(js_set_named(iso, object, "b", js_int32(iso, 2)));
  EXPECT_TRUE(js_set_index(iso, object, 7, js_int32(iso, 3)));
  EXPECT_TRUE(holds(object, "it.a === 1 && it.b === 2 && it[7] === 3"));
  EXPECT_EQ(js_int32_value(js_get(iso, object, literal("a"))), 1);
  EXPECT_EQ(js_int32_value(js_get_named(iso, object, "b")), 2);
  EXPECT_EQ(js_int32_value(js_get_index(iso, object, 7)), 3);
  EXPECT_TRUE(js_is_undefined(js_get_named(iso, object, "none")));
}

TEST_F(ObjectTest, what_a_getter_or_setter_throws_is_pending) {
  js_value object =
      run("({ get a() { throw 'got' }, set a(value) { throw 'set' } })");
  {
    Catch caught(iso);
    EXPECT_EQ(js_get_named(iso, object, "a"), JS_EMPTY);
    EXPECT_EQ(text_of(caught.exception()), "got");
  }
  Catch caught(iso);
  EXPECT_FALSE(js_set_named(iso, object, "a", js_null(iso)));
  EXPECT_EQ(text_of(caught.exception()), "set");
}

TEST_F(ObjectTest, own_and_inherited_properties_are_told_apart) {
  js_value object = run("({ own: 1 })");
  bool has = false;
  EXPECT_TRUE(js_has(iso, object, literal("toString"), &has));
  EXPECT_TRUE(has);
  EXPECT_TRUE(js_has_own(iso, object, literal("toString"), &has));
  EXPECT_FALSE(has);
  EXPECT_TRUE(js_has_own(iso, object, literal("own"), &has));
  EXPECT_TRUE(has);
}

TEST_F(ObjectTest, deleting_says_whether_the_property_is_gone) {
  js_value object = run("Object.defineProperty({ a: 1 }, 'b', { value: 2 })");
  bool deleted = false;
  EXPECT_TRUE(js_delete(iso, object, literal("a"), &deleted));
  EXPECT_TRUE(deleted);
  EXPECT_TRUE(js_delete(iso, object, literal("b"), &deleted));
  EXPECT_FALSE(deleted);
}

TEST_F(ObjectTest, a_proxy_that_throws_fails_every_access) {
  js_value proxy = run(
      "new Proxy({}, new Proxy({}, { get() { throw new Error('trap') } }))");
  bool answer = false;
  js_value key = literal("a");
  js_value null = js_null(iso);
  Catch caught(iso);
  EXPECT_EQ(js_get(iso, proxy, key), JS_EMPTY);
  js_catch_reset(&caught);
  EXPECT_FALSE(js_set(iso, proxy, key, null));
  js_catch_reset(&caught);
  EXPECT_FALSE(js_has(iso, proxy, key, &answer));
  js_catch_reset(&caught);
  EXPECT_FALSE(js_has_own(iso, proxy, key, &answer));
  js_catch_reset(&caught);
  EXPECT_FALSE(js_delete(iso, proxy, key, &answer));
  js_catch_reset(&caught);
  EXPECT_FALSE(js_define(iso, proxy, key, null, JS_READ_ONLY));
  js_catch_reset(&caught);
  EXPECT_EQ(js_own_keys(iso, proxy, JS_KEYS_ALL), JS_EMPTY);
  js_catch_reset(&caught);
  EXPECT_FALSE(js_freeze(iso, proxy));
  js_catch_reset(&caught);
  EXPECT_FALSE(js_set_prototype(iso, proxy, null));
  EXPECT_TRUE(caught.has_caught());
}

TEST_F(ObjectTest, defining_goes_past_the_prototype) {
  js_value object = run("({ __proto__: { set a(value) { throw 1 } } })");
  EXPECT_TRUE(js_define(iso, object, literal("a"), js_int32(iso, 1),
                        JS_PROPERTY_DEFAULT));
  EXPECT_TRUE(holds(object, "Object.keys(it).join() === 'a' && it.a === 1"));
}

TEST_F(ObjectTest, defining_gives_attributes) {
  js_value object = js_object(iso);
  EXPECT_TRUE(js_define(iso, object, literal("a"), js_int32(iso, 1),
                        JS_READ_ONLY | JS_DONT_ENUM | JS_DONT_DELETE));
  EXPECT_TRUE(holds(object,
                    "JSON.stringify(Object.getOwnPropertyDescriptor(it, 'a'))"
                    " === JSON.stringify({ value: 1, writable: false,"
                    " enumerable: false, configurable: false })"));
}

TEST_F(ObjectTest, defining_on_an_object_that_refuses_throws) {
  js_value object = run("Object.freeze({})");
  for (int attributes : {int{JS_PROPERTY_DEFAULT}, int{JS_DONT_ENUM}}) {
    Catch caught(iso);
    EXPECT_FALSE(
        js_define(iso, object, literal("a"), js_null(iso), attributes));
    EXPECT_TRUE(holds(caught.exception(), "it instanceof TypeError"));
  }
}

TEST_F(ObjectTest, bindings_define_by_name) {
  js_value object = js_object(iso);
  js_define_named(iso, object, "a", string("x"));
  js_define_int32(iso, object, "b", -1);
  EXPECT_TRUE(holds(object, "it.a === 'x' && it.b === -1"));
}

TEST_F(ObjectTest, an_object_is_made_with_its_properties) {
  js_value names[] = {literal("a"), js_symbol_for(iso, literal("s"))};
  js_value values[] = {js_int32(iso, 1), string("x")};
  js_value bare = js_object_with(iso, js_null(iso), names, values, 2);
  EXPECT_TRUE(holds(bare,
                    "Object.getPrototypeOf(it) === null && it.a === 1 &&"
                    " it[Symbol.for('s')] === 'x'"));
  js_value prototype = run("var base = { c: 3 }; base");
  js_value derived = js_object_with(iso, prototype, names, values, 2);
  EXPECT_TRUE(holds(derived, "Object.getPrototypeOf(it) === base"));
  EXPECT_TRUE(holds(derived, "it.c === 3 && it.a === 1"));
  js_value empty = js_object_with(iso, js_null(iso), nullptr, nullptr, 0);
  EXPECT_TRUE(holds(empty, "Reflect.ownKeys(it).length === 0"));
}

TEST_F(ObjectTest, private_properties_are_invisible) {
  js_value name = js_private_for(iso, "test:secret");
  js_value object = js_object(iso);
  EXPECT_TRUE(js_is_undefined(js_get_private(iso, object, name)));
  EXPECT_TRUE(js_set_private(iso, object, name, js_int32(iso, 5)));
  js_value again = js_private_for(iso, "test:secret");
  EXPECT_EQ(js_int32_value(js_get_private(iso, object, again)), 5);
  EXPECT_TRUE(holds(object, "Reflect.ownKeys(it).length === 0"));
}

TEST_F(ObjectTest, private_properties_may_be_put_on_frozen_objects) {
  js_value name = js_private_for(iso, "test:frozen");
  js_value object = run("Object.freeze({})");
  EXPECT_TRUE(js_set_private(iso, object, name, js_int32(iso, 5)));
  EXPECT_EQ(js_int32_value(js_get_private(iso, object, name)), 5);
}

TEST_F(ObjectTest, prototypes_are_read_and_set) {
  js_value object = js_object(iso);
  EXPECT_TRUE(
      js_strict_equals(js_prototype(iso, object), run("Object.prototype")));
  EXPECT_TRUE(js_set_prototype(iso, object, js_null(iso)));
  EXPECT_TRUE(js_is_null(js_prototype(iso, object)));
}

TEST_F(ObjectTest, a_prototype_that_is_refused_throws) {
  Catch caught(iso);
  js_value object = run("Object.preventExtensions({})");
  EXPECT_FALSE(js_set_prototype(iso, object, js_null(iso)));
  EXPECT_TRUE(holds(caught.exception(), "it instanceof TypeError"));
}

TEST_F(ObjectTest, the_constructors_name_is_found_without_getters) {
  EXPECT_EQ(text_of(js_constructor_name(iso, run("new (class Foo {})"))),
            "Foo");
  EXPECT_EQ(text_of(js_constructor_name(
                iso, run("({ get constructor() { throw 1 } })"))),
            "Object");
}

TEST_F(ObjectTest, own_keys_are_filtered) {
  js_value object =
      run("Object.defineProperty({ 1: 0, a: 0, [Symbol.iterator]: 0,"
          " __proto__: { inherited: 0 } }, 'hidden', { value: 0 })");
  auto keys = [&](int filter) {
    js_value array = js_own_keys(iso, object, filter);
    return text_of(run_with(array, "it.map(String).join()"));
  };
  EXPECT_EQ(keys(JS_KEYS_ALL), "1,a,hidden,Symbol(Symbol.iterator)");
  EXPECT_EQ(keys(JS_KEYS_ONLY_ENUMERABLE), "1,a,Symbol(Symbol.iterator)");
  EXPECT_EQ(keys(JS_KEYS_SKIP_SYMBOLS), "1,a,hidden");
  EXPECT_EQ(keys(JS_KEYS_SKIP_STRINGS), "Symbol(Symbol.iterator)");
  EXPECT_EQ(keys(JS_KEYS_SKIP_SYMBOLS | JS_KEYS_SKIP_INDICES), "a,hidden");
}

TEST_F(ObjectTest, own_keys_that_are_indices_are_strings) {
  js_value keys = js_own_keys(iso, run("['x']"), JS_KEYS_ONLY_ENUMERABLE);
  EXPECT_TRUE(holds(keys, "it.length === 1 && it[0] === '0'"));
}

TEST_F(ObjectTest, plain_objects_are_not_native) {
  EXPECT_FALSE(js_object_is_native(js_object(iso)));
  EXPECT_FALSE(js_object_is_native(run("new Uint8Array(1)")));
  EXPECT_FALSE(js_object_is_native(run("Promise.resolve()")));
}

TEST_F(ObjectTest, a_frozen_object_is_frozen) {
  js_value object = run("({ a: 1 })");
  EXPECT_TRUE(js_freeze(iso, object));
  EXPECT_TRUE(holds(object, "Object.isFrozen(it)"));
}

TEST_F(ObjectTest, arrays_have_length_and_elements) {
  EXPECT_EQ(js_array_length(js_array(iso, 3)), 3u);
  js_value elements[] = {js_int32(iso, 1), string("b")};
  js_value array = js_array_from(iso, elements, 2);
  EXPECT_TRUE(holds(array, "it.length === 2 && it[0] === 1 && it[1] === 'b'"));
  EXPECT_EQ(js_array_length(js_array_from(iso, nullptr, 0)), 0u);
}

TEST_F(ObjectTest, the_longest_array_takes_no_memory) {
  EXPECT_EQ(js_array_length(js_array(iso, UINT32_MAX)), UINT32_MAX);
}

TEST_F(ObjectTest, every_kind_of_array_is_read) {
  for (const char *text :
       {"[1, 2, 3]", "[1.5, 2.5, 3.5]", "['a', {}, null]",
        "Object.freeze([1, 2, 3])", "new Proxy([1, 2, 3], {})",
        "Object.defineProperty([1, 2, 3], 1, { get: () => 9 })"}) {
    js_value array = run(text);
    if (!js_is_array(array)) {
      continue;
    }
    js_value read[3];
    ASSERT_TRUE(js_array_read(iso, array, read, 3)) << text;
    collect();
    for (uint32_t i = 0; i < 3; i++) {
      EXPECT_TRUE(js_same_value(read[i], js_get_index(iso, array, i))) << text;
    }
  }
}

TEST_F(ObjectTest, holes_and_missing_elements_read_as_undefined) {
  js_value read[4];
  ASSERT_TRUE(js_array_read(iso, run("[1, , 3]"), read, 4));
  EXPECT_EQ(js_int32_value(read[0]), 1);
  EXPECT_TRUE(js_is_undefined(read[1]));
  EXPECT_EQ(js_int32_value(read[2]), 3);
  EXPECT_TRUE(js_is_undefined(read[3]));
}

TEST_F(ObjectTest, no_more_elements_are_read_than_asked_for) {
  js_value read[2] = {JS_EMPTY, JS_EMPTY};
  ASSERT_TRUE(js_array_read(iso, run("['a', 'b']"), read, 1));
  EXPECT_EQ(text_of(read[0]), "a");
  EXPECT_EQ(read[1], JS_EMPTY);
}

TEST_F(ObjectTest, reading_an_element_that_throws_fails) {
  Catch caught(iso);
  js_value array =
      run("Object.defineProperty([1, 2], 1, { get() { throw 'no' } })");
  js_value read[2];
  EXPECT_FALSE(js_array_read(iso, array, read, 2));
  EXPECT_EQ(text_of(caught.exception()), "no");
}

TEST_F(ObjectTest, entries_are_previewed) {
  bool is_key_value = false;
  js_value map =
      js_preview_entries(iso, run("new Map([[1, 2]])"), &is_key_value);
  EXPECT_TRUE(is_key_value);
  EXPECT_TRUE(holds(map, "it.join() === '1,2'"));
  js_value set = js_preview_entries(iso, run("new Set([3])"), &is_key_value);
  EXPECT_FALSE(is_key_value);
  EXPECT_TRUE(holds(set, "it.join() === '3'"));
}

TEST_F(ObjectTest, what_has_no_entries_previews_as_nothing) {
  Catch caught(iso);
  bool is_key_value = false;
  EXPECT_EQ(js_preview_entries(iso, js_object(iso), &is_key_value), JS_EMPTY);
  EXPECT_FALSE(caught.has_caught());
}

TEST_F(ObjectTest, a_proxy_shows_its_target_until_it_is_revoked) {
  js_value pair = run("var pair = Proxy.revocable([1], {}); pair.proxy");
  EXPECT_TRUE(js_is_array(js_proxy_target(pair)));
  EXPECT_TRUE(js_is_object(js_proxy_handler(pair)));
  run("pair.revoke()");
  EXPECT_TRUE(js_is_null(js_proxy_target(pair)));
  EXPECT_TRUE(js_is_null(js_proxy_handler(pair)));
}
