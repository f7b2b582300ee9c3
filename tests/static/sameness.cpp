// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// same<f, g>: formulas that are one, however they are written, and formulas that are not. Compiling is passing.
#include <ogive/ogive.hpp>

using ogive::derive;
using ogive::same;
using namespace ogive::symbols;
namespace a = ogive::activations;

// one activation by several names
static_assert(same<a::swish, x / (1 + exp(-x))>);
static_assert(same<log_sigmoid(x), -softplus(-x)>);
static_assert(same<a::log_sigmoid, log(sigmoid(x))>);
static_assert(same<a::relu6(x + 3) / 6, a::hard_sigmoid>);
static_assert(same<x * tanh(exp(x)), a::telu>);
static_assert(same<max(x, 0), where(x > 0, x, 0)>);
static_assert(same<max(x, 0), where(0 < x, x, 0)>);
static_assert(same<max(x, 0), (x + abs(x)) / 2>);
static_assert(same<max(x, 0), 0.5 * (abs(x) + x)>);
static_assert(same<min(x, 0), (x - abs(x)) / 2>);
static_assert(same<a::relu, max(0, x)>);
static_assert(same<a::gelu, cdf(x) * x>);
static_assert(same<a::tanhshrink, x - tanh(x)>);
static_assert(same<a::softsign, x / (abs(x) + 1)>);
static_assert(same<a::glu(y, x), a::swish(x) / x * y>);
static_assert(same<a::softmin, exp(-x - stop(row_max(-x))) / row_sum(exp(-x - stop(row_max(-x))))>);

// equal functions have equal derivatives at the kink
constexpr auto by_max = max(x, 0);
constexpr auto by_min = -min(-x, 0);
constexpr auto by_where = where(x > 0, x, 0);
constexpr auto by_abs = (x + abs(x)) / 2;
static_assert(same<derive(by_max), derive(by_where)> && same<derive(by_max), derive(by_abs)>);
static_assert(derive(by_max)(0.0) == 0 && derive(by_where)(0.0) == 0 && derive(by_abs)(0.0) == 0);
static_assert(derive(by_min)(0.0) == 0 && derive(x - min(x, 0))(0.0) == 0 + 1);
static_assert(derive(a::relu6(x + 3) / 6)(-3.0) == derive(a::hard_sigmoid)(-3.0));
static_assert(derive(a::relu6(x + 3) / 6)(3.0) == derive(a::hard_sigmoid)(3.0));

// the rules of arithmetic
static_assert(same<x + y, y + x> && same<x * y, y * x>);
static_assert(same<(x + 1) + 2, x + 3> && same<2 * (x * 3), 6 * x>);
static_assert(same<x - y, x + -y> && same<-(x - y), y - x>);
static_assert(same<x + x, 2 * x> && same<x - x, 0 * x>);
static_assert(same<x / 4, 0.25 * x> && same<x / y / 1, x / y>);
static_assert(same<exp(x) - 1, expm1(x)>);
static_assert(same<log(1 + exp(x)), softplus(x)> && same<log1p(exp(x)), softplus(x)>);
static_assert(same<1 / (1 + exp(-x)), sigmoid(x)> && same<1 - sigmoid(x), sigmoid(-x)>);
static_assert(same<exp(x) / (1 + exp(x)), sigmoid(x)>);
static_assert(same<1 - sech2(x), square(tanh(x))> && same<1 + expm1(x), exp(x)>);
static_assert(same<log(1 - sigmoid(x)), -softplus(x)> && same<log1p(-sigmoid(x)), -softplus(x)>);
static_assert(same<log(exp(x)), x> && same<log1p(expm1(x)), x>);
static_assert(same<(2 * x) / (2 * y), x / y> && same<x / (4 * y), 0.25 * (x / y)>);
static_assert(same<x * sign(x), abs(x)> && same<abs(-x), abs(x)> && same<abs(exp(x)), exp(x)>);
static_assert(same<sin(-x), -sin(x)> && same<cos(-x), cos(x)> && same<atan(-x), -atan(x)>);

// pieces of a naive form that stand elsewhere too; what floating point needs comes before what it costs
static_assert(same<exp(x) + log(1 + exp(x)), exp(x) + softplus(x)>);
static_assert(same<results(tanh(x), 1 - square(tanh(x))), results(tanh(x), sech2(x))>);
static_assert(same<results(sigmoid(x), 1 - sigmoid(x)), results(sigmoid(x), sigmoid(-x))>);
static_assert(same<log(1 + x + exp(y)), log1p(x + exp(y))> && same<exp(x) + y - 1, expm1(x) + y>);
static_assert(same<(x * exp(y) - exp(z)) / (exp(y) + exp(z)), x * sigmoid(y - z) - sigmoid(z - y)>);

// 1/√2 is known to the digits of a float, and not from fewer
static_assert(same<(1 + erf(x * 0.70710678F)) / 2, cdf(x)> && !same<(1 + erf(x / 1.414)) / 2, cdf(x)>);

// rules that are not to be used
static_assert(!same<rewrite_by<rewriting::exact>(1 / (1 + exp(-x))), sigmoid(x)>);
static_assert(same<rewrite_by<rewriting::exact>(x + x + 0), 2 * x> && !same<rewrite_by<rewriting::none>(x + x), 2 * x>);

// other words for products and choices
static_assert(same<square(x), x * x> && same<pow(x, 2), x * x> && same<cube(x), x * x * x>);
static_assert(same<pow(x, 3), cube(x)> && same<pow(x, -1), 1 / x> && same<pow(x, 1), x> && same<pow(x, 0), 1 + 0 * x>);
static_assert(same<horner(x, 1, 2, 3), 1 + x*(2 + x * 3)> && same<horner(x, 7, 0), 7 + 0 * x>);
static_assert(same<horner(x, 0, 1), x>);
static_assert(same<clamp(x, -1, 1), min(max(x, -1), 1)>);
static_assert(same<row_mean(x), row_sum(x) / row_sum(1 + 0 * x)>);

// substitution and derivatives are carried out
static_assert(same<square(x)(y), y * y> && same<(x - y)(y, x), y - x>);
static_assert(same<derive(x* x* x), 3 * x * x> && same<derive(sin(x)), cos(x)>);
static_assert(same<derive(derive(sin(x))), -sin(x)>);
static_assert(same<derive(a::tanh)(0 * x + 2 * x), derive(a::tanh)(2 * x)>);
static_assert(same<derive(log_sigmoid(x)), sigmoid(-x)>);

// parameters by name and initial value; results one by one
static_assert(same<param<"a">(1) * x, x * param<"a">(1)>);
static_assert(same<param<"a">(1) + param<"b">(2) * x, x * param<"b">(2) + param<"a">(1)>);
static_assert(same<results(x + y, x* y), results(y + x, y* x)>);

// and what is not the same
static_assert(!same<x + 1, x + 2> && !same<x, y> && !same<x - y, y - x> && !same<x / y, y / x>);
static_assert(!same<max(x, 0), max(x, 1e-300)> && !same<max(x, y), min(x, y)>);
static_assert(!same<where(x > 0, x, 0), where(x >= 0, x, 0)>);  // other derivatives at 0
static_assert(!same<max(x, y), max(y, x)>);                     // at a tie the first has the derivative
static_assert(!same<max(x, -x), abs(x)>);                       // 1 or 0 at 0
static_assert(!same<at_kink<left>(max(x, 0)), max(x, 0)>);
static_assert(!same<param<"a">(1) * x, param<"b">(1) * x> && !same<param<"a">(1) * x, param<"a">(2) * x>);
static_assert(!same<stop(x), x> && !same<with_gradient(sign(x), x), sign(x)>);
static_assert(!same<a::swish, a::gelu> && !same<a::gelu, a::gelu_tanh> && !same<a::tanh, a::sigmoid>);
static_assert(!same<results(x, y), results(y, x)> && !same<results(x, x), x>);
static_assert(!same<row_sum(x), row_max(x)> && !same<input<"gate">, input<"cell">>);
static_assert(!same<pow(x, 0.5), sqrt(x)>);  // pow(-inf, 0.5) is inf, sqrt(-inf) is no number
