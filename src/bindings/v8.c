/* `node:v8`: statistics, snapshots and profiles of the heap; V8's flags. */
#include <stdlib.h>

#include "../runtime/binding.h"
#include "v8_heap_limit.h"

/* --- Statistics: as arrays of numbers, which lib/ gives their names
 * ------------------ */

static js_value numbers_array(js_isolate *iso, const size_t *numbers,
                              size_t count) {
  js_value values[16];
  for (size_t i = 0; i < count; i++) {
    values[i] = js_double(iso, (double)numbers[i]);
  }
  return js_array_from(iso, values, count);
}

static js_value heap_statistics_array(js_isolate *iso,
                                      const js_heap_statistics *heap) {
  size_t numbers[] = {heap->total_heap_size,
                      heap->total_heap_size_executable,
                      heap->total_physical_size,
                      heap->total_available_size,
                      heap->used_heap_size,
                      heap->heap_size_limit,
                      heap->malloced_memory,
                      heap->peak_malloced_memory,
                      heap->does_zap_garbage,
                      heap->number_of_native_contexts,
                      heap->number_of_detached_contexts,
                      heap->total_global_handles_size,
                      heap->used_global_handles_size,
                      heap->external_memory};
  return numbers_array(iso, numbers, sizeof numbers / sizeof *numbers);
}

/* heapStatistics() */
static void native_heap_statistics(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_heap_statistics heap;
  js_heap_statistics_get(iso, &heap);
  js_return(call, heap_statistics_array(iso, &heap));
}

/* heapCodeStatistics() */
static void native_heap_code_statistics(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_heap_code_statistics code;
  js_heap_code_statistics_get(iso, &code);
  size_t numbers[] = {
      code.code_and_metadata_size, code.bytecode_and_metadata_size,
      code.external_script_source_size, code.cpu_profiler_metadata_size};
  js_return(call, numbers_array(iso, numbers, 4));
}

static js_value heap_space_array(js_isolate *iso, const js_heap_space *space) {
  js_value values[] = {js_string_utf8(iso, space->name, JS_AUTO_LENGTH),
                       js_double(iso, (double)space->size),
                       js_double(iso, (double)space->used),
                       js_double(iso, (double)space->available),
                       js_double(iso, (double)space->physical)};
  return js_array_from(iso, values, 5);
}

/* heapSpaces(): [[name, size, used, available, physical], ...] */
static void native_heap_spaces(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  size_t count = js_heap_space_count(iso);
  js_value spaces = js_array(iso, (uint32_t)count);
  for (size_t i = 0; i < count; i++) {
    js_heap_space space;
    js_heap_space_get(iso, i, &space);
    if (!js_set_index(iso, spaces, (uint32_t)i, heap_space_array(iso, &space)))
      return;
  }
  js_return(call, spaces);
}

/* --- Snapshots and profiles
 * ----------------------------------------------------------- */

typedef struct text_sink {
  js_isolate *iso;
  js_value write;
} text_sink;

static bool text_write(void *data, const char *text, size_t length) {
  text_sink *sink = data;
  js_isolate *iso = sink->iso;
  js_scope scope;
  js_scope_open(iso, &scope);
  js_value piece = js_string_latin1(iso, (const uint8_t *)text, length);
  js_value done = JS_EMPTY;
  if (piece != JS_EMPTY)
    done = js_function_call(iso, sink->write, js_undefined(iso), 1, &piece);
  js_scope_close(&scope);
  return done != JS_EMPTY;
}

/* heapSnapshot(options, write): write(text) is called with each piece; whether
 * all of it was written */
static void native_heap_snapshot(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_value options = js_call_arg(call, 0);
  text_sink sink = {iso, js_call_arg(call, 1)};
  js_heap_snapshot *snapshot = js_heap_snapshot_take(
      iso, js_is_number(options) ? js_int32_value(options) : 0);
  if (snapshot == NULL) {
    js_throw_error(iso, "ERR_INVALID_STATE", "No heap snapshot can be taken");
    return;
  }
  bool is_written = js_heap_snapshot_serialize(snapshot, text_write, &sink);
  js_heap_snapshot_free(snapshot);
  if (is_written)
    js_return_bool(call, true);
}

/* objectsOf(prototype): an array */
static void native_objects_of(js_call *call) {
  js_return(call,
            js_heap_objects_of(js_call_isolate(call), js_call_arg(call, 0)));
}

typedef struct cpu_profiler {
  js_cpu_profiler *profiler; /* NULL once stopped */
} cpu_profiler;

static const js_class cpu_profiler_class;

static void cpu_profiler_finalize(js_isolate *iso, void *native) {
  cpu_profiler *self = native;
  if (self->profiler)
    js_cpu_profiler_stop(self->profiler, NULL, NULL);
  free(self);
}

static void cpu_profiler_construct(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  cpu_profiler *self = calloc(1, sizeof *self);
  if (self == NULL) {
    js_throw_out_of_memory(iso);
    return;
  }
  self->profiler = js_cpu_profiler_start(iso);
  if (self->profiler == NULL) {
    free(self);
    js_throw_error(iso, "ERR_CPU_PROFILE_NOT_STARTED",
                   "CPU profile not started");
    return;
  }
  if (!js_wrap_new(iso, js_call_this(call), &cpu_profiler_class, self, false))
    cpu_profiler_finalize(iso, self);
}

/* stop(write): write(text) with each piece; undefined: discards it */
static void cpu_profiler_stop(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  cpu_profiler *self = js_call_unwrap(call, &cpu_profiler_class);
  if (self == NULL || self->profiler == NULL)
    return;
  text_sink sink = {iso, js_call_arg(call, 0)};
  js_cpu_profiler *profiler = self->profiler;
  self->profiler = NULL;
  js_cpu_profiler_stop(profiler, js_is_function(sink.write) ? text_write : NULL,
                       &sink);
}

static const js_native_entry cpu_profiler_methods[] = {
    {"stop", cpu_profiler_stop, 1, NULL},
    {NULL, NULL, 0, NULL},
};

static const js_class cpu_profiler_class = {.name = "CpuProfiler",
                                            .construct = cpu_profiler_construct,
                                            .methods = cpu_profiler_methods,
                                            .finalize = cpu_profiler_finalize};

/* --- Collections
 * ---------------------------------------------------------------------- */

enum { MAX_SPACES = 32 };

/* The heap at one moment. */
typedef struct heap_state {
  js_heap_statistics heap;
  size_t space_count;
  js_heap_space spaces[MAX_SPACES];
} heap_state;

typedef struct gc_event {
  const char *kind;
  uint64_t start_ns;
  uint64_t end_ns; /* 0: it has not ended */
  heap_state before;
  heap_state after;
} gc_event;

typedef struct gc_profiler {
  js_gc_watch *watch; /* NULL: not running */
  gc_event *events;
  size_t count;
  size_t room;
} gc_profiler;

static const js_class gc_profiler_class;

static void heap_state_get(js_isolate *iso, heap_state *state) {
  js_heap_statistics_get(iso, &state->heap);
  state->space_count = js_heap_space_count(iso);
  if (state->space_count > MAX_SPACES)
    state->space_count = MAX_SPACES;
  for (size_t i = 0; i < state->space_count; i++) {
    js_heap_space_get(iso, i, &state->spaces[i]);
  }
}

/* Room for one more; NULL: no memory, then the event is not told of. */
static gc_event *event_add(gc_profiler *profiler) {
  if (profiler->count == profiler->room) {
    size_t room = profiler->room ? 2 * profiler->room : 8;
    gc_event *grown = realloc(profiler->events, room * sizeof *grown);
    if (grown == NULL)
      return NULL;
    profiler->events = grown;
    profiler->room = room;
  }
  return &profiler->events[profiler->count++];
}

static void on_collection(js_isolate *iso, void *data, const char *kind,
                          bool is_start) {
  gc_profiler *profiler = data;
  if (is_start) {
    gc_event *event = event_add(profiler);
    if (event == NULL)
      return;
    event->kind = kind;
    event->end_ns = 0;
    heap_state_get(iso, &event->before);
    event->start_ns = uv_hrtime();
  } else if (profiler->count > 0) {
    gc_event *event = &profiler->events[profiler->count - 1];
    event->end_ns = uv_hrtime();
    heap_state_get(iso, &event->after);
  }
}

static void gc_profiler_finalize(js_isolate *iso, void *native) {
  gc_profiler *self = native;
  if (self->watch)
    js_gc_watch_stop(self->watch);
  free(self->events);
  free(self);
}

static void gc_profiler_construct(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  gc_profiler *self = calloc(1, sizeof *self);
  if (self == NULL)
    js_throw_out_of_memory(iso);
  else if (!js_wrap_new(iso, js_call_this(call), &gc_profiler_class, self,
                        false))
    gc_profiler_finalize(iso, self);
}

static void gc_profiler_start(js_call *call) {
  gc_profiler *self = js_call_unwrap(call, &gc_profiler_class);
  if (self == NULL || self->watch)
    return;
  self->count = 0;
  self->watch = js_gc_watch_start(js_call_isolate(call), on_collection, self);
}

static js_value heap_state_array(js_isolate *iso, const heap_state *state) {
  js_value spaces[MAX_SPACES];
  for (size_t i = 0; i < state->space_count; i++) {
    spaces[i] = heap_space_array(iso, &state->spaces[i]);
  }
  js_value parts[] = {heap_statistics_array(iso, &state->heap),
                      js_array_from(iso, spaces, state->space_count)};
  return js_array_from(iso, parts, 2);
}

/* stop(): [[kind, cost in microseconds, before, after], ...] where a state is
 * [heapStatistics, heapSpaces] */
static void gc_profiler_stop(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  gc_profiler *self = js_call_unwrap(call, &gc_profiler_class);
  if (self == NULL || self->watch == NULL)
    return;
  js_gc_watch_stop(self->watch);
  self->watch = NULL;
  js_value list = js_array(iso, 0);
  uint32_t index = 0;
  for (size_t i = 0; i < self->count; i++) {
    const gc_event *event = &self->events[i];
    if (event->end_ns == 0)
      continue;
    double cost = (double)(event->end_ns - event->start_ns) / 1000;
    js_value parts[] = {js_string_utf8(iso, event->kind, JS_AUTO_LENGTH),
                        js_double(iso, cost),
                        heap_state_array(iso, &event->before),
                        heap_state_array(iso, &event->after)};
    if (!js_set_index(iso, list, index++, js_array_from(iso, parts, 4)))
      return;
  }
  js_return(call, list);
}

static const js_native_entry gc_profiler_methods[] = {
    {"start", gc_profiler_start, 0, NULL},
    {"stop", gc_profiler_stop, 0, NULL},
    {NULL, NULL, 0, NULL},
};

static const js_class gc_profiler_class = {.name = "GCProfiler",
                                           .construct = gc_profiler_construct,
                                           .methods = gc_profiler_methods,
                                           .finalize = gc_profiler_finalize};

/* --- The rest
 * ------------------------------------------------------------------------- */

/* setFlags(text) */
static void native_set_flags(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  char *flags = js_string_to_utf8(iso, js_call_arg(call, 0), NULL);
  if (flags == NULL) {
    js_throw_out_of_memory(iso);
    return;
  }
  js_flags_from_string(flags);
  free(flags);
}

/* cachedDataVersionTag() */
static void native_cached_data_version_tag(js_call *call) {
  js_return_uint32(call, js_code_cache_version());
}

/* isOneByte(string) */
static void native_is_one_byte(js_call *call) {
  js_return_bool(call, js_string_is_one_byte(js_call_arg(call, 0)));
}

/* snapshotNearHeapLimit(most): how many to write */
static void native_snapshot_near_heap_limit(js_call *call) {
  v8_snapshot_near_heap_limit(env_of_call(call),
                              js_uint32_value(js_call_arg(call, 0)));
}

static const js_native_entry v8_natives[] = {
    {"cachedDataVersionTag", native_cached_data_version_tag, 0, NULL},
    {"heapCodeStatistics", native_heap_code_statistics, 0, NULL},
    {"heapSnapshot", native_heap_snapshot, 2, NULL},
    {"heapSpaces", native_heap_spaces, 0, NULL},
    {"heapStatistics", native_heap_statistics, 0, NULL},
    {"isOneByte", native_is_one_byte, 1, NULL},
    {"objectsOf", native_objects_of, 1, NULL},
    {"setFlags", native_set_flags, 1, NULL},
    {"snapshotNearHeapLimit", native_snapshot_near_heap_limit, 1, NULL},
    {NULL, NULL, 0, NULL},
};

static const js_class *const v8_classes[] = {&cpu_profiler_class,
                                             &gc_profiler_class, NULL};

const binding v8_binding = {
    .name = "v8", .natives = v8_natives, .classes = v8_classes};
