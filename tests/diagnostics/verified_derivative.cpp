// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// expect: ogive::verified<f>: a derivative of f is wrong; the finding stands beside this text
// also: wrong_rule<ogive::operation::with_gradient>
// also: at<
// also: derived_is<
// also: differences_say<
#include <ogive/ogive.hpp>
using namespace ogive::symbols;

#ifdef WRONG
static_assert(ogive::verified<with_gradient(sigmoid(x), 0.5 * x)>);
#else
static_assert(ogive::verified<with_gradient(sigmoid(x), 0.5 * tanh(x / 2))>);
#endif
