// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive::verified<f>: a derivative of f is wrong; the finding stands beside this text
// also: differences_say<
#include <ogive/ogive.hpp>
using namespace ogive::symbols;

#ifdef WRONG
static_assert(ogive::verified<exp(x - stop(row_sum(x))) / row_sum(exp(x))>);
#else
static_assert(ogive::verified<exp(x - stop(row_max(x))) / row_sum(exp(x - stop(row_max(x))))>);
#endif
