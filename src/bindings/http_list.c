/* The connections of one server. All timeouts of a server are found by walking
 * these rows from one coarse timer; no connection has a timer of its own. */
#include <stdlib.h>

#include "http.h"

static void list_release(http_list *list) {
  if (--list->references > 0)
    return;
  free(list->spare_out);
  free(list);
}

void http_list_add(http_list *list, http_parser *parser) {
  parser->list = list;
  list->references++;
  parser->next = list->first;
  parser->prev_next = &list->first;
  if (list->first != NULL)
    list->first->prev_next = &parser->next;
  list->first = parser;
}

void http_list_remove(http_parser *parser) {
  http_list *list = parser->list;
  if (list == NULL)
    return;
  http_list_mark_busy(parser);
  *parser->prev_next = parser->next;
  if (parser->next != NULL)
    parser->next->prev_next = parser->prev_next;
  parser->list = NULL;
  list_release(list);
}

void http_list_mark_idle(http_parser *parser) {
  http_list *list = parser->list;
  if (list == NULL || parser->is_idle)
    return;
  parser->is_idle = true;
  parser->idle_since_ms = uv_now(&parser->env->loop);
  parser->idle_next = NULL;
  parser->idle_prev = list->idle_last;
  if (list->idle_last != NULL)
    list->idle_last->idle_next = parser;
  else
    list->idle_first = parser;
  list->idle_last = parser;
}

void http_list_mark_busy(http_parser *parser) {
  http_list *list = parser->list;
  if (!parser->is_idle)
    return;
  parser->is_idle = false;
  if (parser->idle_prev != NULL)
    parser->idle_prev->idle_next = parser->idle_next;
  else
    list->idle_first = parser->idle_next;
  if (parser->idle_next != NULL)
    parser->idle_next->idle_prev = parser->idle_prev;
  else
    list->idle_last = parser->idle_prev;
}

/* --- What lib/ calls --------------------------------------------------------
 */

static void list_push(js_isolate *iso, js_value array, uint32_t *count,
                      http_parser *parser) {
  js_value object = js_wrap_object(iso, parser->wrap);
  if (object != JS_EMPTY) /* collected, to be finalized soon */
    js_set_index(iso, array, (*count)++, object);
}

/* all(): every connection. */
static void list_native_all(js_call *call) {
  http_list *list = js_call_unwrap(call, &http_list_class);
  if (list == NULL)
    return;
  js_isolate *iso = js_call_isolate(call);
  js_value array = js_array(iso, 0);
  uint32_t count = 0;
  for (http_parser *p = list->first; p != NULL; p = p->next)
    list_push(iso, array, &count, p);
  js_return(call, array);
}

/* isEmpty(): whether there is no connection. */
static void list_native_is_empty(js_call *call) {
  http_list *list = js_call_unwrap(call, &http_list_class);
  if (list != NULL)
    js_return_bool(call, list->first == NULL);
}

/* idle(): those that are not reading a message. */
static void list_native_idle(js_call *call) {
  http_list *list = js_call_unwrap(call, &http_list_class);
  if (list == NULL)
    return;
  js_isolate *iso = js_call_isolate(call);
  js_value array = js_array(iso, 0);
  uint32_t count = 0;
  for (http_parser *p = list->first; p != NULL; p = p->next) {
    if (p->started_ms == 0)
      list_push(iso, array, &count, p);
  }
  js_return(call, array);
}

static bool is_late(const http_parser *p, double headers_ms, double request_ms,
                    uint64_t now_ms) {
  if (p->started_ms == 0)
    return false;
  double elapsed_ms = (double)(now_ms - p->started_ms);
  if (!p->has_headers && headers_ms > 0 && elapsed_ms >= headers_ms)
    return true;
  return request_ms > 0 && elapsed_ms >= request_ms;
}

/* late(headersTimeout, requestTimeout): those whose message takes too long to
 * arrive; 0: no limit. They are not found again. */
static void list_native_late(js_call *call) {
  http_list *list = js_call_unwrap(call, &http_list_class);
  if (list == NULL)
    return;
  js_isolate *iso = js_call_isolate(call);
  double headers_ms, request_ms;
  if (!js_to_double(iso, js_call_arg(call, 0), &headers_ms) ||
      !js_to_double(iso, js_call_arg(call, 1), &request_ms))
    return;
  uint64_t now_ms = uv_now(&list->env->loop);
  js_value array = js_array(iso, 0);
  uint32_t count = 0;
  for (http_parser *p = list->first; p != NULL; p = p->next) {
    if (!is_late(p, headers_ms, request_ms, now_ms))
      continue;
    p->started_ms = 0;
    list_push(iso, array, &count, p);
  }
  js_return(call, array);
}

/* expired(timeout): those that have waited at least `timeout` ms for their next
 * request; then, as the array's last element, the ms until the next one will
 * have (-1: none waits). They are taken out of the row. */
static void list_native_expired(js_call *call) {
  http_list *list = js_call_unwrap(call, &http_list_class);
  if (list == NULL)
    return;
  js_isolate *iso = js_call_isolate(call);
  double timeout_ms;
  if (!js_to_double(iso, js_call_arg(call, 0), &timeout_ms))
    return;
  uint64_t now_ms = uv_now(&list->env->loop);
  js_value array = js_array(iso, 0);
  uint32_t count = 0;
  double next_ms = -1;
  while (list->idle_first != NULL) {
    http_parser *p = list->idle_first;
    double elapsed_ms = (double)(now_ms - p->idle_since_ms);
    if (elapsed_ms < timeout_ms) {
      next_ms = timeout_ms - elapsed_ms;
      break;
    }
    http_list_mark_busy(p);
    list_push(iso, array, &count, p);
  }
  js_set_index(iso, array, count, js_double(iso, next_ms));
  js_return(call, array);
}

static void list_native_new(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  http_list *list = calloc(1, sizeof(*list));
  if (list == NULL) {
    js_throw_out_of_memory(iso);
    return;
  }
  list->env = env_of(iso);
  list->references = 1;
  js_wrap_new(iso, js_call_this(call), &http_list_class, list, false);
}

static void list_finalize(js_isolate *iso, void *native) {
  (void)iso;
  list_release(native);
}

static const js_native_entry list_methods[] = {
    {"all", list_native_all, 0, NULL},
    {"isEmpty", list_native_is_empty, 0, NULL},
    {"idle", list_native_idle, 0, NULL},
    {"late", list_native_late, 2, NULL},
    {"expired", list_native_expired, 1, NULL},
    {NULL, NULL, 0, NULL},
};

const js_class http_list_class = {
    .name = "ConnectionsList",
    .construct = list_native_new,
    .methods = list_methods,
    .finalize = list_finalize,
};
