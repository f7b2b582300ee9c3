// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive: where(c, a, b): c is not a comparison; write where(x > 0, a, b)
#include <ogive/expr.hpp>
using namespace ogive::symbols;

#ifdef WRONG
inline constexpr auto formula = where(x, x, 0);
#else
inline constexpr auto formula = where(x > 0, x, 0);
#endif
