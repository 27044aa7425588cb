// Snapshots: what goes in comes out, and what does not fit is refused.
#include <gtest/gtest.h>

#include <cstring>
#include <vector>

#include "fixture.h"

namespace {

extern const js_class kCounter;
extern const js_class kBase;

void counter_construct(js_call *call) {
  js_wrap_new(js_call_isolate(call), js_call_this(call), &kCounter, new int(0),
              false);
}

void counter_next(js_call *call) {
  auto *self = static_cast<int *>(js_call_unwrap(call, &kCounter));
  if (self != nullptr)
    js_return_int32(call, ++*self);
}

void counter_finalize(js_isolate *, void *native) {
  delete static_cast<int *>(native);
}

void twice(js_call *call) {
  js_return_double(call, 2 * js_double_value(js_call_arg(call, 0)));
}

int32_t twice_fast(js_value, int32_t value) {
  return 2 * value;
}

void base_name(js_call *call) {
  js_return(call, js_string_literal(js_call_isolate(call), "base"));
}

const js_fast kTwiceFast = {
    reinterpret_cast<const void *>(twice_fast), JS_FAST_INT32, {JS_FAST_INT32}};
const js_native_entry kNatives[] = {{"twice", twice, 1, &kTwiceFast},
                                    {nullptr, nullptr, 0, nullptr}};
const js_native_entry kMethods[] = {{"next", counter_next, 0, nullptr},
                                    {nullptr, nullptr, 0, nullptr}};
const js_accessor_entry kAccessors[] = {{"name", base_name, nullptr},
                                        {nullptr, nullptr, nullptr}};
const js_class kBase = {"Base", nullptr, nullptr, kAccessors, nullptr, nullptr};
const js_class kCounter = {"Counter", counter_construct, kMethods, nullptr,
                           &kBase,    counter_finalize};

const char kText[] = "(function (a) { return a + 1 })  // embedded";

const js_native_entry *const kAllNatives[] = {kNatives, nullptr};
const js_class *const kAllClasses[] = {&kCounter, nullptr};
const js_text kAllTexts[] = {{kText, sizeof kText - 1}, {nullptr, 0}};
const js_tables kTables = {kAllNatives, kAllClasses, nullptr, kAllTexts};

// A program of one isolate, with a scope open.
class Program {
 public:
  explicit Program(bool will_snapshot,
                   const std::vector<uint8_t> *snapshot = nullptr,
                   const js_tables *tables = &kTables) {
    js_isolate_options options = {};
    options.tables = tables;
    options.will_snapshot = will_snapshot;
    if (snapshot != nullptr) {
      options.snapshot = snapshot->data();
      options.snapshot_length = snapshot->size();
    }
    iso = js_isolate_new(&options);
    if (iso != nullptr)
      js_scope_open(iso, &scope_);
  }

  ~Program() {
    if (iso == nullptr)
      return;
    js_scope_close(&scope_);
    js_isolate_free(iso);
  }

  js_value run(const std::string &text) {
    js_source source = {};
    source.text = js_string_utf8(iso, text.data(), text.size());
    js_value script = js_script_compile(iso, &source);
    return script == JS_EMPTY ? JS_EMPTY : js_script_run(iso, script);
  }

  std::string eval(const std::string &text) {
    js_value value = run("String(" + text + ")");
    if (value == JS_EMPTY)
      return "(exception)";
    char *utf8 = js_string_to_utf8(iso, value, nullptr);
    std::string result = utf8;
    free(utf8);
    return result;
  }

  void expose() {
    js_value natives = js_object(iso);
    js_define_natives(iso, natives, kNatives);
    js_set_named(iso, js_global(iso), "natives", natives);
    js_set_named(iso, js_global(iso), "Counter",
                 js_class_constructor(iso, &kCounter));
  }

  // Ends the program with a snapshot; empty if that fails.
  std::vector<uint8_t> snapshot(bool keep_code = true) {
    js_scope_close(&scope_);
    size_t length = 0;
    uint8_t *bytes = js_snapshot_create(iso, keep_code, &length);
    iso = nullptr;
    std::vector<uint8_t> copy(bytes, bytes + (bytes ? length : 0));
    free(bytes);
    return copy;
  }

  js_isolate *iso;

 private:
  js_scope scope_;
};

std::vector<uint8_t> snapshot_of(const std::string &text, bool keep = true) {
  Program program(true);
  program.expose();
  program.run(text);
  return program.snapshot(keep);
}

TEST(SnapshotTest, GlobalsComeBack) {
  auto bytes = snapshot_of(
      "globalThis.made = {list: [1, 2], map: new Map([['k', 'v']])}");
  ASSERT_FALSE(bytes.empty());
  Program program(false, &bytes);
  ASSERT_NE(program.iso, nullptr);
  EXPECT_EQ(program.eval("made.list.join() + made.map.get('k')"), "1,2v");
}

TEST(SnapshotTest, FunctionsComeBackWithTheirScopes) {
  auto bytes = snapshot_of(
      "globalThis.next = (() => { let n = 40; return () => ++n })(); next()",
      false);
  Program program(false, &bytes);
  EXPECT_EQ(program.eval("next()"), "42");
}

TEST(SnapshotTest, NativesComeBack) {
  auto bytes = snapshot_of("natives.twice(1)");
  Program program(false, &bytes);
  EXPECT_EQ(program.eval("natives.twice(21)"), "42");
  EXPECT_EQ(program.eval("(() => { let s = 0; for (let i = 0; i < 100000; i++) "
                         "s = natives.twice(i); return s })()"),
            "199998");
}

TEST(SnapshotTest, ClassesComeBackAndAreTheSame) {
  auto bytes = snapshot_of("globalThis.kept = Counter");
  Program program(false, &bytes);
  EXPECT_EQ(program.eval("(() => { let c = new Counter(); c.next(); "
                         "return c.next() })()"),
            "2");
  EXPECT_EQ(program.eval("new Counter().name"), "base");
  js_set_named(program.iso, js_global(program.iso), "now",
               js_class_constructor(program.iso, &kCounter));
  EXPECT_EQ(program.eval("now === kept"), "true");
  js_value made = js_class_instance(program.iso, &kCounter);
  js_set_named(program.iso, js_global(program.iso), "made", made);
  EXPECT_EQ(program.eval("made instanceof kept"), "true");
}

TEST(SnapshotTest, AClassDerivedInJavaScriptComesBack) {
  auto bytes = snapshot_of(
      "globalThis.Mine = class extends Counter { next() { return "
      "super.next() * 10 } }");
  Program program(false, &bytes);
  EXPECT_EQ(program.eval("new Mine().next()"), "10");
}

TEST(SnapshotTest, AnUnusedClassCanBeUsedLater) {
  Program builder(true);
  auto bytes = builder.snapshot();
  Program program(false, &bytes);
  program.expose();
  EXPECT_EQ(program.eval("new Counter().next()"), "1");
}

TEST(SnapshotTest, SlotsComeBack) {
  Program builder(true);
  js_slot_set(builder.iso, 5, builder.run("(() => 'from a slot')"));
  auto bytes = builder.snapshot();
  Program program(false, &bytes);
  js_value function = js_slot_get(program.iso, 5);
  js_value value =
      js_function_call(program.iso, function, JS_EMPTY, 0, nullptr);
  EXPECT_TRUE(
      js_string_equals(value, js_string_literal(program.iso, "from a slot")));
  EXPECT_TRUE(js_is_undefined(js_slot_get(program.iso, 6)));
}

TEST(SnapshotTest, AnEmbeddedTextStaysOutside) {
  Program builder(true);
  js_source source = {};
  source.text = js_string_external_latin1(builder.iso, kText, sizeof kText - 1,
                                          nullptr, nullptr);
  js_value function =
      js_script_run(builder.iso, js_script_compile(builder.iso, &source));
  js_set_named(builder.iso, js_global(builder.iso), "f", function);
  auto bytes = builder.snapshot(false);
  std::string all(bytes.begin(), bytes.end());
  EXPECT_EQ(all.find("embedded"), std::string::npos);
  Program program(false, &bytes);
  EXPECT_EQ(program.eval("f(1)"), "2");
  EXPECT_EQ(program.eval("f.toString()"), "function (a) { return a + 1 }");
}

TEST(SnapshotTest, OtherContextsAreFresh) {
  auto bytes = snapshot_of("globalThis.leak = 1; Array.prototype.mine = 1");
  Program program(false, &bytes);
  js_context *context = js_context_new(program.iso, JS_EMPTY, 0);
  js_context_enter(context);
  EXPECT_EQ(program.eval("typeof leak + typeof [].mine"), "undefinedundefined");
  js_context_exit(context);
  js_context_free(context);
}

TEST(SnapshotTest, ASandboxWorksWithASnapshot) {
  auto bytes = snapshot_of("globalThis.box = {x: 1}");
  Program program(false, &bytes);
  js_context *context = js_context_new(program.iso, program.run("box"), 0);
  js_context_enter(context);
  EXPECT_EQ(program.eval("x + [1].length"), "2");
  program.run("var y = 3");
  js_context_exit(context);
  EXPECT_EQ(program.eval("box.y"), "3");
  js_context_free(context);
}

TEST(SnapshotTest, ManyIsolatesStartFromOne) {
  auto bytes = snapshot_of("globalThis.made = 7");
  Program first(false, &bytes);
  Program second(false, &bytes);
  EXPECT_EQ(second.eval("made"), "7");
}

TEST(SnapshotTest, PrepareStackTraceComesBack) {
  Program builder(true);
  js_prepare_stack_trace_set(builder.iso,
                             builder.run("((error, sites) => 'prepared ' + "
                                         "Array.isArray(sites))"));
  auto bytes = builder.snapshot();
  Program program(false, &bytes);
  EXPECT_EQ(program.eval("new Error('x').stack"), "prepared true");
}

TEST(SnapshotTest, ASnapshotCanBeMadeFromASnapshot) {
  auto first = snapshot_of("globalThis.one = Counter");
  Program builder(true, &first);
  builder.run("globalThis.two = 2");
  auto second = builder.snapshot();
  ASSERT_FALSE(second.empty());
  Program program(false, &second);
  EXPECT_EQ(program.eval("new one().next() + two"), "3");
  js_set_named(program.iso, js_global(program.iso), "now",
               js_class_constructor(program.iso, &kCounter));
  EXPECT_EQ(program.eval("now === one"), "true");
}

TEST(SnapshotTest, WeakCollectionsAndPrivateNamesComeBack) {
  auto bytes = snapshot_of(
      "globalThis.key = {}; globalThis.weak = new WeakMap([[key, 'held']]); "
      "globalThis.P = class { #x = 3; get x() { return this.#x } }; "
      "globalThis.made = new P()");
  Program program(false, &bytes);
  EXPECT_EQ(program.eval("weak.get(key) + made.x + new P().x"), "held33");
}

// --- Refusing
// ----------------------------------------------------------------------

TEST(SnapshotTest, AnythingElseIsNoSnapshot) {
  std::vector<uint8_t> nonsense(4096, 0x5a);
  Program program(false, &nonsense);
  EXPECT_EQ(program.iso, nullptr);
  std::vector<uint8_t> tiny(3, 0);
  Program other(false, &tiny);
  EXPECT_EQ(other.iso, nullptr);
}

TEST(SnapshotTest, ATruncatedOneIsRefused) {
  auto bytes = snapshot_of("1");
  bytes.resize(bytes.size() - 1);
  EXPECT_EQ(Program(false, &bytes).iso, nullptr);
  bytes.resize(40);
  EXPECT_EQ(Program(false, &bytes).iso, nullptr);
}

TEST(SnapshotTest, OneOfAnotherEngineIsRefused) {
  auto bytes = snapshot_of("1");
  bytes[9] ^= 1;  // in the version
  EXPECT_EQ(Program(false, &bytes).iso, nullptr);
}

TEST(SnapshotTest, OneOfOtherTablesIsRefused) {
  auto bytes = snapshot_of("1");
  static const js_tables fewer = {nullptr, kAllClasses, nullptr, kAllTexts};
  EXPECT_EQ(Program(false, &bytes, &fewer).iso, nullptr);
  static const js_tables none = {};
  EXPECT_EQ(Program(false, &bytes, &none).iso, nullptr);
}

TEST(SnapshotTest, ALivingReferenceIsRefused) {
  Program builder(true);
  js_ref *ref = js_ref_new(builder.iso, js_object(builder.iso));
  EXPECT_TRUE(builder.snapshot().empty());
  js_ref_free(ref);
}

TEST(SnapshotTest, ALivingInstanceIsRefused) {
  Program builder(true);
  builder.expose();
  builder.run("globalThis.alive = new Counter()");
  EXPECT_TRUE(builder.snapshot().empty());
}

TEST(SnapshotTest, AClassOutsideTheTablesIsRefused) {
  static const js_tables none = {};
  Program builder(true, nullptr, &none);
  builder.expose();
  EXPECT_TRUE(builder.snapshot().empty());
}

TEST(SnapshotTest, NotMakingTheSnapshotIsAllowed) {
  Program builder(true);
  builder.expose();
}

}  // namespace
