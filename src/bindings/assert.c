/* internalBinding('assert'): where a call stands in its source. */
#include "../runtime/binding.h"

/* errorPlace(error) -> [source line, column (0-based)] of the frame at the top
 * of the error's stack; undefined if it is not known. */
static void native_error_place(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_error_place place;
  if (!js_error_place_of(iso, js_call_arg(call, 0), &place))
    return;
  if (place.source_line == JS_EMPTY)
    return;
  js_value elements[] = {place.source_line, js_int32(iso, place.start_column)};
  js_return(call, js_array_from(iso, elements, 2));
}

static const js_native_entry natives[] = {
    {"errorPlace", native_error_place, 1, NULL},
    {NULL, NULL, 0, NULL},
};

const binding assert_binding = {.name = "assert", .natives = natives};
