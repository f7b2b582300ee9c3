// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive::derive(f, v): v is not wrt(...); write derive(f, wrt(x))
#include <ogive/expr.hpp>
using namespace ogive::symbols;

#ifdef WRONG
inline constexpr auto formula = derive(x * y, y);
#else
inline constexpr auto formula = derive(x * y, wrt(y));
#endif
