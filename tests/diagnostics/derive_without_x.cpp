// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive::derive(f): x does not occur in f; name the symbol
#include <ogive/expr.hpp>
using namespace ogive::symbols;

#ifdef WRONG
inline constexpr auto formula = derive(y * y);
#else
inline constexpr auto formula = derive(y * y, wrt(y));
#endif
