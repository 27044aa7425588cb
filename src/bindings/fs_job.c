#include "fs_job.h"

#include <stdlib.h>
#include <string.h>

#include "../runtime/uv_error.h"
#include "fs_pool.h"

void fs_job_init(fs_job *job, size_t room_size, void (*run)(fs_job *job),
                 js_value (*value)(js_isolate *iso, fs_job *job)) {
  memset(job, 0, sizeof *job);
  job->room_size = room_size;
  job->run = run;
  job->value = value;
  job->fd = -1;
  job->is_on_stack = true;
}

fs_job *fs_job_new(js_call *call, size_t room_size, void (*run)(fs_job *job),
                   js_value (*value)(js_isolate *iso, fs_job *job)) {
  fs_job *job = fs_pool_spare_take(env_of_call(call), room_size);
  if (job == NULL)
    job = malloc(sizeof *job + room_size);
  if (job == NULL) {
    js_throw_out_of_memory(js_call_isolate(call));
    return NULL;
  }
  fs_job_init(job, room_size, run, value);
  job->is_on_stack = false;
  return job;
}

void fs_job_free(fs_job *job) {
  if (job->path != job->path_room)
    free(job->path);
  free(job->made);
  if (job->store) {
    js_store_free(job->store);
  } else if (job->bytes != job->room) {
    free(job->bytes);
  }
  if (!job->is_on_stack && !fs_pool_spare_keep(job))
    free(job);
}

static js_value job_error(env *env, fs_job *job) {
  return uv_error(env, job->error, job->syscall,
                  job->has_error_path ? job->path : NULL, NULL);
}

static js_value job_value(js_isolate *iso, fs_job *job) {
  return job->value ? job->value(iso, job) : js_undefined(iso);
}

/* A value that cannot be made is an error too. */
void fs_job_finish(fs_job *job) {
  env *env = job->base.env;
  js_scope scope;
  js_scope_open(env->iso, &scope);
  js_catch catch_;
  js_catch_open(env->iso, &catch_);
  js_value error = JS_EMPTY, value = JS_EMPTY;
  if (job->error == 0) {
    value = job_value(env->iso, job);
    if (value == JS_EMPTY)
      error = js_catch_exception(&catch_);
  } else {
    error = job_error(env, job);
  }
  js_catch_close(&catch_);
  if (value) {
    env_request_succeed(&job->base, value);
  } else {
    env_request_fail(&job->base, error ? error : js_undefined(env->iso));
  }
  fs_job_free(job);
  js_scope_close(&scope);
}

static void job_run_now(js_call *call, env *env, fs_job *job) {
  job->run(job);
  if (job->error) {
    js_throw(env->iso, job_error(env, job));
  } else {
    js_value value = job_value(env->iso, job);
    if (value)
      js_return(call, value);
  }
  fs_job_free(job);
}

void fs_job_start(js_call *call, fs_job *job, js_value how) {
  env *env = env_of_call(call);
  if (js_is_undefined(how)) {
    job_run_now(call, env, job);
    return;
  }
  if (!env_request_init(&job->base, call, how)) {
    fs_job_free(job);
    return;
  }
  int status = fs_pool_submit(env, job);
  if (status == 0)
    return; /* the job belongs to a thread now */
  job->error = status;
  job->syscall = "submit";
  fs_job_finish(job);
}
