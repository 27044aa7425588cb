#include "isolate.h"

#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <mutex>
#include <vector>

#include "class.h"
#include "external.h"
#include "internal.h"
#include "module_table.h"
#include "platform.h"
#include "snapshot.h"
#include "types.h"

namespace engine {

// Interrupts that were asked for and have not happened, oldest first. V8 gets a
// request for each; those that come after the isolate's end are freed here.
struct InterruptQueue {
  struct Entry {
    void (*callback)(js_isolate *iso, void *data);
    void *data;
  };
  std::mutex mutex;
  std::deque<Entry> entries;
};

namespace {

// The default group's memory is reserved when V8 starts: the process's first
// isolate lives there. Each other has a group, and so 4 GB, of its own.
std::atomic<bool> default_group_is_taken = false;

v8::Isolate *isolate_allocate(js_isolate *iso) {
  iso->is_in_default_group = !default_group_is_taken.exchange(true);
  if (iso->is_in_default_group || !v8::IsolateGroup::CanCreateNewGroups()) {
    return v8::Isolate::Allocate();
  }
  return v8::Isolate::Allocate(v8::IsolateGroup::Create());
}

size_t machine_memory() {
  long pages = sysconf(_SC_PHYS_PAGES);
  long page_size = sysconf(_SC_PAGESIZE);
  if (pages <= 0 || page_size <= 0)
    return 0;
  return static_cast<size_t>(pages) * static_cast<size_t>(page_size);
}

// V8's own limit for so much memory is twice what Node documents for
// --max-semi-space-size, whose default this is; V8 counts two halves and as
// much again for large objects.
constexpr size_t max_semi_space_bytes = 16 << 20;
constexpr size_t max_young_bytes = 3 * max_semi_space_bytes;

void constraints_set(v8::ResourceConstraints *constraints,
                     const js_isolate_options *options) {
  size_t memory = options->physical_memory_bytes;
  if (memory == 0)
    memory = machine_memory();
  if (memory != 0)
    constraints->ConfigureDefaults(memory, 0);
  if (options->max_old_space_bytes != 0) {
    constraints->set_max_old_generation_size_in_bytes(
        options->max_old_space_bytes);
  }
  constraints->set_max_young_generation_size_in_bytes(
      options->max_young_space_bytes != 0
          ? options->max_young_space_bytes
          : std::min(constraints->max_young_generation_size_in_bytes(),
                     max_young_bytes));
}

// --- What V8 calls
// -------------------------------------------------------------

[[noreturn]] void die(const char *location, const char *message, bool is_oom) {
  v8::Isolate *isolate = v8::Isolate::TryGetCurrent();
  js_isolate *iso = isolate == nullptr ? nullptr : from_v8(isolate);
  if (iso != nullptr && iso->on_fatal != nullptr) {
    iso->on_fatal(location, message, is_oom);
  }
  fprintf(stderr, "FATAL ERROR: %s %s\n", location ? location : "",
          message ? message : "");
  abort();
}

void on_fatal_error(const char *location, const char *message) {
  die(location, message, false);
}

void on_out_of_memory(const char *location, const v8::OOMDetails &details) {
  const char *kind = details.is_heap_oom
                         ? "Allocation failed - JavaScript heap out of memory"
                         : "Allocation failed - process out of memory";
  die(location, kind, details.is_heap_oom);
}

void on_message(v8::Local<v8::Message> message, v8::Local<v8::Value> error) {
  js_isolate *iso = from_v8(message->GetIsolate());
  if (iso->on_message != nullptr)
    iso->on_message(iso, to_js(error));
}

bool on_uncaught_exception(v8::Isolate *isolate) {
  return from_v8(isolate)->abort_on_uncaught_exception;
}

size_t on_near_heap_limit(void *data, size_t current, size_t initial) {
  js_isolate *iso = static_cast<js_isolate *>(data);
  if (iso->on_near_heap_limit == nullptr)
    return current;
  size_t limit =
      iso->on_near_heap_limit(iso->near_heap_limit_data, current, initial);
  return limit < current ? current : limit;
}

void on_interrupt(v8::Isolate *isolate, void *data) {
  InterruptQueue *queue = static_cast<InterruptQueue *>(data);
  InterruptQueue::Entry entry;
  {
    std::lock_guard<std::mutex> lock(queue->mutex);
    if (queue->entries.empty())
      return;
    entry = queue->entries.front();
    queue->entries.pop_front();
  }
  v8::HandleScope scope(isolate);
  entry.callback(from_v8(isolate), entry.data);
}

void callbacks_set(js_isolate *iso) {
  v8::Isolate *isolate = iso->isolate;
  isolate->SetMicrotasksPolicy(v8::MicrotasksPolicy::kExplicit);
  isolate->SetFatalErrorHandler(on_fatal_error);
  isolate->SetOOMErrorHandler(on_out_of_memory);
  isolate->SetHostImportModuleDynamicallyCallback(on_import_dynamically);
  isolate->SetHostImportModuleWithPhaseDynamicallyCallback(
      on_import_with_phase);
  isolate->SetHostInitializeImportMetaObjectCallback(on_import_meta);
  isolate->SetWasmStreamingCallback(on_wasm_streaming);
}

// --- Making and freeing
// ----------------------------------------------------------

js_isolate *isolate_struct_new(const js_isolate_options *options) {
  js_isolate *iso = new js_isolate();
  std::vector<const js_class *> classes = classes_of(options->tables);
  iso->owner = options->owner;
  iso->tables = options->tables;
  iso->classes = new ClassTable(classes);
  iso->externals = new ExternalTable(options->tables, classes);
  iso->runner = new std::shared_ptr<TaskRunner>(new TaskRunner());
  iso->interrupts = new InterruptQueue();
  iso->modules = new ModuleTable();
  iso->finalizers_end = &iso->finalizers;
  iso->allocator = array_buffer_allocator();
  return iso;
}

void isolate_struct_free(js_isolate *iso) {
  delete iso->modules;
  delete iso->interrupts;
  delete iso->runner;
  delete iso->externals;
  delete iso->classes;
  delete iso;
}

void isolate_start(js_isolate *iso, const js_isolate_options *options) {
  v8::Isolate::CreateParams params;
  if (iso->blob.data != nullptr)
    params.snapshot_blob = &iso->blob;
  params.external_references = iso->externals->addresses.data();
  params.array_buffer_allocator = iso->allocator;
  constraints_set(&params.constraints, options);
  iso->isolate = isolate_allocate(iso);
  iso->isolate->SetData(0, iso);
  if (options->will_snapshot) {
    iso->snapshot_creator = new v8::SnapshotCreator(iso->isolate, params);
  } else {
    v8::Isolate::Initialize(iso->isolate, params);
    iso->isolate->Enter();
  }
  if (options->stack_bytes != 0) {
    uintptr_t here = reinterpret_cast<uintptr_t>(__builtin_frame_address(0));
    iso->isolate->SetStackLimit(here - options->stack_bytes);
  }
}

bool main_context_enter(js_isolate *iso, bool is_from_snapshot) {
  v8::HandleScope scope(iso->isolate);
  v8::Local<v8::Context> context;
  if (!is_from_snapshot) {
    context = v8::Context::New(iso->isolate);
    if (context.IsEmpty())
      return false;
    // Makes room for all, so that reading needs no check.
    context->SetEmbedderData(kContextDataCount - 1,
                             v8::Undefined(iso->isolate));
  } else if (!v8::Context::FromSnapshot(iso->isolate, kMainContextInSnapshot)
                  .ToLocal(&context)) {
    return false;
  }
  iso->main_context.Reset(iso->isolate, context);
  context->Enter();
  if (context_data(iso->isolate, context, kContextPrepareStackTrace)
          ->IsFunction()) {
    iso->isolate->SetPrepareStackTraceCallback(prepare_stack_trace);
  }
  return true;
}

void finalize_everything(js_isolate *iso) {
  v8::HandleScope scope(iso->isolate);
  wraps_finalize_all(iso);
  refs_abandon(iso);
  js_isolate_run_finalizers(iso);
}

}  // namespace

void isolate_dispose(js_isolate *iso) {
  (*iso->runner)->stop();
  if (iso->snapshot_creator != nullptr) {
    delete iso->snapshot_creator;  // exits the isolate
  } else {
    iso->isolate->Exit();
  }
  iso->isolate->Dispose();
  if (iso->is_in_default_group)
    default_group_is_taken = false;
  isolate_struct_free(iso);
}

void globals_reset(js_isolate *iso) {
  iso->main_context.Reset();
  iso->global_template.Reset();
  iso->modules->clear();
  for (ClassEntry &entry : iso->classes->entries) {
    entry.function_template.Reset();
  }
}

void finalizer_queue(js_isolate *iso, void (*run)(js_isolate *, void *),
                     void *data) {
  Finalizer *finalizer = new Finalizer{run, data, nullptr};
  *iso->finalizers_end = finalizer;
  iso->finalizers_end = &finalizer->next;
  (*iso->runner)->wake();
}

}  // namespace engine

js_isolate *js_isolate_new(const js_isolate_options *options) {
  js_isolate *iso = engine::isolate_struct_new(options);
  bool has_snapshot = options->snapshot != nullptr;
  if (has_snapshot && !engine::snapshot_open(iso, options->snapshot,
                                             options->snapshot_length)) {
    engine::isolate_struct_free(iso);
    return nullptr;
  }
  engine::isolate_start(iso, options);
  engine::callbacks_set(iso);
  if (!engine::main_context_enter(iso, has_snapshot)) {
    engine::isolate_dispose(iso);
    return nullptr;
  }
  return iso;
}

void js_isolate_free(js_isolate *iso) {
  if (iso == nullptr)
    return;
  engine::finalize_everything(iso);
  {
    v8::HandleScope scope(iso->isolate);
    engine::main_context_of(iso)->Exit();
  }
  engine::globals_reset(iso);
  engine::isolate_dispose(iso);
}

void *js_isolate_owner(js_isolate *iso) {
  return iso->owner;
}

void js_isolate_owner_set(js_isolate *iso, void *owner) {
  iso->owner = owner;
}

// --- Tasks and finalizers
// ----------------------------------------------------------

bool js_isolate_run_tasks(js_isolate *iso) {
  return (*iso->runner)->run(iso->isolate);
}

// Workers may wait for this thread (to collect garbage): it has to come by.
bool js_isolate_drain_tasks(js_isolate *iso) {
  bool has_run = false;
  bool is_done = false;
  bool runs = false;  // what runs may post more
  while (!is_done || runs) {
    is_done = engine::platform_drain(0.005);
    runs = js_isolate_run_tasks(iso);
    has_run |= runs;
  }
  return has_run;
}

void js_isolate_on_task(js_isolate *iso,
                        void (*wake)(void *data, double delay_seconds),
                        void *data) {
  (*iso->runner)->wake_set(wake, data);
}

size_t js_isolate_run_finalizers(js_isolate *iso) {
  size_t count = 0;
  while (iso->finalizers != nullptr) {
    engine::Finalizer *first = iso->finalizers;
    iso->finalizers = first->next;
    if (iso->finalizers == nullptr)
      iso->finalizers_end = &iso->finalizers;
    first->run(iso, first->data);
    delete first;
    count++;
  }
  return count;
}

// --- Stopping and interrupting
// -----------------------------------------------------

void js_isolate_terminate(js_isolate *iso) {
  iso->isolate->TerminateExecution();
}

void js_isolate_cancel_terminate(js_isolate *iso) {
  iso->isolate->CancelTerminateExecution();
}

bool js_isolate_is_terminating(js_isolate *iso) {
  return iso->isolate->IsExecutionTerminating();
}

void js_isolate_interrupt(js_isolate *iso,
                          void (*callback)(js_isolate *iso, void *data),
                          void *data) {
  {
    std::lock_guard<std::mutex> lock(iso->interrupts->mutex);
    iso->interrupts->entries.push_back({callback, data});
  }
  iso->isolate->RequestInterrupt(engine::on_interrupt, iso->interrupts);
}

void js_isolate_on_fatal(js_isolate *iso, js_fatal_callback callback) {
  iso->on_fatal = callback;
}

void js_isolate_on_message(js_isolate *iso, js_message_callback callback) {
  if (iso->on_message == nullptr && callback != nullptr) {
    iso->isolate->AddMessageListener(engine::on_message);
  }
  iso->on_message = callback;
}

void js_isolate_on_near_heap_limit(js_isolate *iso,
                                   js_heap_limit_callback callback,
                                   void *data) {
  if (iso->on_near_heap_limit == nullptr && callback != nullptr) {
    iso->isolate->AddNearHeapLimitCallback(engine::on_near_heap_limit, iso);
  } else if (iso->on_near_heap_limit != nullptr && callback == nullptr) {
    iso->isolate->RemoveNearHeapLimitCallback(engine::on_near_heap_limit, 0);
  }
  iso->on_near_heap_limit = callback;
  iso->near_heap_limit_data = data;
}

void js_isolate_abort_on_uncaught_exception(js_isolate *iso, bool abort) {
  iso->abort_on_uncaught_exception = abort;
  iso->isolate->SetAbortOnUncaughtExceptionCallback(
      engine::on_uncaught_exception);
}

// --- Hints
// ---------------------------------------------------------------------------

void js_isolate_garbage_collect(js_isolate *iso) {
  iso->isolate->LowMemoryNotification();
}

void js_isolate_idle(js_isolate *iso, bool is_idle) {
  iso->isolate->SetIdle(is_idle);
}

void js_isolate_time_zone_changed(js_isolate *iso) {
  iso->isolate->DateTimeConfigurationChangeNotification(
      v8::Isolate::TimeZoneDetection::kRedetect);
}
