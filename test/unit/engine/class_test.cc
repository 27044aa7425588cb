// Classes whose instances own a C struct.
#include <gtest/gtest.h>

#include "fixture.h"

namespace {

extern const js_class kShape;
extern const js_class kCircle;
extern const js_class kStranger;
extern const js_class kAbstract;

struct shape {
  int sides;
  js_wrap *wrap;
};

int finalized = 0;

void shape_construct(js_call *call) {
  if (js_is_string(js_call_arg(call, 0))) {
    js_throw_error(js_call_isolate(call), nullptr, "not a number");
    return;
  }
  auto *made = new shape{js_int32_value(js_call_arg(call, 0)), nullptr};
  made->wrap = js_wrap_new(js_call_isolate(call), js_call_this(call), &kShape,
                           made, false);
}

void circle_construct(js_call *call) {
  auto *made = new shape{0, nullptr};
  made->wrap = js_wrap_new(js_call_isolate(call), js_call_this(call), &kCircle,
                           made, false);
}

void shape_finalize(js_isolate *, void *native) {
  finalized++;
  delete static_cast<shape *>(native);
}

void shape_sides(js_call *call) {
  auto *self = static_cast<shape *>(js_call_unwrap(call, &kShape));
  if (self != nullptr)
    js_return_int32(call, self->sides);
}

void shape_set_sides(js_call *call) {
  auto *self = static_cast<shape *>(js_call_unwrap(call, &kShape));
  if (self != nullptr)
    self->sides = js_int32_value(js_call_arg(call, 0));
}

void shape_describe(js_call *call) {
  if (js_call_unwrap(call, &kShape) == nullptr)
    return;
  js_return(call, js_string_literal(js_call_isolate(call), "a shape"));
}

void circle_roll(js_call *call) {
  if (js_call_unwrap(call, &kCircle) == nullptr)
    return;
  js_return(call, js_string_literal(js_call_isolate(call), "rolls"));
}

const js_native_entry kShapeMethods[] = {
    {"describe", shape_describe, 0, nullptr}, {nullptr, nullptr, 0, nullptr}};
const js_accessor_entry kShapeAccessors[] = {
    {"sides", shape_sides, shape_set_sides}, {nullptr, nullptr, nullptr}};
const js_native_entry kCircleMethods[] = {{"roll", circle_roll, 0, nullptr},
                                          {nullptr, nullptr, 0, nullptr}};

const js_class kShape = {"Shape",         shape_construct, kShapeMethods,
                         kShapeAccessors, nullptr,         shape_finalize};
const js_class kCircle = {"Circle", circle_construct, kCircleMethods,
                          nullptr,  &kShape,          shape_finalize};
const js_class kStranger = {"Stranger", shape_construct, nullptr,
                            nullptr,    nullptr,         shape_finalize};
const js_class kAbstract = {"Abstract", nullptr, nullptr,
                            nullptr,    nullptr, nullptr};

class ClassTest : public EngineTest {
 protected:
  const js_tables *tables() override {
    static const js_class *const classes[] = {&kCircle, &kAbstract, nullptr};
    static const js_tables all = {nullptr, classes, nullptr, nullptr};
    return &all;
  }

  void SetUp() override {
    EngineTest::SetUp();
    finalized = 0;
    expose("Shape", &kShape);
    expose("Circle", &kCircle);
    expose("Abstract", &kAbstract);
  }

  void expose(const char *name, const js_class *class_) {
    js_set_named(iso, js_global(iso), name, js_class_constructor(iso, class_));
  }

  std::string eval(const std::string &text) {
    return text_of(run("String(" + text + ")"));
  }

  std::string error_of(const std::string &text) {
    return eval("(() => { try { " + text +
                " } catch (e) { return e.name + ': ' + e.message } })()");
  }
};

TEST_F(ClassTest, AnInstanceHasMethodsAndAccessors) {
  EXPECT_EQ(eval("new Shape(4).describe()"), "a shape");
  EXPECT_EQ(eval("new Shape(4).sides"), "4");
  EXPECT_EQ(
      eval("(() => { let s = new Shape(4); s.sides = 6; return s.sides })()"),
      "6");
}

TEST_F(ClassTest, MethodsAreNotEnumerableAndHaveNames) {
  EXPECT_EQ(eval("(() => { let all = []; for (let k in new Shape(1)) "
                 "all.push(k); return all.length })()"),
            "0");
  EXPECT_EQ(eval("Shape.prototype.describe.name + ' ' + Shape.name"),
            "describe Shape");
}

TEST_F(ClassTest, TheConstructorIsTheSameEachTime) {
  EXPECT_TRUE(js_strict_equals(js_class_constructor(iso, &kShape),
                               js_class_constructor(iso, &kShape)));
}

TEST_F(ClassTest, ADerivedClassInheritsMethods) {
  EXPECT_EQ(eval("new Circle().roll() + new Circle().describe()"),
            "rollsa shape");
  EXPECT_EQ(eval("new Circle() instanceof Shape"), "true");
}

TEST_F(ClassTest, AJavaScriptClassCanExtendOne) {
  EXPECT_EQ(eval("new (class Square extends Shape { constructor() { super(4) } "
                 "area() { return this.sides ** 2 } })().area()"),
            "16");
}

TEST_F(ClassTest, AWrongReceiverThrows) {
  const char *illegal = "TypeError: Illegal invocation";
  EXPECT_EQ(error_of("Shape.prototype.describe.call({})"), illegal);
  EXPECT_EQ(error_of("Shape.prototype.describe.call(undefined)"), illegal);
  EXPECT_EQ(error_of("Shape.prototype.describe.call(1)"), illegal);
  EXPECT_EQ(error_of("Shape.prototype.describe()"), illegal);
  EXPECT_EQ(error_of("Shape.prototype.sides"), illegal);
  EXPECT_EQ(error_of("Circle.prototype.roll.call(new Shape(1))"), illegal);
  EXPECT_EQ(
      error_of("Shape.prototype.describe.call(Object.create(new Shape(1)))"),
      illegal);
  EXPECT_EQ(
      error_of("Shape.prototype.describe.call(new Proxy(new Shape(1), {}))"),
      illegal);
  EXPECT_EQ(error_of("Shape.prototype.describe.call(new ArrayBuffer(8))"),
            illegal);
  EXPECT_EQ(error_of("Shape.prototype.describe.call(Promise.resolve())"),
            illegal);
}

TEST_F(ClassTest, CallingWithoutNewThrows) {
  EXPECT_EQ(error_of("Shape(1)"),
            "TypeError: Class constructor Shape cannot be invoked without "
            "'new'");
  EXPECT_EQ(error_of("Shape.call(new Circle(), 1)"),
            "TypeError: Class constructor Shape cannot be invoked without "
            "'new'");
}

TEST_F(ClassTest, AClassWithoutConstructIsNotConstructible) {
  EXPECT_EQ(error_of("new Abstract()"), "TypeError: Illegal constructor");
  EXPECT_EQ(error_of("new (class extends Abstract {})()"),
            "TypeError: Illegal constructor");
}

TEST_F(ClassTest, AConstructThatThrowsLeavesNoInstance) {
  EXPECT_EQ(error_of("new Shape('x')"), "Error: not a number");
}

TEST_F(ClassTest, AnInstanceMadeInCIsEmptyUntilWrapped) {
  js_value instance = js_class_instance(iso, &kAbstract);
  EXPECT_TRUE(js_object_is_native(instance));
  EXPECT_EQ(js_unwrap(instance, &kAbstract), nullptr);
  int native = 5;
  js_wrap *wrap = js_wrap_new(iso, instance, &kAbstract, &native, true);
  EXPECT_EQ(js_unwrap(instance, &kAbstract), &native);
  EXPECT_TRUE(js_strict_equals(js_wrap_object(iso, wrap), instance));
  js_wrap_free(wrap);
  EXPECT_EQ(js_unwrap(instance, &kAbstract), nullptr);
}

TEST_F(ClassTest, WrappingWhatIsNoInstanceThrows) {
  int native = 5;
  for (js_value value : {js_object(iso), js_int32(iso, 1), js_undefined(iso)}) {
    Catch caught(iso);
    EXPECT_EQ(js_wrap_new(iso, value, &kAbstract, &native, true), nullptr);
    EXPECT_TRUE(caught.has_caught());
  }
}

TEST_F(ClassTest, WrappingTwiceThrows) {
  js_value instance = js_class_instance(iso, &kAbstract);
  int native = 5;
  js_wrap_new(iso, instance, &kAbstract, &native, true);
  Catch caught(iso);
  EXPECT_EQ(js_wrap_new(iso, instance, &kAbstract, &native, true), nullptr);
  EXPECT_TRUE(caught.has_caught());
}

TEST_F(ClassTest, UnwrappingAnythingElseGivesNull) {
  EXPECT_EQ(js_unwrap(JS_EMPTY, &kShape), nullptr);
  EXPECT_EQ(js_unwrap(js_undefined(iso), &kShape), nullptr);
  EXPECT_EQ(js_unwrap(js_object(iso), &kShape), nullptr);
  EXPECT_EQ(js_unwrap(js_global(iso), &kShape), nullptr);
  EXPECT_EQ(js_unwrap(run("new Shape(1)"), &kStranger), nullptr);
  EXPECT_EQ(js_unwrap(run("new Shape(1)"), &kCircle), nullptr);
}

TEST_F(ClassTest, AWeakInstanceIsFinalizedWhenCollected) {
  {
    Scope scope(iso);
    run("new Shape(1); 0");
  }
  js_isolate_garbage_collect(iso);
  EXPECT_EQ(finalized, 0);  // not during the collection
  EXPECT_EQ(js_isolate_run_finalizers(iso), 1u);
  EXPECT_EQ(finalized, 1);
}

TEST_F(ClassTest, AStrongInstanceLivesUntilItIsWeak) {
  js_wrap *wrap;
  auto *native = new shape{3, nullptr};
  {
    Scope scope(iso);
    wrap = js_wrap_new(iso, js_class_instance(iso, &kShape), &kShape, native,
                       true);
  }
  collect();
  EXPECT_EQ(finalized, 0);
  js_wrap_make_weak(wrap);
  js_wrap_make_strong(wrap);
  collect();
  EXPECT_EQ(finalized, 0);
  js_wrap_make_weak(wrap);
  collect();
  EXPECT_EQ(finalized, 1);
}

TEST_F(ClassTest, FreeingAWrapWhoseFinalizerWaitsCancelsIt) {
  js_wrap *wrap;
  shape native = {3, nullptr};
  {
    Scope scope(iso);
    wrap = js_wrap_new(iso, js_class_instance(iso, &kShape), &kShape, &native,
                       false);
  }
  js_isolate_garbage_collect(iso);
  EXPECT_EQ(js_wrap_object(iso, wrap), JS_EMPTY);
  js_wrap_free(wrap);
  js_isolate_run_finalizers(iso);
  EXPECT_EQ(finalized, 0);
}

TEST_F(ClassTest, TeardownFinalizesTheLiving) {
  js_isolate_options options = {};
  options.tables = tables();
  js_isolate *other = js_isolate_new(&options);
  js_scope scope;
  js_scope_open(other, &scope);
  js_value instance = js_class_instance(other, &kShape);
  js_wrap_new(other, instance, &kShape, new shape{1, nullptr}, true);
  js_scope_close(&scope);
  js_isolate_free(other);
  EXPECT_EQ(finalized, 1);
}

TEST_F(ClassTest, AClassOutsideTheTablesWorks) {
  expose("Stranger", &kStranger);
  int native = 1;
  js_value instance = js_class_instance(iso, &kStranger);
  js_wrap *wrap = js_wrap_new(iso, instance, &kStranger, &native, true);
  EXPECT_TRUE(holds(instance, "it instanceof Stranger"));
  EXPECT_EQ(js_unwrap(instance, &kStranger), &native);
  js_wrap_free(wrap);
}

}  // namespace
