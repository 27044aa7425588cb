# Prints the C table of bindings. Arguments: the bindings' names.
echo '#include "runtime/binding.h"'
for name in "$@"; do echo "extern const binding ${name}_binding;"; done
echo 'const binding *const bindings_all[] = {'
for name in "$@"; do echo "  &${name}_binding,"; done
echo '  NULL,'
echo '};'
