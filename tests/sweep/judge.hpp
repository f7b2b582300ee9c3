// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// A result and its reference go in, the error in units of the last place (ULP) comes out. The unit is that of the
// exact value, and that of the subnormals below; an infinite result counts as the power of two above the greatest
// number, so that it is right where the exact value rounds to it. NaN against a number is an infinite error. The sign
// of a zero is not judged.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "sweep/multiprecision.hpp"

namespace ogive::sweep {

/// errors[i] = that of y[i] against r[i]; returns the greatest. Over the bits and without choices, so that compilers
/// make registers of it.
inline float errors_in_ulp(const float* y, const double* r, float* errors, std::size_t n) {
  using bits = std::int64_t;
  constexpr bits size = 0x7fffffffffffffff, infinite = 0x7ff0000000000000, bias = 1023, place = 52;
  constexpr bits lowest = (bias - 126) << place, highest = (bias + 127) << place, top = (bias + 128) << place;
  const auto all_if = [](bool holds) { return -static_cast<bits>(holds); };
  // numbers beyond the floats are ±2^128; NaN stays
  const auto limited = [&](bits v) {
    const bits magnitude = v & size, beyond = all_if(magnitude > top) & all_if(magnitude <= infinite);
    return std::bit_cast<double>((v & ~size) | (top & beyond) | (magnitude & ~beyond));
  };
  for (std::size_t i = 0; i != n; ++i) {
    const auto of_y = std::bit_cast<bits>(static_cast<double>(y[i])), of_r = std::bit_cast<bits>(r[i]);
    const bits exponent = std::min(std::max(of_r & infinite, lowest), highest);
    // 2^23 / 2^exponent
    const auto per_unit =
        std::bit_cast<double>((std::uint64_t{2 * bias + 23} << place) - static_cast<std::uint64_t>(exponent));
    const bits error = std::bit_cast<bits>((limited(of_y) - limited(of_r)) * per_unit) & size;
    const bits both_nan = all_if((of_y & size) > infinite) & all_if((of_r & size) > infinite);
    errors[i] = static_cast<float>(std::bit_cast<double>(std::min(error, infinite) & ~both_nan));
  }
  std::int32_t greatest = 0;  // floats that are not negative are in the order of their bits
  for (std::size_t i = 0; i != n; ++i) {
    const auto error = std::bit_cast<std::int32_t>(errors[i]);
    greatest = error > greatest ? error : greatest;
  }
  return std::bit_cast<float>(greatest);
}

/// The same of one result, float or double, against a number of many digits.
template <class T, int Bits>
double error_in_ulp(T y, const multiprecision<Bits>& exact) {
  using limits = std::numeric_limits<T>;
  using number = multiprecision<Bits>;
  if (std::isnan(y) || mpfr_nan_p(exact.get()))
    return std::isnan(y) && mpfr_nan_p(exact.get()) ? 0 : std::numeric_limits<double>::infinity();
  number top;
  mpfr_set_ui_2exp(top.get(), 1, limits::max_exponent, MPFR_RNDN);
  const auto limited = [&](const number& v) { return v > top ? top : v < -top ? -top : v; };
  const number reference = limited(exact), computed = limited(number(static_cast<double>(y)));
  mpfr_exp_t exponent = mpfr_zero_p(reference.get()) ? limits::min_exponent : mpfr_get_exp(reference.get());
  if (exponent < limits::min_exponent) exponent = limits::min_exponent;
  if (exponent > limits::max_exponent) exponent = limits::max_exponent;
  number difference = abs(computed - reference);
  mpfr_mul_2si(difference.get(), difference.get(), limits::digits - exponent, MPFR_RNDN);
  return static_cast<double>(difference);
}

}  // namespace ogive::sweep
