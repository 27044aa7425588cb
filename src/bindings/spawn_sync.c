/* spawnSync: a child process that is waited for, on an event loop of its own so
 * that nothing of the program runs meanwhile. */
#include <stdlib.h>
#include <string.h>

#include "../runtime/binding.h"
#include "spawn_options.h"

/* Arguments after those of spawn_options.h. */
enum {
  SYNC_TIMEOUT_MS = SPAWN_ARGUMENT_COUNT, /* 0: none */
  SYNC_MAX_BUFFER,                        /* bytes of output; Infinity: any */
  SYNC_KILL_SIGNAL,
  SYNC_ARGUMENT_COUNT,
};

/* As much as is read at once, at least. */
#define READ_SIZE ((size_t)64 * 1024)

typedef struct sync_run sync_run;

/* One pipe to the child. */
typedef struct sync_pipe {
  uv_pipe_t uv;
  sync_run *run;
  bool is_init;
  uv_write_t write;
  uv_shutdown_t shutdown;
  js_bytes input; /* of the first descriptor; JavaScript cannot change it now */
  uint8_t *output; /* malloc'ed, what has been read; NULL until then */
  size_t length;
  size_t capacity;
} sync_pipe;

struct sync_run {
  uv_loop_t loop;
  uv_process_t process;
  uv_timer_t timer;
  bool is_timer_init;
  sync_pipe *pipes; /* one per descriptor, used or not */
  int pipe_count;
  double max_buffer;
  size_t buffered;
  int kill_signal;
  bool is_killed;
  int error;      /* the first failure of the run, or 0 */
  int pipe_error; /* of writing the input: reported if nothing worse is */
  bool is_exited;
  int64_t exit_status;
  int term_signal;
};

/* --- Ending it
 * ---------------------------------------------------------------------- */

static void pipes_close(sync_run *run) {
  for (int i = 0; i < run->pipe_count; i++) {
    uv_handle_t *handle = (uv_handle_t *)&run->pipes[i].uv;
    if (run->pipes[i].is_init && !uv_is_closing(handle))
      uv_close(handle, NULL);
  }
}

static void timer_close(sync_run *run) {
  if (run->is_timer_init && !uv_is_closing((uv_handle_t *)&run->timer))
    uv_close((uv_handle_t *)&run->timer, NULL);
}

/* A signal that cannot be sent is replaced by the one that always can. */
static void run_kill(sync_run *run) {
  if (run->is_killed)
    return;
  run->is_killed = true;
  if (!run->is_exited) {
    int status = uv_process_kill(&run->process, run->kill_signal);
    if (status != 0 && status != UV_ESRCH) {
      if (run->error == 0)
        run->error = status;
      uv_process_kill(&run->process, SIGKILL);
    }
  }
  pipes_close(run);
  timer_close(run);
}

static void run_fail(sync_run *run, int error) {
  if (run->error == 0)
    run->error = error;
  run_kill(run);
}

static void on_timeout(uv_timer_t *timer) {
  run_fail(timer->data, UV_ETIMEDOUT);
}

static void on_exit_of_child(uv_process_t *process, int64_t status,
                             int signal) {
  sync_run *run = process->data;
  run->is_exited = true;
  run->exit_status = status;
  run->term_signal = signal;
  uv_close((uv_handle_t *)process, NULL);
  /* Others may still hold the pipes' ends; the time limit is the child's. */
  timer_close(run);
}

/* --- Output
 * ----------------------------------------------------------------------------
 */

static void on_alloc(uv_handle_t *handle, size_t suggested, uv_buf_t *buf) {
  (void)suggested;
  sync_pipe *pipe = handle->data;
  if (pipe->capacity - pipe->length < READ_SIZE) {
    size_t capacity = pipe->capacity * 2 + READ_SIZE;
    uint8_t *output = realloc(pipe->output, capacity);
    if (output == NULL) {
      *buf = uv_buf_init(NULL, 0);
      return;
    }
    pipe->output = output;
    pipe->capacity = capacity;
  }
  *buf = uv_buf_init((char *)pipe->output + pipe->length,
                     (unsigned)(pipe->capacity - pipe->length));
}

static void on_read(uv_stream_t *handle, ssize_t nread, const uv_buf_t *buf) {
  (void)buf;
  sync_pipe *pipe = handle->data;
  sync_run *run = pipe->run;
  if (nread == UV_EOF) {
    uv_close((uv_handle_t *)handle, NULL);
  } else if (nread < 0) {
    run_fail(run, (int)nread);
  } else {
    pipe->length += (size_t)nread;
    run->buffered += (size_t)nread;
    if ((double)run->buffered > run->max_buffer)
      run_fail(run, UV_ENOBUFS);
  }
}

/* --- Input
 * ------------------------------------------------------------------------------
 */

static void on_shutdown(uv_shutdown_t *request, int status) {
  sync_pipe *pipe = request->data;
  if (status < 0 && status != UV_ENOTCONN && status != UV_ECANCELED &&
      pipe->run->pipe_error == 0)
    pipe->run->pipe_error = status;
  if (!uv_is_closing((uv_handle_t *)&pipe->uv))
    uv_close((uv_handle_t *)&pipe->uv, NULL);
}

static void on_written(uv_write_t *request, int status) {
  sync_pipe *pipe = request->data;
  if (status < 0 && status != UV_ECANCELED && pipe->run->pipe_error == 0)
    pipe->run->pipe_error = status;
}

static int input_start(sync_pipe *pipe) {
  uv_stream_t *stream = (uv_stream_t *)&pipe->uv;
  pipe->write.data = pipe;
  pipe->shutdown.data = pipe;
  if (pipe->input.length > 0) {
    uv_buf_t buf =
        uv_buf_init((char *)pipe->input.data, (unsigned)pipe->input.length);
    int status = uv_write(&pipe->write, stream, &buf, 1, on_written);
    if (status != 0)
      return status;
  }
  return uv_shutdown(&pipe->shutdown, stream, on_shutdown);
}

static int pipes_start(sync_run *run) {
  for (int i = 0; i < run->pipe_count; i++) {
    sync_pipe *pipe = &run->pipes[i];
    if (!pipe->is_init)
      continue;
    int status =
        i == 0 ? input_start(pipe)
               : uv_read_start((uv_stream_t *)&pipe->uv, on_alloc, on_read);
    if (status != 0)
      return status;
  }
  return 0;
}

/* --- Starting
 * -------------------------------------------------------------------------- */

static int stdio_read(sync_run *run, int index, js_value kind, js_value value,
                      uv_stdio_container_t *stdio) {
  sync_pipe *pipe = &run->pipes[index];
  switch (js_int32_value(kind)) {
    case STDIO_PIPE: {
      int status = uv_pipe_init(&run->loop, &pipe->uv, 0);
      if (status != 0)
        return status;
      pipe->is_init = true;
      pipe->run = run;
      pipe->uv.data = pipe;
      if (!js_bytes_of(value, &pipe->input))
        pipe->input = (js_bytes){NULL, 0};
      stdio->flags =
          UV_CREATE_PIPE | (index == 0 ? UV_READABLE_PIPE : UV_WRITABLE_PIPE);
      stdio->data.stream = (uv_stream_t *)&pipe->uv;
      return 0;
    }
    case STDIO_FD:
      stdio->flags = UV_INHERIT_FD;
      stdio->data.fd = js_int32_value(value);
      return 0;
    default:
      stdio->flags = UV_IGNORE;
      return 0;
  }
}

static int stdio_read_all(js_call *call, sync_run *run,
                          uv_process_options_t *options) {
  js_isolate *iso = js_call_isolate(call);
  js_value list = js_call_arg(call, SPAWN_STDIO);
  run->pipes = calloc((size_t)options->stdio_count + 1, sizeof *run->pipes);
  if (run->pipes == NULL)
    return UV_ENOMEM;
  run->pipe_count = options->stdio_count;
  for (int i = 0; i < options->stdio_count; i++) {
    js_value kind = js_get_index(iso, list, (uint32_t)i * 2);
    js_value value = js_get_index(iso, list, (uint32_t)i * 2 + 1);
    if (kind == JS_EMPTY || value == JS_EMPTY || !js_is_int32(kind))
      return UV_EINVAL;
    int status = stdio_read(run, i, kind, value, &options->stdio[i]);
    if (status != 0)
      return status;
  }
  return 0;
}

static double number_of_argument(js_call *call, int index) {
  js_value value = js_call_arg(call, index);
  return js_is_number(value) ? js_double_value(value) : 0;
}

static int timer_start(sync_run *run, double timeout_ms) {
  if (timeout_ms <= 0)
    return 0;
  int status = uv_timer_init(&run->loop, &run->timer);
  if (status != 0)
    return status;
  run->is_timer_init = true;
  run->timer.data = run;
  return uv_timer_start(&run->timer, on_timeout, (uint64_t)timeout_ms, 0);
}

/* Runs the process to its end. */
static void run_process(js_call *call, sync_run *run,
                        uv_process_options_t *options) {
  run->max_buffer = number_of_argument(call, SYNC_MAX_BUFFER);
  int signal = (int)number_of_argument(call, SYNC_KILL_SIGNAL);
  run->kill_signal = signal > 0 ? signal : SIGTERM;
  run->process.data = run;
  options->exit_cb = on_exit_of_child;
  spawn_descriptors_keep();
  run->error = uv_spawn(&run->loop, &run->process, options);
  if (run->error != 0) {
    uv_close((uv_handle_t *)&run->process, NULL);
    pipes_close(run);
  } else {
    int status = timer_start(run, number_of_argument(call, SYNC_TIMEOUT_MS));
    if (status == 0)
      status = pipes_start(run);
    if (status != 0)
      run_fail(run, status);
  }
}

/* --- The result
 * ------------------------------------------------------------------------ */

static js_value output_of_pipe(js_isolate *iso, sync_pipe *pipe, int index) {
  if (!pipe->is_init || index == 0)
    return js_null(iso);
  if (pipe->length == 0)
    return js_buffer_copy(iso, "", 0);
  uint8_t *bytes = realloc(pipe->output, pipe->length);
  if (bytes == NULL)
    bytes = pipe->output;
  pipe->output = NULL;
  return js_buffer_adopt(iso, bytes, pipe->length);
}

/* [pid, status, signal number, error, outputs] */
static void run_return(js_call *call, sync_run *run) {
  js_isolate *iso = js_call_isolate(call);
  js_value outputs = js_array(iso, (uint32_t)run->pipe_count);
  for (int i = 0; i < run->pipe_count; i++) {
    js_value output = output_of_pipe(iso, &run->pipes[i], i);
    if (output == JS_EMPTY) {
      js_throw_out_of_memory(iso);
      return;
    }
    if (!js_set_index(iso, outputs, (uint32_t)i, output))
      return;
  }
  js_value result[] = {
      js_int32(iso, run->process.pid),
      js_int64(iso, run->exit_status),
      js_int32(iso, run->term_signal),
      js_int32(iso, run->error != 0 ? run->error : run->pipe_error),
      outputs,
  };
  js_return(call, js_array_from(iso, result, 5));
}

static void run_free(sync_run *run) {
  for (int i = 0; i < run->pipe_count; i++)
    free(run->pipes[i].output);
  free(run->pipes);
}

/* Everything between the loop's beginning and its end. */
static int run_on_loop(js_call *call, sync_run *run,
                       uv_process_options_t *options) {
  int status = stdio_read_all(call, run, options);
  if (status == 0) {
    run_process(call, run, options);
  } else {
    pipes_close(run);
  }
  uv_run(&run->loop, UV_RUN_DEFAULT);
  return status;
}

/* spawnSync(...): [pid, status, signal, error, outputs], or a libuv error of
 * what could not even be tried. */
static void native_spawn_sync(js_call *call) {
  sync_run run;
  memset(&run, 0, sizeof run);
  uv_process_options_t options;
  int status = spawn_options_read(call, &options);
  if (status != 0)
    goto fail;
  status = uv_loop_init(&run.loop);
  if (status != 0)
    goto fail;
  status = run_on_loop(call, &run, &options);
  uv_loop_close(&run.loop);
  if (status != 0)
    goto fail;
  spawn_options_free(&options);
  run_return(call, &run);
  run_free(&run);
  return;

fail:
  spawn_options_free(&options);
  run_free(&run);
  js_return_int32(call, status);
}

static const js_native_entry natives[] = {
    {"spawnSync", native_spawn_sync, SYNC_ARGUMENT_COUNT, NULL},
    {NULL, NULL, 0, NULL},
};

const binding spawn_sync_binding = {.name = "spawn_sync", .natives = natives};
