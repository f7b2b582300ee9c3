// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive: where(!c, a, b): a condition is not negated; write where(c, b, a)
#include <ogive/expr.hpp>
using namespace ogive::symbols;

#ifdef WRONG
inline constexpr auto formula = where(!(x > 1), x, 0);
#else
inline constexpr auto formula = where(x > 1, 0, x);
#endif
