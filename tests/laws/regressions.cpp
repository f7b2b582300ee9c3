// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// Inputs that broke other libraries, each with the true value; the number is that of the public report's row in the
// collection (tests/reference/README.md). Also the recommended sub-gradient at every kink of the catalogue.
#include <catch2/catch.hpp>

#include "laws/support.hpp"

using namespace laws;

namespace {

namespace a = ogive::activations;
using symbols::param;
using symbols::x;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// One value of f through the vector loop, in every lane and in the tail.
template <class T, auto F, class... Bindings>
void check_everywhere(const char* id, double at, double expected, Bindings... bindings) {
  const std::vector<T> in(2 * detail::lanes<detail::native_batch<T>> + 1, static_cast<T>(at));
  std::vector<T> out(in.size());
  ogive::map<F>(in, out, bindings...);
  for (const T got : out) {
    INFO(id << " at " << at << ": " << got << ", expected " << expected);
    if (std::isnan(expected)) REQUIRE(std::isnan(got));
    else if (std::isinf(expected)) REQUIRE(static_cast<double>(got) == expected);
    else if (sizeof(T) == 4) REQUIRE((ulp_distance(got, static_cast<T>(expected)) <= 4));
    else REQUIRE(std::abs(static_cast<double>(got) - expected) <= 1e-12 * std::abs(expected));
  }
}

}  // namespace

TEST_CASE("inputs that broke other libraries") {
  check_everywhere<float, derive(a::elu)>("R06", -1, -7.357588823428846431910475e-1, param<"alpha"> = -2);
  check_everywhere<float, derive(a::prelu)>("R07", -1, -2, param<"slope"> = -2);
  check_everywhere<float, derive(a::elu)>("R09", 100, 1);
  check_everywhere<float, derive(a::elu)>("R09", 10000, 1);
  check_everywhere<double, derive(a::sigmoid)>("R13a", 37.42994775023705, 5.551115123125775478853521e-17);
  check_everywhere<double, derive(a::sigmoid)>("R13b", 40, 4.248354255291588959232207e-18);
  check_everywhere<float, derive(a::sigmoid)>("R13c", 17.5, 2.510999029641651350250255e-8);
  check_everywhere<double, derive(derive(a::softplus))>("R15", 37.42994775023705, 5.551115123125775478853521e-17);
  check_everywhere<double, derive(a::swish)>("R16", -709, -8.614807714413835303856357e-306);
  check_everywhere<float, a::elu>("R19e", -1e-8, -9.999999889225291065192261e-9);
  check_everywhere<float, derive(a::softplus)>("R22", 90, 1);
  check_everywhere<float, derive(a::softplus)>("R22", 99, 1);
  check_everywhere<float, derive(a::sigmoid)>("R26", -548.3162, 0);
  check_everywhere<double, derive(a::sigmoid)>("R26", double{-548.3162F}, 7.400992264703382342653536e-239);
  check_everywhere<float, derive(a::swish)>("R27", 0, 0.5);
  check_everywhere<float, a::swish>("R28", -infinity, 0);
  check_everywhere<float, a::gelu_tanh>("R30", -13.24, 0);
  check_everywhere<double, a::gelu_tanh>("R30", double{-13.24F}, -1.053178246239102599716542e-80);
  check_everywhere<float, derive(a::gelu_tanh)>("R31", 1e20, 1);
  check_everywhere<float, derive(a::gelu_tanh)>("R31", -1e20, 0);
  check_everywhere<float, derive(a::gelu_tanh)>("R31", 500, 1);
  check_everywhere<float, derive(a::gelu_tanh)>("R31", -500, 0);
  check_everywhere<float, erf(x)>("R33a", not_a_number, not_a_number);
  check_everywhere<float, a::elu>("R33c", not_a_number, not_a_number);
  check_everywhere<float, derive(derive(2 * a::elu(-x)))>("R36", 1, 7.357588823428846431910475e-1);
  check_everywhere<float, derive(a::gelu)>("R45", -3.7, -1.463887030778271263509133e-3);
  check_everywhere<float, a::gelu>("R51", -6, -5.919525870226188844205185e-9);
  check_everywhere<double, a::gelu>("R52", -10, -7.619853024160526065973343e-23);
  check_everywhere<float, a::mish>("R54", -20, -4.122307240628761400640292e-8);
}

TEST_CASE("at a kink the derivative is the recommended one") {
  check_everywhere<float, derive(a::relu)>("relu", 0, 0);
  check_everywhere<float, derive(max(0, x))>("max(0, x)", 0, 0);
  check_everywhere<float, derive(where(x > 0, x, 0))>("where(x > 0, x, 0)", 0, 0);
  check_everywhere<float, derive(min(max(x, 0), 6))>("relu6", 0, 0);
  check_everywhere<float, derive(min(max(x, 0), 6))>("relu6", 6, 0);
  check_everywhere<float, derive(max(min(x, 1), -1))>("hard_tanh", -1, 0);
  check_everywhere<float, derive(max(min(x, 1), -1))>("hard_tanh", 1, 0);
  check_everywhere<float, derive(a::leaky_relu)>("leaky_relu", 0, 0.01);
  check_everywhere<float, derive(a::prelu)>("prelu", 0, -2, param<"slope"> = -2);
  check_everywhere<float, derive(a::prelu, wrt(param<"slope">))>("prelu by slope", 0, 0);
  check_everywhere<float, derive(a::elu)>("elu", 0, 1);
  check_everywhere<float, derive(a::elu)>("elu, alpha = 3", 0, 3, param<"alpha"> = 3);
  check_everywhere<float, derive(abs(x))>("abs", 0, 0);
  check_everywhere<float, derive(a::softsign)>("softsign", 0, 1);
}

TEST_CASE("an exponential far out of range overflows and vanishes whatever the rounding error of its argument") {
  for (const double at : {5.66e6, 8495713.0, 1.2e7, 1.67e7, 1e9, 1e30}) {
    check_everywhere<float, exp(1.5 * x)>("exp(1.5 x)", at, infinity);
    check_everywhere<float, exp(1.5 * x)>("exp(1.5 x)", -at, 0);
    check_everywhere<float, expm1(1.5 * x)>("expm1(1.5 x)", at, infinity);
    check_everywhere<float, expm1(1.5 * x)>("expm1(1.5 x)", -at, -1);
    check_everywhere<float, x * sigmoid(1.702 * x)>("quick gelu", -at, 0);
  }
  for (const double at : {2.9e3, 2910.7, 4942.0, 4.1e4}) {
    check_everywhere<float, exp(x * x)>("exp(x²)", at, infinity);
    check_everywhere<float, exp(-(x * x))>("exp(-x²)", at, 0);
  }
  for (double at = 20; at < 1e6; at *= 1.001) {
    check_everywhere<float, a::gelu_tanh>("gelu_tanh", -at, 0);
    check_everywhere<float, derive(a::gelu_tanh)>("gelu_tanh'", -at, 0);
  }
  check_everywhere<double, exp(1.5 * x)>("exp(1.5 x)", 1.7e15, infinity);
  check_everywhere<double, exp(1.5 * x)>("exp(1.5 x)", 8.9e15, infinity);
}
