// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive::verified<f>: a derivative of f is NaN where f is a number
#include <ogive/ogive.hpp>
using namespace ogive::symbols;

#ifdef WRONG
static_assert(ogive::verified<sqrt(abs(x))>);
#else
static_assert(ogive::verified<x * sqrt(abs(x))>);
#endif
