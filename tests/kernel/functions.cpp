// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The functions of the language by the loops of `map`, against those of long double: where MPFR is not, under an
// emulator of AArch64, this is what judges them. Bounds are those that the kernels promise; without a fused
// multiply-add the far tails lose more. `--success` prints the largest errors.
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <type_traits>
#include <vector>

#include <catch2/catch.hpp>

#include <ogive/ogive.hpp>

#include "long_double.hpp"
#include "random.hpp"

namespace {

using ogive::operation;
using ogive::sweep::error_in_ulp;

/// A third in the range of the function, a third in [−2, 2], a third over all bit patterns, and the edges.
template <class T>
std::vector<T> samples(double low, double high) {
  using limits = std::numeric_limits<T>;
  using bits = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
  std::vector<T> x{T(0),          -T(0),          limits::infinity(),   -limits::infinity(),  limits::quiet_NaN(),
                   limits::max(), -limits::max(), limits::denorm_min(), -limits::denorm_min()};
  std::uint64_t state = 1130;
  for (int i = 0; i != 6000; ++i) {
    const std::uint64_t random = next_random(state);
    const double unit = static_cast<double>(random >> 11U) * 0x1p-53;
    switch (i % 3) {
      case 0: x.push_back(static_cast<T>(low + (high - low) * unit)); break;
      case 1: x.push_back(static_cast<T>(4 * unit - 2)); break;
      default: x.push_back(std::bit_cast<T>(static_cast<bits>(random)));
    }
  }
  return x;
}

template <auto F, class T>
void check(operation op, double bound, double low, double high) {
  const std::vector<T> x = samples<T>(low, high);
  std::vector<T> y(x.size());
  ogive::map<F>(x, y);
  const ogive::sweep::long_function exact = ogive::sweep::in_long_double(op);
  long double worst = 0;
  T at = 0;
  for (std::size_t i = 0; i != x.size(); ++i) {
    const long double error = error_in_ulp(y[i], exact(static_cast<long double>(x[i])));
    if (!(error <= worst)) worst = error, at = x[i];  // NaN too
  }
  INFO(ogive::text<F> << ": " << static_cast<double>(worst) << " ULP at " << at);
  CHECK(worst <= static_cast<long double>(bound) + 1 / 16.0L);
}

template <auto F>
void check(operation op, double of_float, double of_double, double low, double high) {
  if (ogive::sweep::in_long_double(op) == nullptr) return;  // long double is double here
  check<F, float>(op, of_float, low, high);
  check<F, double>(op, of_double, low, high);
}

}  // namespace

TEST_CASE("functions of the language against long double") {
  using namespace ogive::symbols;
  constexpr bool fused = ogive::detail::has_fused_multiply_add;
  check<exp(x)>(operation::exp, 2, 2, -750, 712);
  check<expm1(x)>(operation::expm1, 2, 2, -40, 712);
  check<log(x)>(operation::log, 2, 2, 0, 16);
  check<log1p(x)>(operation::log1p, 2, 2, -1, 16);
  check<sqrt(x)>(operation::sqrt, 0.5, 0.5, 0, 16);
  check<tanh(x)>(operation::tanh, 3, 3, -22, 22);
  check<sigmoid(x)>(operation::sigmoid, 2.25, 2.25, -750, 40);
  check<softplus(x)>(operation::softplus, fused ? 2 : 2.3, fused ? 2 : 2.3, -750, 40);
  check<erf(x)>(operation::erf, 3, 2, -6, 6);
  check<erfc(x)>(operation::erfc, 4, fused ? 3.3 : 4, -6, 28);
  check<sin(x)>(operation::sin, 2, fused ? 2.25 : 2.5, -200, 200);
  check<cos(x)>(operation::cos, 2, fused ? 2.25 : 2.5, -200, 200);
  check<atan(x)>(operation::atan, 2, 2, -9, 9);
  check<asinh(x)>(operation::asinh, 2, 2, -9, 9);
}

TEST_CASE("the judge by long double can find fault") {
  CHECK(error_in_ulp(1.0F, 1 + 0x1p-23L) == 1);
  CHECK(error_in_ulp(1.0, 1 + 0x1p-52L) == 1);
  CHECK(error_in_ulp(std::numeric_limits<float>::infinity(), 0x1p127L) > 1e6L);
  CHECK(error_in_ulp(0.0F, 0x1p-149L) == 1);
  const float nan = std::numeric_limits<float>::quiet_NaN();
  CHECK(error_in_ulp(nan, static_cast<long double>(nan)) == 0);
  CHECK_FALSE(error_in_ulp(nan, 1.0L) <= 1e30L);
  CHECK_FALSE(error_in_ulp(1.0F, static_cast<long double>(nan)) <= 1e30L);
}
