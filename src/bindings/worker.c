/* internalBinding('worker'): a thread with an env of its own.
 *
 * The parent makes the Worker handle, which gives the thread one end of a
 * channel; everything the two tell each other goes through it, beginning with
 * what to run (lib/internal/worker/). */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../runtime/binding.h"
#include "../runtime/callback.h"
#include "../runtime/handle.h"
#include "message.h"

/* What of the thread's stack V8 leaves to C. */
enum { STACK_RESERVE = 256 * 1024 };

/* On reaching its limit a heap gets so much more to end in. */
enum { HEAP_GRACE = 16 * 1024 * 1024 };

/* The parent's handle and what the two threads share. Written by the parent
 * before the thread starts; `env` under the lock; `status` and
 * `is_out_of_memory` by the thread before it ends. */
typedef struct worker {
  env_handle base;
  uv_async_t ended; /* sent by the thread as its last deed */
  uv_thread_t thread;
  bool is_started;

  uint32_t id;
  env_settings settings;
  size_t stack_size;
  channel_end *end; /* the thread's, until it has taken it */

  uv_mutex_t lock;
  env *env; /* while the thread runs JavaScript */
  bool is_stopped;
  uv_async_t wake; /* in the thread's loop: stops it */

  int status;
  bool is_out_of_memory;
} worker;

static const js_class worker_class;

/* Threads of the process are numbered in the order they were made. */
static uint32_t last_id;

/* --- The thread --- */

/* The parent has stopped it. */
static void on_wake(uv_async_t *wake) {
  worker *worker = wake->data;
  env_exit(worker->env, 1);
}

/* Called by V8 on the worker's thread, short of the limit. */
static size_t on_near_heap_limit(void *data, size_t current, size_t initial) {
  worker *worker = data;
  worker->is_out_of_memory = true;
  env_exit(worker->env, 1);
  return current + HEAP_GRACE;
}

/* From here on the parent may stop it. False: it has done so already. */
static bool thread_open(worker *worker, env *env) {
  if (uv_async_init(&env->loop, &worker->wake, on_wake) != 0)
    return false;
  worker->wake.data = worker;
  uv_unref((uv_handle_t *)&worker->wake);
  js_isolate_on_near_heap_limit(env->iso, on_near_heap_limit, worker);
  uv_mutex_lock(&worker->lock);
  worker->env = env;
  bool is_stopped = worker->is_stopped;
  uv_mutex_unlock(&worker->lock);
  return !is_stopped;
}

static void thread_close(worker *worker) {
  uv_mutex_lock(&worker->lock);
  worker->env = NULL;
  uv_mutex_unlock(&worker->lock);
  if (worker->wake.data)
    uv_close((uv_handle_t *)&worker->wake, NULL);
}

static void thread_main(void *data) {
  worker *worker = data;
  worker->status = 1;
  env *env = env_new(&worker->settings);
  if (env) {
    if (thread_open(worker, env))
      worker->status = env_run(env);
    if (env->is_stopping)
      worker->status = 1;
    thread_close(worker);
    js_isolate_cancel_terminate(env->iso);
    env_free(env);
  }
  uv_async_send(&worker->ended);
}

/* --- The parent's handle --- */

/* Any thread; the worker ends as soon as possible. */
static void worker_stop(worker *worker) {
  uv_mutex_lock(&worker->lock);
  worker->is_stopped = true;
  if (worker->env) {
    worker->env->is_stopping = true;
    js_isolate_terminate(worker->env->iso);
    uv_async_send(&worker->wake);
  }
  uv_mutex_unlock(&worker->lock);
}

static void worker_join(worker *worker) {
  if (!worker->is_started)
    return;
  worker->is_started = false;
  uv_thread_join(&worker->thread);
}

static void on_worker_closed(env_handle *handle) {
  worker *worker = (struct worker *)handle;
  if (worker->is_started)
    worker_stop(worker);
  worker_join(worker);
  channel_end_free(worker->end);
  uv_mutex_destroy(&worker->lock);
}

/* Calls handle.onexit(status, isOutOfMemory). */
static void on_ended(uv_async_t *ended) {
  worker *worker = ended->data;
  js_isolate *iso = worker->base.env->iso;
  if (!worker->is_started)
    return;
  worker_join(worker);
  js_scope scope;
  js_scope_open(iso, &scope);
  js_value object = js_wrap_object(iso, worker->base.wrap);
  js_value callback = js_get_named(iso, object, "onexit");
  js_value arguments[] = {js_int32(iso, worker->status),
                          js_bool(iso, worker->is_out_of_memory)};
  if (callback != JS_EMPTY && js_is_function(callback))
    env_handle_call(&worker->base, callback, 2, arguments);
  js_scope_close(&scope);
}

/* A limit in MiB, from the program's double; 0 stands for V8's default. */
static size_t limit_bytes(js_call *call, int index) {
  double megabytes = js_double_value(js_call_arg(call, index));
  if (!(megabytes > 0))
    return 0;
  return (size_t)(fmin(megabytes, 1 << 20) * 1024 * 1024);
}

/* new Worker(portHandle, maxOldMb, maxYoungMb, stackMb) */
static void worker_construct(js_call *call) {
  env *env = env_of_call(call);
  worker *worker = calloc(1, sizeof *worker);
  if (worker == NULL || uv_mutex_init(&worker->lock) != 0) {
    free(worker);
    js_throw_out_of_memory(env->iso);
    return;
  }
  uv_async_init(&env->loop, &worker->ended, on_ended);
  env_handle_init(&worker->base, env, (uv_handle_t *)&worker->ended,
                  js_call_this(call), &worker_class);
  worker->base.on_closed = on_worker_closed;
  worker->id = __atomic_add_fetch(&last_id, 1, __ATOMIC_RELAXED);
  worker->end = port_handle_detach(js_call_arg(call, 0));
  worker->stack_size = limit_bytes(call, 3);
  worker->settings = (env_settings){
      .options = env->options,
      .worker = worker,
      .max_old_space_bytes = limit_bytes(call, 1),
      .max_young_space_bytes = limit_bytes(call, 2),
      .stack_bytes = worker->stack_size - STACK_RESERVE,
  };
}

/* start(): 0 or a libuv error */
static void worker_start(js_call *call) {
  worker *worker = js_call_unwrap(call, &worker_class);
  if (worker == NULL)
    return;
  uv_thread_options_t options = {.flags = UV_THREAD_HAS_STACK_SIZE,
                                 .stack_size = worker->stack_size};
  int status =
      uv_thread_create_ex(&worker->thread, &options, thread_main, worker);
  worker->is_started = status == 0;
  js_return_int32(call, status);
}

static void worker_native_stop(js_call *call) {
  worker *worker = js_call_unwrap(call, &worker_class);
  if (worker && worker->is_started)
    worker_stop(worker);
}

static void worker_id(js_call *call) {
  worker *worker = js_call_unwrap(call, &worker_class);
  if (worker)
    js_return_double(call, worker->id);
}

static const js_native_entry worker_methods[] = {
    {"start", worker_start, 0, NULL},
    {"stop", worker_native_stop, 0, NULL},
    {"id", worker_id, 0, NULL},
    HANDLE_METHODS,
    {NULL, NULL, 0, NULL},
};

static const js_class worker_class = {.name = "Worker",
                                      .construct = worker_construct,
                                      .methods = worker_methods,
                                      .parent = &env_handle_class};

/* --- In the thread --- */

/* threadId(): 0 in the main thread */
static void native_thread_id(js_call *call) {
  const worker *worker = env_of_call(call)->worker;
  js_return_double(call, worker ? worker->id : 0);
}

/* takePort(): the handle of this thread's end of the channel; once */
static void native_take_port(js_call *call) {
  env *env = env_of_call(call);
  worker *worker = env->worker;
  if (worker == NULL || worker->end == NULL)
    return;
  channel_end *end = worker->end;
  worker->end = NULL;
  js_value handle = port_handle_new(env, end);
  if (handle != JS_EMPTY)
    js_return(call, handle);
}

static const js_native_entry natives[] = {
    {"threadId", native_thread_id, 0, NULL},
    {"takePort", native_take_port, 0, NULL},
    {NULL, NULL, 0, NULL},
};

static const js_class *const classes[] = {&worker_class, NULL};

const binding worker_binding = {
    .name = "worker", .natives = natives, .classes = classes};
