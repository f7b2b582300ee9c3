// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive: where(c && d, a, b): conditions are nested; write where(c, where(d, a, b), b)
#include <ogive/expr.hpp>
using namespace ogive::symbols;

#ifdef WRONG
inline constexpr auto formula = where(x > 0 && x < 1, x, 0);
#else
inline constexpr auto formula = where(x > 0, where(x < 1, x, 0), 0);
#endif
