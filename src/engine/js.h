/* The one door to V8: include this, and nothing of V8.
 *
 *   types.h       handles, scopes, references: read this first
 *   value.h       primitives, type tests, conversions, symbols, bigints, dates
 *   string.h      strings
 *   object.h      objects, arrays, inspection
 *   function.h    natives, calls, classes over C structs, slots
 *   buffer.h      array buffers, typed arrays, Buffer
 *   error.h       throwing, catching, stack traces
 *   promise.h     promises, microtasks, continuation data
 *   script.h      scripts, code cache, contexts
 *   module.h      ES modules
 *   serializer.h  structured serialisation
 *   heap.h        heap snapshots, profiles, collections
 *   wasm.h        WebAssembly's memory and streaming compilation
 *   isolate.h     platform, isolates, snapshots, heap, interrupts
 */
#ifndef ENGINE_JS_H_
#define ENGINE_JS_H_

#include "buffer.h"
#include "error.h"
#include "function.h"
#include "heap.h"
#include "isolate.h"
#include "module.h"
#include "object.h"
#include "promise.h"
#include "script.h"
#include "serializer.h"
#include "string.h"
#include "types.h"
#include "value.h"
#include "wasm.h"

#endif
