/* A Resolver's handle: a c-ares channel whose sockets and timeouts the event
 * loop watches.
 *
 * c-ares may call back while a query is being started, or from cancel().
 * JavaScript must not be called then; so a finished query is put into the
 * channel's list, and delivered when the event loop has processed a socket or
 * the timer, or, after a native that finished some, by deliver(). */
#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "../runtime/callback.h"
#include "../runtime/handle.h"
#include "../runtime/request.h"
#include "dns.h"

/* How often c-ares is given the chance to repeat a query. */
#define TIMER_MS 1000
#define DEFAULT_TIMEOUT_MS 5000

/* What a channel weighs outside the heap, about: c-ares has large tables. */
#define CHANNEL_BYTES (100 * 1024)

/* No host name is longer (RFC 1035, 2.3.4), but c-ares says what is wrong with
 * one that is. */
#define NAME_MAX_LENGTH 1024

typedef struct channel channel;
typedef struct query query;
typedef struct watch watch;

/* A query, from its start until it is delivered. */
struct query {
  env_request request;
  channel *channel;
  query *next; /* in the channel's list of finished ones */
  int status;
  int type; /* -1: a reverse lookup, its result is in `names` */
  bool ttl;
  int tries_left; /* beyond what c-ares does */
  uint8_t *answer;
  size_t length;
  char **names; /* ends with NULL */
  char name[];
};

/* A socket of c-ares's, watched. */
struct watch {
  env_handle base;
  uv_poll_t poll;
  channel *channel; /* NULL: the channel is gone */
  ares_socket_t fd;
  watch *next;
};

struct channel {
  env_handle base;
  uv_timer_t timer; /* active while queries are pending */
  ares_channel ares;
  bool has_ares;
  size_t pending; /* queries given to c-ares and not yet finished */
  query *done;    /* finished, the oldest first */
  query **done_end;
  watch *watches;
  uint64_t timer_ms;
  int extra_tries; /* see channel_options */
};

/* --- Results ------------------------------------------------------------- */

static const struct {
  int status;
  const char *name;
} statuses[] = {
    {ARES_ENODATA, "ENODATA"},
    {ARES_EFORMERR, "EFORMERR"},
    {ARES_ESERVFAIL, "ESERVFAIL"},
    {ARES_ENOTFOUND, "ENOTFOUND"},
    {ARES_ENOTIMP, "ENOTIMP"},
    {ARES_EREFUSED, "EREFUSED"},
    {ARES_EBADQUERY, "EBADQUERY"},
    {ARES_EBADNAME, "EBADNAME"},
    {ARES_EBADFAMILY, "EBADFAMILY"},
    {ARES_EBADRESP, "EBADRESP"},
    {ARES_ECONNREFUSED, "ECONNREFUSED"},
    {ARES_ETIMEOUT, "ETIMEOUT"},
    {ARES_EOF, "EOF"},
    {ARES_EFILE, "EFILE"},
    {ARES_ENOMEM, "ENOMEM"},
    {ARES_EDESTRUCTION, "EDESTRUCTION"},
    {ARES_EBADSTR, "EBADSTR"},
    {ARES_EBADFLAGS, "EBADFLAGS"},
    {ARES_ENONAME, "ENONAME"},
    {ARES_EBADHINTS, "EBADHINTS"},
    {ARES_ENOTINITIALIZED, "ENOTINITIALIZED"},
    {ARES_ELOADIPHLPAPI, "ELOADIPHLPAPI"},
    {ARES_EADDRGETNETWORKPARAMS, "EADDRGETNETWORKPARAMS"},
    {ARES_ECANCELLED, "ECANCELLED"},
};

const char *dns_status_name(int status) {
  for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
    if (statuses[i].status == status)
      return statuses[i].name;
  }
  return "UNKNOWN";
}

static void query_free(query *q) {
  for (char **name = q->names; name != NULL && *name != NULL; name++)
    free(*name);
  free(q->names);
  free(q->answer);
  free(q);
}

static js_value names_value(js_isolate *iso, char **names) {
  js_value array = js_array(iso, 0);
  for (uint32_t i = 0; names != NULL && names[i] != NULL; i++) {
    js_set_index(iso, array, i, js_string_utf8(iso, names[i], JS_AUTO_LENGTH));
  }
  return array;
}

static void query_deliver(query *q) {
  js_isolate *iso = q->request.env->iso;
  js_scope scope;
  js_scope_open(iso, &scope);
  js_value result = JS_EMPTY;
  if (q->status == ARES_SUCCESS && q->type < 0) {
    result = names_value(iso, q->names);
  } else if (q->status == ARES_SUCCESS) {
    result = dns_records_read(iso, q->answer, q->length, q->type, q->ttl,
                              &q->status);
  }
  if (result != JS_EMPTY) {
    env_request_succeed(&q->request, result);
  } else {
    env_request_fail(&q->request,
                     js_string_literal(iso, dns_status_name(q->status)));
  }
  js_scope_close(&scope);
  query_free(q);
}

/* Calls back for all that is finished. A callback may start, finish or cancel
 * others, or close the channel; it stays allocated until the loop's next turn.
 */
static void channel_deliver(channel *ch) {
  while (ch->done != NULL) {
    query *q = ch->done;
    ch->done = q->next;
    if (ch->done == NULL)
      ch->done_end = &ch->done;
    query_deliver(q);
  }
}

static void channel_rest(channel *ch) {
  uv_timer_stop(&ch->timer);
  if (ch->base.wrap != NULL)
    js_wrap_make_weak(ch->base.wrap);
}

static void query_finish(query *q, int status) {
  channel *ch = q->channel;
  q->status = status;
  q->next = NULL;
  *ch->done_end = q;
  ch->done_end = &q->next;
  if (--ch->pending == 0 && !ch->base.is_closing)
    channel_rest(ch);
}

/* --- Sockets and timeouts ------------------------------------------------ */

static void on_watch_closed(env_handle *handle) {
  watch *w = (watch *)handle;
  if (w->channel == NULL)
    return;
  watch **link = &w->channel->watches;
  while (*link != NULL && *link != w)
    link = &(*link)->next;
  if (*link == w)
    *link = w->next;
}

static void on_socket(uv_poll_t *poll, int status, int events) {
  watch *w = poll->data;
  channel *ch = w->channel;
  if (ch == NULL || ch->base.is_closing)
    return;
  if (ch->pending > 0)
    uv_timer_again(&ch->timer);
  bool is_readable = status < 0 || (events & UV_READABLE);
  bool is_writable = status < 0 || (events & UV_WRITABLE);
  ares_process_fd(ch->ares, is_readable ? w->fd : ARES_SOCKET_BAD,
                  is_writable ? w->fd : ARES_SOCKET_BAD);
  channel_deliver(ch);
}

static watch *watch_new(channel *ch, ares_socket_t fd) {
  watch *w = calloc(1, sizeof *w);
  if (w == NULL)
    return NULL;
  env *env = ch->base.env;
  if (uv_poll_init_socket(&env->loop, &w->poll, fd) != 0) {
    free(w);
    return NULL;
  }
  w->channel = ch;
  w->fd = fd;
  w->next = ch->watches;
  ch->watches = w;
  env_handle_init(&w->base, env, (uv_handle_t *)&w->poll, JS_EMPTY, NULL);
  w->base.on_closed = on_watch_closed;
  return w;
}

static watch *watch_find(channel *ch, ares_socket_t fd) {
  watch *w = ch->watches;
  while (w != NULL && (w->fd != fd || w->base.is_closing))
    w = w->next;
  return w;
}

/* c-ares tells what it waits for on a socket: nothing before it closes it. */
static void on_socket_state(void *data, ares_socket_t fd, int readable,
                            int writable) {
  channel *ch = data;
  watch *w = watch_find(ch, fd);
  if (!readable && !writable) {
    if (w == NULL)
      return;
    uv_poll_stop(&w->poll);
    env_handle_close(&w->base);
    return;
  }
  if (w == NULL)
    w = watch_new(ch, fd);
  if (w == NULL)
    return; /* no memory: the query will time out */
  int events = (readable ? UV_READABLE : 0) | (writable ? UV_WRITABLE : 0);
  uv_poll_start(&w->poll, events, on_socket);
}

static void on_timer(uv_timer_t *timer) {
  channel *ch = timer->data;
  if (ch->base.is_closing)
    return;
  ares_process_fd(ch->ares, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
  channel_deliver(ch);
}

static void channel_wake(channel *ch) {
  if (ch->pending++ > 0)
    return;
  if (ch->base.wrap != NULL)
    js_wrap_make_strong(ch->base.wrap);
  uv_timer_start(&ch->timer, on_timer, ch->timer_ms, ch->timer_ms);
}

/* --- Making and ending --------------------------------------------------- */

static void on_channel_closed(env_handle *handle) {
  channel *ch = (channel *)handle;
  for (watch *w = ch->watches; w != NULL; w = w->next) {
    w->channel = NULL;
    if (!w->base.is_closing)
      env_handle_close(&w->base);
  }
  ch->watches = NULL;
  if (ch->has_ares)
    ares_destroy(ch->ares);
  js_external_memory_adjust(ch->base.env->iso, -CHANNEL_BYTES);
  while (ch->done != NULL) {
    query *q = ch->done;
    ch->done = q->next;
    env_request_abandon(&q->request);
    query_free(q);
  }
}

/* The program has dropped its Resolver. */
static void channel_finalize(js_isolate *iso, void *native) {
  (void)iso;
  channel *ch = native;
  ch->base.wrap = NULL;
  env_handle_close(&ch->base);
}

/* A timeout that does not grow from try to try needs a c-ares that knows
 * ARES_OPT_MAXTIMEOUTMS; with an older one it makes one try, and the others are
 * made here. */
static void channel_options(channel *ch, struct ares_options *options,
                            int *mask, int timeout, int tries,
                            int max_timeout) {
  *mask = ARES_OPT_FLAGS | ARES_OPT_TIMEOUTMS | ARES_OPT_SOCK_STATE_CB |
          ARES_OPT_TRIES;
  options->flags = ARES_FLAG_NOCHECKRESP;
  options->sock_state_cb = on_socket_state;
  options->sock_state_cb_data = ch;
  options->timeout = timeout < 0 ? DEFAULT_TIMEOUT_MS : timeout;
  options->tries = tries;
  if (max_timeout > 0) {
    if (options->timeout > max_timeout)
      options->timeout = max_timeout;
    options->tries = 1;
    ch->extra_tries = tries - 1;
  }
  int64_t timer_ms = options->timeout == 0         ? 1
                     : options->timeout < TIMER_MS ? options->timeout
                                                   : TIMER_MS;
  ch->timer_ms = (uint64_t)timer_ms;
}

static int int_argument(js_call *call, int index, int otherwise) {
  js_value value = js_call_arg(call, index);
  return js_is_int32(value) ? js_int32_value(value) : otherwise;
}

/* new Channel(timeout, tries, maxTimeout) */
static void native_construct(js_call *call) {
  env *env = env_of_call(call);
  channel *ch = calloc(1, sizeof *ch);
  if (ch == NULL) {
    js_throw_out_of_memory(env->iso);
    return;
  }
  ch->done_end = &ch->done;
  struct ares_options options = {0};
  int mask;
  channel_options(ch, &options, &mask, int_argument(call, 0, -1),
                  int_argument(call, 1, 4), int_argument(call, 2, 0));
  int status = ares_init_options(&ch->ares, &options, mask);
  if (status != ARES_SUCCESS) {
    free(ch);
    js_throw_error(env->iso, dns_status_name(status), ares_strerror(status));
    return;
  }
  ch->has_ares = true;
  uv_timer_init(&env->loop, &ch->timer);
  env_handle_init(&ch->base, env, (uv_handle_t *)&ch->timer, js_call_this(call),
                  &dns_channel_class);
  ch->base.on_closed = on_channel_closed;
  js_wrap_make_weak(ch->base.wrap);
  js_external_memory_adjust(env->iso, CHANNEL_BYTES);
}

static channel *channel_of_call(js_call *call) {
  channel *ch = js_call_unwrap(call, &dns_channel_class);
  return ch != NULL && !ch->base.is_closing ? ch : NULL;
}

/* --- Queries ------------------------------------------------------------- */

static void query_send(query *q);

static void on_answer(void *data, int status, int timeouts,
                      unsigned char *answer, int length) {
  (void)timeouts;
  query *q = data;
  if (status == ARES_ETIMEOUT && q->tries_left > 0) {
    q->tries_left--;
    query_send(q);
    return;
  }
  if (status == ARES_SUCCESS) {
    q->answer = malloc((size_t)length);
    if (q->answer == NULL)
      status = ARES_ENOMEM;
  }
  if (status == ARES_SUCCESS) {
    memcpy(q->answer, answer, (size_t)length);
    q->length = (size_t)length;
  }
  query_finish(q, status);
}

static void query_send(query *q) {
  ares_query(q->channel->ares, q->name, 1 /* class IN */, q->type, on_answer,
             q);
}

/* The names of a host: the first, then all others that differ from it. */
static char **names_of_host(const struct hostent *host) {
  size_t count = 0;
  while (host->h_aliases[count] != NULL)
    count++;
  char **names = calloc(count + 2, sizeof *names);
  if (names == NULL)
    return NULL;
  size_t used = 0;
  if (host->h_name != NULL)
    names[used++] = strdup(host->h_name);
  for (size_t i = 0; i < count; i++) {
    bool is_first =
        host->h_name != NULL && strcmp(host->h_name, host->h_aliases[i]) == 0;
    if (!is_first)
      names[used++] = strdup(host->h_aliases[i]);
  }
  return names;
}

static void on_host(void *data, int status, int timeouts,
                    struct hostent *host) {
  (void)timeouts;
  query *q = data;
  if (status == ARES_SUCCESS) {
    q->names = names_of_host(host);
    if (q->names == NULL)
      status = ARES_ENOMEM;
  }
  query_finish(q, status);
}

static query *query_new(channel *ch, size_t name_length, js_value callback) {
  query *q = calloc(1, sizeof *q + name_length + 1);
  if (q == NULL)
    return NULL;
  q->channel = ch;
  q->tries_left = ch->extra_tries;
  env_request_init_callback(&q->request, ch->base.env, callback);
  channel_wake(ch);
  return q;
}

/* query(type, name, ttl, callback): callback(code | null, records). Returns
 * whether something is finished already: deliver() must be called, later. */
static void native_query(js_call *call) {
  channel *ch = channel_of_call(call);
  if (ch == NULL)
    return;
  js_isolate *iso = js_call_isolate(call);
  js_value name = js_call_arg(call, 1);
  if (!js_is_string(name))
    return;
  size_t length = js_string_utf8_length(iso, name);
  if (length > NAME_MAX_LENGTH)
    length = NAME_MAX_LENGTH;
  query *q = query_new(ch, length, js_call_arg(call, 3));
  if (q == NULL) {
    js_throw_out_of_memory(iso);
    return;
  }
  q->type = int_argument(call, 0, 1);
  q->ttl = js_is_true(js_call_arg(call, 2));
  js_string_write_utf8(iso, name, q->name, length, NULL);
  query_send(q);
  js_return_bool(call, ch->done != NULL);
}

static int parse_address(const char *text, uint8_t bytes[static 16],
                         int *length) {
  bool is_ipv6 = strchr(text, ':') != NULL;
  *length = is_ipv6 ? 16 : 4;
  int family = is_ipv6 ? AF_INET6 : AF_INET;
  return uv_inet_pton(family, text, bytes) == 0 ? family : -1;
}

/* reverse(address, callback): as query; a negative libuv error if it is no
 * address. */
static void native_reverse(js_call *call) {
  channel *ch = channel_of_call(call);
  if (ch == NULL)
    return;
  js_isolate *iso = js_call_isolate(call);
  char text[INET6_ADDRSTRLEN + 1];
  uint8_t bytes[16];
  int length;
  size_t end = js_string_write_utf8(iso, js_call_arg(call, 0), text,
                                    sizeof text - 1, NULL);
  text[end] = '\0';
  int family = parse_address(text, bytes, &length);
  if (family < 0) {
    js_return_int32(call, UV_EINVAL);
    return;
  }
  query *q = query_new(ch, 0, js_call_arg(call, 1));
  if (q == NULL) {
    js_throw_out_of_memory(iso);
    return;
  }
  q->type = -1;
  ares_gethostbyaddr(ch->ares, bytes, length, family, on_host, q);
  js_return_bool(call, ch->done != NULL);
}

static void native_deliver(js_call *call) {
  channel *ch = channel_of_call(call);
  if (ch != NULL)
    channel_deliver(ch);
}

/* cancel(): all pending queries are finished, see deliver(). */
static void native_cancel(js_call *call) {
  channel *ch = channel_of_call(call);
  if (ch != NULL)
    ares_cancel(ch->ares);
}

/* --- Servers ------------------------------------------------------------- */

/* getServers(): [[address, port], ...] */
static void native_get_servers(js_call *call) {
  channel *ch = channel_of_call(call);
  if (ch == NULL)
    return;
  js_isolate *iso = js_call_isolate(call);
  struct ares_addr_port_node *servers = NULL;
  js_value list = js_array(iso, 0);
  uint32_t count = 0;
  ares_get_servers_ports(ch->ares, &servers);
  for (struct ares_addr_port_node *s = servers; s != NULL; s = s->next) {
    char text[INET6_ADDRSTRLEN];
    uv_inet_ntop(s->family, &s->addr, text, sizeof text);
    js_value row[2] = {js_string_utf8(iso, text, JS_AUTO_LENGTH),
                       js_int32(iso, s->udp_port)};
    js_set_index(iso, list, count++, js_array_from(iso, row, 2));
  }
  if (servers != NULL)
    ares_free_data(servers);
  js_return(call, list);
}

/* Reads one [address, port]. */
static bool server_read(js_isolate *iso, js_value row,
                        struct ares_addr_port_node *server) {
  js_value values[2];
  char text[INET6_ADDRSTRLEN + 1];
  uint8_t bytes[16];
  int length;
  if (!js_is_array(row) || js_array_length(row) != 2)
    return false;
  if (!js_array_read(iso, row, values, 2))
    return false;
  if (!js_is_string(values[0]) || !js_is_int32(values[1]))
    return false;
  size_t end =
      js_string_write_utf8(iso, values[0], text, sizeof text - 1, NULL);
  text[end] = '\0';
  server->family = parse_address(text, bytes, &length);
  memcpy(&server->addr, bytes, (size_t)length);
  server->udp_port = js_int32_value(values[1]);
  server->tcp_port = server->udp_port;
  return server->family >= 0;
}

static int servers_set(channel *ch, js_isolate *iso, js_value list) {
  uint32_t count = js_array_length(list);
  if (count == 0)
    return ares_set_servers_ports(ch->ares, NULL);
  struct ares_addr_port_node *nodes = calloc(count, sizeof *nodes);
  if (nodes == NULL)
    return ARES_ENOMEM;
  int status = ARES_SUCCESS;
  for (uint32_t i = 0; i < count && status == ARES_SUCCESS; i++) {
    js_value row = js_get_index(iso, list, i);
    if (row == JS_EMPTY || !server_read(iso, row, &nodes[i]))
      status = ARES_EBADSTR;
    nodes[i].next = i + 1 < count ? &nodes[i + 1] : NULL;
  }
  if (status == ARES_SUCCESS)
    status = ares_set_servers_ports(ch->ares, nodes);
  free(nodes);
  return status;
}

/* setServers([[address, port], ...]): undefined, or why it failed. */
static void native_set_servers(js_call *call) {
  channel *ch = channel_of_call(call);
  js_value list = js_call_arg(call, 0);
  if (ch == NULL || !js_is_array(list))
    return;
  js_isolate *iso = js_call_isolate(call);
  if (ch->pending > 0) {
    js_return(call, js_string_literal(iso, "There are pending queries."));
    return;
  }
  int status = servers_set(ch, iso, list);
  if (status == ARES_SUCCESS)
    return;
  js_return(call, js_string_utf8(iso, ares_strerror(status), JS_AUTO_LENGTH));
}

/* setLocalAddress(ipv4 | undefined, ipv6 | undefined): the bytes' owner is
 * JavaScript, which has checked the texts. */
static void native_set_local_address(js_call *call) {
  channel *ch = channel_of_call(call);
  if (ch == NULL)
    return;
  js_isolate *iso = js_call_isolate(call);
  uint8_t bytes[2][16] = {{0}};
  for (int i = 0; i < 2; i++) {
    js_value value = js_call_arg(call, i);
    char text[INET6_ADDRSTRLEN + 1];
    int length;
    if (!js_is_string(value))
      continue;
    size_t end = js_string_write_utf8(iso, value, text, sizeof text - 1, NULL);
    text[end] = '\0';
    parse_address(text, bytes[i], &length);
  }
  uint32_t ipv4;
  memcpy(&ipv4, bytes[0], sizeof ipv4);
  ares_set_local_ip4(ch->ares, ntohl(ipv4));
  ares_set_local_ip6(ch->ares, bytes[1]);
}

static const js_native_entry methods[] = {
    {"query", native_query, 4, NULL},
    {"reverse", native_reverse, 2, NULL},
    {"deliver", native_deliver, 0, NULL},
    {"cancel", native_cancel, 0, NULL},
    {"getServers", native_get_servers, 0, NULL},
    {"setServers", native_set_servers, 1, NULL},
    {"setLocalAddress", native_set_local_address, 2, NULL},
    {NULL, NULL, 0, NULL},
};

const js_class dns_channel_class = {
    .name = "Channel",
    .construct = native_construct,
    .methods = methods,
    .parent = &env_handle_class,
    .finalize = channel_finalize,
};
