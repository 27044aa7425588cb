// Throwing, catching, and where errors come from.
#include "error.h"

#include <new>
#include <string>

#include "internal.h"

using engine::context_of;
using engine::from_v8;
using engine::kContextPrepareStackTrace;
using engine::main_context_of;
using engine::to_js;
using engine::to_v8;
using v8::Local;
using v8::StackFrame;
using v8::StackTrace;
using v8::String;

// --- Making and throwing ----------------------------------------------------

void js_throw(js_isolate *iso, js_value exception) {
  iso->isolate->ThrowException(to_v8(exception));
}

js_value js_error(js_isolate *, js_error_type type, js_value message) {
  Local<String> text = to_v8<String>(message);
  switch (type) {
    case JS_TYPE_ERROR:
      return to_js(v8::Exception::TypeError(text));
    case JS_RANGE_ERROR:
      return to_js(v8::Exception::RangeError(text));
    case JS_SYNTAX_ERROR:
      return to_js(v8::Exception::SyntaxError(text));
    case JS_REFERENCE_ERROR:
      return to_js(v8::Exception::ReferenceError(text));
    case JS_ERROR:
      break;
  }
  return to_js(v8::Exception::Error(text));
}

namespace {

js_value text_of(js_isolate *iso, const std::string &text) {
  js_value string = js_string_utf8(iso, text.data(), text.size());
  return string != JS_EMPTY ? string : js_string_empty(iso);
}

const char *name_of(js_error_type type) {
  switch (type) {
    case JS_TYPE_ERROR:
      return "TypeError";
    case JS_RANGE_ERROR:
      return "RangeError";
    case JS_SYNTAX_ERROR:
      return "SyntaxError";
    case JS_REFERENCE_ERROR:
      return "ReferenceError";
    case JS_ERROR:
      break;
  }
  return "Error";
}

// V8 writes `stack` when it is first read, from the name the error has then. So
// it is read once under the longer name. Programs may be called by that
// (Error.prepareStackTrace); what they throw is of no interest here. Returns
// false if execution is being terminated: that is pending again.
bool put_code_into_stack(js_isolate *iso, js_value error, js_error_type type,
                         const char *code) {
  v8::TryCatch ignored(iso->isolate);
  std::string long_name = std::string(name_of(type)) + " [" + code + "]";
  js_value name = js_string_literal(iso, "name");
  bool deleted = false;
  js_define(iso, error, name, text_of(iso, long_name), JS_DONT_ENUM);
  js_get_named(iso, error, "stack");
  if (ignored.HasTerminated()) {
    ignored.ReThrow();
    return false;
  }
  ignored.Reset();
  return js_delete(iso, error, name, &deleted);
}

void throw_with_code(js_isolate *iso, js_error_type type, const char *code,
                     const char *message) {
  js_value error = js_error(iso, type, text_of(iso, message));
  if (code != nullptr) {
    if (!put_code_into_stack(iso, error, type, code)) {
      return;
    }
    js_define_named(iso, error, "code", js_string_literal(iso, code));
  }
  js_throw(iso, error);
}

}  // namespace

void js_throw_error(js_isolate *iso, const char *code, const char *message) {
  throw_with_code(iso, JS_ERROR, code, message);
}

void js_throw_type_error(js_isolate *iso, const char *code,
                         const char *message) {
  throw_with_code(iso, JS_TYPE_ERROR, code, message);
}

void js_throw_range_error(js_isolate *iso, const char *code,
                          const char *message) {
  throw_with_code(iso, JS_RANGE_ERROR, code, message);
}

void js_throw_out_of_memory(js_isolate *iso) {
  js_throw_error(iso, "ERR_MEMORY_ALLOCATION_FAILED",
                 "Failed to allocate memory");
}

// --- Catching ---------------------------------------------------------------

namespace {

// As a member, because V8 forbids `new` for it.
struct Catch {
  explicit Catch(js_isolate *owner) : inner(owner->isolate), iso(owner) {}
  v8::TryCatch inner;
  js_isolate *iso;
};

static_assert(sizeof(Catch) <= sizeof(js_catch));

Catch *inside(js_catch *catch_) {
  return std::launder(reinterpret_cast<Catch *>(catch_->storage));
}

}  // namespace

void js_catch_open(js_isolate *iso, js_catch *catch_) {
  new (catch_->storage) Catch(iso);
}

bool js_catch_has_caught(js_catch *catch_) {
  return inside(catch_)->inner.HasCaught();
}

js_value js_catch_exception(js_catch *catch_) {
  v8::TryCatch &inner = inside(catch_)->inner;
  return inner.HasTerminated() ? JS_EMPTY : to_js(inner.Exception());
}

bool js_catch_has_terminated(js_catch *catch_) {
  return inside(catch_)->inner.HasTerminated();
}

void js_catch_rethrow(js_catch *catch_) {
  inside(catch_)->inner.ReThrow();
}

void js_catch_reset(js_catch *catch_) {
  inside(catch_)->inner.Reset();
}

void js_catch_close(js_catch *catch_) {
  inside(catch_)->~Catch();
}

void js_catch_set_verbose(js_catch *catch_, bool verbose) {
  inside(catch_)->inner.SetVerbose(verbose);
}

// --- Places -----------------------------------------------------------------

namespace {

js_value string_or_empty(Local<v8::Value> value) {
  return !value.IsEmpty() && value->IsString() ? to_js(value) : JS_EMPTY;
}

bool place_of(js_isolate *iso, Local<v8::Message> message,
              js_error_place *place) {
  *place = {};
  if (message.IsEmpty()) {
    return false;
  }
  Local<v8::Context> context = context_of(iso);
  place->script_name = string_or_empty(message->GetScriptResourceName());
  place->source_line = to_js(message->GetSourceLine(context));
  place->line = message->GetLineNumber(context).FromMaybe(0);
  place->start_column = message->GetStartColumn();
  place->end_column = message->GetEndColumn();
  // V8 counts the origin's columns on a script's first line.
  v8::ScriptOrigin origin = message->GetScriptOrigin();
  if (place->line == origin.LineOffset() + 1 &&
      place->start_column >= origin.ColumnOffset()) {
    place->start_column -= origin.ColumnOffset();
    place->end_column -= origin.ColumnOffset();
  }
  return true;
}

}  // namespace

bool js_error_place_of(js_isolate *iso, js_value exception,
                       js_error_place *place) {
  return place_of(
      iso, v8::Exception::CreateMessage(iso->isolate, to_v8(exception)), place);
}

bool js_catch_place(js_catch *catch_, js_error_place *place) {
  Catch *caught = inside(catch_);
  return place_of(caught->iso, caught->inner.Message(), place);
}

// --- Stacks -----------------------------------------------------------------

namespace {

std::string utf8_of(js_isolate *iso, Local<String> string) {
  if (string.IsEmpty()) {
    return {};
  }
  std::string text(js_string_utf8_length(iso, to_js(string)), '\0');
  js_string_write_utf8(iso, to_js(string), text.data(), text.size(), nullptr);
  return text;
}

std::string frame_text(js_isolate *iso, Local<StackFrame> frame) {
  std::string name = utf8_of(iso, frame->GetFunctionName());
  std::string place = utf8_of(iso, frame->GetScriptNameOrSourceURL());
  if (place.empty()) {
    place = frame->IsEval() ? "[eval]" : "<anonymous>";
  }
  place += ':' + std::to_string(frame->GetLineNumber()) + ':' +
           std::to_string(frame->GetColumn());
  if (name.empty()) {
    return "    at " + place + "\n";
  }
  const char *how = frame->IsConstructor() ? "new " : "";
  return "    at " + (how + name) + " (" + place + ")\n";
}

js_value string_or_blank(js_isolate *iso, Local<String> string) {
  return string.IsEmpty() ? js_string_empty(iso) : to_js(string);
}

js_value call_site(js_isolate *iso, Local<StackFrame> frame) {
  js_value site = js_object(iso);
  std::string id = std::to_string(frame->GetScriptId());
  js_define_named(iso, site, "functionName",
                  string_or_blank(iso, frame->GetFunctionName()));
  js_define_named(iso, site, "scriptId", text_of(iso, id));
  js_define_named(iso, site, "scriptName",
                  string_or_blank(iso, frame->GetScriptNameOrSourceURL()));
  js_define_int32(iso, site, "lineNumber", frame->GetLineNumber());
  js_define_int32(iso, site, "columnNumber", frame->GetColumn());
  js_define_int32(iso, site, "column", frame->GetColumn());
  return site;
}

}  // namespace

js_value js_stack_text(js_isolate *iso, int frames) {
  v8::EscapableHandleScope scope(iso->isolate);
  Local<StackTrace> stack = StackTrace::CurrentStackTrace(iso->isolate, frames);
  std::string text;
  for (int i = 0; i < stack->GetFrameCount(); i++) {
    text += frame_text(iso, stack->GetFrame(iso->isolate, i));
  }
  return to_js(scope.Escape(to_v8(text_of(iso, text))));
}

js_value js_current_script_name(js_isolate *iso) {
  Local<String> name = StackTrace::CurrentScriptNameOrSourceURL(iso->isolate);
  return name.IsEmpty() ? js_undefined(iso) : to_js(name);
}

js_value js_call_sites(js_isolate *iso, int frames) {
  v8::EscapableHandleScope scope(iso->isolate);
  Local<StackTrace> stack = StackTrace::CurrentStackTrace(iso->isolate, frames);
  auto count = static_cast<uint32_t>(stack->GetFrameCount());
  v8::LocalVector<v8::Value> sites(iso->isolate);
  for (uint32_t i = 0; i < count; i++) {
    sites.push_back(to_v8(call_site(iso, stack->GetFrame(iso->isolate, i))));
  }
  return to_js(
      scope.Escape(v8::Array::New(iso->isolate, sites.data(), sites.size())));
}

// --- Error.prepareStackTrace ------------------------------------------------

// Without a function V8 formats the stack itself, which is faster.
void js_prepare_stack_trace_set(js_isolate *iso, js_value prepare) {
  main_context_of(iso)->SetEmbedderData(kContextPrepareStackTrace,
                                        to_v8(prepare));
  iso->isolate->SetPrepareStackTraceCallback(
      js_is_function(prepare) ? engine::prepare_stack_trace : nullptr);
}

namespace engine {

v8::MaybeLocal<v8::Value> prepare_stack_trace(Local<v8::Context> context,
                                              Local<v8::Value> error,
                                              Local<v8::Array> sites) {
  v8::Isolate *isolate = context->GetIsolate();
  Local<v8::Context> main = main_context_of(from_v8(isolate));
  Local<v8::Value> arguments[] = {error, sites, context->Global()};
  return main->GetEmbedderData(kContextPrepareStackTrace)
      .As<v8::Function>()
      ->Call(main, v8::Undefined(isolate), 3, arguments);
}

}  // namespace engine
