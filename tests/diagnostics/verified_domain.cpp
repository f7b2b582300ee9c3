// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive::verified<f>: f is a finite number at too few points of the grid
#include <ogive/ogive.hpp>
using namespace ogive::symbols;

#ifdef WRONG
static_assert(ogive::verified<log(-1 - x * x)>);
#else
static_assert(ogive::verified<log(1 + x * x)>);
#endif
