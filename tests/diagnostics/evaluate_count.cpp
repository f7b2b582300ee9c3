// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive::evaluate<f>(v..., bindings...): pass as many numbers as f has inputs
#include <ogive/ogive.hpp>
using namespace ogive::symbols;

#ifdef WRONG
inline constexpr auto formula = ogive::evaluate<x * y>(2.0);
#else
inline constexpr auto formula = ogive::evaluate<x * y>(2.0, 3.0);
#endif
