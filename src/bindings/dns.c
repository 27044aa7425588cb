/* The system's name resolution, on the thread pool. */
#include "dns.h"

#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "../runtime/binding.h"
#include "../runtime/request.h"
#include "address.h"

/* How lookup() orders addresses; lib/ knows the numbers. */
enum {
  ORDER_VERBATIM = 0,
  ORDER_IPV4_FIRST = 1,
  ORDER_IPV6_FIRST = 2,
};

typedef struct lookup {
  env_request request;
  uv_getaddrinfo_t uv;
  int order;
} lookup;

typedef struct service_lookup {
  env_request request;
  uv_getnameinfo_t uv;
} service_lookup;

/* --- getaddrinfo --------------------------------------------------------- */

static uint32_t addresses_append(js_isolate *iso, js_value list, uint32_t count,
                                 const struct addrinfo *info, int family) {
  for (; info != NULL; info = info->ai_next) {
    if (family != AF_UNSPEC && info->ai_family != family)
      continue;
    js_value text = address_to_string(iso, info->ai_addr);
    if (text == JS_EMPTY)
      continue;
    js_set_index(iso, list, count++, text);
  }
  return count;
}

static js_value addresses_value(js_isolate *iso, const struct addrinfo *info,
                                int order) {
  js_value list = js_array(iso, 0);
  if (order == ORDER_VERBATIM) {
    addresses_append(iso, list, 0, info, AF_UNSPEC);
    return list;
  }
  int first = order == ORDER_IPV4_FIRST ? AF_INET : AF_INET6;
  int second = order == ORDER_IPV4_FIRST ? AF_INET6 : AF_INET;
  uint32_t count = addresses_append(iso, list, 0, info, first);
  addresses_append(iso, list, count, info, second);
  return list;
}

static void on_lookup(uv_getaddrinfo_t *uv, int status, struct addrinfo *info) {
  lookup *l = uv->data;
  js_isolate *iso = l->request.env->iso;
  js_scope scope;
  js_scope_open(iso, &scope);
  if (status == 0) {
    env_request_succeed(&l->request, addresses_value(iso, info, l->order));
  } else {
    env_request_fail(&l->request, js_int32(iso, status));
  }
  js_scope_close(&scope);
  uv_freeaddrinfo(info);
  free(l);
}

static int int_argument(js_call *call, int index) {
  js_value value = js_call_arg(call, index);
  return js_is_int32(value) ? js_int32_value(value) : 0;
}

static int lookup_start(js_call *call, lookup *l, const char *host) {
  int family = int_argument(call, 1);
  struct addrinfo hints = {
      .ai_family = family == 4   ? AF_INET
                   : family == 6 ? AF_INET6
                                 : AF_UNSPEC,
      .ai_socktype = SOCK_STREAM,
      .ai_flags = int_argument(call, 2),
  };
  return uv_getaddrinfo(&l->request.env->loop, &l->uv, on_lookup, host, NULL,
                        &hints);
}

/* getaddrinfo(host, family, hints, order, callback): callback(errno | null,
 * addresses). Returns 0 or a negative error, then there is no callback. */
static void native_getaddrinfo(js_call *call) {
  env *env = env_of_call(call);
  char buffer[256];
  char *host = js_string_to_utf8_inline(env->iso, js_call_arg(call, 0), buffer,
                                        sizeof buffer, NULL);
  lookup *l = calloc(1, sizeof *l);
  int status = UV_ENOMEM;
  if (host == NULL || l == NULL)
    goto done;
  l->order = int_argument(call, 3);
  l->uv.data = l;
  env_request_init_callback(&l->request, env, js_call_arg(call, 4));
  status = lookup_start(call, l, host);
  if (status == 0) {
    l = NULL;
  } else {
    env_request_abandon(&l->request);
  }

done:
  if (host != buffer)
    free(host);
  free(l);
  js_return_int32(call, status);
}

/* --- getnameinfo --------------------------------------------------------- */

static void on_service(uv_getnameinfo_t *uv, int status, const char *host,
                       const char *service) {
  service_lookup *l = uv->data;
  js_isolate *iso = l->request.env->iso;
  js_scope scope;
  js_scope_open(iso, &scope);
  if (status == 0) {
    js_value names[2] = {js_string_utf8(iso, host, JS_AUTO_LENGTH),
                         js_string_utf8(iso, service, JS_AUTO_LENGTH)};
    env_request_succeed(&l->request, js_array_from(iso, names, 2));
  } else {
    env_request_fail(&l->request, js_int32(iso, status));
  }
  js_scope_close(&scope);
  free(l);
}

/* getnameinfo(address, port, callback): callback(errno | null, [host,
 * service]). Returns as getaddrinfo does. */
static void native_getnameinfo(js_call *call) {
  env *env = env_of_call(call);
  struct sockaddr_storage address;
  int status = address_of_arguments(call, 0, &address);
  service_lookup *l = status == 0 ? calloc(1, sizeof *l) : NULL;
  if (status == 0 && l == NULL)
    status = UV_ENOMEM;
  if (status != 0)
    goto done;
  l->uv.data = l;
  env_request_init_callback(&l->request, env, js_call_arg(call, 2));
  status = uv_getnameinfo(&env->loop, &l->uv, on_service,
                          (struct sockaddr *)&address, NI_NAMEREQD);
  if (status == 0) {
    l = NULL;
  } else {
    env_request_abandon(&l->request);
  }

done:
  free(l);
  js_return_int32(call, status);
}

/* typeNumber(name): of 'A', 'MX' ...; -1 if unknown */
static void native_type_number(js_call *call) {
  char name[16];
  size_t length = js_string_write_utf8(
      js_call_isolate(call), js_call_arg(call, 0), name, sizeof name - 1, NULL);
  name[length] = '\0';
  js_return_int32(call, dns_type_of_name(name));
}

/* --- The binding --------------------------------------------------------- */

static const js_native_entry natives[] = {
    {"getaddrinfo", native_getaddrinfo, 5, NULL},
    {"getnameinfo", native_getnameinfo, 3, NULL},
    {"typeNumber", native_type_number, 1, NULL},
    {NULL, NULL, 0, NULL},
};

static void init_dns(env *env, js_value exports) {
  js_isolate *iso = env->iso;
  js_define_int32(iso, exports, "AI_ADDRCONFIG", AI_ADDRCONFIG);
  js_define_int32(iso, exports, "AI_ALL", AI_ALL);
  js_define_int32(iso, exports, "AI_V4MAPPED", AI_V4MAPPED);
  js_define_int32(iso, exports, "kVerbatim", ORDER_VERBATIM);
  js_define_int32(iso, exports, "kIpv4First", ORDER_IPV4_FIRST);
  js_define_int32(iso, exports, "kIpv6First", ORDER_IPV6_FIRST);
}

static const js_class *const classes[] = {&dns_channel_class, NULL};

const binding dns_binding = {
    .name = "dns",
    .natives = natives,
    .classes = classes,
    .init = init_dns,
};
