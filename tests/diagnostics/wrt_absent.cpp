// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive::derive(f, wrt(v)): v does not occur in f; pass an input or parameter of f
#include <ogive/expr.hpp>
using namespace ogive::symbols;

#ifdef WRONG
inline constexpr auto formula = derive(x * sigmoid(x), wrt(y));
#else
inline constexpr auto formula = derive(x * sigmoid(y), wrt(y));
#endif
