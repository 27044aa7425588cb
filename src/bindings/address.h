/* Socket addresses between C and JavaScript. Shared by tcp, udp and dns. */
#ifndef BINDINGS_ADDRESS_H_
#define BINDINGS_ADDRESS_H_

#include <sys/socket.h>

#include "../runtime/env.h"

/* Reads an IP address (string; IPv6 may have a %zone) and a port (number) from
 * two arguments of a native. UV_EINVAL if they are not that. */
int address_of_arguments(js_call *call, int first,
                         struct sockaddr_storage *address);

/* Sets the properties address (string), family ('IPv4' or 'IPv6') and port of
 * an object. An address of another family leaves it as it is. */
void address_to_object(js_isolate *iso, const struct sockaddr *address,
                       js_value object);

/* The address as text, without port; JS_EMPTY for other families. */
js_value address_to_string(js_isolate *iso, const struct sockaddr *address);

#endif
