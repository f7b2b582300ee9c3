// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive: wrt(v): v is no symbol; pass an input such as x or the name of a parameter
#include <ogive/expr.hpp>
using namespace ogive::symbols;

#ifdef WRONG
inline constexpr auto formula = derive(x * y, wrt(x * y));
#else
inline constexpr auto formula = derive(x * y, wrt(x));
#endif
