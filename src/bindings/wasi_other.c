/* WASI's calls on the process: arguments, environment, clocks, waiting. */
#include <stdlib.h>

#include "wasi.h"

/* Writes a list of strings that lie in the memory one after another, as
 * offsets. */
static void addresses_write(wasi *wasi, uint64_t list, char *const *strings,
                            uvwasi_size_t count, uint64_t buffer) {
  for (uvwasi_size_t i = 0; i < count; i++) {
    uint64_t offset = buffer + (uint64_t)(strings[i] - strings[0]);
    uvwasi_serdes_write_uint32_t(
        wasi->bytes, list + i * UVWASI_SERDES_SIZE_uint32_t, (uint32_t)offset);
  }
}

typedef uvwasi_errno_t (*strings_get)(uvwasi_t *uvwasi, char **strings,
                                      char *buffer);

/* args_get and environ_get. */
static uvwasi_errno_t strings_copy(wasi *wasi, const uint64_t *a,
                                   strings_get get, uvwasi_size_t count,
                                   uvwasi_size_t size) {
  char *buffer = (char *)wasi_at(wasi, a[1], size);
  if (buffer == NULL ||
      wasi_array_at(wasi, a[0], count, UVWASI_SERDES_SIZE_uint32_t) == NULL) {
    return UVWASI_EOVERFLOW;
  }
  char **strings = calloc((size_t)count + 1, sizeof *strings);
  if (strings == NULL)
    return UVWASI_ENOMEM;
  uvwasi_errno_t error = get(&wasi->uvwasi, strings, buffer);
  if (error == UVWASI_ESUCCESS)
    addresses_write(wasi, a[0], strings, count, a[1]);
  free(strings);
  return error;
}

static uvwasi_errno_t args_get(wasi *wasi, const uint64_t *a) {
  return strings_copy(wasi, a, uvwasi_args_get, wasi->uvwasi.argc,
                      wasi->uvwasi.argv_buf_size);
}

static uvwasi_errno_t environ_get(wasi *wasi, const uint64_t *a) {
  return strings_copy(wasi, a, uvwasi_environ_get, wasi->uvwasi.envc,
                      wasi->uvwasi.env_buf_size);
}

typedef uvwasi_errno_t (*sizes_get)(uvwasi_t *uvwasi, uvwasi_size_t *count,
                                    uvwasi_size_t *size);

static uvwasi_errno_t sizes_copy(wasi *wasi, const uint64_t *a, sizes_get get) {
  uvwasi_size_t count, size;
  if (wasi_at(wasi, a[0], UVWASI_SERDES_SIZE_size_t) == NULL ||
      wasi_at(wasi, a[1], UVWASI_SERDES_SIZE_size_t) == NULL) {
    return UVWASI_EOVERFLOW;
  }
  uvwasi_errno_t error = get(&wasi->uvwasi, &count, &size);
  if (error != UVWASI_ESUCCESS)
    return error;
  uvwasi_serdes_write_size_t(wasi->bytes, a[0], count);
  uvwasi_serdes_write_size_t(wasi->bytes, a[1], size);
  return error;
}

static uvwasi_errno_t args_sizes_get(wasi *wasi, const uint64_t *a) {
  return sizes_copy(wasi, a, uvwasi_args_sizes_get);
}

static uvwasi_errno_t environ_sizes_get(wasi *wasi, const uint64_t *a) {
  return sizes_copy(wasi, a, uvwasi_environ_sizes_get);
}

static uvwasi_errno_t clock_res_get(wasi *wasi, const uint64_t *a) {
  uvwasi_timestamp_t resolution = 0;
  if (wasi_at(wasi, a[1], UVWASI_SERDES_SIZE_timestamp_t) == NULL)
    return UVWASI_EOVERFLOW;
  uvwasi_errno_t error =
      uvwasi_clock_res_get(&wasi->uvwasi, (uvwasi_clockid_t)a[0], &resolution);
  if (error == UVWASI_ESUCCESS)
    uvwasi_serdes_write_timestamp_t(wasi->bytes, a[1], resolution);
  return error;
}

static uvwasi_errno_t clock_time_get(wasi *wasi, const uint64_t *a) {
  uvwasi_timestamp_t time = 0;
  if (wasi_at(wasi, a[2], UVWASI_SERDES_SIZE_timestamp_t) == NULL)
    return UVWASI_EOVERFLOW;
  uvwasi_errno_t error =
      uvwasi_clock_time_get(&wasi->uvwasi, (uvwasi_clockid_t)a[0], a[1], &time);
  if (error == UVWASI_ESUCCESS)
    uvwasi_serdes_write_timestamp_t(wasi->bytes, a[2], time);
  return error;
}

/* --- Waiting
 * ------------------------------------------------------------------------ */

static void events_write(wasi *wasi, uint64_t offset,
                         const uvwasi_event_t *events, uvwasi_size_t count) {
  for (uvwasi_size_t i = 0; i < count; i++) {
    uvwasi_serdes_write_event_t(
        wasi->bytes, offset + i * UVWASI_SERDES_SIZE_event_t, &events[i]);
  }
}

static uvwasi_errno_t poll_events(wasi *wasi, const uint64_t *a,
                                  uvwasi_subscription_t *subscriptions,
                                  uvwasi_event_t *events) {
  uvwasi_size_t count = (uvwasi_size_t)a[2], happened = 0;
  for (uvwasi_size_t i = 0; i < count; i++) {
    uvwasi_serdes_read_subscription_t(
        wasi->bytes, a[0] + i * UVWASI_SERDES_SIZE_subscription_t,
        &subscriptions[i]);
  }
  uvwasi_errno_t error = uvwasi_poll_oneoff(&wasi->uvwasi, subscriptions,
                                            events, count, &happened);
  if (error != UVWASI_ESUCCESS)
    return error;
  uvwasi_serdes_write_size_t(wasi->bytes, a[3], happened);
  events_write(wasi, a[1], events, happened);
  return error;
}

static uvwasi_errno_t poll_oneoff(wasi *wasi, const uint64_t *a) {
  if (wasi_array_at(wasi, a[0], a[2], UVWASI_SERDES_SIZE_subscription_t) ==
          NULL ||
      wasi_array_at(wasi, a[1], a[2], UVWASI_SERDES_SIZE_event_t) == NULL ||
      wasi_at(wasi, a[3], UVWASI_SERDES_SIZE_size_t) == NULL) {
    return UVWASI_EOVERFLOW;
  }
  uvwasi_subscription_t *subscriptions =
      calloc(a[2] + 1, sizeof *subscriptions);
  uvwasi_event_t *events = calloc(a[2] + 1, sizeof *events);
  uvwasi_errno_t error = UVWASI_ENOMEM;
  if (subscriptions && events)
    error = poll_events(wasi, a, subscriptions, events);
  free(subscriptions);
  free(events);
  return error;
}

static uvwasi_errno_t proc_raise(wasi *wasi, const uint64_t *a) {
  return uvwasi_proc_raise(&wasi->uvwasi, (uvwasi_signal_t)a[0]);
}

static uvwasi_errno_t random_get(wasi *wasi, const uint64_t *a) {
  uint8_t *buffer = wasi_at(wasi, a[0], a[1]);
  if (buffer == NULL)
    return UVWASI_EOVERFLOW;
  return uvwasi_random_get(&wasi->uvwasi, buffer, (uvwasi_size_t)a[1]);
}

static uvwasi_errno_t sched_yield_now(wasi *wasi, const uint64_t *a) {
  (void)a;
  return uvwasi_sched_yield(&wasi->uvwasi);
}

/* proc_exit is JavaScript's: it ends the process, or only the instance. */
const wasi_call_row wasi_other_calls[] = {
    {"args_get", "ii", args_get},
    {"args_sizes_get", "ii", args_sizes_get},
    {"clock_res_get", "ii", clock_res_get},
    {"clock_time_get", "iIi", clock_time_get},
    {"environ_get", "ii", environ_get},
    {"environ_sizes_get", "ii", environ_sizes_get},
    {"poll_oneoff", "iiii", poll_oneoff},
    {"proc_raise", "i", proc_raise},
    {"random_get", "ii", random_get},
    {"sched_yield", "", sched_yield_now},
    {NULL, NULL, NULL},
};
