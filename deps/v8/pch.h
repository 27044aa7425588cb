// The headers that nearly every file of V8 parses. Parsing them is 80 to 90 % of
// the time a V8 file takes to compile, so they are parsed once.
#include <algorithm>
#include <cstring>
#include <iterator>
#include <iosfwd>
#include <memory>
#include <string>

#include "src/api/api-inl.h"
#include "src/ast/ast.h"
#include "src/base/vector.h"
#include "src/builtins/builtins-definitions.h"
#include "src/common/globals.h"
#include "src/execution/isolate-inl.h"
#include "src/heap/heap-inl.h"
#include "src/objects/dictionary-inl.h"
#include "src/objects/fixed-array-inl.h"
#include "src/objects/js-objects-inl.h"
#include "src/objects/objects-inl.h"
#include "src/utils/utils.h"
