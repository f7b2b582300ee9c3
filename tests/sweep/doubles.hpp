// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: 2026 the ogive founders
// An elementary function goes in, the greatest error of its double kernel at random points comes out, against MPFR. The
// first points are the edges: powers of two, what lies beside them, and what comes near a multiple of π/2. Points whose
// error, by a function in long double, cannot be the greatest are left to that; the two references are compared.
#pragma once

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <stdexcept>
#include <string>
#include <vector>

#include "sweep/judge.hpp"
#include "sweep/sweep.hpp"

namespace ogive::sweep {

inline constexpr int double_bits = 128;

inline std::vector<double> double_edges() {
  using limits = std::numeric_limits<double>;
  std::vector<double> x{0,          limits::infinity(), limits::quiet_NaN(), limits::max(),    88.722839,
                        103.972076, 709.782712893384,   745.1332191019412,   708.396418532264, 0x1.6ac5b262ca1ffp+849};
  for (int n = -1074; n <= 1023; ++n) {
    const double power = std::ldexp(1.0, n);
    for (const double v : {std::nextafter(power, 0), power, std::nextafter(power, limits::infinity())}) x.push_back(v);
  }
  for (int n = 1; n < 2000; ++n) x.push_back(n * 1.5707963267948966);
  const std::size_t positive = x.size();
  for (std::size_t i = 0; i != positive; ++i) x.push_back(-x[i]);
  return x;
}

/// A third of the points in the range of the function, a third in [−2, 2], a third over all bit patterns.
inline double random_double(const subject& s, std::uint64_t place) {
  const std::uint64_t random = mixed(place);
  const double unit = static_cast<double>(random >> 11U) * 0x1p-53;
  switch (place % 3) {
    case 0: return s.low + (s.high - s.low) * unit;
    case 1: return 4 * unit - 2;
    default: return std::bit_cast<double>(random);
  }
}

/// By how much the reference in long double may find less than there is, in units of double.
inline constexpr long double long_margin = 1 / 32.0L;

/// Every so many points the two references are compared.
inline constexpr std::uint64_t compared_every = 1024;

inline std::vector<finding> sweep_doubles(const subject& s, std::uint64_t first, std::uint64_t count) {
  using number = multiprecision<double_bits>;
  const bool has_edges = first == 0;
  std::vector<double> x = has_edges ? double_edges() : std::vector<double>{};
  const std::size_t edges = x.size();
  for (std::uint64_t k = 0; k != count; ++k) x.push_back(random_double(s, first + k));
  std::vector<double> y(x.size());
  const double* in = x.data();
  double* out = y.data();
  s.of_double(&in, &out, x.size(), nullptr);
  finding f;
  f.points = x.size();
  constexpr std::size_t block = 1024;
  for (std::size_t begin = 0; begin < x.size(); begin += block) {
    const std::size_t end = std::min(begin + block, x.size());
    // what cannot be the worst, nor beyond the bound, need not be known exactly
    std::vector<std::size_t> places;
    std::vector<double> points;
    for (std::size_t i = begin; i != end; ++i) {
      const long double error =
          s.in_long == nullptr ? std::numeric_limits<long double>::infinity() : error_in_ulp(y[i], s.in_long(x[i]));
      const bool is_small = error + long_margin < f.worst && error + long_margin < s.bound_of_double;
      if (is_small && i >= edges && i % compared_every != 0) continue;
      places.push_back(i);
      points.push_back(x[i]);
    }
    if (places.empty()) continue;
    const steps<number> exact(s.exact[0], {{points.begin(), points.end()}}, {});
    for (std::size_t k = 0; k != places.size(); ++k) {
      const std::size_t i = places[k];
      const double error = error_in_ulp(y[i], exact.result()[k]);
      if (s.in_long != nullptr && !(error <= error_in_ulp(y[i], s.in_long(x[i])) + long_margin) &&
          std::isfinite(error) && error != 0)
        throw std::runtime_error("sweep: " + s.label() + " in long double is not good enough at place " +
                                 std::to_string(first + i));
      f.see(error, &x[i], 1);
      f.enter_bound(error, s.bound_of_double, x[i]);
    }
  }
  f.plain = f.worst, f.plain_x = f.x;
  return {f};
}

}  // namespace ogive::sweep
