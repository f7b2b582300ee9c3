// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive::verified<f>: a derivative of f is wrong; the finding stands beside this text
// also: parameter<1
#include <ogive/ogive.hpp>
using namespace ogive::symbols;

#ifdef WRONG
static_assert(ogive::verified<with_gradient(param<"beta">(1.5) * square(x), 1.5 * square(x))>);
#else
static_assert(ogive::verified<with_gradient(param<"beta">(1.5) * square(x), square(x) * param<"beta">(1.5))>);
#endif
