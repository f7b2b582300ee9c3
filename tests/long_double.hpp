// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// The functions of the language in long double, where that has at least 64 digits: good to a hundredth of a unit in the
// last place of double. They say which points need MPFR, so that a hundred million can be swept.
#pragma once

#include <cmath>
#include <limits>

#include <ogive/expr/operation.hpp>

namespace ogive::sweep {

using long_function = long double (*)(long double);

namespace detail {

/// exp(−x²/2)/√(2π) of a double: the square by parts, the first of 32 digits.
inline long double long_pdf(long double x) {
  const long double whole = std::fabs(x);
  if (!(whole < 100)) return std::isnan(x) ? x : 0;
  const auto high = static_cast<long double>(std::nearbyint(static_cast<double>(whole) * 0x1p24)) * 0x1p-24L;
  const long double rest = whole - high;
  return std::exp(-high * high / 2) * std::exp(-rest * (2 * high + rest) / 2) * 0.398942280401432677939946059934381868L;
}

/// glibc's own is off by a quarter of a unit of double near 2⁻⁵⁵.
inline long double long_tanh(long double x) {
  const long double m = std::expm1(-2 * std::fabs(x));
  return std::copysign(m / (2 + m), x);
}

/// erfc(−x/√2)/2 of a double: what the argument lost comes back by the slope.
inline long double long_cdf(long double x) {
  if (!(std::fabs(x) < 100)) return std::isnan(x) ? x : x < 0 ? 0 : 1;
  constexpr long double high = 0x5.a8p-3L, low = 0.000075531186547524400844362104849039L;  // of √½
  const long double z = -(x * high + x * low), lost = (-x * high - z) - x * low;
  return (std::erfc(z) - 1.12837916709551257389615890312154517L * std::exp(-z * z) * lost) / 2;
}

}  // namespace detail

/// The function, or null.
inline long_function in_long_double(operation op) {
  if constexpr (std::numeric_limits<long double>::digits < 64) return nullptr;
  using x_t = long double;
  switch (op) {
    case operation::exp: return [](x_t x) { return std::exp(x); };
    case operation::expm1: return [](x_t x) { return std::expm1(x); };
    case operation::log: return [](x_t x) { return std::log(x); };
    case operation::log1p: return [](x_t x) { return std::log1p(x); };
    case operation::sqrt: return [](x_t x) { return std::sqrt(x); };
    case operation::tanh: return &detail::long_tanh;
    case operation::sech2: return [](x_t x) { return 1 / std::cosh(x) / std::cosh(x); };
    case operation::sigmoid:
      return [](x_t x) { return x < 0 ? std::exp(x) / (1 + std::exp(x)) : 1 / (1 + std::exp(-x)); };
    case operation::softplus: return [](x_t x) { return std::fmax(x, x_t(0)) + std::log1p(std::exp(-std::fabs(x))); };
    case operation::erf: return [](x_t x) { return std::erf(x); };
    case operation::erfc: return [](x_t x) { return std::erfc(x); };
    case operation::pdf: return &detail::long_pdf;
    case operation::cdf: return &detail::long_cdf;
    case operation::sin: return [](x_t x) { return std::sin(x); };
    case operation::cos: return [](x_t x) { return std::cos(x); };
    case operation::atan: return [](x_t x) { return std::atan(x); };
    case operation::asinh: return [](x_t x) { return std::asinh(x); };
    default: return nullptr;
  }
}

/// The error of y, a float or a double, in units of its last place, by the unit and the limits of the judge by MPFR
/// (tests/sweep/judge.hpp); NaN if one of both is NaN, 0 if both are. Beside a power of two the unit is the smaller
/// one: the exact value may lie below.
template <class T>
long double error_in_ulp(T y, long double reference) {
  using limits = std::numeric_limits<T>;
  if (std::isnan(y) && std::isnan(reference)) return 0;
  const long double top = std::ldexp(1.0L, limits::max_exponent);
  const auto limited = [&](long double v) { return v > top ? top : v < -top ? -top : v; };
  const long double r = limited(reference), off = std::fabs(limited(static_cast<long double>(y)) - r);
  int exponent = r == 0 ? limits::min_exponent : std::ilogb(r * (1 - 0x1p-60L)) + 1;
  if (exponent < limits::min_exponent) exponent = limits::min_exponent;
  if (exponent > limits::max_exponent) exponent = limits::max_exponent;
  return std::ldexp(off, limits::digits - exponent);
}

}  // namespace ogive::sweep
