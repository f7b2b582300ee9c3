// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// rewrites<f>: which steps of a formula the rules replaced, by which set. Compiling is passing.
#include <ogive/ogive.hpp>

using ogive::derive;
using ogive::evaluate;
using ogive::rewrites;
using namespace ogive::symbols;

// nothing to do, not for the order of operands either
static_assert(rewrites<x * y> == "" && rewrites<exp(x) + 1> == "");
// simplified, understood, and both
static_assert(rewrites<x + x> == "x + x = 2 * x  [exact]\n");
static_assert(rewrites<log(1 + exp(x)) + 0> ==
              "log(1 + exp(x)) = softplus(x)  [stable]\n"
              "softplus(x) + 0 = softplus(x)  [exact]\n");
// mended when it runs
static_assert(rewrites<1 - cos(x)> == "1 - cos(x) = 2 * sin(0.5 * x) * sin(0.5 * x)  [stable]\n");
static_assert(rewrites<x * sigmoid(x)> == "x * sigmoid(x) = attenuate(x, sigmoid(x))  [stable]\n");
// a derivative: its body first
static_assert(rewrites<derive(x + exp(x) - 1)> == "x + exp(x) - 1 = x + expm1(x)  [stable]\n");
// faster
static_assert(rewrites<fast(tanh(x))> == "tanh(x) = fast_tanh(x)  [fast]\n");
static_assert(rewrites<fast(exp(x))> == "exp(x) = fast_exp(x)  [fast]\n");
// not to be rewritten
static_assert(rewrites<rewrite_by<rewriting::none>(x + x)> == "");
static_assert(rewrites<rewrite_by<rewriting::exact>(log(1 + exp(x)) + 0)> ==
              "log(1 + exp(x)) + 0 = log(1 + exp(x))  [exact]\n");

// what the rules are good for
constexpr auto naive = log(1 + exp(x));
static_assert(evaluate<naive>(-40.0) > 4e-18 && evaluate<rewrite_by<rewriting::exact>(naive)>(-40.0) == 0);
static_assert(evaluate<rewrite_by<rewriting::exact>(where(x > 0, x, 0))>(2.0) == 2);
