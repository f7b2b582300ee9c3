// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Edges of gradients over rows, of roots and of sums: inputs at which a branch that is not taken is infinite, squares
// overflow, or rounding would show if a sum were taken apart.
#include <cmath>
#include <limits>
#include <span>
#include <vector>

#include <catch2/catch.hpp>

#include <ogive/ogive.hpp>

using namespace ogive::symbols;
using ogive::evaluate;
namespace a = ogive::activations;

namespace {

using doubles = std::vector<double>;
constexpr double infinity = std::numeric_limits<double>::infinity();

/// The gradient of a formula that is one number for the row x.
template <auto F>
doubles gradient_at(const doubles& row) {
  double upstream = 1;
  doubles grad(row.size());
  ogive::backward_rows<F>(row, upstream, grad);
  return grad;
}

}  // namespace

TEST_CASE("a branch that is not taken sends no gradient, even an infinite one") {
  CHECK(gradient_at<row_sum(where(x > 0, x, expm1(x)))>({800, 1, 0}) == doubles{1, 1, 1});
  CHECK(gradient_at<row_sum(where(x > 0, sqrt(x), 0))>({0, -1, 4}) == doubles{0, 0, 0.25});
  CHECK(gradient_at<row_max(sqrt(x))>({0, 1}) == doubles{0, 0.5});
  doubles slopes(2);
  ogive::map_rows<derive(row_sum(where(x > 0, x * x, exp(x))))>(doubles{800, 1}, slopes);
  CHECK(slopes == doubles{1600, 2});
  for (const double far : {20.0, 1e3, 1e300}) {
    const doubles prediction{far}, target{0};
    doubles upstream{1}, by_x(1), by_y(1);
    ogive::backward_rows<a::log_cosh>(prediction, target, upstream, by_x, by_y);
    CHECK(by_x == doubles{1});
    CHECK(by_y == doubles{-1});
    ogive::backward_rows<a::huber>(prediction, target, upstream, by_x, by_y);
    CHECK(by_x == doubles{1});
  }
}

TEST_CASE("neither does it with a value for each channel") {
  const std::vector<float> in{100, 1, -1, 2}, upstream(4, 1), alpha{1, 1};
  std::vector<float> grad(4), sums(2);
  ogive::backward<a::elu>(in, upstream, grad, param<"alpha"> = alpha, gradient<"alpha"> = sums);
  CHECK(grad[0] == 1);
  CHECK(sums[0] == Approx(-0.6321205588).epsilon(1e-6));
}

TEST_CASE("a difference is summed as it stands") {
  const std::vector<float> row{1e8F, 1e8F + 8, 1e8F + 16, 1e8F + 24, 1e8F + 40};
  float sum = 0;
  ogive::map_rows<row_sum(x - row_max(x))>(row, sum);
  CHECK(sum == -112);
}

TEST_CASE("a root is its asymptote only where its square overflows") {
  CHECK(evaluate<a::isru>(2e18F, param<"alpha"> = 0.0F) == 2e18F);
  CHECK(evaluate<a::isru>(2e18F, param<"alpha"> = 1e-38F) == Approx(1.96116e18));
  CHECK(evaluate<a::isru>(-1e20F) == -1);
  CHECK(evaluate<sqrt(x * x + 1e38)>(2e18) == Approx(1.0198039e19));
  CHECK(evaluate<a::squareplus>(1e20F) == 1e20F);
  CHECK(evaluate<a::squareplus>(-infinity) == 0);
}

TEST_CASE("a product is 0 beside a vanishing factor only if that factor vanishes for it") {
  CHECK(evaluate<x * x*(sigmoid(x) / (1 + x * x))>(1e5) == Approx(1));
  CHECK_FALSE(evaluate<x * x*(sigmoid(x) / (1 + x * x))>(1e20F) == 0);
  CHECK(evaluate<derive(a::golu)>(infinity) == 1);
  double value = 0, slope = 0;
  ogive::map_with_derivative<a::golu>(doubles{infinity}, std::span(&value, 1), std::span(&slope, 1));
  CHECK(slope == 1);
}

TEST_CASE("edges: a gate of a gate keeps all its factors") {
  constexpr auto two_gates = derive(x * sigmoid(x) + x * tanh(softplus(x)));
  constexpr auto of_square = derive(tanh(softplus(x * x)));
  constexpr auto of_swish = derive(tanh(softplus(x * sigmoid(x))));
  constexpr auto of_product = derive(tanh(softplus(x * y)), wrt(x));
  CHECK(ogive::evaluate<two_gates>(0.0F) == Approx(1.1));
  CHECK(ogive::evaluate<of_square>(0.0) == 0);
  CHECK(ogive::evaluate<of_swish>(0.0F) == Approx(0.16));
  CHECK(ogive::evaluate<of_product>(1.3F, 0.0F) == 0);
}

TEST_CASE("edges: an infinite factor beside an exponential") {
  constexpr float infinite = std::numeric_limits<float>::infinity(), none = std::numeric_limits<float>::quiet_NaN();
  constexpr auto glu = y * sigmoid(x);
  constexpr auto swiglu = x * sigmoid(x) * y;
  constexpr auto slope = derive(y * tanh(x), wrt(x));
  CHECK(ogive::evaluate<glu>(-1.0F, infinite) == infinite);
  CHECK(ogive::evaluate<swiglu>(-infinite, 2.0F) == 0);
  CHECK(std::isnan(ogive::evaluate<swiglu>(-infinite, none)));
  CHECK(std::isnan(ogive::evaluate<swiglu>(-infinite, infinite)));
  CHECK(ogive::evaluate<slope>(0.1F, 3.3e38F) == Approx(3.2672e38).epsilon(1e-4));
  constexpr auto quotient = exp(1 / x);
  constexpr auto gate_of_quotient = sigmoid(x / y);
  CHECK(ogive::evaluate<quotient>(-infinite) == 1);
  CHECK(ogive::evaluate<gate_of_quotient>(1.0F, infinite) == 0.5F);
}

TEST_CASE("edges: exponentials meet before they overflow") {
  constexpr auto sum = exp(x) * exp(y);
  constexpr auto difference = exp(x * x) * exp(-x);
  CHECK(ogive::evaluate<sum>(-1000.0F, 1000.0F) == 1);
  CHECK(ogive::evaluate<difference>(1e6F) == std::numeric_limits<float>::infinity());
}

TEST_CASE("edges: differences that cancel, of either sign") {
  constexpr auto root = derive(sqrt(x * x + 1) - x);
  constexpr auto half = (sqrt(x * x + 4) - x) / 2;
  constexpr auto gate = 0.5 - sigmoid(x);
  constexpr auto nothing = sqrt(x * x + param<"p">(0.0)) - abs(x);
  CHECK(ogive::evaluate<root>(9.0) == Approx(9 / std::sqrt(82.0) - 1).epsilon(1e-13));
  CHECK(ogive::evaluate<half>(-3.4e38F) == Approx(3.4e38));
  CHECK(ogive::evaluate<gate>(1e-10F) == Approx(-2.5e-11));
  CHECK(ogive::evaluate<nothing>(0.0F) == 0);
}

namespace {

/// Value and slope in float, where floats have nothing to spare.
template <auto F>
std::vector<float> value_and_slope(float at) {
  const float in[] = {at};
  std::vector<float> out(1), slope(1);
  ogive::map_with_derivative<F>(in, out, slope);
  return {out[0], slope[0]};
}

}  // namespace

TEST_CASE("edges: a quotient that saturates has no slope far away, not NaN") {
  for (const float far : {3e6F, 1e14F, 1e20F, 3e38F, std::numeric_limits<float>::infinity()}) {
    CAPTURE(far);
    CHECK(value_and_slope<a::softsign(x * x * x)>(far)[0] == 1);
    CHECK(value_and_slope<a::softsign(x * x * x)>(far)[1] == Approx(0).margin(1e-25));
    CHECK(value_and_slope<a::softsign(square(x))>(far)[1] == Approx(0).margin(1e-18));
    CHECK(value_and_slope<x * x / (1 + x * x)>(far)[0] == 1);
    CHECK(value_and_slope<x * x / (1 + x * x)>(far)[1] == Approx(0).margin(1e-18));
    CHECK(value_and_slope<atan(x * x * x)>(far)[1] == Approx(0).margin(1e-25));
    CHECK(value_and_slope<1 / (1 + x * x * x * x)>(far)[1] == Approx(0).margin(1e-25));
  }
  CHECK(value_and_slope<a::softsign(x * x * x)>(3e6F)[1] == Approx(3.7037e-26).epsilon(1e-4));
  CHECK(std::isnan(value_and_slope<x * x / (1 + x * x)>(NAN)[1]));
}

TEST_CASE("edges: differences that cancel, of a multiple and of a sum") {
  CHECK(value_and_slope<(3 * x + sqrt(9 * x * x + 4)) / 2>(-1e5F)[1] == Approx(3.33333333e-11).epsilon(1e-6));
  CHECK(value_and_slope<(2 * x + sqrt(4 * x * x + 1)) / 2>(-2.6e5F)[1] == Approx(1.84911e-12).epsilon(1e-5));
  CHECK(value_and_slope<sqrt(square(2 * x - 1) + 3) - abs(2 * x - 1)>(3870.7F)[1] == Approx(-5.00719e-8).epsilon(1e-5));
  CHECK(value_and_slope<2 - 2 * cos(x)>(1.72e-4F)[0] == Approx(2.9584e-8).epsilon(1e-6));
  constexpr auto amplitude = param<"k">(3);
  CHECK(value_and_slope<amplitude - amplitude * cos(x)>(1e-4F)[0] == Approx(1.5e-8).epsilon(1e-6));
}
