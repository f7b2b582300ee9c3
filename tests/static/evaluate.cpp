// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Formulas evaluated at compile time: compiling is passing.
#include <array>
#include <cmath>
#include <concepts>
#include <limits>

#include <ogive/ogive.hpp>

using ogive::derive;
using ogive::evaluate;
using ogive::same;
using namespace ogive::symbols;
namespace a = ogive::activations;

namespace {

constexpr bool near(double got, double expected) {
  const double error = got < expected ? expected - got : got - expected;
  return error <= 1e-15 * (expected < 0 ? -expected : expected);
}

}  // namespace

// calls and evaluate; the result is float if every number is float
static_assert(a::swish(0.0) == 0.0);
static_assert(evaluate<a::swish>(0.0) == 0.0);
static_assert(near(a::swish(2.0), 1.761594155955764888119458));
static_assert(near(evaluate<a::swish>(2.0), 1.761594155955764888119458));
static_assert(near(a::sigmoid(2), 0.8807970779778824440597291));
static_assert(std::same_as<decltype(a::swish(2.0F)), float>);
static_assert(std::same_as<decltype(a::swish(2.0)), double>);
static_assert(std::same_as<decltype(a::swish(2)), double>);
static_assert(std::same_as<decltype(evaluate<a::swish>(2.0F)), float>);

// derivatives
static_assert(near(derive(a::sigmoid)(2.0), 0.1049935854035065173486242));
static_assert(near(derive(a::sigmoid)(40.0), 4.248354255291588959232207e-18));
static_assert(near(derive(derive(a::tanh))(1.0), -0.6397000084492245001884918));
static_assert(derive(a::relu)(0.0) == 0.0);
static_assert(derive(a::relu)(1.0) == 1.0);
static_assert(derive(a::elu)(100.0F) == 1.0F);
static_assert(derive(a::prelu)(0.0) == 0.25);

// parameters
static_assert(a::prelu(-2.0) == -0.5);
static_assert(a::prelu(-2.0, param<"slope"> = 0.5) == -1.0);
static_assert(evaluate<a::prelu>(-2.0, param<"slope"> = 0.5) == -1.0);
static_assert(evaluate<derive(a::prelu, wrt(param<"slope">))>(-2.0, param<"slope"> = 0.5) == -2.0);

// several inputs, in the order x, y, z
constexpr auto quotient = y / x;
static_assert(quotient(2.0, 6.0) == 3.0);
static_assert(derive(quotient, wrt(y))(2.0, 6.0) == 0.5);

// substitution and composition
static_assert(near(a::swish(3 * x + 1)(2.0), a::swish(7.0)));
static_assert(quotient(y, x)(2.0, 6.0) == 2.0 / 6.0);
static_assert(quotient(x, 4 * x)(3.0) == 4.0);
static_assert((x * derive(x * x))(3.0) == 18.0);
static_assert(derive(x * derive(x * x * x))(2.0) == 36.0);
static_assert(derive(derive(derive(x * x * x * x)))(2.0) == 48.0);

// named inputs, after x, y and z in the order of appearance
constexpr auto named = input<"gate"> * x - input<"cell"> * y;
static_assert(named(2.0, 3.0, 5.0, 7.0) == 5 * 2 - 7 * 3);  // x, y, gate, cell
static_assert(evaluate<named>(2.0, 3.0, 5.0, 7.0) == named(2.0, 3.0, 5.0, 7.0));
static_assert(derive(named, wrt(input<"cell">))(2.0, 3.0, 5.0, 7.0) == -3);
static_assert(named(y, x, input<"gate">, input<"gate">)(2.0, 3.0, 5.0) == 5 * 3 - 5 * 2);
static_assert((z - input<"a"> + x)(1.0, 10.0, 100.0) == 10 - 100 + 1);  // x, z, a

// several results are an array; what a formula lacks is 0 in its derivative
constexpr auto several = results(x * y, x + 1, 4);
static_assert(several(2.0, 3.0) == std::array<double, 3>{6, 3, 4});
static_assert(evaluate<several>(2.0, 3.0) == std::array<double, 3>{6, 3, 4});
static_assert(evaluate<several>(2.0F, 3.0F) == std::array<float, 3>{6, 3, 4});
static_assert(evaluate<derive(several)>(2.0, 3.0) == std::array<double, 3>{3, 1, 0});
static_assert(evaluate<derive(several, wrt(y))>(2.0, 3.0) == std::array<double, 3>{2, 0, 0});
static_assert(evaluate<results(x, derive(x* x* x))>(2.0) == std::array<double, 2>{2, 12});
static_assert(evaluate<derive(results(param<"p">(3) * x, x), wrt(param<"p">))>(2.0) == std::array<double, 2>{2, 0});
static_assert(evaluate<results(param<"p">(3) * x, x)>(2.0, param<"p"> = 5) == std::array<double, 2>{10, 2});

// infinity and NaN
constexpr double infinity = std::numeric_limits<double>::infinity();
static_assert(evaluate<a::swish>(infinity) == infinity);
static_assert(evaluate<a::swish>(-infinity) == 0.0);
static_assert(evaluate<a::sigmoid>(-infinity) == 0.0);
static_assert(evaluate<a::relu>(std::numeric_limits<double>::quiet_NaN()) != 0.0);

template <auto F>
constexpr bool passes_nan =
    evaluate<F>(std::numeric_limits<double>::quiet_NaN()) != evaluate<F>(std::numeric_limits<double>::quiet_NaN()) &&
    evaluate<F>(std::numeric_limits<float>::quiet_NaN()) != evaluate<F>(std::numeric_limits<float>::quiet_NaN());
template <auto F>
constexpr bool has_limits =
    evaluate<F>(infinity) == evaluate<F>(infinity) && evaluate<F>(-infinity) == evaluate<F>(-infinity) &&
    evaluate<F>(static_cast<float>(infinity)) == evaluate<F>(static_cast<float>(infinity));

// the same for every activation at run time: tests/laws/loops.cpp
template <auto... F>
constexpr bool all_pass = ((passes_nan<F> && passes_nan<derive(F)> && has_limits<F> && has_limits<derive(F)>)&&...);
static_assert(all_pass<a::relu, a::elu, a::tanh, a::softplus, a::softsign, a::swish, a::gelu, a::gelu_tanh, a::mish>);
static_assert(evaluate<a::softsign>(infinity) == 1.0);
static_assert(evaluate<derive(a::gelu_tanh)>(infinity) == 1.0);
static_assert(evaluate<derive(a::gelu_tanh)>(-infinity) == 0.0);
static_assert(evaluate<x * x>(1e300) == infinity);
static_assert(evaluate<exp(x* x)>(1e300) == infinity);
static_assert(evaluate<1 / x>(0.0) == infinity);

// one formula, written in several ways
static_assert(same<x * sigmoid(x), sigmoid(x) * x>);
static_assert(same<max(x, 0), max(0, x)>);
static_assert(same<derive(x* x), 2 * x>);
static_assert(same<a::swish(x), a::swish>);
static_assert(!same<x + 1, x + 2>);
static_assert(!same<max(x, y), min(x, y)>);
