#include "function.h"

#include "internal.h"

using engine::context_of;
using engine::main_context_of;
using engine::to_js;
using engine::to_v8;

// --- Inside a native
// -----------------------------------------------------------

js_isolate *js_call_isolate(js_call *call) {
  return engine::from_v8(to_v8(call).GetIsolate());
}

int js_call_count(js_call *call) {
  return to_v8(call).Length();
}

js_value js_call_arg(js_call *call, int index) {
  return to_js(to_v8(call)[index]);
}

js_value js_call_this(js_call *call) {
  return to_js(to_v8(call).This());
}

bool js_call_is_construct(js_call *call) {
  return to_v8(call).IsConstructCall();
}

js_value js_call_data(js_call *call) {
  return to_js(to_v8(call).Data());
}

// An empty value leaves `undefined`: natives hand on what a failed call gave.
void js_return(js_call *call, js_value value) {
  if (value != JS_EMPTY)
    to_v8(call).GetReturnValue().Set(to_v8(value));
}

void js_return_int32(js_call *call, int32_t value) {
  to_v8(call).GetReturnValue().Set(value);
}

void js_return_uint32(js_call *call, uint32_t value) {
  to_v8(call).GetReturnValue().Set(value);
}

void js_return_double(js_call *call, double value) {
  to_v8(call).GetReturnValue().Set(value);
}

void js_return_bool(js_call *call, bool value) {
  to_v8(call).GetReturnValue().Set(value);
}

void js_return_null(js_call *call) {
  to_v8(call).GetReturnValue().SetNull();
}

// --- Calling JavaScript
// --------------------------------------------------------

js_value js_function_call(js_isolate *iso, js_value function, js_value self,
                          int count, const js_value *arguments) {
  v8::Local<v8::Value> receiver = to_v8(self);
  if (receiver.IsEmpty())
    receiver = v8::Undefined(iso->isolate);
  return to_js(to_v8<v8::Function>(function)->Call(
      iso->isolate, main_context_of(iso), receiver, count, to_v8(arguments)));
}

js_value js_function_construct(js_isolate *iso, js_value function, int count,
                               const js_value *arguments) {
  return to_js(to_v8<v8::Function>(function)->NewInstance(
      main_context_of(iso), count, to_v8(arguments)));
}

js_value js_function(js_isolate *iso, const char *name, js_native native,
                     js_value data) {
  v8::Local<v8::Function> function;
  if (!v8::Function::New(context_of(iso), to_v8(native), to_v8(data), 0,
                         v8::ConstructorBehavior::kThrow)
           .ToLocal(&function)) {
    return JS_EMPTY;
  }
  if (name != nullptr) {
    function->SetName(v8::String::NewFromUtf8(iso->isolate, name,
                                              v8::NewStringType::kInternalized)
                          .ToLocalChecked());
  }
  return to_js(function);
}

void js_function_set_name(js_isolate *, js_value function, js_value name) {
  to_v8<v8::Function>(function)->SetName(to_v8<v8::String>(name));
}

// --- Slots
// -----------------------------------------------------------------------

static bool slot_exists(int index) {
  return index >= 0 && index < engine::kContextSlotCount;
}

void js_slot_set(js_isolate *iso, int index, js_value value) {
  if (!slot_exists(index))
    abort();  // a number missing in runtime/slots.h
  main_context_of(iso)->SetEmbedderData(engine::kContextSlots + index,
                                        to_v8(value));
}

js_value js_slot_get(js_isolate *iso, int index) {
  if (!slot_exists(index))
    return to_js(v8::Undefined(iso->isolate));
  return to_js(
      main_context_of(iso)->GetEmbedderData(engine::kContextSlots + index));
}
