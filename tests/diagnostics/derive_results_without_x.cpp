// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive::derive(results(...), wrt(v)): v occurs in none of the results
#include <ogive/expr.hpp>
using namespace ogive::symbols;

#ifdef WRONG
inline constexpr auto formula = derive(results(y, z));
#else
inline constexpr auto formula = derive(results(x * y, z));
#endif
