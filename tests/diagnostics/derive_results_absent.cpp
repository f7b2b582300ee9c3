// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive::derive(results(...), wrt(v)): v occurs in none of the results
#include <ogive/expr.hpp>
using namespace ogive::symbols;

#ifdef WRONG
inline constexpr auto formula = derive(results(x, y), wrt(param<"p">));
#else
inline constexpr auto formula = derive(results(x, param<"p">(1) * y), wrt(param<"p">));
#endif
