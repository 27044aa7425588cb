#include "crypto.h"

#include <openssl/err.h>
#include <stdlib.h>

void *crypto_job_new(js_call *call, size_t size, bool (*run)(crypto_job *job),
                     js_value (*value)(js_isolate *iso, crypto_job *job),
                     void (*release)(crypto_job *job)) {
  crypto_start();
  crypto_job *job = calloc(1, size);
  if (job == NULL) {
    js_throw_out_of_memory(js_call_isolate(call));
    return NULL;
  }
  job->run = run;
  job->value = value;
  job->release = release;
  job->work.data = job;
  return job;
}

void crypto_job_free(void *pointer) {
  crypto_job *job = pointer;
  if (job->release)
    job->release(job);
  free(job);
}

static void job_run(crypto_job *job) {
  ERR_clear_error();
  job->has_failed = !job->run(job);
  crypto_error_take(&job->error);
}

static void job_work(uv_work_t *work) {
  job_run(work->data);
}

static js_value job_error(js_isolate *iso, crypto_job *job) {
  const char *message = job->message ? job->message : "Operation failed";
  if (job->code == NULL)
    return crypto_error_value(iso, &job->error, message);
  js_catch catch_;
  js_catch_open(iso, &catch_);
  js_throw_error(iso, job->code, message);
  js_value error = js_catch_exception(&catch_);
  js_catch_close(&catch_);
  return error;
}

/* The result, or else *error. */
static js_value job_value(js_isolate *iso, crypto_job *job, js_value *error) {
  if (job->has_failed) {
    *error = job_error(iso, job);
    return JS_EMPTY;
  }
  js_catch catch_;
  js_catch_open(iso, &catch_);
  js_value value = job->value(iso, job);
  if (value == JS_EMPTY)
    *error = js_catch_exception(&catch_);
  js_catch_close(&catch_);
  return value;
}

/* On the loop's thread again. */
static void job_done(uv_work_t *work, int status) {
  crypto_job *job = work->data;
  env *env = job->base.env;
  js_scope scope;
  js_scope_open(env->iso, &scope);
  if (status < 0)
    job->has_failed = true;
  js_value error = JS_EMPTY;
  js_value value = job_value(env->iso, job, &error);
  if (value) {
    env_request_succeed(&job->base, value);
  } else {
    env_request_fail(&job->base, error ? error : js_undefined(env->iso));
  }
  crypto_job_free(job);
  js_scope_close(&scope);
}

static void job_run_now(js_call *call, crypto_job *job) {
  js_isolate *iso = js_call_isolate(call);
  job_run(job);
  js_value error = JS_EMPTY;
  js_value value = job_value(iso, job, &error);
  if (value) {
    js_return(call, value);
  } else {
    js_throw(iso, error ? error : js_undefined(iso));
  }
  crypto_job_free(job);
}

void crypto_job_start(js_call *call, void *pointer, js_value how) {
  crypto_job *job = pointer;
  env *env = env_of_call(call);
  if (js_is_undefined(how)) {
    job_run_now(call, job);
    return;
  }
  if (!env_request_init(&job->base, call, how)) {
    crypto_job_free(job);
    return;
  }
  int status = uv_queue_work(&env->loop, &job->work, job_work, job_done);
  if (status < 0)
    job_done(&job->work, status);
}
