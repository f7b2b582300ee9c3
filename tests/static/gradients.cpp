// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Shaped gradients and the functions of the language: derivatives as text and as numbers. Compiling is passing.
#include <limits>
#include <numbers>

#include <ogive/ogive.hpp>

using ogive::derive;
using ogive::evaluate;
using ogive::same;
using ogive::text;
using namespace ogive::symbols;

namespace {

constexpr bool near(double got, double expected) {
  const double error = got < expected ? expected - got : got - expected;
  return error <= 4e-16 * (expected < 0 ? -expected : expected);
}

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr bool is_nan(double v) { return v != v; }

}  // namespace

// stop: the value, and no derivative, by inputs and parameters, of any order
static_assert(evaluate<stop(exp(x))>(1.0) == evaluate<exp(x)>(1.0));
static_assert(text<derive(stop(x))> == "0");
static_assert(text<derive(x* stop(x))> == "stop(x)");
static_assert(text<derive(derive(x* stop(x)))> == "0");
static_assert(text<derive(stop(param<"p">(2) * x), wrt(param<"p">))> == "0");
static_assert(derive(stop(x) * y, wrt(y))(3.0, 5.0) == 3);
static_assert(same<stop(stop(x)), stop(x)> && same<stop(2 + 0 * x), 2 + 0 * x>);
static_assert(same<stop(x* y)(y, x), stop(y* x)>);  // a substitution keeps it
static_assert(derive(stop(x)(x * x))(3.0) == 0);

// straight-through: the value of one formula, the derivatives of another, again of any order
constexpr auto straight = with_gradient(sign(x), x);
static_assert(straight(-3.0) == -1 && straight(0.0) == 0 && evaluate<straight>(2.0F) == 1);
static_assert(text<derive(straight)> == "1" && text<derive(derive(straight))> == "0");
constexpr auto rounded = with_gradient(floor(x + 0.5), x);
static_assert(rounded(2.5) == 3 && rounded(-1.75) == -2 && derive(rounded)(2.5) == 1);
static_assert(derive(square(rounded))(2.75) == 6);  // 2·⌊x + ½⌋: the outer function sees the value

// a surrogate: a spike forward, a smooth step backward
constexpr auto spike = with_gradient(where(x > 0, 1, 0), sigmoid(4 * x));
static_assert(spike(-0.25) == 0 && spike(0.25) == 1);
static_assert(same<derive(spike), derive(sigmoid(4 * x))>);
static_assert(same<derive(derive(spike)), derive(derive(sigmoid(4 * x)))>);
static_assert(derive(spike)(0.0) == 1);
static_assert(derive(spike(2 * x))(0.0) == 2);  // in a substitution by the chain rule

// parameters inside: each derivative is that of the second formula
constexpr auto shaped = with_gradient(param<"p">(2) * x, param<"p">(2) * param<"p">(2) * x);
static_assert(shaped(5.0) == 10 && derive(shaped)(5.0) == 4);
static_assert(derive(shaped, wrt(param<"p">))(5.0) == 20);
static_assert(derive(derive(shaped), wrt(param<"p">))(5.0) == 4);
static_assert(shaped(5.0, param<"p"> = 3) == 15 && derive(shaped)(5.0, param<"p"> = 3) == 9);
static_assert(derive(with_gradient(1, x* y), wrt(y))(3.0, 7.0) == 3);  // a number too can have a gradient
static_assert(same<with_gradient(x, x), x>);

// a gradient of its own where another is wanted: clipped beyond 1, reversed
static_assert(derive(with_gradient(x * x, clamp(x, -1, 1)))(0.5) == 1 && derive(with_gradient(x * x, -x))(3.0) == -1);

// powers by whole numbers are products
static_assert(text<pow(x, 2)> == "x * x" && text<pow(x, 5)> == text<x*(x* x*(x* x))>);
static_assert(text<pow(x, 0)> == "1" && text<pow(x, 1)> == "x" && text<pow(x, -2)> == "1 / (x * x)");
static_assert(text<derive(pow(x, 2))> == "2 * x" && text<derive(pow(x, 3))> == "3 * x * x");
static_assert(evaluate<pow(x, 0)>(0.0) == 1 && evaluate<pow(x, 64)>(2.0) == 0x1p64);
static_assert(evaluate<pow(x, 3)>(-2.0) == -8 && evaluate<pow(x, -3)>(-2.0) == -0.125);
static_assert(derive(pow(x, 1))(0.0) == 1 && derive(pow(x, 2))(0.0) == 0 && derive(pow(x, 0))(0.0) == 0);
static_assert(derive(pow(x, -1))(2.0) == -0.25 && derive(derive(pow(x, 3)))(2.0) == 12);
static_assert(is_nan(evaluate<pow(x, 3)>(not_a_number)));

// real powers
static_assert(text<pow(x, 1.5)> == "pow(x, 1.5)");
static_assert(near(evaluate<pow(x, 1.5)>(4.0), 8) && near(evaluate<pow(x, -0.5)>(4.0), 0.5));
static_assert(near(derive(pow(x, 1.5))(4.0), 3) && near(derive(derive(pow(x, 1.5)))(4.0), 0.375));
static_assert(derive(pow(x, 1.5))(0.0) == 0 && derive(pow(x, 0.5))(0.0) == infinity);
static_assert(evaluate<pow(x, 0.5)>(0.0) == 0 && evaluate<pow(x, -0.5)>(0.0) == infinity);
static_assert(is_nan(evaluate<pow(x, 0.5)>(-1.0)) && is_nan(evaluate<pow(x, 0.5)>(not_a_number)));

// powers of formulas and by them: uᵛ has ∂/∂u = v·uᵛ⁻¹, ∂/∂v = uᵛ·ln u, and at 0 the mathematics of 0ᵛ
constexpr auto power = pow(x, y);
static_assert(near(power(2.0, 3.0), 8) && near(derive(power)(2.0, 3.0), 12));
static_assert(near(derive(power, wrt(y))(2.0, 3.0), 8 * std::numbers::ln2));
static_assert(near(derive(derive(power), wrt(y))(2.0, 3.0), 4 + 12 * std::numbers::ln2));
static_assert(power(0.0, 0.0) == 1 && power(0.0, 2.0) == 0 && power(5.0, 0.0) == 1);
static_assert(derive(power, wrt(y))(0.0, 1.0) == 0 && derive(power, wrt(y))(0.0F, 1.0F) == 0);  // NaN elsewhere: R39
static_assert(evaluate<derive(power, wrt(y))>(0.0, 1.0) == 0 && evaluate<derive(power, wrt(y))>(0.0F, 1.0F) == 0);
static_assert(derive(power, wrt(y))(0.0, 2.0) == 0 && derive(power, wrt(y))(0.0, 0.0) == 0);
static_assert(derive(power)(0.0, 0.0) == 0 && derive(power)(0.0, 1.0) == 1 && derive(power)(0.0, 2.0) == 0);
static_assert(power(-2.0, 3.0) == -8 && near(derive(power)(-2.0, 3.0), 12) && is_nan(derive(power, wrt(y))(-2.0, 3.0)));

// a power by a parameter
constexpr auto learned_power = pow(x, param<"n">(2));
static_assert(near(learned_power(3.0), 9) && near(learned_power(3.0, param<"n"> = 3), 27));
static_assert(near(derive(learned_power)(3.0), 6));
static_assert(near(derive(learned_power, wrt(param<"n">))(2.0), 4 * std::numbers::ln2));
static_assert(derive(learned_power)(0.0) == 0 && derive(learned_power, wrt(param<"n">))(0.0) == 0);
static_assert(near(pow(2, x)(3.0), 8) && near(derive(pow(2, x))(3.0), 8 * std::numbers::ln2));

// Horner's scheme with numbers, parameters and formulas
static_assert(text<horner(x, 1, 2, 3)> == "1 + x * (2 + 3 * x)" && evaluate<horner(x, 1, 2, 3)>(2.0) == 17);
static_assert(derive(horner(x, 1, 2, 3))(2.0) == 14 && derive(derive(horner(x, 1, 2, 3)))(2.0) == 6);
static_assert(text<horner(x, 4, 0)> == "4" && text<horner(x, 4)> == "4");
constexpr auto learned = horner(x, param<"a">(1), param<"b">(2), y);
static_assert(learned(2.0, 3.0) == 17 && learned(2.0, 3.0, param<"b"> = 0) == 13);
static_assert(text<derive(learned, wrt(param<"a">))> == "1" && text<derive(learned, wrt(param<"b">))> == "x");
static_assert(text<derive(learned, wrt(y))> == "x * x");

// clamp
static_assert(text<clamp(x, -1, 1)> == "clamp(x, -1, 1)" && evaluate<clamp(x, -1, 1)>(-3.0) == -1);
static_assert(evaluate<clamp(x, -1, 1)>(0.5) == 0.5 && evaluate<clamp(x, -1, 1)>(infinity) == 1);
static_assert(is_nan(evaluate<clamp(x, -1, 1)>(not_a_number)) &&
              is_nan(evaluate<derive(clamp(x, -1, 1))>(not_a_number)));
static_assert(derive(clamp(x, -1, 1))(0.0) == 1 && derive(clamp(x, -1, 1))(2.0) == 0);
static_assert(derive(clamp(x, param<"low">(-1), y), wrt(param<"low">))(-3.0, 1.0) == 1);
static_assert(derive(clamp(x, param<"low">(-1), y), wrt(y))(3.0, 1.0) == 1);

// the others of one argument: derivative, value and derivative at a point, ends
static_assert(text<derive(square(x))> == "2 * x" && text<derive(cube(x))> == "3 * x * x");
static_assert(text<derive(log_sigmoid(x))> == "sigmoid(-x)" && derive(log_sigmoid(x))(0.0) == 0.5);
static_assert(evaluate<log_sigmoid(x)>(-800.0) == -800 && evaluate<derive(log_sigmoid(x))>(-800.0) == 1);
static_assert(text<derive(sin(x))> == "cos(x)" && text<derive(cos(x))> == "-sin(x)");
static_assert(text<derive(sin(2 * x))> == "2 * cos(2 * x)" && text<derive(derive(cos(x)))> == "-cos(x)");
static_assert(near(evaluate<sin(x)>(1.0), 0.84147098480789650665) &&
              near(evaluate<cos(x)>(1.0), 0.54030230586813971740));
static_assert(evaluate<sin(x)>(0.0) == 0 && evaluate<cos(x)>(0.0) == 1 && is_nan(evaluate<sin(x)>(infinity)));
static_assert(near(evaluate<sin(x)>(1e4), -0.30561438888825214137));
static_assert(text<derive(atan(x))> == "1 / (1 + x * x)" && derive(atan(x))(1.0) == 0.5);
static_assert(near(evaluate<atan(x)>(1.0), std::numbers::pi / 4) &&
              near(evaluate<atan(x)>(infinity), std::numbers::pi / 2));
static_assert(evaluate<derive(atan(x))>(infinity) == 0 && evaluate<derive(atan(x))>(1e200) == 0);
static_assert(text<derive(asinh(x))> == "1 / sqrt(1 + x * x)" && derive(asinh(x))(0.0) == 1);
static_assert(near(evaluate<asinh(x)>(1.0), 0.88137358701954302523) && evaluate<asinh(x)>(-infinity) == -infinity);
static_assert(near(evaluate<asinh(x)>(1e-9), 1e-9) && evaluate<derive(asinh(x))>(infinity) == 0);
static_assert(text<derive(floor(x))> == "0" && evaluate<floor(x)>(-0.5) == -1 && evaluate<floor(x)>(1e300) == 1e300);
static_assert(text<derive(x - floor(x))> == "1" && is_nan(evaluate<floor(x)>(not_a_number)));
static_assert(text<derive(sign(x))> == "0" && text<derive(pdf(x))> == "-(x * pdf(x))" &&
              text<derive(cdf(x))> == "pdf(x)");
static_assert(text<derive(sech2(x))> == "-2 * sech2(x) * tanh(x)");
