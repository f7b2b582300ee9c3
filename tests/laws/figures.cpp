// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The figures that the paragraphs of the catalogue state: least values, limits, slopes, distances, in the digits in
// which they are written there. Formulas are interpreted, so that the file compiles fast.
#include <cmath>
#include <limits>
#include <numbers>

#include <catch2/catch.hpp>

#include <ogive/ogive.hpp>

namespace {

namespace a = ogive::activations;
using ogive::derive;
using ogive::symbols::param;

constexpr double infinity = std::numeric_limits<double>::infinity();

/// `f` has its least value near `at`, there and in the neighbourhood: `value`, to four decimals.
template <class F>
void check_least(const char* name, F f, double value, double at) {
  INFO(name << " at " << at << ": " << f(at));
  CHECK(std::abs(f(at) - value) <= 5.1e-5);
  const auto slope = derive(f);
  CHECK(slope(at - 5.1e-5) < 0);
  CHECK(slope(at + 5.1e-5) > 0);
  for (double x = -12; x < 12; x += 0.0625) CHECK(f(x) > value - 5.1e-5);
}

/// The greatest |f − g| over [low, high].
template <class F, class G>
double greatest_distance(F f, G g, double low, double high) {
  double greatest = 0;
  for (int i = 0; i <= 2000; ++i) {
    const double x = low + (high - low) * i / 2000;
    greatest = std::max(greatest, std::abs(f(x) - g(x)));
  }
  return greatest;
}

bool rounds_to(double value, double written, int decimals) {
  return std::abs(value - written) <= 0.5001 * std::pow(10.0, -decimals);
}

}  // namespace

TEST_CASE("least values are where the paragraphs say") {
  check_least("swish", a::swish, -0.2785, -1.2785);
  check_least("quick_gelu", a::quick_gelu, -0.1636, -0.7512);
  check_least("gelu", a::gelu, -0.1700, -0.7518);
  check_least("mish", a::mish, -0.3088, -1.1924);
  check_least("hard_swish", a::hard_swish, -3.0 / 8, -1.5);
  check_least("telu", a::telu, -0.3533, -1.0789);
  check_least("serf", a::serf, -0.3484, -1.1931);
  check_least("logish", a::logish, -0.2528, -1.3725);
  check_least("smish", a::smish, -0.2500, -1.3945);
  check_least("golu", a::golu, -0.0973, -0.5671);
  check_least("elish", a::elish, -0.1716, -0.8814);
  check_least("bsilu", a::bsilu, -0.8999, -2.7349);
  check_least("xielu", a::xielu, -0.2058, -0.9808);
  check_least("ricker", a::ricker, -0.4463, std::numbers::sqrt3);
  check_least("phish", a::phish, 0, 0);
  check_least("lisht", a::lisht, 0, 0);
}

TEST_CASE("limits are those of the paragraphs") {
  CHECK(rounds_to(a::selu(-infinity), -1.7581, 4));
  CHECK(rounds_to(derive(a::selu)(0.0), 1.7581, 4));
  CHECK(a::elu(-infinity) == -1);
  CHECK(a::isru(infinity, param<"alpha"> = 4.0) == 0.5);
  CHECK(a::isrlu(-infinity, param<"alpha"> = 4.0) == -0.5);
  CHECK(derive(a::bent_identity)(-infinity) == 0.5);
  CHECK(derive(a::bent_identity)(infinity) == 1.5);
  CHECK(a::bsilu(-infinity) == -0.835);
  CHECK(derive(a::xsilu)(-infinity) == -0.25);
  CHECK(derive(a::xsilu)(infinity) == 1.25);
  CHECK(derive(a::xgelu)(-infinity) == -0.25);
  CHECK(derive(a::apl)(-9.0) == Approx(0.1));
  CHECK(derive(a::logish)(99.0) == Approx(std::numbers::ln2));
  CHECK(derive(a::smish)(99.0) == Approx(0.6));
  CHECK(rounds_to(derive(a::pau)(1e6), 0.7247, 4));
  CHECK(a::tanhshrink(40.0) == 39);
  CHECK(a::tanhshrink(1e-3) == Approx(1e-9 / 3));
}

TEST_CASE("slopes and values at marked points are those of the paragraphs") {
  CHECK(derive(a::sigmoid)(0.0) == 0.25);
  CHECK(derive(a::tanh)(0.0) == 1);
  CHECK(derive(a::isru)(0.0) == 1);
  CHECK(derive(a::arctan)(0.0) == 1);
  CHECK(derive(a::celu)(0.0, param<"alpha"> = 2.0) == 1);
  CHECK(derive(a::celu)(1e-9, param<"alpha"> = 2.0) == 1);
  CHECK(a::squareplus(0.0) == 1);
  CHECK(a::gaussian(0.0) == 1);
  CHECK(a::ricker(0.0) == 1);
  CHECK(std::abs(a::lecun_tanh(1.0) - 1) < 5e-6);
  CHECK(rounds_to(derive(a::lecun_tanh)(0.0), 1.1439, 4));
  CHECK(derive(derive(derive(a::lecun_tanh)))(-0.97) * derive(derive(derive(a::lecun_tanh)))(-1.0) < 0);
  CHECK(derive(a::cloglog)(0.0) == Approx(1 / std::numbers::e));
  CHECK(std::abs(derive(derive(a::cloglog))(0.0)) < 1e-15);
  CHECK(std::abs(derive(derive(a::gaussian))(1 / std::numbers::sqrt2)) < 1e-15);
  CHECK(a::prelu(-48.0, param<"slope"> = 11.0 / 48) == Approx(a::rrelu(-48.0, (1.0 / 8 + 1.0 / 3) / 2)));
}

TEST_CASE("an activation is as close to another as its paragraph says") {
  CHECK(greatest_distance(a::quick_gelu, a::gelu, -6, 6) < 0.0204);
  CHECK(greatest_distance(a::quick_gelu, a::gelu, -6, 6) > 0.0203);
  CHECK(greatest_distance(a::gelu_tanh, a::gelu, -6, 6) < 0.00048);
  CHECK(greatest_distance(a::gelu_tanh, a::gelu, -6, 6) > 0.00047);
  CHECK(greatest_distance(a::pau, a::relu, -3, 3) < 0.03);
  CHECK(greatest_distance(a::sparse_plus, a::relu, 1, 9) == 0);
  CHECK(greatest_distance(a::sparse_plus, a::relu, -9, -1) == 0);
  for (double x = -6; x <= 6; x += 0.375) {
    CHECK(a::swish_beta(x, param<"beta"> = 0.0) == x / 2);
    CHECK(a::xsilu(x, param<"alpha"> = 0.0) == Approx(a::swish(x)).epsilon(1e-15).scale(0));
    CHECK(a::xgelu(x, param<"alpha"> = 0.0) == Approx(a::gelu(x)).epsilon(1e-15).scale(0));
    CHECK(std::abs(a::telu(x) - x) <= (x > 0 ? std::abs(a::mish(x) - x) : infinity));
  }
}

TEST_CASE("star_relu brings normal inputs to mean 0 and variance 1") {
  const double b = a::star_relu(0.0), s = a::star_relu(1.0) - b;
  CHECK(std::abs(s * 0.5 + b) < 1e-4);       // the mean of max(x, 0)² is 1/2
  CHECK(std::abs(s * s * 1.25 - 1) < 1e-4);  // its variance is 5/4
}

TEST_CASE("the Mexican hat has mean 0 and the norm that its paragraph says") {
  double mean = 0, square = 0;
  constexpr double step = 1.0 / 16;
  for (double x = -12; x <= 12; x += step) {
    const double f = a::ricker(x);
    mean += f * step;
    square += f * f * step;
  }
  CHECK(std::abs(mean) < 1e-12);
  CHECK(rounds_to(1 / std::sqrt(square), 0.8673, 4));
  CHECK(1 / std::sqrt(square) == Approx(2 / (std::sqrt(3.0) * std::pow(std::numbers::pi, 0.25))));
}

TEST_CASE("the splines of kan sum to 1 and vanish outside their grid") {
  const auto sum_of_splines = [](double x) {
    return a::kan(x, param<"base_weight"> = 0.0, param<"c0"> = 1.0, param<"c1"> = 1.0, param<"c2"> = 1.0,
                  param<"c3"> = 1.0, param<"c4"> = 1.0, param<"c5"> = 1.0, param<"c6"> = 1.0, param<"c7"> = 1.0);
  };
  for (double x = -1; x <= 1; x += 0.03125) CHECK(sum_of_splines(x) == Approx(1).epsilon(1e-14));
  for (const double x : {-9.0, -2.2, 2.2, 9.0}) CHECK(std::abs(sum_of_splines(x)) < 1e-40);
  CHECK(sum_of_splines(2.1) > 0);
  CHECK(a::kan(0.7) == a::swish(0.7));
}
