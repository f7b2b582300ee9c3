// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive: where(c || d, a, b): conditions are nested; write where(c, a, where(d, a, b))
#include <ogive/expr.hpp>
using namespace ogive::symbols;

#ifdef WRONG
inline constexpr auto formula = where(x > 1 || x < -1, x, 0);
#else
inline constexpr auto formula = where(x > 1, x, where(x < -1, x, 0));
#endif
