#ifndef ENGINE_SNAPSHOT_H_
#define ENGINE_SNAPSHOT_H_

#include "internal.h"

namespace engine {

// Which of the contexts added to a snapshot is the main one. V8's default
// context is a plain one, for js_context_new.
inline constexpr size_t kMainContextInSnapshot = 0;

// Checks that a snapshot was made by this engine from these tables, and finds
// V8's part of it and where it holds the classes.
bool snapshot_open(js_isolate *iso, const uint8_t *bytes, size_t length);

// Resets all handles that the isolate's struct holds (isolate.cc).
void globals_reset(js_isolate *iso);

// Exits and disposes of V8's isolate, then frees the struct (isolate.cc).
void isolate_dispose(js_isolate *iso);

}  // namespace engine

#endif
