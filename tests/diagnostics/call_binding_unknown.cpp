// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive: f(..., param<...> = value): f has no parameter of this name; bind one that it has
#include <ogive/ogive.hpp>
using namespace ogive::symbols;

#ifdef WRONG
inline constexpr auto formula = ogive::activations::prelu(-2.0, param<"slpoe"> = 1);
#else
inline constexpr auto formula = ogive::activations::prelu(-2.0, param<"slope"> = 1);
#endif
